//! Nothing is overwritten without trace.

use domain::access::{Role, cap};
use persistence::{Reply, StoredReply};
use testkit::{TestDb, World, monday};

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
