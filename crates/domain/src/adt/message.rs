//! An ADT message: what its segments say, checked and typed. Source: HL7 v2.5.1, chapter 3.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::er7::Er7;
use super::refusal::{Flaw, Refusal};
use super::visit::{PatientClass, VisitEvent};
use super::{field, time};
use crate::code::Code;
use crate::person::{Address, Identifier, Sex};
use crate::stay::{EmergencyCause, is_icd};

crate::codes! {
    /// What a message is about. Source: HL7 table 0003.
    pub enum Trigger {
        /// A05: a visit is expected.
        PreAdmit = "A05",
        /// A04: an outpatient or emergency visit begins.
        Register = "A04",
        /// A01: an inpatient visit begins.
        Admit = "A01",
        /// A06: an outpatient becomes an inpatient.
        ToInpatient = "A06",
        /// A07: an inpatient becomes an outpatient.
        ToOutpatient = "A07",
        /// A02: the patient moves within the hospital.
        Transfer = "A02",
        /// A12: the move did not happen.
        CancelTransfer = "A12",
        /// A08: something about patient or visit changed.
        Update = "A08",
        /// A03: the visit ends.
        Discharge = "A03",
        /// A13: the visit did not end.
        CancelDischarge = "A13",
        /// A11: the visit did not take place.
        CancelAdmit = "A11",
        /// A28: a person is known to the hospital.
        AddPerson = "A28",
        /// A31: something about a person changed.
        UpdatePerson = "A31",
        /// A40: two numbers belong to one patient.
        Merge = "A40",
    }
}

impl Trigger {
    /// True for events of a visit; the others are about a person.
    pub fn is_visit(self) -> bool {
        !matches!(self, Self::AddPerson | Self::UpdatePerson | Self::Merge)
    }

    /// True for what takes an earlier event back: its EVN-6 is the time of that one. Source: HL7 v2.5.1, 3.4.1.6.
    fn cancels(self) -> bool {
        matches!(self, Self::CancelAdmit | Self::CancelTransfer | Self::CancelDischarge)
    }
}

/// Longest control id that we keep; the standard allows 20.
const LONGEST_CONTROL_ID: usize = 100;
/// How far ahead of our clock the hospital's may be.
const AHEAD: TimeDelta = TimeDelta::hours(24);

/// What tells messages apart and what an answer repeats: as much of MSH as can be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// MSH-3, the sending application.
    pub application: String,
    /// MSH-4, the sending facility.
    pub facility: String,
    /// MSH-9.2 as sent: the event.
    pub event: String,
    /// MSH-10.
    pub control_id: String,
    /// MSH-11.1.
    pub processing: String,
    /// MSH-12.1.
    pub version: String,
}

impl Header {
    /// The header of a message, as far as it goes.
    pub fn of(er7: &Er7<'_>) -> Self {
        let short = |number, component, longest| {
            let text = er7.field("MSH", number).part(component, 1).unwrap_or_default();
            field::cut(&text, longest)
        };
        Self {
            application: short(3, 1, 100),
            facility: short(4, 1, 100),
            event: short(9, 2, 10),
            control_id: short(10, 1, LONGEST_CONTROL_ID),
            processing: short(11, 1, 10),
            version: short(12, 1, 10),
        }
    }

    /// Who sent it: application and facility.
    pub fn sender(&self) -> String {
        format!("{}|{}", self.application, self.facility)
    }

    /// What stands for an authority where a number names none.
    fn authority(&self) -> &str {
        if self.facility.is_empty() { &self.application } else { &self.facility }
    }
}

/// What a message says about the patient (PID).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patient {
    /// Numbers, the first one first.
    pub identifiers: Vec<Identifier>,
    /// Family name; may be empty.
    pub family_name: String,
    /// Given names; may be empty.
    pub given_name: String,
    /// Date of birth.
    pub birth_date: Option<NaiveDate>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Phone number at home.
    pub phone: Option<String>,
    /// Address.
    pub address: Option<Address>,
    /// Date of death.
    pub deceased_on: Option<NaiveDate>,
}

/// A message that says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Header.
    pub header: Header,
    /// What it is about.
    pub trigger: Trigger,
    /// When the hospital recorded it: EVN-2, else MSH-7.
    pub recorded_at: DateTime<Utc>,
    /// When the message was made: MSH-7.
    pub sent_at: DateTime<Utc>,
    /// The patient.
    pub patient: Patient,
    /// The visit's number with its authority, and what happened to it.
    pub visit: Option<(Identifier, VisitEvent)>,
    /// A40: the numbers that stand for the patient no longer (MRG-1).
    pub retired: Vec<Identifier>,
}

impl Message {
    /// Reads a message. Times without an offset are in `zone`.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub fn read(er7: &Er7<'_>, zone: Tz, now: DateTime<Utc>) -> Result<Self, Flaw> {
        let header = Header::of(er7);
        let trigger = trigger(er7, &header)?;
        let reader = Reader { er7, zone, now };
        if header.control_id.is_empty() {
            return Err(Flaw::new(Refusal::FieldMissing, "MSH-10"));
        }
        if er7.field("MSH", 10).component(1).is_some_and(|id| id.chars().count() > LONGEST_CONTROL_ID) {
            return Err(Flaw::new(Refusal::FieldTooLong, "MSH-10"));
        }
        let sent_at = reader.instant("MSH", 7, "MSH-7")?.ok_or(Flaw::new(Refusal::FieldMissing, "MSH-7"))?;
        let recorded_at = reader.instant("EVN", 2, "EVN-2")?.unwrap_or(sent_at);
        let patient = reader.patient(&header)?;
        let retired = if trigger == Trigger::Merge { reader.retired(&header)? } else { Vec::new() };
        let visit = if trigger.is_visit() { Some(reader.visit(&header, trigger, recorded_at, sent_at)?) } else { None };
        Ok(Self { header, trigger, recorded_at, sent_at, patient, visit, retired })
    }

    /// The first number of the patient. There is always one.
    pub fn number(&self) -> &Identifier {
        &self.patient.identifiers[0]
    }
}

fn trigger(er7: &Er7<'_>, header: &Header) -> Result<Trigger, Flaw> {
    if er7.field("MSH", 9).component(1).as_deref() != Some("ADT") {
        return Err(Flaw::new(Refusal::MessageType, "MSH-9"));
    }
    let trigger = Trigger::from_code(&header.event).ok_or(Flaw::new(Refusal::EventUnsupported, "MSH-9"))?;
    if header.processing != "P" {
        return Err(Flaw::new(Refusal::NotProduction, "MSH-11"));
    }
    if header.version.starts_with("2.") { Ok(trigger) } else { Err(Flaw::new(Refusal::VersionUnsupported, "MSH-12")) }
}

struct Reader<'a> {
    er7: &'a Er7<'a>,
    zone: Tz,
    now: DateTime<Utc>,
}

impl Reader<'_> {
    /// An instant that may have been: a day ahead is a wrong clock, more is a wrong date.
    fn instant(&self, segment: &str, number: usize, place: &'static str) -> Result<Option<DateTime<Utc>>, Flaw> {
        let Some(text) = self.er7.field(segment, number).part(1, 1) else { return Ok(None) };
        let at = time::instant(&text, self.zone).ok_or(Flaw::new(Refusal::NotATime, place))?;
        if at > self.now + AHEAD { Err(Flaw::new(Refusal::InFuture, place)) } else { Ok(Some(at)) }
    }

    fn date(&self, number: usize, place: &'static str) -> Result<Option<NaiveDate>, Flaw> {
        let Some(text) = self.er7.field("PID", number).part(1, 1) else { return Ok(None) };
        let date = time::date(&text).ok_or(Flaw::new(Refusal::NotATime, place))?;
        let last = (self.now + AHEAD).date_naive();
        if date > last { Err(Flaw::new(Refusal::InFuture, place)) } else { Ok(Some(date)) }
    }

    fn patient(&self, header: &Header) -> Result<Patient, Flaw> {
        if !self.er7.has("PID") {
            return Err(Flaw::new(Refusal::SegmentMissing, "PID"));
        }
        let pid = |number| self.er7.field("PID", number);
        let identifiers = field::identifiers(pid(3), "PID-3", header.authority())?;
        if identifiers.is_empty() {
            return Err(Flaw::new(Refusal::FieldMissing, "PID-3"));
        }
        let (family_name, given_name) = field::name(pid(5));
        let died = pid(30).component(1).as_deref() == Some("Y");
        let died_at = self.date(29, "PID-29")?;
        let told_on = crate::clock::local_date(self.now, self.zone);
        Ok(Patient {
            identifiers,
            family_name,
            given_name,
            birth_date: self.date(7, "PID-7")?,
            sex: field::sex(pid(8)),
            phone: field::phone(pid(13)),
            address: field::address(pid(11)),
            deceased_on: died_at.or_else(|| died.then_some(told_on)),
        })
    }

    fn retired(&self, header: &Header) -> Result<Vec<Identifier>, Flaw> {
        if !self.er7.has("MRG") {
            return Err(Flaw::new(Refusal::SegmentMissing, "MRG"));
        }
        let found = field::identifiers(self.er7.field("MRG", 1), "MRG-1", header.authority())?;
        if found.is_empty() { Err(Flaw::new(Refusal::FieldMissing, "MRG-1")) } else { Ok(found) }
    }

    fn visit(
        &self,
        header: &Header,
        trigger: Trigger,
        recorded_at: DateTime<Utc>,
        sent_at: DateTime<Utc>,
    ) -> Result<(Identifier, VisitEvent), Flaw> {
        if !self.er7.has("PV1") {
            return Err(Flaw::new(Refusal::SegmentMissing, "PV1"));
        }
        let pv1 = |number| self.er7.field("PV1", number);
        // Hospitals that number no visits number accounts.
        let number = match field::identifier(pv1(19), "PV1-19", header.authority())? {
            Some(number) => Some(number),
            None => field::identifier(self.er7.field("PID", 18), "PID-18", header.authority())?,
        };
        let number = number.ok_or(Flaw::new(Refusal::FieldMissing, "PV1-19"))?;
        let occurred_at = self.instant("EVN", 6, "EVN-6")?.filter(|_| !trigger.cancels()).unwrap_or(recorded_at);
        let planned = trigger == Trigger::PreAdmit;
        let reason = self.er7.field("PV2", 3);
        let reason = reason.component(2).or_else(|| reason.component(1));
        let destination = pv1(37).component(2).or_else(|| pv1(37).component(1));
        let diagnosis = self.diagnosis();
        let event = VisitEvent {
            trigger,
            recorded_at,
            sent_at,
            control_id: header.control_id.clone(),
            occurred_at,
            class: pv1(2).component(1).map(|code| PatientClass::of(&code)),
            place: field::place(self.er7, &header.facility),
            reason: reason.map(|text| field::cut(&text, 500)),
            admitted_at: if planned { None } else { self.instant("PV1", 44, "PV1-44")? },
            discharged_at: self.instant("PV1", 45, "PV1-45")?,
            destination: destination.or_else(|| pv1(36).component(1)).map(|text| field::cut(&text, 200)),
            cause: diagnosis.as_deref().and_then(EmergencyCause::of_diagnosis),
            diagnosed: diagnosis.is_some(),
        };
        Ok((number, event))
    }

    /// The code of the first diagnosis (DG1-3), else of the coded reason (PV2-3). A diagnosis without a system is taken for ICD-10-CM,
    /// in which hospitals of the United States must code; what is coded in another system is none.
    fn diagnosis(&self) -> Option<String> {
        let said =
            |(code, system): field::Coded, usual: &str| code.filter(|_| is_icd(system.as_deref().unwrap_or(usual)));
        let (diagnosis, reason) = (self.er7.field("DG1", 3), self.er7.field("PV2", 3));
        said(field::coded(diagnosis), "I10").or_else(|| said(field::coded(reason), ""))
    }
}
