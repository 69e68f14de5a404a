use super::act::{Act, Entry, Moment};
use super::checklist::CheckCode;
use super::*;
use chrono::{TimeDelta, TimeZone};
use chrono_tz::America::New_York;
use proptest::prelude::*;

const ME: Uuid = Uuid::from_u128(1);
const PART: Uuid = Uuid::from_u128(2);
const OTHER: Uuid = Uuid::from_u128(3);

fn ny(text: &str) -> DateTime<Utc> {
    let wall = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    New_York.from_local_datetime(&wall).single().unwrap().with_timezone(&Utc)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn stay(discharged: Option<&str>) -> Stay {
    Stay {
        id: Uuid::from_u128(7),
        version: 1,
        person_id: Uuid::from_u128(8),
        class: StayClass::Inpatient,
        status: if discharged.is_some() { StayStatus::Finished } else { StayStatus::InProgress },
        facility: "General".into(),
        reason: None,
        admitted_at: ny("2026-03-02 10:00"),
        discharged_at: discharged.map(ny),
        destination: None,
        cancel_reason: None,
        source: None,
        cause: None,
    }
}

fn moment(now: &str) -> Moment {
    Moment { by: ME, now: ny(now), zone: New_York }
}

fn begun() -> Transition {
    Transition::unwritten(Uuid::from_u128(9), &stay(None), true).begin(ny("2026-03-02 10:00")).record
}

fn done(transition: Transition, act: Act, now: &str) -> Transition {
    transition.act(act, &stay(None), moment(now)).unwrap().record
}

fn refused(transition: &Transition, act: Act, stay: &Stay, now: &str) -> &'static str {
    transition.clone().act(act, stay, moment(now)).unwrap_err().code
}

fn target(on: &str, reason: Option<&str>) -> Act {
    Act::SetTarget { on: day(on), reason: reason.map(Into::into) }
}

fn barrier() -> Act {
    Act::AddBarrier { id: PART, kind: DischargeBarrierKind::Placement, text: "No bed".into(), owner_id: ME }
}

fn ask(id: Uuid) -> Act {
    Act::AskFacility { id, facility: "Cedar Point".into(), asked_at: None }
}

fn kinds(change: &Change<Transition>) -> Vec<EventKind> {
    change.events.iter().map(|event| event.kind).collect()
}

#[test]
fn the_phase_follows_the_stay_until_somebody_closes_it() {
    let transition = begun();
    let cancelled = Stay { status: StayStatus::Cancelled, ..stay(None) };
    let home = stay(Some("2026-03-06 11:00"));
    assert_eq!(transition.phase(&stay(None)), TransitionPhase::Planning);
    assert_eq!(transition.phase(&home), TransitionPhase::Following);
    assert_eq!(transition.phase(&cancelled), TransitionPhase::Cancelled);
    let closed = transition.clone().act(Act::Close, &home, moment("2026-03-20 10:00")).unwrap().record;
    assert_eq!((closed.phase(&home), closed.closed_by), (TransitionPhase::Closed, Some(ME)));
    assert_eq!(refused(&closed, barrier(), &home, "2026-03-21 10:00"), "transition_closed");
    assert_eq!(refused(&transition, barrier(), &cancelled, "2026-03-21 10:00"), "transition_closed");
    assert_eq!(refused(&transition, Act::Close, &stay(None), "2026-03-03 10:00"), "transition_open_work");
}

#[test]
fn a_closed_transition_is_open_again_when_the_stay_goes_on_after_all() {
    let home = stay(Some("2026-03-06 11:00"));
    let closed = begun().act(Act::Close, &home, moment("2026-03-20 10:00")).unwrap().record;
    assert!(closed.clone().follow(&home, moment("2026-03-21 10:00").now).is_none());
    assert_eq!(closed.phase(&stay(None)), TransitionPhase::Planning);
    let again = closed.follow(&stay(None), moment("2026-03-21 10:00").now).unwrap();
    assert_eq!((again.record.closed_at, kinds(&again)), (None, Vec::new()));
    assert_eq!(again.record.phase(&home), TransitionPhase::Following);
}

#[test]
fn an_avoidable_day_outside_the_corrected_stay_counts_no_more() {
    let marked =
        done(begun(), Act::MarkDay { on: day("2026-03-05"), cause: Some(AvoidableCause::Payer) }, "2026-03-05 12:00");
    let now = moment("2026-03-09 10:00").now;
    assert_eq!(marked.parts.avoidable_of(&stay(None), now, New_York).len(), 1);
    assert_eq!(marked.parts.avoidable_of(&stay(Some("2026-03-04 11:00")), now, New_York), []);
}

#[test]
fn a_target_day_lies_ahead_moves_with_a_reason_and_stays_after_the_discharge() {
    let transition = done(begun(), target("2026-03-06", None), "2026-03-03 09:00");
    let now = "2026-03-05 09:00";
    assert_eq!(refused(&transition, target("2026-03-04", Some("x")), &stay(None), now), "target_in_past");
    assert_eq!(refused(&transition, target("2026-03-06", Some("x")), &stay(None), now), "target_same");
    assert_eq!(refused(&transition, target("2026-03-08", Some(" ")), &stay(None), now), "reason_required");
    let home = stay(Some("2026-03-05 08:00"));
    assert_eq!(refused(&transition, target("2026-03-08", Some("x")), &home, now), "transition_discharged");
    let moved = done(transition, target("2026-03-08", Some("Oxygen is late")), now);
    assert_eq!((moved.target_on, moved.parts.targets.len(), moved.version), (Some(day("2026-03-08")), 2, 3));
}

#[test]
fn a_barrier_is_removed_once() {
    let transition = done(begun(), barrier(), "2026-03-03 09:00");
    let how = || Act::RemoveBarrier { id: PART, how: "A bed was found".into() };
    let removed = done(transition.clone(), how(), "2026-03-04 09:00");
    assert_eq!(removed.parts.barriers[0].removed_at, Some(ny("2026-03-04 09:00")));
    assert_eq!(refused(&removed, how(), &stay(None), "2026-03-05 09:00"), "part_settled");
    let unknown = Act::RemoveBarrier { id: OTHER, how: "Gone".into() };
    assert_eq!(refused(&transition, unknown, &stay(None), "2026-03-05 09:00"), "part_unknown");
}

#[test]
fn a_day_has_one_cause_and_lies_in_the_stay() {
    let mark = |on: &str, cause| Act::MarkDay { on: day(on), cause };
    let transition = done(begun(), mark("2026-03-03", Some(AvoidableCause::Payer)), "2026-03-04 09:00");
    let transition = done(transition, mark("2026-03-03", Some(AvoidableCause::Transport)), "2026-03-04 09:00");
    assert_eq!(transition.parts.avoidable, [AvoidableDay { on: day("2026-03-03"), cause: AvoidableCause::Transport }]);
    assert_eq!(done(transition.clone(), mark("2026-03-03", None), "2026-03-04 09:00").parts.avoidable, []);
    let payer = Some(AvoidableCause::Payer);
    let home = stay(Some("2026-03-04 11:00"));
    for (on, stay) in [("2026-03-01", &stay(None)), ("2026-03-05", &stay(None)), ("2026-03-04", &home)] {
        assert_eq!(refused(&transition, mark(on, payer), stay, "2026-03-04 12:00"), "day_outside_stay", "{on}");
    }
}

#[test]
fn an_item_is_settled_for_the_destination_and_can_be_opened_again() {
    let head = Head { destination: Some(Destination::Snf), ..Head::default() };
    let transition = begun().update(head, &stay(None), ny("2026-03-03 09:00")).unwrap().record;
    let check = |code, state| Act::SetCheck { code, state, note: None };
    let open = transition.open_checks();
    let checked = done(transition, check(CheckCode::NursingScreening, Some(CheckState::Done)), "2026-03-03 10:00");
    assert_eq!(checked.open_checks(), open - 1);
    assert_eq!(done(checked.clone(), check(CheckCode::NursingScreening, None), "2026-03-03 11:00").open_checks(), open);
    let elsewhere = check(CheckCode::HospiceElection, Some(CheckState::Done));
    assert_eq!(refused(&checked, elsewhere, &stay(None), "2026-03-03 11:00"), "check_not_asked");
}

#[test]
fn only_a_facility_that_accepted_is_chosen_and_only_one() {
    let answer = |id, accepted, words: Option<&str>| Act::NoteAnswer { id, accepted, words: words.map(Into::into) };
    let choose = |id| Act::NoteChoice { id, chosen_by: Chooser::Person };
    let now = "2026-03-03 09:00";
    let asked = done(done(begun(), ask(PART), now), ask(OTHER), now);
    assert_eq!(refused(&asked, choose(PART), &stay(None), now), "placement_not_accepted");
    assert_eq!(refused(&asked, answer(PART, false, None), &stay(None), now), "reason_required");
    let both = done(done(asked, answer(PART, true, None), now), answer(OTHER, true, None), now);
    assert_eq!(refused(&both, answer(PART, true, None), &stay(None), now), "part_settled");
    let chosen = done(done(both, choose(PART), now), choose(OTHER), now);
    let statuses: Vec<_> = chosen.parts.placements.iter().map(|placement| placement.status).collect();
    assert_eq!(statuses, [PlacementStatus::Accepted, PlacementStatus::Chosen]);
    assert_eq!(chosen.parts.placements[0].chosen_by, None);
}

#[test]
fn a_kept_visit_and_compared_medicines_are_told_to_the_clocks() {
    let (home, left) = (stay(Some("2026-03-06 11:00")), ny("2026-03-06 11:00"));
    let promise = Act::Promise { id: PART, kind: PromiseKind::FollowUpVisit, text: "Dr. Ito".into(), due_on: None };
    let promised = done(begun(), promise, "2026-03-05 09:00");
    let settle = |outcome, at: Option<&str>| Act::SettlePromise { id: PART, outcome, at: at.map(ny) };
    let now = "2026-03-12 12:00";
    assert_eq!(refused(&promised, Act::Close, &home, now), "transition_open_work");
    let ahead = settle(PromiseOutcome::Kept, Some("2026-03-12 12:01"));
    assert_eq!(refused(&promised, ahead, &home, now), "time_outside");
    let kept =
        promised.clone().act(settle(PromiseOutcome::Kept, Some("2026-03-11 09:00")), &home, moment(now)).unwrap();
    assert_eq!((kinds(&kept), kept.events[0].at), (vec![EventKind::FollowUpVisitKept], ny("2026-03-11 09:00")));
    let missed = promised.act(settle(PromiseOutcome::Missed, None), &home, moment(now)).unwrap();
    assert_eq!(kinds(&missed), []);

    let compare = |at: &str, outcome, findings: Option<&str>| Act::Reconcile {
        at: Some(ny(at)),
        outcome,
        findings: findings.map(Into::into),
    };
    let bare = compare("2026-03-11 10:00", ReconciliationOutcome::Corrected, None);
    assert_eq!(refused(&kept.record, bare, &home, now), "findings_required");
    assert_eq!(tcm::reconciled_by_visit(&kept.record, left, New_York), Some(false));
    let agrees = compare("2026-03-11 10:00", ReconciliationOutcome::Agrees, None);
    let compared = kept.record.act(agrees, &home, moment(now)).unwrap();
    assert_eq!(kinds(&compared), [EventKind::MedicationsReconciled]);
    assert_eq!(tcm::reconciled_by_visit(&compared.record, left, New_York), Some(true));
    let later = left + TimeDelta::days(30);
    assert_eq!(tcm::reconciled_by_visit(&compared.record, later, New_York), Some(false), "one during the stay is none");
    let next = |transition: &Transition, stay: &Stay| transition.next_step(stay, day("2026-03-12"), New_York);
    assert_eq!(next(&compared.record, &home), NextStep::JudgeComplexity);
    let judged = Transition { complexity: Some(Complexity::Low), ..compared.record };
    assert_eq!(next(&judged, &home), NextStep::Close);
    let readmitted = Stay { discharged_at: Some(later), ..home };
    assert_eq!(next(&judged, &readmitted), NextStep::Reconcile, "one during the stay is none");
}

#[test]
fn what_is_said_of_a_stay_is_said_anew_only_when_it_changes() {
    let first = Transition::unwritten(PART, &stay(None), true).begin(ny("2026-03-02 10:00"));
    assert!(first.created && first.record.version == 1);
    assert_eq!(kinds(&first), [EventKind::ImportantMessageOwed, EventKind::ImportantMessageOwedAgain]);
    let head = Head { summary: Some("Home with oxygen".into()), ..Head::default() };
    let words = first.record.update(head, &stay(None), ny("2026-03-03 10:00")).unwrap();
    assert_eq!(kinds(&words), []);
    let head =
        Head { complexity: Some(Complexity::High), psychiatric: Some(true), medicare: Some(false), ..Head::default() };
    let judged = words.record.update(head, &stay(None), ny("2026-03-03 10:00")).unwrap();
    assert_eq!(kinds(&judged), [EventKind::StayRejudged, EventKind::ComplexityHigh, EventKind::PsychiatricStay]);
    assert_eq!(judged.record.clone().follow(&stay(None), ny("2026-03-04 10:00")), None);
    let watched = Stay { class: StayClass::Observation, ..stay(None) };
    assert!(judged.record.follow(&watched, ny("2026-03-04 10:00")).is_some());
}

#[test]
fn a_notice_is_given_where_medicare_covers_the_stay() {
    let give = |at: &str| Act::GiveNotice { notice: HospitalNotice::ImportantMessage, at: Some(ny(at)) };
    let none = Transition { medicare: false, ..begun() };
    assert_eq!(refused(&none, give("2026-03-03 09:00"), &stay(None), "2026-03-03 10:00"), "notice_not_owed");
    assert_eq!(refused(&begun(), give("2026-02-22 09:00"), &stay(None), "2026-03-03 10:00"), "time_outside");
    let early = begun().act(give("2026-03-01 09:00"), &stay(None), moment("2026-03-03 10:00")).unwrap();
    assert_eq!(early.events[0].at, ny("2026-03-02 10:00"));
}

#[test]
fn a_time_given_to_the_minute_may_be_the_minute_in_which_the_stay_began() {
    let admitted = ny("2026-03-03 10:00") + TimeDelta::seconds(30);
    let stay = Stay { admitted_at: admitted, ..stay(None) };
    let came = |at: &str| Act::NoteReceipt {
        id: PART,
        what: ReceiptKind::AdmissionNotice,
        at: Some(ny(at)),
        sender: None,
        way: ReceiptWay::Fax,
    };
    let told = begun().act(came("2026-03-03 10:00"), &stay, moment("2026-03-03 10:05")).unwrap().record;
    assert_eq!(told.parts.receipts[0].at, admitted);
    assert_eq!(refused(&begun(), came("2026-03-03 09:59"), &stay, "2026-03-03 10:05"), "time_outside");
}

#[test]
fn tv_k_8_word_of_the_hospital_counts_from_the_day_of_what_it_tells_and_can_be_taken_back() {
    let came = |id, what, at: &str| Act::NoteReceipt {
        id,
        what,
        at: Some(ny(at)),
        sender: Some("  ".into()),
        way: ReceiptWay::Fax,
    };
    let home = stay(Some("2026-03-06 11:00"));
    let now = "2026-03-09 10:00";
    assert_eq!(
        refused(&begun(), came(PART, ReceiptKind::AdmissionNotice, "2026-03-01 23:00"), &home, now),
        "time_outside"
    );
    let mut transition = begun();
    for (id, what, at) in [
        (PART, ReceiptKind::AdmissionNotice, "2026-03-04 09:00"),
        (OTHER, ReceiptKind::DischargeInformation, "2026-03-05 16:00"),
        (ME, ReceiptKind::DischargeInformation, "2026-03-08 09:00"),
    ] {
        transition = transition.act(came(id, what, at), &home, moment(now)).unwrap().record;
    }
    assert_eq!(transition.parts.receipts[0].sender, None);
    let first = |transition: &Transition, what, since: &str| transition.parts.received(what, ny(since), New_York);
    let admitted = first(&transition, ReceiptKind::AdmissionNotice, "2026-03-02 10:00");
    assert_eq!(admitted, Some(ny("2026-03-04 09:00")));
    let left = "2026-03-06 11:00";
    let informed = first(&transition, ReceiptKind::DischargeInformation, left);
    assert_eq!(informed, Some(ny("2026-03-08 09:00")), "what came before the day of the discharge is not about it");
    let wrong = Act::TakeBack { entry: Entry::Receipt { id: ME }, reason: "Another person".into() };
    let transition = transition.act(wrong.clone(), &home, moment(now)).unwrap().record;
    assert_eq!(first(&transition, ReceiptKind::DischargeInformation, left), None);
    assert_eq!(transition.parts.taken_back[0].kind, TakenBackKind::Receipt);
    assert_eq!(refused(&transition, wrong, &home, now), "part_unknown");
}

#[test]
fn medicare_covers_from_the_first_to_the_last_day() {
    let coverage = |kind, ends: Option<&str>| Coverage {
        id: PART,
        version: 1,
        person_id: ME,
        payer: "Plan".into(),
        kind,
        member_id: None,
        starts_on: Some(day("2026-01-01")),
        ends_on: ends.map(day),
        source: None,
        line: None,
        priority: None,
        plan_id: None,
    };
    let advantage = [coverage(CoverageKind::MedicareAdvantage, Some("2026-03-02"))];
    assert!(covered_by_medicare(&advantage, day("2026-03-02")) && !covered_by_medicare(&advantage, day("2026-03-03")));
    assert!(!covered_by_medicare(&[coverage(CoverageKind::Medicaid, None)], day("2026-03-02")));
}

#[test]
fn the_next_step_is_the_first_that_is_missing() {
    let today = day("2026-03-03");
    let planning = |transition: &Transition| transition.next_step(&stay(None), today, New_York);
    let now = "2026-03-03 09:00";
    let mut transition = begun();
    assert_eq!(planning(&transition), NextStep::SetTarget);
    transition = done(transition, target("2026-03-06", None), now);
    assert_eq!(planning(&transition), NextStep::ChooseDestination);
    let head = Head { destination: Some(Destination::Rehab), complexity: Some(Complexity::High), ..Head::default() };
    transition = transition.update(head, &stay(None), ny(now)).unwrap().record;
    assert_eq!(planning(&transition), NextStep::FindPlacement);
    transition = done(done(transition, barrier(), now), ask(OTHER), now);
    assert_eq!(planning(&transition), NextStep::RemoveBarrier);
    transition = done(transition, Act::RemoveBarrier { id: PART, how: "Done".into() }, now);
    transition = done(transition, Act::NoteAnswer { id: OTHER, accepted: true, words: None }, now);
    assert_eq!(planning(&transition), NextStep::RecordChoice);
    transition = done(transition, Act::NoteChoice { id: OTHER, chosen_by: Chooser::Caregiver }, now);
    assert_eq!(planning(&transition), NextStep::FinishChecklist);
    for item in checklist::items(transition.destination) {
        let check = Act::SetCheck { code: item.code, state: Some(CheckState::Done), note: None };
        transition = done(transition, check, now);
    }
    assert_eq!(planning(&transition), NextStep::Ready);
    assert_eq!(transition.next_step(&stay(None), day("2026-03-07"), New_York), NextStep::NewTarget);
}

#[test]
fn the_days_of_a_stay_are_counted_as_people_count_them() {
    let now = ny("2026-03-05 08:00");
    assert_eq!((day_of_stay(&stay(None), now, New_York), patient_days(&stay(None), now, New_York)), (4, 3));
    let same_day = stay(Some("2026-03-02 22:00"));
    assert_eq!((day_of_stay(&same_day, now, New_York), patient_days(&same_day, now, New_York)), (1, 1));
}

#[test]
fn tv_t_5_the_period_of_service_ends_29_days_after_the_discharge() {
    assert_eq!(tcm::period_ends_on(day("2026-03-06")), Some(day("2026-04-04")));
}

proptest! {
    #[test]
    fn parts_survive_json_and_no_step_loses_a_target(moves in prop::collection::vec(0i64..40, 1..12)) {
        let mut transition = begun();
        for days in moves {
            let on = day("2026-03-03") + TimeDelta::days(days);
            let act = Act::SetTarget { on, reason: Some("Moved".into()) };
            let before = transition.parts.targets.clone();
            match transition.clone().act(act, &stay(None), moment("2026-03-03 09:00")) {
                Ok(change) => {
                    prop_assert_eq!(&change.record.parts.targets[..before.len()], &before[..]);
                    prop_assert_eq!(change.record.target_on, Some(on));
                    transition = change.record;
                }
                Err(rule) => prop_assert_eq!((rule.code, transition.target_on), ("target_same", Some(on))),
            }
        }
        let json = serde_json::to_string(&transition.parts).unwrap();
        prop_assert_eq!(serde_json::from_str::<Parts>(&json).unwrap(), transition.parts);
    }
}
