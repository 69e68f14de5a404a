//! Measures over deadlines.

use chrono::{DateTime, Utc};

use super::facts::{DeadlineFact, FactKind, Facts};
use super::proof::{FactRef, Step, Trace};
use super::{Mark, Member, Period, Place, Predicate};
use crate::change::EventKind;
use crate::clock::in_time;
use crate::deadline::{DeadlineStatus, reason_text};

/// The deadlines of one rule whose clock started in the period.
pub(super) fn members(
    rule: &str,
    facts: &Facts,
    period: Period,
    now: DateTime<Utc>,
    proof: bool,
    out: &mut Vec<Member>,
) {
    let counted = facts.deadlines.iter().filter(|one| one.rule == rule && period.contains(one.anchor_at));
    out.extend(counted.map(|deadline| member(deadline, facts, now, proof)));
}

/// Assessments whose clocks started in the period, each with all its deadlines of a family of rules: it counts as reached when
/// every one was met in time (K-15).
pub(super) fn families(
    family: &str,
    facts: &Facts,
    period: Period,
    now: DateTime<Utc>,
    proof: bool,
    out: &mut Vec<Member>,
) {
    let counted = |one: &&DeadlineFact| one.rule.starts_with(family) && period.contains(one.anchor_at);
    let mut deadlines: Vec<&DeadlineFact> = facts.deadlines.iter().filter(counted).collect();
    deadlines.sort_by_key(|one| (one.case_id, one.anchor_subject_id, one.anchor_at, one.rule.as_str(), one.id));
    for clocks in deadlines.chunk_by(|a, b| (a.case_id, a.anchor_subject_id) == (b.case_id, b.anchor_subject_id)) {
        let each: Vec<Member> = clocks.iter().map(|one| member(one, facts, now, proof)).collect();
        let any = |place| each.iter().any(|one| one.place == place);
        let place = match () {
            () if any(Place::Denominator) => Place::Denominator,
            () if any(Place::Pending) => Place::Pending,
            () if any(Place::Numerator) => Place::Numerator,
            () => Place::Excluded,
        };
        let Some(first) = each.first().cloned() else { continue };
        out.push(Member {
            place,
            due_at: each.iter().filter_map(|one| one.due_at).max(),
            met_at: each.iter().filter_map(|one| one.met_at).max(),
            top: f64::from(u8::from(place == Place::Numerator)),
            proof: each.into_iter().flat_map(|one| one.proof).collect(),
            ..first
        });
    }
}

fn member(deadline: &DeadlineFact, facts: &Facts, now: DateTime<Utc>, proof: bool) -> Member {
    let met_at = deadline.met_at.filter(|at| *at <= now);
    let (place, predicate, at) = place(deadline, met_at, now);
    let mut trace = Trace::new("", proof);
    let version = || deadline.version.parse().ok();
    let mut step = |predicate, at: Option<DateTime<Utc>>, said: &dyn Fn() -> Option<String>| {
        trace.tell(|| Step {
            predicate,
            holds: true,
            fact: Some(FactRef::new(FactKind::Deadline, deadline.id, at)),
            rule: deadline.rule.clone().into(),
            version: version(),
            said: said(),
        });
    };
    step(anchor(deadline.anchor_kind), Some(deadline.anchor_at), &|| None);
    step(Predicate::RuleInForce, Some(deadline.due_at), &|| {
        Some(format!("{} (in force from {}).", deadline.title, deadline.version))
    });
    step(predicate, at, &|| match predicate {
        Predicate::EndedEarly | Predicate::EndedUnmet => {
            deadline.closed_reason.as_deref().map(|reason| format!("{}.", reason_text(reason).trim_end_matches('.')))
        }
        _ => None,
    });
    Member {
        id: deadline.id,
        person_id: facts.person_id,
        case_id: Some(deadline.case_id),
        place,
        counts_at: deadline.anchor_at,
        anchor_at: deadline.anchor_at,
        due_at: Some(deadline.due_at),
        met_at,
        top: f64::from(u8::from(place == Place::Numerator)),
        bottom: 1.0,
        mark: Mark::Plain,
        proof: trace.into_steps(),
    }
}

fn place(
    deadline: &DeadlineFact,
    met_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> (Place, Predicate, Option<DateTime<Utc>>) {
    use Predicate as P;
    if let Some(at) = met_at {
        return if in_time(at, deadline.due_at) {
            (Place::Numerator, P::MetInTime, met_at)
        } else {
            (Place::Denominator, P::DueTimePassed, met_at)
        };
    }
    if let Some(at) = deadline.closed_at.filter(|at| *at <= now) {
        let waived_in_time = deadline.status == DeadlineStatus::Waived && in_time(at, deadline.due_at);
        return if waived_in_time || deadline.status == DeadlineStatus::Cancelled {
            (Place::Excluded, P::EndedEarly, Some(at))
        } else {
            (Place::Denominator, P::EndedUnmet, Some(at))
        };
    }
    if in_time(now, deadline.due_at) {
        (Place::Pending, P::NotYetDue, None)
    } else {
        (Place::Denominator, P::DueTimePassed, Some(deadline.due_at))
    }
}

fn anchor(kind: EventKind) -> Predicate {
    match kind {
        EventKind::Admitted => Predicate::Admitted,
        EventKind::Discharged => Predicate::Discharged,
        EventKind::Enrolled => Predicate::Enrolled,
        EventKind::NoteDue => Predicate::ContactTookPlace,
        _ => Predicate::ClockStarted,
    }
}
