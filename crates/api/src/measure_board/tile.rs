//! A tile: one measure with its number, target, course, and what colleagues reach.

use chrono::{DateTime, NaiveDate, Utc};
use domain::measure::strata::{Numbers, told};
use domain::measure::{Definition, MeasureKind};
use domain::measure_board::chart::{Chart, Count, Point, p_chart};
use domain::measure_board::target::{MeasureTarget, in_force};
use domain::measure_board::{self, ALERT_MONTHS, Judged, Month, Reading, Together, months_off_target, reading};
use persistence::directory::Directory;
use persistence::measure::{Material, lacking};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::beside::Beside;
use super::count::Frame;
use crate::http::code::{ChartSignalCode, FactKindCode, TargetStandingCode};
use crate::measure::Sight;
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
    /// True when the numbers are hidden because they tell of few and the reader may not see the people. Such a reader is told counts in
    /// steps of 5 with their share, and of other kinds than proportions the value to two digits.
    suppressed: bool,
    numerator: Option<f64>,
    denominator: Option<u32>,
    /// Left out, with a reason in the proof. Null when it is hidden.
    excluded: Option<u32>,
    /// Not due yet, so not counted. Null when it is hidden.
    pending: Option<u32>,
    /// The number of the period; null when nothing is counted, or when it is hidden.
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
    /// What colleagues reach together, beside the reader's own number; null for a team's number, while too few are counted, and
    /// while it is counted for the first time.
    beside: Option<MeasureBeside>,
    /// What the reader may do from here: `measure_members` shows the people.
    can: Vec<&'static str>,
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
    /// True when the numbers are hidden because they tell of few and the reader may not see the people.
    suppressed: bool,
    numerator: Option<f64>,
    denominator: Option<u32>,
    /// The number; null when nothing is counted, or when it is hidden.
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

/// What colleagues reach together, as it was at most ten minutes ago.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureBeside {
    value: f64,
    denominator: u32,
    /// How many colleagues own what is counted, without the reader.
    #[schema(minimum = 5)]
    colleagues: u32,
}

/// What a tile is made from.
pub struct Shown<'a> {
    /// The days.
    pub frame: &'a Frame,
    /// The program; none for all of them.
    pub program_id: Option<Uuid>,
    /// What the measures are counted from.
    pub counted: &'a Material,
    /// Every target.
    pub targets: &'a [MeasureTarget],
    /// What surrounds the numbers, when they are one worker's.
    pub beside: Option<&'a Beside>,
    /// Names.
    pub directory: &'a Directory,
    /// Now.
    pub now: DateTime<Utc>,
    /// What the reader sees behind the numbers.
    pub sight: Sight,
}

/// The tile of a measure.
pub fn tile(definition: &'static Definition, shown: &Shown<'_>) -> MeasureTile {
    let reading = reading(definition);
    let result = shown.counted.count(definition, shown.frame.period(), shown.now);
    let told = told(&result, shown.sight.members_of(definition));
    let value = told.and_then(|told| told.value);
    let set = in_force(shown.targets, definition.code, shown.program_id, shown.frame.to);
    let target = set.map(|target| target.value).or(definition.target);
    let (course, centre) = course(definition, reading, shown);
    let off_target_months = months_off_target(&course.iter().map(|month| judged(reading, month)).collect::<Vec<_>>());
    MeasureTile {
        measure: definition.code.into(),
        title: definition.title.into(),
        definition: definition.definition(),
        source: definition.source.into(),
        share: reading.share,
        lower_is_better: reading.lower_is_better,
        suppressed: told.is_none(),
        numerator: told.and_then(|told| told.numerator),
        denominator: told.map(|told| told.denominator),
        excluded: told.and_then(|told| told.excluded),
        pending: told.and_then(|told| told.pending),
        value,
        lacking: lacking(definition).into_iter().map(Into::into).collect(),
        target,
        target_set: set.map(|target| target_view(target, shown.directory)),
        standing: reading.standing(value, target).into(),
        off_target_months,
        alert: off_target_months >= ALERT_MONTHS,
        centre,
        months: course,
        beside: shown.beside.and_then(|beside| together(definition, beside)),
        can: if shown.sight.members_of(definition) { vec!["measure_members"] } else { Vec::new() },
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

/// The months with their limits, and the centre of the chart, all of it from what is told. Only shares have limits.
fn course(definition: &'static Definition, reading: Reading, shown: &Shown<'_>) -> (Vec<MeasureMonth>, Option<f64>) {
    let Frame { months, zone, .. } = shown.frame;
    let month = |month: &Month| {
        let result = shown.counted.count(definition, month.period(*zone), shown.now);
        let told = told(&result, shown.sight.members_of(definition));
        // A hidden month has no part in the chart: its limits would tell how many were counted.
        let count = Count {
            numerator: told.and_then(|told| told.numerator).unwrap_or_default(),
            denominator: told.map_or(0, |told| told.denominator),
            settled: told.is_some() && month.is_over(*zone, shown.now) && result.pending == 0,
        };
        (told, count)
    };
    let (results, counts): (Vec<Option<Numbers>>, Vec<Count>) = months.iter().map(month).unzip();
    let chart = if definition.kind == MeasureKind::Proportion { p_chart(&counts) } else { Chart::default() };
    let view = |(index, month): (usize, &Month)| {
        let point = chart.points.get(index).copied().unwrap_or_default();
        let held = in_force(shown.targets, definition.code, shown.program_id, month.last);
        let target = held.map(|target| target.value).or(definition.target);
        month_view(month, results[index], target, counts[index], point, reading)
    };
    (months.iter().enumerate().map(view).collect(), chart.centre)
}

fn month_view(
    month: &Month,
    told: Option<Numbers>,
    target: Option<f64>,
    count: Count,
    point: Point,
    reading: Reading,
) -> MeasureMonth {
    MeasureMonth {
        from: month.first,
        to: month.last,
        suppressed: told.is_none(),
        numerator: told.and_then(|told| told.numerator),
        denominator: told.map(|told| told.denominator),
        value: told.and_then(|told| told.value),
        target,
        lower: point.lower,
        upper: point.upper,
        signal: point.signal.map(|signal| signal.kind.into()),
        improving: point.signal.map(|signal| signal.above != reading.lower_is_better),
        settled: count.settled,
    }
}

/// What the colleagues around a worker reach together.
fn together(definition: &'static Definition, beside: &Beside) -> Option<MeasureBeside> {
    let shares = beside.shares.get(definition.code)?;
    let Together { value, denominator, colleagues } = measure_board::together(shares, beside.reader_id)?;
    Some(MeasureBeside { value, denominator, colleagues })
}
