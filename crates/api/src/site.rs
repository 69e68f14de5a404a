//! Sites: the places of an organization.

use actix_web::{get, patch, post, web};
use domain::Change;
use domain::access::cap;
use domain::program::Site;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};

/// A site.
#[derive(Debug, Serialize, ToSchema)]
pub struct SiteView {
    id: Uuid,
    version: i32,
    name: String,
    city: String,
    /// State, two letters: its rules and licences hold here.
    state: String,
}

/// What a site is called and where it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteContent {
    /// Name.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S", example = "Riverside")]
    name: String,
    /// City.
    #[schema(min_length = 1, max_length = 100, pattern = "\\S", example = "Albany")]
    city: String,
    /// State, two letters.
    #[schema(max_length = 2, pattern = "^[A-Z]{2}$", example = "NY")]
    state: String,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(site_list).service(site_create).service(site_update);
}

fn view(site: Site) -> SiteView {
    SiteView { id: site.id, version: site.version, name: site.name, city: site.city, state: site.state }
}

/// The site that `content` says.
fn site(id: Uuid, version: i32, content: SiteContent) -> Site {
    let SiteContent { name, city, state } = content;
    Site { id, version, name: name.trim().to_owned(), city: city.trim().to_owned(), state }
}

/// Every site, by name.
#[utoipa::path(tag = "program", operation_id = "site_list", responses((status = 200, body = Page<SiteView>)))]
#[get("/sites")]
pub async fn site_list(
    access: Allowed<cap::DirectoryRead>,
    state: web::Data<State>,
) -> Result<Answer<Page<SiteView>>, Problem> {
    let sites = state.store.read(&access, async |tx| tx.sites().await).await?;
    Ok(Answer::ok(Page::whole(sites.into_iter().map(view).collect())))
}

/// Adds a site.
#[utoipa::path(tag = "program", operation_id = "site_create", request_body = SiteContent, responses((status = 201, body = SiteView)))]
#[post("/sites")]
pub async fn site_create(
    access: Allowed<cap::StaffWrite>,
    state: web::Data<State>,
    body: Valid<SiteContent>,
) -> Result<Answer<SiteView>, Problem> {
    let made = site(Uuid::now_v7(), 1, body.0);
    let answer = state.store.write(&access, async |tx| {
        let made = tx.apply(Change::created(made))?;
        Ok(Answer::created(made.version, view(made)))
    });
    Ok(answer.await?)
}

/// Says anew what a site is called and where it is. In another state other rules and licences hold from now on.
#[utoipa::path(tag = "program", operation_id = "site_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = SiteContent, responses((status = 200, body = SiteView)))]
#[patch("/sites/{id}")]
pub async fn site_update(
    access: Allowed<cap::StaffWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<SiteContent>,
) -> Result<Answer<SiteView>, Problem> {
    let content = body.0;
    let answer = state.store.write(&access, async |tx| {
        let before = tx.site(*id).await?;
        tx.require_version(before.version, version.0)?;
        let after = tx.apply(Change::updated(site(before.id, before.version + 1, content)))?;
        Ok(Answer::resource(after.version, view(after)))
    });
    Ok(answer.await?)
}
