//! A transition: the way from a hospital to whatever comes next (FHIR Encounter.hospitalization, ServiceRequest). One for each stay.
//!
//! | phase     | while                          | what may be written           |
//! |-----------|--------------------------------|-------------------------------|
//! | planning  | the stay goes on               | everything                    |
//! | following | it ended and nobody closed     | everything but the target day |
//! | closed    | somebody closed it             | nothing                       |
//! | cancelled | the stay never was             | nothing                       |
//!
//! The phase follows from the stay, so that a discharge that comes late, is corrected or taken back moves it by itself. What is said
//! of the stay (complexity, psychiatric, Medicare) starts clocks at its begin or end, see [`EventKind::said_of`].

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::change::{Change, Event, EventKind, Rule};
use crate::clock::local_date;
use crate::person::{Coverage, CoverageKind};
use crate::stay::{Stay, StayClass, StayStatus, los_days};

pub mod act;
pub mod checklist;
pub mod figures;
mod next;
pub mod parts;
pub mod tcm;

pub use next::NextStep;
pub use parts::*;

crate::codes! {
    /// Where a transition stands.
    pub enum TransitionPhase {
        /// The stay goes on.
        Planning = "planning",
        /// The stay ended; what was promised is followed.
        Following = "following",
        /// Nothing is left to follow.
        Closed = "closed",
        /// The stay never was.
        Cancelled = "cancelled",
    }
}

/// A transition.
#[derive(Debug, Clone, PartialEq)]
pub struct Transition {
    /// Id.
    pub id: Uuid,
    /// Version; 0 while nothing is stored.
    pub version: i32,
    /// The stay.
    pub stay_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// Class of the stay when its clocks were last set.
    pub class: StayClass,
    /// Medicare covers the stay, so that its notices are owed (T-10).
    pub medicare: bool,
    /// The stay is for a mental illness or self-harm (K-6).
    pub psychiatric: bool,
    /// How hard the decisions after it are (T-5); nobody has judged it when empty.
    pub complexity: Option<Complexity>,
    /// Where the person goes.
    pub destination: Option<Destination>,
    /// Days that were to be expected: the geometric mean of the MS-DRG (K-2).
    pub expected_days: Option<f64>,
    /// The discharge plan in a few sentences.
    pub summary: Option<String>,
    /// The present target day.
    pub target_on: Option<NaiveDate>,
    /// Everything else.
    pub parts: Parts,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// By whom.
    pub closed_by: Option<Uuid>,
}

/// What may be set in one step; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Head {
    /// Where the person goes.
    pub destination: Option<Destination>,
    /// Days that were to be expected.
    pub expected_days: Option<f64>,
    /// How hard the decisions after it are.
    pub complexity: Option<Complexity>,
    /// Whether the stay is for a mental illness or self-harm.
    pub psychiatric: Option<bool>,
    /// Whether Medicare covers it.
    pub medicare: Option<bool>,
    /// The discharge plan; empty text takes it away.
    pub summary: Option<String>,
}

impl Transition {
    /// The transition of a stay about which nobody wrote anything yet.
    pub fn unwritten(id: Uuid, stay: &Stay, medicare: bool) -> Self {
        Self {
            id,
            version: 0,
            stay_id: stay.id,
            person_id: stay.person_id,
            class: stay.class,
            medicare,
            psychiatric: false,
            complexity: None,
            destination: None,
            expected_days: None,
            summary: None,
            target_on: None,
            parts: Parts::default(),
            closed_at: None,
            closed_by: None,
        }
    }

    /// The transition that begins with a stay, and what its clocks must hear.
    pub fn begin(self, now: DateTime<Utc>) -> Change<Self> {
        let events = self.said(now);
        let change = Change { created: true, ..Change::updated(Self { version: 1, ..self }) };
        events.into_iter().fold(change, Change::with)
    }

    /// The transition after its stay changed: one that was closed is open again when the stay goes on after all, and the clocks hear
    /// anew what is said of the stay when it changed its class or its person. `None` when nothing of that happened.
    pub fn follow(mut self, stay: &Stay, now: DateTime<Utc>) -> Option<Change<Self>> {
        let same = (self.class, self.person_id) == (stay.class, stay.person_id);
        let reopened = stay.status == StayStatus::InProgress && self.closed_at.is_some();
        if reopened {
            (self.closed_at, self.closed_by) = (None, None);
        }
        (self.class, self.person_id) = (stay.class, stay.person_id);
        match (same, reopened) {
            (true, false) => None,
            (true, true) => Some(self.stored()),
            (false, _) => Some(self.rejudged(now)),
        }
    }

    /// Where it stands.
    pub fn phase(&self, stay: &Stay) -> TransitionPhase {
        match stay.status {
            StayStatus::Cancelled => TransitionPhase::Cancelled,
            StayStatus::InProgress => TransitionPhase::Planning,
            StayStatus::Finished if self.closed_at.is_some() => TransitionPhase::Closed,
            StayStatus::Finished => TransitionPhase::Following,
        }
    }

    /// Sets what belongs to the whole.
    ///
    /// # Errors
    /// `transition_closed`; `expected_days` at `/expected_days`.
    pub fn update(mut self, head: Head, stay: &Stay, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require_open(stay)?;
        if head.expected_days.is_some_and(|days| !(0.1..=365.0).contains(&days)) {
            return Err(Rule::at("expected_days", "/expected_days", "Give the expected days, from 0.1 to 365."));
        }
        let before = (self.medicare, self.psychiatric, self.complexity, self.class);
        self.class = stay.class;
        self.destination = head.destination.or(self.destination);
        self.expected_days = head.expected_days.or(self.expected_days);
        self.complexity = head.complexity.or(self.complexity);
        self.psychiatric = head.psychiatric.unwrap_or(self.psychiatric);
        self.medicare = head.medicare.unwrap_or(self.medicare);
        if let Some(summary) = head.summary {
            self.summary = Some(summary.trim().to_owned()).filter(|text| !text.is_empty());
        }
        let unwritten = self.version == 0;
        let same = (self.medicare, self.psychiatric, self.complexity, self.class) == before;
        Ok(if same && !unwritten { self.stored() } else { self.rejudged(now) })
    }

    /// Refuses to write about what is closed or never was.
    ///
    /// # Errors
    /// `transition_closed`.
    pub fn require_open(&self, stay: &Stay) -> Result<(), Rule> {
        match self.phase(stay) {
            TransitionPhase::Planning | TransitionPhase::Following => Ok(()),
            TransitionPhase::Closed => Err(Rule::new("transition_closed", "This transition is closed.")),
            TransitionPhase::Cancelled => {
                Err(Rule::new("transition_closed", "This stay was cancelled: there is nothing to plan."))
            }
        }
    }

    /// The next version; the first one creates it.
    fn stored(mut self) -> Change<Self> {
        self.version += 1;
        let created = self.version == 1;
        Change { created, ..Change::updated(self) }
    }

    /// The next version, and what is said of the stay now in the place of what was said before.
    fn rejudged(self, now: DateTime<Utc>) -> Change<Self> {
        let again = Event::new(EventKind::StayRejudged, self.stay_id, now);
        let events = self.said(now);
        events.into_iter().fold(self.stored().with(again), Change::with)
    }

    /// What is said of the stay, for its clocks.
    pub fn said(&self, now: DateTime<Utc>) -> Vec<Event> {
        use EventKind as E;
        let notices: &[E] = match (self.medicare, self.class) {
            (true, StayClass::Inpatient) => &[E::ImportantMessageOwed, E::ImportantMessageOwedAgain],
            (true, StayClass::Observation) => &[E::ObservationNoticeOwed],
            _ => &[],
        };
        let complexity = match self.complexity {
            Some(Complexity::Moderate) => Some(E::ComplexityModerate),
            Some(Complexity::High) => Some(E::ComplexityHigh),
            Some(Complexity::Low) | None => None,
        };
        let psychiatric = self.psychiatric.then_some(E::PsychiatricStay);
        let kinds = notices.iter().copied().chain(complexity).chain(psychiatric);
        kinds.map(|kind| Event::new(kind, self.stay_id, now)).collect()
    }
}

impl Parts {
    /// The first comparison of medicines on the day of discharge or after it: one during the stay is not what T-5 and K-8 ask for.
    pub fn reconciled_after(&self, discharged_at: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        let left_on = local_date(discharged_at, zone);
        self.reconciliations.iter().map(|one| one.at).filter(|at| local_date(*at, zone) >= left_on).min()
    }

    /// When word of the hospital came first, on the day of what it tells or after it: what lies before is about something else, or the
    /// stay's times were corrected since.
    pub fn received(&self, what: ReceiptKind, told_of: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        let happened_on = local_date(told_of, zone);
        let ours = self.receipts.iter().filter(|one| one.what == what);
        ours.map(|one| one.at).filter(|at| local_date(*at, zone) >= happened_on).min()
    }

    /// Avoidable days that lie within the stay: its days may have been corrected after one was marked.
    pub fn avoidable_of(&self, stay: &Stay, now: DateTime<Utc>, zone: Tz) -> Vec<AvoidableDay> {
        let days = spent_days(stay, now, zone);
        self.avoidable.iter().filter(|day| days.contains(&day.on)).cloned().collect()
    }
}

/// True when Medicare, traditional or Advantage, covers somebody on a day.
pub fn covered_by_medicare(coverages: &[Coverage], day: NaiveDate) -> bool {
    let is_medicare = |kind| matches!(kind, CoverageKind::Medicare | CoverageKind::MedicareAdvantage);
    coverages.iter().any(|coverage| is_medicare(coverage.kind) && coverage.is_in_force(day))
}

/// The day of the stay that it is, the day of admission being the first; its last one when it ended.
pub fn day_of_stay(stay: &Stay, now: DateTime<Utc>, zone: Tz) -> i64 {
    let last = local_date(stay.discharged_at.unwrap_or(now), zone);
    (last - local_date(stay.admitted_at, zone)).num_days().max(0) + 1
}

/// The first and the last day that somebody spent in a stay, up to now while it goes on. The day of discharge is no patient day,
/// except of a stay within one day.
pub fn spent_days(stay: &Stay, now: DateTime<Utc>, zone: Tz) -> std::ops::RangeInclusive<NaiveDate> {
    let first = local_date(stay.admitted_at, zone);
    let last = match stay.discharged_at.map(|at| local_date(at, zone)) {
        Some(day) => day.pred_opt().unwrap_or(first).max(first),
        None => local_date(now, zone),
    };
    first..=last
}

/// Days of a stay as its length is counted (rules.md, section 0), up to now while it goes on.
pub fn patient_days(stay: &Stay, now: DateTime<Utc>, zone: Tz) -> u32 {
    let day = |at| local_date(at, zone);
    los_days(day(stay.admitted_at), day(stay.discharged_at.unwrap_or(now))).unwrap_or(1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
