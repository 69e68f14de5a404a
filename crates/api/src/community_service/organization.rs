//! Who offers services in the community: name and how to reach it, and its services.

use actix_web::{get, patch, post, web};
use domain::access::{Capability, cap};
use domain::community_service::alike::alike;
use domain::community_service::{CommunityOrganization, CommunityService, OrganizationContent, ServiceStatus};
use domain::{Change, Rule};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::partner::{AgreementView, PartnerPersonContent, agreement_view};
use super::{CapacityView, capacity_view};
use crate::app::State;
use crate::http::code::ServiceStatusCode;
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Query, Valid};

/// A community organization.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommunityOrganizationView {
    id: Uuid,
    version: i32,
    content: CommunityOrganizationContent,
    /// Whom we call there.
    contact: Option<PartnerPersonContent>,
    /// What was agreed, and how it stands today.
    agreement: Option<AgreementView>,
    /// Whether it is there.
    status: ServiceStatusCode,
    /// Id in the directory it was imported from.
    source: Option<String>,
    /// Operations the reader may do on this organization now.
    can: Vec<&'static str>,
}

/// What is said of a community organization.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommunityOrganizationContent {
    /// Name.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S", example = "Millrace Neighbors")]
    name: String,
    /// What it does.
    #[schema(max_length = 4000)]
    description: Option<String>,
    /// Web address.
    #[schema(max_length = 500, pattern = "^https?://[^\\x00]*$")]
    url: Option<String>,
    /// E-mail.
    #[schema(max_length = 200)]
    email: Option<String>,
    /// Phone.
    #[schema(max_length = 60)]
    phone: Option<String>,
}

/// A new community organization.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommunityOrganizationCreate {
    /// Name.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S", example = "Millrace Neighbors")]
    name: String,
    /// What it does.
    #[schema(max_length = 4000)]
    description: Option<String>,
    /// Web address.
    #[schema(max_length = 500, pattern = "^https?://[^\\x00]*$")]
    url: Option<String>,
    /// E-mail.
    #[schema(max_length = 200)]
    email: Option<String>,
    /// Phone.
    #[schema(max_length = 60)]
    phone: Option<String>,
    /// True when somebody looked at the one of nearly the same name or of the same phone, and this is another one.
    #[serde(default)]
    is_another: bool,
}

/// A community organization with its services.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommunityOrganizationDetail {
    organization: CommunityOrganizationView,
    /// Its services in the order of names, those that are no longer offered too.
    #[schema(max_items = 500)]
    services: Vec<OfferedService>,
}

/// A service of an organization.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferedService {
    id: Uuid,
    name: String,
    status: ServiceStatusCode,
    capacity: CapacityView,
}

/// Which organizations.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct CommunityOrganizationQuery {
    /// Beginnings of words of the name.
    #[param(max_length = 100)]
    text: Option<String>,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

impl From<CommunityOrganizationContent> for OrganizationContent {
    fn from(content: CommunityOrganizationContent) -> Self {
        let CommunityOrganizationContent { name, description, url, email, phone } = content;
        Self { name, description, url, email, phone }
    }
}

pub(super) fn view(tx: &Tx, organization: CommunityOrganization) -> CommunityOrganizationView {
    let OrganizationContent { name, description, url, email, phone } = organization.content;
    let mut can = Vec::new();
    if tx.actor().may(Capability::CommunityServiceWrite) {
        can.extend(["community_organization_update", "community_organization_partner_update"]);
        can.push(match organization.status {
            ServiceStatus::Active => "community_organization_close",
            ServiceStatus::Inactive => "community_organization_reopen",
        });
    }
    CommunityOrganizationView {
        contact: organization.partner.contact.map(Into::into),
        agreement: organization.partner.agreement.map(|agreement| agreement_view(tx, agreement)),
        status: organization.status.into(),
        id: organization.id,
        version: organization.version,
        content: CommunityOrganizationContent { name, description, url, email, phone },
        source: organization.source,
        can,
    }
}

/// Organizations of the directory, in the order in which they were recorded.
#[utoipa::path(tag = "community_service", operation_id = "community_organization_list", params(CommunityOrganizationQuery), responses((status = 200, body = Page<CommunityOrganizationView>)))]
#[get("/community-organizations")]
pub async fn community_organization_list(
    access: Allowed<cap::CommunityServiceRead>,
    state: web::Data<State>,
    query: Query<CommunityOrganizationQuery>,
) -> Result<Answer<Page<CommunityOrganizationView>>, Problem> {
    let after: Option<Uuid> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            let found = tx.community_organization_list(query.text.as_deref(), after, query.limit.probe()).await?;
            Ok(Page::new(found, query.limit, |one| one.id, |one| view(tx, one)))
        })
        .await?;
    Ok(Answer::ok(page))
}

/// An organization of the directory with its services.
#[utoipa::path(tag = "community_service", operation_id = "community_organization_get", params(("id" = Uuid, Path)), responses((status = 200, body = CommunityOrganizationDetail)))]
#[get("/community-organizations/{id}")]
pub async fn community_organization_get(
    access: Allowed<cap::CommunityServiceRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<CommunityOrganizationDetail>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let organization = tx.community_organization(*id).await?;
        let services = tx.community_services_by(organization.id).await?;
        let offered = |service: CommunityService| OfferedService {
            id: service.id,
            capacity: capacity_view(tx, &service.capacity),
            name: service.content.name,
            status: service.status.into(),
        };
        let services = services.into_iter().map(offered).collect();
        let version = organization.version;
        Ok(Answer::resource(version, CommunityOrganizationDetail { organization: view(tx, organization), services }))
    });
    Ok(answer.await?)
}

/// Warns when the directory has such an organization already.
async fn require_new(tx: &mut Tx, content: &OrganizationContent) -> persistence::Result<()> {
    if let Some(found) = tx.community_organizations_there().await?.iter().find(|one| alike(&one.content, content)) {
        let name = &found.content.name;
        let detail = format!(
            "The directory has an organization of nearly this name, or of this phone: “{name}”. Look at it first, or say that this is another one."
        );
        return Err(Rule::at("community_organization_alike", "/is_another", detail).into());
    }
    Ok(())
}

/// Adds an organization to the directory.
#[utoipa::path(tag = "community_service", operation_id = "community_organization_create", request_body = CommunityOrganizationCreate, responses((status = 201, body = CommunityOrganizationView)))]
#[post("/community-organizations")]
pub async fn community_organization_create(
    access: Allowed<cap::CommunityServiceWrite>,
    state: web::Data<State>,
    body: Valid<CommunityOrganizationCreate>,
) -> Result<Answer<CommunityOrganizationView>, Problem> {
    let CommunityOrganizationCreate { name, description, url, email, phone, is_another } = body.0;
    let content = OrganizationContent { name, description, url, email, phone };
    let answer = state.store.write(&access, async |tx| {
        if !is_another {
            require_new(tx, &content).await?;
        }
        let organization = CommunityOrganization {
            id: Uuid::now_v7(),
            version: 1,
            content,
            partner: domain::community_service::partner::Partner::default(),
            status: ServiceStatus::Active,
            source: None,
            created_at: tx.now(),
            changed_by: Some(tx.actor().id),
        };
        let organization = tx.apply(Change::created(organization))?;
        Ok(Answer::created(organization.version, view(tx, organization)))
    });
    Ok(answer.await?)
}

/// Changes what the directory says of an organization.
#[utoipa::path(tag = "community_service", operation_id = "community_organization_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = CommunityOrganizationContent, responses((status = 200, body = CommunityOrganizationView)))]
#[patch("/community-organizations/{id}")]
pub async fn community_organization_update(
    access: Allowed<cap::CommunityServiceWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<CommunityOrganizationContent>,
) -> Result<Answer<CommunityOrganizationView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let organization = tx.community_organization(*id).await?;
        tx.require_version(organization.version, version.0)?;
        let change = organization.rewrite(body.into(), tx.actor().id);
        let organization = tx.apply(change)?;
        Ok(Answer::resource(organization.version, view(tx, organization)))
    });
    Ok(answer.await?)
}
