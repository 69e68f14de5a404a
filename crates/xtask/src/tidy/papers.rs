//! What the papers say is there: links and paths lead somewhere, and the tests that hold an invariant are where its row says.

use super::Source;

/// The heading above the table whose last column names tests.
const INVARIANTS: &str = "## Invariants";
/// Folders at the root of the checkout: what begins with one in a paper is a path.
const ROOTS: [&str; 5] = ["crates/", "docs/", "frontend/", "openapi/", "tests/"];
/// What stands in a path that is a pattern, or no path at all.
const PATTERN: [char; 5] = ['<', '*', '…', '{', ' '];

/// Dead links and paths, and tests that are not where a row of the invariants looks for them.
pub(super) fn check(papers: &[Source], sources: &[Source], exists: impl Fn(&str) -> bool) -> Vec<String> {
    let dead = papers.iter().flat_map(|paper| {
        let folder = paper.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let links = links(&paper.text)
            .map(move |link| if folder.is_empty() { link.into() } else { format!("{folder}/{link}") });
        let places = links.chain(paths(&paper.text).map(str::to_owned)).filter(|place| !exists(place));
        places.map(|place| format!("{}: there is no {place}", paper.path)).collect::<Vec<_>>()
    });
    dead.chain(papers.iter().flat_map(|paper| lost_tests(paper, sources))).collect()
}

/// Where the links of a text go, inside the checkout and without the heading in a file.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
    targets.filter(|target| !target.is_empty() && !target.contains("://"))
}

/// What a line sets in the type of code.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

fn paths(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.lines().flat_map(quoted);
    quoted.filter(|path| ROOTS.iter().any(|root| path.starts_with(root)) && !path.contains(PATTERN))
}

/// The tests that the rows of the invariants name, where no file has them to which the row links. `same file` are the links above.
fn lost_tests(paper: &Source, sources: &[Source]) -> Vec<String> {
    let table = paper.text.split_once(INVARIANTS).map_or("", |(_, table)| table);
    let mut above: Vec<&str> = Vec::new();
    let mut lost = Vec::new();
    let cells = table.lines().filter_map(|line| line.strip_prefix('|')?.strip_suffix('|')?.rsplit_once('|'));
    for (_, cell) in cells {
        let mut places: Vec<&str> = links(cell).collect();
        if cell.contains("same file") {
            places.append(&mut above);
        }
        let missing = quoted(cell).filter(|name| !is_test_in(name, &places, sources));
        lost.extend(missing.map(|name| format!("{}: `{name}` is in no file that its row links to", paper.path)));
        above = places;
    }
    lost
}

/// Whether one of the places has a function of this name, or one that begins with it before a `*`, or a test with these words.
fn is_test_in(name: &str, places: &[&str], sources: &[Source]) -> bool {
    let is_word = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    let text = match name.strip_suffix('*') {
        Some(beginning) => format!("fn {beginning}"),
        None if name.chars().all(is_word) => format!("fn {name}("),
        None => format!("\"{name}"),
    };
    let within =
        |path: &str, place: &str| path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let mut looked_into = sources.iter().filter(|source| places.iter().any(|place| within(&source.path, place)));
    looked_into.any(|source| source.text.contains(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(paper: &str) -> Vec<String> {
        let source = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
        let sources = [
            source("crates/domain/src/need/tests.rs", "#[test]\nfn a_need_is_met_once() {}\nfn tv_t_5_ends() {}"),
            source("frontend/src/lib/dates.test.ts", "it(\"says the day, not the hour\", () => {"),
        ];
        let exists =
            |path: &str| path == "docs/adr/../need.md" || sources.iter().any(|source| source.path.starts_with(path));
        let path = if paper.contains(INVARIANTS) { "ARCHITECTURE.md" } else { "docs/adr/0001-need.md" };
        check(&[source(path, paper)], &sources, exists)
    }

    #[test]
    fn a_link_or_a_path_that_leads_nowhere_is_found() {
        assert!(
            findings("[need](../need.md#why) is `crates/domain`, unlike `crates/<name>` and [this](https://x.example)")
                .is_empty()
        );
        assert_eq!(findings("[need](../gone.md)"), ["docs/adr/0001-need.md: there is no docs/adr/../gone.md"]);
        assert_eq!(findings("in `crates/gone.rs`").len(), 1);
    }

    fn row(held_by: &str) -> Vec<String> {
        findings(&format!("{INVARIANTS}\n\n| Invariant | Held by |\n|---|---|\n| It holds | {held_by} |\n"))
    }

    #[test]
    fn a_test_that_its_file_does_not_have_is_found() {
        let file = "[need/tests.rs](crates/domain/src/need/tests.rs)";
        assert!(row(&format!("`a_need_is_met_once` and `tv_t_*`, {file}")).is_empty());
        assert!(row(&format!("`a_need_is_met_once`, {file} |\n| It holds too | `tv_t_5_ends`, same file")).is_empty());
        assert!(row("`a_need_is_met_once`, [need](crates/domain/src/need)").is_empty());
        assert!(row("`says the day`, [dates.test.ts](frontend/src/lib/dates.test.ts)").is_empty());
        for wrong in ["`a_need_is_met`", "`tv_t5_*`", "`says the day`"] {
            let found = row(&format!("{wrong}, {file}"));
            assert_eq!(found, [format!("ARCHITECTURE.md: {wrong} is in no file that its row links to")]);
        }
        assert_eq!(row("`a_need_is_met_once`, same file").len(), 1, "no row above links to a file");
    }
}
