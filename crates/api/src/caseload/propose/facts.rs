//! What a proposal is worked out from: the board, the record of its cases, and what is asked what if.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use domain::Rule;
use domain::access::Capability;
use domain::age::age_on;
use domain::candidate::{Wanted as Ranked, populations};
use domain::case::{Case, Tier};
use domain::caseload::{Caseload, weight};
use domain::clock::local_date;
use domain::rebalance::fit::{Colleague, Idle, Wanted, Wishes, problem, shares};
use domain::rebalance::{Barrier, Problem};
use domain::scope::{Activity, Practice, Verdict, judge};
use domain::staff::Profile;
use persistence::Tx;
use persistence::caseload::CasePerson;
use persistence::directory::Directory;
use uuid::Uuid;

use super::super::book::Book;
use super::super::plan::{Kept, require_led};
use super::super::shift::fairness;
use super::super::{carrying, within_reach};
use super::contract::CaseloadProposalRequest;
use super::what_if::{self, Hired};

/// Cases of one proposal at most, those that come included: as many moves fit into the body of one request. Source of what it must
/// do: N2, 5,000 cases.
const MOST_CASES: usize = 6_000;
/// Pairs of a case and a colleague of one proposal at most. The number is ours: 200 colleagues and 5,000 cases.
const MOST_PAIRS: usize = 1_000_000;

/// Cases that come.
pub struct Surge {
    /// Into which program.
    pub program_id: Uuid,
    /// Of which tier.
    pub tier: Tier,
    /// Ids that stand for them.
    pub ids: Vec<Uuid>,
}

/// Everything that a proposal is worked out from, so that no connection is held meanwhile.
pub struct Facts {
    /// The board, with what is asked what if.
    pub book: Book,
    /// What everybody carries now, and the fairness of it.
    pub before: (BTreeMap<Uuid, Caseload>, Option<f64>),
    /// Whom the fairness is told of.
    pub ids: HashSet<Uuid>,
    /// Who could own cases.
    pub workers: Vec<Colleague>,
    /// The cases.
    pub cases: Vec<Case>,
    /// The same as they are wanted, and those that come.
    pub wanted: Vec<Wanted>,
    /// Their people.
    pub people: HashMap<Uuid, CasePerson>,
    /// People in hospital.
    pub in_house: HashSet<Uuid>,
    /// Those among the workers who are not there yet.
    pub hires: Vec<Uuid>,
    /// Who would be off for all the weeks ahead.
    pub gone: Vec<Uuid>,
    /// Cases that come.
    pub surges: Vec<Surge>,
    /// Programs that close.
    pub closed: HashSet<Uuid>,
    /// True when something is asked what if.
    pub hypothetical: bool,
    /// Whether who asks moves cases.
    pub may_move: bool,
    /// Names.
    pub directory: Arc<Directory>,
    wishes: Wishes,
    barriers: HashMap<Kind, Vec<Option<Barrier>>>,
    /// Who can't have which case because of what is between them and the person.
    conflicts: HashSet<(Uuid, Uuid)>,
    kinds: HashMap<Uuid, Kind>,
}

/// Somebody on record or hired, as far as it matters here.
struct Somebody {
    id: Uuid,
    languages: Vec<String>,
    profile: Profile,
}

/// What the scope of practice of a case depends on: its program, its tier and the state it is in.
type Kind = (Uuid, Tier, Option<&'static str>);

impl Facts {
    /// Looks everything up.
    ///
    /// # Errors
    /// `unknown_program`, those of [`what_if::check`], `proposal_too_large`; database errors.
    pub async fn gather(tx: &mut Tx, asked: CaseloadProposalRequest) -> persistence::Result<Self> {
        let directory = tx.directory().clone();
        let mut ids = within_reach(tx, asked.team_id);
        if let Some(program_id) = asked.program_id {
            let unknown = |_| Rule::at("unknown_program", "/program_id", "There is no such program.");
            directory.program(program_id).map_err(unknown)?;
            ids.retain(|id| programs_of(&directory, *id).contains(&program_id));
        }
        let mut book = Book::open(tx, &ids).await?;
        let ids = carrying(tx, &book, &ids);
        let on_record = tx.colleagues(&ids).await?.into_iter();
        let mut staff: Vec<Somebody> =
            on_record.map(|own| Somebody { id: own.id, languages: own.languages, profile: own.profile }).collect();
        what_if::check(&directory, &asked.what_if, &ids)?;
        let before = (ids.iter().map(|id| (*id, book.carry(*id))).collect(), fairness(&book, &ids));
        let today = local_date(tx.now(), directory.main_zone());
        let hired: Vec<Hired> = asked.what_if.hires.iter().map(|hire| Hired::new(hire, today)).collect();
        for hire in &hired {
            book.hire(hire.id, hire.capacity.clone(), today);
            staff.push(Somebody { id: hire.id, languages: hire.languages.clone(), profile: Profile::default() });
        }
        for leave in &asked.what_if.leaves {
            book.absent(what_if::absence(leave, book.today(leave.staff_id), tx.now()));
        }
        let owners: Vec<Uuid> = ids.iter().copied().chain(former(&directory)).collect();
        let mut cases = tx.cases_to_move(&[], &owners, false).await?;
        cases.retain(|case| asked.team_id.is_none_or(|id| case.team_id == id));
        cases.retain(|case| asked.program_id.is_none_or(|id| case.program_id == id));
        cases.retain(|case| require_led(tx, std::slice::from_ref(case), &[]).is_ok());
        let come: u32 = asked.what_if.surges.iter().map(|surge| surge.cases).sum();
        require_size(cases.len().saturating_add(come as usize), staff.len())?;
        let conflicted = |case: &Case| tx.conflicted(case.person_id).into_iter().flatten().copied();
        let conflicts =
            cases.iter().flat_map(|case| conflicted(case).map(move |staff_id| (staff_id, case.id))).collect();
        let people_ids: Vec<Uuid> = cases.iter().map(|case| case.person_id).collect();
        let people = tx.case_people(people_ids.clone()).await?;
        let in_house = tx.people_in_house(people_ids.clone()).await?;
        let hypothetical = !asked.what_if.is_empty();
        let leaves: HashSet<Uuid> = asked.what_if.leaves.iter().map(|leave| leave.staff_id).collect();
        let mut facts = Self {
            workers: Vec::new(),
            wanted: Vec::new(),
            hires: hired.iter().map(|hire| hire.id).collect(),
            gone: leaves.iter().copied().filter(|id| book.hours_there(*id) <= 0.0).collect(),
            surges: asked.what_if.surges.iter().map(what_if::surge).collect(),
            closed: asked.what_if.closed_program_ids.iter().copied().collect(),
            hypothetical,
            may_move: tx.actor().may(Capability::CaseloadMove),
            wishes: asked.wishes.into(),
            barriers: HashMap::new(),
            conflicts,
            kinds: HashMap::new(),
            book,
            before,
            ids,
            people,
            in_house,
            directory,
            cases,
        };
        facts.want(tx, &asked.keep.into_iter().collect(), &leaves, people_ids).await?;
        facts.weigh(&staff);
        facts.judge_all(tx, &staff, &hired);
        Ok(facts)
    }

    /// The problem of all this.
    pub fn problem(&self) -> Problem {
        let place: HashMap<Uuid, usize> =
            self.workers.iter().zip(0..).map(|(worker, place)| (worker.id, place)).collect();
        let barrier = |worker: &Colleague, case: &Wanted| {
            if self.conflicts.contains(&(worker.id, case.id)) {
                return Some(Barrier::Conflict);
            }
            let own = self.kinds.get(&case.id).and_then(|kind| self.barriers.get(kind));
            own.and_then(|own| own[place[&worker.id]])
        };
        let problem = problem(&self.workers, &self.wanted, &self.wishes, barrier);
        let problem = self.closed.iter().fold(problem, |problem, id| problem.close_program(*id));
        self.gone.iter().fold(problem, |problem, id| problem.leave(*id))
    }

    /// What each case asks of whoever owns it.
    async fn want(
        &mut self,
        tx: &mut Tx,
        keep: &HashSet<Uuid>,
        leaves: &HashSet<Uuid>,
        people_ids: Vec<Uuid>,
    ) -> persistence::Result<()> {
        let kept = Kept::of(tx, &self.cases).await?;
        let known = tx.acquainted(people_ids).await?;
        let since = tx.owned_since(self.cases.iter().map(|case| case.id).collect()).await?;
        for case in &self.cases {
            let program = self.directory.program(case.program_id)?;
            let today = local_date(tx.now(), program.zone());
            let person = self.people.get(&case.person_id);
            let ranked = |person: &CasePerson| {
                let (language, age) = (person.language.as_str(), age_on(person.birth_date, today));
                populations(&Ranked {
                    language,
                    age,
                    setting: program.setting,
                    tier: case.tier,
                    state: None,
                    site: None,
                })
            };
            let off = self.book.off_ahead(case.owner_id) && !leaves.contains(&case.owner_id);
            let stays = kept.holds(case.id) || keep.contains(&case.id);
            let since = since.get(&case.id).copied().map_or(case.enrolled_at, |at| at.max(case.enrolled_at));
            let counts = self.book.counts(case.program_id, self.in_house.contains(&case.person_id));
            self.wanted.push(Wanted {
                id: case.id,
                program_id: case.program_id,
                team_id: Some(case.team_id),
                owner: Some(case.owner_id),
                // An absence moves no work, not even one that only begins: who covers sees the cases as a part of their load.
                locked: stays || off,
                share: if counts { share(&self.book, case.program_id, case.tier) } else { 0.0 },
                language: person.map(|person| person.language.clone()),
                populations: person.map(ranked).unwrap_or_default(),
                postal_code: person.and_then(|person| person.postal_code.clone()),
                owned_days: u32::try_from((tx.now() - since).num_days()).unwrap_or(0),
                known_by: known.get(&case.person_id).cloned().unwrap_or_default(),
            });
            self.kinds.insert(case.id, (case.program_id, case.tier, tx.state_known(case.person_id, case.program_id)));
        }
        for surge in &self.surges {
            let share = share(&self.book, surge.program_id, surge.tier);
            let kind = (surge.program_id, surge.tier, self.directory.state_of(surge.program_id));
            self.wanted.extend(surge.ids.iter().map(|id| what_if::wanted(*id, surge.program_id, share)));
            self.kinds.extend(surge.ids.iter().map(|id| (*id, kind)));
        }
        Ok(())
    }

    /// What everybody carries and can carry.
    fn weigh(&mut self, staff: &[Somebody]) {
        let asked: HashSet<Uuid> = self.wanted.iter().map(|case| case.program_id).collect();
        let mut codes: HashMap<Uuid, HashSet<String>> = HashMap::new();
        for case in &self.wanted {
            if let (Some(owner), Some(code)) = (case.owner, &case.postal_code) {
                codes.entry(owner).or_default().insert(code.clone());
            }
        }
        for own in staff {
            let hire = self.hires.contains(&own.id);
            let teams = teams_of(&self.directory, own.id);
            let program_ids = if hire { asked.clone() } else { programs_of(&self.directory, own.id) };
            let fitting: Vec<f64> = asked.iter().filter_map(|id| self.book.share(own.id, *id)).collect();
            #[allow(clippy::cast_precision_loss)]
            let alone = fitting.iter().sum::<f64>() / fitting.len().max(1) as f64;
            let possible = asked.intersection(&program_ids).map(|id| self.book.overhead(own.id, *id));
            let idle = Idle { load: possible.fold(0.0, f64::max), capacity: alone };
            let full_week = |id| self.book.full_week(id).unwrap_or(f64::INFINITY);
            let (load, capacity) = shares(&self.book.carry(own.id), full_week, idle);
            self.workers.push(Colleague {
                id: own.id,
                load,
                capacity,
                languages: own.languages.clone(),
                profile: own.profile.clone(),
                team_ids: if hire { self.directory.teams.keys().copied().collect() } else { teams },
                program_ids,
                away: self.book.away(own.id).is_some(),
                postal_codes: codes.remove(&own.id).unwrap_or_default(),
            });
        }
    }

    /// Whose scope of practice covers which kind of case.
    fn judge_all(&mut self, tx: &Tx, staff: &[Somebody], hired: &[Hired]) {
        let kinds: HashSet<Kind> = self.kinds.values().copied().collect();
        for kind in kinds {
            let (program_id, tier, state) = kind;
            let Some(program) = self.directory.programs.get(&program_id) else { continue };
            let today = local_date(tx.now(), program.zone());
            let activity = Activity::owning(program.setting, tier);
            let site = self.directory.state_of(program_id);
            let barrier = |own: &Somebody| {
                let hire = hired.iter().find(|hire| hire.id == own.id);
                let practice = hire.map_or_else(|| self.directory.practice(own.id), Hired::practice);
                barrier(activity, &practice, state, &self.directory, today)
                    .or_else(|| remote(&own.profile, state, site))
            };
            self.barriers.insert(kind, staff.iter().map(barrier).collect());
        }
    }
}

/// Who can't own a case any more: cases that they left behind wait for somebody.
fn former(directory: &Directory) -> impl Iterator<Item = Uuid> {
    let former = directory.staff.values().filter(|card| !card.active || !card.role.grants(Capability::HandOffWrite));
    former.map(|card| card.id)
}

/// Refuses more than can be worked out while somebody waits.
fn require_size(cases: usize, workers: usize) -> Result<(), Rule> {
    if cases <= MOST_CASES && cases.saturating_mul(workers) <= MOST_PAIRS {
        return Ok(());
    }
    let detail = "These are too many cases and colleagues for one proposal. Choose a team.";
    Err(Rule::at("proposal_too_large", "/team_id", detail))
}

/// What keeps somebody from owning a case by their scope of practice; in another state they might.
fn barrier(
    activity: Activity,
    practice: &Practice<'_>,
    state: Option<&str>,
    directory: &Directory,
    today: chrono::NaiveDate,
) -> Option<Barrier> {
    let refused = |state| matches!(judge(activity, practice, state, &directory.limits, today), Verdict::Refused(_));
    if !refused(state) {
        None
    } else if refused(None) {
        Some(Barrier::Scope)
    } else {
        Some(Barrier::State)
    }
}

/// What keeps somebody who works remotely from a case.
fn remote(profile: &Profile, state: Option<&str>, site: Option<&str>) -> Option<Barrier> {
    profile.require_remote(state, site).is_err().then_some(Barrier::Remote)
}

/// What a case takes of a full week.
fn share(book: &Book, program_id: Uuid, tier: Tier) -> f64 {
    let (Some(policy), Some(full)) = (book.policy(program_id), book.full_week(program_id)) else { return 0.0 };
    weight(policy, tier) / full
}

fn teams_of(directory: &Directory, staff_id: Uuid) -> HashSet<Uuid> {
    directory.members.iter().filter(|member| member.staff_id == staff_id).map(|member| member.team_id).collect()
}

/// The programs of somebody's teams.
fn programs_of(directory: &Directory, staff_id: Uuid) -> HashSet<Uuid> {
    teams_of(directory, staff_id).iter().filter_map(|id| directory.teams.get(id)).map(|team| team.program_id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_has_a_largest_size_in_cases_and_in_pairs() {
        let refused = |cases, workers| require_size(cases, workers).err().map(|rule| rule.code);
        assert_eq!([refused(5_000, 200), refused(MOST_CASES, 100)], [None, None]);
        let large = Some("proposal_too_large");
        assert_eq!([refused(MOST_CASES + 1, 1), refused(5_001, 200), refused(usize::MAX, 2)], [large; 3]);
    }

    #[test]
    fn who_works_remotely_gets_no_case_of_another_state() {
        let own = Profile { remote_states: vec!["NY".into()], ..Profile::default() };
        let kept = |state, site| remote(&own, state, site);
        assert_eq!(kept(Some("WI"), Some("NY")), Some(Barrier::Remote));
        assert_eq!([kept(Some("NY"), Some("WI")), kept(Some("WI"), Some("WI")), kept(None, None)], [None; 3]);
        assert_eq!(remote(&Profile::default(), Some("WI"), Some("NY")), None);
    }
}
