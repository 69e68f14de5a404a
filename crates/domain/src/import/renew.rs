//! What a changed resource changes in the record that was made of it before.
//!
//! What the source says wins, what it does not say stays, and what only staff can decide (a confirmed need, a cancelled stay)
//! is left to them.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use std::collections::{HashMap, HashSet};

use super::draft::{UNDETERMINED, UNKNOWN_FACILITY};
use crate::change::Change;
use crate::clock::local_date;
use crate::contact::{Contact, ContactStatus};
use crate::need::{Need, NeedStatus};
use crate::person::{Coverage, Medication, Observation, Person};
use crate::stay::{EmergencyCause, Stay, StayStatus};

/// The instant and the zone that count.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Now.
    pub now: DateTime<Utc>,
    /// Where a date without time has its begin.
    pub zone: Tz,
}

impl Moment {
    /// The local day of an instant.
    pub fn day_of(self, at: DateTime<Utc>) -> NaiveDate {
        local_date(at, self.zone)
    }
}

/// A record that is made of a resource of another system.
pub trait Renew: Sized + PartialEq {
    /// The source, by which it is found again.
    fn source(&self) -> Option<&str>;

    /// The first time.
    fn enter(self, _: Moment) -> Change<Self> {
        Change::created(self)
    }

    /// The source says something else now; `None` when that changes nothing here.
    fn renew(self, incoming: Self, moment: Moment) -> Option<Change<Self>>;

    /// The source takes it back; `None` when the record has no state for that and must be looked at by people.
    fn withdraw(self, _: Moment) -> Option<Change<Self>> {
        None
    }
}

/// What is to be written of one kind of record.
#[derive(Debug)]
pub struct Renewal<T> {
    /// New and changed records.
    pub changes: Vec<Change<T>>,
    /// Sources of records that were taken back and that have no state for it.
    pub orphans: Vec<String>,
}

/// Compares what a source says now (`drafts`) with the records made of the same resources before (`known`).
pub fn renewal<T: Renew>(drafts: Vec<T>, known: Vec<T>, moment: Moment) -> Renewal<T> {
    let mut known: HashMap<String, T> =
        known.into_iter().filter_map(|record| Some((record.source()?.to_owned(), record))).collect();
    let mut changes = Vec::new();
    for draft in drafts {
        match draft.source().and_then(|source| known.remove(source)) {
            Some(old) => changes.extend(old.renew(draft, moment)),
            None => changes.push(draft.enter(moment)),
        }
    }
    let mut orphans = Vec::new();
    for (source, record) in known {
        match record.withdraw(moment) {
            Some(change) => changes.push(change),
            None => orphans.push(source),
        }
    }
    orphans.sort();
    Renewal { changes, orphans }
}

/// What an earlier diagnosis said of `known` stays goes with it, where the source has another now that says nothing of a cause
/// (`causeless`). What only people say stays. `changes` are what else the source changes in them.
pub fn unsay(changes: &mut Vec<Change<Stay>>, known: Vec<Stay>, causeless: &HashSet<String>) {
    let is_gone = |stay: &Stay| {
        stay.status != StayStatus::Cancelled
            && stay.cause.is_some_and(EmergencyCause::is_of_diagnosis)
            && stay.source.as_ref().is_some_and(|source| causeless.contains(source))
    };
    for old in known.into_iter().filter(is_gone) {
        match changes.iter_mut().find(|change| change.record.id == old.id) {
            Some(change) => change.record.cause = None,
            None => changes.push(Change::updated(Stay { cause: None, version: old.version + 1, ..old })),
        }
    }
}

/// The new state with its version raised, if it differs.
macro_rules! if_changed {
    ($old:expr, $next:expr) => {{
        let (old, mut next) = ($old, $next);
        (old != next).then(|| {
            next.version += 1;
            Change::updated(next)
        })
    }};
}

impl Renew for Person {
    fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    fn renew(self, incoming: Self, _: Moment) -> Option<Change<Self>> {
        let mut next = incoming;
        (next.id, next.version, next.created_at) = (self.id, self.version, self.created_at);
        next.contact_point_id = self.contact_point_id;
        next.pronouns = self.pronouns.clone();
        next.preferred_name = next.preferred_name.or_else(|| self.preferred_name.clone());
        next.phone = next.phone.or_else(|| self.phone.clone());
        next.email = next.email.or_else(|| self.email.clone());
        next.deceased_on = next.deceased_on.or(self.deceased_on);
        next.interpreter_needed |= self.interpreter_needed;
        if next.language == UNDETERMINED {
            next.language.clone_from(&self.language);
        }
        if next.address == crate::person::Address::default() {
            next.address = self.address.clone();
        }
        let added: Vec<_> =
            self.identifiers.iter().filter(|identifier| !next.identifiers.contains(identifier)).cloned().collect();
        next.identifiers.extend(added);
        if_changed!(self, next)
    }
}

impl Renew for Stay {
    fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    fn enter(self, moment: Moment) -> Change<Self> {
        match Self::admit(self.clone(), moment.now) {
            Ok(change) => change,
            Err(_) => Change::created(self),
        }
    }

    fn renew(self, incoming: Self, moment: Moment) -> Option<Change<Self>> {
        if self.status == StayStatus::Cancelled {
            return None;
        }
        let mut next = incoming;
        if next.facility == UNKNOWN_FACILITY {
            next.facility.clone_from(&self.facility);
        }
        next.reason = next.reason.or_else(|| self.reason.clone());
        next.destination = next.destination.or_else(|| self.destination.clone());
        next.cause = next.class.caused(next.cause.or(self.cause));
        next.check(moment.now).ok()?;
        self.correct(next, moment.now)
    }

    fn withdraw(self, moment: Moment) -> Option<Change<Self>> {
        self.cancel("Taken back by the source.".to_owned(), moment.now).ok()
    }
}

impl Renew for Contact {
    fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    fn renew(self, incoming: Self, _: Moment) -> Option<Change<Self>> {
        let next =
            Self { id: self.id, version: self.version, case_id: self.case_id, created_at: self.created_at, ..incoming };
        if_changed!(self, next)
    }

    fn withdraw(self, _: Moment) -> Option<Change<Self>> {
        if self.status == ContactStatus::EnteredInError {
            return None;
        }
        let next = Self {
            status: ContactStatus::EnteredInError,
            error_reason: Some("Taken back by the source.".to_owned()),
            ..self.clone()
        };
        if_changed!(self, next)
    }
}

impl Renew for Need {
    fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// Nobody has decided about a candidate or about what an import resolved; there the source goes on to say how it stands.
    fn renew(self, incoming: Self, _: Moment) -> Option<Change<Self>> {
        let mut next = incoming;
        (next.id, next.version, next.created_at, next.kind) = (self.id, self.version, self.created_at, self.kind);
        next.onset_on = next.onset_on.or(self.onset_on);
        if !matches!(self.status, NeedStatus::Candidate | NeedStatus::Resolved) {
            next.status = self.status;
            next.reason.clone_from(&self.reason);
        }
        if_changed!(self, next)
    }

    fn withdraw(self, _: Moment) -> Option<Change<Self>> {
        self.change_to(NeedStatus::Declined, Some("Taken back by the source.".to_owned())).ok()
    }
}

impl Renew for Observation {
    fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    fn renew(self, incoming: Self, _: Moment) -> Option<Change<Self>> {
        let next = Self { id: self.id, version: self.version, ..incoming };
        if_changed!(self, next)
    }

    /// A value that was entered in error must not be read as one.
    fn withdraw(self, _: Moment) -> Option<Change<Self>> {
        let next =
            Self { value: None, unit: None, value_text: Some("Taken back by the source.".to_owned()), ..self.clone() };
        if_changed!(self, next)
    }
}

impl Renew for Medication {
    fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    fn renew(self, incoming: Self, _: Moment) -> Option<Change<Self>> {
        let next = Self { id: self.id, version: self.version, ..incoming };
        if_changed!(self, next)
    }

    fn withdraw(self, _: Moment) -> Option<Change<Self>> {
        let next = Self { status: "entered-in-error".to_owned(), ..self.clone() };
        if_changed!(self, next)
    }
}

impl Renew for Coverage {
    fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    fn renew(self, incoming: Self, _: Moment) -> Option<Change<Self>> {
        // No source says these; people do.
        let (line, priority, plan_id) = (self.line, self.priority, self.plan_id);
        let next = Self { id: self.id, version: self.version, line, priority, plan_id, ..incoming };
        if_changed!(self, next)
    }
}
