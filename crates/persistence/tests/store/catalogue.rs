//! What the database's own catalogue says about the schema.

use domain::code::Code;
use domain::measure::DEFINITIONS;
use persistence::measure::lacking;
use std::collections::BTreeSet;
use testkit::TestDb;

/// Tables that are read before an organization is known. This list may only shrink.
const WITHOUT_TENANT_POLICY: &[&str] = &["sign_in_directory", "tenant"];

fn lines(text: &str) -> BTreeSet<String> {
    text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[tokio::test]
async fn every_table_with_an_organization_has_forced_row_level_security_in_both_directions() {
    let db = TestDb::new().await;
    let open = db.owner_sql(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
         WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
           AND NOT (c.relrowsecurity AND c.relforcerowsecurity
             AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL))",
    );
    let allowed: BTreeSet<String> = WITHOUT_TENANT_POLICY.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(lines(&open), allowed);
}

#[tokio::test]
async fn the_organization_leads_every_unique_index_and_foreign_key() {
    let db = TestDb::new().await;
    let indexes = db.owner_sql(
        "SELECT i.indexrelid::regclass FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
         WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique AND i.indkey[0] <> a.attnum AND c.relname <> 'sign_in_directory'",
    );
    assert_eq!(indexes, "");
    let keys = db.owner_sql(
        "SELECT k.conname FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attname = 'org_id'
         WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace AND k.conkey[1] <> a.attnum",
    );
    assert_eq!(keys, "");
}

#[tokio::test]
async fn every_constraint_that_people_can_run_into_has_a_code() {
    let db = TestDb::new().await;
    let named = lines(&db.owner_sql(
        "SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('u', 'f', 'c', 'x')
           AND conname NOT LIKE '%\\_org\\_id\\_fkey'
         UNION SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
         WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique AND NOT i.indisprimary
           AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)",
    ));
    let missing: Vec<&String> = named.iter().filter(|name| persistence::constraint::explain(name).is_none()).collect();
    assert!(missing.is_empty(), "no code for {missing:?}");
}

#[tokio::test]
async fn the_application_role_owns_nothing_and_cannot_change_the_schema() {
    let db = TestDb::new().await;
    assert_eq!(db.owner_sql("SELECT count(*) FROM pg_class WHERE relowner = 'tend_app'::regrole"), "0");
    assert!(db.app_sql("CREATE TABLE x (id int)").contains("ERROR"));
    assert!(db.app_sql("ALTER TABLE person DISABLE ROW LEVEL SECURITY").contains("ERROR"));
    assert!(db.app_sql("DELETE FROM audit_event").contains("ERROR"));
}

#[tokio::test]
async fn the_server_refuses_to_run_with_a_privileged_role() {
    let db = TestDb::new().await;
    let refused = persistence::Store::open(&db.owner_url(), 1).await.err().expect("a refusal");
    assert!(refused.to_string().contains("row-level security"), "{refused}");
}

#[tokio::test]
async fn migrations_can_be_undone_and_redone_without_a_difference() {
    let db = TestDb::empty().await;
    persistence::migrate::up(&db.owner_url()).await.unwrap();
    let shape = "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2";
    let guards = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2";
    let first = (db.owner_sql(shape), db.owner_sql(guards));
    assert!(persistence::migrate::down(&db.owner_url()).await.unwrap() > 0);
    let left = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> '__diesel_schema_migrations'";
    assert_eq!(db.owner_sql(left), "");
    assert_eq!(
        db.owner_sql(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname NOT LIKE 'diesel%'"
        ),
        ""
    );
    persistence::migrate::up(&db.owner_url()).await.unwrap();
    assert_eq!((db.owner_sql(shape), db.owner_sql(guards)), first);
}

#[tokio::test]
async fn a_change_of_whatever_a_kept_measure_needs_marks_whom_it_is_about() {
    let db = TestDb::new().await;
    let told = db.owner_sql("SELECT pg_get_functiondef('outbox_told'::regproc)");
    for definition in DEFINITIONS.iter().filter(|definition| definition.keeps() && lacking(definition).is_empty()) {
        for kind in definition.needs {
            assert!(told.contains(&format!("'{}'", kind.as_str())), "{} needs {kind}", definition.code);
        }
    }
}
