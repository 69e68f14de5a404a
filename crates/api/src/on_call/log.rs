//! The night log, and what goes back to the owners in the morning.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::Rule;
use domain::access::{Capability, cap};
use domain::case::Case;
use domain::contact::{Contact, ContactMode, ContactWith};
use domain::on_call::OnCallShift;
use domain::on_call::event::OnCallEvent;
use domain::on_call::hand_back::HandBack;
use domain::task::TaskStatus;
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::plans;
use crate::app::State;
use crate::case::assigns;
use crate::contact::{self, ContactCreate};
use crate::http::code::{ContactModeCode, ContactWithCode, HandBackStatusCode, OnCallOutcomeCode, OnCallTriageCode};
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Query, Valid};
use crate::program::Ref;

/// Something that happened on call.
#[derive(Debug, Serialize, ToSchema)]
pub struct OnCallEventView {
    id: Uuid,
    version: i32,
    shift_id: Uuid,
    /// Who took it.
    author: Ref,
    /// Whom it was about, when they are in care.
    person: Option<Ref>,
    case_id: Option<Uuid>,
    /// The contact that it stands on.
    contact_id: Option<Uuid>,
    /// Who called, when it was about nobody in care.
    caller: Option<String>,
    triage: OnCallTriageCode,
    outcome: OnCallOutcomeCode,
    summary: String,
    minutes: i32,
    happened_at: DateTime<Utc>,
    /// When it goes back to the owner of the case; null when it did, or never does.
    hand_back_at: Option<DateTime<Utc>>,
    /// In what it went back.
    hand_back_id: Option<Uuid>,
}

/// Something that happened on call, to be written down. About somebody in care it logs their contact as well.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OnCallEventCreate {
    /// The case, when it was about somebody in care.
    case_id: Option<Uuid>,
    /// Who called; needed when it was about nobody in care.
    #[schema(max_length = 200)]
    caller: Option<String>,
    /// How they were in touch; when absent in person if somebody went there, else by phone.
    mode: Option<ContactModeCode>,
    /// With whom one talked; with the person when absent.
    with: Option<ContactWithCode>,
    /// How urgent it was found to be.
    triage: OnCallTriageCode,
    /// What came of it.
    outcome: OnCallOutcomeCode,
    /// What was said and done.
    #[schema(min_length = 1, max_length = 2000, pattern = "\\S")]
    summary: String,
    /// Minutes spent.
    #[schema(minimum = 0, maximum = 1440)]
    minutes: i32,
    /// When; now when absent.
    happened_at: Option<DateTime<Utc>>,
}

/// What happened on call about one person, as it went back to the owner.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandBackView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    person: Ref,
    /// Who got it.
    to: Ref,
    /// Who owns the case now.
    owner: Ref,
    status: HandBackStatusCode,
    created_at: DateTime<Utc>,
    acknowledged_by: Option<Ref>,
    acknowledged_at: Option<DateTime<Utc>>,
    /// The earliest first.
    events: Vec<OnCallEventView>,
    /// Operations the reader may do on this now.
    can: Vec<&'static str>,
}

/// Which of what was handed back.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct HandBackQuery {
    /// About this person; to the reader, about their cases, or not read in time in a team that they lead, when absent.
    person_id: Option<Uuid>,
    /// State.
    status: Option<HandBackStatusCode>,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

fn event_view(tx: &Tx, event: OnCallEvent, names: &HashMap<Uuid, String>) -> OnCallEventView {
    let person = event.person_id.map(|id| Ref { id, name: names.get(&id).cloned().unwrap_or_default() });
    OnCallEventView {
        id: event.id,
        version: event.version,
        shift_id: event.shift_id,
        author: Ref { id: event.author_id, name: tx.directory().name(event.author_id).to_owned() },
        person,
        case_id: event.case_id,
        contact_id: event.contact_id,
        caller: event.caller,
        triage: event.triage.into(),
        outcome: event.outcome.into(),
        summary: event.summary,
        minutes: event.minutes,
        happened_at: event.happened_at,
        hand_back_at: event.hand_back_at,
        hand_back_id: event.hand_back_id,
    }
}

/// The log is for who was on call, for the team, and for who leads it.
fn reads_log(tx: &Tx, shift: &OnCallShift) -> bool {
    let actor = tx.actor();
    shift.has(actor.id) || actor.team_ids.contains(&shift.team_id) || plans(tx, shift.team_id)
}

/// What happened in a shift, the latest first: about people whom the reader sees, and about nobody in care.
#[utoipa::path(tag = "on_call", operation_id = "on_call_event_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<OnCallEventView>)))]
#[get("/on-call-shifts/{id}/events")]
pub async fn on_call_event_list(
    access: Allowed<cap::OnCallLog>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<OnCallEventView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let shift = tx.on_call_shift(*id).await?;
        if !reads_log(tx, &shift) {
            return Err(Error::NotFound);
        }
        let events = tx.on_call_events_of(*id).await?;
        let names = tx.person_names(events.iter().filter_map(|event| event.person_id).collect()).await?;
        Ok(Answer::ok(Page::whole(events.into_iter().map(|event| event_view(tx, event, &names)).collect())))
    });
    Ok(answer.await?)
}

/// Writes down what happened on call. About somebody in care it is a contact of theirs in the same step, and goes back to the owner of
/// the case when the office next opens; at once when it was open.
#[utoipa::path(tag = "on_call", operation_id = "on_call_event_create", params(("id" = Uuid, Path)), request_body = OnCallEventCreate, responses((status = 201, body = OnCallEventView)))]
#[post("/on-call-shifts/{id}/events")]
pub async fn on_call_event_create(
    access: Allowed<cap::OnCallLog>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<OnCallEventCreate>,
) -> Result<Answer<OnCallEventView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let shift = tx.on_call_shift(*id).await?;
        if !reads_log(tx, &shift) {
            return Err(Error::NotFound);
        }
        let case = match body.case_id {
            Some(case_id) => Some(team_case(tx, case_id, &shift).await?),
            None => None,
        };
        let happened_at = body.happened_at.unwrap_or(tx.now());
        let event = OnCallEvent {
            id: Uuid::now_v7(),
            version: 1,
            shift_id: shift.id,
            team_id: shift.team_id,
            author_id: tx.actor().id,
            case_id: None,
            person_id: None,
            contact_id: None,
            caller: body.caller.filter(|caller| !caller.trim().is_empty()),
            triage: body.triage.0,
            outcome: body.outcome.0,
            summary: body.summary,
            minutes: body.minutes,
            happened_at,
            hand_back_at: None,
            hand_back_id: None,
            created_at: tx.now(),
        };
        let roster = tx.directory().roster(shift.team_id);
        let mut change = event.log(&shift, case.as_ref(), &roster, tx.now())?;
        let mut names = HashMap::new();
        if let Some(case) = case {
            let own = contact_of(&change.record, body.mode.map(|code| code.0), body.with.map(|code| code.0));
            change.record.contact_id =
                Some(contact::log(tx, case.id, own, Contact::log_documented).await?.contact_id());
            names.insert(case.person_id, tx.person_name(case.person_id).await?);
        }
        let event = tx.apply(change)?;
        Ok(Answer::created(event.version, event_view(tx, event, &names)))
    });
    Ok(answer.await?)
}

/// A case within reach that the team of the shift answers for.
async fn team_case(tx: &mut Tx, case_id: Uuid, shift: &OnCallShift) -> persistence::Result<Case> {
    let unknown = || Rule::at("unknown_case", "/case_id", "There is no such case.");
    let case = match tx.case(case_id).await {
        Err(Error::NotFound) => return Err(unknown().into()),
        found => found?,
    };
    if case.team_id != shift.team_id {
        let detail = "This case is another team's. Call who is on call for them.";
        return Err(Rule::at("on_call_of_another_team", "/case_id", detail).into());
    }
    Ok(case)
}

/// The contact that an entry stands on: somebody called and was talked to.
fn contact_of(event: &OnCallEvent, mode: Option<ContactMode>, with: Option<ContactWith>) -> ContactCreate {
    let (mode, with) = (mode.unwrap_or(event.outcome.usual_mode()), with.unwrap_or(ContactWith::Person));
    ContactCreate::taken(mode, with, event.triage.purpose(), event.minutes, event.happened_at, event.summary.clone())
}

/// True when the reader leads the team of a case and gives its work to others. Reach through being on call is not enough.
fn leads(tx: &Tx, case: &Case) -> bool {
    assigns(tx) && tx.actor().leads(case.team_id)
}

fn view(tx: &Tx, own: HandBack, case: &Case, events: Vec<OnCallEvent>, names: &HashMap<Uuid, String>) -> HandBackView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let may = tx.actor().may(Capability::OnCallLog)
        && own.may_acknowledge(tx.actor().id, case.owner_id, leads(tx, case), &events);
    HandBackView {
        person: Ref { id: own.person_id, name: names.get(&own.person_id).cloned().unwrap_or_default() },
        to: name(own.to_id),
        owner: name(case.owner_id),
        id: own.id,
        version: own.version,
        case_id: own.case_id,
        status: own.status.into(),
        created_at: own.created_at,
        acknowledged_by: own.acknowledged_by.map(name),
        acknowledged_at: own.acknowledged_at,
        events: events.into_iter().map(|event| event_view(tx, event, names)).collect(),
        can: may.then_some("hand_back_acknowledge").into_iter().collect(),
    }
}

/// What happened on call and went back: to the reader, about their cases, or not read in time in a team that they lead; or about one
/// person. The latest first.
#[utoipa::path(tag = "on_call", operation_id = "hand_back_list", params(HandBackQuery), responses((status = 200, body = Page<HandBackView>)))]
#[get("/hand-backs")]
pub async fn hand_back_list(
    access: Allowed<cap::OnCallLog>,
    state: web::Data<State>,
    query: Query<HandBackQuery>,
) -> Result<Answer<Page<HandBackView>>, Problem> {
    let after: Option<Uuid> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            let status = query.status.map(|code| code.0);
            let rows = tx.hand_backs(query.person_id, status, after, query.limit.probe()).await?;
            let mut events = tx.on_call_events_handed(rows.iter().map(|(own, _)| own.id).collect()).await?;
            let names = tx.person_names(rows.iter().map(|(own, _)| own.person_id).collect()).await?;
            Ok(Page::new(
                rows,
                query.limit,
                |(own, _)| own.id,
                |(own, case)| {
                    let told = events.remove(&own.id).unwrap_or_default();
                    view(tx, own, &case, told, &names)
                },
            ))
        })
        .await?;
    Ok(Answer::ok(page))
}

/// Says that one knows what happened. The task that came of it is done.
#[utoipa::path(tag = "on_call", operation_id = "hand_back_acknowledge", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = HandBackView)))]
#[post("/hand-backs/{id}/acknowledge")]
pub async fn hand_back_acknowledge(
    access: Allowed<cap::OnCallLog>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<HandBackView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let (own, case) = tx.hand_back(*id).await?;
        tx.require_version(own.version, version.0)?;
        let events = tx.on_call_events_handed(vec![own.id]).await?.remove(&own.id).unwrap_or_default();
        let change = own.acknowledge(tx.actor().id, case.owner_id, leads(tx, &case), &events, tx.now())?;
        let own = tx.apply(change)?;
        if let Some(task_id) = own.task_id {
            let task = tx.task_waited_for(task_id).await?;
            if task.status == TaskStatus::Open {
                tx.apply(task.complete(Some("What happened on call was acknowledged.".into()), tx.now())?)?;
            }
        }
        let names = tx.person_names(vec![own.person_id]).await?;
        Ok(Answer::resource(own.version, view(tx, own, &case, events, &names)))
    });
    Ok(answer.await?)
}
