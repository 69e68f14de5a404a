//! One step of a transition as a request.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Rule;
use domain::transition::act::{Act, Entry};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::code::{
    AvoidableCauseCode, CheckCodeCode, CheckStateCode, ChooserCode, DischargeBarrierKindCode, HospitalNoticeCode,
    PromiseKindCode, PromiseOutcomeCode, ReceiptKindCode, ReceiptWayCode, ReconciliationOutcomeCode,
};

/// The day on which the person should leave.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetTarget {
    /// The day.
    on: NaiveDate,
    /// Why it moves; needed when there was one before.
    #[schema(max_length = 500)]
    reason: Option<String>,
}

/// Something in the way.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddBarrier {
    /// Kind.
    kind: DischargeBarrierKindCode,
    /// What it is.
    #[schema(min_length = 1, max_length = 500, pattern = "\\S", example = "No accepting facility yet")]
    text: String,
    /// Who removes it.
    owner_id: Uuid,
}

/// That it is out of the way.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveBarrier {
    /// The barrier.
    id: Uuid,
    /// How.
    #[schema(min_length = 1, max_length = 500, pattern = "\\S")]
    how: String,
}

/// A day that would not have been needed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MarkDay {
    /// The day.
    on: NaiveDate,
    /// Its primary cause; the mark is taken away when absent.
    cause: Option<AvoidableCauseCode>,
}

/// An item of the checklist.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetCheck {
    /// The item.
    code: CheckCodeCode,
    /// What became of it; it is open again when absent.
    state: Option<CheckStateCode>,
    /// What there is to say.
    #[schema(max_length = 500)]
    note: Option<String>,
}

/// A facility that is asked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskFacility {
    /// Its name.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S", example = "Cedar Point Skilled Nursing")]
    facility: String,
    /// When; now when absent.
    asked_at: Option<DateTime<Utc>>,
}

/// What a facility answered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteAnswer {
    /// The request.
    id: Uuid,
    /// Whether it would take the person.
    accepted: bool,
    /// Why it declined (needed then), or on which condition it accepted.
    #[schema(max_length = 500)]
    words: Option<String>,
}

/// Who chose a facility.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteChoice {
    /// The request.
    id: Uuid,
    /// Who.
    chosen_by: ChooserCode,
}

/// Something promised for the time after the stay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddPromise {
    /// Kind.
    kind: PromiseKindCode,
    /// What, with whom, where.
    #[schema(min_length = 1, max_length = 500, pattern = "\\S", example = "Dr. Ito, primary care, 10:30")]
    text: String,
    /// For which day.
    due_on: Option<NaiveDate>,
}

/// What became of a promise.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettlePromise {
    /// The promise.
    id: Uuid,
    /// What became of it.
    outcome: PromiseOutcomeCode,
    /// When it took place; now when absent.
    at: Option<DateTime<Utc>>,
}

/// That medicines before, during and after the stay were compared.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reconcile {
    /// When; now when absent.
    at: Option<DateTime<Utc>>,
    /// What came out.
    outcome: ReconciliationOutcomeCode,
    /// What differed and what was done; needed unless all lists agree.
    #[schema(max_length = 2000)]
    findings: Option<String>,
}

/// That a notice was given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveNotice {
    /// Which.
    notice: HospitalNoticeCode,
    /// When; now when absent.
    at: Option<DateTime<Utc>>,
}

/// That word of the hospital came: its notice of the admission, or its information with the discharge.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteReceipt {
    /// What came.
    what: ReceiptKindCode,
    /// When; now when absent.
    at: Option<DateTime<Utc>>,
    /// From whom.
    #[schema(max_length = 200, example = "Discharge desk, Harbor General")]
    sender: Option<String>,
    /// How.
    way: ReceiptWayCode,
}

/// What was entered in error: exactly one of its kinds.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeBack {
    /// A promise, which is open again.
    promise: Option<Uuid>,
    /// The time for which it was said that medicines were compared.
    reconciliation: Option<DateTime<Utc>>,
    /// The time for which it was said that a notice was given.
    notice: Option<DateTime<Utc>>,
    /// Word of the hospital.
    receipt: Option<Uuid>,
    /// What was wrong.
    #[schema(min_length = 1, max_length = 500, pattern = "\\S")]
    reason: String,
}

impl TakeBack {
    fn act(self) -> Result<Act, Rule> {
        let entry = match (self.promise, self.reconciliation, self.notice, self.receipt) {
            (Some(id), None, None, None) => Entry::Promise { id },
            (None, Some(at), None, None) => Entry::Reconciliation { at },
            (None, None, Some(at), None) => Entry::Notice { at },
            (None, None, None, Some(id)) => Entry::Receipt { id },
            _ => return Err(Rule::at("one_step", "/take_back", "Take exactly one entry back at a time.")),
        };
        Ok(Act::TakeBack { entry, reason: self.reason })
    }
}

/// The end of a transition.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseTransition {}

/// One step of a transition: exactly one of its kinds.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransitionAct {
    /// The day on which the person should leave.
    set_target: Option<SetTarget>,
    /// Something in the way.
    add_barrier: Option<AddBarrier>,
    /// That it is out of the way.
    remove_barrier: Option<RemoveBarrier>,
    /// A day that would not have been needed.
    mark_day: Option<MarkDay>,
    /// An item of the checklist.
    set_check: Option<SetCheck>,
    /// A facility that is asked.
    ask_facility: Option<AskFacility>,
    /// What it answered.
    note_answer: Option<NoteAnswer>,
    /// Who chose it.
    note_choice: Option<NoteChoice>,
    /// Something promised.
    add_promise: Option<AddPromise>,
    /// What became of it.
    settle_promise: Option<SettlePromise>,
    /// That medicines were compared.
    reconcile: Option<Reconcile>,
    /// That a notice was given.
    give_notice: Option<GiveNotice>,
    /// That word of the hospital came.
    note_receipt: Option<NoteReceipt>,
    /// What was entered in error.
    take_back: Option<TakeBack>,
    /// The end of the transition.
    close: Option<CloseTransition>,
}

impl TransitionAct {
    /// The step, with `id` for what is new.
    ///
    /// # Errors
    /// `one_step` unless there is exactly one.
    pub fn act(self, id: Uuid) -> Result<Act, Rule> {
        let steps = [
            self.set_target.map(|step| Act::SetTarget { on: step.on, reason: step.reason }),
            self.add_barrier.map(|step| Act::AddBarrier {
                id,
                kind: step.kind.0,
                text: step.text,
                owner_id: step.owner_id,
            }),
            self.remove_barrier.map(|step| Act::RemoveBarrier { id: step.id, how: step.how }),
            self.mark_day.map(|step| Act::MarkDay { on: step.on, cause: step.cause.map(|code| code.0) }),
            self.set_check.map(|step| Act::SetCheck {
                code: step.code.0,
                state: step.state.map(|code| code.0),
                note: step.note,
            }),
            self.ask_facility.map(|step| Act::AskFacility { id, facility: step.facility, asked_at: step.asked_at }),
            self.note_answer.map(|step| Act::NoteAnswer { id: step.id, accepted: step.accepted, words: step.words }),
            self.note_choice.map(|step| Act::NoteChoice { id: step.id, chosen_by: step.chosen_by.0 }),
            self.add_promise.map(|step| Act::Promise { id, kind: step.kind.0, text: step.text, due_on: step.due_on }),
            self.settle_promise.map(|step| Act::SettlePromise { id: step.id, outcome: step.outcome.0, at: step.at }),
            self.reconcile.map(|step| Act::Reconcile { at: step.at, outcome: step.outcome.0, findings: step.findings }),
            self.give_notice.map(|step| Act::GiveNotice { notice: step.notice.0, at: step.at }),
            self.note_receipt.map(|step| Act::NoteReceipt {
                id,
                what: step.what.0,
                at: step.at,
                sender: step.sender,
                way: step.way.0,
            }),
            self.take_back.map(TakeBack::act).transpose()?,
            self.close.map(|_| Act::Close),
        ];
        let mut steps = steps.into_iter().flatten();
        match (steps.next(), steps.next()) {
            (Some(only), None) => Ok(only),
            _ => Err(Rule::new("one_step", "Take exactly one step at a time.")),
        }
    }
}
