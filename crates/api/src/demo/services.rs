//! The directory of the demo's region: read from a file as an import reads it, with the room that colleagues heard of.

use chrono::{DateTime, Duration, Utc};
use domain::Change;
use domain::access::cap;
use domain::community_service::capacity::{Capacity, CapacityStatus};
use domain::community_service::draft::Reading;
use domain::community_service::partner::{Agreement, AgreementKind, Partner, PartnerPerson};
use domain::community_service::{CommunityOrganization, CommunityService, ServiceStatus, csv};
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
    // Apart from the rest, so that what was made before stays as it was.
    let mut partners = Random::of(world.seed, 36);
    let mut organizations: BTreeMap<String, CommunityOrganization> = BTreeMap::new();
    let mut services = Vec::new();
    for draft in reading(world.now).drafts {
        let organization = organizations.entry(draft.organization.key()).or_insert_with(|| CommunityOrganization {
            id: random.id(world.start),
            version: 1,
            content: draft.organization.content.clone(),
            partner: partner(&mut partners, world.now),
            status: ServiceStatus::Active,
            source: draft.organization.source.clone(),
            created_at: world.start,
            changed_by: None,
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
            changed_by: None,
        });
    }
    (organizations.into_values().collect(), services)
}

/// Whom the region's teams call at an organization, and what was agreed with it: with some nothing, with others for a time.
fn partner(random: &mut Random, now: DateTime<Utc>) -> Partner {
    let (name, role) = *random.pick(&[
        ("Teresa Alvarado", "Intake coordinator"),
        ("Wendell Price", "Program manager"),
        ("Anh Tran", "Front desk lead"),
        ("Moira Kelleher", "Volunteer coordinator"),
    ]);
    let kind = match random.between(0, 9) {
        0..=3 => AgreementKind::Referral,
        4..=5 => AgreementKind::Contract,
        6 => AgreementKind::DataSharing,
        7 => AgreementKind::Informal,
        _ => return Partner::default(),
    };
    let starts_on = (now - Duration::days(random.between(60, 700))).date_naive();
    let lasts = (kind != AgreementKind::Informal).then(|| Duration::days(random.between(365, 1_095)));
    let contact = PartnerPerson { name: name.into(), role: Some(role.into()), phone: None, email: None };
    let agreement = Agreement { kind, starts_on, ends_on: lasts.map(|days| starts_on + days), note: None };
    Partner { contact: Some(contact), agreement: Some(agreement) }
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
