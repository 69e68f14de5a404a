//! What went out: written once, never changed, and told to the person who asks (45 CFR 164.528, 42 CFR 2.25, 34 CFR 99.32).

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    DisclosedContent, DisclosureBasis, DisclosureNotice, DisclosurePurpose, Permit, Question, RecipientClass,
    SensitiveLabel,
};
use crate::change::Change;

/// For how many years a person may ask. Source: 45 CFR 164.528(a)(1); 42 CFR 2.25 asks for three.
pub const ACCOUNTING_YEARS: u32 = 6;

/// A disclosure.
#[derive(Debug, Clone, PartialEq)]
pub struct Disclosure {
    /// Id.
    pub id: Uuid,
    /// Version; it stays 1.
    pub version: i32,
    /// About whom.
    pub person_id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it: a colleague, or the link of a partner.
    pub by_id: Uuid,
    /// By which operation.
    pub operation: String,
    /// What the recipient is.
    pub recipient_class: RecipientClass,
    /// Who the recipient is.
    pub recipient_name: Option<String>,
    /// What went out.
    pub content: DisclosedContent,
    /// The record it was of.
    pub record_id: Uuid,
    /// What of it is specially protected.
    pub labels: Vec<SensitiveLabel>,
    /// For what.
    pub purpose: DisclosurePurpose,
    /// On which ground.
    pub basis: DisclosureBasis,
    /// What went with it.
    pub notices: Vec<DisclosureNotice>,
    /// The consent on which it stands.
    pub consent_id: Option<Uuid>,
    /// The version of that consent.
    pub consent_version: Option<i32>,
}

/// Who discloses what.
#[derive(Debug, Clone, Copy)]
pub struct Disclosed {
    /// About whom.
    pub person_id: Uuid,
    /// Who does it.
    pub by_id: Uuid,
    /// By which operation.
    pub operation: &'static str,
    /// What.
    pub content: DisclosedContent,
    /// Of which record.
    pub record_id: Uuid,
}

impl Disclosure {
    /// The entry of what goes out now, on the ground that was found.
    pub fn of(
        id: Uuid,
        question: &Question<'_>,
        permit: &Permit,
        consents: &[super::Consent],
        what: Disclosed,
    ) -> Change<Self> {
        let consent = permit.consent_id.and_then(|id| consents.iter().find(|consent| consent.id == id));
        Change::created(Self {
            id,
            version: 1,
            person_id: what.person_id,
            at: question.at,
            by_id: what.by_id,
            operation: what.operation.to_owned(),
            recipient_class: question.recipient.class,
            recipient_name: question.recipient.name.clone(),
            content: what.content,
            record_id: what.record_id,
            labels: question.labels.to_vec(),
            purpose: question.purpose,
            basis: permit.basis,
            notices: permit.notices.clone(),
            consent_id: permit.consent_id,
            consent_version: consent.map(|consent| consent.version),
        })
    }

    /// True when the law wants it told to the person: not what treatment, payment and operations need, nor what stands on their own
    /// authorization or went to them (45 CFR 164.528(a)(1)); but all that stands on a Part 2 consent (42 CFR 2.25), and all that a
    /// school tells (34 CFR 99.32).
    pub fn is_owed(&self) -> bool {
        use DisclosureBasis as B;
        !matches!(self.basis, B::RightOfAccess | B::HipaaTpo | B::HipaaAuthorization | B::HipaaFamily)
            || self.labels.contains(&SensitiveLabel::SubstanceUse)
            || self.notices.contains(&DisclosureNotice::Ferpa)
    }
}
