//! Links and matches.

use chrono::NaiveDate;
use uuid::Uuid;

use super::super::link::{PersonLink, survivor_of};
use super::super::matching::{AdtMatch, Likeness, MatchStatus, completed, is_candidate, likeness, person_of};
use super::*;
use crate::person::Person;

fn link(retired: u128, survivor: u128) -> PersonLink {
    PersonLink {
        id: Uuid::from_u128(retired),
        version: 1,
        survivor_id: Uuid::from_u128(survivor),
        retired_id: Uuid::from_u128(retired),
        message_id: Uuid::nil(),
        linked_at: now(),
        undone_at: None,
        undone_by: None,
        undo_reason: None,
    }
}

#[test]
fn links_are_followed_to_the_last_and_a_circle_ends() {
    let chain = [link(1, 2), link(2, 3)];
    assert_eq!(survivor_of(Uuid::from_u128(1), &chain), Uuid::from_u128(3));
    assert_eq!(survivor_of(Uuid::from_u128(9), &chain), Uuid::from_u128(9));
    let circle = [link(1, 2), link(2, 1)];
    assert_eq!(survivor_of(Uuid::from_u128(1), &circle), Uuid::from_u128(1));
}

#[test]
fn an_undone_link_stands_for_nobody_and_is_undone_once() {
    let undone = link(1, 2).undo(Uuid::nil(), "Two sisters".into(), now()).unwrap().record;
    assert_eq!(survivor_of(Uuid::from_u128(1), std::slice::from_ref(&undone)), Uuid::from_u128(1));
    assert_eq!(undone.undo(Uuid::nil(), "Again".into(), now()).unwrap_err().code, "link_undone");
}

fn patient() -> super::super::Patient {
    read(text("A28", "m", "20260302", PID).as_bytes()).unwrap().patient
}

fn person() -> Person {
    person_of(&patient(), Uuid::from_u128(5), now().date_naive(), now()).unwrap()
}

#[test]
fn likeness_names_what_agrees_and_a_sex_alone_proposes_nobody() {
    let other = Person {
        family_name: "OKONKWO".into(),
        given_name: "Ama".into(),
        identifiers: Vec::new(),
        phone: Some("+1 518 555 0142".into()),
        ..person()
    };
    let agreed = likeness(&other, &patient());
    assert_eq!(
        agreed,
        [Likeness::BirthDate, Likeness::FamilyName, Likeness::GivenName, Likeness::Sex, Likeness::Phone]
    );
    assert!(is_candidate(&agreed));
    assert!(!is_candidate(&[Likeness::Sex, Likeness::BirthDate]));
    assert!(is_candidate(&[Likeness::Number]));
}

#[test]
fn the_feed_adds_to_a_person_and_overwrites_nothing() {
    let written = Person { phone: Some("555".into()), identifiers: Vec::new(), ..person() };
    let next = completed(&written, &patient()).unwrap();
    assert_eq!((next.phone.as_deref(), next.identifiers.len(), next.version), (Some("555"), 1, 2));
    assert_eq!(completed(&next, &patient()), None);
    let died = super::super::Patient { deceased_on: NaiveDate::from_ymd_opt(2026, 3, 30), ..patient() };
    assert_eq!(completed(&next, &died).unwrap().deceased_on, died.deceased_on);
}

#[test]
fn nobody_is_created_without_a_name_and_a_date_of_birth() {
    let code = |patient| person_of(&patient, Uuid::nil(), now().date_naive(), now()).unwrap_err().code;
    assert_eq!(code(super::super::Patient { birth_date: None, ..patient() }), "match_birth_date_missing");
    assert_eq!(code(super::super::Patient { given_name: String::new(), ..patient() }), "match_name_missing");
}

#[test]
fn a_decision_is_made_once_and_a_dismissal_needs_a_reason_and_can_be_taken_back() {
    let open = AdtMatch {
        id: Uuid::nil(),
        version: 1,
        authority: "HARBOR".into(),
        value: "4711".into(),
        patient: patient(),
        status: MatchStatus::Open,
        person_id: None,
        reason: None,
        decided_by: None,
        decided_at: None,
        created_at: now(),
    };
    let dismiss = |entry: AdtMatch, reason: &str| {
        entry.settle(MatchStatus::Dismissed, None, Some(reason.into()), Uuid::nil(), now())
    };
    assert_eq!(dismiss(open.clone(), "  ").unwrap_err().code, "reason_required");
    let dismissed = dismiss(open, "Visitor").unwrap().record;
    assert_eq!(dismiss(dismissed.clone(), "Again").unwrap_err().code, "match_settled");
    let linked = dismissed.settle(MatchStatus::Linked, Some(Uuid::nil()), None, Uuid::nil(), now()).unwrap().record;
    assert_eq!(linked.version, 3);
    assert_eq!(dismiss(linked, "Late").unwrap_err().code, "match_settled");
}
