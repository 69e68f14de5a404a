//! Consultations: questions to somebody with more experience or authority, and cases that are escalated to them.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::access::{Capability, cap};
use domain::case::Case;
use domain::consultation::{Consultation, ConsultationKind, ConsultationStatus};
use domain::task::TaskStatus;
use domain::{Change, Rule};
use persistence::consultation::ConsultationFilter;
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{ConsultationKindCode, ConsultationStatusCode, RoleCode};
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Query, Valid};
use crate::program::Ref;
use crate::task::Reason;

/// A consultation or an escalation.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsultationView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    person: Ref,
    kind: ConsultationKindCode,
    status: ConsultationStatusCode,
    asked_by: Ref,
    /// Who is asked.
    consultant: Ref,
    question: String,
    due_at: DateTime<Utc>,
    /// The answer, or how an escalation was resolved.
    answer: Option<String>,
    /// What should be done.
    recommendation: Option<String>,
    answered_at: Option<DateTime<Utc>>,
    /// Why it was declined, withdrawn or not taken.
    reason: Option<String>,
    settled_by: Option<Ref>,
    settled_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    /// Operations the reader may do on this consultation now.
    can: Vec<&'static str>,
}

/// A question about a case, or an escalation of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsultationCreate {
    /// What is asked for.
    kind: ConsultationKindCode,
    /// Who is asked.
    consultant_id: Uuid,
    /// The question, with what must be known to answer it.
    #[schema(min_length = 1, max_length = 4000, pattern = "\\S")]
    question: String,
    /// By when the answer is needed.
    due_at: DateTime<Utc>,
}

/// An answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsultationAnswer {
    /// What is thought, or how the escalation was resolved.
    #[schema(min_length = 1, max_length = 4000, pattern = "\\S")]
    answer: String,
    /// What should be done.
    #[schema(max_length = 4000)]
    recommendation: Option<String>,
}

/// What follows from an answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsultationDecide {
    /// True when the answer is followed.
    taken: bool,
    /// Why; needed when it is not followed.
    #[schema(max_length = 2000)]
    reason: Option<String>,
}

/// Filter of consultations.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ConsultationQuery {
    /// About this person; those that the reader asked or is asked when absent.
    person_id: Option<Uuid>,
    /// Only those that wait for an answer or for a decision.
    #[serde(default)]
    open: bool,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// A colleague who can be consulted.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsultantView {
    staff: Ref,
    role: RoleCode,
    /// What they can be asked for.
    kinds: Vec<ConsultationKindCode>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(consultation_list)
        .service(consultant_list)
        .service(consultation_create)
        .service(consultation_get)
        .service(consultation_answer)
        .service(consultation_decline)
        .service(consultation_withdraw)
        .service(consultation_decide);
}

/// What the reader may do now.
fn can(tx: &Tx, consultation: &Consultation, owner_id: Uuid) -> Vec<&'static str> {
    let me = tx.actor().id;
    if !tx.actor().may(Capability::ConsultationWrite) {
        return Vec::new();
    }
    match consultation.status {
        ConsultationStatus::Asked if consultation.consultant_id == me => {
            vec!["consultation_answer", "consultation_decline"]
        }
        ConsultationStatus::Asked if consultation.asked_by == me => vec!["consultation_withdraw"],
        ConsultationStatus::Answered if [consultation.asked_by, owner_id].contains(&me) => vec!["consultation_decide"],
        _ => Vec::new(),
    }
}

/// The view of a consultation about a case of `owner_id`.
pub fn view(tx: &Tx, consultation: Consultation, owner_id: Uuid, person_name: String) -> ConsultationView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    ConsultationView {
        can: can(tx, &consultation, owner_id),
        person: Ref { id: consultation.person_id, name: person_name },
        asked_by: name(consultation.asked_by),
        consultant: name(consultation.consultant_id),
        settled_by: consultation.settled_by.map(name),
        id: consultation.id,
        version: consultation.version,
        case_id: consultation.case_id,
        kind: consultation.kind.into(),
        status: consultation.status.into(),
        question: consultation.question,
        due_at: consultation.due_at,
        answer: consultation.answer,
        recommendation: consultation.recommendation,
        answered_at: consultation.answered_at,
        reason: consultation.reason,
        settled_at: consultation.settled_at,
        created_at: consultation.created_at,
    }
}

/// Clinical narrative is for those who read notes, and for those who take part.
fn takes_part(tx: &Tx, consultation: &Consultation) -> bool {
    tx.actor().may(Capability::NoteRead) || [consultation.asked_by, consultation.consultant_id].contains(&tx.actor().id)
}

async fn found(tx: &mut Tx, id: Uuid) -> persistence::Result<(Consultation, Case)> {
    let (consultation, case) = tx.consultation(id).await?;
    if takes_part(tx, &consultation) { Ok((consultation, case)) } else { Err(Error::NotFound) }
}

/// Asks a colleague, who joins the care team if they do not see the person, and has it on their list until it is answered.
#[utoipa::path(tag = "consultation", operation_id = "consultation_create", params(("id" = Uuid, Path)), request_body = ConsultationCreate, responses((status = 201, body = ConsultationView)))]
#[post("/cases/{id}/consultations")]
pub async fn consultation_create(
    access: Allowed<cap::ConsultationWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<ConsultationCreate>,
) -> Result<Answer<ConsultationView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let case = tx.case(*id).await?;
        let unknown = || Rule::at("unknown_staff", "/consultant_id", "There is no such colleague.");
        let card = tx.directory().staff.get(&body.consultant_id).filter(|card| card.active).ok_or_else(unknown)?;
        let role = card.role;
        let consultation = Consultation {
            id: Uuid::now_v7(),
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            kind: body.kind.0,
            status: ConsultationStatus::Asked,
            asked_by: tx.actor().id,
            consultant_id: body.consultant_id,
            question: body.question,
            due_at: body.due_at,
            task_id: Uuid::now_v7(),
            answer: None,
            recommendation: None,
            answered_at: None,
            reason: None,
            settled_by: None,
            settled_at: None,
            created_at: tx.now(),
        };
        let (change, task) = consultation.ask(&case, role)?;
        let consultation = tx.apply(change)?;
        if !tx.reads_for_good(case.person_id, consultation.consultant_id).await? {
            tx.apply(consultation.joining(Uuid::now_v7()))?;
        }
        tx.apply(task)?;
        let name = tx.person_name(case.person_id).await?;
        Ok(Answer::created(consultation.version, view(tx, consultation, case.owner_id, name)))
    });
    Ok(answer.await?)
}

/// Consultations about a person, or those that the reader asked or is asked; newest first.
#[utoipa::path(tag = "consultation", operation_id = "consultation_list", params(ConsultationQuery), responses((status = 200, body = Page<ConsultationView>)))]
#[get("/consultations")]
pub async fn consultation_list(
    access: Allowed<cap::ConsultationRead>,
    state: web::Data<State>,
    query: Query<ConsultationQuery>,
) -> Result<Answer<Page<ConsultationView>>, Problem> {
    let after: Option<Uuid> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            let own = !tx.actor().may(Capability::NoteRead);
            let filter = ConsultationFilter { person_id: query.person_id, open: query.open, own };
            let rows = tx.consultation_list(filter, after, query.limit.probe()).await?;
            let key = |(consultation, ..): &(Consultation, Uuid, String)| consultation.id;
            Ok(Page::new(rows, query.limit, key, |(consultation, owner, name)| view(tx, consultation, owner, name)))
        })
        .await?;
    Ok(Answer::ok(page))
}

/// Colleagues who can be asked, and what for.
#[utoipa::path(tag = "consultation", operation_id = "consultant_list", responses((status = 200, body = Page<ConsultantView>)))]
#[get("/consultants")]
pub async fn consultant_list(
    access: Allowed<cap::ConsultationWrite>,
    state: web::Data<State>,
) -> Result<Answer<Page<ConsultantView>>, Problem> {
    use domain::Code;
    let answer = state.store.read(&access, async |tx| {
        let me = tx.actor().id;
        let mut cards: Vec<_> = tx.directory().staff.values().filter(|card| card.active && card.id != me).collect();
        cards.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        let consultant = |card: &persistence::directory::StaffCard| {
            let kinds = ConsultationKind::ALL.iter().copied();
            let kinds = kinds.filter(|kind| domain::consultation::may_be_asked(card.role, *kind));
            ConsultantView {
                staff: Ref { id: card.id, name: card.name.clone() },
                role: card.role.into(),
                kinds: kinds.map(Into::into).collect(),
            }
        };
        let all = cards.into_iter().map(consultant).filter(|consultant| !consultant.kinds.is_empty());
        Ok(Answer::ok(Page::whole(all.collect())))
    });
    Ok(answer.await?)
}

/// One consultation.
#[utoipa::path(tag = "consultation", operation_id = "consultation_get", params(("id" = Uuid, Path)), responses((status = 200, body = ConsultationView)))]
#[get("/consultations/{id}")]
pub async fn consultation_get(
    access: Allowed<cap::ConsultationRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<ConsultationView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (consultation, case) = found(tx, *id).await?;
        let name = tx.person_name(case.person_id).await?;
        Ok(Answer::resource(consultation.version, view(tx, consultation, case.owner_id, name)))
    });
    Ok(answer.await?)
}

/// One step of a consultation; the work of who is asked is done or cancelled with the first one.
async fn step(
    access: &Allowed<cap::ConsultationWrite>,
    state: &State,
    id: Uuid,
    version: IfMatch,
    act: impl FnOnce(&Tx, Consultation, &Case) -> Result<Change<Consultation>, Rule>,
) -> Result<Answer<ConsultationView>, Problem> {
    let answer = state.store.write(access, async |tx| {
        let (consultation, case) = found(tx, id).await?;
        tx.require_version(consultation.version, version.0)?;
        let change = act(tx, consultation, &case)?;
        let consultation = tx.apply(change)?;
        let task = tx.task_waited_for(consultation.task_id).await?;
        if task.status == TaskStatus::Open {
            let settled = match consultation.status {
                ConsultationStatus::Declined => task.cancel("The consultation was declined.".into())?,
                ConsultationStatus::Withdrawn => task.cancel("The question was taken back.".into())?,
                _ => task.complete(Some("The consultation was answered.".into()), tx.now())?,
            };
            tx.apply(settled)?;
        }
        let name = tx.person_name(case.person_id).await?;
        Ok(Answer::resource(consultation.version, view(tx, consultation, case.owner_id, name)))
    });
    Ok(answer.await?)
}

/// Answers, and says what should be done.
#[utoipa::path(tag = "consultation", operation_id = "consultation_answer", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ConsultationAnswer, responses((status = 200, body = ConsultationView)))]
#[post("/consultations/{id}/answer")]
pub async fn consultation_answer(
    access: Allowed<cap::ConsultationWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<ConsultationAnswer>,
) -> Result<Answer<ConsultationView>, Problem> {
    let ConsultationAnswer { answer, recommendation } = body.0;
    let act = |tx: &Tx, consultation: Consultation, _: &Case| {
        consultation.answer(tx.actor().id, answer, recommendation, tx.now())
    };
    step(&access, &state, *id, version, act).await
}

/// Says that one can't answer, and why.
#[utoipa::path(tag = "consultation", operation_id = "consultation_decline", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = ConsultationView)))]
#[post("/consultations/{id}/decline")]
pub async fn consultation_decline(
    access: Allowed<cap::ConsultationWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<ConsultationView>, Problem> {
    let reason = body.0.reason;
    let act = |tx: &Tx, consultation: Consultation, _: &Case| consultation.decline(tx.actor().id, reason, tx.now());
    step(&access, &state, *id, version, act).await
}

/// Takes a question back.
#[utoipa::path(tag = "consultation", operation_id = "consultation_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = ConsultationView)))]
#[post("/consultations/{id}/withdraw")]
pub async fn consultation_withdraw(
    access: Allowed<cap::ConsultationWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<ConsultationView>, Problem> {
    let reason = body.0.reason;
    let act = |tx: &Tx, consultation: Consultation, _: &Case| consultation.withdraw(tx.actor().id, reason, tx.now());
    step(&access, &state, *id, version, act).await
}

/// Says whether the answer is followed, and why not.
#[utoipa::path(tag = "consultation", operation_id = "consultation_decide", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ConsultationDecide, responses((status = 200, body = ConsultationView)))]
#[post("/consultations/{id}/decide")]
pub async fn consultation_decide(
    access: Allowed<cap::ConsultationWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<ConsultationDecide>,
) -> Result<Answer<ConsultationView>, Problem> {
    let ConsultationDecide { taken, reason } = body.0;
    let act = |tx: &Tx, consultation: Consultation, case: &Case| {
        consultation.decide(case, tx.actor().id, taken, reason, tx.now())
    };
    step(&access, &state, *id, version, act).await
}
