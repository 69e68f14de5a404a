//! What a request to move cases comes to: who gets what, and what is refused.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::TimeDelta;
use domain::Rule;
use domain::access::{Capability, Reach};
use domain::case::{Case, Stage};
use domain::caseload::TIER_POINTS;
use domain::caseload::shift::{Move, Moving, Receiver, Seen, Weighed, require_movable, spread};
use domain::clock::local_date;
use domain::scope::Activity;
use persistence::caseload::Shift;
use persistence::{Error, Tx};
use uuid::Uuid;

use super::book::Book;
use super::shift::{CaseMove, CaseloadMoveRequest, WholeCaseload};
use crate::absence::leads;

/// What a request comes to.
pub struct Plan {
    /// What moves, and to whom.
    pub movable: Vec<(Case, Uuid)>,
    /// What does not, to whom it should, and why.
    pub refused: Vec<(Case, Uuid, Rule)>,
}

impl Plan {
    /// The moves as the store makes them.
    pub fn shifts(&self) -> Vec<Shift> {
        self.movable.iter().map(|(case, to_id)| Shift::new(case, *to_id)).collect()
    }

    /// Who gives and who gets.
    pub fn workers(&self) -> HashSet<Uuid> {
        self.movable.iter().flat_map(|(case, to_id)| [case.owner_id, *to_id]).collect()
    }

    /// Why nothing of the request is made: the first case that can't move, at its place, and how many there are.
    pub fn refuses(&self, asked: &CaseloadMoveRequest) -> Option<Rule> {
        let (case, _, first) = self.refused.first()?;
        let place = asked.moves.iter().position(|one| one.case_id == case.id);
        let pointer = place.map_or_else(|| "/whole".to_owned(), |place| format!("/moves/{place}"));
        let all = self.refused.len();
        let detail = format!(
            "Nothing was moved. {all} of the cases can't move: {} The preview says why of each: leave them out, or choose others.",
            first.detail
        );
        Some(Rule::at("caseload_move_refused", pointer, detail))
    }
}

/// Cases that stay where they are for now.
#[derive(Debug, Default)]
pub struct Kept {
    /// Offered to somebody who has not answered.
    pub offered: HashSet<Uuid>,
    /// Locked by a lead.
    pub locked: HashSet<Uuid>,
}

impl Kept {
    /// Whether something keeps a case.
    pub fn holds(&self, case_id: Uuid) -> bool {
        self.offered.contains(&case_id) || self.locked.contains(&case_id)
    }

    /// What keeps these cases.
    pub async fn of(tx: &mut Tx, cases: &[Case]) -> persistence::Result<Self> {
        let ids: Vec<Uuid> = cases.iter().map(|case| case.id).collect();
        let offered = tx.cases_offered(&ids).await?;
        // Everywhere on earth it is yesterday here or later.
        let locks = tx.case_locks_of(&ids, (tx.now() - TimeDelta::days(1)).date_naive()).await?;
        let program: HashMap<Uuid, Uuid> = cases.iter().map(|case| (case.id, case.program_id)).collect();
        let today = |case_id: &Uuid| program.get(case_id).map(|id| local_date(tx.now(), tx.directory().zone(*id)));
        let holds = locks.iter().filter(|lock| today(&lock.case_id).is_some_and(|day| lock.holds_on(day)));
        Ok(Self { offered, locked: holds.map(|lock| lock.case_id).collect() })
    }
}

/// Works out who gets what, and what is refused.
pub async fn plan(tx: &mut Tx, request: &CaseloadMoveRequest, lock: bool) -> persistence::Result<Plan> {
    let asked = targets(&request.moves)?;
    if asked.is_empty() && request.whole.is_empty() {
        return Err(Rule::at("caseload_move_empty", "/moves", "Choose the cases that shall move.").into());
    }
    let owners: Vec<Uuid> = request.whole.iter().map(|whole| whole.from_id).collect();
    let ids: Vec<Uuid> = asked.keys().copied().collect();
    let cases = tx.cases_to_move(&ids, &owners, lock).await?;
    require_led(tx, &cases, &owners)?;
    let kept = Kept::of(tx, &cases).await?;
    let mut plan = Plan { movable: Vec::new(), refused: Vec::new() };
    let mut rest: HashMap<Uuid, Vec<Case>> = HashMap::new();
    for case in cases {
        if let Some(one) = asked.get(&case.id) {
            let seen = Seen { from_id: one.from_id, version: one.version };
            match refusal(tx, &case, one.to_id, seen, &kept).await? {
                None => plan.movable.push((case, one.to_id)),
                Some(rule) => plan.refused.push((case, one.to_id, rule)),
            }
        } else {
            rest.entry(case.owner_id).or_default().push(case);
        }
    }
    spread_whole(tx, &mut plan, rest, &request.whole, &kept).await?;
    Ok(plan)
}

/// Where each case goes; nobody can be sent to two places.
fn targets(moves: &[CaseMove]) -> Result<BTreeMap<Uuid, CaseMove>, Rule> {
    let mut targets = BTreeMap::new();
    for (place, asked) in moves.iter().enumerate() {
        if targets.insert(asked.case_id, *asked).is_some() {
            let pointer = format!("/moves/{place}/case_id");
            return Err(Rule::at("case_moved_twice", pointer, "This case is named twice."));
        }
    }
    Ok(targets)
}

/// A lead moves cases of colleagues and teams that they lead.
pub fn require_led(tx: &Tx, cases: &[Case], owners: &[Uuid]) -> persistence::Result<()> {
    let actor = tx.actor();
    let everybody = actor.role.reach() == Reach::Organization;
    let of_led = |id: &Uuid| *id == actor.id || leads(tx, *id);
    let case_led = |case: &Case| everybody || actor.led_team_ids.contains(&case.team_id) || of_led(&case.owner_id);
    if cases.iter().all(case_led) && owners.iter().all(of_led) {
        Ok(())
    } else {
        Err(Error::Forbidden("caseload_of_colleague"))
    }
}

/// Why a case can't move to somebody; none when it can.
pub async fn refusal(
    tx: &mut Tx,
    case: &Case,
    to_id: Uuid,
    seen: Seen,
    kept: &Kept,
) -> persistence::Result<Option<Rule>> {
    let card = tx.directory().staff.get(&to_id);
    let receives = card.is_some_and(|card| card.active && card.role.grants(Capability::HandOffWrite));
    let setting = tx.directory().program(case.program_id)?.setting;
    let verdict = tx.verdict(Activity::owning(setting, case.tier), to_id, case).await?;
    let offered = kept.offered.contains(&case.id);
    let locked = kept.locked.contains(&case.id);
    let moving = Moving { case, to_id, receives, verdict: &verdict, offered, locked, seen };
    Ok(require_movable(&moving).err())
}

/// Spreads whole caseloads, one after the other: each sees what the rest of the request gives to its receivers and takes from them.
async fn spread_whole(
    tx: &mut Tx,
    plan: &mut Plan,
    mut rest: HashMap<Uuid, Vec<Case>>,
    whole: &[WholeCaseload],
    kept: &Kept,
) -> persistence::Result<()> {
    if whole.is_empty() {
        return Ok(());
    }
    let receivers: HashSet<Uuid> = whole.iter().flat_map(|own| own.to_ids.iter().copied()).collect();
    let mut book = Book::open(tx, &receivers).await?;
    let leaving = || rest.values().flatten().filter(|case| !kept.holds(case.id));
    let moving = plan.movable.iter().map(|(case, _)| case.person_id);
    let in_house = tx.people_in_house(moving.chain(leaving().map(|case| case.person_id)).collect()).await?;
    for (case, to_id) in &plan.movable {
        book.shift(case, *to_id, in_house.contains(&case.person_id));
    }
    for case in leaving() {
        book.release(case, in_house.contains(&case.person_id));
    }
    for own in whole {
        let cases = rest.remove(&own.from_id).unwrap_or_default();
        let refused = plan.refused.len();
        for (case, to_id) in spread_one(tx, plan, cases, &own.to_ids, (&book, kept)).await? {
            if book.counts(case.program_id, in_house.contains(&case.person_id)) {
                book.receive(to_id, case.program_id, case.tier, false);
            }
            plan.movable.push((case, to_id));
        }
        // What nobody gets stays with its owner, who may be one of the next receivers.
        for (case, ..) in plan.refused[refused..].iter().filter(|(case, ..)| !kept.holds(case.id)) {
            if book.counts(case.program_id, in_house.contains(&case.person_id)) {
                book.receive(case.owner_id, case.program_id, case.tier, case.stage == Stage::Assess);
            }
        }
    }
    Ok(())
}

/// Who gets which case of one caseload; what nobody gets is refused in the plan.
async fn spread_one(
    tx: &mut Tx,
    plan: &mut Plan,
    cases: Vec<Case>,
    to_ids: &[Uuid],
    (book, kept): (&Book, &Kept),
) -> persistence::Result<Vec<(Case, Uuid)>> {
    let ids: HashSet<Uuid> = to_ids.iter().copied().collect();
    let mut refusals: HashMap<(Uuid, Uuid), Rule> = HashMap::new();
    for case in &cases {
        for to_id in &ids {
            if let Some(rule) = refusal(tx, case, *to_id, Seen::default(), kept).await? {
                refusals.insert((case.id, *to_id), rule);
            }
        }
    }
    let receiver = |id: &Uuid| Receiver { id: *id, load: book.carry(*id).points, full: book.hours_there(*id) };
    let receivers: Vec<Receiver> = ids.iter().map(receiver).collect();
    let weighed: Vec<Weighed> =
        cases.iter().map(|case| Weighed { case_id: case.id, weight: TIER_POINTS.of(case.tier) }).collect();
    let moves = spread(&weighed, &receivers, |case_id, to_id| !refusals.contains_key(&(case_id, to_id)));
    let to: HashMap<Uuid, Uuid> = moves.into_iter().map(|Move { case_id, to_id }| (case_id, to_id)).collect();
    let mut moved = Vec::with_capacity(to.len());
    for case in cases {
        if let Some(to_id) = to.get(&case.id) {
            moved.push((case, *to_id));
        } else if let Some(first) = to_ids.first() {
            let rule = to_ids.iter().find_map(|to_id| refusals.remove(&(case.id, *to_id))).unwrap_or_else(nobody_there);
            plan.refused.push((case, *first, rule));
        }
    }
    Ok(moved)
}

fn nobody_there() -> Rule {
    let detail = "None of these colleagues is there in the coming four weeks. Choose others.";
    Rule::new("case_move_away", detail)
}
