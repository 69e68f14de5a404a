//! The directory of the demo's region: read from a file as an import reads it, with the room that colleagues heard of.

use chrono::{DateTime, Duration, Utc};
use domain::Change;
use domain::access::cap;
use domain::community_service::capacity::{Capacity, CapacityStatus};
use domain::community_service::draft::Reading;
use domain::community_service::{CommunityOrganization, CommunityService, csv};
use persistence::{Result, Store};
use std::collections::BTreeMap;
use uuid::Uuid;

use super::random::Random;
use super::world::World;
use super::{Told, admin_access};

/// The services of the region, in the columns of an import.
const SERVICES: &str = include_str!("services.csv");
/// Who calls the services and asks for room.
const CALLER: &str = "Mei Chow";
/// Services in one transaction.
const AT_ONCE: usize = 16;

/// The file as an import reads it.
pub fn reading(now: DateTime<Utc>) -> Reading {
    csv::read(SERVICES, "America/New_York", now)
}

/// The organizations and services of the region, as of the world's now.
pub fn directory(world: &World) -> (Vec<CommunityOrganization>, Vec<CommunityService>) {
    let mut random = Random::of(world.seed, 4);
    let mut organizations: BTreeMap<String, CommunityOrganization> = BTreeMap::new();
    let mut services = Vec::new();
    for draft in reading(world.now).drafts {
        let organization = organizations.entry(draft.organization.key()).or_insert_with(|| CommunityOrganization {
            id: random.id(world.start),
            version: 1,
            content: draft.organization.content.clone(),
            source: draft.organization.source.clone(),
            created_at: world.start,
        });
        services.push(CommunityService {
            id: random.id(world.start),
            version: 1,
            community_organization_id: organization.id,
            content: draft.content,
            capacity: heard(&mut random, world.workforce.named(CALLER).staff.id, world.now),
            status: draft.status,
            source: Some(draft.source),
            created_at: world.start,
            updated_at: world.start,
        });
    }
    (organizations.into_values().collect(), services)
}

/// What a colleague last heard: of some services nothing, of others too long ago.
fn heard(random: &mut Random, caller: Uuid, now: DateTime<Utc>) -> Capacity {
    use CapacityStatus as C;
    let status = random.weighted(&[(C::Open, 46), (C::Waitlist, 24), (C::Full, 14), (C::Unknown, 16)]);
    if status == C::Unknown {
        return Capacity::default();
    }
    let said_by = *random.pick(&[Some("Front desk, by phone"), Some("Intake worker"), Some("Program manager"), None]);
    Capacity {
        status,
        as_of: Some(now - Duration::minutes(random.between(90, 20 * 24 * 60))),
        reported_by: Some(caller),
        said_by: said_by.map(str::to_owned),
    }
}

/// Stores the directory.
pub(super) async fn add(store: &Store, world: &World) -> Result<()> {
    let access = admin_access::<cap::CommunityServiceWrite>(world, world.start)?;
    let (organizations, services) = directory(world);
    for some in organizations.chunks(AT_ONCE) {
        store
            .write(&access, async |tx| {
                some.iter().try_for_each(|one| tx.apply(Change::created(one.clone())).map(|_| ()))?;
                Ok(Told::default())
            })
            .await?;
    }
    for some in services.chunks(AT_ONCE) {
        store
            .write(&access, async |tx| {
                some.iter().try_for_each(|one| tx.apply(Change::created(one.clone())).map(|_| ()))?;
                Ok(Told::default())
            })
            .await?;
    }
    Ok(())
}
