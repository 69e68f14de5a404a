//! How far it is as the crow flies.

use super::ServiceContent;

/// A place on the globe, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Degrees north, -90 to 90.
    pub latitude: f64,
    /// Degrees east, -180 to 180.
    pub longitude: f64,
}

/// Mean radius of the Earth in miles: 6,371.0088 km (IUGG) at 1.609344 km a mile.
const EARTH_MILES: f64 = 3_958.761_33;

/// Miles between two places along the great circle. Source: haversine formula (Sinnott, Sky & Telescope 68, 1984).
pub fn miles(from: Point, to: Point) -> f64 {
    let [a, b] = [from.latitude, to.latitude].map(f64::to_radians);
    let across = (to.longitude - from.longitude).to_radians();
    let half = ((b - a) / 2.0).sin().powi(2) + a.cos() * b.cos() * (across / 2.0).sin().powi(2);
    2.0 * EARTH_MILES * half.sqrt().min(1.0).asin()
}

/// Miles to the nearest place of a service, to a tenth; none when neither side is known.
pub fn to_service(from: Option<Point>, content: &ServiceContent) -> Option<f64> {
    let from = from?;
    let all = content.locations.iter().filter_map(super::Location::point).map(|place| miles(from, place));
    all.min_by(f64::total_cmp).map(|miles| (miles * 10.0).round() / 10.0)
}
