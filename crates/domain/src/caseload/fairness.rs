//! How evenly load is shared.

/// Jain's index of what each of a team carries: 1 when all carry the same, 1/n when one carries all. None when nobody carries
/// anything. It is told of weighted load, never of counts. Source: rules.md section 5, 8.
pub fn jain(loads: &[f64]) -> Option<f64> {
    let sum: f64 = loads.iter().sum();
    let squares: f64 = loads.iter().map(|load| load * load).sum();
    #[allow(clippy::cast_precision_loss)]
    let count = loads.len() as f64;
    (squares > 0.0).then(|| sum * sum / (count * squares))
}
