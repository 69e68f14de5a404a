//! What came of referrals: K-26 loop closure, K-20 approval of benefits, K-21 time to housing. Numbers are counted from the
//! referrals themselves; what was recorded by mistake is in none of them.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{BenefitDecision, CancelReason, Ending, Referral, ReferralStatus};
use crate::clock;

/// A share: how many of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub count: usize,
    /// Of how many.
    pub of: usize,
}

impl Share {
    /// In percent; `None` of nothing.
    pub fn percent(self) -> Option<f64> {
        (self.of > 0).then(|| self.count as f64 * 100.0 / self.of as f64)
    }
}

/// K-26: how many loops were closed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LoopClosure {
    /// Confirmed by the person, of all that were sent.
    pub served: Share,
    /// Ended in any way, of all that were sent.
    pub closed: Share,
    /// Declined by the partner.
    pub declined: usize,
    /// Not received, as the person said.
    pub not_received: usize,
    /// Taken back after they were sent.
    pub cancelled: usize,
    /// Still open.
    pub open: usize,
    /// Still open, and something should have happened by now.
    pub open_late: usize,
    /// Median of the days from sending to the partner's acceptance.
    pub median_days_to_accept: Option<f64>,
    /// Median of the days from sending to the service that the person confirmed.
    pub median_days_to_service: Option<f64>,
}

/// K-26 over referrals that were sent; drafts are left out.
pub fn loop_closure(referrals: &[Referral], zone: Tz, now: DateTime<Utc>) -> LoopClosure {
    let sent: Vec<&Referral> =
        referrals.iter().filter(|referral| referral.sent_at.is_some() && counts(referral)).collect();
    let with = |status| sent.iter().filter(|referral| referral.status == status).count();
    let open = sent.iter().filter(|referral| referral.status.is_open());
    let of = sent.len();
    let days = |day: &dyn Fn(&Referral) -> Option<NaiveDate>| {
        median(sent.iter().filter_map(|referral| days_since_sent(referral, day(referral)?, zone)).collect())
    };
    LoopClosure {
        served: Share { count: with(ReferralStatus::Completed), of },
        closed: Share { count: of - open.clone().count(), of },
        declined: with(ReferralStatus::Declined),
        not_received: with(ReferralStatus::NotReceived),
        cancelled: with(ReferralStatus::Cancelled),
        open: open.clone().count(),
        open_late: open.filter(|referral| referral.is_overdue(now)).count(),
        median_days_to_accept: days(&|referral| Some(clock::local_date(referral.accepted_at?, zone))),
        median_days_to_service: days(&|referral| {
            referral.served_on.filter(|_| referral.status == ReferralStatus::Completed)
        }),
    }
}

fn counts(referral: &Referral) -> bool {
    referral.ending != Some(Ending::Cancelled(CancelReason::EnteredInError))
}

fn days_since_sent(referral: &Referral, day: NaiveDate, zone: Tz) -> Option<i64> {
    Some((day - clock::local_date(referral.sent_at?, zone)).num_days())
}

pub(crate) fn median(mut days: Vec<i64>) -> Option<f64> {
    days.sort_unstable();
    let (below, above) = (days.get(days.len().checked_sub(1)? / 2)?, days.get(days.len() / 2)?);
    Some((below + above) as f64 / 2.0)
}

/// K-20: applications that were granted, of those that were decided; pending and withdrawn ones are out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BenefitApproval {
    /// Granted in the end, of all decided.
    pub approved: Share,
    /// Granted at once, of all decided.
    pub first_pass: Share,
    /// Not decided yet.
    pub pending: usize,
}

/// K-20 over applications for benefits.
pub fn benefit_approval(referrals: &[Referral]) -> BenefitApproval {
    let mut result = BenefitApproval::default();
    let counted = referrals.iter().filter(|referral| counts(referral));
    for (status, course) in counted.filter_map(|referral| Some((referral.status, referral.benefit()?))) {
        match course.decision {
            None => result.pending += usize::from(course.applied_on.is_some() && status.is_open()),
            Some(BenefitDecision::Withdrawn) => {}
            Some(decision) => {
                result.approved.of += 1;
                result.approved.count += usize::from(course.approved_on().is_some());
                result.first_pass.count += usize::from(decision == BenefitDecision::Approved);
            }
        }
    }
    result.first_pass.of = result.approved.of;
    result
}

/// Products of shares that make exactly one half come out a little above it.
const ROUNDING: f64 = 1e-9;

/// One way to a home: for how many days it has been observed, and whether it ended in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WayHome {
    /// Days from the application to the move, or to now.
    pub days: i64,
    /// True when the person moved in.
    pub moved_in: bool,
}

/// K-21: the days after which half of the people have a home (Kaplan-Meier; who still waits is censored, not left out). `None`
/// while fewer than half have.
pub fn median_days_to_home(ways: &[WayHome]) -> Option<i64> {
    let mut moves: Vec<i64> = ways.iter().filter(|way| way.moved_in).map(|way| way.days).collect();
    moves.sort_unstable();
    moves.dedup();
    let mut survival = 1.0;
    moves.into_iter().find(|day| {
        let at_risk = ways.iter().filter(|way| way.days >= *day).count();
        let moved = ways.iter().filter(|way| way.moved_in && way.days == *day).count();
        survival *= 1.0 - moved as f64 / at_risk as f64;
        survival <= 0.5 + ROUNDING
    })
}

/// The ways to a home that are known, as of `today`. One that was given up is observed until it ended.
pub fn ways_home(referrals: &[Referral], zone: Tz, today: NaiveDate) -> Vec<WayHome> {
    let way = |referral: &Referral| {
        let course = referral.housing()?;
        let ended = referral.closed_at.map(|at| clock::local_date(at, zone));
        let until = course.moved_in_on.or(ended).unwrap_or(today);
        let days = (until - course.applied_on?).num_days().max(0);
        Some(WayHome { days, moved_in: course.moved_in_on.is_some() })
    };
    referrals.iter().filter(|referral| counts(referral)).filter_map(way).collect()
}
