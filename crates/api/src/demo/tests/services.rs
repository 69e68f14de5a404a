//! The directory of the demo's region.

use std::collections::BTreeSet;

use domain::Code;
use domain::community_service::capacity::CapacityStatus;
use domain::need::NeedKind;

use super::super::services::{directory, reading};
use super::super::world::{SEED, World};
use super::MONDAY;

#[test]
fn the_file_of_services_is_read_without_a_flaw_and_answers_every_kind_of_need() {
    let reading = reading(MONDAY.parse().unwrap());
    assert_eq!(reading.flaws, vec![]);
    assert!(reading.drafts.len() >= 60);
    let needs: BTreeSet<NeedKind> = reading.drafts.iter().flat_map(|draft| draft.content.needs.clone()).collect();
    assert_eq!(needs.len(), NeedKind::ALL.len());
    let languages: BTreeSet<&String> = reading.drafts.iter().flat_map(|draft| &draft.content.languages).collect();
    assert!(languages.len() >= 6);
}

#[test]
fn the_same_seed_fills_the_same_directory_with_every_state_of_room() {
    let world = World::new(SEED, MONDAY.parse().unwrap());
    let (organizations, services) = directory(&world);
    assert_eq!((organizations.clone(), services.clone()), directory(&world));
    let offered = |id| organizations.iter().any(|one| one.id == id);
    assert!(services.iter().all(|service| offered(service.community_organization_id)));
    for status in CapacityStatus::ALL {
        assert!(services.iter().any(|service| service.capacity.believed(world.now) == *status), "{status}");
    }
    assert!(services.iter().any(|service| service.capacity.is_stale(world.now)));
}
