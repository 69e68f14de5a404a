//! Working days: closures of the organization and of the courts, and school years, with what a change of them would move.

use actix_web::{get, post, put, web};
use chrono::{DateTime, Utc};
use domain::access::{Capability, cap};
use domain::calendar::Calendar;
use domain::rulebook::Rule;
use domain::rulebook::edit::{Judged, moves};
use domain::work_calendar::{WorkCalendar, of_program};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};
use crate::program::Ref;
use crate::rulebook::preview::CalendarDays;
use crate::rulebook::{RuleMove, RuleMoves, moves_view};

/// The working days of the organization, or what a program adds to them.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkCalendarView {
    /// The program; null for the organization as a whole.
    program: Option<Ref>,
    /// 0 while nothing was set. It is sent back as `If-Match`.
    version: i32,
    /// What was set here. A program without school years of its own goes by those of the organization.
    days: CalendarDays,
    set_by: Option<Ref>,
    set_at: Option<DateTime<Utc>>,
    /// Operations the reader may do here now.
    can: Vec<&'static str>,
}

/// Working days to be set, in the place of those before.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkCalendarSet {
    /// The program; absent for the organization as a whole.
    program_id: Option<Uuid>,
    /// Its days.
    days: CalendarDays,
}

/// What other working days would mean for the cases of today.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkCalendarPreview {
    /// How many open deadlines would have another due time.
    moved: usize,
    /// How many of them would be overdue at once.
    overdue: usize,
    /// Whose they are, the most first.
    owners: Vec<RuleMoves>,
    /// The first of them, the earliest new due time first.
    moves: Vec<RuleMove>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(work_calendar_list).service(work_calendar_preview).service(work_calendar_set);
}

/// What is said of a program that does not exist.
pub(crate) fn unknown_program() -> domain::Rule {
    domain::Rule::at("unknown_program", "/program_id", "There is no such program.")
}

fn view(tx: &Tx, program_id: Option<Uuid>, own: Option<&WorkCalendar>) -> WorkCalendarView {
    let directory = tx.directory();
    let program = |id: Uuid| {
        let name = directory.programs.get(&id).map_or_else(String::new, |program| program.name.clone());
        Ref { id, name }
    };
    let may_set = tx.actor().may(Capability::RuleWrite);
    WorkCalendarView {
        program: program_id.map(program),
        version: own.map_or(0, |own| own.version),
        days: own.map_or_else(CalendarDays::default, |own| (&own.days).into()),
        set_by: own.map(|own| Ref { id: own.set_by, name: directory.name(own.set_by).to_owned() }),
        set_at: own.map(|own| own.set_at),
        can: if may_set { vec!["work_calendar_preview", "work_calendar_set"] } else { Vec::new() },
    }
}

/// The days as they are asked for, of a program that exists.
fn asked(tx: &Tx, body: WorkCalendarSet) -> persistence::Result<WorkCalendar> {
    if let Some(id) = body.program_id {
        tx.directory().programs.get(&id).ok_or_else(unknown_program)?;
    }
    Ok(WorkCalendar {
        id: Uuid::now_v7(),
        version: 1,
        program_id: body.program_id,
        days: body.days.into(),
        set_by: tx.actor().id,
        set_at: tx.now(),
    })
}

/// The working days of the organization, then those of each program.
#[utoipa::path(tag = "deadline", operation_id = "work_calendar_list", responses((status = 200, body = Page<WorkCalendarView>)))]
#[get("/work-calendars")]
pub async fn work_calendar_list(
    access: Allowed<cap::RuleRead>,
    state: web::Data<State>,
) -> Result<Answer<Page<WorkCalendarView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let set = tx.work_calendars().await?;
        let mut programs: Vec<_> = tx.directory().programs.values().collect();
        programs.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
        let all = std::iter::once(None).chain(programs.into_iter().map(|program| Some(program.id)));
        let views = all.map(|id| view(tx, id, set.iter().find(|own| own.program_id == id)));
        Ok(Answer::ok(Page::whole(views.collect())))
    });
    Ok(answer.await?)
}

/// What other working days would mean for the cases of today: how many due times move, whose, and when. Stores nothing.
#[utoipa::path(tag = "deadline", operation_id = "work_calendar_preview", request_body = WorkCalendarSet, responses((status = 200, body = WorkCalendarPreview)))]
#[post("/work-calendars/preview")]
pub async fn work_calendar_preview(
    access: Allowed<cap::RuleWrite>,
    state: web::Data<State>,
    body: Valid<WorkCalendarSet>,
) -> Result<Answer<WorkCalendarPreview>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let asked = asked(tx, body.0)?;
        asked.check()?;
        let directory = tx.directory().clone();
        let programs = directory.programs_of(asked.program_id);
        let mut set = tx.work_calendars().await?;
        set.retain(|own| own.program_id != asked.program_id);
        set.push(asked);
        let places: HashMap<Uuid, (Calendar, Arc<Vec<Rule>>)> =
            programs.iter().map(|id| (*id, (of_program(&set, *id), directory.rules(*id)))).collect();
        let open = tx.deadlines_by_calendar(&programs).await?;
        let judged = open.iter().filter_map(|one| {
            let deadline = &one.deadline;
            let (calendar, rules) = places.get(&one.program_id)?;
            let judging = |rule: &&Rule| rule.code == deadline.rule_code && rule.version() == deadline.rule_version;
            let rule = rules.iter().find(judging)?;
            let zone = directory.zone(one.program_id);
            let starts_at = Some(deadline.anchor_at);
            Some(Judged { deadline, rule, starts_at, extension: one.extension.as_ref(), zone, calendar })
        });
        let moves = moves(judged, tx.now());
        let (owners, shown) = moves_view(tx, &moves).await?;
        Ok(Answer::ok(WorkCalendarPreview {
            moved: moves.len(),
            overdue: moves.iter().filter(|found| found.becomes_overdue).count(),
            owners,
            moves: shown,
        }))
    });
    Ok(answer.await?)
}

/// Sets the working days of the organization or of a program. Open deadlines that count them follow within minutes; what is settled
/// keeps its verdict.
#[utoipa::path(tag = "deadline", operation_id = "work_calendar_set", params(("If-Match" = String, Header)), request_body = WorkCalendarSet, responses((status = 200, body = WorkCalendarView)))]
#[put("/work-calendars")]
pub async fn work_calendar_set(
    access: Allowed<cap::RuleWrite>,
    state: web::Data<State>,
    version: IfMatch,
    body: Valid<WorkCalendarSet>,
) -> Result<Answer<WorkCalendarView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let asked = asked(tx, body.0)?;
        let program_id = asked.program_id;
        let set = tx.work_calendars().await?;
        let known = set.iter().find(|own| own.program_id == program_id);
        tx.require_version(known.map_or(0, |own| own.version), version.0)?;
        let own = tx.apply(asked.set(known)?)?;
        tx.follow_calendar();
        Ok(Answer::resource(own.version, view(tx, program_id, Some(&own))))
    });
    Ok(answer.await?)
}
