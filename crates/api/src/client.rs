//! API clients: made, given another secret, revoked.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::access::{ApiClient, cap};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::CapabilityCode;
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};
use crate::secrets::random_token;
use crate::session::{hash, internal};

/// A new API client.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientCreate {
    /// Name, unique in the organization.
    #[schema(min_length = 1, max_length = 100, example = "Nightly export")]
    name: String,
    /// What it may do.
    #[schema(min_items = 1, max_items = 60)]
    scopes: Vec<CapabilityCode>,
}

/// An API client.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClientView {
    /// Id, used as `client_id`.
    id: Uuid,
    /// Version.
    version: i32,
    /// Name.
    name: String,
    /// Scopes.
    scopes: Vec<CapabilityCode>,
    /// Until when the secret is good.
    expires_at: DateTime<Utc>,
    /// When it was revoked.
    revoked_at: Option<DateTime<Utc>>,
    /// The secret, shown once when the client is created or gets another one, and not to a repeated request.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
    /// Operations the reader may do on this client now.
    can: Vec<&'static str>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(client_create).service(client_list).service(client_rotate).service(client_revoke);
}

/// The view of a client. Who may see it may change it.
fn view(client: ApiClient, client_secret: Option<String>) -> ClientView {
    ClientView {
        can: if client.revoked_at.is_none() { vec!["client_rotate", "client_revoke"] } else { Vec::new() },
        id: client.id,
        version: client.version,
        name: client.name,
        scopes: client.scopes.into_iter().map(Into::into).collect(),
        expires_at: client.expires_at,
        revoked_at: client.revoked_at,
        client_secret,
    }
}

/// Creates an API client. The secret is shown once and is good for 90 days.
#[utoipa::path(tag = "session", operation_id = "client_create", request_body = ClientCreate, responses((status = 201, body = ClientView)))]
#[post("/clients")]
pub async fn client_create(
    access: Allowed<cap::ClientWrite>,
    state: web::Data<State>,
    body: Valid<ClientCreate>,
) -> Result<Answer<ClientView>, Problem> {
    let secret = random_token().map_err(internal)?;
    let scopes = body.0.scopes.into_iter().map(|scope| scope.0).collect();
    let client = ApiClient::create(Uuid::now_v7(), body.0.name, scopes, access.now());
    let answer = state
        .store
        .write(&access, async |tx| {
            tx.client_add(&client, hash(&secret));
            let repeated = view(client.clone(), None);
            Ok(Answer::created(client.version, view(client, Some(secret))).without_secret(repeated))
        })
        .await?;
    state.store.directory_changed(access.actor().org_id);
    Ok(answer)
}

/// All API clients, by name, those that were revoked too.
#[utoipa::path(tag = "session", operation_id = "client_list", responses((status = 200, body = Page<ClientView>)))]
#[get("/clients")]
pub async fn client_list(
    access: Allowed<cap::ClientWrite>,
    state: web::Data<State>,
) -> Result<Answer<Page<ClientView>>, Problem> {
    let clients = state.store.read(&access, async |tx| tx.client_list().await).await?;
    Ok(Answer::ok(Page::whole(clients.into_iter().map(|client| view(client, None)).collect())))
}

/// Gives a client another secret, shown once and good for 90 days. The one so far gives no token any more.
#[utoipa::path(tag = "session", operation_id = "client_rotate", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = ClientView)))]
#[post("/clients/{id}/rotate")]
pub async fn client_rotate(
    access: Allowed<cap::ClientWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<ClientView>, Problem> {
    let secret = random_token().map_err(internal)?;
    let answer = state.store.write(&access, async |tx| {
        let client = tx.client(*id).await?;
        tx.require_version(client.version, version.0)?;
        let client = client.rotate(tx.now())?;
        tx.client_change(&client, Some(hash(&secret)));
        let repeated = view(client.clone(), None);
        Ok(Answer::resource(client.version, view(client, Some(secret))).without_secret(repeated))
    });
    Ok(answer.await?)
}

/// Revokes a client for good: it gets no token any more, and those that it has are dead.
#[utoipa::path(tag = "session", operation_id = "client_revoke", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = ClientView)))]
#[post("/clients/{id}/revoke")]
pub async fn client_revoke(
    access: Allowed<cap::ClientWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<ClientView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let client = tx.client(*id).await?;
        tx.require_version(client.version, version.0)?;
        let client = client.revoke(tx.now())?;
        tx.client_change(&client, None);
        Ok(Answer::resource(client.version, view(client, None)))
    });
    let answer = answer.await?;
    state.gate.forget();
    Ok(answer)
}
