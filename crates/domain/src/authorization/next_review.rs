//! The next concurrent review of what was approved (R158): one task for the owner of the case, or for who reviewed what the owner may
//! not judge, from the day on which the date is set until the request that continues it is decided.
//!
//! | day of the next review        | its task         | what follows                      |
//! |-------------------------------|------------------|-----------------------------------|
//! | set                           | none is open     | it opens, due at the end of the day |
//! | set                           | for another day  | it moves                          |
//! | none any more                 | open             | it is cancelled                   |
//! | the review was decided        | open             | it is done                        |
//! | any, and the case was closed  | none             | nothing                           |
//!
//! What ran out without a review goes on asking for it: somebody says that none is needed, and why.
//!
//! One request is continued by one other at a time: the next one only when that was refused or taken back. What was approved in its
//! stead asks for the reviews to come.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::{Authorization, AuthorizationAction, AuthorizationStatus as S, Determination, ReviewKind};
use crate::case::Case;
use crate::change::{Change, Rule};
use crate::clock as time;
use crate::task::{Task, TaskKind, TaskPriority, TaskStatus};

/// What the task is called.
pub const TITLE: &str = "Next review of what was approved";
/// What came of it once the review was decided.
pub const DECIDED: &str = "The review was decided.";
/// What is said about a second review of the same request.
const CONTINUED: &str = "Another request continues this one. Go on with that one.";
/// Why it is cancelled.
const NOT_NEEDED: &str = "No further review is planned.";

impl Authorization {
    /// The day of the next review, while what was approved waits for one.
    pub fn review_due_on(&self) -> Option<NaiveDate> {
        self.next_review_on.filter(|_| matches!(self.status, S::Approved | S::PartlyApproved))
    }

    /// Sets another day for the next review, or says that none is needed, and why. The same day is one while it never had a task: so was
    /// what was approved before there were any.
    ///
    /// # Errors
    /// `authorization_transition`; `next_review_unchanged`, `next_review_required` at `/next_review_on`.
    pub fn schedule(
        mut self,
        on: Option<NaiveDate>,
        words: String,
        by: Uuid,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        self.require(AuthorizationAction::Schedule)?;
        let known = on.is_none() || self.course.review_task_id.is_some();
        if known && on == self.next_review_on {
            let detail = "That is how it stands already. Choose another day.";
            return Err(Rule::at("next_review_unchanged", "/next_review_on", detail));
        }
        let approved = self.course.in_force();
        let covers = |found: &Determination, day: NaiveDate| found.from <= Some(day) && Some(day) <= found.to;
        if on.is_some_and(|day| day < today || !approved.is_some_and(|found| covers(found, day))) {
            let detail = "Choose the day of the next review, from today on and within the approved days.";
            return Err(Rule::at("next_review_required", "/next_review_on", detail));
        }
        self.next_review_on = on;
        self.note(by, now, Some(words));
        Ok(self.next())
    }

    /// True for the next review of a request, while it was neither refused nor taken back: there is no second one then.
    pub fn stands(&self) -> bool {
        !matches!(self.status, S::Denied | S::Withdrawn)
    }

    /// True for what was approved in the stead of the request that it continues: its reviews are those of this one.
    pub fn took_over(&self) -> bool {
        matches!(self.status, S::Approved | S::PartlyApproved)
    }

    /// Refuses a day for the next review of what was continued: `following` are the requests that continue it.
    ///
    /// # Errors
    /// `authorization_continued` at `/next_review_on`.
    pub fn require_own_review(&self, on: Option<NaiveDate>, following: &[Self]) -> Result<(), Rule> {
        if on.is_some() && following.iter().any(Self::took_over) {
            return Err(Rule::at("authorization_continued", "/next_review_on", CONTINUED));
        }
        Ok(())
    }

    /// Leaves the next review to what was approved in its stead: `following` are the requests that continue it.
    pub fn leave_review_to(&mut self, following: &[Self]) {
        if following.iter().any(Self::took_over) {
            self.next_review_on = None;
        }
    }

    /// Refuses to be the next review of a request that waits for none, or of one that this can't be a review of, and to be a second
    /// one: `following` are the requests that continue it already.
    ///
    /// # Errors
    /// `authorization_continued`, `authorization_continues_unfit` at `/content/continues_id`.
    pub fn require_continues(&self, earlier: &Self, following: &[Self]) -> Result<(), Rule> {
        if following.iter().any(|other| other.id != self.id && other.stands()) {
            return Err(Rule::at("authorization_continued", "/content/continues_id", CONTINUED));
        }
        let fits = self.kind == ReviewKind::Concurrent
            && (self.case_id, self.side) == (earlier.case_id, earlier.side)
            && earlier.review_due_on().is_some();
        if fits {
            return Ok(());
        }
        let detail = "Only a review while the service runs continues a request: one of the same case and side that waits for its next review.";
        Err(Rule::at("authorization_continues_unfit", "/content/continues_id", detail))
    }

    /// Its next review was decided: it waits for none any more. `None` where it did not wait.
    pub fn reviewed(mut self) -> Option<Change<Self>> {
        self.next_review_on.take()?;
        Some(self.next())
    }
}

/// Brings the task of the next review in line with the request; `open` is the one that stands. `None` where nothing changes.
///
/// # Errors
/// `task_not_open`.
pub fn work(
    request: &Authorization,
    open: Option<Task>,
    case: &Case,
    zone: Tz,
    (id, author_id): (Uuid, Uuid),
    now: DateTime<Utc>,
) -> Result<Option<Change<Task>>, Rule> {
    let Some(on) = request.review_due_on() else {
        return open.map(|task| task.cancel(NOT_NEEDED.into())).transpose();
    };
    let (due_at, detail) = (time::end_of_day(on, zone), Some(detail(request)));
    match open {
        Some(task) if task.due_at == due_at && task.detail == detail => Ok(None),
        Some(task) => {
            let moved = Task { due_at, detail, snoozed_until: None, snooze_reason: None, ..task };
            moved.update(case).map(Some)
        }
        None => {
            let task = Task {
                id,
                version: 1,
                case_id: case.id,
                person_id: case.person_id,
                owner_id: case.owner_id,
                team_id: case.team_id,
                title: TITLE.into(),
                detail,
                kind: TaskKind::AuthorizationReview,
                status: TaskStatus::Open,
                priority: TaskPriority::Routine,
                due_at,
                rank_at: due_at,
                snoozed_until: None,
                snooze_reason: None,
                completed_at: None,
                result: None,
                care_plan_id: None,
                intervention_id: None,
                author_id,
                created_at: now,
            };
            Ok(Task::create(task, case).ok())
        }
    }
}

/// Until when it is approved; what it is about stands with the request, for those who may read it.
fn detail(request: &Authorization) -> String {
    let last = request.valid_to.map(|last| format!("What was approved ends on {last}. ")).unwrap_or_default();
    format!("{last}Write the request that continues it, or say there that no review is needed.")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::super::AuthorizationSide;
    use super::super::tests::{approved, day, denied, ny, who};
    use super::*;
    use crate::case::{CaseStatus, Stage, Tier};
    use crate::code::Code;
    use chrono_tz::America::New_York;

    fn case() -> Case {
        Case {
            id: who(92),
            version: 1,
            person_id: who(91),
            program_id: who(93),
            status: CaseStatus::Active,
            stage: Stage::Monitor,
            tier: Tier::High,
            owner_id: who(94),
            team_id: who(95),
            enrolled_at: ny("2026-01-05 09:00"),
            closed_at: None,
            outcome: None,
            close_reason: None,
        }
    }

    fn waiting(on: &str) -> Authorization {
        Authorization { next_review_on: Some(day(on)), ..approved() }
    }

    /// As [`waiting`], with its task.
    fn asked(on: &str) -> Authorization {
        let mut request = waiting(on);
        request.course.review_task_id = Some(who(1));
        request
    }

    fn worked(request: &Authorization, open: Option<Task>, case: &Case) -> Option<Task> {
        let ids = (who(1), who(2));
        work(request, open, case, New_York, ids, ny("2026-03-12 10:00")).unwrap().map(|change| change.record)
    }

    fn scheduled(request: Authorization, on: Option<&str>) -> Result<Authorization, Rule> {
        let (today, now) = (day("2026-03-12"), ny("2026-03-12 10:00"));
        request.schedule(on.map(day), "She went home.".into(), who(3), today, now).map(|change| change.record)
    }

    #[test]
    fn the_task_opens_with_the_day_moves_with_it_and_ends_without_it() {
        let request = waiting("2026-03-24");
        let task = worked(&request, None, &case()).unwrap();
        assert_eq!((task.owner_id, task.due_at), (who(94), time::end_of_day(day("2026-03-24"), New_York)));
        assert!(task.detail.as_deref().unwrap().starts_with("What was approved ends on 2026-05-08."));
        assert_eq!(worked(&request, Some(task.clone()), &case()), None, "once");

        let sooner = scheduled(request, Some("2026-03-20")).unwrap();
        let hidden = Task { snoozed_until: Some(ny("2026-03-22 08:00")), ..task };
        let moved = worked(&sooner, Some(hidden), &case()).unwrap();
        assert_eq!((moved.id, moved.version, moved.snoozed_until), (who(1), 2, None));
        assert_eq!(moved.due_at, time::end_of_day(day("2026-03-20"), New_York));

        let none = scheduled(sooner, None).unwrap();
        assert_eq!(worked(&none, Some(moved.clone()), &case()).unwrap().status, TaskStatus::Cancelled);
        let refused = Authorization { next_review_on: Some(day("2026-03-20")), ..denied() };
        assert_eq!(worked(&refused, Some(moved), &case()).unwrap().status, TaskStatus::Cancelled);
        assert_eq!(worked(&waiting("2026-03-24"), None, &Case { status: CaseStatus::Closed, ..case() }), None);
    }

    #[test]
    fn a_day_lies_ahead_within_what_was_approved_and_is_another_one() {
        for (on, code) in [
            ("2026-03-24", "next_review_unchanged"),
            ("2026-03-11", "next_review_required"),
            ("2026-05-09", "next_review_required"),
        ] {
            let refused = scheduled(asked("2026-03-24"), Some(on)).unwrap_err();
            assert_eq!((refused.code, refused.pointer.as_deref()), (code, Some("/next_review_on")), "{on}");
        }
        assert!(scheduled(asked("2026-03-24"), Some("2026-03-12")).is_ok(), "today");
        assert!(scheduled(waiting("2026-03-24"), Some("2026-03-24")).is_ok(), "one that has no task yet");
        assert_eq!(scheduled(approved(), None).unwrap_err().code, "next_review_unchanged");
        assert!(scheduled(approved(), Some("2026-05-08")).is_ok(), "one that had none yet");
        assert_eq!(scheduled(denied(), None).unwrap_err().code, "authorization_transition");
    }

    #[test]
    fn only_a_review_of_the_same_case_and_side_continues_what_waits_for_it() {
        let next = Authorization { id: who(80), kind: ReviewKind::Concurrent, ..approved() };
        assert!(next.require_continues(&waiting("2026-03-24"), &[]).is_ok());
        let refused =
            |one: &Authorization, earlier: &Authorization| one.require_continues(earlier, &[]).unwrap_err().code;
        let unfit = "authorization_continues_unfit";
        assert_eq!(refused(&next, &approved()), unfit, "it waits for none");
        let other = Authorization { case_id: who(81), ..waiting("2026-03-24") };
        assert_eq!(refused(&next, &other), unfit);
        let theirs = Authorization { side: AuthorizationSide::Asked, ..waiting("2026-03-24") };
        assert_eq!(refused(&next, &theirs), unfit);
        assert_eq!(refused(&approved(), &waiting("2026-03-24")), unfit, "asked before the service");
        assert_eq!(waiting("2026-03-24").reviewed().unwrap().record.review_due_on(), None);
        assert!(approved().reviewed().is_none());
    }

    #[test]
    fn a_request_is_continued_by_one_other_unless_that_was_refused_or_taken_back() {
        let earlier = waiting("2026-03-24");
        let next = Authorization { id: who(80), kind: ReviewKind::Concurrent, ..approved() };
        for status in S::ALL.iter().copied() {
            let other = [Authorization { id: who(81), status, ..next.clone() }];
            let second = next.require_continues(&earlier, &other).map_err(|rule| rule.code);
            let free = matches!(status, S::Denied | S::Withdrawn);
            assert_eq!(second, if free { Ok(()) } else { Err("authorization_continued") }, "{status}");

            let over = matches!(status, S::Approved | S::PartlyApproved);
            let day_of = |on: Option<&str>| earlier.require_own_review(on.map(day), &other).is_ok();
            assert_eq!((day_of(Some("2026-03-30")), day_of(None)), (!over, true), "{status}");
            let mut left = earlier.clone();
            left.leave_review_to(&other);
            assert_eq!(left.next_review_on.is_none(), over, "{status}");
        }
        let itself = [next.clone()];
        assert!(next.require_continues(&earlier, &itself).is_ok(), "written anew");
    }
}
