//! What holds for every measure, on generated people.

use super::generated::person;
use super::*;
use chrono::Duration;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The facts of a person in another order.
fn turned(facts: &Facts) -> Facts {
    let mut turned = facts.clone();
    turned.cases.reverse();
    turned.coverages.reverse();
    turned.stays.reverse();
    turned.visits.reverse();
    turned.appointments.reverse();
    turned.scores.reverse();
    turned.symptoms.reverse();
    turned.risks.reverse();
    turned.crisis_plans.reverse();
    turned.deadlines.reverse();
    turned.referrals.reverse();
    turned.authorizations.reverse();
    turned.gaps.reverse();
    turned.answers.reverse();
    turned.milestones.iter_mut().for_each(|one| one.continuances.reverse());
    turned.milestones.reverse();
    turned.jobs.reverse();
    turned
}

fn now() -> impl Strategy<Value = DateTime<Utc>> {
    (0i64..1_300 * 24).prop_map(|hours| noon("2024-01-01") + Duration::hours(hours))
}

proptest! {
    #[test]
    fn the_number_is_the_count_of_its_members_and_nobody_is_counted_twice(first in 0u64..1_000_000, now in now()) {
        let people: Vec<Facts> = (first..first + 12).map(person).collect();
        for definition in DEFINITIONS {
            let result = evaluate(definition, &people, year(), now);
            let of = |place| result.members.iter().filter(move |member| member.place == place);
            let counted = of(Place::Numerator).count() + of(Place::Partial).count() + of(Place::Denominator).count();
            prop_assert_eq!(result.denominator as usize, counted, "{}", definition.code);
            prop_assert_eq!(result.excluded as usize, of(Place::Excluded).count());
            prop_assert_eq!(result.pending as usize, of(Place::Pending).count());
            if definition.kind == MeasureKind::Proportion {
                let halves = of(Place::Numerator).count() as f64 + of(Place::Partial).count() as f64 / 2.0;
                prop_assert_eq!(result.numerator, halves, "{}", definition.code);
                prop_assert!(result.rate().is_none_or(|rate| (0.0..=1.0).contains(&rate)));
            }
            let ids: BTreeSet<_> = result.members.iter().map(|member| (member.id, member.anchor_at)).collect();
            prop_assert_eq!(ids.len(), result.members.len(), "{}", definition.code);
            prop_assert!(result.members.iter().all(|member| !member.proof.is_empty()), "{}", definition.code);
        }
    }

    #[test]
    fn counting_without_proofs_gives_the_same_members(first in 0u64..1_000_000, now in now()) {
        let people: Vec<Facts> = (first..first + 6).map(person).collect();
        for definition in DEFINITIONS {
            let (mut proven, counted) = (evaluate(definition, &people, year(), now), count(definition, &people, year(), now));
            proven.members.iter_mut().for_each(|member| member.proof.clear());
            prop_assert_eq!(proven, counted);
        }
    }

    #[test]
    fn the_order_of_facts_and_people_changes_nothing(first in 0u64..1_000_000, now in now()) {
        let people: Vec<Facts> = (first..first + 6).map(person).collect();
        let other: Vec<Facts> = people.iter().rev().map(turned).collect();
        for definition in DEFINITIONS {
            prop_assert_eq!(evaluate(definition, &people, year(), now), evaluate(definition, &other, year(), now));
        }
    }

    #[test]
    fn what_happens_later_changes_nothing_of_what_was_known(first in 0u64..1_000_000, now in now()) {
        let person = person(first);
        let known = person.until(now).into_owned();
        prop_assert_eq!(known.until(now).into_owned(), known.clone(), "what is known is known");
        for definition in DEFINITIONS {
            let result = count(definition, std::slice::from_ref(&person), year(), now);
            prop_assert_eq!(result, count(definition, std::slice::from_ref(&known), year(), now), "{}", definition.code);
        }
    }

    #[test]
    fn one_more_kept_follow_up_never_lowers_a_rate(first in 0u64..1_000_000, minutes in 0i64..1_096 * 24 * 60) {
        let people: Vec<Facts> = (first..first + 4).map(person).collect();
        let mut more = people.clone();
        let at = noon("2024-01-01") + Duration::minutes(minutes);
        more[0].visits.push(VisitFact { at, ..visit("2026-03-12") });
        for code in ["fuh-7", "fuh-30", "fum-7", "fum-30", "fua-7", "fmc-7", "trc-engagement"] {
            let (before, after) = (in_2026(code, &people), in_2026(code, &more));
            prop_assert!(after.rate() >= before.rate(), "{code}: {:?} to {:?}", before.rate(), after.rate());
        }
    }

    #[test]
    fn people_do_not_change_each_others_places(first in 0u64..1_000_000) {
        let people: Vec<Facts> = (first..first + 5).map(person).collect();
        for definition in DEFINITIONS {
            let mut alone: Vec<Member> =
                people.iter().flat_map(|facts| members(definition, facts, year(), noon("2026-09-01"), true)).collect();
            alone.sort_by_key(|member| (member.anchor_at, member.id));
            prop_assert_eq!(evaluate(definition, &people, year(), noon("2026-09-01")).members, alone);
        }
    }
}
