//! Who raises, who reviews, and what follows.

use super::*;
use crate::case::{Stage, Tier};
use chrono::{TimeDelta, TimeZone};

const RAISER: Uuid = Uuid::from_u128(1);
const REVIEWER: Uuid = Uuid::from_u128(2);
const OWNER: Uuid = Uuid::from_u128(3);
const LEAD: Uuid = Uuid::from_u128(4);
const OTHER: Uuid = Uuid::from_u128(5);
const NEXT_TASK: Uuid = Uuid::from_u128(41);
const ZONE: Tz = chrono_tz::America::New_York;

fn hour(number: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 7, 6, 12, 0, 0).unwrap() + TimeDelta::hours(number)
}

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 7, number).unwrap()
}

fn case() -> Case {
    Case {
        id: Uuid::from_u128(20),
        version: 1,
        person_id: Uuid::from_u128(21),
        program_id: Uuid::from_u128(22),
        status: CaseStatus::Active,
        stage: Stage::Assess,
        tier: Tier::Rising,
        owner_id: OWNER,
        team_id: Uuid::from_u128(23),
        enrolled_at: hour(-100),
        closed_at: None,
        outcome: None,
        close_reason: None,
    }
}

fn position(party: ConcernParty) -> Position {
    Position { party, who: "Who".into(), says: "No.".into() }
}

fn concern(kind: ConcernKind, status: ConcernStatus) -> Concern {
    Concern {
        id: Uuid::from_u128(30),
        version: 1,
        case_id: case().id,
        person_id: case().person_id,
        kind,
        status,
        summary: "Home or not".into(),
        restricted: false,
        positions: vec![position(ConcernParty::Person), position(ConcernParty::Family)],
        tried: None,
        raised_by: RAISER,
        reviewer_id: REVIEWER,
        member_id: None,
        due_at: hour(48),
        task_id: Uuid::from_u128(31),
        resolution: None,
        weighed: None,
        follow_up_on: None,
        reason: None,
        settled_at: None,
        settled_by: None,
        created_at: hour(0),
    }
}

fn standing(id: Uuid) -> Standing {
    Standing { id, assigns: id == LEAD }
}

fn settled() -> Resolution {
    Resolution {
        resolution: "Home with nights covered".into(),
        weighed: Some("His wish against the falls".into()),
        follow_up_on: Some(day(20)),
    }
}

fn account() -> Account {
    Account { summary: "Home".into(), restricted: true, positions: Vec::new(), tried: Some(" ".into()) }
}

fn asked(reviewer_id: Uuid) -> Asked {
    Asked { reviewer_id, role: Role::Lead, due_at: hour(72) }
}

fn taken(step: ConcernStep, now: Concern, by: Standing) -> Result<Moved, Rule> {
    match step {
        ConcernStep::Review => now.review(by),
        ConcernStep::Update => now.update(by, account()),
        ConcernStep::Appoint => now.appoint(&case(), by, asked(OTHER), NEXT_TASK, hour(1)),
        ConcernStep::Resolve => now.resolve(&case(), by, settled(), ZONE, NEXT_TASK, hour(1)),
        ConcernStep::Reopen => now.reopen(&case(), by, asked(REVIEWER), "Again".into(), NEXT_TASK, hour(1)),
        ConcernStep::Withdraw => now.withdraw(by, "Solved".into(), hour(1)),
    }
}

/// The table in the head of the file, once more: who takes a step in which state, and what comes of it.
fn expected(step: ConcernStep, status: ConcernStatus, who: Uuid) -> Option<ConcernStatus> {
    use ConcernStatus as S;
    let open = [S::Raised, S::InReview].contains(&status);
    match step {
        ConcernStep::Review => (status == S::Raised && who == REVIEWER).then_some(S::InReview),
        ConcernStep::Update => (open && [RAISER, REVIEWER].contains(&who)).then_some(status),
        ConcernStep::Appoint => (open && [REVIEWER, LEAD].contains(&who)).then_some(S::Raised),
        ConcernStep::Resolve => (status == S::InReview && who == REVIEWER).then_some(S::Resolved),
        ConcernStep::Reopen => (status == S::Resolved && [RAISER, REVIEWER, LEAD].contains(&who)).then_some(S::Raised),
        ConcernStep::Withdraw => (open && [RAISER, LEAD].contains(&who)).then_some(S::Withdrawn),
    }
}

#[test]
fn every_legal_step_is_taken_and_offered_and_every_other_one_is_refused() {
    for step in ConcernStep::ALL.iter().copied() {
        for status in ConcernStatus::ALL.iter().copied() {
            for who in [RAISER, REVIEWER, OWNER, LEAD, OTHER] {
                let before = concern(ConcernKind::Ethics, status);
                let offered = before.steps(standing(who)).contains(&step);
                let after = taken(step, before, standing(who));
                let expected = expected(step, status, who);
                let reached = after.as_ref().ok().map(|moved| moved.concern.record.status);
                assert_eq!(reached, expected, "{step} when {status}");
                assert_eq!(offered, expected.is_some(), "{step} when {status}");
                assert!(after.is_err() || after.is_ok_and(|moved| moved.concern.record.version == 2));
            }
        }
    }
}

#[test]
fn who_is_a_part_of_it_does_not_review_it_and_values_are_also_for_a_physician_advisor() {
    let raised = |kind, reviewer_id, role| {
        Concern { reviewer_id, ..concern(kind, ConcernStatus::Raised) }.raise(&case(), role).map_err(|rule| rule.code)
    };
    let moved = raised(ConcernKind::FamilyDispute, REVIEWER, Role::Lead).unwrap();
    let task = moved.task.unwrap().record;
    assert_eq!((task.kind, task.owner_id, task.due_at, task.detail), (TaskKind::Concern, REVIEWER, hour(48), None));
    for part in [RAISER, OWNER] {
        assert_eq!(raised(ConcernKind::Ethics, part, Role::Director).unwrap_err(), "concern_reviewer");
    }
    let advisor = Role::PhysicianAdvisor;
    assert!(raised(ConcernKind::AutonomySafety, REVIEWER, advisor).is_ok());
    assert_eq!(raised(ConcernKind::TeamDispute, REVIEWER, advisor).unwrap_err(), "concern_reviewer");
    let late = Concern { due_at: hour(0), ..concern(ConcernKind::Ethics, ConcernStatus::Raised) };
    assert_eq!(late.raise(&case(), Role::Lead).unwrap_err().pointer.as_deref(), Some("/due_at"));
}

#[test]
fn who_became_a_part_of_it_does_not_review_it_again() {
    let reopen = |case: &Case, asked: Asked| {
        let resolved = concern(ConcernKind::FamilyDispute, ConcernStatus::Resolved);
        let moved = resolved.reopen(case, standing(RAISER), asked, "Again".into(), NEXT_TASK, hour(1));
        moved.map(|moved| moved.concern.record.reviewer_id).map_err(|rule| (rule.code, rule.pointer))
    };
    let refused = Err(("concern_reviewer", Some("/reviewer_id".into())));
    let taken_over = Case { owner_id: REVIEWER, ..case() };
    assert_eq!(reopen(&case(), asked(REVIEWER)), Ok(REVIEWER));
    assert_eq!(reopen(&taken_over, asked(REVIEWER)), refused);
    assert_eq!(reopen(&taken_over, asked(OTHER)), Ok(OTHER));
    assert_eq!(reopen(&case(), Asked { role: Role::Assistant, ..asked(OTHER) }), refused);
}

#[test]
fn who_reviews_is_needed_until_it_is_settled_and_looked_at_again_by_them() {
    let needed = |status, restricted, follow_up_on| {
        Concern { restricted, follow_up_on, ..concern(ConcernKind::Ethics, status) }.needs_reviewer()
    };
    assert!(needed(ConcernStatus::Raised, false, None) && needed(ConcernStatus::InReview, false, None));
    assert!(needed(ConcernStatus::Resolved, true, Some(day(20))));
    assert!(!needed(ConcernStatus::Resolved, false, Some(day(20))) && !needed(ConcernStatus::Resolved, true, None));
    assert!(!needed(ConcernStatus::Withdrawn, true, Some(day(20))));
}

#[test]
fn a_dispute_has_two_sides_and_values_are_weighed_and_looked_at_again() {
    let resolve = |concern: Concern, settled: Resolution| {
        let done = concern.resolve(&case(), standing(REVIEWER), settled, ZONE, NEXT_TASK, hour(1));
        done.map_err(|rule| (rule.code, rule.pointer.unwrap_or_default()))
    };
    let open = |kind| concern(kind, ConcernStatus::InReview);
    let taken_over = Case { owner_id: REVIEWER, ..case() };
    let own = open(ConcernKind::Ethics).resolve(&taken_over, standing(REVIEWER), settled(), ZONE, NEXT_TASK, hour(1));
    assert_eq!(own.unwrap_err().code, "concern_reviewer_in_charge");
    let one = Concern { positions: vec![position(ConcernParty::Family)], ..open(ConcernKind::FamilyDispute) };
    assert_eq!(resolve(one.clone(), settled()).unwrap_err().0, "concern_one_sided");
    let unheard = Concern { kind: ConcernKind::AutonomySafety, ..one };
    assert_eq!(resolve(unheard, settled()).unwrap_err().0, "concern_person_unheard");
    let bare = Resolution { weighed: Some(" ".into()), follow_up_on: None, ..settled() };
    let refused = resolve(open(ConcernKind::Ethics), bare.clone()).unwrap_err();
    assert_eq!(refused, ("concern_not_weighed", "/weighed".into()));
    let weighed = Resolution { follow_up_on: None, ..settled() };
    let refused = resolve(open(ConcernKind::Ethics), weighed).unwrap_err();
    assert_eq!(refused, ("concern_without_follow_up", "/follow_up_on".into()));
    let today = Resolution { follow_up_on: Some(day(6)), ..settled() };
    assert_eq!(resolve(open(ConcernKind::Ethics), today).unwrap_err().0, "concern_follow_up_in_past");
    let moved = resolve(open(ConcernKind::FamilyDispute), bare).unwrap();
    assert_eq!((moved.task, moved.concern.record.weighed), (None, None));
}

#[test]
fn the_look_at_it_again_is_due_on_its_day_and_goes_to_whoever_reads_it() {
    for (restricted, owner) in [(false, OWNER), (true, REVIEWER)] {
        let open = Concern { restricted, ..concern(ConcernKind::Ethics, ConcernStatus::InReview) };
        let moved = taken(ConcernStep::Resolve, open, standing(REVIEWER)).unwrap();
        let task = moved.task.unwrap().record;
        assert_eq!(
            (task.owner_id, task.kind, task.due_at),
            (owner, TaskKind::FollowUp, clock::end_of_day(day(20), ZONE))
        );
        assert_eq!((moved.concern.record.task_id, task.id), (NEXT_TASK, NEXT_TASK));
    }
}

#[test]
fn a_restricted_concern_is_read_by_who_takes_part_and_who_sees_everything() {
    let open = concern(ConcernKind::TeamDispute, ConcernStatus::Raised);
    assert!(open.is_read_by(OTHER, false));
    let restricted = Concern { restricted: true, ..open };
    assert_eq!([RAISER, REVIEWER, OWNER, LEAD].map(|id| restricted.is_read_by(id, false)), [true, true, false, false]);
    assert!(restricted.is_read_by(OTHER, true));
}

#[test]
fn work_ends_with_the_step_that_it_waited_for_and_with_no_other() {
    let raised = concern(ConcernKind::Ethics, ConcernStatus::Raised).raise(&case(), Role::Lead).unwrap();
    let task = raised.task.unwrap().record;
    for step in ConcernStep::ALL.iter().copied() {
        let ended = step.end_work(task.clone(), hour(2)).unwrap().map(|change| change.record.status);
        let expected = match step {
            ConcernStep::Review | ConcernStep::Update => None,
            ConcernStep::Resolve => Some(TaskStatus::Completed),
            ConcernStep::Appoint | ConcernStep::Reopen | ConcernStep::Withdraw => Some(TaskStatus::Cancelled),
        };
        assert_eq!(ended, expected, "{step}");
    }
    let done = task.complete(None, hour(1)).unwrap().record;
    assert_eq!(ConcernStep::Resolve.end_work(done, hour(2)).unwrap(), None);
}
