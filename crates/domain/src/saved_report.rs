//! A saved report: a board, a measure or the population with its filters, kept under a name, for oneself or for a team.
//!
//! | from | action | to      |
//! |------|--------|---------|
//! | -    | save   | kept    |
//! | kept | remove | removed |

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::change::{Change, Rule};

/// How many reports somebody keeps at most. The number is ours: more are no shortcut.
pub const MOST: usize = 50;

crate::codes! {
    /// What a report shows.
    pub enum SavedReportKind {
        /// A board.
        Board = "board",
        /// The people in a measure.
        Measure = "measure",
        /// The population.
        Population = "population",
    }
}

crate::codes! {
    /// Whose work a report shows.
    pub enum SavedReportScope {
        /// The reader's own.
        Mine = "mine",
        /// That of the reader's teams.
        Team = "team",
    }
}

/// A saved report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedReport {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Who saved it.
    pub owner_id: Uuid,
    /// The team that sees it too.
    pub team_id: Option<Uuid>,
    /// Name.
    pub name: String,
    /// What it shows.
    pub kind: SavedReportKind,
    /// Code of the board or of the measure; none for the population.
    pub subject: Option<String>,
    /// Whose work.
    pub scope: Option<SavedReportScope>,
    /// Of this program.
    pub program_id: Option<Uuid>,
    /// First day; without days, the report moves with time.
    pub first_on: Option<NaiveDate>,
    /// Last day.
    pub last_on: Option<NaiveDate>,
    /// When it was saved.
    pub created_at: DateTime<Utc>,
    /// When it was removed.
    pub removed_at: Option<DateTime<Utc>>,
}

/// Refuses a report of nothing: one that names no board or measure that there is, or a period that ends before it begins.
///
/// # Errors
/// `saved_report_subject` at `/subject`, `saved_report_period` at `/from`.
pub fn shows(kind: SavedReportKind, subject: Option<&str>, days: Option<(NaiveDate, NaiveDate)>) -> Result<(), Rule> {
    let known = match kind {
        SavedReportKind::Board => {
            subject.is_some_and(|code| code.parse::<crate::measure_board::MeasureBoard>().is_ok())
        }
        SavedReportKind::Measure => subject.is_some_and(|code| crate::measure::find(code).is_some()),
        SavedReportKind::Population => subject.is_none(),
    };
    if !known {
        let detail = "Say which board or measure the report shows; the population has neither.";
        return Err(Rule::at("saved_report_subject", "/subject", detail));
    }
    if days.is_some_and(|(first, last)| first > last) {
        return Err(Rule::at("saved_report_period", "/from", "A period begins before it ends."));
    }
    Ok(())
}

impl SavedReport {
    /// Saves a report. `kept` are those that its owner keeps.
    ///
    /// # Errors
    /// Those of [`shows`]; `saved_report_name_taken` at `/name`, `saved_report_too_many`.
    pub fn save(mut self, kept: &[Self]) -> Result<Change<Self>, Rule> {
        self.name = self.name.trim().to_owned();
        shows(self.kind, self.subject.as_deref(), self.first_on.zip(self.last_on))?;
        if kept.iter().any(|other| other.name == self.name) {
            let detail = "You keep a report of this name. Choose another one, or remove the old report first.";
            return Err(Rule::at("saved_report_name_taken", "/name", detail));
        }
        if kept.len() >= MOST {
            let detail = format!("{MOST} reports are kept at most. Remove one first.");
            return Err(Rule::new("saved_report_too_many", detail));
        }
        Ok(Change::created(self))
    }

    /// Removes it.
    ///
    /// # Errors
    /// `saved_report_removed`.
    pub fn remove(mut self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.removed_at.is_some() {
            return Err(Rule::new("saved_report_removed", "This report is removed already."));
        }
        self.removed_at = Some(now);
        self.version += 1;
        Ok(Change::updated(self))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn report(name: &str) -> SavedReport {
        SavedReport {
            id: Uuid::from_u128(1),
            version: 1,
            owner_id: Uuid::from_u128(2),
            team_id: None,
            name: name.into(),
            kind: SavedReportKind::Board,
            subject: Some("hospital".into()),
            scope: None,
            program_id: None,
            first_on: None,
            last_on: None,
            created_at: DateTime::<Utc>::MIN_UTC,
            removed_at: None,
        }
    }

    fn refusal(report: SavedReport, kept: &[SavedReport]) -> &'static str {
        report.save(kept).unwrap_err().code
    }

    #[test]
    fn a_name_is_kept_once_and_spaces_around_it_do_not_count() {
        let kept = report(" Monday ").save(&[]).unwrap().record;
        assert_eq!(kept.name, "Monday");
        assert_eq!(refusal(report("Monday "), &[kept]), "saved_report_name_taken");
    }

    #[test]
    fn a_report_shows_something_that_exists() {
        let of = |kind, subject: Option<&str>| SavedReport { kind, subject: subject.map(Into::into), ..report("One") };
        assert!(of(SavedReportKind::Measure, Some("note-48h")).save(&[]).is_ok());
        assert!(of(SavedReportKind::Population, None).save(&[]).is_ok());
        for (kind, subject) in [
            (SavedReportKind::Board, Some("note-48h")),
            (SavedReportKind::Board, None),
            (SavedReportKind::Measure, Some("hospital")),
            (SavedReportKind::Population, Some("hospital")),
        ] {
            assert_eq!(refusal(of(kind, subject), &[]), "saved_report_subject");
        }
    }

    #[test]
    fn there_is_an_end_to_what_is_kept_and_to_a_period() {
        let kept: Vec<SavedReport> = (0..MOST).map(|number| report(&number.to_string())).collect();
        assert_eq!(refusal(report("One more"), &kept), "saved_report_too_many");
        assert!(report("One more").save(&kept[1..]).is_ok());
        let day = |number| NaiveDate::from_ymd_opt(2026, 10, number);
        let backwards = SavedReport { first_on: day(2), last_on: day(1), ..report("Backwards") };
        assert_eq!(refusal(backwards, &[]), "saved_report_period");
    }

    #[test]
    fn a_report_is_removed_once() {
        let removed = report("One").remove(DateTime::<Utc>::MIN_UTC).unwrap().record;
        assert_eq!(removed.remove(DateTime::<Utc>::MIN_UTC).unwrap_err().code, "saved_report_removed");
    }
}
