//! Who is asked beside the owner, step by step, until an alert is closed.
//!
//! | step       | begins                                                                     | who is asked                                               |
//! |------------|----------------------------------------------------------------------------|------------------------------------------------------------|
//! | owner      | when the alert opens                                                       | the owner; while they are off, who covers for them; while the team is on call and nobody has taken it up, who is on duty |
//! | supervisor | a quarter of its time later, unless somebody has taken it up; at once while who is on it is off and nobody covers, and while nobody of the shift on duty is there | the owner's supervisor, else a lead of the team, else who supervises the team, else the next step |
//! | director   | when it falls due, taken up or not                                         | the director above the owner, else another director        |
//!
//! About a worker in the field the whole first line is asked, and that somebody took the alert up stops nobody being asked: the
//! worker themself may have. On call, the worker is not asked about themselves.
//!
//! Who is asked once stays asked. Who is off is replaced by who covers for them, and by nobody else's cover. A step for which
//! nobody is there is tried again until somebody is; administrators see how many alerts wait like that. The steps are
//! requirement N7 ("escalating clock and cover"); the times are ours.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Alert, AlertStatus};
use crate::absence::Absence;
use crate::access::{Capability, Role};
use crate::change::Change;
use crate::clock::local_date;
use crate::on_call::Roster;

crate::codes! {
    /// How far up an alert has gone.
    pub enum Escalation {
        /// The owner, or who covers.
        Owner = "owner",
        /// The first line above the owner.
        Supervisor = "supervisor",
        /// A director; nobody comes after.
        Director = "director",
    }
}

impl Escalation {
    /// The part of an alert's time, in percent, after which the step begins. Ours.
    pub fn after_percent(self) -> i32 {
        match self {
            Self::Owner => 0,
            Self::Supervisor => 25,
            Self::Director => 100,
        }
    }

    /// True when the step is left out once somebody has taken the alert up.
    pub fn waits_for_acknowledgement(self) -> bool {
        self == Self::Supervisor
    }
}

crate::codes! {
    /// Why somebody is asked.
    pub enum AskReason {
        /// Who must act is off, and they cover.
        Covering = "covering",
        /// The office is closed, and they are on call.
        OnCall = "on_call",
        /// Who must act is off, and nobody covers; or nobody of the shift on duty is there.
        Uncovered = "uncovered",
        /// Nobody has taken the alert up.
        Unanswered = "unanswered",
        /// The alert is due and not closed.
        Overdue = "overdue",
    }
}

/// Somebody who is asked beside the owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// Who.
    pub staff_id: Uuid,
    /// Since when.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: AskReason,
    /// In whose place, when they cover for somebody or are on call.
    pub for_id: Option<Uuid>,
}

/// A worker as escalation sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Worker.
    pub id: Uuid,
    /// Role.
    pub role: Role,
    /// Who supervises them.
    pub supervisor_id: Option<Uuid>,
    /// Zone in which their days begin and end.
    pub zone: Tz,
    /// True when they lead the alert's team.
    pub leads: bool,
    /// True when they supervise the alert's team.
    pub supervises: bool,
    /// False after they left.
    pub active: bool,
}

/// Everybody who may be asked, and when they are off. The order of neither matters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Staffing {
    /// The staff of the organization.
    pub colleagues: Vec<Colleague>,
    /// Their absences.
    pub absences: Vec<Absence>,
    /// Who is on call for the team.
    pub roster: Roster,
}

impl Staffing {
    /// Who answers for a worker at an instant: they themselves, or who covers while they are off; nobody when that one is off too.
    pub fn answers_for(&self, id: Uuid, now: DateTime<Utc>) -> Option<Uuid> {
        let worker = self.find(id)?;
        let Some(absence) = self.absence_of(worker, now) else { return worker.active.then_some(id) };
        let cover = self.find(absence.cover_id?)?;
        let there = self.absence_of(cover, now).is_none();
        (there && cover.may_act()).then_some(cover.id)
    }

    /// Who of the shift on duty is there at an instant: the first one, or else the backup. Nobody while the team is not on call.
    pub fn on_call(&self, now: DateTime<Utc>) -> Option<Uuid> {
        self.on_call_beside(None, now)
    }

    /// The same, leaving out somebody who is not to be asked.
    fn on_call_beside(&self, left_out: Option<Uuid>, now: DateTime<Utc>) -> Option<Uuid> {
        let shift = self.roster.on_duty(now)?;
        let there = |id: &Uuid| {
            Some(*id) != left_out
                && self.answers_for(*id, now) == Some(*id)
                && self.find(*id).is_some_and(Colleague::may_act)
        };
        [Some(shift.staff_id), shift.backup_id].into_iter().flatten().find(there)
    }

    /// True when a director, or who covers for one, is there: then no alert ends with nobody.
    pub fn has_an_end(&self, now: DateTime<Utc>) -> bool {
        let directors = self.colleagues.iter().filter(|colleague| colleague.role == Role::Director);
        directors.map(|director| director.id).any(|id| self.answers_for(id, now).is_some())
    }

    fn find(&self, id: Uuid) -> Option<&Colleague> {
        self.colleagues.iter().find(|colleague| colleague.id == id)
    }

    fn absence_of(&self, worker: &Colleague, now: DateTime<Utc>) -> Option<&Absence> {
        let today = local_date(now, worker.zone);
        self.absences.iter().find(|absence| absence.staff_id == worker.id && absence.holds_on(today))
    }

    /// The first above a worker, or who covers for them, that is there and may act: the first line, then directors.
    pub fn next_above(&self, id: Uuid, now: DateTime<Utc>) -> Option<Uuid> {
        let line = self.supervisors(id).into_iter().chain(self.directors(id));
        let there = line.filter(|above| *above != id).filter_map(|above| self.answers_for(above, now));
        there.into_iter().find(|above| *above != id && self.find(*above).is_some_and(Colleague::may_act))
    }

    /// The first line above a worker, the nearest first.
    fn supervisors(&self, owner_id: Uuid) -> Vec<Uuid> {
        let own = self.find(owner_id).and_then(|owner| owner.supervisor_id);
        let leads = self.ids(|colleague| colleague.leads);
        let supervise = self.ids(|colleague| colleague.supervises);
        own.into_iter().chain(leads).chain(supervise).collect()
    }

    /// The directors above a worker, the nearest first, then the others.
    fn directors(&self, owner_id: Uuid) -> Vec<Uuid> {
        let above = |from: Option<&Colleague>| from?.supervisor_id.and_then(|id| self.find(id));
        // A line of supervision is no longer than the staff; a circle in it ends here too.
        let line = std::iter::successors(above(self.find(owner_id)), |worker| above(Some(worker)));
        let line = line.take(self.colleagues.len()).filter(|worker| worker.role == Role::Director);
        line.map(|worker| worker.id).chain(self.ids(|colleague| colleague.role == Role::Director)).collect()
    }

    /// Those who are something, in an order that does not depend on how they came.
    fn ids(&self, is: impl Fn(&Colleague) -> bool) -> Vec<Uuid> {
        let mut ids: Vec<Uuid> =
            self.colleagues.iter().filter(|colleague| is(colleague)).map(|colleague| colleague.id).collect();
        ids.sort_unstable();
        ids
    }
}

impl Colleague {
    /// True when asking them can help: they are here, and their role closes alerts.
    fn may_act(&self) -> bool {
        self.active && self.role.grants(Capability::AlertClose)
    }
}

impl Alert {
    /// An alert that has just opened: asks whoever stands in for an owner who is off.
    pub(super) fn opened(mut self, staffing: &Staffing) -> Self {
        let now = self.opened_at;
        self.ask_cover(staffing, now);
        self.escalates_at = self.next_step().map(|(_, at)| at);
        self
    }

    /// Asks whoever must be asked by now. None when nobody new is.
    pub fn escalate(self, staffing: &Staffing, now: DateTime<Utc>) -> Option<Change<Self>> {
        if self.status == AlertStatus::Closed {
            return None;
        }
        let mut next = self.clone();
        next.ask_cover(staffing, now);
        if next.escalation == Escalation::Owner
            && (next.status == AlertStatus::Open || next.kind.is_about_worker())
            && now >= next.begins_at(Escalation::Supervisor)
        {
            next.ask_supervisor(AskReason::Unanswered, staffing, now);
        }
        if next.escalation != Escalation::Director && now >= next.begins_at(Escalation::Director) {
            next.ask_director(AskReason::Overdue, staffing, now);
        }
        (next != self).then(|| next.next())
    }

    /// The next step and when it begins; none when nobody comes after. It lies in the past while nobody is there to be asked.
    pub fn next_step(&self) -> Option<(Escalation, DateTime<Utc>)> {
        let step = match (self.status, self.escalation) {
            (AlertStatus::Closed, _) | (_, Escalation::Director) => return None,
            (_, Escalation::Owner) if self.kind.is_about_worker() => Escalation::Supervisor,
            (AlertStatus::Open, Escalation::Owner) => Escalation::Supervisor,
            (AlertStatus::Acknowledged, Escalation::Owner) | (_, Escalation::Supervisor) => Escalation::Director,
        };
        Some((step, self.begins_at(step)))
    }

    fn begins_at(&self, step: Escalation) -> DateTime<Utc> {
        self.opened_at + (self.due_at - self.opened_at) * step.after_percent() / 100
    }

    /// Asks who is on duty until somebody has taken it up, and who covers while who is on it is off. With nobody to ask, the first line
    /// at once: also while a shift is on duty and nobody of it is there, since the owner sleeps.
    fn ask_cover(&mut self, staffing: &Staffing, now: DateTime<Utc>) {
        let on_it = self.acknowledged_by.unwrap_or(self.owner_id);
        let by_shift = self.acknowledged_by.is_none() && staffing.roster.on_duty(now).is_some();
        let missing = self.kind.is_about_worker().then_some(self.owner_id);
        let on_call = staffing.on_call_beside(missing, now).filter(|_| by_shift);
        let answers = on_call.or_else(|| staffing.answers_for(on_it, now));
        match answers {
            Some(id) if on_call.is_some() => self.ask(id, AskReason::OnCall, Some(on_it), now),
            Some(id) if id != on_it => self.ask(id, AskReason::Covering, Some(on_it), now),
            _ => {}
        }
        let nobody = if by_shift { on_call.is_none() } else { answers.is_none() };
        if nobody && self.escalation == Escalation::Owner {
            self.ask_supervisor(AskReason::Uncovered, staffing, now);
        }
    }

    fn ask_supervisor(&mut self, reason: AskReason, staffing: &Staffing, now: DateTime<Utc>) {
        let line = staffing.supervisors(self.owner_id);
        if self.ask_first(&line, reason, staffing, now) {
            self.escalation = Escalation::Supervisor;
            // Whoever is nearest goes and looks: about a worker the whole first line is asked.
            while self.kind.is_about_worker() && self.ask_first(&line, reason, staffing, now) {}
        } else {
            self.ask_director(reason, staffing, now);
        }
    }

    fn ask_director(&mut self, reason: AskReason, staffing: &Staffing, now: DateTime<Utc>) {
        let directors = staffing.directors(self.owner_id);
        if self.ask_first(&directors, reason, staffing, now) || self.asks_any(&directors, staffing, now) {
            self.escalation = Escalation::Director;
        }
    }

    /// True when one of these, or who answers for one of them, is the owner or asked already.
    fn asks_any(&self, ids: &[Uuid], staffing: &Staffing, now: DateTime<Utc>) -> bool {
        let knows = |id: Uuid| id == self.owner_id || self.asks(id);
        let stands_for = |id: Uuid| self.asked.iter().any(|ask| ask.for_id == Some(id));
        ids.iter().any(|id| knows(*id) || stands_for(*id) || staffing.answers_for(*id, now).is_some_and(knows))
    }

    /// Asks the first of `candidates`, or who covers for them, that is there, may act, and is not asked yet.
    fn ask_first(&mut self, candidates: &[Uuid], reason: AskReason, staffing: &Staffing, now: DateTime<Utc>) -> bool {
        let new =
            |id: &Uuid| *id != self.owner_id && !self.asks(*id) && staffing.find(*id).is_some_and(Colleague::may_act);
        let there = |id: &Uuid| staffing.answers_for(*id, now).filter(new).map(|answers| (*id, answers));
        let Some((id, answers)) = candidates.iter().find_map(there) else { return false };
        self.ask(answers, reason, (id != answers).then_some(id), now);
        true
    }

    /// True when somebody is asked beside the owner.
    pub fn asks(&self, staff_id: Uuid) -> bool {
        self.asked.iter().any(|ask| ask.staff_id == staff_id)
    }

    fn ask(&mut self, staff_id: Uuid, reason: AskReason, for_id: Option<Uuid>, at: DateTime<Utc>) {
        if staff_id != self.owner_id && !self.asks(staff_id) {
            self.asked.push(Ask { staff_id, at, reason, for_id });
        }
    }
}

#[cfg(test)]
#[path = "escalation_tests.rs"]
#[allow(clippy::unwrap_used)]
mod tests;
