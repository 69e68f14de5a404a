//! The facts that measures count: deadlines and occurrences of interventions of a period.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::care_plan::Occurrence;
use domain::deadline::Deadline;
use std::collections::HashMap;
use uuid::Uuid;

use crate::care_plan::occurrence::{OccurrenceRow, occurrence};
use crate::case::case;
use crate::deadline::{DeadlineRow, deadline};
use crate::error::Result;
use crate::person::person;
use crate::tx::Tx;

/// Whose facts are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeasureScope {
    /// One worker's panel.
    Owner(Uuid),
    /// Teams.
    Teams(Vec<Uuid>),
    /// The whole organization.
    Everybody,
}

/// Facts of a period.
#[derive(Debug, Default)]
pub struct MeasureFacts {
    /// Deadlines whose clock started in the period.
    pub deadlines: Vec<Deadline>,
    /// Occurrences of interventions due in the period.
    pub occurrences: Vec<Occurrence>,
}

/// Anchors may lie a little outside when a zone's day is wider than the period's; the domain decides.
const MARGIN: TimeDelta = TimeDelta::days(2);

impl Tx {
    /// The facts of a period and scope.
    ///
    /// # Errors
    /// Database errors.
    pub async fn measure_facts(
        &mut self,
        scope: &MeasureScope,
        program_id: Option<Uuid>,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<MeasureFacts> {
        let (from, to) = (from - MARGIN, to + MARGIN);
        let mut deadlines = deadline::table
            .inner_join(case::table.on(case::id.eq(deadline::case_id)))
            .select(DeadlineRow::as_select())
            .filter(deadline::anchor_at.between(from, to))
            .order(deadline::id)
            .into_boxed();
        let mut occurrences = occurrence::table
            .inner_join(case::table.on(case::id.eq(occurrence::case_id)))
            .select(OccurrenceRow::as_select())
            .filter(occurrence::due_at.between(from, to))
            .order(occurrence::id)
            .into_boxed();
        match scope {
            MeasureScope::Everybody => {}
            MeasureScope::Owner(id) => {
                deadlines = deadlines.filter(case::owner_id.eq(*id));
                occurrences = occurrences.filter(case::owner_id.eq(*id));
            }
            MeasureScope::Teams(ids) => {
                deadlines = deadlines.filter(case::team_id.eq_any(ids.clone()));
                occurrences = occurrences.filter(case::team_id.eq_any(ids.clone()));
            }
        }
        if let Some(id) = program_id {
            deadlines = deadlines.filter(case::program_id.eq(id));
            occurrences = occurrences.filter(case::program_id.eq(id));
        }
        let deadlines: Vec<DeadlineRow> = deadlines.load(self.conn()).await?;
        let occurrences: Vec<OccurrenceRow> = occurrences.load(self.conn()).await?;
        Ok(MeasureFacts {
            deadlines: deadlines.into_iter().map(Into::into).collect(),
            occurrences: occurrences.into_iter().map(Into::into).collect(),
        })
    }

    /// Names of people by id.
    ///
    /// # Errors
    /// Database errors.
    pub async fn person_names(&mut self, ids: Vec<Uuid>) -> Result<HashMap<Uuid, String>> {
        let rows: Vec<(Uuid, String, String)> = person::table
            .select((person::id, person::given_name, person::family_name))
            .filter(person::id.eq_any(ids))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(|(id, given, family)| (id, format!("{given} {family}"))).collect())
    }
}
