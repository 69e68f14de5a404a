//! Strata of a measure, and what is told of numbers to those who may not see the people.
//!
//! They are told nothing that is made of few, and of the rest counts in steps: whoever asks about nested groups and subtracts finds a
//! step or none, not a person. That is no proof against somebody who asks much and averages.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{MeasureKind, MeasureResult, Place};
pub use crate::population::SMALL_CELL;
use crate::population::{STEP, rounded, shown};

/// One group of people in a measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stratum {
    /// What they have in common; none when it is not recorded.
    pub key: Option<String>,
    /// The numbers; none when they are suppressed.
    pub numbers: Option<Numbers>,
}

/// What is told of a result.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Numbers {
    /// The upper sum; none when it could tell of few.
    pub numerator: Option<f64>,
    /// Members that count.
    pub denominator: u32,
    /// The lower sum; none when it could tell of few.
    pub base: Option<f64>,
    /// Left out; none when they are few.
    pub excluded: Option<u32>,
    /// Not due yet; none when they are few.
    pub pending: Option<u32>,
    /// The value.
    pub value: Option<f64>,
}

/// True when the numbers of a result tell of few: of those who count, who reached it, in part or not at all. The sums of other kinds
/// than shares are made of the same people.
fn tells_of_few(result: &MeasureResult) -> bool {
    const COUNTED: [Place; 3] = [Place::Numerator, Place::Partial, Place::Denominator];
    // Of people, not of members: one of them may count with many answers of a survey.
    let people = |places: &[Place]| {
        let own = result.members.iter().filter(|member| places.contains(&member.place));
        own.map(|member| member.person_id).collect::<BTreeSet<_>>().len().try_into().unwrap_or(u32::MAX)
    };
    let groups = std::iter::once(COUNTED.as_slice()).chain(COUNTED.chunks(1));
    groups.map(people).any(|count| shown(count, false).is_none())
}

/// A number to two digits.
fn two_digits(value: f64) -> f64 {
    format!("{value:.1e}").parse().unwrap_or(value)
}

/// What is told of a result: all of it to those who see the people. To the others nothing when it tells of few; else the counts in
/// steps with their share, and of other kinds the value to two digits.
pub fn told(result: &MeasureResult, sees_people: bool) -> Option<Numbers> {
    let (excluded, pending) = (shown(result.excluded, sees_people), shown(result.pending, sees_people));
    if sees_people {
        let (numerator, base, value) = (Some(result.numerator), Some(result.base), result.rate());
        return Some(Numbers { numerator, denominator: result.denominator, base, excluded, pending, value });
    }
    if tells_of_few(result) {
        return None;
    }
    let denominator = rounded(result.denominator);
    let whole = f64::from(denominator);
    let share = result.kind == MeasureKind::Proportion;
    let step = f64::from(STEP);
    let numerator = share.then(|| (result.numerator / step).round() * step);
    let value = match numerator {
        Some(numerator) => (denominator > 0).then(|| numerator / whole),
        None => result.rate().map(two_digits),
    };
    Some(Numbers { numerator, denominator, base: share.then_some(whole), excluded, pending, value })
}

/// The strata of results, by key, with what is told of them.
pub fn strata(mut results: Vec<(Option<String>, MeasureResult)>, sees_people: bool) -> Vec<Stratum> {
    results.sort_by(|(a, _), (b, _)| (a.is_none(), a).cmp(&(b.is_none(), b)));
    let stratum = |(key, result): (Option<String>, MeasureResult)| Stratum { key, numbers: told(&result, sees_people) };
    results.into_iter().map(stratum).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::measure::{Mark, Member};
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

    fn result(reached: usize, partly: usize, others: usize) -> MeasureResult {
        let mut members = group(reached + partly, others).members;
        for member in members.iter_mut().filter(|member| member.place == Place::Numerator).skip(reached) {
            (member.place, member.top) = (Place::Partial, 0.5);
        }
        MeasureResult::count("x", MeasureKind::Proportion, members)
    }

    fn is_told(groups: &[(usize, usize)], sees_people: bool) -> Vec<bool> {
        let results = groups.iter().enumerate().map(|(n, (a, b))| (Some(format!("{n:03}")), group(*a, *b))).collect();
        strata(results, sees_people).iter().map(|one| one.numbers.is_some()).collect()
    }

    #[test]
    fn a_group_below_11_is_hidden() {
        assert_eq!(is_told(&[(5, 5), (20, 20), (30, 0)], false), [false, true, true]);
        assert_eq!(is_told(&[(5, 5), (20, 20)], true), [true, true]);
    }

    #[test]
    fn one_person_who_counts_often_is_hidden() {
        let mut alone = group(20, 20);
        alone.members.iter_mut().for_each(|member| member.person_id = Uuid::nil());
        assert!(told(&alone, false).is_none());
    }

    #[test]
    fn few_who_reached_it_in_part_or_not_are_hidden_too() {
        assert_eq!(is_told(&[(10, 40), (40, 10), (0, 50)], false), [false, false, true]);
        assert!(told(&result(50, 1, 49), false).is_none(), "a half in the sum tells of one");
        assert!(told(&result(50, 11, 49), false).is_some());
    }

    #[test]
    fn counts_are_told_in_steps_and_the_share_is_theirs() {
        let told = told(&group(33, 19), false).unwrap();
        assert_eq!((told.numerator, told.denominator, told.base), (Some(35.0), 50, Some(50.0)));
        assert_eq!((told.value, told.excluded, told.pending), (Some(0.7), Some(0), Some(0)));
        let all = super::told(&group(33, 19), true).unwrap();
        assert_eq!((all.numerator, all.denominator), (Some(33.0), 52));
    }

    #[test]
    fn of_other_kinds_the_value_is_told_to_two_digits() {
        let members = group(33, 19).members;
        let result = MeasureResult { value: Some(1234.5), ..MeasureResult::count("x", MeasureKind::Ratio, members) };
        let told = told(&result, false).unwrap();
        assert_eq!((told.numerator, told.base, told.denominator, told.value), (None, None, 50, Some(1200.0)));
        assert_eq!([0.0, 0.8649, -2.37].map(two_digits), [0.0, 0.86, -2.4]);
    }

    #[test]
    fn what_is_not_recorded_comes_last() {
        let keys = strata(vec![(None, group(20, 20)), (Some("es".into()), group(20, 20))], false);
        assert_eq!(keys.iter().map(|one| one.key.as_deref()).collect::<Vec<_>>(), [Some("es"), None]);
    }

    proptest! {
        #[test]
        fn what_is_told_of_a_group_a_part_of_it_and_their_difference_is_nobody_or_ten_and_more_in_steps(
            reached in 0usize..60, partly in 0usize..60, others in 0usize..60, more in 0usize..20,
        ) {
            let told = |reached| told(&result(reached, partly, others), false);
            let of = |counts: [f64; 3]| counts.iter().all(|count| *count == 0.0 || (*count >= 10.0 && count % 5.0 == 0.0));
            let (part, whole) = (told(reached), told(reached + more));
            for one in [part, whole].into_iter().flatten() {
                let (denominator, numerator) = (f64::from(one.denominator), one.numerator.unwrap());
                prop_assert!((0.0..=denominator).contains(&numerator));
                if partly == 0 {
                    prop_assert!(of([denominator, numerator, denominator - numerator]));
                }
            }
            if let (Some(part), Some(whole)) = (part, whole) {
                prop_assert_eq!((whole.denominator - part.denominator) % 5, 0);
                prop_assert!((whole.denominator - part.denominator).abs_diff(u32::try_from(more).unwrap()) < 5);
            }
        }
    }
}
