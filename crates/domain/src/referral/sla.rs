//! What a referral waits for, until when that should have happened, and when silence moves up: functions of the referral and the
//! calendar.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Course, Days, Referral, ReferralKind, ReferralStatus};
use crate::clock::{self, Clock};
use crate::rulebook::catalogue::post_acute::FIRST_VISIT;

crate::codes! {
    /// What a referral waits for.
    pub enum ReferralWait {
        /// The draft is sent.
        Sending = "sending",
        /// The partner accepts or declines.
        Answer = "answer",
        /// The service is given.
        Service = "service",
        /// The agency decides about the application.
        Decision = "decision",
        /// The person appeals, or the time for that is over.
        Appeal = "appeal",
        /// The person is asked whether they received it.
        Confirmation = "confirmation",
    }
}

/// How long a referral of one kind may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sla {
    /// From sending to the partner's answer.
    pub answer: Clock,
    /// From sending to the service.
    pub service: Clock,
}

/// Where the spans of this file come from, unless one names another source.
pub const SOURCE: &str = "Tend's own default for closed-loop referrals. Home health: T-11. Benefits: T-20, once the day of the application is known.";

/// A draft is sent. Ours.
pub const SENDING: Clock = Clock::business_days(2);
/// The person is asked after the planned day, or after a report that it was done. Ours.
pub const CONFIRMATION: Clock = Clock::business_days(3);
/// Silence after the due time moves up. Ours.
pub const SILENCE: Clock = Clock::business_days(2);

/// How long a referral of this kind may take. Source: [`SOURCE`].
pub fn sla(kind: ReferralKind) -> Sla {
    let days = Clock::calendar_days;
    let (answer, service) = match kind {
        ReferralKind::Transport => (1, days(7)),
        ReferralKind::Dme => (2, days(7)),
        ReferralKind::HomeHealth => (1, FIRST_VISIT.clock),
        ReferralKind::Placement => (2, days(14)),
        ReferralKind::Therapy => (3, days(14)),
        ReferralKind::CommunityService | ReferralKind::Employment | ReferralKind::LegalAid => (5, days(30)),
        // The longest decision of T-20 without a disability.
        ReferralKind::Benefit => (5, days(45)),
        ReferralKind::Housing => (5, days(90)),
    };
    Sla { answer: Clock::business_days(answer), service }
}

impl Days<'_> {
    fn after(self, clock: &Clock, anchor: DateTime<Utc>) -> DateTime<Utc> {
        clock::due_at(clock, anchor, self.zone, self.calendar)
    }

    fn after_day(self, clock: &Clock, day: NaiveDate) -> DateTime<Utc> {
        self.after(clock, clock::start_of_day(day, self.zone))
    }
}

impl Referral {
    /// What it waits for, and until when that should have happened; `None` once it has ended.
    pub fn waits(&self, days: Days<'_>) -> Option<(ReferralWait, DateTime<Utc>)> {
        use ReferralStatus as S;
        let sent = self.sent_at.unwrap_or(self.created_at);
        let sla = sla(self.kind);
        let is_under_way = matches!(self.status, S::Sent | S::Received | S::Accepted | S::Scheduled);
        if let Some(day) = self.come_on().filter(|_| is_under_way) {
            return Some((ReferralWait::Confirmation, days.after_day(&CONFIRMATION, day)));
        }
        if is_under_way && let Some(found) = self.benefit_waits(days) {
            return Some(found);
        }
        Some(match self.status {
            S::Draft => (ReferralWait::Sending, days.after(&SENDING, self.created_at)),
            S::Served => (ReferralWait::Confirmation, days.after(&CONFIRMATION, self.served_at.unwrap_or(sent))),
            S::Sent | S::Received => (ReferralWait::Answer, days.after(&sla.answer, sent)),
            S::Scheduled => {
                let day = self.scheduled_on.unwrap_or_else(|| clock::local_date(sent, days.zone));
                (ReferralWait::Confirmation, days.after_day(&CONFIRMATION, day))
            }
            S::Accepted => (ReferralWait::Service, days.after(&sla.service, sent)),
            S::Completed | S::Declined | S::NotReceived | S::Cancelled => return None,
        })
    }

    /// The day on which the person has it by the dates of its course. Only they can say whether that is so.
    fn come_on(&self) -> Option<NaiveDate> {
        match self.course? {
            Course::Housing(course) => course.moved_in_on,
            Course::Benefit(course) => course.approved_on(),
            Course::Equipment(course) => course.delivered_on,
        }
    }

    fn benefit_waits(&self, days: Days<'_>) -> Option<(ReferralWait, DateTime<Utc>)> {
        let (wait, day) = self.benefit()?.next_day(days.calendar)?;
        Some((wait, clock::end_of_day(day, days.zone)))
    }

    /// The referral with what it waits for, and until when. What moved up comes down again when something else is waited for.
    #[must_use]
    pub(super) fn timed(mut self, days: Days<'_>) -> Self {
        let before = (self.wait, self.due_at);
        match self.waits(days) {
            Some((wait, due_at)) => {
                (self.wait, self.due_at) = (Some(wait), due_at);
                self.escalates_at = Some(days.after(&SILENCE, due_at));
                if before != (self.wait, self.due_at) {
                    self.escalated_at = None;
                }
            }
            None => {
                self.wait = None;
                self.due_at = self.closed_at.unwrap_or(self.due_at);
                (self.escalates_at, self.escalated_at) = (None, None);
            }
        }
        self
    }

    /// True when what it waits for should have happened by now.
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        self.wait.is_some() && !clock::in_time(now, self.due_at)
    }
}
