//! A transition as both sides see it.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::access::Capability;
use domain::case::{Case, CaseStatus};
use domain::clock::local_date;
use domain::deadline::Deadline;
use domain::rulebook::TCM_CONTACT;
use domain::stay::Stay;
use domain::transition::figures::{AvoidableDays, counting_target, left_by_target};
use domain::transition::{
    AvoidableDay, Parts, ReceiptKind, Transition, TransitionPhase, checklist, day_of_stay, patient_days, tcm,
};
use persistence::Tx;
use persistence::case::CaseWork;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::deadline::DeadlineView;
use crate::http::code::{
    AvoidableCauseCode, CheckCodeCode, CheckKindCode, CheckStateCode, ChooserCode, ComplexityCode, DestinationCode,
    DischargeBarrierKindCode, HospitalNoticeCode, NextStepCode, PlacementStatusCode, PromiseKindCode,
    PromiseOutcomeCode, ReceiptKindCode, ReceiptWayCode, ReconciliationOutcomeCode, SettingCode, TakenBackKindCode,
    TcmContactCode, TransitionPhaseCode,
};
use crate::program::Ref;
use crate::stay::StayView;

/// The way of somebody from a hospital to whatever comes next.
#[derive(Debug, Serialize, ToSchema)]
pub struct TransitionView {
    /// Version; 0 while nobody wrote anything.
    version: i32,
    /// The stay.
    stay: StayView,
    person: Ref,
    /// The person's cases that the stay concerns.
    cases: Vec<TransitionCase>,
    /// Time zone whose days count.
    time_zone: String,
    phase: TransitionPhaseCode,
    next_step: NextStepCode,
    /// The day of the stay that it is, the day of admission being the first; its last one when it ended.
    day: i64,
    expected_days: Option<f64>,
    destination: Option<DestinationCode>,
    complexity: Option<ComplexityCode>,
    psychiatric: bool,
    medicare: bool,
    /// False while what is clinical is kept back, for those who do not read notes: the summary and the findings about medicines.
    clinical: bool,
    summary: Option<String>,
    /// The present target day.
    target_on: Option<NaiveDate>,
    /// The target day that counts: a new one counts when it was set at least 24 hours before the old one ended.
    counting_target_on: Option<NaiveDate>,
    /// Whether the person left by it; null before the discharge and without a day.
    left_by_target: Option<bool>,
    targets: Vec<TargetView>,
    barriers: Vec<DischargeBarrierView>,
    avoidable: AvoidableView,
    checklist: Vec<CheckView>,
    placements: Vec<PlacementView>,
    promises: Vec<PromiseView>,
    reconciliations: Vec<ReconciliationView>,
    notices: Vec<NoticeView>,
    /// Word of the hospital that came.
    receipts: Vec<ReceiptView>,
    /// What was entered in error and counts for nothing any more.
    taken_back: Vec<TakenBackView>,
    /// From when on the Important Message must be given again, seen from the target day; null where it is not owed.
    notice_again_from: Option<NaiveDate>,
    /// What keeps the discharge eligible for transitional care management, where a program answers for it.
    tcm: Option<TcmView>,
    /// What the stay made due, the next first.
    deadlines: Vec<DeadlineView>,
    closed_at: Option<DateTime<Utc>>,
    closed_by: Option<Ref>,
    /// Operations the reader may do on this transition now.
    can: Vec<&'static str>,
}

/// A case that a stay concerns.
#[derive(Debug, Serialize, ToSchema)]
pub struct TransitionCase {
    id: Uuid,
    program: Ref,
    setting: SettingCode,
    owner: Ref,
}

/// A day set for the discharge.
#[derive(Debug, Serialize, ToSchema)]
pub struct TargetView {
    on: NaiveDate,
    set_at: DateTime<Utc>,
    set_by: Ref,
    reason: Option<String>,
}

/// Something in the way.
#[derive(Debug, Serialize, ToSchema)]
pub struct DischargeBarrierView {
    id: Uuid,
    kind: DischargeBarrierKindCode,
    text: String,
    owner: Ref,
    opened_at: DateTime<Utc>,
    removed_at: Option<DateTime<Utc>>,
    removed_how: Option<String>,
}

/// Avoidable days of the stay.
#[derive(Debug, Serialize, ToSchema)]
pub struct AvoidableView {
    days: Vec<AvoidableDayView>,
    /// Days of the stay so far.
    patient_days: u32,
    /// Avoidable days for 100 patient days.
    rate: Option<f64>,
}

/// A day that would not have been needed.
#[derive(Debug, Serialize, ToSchema)]
pub struct AvoidableDayView {
    on: NaiveDate,
    cause: AvoidableCauseCode,
}

/// An item of the checklist.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckView {
    code: CheckCodeCode,
    kind: CheckKindCode,
    /// Null while it is open.
    state: Option<CheckStateCode>,
    by: Option<Ref>,
    at: Option<DateTime<Utc>>,
    note: Option<String>,
}

/// A facility that was asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlacementView {
    id: Uuid,
    facility: String,
    status: PlacementStatusCode,
    asked_at: DateTime<Utc>,
    answered_at: Option<DateTime<Utc>>,
    answer: Option<String>,
    chosen_by: Option<ChooserCode>,
    chosen_at: Option<DateTime<Utc>>,
}

/// Something promised.
#[derive(Debug, Serialize, ToSchema)]
pub struct PromiseView {
    id: Uuid,
    kind: PromiseKindCode,
    text: String,
    due_on: Option<NaiveDate>,
    /// True for an open promise whose day is past.
    overdue: bool,
    made_by: Ref,
    outcome: Option<PromiseOutcomeCode>,
    settled_at: Option<DateTime<Utc>>,
    settled_by: Option<Ref>,
}

/// A comparison of medicines.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReconciliationView {
    at: DateTime<Utc>,
    by: Ref,
    outcome: ReconciliationOutcomeCode,
    findings: Option<String>,
}

/// A notice that was given.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeView {
    notice: HospitalNoticeCode,
    at: DateTime<Utc>,
    by: Ref,
}

/// Word of the hospital that came.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptView {
    /// Null for what the hospital's feed told: that is on record by itself and can't be taken back.
    id: Option<Uuid>,
    what: ReceiptKindCode,
    at: DateTime<Utc>,
    #[schema(max_length = 200)]
    sender: Option<String>,
    /// Null for what the hospital's feed told.
    way: Option<ReceiptWayCode>,
    by: Option<Ref>,
}

/// Something that was entered in error.
#[derive(Debug, Serialize, ToSchema)]
pub struct TakenBackView {
    kind: TakenBackKindCode,
    /// When it was said to have happened.
    entered_for: DateTime<Utc>,
    #[schema(max_length = 500)]
    reason: String,
    by: Ref,
    at: DateTime<Utc>,
}

/// Transitional care management.
#[derive(Debug, Serialize, ToSchema)]
pub struct TcmView {
    /// Where the contact within 2 business days stands.
    contact: TcmContactCode,
    /// Documented attempts in time; two keep eligibility when nobody was reached.
    attempts: usize,
    contact_due_at: DateTime<Utc>,
    /// Whether medicines were compared by the day of the visit; null before the visit.
    reconciled_by_visit: Option<bool>,
    /// Last day of the service period.
    period_ends_on: Option<NaiveDate>,
}

/// The view; `cases` are those as they are after a change that is not yet stored.
pub async fn view(
    tx: &mut Tx,
    transition: Transition,
    stay: Stay,
    cases: Option<&[CaseWork]>,
) -> persistence::Result<TransitionView> {
    let deadlines = deadlines(tx, &stay, cases).await?;
    let person = Ref { id: stay.person_id, name: tx.person_name(stay.person_id).await? };
    let own = tx.cases_of(&[stay.person_id]).await?;
    let concerned: Vec<Case> = own
        .into_iter()
        .filter(|case| {
            deadlines.iter().any(|deadline| deadline.case_id == case.id) || case.status == CaseStatus::Active
        })
        .collect();
    let zone = super::zone_of(tx.directory(), &concerned);
    let fed_at = tx.feed_notice(&stay).await?;
    let tcm = standing(tx, &transition, &stay, &deadlines, zone).await?;
    let concerned: Vec<TransitionCase> = concerned
        .into_iter()
        .filter_map(|case| {
            let program = tx.directory().program(case.program_id).ok()?;
            Some(TransitionCase {
                id: case.id,
                program: Ref { id: program.id, name: program.name.clone() },
                setting: program.setting.into(),
                owner: name(tx, case.owner_id),
            })
        })
        .collect();
    let all =
        tx.stays_since(&[stay.person_id], stay.admitted_at - persistence::transition::READMISSION_LOOK_BACK).await?;
    let now = tx.now();
    let (today, phase) = (local_date(now, zone), transition.phase(&stay));
    let open = matches!(phase, TransitionPhase::Planning | TransitionPhase::Following);
    let clinical = tx.actor().may(Capability::NoteRead);
    let may_write = open && tx.actor().may(Capability::TransitionWrite);
    let owed_again =
        transition.said(now).iter().any(|event| event.kind == domain::EventKind::ImportantMessageOwedAgain);
    Ok(TransitionView {
        version: transition.version,
        person,
        cases: concerned,
        time_zone: zone.name().to_owned(),
        phase: phase.into(),
        next_step: transition.next_step(&stay, today, zone).into(),
        day: day_of_stay(&stay, now, zone),
        expected_days: transition.expected_days,
        destination: transition.destination.map(Into::into),
        complexity: transition.complexity.map(Into::into),
        psychiatric: transition.psychiatric,
        medicare: transition.medicare,
        target_on: transition.target_on,
        counting_target_on: counting_target(&transition.parts.targets, zone),
        left_by_target: stay.discharged_at.and_then(|at| left_by_target(&transition.parts.targets, at, zone)),
        avoidable: avoidable(&transition.parts.avoidable_of(&stay, now, zone), patient_days(&stay, now, zone)),
        checklist: checks(tx, &transition),
        notice_again_from: transition.target_on.filter(|_| owed_again).map(|day| day - TimeDelta::days(2)),
        tcm,
        closed_at: transition.closed_at,
        closed_by: transition.closed_by.map(|id| name(tx, id)),
        targets: targets(tx, &transition.parts),
        barriers: barriers(tx, &transition.parts),
        placements: placements(&transition.parts),
        promises: promises(tx, &transition.parts, today),
        reconciliations: reconciliations(tx, &transition.parts, clinical),
        notices: notices(tx, &transition.parts),
        receipts: receipts(tx, &transition.parts, fed_at),
        taken_back: taken_back(tx, &transition.parts),
        clinical,
        summary: transition.summary.filter(|_| clinical),
        deadlines: deadlines.into_iter().map(|deadline| crate::deadline::view(tx, deadline, None)).collect(),
        stay: crate::stay::view(tx, stay, &all),
        can: if may_write { vec!["transition_update", "transition_act"] } else { Vec::new() },
    })
}

fn name(tx: &Tx, id: Uuid) -> Ref {
    Ref { id, name: tx.directory().name(id).to_owned() }
}

/// Deadlines that the stay started, as they are stored, or as this transaction leaves them.
async fn deadlines(tx: &mut Tx, stay: &Stay, cases: Option<&[CaseWork]>) -> persistence::Result<Vec<Deadline>> {
    let mut found = tx.deadlines_of_stays(&[stay.id]).await?;
    for fresh in cases.into_iter().flatten().flat_map(|work| &work.deadlines) {
        if fresh.anchor_subject_id == stay.id {
            found.retain(|old| old.id != fresh.id);
            found.push(fresh.clone());
        }
    }
    found.sort_by_key(|deadline| (deadline.due_at, deadline.id));
    Ok(found)
}

async fn standing(
    tx: &mut Tx,
    transition: &Transition,
    stay: &Stay,
    deadlines: &[Deadline],
    zone: Tz,
) -> persistence::Result<Option<TcmView>> {
    let contact = deadlines.iter().find(|deadline| deadline.rule_code == TCM_CONTACT);
    let (Some(contact), Some(discharged_at)) = (contact, stay.discharged_at) else { return Ok(None) };
    let contacts = tx.case_contacts_between(contact.case_id, discharged_at, contact.due_at).await?;
    let attempts = tcm::attempts(&contacts, discharged_at, contact.due_at);
    Ok(Some(TcmView {
        contact: tcm::contact_standing(contact, attempts, tx.now()).into(),
        attempts,
        contact_due_at: contact.due_at,
        reconciled_by_visit: tcm::reconciled_by_visit(transition, discharged_at, zone),
        period_ends_on: tcm::period_ends_on(local_date(discharged_at, zone)),
    }))
}

fn avoidable(marked: &[AvoidableDay], patient_days: u32) -> AvoidableView {
    let rate = AvoidableDays::of([(patient_days, marked)]).rate();
    let days = marked.iter().map(|day| AvoidableDayView { on: day.on, cause: day.cause.into() }).collect();
    AvoidableView { days, patient_days, rate }
}

fn checks(tx: &Tx, transition: &Transition) -> Vec<CheckView> {
    let view = |item: checklist::CheckItem| {
        let settled = transition.parts.checks.iter().find(|check| check.code == item.code);
        CheckView {
            code: item.code.into(),
            kind: item.kind.into(),
            state: settled.map(|check| check.state.into()),
            by: settled.map(|check| name(tx, check.by)),
            at: settled.map(|check| check.at),
            note: settled.and_then(|check| check.note.clone()),
        }
    };
    checklist::items(transition.destination).into_iter().map(view).collect()
}

fn targets(tx: &Tx, parts: &Parts) -> Vec<TargetView> {
    let all = parts.targets.iter().map(|target| TargetView {
        on: target.on,
        set_at: target.set_at,
        set_by: name(tx, target.set_by),
        reason: target.reason.clone(),
    });
    all.collect()
}

fn barriers(tx: &Tx, parts: &Parts) -> Vec<DischargeBarrierView> {
    let all = parts.barriers.iter().map(|barrier| DischargeBarrierView {
        id: barrier.id,
        kind: barrier.kind.into(),
        text: barrier.text.clone(),
        owner: name(tx, barrier.owner_id),
        opened_at: barrier.opened_at,
        removed_at: barrier.removed_at,
        removed_how: barrier.removed_how.clone(),
    });
    all.collect()
}

fn placements(parts: &Parts) -> Vec<PlacementView> {
    let all = parts.placements.iter().map(|placement| PlacementView {
        id: placement.id,
        facility: placement.facility.clone(),
        status: placement.status.into(),
        asked_at: placement.asked_at,
        answered_at: placement.answered_at,
        answer: placement.answer.clone(),
        chosen_by: placement.chosen_by.map(Into::into),
        chosen_at: placement.chosen_at,
    });
    all.collect()
}

fn promises(tx: &Tx, parts: &Parts, today: NaiveDate) -> Vec<PromiseView> {
    let all = parts.promises.iter().map(|promise| PromiseView {
        id: promise.id,
        kind: promise.kind.into(),
        text: promise.text.clone(),
        due_on: promise.due_on,
        overdue: promise.is_overdue(today),
        made_by: name(tx, promise.made_by),
        outcome: promise.outcome.map(Into::into),
        settled_at: promise.settled_at,
        settled_by: promise.settled_by.map(|id| name(tx, id)),
    });
    all.collect()
}

fn reconciliations(tx: &Tx, parts: &Parts, clinical: bool) -> Vec<ReconciliationView> {
    let all = parts.reconciliations.iter().map(|one| ReconciliationView {
        at: one.at,
        by: name(tx, one.by),
        outcome: one.outcome.into(),
        findings: one.findings.clone().filter(|_| clinical),
    });
    all.collect()
}

fn notices(tx: &Tx, parts: &Parts) -> Vec<NoticeView> {
    let all = parts.notices.iter().map(|given| NoticeView {
        notice: given.notice.into(),
        at: given.at,
        by: name(tx, given.by),
    });
    all.collect()
}

fn receipts(tx: &Tx, parts: &Parts, fed_at: Option<DateTime<Utc>>) -> Vec<ReceiptView> {
    let fed = fed_at.map(|at| ReceiptView {
        id: None,
        what: ReceiptKind::AdmissionNotice.into(),
        at,
        sender: None,
        way: None,
        by: None,
    });
    let by_hand = parts.receipts.iter().map(|one| ReceiptView {
        id: Some(one.id),
        what: one.what.into(),
        at: one.at,
        sender: one.sender.clone(),
        way: Some(one.way.into()),
        by: Some(name(tx, one.by)),
    });
    fed.into_iter().chain(by_hand).collect()
}

fn taken_back(tx: &Tx, parts: &Parts) -> Vec<TakenBackView> {
    let all = parts.taken_back.iter().map(|one| TakenBackView {
        kind: one.kind.into(),
        entered_for: one.entered_for,
        reason: one.reason.clone(),
        by: name(tx, one.by),
        at: one.at,
    });
    all.collect()
}
