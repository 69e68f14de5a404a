//! How far workers drive for visits, for their reimbursement (R237). In tenths of a mile or kilometre, as odometers show it.

use serde::{Deserialize, Serialize};

use crate::change::Rule;

crate::codes! {
    /// In what a distance is counted.
    pub enum DistanceUnit {
        /// Miles.
        Mile = "mi",
        /// Kilometres.
        Kilometre = "km",
    }
}

/// The way of one visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mileage {
    /// Unit.
    pub unit: DistanceUnit,
    /// How far, in tenths of the unit.
    pub tenths: i32,
    /// The odometer at the start, in tenths of the unit.
    pub odometer_start: Option<i32>,
    /// The odometer at the end.
    pub odometer_end: Option<i32>,
}

impl Mileage {
    /// A distance as it was said: by two readings of the odometer, or by itself.
    ///
    /// # Errors
    /// `mileage_odometer_incomplete`, `mileage_odometer_order` at `/odometer_end`; `mileage_required`, `mileage_odometer_differs` at
    /// `/tenths`.
    pub fn new(
        unit: DistanceUnit,
        tenths: Option<i32>,
        odometer_start: Option<i32>,
        odometer_end: Option<i32>,
    ) -> Result<Self, Rule> {
        let read = match (odometer_start, odometer_end) {
            (Some(start), Some(end)) if end < start => {
                let detail = "The odometer can't show less at the end than at the start.";
                return Err(Rule::at("mileage_odometer_order", "/odometer_end", detail));
            }
            (Some(start), Some(end)) => Some(end - start),
            (None, None) => None,
            _ => {
                let detail = "Say what the odometer showed at the start and at the end, or neither.";
                return Err(Rule::at("mileage_odometer_incomplete", "/odometer_end", detail));
            }
        };
        let tenths = match (tenths, read) {
            (Some(said), Some(read)) if said != read => {
                let detail = "The distance and the odometer differ. Leave one of them out.";
                return Err(Rule::at("mileage_odometer_differs", "/tenths", detail));
            }
            (said, read) => said.or(read),
        };
        let Some(tenths) = tenths else {
            return Err(Rule::at("mileage_required", "/tenths", "Say how far it was, or what the odometer showed."));
        };
        Ok(Self { unit, tenths, odometer_start, odometer_end })
    }
}

/// A sum of distances in one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DistanceTotal {
    /// Unit.
    pub unit: DistanceUnit,
    /// How far, in tenths of the unit.
    pub tenths: i64,
}

/// The sums of distances, one for each unit that occurs: miles and kilometres are never added up.
pub fn totals<'a>(ways: impl IntoIterator<Item = &'a Mileage>) -> Vec<DistanceTotal> {
    let mut totals: Vec<DistanceTotal> = Vec::new();
    for way in ways {
        match totals.iter_mut().find(|total| total.unit == way.unit) {
            Some(total) => total.tenths += i64::from(way.tenths),
            None => totals.push(DistanceTotal { unit: way.unit, tenths: i64::from(way.tenths) }),
        }
    }
    totals.sort_by_key(|total| total.unit);
    totals
}
