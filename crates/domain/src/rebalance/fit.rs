//! From the record to a problem: who may own which case and at what cost, and how much of somebody's week a case takes.
//!
//! What a pair costs is what the colleague lacks of the best candidate for the case: the points of [`crate::candidate`], so that a
//! proposal and the list of candidates for one case never disagree. Only what a candidate has no points for is added here: how long
//! the owner had the case, and the way to the person. The added numbers are ours.
//!
//! Loads are shares of what fits a full week in the case's program ([`crate::caseload::fits`]), so that programs with different
//! models add up, as they do on the board.

use std::collections::HashSet;

use uuid::Uuid;

use super::{Barrier, Case, Cost, Pair, Problem, Weights, Worker};
use crate::candidate::{KNOWS, LANGUAGE, SAME_TEAM, SPECIALISATION, language_points};
use crate::caseload::Caseload;
use crate::staff::{Profile, Specialisation};

/// Units of a full week: fine enough that rounding a case changes nothing.
const WEEK: f64 = 100_000.0;
/// Most that a long time with the owner adds to what a change costs. The number is ours: as much as knowing the person at all.
const LONG_OWNED: u32 = 20;
/// Days with the owner that each point of it stands for. The number is ours: a month.
const DAYS_OWNED: u32 = 30;
/// Cost of a person in another area than everybody whom the colleague sees. The number is ours: less than a team.
const FAR: u32 = 8;
/// Cost of a person in the same area and another postal code. The number is ours.
const NEAR: u32 = 3;
/// Letters of a postal code that name the area. Source: the first three digits of a ZIP code are its sectional center.
const AREA: usize = 3;

/// A case that shall have an owner.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// The case.
    pub id: Uuid,
    /// Its program.
    pub program_id: Uuid,
    /// The team that has it; none of a case that does not exist yet.
    pub team_id: Option<Uuid>,
    /// Who owns it.
    pub owner: Option<Uuid>,
    /// True when it stays with its owner.
    pub locked: bool,
    /// What it takes of a full week, 0 to 1.
    pub share: f64,
    /// The person's language, where somebody has to speak it.
    pub language: Option<String>,
    /// Populations that the person belongs to.
    pub populations: Vec<Specialisation>,
    /// The person's postal code.
    pub postal_code: Option<String>,
    /// Days since the owner has it.
    pub owned_days: u32,
    /// Who works with the person already, the owner aside.
    pub known_by: HashSet<Uuid>,
}

/// Somebody who could own cases.
#[derive(Debug, Clone, PartialEq)]
pub struct Colleague {
    /// Who.
    pub id: Uuid,
    /// What they carry in all, as a share of a full week.
    pub load: f64,
    /// What they can carry, as a share of a full week.
    pub capacity: f64,
    /// Languages spoken (BCP 47).
    pub languages: Vec<String>,
    /// Fluency and specialisations.
    pub profile: Profile,
    /// Their teams.
    pub team_ids: HashSet<Uuid>,
    /// The programs of their teams.
    pub program_ids: HashSet<Uuid>,
    /// True while they are off: they keep what they have and get nothing.
    pub away: bool,
    /// Postal codes of the people whom they see.
    pub postal_codes: HashSet<String>,
}

impl Colleague {
    /// The areas of the people whom they see.
    fn areas(&self) -> HashSet<&str> {
        self.postal_codes.iter().map(|code| area(code)).collect()
    }
}

/// What a lead wants a proposal to mind, each in percent of what it minds by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wishes {
    /// That nobody carries much more than others.
    pub balance: u32,
    /// That people keep whom they know.
    pub continuity: u32,
    /// That people are spoken to in their language.
    pub language: u32,
    /// That ways are short.
    pub travel: u32,
    /// True when nobody gets a case anew whose language they don't speak well enough for clinical content.
    pub language_required: bool,
}

impl Default for Wishes {
    fn default() -> Self {
        Self { balance: 100, continuity: 100, language: 100, travel: 100, language_required: false }
    }
}

/// Somebody without a case, as shares of a full week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Idle {
    /// Travel and other duties, where the model of their program counts them as load: they are there with the first case.
    pub load: f64,
    /// What they could carry, those included.
    pub capacity: f64,
}

/// What somebody carries and can carry, as shares of a full week: `full_time` is what fits a full week in a program, `idle` stands
/// for who carries nothing yet. Load over capacity is the utilisation of the board.
pub fn shares(own: &Caseload, full_time: impl Fn(Uuid) -> f64, idle: Idle) -> (f64, f64) {
    let carried = || own.programs.iter().filter(|program| program.load > 0.0);
    let load: f64 = carried().map(|program| program.load / full_time(program.program_id)).sum();
    let utilisation: f64 = carried().map(|program| program.load / program.full).sum();
    if load > 0.0 { (load, load / utilisation) } else { (idle.load, idle.capacity) }
}

/// The problem of these colleagues and cases; `may` says whether somebody's scope of practice covers a case, and what keeps them
/// from it otherwise. Nobody gets more than fits them, unless they carry more already. A case that stays with somebody who is not
/// among them is left out.
pub fn problem(
    colleagues: &[Colleague],
    cases: &[Wanted],
    wishes: &Wishes,
    may: impl Fn(&Colleague, &Wanted) -> Option<Barrier>,
) -> Problem {
    let known: HashSet<Uuid> = colleagues.iter().map(|colleague| colleague.id).collect();
    let areas: Vec<HashSet<&str>> = colleagues.iter().map(Colleague::areas).collect();
    let pairs = |case: &Wanted| {
        let each = colleagues.iter().zip(&areas);
        each.map(|(colleague, areas)| pair(case, colleague, areas, wishes, may(colleague, case))).collect()
    };
    let own = |colleague: &Colleague| -> u32 {
        let owned = cases.iter().filter(|case| case.owner == Some(colleague.id));
        owned.map(|case| units(case.share)).sum()
    };
    let workers = colleagues.iter().map(|colleague| {
        let (load, capacity, own) = (units(colleague.load), units(colleague.capacity), own(colleague));
        // Rounding of many cases must not make a caseload larger than what it was told to be.
        let outside = load.saturating_sub(own);
        Worker { id: colleague.id, capacity, limit: capacity.max(outside + own), floor: 0, outside }
    });
    let open = |case: &&Wanted| !case.locked || case.owner.is_none_or(|owner| known.contains(&owner));
    let cases = cases.iter().filter(open).map(|case| Case {
        id: case.id,
        program_id: case.program_id,
        weight: units(case.share),
        owner: case.owner,
        locked: case.locked,
        pairs: pairs(case),
    });
    let standard = Weights::default();
    Problem {
        workers: workers.collect(),
        cases: cases.collect(),
        weights: Weights { utilisation: percent(standard.utilisation, wishes.balance), ..standard },
    }
}

fn pair(case: &Wanted, colleague: &Colleague, areas: &HashSet<&str>, wishes: &Wishes, scope: Option<Barrier>) -> Pair {
    if let Some(barrier) = scope {
        return Pair::Refused(barrier);
    }
    let owner = case.owner == Some(colleague.id);
    let spoken = |language: &String| language_points(language, &colleague.languages, &colleague.profile);
    let language = LANGUAGE - case.language.as_ref().map_or(LANGUAGE, spoken);
    if !owner {
        let stays_away = [
            (colleague.away, Barrier::Away),
            (!colleague.program_ids.contains(&case.program_id), Barrier::Program),
            (wishes.language_required && language > 0, Barrier::Language),
        ];
        if let Some((_, barrier)) = stays_away.into_iter().find(|(holds, _)| *holds) {
            return Pair::Refused(barrier);
        }
    }
    Pair::Allowed(Cost {
        travel: percent(way(case, colleague, areas), wishes.travel),
        language: percent(language.unsigned_abs(), wishes.language),
        mismatch: mismatch(case, colleague),
        continuity: if owner { 0 } else { percent(change(case, colleague.id), wishes.continuity) },
    })
}

/// What getting to know somebody else costs the person; a case without an owner has nothing to lose.
fn change(case: &Wanted, colleague: Uuid) -> u32 {
    let stranger = if case.known_by.contains(&colleague) { 0 } else { KNOWS.unsigned_abs() };
    let owned = if case.owner.is_some() { (case.owned_days / DAYS_OWNED).min(LONG_OWNED) } else { 0 };
    stranger + owned
}

fn mismatch(case: &Wanted, colleague: &Colleague) -> u32 {
    let unknown = case.populations.iter().filter(|one| !colleague.profile.specialisations.contains(one)).count();
    let other_team = case.team_id.is_some_and(|team| !colleague.team_ids.contains(&team));
    let each =
        |count: usize, points: i32| u32::try_from(count).unwrap_or(u32::MAX).saturating_mul(points.unsigned_abs());
    each(unknown, SPECIALISATION) + each(usize::from(other_team), SAME_TEAM)
}

fn way(case: &Wanted, colleague: &Colleague, areas: &HashSet<&str>) -> u32 {
    let Some(code) = case.postal_code.as_deref() else { return 0 };
    if colleague.postal_codes.contains(code) {
        0
    } else if areas.contains(area(code)) {
        NEAR
    } else {
        FAR
    }
}

/// The area of a postal code.
fn area(code: &str) -> &str {
    code.char_indices().nth(AREA).map_or(code, |(end, _)| &code[..end])
}

fn percent(value: u32, percent: u32) -> u32 {
    value.saturating_mul(percent).div_ceil(100)
}

/// A share in units; a case that takes nothing still moves.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn units(share: f64) -> u32 {
    (share * WEEK).round().clamp(0.0, f64::from(u32::MAX / 4)) as u32
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::super::{Limits, MoveReason, solve};
    use super::*;
    use crate::case::Tier;
    use crate::caseload::{
        Ahead, Capacity, Counts, Facts, LoadModel, ProgramFacts, carry, fits, overhead, standard, weight,
    };
    use crate::program::Setting;

    fn id(id: u128) -> Uuid {
        Uuid::from_u128(id)
    }

    fn wanted(case: u128, owner: u128) -> Wanted {
        Wanted {
            id: id(100 + case),
            program_id: Uuid::nil(),
            team_id: None,
            owner: Some(id(owner)),
            locked: false,
            share: 0.1,
            language: Some("en".into()),
            populations: Vec::new(),
            postal_code: None,
            owned_days: 0,
            known_by: HashSet::new(),
        }
    }

    fn colleague(one: u128, load: f64) -> Colleague {
        Colleague {
            id: id(one),
            load,
            capacity: 1.0,
            languages: vec!["en".into()],
            profile: Profile::default(),
            team_ids: HashSet::new(),
            program_ids: HashSet::from([Uuid::nil()]),
            away: false,
            postal_codes: HashSet::new(),
        }
    }

    fn judged(case: &Wanted, colleague: &Colleague, wishes: &Wishes, scope: Option<Barrier>) -> Pair {
        pair(case, colleague, &colleague.areas(), wishes, scope)
    }

    fn cost(case: &Wanted, colleague: &Colleague) -> Cost {
        match judged(case, colleague, &Wishes::default(), None) {
            Pair::Allowed(cost) => cost,
            Pair::Refused(barrier) => panic!("{barrier:?}"),
        }
    }

    #[test]
    fn a_pair_costs_what_the_colleague_lacks_of_the_best_candidate() {
        let (spanish, other) = (Wanted { language: Some("es-MX".into()), ..wanted(1, 1) }, colleague(2, 0.0));
        assert_eq!(cost(&spanish, &other), Cost { language: 30, continuity: 20, ..Cost::default() });
        let known = Wanted { known_by: HashSet::from([id(2)]), owned_days: 65, ..wanted(1, 1) };
        assert_eq!(cost(&known, &other), Cost { continuity: 2, ..Cost::default() });
        assert_eq!(cost(&known, &colleague(1, 0.0)), Cost::default(), "who owns the case changes nothing");
        let long = Wanted { owned_days: 9_999, ..wanted(1, 1) };
        assert_eq!(cost(&long, &other).continuity, 40);
        let older = Wanted { populations: vec![Specialisation::Geriatric], team_id: Some(id(9)), ..wanted(1, 1) };
        assert_eq!(cost(&older, &other).mismatch, 20);
    }

    #[test]
    fn the_way_is_short_where_somebody_sees_people_already() {
        let there = Wanted { postal_code: Some("13601".into()), ..wanted(1, 1) };
        let seeing = |code: &str| Colleague { postal_codes: HashSet::from([code.to_owned()]), ..colleague(2, 0.0) };
        assert_eq!(["13601", "13616", "12207"].map(|code| cost(&there, &seeing(code)).travel), [0, 3, 8]);
        assert_eq!(cost(&wanted(1, 1), &seeing("12207")).travel, 0, "nobody knows where the person lives");
    }

    #[test]
    fn who_is_off_in_another_program_or_does_not_speak_the_language_gets_nothing_anew_and_keeps_what_they_have() {
        let refused = |colleague: &Colleague, case: &Wanted| {
            let wishes = Wishes { language_required: true, ..Wishes::default() };
            match judged(case, colleague, &wishes, None) {
                Pair::Refused(barrier) => Some(barrier),
                Pair::Allowed(_) => None,
            }
        };
        let spanish = Wanted { language: Some("es".into()), ..wanted(1, 1) };
        let away = |one| Colleague { away: true, ..colleague(one, 0.0) };
        let elsewhere = |one| Colleague { program_ids: HashSet::new(), ..colleague(one, 0.0) };
        assert_eq!(refused(&away(2), &wanted(1, 1)), Some(Barrier::Away));
        assert_eq!(refused(&elsewhere(2), &wanted(1, 1)), Some(Barrier::Program));
        assert_eq!(refused(&colleague(2, 0.0), &spanish), Some(Barrier::Language));
        let own = [away(1), elsewhere(1), colleague(1, 0.0)];
        assert!(own.iter().all(|own| refused(own, &spanish).is_none()));
        let scope = judged(&wanted(1, 1), &colleague(1, 0.0), &Wishes::default(), Some(Barrier::Scope));
        assert_eq!(scope, Pair::Refused(Barrier::Scope), "the scope of practice holds for owners too");
    }

    #[test]
    fn an_uneven_team_is_evened_and_a_locked_case_stays() {
        let mut cases: Vec<Wanted> = (0..8).map(|case| wanted(case, 1)).collect();
        cases[0].locked = true;
        let colleagues = [colleague(1, 0.8), colleague(2, 0.0)];
        let problem = problem(&colleagues, &cases, &Wishes::default(), |_, _| None);
        let solution = solve(&problem, &Limits::default(), None, &mut || false);
        let after: Vec<_> = solution.effects.iter().map(|effect| effect.utilisation_after).collect();
        assert_eq!((solution.moves.len(), after), (4, vec![Some(400), Some(400)]));
        assert!(
            solution.moves.iter().all(|one| one.case_id != id(100) && one.reasons.contains(&MoveReason::EvensLoad))
        );
        assert!(solution.proven);
    }

    #[test]
    fn who_carries_more_than_fits_keeps_it_when_nobody_else_may_and_gets_no_more() {
        let cases: Vec<Wanted> = (0..12).map(|case| wanted(case, 1)).collect();
        let problem = problem(&[colleague(1, 1.2)], &cases, &Wishes::default(), |_, _| None);
        let solution = solve(&problem, &Limits::default(), None, &mut || false);
        assert_eq!((solution.moves.len(), solution.unplaced.len()), (0, 0));
        assert_eq!(problem.workers[0].limit, 120_000);
    }

    #[test]
    fn a_case_stays_with_who_is_gone_when_it_is_locked_and_finds_somebody_when_it_is_not() {
        let cases = [wanted(1, 9), Wanted { locked: true, ..wanted(2, 9) }];
        let problem = problem(&[colleague(1, 0.0)], &cases, &Wishes::default(), |_, _| None);
        let solution = solve(&problem, &Limits::default(), None, &mut || false);
        let moved: Vec<_> = solution.moves.iter().map(|one| (one.case_id, one.reasons[0])).collect();
        assert_eq!((moved, solution.unplaced.len()), (vec![(id(101), MoveReason::OwnerMayNot)], 0));
    }

    #[test]
    fn who_travels_and_carries_nothing_yet_is_as_full_with_one_case_as_the_board_says() {
        let policy = standard(Setting::ManagedCare);
        assert_eq!(policy.model, LoadModel::Hours);
        let capacity = Capacity { travel_percent: 20, duty_hours: 8.0, ..Capacity::assumed(40.0) };
        let ahead = Ahead { days_off: 5, on_call_hours: 60.0, today: NaiveDate::MIN };
        let carried = |own: Counts| {
            let (program_id, cover) = (Uuid::nil(), Counts::default());
            let program =
                ProgramFacts { program_id, policy: &policy, own, cover, visits: 0, reports: 0, unassessed: 0 };
            let programs = if own.total() > 0 { vec![program] } else { Vec::new() };
            carry(&Facts { programs, capacity: Some(&capacity), ahead })
        };
        let full = fits(&policy, None, Ahead { days_off: 0, on_call_hours: 0.0, ..ahead });
        let idle = Idle {
            load: overhead(&policy, Some(&capacity), ahead) / full,
            capacity: fits(&policy, Some(&capacity), ahead) / full,
        };
        let (load, fitting) = shares(&carried(Counts::default()), |_| full, idle);
        let board = carried(Counts::default().with(Tier::High, 1)).utilisation;
        let told = (load + weight(&policy, Tier::High) / full) / fitting;
        assert_eq!(board, Some((told * 1000.0 + 0.5).floor() / 10.0));
    }

    proptest! {
        #[test]
        fn no_proposal_breaks_a_barrier_moves_a_locked_case_or_fills_anybody_above_what_fits(
            owners in prop::collection::vec((1..4u128, any::<bool>(), any::<bool>()), 1..20),
            away in prop::collection::vec(any::<bool>(), 3),
        ) {
            let cases: Vec<Wanted> = owners.iter().enumerate().map(|(place, (owner, locked, spanish))| Wanted {
                locked: *locked,
                language: Some(if *spanish { "es".into() } else { "en".into() }),
                ..wanted(place as u128, *owner)
            }).collect();
            let load = |one: u128| owners.iter().filter(|(owner, ..)| *owner == one).fold(0.0, |sum, _| sum + 0.1);
            let colleagues: Vec<Colleague> = (1..4).map(|one: u128| Colleague {
                away: away[one as usize - 1],
                languages: if one == 3 { vec!["es".into()] } else { vec!["en".into()] },
                ..colleague(one, load(one))
            }).collect();
            let wishes = Wishes { language_required: true, ..Wishes::default() };
            let problem = problem(&colleagues, &cases, &wishes, |_, _| None);
            let solution = solve(&problem, &Limits::default(), None, &mut || false);
            prop_assert!(solution.unplaced.is_empty(), "everybody may keep what they have");
            for one in &solution.moves {
                let case = cases.iter().find(|case| case.id == one.case_id);
                let to = colleagues.iter().find(|colleague| colleague.id == one.to);
                let (Some(case), Some(to)) = (case, to) else { return Err(TestCaseError::fail("somebody unknown")) };
                prop_assert!(!case.locked && !to.away);
                prop_assert!(to.languages.contains(case.language.as_ref().unwrap_or(&String::new())));
            }
            for (effect, worker) in solution.effects.iter().zip(&problem.workers) {
                prop_assert!(effect.load_after <= worker.limit);
            }
        }
    }
}
