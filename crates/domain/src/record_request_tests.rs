//! Last days, who is told when, and what ends a request.

use super::*;

const OFFICER: Uuid = Uuid::from_u128(7);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// How an organization in New York counts on a day.
fn on(today: &str) -> Counting<'static> {
    static CALENDAR: std::sync::LazyLock<Calendar> = std::sync::LazyLock::new(Calendar::default);
    Counting { zone: chrono_tz::America::New_York, calendar: &CALENDAR, today: day(today) }
}

fn asked(kind: RecordRequestKind) -> RecordRequest {
    RecordRequest {
        id: Uuid::from_u128(1),
        version: 1,
        person_id: Uuid::from_u128(2),
        case_id: None,
        kind,
        status: RecordRequestStatus::Received,
        asked_on: day("2026-03-02"),
        way: RecordRequestWay::Letter,
        asked_for: "All notes of last year".into(),
        representative: None,
        due_on: day("2026-03-02"),
        extended_on: None,
        extension_reason: None,
        ground: None,
        answer: None,
        disagreement: None,
        settled_on: None,
        settled_by: None,
        author_id: Uuid::from_u128(3),
        created_at: DateTime::UNIX_EPOCH,
    }
}

fn received(kind: RecordRequestKind) -> RecordRequest {
    asked(kind).receive(on("2026-03-02")).unwrap().record
}

fn denial(ground: RecordDenialGround) -> Denial {
    Denial { ground, answer: "We can't, because of this.".into(), answered_on: day("2026-03-20") }
}

#[test]
fn the_clock_of_t_21_runs_from_the_day_of_the_request_and_is_extended_from_its_end() {
    use RecordRequestKind as K;
    for (kind, first, then) in [
        (K::Access, "2026-04-01", "2026-05-01"),
        (K::Amendment, "2026-05-01", "2026-05-31"),
        (K::Accounting, "2026-05-01", "2026-05-31"),
    ] {
        let request = received(kind);
        assert_eq!(request.due_on, day(first), "{kind}");
        let longer = request.extend(day("2026-03-30"), "Old paper files".into(), on("2026-03-31")).unwrap().record;
        assert_eq!((longer.due_on, longer.status), (day(then), RecordRequestStatus::Extended), "{kind}");
        let found = longer.deadline(on("2026-03-31")).unwrap();
        let told: Vec<&str> = found.steps.iter().map(|step| step.detail.as_str()).collect();
        assert_eq!(told[0], "Starts on 2026-03-02.");
        assert!(told[told.len() - 1].starts_with("Extended by 30 days (Old paper files): due by "), "{told:?}");
        assert_eq!(found.rule.code, kind.rule());
    }
}

#[test]
fn more_time_is_taken_once_and_only_when_the_person_was_told_within_the_first_period() {
    let extend = |request: RecordRequest, told: &str, today: &str| {
        request.extend(day(told), "Old paper files".into(), on(today)).map_err(|rule| rule.code)
    };
    let access = || received(RecordRequestKind::Access);
    // Written down late, told in time.
    let longer = extend(access(), "2026-04-01", "2026-04-03").unwrap().record;
    assert_eq!(extend(access(), "2026-04-02", "2026-04-03").unwrap_err(), "record_request_extended_late");
    assert_eq!(extend(access(), "2026-04-01", "2026-03-31").unwrap_err(), "record_request_day");
    assert_eq!(extend(access(), "2026-03-01", "2026-03-31").unwrap_err(), "record_request_day");
    assert_eq!(extend(longer, "2026-04-03", "2026-04-03").unwrap_err(), "record_request_step");
}

#[test]
fn a_request_that_lies_ahead_or_before_every_rule_is_not_written_down() {
    let refused = |asked_on: &str| {
        let request = RecordRequest { asked_on: day(asked_on), ..asked(RecordRequestKind::Access) };
        let rule = request.receive(on("2026-03-02")).unwrap_err();
        (rule.code, rule.pointer)
    };
    let at = Some("/asked_on".to_owned());
    assert_eq!(refused("2026-03-03"), ("record_request_ahead", at.clone()));
    assert_eq!(refused("1999-12-31"), ("record_request_before_law", at));
}

#[test]
fn it_is_near_in_its_last_week_and_overdue_the_day_after() {
    use RecordRequestStanding as S;
    let request = received(RecordRequestKind::Access);
    for (today, standing) in
        [("2026-03-24", S::Ahead), ("2026-03-25", S::Soon), ("2026-04-01", S::Soon), ("2026-04-02", S::Overdue)]
    {
        assert_eq!(request.standing(day(today)), Some(standing), "{today}");
    }
    let late = request.fulfil(OFFICER, day("2026-04-02"), None, day("2026-04-02")).unwrap().record;
    assert_eq!((late.standing(day("2026-04-03")), late.in_time()), (None, Some(false)));
}

#[test]
fn a_denial_has_a_ground_that_the_law_knows_for_it_and_an_accounting_is_not_denied() {
    use RecordDenialGround as G;
    let deny = |kind, ground| received(kind).deny(OFFICER, denial(ground), day("2026-03-20"));
    for ground in G::ALL.iter().copied() {
        for kind in RecordRequestKind::ALL.iter().copied() {
            assert_eq!(deny(kind, ground).is_ok(), kind == ground.kind(), "{kind} {ground}");
        }
        let section = if ground.kind() == RecordRequestKind::Access { "164.524" } else { "164.526" };
        assert!(ground.source().contains(section), "{ground}");
    }
    let refused = deny(RecordRequestKind::Access, G::AccurateAndComplete).unwrap_err();
    assert_eq!((refused.code, refused.pointer.as_deref()), ("record_request_ground", Some("/ground")));
    assert_eq!(deny(RecordRequestKind::Accounting, G::NotHeld).unwrap_err().code, "record_request_accounting");
    let denied = deny(RecordRequestKind::Amendment, G::AccurateAndComplete).unwrap().record;
    assert_eq!((denied.in_time(), denied.settled_by), (Some(true), Some(OFFICER)));
}

#[test]
fn only_who_was_denied_an_amendment_disagrees_and_once() {
    let denied = |kind, ground| received(kind).deny(OFFICER, denial(ground), day("2026-03-20")).unwrap().record;
    let amendment = denied(RecordRequestKind::Amendment, RecordDenialGround::AccurateAndComplete);
    let kept = amendment.disagree("I never smoked.".into()).unwrap().record;
    assert_eq!((kept.status, kept.disagreement.as_deref()), (RecordRequestStatus::Denied, Some("I never smoked.")));
    assert_eq!(kept.disagree("Again".into()).unwrap_err().code, "record_request_disagreed");
    let access = denied(RecordRequestKind::Access, RecordDenialGround::NotHeld);
    assert_eq!(access.disagree("No".into()).unwrap_err().code, "record_request_disagreed");
}

#[test]
fn what_is_settled_stays_settled() {
    use RecordRequestStep as Step;
    let open: Vec<_> = received(RecordRequestKind::Access).steps().collect();
    assert_eq!(open, [Step::Extend, Step::Fulfil, Step::Deny, Step::Withdraw]);
    let accounting: Vec<_> = received(RecordRequestKind::Accounting).steps().collect();
    assert_eq!(accounting, [Step::Extend, Step::Fulfil, Step::Withdraw]);
    let today = day("2026-03-20");
    let withdrawn = received(RecordRequestKind::Access).withdraw(OFFICER, "She called.".into(), today).unwrap().record;
    assert_eq!((withdrawn.version, withdrawn.in_time(), withdrawn.steps().count()), (2, None, 0));
    let again = withdrawn.fulfil(OFFICER, today, None, today).unwrap_err();
    assert_eq!(again.code, "record_request_step");
    let early = received(RecordRequestKind::Access).fulfil(OFFICER, day("2026-03-21"), None, today).unwrap_err();
    assert_eq!((early.code, early.pointer.as_deref()), ("record_request_day", Some("/answered_on")));
}
