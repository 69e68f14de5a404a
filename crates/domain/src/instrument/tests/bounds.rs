//! Bounds, bands and decisions are exact: they are compared with those of every possible completion.

use super::*;
use crate::person::Sex;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// At most this many completions are tried for a set of answers.
const COMPLETIONS: usize = 3000;

/// A few cases by default; `PROPTEST_CASES` asks for more.
fn cases() -> ProptestConfig {
    match std::env::var("PROPTEST_CASES") {
        Ok(_) => ProptestConfig::default(),
        Err(_) => ProptestConfig::with_cases(96),
    }
}

/// The answers to try for an item: all that give points, or both ends of each step of a number.
fn values(instrument: &Instrument, item: &Item) -> Vec<i64> {
    let Some(range) = item.range else {
        let counts = |choice: &&Choice| instrument.refusal_scores_zero || !choice.refused;
        return item.options.iter().filter(counts).map(|choice| choice.value).collect();
    };
    let ends = range.steps.iter().skip(1).map(|step| step.from - 1).chain([range.max]);
    let both: BTreeSet<_> = range.steps.iter().map(|step| step.from).chain(ends).collect();
    both.into_iter().collect()
}

fn context() -> impl Strategy<Value = Context> {
    let sex = prop::option::of(prop::sample::select(vec![Sex::Female, Sex::Male, Sex::Other, Sex::Unknown]));
    (sex, prop::option::of(0_u16..120)).prop_map(|(sex, age)| Context { sex, age })
}

fn is_skipped(instrument: &Instrument, given: &BTreeMap<String, i64>, item: &Item) -> bool {
    let numbered = |number: u8| instrument.items.iter().find(|item| item.number == number).unwrap();
    match item.ask_if {
        Some(AskIf::Answer { item: parent, value }) => {
            given.get(numbered(parent).name).is_some_and(|answer| *answer != value)
        }
        Some(AskIf::PointsOf { items }) => items.iter().map(|number| numbered(*number)).all(|parent| {
            let answer = given.get(parent.name);
            answer.map_or_else(|| is_skipped(instrument, given, parent), |value| parent.points(*value) == Some(0))
        }),
        Some(AskIf::AnyPoints) | None => false,
    }
}

/// True where the person chose not to answer the item, and nobody knows what they would have said.
fn is_withheld(instrument: &Instrument, given: &BTreeMap<String, i64>, item: &Item) -> bool {
    let refused = |value: &i64| item.options.iter().any(|choice| choice.value == *value && choice.refused);
    !instrument.refusal_scores_zero && given.get(item.name).is_some_and(refused)
}

/// What the person said: the answers without those withheld.
fn told(instrument: &Instrument, given: &BTreeMap<String, i64>) -> BTreeMap<String, i64> {
    let mut told = given.clone();
    for item in instrument.items.iter().filter(|item| is_withheld(instrument, given, item)) {
        told.remove(item.name);
    }
    told
}

/// The item refused. Who refuses a question is not asked its follow-ups.
fn refuse(instrument: &Instrument, given: &mut BTreeMap<String, i64>, item: &Item) {
    given.insert(item.name.to_owned(), REFUSED);
    let follows = |one: &&Item| matches!(one.ask_if, Some(AskIf::Answer { item: parent, .. }) if parent == item.number);
    for follow_up in instrument.items.iter().filter(follows) {
        given.remove(follow_up.name);
    }
}

fn offers_refusal(item: &Item) -> bool {
    item.options.iter().any(|choice| choice.refused)
}

/// Random answers by name to all items, as the skip logic allows, and then some of them taken away or refused.
fn some_answers() -> impl Strategy<Value = (&'static Instrument, BTreeMap<String, i64>, Context)> {
    prop::sample::select(every()).prop_flat_map(|instrument| {
        let picks = prop::collection::vec(any::<prop::sample::Index>(), instrument.items.len());
        let order = Just(instrument.items.iter().collect::<Vec<_>>()).prop_shuffle();
        // Most often few are open, sometimes as many as can be tried.
        let open = prop_oneof![0..3_usize, 0..instrument.items.len() + 1];
        let refusing = prop::collection::vec(any::<bool>(), instrument.items.len());
        (picks, order, open, refusing, context()).prop_map(move |(picks, order, open, refusing, context)| {
            let mut given = BTreeMap::new();
            for (item, pick) in instrument.items.iter().zip(picks) {
                if !is_skipped(instrument, &given, item) {
                    given.insert(item.name.to_owned(), *pick.get(&values(instrument, item)));
                }
            }
            let mut completions = 1;
            for (item, refuses) in order.into_iter().zip(refusing).take(open) {
                completions *= values(instrument, item).len() + 1;
                if completions <= COMPLETIONS && refuses && offers_refusal(item) && !instrument.refusal_scores_zero {
                    refuse(instrument, &mut given, item);
                } else if completions <= COMPLETIONS {
                    given.remove(item.name);
                }
            }
            (instrument, given, context)
        })
    })
}

/// Every way to answer the scored items that are still open or withheld, as the skip logic allows.
fn completions(instrument: &Instrument, given: &BTreeMap<String, i64>) -> Vec<BTreeMap<String, i64>> {
    let told = told(instrument, given);
    let open = instrument.items.iter().filter(|item| item.scored && !told.contains_key(item.name));
    open.fold(vec![told.clone()], |all, item| {
        let complete = |answers: BTreeMap<String, i64>| {
            if is_skipped(instrument, &answers, item) {
                return vec![answers];
            }
            let with = |value| answers.clone().into_iter().chain([(item.name.to_owned(), value)]).collect();
            values(instrument, item).into_iter().map(with).collect()
        };
        all.into_iter().flat_map(complete).collect()
    })
}

/// The scores of all completions that are no contradiction.
fn complete_scores(instrument: &Instrument, given: &BTreeMap<String, i64>, context: &Context) -> Vec<Score> {
    let score = |answers| score_in(instrument, answers, context).ok();
    completions(instrument, given).iter().filter_map(score).collect()
}

/// The total of complete answers, added by hand.
fn total_by_hand(instrument: &Instrument, given: &BTreeMap<String, i64>, context: &Context) -> i64 {
    let table =
        |steps: &[Step], value: i64| steps.iter().rfind(|step| step.from <= value).map_or(0, |step| step.points);
    let points = |number: &u8| {
        let item = instrument.items.iter().find(|item| item.number == *number).unwrap();
        given.get(item.name).map_or(0, |value| match item.range {
            Some(range) => table(range.steps, *value),
            None => item.options.iter().find(|choice| choice.value == *value).unwrap().points,
        })
    };
    let part = |part: &Part| {
        let points = part.items.iter().map(points);
        let value: i64 = if part.combine == Combine::Sum { points.sum() } else { points.max().unwrap() };
        if part.steps.is_empty() { value } else { table(part.steps, value) }
    };
    instrument.parts.iter().map(part).sum::<i64>()
        + context.age.map_or(0, |age| table(instrument.age_points, age.into()))
}

/// What asking an item would leave, found by scoring each of its answers: how many leave the decision open, how many answers
/// there are, and how wide the bounds stay at worst.
fn outlook_by_hand(
    instrument: &Instrument,
    given: &BTreeMap<String, i64>,
    context: &Context,
    item: &Item,
) -> (usize, usize, i64) {
    let answers: Vec<i64> = match item.range {
        Some(range) => range.steps.iter().map(|step| step.from).collect(),
        None => item.options.iter().filter(|choice| !choice.refused).map(|choice| choice.value).collect(),
    };
    let with = |value: &i64| given.clone().into_iter().chain([(item.name.to_owned(), *value)]).collect();
    let scores: Vec<Score> = answers.iter().map(|value| score_in(instrument, &with(value), context).unwrap()).collect();
    let open = scores.iter().filter(|score| score.undecided).count();
    let width = scores.iter().map(|score| score.bounds.max - score.bounds.min).max().unwrap();
    (open, scores.len(), width)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_next_question_is_the_first_of_those_that_decide_most((instrument, given, context) in some_answers()) {
        if instrument.items.iter().any(|item| matches!(item.ask_if, Some(AskIf::Answer { .. } | AskIf::PointsOf { .. }))) {
            return Ok(());
        }
        let open: Vec<&Item> = instrument.items.iter().filter(|item| item.scored && !given.contains_key(item.name)).collect();
        let outlooks = open.iter().map(|item| outlook_by_hand(instrument, &given, &context, item));
        let first_best = open.iter().zip(outlooks).min_by(|(_, a), (_, b)| (a.0 * b.1).cmp(&(b.0 * a.1)).then(a.2.cmp(&b.2)));
        if let Some((item, _)) = first_best {
            prop_assert_eq!(score_in(instrument, &given, &context).unwrap().next_question, Some(item.number.to_string()));
        }
    }

    #[test]
    fn bounds_bands_and_decisions_are_exactly_those_of_every_possible_completion((instrument, given, context) in some_answers()) {
        let partial = score_in(instrument, &given, &context).unwrap();
        let full = complete_scores(instrument, &given, &context);
        let totals: BTreeSet<i64> = full.iter().map(|score| score.total.unwrap()).collect();
        prop_assert_eq!(partial.bounds, Bounds { min: *totals.first().unwrap(), max: *totals.last().unwrap() });

        let bands: BTreeSet<_> = full.iter().flat_map(|score| score.bands.clone()).collect();
        prop_assert_eq!(partial.bands.iter().cloned().collect::<BTreeSet<_>>(), bands.clone());
        prop_assert_eq!(partial.bands.len(), bands.len());

        let positives: BTreeSet<_> = full.iter().map(|score| score.positive).collect();
        prop_assert_eq!(partial.positive, if positives.len() == 1 { full[0].positive } else { None });

        let certain = |code: &String| full.iter().all(|score| score.triggers.contains(code));
        let possible: BTreeSet<String> = full.iter().flat_map(|score| score.triggers.clone()).collect();
        let fired: Vec<_> = possible.iter().filter(|code| certain(code)).cloned().collect();
        prop_assert_eq!(partial.triggers.iter().cloned().collect::<BTreeSet<_>>(), fired.iter().cloned().collect());

        let open = match (instrument.positive_from, instrument.bands.is_empty()) {
            (Some(_), _) => positives.len() > 1,
            (None, false) => bands.len() > 1,
            (None, true) => partial.total.is_none(),
        };
        prop_assert_eq!(partial.undecided, open || fired.len() < possible.len());

        for (index, part) in partial.parts.iter().enumerate() {
            let values: BTreeSet<i64> = full.iter().map(|score| score.parts[index].value.min).collect();
            prop_assert_eq!(part.value, Bounds { min: *values.first().unwrap(), max: *values.last().unwrap() });
            let positives: BTreeSet<_> = full.iter().map(|score| score.parts[index].positive).collect();
            prop_assert_eq!(part.positive, if positives.len() == 1 { full[0].parts[index].positive } else { None });
        }
    }

    #[test]
    fn a_complete_total_is_what_adding_by_hand_gives((instrument, given, context) in some_answers()) {
        for answers in completions(instrument, &given).into_iter().take(50) {
            if let Ok(score) = score_in(instrument, &answers, &context) {
                prop_assert_eq!(score.total, Some(total_by_hand(instrument, &answers, &context)));
            }
        }
    }

    #[test]
    fn one_more_answer_never_widens_and_the_next_question_ends((instrument, given, context) in some_answers(), pick in any::<prop::sample::Index>()) {
        let mut given = given;
        let mut before = score_in(instrument, &given, &context).unwrap();
        for _ in 0..=instrument.items.len() {
            let Some(number) = before.next_question.clone() else { break };
            let item = instrument.item(&number).unwrap();
            let refusal = offers_refusal(item).then_some(REFUSED);
            // An answer that contradicts an earlier one is refused.
            let next: Vec<_> = values(instrument, item).into_iter().chain(refusal).filter_map(|value| {
                let with: BTreeMap<_, _> = given.clone().into_iter().chain([(item.name.to_owned(), value)]).collect();
                score_in(instrument, &with, &context).ok().map(|after| (with, after))
            }).collect();
            let after;
            (given, after) = pick.get(&next).clone();
            prop_assert!(after.bounds.min >= before.bounds.min && after.bounds.max <= before.bounds.max);
            prop_assert!(after.bands.iter().all(|band| before.bands.contains(band)));
            prop_assert!(before.triggers.iter().all(|code| after.triggers.contains(code)));
            prop_assert!(before.undecided || !after.undecided);
            before = after;
        }
        prop_assert_eq!(before.next_question, None);
        let told = told(instrument, &given);
        let withheld = |item: &&Item| item.scored && is_withheld(instrument, &given, item) && !is_skipped(instrument, &told, item);
        let refusals = instrument.items.iter().filter(withheld).count();
        prop_assert_eq!(before.total.is_none(), refusals > 0);
        prop_assert!(instrument.refusal_scores_zero || before.refusals == refusals);
    }

    #[test]
    fn who_refuses_a_question_says_as_little_as_who_was_not_asked_and_is_counted_apart(
        (instrument, given, context) in some_answers(),
        index in any::<prop::sample::Index>(),
    ) {
        let item = index.get(&instrument.items);
        let told = told(instrument, &given);
        if !offers_refusal(item) || instrument.refusal_scores_zero || is_skipped(instrument, &told, item) {
            return Ok(());
        }
        let mut refused = given;
        refuse(instrument, &mut refused, item);
        let mut open = refused.clone();
        open.remove(item.name);
        let [refused, open] = [refused, open].map(|answers| score_in(instrument, &answers, &context).unwrap());
        prop_assert_eq!((refused.bounds, &refused.bands, refused.positive), (open.bounds, &open.bands, open.positive));
        prop_assert_eq!((&refused.triggers, &refused.parts), (&open.triggers, &open.parts));
        prop_assert_eq!((refused.undecided, refused.answered), (open.undecided, open.answered));
        prop_assert_eq!(refused.refusals, open.refusals + usize::from(item.scored));
        prop_assert!(!item.scored || refused.total.is_none());
        prop_assert_ne!(refused.next_question, Some(item.number.to_string()));
    }

    #[test]
    fn the_next_question_is_open_and_to_be_asked((instrument, given, context) in some_answers()) {
        if let Some(number) = score_in(instrument, &given, &context).unwrap().next_question {
            let item = instrument.item(&number).unwrap();
            prop_assert!(!given.contains_key(item.name) && !is_skipped(instrument, &told(instrument, &given), item));
        }
    }

    #[test]
    fn more_points_for_an_answer_never_lower_the_total((instrument, given, context) in some_answers(), index in any::<prop::sample::Index>()) {
        let item = index.get(&instrument.items);
        let points = |value| item.points(value).unwrap();
        let mut by_points = values(instrument, item);
        by_points.sort_by_key(|value| points(*value));
        let bounds = by_points.into_iter().filter_map(|value| {
            let mut answers = given.clone();
            answers.insert(item.name.to_owned(), value);
            score_in(instrument, &answers, &context).ok().map(|score| score.bounds)
        });
        // A parent of skipped items is left out: its answer decides which others count.
        let decides = |child: &Item| match child.ask_if {
            Some(AskIf::Answer { item: parent, .. }) => parent == item.number,
            Some(AskIf::PointsOf { items }) => items.contains(&item.number),
            Some(AskIf::AnyPoints) | None => false,
        };
        if !instrument.items.iter().any(decides) {
            let bounds: Vec<_> = bounds.collect();
            prop_assert!(bounds.is_sorted_by_key(|bounds| bounds.min) && bounds.is_sorted_by_key(|bounds| bounds.max));
        }
    }

    #[test]
    fn scoring_again_or_by_number_instead_of_by_name_gives_the_same((instrument, given, context) in some_answers()) {
        let first = score_in(instrument, &given, &context).unwrap();
        let by_number = given.iter().map(|(name, value)| (instrument.item(name).unwrap().number.to_string(), *value)).collect();
        prop_assert_eq!(&first, &score_in(instrument, &given, &context).unwrap());
        prop_assert_eq!(first, score_in(instrument, &by_number, &context).unwrap());
    }

    #[test]
    fn any_answers_at_all_are_scored_or_refused(
        given in prop::collection::btree_map("[a-z0-9-]{0,9}|.{0,3}|q[0-9]{1,2}|[0-9]{1,3}", prop_oneof![any::<i64>(), 0i64..5], 0..12),
        context in context(),
        (baseline, follow_up) in any::<(i64, i64)>(),
    ) {
        for instrument in every() {
            let _ = score_in(instrument, &given, &context);
            let _ = outcome(instrument, baseline, follow_up);
        }
    }

    #[test]
    fn the_course_depends_on_what_came_before_and_not_on_the_order_it_is_listed_in(
        made in prop::collection::vec((0_u128..3, 0_i64..20, 0_i64..28), 1..10),
        pick in any::<prop::sample::Index>(),
    ) {
        let at = |day: i64| chrono::DateTime::from_timestamp(day * 86_400, 0).unwrap();
        let numbered = (1_u128..).zip(made);
        let mut all: Vec<Total> = numbered.map(|(number, (case, day, total))| Total {
            id: uuid::Uuid::from_u128(number), case_id: uuid::Uuid::from_u128(case), at: at(day), total,
        }).collect();
        let this = *pick.get(&all);
        for instrument in every() {
            let told = course(instrument, &this, &all);
            all.reverse();
            prop_assert_eq!(&told, &course(instrument, &this, &all));
            let came_before = |one: &Total| (one.at, one.id) < (this.at, this.id);
            all.retain(|one| came_before(one) || one.id == this.id);
            prop_assert_eq!(&told, &course(instrument, &this, &all));
            for one in [&told.baseline, &told.previous].into_iter().flatten() {
                prop_assert!(came_before(&one.earlier));
                prop_assert_eq!(&one.outcome, &outcome(instrument, one.earlier.total, this.total));
            }
            prop_assert!(told.baseline.is_none_or(|one| one.earlier.case_id == this.case_id));
        }
    }

    #[test]
    fn a_lower_follow_up_never_loses_a_response_or_a_remission(baseline in 0i64..100, follow_up in 0i64..100, lower in 0i64..20) {
        for instrument in every() {
            let (one, less) = (outcome(instrument, baseline, follow_up), outcome(instrument, baseline, follow_up - lower));
            prop_assert!(less.response >= one.response && less.remission >= one.remission && less.improved >= one.improved);
            prop_assert_eq!(one.change, -outcome(instrument, follow_up, baseline).change);
            prop_assert_eq!(one.meaningful_change, outcome(instrument, follow_up, baseline).meaningful_change);
        }
    }
}
