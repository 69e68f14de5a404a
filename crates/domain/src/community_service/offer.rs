//! A service for somebody: whether they fit, how far it is, and in which order services are offered.
//!
//! The order is a sum of published points, shown with its parts. It hides nothing: a service that does not fit or is full stands
//! last and says so. Source of the weights: Tend's own; a condition weighs most, then room, then the language and the way.

use chrono::{DateTime, Utc};

use super::CommunityService;
use super::capacity::CapacityStatus;
use super::distance::{Point, to_service};
use super::eligibility::{Facts, Fit, FitVerdict, fit};

crate::codes! {
    /// What counts in the order of services.
    pub enum OfferFactor {
        /// Whether the person fits.
        Fit = "fit",
        /// Whether there is room.
        Capacity = "capacity",
        /// Whether the language is spoken.
        Language = "language",
        /// How far it is.
        Distance = "distance",
    }
}

/// Points of somebody who fits; half when something must be asked for.
pub const FIT_POINTS: i32 = 40;
/// Points of a service with room.
pub const OPEN_POINTS: i32 = 30;
/// Points of a service with a waitlist.
pub const WAITLIST_POINTS: i32 = 15;
/// Points of a service of which nobody knows.
pub const UNKNOWN_POINTS: i32 = 10;
/// Points of a service that speaks the language.
pub const LANGUAGE_POINTS: i32 = 15;
/// Points of a service next door; they fall evenly to none at [`FAR_MILES`].
pub const DISTANCE_POINTS: i32 = 15;
/// From how many miles on a service gets no points for its distance.
pub const FAR_MILES: f64 = 30.0;

/// For whom and from where services are looked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wish {
    /// What is known of the person, when it is for one.
    pub facts: Option<Facts>,
    /// The language that should be spoken.
    pub language: Option<String>,
    /// From where distances count.
    pub from: Option<Point>,
}

/// Points for one factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The factor.
    pub factor: OfferFactor,
    /// Its points.
    pub points: i32,
}

/// A service as it is offered to somebody.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// The service.
    pub service: CommunityService,
    /// Whether the person fits; none when it is for nobody in particular.
    pub fit: Option<Fit>,
    /// Miles to its nearest place; none when that is not known.
    pub miles: Option<f64>,
    /// What may be believed of its room.
    pub capacity: CapacityStatus,
    /// The points and what they are for; their sum orders the list.
    pub parts: Vec<Part>,
}

impl Offer {
    /// A service as it is offered at `now`.
    pub fn new(service: CommunityService, wish: &Wish, now: DateTime<Utc>) -> Self {
        let fit = wish.facts.as_ref().map(|facts| fit(&service.content.eligibility, facts));
        let miles = to_service(wish.from, &service.content);
        let capacity = service.capacity.believed(now);
        let mut parts = Vec::new();
        if let Some(fit) = &fit {
            parts.push(Part { factor: OfferFactor::Fit, points: fit_points(fit.verdict) });
        }
        parts.push(Part { factor: OfferFactor::Capacity, points: capacity_points(capacity) });
        if let Some(language) = &wish.language {
            let points = if service.content.speaks(language) { LANGUAGE_POINTS } else { 0 };
            parts.push(Part { factor: OfferFactor::Language, points });
        }
        if wish.from.is_some() {
            parts.push(Part { factor: OfferFactor::Distance, points: miles.map_or(0, distance_points) });
        }
        Self { service, fit, miles, capacity, parts }
    }

    /// The sum of the parts, 0 to 100.
    pub fn score(&self) -> i32 {
        self.parts.iter().map(|part| part.points).sum()
    }
}

/// Points for a verdict.
pub fn fit_points(verdict: FitVerdict) -> i32 {
    match verdict {
        FitVerdict::Fits => FIT_POINTS,
        FitVerdict::Ask => FIT_POINTS / 2,
        FitVerdict::DoesNotFit => 0,
    }
}

/// Points for room.
pub fn capacity_points(capacity: CapacityStatus) -> i32 {
    match capacity {
        CapacityStatus::Open => OPEN_POINTS,
        CapacityStatus::Waitlist => WAITLIST_POINTS,
        CapacityStatus::Unknown => UNKNOWN_POINTS,
        CapacityStatus::Full => 0,
    }
}

/// Points for a distance in miles: all of them next door, none from [`FAR_MILES`] on.
#[allow(clippy::cast_possible_truncation)]
pub fn distance_points(miles: f64) -> i32 {
    let near = 1.0 - (miles / FAR_MILES).clamp(0.0, 1.0);
    // At most 15: a whole number far within the range of the type.
    (near * f64::from(DISTANCE_POINTS)).round() as i32
}

/// The services in the order in which they are offered: by points, then by name and id, so that the order is always the same.
pub fn ranked(services: Vec<CommunityService>, wish: &Wish, now: DateTime<Utc>) -> Vec<Offer> {
    let mut offers: Vec<Offer> = services.into_iter().map(|service| Offer::new(service, wish, now)).collect();
    offers.sort_by(|a, b| {
        let by_name = || a.service.content.name.cmp(&b.service.content.name).then(a.service.id.cmp(&b.service.id));
        b.score().cmp(&a.score()).then_with(by_name)
    });
    offers
}
