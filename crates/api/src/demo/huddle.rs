//! What colleagues of the health plan put on this morning's list.

use chrono::Duration;
use domain::access::{authorize, cap};
use domain::clock::local_date;
use domain::huddle::{HuddleItem, HuddleKind, HuddleMark};
use domain::program::Setting;
use persistence::{Error, Result, Store};

use super::random::Random;
use super::world::World;
use super::{Told, request};

/// Who adds what, minutes ago.
const ADDED: &[(&str, &str, i64)] = &[
    ("Diego Salcedo", "The wheelchair van is in repair until Thursday. Who has rides this week?", 95),
    ("Mei Chow", "The county's housing desk closes at noon today.", 70),
];

/// Adds them, under the rules that everybody adds by.
pub(super) async fn add(store: &Store, world: &World) -> Result<()> {
    let mut random = Random::of(world.seed, 12);
    let place = world.network.place(Setting::ManagedCare);
    for (name, text, minutes) in ADDED {
        let worker = world.workforce.named(name);
        let at = world.now - Duration::minutes(*minutes);
        let access = authorize::<cap::HuddleAdd>(worker.actor(), request(at))
            .map_err(|denied| Error::Internal(denied.to_string()))?;
        let (id, today) = (random.id(at), local_date(world.now, place.program.zone()));
        let item = HuddleItem {
            id,
            version: 1,
            team_id: place.teams[0].id,
            day: today,
            kind: HuddleKind::Added,
            record_id: id,
            person_id: None,
            case_id: None,
            text: Some((*text).into()),
            mark: HuddleMark::Open,
            task_id: None,
            author_id: worker.staff.id,
            marked_by: None,
            created_at: at,
        };
        let change = item.note(today)?;
        store.write(&access, async |tx| tx.apply(change.clone()).map(|_| Told::default())).await?;
    }
    Ok(())
}
