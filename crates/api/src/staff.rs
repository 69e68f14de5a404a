//! Staff and credentials.

use actix_web::{get, patch, post, web};
use chrono::NaiveDate;
use domain::Change;
use domain::access::cap;
use domain::staff::{Credential, Staff};
use persistence::Tx;
use persistence::directory::Directory;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::{Array, ArrayBuilder, ObjectBuilder, Type};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::State;
use crate::http::code::{CredentialKindCode, CredentialStatusCode, RoleCode};
use crate::http::page::ListQuery;
use crate::http::{Allowed, Answer, Cursor, IfMatch, Page, Problem, Query, Valid};
use crate::program::Ref;

/// A worker.
#[derive(Debug, Serialize, ToSchema)]
pub struct StaffView {
    id: Uuid,
    version: i32,
    name: String,
    email: String,
    role: RoleCode,
    title: String,
    supervisor: Option<Ref>,
    time_zone: String,
    languages: Vec<String>,
    teams: Vec<Ref>,
    credentials: Vec<CredentialView>,
    active: bool,
    /// Operations the reader may do on this worker now.
    can: Vec<&'static str>,
}

/// A credential.
#[derive(Debug, Serialize, ToSchema)]
pub struct CredentialView {
    id: Uuid,
    kind: CredentialKindCode,
    state: Option<String>,
    number: String,
    status: CredentialStatusCode,
    expires_on: NaiveDate,
    /// True when it counts today.
    valid: bool,
}

/// Language tags (BCP 47).
fn languages_schema() -> Array {
    let tag = ObjectBuilder::new()
        .schema_type(Type::String)
        .max_length(Some(35))
        .pattern(Some("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"));
    ArrayBuilder::new().items(tag).max_items(Some(20)).description(Some("Languages spoken (BCP 47).")).build()
}

/// A new worker.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffCreate {
    /// Full name.
    #[schema(min_length = 1, max_length = 200, example = "Noor Haddad")]
    name: String,
    /// E-mail, also the sign-in name.
    #[schema(
        min_length = 3,
        max_length = 200,
        pattern = "^[^@\\s\\x00]+@[^@\\s\\x00]+$",
        example = "noor.haddad@example.org"
    )]
    email: String,
    /// Role.
    role: RoleCode,
    /// Title.
    #[schema(max_length = 200)]
    #[serde(default)]
    title: String,
    /// Licensed supervisor; required for assistants and coordinators.
    supervisor_id: Option<Uuid>,
    /// IANA time zone.
    #[schema(max_length = 60, example = "America/New_York")]
    time_zone: Option<String>,
    /// Languages spoken (BCP 47).
    #[schema(schema_with = languages_schema)]
    #[serde(default)]
    languages: Vec<String>,
    /// First password: 15 characters or more. Without one the account can't sign in yet.
    #[schema(min_length = 15, max_length = 128)]
    password: Option<String>,
}

/// Changes of a worker; absent members stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffUpdate {
    /// Full name.
    #[schema(min_length = 1, max_length = 200)]
    name: Option<String>,
    /// Role.
    role: Option<RoleCode>,
    /// Title.
    #[schema(max_length = 200)]
    title: Option<String>,
    /// Supervisor.
    supervisor_id: Option<Uuid>,
    /// False ends every session of the worker.
    active: Option<bool>,
}

/// A new credential.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CredentialCreate {
    /// Kind.
    kind: CredentialKindCode,
    /// Issuing state, two letters.
    #[schema(pattern = "^[A-Z]{2}$", max_length = 2)]
    state: Option<String>,
    /// Number.
    #[schema(min_length = 1, max_length = 60)]
    number: String,
    /// State of the credential.
    status: CredentialStatusCode,
    /// Last valid day.
    expires_on: NaiveDate,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(staff_list)
        .service(staff_get)
        .service(staff_create)
        .service(staff_update)
        .service(credential_create);
}

/// The view of a credential as of `today`.
pub fn credential_view(credential: Credential, today: NaiveDate) -> CredentialView {
    CredentialView {
        valid: credential.valid_on(today),
        id: credential.id,
        kind: credential.kind.into(),
        state: credential.state,
        number: credential.number,
        status: credential.status.into(),
        expires_on: credential.expires_on,
    }
}

fn view(tx: &Tx, staff: Staff, credentials: Vec<Credential>) -> StaffView {
    let directory: &Directory = tx.directory();
    let today = tx.now().date_naive();
    let can = if tx.actor().may(domain::access::Capability::StaffWrite) {
        vec!["staff_update", "credential_create"]
    } else {
        Vec::new()
    };
    let teams = directory
        .members
        .iter()
        .filter(|member| member.staff_id == staff.id)
        .filter_map(|member| directory.teams.get(&member.team_id));
    StaffView {
        teams: teams.map(|team| Ref { id: team.id, name: team.name.clone() }).collect(),
        supervisor: staff.supervisor_id.map(|id| Ref { id, name: directory.name(id).to_owned() }),
        id: staff.id,
        version: staff.version,
        name: staff.name,
        email: staff.email,
        role: staff.role.into(),
        title: staff.title,
        time_zone: staff.time_zone,
        languages: staff.languages,
        active: staff.active,
        credentials: credentials.into_iter().map(|credential| credential_view(credential, today)).collect(),
        can,
    }
}

/// Everybody who works here, by name.
#[utoipa::path(tag = "staff", operation_id = "staff_list", params(ListQuery), responses((status = 200, body = Page<StaffView>)))]
#[get("/staff")]
pub async fn staff_list(
    access: Allowed<cap::DirectoryRead>,
    state: web::Data<State>,
    query: Query<ListQuery>,
) -> Result<Answer<Page<StaffView>>, Problem> {
    let after: Option<(String, Uuid)> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            let rows = tx.staff_list(after, query.limit.probe()).await?;
            Ok(Page::new(
                rows,
                query.limit,
                |(staff, _)| (staff.name.clone(), staff.id),
                |(staff, credentials)| view(tx, staff, credentials),
            ))
        })
        .await?;
    Ok(Answer::ok(page))
}

/// One worker.
#[utoipa::path(tag = "staff", operation_id = "staff_get", params(("id" = Uuid, Path)), responses((status = 200, body = StaffView)))]
#[get("/staff/{id}")]
pub async fn staff_get(
    access: Allowed<cap::DirectoryRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<StaffView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (staff, credentials) = tx.staff(*id).await?;
        Ok(Answer::resource(staff.version, view(tx, staff, credentials)))
    });
    Ok(answer.await?)
}

/// Creates a worker. Assistants and coordinators need a supervisor.
#[utoipa::path(tag = "staff", operation_id = "staff_create", request_body = StaffCreate, responses((status = 201, body = StaffView)))]
#[post("/staff")]
pub async fn staff_create(
    access: Allowed<cap::StaffWrite>,
    state: web::Data<State>,
    body: Valid<StaffCreate>,
) -> Result<Answer<StaffView>, Problem> {
    let body = body.0;
    let hash = match &body.password {
        Some(password) => {
            if let Some(detail) = crate::password::weakness(password, &[&body.name, &body.email]) {
                return Err(domain::Rule::at("password_weak", "/password", detail).into());
            }
            Some(state.passwords.hash(password).await.map_err(persistence::Error::Internal)?)
        }
        None => None,
    };
    let time_zone = body.time_zone.unwrap_or_else(|| "UTC".into());
    if time_zone.parse::<chrono_tz::Tz>().is_err() {
        return Err(domain::Rule::at(
            "unknown_time_zone",
            "/time_zone",
            "Use an IANA time zone, for example America/New_York.",
        )
        .into());
    }
    let staff = Staff {
        id: Uuid::now_v7(),
        version: 1,
        name: body.name,
        email: body.email.trim().to_lowercase(),
        role: body.role.0,
        title: body.title,
        supervisor_id: body.supervisor_id,
        time_zone,
        languages: body.languages,
        active: true,
    };
    let answer = state.store.write(&access, async |tx| {
        let staff = tx.staff_add(Change::created(staff), hash)?;
        Ok(Answer::created(staff.version, view(tx, staff, Vec::new())))
    });
    Ok(answer.await?)
}

/// Changes a worker. A new role or `active: false` ends every session of theirs.
#[utoipa::path(tag = "staff", operation_id = "staff_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = StaffUpdate, responses((status = 200, body = StaffView)))]
#[patch("/staff/{id}")]
pub async fn staff_update(
    access: Allowed<cap::StaffWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<StaffUpdate>,
) -> Result<Answer<StaffView>, Problem> {
    let body = body.0;
    let answer = state
        .store
        .write(&access, async |tx| {
            let (before, credentials) = tx.staff(*id).await?;
            tx.require_version(before.version, version.0)?;
            let mut after = before.clone();
            after.version += 1;
            after.name = body.name.unwrap_or(after.name);
            after.role = body.role.map_or(after.role, |role| role.0);
            after.title = body.title.unwrap_or(after.title);
            after.supervisor_id = body.supervisor_id.or(after.supervisor_id);
            after.active = body.active.unwrap_or(after.active);
            if after.role != before.role || !after.active {
                tx.sessions_end(after.id, "staff_changed").await?;
            }
            let after = tx.apply(Change::updated(after))?;
            Ok(Answer::resource(after.version, view(tx, after, credentials)))
        })
        .await?;
    state.gate.forget();
    Ok(answer)
}

/// Records a credential of a worker.
#[utoipa::path(tag = "staff", operation_id = "credential_create", params(("id" = Uuid, Path)), request_body = CredentialCreate, responses((status = 201, body = CredentialView)))]
#[post("/staff/{id}/credentials")]
pub async fn credential_create(
    access: Allowed<cap::StaffWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<CredentialCreate>,
) -> Result<Answer<CredentialView>, Problem> {
    let body = body.0;
    let answer = state
        .store
        .write(&access, async |tx| {
            tx.staff(*id).await?;
            let credential = Credential {
                id: Uuid::now_v7(),
                version: 1,
                staff_id: *id,
                kind: body.kind.0,
                state: body.state,
                number: body.number,
                status: body.status.0,
                expires_on: body.expires_on,
            };
            let credential = tx.apply(Change::created(credential))?;
            Ok(Answer::created(1, credential_view(credential, tx.now().date_naive())))
        })
        .await?;
    state.gate.forget();
    Ok(answer)
}
