//! A consent: what a person agreed or refused that others learn of them, for what and until when (FHIR Consent; R174, N11).
//!
//! | from           | action              | to                                   |
//! |----------------|---------------------|--------------------------------------|
//! | -              | record              | active                               |
//! | active         | revoke              | revoked                              |
//! | active         | the last day passes | expired (told, not stored)           |
//! | active, revoked, expired | withdraw  | entered_in_error                     |
//!
//! A revocation works forward only: what went out before it stays on the accounting with the consent it stood on (42 CFR 2.31(a)(6),
//! 45 CFR 164.508(b)(5)). One function, [`permits`], answers whether something may go out, and on which ground.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::change::{Change, Rule};
use crate::clock::local_date;
use crate::code::Code;

mod code;
mod disclosure;
mod label;
mod permit;

pub use code::{
    ConsentAction, ConsentDecision, ConsentForm, ConsentKind, ConsentStatus, DenyReason, DisclosedContent,
    DisclosureBasis, DisclosureNotice, DisclosurePurpose, FamilyLevel, RecipientClass, Regime, SensitiveLabel,
    SignerRole,
};
pub use disclosure::{ACCOUNTING_YEARS, Disclosed, Disclosure};
pub use label::{RecordLabels, require_labels_kept};
pub use permit::{Deny, Permit, Question, permits};

/// To whom something goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// What they are.
    pub class: RecipientClass,
    /// Who they are, in words; without a name everybody of the class is meant.
    pub name: Option<String>,
    /// Another name of theirs, as a clinician has beside the practice's.
    pub also: Option<String>,
}

impl Recipient {
    /// Somebody by name. An empty name is none.
    pub fn named(class: RecipientClass, name: &str) -> Self {
        Self { class, name: Some(name.trim().to_owned()).filter(|name| !name.is_empty()), also: None }
    }

    /// Anybody of a class.
    pub fn any(class: RecipientClass) -> Self {
        Self { class, name: None, also: None }
    }

    /// True when a name says who they are.
    pub fn is_named(&self) -> bool {
        !self.words().is_empty()
    }

    fn names(&self) -> impl Iterator<Item = &String> {
        self.name.iter().chain(&self.also)
    }

    /// True when what holds for `self` holds for `other`: the same class, and the same name where one is given.
    pub fn is_for(&self, other: &Self) -> bool {
        let key = |name: &String| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let same = |mine: &String| other.names().any(|theirs| key(mine) == key(theirs));
        self.class == other.class && (self.name.is_none() || self.names().any(same))
    }

    /// True when both could be the same, read widely, as a refusal asks for: without a name on either side the class decides; names
    /// are compared without their classes, and two are the same when all words of one stand in the other.
    pub fn may_be(&self, other: &Self) -> bool {
        let (mine, theirs) = (self.words(), other.words());
        if mine.is_empty() || theirs.is_empty() {
            return self.class == other.class;
        }
        // What a person may see of their own is not refused by a name that sounds like theirs.
        let is_self = (self.class == RecipientClass::Person) != (other.class == RecipientClass::Person);
        let is_one = |one: &BTreeSet<String>| theirs.iter().any(|other| one.is_subset(other) || other.is_subset(one));
        !is_self && mine.iter().any(is_one)
    }

    /// The words of each name; one without a letter or digit names nobody.
    fn words(&self) -> Vec<BTreeSet<String>> {
        self.names().map(|name| words(name)).filter(|words| !words.is_empty()).collect()
    }
}

fn words(name: &str) -> BTreeSet<String> {
    let parts = name.split(|letter: char| !letter.is_alphanumeric());
    parts.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// A consent or a refusal of a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Consent {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Whose it is.
    pub person_id: Uuid,
    /// What it is about.
    pub kind: ConsentKind,
    /// Agreed or refused.
    pub decision: ConsentDecision,
    /// State as stored; [`Consent::status_on`] tells it for a day.
    pub status: ConsentStatus,
    /// How much a caregiver may be told.
    pub level: Option<FamilyLevel>,
    /// For what.
    pub purposes: Vec<DisclosurePurpose>,
    /// Which kind of recipient.
    pub recipient_class: RecipientClass,
    /// Which one; all of that kind without a name.
    pub recipient_name: Option<String>,
    /// The specially protected content that it covers. What is not specially protected needs no label.
    pub labels: Vec<SensitiveLabel>,
    /// What may be done.
    pub actions: Vec<ConsentAction>,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day; open when absent.
    pub until_on: Option<NaiveDate>,
    /// How it was given.
    pub form: ConsentForm,
    /// Version of the text that was signed.
    pub form_version: Option<String>,
    /// Who gave it.
    pub signed_by: String,
    /// In which role.
    pub signer_role: SignerRole,
    /// Who heard it, when it was spoken.
    pub witness: Option<String>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Why it was revoked, or what was wrong.
    pub reason: Option<String>,
    /// The colleague who recorded it.
    pub author_id: Uuid,
    /// When.
    pub created_at: DateTime<Utc>,
}

impl Consent {
    /// Records a consent. `today` is the local day.
    ///
    /// # Errors
    /// `consent_purpose_required`, `consent_action_required`, `consent_period`, `consent_begins_later`, `consent_witness_required`,
    /// `consent_form_version_required`, `consent_level_required`, `consent_family_named`, `consent_release_limits`.
    pub fn record(mut self, today: NaiveDate) -> Result<Change<Self>, Rule> {
        if self.purposes.is_empty() {
            return Err(Rule::at("consent_purpose_required", "/purposes", "Say for what it holds."));
        }
        if self.actions.is_empty() {
            return Err(Rule::at("consent_action_required", "/actions", "Say what may be done."));
        }
        if self.from_on > today {
            let detail = "A consent is recorded once it was given: it can't begin later than today.";
            return Err(Rule::at("consent_begins_later", "/from_on", detail));
        }
        if self.until_on.is_some_and(|last| last < self.from_on) {
            return Err(Rule::at("consent_period", "/until_on", "The last day lies before the first."));
        }
        self.check_evidence()?;
        self.check_family()?;
        self.check_release()?;
        if self.level == Some(FamilyLevel::None) {
            // Nothing is nothing of anything.
            self.decision = ConsentDecision::Refuse;
            self.labels.clear();
            self.purposes = DisclosurePurpose::ALL.to_vec();
            self.actions = ConsentAction::ALL.to_vec();
        }
        Ok(Change::created(self))
    }

    fn check_evidence(&self) -> Result<(), Rule> {
        let missing = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
        if self.form == ConsentForm::Verbal && missing(&self.witness) {
            return Err(Rule::at("consent_witness_required", "/witness", "Say who heard it."));
        }
        let permits_in_writing = self.decision == ConsentDecision::Permit && self.form.is_written();
        if permits_in_writing && missing(&self.form_version) {
            let detail = "Say which version of the form was signed.";
            return Err(Rule::at("consent_form_version_required", "/form_version", detail));
        }
        Ok(())
    }

    fn check_family(&self) -> Result<(), Rule> {
        let is_family = self.kind == ConsentKind::FamilyAccess;
        if is_family != self.level.is_some() {
            let detail = "Say how much they may be told; only family and caregivers have such a level.";
            return Err(Rule::at("consent_level_required", "/level", detail));
        }
        if is_family && (self.recipient_class != RecipientClass::Family || self.recipient_name.is_none()) {
            let detail = "Name the caregiver or relative.";
            return Err(Rule::at("consent_family_named", "/recipient_name", detail));
        }
        Ok(())
    }

    /// A release about violence names who may know, is written, and ends: 34 U.S.C. 12291(b)(2)(B) asks for an informed, written,
    /// reasonably time-limited one.
    fn check_release(&self) -> Result<(), Rule> {
        let releases =
            self.decision == ConsentDecision::Permit && self.labels.contains(&SensitiveLabel::DomesticViolence);
        if releases && (self.recipient_name.is_none() || self.until_on.is_none() || !self.form.is_written()) {
            let detail = "About violence only a written release counts that names one recipient and has a last day.";
            return Err(Rule::at("consent_release_limits", "/labels", detail));
        }
        Ok(())
    }

    /// Takes it back, from now on.
    ///
    /// # Errors
    /// `consent_not_active`; `consent_reason_required` at `/reason`.
    pub fn revoke(mut self, reason: String, today: NaiveDate, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.status_on(today) != ConsentStatus::Active {
            return Err(Rule::new("consent_not_active", "Only what holds now can be taken back."));
        }
        self.status = ConsentStatus::Revoked;
        self.revoked_at = Some(now);
        self.ended(reason)
    }

    /// Says that it was recorded by mistake: it never held.
    ///
    /// # Errors
    /// `consent_in_error_already`; `consent_reason_required` at `/reason`.
    pub fn withdraw(mut self, reason: String) -> Result<Change<Self>, Rule> {
        if self.status == ConsentStatus::EnteredInError {
            return Err(Rule::new("consent_in_error_already", "This is marked as recorded by mistake already."));
        }
        self.status = ConsentStatus::EnteredInError;
        self.ended(reason)
    }

    fn ended(mut self, reason: String) -> Result<Change<Self>, Rule> {
        if reason.trim().is_empty() {
            return Err(Rule::at("consent_reason_required", "/reason", "Say why."));
        }
        self.reason = Some(reason);
        self.version += 1;
        Ok(Change::updated(self))
    }

    /// The state on a day: what has a last day is over once that day has passed.
    pub fn status_on(&self, today: NaiveDate) -> ConsentStatus {
        match self.status {
            ConsentStatus::Active if self.until_on.is_some_and(|last| last < today) => ConsentStatus::Expired,
            status => status,
        }
    }

    /// True when it holds on the local day `today`. What was taken back holds for nobody, not even for who asked before that and had
    /// to wait: the state decides, not the time.
    pub fn holds_on(&self, today: NaiveDate) -> bool {
        self.from_on <= today && self.status_on(today) == ConsentStatus::Active
    }

    /// As it stood on the local day `day` for what happened then and is noted later: what was taken back on a later day held.
    #[must_use]
    pub fn as_of(self, day: NaiveDate, zone: Tz) -> Self {
        let held =
            self.status == ConsentStatus::Revoked && self.revoked_at.is_some_and(|at| local_date(at, zone) > day);
        if !held {
            return self;
        }
        Self { version: self.version - 1, status: ConsentStatus::Active, revoked_at: None, reason: None, ..self }
    }

    /// True when it says, or once said, whether this recipient may be told something.
    pub fn was_said_of(&self, recipient: &Recipient) -> bool {
        self.is_about_sharing() && self.status != ConsentStatus::EnteredInError && self.recipient().may_be(recipient)
    }

    fn is_about_sharing(&self) -> bool {
        matches!(self.kind, ConsentKind::Share | ConsentKind::FamilyAccess)
    }

    /// For whom it holds.
    pub fn recipient(&self) -> Recipient {
        Recipient { class: self.recipient_class, name: self.recipient_name.clone(), also: None }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
