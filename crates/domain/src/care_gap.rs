//! A gap in care: something that is due for a person and of which nobody has seen that it was done (R180, K-9). It is closed with the
//! evidence that it was, or without any, and then it does not count as closed.
//!
//! | from         | action                     | who                                 | to               |
//! |--------------|----------------------------|-------------------------------------|------------------|
//! | -            | open                       | anyone who documents                | open             |
//! | open         | close (evidence or reason) | anyone who documents                | closed           |
//! | open, closed | withdraw (reason)          | who opened it, or who assigns work  | entered_in_error |

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use uuid::Uuid;

use crate::change::{Change, Rule};

crate::codes! {
    /// What is due. The names follow the public lists of quality measures of health plans; what is counted is a look-alike of them
    /// and not certified by their owner.
    pub enum CareGapKind {
        /// A yearly wellness visit.
        WellnessVisit = "wellness_visit",
        /// A mammogram.
        BreastCancerScreening = "breast_cancer_screening",
        /// A test for cervical cancer.
        CervicalCancerScreening = "cervical_cancer_screening",
        /// A test for colorectal cancer.
        ColorectalCancerScreening = "colorectal_cancer_screening",
        /// A test of HbA1c.
        DiabetesA1c = "diabetes_a1c",
        /// An eye exam of somebody with diabetes.
        DiabetesEyeExam = "diabetes_eye_exam",
        /// A kidney evaluation of somebody with diabetes.
        KidneyEvaluation = "kidney_evaluation",
        /// A blood pressure under control.
        BloodPressureControl = "blood_pressure_control",
        /// A screening for depression.
        DepressionScreening = "depression_screening",
        /// A review of all medicines.
        MedicationReview = "medication_review",
        /// A shot against influenza.
        InfluenzaImmunization = "influenza_immunization",
        /// Something else, that is named.
        Other = "other",
    }
}

crate::codes! {
    /// What shows that it was done.
    pub enum EvidenceKind {
        /// A kept appointment.
        Appointment = "appointment",
        /// A completed assessment.
        Assessment = "assessment",
        /// A reading.
        Reading = "reading",
        /// A paper from outside that somebody has seen: a result, a letter, a register.
        Document = "document",
    }
}

crate::codes! {
    /// State of a gap.
    pub enum CareGapStatus {
        /// Nobody has seen that it was done.
        Open = "open",
        /// It was closed, with evidence or without.
        Closed = "closed",
        /// It was none, or not this person's: it is kept, and counts for nothing.
        EnteredInError = "entered_in_error",
    }
}

/// What a kind of gap is about, in words, and what closes it. The words are ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// What is due.
    pub title: &'static str,
    /// What shows that it was done.
    pub evidence: &'static str,
    /// What to do next.
    pub action: &'static str,
    /// The evidence that closes it.
    pub closes: &'static [EvidenceKind],
}

const VISIT: &[EvidenceKind] = &[EvidenceKind::Appointment, EvidenceKind::Document];
const PAPER: &[EvidenceKind] = &[EvidenceKind::Document];

impl CareGapKind {
    /// What it is about, and what closes it.
    pub fn entry(self) -> Entry {
        let of = |title, evidence, action, closes| Entry { title, evidence, action, closes };
        match self {
            Self::WellnessVisit => of("Yearly wellness visit", "A kept visit of this year.", "Book the visit.", VISIT),
            Self::BreastCancerScreening => of(
                "Breast cancer screening",
                "The report of a mammogram with its date.",
                "Book the mammogram, or ask for the report.",
                PAPER,
            ),
            Self::CervicalCancerScreening => of(
                "Cervical cancer screening",
                "The result of the test with its date.",
                "Book the test, or ask for the result.",
                PAPER,
            ),
            Self::ColorectalCancerScreening => of(
                "Colorectal cancer screening",
                "The report of a colonoscopy or the result of a stool test with its date.",
                "Order the test kit or book the exam, or ask for the report.",
                PAPER,
            ),
            Self::DiabetesA1c => of(
                "HbA1c test",
                "The result with its date.",
                "Arrange the blood test, or ask the laboratory for the result.",
                PAPER,
            ),
            Self::DiabetesEyeExam => of(
                "Eye exam with diabetes",
                "The report of the eye exam with its date.",
                "Book the exam, or ask for the report.",
                PAPER,
            ),
            Self::KidneyEvaluation => of(
                "Kidney evaluation with diabetes",
                "The results of the blood and the urine test with their dates.",
                "Arrange both tests, or ask the laboratory for the results.",
                PAPER,
            ),
            Self::BloodPressureControl => of(
                "Blood pressure under control",
                "A reading below 140/90, the latest of the year.",
                "Take a reading, or plan a visit about the blood pressure.",
                &[EvidenceKind::Reading, EvidenceKind::Document],
            ),
            Self::DepressionScreening => of(
                "Depression screening",
                "A completed screening instrument.",
                "Ask the screening questions.",
                &[EvidenceKind::Assessment, EvidenceKind::Document],
            ),
            Self::MedicationReview => of(
                "Medication review",
                "A kept visit at which all medicines were reviewed, or the list with the date of the review.",
                "Plan the review with the pharmacist or the prescriber.",
                VISIT,
            ),
            Self::InfluenzaImmunization => of(
                "Flu shot",
                "A kept visit at which it was given, or the entry of the register.",
                "Book the shot, or look it up in the register.",
                VISIT,
            ),
            Self::Other => of(
                "Something else",
                "What shows that it was done.",
                "Arrange what is due.",
                &[EvidenceKind::Appointment, EvidenceKind::Assessment, EvidenceKind::Reading, EvidenceKind::Document],
            ),
        }
    }
}

impl CareGapKind {
    /// True when a record shows that it was done; `what` is its kind, or its instrument.
    pub fn shown_by(self, evidence: EvidenceKind, what: &str) -> bool {
        let fits = match (self, evidence) {
            (Self::BloodPressureControl, EvidenceKind::Reading) => what == "blood_pressure",
            (Self::DepressionScreening, EvidenceKind::Assessment) => ["phq-2", "phq-9", "gds-15"].contains(&what),
            _ => true,
        };
        fits && self.entry().closes.contains(&evidence)
    }

    /// True when only what was done in the year of the gap, or later, closes it.
    fn is_of_the_year(self) -> bool {
        matches!(self, Self::WellnessVisit | Self::BloodPressureControl)
    }
}

/// What shows that it was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What it is.
    pub kind: EvidenceKind,
    /// The record; none for a paper from outside.
    pub record_id: Option<Uuid>,
    /// Of which day.
    pub on: NaiveDate,
    /// More about it; what the paper is, and where it was seen.
    pub note: Option<String>,
}

/// How a gap is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closing {
    /// With the evidence that it was done.
    With(Evidence),
    /// Without, for this reason: it counts as not closed.
    Without(String),
}

/// A gap in care.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CareGap {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// What is due.
    pub kind: CareGapKind,
    /// More about it; what is due when it is something else.
    pub note: Option<String>,
    /// Since when.
    pub opened_on: NaiveDate,
    /// By when it is to be closed.
    pub due_on: Option<NaiveDate>,
    /// State.
    pub status: CareGapStatus,
    /// What shows that it was done: its kind.
    pub evidence_kind: Option<EvidenceKind>,
    /// The record.
    pub evidence_id: Option<Uuid>,
    /// Of which day.
    pub evidence_on: Option<NaiveDate>,
    /// More about it.
    pub evidence_note: Option<String>,
    /// Why it was closed without evidence, or is an error.
    pub reason: Option<String>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// By whom.
    pub closed_by: Option<Uuid>,
    /// Who opened it.
    pub author_id: Uuid,
    /// When it was written down.
    pub created_at: DateTime<Utc>,
}

fn said(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

impl CareGap {
    /// Opens a gap. `others` are those of the person; `today` is the local date of the program.
    ///
    /// # Errors
    /// `care_gap_unnamed` at `/note`, `care_gap_in_future` at `/opened_on`, `care_gap_due` at `/due_on`, `care_gap_open_already` at
    /// `/kind`.
    pub fn open(self, others: &[Self], today: NaiveDate) -> Result<Change<Self>, Rule> {
        if self.kind == CareGapKind::Other && !said(self.note.as_deref()) {
            return Err(Rule::at("care_gap_unnamed", "/note", "Say what is due."));
        }
        if self.opened_on > today {
            return Err(Rule::at("care_gap_in_future", "/opened_on", "A gap is open since a day that has come."));
        }
        if self.due_on.is_some_and(|day| day < self.opened_on) {
            return Err(Rule::at("care_gap_due", "/due_on", "It is to be closed after it opened. Choose a later day."));
        }
        let same = |other: &Self| {
            other.status == CareGapStatus::Open
                && other.kind == self.kind
                && (self.kind != CareGapKind::Other || other.note == self.note)
        };
        if others.iter().any(same) {
            let detail = "This gap is open already. Close that one.";
            return Err(Rule::at("care_gap_open_already", "/kind", detail));
        }
        Ok(Change::created(self))
    }

    /// Closes it.
    ///
    /// # Errors
    /// `care_gap_not_open`; `care_gap_evidence_kind` at `/evidence/kind`, `care_gap_evidence_record` at `/evidence/record_id`,
    /// `care_gap_evidence_unnamed` at `/evidence/note`, `care_gap_evidence_in_future` and `care_gap_evidence_old` at `/evidence/on`; `care_gap_reason` at
    /// `/reason`.
    pub fn close(
        mut self,
        closing: Closing,
        by: Uuid,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        if self.status != CareGapStatus::Open {
            return Err(Rule::new("care_gap_not_open", "This gap is not open any more."));
        }
        match closing {
            Closing::With(evidence) => {
                self.require_fits(&evidence, today)?;
                self.evidence_kind = Some(evidence.kind);
                self.evidence_id = evidence.record_id;
                self.evidence_on = Some(evidence.on);
                self.evidence_note = evidence.note;
            }
            Closing::Without(reason) if said(Some(&reason)) => self.reason = Some(reason),
            Closing::Without(_) => {
                let detail = "Without evidence, say why it is closed all the same.";
                return Err(Rule::at("care_gap_reason", "/reason", detail));
            }
        }
        self.status = CareGapStatus::Closed;
        self.closed_at = Some(now);
        self.closed_by = Some(by);
        self.version += 1;
        Ok(Change::updated(self))
    }

    fn require_fits(&self, evidence: &Evidence, today: NaiveDate) -> Result<(), Rule> {
        if !self.kind.entry().closes.contains(&evidence.kind) {
            let detail = "This does not show that it was done. Choose one of the kinds offered.";
            return Err(Rule::at("care_gap_evidence_kind", "/evidence/kind", detail));
        }
        let paper = evidence.kind == EvidenceKind::Document;
        if paper == evidence.record_id.is_some() {
            let detail = "Name the record that shows it; a paper from outside has none.";
            return Err(Rule::at("care_gap_evidence_record", "/evidence/record_id", detail));
        }
        if paper && !said(evidence.note.as_deref()) {
            let detail = "Say which paper it is and where you saw it.";
            return Err(Rule::at("care_gap_evidence_unnamed", "/evidence/note", detail));
        }
        if evidence.on > today {
            let detail = "Evidence is of a day that has come.";
            return Err(Rule::at("care_gap_evidence_in_future", "/evidence/on", detail));
        }
        if self.kind.is_of_the_year() && evidence.on.year() < self.opened_on.year() {
            let detail = "This is of a year before. It is closed by what was done since that year began.";
            return Err(Rule::at("care_gap_evidence_old", "/evidence/on", detail));
        }
        Ok(())
    }

    /// Takes back what was none, or not this person's.
    ///
    /// # Errors
    /// Those of [`Self::may_withdraw`].
    pub fn withdraw(mut self, by: Uuid, assigns: bool, reason: String) -> Result<Change<Self>, Rule> {
        self.may_withdraw(by, assigns)?;
        self.status = CareGapStatus::EnteredInError;
        self.reason = Some(reason);
        self.version += 1;
        Ok(Change::updated(self))
    }

    /// Refuses to let `by` take it back: that is for whoever opened it and for those who `assigns` work to others.
    ///
    /// # Errors
    /// `care_gap_entered_in_error`, `care_gap_of_colleague`.
    pub fn may_withdraw(&self, by: Uuid, assigns: bool) -> Result<(), Rule> {
        if self.status == CareGapStatus::EnteredInError {
            return Err(Rule::new("care_gap_entered_in_error", "This is already marked as entered in error."));
        }
        if self.author_id != by && !assigns {
            let detail = "A colleague opened this. Ask them or your lead to take it back.";
            return Err(Rule::new("care_gap_of_colleague", detail));
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::code::Code;

    const WORKER: Uuid = Uuid::from_u128(9);

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, number).unwrap()
    }

    fn gap(kind: CareGapKind) -> CareGap {
        CareGap {
            id: Uuid::from_u128(1),
            version: 1,
            case_id: Uuid::from_u128(2),
            person_id: Uuid::from_u128(3),
            kind,
            note: None,
            opened_on: day(2),
            due_on: None,
            status: CareGapStatus::Open,
            evidence_kind: None,
            evidence_id: None,
            evidence_on: None,
            evidence_note: None,
            reason: None,
            closed_at: None,
            closed_by: None,
            author_id: WORKER,
            created_at: DateTime::<Utc>::MIN_UTC,
        }
    }

    fn opened(gap: CareGap, others: &[CareGap]) -> Result<Change<CareGap>, &'static str> {
        gap.open(others, day(10)).map_err(|rule| rule.code)
    }

    #[test]
    fn the_same_gap_is_open_once_and_what_has_no_name_gets_one() {
        let eye = gap(CareGapKind::DiabetesEyeExam);
        assert_eq!(opened(eye.clone(), std::slice::from_ref(&eye)).unwrap_err(), "care_gap_open_already");
        assert!(opened(gap(CareGapKind::DiabetesA1c), &[eye]).is_ok());
        let other = gap(CareGapKind::Other);
        assert_eq!(opened(other.clone(), &[]).unwrap_err(), "care_gap_unnamed");
        let (first, second) = (Some("Hearing test".to_owned()), Some("Foot exam".to_owned()));
        let named = CareGap { note: first, ..other };
        assert!(opened(CareGap { note: second, ..named.clone() }, &[named]).is_ok());
        let late = CareGap { opened_on: day(11), ..gap(CareGapKind::DiabetesA1c) };
        assert_eq!(opened(late, &[]).unwrap_err(), "care_gap_in_future");
        let backwards = CareGap { due_on: Some(day(1)), ..gap(CareGapKind::DiabetesA1c) };
        assert_eq!(opened(backwards, &[]).unwrap_err(), "care_gap_due");
    }

    fn closed(kind: CareGapKind, closing: Closing) -> Result<CareGap, &'static str> {
        let closed = gap(kind).close(closing, WORKER, day(10), DateTime::<Utc>::MAX_UTC);
        closed.map(|change| change.record).map_err(|rule| rule.code)
    }

    #[test]
    fn evidence_is_of_a_kind_that_shows_it_and_names_what_was_seen() {
        let record = Some(Uuid::from_u128(7));
        let with = |kind, record_id, note: Option<&str>, on| {
            let evidence = Evidence { kind, record_id, on: day(on), note: note.map(Into::into) };
            closed(CareGapKind::DepressionScreening, Closing::With(evidence)).map(|gap| gap.evidence_on)
        };
        assert_eq!(with(EvidenceKind::Assessment, record, None, 10), Ok(Some(day(10))));
        assert_eq!(with(EvidenceKind::Document, None, Some("Letter of the clinic"), 1), Ok(Some(day(1))));
        assert_eq!(with(EvidenceKind::Reading, record, None, 10), Err("care_gap_evidence_kind"));
        assert_eq!(with(EvidenceKind::Assessment, None, None, 10), Err("care_gap_evidence_record"));
        assert_eq!(with(EvidenceKind::Document, record, Some("Letter"), 10), Err("care_gap_evidence_record"));
        assert_eq!(with(EvidenceKind::Document, None, Some(" "), 10), Err("care_gap_evidence_unnamed"));
        assert_eq!(with(EvidenceKind::Assessment, record, None, 11), Err("care_gap_evidence_in_future"));
        let of = |on| Closing::With(Evidence { kind: EvidenceKind::Appointment, record_id: record, on, note: None });
        let new_year = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        assert!(closed(CareGapKind::WellnessVisit, of(new_year)).is_ok());
        let old = closed(CareGapKind::WellnessVisit, of(new_year.pred_opt().unwrap()));
        assert_eq!(old.unwrap_err(), "care_gap_evidence_old");
    }

    #[test]
    fn a_record_shows_what_it_is_about() {
        let shows = |kind: CareGapKind, evidence, what| kind.shown_by(evidence, what);
        assert!(shows(CareGapKind::DepressionScreening, EvidenceKind::Assessment, "phq-9"));
        assert!(!shows(CareGapKind::DepressionScreening, EvidenceKind::Assessment, "steadi"));
        assert!(!shows(CareGapKind::BloodPressureControl, EvidenceKind::Reading, "weight"));
        assert!(!shows(CareGapKind::BloodPressureControl, EvidenceKind::Appointment, "office_visit"));
    }

    #[test]
    fn without_evidence_there_is_a_reason_and_what_is_closed_is_closed_once() {
        let without = |reason: &str| closed(CareGapKind::DiabetesA1c, Closing::Without(reason.into()));
        assert_eq!(without(" "), Err("care_gap_reason"));
        let gap = without("Moved to another plan").unwrap();
        assert_eq!((gap.status, gap.evidence_kind), (CareGapStatus::Closed, None));
        let again = gap.clone().close(Closing::Without("Again".into()), WORKER, day(10), DateTime::<Utc>::MAX_UTC);
        assert_eq!(again.unwrap_err().code, "care_gap_not_open");
        let colleague = Uuid::from_u128(8);
        assert_eq!(gap.may_withdraw(colleague, false).unwrap_err().code, "care_gap_of_colleague");
        let wrong = gap.withdraw(colleague, true, "Another person's".into()).unwrap().record;
        assert_eq!(wrong.may_withdraw(WORKER, true).unwrap_err().code, "care_gap_entered_in_error");
    }

    #[test]
    fn every_gap_says_what_shows_it_and_a_paper_always_does() {
        for kind in CareGapKind::ALL {
            let entry = kind.entry();
            assert!(entry.closes.contains(&EvidenceKind::Document), "{kind}");
            assert!(entry.evidence.ends_with('.') && entry.action.ends_with('.'), "{kind}");
        }
    }
}
