//! Who offers services in the community.

use actix_web::{get, patch, post, web};
use domain::Change;
use domain::access::{Capability, cap};
use domain::community_service::{CommunityOrganization, OrganizationContent};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Query, Valid};

/// A community organization.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommunityOrganizationView {
    id: Uuid,
    version: i32,
    content: CommunityOrganizationContent,
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
    #[schema(max_length = 500, pattern = "^https?://")]
    url: Option<String>,
    /// E-mail.
    #[schema(max_length = 200)]
    email: Option<String>,
    /// Phone.
    #[schema(max_length = 60)]
    phone: Option<String>,
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

fn view(tx: &Tx, organization: CommunityOrganization) -> CommunityOrganizationView {
    let OrganizationContent { name, description, url, email, phone } = organization.content;
    let may = tx.actor().may(Capability::CommunityServiceWrite);
    CommunityOrganizationView {
        id: organization.id,
        version: organization.version,
        content: CommunityOrganizationContent { name, description, url, email, phone },
        source: organization.source,
        can: if may { vec!["community_organization_update"] } else { Vec::new() },
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

/// Adds an organization to the directory.
#[utoipa::path(tag = "community_service", operation_id = "community_organization_create", request_body = CommunityOrganizationContent, responses((status = 201, body = CommunityOrganizationView)))]
#[post("/community-organizations")]
pub async fn community_organization_create(
    access: Allowed<cap::CommunityServiceWrite>,
    state: web::Data<State>,
    body: Valid<CommunityOrganizationContent>,
) -> Result<Answer<CommunityOrganizationView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let organization = CommunityOrganization {
            id: Uuid::now_v7(),
            version: 1,
            content: body.into(),
            source: None,
            created_at: tx.now(),
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
        let organization = tx.apply(organization.rewrite(body.into()))?;
        Ok(Answer::resource(organization.version, view(tx, organization)))
    });
    Ok(answer.await?)
}
