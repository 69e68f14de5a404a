//! From what a visit came to, to the stay of the record, and to what its deadlines must hear and unhear.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::refusal::{Flaw, Refusal};
use super::visit::{Course, VisitEvent, course};
use crate::change::{Change, Event, EventKind};
use crate::stay::{Stay, StayStatus};

/// Why a stay was cancelled that the hospital took back (A11).
pub const CANCELLED: &str = "Cancelled by the hospital.";
/// Why a stay was cancelled that turned out not to be one (A07).
pub const NO_STAY: &str = "The hospital keeps it as an outpatient visit.";

/// Where the number of a visit stands.
pub const VISIT_PLACE: &str = "PV1-19";

/// A visit is one patient's. A message that names a visit of `owner` about somebody else is not taken, neither for the one nor for the
/// other: which of its two numbers is wrong is for a person to find out. Only a merge moves stays. Both are the records that stand for
/// a person now; no owner when nothing was told of the visit before.
///
/// # Errors
/// Two people at PV1-19.
pub fn require_own_visit(owner: Option<Uuid>, person_id: Uuid) -> Result<(), Flaw> {
    match owner {
        Some(owner) if owner != person_id => Err(Flaw::new(Refusal::TwoPeople, VISIT_PLACE)),
        _ => Ok(()),
    }
}

/// Whose a visit is once a merge is undone, of the records that its messages name, in the order in which the hospital recorded them: of
/// the first one under whose number it began, or of the first one named where it did not begin under any. What was told of it under
/// another's number is not about this visit any more.
pub fn begun_by(told: &[(Uuid, VisitEvent)]) -> Option<Uuid> {
    let of = |person: Uuid| told.iter().filter(move |(own, _)| *own == person).map(|(_, event)| event.clone());
    let began = |person: &&Uuid| course(&of(**person).collect::<Vec<_>>()).is_some();
    let named: Vec<Uuid> = told.iter().map(|(own, _)| *own).collect();
    named.iter().find(began).or(named.first()).copied()
}

/// Which stay it is, and whose.
#[derive(Debug, Clone)]
pub struct Subject<'a> {
    /// Id, if it is new.
    pub id: Uuid,
    /// Whose.
    pub person_id: Uuid,
    /// Source: `adt:<authority>|<number>`.
    pub source: &'a str,
    /// Name of the place, where the messages give none.
    pub facility: &'a str,
}

/// What follows for the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Followed {
    /// The stay. Its events are in `told`.
    pub change: Change<Stay>,
    /// Whose stay it was before, when it is somebody else's now.
    pub moved_from: Option<Uuid>,
    /// What did not happen after all, in the cases of who had the stay before.
    pub withdrawn: Vec<Event>,
    /// What happened, in the cases of who has the stay now.
    pub told: Vec<Event>,
}

impl Followed {
    /// What is recorded as news `now`: in the cases of who had the stay before, and of who has it. What did not happen after all is
    /// news as well; an event told again with another time replaces what was told before.
    pub fn news(&self, now: DateTime<Utc>) -> (Vec<Event>, Vec<Event>) {
        let has = |events: &[Event], kind| events.iter().any(|event| event.kind == kind);
        let lost = |kind, told: &[Event]| has(&self.withdrawn, kind) && !has(told, kind);
        let taken_back = |told: &[Event]| {
            let kind = match (lost(EventKind::Admitted, told), lost(EventKind::Discharged, told)) {
                (true, _) => EventKind::StayCancelled,
                (false, true) => EventKind::DischargeCancelled,
                (false, false) => return None,
            };
            Some(Event::new(kind, self.change.record.id, now))
        };
        match self.moved_from {
            Some(_) => (taken_back(&[]).into_iter().collect(), self.told.clone()),
            None => (Vec::new(), taken_back(&self.told).into_iter().chain(self.told.iter().cloned()).collect()),
        }
    }
}

/// What the messages about a visit change in the record; `None` when nothing. A stay that staff cancelled stays as it is.
pub fn follow(known: Option<Stay>, course: Option<Course>, subject: &Subject<'_>) -> Option<Followed> {
    let Some(old) = known else {
        let stay = stay(None, course?, subject);
        let told = implied(&stay);
        return Some(Followed { change: Change::created(stay), moved_from: None, withdrawn: Vec::new(), told });
    };
    let ours = [CANCELLED, NO_STAY].map(Some).contains(&old.cancel_reason.as_deref());
    if old.status == StayStatus::Cancelled && !ours {
        return None;
    }
    let mut next = match course {
        Some(course) => stay(Some(&old), course, subject),
        None => Stay {
            person_id: subject.person_id,
            status: StayStatus::Cancelled,
            cancel_reason: Some(NO_STAY.to_owned()),
            ..old.clone()
        },
    };
    if next == old {
        return None;
    }
    next.version += 1;
    let (before, after) = (implied(&old), implied(&next));
    let moved_from = (old.person_id != next.person_id).then_some(old.person_id);
    let stays = |event: &&Event, others: &[Event]| moved_from.is_none() && others.contains(event);
    let withdrawn = before.iter().filter(|event| !stays(event, &after)).cloned().collect();
    let told = after.iter().filter(|event| !stays(event, &before)).cloned().collect();
    Some(Followed { change: Change::updated(next), moved_from, withdrawn, told })
}

/// The stay as another record's, because a merge or its undoing made it that; `None` when it is that already.
pub fn moved(old: Stay, person_id: Uuid) -> Option<Followed> {
    let moved_from = Some(old.person_id).filter(|before| *before != person_id)?;
    let events = implied(&old);
    let stay = Stay { person_id, version: old.version + 1, ..old };
    Some(Followed {
        change: Change::updated(stay),
        moved_from: Some(moved_from),
        withdrawn: events.clone(),
        told: events,
    })
}

fn stay(old: Option<&Stay>, course: Course, subject: &Subject<'_>) -> Stay {
    // What people said stays when no diagnosis tells; what an earlier diagnosis told goes with it.
    let kept = old.and_then(|old| old.cause).filter(|cause| !course.unsaid.contains(cause));
    let status = match (course.cancelled_at, course.discharged_at) {
        (Some(_), _) => StayStatus::Cancelled,
        (None, Some(_)) => StayStatus::Finished,
        (None, None) => StayStatus::InProgress,
    };
    Stay {
        id: old.map_or(subject.id, |old| old.id),
        version: old.map_or(1, |old| old.version),
        person_id: subject.person_id,
        class: course.class,
        status,
        facility: course.place.unwrap_or_else(|| subject.facility.to_owned()),
        reason: course.reason.or_else(|| old.and_then(|old| old.reason.clone())),
        admitted_at: course.admitted_at,
        discharged_at: course.discharged_at,
        destination: course.destination,
        cancel_reason: (status == StayStatus::Cancelled).then(|| CANCELLED.to_owned()),
        source: Some(subject.source.to_owned()),
        cause: course.class.caused(course.cause.or(kept)),
    }
}

/// What the deadlines of a case know of a stay.
fn implied(stay: &Stay) -> Vec<Event> {
    if stay.status == StayStatus::Cancelled || !stay.anchors_deadlines() {
        return Vec::new();
    }
    let event = |kind, at: DateTime<Utc>| Event::new(kind, stay.id, at);
    let discharged = stay.discharged_at.map(|at| event(EventKind::Discharged, at));
    [event(EventKind::Admitted, stay.admitted_at)].into_iter().chain(discharged).collect()
}
