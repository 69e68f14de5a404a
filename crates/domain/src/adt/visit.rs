//! What became of a visit: a pure fold over all that was said about it, in the order in which the hospital recorded it.
//!
//! | so far      | by                     | becomes                                             |
//! |-------------|------------------------|-----------------------------------------------------|
//! | anything    | A04, A01               | here, of the class that it names, since then        |
//! | anything    | A06                    | an inpatient since then                             |
//! | anything    | A07                    | of the class that it names, since it came           |
//! | here        | A02 / A12              | in another place / where it was before              |
//! | here        | A03 / A13              | gone / here again                                   |
//! | anything    | A11                    | it never took place, until it begins once more      |
//! | anything    | A05                    | expected                                            |
//! | anything    | A08                    | with other words and corrected times                |
//!
//! The order is that of recording (EVN-2), not of happening (EVN-6): a discharge that is entered again with an earlier time still
//! comes after the cancellation of the one before.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::message::Trigger;
use crate::stay::{EmergencyCause, StayClass};

crate::codes! {
    /// Class of a patient.
    pub enum PatientClass {
        /// Inpatient.
        Inpatient = "inpatient",
        /// Observation.
        Observation = "observation",
        /// Emergency department.
        Emergency = "emergency",
        /// Comes and goes: clinics, recurring treatment, what we do not know.
        Outpatient = "outpatient",
    }
}

impl PatientClass {
    /// From PV1-2. Source: HL7 table 0004 (user defined); `OBS` and `V` are how hospitals write observation, `B` is obstetrics.
    pub fn of(code: &str) -> Self {
        match code.to_ascii_uppercase().as_str() {
            "I" | "B" | "IP" | "INP" => Self::Inpatient,
            "OBS" | "V" | "OBSV" => Self::Observation,
            "E" | "ER" | "ED" => Self::Emergency,
            _ => Self::Outpatient,
        }
    }

    /// The class of the stay; none for those who only come and go.
    fn stay(self) -> Option<StayClass> {
        match self {
            Self::Inpatient => Some(StayClass::Inpatient),
            Self::Observation => Some(StayClass::Observation),
            Self::Emergency => Some(StayClass::Emergency),
            Self::Outpatient => None,
        }
    }
}

/// One message about a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitEvent {
    /// What happened.
    pub trigger: Trigger,
    /// When the hospital recorded it.
    pub recorded_at: DateTime<Utc>,
    /// When the message was made.
    pub sent_at: DateTime<Utc>,
    /// Control id.
    pub control_id: String,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// Class (PV1-2).
    pub class: Option<PatientClass>,
    /// Where the patient is (PV1-3).
    pub place: Option<String>,
    /// Why the patient is there (PV2-3).
    pub reason: Option<String>,
    /// Begin (PV1-44).
    pub admitted_at: Option<DateTime<Utc>>,
    /// End (PV1-45).
    pub discharged_at: Option<DateTime<Utc>>,
    /// Where the patient goes (PV1-36, 37).
    pub destination: Option<String>,
    /// What the principal diagnosis says of an emergency (DG1-3, PV2-3). Messages that were taken before it was read have none.
    #[serde(default)]
    pub cause: Option<EmergencyCause>,
    /// True when there is a principal diagnosis, whatever it says.
    #[serde(default)]
    pub diagnosed: bool,
}

impl VisitEvent {
    /// What comes first: what was recorded first, then sent first; of one moment what begins before what ends before what takes
    /// back, as [`Trigger`] lists them; then the smaller control id. The rest makes the order one even of what should not be.
    fn order(&self) -> impl Ord + '_ {
        let told = (self.occurred_at, self.admitted_at, self.discharged_at, self.class, self.cause, self.diagnosed);
        let texts = (&self.place, &self.reason, &self.destination);
        (self.recorded_at, self.sent_at, self.trigger, self.control_id.len(), &self.control_id, told, texts)
    }
}

/// What a visit came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Class of the stay.
    pub class: StayClass,
    /// Begin: of the inpatient stay, when it became one.
    pub admitted_at: DateTime<Utc>,
    /// End.
    pub discharged_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// Where.
    pub place: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Where to.
    pub destination: Option<String>,
    /// What an emergency was for, as the last diagnosis says.
    pub cause: Option<EmergencyCause>,
    /// What earlier diagnoses said that the last one does not.
    pub unsaid: Vec<EmergencyCause>,
}

/// What the messages about one visit, in any order and each any number of times, came to. `None` while it has no begin, or when
/// the patient only came and went: then there is no stay.
pub fn course(events: &[VisitEvent]) -> Option<Course> {
    let mut told: Vec<&VisitEvent> = events.iter().collect();
    told.sort_by(|one, other| one.order().cmp(&other.order()));
    told.dedup();
    let mut walk = Walk::default();
    for event in told {
        walk.step(event);
    }
    walk.end()
}

#[derive(Default)]
struct Walk {
    class: Option<PatientClass>,
    /// When the patient came, in whatever class.
    came_at: Option<DateTime<Utc>>,
    admitted_at: Option<DateTime<Utc>>,
    discharged_at: Option<DateTime<Utc>>,
    cancelled_at: Option<DateTime<Utc>>,
    places: Vec<String>,
    reason: Option<String>,
    destination: Option<String>,
    cause: Option<EmergencyCause>,
    unsaid: Vec<EmergencyCause>,
}

impl Walk {
    fn step(&mut self, event: &VisitEvent) {
        if let Some(reason) = &event.reason {
            self.reason = Some(reason.clone());
        }
        if event.diagnosed || event.cause.is_some() {
            self.unsaid.extend(self.cause);
            self.cause = event.cause;
            self.unsaid.retain(|said| Some(*said) != event.cause);
        }
        match event.trigger {
            Trigger::PreAdmit => {}
            Trigger::Register => self.begin(event, event.class.unwrap_or(PatientClass::Outpatient)),
            Trigger::Admit => self.begin(event, bed(event.class)),
            Trigger::ToInpatient => {
                self.came_at = self.came_at.or(event.admitted_at).or(Some(event.occurred_at));
                self.here(bed(event.class), event.occurred_at);
            }
            Trigger::ToOutpatient => {
                let since = self.came_at.or(event.admitted_at).unwrap_or(event.occurred_at);
                self.here(
                    event.class.filter(|class| *class != PatientClass::Inpatient).unwrap_or(PatientClass::Outpatient),
                    since,
                );
            }
            Trigger::Transfer => self.join(event),
            Trigger::CancelTransfer => {
                self.join(event);
                self.places.pop();
            }
            Trigger::Update => self.correct(event),
            Trigger::Discharge => {
                self.join(event);
                self.discharged_at = event.discharged_at.or(Some(event.occurred_at));
                self.destination.clone_from(&event.destination);
            }
            Trigger::CancelDischarge => {
                self.join(event);
                (self.discharged_at, self.destination) = (None, None);
            }
            Trigger::CancelAdmit => self.cancelled_at = Some(event.recorded_at),
            Trigger::AddPerson | Trigger::UpdatePerson | Trigger::Merge => {}
        }
        if !matches!(event.trigger, Trigger::PreAdmit | Trigger::CancelTransfer) {
            self.go(event.place.as_ref());
        }
        if event.trigger == Trigger::CancelTransfer && event.place.is_some() {
            self.go(event.place.as_ref());
        }
    }

    /// The patient comes, or comes in another class than before.
    fn begin(&mut self, event: &VisitEvent, class: PatientClass) {
        let since = event.admitted_at.unwrap_or(event.occurred_at);
        // Who is admitted out of an emergency visit came with that.
        let same_visit = self.cancelled_at.is_none() && self.discharged_at.is_none();
        self.came_at = self.came_at.filter(|came| same_visit && *came <= since).or(Some(since));
        self.here(class, since);
    }

    fn here(&mut self, class: PatientClass, since: DateTime<Utc>) {
        (self.class, self.admitted_at) = (Some(class), Some(since));
        (self.discharged_at, self.cancelled_at, self.destination) = (None, None, None);
    }

    /// An event in the middle of a visit tells of its begin as well, to who did not hear of that.
    fn join(&mut self, event: &VisitEvent) {
        self.class = self.class.or(event.class);
        self.came_at = self.came_at.or(event.admitted_at);
        self.admitted_at = self.admitted_at.or(event.admitted_at);
    }

    fn correct(&mut self, event: &VisitEvent) {
        self.join(event);
        if let Some(at) = event.admitted_at.filter(|_| self.came_at == self.admitted_at) {
            (self.came_at, self.admitted_at) = (Some(at), Some(at));
        }
        if self.discharged_at.is_some() {
            self.discharged_at = event.discharged_at.or(self.discharged_at);
            self.destination = event.destination.clone().or(self.destination.take());
        }
    }

    fn go(&mut self, place: Option<&String>) {
        if let Some(place) = place.filter(|place| self.places.last() != Some(*place)) {
            self.places.push(place.clone());
        }
    }

    fn end(mut self) -> Option<Course> {
        let admitted_at = self.admitted_at?;
        Some(Course {
            class: self.class?.stay()?,
            admitted_at,
            // To the minute and to the second: a discharge in the minute of the admission does not lie before it.
            discharged_at: self.discharged_at.map(|at| at.max(admitted_at)),
            cancelled_at: self.cancelled_at,
            place: self.places.pop(),
            reason: self.reason,
            destination: self.destination,
            cause: self.cause,
            unsaid: self.unsaid,
        })
    }
}

/// Who is admitted is an inpatient, unless under observation.
fn bed(class: Option<PatientClass>) -> PatientClass {
    class.filter(|class| *class == PatientClass::Observation).unwrap_or(PatientClass::Inpatient)
}
