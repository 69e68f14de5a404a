//! What is asked for a proposal, and how it is answered.

use chrono::NaiveDate;
use domain::rebalance::fit::Wishes;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::view::CaseloadSummary;
use crate::http::code::{CaseBarrierCode, CredentialKindCode, MoveReasonCode, TierCode, UnplacedReasonCode};
use crate::program::Ref;

/// Whose cases a proposal is about, and what it minds.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CaseloadProposalRequest {
    /// Workers and cases of this team only.
    pub team_id: Option<Uuid>,
    /// Workers of the teams of this program, and its cases only.
    pub program_id: Option<Uuid>,
    /// Cases that stay where they are in this proposal.
    #[schema(max_items = 8000)]
    pub keep: Vec<Uuid>,
    /// What weighs how much.
    pub wishes: ProposalWishes,
    /// What is not so, and asked what if it were.
    pub what_if: ProposalWhatIf,
}

/// What a proposal minds, each in percent of what it minds by itself.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProposalWishes {
    /// That nobody carries much more than others.
    #[schema(minimum = 0, maximum = 300)]
    pub balance: u32,
    /// That people keep whom they know.
    #[schema(minimum = 0, maximum = 300)]
    pub continuity: u32,
    /// That people are spoken to in their language.
    #[schema(minimum = 0, maximum = 300)]
    pub language: u32,
    /// That ways are short.
    #[schema(minimum = 0, maximum = 300)]
    pub travel: u32,
    /// True when nobody gets a case anew whose language they don't speak well enough for clinical content.
    pub language_required: bool,
}

impl Default for ProposalWishes {
    fn default() -> Self {
        let Wishes { balance, continuity, language, travel, language_required } = Wishes::default();
        Self { balance, continuity, language, travel, language_required }
    }
}

impl From<ProposalWishes> for Wishes {
    fn from(own: ProposalWishes) -> Self {
        let ProposalWishes { balance, continuity, language, travel, language_required } = own;
        Self { balance, continuity, language, travel, language_required }
    }
}

/// What is not so.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProposalWhatIf {
    /// Colleagues who are not there yet.
    #[schema(max_items = 10)]
    pub hires: Vec<ProposedHire>,
    /// Colleagues who are off.
    #[schema(max_items = 20)]
    pub leaves: Vec<ProposedLeave>,
    /// Cases that come.
    #[schema(max_items = 10)]
    pub surges: Vec<ProposedSurge>,
    /// Programs that close, with their cases.
    #[schema(max_items = 20)]
    pub closed_program_ids: Vec<Uuid>,
}

impl ProposalWhatIf {
    /// True when nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.hires.is_empty() && self.leaves.is_empty() && self.surges.is_empty() && self.closed_program_ids.is_empty()
    }
}

/// A care manager who is not there yet, on every team that the proposal is about.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposedHire {
    /// Hours a week.
    #[schema(minimum = 1, maximum = 80)]
    pub weekly_hours: f64,
    /// Languages spoken well enough for clinical content (BCP 47).
    #[schema(max_items = 10)]
    pub languages: Vec<ProposedLanguage>,
    /// Licences; without one nobody owns a case.
    #[schema(min_items = 1, max_items = 10)]
    pub licences: Vec<ProposedLicence>,
}

/// A language (BCP 47).
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(min_length = 2, max_length = 35, pattern = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", example = "es")]
pub struct ProposedLanguage(pub String);

/// A licence of a state.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposedLicence {
    /// Kind.
    pub kind: CredentialKindCode,
    /// State, two letters.
    #[schema(pattern = "^[A-Z]{2}$", max_length = 2)]
    pub state: String,
}

/// A colleague who is off. A leave is looked at as if it began today: only how long it is matters.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposedLeave {
    /// Who; somebody on the board.
    pub staff_id: Uuid,
    /// First day off.
    pub from_on: NaiveDate,
    /// Last day off.
    pub until_on: NaiveDate,
}

/// Cases that come.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposedSurge {
    /// Into which program.
    pub program_id: Uuid,
    /// Of which tier.
    pub tier: TierCode,
    /// How many.
    #[schema(minimum = 1, maximum = 500)]
    pub cases: u32,
}

/// Who should own which case.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseloadProposal {
    /// What to move.
    pub moves: Vec<ProposedMove>,
    /// Cases for which there is nobody; they stay where they are until somebody decides.
    pub unplaced: Vec<UnplacedCase>,
    /// What became of the cases that come, in the order in which they were asked.
    pub surges: Vec<SurgeAnswer>,
    /// What it does to everybody whom the proposal is about.
    pub effects: Vec<ProposalEffect>,
    /// Jain's index of the weighted points of those who are there, before.
    pub fairness_before: Option<f64>,
    /// And after.
    pub fairness_after: Option<f64>,
    /// The highest utilisation in percent, before.
    pub highest_before: Option<f64>,
    /// And after.
    pub highest_after: Option<f64>,
    /// Cases that the proposal looked at.
    #[schema(minimum = 0)]
    pub cases: usize,
    /// Of these, kept where they are: locked, offered, asked for, or of somebody who is off today or on a working
    /// day of the coming four weeks.
    #[schema(minimum = 0)]
    pub locked: usize,
    /// Value of the proposal: the lower the better.
    #[schema(minimum = 0)]
    pub objective: u64,
    /// No proposal has a lower value.
    #[schema(minimum = 0)]
    pub bound: u64,
    /// How far above the bound the proposal may be, in percent of the bound.
    #[schema(minimum = 0)]
    pub gap_percent: f64,
    /// True when no proposal is better.
    pub proven: bool,
    /// True when it was asked what if: such a proposal can't be made.
    pub hypothetical: bool,
    /// Operations the reader may do with it now.
    pub can: Vec<&'static str>,
}

/// A worker on record, or one who is not there yet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProposalWorker {
    /// Null of one who is not there yet.
    pub staff: Option<Ref>,
    /// Which of the hires, counted from 0.
    #[schema(minimum = 0)]
    pub hire: Option<usize>,
}

/// A proposed move.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposedMove {
    pub case_id: Uuid,
    /// The version of the case that was looked at.
    pub version: i32,
    pub person: Ref,
    pub program: Ref,
    pub tier: TierCode,
    pub from: Ref,
    pub to: ProposalWorker,
    /// Why; at least one.
    pub reasons: Vec<MoveReasonCode>,
    /// What keeps the present owner from it.
    pub barrier: Option<CaseBarrierCode>,
}

/// A case for which there is nobody.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnplacedCase {
    pub case_id: Uuid,
    pub person: Ref,
    pub program: Ref,
    pub tier: TierCode,
    pub from: Ref,
    pub reason: UnplacedReasonCode,
    /// What keeps whom from it, each once.
    pub barriers: Vec<CaseBarrierCode>,
}

/// What became of cases that come.
#[derive(Debug, Serialize, ToSchema)]
pub struct SurgeAnswer {
    pub program: Ref,
    pub tier: TierCode,
    #[schema(minimum = 0)]
    pub cases: u32,
    /// For how many there is somebody.
    #[schema(minimum = 0)]
    pub placed: u32,
    /// Why there is nobody for the rest; null when there is somebody for all.
    pub reason: Option<UnplacedReasonCode>,
    /// What keeps whom from the rest, each once.
    pub barriers: Vec<CaseBarrierCode>,
}

/// What a proposal does to a worker.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalEffect {
    pub worker: ProposalWorker,
    /// Null of one who is not there yet.
    pub before: Option<CaseloadSummary>,
    pub after: CaseloadSummary,
    /// True when they are off, or asked to be.
    pub away: bool,
}
