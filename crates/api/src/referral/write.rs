//! What the team does to a referral.

use actix_web::{patch, post, web};
use chrono::NaiveDate;
use domain::Rule;
use domain::access::{Capability, cap};
use domain::case::Case;
use domain::community_service::ServiceStatus;
use domain::consent::{RecordLabels, require_labels_kept};
use domain::referral::{Act, Course, Days, Draft, Referral, ReferralAction, ReferralChannel, ReferralEvent, ride};
use persistence::{Error, Tx};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{BenefitDates, EquipmentDates, HousingDates, ReferralView, entry, view};
use crate::app::State;
use crate::consent::outward;
use crate::http::code::{
    CancelReasonCode, ConfirmedWithCode, ContactModeCode, NotReceivedReasonCode, ReferralChannelCode, ReferralKindCode,
    SensitiveLabelCode,
};
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};

/// What is arranged, as it is written before it is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "transport", "recipient": "County transport desk", "request": "A ride to dialysis on Monday and Thursday",
    "need_id": "0198d3a1-0000-7000-8000-000000000008", "note": "Uses a walker."
}))]
pub struct ReferralContent {
    /// What is arranged.
    kind: ReferralKindCode,
    /// The need of the person that it answers.
    need_id: Option<Uuid>,
    /// The service of the directory; without one the recipient is named.
    community_service_id: Option<Uuid>,
    /// To whom it goes, when the directory does not have it.
    #[schema(max_length = 300, example = "County transport desk")]
    recipient: Option<String>,
    /// What the partner is asked to do. The partner reads it: no diagnosis, only what they need.
    #[schema(
        min_length = 1,
        max_length = 2000,
        pattern = "\\S",
        example = "A ride to dialysis on Monday and Thursday"
    )]
    request: String,
    /// What of the request is specially protected, nothing in a new one when absent, as before in a changed one. What the code of
    /// the need says is added when it goes out.
    #[schema(max_items = 6)]
    labels: Option<Vec<SensitiveLabelCode>>,
    /// What only the team reads.
    #[schema(max_length = 2000)]
    note: Option<String>,
    /// Why there should be a second open one of the same.
    #[schema(max_length = 500)]
    duplicate_reason: Option<String>,
    /// The appointment of the person to which a ride leads: when it is moved or cancelled, the owner is told to change the ride.
    appointment_id: Option<Uuid>,
}

/// How it is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferralSend {
    /// The way.
    channel: ReferralChannelCode,
    /// Who took it over there; needed for a warm hand-off.
    #[schema(max_length = 200)]
    spoke_with: Option<String>,
    /// What was said.
    #[schema(max_length = 1000)]
    note: Option<String>,
}

/// What the person says came of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferralConfirm {
    /// Whether they received the service.
    received: bool,
    /// The day of the service; needed when they received it.
    on: Option<NaiveDate>,
    /// Why they did not; needed when they did not.
    reason: Option<NotReceivedReasonCode>,
    /// How they were asked.
    way: ContactModeCode,
    /// Who answered.
    with: ConfirmedWithCode,
    /// What they said.
    #[schema(max_length = 1000)]
    note: Option<String>,
}

/// Why it is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferralCancel {
    /// Why.
    reason: CancelReasonCode,
    /// More about it.
    #[schema(max_length = 1000)]
    note: Option<String>,
}

/// The content of a request as a draft: the need is one of the person, the service one of the directory that is offered.
async fn draft(tx: &mut Tx, case: &Case, content: ReferralContent) -> persistence::Result<Draft> {
    if let Some(need_id) = content.need_id
        && !tx.needs_of(case.person_id).await?.iter().any(|need| need.id == need_id)
    {
        return Err(Rule::at("unknown_need", "/need_id", "The person has no such need.").into());
    }
    if let Some(id) = content.appointment_id {
        let unknown = || Rule::at("unknown_appointment", "/appointment_id", "There is no such appointment.");
        let appointment = match tx.appointment(id).await {
            Err(Error::NotFound) => return Err(unknown().into()),
            other => other?.0,
        };
        ride::require_fit(content.kind.0, case.person_id, &appointment)?;
    }
    let recipient = match content.community_service_id {
        Some(id) => service_name(tx, id).await?,
        None => content.recipient.unwrap_or_default().trim().to_owned(),
    };
    if recipient.is_empty() {
        let detail = "Choose a service of the directory, or say to whom it goes.";
        return Err(Rule::at("referral_recipient_required", "/recipient", detail).into());
    }
    let said = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    Ok(Draft {
        kind: content.kind.0,
        need_id: content.need_id,
        community_service_id: content.community_service_id,
        recipient,
        request: content.request,
        note: said(content.note),
        duplicate_reason: said(content.duplicate_reason),
        appointment_id: content.appointment_id,
    })
}

/// Notes what of a referral is specially protected, when something is said about it.
async fn say_labels(
    tx: &mut Tx,
    referral: &Referral,
    labels: Option<Vec<SensitiveLabelCode>>,
) -> persistence::Result<()> {
    let Some(labels) = labels else { return Ok(()) };
    let labels: Vec<_> = labels.into_iter().map(|code| code.0).collect();
    let known = tx.labels_of(referral.id).await?;
    let said = known.as_ref().map(|known| known.labels.as_slice()).unwrap_or_default();
    require_labels_kept(said, &labels, tx.actor().may(Capability::ConsentWrite), "/labels")?;
    if let Some(change) = RecordLabels::say(known, (referral.id, referral.person_id), labels) {
        tx.apply(change)?;
    }
    Ok(())
}

async fn service_name(tx: &mut Tx, id: Uuid) -> persistence::Result<String> {
    let unknown =
        || Rule::at("unknown_community_service", "/community_service_id", "There is no such community service.");
    let service = match tx.community_service(id).await {
        Err(Error::NotFound) => return Err(unknown().into()),
        other => other?,
    };
    if service.status != ServiceStatus::Active {
        let detail = "This service is not offered any more.";
        return Err(Rule::at("community_service_inactive", "/community_service_id", detail).into());
    }
    let organization_id = service.community_organization_id;
    let organization = tx.community_organizations_of(&[organization_id]).await?.remove(&organization_id);
    Ok(match organization {
        Some(organization) if organization.content.name != service.content.name => {
            format!("{}, {}", service.content.name, organization.content.name)
        }
        _ => service.content.name,
    })
}

async fn others(tx: &mut Tx, person_id: Uuid) -> persistence::Result<Vec<Referral>> {
    Ok(tx.referrals_of(person_id).await?.into_iter().map(|(referral, _)| referral).collect())
}

/// Changes a referral by `change`, which gives its next state and what the history keeps.
pub(super) async fn changed(
    tx: &mut Tx,
    id: Uuid,
    version: IfMatch,
    change: impl AsyncFnOnce(
        &mut Tx,
        Referral,
        &Case,
    ) -> persistence::Result<(domain::Change<Referral>, Option<ReferralEvent>)>,
) -> persistence::Result<Answer<ReferralView>> {
    let (referral, case) = tx.referral(id).await?;
    tx.require_version(referral.version, version.0)?;
    let (change, event) = change(tx, referral, &case).await?;
    let heard = event.as_ref().and_then(|entry| change.record.heard(entry));
    let referral = tx.referral_apply(change, event, &case).await?;
    if let Some(event) = heard {
        let work = tx.case_work_whole(case.id).await?;
        tx.announce(&mut [work], &event)?;
    }
    let person = tx.person_name(referral.person_id).await?;
    Ok(Answer::resource(referral.version, view(tx, referral, person, case.owner_id)))
}

/// Does an act of the team. What is missing in the request is said to those only who may see the referral.
pub(super) async fn acted(
    access: &Allowed<cap::ReferralWrite>,
    state: &State,
    id: Uuid,
    version: IfMatch,
    act: Result<Act, Rule>,
    note: Option<String>,
) -> Result<Answer<ReferralView>, Problem> {
    let answer = state.store.write(access, async |tx| {
        changed(tx, id, version, async |tx, referral, case| {
            let directory = tx.directory().clone();
            let days = Days { zone: directory.zone(case.program_id), calendar: directory.calendar_of(case.program_id) };
            let (change, event) = referral.act(act?, entry(tx, note), days)?;
            Ok((change, Some(event)))
        })
        .await
    });
    Ok(answer.await?)
}

/// Arranges something for the person of a case. A second open one of the same is refused unless a reason is given.
#[utoipa::path(tag = "referral", operation_id = "referral_create", params(("id" = Uuid, Path)), request_body = ReferralContent, responses((status = 201, body = ReferralView)))]
#[post("/cases/{id}/referrals")]
pub async fn referral_create(
    access: Allowed<cap::ReferralWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<ReferralContent>,
) -> Result<Answer<ReferralView>, Problem> {
    let mut body = body.0;
    let labels = body.labels.take();
    let answer = state.store.write(&access, async |tx| {
        let case = tx.case(*id).await?;
        let draft = draft(tx, &case, body).await?;
        let known = others(tx, case.person_id).await?;
        let directory = tx.directory().clone();
        let days = Days { zone: directory.zone(case.program_id), calendar: directory.calendar_of(case.program_id) };
        let change = Referral::create((Uuid::now_v7(), tx.actor().id), &case, draft, &known, days, tx.now())?;
        let event = change.record.event(ReferralAction::Create, None, entry(tx, None));
        let referral = tx.referral_apply(change, Some(event), &case).await?;
        say_labels(tx, &referral, labels).await?;
        let person = tx.person_name(referral.person_id).await?;
        Ok(Answer::created(referral.version, view(tx, referral, person, case.owner_id)))
    });
    Ok(answer.await?)
}

/// Writes a draft anew.
#[utoipa::path(tag = "referral", operation_id = "referral_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ReferralContent, responses((status = 200, body = ReferralView)))]
#[patch("/referrals/{id}")]
pub async fn referral_update(
    access: Allowed<cap::ReferralWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<ReferralContent>,
) -> Result<Answer<ReferralView>, Problem> {
    let mut body = body.0;
    let labels = body.labels.take();
    let answer = state.store.write(&access, async |tx| {
        changed(tx, *id, version, async |tx, referral, case| {
            let draft = draft(tx, case, body).await?;
            let known = others(tx, case.person_id).await?;
            let directory = tx.directory().clone();
            let days = Days { zone: directory.zone(case.program_id), calendar: directory.calendar_of(case.program_id) };
            let change = referral.rewrite(draft, &known, days)?;
            say_labels(tx, &change.record, labels).await?;
            Ok((change, None))
        })
        .await
    });
    Ok(answer.await?)
}

/// Says that the referral went to the partner, and how. A warm hand-off names who took it over.
#[utoipa::path(tag = "referral", operation_id = "referral_send", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ReferralSend, responses((status = 200, body = ReferralView)))]
#[post("/referrals/{id}/send")]
pub async fn referral_send(
    access: Allowed<cap::ReferralWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<ReferralSend>,
) -> Result<Answer<ReferralView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        changed(tx, *id, version, async |tx, referral, case| {
            let channel = body.channel.0;
            let outgoing = outward::of_referral(tx, &referral, case).await?;
            let directory = tx.directory().clone();
            let days = Days { zone: directory.zone(case.program_id), calendar: directory.calendar_of(case.program_id) };
            let act = Act::Send { channel, spoke_with: body.spoke_with };
            let (change, event) = referral.act(act, entry(tx, body.note), days)?;
            // A link tells nothing before it is opened.
            if channel == ReferralChannel::Link {
                outward::require(tx, &outgoing).await?;
            } else {
                outward::disclose(tx, "referral_send", outgoing).await?;
            }
            Ok((change, Some(event)))
        })
        .await
    });
    Ok(answer.await?)
}

/// Closes the loop with what the person says: they received the service, or they did not and why.
#[utoipa::path(tag = "referral", operation_id = "referral_confirm", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ReferralConfirm, responses((status = 200, body = ReferralView)))]
#[post("/referrals/{id}/confirm")]
pub async fn referral_confirm(
    access: Allowed<cap::ReferralWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<ReferralConfirm>,
) -> Result<Answer<ReferralView>, Problem> {
    let body = body.0;
    let (way, with) = (body.way.0, body.with.0);
    let act = if body.received {
        let missing = || Rule::at("referral_day_required", "/on", "Say on which day they received it.");
        body.on.ok_or_else(missing).map(|on| Act::Confirm { on, way, with })
    } else {
        let missing = || Rule::at("referral_reason_required", "/reason", "Say why they did not receive it.");
        body.reason.ok_or_else(missing).map(|reason| Act::NotReceived { reason: reason.0, way, with })
    };
    acted(&access, &state, *id, version, act, body.note).await
}

/// Takes a referral back.
#[utoipa::path(tag = "referral", operation_id = "referral_cancel", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ReferralCancel, responses((status = 200, body = ReferralView)))]
#[post("/referrals/{id}/cancel")]
pub async fn referral_cancel(
    access: Allowed<cap::ReferralWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<ReferralCancel>,
) -> Result<Answer<ReferralView>, Problem> {
    let body = body.0;
    acted(&access, &state, *id, version, Ok(Act::Cancel { reason: body.reason.0 }), body.note).await
}

async fn dated(
    access: &Allowed<cap::ReferralWrite>,
    state: &State,
    id: Uuid,
    version: IfMatch,
    course: Course,
) -> Result<Answer<ReferralView>, Problem> {
    let answer = state.store.write(access, async |tx| {
        changed(tx, id, version, async |tx, referral, case| {
            let directory = tx.directory().clone();
            let days = Days { zone: directory.zone(case.program_id), calendar: directory.calendar_of(case.program_id) };
            let change = referral.follow(course, days, tx.now())?;
            let event = change.record.event(ReferralAction::Dates, None, entry(tx, None));
            Ok((change, Some(event)))
        })
        .await
    });
    Ok(answer.await?)
}

/// Keeps the dates of an application for a benefit, from which follows what comes next and until when (T-20).
#[utoipa::path(tag = "referral", operation_id = "referral_benefit_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = BenefitDates, responses((status = 200, body = ReferralView)))]
#[patch("/referrals/{id}/benefit")]
pub async fn referral_benefit_update(
    access: Allowed<cap::ReferralWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<BenefitDates>,
) -> Result<Answer<ReferralView>, Problem> {
    dated(&access, &state, *id, version, Course::Benefit(body.0.into())).await
}

/// Keeps the dates on the way to a home.
#[utoipa::path(tag = "referral", operation_id = "referral_housing_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = HousingDates, responses((status = 200, body = ReferralView)))]
#[patch("/referrals/{id}/housing")]
pub async fn referral_housing_update(
    access: Allowed<cap::ReferralWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<HousingDates>,
) -> Result<Answer<ReferralView>, Problem> {
    dated(&access, &state, *id, version, Course::Housing(body.0.into())).await
}

/// Keeps the dates of equipment on its way to the person.
#[utoipa::path(tag = "referral", operation_id = "referral_equipment_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = EquipmentDates, responses((status = 200, body = ReferralView)))]
#[patch("/referrals/{id}/equipment")]
pub async fn referral_equipment_update(
    access: Allowed<cap::ReferralWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<EquipmentDates>,
) -> Result<Answer<ReferralView>, Problem> {
    dated(&access, &state, *id, version, Course::Equipment(body.0.into())).await
}
