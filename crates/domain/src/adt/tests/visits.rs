//! What visits come to.

use proptest::prelude::*;
use uuid::Uuid;

use super::super::follow::{Subject, begun_by, follow};
use super::super::visit::{Course, course};
use super::*;
use crate::EventKind;
use crate::stay::{EmergencyCause, Stay, StayClass, StayStatus, los_days};

/// The vector of terms.md, HL7 v2 ADT.
fn vector() -> Vec<VisitEvent> {
    vec![
        event("A04", "E", "03-02 10:00"),
        event("A06", "I", "03-02 18:00"),
        event("A03", "I", "03-05 11:00"),
        event("A13", "I", "03-05 12:00"),
        event("A03", "I", "03-06 09:00"),
    ]
}

fn subject(source: &str) -> Subject<'_> {
    Subject { id: Uuid::from_u128(7), person_id: Uuid::from_u128(1), source, facility: "Harbor" }
}

#[test]
fn tv_adt_an_emergency_visit_becomes_one_stay_whose_last_discharge_counts() {
    let found = course(&vector()).unwrap();
    assert_eq!(found.class, StayClass::Inpatient);
    assert_eq!((found.admitted_at, found.discharged_at), (at("03-02 18:00"), Some(at("03-06 09:00"))));
    assert_eq!(los_days(found.admitted_at.date_naive(), at("03-06 09:00").date_naive()), Some(4));
}

#[test]
fn tv_adt_the_first_discharge_is_told_withdrawn_and_told_anew() {
    let mut known: Option<Stay> = None;
    let mut heard = Vec::new();
    for end in 1..=vector().len() {
        let Some(followed) = follow(known.clone(), course(&vector()[..end]), &subject("adt:H|1")) else { continue };
        heard.extend(followed.withdrawn.iter().map(|event| (false, event.kind, event.at)));
        heard.extend(followed.told.iter().map(|event| (true, event.kind, event.at)));
        known = Some(followed.change.record);
    }
    assert_eq!(
        heard,
        [
            (true, EventKind::Admitted, at("03-02 18:00")),
            (true, EventKind::Discharged, at("03-05 11:00")),
            (false, EventKind::Discharged, at("03-05 11:00")),
            (true, EventKind::Discharged, at("03-06 09:00")),
        ]
    );
    assert_eq!(known.unwrap().version, 5);
}

#[test]
fn what_is_taken_back_is_news_and_what_is_told_again_replaces_what_was_told() {
    let now = at("03-09 09:00");
    let mut known: Option<Stay> = None;
    let mut heard = Vec::new();
    let mut events = vector();
    events.push(event("A11", "I", "03-06 10:00"));
    for end in 1..=events.len() {
        let Some(followed) = follow(known.clone(), course(&events[..end]), &subject("adt:H|1")) else { continue };
        heard.extend(followed.news(now).1.iter().map(|event| (event.kind, event.at)));
        known = Some(followed.change.record);
    }
    assert_eq!(
        heard,
        [
            (EventKind::Admitted, at("03-02 18:00")),
            (EventKind::Discharged, at("03-05 11:00")),
            (EventKind::DischargeCancelled, now),
            (EventKind::Discharged, at("03-06 09:00")),
            (EventKind::StayCancelled, now),
        ]
    );
}

fn class_of(events: &[VisitEvent]) -> Option<StayClass> {
    course(events).map(|course| course.class)
}

#[test]
fn who_only_comes_and_goes_has_no_stay() {
    assert_eq!(class_of(&[event("A04", "O", "03-02 10:00"), event("A03", "O", "03-02 11:00")]), None);
    assert_eq!(class_of(&[event("A05", "I", "03-02 10:00")]), None);
    let back = [event("A01", "I", "03-02 10:00"), event("A07", "O", "03-02 14:00")];
    assert_eq!(class_of(&back), None);
    let observed = [event("A01", "I", "03-02 10:00"), event("A07", "OBS", "03-02 14:00")];
    assert_eq!(class_of(&observed), Some(StayClass::Observation));
}

#[test]
fn a_stay_that_turns_out_an_outpatient_visit_is_cancelled_and_may_come_back() {
    let events = [event("A01", "I", "03-02 10:00"), event("A07", "O", "03-02 14:00"), event("A06", "I", "03-03 09:00")];
    let step = |known, end: usize| follow(known, course(&events[..end]), &subject("adt:H|1")).unwrap();
    let admitted = step(None, 1).change.record;
    let cancelled = step(Some(admitted), 2);
    assert_eq!(cancelled.change.record.status, StayStatus::Cancelled);
    assert_eq!(cancelled.withdrawn[0].kind, EventKind::Admitted);
    let again = step(Some(cancelled.change.record), 3);
    assert_eq!((again.change.record.status, again.told[0].at), (StayStatus::InProgress, at("03-03 09:00")));
    assert_eq!(again.change.record.cancel_reason, None);
}

#[test]
fn a_cancelled_admission_leaves_a_cancelled_stay_also_when_it_is_heard_first() {
    let events = [event("A11", "I", "03-02 12:00"), event("A01", "I", "03-02 10:00")];
    assert_eq!(follow(None, course(&events[..1]), &subject("adt:H|1")), None);
    let followed = follow(None, course(&events), &subject("adt:H|1")).unwrap();
    assert_eq!(followed.change.record.status, StayStatus::Cancelled);
    assert!(followed.told.is_empty());
}

#[test]
fn a_stay_that_staff_cancelled_stays_cancelled() {
    let stay = follow(None, course(&vector()), &subject("adt:H|1")).unwrap().change.record;
    let by_staff = Stay { status: StayStatus::Cancelled, cancel_reason: Some("Wrong person".into()), ..stay };
    assert_eq!(follow(Some(by_staff), course(&vector()[..2]), &subject("adt:H|1")), None);
}

#[test]
fn a_stay_that_becomes_somebody_elses_is_withdrawn_from_the_one_and_told_to_the_other() {
    let stay = follow(None, course(&vector()), &subject("adt:H|1")).unwrap().change.record;
    let other = Subject { person_id: Uuid::from_u128(2), ..subject("adt:H|1") };
    let moved = follow(Some(stay), course(&vector()), &other).unwrap();
    assert_eq!(moved.moved_from, Some(Uuid::from_u128(1)));
    assert_eq!((moved.withdrawn.len(), moved.told.len()), (2, 2));
    assert_eq!(moved.change.record.person_id, Uuid::from_u128(2));
}

#[test]
fn a_later_diagnosis_takes_away_what_an_earlier_one_said_and_silence_nothing() {
    let told = |code, when, cause| VisitEvent { cause, diagnosed: true, ..event(code, "E", when) };
    let mental = Some(EmergencyCause::MentalHealth);
    let first = told("A04", "03-02 10:00", mental);
    let stay = |known, events: &[VisitEvent]| {
        follow(known, course(events), &subject("adt:H|1")).map(|followed| followed.change.record)
    };
    let known = stay(None, std::slice::from_ref(&first)).unwrap();
    assert_eq!(known.cause, mental);
    let silent = event("A08", "E", "03-02 11:00");
    assert_eq!(stay(Some(known.clone()), &[first.clone(), silent.clone()]), None);
    let events = [first, silent, told("A08", "03-02 12:00", None)];
    let none = stay(Some(known), &events).unwrap();
    assert_eq!(none.cause, None);
    let by_hand = none.say_cause(Some(EmergencyCause::ChronicConditions)).unwrap().record;
    let gone = [&events[..], &[event("A03", "E", "03-02 13:00")]].concat();
    assert_eq!(stay(Some(by_hand), &gone).unwrap().cause, Some(EmergencyCause::ChronicConditions));
    let again = [&events[..], &[told("A08", "03-02 14:00", mental)]].concat();
    assert_eq!(course(&again).unwrap().cause, mental);
    assert!(course(&again).unwrap().unsaid.is_empty());
}

#[test]
fn a_transfer_changes_the_place_and_its_cancellation_changes_it_back() {
    let with_place = |code, when, place: &str| VisitEvent { place: Some(place.into()), ..event(code, "I", when) };
    let mut events = vec![with_place("A01", "03-02 10:00", "4W"), with_place("A02", "03-02 12:00", "ICU")];
    let place = |events: &[VisitEvent]| course(events).unwrap().place.unwrap();
    assert_eq!(place(&events), "ICU");
    events.push(event("A12", "I", "03-02 13:00"));
    assert_eq!(place(&events), "4W");
}

#[test]
fn an_update_corrects_the_times_that_it_names() {
    let mut update = event("A08", "I", "03-04 10:00");
    update.admitted_at = Some(at("03-01 22:00"));
    update.discharged_at = Some(at("03-03 08:00"));
    let events = [event("A01", "I", "03-02 10:00"), event("A03", "I", "03-03 10:00"), update];
    let found = course(&events).unwrap();
    assert_eq!((found.admitted_at, found.discharged_at), (at("03-01 22:00"), Some(at("03-03 08:00"))));
}

#[test]
fn a_discharge_in_the_minute_of_the_admission_does_not_lie_before_it() {
    let mut events = [event("A01", "I", "03-02 10:00"), event("A03", "I", "03-02 10:01")];
    events[1].discharged_at = Some(at("03-02 09:00"));
    let found: Course = course(&events).unwrap();
    assert_eq!(found.discharged_at, Some(found.admitted_at));
}

fn any_event() -> impl Strategy<Value = VisitEvent> {
    const CODES: &[&str] = &["A01", "A02", "A03", "A04", "A05", "A06", "A07", "A08", "A11", "A12", "A13"];
    const CLASSES: &[&str] = &["I", "E", "O", "OBS"];
    let place = proptest::option::of(proptest::sample::select(&["4W", "ICU", "ED"][..]));
    let parts = (proptest::sample::select(CODES), proptest::sample::select(CLASSES), 0..40u32, place, any::<bool>());
    parts.prop_map(|(code, class, hour, place, timed)| {
        let mut event = event(code, class, &format!("03-{:02} {:02}:00", 1 + hour / 24, hour % 24));
        event.place = place.map(str::to_owned);
        event.admitted_at = timed.then(|| at("03-01 00:30"));
        event
    })
}

proptest! {
    #[test]
    fn neither_the_order_of_arrival_nor_repetition_changes_what_a_visit_came_to(
        events in proptest::collection::vec(any_event(), 0..12),
        seed in any::<u64>(),
    ) {
        let told = course(&events);
        let mut arrived: Vec<VisitEvent> = events.iter().chain(events.iter().take(4)).cloned().collect();
        arrived.sort_by_key(|event| (event.control_id.len() as u64 ^ seed).wrapping_mul(event.recorded_at.timestamp() as u64 | 1).rotate_left((seed % 63) as u32));
        prop_assert_eq!(course(&arrived), told.clone());
        arrived.reverse();
        prop_assert_eq!(course(&arrived), told.clone());
        if let Some(course) = told {
            prop_assert!(course.discharged_at.is_none_or(|end| end >= course.admitted_at));
        }
    }
}

#[test]
fn once_a_merge_is_undone_a_visit_is_of_the_number_under_which_it_began() {
    let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let began = |person| (person, event("A01", "I", "03-02 10:00"));
    let left = |person| (person, event("A03", "I", "03-05 11:00"));
    assert_eq!(begun_by(&[]), None);
    assert_eq!(begun_by(&[began(one), left(other)]), Some(one), "whoever was named last");
    let named = (other, event("A08", "I", "03-01 09:00"));
    assert_eq!(begun_by(&[named, began(one), left(other)]), Some(one), "what is told of it without a begin is no stay");
    let walked_in = |person| (person, event("A04", "O", "03-02 10:00"));
    assert_eq!(begun_by(&[walked_in(other), walked_in(one)]), Some(other), "nobody has a stay");
    assert_eq!(begun_by(&[began(other), began(one)]), Some(other));
}
