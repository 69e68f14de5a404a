//! Trends with control limits: what in a course of shares is more than chance.
//!
//! A p-chart: the centre is the share over all settled points, the limits lie three standard errors of a share of the point's
//! own denominator away. Source: Shewhart 1931; NHS England, *Making data count*; the signals are rules 1 and 4 of the Western
//! Electric handbook (1956).

/// Standard errors between the centre and a limit. Source: Shewhart 1931.
const SIGMAS: f64 = 3.0;

/// So many points in a row on one side of the centre are no chance. Source: Western Electric rule 4.
pub const RUN: usize = 8;

crate::codes! {
    /// What in a course is more than chance.
    pub enum ChartSignal {
        /// The point lies outside its limits.
        Outside = "outside",
        /// The point belongs to eight or more in a row on one side of the centre.
        Run = "run",
    }
}

/// One point as it was counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Count {
    /// Members that count, with halves; at most the denominator.
    pub numerator: f64,
    /// Members in all; a point without any is a gap.
    pub denominator: u32,
    /// False while the point may still change: it is shown and not judged.
    pub settled: bool,
}

impl Count {
    fn rate(&self) -> Option<f64> {
        (self.denominator > 0).then(|| self.numerator / f64::from(self.denominator))
    }
}

/// A signal and its side of the centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signal {
    /// What it is.
    pub kind: ChartSignal,
    /// True above the centre.
    pub above: bool,
}

/// One point of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// The share, from 0 to 1; none for a gap.
    pub rate: Option<f64>,
    /// The lower limit, from 0.
    pub lower: Option<f64>,
    /// The upper limit, up to 1.
    pub upper: Option<f64>,
    /// What is more than chance.
    pub signal: Option<Signal>,
}

/// A chart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chart {
    /// The share over all settled points; none when there is none.
    pub centre: Option<f64>,
    /// A point for each count.
    pub points: Vec<Point>,
}

/// The chart of a course of shares, the earliest first.
pub fn p_chart(counts: &[Count]) -> Chart {
    let Some(centre) = centre(counts) else {
        let points = counts.iter().map(|count| Point { rate: count.rate(), ..Point::default() });
        return Chart { centre: None, points: points.collect() };
    };
    let mut points: Vec<Point> = counts.iter().map(|count| point(count, centre)).collect();
    for (index, above) in runs(counts, centre) {
        if let Some(point) = points.get_mut(index) {
            point.signal.get_or_insert(Signal { kind: ChartSignal::Run, above });
        }
    }
    Chart { centre: Some(centre), points }
}

fn centre(counts: &[Count]) -> Option<f64> {
    let settled = || counts.iter().filter(|count| count.settled);
    let all: f64 = settled().map(|count| f64::from(count.denominator)).sum();
    let met: f64 = settled().map(|count| count.numerator).sum();
    (all > 0.0).then(|| met / all)
}

fn point(count: &Count, centre: f64) -> Point {
    let Some(rate) = count.rate() else { return Point::default() };
    let width = SIGMAS * (centre * (1.0 - centre) / f64::from(count.denominator)).max(0.0).sqrt();
    let (lower, upper) = ((centre - width).max(0.0), (centre + width).min(1.0));
    let outside = count.settled && (side(rate, upper) == Some(true) || side(rate, lower) == Some(false));
    let signal = outside.then_some(Signal { kind: ChartSignal::Outside, above: rate > centre });
    Point { rate: Some(rate), lower: Some(lower), upper: Some(upper), signal }
}

/// On which side of a line a rate lies: true above. What differs by rounding alone lies on it.
fn side(rate: f64, line: f64) -> Option<bool> {
    ((rate - line).abs() > 1e-9).then_some(rate > line)
}

/// The points of runs with their side. Gaps and points that are not settled are left out; one on the centre ends a run.
fn runs(counts: &[Count], centre: f64) -> Vec<(usize, bool)> {
    let judged = counts.iter().enumerate().filter(|(_, count)| count.settled);
    let sides = judged.filter_map(|(index, count)| Some((index, side(count.rate()?, centre))));
    let sides: Vec<(usize, Option<bool>)> = sides.collect();
    let same = sides.chunk_by(|one, next| one.1 == next.1).filter(|chunk| chunk.len() >= RUN);
    same.flatten().filter_map(|(index, side)| Some((*index, (*side)?))).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn count(numerator: f64, denominator: u32) -> Count {
        Count { numerator, denominator, settled: true }
    }

    fn kinds(chart: &Chart) -> Vec<Option<ChartSignal>> {
        chart.points.iter().map(|point| point.signal.map(|signal| signal.kind)).collect()
    }

    #[test]
    fn limits_are_three_standard_errors_of_a_share_of_each_points_own_denominator() {
        // By hand: 90 of 100 and 18 of 20: p = 0.9; 3 * sqrt(0.09 / 100) = 0.09, 3 * sqrt(0.09 / 20) = 0.2012.
        let chart = p_chart(&[count(90.0, 100), count(18.0, 20)]);
        assert!((chart.centre.unwrap() - 0.9).abs() < 1e-12);
        assert!((chart.points[0].lower.unwrap() - 0.81).abs() < 1e-9);
        assert!((chart.points[0].upper.unwrap() - 0.99).abs() < 1e-9);
        assert!((chart.points[1].lower.unwrap() - 0.698_753_882).abs() < 1e-6);
        assert_eq!(chart.points[1].upper, Some(1.0));
    }

    #[test]
    fn a_point_outside_its_limits_is_a_signal_and_one_that_is_not_settled_never() {
        let mut counts = vec![count(90.0, 100); 6];
        counts.push(count(50.0, 100));
        let chart = p_chart(&counts);
        assert_eq!(chart.points[6].signal, Some(Signal { kind: ChartSignal::Outside, above: false }));
        assert_eq!(kinds(&chart)[..6], [None; 6]);
        counts[6].settled = false;
        let chart = p_chart(&counts);
        assert!((chart.centre.unwrap() - 0.9).abs() < 1e-12);
        assert_eq!((chart.points[6].rate, chart.points[6].signal), (Some(0.5), None));
    }

    #[test]
    fn eight_in_a_row_on_one_side_are_a_signal_and_seven_are_not() {
        let run = |length: usize| {
            let mut counts = vec![count(49.0, 60); length];
            counts.push(count(24.0, 60));
            kinds(&p_chart(&counts))[..length].to_vec()
        };
        assert_eq!(run(7), [None; 7]);
        assert_eq!(run(8), [Some(ChartSignal::Run); 8]);
    }

    #[test]
    fn a_gap_neither_counts_nor_ends_a_run_and_a_point_on_the_centre_ends_it() {
        let mut counts = vec![count(33.0, 60); 4];
        counts.push(count(0.0, 0));
        counts.extend(vec![count(33.0, 60); 4]);
        counts.extend(vec![count(18.0, 60); 2]);
        let chart = p_chart(&counts);
        assert_eq!((chart.points[4], kinds(&chart)[3]), (Point::default(), Some(ChartSignal::Run)));
        let centre = vec![count(5.0, 10); 9];
        assert_eq!(kinds(&p_chart(&centre)), [None; 9]);
    }

    #[test]
    fn nothing_settled_has_no_centre_and_no_limits() {
        let chart = p_chart(&[count(0.0, 0), Count { settled: false, ..count(3.0, 4) }]);
        assert_eq!((chart.centre, chart.points[1].rate, chart.points[1].upper), (None, Some(0.75), None));
    }

    proptest! {
        #[test]
        fn limits_enclose_the_centre_and_stay_shares(counts in proptest::collection::vec((0u32..40, 0u32..40, any::<bool>()), 0..20)) {
            let counts: Vec<Count> = counts
                .into_iter()
                .map(|(met, more, settled)| Count { numerator: f64::from(met), denominator: met + more, settled })
                .collect();
            let chart = p_chart(&counts);
            prop_assert_eq!(chart.points.len(), counts.len());
            for (point, count) in chart.points.iter().zip(&counts) {
                prop_assert_eq!(point.rate.is_none(), count.denominator == 0);
                prop_assert!(count.settled || point.signal.is_none());
                if let (Some(lower), Some(upper), Some(centre)) = (point.lower, point.upper, chart.centre) {
                    prop_assert!(0.0 <= lower && lower <= centre && centre <= upper && upper <= 1.0);
                }
            }
        }

        #[test]
        fn a_larger_denominator_never_widens_the_limits(met in 1u32..20, more in 1u32..20, times in 1u32..10) {
            let one = Count { numerator: f64::from(met), denominator: met + more, settled: true };
            let many = Count { numerator: f64::from(met * times), denominator: (met + more) * times, settled: true };
            let chart = p_chart(&[one, many]);
            let width = |index: usize| chart.points[index].upper.unwrap() - chart.points[index].lower.unwrap();
            prop_assert!(width(1) <= width(0) + 1e-9);
        }
    }
}
