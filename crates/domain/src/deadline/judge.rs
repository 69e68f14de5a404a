//! What events do to deadlines: open them, meet them, end them.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::{Deadline, DeadlineStatus};
use crate::calendar::Calendar;
use crate::case::Tier;
use crate::change::{Change, Event, EventKind};
use crate::clock::{self, Direction, Due, Step, StepKind};
use crate::{rank, rulebook};

/// What a rule needs to know about the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseContext {
    /// The case.
    pub case_id: Uuid,
    /// The person in care.
    pub person_id: Uuid,
    /// The program's time zone.
    pub zone: Tz,
    /// The program's calendar.
    pub calendar: Calendar,
    /// The case's tier.
    pub tier: Tier,
    /// Who is accountable.
    pub owner_id: Option<Uuid>,
    /// The case's team.
    pub team_id: Option<Uuid>,
    /// Events of the case that are known already, in any order: those since the one that becomes known suffice, and with all of
    /// them the deadlines of a case are the same in whatever order events become known.
    pub history: Vec<Event>,
}

/// The deadlines that change because `event` became known: opened, met, ended, or judged anew.
///
/// `rules` holds every version of every rule of the program; `known` the deadlines of the case that are open or closed since the
/// event, so that a late entry corrects what was settled without it. Where events are taken back or corrected, or start a rule that
/// [`starts_later`](rulebook::Rule::starts_later), [`super::settle`] the whole history instead.
pub fn react(
    context: &CaseContext,
    event: &Event,
    rules: &[rulebook::Rule],
    known: &[Deadline],
    new_id: &mut dyn FnMut() -> Uuid,
) -> Vec<Change<Deadline>> {
    let events: Vec<&Event> = context.history.iter().chain([event]).collect();
    let mut changes: Vec<_> = known.iter().filter_map(|old| rejudge(old, context, &events, rules)).collect();
    let anchor_day = clock::local_date(event.at, context.zone);
    for rule in rules.iter().filter(|rule| rule.trigger == event.kind && is_current(rule, rules, anchor_day)) {
        let is_known = |old: &Deadline| old.rule_code == rule.code && old.anchor_subject_id == event.subject_id;
        if !known.iter().any(is_known) && !changes.iter().any(|change| is_known(&change.record)) {
            let due = clock::due(&rule.clock, event.at, context.zone, &context.calendar);
            let deadline = judge(rule, open(context, event, rule, due, new_id()), context.zone, &events);
            changes.push(Change::created(deadline));
        }
    }
    changes
}

/// True when `rule` is the version of its code that judges `day`: of those in force the state's own, then the newest.
pub(super) fn is_current(rule: &rulebook::Rule, rules: &[rulebook::Rule], day: NaiveDate) -> bool {
    let better = |other: &rulebook::Rule| other.code == rule.code && other.in_force(day) && other.precedes(rule);
    rule.in_force(day) && !rules.iter().any(better)
}

/// The deadline that `event` starts, before anything met or ended it.
pub(super) fn open(context: &CaseContext, event: &Event, rule: &rulebook::Rule, due: Due, id: Uuid) -> Deadline {
    Deadline {
        id,
        version: 1,
        case_id: context.case_id,
        person_id: context.person_id,
        rule_code: rule.code.clone(),
        rule_title: rule.title.clone(),
        rule_version: rule.version(),
        rule_source: rule.source.clone(),
        status: DeadlineStatus::Open,
        anchor_kind: event.kind,
        anchor_subject_id: event.subject_id,
        anchor_at: event.at,
        due_at: due.due_at,
        due_on: due.due_on,
        window_opens_at: due.opens_at,
        met_at: None,
        met_by_id: None,
        closed_at: None,
        closed_by_id: None,
        closed_reason: None,
        explanation: due.steps(),
        weight: rule.weight,
        owner_id: context.owner_id,
        team_id: context.team_id,
        rank_at: rank::rank_at(due.due_at, rank::deadline_points(context.tier, rule.weight)),
        snoozed_until: None,
        snooze_reason: None,
        next_action: rule.next_action.clone(),
    }
}

fn rejudge(
    old: &Deadline,
    context: &CaseContext,
    events: &[&Event],
    rules: &[rulebook::Rule],
) -> Option<Change<Deadline>> {
    let rule = rules.iter().find(|rule| rule.code == old.rule_code && rule.version() == old.rule_version)?;
    let mut judged = judge(rule, old.clone(), context.zone, events);
    if judged == *old {
        return None;
    }
    judged.version += 1;
    Some(Change::updated(judged))
}

/// An end that a deadline had or may have: when, by which record, and why.
type End = (DateTime<Utc>, Uuid, &'static str);

/// The deadline as `events`, and what it remembers of earlier ones, make it.
pub(super) fn judge(rule: &rulebook::Rule, mut deadline: Deadline, zone: Tz, events: &[&Event]) -> Deadline {
    if deadline.status == DeadlineStatus::Waived || deadline.lost_its_anchor() {
        return deadline;
    }
    let never_was =
        |stay: Uuid| events.iter().any(|event| event.kind == EventKind::StayCancelled && event.subject_id == stay);
    let met = earliest_meeting(rule, &deadline, events);
    let end = earliest_end(rule, &deadline, events, never_was);
    let met = met.filter(|(at, _)| end.is_none_or(|(ended_at, _, reason)| reason != STAY_CANCELLED && *at <= ended_at));
    let end = end.filter(|_| met.is_none());
    deadline.status = match (met, end) {
        (Some((at, _)), _) if clock::in_time(at, deadline.due_at) => DeadlineStatus::Met,
        (Some(_), _) => DeadlineStatus::MetLate,
        (None, Some((at, _, reason))) if reason != STAY_CANCELLED && at >= deadline.due_at => DeadlineStatus::Missed,
        (None, Some(_)) => DeadlineStatus::Cancelled,
        (None, None) => DeadlineStatus::Open,
    };
    (deadline.met_at, deadline.met_by_id) = met.unzip();
    (deadline.closed_at, deadline.closed_by_id) = end.map(|(at, by, _)| (at, by)).unzip();
    deadline.closed_reason = end.map(|(_, _, reason)| reason.to_owned());
    deadline.explain_outcome(zone);
    deadline
}

fn earliest_meeting(rule: &rulebook::Rule, deadline: &Deadline, events: &[&Event]) -> Option<(DateTime<Utc>, Uuid)> {
    // What is due before its anchor may happen any time before it, but not before the one that came before: what was done for that
    // one does not meet this one, unless somebody said that it is for this one.
    let looks_back = rule.clock.direction == Direction::Back;
    let since = if looks_back { anchor_before(deadline, events) } else { Some(deadline.anchor_at) };
    // What is asked for once in a case is there when it came early.
    let opens_at = deadline.window_opens_at.or(since).filter(|_| !rule.starts_later());
    let opens_for =
        |event: &Event| if event.about.is_some() && looks_back { deadline.window_opens_at } else { opens_at };
    // What happens again and again starts the next clock; it does not meet it in the same moment.
    let is_anchor =
        |event: &Event| (event.kind, event.subject_id) == (deadline.anchor_kind, deadline.anchor_subject_id);
    let counts = |event: &&&Event| {
        rule.met_by.contains(&event.kind)
            && !is_anchor(event)
            && (!rule.match_subject || event.subject_id == deadline.anchor_subject_id)
            && event.about.is_none_or(|about| about == deadline.anchor_subject_id)
            && opens_for(event).is_none_or(|opens_at| event.at >= opens_at)
    };
    let known =
        deadline.met_at.zip(deadline.met_by_id).filter(|(at, _)| opens_at.is_none_or(|opens_at| *at >= opens_at));
    events.iter().filter(counts).map(|event| (event.at, event.subject_id)).chain(known).min()
}

/// When what starts this clock happened the last time before.
fn anchor_before(deadline: &Deadline, events: &[&Event]) -> Option<DateTime<Utc>> {
    let before = |event: &&&Event| {
        event.kind == deadline.anchor_kind
            && event.subject_id != deadline.anchor_subject_id
            && event.at < deadline.anchor_at
    };
    events.iter().filter(before).map(|event| event.at).max()
}

fn earliest_end(
    rule: &rulebook::Rule,
    deadline: &Deadline,
    events: &[&Event],
    never_was: impl Fn(Uuid) -> bool,
) -> Option<End> {
    let ends = events.iter().filter(|event| rule.cancelled_by.contains(&event.kind)).filter_map(|event| {
        let reason = end_reason(deadline, event)?;
        Some((event.at, event.subject_id, reason))
    });
    let known = known_end(deadline);
    let all: Vec<End> = ends.chain(known).filter(|(_, by, reason)| *reason != READMITTED || !never_was(*by)).collect();
    let cancelled = all.iter().filter(|(_, _, reason)| *reason == STAY_CANCELLED).min();
    cancelled.or(all.iter().min()).copied()
}

const STAY_CANCELLED: &str = "stay_cancelled";
const STAY_ENDED: &str = "stay_ended";
const READMITTED: &str = "readmitted";
const DIED: &str = "died";
const CASE_CLOSED: &str = "case_closed";
pub(super) const ANCHOR_RETRACTED: &str = "anchor_retracted";
pub(super) const RULE_NOT_IN_FORCE: &str = "rule_not_in_force";

/// Why a deadline ended unmet, in words: its code spelled out, or the reason of a waiver as it was given.
pub fn reason_text(reason: &str) -> &str {
    match reason {
        STAY_CANCELLED => "the stay was cancelled",
        STAY_ENDED => "the stay ended",
        READMITTED => "the person was admitted again",
        DIED => "the person died",
        CASE_CLOSED => "the case was closed",
        ANCHOR_RETRACTED => "what started it was taken back",
        RULE_NOT_IN_FORCE => "the rule is not in force on the corrected day",
        given => given,
    }
}

/// Why `event` ends the deadline, if it is about it.
fn end_reason(deadline: &Deadline, event: &Event) -> Option<&'static str> {
    let own_stay = event.subject_id == deadline.anchor_subject_id;
    match event.kind {
        EventKind::StayCancelled if own_stay => Some(STAY_CANCELLED),
        EventKind::Discharged if own_stay => Some(STAY_ENDED),
        EventKind::Admitted if !own_stay && event.at >= deadline.anchor_at => Some(READMITTED),
        EventKind::Died => Some(DIED),
        EventKind::CaseClosed => Some(CASE_CLOSED),
        _ => None,
    }
}

fn known_end(deadline: &Deadline) -> Option<End> {
    let reason = deadline.closed_reason.as_deref()?;
    let reason =
        [STAY_CANCELLED, STAY_ENDED, READMITTED, DIED, CASE_CLOSED].into_iter().find(|known| *known == reason)?;
    Some((deadline.closed_at?, deadline.closed_by_id?, reason))
}

impl Deadline {
    /// True when [`super::settle`] cancelled it because no event starts it any more.
    fn lost_its_anchor(&self) -> bool {
        let reason = self.closed_reason.as_deref();
        self.status == DeadlineStatus::Cancelled && matches!(reason, Some(ANCHOR_RETRACTED | RULE_NOT_IN_FORCE))
    }

    pub(super) fn explain_outcome(&mut self, zone: Tz) {
        self.explanation.retain(|step| step.step != StepKind::Outcome);
        let at = self.met_at.or(self.closed_at).map(|at| clock::local_time(at, zone)).unwrap_or_default();
        let detail = match self.status {
            DeadlineStatus::Met => format!("Met in time {at}."),
            DeadlineStatus::MetLate => format!("Met late {at}."),
            DeadlineStatus::Missed => format!(
                "Not met when it ended {at}: {}.",
                reason_text(self.closed_reason.as_deref().unwrap_or_default())
            ),
            DeadlineStatus::Cancelled => format!(
                "Does not count since {at}: {}.",
                reason_text(self.closed_reason.as_deref().unwrap_or_default())
            ),
            DeadlineStatus::Open | DeadlineStatus::Waived => return,
        };
        self.explanation.push(Step::new(StepKind::Outcome, detail));
    }
}
