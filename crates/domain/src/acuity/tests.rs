use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::America::New_York;
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

use super::judge::{Part, judge_by, outlook};
use super::model::{MODEL, Model, Scale};
use super::*;
use crate::assessment::{Assessment, AssessmentMode, AssessmentStatus};
use crate::case::{Case, CaseStatus, Stage, Tier};
use crate::code::Code;
use crate::contact::{Contact, ContactMode, ContactOutcome, ContactPurpose, ContactStatus, ContactWith, Direction};
use crate::instrument::{self, Bounds};
use crate::stay::{Stay, StayClass, StayStatus};
use crate::task::{Task, TaskKind, TaskStatus};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

const NOW: &str = "2026-03-16T15:00:00Z";

fn now() -> DateTime<Utc> {
    at(NOW)
}

fn facts(values: &[(Fact, i64)]) -> Facts {
    let mut facts = Facts::default();
    for (fact, value) in values {
        facts.set(*fact, Some(Reading::known(*value, "record")));
    }
    facts
}

/// Every fact known, and none of them bad.
fn calm() -> Facts {
    facts(&Fact::ALL.iter().map(|fact| (*fact, 0)).collect::<Vec<_>>())
}

fn with(mut facts: Facts, fact: Fact, value: i64) -> Facts {
    facts.set(fact, Some(Reading::known(value, "record")));
    facts
}

/// Each fact missing, known, or known in part.
fn some_facts() -> impl Strategy<Value = Facts> {
    let reading = prop_oneof![
        Just(None),
        (0i64..30).prop_map(|value| Some((value, value))),
        (0i64..30, 0i64..30).prop_map(|(a, b)| Some((a.min(b), a.max(b)))),
    ];
    prop::collection::vec(reading, Fact::ALL.len()).prop_map(|readings| {
        let mut facts = Facts::default();
        for (fact, reading) in Fact::ALL.iter().zip(readings) {
            facts.set(*fact, reading.map(|(low, high)| Reading::between(low, high, "record")));
        }
        facts
    })
}

#[test]
fn the_weights_are_published_and_sum_to_a_hundred() {
    let weights: Vec<i64> = Factor::ALL.iter().map(|factor| MODEL.weight(*factor)).collect();
    assert_eq!(weights, [25, 12, 12, 13, 8, 25, 5]);
    assert_eq!(weights.iter().sum::<i64>(), 100);
    let facts: Vec<Fact> = MODEL.facts.iter().map(|scale| scale.fact).collect();
    assert_eq!(facts, Fact::ALL, "each fact is looked at once, in the order shown");
}

#[test]
fn every_table_begins_at_zero_and_only_rises() {
    for Scale { fact, steps, why, .. } in MODEL.facts {
        assert_eq!((steps[0].from, steps[0].points), (0, 0), "{fact}");
        assert!(steps.windows(2).all(|pair| pair[0].from < pair[1].from && pair[0].points < pair[1].points), "{fact}");
        assert!(!why.is_empty(), "{fact}");
    }
    let froms: Vec<i64> = MODEL.tiers.iter().map(|threshold| threshold.from).collect();
    assert_eq!(froms, [0, 15, 25, 45]);
    assert!(MODEL.tiers.iter().map(|threshold| threshold.tier).eq(Tier::ALL.iter().copied()));
}

#[test]
fn what_the_model_promises_of_its_factors_holds() {
    for factor in Factor::ALL {
        let full = MODEL
            .facts
            .iter()
            .filter(|scale| scale.factor == *factor)
            .fold(calm(), |facts, scale| with(facts, scale.fact, scale.steps.last().unwrap().from));
        let tier = judge(&full).tier().unwrap();
        match factor {
            Factor::Clinical | Factor::Safety => assert_eq!(tier, Tier::High, "{factor}"),
            _ => assert_eq!(tier, Tier::Low, "{factor}"),
        }
    }
}

#[test]
fn a_high_risk_of_suicide_is_never_low() {
    let alone = judge(&with(calm(), Fact::SuicideRisk, 3));
    assert_eq!((alone.score(), alone.tier()), (Some(17), Some(Tier::Rising)));
    let with_alert = judge(&with(with(calm(), Fact::SuicideRisk, 3), Fact::SafetyAlert, 2));
    assert_eq!((with_alert.score(), with_alert.tier()), (Some(25), Some(Tier::High)));
}

#[test]
fn nothing_known_is_not_low_but_anything() {
    let acuity = judge(&Facts::default());
    assert_eq!((acuity.score(), acuity.tier()), (None, None));
    assert_eq!(acuity.bounds, Bounds { min: 0, max: 100 });
    assert_eq!(acuity.possible, Tier::ALL);
    assert!(acuity.is_provisional());
}

#[test]
fn a_missing_fact_that_cannot_change_the_tier_does_not_make_it_provisional() {
    let mut known = with(with(calm(), Fact::SuicideRisk, 3), Fact::SafetyAlert, 2);
    known.set(Fact::Anxiety, None);
    let acuity = judge(&known);
    assert_eq!((acuity.score(), acuity.tier()), (None, Some(Tier::High)));
    assert_eq!(acuity.bounds, Bounds { min: 25, max: 28 });
    assert_eq!(acuity.ask_next, Some("gad-7"));
}

#[test]
fn the_question_about_suicide_decides_most_when_everything_is_missing() {
    let mut facts = calm();
    for fact in [Fact::Depression, Fact::Anxiety, Fact::SuicideRisk, Fact::Falls] {
        facts.set(fact, None);
    }
    assert_eq!(judge(&facts).ask_next, Some("c-ssrs"));
    assert_eq!(judge(&calm()).ask_next, None);
}

/// Scales with few values, so that every completion can be counted out.
fn small() -> Model {
    let wanted = [Fact::Readmission, Fact::DailyLiving, Fact::SuicideRisk, Fact::Silence, Fact::Unanswered];
    let facts: Vec<Scale> = MODEL.facts.iter().filter(|scale| wanted.contains(&scale.fact)).copied().collect();
    Model { facts: Vec::leak(facts), ..MODEL }
}

fn completions(model: &Model, parts: &[Part]) -> Vec<Vec<i64>> {
    parts.iter().fold(vec![Vec::new()], |known, part| {
        let scale = model.facts.iter().find(|scale| scale.fact == part.fact).unwrap();
        let range = part.points.min..=part.points.max;
        let points: Vec<i64> = scale.steps.iter().map(|step| step.points).filter(|one| range.contains(one)).collect();
        known.iter().flat_map(|one| points.iter().map(move |more| [one.as_slice(), &[*more]].concat())).collect()
    })
}

proptest! {
    #[test]
    fn the_parts_sum_to_the_bounds_and_stay_within_their_weight(facts in some_facts()) {
        let acuity = judge(&facts);
        prop_assert_eq!(acuity.bounds.min, acuity.parts.iter().map(|part| part.points.min).sum::<i64>());
        prop_assert_eq!(acuity.bounds.max, acuity.parts.iter().map(|part| part.points.max).sum::<i64>());
        for part in &acuity.parts {
            prop_assert!(0 <= part.points.min && part.points.min <= part.points.max && part.points.max <= part.of);
            prop_assert_eq!(part.because.is_some(), facts.get(part.fact).is_some());
        }
    }

    #[test]
    fn a_worse_fact_never_lowers_the_score_or_the_tier(
        facts in some_facts(),
        fact in prop::sample::select(Fact::ALL),
        value in 0i64..100,
        more in 0i64..100,
    ) {
        let better = judge(&with(facts.clone(), fact, value));
        let worse = judge(&with(facts, fact, value + more));
        prop_assert!(worse.bounds.min >= better.bounds.min && worse.bounds.max >= better.bounds.max);
        prop_assert!(worse.possible.first() >= better.possible.first());
        prop_assert!(worse.possible.last() >= better.possible.last());
    }

    #[test]
    fn learning_a_fact_only_narrows_the_bounds(facts in some_facts(), fact in prop::sample::select(Fact::ALL), value in 0i64..100) {
        let mut missing = facts;
        missing.set(fact, None);
        let before = judge(&missing);
        let after = judge(&with(missing, fact, value));
        prop_assert!(before.bounds.min <= after.bounds.min && after.bounds.max <= before.bounds.max);
        prop_assert!(after.possible.iter().all(|tier| before.possible.contains(tier)));
    }

    #[test]
    fn bounds_and_tiers_are_those_of_every_possible_completion(facts in some_facts()) {
        let model = small();
        let acuity = judge_by(&model, &facts);
        let totals: Vec<i64> = completions(&model, &acuity.parts).iter().map(|points| points.iter().sum()).collect();
        prop_assert_eq!(Some(&acuity.bounds.min), totals.iter().min());
        prop_assert_eq!(Some(&acuity.bounds.max), totals.iter().max());
        for total in &totals {
            prop_assert!(acuity.possible.contains(&model.tier(*total)));
        }
        prop_assert_eq!(acuity.is_provisional(), totals.iter().any(|total| model.tier(*total) != model.tier(totals[0])));
    }

    #[test]
    fn no_other_question_leaves_fewer_tiers_in_the_worst_case(facts in some_facts()) {
        let acuity = judge(&facts);
        let Some(next) = acuity.ask_next else {
            prop_assert!(acuity.parts.iter().all(|part| part.ask.is_none()));
            return Ok(());
        };
        let best = outlook(&MODEL, &acuity.parts, acuity.bounds, next);
        for other in acuity.parts.iter().filter_map(|part| part.ask) {
            let other = outlook(&MODEL, &acuity.parts, acuity.bounds, other);
            prop_assert!(best.worst <= other.worst);
            if best.worst == other.worst {
                prop_assert!(best.sum * other.of <= other.sum * best.of);
            }
        }
    }

    #[test]
    fn the_same_facts_give_the_same_judgement(facts in some_facts()) {
        prop_assert_eq!(judge(&facts), judge(&facts.clone()));
    }
}

fn assessment(code: &str, days_ago: i64, answers: &[(&str, i64)]) -> Assessment {
    let instrument = instrument::find(code).unwrap();
    let performed_at = now() - TimeDelta::days(days_ago);
    Assessment {
        id: Uuid::from_u128(u128::from(days_ago.unsigned_abs()) + 1),
        version: 2,
        case_id: Uuid::nil(),
        person_id: Uuid::nil(),
        instrument: code.into(),
        instrument_version: instrument.version.into(),
        version_reason: None,
        mode: AssessmentMode::Phone,
        initial: false,
        status: AssessmentStatus::Completed,
        answers: answers.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect(),
        prefilled: BTreeMap::new(),
        context: instrument::Context::default(),
        total: None,
        band: None,
        author_id: Uuid::nil(),
        reviewer_id: None,
        performed_at,
        completed_at: Some(performed_at),
        created_at: performed_at,
        error_reason: None,
    }
}

fn phq(days_ago: i64, item_9: i64) -> Assessment {
    let keys = ["1", "2", "3", "4", "5", "6", "7", "8"];
    let mut answers: Vec<(&str, i64)> = keys.iter().map(|key| (*key, 1)).collect();
    answers.push(("9", item_9));
    assessment("phq-9", days_ago, &answers)
}

fn value(record: &Record, fact: Fact) -> Option<(i64, i64)> {
    read(record, New_York, now()).get(fact).map(|reading| (reading.low, reading.high))
}

#[test]
fn item_nine_answered_with_not_at_all_settles_the_risk_of_suicide_and_a_positive_one_asks_for_the_screener() {
    let mut record = Record { assessments: vec![phq(3, 0)], ..Record::default() };
    assert_eq!(value(&record, Fact::SuicideRisk), Some((0, 0)));
    assert_eq!(value(&record, Fact::Depression), Some((8, 8)));
    record.assessments = vec![phq(3, 1)];
    assert_eq!(value(&record, Fact::SuicideRisk), Some((1, 3)));
    record.assessments.push(assessment("c-ssrs", 2, &[("1", 1), ("2", 0), ("6", 0)]));
    assert_eq!(value(&record, Fact::SuicideRisk), Some((1, 1)));
    record.assessments.push(phq(1, 2));
    assert_eq!(
        value(&record, Fact::SuicideRisk),
        Some((1, 3)),
        "thoughts of death after the screener ask for a new one"
    );
}

#[test]
fn an_answer_that_is_too_old_or_not_completed_is_missing_and_not_zero() {
    let mut record = Record { assessments: vec![phq(180, 0)], ..Record::default() };
    assert_eq!(value(&record, Fact::Depression), Some((8, 8)));
    record.assessments = vec![phq(181, 0)];
    assert_eq!(value(&record, Fact::Depression), None);
    record.assessments = vec![Assessment { status: AssessmentStatus::AwaitingReview, ..phq(3, 0) }];
    assert_eq!(value(&record, Fact::Depression), None);
}

#[test]
fn an_assessment_completed_with_gaps_gives_its_bounds() {
    let record =
        Record { assessments: vec![assessment("katz", 5, &[("1", 0), ("2", 1), ("3", 1)])], ..Record::default() };
    assert_eq!(value(&record, Fact::DailyLiving), Some((1, 4)));
}

#[test]
fn the_domains_of_social_needs_are_counted() {
    let answers = [("1", 1), ("3", 1), ("4", 0), ("5", 0), ("6", 0), ("7", 1), ("8", 1), ("9", 1), ("10", 1)];
    let instrument = instrument::find("ahc-hrsn").unwrap();
    let given: BTreeMap<String, i64> = answers.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect();
    let score = instrument::score(instrument, &given).unwrap();
    let positive = score.parts.iter().filter(|part| part.positive == Some(true)).count() as i64;
    let open = score.parts.iter().filter(|part| part.positive.is_none()).count() as i64;
    let record = Record { assessments: vec![assessment("ahc-hrsn", 5, &answers)], ..Record::default() };
    assert_eq!(value(&record, Fact::SocialDomains), Some((positive, positive + open)));
    assert!(positive >= 1, "{score:?}");
}

fn contact(days_ago: i64, outcome: ContactOutcome) -> Contact {
    let occurred_at = now() - TimeDelta::days(days_ago);
    Contact {
        id: Uuid::from_u128(u128::from(days_ago.unsigned_abs())),
        version: 1,
        case_id: Some(Uuid::nil()),
        person_id: Uuid::nil(),
        mode: ContactMode::Phone,
        direction: Direction::Outbound,
        outcome,
        with: ContactWith::Person,
        minutes: 3,
        purpose: ContactPurpose::Outreach,
        occurred_at,
        summary: None,
        author_id: None,
        created_at: occurred_at,
        source: None,
        status: ContactStatus::Finished,
        error_reason: None,
    }
}

#[test]
fn tries_count_since_the_last_answer_and_silence_says_nothing_while_nobody_tried() {
    use ContactOutcome::{LeftMessage, NoAnswer, Reached};
    let mut record = Record::default();
    assert_eq!((value(&record, Fact::Unanswered), value(&record, Fact::Silence)), (None, None));
    record.contacts = vec![contact(2, NoAnswer), contact(9, LeftMessage), contact(40, Reached), contact(50, NoAnswer)];
    assert_eq!((value(&record, Fact::Unanswered), value(&record, Fact::Silence)), (Some((2, 2)), Some((40, 40))));
    record.contacts = vec![contact(2, NoAnswer), contact(90, Reached)];
    assert_eq!(value(&record, Fact::Silence), Some((61, 61)));
    record.contacts = vec![Contact { case_id: None, ..contact(1, Reached) }];
    assert_eq!(value(&record, Fact::Silence), None, "an imported visit to a clinic is no contact of ours");
}

fn stay(class: StayClass, from: i64, to: Option<i64>) -> Stay {
    Stay {
        id: Uuid::from_u128(u128::from(from.unsigned_abs())),
        version: 1,
        person_id: Uuid::nil(),
        class,
        status: if to.is_some() { StayStatus::Finished } else { StayStatus::InProgress },
        facility: "General".into(),
        reason: None,
        admitted_at: now() - TimeDelta::days(from),
        discharged_at: to.map(|days| now() - TimeDelta::days(days)),
        destination: None,
        cancel_reason: None,
        source: None,
        cause: None,
    }
}

#[test]
fn readmission_is_a_risk_for_thirty_days_and_the_record_narrows_it_until_lace_is_asked() {
    let mut record = Record { stays: vec![stay(StayClass::Inpatient, 45, Some(31))], ..Record::default() };
    assert_eq!(value(&record, Fact::Readmission), Some((0, 0)));
    record.stays = vec![stay(StayClass::Inpatient, 25, Some(20))];
    // Five days give 4 points, the record knows of no emergency visit, 3 + 5 are open: 4 to 12.
    assert_eq!(value(&record, Fact::Readmission), Some((0, 2)));
    assert_eq!(value(&record, Fact::AcuteStays), Some((1, 1)));
    let zeros: Vec<String> = (3..=16).map(|number: u8| number.to_string()).collect();
    let mut answers: Vec<(&str, i64)> = zeros.iter().map(|key| (key.as_str(), 0)).collect();
    answers.extend([("1", 5), ("2", 1), ("17", 1)]);
    record.assessments = vec![assessment("lace", 19, &answers)];
    assert_eq!(value(&record, Fact::Readmission), Some((1, 1)), "4 + 3 + 0 + 1 = 8 is moderate");
}

/// A record of assessments, contacts and stays, one of each on each of these days before now.
fn on_days(days: &[i64]) -> Record {
    let outcome = |day: i64| if day % 3 == 0 { ContactOutcome::Reached } else { ContactOutcome::NoAnswer };
    let class = |day: i64| if day % 2 == 0 { StayClass::Inpatient } else { StayClass::Emergency };
    Record {
        assessments: days.iter().map(|day| phq(*day, day % 4)).collect(),
        contacts: days.iter().map(|day| contact(*day, outcome(*day))).collect(),
        stays: days.iter().map(|day| stay(class(*day), *day, Some(day - 1))).collect(),
        ..Record::default()
    }
}

proptest! {
    #[test]
    fn the_order_in_which_the_record_is_listed_does_not_change_the_judgement(
        (days, shuffled) in prop::collection::vec(1i64..200, 1..8)
            .prop_flat_map(|days| (Just(days.clone()), Just(days).prop_shuffle())),
    ) {
        let judged = |days: &[i64]| judge(&read(&on_days(days), New_York, now()));
        prop_assert_eq!(judged(&days), judged(&shuffled));
    }
}

#[test]
fn every_known_fact_says_where_it_was_read() {
    let record = Record {
        assessments: vec![phq(3, 0)],
        contacts: vec![contact(1, ContactOutcome::Reached)],
        ..Record::default()
    };
    let acuity = judge(&read(&record, New_York, now()));
    let depression = acuity.parts.iter().find(|part| part.fact == Fact::Depression).unwrap();
    assert_eq!(depression.because.as_deref(), Some("Patient Health Questionnaire (PHQ-9) of 2026-03-13: 8, mild."));
    for part in acuity.parts {
        assert!(part.because.is_none_or(|text| text.ends_with('.')));
    }
}

fn case(tier: Tier) -> Case {
    Case {
        id: Uuid::from_u128(7),
        version: 3,
        person_id: Uuid::from_u128(8),
        program_id: Uuid::from_u128(9),
        status: CaseStatus::Active,
        stage: Stage::Assess,
        tier,
        owner_id: Uuid::from_u128(10),
        team_id: Uuid::from_u128(11),
        enrolled_at: now() - TimeDelta::days(60),
        closed_at: None,
        outcome: None,
        close_reason: None,
    }
}

fn ask(kind: DecisionKind, tier: Tier, reason: Option<&str>, ends_on: Option<&str>) -> Asked {
    let ends_on = ends_on.map(|day| day.parse::<NaiveDate>().unwrap());
    Asked { kind, tier, reason: reason.map(Into::into), ends_on }
}

fn decided(asked: Asked) -> Result<Decided, crate::Rule> {
    let acuity = judge(&calm());
    decide(case(Tier::High), asked, &acuity, Uuid::from_u128(12), New_York, &mut || Uuid::from_u128(13), now())
}

#[test]
fn what_the_model_allows_is_adopted_and_what_it_excludes_is_overridden_with_a_reason_and_an_end() {
    use DecisionKind::{Adopted, Overridden};
    let refused = |asked| decided(asked).unwrap_err().code;
    assert_eq!(refused(ask(Adopted, Tier::Rising, None, None)), "tier_not_possible");
    assert_eq!(refused(ask(Adopted, Tier::Low, None, Some("2026-04-01"))), "tier_end_not_needed");
    assert_eq!(refused(ask(Overridden, Tier::Low, Some("why"), Some("2026-04-01"))), "tier_possible");
    assert_eq!(refused(ask(Overridden, Tier::High, Some("  "), Some("2026-04-01"))), "tier_reason_required");
    assert_eq!(refused(ask(Overridden, Tier::High, Some("why"), None)), "tier_end_required");
    for day in ["2026-03-16", "2026-03-01", "2026-06-15"] {
        assert_eq!(refused(ask(Overridden, Tier::High, Some("why"), Some(day))), "tier_end_out_of_range", "{day}");
    }
    assert!(decided(ask(Overridden, Tier::High, Some("why"), Some("2026-06-14"))).is_ok(), "90 days are the most");
    assert!(decided(ask(Adopted, Tier::Low, None, None)).is_ok());
}

#[test]
fn a_decision_keeps_what_the_model_said_and_moves_the_case() {
    let done = decided(ask(DecisionKind::Adopted, Tier::Low, None, None)).unwrap();
    let decision = done.decision.record;
    assert_eq!((done.case.record.tier, done.case.record.version), (Tier::Low, 4));
    assert_eq!((decision.from_tier, decision.to_tier), (Tier::High, Tier::Low));
    assert_eq!((decision.score_min, decision.score_max, decision.model_high), (0, 0, Tier::Low));
    assert_eq!((decision.model.as_str(), done.task), ("tend-acuity 2026-1", None));
}

#[test]
fn an_override_opens_a_task_that_shows_three_days_before_it_ends_and_is_due_when_it_ends() {
    let done = decided(ask(DecisionKind::Overridden, Tier::Complex, Some("why"), Some("2026-03-31"))).unwrap();
    let task = done.task.unwrap().record;
    assert_eq!(task.due_at, at("2026-04-01T03:59:59Z"));
    assert_eq!(task.snoozed_until, Some(at("2026-03-29T03:59:59Z")));
    assert_eq!(done.decision.record.task_id, Some(task.id));
    let soon = decided(ask(DecisionKind::Overridden, Tier::Complex, Some("why"), Some("2026-03-17"))).unwrap();
    assert_eq!(soon.task.unwrap().record.snoozed_until, None);
}

#[test]
fn an_override_holds_to_its_last_second_and_then_asks_for_a_decision() {
    let decision =
        decided(ask(DecisionKind::Overridden, Tier::Complex, Some("why"), Some("2026-03-31"))).unwrap().decision.record;
    let calm = judge(&calm());
    let how = |at: DateTime<Utc>| standing(Tier::Complex, Some(&decision), &calm, at);
    let ends_at = decision.ends_at.unwrap();
    assert_eq!(
        (how(ends_at), how(ends_at + TimeDelta::seconds(1))),
        (TierStanding::Overridden, TierStanding::OverrideEnded)
    );
    assert_eq!(standing(Tier::Low, None, &calm, now()), TierStanding::Agrees);
    assert_eq!(standing(Tier::High, None, &calm, now()), TierStanding::Differs);
    assert_eq!(
        standing(Tier::High, None, &judge(&Facts::default()), now()),
        TierStanding::Agrees,
        "nothing known excludes it"
    );
}

#[test]
fn somebody_is_asked_to_decide_while_the_model_differs_or_an_override_is_over_and_no_longer() {
    let work = |standing, open: Option<Task>| {
        tier_work(&case(Tier::High), standing, open, New_York, Uuid::from_u128(14), now()).unwrap()
    };
    let asked = work(TierStanding::Differs, None).unwrap().record;
    assert_eq!((asked.kind, asked.owner_id), (TaskKind::TierReview, case(Tier::High).owner_id));
    assert_eq!(asked.due_at, at("2026-03-20T03:59:59Z"));
    assert_eq!(asked.require_settled_by_hand().unwrap_err().code, "tier_not_decided");
    assert!(work(TierStanding::OverrideEnded, None).is_some());
    for standing in [TierStanding::Differs, TierStanding::OverrideEnded, TierStanding::Overridden] {
        assert_eq!(work(standing, Some(asked.clone())), None, "asked already: {standing}");
    }
    assert!(work(TierStanding::Agrees, None).is_none() && work(TierStanding::Overridden, None).is_none());
    let over = work(TierStanding::Agrees, Some(asked)).unwrap().record;
    assert_eq!(over.status, TaskStatus::Cancelled);
}

#[test]
fn a_filter_lets_through_the_standing_and_the_doubt_that_are_looked_for() {
    let (known, unknown) = (judge(&calm()), judge(&Facts::default()));
    let open = JudgementFilter::default();
    assert!(open.is_open() && open.has(TierStanding::Differs, &known) && open.has(TierStanding::Agrees, &unknown));
    let differs = JudgementFilter { standing: Some(TierStanding::Differs), ..open };
    assert!(!differs.is_open() && differs.has(TierStanding::Differs, &known));
    assert!(!differs.has(TierStanding::OverrideEnded, &known));
    let settled = JudgementFilter { provisional: Some(false), ..differs };
    assert!(settled.has(TierStanding::Differs, &known) && !settled.has(TierStanding::Differs, &unknown));
}
