//! The rulebook of published deadlines, and the rules of the organization's own programs.

pub mod preview;

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::Change;
use domain::access::{Capability, cap};
use domain::clock::{Clock, Direction, Parts, local_date};
use domain::rulebook::catalogue::{self, COUNTRY, Published};
use domain::rulebook::edit::{self, Judged, Move, Proposal, Revision, anchors};
use persistence::Tx;
use persistence::program::{OpenDeadline, StoredRule};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

use self::preview::Way;
use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{ClockKindCode, EventKindCode, RollCode, WayCode};
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
    /// First day of a window, counted from the anchor's, which is day 0; negative before it. Null for all else.
    from: Option<i32>,
    /// Last day of a window.
    to: Option<i32>,
    direction: WayCode,
    /// Where the last day goes when it is no business day.
    roll: RollCode,
    /// True when an event on the anchor's own day counts.
    include_day0: bool,
}

/// One version of a rule of a program.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgramRule {
    id: Uuid,
    version: i32,
    code: String,
    title: String,
    clock: ClockView,
    /// What starts the clock.
    anchor: EventKindCode,
    /// What it may be changed to start with, the published event first; empty where that is fixed.
    anchors: Vec<EventKindCode>,
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

/// The clock of a new version of a rule: a window has `from` and `to`, all else has an `amount`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleClock {
    /// What is counted.
    #[serde(rename = "type")]
    kind: ClockKindCode,
    /// How many hours, days or months.
    #[schema(minimum = 0, maximum = 1000000)]
    amount: Option<u32>,
    /// First day of a window, counted from the anchor's, which is day 0; negative before it.
    #[schema(minimum = -1000000, maximum = 1000000)]
    from: Option<i32>,
    /// Last day of a window.
    #[schema(minimum = -1000000, maximum = 1000000)]
    to: Option<i32>,
    /// Which way; `forward` when absent, and for a window.
    direction: Option<WayCode>,
    /// Where the last day of days of the calendar or of months goes when it is no business day; `none` when absent.
    roll: Option<RollCode>,
    /// True when an event on the anchor's own day counts. True when absent; a window says it with its days.
    include_day0: Option<bool>,
}

/// A new version of a rule.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleRevise {
    /// When it is due from then on.
    clock: RuleClock,
    /// What starts it from then on, one of the anchors of the rule; what starts it now when absent.
    anchor: Option<EventKindCode>,
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
    /// Null where it would wait for what starts its clock.
    would_be_due_at: Option<DateTime<Utc>>,
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
        .service(preview::deadline_preview);
}

impl From<RuleClock> for Parts {
    fn from(input: RuleClock) -> Self {
        let direction = |code: WayCode| match code.0 {
            Way::Forward => Direction::Forward,
            Way::Back => Direction::Back,
        };
        Self {
            kind: input.kind.0,
            amount: input.amount,
            from: input.from,
            to: input.to,
            direction: input.direction.map(direction),
            roll: input.roll.map(|code| code.0),
            include_day0: input.include_day0.unwrap_or(true),
        }
    }
}

fn clock_view(clock: &Clock) -> ClockView {
    let parts = Parts::from(*clock);
    ClockView {
        kind: parts.kind.into(),
        amount: parts.amount,
        from: parts.from,
        to: parts.to,
        direction: match clock.direction {
            Direction::Forward => Way::Forward,
            Direction::Back => Way::Back,
        }
        .into(),
        roll: clock.roll().into(),
        include_day0: clock.include_day0,
    }
}

fn program_rule(tx: &Tx, rule: &StoredRule, all: &[StoredRule], today: NaiveDate) -> ProgramRule {
    let place = &rule.definition.jurisdiction;
    let newest = !all.iter().any(|other| {
        other.code == rule.code && other.definition.jurisdiction == *place && other.valid_from > rule.valid_from
    });
    let better = |other: &&StoredRule| {
        other.code == rule.code && other.definition.in_force(today) && other.definition.precedes(&rule.definition)
    };
    let can: &[&'static str] =
        if newest && tx.actor().may(Capability::RuleWrite) { &["rule_preview", "rule_revise"] } else { &[] };
    ProgramRule {
        id: rule.id,
        version: rule.version,
        code: rule.code.clone(),
        title: rule.definition.title.clone(),
        clock: clock_view(&rule.definition.clock),
        anchor: rule.definition.trigger.into(),
        anchors: anchors(&rule.code).iter().copied().map(Into::into).collect(),
        weight: rule.definition.weight,
        valid_from: rule.valid_from,
        valid_to: rule.valid_to,
        in_force: rule.definition.in_force(today) && !all.iter().any(|other| better(&other)),
        source: rule.definition.source.clone(),
        can: can.to_vec(),
    }
}

/// The newest version of a rule, and the proposal for the one after it.
async fn proposed(tx: &mut Tx, id: Uuid, input: RuleRevise) -> persistence::Result<(StoredRule, Proposal)> {
    let (asked, newest) = tx.rule(id).await?;
    if asked.id != newest.id {
        return Err(
            domain::Rule::new("rule_superseded", "A newer version of this rule follows. Revise that one.").into()
        );
    }
    let clock = edit::clock(input.clock.into())?;
    let trigger = input.anchor.map(|code| code.0);
    let proposal = Proposal { clock, trigger, valid_from: input.valid_from, reason: input.reason };
    Ok((newest, proposal))
}

/// The day on which it is now where clocks are furthest ahead: a version begins on a later day everywhere.
fn today(tx: &Tx) -> NaiveDate {
    tx.program_days().1
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
        let state = directory.state_of(*id);
        let mut rules = tx.rulebook(&program.rulebook).await?;
        rules.retain(|rule| rule.definition.applies_in(state));
        let own: Vec<StoredRule> =
            rules.iter().filter(|rule| rule.definition.jurisdiction != COUNTRY).cloned().collect();
        // What the state says otherwise since then judges nothing here.
        rules.retain(|rule| {
            let instead = |other: &StoredRule| other.code == rule.code && other.valid_from <= rule.valid_from;
            rule.definition.jurisdiction != COUNTRY || !own.iter().any(instead)
        });
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
    let answer = state.store.read(&access, async |tx| {
        let (rule, proposal) = proposed(tx, *id, body.0).await?;
        let revision = edit::draft(&rule.definition, &proposal, today(tx))?;
        let directory = tx.directory().clone();
        let ours = directory.programs.values().filter(|program| program.rulebook == rule.rulebook);
        let judged = ours.map(|program| program.id).filter(|id| {
            let rules = directory.rules(*id);
            rule.definition.applies_in(directory.state_of(*id)) && rule.definition.judges(&rules, proposal.valid_from)
        });
        let programs: Vec<Uuid> = judged.collect();
        let open = tx.open_deadlines_of_rules(std::slice::from_ref(&rule.code), &programs).await?;
        let next = &revision.next;
        let elsewhere = open.iter().filter(|one| one.deadline.anchor_kind != next.trigger);
        let cases: Vec<Uuid> = elsewhere.map(|one| one.deadline.case_id).collect();
        let started = tx.first_events(next.trigger, &cases).await?;
        let judged = open.iter().map(|OpenDeadline { deadline, program_id, extension }| Judged {
            deadline,
            rule: next,
            starts_at: if deadline.anchor_kind == next.trigger {
                Some(deadline.anchor_at)
            } else {
                started.get(&deadline.case_id).copied()
            },
            extension: extension.as_ref(),
            zone: directory.zone(*program_id),
            calendar: directory.calendar_of(*program_id),
        });
        let moves = edit::moves(judged, tx.now());
        Ok(Answer::ok(preview_view(tx, &revision, &moves).await?))
    });
    Ok(answer.await?)
}

async fn preview_view(tx: &mut Tx, revision: &Revision, moves: &[Move]) -> persistence::Result<RulePreview> {
    let (owners, shown) = moves_view(tx, moves).await?;
    Ok(RulePreview {
        loosened: revision.loosened,
        looser_than_published: revision.looser_than_published,
        moved: moves.len(),
        overdue: moves.iter().filter(|found| found.becomes_overdue).count(),
        owners,
        moves: shown,
    })
}

/// Whose deadlines move, the most first, and the first of the moves.
pub(crate) async fn moves_view(tx: &mut Tx, moves: &[Move]) -> persistence::Result<(Vec<RuleMoves>, Vec<RuleMove>)> {
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
    Ok((owners, shown.collect()))
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
        let (rule, proposal) = proposed(tx, *id, body.0).await?;
        tx.require_version(rule.version, version.0)?;
        let revision = edit::revise(&rule.definition, &proposal, today(tx))?;
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
