//! Working days as an organization keeps them: its closures, those of the courts it works with, and the school years, once for all
//! of it and once more for each program that has days of its own.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::calendar::Calendar;
use crate::change::{Change, Rule};

/// The working days of an organization, or what a program adds to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkCalendar {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The program; none for the organization as a whole.
    pub program_id: Option<Uuid>,
    /// Its days, see [`Calendar::merged`].
    pub days: Calendar,
    /// Who set them last.
    pub set_by: Uuid,
    /// When.
    pub set_at: DateTime<Utc>,
}

impl WorkCalendar {
    /// Refuses days that nobody means.
    ///
    /// # Errors
    /// Those of [`Calendar::check`], at `/days`.
    pub fn check(&self) -> Result<(), Rule> {
        let at_days = |rule: Rule| Rule { pointer: rule.pointer.map(|at| format!("/days{at}")), ..rule };
        self.days.check().map_err(at_days)
    }

    /// Sets the days of the organization or of a program, in the place of `known`, what was set before.
    ///
    /// # Errors
    /// Those of [`Self::check`].
    pub fn set(mut self, known: Option<&Self>) -> Result<Change<Self>, Rule> {
        self.check()?;
        match known {
            None => Ok(Change::created(self)),
            Some(same) => {
                (self.id, self.version) = (same.id, same.version + 1);
                Ok(Change::updated(self))
            }
        }
    }
}

/// The days of the organization as a whole.
pub fn of_organization(set: &[WorkCalendar]) -> Calendar {
    own_days(set, None)
}

/// The days of a program: those of the organization and its own.
pub fn of_program(set: &[WorkCalendar], program_id: Uuid) -> Calendar {
    of_organization(set).merged(&own_days(set, Some(program_id)))
}

fn own_days(set: &[WorkCalendar], program_id: Option<Uuid>) -> Calendar {
    set.iter().find(|own| own.program_id == program_id).map_or_else(Calendar::default, |own| own.days.clone())
}

#[cfg(test)]
#[path = "work_calendar_tests.rs"]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
