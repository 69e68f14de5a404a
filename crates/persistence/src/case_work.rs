//! A case that hears of events: what it knows, and what an event changes about its deadlines.

use chrono::{DateTime, Utc};
use domain::case::Case;
use domain::deadline::{CaseContext, Deadline, DeadlineStatus, Extension, History, Report, react, settle};
use domain::rulebook::Rule;
use domain::{Change, Event, EventKind};
use uuid::Uuid;

use crate::directory::Directory;
use crate::error::{Error, Result};

/// A case being worked on, with the deadlines that its events may meet. Locked until the transaction ends.
#[derive(Debug, Clone)]
pub struct CaseWork {
    /// The case.
    pub case: Case,
    /// Deadlines that may still change: the open ones, and those settled by something that happened later than the work begins.
    pub deadlines: Vec<Deadline>,
    /// What was recorded since the work begins, and of the person ever.
    pub(crate) history: Vec<Report>,
    /// More time that was given to its deadlines; read when the work begins with the case.
    pub(crate) extensions: Vec<Extension>,
    /// True when the work begins with the case.
    pub(crate) is_whole: bool,
    /// True when nothing of it was read, because nothing is to be heard.
    is_deaf: bool,
}

/// An event as it was recorded under `id`, whose version 7 says when. Events older than this log have random ids; they were
/// recorded when they happened, as far as anybody knows.
pub(crate) fn recorded(id: Uuid, event: Event) -> Report {
    let since_epoch = id.get_timestamp().map(|stamp| stamp.to_unix());
    let at = since_epoch.and_then(|(seconds, nanos)| DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos));
    Report { id, recorded_at: at.unwrap_or(event.at), event }
}

impl CaseWork {
    /// A case without a past.
    pub fn new(case: Case) -> Self {
        Self {
            case,
            deadlines: Vec::new(),
            history: Vec::new(),
            extensions: Vec::new(),
            is_whole: true,
            is_deaf: false,
        }
    }

    /// A case that is to hear of nothing: its past is not looked up.
    pub fn deaf(case: Case) -> Self {
        Self { is_deaf: true, ..Self::new(case) }
    }

    /// What the deadline rules must know of the case.
    pub fn context(&self, directory: &Directory) -> CaseContext {
        CaseContext {
            case_id: self.case.id,
            person_id: self.case.person_id,
            zone: directory.zone(self.case.program_id),
            calendar: directory.calendar_of(self.case.program_id).clone(),
            tier: self.case.tier,
            owner_id: Some(self.case.owner_id),
            team_id: Some(self.case.team_id),
            history: self.heard(),
        }
    }

    fn known(&self) -> History {
        let mut known = History::of(self.history.clone(), |event| self.case.hears(event));
        known.extensions.clone_from(&self.extensions);
        known
    }

    /// What happened in the case, as far as was read of it.
    pub fn heard(&self) -> Vec<Event> {
        self.known().events()
    }

    /// True when `event` is news for the case: one that it hears of, or that corrects or takes back what it knows. What a case knows
    /// whose past was not looked up can't be said: any event is news then, which [`Self::hear`] refuses.
    pub fn listens(&self, event: &Event) -> bool {
        let takes_back = event.kind == EventKind::StayCancelled || !event.kind.takes_back().is_empty();
        let knows = |report: &Report| report.event.subject_id == event.subject_id;
        self.is_deaf || (self.case.hears(event) && !takes_back) || self.history.iter().any(knows)
    }

    /// What `event`, recorded under `id`, changes about the deadlines; from now on it is part of the history.
    ///
    /// What happens to the person, and what takes something back, changes what was heard before, and what starts a rule later in the
    /// case must be known as the first of its kind: then the whole history is settled anew. All else only adds to it.
    ///
    /// # Errors
    /// [`Error::Internal`] for such an event when not all of the history was read, and for any when none of it was.
    pub fn hear(
        &mut self,
        id: Uuid,
        event: &Event,
        directory: &Directory,
        rules: &[Rule],
        new_id: &mut dyn FnMut() -> Uuid,
    ) -> Result<Vec<Change<Deadline>>> {
        let starts_later = rules.iter().any(|rule| rule.trigger == event.kind && rule.starts_later());
        let settles = event.kind.rewrites() || starts_later;
        if self.is_deaf {
            return Err(Error::Internal(format!("{} needs what is known of the case", event.kind)));
        }
        if settles && !self.is_whole {
            return Err(Error::Internal(format!("{} needs the whole history of the case", event.kind)));
        }
        let context = self.context(directory);
        self.history.push(recorded(id, event.clone()));
        Ok(if settles {
            settle(&context, &self.known(), rules, &self.deadlines, new_id)
        } else {
            react(&context, event, rules, &self.deadlines, new_id)
        })
    }

    /// More time for the open deadline about `subject_id`, of a rule where one is named; `None` when there is none. From now on it is
    /// part of what is known.
    ///
    /// # Errors
    /// Refusals of [`History::extend`]; [`Error::Internal`] when not all of the history was read.
    pub(crate) fn grant(
        &mut self,
        (subject_id, rule_code): (Uuid, Option<&str>),
        days: u32,
        reason: &str,
        rules: &[Rule],
        now: DateTime<Utc>,
    ) -> Result<Option<Extension>> {
        let about = |found: &&Deadline| {
            found.anchor_subject_id == subject_id
                && found.status == DeadlineStatus::Open
                && rule_code.is_none_or(|code| found.rule_code == code)
        };
        let Some(deadline) = self.deadlines.iter().find(about) else { return Ok(None) };
        let judging = |rule: &&Rule| rule.code == deadline.rule_code && rule.version() == deadline.rule_version;
        let Some(rule) = rules.iter().find(judging) else { return Ok(None) };
        if !self.is_whole {
            return Err(Error::Internal("an extension needs the whole history of the case".into()));
        }
        let extension = self.known().extend(deadline, rule, days, reason, now)?;
        self.extensions.push(extension.clone());
        Ok(Some(extension))
    }

    /// What all that is known changes about the deadlines.
    pub(crate) fn settled(
        &self,
        directory: &Directory,
        rules: &[Rule],
        new_id: &mut dyn FnMut() -> Uuid,
    ) -> Vec<Change<Deadline>> {
        settle(&self.context(directory), &self.known(), rules, &self.deadlines, new_id)
    }

    /// Keeps a deadline as it was stored.
    pub fn keep(&mut self, deadline: Deadline) {
        match self.deadlines.iter_mut().find(|known| known.id == deadline.id) {
            Some(known) => *known = deadline,
            None => self.deadlines.push(deadline),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::case::{CaseStatus, Stage, Tier};

    #[test]
    fn a_case_whose_past_was_not_looked_up_hears_of_nothing() {
        let case = Case {
            id: Uuid::from_u128(1),
            version: 1,
            person_id: Uuid::from_u128(2),
            program_id: Uuid::from_u128(3),
            status: CaseStatus::Active,
            stage: Stage::Assess,
            tier: Tier::Low,
            owner_id: Uuid::from_u128(4),
            team_id: Uuid::from_u128(5),
            enrolled_at: DateTime::UNIX_EPOCH,
            closed_at: None,
            outcome: None,
            close_reason: None,
        };
        let event = Event::new(EventKind::ContactReached, Uuid::from_u128(6), DateTime::UNIX_EPOCH);
        let hear = |mut work: CaseWork| {
            work.hear(Uuid::from_u128(7), &event, &Directory::default(), &[], &mut || Uuid::from_u128(8)).is_ok()
        };
        assert!(hear(CaseWork::new(case.clone())));
        assert!(!hear(CaseWork::deaf(case.clone())));
        let taken_back = Event::new(EventKind::StayCancelled, Uuid::from_u128(9), DateTime::UNIX_EPOCH);
        assert!(CaseWork::deaf(case.clone()).listens(&taken_back), "it is refused, not passed over");
        assert!(!CaseWork::new(case).listens(&taken_back));
    }
}
