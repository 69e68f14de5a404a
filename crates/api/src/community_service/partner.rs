//! An organization as a partner: contact, agreement, whether it is there, and what came of referrals to it.

use actix_web::{get, post, put, web};
use chrono::{NaiveDate, TimeDelta};
use domain::access::cap;
use domain::clock::local_date;
use domain::community_service::ServiceStatus;
use domain::community_service::partner::{Agreement, Partner, PartnerPerson};
use domain::referral::performance::{FEWEST, performance};
use domain::referral::result::Share;
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::organization::{CommunityOrganizationView, view};
use crate::app::State;
use crate::http::code::{AgreementKindCode, AgreementStandingCode};
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};

/// For how many days back referrals to a partner are counted.
const COUNTED_DAYS: i64 = 365;

/// Whom we call at a partner.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartnerPersonContent {
    /// Name.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S", example = "Teresa Alvarado")]
    name: String,
    /// What they do there.
    #[schema(max_length = 200)]
    role: Option<String>,
    /// Phone.
    #[schema(max_length = 60)]
    phone: Option<String>,
    /// E-mail.
    #[schema(max_length = 200)]
    email: Option<String>,
}

/// What was agreed with a partner.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementContent {
    /// What kind of agreement it is.
    kind: AgreementKindCode,
    /// Its first day.
    starts_on: NaiveDate,
    /// Its last day; none without an end.
    ends_on: Option<NaiveDate>,
    /// What it says, in a few words.
    #[schema(max_length = 2000)]
    note: Option<String>,
}

/// What was agreed with a partner, and how it stands today.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgreementView {
    kind: AgreementKindCode,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    note: Option<String>,
    standing: AgreementStandingCode,
}

/// Contact and agreement, both as a whole.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommunityPartner {
    /// Whom we call there.
    contact: Option<PartnerPersonContent>,
    /// What was agreed.
    agreement: Option<AgreementContent>,
}

/// What came of the referrals to a partner within the last 365 days, whosever they are. With fewer than five nothing is told.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerPerformance {
    /// How many referrals nothing is told of: fewer.
    #[schema(minimum = 1)]
    fewest: usize,
    /// Sent to it; null when there were too few.
    #[schema(minimum = 0)]
    sent: Option<usize>,
    /// Percent that it answered.
    answered_percent: Option<f64>,
    /// Percent that it took on, of those that it answered.
    accepted_percent: Option<f64>,
    /// Median of the days until it answered.
    median_days_to_answer: Option<f64>,
    /// Percent that the person says they received, of those whose end lies with the partner.
    closed_loop_percent: Option<f64>,
    /// Percent below which the true share hardly lies: the lower end of Wilson's interval of 95%.
    closed_loop_at_least_percent: Option<f64>,
}

impl From<PartnerPersonContent> for PartnerPerson {
    fn from(content: PartnerPersonContent) -> Self {
        let PartnerPersonContent { name, role, phone, email } = content;
        Self { name, role, phone, email }
    }
}

impl From<PartnerPerson> for PartnerPersonContent {
    fn from(person: PartnerPerson) -> Self {
        let PartnerPerson { name, role, phone, email } = person;
        Self { name, role, phone, email }
    }
}

impl From<AgreementContent> for Agreement {
    fn from(content: AgreementContent) -> Self {
        let AgreementContent { kind, starts_on, ends_on, note } = content;
        Self { kind: kind.0, starts_on, ends_on, note }
    }
}

/// An agreement as it stands today, where the reader is.
pub(super) fn agreement_view(tx: &Tx, agreement: Agreement) -> AgreementView {
    let zone = tx.directory().staff.get(&tx.actor().id).map_or(chrono_tz::UTC, |card| card.zone);
    AgreementView {
        standing: agreement.standing(local_date(tx.now(), zone)).into(),
        kind: agreement.kind.into(),
        starts_on: agreement.starts_on,
        ends_on: agreement.ends_on,
        note: agreement.note,
    }
}

/// Writes down whom we call at an organization and what was agreed with it.
#[utoipa::path(tag = "community_service", operation_id = "community_organization_partner_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = CommunityPartner, responses((status = 200, body = CommunityOrganizationView)))]
#[put("/community-organizations/{id}/partner")]
pub async fn community_organization_partner_update(
    access: Allowed<cap::CommunityServiceWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<CommunityPartner>,
) -> Result<Answer<CommunityOrganizationView>, Problem> {
    let CommunityPartner { contact, agreement } = body.0;
    let partner = Partner { contact: contact.map(Into::into), agreement: agreement.map(Into::into) };
    let answer = state.store.write(&access, async |tx| {
        let organization = tx.community_organization(*id).await?;
        tx.require_version(organization.version, version.0)?;
        let change = organization.agree(partner, tx.actor().id)?;
        let organization = tx.apply(change)?;
        Ok(Answer::resource(organization.version, view(tx, organization)))
    });
    Ok(answer.await?)
}

/// Closes an organization that offers nothing any more: nothing new is offered by it, and what pointed at it still finds it.
#[utoipa::path(tag = "community_service", operation_id = "community_organization_close", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = CommunityOrganizationView)))]
#[post("/community-organizations/{id}/close")]
pub async fn community_organization_close(
    access: Allowed<cap::CommunityServiceWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<CommunityOrganizationView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let organization = tx.community_organization(*id).await?;
        tx.require_version(organization.version, version.0)?;
        let services = tx.community_services_by(organization.id).await?;
        let offered = services.iter().filter(|service| service.status == ServiceStatus::Active).count();
        let change = organization.close(offered, tx.actor().id)?;
        let organization = tx.apply(change)?;
        Ok(Answer::resource(organization.version, view(tx, organization)))
    });
    Ok(answer.await?)
}

/// Opens an organization again.
#[utoipa::path(tag = "community_service", operation_id = "community_organization_reopen", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = CommunityOrganizationView)))]
#[post("/community-organizations/{id}/reopen")]
pub async fn community_organization_reopen(
    access: Allowed<cap::CommunityServiceWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<CommunityOrganizationView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let organization = tx.community_organization(*id).await?;
        tx.require_version(organization.version, version.0)?;
        let change = organization.reopen(tx.actor().id)?;
        let organization = tx.apply(change)?;
        Ok(Answer::resource(organization.version, view(tx, organization)))
    });
    Ok(answer.await?)
}

/// What came of the referrals to an organization within the last 365 days, by everybody, in shares of five and more.
#[utoipa::path(tag = "community_service", operation_id = "community_organization_performance_get", params(("id" = Uuid, Path)), responses((status = 200, body = PartnerPerformance)))]
#[get("/community-organizations/{id}/performance")]
pub async fn community_organization_performance_get(
    access: Allowed<cap::CommunityServiceRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<PartnerPerformance>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let organization = tx.community_organization(*id).await?;
        let since = tx.now() - TimeDelta::days(COUNTED_DAYS);
        let found = performance(&tx.referrals_to(organization.id, since).await?);
        let is_told = found.sent >= FEWEST;
        // A share of few would tell of one person.
        let percent = |share: Share| share.percent().filter(|_| is_told && share.of >= FEWEST);
        Ok(Answer::ok(PartnerPerformance {
            fewest: FEWEST,
            sent: is_told.then_some(found.sent),
            answered_percent: percent(found.answered),
            accepted_percent: percent(found.accepted),
            median_days_to_answer: found.median_days_to_answer.filter(|_| is_told && found.answered.count >= FEWEST),
            closed_loop_percent: percent(found.closed_loop),
            closed_loop_at_least_percent: percent(found.closed_loop)
                .and(found.closed_loop_at_least())
                .map(|part| part * 100.0),
        }))
    });
    Ok(answer.await?)
}
