//! Measures with their members and the proof of each.

use actix_web::{get, web};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::access::{Reach, cap};
use domain::clock;
use domain::measure::{self, Definition, Facts, MeasureResult, Member, Period, Place};
use persistence::Tx;
use persistence::measure::{MeasureFacts, MeasureScope};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::State;
use crate::http::code::Coded;
use crate::http::{Allowed, Answer, Cursor, Limit, Page, Problem, Query};
use crate::program::Ref;
use crate::today::{Scope, ScopeCode};

/// `Place` in the API.
pub type PlaceCode = Coded<Place>;

/// A measure's result.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureView {
    code: String,
    title: String,
    /// What counts, in words.
    definition: String,
    source: String,
    /// Share to reach, 0 to 1.
    target: f64,
    from: NaiveDate,
    to: NaiveDate,
    numerator: f64,
    denominator: u32,
    /// Left out, with a reason in the proof.
    excluded: u32,
    /// Not due yet, so not counted.
    pending: u32,
    /// Numerator by denominator; null when nothing is counted.
    rate: Option<f64>,
}

/// A person's place in a measure, with the proof.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureMember {
    id: Uuid,
    person: Ref,
    case_id: Uuid,
    place: PlaceCode,
    anchor_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    met_at: Option<DateTime<Utc>>,
    /// The chain of facts and rules that put them here.
    proof: Vec<ProofView>,
}

/// One link of a proof.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProofView {
    statement: String,
    rule: String,
    at: Option<DateTime<Utc>>,
}

/// What to count.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct MeasureQuery {
    /// First day; 90 days before `to` when absent.
    from: Option<NaiveDate>,
    /// Last day; today when absent.
    to: Option<NaiveDate>,
    /// `mine` for one's own panel, `team` for the teams within reach.
    scope: Option<ScopeCode>,
    /// Of this program.
    program_id: Option<Uuid>,
}

/// Which members.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct MemberQuery {
    /// First day.
    from: Option<NaiveDate>,
    /// Last day.
    to: Option<NaiveDate>,
    /// Whose.
    scope: Option<ScopeCode>,
    /// Of this program.
    program_id: Option<Uuid>,
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
    config.service(measure_list).service(measure_get).service(measure_members);
}

struct Span {
    from: NaiveDate,
    to: NaiveDate,
    period: Period,
}

/// Days are those of the first program's zone, as on Today.
fn span(tx: &Tx, query: &MeasureQuery) -> persistence::Result<Span> {
    let zone = crate::program::sorted(tx.directory()).next().map_or(chrono_tz::UTC, domain::program::Program::zone);
    let to = query.to.unwrap_or_else(|| clock::local_date(tx.now(), zone));
    let from = query.from.unwrap_or(to - TimeDelta::days(90));
    if from > to || to - from > TimeDelta::days(731) {
        return Err(domain::Rule::at(
            "measure_period",
            "/from",
            "A period begins before it ends and spans at most two years.",
        )
        .into());
    }
    Ok(Span { from, to, period: Period::of_days(from, to, zone) })
}

fn scope(tx: &Tx, query: &MeasureQuery) -> MeasureScope {
    let actor = tx.actor();
    let team = query.scope.is_some_and(|code| code.0 == Scope::Team);
    match actor.role.reach() {
        Reach::Organization => MeasureScope::Everybody,
        Reach::Nobody => MeasureScope::Everybody,
        Reach::Teams if team => MeasureScope::Teams(actor.led_team_ids.clone()),
        _ => MeasureScope::Owner(actor.id),
    }
}

async fn facts(tx: &mut Tx, query: &MeasureQuery, span: &Span) -> persistence::Result<MeasureFacts> {
    let scope = scope(tx, query);
    tx.measure_facts(&scope, query.program_id, span.period.from, span.period.to).await
}

fn evaluate(definition: &Definition, facts: &MeasureFacts, span: &Span, now: DateTime<Utc>) -> MeasureResult {
    measure::evaluate(
        definition,
        Facts { deadlines: &facts.deadlines, occurrences: &facts.occurrences },
        span.period,
        now,
    )
}

fn view(definition: &Definition, result: &MeasureResult, span: &Span) -> MeasureView {
    MeasureView {
        code: definition.code.into(),
        title: definition.title.into(),
        definition: definition.definition.into(),
        source: definition.source.into(),
        target: definition.target,
        from: span.from,
        to: span.to,
        numerator: result.numerator,
        denominator: result.denominator,
        excluded: result.excluded,
        pending: result.pending,
        rate: result.rate(),
    }
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
        let span = span(tx, &query)?;
        let facts = facts(tx, &query, &span).await?;
        let now = tx.now();
        let views = measure::DEFINITIONS
            .iter()
            .map(|definition| view(definition, &evaluate(definition, &facts, &span, now), &span));
        Ok(Answer::ok(Page::whole(views.collect())))
    });
    Ok(answer.await?)
}

/// One measure.
#[utoipa::path(tag = "measure", operation_id = "measure_get", params(("code" = String, Path, max_length = 60), MeasureQuery), responses((status = 200, body = MeasureView)))]
#[get("/measures/{code}")]
pub async fn measure_get(
    access: Allowed<cap::MeasureRead>,
    state: web::Data<State>,
    code: web::Path<String>,
    query: Query<MeasureQuery>,
) -> Result<Answer<MeasureView>, Problem> {
    let definition = measure::find(&code);
    let answer = state.store.read(&access, async |tx| {
        let definition = definition.ok_or(persistence::Error::NotFound)?;
        let span = span(tx, &query)?;
        let facts = facts(tx, &query, &span).await?;
        Ok(Answer::ok(view(definition, &evaluate(definition, &facts, &span, tx.now()), &span)))
    });
    Ok(answer.await?)
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
    let MemberQuery { from, to, scope, program_id, place, limit, cursor } = query.0;
    let after: Option<Uuid> = Cursor::key(cursor.as_ref())?;
    let query = MeasureQuery { from, to, scope, program_id };
    let definition = measure::find(&code);
    let answer = state.store.read(&access, async |tx| {
        let definition = definition.ok_or(persistence::Error::NotFound)?;
        if tx.actor().role.reach() == Reach::Nobody {
            return Err(persistence::Error::Forbidden("role_forbids"));
        }
        let span = span(tx, &query)?;
        let facts = facts(tx, &query, &span).await?;
        let mut members = evaluate(definition, &facts, &span, tx.now()).members;
        members.retain(|member| {
            place.is_none_or(|wanted| wanted.0 == member.place) && after.is_none_or(|id| member.id > id)
        });
        members.sort_by_key(|member| member.id);
        members.truncate(usize::try_from(limit.probe()).unwrap_or(0));
        let names = tx.person_names(members.iter().map(|member| member.person_id).collect()).await?;
        tx.list_people(members.iter().map(|member| member.person_id));
        Ok(Answer::ok(Page::new(members, limit, |member| member.id, |member| member_view(member, &names))))
    });
    Ok(answer.await?)
}

fn member_view(member: Member, names: &std::collections::HashMap<Uuid, String>) -> MeasureMember {
    MeasureMember {
        person: Ref { id: member.person_id, name: names.get(&member.person_id).cloned().unwrap_or_default() },
        id: member.id,
        case_id: member.case_id,
        place: member.place.into(),
        anchor_at: member.anchor_at,
        due_at: member.due_at,
        met_at: member.met_at,
        proof: member
            .proof
            .into_iter()
            .map(|proof| ProofView { statement: proof.statement, rule: proof.rule, at: proof.at })
            .collect(),
    }
}
