//! Moving cases: which may move, to whom a whole caseload is spread, what follows, and what undoing needs.
//!
//! | from | action | to     |
//! |------|--------|--------|
//! | -    | make   | made   |
//! | made | undo   | undone |

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::case::{Case, CaseStatus};
use crate::change::{Change, Rule};
use crate::scope::Verdict;

crate::codes! {
    /// How cases move.
    pub enum MoveMode {
        /// At once: the colleague owns them from now on.
        Immediate = "immediate",
        /// As hand-offs that the colleague accepts or declines.
        Offer = "offer",
    }
}

crate::codes! {
    /// State of a move.
    pub enum MoveStatus {
        /// It holds.
        Made = "made",
        /// It was taken back.
        Undone = "undone",
    }
}

/// A case to move and to whom: what a lead asks for, and what a proposal consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// The case.
    pub case_id: Uuid,
    /// Who shall own it.
    pub to_id: Uuid,
}

/// What is known of a case that shall move.
#[derive(Debug, Clone, Copy)]
pub struct Moving<'a> {
    /// The case.
    pub case: &'a Case,
    /// Who shall own it.
    pub to_id: Uuid,
    /// Whether the receiver is at work and their role owns cases.
    pub receives: bool,
    /// Whether their scope of practice covers the case.
    pub verdict: &'a Verdict,
    /// Whether the case is offered to somebody who has not answered yet.
    pub offered: bool,
    /// Whether a lead keeps the case with its owner.
    pub locked: bool,
    /// What who asks saw of the case.
    pub seen: Seen,
}

/// What was seen of a case when a move was worked out; what is none is not compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// Who owned it.
    pub from_id: Option<Uuid>,
    /// Its version.
    pub version: Option<i32>,
}

/// Says why a case can't move.
///
/// # Errors
/// `case_closed`, `case_move_owner_changed`, `case_move_changed`, `case_move_to_owner`, `case_move_role`, `case_move_offered`,
/// `case_move_locked`, and the reasons of [`crate::scope::judge`].
pub fn require_movable(moving: &Moving<'_>) -> Result<(), Rule> {
    moving.case.require_active()?;
    if moving.seen.from_id.is_some_and(|id| id != moving.case.owner_id) {
        let detail = "Somebody else owns this case by now. Look at the effect again before you move it.";
        return Err(Rule::new("case_move_owner_changed", detail));
    }
    if moving.seen.version.is_some_and(|version| version != moving.case.version) {
        let detail = "This case changed since you looked. Look at the effect again before you move it.";
        return Err(Rule::new("case_move_changed", detail));
    }
    if moving.to_id == moving.case.owner_id {
        return Err(Rule::new("case_move_to_owner", "This colleague owns the case already."));
    }
    if !moving.receives {
        return Err(Rule::new(
            "case_move_role",
            "This colleague is not at work any more, or their role owns no cases.",
        ));
    }
    if moving.offered {
        let detail = "The case is offered to somebody who has not answered. Wait, or have the offer withdrawn.";
        return Err(Rule::new("case_move_offered", detail));
    }
    if moving.locked {
        let detail = "A lead keeps this case with its owner. Lift the lock first.";
        return Err(Rule::new("case_move_locked", detail));
    }
    // Oversight is the supervisor's, who is on record: nobody signs for owning a case.
    moving.verdict.clone().alone().map(|_| ())
}

/// A case of a caseload that is spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighed {
    /// The case.
    pub case_id: Uuid,
    /// Its weight.
    pub weight: f64,
}

/// Somebody among whom a caseload is spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Receiver {
    /// Who.
    pub id: Uuid,
    /// What they carry, in the unit of the weights.
    pub load: f64,
    /// What fits; more takes more, and who is not there takes nothing.
    pub full: f64,
}

/// Spreads cases, the heaviest first, each to whom it leaves with the smallest share of what fits. `may` says whether somebody may
/// own a case; what nobody may own who is there is left out. The order of cases and receivers does not matter.
pub fn spread(cases: &[Weighed], receivers: &[Receiver], may: impl Fn(Uuid, Uuid) -> bool) -> Vec<Move> {
    let mut cases = cases.to_vec();
    cases.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.case_id.cmp(&b.case_id)));
    let mut receivers = receivers.to_vec();
    receivers.sort_by_key(|receiver| receiver.id);
    let mut moves = Vec::with_capacity(cases.len());
    for case in cases {
        let after = |receiver: &Receiver| (receiver.load + case.weight) / receiver.full;
        let able = receivers.iter_mut().filter(|receiver| receiver.full > 0.0 && may(case.case_id, receiver.id));
        if let Some(receiver) = able.min_by(|a, b| after(a).total_cmp(&after(b))) {
            receiver.load += case.weight;
            moves.push(Move { case_id: case.case_id, to_id: receiver.id });
        }
    }
    moves
}

/// An appointment that the former owner takes part in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// The appointment.
    pub id: Uuid,
    /// Who shall take part instead.
    pub to_id: Uuid,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End.
    pub ends_at: DateTime<Utc>,
}

/// Time of a worker that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// By which appointment.
    pub appointment_id: Uuid,
    /// Whose.
    pub staff_id: Uuid,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End.
    pub ends_at: DateTime<Utc>,
}

/// The appointments that follow their case, and those that stay with the former owner because the new one is booked then. The
/// earliest is served first; the order in which they are named does not matter.
pub fn follow(slots: &[Slot], taken: &[Taken]) -> (Vec<Uuid>, Vec<Uuid>) {
    let mut busy: HashMap<Uuid, Vec<Taken>> = HashMap::new();
    for own in taken {
        busy.entry(own.staff_id).or_default().push(*own);
    }
    let mut slots = slots.to_vec();
    slots.sort_by_key(|slot| (slot.starts_at, slot.id));
    let (mut follows, mut stays) = (Vec::new(), Vec::new());
    for slot in slots {
        let own = busy.entry(slot.to_id).or_default();
        let clashes = |other: &Taken| {
            other.appointment_id != slot.id && other.starts_at < slot.ends_at && slot.starts_at < other.ends_at
        };
        if own.iter().any(clashes) {
            stays.push(slot.id);
        } else {
            let Slot { id, to_id, starts_at, ends_at } = slot;
            own.push(Taken { appointment_id: id, staff_id: to_id, starts_at, ends_at });
            follows.push(id);
        }
    }
    (follows, stays)
}

/// The attendees of an appointment after `to` took the place of `from`.
pub fn attendees_after(attendees: &[Uuid], from: Uuid, to: Uuid) -> Vec<Uuid> {
    let mut after: Vec<Uuid> = Vec::with_capacity(attendees.len());
    for id in attendees.iter().map(|id| if *id == from { to } else { *id }) {
        if !after.contains(&id) {
            after.push(id);
        }
    }
    after
}

/// A case that moved, with what followed it by name: undoing gives back exactly that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The case.
    pub case_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// Who owned it.
    pub from_id: Uuid,
    /// Who owns it.
    pub to_id: Uuid,
    /// Tasks that changed hands.
    pub task_ids: Vec<Uuid>,
    /// Appointments that changed hands.
    pub appointment_ids: Vec<Uuid>,
}

/// Cases that moved together.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseloadMove {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// How.
    pub mode: MoveMode,
    /// State.
    pub status: MoveStatus,
    /// Why; colleagues read this.
    pub reason: String,
    /// What moved; of offers, what was offered.
    pub moved: Vec<Moved>,
    /// Who moved them.
    pub made_by: Uuid,
    /// When.
    pub made_at: DateTime<Utc>,
    /// Who took it back.
    pub undone_by: Option<Uuid>,
    /// When.
    pub undone_at: Option<DateTime<Utc>>,
}

impl CaseloadMove {
    /// Takes it back, as long as nothing has changed since: `cases` are its cases as they are now.
    ///
    /// # Errors
    /// `caseload_move_undone`, `caseload_move_offered`, `caseload_move_changed`.
    pub fn undo(mut self, cases: &[Case], by: Uuid, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.status == MoveStatus::Undone {
            return Err(Rule::new("caseload_move_undone", "This move is undone already."));
        }
        if self.mode == MoveMode::Offer {
            let detail = "Offers are answered by the colleague, or withdrawn by who owns the case.";
            return Err(Rule::new("caseload_move_offered", detail));
        }
        let now_owned: HashMap<Uuid, &Case> = cases.iter().map(|case| (case.id, case)).collect();
        let same = |moved: &Moved| {
            let case = now_owned.get(&moved.case_id);
            case.is_some_and(|case| case.owner_id == moved.to_id && case.status == CaseStatus::Active)
        };
        if !self.moved.iter().all(same) {
            let detail = "A case of this move was moved again or closed. Move what is left instead.";
            return Err(Rule::new("caseload_move_changed", detail));
        }
        self.status = MoveStatus::Undone;
        self.undone_by = Some(by);
        self.undone_at = Some(now);
        self.version += 1;
        Ok(Change::updated(self))
    }
}
