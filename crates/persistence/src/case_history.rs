//! Corrections of what a case was told: with all that was ever recorded about it, its deadlines are settled anew.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::case::CaseStatus;
use domain::deadline::{History, Report, Retraction, settle};
use domain::{Event, EventKind};
use uuid::Uuid;

use crate::case::{CaseRow, CaseWork, case, case_event};
use crate::deadline::{DeadlineRow, deadline};
use crate::error::Result;
use crate::record::Coded;
use crate::tx::Tx;

diesel::table! {
    case_event_retraction (org_id, event_id) {
        org_id -> Uuid,
        event_id -> Uuid,
        recorded_at -> Timestamptz,
    }
}

diesel::allow_tables_to_appear_in_same_query!(case_event, case_event_retraction);

/// A report, the case it belongs to, and when it was taken back.
type ReportRow = (Uuid, Uuid, Coded<EventKind>, Uuid, DateTime<Utc>, DateTime<Utc>, Option<DateTime<Utc>>);

/// An active case with all its deadlines and all that was recorded about it. Locked until the transaction ends.
#[derive(Debug)]
pub struct WholeCase {
    work: CaseWork,
    history: History,
}

impl Tx {
    /// The active cases of a person, locked, whole. The person must be within reach.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn whole_cases(&mut self, person_id: Uuid) -> Result<Vec<WholeCase>> {
        self.require_person(person_id).await?;
        let rows: Vec<CaseRow> = case::table
            .select(CaseRow::as_select())
            .filter(case::person_id.eq(person_id))
            .filter(case::status.eq(Coded(CaseStatus::Active)))
            .order(case::id)
            .for_update()
            .load(self.conn())
            .await?;
        let mut cases: Vec<WholeCase> = rows
            .into_iter()
            .map(|row| WholeCase { work: CaseWork::new(row.into()), history: History::default() })
            .collect();
        if cases.is_empty() {
            return Ok(cases);
        }
        let ids: Vec<Uuid> = cases.iter().map(|whole| whole.work.case.id).collect();
        let deadlines: Vec<DeadlineRow> = deadline::table
            .select(DeadlineRow::as_select())
            .filter(deadline::case_id.eq_any(ids.clone()))
            .order(deadline::id)
            .load(self.conn())
            .await?;
        for row in deadlines {
            if let Some(whole) = cases.iter_mut().find(|whole| whole.work.case.id == row.case_id) {
                whole.work.deadlines.push(row.into());
            }
        }
        let reports: Vec<ReportRow> = case_event::table
            .left_join(
                case_event_retraction::table.on(case_event_retraction::org_id
                    .eq(case_event::org_id)
                    .and(case_event_retraction::event_id.eq(case_event::id))),
            )
            .select((
                case_event::id,
                case_event::case_id,
                case_event::kind,
                case_event::subject_id,
                case_event::at,
                case_event::recorded_at,
                case_event_retraction::recorded_at.nullable(),
            ))
            .filter(case_event::case_id.eq_any(ids))
            .load(self.conn())
            .await?;
        for (id, case_id, kind, subject_id, at, recorded_at, retracted_at) in reports {
            let Some(whole) = cases.iter_mut().find(|whole| whole.work.case.id == case_id) else { continue };
            let event = Event::new(kind.0, subject_id, at);
            whole.history.reports.push(Report { id, recorded_at, event });
            let retraction = retracted_at.map(|recorded_at| Retraction { report_id: id, recorded_at });
            whole.history.retractions.extend(retraction);
        }
        Ok(cases)
    }

    /// Tells cases that some events did not happen after all and that others did; their deadlines follow the whole history. What
    /// was taken back stays on record as taken back.
    pub fn correct(&mut self, cases: &mut [WholeCase], withdrawn: &[Event], told: &[Event]) {
        for whole in cases {
            for event in withdrawn {
                self.retract(whole, event);
            }
            for event in told {
                let report = self.hear(whole.work.case.id, event);
                whole.history.reports.push(report);
                if let Some(stage) = whole.work.case.stage_after(event.kind) {
                    whole.work.case = self.buffer(whole.work.case.clone().at_stage(stage));
                }
            }
            let context = whole.work.context(self.directory());
            let rules = self.directory().rules(whole.work.case.program_id);
            let changes = settle(&context, &whole.history, &rules, &whole.work.deadlines, &mut Uuid::now_v7);
            for change in changes {
                let deadline = self.buffer(change);
                whole.work.remember(deadline);
            }
        }
    }

    fn retract(&mut self, whole: &mut WholeCase, event: &Event) {
        let taken_back = |report: &Report| whole.history.retractions.iter().any(|found| found.report_id == report.id);
        let about = |report: &&Report| {
            (report.event.kind, report.event.subject_id) == (event.kind, event.subject_id) && !taken_back(report)
        };
        let ids: Vec<Uuid> = whole.history.reports.iter().filter(about).map(|report| report.id).collect();
        let (org_id, now) = (self.org_id(), self.now());
        for id in ids {
            whole.history.retractions.push(Retraction { report_id: id, recorded_at: now });
            self.also(Box::new(diesel::insert_into(case_event_retraction::table).values((
                case_event_retraction::org_id.eq(org_id),
                case_event_retraction::event_id.eq(id),
                case_event_retraction::recorded_at.eq(now),
            ))));
        }
    }
}
