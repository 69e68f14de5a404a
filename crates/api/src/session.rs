//! Sign-in, refresh, lock, sign-out; who am I.

use actix_web::cookie::{Cookie, SameSite, time::Duration as CookieDuration};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, TimeDelta, Utc};
use domain::access::{Actor, Principal, Request, cap};
use persistence::session::{Candidate, Refreshed};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{CapabilityCode, RoleCode};
use crate::http::envelope::Envelope;
use crate::http::extract::bearer;
use crate::http::{Allowed, Answer, Problem, Valid};
use crate::password;
use crate::program::{ProgramView, Ref, program_view};
use crate::scope::{ScopeStanding, standings};
use crate::secrets::random_token;
use crate::staff::credential::{self, CredentialView};

const COOKIE: &str = "__Host-tend-refresh";

/// Credentials of a staff member.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "email": "maria.okafor@harborvalley.example", "password": "harbor lights on a quiet evening"
}))]
pub struct SessionCreate {
    /// E-mail.
    #[schema(min_length = 3, max_length = 200, example = "maria.okafor@harborvalley.example")]
    email: String,
    /// Password.
    #[schema(min_length = 1, max_length = 256)]
    password: String,
}

/// The password again, to unlock the screen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "password": "harbor lights on a quiet evening" }))]
pub struct SessionUnlock {
    /// Password.
    #[schema(min_length = 1, max_length = 256)]
    password: String,
}

/// A new password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordUpdate {
    /// The password so far.
    #[schema(min_length = 1, max_length = 256)]
    current: String,
    /// The new one: 15 to 128 characters, hard to guess.
    #[schema(min_length = 15, max_length = 128)]
    password: String,
}

/// A session: a short access token; the refresh token travels in a cookie that scripts can't read.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    /// Bearer token.
    access_token: String,
    /// Seconds until it expires.
    expires_in: i64,
    /// Who signed in.
    staff: Me,
}

/// The signed-in principal.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// Id.
    id: Uuid,
    /// Name.
    name: String,
    /// E-mail; empty for clients.
    email: String,
    /// Role.
    role: RoleCode,
    /// Title.
    title: String,
    /// Organization.
    organization: Ref,
    /// Own time zone.
    time_zone: String,
    /// What the role includes.
    capabilities: Vec<CapabilityCode>,
    /// False for a role that sees numbers only: they are told in steps, of whole months, as they are now.
    sees_people: bool,
    /// Teams.
    teams: Vec<Ref>,
    /// Every program of the organization.
    programs: Vec<ProgramView>,
    /// Supervisor.
    supervisor: Option<Ref>,
    /// Minutes until an idle screen locks.
    idle_minutes: i64,
    /// Licences, certifications, degrees, checks.
    credentials: Vec<CredentialView>,
    /// Where one stands to every activity of the scope of practice.
    scope: Vec<ScopeStanding>,
    /// The password that somebody else made for them, until they choose their own.
    password_made: Option<PasswordMade>,
}

/// A password that its owner did not choose: somebody else knew it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PasswordMade {
    /// Who made it.
    by: Ref,
    /// When.
    at: DateTime<Utc>,
}

/// Client credentials (RFC 6749, section 4.4).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "grant_type": "client_credentials", "client_id": "0198d3a1-0000-7000-8000-000000000001", "client_secret": "the secret that was shown once"
}))]
pub struct TokenCreate {
    /// `client_credentials`.
    #[schema(pattern = "^client_credentials$", max_length = 40)]
    grant_type: String,
    /// Client id.
    client_id: Uuid,
    /// Client secret.
    #[schema(min_length = 1, max_length = 200)]
    client_secret: String,
}

/// An access token of a client.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenView {
    access_token: String,
    token_type: &'static str,
    expires_in: i64,
    scope: String,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(session_create)
        .service(session_refresh)
        .service(session_unlock)
        .service(session_lock)
        .service(session_sign_out)
        .service(token_create)
        .service(me_get)
        .service(password_update);
}

fn request_of(envelope: &Envelope) -> Request {
    Request { id: envelope.id, operation: envelope.operation.id, now: envelope.now, record_id: None, idempotency: None }
}

/// What is stored of a secret.
pub(crate) fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// The answer when the system has no randomness or a key is broken.
pub(crate) fn internal(cause: String) -> Problem {
    persistence::Error::Internal(cause).into()
}

/// The lane of all browsers in which the owner of an account never signed in.
const STRANGERS: &str = "strangers";

fn cookie(org_id: Uuid, token: &str, lifetime: TimeDelta) -> Cookie<'static> {
    Cookie::build(COOKIE, format!("{org_id}.{token}"))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Strict)
        .max_age(CookieDuration::seconds(lifetime.num_seconds()))
        .finish()
}

fn wrong_sign_in() -> Problem {
    Problem::unauthorized("sign_in_failed", "This e-mail and password do not go together.")
}

/// Slows down who guesses: the delay grows with the failures of an account in a lane; the longest counts.
async fn require_patience(state: &State, account: &str, lanes: &[String], now: DateTime<Utc>) -> Result<(), Problem> {
    let failures = state.store.sign_in_failures(account, lanes).await?;
    let waits = failures.into_iter().map(|(lane, failures)| {
        let slows = if lane == STRANGERS { password::STRANGERS } else { password::ONE_LANE };
        password::wait(failures, slows, now)
    });
    let wait = waits.max().unwrap_or_else(TimeDelta::zero);
    if wait == TimeDelta::zero() {
        return Ok(());
    }
    let seconds = u64::try_from(wait.num_seconds() + 1).unwrap_or(1);
    Err(Problem::retry(
        StatusCode::TOO_MANY_REQUESTS,
        "sign_in_throttled",
        "Too many attempts. Wait a moment; your account is not locked.",
        seconds,
    ))
}

/// Signs a staff member in.
#[utoipa::path(tag = "session", operation_id = "session_create", request_body = SessionCreate, responses((status = 201, body = SessionView)))]
#[post("/sessions")]
pub async fn session_create(
    http: HttpRequest,
    state: web::Data<State>,
    body: Valid<SessionCreate>,
) -> Result<HttpResponse, Problem> {
    let request = request_of(&Envelope::of(&http)?);
    let email = body.email.trim().to_lowercase();
    // A browser in which the owner signed in before has a lane of its own; strangers share one besides that of their network.
    let lanes = match state.devices.lane(&http, &email, request.now) {
        Some(known) => vec![known],
        None => vec![state.proxies.lane(&http), STRANGERS.to_owned()],
    };
    require_patience(&state, &email, &lanes, request.now).await?;
    let candidates = state.store.sign_in_candidates(&email).await?;
    let Some(candidate) = verified(&state, candidates.clone(), &body.password).await else {
        state.store.sign_in_failed(&email, &lanes, request.now).await?;
        if let Some(known) = candidates.first() {
            state.store.sign_in_refused(known, &request).await?;
        }
        return Err(wrong_sign_in());
    };
    let refresh = random_token().map_err(internal)?;
    let session_id = state
        .store
        .session_open(&candidate, (&email, &lanes), hash(&refresh), state.session_lifetime, &request)
        .await?;
    let view = session_view(&state, candidate.org_id, candidate.staff_id, session_id, request.now).await?;
    Ok(HttpResponse::Created()
        .insert_header(("Cache-Control", "no-store"))
        .cookie(cookie(candidate.org_id, &refresh, state.session_lifetime))
        .cookie(state.devices.cookie(&http, &email, request.now).map_err(internal)?)
        .json(view))
}

/// Checks the password against every account of this e-mail; an unknown e-mail costs one hash as well.
async fn verified(state: &State, candidates: Vec<Candidate>, password: &str) -> Option<Candidate> {
    if candidates.is_empty() {
        state.passwords.verify(password, None).await;
    }
    for candidate in candidates {
        if state.passwords.verify(password, Some(candidate.hash.clone())).await {
            return Some(candidate);
        }
    }
    None
}

async fn session_view(
    state: &State,
    org_id: Uuid,
    staff_id: Uuid,
    session_id: Uuid,
    now: DateTime<Utc>,
) -> Result<SessionView, Problem> {
    let access_token =
        state.gate.tokens.issue(org_id, staff_id, session_id, Principal::Staff, now).map_err(internal)?;
    let session =
        state.store.session_live(org_id, session_id, state.gate.idle, now).await?.ok_or_else(Problem::not_found)?;
    Ok(SessionView {
        access_token,
        expires_in: crate::token::LIFETIME.num_seconds(),
        staff: me(state, &session.actor, now).await?,
    })
}

async fn me(state: &State, actor: &Actor, now: DateTime<Utc>) -> Result<Me, Problem> {
    let directory = state.store.directory(actor.org_id).await?;
    let reference = |id: Uuid| Ref { id, name: directory.name(id).to_owned() };
    let known = state.store.own_account(actor).await?;
    let password_made = known.as_ref().and_then(|own| own.password_made);
    let (staff, credentials) = known.map_or((None, Vec::new()), |own| (Some(own.staff), own.credentials));
    let zone = directory.staff.get(&actor.id).map_or(chrono_tz::UTC, |card| card.zone);
    let today = domain::clock::local_date(now, zone);
    Ok(Me {
        id: actor.id,
        name: directory.name(actor.id).to_owned(),
        email: staff.as_ref().map_or_else(String::new, |staff| staff.email.clone()),
        role: actor.role.into(),
        title: staff.as_ref().map_or_else(String::new, |staff| staff.title.clone()),
        organization: Ref { id: actor.org_id, name: directory.organization.clone() },
        time_zone: staff.as_ref().map_or_else(|| "UTC".into(), |staff| staff.time_zone.clone()),
        capabilities: <domain::access::Capability as domain::Code>::ALL
            .iter()
            .filter(|capability| actor.may(**capability))
            .map(|capability| (*capability).into())
            .collect(),
        sees_people: actor.role.sees_people(),
        teams: actor
            .team_ids
            .iter()
            .filter_map(|id| directory.teams.get(id))
            .map(|team| Ref { id: team.id, name: team.name.clone() })
            .collect(),
        programs: crate::program::sorted(&directory).map(|program| program_view(&directory, program)).collect(),
        supervisor: staff.and_then(|staff| staff.supervisor_id).map(reference),
        idle_minutes: state.gate.idle.num_minutes(),
        credentials: credentials.into_iter().map(|own| credential::view(own, today)).collect(),
        scope: standings(&directory, actor.id, now),
        password_made: password_made.map(|(by, at)| PasswordMade { by: reference(by), at }),
    })
}

/// True for what a page of another origin sent: browsers say so, and no page can make them say otherwise.
fn is_foreign(request: &HttpRequest) -> bool {
    let said = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or_default());
    match (said("Sec-Fetch-Site"), said("Origin")) {
        (Some(site), _) => site != "same-origin",
        // An older browser names the origin of the page alone.
        (None, Some(origin)) => origin.split_once("://").map(|(_, host)| host) != said("Host"),
        (None, None) => false,
    }
}

/// Rotates the refresh token and gives a new access token. Needs the header `X-Tend-Refresh: 1`, which no foreign page can send, and
/// refuses what a browser says comes from one.
#[utoipa::path(tag = "session", operation_id = "session_refresh", params(("X-Tend-Refresh" = String, Header, description = "Must be 1", pattern = "^1$")), responses((status = 200, body = SessionView)))]
#[post("/sessions/refresh")]
pub async fn session_refresh(http: HttpRequest, state: web::Data<State>) -> Result<HttpResponse, Problem> {
    let request = request_of(&Envelope::of(&http)?);
    let ended = || Problem::unauthorized("session_ended", "This session has ended. Sign in again.");
    if http.headers().get("X-Tend-Refresh").is_none_or(|value| value != "1") || is_foreign(&http) {
        return Err(ended());
    }
    let sent = http.cookie(COOKIE).ok_or_else(ended)?;
    let (org_id, token) = sent.value().split_once('.').ok_or_else(ended)?;
    let org_id: Uuid = org_id.parse().map_err(|_| ended())?;
    let next = random_token().map_err(internal)?;
    match state.store.session_refresh(org_id, &hash(token), hash(&next), &request).await? {
        Refreshed::Rotated { org_id, session_id, staff_id } => {
            let view = session_view(&state, org_id, staff_id, session_id, request.now).await?;
            Ok(HttpResponse::Ok()
                .insert_header(("Cache-Control", "no-store"))
                .cookie(cookie(org_id, &next, state.session_lifetime))
                .json(view))
        }
        Refreshed::Reused => {
            state.gate.forget();
            Err(ended())
        }
        Refreshed::Invalid => Err(ended()),
    }
}

/// Unlocks the screen: the session goes on where it was.
#[utoipa::path(tag = "session", operation_id = "session_unlock", request_body = SessionUnlock, responses((status = 200, body = SessionView)))]
#[post("/sessions/unlock")]
pub async fn session_unlock(
    http: HttpRequest,
    state: web::Data<State>,
    body: Result<Valid<SessionUnlock>, Problem>,
) -> Result<HttpResponse, Problem> {
    let request = request_of(&Envelope::of(&http)?);
    let actor = state.gate.admit_locked(&state.store, bearer(&http)?, request.now).await?;
    let body = body?;
    if actor.principal == Principal::Client {
        return Err(Problem::forbidden("role_forbids", "A client has no screen to unlock."));
    }
    let account = format!("unlock:{}", actor.id);
    let lanes = [actor.session_id.to_string()];
    require_patience(&state, &account, &lanes, request.now).await?;
    let known = state.store.password_hash(actor.org_id, actor.id).await?;
    if !state.passwords.verify(&body.password, Some(known)).await {
        state.store.sign_in_failed(&account, &lanes, request.now).await?;
        return Err(Problem::unauthorized("sign_in_failed", "This is not your password."));
    }
    state.store.session_lock(&actor, false, &request).await?;
    state.gate.forget();
    let view = session_view(&state, actor.org_id, actor.id, actor.session_id, request.now).await?;
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(view))
}

/// Locks the screen by hand.
#[utoipa::path(tag = "session", operation_id = "session_lock", responses((status = 204, description = "Locked")))]
#[post("/sessions/lock")]
pub async fn session_lock(http: HttpRequest, state: web::Data<State>) -> Result<HttpResponse, Problem> {
    let request = request_of(&Envelope::of(&http)?);
    let actor = state.gate.admit_locked(&state.store, bearer(&http)?, request.now).await?;
    state.store.session_lock(&actor, true, &request).await?;
    state.gate.forget();
    state.hub.leave(actor.org_id, actor.session_id);
    Ok(HttpResponse::NoContent().finish())
}

/// Ends the session.
#[utoipa::path(tag = "session", operation_id = "session_sign_out", responses((status = 204, description = "Signed out")))]
#[post("/sessions/sign-out")]
pub async fn session_sign_out(http: HttpRequest, state: web::Data<State>) -> Result<HttpResponse, Problem> {
    let request = request_of(&Envelope::of(&http)?);
    let actor = state.gate.admit_locked(&state.store, bearer(&http)?, request.now).await?;
    state.store.session_end(&actor, &request).await?;
    state.gate.forget();
    state.hub.leave(actor.org_id, actor.session_id);
    let mut gone = cookie(actor.org_id, "", TimeDelta::zero());
    gone.make_removal();
    Ok(HttpResponse::NoContent().cookie(gone).insert_header(("Clear-Site-Data", "\"cache\", \"storage\"")).finish())
}

/// Gives an API client an access token for its credentials.
#[utoipa::path(tag = "session", operation_id = "token_create", request_body(content = TokenCreate, content_type = "application/x-www-form-urlencoded"), responses((status = 200, body = TokenView)))]
#[post("/oauth/token")]
pub async fn token_create(http: HttpRequest, state: web::Data<State>) -> Result<HttpResponse, Problem> {
    let envelope = Envelope::of(&http)?;
    let request = request_of(&envelope);
    let is_form = http
        .headers()
        .get("Content-Type")
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"));
    if !is_form {
        return Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "form_required",
            "Send the credentials as application/x-www-form-urlencoded.",
        ));
    }
    let form: TokenCreate =
        web::Query::from_query(&String::from_utf8_lossy(&envelope.body)).map(web::Query::into_inner).map_err(|_| {
            Problem::invalid("/client_id", "grant_type, client_id and client_secret are needed, and nothing else.")
        })?;
    if form.grant_type != "client_credentials" {
        return Err(Problem::invalid("/grant_type", "Only client_credentials is supported."));
    }
    let account = format!("client:{}", form.client_id);
    let lanes = [state.proxies.lane(&http)];
    require_patience(&state, &account, &lanes, request.now).await?;
    let Some(actor) = state.store.client_sign_in(form.client_id, &hash(&form.client_secret), &request).await? else {
        state.store.sign_in_failed(&account, &lanes, request.now).await?;
        return Err(Problem::unauthorized("client_refused", "This client id and secret do not go together."));
    };
    let access_token =
        state.gate.tokens.issue(actor.org_id, actor.id, actor.id, Principal::Client, request.now).map_err(internal)?;
    let scope = actor.client_scopes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(TokenView {
        access_token,
        token_type: "Bearer",
        expires_in: crate::token::LIFETIME.num_seconds(),
        scope,
    }))
}

/// Who am I, and what may I do.
#[utoipa::path(tag = "session", operation_id = "me_get", responses((status = 200, body = Me)))]
#[get("/me")]
pub async fn me_get(access: Allowed<cap::SelfRead>, state: web::Data<State>) -> Result<Answer<Me>, Problem> {
    state.store.read(&access, async |_| Ok(())).await?;
    Ok(Answer::ok(me(&state, access.actor(), access.now()).await?))
}

/// Changes one's own password and ends every other session.
#[utoipa::path(tag = "session", operation_id = "password_update", request_body = PasswordUpdate, responses((status = 200, body = Me)))]
#[post("/me/password")]
pub async fn password_update(
    access: Allowed<cap::SelfRead>,
    state: web::Data<State>,
    body: Valid<PasswordUpdate>,
) -> Result<Answer<Me>, Problem> {
    let actor = access.actor();
    if actor.principal == Principal::Client {
        return Err(Problem::forbidden("role_forbids", "A client has no password."));
    }
    let (account, lanes) = (format!("unlock:{}", actor.id), [actor.session_id.to_string()]);
    require_patience(&state, &account, &lanes, access.now()).await?;
    let known = state.store.password_hash(actor.org_id, actor.id).await.ok();
    if !state.passwords.verify(&body.current, known).await {
        state.store.sign_in_failed(&account, &lanes, access.now()).await?;
        return Err(domain::Rule::at("password_wrong", "/current", "This is not your password.").into());
    }
    let me = me(&state, actor, access.now()).await?;
    if let Some(detail) = password::weakness(&body.password, &[&me.name, &me.email, &me.organization.name]) {
        return Err(domain::Rule::at("password_weak", "/password", detail).into());
    }
    let hash = state.passwords.hash(&body.password).await.map_err(internal)?;
    let answer = state
        .store
        .write(&access, async |tx| {
            tx.password_set(&hash).await?;
            Ok(Answer::ok(Me { password_made: None, ..me }))
        })
        .await?;
    state.gate.forget();
    Ok(answer)
}
