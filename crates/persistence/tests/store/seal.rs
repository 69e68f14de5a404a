//! The audit trail in a database that came out of a dump, and the schema that a server asks for.

use domain::access::{Role, cap};
use persistence::{Error, migrate};
use testkit::{TestDb, World, monday};

/// A number of transactions that no cluster of tests reaches.
const AHEAD: i64 = 9_000_000_000;

#[tokio::test]
async fn a_trail_that_is_ahead_of_its_cluster_is_refused_until_it_counts_on() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let world = World::build(&store, monday()).await;
    store.require_audit_order().await.unwrap();
    let org_id = world.org_id;
    db.owner_sql(&format!(
        "INSERT INTO audit_seal (org_id, no, from_tx, to_tx, entries, leaves, root, hash, signature, sealed_at)
         VALUES ('{org_id}', 1, '0', '{AHEAD}', 0, '', '', '', '', now())"
    ));
    let refused = |outcome: persistence::Result<()>| match outcome {
        Err(Error::Setup(sentence)) => assert!(sentence.contains("tend migrate"), "{sentence}"),
        other => panic!("{other:?}"),
    };
    refused(store.require_audit_order().await);
    refused(store.audit_seal(org_id, <[u8]>::to_vec, monday()).await.map(|_| ()));

    migrate::up(&db.owner_url()).await.unwrap();
    store.require_audit_order().await.unwrap();
    let access = world.access::<cap::PersonRead>(Role::Director, "person_get", monday());
    store.audit_denial(access.actor(), access.request(), "for_the_test").await.unwrap();
    let entry = "SELECT tx::text::bigint FROM audit_event WHERE reason = 'for_the_test'";
    assert!(db.owner_sql(entry).parse::<i64>().unwrap() >= AHEAD, "{}", db.owner_sql(entry));

    let ahead = || db.owner_sql("SELECT audit_tx('0')");
    let set = ahead();
    migrate::up(&db.owner_url()).await.unwrap();
    assert_eq!(ahead(), set, "a trail that is in order stays as it is");
}

#[tokio::test]
async fn a_schema_that_is_behind_the_program_is_refused_in_one_sentence() {
    let db = TestDb::empty().await;
    migrate::create_role(&db.owner_url()).await.unwrap();
    let behind = async || match migrate::require_current(&db.url()).await {
        Err(Error::Setup(sentence)) => sentence,
        other => panic!("{other:?}"),
    };
    assert!(behind().await.contains("tend migrate"), "an empty database");
    migrate::up(&db.owner_url()).await.unwrap();
    migrate::require_current(&db.url()).await.unwrap();
    db.owner_sql(
        "DELETE FROM __diesel_schema_migrations WHERE version = (SELECT max(version) FROM __diesel_schema_migrations)",
    );
    assert!(behind().await.contains("by 1 of"), "one migration is missing");
}

#[tokio::test]
async fn a_database_with_tables_is_not_restored_into() {
    let db = TestDb::empty().await;
    persistence::dump::require_empty(&db.owner_url()).await.unwrap();
    db.owner_sql("CREATE TABLE letter (id int)");
    assert!(matches!(persistence::dump::require_empty(&db.owner_url()).await, Err(Error::Setup(_))));
}
