//! What the record holds of the time that workers worked, and when they were on call.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::note::NoteStatus;
use domain::note::template::{NoteAnswer, minutes_spent};
use domain::on_call::{OnCallShift, OnCallShiftStatus};
use domain::work_hours::{LONGEST, Span, Worked};
use uuid::Uuid;

use crate::error::Result;
use crate::note::note;
use crate::on_call::{OnCallShiftRow, on_call_shift};
use crate::record::{Coded, Json};
use crate::sql::Sql;
use crate::tx::Tx;

impl Tx {
    /// What workers did between two instants, whoever it was about: contacts, kept appointments without a contact, visits with the way
    /// there, calls of the night log and signed notes without a contact. An appointment with a visit counts through the visit.
    ///
    /// # Errors
    /// Database errors.
    pub async fn worked(
        &mut self,
        staff_ids: &[Uuid],
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Worked>> {
        let between = |sql: Sql<(st::Uuid, st::Timestamptz, st::Timestamptz)>, column: &'static str| {
            let of = sql.bind::<st::Array<st::Uuid>, _>(staff_ids.to_vec()).sql(") AND ").sql(column).sql(" >= ");
            let since = of.bind::<st::Timestamptz, _>(from - LONGEST).sql(" AND ").sql(column).sql(" < ");
            since.bind::<st::Timestamptz, _>(until)
        };
        let sql = Sql::new(
            "SELECT c.author_id, c.occurred_at, c.occurred_at + make_interval(mins => c.minutes) FROM contact c
             WHERE c.status = 'finished' AND c.minutes > 0 AND c.author_id = ANY(",
        );
        let sql = between(sql, "c.occurred_at").sql(
            " UNION ALL SELECT w.staff_id, w.starts_at, w.ends_at FROM appointment_attendee w
               JOIN appointment a ON a.org_id = w.org_id AND a.id = w.appointment_id
             WHERE a.status = 'fulfilled' AND a.contact_id IS NULL AND NOT EXISTS (SELECT FROM visit v
               WHERE v.org_id = w.org_id AND v.appointment_id = w.appointment_id AND v.staff_id = w.staff_id AND v.departed_at IS NOT NULL)
             AND w.staff_id = ANY(",
        );
        let sql = between(sql, "w.starts_at").sql(
            " UNION ALL SELECT v.staff_id, coalesce(v.set_out_at, v.arrived_at), v.departed_at FROM visit v
             WHERE coalesce(v.set_out_at, v.arrived_at) IS NOT NULL AND v.staff_id = ANY(",
        );
        // A visit that ends after the last instant began before it, at most so long.
        let sql = between(sql, "v.departed_at - interval '1 day'").sql(
            " UNION ALL SELECT e.author_id, e.happened_at, e.happened_at + make_interval(mins => e.minutes) FROM on_call_event e
             WHERE e.contact_id IS NULL AND e.minutes > 0 AND e.author_id = ANY(",
        );
        let rows: Vec<(Uuid, DateTime<Utc>, DateTime<Utc>)> = between(sql, "e.happened_at").load(self.conn()).await?;
        let mut worked: Vec<Worked> =
            rows.into_iter().map(|(staff_id, from, to)| Worked { staff_id, span: (from, to) }).collect();
        worked.extend(self.noted(staff_ids, from, until).await?);
        Ok(worked)
    }

    /// The time that signed notes without a contact say.
    async fn noted(&mut self, staff_ids: &[Uuid], from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<Worked>> {
        let signed = [NoteStatus::Signed, NoteStatus::AwaitingCountersignature].map(Coded);
        let rows: Vec<(Uuid, DateTime<Utc>, Json<Vec<NoteAnswer>>)> = note::table
            .select((note::author_id, note::occurred_at, note::answers))
            .filter(note::author_id.eq_any(staff_ids.to_vec()))
            .filter(note::status.eq_any(signed))
            .filter(note::contact_id.is_null())
            .filter(note::occurred_at.between(from - LONGEST, until))
            .load(self.conn())
            .await?;
        let worked = |(staff_id, at, answers): (Uuid, DateTime<Utc>, Json<Vec<NoteAnswer>>)| {
            let span: Span = (at, at + TimeDelta::minutes(minutes_spent(&answers.0)?));
            Some(Worked { staff_id, span })
        };
        Ok(rows.into_iter().filter_map(worked).collect())
    }

    /// The shifts on call of workers that share a time with the span, in order.
    ///
    /// # Errors
    /// Database errors.
    pub async fn on_call_shifts_of(
        &mut self,
        staff_ids: &[Uuid],
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<OnCallShift>> {
        let rows: Vec<OnCallShiftRow> = on_call_shift::table
            .select(OnCallShiftRow::as_select())
            .filter(on_call_shift::staff_id.eq_any(staff_ids.to_vec()))
            .filter(on_call_shift::status.eq(Coded(OnCallShiftStatus::Planned)))
            .filter(on_call_shift::starts_at.lt(until))
            .filter(on_call_shift::ends_at.gt(from))
            .order((on_call_shift::starts_at, on_call_shift::id))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
