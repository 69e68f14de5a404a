//! What people do to a deadline.

use super::*;

#[test]
fn an_open_deadline_is_waived_with_a_reason_once_and_events_leave_it() {
    let mut world = admitted("2026-03-02 22:10");
    let now = ny("2026-03-03 08:00");
    let deadline = world.get(ASSESSMENT).clone();
    assert_eq!(deadline.clone().waive("  ", now).unwrap_err().code, "reason_required");
    let waived = deadline.waive(" Family declined ", now).unwrap().record;
    assert_eq!((waived.status, waived.closed_reason.as_deref(), waived.version), (Waived, Some("Family declined"), 2));
    assert_eq!(waived.clone().waive("again", now).unwrap_err().code, "deadline_not_open");
    world.deadlines = vec![waived];
    world.tell(EventKind::InitialAssessmentCompleted, CONTACT, "2026-03-03 09:00");
    assert_eq!(world.status(ASSESSMENT), Waived);
}

#[test]
fn a_deadline_is_hidden_at_most_until_it_is_due_or_for_a_day_when_overdue() {
    let deadline = admitted("2026-03-02 22:10").get(ASSESSMENT).clone();
    let (before, after) = (ny("2026-03-03 08:00"), ny("2026-03-04 08:00"));
    let code = |until, now| deadline.clone().snooze(until, "The records come then", now).map_err(|rule| rule.code);
    assert_eq!(code(deadline.due_at, before).unwrap().record.snoozed_until, Some(deadline.due_at));
    assert_eq!(code(deadline.due_at + Duration::seconds(1), before).unwrap_err(), "snooze_past_due");
    assert_eq!(code(before, before).unwrap_err(), "snooze_in_past");
    assert!(code(after + Duration::hours(24), after).is_ok());
    assert_eq!(code(after + Duration::hours(25), after).unwrap_err(), "snooze_past_due");
}

#[test]
fn a_deadline_is_hidden_with_a_reason_that_its_explanation_tells_while_it_is_open() {
    let deadline = admitted("2026-03-02 22:10").get(ASSESSMENT).clone();
    let (until, now) = (ny("2026-03-03 10:00"), ny("2026-03-03 08:00"));
    let refused = deadline.clone().snooze(until, "  ", now).unwrap_err();
    assert_eq!((refused.code, refused.pointer.as_deref()), ("reason_required", Some("/reason")));
    let hidden = deadline.clone().snooze(until, " The records come then ", now).unwrap().record;
    assert_eq!(hidden.explanation, deadline.explanation);
    let last = hidden.told(New_York).pop().unwrap();
    let sentence = "Hidden from the worklist until 2026-03-03 10:00 EST: The records come then";
    assert_eq!((last.step, last.detail.as_str()), (StepKind::Snoozed, sentence));
    let waived = hidden.waive("Declined", now).unwrap().record;
    assert_eq!(waived.told(New_York), waived.explanation);
}

#[test]
fn a_new_tier_or_owner_reranks_an_open_deadline_and_ends_its_snooze() {
    let deadline = admitted("2026-03-02 22:10").get(ASSESSMENT).clone();
    let (owner, team) = (deadline.owner_id, deadline.team_id);
    assert_eq!(deadline.rank_at, deadline.due_at - Duration::hours(24 + 24));
    assert_eq!(deadline.clone().rerank(Tier::High, owner, team), None);
    let complex = deadline.clone().rerank(Tier::Complex, owner, team).unwrap().record;
    assert_eq!((complex.rank_at, complex.version), (deadline.due_at - Duration::hours(48 + 24), 2));
    let snoozed = deadline.snooze(ny("2026-03-03 10:00"), "Shift ends", ny("2026-03-03 08:00")).unwrap().record;
    let given = snoozed.rerank(Tier::High, Some(CONTACT), team).unwrap().record;
    assert_eq!((given.owner_id, given.snoozed_until), (Some(CONTACT), None));
    assert_eq!(given.snooze_reason, None);
}

#[test]
fn a_deadline_survives_json() {
    let deadline = admitted("2026-03-02 22:10").get(ASSESSMENT).clone();
    let json = serde_json::to_string(&deadline).unwrap();
    assert_eq!(serde_json::from_str::<Deadline>(&json).unwrap(), deadline);
}
