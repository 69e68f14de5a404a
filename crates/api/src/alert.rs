//! Safety alerts.

use actix_web::{get, post, web};
use chrono::{DateTime, TimeDelta, Utc};
use domain::Code;
use domain::access::{Capability, cap};
use domain::alert::escalation::{Ask, Escalation};
use domain::alert::{Alert, AlertStatus};
use domain::scope::Activity;
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{
    AlertKindCode, AlertOutcomeCode, AlertSeverityCode, AlertStatusCode, AskReasonCode, EscalationCode,
};
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};
use crate::program::Ref;
use crate::scope::allows;

/// A safety alert.
#[derive(Debug, Serialize, ToSchema)]
pub struct AlertView {
    id: Uuid,
    version: i32,
    person_id: Uuid,
    case_id: Uuid,
    kind: AlertKindCode,
    /// What triggered it.
    trigger: String,
    severity: AlertSeverityCode,
    status: AlertStatusCode,
    assessment_id: Option<Uuid>,
    /// Code of the instrument to ask now, which evaluates what was found; null where none does.
    evaluated_by: Option<&'static str>,
    owner: Ref,
    opened_at: DateTime<Utc>,
    /// When it must have been acted upon.
    due_at: DateTime<Utc>,
    /// How far up it has gone.
    escalation: EscalationCode,
    /// Who is asked beside the owner, in the order in which they were asked.
    asked: Vec<AskView>,
    /// The next step; null when nobody comes after.
    next_step: Option<EscalationCode>,
    /// When the next step begins unless the alert is closed; in the past while nobody is there to be asked.
    escalates_at: Option<DateTime<Utc>>,
    acknowledged_by: Option<Ref>,
    outcome: Option<AlertOutcomeCode>,
    detail: Option<String>,
    closed_by: Option<Ref>,
    closed_at: Option<DateTime<Utc>>,
    /// Operations the reader may do on this alert now.
    can: Vec<&'static str>,
}

/// Somebody who is asked beside the owner.
#[derive(Debug, Serialize, ToSchema)]
pub struct AskView {
    staff: Ref,
    /// Since when.
    since: DateTime<Utc>,
    reason: AskReasonCode,
    /// In whose place, when they cover for somebody.
    covers: Option<Ref>,
}

/// How a safety alert moves up until it is closed.
#[derive(Debug, Serialize, ToSchema)]
pub struct EscalationView {
    steps: Vec<EscalationStep>,
    /// True when a director, or who covers for one, is there today: then no alert ends with nobody.
    has_an_end: bool,
    /// Open alerts that wait for a step for which nobody was there; for those only who can do something about it.
    without_answer: Option<i64>,
}

/// A step.
#[derive(Debug, Serialize, ToSchema)]
pub struct EscalationStep {
    step: EscalationCode,
    /// The part of an alert's time, in percent, after which it begins.
    after_percent: i32,
    /// True when it is left out once somebody has taken the alert up.
    waits_for_acknowledgement: bool,
}

/// The outcome with which an alert is closed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "outcome": "evaluated_no_imminent_risk", "detail": "Evaluated by phone with the clinician on call; a visit is set for tomorrow."
}))]
pub struct AlertClose {
    /// Coded outcome.
    outcome: AlertOutcomeCode,
    /// What was done, with whom.
    #[schema(min_length = 1, max_length = 4000, pattern = "\\S")]
    detail: String,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(escalation_get)
        .service(alert_get)
        .service(alert_list)
        .service(alert_acknowledge)
        .service(alert_close);
}

/// The view of somebody who is asked.
pub fn ask_view(tx: &Tx, ask: &Ask) -> AskView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    AskView { staff: name(ask.staff_id), since: ask.at, reason: ask.reason.into(), covers: ask.for_id.map(name) }
}

/// The view of an alert.
pub fn view(tx: &Tx, alert: Alert) -> AlertView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let mut can = Vec::new();
    if alert.status == AlertStatus::Open && tx.actor().may(Capability::AlertAcknowledge) {
        can.push("alert_acknowledge");
    }
    let in_scope = alert.kind.is_about_worker() || allows(tx, Activity::CloseAlert);
    if alert.status != AlertStatus::Closed && tx.actor().may(Capability::AlertClose) && in_scope {
        can.push("alert_close");
    }
    let evaluated_by = alert.evaluated_by().map(|instrument| instrument.code);
    if evaluated_by.is_some() && tx.actor().may(Capability::AssessmentWrite) {
        can.push("assessment_create");
    }
    let next = alert.next_step();
    AlertView {
        id: alert.id,
        version: alert.version,
        person_id: alert.person_id,
        case_id: alert.case_id,
        kind: alert.kind.into(),
        trigger: alert.trigger,
        severity: alert.severity.into(),
        status: alert.status.into(),
        assessment_id: alert.assessment_id,
        evaluated_by,
        owner: name(alert.owner_id),
        opened_at: alert.opened_at,
        due_at: alert.due_at,
        escalation: alert.escalation.into(),
        asked: alert.asked.iter().map(|ask| ask_view(tx, ask)).collect(),
        next_step: next.map(|(step, _)| step.into()),
        escalates_at: next.map(|(_, at)| at),
        acknowledged_by: alert.acknowledged_by.map(name),
        outcome: alert.outcome.map(Into::into),
        detail: alert.detail,
        closed_by: alert.closed_by.map(name),
        closed_at: alert.closed_at,
        can,
    }
}

/// How long the background may take to ask somebody before an alert counts as without an answer.
const GRACE: TimeDelta = TimeDelta::minutes(1);

/// How a safety alert moves up, and whether anybody is there at the end of the line.
#[utoipa::path(tag = "alert", operation_id = "escalation_get", responses((status = 200, body = EscalationView)))]
#[get("/escalation")]
pub async fn escalation_get(
    access: Allowed<cap::RuleRead>,
    state: web::Data<State>,
) -> Result<Answer<EscalationView>, Problem> {
    let step = |step: &Escalation| EscalationStep {
        step: (*step).into(),
        after_percent: step.after_percent(),
        waits_for_acknowledgement: step.waits_for_acknowledgement(),
    };
    let answer = state.store.read(&access, async |tx| {
        let now = tx.now();
        let helps = tx.actor().may(Capability::StaffWrite) || tx.actor().may(Capability::CaseAssign);
        let without_answer = if helps { Some(tx.alerts_without_answer(now - GRACE).await?) } else { None };
        Ok(Answer::ok(EscalationView {
            steps: Escalation::ALL.iter().map(step).collect(),
            // Directors belong to no team.
            has_an_end: tx.staffing(Uuid::nil()).await?.has_an_end(now),
            without_answer,
        }))
    });
    Ok(answer.await?)
}

/// One alert.
#[utoipa::path(tag = "alert", operation_id = "alert_get", params(("id" = Uuid, Path)), responses((status = 200, body = AlertView)))]
#[get("/alerts/{id}")]
pub async fn alert_get(
    access: Allowed<cap::AlertRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<AlertView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (alert, _) = tx.alert(*id).await?;
        Ok(Answer::resource(alert.version, view(tx, alert)))
    });
    Ok(answer.await?)
}

/// Alerts of a person, newest first.
#[utoipa::path(tag = "alert", operation_id = "alert_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<AlertView>)))]
#[get("/people/{id}/alerts")]
pub async fn alert_list(
    access: Allowed<cap::AlertRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<AlertView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let alerts = tx.alerts_of(*id).await?;
        Ok(Answer::ok(Page::whole(alerts.into_iter().map(|alert| view(tx, alert)).collect())))
    });
    Ok(answer.await?)
}

/// Says that one is on it. The alert stays on the list until it is closed.
#[utoipa::path(tag = "alert", operation_id = "alert_acknowledge", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = AlertView)))]
#[post("/alerts/{id}/acknowledge")]
pub async fn alert_acknowledge(
    access: Allowed<cap::AlertAcknowledge>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<AlertView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let (alert, _) = tx.alert(*id).await?;
        tx.require_version(alert.version, version.0)?;
        let change = alert.acknowledge(tx.actor().id)?;
        let alert = tx.apply(change)?;
        Ok(Answer::resource(alert.version, view(tx, alert)))
    });
    Ok(answer.await?)
}

/// Closes an alert with a coded outcome. Needs a role and a scope of practice that allow it; that a safety plan was made needs a
/// crisis plan in force. About a worker who is overdue one says how they are; whoever is still there is asked about again in an hour.
#[utoipa::path(tag = "alert", operation_id = "alert_close", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = AlertClose, responses((status = 200, body = AlertView)))]
#[post("/alerts/{id}/close")]
pub async fn alert_close(
    access: Allowed<cap::AlertClose>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<AlertClose>,
) -> Result<Answer<AlertView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let (alert, case) = tx.alert(*id).await?;
        tx.require_version(alert.version, version.0)?;
        let scope = tx.verdict(Activity::CloseAlert, tx.actor().id, &case).await?;
        let planned = tx.crisis_plan_in_force(alert.person_id).await?.is_some();
        let change = alert.close(body.outcome.0, body.detail, tx.actor().id, scope, planned, tx.now())?;
        if let Some(visit) = tx.visit_of_alarm(*id).await?
            && let Some(watched) = visit.watch_again(tx.now())
        {
            tx.apply(watched)?;
        }
        let alert = tx.apply(change)?;
        Ok(Answer::resource(alert.version, view(tx, alert)))
    });
    Ok(answer.await?)
}
