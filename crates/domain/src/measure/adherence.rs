//! Plan adherence: interventions done on time, late, or not (K-25).

use chrono::{DateTime, Duration, Utc};

use super::facts::{FactKind, occurrence_known};
use super::proof::{FactRef, Step, Trace};
use super::{Mark, Member, Period, Place, Predicate};
use crate::care_plan::occurrence::{Occurrence, OccurrenceStatus};
use crate::clock::in_time;

/// An intervention done this many days late, at most, counts one half.
pub const GRACE_DAYS: i64 = 7;

const RULE: &str = "K-25";

/// The member that an occurrence is, when it fell due in the period; without one, always. What the plan took back before it was
/// due is no occurrence any more.
pub(super) fn member(
    occurrence: &Occurrence,
    period: Option<Period>,
    now: DateTime<Utc>,
    proof: bool,
) -> Option<Member> {
    let counted = period.is_none_or(|period| period.contains(occurrence.due_at));
    if !counted || occurrence_known(occurrence, now) == OccurrenceStatus::Withdrawn {
        return None;
    }
    let mut trace = Trace::new(RULE, proof);
    let fact = |at| FactRef::new(FactKind::Occurrence, occurrence.id, at);
    trace.note(Predicate::Planned, fact(Some(occurrence.created_at)));
    trace.note(Predicate::Due, fact(Some(occurrence.due_at)));
    let (place, predicate, at) = place(occurrence, now);
    trace.tell(|| Step {
        predicate,
        holds: true,
        fact: Some(fact(at)),
        rule: RULE.into(),
        version: None,
        said: reason(occurrence, predicate),
    });
    let top = match place {
        Place::Numerator => 1.0,
        Place::Partial => 0.5,
        _ => 0.0,
    };
    Some(Member {
        id: occurrence.id,
        person_id: occurrence.person_id,
        case_id: Some(occurrence.case_id),
        place,
        counts_at: occurrence.due_at,
        anchor_at: occurrence.created_at,
        due_at: Some(occurrence.due_at),
        met_at: occurrence.done_at.filter(|at| *at <= now),
        top,
        bottom: 1.0,
        mark: Mark::Plain,
        proof: trace.into_steps(),
    })
}

fn reason(occurrence: &Occurrence, predicate: Predicate) -> Option<String> {
    let tells = matches!(predicate, Predicate::CancelledWithReason | Predicate::Refused | Predicate::Missed);
    let reason = occurrence.reason.as_deref().map(str::trim).filter(|reason| tells && !reason.is_empty())?;
    Some(format!("{}.", reason.trim_end_matches('.')))
}

fn place(occurrence: &Occurrence, now: DateTime<Utc>) -> (Place, Predicate, Option<DateTime<Utc>>) {
    use OccurrenceStatus as S;
    use Predicate as P;
    let (due_at, settled_at) = (occurrence.due_at, occurrence.settled_at);
    let grace_ends = due_at + Duration::days(GRACE_DAYS);
    match (occurrence_known(occurrence, now), occurrence.done_at) {
        (S::Done, Some(at)) if in_time(at, due_at) => (Place::Numerator, P::DoneOnTime, Some(at)),
        (S::Done, Some(at)) if in_time(at, grace_ends) => (Place::Partial, P::DoneWithinGrace, Some(at)),
        (S::Done, at) => (Place::Denominator, P::DoneTooLate, at),
        (S::Excused, _) => (Place::Excluded, P::CancelledWithReason, settled_at),
        (S::Refused, _) => (Place::Denominator, P::Refused, settled_at),
        (S::Missed, _) => (Place::Denominator, P::Missed, settled_at),
        (S::Planned | S::Withdrawn, _) if in_time(now, due_at) => (Place::Pending, P::NotYetDue, None),
        (S::Planned | S::Withdrawn, _) if in_time(now, grace_ends) => (Place::Denominator, P::WithinGrace, None),
        (S::Planned | S::Withdrawn, _) => (Place::Denominator, P::NotDone, None),
    }
}
