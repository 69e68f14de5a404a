use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn answers(values: &[i64]) -> BTreeMap<String, i64> {
    (1..).zip(values).map(|(number, value): (u8, _)| (number.to_string(), *value)).collect()
}

fn run(code: &str, values: &[i64]) -> Score {
    score(find(code).unwrap(), &answers(values)).unwrap()
}

#[test]
fn tv_i1_13_is_moderate_and_positive_without_a_trigger() {
    let score = run("phq-9", &[2, 2, 2, 2, 1, 1, 2, 1, 0]);
    assert_eq!((score.total, score.positive, score.undecided, score.answered), (Some(13), Some(true), false, 9));
    assert_eq!(
        (score.bands.as_slice(), score.triggers.as_slice()),
        (["moderate".to_owned()].as_slice(), [].as_slice())
    );
    assert_eq!(score.bounds, Bounds { min: 13, max: 13 });
}

#[test]
fn tv_i1_item_nine_alone_triggers_at_a_minimal_total() {
    let score = run("phq-9", &[0, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!((score.total, score.positive, score.bands), (Some(1), Some(false), vec!["minimal".to_owned()]));
    assert_eq!(score.triggers, [SUICIDE_RISK_ITEM]);
}

#[test]
fn tv_i1_item_nine_triggers_before_anything_else_is_answered() {
    let score = score(find("phq-9").unwrap(), &[("9".to_owned(), 1)].into()).unwrap();
    assert_eq!((score.total, score.triggers), (None, vec![SUICIDE_RISK_ITEM.to_owned()]));
}

#[test]
fn tv_0_one_missing_answer_gives_bounds_and_no_total() {
    let mut given = answers(&[2, 2, 2, 2, 1, 0, 0, 0, 0]);
    given.remove("8");
    let score = score(find("phq-9").unwrap(), &given).unwrap();
    assert_eq!((score.total, score.bounds), (None, Bounds { min: 9, max: 12 }));
    assert_eq!((score.positive, score.undecided), (None, true));
    assert_eq!(score.bands, ["mild", "moderate"]);
    assert_eq!((score.next_question.as_deref(), score.answered), (Some("8"), 8));
}

#[test]
fn tv_i1_response_is_a_fall_by_half_and_remission_a_total_below_five() {
    let phq = find("phq-9").unwrap();
    let pair = |baseline, follow_up| {
        let outcome = outcome(phq, baseline, follow_up);
        (outcome.response, outcome.remission.unwrap(), outcome.improved)
    };
    assert_eq!(pair(18, 9), (true, false, Some(true)));
    assert_eq!(pair(18, 10), (false, false, Some(false)));
    assert_eq!(pair(18, 4), (true, true, Some(true)));
    assert_eq!(pair(9, 2).2, None, "a baseline below 10 is not in the denominator");
    assert_eq!(pair(0, 0), (false, true, None));
}

#[test]
fn tv_i1_a_change_of_five_points_is_meaningful_in_both_directions() {
    let phq = find("phq-9").unwrap();
    let meaningful = |baseline, follow_up| outcome(phq, baseline, follow_up).meaningful_change;
    assert_eq!((meaningful(14, 9), meaningful(14, 10)), (Some(true), Some(false)));
    assert_eq!((meaningful(9, 14), outcome(phq, 9, 14).change), (Some(true), 5));
}

#[test]
fn tv_i1_phq_2_is_positive_from_three() {
    assert_eq!(run("phq-2", &[1, 1]).positive, Some(false));
    assert_eq!((run("phq-2", &[2, 1]).total, run("phq-2", &[2, 1]).positive), (Some(3), Some(true)));
    assert_eq!(run("phq-2", &[3]).positive, Some(true), "decided although one item is missing");
}

#[test]
fn tv_i2_12_is_moderate_and_positive() {
    let score = run("gad-7", &[3, 3, 2, 2, 1, 1, 0]);
    assert_eq!((score.total, score.bands, score.positive), (Some(12), vec!["moderate".to_owned()], Some(true)));
    assert_eq!(run("gad-2", &[2, 1]).positive, Some(true));
}

#[test]
fn tv_i2_response_is_a_fall_by_half_and_four_points_are_meaningful() {
    let gad = find("gad-7").unwrap();
    let half = outcome(gad, 12, 6);
    assert_eq!((half.response, half.remission, half.improved), (true, None, Some(true)));
    assert_eq!(outcome(gad, 12, 8).meaningful_change, Some(true));
    assert_eq!(outcome(gad, 12, 9).meaningful_change, Some(false));
}

#[test]
fn tv_i1_and_i2_every_band_starts_and_ends_where_it_was_published() {
    let bands =
        |code| find(code).unwrap().bands.iter().map(|band| (band.min, band.max, band.label)).collect::<Vec<_>>();
    let phq =
        [(0, 4, "minimal"), (5, 9, "mild"), (10, 14, "moderate"), (15, 19, "moderately severe"), (20, 27, "severe")];
    assert_eq!(bands("phq-9"), phq);
    assert_eq!(bands("gad-7"), [(0, 4, "minimal"), (5, 9, "mild"), (10, 14, "moderate"), (15, 21, "severe")]);
}

#[test]
fn the_functional_item_is_not_scored_and_asked_only_when_there_is_a_problem() {
    let with = run("phq-9", &[1, 0, 0, 0, 0, 0, 0, 0, 0, 3]);
    let without = run("phq-9", &[1, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!((with.total, without.total), (Some(1), Some(1)));
    assert_eq!((with.next_question, without.next_question.as_deref()), (None, Some("10")));
    assert_eq!(run("phq-9", &[0; 9]).next_question, None);
}

#[test]
fn nothing_answered_leaves_everything_open() {
    let score = run("phq-9", &[]);
    assert_eq!((score.total, score.bounds, score.positive), (None, Bounds { min: 0, max: 27 }, None));
    assert_eq!((score.bands.len(), score.next_question.as_deref(), score.answered), (5, Some("1"), 0));
}

#[test]
fn a_positive_screen_stays_undecided_while_the_trigger_item_is_unanswered() {
    let score = run("phq-9", &[3, 3, 3, 3, 3, 3, 3, 3]);
    assert_eq!((score.positive, score.undecided, score.total), (Some(true), true, None));
}

#[test]
fn wrong_answers_are_refused_one_by_one_with_pointers() {
    let given = [("1", 4), ("2", -1), ("3", 2), ("11", 0), ("01", 0), ("a/b~c", 0)].map(|(k, v)| (k.to_owned(), v));
    let errors = score(find("phq-9").unwrap(), &given.into()).unwrap_err();
    let pointers: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(pointers, ["/answers/01", "/answers/1", "/answers/11", "/answers/2", "/answers/a~1b~0c"]);
    assert_eq!(errors[1].detail, "Must be one of 0, 1, 2, 3.");
    assert!(score(find("phq-2").unwrap(), &[("3".to_owned(), 0)].into()).is_err());
}

#[test]
fn every_instrument_is_complete_and_its_bands_cover_every_total() {
    for instrument in all() {
        assert!(!instrument.licence.is_empty() && !instrument.source.is_empty(), "{}", instrument.code);
        let numbers: Vec<_> = instrument.items.iter().map(|item| usize::from(item.number)).collect();
        assert_eq!(numbers, (1..=instrument.items.len()).collect::<Vec<_>>());
        let bounds = score(instrument, &BTreeMap::new()).unwrap().bounds;
        for total in bounds.min..=bounds.max {
            let bands = instrument.bands.iter().filter(|band| (band.min..=band.max).contains(&total));
            assert_eq!(bands.count(), 1, "{} {total}", instrument.code);
        }
    }
    assert_eq!(find("moca"), None);
}

fn some_answers() -> impl Strategy<Value = (&'static Instrument, BTreeMap<String, i64>)> {
    prop::sample::select(all().iter().collect::<Vec<_>>()).prop_flat_map(|instrument| {
        // At most five open items, so that every completion can be tried.
        let count = instrument.items.iter().filter(|item| item.scored).count();
        let open = prop::sample::subsequence((1..=count).collect::<Vec<_>>(), 0..=count.min(5));
        (Just(instrument), prop::collection::vec(0i64..4, count), open).prop_map(|(instrument, values, open)| {
            let mut given = answers(&values);
            given.retain(|number, _| !open.contains(&number.parse().unwrap()));
            (instrument, given)
        })
    })
}

/// Every way to answer the scored items that are still open.
fn completions(instrument: &Instrument, given: &BTreeMap<String, i64>) -> Vec<BTreeMap<String, i64>> {
    let open = instrument.items.iter().filter(|item| item.scored && !given.contains_key(&item.number.to_string()));
    open.fold(vec![given.clone()], |all, item| {
        let with = |answers: &BTreeMap<String, i64>, value| {
            let mut answers = answers.clone();
            answers.insert(item.number.to_string(), value);
            answers
        };
        all.iter().flat_map(|answers| item.options.iter().map(move |option| with(answers, option.value))).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn bounds_bands_and_decisions_are_exactly_those_of_every_possible_completion((instrument, given) in some_answers()) {
        let partial = score(instrument, &given).unwrap();
        let full: Vec<_> = completions(instrument, &given).iter().map(|answers| score(instrument, answers).unwrap()).collect();
        let totals: BTreeSet<i64> = full.iter().map(|score| score.total.unwrap()).collect();
        prop_assert_eq!(partial.bounds.min, *totals.first().unwrap());
        prop_assert_eq!(partial.bounds.max, *totals.last().unwrap());
        prop_assert_eq!(partial.total.is_some(), full.len() == 1);

        let mut bands: Vec<_> = full.iter().flat_map(|score| score.bands.clone()).collect();
        bands.sort_by_key(|label| instrument.bands.iter().position(|band| band.label == label));
        bands.dedup();
        prop_assert_eq!(&partial.bands, &bands);

        let decisions: BTreeSet<_> = full.iter().map(|score| (score.positive, score.triggers.clone())).collect();
        let positives: BTreeSet<_> = full.iter().map(|score| score.positive).collect();
        prop_assert_eq!(partial.positive.is_none(), positives.len() > 1);
        prop_assert_eq!(partial.undecided, decisions.len() > 1);
    }

    #[test]
    fn one_more_answer_never_widens_the_bounds((instrument, given) in some_answers(), value in 0i64..4) {
        let before = score(instrument, &given).unwrap();
        if let Some(number) = before.next_question {
            let mut more = given;
            more.insert(number, value);
            let after = score(instrument, &more).unwrap();
            prop_assert!(after.bounds.min >= before.bounds.min && after.bounds.max <= before.bounds.max);
        }
    }

    #[test]
    fn any_answers_at_all_are_scored_or_refused(given in prop::collection::btree_map(".{0,3}", any::<i64>(), 0..12)) {
        for instrument in all() {
            let _ = score(instrument, &given);
        }
    }
}
