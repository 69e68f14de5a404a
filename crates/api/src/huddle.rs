//! A team's list of the day: what the record says and what colleagues add; whoever leads the team runs it.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::Rule;
use domain::access::{Capability, cap};
use domain::clock::{local_date, start_of_day};
use domain::huddle::{self, HuddleItem, HuddleKey, HuddleKind, HuddleMark, HuddleTask, last_business_day};
use persistence::huddle::HuddleDay;
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{HuddleKindCode, HuddleMarkCode};
use crate::http::{Allowed, Answer, Problem, Query, Valid};
use crate::program::Ref;

/// One item of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct HuddleItemView {
    kind: HuddleKindCode,
    /// The record that it is about; its own id when it was added.
    record_id: Uuid,
    /// 0 while nothing of it is kept.
    version: i32,
    /// Whom it is about, when they are in care.
    person: Option<Ref>,
    case_id: Option<Uuid>,
    /// In words, where it has some.
    text: Option<String>,
    mark: HuddleMarkCode,
    /// Who added it; null for what the record says.
    author: Option<Ref>,
    /// Who marked it last.
    marked_by: Option<Ref>,
    /// The task that came of it.
    task_id: Option<Uuid>,
    /// Operations the reader may do on this item now.
    can: Vec<&'static str>,
}

/// A team's list of a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct HuddleView {
    team: Ref,
    on: NaiveDate,
    /// What is overdue and what the record says first, then what was added.
    items: Vec<HuddleItemView>,
    /// Who of the team is off on that day.
    off: Vec<Ref>,
    /// Operations the reader may do on this list.
    can: Vec<&'static str>,
}

/// Which list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct HuddleQuery {
    /// The team; the reader's own first one when absent.
    team_id: Option<Uuid>,
    /// The day; today in the zone of the team's program when absent.
    on: Option<NaiveDate>,
}

/// Something that the record does not say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HuddleItemCreate {
    /// The team.
    team_id: Uuid,
    /// The day; two weeks ahead at most.
    on: NaiveDate,
    /// The case with the team, when it is about somebody in care.
    case_id: Option<Uuid>,
    /// What is to be talked about.
    #[schema(min_length = 1, max_length = 500, pattern = "\\S")]
    text: String,
}

/// What became of an item.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HuddleItemMark {
    /// The team.
    team_id: Uuid,
    /// The day of the list.
    on: NaiveDate,
    /// What the item is about.
    kind: HuddleKindCode,
    /// The record.
    record_id: Uuid,
    /// True to put it on the list of the next business day as well.
    carry_over: bool,
}

/// Who does what about an item.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HuddleItemAssign {
    /// The team.
    team_id: Uuid,
    /// The day of the list.
    on: NaiveDate,
    /// What the item is about.
    kind: HuddleKindCode,
    /// The record.
    record_id: Uuid,
    /// Who does it.
    owner_id: Uuid,
    /// What is to be done.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    title: String,
    /// By when.
    due_at: DateTime<Utc>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(huddle_get).service(huddle_item_create).service(huddle_item_mark).service(huddle_item_assign);
}

/// True when the reader leads the team, or everybody.
fn runs(tx: &Tx, team_id: Uuid) -> bool {
    tx.actor().may(Capability::HuddleRun) && tx.actor().leads(team_id)
}

/// A list is for the team and for who leads it.
fn require_part(tx: &Tx, team_id: Uuid) -> persistence::Result<()> {
    let takes_part = tx.actor().team_ids.contains(&team_id) || runs(tx, team_id);
    if takes_part && tx.directory().teams.contains_key(&team_id) { Ok(()) } else { Err(no_such_team()) }
}

fn no_such_team() -> Error {
    Rule::at("unknown_team", "/team_id", "There is no such team.").into()
}

/// The team whose list is shown unless another one is asked for: one's own, or the first of all for who leads everybody.
fn first_team(tx: &Tx) -> Option<Uuid> {
    let directory = tx.directory();
    let all = directory.teams.values().filter(|team| runs(tx, team.id)).min_by_key(|team| (&team.name, team.id));
    tx.actor().team_ids.first().copied().or(all.map(|team| team.id))
}

fn require_run(tx: &Tx, team_id: Uuid) -> persistence::Result<()> {
    require_part(tx, team_id)?;
    if runs(tx, team_id) { Ok(()) } else { Err(Error::Forbidden("huddle_of_another_team")) }
}

fn asked(tx: &Tx, team_id: Uuid, on: Option<NaiveDate>) -> HuddleDay {
    let roster = tx.directory().roster(team_id);
    let today = local_date(tx.now(), roster.zone);
    let day = on.unwrap_or(today);
    let begins = |day: NaiveDate| start_of_day(day, roster.zone);
    let last = last_business_day(day, &roster.calendar);
    HuddleDay {
        day,
        from: begins(day),
        to: begins(day.succ_opt().unwrap_or(day)),
        since: begins(last),
        // What stands on the list of today is not left for a later day yet.
        left_from: if day <= today { last } else { day },
    }
}

/// The list as it is now.
async fn listed(
    tx: &mut Tx,
    team_id: Uuid,
    on: Option<NaiveDate>,
) -> persistence::Result<(HuddleDay, Vec<HuddleItem>)> {
    let day = asked(tx, team_id, on);
    let safety = tx.actor().may(Capability::AlertRead);
    let facts = tx.huddle_facts(team_id, day, safety).await?;
    let kept = tx.huddle_items(team_id, day.day, day.left_from).await?;
    let kept = kept.into_iter().filter(|item| safety || item.kind != HuddleKind::Safety).collect();
    Ok((day, huddle::list(team_id, day.day, facts, kept, tx.now())))
}

fn item_view(tx: &Tx, item: HuddleItem, names: &HashMap<Uuid, String>, runs: bool) -> HuddleItemView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let mut can = Vec::new();
    if runs && item.mark == HuddleMark::Open {
        can.push("huddle_item_mark");
        if item.case_id.is_some() {
            can.push("huddle_item_assign");
        }
    }
    HuddleItemView {
        kind: item.kind.into(),
        record_id: item.record_id,
        version: item.version,
        person: item.person_id.map(|id| Ref { id, name: names.get(&id).cloned().unwrap_or_default() }),
        case_id: item.case_id,
        text: item.text,
        mark: item.mark.into(),
        author: (item.kind == HuddleKind::Added).then(|| name(item.author_id)),
        marked_by: item.marked_by.map(name),
        task_id: item.task_id,
        can,
    }
}

/// A team's list of a day. It shows people whom the reader sees.
#[utoipa::path(tag = "huddle", operation_id = "huddle_get", params(HuddleQuery), responses((status = 200, body = HuddleView)))]
#[get("/huddle")]
pub async fn huddle_get(
    access: Allowed<cap::HuddleRead>,
    state: web::Data<State>,
    query: Query<HuddleQuery>,
) -> Result<Answer<HuddleView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let Some(team_id) = query.team_id.or_else(|| first_team(tx)) else { return Err(no_such_team()) };
        require_part(tx, team_id)?;
        let (day, items) = listed(tx, team_id, query.on).await?;
        let people: Vec<Uuid> = items.iter().filter_map(|item| item.person_id).collect();
        tx.list_people(people.clone());
        let names = tx.person_names(people).await?;
        let team: Vec<Uuid> =
            tx.directory().members.iter().filter(|one| one.team_id == team_id).map(|one| one.staff_id).collect();
        let mut off: Vec<Uuid> =
            tx.absences_beside(team, day.day, day.day).await?.into_iter().map(|absence| absence.staff_id).collect();
        off.sort_unstable();
        off.dedup();
        let runs = runs(tx, team_id);
        let today = asked(tx, team_id, None).day;
        let may_add = tx.actor().may(Capability::HuddleAdd) && huddle::require_day(day.day, today).is_ok();
        let directory = tx.directory().clone();
        Ok(Answer::ok(HuddleView {
            team: Ref {
                id: team_id,
                name: directory.teams.get(&team_id).map_or_else(String::new, |team| team.name.clone()),
            },
            on: day.day,
            items: items.into_iter().map(|item| item_view(tx, item, &names, runs)).collect(),
            off: off.into_iter().map(|id| Ref { id, name: directory.name(id).to_owned() }).collect(),
            can: may_add.then_some("huddle_item_create").into_iter().collect(),
        }))
    });
    Ok(answer.await?)
}

/// Adds what the record does not say.
#[utoipa::path(tag = "huddle", operation_id = "huddle_item_create", request_body = HuddleItemCreate, responses((status = 201, body = HuddleItemView)))]
#[post("/huddle-items")]
pub async fn huddle_item_create(
    access: Allowed<cap::HuddleAdd>,
    state: web::Data<State>,
    body: Valid<HuddleItemCreate>,
) -> Result<Answer<HuddleItemView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        require_part(tx, body.team_id)?;
        let case = match tx.huddle_case(body.case_id).await {
            Err(Error::NotFound) => return Err(Rule::at("unknown_case", "/case_id", "There is no such case.").into()),
            found => found?,
        };
        if case.as_ref().is_some_and(|case| case.team_id != body.team_id) {
            let detail = "This case is another team's. Tell them.";
            return Err(Rule::at("huddle_of_another_team", "/case_id", detail).into());
        }
        let id = Uuid::now_v7();
        let item = HuddleItem {
            id,
            version: 1,
            team_id: body.team_id,
            day: body.on,
            kind: HuddleKind::Added,
            record_id: id,
            person_id: case.as_ref().map(|case| case.person_id),
            case_id: case.as_ref().map(|case| case.id),
            text: Some(body.text),
            mark: HuddleMark::Open,
            task_id: None,
            author_id: tx.actor().id,
            marked_by: None,
            created_at: tx.now(),
        };
        let today = asked(tx, body.team_id, None).day;
        let item = tx.apply(item.note(today)?)?;
        answered(tx, item).await
    });
    Ok(answer.await?)
}

async fn answered(tx: &mut Tx, item: HuddleItem) -> persistence::Result<Answer<HuddleItemView>> {
    let names = tx.person_names(item.person_id.into_iter().collect()).await?;
    let runs = runs(tx, item.team_id);
    Ok(Answer::created(item.version, item_view(tx, item, &names, runs)))
}

/// One item of the list as it is now, ready to be kept.
async fn found(tx: &mut Tx, team_id: Uuid, on: NaiveDate, key: HuddleKey) -> persistence::Result<HuddleItem> {
    let (_, items) = listed(tx, team_id, Some(on)).await?;
    let gone = || Rule::at("huddle_item_gone", "/record_id", "This is not on the list any more. Load it again.");
    let item = items.into_iter().find(|item| item.key() == key).ok_or_else(gone)?;
    // What is not kept yet is kept under an id of its own.
    let (id, author_id) = if item.version == 0 { (Uuid::now_v7(), tx.actor().id) } else { (item.id, item.author_id) };
    Ok(HuddleItem { id, author_id, ..item })
}

/// Marks an item as dealt with, or puts it on the list of the next business day as well.
#[utoipa::path(tag = "huddle", operation_id = "huddle_item_mark", request_body = HuddleItemMark, responses((status = 201, body = HuddleItemView)))]
#[post("/huddle-items/mark")]
pub async fn huddle_item_mark(
    access: Allowed<cap::HuddleRun>,
    state: web::Data<State>,
    body: Valid<HuddleItemMark>,
) -> Result<Answer<HuddleItemView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        require_run(tx, body.team_id)?;
        let key = HuddleKey { kind: body.kind.0, record_id: body.record_id };
        let item = found(tx, body.team_id, body.on, key).await?;
        let (me, now) = (tx.actor().id, tx.now());
        if !body.carry_over {
            let item = tx.apply(item.deal(me)?)?;
            return answered(tx, item).await;
        }
        let calendar = tx.directory().roster(body.team_id).calendar;
        let today = asked(tx, body.team_id, None).day;
        let over = item.carry_over(Uuid::now_v7(), me, (body.on, today), &calendar, now)?;
        let next_day = over.next.record.day;
        let kept = tx.huddle_items(body.team_id, next_day, next_day).await?;
        if !kept.iter().any(|other| other.key() == over.next.record.key()) {
            tx.apply(over.next)?;
        }
        let item = tx.apply(over.carried)?;
        answered(tx, item).await
    });
    Ok(answer.await?)
}

/// Gives an item to somebody as a task about the person.
#[utoipa::path(tag = "huddle", operation_id = "huddle_item_assign", request_body = HuddleItemAssign, responses((status = 201, body = HuddleItemView)))]
#[post("/huddle-items/assign")]
pub async fn huddle_item_assign(
    access: Allowed<cap::HuddleRun>,
    state: web::Data<State>,
    body: Valid<HuddleItemAssign>,
) -> Result<Answer<HuddleItemView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        require_run(tx, body.team_id)?;
        let key = HuddleKey { kind: body.kind.0, record_id: body.record_id };
        let item = found(tx, body.team_id, body.on, key).await?;
        let case = tx.huddle_case(item.case_id).await?;
        let task = HuddleTask { id: Uuid::now_v7(), owner_id: body.owner_id, title: body.title, due_at: body.due_at };
        let (change, task) = item.assign(case.as_ref(), task, tx.actor().id, tx.now())?;
        if let Some(case) = &case {
            tx.let_in(case, body.owner_id).await?;
        }
        tx.apply(task)?;
        let item = tx.apply(change)?;
        answered(tx, item).await
    });
    Ok(answer.await?)
}
