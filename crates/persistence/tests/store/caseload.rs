//! Cases that change hands, many at once.

use domain::access::{Role, cap};
use persistence::caseload::Shift;
use persistence::{Error, Reply, StoredReply};
use testkit::{TestDb, World, monday};

struct Done;

impl Reply for Done {
    fn stored(&self) -> StoredReply {
        StoredReply { status: 200, etag: None, body: "{}".into() }
    }
}

/// People of the care manager, each with a case, a task, a deadline and an alert. Triggers are left out, and what they keep is
/// written at once.
fn enrol(db: &TestDb, world: &World, count: u32) {
    let (org, owner) = (world.org_id, world.staff["care_manager"]);
    let (team, program) = (world.team_id, world.program_id);
    let numbers = format!("FROM generate_series(1, {count}) n");
    db.owner_sql(&format!(
        "SET session_replication_role = replica;
         INSERT INTO person (org_id, id, version, family_name, given_name, birth_date, sex, language, interpreter_needed, address, identifiers, created_at)
           SELECT '{org}', md5('person' || n)::uuid, 1, 'Many', 'N' || n, '1960-01-01', 'female', 'es', false, '{{}}', '[]', now() {numbers};
         INSERT INTO \"case\" (org_id, id, version, person_id, program_id, status, stage, tier, owner_id, team_id, enrolled_at)
           SELECT '{org}', md5('case' || n)::uuid, 1, md5('person' || n)::uuid, '{program}', 'active', 'monitor', 'low', '{owner}', '{team}', now() {numbers};
         INSERT INTO person_reach (org_id, scope_id, person_id, name_key)
           SELECT '{org}', scope, md5('person' || n)::uuid, 'many n' || n {numbers}, unnest(ARRAY['{org}', '{owner}', '{team}']::uuid[]) scope;
         INSERT INTO task (org_id, id, version, case_id, person_id, owner_id, team_id, title, kind, status, priority, due_at, rank_at, author_id, created_at)
           SELECT '{org}', md5('task' || n)::uuid, 1, md5('case' || n)::uuid, md5('person' || n)::uuid, '{owner}', '{team}', 'Call', 'call', 'open', 'routine', now(), now(), '{owner}', now() {numbers};
         INSERT INTO deadline (org_id, id, version, case_id, person_id, owner_id, team_id, rule_code, rule_title, rule_version, rule_source, status, anchor_kind, anchor_subject_id, anchor_at, due_at, due_on, explanation, weight, rank_at, next_action)
           SELECT '{org}', md5('deadline' || n)::uuid, 1, md5('case' || n)::uuid, md5('person' || n)::uuid, '{owner}', '{team}', 'T-2', 'Plan', '1', 'T-2', 'open', 'enrolled', md5('case' || n)::uuid, now(), now(), '2026-04-01', '[]', 1, now(), 'plan' {numbers};
         INSERT INTO alert (org_id, id, version, case_id, person_id, owner_id, team_id, kind, trigger, severity, status, opened_at, due_at, rank_at)
           SELECT '{org}', md5('alert' || n)::uuid, 1, md5('case' || n)::uuid, md5('person' || n)::uuid, '{owner}', '{team}', 'suicide_risk', '', 'high', 'open', now(), now(), now() {numbers};
         RESET session_replication_role;
         ANALYZE;"
    ));
}

#[tokio::test]
async fn five_thousand_cases_change_hands_at_once_with_all_that_is_open() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let world = World::build(&store, monday()).await;
    enrol(&db, &world, 5000);
    let (from, to) = (world.staff["care_manager"], world.staff["senior_care_manager"]);
    let access = world.access::<cap::CaseloadMove>(Role::Lead, "caseload_move_create", monday());
    store
        .write(&access, async |tx| {
            let cases = tx.cases_to_move(&[], &[from], true).await?;
            let shifts: Vec<Shift> = cases.iter().map(|case| Shift::new(case, to)).collect();
            let shifted = tx.shift_cases(&shifts).await?;
            assert_eq!((shifted.moved.len(), shifted.stayed.len()), (5001, 0));
            let tasks: usize = shifted.moved.iter().map(|moved| moved.task_ids.len()).sum();
            assert_eq!(tasks, 5000);
            Ok(Done)
        })
        .await
        .unwrap();
    let left = |table: &str| {
        let open = if table == "\"case\"" { "status = 'active'" } else { "status = 'open'" };
        db.owner_sql(&format!("SELECT count(*) FROM {table} WHERE {open} AND owner_id = '{from}'"))
    };
    assert_eq!(["\"case\"", "task", "deadline", "alert"].map(left), ["0"; 4]);
    let announced = db.owner_sql("SELECT count(*) FROM outbox WHERE kind = 'case' AND version = 2");
    assert_eq!(announced, "5001", "every change is announced with its version");
    let kept = db.owner_sql(&format!("SELECT count(*) FROM case_history WHERE owner_id = '{from}'"));
    assert_eq!(kept, "5001", "who owned a case stays on record");
    let reached = db.owner_sql(&format!("SELECT count(*) FROM person_reach WHERE scope_id = '{to}'"));
    assert_eq!(reached, "5001", "the new owner reaches the people");
    let audited = db
        .owner_sql("SELECT cardinality(person_ids) >= 5001 FROM audit_event WHERE operation = 'caseload_move_create'");
    assert_eq!(audited, "t");
}

#[tokio::test]
async fn a_case_that_somebody_else_moved_meanwhile_moves_nothing() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let world = World::build(&store, monday()).await;
    enrol(&db, &world, 3);
    let (from, to) = (world.staff["care_manager"], world.staff["senior_care_manager"]);
    let access = world.access::<cap::CaseloadMove>(Role::Lead, "caseload_move_create", monday());
    let outcome = store
        .write(&access, async |tx| {
            let cases = tx.cases_to_move(&[], &[from], true).await?;
            let mut shifts: Vec<Shift> = cases.iter().map(|case| Shift::new(case, to)).collect();
            shifts[0].from_id = world.staff["lead"];
            tx.shift_cases(&shifts).await?;
            Ok(Done)
        })
        .await;
    assert!(matches!(outcome, Err(Error::Stale)));
    assert_eq!(db.owner_sql(&format!("SELECT count(*) FROM \"case\" WHERE owner_id = '{to}'")), "0");
}
