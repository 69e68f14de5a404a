//! Today: what is due, for whom, why, and what next.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::access::{Capability, Reach, cap};
use domain::alert::escalation::{Ask, AskReason};
use domain::clock;
use domain::code::Code;
use domain::rank::{self, Facts, Work};
use domain::task::{TaskKind, TaskStatus};
use persistence::Tx;
use persistence::today::{ItemKind, TodayFilter, TodayRow, Whose};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::alert::{AskView, ask_view};
use crate::app::State;
use crate::appointment::own_zone;
use crate::http::ServiceConfig;
use crate::http::code::{Coded, ItemKindCode};
use crate::http::{Allowed, Answer, Cursor, Limit, Page, Problem, Query, Valid};
use crate::program::Ref;
use crate::task::operations;

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
    /// When work is due, seen from now in the reader's zone.
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
    time_zone: &'static str,
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
    /// Age in years today, in the program's zone.
    age: Option<u32>,
    language: String,
}

/// One reason of a score.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReasonView {
    code: &'static str,
    label: String,
    /// The code of the tier or priority that it names.
    of: Option<&'static str>,
    points: i64,
    rule: Option<String>,
    anchor: Option<String>,
}

/// What to do next.
#[derive(Debug, Serialize, ToSchema)]
pub struct NextAction {
    code: String,
    label: &'static str,
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
    /// Whose work the reader may ask for.
    scopes: Vec<ScopeCode>,
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
#[schema(example = json!({ "text": "nguyen", "kind": "task", "due": "today", "scope": "mine", "limit": 50 }))]
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

/// The teams whose work the actor may ask for: every one for a role that reaches the whole organization. A role that sees its own
/// work only has none; the list of its teams would show people out of its reach.
fn teams(tx: &Tx) -> Vec<Uuid> {
    let actor = tx.actor();
    match actor.role.reach() {
        Reach::Organization => tx.directory().teams.keys().copied().collect(),
        Reach::Teams => actor.led_team_ids.clone(),
        Reach::Own | Reach::Nobody => Vec::new(),
    }
}

/// Whose work the actor may ask for.
fn scopes(tx: &Tx) -> Vec<ScopeCode> {
    let team = (!teams(tx).is_empty()).then_some(Scope::Team);
    [Some(Scope::Mine), team].into_iter().flatten().map(Into::into).collect()
}

/// Whose items the actor asks for: their own where there are no teams to ask for.
fn whose(tx: &Tx, scope: Option<ScopeCode>) -> Whose {
    let asked = match scope.map_or(Scope::Mine, |code| code.0) {
        Scope::Mine => Vec::new(),
        Scope::Team => teams(tx),
    };
    if asked.is_empty() { Whose::Owner(tx.actor().id) } else { Whose::Teams(asked) }
}

/// Ends of the reader's today and of the seven days after it.
fn bounds(tx: &Tx) -> (DateTime<Utc>, DateTime<Utc>) {
    let zone = own_zone(tx);
    let today = clock::local_date(tx.now(), zone);
    (clock::end_of_day(today, zone), clock::end_of_day(today + TimeDelta::days(7), zone))
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
    let (end_of_today, end_of_week) = bounds(tx);
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
    let task = row.next_action.as_deref().and_then(TaskKind::from_code).filter(|_| row.kind.0 == ItemKind::Task);
    let next_action = next_action(row.kind.0, task, row.next_action, row.target_id);
    TodayItem {
        id: row.id,
        kind: row.kind.0.into(),
        version: row.version,
        person: TodayPerson {
            id: row.person_id,
            name: format!("{} {}", row.given_name, row.family_name),
            birth_date: row.birth_date,
            age: domain::age::age_on(row.birth_date, clock::local_date(tx.now(), zone)),
            language: row.language,
        },
        person_label: program.map_or_else(|| "person".into(), |program| program.person_label.clone()),
        case_id: row.case_id,
        program: Ref { id: row.program_id, name: program.map_or_else(String::new, |program| program.name.clone()) },
        owner: Ref { id: row.owner_id, name: directory.name(row.owner_id).to_owned() },
        due_at: row.due_at,
        due_on: clock::local_date(row.due_at, zone),
        time_zone: zone.name(),
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
        can: can(tx, row.kind.0, task, row.owner_id, &next_action),
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

/// What a task asks for. One without a kind of its own here is the review of a plan, see `domain::care_plan::review`, and is done
/// where the plan is.
fn task_action(task: Option<TaskKind>) -> &'static str {
    use TaskKind as K;
    match task {
        Some(K::Message) => "read_message",
        Some(K::Consultation) => "answer_consultation",
        Some(K::VisitSafety) => "answer_visit",
        Some(K::HandBack) => "read_hand_back",
        Some(K::Reading) => "look_at_reading",
        Some(K::Referral) => "follow_referral",
        Some(K::TierReview) => "decide_tier",
        Some(K::Concern) => "review_concern",
        Some(K::AuthorizationReview) => "review_authorization",
        Some(K::General | K::Call | K::Visit | K::FollowUp | K::Paperwork | K::Intervention) => "complete_task",
        None => "review_plan",
    }
}

fn next_action(kind: ItemKind, task: Option<TaskKind>, code: Option<String>, target_id: Uuid) -> NextAction {
    let code = match kind {
        ItemKind::Alert => "act_on_alert".to_owned(),
        ItemKind::Task => task_action(task).to_owned(),
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
        "review_concern" => "Review the concern",
        "review_authorization" => "Open the authorizations",
        "decide_authorization" => "Decide the request",
        "hold_conference" => "Hold the conference",
        "decide_appeal" => "Answer the appeal",
        "record_milestone" => "Record the milestone",
        "send_referral" => "Send a referral",
        _ => "Open the person",
    };
    NextAction { label, code, target_id }
}

/// What may be done here: a task takes what its kind takes, except for what this list has no room to ask.
fn can(tx: &Tx, kind: ItemKind, task: Option<TaskKind>, owner_id: Uuid, next: &NextAction) -> Vec<&'static str> {
    let may = |capability, operation| tx.actor().may(capability).then_some(operation);
    match kind {
        ItemKind::Task => {
            let all = operations(tx, task.unwrap_or(TaskKind::General), TaskStatus::Open, owner_id).iter().copied();
            // A plan that is looked at again is not ticked off in passing.
            let passing = |operation: &&str| *operation != "task_complete" || next.code != "review_plan";
            all.filter(|operation| *operation != "task_update").filter(passing).collect()
        }
        ItemKind::Deadline => {
            [may(Capability::DeadlineSnooze, "deadline_snooze"), may(Capability::DeadlineWaive, "deadline_waive")]
                .into_iter()
                .flatten()
                .collect()
        }
        ItemKind::Alert => {
            [may(Capability::AlertAcknowledge, "alert_acknowledge"), may(Capability::AlertClose, "alert_close")]
                .into_iter()
                .flatten()
                .collect()
        }
    }
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
    let (counts, scopes) = state
        .store
        .read(&access, async |tx| {
            let (end_of_today, end_of_week) = bounds(tx);
            let filter = TodayFilter {
                whose: whose(tx, query.scope),
                kind: query.kind.map(|code| code.0),
                due_from: None,
                due_before: None,
                program_id: query.program_id,
                text: None,
            };
            let counts = tx.today_counts(&filter, end_of_today, end_of_week).await?;
            Ok((counts, scopes(tx)))
        })
        .await?;
    Ok(Answer::ok(TodayCountsView {
        overdue: counts.overdue,
        today: counts.today,
        week: counts.week,
        later: counts.later,
        alerts: counts.alerts,
        total: counts.overdue + counts.today + counts.week + counts.later,
        scopes,
    }))
}
