//! What is kept says the same as judging anew.

use super::generated::person;
use super::*;
use crate::measure::kept::{EDITION, Kept, KeptMember, keep};
use chrono::Duration;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn long_ago() -> DateTime<Utc> {
    noon("2020-01-01")
}

fn kept_at(facts: &Facts, now: DateTime<Utc>) -> Kept {
    keep(DEFINITIONS, facts, long_ago(), now)
}

/// What is kept of a measure and belongs to a period.
fn within(kept: &Kept, code: &str, period: Period) -> Vec<Member> {
    let of_measure = kept.members.iter().filter(|(kept, _)| *kept == code).flat_map(|(_, members)| members);
    of_measure.filter(|member| period.contains(member.counts_at)).cloned().collect()
}

fn minute(minutes: i64) -> DateTime<Utc> {
    noon("2024-01-01") + Duration::minutes(minutes)
}

/// An instant of the generated years and some months behind them.
fn when() -> impl Strategy<Value = DateTime<Utc>> {
    (0i64..1_300 * 24 * 60).prop_map(minute)
}

proptest! {
    #[test]
    fn the_members_of_any_period_are_those_that_are_kept_and_count_in_it(first in 0u64..1_000_000, now in when(), from in when(), hours in 1i64..24 * 500) {
        let period = Period { from, to: from + Duration::hours(hours) };
        for number in first..first + 4 {
            let facts = person(number);
            let kept = kept_at(&facts, now);
            for definition in DEFINITIONS.iter().filter(|definition| definition.keeps()) {
                let judged = members(definition, &facts, period, now, false);
                prop_assert_eq!(within(&kept, definition.code, period), judged, "{}", definition.code);
            }
        }
    }

    #[test]
    fn what_is_kept_holds_until_the_instant_it_says(first in 0u64..1_000_000, now in when(), share in 0f64..1.0) {
        for number in first..first + 4 {
            let facts = person(number);
            let kept = kept_at(&facts, now);
            let until = kept.holds_until.unwrap_or(now + Duration::days(900));
            prop_assert!(until >= now);
            let span = until - now;
            let later = now + Duration::milliseconds((span.num_milliseconds() as f64 * share) as i64);
            let last = (until - Duration::milliseconds(1)).max(now);
            for at in [later, last] {
                prop_assert_eq!(&kept_at(&facts, at).members, &kept.members, "{} to {}", now, at);
            }
        }
    }

    #[test]
    fn a_member_that_is_stored_is_read_as_it_was(number in 0u64..1_000_000, now in when()) {
        let facts = person(number);
        for (code, members) in kept_at(&facts, now).members {
            let stored: Vec<KeptMember> = members.iter().map(KeptMember::from).collect();
            let text = serde_json::to_string(&stored).unwrap();
            let read: Vec<KeptMember> = serde_json::from_str(&text).unwrap();
            let read: Option<Vec<Member>> = read.into_iter().map(|one| one.member(facts.person_id)).collect();
            prop_assert_eq!(read, Some(members), "{}", code);
        }
    }
}

#[test]
fn what_is_kept_of_10_000_people_follows_their_changes_and_the_time_like_counting_everybody_anew() {
    let mut people: Vec<Facts> = (0..10_000).map(person).collect();
    let mut now = noon("2026-03-15");
    let mut kept: Vec<Kept> = people.iter().map(|facts| kept_at(facts, now)).collect();
    for round in 0..3u64 {
        now += Duration::hours(31 + 40 * round as i64);
        let mut judged = 0;
        for (number, (facts, kept)) in people.iter_mut().zip(&mut kept).enumerate() {
            let changed = (number as u64 + round).is_multiple_of(97);
            if changed {
                *facts = Facts { person_id: facts.person_id, ..person(1_000_000 + round * 10_000 + number as u64) };
            }
            if changed || kept.holds_until.is_some_and(|until| until <= now) {
                *kept = kept_at(facts, now);
                judged += 1;
            }
        }
        assert!((100..9_000).contains(&judged), "{judged} of 10,000 were judged anew");
        let mut all: BTreeMap<&str, Vec<Member>> = BTreeMap::new();
        for kept in &kept {
            for (code, members) in &kept.members {
                all.entry(code)
                    .or_default()
                    .extend(members.iter().filter(|one| year().contains(one.counts_at)).cloned());
            }
        }
        for definition in DEFINITIONS.iter().filter(|definition| definition.keeps()) {
            let of_kept =
                MeasureResult::count(definition.code, definition.kind, all.remove(definition.code).unwrap_or_default());
            assert_eq!(of_kept, count(definition, &people, year(), now), "{}", definition.code);
        }
    }
}

#[test]
fn what_the_period_cuts_is_not_kept() {
    let cut: Vec<&str> = DEFINITIONS.iter().filter(|one| !one.keeps()).map(|one| one.source).collect();
    assert_eq!(cut, ["K-3", "K-5", "K-9", "K-13", "K-13", "K-14", "K-15", "K-17"]);
}

/// One line for each edition of the rules: its number, and the digest of what the people below keep under it.
const GOLDEN: &str = include_str!("kept.golden");

/// FNV-1a: small, and the same everywhere.
fn digest(text: &str, before: u64) -> u64 {
    text.bytes().fold(before, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3))
}

#[test]
fn what_is_kept_is_judged_as_its_edition_judged_it() {
    let instants = [noon("2025-02-28"), noon("2026-03-15"), noon("2026-11-01")];
    let mut hash = 0xCBF2_9CE4_8422_2325;
    for number in 0..500 {
        let facts = person(number);
        for now in instants {
            let kept = kept_at(&facts, now);
            for (code, members) in &kept.members {
                let lines: Vec<KeptMember> = members.iter().map(KeptMember::from).collect();
                hash = digest(&format!("{code} {}\n", serde_json::to_string(&lines).unwrap()), hash);
            }
            hash = digest(&format!("{:?}\n", kept.holds_until), hash);
        }
    }
    let is = format!("{EDITION} {hash:016x}");
    let editions: Vec<&str> = GOLDEN.lines().collect();
    assert_eq!(
        editions.last().copied(),
        Some(is.as_str()),
        "what is kept is judged differently: raise EDITION in measure/kept.rs, and add its line to measure/tests/kept.golden"
    );
    let numbers: Vec<i32> = editions.iter().filter_map(|line| line.split(' ').next()?.parse().ok()).collect();
    assert_eq!(numbers, (1..=EDITION).collect::<Vec<i32>>(), "each edition has one line, and none is changed");
}
