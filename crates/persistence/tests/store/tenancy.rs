//! Two organizations in one database never meet.

use domain::access::{Role, cap};
use persistence::Error;
use persistence::person::PersonFilter;
use testkit::{TestDb, World, monday};

#[tokio::test]
async fn without_a_tenant_there_are_no_rows() {
    let db = TestDb::new().await;
    World::build(&db.store().await, monday()).await;
    assert_ne!(db.owner_sql("SELECT count(*) FROM person"), "0");
    assert_eq!(db.app_sql("SELECT count(*) FROM person"), "0");
    assert!(
        db.app_sql("INSERT INTO organization (org_id, name) VALUES (gen_random_uuid(), 'x')")
            .contains("row-level security")
    );
}

#[tokio::test]
async fn an_id_of_another_organization_does_not_exist() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let (one, two) = (World::build(&store, monday()).await, World::build(&store, monday()).await);
    let access = one.access::<cap::PersonRead>(Role::Director, "person_get", monday());
    assert!(store.read(&access, async |tx| tx.person(one.person_id).await).await.is_ok());
    let foreign = store.read(&access, async |tx| tx.person(two.person_id).await).await;
    assert!(matches!(foreign, Err(Error::NotFound)));
}

#[tokio::test]
async fn interleaved_organizations_on_few_connections_never_bleed() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let mut worlds = Vec::new();
    for _ in 0..4 {
        worlds.push(World::build(&store, monday()).await);
    }
    let searches = (0..200).map(|turn| {
        let (world, store) = (&worlds[turn % worlds.len()], store.clone());
        async move {
            let access = world.access::<cap::PersonSearch>(Role::Director, "person_search", monday());
            let found = store
                .read(&access, async |tx| tx.person_search(&PersonFilter::default(), None, 50).await)
                .await
                .unwrap();
            let mut ids: Vec<_> = found.into_iter().map(|(person, _)| person.id).collect();
            ids.sort();
            let mut own = vec![world.person_id, world.hidden_person_id, world.intake_person_id];
            own.sort();
            assert_eq!(ids, own);
        }
    });
    futures_util::future::join_all(searches).await;
}
