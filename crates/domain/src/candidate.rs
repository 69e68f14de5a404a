//! Candidates: who could own a case, ranked by points that are shown with their reasons (R046, R047, R225).
//!
//! Scope of practice and the states in which somebody may work decide who may; the points only order those who may, and the refused follow with the reason. The numbers
//! are ours: a shared language saves an interpreter at every contact and weighs most, a known face next.

use std::cmp::Reverse;

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use crate::case::Tier;
use crate::caseload::Weighted;
use crate::program::Setting;
use crate::scope::Verdict;
use crate::staff::{Fluency, Profile, Specialisation};

/// Points of a language spoken well enough for clinical content.
pub const LANGUAGE: i32 = 30;
/// Points of a language spoken in everyday talk.
pub const SOME_LANGUAGE: i32 = 12;
/// Points of somebody who already works with the person.
pub const KNOWS: i32 = 20;
/// Points of each population of the person's that somebody knows well.
pub const SPECIALISATION: i32 = 10;
/// Points of being on the team that has the case.
pub const SAME_TEAM: i32 = 10;
/// Points of being allowed to work from the state where the person is (R048).
pub const REMOTE_STATE: i32 = 5;
/// Points of somebody who is off today.
pub const AWAY: i32 = -40;

/// Age from which older people's specialists count. Source: the age of Medicare.
const OLDER: u32 = 65;
/// Age from which nobody is a child any more.
const ADULT: u32 = 18;

/// The case that needs an owner.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The person's language (BCP 47).
    pub language: &'a str,
    /// Their age, when it is known.
    pub age: Option<u32>,
    /// The program's setting.
    pub setting: Setting,
    /// Tier of the case.
    pub tier: Tier,
    /// The state where the person is, two letters, when it is known.
    pub state: Option<&'a str>,
    /// The state of the program's site.
    pub site: Option<&'a str>,
}

/// A colleague, as far as the choice depends on them.
#[derive(Debug, Clone)]
pub struct Colleague<'a> {
    /// Id.
    pub id: Uuid,
    /// Whether their scope of practice covers the case.
    pub verdict: Verdict,
    /// Languages spoken (BCP 47).
    pub languages: &'a [String],
    /// Fluency and specialisations.
    pub profile: &'a Profile,
    /// Last day of an absence that holds today.
    pub away_until: Option<NaiveDate>,
    /// True when they work with the person already: on a care team, as the single point of contact, or in contact of late.
    pub knows: bool,
    /// True on the team that has the case or would get it.
    pub in_team: bool,
    /// The cases they own, weighed.
    pub carries: Weighted,
}

crate::codes! {
    /// What a point was given or taken for.
    pub enum CandidateReason {
        /// They speak the person's language well enough for clinical content.
        Language = "language",
        /// They speak some of it.
        SomeLanguage = "some_language",
        /// They work with the person already.
        Knows = "knows",
        /// They know the population well.
        Specialisation = "specialisation",
        /// They are on the team.
        SameTeam = "same_team",
        /// They may work from the state where the person is.
        RemoteState = "remote_state",
        /// They are off today.
        Away = "away",
        /// What they carry already.
        Load = "load",
    }
}

/// A part of a candidate's points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What for.
    pub reason: CandidateReason,
    /// Points; all parts sum to the score.
    pub points: i32,
    /// Of what: the language, the specialisation, the state, the last day off, or the number of cases.
    pub of: Option<String>,
}

/// A colleague in their place.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Who.
    pub id: Uuid,
    /// Why they can't own it; none for those who can.
    pub refusal: Option<crate::Rule>,
    /// Sum of the parts.
    pub score: i32,
    /// The parts.
    pub parts: Vec<Part>,
    /// What they carry.
    pub carries: Weighted,
}

/// Everybody asked about, the best first: those who may own the case by points, then those who may not; who carries less comes
/// first of equals, and then the smaller id, so that the order is the same each time.
pub fn rank(wanted: &Wanted<'_>, colleagues: &[Colleague<'_>]) -> Vec<Candidate> {
    let mut ranked: Vec<Candidate> = colleagues.iter().map(|colleague| weigh(wanted, colleague)).collect();
    ranked.sort_by_key(|one| (one.refusal.is_some(), Reverse(one.score), one.carries.quarters, one.id));
    ranked
}

fn weigh(wanted: &Wanted<'_>, colleague: &Colleague<'_>) -> Candidate {
    let part = |reason, points, of| Part { reason, points, of };
    let mut parts = Vec::new();
    parts.extend(language(wanted, colleague));
    parts.extend(colleague.knows.then(|| part(CandidateReason::Knows, KNOWS, None)));
    let known =
        populations(wanted).into_iter().filter(|population| colleague.profile.specialisations.contains(population));
    parts.extend(known.map(|of| part(CandidateReason::Specialisation, SPECIALISATION, Some(of.to_string()))));
    parts.extend(colleague.in_team.then(|| part(CandidateReason::SameTeam, SAME_TEAM, None)));
    let works_there = |state: &&str| colleague.profile.remote_states.iter().any(|own| own == state);
    let remote = wanted.state.filter(works_there);
    parts.extend(remote.map(|state| part(CandidateReason::RemoteState, REMOTE_STATE, Some(state.to_owned()))));
    parts.extend(colleague.away_until.map(|day| part(CandidateReason::Away, AWAY, Some(day.to_string()))));
    let load = colleague.carries;
    parts.push(part(CandidateReason::Load, -load.whole(), Some(load.cases.to_string())));
    Candidate {
        id: colleague.id,
        refusal: match &colleague.verdict {
            Verdict::Refused(rule) => Some(rule.clone()),
            Verdict::Allowed | Verdict::WithCosignature(_) => {
                colleague.profile.require_remote(wanted.state, wanted.site).err()
            }
        },
        score: parts.iter().map(|part| part.points).sum(),
        parts,
        carries: load,
    }
}

/// The points of speaking the person's language.
fn language(wanted: &Wanted<'_>, colleague: &Colleague<'_>) -> Option<Part> {
    let points = language_points(wanted.language, colleague.languages, colleague.profile);
    let reason = match points {
        LANGUAGE => CandidateReason::Language,
        SOME_LANGUAGE => CandidateReason::SomeLanguage,
        _ => return None,
    };
    Some(Part { reason, points, of: Some(primary(wanted.language).to_ascii_lowercase()) })
}

/// [`LANGUAGE`], [`SOME_LANGUAGE`] or nothing, by how well somebody speaks a language.
pub fn language_points(language: &str, languages: &[String], profile: &Profile) -> i32 {
    match fluency(language, languages, profile) {
        Some(Fluency::Native | Fluency::Professional) => LANGUAGE,
        Some(Fluency::Conversational) => SOME_LANGUAGE,
        Some(Fluency::Basic) | None => 0,
    }
}

/// How well somebody speaks a language (BCP 47), whatever its region; one that is listed without a fluency counts as spoken well.
pub fn fluency(language: &str, languages: &[String], profile: &Profile) -> Option<Fluency> {
    let spoken = languages.iter().find(|spoken| primary(spoken).eq_ignore_ascii_case(primary(language)))?;
    Some(profile.fluency.get(spoken).copied().unwrap_or(Fluency::Professional))
}

/// True when clinical content needs no interpreter between them.
pub fn speaks(language: &str, languages: &[String], profile: &Profile) -> bool {
    fluency(language, languages, profile).is_some_and(|fluency| fluency >= Fluency::Professional)
}

/// The language without its region: `es` of `es-MX`.
fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// The populations that the person belongs to, as far as the record tells.
pub fn populations(wanted: &Wanted<'_>) -> Vec<Specialisation> {
    let of_age = wanted.age.and_then(|age| match age {
        ..ADULT => Some(Specialisation::Pediatric),
        OLDER.. => Some(Specialisation::Geriatric),
        _ => None,
    });
    let behavioral = (wanted.setting == Setting::BehavioralHealth).then_some(Specialisation::BehavioralHealth);
    let complex = (wanted.tier == Tier::Complex).then_some(Specialisation::ComplexChronic);
    [of_age, behavioral, complex].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rule;
    use proptest::prelude::*;

    const WANTED: Wanted<'static> = Wanted {
        language: "es-MX",
        age: Some(80),
        setting: Setting::ManagedCare,
        tier: Tier::Complex,
        state: None,
        site: None,
    };

    fn profile() -> Profile {
        Profile::default()
    }

    fn colleague<'a>(id: u128, languages: &'a [String], profile: &'a Profile) -> Colleague<'a> {
        Colleague {
            id: Uuid::from_u128(id),
            verdict: Verdict::Allowed,
            languages,
            profile,
            away_until: None,
            knows: false,
            in_team: false,
            carries: Weighted::default(),
        }
    }

    #[test]
    fn a_shared_language_outweighs_ten_cases_more_and_says_so() {
        let (spanish, none, profile) = (["es".to_owned()], Vec::new(), profile());
        let busy = Colleague { carries: Weighted::default().with(Tier::Low, 10), ..colleague(1, &spanish, &profile) };
        let ranked = rank(&WANTED, &[colleague(2, &none, &profile), busy]);
        assert_eq!(ranked[0].id, Uuid::from_u128(1));
        let parts: Vec<_> = ranked[0].parts.iter().map(|part| (part.reason, part.points, part.of.as_deref())).collect();
        let expected = [(CandidateReason::Language, 30, Some("es")), (CandidateReason::Load, -10, Some("10"))];
        assert_eq!(parts, expected);
    }

    #[test]
    fn a_few_words_of_a_language_count_less_and_greetings_for_nothing() {
        let spanish = ["es".to_owned()];
        let at = |fluency| Profile { fluency: [("es".to_owned(), fluency)].into(), ..profile() };
        let score = |fluency| rank(&WANTED, &[colleague(1, &spanish, &at(fluency))])[0].score;
        assert_eq!([Fluency::Native, Fluency::Conversational, Fluency::Basic].map(score), [30, 12, 0]);
    }

    #[test]
    fn who_may_work_from_the_state_of_the_person_is_told_and_comes_before_who_may_not() {
        let (none, plain) = (Vec::new(), profile());
        let there = Profile { remote_states: vec!["NY".into(), "NJ".into()], ..profile() };
        let colleagues = [colleague(1, &none, &plain), colleague(2, &none, &there)];
        let ranked = rank(&Wanted { state: Some("NJ"), ..WANTED }, &colleagues);
        assert_eq!(ranked[0].id, Uuid::from_u128(2));
        let part = &ranked[0].parts[0];
        assert_eq!((part.reason, part.points, part.of.as_deref()), (CandidateReason::RemoteState, 5, Some("NJ")));
        for state in [Some("WI"), None] {
            let mut parts = rank(&Wanted { state, ..WANTED }, &colleagues).into_iter().flat_map(|one| one.parts);
            assert!(parts.all(|part| part.reason == CandidateReason::Load), "{state:?}");
        }
    }

    #[test]
    fn who_works_remotely_owns_no_case_of_another_state_and_is_told_which() {
        let (none, plain) = (Vec::new(), profile());
        let there = Profile { remote_states: vec!["NY".into(), "NJ".into()], ..profile() };
        let colleagues = [colleague(1, &none, &there), colleague(2, &none, &plain)];
        let refusal = |state, site| {
            let ranked = rank(&Wanted { state, site, ..WANTED }, &colleagues);
            let own = |id: u128| ranked.iter().position(|one| one.id == Uuid::from_u128(id)).unwrap_or_default();
            assert!(ranked[own(2)].refusal.is_none(), "of whom no state is named nothing is known");
            ranked[own(1)].refusal.clone().map(|rule| (own(1), rule.code, rule.detail))
        };
        let words = "They may work remotely from NY, NJ; the person is in WI.".to_owned();
        assert_eq!(refusal(Some("WI"), Some("NY")), Some((1, "remote_state_not_allowed", words)));
        assert_eq!(refusal(Some("NJ"), Some("NY")), None);
        assert_eq!(refusal(Some("WI"), Some("WI")), None, "at the program's own site they work on the spot");
        assert_eq!(refusal(None, Some("NY")), None);
    }

    #[test]
    fn the_populations_follow_from_age_setting_and_tier() {
        assert_eq!(populations(&WANTED), [Specialisation::Geriatric, Specialisation::ComplexChronic]);
        let child = Wanted { age: Some(17), setting: Setting::BehavioralHealth, tier: Tier::Low, ..WANTED };
        assert_eq!(populations(&child), [Specialisation::Pediatric, Specialisation::BehavioralHealth]);
        assert_eq!(populations(&Wanted { age: Some(18), tier: Tier::High, ..WANTED }), []);
        assert_eq!(populations(&Wanted { age: Some(65), tier: Tier::High, ..WANTED }), [Specialisation::Geriatric]);
    }

    #[test]
    fn who_may_not_comes_last_with_the_reason_whatever_the_points() {
        let (spanish, none, profile) = (["es".to_owned()], Vec::new(), profile());
        let refused = Verdict::Refused(Rule::new("licence_required", "A licence is needed."));
        let best = Colleague { verdict: refused, knows: true, ..colleague(1, &spanish, &profile) };
        let ranked = rank(&WANTED, &[best, colleague(2, &none, &profile)]);
        assert_eq!(ranked[0].id, Uuid::from_u128(2));
        assert_eq!(ranked[1].refusal.as_ref().map(|rule| rule.code), Some("licence_required"));
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_score_and_the_order_does_not_depend_on_who_was_named_first(
            facts in prop::collection::vec((any::<bool>(), any::<bool>(), any::<bool>(), 0..60u32, any::<bool>()), 1..8),
        ) {
            let (spanish, none, profile) = (["es".to_owned()], Vec::new(), profile());
            let mut colleagues: Vec<_> = facts.iter().enumerate().map(|(n, (speaks, knows, in_team, cases, away))| Colleague {
                knows: *knows,
                in_team: *in_team,
                away_until: away.then_some(NaiveDate::MIN),
                carries: Weighted::default().with(Tier::Rising, *cases),
                ..colleague(n as u128, if *speaks { &spanish[..] } else { &none }, &profile)
            }).collect();
            let ranked = rank(&WANTED, &colleagues);
            for one in &ranked {
                prop_assert_eq!(one.parts.iter().map(|part| part.points).sum::<i32>(), one.score);
            }
            colleagues.reverse();
            prop_assert_eq!(rank(&WANTED, &colleagues), ranked);
        }

        #[test]
        fn carrying_more_never_helps(cases in 0..100u32, more in 1..20u32) {
            let (none, profile) = (Vec::new(), profile());
            let with = |cases| Colleague { carries: Weighted::default().with(Tier::Low, cases), ..colleague(1, &none, &profile) };
            let score = |cases| rank(&WANTED, &[with(cases)])[0].score;
            prop_assert!(score(cases + more) < score(cases));
        }
    }
}
