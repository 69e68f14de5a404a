//! Connections that die in the pool.

use std::time::Duration;

use testkit::{TestDb, World, monday};

const OURS: &str = "FROM pg_stat_activity WHERE usename = 'tend_app' AND datname = current_database()";

/// Ends every connection of the application, as a restart of the database does.
async fn let_go(db: &TestDb) {
    assert_ne!(db.owner_sql(&format!("SELECT count(pg_terminate_backend(pid)) {OURS}")), "0");
    while db.owner_sql(&format!("SELECT count(*) {OURS}")) != "0" {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // `owner_sql` held this thread: now the runtime hears that the sockets are closed, as that of a server does at once.
    for _ in 0..10 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test]
async fn connections_that_died_in_the_pool_are_replaced_before_anybody_notices() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let world = World::build(&store, monday()).await;
    assert!(store.is_ready().await);
    // Outside a transaction: signing in, readiness.
    let_go(&db).await;
    assert!(store.is_ready().await);
    let_go(&db).await;
    assert_eq!(store.sign_in_candidates("nobody@example.org").await.unwrap().len(), 0);
    // In one.
    let_go(&db).await;
    store.outbox_newest(world.org_id).await.unwrap();
}
