//! Who is asked, who answers, and what follows.

use super::*;
use crate::case::{CaseStatus, Stage, Tier};
use crate::code::Code;
use chrono::{TimeDelta, TimeZone};
use proptest::prelude::*;

const ASKER: Uuid = Uuid::from_u128(1);
const CONSULTANT: Uuid = Uuid::from_u128(2);
const OWNER: Uuid = Uuid::from_u128(3);
const OTHER: Uuid = Uuid::from_u128(4);

fn hour(number: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 7, 6, 12, 0, 0).unwrap() + TimeDelta::hours(number)
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

fn question(kind: ConsultationKind) -> Consultation {
    Consultation {
        id: Uuid::from_u128(30),
        version: 1,
        case_id: case().id,
        person_id: case().person_id,
        kind,
        status: ConsultationStatus::Asked,
        asked_by: ASKER,
        consultant_id: CONSULTANT,
        question: "Is home safe?".into(),
        due_at: hour(24),
        task_id: Uuid::from_u128(31),
        answer: None,
        recommendation: None,
        answered_at: None,
        reason: None,
        settled_by: None,
        settled_at: None,
        created_at: hour(0),
    }
}

fn asked() -> Consultation {
    question(ConsultationKind::Question).ask(&case(), Role::Lead).unwrap().0.record
}

fn answered() -> Consultation {
    asked().answer(CONSULTANT, "With a ramp.".into(), Some("Order a ramp.".into()), hour(2)).unwrap().record
}

#[test]
fn a_question_is_work_of_who_is_asked_and_says_nothing_of_itself() {
    let (change, task) = question(ConsultationKind::Question).ask(&case(), Role::SeniorCareManager).unwrap();
    let task = task.record;
    assert_eq!((task.id, task.owner_id, task.due_at), (change.record.task_id, CONSULTANT, hour(24)));
    assert_eq!((task.title.as_str(), task.detail), ("Answer a consultation", None));
    let (_, task) = question(ConsultationKind::Escalation).ask(&case(), Role::Lead).unwrap();
    assert_eq!((task.record.title.as_str(), task.record.priority), ("Resolve an escalation", TaskPriority::Urgent));
}

#[test]
fn only_those_with_more_experience_or_authority_are_asked() {
    let may = |kind| Role::ALL.iter().copied().filter(move |role| may_be_asked(*role, kind)).collect::<Vec<_>>();
    let leading = [Role::SeniorCareManager, Role::Lead, Role::Supervisor, Role::Director];
    assert_eq!(may(ConsultationKind::Escalation), leading);
    assert_eq!(may(ConsultationKind::Question), [&leading[..], &[Role::PhysicianAdvisor]].concat());
    let rule = question(ConsultationKind::Question).ask(&case(), Role::CareManager).unwrap_err();
    assert_eq!((rule.code, rule.pointer.as_deref()), ("consultation_role", Some("/consultant_id")));
}

#[test]
fn a_question_to_oneself_in_the_past_or_about_a_closed_case_is_refused() {
    let code = |question: Consultation, case: &Case| question.ask(case, Role::Lead).unwrap_err().code;
    let fresh = || question(ConsultationKind::Question);
    assert_eq!(code(Consultation { consultant_id: ASKER, ..fresh() }, &case()), "consultation_to_oneself");
    assert_eq!(code(Consultation { due_at: hour(0), ..fresh() }, &case()), "consultation_due_in_past");
    assert_eq!(code(fresh(), &Case { status: CaseStatus::Closed, ..case() }), "case_closed");
}

#[test]
fn only_who_is_asked_answers_or_declines_and_only_who_asked_takes_it_back() {
    assert_eq!(asked().answer(ASKER, "Yes.".into(), None, hour(1)).unwrap_err().code, "consultation_of_another");
    assert_eq!(asked().decline(OWNER, "No.".into(), hour(1)).unwrap_err().code, "consultation_of_another");
    assert_eq!(asked().withdraw(CONSULTANT, "No.".into(), hour(1)).unwrap_err().code, "consultation_of_another");
    assert_eq!(
        asked().decline(CONSULTANT, "On leave.".into(), hour(1)).unwrap().record.status,
        ConsultationStatus::Declined
    );
    let withdrawn = asked().withdraw(ASKER, "Solved.".into(), hour(1)).unwrap().record;
    assert_eq!((withdrawn.settled_by, withdrawn.settled_at), (Some(ASKER), Some(hour(1))));
}

#[test]
fn an_answer_is_followed_by_who_asked_or_by_the_owner_and_left_with_a_reason_only() {
    let decided =
        |by, taken, reason: Option<&str>| answered().decide(&case(), by, taken, reason.map(Into::into), hour(3));
    assert_eq!(decided(ASKER, true, None).unwrap().record.status, ConsultationStatus::Taken);
    assert_eq!(decided(OWNER, true, None).unwrap().record.status, ConsultationStatus::Taken);
    assert_eq!(decided(OTHER, true, None).unwrap_err().code, "consultation_of_another");
    let rule = decided(ASKER, false, Some("  ")).unwrap_err();
    assert_eq!((rule.code, rule.pointer.as_deref()), ("consultation_reason_required", Some("/reason")));
    let left = decided(ASKER, false, Some("The landlord forbids it.")).unwrap().record;
    assert_eq!((left.status, left.reason.as_deref()), (ConsultationStatus::NotTaken, Some("The landlord forbids it.")));
}

#[test]
fn who_is_asked_joins_as_a_consultant() {
    let member = asked().joining(Uuid::from_u128(40)).record;
    assert_eq!((member.staff_id, member.role), (CONSULTANT, MemberRole::Consultant));
}

proptest! {
    /// Whatever is tried in whatever order: an answer is never lost, and what is settled stays settled.
    #[test]
    fn an_answer_is_never_lost_and_what_is_settled_stays(steps in proptest::collection::vec(0..5_u8, 0..12)) {
        let mut now = asked();
        for (at, step) in steps.into_iter().enumerate() {
            let at = hour(at as i64 + 1);
            let before = now.clone();
            let next = match step {
                0 => now.clone().answer(CONSULTANT, "So.".into(), None, at),
                1 => now.clone().decline(CONSULTANT, "No.".into(), at),
                2 => now.clone().withdraw(ASKER, "No.".into(), at),
                3 => now.clone().decide(&case(), OWNER, true, None, at),
                _ => now.clone().decide(&case(), ASKER, false, Some("No.".into()), at),
            };
            if let Ok(change) = next {
                now = change.record;
                prop_assert!(before.settled_at.is_none());
                prop_assert_eq!(now.version, before.version + 1);
                prop_assert!(before.answer.is_none() || before.answer == now.answer);
            }
        }
    }
}
