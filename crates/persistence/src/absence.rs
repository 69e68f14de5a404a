//! Absences, and what follows from them for alerts: who is asked in whose place, and when the next one is.

use chrono::{DateTime, Days, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::absence::{Absence, AbsenceStatus};
use domain::alert::escalation::{Colleague, Staffing};
use domain::alert::{Alert, AlertStatus};
use std::collections::HashMap;
use uuid::Uuid;

use crate::alert::{AlertRow, alert};
use crate::conn::Conn;
use crate::directory::{Directory, TeamMember};
use crate::error::Result;
use crate::job::Round;
use crate::record::Coded;
use crate::store::Store;
use crate::tx::Tx;

crate::record! {
    absence: Absence, AbsenceRow, person: |_| None, {
        staff_id: Uuid => Uuid,
        cover_id: Nullable<Uuid> => Option<Uuid>,
        first_on: Date => NaiveDate,
        last_on: Date => NaiveDate,
        status: Text => Coded<AbsenceStatus>,
        author_id: Uuid => Uuid,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

/// Operation under which the audit trail lists that somebody was asked.
const OPERATION: &str = "alert_escalate";

impl Directory {
    /// The staff as the alerts of a team see them.
    pub fn staffing(&self, team_id: Uuid, absences: Vec<Absence>) -> Staffing {
        // The organization has many more memberships than the team.
        let own: Vec<&TeamMember> = self.members.iter().filter(|member| member.team_id == team_id).collect();
        let has = |staff_id: Uuid, function: &str| {
            own.iter().any(|member| member.staff_id == staff_id && member.function == function)
        };
        let colleagues = self.staff.values().map(|card| Colleague {
            id: card.id,
            role: card.role,
            supervisor_id: card.supervisor_id,
            zone: card.zone,
            leads: has(card.id, "lead"),
            supervises: has(card.id, "supervisor"),
            active: card.active,
        });
        Staffing { colleagues: colleagues.collect(), absences, roster: self.roster(team_id) }
    }
}

impl Tx {
    /// One absence, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn absence(&mut self, id: Uuid) -> Result<Absence> {
        let row: AbsenceRow = absence::table
            .select(AbsenceRow::as_select())
            .filter(absence::id.eq(id))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, None);
        Ok(row.into())
    }

    /// Planned absences that are not over on `today`, the next first, of these workers and those that `cover_id` covers; after
    /// `after`.
    ///
    /// # Errors
    /// Database errors.
    pub async fn absence_list(
        &mut self,
        staff_ids: Vec<Uuid>,
        cover_id: Option<Uuid>,
        today: NaiveDate,
        after: Option<(NaiveDate, Uuid)>,
        limit: i64,
    ) -> Result<Vec<Absence>> {
        let mut query = absence::table
            .select(AbsenceRow::as_select())
            .filter(absence::status.eq(Coded(AbsenceStatus::Planned)))
            .filter(absence::last_on.ge(today))
            .order((absence::first_on, absence::id))
            .limit(limit)
            .into_boxed();
        query = match cover_id {
            Some(id) => query.filter(absence::staff_id.eq_any(staff_ids).or(absence::cover_id.eq(id))),
            None => query.filter(absence::staff_id.eq_any(staff_ids)),
        };
        if let Some((first_on, id)) = after {
            query = query
                .filter(absence::first_on.ge(first_on))
                .filter(absence::first_on.gt(first_on).or(absence::id.gt(id)));
        }
        let rows: Vec<AbsenceRow> = query.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Planned absences of workers that share a day with these.
    ///
    /// # Errors
    /// Database errors.
    pub async fn absences_beside(
        &mut self,
        staff_ids: Vec<Uuid>,
        first_on: NaiveDate,
        last_on: NaiveDate,
    ) -> Result<Vec<Absence>> {
        let rows: Vec<AbsenceRow> = absence::table
            .select(AbsenceRow::as_select())
            .filter(absence::status.eq(Coded(AbsenceStatus::Planned)))
            .filter(absence::staff_id.eq_any(staff_ids))
            .filter(absence::first_on.le(last_on))
            .filter(absence::last_on.ge(first_on))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Everybody whom an alert of a team may ask, and who of them is off about now.
    ///
    /// # Errors
    /// Database errors.
    pub async fn staffing(&mut self, team_id: Uuid) -> Result<Staffing> {
        let now = self.now();
        let absences = absences_about(self.conn(), now).await?;
        Ok(self.directory().staffing(team_id, absences))
    }

    /// Who of the shift on duty is there now, of each team for which somebody is.
    ///
    /// # Errors
    /// Database errors.
    pub async fn on_call_now(&mut self) -> Result<HashMap<Uuid, Uuid>> {
        let now = self.now();
        let absences = absences_about(self.conn(), now).await?;
        let directory = self.directory();
        let there = |team_id: Uuid| Some((team_id, directory.staffing(team_id, absences.clone()).on_call(now)?));
        Ok(directory.teams_on_duty(now).into_iter().filter_map(there).collect())
    }

    /// How many open alerts wait for a step for which nobody was there.
    ///
    /// # Errors
    /// Database errors.
    pub async fn alerts_without_answer(&mut self, since: DateTime<Utc>) -> Result<i64> {
        let waiting = alert::table
            .filter(alert::status.eq_any([Coded(AlertStatus::Open), Coded(AlertStatus::Acknowledged)]))
            .filter(alert::escalates_at.lt(since));
        Ok(waiting.count().get_result(self.conn()).await?)
    }
}

impl Store {
    /// Asks everybody whom the open alerts of an organization must ask by `now`; how many alerts moved. Safe with several
    /// servers: each alert is locked, looked at again, and skipped while another one has it.
    ///
    /// # Errors
    /// Database errors.
    pub async fn alerts_escalate(&self, org_id: Uuid, now: DateTime<Utc>) -> Result<usize> {
        let directory = self.directory(org_id).await?;
        let mut conn = self.begin(org_id).await?;
        let absences = absences_about(&mut conn, now).await?;
        let alerts = waiting(&mut conn, &absences, directory.teams_on_duty(now), now).await?;
        conn.rollback().await?;
        drop(conn);
        let mut round = Round::default();
        let mut teams: HashMap<Uuid, Staffing> = HashMap::new();
        for waiting in alerts {
            let team_id = waiting.team_id;
            let staffing = teams.entry(team_id).or_insert_with(|| directory.staffing(team_id, absences.clone()));
            let id = waiting.id;
            if waiting.escalate(staffing, now).is_some() {
                round.note(self.alert_escalate(org_id, id, now).await);
            }
        }
        round.end()
    }

    async fn alert_escalate(&self, org_id: Uuid, id: Uuid, now: DateTime<Utc>) -> Result<bool> {
        self.run_system(org_id, OPERATION, now, async |tx| {
            let found: Option<AlertRow> = alert::table
                .select(AlertRow::as_select())
                .filter(alert::id.eq(id))
                .for_update()
                .skip_locked()
                .first(tx.conn())
                .await
                .optional()?;
            let Some(alert) = found.map(Alert::from) else { return Ok(false) };
            let staffing = tx.staffing(alert.team_id).await?;
            let Some(change) = alert.escalate(&staffing, now) else { return Ok(false) };
            tx.apply(change)?;
            Ok(true)
        })
        .await
    }
}

/// Planned absences that hold now in some zone of the earth.
async fn absences_about(conn: &mut Conn, now: DateTime<Utc>) -> Result<Vec<Absence>> {
    let today = now.date_naive();
    let rows: Vec<AbsenceRow> = absence::table
        .select(AbsenceRow::as_select())
        .filter(absence::status.eq(Coded(AbsenceStatus::Planned)))
        .filter(absence::first_on.le(today + Days::new(1)))
        .filter(absence::last_on.ge(today - Days::new(1)))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Open alerts that may have to ask somebody: their next step has begun, who is on them is off, or nobody is and their team is on call.
async fn waiting(conn: &mut Conn, absences: &[Absence], on_call: Vec<Uuid>, now: DateTime<Utc>) -> Result<Vec<Alert>> {
    let off: Vec<Uuid> = absences.iter().map(|absence| absence.staff_id).collect();
    let rows: Vec<AlertRow> = alert::table
        .select(AlertRow::as_select())
        .filter(alert::status.eq_any([Coded(AlertStatus::Open), Coded(AlertStatus::Acknowledged)]))
        .filter(
            alert::escalates_at
                .le(now)
                .or(alert::owner_id.eq_any(off.clone()))
                .or(alert::acknowledged_by.eq_any(off))
                .or(alert::team_id.eq_any(on_call).and(alert::acknowledged_by.is_null())),
        )
        .order(alert::id)
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}
