//! Advocacy: what was asked for a person, of whom, and what came of it (R137, R141); and what they chose from when they chose (R138).
//!
//! | from            | action            | who                                | to               |
//! |-----------------|-------------------|------------------------------------|------------------|
//! | -               | log a request or a negotiation | anyone who documents  | open             |
//! | -               | log a choice      | anyone who documents               | settled          |
//! | open            | settle (result)   | anyone who documents               | settled          |
//! | open, settled   | withdraw (reason) | who logged it, or who assigns work | entered_in_error |

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::change::{Change, Rule};

crate::codes! {
    /// What is logged.
    pub enum AdvocacyKind {
        /// Something was asked for the person, to get a barrier out of the way.
        Request = "request",
        /// Terms were talked about with an insurer or a facility.
        Negotiation = "negotiation",
        /// The person chose, knowing what else there was.
        Choice = "choice",
    }
}

crate::codes! {
    /// What came of it.
    pub enum AdvocacyResult {
        /// All of it.
        Granted = "granted",
        /// Part of it.
        PartlyGranted = "partly_granted",
        /// Nothing.
        Refused = "refused",
        /// Nobody answered.
        NoAnswer = "no_answer",
        /// It was not wanted any more.
        NotPursued = "not_pursued",
    }
}

crate::codes! {
    /// State of an entry.
    pub enum AdvocacyStatus {
        /// The answer is waited for.
        Open = "open",
        /// It is known what came of it.
        Settled = "settled",
        /// It did not take place, or not for this person: it is kept, and counts for nothing.
        EnteredInError = "entered_in_error",
    }
}

/// The fewest alternatives of which one is chosen: with one there is nothing to choose.
const FEWEST_ALTERNATIVES: usize = 2;

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advocacy {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// The need in whose way something stands.
    pub need_id: Option<Uuid>,
    /// What is logged.
    pub kind: AdvocacyKind,
    /// Of whom it was asked, or with whom it was talked about.
    pub counterpart: Option<String>,
    /// What was asked, or what was to be chosen.
    pub asked: String,
    /// What was offered to choose from.
    pub alternatives: Vec<String>,
    /// What the person chose, in their words.
    pub chosen: Option<String>,
    /// When.
    pub happened_at: DateTime<Utc>,
    /// State.
    pub status: AdvocacyStatus,
    /// What came of it.
    pub result: Option<AdvocacyResult>,
    /// More about that.
    pub result_note: Option<String>,
    /// When that became known.
    pub settled_at: Option<DateTime<Utc>>,
    /// Who wrote it down.
    pub settled_by: Option<Uuid>,
    /// Why it is an error.
    pub error_reason: Option<String>,
    /// Who logged it.
    pub author_id: Uuid,
    /// When it was logged.
    pub created_at: DateTime<Utc>,
}

fn said(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

impl Advocacy {
    /// Logs what was asked, talked about or chosen.
    ///
    /// # Errors
    /// `advocacy_in_future` at `/happened_at`, `advocacy_without_need` at `/need_id`, `advocacy_counterpart` at `/counterpart`,
    /// `choice_alternatives` at `/alternatives`, `choice_made` at `/chosen`.
    pub fn log(mut self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.happened_at > now {
            let detail = "The log tells what has happened. Choose a time that has passed.";
            return Err(Rule::at("advocacy_in_future", "/happened_at", detail));
        }
        if self.kind == AdvocacyKind::Request && self.need_id.is_none() {
            let detail = "Say which need is held up, so that the effect can be seen.";
            return Err(Rule::at("advocacy_without_need", "/need_id", detail));
        }
        if self.kind != AdvocacyKind::Choice && !said(self.counterpart.as_deref()) {
            return Err(Rule::at("advocacy_counterpart", "/counterpart", "Say of whom it was asked."));
        }
        let is_choice = self.kind == AdvocacyKind::Choice;
        if is_choice != (self.alternatives.len() >= FEWEST_ALTERNATIVES)
            || (!is_choice && !self.alternatives.is_empty())
        {
            let detail = "A choice names two or more things that were offered; nothing else does.";
            return Err(Rule::at("choice_alternatives", "/alternatives", detail));
        }
        if is_choice != said(self.chosen.as_deref()) {
            let detail = "Say what the person chose, and only where there was a choice.";
            return Err(Rule::at("choice_made", "/chosen", detail));
        }
        if is_choice {
            self.status = AdvocacyStatus::Settled;
            self.settled_at = Some(self.happened_at);
            self.settled_by = Some(self.author_id);
        }
        Ok(Change::created(self))
    }

    /// Writes down what came of it.
    ///
    /// # Errors
    /// `advocacy_not_open`.
    pub fn settle(
        mut self,
        result: AdvocacyResult,
        note: Option<String>,
        by: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        if self.status != AdvocacyStatus::Open {
            return Err(Rule::new("advocacy_not_open", "It is known already what came of this."));
        }
        self.status = AdvocacyStatus::Settled;
        self.result = Some(result);
        self.result_note = note.filter(|note| said(Some(note)));
        self.settled_at = Some(now);
        self.settled_by = Some(by);
        Ok(self.next())
    }

    /// Takes back what was entered in error.
    ///
    /// # Errors
    /// `advocacy_entered_in_error`, `advocacy_of_colleague`.
    pub fn withdraw(mut self, by: Uuid, assigns: bool, reason: String) -> Result<Change<Self>, Rule> {
        if self.status == AdvocacyStatus::EnteredInError {
            return Err(Rule::new("advocacy_entered_in_error", "This is already marked as entered in error."));
        }
        if self.author_id != by && !assigns {
            let detail = "A colleague logged this. Ask them or your lead to take it back.";
            return Err(Rule::new("advocacy_of_colleague", detail));
        }
        self.status = AdvocacyStatus::EnteredInError;
        self.error_reason = Some(reason);
        Ok(self.next())
    }

    fn next(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono::{TimeDelta, TimeZone};

    const AUTHOR: Uuid = Uuid::from_u128(1);

    fn hour(number: i64) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 7, 6, 12, 0, 0).unwrap() + TimeDelta::hours(number)
    }

    fn request() -> Advocacy {
        Advocacy {
            id: Uuid::from_u128(10),
            version: 1,
            case_id: Uuid::from_u128(11),
            person_id: Uuid::from_u128(12),
            need_id: Some(Uuid::from_u128(13)),
            kind: AdvocacyKind::Request,
            counterpart: Some("County transport desk".into()),
            asked: "A ride to dialysis three times a week".into(),
            alternatives: Vec::new(),
            chosen: None,
            happened_at: hour(0),
            status: AdvocacyStatus::Open,
            result: None,
            result_note: None,
            settled_at: None,
            settled_by: None,
            error_reason: None,
            author_id: AUTHOR,
            created_at: hour(1),
        }
    }

    fn choice() -> Advocacy {
        Advocacy {
            kind: AdvocacyKind::Choice,
            need_id: None,
            counterpart: None,
            alternatives: vec!["Home with nurses".into(), "A stay in rehab".into()],
            chosen: Some("Home. My dog is there.".into()),
            ..request()
        }
    }

    fn refusal(entry: Advocacy) -> (&'static str, Option<String>) {
        let rule = entry.log(hour(2)).unwrap_err();
        (rule.code, rule.pointer)
    }

    #[test]
    fn a_request_names_the_barrier_and_of_whom_it_was_asked() {
        assert_eq!(request().log(hour(2)).unwrap().record.status, AdvocacyStatus::Open);
        let without = Advocacy { need_id: None, ..request() };
        assert_eq!(refusal(without.clone()), ("advocacy_without_need", Some("/need_id".into())));
        let negotiation = Advocacy { kind: AdvocacyKind::Negotiation, ..without };
        assert!(negotiation.log(hour(2)).is_ok(), "terms may be talked about without one");
        let nobody = Advocacy { counterpart: Some(" ".into()), ..request() };
        assert_eq!(refusal(nobody), ("advocacy_counterpart", Some("/counterpart".into())));
        let ahead = Advocacy { happened_at: hour(3), ..request() };
        assert_eq!(refusal(ahead).0, "advocacy_in_future");
    }

    #[test]
    fn a_choice_has_two_alternatives_and_what_was_chosen_and_nothing_else_has() {
        let settled = choice().log(hour(2)).unwrap().record;
        assert_eq!((settled.status, settled.settled_at), (AdvocacyStatus::Settled, Some(hour(0))));
        let one = Advocacy { alternatives: vec!["Home".into()], ..choice() };
        assert_eq!(refusal(one), ("choice_alternatives", Some("/alternatives".into())));
        let open = Advocacy { chosen: None, ..choice() };
        assert_eq!(refusal(open), ("choice_made", Some("/chosen".into())));
        let mixed = Advocacy { alternatives: vec!["Home".into()], ..request() };
        assert_eq!(refusal(mixed).0, "choice_alternatives");
    }

    #[test]
    fn what_came_of_it_is_written_down_once() {
        let settled = request().settle(AdvocacyResult::Refused, Some(" ".into()), AUTHOR, hour(5)).unwrap().record;
        assert_eq!((settled.result, settled.result_note.as_deref()), (Some(AdvocacyResult::Refused), None));
        let again = settled.settle(AdvocacyResult::Granted, None, AUTHOR, hour(6)).unwrap_err();
        assert_eq!(again.code, "advocacy_not_open");
    }

    #[test]
    fn what_was_entered_in_error_stays_with_its_reason() {
        let other = Uuid::from_u128(2);
        assert_eq!(request().withdraw(other, false, "No".into()).unwrap_err().code, "advocacy_of_colleague");
        let gone = request().withdraw(other, true, "Wrong person".into()).unwrap().record;
        assert_eq!(gone.status, AdvocacyStatus::EnteredInError);
        assert_eq!(gone.clone().withdraw(AUTHOR, false, "Again".into()).unwrap_err().code, "advocacy_entered_in_error");
        assert_eq!(gone.settle(AdvocacyResult::Granted, None, AUTHOR, hour(6)).unwrap_err().code, "advocacy_not_open");
    }
}
