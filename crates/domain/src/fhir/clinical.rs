//! Condition, Observation, MedicationRequest: become needs-list candidates, observations and medications.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::element::{Concept, Origin};
use super::index::Index;
use super::node::{At, LONGEST_NAME, Result};
use super::time::Shift;

crate::codes! {
    /// Clinical status of a Condition.
    pub enum ConditionStatus {
        /// Active.
        Active = "active",
        /// Active again after a time without.
        Recurrence = "recurrence",
        /// Active again after getting better.
        Relapse = "relapse",
        /// Not active now.
        Inactive = "inactive",
        /// Not active now, may come back.
        Remission = "remission",
        /// Gone.
        Resolved = "resolved",
    }
}

impl ConditionStatus {
    /// True for what the person has now.
    pub fn is_current(self) -> bool {
        matches!(self, Self::Active | Self::Recurrence | Self::Relapse)
    }
}

/// A candidate for the list of needs, as a Condition describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct NeedImport {
    /// Source.
    pub origin: Origin,
    /// What it is.
    pub concept: Concept,
    /// Clinical status; when not given, resolved if it has an end, else active.
    pub status: ConditionStatus,
    /// Begin; the first day when the source knows only the month or year.
    pub onset_on: Option<NaiveDate>,
    /// End.
    pub abated_on: Option<NaiveDate>,
    /// When it was recorded.
    pub recorded_on: Option<NaiveDate>,
}

/// An observation as an Observation describes it: a value, or components with values.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservationImport {
    /// Source.
    pub origin: Origin,
    /// What was observed.
    pub concept: Concept,
    /// The value; none when the components hold it.
    pub value: Option<ObservationValue>,
    /// Parts of the observation, for example systolic and diastolic pressure.
    pub components: Vec<Component>,
    /// When it was true.
    pub effective_at: DateTime<Utc>,
}

/// A part of an observation.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// What was observed.
    pub concept: Concept,
    /// The value.
    pub value: ObservationValue,
}

/// A value of an observation.
#[derive(Debug, Clone, PartialEq)]
pub enum ObservationValue {
    /// A number with its unit.
    Number {
        /// The number.
        value: f64,
        /// The unit as people read it, else its UCUM code.
        unit: Option<String>,
    },
    /// Words.
    Text(String),
    /// A coded answer.
    Coded(Concept),
}

/// A medication as a MedicationRequest describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct MedicationImport {
    /// Source.
    pub origin: Origin,
    /// What was ordered.
    pub concept: Concept,
    /// FHIR status of the order: `active`, `on-hold`, `completed`, `stopped` or `unknown`.
    pub status: String,
    /// Directions in words.
    pub dosage: Option<String>,
    /// When it was ordered.
    pub ordered_at: DateTime<Utc>,
}

impl Shift for NeedImport {
    fn shift(&mut self, days: i16, zone: Tz) {
        self.onset_on.shift(days, zone);
        self.abated_on.shift(days, zone);
        self.recorded_on.shift(days, zone);
    }
}

impl Shift for ObservationImport {
    fn shift(&mut self, days: i16, zone: Tz) {
        self.effective_at.shift(days, zone);
    }
}

impl Shift for MedicationImport {
    fn shift(&mut self, days: i16, zone: Tz) {
        self.ordered_at.shift(days, zone);
    }
}

pub(super) fn condition(at: &At<'_>, origin: Origin, index: &Index<'_>) -> Result<Option<NeedImport>> {
    let verified = at.coded("verificationStatus")?.map_or(Ok(None), |code| code.text(LONGEST_NAME))?;
    if matches!(verified.as_deref(), Some("refuted" | "entered-in-error")) {
        return Ok(None);
    }
    let concept = at.needed_concept("code")?;
    let onset_on = at.day_of("onsetDateTime", index.zone)?;
    let abated_on = at.day_of("abatementDateTime", index.zone)?;
    at.in_order("abatementDateTime", onset_on, abated_on)?;
    let status = match at.coded("clinicalStatus")? {
        Some(code) => code.code()?,
        None if abated_on.is_some() => ConditionStatus::Resolved,
        None => ConditionStatus::Active,
    };
    let recorded_on = at.day_of("recordedDate", index.zone)?;
    Ok(Some(NeedImport { origin, concept, status, onset_on, abated_on, recorded_on }))
}

pub(super) fn observation(at: &At<'_>, origin: Origin, index: &Index<'_>) -> Result<Option<ObservationImport>> {
    let status = at.need("status")?.as_str()?;
    let concept = at.needed_concept("code")?;
    let value = value(at)?;
    let mut components = Vec::new();
    for part in at.list("component")? {
        if let (concept, Some(value)) = (part.needed_concept("code")?, self::value(&part)?) {
            components.push(Component { concept, value });
        }
    }
    let effective_at = effective_at(at, index.zone)?;
    let known = matches!(status, "final" | "amended" | "corrected" | "preliminary");
    let Some(effective_at) = effective_at.filter(|_| known && (value.is_some() || !components.is_empty())) else {
        return Ok(None);
    };
    Ok(Some(ObservationImport { origin, concept, value, components, effective_at }))
}

fn effective_at(at: &At<'_>, zone: Tz) -> Result<Option<DateTime<Utc>>> {
    if let Some(period) = at.get("effectivePeriod")?
        && let Some(start) = period.instant_of("start", zone)?
    {
        return Ok(Some(start));
    }
    for member in ["effectiveDateTime", "effectiveInstant", "issued"] {
        if let Some(instant) = at.instant_of(member, zone)? {
            return Ok(Some(instant));
        }
    }
    Ok(None)
}

/// The value here, when it is of a kind that a record can hold.
fn value(at: &At<'_>) -> Result<Option<ObservationValue>> {
    if let Some(quantity) = at.get("valueQuantity")? {
        let Some((value, unit)) = quantity.quantity()? else {
            return Ok(None);
        };
        return Ok(Some(match quantity.name("comparator")? {
            // "below 5" is not 5.
            Some(comparator) => ObservationValue::Text(
                format!("{comparator} {value} {}", unit.unwrap_or_default()).trim_end().to_owned(),
            ),
            None => ObservationValue::Number { value, unit },
        }));
    }
    if let Some(concept) = at.concept("valueCodeableConcept")? {
        return Ok(Some(ObservationValue::Coded(concept)));
    }
    if let Some(text) = at.prose("valueString")? {
        return Ok(Some(ObservationValue::Text(text)));
    }
    if let Some(integer) = at.get("valueInteger")? {
        return Ok(Some(ObservationValue::Number { value: integer.number()?, unit: None }));
    }
    match at.get("valueBoolean")? {
        Some(_) => Ok(Some(ObservationValue::Text(if at.flag("valueBoolean")? { "yes" } else { "no" }.to_owned()))),
        None => Ok(None),
    }
}

pub(super) fn medication(at: &At<'_>, origin: Origin, index: &Index<'_>) -> Result<Option<MedicationImport>> {
    let status = at.need("status")?.text(LONGEST_NAME)?.unwrap_or_default();
    let intent = at.need("intent")?.as_str()?;
    let concept = medication_concept(at, index)?;
    let dosage = at.first("dosageInstruction")?.map_or(Ok(None), |dosage| dosage.prose("text"))?;
    let ordered_at = at.instant_of("authoredOn", index.zone)?;
    let ordered = !matches!(intent, "proposal" | "plan" | "option")
        && matches!(status.as_str(), "active" | "on-hold" | "completed" | "stopped" | "unknown");
    let (Some(concept), Some(ordered_at), true) = (concept, ordered_at, ordered) else {
        return Ok(None);
    };
    Ok(Some(MedicationImport { origin, concept, status, dosage, ordered_at }))
}

/// What was ordered: said in the order, or by a Medication that it names.
fn medication_concept(at: &At<'_>, index: &Index<'_>) -> Result<Option<Concept>> {
    let Some(reference) = at.get("medicationReference")? else {
        return at.needed_concept("medicationCodeableConcept").map(Some);
    };
    let named = match index.resource(&reference)? {
        Some(medication) => medication.concept("code").ok().flatten(),
        None => None,
    };
    let display = reference.name("display")?;
    Ok(named.or_else(|| display.map(|title| Concept { system: None, code: None, title })))
}
