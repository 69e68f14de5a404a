//! A stay: an inpatient, observation, emergency or facility episode (FHIR Encounter).
//!
//! | from        | action    | to          |
//! |-------------|-----------|-------------|
//! | -           | admit     | in_progress |
//! | in_progress | discharge | finished    |
//! | finished    | resume    | in_progress |
//! | any         | correct   | what is known now |
//! | any but cancelled | say the cause of an emergency | the same |
//! | any but cancelled | cancel | cancelled |

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::change::{Change, Event, EventKind, Rule};
use crate::clock::local_date;

crate::codes! {
    /// Class of a stay.
    pub enum StayClass {
        /// Acute inpatient.
        Inpatient = "inpatient",
        /// Observation.
        Observation = "observation",
        /// Emergency department.
        Emergency = "emergency",
        /// Skilled nursing or other facility.
        Facility = "facility",
    }
}

crate::codes! {
    /// What a visit to the emergency department was for (K-7).
    pub enum EmergencyCause {
        /// A mental illness or self-harm.
        MentalHealth = "mental_health",
        /// Substance use.
        SubstanceUse = "substance_use",
        /// Anything, of somebody with several chronic conditions.
        ChronicConditions = "chronic_conditions",
    }
}

impl EmergencyCause {
    /// What the code of a principal diagnosis says; none where it does not tell. Source: ICD-10-CM, chapter 5 (F10 to F19 substance
    /// use, F20 to F99 other mental illness) and the codes of intentional self-harm (X71 to X83, T14.91), as FUA and FUM read them;
    /// nicotine (F17) is not among theirs.
    pub fn of_diagnosis(code: &str) -> Option<Self> {
        let code: String = code.chars().filter(|sign| *sign != '.').collect::<String>().to_ascii_uppercase();
        let group = code.get(1..3).and_then(|digits| digits.parse::<u8>().ok());
        match (code.get(..1)?, group) {
            ("F", Some(17)) => None,
            ("F", Some(10..=19)) => Some(Self::SubstanceUse),
            ("F", Some(20..=99)) | ("X", Some(71..=83)) => Some(Self::MentalHealth),
            _ if code.starts_with("T1491") => Some(Self::MentalHealth),
            _ => None,
        }
    }

    /// The same of a code in its system; none in another system.
    pub fn of_coding(system: &str, code: &str) -> Option<Self> {
        if is_icd(system) { Self::of_diagnosis(code) } else { None }
    }

    /// True for what a diagnosis can say; the rest is said by people only.
    pub fn is_of_diagnosis(self) -> bool {
        matches!(self, Self::MentalHealth | Self::SubstanceUse)
    }
}

/// True for the system of diagnoses, by URI or object identifier (FHIR) or by name (HL7 table 0396, `I10` and `I10C`). The one of
/// procedures (`I10P`, `icd-10-pcs`) is another.
pub fn is_icd(system: &str) -> bool {
    let system = system.trim().to_ascii_lowercase();
    system.contains("icd-10-cm")
        || ["/icd-10", "2.16.840.1.113883.6.90"].iter().any(|end| system.ends_with(*end))
        || ["i10", "i10c", "icd10", "icd-10", "icd10cm"].contains(&system.as_str())
}

impl StayClass {
    /// What a stay of this class was for: that is said of visits to the emergency department only.
    pub fn caused(self, cause: Option<EmergencyCause>) -> Option<EmergencyCause> {
        cause.filter(|_| self == Self::Emergency)
    }
}

crate::codes! {
    /// State of a stay.
    pub enum StayStatus {
        /// The person is there.
        InProgress = "in_progress",
        /// Discharged.
        Finished = "finished",
        /// Entered in error or cancelled.
        Cancelled = "cancelled",
    }
}

/// A stay.
#[derive(Debug, Clone, PartialEq)]
pub struct Stay {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The person.
    pub person_id: Uuid,
    /// Class.
    pub class: StayClass,
    /// State.
    pub status: StayStatus,
    /// Name of the place.
    pub facility: String,
    /// Reason for the stay.
    pub reason: Option<String>,
    /// Begin.
    pub admitted_at: DateTime<Utc>,
    /// End.
    pub discharged_at: Option<DateTime<Utc>>,
    /// Where the person went.
    pub destination: Option<String>,
    /// Why it was cancelled.
    pub cancel_reason: Option<String>,
    /// Source system and id.
    pub source: Option<String>,
    /// What a visit to the emergency department was for, when it is known.
    pub cause: Option<EmergencyCause>,
}

impl Stay {
    /// Records a stay, already ended or not.
    ///
    /// # Errors
    /// `stay_in_future`, `stay_ends_before_it_begins`, `stay_not_emergency`.
    pub fn admit(stay: Self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        stay.check(now)?;
        let Some(discharged_at) = stay.discharged_at else {
            return Ok(stay.created());
        };
        let mut stay = stay;
        stay.status = StayStatus::Finished;
        let discharged = Event::new(EventKind::Discharged, stay.id, discharged_at);
        let anchors = stay.anchors_deadlines();
        let change = stay.created();
        Ok(if anchors { change.with(discharged) } else { change })
    }

    /// Ends the stay.
    ///
    /// # Errors
    /// `stay_not_in_progress`, `stay_ends_before_it_begins`, `stay_in_future`.
    pub fn discharge(
        mut self,
        at: DateTime<Utc>,
        destination: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        if self.status != StayStatus::InProgress {
            return Err(Rule::new("stay_not_in_progress", "This stay has already ended."));
        }
        self.check_end(at, now)?;
        self.status = StayStatus::Finished;
        self.discharged_at = Some(at);
        self.destination = destination;
        self.version += 1;
        let event = Event::new(EventKind::Discharged, self.id, at);
        let anchors = self.anchors_deadlines();
        let change = Change::updated(self);
        Ok(if anchors { change.with(event) } else { change })
    }

    /// Takes back a discharge that did not happen: the stay goes on, and the deadlines that the discharge anchored are cancelled.
    ///
    /// # Errors
    /// `stay_not_finished`.
    pub fn resume(self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        let resumed = Self { status: StayStatus::InProgress, discharged_at: None, destination: None, ..self.clone() };
        match self.status {
            StayStatus::Finished => self.correct(resumed, now),
            StayStatus::InProgress | StayStatus::Cancelled => None,
        }
        .ok_or_else(|| Rule::new("stay_not_finished", "This stay has no discharge that could be taken back."))
    }

    /// Says what a visit to the emergency department was for, or takes that away.
    ///
    /// # Errors
    /// `stay_cancelled`; `stay_not_emergency` at `/cause`.
    pub fn say_cause(mut self, cause: Option<EmergencyCause>) -> Result<Change<Self>, Rule> {
        if self.status == StayStatus::Cancelled {
            return Err(Rule::new("stay_cancelled", "This stay is already cancelled."));
        }
        self.cause = cause;
        self.check_cause()?;
        self.version += 1;
        Ok(Change::updated(self))
    }

    fn check_cause(&self) -> Result<(), Rule> {
        if self.class.caused(self.cause) == self.cause {
            return Ok(());
        }
        let detail = "Only of a visit to the emergency department it is said what it was for.";
        Err(Rule::at("stay_not_emergency", "/cause", detail))
    }

    /// Cancels the stay; the deadlines it anchored are cancelled with it.
    ///
    /// # Errors
    /// `stay_cancelled`.
    pub fn cancel(mut self, reason: String, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.status == StayStatus::Cancelled {
            return Err(Rule::new("stay_cancelled", "This stay is already cancelled."));
        }
        self.status = StayStatus::Cancelled;
        self.cancel_reason = Some(reason);
        self.version += 1;
        let event = Event::new(EventKind::StayCancelled, self.id, now);
        Ok(Change::updated(self).with(event))
    }

    /// The stay as it is now known to have been. Its events say what that changes about the admission and the discharge: another
    /// time, a discharge that did not happen, a stay that anchors deadlines now or no longer does. Nothing when all is as it was.
    pub fn correct(self, known: Self, now: DateTime<Utc>) -> Option<Change<Self>> {
        let mut next = Self { id: self.id, version: self.version, person_id: self.person_id, ..known };
        if next == self {
            return None;
        }
        next.version += 1;
        let (was, is) = (self.anchors(), next.anchors());
        let event = |kind, at| Event::new(kind, next.id, at);
        let events = match (was, is) {
            (Some(_), None) => vec![event(EventKind::StayCancelled, now)],
            (_, None) => Vec::new(),
            (was, Some((admitted_at, discharged_at))) => {
                let (old_admission, old_discharge) = was.unzip();
                let admitted = Some(admitted_at) != old_admission;
                let discharged = discharged_at.filter(|at| Some(*at) != old_discharge.flatten());
                let goes_on = discharged_at.is_none() && old_discharge.flatten().is_some();
                let events = [
                    admitted.then(|| event(EventKind::Admitted, admitted_at)),
                    discharged.map(|at| event(EventKind::Discharged, at)),
                    goes_on.then(|| event(EventKind::DischargeCancelled, now)),
                ];
                events.into_iter().flatten().collect()
            }
        };
        Some(events.into_iter().fold(Change::updated(next), Change::with))
    }

    /// What deadlines are anchored on: the admission, and the discharge when there was one. Nothing of a stay that was cancelled
    /// or is of a class that anchors none.
    pub fn anchors(&self) -> Option<(DateTime<Utc>, Option<DateTime<Utc>>)> {
        let anchors = self.anchors_deadlines() && self.status != StayStatus::Cancelled;
        anchors.then_some((self.admitted_at, self.discharged_at))
    }

    /// Only acute inpatient and observation stays anchor assessment and outreach deadlines (T-1, T-4).
    pub fn anchors_deadlines(&self) -> bool {
        matches!(self.class, StayClass::Inpatient | StayClass::Observation)
    }

    fn created(self) -> Change<Self> {
        let event = Event::new(EventKind::Admitted, self.id, self.admitted_at);
        let anchors = self.anchors_deadlines();
        let change = Change::created(self);
        if anchors { change.with(event) } else { change }
    }

    /// Refuses times that cannot be.
    ///
    /// # Errors
    /// `stay_in_future`, `stay_ends_before_it_begins`, `stay_not_emergency`.
    pub fn check(&self, now: DateTime<Utc>) -> Result<(), Rule> {
        self.check_cause()?;
        if self.admitted_at > now {
            return Err(Rule::at("stay_in_future", "/admitted_at", "A stay can't begin in the future."));
        }
        self.discharged_at.map_or(Ok(()), |at| self.check_end(at, now))
    }

    fn check_end(&self, at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Rule> {
        if at < self.admitted_at {
            return Err(Rule::at(
                "stay_ends_before_it_begins",
                "/discharged_at",
                "The discharge lies before the admission.",
            ));
        }
        if at > now {
            return Err(Rule::at("stay_in_future", "/discharged_at", "A discharge can't lie in the future."));
        }
        Ok(())
    }
}

/// Length of stay in days: the day of discharge minus the day of admission, and 1 for a stay of a single day. `None` when it
/// ends before it begins.
pub fn los_days(admitted_on: NaiveDate, discharged_on: NaiveDate) -> Option<u32> {
    u32::try_from((discharged_on - admitted_on).num_days()).ok().map(|days| days.max(1))
}

/// Days within which coming back counts as a readmission. Source: rules.md, K-1 (NCQA PCR).
pub const READMISSION_DAYS: i64 = 30;

/// The earlier stay that `stay` is a readmission to, and the days between: an inpatient or observation stay that ended 2 to 30 days
/// before this one began; within a day it is a transfer. Whether it was planned is not known on arrival. Source: rules.md, K-1.
pub fn readmission<'a>(stay: &Stay, others: &'a [Stay], zone: Tz) -> Option<(&'a Stay, i64)> {
    let counts = |stay: &Stay| stay.anchors_deadlines() && stay.status != StayStatus::Cancelled;
    if !counts(stay) {
        return None;
    }
    let began_on = local_date(stay.admitted_at, zone);
    let earlier = others.iter().filter(|other| other.id != stay.id && counts(other)).filter_map(|other| {
        let ended_at = other.discharged_at.filter(|at| *at <= stay.admitted_at)?;
        Some((other, (began_on - local_date(ended_at, zone)).num_days()))
    });
    earlier.min_by_key(|(_, days)| *days).filter(|(_, days)| (2..=READMISSION_DAYS).contains(days))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn visit(id: u128, from: &str, to: Option<&str>) -> Stay {
        let at = |day: &str| format!("{day}T15:00:00Z").parse().unwrap();
        Stay {
            id: Uuid::from_u128(id),
            version: 1,
            person_id: Uuid::nil(),
            class: StayClass::Inpatient,
            status: if to.is_some() { StayStatus::Finished } else { StayStatus::InProgress },
            facility: "General".into(),
            reason: None,
            admitted_at: at(from),
            discharged_at: to.map(at),
            destination: None,
            cancel_reason: None,
            source: None,
            cause: None,
        }
    }

    #[test]
    fn coming_back_within_30_days_is_a_readmission_and_within_a_day_a_transfer() {
        let first = [visit(1, "2026-03-01", Some("2026-03-05"))];
        let days = |from: &str| readmission(&visit(2, from, None), &first, Tz::UTC).map(|(_, days)| days);
        assert_eq!(days("2026-03-06"), None);
        assert_eq!(days("2026-03-07"), Some(2));
        assert_eq!(days("2026-04-04"), Some(30));
        assert_eq!(days("2026-04-05"), None);
    }

    #[test]
    fn an_emergency_visit_and_a_cancelled_stay_are_no_readmission() {
        let first = [visit(1, "2026-03-01", Some("2026-03-05"))];
        let emergency = Stay { class: StayClass::Emergency, ..visit(2, "2026-03-10", None) };
        assert_eq!(readmission(&emergency, &first, Tz::UTC), None);
        let cancelled = [Stay { status: StayStatus::Cancelled, ..first[0].clone() }];
        assert_eq!(readmission(&visit(2, "2026-03-10", None), &cancelled, Tz::UTC), None);
    }

    #[test]
    fn what_an_emergency_visit_was_for_is_read_from_the_principal_diagnosis_where_that_tells() {
        use EmergencyCause::{MentalHealth, SubstanceUse};
        for (code, cause) in [
            ("F10.129", Some(SubstanceUse)),
            ("f1920", Some(SubstanceUse)),
            ("F17.210", None),
            ("F20.9", Some(MentalHealth)),
            ("F99", Some(MentalHealth)),
            ("F03.90", None),
            ("X78.1XXA", Some(MentalHealth)),
            ("T14.91XA", Some(MentalHealth)),
            ("T14.8", None),
            ("I50.22", None),
            ("F", None),
            ("\u{e9}", None),
            ("", None),
        ] {
            assert_eq!(EmergencyCause::of_diagnosis(code), cause, "{code}");
        }
        assert_eq!(EmergencyCause::of_coding("http://hl7.org/fhir/sid/icd-10-cm", "F32.1"), Some(MentalHealth));
        assert_eq!(EmergencyCause::of_coding("I10C", "F11.20"), Some(SubstanceUse));
        assert_eq!(EmergencyCause::of_coding("http://snomed.info/sct", "F32.1"), None);
        for system in [
            "http://hl7.org/fhir/sid/ICD-10-CM",
            "http://hl7.org/fhir/sid/icd-10",
            "urn:oid:2.16.840.1.113883.6.90",
            "I10",
            "i10c",
            "ICD10",
            "ICD-10",
            "ICD10CM",
        ] {
            assert!(is_icd(system), "{system}");
        }
        for system in
            ["I10P", "http://hl7.org/fhir/sid/icd-10-pcs", "http://www.cms.gov/Medicare/Coding/ICD10", "I9C", ""]
        {
            assert!(!is_icd(system), "{system}");
        }
    }

    #[test]
    fn a_cause_is_said_of_an_emergency_visit_only_and_can_be_taken_away() {
        let cause = Some(EmergencyCause::ChronicConditions);
        let said = stay(StayClass::Emergency, Some(20)).say_cause(cause).unwrap().record;
        assert_eq!((said.cause, said.version), (cause, 4));
        assert_eq!(said.clone().say_cause(None).unwrap().record.cause, None);
        let refused = |stay: Stay| stay.say_cause(cause).unwrap_err().code;
        assert_eq!(refused(stay(StayClass::Inpatient, Some(20))), "stay_not_emergency");
        assert_eq!(refused(Stay { status: StayStatus::Cancelled, ..said.clone() }), "stay_cancelled");
        assert_eq!(Stay { class: StayClass::Inpatient, ..said }.check(at(99)).unwrap_err().code, "stay_not_emergency");
    }

    #[test]
    fn tv_0_los_is_the_difference_of_the_dates_and_at_least_one_day() {
        let los = |from: &str, to: &str| los_days(from.parse().unwrap(), to.parse().unwrap());
        assert_eq!(los("2026-03-02", "2026-03-09"), Some(7));
        assert_eq!(los("2026-03-02", "2026-03-02"), Some(1));
        assert_eq!(los("2028-02-28", "2028-03-01"), Some(2));
        assert_eq!(los("2026-03-02", "2026-03-01"), None);
    }

    proptest::proptest! {
        #[test]
        fn a_day_more_in_hospital_is_a_day_more_of_stay_after_the_first(from in 0i32..60_000, days in 1i64..4_000) {
            let admitted = NaiveDate::from_num_days_from_ce_opt(700_000 + from).unwrap();
            let los = |days| los_days(admitted, admitted + chrono::Duration::days(days));
            proptest::prop_assert_eq!(los(days + 1), los(days).map(|before| before + 1));
            proptest::prop_assert_eq!(los(-days), None);
        }
    }

    fn at(hour: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + chrono::TimeDelta::hours(hour)
    }

    fn stay(class: StayClass, discharged: Option<i64>) -> Stay {
        let status = if discharged.is_some() { StayStatus::Finished } else { StayStatus::InProgress };
        Stay {
            id: Uuid::from_u128(7),
            version: 3,
            person_id: Uuid::from_u128(8),
            class,
            status,
            facility: "General".into(),
            reason: None,
            admitted_at: at(10),
            discharged_at: discharged.map(at),
            destination: None,
            cancel_reason: None,
            source: None,
            cause: None,
        }
    }

    fn events(was: &Stay, is: &Stay) -> Vec<(EventKind, DateTime<Utc>)> {
        let change = was.clone().correct(is.clone(), at(99)).unwrap();
        assert_eq!((change.record.version, change.created), (4, false));
        change.events.into_iter().map(|event| (event.kind, event.at)).collect()
    }

    #[test]
    fn a_correction_tells_exactly_what_it_changes_about_admission_and_discharge() {
        use EventKind::{Admitted, DischargeCancelled, Discharged, StayCancelled};
        let (open, ended) = (stay(StayClass::Inpatient, None), stay(StayClass::Inpatient, Some(20)));
        let visit = stay(StayClass::Emergency, Some(20));
        assert_eq!(ended.clone().correct(ended.clone(), at(99)), None);
        let renamed = Stay { facility: "Harbor".into(), ..ended.clone() };
        assert_eq!(events(&ended, &renamed), []);
        let earlier = Stay { admitted_at: at(9), ..ended.clone() };
        assert_eq!(events(&ended, &earlier), [(Admitted, at(9))]);
        assert_eq!(events(&ended, &stay(StayClass::Inpatient, Some(21))), [(Discharged, at(21))]);
        assert_eq!(events(&open, &ended), [(Discharged, at(20))]);
        assert_eq!(events(&ended, &open), [(DischargeCancelled, at(99))]);
        assert_eq!(events(&ended, &visit), [(StayCancelled, at(99))]);
        assert_eq!(events(&visit, &ended), [(Admitted, at(10)), (Discharged, at(20))]);
        assert_eq!(events(&visit, &stay(StayClass::Facility, None)), []);
        let cancelled = Stay { status: StayStatus::Cancelled, ..ended.clone() };
        assert_eq!(events(&cancelled, &ended), [(Admitted, at(10)), (Discharged, at(20))]);
    }
}
