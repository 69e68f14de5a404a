//! Whether something may go out: asked before, with the ground or with what is missing.

use actix_web::{get, post, web};
use domain::access::{Capability, cap};
use domain::code::Code;
use domain::consent::{
    Deny, DisclosedContent, DisclosureNotice, DisclosurePurpose, Permit, Recipient, RecipientClass, Regime,
    SensitiveLabel,
};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::outward::{self, Outgoing};
use crate::app::State;
use crate::http::code::{
    DenyReasonCode, DisclosureBasisCode, DisclosureNoticeCode, DisclosurePurposeCode, RecipientClassCode, RegimeCode,
    SensitiveLabelCode,
};
use crate::http::{Allowed, Answer, Problem, Valid};

/// What the rule says about something that would go out.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisclosureDecision {
    permitted: bool,
    purpose: DisclosurePurposeCode,
    recipient_class: RecipientClassCode,
    recipient_name: Option<String>,
    /// What is specially protected, as far as the reader may know.
    labels: Vec<SensitiveLabelCode>,
    /// What of that the record itself says; the rest follows from codes of needs.
    said: Vec<SensitiveLabelCode>,
    regime: RegimeCode,
    /// The ground on which it may go, for who may see consents.
    basis: Option<DisclosureBasisCode>,
    /// The consent on which it stands; null where the law is enough.
    consent_id: Option<Uuid>,
    /// What goes with it.
    notices: Vec<DisclosureNoticeCode>,
    /// Why it may not.
    reason: Option<DenyReasonCode>,
    /// What is specially protected and not consented to, or refused; as far as the reader may know.
    missing: Vec<SensitiveLabelCode>,
}

/// Something that would go out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentCheck {
    /// For what.
    purpose: DisclosurePurposeCode,
    /// To which kind of recipient.
    recipient_class: RecipientClassCode,
    /// To which one.
    #[schema(max_length = 300)]
    recipient_name: Option<String>,
    /// What is specially protected of it.
    #[serde(default)]
    #[schema(max_items = 6)]
    labels: Vec<SensitiveLabelCode>,
    /// What governs the rest; HIPAA when absent.
    regime: Option<RegimeCode>,
}

/// A record that somebody could get to see.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentSimulate {
    /// What is specially protected of it.
    #[schema(max_items = 6)]
    labels: Vec<SensitiveLabelCode>,
    /// What governs the rest; HIPAA when absent.
    regime: Option<RegimeCode>,
}

/// Who could see a record.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsentSight {
    /// Every kind of recipient, and those whom the person named.
    recipients: Vec<RecipientSight>,
}

/// For what a recipient could see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecipientSight {
    class: RecipientClassCode,
    /// Anybody of the kind when null.
    name: Option<String>,
    decisions: Vec<SightDecision>,
}

/// Whether they could, for one purpose.
#[derive(Debug, Serialize, ToSchema)]
pub struct SightDecision {
    purpose: DisclosurePurposeCode,
    basis: Option<DisclosureBasisCode>,
    reason: Option<DenyReasonCode>,
}

/// The view of a decision. Labels that follow from needs are told to those only who may see consents, and so is what would give them
/// away: the ground, and notices that go with them.
pub fn decision_view(tx: &Tx, outgoing: Outgoing, decided: Result<Permit, Deny>) -> DisclosureDecision {
    let knows = tx.actor().may(Capability::ConsentRead);
    let told = |labels: Vec<SensitiveLabel>| {
        let shown = labels.into_iter().filter(|label| knows || outgoing.said.contains(label));
        shown.map(SensitiveLabelCode::from).collect::<Vec<_>>()
    };
    let tells = |notice: &DisclosureNotice| {
        let (label, regime) = match notice {
            DisclosureNotice::Part2 => (SensitiveLabel::SubstanceUse, None),
            DisclosureNotice::Ferpa => (SensitiveLabel::EducationRecord, Some(Regime::Ferpa)),
        };
        knows || outgoing.said.contains(&label) || regime == Some(outgoing.regime)
    };
    let (permit, deny) = match decided {
        Ok(permit) => (Some(permit), None),
        Err(deny) => (None, Some(deny)),
    };
    DisclosureDecision {
        permitted: permit.is_some(),
        purpose: outgoing.purpose.into(),
        recipient_class: outgoing.recipient.class.into(),
        labels: told(outgoing.labels.clone()),
        said: told(outgoing.said.clone()),
        regime: outgoing.regime.into(),
        basis: permit.as_ref().filter(|_| knows).map(|permit| permit.basis.into()),
        consent_id: permit.as_ref().and_then(|permit| permit.consent_id).filter(|_| knows),
        notices: permit
            .map(|permit| permit.notices)
            .unwrap_or_default()
            .into_iter()
            .filter(tells)
            .map(Into::into)
            .collect(),
        reason: deny.as_ref().map(|deny| deny.reason.into()),
        missing: deny.map(|deny| told(deny.missing)).unwrap_or_default(),
        recipient_name: outgoing.recipient.name,
    }
}

/// Asks whether something may go out, and changes nothing.
#[utoipa::path(tag = "consent", operation_id = "consent_check", params(("id" = Uuid, Path)), request_body = ConsentCheck, responses((status = 200, body = DisclosureDecision)))]
#[post("/people/{id}/consents/check")]
pub async fn consent_check(
    access: Allowed<cap::ConsentRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<ConsentCheck>,
) -> Result<Answer<DisclosureDecision>, Problem> {
    let body = body.0;
    let answer = state.store.read(&access, async |tx| {
        let consents = tx.consents_of(*id).await?;
        let class = body.recipient_class.0;
        let labels: Vec<SensitiveLabel> = body.labels.into_iter().map(|code| code.0).collect();
        let outgoing = Outgoing {
            person_id: *id,
            purpose: body.purpose.0,
            recipient: Recipient::named(class, &body.recipient_name.unwrap_or_default()),
            said: labels.clone(),
            labels,
            regime: body.regime.map_or(Regime::Hipaa, |code| code.0),
            zone: tx.directory().main_zone(),
            content: DisclosedContent::Referral,
            record_id: *id,
        };
        let decided = outward::decide(tx, &outgoing, &consents);
        Ok(Answer::ok(decision_view(tx, outgoing, decided)))
    });
    Ok(answer.await?)
}

/// Who could see a record of a person that is protected like this, for what and on which ground.
#[utoipa::path(tag = "consent", operation_id = "consent_simulate", params(("id" = Uuid, Path)), request_body = ConsentSimulate, responses((status = 200, body = ConsentSight)))]
#[post("/people/{id}/consents/simulate")]
pub async fn consent_simulate(
    access: Allowed<cap::ConsentRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<ConsentSimulate>,
) -> Result<Answer<ConsentSight>, Problem> {
    let body = body.0;
    let answer = state.store.read(&access, async |tx| {
        let consents = tx.consents_of(*id).await?;
        let labels: Vec<SensitiveLabel> = body.labels.into_iter().map(|code| code.0).collect();
        let mut recipients: Vec<Recipient> = RecipientClass::ALL.iter().map(|class| Recipient::any(*class)).collect();
        for named in consents.iter().map(domain::consent::Consent::recipient).filter(|known| known.name.is_some()) {
            if !recipients.contains(&named) {
                recipients.push(named);
            }
        }
        recipients.sort_by(|one, other| (one.class, &one.name).cmp(&(other.class, &other.name)));
        let sight = |recipient: Recipient| {
            let decisions = DisclosurePurpose::ALL.iter().map(|purpose| {
                let outgoing = Outgoing {
                    person_id: *id,
                    purpose: *purpose,
                    recipient: recipient.clone(),
                    said: labels.clone(),
                    labels: labels.clone(),
                    regime: body.regime.map_or(Regime::Hipaa, |code| code.0),
                    zone: tx.directory().main_zone(),
                    content: DisclosedContent::Referral,
                    record_id: *id,
                };
                // What was refused to somebody by name says nothing about everybody of the class.
                let of_all =
                    consents.iter().filter(|consent| recipient.name.is_some() || consent.recipient_name.is_none());
                let decided = outward::decide(tx, &outgoing, &of_all.cloned().collect::<Vec<_>>());
                SightDecision {
                    purpose: (*purpose).into(),
                    basis: decided.as_ref().ok().map(|permit| permit.basis.into()),
                    reason: decided.err().map(|deny| deny.reason.into()),
                }
            });
            RecipientSight { decisions: decisions.collect(), class: recipient.class.into(), name: recipient.name }
        };
        Ok(Answer::ok(ConsentSight { recipients: recipients.into_iter().map(sight).collect() }))
    });
    Ok(answer.await?)
}

/// Whether a referral may go to its partner.
#[utoipa::path(tag = "referral", operation_id = "referral_disclosure", params(("id" = Uuid, Path)), responses((status = 200, body = DisclosureDecision)))]
#[get("/referrals/{id}/disclosure")]
pub async fn referral_disclosure(
    access: Allowed<cap::ReferralRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<DisclosureDecision>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (referral, case) = tx.referral(*id).await?;
        let outgoing = outward::of_referral(tx, &referral, &case).await?;
        let consents = tx.consents_to_decide(referral.person_id).await?;
        let decided = outward::decide(tx, &outgoing, &consents);
        Ok(Answer::ok(decision_view(tx, outgoing, decided)))
    });
    Ok(answer.await?)
}

/// Whether a request may go to its payer; null when it does not leave, because it is reviewed here.
#[utoipa::path(tag = "authorization", operation_id = "authorization_disclosure", params(("id" = Uuid, Path)), responses((status = 200, body = RequestDisclosure)))]
#[get("/authorizations/{id}/disclosure")]
pub async fn authorization_disclosure(
    access: Allowed<cap::AuthorizationRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<RequestDisclosure>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (case_id, _) = tx.authorization_place(*id).await?;
        let case = tx.case(case_id).await?;
        let request = tx.authorization(*id).await?;
        let Some(outgoing) = outward::of_authorization(tx, &request, &case).await? else {
            return Ok(Answer::ok(RequestDisclosure { decision: None }));
        };
        let consents = tx.consents_to_decide(request.person_id).await?;
        let decided = outward::decide(tx, &outgoing, &consents);
        Ok(Answer::ok(RequestDisclosure { decision: Some(decision_view(tx, outgoing, decided)) }))
    });
    Ok(answer.await?)
}

/// Whether a request may go to its payer.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestDisclosure {
    /// Null when it does not leave.
    decision: Option<DisclosureDecision>,
}
