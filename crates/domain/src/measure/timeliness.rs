//! Measures over deadlines.

use chrono::{DateTime, Utc};
use uuid::Uuid;

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

/// Assessments whose first clock started in the period, each with all its deadlines of a family of rules: it counts as reached when
/// every one was met in time (K-15).
pub(super) fn families(
    family: &str,
    facts: &Facts,
    period: Period,
    now: DateTime<Utc>,
    proof: bool,
    out: &mut Vec<Member>,
) {
    let ours: Vec<&DeadlineFact> = facts.deadlines.iter().filter(|one| one.rule.starts_with(family)).collect();
    let mut by_assessment: Vec<(Uuid, &DeadlineFact)> =
        ours.iter().filter_map(|one| Some((assessment_of(one, &ours)?, *one))).collect();
    by_assessment.sort_by_key(|(about, one)| (one.case_id, *about, one.anchor_at, one.rule.as_str(), one.id));
    for about in by_assessment.chunk_by(|(a, one), (b, other)| (one.case_id, a) == (other.case_id, b)) {
        let clocks: Vec<&DeadlineFact> = about.iter().map(|(_, one)| *one).collect();
        if !clocks.first().is_some_and(|first| period.contains(first.anchor_at)) {
            continue;
        }
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

/// The assessment that a clock of T-11 is about: the one that is to be transmitted, or the one that met it. A clock that nothing met
/// waits for one of its own. The first visit and the encounter of the certification are no assessments.
fn assessment_of(one: &DeadlineFact, all: &[&DeadlineFact]) -> Option<Uuid> {
    match one.rule.as_str() {
        "T-11.initial_visit" | "T-11.face_to_face" => None,
        TRANSMIT => Some(one.anchor_subject_id),
        START_OF_CARE => Some(recorded_as(one, all).or(one.met_by_id).unwrap_or(one.id)),
        _ => Some(one.met_by_id.unwrap_or(one.id)),
    }
}

const TRANSMIT: &str = "T-11.transmit";
const START_OF_CARE: &str = "T-11.comprehensive";

/// The OASIS under which the assessment of the start of care is to be transmitted: the one that met its clock or, where it was made
/// here and recorded afterwards, the earliest one of the case that met no other clock.
fn recorded_as(start: &DeadlineFact, all: &[&DeadlineFact]) -> Option<Uuid> {
    start.met_at?;
    let of_case = || all.iter().filter(|one| one.case_id == start.case_id);
    let of_other = |oasis: Uuid| of_case().any(|one| one.rule != START_OF_CARE && one.met_by_id == Some(oasis));
    let sent = of_case().filter(|one| one.rule == TRANSMIT && !of_other(one.anchor_subject_id));
    let first = sent.min_by_key(|one| (start.met_by_id != Some(one.anchor_subject_id), one.anchor_at, one.id));
    first.map(|one| one.anchor_subject_id)
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
