//! Partners: agreements over their days, and what closing an organization asks for.

use chrono::{Days, NaiveDate};

use super::*;
use crate::community_service::partner::{Agreement, AgreementKind, AgreementStanding, ENDS_SOON_DAYS, Partner};
use crate::community_service::past::EntryPart;
use crate::community_service::{CommunityOrganization, OrganizationContent};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn agreement(starts_on: &str, ends_on: Option<&str>) -> Agreement {
    let ends_on = ends_on.map(day);
    Agreement { kind: AgreementKind::Referral, starts_on: day(starts_on), ends_on, note: None }
}

fn organization(status: ServiceStatus) -> CommunityOrganization {
    CommunityOrganization {
        id: Uuid::nil(),
        version: 3,
        content: OrganizationContent { name: "Millrace Neighbors".into(), ..OrganizationContent::default() },
        partner: Partner::default(),
        status,
        source: None,
        created_at: now(),
        changed_by: None,
    }
}

#[test]
fn an_agreement_is_in_force_on_its_first_and_last_day_and_is_named_before_it_ends() {
    let year = agreement("2026-01-01", Some("2026-12-31"));
    assert_eq!(year.standing(day("2025-12-31")), AgreementStanding::Future);
    assert_eq!(year.standing(day("2026-01-01")), AgreementStanding::InForce);
    let warned = day("2026-12-31") - Days::new(ENDS_SOON_DAYS);
    assert_eq!(year.standing(warned - Days::new(1)), AgreementStanding::InForce);
    assert_eq!(year.standing(warned), AgreementStanding::EndsSoon);
    assert_eq!(year.standing(day("2026-12-31")), AgreementStanding::EndsSoon);
    assert_eq!(year.standing(day("2027-01-01")), AgreementStanding::Ended);
    assert_eq!(agreement("2026-01-01", None).standing(day("2090-01-01")), AgreementStanding::InForce);
}

#[test]
fn an_agreement_does_not_end_before_it_begins() {
    let partner = |last: &str| Partner { contact: None, agreement: Some(agreement("2026-05-01", Some(last))) };
    assert!(partner("2026-05-01").checked().is_ok());
    let refused = organization(ServiceStatus::Active).agree(partner("2026-04-30"), Uuid::nil()).unwrap_err();
    assert_eq!((refused.code, refused.pointer.as_deref()), ("community_agreement_dates", Some("/agreement/ends_on")));
}

#[test]
fn an_organization_is_closed_once_it_offers_nothing_and_opened_again() {
    let by = Uuid::from_u128(9);
    let open = organization(ServiceStatus::Active);
    assert_eq!(open.clone().close(1, by).unwrap_err().code, "community_organization_offers");
    assert_eq!(open.clone().reopen(by).unwrap_err().code, "community_organization_open");
    let closed = open.close(0, by).unwrap().record;
    assert_eq!((closed.status, closed.version, closed.changed_by), (ServiceStatus::Inactive, 4, Some(by)));
    assert_eq!(closed.clone().close(0, by).unwrap_err().code, "community_organization_closed");
    assert_eq!(closed.require_open().unwrap_err().code, "community_organization_closed");
    assert!(closed.reopen(by).unwrap().record.require_open().is_ok());
}

#[test]
fn what_differs_between_two_versions_is_named_and_nothing_else() {
    let before = service(1, "Pantry");
    assert!(before.changes_since(&before).is_empty());
    let mut after = before.clone();
    after.content.name = "Food pantry".into();
    after.content.languages = vec!["es".into()];
    after.capacity = said(CapacityStatus::Open, now());
    assert_eq!(after.changes_since(&before), [EntryPart::Name, EntryPart::Languages, EntryPart::Capacity]);
    let open = organization(ServiceStatus::Active);
    let agreed = Partner { contact: None, agreement: Some(agreement("2026-01-01", None)) };
    let next = open.clone().agree(agreed, Uuid::nil()).unwrap().record;
    assert_eq!(next.changes_since(&open), [EntryPart::Agreement]);
    assert_eq!(next.clone().close(0, Uuid::nil()).unwrap().record.changes_since(&next), [EntryPart::Status]);
}
