//! Who reaches whom is kept by the database itself, and means there what it means in the domain.

use domain::Code;
use domain::access::{Actor, Capability, Decision, INTAKE_SCOPE, Request, Role, authorize, cap, decide};
use persistence::Error;
use proptest::sample::{select, subsequence};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use testkit::{TestDb, World, monday};
use uuid::Uuid;

/// What the cases, care teams and offers say about reach, computed from scratch.
const EXPECTED: &str = "
  SELECT p.id, s.scope FROM person p, LATERAL (
    SELECT p.org_id AS scope
    UNION SELECT c.owner_id FROM \"case\" c WHERE c.person_id = p.id
    UNION SELECT c.team_id FROM \"case\" c WHERE c.person_id = p.id
    UNION SELECT m.staff_id FROM case_member m WHERE m.person_id = p.id AND m.ends_at IS NULL
    UNION SELECT h.to_id FROM hand_off h WHERE h.person_id = p.id AND h.status = 'offered'
    UNION SELECT (ask ->> 'staff_id')::uuid FROM alert a, jsonb_array_elements(a.asked) ask
      WHERE a.person_id = p.id AND (a.closed_at IS NULL OR a.closed_at > now() - interval '1 day')
    UNION SELECT '00000000-0000-0000-0000-000000000000' WHERE NOT EXISTS (SELECT 1 FROM \"case\" c WHERE c.person_id = p.id)
  ) s";

fn difference(db: &TestDb) -> String {
    db.owner_sql(&format!("(({EXPECTED}) EXCEPT SELECT person_id, scope_id FROM person_reach) UNION ALL (SELECT person_id, scope_id FROM person_reach EXCEPT ({EXPECTED}))"))
}

#[tokio::test]
async fn reach_follows_owners_teams_members_offers_and_alerts() {
    let db = TestDb::new().await;
    let world = World::build(&db.store().await, monday()).await;
    assert_eq!(difference(&db), "");
    let (case, senior) = (world.case_id, world.staff["senior_care_manager"]);
    let step = |statement: String| {
        db.owner_sql(&statement);
        assert_eq!(difference(&db), "", "after {statement}");
    };
    step(format!("UPDATE \"case\" SET owner_id = '{senior}' WHERE id = '{case}'"));
    step(format!("UPDATE case_member SET ends_at = now() WHERE case_id = '{case}'"));
    step(format!(
        "INSERT INTO hand_off (org_id, id, version, case_id, person_id, from_id, to_id, status, summary, risks, promises, offered_at)
         VALUES ('{}', gen_random_uuid(), 1, '{case}', '{}', '{senior}', '{}', 'offered', '', '', '', now())",
        world.org_id, world.person_id, world.stranger_id
    ));
    step("UPDATE hand_off SET status = 'declined', settled_at = now()".into());
    step(format!(
        r#"INSERT INTO alert (org_id, id, version, case_id, person_id, owner_id, team_id, kind, trigger, severity, status, opened_at, due_at, rank_at, asked)
         VALUES ('{}', gen_random_uuid(), 1, '{case}', '{}', '{senior}', '{}', 'suicide_risk', '', 'high', 'open', now(), now(), now(), '[{{"staff_id": "{}"}}]')"#,
        world.org_id, world.person_id, world.team_id, world.stranger_id
    ));
    step("UPDATE alert SET status = 'closed', outcome = 'admitted', detail = '-', closed_by = owner_id, closed_at = now() - interval '25 hours'; DELETE FROM alert_ask WHERE closed_at < now() - interval '1 day'".into());
    step(format!("UPDATE person SET family_name = 'Renamed' WHERE id = '{}'", world.person_id));
    let key = format!("SELECT DISTINCT name_key FROM person_reach WHERE person_id = '{}'", world.person_id);
    assert_eq!(db.owner_sql(&key), "renamed ama");
}

/// Whoever is reached through `scopes` and through nothing else.
fn reached(db: &TestDb, world: &World, scopes: &[Uuid]) {
    let (org_id, person_id) = (world.org_id, world.person_id);
    db.owner_sql(&format!("DELETE FROM person_reach WHERE person_id = '{person_id}'"));
    for scope in scopes {
        let row = format!("'{org_id}', '{person_id}', '{scope}', 'a name'");
        let written = format!("INSERT INTO person_reach (org_id, person_id, scope_id, name_key) VALUES ({row})");
        assert_eq!(db.owner_sql(&written), "");
    }
}

#[tokio::test]
async fn the_database_shows_whom_the_decision_lets_be_seen_and_nobody_else() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let (own, other) = (World::build(&store, monday()).await, World::build(&store, monday()).await);
    let teams = vec![own.team_id, own.hospital_team_id];
    let mut scopes: Vec<Uuid> = own.staff.values().copied().collect();
    scopes.extend([own.org_id, own.team_id, own.hospital_team_id, own.stranger_id, INTAKE_SCOPE]);
    let cases = (select(Role::ALL), subsequence(teams, 0..=2), subsequence(scopes, 0..=8));
    let mut runner = TestRunner::deterministic();
    let mut seen = 0;
    for _ in 0..60 {
        let (role, led_team_ids, reach) = cases.new_tree(&mut runner).expect("a case").current();
        // The same scopes in another organization show nobody.
        reached(&db, &own, &reach);
        reached(&db, &other, &reach);
        let actor = Actor { led_team_ids, ..own.actor(role) };
        let request =
            Request { id: Uuid::now_v7(), operation: "me_get", now: monday(), record_id: None, idempotency: None };
        let access = authorize::<cap::SelfRead>(actor.clone(), request).expect("everybody sees themselves");
        for world in [&own, &other] {
            let decision = decide(&actor, world.org_id, Capability::SelfRead, &reach);
            let shown = store.read(&access, async |tx| tx.require_person(world.person_id).await).await;
            match shown {
                Ok(()) => assert_eq!(decision, Decision::Allow, "{role} {reach:?}"),
                Err(Error::NotFound) => assert_eq!(decision, Decision::Unseen, "{role} {reach:?}"),
                Err(error) => panic!("{error}"),
            }
            seen += usize::from(decision == Decision::Allow);
        }
    }
    assert!((5..60).contains(&seen), "both happen: {seen}");
}
