//! Every published test vector of the rule catalogue is a test with its id in the name.

use super::Source;

/// The groups of the catalogue whose rules the domain computes, with how many rules they number: timeliness (T-1 to T-22),
/// instruments (I-1 to I-16) and measures (K-1 to K-28).
const NUMBERED: [(&str, u32); 3] = [("t", 22), ("i", 16), ("k", 28)];
/// The conventions that the engine fixes once, by what the test of each begins with: clock types, day 0, the inclusive event day, the
/// boundary, age and its leap day, length of stay, missing answers, rounding, effective dating.
const CONVENTIONS: [&str; 10] = [
    "0_24_elapsed_hours",
    "0_30_days",
    "0_an_excluded_day_zero",
    "0_the_due_second",
    "0_age",
    "0_a_leap_day",
    "0_los",
    "0_one_missing_answer",
    "0_rounding",
    "0_a_case_is_judged",
];
/// Sections without numbered rules, and the models of section 5 that have a vector: goals, caseloads, billing, stays from the feed.
const SECTIONS: [&str; 10] = ["4", "5_1", "5_3", "5_4", "5_5", "5_6", "5_7", "5_8", "6", "adt"];

fn ids() -> impl Iterator<Item = String> {
    let numbered = NUMBERED.iter().flat_map(|(group, last)| (1..=*last).map(move |number| format!("{group}_{number}")));
    CONVENTIONS.iter().chain(&SECTIONS).map(|id| (*id).to_owned()).chain(numbered)
}

/// The rules without a test that names them.
pub(super) fn check(sources: &[Source]) -> Vec<String> {
    let untested = ids().filter(|id| !is_tested(id, sources));
    untested.map(|id| format!("crates/domain/src: no test is called `tv_{id}_…`, after its vector")).collect()
}

fn is_tested(id: &str, sources: &[Source]) -> bool {
    // Measures are named both ways: `tv_k_15_…` and `tv_k15_…`.
    let short = id.strip_prefix("k_").map_or_else(|| id.to_owned(), |number| format!("k{number}"));
    let names = [format!("fn tv_{id}_"), format!("fn tv_{short}_")];
    let domain = sources.iter().filter(|source| source.path.starts_with("crates/domain/src/"));
    let mut lines = domain.flat_map(|source| source.text.lines()).map(str::trim_start);
    lines.any(|line| names.iter().any(|name| line.starts_with(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tests(path: &str, names: &[String]) -> Source {
        let text = names.iter().map(|name| format!("    #[test]\n    fn {name}() {{}}\n")).collect();
        Source { path: path.into(), text }
    }

    fn all_but(left_out: &str) -> Vec<String> {
        ids().map(|id| format!("tv_{id}_holds")).filter(|name| name != left_out).collect()
    }

    #[test]
    fn a_rule_whose_vector_no_test_names_is_found() {
        let check = |names: &[String]| check(&[tests("crates/domain/src/clock/tests.rs", names)]);
        assert!(check(&all_but("")).is_empty());
        let found = check(&all_but("tv_t_2_holds"));
        assert!(found.len() == 1 && found[0].contains("tv_t_2_"), "T-22 is no test of T-2");
        assert_eq!(check(&all_but("tv_0_rounding_holds")).len(), 1, "each convention has its own");
        assert_eq!(check(&all_but("tv_6_holds")).len(), 1);
    }

    #[test]
    fn a_measure_is_named_with_or_without_a_line_between() {
        let mut names = all_but("tv_k_10_holds");
        names.push("tv_k10_holds".into());
        assert!(check(&[tests("crates/domain/src/measure/tests.rs", &names)]).is_empty());
    }

    #[test]
    fn a_test_of_another_crate_does_not_count() {
        assert_eq!(check(&[tests("crates/api/src/clock.rs", &all_but(""))]).len(), 86);
    }
}
