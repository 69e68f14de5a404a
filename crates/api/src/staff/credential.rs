//! Credentials: recorded, corrected, ended; and those that run out.

use actix_web::{get, patch, post, web};
use chrono::NaiveDate;
use domain::access::{Capability, cap};
use domain::clock::local_date;
use domain::staff::{Credential, CredentialKind, CredentialStatus};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::code::{CredentialCategoryCode, CredentialKindCode, CredentialStatusCode, StandingCode};
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Query, Valid};
use crate::program::Ref;
use crate::task::Reason;

/// A credential.
#[derive(Debug, Serialize, ToSchema)]
pub struct CredentialView {
    id: Uuid,
    version: i32,
    kind: CredentialKindCode,
    category: CredentialCategoryCode,
    state: Option<String>,
    number: String,
    status: CredentialStatusCode,
    /// Since when; of a check, the day on which it was passed.
    issued_on: Option<NaiveDate>,
    /// Last valid day; null for what does not run out.
    expires_on: Option<NaiveDate>,
    /// Hours of education that a renewal needs.
    renewal_hours: Option<i32>,
    /// Hours earned so far.
    hours_earned: Option<i32>,
    /// Why it was taken off the record.
    ended_reason: Option<String>,
    /// What it is worth today.
    standing: StandingCode,
    /// The warning in force: 90, 60, 30 or 7 days before the last day.
    warning: Option<i32>,
    /// True when it counts today.
    valid: bool,
}

/// A new credential.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CredentialCreate {
    /// Kind.
    kind: CredentialKindCode,
    /// Issuing state, two letters; needed for licences and driver's licenses.
    #[schema(pattern = "^[A-Z]{2}$", max_length = 2)]
    state: Option<String>,
    /// Number; needed for licences.
    #[schema(max_length = 60)]
    #[serde(default)]
    number: String,
    /// State of the credential.
    status: CredentialStatusCode,
    /// Since when; of a check, the day on which it was passed.
    issued_on: Option<NaiveDate>,
    /// Last valid day; needed for licences, certifications and driver's licenses.
    expires_on: Option<NaiveDate>,
    /// Hours of education that a renewal needs.
    #[schema(minimum = 0, maximum = 1000)]
    renewal_hours: Option<i32>,
    /// Hours earned so far.
    #[schema(minimum = 0, maximum = 1000)]
    hours_earned: Option<i32>,
}

/// Corrections of a credential; absent members stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CredentialUpdate {
    /// Issuing state.
    #[schema(pattern = "^[A-Z]{2}$", max_length = 2)]
    state: Option<String>,
    /// Number.
    #[schema(max_length = 60)]
    number: Option<String>,
    /// State of the credential.
    status: Option<CredentialStatusCode>,
    /// Since when.
    issued_on: Option<NaiveDate>,
    /// Last valid day.
    expires_on: Option<NaiveDate>,
    /// Hours of education that a renewal needs.
    #[schema(minimum = 0, maximum = 1000)]
    renewal_hours: Option<i32>,
    /// Hours earned so far.
    #[schema(minimum = 0, maximum = 1000)]
    hours_earned: Option<i32>,
}

/// A credential that runs out soon, or has run out.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExpiringCredential {
    staff: Ref,
    credential: CredentialView,
    /// Days until the last valid day; negative after it.
    days_left: i64,
    /// True for the reader's own.
    mine: bool,
}

/// How far ahead to look.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ExpiringQuery {
    /// Days ahead; 90 when absent, the day of the first warning.
    #[param(minimum = 0, maximum = 1000)]
    within: Option<i64>,
}

/// The view of a credential as of `today`.
pub fn view(credential: Credential, today: NaiveDate) -> CredentialView {
    CredentialView {
        valid: credential.valid_on(today),
        standing: credential.standing(today).into(),
        warning: credential.warning(today),
        id: credential.id,
        version: credential.version,
        category: credential.kind.category().into(),
        kind: credential.kind.into(),
        state: credential.state,
        number: credential.number,
        status: credential.status.into(),
        issued_on: credential.issued_on,
        expires_on: credential.expires_on,
        renewal_hours: credential.renewal_hours,
        hours_earned: credential.hours_earned,
        ended_reason: credential.ended_reason,
    }
}

/// The checks that a new colleague passes before the first case (R045), still open.
pub fn onboarding(staff_id: Uuid) -> impl Iterator<Item = Credential> {
    let checks =
        [CredentialKind::BackgroundCheck, CredentialKind::ReferenceCheck, CredentialKind::CredentialVerification];
    checks.into_iter().map(move |kind| Credential {
        id: Uuid::now_v7(),
        version: 1,
        staff_id,
        kind,
        state: None,
        number: String::new(),
        status: CredentialStatus::Pending,
        issued_on: None,
        expires_on: None,
        renewal_hours: None,
        hours_earned: None,
        ended_reason: None,
    })
}

/// Today where a worker is.
pub fn today_of(tx: &Tx, staff_id: Uuid) -> NaiveDate {
    local_date(tx.now(), zone_of(tx, staff_id))
}

/// A colleague's zone.
pub fn zone_of(tx: &Tx, staff_id: Uuid) -> chrono_tz::Tz {
    tx.directory().staff.get(&staff_id).map_or(chrono_tz::UTC, |card| card.zone)
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
    let answer = state.store.write(&access, async |tx| {
        tx.staff(*id).await?;
        let change = Credential::record(Credential {
            id: Uuid::now_v7(),
            version: 1,
            staff_id: *id,
            kind: body.kind.0,
            state: body.state,
            number: body.number.trim().to_owned(),
            status: body.status.0,
            issued_on: body.issued_on,
            expires_on: body.expires_on,
            renewal_hours: body.renewal_hours,
            hours_earned: body.hours_earned,
            ended_reason: None,
        })?;
        let credential = tx.apply(change)?;
        Ok(Answer::created(1, view(credential, today_of(tx, *id))))
    });
    Ok(answer.await?)
}

/// Corrects a credential: a renewal, a word of the board, a typing error.
#[utoipa::path(tag = "staff", operation_id = "credential_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = CredentialUpdate, responses((status = 200, body = CredentialView)))]
#[patch("/credentials/{id}")]
pub async fn credential_update(
    access: Allowed<cap::StaffWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<CredentialUpdate>,
) -> Result<Answer<CredentialView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let before = tx.credential(*id).await?;
        tx.require_version(before.version, version.0)?;
        let own = before.clone();
        let change = before.correct(Credential {
            state: body.state.or(own.state),
            number: body.number.map_or(own.number, |number| number.trim().to_owned()),
            status: body.status.map_or(own.status, |status| status.0),
            issued_on: body.issued_on.or(own.issued_on),
            expires_on: body.expires_on.or(own.expires_on),
            renewal_hours: body.renewal_hours.or(own.renewal_hours),
            hours_earned: body.hours_earned.or(own.hours_earned),
            ..own
        })?;
        let credential = tx.apply(change)?;
        let today = today_of(tx, credential.staff_id);
        Ok(Answer::resource(credential.version, view(credential, today)))
    });
    Ok(answer.await?)
}

/// Takes a credential off the record, with the reason: entered in error, or given up. It does not count from now on.
#[utoipa::path(tag = "staff", operation_id = "credential_end", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = CredentialView)))]
#[post("/credentials/{id}/end")]
pub async fn credential_end(
    access: Allowed<cap::StaffWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<CredentialView>, Problem> {
    let reason = body.0.reason;
    let answer = state.store.write(&access, async |tx| {
        let before = tx.credential(*id).await?;
        tx.require_version(before.version, version.0)?;
        let credential = tx.apply(before.end(reason)?)?;
        let today = today_of(tx, credential.staff_id);
        Ok(Answer::resource(credential.version, view(credential, today)))
    });
    Ok(answer.await?)
}

/// Credentials that run out within so many days or have run out, the most urgent first: one's own, those of the colleagues one
/// supervises, and everybody's for those who keep the staff records.
#[utoipa::path(tag = "staff", operation_id = "credential_expiring", params(ExpiringQuery), responses((status = 200, body = Page<ExpiringCredential>)))]
#[get("/expiring-credentials")]
pub async fn credential_expiring(
    access: Allowed<cap::DirectoryRead>,
    state: web::Data<State>,
    query: Query<ExpiringQuery>,
) -> Result<Answer<Page<ExpiringCredential>>, Problem> {
    let within = query.within.unwrap_or(90);
    let answer = state.store.read(&access, async |tx| {
        let directory = tx.directory();
        let (me, all) = (tx.actor().id, tx.actor().may(Capability::StaffWrite));
        let shown = directory
            .staff
            .values()
            .filter(|card| card.active && (all || card.id == me || card.supervisor_id == Some(me)));
        let mut found: Vec<ExpiringCredential> = shown
            .flat_map(|card| {
                let today = today_of(tx, card.id);
                let expiring =
                    directory.credentials_of(card.id).iter().filter(|own| own.status == CredentialStatus::Active);
                expiring.filter_map(move |own| {
                    let days_left = (own.expires_on? - today).num_days();
                    (days_left <= within).then(|| ExpiringCredential {
                        staff: Ref { id: card.id, name: card.name.clone() },
                        credential: view(own.clone(), today),
                        days_left,
                        mine: card.id == me,
                    })
                })
            })
            .collect();
        found.sort_by_key(|entry| (entry.days_left, entry.credential.id));
        Ok(Answer::ok(Page::whole(found)))
    });
    Ok(answer.await?)
}
