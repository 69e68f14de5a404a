//! The audit entry of a read is committed before anybody sees what was read, also when many read at once.

use domain::access::{Role, cap};
use persistence::Error;
use std::collections::BTreeSet;
use testkit::{TestDb, World, monday};

/// More than one statement holds.
const READS: usize = 40;

#[tokio::test]
async fn reads_at_the_same_time_leave_one_entry_each_with_what_they_read() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let world = World::build(&store, monday()).await;
    let reads = (0..READS).map(|_| {
        let (store, world) = (store.clone(), &world);
        async move {
            let access = world.access::<cap::PersonRead>(Role::Director, "person_get", monday());
            let request_id = access.request().id;
            store.read(&access, async |tx| tx.person(world.person_id).await).await.unwrap();
            request_id.to_string()
        }
    });
    let asked: BTreeSet<String> = futures_util::future::join_all(reads).await.into_iter().collect();
    let entries = format!(
        "SELECT request_id FROM audit_event WHERE operation = 'person_get' AND outcome = 'ok' AND person_id = '{}'",
        world.person_id
    );
    let entries = db.owner_sql(&entries);
    assert_eq!(entries.lines().count(), READS);
    assert_eq!(entries.lines().map(str::to_owned).collect::<BTreeSet<_>>(), asked);
}

#[tokio::test]
async fn what_can_not_be_audited_is_not_shown_and_reading_goes_on_afterwards() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let world = World::build(&store, monday()).await;
    let access = world.access::<cap::PersonRead>(Role::Director, "person_get", monday());
    db.owner_sql("REVOKE INSERT ON audit_event FROM tend_app");
    let unseen = store.read(&access, async |tx| tx.person(world.person_id).await).await;
    assert!(matches!(unseen, Err(Error::Unavailable(_))), "{unseen:?}");
    db.owner_sql("GRANT INSERT ON audit_event TO tend_app");
    store.read(&access, async |tx| tx.person(world.person_id).await).await.unwrap();
}

#[tokio::test]
async fn a_read_that_changes_something_is_a_defect_and_changes_nothing() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let world = World::build(&store, monday()).await;
    let access = world.access::<cap::PersonRead>(Role::Director, "person_get", monday());
    let outcome = store
        .read(&access, async |tx| {
            let person = tx.person(world.person_id).await?;
            tx.apply(person.change(monday().date_naive())?)
        })
        .await;
    assert!(matches!(outcome, Err(Error::Internal(_))), "{outcome:?}");
    assert_eq!(db.owner_sql(&format!("SELECT version FROM person WHERE id = '{}'", world.person_id)), "1");
}

#[tokio::test]
async fn who_reads_a_case_keeps_nobody_waiting() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let world = World::build(&store, monday()).await;
    let access = world.access::<cap::CaseRead>(Role::Director, "case_get", monday());
    let free = format!(
        "SELECT count(*) FROM (SELECT 1 FROM \"case\" WHERE id = '{}' FOR UPDATE SKIP LOCKED) free",
        world.case_id
    );
    let seen = store.read(&access, async |tx| {
        tx.case(world.case_id).await?;
        Ok(db.owner_sql(&free))
    });
    assert_eq!(seen.await.unwrap(), "1");
}
