//! Ten thousand messages of many visits, repeated, reordered, with cancellations and merges, end where a plain replay in the order of
//! the hospital ends: model-based, with a model that knows nothing of the fold.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::super::follow::{CANCELLED, Subject, follow};
use super::super::link::{PersonLink, survivor_of};
use super::super::visit::course;
use super::*;
use crate::EventKind;
use crate::stay::{Stay, StayStatus};

const MESSAGES: usize = 10_000;
const PEOPLE: u64 = 300;

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

enum News {
    Visit(usize, VisitEvent),
    Merge { survivor: u64, retired: u64 },
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
        let told = VisitEvent {
            trigger: Trigger::from_code(code).unwrap(),
            recorded_at: now,
            sent_at: now,
            control_id: found.news.len().to_string(),
            occurred_at: now,
            class: Some(PatientClass::of(class)),
            place: moves.then(|| unit.to_owned()),
            reason: None,
            admitted_at: None,
            discharged_at: None,
            destination: None,
        };
        found.news.push(News::Visit(index, told));
    }
    found
}

/// The record as the feed keeps it, one message at a time.
#[derive(Default)]
struct Record {
    events: BTreeMap<usize, Vec<VisitEvent>>,
    stays: BTreeMap<usize, Stay>,
    links: Vec<PersonLink>,
    /// What the cases of each person know.
    known: BTreeMap<Uuid, BTreeSet<(EventKind, Uuid, DateTime<Utc>)>>,
}

impl Record {
    fn hear(&mut self, news: &News, visits: &[Option<Model>]) {
        match news {
            News::Visit(index, event) => {
                let events = self.events.entry(*index).or_default();
                // The control id and the time tell a repetition.
                if events.iter().all(|known| known.control_id != event.control_id) {
                    events.push(event.clone());
                }
                self.settle(*index, visits);
            }
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
                let all: Vec<usize> = self.events.keys().copied().collect();
                all.into_iter().for_each(|index| self.settle(index, visits));
            }
        }
    }

    fn settle(&mut self, index: usize, visits: &[Option<Model>]) {
        let owner = person(visits[index].as_ref().unwrap().person);
        let source = format!("adt:H|{index}");
        let person_id = survivor_of(owner, &self.links);
        let subject = Subject { id: stay_id(index), person_id, source: &source, facility: "H" };
        let Some(followed) = follow(self.stays.get(&index).cloned(), course(&self.events[&index]), &subject) else {
            return;
        };
        let before = followed.moved_from.unwrap_or(person_id);
        for event in followed.withdrawn {
            assert!(self.known.entry(before).or_default().remove(&(event.kind, event.subject_id, event.at)));
        }
        for event in followed.told {
            assert!(self.known.entry(person_id).or_default().insert((event.kind, event.subject_id, event.at)));
        }
        self.stays.insert(index, followed.change.record);
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
        for index in arrival(&mut dice) {
            record.hear(&hospital.news[index], &hospital.visits);
        }
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
        assert!(cancelled > 20 && hospital.merged.len() > 20 && known.len() > 100, "the simulation has all of it");
    }
}

fn root(person: u64, merged: &BTreeMap<u64, u64>) -> u64 {
    merged.get(&person).map_or(person, |survivor| root(*survivor, merged))
}
