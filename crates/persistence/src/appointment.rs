//! Appointments, calendars, and who else is in touch with a person on a day.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::appointment::{Appointment, AppointmentKind, AppointmentStatus, Cancellation};
use domain::case::Case;
use domain::contact::{Contact, ContactStatus};
use uuid::Uuid;

use crate::case::{CaseRow, case};
use crate::contact::{ContactRow, contact};
use crate::error::Result;
use crate::person::person;
use crate::record::{Coded, Json};
use crate::tx::{Tx, person_reach};

crate::record! {
    appointment: Appointment, AppointmentRow, person: |appointment| Some(appointment.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        series_id: Nullable<Uuid> => Option<Uuid>,
        kind: Text => Coded<AppointmentKind>,
        title: Nullable<Text> => Option<String>,
        status: Text => Coded<AppointmentStatus>,
        starts_at: Timestamptz => DateTime<Utc>,
        ends_at: Timestamptz => DateTime<Utc>,
        time_zone: Text => String,
        place: Nullable<Text> => Option<String>,
        link: Nullable<Text> => Option<String>,
        phone: Nullable<Text> => Option<String>,
        attendee_ids: Jsonb => Json<Vec<Uuid>>,
        reminded_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        arrived_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        cancellation: Nullable<Text> => Option<Coded<Cancellation>>,
        reason: Nullable<Text> => Option<String>,
        notified_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        settled_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        settled_by: Nullable<Uuid> => Option<Uuid>,
        contact_id: Nullable<Uuid> => Option<Uuid>,
        author_id: Uuid => Uuid,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

diesel::table! {
    appointment_attendee (org_id, appointment_id, staff_id) {
        org_id -> Uuid,
        appointment_id -> Uuid,
        staff_id -> Uuid,
        starts_at -> Timestamptz,
        ends_at -> Timestamptz,
        holds_time -> Bool,
    }
}

/// Most appointments that one look at a calendar shows.
const MOST_SHOWN: i64 = 500;

/// An appointment in a calendar, with the name of its person; none when the person is out of the reader's reach.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The appointment.
    pub appointment: Appointment,
    /// The person's name.
    pub person_name: Option<String>,
}

impl Tx {
    /// An appointment of a person within reach, locked, with its case.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn appointment(&mut self, id: Uuid) -> Result<(Appointment, Case)> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(appointment::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let (row, case_row): (AppointmentRow, CaseRow) = case::table
            .inner_join(appointment::table.on(appointment::case_id.eq(case::id)))
            .select((AppointmentRow::as_select(), CaseRow::as_select()))
            .filter(appointment::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok((row.into(), case_row.into()))
    }

    /// What a worker takes part in between two instants, in order of time; cancelled ones left out. People out of the reader's
    /// reach have no name.
    ///
    /// # Errors
    /// Database errors.
    pub async fn calendar_of(&mut self, staff_id: Uuid, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<Entry>> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(appointment::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let own = appointment_attendee::table
            .select(appointment_attendee::appointment_id)
            .filter(appointment_attendee::staff_id.eq(staff_id))
            .filter(appointment_attendee::starts_at.lt(to))
            .filter(appointment_attendee::ends_at.gt(from));
        let rows: Vec<(AppointmentRow, String, String, bool)> = appointment::table
            .inner_join(person::table.on(person::id.eq(appointment::person_id)))
            .select((AppointmentRow::as_select(), person::given_name, person::family_name, diesel::dsl::exists(seen)))
            .filter(appointment::id.eq_any(own))
            .filter(appointment::status.ne(Coded(AppointmentStatus::Cancelled)))
            .order((appointment::starts_at, appointment::id))
            .limit(MOST_SHOWN)
            .load(self.conn())
            .await?;
        self.list_people(rows.iter().filter(|(.., seen)| *seen).map(|(row, ..)| row.person_id));
        let entry = |(row, given, family, seen): (AppointmentRow, String, String, bool)| Entry {
            appointment: row.into(),
            person_name: seen.then(|| format!("{given} {family}")),
        };
        Ok(rows.into_iter().map(entry).collect())
    }

    /// Appointments of a person within reach between two instants, in order of time; cancelled ones too.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn appointments_of(
        &mut self,
        person_id: Uuid,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<Appointment>> {
        self.require_person(person_id).await?;
        let rows: Vec<AppointmentRow> = appointment::table
            .select(AppointmentRow::as_select())
            .filter(appointment::person_id.eq(person_id))
            .filter(appointment::starts_at.lt(to))
            .filter(appointment::ends_at.gt(from))
            .order((appointment::starts_at, appointment::id))
            .limit(MOST_SHOWN)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// What may hold the time of a person or of workers between two instants, whoever may see it.
    ///
    /// # Errors
    /// Database errors.
    pub async fn appointments_beside(
        &mut self,
        person_id: Uuid,
        staff_ids: &[Uuid],
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<Appointment>> {
        let of_staff = appointment_attendee::table
            .select(appointment_attendee::appointment_id)
            .filter(appointment_attendee::staff_id.eq_any(staff_ids.to_vec()))
            .filter(appointment_attendee::holds_time)
            .filter(appointment_attendee::starts_at.lt(to))
            .filter(appointment_attendee::ends_at.gt(from));
        let rows: Vec<AppointmentRow> = appointment::table
            .select(AppointmentRow::as_select())
            .filter(appointment::starts_at.lt(to))
            .filter(appointment::ends_at.gt(from))
            .filter(appointment::person_id.eq(person_id).or(appointment::id.eq_any(of_staff)))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The appointments of a case that can still be cancelled, locked.
    ///
    /// # Errors
    /// Database errors.
    pub async fn open_appointments_of(&mut self, case_id: Uuid) -> Result<Vec<Appointment>> {
        let rows: Vec<AppointmentRow> = appointment::table
            .select(AppointmentRow::as_select())
            .filter(appointment::case_id.eq(case_id))
            .filter(appointment::status.eq_any([AppointmentStatus::Proposed, AppointmentStatus::Booked].map(Coded)))
            .order(appointment::id)
            .for_no_key_update()
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The hearings of a case that were not cancelled, in order of time. The case must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn hearings_of(&mut self, case_id: Uuid) -> Result<Vec<Appointment>> {
        let rows: Vec<AppointmentRow> = appointment::table
            .select(AppointmentRow::as_select())
            .filter(appointment::case_id.eq(case_id))
            .filter(appointment::kind.eq(Coded(AppointmentKind::Hearing)))
            .filter(appointment::status.ne(Coded(AppointmentStatus::Cancelled)))
            .order((appointment::starts_at, appointment::id))
            .limit(MOST_SHOWN)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Contacts with a person between two instants, in order of time. The person must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn contacts_between(
        &mut self,
        person_id: Uuid,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<Contact>> {
        let rows: Vec<ContactRow> = contact::table
            .select(ContactRow::as_select())
            .filter(contact::person_id.eq(person_id))
            .filter(contact::occurred_at.ge(from))
            .filter(contact::occurred_at.lt(to))
            .filter(contact::status.eq(Coded(ContactStatus::Finished)))
            .order((contact::occurred_at, contact::id))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
