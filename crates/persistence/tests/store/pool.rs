//! Connections that die in the pool.

use testkit::{TestDb, World, monday};

const LET_GO: &str = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
  WHERE usename = 'tend_app' AND datname = current_database()";

#[tokio::test]
async fn connections_that_died_in_the_pool_are_replaced_before_anybody_notices() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let world = World::build(&store, monday()).await;
    assert!(store.is_ready().await);
    // Outside a transaction: signing in, readiness.
    assert_ne!(db.owner_sql(LET_GO), "0");
    assert!(store.is_ready().await);
    assert_ne!(db.owner_sql(LET_GO), "0");
    assert_eq!(store.sign_in_candidates("nobody@example.org").await.unwrap().len(), 0);
    // In one.
    assert_ne!(db.owner_sql(LET_GO), "0");
    store.outbox_newest(world.org_id).await.unwrap();
}
