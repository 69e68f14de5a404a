//! Nothing is overwritten without trace.

use domain::access::{Role, cap};
use persistence::{Reply, StoredReply};
use testkit::{TestDb, World, monday};
use uuid::Uuid;

struct Done;

impl Reply for Done {
    fn stored(&self) -> StoredReply {
        StoredReply { status: 200, etag: None, body: "{}".into() }
    }
}

#[tokio::test]
async fn a_replaced_row_is_kept_with_its_period() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let world = World::build(&store, monday()).await;
    let access = world.access::<cap::PersonWrite>(Role::Director, "person_update", monday());
    store
        .write(&access, async |tx| {
            let mut person = tx.person(world.person_id).await?;
            person.family_name = "Okonkwo-Reyes".into();
            tx.apply(person.change(monday().date_naive())?)?;
            Ok(Done)
        })
        .await
        .unwrap();
    let kept =
        format!("SELECT family_name, version, since < until FROM person_history WHERE id = '{}'", world.person_id);
    assert_eq!(db.owner_sql(&kept), "Okonkwo|1|t");
    assert_eq!(db.owner_sql(&format!("SELECT version FROM person WHERE id = '{}'", world.person_id)), "2");
    assert!(db.app_sql("DELETE FROM person_history").contains("ERROR"));
}

#[tokio::test]
async fn a_change_its_outbox_row_and_its_audit_entry_are_one_transaction() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let world = World::build(&store, monday()).await;
    let counts = "SELECT (SELECT count(*) FROM person_history), (SELECT count(*) FROM outbox), (SELECT count(*) FROM audit_event WHERE outcome = 'ok')";
    let before = db.owner_sql(counts);
    let access = world.access::<cap::PersonWrite>(Role::Director, "person_update", monday());
    let failed = store
        .write(&access, async |tx| {
            let person = tx.person(world.person_id).await?;
            tx.apply(person.change(monday().date_naive())?)?;
            Err::<Done, _>(domain::Rule::new("changed_my_mind", "No.").into())
        })
        .await;
    assert!(failed.is_err());
    assert_eq!(db.owner_sql(counts), before);
    assert_eq!(db.owner_sql("SELECT reason FROM audit_event WHERE outcome = 'refused'"), "changed_my_mind");
}

#[tokio::test]
async fn an_announcement_that_commits_after_a_later_one_is_told_too_and_each_is_told_once() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let World { org_id, person_id: early, case_id: late, .. } = World::build(&store, monday()).await;
    let announce = |id: Uuid| {
        format!("INSERT INTO outbox (org_id, kind, record_id, version) VALUES ('{org_id}', 'person', '{id}', 9)")
    };
    let (slow, connection) = tokio_postgres::connect(&db.owner_url(), tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let mut position = store.outbox_newest(org_id).await.unwrap();
    let mut told = async || -> Vec<Uuid> {
        let events = store.outbox_since(org_id, &mut position).await.unwrap();
        events.into_iter().map(|event| event.record_id).collect()
    };

    slow.batch_execute(&format!("BEGIN; {}", announce(late))).await.unwrap();
    assert_eq!(db.owner_sql(&announce(early)), "");
    assert_eq!(told().await, [early]);
    assert_eq!(told().await, Vec::<Uuid>::new());
    slow.batch_execute("COMMIT").await.unwrap();
    assert_eq!(told().await, [late]);
    assert_eq!(told().await, Vec::<Uuid>::new());
}

#[tokio::test]
async fn two_writers_of_one_version_never_both_win() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let world = World::build(&store, monday()).await;
    let attempts = (0..8).map(|_| {
        let (store, world) = (store.clone(), &world);
        async move {
            let access = world.access::<cap::PersonWrite>(Role::Director, "person_update", monday());
            let written = store.write(&access, async |tx| {
                let person = tx.person(world.person_id).await?;
                tx.require_version(person.version, 1)?;
                tx.apply(person.change(monday().date_naive())?)?;
                Ok(Done)
            });
            written.await.is_ok()
        }
    });
    let wins = futures_util::future::join_all(attempts).await.into_iter().filter(|won| *won).count();
    assert_eq!(wins, 1);
}

/// What puts right whose the tasks of referrals are that an earlier migration opened again.
const REOPENED: &str = include_str!("../../migrations/2026-11-23-000058_referral_task_owner/up.sql");

#[tokio::test]
async fn a_task_that_was_opened_again_untouched_is_its_case_owners_and_of_a_closed_case_ticked_off() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let world = World::build(&store, monday()).await;
    let (org, case, team) = (world.org_id, world.case_id, world.hospital_team_id);
    let (before, lead) = (world.staff["senior_care_manager"], world.staff["lead"]);
    let ticked_off_and_opened_again = |title: &str| {
        let made = format!(
            "INSERT INTO task (org_id, id, version, case_id, person_id, owner_id, team_id, title, kind, status, priority, due_at, rank_at,
               snoozed_until, completed_at, result, author_id, created_at)
             VALUES ('{org}', gen_random_uuid(), 1, '{case}', '{}', '{before}', '{team}', '{title}', 'follow_up', 'completed', 'routine',
               now(), now(), now() + interval '1 day', now(), 'Called', '{before}', now());
             UPDATE task SET kind = 'referral', version = 2, status = 'open', completed_at = NULL, result = NULL WHERE title = '{title}'",
            world.person_id
        );
        assert_eq!(db.owner_sql(&made), "");
    };
    let told = |title: &str| {
        db.owner_sql(&format!(
            "SELECT t.version, t.status, t.owner_id = c.owner_id, t.team_id = c.team_id, t.snoozed_until IS NULL, t.result
             FROM task t JOIN \"case\" c ON c.org_id = t.org_id AND c.id = t.case_id WHERE t.title = '{title}'"
        ))
    };
    ticked_off_and_opened_again("Untouched");
    ticked_off_and_opened_again("Assigned");
    assert_eq!(db.owner_sql(&format!("UPDATE task SET owner_id = '{lead}', version = 3 WHERE title = 'Assigned'")), "");
    assert_eq!(db.owner_sql(REOPENED), "");
    assert_eq!(told("Untouched"), "3|open|t|t|t|");
    assert_eq!(told("Assigned"), "3|open|f|f|f|", "what somebody did since stays");
    ticked_off_and_opened_again("Closed");
    let closed = format!(
        "UPDATE \"case\" SET status = 'closed', closed_at = now(), outcome = 'goals_met', version = version + 1 WHERE id = '{case}'"
    );
    assert_eq!(db.owner_sql(&closed), "");
    assert_eq!(db.owner_sql(REOPENED), "");
    assert_eq!(told("Closed"), "3|completed|f|f|f|Called");
    assert_eq!(told("Untouched"), "3|open|t|t|t|");
}
