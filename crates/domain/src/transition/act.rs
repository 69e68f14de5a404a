//! What people do in a transition, step by step.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::checklist::{self, CheckCode};
use super::parts::*;
use super::{Transition, TransitionPhase, spent_days};
use crate::change::{Change, Event, EventKind, Rule};
use crate::clock::local_date;
use crate::stay::Stay;

/// How many parts of one kind a transition holds.
pub const MOST_PARTS: usize = 100;

/// Days before the admission in which the Important Message may be given. Source: 42 CFR 405.1205(b)(1), preadmission.
pub const NOTICE_DAYS_BEFORE: i64 = 7;

/// One step. New parts come with their id.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the members are those of the parts that a step makes or changes")]
pub enum Act {
    /// Sets the day on which the person should leave.
    SetTarget { on: NaiveDate, reason: Option<String> },
    /// Names something in the way.
    AddBarrier { id: Uuid, kind: DischargeBarrierKind, text: String, owner_id: Uuid },
    /// Says that it is out of the way.
    RemoveBarrier { id: Uuid, how: String },
    /// Marks a day as avoidable, or takes the mark away.
    MarkDay { on: NaiveDate, cause: Option<AvoidableCause> },
    /// Settles an item of the checklist, or opens it again.
    SetCheck { code: CheckCode, state: Option<CheckState>, note: Option<String> },
    /// Asks a facility.
    AskFacility { id: Uuid, facility: String, asked_at: Option<DateTime<Utc>> },
    /// Notes its answer.
    NoteAnswer { id: Uuid, accepted: bool, words: Option<String> },
    /// Notes who chose it.
    NoteChoice { id: Uuid, chosen_by: Chooser },
    /// Promises something.
    Promise { id: Uuid, kind: PromiseKind, text: String, due_on: Option<NaiveDate> },
    /// Says what became of it.
    SettlePromise { id: Uuid, outcome: PromiseOutcome, at: Option<DateTime<Utc>> },
    /// Notes that medicines were compared.
    Reconcile { at: Option<DateTime<Utc>>, outcome: ReconciliationOutcome, findings: Option<String> },
    /// Notes that a notice was given.
    GiveNotice { notice: HospitalNotice, at: Option<DateTime<Utc>> },
    /// Notes that word of the hospital came.
    NoteReceipt { id: Uuid, what: ReceiptKind, at: Option<DateTime<Utc>>, sender: Option<String>, way: ReceiptWay },
    /// Takes back what was entered in error.
    TakeBack { entry: Entry, reason: String },
    /// Ends the transition.
    Close,
}

/// What was entered in error: a promise that was settled, or what happened at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "as the acts that made them")]
pub enum Entry {
    /// What became of a promise: it is open again.
    Promise { id: Uuid },
    /// That medicines were compared.
    Reconciliation { at: DateTime<Utc> },
    /// That a notice was given.
    Notice { at: DateTime<Utc> },
    /// That word of the hospital came.
    Receipt { id: Uuid },
}

/// Who acts, when and where.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Who.
    pub by: Uuid,
    /// When.
    pub now: DateTime<Utc>,
    /// The wall whose days count.
    pub zone: Tz,
}

impl Transition {
    /// Takes one step.
    ///
    /// # Errors
    /// `transition_closed`, `transition_discharged`, `transition_full`; `target_in_past`, `target_same`, `reason_required`,
    /// `part_unknown`, `part_settled`, `day_outside_stay`, `check_not_asked`, `time_outside`, `placement_not_accepted`,
    /// `notice_not_owed`, `findings_required`, `transition_open_work`.
    pub fn act(mut self, act: Act, stay: &Stay, moment: Moment) -> Result<Change<Self>, Rule> {
        self.require_open(stay)?;
        let events = self.take(act, stay, moment)?;
        let full = |len: usize| len > MOST_PARTS;
        let parts = &self.parts;
        if [parts.targets.len(), parts.barriers.len(), parts.placements.len(), parts.promises.len()]
            .into_iter()
            .any(full)
            || full(parts.reconciliations.len())
            || full(parts.notices.len())
            || full(parts.receipts.len())
            || full(parts.taken_back.len())
        {
            return Err(Rule::new("transition_full", "This transition holds 100 of these: it can't hold more."));
        }
        let change = if self.version == 0 { self.rejudged(moment.now) } else { self.stored() };
        Ok(events.into_iter().fold(change, Change::with))
    }

    fn take(&mut self, act: Act, stay: &Stay, moment: Moment) -> Result<Vec<Event>, Rule> {
        let Moment { by, now, .. } = moment;
        match act {
            Act::SetTarget { on, reason } => self.set_target(on, reason, stay, moment)?,
            Act::AddBarrier { id, kind, text, owner_id } => self.parts.barriers.push(Barrier {
                id,
                kind,
                text,
                owner_id,
                opened_at: now,
                removed_at: None,
                removed_how: None,
            }),
            Act::RemoveBarrier { id, how } => {
                let barrier = find(&mut self.parts.barriers, |barrier| barrier.id == id)?;
                require_unsettled(barrier.removed_at.is_none())?;
                (barrier.removed_at, barrier.removed_how) = (Some(now), Some(how));
            }
            Act::MarkDay { on, cause } => self.mark_day(on, cause, stay, moment)?,
            Act::SetCheck { code, state, note } => self.set_check(code, state, note, moment)?,
            Act::AskFacility { id, facility, asked_at } => {
                let asked_at = within(asked_at, stay, now, TimeDelta::zero(), "/ask_facility/asked_at")?;
                self.parts.placements.push(Placement {
                    id,
                    facility,
                    status: PlacementStatus::Asked,
                    asked_at,
                    answered_at: None,
                    answer: None,
                    chosen_by: None,
                    chosen_at: None,
                });
            }
            Act::NoteAnswer { id, accepted, words } => self.note_answer(id, accepted, words, now)?,
            Act::NoteChoice { id, chosen_by } => self.note_choice(id, chosen_by, now)?,
            Act::Promise { id, kind, text, due_on } => self.parts.promises.push(Promise {
                id,
                kind,
                text,
                due_on,
                made_by: by,
                made_at: now,
                outcome: None,
                settled_at: None,
                settled_by: None,
            }),
            Act::SettlePromise { id, outcome, at } => {
                return Ok(self.settle_promise(id, outcome, at, stay, moment)?.into_iter().collect());
            }
            Act::Reconcile { at, outcome, findings } => {
                return Ok(vec![self.reconcile(at, outcome, findings, stay, moment)?]);
            }
            Act::GiveNotice { notice, at } => return Ok(vec![self.give_notice(notice, at, stay, moment)?]),
            Act::NoteReceipt { id, what, at, sender, way } => {
                let at = within(at, stay, now, TimeDelta::zero(), "/note_receipt/at")?;
                let sender = sender.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
                self.parts.receipts.push(Receipt { id, what, at, sender, way, by });
            }
            Act::TakeBack { entry, reason } => return self.take_back(entry, reason, stay, moment),
            Act::Close => self.close(stay, moment)?,
        }
        Ok(Vec::new())
    }

    fn set_target(&mut self, on: NaiveDate, reason: Option<String>, stay: &Stay, moment: Moment) -> Result<(), Rule> {
        if self.phase(stay) != TransitionPhase::Planning {
            return Err(Rule::new(
                "transition_discharged",
                "The stay has ended: its target day can't be changed any more.",
            ));
        }
        if on < local_date(moment.now, moment.zone) {
            return Err(Rule::at("target_in_past", "/set_target/on", "Choose today or a day that lies ahead."));
        }
        if self.target_on == Some(on) {
            return Err(Rule::at("target_same", "/set_target/on", "This is the target day already."));
        }
        let reason = reason.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        if self.target_on.is_some() && reason.is_none() {
            return Err(Rule::at("reason_required", "/set_target/reason", "Say why the day moves."));
        }
        self.parts.targets.push(Target { on, set_at: moment.now, set_by: moment.by, reason });
        self.target_on = Some(on);
        Ok(())
    }

    fn mark_day(
        &mut self,
        on: NaiveDate,
        cause: Option<AvoidableCause>,
        stay: &Stay,
        moment: Moment,
    ) -> Result<(), Rule> {
        if !spent_days(stay, moment.now, moment.zone).contains(&on) {
            return Err(Rule::at("day_outside_stay", "/mark_day/on", "Choose a day that was spent in this stay."));
        }
        self.parts.avoidable.retain(|day| day.on != on);
        self.parts.avoidable.extend(cause.map(|cause| AvoidableDay { on, cause }));
        self.parts.avoidable.sort_by_key(|day| day.on);
        Ok(())
    }

    fn set_check(
        &mut self,
        code: CheckCode,
        state: Option<CheckState>,
        note: Option<String>,
        moment: Moment,
    ) -> Result<(), Rule> {
        if !checklist::items(self.destination).iter().any(|item| item.code == code) {
            return Err(Rule::at(
                "check_not_asked",
                "/set_check/code",
                "The checklist for this destination does not ask for it.",
            ));
        }
        self.parts.checks.retain(|check| check.code != code);
        let settled = state.map(|state| Check { code, state, by: moment.by, at: moment.now, note });
        self.parts.checks.extend(settled);
        Ok(())
    }

    fn note_answer(&mut self, id: Uuid, accepted: bool, words: Option<String>, now: DateTime<Utc>) -> Result<(), Rule> {
        let placement = find(&mut self.parts.placements, |placement| placement.id == id)?;
        require_unsettled(placement.status == PlacementStatus::Asked)?;
        let words = words.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        if !accepted && words.is_none() {
            return Err(Rule::at("reason_required", "/note_answer/words", "Say why the facility declined."));
        }
        placement.status = if accepted { PlacementStatus::Accepted } else { PlacementStatus::Declined };
        (placement.answered_at, placement.answer) = (Some(now), words);
        Ok(())
    }

    fn note_choice(&mut self, id: Uuid, chosen_by: Chooser, now: DateTime<Utc>) -> Result<(), Rule> {
        let placement = find(&mut self.parts.placements, |placement| placement.id == id)?;
        if !matches!(placement.status, PlacementStatus::Accepted | PlacementStatus::Chosen) {
            let detail = "Only a facility that would take the person can be chosen.";
            return Err(Rule::at("placement_not_accepted", "/note_choice/id", detail));
        }
        for placement in &mut self.parts.placements {
            if placement.id == id {
                placement.status = PlacementStatus::Chosen;
                (placement.chosen_by, placement.chosen_at) = (Some(chosen_by), Some(now));
            } else if placement.status == PlacementStatus::Chosen {
                placement.status = PlacementStatus::Accepted;
                (placement.chosen_by, placement.chosen_at) = (None, None);
            }
        }
        Ok(())
    }

    fn settle_promise(
        &mut self,
        id: Uuid,
        outcome: PromiseOutcome,
        at: Option<DateTime<Utc>>,
        stay: &Stay,
        moment: Moment,
    ) -> Result<Option<Event>, Rule> {
        let at = within(at, stay, moment.now, TimeDelta::zero(), "/settle_promise/at")?;
        let promise = find(&mut self.parts.promises, |promise| promise.id == id)?;
        require_unsettled(promise.outcome.is_none())?;
        (promise.outcome, promise.settled_at, promise.settled_by) = (Some(outcome), Some(at), Some(moment.by));
        let kept = kept(promise);
        Ok(kept.map(|kind| Event::new(kind, self.id, at)))
    }

    fn reconcile(
        &mut self,
        at: Option<DateTime<Utc>>,
        outcome: ReconciliationOutcome,
        findings: Option<String>,
        stay: &Stay,
        moment: Moment,
    ) -> Result<Event, Rule> {
        let at = within(at, stay, moment.now, TimeDelta::zero(), "/reconcile/at")?;
        let findings = findings.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        if outcome != ReconciliationOutcome::Agrees && findings.is_none() {
            return Err(Rule::at("findings_required", "/reconcile/findings", "Say what differed and what was done."));
        }
        self.parts.reconciliations.push(Reconciliation { at, by: moment.by, outcome, findings });
        Ok(Event::new(EventKind::MedicationsReconciled, self.id, at))
    }

    fn give_notice(
        &mut self,
        notice: HospitalNotice,
        at: Option<DateTime<Utc>>,
        stay: &Stay,
        moment: Moment,
    ) -> Result<Event, Rule> {
        if !self.medicare {
            let detail = "Medicare does not cover this stay. Say that it does before a notice is given.";
            return Err(Rule::at("notice_not_owed", "/give_notice/notice", detail));
        }
        let at = within(at, stay, moment.now, TimeDelta::days(NOTICE_DAYS_BEFORE), "/give_notice/at")?;
        self.parts.notices.push(NoticeGiven { notice, at, by: moment.by });
        Ok(self.given(notice, at, stay))
    }

    /// A message given before the admission counts from its first second.
    fn given(&self, notice: HospitalNotice, at: DateTime<Utc>, stay: &Stay) -> Event {
        let kind = match notice {
            HospitalNotice::ImportantMessage => EventKind::ImportantMessageGiven,
            HospitalNotice::ObservationNotice => EventKind::ObservationNoticeGiven,
        };
        Event::new(kind, self.id, at.max(stay.admitted_at))
    }

    /// What is told anew once something was taken back.
    fn take_back(&mut self, entry: Entry, reason: String, stay: &Stay, moment: Moment) -> Result<Vec<Event>, Rule> {
        let parts = &mut self.parts;
        let (kind, entered_for) = match entry {
            Entry::Promise { id } => {
                let promise = find(&mut parts.promises, |promise| promise.id == id && promise.outcome.is_some())?;
                let settled_at = promise.settled_at.unwrap_or(moment.now);
                (promise.outcome, promise.settled_at, promise.settled_by) = (None, None, None);
                (TakenBackKind::Promise, settled_at)
            }
            Entry::Reconciliation { at } => {
                find(&mut parts.reconciliations, |one| one.at == at)?;
                parts.reconciliations.retain(|one| one.at != at);
                (TakenBackKind::Reconciliation, at)
            }
            Entry::Notice { at } => {
                find(&mut parts.notices, |given| given.at == at)?;
                parts.notices.retain(|given| given.at != at);
                (TakenBackKind::Notice, at)
            }
            Entry::Receipt { id } => {
                let at = find(&mut parts.receipts, |one| one.id == id)?.at;
                parts.receipts.retain(|one| one.id != id);
                (TakenBackKind::Receipt, at)
            }
        };
        parts.taken_back.push(TakenBack { kind, entered_for, reason, by: moment.by, at: moment.now });
        let again = Event::new(EventKind::TransitionRetold, self.id, moment.now);
        Ok(std::iter::once(again).chain(self.told(stay)).collect())
    }

    /// What was done, for the clocks that wait for it.
    fn told(&self, stay: &Stay) -> Vec<Event> {
        let visits = self.parts.promises.iter();
        let visits = visits.filter_map(|promise| Some(Event::new(kept(promise)?, self.id, promise.settled_at?)));
        let compared = self.parts.reconciliations.iter();
        let compared = compared.map(|one| Event::new(EventKind::MedicationsReconciled, self.id, one.at));
        let notices = self.parts.notices.iter().map(|given| self.given(given.notice, given.at, stay));
        visits.chain(compared).chain(notices).collect()
    }

    fn close(&mut self, stay: &Stay, moment: Moment) -> Result<(), Rule> {
        if self.phase(stay) == TransitionPhase::Planning {
            return Err(Rule::new(
                "transition_open_work",
                "The person is still there: a transition is closed after the discharge.",
            ));
        }
        if self.parts.promises.iter().any(|promise| promise.outcome.is_none()) {
            return Err(Rule::new("transition_open_work", "Say first what became of everything that was promised."));
        }
        (self.closed_at, self.closed_by) = (Some(moment.now), Some(moment.by));
        Ok(())
    }
}

/// What a promise that was kept tells the clocks.
fn kept(promise: &Promise) -> Option<EventKind> {
    match (promise.outcome?, promise.kind) {
        (PromiseOutcome::Kept, PromiseKind::FollowUpVisit) => Some(EventKind::FollowUpVisitKept),
        (PromiseOutcome::Kept, PromiseKind::BehavioralVisit) => Some(EventKind::BehavioralVisitKept),
        _ => None,
    }
}

fn find<T>(parts: &mut [T], is_it: impl Fn(&T) -> bool) -> Result<&mut T, Rule> {
    let unknown = || Rule::new("part_unknown", "There is no such entry any more. Load the page again.");
    parts.iter_mut().find(|part| is_it(part)).ok_or_else(unknown)
}

fn require_unsettled(unsettled: bool) -> Result<(), Rule> {
    let settled = || Rule::new("part_settled", "Somebody has settled this already. Load the page again.");
    unsettled.then_some(()).ok_or_else(settled)
}

/// A time that people give: now when absent, never ahead, and not before the stay, `before` allowed for. They give minutes, so the
/// minute in which it began is none before it.
fn within(
    at: Option<DateTime<Utc>>,
    stay: &Stay,
    now: DateTime<Utc>,
    before: TimeDelta,
    pointer: &str,
) -> Result<DateTime<Utc>, Rule> {
    let (at, earliest) = (at.unwrap_or(now), stay.admitted_at - before);
    if at > now || earliest - at >= TimeDelta::minutes(1) {
        return Err(Rule::at("time_outside", pointer, "Give a time between the admission and now."));
    }
    Ok(at.max(earliest))
}
