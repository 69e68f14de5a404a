#![allow(clippy::unwrap_used)]
use super::*;
use crate::code::Code;
use proptest::prelude::*;

fn actor(role: Role) -> Actor {
    Actor {
        org_id: Uuid::from_u128(1),
        id: Uuid::from_u128(2),
        session_id: Uuid::from_u128(3),
        principal: Principal::Staff,
        role,
        team_ids: vec![Uuid::from_u128(4)],
        led_team_ids: vec![Uuid::from_u128(5)],
        client_scopes: Vec::new(),
        idle_locks_at: DateTime::<Utc>::MAX_UTC,
    }
}

fn request() -> Request {
    Request { id: Uuid::nil(), operation: "task_get", now: DateTime::UNIX_EPOCH, record_id: None, idempotency: None }
}

#[test]
fn an_assistant_drafts_but_never_signs_closes_or_approves() {
    let assistant = actor(Role::Assistant);
    assert!(assistant.may(Capability::NoteWrite));
    for refused in [
        Capability::NoteSign,
        Capability::CarePlanApprove,
        Capability::AlertClose,
        Capability::CaseWrite,
        Capability::NoteCountersign,
    ] {
        assert!(!assistant.may(refused), "{refused}");
    }
}

#[test]
fn a_physician_advisor_completes_what_they_are_asked_and_gives_nobody_work() {
    let advisor = actor(Role::PhysicianAdvisor);
    assert!(advisor.may(Capability::TaskComplete) && !advisor.may(Capability::TaskWrite));
    for role in Role::ALL.iter().filter(|role| role.grants(Capability::TaskWrite)) {
        assert!(role.grants(Capability::TaskComplete), "{role}");
    }
}

#[test]
fn an_organization_admin_and_an_analyst_reach_nobody() {
    assert!(actor(Role::OrganizationAdmin).scopes().is_empty());
    assert!(actor(Role::Analyst).scopes().is_empty());
}

#[test]
fn a_client_needs_the_scope_as_well_as_the_role() {
    let mut client = actor(Role::Integrator);
    client.principal = Principal::Client;
    assert!(!client.may(Capability::PersonRead));
    client.client_scopes = vec![Capability::PersonRead, Capability::CarePlanApprove];
    assert!(client.may(Capability::PersonRead));
    assert!(!client.may(Capability::CarePlanApprove), "a scope never widens the role");
}

#[test]
fn an_access_exists_only_for_a_granted_capability() {
    assert!(authorize::<cap::TaskWrite>(actor(Role::CareManager), request()).is_ok());
    assert_eq!(
        authorize::<cap::AuditRead>(actor(Role::CareManager), request()).unwrap_err(),
        Denied(Capability::AuditRead)
    );
}

proptest! {
    #[test]
    fn another_organization_is_never_seen(role in proptest::sample::select(Role::ALL), capability in proptest::sample::select(Capability::ALL), org in 2u128..u128::MAX) {
        let actor = actor(role);
        let scopes = [actor.id, actor.org_id, INTAKE_SCOPE, Uuid::from_u128(5)];
        prop_assert_eq!(decide(&actor, Uuid::from_u128(org), capability, &scopes), Decision::Unseen);
    }

    #[test]
    fn allow_implies_function_and_relationship(role in proptest::sample::select(Role::ALL), capability in proptest::sample::select(Capability::ALL), scope in 0u128..8) {
        let actor = actor(role);
        let scope = Uuid::from_u128(scope);
        let decision = decide(&actor, actor.org_id, capability, &[scope]);
        prop_assert_eq!(decision == Decision::Allow, actor.may(capability) && actor.scopes().contains(&scope));
        prop_assert_eq!(decision == Decision::Unseen, !actor.scopes().contains(&scope));
    }
}

#[test]
fn the_product_at_work_in_the_background_may_do_nothing_that_is_asked_for() {
    let system = Actor::system(Uuid::from_u128(1));
    assert!(system.is_system() && !actor(Role::Integrator).is_system());
    assert!(!Capability::ALL.iter().any(|capability| system.may(*capability)));
}

#[test]
fn a_link_answers_and_does_nothing_else_and_nobody_else_answers_through_one() {
    let link = Actor::link(Uuid::from_u128(1), Uuid::from_u128(2));
    for capability in Capability::ALL {
        assert_eq!(link.may(*capability), *capability == Capability::ReferralAnswer, "{capability}");
    }
    assert!(link.scopes().is_empty() && !link.is_system());
    assert!(!Role::ALL.iter().any(|role| role.grants(Capability::ReferralAnswer)));
}
