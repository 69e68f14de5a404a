//! Measures over deadlines.

use chrono::{DateTime, Utc};

use super::{Member, Period, Place, Proof};
use crate::change::EventKind;
use crate::clock::in_time;
use crate::deadline::{Deadline, DeadlineStatus, reason_text};

/// The deadlines of one rule whose clock started in the period.
pub(super) fn members(rule: &str, deadlines: &[Deadline], period: Period, now: DateTime<Utc>) -> Vec<Member> {
    let counted = deadlines.iter().filter(|deadline| deadline.rule_code == rule && period.contains(deadline.anchor_at));
    counted.map(|deadline| member(deadline, now)).collect()
}

fn member(deadline: &Deadline, now: DateTime<Utc>) -> Member {
    let met_at = deadline.met_at.filter(|at| *at <= now);
    let rule = deadline.rule_code.as_str();
    let (place, outcome) = place(deadline, met_at, now);
    let source = format!("{} (in force from {}).", deadline.rule_title, deadline.rule_version);
    Member {
        id: deadline.id,
        person_id: deadline.person_id,
        case_id: deadline.case_id,
        place,
        anchor_at: deadline.anchor_at,
        due_at: deadline.due_at,
        met_at,
        proof: vec![
            Proof::new(anchor_words(deadline.anchor_kind), rule, deadline.anchor_at),
            Proof::new(source, rule, deadline.due_at),
            outcome,
        ],
    }
}

fn place(deadline: &Deadline, met_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> (Place, Proof) {
    let rule = deadline.rule_code.as_str();
    let proof = |place, statement: &str, at: Option<DateTime<Utc>>| (place, Proof::new(statement, rule, at));
    if let Some(at) = met_at {
        return if in_time(at, deadline.due_at) {
            proof(Place::Numerator, "Met in time.", met_at)
        } else {
            proof(Place::Denominator, "Met after the due time.", met_at)
        };
    }
    if let Some(at) = deadline.closed_at.filter(|at| *at <= now) {
        let reason = deadline.closed_reason.as_deref().unwrap_or("no reason given");
        let waived_in_time = deadline.status == DeadlineStatus::Waived && in_time(at, deadline.due_at);
        return if waived_in_time || deadline.status == DeadlineStatus::Cancelled {
            proof(Place::Excluded, &format!("Excluded: {}.", reason_text(reason)), Some(at))
        } else {
            proof(Place::Denominator, &format!("Not met when it ended: {}.", reason_text(reason)), Some(at))
        };
    }
    if in_time(now, deadline.due_at) {
        proof(Place::Pending, "Still open and not yet due: not counted yet.", None)
    } else {
        proof(Place::Denominator, "Not met by the due time.", Some(deadline.due_at))
    }
}

fn anchor_words(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Admitted => "Admitted.",
        EventKind::Discharged => "Discharged.",
        EventKind::Enrolled => "Enrolled.",
        EventKind::NoteDue => "A contact that needs a note took place.",
        _ => "The clock started.",
    }
}
