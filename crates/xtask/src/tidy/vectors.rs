//! Every published test vector of the rule catalogue is a test with its id in the name.

use super::Source;

/// The groups of the catalogue whose rules the domain computes, with how many rules they number: timeliness (T-1 to T-22) and
/// instruments (I-1 to I-16).
const NUMBERED: [(&str, u32); 2] = [("t", 22), ("i", 16)];
/// Sections without numbered rules: the conventions that the engine fixes once, and goals.
const SECTIONS: [&str; 2] = ["0", "4"];

/// The rules without a test that names them.
pub(super) fn check(sources: &[Source]) -> Vec<String> {
    let numbered = NUMBERED.iter().flat_map(|(group, last)| (1..=*last).map(move |number| format!("{group}_{number}")));
    let ids = SECTIONS.iter().map(|section| (*section).to_owned()).chain(numbered);
    let untested = ids.filter(|id| !is_tested(id, sources));
    untested.map(|id| format!("crates/domain/src: no test is called `tv_{id}_…`, after its vector")).collect()
}

fn is_tested(id: &str, sources: &[Source]) -> bool {
    let name = format!("fn tv_{id}_");
    let domain = sources.iter().filter(|source| source.path.starts_with("crates/domain/src/"));
    domain.flat_map(|source| source.text.lines()).any(|line| line.trim_start().starts_with(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tests(path: &str, names: &[String]) -> Source {
        let text = names.iter().map(|name| format!("    #[test]\n    fn {name}() {{}}\n")).collect();
        Source { path: path.into(), text }
    }

    fn all_but(left_out: &str) -> Vec<String> {
        let numbered =
            NUMBERED.iter().flat_map(|(group, last)| (1..=*last).map(move |n| format!("tv_{group}_{n}_ends")));
        let names = SECTIONS.iter().map(|section| format!("tv_{section}_holds")).chain(numbered);
        names.filter(|name| name != left_out).collect()
    }

    #[test]
    fn a_rule_whose_vector_no_test_names_is_found() {
        let check = |names: &[String]| check(&[tests("crates/domain/src/clock/tests.rs", names)]);
        assert!(check(&all_but("")).is_empty());
        let found = check(&all_but("tv_t_2_ends"));
        assert!(found.len() == 1 && found[0].contains("tv_t_2_"), "T-22 is no test of T-2");
        assert_eq!(check(&all_but("tv_0_holds")).len(), 1);
    }

    #[test]
    fn a_test_of_another_crate_does_not_count() {
        assert_eq!(check(&[tests("crates/api/src/clock.rs", &all_but(""))]).len(), 40);
    }
}
