//! Who else is in touch with a person on a day, so that nobody calls them twice unknowingly (R129).

use actix_web::{get, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::cap;
use domain::engagement::Touch;
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::span;
use crate::app::State;
use crate::http::code::{AppointmentKindCode, ContactModeCode, ContactOutcomeCode, OutreachKindCode};
use crate::http::{Allowed, Answer, Page, Problem, Query};
use crate::program::Ref;

domain::codes! {
    /// How a colleague is in touch with a person.
    pub enum OutreachKind {
        /// A contact that took place.
        Contact = "contact",
        /// An appointment that is booked.
        Appointment = "appointment",
    }
}

/// On which day.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OutreachQuery {
    /// The day, in the program's zone.
    on: NaiveDate,
}

/// That a colleague is in touch with the person.
#[derive(Debug, Serialize, ToSchema)]
pub struct OutreachView {
    kind: OutreachKindCode,
    /// The contact or the appointment.
    id: Uuid,
    at: DateTime<Utc>,
    /// The colleague; the first one of an appointment.
    staff: Ref,
    /// How the contact took place.
    mode: Option<ContactModeCode>,
    /// What came of the contact.
    outcome: Option<ContactOutcomeCode>,
    /// What the appointment is.
    appointment_kind: Option<AppointmentKindCode>,
}

/// Contacts and booked appointments of colleagues with the person of a case on a day, in order of time; the reader's own left out.
#[utoipa::path(tag = "appointment", operation_id = "outreach_list", params(("id" = Uuid, Path), OutreachQuery), responses((status = 200, body = Page<OutreachView>)))]
#[get("/cases/{id}/outreach")]
pub async fn outreach_list(
    access: Allowed<cap::AppointmentRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<OutreachQuery>,
) -> Result<Answer<Page<OutreachView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let case = tx.case(*id).await?;
        let (from, to) = span(query.on, 1, tx.directory().zone(case.program_id));
        let mut items = appointments(tx, case.person_id, from, to).await?;
        items.extend(contacts(tx, case.person_id, from, to).await?);
        items.sort_by_key(|item| (item.at, item.id));
        Ok(Answer::ok(Page::whole(items)))
    });
    Ok(answer.await?)
}

async fn appointments(
    tx: &mut Tx,
    person_id: Uuid,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> persistence::Result<Vec<OutreachView>> {
    let me = tx.actor().id;
    let found = tx.appointments_of(person_id, from, to).await?;
    // What was kept is a contact by then.
    let booked = found.into_iter().filter(|one| one.status.holds_time() && one.contact_id.is_none());
    let others = booked.filter(|one| !one.attendee_ids.contains(&me));
    let view = |one: domain::appointment::Appointment| {
        let staff_id = *one.attendee_ids.first()?;
        Some(OutreachView {
            kind: OutreachKind::Appointment.into(),
            id: one.id,
            at: one.starts_at,
            staff: Ref { id: staff_id, name: tx.directory().name(staff_id).to_owned() },
            mode: None,
            outcome: None,
            appointment_kind: Some(one.kind.into()),
        })
    };
    Ok(others.filter_map(view).collect())
}

async fn contacts(
    tx: &mut Tx,
    person_id: Uuid,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> persistence::Result<Vec<OutreachView>> {
    let me = tx.actor().id;
    let mut found = tx.contacts_between(person_id, from, to).await?;
    found.retain(|one| Touch::from(one).concerns_person());
    let view = |one: domain::contact::Contact| {
        let staff_id = one.author_id.filter(|id| *id != me)?;
        Some(OutreachView {
            kind: OutreachKind::Contact.into(),
            id: one.id,
            at: one.occurred_at,
            staff: Ref { id: staff_id, name: tx.directory().name(staff_id).to_owned() },
            mode: Some(one.mode.into()),
            outcome: Some(one.outcome.into()),
            appointment_kind: None,
        })
    };
    Ok(found.into_iter().filter_map(view).collect())
}
