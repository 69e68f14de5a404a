//! Whether something may go out: asked before, with the ground or with what is missing.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::access::{Capability, cap};
use domain::authorization::appeal::AppealLevel;
use domain::case::CaseStatus;
use domain::code::Code;
use domain::consent::{
    Consent, Deny, DisclosureNotice, DisclosurePurpose, Permit, Question, Recipient, RecipientClass, Regime,
    SensitiveLabel, permits,
};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::outward::{self, Outgoing};
use crate::app::State;
use crate::authorization::is_clinical_reader;
use crate::http::code::{
    AppealLevelCode, DenyReasonCode, DisclosureBasisCode, DisclosureNoticeCode, DisclosurePurposeCode,
    RecipientClassCode, RegimeCode, SensitiveLabelCode,
};
use crate::http::{Allowed, Answer, Problem, Query, Valid};

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
pub fn decision_view(
    tx: &Tx,
    question: &Question<'_>,
    said: &[SensitiveLabel],
    decided: Result<Permit, Deny>,
) -> DisclosureDecision {
    let knows = tx.actor().may(Capability::ConsentRead);
    let told = |labels: &[SensitiveLabel]| {
        let shown = labels.iter().filter(|label| knows || said.contains(label));
        shown.map(|label| SensitiveLabelCode::from(*label)).collect::<Vec<_>>()
    };
    let tells = |notice: &DisclosureNotice| {
        let (label, regime) = match notice {
            DisclosureNotice::Part2 => (SensitiveLabel::SubstanceUse, None),
            DisclosureNotice::Ferpa => (SensitiveLabel::EducationRecord, Some(Regime::Ferpa)),
        };
        knows || said.contains(&label) || regime == Some(question.regime)
    };
    let (permit, deny) = match decided {
        Ok(permit) => (Some(permit), None),
        Err(deny) => (None, Some(deny)),
    };
    DisclosureDecision {
        permitted: permit.is_some(),
        purpose: question.purpose.into(),
        recipient_class: question.recipient.class.into(),
        recipient_name: question.recipient.name.clone(),
        labels: told(question.labels),
        said: told(said),
        regime: question.regime.into(),
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
        missing: deny.map(|deny| told(&deny.missing)).unwrap_or_default(),
    }
}

/// What is asked of the rule about something that is not a record yet, by the main clock.
fn question<'a>(
    tx: &Tx,
    purpose: DisclosurePurpose,
    recipient: &'a Recipient,
    labels: &'a [SensitiveLabel],
    regime: Option<RegimeCode>,
) -> Question<'a> {
    let regime = regime.map_or(Regime::Hipaa, |code| code.0);
    Question { purpose, recipient, labels, regime, at: tx.now(), today: tx.main_day() }
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
        tx.require_person(*id).await?;
        let consents = tx.consents_to_decide(*id).await?;
        let labels: Vec<SensitiveLabel> = body.labels.into_iter().map(|code| code.0).collect();
        let recipient = Recipient::named(body.recipient_class.0, &body.recipient_name.unwrap_or_default());
        let question = question(tx, body.purpose.0, &recipient, &labels, body.regime);
        let decided = permits(&question, &consents);
        Ok(Answer::ok(decision_view(tx, &question, &labels, decided)))
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
        let recipients = recipients(&tx.consents_of(*id).await?);
        let consents = tx.consents_to_decide(*id).await?;
        let labels: Vec<SensitiveLabel> = body.labels.into_iter().map(|code| code.0).collect();
        let sight = |recipient: Recipient| {
            // What was refused to somebody by name says nothing about everybody of the class.
            let is_meant = |consent: &&Consent| recipient.is_named() || !consent.recipient().is_named();
            let known: Vec<Consent> = consents.iter().filter(is_meant).cloned().collect();
            let decisions = DisclosurePurpose::ALL.iter().map(|purpose| {
                let decided = permits(&question(tx, *purpose, &recipient, &labels, body.regime), &known);
                SightDecision {
                    purpose: (*purpose).into(),
                    basis: decided.as_ref().ok().map(|permit| permit.basis.into()),
                    reason: decided.err().map(|deny| deny.reason.into()),
                }
            });
            RecipientSight {
                decisions: decisions.collect(),
                class: recipient.class.into(),
                name: recipient.name.clone(),
            }
        };
        Ok(Answer::ok(ConsentSight { recipients: recipients.into_iter().map(sight).collect() }))
    });
    Ok(answer.await?)
}

/// Every kind of recipient, and everybody of whom the person said something by name, each once however they are capitalized.
fn recipients(consents: &[Consent]) -> Vec<Recipient> {
    let mut all: Vec<Recipient> = RecipientClass::ALL.iter().map(|class| Recipient::any(*class)).collect();
    let said = consents.iter().filter(|consent| consent.was_said_of(&consent.recipient()));
    for named in said.map(Consent::recipient).filter(Recipient::is_named) {
        if !all.iter().any(|known| known.is_named() && known.is_for(&named)) {
            all.push(named);
        }
    }
    all.sort_by(|one, other| (one.class, &one.name).cmp(&(other.class, &other.name)));
    all
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
        let decided = outward::decide(&outgoing, &consents);
        Ok(Answer::ok(decision_view(tx, &outgoing.question(), &outgoing.said, decided)))
    });
    Ok(answer.await?)
}

/// To whom a request would go.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct RequestDisclosureQuery {
    /// Who decides: the payer when absent, or whoever reviews independently what was upheld.
    #[param(inline)]
    level: Option<AppealLevelCode>,
    /// When it reaches them or reached them; now when absent. What happened earlier is judged as of then.
    at: Option<DateTime<Utc>>,
}

/// Whether a request may go to whoever decides on it; null when it does not leave, because it is reviewed here.
#[utoipa::path(tag = "authorization", operation_id = "authorization_disclosure", params(("id" = Uuid, Path), RequestDisclosureQuery), responses((status = 200, body = RequestDisclosure)))]
#[get("/authorizations/{id}/disclosure")]
pub async fn authorization_disclosure(
    access: Allowed<cap::AuthorizationRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<RequestDisclosureQuery>,
) -> Result<Answer<RequestDisclosure>, Problem> {
    let level = query.level.map_or(AppealLevel::Plan, |code| code.0);
    let answer = state.store.read(&access, async |tx| {
        let (case_id, _) = tx.authorization_place(*id).await?;
        let case = tx.case(case_id).await?;
        let request = tx.authorization(*id).await?;
        let Some(outgoing) = outward::of_authorization(tx, &request, &case, level).await? else {
            return Ok(Answer::ok(RequestDisclosure { decision: None }));
        };
        let at = query.at.unwrap_or(outgoing.at);
        let mut outgoing = Outgoing { at, ..outgoing };
        if !is_clinical_reader(tx, &request) {
            // The view of the request keeps its labels back as well.
            outgoing.said.clear();
        }
        let consents = outward::consents_at(tx, &outgoing).await?;
        let decided = outward::decide(&outgoing, &consents);
        Ok(Answer::ok(RequestDisclosure {
            decision: Some(decision_view(tx, &outgoing.question(), &outgoing.said, decided)),
        }))
    });
    Ok(answer.await?)
}

/// Whom a transition would tell something. A facility tells about the person: it stands in no address.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransitionDisclosureCheck {
    /// The facility that would be asked; whoever cares next when absent.
    #[schema(min_length = 1, max_length = 200)]
    facility: Option<String>,
}

/// Whether what a transition tells may go to a facility that is asked, or to whoever cares next.
#[utoipa::path(tag = "transition", operation_id = "transition_disclosure", params(("id" = Uuid, Path)), request_body = TransitionDisclosureCheck, responses((status = 200, body = DisclosureDecision)))]
#[post("/stays/{id}/transition/disclosure/check")]
pub async fn transition_disclosure(
    access: Allowed<cap::TransitionRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<TransitionDisclosureCheck>,
) -> Result<Answer<DisclosureDecision>, Problem> {
    let body = body.0;
    let answer = state.store.read(&access, async |tx| {
        let stay = tx.stay_within_reach(*id).await?;
        let transition = tx.transition_of(&stay).await?;
        let cases = tx.cases_of(&[stay.person_id]).await?;
        let open = cases.iter().filter(|case| case.status == CaseStatus::Active);
        let zone = crate::transition::zone_of(tx.directory(), open);
        let outgoing = outward::of_transition_to(tx, body.facility.as_deref(), &transition, zone).await?;
        let consents = tx.consents_to_decide(stay.person_id).await?;
        let decided = outward::decide(&outgoing, &consents);
        Ok(Answer::ok(decision_view(tx, &outgoing.question(), &outgoing.said, decided)))
    });
    Ok(answer.await?)
}

/// Whether a request may go to whoever decides on it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestDisclosure {
    /// Null when it does not leave.
    decision: Option<DisclosureDecision>,
}
