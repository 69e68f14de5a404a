//! Milestones.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::case::{Case, CaseStatus};
use domain::milestone::{Milestone, MilestoneKind, MilestoneStatus, periods_begun};
use domain::program::Setting;
use uuid::Uuid;

use crate::case::{CaseRow, CaseWork, case};
use crate::error::Result;
use crate::record::Coded;
use crate::tx::{Tx, person_reach};

crate::record! {
    milestone: Milestone, MilestoneRow, person: |milestone| Some(milestone.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        kind: Text => Coded<MilestoneKind>,
        occurred_on: Date => NaiveDate,
        answers_id: Nullable<Uuid> => Option<Uuid>,
        appointment_id: Nullable<Uuid> => Option<Uuid>,
        note: Nullable<Text> => Option<String>,
        status: Text => Coded<MilestoneStatus>,
        error_reason: Nullable<Text> => Option<String>,
        author_id: Uuid => Uuid,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

/// Milestones of a case shown at once.
const SHOWN: i64 = 500;

/// Cases whose periods are looked at in one transaction. A number of ours: all that is known of them is read at once.
const CASES_AT_ONCE: i64 = 50;

impl Tx {
    /// A milestone of a person within reach, locked with its case: the case first, see [`crate::tx`].
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn milestone(&mut self, id: Uuid) -> Result<Milestone> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(milestone::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: MilestoneRow = case::table
            .inner_join(milestone::table.on(milestone::case_id.eq(case::id)))
            .select(MilestoneRow::as_select())
            .filter(milestone::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// The milestones of a case, the latest first. The case must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn milestones_of(&mut self, case_id: Uuid) -> Result<Vec<Milestone>> {
        let rows: Vec<MilestoneRow> = milestone::table
            .select(MilestoneRow::as_select())
            .filter(milestone::case_id.eq(case_id))
            .order((milestone::occurred_on.desc(), milestone::id.desc()))
            .limit(SHOWN)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Lets the next active cases of home health and hospice behind `after` hear of the periods that begin. The last one looked at;
    /// none when there are no more. Cases in which somebody works at this moment are left for the next day, so that nobody waits for
    /// each other.
    pub(crate) async fn periods_begin(&mut self, after: Uuid) -> Result<Option<Uuid>> {
        let directory = self.directory().clone();
        let in_periods = |setting: Setting| matches!(setting, Setting::HomeHealth | Setting::Hospice);
        let programs = directory.programs.values().filter(|program| in_periods(program.setting));
        let programs: Vec<Uuid> = programs.map(|program| program.id).collect();
        let rows: Vec<CaseRow> = case::table
            .select(CaseRow::as_select())
            .filter(case::id.gt(after))
            .filter(case::status.eq(Coded(CaseStatus::Active)))
            .filter(case::program_id.eq_any(programs))
            .order(case::id)
            .limit(CASES_AT_ONCE)
            .for_no_key_update()
            .skip_locked()
            .load(self.conn())
            .await?;
        let mut works: Vec<CaseWork> = rows.into_iter().map(|row| CaseWork::new(Case::from(row))).collect();
        self.remember(&mut works, None, &[]).await?;
        for work in &mut works {
            let program = directory.program(work.case.program_id)?;
            let begun = periods_begun(&work.case, program.setting, program.zone(), &work.heard(), self.now());
            if !begun.is_empty() {
                self.list_people([work.case.person_id]);
            }
            for event in &begun {
                self.announce(std::slice::from_mut(work), event)?;
            }
        }
        Ok(works.last().map(|work| work.case.id))
    }
}
