//! What is read of a person's contacts to say how the reaching goes.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::access::{Role, cap};
use domain::contact::Contact;
use domain::engagement::Touch;
use testkit::{TestDb, World, monday};
use uuid::Uuid;

/// Thirty people with up to forty contacts of every kind in three years; the first one has none, and some were never reached.
fn call(db: &TestDb, world: &World) {
    let (org, author) = (world.org_id, world.staff["care_manager"]);
    let one_of = |codes: &str, salt: u32| {
        format!("(ARRAY[{codes}])[1 + (hashtext(n || '-' || k || '-{salt}') & 1023) % cardinality(ARRAY[{codes}])]")
    };
    let mode = one_of("'phone', 'text', 'in_person', 'video'", 1);
    let direction = one_of("'outbound', 'outbound', 'inbound'", 2);
    let outcome = one_of("'no_answer', 'left_message', 'no_answer', 'wrong_number', 'refused', 'reached'", 3);
    let with = one_of("'person', 'caregiver', 'provider', 'person'", 4);
    let status = one_of("'finished', 'finished', 'entered_in_error'", 5);
    let reached = format!("CASE WHEN n % 5 = 0 AND {outcome} = 'reached' THEN 'no_answer' ELSE {outcome} END");
    let answer = db.owner_sql(&format!(
        "SET session_replication_role = replica;
         INSERT INTO contact (org_id, id, version, case_id, person_id, mode, direction, outcome, \"with\", minutes, purpose, occurred_at, author_id, created_at, status, error_reason)
           SELECT '{org}', md5('contact' || n || '-' || k)::uuid, 1, NULL, md5('person' || n)::uuid, {mode}, {direction}, {reached}, {with}, 5, 'outreach',
             timestamptz '{now}' - (hashtext(n || '-' || k) & 1023) * interval '1 day' - k * interval '1 minute', '{author}', now(), {status}, CASE WHEN {status} = 'entered_in_error' THEN 'Another person' END
           FROM generate_series(1, 30) n, generate_series(2, 40) k WHERE k <= n + 1 AND n > 1;
         RESET session_replication_role;",
        now = monday(),
    ));
    assert_eq!(answer, "");
}

/// What the reaching is judged from: the last two-way contact and what followed, and all since an instant.
fn wanted(contacts: &[Contact], since: DateTime<Utc>) -> Vec<Touch> {
    let touches: Vec<Touch> = contacts.iter().map(Touch::from).collect();
    let last = touches.iter().filter(|touch| touch.is_two_way()).map(|touch| touch.at).max();
    touches.into_iter().filter(|touch| last.is_none_or(|at| touch.at >= at) || touch.at >= since).collect()
}

#[tokio::test]
async fn the_contacts_that_are_read_are_the_last_two_way_one_and_what_followed_and_all_lately() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let world = World::build(&store, monday()).await;
    call(&db, &world);
    let ids = db.owner_sql("SELECT string_agg(md5('person' || n), ',') FROM generate_series(1, 30) n");
    let people: Vec<Uuid> = ids.split(',').map(|id| id.parse().unwrap()).collect();
    let access = world.access::<cap::ContactRead>(Role::CareManager, "engagement_list", monday());
    store
        .read(&access, async |tx| {
            let mut shorter = 0;
            for since in [0, 30, 400].map(|days| monday() - TimeDelta::days(days)) {
                let found: HashMap<Uuid, Vec<Touch>> = tx.touches_of(people.clone(), since).await?;
                for id in &people {
                    let all = tx.contacts_between(*id, monday() - TimeDelta::days(4000), monday()).await?;
                    let wanted = wanted(&all, since);
                    shorter += usize::from(wanted.len() < all.len());
                    assert_eq!(found.get(id).cloned().unwrap_or_default(), wanted, "{id} since {since}");
                }
            }
            assert!(shorter > 30, "most people have contacts that need not be read: {shorter}");
            Ok(())
        })
        .await
        .unwrap();
}
