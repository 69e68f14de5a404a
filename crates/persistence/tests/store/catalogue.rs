//! What the database's own catalogue says about the schema.

use domain::code::Code;
use domain::measure::{DEFINITIONS, FactKind};
use persistence::measure::lacking;
use persistence::migrate;
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

/// Everything that a migration makes, a line each, by one query. A trigger function of the history that lists exactly the columns of
/// its table is as good as one that takes them all: the first one is what a renewed history has.
const SHAPE: &str = r#"
WITH relation AS (SELECT * FROM pg_class WHERE relnamespace = 'public'::regnamespace)
SELECT concat_ws(' ', 'relation', relname, relkind, relpersistence, relrowsecurity, relforcerowsecurity, reloptions) FROM relation
UNION ALL SELECT concat_ws(' ', 'column', r.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
    a.attgenerated, a.attacl, pg_get_expr(d.adbin, d.adrelid))
  FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum WHERE r.relkind IN ('r', 'p', 'v')
UNION ALL SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, convalidated, pg_get_constraintdef(oid))
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
UNION ALL SELECT concat_ws(' ', 'index', i.indisvalid, pg_get_indexdef(i.indexrelid)) FROM pg_index i JOIN relation r ON r.oid = i.indexrelid
UNION ALL SELECT concat_ws(' ', 'trigger', t.tgenabled, pg_get_triggerdef(t.oid)) FROM pg_trigger t JOIN relation r ON r.oid = t.tgrelid
  WHERE NOT t.tgisinternal
UNION ALL SELECT concat_ws(' ', 'function', replace(replace(pg_get_functiondef(p.oid), kept.listed, ' VALUES (OLD.*, now())'), E'\n', ' '), p.proacl)
  FROM pg_proc p CROSS JOIN LATERAL (
    SELECT format(' (%s, until) VALUES (%s, now())', string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum),
      string_agg('OLD.' || quote_ident(a.attname), ', ' ORDER BY a.attnum)) AS listed
    FROM pg_trigger t JOIN pg_attribute a ON a.attrelid = t.tgrelid AND a.attnum > 0 AND NOT a.attisdropped WHERE t.tgfoid = p.oid
  ) kept WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
UNION ALL SELECT concat_ws(' ', 'policy', r.relname, p.polname, p.polcmd, p.polpermissive, p.polroles::regrole[],
    pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid))
  FROM pg_policy p JOIN relation r ON r.oid = p.polrelid
UNION ALL SELECT concat_ws(' ', 'grant', r.relname, g.grantee::regrole, g.privilege_type, g.is_grantable)
  FROM relation r, aclexplode(coalesce(r.relacl, acldefault('r', r.relowner))) g WHERE r.relkind IN ('r', 'p', 'v')
UNION ALL SELECT concat_ws(' ', 'type', typname, typtype) FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype IN ('d', 'e', 'r', 'm')"#;
/// What the lines begin with: a query that fails has none of them.
const KINDS: [&str; 9] =
    ["relation", "column", "constraint", "index", "trigger", "function", "policy", "grant", "type"];

fn same(version: &str, wanted: &BTreeSet<String>, found: &BTreeSet<String>) {
    let lost: Vec<&String> = wanted.difference(found).collect();
    let left: Vec<&String> = found.difference(wanted).collect();
    assert!(lost.is_empty() && left.is_empty(), "{version}: lost {lost:#?}, left {left:#?}");
}

#[tokio::test]
async fn every_migration_can_be_undone_and_redone_without_a_difference() {
    let db = TestDb::empty().await;
    let url = db.owner_url();
    let shape = || lines(&db.owner_sql(SHAPE));
    migrate::create_role(&url).await.unwrap();
    assert_eq!(migrate::back(&url).await.unwrap(), None);
    let mut before = Vec::new();
    let mut whole = shape();
    while migrate::next(&url).await.unwrap().is_some() {
        before.push(std::mem::replace(&mut whole, shape()));
    }
    for kind in KINDS {
        assert!(whole.iter().any(|line| line.starts_with(kind)), "{kind}");
    }
    while let Some(version) = migrate::back(&url).await.unwrap() {
        same(&version, &before.pop().expect("a shape before it"), &shape());
    }
    assert!(before.is_empty());
    assert!(migrate::up(&url).await.unwrap() > 0);
    same("all of them", &whole, &shape());
}

#[tokio::test]
async fn a_change_of_whatever_a_kept_measure_needs_marks_whom_it_is_about() {
    let db = TestDb::new().await;
    let told = db.owner_sql("SELECT pg_get_functiondef('outbox_told'::regproc)");
    for definition in DEFINITIONS.iter().filter(|definition| definition.keeps() && lacking(definition).is_empty()) {
        for kind in definition.needs {
            // Days of a court and jobs are milestones; what an emergency was for is said of its stay, word of a hospital on the way home.
            let record = match kind {
                FactKind::CourtMilestone | FactKind::Job => "milestone",
                FactKind::EmergencyCause => "stay",
                FactKind::HospitalNotice => "transition",
                other => other.as_str(),
            };
            assert!(told.contains(&format!("'{record}'")), "{} needs {kind}", definition.code);
        }
    }
}
