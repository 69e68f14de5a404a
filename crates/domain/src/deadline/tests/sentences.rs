//! Every kind of sentence that explains a deadline, in a file: the web app says each of them in other languages too, and its own
//! test reads the file. After a change of a sentence write it anew with `TEND_BLESS=1`.

use super::*;
use crate::calendar::{Calendar, SchoolCalendar, SchoolYear};
use crate::clock::{Clock, due, extended};
use std::collections::BTreeSet;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/deadline/tests/sentences.txt");

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Closures of every kind around the days that are used below.
fn calendar() -> Calendar {
    Calendar {
        closures: [day("2026-03-04")].into(),
        court_closures: [day("2026-05-26")].into(),
        school: SchoolCalendar {
            years: [SchoolYear { first: day("2026-01-05"), last: day("2026-06-12") }].into(),
            days_off: [day("2026-03-05")].into(),
        },
    }
}

fn of_clocks() -> Vec<String> {
    let clocks = [
        (Clock::elapsed_hours(48), "2026-03-07 10:00"),
        (Clock::elapsed_hours(48), "2026-10-31 10:00"),
        (Clock::elapsed_hours(1), "2026-03-02 10:00"),
        (Clock::calendar_days(7).without_day0(), "2026-03-02 10:00"),
        (Clock::calendar_days(2).back(), "2026-03-10 10:00"),
        (Clock::calendar_months(12), "2026-03-02 10:00"),
        (Clock::business_days(3), "2026-03-03 10:00"),
        (Clock::business_days(300), "2026-01-02 10:00"),
        (Clock::school_days(80), "2026-03-03 10:00"),
        (Clock::court_days(21), "2026-05-04 10:00"),
        (Clock::court_days(14).back(), "2026-06-09 10:00"),
        (Clock::window(-90, 30), "2026-03-02 10:00"),
        (Clock::window(0, 1), "2026-03-02 10:00"),
        (Clock::window(-1, 0), "2026-03-02 10:00"),
    ];
    let told = clocks.into_iter().flat_map(|(clock, at)| due(&clock, ny(at), New_York, &calendar()).steps());
    let base = due(&Clock::calendar_days(7), ny("2026-03-02 09:00"), New_York, &calendar());
    let longer = extended(base, &Clock::calendar_days(7), 14, "Records are missing", New_York, &calendar());
    let base = due(&Clock::calendar_days(7), ny("2026-03-02 09:00"), New_York, &calendar());
    let unsaid = extended(base, &Clock::calendar_days(7), 1, "", New_York, &calendar());
    told.chain(longer.steps()).chain(unsaid.steps()).map(|step| step.detail).collect()
}

fn of_histories() -> Vec<String> {
    let rules = rulebook::standard(Setting::Clinic);
    let report = |number: u128, kind, subject, at: &str| Report {
        id: Uuid::from_u128(number),
        recorded_at: ny("2026-04-01 08:00") + Duration::hours(number as i64),
        event: Event::new(kind, subject, ny(at)),
    };
    let (enrolled, discharged) = (EventKind::Enrolled, EventKind::Discharged);
    let out = report(2, discharged, STAY, "2026-03-10 11:00");
    let reached = |at: &str| report(3, EventKind::ContactReached, CONTACT, at);
    let ends = [
        (EventKind::StayCancelled, STAY),
        (EventKind::Admitted, OTHER_STAY),
        (EventKind::Died, CASE),
        (EventKind::CaseClosed, CASE),
    ];
    let mut logs = vec![
        vec![out.clone(), report(4, EventKind::DischargeCancelled, STAY, "2026-03-10 12:00")],
        vec![out.clone(), report(4, discharged, STAY, "2026-03-11 12:00"), reached("2026-03-12 09:00")],
        vec![
            out.clone(),
            report(4, EventKind::DischargeCancelled, STAY, "2026-03-10 12:00"),
            report(5, discharged, STAY, "2026-03-13 12:00"),
        ],
        vec![out.clone(), reached("2026-03-30 09:00")],
        vec![report(1, enrolled, CASE, "2026-01-02 10:00"), report(3, EventKind::CaseClosed, CASE, "2026-03-12 09:00")],
    ];
    logs.extend(ends.map(|(kind, subject)| vec![out.clone(), report(3, kind, subject, "2026-03-12 09:00")]));
    let settled = |log: &Vec<Report>, known: &[Deadline]| {
        let mut next = 500;
        let mut new_id = || {
            next += 1;
            Uuid::from_u128(next)
        };
        let history = History::of(log.clone(), |_| true);
        let all = settle(&context(), &history, &rules, known, &mut new_id);
        all.into_iter().map(|change| change.record).collect::<Vec<Deadline>>()
    };
    let open = settled(&vec![out], &[]);
    let taken_back = settled(&logs[0], &open);
    let waived = open[0].clone().waive("Declined", ny("2026-03-11 09:00")).unwrap().record;
    let until = ny("2026-03-12 09:00");
    let hidden = open[0].clone().snooze(until, "Records are missing", ny("2026-03-11 09:00")).unwrap().record;
    let all = logs.iter().flat_map(|log| settled(log, &[])).chain(taken_back).chain([waived, hidden]);
    all.flat_map(|deadline| deadline.told(New_York)).map(|step| step.detail).collect()
}

/// Without what the sentences have in common: of those that differ in numbers and times only one is kept.
fn kinds(sentences: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut all: Vec<String> = sentences
        .into_iter()
        .filter(|text| {
            let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
            let shape = shape.replace("EDT", "EST").replace("000", "0").replace("00", "0");
            seen.insert(shape)
        })
        .collect();
    all.sort_unstable();
    all
}

#[test]
fn every_kind_of_sentence_is_in_the_file_that_the_web_app_reads() {
    let anchored_on_a_day = "Starts on 2026-03-02.".to_owned();
    let all = kinds([of_clocks(), of_histories(), vec![anchored_on_a_day]].concat()).join("\n") + "\n";
    if std::env::var_os("TEND_BLESS").is_some() {
        std::fs::write(FILE, &all).unwrap();
    }
    assert_eq!(std::fs::read_to_string(FILE).unwrap_or_default(), all, "TEND_BLESS=1 writes it anew");
}
