//! The rulebook of published deadlines, and due times for whoever asks.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::Change;
use domain::access::{Capability, cap};
use domain::calendar::{Calendar, SchoolCalendar, SchoolYear};
use domain::clock::{Clock, Direction, local_date};
use domain::deadline::preview::{self, Anchor, By, Request, time_zone};
use domain::rulebook::catalogue::{self, Published};
use domain::rulebook::edit::{self, Move, Proposal, Revision};
use persistence::Tx;
use persistence::program::StoredRule;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::State;
use crate::deadline::{StepView, step_view};
use crate::http::code::{CalendarNameCode, ClockKindCode, Coded, CountedCode, WayCode};
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};
use crate::program::Ref;

/// One version of a published rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublishedRule {
    /// Code; the same through all versions.
    code: &'static str,
    title: &'static str,
    /// First day in force.
    version: String,
    clock: ClockView,
    /// Days by which it may be extended once, where the law allows that.
    extension_days: Option<u32>,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    /// `US`, or the postal code of a state, whose version comes before that of the country.
    jurisdiction: &'static str,
    /// Where the numbers come from.
    source: &'static str,
}

/// How long something may take.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClockView {
    #[serde(rename = "type")]
    kind: ClockKindCode,
    /// How many hours, days or months; null for a window.
    amount: Option<u32>,
    direction: WayCode,
    /// True when an event on the anchor's own day counts.
    include_day0: bool,
}

/// A question about a due time: by a rule or by a clock.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeadlinePreview {
    /// What starts the clock: a timestamp with its offset, or a date.
    #[schema(
        min_length = 10,
        max_length = 40,
        pattern = r"^\d{4}-\d{2}-\d{2}([Tt ].+)?$",
        example = "2026-03-06T14:00:00-05:00"
    )]
    anchor: String,
    /// IANA time zone whose wall counts.
    #[schema(min_length = 1, max_length = 64, pattern = r"^[A-Za-z0-9_+/-]+$", example = "America/New_York")]
    time_zone: String,
    /// Closed days and school days: `us_federal`, `organization`, or one's own; `us_federal` when absent.
    calendar: Option<CalendarChoice>,
    /// `US`, or a state's postal code; `US` when absent.
    #[schema(min_length = 2, max_length = 5, pattern = r"^(US|US-[A-Z]{2}|[A-Z]{2})$", example = "US")]
    jurisdiction: Option<String>,
    /// Code of a published rule.
    #[schema(min_length = 1, max_length = 80, example = "T-5.contact")]
    rule: Option<String>,
    /// A clock of one's own.
    clock: Option<ClockInput>,
}

/// A clock of one's own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockInput {
    /// What is counted.
    #[serde(rename = "type")]
    kind: CountedCode,
    /// How many.
    #[schema(minimum = 0, maximum = 1000000)]
    amount: u32,
    /// Which way; `forward` when absent.
    direction: Option<WayCode>,
    /// True when an event on the anchor's own day counts; it is day 0 either way and never moves the due date. True when absent.
    include_day0: Option<bool>,
}

domain::codes! {
    /// What a clock of one's own may count.
    pub enum Counted {
        /// Real hours.
        ElapsedHours = "elapsed_hours",
        /// Every day of the calendar.
        CalendarDays = "calendar_days",
        /// Days that are no weekend, federal holiday or closure.
        BusinessDays = "business_days",
        /// Days on which there is school.
        SchoolDays = "school_days",
        /// Days as a federal court counts them.
        CourtDays = "court_days",
    }
}

domain::codes! {
    /// Which way a clock counts.
    pub enum Way {
        /// From the anchor on.
        Forward = "forward",
        /// Back from the anchor.
        Back = "back",
    }
}

domain::codes! {
    /// A calendar with a name.
    pub enum CalendarName {
        /// Weekends and federal holidays alone.
        UsFederal = "us_federal",
        /// The organization's closures as well.
        Organization = "organization",
    }
}

/// A calendar by its name, or one's own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum CalendarChoice {
    /// By name.
    Named(CalendarNameCode),
    /// One's own.
    Own(CalendarInput),
}

/// Closed days beyond weekends and federal holidays, and school days.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CalendarInput {
    /// Days the organization is closed.
    #[schema(max_items = 1000)]
    closures: BTreeSet<NaiveDate>,
    /// Days the court is closed.
    #[schema(max_items = 1000)]
    court_closures: BTreeSet<NaiveDate>,
    /// School years.
    #[schema(max_items = 50)]
    school_years: Vec<SchoolYearInput>,
    /// Days without school within them.
    #[schema(max_items = 1000)]
    school_days_off: BTreeSet<NaiveDate>,
}

/// A school year.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SchoolYearInput {
    /// First day of school.
    first: NaiveDate,
    /// Last day of school.
    last: NaiveDate,
}

/// A due time and how it was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeadlinePreviewed {
    /// First instant that counts, where it is not the anchor.
    opens_at: Option<DateTime<Utc>>,
    /// The last instant in time.
    due_at: DateTime<Utc>,
    /// Its local date.
    due_on: NaiveDate,
    /// The calculation in sentences.
    steps: Vec<StepView>,
    /// Code of the rule; null for a clock of one's own.
    rule: Option<&'static str>,
    /// Title of the rule.
    title: Option<&'static str>,
    /// The version that judges this anchor: its first day in force.
    version: Option<String>,
    /// Where the numbers come from.
    source: Option<&'static str>,
}

/// One version of a rule of a program.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgramRule {
    id: Uuid,
    version: i32,
    code: String,
    title: String,
    clock: ClockView,
    /// Points in the worklist; 1 point is 1 hour.
    weight: i32,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    /// True for the version that judges what begins today.
    in_force: bool,
    source: String,
    /// Operations the reader may do on this version now.
    can: Vec<&'static str>,
}

/// A new version of a rule.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleRevise {
    /// When it is due from then on.
    clock: ClockInput,
    /// First day in force; it must lie ahead.
    valid_from: NaiveDate,
    /// Why. Needed where the new version allows anything that the present one does not.
    #[schema(min_length = 1, max_length = 500)]
    reason: Option<String>,
}

/// What a new version of a rule would mean for the cases of today.
#[derive(Debug, Serialize, ToSchema)]
pub struct RulePreview {
    /// True when it allows something that the present version does not: a reason is needed.
    loosened: bool,
    /// True when it allows something that the published rule does not.
    looser_than_published: bool,
    /// How many open deadlines would have another due time, had it been in force when they began.
    moved: usize,
    /// How many of them would be overdue at once.
    overdue: usize,
    /// Whose they are, the most first.
    owners: Vec<RuleMoves>,
    /// The first of them, the earliest new due time first.
    moves: Vec<RuleMove>,
}

/// How many deadlines of a colleague would move.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleMoves {
    owner: Option<Ref>,
    moved: usize,
}

/// A deadline that would move.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleMove {
    deadline_id: Uuid,
    case_id: Uuid,
    /// The person; null when out of the reader's reach.
    person: Option<Ref>,
    owner: Option<Ref>,
    due_at: DateTime<Utc>,
    would_be_due_at: DateTime<Utc>,
    becomes_overdue: bool,
}

/// Most moves shown one by one.
const MOVES: usize = 100;

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(rule_list)
        .service(program_rule_list)
        .service(rule_preview)
        .service(rule_revise)
        .service(deadline_preview);
}

fn clock_view(clock: &Clock) -> ClockView {
    ClockView {
        kind: clock.kind().into(),
        amount: clock.amount(),
        direction: match clock.direction {
            Direction::Forward => Way::Forward,
            Direction::Back => Way::Back,
        }
        .into(),
        include_day0: clock.include_day0,
    }
}

fn program_rule(tx: &Tx, rule: &StoredRule, all: &[StoredRule], today: NaiveDate) -> ProgramRule {
    let newest = !all.iter().any(|other| other.code == rule.code && other.valid_from > rule.valid_from);
    let later = |other: &&StoredRule| {
        other.code == rule.code && other.valid_from > rule.valid_from && other.definition.in_force(today)
    };
    let can: &[&'static str] =
        if newest && tx.actor().may(Capability::RuleWrite) { &["rule_preview", "rule_revise"] } else { &[] };
    ProgramRule {
        id: rule.id,
        version: rule.version,
        code: rule.code.clone(),
        title: rule.definition.title.clone(),
        clock: clock_view(&rule.definition.clock),
        weight: rule.definition.weight,
        valid_from: rule.valid_from,
        valid_to: rule.valid_to,
        in_force: rule.definition.in_force(today) && !all.iter().any(|other| later(&other)),
        source: rule.definition.source.clone(),
        can: can.to_vec(),
    }
}

/// The versions of a rule that a proposal leads to, from its newest version.
async fn proposed(tx: &mut Tx, id: Uuid, input: RuleRevise) -> persistence::Result<(StoredRule, Revision)> {
    let (asked, newest) = tx.rule(id).await?;
    if asked.id != newest.id {
        return Err(
            domain::Rule::new("rule_superseded", "A newer version of this rule follows. Revise that one.").into()
        );
    }
    let proposal = Proposal { clock: input.clock.into(), valid_from: input.valid_from, reason: input.reason };
    let revision = edit::revise(&newest.definition, &proposal, today(tx))?;
    Ok((newest, revision))
}

/// The day on which it is now, in the zone of the reader's colleagues furthest ahead: a version begins on a later day everywhere.
fn today(tx: &Tx) -> NaiveDate {
    let zones = tx.directory().programs.values().map(|program| program.zone());
    zones.map(|zone| local_date(tx.now(), zone)).max().unwrap_or_else(|| tx.now().date_naive())
}

fn view(rule: &'static Published) -> PublishedRule {
    PublishedRule {
        code: rule.code,
        title: rule.title,
        version: rule.version(),
        clock: clock_view(&rule.clock),
        extension_days: rule.extension_days,
        valid_from: rule.valid_from,
        valid_to: rule.valid_to,
        jurisdiction: rule.jurisdiction,
        source: rule.source,
    }
}

impl From<ClockInput> for Clock {
    fn from(input: ClockInput) -> Self {
        let clock = match input.kind.0 {
            Counted::ElapsedHours => Self::elapsed_hours(input.amount),
            Counted::CalendarDays => Self::calendar_days(input.amount),
            Counted::BusinessDays => Self::business_days(input.amount),
            Counted::SchoolDays => Self::school_days(input.amount),
            Counted::CourtDays => Self::court_days(input.amount),
        };
        let clock = if input.include_day0 == Some(false) { clock.without_day0() } else { clock };
        match input.direction.map(|code| code.0) {
            Some(Way::Back) => clock.back(),
            _ => clock,
        }
    }
}

impl From<CalendarInput> for Calendar {
    fn from(input: CalendarInput) -> Self {
        let years = input.school_years.iter().map(|year| SchoolYear { first: year.first, last: year.last }).collect();
        Self {
            closures: input.closures,
            court_closures: input.court_closures,
            school: SchoolCalendar { years, days_off: input.school_days_off },
        }
    }
}

/// Every version of every published rule, with its clock and its source.
#[utoipa::path(tag = "deadline", operation_id = "rule_list", responses((status = 200, body = Page<PublishedRule>)))]
#[get("/rules")]
pub async fn rule_list(
    access: Allowed<cap::RuleRead>,
    state: web::Data<State>,
) -> Result<Answer<Page<PublishedRule>>, Problem> {
    state.store.read(&access, async |_| Ok(())).await?;
    Ok(Answer::ok(Page::whole(catalogue::published().map(view).collect())))
}

/// Every version of the rules of a program.
#[utoipa::path(tag = "deadline", operation_id = "program_rule_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<ProgramRule>)))]
#[get("/programs/{id}/rules")]
pub async fn program_rule_list(
    access: Allowed<cap::RuleRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<ProgramRule>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let directory = tx.directory().clone();
        let program = directory.program(*id)?;
        let today = local_date(tx.now(), program.zone());
        let rules = tx.rulebook(&program.rulebook).await?;
        Ok(Answer::ok(Page::whole(rules.iter().map(|rule| program_rule(tx, rule, &rules, today)).collect())))
    });
    Ok(answer.await?)
}

/// What a new version of a rule would mean for the cases of today: how many due times move, whose, and when. Stores nothing.
#[utoipa::path(tag = "deadline", operation_id = "rule_preview", params(("id" = Uuid, Path)), request_body = RuleRevise, responses((status = 200, body = RulePreview)))]
#[post("/rules/{id}/preview")]
pub async fn rule_preview(
    access: Allowed<cap::RuleWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<RuleRevise>,
) -> Result<Answer<RulePreview>, Problem> {
    // Whether a reason is needed is part of the answer, so a preview asks for none.
    let input = RuleRevise { reason: body.0.reason.or_else(|| Some("preview".into())), ..body.0 };
    let answer = state.store.read(&access, async |tx| {
        let (rule, revision) = proposed(tx, *id, input).await?;
        let directory = tx.directory().clone();
        let programs: Vec<Uuid> = directory
            .programs
            .values()
            .filter(|program| program.rulebook == rule.rulebook)
            .map(|program| program.id)
            .collect();
        let open = tx.open_deadlines_of_rule(&rule.code, &programs).await?;
        let zoned = open.iter().map(|(deadline, program)| (deadline, directory.zone(*program)));
        let moves = edit::moves(zoned, &revision.next, &directory.calendar, tx.now());
        Ok(Answer::ok(preview_view(tx, &revision, &moves).await?))
    });
    Ok(answer.await?)
}

async fn preview_view(tx: &mut Tx, revision: &Revision, moves: &[Move]) -> persistence::Result<RulePreview> {
    let shown = &moves[..moves.len().min(MOVES)];
    let people: Vec<Uuid> = shown.iter().map(|found| found.person_id).collect();
    let names = tx.names_within_reach(&people).await?;
    let directory = tx.directory().clone();
    let owner = |id: Option<Uuid>| id.map(|id| Ref { id, name: directory.name(id).to_owned() });
    let mut by_owner: BTreeMap<Option<Uuid>, usize> = BTreeMap::new();
    for found in moves {
        *by_owner.entry(found.owner_id).or_default() += 1;
    }
    let mut owners: Vec<RuleMoves> =
        by_owner.into_iter().map(|(id, moved)| RuleMoves { owner: owner(id), moved }).collect();
    owners.sort_by_key(|entry| std::cmp::Reverse(entry.moved));
    let shown = shown.iter().map(|found| RuleMove {
        deadline_id: found.deadline_id,
        case_id: found.case_id,
        person: names.get(&found.person_id).map(|name| Ref { id: found.person_id, name: name.clone() }),
        owner: owner(found.owner_id),
        due_at: found.from,
        would_be_due_at: found.to,
        becomes_overdue: found.becomes_overdue,
    });
    Ok(RulePreview {
        loosened: revision.loosened,
        looser_than_published: revision.looser_than_published,
        moved: moves.len(),
        overdue: moves.iter().filter(|found| found.becomes_overdue).count(),
        owners,
        moves: shown.collect(),
    })
}

/// Makes a new version of a rule from a day on. What began before that day is judged by the version of its day.
#[utoipa::path(tag = "deadline", operation_id = "rule_revise", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = RuleRevise, responses((status = 200, body = ProgramRule)))]
#[post("/rules/{id}/revise")]
pub async fn rule_revise(
    access: Allowed<cap::RuleWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<RuleRevise>,
) -> Result<Answer<ProgramRule>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let (rule, revision) = proposed(tx, *id, body.0).await?;
        tx.require_version(rule.version, version.0)?;
        let next = StoredRule {
            id: Uuid::now_v7(),
            version: 1,
            valid_from: revision.next.valid_from,
            valid_to: None,
            definition: revision.next,
            ..rule.clone()
        };
        let ended = StoredRule {
            version: rule.version + 1,
            valid_to: revision.ended.valid_to,
            definition: revision.ended,
            ..rule
        };
        let ended = tx.apply(Change::updated(ended))?;
        let next = tx.apply(Change::created(next))?;
        let today = today(tx);
        let view = program_rule(tx, &next, &[ended, next.clone()], today);
        Ok(Answer::resource(view.version, view))
    });
    Ok(answer.await?)
}

/// When something would fall due, with the days that are skipped and why. Stores nothing.
#[utoipa::path(tag = "deadline", operation_id = "deadline_preview", request_body = DeadlinePreview, responses((status = 200, body = DeadlinePreviewed)))]
#[post("/deadlines/preview")]
pub async fn deadline_preview(
    access: Allowed<cap::RuleRead>,
    state: web::Data<State>,
    body: Valid<DeadlinePreview>,
) -> Result<Answer<DeadlinePreviewed>, Problem> {
    let organization = state.store.read(&access, async |tx| Ok(tx.directory().calendar.clone())).await?;
    let body = body.0;
    let request = Request {
        anchor: Anchor::parse(&body.anchor)?,
        zone: time_zone(&body.time_zone)?,
        calendar: match body.calendar {
            Some(CalendarChoice::Own(calendar)) => calendar.into(),
            Some(CalendarChoice::Named(Coded(CalendarName::Organization))) => organization,
            Some(CalendarChoice::Named(Coded(CalendarName::UsFederal))) | None => Calendar::default(),
        },
        jurisdiction: body.jurisdiction.unwrap_or_else(|| catalogue::COUNTRY.into()),
        by: By::one_of(body.rule, body.clock.map(Into::into))?,
    };
    let found = preview::preview(&request)?;
    Ok(Answer::ok(DeadlinePreviewed {
        opens_at: found.due.opens_at,
        due_at: found.due.due_at,
        due_on: found.due.due_on,
        steps: found.due.steps.into_iter().map(step_view).collect(),
        rule: found.rule.map(|rule| rule.code),
        title: found.rule.map(|rule| rule.title),
        version: found.rule.map(Published::version),
        source: found.rule.map(|rule| rule.source),
    }))
}
