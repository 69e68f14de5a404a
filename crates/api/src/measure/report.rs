//! A measure as a FHIR R4 MeasureReport.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::view::MeasureView;

/// A FHIR R4 MeasureReport of type `summary`.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureReportResource {
    /// `MeasureReport`.
    #[serde(rename = "resourceType")]
    #[schema(rename = "resourceType")]
    resource_type: String,
}

const POPULATION: &str = "http://terminology.hl7.org/CodeSystem/measure-population";

/// The report of a measure's numbers; people are in none of it.
pub(super) fn report(view: &MeasureView, now: DateTime<Utc>) -> Value {
    let population = |code: &str, count: u32| json!({ "code": { "coding": [{ "system": POPULATION, "code": code }] }, "count": count });
    let whole = view.denominator.zip(view.excluded).zip(view.pending).map(|((a, b), c)| a + b + c);
    // A population is a count of whole members: the upper sum of other kinds, and halves, are only in the score.
    let is_count = |sum: &f64| sum.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(sum);
    let counts = [
        ("initial-population", whole),
        ("denominator", view.denominator),
        ("denominator-exclusion", view.excluded),
        ("numerator", view.numerator.filter(is_count).map(|sum| sum as u32)),
    ];
    let populations: Vec<Value> =
        counts.into_iter().filter_map(|(code, count)| Some(population(code, count?))).collect();
    let mut group = json!({ "code": { "text": view.title }, "population": populations });
    if let Some(rate) = view.rate {
        group["measureScore"] = json!({ "value": rate });
    }
    json!({
        "resourceType": "MeasureReport",
        "status": "complete",
        "type": "summary",
        "measure": format!("urn:tend:measure:{}", view.code),
        "date": now,
        "period": { "start": view.from, "end": view.to },
        "group": [group],
    })
}
