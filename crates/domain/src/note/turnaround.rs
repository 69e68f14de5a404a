//! How fast a worker documents (R167, R169, S4): read off the deadlines that their documents met or missed, so that the share in time
//! is never counted by a second clock.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::clock;
use crate::deadline::DeadlineStatus;
use crate::rulebook::catalogue::care::{COMPLEX_COMPLETE, COMPREHENSIVE_30};
use crate::rulebook::catalogue::post_acute::{HOSPICE_5, OASIS_5};
use crate::rulebook::{ASSESSMENT, NOTE_SIGNED, PLAN};

/// The rules that ask for an assessment of somebody new to be complete.
const ASSESSMENTS: &[&str] = &[ASSESSMENT, COMPLEX_COMPLETE.code, COMPREHENSIVE_30.code, OASIS_5.code, HOSPICE_5.code];

crate::codes! {
    /// What is documented, by the deadline that waits for it.
    pub enum DocumentType {
        /// The note on a contact (K-27).
        ContactNote = "contact_note",
        /// The initial assessment.
        InitialAssessment = "initial_assessment",
        /// The care plan.
        CarePlan = "care_plan",
    }
}

impl DocumentType {
    /// The rules whose deadlines its end meets. A deadline that is met by beginning it is none of them.
    pub fn rules(self) -> &'static [&'static str] {
        match self {
            Self::ContactNote => &[NOTE_SIGNED],
            Self::InitialAssessment => ASSESSMENTS,
            Self::CarePlan => &[PLAN],
        }
    }

    /// The document that a deadline of this rule waits for.
    pub fn of_rule(code: &str) -> Option<Self> {
        use crate::code::Code;
        Self::ALL.iter().copied().find(|own| own.rules().contains(&code))
    }
}

/// A document that was owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// The deadline that waits for it.
    pub id: Uuid,
    /// Whom it is about.
    pub person_id: Uuid,
    /// Of which case.
    pub case_id: Uuid,
    /// Who documents it.
    pub staff_id: Uuid,
    /// What.
    pub document: DocumentType,
    /// State of its deadline.
    pub status: DeadlineStatus,
    /// When the clock started.
    pub from: DateTime<Utc>,
    /// The last instant in time.
    pub due_at: DateTime<Utc>,
    /// When it was done.
    pub met_at: Option<DateTime<Utc>>,
}

impl Owed {
    /// True for a document that counts as done in time or not, or that is still to do. What was set aside or ended before its time is
    /// neither.
    pub fn is_told(&self) -> bool {
        use DeadlineStatus as S;
        matches!(self.status, S::Open | S::Met | S::MetLate | S::Missed)
    }
}

/// How fast documents of one type are done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turnaround {
    /// What.
    pub document: DocumentType,
    /// Documents that count: done, missed, or overdue now.
    pub counted: usize,
    /// Those done in time.
    pub in_time: usize,
    /// Still to do, overdue or not.
    pub open: usize,
    /// Middle of the minutes from the event to the signature, of those done; the lower of two middles.
    pub median_minutes: Option<i64>,
}

/// The turnaround of one worker by type of document, in the order of the types; types without any document are left out. What was set
/// aside or ended before its time does not count.
pub fn turnaround(owed: &[Owed], staff_id: Uuid, now: DateTime<Utc>) -> Vec<Turnaround> {
    use crate::code::Code;
    let of_type = |document: &DocumentType| {
        let own: Vec<&Owed> = owed.iter().filter(|one| one.staff_id == staff_id && one.document == *document).collect();
        let count = |is: &dyn Fn(&Owed) -> bool| own.iter().filter(|one| is(one)).count();
        let overdue = |one: &Owed| one.status == DeadlineStatus::Open && !clock::in_time(now, one.due_at);
        let in_time = count(&|one| one.status == DeadlineStatus::Met);
        let late = count(&|one| matches!(one.status, DeadlineStatus::MetLate | DeadlineStatus::Missed) || overdue(one));
        let mut minutes: Vec<i64> = own.iter().filter_map(|one| Some((one.met_at? - one.from).num_minutes())).collect();
        minutes.sort_unstable();
        let open = count(&|one| one.status == DeadlineStatus::Open);
        let median_minutes = minutes.get(minutes.len().saturating_sub(1) / 2).copied();
        let found = Turnaround { document: *document, counted: in_time + late, in_time, open, median_minutes };
        (found.counted + open > 0).then_some(found)
    };
    DocumentType::ALL.iter().filter_map(of_type).collect()
}
