//! How caseloads are shown.

use chrono::NaiveDate;
use domain::access::Capability;
use domain::caseload::{Caseload, LoadPart, ProgramLoad};
use domain::staff::Staff;
use persistence::Tx;
use persistence::caseload::Overdue;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::book::Book;
use super::policy::PolicyContent;
use super::strain::OwnStrain;
use crate::http::code::{LoadMissingCode, LoadModelCode, LoadPartKindCode, LoadStandingCode, RoleCode, TierCode};
use crate::program::Ref;

/// What somebody carries, in a line.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseloadSummary {
    /// Cases that the ranges count.
    #[schema(minimum = 0)]
    cases: u32,
    /// Cases of colleagues who are off, covered today.
    #[schema(minimum = 0)]
    covered: u32,
    /// High and complex ones.
    #[schema(minimum = 0)]
    hard: u32,
    /// Weighted points: low 1, rising 1.75, high 3, complex 5.
    points: f64,
    /// Load of what fits, in percent; null when nothing fits, as for who is off for weeks.
    utilisation: Option<f64>,
    standing: LoadStandingCode,
    /// What is missing, so that the numbers are provisional.
    missing: Vec<LoadMissingCode>,
}

impl CaseloadSummary {
    /// Load of what fits, in percent.
    pub fn utilisation(&self) -> Option<f64> {
        self.utilisation
    }
}

impl From<&Caseload> for CaseloadSummary {
    fn from(own: &Caseload) -> Self {
        Self {
            cases: own.cases,
            covered: own.covered,
            hard: own.hard,
            points: own.points,
            utilisation: own.utilisation,
            standing: own.standing.into(),
            missing: own.missing.iter().map(|missing| (*missing).into()).collect(),
        }
    }
}

/// A worker on the board.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WorkerView {
    staff: Ref,
    title: String,
    role: RoleCode,
    teams: Vec<Ref>,
    load: CaseloadSummary,
    /// Every active case that they own, those that no range counts included.
    #[schema(minimum = 0)]
    owned: u32,
    /// Overdue deadlines and tasks.
    #[schema(minimum = 0)]
    overdue: i64,
    /// The same a week ago.
    #[schema(minimum = 0)]
    overdue_before: i64,
    /// Cases whose person speaks a language that the worker does not speak well enough for clinical content.
    #[schema(minimum = 0)]
    language_gaps: u32,
    /// Cases that the worker's scope of practice does not cover today.
    #[schema(minimum = 0)]
    credential_gaps: u32,
    /// Last day of an absence that holds today.
    away_until: Option<NaiveDate>,
    /// Who covers meanwhile.
    cover: Option<Ref>,
}

impl WorkerView {
    /// The row of a worker.
    pub fn new(tx: &Tx, book: &Book, staff: &Staff, teams: Vec<Ref>, overdue: Option<&Overdue>) -> Self {
        let load = book.carry(staff.id);
        let gaps = book.gaps(tx.directory(), staff);
        let away = book.away(staff.id);
        Self {
            staff: Ref { id: staff.id, name: staff.name.clone() },
            title: staff.title.clone(),
            role: staff.role.into(),
            teams,
            load: (&load).into(),
            owned: book.owned(staff.id),
            overdue: overdue.map_or(0, |own| own.now),
            overdue_before: overdue.map_or(0, |own| own.before),
            language_gaps: gaps.language,
            credential_gaps: gaps.credential,
            away_until: away.map(|own| own.last_on),
            cover: away.and_then(|own| own.cover_id).map(|id| Ref { id, name: tx.directory().name(id).to_owned() }),
        }
    }

    /// Weighted points.
    pub fn points(&self) -> f64 {
        self.load.points
    }

    /// True while they are off.
    pub fn is_away(&self) -> bool {
        self.away_until.is_some()
    }
}

/// A caseload with its parts.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseloadView {
    worker: WorkerView,
    programs: Vec<ProgramLoadView>,
    /// Hours a week that are left by contract; null when nobody recorded them, and a full week is assumed.
    weekly_hours: Option<f64>,
    /// Hours on call in the four weeks ahead, beside the hours of the office.
    on_call_hours: f64,
    /// What wears out; for the worker alone.
    strain: Option<OwnStrain>,
    /// Operations the reader may do on this caseload now.
    can: Vec<&'static str>,
}

/// What somebody carries in a program.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgramLoadView {
    program: Ref,
    model: LoadModelCode,
    #[schema(minimum = 0)]
    cases: u32,
    #[schema(minimum = 0)]
    covered: u32,
    /// The range for this worker: that of a full-time worker, by their share.
    low: f64,
    /// See `low`.
    high: f64,
    /// Hours a month, points, or shares of limits, by the model.
    load: f64,
    /// What fits, in the same unit.
    full: f64,
    /// Hours a week that being on call takes off what fits, by the policy.
    on_call: f64,
    /// All parts sum to the load.
    parts: Vec<LoadPartView>,
    policy: PolicyContent,
}

/// A part of a load.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoadPartView {
    kind: LoadPartKindCode,
    tier: Option<TierCode>,
    /// How many; hours for travel and duties.
    count: f64,
    /// What they weigh.
    amount: f64,
}

fn part(part: &LoadPart) -> LoadPartView {
    LoadPartView { kind: part.kind.into(), tier: part.tier.map(Into::into), count: part.count, amount: part.amount }
}

fn program(tx: &Tx, book: &Book, own: &ProgramLoad) -> Option<ProgramLoadView> {
    let policy = book.policy(own.program_id)?;
    let name = tx.directory().programs.get(&own.program_id)?.name.clone();
    Some(ProgramLoadView {
        program: Ref { id: own.program_id, name },
        model: policy.model.into(),
        cases: own.cases,
        covered: own.covered,
        low: own.low,
        high: own.high,
        load: own.load,
        full: own.full,
        on_call: own.on_call,
        parts: own.parts.iter().map(part).collect(),
        policy: policy.clone().into(),
    })
}

impl CaseloadView {
    /// The caseload of a worker.
    pub fn new(tx: &Tx, book: &Book, worker: WorkerView, staff_id: Uuid, strain: Option<OwnStrain>) -> Self {
        let may_set = staff_id != tx.actor().id && tx.actor().may(Capability::CapacityWrite);
        let may_move = tx.actor().may(Capability::CaseloadMove);
        let can = [may_set.then_some("capacity_set"), may_move.then_some("caseload_move_create")];
        Self {
            worker,
            programs: book.carry(staff_id).programs.iter().filter_map(|own| program(tx, book, own)).collect(),
            weekly_hours: book.hours(staff_id),
            on_call_hours: book.on_call_hours(staff_id),
            strain,
            can: can.into_iter().flatten().collect(),
        }
    }
}
