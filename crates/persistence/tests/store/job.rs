//! Jobs are done once, by one worker, and come back when they should.

use chrono::TimeDelta;
use testkit::{TestDb, World, monday};

#[tokio::test]
async fn a_due_job_is_done_once_by_many_workers_and_comes_back() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let world = World::build(&store, monday()).await;
    let workers = (0..8).map(|_| store.job_run_next(world.org_id, monday()));
    let done = futures_util::future::join_all(workers).await.into_iter().filter(|ran| matches!(ran, Ok(true))).count();
    assert_eq!(done, 1);
    assert_eq!(db.owner_sql("SELECT status, count(*) FROM job GROUP BY status ORDER BY 1"), "done|1\nready|5");
    assert!(!store.job_run_next(world.org_id, monday() + TimeDelta::minutes(59)).await.unwrap());
    assert!(store.job_run_next(world.org_id, monday() + TimeDelta::minutes(61)).await.unwrap());
}

#[tokio::test]
async fn a_job_that_keeps_failing_is_parked_with_its_error() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let world = World::build(&store, monday()).await;
    db.owner_sql("DELETE FROM job WHERE kind <> 'purge'; REVOKE DELETE ON draft FROM tend_app");
    for attempt in 0..5 {
        assert!(
            store.job_run_next(world.org_id, monday() + TimeDelta::hours(attempt)).await.unwrap(),
            "attempt {attempt}"
        );
    }
    assert!(!store.job_run_next(world.org_id, monday() + TimeDelta::days(1)).await.unwrap());
    assert_eq!(db.owner_sql("SELECT status, attempts, error IS NOT NULL FROM job"), "parked|5|t");
}

#[tokio::test]
async fn a_job_of_a_newer_server_waits_for_it() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let world = World::build(&store, monday()).await;
    db.owner_sql("DELETE FROM job WHERE kind <> 'purge'; UPDATE job SET kind = 'of_tomorrow'");
    assert!(!store.job_run_next(world.org_id, monday() + TimeDelta::days(1)).await.unwrap());
    assert_eq!(db.owner_sql("SELECT status, attempts FROM job"), "ready|0");
}

#[tokio::test]
async fn sessions_that_are_over_their_tokens_and_failed_sign_ins_are_removed_after_a_day() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let world = World::build(&store, monday()).await;
    for _ in 0..2 {
        world.session(&store, world.staff["lead"]).await;
    }
    store.sign_in_failed("guessed@example.org", &["strangers".to_owned()], monday()).await.unwrap();
    store.sign_in_failed("guessed@example.org", &["lane".to_owned()], monday() + TimeDelta::hours(20)).await.unwrap();
    let ended = db.owner_sql("SELECT id FROM session ORDER BY id LIMIT 1");
    db.owner_sql(&format!(
        "DELETE FROM job WHERE kind <> 'purge';
         UPDATE session SET expires_at = '{}' WHERE id = '{ended}'; UPDATE session SET expires_at = '{}' WHERE id <> '{ended}'",
        monday() + TimeDelta::hours(1),
        monday() + TimeDelta::hours(2),
    ));
    assert!(store.job_run_next(world.org_id, monday() + TimeDelta::minutes(25 * 60 + 30)).await.unwrap());
    let left = "SELECT (SELECT count(*) FROM session), (SELECT count(*) FROM refresh_token), (SELECT string_agg(lane, ',') FROM sign_in_throttle)";
    assert_eq!(db.owner_sql(left), "1|1|lane");
    assert_eq!(db.owner_sql("SELECT status, count(*) FROM job GROUP BY status ORDER BY 1"), "done|1\nready|1");
}
