//! Today: what is due, for whom, why, and what next.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::access::{Capability, cap};
use domain::alert::escalation::{Ask, AskReason};
use domain::clock;
use domain::rank::{self, Facts, Work};
use persistence::Tx;
use persistence::today::{ItemKind, TodayFilter, TodayRow, Whose};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::alert::{AskView, ask_view};
use crate::app::State;
use crate::http::code::{Coded, ItemKindCode};
use crate::http::{Allowed, Answer, Cursor, Limit, Page, Problem, Query, Valid};
use crate::program::Ref;

domain::codes! {
    /// Whose work a list shows.
    pub enum Scope {
        /// Work the reader owns.
        Mine = "mine",
        /// Work of the reader's teams.
        Team = "team",
    }
}

domain::codes! {
    /// When work is due, seen from now in the program's zone.
    pub enum DueBucket {
        /// Past due.
        Overdue = "overdue",
        /// Still today.
        Today = "today",
        /// Within seven days after today.
        Week = "week",
        /// After that.
        Later = "later",
    }
}

/// `Scope` in the API.
pub type ScopeCode = Coded<Scope>;
/// `DueBucket` in the API.
pub type DueBucketCode = Coded<DueBucket>;

/// One item of the worklist.
#[derive(Debug, Serialize, ToSchema)]
pub struct TodayItem {
    id: Uuid,
    kind: ItemKindCode,
    version: i32,
    /// What to do.
    title: String,
    /// For whom.
    person: TodayPerson,
    /// What the program calls the person.
    person_label: String,
    case_id: Uuid,
    program: Ref,
    owner: Ref,
    due_at: DateTime<Utc>,
    /// Local date in the program's zone.
    due_on: NaiveDate,
    /// The program's zone.
    time_zone: String,
    overdue: bool,
    /// Sum of the reasons' points.
    score: i64,
    /// Why the item stands where it stands; 1 point is 1 hour. The codes `asked_…` say why an alert of somebody else is on the
    /// reader's list, and add no points.
    reasons: Vec<ReasonView>,
    /// Why an alert of somebody else is on the reader's list; null for everything else.
    asked: Option<AskView>,
    next_action: NextAction,
    /// Operations the reader may do on this item now.
    can: Vec<&'static str>,
}

/// Who an item is about.
#[derive(Debug, Serialize, ToSchema)]
pub struct TodayPerson {
    id: Uuid,
    name: String,
    birth_date: NaiveDate,
    language: String,
}

/// One reason of a score.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReasonView {
    code: &'static str,
    label: String,
    /// The code of the tier or priority that it names.
    of: Option<String>,
    points: i64,
    rule: Option<String>,
    anchor: Option<String>,
}

/// What to do next.
#[derive(Debug, Serialize, ToSchema)]
pub struct NextAction {
    code: String,
    label: String,
    /// The record to open for it: a note, a hand-off, a contact, a stay, a plan or a case; the item itself for tasks and alerts.
    target_id: Uuid,
}

/// How many open items there are.
#[derive(Debug, Serialize, ToSchema)]
pub struct TodayCountsView {
    overdue: i64,
    today: i64,
    week: i64,
    later: i64,
    /// Safety alerts among all of them.
    alerts: i64,
    total: i64,
}

/// Filter of the worklist.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct TodayQuery {
    /// Whose work; `mine` when absent.
    scope: Option<ScopeCode>,
    /// Kind of item.
    kind: Option<ItemKindCode>,
    /// When it is due.
    due: Option<DueBucketCode>,
    /// Of this program.
    program_id: Option<Uuid>,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Filter of the worklist with text, which may be a name and so never stands in an address.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TodaySearch {
    /// Part of a title or a name.
    #[schema(min_length = 1, max_length = 100)]
    text: String,
    scope: Option<ScopeCode>,
    kind: Option<ItemKindCode>,
    due: Option<DueBucketCode>,
    program_id: Option<Uuid>,
    #[serde(default)]
    limit: Limit,
    cursor: Option<Cursor>,
}

/// Whose items are counted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct TodayCountsQuery {
    /// Whose work; `mine` when absent.
    scope: Option<ScopeCode>,
    /// Kind of item.
    kind: Option<ItemKindCode>,
    /// Of this program.
    program_id: Option<Uuid>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(today_list).service(today_search).service(today_counts);
}

/// Whose items the actor asks for. A role that reaches the whole organization has every team.
fn whose(tx: &Tx, scope: Option<ScopeCode>) -> Whose {
    use domain::access::Reach;
    let actor = tx.actor();
    match (scope.map_or(Scope::Mine, |code| code.0), actor.role.reach()) {
        (Scope::Mine, _) => Whose::Owner(actor.id),
        (Scope::Team, Reach::Organization) => Whose::Teams(tx.directory().teams.keys().copied().collect()),
        (Scope::Team, Reach::Teams) => Whose::Teams(actor.led_team_ids.clone()),
        // The role sees its own work only; the list of its teams would show people out of its reach.
        (Scope::Team, _) => Whose::Owner(actor.id),
    }
}

/// Ends of today and of the seven days after it. The reader's zone decides what "today" is.
fn bounds(tx: &Tx, zone: Tz) -> (DateTime<Utc>, DateTime<Utc>) {
    let today = clock::local_date(tx.now(), zone);
    (clock::end_of_day(today, zone), clock::end_of_day(today + TimeDelta::days(7), zone))
}

/// The zone in which most of the reader's work falls due: that of the first program.
fn zone(tx: &Tx) -> Tz {
    crate::program::sorted(tx.directory()).next().map_or(chrono_tz::UTC, domain::program::Program::zone)
}

async fn page(
    tx: &mut Tx,
    query: TodayQuery,
    text: Option<String>,
) -> persistence::Result<Result<Page<TodayItem>, Problem>> {
    let after: Option<(DateTime<Utc>, Uuid)> = match Cursor::key(query.cursor.as_ref()) {
        Ok(after) => after,
        Err(problem) => return Ok(Err(problem)),
    };
    let (end_of_today, end_of_week) = bounds(tx, zone(tx));
    let (due_from, due_before) = match query.due.map(|code| code.0) {
        None => (None, None),
        Some(DueBucket::Overdue) => (None, Some(tx.now())),
        Some(DueBucket::Today) => (Some(tx.now()), Some(end_of_today)),
        Some(DueBucket::Week) => (Some(end_of_today), Some(end_of_week)),
        Some(DueBucket::Later) => (Some(end_of_week), None),
    };
    let filter = TodayFilter {
        whose: whose(tx, query.scope),
        kind: query.kind.map(|code| code.0),
        due_from,
        due_before,
        program_id: query.program_id,
        text,
    };
    let rows = tx.today(&filter, after, query.limit.probe()).await?;
    Ok(Ok(Page::new(rows, query.limit, |row| (row.rank_at, row.id), |row| item(tx, row))))
}

fn item(tx: &Tx, row: TodayRow) -> TodayItem {
    let directory = tx.directory();
    let program = directory.programs.get(&row.program_id);
    let zone = program.map_or(chrono_tz::UTC, domain::program::Program::zone);
    let anchor = row.anchor_kind.as_deref().map(|kind| {
        format!(
            "{}, {}",
            kind.replace('_', " "),
            row.anchor_at.map_or_else(String::new, |at| clock::local_time(at, zone))
        )
    });
    let work = match row.kind.0 {
        ItemKind::Alert => Work::Alert,
        ItemKind::Task => Work::Task(row.priority.map_or(domain::task::TaskPriority::Routine, |code| code.0)),
        ItemKind::Deadline => Work::Deadline {
            weight: row.weight.unwrap_or(0),
            rule: row.rule_code.as_deref().unwrap_or_default(),
            title: &row.title,
            anchor: anchor.as_deref().unwrap_or_default(),
        },
    };
    let (score, reasons) = rank::explain(&Facts { due_at: row.due_at, tier: row.tier.0, work }, tx.now());
    let own = |ask: &&Ask| ask.staff_id == tx.actor().id;
    let asked = row.asked.as_ref().and_then(|asked| asked.0.iter().find(own));
    let next_action = next_action(row.kind.0, row.next_action, row.target_id);
    TodayItem {
        id: row.id,
        kind: row.kind.0.into(),
        version: row.version,
        person: TodayPerson {
            id: row.person_id,
            name: format!("{} {}", row.given_name, row.family_name),
            birth_date: row.birth_date,
            language: row.language,
        },
        person_label: program.map_or_else(|| "person".into(), |program| program.person_label.clone()),
        case_id: row.case_id,
        program: Ref { id: row.program_id, name: program.map_or_else(String::new, |program| program.name.clone()) },
        owner: Ref { id: row.owner_id, name: directory.name(row.owner_id).to_owned() },
        due_at: row.due_at,
        due_on: clock::local_date(row.due_at, zone),
        time_zone: zone.name().to_owned(),
        overdue: !clock::in_time(tx.now(), row.due_at),
        score,
        reasons: reasons
            .into_iter()
            .map(|reason| ReasonView {
                code: reason.code,
                label: reason.label,
                of: reason.of,
                points: reason.points,
                rule: reason.rule,
                anchor: reason.anchor,
            })
            .chain(asked.map(|ask| asked_reason(tx, ask, zone)))
            .collect(),
        can: can(tx, row.kind.0, &next_action),
        next_action,
        asked: asked.map(|ask| ask_view(tx, ask)),
        title: row.title,
    }
}

/// Why an alert of somebody else stands on the reader's list. It adds no points: an alert ranks the same for everybody.
fn asked_reason(tx: &Tx, ask: &Ask, zone: Tz) -> ReasonView {
    let since = clock::local_time(ask.at, zone);
    let absent = ask.for_id.map(|id| tx.directory().name(id));
    let (code, label) = match (ask.reason, absent) {
        (AskReason::Covering, Some(name)) => ("asked_covering", format!("You cover for {name}, who is off")),
        (AskReason::Covering | AskReason::Uncovered, _) => {
            ("asked_uncovered", "The owner is off and nobody covers".to_owned())
        }
        (AskReason::OnCall, _) => ("asked_on_call", "You are on call".to_owned()),
        (AskReason::Unanswered, _) => ("asked_unanswered", "Nobody has taken it up".to_owned()),
        (AskReason::Overdue, _) => ("asked_overdue", "It is due and not closed".to_owned()),
    };
    let place = absent.filter(|_| !matches!(ask.reason, AskReason::Covering | AskReason::OnCall));
    let label = place.map_or(label.clone(), |name| format!("{label}; you cover for {name}, who is off"));
    let label = format!("{label}: you are asked since {since}");
    ReasonView { code, label, of: None, points: 0, rule: None, anchor: None }
}

fn next_action(kind: ItemKind, code: Option<String>, target_id: Uuid) -> NextAction {
    let code = match kind {
        ItemKind::Alert => "act_on_alert".to_owned(),
        ItemKind::Task => match code.as_deref() {
            Some("message") => "read_message".to_owned(),
            Some("consultation") => "answer_consultation".to_owned(),
            Some("visit_safety") => "answer_visit".to_owned(),
            Some("hand_back") => "read_hand_back".to_owned(),
            Some("reading") => "look_at_reading".to_owned(),
            Some("referral") => "follow_referral".to_owned(),
            Some("tier_review") => "decide_tier".to_owned(),
            // The task of a plan's review, see `domain::care_plan::review`, is done where the plan is.
            Some("review_plan") => "review_plan".to_owned(),
            _ => "complete_task".to_owned(),
        },
        ItemKind::Deadline => code.unwrap_or_else(|| "open_person".into()),
    };
    let label = match code.as_str() {
        "act_on_alert" => "Act on the alert",
        "complete_task" => "Complete",
        "assess" => "Assess",
        "approve_plan" => "Approve the plan",
        "review_plan" => "Review the plan",
        "log_contact" => "Log a contact",
        "sign_note" => "Sign the note",
        "countersign_note" => "Countersign the note",
        "settle_hand_off" => "Answer the hand-off",
        "open_transition" => "Open the way home",
        "read_message" => "Read the message",
        "answer_consultation" => "Answer the consultation",
        "answer_visit" => "Answer about the visit",
        "read_hand_back" => "Read what happened on call",
        "look_at_reading" => "Look at the reading",
        "follow_referral" => "Open the referrals",
        "decide_tier" => "Decide the tier",
        "decide_authorization" => "Decide the request",
        "hold_conference" => "Hold the conference",
        "decide_appeal" => "Answer the appeal",
        "record_milestone" => "Record the milestone",
        "send_referral" => "Send a referral",
        _ => "Open the person",
    };
    NextAction { label: label.into(), code, target_id }
}

fn can(tx: &Tx, kind: ItemKind, next: &NextAction) -> Vec<&'static str> {
    let all: &[(Capability, &'static str)] = match kind {
        ItemKind::Task => &[
            (Capability::TaskWrite, "task_complete"),
            (Capability::TaskWrite, "task_snooze"),
            (Capability::TaskWrite, "task_assign"),
            (Capability::TaskWrite, "task_cancel"),
        ],
        ItemKind::Deadline => {
            &[(Capability::DeadlineSnooze, "deadline_snooze"), (Capability::DeadlineWaive, "deadline_waive")]
        }
        ItemKind::Alert => {
            &[(Capability::AlertAcknowledge, "alert_acknowledge"), (Capability::AlertClose, "alert_close")]
        }
    };
    // What an answer elsewhere settles is not ticked off here.
    let here = matches!(next.code.as_str(), "complete_task" | "look_at_reading");
    let settled_here = |operation: &str| match operation {
        "task_complete" => here,
        "task_cancel" => !matches!(next.code.as_str(), "follow_referral" | "decide_tier"),
        _ => true,
    };
    let allowed = all.iter().filter(|(capability, _)| tx.actor().may(*capability)).map(|(_, operation)| *operation);
    allowed.filter(|operation| settled_here(operation)).collect()
}

/// Open deadlines, tasks and alerts in the order of their score, each with its reasons.
#[utoipa::path(tag = "today", operation_id = "today_list", params(TodayQuery), responses((status = 200, body = Page<TodayItem>)))]
#[get("/today")]
pub async fn today_list(
    access: Allowed<cap::TodayRead>,
    state: web::Data<State>,
    query: Query<TodayQuery>,
) -> Result<Answer<Page<TodayItem>>, Problem> {
    Ok(Answer::ok(state.store.read(&access, async |tx| page(tx, query.0, None).await).await??))
}

/// The worklist searched by text, which may be a name.
#[utoipa::path(tag = "today", operation_id = "today_search", request_body = TodaySearch, responses((status = 200, body = Page<TodayItem>)))]
#[post("/today/search")]
pub async fn today_search(
    access: Allowed<cap::TodayRead>,
    state: web::Data<State>,
    body: Valid<TodaySearch>,
) -> Result<Answer<Page<TodayItem>>, Problem> {
    let TodaySearch { text, scope, kind, due, program_id, limit, cursor } = body.0;
    let query = TodayQuery { scope, kind, due, program_id, limit, cursor };
    Ok(Answer::ok(state.store.read(&access, async |tx| page(tx, query, Some(text)).await).await??))
}

/// How many open items there are, by when they are due.
#[utoipa::path(tag = "today", operation_id = "today_counts", params(TodayCountsQuery), responses((status = 200, body = TodayCountsView)))]
#[get("/today/counts")]
pub async fn today_counts(
    access: Allowed<cap::TodayRead>,
    state: web::Data<State>,
    query: Query<TodayCountsQuery>,
) -> Result<Answer<TodayCountsView>, Problem> {
    let counts = state
        .store
        .read(&access, async |tx| {
            let (end_of_today, end_of_week) = bounds(tx, zone(tx));
            let filter = TodayFilter {
                whose: whose(tx, query.scope),
                kind: query.kind.map(|code| code.0),
                due_from: None,
                due_before: None,
                program_id: query.program_id,
                text: None,
            };
            tx.today_counts(&filter, end_of_today, end_of_week).await
        })
        .await?;
    Ok(Answer::ok(TodayCountsView {
        overdue: counts.overdue,
        today: counts.today,
        week: counts.week,
        later: counts.later,
        alerts: counts.alerts,
        total: counts.overdue + counts.today + counts.week + counts.later,
    }))
}
