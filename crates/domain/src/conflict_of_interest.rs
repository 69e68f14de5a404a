//! A conflict of interest: a worker knows a person otherwise than through their work, or a boundary between them is in question
//! (R279). While it is open, the worker never gets the case of the person. It is confidential: the worker, those who lead them and
//! the privacy officer know of it.
//!
//! | from | action  | who                                                      | to    |
//! |------|---------|----------------------------------------------------------|-------|
//! | -    | declare | the worker about themselves; who leads them, about them  | open  |
//! | open | end     | who leads the worker, never the worker; with a reason    | ended |

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::case::Case;
use crate::change::{Change, Rule};
use crate::clock;
use crate::task::{Task, TaskKind, TaskPriority, TaskStatus};

crate::codes! {
    /// What is between them.
    pub enum ConflictKind {
        /// They are family.
        Related = "related",
        /// They are friends, neighbors or were a couple.
        Personal = "personal",
        /// They meet in another role: as a teacher, a therapist, a fellow member.
        DualRole = "dual_role",
        /// Money or a business is between them.
        Financial = "financial",
        /// A boundary of the work is in question: gifts, contact outside of it.
        Boundary = "boundary",
        /// Something else.
        Other = "other",
    }
}

crate::codes! {
    /// State of a conflict of interest.
    pub enum ConflictStatus {
        /// It holds.
        Open = "open",
        /// It holds no more.
        Ended = "ended",
    }
}

/// Days until whoever leads the worker has seen to a case that the worker owns. The number is ours: the next day.
const DAYS_TO_SEE_TO_IT: i64 = 1;

/// A conflict of interest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictOfInterest {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The person in care.
    pub person_id: Uuid,
    /// The worker.
    pub staff_id: Uuid,
    /// What is between them.
    pub kind: ConflictKind,
    /// More about it.
    pub detail: Option<String>,
    /// State.
    pub status: ConflictStatus,
    /// Who declared it.
    pub declared_by: Uuid,
    /// When.
    pub declared_at: DateTime<Utc>,
    /// Who ended it.
    pub ended_by: Option<Uuid>,
    /// When.
    pub ended_at: Option<DateTime<Utc>>,
    /// Why it holds no more.
    pub end_reason: Option<String>,
}

impl ConflictKind {
    /// True when the worker can't have the case. What is in question about a boundary is talked about first.
    pub fn bars(self) -> bool {
        self != Self::Boundary
    }
}

/// Why somebody can't have a case. It says nothing of the conflict: that is for who leads them.
pub fn refusal() -> Rule {
    Rule::new("owner_conflict", "This colleague can't be in charge of this case. Who leads them can say why.")
}

impl ConflictOfInterest {
    /// Declares it; `leads` is true when who declares it leads the worker.
    ///
    /// # Errors
    /// `conflict_of_colleague` at `/staff_id`, `conflict_detail_required` at `/detail`.
    pub fn declare(self, leads: bool) -> Result<Change<Self>, Rule> {
        if self.declared_by != self.staff_id && !leads {
            let detail = "A worker declares this about themselves, or who leads them does.";
            return Err(Rule::at("conflict_of_colleague", "/staff_id", detail));
        }
        let said = self.detail.as_deref().is_some_and(|text| !text.trim().is_empty());
        if self.kind == ConflictKind::Other && !said {
            return Err(Rule::at("conflict_detail_required", "/detail", "Say what is between them."));
        }
        Ok(Change::created(self))
    }

    /// True when somebody may end it.
    pub fn may_end(&self, by: Uuid, leads: bool) -> bool {
        self.status == ConflictStatus::Open && leads && by != self.staff_id
    }

    /// Ends it; `leads` is true when who ends it leads the worker.
    ///
    /// # Errors
    /// `conflict_ended`, `conflict_not_led`.
    pub fn end(mut self, by: Uuid, leads: bool, reason: String, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.status != ConflictStatus::Open {
            return Err(Rule::new("conflict_ended", "This holds no more already."));
        }
        if !self.may_end(by, leads) {
            let detail = "Who leads the worker says that it holds no more, never the worker. Talk to them.";
            return Err(Rule::new("conflict_not_led", detail));
        }
        self.status = ConflictStatus::Ended;
        (self.ended_by, self.ended_at, self.end_reason) = (Some(by), Some(now), Some(reason));
        self.version += 1;
        Ok(Change::updated(self))
    }

    /// The work of who leads the worker about a case that the worker owns. It says nothing of why: everybody on the case reads it.
    ///
    /// # Errors
    /// `case_closed`.
    pub fn work(
        &self,
        case: &Case,
        lead_id: Uuid,
        zone: Tz,
        task_id: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Change<Task>, Rule> {
        let day = clock::local_date(now, zone) + TimeDelta::days(DAYS_TO_SEE_TO_IT);
        let due_at = clock::end_of_day(day, zone);
        let title =
            if self.kind.bars() { "Find another owner for this case" } else { "Talk about this case with its owner" };
        let task = Task {
            id: task_id,
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            owner_id: lead_id,
            team_id: case.team_id,
            title: title.into(),
            detail: None,
            kind: TaskKind::General,
            status: TaskStatus::Open,
            priority: TaskPriority::Urgent,
            due_at,
            rank_at: due_at,
            snoozed_until: None,
            snooze_reason: None,
            completed_at: None,
            result: None,
            care_plan_id: None,
            intervention_id: None,
            author_id: lead_id,
            created_at: now,
        };
        Task::create(task, case)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::case::{CaseStatus, Stage, Tier};
    use crate::code::Code;
    use chrono::TimeZone;

    const WORKER: Uuid = Uuid::from_u128(1);
    const LEAD: Uuid = Uuid::from_u128(2);

    fn at(hour: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 7, 7, hour, 30, 0).unwrap()
    }

    fn conflict(kind: ConflictKind, declared_by: Uuid) -> ConflictOfInterest {
        ConflictOfInterest {
            id: Uuid::from_u128(9),
            version: 1,
            person_id: Uuid::from_u128(8),
            staff_id: WORKER,
            kind,
            detail: None,
            status: ConflictStatus::Open,
            declared_by,
            declared_at: at(1),
            ended_by: None,
            ended_at: None,
            end_reason: None,
        }
    }

    fn case() -> Case {
        Case {
            id: Uuid::from_u128(20),
            version: 1,
            person_id: Uuid::from_u128(8),
            program_id: Uuid::from_u128(22),
            status: CaseStatus::Active,
            stage: Stage::Assess,
            tier: Tier::Rising,
            owner_id: WORKER,
            team_id: Uuid::from_u128(23),
            enrolled_at: at(0),
            closed_at: None,
            outcome: None,
            close_reason: None,
        }
    }

    #[test]
    fn a_worker_declares_it_about_themselves_and_who_leads_them_about_them() {
        assert!(conflict(ConflictKind::Related, WORKER).declare(false).is_ok());
        assert!(conflict(ConflictKind::Related, LEAD).declare(true).is_ok());
        let rule = conflict(ConflictKind::Related, LEAD).declare(false).unwrap_err();
        assert_eq!((rule.code, rule.pointer.as_deref()), ("conflict_of_colleague", Some("/staff_id")));
        let rule = conflict(ConflictKind::Other, WORKER).declare(false).unwrap_err();
        assert_eq!((rule.code, rule.pointer.as_deref()), ("conflict_detail_required", Some("/detail")));
    }

    #[test]
    fn every_kind_but_a_boundary_bars_the_case() {
        let open: Vec<ConflictKind> = ConflictKind::ALL.iter().copied().filter(|kind| !kind.bars()).collect();
        assert_eq!(open, [ConflictKind::Boundary]);
    }

    #[test]
    fn it_is_ended_once_by_who_leads_the_worker_and_never_by_the_worker() {
        for (by, leads, ends) in
            [(LEAD, true, true), (LEAD, false, false), (WORKER, true, false), (WORKER, false, false)]
        {
            let open = conflict(ConflictKind::Personal, WORKER);
            assert_eq!(open.may_end(by, leads), ends);
            assert_eq!(open.end(by, leads, "They moved away".into(), at(2)).is_ok(), ends);
        }
        let ended = conflict(ConflictKind::Personal, WORKER).end(LEAD, true, "Moved".into(), at(2)).unwrap().record;
        assert_eq!((ended.status, ended.ended_by, ended.version), (ConflictStatus::Ended, Some(LEAD), 2));
        assert!(!ended.may_end(LEAD, true));
        assert_eq!(ended.end(LEAD, true, "Again".into(), at(3)).unwrap_err().code, "conflict_ended");
    }

    #[test]
    fn the_work_of_who_leads_is_due_the_next_day_of_the_program_and_does_not_say_why() {
        // 04:30 UTC is half past midnight in New York, 01:30 UTC still the evening before.
        let zone = chrono_tz::America::New_York;
        for (hour, due) in [(1, 7), (4, 8)] {
            let open = conflict(ConflictKind::Related, WORKER);
            let task = open.work(&case(), LEAD, zone, Uuid::from_u128(30), at(hour)).unwrap().record;
            let day = chrono::NaiveDate::from_ymd_opt(2026, 7, due).unwrap();
            assert_eq!((task.owner_id, task.due_at), (LEAD, clock::end_of_day(day, zone)));
            assert_eq!((task.title.as_str(), task.detail), ("Find another owner for this case", None));
        }
    }
}
