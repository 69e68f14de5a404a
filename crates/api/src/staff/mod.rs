//! Staff and credentials.

pub mod credential;

use actix_web::{get, patch, post, web};
use domain::access::cap;
use domain::program::require_zone;
use domain::staff::{Credential, Profile, Staff, ladder_band, minimum_years};
use domain::{Change, Rule};
use persistence::Tx;
use persistence::directory::Directory;
use persistence::staff::FirstPassword;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::{Array, ArrayBuilder, ObjectBuilder, Type};
use uuid::Uuid;

use self::credential::CredentialView;
use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{FluencyCode, LadderBandCode, ReportingLineCode, RoleCode, SpecialisationCode, TrackCode};
use crate::http::page::ListQuery;
use crate::http::{Allowed, Answer, Cursor, IfMatch, Page, Problem, Query, Valid, given};
use crate::program::Ref;
use crate::session::internal;

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
    profile: ProfileContent,
    /// The rung of the ladder of three on which the role stands with these years; null for roles beside the ladder.
    ladder_band: Option<LadderBandCode>,
    /// Years of experience that the role asks for at least; null where it asks for none.
    minimum_years: Option<i32>,
    /// True where fewer years are on record than that.
    below_minimum: bool,
    teams: Vec<Ref>,
    credentials: Vec<CredentialView>,
    active: bool,
    /// Operations the reader may do on this worker now.
    can: Vec<&'static str>,
}

/// What matters about a worker when work is given to them.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileContent {
    /// Years of experience in the work.
    #[schema(minimum = 0, maximum = 70)]
    years_experience: Option<i32>,
    /// How well each language is spoken, where that is known.
    #[schema(max_items = 20)]
    #[serde(default)]
    fluency: Vec<FluencyContent>,
    /// Populations they know well.
    #[schema(max_items = 10)]
    #[serde(default)]
    specialisations: Vec<SpecialisationCode>,
    /// States, two letters, from which they may work remotely.
    #[schema(schema_with = states_schema)]
    #[serde(default)]
    remote_states: Vec<String>,
    /// The way they grow in; null when it was not agreed.
    track: Option<TrackCode>,
    /// To whose office their line of reporting leads; null when that is not on record.
    reports_to: Option<ReportingLineCode>,
}

/// How well a language is spoken.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FluencyContent {
    /// Language (BCP 47).
    #[schema(max_length = 35, pattern = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
    language: String,
    /// How well.
    level: FluencyCode,
}

impl From<Profile> for ProfileContent {
    fn from(profile: Profile) -> Self {
        let fluency = profile.fluency.into_iter();
        Self {
            years_experience: profile.years_experience,
            fluency: fluency.map(|(language, level)| FluencyContent { language, level: level.into() }).collect(),
            specialisations: profile.specialisations.into_iter().map(Into::into).collect(),
            remote_states: profile.remote_states,
            track: profile.track.map(Into::into),
            reports_to: profile.reports_to.map(Into::into),
        }
    }
}

impl From<ProfileContent> for Profile {
    fn from(content: ProfileContent) -> Self {
        Self {
            years_experience: content.years_experience,
            fluency: content.fluency.into_iter().map(|own| (own.language, own.level.0)).collect(),
            specialisations: content.specialisations.into_iter().map(|code| code.0).collect(),
            remote_states: content.remote_states,
            track: content.track.map(|code| code.0),
            reports_to: content.reports_to.map(|code| code.0),
        }
    }
}

/// States by their postal codes.
fn states_schema() -> Array {
    let state = ObjectBuilder::new().schema_type(Type::String).max_length(Some(2)).pattern(Some("^[A-Z]{2}$"));
    ArrayBuilder::new()
        .items(state)
        .max_items(Some(60))
        .description(Some("States, two letters, from which they may work remotely."))
        .build()
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
    /// What matters when work is given to them.
    #[serde(default)]
    profile: ProfileContent,
    /// First password: 15 characters or more. Without one the account can't sign in yet.
    #[schema(min_length = 15, max_length = 128)]
    password: Option<String>,
}

/// A password that was made for a worker.
#[derive(Debug, Serialize, ToSchema)]
pub struct StaffPasswordView {
    /// Whose it is.
    staff: Ref,
    /// The password, shown once and not to a repeated request: give it over in person. Its owner changes it once signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<String>,
}

/// Changes of a worker; absent members stay as they are, null clears the supervisor.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffUpdate {
    /// Full name.
    #[schema(min_length = 1, max_length = 200)]
    name: Option<String>,
    /// E-mail, also the sign-in name.
    #[schema(min_length = 3, max_length = 200, pattern = "^[^@\\s\\x00]+@[^@\\s\\x00]+$")]
    email: Option<String>,
    /// Role.
    role: Option<RoleCode>,
    /// Title.
    #[schema(max_length = 200)]
    title: Option<String>,
    /// Licensed supervisor; required for assistants and coordinators.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default, deserialize_with = "given")]
    supervisor_id: Option<Option<Uuid>>,
    /// IANA time zone.
    #[schema(max_length = 60)]
    time_zone: Option<String>,
    /// Languages spoken (BCP 47), all of them.
    #[schema(schema_with = languages_schema)]
    #[serde(default)]
    languages: Option<Vec<String>>,
    /// What matters when work is given to them, whole.
    profile: Option<ProfileContent>,
    /// False ends every session of the worker.
    active: Option<bool>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(staff_list)
        .service(staff_get)
        .service(staff_create)
        .service(staff_update)
        .service(staff_password_reset)
        .service(credential::credential_create)
        .service(credential::credential_update)
        .service(credential::credential_end)
        .service(credential::credential_expiring);
}

fn view(tx: &Tx, staff: Staff, credentials: Vec<Credential>) -> StaffView {
    let directory: &Directory = tx.directory();
    let today = credential::today_of(tx, staff.id);
    let mut can = if tx.actor().may(domain::access::Capability::StaffWrite) {
        vec!["staff_update", "credential_create", "credential_update", "credential_end"]
    } else {
        Vec::new()
    };
    if require_resettable(tx, &staff).is_ok() && tx.actor().may(domain::access::Capability::StaffWrite) {
        can.push("staff_password_reset");
    }
    if staff.active && crate::absence::may_plan_for(tx, staff.id) {
        can.push("absence_create");
    }
    let teams = directory
        .members
        .iter()
        .filter(|member| member.staff_id == staff.id)
        .filter_map(|member| directory.teams.get(&member.team_id));
    StaffView {
        teams: teams.map(|team| Ref { id: team.id, name: team.name.clone() }).collect(),
        ladder_band: ladder_band(staff.role, staff.profile.years_experience).map(Into::into),
        minimum_years: minimum_years(staff.role),
        below_minimum: staff.is_below_minimum(),
        supervisor: staff.supervisor_id.map(|id| Ref { id, name: directory.name(id).to_owned() }),
        id: staff.id,
        version: staff.version,
        name: staff.name,
        email: staff.email,
        role: staff.role.into(),
        title: staff.title,
        time_zone: staff.time_zone,
        languages: staff.languages,
        profile: staff.profile.into(),
        active: staff.active,
        credentials: credentials.into_iter().map(|own| credential::view(own, today)).collect(),
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

/// Creates a worker, with the onboarding checks still open. Assistants and coordinators need a supervisor.
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
            Some(state.passwords.hash(password).await.map_err(internal)?)
        }
        None => None,
    };
    let time_zone = body.time_zone.unwrap_or_else(|| "UTC".into());
    require_zone(&time_zone)?;
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
        profile: body.profile.into(),
    };
    let answer = state.store.write(&access, async |tx| {
        let made_by = Some(tx.actor().id);
        let first = hash.map(|hash| FirstPassword { hash, made_by });
        let staff = tx.staff_add(Change::created(staff), first)?;
        let mut checks = Vec::new();
        for check in credential::onboarding(staff.id) {
            checks.push(tx.apply(Credential::record(check)?)?);
        }
        Ok(Answer::created(staff.version, view(tx, staff, checks)))
    });
    Ok(answer.await?)
}

/// Changes a worker. A new role or `active: false` ends every session of theirs; who leaves has no mentorship any more.
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
            after.email = body.email.map_or(after.email, |email| email.trim().to_lowercase());
            after.role = body.role.map_or(after.role, |role| role.0);
            after.title = body.title.unwrap_or(after.title);
            after.supervisor_id = body.supervisor_id.unwrap_or(after.supervisor_id);
            if let Some(zone) = body.time_zone {
                require_zone(&zone)?;
                after.time_zone = zone;
            }
            after.languages = body.languages.unwrap_or(after.languages);
            after.profile = body.profile.map_or(after.profile, Into::into);
            after.active = body.active.unwrap_or(after.active);
            if after.role != before.role || !after.active {
                tx.sessions_end(after.id, "staff_changed").await?;
            }
            if before.active && !after.active {
                tx.mentorships_leave(after.id).await?;
            }
            let after = tx.staff_change(&before, Change::updated(after))?;
            Ok(Answer::resource(after.version, view(tx, after, credentials)))
        })
        .await?;
    state.gate.forget();
    Ok(answer)
}

/// Makes a new password for a worker who lost theirs or never had one, and ends every session of theirs.
#[utoipa::path(tag = "staff", operation_id = "staff_password_reset", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = StaffPasswordView)))]
#[post("/staff/{id}/password/reset")]
pub async fn staff_password_reset(
    access: Allowed<cap::StaffWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<StaffPasswordView>, Problem> {
    let password = crate::password::generated().map_err(internal)?;
    let hash = state.passwords.hash(&password).await.map_err(internal)?;
    let answer = state
        .store
        .write(&access, async |tx| {
            let (staff, _) = tx.staff(*id).await?;
            tx.require_version(staff.version, version.0)?;
            require_resettable(tx, &staff)?;
            tx.password_reset(staff.id, &hash).await?;
            let staff = Ref { id: staff.id, name: staff.name };
            let repeated = StaffPasswordView { staff: staff.clone(), password: None };
            Ok(Answer::ok(StaffPasswordView { staff, password: Some(password) }).without_secret(repeated))
        })
        .await?;
    state.gate.forget();
    Ok(answer)
}

/// Refuses a password for oneself, because whoever finds an open session must not take over the account, and for who may not sign in.
fn require_resettable(tx: &Tx, staff: &Staff) -> Result<(), Rule> {
    if staff.id == tx.actor().id {
        return Err(Rule::new("password_reset_own", "Change your own password with the one you have."));
    }
    if !staff.active {
        return Err(Rule::new("staff_inactive", "This colleague may not sign in. Allow it first."));
    }
    Ok(())
}
