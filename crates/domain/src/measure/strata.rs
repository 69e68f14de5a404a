//! Strata of a measure, and what is not shown of the small ones.

use serde::Serialize;

use super::{MeasureResult, Place};

/// Counts from 1 to 10 are not shown to those who may not see the people. Source: CMS cell size suppression policy.
pub const SMALL_CELL: u32 = 11;

/// One group of people in a measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stratum {
    /// What they have in common; none when it is not recorded.
    pub key: Option<String>,
    /// The numbers; none when they are suppressed.
    pub numbers: Option<Numbers>,
}

/// The numbers of a group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Numbers {
    /// The upper sum.
    pub numerator: f64,
    /// Members that count.
    pub denominator: u32,
    /// The value.
    pub value: Option<f64>,
}

fn is_small(count: f64) -> bool {
    count > 0.0 && count < f64::from(SMALL_CELL)
}

/// True when the numbers of a result tell of few: of those who count, who reached it or who did not. The sums of other kinds than
/// shares are made of the same people.
pub fn tells_of_few(result: &MeasureResult) -> bool {
    let reached = result.members.iter().filter(|member| member.place == Place::Numerator).count() as f64;
    let denominator = f64::from(result.denominator);
    [denominator, reached, denominator - reached].into_iter().any(is_small)
}

/// Which results are hidden from those who may not see the people, when their whole is known too: those that tell of few, and, when
/// that is a single one, the smallest other with it, so that it can't be found by subtraction.
pub fn hidden(results: &[&MeasureResult]) -> Vec<bool> {
    let mut hidden: Vec<bool> = results.iter().map(|result| tells_of_few(result)).collect();
    if hidden.iter().filter(|hidden| **hidden).count() == 1 {
        let others = results.iter().enumerate().filter(|(place, result)| !hidden[*place] && result.denominator > 0);
        if let Some((smallest, _)) = others.min_by_key(|(_, result)| result.denominator) {
            hidden[smallest] = true;
        }
    }
    hidden
}

/// The strata of results, by key; with `suppress`, without the numbers of those that are [`hidden`].
pub fn strata(mut results: Vec<(Option<String>, MeasureResult)>, suppress: bool) -> Vec<Stratum> {
    results.sort_by(|(a, _), (b, _)| (a.is_none(), a).cmp(&(b.is_none(), b)));
    let hidden = hidden(&results.iter().map(|(_, result)| result).collect::<Vec<_>>());
    let stratum = |((key, result), hidden): ((Option<String>, MeasureResult), bool)| {
        let numbers = Numbers { numerator: result.numerator, denominator: result.denominator, value: result.rate() };
        Stratum { key, numbers: (!suppress || !hidden).then_some(numbers) }
    };
    results.into_iter().zip(hidden).map(stratum).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::measure::{Mark, MeasureKind, Member};
    use chrono::DateTime;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn group(reached: usize, others: usize) -> MeasureResult {
        let member = |n: usize| {
            let place = if n < reached { Place::Numerator } else { Place::Denominator };
            Member {
                id: Uuid::from_u128(n as u128),
                person_id: Uuid::from_u128(n as u128),
                case_id: None,
                place,
                counts_at: DateTime::UNIX_EPOCH,
                anchor_at: DateTime::UNIX_EPOCH,
                due_at: None,
                met_at: None,
                top: f64::from(u8::from(place == Place::Numerator)),
                bottom: 1.0,
                mark: Mark::Plain,
                proof: Vec::new(),
            }
        };
        MeasureResult::count("x", MeasureKind::Proportion, (0..reached + others).map(member).collect())
    }

    fn shown(groups: &[(usize, usize)], suppress: bool) -> Vec<bool> {
        let results = groups.iter().enumerate().map(|(n, (a, b))| (Some(format!("{n:03}")), group(*a, *b))).collect();
        strata(results, suppress).iter().map(|one| one.numbers.is_some()).collect()
    }

    #[test]
    fn a_group_below_11_is_hidden_and_the_smallest_other_with_it() {
        assert_eq!(shown(&[(5, 5), (20, 20), (30, 30)], true), [false, false, true]);
        assert_eq!(shown(&[(5, 5), (2, 3), (30, 30)], true), [false, false, true]);
        assert_eq!(shown(&[(11, 11), (20, 20)], true), [true, true]);
        assert_eq!(shown(&[(5, 5), (20, 20)], false), [true, true]);
    }

    #[test]
    fn few_who_reached_it_or_few_who_did_not_are_hidden_too() {
        assert_eq!(shown(&[(10, 40), (40, 10), (0, 50)], true), [false, false, true]);
    }

    #[test]
    fn what_is_not_recorded_comes_last() {
        let keys = strata(vec![(None, group(20, 20)), (Some("es".into()), group(20, 20))], true);
        assert_eq!(keys.iter().map(|one| one.key.as_deref()).collect::<Vec<_>>(), [Some("es"), None]);
    }

    proptest! {
        #[test]
        fn nothing_small_is_shown_and_nothing_is_hidden_alone_beside_others(groups in prop::collection::vec((0usize..40, 0usize..40), 2..8)) {
            let results = groups.iter().enumerate().map(|(n, (a, b))| (Some(format!("{n:03}")), group(*a, *b))).collect();
            let strata = strata(results, true);
            for (one, (a, b)) in strata.iter().zip(&groups) {
                let small = [a + b, *a, *b].iter().any(|count| (1..11).contains(count));
                prop_assert!(!(small && one.numbers.is_some()));
            }
            let hidden = strata.iter().filter(|one| one.numbers.is_none()).count();
            let others = strata.iter().filter(|one| one.numbers.is_some_and(|numbers| numbers.denominator > 0)).count();
            prop_assert!(hidden != 1 || others == 0);
        }
    }
}
