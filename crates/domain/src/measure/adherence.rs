//! Plan adherence: interventions done on time, late, or not.

use chrono::{DateTime, Duration, Utc};

use super::{Member, Period, Place, Proof};
use crate::care_plan::occurrence::{Occurrence, OccurrenceStatus};
use crate::clock::in_time;

/// An intervention done this many days late, at most, counts one half.
pub const GRACE_DAYS: i64 = 7;

const RULE: &str = "K-25";

/// The occurrences that fell due in the period; without one, all of them. What the plan took back before it was due is no
/// occurrence any more.
pub(super) fn members(occurrences: &[Occurrence], period: Option<Period>, now: DateTime<Utc>) -> Vec<Member> {
    let counted = occurrences.iter().filter(|one| {
        period.is_none_or(|period| period.contains(one.due_at)) && known(one, now) != OccurrenceStatus::Withdrawn
    });
    counted.map(|occurrence| member(occurrence, now)).collect()
}

/// The state as known at `now`: what was recorded later is not known yet.
fn known(occurrence: &Occurrence, now: DateTime<Utc>) -> OccurrenceStatus {
    let recorded = occurrence.settled_at.is_none_or(|at| at <= now);
    if recorded { occurrence.status } else { OccurrenceStatus::Planned }
}

fn member(occurrence: &Occurrence, now: DateTime<Utc>) -> Member {
    let (place, outcome) = place(occurrence, now);
    Member {
        id: occurrence.id,
        person_id: occurrence.person_id,
        case_id: occurrence.case_id,
        place,
        anchor_at: occurrence.created_at,
        due_at: occurrence.due_at,
        met_at: occurrence.done_at.filter(|at| *at <= now),
        proof: vec![
            Proof::new("Planned.", RULE, occurrence.created_at),
            Proof::new("Due.", RULE, occurrence.due_at),
            outcome,
        ],
    }
}

fn place(occurrence: &Occurrence, now: DateTime<Utc>) -> (Place, Proof) {
    use OccurrenceStatus as S;
    let proof = |place, statement: &str, at: Option<DateTime<Utc>>| (place, Proof::new(statement, RULE, at));
    let because = |what: &str| match occurrence.reason.as_deref().map(str::trim) {
        Some(reason) if !reason.is_empty() => format!("{what}: {}.", reason.trim_end_matches('.')),
        _ => format!("{what}."),
    };
    let (due_at, settled_at) = (occurrence.due_at, occurrence.settled_at);
    let grace_ends = due_at + Duration::days(GRACE_DAYS);
    match (known(occurrence, now), occurrence.done_at) {
        (S::Done, Some(at)) if in_time(at, due_at) => proof(Place::Numerator, "Done on time.", Some(at)),
        (S::Done, Some(at)) if in_time(at, grace_ends) => {
            proof(Place::Partial, "Done late, within 7 days: counts one half.", Some(at))
        }
        (S::Done, at) => proof(Place::Denominator, "Done more than 7 days late.", at),
        (S::Excused, _) => proof(Place::Excluded, &because("Cancelled"), settled_at),
        (S::Refused, _) => proof(Place::Denominator, &because("Refused"), settled_at),
        (S::Missed, _) => proof(Place::Denominator, &because("Missed"), settled_at),
        (S::Planned | S::Withdrawn, _) if in_time(now, due_at) => {
            proof(Place::Pending, "Not yet due: not counted yet.", None)
        }
        (S::Planned | S::Withdrawn, _) if in_time(now, grace_ends) => {
            proof(Place::Denominator, "Not done yet; done within 7 days it counts one half.", None)
        }
        (S::Planned | S::Withdrawn, _) => proof(Place::Denominator, "Not done.", None),
    }
}
