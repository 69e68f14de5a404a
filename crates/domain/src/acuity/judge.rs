//! Points, bounds, tiers, and the question that decides most.

use super::model::{MODEL, Model, Scale};
use super::{Fact, Factor, Facts};
use crate::case::Tier;
use crate::instrument::Bounds;

/// What a fact adds to the score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The fact.
    pub fact: Fact,
    /// The factor that it belongs to.
    pub factor: Factor,
    /// The points it gives; a range while it is missing or known in part.
    pub points: Bounds,
    /// The most it can give.
    pub of: i64,
    /// Where it was read, in words, with the date; none when it is missing.
    pub because: Option<String>,
    /// What would settle it, while it is open: code of an instrument, or [`super::model::CONTACT`].
    pub ask: Option<&'static str>,
}

impl Part {
    fn is_open(&self) -> bool {
        self.points.min < self.points.max
    }
}

/// How much care a person needs, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acuity {
    /// Code of the model.
    pub model: &'static str,
    /// Version of the model.
    pub version: &'static str,
    /// What every fact adds; the points sum to the bounds.
    pub parts: Vec<Part>,
    /// Lowest and highest score that the missing facts leave possible.
    pub bounds: Bounds,
    /// The tiers still possible, from low to complex. More than one makes the judgement provisional.
    pub possible: Vec<Tier>,
    /// What to ask next: the missing fact that decides most. None when nothing that is missing can be asked.
    ///
    /// It leaves the fewest tiers possible in the worst case; among equals the fewest on average over its answers; among those
    /// the narrowest bounds; then the first in the order of the model.
    pub ask_next: Option<&'static str>,
}

impl Acuity {
    /// The score, when nothing is missing.
    pub fn score(&self) -> Option<i64> {
        (self.bounds.min == self.bounds.max).then_some(self.bounds.min)
    }

    /// The tier, when missing facts can't change it.
    pub fn tier(&self) -> Option<Tier> {
        match self.possible.as_slice() {
            [tier] => Some(*tier),
            _ => None,
        }
    }

    /// True when missing facts could change the tier.
    pub fn is_provisional(&self) -> bool {
        self.possible.len() > 1
    }
}

/// Judges what is known by the model in force.
pub fn judge(facts: &Facts) -> Acuity {
    judge_by(&MODEL, facts)
}

pub(super) fn judge_by(model: &Model, facts: &Facts) -> Acuity {
    let parts: Vec<Part> = model.facts.iter().map(|scale| part(scale, facts)).collect();
    let bounds = Bounds {
        min: parts.iter().map(|part| part.points.min).sum(),
        max: parts.iter().map(|part| part.points.max).sum(),
    };
    Acuity {
        model: model.code,
        version: model.version,
        possible: possible(model, bounds),
        ask_next: ask_next(model, &parts, bounds),
        parts,
        bounds,
    }
}

fn part(scale: &Scale, facts: &Facts) -> Part {
    let reading = facts.get(scale.fact);
    let points = reading.map_or(Bounds { min: 0, max: scale.most() }, |reading| Bounds {
        min: scale.points(reading.low),
        max: scale.points(reading.high),
    });
    let part = Part {
        fact: scale.fact,
        factor: scale.factor,
        points,
        of: scale.most(),
        because: reading.map(|reading| reading.because.clone()),
        ask: None,
    };
    Part { ask: scale.ask.filter(|_| part.is_open()), ..part }
}

/// Every tier from that of the lowest score to that of the highest.
fn possible(model: &Model, bounds: Bounds) -> Vec<Tier> {
    let (first, last) = (model.tier(bounds.min), model.tier(bounds.max));
    model.tiers.iter().map(|threshold| threshold.tier).filter(|tier| (first..=last).contains(tier)).collect()
}

/// What the answers to a question would leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outlook {
    /// The most tiers that an answer leaves possible.
    pub(super) worst: usize,
    /// Tiers left possible, summed over the answers.
    pub(super) sum: usize,
    /// How many answers there are.
    pub(super) of: usize,
    /// Points that the question settles.
    pub(super) width: i64,
}

fn ask_next(model: &Model, parts: &[Part], bounds: Bounds) -> Option<&'static str> {
    let mut questions: Vec<&'static str> = Vec::new();
    for ask in parts.iter().filter_map(|part| part.ask) {
        if !questions.contains(&ask) {
            questions.push(ask);
        }
    }
    let best = questions.into_iter().map(|ask| (ask, outlook(model, parts, bounds, ask)));
    best.min_by(|(_, a), (_, b)| {
        // Averages are compared as fractions: a.sum / a.of with b.sum / b.of.
        a.worst.cmp(&b.worst).then((a.sum * b.of).cmp(&(b.sum * a.of))).then(b.width.cmp(&a.width))
    })
    .map(|(ask, _)| ask)
}

/// What is left when a question is answered, over every answer to it.
pub(super) fn outlook(model: &Model, parts: &[Part], bounds: Bounds, ask: &str) -> Outlook {
    let asked: Vec<&Part> = parts.iter().filter(|part| part.ask == Some(ask)).collect();
    let (low, high) = asked
        .iter()
        .fold((bounds.min, bounds.max), |(low, high), part| (low - part.points.min, high - part.points.max));
    let answers = asked.iter().fold(vec![0], |sums, part| {
        sums.iter().flat_map(|sum| values(model, part).map(move |points| sum + points)).collect()
    });
    let left = |points: &i64| possible(model, Bounds { min: low + points, max: high + points }).len();
    Outlook {
        worst: answers.iter().map(left).max().unwrap_or(0),
        sum: answers.iter().map(left).sum(),
        of: answers.len(),
        width: asked.iter().map(|part| part.points.max - part.points.min).sum(),
    }
}

/// The points that an open part can turn out to have.
fn values<'a>(model: &'a Model, part: &'a Part) -> impl Iterator<Item = i64> + 'a {
    let steps = model.facts.iter().filter(|scale| scale.fact == part.fact).flat_map(|scale| scale.steps);
    steps.map(|step| step.points).filter(|points| (part.points.min..=part.points.max).contains(points))
}
