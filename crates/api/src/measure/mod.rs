//! Measures with their members, the proof of each, their strata and their course, as known now or then.

use actix_web::http::header::{ACCEPT, CACHE_CONTROL, VARY};
use actix_web::{HttpRequest, HttpResponse, Responder, get, web};
use domain::access::cap;
use domain::measure::{self, Definition, Member};
use persistence::Tx;
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};
use utoipa::IntoParams;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::PlaceCode;
use crate::http::{Allowed, Answer, Cursor, Limit, Page, Problem, Query};

mod ask;
mod export;
mod report;
mod slice;
mod view;

pub use ask::{Ask, Days, MeasureQuery, Sight, sees_people};
pub use export::*;
pub use report::MeasureReportResource;
pub use slice::*;
pub use view::{FigureView, MeasureMember, MeasureVersionView, MeasureView, ProofView};

use view::{member_view, view};

/// Which members.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct MemberQuery {
    /// First day.
    from: Option<chrono::NaiveDate>,
    /// Last day.
    to: Option<chrono::NaiveDate>,
    /// Whose.
    scope: Option<crate::today::ScopeCode>,
    /// Of this program.
    program_id: Option<Uuid>,
    /// Of this team.
    team_id: Option<Uuid>,
    /// Of this worker's cases.
    staff_id: Option<Uuid>,
    /// The instant that counts as now.
    as_of: Option<chrono::DateTime<chrono::Utc>>,
    /// The facts as they were recorded at this instant.
    known_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Only this place.
    place: Option<PlaceCode>,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(measure_list)
        .service(measure_get)
        .service(measure_members)
        .service(measure_proof)
        .service(measure_strata)
        .service(measure_trend)
        .service(measure_export);
}

/// Refuses to show people to those who see numbers only.
fn require_people(tx: &Tx, definition: &Definition) -> persistence::Result<()> {
    Sight::of(tx).members_of(definition).then_some(()).ok_or(persistence::Error::Forbidden("role_forbids"))
}

/// The members of a measure that are wanted, with their proofs, by id: counted as for the number, and proved then.
async fn proven(
    tx: &mut Tx,
    definition: &'static Definition,
    query: &MeasureQuery,
    choose: impl FnOnce(&mut Vec<Member>),
) -> persistence::Result<Vec<Member>> {
    require_people(tx, definition)?;
    let ask = Ask::new(tx, query)?;
    let mut members = ask.material(tx, &[definition]).await?.members(definition, ask.period, ask.now);
    members.sort_by_key(|member| member.id);
    choose(&mut members);
    let people: BTreeSet<Uuid> = members.iter().map(|member| member.person_id).collect();
    let proofs = ask.prove(tx, definition, Some(people.into_iter().collect())).await?;
    let mut proofs: HashMap<Uuid, Member> = proofs.into_iter().map(|member| (member.id, member)).collect();
    for member in &mut members {
        // A fact that a colleague changed since belongs to the next question.
        if let Some(proof) = proofs.remove(&member.id).filter(|proof| proof.place == member.place) {
            member.proof = proof.proof;
        }
    }
    Ok(members)
}

/// Every measure within reach.
#[utoipa::path(tag = "measure", operation_id = "measure_list", params(MeasureQuery), responses((status = 200, body = Page<MeasureView>)))]
#[get("/measures")]
pub async fn measure_list(
    access: Allowed<cap::MeasureRead>,
    state: web::Data<State>,
    query: Query<MeasureQuery>,
) -> Result<Answer<Page<MeasureView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let ask = Ask::new(tx, &query)?;
        let definitions: Vec<&'static Definition> = measure::DEFINITIONS.iter().collect();
        let material = ask.material(tx, &definitions).await?;
        let count = |definition| material.count(definition, ask.period, ask.now);
        let views = definitions.into_iter().map(|definition| view(definition, &count(definition), &ask));
        Ok(Answer::ok(Page::whole(views.collect())))
    });
    Ok(answer.await?)
}

const FHIR: &str = "application/fhir+json";

/// One measure; as a FHIR R4 MeasureReport for `Accept: application/fhir+json`.
#[utoipa::path(tag = "measure", operation_id = "measure_get", params(("code" = String, Path, max_length = 60), MeasureQuery), responses((status = 200, content((MeasureView = "application/json"), (MeasureReportResource = "application/fhir+json")))))]
#[get("/measures/{code}")]
pub async fn measure_get(
    access: Allowed<cap::MeasureRead>,
    state: web::Data<State>,
    code: web::Path<String>,
    query: Query<MeasureQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let definition = measure::find(&code);
    let read = state.store.read(&access, async |tx| {
        let definition = definition.ok_or(persistence::Error::NotFound)?;
        let ask = Ask::new(tx, &query)?;
        let result = ask.material(tx, &[definition]).await?.count(definition, ask.period, ask.now);
        Ok((view(definition, &result, &ask), tx.now()))
    });
    let (view, now) = read.await?;
    let accepted = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !accepted.contains(FHIR) {
        return Ok(Answer::ok(view).respond_to(&request));
    }
    let mut answer = HttpResponse::Ok();
    answer.content_type(FHIR).insert_header((CACHE_CONTROL, "no-store")).insert_header((VARY, "Accept"));
    Ok(answer.body(report::report(&view, now).to_string()))
}

/// The people in a measure, each with the proof of their place. An analyst sees numbers only.
#[utoipa::path(tag = "measure", operation_id = "measure_members", params(("code" = String, Path, max_length = 60), MemberQuery), responses((status = 200, body = Page<MeasureMember>)))]
#[get("/measures/{code}/members")]
pub async fn measure_members(
    access: Allowed<cap::MeasureRead>,
    state: web::Data<State>,
    code: web::Path<String>,
    query: Query<MemberQuery>,
) -> Result<Answer<Page<MeasureMember>>, Problem> {
    let MemberQuery { from, to, scope, program_id, team_id, staff_id, as_of, known_at, place, limit, cursor } = query.0;
    let after: Option<Uuid> = Cursor::key(cursor.as_ref())?;
    let query = MeasureQuery { from, to, scope, program_id, team_id, staff_id, as_of, known_at };
    let definition = measure::find(&code);
    let answer = state.store.read(&access, async |tx| {
        let definition = definition.ok_or(persistence::Error::NotFound)?;
        let page = |members: &mut Vec<Member>| {
            members.retain(|member| {
                place.is_none_or(|wanted| wanted.0 == member.place) && after.is_none_or(|id| member.id > id)
            });
            members.truncate(usize::try_from(limit.probe()).unwrap_or(0));
        };
        let members = proven(tx, definition, &query, page).await?;
        let names = tx.person_names(members.iter().map(|member| member.person_id).collect()).await?;
        tx.list_people(members.iter().map(|member| member.person_id));
        Ok(Answer::ok(Page::new(members, limit, |member| member.id, |member| member_view(member, &names))))
    });
    Ok(answer.await?)
}

/// One member of a measure with the proof of their place.
#[utoipa::path(tag = "measure", operation_id = "measure_proof", params(("code" = String, Path, max_length = 60), ("id" = Uuid, Path), MeasureQuery), responses((status = 200, body = MeasureMember)))]
#[get("/measures/{code}/members/{id}/proof")]
pub async fn measure_proof(
    access: Allowed<cap::MeasureRead>,
    state: web::Data<State>,
    path: web::Path<(String, Uuid)>,
    query: Query<MeasureQuery>,
) -> Result<Answer<MeasureMember>, Problem> {
    let (code, id) = path.into_inner();
    let definition = measure::find(&code);
    let answer = state.store.read(&access, async |tx| {
        let definition = definition.ok_or(persistence::Error::NotFound)?;
        let members = proven(tx, definition, &query, |members| members.retain(|member| member.id == id)).await?;
        let member = members.into_iter().next().ok_or(persistence::Error::NotFound)?;
        let names = tx.person_names(vec![member.person_id]).await?;
        tx.list_people([member.person_id]);
        Ok(Answer::ok(member_view(member, &names)))
    });
    Ok(answer.await?)
}
