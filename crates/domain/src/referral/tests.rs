use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::link::NewLink;
use super::result::{Share, WayHome, benefit_approval, loop_closure, median_days_to_home};
use super::state::{Party, actions, may, next};
use super::*;
use crate::case::{CaseStatus, Stage, Tier};
use crate::code::Code;
use crate::measure::facts::ReferralFact;
use crate::measure::{Facts, FigureCode, Period, count, find};
use crate::task::{Task, TaskPriority, TaskStatus};

const STAFF: Uuid = Uuid::from_u128(1);
const ZONE: Tz = chrono_tz::America::New_York;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Monday, 2026-03-02, 10:00 in New York.
fn monday() -> DateTime<Utc> {
    at("2026-03-02T15:00:00Z")
}

fn calendar() -> Calendar {
    Calendar::default()
}

fn case() -> Case {
    Case {
        id: Uuid::from_u128(20),
        version: 1,
        person_id: Uuid::from_u128(21),
        program_id: Uuid::from_u128(22),
        status: CaseStatus::Active,
        stage: Stage::Coordinate,
        tier: Tier::High,
        owner_id: STAFF,
        team_id: Uuid::from_u128(23),
        enrolled_at: monday(),
        closed_at: None,
        outcome: None,
        close_reason: None,
    }
}

fn content(kind: ReferralKind) -> Draft {
    Draft {
        kind,
        need_id: None,
        community_service_id: None,
        recipient: "Harbor Legal Aid".into(),
        request: "Help with an eviction notice.".into(),
        note: None,
        duplicate_reason: None,
        appointment_id: None,
    }
}

pub(super) fn draft(kind: ReferralKind) -> Referral {
    let calendar = calendar();
    let days = Days { zone: ZONE, calendar: &calendar };
    Referral::create((Uuid::from_u128(30), STAFF), &case(), content(kind), &[], days, monday()).unwrap().record
}

fn entry(kind: ReferralParty, now: DateTime<Utc>) -> Entry {
    Entry { id: Uuid::from_u128(40), party: Party { kind, id: Some(STAFF) }, note: Some("By phone.".into()), now }
}

fn act_as(referral: Referral, party: ReferralParty, act: Act, now: DateTime<Utc>) -> Result<Referral, Rule> {
    let calendar = calendar();
    referral.act(act, entry(party, now), Days { zone: ZONE, calendar: &calendar }).map(|(change, _)| change.record)
}

fn done(referral: Referral, act: Act, now: DateTime<Utc>) -> Referral {
    act_as(referral, ReferralParty::Staff, act, now).unwrap()
}

pub(super) fn sent(kind: ReferralKind) -> Referral {
    done(draft(kind), Act::Send { channel: ReferralChannel::Fax, spoke_with: None }, monday())
}

fn confirm(on: &str) -> Act {
    Act::Confirm { on: day(on), way: ContactMode::Phone, with: ConfirmedWith::Person }
}

/// An act of each kind, possible on Monday as far as its days go.
fn acts() -> Vec<Act> {
    let (on, way, with) = (day("2026-03-02"), ContactMode::Phone, ConfirmedWith::Person);
    vec![
        Act::Send { channel: ReferralChannel::Phone, spoke_with: None },
        Act::Receive,
        Act::Accept,
        Act::Schedule { on },
        Act::Serve { on },
        Act::Decline { reason: DeclineReason::NoCapacity },
        Act::Confirm { on, way, with },
        Act::NotReceived { reason: NotReceivedReason::Cost, way, with },
        Act::Cancel { reason: CancelReason::NoAnswer },
    ]
}

fn in_state(status: ReferralStatus) -> Referral {
    Referral { status, sent_at: Some(monday()), ..draft(ReferralKind::LegalAid) }
}

#[test]
fn every_line_of_the_table_can_be_done_and_nothing_else() {
    for status in ReferralStatus::ALL {
        for party in ReferralParty::ALL {
            for act in acts() {
                let (action, already) = (act.action(), in_state(*status).is_already(&act));
                let expected = next(*status, action).filter(|_| may(*party, action));
                let is = act_as(in_state(*status), *party, act, monday());
                match expected {
                    Some(to) => assert_eq!(is.unwrap().status, to),
                    None => assert_eq!(is.unwrap_err().code, "referral_transition", "{status} {action} {party}"),
                }
                assert_eq!(actions(*status, *party).contains(&action), expected.is_some());
                assert!(!already || !status.is_open() || action != ReferralAction::Cancel);
            }
        }
    }
}

#[test]
fn what_has_ended_stays_as_it_is_and_a_draft_can_only_be_sent_or_cancelled() {
    for status in ReferralStatus::ALL.iter().filter(|status| !status.is_open()) {
        assert!(actions(*status, ReferralParty::Staff).is_empty(), "{status}");
    }
    let of_draft = actions(ReferralStatus::Draft, ReferralParty::Staff);
    assert_eq!(of_draft, [ReferralAction::Send, ReferralAction::Cancel]);
}

#[test]
fn a_partner_never_closes_the_loop() {
    for status in ReferralStatus::ALL {
        let reached: Vec<_> =
            actions(*status, ReferralParty::Partner).into_iter().filter_map(|action| next(*status, action)).collect();
        assert!(!reached.contains(&ReferralStatus::Completed) && !reached.contains(&ReferralStatus::NotReceived));
    }
}

#[test]
fn the_loop_is_closed_by_whom_how_and_when_the_person_was_asked() {
    let now = at("2026-03-20T15:00:00Z");
    let closed = done(done(sent(ReferralKind::LegalAid), Act::Accept, monday()), confirm("2026-03-19"), now);
    let confirmation = closed.confirmation.unwrap();
    assert_eq!((confirmation.by, confirmation.at, confirmation.with), (STAFF, now, ConfirmedWith::Person));
    assert_eq!((closed.closed_at, closed.wait, closed.escalates_at), (Some(now), None, None));
}

#[test]
fn a_warm_hand_off_names_who_took_it_over() {
    let warm =
        |name: Option<&str>| Act::Send { channel: ReferralChannel::WarmHandOff, spoke_with: name.map(Into::into) };
    for name in [None, Some("  ")] {
        let refused = act_as(draft(ReferralKind::Dme), ReferralParty::Staff, warm(name), monday()).unwrap_err();
        assert_eq!((refused.code, refused.pointer.as_deref()), ("referral_spoke_with_required", Some("/spoke_with")));
    }
    assert_eq!(done(draft(ReferralKind::Dme), warm(Some("Ana")), monday()).spoke_with.as_deref(), Some("Ana"));
}

#[test]
fn plans_lie_ahead_and_services_behind_but_not_before_the_sending() {
    let refused =
        |act| act_as(in_state(ReferralStatus::Accepted), ReferralParty::Partner, act, monday()).unwrap_err().code;
    assert_eq!(refused(Act::Schedule { on: day("2026-03-01") }), "referral_day_in_past");
    assert_eq!(refused(Act::Schedule { on: day("2028-03-03") }), "referral_day_far");
    assert_eq!(refused(Act::Serve { on: day("2026-03-03") }), "referral_day_in_future");
    assert_eq!(refused(Act::Serve { on: day("2026-03-01") }), "referral_day_before_sent");
    for extreme in [NaiveDate::MIN, NaiveDate::MAX] {
        refused(Act::Schedule { on: extreme });
        refused(Act::Serve { on: extreme });
    }
}

#[test]
fn another_reason_is_said_in_words() {
    let act = Act::Decline { reason: DeclineReason::Other };
    let silent = Entry { note: Some(" ".into()), ..entry(ReferralParty::Partner, monday()) };
    let calendar = calendar();
    let days = Days { zone: ZONE, calendar: &calendar };
    let refused = sent(ReferralKind::Dme).act(act, silent, days).unwrap_err();
    assert_eq!((refused.code, refused.pointer.as_deref()), ("referral_note_required", Some("/note")));
}

#[test]
fn the_answer_is_due_by_kind_and_silence_moves_up_two_business_days_later_once() {
    let ride = sent(ReferralKind::Transport);
    assert_eq!((ride.wait, ride.due_at), (Some(ReferralWait::Answer), at("2026-03-04T04:59:59Z")));
    assert!(!ride.is_overdue(ride.due_at) && ride.is_overdue(ride.due_at + TimeDelta::seconds(1)));
    let escalates_at = ride.escalates_at.unwrap();
    assert_eq!(escalates_at, at("2026-03-06T04:59:59Z"));
    assert!(ride.clone().escalate(Uuid::nil(), escalates_at - TimeDelta::seconds(1)).is_none());
    let (change, event) = ride.escalate(Uuid::nil(), escalates_at).unwrap();
    assert_eq!((event.party, event.status), (ReferralParty::System, ReferralStatus::Sent));
    assert!(change.record.clone().escalate(Uuid::nil(), escalates_at).is_none(), "it moves up once");
    let answered = done(change.record, Act::Accept, escalates_at);
    assert_eq!((answered.escalated_at, answered.wait), (None, Some(ReferralWait::Service)));
}

#[test]
fn tv_t_11_home_health_sent_on_a_monday_morning_begins_within_48_hours() {
    let accepted = done(sent(ReferralKind::HomeHealth), Act::Accept, monday());
    let due_at = monday() + TimeDelta::hours(48);
    assert_eq!((accepted.wait, accepted.due_at), (Some(ReferralWait::Service), due_at));
    assert!(accepted.is_overdue(due_at + TimeDelta::seconds(1)), "not only at the end of Wednesday");
}

#[test]
fn a_planned_day_and_a_report_ask_for_the_confirmation_of_the_person() {
    let planned = done(sent(ReferralKind::Dme), Act::Schedule { on: day("2026-03-06") }, monday());
    assert_eq!((planned.wait, planned.due_at), (Some(ReferralWait::Confirmation), at("2026-03-12T03:59:59Z")));
    assert!(planned.accepted_at.is_some(), "who gives a day has accepted");
    let reported = done(planned, Act::Serve { on: day("2026-03-02") }, monday());
    assert_eq!((reported.wait, reported.due_at), (Some(ReferralWait::Confirmation), at("2026-03-06T04:59:59Z")));
}

fn with_course(kind: ReferralKind, course: Course, now: &str) -> Result<Referral, Rule> {
    let calendar = calendar();
    let days = Days { zone: ZONE, calendar: &calendar };
    let referral = done(sent(kind), Act::Accept, monday());
    referral.follow(course, days, at(now)).map(|change| change.record)
}

fn applied(benefit: Benefit) -> BenefitCourse {
    BenefitCourse {
        benefit,
        applied_on: Some(day("2026-03-02")),
        decided_on: None,
        decision: None,
        appealed_on: None,
        appeal_decided_on: None,
        appeal_decision: None,
    }
}

#[test]
fn tv_t_20_an_application_of_2026_03_02_waits_for_its_decision_until_the_published_day() {
    let cases = [
        (Benefit::Snap, "2026-04-01"),
        (Benefit::SnapExpedited, "2026-03-09"),
        (Benefit::Medicaid, "2026-04-16"),
        (Benefit::MedicaidDisability, "2026-05-31"),
    ];
    for (benefit, last) in cases {
        let referral =
            with_course(ReferralKind::Benefit, Course::Benefit(applied(benefit)), "2026-03-03T15:00:00Z").unwrap();
        assert_eq!(referral.wait, Some(ReferralWait::Decision));
        assert_eq!(crate::clock::local_date(referral.due_at, ZONE), day(last), "{benefit}");
    }
    let denied = BenefitCourse {
        decided_on: Some(day("2026-03-02")),
        decision: Some(BenefitDecision::Denied),
        ..applied(Benefit::SocialSecurity)
    };
    assert_eq!(denied.next_day(&calendar()), Some((ReferralWait::Appeal, day("2026-05-06"))));
}

#[test]
fn what_was_granted_or_moved_into_still_asks_the_person() {
    let granted = BenefitCourse {
        decided_on: Some(day("2026-03-10")),
        decision: Some(BenefitDecision::Approved),
        ..applied(Benefit::Snap)
    };
    let home = HousingCourse {
        applied_on: Some(day("2026-03-02")),
        moved_in_on: Some(day("2026-03-10")),
        ..HousingCourse::default()
    };
    for (kind, course) in
        [(ReferralKind::Benefit, Course::Benefit(granted)), (ReferralKind::Housing, Course::Housing(home))]
    {
        let referral = with_course(kind, course, "2026-03-11T15:00:00Z").unwrap();
        assert_eq!((referral.wait, referral.status.is_open()), (Some(ReferralWait::Confirmation), true));
    }
}

#[test]
fn dates_of_a_course_are_refused_out_of_order_ahead_and_for_another_kind() {
    let refused = |kind, course| with_course(kind, course, "2026-03-11T15:00:00Z").unwrap_err();
    let benefit = |change: fn(&mut BenefitCourse)| {
        let mut course = applied(Benefit::Snap);
        change(&mut course);
        refused(ReferralKind::Benefit, Course::Benefit(course)).code
    };
    assert_eq!(benefit(|c| c.decided_on = Some(day("2026-03-05"))), "referral_decision_incomplete");
    assert_eq!(benefit(|c| c.appealed_on = Some(day("2026-03-05"))), "referral_appeal_without_denial");
    assert_eq!(benefit(|c| c.applied_on = Some(day("2026-03-12"))), "referral_date_in_future");
    assert_eq!(
        benefit(|c| (c.decided_on, c.decision) = (Some(day("2026-03-01")), Some(BenefitDecision::Denied))),
        "referral_dates_order"
    );
    assert_eq!(
        benefit(|c| (c.applied_on, c.decided_on, c.decision) =
            (None, Some(day("2026-03-01")), Some(BenefitDecision::Denied))),
        "referral_date_missing"
    );
    let home = |course| refused(ReferralKind::Housing, Course::Housing(course)).code;
    let dates = HousingCourse { applied_on: Some(day("2026-03-02")), ..HousingCourse::default() };
    assert_eq!(home(HousingCourse { moved_in_on: Some(day("2026-03-01")), ..dates }), "referral_dates_order");
    assert_eq!(
        home(HousingCourse { applied_on: None, approved_on: Some(day("2026-03-02")), ..dates }),
        "referral_date_missing"
    );
    assert_eq!(refused(ReferralKind::Dme, Course::Housing(dates)).code, "referral_kind");
}

#[test]
fn the_same_for_the_same_need_service_or_recipient_is_repeated_only_with_a_reason() {
    let need = Some(Uuid::from_u128(50));
    let open = Referral { id: Uuid::from_u128(31), need_id: need, ..draft(ReferralKind::Housing) };
    let again = |kind, need_id, reason: Option<&str>, others: &[Referral]| {
        let draft = Draft { need_id, duplicate_reason: reason.map(Into::into), ..content(kind) };
        let calendar = calendar();
        let days = Days { zone: ZONE, calendar: &calendar };
        Referral::create((Uuid::from_u128(32), STAFF), &case(), draft, others, days, monday())
            .map(|change| change.record)
    };
    let known = [open.clone()];
    let refused = again(ReferralKind::Housing, need, Some(" "), &known).unwrap_err();
    assert_eq!((refused.code, refused.pointer.as_deref()), ("referral_duplicate", Some("/duplicate_reason")));
    assert!(again(ReferralKind::Housing, need, Some("A second list."), &known).unwrap().duplicate_reason.is_some());
    assert!(again(ReferralKind::LegalAid, need, None, &known).is_ok(), "another kind");
    assert!(again(ReferralKind::Housing, Some(Uuid::from_u128(51)), None, &known).is_ok(), "another need");
    let ended = [Referral { status: ReferralStatus::Declined, ..open }];
    assert!(
        again(ReferralKind::Housing, need, Some("x"), &ended).unwrap().duplicate_reason.is_none(),
        "the other one has ended"
    );
    let plain =
        [Referral { id: Uuid::from_u128(33), recipient: " harbor legal AID".into(), ..draft(ReferralKind::LegalAid) }];
    assert_eq!(again(ReferralKind::LegalAid, None, None, &plain).unwrap_err().code, "referral_duplicate");
}

#[test]
fn one_task_says_what_is_waited_for_until_the_referral_ends() {
    let follow =
        |referral: &Referral, task| referral.task(task, &case(), (Uuid::from_u128(60), STAFF), monday()).unwrap();
    let referral = draft(ReferralKind::Dme);
    let task = follow(&referral, None).expect("a task").record;
    assert_eq!((task.owner_id, task.due_at, task.title.as_str()), (STAFF, referral.due_at, "Send the referral"));
    assert!(follow(&referral, Some(task.clone())).is_none(), "nothing changed");
    let hidden = Task { snoozed_until: Some(monday()), ..task };
    let referral = sent(ReferralKind::Dme);
    let moved = follow(&referral, Some(hidden)).expect("a change").record;
    assert_eq!((moved.version, moved.due_at, moved.snoozed_until), (2, referral.due_at, None));
    let (change, _) = referral.clone().escalate(Uuid::nil(), referral.escalates_at.unwrap()).unwrap();
    assert_eq!(follow(&change.record, Some(moved.clone())).unwrap().record.priority, TaskPriority::Asap);
    let settled = Task { status: TaskStatus::Completed, ..moved.clone() };
    assert!(follow(&change.record, Some(settled)).unwrap().created, "a settled one is followed by a new one");
    let declined = done(referral.clone(), Act::Decline { reason: DeclineReason::NoCapacity }, monday());
    assert_eq!(follow(&declined, Some(moved.clone())).unwrap().record.status, TaskStatus::Completed);
    let cancelled = done(referral, Act::Cancel { reason: CancelReason::NoLongerNeeded }, monday());
    assert_eq!(follow(&cancelled, Some(moved)).unwrap().record.status, TaskStatus::Cancelled);
    assert!(follow(&cancelled, None).is_none());
}

#[test]
fn a_link_is_given_for_what_is_with_a_partner_ends_and_can_be_taken_back() {
    let new = |days| NewLink { given_to: "Front desk".into(), shares_contact: true, days };
    let give =
        |referral: &Referral, days| ReferralLink::create((Uuid::from_u128(70), STAFF), referral, new(days), monday());
    assert_eq!(give(&draft(ReferralKind::Dme), 7).unwrap_err().code, "referral_link_not_possible");
    assert_eq!(give(&in_state(ReferralStatus::Completed), 7).unwrap_err().code, "referral_link_not_possible");
    let referral = sent(ReferralKind::Dme);
    assert_eq!(give(&referral, 4_000).unwrap().record.expires_at, monday() + TimeDelta::days(30));
    let link = give(&referral, 7).unwrap().record;
    assert!(link.is_open(link.expires_at - TimeDelta::seconds(1)) && !link.is_open(link.expires_at));
    assert_eq!(link.clone().revoke(link.expires_at).unwrap_err().code, "referral_link_closed");
    let revoked = link.clone().revoke(monday()).unwrap().record;
    assert!(!revoked.is_open(monday()));
    assert!(!link.tells_contact(&referral), "not before they take it on");
    let accepted = done(referral, Act::Accept, monday());
    assert!(link.tells_contact(&accepted));
    assert!(!ReferralLink { shares_contact: false, ..link }.tells_contact(&accepted), "not without the person's word");
}

#[test]
fn tv_k26_of_40_sent_22_served_are_55_percent_and_28_closed_are_70() {
    let many = |status, count| std::iter::repeat_with(move || in_state(status)).take(count);
    let mut all: Vec<Referral> = many(ReferralStatus::Completed, 22).chain(many(ReferralStatus::Declined, 6)).collect();
    all.extend(many(ReferralStatus::Served, 2).chain(many(ReferralStatus::Accepted, 10)));
    all.push(draft(ReferralKind::Dme));
    all.push(Referral {
        ending: Some(Ending::Cancelled(CancelReason::EnteredInError)),
        ..in_state(ReferralStatus::Cancelled)
    });
    let result = loop_closure(&all, ZONE, monday());
    assert_eq!((result.served, result.closed), (Share { count: 22, of: 40 }, Share { count: 28, of: 40 }));
    assert_eq!((result.served.percent(), result.closed.percent()), (Some(55.0), Some(70.0)));
    assert_eq!((result.declined, result.open), (6, 12));
    assert_eq!(loop_closure(&[], ZONE, monday()).served.percent(), None);
}

#[test]
fn days_to_accept_and_to_service_are_medians_since_sending() {
    let one = |accepted: &str, served: Option<&str>| {
        let referral = done(sent(ReferralKind::Housing), Act::Accept, at(accepted));
        match served {
            Some(on) => done(referral, confirm(on), at("2026-05-01T15:00:00Z")),
            None => referral,
        }
    };
    let all = [
        one("2026-03-03T15:00:00Z", Some("2026-03-12")),
        one("2026-03-05T15:00:00Z", Some("2026-03-22")),
        one("2026-03-12T15:00:00Z", None),
    ];
    let result = loop_closure(&all, ZONE, at("2026-06-10T15:00:00Z"));
    assert_eq!((result.median_days_to_accept, result.median_days_to_service), (Some(3.0), Some(15.0)));
    assert_eq!(result.open_late, 1, "90 days after it was sent");
}

/// A referral as the engine of measures knows it.
fn fact(referral: &Referral) -> ReferralFact {
    ReferralFact {
        id: referral.id,
        case_id: referral.case_id,
        status: referral.status,
        mistaken: referral.ending == Some(Ending::Cancelled(CancelReason::EnteredInError)),
        sent_at: referral.sent_at,
        accepted_at: referral.accepted_at,
        served_on: referral.served_on,
        closed_at: referral.closed_at,
        due_at: referral.due_at,
        course: referral.course,
    }
}

#[test]
fn k26_of_the_worklist_and_of_the_engine_of_measures_is_one_number() {
    let mut all: Vec<Referral> = ReferralStatus::ALL.iter().map(|status| in_state(*status)).collect();
    all.push(done(sent(ReferralKind::Housing), Act::Accept, at("2026-03-09T15:00:00Z")));
    all.push(done(sent(ReferralKind::Dme), confirm("2026-03-12"), at("2026-05-01T15:00:00Z")));
    all.push(Referral {
        ending: Some(Ending::Cancelled(CancelReason::EnteredInError)),
        ..in_state(ReferralStatus::Cancelled)
    });
    let now = at("2026-06-10T15:00:00Z");
    let here = loop_closure(&all, ZONE, now);
    let facts = Facts { referrals: all.iter().map(fact).collect(), ..Facts::of(case().person_id, ZONE) };
    let year = Period::of_days("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap(), ZONE);
    let there = count(find("loop-closure").unwrap(), &[facts], year, now);
    let of = f64::from(u32::try_from(here.served.of).unwrap());
    assert_eq!((here.served.count as f64, of), (there.numerator, there.base));
    let figure = |code| there.figures.iter().find(|one| one.code == code).unwrap().value;
    assert_eq!(figure(FigureCode::Closed).map(|share| (share * of).round()), Some(here.closed.count as f64));
    assert_eq!(figure(FigureCode::MedianDaysToAccept), here.median_days_to_accept);
    assert_eq!(figure(FigureCode::MedianDaysToService), here.median_days_to_service);
}

#[test]
fn tv_k20_22_of_30_decided_are_granted_18_of_them_at_once() {
    let course = |decision: Option<BenefitDecision>, appeal: Option<BenefitDecision>| Referral {
        course: Some(Course::Benefit(BenefitCourse {
            decided_on: decision.map(|_| day("2026-03-03")),
            decision,
            appeal_decided_on: appeal.map(|_| day("2026-04-03")),
            appeal_decision: appeal,
            ..applied(Benefit::Snap)
        })),
        ..sent(ReferralKind::Benefit)
    };
    use BenefitDecision as D;
    let groups = [
        (18, Some(D::Approved), None),
        (4, Some(D::Denied), Some(D::Approved)),
        (8, Some(D::Denied), None),
        (5, None, None),
        (2, Some(D::Withdrawn), None),
    ];
    let all: Vec<Referral> =
        groups.into_iter().flat_map(|(count, first, then)| (0..count).map(move |_| course(first, then))).collect();
    let result = benefit_approval(&all);
    assert_eq!((result.approved, result.first_pass), (Share { count: 22, of: 30 }, Share { count: 18, of: 30 }));
    assert_eq!((result.pending, result.first_pass.percent()), (5, Some(60.0)));
    assert!((result.approved.percent().unwrap() - 73.333).abs() < 0.001);
}

#[test]
fn tv_k21_half_have_a_home_after_90_days_when_who_still_waits_is_censored() {
    let ways = [(30, true), (45, true), (60, false), (90, true), (120, false)];
    let ways = ways.map(|(days, moved_in)| WayHome { days, moved_in });
    assert_eq!(median_days_to_home(&ways), Some(90));
    assert_eq!(median_days_to_home(&ways[2..3]), None, "nobody has moved");
    assert_eq!(median_days_to_home(&[]), None);
}

proptest! {
    /// Whatever is tried in whatever order by whomever: only the person's word completes, an end says why and stays, a due time
    /// is there exactly while it is open.
    #[test]
    fn no_sequence_of_acts_closes_the_loop_without_the_person(steps in proptest::collection::vec((0usize..9, any::<bool>(), 0i64..40), 0..12)) {
        let mut referral = draft(ReferralKind::Benefit);
        let mut now = monday();
        for (which, by_partner, hours) in steps {
            now += TimeDelta::hours(hours);
            let today = crate::clock::local_date(now, ZONE);
            let act = match acts().swap_remove(which) {
                Act::Schedule { .. } => Act::Schedule { on: today },
                Act::Serve { .. } => Act::Serve { on: today },
                Act::Confirm { way, with, .. } => Act::Confirm { on: today, way, with },
                other => other,
            };
            let party = if by_partner { ReferralParty::Partner } else { ReferralParty::Staff };
            if let Ok(next) = act_as(referral.clone(), party, act, now) {
                prop_assert!(referral.status.is_open());
                referral = next;
            }
            let is_open = referral.status.is_open();
            prop_assert_eq!(referral.wait.is_some(), is_open);
            prop_assert_eq!(referral.escalates_at.is_some(), is_open);
            prop_assert_eq!(referral.closed_at.is_none(), is_open);
            prop_assert_eq!(referral.status == ReferralStatus::Completed, referral.confirmation.is_some() && referral.ending.is_none());
            prop_assert_eq!(!is_open && referral.status != ReferralStatus::Completed, referral.ending.is_some());
        }
    }
}
