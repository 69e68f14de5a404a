//! Hand-offs: a case offered to a colleague, who must accept it.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::access::cap;
use domain::appointment::Appointment;
use domain::hand_off::{HandOff, HandOffStatus};
use persistence::Tx;
use persistence::caseload::{Shift, Shifted};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::case::assigns;
use crate::http::ServiceConfig;
use crate::http::code::HandOffStatusCode;
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Query, Valid};
use crate::program::Ref;
use crate::scope::require_owner;
use crate::task::Reason;

/// A hand-off.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandOffView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    person: Ref,
    from: Ref,
    to: Ref,
    status: HandOffStatusCode,
    summary: String,
    risks: String,
    promises: String,
    offered_at: DateTime<Utc>,
    settled_at: Option<DateTime<Utc>>,
    reason: Option<String>,
    /// What is still to do in the case: open deadlines and tasks. Filled when the hand-off is looked at by itself; once it is
    /// accepted, the appointments that stay with who gave it, because the receiver is booked then.
    open_work: Vec<OpenWork>,
    /// Operations the reader may do on this hand-off now.
    can: Vec<&'static str>,
}

/// Something still to do.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenWork {
    /// `deadline`, `task` or `appointment`.
    kind: &'static str,
    title: String,
    due_at: DateTime<Utc>,
}

/// What the colleague must know.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "to_id": "0198d3a1-0000-7000-8000-000000000003", "summary": "Home from the hospital since Monday; oxygen was delivered.",
    "risks": "Short of breath on the stairs.", "promises": "A call every Friday until April."
}))]
pub struct HandOffCreate {
    /// The colleague.
    to_id: Uuid,
    /// Where the case stands.
    #[schema(min_length = 1, max_length = 8000, pattern = "\\S")]
    summary: String,
    /// Risks to watch.
    #[schema(max_length = 8000)]
    #[serde(default)]
    risks: String,
    /// Promises made.
    #[schema(max_length = 8000)]
    #[serde(default)]
    promises: String,
}

/// Filter of hand-offs.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct HandOffQuery {
    /// State.
    status: Option<HandOffStatusCode>,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(hand_off_create)
        .service(hand_off_get)
        .service(hand_off_list)
        .service(hand_off_accept)
        .service(hand_off_decline)
        .service(hand_off_withdraw);
}

/// The view of a hand-off.
pub fn view(tx: &Tx, hand_off: HandOff, person_name: String) -> HandOffView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let me = tx.actor().id;
    let mut can = Vec::new();
    if hand_off.status == HandOffStatus::Offered && tx.actor().may(domain::access::Capability::HandOffWrite) {
        if hand_off.to_id == me {
            can.extend(["hand_off_accept", "hand_off_decline"]);
        }
        if hand_off.from_id == me {
            can.push("hand_off_withdraw");
        }
    }
    HandOffView {
        person: Ref { id: hand_off.person_id, name: person_name },
        from: name(hand_off.from_id),
        to: name(hand_off.to_id),
        id: hand_off.id,
        version: hand_off.version,
        case_id: hand_off.case_id,
        status: hand_off.status.into(),
        summary: hand_off.summary,
        risks: hand_off.risks,
        promises: hand_off.promises,
        offered_at: hand_off.offered_at,
        settled_at: hand_off.settled_at,
        reason: hand_off.reason,
        open_work: Vec::new(),
        can,
    }
}

/// Offers a case to a colleague, as its owner or as somebody who assigns cases. They see the person from now on and own the case when they accept.
#[utoipa::path(tag = "hand_off", operation_id = "hand_off_create", params(("id" = Uuid, Path)), request_body = HandOffCreate, responses((status = 201, body = HandOffView)))]
#[post("/cases/{id}/hand-offs")]
pub async fn hand_off_create(
    access: Allowed<cap::HandOffWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<HandOffCreate>,
) -> Result<Answer<HandOffView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let work = tx.case_work(*id).await?;
        work.case.require_active()?;
        let receiver = tx
            .directory()
            .staff
            .get(&body.to_id)
            .filter(|card| card.active)
            .ok_or_else(|| domain::Rule::at("unknown_staff", "/to_id", "There is no such colleague."))?;
        if !receiver.role.grants(domain::access::Capability::HandOffWrite) {
            return Err(domain::Rule::at("hand_off_role", "/to_id", "This colleague's role can't own a case.").into());
        }
        require_owner(tx, body.to_id, &work.case, Some("/to_id")).await?;
        let hand_off = HandOff {
            id: Uuid::now_v7(),
            version: 1,
            case_id: work.case.id,
            person_id: work.case.person_id,
            from_id: work.case.owner_id,
            to_id: body.to_id,
            status: HandOffStatus::Offered,
            summary: body.summary,
            risks: body.risks,
            promises: body.promises,
            offered_at: tx.now(),
            settled_at: None,
            reason: None,
        };
        let change = HandOff::offer(hand_off, tx.actor().id, assigns(tx))?;
        let hand_off = tx.apply_in(&mut [work], change)?;
        let name = tx.person_name(hand_off.person_id).await?;
        Ok(Answer::created(hand_off.version, view(tx, hand_off, name)))
    });
    Ok(answer.await?)
}

/// One hand-off, with what is still to do in the case.
#[utoipa::path(tag = "hand_off", operation_id = "hand_off_get", params(("id" = Uuid, Path)), responses((status = 200, body = HandOffView)))]
#[get("/hand-offs/{id}")]
pub async fn hand_off_get(
    access: Allowed<cap::HandOffRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<HandOffView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let hand_off = tx.hand_off(*id).await?;
        let name = tx.person_name(hand_off.person_id).await?;
        let deadlines = tx.case_work(hand_off.case_id).await?.deadlines;
        let tasks = tx.open_tasks_of(hand_off.case_id).await?;
        let mut shown = view(tx, hand_off, name);
        let deadlines = deadlines.into_iter().map(|deadline| OpenWork {
            kind: "deadline",
            title: deadline.rule_title,
            due_at: deadline.due_at,
        });
        let tasks = tasks.into_iter().map(|task| OpenWork { kind: "task", title: task.title, due_at: task.due_at });
        shown.open_work = deadlines.chain(tasks).collect();
        shown.open_work.sort_by_key(|work| work.due_at);
        Ok(Answer::resource(shown.version, shown))
    });
    Ok(answer.await?)
}

/// Hand-offs the reader gave or is offered, newest first.
#[utoipa::path(tag = "hand_off", operation_id = "hand_off_list", params(HandOffQuery), responses((status = 200, body = Page<HandOffView>)))]
#[get("/hand-offs")]
pub async fn hand_off_list(
    access: Allowed<cap::HandOffRead>,
    state: web::Data<State>,
    query: Query<HandOffQuery>,
) -> Result<Answer<Page<HandOffView>>, Problem> {
    let after: Option<Uuid> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            let rows = tx.hand_off_list(query.status.map(|code| code.0), after, query.limit.probe()).await?;
            Ok(Page::new(rows, query.limit, |(hand_off, _)| hand_off.id, |(hand_off, name)| view(tx, hand_off, name)))
        })
        .await?;
    Ok(Answer::ok(page))
}

/// Takes a case over: ownership, open work and appointments ahead move in the same transaction.
#[utoipa::path(tag = "hand_off", operation_id = "hand_off_accept", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = HandOffView)))]
#[post("/hand-offs/{id}/accept")]
pub async fn hand_off_accept(
    access: Allowed<cap::HandOffWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<HandOffView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let hand_off = tx.hand_off(*id).await?;
        tx.require_version(hand_off.version, version.0)?;
        let change = hand_off.accept(tx.actor().id, tx.now())?;
        let case = tx.case(change.record.case_id).await?;
        case.require_active()?;
        require_owner(tx, change.record.to_id, &case, None).await?;
        let shifted = if case.owner_id == change.record.to_id {
            Shifted::default()
        } else {
            tx.shift_cases(&[Shift::new(&case, change.record.to_id)]).await?
        };
        // What the case hears of comes after: it must find the records as they are now.
        let work = tx.case_work(case.id).await?;
        let hand_off = tx.apply_in(&mut [work], change)?;
        let name = tx.person_name(hand_off.person_id).await?;
        let mut shown = view(tx, hand_off, name);
        shown.open_work = shifted.stayed.into_iter().map(left).collect();
        Ok(Answer::resource(shown.version, shown))
    });
    Ok(answer.await?)
}

fn left(appointment: Appointment) -> OpenWork {
    let title = appointment.title.unwrap_or_else(|| appointment.kind.to_string());
    OpenWork { kind: "appointment", title, due_at: appointment.starts_at }
}

async fn settle(
    access: &Allowed<cap::HandOffWrite>,
    state: &State,
    id: Uuid,
    version: IfMatch,
    act: impl FnOnce(&Tx, HandOff) -> Result<domain::Change<HandOff>, domain::Rule>,
) -> Result<Answer<HandOffView>, Problem> {
    let answer = state.store.write(access, async |tx| {
        let hand_off = tx.hand_off(id).await?;
        tx.require_version(hand_off.version, version.0)?;
        let change = act(tx, hand_off)?;
        let work = tx.case_work(change.record.case_id).await?;
        let hand_off = tx.apply_in(&mut [work], change)?;
        let name = tx.person_name(hand_off.person_id).await?;
        Ok(Answer::resource(hand_off.version, view(tx, hand_off, name)))
    });
    Ok(answer.await?)
}

/// Declines an offered case.
#[utoipa::path(tag = "hand_off", operation_id = "hand_off_decline", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = HandOffView)))]
#[post("/hand-offs/{id}/decline")]
pub async fn hand_off_decline(
    access: Allowed<cap::HandOffWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<HandOffView>, Problem> {
    let reason = body.0.reason;
    settle(&access, &state, *id, version, |tx, hand_off| hand_off.decline(tx.actor().id, reason, tx.now())).await
}

/// Takes an offer back.
#[utoipa::path(tag = "hand_off", operation_id = "hand_off_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = HandOffView)))]
#[post("/hand-offs/{id}/withdraw")]
pub async fn hand_off_withdraw(
    access: Allowed<cap::HandOffWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<HandOffView>, Problem> {
    let reason = body.0.reason;
    settle(&access, &state, *id, version, |tx, hand_off| hand_off.withdraw(tx.actor().id, reason, tx.now())).await
}
