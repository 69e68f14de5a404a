//! Months of billing: what is known beside time, and the time that the record holds.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::appointment::{Appointment, AppointmentStatus};
use domain::billing::{BillingFamily, BillingMonth, Facts, bounds};
use domain::case::Case;
use domain::contact::{Contact, ContactOutcome, ContactStatus};
use domain::note::NoteStatus;
use uuid::Uuid;

use crate::appointment::{AppointmentRow, appointment, appointment_attendee};
use crate::care_plan::care_plan;
use crate::case::{CaseRow, case};
use crate::contact::{ContactRow, contact};
use crate::error::Result;
use crate::note::note;
use crate::person::person;
use crate::record::{Coded, Json};
use crate::tx::{Tx, person_reach};

crate::record! {
    billing_month: BillingMonth, BillingMonthRow, person: |month| Some(month.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        month: Date => NaiveDate,
        families: Jsonb => Json<BTreeSet<BillingFamily>>,
        facts: Jsonb => Json<Facts>,
        author_id: Uuid => Uuid,
        updated_at: Timestamptz => DateTime<Utc>,
    }
}

/// Which cases a list of billing shows.
#[derive(Debug, Clone, Default)]
pub struct BillingScope {
    /// Of this program.
    pub program_id: Option<Uuid>,
    /// Of this owner.
    pub owner_id: Option<Uuid>,
}

/// Where a page begins: after this name and id.
pub type AfterName = (String, String, Uuid);

/// A case in a list of billing.
#[derive(Debug, Clone)]
pub struct BillingCase {
    /// The case.
    pub case: Case,
    /// The person's given and family name.
    pub name: (String, String),
}

/// The time that the record holds.
#[derive(Debug, Default)]
pub struct RecordedTime {
    /// Contacts that reached somebody.
    pub contacts: Vec<Contact>,
    /// Appointments that were kept and have no contact.
    pub appointments: Vec<Appointment>,
}

/// How long before an instant a span that reaches beyond it may have begun.
const LONGEST: TimeDelta = TimeDelta::seconds(domain::billing::LONGEST);

impl Tx {
    /// What was written about months of cases up to a month, the newest first. The cases must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn billing_months(&mut self, cases: &[Uuid], up_to: NaiveDate) -> Result<Vec<BillingMonth>> {
        let rows: Vec<BillingMonthRow> = billing_month::table
            .select(BillingMonthRow::as_select())
            .filter(billing_month::case_id.eq_any(cases.to_vec()))
            .filter(billing_month::month.le(up_to))
            .order((billing_month::month.desc(), billing_month::id))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Cases that have a plan approved before an instant, each with the one approved last. The cases must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn cases_with_plan(&mut self, cases: &[Uuid], before: DateTime<Utc>) -> Result<BTreeMap<Uuid, Uuid>> {
        let found: Vec<(Uuid, Uuid)> = care_plan::table
            .select((care_plan::case_id, care_plan::id))
            .filter(care_plan::case_id.eq_any(cases.to_vec()))
            .filter(care_plan::approved_at.lt(before))
            .order((care_plan::approved_at, care_plan::id))
            .load(self.conn())
            .await?;
        Ok(found.into_iter().collect())
    }

    /// The final note about each of these contacts of cases, where there is one. The cases must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn signed_notes_about(&mut self, cases: &[Uuid], contacts: &[Uuid]) -> Result<BTreeMap<Uuid, Uuid>> {
        let found: Vec<(Option<Uuid>, Uuid)> = note::table
            .select((note::contact_id, note::id))
            .filter(note::case_id.eq_any(cases.to_vec()))
            .filter(note::contact_id.eq_any(contacts.iter().copied().map(Some).collect::<Vec<_>>()))
            .filter(note::status.eq(Coded(NoteStatus::Signed)))
            .order((note::signed_at, note::id))
            .load(self.conn())
            .await?;
        Ok(found.into_iter().filter_map(|(contact, note)| Some((contact?, note))).collect())
    }

    /// The time that the record holds of cases between two instants. The cases must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn recorded_time(
        &mut self,
        cases: &[Uuid],
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<RecordedTime> {
        let contacts: Vec<ContactRow> = contact::table
            .select(ContactRow::as_select())
            .filter(contact::case_id.eq_any(cases.iter().copied().map(Some).collect::<Vec<_>>()))
            .filter(contact::occurred_at.between(from - LONGEST, until))
            .filter(contact::status.eq(Coded(ContactStatus::Finished)))
            .filter(contact::outcome.eq(Coded(ContactOutcome::Reached)))
            .order((contact::occurred_at, contact::id))
            .load(self.conn())
            .await?;
        let appointments: Vec<AppointmentRow> = appointment::table
            .select(AppointmentRow::as_select())
            .filter(appointment::case_id.eq_any(cases.to_vec()))
            .filter(appointment::status.eq(Coded(AppointmentStatus::Fulfilled)))
            .filter(appointment::contact_id.is_null())
            .filter(appointment::starts_at.lt(until))
            .filter(appointment::ends_at.gt(from))
            .order((appointment::starts_at, appointment::id))
            .load(self.conn())
            .await?;
        Ok(RecordedTime {
            contacts: contacts.into_iter().map(Into::into).collect(),
            appointments: appointments.into_iter().map(Into::into).collect(),
        })
    }

    /// The time of workers with other people between two instants, whoever may see them: only to find time recorded twice.
    ///
    /// # Errors
    /// Database errors.
    pub async fn recorded_elsewhere(
        &mut self,
        staff: &[Uuid],
        person_id: Uuid,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<RecordedTime> {
        let contacts: Vec<ContactRow> = contact::table
            .select(ContactRow::as_select())
            .filter(contact::author_id.eq_any(staff.iter().copied().map(Some).collect::<Vec<_>>()))
            .filter(contact::person_id.ne(person_id))
            .filter(contact::occurred_at.between(from - LONGEST, until))
            .filter(contact::status.eq(Coded(ContactStatus::Finished)))
            .filter(contact::outcome.eq(Coded(ContactOutcome::Reached)))
            .load(self.conn())
            .await?;
        let attended = appointment_attendee::table
            .select(appointment_attendee::appointment_id)
            .filter(appointment_attendee::staff_id.eq_any(staff.to_vec()))
            .filter(appointment_attendee::starts_at.lt(until))
            .filter(appointment_attendee::ends_at.gt(from));
        let appointments: Vec<AppointmentRow> = appointment::table
            .select(AppointmentRow::as_select())
            .filter(appointment::id.eq_any(attended))
            .filter(appointment::person_id.ne(person_id))
            .filter(appointment::status.eq(Coded(AppointmentStatus::Fulfilled)))
            .filter(appointment::contact_id.is_null())
            .load(self.conn())
            .await?;
        Ok(RecordedTime {
            contacts: contacts.into_iter().map(Into::into).collect(),
            appointments: appointments.into_iter().map(Into::into).collect(),
        })
    }

    /// Cases within reach of which the record holds time or facts of a month of their program's zone, in order of names.
    ///
    /// # Errors
    /// Database errors.
    pub async fn billing_cases(
        &mut self,
        scope: &BillingScope,
        month: NaiveDate,
        after: Option<AfterName>,
        limit: i64,
    ) -> Result<Vec<BillingCase>> {
        let months = self.directory().programs.values().map(|program| (program.id, bounds(month, program.zone())));
        let (programs, months): (Vec<Uuid>, Vec<_>) = months.unzip();
        let (starts, ends): (Vec<DateTime<Utc>>, Vec<DateTime<Utc>>) = months.into_iter().unzip();
        // Bounds for the index: the month of any program.
        let (Some(first), Some(last)) = (starts.iter().min().copied(), ends.iter().max().copied()) else {
            return Ok(Vec::new());
        };
        let in_month = |reaches: &'static str| {
            diesel::dsl::sql::<st::Bool>("EXISTS (SELECT FROM unnest(")
                .bind::<st::Array<st::Uuid>, _>(programs.clone())
                .sql(", ")
                .bind::<st::Array<st::Timestamptz>, _>(starts.clone())
                .sql(", ")
                .bind::<st::Array<st::Timestamptz>, _>(ends.clone())
                .sql(") AS z (program_id, starts, ends) WHERE z.program_id = \"case\".program_id AND ")
                .sql(reaches)
        };
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(case::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let spoken = contact::table
            .filter(contact::case_id.eq(case::id.nullable()))
            .filter(contact::occurred_at.between(first - LONGEST, last))
            .filter(in_month("contact.occurred_at < z.ends AND contact.occurred_at + make_interval(mins => contact.minutes) > z.starts)"))
            .filter(contact::status.eq(Coded(ContactStatus::Finished)))
            .filter(contact::outcome.eq(Coded(ContactOutcome::Reached)));
        let kept = appointment::table
            .filter(appointment::case_id.eq(case::id))
            .filter(appointment::status.eq(Coded(AppointmentStatus::Fulfilled)))
            .filter(appointment::starts_at.between(first - LONGEST, last))
            .filter(in_month("appointment.starts_at < z.ends AND appointment.ends_at > z.starts)"));
        let written =
            billing_month::table.filter(billing_month::case_id.eq(case::id)).filter(billing_month::month.eq(month));
        let mut query = case::table
            .inner_join(person::table.on(person::id.eq(case::person_id)))
            .select((CaseRow::as_select(), person::given_name, person::family_name))
            .filter(diesel::dsl::exists(seen))
            .filter(diesel::dsl::exists(spoken).or(diesel::dsl::exists(kept)).or(diesel::dsl::exists(written)))
            .order((person::family_name, person::given_name, case::id))
            .limit(limit)
            .into_boxed();
        if let Some(id) = scope.program_id {
            query = query.filter(case::program_id.eq(id));
        }
        if let Some(id) = scope.owner_id {
            query = query.filter(case::owner_id.eq(id));
        }
        if let Some((family, given, id)) = after {
            let same_family =
                person::given_name.gt(given.clone()).or(person::given_name.eq(given).and(case::id.gt(id)));
            query = query
                .filter(person::family_name.ge(family.clone()))
                .filter(person::family_name.gt(family).or(same_family));
        }
        let rows: Vec<(CaseRow, String, String)> = query.load(self.conn()).await?;
        self.list_people(rows.iter().map(|(row, ..)| row.person_id));
        let listed =
            |(row, given, family): (CaseRow, String, String)| BillingCase { case: row.into(), name: (given, family) };
        Ok(rows.into_iter().map(listed).collect())
    }
}
