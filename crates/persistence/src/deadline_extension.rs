//! More time for a deadline, where the law or the rule allows it: kept with the case, because the deadlines of a case are what
//! its events and extensions imply.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::deadline::Extension;
use uuid::Uuid;

use crate::case_work::CaseWork;
use crate::error::Result;
use crate::tx::Tx;

diesel::table! {
    deadline_extension (org_id, case_id, anchor_subject_id, rule_code) {
        org_id -> Uuid,
        case_id -> Uuid,
        anchor_subject_id -> Uuid,
        rule_code -> Text,
        days -> Int4,
        reason -> Text,
        recorded_at -> Timestamptz,
    }
}

type Columns = (Uuid, Uuid, String, i32, String, DateTime<Utc>);

impl Tx {
    /// The extensions of the deadlines of cases.
    pub(crate) async fn extensions_of(&mut self, cases: &[Uuid]) -> Result<Vec<(Uuid, Extension)>> {
        use deadline_extension as e;
        let rows: Vec<Columns> = e::table
            .select((e::case_id, e::anchor_subject_id, e::rule_code, e::days, e::reason, e::recorded_at))
            .filter(e::case_id.eq_any(cases.to_vec()))
            .load(self.conn())
            .await?;
        let extension = |(case_id, anchor_subject_id, rule_code, days, reason, recorded_at): Columns| {
            let days = u32::try_from(days).unwrap_or(0);
            (case_id, Extension { recorded_at, rule_code, anchor_subject_id, days, reason })
        };
        Ok(rows.into_iter().map(extension).collect())
    }

    /// Gives the open deadline about a record, of a rule where one is named, more time. Nothing, when the program has no such deadline.
    ///
    /// # Errors
    /// Refusals of [`domain::deadline::History::extend`]; [`crate::Error::Internal`] when not all of the history was read.
    pub fn extend_deadline(
        &mut self,
        cases: &mut [CaseWork],
        (subject_id, rule_code): (Uuid, Option<&str>),
        days: u32,
        reason: &str,
    ) -> Result<()> {
        for work in cases {
            let rules = self.directory().rules(work.case.program_id);
            let Some(extension) = work.grant((subject_id, rule_code), days, reason, &rules, self.now())? else {
                continue;
            };
            self.also(Box::new(diesel::insert_into(deadline_extension::table).values((
                deadline_extension::org_id.eq(self.org_id()),
                deadline_extension::case_id.eq(work.case.id),
                deadline_extension::anchor_subject_id.eq(subject_id),
                deadline_extension::rule_code.eq(extension.rule_code),
                deadline_extension::days.eq(i32::try_from(days).unwrap_or(i32::MAX)),
                deadline_extension::reason.eq(extension.reason),
                deadline_extension::recorded_at.eq(extension.recorded_at),
            ))));
            let directory = self.directory().clone();
            for change in work.settled(&directory, &rules, &mut Uuid::now_v7) {
                let deadline = self.apply(change)?;
                work.keep(deadline);
            }
        }
        Ok(())
    }
}
