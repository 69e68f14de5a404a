//! Milestones: dated facts of a case, with what they do to its deadlines.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::Rule;
use domain::access::{Capability, cap};
use domain::appointment::Appointment;
use domain::case::Case;
use domain::clock::local_date;
use domain::deadline::{Deadline, DeadlineStatus};
use domain::milestone::{Milestone, MilestoneKind, MilestoneStatus};
use persistence::Tx;
use persistence::case::CaseWork;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::case::assigns;
use crate::contact::{Settled, settled};
use crate::deadline::{StepView, step_view};
use crate::http::ServiceConfig;
use crate::http::code::{MilestoneKindCode, MilestoneStatusCode};
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};
use crate::program::Ref;
use crate::task::Reason;

/// A milestone.
#[derive(Debug, Serialize, ToSchema)]
pub struct MilestoneView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    person_id: Uuid,
    kind: MilestoneKindCode,
    /// Local date in the program's zone.
    occurred_on: NaiveDate,
    /// The milestone that it answers, where several waited for the like.
    answers_id: Option<Uuid>,
    /// The hearing in the calendar whose day it is, and which it follows.
    appointment_id: Option<Uuid>,
    /// More about it; empty for who reads no clinical notes, unless they wrote it. So is why it is an error.
    note: Option<String>,
    status: MilestoneStatusCode,
    error_reason: Option<String>,
    author: Ref,
    created_at: DateTime<Utc>,
    /// Operations the reader may do on it now.
    can: Vec<&'static str>,
}

/// A kind of milestone that the program of a case records.
#[derive(Debug, Serialize, ToSchema)]
pub struct MilestoneChoice {
    kind: MilestoneKindCode,
    /// True when its day may lie ahead.
    ahead: bool,
    /// What waits for the like of it; one that names none of them answers all.
    answers: Vec<MilestoneWaiting>,
    /// True for a hearing: its day may come from the calendar.
    hearing: bool,
    /// Hearings in the calendar of the case whose day it may take.
    hearings: Vec<MilestoneHearing>,
}

/// A hearing in the calendar.
#[derive(Debug, Serialize, ToSchema)]
pub struct MilestoneHearing {
    appointment_id: Uuid,
    /// What for.
    title: Option<String>,
    starts_at: DateTime<Utc>,
    /// Local date in the program's zone.
    occurred_on: NaiveDate,
}

/// A milestone that waits for an answer: one with an open deadline, a day that a court set, or a job.
#[derive(Debug, Serialize, ToSchema)]
pub struct MilestoneWaiting {
    id: Uuid,
    kind: MilestoneKindCode,
    /// Local date in the program's zone.
    occurred_on: NaiveDate,
}

/// The milestones of a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct MilestoneList {
    /// The latest first.
    items: Vec<MilestoneView>,
    /// What may be recorded, in the order in which it comes about; empty where the program's setting has none.
    kinds: Vec<MilestoneChoice>,
}

/// A milestone to record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kind": "parental_consent", "occurred_on": "2026-03-04", "note": "Signed at the meeting." }))]
pub struct MilestoneCreate {
    /// What happened.
    kind: MilestoneKindCode,
    /// On which day, in the program's zone. A release, a hearing, the end of coverage and the like may lie ahead.
    occurred_on: NaiveDate,
    /// The milestone that it answers, where several wait for the like: it meets nothing about the others.
    answers_id: Option<Uuid>,
    /// The hearing in the calendar whose day it is: that day counts, and it moves with the hearing.
    appointment_id: Option<Uuid>,
    /// More about it.
    #[schema(max_length = 2000)]
    note: Option<String>,
}

/// A deadline that a milestone opens.
#[derive(Debug, Serialize, ToSchema)]
pub struct MilestoneOpens {
    /// Code of the rule.
    rule: String,
    title: String,
    /// The first instant that counts, where it is not the day of the milestone.
    opens_at: Option<DateTime<Utc>>,
    due_at: DateTime<Utc>,
    /// Local date in the program's zone.
    due_on: NaiveDate,
    /// How the date was found, step by step.
    explanation: Vec<StepView>,
    source: String,
}

/// What a milestone does to the deadlines of its case.
#[derive(Debug, Serialize, ToSchema)]
pub struct MilestoneEffect {
    /// What is open from then on.
    opens: Vec<MilestoneOpens>,
    /// What it meets.
    meets: Vec<Settled>,
}

/// A milestone, with what it did.
#[derive(Debug, Serialize, ToSchema)]
pub struct MilestoneRecorded {
    milestone: MilestoneView,
    effect: MilestoneEffect,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(milestone_list).service(milestone_preview).service(milestone_create).service(milestone_withdraw);
}

fn view(tx: &Tx, own: Milestone) -> MilestoneView {
    let is_mine = own.author_id == tx.actor().id;
    // Free text may be a clinical narrative.
    let reads = is_mine || tx.actor().may(Capability::NoteRead);
    let may = (is_mine || assigns(tx))
        && own.status == MilestoneStatus::Recorded
        && tx.actor().may(Capability::MilestoneWrite);
    MilestoneView {
        author: Ref { id: own.author_id, name: tx.directory().name(own.author_id).to_owned() },
        id: own.id,
        version: own.version,
        case_id: own.case_id,
        person_id: own.person_id,
        kind: own.kind.into(),
        occurred_on: own.occurred_on,
        answers_id: own.answers_id,
        appointment_id: own.appointment_id,
        note: own.note.filter(|_| reads),
        status: own.status.into(),
        error_reason: own.error_reason.filter(|_| reads),
        created_at: own.created_at,
        can: may.then_some("milestone_withdraw").into_iter().collect(),
    }
}

fn effect(before: &[Deadline], now: &[Deadline]) -> MilestoneEffect {
    let known = |one: &Deadline| before.iter().any(|old| old.id == one.id && old.status == DeadlineStatus::Open);
    let opened = now.iter().filter(|one| one.status == DeadlineStatus::Open && !known(one));
    let opens = opened.map(|deadline| MilestoneOpens {
        rule: deadline.rule_code.clone(),
        title: deadline.rule_title.clone(),
        opens_at: deadline.window_opens_at,
        due_at: deadline.due_at,
        due_on: deadline.due_on,
        explanation: deadline.explanation.iter().cloned().map(step_view).collect(),
        source: deadline.rule_source.clone(),
    });
    MilestoneEffect { opens: opens.collect(), meets: settled(before, now) }
}

/// A milestone of a case on a day, recorded by the reader.
pub fn blank(tx: &Tx, case: &Case, kind: MilestoneKind, occurred_on: NaiveDate) -> Milestone {
    Milestone {
        id: Uuid::now_v7(),
        version: 1,
        case_id: case.id,
        person_id: case.person_id,
        kind,
        occurred_on,
        answers_id: None,
        appointment_id: None,
        note: None,
        status: MilestoneStatus::Recorded,
        error_reason: None,
        author_id: tx.actor().id,
        created_at: tx.now(),
    }
}

/// The milestone on the day of a hearing in the calendar of its case.
async fn on_hearing(tx: &mut Tx, milestone: Milestone, id: Uuid, zone: Tz) -> persistence::Result<Milestone> {
    let found = tx.hearings_of(milestone.case_id).await?.into_iter().find(|one| one.id == id);
    let unknown = || Rule::at("unknown_appointment", "/appointment_id", "There is no such appointment.");
    Ok(milestone.placed(&found.ok_or_else(unknown)?, zone)?)
}

/// A milestone of the case as it would be recorded now.
async fn draft(tx: &mut Tx, work: &CaseWork, body: MilestoneCreate) -> persistence::Result<domain::Change<Milestone>> {
    let answered = match body.answers_id {
        Some(id) => tx.milestones_of(work.case.id).await?.into_iter().find(|own| own.id == id),
        None => None,
    };
    let (setting, zone) = {
        let program = tx.directory().program(work.case.program_id)?;
        (program.setting, program.zone())
    };
    let milestone = Milestone {
        answers_id: body.answers_id,
        note: body.note.filter(|note| !note.trim().is_empty()),
        ..blank(tx, &work.case, body.kind.0, body.occurred_on)
    };
    let milestone = match body.appointment_id {
        Some(id) => on_hearing(tx, milestone, id, zone).await?,
        None => milestone,
    };
    milestone.require_answered(answered.as_ref())?;
    Ok(milestone.record(&work.case, setting, zone, tx.now())?)
}

/// What waits for a milestone of a kind.
fn waiting(kind: MilestoneKind, all: &[Milestone], deadlines: &[Deadline]) -> Vec<MilestoneWaiting> {
    let is_open = |own: &&Milestone| {
        let about = |one: &Deadline| one.anchor_subject_id == own.id && one.status == DeadlineStatus::Open;
        own.status == MilestoneStatus::Recorded
            && kind.answers().contains(&own.kind)
            && (deadlines.iter().any(about) || own.goes_on(all))
    };
    let shown = |own: &Milestone| MilestoneWaiting { id: own.id, kind: own.kind.into(), occurred_on: own.occurred_on };
    all.iter().filter(is_open).map(shown).collect()
}

/// The hearings in the calendar whose day a milestone of a kind may take: those of which none says the day.
fn hearings(kind: MilestoneKind, all: &[Milestone], booked: &[Appointment], zone: Tz) -> Vec<MilestoneHearing> {
    let is_said = |one: &Appointment| {
        let stands = |own: &&Milestone| own.status == MilestoneStatus::Recorded && own.kind == kind;
        all.iter().filter(stands).any(|own| own.appointment_id == Some(one.id))
    };
    let shown = |one: &Appointment| MilestoneHearing {
        appointment_id: one.id,
        title: one.title.clone(),
        starts_at: one.starts_at,
        occurred_on: local_date(one.starts_at, zone),
    };
    booked.iter().filter(|one| kind.is_hearing() && !is_said(one)).map(shown).collect()
}

/// The milestones of a case, the latest first, and the kinds that its program records.
#[utoipa::path(tag = "milestone", operation_id = "milestone_list", params(("id" = Uuid, Path)), responses((status = 200, body = MilestoneList)))]
#[get("/cases/{id}/milestones")]
pub async fn milestone_list(
    access: Allowed<cap::MilestoneRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<MilestoneList>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let case = tx.case(*id).await?;
        let setting = tx.directory().program(case.program_id)?.setting;
        let zone = tx.directory().zone(case.program_id);
        let all = tx.milestones_of(*id).await?;
        let deadlines = tx.deadlines_of(*id).await?;
        let in_court = MilestoneKind::of(setting).any(MilestoneKind::is_hearing);
        let booked = if in_court { tx.hearings_of(*id).await? } else { Vec::new() };
        let choice = |kind: MilestoneKind| MilestoneChoice {
            kind: kind.into(),
            ahead: kind.may_lie_ahead(),
            answers: waiting(kind, &all, &deadlines),
            hearing: kind.is_hearing(),
            hearings: hearings(kind, &all, &booked, zone),
        };
        let kinds = MilestoneKind::of(setting).map(choice).collect();
        Ok(Answer::ok(MilestoneList { items: all.into_iter().map(|own| view(tx, own)).collect(), kinds }))
    });
    Ok(answer.await?)
}

/// What a milestone would do to the deadlines of its case. Stores nothing.
#[utoipa::path(tag = "milestone", operation_id = "milestone_preview", params(("id" = Uuid, Path)), request_body = MilestoneCreate, responses((status = 200, body = MilestoneEffect)))]
#[post("/cases/{id}/milestones/preview")]
pub async fn milestone_preview(
    access: Allowed<cap::MilestoneWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<MilestoneCreate>,
) -> Result<Answer<MilestoneEffect>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let mut work = tx.case_work_whole(*id).await?;
        let change = draft(tx, &work, body.0).await?;
        let before = work.deadlines.clone();
        tx.foresee(&mut work, &change.events)?;
        Ok(Answer::ok(effect(&before, &work.deadlines)))
    });
    Ok(answer.await?)
}

/// Records a milestone: it opens and meets the deadlines it should.
#[utoipa::path(tag = "milestone", operation_id = "milestone_create", params(("id" = Uuid, Path)), request_body = MilestoneCreate, responses((status = 201, body = MilestoneRecorded)))]
#[post("/cases/{id}/milestones")]
pub async fn milestone_create(
    access: Allowed<cap::MilestoneWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<MilestoneCreate>,
) -> Result<Answer<MilestoneRecorded>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let mut work = [tx.case_work_whole(*id).await?];
        let before = work[0].deadlines.clone();
        let change = draft(tx, &work[0], body.0).await?;
        let milestone = tx.apply_in(&mut work, change)?;
        let effect = effect(&before, &work[0].deadlines);
        Ok(Answer::created(milestone.version, MilestoneRecorded { milestone: view(tx, milestone), effect }))
    });
    Ok(answer.await?)
}

/// Marks a milestone as entered in error: what it met is open again, and what it opened is cancelled.
#[utoipa::path(tag = "milestone", operation_id = "milestone_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = MilestoneView)))]
#[post("/milestones/{id}/withdraw")]
pub async fn milestone_withdraw(
    access: Allowed<cap::MilestoneWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<MilestoneView>, Problem> {
    let reason = body.0.reason;
    let answer = state.store.write(&access, async |tx| {
        let milestone = tx.milestone(*id).await?;
        tx.require_version(milestone.version, version.0)?;
        let work = tx.case_work_whole(milestone.case_id).await?;
        let change = milestone.withdraw(tx.actor().id, assigns(tx), reason, tx.now())?;
        let milestone = tx.apply_in(&mut [work], change)?;
        Ok(Answer::resource(milestone.version, view(tx, milestone)))
    });
    Ok(answer.await?)
}
