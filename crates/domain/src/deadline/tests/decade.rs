//! Ten years of a case's life, holidays and both changes of the clocks included: nothing missed, nothing doubled.
//!
//! Three lives are lived, and a hundred in the long run (`TEND_LONG`).

use super::*;
use crate::calendar::Calendar;
use chrono::{Days, NaiveTime};
use chrono_tz::Tz;
use std::collections::HashMap;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// What was recorded in ten years, and what of it is true.
struct Life {
    dice: Dice,
    history: History,
    truth: Vec<Event>,
}

impl Life {
    fn minutes(&mut self, days: u64) -> Duration {
        Duration::minutes(self.dice.below(days * 1_440) as i64)
    }

    fn say(&mut self, event: Event) -> Uuid {
        let id = Uuid::from_u128(self.history.reports.len() as u128 + 1_000_000);
        // Up to ten days late, so that what comes later is often known before.
        let recorded_at = event.at + self.minutes(10);
        self.history.reports.push(Report { id, recorded_at, event });
        id
    }

    fn happen(&mut self, kind: EventKind, subject: u128, at: DateTime<Utc>) {
        let event = Event::new(kind, Uuid::from_u128(subject), at);
        if kind == EventKind::Discharged && self.dice.below(4) == 0 {
            let wrong = Event::new(kind, event.subject_id, at - Duration::hours(30));
            let report_id = self.say(wrong);
            self.history.retractions.push(Retraction { report_id, recorded_at: at });
        }
        self.say(event.clone());
        self.truth.push(event);
    }
}

fn live(dice: Dice) -> Life {
    let mut life = Life { dice, history: History::default(), truth: Vec::new() };
    let (start, end) = (ny("2020-01-02 09:00"), ny("2029-12-20 09:00"));
    life.happen(EventKind::Enrolled, 1, start);
    let approved = start + life.minutes(40);
    life.happen(EventKind::PlanApproved, 2, approved);
    let (mut at, mut subject) = (start, 10u128);
    loop {
        at += life.minutes(120);
        let left = at + Duration::days(1) + life.minutes(12);
        if left + Duration::days(40) > end {
            break;
        }
        life.happen(EventKind::Admitted, subject, at);
        let assessed = at + life.minutes(2);
        life.happen(EventKind::InitialAssessmentCompleted, subject + 1, assessed);
        life.happen(EventKind::Discharged, subject, left);
        let reached = left + life.minutes(20);
        life.happen(EventKind::ContactReached, subject + 2, reached);
        life.happen(EventKind::NoteDue, subject + 2, reached);
        let signed = reached + life.minutes(4);
        life.happen(EventKind::NoteSigned, subject + 2, signed);
        life.happen(EventKind::HandOffOffered, subject + 3, reached);
        (at, subject) = (left, subject + 4);
    }
    life.happen(EventKind::CaseClosed, 1, end);
    life
}

/// The due time as a plain reading of the rule has it, without the code under test.
fn plainly_due(code: &str, at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let on = at.with_timezone(&zone).date_naive();
    let end_of = |on: NaiveDate| {
        let midnight = (on + Days::new(1)).and_time(NaiveTime::MIN);
        zone.from_local_datetime(&midnight).single().unwrap().with_timezone(&Utc) - Duration::seconds(1)
    };
    match code {
        ASSESSMENT => at + Duration::hours(24),
        rulebook::NOTE_SIGNED => at + Duration::hours(48),
        OUTREACH_7 => end_of(on + Days::new(7)),
        OUTREACH_30 | PLAN => end_of(on + Days::new(30)),
        rulebook::HAND_OFF => {
            let calendar = Calendar::default();
            end_of(on.iter_days().skip(1).find(|day| calendar.is_business_day(*day)).unwrap())
        }
        other => panic!("no plain reading of {other}"),
    }
}

fn rules() -> Vec<rulebook::Rule> {
    let mut rules = rulebook::standard(Setting::Hospital);
    rules.push(rulebook::standard(Setting::Clinic).remove(0));
    rules
}

/// Settles the case every four weeks with what is known by then.
fn follow(life: &Life, context: &CaseContext, rules: &[rulebook::Rule]) -> Vec<Deadline> {
    let mut deadlines: Vec<Deadline> = Vec::new();
    let mut next_id = 0u128;
    let mut now = ny("2020-01-01 00:00");
    while now < ny("2030-02-01 00:00") {
        now += Duration::days(28);
        let known = History {
            reports: life.history.reports.iter().filter(|said| said.recorded_at <= now).cloned().collect(),
            retractions: life.history.retractions.iter().filter(|said| said.recorded_at <= now).cloned().collect(),
            extensions: Vec::new(),
        };
        let mut new_id = || {
            next_id += 1;
            Uuid::from_u128(next_id)
        };
        for change in settle(context, &known, rules, &deadlines, &mut new_id) {
            match deadlines.iter_mut().find(|old| old.id == change.record.id) {
                Some(old) => *old = change.record,
                None => deadlines.push(change.record),
            }
        }
    }
    deadlines
}

fn check(life: &Life, deadlines: &[Deadline], rules: &[rulebook::Rule], zone: Tz) {
    let mut found: HashMap<(&str, Uuid), &Deadline> = HashMap::new();
    for deadline in deadlines {
        let twice = found.insert((&deadline.rule_code, deadline.anchor_subject_id), deadline);
        assert!(twice.is_none(), "{} is doubled", deadline.rule_code);
    }
    let mut expected = 0;
    for event in &life.truth {
        for rule in rules.iter().filter(|rule| rule.trigger == event.kind) {
            let deadline = found.get(&(rule.code.as_str(), event.subject_id)).expect("nothing is missed");
            assert_eq!(deadline.due_at, plainly_due(&rule.code, event.at, zone), "{} {}", rule.code, event.at);
            assert_ne!(deadline.status, Open, "the case is closed");
            expected += 1;
        }
    }
    assert_eq!(found.len(), expected, "nothing is there that nothing asked for");
    for deadline in deadlines.iter().filter(|deadline| deadline.rule_code == ASSESSMENT) {
        let ours =
            |event: &&Event| event.kind == EventKind::InitialAssessmentCompleted && event.at >= deadline.anchor_at;
        let done = life.truth.iter().filter(ours).map(|event| event.at).min().unwrap();
        assert_eq!(deadline.status == Met, done <= deadline.due_at, "{}", deadline.anchor_at);
    }
}

#[test]
fn in_ten_years_with_holidays_and_clock_changes_nothing_is_missed_and_nothing_doubled() {
    let cases = if std::env::var_os("TEND_LONG").is_some() { 100 } else { 3 };
    let rules = rules();
    for seed in 0..cases {
        let zone = [New_York, chrono_tz::America::Los_Angeles, chrono_tz::America::Anchorage][seed as usize % 3];
        let context = CaseContext { zone, ..context() };
        let life = live(Dice(seed));
        let deadlines = follow(&life, &context, &rules);
        assert!(deadlines.len() > 150, "a life of {} deadlines is none", deadlines.len());
        check(&life, &deadlines, &rules, zone);
    }
}
