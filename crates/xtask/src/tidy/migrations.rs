//! Every migration can be undone.

use std::collections::BTreeMap;

use super::Source;

/// The migrations without a way up or a way down.
pub(super) fn check(files: &[Source]) -> Vec<String> {
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for file in files {
        if let Some((folder, name)) = file.path.rsplit_once('/') {
            let names = folders.entry(folder).or_default();
            if has_statement(&file.text) {
                names.push(name);
            }
        }
    }
    let missing = |(folder, names): (&str, Vec<&str>)| {
        let absent = ["up.sql", "down.sql"].into_iter().filter(move |name| !names.contains(name));
        absent.map(move |name| format!("{folder}: {name} is missing or says nothing")).collect::<Vec<_>>()
    };
    folders.into_iter().flat_map(missing).collect()
}

fn has_statement(text: &str) -> bool {
    text.lines().any(|line| !line.trim().is_empty() && !line.trim_start().starts_with("--"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> Source {
        Source { path: format!("crates/persistence/migrations/0001_first/{name}"), text: text.into() }
    }

    #[test]
    fn a_migration_goes_up_and_down() {
        assert!(check(&[file("up.sql", "create table a ();"), file("down.sql", "drop table a;")]).is_empty());
    }

    #[test]
    fn a_migration_without_a_way_down_is_found() {
        let up = || file("up.sql", "create table a ();");
        assert_eq!(check(&[up()]).len(), 1);
        assert_eq!(check(&[up(), file("down.sql", "-- nothing\n")]).len(), 1);
    }
}
