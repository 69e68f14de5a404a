//! What was taught, to whom, how, and what they could say back.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::Rule;
use domain::access::{Capability, cap};
use domain::edition::current;
use domain::education::{Teaching, TeachingStatus};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::editions;
use crate::app::State;
use crate::contact::{FollowUp, open_follow_up};
use crate::http::code::{LearnerCode, ReadingLanguageCode, TeachBackCode, TeachingStatusCode, TeachingWayCode};
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};
use crate::program::Ref;
use crate::task::Reason;

/// Something that was taught.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeachingView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    person_id: Uuid,
    item_code: String,
    item_edition: i32,
    /// Title of the item in the language in which it was taught.
    title: String,
    language: ReadingLanguageCode,
    learner: LearnerCode,
    /// The name of the caregiver.
    learner_name: Option<String>,
    way: TeachingWayCode,
    minutes: i32,
    teach_back: TeachBackCode,
    note: Option<String>,
    /// How ready they are, as they say, 0 to 10.
    readiness: Option<i32>,
    /// How important it is to them, 0 to 10.
    importance: Option<i32>,
    /// How sure they are that they can, 0 to 10.
    confidence: Option<i32>,
    /// The task that follows it up.
    task_id: Option<Uuid>,
    status: TeachingStatusCode,
    error_reason: Option<String>,
    taught_at: DateTime<Utc>,
    author: Ref,
    created_at: DateTime<Utc>,
    /// Operations the reader may do on it now.
    can: Vec<&'static str>,
}

/// What was taught.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeachingCreate {
    /// The item, by its code.
    #[schema(min_length = 1, max_length = 40, example = "falls_at_home")]
    item: String,
    /// The edition that was taught; the one in use when absent.
    #[schema(minimum = 1)]
    edition: Option<i32>,
    /// In which of its languages.
    language: ReadingLanguageCode,
    /// Who was taught.
    learner: LearnerCode,
    /// The name of the caregiver.
    #[schema(max_length = 200)]
    learner_name: Option<String>,
    /// How.
    way: TeachingWayCode,
    /// Minutes.
    #[schema(minimum = 0, maximum = 600)]
    minutes: i32,
    /// What they could say back.
    teach_back: TeachBackCode,
    /// What else is to be known.
    #[schema(max_length = 2000)]
    note: Option<String>,
    /// How ready they are, as they say.
    #[schema(minimum = 0, maximum = 10)]
    readiness: Option<i32>,
    /// How important it is to them.
    #[schema(minimum = 0, maximum = 10)]
    importance: Option<i32>,
    /// How sure they are that they can.
    #[schema(minimum = 0, maximum = 10)]
    confidence: Option<i32>,
    /// When; now when absent.
    taught_at: Option<DateTime<Utc>>,
    /// A task to follow it up.
    follow_up: Option<FollowUp>,
}

fn view(tx: &Tx, own: Teaching) -> TeachingView {
    let may = own.status == TeachingStatus::Finished
        && tx.actor().may(Capability::TeachingWrite)
        && (own.author_id == tx.actor().id || tx.actor().may(Capability::CaseAssign));
    TeachingView {
        id: own.id,
        version: own.version,
        case_id: own.case_id,
        person_id: own.person_id,
        item_code: own.item_code,
        item_edition: own.item_edition,
        title: own.title,
        language: own.language.into(),
        learner: own.learner.into(),
        learner_name: own.learner_name,
        way: own.way.into(),
        minutes: own.minutes,
        teach_back: own.teach_back.into(),
        note: own.note,
        readiness: own.readiness,
        importance: own.importance,
        confidence: own.confidence,
        task_id: own.task_id,
        status: own.status.into(),
        error_reason: own.error_reason,
        taught_at: own.taught_at,
        author: Ref { id: own.author_id, name: tx.directory().name(own.author_id).to_owned() },
        created_at: own.created_at,
        can: if may { vec!["teaching_withdraw"] } else { Vec::new() },
    }
}

/// Writes down what was taught. What was not understood goes on, with a task or a word about how.
#[utoipa::path(tag = "education", operation_id = "teaching_create", params(("id" = Uuid, Path)), request_body = TeachingCreate, responses((status = 201, body = TeachingView)))]
#[post("/cases/{id}/teachings")]
pub async fn teaching_create(
    access: Allowed<cap::TeachingWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<TeachingCreate>,
) -> Result<Answer<TeachingView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let case = tx.case(*id).await?;
        let unknown = || Rule::at("unknown_education_item", "/item", "There is no such item in the library.");
        let all = editions(tx, Some(&body.item)).await?;
        let item = match body.edition {
            Some(edition) => all.into_iter().find(|own| own.edition == edition),
            None => current(all).pop(),
        };
        let item = item.ok_or_else(unknown)?;
        let text =
            item.content.texts.get(&body.language.0).ok_or_else(|| {
                Rule::at("education_language", "/language", "This item has no text in that language.")
            })?;
        let task_id = match body.follow_up {
            Some(follow_up) => Some(open_follow_up(tx, &case, follow_up)?.id),
            None => None,
        };
        let teaching = Teaching {
            id: Uuid::now_v7(),
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            title: text.title.clone(),
            item_code: item.code,
            item_edition: item.edition,
            language: body.language.0,
            learner: body.learner.0,
            learner_name: body.learner_name,
            way: body.way.0,
            minutes: body.minutes,
            teach_back: body.teach_back.0,
            note: body.note,
            readiness: body.readiness,
            importance: body.importance,
            confidence: body.confidence,
            task_id,
            status: TeachingStatus::Finished,
            error_reason: None,
            taught_at: body.taught_at.unwrap_or(tx.now()),
            author_id: tx.actor().id,
            created_at: tx.now(),
        };
        let teaching = tx.apply(teaching.teach(tx.now())?)?;
        Ok(Answer::created(teaching.version, view(tx, teaching)))
    });
    Ok(answer.await?)
}

/// What was taught to a person and those who look after them, the latest first.
#[utoipa::path(tag = "education", operation_id = "teaching_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<TeachingView>)))]
#[get("/people/{id}/teachings")]
pub async fn teaching_list(
    access: Allowed<cap::TeachingRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<TeachingView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let all = tx.teachings_of(*id).await?;
        Ok(Answer::ok(Page::whole(all.into_iter().map(|own| view(tx, own)).collect())))
    });
    Ok(answer.await?)
}

/// Marks what was taught as entered in error: it is kept with the reason, and counts for nothing.
#[utoipa::path(tag = "education", operation_id = "teaching_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = TeachingView)))]
#[post("/teachings/{id}/withdraw")]
pub async fn teaching_withdraw(
    access: Allowed<cap::TeachingWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<TeachingView>, Problem> {
    let reason = body.0.reason;
    let answer = state.store.write(&access, async |tx| {
        let teaching = tx.teaching(*id).await?;
        tx.require_version(teaching.version, version.0)?;
        let assigns = tx.actor().may(Capability::CaseAssign);
        let teaching = tx.apply(teaching.withdraw(tx.actor().id, assigns, reason)?)?;
        Ok(Answer::resource(teaching.version, view(tx, teaching)))
    });
    Ok(answer.await?)
}
