//! Answers in surveys of experience.

use crate::http::ServiceConfig;
use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Capability, cap};
use domain::case::Case;
use domain::clock::local_date;
use domain::csv::{Flaw, Line};
use domain::survey_answer::{self, SurveyAnswer, SurveyAnswerStatus};
use domain::{Change, Rule};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::code::{SurveyAnswerStatusCode, SurveyCompositeCode};
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};
use crate::program::Ref;
use crate::table::{self, Entry, TableImport, TableImportView};
use crate::task::Reason;
use crate::throughput::program_ref;

/// An answer in a survey of experience.
#[derive(Debug, Serialize, ToSchema)]
pub struct SurveyAnswerView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    /// The program of the case.
    program: Ref,
    person_id: Uuid,
    /// What the item is about.
    composite: SurveyCompositeCode,
    /// Number of the item in the survey.
    item: i32,
    /// True for the best answer.
    top_box: bool,
    answered_on: NaiveDate,
    status: SurveyAnswerStatusCode,
    /// Why it is an error.
    reason: Option<String>,
    author: Ref,
    created_at: DateTime<Utc>,
    /// Operations the reader may do on it now.
    can: Vec<&'static str>,
}

/// An answer to record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "composite": "care", "item": 9, "top_box": true, "answered_on": "2026-03-04" }))]
pub struct SurveyAnswerCreate {
    /// What the item is about.
    composite: SurveyCompositeCode,
    /// Number of the item in the survey.
    #[schema(minimum = 1, maximum = 999)]
    item: i32,
    /// True for the best answer.
    top_box: bool,
    /// When it was given.
    answered_on: NaiveDate,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(survey_answer_list)
        .service(survey_answer_create)
        .service(survey_answer_withdraw)
        .service(survey_answer_import);
}

/// The view; its case is among `cases`.
fn view(tx: &Tx, one: SurveyAnswer, cases: &[Case]) -> SurveyAnswerView {
    let program_id = cases.iter().find(|case| case.id == one.case_id).map_or_else(Uuid::nil, |case| case.program_id);
    let may = tx.actor().may(Capability::SurveyAnswerWrite) && one.status == SurveyAnswerStatus::Recorded;
    SurveyAnswerView {
        id: one.id,
        version: one.version,
        case_id: one.case_id,
        program: program_ref(tx, program_id),
        person_id: one.person_id,
        composite: one.composite.into(),
        item: one.item,
        top_box: one.top_box,
        answered_on: one.answered_on,
        status: one.status.into(),
        reason: one.error_reason,
        author: Ref { id: one.author_id, name: tx.directory().name(one.author_id).to_owned() },
        created_at: one.created_at,
        can: if may { vec!["survey_answer_withdraw"] } else { Vec::new() },
    }
}

impl SurveyAnswerCreate {
    /// The record, of nobody yet.
    fn of_nobody(self, author_id: Uuid, now: DateTime<Utc>) -> SurveyAnswer {
        SurveyAnswer {
            id: Uuid::now_v7(),
            version: 1,
            case_id: Uuid::nil(),
            person_id: Uuid::nil(),
            composite: self.composite.0,
            item: self.item,
            top_box: self.top_box,
            answered_on: self.answered_on,
            status: SurveyAnswerStatus::Recorded,
            error_reason: None,
            author_id,
            created_at: now,
        }
    }
}

impl Entry for SurveyAnswer {
    const COLUMNS: &'static [&'static str] = survey_answer::COLUMNS;

    fn read(line: &Line, author_id: Uuid, now: DateTime<Utc>) -> Result<(Self, NaiveDate), Flaw> {
        let body = SurveyAnswerCreate {
            composite: line.code("composite").map(crate::http::code::Coded)?,
            item: line.whole("item")?,
            top_box: line.yes("top_box")?,
            answered_on: line.date("answered_on")?,
        };
        let day = body.answered_on;
        Ok((body.of_nobody(author_id, now), day))
    }

    fn about(self, case: &Case) -> Self {
        Self { case_id: case.id, person_id: case.person_id, ..self }
    }

    async fn known(tx: &mut Tx, person_id: Uuid) -> persistence::Result<Vec<Self>> {
        tx.recorded_survey_answers_of(person_id).await
    }

    fn is_among(&self, others: &[Self]) -> bool {
        others.iter().any(|other| self.answers_the_same(other) && self.top_box == other.top_box)
    }

    fn recorded(self, others: &[Self], today: NaiveDate) -> Result<Change<Self>, Rule> {
        self.record(others, today)
    }
}

/// Answers in surveys of experience of a person, the latest first.
#[utoipa::path(tag = "measure", operation_id = "survey_answer_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<SurveyAnswerView>)))]
#[get("/people/{id}/survey-answers")]
pub async fn survey_answer_list(
    access: Allowed<cap::SurveyAnswerWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<SurveyAnswerView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let all = tx.survey_answers_of(*id).await?;
        let cases = tx.cases_of(&[*id]).await?;
        Ok(Answer::ok(Page::whole(all.into_iter().map(|one| view(tx, one, &cases)).collect())))
    });
    Ok(answer.await?)
}

/// Records an answer in a survey of experience.
#[utoipa::path(tag = "measure", operation_id = "survey_answer_create", params(("id" = Uuid, Path)), request_body = SurveyAnswerCreate, responses((status = 201, body = SurveyAnswerView)))]
#[post("/cases/{id}/survey-answers")]
pub async fn survey_answer_create(
    access: Allowed<cap::SurveyAnswerWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<SurveyAnswerCreate>,
) -> Result<Answer<SurveyAnswerView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let case = tx.case(*id).await?;
        let today = local_date(tx.now(), tx.directory().zone(case.program_id));
        let others = tx.recorded_survey_answers_of(case.person_id).await?;
        let one = body.of_nobody(tx.actor().id, tx.now()).about(&case);
        let one = tx.apply(one.record(&others, today)?)?;
        Ok(Answer::created(one.version, view(tx, one, &[case])))
    });
    Ok(answer.await?)
}

/// Marks an answer in a survey of experience as entered in error: it is kept with the reason, and counts for nothing.
#[utoipa::path(tag = "measure", operation_id = "survey_answer_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = SurveyAnswerView)))]
#[post("/survey-answers/{id}/withdraw")]
pub async fn survey_answer_withdraw(
    access: Allowed<cap::SurveyAnswerWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<SurveyAnswerView>, Problem> {
    let reason = body.0.reason;
    let answer = state.store.write(&access, async |tx| {
        let one = tx.survey_answer(*id).await?;
        tx.require_version(one.version, version.0)?;
        let cases = tx.cases_of(&[one.person_id]).await?;
        let one = tx.apply(one.withdraw(reason)?)?;
        Ok(Answer::resource(one.version, view(tx, one, &cases)))
    });
    Ok(answer.await?)
}

/// Brings in answers of a survey as a CSV file with the columns person, program, composite, item, top_box and answered_on. Send it again at
/// any time: what is the same changes nothing.
#[utoipa::path(tag = "measure", operation_id = "survey_answer_import", request_body = TableImport, responses((status = 200, body = TableImportView)))]
#[post("/survey-answers/imports")]
pub async fn survey_answer_import(
    access: Allowed<cap::SurveyAnswerWrite>,
    state: web::Data<State>,
    body: Valid<TableImport>,
) -> Result<Answer<TableImportView>, Problem> {
    table::bring_in::<SurveyAnswer, _>(&state.store, &access, body.0).await
}
