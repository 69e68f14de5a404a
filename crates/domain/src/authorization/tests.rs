use super::clock::Place;
use super::*;
use crate::calendar::Calendar;
use crate::change::Event;
use crate::code::Code;
use chrono::{Duration, TimeZone};
use chrono_tz::America::New_York;
use proptest::prelude::*;

pub(super) fn ny(text: &str) -> DateTime<Utc> {
    let naive = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    New_York.from_local_datetime(&naive).unwrap().with_timezone(&Utc)
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn who(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(super) const WRITER: u128 = 1;
pub(super) const NURSE: u128 = 2;
pub(super) const PHYSICIAN: u128 = 3;

pub(super) fn with_place<T>(act: impl FnOnce(Place<'_>) -> T) -> T {
    act(Place { zone: New_York, calendar: &Calendar::default(), rules: &[] })
}

pub(super) fn asked() -> Authorization {
    Authorization {
        id: who(90),
        version: 1,
        person_id: who(91),
        case_id: who(92),
        coverage_id: None,
        side: AuthorizationSide::Reviewed,
        line: LineOfBusiness::MedicareAdvantage,
        urgency: RequestUrgency::Standard,
        kind: ReviewKind::Prospective,
        category: ServiceCategory::HomeHealth,
        status: AuthorizationStatus::Draft,
        service: Service {
            title: "Skilled nursing visits".into(),
            code: Some("G0299".into()),
            units: 20,
            unit: UnitKind::Visit,
            from: day("2026-03-10"),
            to: day("2026-05-08"),
            provider: None,
            community_organization_id: None,
            need: "Wound care after surgery".into(),
            labels: Vec::new(),
        },
        requested_by: who(WRITER),
        created_at: ny("2026-03-01 08:00"),
        received_at: None,
        rule_code: None,
        due_at: None,
        reviewer_id: None,
        advisor_id: None,
        decided_at: None,
        valid_to: None,
        next_review_on: None,
        continues_id: None,
        course: Course::default(),
    }
    .draft()
    .unwrap()
    .record
}

pub(super) fn submitted_at(draft: Authorization, at: &str) -> Authorization {
    with_place(|place| draft.submit(ny(at), place, who(WRITER), ny(at))).unwrap().record
}

fn submitted() -> Authorization {
    submitted_at(asked(), "2026-03-02 09:00")
}

pub(super) fn nurse() -> Decider {
    Decider { id: who(NURSE), is_physician: false, now: ny("2026-03-05 10:00") }
}

pub(super) fn physician() -> Decider {
    Decider { id: who(PHYSICIAN), is_physician: true, ..nurse() }
}

pub(super) fn ruling(verdict: RequestVerdict) -> Ruling {
    Ruling {
        verdict,
        units: None,
        from: None,
        to: None,
        reason: None,
        words: None,
        next_review_on: None,
        decided_at: None,
    }
}

pub(super) fn denial(reason: DenialReason) -> Ruling {
    Ruling { reason: Some(reason), words: Some("The wound has healed.".into()), ..ruling(RequestVerdict::Deny) }
}

fn criteria(outcome: CriteriaOutcome) -> CriteriaReference {
    CriteriaReference {
        product: "InterQual".into(),
        version: "2026".into(),
        subset: "Home Care: Skilled Nursing".into(),
        outcome,
        reviewer_id: who(NURSE),
        at: nurse().now,
    }
}

pub(super) fn referred() -> Authorization {
    submitted().refer(who(PHYSICIAN), "Criteria not met".into(), who(NURSE), nurse().now).unwrap().record
}

pub(super) fn denied() -> Authorization {
    referred().decide(denial(DenialReason::NotNecessary), physician()).unwrap().record
}

pub(super) fn approved() -> Authorization {
    let met = submitted().criteria(criteria(CriteriaOutcome::Met)).unwrap().record;
    met.decide(ruling(RequestVerdict::Approve), nurse()).unwrap().record
}

fn more(days: u32) -> GrantedExtension {
    let (ground, words) = (ExtensionGround::MemberInterest, "The surgeon's report is needed.".to_owned());
    GrantedExtension { days, ground, words, by: who(NURSE), at: nurse().now }
}

/// Does an action as somebody who may, with a body that fits.
fn act(request: Authorization, action: AuthorizationAction) -> Result<Change<Authorization>, Rule> {
    use AuthorizationAction as A;
    let (by, now, words) = (who(NURSE), nurse().now, "Why".to_owned());
    match action {
        A::Update => request.rewrite(by, now),
        A::Submit => with_place(|place| request.submit(now, place, by, now)),
        A::Review => request.review(by, now),
        A::Pend => request.pend(words, by, now),
        A::Document => request.document(DocumentKind::Order, DocumentState::Received, by, now),
        A::Criteria => request.criteria(criteria(CriteriaOutcome::Met)),
        A::Refer => request.refer(who(PHYSICIAN), words, by, now),
        A::PeerToPeer => {
            let (physician, outcome) = ("Dr. Lee".to_owned(), PeerOutcome::Unchanged);
            request.peer_to_peer(PeerToPeer { held_at: now, physician, outcome, words, by }, now)
        }
        A::Extend => with_place(|place| request.extend(more(3), place)),
        A::Decide => request.decide(denial(DenialReason::NotCovered), physician()),
        A::Withdraw => request.withdraw(words, by, now),
        A::Use => request.use_units(Use { on: day("2026-03-10"), units: 1, by, at: now }, day("2026-03-10")),
        A::Schedule => request.schedule(Some(day("2026-03-24")), words, by, day("2026-03-10"), now),
        A::Track => request.track(Portal { name: "Availity".into(), reference: None, says: None, by, at: now }),
        A::Appeal => request.overturn(ruling(RequestVerdict::Approve), by, now),
    }
}

/// A request of either side in each stored state.
fn in_each_state() -> Vec<Authorization> {
    let mut all = Vec::new();
    for side in AuthorizationSide::ALL {
        for status in AuthorizationStatus::ALL.iter().filter(|status| **status != AuthorizationStatus::Expired) {
            let from = match status {
                AuthorizationStatus::Draft => asked(),
                AuthorizationStatus::Approved | AuthorizationStatus::PartlyApproved => approved(),
                AuthorizationStatus::Denied => denied(),
                _ => submitted(),
            };
            let mut request = Authorization { side: *side, status: *status, ..from };
            for line in &mut request.course.documents {
                line.state = DocumentState::Received;
            }
            all.push(request);
        }
    }
    all
}

#[test]
fn every_legal_move_is_made_and_every_other_one_is_refused() {
    for request in in_each_state() {
        for action in AuthorizationAction::ALL {
            let (side, status, version) = (request.side, request.status, request.version);
            let said = act(request.clone(), *action);
            match said {
                Ok(change) => {
                    assert!(request.allows(*action), "{side} {status} {action}");
                    assert_eq!(change.record.version, version + 1);
                    assert!(reaches(*action, status, change.record.status), "{side} {status} {action}");
                }
                Err(rule) => {
                    assert!(!request.allows(*action), "{side} {status} {action}: {rule}");
                    assert_eq!(rule.code, "authorization_transition", "{side} {status} {action}");
                }
            }
        }
    }
}

fn reaches(action: AuthorizationAction, from: AuthorizationStatus, to: AuthorizationStatus) -> bool {
    use {AuthorizationAction as A, AuthorizationStatus as S};
    to == match action {
        A::Submit => S::Submitted,
        A::Review => S::InReview,
        A::Pend => S::Pended,
        A::Refer => S::SecondLevel,
        A::Decide => S::Denied,
        A::Withdraw => S::Withdrawn,
        A::Appeal => S::Approved,
        _ => from,
    }
}

#[test]
fn the_table_of_states_is_what_the_head_of_the_file_says() {
    use AuthorizationAction as A;
    let legal = |action: AuthorizationAction| -> Vec<String> {
        let all = in_each_state();
        let found = all.iter().filter(|request| request.allows(action));
        found.map(|request| format!("{} {}", request.side, request.status)).collect()
    };
    assert_eq!(legal(A::Submit), ["asked draft", "reviewed draft"]);
    assert_eq!(legal(A::Refer), ["reviewed submitted", "reviewed pended", "reviewed in_review"]);
    assert_eq!(legal(A::Review), ["asked submitted", "asked pended", "reviewed submitted", "reviewed pended"]);
    assert_eq!(
        legal(A::Appeal),
        ["asked partly_approved", "asked denied", "reviewed partly_approved", "reviewed denied"]
    );
    assert_eq!(legal(A::Decide).len(), 4 + 2 + 4, "all undecided ones, and what another payer may say anew");
}

#[test]
fn only_a_physician_advisor_denies_for_medical_reasons_and_only_after_a_referral() {
    for reason in DenialReason::ALL.iter().filter(|reason| reason.is_medical()) {
        for (request, decider) in [(submitted(), nurse()), (submitted(), physician()), (referred(), nurse())] {
            let refused = request.decide(denial(*reason), decider).unwrap_err();
            assert_eq!((refused.code, refused.pointer.as_deref()), ("physician_advisor_required", Some("/reason")));
        }
        assert_eq!(referred().decide(denial(*reason), physician()).unwrap().record.status, AuthorizationStatus::Denied);
    }
    let part = Ruling { verdict: RequestVerdict::ApprovePart, units: Some(5), ..denial(DenialReason::Amount) };
    assert_eq!(submitted().decide(part, nurse()).unwrap_err().code, "physician_advisor_required");
    assert!(submitted().decide(denial(DenialReason::NotCovered), nurse()).is_ok());
}

#[test]
fn a_reviewer_approves_what_criteria_were_met_for_and_a_physician_by_judgement() {
    for outcome in [CriteriaOutcome::NotMet, CriteriaOutcome::Partly] {
        let noted = submitted().criteria(criteria(outcome)).unwrap().record;
        assert_eq!(
            noted.clone().decide(ruling(RequestVerdict::Approve), nurse()).unwrap_err().code,
            "criteria_required"
        );
        assert!(noted.decide(ruling(RequestVerdict::Approve), physician()).is_ok());
    }
    assert_eq!(submitted().decide(ruling(RequestVerdict::Approve), nurse()).unwrap_err().code, "criteria_required");
    let decided = approved();
    assert_eq!(decided.course.in_force().unwrap().criteria, Some(1), "the decision names what drove it");
    assert_eq!(
        referred().decide(ruling(RequestVerdict::Approve), nurse()).unwrap_err().code,
        "physician_advisor_required"
    );
}

#[test]
fn nobody_reviews_or_decides_their_own_request() {
    let own = Decider { id: who(WRITER), ..physician() };
    let own_request = "authorization_own_request";
    assert_eq!(submitted().decide(ruling(RequestVerdict::Approve), own).unwrap_err().code, own_request);
    assert_eq!(submitted().review(who(WRITER), own.now).unwrap_err().code, own_request);
    let refused = submitted().refer(who(WRITER), "Why".into(), who(NURSE), own.now).unwrap_err();
    assert_eq!((refused.code, refused.pointer.as_deref()), (own_request, Some("/advisor_id")));
    let judged = CriteriaReference { reviewer_id: who(WRITER), ..criteria(CriteriaOutcome::Met) };
    assert_eq!(submitted().criteria(judged).unwrap_err().code, own_request);
}

#[test]
fn a_denial_has_a_specific_reason_and_words() {
    let bare = ruling(RequestVerdict::Deny);
    assert_eq!(submitted().decide(bare.clone(), nurse()).unwrap_err().pointer.as_deref(), Some("/reason"));
    let silent = Ruling { reason: Some(DenialReason::NotCovered), words: Some("  ".into()), ..bare };
    assert_eq!(submitted().decide(silent, nurse()).unwrap_err().pointer.as_deref(), Some("/words"));
}

#[test]
fn days_that_are_slips_of_the_hand_are_refused() {
    let day_of = |from: &str, to: &str| Authorization {
        service: Service { from: day(from), to: day(to), ..asked().service },
        ..asked()
    };
    for (from, to) in [("2062-03-01", "2062-04-01"), ("2026-03-01", "9999-04-01"), ("2026-03-02", "2026-03-01")] {
        assert_eq!(day_of(from, to).draft().unwrap_err().code, "authorization_period", "{from} {to}");
    }
    let far = Ruling { to: Some(day("9999-04-01")), ..ruling(RequestVerdict::Approve) };
    assert_eq!(referred().decide(far, physician()).unwrap_err().pointer.as_deref(), Some("/to"));
    let long_ago = with_place(|place| asked().submit(ny("1999-03-01 09:00"), place, who(WRITER), nurse().now));
    assert_eq!(long_ago.unwrap_err().code, "authorization_received_at");
}

#[test]
fn a_part_is_less_than_was_asked_for() {
    let part =
        |units| Ruling { verdict: RequestVerdict::ApprovePart, units: Some(units), ..denial(DenialReason::Amount) };
    for units in [0, 20, 21] {
        assert_eq!(referred().decide(part(units), physician()).unwrap_err().pointer.as_deref(), Some("/units"));
    }
    let shorter = Ruling { to: Some(day("2026-04-01")), ..part(20) };
    assert!(referred().decide(shorter, physician()).is_ok(), "all units in fewer days are a part as well");
    let whole = Ruling { units: Some(12), ..ruling(RequestVerdict::Approve) };
    assert_eq!(referred().decide(whole, physician()).unwrap_err().pointer.as_deref(), Some("/units"));
    assert_eq!(referred().decide(part(12), physician()).unwrap().record.balance().left, 12);
}

#[test]
fn a_concurrent_review_names_the_day_of_the_next_one() {
    let running = Authorization { kind: ReviewKind::Concurrent, ..referred() };
    let on = |text: &str| Ruling { next_review_on: Some(day(text)), ..ruling(RequestVerdict::Approve) };
    for wrong in [ruling(RequestVerdict::Approve), on("2026-05-09"), on("2026-03-09")] {
        let refused = running.clone().decide(wrong, physician()).unwrap_err();
        assert_eq!(refused.pointer.as_deref(), Some("/next_review_on"));
    }
    assert_eq!(running.decide(on("2026-03-24"), physician()).unwrap().record.next_review_on, Some(day("2026-03-24")));
}

#[test]
fn tv_t_6_standard_by_the_seventh_day_expedited_within_72_hours() {
    let standard = submitted();
    assert_eq!(
        (standard.rule_code.as_deref(), standard.due_at),
        (Some("T-6.standard"), Some(ny("2026-03-09 23:59") + Duration::seconds(59)))
    );
    let expedited = submitted_at(Authorization { urgency: RequestUrgency::Expedited, ..asked() }, "2026-03-02 09:00");
    assert_eq!(expedited.due_at, Some(ny("2026-03-05 09:00")));
    let earlier = submitted_at(asked(), "2025-12-30 09:00");
    assert_eq!(earlier.due_at.map(|at| crate::clock::local_date(at, New_York)), Some(day("2026-01-13")));
}

#[test]
fn qualified_health_plans_drugs_and_other_payers_have_no_clock_and_chip_has_one_since_2026() {
    let rule = |line, category, at: &str| submitted_at(Authorization { line, category, ..asked() }, at).rule_code;
    let (home, drug) = (ServiceCategory::HomeHealth, ServiceCategory::Drug);
    for line in [LineOfBusiness::Qhp, LineOfBusiness::Other] {
        assert_eq!(rule(line, home, "2026-03-02 09:00"), None);
    }
    assert_eq!(rule(LineOfBusiness::MedicaidMco, drug, "2026-03-02 09:00"), None);
    for line in [LineOfBusiness::Chip, LineOfBusiness::MedicaidFfs] {
        assert_eq!(rule(line, home, "2025-12-31 09:00"), None);
        assert_eq!(rule(line, home, "2026-01-01 09:00").as_deref(), Some("T-6.standard"));
    }
}

#[test]
fn tv_t_9_urgent_72_hours_pre_service_15_days_post_service_30_days() {
    let erisa = |urgency, kind| {
        let request = Authorization { line: LineOfBusiness::Erisa, urgency, kind, ..asked() };
        let request = submitted_at(request, "2026-03-02 09:00");
        (request.rule_code.unwrap(), crate::clock::local_time(request.due_at.unwrap(), New_York))
    };
    let (standard, urgent) = (RequestUrgency::Standard, RequestUrgency::Expedited);
    let found = erisa(urgent, ReviewKind::Prospective);
    assert!(found.0 == "T-9.urgent" && found.1.contains("2026-03-05 09:00"), "{found:?}");
    let found = erisa(standard, ReviewKind::Prospective);
    assert!(found.0 == "T-9.pre_service" && found.1.contains("2026-03-17"), "{found:?}");
    let found = erisa(standard, ReviewKind::Retrospective);
    assert!(found.0 == "T-9.post_service" && found.1.contains("2026-04-01"), "{found:?}");
    let found = erisa(urgent, ReviewKind::Concurrent);
    assert!(found.0 == "T-9.concurrent_urgent" && found.1.contains("2026-03-03 09:00"), "{found:?}");
}

#[test]
fn tv_t_9_an_urgent_extension_asked_for_too_late_has_72_hours() {
    let concurrent = Authorization {
        line: LineOfBusiness::Erisa,
        urgency: RequestUrgency::Expedited,
        kind: ReviewKind::Concurrent,
        ..asked()
    };
    let rule = |at: &str| submitted_at(concurrent.clone(), at).rule_code.unwrap();
    assert_eq!(rule("2026-03-09 00:00"), "T-9.concurrent_urgent", "24 hours before");
    assert_eq!(rule("2026-03-09 00:01"), "T-9.urgent");
}

#[test]
fn an_extension_is_given_once_in_time_on_a_ground_of_the_law() {
    let extend = |request: Authorization, more: GrantedExtension| with_place(|place| request.extend(more, place));
    let longer = extend(submitted(), more(14)).unwrap().record;
    assert_eq!(longer.due_at.map(|at| crate::clock::local_date(at, New_York)), Some(day("2026-03-23")));
    assert_eq!(extend(longer, more(1)).unwrap_err().code, "authorization_transition");
    for days in [0, 15] {
        assert_eq!(extend(submitted(), more(days)).unwrap_err().pointer.as_deref(), Some("/days"));
    }
    let late = GrantedExtension { at: ny("2026-03-10 00:00"), ..more(3) };
    assert_eq!(extend(submitted(), late).unwrap_err().code, "extension_too_late");
    let foreign = GrantedExtension { ground: ExtensionGround::BeyondControl, ..more(3) };
    assert_eq!(extend(submitted(), foreign).unwrap_err().pointer.as_deref(), Some("/ground"));
    let urgent = Authorization { line: LineOfBusiness::Erisa, urgency: RequestUrgency::Expedited, ..asked() };
    let urgent = submitted_at(urgent, "2026-03-05 09:00");
    assert_eq!(extend(urgent, more(3)).unwrap_err().code, "extension_not_allowed");
}

#[test]
fn what_we_ask_needs_its_documents_and_opens_no_deadline_of_ours() {
    let ours = Authorization { side: AuthorizationSide::Asked, ..asked() };
    let submit = |draft: Authorization| with_place(|place| draft.submit(nurse().now, place, who(WRITER), nurse().now));
    assert_eq!(submit(ours.clone()).unwrap_err().code, "authorization_documents_missing");
    let mut ready = ours;
    for line in ready.course.documents.clone() {
        ready = ready.document(line.kind, DocumentState::NotNeeded, who(WRITER), nurse().now).unwrap().record;
    }
    let sent = submit(ready).unwrap();
    assert!(sent.events.is_empty() && sent.record.due_at.is_some(), "we know when the payer must answer");
    let told = Ruling { decided_at: Some(nurse().now), ..ruling(RequestVerdict::Approve) };
    let own = Decider { id: who(WRITER), ..nurse() };
    assert!(sent.record.decide(told, own).is_ok(), "whoever asked may note the answer");
}

#[test]
fn a_decision_meets_the_deadline_that_the_receipt_opened() {
    let opened = with_place(|place| asked().submit(ny("2026-03-02 09:00"), place, who(WRITER), nurse().now)).unwrap();
    assert_eq!(opened.events, [Event::new(EventKind::AuthorizationReceived, who(90), ny("2026-03-02 09:00"))]);
    let settled = opened.record.decide(denial(DenialReason::NotCovered), nurse()).unwrap();
    assert_eq!(settled.events, [Event::new(EventKind::AuthorizationSettled, who(90), nurse().now)]);
}

#[test]
fn units_are_used_on_approved_days_and_never_more_than_there_are() {
    let used = |request: Authorization, on: &str, units| {
        request.use_units(Use { on: day(on), units, by: who(NURSE), at: nurse().now }, day("2026-04-01"))
    };
    for outside in ["2026-03-09", "2026-05-09", "2026-04-02"] {
        assert_eq!(used(approved(), outside, 1).unwrap_err().pointer.as_deref(), Some("/on"));
    }
    assert_eq!(used(approved(), "2026-03-20", 21).unwrap_err().pointer.as_deref(), Some("/units"));
    let most = used(approved(), "2026-03-20", 16).unwrap().record;
    assert_eq!(most.warnings(day("2026-04-01")), [UnitWarning::MostUsed]);
    let all = used(most, "2026-03-21", 4).unwrap().record;
    assert_eq!(all.warnings(day("2026-05-01")), [UnitWarning::EndsIn7, UnitWarning::AllUsed]);
}

#[test]
fn the_end_is_announced_30_14_and_7_days_before_and_then_it_is_over() {
    let request = approved();
    let said = |on: &str| request.warnings(day(on));
    assert_eq!(said("2026-04-07"), []);
    assert_eq!(said("2026-04-08"), [UnitWarning::EndsIn30]);
    assert_eq!(said("2026-04-24"), [UnitWarning::EndsIn14]);
    assert_eq!(said("2026-05-01"), [UnitWarning::EndsIn7]);
    assert_eq!(request.status_on(day("2026-05-08")), AuthorizationStatus::Approved);
    assert_eq!((request.status_on(day("2026-05-09")), said("2026-05-09")), (AuthorizationStatus::Expired, vec![]));
}

#[test]
fn tv_k_11_nine_of_ten_in_time_are_90_percent() {
    let received_at = ny("2026-03-02 09:00");
    let one = |days: i64| Timed {
        received_at,
        decided_at: received_at + Duration::days(days),
        due_at: received_at + Duration::days(9),
    };
    let found = turnaround(&(1..=10).map(one).collect::<Vec<_>>());
    assert_eq!(found.in_time.percent(), Some(90.0));
    assert_eq!((found.median_seconds, found.p90_seconds), (Some(475_200), Some(9 * 86_400)));
    assert_eq!(turnaround(&[]), Turnaround::default());
}

#[test]
fn tv_t_7_a_request_counts_by_its_first_decision_and_part_counts_as_denied() {
    let public = denied().public_decision().unwrap();
    assert!(!public.approved && !public.approved_on_appeal && public.item == "G0299");
    let won = denied().overturn(ruling(RequestVerdict::Approve), who(9), nurse().now).unwrap().record;
    let public = won.public_decision().unwrap();
    assert!(!public.approved && public.approved_on_appeal);
    let part = Ruling { verdict: RequestVerdict::ApprovePart, units: Some(12), ..denial(DenialReason::Amount) };
    assert!(!referred().decide(part, physician()).unwrap().record.public_decision().unwrap().approved);
    assert!(Authorization { line: LineOfBusiness::Erisa, ..approved() }.public_decision().is_none());
    assert!(Authorization { line: LineOfBusiness::Qhp, ..approved() }.public_decision().is_some());
    assert!(submitted().public_decision().is_none());
}

proptest! {
    #[test]
    fn the_balance_never_goes_below_zero_and_what_is_used_is_what_was_noted(uses in prop::collection::vec(0u32..12, 0..20)) {
        let mut request = approved();
        let mut noted = 0;
        for units in uses {
            let one = Use { on: day("2026-03-20"), units, by: who(NURSE), at: nurse().now };
            if let Ok(change) = request.clone().use_units(one, day("2026-04-01")) {
                request = change.record;
                noted += units;
            }
        }
        let Balance { authorized, used, left } = request.balance();
        prop_assert_eq!((authorized, used, left), (20, noted, 20 - noted));
    }

    #[test]
    fn half_are_within_the_median_and_nine_tenths_within_p90(hours in prop::collection::vec(0i64..400, 1..40)) {
        let at = ny("2026-03-02 09:00");
        let timed: Vec<Timed> = hours.iter().map(|hours| Timed { received_at: at, decided_at: at + Duration::hours(*hours), due_at: at }).collect();
        let found = turnaround(&timed);
        let within = |limit: i64| hours.iter().filter(|hours| **hours * 3_600 <= limit).count();
        prop_assert!(within(found.p90_seconds.unwrap()) * 10 >= hours.len() * 9);
        prop_assert!(within(found.median_seconds.unwrap()) * 2 >= hours.len());
    }
}
