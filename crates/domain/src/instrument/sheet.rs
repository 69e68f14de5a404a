//! The answer sheet: answers read and checked, and what each item can still give.

use std::collections::BTreeMap;

use super::values::Values;
use super::{AskIf, Combine, Instrument, Item, Part};

/// An answer, or another input, that does not belong to the instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerError {
    /// JSON Pointer of the input; of an answer: in a request whose member `answers` holds the answers.
    pub pointer: String,
    /// What is wrong, without the input itself.
    pub detail: String,
}

impl AnswerError {
    /// An error at a member of a member of the request.
    pub(super) fn at(parent: &str, key: &str, detail: impl Into<String>) -> Self {
        let pointer = format!("{parent}/{}", key.replace('~', "~0").replace('/', "~1"));
        Self { pointer, detail: detail.into() }
    }
}

/// What is known of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// Unanswered.
    Open,
    /// Unanswered, and not asked if the item it depends on, unanswered too, turns out otherwise.
    OpenOrSkipped,
    /// Not asked because of another answer.
    Skipped,
    /// The person chose not to answer, which gives 0 points.
    Refused,
    /// The person chose not to answer, and any answer may be true.
    Withheld,
    /// Not asked, or not answered, because the person chose not to answer: any answer may be true, and that it is skipped too.
    WithheldOrSkipped,
    /// Answered, with these points.
    Points(i64),
}

impl Slot {
    /// True for an item that is still to be answered.
    pub(super) fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::OpenOrSkipped)
    }

    /// True for an item whose points are not settled: still to be answered, or never to be.
    pub(super) fn is_unknown(self) -> bool {
        self.is_open() || matches!(self, Self::Withheld | Self::WithheldOrSkipped)
    }
}

/// The answers to an instrument, by item number.
#[derive(Clone)]
pub(super) struct Sheet<'a> {
    pub(super) instrument: &'a Instrument,
    answers: Vec<Option<i64>>,
    slots: Vec<Slot>,
    /// Items of which one must give points, because an answer that depends on them says something; none of them does yet.
    owed: Vec<&'static [u8]>,
}

impl<'a> Sheet<'a> {
    /// Reads answers keyed by item number or name.
    ///
    /// # Errors
    /// An error for each answer to no item, with no value of its item, given twice, or to an item that was to be skipped.
    pub(super) fn read(instrument: &'a Instrument, given: &BTreeMap<String, i64>) -> Result<Self, Vec<AnswerError>> {
        let mut answers = vec![None; instrument.items.len()];
        let mut errors = Vec::new();
        for (key, value) in given {
            match instrument.item(key).ok_or_else(|| no_such_item(instrument)).and_then(|item| checked(item, *value)) {
                Err(detail) => errors.push(AnswerError::at("/answers", key, detail)),
                Ok(item) => match answers.get_mut(index(item.number)) {
                    Some(slot @ None) => *slot = Some(*value),
                    _ => errors.extend(twice(item)),
                },
            }
        }
        errors.extend(instrument.items.iter().filter_map(|item| {
            let detail = not_to_be_asked(instrument, &answers, item)?;
            let key = if given.contains_key(item.name) { item.name.to_owned() } else { item.number.to_string() };
            Some(AnswerError::at("/answers", &key, detail))
        }));
        if errors.is_empty() {
            return Ok(Self::settled(instrument, answers));
        }
        errors.sort_by(|a, b| a.pointer.cmp(&b.pointer));
        Err(errors)
    }

    /// The sheet with one more answer.
    pub(super) fn with(&self, item: &Item, value: i64) -> Self {
        let mut answers = self.answers.clone();
        if let Some(slot) = answers.get_mut(index(item.number)) {
            *slot = Some(value);
        }
        Self::settled(self.instrument, answers)
    }

    /// Works out what follows from the answers by skip logic.
    fn settled(instrument: &'a Instrument, mut answers: Vec<Option<i64>>) -> Self {
        for item in &instrument.items {
            // An answer to a follow-up implies the answer that led to it.
            if let Some(AskIf::Answer { item: parent, value }) = item.ask_if
                && says_something(item, get(&answers, item.number))
                && let Some(slot @ None) = answers.get_mut(index(parent))
            {
                *slot = Some(value);
            }
        }
        let mut owed = groups_to_speak(instrument, &answers);
        let mut slots = vec![Slot::Open; instrument.items.len()];
        for item in &instrument.items {
            let found = slot_of(instrument, item, &answers, &slots, &owed);
            if let Some(slot) = slots.get_mut(index(item.number)) {
                *slot = found;
            }
        }
        owed.retain(|group| !group.iter().any(|number| gives_points(&slots, *number)));
        Self { instrument, answers, slots, owed }
    }

    /// False for an answer without points to the only item left that can give those which another answer implies.
    pub(super) fn allows(&self, item: &Item, value: i64) -> bool {
        let last = |group: &&[u8]| {
            let unknown = |number: &&u8| self.slot(**number).is_unknown();
            group.contains(&item.number) && group.iter().filter(unknown).count() == 1
        };
        item.points(value) != Some(0) || !self.owed.iter().any(last)
    }

    pub(super) fn slot(&self, number: u8) -> Slot {
        self.slots.get(index(number)).copied().unwrap_or(Slot::Skipped)
    }

    /// The slots of the scored items.
    pub(super) fn scored(&self) -> impl Iterator<Item = Slot> {
        self.instrument.items.iter().filter(|item| item.scored).map(|item| self.slot(item.number))
    }

    /// How many scored items that are to be asked the person chose not to answer.
    pub(super) fn refusals(&self) -> usize {
        let refused = |item: &&Item| {
            let refusal = get(&self.answers, item.number).is_some_and(|value| is_refusal(item, value));
            item.scored && refusal && self.slot(item.number) != Slot::Skipped
        };
        self.instrument.items.iter().filter(refused).count()
    }

    /// The points that an item has or can still give, or would have given.
    pub(super) fn points(&self, number: u8) -> Values {
        let refusal_counts = self.instrument.refusal_scores_zero;
        let item = || self.instrument.item_numbered(number);
        let possible = || item().map_or(Values::ZERO, |item| possible_points(item, refusal_counts));
        match self.slot(number) {
            Slot::Points(points) => Values::one(points),
            Slot::Skipped | Slot::Refused => Values::ZERO,
            Slot::Open | Slot::Withheld => possible(),
            Slot::OpenOrSkipped | Slot::WithheldOrSkipped => possible().or(Values::ZERO),
        }
    }

    /// The value that a part has or can still take, before its table.
    pub(super) fn value(&self, part: &Part) -> Values {
        let combine = match part.combine {
            Combine::Sum => Values::plus,
            Combine::Highest => Values::highest,
        };
        let value = |numbers: &[u8]| numbers.iter().map(|number| self.points(*number)).fold(Values::ZERO, combine);
        // Groups are of one part: a follow-up is scored with what leads to it.
        let owed = self.owed.iter().filter(|group| group.iter().any(|number| part.items.contains(number)));
        let (mut rest, mut total) = (part.items.clone(), Values::ZERO);
        for group in owed {
            rest.retain(|number| !group.contains(number));
            total = combine(total, value(group).above_zero());
        }
        combine(total, value(&rest))
    }
}

fn index(number: u8) -> usize {
    usize::from(number).wrapping_sub(1)
}

fn get(answers: &[Option<i64>], number: u8) -> Option<i64> {
    answers.get(index(number)).copied().flatten()
}

fn is_refusal(item: &Item, value: i64) -> bool {
    item.choice(value).is_some_and(|choice| choice.refused)
}

/// True for an answer other than "no" and "chooses not to answer", which forms also carry for items they skipped.
fn says_something(item: &Item, answer: Option<i64>) -> bool {
    answer.is_some_and(|value| value != 0 && !is_refusal(item, value))
}

fn gives_points(slots: &[Slot], number: u8) -> bool {
    matches!(slots.get(index(number)), Some(Slot::Points(1..)))
}

/// The groups of items of which one must give points, because an answer that depends on them says something, or because one of
/// another such group depends on them.
fn groups_to_speak(instrument: &Instrument, answers: &[Option<i64>]) -> Vec<&'static [u8]> {
    let mut groups: Vec<&'static [u8]> = Vec::new();
    for item in instrument.items.iter().rev() {
        let Some(AskIf::PointsOf { items }) = item.ask_if else { continue };
        let leads_on = groups.iter().any(|group| group.contains(&item.number));
        if (leads_on || says_something(item, get(answers, item.number))) && !groups.contains(&items) {
            groups.push(items);
        }
    }
    groups
}

/// `slots` are those of the items before it.
fn slot_of(
    instrument: &Instrument,
    item: &Item,
    answers: &[Option<i64>],
    slots: &[Slot],
    to_speak: &[&'static [u8]],
) -> Slot {
    let unanswered = unanswered(item, answers, slots, to_speak);
    match (get(answers, item.number), unanswered) {
        (None, _) => unanswered,
        (Some(value), _) if !is_refusal(item, value) => Slot::Points(item.points(value).unwrap_or_default()),
        (Some(_), _) if instrument.refusal_scores_zero => Slot::Refused,
        (Some(_), Slot::Skipped) => Slot::Skipped,
        (Some(_), Slot::OpenOrSkipped | Slot::WithheldOrSkipped) => Slot::WithheldOrSkipped,
        (Some(_), _) => Slot::Withheld,
    }
}

/// What an item is while it has no answer of its own.
fn unanswered(item: &Item, answers: &[Option<i64>], slots: &[Slot], to_speak: &[&'static [u8]]) -> Slot {
    let slot = |number: u8| slots.get(index(number)).copied().unwrap_or(Slot::Skipped);
    match item.ask_if {
        Some(AskIf::Answer { item: parent, value }) => match get(answers, parent) {
            None => Slot::OpenOrSkipped,
            Some(answer) if answer == value => Slot::Open,
            Some(_) if slot(parent).is_unknown() => Slot::WithheldOrSkipped,
            Some(_) => Slot::Skipped,
        },
        Some(AskIf::PointsOf { items }) => {
            let leads = items.iter().any(|number| gives_points(slots, *number));
            let unknown = items.iter().any(|number| slot(*number).is_unknown());
            match (leads, unknown) {
                (true, _) => Slot::Open,
                (false, true) if to_speak.contains(&items) => Slot::Open,
                (false, true) if items.iter().any(|number| slot(*number).is_open()) => Slot::OpenOrSkipped,
                (false, true) => Slot::WithheldOrSkipped,
                (false, false) => Slot::Skipped,
            }
        }
        Some(AskIf::AnyPoints) | None => Slot::Open,
    }
}

/// What the item may give; a refusal is an answer only where it gives 0 points.
fn possible_points(item: &Item, refusal_counts: bool) -> Values {
    match &item.range {
        Some(range) => range.steps.iter().map(|step| step.points).collect(),
        None => {
            let answers = item.options.iter().filter(|choice| refusal_counts || !choice.refused);
            answers.map(|choice| choice.points).collect()
        }
    }
}

fn no_such_item(instrument: &Instrument) -> String {
    format!("{} has no such item; items are numbered 1 to {}.", instrument.title, instrument.items.len())
}

/// The item, when it has this answer.
fn checked(item: &Item, value: i64) -> Result<&Item, String> {
    match (item.points(value), &item.range) {
        (Some(_), _) => Ok(item),
        (None, Some(range)) => Err(match range.unit {
            Some(unit) => format!("Must be a whole number from {} to {} {unit}.", range.min, range.max),
            None => format!("Must be a whole number from {} to {}.", range.min, range.max),
        }),
        (None, None) => {
            let values: Vec<_> = item.options.iter().map(|option| option.value.to_string()).collect();
            Err(format!("Must be one of {}.", values.join(", ")))
        }
    }
}

fn twice(item: &Item) -> [AnswerError; 2] {
    let number = item.number.to_string();
    let detail = format!("Item {number} is answered twice, by number and by name.");
    [AnswerError::at("/answers", &number, detail.clone()), AnswerError::at("/answers", item.name, detail)]
}

/// Why an answered item should not have been asked.
fn not_to_be_asked(instrument: &Instrument, answers: &[Option<i64>], item: &Item) -> Option<String> {
    if !says_something(item, get(answers, item.number)) {
        return None;
    }
    match item.ask_if? {
        AskIf::Answer { item: parent, value } => {
            let wrong = get(answers, parent).is_some_and(|answer| answer != value);
            wrong.then(|| format!("Is asked only when the answer to item {parent} is {value}."))
        }
        AskIf::PointsOf { items } => {
            let wrong = !items.iter().any(|number| may_give_points(instrument, answers, *number));
            let numbers: Vec<String> = items.iter().map(u8::to_string).collect();
            wrong.then(|| format!("Is asked only when item {} gives points.", numbers.join(" or ")))
        }
        AskIf::AnyPoints => None,
    }
}

/// True for an item that gives points, or that is open or withheld and may.
fn may_give_points(instrument: &Instrument, answers: &[Option<i64>], number: u8) -> bool {
    let Some(item) = instrument.item_numbered(number) else { return false };
    match (get(answers, number), item.ask_if) {
        (Some(value), _) if is_refusal(item, value) => !instrument.refusal_scores_zero,
        (Some(value), _) => item.points(value).is_some_and(|points| points > 0),
        (None, Some(AskIf::PointsOf { items })) => {
            items.iter().any(|number| may_give_points(instrument, answers, *number))
        }
        (None, _) => true,
    }
}
