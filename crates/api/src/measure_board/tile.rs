//! A tile: one measure with its number, target, course, and what colleagues reach.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::measure::{Definition, Facts, MeasureKind, MeasureResult, Place};
use domain::measure_board::chart::{Chart, Count, Point, p_chart};
use domain::measure_board::target::{MeasureTarget, in_force};
use domain::measure_board::{self, ALERT_MONTHS, Judged, Month, Reading, Together, months_off_target, reading};
use persistence::directory::Directory;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::count::{Frame, count};
use crate::http::code::{ChartSignalCode, FactKindCode, TargetStandingCode};
use crate::measure::lacking;
use crate::program::Ref;

/// A measure on a board.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureTile {
    /// Code of the measure.
    measure: String,
    title: String,
    /// What counts, in words.
    definition: String,
    /// Number in the catalogue of public definitions.
    source: String,
    /// True for a share from 0 to 1; false for a value in the measure's own unit.
    share: bool,
    /// True when a smaller number is the better one.
    lower_is_better: bool,
    numerator: f64,
    denominator: u32,
    /// Left out, with a reason in the proof.
    excluded: u32,
    /// Not due yet, so not counted.
    pending: u32,
    /// The number of the period; null when nothing is counted.
    value: Option<f64>,
    /// Facts that it needs and that are not recorded yet. While there are any, no number is shown.
    lacking: Vec<FactKindCode>,
    /// What is to be reached; null when nobody has said.
    target: Option<f64>,
    /// Who set it and answers for it; null while the target of the definition holds.
    target_set: Option<TileTarget>,
    standing: TargetStandingCode,
    /// Settled months in a row off the target, up to the latest one.
    off_target_months: u32,
    /// True when these are enough to ask why.
    alert: bool,
    /// The share over all settled months: the centre of the chart.
    centre: Option<f64>,
    /// The course, the earliest month first.
    months: Vec<MeasureMonth>,
    /// What colleagues reach together, beside the reader's own number; null for a team's number and while too few are counted.
    beside: Option<MeasureBeside>,
}

/// A target that was set.
#[derive(Debug, Serialize, ToSchema)]
pub struct TileTarget {
    owner: Ref,
    /// The program it is for; null for the whole organization.
    program_id: Option<Uuid>,
    valid_from: NaiveDate,
    reason: String,
}

/// One month of a course.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureMonth {
    from: NaiveDate,
    to: NaiveDate,
    numerator: f64,
    denominator: u32,
    /// The number; null when nothing is counted.
    value: Option<f64>,
    /// The target that held on its last day, if there was one.
    target: Option<f64>,
    /// Lower control limit; null without one.
    lower: Option<f64>,
    /// Upper control limit; null without one.
    upper: Option<f64>,
    /// What is more than chance.
    signal: Option<ChartSignalCode>,
    /// For a signal: whether it is for the better.
    improving: Option<bool>,
    /// False while the number may still change: the month is not over, or something is not decided yet.
    settled: bool,
}

/// What colleagues reach together.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureBeside {
    value: f64,
    denominator: u32,
    /// How many colleagues own what is counted, without the reader.
    #[schema(minimum = 5)]
    colleagues: u32,
}

/// What a tile is made from.
pub struct Material<'a> {
    /// The days.
    pub frame: &'a Frame,
    /// The program; none for all of them.
    pub program_id: Option<Uuid>,
    /// Facts of the frame.
    pub facts: &'a [Facts],
    /// Every target.
    pub targets: &'a [MeasureTarget],
    /// Facts of everybody with the owner of each case, when the numbers are one worker's.
    pub beside: Option<&'a Beside>,
    /// Names.
    pub directory: &'a Directory,
    /// Now.
    pub now: DateTime<Utc>,
}

/// The facts of everybody around a worker.
pub struct Beside {
    /// The worker.
    pub reader_id: Uuid,
    /// Facts.
    pub facts: Vec<Facts>,
    /// The owner of each case.
    pub owners: HashMap<Uuid, Uuid>,
}

/// The tile of a measure.
pub fn tile(definition: &'static Definition, material: &Material<'_>) -> MeasureTile {
    let reading = reading(definition);
    let result = count(definition, material.facts, material.frame.period(), material.now);
    let set = in_force(material.targets, definition.code, material.program_id, material.frame.to);
    let target = set.map(|target| target.value).or(definition.target);
    let (course, centre) = course(definition, reading, material);
    let off_target_months = months_off_target(&course.iter().map(|month| judged(reading, month)).collect::<Vec<_>>());
    MeasureTile {
        measure: definition.code.into(),
        title: definition.title.into(),
        definition: definition.definition(),
        source: definition.source.into(),
        share: reading.share,
        lower_is_better: reading.lower_is_better,
        numerator: result.numerator,
        denominator: result.denominator,
        excluded: result.excluded,
        pending: result.pending,
        value: result.rate(),
        lacking: lacking(definition).into_iter().map(Into::into).collect(),
        target,
        target_set: set.map(|target| target_view(target, material.directory)),
        standing: reading.standing(result.rate(), target).into(),
        off_target_months,
        alert: off_target_months >= ALERT_MONTHS,
        centre,
        months: course,
        beside: material.beside.and_then(|beside| together(definition, beside, material)),
    }
}

fn target_view(target: &MeasureTarget, directory: &Directory) -> TileTarget {
    TileTarget {
        owner: Ref { id: target.owner_id, name: directory.name(target.owner_id).to_owned() },
        program_id: target.program_id,
        valid_from: target.valid_from,
        reason: target.reason.clone(),
    }
}

fn judged(reading: Reading, month: &MeasureMonth) -> Judged {
    let reached = month.value.zip(month.target).map(|(value, target)| reading.reaches(value, target));
    Judged { reached, settled: month.settled }
}

/// The months with their limits, and the centre of the chart. Only shares have limits.
fn course(
    definition: &'static Definition,
    reading: Reading,
    material: &Material<'_>,
) -> (Vec<MeasureMonth>, Option<f64>) {
    let Frame { months, zone, .. } = material.frame;
    let result = |month: &Month| count(definition, material.facts, month.period(*zone), material.now);
    let results: Vec<(&Month, MeasureResult)> = months.iter().map(|month| (month, result(month))).collect();
    let counts: Vec<Count> = results
        .iter()
        .map(|(month, result)| Count {
            numerator: result.numerator,
            denominator: result.denominator,
            settled: month.is_over(*zone, material.now) && result.pending == 0,
        })
        .collect();
    let chart = if definition.kind == MeasureKind::Proportion { p_chart(&counts) } else { Chart::default() };
    let view = |(index, (month, result)): (usize, &(&Month, MeasureResult))| {
        let point = chart.points.get(index).copied().unwrap_or_default();
        let held = in_force(material.targets, definition.code, material.program_id, month.last);
        let target = held.map(|target| target.value).or(definition.target);
        month_view(month, result, target, counts[index], point, reading)
    };
    (results.iter().enumerate().map(view).collect(), chart.centre)
}

fn month_view(
    month: &Month,
    result: &MeasureResult,
    target: Option<f64>,
    count: Count,
    point: Point,
    reading: Reading,
) -> MeasureMonth {
    MeasureMonth {
        from: month.first,
        to: month.last,
        numerator: result.numerator,
        denominator: result.denominator,
        value: result.rate(),
        target,
        lower: point.lower,
        upper: point.upper,
        signal: point.signal.map(|signal| signal.kind.into()),
        improving: point.signal.map(|signal| signal.above != reading.lower_is_better),
        settled: count.settled,
    }
}

/// What the colleagues around a worker reach together.
fn together(definition: &'static Definition, beside: &Beside, material: &Material<'_>) -> Option<MeasureBeside> {
    // Only shares can be put together from what each one's cases are worth.
    if definition.kind != MeasureKind::Proportion {
        return None;
    }
    let result = count(definition, &beside.facts, material.frame.period(), material.now);
    let counted = result.members.into_iter().filter_map(|member| {
        let worth = match member.place {
            Place::Numerator => 1.0,
            Place::Partial => 0.5,
            Place::Denominator => 0.0,
            Place::Excluded | Place::Pending => return None,
        };
        Some((*beside.owners.get(&member.case_id?)?, worth))
    });
    let Together { value, denominator, colleagues } = measure_board::together(counted, beside.reader_id)?;
    Some(MeasureBeside { value, denominator, colleagues })
}
