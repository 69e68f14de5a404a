//! Prior authorization from both sides: what we ask of payers, what we review for a plan, appeals and grievances, metrics.

mod act;
mod appeal;
mod decide;
mod home;
mod metrics;
mod next_review;
mod view;

use actix_web::{get, patch, post, web};
use chrono::NaiveDate;
use domain::access::{Capability, cap};
use domain::authorization::{Authorization, AuthorizationStatus, Course, Service};
use domain::consent::{SensitiveLabel, require_labels_kept};
use persistence::Tx;
use persistence::authorization::AuthorizationFilter;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::community_service::{in_content, unknown_organization};
use crate::http::ServiceConfig;
use crate::http::code::{
    AuthorizationDeskCode, AuthorizationSideCode, LineOfBusinessCode, RequestUrgencyCode, ReviewKindCode,
    SensitiveLabelCode, ServiceCategoryCode, UnitKindCode,
};
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Query, Valid};
use home::{Home, locked};
pub use view::{AuthorizationSummary, AuthorizationView, RunningClockView, is_clinical_reader};

/// A new request: a draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorizationCreate {
    /// Whether we ask or review.
    side: AuthorizationSideCode,
    /// What it says.
    content: AuthorizationContent,
}

/// A draft as it stands.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorizationUpdate {
    /// What it says.
    content: AuthorizationContent,
}

/// What a request says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorizationContent {
    /// Which law judges it.
    line: LineOfBusinessCode,
    /// How soon an answer is needed.
    urgency: RequestUrgencyCode,
    /// Before, during or after the service.
    kind: ReviewKindCode,
    /// Kind of service.
    category: ServiceCategoryCode,
    /// The coverage that should pay.
    coverage_id: Option<Uuid>,
    /// The approved request of the case of which this one is the next review, while the service runs.
    continues_id: Option<Uuid>,
    /// What is asked for.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S", example = "Skilled nursing visits at home")]
    title: String,
    /// HCPCS, CPT or revenue code.
    #[schema(max_length = 20)]
    code: Option<String>,
    /// How much of it.
    #[schema(minimum = 1, maximum = 100000)]
    units: u32,
    /// What is counted.
    unit: UnitKindCode,
    /// First day it is wanted for.
    from: NaiveDate,
    /// Last day it is wanted for.
    to: NaiveDate,
    /// Who would provide it.
    #[schema(max_length = 200)]
    provider: Option<String>,
    /// The organization of the directory that would provide it, whose network the coverage's plan is asked about.
    community_organization_id: Option<Uuid>,
    /// Why the person needs it.
    #[schema(min_length = 1, max_length = 5000, pattern = "\\S")]
    need: String,
    /// What of the request and its documents is specially protected; what was said before stays when absent.
    #[schema(max_items = 6)]
    labels: Option<Vec<SensitiveLabelCode>>,
}

/// Which requests.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AuthorizationQuery {
    /// Which desk.
    #[param(inline)]
    desk: AuthorizationDeskCode,
    /// Only this line of business.
    #[param(inline)]
    line: Option<LineOfBusinessCode>,
    /// Only this urgency.
    #[param(inline)]
    urgency: Option<RequestUrgencyCode>,
    /// True for what the reader reviews, advises on or wrote down.
    mine: Option<bool>,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(metrics::authorization_metrics)
        .service(authorization_create)
        .service(authorization_list)
        .service(authorization_of_person)
        .service(authorization_get)
        .service(authorization_update)
        .configure(act::routes)
        .configure(decide::routes)
        .configure(appeal::routes);
}

impl AuthorizationContent {
    /// The service that is asked for, with the labels `known` so far where nothing is said about them.
    fn service(self, known: Vec<SensitiveLabel>) -> Service {
        Service {
            title: self.title,
            code: self.code.filter(|code| !code.trim().is_empty()),
            units: self.units,
            unit: self.unit.0,
            from: self.from,
            to: self.to,
            provider: self.provider.filter(|name| !name.trim().is_empty()),
            community_organization_id: self.community_organization_id,
            need: self.need,
            labels: self.labels.map_or(known, |labels| labels.into_iter().map(|label| label.0).collect()),
        }
    }
}

/// Refuses a coverage of somebody else.
async fn require_coverage(tx: &mut Tx, id: Option<Uuid>, person_id: Uuid) -> persistence::Result<()> {
    let Some(id) = id else { return Ok(()) };
    let unknown = || domain::Rule::at("unknown_coverage", "/content/coverage_id", "There is no such coverage.");
    match tx.coverage(id).await {
        Ok(coverage) if coverage.person_id == person_id => Ok(()),
        Ok(_) | Err(persistence::Error::NotFound) => Err(unknown().into()),
        Err(error) => Err(error),
    }
}

/// Refuses an organization that the directory does not have.
async fn require_provider(tx: &mut Tx, id: Option<Uuid>) -> persistence::Result<()> {
    let Some(id) = id else { return Ok(()) };
    if tx.community_organizations_of(&[id]).await?.contains_key(&id) {
        return Ok(());
    }
    Err(in_content(unknown_organization()).into())
}

/// Writes a request down, with the checklist of its service.
#[utoipa::path(tag = "authorization", operation_id = "authorization_create", params(("id" = Uuid, Path)), request_body = AuthorizationCreate, responses((status = 201, body = AuthorizationView)))]
#[post("/cases/{id}/authorizations")]
pub async fn authorization_create(
    access: Allowed<cap::AuthorizationWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<AuthorizationCreate>,
) -> Result<Answer<AuthorizationView>, Problem> {
    let AuthorizationCreate { side, content } = body.0;
    let created = state.store.write(&access, async |tx| {
        let case = tx.case(*id).await?;
        case.require_active()?;
        require_coverage(tx, content.coverage_id, case.person_id).await?;
        require_provider(tx, content.community_organization_id).await?;
        let draft = Authorization {
            id: Uuid::now_v7(),
            version: 1,
            person_id: case.person_id,
            case_id: case.id,
            coverage_id: content.coverage_id,
            continues_id: content.continues_id,
            side: side.0,
            line: content.line.0,
            urgency: content.urgency.0,
            kind: content.kind.0,
            category: content.category.0,
            status: AuthorizationStatus::Draft,
            service: content.service(Vec::new()),
            requested_by: tx.actor().id,
            created_at: tx.now(),
            received_at: None,
            rule_code: None,
            due_at: None,
            reviewer_id: None,
            advisor_id: None,
            decided_at: None,
            valid_to: None,
            next_review_on: None,
            course: Course::default(),
        };
        next_review::require_continued(tx, &draft).await?;
        let request = tx.apply(draft.draft()?)?;
        let home = Home::of(tx, case.program_id);
        Ok(Answer::created(request.version, view::whole(tx, request, &home).await?))
    });
    Ok(created.await?)
}

/// A queue of requests within reach: by due time, by end, or by age.
#[utoipa::path(tag = "authorization", operation_id = "authorization_list", params(AuthorizationQuery), responses((status = 200, body = Page<AuthorizationSummary>)))]
#[get("/authorizations")]
pub async fn authorization_list(
    access: Allowed<cap::AuthorizationRead>,
    state: web::Data<State>,
    query: Query<AuthorizationQuery>,
) -> Result<Answer<Page<AuthorizationSummary>>, Problem> {
    let after = Cursor::key(query.cursor.as_ref())?;
    let read = state.store.read(&access, async |tx| {
        let filter = AuthorizationFilter {
            desk: query.desk.0,
            line: query.line.map(|code| code.0),
            urgency: query.urgency.map(|code| code.0),
            mine: query.mine.unwrap_or(false),
            today: tx.main_day(),
        };
        let rows = tx.authorization_queue(filter, after, query.limit.probe()).await?;
        let homes = home::all(tx, rows.iter().map(|row| row.record.person_id)).await?;
        let view =
            |row: persistence::authorization::Queued<Authorization>| view::summary(tx, row.record, row.person, &homes);
        Ok(Answer::ok(Page::new(rows, query.limit, |row| (row.key, row.record.id), view)))
    });
    Ok(read.await?)
}

/// Requests about a person, newest first.
#[utoipa::path(tag = "authorization", operation_id = "authorization_of_person", params(("id" = Uuid, Path)), responses((status = 200, body = Page<AuthorizationSummary>)))]
#[get("/people/{id}/authorizations")]
pub async fn authorization_of_person(
    access: Allowed<cap::AuthorizationRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<AuthorizationSummary>>, Problem> {
    let read = state.store.read(&access, async |tx| {
        let requests = tx.authorizations_of(*id).await?;
        let name = tx.person_name(*id).await?;
        let homes = home::all(tx, std::iter::once(*id)).await?;
        let items = requests.into_iter().map(|request| view::summary(tx, request, name.clone(), &homes)).collect();
        Ok(Answer::ok(Page::whole(items)))
    });
    Ok(read.await?)
}

/// One request with its checklist, criteria, decisions, appeals, units and history.
#[utoipa::path(tag = "authorization", operation_id = "authorization_get", params(("id" = Uuid, Path)), responses((status = 200, body = AuthorizationView)))]
#[get("/authorizations/{id}")]
pub async fn authorization_get(
    access: Allowed<cap::AuthorizationRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<AuthorizationView>, Problem> {
    let read = state.store.read(&access, async |tx| {
        let request = tx.authorization(*id).await?;
        view::answer(tx, request).await
    });
    Ok(read.await?)
}

/// Writes a draft anew.
#[utoipa::path(tag = "authorization", operation_id = "authorization_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = AuthorizationUpdate, responses((status = 200, body = AuthorizationView)))]
#[patch("/authorizations/{id}")]
pub async fn authorization_update(
    access: Allowed<cap::AuthorizationWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<AuthorizationUpdate>,
) -> Result<Answer<AuthorizationView>, Problem> {
    let content = body.0.content;
    let written = state.store.write(&access, async |tx| {
        let draft = locked(tx, *id, &version).await?;
        if !view::is_clinical_reader(tx, &draft) {
            let detail = "A colleague wrote this request, and not all of it is shown to you. Ask them to change it.";
            return Err(domain::Rule::new("authorization_of_colleague", detail).into());
        }
        require_coverage(tx, content.coverage_id, draft.person_id).await?;
        require_provider(tx, content.community_organization_id).await?;
        let known = draft.service.labels.clone();
        let (continued, kind) = (draft.continues_id, draft.kind);
        let draft = Authorization {
            line: content.line.0,
            urgency: content.urgency.0,
            kind: content.kind.0,
            category: content.category.0,
            coverage_id: content.coverage_id,
            continues_id: content.continues_id,
            service: content.service(known.clone()),
            ..draft
        };
        if draft.continues_id != continued || draft.kind != kind {
            next_review::require_continued(tx, &draft).await?;
        }
        let keeps = tx.actor().may(Capability::ConsentWrite);
        require_labels_kept(&known, &draft.service.labels, keeps, "/content/labels")?;
        let request = tx.apply(draft.rewrite(tx.actor().id, tx.now())?)?;
        view::answer(tx, request).await
    });
    Ok(written.await?)
}
