//! The allowed set of codes of greatest value, and why each other code fails.
//!
//! A set is allowed when the facts have what its codes need, no family excludes another, and its time can be divided so that no second
//! serves two families: for each group of families, what they need together is there for at least one of them (Hall 1935, for
//! amounts that can be divided).

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::Datelike;
use serde::Serialize;

use super::code::{BillingCode, CODES, Counts, Need};
use super::time::Time;
use super::{BillingFamily, BillingReject, BillingRounding, Facts, Line, Next, Question};
use crate::code::Code;

/// A code that isn't in the set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rejected {
    /// The code.
    pub code: &'static str,
    /// Why.
    pub reason: BillingReject,
    /// Seconds that were missing, when it was time.
    pub missing: Option<i64>,
    /// The code of the set that excludes it or has its time.
    pub by: Option<&'static str>,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The set.
    pub lines: Vec<Line>,
    /// Its value.
    pub points: u32,
    /// The rest.
    pub rejected: Vec<Rejected>,
    /// What is nearest: another code, or one more unit of one that is in the set.
    pub next: Option<Next>,
}

/// A base code of a family with what adds to it.
#[derive(Debug, Clone)]
struct Choice {
    family: BillingFamily,
    lines: Vec<Line>,
    need: i64,
    points: u32,
}

/// The best set for a question.
pub(super) fn choose(question: &Question<'_>, time: &Time) -> Found {
    let asked = |family: &BillingFamily| question.families.is_empty() || question.families.contains(family);
    let here = |family: &BillingFamily| asked(family) && !question.elsewhere.contains(family);
    let families: Vec<Vec<Choice>> =
        BillingFamily::ALL.iter().copied().filter(here).map(|family| choices(question, time, family)).collect();
    let mut search = Search { time, served: HashMap::new(), taken: Vec::new(), best: Vec::new() };
    search.visit(&families);
    let best = search.best;
    let lines: Vec<Line> = best.iter().flat_map(|choice| choice.lines.clone()).collect();
    let codes = CODES.iter().filter(|code| asked(&code.family));
    let rejected: Vec<Rejected> = codes.filter_map(|code| reject(question, time, &best, code)).collect();
    let short = rejected.iter().filter_map(|one| one.missing.map(|seconds| Next { code: one.code, seconds }));
    let next = short
        .chain(best.iter().filter_map(|choice| another_unit(question, time, choice)))
        .min_by_key(|next| next.seconds);
    Found { points: lines.iter().map(|line| line.points).sum(), lines, rejected, next }
}

/// What time another unit of a code needs that is in the set already and may be billed more often.
fn another_unit(question: &Question<'_>, time: &Time, choice: &Choice) -> Option<Next> {
    let line = choice.lines.last()?;
    let code = CODES.iter().find(|code| code.code == line.code)?;
    let most = match code.counts {
        Counts::Each { most, .. } => most.unwrap_or(MOST_UNITS),
        Counts::Units { .. } => MOST_QUARTERS,
        Counts::Facts | Counts::Base { .. } => return None,
    };
    let base = choice.lines.iter().filter(|own| own.code != line.code).map(|own| own.seconds).sum::<i64>();
    let missing = base + code.seconds_of(line.units + 1, question.facts) - time.serving(&[choice.family]);
    (line.units < most && missing > 0).then_some(Next { code: line.code, seconds: missing })
}

/// What a code lacks first; none when it has all that it needs.
fn lack(question: &Question<'_>, time: &Time, code: &BillingCode) -> Option<BillingReject> {
    let discharge = question.facts.discharge.filter(|_| code.family == BillingFamily::Transitional);
    let another = discharge.is_some_and(|followed| followed.is_anothers(question.claimed));
    let is_asked = code.needs.iter().any(|need| matches!(need, Need::Assessed(_)));
    let assessed = question.facts.risk_assessed_on.filter(|_| is_asked);
    let other_month = assessed.is_some_and(|on| on.with_day(1) != Some(question.month));
    code.lacks(question.facts, time.live)
        .or(another.then_some(BillingReject::AnotherClaim))
        .or(other_month.then_some(BillingReject::NoRiskAssessment))
}

fn points(question: &Question<'_>, code: &BillingCode) -> u32 {
    question.points.get(code.code).copied().unwrap_or(code.points)
}

/// Units of a code in a month where none are published. The number is ours: eight hours on top of a base code.
const MOST_UNITS: u32 = 16;

/// Units of a quarter of an hour in a month. The number is ours: eight hours.
const MOST_QUARTERS: u32 = 32;

/// Everything that a family could be billed with by itself, the most valuable first.
fn choices(question: &Question<'_>, time: &Time, family: BillingFamily) -> Vec<Choice> {
    let available = time.serving(&[family]);
    let allowed = |code: &&BillingCode| code.holds_in(question.month) && lack(question, time, code).is_none();
    let mut choices = Vec::new();
    for base in CODES.iter().filter(|code| code.family == family).filter(allowed) {
        let (full, least) = match base.counts {
            Counts::Facts => (0, 0),
            Counts::Base { full, least } => (full * 60, least * 60),
            Counts::Each { .. } => continue,
            Counts::Units { .. } => {
                choices.extend(quarters(question, base, available));
                continue;
            }
        };
        if least > available {
            continue;
        }
        let value = points(question, base);
        let line = Line { code: base.code, units: 1, seconds: least, points: value };
        choices.push(Choice { family, lines: vec![line.clone()], need: least, points: value });
        for more in CODES.iter().filter(|code| code.adds_to(base.code)).filter(allowed) {
            let line = Line { seconds: full, ..line.clone() };
            for units in 1..=units(more, full, available) {
                let each = points(question, more);
                let need = full + more.seconds_of(units, question.facts);
                let add = Line { code: more.code, units, seconds: need - full, points: each * units };
                choices.push(Choice { family, points: value + add.points, lines: vec![line.clone(), add], need });
            }
        }
    }
    choices.sort_by_key(|choice| Reverse(choice.points));
    choices
}

/// A code of units from the first minute on, by itself.
fn quarters(question: &Question<'_>, code: &'static BillingCode, available: i64) -> impl Iterator<Item = Choice> {
    let fits = move |units: &u32| code.seconds_of(*units, question.facts) <= available;
    let choice = move |units| {
        let (need, value) = (code.seconds_of(units, question.facts), points(question, code) * units);
        let line = Line { code: code.code, units, seconds: need, points: value };
        Choice { family: code.family, lines: vec![line], need, points: value }
    };
    (1..=MOST_QUARTERS).take_while(fits).map(choice)
}

impl BillingCode {
    /// True when the code adds to this base code.
    fn adds_to(&self, base: &str) -> bool {
        matches!(self.counts, Counts::Each { of, .. } if of.contains(&base))
    }

    /// Seconds that units of a code need that adds to another, or is counted in units.
    fn seconds_of(&self, units: u32, facts: &Facts) -> i64 {
        match self.counts {
            Counts::Each { full, least, .. } if units > 0 => 60 * (full * i64::from(units - 1) + least),
            Counts::Units { full } if units > 0 => 60 * (full * i64::from(units - 1) + last_unit(full, facts)),
            _ => 0,
        }
    }
}

/// Minutes from which the last unit counts in the person's state.
fn last_unit(full: i64, facts: &Facts) -> i64 {
    facts.unit_rounding.unwrap_or(BillingRounding::Full).least(full)
}

/// How many units fit behind the base code.
fn units(more: &BillingCode, base: i64, available: i64) -> u32 {
    let Counts::Each { full, least, most, .. } = more.counts else { return 0 };
    let left = available - base - least * 60;
    let fit = if left < 0 { 0 } else { u32::try_from(left / (full * 60)).unwrap_or(0) + 1 };
    fit.min(most.unwrap_or(MOST_UNITS))
}

/// The search through every combination, one choice at most of each family.
struct Search<'a> {
    time: &'a Time,
    /// What each group of families can claim together, by the bits of their places; filled as it is asked for.
    served: HashMap<u32, i64>,
    taken: Vec<&'a Choice>,
    best: Vec<&'a Choice>,
}

fn worth(set: &[&Choice]) -> u32 {
    set.iter().map(|choice| choice.points).sum()
}

impl<'a> Search<'a> {
    /// Looks on from what is taken, unless even the best of the rest could not make it better. Of equal values the first stays.
    fn visit(&mut self, families: &'a [Vec<Choice>]) {
        let most = |choices: &Vec<Choice>| choices.first().map_or(0, |choice| choice.points);
        if worth(&self.taken) + families.iter().map(most).sum::<u32>() <= worth(&self.best) {
            return;
        }
        let Some((family, rest)) = families.split_first() else {
            self.best.clone_from(&self.taken);
            return;
        };
        for choice in family {
            self.taken.push(choice);
            if self.is_allowed() {
                self.visit(rest);
            }
            self.taken.pop();
        }
        self.visit(rest);
    }

    /// Whether the choices can stand together. Families come in the order of the vocabulary, so what one rests on is taken before it.
    fn is_allowed(&mut self) -> bool {
        let taken = &self.taken;
        let excluded = |one: &&Choice| taken.iter().any(|other| one.family.excludes(other.family));
        let has = |on| taken.iter().any(|other| other.family == on);
        let rests = taken.iter().all(|one| one.family.rests_on().is_none_or(has));
        rests && !taken.iter().any(excluded) && self.is_divisible()
    }

    /// Whether the time can be divided among the choices.
    fn is_divisible(&mut self) -> bool {
        let timed: Vec<&Choice> = self.taken.iter().copied().filter(|choice| choice.need > 0).collect();
        (1..1_usize << timed.len()).all(|group| {
            let members: Vec<&Choice> =
                timed.iter().enumerate().filter(|(place, _)| group >> place & 1 == 1).map(|(_, one)| *one).collect();
            let bits = members.iter().fold(0, |bits, choice| bits | 1 << choice.family as u32);
            let families = || members.iter().map(|choice| choice.family).collect::<Vec<_>>();
            let served = *self.served.entry(bits).or_insert_with(|| self.time.serving(&families()));
            members.iter().map(|choice| choice.need).sum::<i64>() <= served
        })
    }
}

/// Why a code isn't in the best set; none when it is.
fn reject(question: &Question<'_>, time: &Time, best: &[&Choice], code: &BillingCode) -> Option<Rejected> {
    let lines = || best.iter().flat_map(|choice| &choice.lines);
    let in_set = lines().find(|line| line.code == code.code);
    let rejected = |reason, missing, by| Some(Rejected { code: code.code, reason, missing, by });
    if in_set.is_some() {
        return None;
    }
    if question.elsewhere.contains(&code.family) {
        return rejected(BillingReject::BilledElsewhere, None, None);
    }
    if !code.holds_in(question.month) {
        return rejected(BillingReject::NotInForce, None, None);
    }
    if let Some(lack) = lack(question, time, code) {
        return rejected(lack, None, None);
    }
    if let Some(on) = code.family.rests_on().filter(|on| best.iter().all(|choice| choice.family != *on)) {
        let base = CODES.iter().find(|code| code.family == on).map(|code| code.code);
        return rejected(BillingReject::NoBase, None, base);
    }
    let excluding = best.iter().find(|choice| {
        choice.family.excludes(code.family) || (choice.family == code.family && !code.adds_to(choice.lines[0].code))
    });
    if let Some(by) = excluding {
        let short = missing(question, time, code).filter(|seconds| *seconds > 0);
        return match short {
            Some(seconds) => rejected(BillingReject::TimeShort, Some(seconds), None),
            None => rejected(BillingReject::Excluded, None, Some(by.lines[0].code)),
        };
    }
    match missing(question, time, code) {
        None => rejected(BillingReject::NoBase, None, None),
        Some(seconds) if seconds > 0 => rejected(BillingReject::TimeShort, Some(seconds), None),
        Some(_) => rejected(BillingReject::TimeUsed, None, lines().find(|line| line.seconds > 0).map(|line| line.code)),
    }
}

/// Seconds that the family's own time lacks for a unit of the code; none when it adds to nothing that is allowed.
fn missing(question: &Question<'_>, time: &Time, code: &BillingCode) -> Option<i64> {
    let available = time.serving(&[code.family]);
    match code.counts {
        Counts::Facts => Some(0),
        Counts::Base { least, .. } => Some((least * 60 - available).max(0)),
        Counts::Units { full } => Some((last_unit(full, question.facts) * 60 - available).max(0)),
        Counts::Each { least, of, .. } => {
            let allowed = |base: &&BillingCode| base.lacks(question.facts, time.live).is_none();
            let bases = CODES.iter().filter(|base| of.contains(&base.code)).filter(allowed);
            let full = bases.filter_map(|base| match base.counts {
                Counts::Base { full, .. } => Some(full),
                Counts::Facts | Counts::Each { .. } | Counts::Units { .. } => None,
            });
            full.min().map(|full| ((full + least) * 60 - available).max(0))
        }
    }
}
