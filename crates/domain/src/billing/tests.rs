//! The vectors of rules.md section 6, and the choice against brute force.

use chrono::TimeDelta;
use chrono_tz::America::New_York;
use chrono_tz::UTC;
use proptest::prelude::*;

use super::*;
use crate::code::Code;

const PERSON: Uuid = Uuid::from_u128(1);

fn month() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 1).unwrap_or_default()
}

fn at(minutes: i64) -> DateTime<Utc> {
    start_of_day(month(), UTC) + TimeDelta::minutes(minutes)
}

fn span(from: i64, seconds: i64) -> Span {
    Span {
        staff_id: Uuid::from_u128(10),
        role: BillingRole::ClinicalStaff,
        person_id: PERSON,
        activity: BillingActivity::CareManagement,
        live: true,
        starts_at: at(from),
        ends_at: at(from) + TimeDelta::seconds(seconds),
    }
}

fn of(activity: BillingActivity, from: i64, seconds: i64) -> Span {
    Span { activity, ..span(from, seconds) }
}

/// Two conditions, a plan and consent since before the month.
fn facts() -> Facts {
    Facts { consent_at: Some(at(-1000)), chronic_conditions: 2, plan: true, ..Facts::default() }
}

/// What a practice that bills by time is told.
fn asked(spans: &[Span], facts: &Facts) -> Month {
    let by_time =
        |family: &BillingFamily| !matches!(family, BillingFamily::AdvancedPrimary | BillingFamily::AdvancedBehavioral);
    let families = BillingFamily::ALL.iter().copied().filter(by_time).collect();
    ask(&Question { families, ..question(spans, facts) })
}

/// What a practice is told that bills anything.
fn asked_all(spans: &[Span], facts: &Facts) -> Month {
    ask(&question(spans, facts))
}

fn question<'a>(spans: &'a [Span], facts: &'a Facts) -> Question<'a> {
    Question {
        month: month(),
        zone: UTC,
        person_id: PERSON,
        families: BTreeSet::new(),
        elsewhere: BTreeSet::new(),
        spans,
        worked: &[],
        facts,
        claimed: &[],
        points: BTreeMap::new(),
    }
}

fn ask(question: &Question<'_>) -> Month {
    bill(question).unwrap_or_else(|rule| panic!("{}", rule.code))
}

fn codes(month: &Month) -> Vec<(&'static str, u32)> {
    month.lines.iter().map(|line| (line.code, line.units)).collect()
}

fn reason(month: &Month, code: &str) -> Option<BillingReject> {
    month.rejected.iter().find(|one| one.code == code).map(|one| one.reason)
}

fn of_seconds(seconds: i64) -> Vec<(&'static str, u32)> {
    codes(&asked(&[span(0, seconds)], &facts()))
}

#[test]
fn tv_6_chronic_care_counts_whole_units_and_two_more_at_most() {
    assert_eq!(of_seconds(19 * 60 + 59), []);
    assert_eq!(of_seconds(20 * 60), [("99490", 1)]);
    assert_eq!(of_seconds(39 * 60 + 59), [("99490", 1)]);
    assert_eq!(of_seconds(40 * 60), [("99490", 1), ("99439", 1)]);
    assert_eq!(of_seconds(60 * 60), [("99490", 1), ("99439", 2)]);
    assert_eq!(of_seconds(80 * 60), [("99490", 1), ("99439", 2)]);
}

#[test]
fn tv_6_complex_care_needs_an_hour_and_falls_back_to_chronic_care_a_second_before() {
    let complex = Facts { decision_making: Some(DecisionMaking::Moderate), ..facts() };
    let of = |seconds| codes(&asked(&[span(0, seconds)], &complex));
    assert_eq!(of(59 * 60 + 59), [("99490", 1), ("99439", 1)]);
    assert_eq!(of(60 * 60), [("99487", 1)]);
    assert_eq!(of(89 * 60 + 59), [("99487", 1)]);
    assert_eq!(of(90 * 60), [("99487", 1), ("99489", 1)]);
}

#[test]
fn tv_6_remote_monitoring_goes_by_days_and_by_minutes_with_live_contact() {
    let of = |days, minutes: i64, live| {
        let facts = Facts { device_days: days, ..facts() };
        let span = Span { live, ..of(BillingActivity::RemoteMonitoring, 0, minutes * 60) };
        codes(&asked(&[span], &facts))
    };
    assert_eq!(of(15, 10, true), [("99445", 1), ("99470", 1)]);
    assert_eq!(of(16, 20, true), [("99454", 1), ("99457", 1)]);
    assert_eq!(of(16, 40, true), [("99454", 1), ("99457", 1), ("99458", 1)]);
    assert_eq!(of(1, 9, true), []);
    assert_eq!(of(16, 20, false), [("99454", 1)]);
}

#[test]
fn tv_0_rounding_thirty_seconds_are_never_rounded_up() {
    let month = asked(&[span(0, 19 * 60 + 30)], &facts());
    assert_eq!((codes(&month), month.next), (vec![], Some(Next { code: "99490", seconds: 30 })));
    let parts = [span(0, 10 * 60 + 30), span(60, 9 * 60 + 30)];
    assert_eq!(codes(&asked(&parts, &facts())), [("99490", 1)]);
}

#[test]
fn tv_6_minutes_before_the_consent_count_for_nothing() {
    let late = Facts { consent_at: Some(at(10)), ..facts() };
    let month = asked(&[span(0, 25 * 60)], &late);
    assert_eq!((month.seconds.before_consent, month.seconds.counted), (600, 900));
    assert_eq!(month.next, Some(Next { code: "99490", seconds: 300 }));
    assert_eq!(month.findings[0].kind, BillingFindingKind::BeforeConsent);
    let never = Facts { consent_at: None, ..facts() };
    assert_eq!(reason(&asked(&[span(0, 1500)], &never), "99490"), Some(BillingReject::NoConsent));
}

#[test]
fn tv_6_two_workers_on_one_call_count_once() {
    let other = Span { staff_id: Uuid::from_u128(11), ..span(5, 15 * 60) };
    let month = asked(&[span(0, 15 * 60), other], &facts());
    assert_eq!((month.seconds.counted, month.seconds.repeated), (20 * 60, 10 * 60));
    assert_eq!(codes(&month), [("99490", 1)]);
    assert_eq!(
        month.findings.iter().map(|one| (one.kind, one.seconds)).collect::<Vec<_>>(),
        [(BillingFindingKind::Together, 600)]
    );
}

#[test]
fn tv_6_chronic_care_and_monitoring_need_time_of_their_own() {
    let both = [of(BillingActivity::RemoteMonitoring, 0, 20 * 60), span(0, 20 * 60)];
    let month = asked(&both, &facts());
    assert_eq!(month.lines.len(), 1, "20 minutes are billed once");
    assert_eq!(reason(&month, "99457"), Some(BillingReject::TimeUsed));
    let apart = [of(BillingActivity::RemoteMonitoring, 0, 20 * 60), span(20, 20 * 60)];
    assert_eq!(codes(&asked(&apart, &facts())), [("99490", 1), ("99457", 1)]);
}

#[test]
fn tv_6_collaborative_care_may_be_claimed_from_the_midpoint_and_more_only_after_the_whole() {
    let of = |month, minutes: i64| {
        let facts = Facts { behavioral_condition: true, collaborative_month: Some(month), ..facts() };
        codes(&asked(&[of(BillingActivity::BehavioralHealth, 0, minutes * 60)], &facts))
    };
    assert_eq!(of(CollaborativeMonth::First, 35), [("G2214", 1)]);
    assert_eq!(of(CollaborativeMonth::First, 36), [("99492", 1)]);
    assert_eq!(of(CollaborativeMonth::First, 85), [("99492", 1)]);
    assert_eq!(of(CollaborativeMonth::First, 86), [("99492", 1), ("99494", 1)]);
    assert_eq!(of(CollaborativeMonth::Later, 31), [("99493", 1)]);
    assert_eq!(of(CollaborativeMonth::Later, 76), [("99493", 1), ("99494", 1)]);
}

#[test]
fn advanced_primary_care_counts_no_minutes_and_excludes_what_does() {
    let poor = Facts { qualified_beneficiary: true, ..facts() };
    let month = asked_all(&[span(0, 20 * 60)], &poor);
    assert_eq!(codes(&month), [("G0558", 1)]);
    assert_eq!(reason(&month, "99490"), Some(BillingReject::Excluded));
    let single = Facts { chronic_conditions: 1, ..facts() };
    let month = asked_all(&[span(0, 20 * 60)], &single);
    assert_eq!(codes(&month), [("G0556", 1)]);
    assert_eq!(reason(&month, "99490"), Some(BillingReject::TooFewConditions));
}

#[test]
fn a_behavioral_addition_rests_on_advanced_primary_care() {
    let facts = Facts { behavioral_condition: true, ..facts() };
    assert_eq!(codes(&asked_all(&[], &facts)), [("G0557", 1), ("G0570", 1)]);
    let none = Facts { plan: false, ..facts };
    assert_eq!(reason(&asked_all(&[], &none), "G0570"), Some(BillingReject::NoBase));
}

fn followed(days: u32, reconciled: bool) -> FollowedDischarge {
    FollowedDischarge {
        contact_in_time: true,
        visit_after_days: Some(days),
        reconciled,
        discharged_on: None,
        other_claim_on: None,
    }
}

#[test]
fn tv_t_5_within_the_30_days_of_a_claimed_discharge_no_other_one_is_claimed() {
    let day = |text: &str| text.parse::<NaiveDate>().ok();
    let with = |discharged_on: &str, other_claim_on: Option<NaiveDate>, claimed: &[NaiveDate]| {
        let discharge =
            Some(FollowedDischarge { discharged_on: day(discharged_on), other_claim_on, ..followed(7, true) });
        let facts = Facts { discharge, decision_making: Some(DecisionMaking::High), ..Facts::default() };
        let month = ask(&Question { claimed, ..question(&[], &facts) });
        (codes(&month), reason(&month, "99496"))
    };
    let first: Vec<NaiveDate> = day("2026-03-06").into_iter().collect();
    let refused = (vec![], Some(BillingReject::AnotherClaim));
    assert_eq!(with("2026-04-04", None, &first), refused, "the period ends on April 4");
    assert_eq!(with("2026-04-05", None, &first), (vec![("99496", 1)], None));
    assert_eq!(with("2026-03-06", day("2026-03-06"), &[]), refused, "somebody else claims this one");
    assert_eq!(with("2026-03-05", None, &first), (vec![("99496", 1)], None), "what came before is claimed first");
}

#[test]
fn transitional_care_needs_contact_visit_and_medicines_in_time() {
    let with = |days, level, reconciled| {
        let discharge = Some(followed(days, reconciled));
        asked(&[], &Facts { discharge, decision_making: Some(level), ..Facts::default() })
    };
    assert_eq!(codes(&with(7, DecisionMaking::High, true)), [("99496", 1)]);
    assert_eq!(codes(&with(8, DecisionMaking::High, true)), [("99495", 1)]);
    assert_eq!(codes(&with(7, DecisionMaking::Moderate, true)), [("99495", 1)]);
    assert_eq!(reason(&with(15, DecisionMaking::High, true), "99495"), Some(BillingReject::NoTimelyVisit));
    assert_eq!(reason(&with(7, DecisionMaking::High, false), "99495"), Some(BillingReject::NotReconciled));
}

#[test]
fn a_professional_is_needed_for_what_a_professional_does_in_person() {
    let own = Span { role: BillingRole::Professional, ..span(0, 30 * 60) };
    assert_eq!(codes(&asked(&[own], &facts())), [("99491", 1)]);
    assert_eq!(reason(&asked(&[span(0, 30 * 60)], &facts()), "99491"), Some(BillingReject::TimeShort));
    let helper = Span { role: BillingRole::Auxiliary, ..span(0, 30 * 60) };
    assert_eq!(codes(&asked(&[helper], &facts())), []);
}

#[test]
fn a_code_holds_from_its_first_month_on() {
    let facts = Facts { device_days: 10, ..facts() };
    let before = Question { month: NaiveDate::from_ymd_opt(2025, 12, 1).unwrap_or_default(), ..question(&[], &facts) };
    assert_eq!(reason(&ask(&before), "99445"), Some(BillingReject::NotInForce));
    assert!(codes(&asked(&[], &facts)).contains(&("99445", 1)));
}

/// A day of the month before G0136 ended as an assessment of social risks.
fn assessed(on: &str, before: Option<&str>) -> Facts {
    let day = |text: &str| text.parse::<NaiveDate>().ok();
    Facts {
        consent_at: Some(start_of_day(day("2025-01-01").unwrap_or_default(), UTC)),
        risk_assessed_on: day(on),
        risk_assessed_before_on: before.and_then(day),
        social_need: true,
        ..Facts::default()
    }
}

/// Community health work of so many minutes in a month.
fn community(first: &str, minutes: i64, facts: &Facts) -> Month {
    let month = first.parse::<NaiveDate>().unwrap_or_default();
    let starts_at = start_of_day(month, UTC);
    let spans = [Span {
        starts_at,
        ends_at: starts_at + TimeDelta::minutes(minutes),
        ..of(BillingActivity::CommunityHealth, 0, 0)
    }];
    let families = [BillingFamily::CommunityHealth, BillingFamily::RiskAssessment].into();
    ask(&Question { month, families, ..question(&spans, facts) })
}

#[test]
fn an_assessment_of_social_risks_is_billed_every_six_months_until_the_end_of_2025() {
    let december = |facts: &Facts| {
        let found = community("2025-12-01", 5, facts);
        (codes(&found), reason(&found, "G0136"))
    };
    let billed = (vec![("G0136", 1)], None);
    assert_eq!(december(&assessed("2025-12-05", None)), billed);
    assert_eq!(december(&assessed("2025-12-05", Some("2025-06-05"))), billed);
    let early = december(&assessed("2025-12-05", Some("2025-06-06")));
    assert_eq!(early, (vec![], Some(BillingReject::AssessedTooSoon)));
    assert_eq!(december(&assessed("2025-11-30", None)).1, Some(BillingReject::NoRiskAssessment), "another month");
    assert_eq!(
        december(&Facts { risk_assessed_on: None, ..assessed("2025-12-05", None) }).1,
        Some(BillingReject::NoRiskAssessment)
    );
    let short = community("2025-12-01", 4, &assessed("2025-12-05", None));
    assert_eq!((codes(&short), short.next), (vec![], Some(Next { code: "G0136", seconds: 60 })));
    for month in ["2023-12", "2026-01"] {
        let found = community(&format!("{month}-01"), 5, &assessed(&format!("{month}-05"), None));
        assert_eq!(reason(&found, "G0136"), Some(BillingReject::NotInForce), "{month}");
    }
}

#[test]
fn the_minutes_of_an_assessment_serve_no_other_code() {
    let of = |minutes| codes(&community("2025-12-01", minutes, &assessed("2025-12-05", None)));
    assert_eq!([of(59), of(64), of(65)], [vec![("G0136", 1)], vec![("G0019", 1)], vec![("G0019", 1), ("G0136", 1)]]);
}

#[test]
fn tv_6_targeted_case_management_has_quarters_of_an_hour_that_the_state_rounds() {
    let of = |unit_rounding, seconds| {
        let facts = Facts { targeted_group: true, unit_rounding, ..facts() };
        let spans = [span(0, seconds)];
        let month = ask(&Question { families: [BillingFamily::Targeted].into(), ..question(&spans, &facts) });
        month.lines.iter().map(|line| line.units).sum::<u32>()
    };
    let minute = 60;
    let whole = [15 * minute - 1, 15 * minute, 30 * minute - 1, 30 * minute].map(|seconds| of(None, seconds));
    assert_eq!(whole, [0, 1, 1, 2], "only whole units while nobody says how the state rounds");
    let midpoint = [8 * minute - 1, 8 * minute, 23 * minute - 1, 23 * minute];
    assert_eq!(midpoint.map(|seconds| of(Some(BillingRounding::Midpoint), seconds)), [0, 1, 1, 2]);
    let started = [59, 60, 16 * minute - 1, 16 * minute];
    assert_eq!(started.map(|seconds| of(Some(BillingRounding::Started), seconds)), [0, 1, 1, 2]);
    assert_eq!(reason(&asked(&[span(0, 900)], &facts()), "T1017"), Some(BillingReject::NotTargeted));
    let planless = Facts { targeted_group: true, plan: false, ..facts() };
    assert_eq!(reason(&asked(&[span(0, 900)], &planless), "T1017"), Some(BillingReject::NoPlan));
    let known = Facts { targeted_group: true, ..facts() };
    let spans = [span(0, 20 * minute)];
    let found = ask(&Question { families: [BillingFamily::Targeted].into(), ..question(&spans, &known) });
    assert_eq!(found.next, Some(Next { code: "T1017", seconds: 10 * minute }), "another unit is next");
}

#[test]
fn only_families_that_the_practice_bills_are_looked_at_and_its_points_decide() {
    let facts = facts();
    let spans = [span(0, 20 * 60)];
    let families = [BillingFamily::ChronicStaff, BillingFamily::AdvancedPrimary].into();
    let mut question = Question { families, ..question(&spans, &facts) };
    assert_eq!(codes(&ask(&question)), [("G0557", 1)]);
    question.points = [("99490".to_owned(), 26)].into();
    assert_eq!(codes(&ask(&question)), [("99490", 1)]);
    question.families = [BillingFamily::Collaborative].into();
    assert!(ask(&question).rejected.iter().all(|one| ["99492", "99493", "G2214", "99494"].contains(&one.code)));
}

#[test]
fn a_worker_in_two_places_a_second_entry_and_a_day_of_25_hours_are_found() {
    let elsewhere = Span { person_id: Uuid::from_u128(2), ..span(10, 20 * 60) };
    let twice = span(5, 10 * 60);
    let month = asked(&[span(0, 20 * 60), twice, elsewhere], &facts());
    let kinds: Vec<_> = month.findings.iter().map(|one| (one.kind, one.seconds)).collect();
    assert_eq!(kinds, [(BillingFindingKind::Overlap, 900), (BillingFindingKind::DoubleEntry, 600)]);
    let long = [span(0, 13 * 3600), Span { person_id: Uuid::from_u128(2), ..span(0, 12 * 3600) }];
    let day = asked(&long, &facts()).findings.into_iter().find(|one| one.kind == BillingFindingKind::ImpossibleDay);
    assert_eq!(day.map(|one| one.seconds), Some(25 * 3600));
}

#[test]
fn more_than_was_worked_is_found() {
    let facts = facts();
    let spans = [span(0, 3 * 3600)];
    let worked = [Worked { staff_id: Uuid::from_u128(10), on: month(), seconds: 2 * 3600 }];
    let found = ask(&Question { worked: &worked, ..question(&spans, &facts) });
    assert_eq!(
        found.findings.iter().map(|one| (one.kind, one.seconds)).collect::<Vec<_>>(),
        [(BillingFindingKind::MoreThanWorked, 3600)]
    );
}

#[test]
fn a_month_begins_and_ends_in_the_zone_of_the_program() {
    let (from, until) = bounds(month(), New_York);
    assert_eq!((until - from).num_hours(), 31 * 24 - 1, "the clocks go forward in March");
    let facts = facts();
    let spans =
        [Span { starts_at: from - TimeDelta::minutes(10), ends_at: from + TimeDelta::minutes(20), ..span(0, 0) }];
    let month = ask(&Question { zone: New_York, ..question(&spans, &facts) });
    assert_eq!((month.seconds.outside, month.seconds.counted), (600, 1200));
}

#[test]
fn a_span_that_ends_before_it_starts_is_refused() {
    let refusal = |spans: &[Span]| bill(&question(spans, &facts())).err().map(|rule| (rule.code, rule.pointer));
    let expected = Some(("billing_span_backwards", Some("/spans/1/ends_at".into())));
    assert_eq!(refusal(&[span(0, 60), span(0, -60)]), expected);
    assert_eq!(refusal(&[span(0, LONGEST)]), None);
}

#[test]
fn the_facts_of_a_month_are_written_once_and_changed_afterwards() {
    let nobody = Uuid::nil();
    let unwritten = BillingMonth {
        id: nobody,
        version: 0,
        case_id: nobody,
        person_id: PERSON,
        month: month(),
        families: BTreeSet::new(),
        facts: Facts::default(),
        author_id: nobody,
        updated_at: at(0),
    };
    let refused = unwritten.clone().write(BTreeSet::new(), Facts { consent_at: Some(at(2)), ..facts() }, PERSON, at(1));
    assert_eq!(refused.err().map(|rule| rule.code), Some("billing_consent_in_future"));
    let written = unwritten.write(BTreeSet::new(), facts(), PERSON, at(1)).map(|change| change.record);
    assert_eq!(written.map(|month| (month.version, month.author_id)), Ok((1, PERSON)));
}

/// Blocks of ten minutes, each claimed by some of these activities at once.
const BLOCK: i64 = 600;
const SHARED: [(BillingActivity, BillingFamily); 3] = [
    (BillingActivity::CareManagement, BillingFamily::ChronicStaff),
    (BillingActivity::BehavioralHealth, BillingFamily::BehavioralIntegration),
    (BillingActivity::RemoteMonitoring, BillingFamily::MonitoringTime),
];

/// The best value when every block is given to each of its activities in turn.
fn brute(blocks: &[[bool; 3]], given: &mut [i64; 3]) -> u32 {
    let Some((block, rest)) = blocks.split_first() else {
        let [care, behavior, monitoring] = given.map(|blocks| blocks * BLOCK / 60);
        let chronic = if care >= 20 { 20 + 15 * ((care - 20) / 20).min(2) } else { 0 };
        let integration = if behavior >= 20 { 20 } else { 0 };
        let time = match monitoring {
            20.. => 20 + 20 * ((monitoring - 20) / 20).min(16),
            10.. => 10,
            _ => 0,
        };
        return u32::try_from(chronic + integration + time).unwrap_or_default();
    };
    let mut best = brute(rest, given);
    for activity in (0..3).filter(|activity| block[*activity]) {
        given[activity] += 1;
        best = best.max(brute(rest, given));
        given[activity] -= 1;
    }
    best
}

/// The best value of December 2025 when every block of five minutes is given to chronic care, integration, monitoring, an assessment or
/// quarters of an hour: every way in which the blocks can end up is followed once.
fn brute_2025(blocks: &[[bool; 3]]) -> u32 {
    let mut ways = BTreeSet::from([[0_i64; 5]]);
    for [care, behavior, monitoring] in blocks {
        let takes = [*care, *behavior, *monitoring, *care || *behavior || *monitoring, *care || *behavior];
        let given = |way: &[i64; 5]| {
            let mut next = vec![*way];
            for place in (0..5).filter(|place| takes[*place]) {
                let mut more = *way;
                more[place] += 5;
                next.push(more);
            }
            next
        };
        ways = ways.iter().flat_map(given).collect();
    }
    let worth = |[care, behavior, monitoring, assessment, quarters]: &[i64; 5]| {
        let chronic = if *care >= 20 { 20 + 15 * ((care - 20) / 20).min(2) } else { 0 };
        let integration = if *behavior >= 20 { 20 } else { 0 };
        let time = if *monitoring >= 20 { 20 + 20 * ((monitoring - 20) / 20).min(16) } else { 0 };
        let assessed = if *assessment >= 5 { 10 } else { 0 };
        u32::try_from(chronic + integration + time + assessed + 15 * (quarters / 15).min(32)).unwrap_or_default()
    };
    ways.iter().map(worth).max().unwrap_or_default()
}

#[test]
fn a_second_unit_is_the_next_code_and_a_third_is_not_when_two_are_all() {
    let next = |minutes: i64| asked(&[span(0, minutes * 60)], &facts()).next.map(|next| (next.code, next.seconds));
    assert_eq!([20, 40, 50].map(next), [Some(("99439", 1200)), Some(("99439", 1200)), Some(("99439", 600))]);
    assert_ne!(next(60).map(|(code, _)| code), Some("99439"), "two units are all that a month has");
}

#[test]
fn what_another_case_bills_is_not_billed_here_and_says_so() {
    let spans = [span(0, 1800)];
    let elsewhere = BTreeSet::from([BillingFamily::ChronicStaff]);
    let month = ask(&Question { elsewhere, ..question(&spans, &facts()) });
    assert!(month.lines.iter().all(|line| line.code != "99490"), "{:?}", month.lines);
    let reason = month.rejected.iter().find(|one| one.code == "99490").map(|one| one.reason);
    assert_eq!(reason, Some(BillingReject::BilledElsewhere));
}

proptest! {
    #[test]
    fn the_set_has_the_value_that_brute_force_finds(blocks in prop::collection::vec(any::<[bool; 3]>(), 0..9)) {
        let claimed = blocks.iter().enumerate().flat_map(|(place, block)| {
            let activities = SHARED.iter().zip(block).filter(|(_, claimed)| **claimed);
            activities.map(move |((activity, _), _)| of(*activity, place as i64 * 10, BLOCK))
        });
        let spans: Vec<Span> = claimed.collect();
        let facts = Facts { behavioral_condition: true, ..facts() };
        let families = SHARED.iter().map(|(_, family)| *family).collect();
        let month = ask(&Question { families, ..question(&spans, &facts) });
        prop_assert_eq!(month.points, brute(&blocks, &mut [0; 3]));
        prop_assert!(month.lines.iter().map(|line| line.seconds).sum::<i64>() <= month.seconds.counted);
        for code in CODES.iter().filter(|code| SHARED.iter().any(|(_, family)| *family == code.family)) {
            let in_set = month.lines.iter().any(|line| line.code == code.code);
            let rejected = month.rejected.iter().filter(|one| one.code == code.code).count();
            prop_assert_eq!(rejected, usize::from(!in_set), "each other code has one reason");
        }
    }

    #[test]
    fn an_assessment_and_quarters_have_the_value_that_brute_force_finds(
        blocks in prop::collection::vec(any::<[bool; 3]>(), 0..6),
    ) {
        let month = NaiveDate::from_ymd_opt(2025, 12, 1).unwrap_or_default();
        let first = start_of_day(month, UTC);
        let claimed = blocks.iter().enumerate().flat_map(|(place, block)| {
            let activities = SHARED.iter().zip(block).filter(|(_, claimed)| **claimed);
            activities.map(move |((activity, _), _)| {
                let starts_at = first + TimeDelta::seconds(place as i64 * BLOCK);
                Span { starts_at, ends_at: starts_at + TimeDelta::seconds(BLOCK), ..of(*activity, 0, 0) }
            })
        });
        let spans: Vec<Span> = claimed.collect();
        let known = Facts {
            behavioral_condition: true,
            risk_assessed_on: Some(month),
            targeted_group: true,
            consent_at: Some(first),
            ..facts()
        };
        let added = [BillingFamily::RiskAssessment, BillingFamily::Targeted];
        let families = SHARED.iter().map(|(_, family)| *family).chain(added).collect();
        let found = ask(&Question { month, families, ..question(&spans, &known) });
        // Monitoring of ten minutes is a code of 2026 only; the blocks are cut in two, as an assessment takes one half.
        let halves: Vec<[bool; 3]> = blocks.iter().flat_map(|block| [*block, *block]).collect();
        prop_assert_eq!(found.points, brute_2025(&halves));
        prop_assert!(found.lines.iter().map(|line| line.seconds).sum::<i64>() <= found.seconds.counted);
    }

    #[test]
    fn where_the_time_went_sums_to_what_was_recorded(
        spans in prop::collection::vec((-600..46_000i64, 0..7_200i64, 10..13u128), 0..20),
        consent in prop::option::of(-100..46_000i64),
    ) {
        let spans: Vec<Span> = spans
            .into_iter()
            .map(|(from, seconds, staff)| Span { staff_id: Uuid::from_u128(staff), ..span(from, seconds) })
            .collect();
        let seconds = asked(&spans, &Facts { consent_at: consent.map(at), ..facts() }).seconds;
        let parts = [seconds.counted, seconds.outside, seconds.before_consent, seconds.repeated];
        prop_assert!(parts.iter().all(|part| *part >= 0));
        prop_assert_eq!(parts.iter().sum::<i64>(), seconds.recorded);
    }

    #[test]
    fn more_time_never_makes_a_month_worth_less(seconds in 0..20_000i64, more in 0..5_000i64) {
        let facts = Facts { decision_making: Some(DecisionMaking::High), ..facts() };
        let worth = |seconds| asked(&[span(0, seconds)], &facts).points;
        prop_assert!(worth(seconds) <= worth(seconds + more));
    }
}
