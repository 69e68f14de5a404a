//! The directory of community services: one service, its content, its capacity.

mod content;
mod import;
mod organization;
mod partner;
mod past;
mod search;

use actix_web::{get, patch, post, web};
use chrono::{DateTime, Utc};
use domain::access::{Capability, cap};
use domain::community_service::alike::name_key;
use domain::community_service::capacity::Capacity;
use domain::community_service::schedule::{Hours, hours};
use domain::community_service::{CommunityOrganization, CommunityService, ServiceStatus};
use domain::{Change, Rule};
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{CapacityStatusCode, OpenStateCode, ServiceStatusCode};
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};
use crate::program::Ref;
pub use content::CommunityServiceContent;
pub use import::DirectoryFormat;

domain::codes! {
    /// Whether a community service is open at this moment.
    pub enum OpenState {
        /// Open now.
        Open = "open",
        /// Closed now.
        Closed = "closed",
        /// Nobody said when it is open.
        Unknown = "unknown",
    }
}

/// A community service.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommunityServiceView {
    id: Uuid,
    version: i32,
    /// Who offers it.
    organization: Ref,
    content: CommunityServiceContent,
    capacity: CapacityView,
    hours: HoursView,
    status: ServiceStatusCode,
    /// Id in the directory it was imported from.
    source: Option<String>,
    updated_at: DateTime<Utc>,
    /// Operations the reader may do on this service now.
    can: Vec<&'static str>,
}

/// Whether there is room.
#[derive(Debug, Serialize, ToSchema)]
pub struct CapacityView {
    /// What may be believed now: what was said, or `unknown` once it is too old.
    status: CapacityStatusCode,
    /// What was said.
    said: CapacityStatusCode,
    /// True when what was said is too old to be believed.
    is_stale: bool,
    /// When it was true.
    as_of: Option<DateTime<Utc>>,
    /// The colleague who recorded it; none for an import.
    reported_by: Option<Ref>,
    /// Who said so there.
    said_by: Option<String>,
}

/// Opening hours at this moment.
#[derive(Debug, Serialize, ToSchema)]
pub struct HoursView {
    now: OpenStateCode,
    /// When it closes; none when it is closed or never closes.
    until: Option<DateTime<Utc>>,
    /// When it opens next; none when it is open or nobody said.
    opens: Option<DateTime<Utc>>,
}

/// A new community service.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommunityServiceCreate {
    /// Who offers it.
    community_organization_id: Uuid,
    content: CommunityServiceContent,
    /// Id in another directory, by which an import finds it again.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    source: Option<String>,
    /// True when somebody looked at the service of nearly the same name by this organization, and this is another one.
    #[serde(default)]
    is_another: bool,
}

/// A change of a community service: all of its content.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommunityServiceUpdate {
    /// Who offers it.
    community_organization_id: Uuid,
    content: CommunityServiceContent,
    status: ServiceStatusCode,
}

/// Whether there is room, as somebody just learned.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CapacityReport {
    /// What was said.
    status: CapacityStatusCode,
    /// Who said so there.
    #[schema(max_length = 200, example = "Front desk, by phone")]
    said_by: Option<String>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(search::community_service_search)
        .service(import::community_service_import)
        .service(community_service_create)
        .service(community_service_get)
        .service(community_service_update)
        .service(community_service_report_capacity)
        .service(organization::community_organization_list)
        .service(organization::community_organization_create)
        .service(organization::community_organization_get)
        .service(organization::community_organization_update)
        .service(partner::community_organization_partner_update)
        .service(partner::community_organization_close)
        .service(partner::community_organization_reopen)
        .service(partner::community_organization_performance_get)
        .service(past::community_service_history)
        .service(past::community_organization_history);
}

/// The view of a service.
fn view(tx: &Tx, service: CommunityService, organization: String) -> CommunityServiceView {
    let (now, until, opens) = match hours(&service.content.schedule, service.content.zone(), tx.now()) {
        Hours::Unknown => (OpenState::Unknown, None, None),
        Hours::Open { until } => (OpenState::Open, until, None),
        Hours::Closed { opens } => (OpenState::Closed, None, Some(opens)),
    };
    CommunityServiceView {
        can: can(tx, &service),
        capacity: capacity_view(tx, &service.capacity),
        id: service.id,
        version: service.version,
        organization: Ref { id: service.community_organization_id, name: organization },
        content: service.content.into(),
        hours: HoursView { now: now.into(), until, opens },
        status: service.status.into(),
        source: service.source,
        updated_at: service.updated_at,
    }
}

fn capacity_view(tx: &Tx, capacity: &Capacity) -> CapacityView {
    CapacityView {
        status: capacity.believed(tx.now()).into(),
        said: capacity.status.into(),
        is_stale: capacity.is_stale(tx.now()),
        as_of: capacity.as_of,
        reported_by: capacity.reported_by.map(|id| Ref { id, name: tx.directory().name(id).to_owned() }),
        said_by: capacity.said_by.clone(),
    }
}

fn can(tx: &Tx, service: &CommunityService) -> Vec<&'static str> {
    let mut can = Vec::new();
    if tx.actor().may(Capability::CommunityServiceReport) && service.status == ServiceStatus::Active {
        can.push("community_service_report_capacity");
    }
    if tx.actor().may(Capability::CommunityServiceWrite) {
        can.push("community_service_update");
    }
    can
}

/// The organization that a request names.
pub(crate) async fn organization_of(tx: &mut Tx, id: Uuid) -> persistence::Result<CommunityOrganization> {
    let found = tx.community_organizations_of(&[id]).await?.remove(&id);
    found.ok_or_else(|| unknown_organization().into())
}

/// The organization that is to offer something: it is there, and nobody closes it meanwhile.
async fn offering_organization(tx: &mut Tx, id: Uuid) -> persistence::Result<CommunityOrganization> {
    let organization = match tx.community_organization(id).await {
        Err(Error::NotFound) => return Err(unknown_organization().into()),
        found => found?,
    };
    organization.require_open()?;
    Ok(organization)
}

/// The refusal of an organization that the directory does not have.
pub(crate) fn unknown_organization() -> Rule {
    let detail = "There is no such community organization.";
    Rule::at("unknown_community_organization", "/community_organization_id", detail)
}

/// A refusal of the content, as the request has it below `/content`.
pub(crate) fn in_content(rule: Rule) -> Rule {
    Rule { pointer: rule.pointer.map(|pointer| format!("/content{pointer}")), ..rule }
}

/// Warns when the organization has such a service already.
async fn require_new(tx: &mut Tx, organization_id: Uuid, content: &CommunityServiceContent) -> persistence::Result<()> {
    let key = name_key(content.name());
    let known = tx.community_services_by(organization_id).await?;
    if let Some(found) = known.iter().find(|one| name_key(&one.content.name) == key) {
        let name = &found.content.name;
        let detail = format!(
            "This organization has a service of nearly this name: “{name}”. Look at it first, or say that this is another one."
        );
        return Err(Rule::at("community_service_alike", "/is_another", detail).into());
    }
    Ok(())
}

/// Adds a service to the directory.
#[utoipa::path(tag = "community_service", operation_id = "community_service_create", request_body = CommunityServiceCreate, responses((status = 201, body = CommunityServiceView)))]
#[post("/community-services")]
pub async fn community_service_create(
    access: Allowed<cap::CommunityServiceWrite>,
    state: web::Data<State>,
    body: Valid<CommunityServiceCreate>,
) -> Result<Answer<CommunityServiceView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let organization = offering_organization(tx, body.community_organization_id).await?;
        if !body.is_another {
            require_new(tx, organization.id, &body.content).await?;
        }
        let service = CommunityService {
            id: Uuid::now_v7(),
            version: 1,
            community_organization_id: organization.id,
            content: domain::community_service::ServiceContent::from(body.content).checked().map_err(in_content)?,
            capacity: Capacity::default(),
            status: ServiceStatus::Active,
            source: body.source,
            created_at: tx.now(),
            updated_at: tx.now(),
            changed_by: Some(tx.actor().id),
        };
        let service = tx.apply(Change::created(service))?;
        Ok(Answer::created(service.version, view(tx, service, organization.content.name)))
    });
    Ok(answer.await?)
}

/// One service.
#[utoipa::path(tag = "community_service", operation_id = "community_service_get", params(("id" = Uuid, Path)), responses((status = 200, body = CommunityServiceView)))]
#[get("/community-services/{id}")]
pub async fn community_service_get(
    access: Allowed<cap::CommunityServiceRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<CommunityServiceView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let service = tx.community_service(*id).await?;
        let organization = organization_of(tx, service.community_organization_id).await?;
        Ok(Answer::resource(service.version, view(tx, service, organization.content.name)))
    });
    Ok(answer.await?)
}

/// Changes what the directory says of a service, or takes it out of the search.
#[utoipa::path(tag = "community_service", operation_id = "community_service_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = CommunityServiceUpdate, responses((status = 200, body = CommunityServiceView)))]
#[patch("/community-services/{id}")]
pub async fn community_service_update(
    access: Allowed<cap::CommunityServiceWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<CommunityServiceUpdate>,
) -> Result<Answer<CommunityServiceView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let service = tx.community_service(*id).await?;
        tx.require_version(service.version, version.0)?;
        let organization = match body.status.0 {
            ServiceStatus::Active => offering_organization(tx, body.community_organization_id).await?,
            ServiceStatus::Inactive => organization_of(tx, body.community_organization_id).await?,
        };
        let by = (tx.actor().id, tx.now());
        let change = service.rewrite(organization.id, body.content.into(), body.status.0, by).map_err(in_content)?;
        let service = tx.apply(change)?;
        Ok(Answer::resource(service.version, view(tx, service, organization.content.name)))
    });
    Ok(answer.await?)
}

/// Says whether a service has room, as of now. Everybody who coordinates care may.
#[utoipa::path(tag = "community_service", operation_id = "community_service_report_capacity", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = CapacityReport, responses((status = 200, body = CommunityServiceView)))]
#[post("/community-services/{id}/capacity")]
pub async fn community_service_report_capacity(
    access: Allowed<cap::CommunityServiceReport>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<CapacityReport>,
) -> Result<Answer<CommunityServiceView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let service = tx.community_service(*id).await?;
        tx.require_version(service.version, version.0)?;
        let organization = organization_of(tx, service.community_organization_id).await?;
        let said_by = body.said_by.filter(|text| !text.trim().is_empty());
        let change = service.report_capacity(body.status.0, said_by, tx.actor().id, tx.now())?;
        let service = tx.apply(change)?;
        Ok(Answer::resource(service.version, view(tx, service, organization.content.name)))
    });
    Ok(answer.await?)
}
