//! Visits outside the office, the order of a worker's day, and who is overdue.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::alert::Alert;
use domain::appointment::{Appointment, AppointmentKind, AppointmentStatus};
use domain::case::Case;
use domain::person::Person;
use domain::visit::day::VisitDay;
use domain::visit::mileage::Mileage;
use domain::visit::safety::{CompanionDecision, SafetyCheck};
use domain::visit::{GRACE, LateEntry, Visit, VisitStatus};
use uuid::Uuid;

use crate::appointment::{AppointmentRow, appointment, appointment_attendee};
use crate::case::{CaseRow, case};
use crate::error::Result;
use crate::job::{ROUND_LIMIT, Round};
use crate::person::{PersonRow, person};
use crate::record::{Coded, Json};
use crate::store::Store;
use crate::tx::{Tx, person_reach};

crate::record! {
    visit: Visit, VisitRow, person: |visit| Some(visit.person_id), {
        appointment_id: Uuid => Uuid,
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        staff_id: Uuid => Uuid,
        status: Text => Coded<VisitStatus>,
        safety: Jsonb => Json<SafetyCheck>,
        checked_at: Timestamptz => DateTime<Utc>,
        asked_id: Nullable<Uuid> => Option<Uuid>,
        task_id: Nullable<Uuid> => Option<Uuid>,
        decision: Jsonb => Json<Option<CompanionDecision>>,
        set_out_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        arrived_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        expected_end_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        departed_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        late: Jsonb => Json<Vec<LateEntry>>,
        mileage: Jsonb => Json<Option<Mileage>>,
        alarm_id: Nullable<Uuid> => Option<Uuid>,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

crate::record! {
    visit_day: VisitDay, VisitDayRow, person: |_| None, {
        staff_id: Uuid => Uuid,
        day: Date => NaiveDate,
        appointment_ids: Array<Uuid> => Vec<Uuid>,
    }
}

/// What raises the alert about an overdue worker is called in the audit trail.
const OPERATION: &str = "visit_watch";
/// Most stops that one list shows.
const MOST_SHOWN: i64 = 500;

/// A visit with what is known of its appointment and its person.
#[derive(Debug, Clone)]
pub struct Stop {
    /// The appointment.
    pub appointment: Appointment,
    /// The person.
    pub person: Person,
    /// The visit; none before its safety check.
    pub visit: Option<Visit>,
}

/// The safety check that a colleague answered before an earlier visit.
#[derive(Debug, Clone)]
pub struct LastCheck {
    /// The person.
    pub person_id: Uuid,
    /// What was answered.
    pub safety: SafetyCheck,
    /// When.
    pub checked_at: DateTime<Utc>,
    /// By whom.
    pub staff_id: Uuid,
}

/// The condition that an appointment is still to come about; of a query that joins it.
macro_rules! is_ahead {
    () => {
        appointment::status.eq_any([AppointmentStatus::Booked, AppointmentStatus::Arrived].map(Coded))
    };
}

/// The condition that somebody is out: there, or on the way to what is still to come about. Who is called off on the way isn't
/// waited for any more. Of a query that joins the appointment.
macro_rules! is_out {
    () => {
        visit::status
            .eq(Coded(VisitStatus::Arrived))
            .or(visit::status.eq(Coded(VisitStatus::OnTheWay)).and(is_ahead!()))
    };
}

fn field_kinds() -> [Coded<AppointmentKind>; 2] {
    [AppointmentKind::HomeVisit, AppointmentKind::CommunityVisit].map(Coded)
}

impl Tx {
    /// A visit of a person within reach, locked, with its appointment and its case: the case first, see [`crate::tx`].
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn visit(&mut self, id: Uuid) -> Result<(Visit, Appointment, Case)> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(visit::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let (case_row, appointment_row, row): (CaseRow, AppointmentRow, VisitRow) = case::table
            .inner_join(appointment::table.on(appointment::case_id.eq(case::id)))
            .inner_join(visit::table.on(visit::appointment_id.eq(appointment::id)))
            .select((CaseRow::as_select(), AppointmentRow::as_select(), VisitRow::as_select()))
            .filter(visit::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok((row.into(), appointment_row.into(), case_row.into()))
    }

    /// A worker's visit to an appointment, locked; none before its safety check.
    ///
    /// # Errors
    /// Database errors.
    pub async fn visit_to(&mut self, appointment_id: Uuid, staff_id: Uuid) -> Result<Option<Visit>> {
        let row: Option<VisitRow> = visit::table
            .select(VisitRow::as_select())
            .filter(visit::appointment_id.eq(appointment_id))
            .filter(visit::staff_id.eq(staff_id))
            .for_no_key_update()
            .first(self.conn())
            .await
            .optional()?;
        Ok(row.map(Into::into))
    }

    /// The visit whose worker an alert is about, locked.
    ///
    /// # Errors
    /// Database errors.
    pub async fn visit_of_alarm(&mut self, alert_id: Uuid) -> Result<Option<Visit>> {
        let row: Option<VisitRow> = visit::table
            .select(VisitRow::as_select())
            .filter(visit::alarm_id.eq(alert_id))
            .for_no_key_update()
            .first(self.conn())
            .await
            .optional()?;
        Ok(row.map(Into::into))
    }

    /// The visits outside the office of a worker that begin between two instants, those of people within reach, in order of time;
    /// cancelled ones too.
    ///
    /// # Errors
    /// Database errors.
    pub async fn stops_of(&mut self, staff_id: Uuid, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<Stop>> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(appointment::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let own = appointment_attendee::table
            .select(appointment_attendee::appointment_id)
            .filter(appointment_attendee::staff_id.eq(staff_id))
            .filter(appointment_attendee::starts_at.ge(from))
            .filter(appointment_attendee::starts_at.lt(to));
        let rows: Vec<(AppointmentRow, PersonRow, Option<VisitRow>)> = appointment::table
            .inner_join(person::table.on(person::id.eq(appointment::person_id)))
            .left_join(visit::table.on(visit::appointment_id.eq(appointment::id).and(visit::staff_id.eq(staff_id))))
            .select((AppointmentRow::as_select(), PersonRow::as_select(), Option::<VisitRow>::as_select()))
            .filter(appointment::id.eq_any(own))
            .filter(appointment::kind.eq_any(field_kinds()))
            .filter(appointment::status.ne(Coded(AppointmentStatus::Proposed)))
            .filter(diesel::dsl::exists(seen))
            .order((appointment::starts_at, appointment::id))
            .limit(MOST_SHOWN)
            .load(self.conn())
            .await?;
        self.list_people(rows.iter().map(|(row, ..)| row.person_id));
        let stop = |(one, whom, visit): (AppointmentRow, PersonRow, Option<VisitRow>)| Stop {
            appointment: one.into(),
            person: whom.into(),
            visit: visit.map(Into::into),
        };
        Ok(rows.into_iter().map(stop).collect())
    }

    /// Visits of people within reach on which somebody is out, or waits for an answer: checked since `since`, in the order of their
    /// times.
    ///
    /// # Errors
    /// Database errors.
    pub async fn visits_out(&mut self, since: DateTime<Utc>) -> Result<Vec<Stop>> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(visit::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let asks = visit::status.eq(Coded(VisitStatus::Planned)).and(visit::asked_id.is_not_null());
        let rows: Vec<(AppointmentRow, PersonRow, VisitRow)> = visit::table
            .inner_join(appointment::table.on(appointment::id.eq(visit::appointment_id)))
            .inner_join(person::table.on(person::id.eq(visit::person_id)))
            .select((AppointmentRow::as_select(), PersonRow::as_select(), VisitRow::as_select()))
            .filter(is_out!().or(asks.and(visit::checked_at.ge(since)).and(is_ahead!())))
            .filter(diesel::dsl::exists(seen))
            .order((appointment::starts_at, visit::id))
            .limit(MOST_SHOWN)
            .load(self.conn())
            .await?;
        self.list_people(rows.iter().map(|(row, ..)| row.person_id));
        let stop = |(one, whom, visit): (AppointmentRow, PersonRow, VisitRow)| Stop {
            appointment: one.into(),
            person: whom.into(),
            visit: Some(visit.into()),
        };
        Ok(rows.into_iter().map(stop).collect())
    }

    /// The last safety check about each of these people, whoever answered it. They must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn last_checks(&mut self, people: &[Uuid]) -> Result<Vec<LastCheck>> {
        let rows: Vec<VisitRow> = visit::table
            .select(VisitRow::as_select())
            .distinct_on(visit::person_id)
            .filter(visit::person_id.eq_any(people.to_vec()))
            .order((visit::person_id, visit::checked_at.desc()))
            .load(self.conn())
            .await?;
        let check = |row: VisitRow| LastCheck {
            person_id: row.person_id,
            safety: row.safety.0,
            checked_at: row.checked_at,
            staff_id: row.staff_id,
        };
        Ok(rows.into_iter().map(check).collect())
    }

    /// The order that a worker set for a day, locked.
    ///
    /// # Errors
    /// Database errors.
    pub async fn visit_day(&mut self, staff_id: Uuid, day: NaiveDate) -> Result<Option<VisitDay>> {
        let row: Option<VisitDayRow> = visit_day::table
            .select(VisitDayRow::as_select())
            .filter(visit_day::staff_id.eq(staff_id))
            .filter(visit_day::day.eq(day))
            .first(self.conn())
            .await
            .optional()?;
        Ok(row.map(Into::into))
    }

    /// Opens the alert about the overdue worker of a visit; false when they are not, or somebody else has it.
    async fn visit_raise(&mut self, id: Uuid) -> Result<bool> {
        let found: Option<(CaseRow, VisitRow)> = case::table
            .inner_join(visit::table.on(visit::case_id.eq(case::id)))
            .select((CaseRow::as_select(), VisitRow::as_select()))
            .filter(visit::id.eq(id))
            .for_no_key_update()
            .skip_locked()
            .first(self.conn())
            .await
            .optional()?;
        let Some((case, visit)) = found.map(|(case, visit)| (Case::from(case), Visit::from(visit))) else {
            return Ok(false);
        };
        let (alert_id, now) = (Uuid::now_v7(), self.now());
        let Some(alarmed) = visit.clone().alarm(alert_id, now) else { return Ok(false) };
        let staffing = self.staffing(case.team_id).await?;
        self.apply(Alert::worker_overdue(alert_id, &visit, &case, &staffing, now))?;
        self.apply(alarmed)?;
        Ok(true)
    }
}

impl Tx {
    /// True while somebody is on a visit in a case, or on the way to it.
    ///
    /// # Errors
    /// Database errors.
    pub async fn is_being_visited(&mut self, case_id: Uuid) -> Result<bool> {
        let under_way = visit::table
            .inner_join(appointment::table.on(appointment::id.eq(visit::appointment_id)))
            .select(visit::id)
            .filter(visit::case_id.eq(case_id))
            .filter(is_out!());
        Ok(diesel::select(diesel::dsl::exists(under_way)).get_result(self.conn()).await?)
    }
}

impl Store {
    /// Opens the alerts about workers who are overdue by `now`; how many. Safe with several servers: each visit is locked, looked at
    /// again, and skipped while another one has it.
    ///
    /// # Errors
    /// Database errors.
    pub async fn visits_watch(&self, org_id: Uuid, now: DateTime<Utc>) -> Result<usize> {
        let mut conn = self.begin(org_id).await?;
        let overdue: Vec<Uuid> = visit::table
            .inner_join(appointment::table.on(appointment::id.eq(visit::appointment_id)))
            .select(visit::id)
            .filter(is_out!())
            .filter(visit::alarm_id.is_null())
            .filter(visit::expected_end_at.le(now - GRACE))
            .order(visit::expected_end_at)
            .limit(ROUND_LIMIT)
            .load(&mut conn)
            .await?;
        conn.rollback().await?;
        drop(conn);
        let mut round = Round::default();
        for id in overdue {
            round.note(self.run_system(org_id, OPERATION, now, async |tx| tx.visit_raise(id).await).await);
        }
        round.end()
    }
}
