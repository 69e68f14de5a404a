//! Consents of a person, whether something may go out, and the accounting of what went.

mod check;
mod disclosure;
pub mod outward;
mod words;

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Capability, cap};
use domain::consent::{Consent, ConsentStatus};
use persistence::{Result, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{
    ConsentActionCode, ConsentDecisionCode, ConsentFormCode, ConsentKindCode, ConsentStatusCode, DisclosurePurposeCode,
    FamilyLevelCode, RecipientClassCode, SensitiveLabelCode, SignerRoleCode,
};
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};
use crate::program::Ref;
use crate::task::Reason;
pub use check::{DisclosureDecision, decision_view};

/// A consent, or a refusal.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsentView {
    id: Uuid,
    version: i32,
    person_id: Uuid,
    kind: ConsentKindCode,
    decision: ConsentDecisionCode,
    /// As it stands today; it holds until its last day is over at every program.
    status: ConsentStatusCode,
    level: Option<FamilyLevelCode>,
    purposes: Vec<DisclosurePurposeCode>,
    recipient_class: RecipientClassCode,
    /// All of the class without a name.
    recipient_name: Option<String>,
    labels: Vec<SensitiveLabelCode>,
    actions: Vec<ConsentActionCode>,
    from_on: NaiveDate,
    until_on: Option<NaiveDate>,
    form: ConsentFormCode,
    form_version: Option<String>,
    signed_by: String,
    signer_role: SignerRoleCode,
    witness: Option<String>,
    revoked_at: Option<DateTime<Utc>>,
    /// Why it was taken back, or what was wrong.
    reason: Option<String>,
    author: Ref,
    created_at: DateTime<Utc>,
    /// Operations the reader may do on this consent now.
    can: Vec<&'static str>,
}

/// A new consent or refusal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "share", "decision": "permit", "purposes": ["treatment"], "recipient_class": "provider",
    "recipient_name": "Riverbend Outpatient Therapy", "labels": ["substance_use"], "actions": ["share", "discuss"],
    "from_on": "2026-03-02", "until_on": "2027-03-01", "form": "written", "form_version": "2026-1",
    "signed_by": "Linh Nguyen", "signer_role": "person"
}))]
pub struct ConsentCreate {
    /// What it is about.
    kind: ConsentKindCode,
    /// Agreed or refused.
    decision: ConsentDecisionCode,
    /// How much a caregiver may be told; for the kind `family_access` only.
    level: Option<FamilyLevelCode>,
    /// For what.
    #[schema(max_items = 8)]
    purposes: Vec<DisclosurePurposeCode>,
    /// Which kind of recipient.
    recipient_class: RecipientClassCode,
    /// Which one; all of that kind without a name.
    #[schema(max_length = 300, example = "Riverbend Outpatient Therapy")]
    recipient_name: Option<String>,
    /// The specially protected content that it covers.
    #[schema(max_items = 6)]
    labels: Vec<SensitiveLabelCode>,
    /// What may be done.
    #[schema(max_items = 3)]
    actions: Vec<ConsentActionCode>,
    /// First day; today at every program when absent, whatever the clock of who writes says.
    from_on: Option<NaiveDate>,
    /// Last day; open when absent.
    until_on: Option<NaiveDate>,
    /// How it was given.
    form: ConsentFormCode,
    /// Version of the text that was signed.
    #[schema(max_length = 60, example = "2026-1")]
    form_version: Option<String>,
    /// Who gave it.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    signed_by: String,
    /// In which role.
    signer_role: SignerRoleCode,
    /// Who heard it, when it was spoken.
    #[schema(max_length = 200)]
    witness: Option<String>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(consent_list)
        .service(consent_create)
        .service(consent_revoke)
        .service(consent_withdraw)
        .service(check::consent_check)
        .service(check::consent_simulate)
        .service(check::referral_disclosure)
        .service(check::authorization_disclosure)
        .service(check::transition_disclosure)
        .service(disclosure::disclosure_list)
        .service(disclosure::disclosure_export);
}

fn said(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn view(tx: &Tx, consent: Consent) -> ConsentView {
    let status = consent.status_on(tx.program_days().0);
    let mut can = Vec::new();
    if tx.actor().may(Capability::ConsentWrite) {
        can.extend((status == ConsentStatus::Active).then_some("consent_revoke"));
        can.extend((status != ConsentStatus::EnteredInError).then_some("consent_withdraw"));
    }
    ConsentView {
        can,
        status: status.into(),
        author: Ref { id: consent.author_id, name: tx.directory().name(consent.author_id).to_owned() },
        id: consent.id,
        version: consent.version,
        person_id: consent.person_id,
        kind: consent.kind.into(),
        decision: consent.decision.into(),
        level: consent.level.map(Into::into),
        purposes: consent.purposes.into_iter().map(Into::into).collect(),
        recipient_class: consent.recipient_class.into(),
        recipient_name: consent.recipient_name,
        labels: consent.labels.into_iter().map(Into::into).collect(),
        actions: consent.actions.into_iter().map(Into::into).collect(),
        from_on: consent.from_on,
        until_on: consent.until_on,
        form: consent.form.into(),
        form_version: consent.form_version,
        signed_by: consent.signed_by,
        signer_role: consent.signer_role.into(),
        witness: consent.witness,
        revoked_at: consent.revoked_at,
        reason: consent.reason,
        created_at: consent.created_at,
    }
}

/// Consents and refusals of a person, newest first.
#[utoipa::path(tag = "consent", operation_id = "consent_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<ConsentView>)))]
#[get("/people/{id}/consents")]
pub async fn consent_list(
    access: Allowed<cap::ConsentRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> std::result::Result<Answer<Page<ConsentView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let consents = tx.consents_of(*id).await?;
        Ok(Answer::ok(Page::whole(consents.into_iter().map(|consent| view(tx, consent)).collect())))
    });
    Ok(answer.await?)
}

/// Records what the person agreed or refused. A refusal ends the links that it forbids.
#[utoipa::path(tag = "consent", operation_id = "consent_create", params(("id" = Uuid, Path)), request_body = ConsentCreate, responses((status = 201, body = ConsentView)))]
#[post("/people/{id}/consents")]
pub async fn consent_create(
    access: Allowed<cap::ConsentWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<ConsentCreate>,
) -> std::result::Result<Answer<ConsentView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        tx.require_person(*id).await?;
        let (first_today, last_today) = tx.program_days();
        let consent = Consent {
            id: Uuid::now_v7(),
            version: 1,
            person_id: *id,
            kind: body.kind.0,
            decision: body.decision.0,
            status: ConsentStatus::Active,
            level: body.level.map(|code| code.0),
            purposes: distinct(body.purposes.into_iter().map(|code| code.0)),
            recipient_class: body.recipient_class.0,
            recipient_name: said(body.recipient_name),
            labels: distinct(body.labels.into_iter().map(|code| code.0)),
            actions: distinct(body.actions.into_iter().map(|code| code.0)),
            from_on: body.from_on.unwrap_or(first_today),
            until_on: body.until_on,
            form: body.form.0,
            form_version: said(body.form_version),
            signed_by: body.signed_by.trim().to_owned(),
            signer_role: body.signer_role.0,
            witness: said(body.witness),
            revoked_at: None,
            reason: None,
            author_id: tx.actor().id,
            created_at: tx.now(),
        };
        let consent = tx.apply(consent.record(last_today)?)?;
        outward::close_links(tx, &consent).await?;
        Ok(Answer::created(consent.version, view(tx, consent)))
    });
    Ok(answer.await?)
}

fn distinct<T: Ord>(codes: impl Iterator<Item = T>) -> Vec<T> {
    codes.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

/// Changes a consent, and ends the links that stood on it.
async fn changed(
    tx: &mut Tx,
    id: Uuid,
    version: IfMatch,
    change: impl FnOnce(&Tx, Consent) -> std::result::Result<domain::Change<Consent>, domain::Rule>,
) -> Result<Answer<ConsentView>> {
    let consent = tx.consent(id).await?;
    tx.require_version(consent.version, version.0)?;
    let change = change(tx, consent)?;
    let consent = tx.apply(change)?;
    outward::close_links(tx, &consent).await?;
    Ok(Answer::resource(consent.version, view(tx, consent)))
}

/// Takes a consent back, from now on: what went out stays on the accounting, and links that stood on it end.
#[utoipa::path(tag = "consent", operation_id = "consent_revoke", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = ConsentView)))]
#[post("/consents/{id}/revoke")]
pub async fn consent_revoke(
    access: Allowed<cap::ConsentWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> std::result::Result<Answer<ConsentView>, Problem> {
    let reason = body.0.reason;
    let answer = state.store.write(&access, async |tx| {
        changed(tx, *id, version, |tx, consent| consent.revoke(reason, tx.program_days().0, tx.now())).await
    });
    Ok(answer.await?)
}

/// Says that a consent was recorded by mistake: it never held.
#[utoipa::path(tag = "consent", operation_id = "consent_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = ConsentView)))]
#[post("/consents/{id}/withdraw")]
pub async fn consent_withdraw(
    access: Allowed<cap::ConsentWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> std::result::Result<Answer<ConsentView>, Problem> {
    let reason = body.0.reason;
    let answer =
        state.store.write(&access, async |tx| changed(tx, *id, version, |_, consent| consent.withdraw(reason)).await);
    Ok(answer.await?)
}
