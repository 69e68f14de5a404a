//! Words that must not be in the code. They are put together here so that this file does not hold them.

use super::Source;

struct Word {
    text: &'static str,
    within: &'static str,
    instead: &'static str,
}

const WORDS: &[Word] = &[
    Word { text: concat!("todo", "!("), within: "crates/", instead: "finish it or leave it out" },
    Word { text: concat!("unimplemented", "!("), within: "crates/", instead: "finish it or leave it out" },
    Word { text: concat!("dbg", "!("), within: "crates/", instead: "use a tracing event" },
    Word {
        text: concat!(".rou", "te("),
        within: "crates/api/src/",
        instead: "use `.service(handler)`, which the API document sees",
    },
];

/// The lines that hold a forbidden word.
pub(super) fn check(sources: &[Source]) -> Vec<String> {
    sources.iter().flat_map(findings).collect()
}

fn findings(source: &Source) -> Vec<String> {
    let words = || WORDS.iter().filter(|word| source.path.starts_with(word.within));
    let line = |(index, line): (usize, &str)| {
        let found = words().find(|word| line.contains(word.text))?;
        Some(format!("{}:{}: `{}` is not allowed here: {}", source.path, index + 1, found.text, found.instead))
    };
    source.text.lines().enumerate().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> Vec<String> {
        check(&[Source { path: path.into(), text: text.into() }])
    }

    #[test]
    fn every_forbidden_word_is_found_where_it_is_forbidden() {
        for word in WORDS {
            let text = format!("fn f() {{\n    x{}1);\n}}", word.text);
            let found = file(&format!("{}x.rs", word.within), &text);
            assert_eq!(found.len(), 1, "{}", word.text);
        }
    }

    #[test]
    fn a_word_that_only_one_crate_forbids_is_free_in_others() {
        assert!(file("crates/testkit/src/app.rs", concat!("app.rou", "te(\"/\", get())")).is_empty());
    }
}
