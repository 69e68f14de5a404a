//! An import: records taken over from the FHIR resources of another system, and the report about them.
//!
//! | from    | by                                             | to        |
//! |---------|------------------------------------------------|-----------|
//! | -       | begin                                          | running   |
//! | running | a bundle was taken or refused                  | running   |
//! | running | the end was reached                            | completed |
//! | running | the end was not reached, or nothing could be read | failed |
//!
//! [`crate::fhir`] says what a bundle holds; this module says what of it may be stored ([`vet()`]), as which records
//! ([`draft()`]), and what a changed resource changes in a record that staff may have worked on since ([`Renew`]).
//! Each record carries its source, `fhir:<type>/<id>`, by which it is found again: taking the same bundle twice changes nothing.

mod draft;
mod renew;
mod report;
mod vet;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use crate::change::{Change, Rule};

pub use draft::{Drafts, draft, resource_of, source};
pub use renew::{Moment, Renew, Renewal, renewal, unsay};
pub use report::{MOST_PROBLEMS, Problem, Report, TypeCount};
pub use vet::{Received, Remark, days_to, received, refuse, twins, usurpers, vet};

crate::codes! {
    /// State of an import.
    pub enum ImportStatus {
        /// Going on.
        Running = "running",
        /// Everything that was sent was read; the report says what was refused.
        Completed = "completed",
        /// It broke off, or nothing that was sent could be read.
        Failed = "failed",
    }
}

/// An import that reports no progress for this long has died with the process that ran it.
pub const SILENCE: TimeDelta = TimeDelta::minutes(10);

/// How an import is to be run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// Try everything, store nothing.
    pub dry_run: bool,
    /// Move the dates of each bundle so that the last thing that happened in it falls on this day, for demonstrations.
    pub shift_to: Option<NaiveDate>,
}

/// An import.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// State.
    pub status: ImportStatus,
    /// True when everything was tried and nothing stored.
    pub dry_run: bool,
    /// The day to which dates were moved.
    pub shift_to: Option<NaiveDate>,
    /// Files or lines read.
    pub bundles: i32,
    /// What became of them.
    pub report: Report,
    /// Who runs it.
    pub author_id: Uuid,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it last reported.
    pub updated_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

impl Import {
    /// Begins an import.
    pub fn begin(id: Uuid, author_id: Uuid, options: ImportOptions, now: DateTime<Utc>) -> Change<Self> {
        Change::created(Self {
            id,
            version: 1,
            status: ImportStatus::Running,
            dry_run: options.dry_run,
            shift_to: options.shift_to,
            bundles: 0,
            report: Report::default(),
            author_id,
            created_at: now,
            updated_at: now,
            finished_at: None,
        })
    }

    /// Adds what became of some more files or lines.
    ///
    /// # Errors
    /// `import_not_running`.
    pub fn advance(mut self, bundles: i32, report: Report, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require_running()?;
        self.bundles = self.bundles.saturating_add(bundles);
        self.report.add(report);
        Ok(self.next(now))
    }

    /// Ends the import: failed when `broken_off` says why, or when nothing at all could be read.
    ///
    /// # Errors
    /// `import_not_running`.
    pub fn finish(mut self, broken_off: Option<Problem>, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require_running()?;
        let failed = broken_off.is_some() || (self.bundles > 0 && self.report.is_all_refused());
        self.report.note(broken_off);
        self.status = if failed { ImportStatus::Failed } else { ImportStatus::Completed };
        self.finished_at = Some(now);
        Ok(self.next(now))
    }

    /// The state as far as it can be known: who reports nothing for [`SILENCE`] runs no more.
    pub fn status_at(&self, now: DateTime<Utc>) -> ImportStatus {
        match self.status {
            ImportStatus::Running if self.updated_at + SILENCE < now => ImportStatus::Failed,
            status => status,
        }
    }

    fn require_running(&self) -> Result<(), Rule> {
        match self.status {
            ImportStatus::Running => Ok(()),
            _ => Err(Rule::new(
                "import_not_running",
                "This import has ended. Send the resources again; what is stored already stays as it is.",
            )),
        }
    }

    fn next(mut self, now: DateTime<Utc>) -> Change<Self> {
        self.version += 1;
        self.updated_at = now;
        Change::updated(self)
    }
}
