//! Referrals: everything that is arranged for a person, up to what they say came of it.

mod answer;
mod document;
mod link;
mod list;
mod partner;
mod write;

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Capability, Principal};
use domain::case::Case;
use domain::referral::state::{Party, actions};
use domain::referral::{
    Act, BenefitCourse, CancelReason, Confirmation, Days, Ending, Entry, EquipmentCourse, HousingCourse, Referral,
    ReferralAction, ReferralParty, ReferralStatus,
};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::ServiceConfig;
use crate::http::code::{
    BenefitCode, BenefitDecisionCode, CancelReasonCode, ConfirmedWithCode, ContactModeCode, DeclineReasonCode,
    EquipmentItemCode, NotReceivedReasonCode, ReferralActionCode, ReferralChannelCode, ReferralKindCode,
    ReferralStatusCode, ReferralWaitCode,
};
use crate::program::Ref;
pub use answer::PartnerAnswer;
pub use partner::Patience;

/// A referral.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReferralView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    person: Ref,
    /// The owner of the case, who owns the referral.
    owner: Ref,
    kind: ReferralKindCode,
    status: ReferralStatusCode,
    need_id: Option<Uuid>,
    community_service_id: Option<Uuid>,
    /// To whom it goes.
    recipient: String,
    /// What the partner is asked to do; the partner reads it.
    request: String,
    /// What only the team reads.
    note: Option<String>,
    duplicate_reason: Option<String>,
    /// The appointment to which a ride leads.
    appointment_id: Option<Uuid>,
    channel: Option<ReferralChannelCode>,
    /// Who took it over, in a warm hand-off.
    spoke_with: Option<String>,
    sent_at: Option<DateTime<Utc>>,
    accepted_at: Option<DateTime<Utc>>,
    scheduled_on: Option<NaiveDate>,
    /// As the partner reported it, then as the person confirmed it.
    served_on: Option<NaiveDate>,
    closed_at: Option<DateTime<Utc>>,
    decline_reason: Option<DeclineReasonCode>,
    not_received_reason: Option<NotReceivedReasonCode>,
    cancel_reason: Option<CancelReasonCode>,
    confirmation: Option<ConfirmationView>,
    benefit: Option<BenefitDates>,
    housing: Option<HousingDates>,
    equipment: Option<EquipmentDates>,
    /// What is waited for; null once it has ended.
    wait: Option<ReferralWaitCode>,
    /// Until when that should have happened; when it ended, once it has.
    due_at: DateTime<Utc>,
    /// True when that is over.
    is_overdue: bool,
    /// When silence moved it up.
    escalated_at: Option<DateTime<Utc>>,
    /// Where the times come from.
    source: &'static str,
    created_at: DateTime<Utc>,
    /// What may follow now.
    actions: Vec<ReferralActionCode>,
    /// Operations the reader may do on this referral now.
    can: Vec<&'static str>,
}

/// How the person was asked what came of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConfirmationView {
    way: ContactModeCode,
    with: ConfirmedWithCode,
    by: Ref,
    at: DateTime<Utc>,
}

/// The dates of an application for a benefit.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BenefitDates {
    /// Which benefit.
    benefit: BenefitCode,
    /// The day of the application.
    applied_on: Option<NaiveDate>,
    /// The date of the notice of the decision.
    decided_on: Option<NaiveDate>,
    /// What was decided.
    decision: Option<BenefitDecisionCode>,
    /// The day of the appeal.
    appealed_on: Option<NaiveDate>,
    /// The date of the decision about the appeal.
    appeal_decided_on: Option<NaiveDate>,
    /// What was decided then.
    appeal_decision: Option<BenefitDecisionCode>,
}

/// The dates on the way to a home.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HousingDates {
    /// The day of the application.
    applied_on: Option<NaiveDate>,
    /// The day on which it was approved.
    approved_on: Option<NaiveDate>,
    /// The day on which a unit was found.
    unit_found_on: Option<NaiveDate>,
    /// The day on which the person moved in.
    moved_in_on: Option<NaiveDate>,
}

/// The dates of equipment on its way to the person.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EquipmentDates {
    /// What it is.
    item: EquipmentItemCode,
    /// The day of the written order.
    prescribed_on: Option<NaiveDate>,
    /// The day on which it was ordered from the supplier.
    ordered_on: Option<NaiveDate>,
    /// The day on which it was sent.
    shipped_on: Option<NaiveDate>,
    /// The day on which it came.
    delivered_on: Option<NaiveDate>,
    /// The day on which it was set up and the person could use it.
    set_up_on: Option<NaiveDate>,
}

impl From<EquipmentCourse> for EquipmentDates {
    fn from(course: EquipmentCourse) -> Self {
        let EquipmentCourse { item, prescribed_on, ordered_on, shipped_on, delivered_on, set_up_on } = course;
        Self { item: item.into(), prescribed_on, ordered_on, shipped_on, delivered_on, set_up_on }
    }
}

impl From<EquipmentDates> for EquipmentCourse {
    fn from(dates: EquipmentDates) -> Self {
        let EquipmentDates { item, prescribed_on, ordered_on, shipped_on, delivered_on, set_up_on } = dates;
        Self { item: item.0, prescribed_on, ordered_on, shipped_on, delivered_on, set_up_on }
    }
}

impl From<BenefitCourse> for BenefitDates {
    fn from(course: BenefitCourse) -> Self {
        Self {
            benefit: course.benefit.into(),
            applied_on: course.applied_on,
            decided_on: course.decided_on,
            decision: course.decision.map(Into::into),
            appealed_on: course.appealed_on,
            appeal_decided_on: course.appeal_decided_on,
            appeal_decision: course.appeal_decision.map(Into::into),
        }
    }
}

impl From<BenefitDates> for BenefitCourse {
    fn from(dates: BenefitDates) -> Self {
        Self {
            benefit: dates.benefit.0,
            applied_on: dates.applied_on,
            decided_on: dates.decided_on,
            decision: dates.decision.map(|code| code.0),
            appealed_on: dates.appealed_on,
            appeal_decided_on: dates.appeal_decided_on,
            appeal_decision: dates.appeal_decision.map(|code| code.0),
        }
    }
}

impl From<HousingCourse> for HousingDates {
    fn from(course: HousingCourse) -> Self {
        let HousingCourse { applied_on, approved_on, unit_found_on, moved_in_on } = course;
        Self { applied_on, approved_on, unit_found_on, moved_in_on }
    }
}

impl From<HousingDates> for HousingCourse {
    fn from(dates: HousingDates) -> Self {
        let HousingDates { applied_on, approved_on, unit_found_on, moved_in_on } = dates;
        Self { applied_on, approved_on, unit_found_on, moved_in_on }
    }
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list::referral_worklist)
        .service(list::referral_summary)
        .service(list::referral_list)
        .service(list::referral_get)
        .service(list::referral_history)
        .service(write::referral_create)
        .service(write::referral_update)
        .service(write::referral_send)
        .service(write::referral_confirm)
        .service(write::referral_cancel)
        .service(write::referral_benefit_update)
        .service(write::referral_housing_update)
        .service(write::referral_equipment_update)
        .service(document::referral_document_list)
        .service(document::referral_document_note)
        .service(answer::referral_answer)
        .service(link::referral_link_create)
        .service(link::referral_link_get)
        .service(link::referral_link_revoke)
        .service(partner::partner_referral_open)
        .service(partner::partner_referral_answer);
}

/// The operation by which a colleague does what may follow.
fn operation(action: ReferralAction) -> Option<&'static str> {
    use ReferralAction as A;
    match action {
        A::Send => Some("referral_send"),
        A::Receive | A::Accept | A::Schedule | A::Serve | A::Decline => Some("referral_answer"),
        A::Confirm | A::NotReceived => Some("referral_confirm"),
        A::Cancel => Some("referral_cancel"),
        A::Create | A::Dates | A::Escalate => None,
    }
}

fn can(referral: &Referral, possible: &[ReferralAction]) -> Vec<&'static str> {
    let mut can: Vec<&'static str> = possible.iter().filter_map(|action| operation(*action)).collect();
    can.dedup();
    match referral.status {
        ReferralStatus::Draft => can.push("referral_update"),
        status if status.is_open() => can.push("referral_link_create"),
        _ => {}
    }
    if referral.takes_papers() && !domain::referral::document::documents(referral.kind).is_empty() {
        can.push("referral_document_note");
    }
    match referral.kind {
        _ if !referral.status.is_open() => {}
        domain::referral::ReferralKind::Benefit => can.push("referral_benefit_update"),
        domain::referral::ReferralKind::Housing => can.push("referral_housing_update"),
        domain::referral::ReferralKind::Dme => can.push("referral_equipment_update"),
        _ => {}
    }
    can
}

/// The view of a referral of the person called `person`, in a case of `owner_id`.
fn view(tx: &Tx, referral: Referral, person: String, owner_id: Uuid) -> ReferralView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let writes = tx.actor().may(Capability::ReferralWrite);
    let possible = if writes { actions(referral.status, ReferralParty::Staff) } else { Vec::new() };
    let confirmed = |confirmation: &Confirmation| ConfirmationView {
        way: confirmation.way.into(),
        with: confirmation.with.into(),
        by: name(confirmation.by),
        at: confirmation.at,
    };
    let (mut decline_reason, mut not_received_reason, mut cancel_reason) = (None, None, None);
    match referral.ending {
        Some(Ending::Declined(reason)) => decline_reason = Some(reason.into()),
        Some(Ending::NotReceived(reason)) => not_received_reason = Some(reason.into()),
        Some(Ending::Cancelled(reason)) => cancel_reason = Some(reason.into()),
        None => {}
    }
    ReferralView {
        can: if writes { can(&referral, &possible) } else { Vec::new() },
        actions: possible.into_iter().map(Into::into).collect(),
        person: Ref { id: referral.person_id, name: person },
        owner: name(owner_id),
        is_overdue: referral.is_overdue(tx.now()),
        confirmation: referral.confirmation.as_ref().map(confirmed),
        benefit: referral.benefit().map(Into::into),
        housing: referral.housing().map(Into::into),
        equipment: referral.equipment().map(Into::into),
        decline_reason,
        not_received_reason,
        cancel_reason,
        source: domain::referral::sla::SOURCE,
        id: referral.id,
        version: referral.version,
        case_id: referral.case_id,
        kind: referral.kind.into(),
        status: referral.status.into(),
        need_id: referral.need_id,
        community_service_id: referral.community_service_id,
        recipient: referral.recipient,
        request: referral.request,
        note: referral.note,
        duplicate_reason: referral.duplicate_reason,
        appointment_id: referral.appointment_id,
        channel: referral.channel.map(Into::into),
        spoke_with: referral.spoke_with,
        sent_at: referral.sent_at,
        accepted_at: referral.accepted_at,
        scheduled_on: referral.scheduled_on,
        served_on: referral.served_on,
        closed_at: referral.closed_at,
        wait: referral.wait.map(Into::into),
        due_at: referral.due_at,
        escalated_at: referral.escalated_at,
        created_at: referral.created_at,
    }
}

/// Takes back what is under way in a case that closes.
pub async fn end_all(tx: &mut Tx, case: &Case, why: &str) -> persistence::Result<()> {
    let directory = tx.directory().clone();
    let days = Days { zone: directory.zone(case.program_id), calendar: directory.calendar_of(case.program_id) };
    for referral in tx.open_referrals_of(case.id).await? {
        let act = Act::Cancel { reason: CancelReason::NoLongerNeeded };
        let (change, event) = referral.act(act, entry(tx, Some(why.into())), days)?;
        tx.referral_apply(change, Some(event), case).await?;
    }
    Ok(())
}

/// What the history says beside the act: who, what they say, when.
fn entry(tx: &Tx, note: Option<String>) -> Entry {
    let kind = if tx.actor().principal == Principal::Link { ReferralParty::Partner } else { ReferralParty::Staff };
    Entry { id: Uuid::now_v7(), party: Party { kind, id: Some(tx.actor().id) }, note, now: tx.now() }
}
