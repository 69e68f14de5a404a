//! Which crate may depend on which.

use super::Source;

/// What one crate may depend on. Crates of this workspace are always listed; others are free unless `only` is set.
struct Rule {
    name: &'static str,
    inner: &'static [&'static str],
    /// Crates of this workspace that its tests may use besides.
    in_tests: &'static [&'static str],
    /// The outer crates that it may use, where they are limited. Its tests are free.
    only: Option<&'static [&'static str]>,
}

const RULES: &[Rule] = &[
    Rule {
        name: "domain",
        inner: &[],
        in_tests: &[],
        only: Some(&["chrono", "chrono-tz", "serde", "thiserror", "uuid"]),
    },
    Rule { name: "persistence", inner: &["domain"], in_tests: &["localpg", "testkit"], only: None },
    Rule { name: "api", inner: &["domain", "persistence", "localpg"], in_tests: &["testkit"], only: None },
    Rule { name: "testkit", inner: &["api", "domain", "persistence", "localpg"], in_tests: &[], only: None },
    Rule {
        name: "durability",
        inner: &["api", "domain", "persistence", "localpg", "testkit"],
        in_tests: &[],
        only: None,
    },
    Rule { name: "load", inner: &["api", "domain", "persistence", "localpg", "testkit"], in_tests: &[], only: None },
    Rule { name: "localpg", inner: &[], in_tests: &[], only: Some(&[]) },
    Rule { name: "xtask", inner: &["localpg"], in_tests: &[], only: Some(&[]) },
];
/// What only `persistence` and the benchmark's yardstick may use: nobody else knows SQL.
const SQL: &[&str] =
    &["diesel", "diesel-async", "diesel_migrations", "tokio-postgres", "postgres", "sqlx", "deadpool-postgres"];

/// The dependencies that break a rule.
pub(super) fn check(manifests: &[Source]) -> Vec<String> {
    manifests.iter().flat_map(findings).collect()
}

fn findings(manifest: &Source) -> Vec<String> {
    let folder = manifest.path.split('/').nth(1).unwrap_or_default();
    let Some(rule) = RULES.iter().find(|rule| rule.name == folder) else {
        return vec![format!("{}: the crate has no row in the table of crates/xtask/src/tidy/edges.rs", manifest.path)];
    };
    let refused = dependencies(&manifest.text).into_iter().filter(|found| !allowed(rule, found));
    refused.map(|found| format!("{}: `{}` must not depend on `{}`", manifest.path, rule.name, found.name)).collect()
}

fn allowed(rule: &Rule, found: &Dependency) -> bool {
    let name = found.name.as_str();
    if SQL.contains(&name) {
        // The yardstick of the benchmark runs the same statements without the application around them.
        return ["persistence", "load"].contains(&rule.name);
    }
    if RULES.iter().any(|rule| rule.name == name) {
        return rule.inner.contains(&name) || found.in_tests && rule.in_tests.contains(&name);
    }
    found.in_tests || rule.only.is_none_or(|only| only.contains(&name))
}

struct Dependency {
    name: String,
    in_tests: bool,
}

/// The dependencies of a manifest: keys in dependency tables, and dependency tables of their own.
fn dependencies(text: &str) -> Vec<Dependency> {
    let mut found = Vec::new();
    let mut table = String::new();
    for line in text.lines().map(str::trim) {
        if let Some(header) = line.strip_prefix('[') {
            table = header.trim_end_matches(']').to_owned();
            if let Some((parent, name)) = table.rsplit_once("dependencies.") {
                found.push(Dependency { name: name.to_owned(), in_tests: parent.ends_with("dev-") });
            }
        } else if table.ends_with("dependencies") && !line.starts_with('#') && line.contains('=') {
            let name = line.split(['=', '.']).next().unwrap_or_default().trim().trim_matches('"');
            found.push(Dependency { name: name.to_owned(), in_tests: table.ends_with("dev-dependencies") });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(name: &str, text: &str) -> Vec<String> {
        check(&[Source { path: format!("crates/{name}/Cargo.toml"), text: text.to_owned() }])
    }

    #[test]
    fn the_domain_does_no_io() {
        let found = manifest("domain", "[dependencies]\nserde = \"1\"\ntokio = { workspace = true }\n");
        assert_eq!(found, ["crates/domain/Cargo.toml: `domain` must not depend on `tokio`"]);
    }

    #[test]
    fn only_persistence_knows_sql_even_in_tests() {
        assert_eq!(manifest("api", "[dev-dependencies]\ntokio-postgres.workspace = true").len(), 1);
        assert_eq!(manifest("api", "[dependencies.diesel]\nversion = \"2\"").len(), 1);
        assert!(manifest("persistence", "[dependencies]\ndiesel = \"2\"").is_empty());
    }

    #[test]
    fn dependencies_point_one_way() {
        assert_eq!(manifest("persistence", "[dependencies]\napi = { workspace = true }").len(), 1);
        assert_eq!(manifest("api", "[dependencies]\ntestkit = { workspace = true }").len(), 1);
        assert!(manifest("api", "[dev-dependencies]\ntestkit = { workspace = true }").is_empty());
    }

    #[test]
    fn localpg_and_xtask_use_the_standard_library_only() {
        assert_eq!(manifest("localpg", "[dependencies]\nlibc = \"0.2\"").len(), 1);
        assert_eq!(manifest("xtask", "[target.'cfg(unix)'.dependencies]\nlibc = \"0.2\"").len(), 1);
        assert!(manifest("xtask", "[dependencies]\nlocalpg = { workspace = true }").is_empty());
    }

    #[test]
    fn a_new_crate_needs_a_row() {
        assert_eq!(manifest("surprise", "[dependencies]\n").len(), 1);
    }
}
