//! Ten thousand messages of many visits, repeated, reordered, with cancellations, merges and numbers of visits that were given to
//! somebody else, end where a plain replay in the order of the hospital ends: model-based, with a model that knows nothing of the fold.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::super::follow::{CANCELLED, Subject, follow, require_own_visit};
use super::super::link::{PersonLink, survivor_of};
use super::super::visit::course;
use super::*;
use crate::EventKind;
use crate::stay::{Stay, StayStatus};

const MESSAGES: usize = 10_000;
const PEOPLE: u64 = 300;
/// People whom no merge makes one with anybody.
const STRANGERS: u64 = 5;

/// A small generator of numbers, so that a failure comes back with its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// A visit as a plain replay in true order sees it.
#[derive(Clone)]
struct Model {
    person: u64,
    class: &'static str,
    came: DateTime<Utc>,
    since: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
    cancelled: bool,
    units: Vec<&'static str>,
}

/// What was told of which visit about whom.
#[derive(Clone)]
struct Told {
    visit: usize,
    person: u64,
    event: VisitEvent,
}

enum News {
    Visit(Told),
    /// A message about a stranger that names a visit of somebody else.
    Reused(Told),
    Merge {
        survivor: u64,
        retired: u64,
    },
}

/// What may happen next in a visit.
fn next_step(model: Option<&Model>, dice: &mut Dice) -> (&'static str, &'static str) {
    let Some(model) = model else { return [("A04", "E"), ("A01", "I"), ("A01", "OBS")][dice.roll(3)] };
    let choices: &[(&str, &str)] = match (model.cancelled, model.until, model.class) {
        (true, _, _) => &[("A01", "I")],
        (_, Some(_), class) => return ("A13", if class == "E" { "E" } else { "I" }),
        (_, None, "E") => &[("A06", "I"), ("A03", "E"), ("A08", "E"), ("A06", "I")],
        (_, None, "OBS") => &[("A06", "I"), ("A03", "OBS"), ("A11", "OBS")],
        _ if model.units.len() > 1 => &[("A12", "I"), ("A03", "I"), ("A02", "I")],
        _ => &[("A02", "I"), ("A03", "I"), ("A03", "I"), ("A07", "OBS"), ("A08", "I"), ("A11", "I")],
    };
    choices[dice.roll(choices.len())]
}

fn replay(
    model: &mut Option<Model>,
    person: u64,
    code: &str,
    class: &'static str,
    when: DateTime<Utc>,
    unit: &'static str,
) {
    let Some(model) = model else {
        *model =
            Some(Model { person, class, came: when, since: when, until: None, cancelled: false, units: vec![unit] });
        return;
    };
    match code {
        "A01" => {
            (model.class, model.came, model.since, model.cancelled) = (class, when, when, false);
            go(model, unit);
        }
        "A06" => (model.class, model.since) = (class, when),
        "A07" => (model.class, model.since) = (class, model.came),
        "A02" => go(model, unit),
        "A12" => {
            model.units.pop();
        }
        "A03" => model.until = Some(when),
        "A13" => model.until = None,
        "A11" => model.cancelled = true,
        _ => {}
    }
}

fn go(model: &mut Model, unit: &'static str) {
    if model.units.last() != Some(&unit) {
        model.units.push(unit);
    }
}

struct Hospital {
    visits: Vec<Option<Model>>,
    merged: BTreeMap<u64, u64>,
    news: Vec<News>,
}

fn hospital(dice: &mut Dice) -> Hospital {
    let mut found = Hospital { visits: Vec::new(), merged: BTreeMap::new(), news: Vec::new() };
    let mut now = at("01-01 00:00");
    while found.news.len() < MESSAGES {
        now += TimeDelta::seconds(1 + dice.roll(600) as i64);
        if dice.roll(100) == 0 {
            let (survivor, retired) = (dice.roll(PEOPLE as usize) as u64, dice.roll(PEOPLE as usize) as u64);
            let is_free =
                |person| !found.merged.contains_key(&person) && !found.merged.values().any(|other| *other == person);
            if survivor != retired && !found.merged.contains_key(&survivor) && is_free(retired) {
                found.merged.insert(retired, survivor);
                found.news.push(News::Merge { survivor, retired });
            }
            continue;
        }
        if dice.roll(60) == 0 && !found.visits.is_empty() {
            let (visit, person) = (dice.roll(found.visits.len()), PEOPLE + dice.roll(STRANGERS as usize) as u64);
            let (code, class) = [("A01", "I"), ("A03", "I"), ("A04", "E"), ("A11", "I")][dice.roll(4)];
            let event = event(code, class, now, found.news.len(), Some("7E"));
            found.news.push(News::Reused(Told { visit, person, event }));
            continue;
        }
        if found.visits.is_empty() || dice.roll(8) == 0 {
            found.visits.push(None);
        }
        let index = dice.roll(found.visits.len().min(40)).abs_diff(found.visits.len() - 1);
        let model = &mut found.visits[index];
        let (code, class) = next_step(model.as_ref(), dice);
        let person = model.as_ref().map_or(dice.roll(PEOPLE as usize) as u64, |model| model.person);
        let unit = ["4W", "ICU", "7E", "OR"][dice.roll(4)];
        replay(model, person, code, class, now, unit);
        let moves = matches!(code, "A01" | "A02" | "A04");
        let event = event(code, class, now, found.news.len(), moves.then_some(unit));
        // A hospital goes on with the old number for a while, or does not.
        let person = if dice.roll(2) == 0 { person } else { root(person, &found.merged) };
        found.news.push(News::Visit(Told { visit: index, person, event }));
    }
    found
}

fn event(code: &str, class: &str, when: DateTime<Utc>, number: usize, place: Option<&str>) -> VisitEvent {
    VisitEvent {
        trigger: Trigger::from_code(code).unwrap(),
        recorded_at: when,
        sent_at: when,
        control_id: number.to_string(),
        occurred_at: when,
        class: Some(PatientClass::of(class)),
        place: place.map(str::to_owned),
        reason: None,
        admitted_at: None,
        discharged_at: None,
        destination: None,
        cause: None,
        diagnosed: false,
    }
}

/// The record as the feed keeps it, one message at a time.
#[derive(Default)]
struct Record {
    told: BTreeMap<usize, Vec<Told>>,
    /// What named a visit of somebody else, so far.
    refused: Vec<Told>,
    stays: BTreeMap<usize, Stay>,
    links: Vec<PersonLink>,
    /// What the cases of each person know.
    known: BTreeMap<Uuid, BTreeSet<(EventKind, Uuid, DateTime<Utc>)>>,
}

impl Record {
    fn hear(&mut self, news: &News) {
        match news {
            News::Visit(told) | News::Reused(told) => self.hear_of_visit(told.clone()),
            News::Merge { survivor, retired } => {
                let (survivor_id, retired_id) = (person(*survivor), person(*retired));
                if self.links.iter().any(|link| link.retired_id == retired_id) {
                    return;
                }
                let id = Uuid::from_u128(self.links.len() as u128);
                let (undone_at, undone_by, undo_reason) = (None, None, None);
                self.links.push(PersonLink {
                    id,
                    version: 1,
                    survivor_id,
                    retired_id,
                    message_id: id,
                    linked_at: now(),
                    undone_at,
                    undone_by,
                    undo_reason,
                });
                let all: Vec<usize> = self.told.keys().copied().collect();
                all.into_iter().for_each(|visit| self.settle(visit));
                std::mem::take(&mut self.refused).into_iter().for_each(|told| self.hear_of_visit(told));
            }
        }
    }

    fn hear_of_visit(&mut self, told: Told) {
        let visit = told.visit;
        let known = self.told.get(&visit).into_iter().flatten().chain(&self.refused);
        // The control id and the time tell a repetition.
        if known.into_iter().any(|known| known.event.control_id == told.event.control_id) {
            return;
        }
        let teller = survivor_of(person(told.person), &self.links);
        if require_own_visit(self.owner(visit), teller).is_err() {
            return self.refused.push(told);
        }
        self.told.entry(visit).or_default().push(told);
        self.settle(visit);
    }

    /// Who stands for the patient of the newest message about a visit.
    fn owner(&self, visit: usize) -> Option<Uuid> {
        let newest = self.told.get(&visit)?.iter().max_by_key(|told| told.event.recorded_at)?;
        Some(survivor_of(person(newest.person), &self.links))
    }

    fn settle(&mut self, visit: usize) {
        let source = format!("adt:H|{visit}");
        let person_id = self.owner(visit).unwrap();
        let subject = Subject { id: stay_id(visit), person_id, source: &source, facility: "H" };
        let events: Vec<VisitEvent> = self.told[&visit].iter().map(|told| told.event.clone()).collect();
        let Some(followed) = follow(self.stays.get(&visit).cloned(), course(&events), &subject) else {
            return;
        };
        let before = followed.moved_from.unwrap_or(person_id);
        for event in followed.withdrawn {
            assert!(self.known.entry(before).or_default().remove(&(event.kind, event.subject_id, event.at)));
        }
        for event in followed.told {
            assert!(self.known.entry(person_id).or_default().insert((event.kind, event.subject_id, event.at)));
        }
        self.stays.insert(visit, followed.change.record);
    }
}

fn person(number: u64) -> Uuid {
    Uuid::from_u128(u128::from(number) + 1)
}

fn stay_id(index: usize) -> Uuid {
    Uuid::from_u128(1_000_000 + index as u128)
}

/// Most messages arrive a little late or early, some much later, and one in ten twice.
fn arrival(dice: &mut Dice) -> Vec<usize> {
    let mut order: Vec<(usize, usize)> = Vec::new();
    for index in 0..MESSAGES {
        let delay = match dice.roll(10) {
            0 => dice.roll(MESSAGES),
            1..=4 => dice.roll(30),
            _ => 0,
        };
        order.push((index + delay, index));
        if dice.roll(10) == 0 {
            order.push((index + dice.roll(2_000), index));
        }
    }
    order.sort_unstable();
    order.into_iter().map(|(_, index)| index).collect()
}

#[test]
fn ten_thousand_messages_in_any_order_end_where_a_plain_replay_ends() {
    for seed in [1, 7, 42] {
        let mut dice = Dice(seed);
        let hospital = hospital(&mut dice);
        let mut record = Record::default();
        // A number that is used once more has been used before.
        let mut early = Vec::new();
        for index in arrival(&mut dice) {
            match &hospital.news[index] {
                News::Reused(told) if !record.told.contains_key(&told.visit) => early.push(index),
                news => record.hear(news),
            }
        }
        early.into_iter().for_each(|index| record.hear(&hospital.news[index]));
        let reused = hospital.news.iter().filter(|news| matches!(news, News::Reused(_))).count();
        assert_eq!(record.refused.len(), reused, "seed {seed}: what names somebody else's visit is kept aside");
        assert!(record.refused.iter().all(|told| told.person >= PEOPLE), "seed {seed}: merges made the others right");
        let mut known: BTreeMap<Uuid, BTreeSet<_>> = BTreeMap::new();
        let mut cancelled = 0;
        for (index, model) in hospital.visits.iter().enumerate() {
            let Some(model) = model else { continue };
            let stay = record.stays.get(&index).unwrap_or_else(|| panic!("seed {seed}: no stay for visit {index}"));
            let owner = person(root(model.person, &hospital.merged));
            assert_eq!(stay.person_id, owner, "seed {seed}, visit {index}");
            cancelled += usize::from(model.cancelled);
            assert_eq!(stay.status == StayStatus::Cancelled, model.cancelled, "seed {seed}, visit {index}");
            assert_eq!(stay.cancel_reason.as_deref(), model.cancelled.then_some(CANCELLED));
            assert_eq!(
                (stay.admitted_at, stay.discharged_at),
                (model.since, model.until),
                "seed {seed}, visit {index}"
            );
            assert_eq!(Some(stay.facility.as_str()), model.units.last().copied(), "seed {seed}, visit {index}");
            if !model.cancelled && stay.anchors_deadlines() {
                let facts = known.entry(owner).or_default();
                facts.insert((EventKind::Admitted, stay.id, model.since));
                facts.extend(model.until.map(|end| (EventKind::Discharged, stay.id, end)));
            }
        }
        record.known.retain(|_, facts| !facts.is_empty());
        assert_eq!(record.known, known, "seed {seed}");
        let has_all = cancelled > 20 && hospital.merged.len() > 20 && known.len() > 100 && reused > 100;
        assert!(has_all, "the simulation has all of it");
    }
}

fn root(person: u64, merged: &BTreeMap<u64, u64>) -> u64 {
    merged.get(&person).map_or(person, |survivor| root(*survivor, merged))
}
