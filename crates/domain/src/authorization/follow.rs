//! What a payer's refusal asks of us: to ask the person whether to appeal while there is time (T-8).

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::appeal::file_by;
use super::clock::Place;
use super::{Authorization, AuthorizationStatus};
use crate::case::Case;
use crate::change::Change;
use crate::clock::{self as time, Clock};
use crate::task::{Task, TaskKind, TaskPriority, TaskStatus};

/// What the task is called.
pub const TITLE: &str = "Ask the person whether to appeal";

/// Within this the person is asked (ours): it leaves most of the time to appeal for what an appeal takes.
const ASKED_WITHIN: Clock = Clock::business_days(5);

/// The task for the case's owner after another payer refused what we asked for, as a whole or in part. None where no published time
/// to appeal applies, where it is over, and where the case is closed.
pub fn ask(
    id: Uuid,
    request: &Authorization,
    case: &Case,
    place: Place<'_>,
    author_id: Uuid,
    now: DateTime<Utc>,
) -> Option<Change<Task>> {
    let refused = match request.status {
        AuthorizationStatus::Denied => "The payer denied it",
        AuthorizationStatus::PartlyApproved => "The payer approved a part of it",
        _ => return None,
    };
    if request.is_reviewed_here() {
        return None;
    }
    let last = file_by(request.line, request.decided_at?, place)?;
    let last_at = time::end_of_day(last, place.zone);
    if !time::in_time(now, last_at) {
        return None;
    }
    let due_at = time::due_at(&ASKED_WITHIN, now, place.zone, place.calendar).min(last_at);
    let task = Task {
        id,
        version: 1,
        case_id: case.id,
        person_id: case.person_id,
        owner_id: case.owner_id,
        team_id: case.team_id,
        title: TITLE.into(),
        detail: Some(format!("{refused}. The last day to file an appeal is {last} (T-8).")),
        kind: TaskKind::General,
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
    Task::create(task, case).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::super::tests::{day, denied, ny, who, with_place};
    use super::super::{AuthorizationSide, LineOfBusiness};
    use super::*;
    use crate::case::{CaseStatus, Stage, Tier};
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

    /// What another payer denied on 5 March 2026.
    fn refused() -> Authorization {
        Authorization { side: AuthorizationSide::Asked, ..denied() }
    }

    fn asked(request: &Authorization, case: &Case, now: &str) -> Option<Task> {
        with_place(|place| ask(who(1), request, case, place, who(2), ny(now))).map(|change| change.record)
    }

    #[test]
    fn tv_t_8_after_a_refusal_the_person_is_asked_within_five_business_days_and_the_task_says_until_when_to_appeal() {
        let task = asked(&refused(), &case(), "2026-03-05 11:00").unwrap();
        assert_eq!((task.owner_id, task.title.as_str()), (who(94), TITLE));
        assert_eq!(task.due_at, time::end_of_day(day("2026-03-12"), New_York));
        let detail = "The payer denied it. The last day to file an appeal is 2026-05-09 (T-8).";
        assert_eq!(task.detail.as_deref(), Some(detail));
        let part = Authorization { status: AuthorizationStatus::PartlyApproved, ..refused() };
        let task = asked(&part, &case(), "2026-05-08 11:00").unwrap();
        assert_eq!(task.due_at, time::end_of_day(day("2026-05-09"), New_York), "never after the last day");
        assert!(task.detail.unwrap().starts_with("The payer approved a part of it."));
    }

    #[test]
    fn nobody_is_asked_about_our_own_decision_where_no_clock_is_published_too_late_or_after_the_end() {
        let now = "2026-03-05 11:00";
        assert_eq!(asked(&denied(), &case(), now), None);
        assert_eq!(asked(&Authorization { line: LineOfBusiness::Qhp, ..refused() }, &case(), now), None);
        assert_eq!(asked(&Authorization { status: AuthorizationStatus::Approved, ..refused() }, &case(), now), None);
        assert_eq!(asked(&refused(), &case(), "2026-05-10 00:00"), None);
        assert_eq!(asked(&refused(), &Case { status: CaseStatus::Closed, ..case() }, now), None);
    }
}
