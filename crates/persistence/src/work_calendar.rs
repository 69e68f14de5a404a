//! Working days of an organization and of its programs, and the deadlines that follow them.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::calendar::Calendar;
use domain::case::Case;
use domain::deadline::DeadlineStatus;
use domain::work_calendar::WorkCalendar;
use std::collections::BTreeSet;
use uuid::Uuid;

use crate::case::{CaseRow, CaseWork, case};
use crate::deadline::deadline;
use crate::directory::{BELIEVED, Directory};
use crate::error::Result;
use crate::job::{JobKind, enqueue};
use crate::program::OpenDeadline;
use crate::record::{Coded, Json};
use crate::tx::Tx;

crate::record! {
    work_calendar: WorkCalendar, WorkCalendarRow, person: |_| None, {
        program_id: Nullable<Uuid> => Option<Uuid>,
        days: Jsonb => Json<Calendar>,
        set_by: Uuid => Uuid,
        set_at: Timestamptz => DateTime<Utc>,
    }
}

/// Cases that are settled anew in one part of the job.
const CASES_AT_ONCE: i64 = 50;

impl Directory {
    /// Codes of the rules whose due times follow the calendar of their program.
    fn rules_by_calendar(&self) -> Vec<String> {
        let programs = self.programs.keys().map(|id| self.rules(*id));
        let codes: BTreeSet<String> = programs
            .flat_map(|rules| {
                let by_calendar = rules.iter().filter(|rule| rule.clock.open_days().is_some());
                by_calendar.map(|rule| rule.code.clone()).collect::<Vec<_>>()
            })
            .collect();
        codes.into_iter().collect()
    }

    /// A program, or all of them where the days of the organization are meant.
    pub fn programs_of(&self, program_id: Option<Uuid>) -> Vec<Uuid> {
        program_id.map_or_else(|| self.programs.keys().copied().collect(), |id| vec![id])
    }
}

impl Tx {
    /// What was set for the organization and for its programs.
    ///
    /// # Errors
    /// Database errors.
    pub async fn work_calendars(&mut self) -> Result<Vec<WorkCalendar>> {
        let rows: Vec<WorkCalendarRow> = work_calendar::table
            .select(WorkCalendarRow::as_select())
            .order(work_calendar::id)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The open deadlines of some programs whose due times follow the calendar, the next due first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn deadlines_by_calendar(&mut self, programs: &[Uuid]) -> Result<Vec<OpenDeadline>> {
        let codes = self.directory().rules_by_calendar();
        self.open_deadlines_of_rules(&codes, programs).await
    }

    /// Has the open deadlines follow the calendar as it is now: at once, and again when no server goes by the calendar of before
    /// any more, for what was opened by it meanwhile.
    pub fn follow_calendar(&mut self) {
        let (org_id, now) = (self.org_id(), self.now());
        let believed = TimeDelta::from_std(BELIEVED).unwrap_or_default();
        for run_at in [now, now + believed * 2] {
            self.also(enqueue(org_id, JobKind::CalendarFollow, run_at));
        }
    }

    /// Moves the due times of open deadlines that follow a calendar, in the next cases behind `after`; what is settled keeps its
    /// verdict. The last case looked at; none when there are no more.
    pub(crate) async fn calendar_follow(&mut self, after: Uuid) -> Result<Option<Uuid>> {
        let directory = self.directory().clone();
        let by_calendar = deadline::table
            .filter(deadline::case_id.eq(case::id))
            .filter(deadline::status.eq(Coded(DeadlineStatus::Open)))
            .filter(deadline::rule_code.eq_any(directory.rules_by_calendar()));
        let rows: Vec<CaseRow> = case::table
            .select(CaseRow::as_select())
            .filter(case::id.gt(after))
            .filter(diesel::dsl::exists(by_calendar))
            .order(case::id)
            .limit(CASES_AT_ONCE)
            .for_no_key_update()
            .load(self.conn())
            .await?;
        let mut works: Vec<CaseWork> = rows.into_iter().map(|row| CaseWork::new(Case::from(row))).collect();
        self.remember(&mut works, None, &[]).await?;
        let mut last = None;
        for work in works {
            last = Some(work.case.id);
            let rules = directory.rules(work.case.program_id);
            let was_open =
                |id: Uuid| work.deadlines.iter().any(|old| old.id == id && old.status == DeadlineStatus::Open);
            for change in work.settled(&directory, &rules, &mut Uuid::now_v7) {
                if was_open(change.record.id) {
                    self.list_people([work.case.person_id]);
                    self.apply(change)?;
                }
            }
        }
        Ok(last)
    }
}
