//! What a person asks of their own record: to see it (45 CFR 164.524), to have it amended (164.526), or to be told to whom it was
//! disclosed (164.528). The clock of T-21 runs from the day on which they ask.
//!
//! | from               | step     | who                 | to        |
//! |--------------------|----------|---------------------|-----------|
//! | -                  | receive  | who sees the person | received  |
//! | received           | extend   | the privacy officer | extended  |
//! | received, extended | fulfil   | the privacy officer | fulfilled |
//! | received, extended | deny     | the privacy officer | denied    |
//! | received, extended | withdraw | the privacy officer | withdrawn |
//! | denied             | disagree | the privacy officer | denied    |
//!
//! An accounting of disclosures is not denied. Only who was denied an amendment gives a statement of disagreement, once.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::calendar::Calendar;
use crate::change::{Change, Rule};
use crate::clock::{self, Due, Step};
use crate::code::Code;
use crate::deadline::preview::steps_from;
use crate::rulebook::catalogue::{self, COUNTRY, Published};

crate::codes! {
    /// What is asked.
    pub enum RecordRequestKind {
        /// To see the record or to get a copy of it.
        Access = "access",
        /// To have it amended.
        Amendment = "amendment",
        /// To be told to whom it was disclosed.
        Accounting = "accounting",
    }
}

crate::codes! {
    /// State of a request.
    pub enum RecordRequestStatus {
        /// Waits for its answer.
        Received = "received",
        /// Waits for its answer; the person was told why it takes longer.
        Extended = "extended",
        /// What was asked was done.
        Fulfilled = "fulfilled",
        /// It was refused on a ground of the law.
        Denied = "denied",
        /// The person took it back.
        Withdrawn = "withdrawn",
    }
}

crate::codes! {
    /// How it came.
    pub enum RecordRequestWay {
        /// Said or handed over in person.
        InPerson = "in_person",
        /// By letter.
        Letter = "letter",
        /// By e-mail.
        Email = "email",
        /// By fax.
        Fax = "fax",
        /// By phone.
        Phone = "phone",
        /// In another way.
        Other = "other",
    }
}

crate::codes! {
    /// A ground on which the law lets a request be denied.
    pub enum RecordDenialGround {
        /// Access: psychotherapy notes.
        PsychotherapyNotes = "psychotherapy_notes",
        /// Access: compiled for a legal proceeding.
        LegalProceeding = "legal_proceeding",
        /// Access: a copy would endanger somebody in a correctional institution.
        Inmate = "inmate",
        /// Access: suspended while research that the person agreed to goes on.
        Research = "research",
        /// Access: the Privacy Act denies it.
        PrivacyAct = "privacy_act",
        /// Access: it would reveal who told something in confidence.
        ConfidentialSource = "confidential_source",
        /// Access: it is reasonably likely to endanger the life or safety of somebody.
        Endangerment = "endangerment",
        /// Access: it speaks of somebody else, who would be harmed.
        HarmToOther = "harm_to_other",
        /// Access: given to the representative it would harm somebody.
        HarmByRepresentative = "harm_by_representative",
        /// Access: it is not in the designated record set, or is not held here.
        NotHeld = "not_held",
        /// Amendment: it was not made here, and who made it can still amend it.
        NotMadeHere = "not_made_here",
        /// Amendment: it is not in the designated record set.
        NotInRecordSet = "not_in_record_set",
        /// Amendment: the person has no right to see it.
        NotOpenToAccess = "not_open_to_access",
        /// Amendment: it is accurate and complete.
        AccurateAndComplete = "accurate_and_complete",
    }
}

crate::codes! {
    /// How near the last day is.
    pub enum RecordRequestStanding {
        /// There is time.
        Ahead = "ahead",
        /// It is the last week.
        Soon = "soon",
        /// The last day has passed.
        Overdue = "overdue",
    }
}

crate::codes! {
    /// A step that somebody takes, named like its operation.
    pub enum RecordRequestStep {
        /// Takes the time that the law allows.
        Extend = "record_request_extend",
        /// Does what was asked.
        Fulfil = "record_request_fulfil",
        /// Refuses it.
        Deny = "record_request_deny",
        /// Notes that the person took it back.
        Withdraw = "record_request_withdraw",
        /// Keeps what the person says to a denial.
        Disagree = "record_request_disagree",
    }
}

/// How many days before the last one a request is near it. The number is ours.
const SOON_DAYS: i64 = 7;

/// How the organization counts days.
#[derive(Debug, Clone, Copy)]
pub struct Counting<'a> {
    /// Its time zone.
    pub zone: Tz,
    /// Its calendar.
    pub calendar: &'a Calendar,
    /// The day that it is there.
    pub today: NaiveDate,
}

/// A request about a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRequest {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Whose record.
    pub person_id: Uuid,
    /// The case that it is about, when it is about one.
    pub case_id: Option<Uuid>,
    /// What is asked.
    pub kind: RecordRequestKind,
    /// State.
    pub status: RecordRequestStatus,
    /// The day on which it was asked.
    pub asked_on: NaiveDate,
    /// How it came.
    pub way: RecordRequestWay,
    /// What is asked for, in words.
    pub asked_for: String,
    /// The personal representative who asks; the person themselves when absent.
    pub representative: Option<String>,
    /// The last day for the answer.
    pub due_on: NaiveDate,
    /// The day on which the person was told that it takes longer.
    pub extended_on: Option<NaiveDate>,
    /// What they were told.
    pub extension_reason: Option<String>,
    /// On which ground it was denied.
    pub ground: Option<RecordDenialGround>,
    /// What the person was answered, or why they took it back.
    pub answer: Option<String>,
    /// What the person says to the denial of an amendment.
    pub disagreement: Option<String>,
    /// The day of the answer, or on which it was taken back.
    pub settled_on: Option<NaiveDate>,
    /// Who wrote that down.
    pub settled_by: Option<Uuid>,
    /// Who wrote the request down.
    pub author_id: Uuid,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// The last day of a request, and how it was found.
#[derive(Debug, Clone)]
pub struct RecordRequestDeadline {
    /// The version of the rule that judges it.
    pub rule: &'static Published,
    /// The due time.
    pub due: Due,
    /// How it was found, in sentences.
    pub steps: Vec<Step>,
}

/// A denial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denial {
    /// On which ground.
    pub ground: RecordDenialGround,
    /// What the person was told, in plain language. Source: 45 CFR 164.524(d)(2), 164.526(d)(1).
    pub answer: String,
    /// On which day.
    pub answered_on: NaiveDate,
}

impl RecordRequestKind {
    /// The rule of its clock.
    pub fn rule(self) -> &'static str {
        match self {
            Self::Access => "T-21.access",
            Self::Amendment => "T-21.amendment",
            Self::Accounting => "T-21.accounting",
        }
    }

    /// The grounds on which the law lets it be denied; none for an accounting.
    pub fn grounds(self) -> impl Iterator<Item = RecordDenialGround> {
        RecordDenialGround::ALL.iter().copied().filter(move |ground| ground.kind() == self)
    }
}

impl RecordRequestStatus {
    /// True while it waits for its answer.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::Extended)
    }
}

impl RecordDenialGround {
    /// What is denied on it.
    pub fn kind(self) -> RecordRequestKind {
        match self {
            Self::NotMadeHere | Self::NotInRecordSet | Self::NotOpenToAccess | Self::AccurateAndComplete => {
                RecordRequestKind::Amendment
            }
            _ => RecordRequestKind::Access,
        }
    }

    /// Where the law says so.
    pub fn source(self) -> &'static str {
        match self {
            Self::PsychotherapyNotes => "45 CFR 164.524(a)(1)(i)",
            Self::LegalProceeding => "45 CFR 164.524(a)(1)(ii)",
            Self::Inmate => "45 CFR 164.524(a)(2)(ii)",
            Self::Research => "45 CFR 164.524(a)(2)(iii)",
            Self::PrivacyAct => "45 CFR 164.524(a)(2)(iv)",
            Self::ConfidentialSource => "45 CFR 164.524(a)(2)(v)",
            Self::Endangerment => "45 CFR 164.524(a)(3)(i)",
            Self::HarmToOther => "45 CFR 164.524(a)(3)(ii)",
            Self::HarmByRepresentative => "45 CFR 164.524(a)(3)(iii)",
            Self::NotHeld => "45 CFR 164.524(a)(1), (d)(3)",
            Self::NotMadeHere => "45 CFR 164.526(a)(2)(i)",
            Self::NotInRecordSet => "45 CFR 164.526(a)(2)(ii)",
            Self::NotOpenToAccess => "45 CFR 164.526(a)(2)(iii)",
            Self::AccurateAndComplete => "45 CFR 164.526(a)(2)(iv)",
        }
    }

    /// True when the person may have the denial reviewed by a licensed professional who had no part in it. Source: 45 CFR
    /// 164.524(a)(3), (a)(4).
    pub fn is_reviewable(self) -> bool {
        matches!(self, Self::Endangerment | Self::HarmToOther | Self::HarmByRepresentative)
    }
}

impl RecordRequestStep {
    /// The states in which it is taken.
    fn taken_in(self) -> &'static [RecordRequestStatus] {
        use RecordRequestStatus as S;
        match self {
            Self::Extend => &[S::Received],
            Self::Fulfil | Self::Deny | Self::Withdraw => &[S::Received, S::Extended],
            Self::Disagree => &[S::Denied],
        }
    }
}

impl RecordRequest {
    /// Writes it down, with the last day for the answer.
    ///
    /// # Errors
    /// `record_request_ahead` and `record_request_before_law` at `/asked_on`.
    pub fn receive(mut self, counting: Counting<'_>) -> Result<Change<Self>, Rule> {
        if self.asked_on > counting.today {
            let detail = "A request is written down when it has come: choose today or a day before.";
            return Err(Rule::at("record_request_ahead", "/asked_on", detail));
        }
        self.due_on = self.deadline(counting)?.due.due_on;
        Ok(Change::created(self))
    }

    /// The last day for the answer by the rule in force on the day of the request, and how it is found.
    ///
    /// # Errors
    /// `record_request_before_law` at `/asked_on`.
    pub fn deadline(&self, counting: Counting<'_>) -> Result<RecordRequestDeadline, Rule> {
        let Counting { zone, calendar, .. } = counting;
        let rule = catalogue::find(self.kind.rule(), self.asked_on, COUNTRY).map_err(|_| {
            let detail = "No rule for such requests was in force on this day. Check the day.";
            Rule::at("record_request_before_law", "/asked_on", detail)
        })?;
        let start = clock::start_of_day(self.asked_on, zone);
        let due = clock::due(&rule.clock, start, zone, calendar);
        let due = match (&self.extension_reason, rule.extension_days) {
            (Some(reason), Some(days)) => clock::extended(due, &rule.clock, days, reason, zone, calendar),
            _ => due,
        };
        Ok(RecordRequestDeadline { rule, steps: steps_from(self.asked_on, &due), due })
    }

    /// How near the last day is while it waits for its answer.
    pub fn standing(&self, today: NaiveDate) -> Option<RecordRequestStanding> {
        let left = (self.due_on - today).num_days();
        let standing = match left {
            ..0 => RecordRequestStanding::Overdue,
            0..=SOON_DAYS => RecordRequestStanding::Soon,
            _ => RecordRequestStanding::Ahead,
        };
        self.status.is_open().then_some(standing)
    }

    /// True when it was answered in time; none for what was not answered.
    pub fn in_time(&self) -> Option<bool> {
        let answered = matches!(self.status, RecordRequestStatus::Fulfilled | RecordRequestStatus::Denied);
        self.settled_on.filter(|_| answered).map(|day| day <= self.due_on)
    }

    /// The steps that can be taken now.
    pub fn steps(&self) -> impl Iterator<Item = RecordRequestStep> {
        RecordRequestStep::ALL.iter().copied().filter(|step| self.require(*step).is_ok())
    }

    /// Takes the time that the law allows, once: the person was told in writing, within the first period, why it takes longer and
    /// until when. Source: 45 CFR 164.524(b)(2)(iii), 164.526(b)(2)(ii), 164.528(c)(1)(ii).
    ///
    /// # Errors
    /// `record_request_step`, `record_request_day` and `record_request_extended_late` at `/told_on`, `record_request_before_law`.
    pub fn extend(mut self, told_on: NaiveDate, reason: String, counting: Counting<'_>) -> Result<Change<Self>, Rule> {
        self.require(RecordRequestStep::Extend)?;
        self.require_day("/told_on", told_on, counting.today)?;
        if told_on > self.due_on {
            let detail = "The person must be told before the first period ends. It has ended: answer the request.";
            return Err(Rule::at("record_request_extended_late", "/told_on", detail));
        }
        self.status = RecordRequestStatus::Extended;
        (self.extended_on, self.extension_reason) = (Some(told_on), Some(reason));
        self.due_on = self.deadline(counting)?.due.due_on;
        Ok(self.next())
    }

    /// Notes that what was asked was done.
    ///
    /// # Errors
    /// `record_request_step`, `record_request_day` at `/answered_on`.
    pub fn fulfil(
        mut self,
        by: Uuid,
        answered_on: NaiveDate,
        answer: Option<String>,
        today: NaiveDate,
    ) -> Result<Change<Self>, Rule> {
        self.require(RecordRequestStep::Fulfil)?;
        self.require_day("/answered_on", answered_on, today)?;
        self.answer = answer.filter(|text| !text.trim().is_empty());
        Ok(self.settle(RecordRequestStatus::Fulfilled, by, answered_on))
    }

    /// Refuses it on a ground of the law.
    ///
    /// # Errors
    /// `record_request_step`, `record_request_accounting`, `record_request_ground` at `/ground`, `record_request_day` at
    /// `/answered_on`.
    pub fn deny(mut self, by: Uuid, denial: Denial, today: NaiveDate) -> Result<Change<Self>, Rule> {
        self.require(RecordRequestStep::Deny)?;
        self.require_day("/answered_on", denial.answered_on, today)?;
        if denial.ground.kind() != self.kind {
            let detail = "The law does not know this ground for such a request. Choose one that it knows.";
            return Err(Rule::at("record_request_ground", "/ground", detail));
        }
        (self.ground, self.answer) = (Some(denial.ground), Some(denial.answer));
        Ok(self.settle(RecordRequestStatus::Denied, by, denial.answered_on))
    }

    /// Notes that the person took it back.
    ///
    /// # Errors
    /// `record_request_step`.
    pub fn withdraw(mut self, by: Uuid, reason: String, today: NaiveDate) -> Result<Change<Self>, Rule> {
        self.require(RecordRequestStep::Withdraw)?;
        self.answer = Some(reason);
        Ok(self.settle(RecordRequestStatus::Withdrawn, by, today))
    }

    /// Keeps the person's statement of disagreement with the denial of an amendment. Source: 45 CFR 164.526(d)(2).
    ///
    /// # Errors
    /// `record_request_step`, `record_request_disagreed`.
    pub fn disagree(mut self, statement: String) -> Result<Change<Self>, Rule> {
        self.require(RecordRequestStep::Disagree)?;
        self.disagreement = Some(statement);
        Ok(self.next())
    }

    fn require(&self, step: RecordRequestStep) -> Result<(), Rule> {
        if !step.taken_in().contains(&self.status) {
            let detail = format!("This can't be done with a request that is {}.", self.status);
            return Err(Rule::new("record_request_step", detail));
        }
        if step == RecordRequestStep::Deny && self.kind.grounds().next().is_none() {
            let detail = "An accounting of disclosures is not denied. Give the person what there is.";
            return Err(Rule::new("record_request_accounting", detail));
        }
        let may_disagree = self.kind == RecordRequestKind::Amendment && self.disagreement.is_none();
        if step == RecordRequestStep::Disagree && !may_disagree {
            let detail = "A statement of disagreement is given once, to the denial of an amendment.";
            return Err(Rule::new("record_request_disagreed", detail));
        }
        Ok(())
    }

    /// What the person was told lies between the day on which they asked and today.
    fn require_day(&self, pointer: &'static str, day: NaiveDate, today: NaiveDate) -> Result<(), Rule> {
        if (self.asked_on..=today).contains(&day) {
            return Ok(());
        }
        let detail = "Choose a day from the one on which it was asked to today.";
        Err(Rule::at("record_request_day", pointer, detail))
    }

    fn settle(mut self, status: RecordRequestStatus, by: Uuid, day: NaiveDate) -> Change<Self> {
        self.status = status;
        (self.settled_on, self.settled_by) = (Some(day), Some(by));
        self.next()
    }

    fn next(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}

#[cfg(test)]
#[path = "record_request_tests.rs"]
#[allow(clippy::unwrap_used)]
mod tests;
