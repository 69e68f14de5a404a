//! Encounter: becomes a stay (inpatient, emergency, observation) or a contact (ambulatory, virtual, home, field).

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::element::Origin;
use super::index::Index;
use super::node::{At, Result};
use super::time::Shift;
use crate::contact::ContactMode;
use crate::stay::{EmergencyCause, StayClass, is_icd};

crate::codes! {
    /// State of an Encounter.
    pub enum EncounterStatus {
        Planned = "planned",
        Arrived = "arrived",
        Triaged = "triaged",
        InProgress = "in-progress",
        OnLeave = "onleave",
        Finished = "finished",
        Cancelled = "cancelled",
        EnteredInError = "entered-in-error",
        Unknown = "unknown",
    }
}

/// A stay as an Encounter describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct StayImport {
    /// Source.
    pub origin: Origin,
    /// Class.
    pub class: StayClass,
    /// Name of the place, when it is known.
    pub facility: Option<String>,
    /// Reason, else the type of the encounter.
    pub reason: Option<String>,
    /// Begin.
    pub admitted_at: DateTime<Utc>,
    /// End; none while the person is there.
    pub discharged_at: Option<DateTime<Utc>>,
    /// Where the person went.
    pub destination: Option<String>,
    /// What an emergency was for, where the code of the reason tells.
    pub cause: Option<EmergencyCause>,
    /// True when the reason is a coded diagnosis, whatever it says.
    pub diagnosed: bool,
}

/// A contact as an Encounter describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactImport {
    /// Source.
    pub origin: Origin,
    /// Mode.
    pub mode: ContactMode,
    /// When it began.
    pub occurred_at: DateTime<Utc>,
    /// Whole minutes it took, when its end is known. A source may give a course of treatment of several days as one encounter.
    pub minutes: Option<i32>,
    /// What it was: the type of the encounter in words.
    pub purpose: Option<String>,
    /// Why, in words.
    pub reason: Option<String>,
    /// Who gave it: the first participant.
    pub provider: Option<String>,
}

impl Shift for StayImport {
    fn shift(&mut self, days: i16, zone: Tz) {
        self.admitted_at.shift(days, zone);
        self.discharged_at.shift(days, zone);
        // Two times within a repeated hour may have changed places.
        self.discharged_at = self.discharged_at.map(|end| end.max(self.admitted_at));
    }
}

impl Shift for ContactImport {
    fn shift(&mut self, days: i16, zone: Tz) {
        self.occurred_at.shift(days, zone);
    }
}

/// What an Encounter becomes.
pub(super) enum Meeting {
    Stay(StayImport),
    Contact(ContactImport),
}

enum Place {
    Stay(StayClass),
    Contact(ContactMode),
}

pub(super) fn read(at: &At<'_>, origin: Origin, index: &Index<'_>) -> Result<Option<Meeting>> {
    use EncounterStatus as S;
    let status: EncounterStatus = at.need("status")?.code()?;
    let Some(place) = place(at)? else {
        return Ok(None);
    };
    if matches!(status, S::Planned | S::Cancelled | S::EnteredInError | S::Unknown) {
        return Ok(None);
    }
    let period = at.need("period")?;
    let start = period.need("start")?.instant(index.zone)?;
    let end = period.instant_of("end", index.zone)?;
    period.in_order("end", Some(start), end)?;
    let kind = at.first_concept("type")?.map(|concept| concept.title);
    let reason = at.first_concept("reasonCode")?;
    let cause = reason
        .as_ref()
        .and_then(|reason| EmergencyCause::of_coding(reason.system.as_deref()?, reason.code.as_deref()?));
    let diagnosed =
        reason.as_ref().is_some_and(|reason| reason.code.is_some() && reason.system.as_deref().is_some_and(is_icd));
    let reason = reason.map(|concept| concept.title);
    Ok(Some(match place {
        Place::Stay(class) => {
            if status == S::Finished && end.is_none() {
                return Err(period.fault_in("end", "is missing from a finished stay"));
            }
            Meeting::Stay(StayImport {
                class,
                facility: facility(at, index)?,
                reason: reason.or(kind),
                admitted_at: start,
                discharged_at: end.filter(|_| status == S::Finished),
                destination: destination(at)?,
                cause: class.caused(cause),
                diagnosed,
                origin,
            })
        }
        Place::Contact(mode) => Meeting::Contact(ContactImport {
            mode,
            occurred_at: start,
            minutes: end.and_then(|end| i32::try_from((end - start).num_minutes()).ok()),
            purpose: kind,
            reason,
            provider: provider(at, index)?,
            origin,
        }),
    }))
}

/// Where the encounter took place, by its class (HL7 v3 ActCode); `None` for classes that are neither stay nor contact.
fn place(at: &At<'_>) -> Result<Option<Place>> {
    Ok(Some(match at.need("class")?.need("code")?.as_str()? {
        "IMP" | "ACUTE" | "NONAC" => Place::Stay(StayClass::Inpatient),
        "EMER" => Place::Stay(StayClass::Emergency),
        "OBSENC" => Place::Stay(StayClass::Observation),
        "AMB" | "HH" | "FLD" => Place::Contact(mode(at, ContactMode::InPerson)?),
        "VR" => Place::Contact(mode(at, ContactMode::Video)?),
        _ => return Ok(None),
    }))
}

/// How the contact took place, by the words of its type; sources also use the ambulatory class for calls.
fn mode(at: &At<'_>, otherwise: ContactMode) -> Result<ContactMode> {
    let title = at.first_concept("type")?.map(|concept| concept.title.to_lowercase()).unwrap_or_default();
    Ok(if title.contains("phone") {
        ContactMode::Phone
    } else if ["telemedicine", "telehealth", "video"].iter().any(|word| title.contains(word)) {
        ContactMode::Video
    } else {
        otherwise
    })
}

fn facility(at: &At<'_>, index: &Index<'_>) -> Result<Option<String>> {
    if let Some(provider) = at.get("serviceProvider")?
        && let Some(name) = index.called(&provider)?
    {
        return Ok(Some(name));
    }
    let Some(location) = at.first("location")? else {
        return Ok(None);
    };
    location.get("location")?.map_or(Ok(None), |location| index.called(&location))
}

fn provider(at: &At<'_>, index: &Index<'_>) -> Result<Option<String>> {
    let Some(participant) = at.first("participant")? else {
        return Ok(None);
    };
    participant.get("individual")?.map_or(Ok(None), |individual| index.called(&individual))
}

fn destination(at: &At<'_>) -> Result<Option<String>> {
    at.get("hospitalization")?.map_or(Ok(None), |stay| stay.title("dischargeDisposition"))
}
