//! One slice, one name, one file in each crate.

use std::collections::BTreeSet;

use super::Source;

/// Names that are in `domain` and `persistence` but not in `api`. The list may only shrink.
pub(super) const EXEMPT: &str = include_str!("exempt.txt");
/// The most names that the list may hold.
const MOST_EXEMPT: usize = 0;

/// The slices of `persistence` without a file in `api`, and names on the list that need not be there.
pub(super) fn check(sources: &[Source], exempt: &str) -> Vec<String> {
    let [domain, persistence, api] = ["domain", "persistence", "api"].map(|name| names(sources, name));
    let missing: BTreeSet<_> =
        domain.intersection(&persistence).filter(|slice| !api.contains(*slice)).copied().collect();
    let exempt: BTreeSet<_> =
        exempt.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let unseen = missing.difference(&exempt);
    let stale = exempt.difference(&missing);
    let mut findings: Vec<String> =
        unseen.map(|slice| format!("crates/api/src: the slice `{slice}` of persistence has no file here")).collect();
    findings.extend(
        stale.map(|name| format!("crates/xtask/src/tidy/exempt.txt: `{name}` needs no exemption: delete the line")),
    );
    if exempt.len() > MOST_EXEMPT {
        findings.push(format!("crates/xtask/src/tidy/exempt.txt: {} names, {MOST_EXEMPT} at most", exempt.len()));
    }
    findings
}

/// The names of the modules at the top of a crate. What lies inside a slice has names of its own.
fn names<'a>(sources: &'a [Source], name: &str) -> BTreeSet<&'a str> {
    let prefix = format!("crates/{name}/src/");
    let inner = sources.iter().filter_map(|source| source.path.strip_prefix(&prefix)?.strip_suffix(".rs"));
    inner.filter_map(|path| path.split('/').next()).filter(|part| !["lib", "main"].contains(part)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(paths: &[&str]) -> Vec<Source> {
        let source = |path: &&str| Source { path: format!("crates/{path}"), text: String::new() };
        paths.iter().map(source).collect()
    }

    #[test]
    fn a_slice_without_an_api_file_is_found() {
        let sources = files(&["domain/src/task.rs", "persistence/src/task.rs", "api/src/lib.rs"]);
        assert_eq!(check(&sources, "").len(), 1);
    }

    #[test]
    fn a_slice_may_be_a_folder_and_the_ground_floor_is_no_slice() {
        let sources = files(&[
            "domain/src/task.rs",
            "persistence/src/task/row.rs",
            "persistence/src/store.rs",
            "api/src/task/view.rs",
        ]);
        assert!(check(&sources, "").is_empty());
    }

    #[test]
    fn files_of_one_name_inside_two_slices_are_no_slice() {
        let sources = files(&["domain/src/adt/follow.rs", "persistence/src/plan/follow.rs", "api/src/lib.rs"]);
        assert!(check(&sources, "").is_empty());
    }

    #[test]
    fn an_exemption_that_is_not_needed_is_found() {
        let sources = files(&["domain/src/task.rs", "persistence/src/task.rs", "api/src/task.rs"]);
        assert!(check(&sources, "# why\ntask\n").iter().any(|finding| finding.contains("delete the line")));
    }
}
