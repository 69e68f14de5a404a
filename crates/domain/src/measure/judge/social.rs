//! What a social agency counts: benefits (K-20), housing (K-21), retention (K-22), court (K-23), jobs (K-24), referrals (K-26).

use chrono::TimeDelta;

use super::{Ask, Subject, Verdict};
use crate::case::CaseOutcome;
use crate::clock::end_of_day;
use crate::measure::facts::{FactKind, ReferralFact};
use crate::measure::proof::FactRef;
use crate::measure::{Mark, Place, Predicate as P};
use crate::referral::{BenefitDecision, Course, ReferralStatus};

fn fact(referral: &ReferralFact, at: impl Into<Option<chrono::DateTime<chrono::Utc>>>) -> FactRef {
    FactRef::new(FactKind::Referral, referral.id, at)
}

/// K-20: applications made in the period.
pub(super) fn benefits(ask: &mut Ask<'_>) {
    for referral in ask.facts.referrals.iter().filter(|one| !one.mistaken) {
        let Some(Course::Benefit(course)) = referral.course else { continue };
        let Some(applied_on) = course.applied_on else { continue };
        let anchor_at = ask.start(applied_on);
        if !ask.period.contains(anchor_at) {
            continue;
        }
        let subject = Subject { id: referral.id, case_id: Some(referral.case_id), anchor_at, due_at: None };
        ask.judge(subject, |ask, trace| {
            trace.note(P::Applied, fact(referral, anchor_at));
            let decided_at = course.decided_on.map(|day| ask.start(day));
            trace.check(P::ApplicationDecided, course.decision.is_some(), fact(referral, decided_at));
            let Some(decision) = course.decision else { return Verdict::pending() };
            if trace.check(P::Withdrawn, decision == BenefitDecision::Withdrawn, fact(referral, decided_at)) {
                return Verdict::excluded();
            }
            let approved_at = course.approved_on().map(|day| ask.start(day));
            let approved = trace.check(P::Approved, approved_at.is_some(), fact(referral, approved_at));
            let at_first = decision == BenefitDecision::Approved;
            if approved {
                trace.check(P::ApprovedAtFirst, at_first, fact(referral, decided_at));
            }
            Verdict::counted(approved).met(approved_at).marked(Mark::Also(at_first))
        });
    }
}

/// K-21: applications for a home in the period. Who still waits, or gave up, is observed for as long as that is known.
pub(super) fn housing(ask: &mut Ask<'_>) {
    for referral in ask.facts.referrals.iter().filter(|one| !one.mistaken) {
        let Some(Course::Housing(course)) = referral.course else { continue };
        let Some(applied_on) = course.applied_on else { continue };
        let anchor_at = ask.start(applied_on);
        if !ask.period.contains(anchor_at) {
            continue;
        }
        let subject = Subject { id: referral.id, case_id: Some(referral.case_id), anchor_at, due_at: None };
        ask.judge(subject, |ask, trace| {
            trace.note(P::Applied, fact(referral, anchor_at));
            let ended = referral.closed_at.map(|at| ask.day(at));
            let until = course.moved_in_on.or(ended).unwrap_or(ask.day(ask.now));
            let days = (until - applied_on).num_days().max(0);
            let moved_at = course.moved_in_on.map(|day| ask.start(day));
            let moved = trace.check(P::MovedIn, moved_at.is_some(), fact(referral, ask.start(until)));
            Verdict::counted(moved).met(moved_at).marked(Mark::Way(days, moved))
        });
    }
}

/// K-22: cases enrolled in the period, on the day that many days later.
pub(super) fn retention(ask: &mut Ask<'_>, days: i64) {
    for case in &ask.facts.cases {
        if !ask.period.contains(case.enrolled_at) {
            continue;
        }
        let due_at = ask.until(case.enrolled_at, days);
        let subject =
            Subject { id: case.id, case_id: Some(case.id), anchor_at: case.enrolled_at, due_at: Some(due_at) };
        ask.judge(subject, |ask, trace| {
            let at = |at| FactRef::new(FactKind::Case, case.id, at);
            trace.note(P::Enrolled, at(Some(case.enrolled_at)));
            if !trace.check(P::WindowOver, ask.over(due_at), at(Some(due_at))) {
                return Verdict::pending();
            }
            let ended = case.closed_at.filter(|end| *end <= due_at);
            let kept = trace.check(P::StillActive, ended.is_none(), at(ended))
                || trace.check(P::LeftWithGoal, case.outcome == Some(CaseOutcome::GoalsMet), at(ended));
            Verdict::counted(kept).met(kept.then_some(ended.unwrap_or(due_at)))
        });
    }
}

/// K-23: milestones whose day lies in the period. A continuance moves the day only if it was ordered before that day had passed.
pub(super) fn milestones(ask: &mut Ask<'_>) {
    let zone = ask.facts.zone;
    for milestone in &ask.facts.milestones {
        let mut due_on = milestone.due_on;
        let mut continuances = milestone.continuances.clone();
        continuances.sort_unstable();
        let mut counted = Vec::new();
        for own in continuances {
            let in_time = own.ordered_at <= end_of_day(due_on, zone);
            counted.push((own, in_time));
            if in_time {
                due_on = own.day;
            }
        }
        let (anchor_at, due_at) = (ask.start(due_on), end_of_day(due_on, zone));
        if !ask.period.contains(anchor_at) {
            continue;
        }
        let case_id = Some(milestone.case_id);
        ask.judge(Subject { id: milestone.id, case_id, anchor_at, due_at: Some(due_at) }, |ask, trace| {
            let at = |at| FactRef::new(FactKind::CourtMilestone, milestone.id, at);
            trace.note(P::DaySet, at(Some(ask.start(milestone.due_on))));
            for (own, in_time) in counted {
                let of = |at| FactRef::new(FactKind::CourtMilestone, own.id, at);
                if trace.check(P::ContinuedInTime, in_time, of(own.ordered_at)) {
                    trace.note(P::DayMoved, of(ask.start(own.day)));
                }
            }
            trace.note(P::MilestoneDue, at(Some(due_at)));
            let in_time = milestone.done_at.is_some_and(|done| done <= due_at);
            if trace.check(P::ReachedInTime, in_time, at(milestone.done_at)) {
                return Verdict::counted(true).met(milestone.done_at);
            }
            let over = milestone.done_at.is_some() || ask.over(due_at);
            Verdict::at(if over { Place::Denominator } else { Place::Pending }).met(milestone.done_at)
        });
    }
}

/// K-24: jobs begun in the period, on the day that many days later.
pub(super) fn jobs(ask: &mut Ask<'_>, days: i64) {
    for job in &ask.facts.jobs {
        let anchor_at = ask.start(job.started_on);
        if !ask.period.contains(anchor_at) {
            continue;
        }
        let due_on = job.started_on + TimeDelta::days(days);
        let due_at = end_of_day(due_on, ask.facts.zone);
        let subject = ask.subject(job.id, anchor_at, Some(due_at));
        ask.judge(subject, |ask, trace| {
            let at = |at| FactRef::new(FactKind::Job, job.id, at);
            trace.note(P::JobStarted, at(Some(anchor_at)));
            if !trace.check(P::WindowOver, ask.over(due_at), at(Some(due_at))) {
                return Verdict::pending();
            }
            let ended_at = job.ended_on.map(|day| ask.start(day));
            Verdict::counted(trace.check(P::StillEmployed, job.ended_on.is_none_or(|day| day >= due_on), at(ended_at)))
        });
    }
}

/// K-26: referrals sent in the period.
pub(super) fn referrals(ask: &mut Ask<'_>) {
    for referral in ask.facts.referrals.iter().filter(|one| !one.mistaken) {
        let Some(sent_at) = referral.sent_at.filter(|at| ask.period.contains(*at)) else { continue };
        let subject = Subject {
            id: referral.id,
            case_id: Some(referral.case_id),
            anchor_at: sent_at,
            due_at: Some(referral.due_at),
        };
        ask.judge(subject, |ask, trace| {
            trace.note(P::ReferralSent, fact(referral, sent_at));
            let served = trace.check(
                P::ServiceConfirmed,
                referral.status == ReferralStatus::Completed,
                fact(referral, referral.closed_at),
            );
            let open = referral.status.is_open();
            let served_at = referral.served_on.filter(|_| served).map(|day| ask.start(day));
            let mark = Mark::Loop {
                closed: !open,
                late: open && ask.over(referral.due_at),
                accepted: referral.accepted_at.map(|at| ask.days(sent_at, at)),
                served: served_at.map(|at| ask.days(sent_at, at)),
            };
            Verdict::counted(served).met(served_at).marked(mark)
        });
    }
}
