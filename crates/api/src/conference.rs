//! Conferences about cases: an agenda from the record, who was there, what was decided, and what is to be done.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::access::{Capability, cap};
use domain::case::Case;
use domain::conference::agenda::agenda;
use domain::conference::{
    AgendaItem, Attendee, Conference, ConferenceAction, ConferenceStatus, Minutes, Place, next_by,
};
use domain::{Rule, rulebook};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::{Array, ArrayBuilder, ObjectBuilder, Type};
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{AgendaKindCode, ConferenceKindCode, ConferenceStatusCode};
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};
use crate::program::Ref;
use crate::task::Reason;

/// A conference.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferenceView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    person_id: Uuid,
    kind: ConferenceKindCode,
    status: ConferenceStatusCode,
    scheduled_at: DateTime<Utc>,
    attendees: Vec<AttendeeView>,
    /// What the record says now, or what it said when the conference was held. Filled when it is looked at by itself.
    agenda: Vec<AgendaItemView>,
    decisions: Vec<String>,
    actions: Vec<ConferenceActionView>,
    held_at: Option<DateTime<Utc>>,
    /// By when the next one must be; for a planned one, if it were held now.
    next_by: Option<DateTime<Utc>>,
    /// Why it was cancelled.
    reason: Option<String>,
    author: Ref,
    created_at: DateTime<Utc>,
    /// Operations the reader may do on this conference now.
    can: Vec<&'static str>,
}

/// Somebody who is invited or was there.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttendeeView {
    /// Null for somebody who is no colleague.
    staff_id: Option<Uuid>,
    name: String,
    role: Option<String>,
    present: bool,
}

/// What the team must look at.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgendaItemView {
    kind: AgendaKindCode,
    record_id: Uuid,
    title: String,
    /// Since when it is so, or when it was due.
    at: Option<DateTime<Utc>>,
}

/// Something that was agreed on to be done, and its task.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferenceActionView {
    title: String,
    owner: Ref,
    due_at: DateTime<Utc>,
    task_id: Uuid,
}

/// A conference to come.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConferenceCreate {
    /// Which one.
    kind: ConferenceKindCode,
    /// When.
    scheduled_at: DateTime<Utc>,
    /// Who is invited.
    #[schema(max_items = 40)]
    #[serde(default)]
    invited: Vec<AttendeeInput>,
}

/// Somebody who is invited, was there or was not: a colleague, or somebody else by name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttendeeInput {
    /// The colleague.
    staff_id: Option<Uuid>,
    /// The name of somebody who is no colleague.
    #[schema(max_length = 200)]
    name: Option<String>,
    /// As what they take part.
    #[schema(max_length = 200)]
    role: Option<String>,
    /// True when they were there.
    #[serde(default)]
    present: bool,
}

/// Something to do.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConferenceActionInput {
    /// What.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S", example = "Order a hospital bed")]
    title: String,
    /// Who does it.
    owner_id: Uuid,
    /// By when.
    due_at: DateTime<Utc>,
}

/// Decisions in words.
fn decisions_schema() -> Array {
    let text =
        ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(2000)).pattern(Some("\\S"));
    ArrayBuilder::new().items(text).max_items(Some(40)).description(Some("What was decided.")).build()
}

/// What came of a conference.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConferenceHold {
    /// When it took place; now when absent.
    held_at: Option<DateTime<Utc>>,
    /// Who was there, and who was not.
    #[schema(max_items = 40)]
    attendees: Vec<AttendeeInput>,
    /// What was decided.
    #[schema(schema_with = decisions_schema)]
    #[serde(default)]
    decisions: Vec<String>,
    /// What is to be done; each becomes a task.
    #[schema(max_items = 40)]
    #[serde(default)]
    actions: Vec<ConferenceActionInput>,
    /// When the next one is.
    next_at: Option<DateTime<Utc>>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(conference_create)
        .service(conference_list)
        .service(conference_get)
        .service(conference_hold)
        .service(conference_cancel);
}

fn place<'a>(tx: &'a Tx, rules: &'a [rulebook::Rule], case: &Case) -> Place<'a> {
    let directory = tx.directory();
    Place { zone: directory.zone(case.program_id), calendar: directory.calendar_of(case.program_id), rules }
}

/// The view of a conference of a case with its agenda.
fn view(tx: &Tx, conference: Conference, case: &Case, agenda: Vec<AgendaItem>) -> ConferenceView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let rules = tx.directory().rules(case.program_id);
    let planned = conference.status == ConferenceStatus::Planned;
    let may = planned && tx.actor().may(Capability::ConferenceWrite);
    let attendee = |attendee: Attendee| AttendeeView {
        name: attendee.staff_id.map_or(attendee.name.unwrap_or_default(), |id| name(id).name),
        staff_id: attendee.staff_id,
        role: attendee.role,
        present: attendee.present,
    };
    let item = |item: AgendaItem| AgendaItemView {
        kind: item.kind.into(),
        record_id: item.record_id,
        title: item.title,
        at: item.at,
    };
    let action = |action: ConferenceAction| ConferenceActionView {
        title: action.title,
        owner: name(action.owner_id),
        due_at: action.due_at,
        task_id: action.task_id,
    };
    ConferenceView {
        id: conference.id,
        version: conference.version,
        case_id: conference.case_id,
        person_id: conference.person_id,
        kind: conference.kind.into(),
        status: conference.status.into(),
        scheduled_at: conference.scheduled_at,
        attendees: conference.attendees.into_iter().map(attendee).collect(),
        agenda: agenda.into_iter().map(item).collect(),
        decisions: conference.decisions,
        actions: conference.actions.into_iter().map(action).collect(),
        held_at: conference.held_at,
        next_by: if planned { next_by(conference.kind, tx.now(), place(tx, &rules, case)) } else { conference.next_by },
        reason: conference.reason,
        author: name(conference.author_id),
        created_at: conference.created_at,
        can: if may { vec!["conference_hold", "conference_cancel"] } else { Vec::new() },
    }
}

/// What the record says now.
async fn from_record(tx: &mut Tx, case: &Case) -> persistence::Result<Vec<AgendaItem>> {
    let facts = tx.conference_facts(case).await?;
    let since = tx.last_conference_of(case).await?;
    Ok(agenda(&facts, since, tx.now()))
}

/// Those who take part: each a colleague of the directory or a name.
fn attendees(tx: &Tx, inputs: Vec<AttendeeInput>, member: &str) -> Result<Vec<Attendee>, Rule> {
    let checked = |(index, input): (usize, AttendeeInput)| {
        let known = input.staff_id.is_none_or(|id| tx.directory().staff.contains_key(&id));
        let named = input.name.as_deref().is_some_and(|name| !name.trim().is_empty());
        if !known || input.staff_id.is_some() == named {
            let detail = "Name a colleague, or somebody else by name.";
            return Err(Rule::at("attendee_unknown", format!("/{member}/{index}"), detail));
        }
        Ok(Attendee { staff_id: input.staff_id, name: input.name, role: input.role, present: input.present })
    };
    inputs.into_iter().enumerate().map(checked).collect()
}

/// Plans a conference.
#[utoipa::path(tag = "conference", operation_id = "conference_create", params(("id" = Uuid, Path)), request_body = ConferenceCreate, responses((status = 201, body = ConferenceView)))]
#[post("/cases/{id}/conferences")]
pub async fn conference_create(
    access: Allowed<cap::ConferenceWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<ConferenceCreate>,
) -> Result<Answer<ConferenceView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let case = tx.case(*id).await?;
        let conference = Conference {
            id: Uuid::now_v7(),
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            kind: body.kind.0,
            status: ConferenceStatus::Planned,
            scheduled_at: body.scheduled_at,
            attendees: attendees(tx, body.invited, "invited")?,
            agenda: Vec::new(),
            decisions: Vec::new(),
            actions: Vec::new(),
            held_at: None,
            next_by: None,
            reason: None,
            author_id: tx.actor().id,
            created_at: tx.now(),
        };
        let conference = tx.apply(conference.plan(&case)?)?;
        let agenda = from_record(tx, &case).await?;
        Ok(Answer::created(conference.version, view(tx, conference, &case, agenda)))
    });
    Ok(answer.await?)
}

/// Conferences of a case, the latest first.
#[utoipa::path(tag = "conference", operation_id = "conference_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<ConferenceView>)))]
#[get("/cases/{id}/conferences")]
pub async fn conference_list(
    access: Allowed<cap::ConferenceRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<ConferenceView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let case = tx.case(*id).await?;
        let all = tx.conferences_of(case.id).await?;
        Ok(Answer::ok(Page::whole(all.into_iter().map(|one| view(tx, one, &case, Vec::new())).collect())))
    });
    Ok(answer.await?)
}

/// One conference with its agenda: what the record says now while it is planned, what it said once it was held.
#[utoipa::path(tag = "conference", operation_id = "conference_get", params(("id" = Uuid, Path)), responses((status = 200, body = ConferenceView)))]
#[get("/conferences/{id}")]
pub async fn conference_get(
    access: Allowed<cap::ConferenceRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<ConferenceView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (conference, case) = tx.conference(*id).await?;
        let agenda = match conference.status {
            ConferenceStatus::Planned => from_record(tx, &case).await?,
            _ => conference.agenda.clone(),
        };
        Ok(Answer::resource(conference.version, view(tx, conference, &case, agenda)))
    });
    Ok(answer.await?)
}

/// Writes down what came of a conference. Each action becomes a task, and a next date the next conference.
#[utoipa::path(tag = "conference", operation_id = "conference_hold", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ConferenceHold, responses((status = 200, body = ConferenceView)))]
#[post("/conferences/{id}/hold")]
pub async fn conference_hold(
    access: Allowed<cap::ConferenceWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<ConferenceHold>,
) -> Result<Answer<ConferenceView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let (conference, case) = tx.conference(*id).await?;
        tx.require_version(conference.version, version.0)?;
        let held_at = body.held_at.unwrap_or_else(|| tx.now());
        let mut work = [tx.case_work_for_new(case.id, held_at).await?];
        let (now, by) = (tx.now(), tx.actor().id);
        let action = |input: ConferenceActionInput| ConferenceAction {
            title: input.title,
            owner_id: input.owner_id,
            due_at: input.due_at,
            task_id: Uuid::now_v7(),
        };
        let minutes = Minutes {
            held_at,
            attendees: attendees(tx, body.attendees, "attendees")?,
            agenda: from_record(tx, &case).await?,
            decisions: body.decisions,
            actions: body.actions.into_iter().map(action).collect(),
            next_at: body.next_at,
        };
        let rules = tx.directory().rules(case.program_id);
        let held = conference.hold(&case, minutes, place(tx, &rules, &case), Uuid::now_v7(), by, now)?;
        let conference = tx.apply_in(&mut work, held.conference)?;
        let owners: std::collections::BTreeSet<Uuid> = held.tasks.iter().map(|task| task.record.owner_id).collect();
        for owner in owners {
            tx.let_in(&case, owner).await?;
        }
        for task in held.tasks {
            tx.apply(task)?;
        }
        if let Some(next) = held.next {
            tx.apply(next)?;
        }
        let agenda = conference.agenda.clone();
        Ok(Answer::resource(conference.version, view(tx, conference, &case, agenda)))
    });
    Ok(answer.await?)
}

/// Says that a conference does not take place.
#[utoipa::path(tag = "conference", operation_id = "conference_cancel", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = ConferenceView)))]
#[post("/conferences/{id}/cancel")]
pub async fn conference_cancel(
    access: Allowed<cap::ConferenceWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<ConferenceView>, Problem> {
    let reason = body.0.reason;
    let answer = state.store.write(&access, async |tx| {
        let (conference, case) = tx.conference(*id).await?;
        tx.require_version(conference.version, version.0)?;
        let conference = tx.apply(conference.cancel(reason)?)?;
        Ok(Answer::resource(conference.version, view(tx, conference, &case, Vec::new())))
    });
    Ok(answer.await?)
}
