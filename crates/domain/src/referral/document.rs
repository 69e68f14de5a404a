//! The papers that go with a referral (R118, R161): which ones a kind asks for, and what became of each.
//!
//! | from              | to                       |
//! |-------------------|--------------------------|
//! | missing           | ready, sent, not needed  |
//! | ready             | sent, not needed, missing |
//! | sent, not needed  | missing                  |
//!
//! A missing paper warns and holds nothing up: what a person needs today does not wait for a form.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Referral, ReferralKind, ReferralStatus};
use crate::change::{Change, Rule};

crate::codes! {
    /// A paper that goes with a referral.
    pub enum ReferralDocument {
        /// The practitioner's written order.
        WrittenOrder = "written_order",
        /// The note of the visit on which the order rests.
        FaceToFace = "face_to_face",
        /// What happened so far, for those who go on.
        ClinicalSummary = "clinical_summary",
        /// Medicines as they are now.
        MedicationList = "medication_list",
        /// What therapists found.
        TherapyEvaluation = "therapy_evaluation",
        /// Screening before a nursing facility (PASRR, level I).
        PreadmissionScreening = "preadmission_screening",
        /// The payer's authorization.
        Authorization = "authorization",
        /// Who pays: card and number.
        Coverage = "coverage",
        /// Signed proof that it came.
        ProofOfDelivery = "proof_of_delivery",
    }
}

crate::codes! {
    /// What became of a paper.
    pub enum PaperState {
        /// Not there yet.
        Missing = "missing",
        /// There, not sent yet.
        Ready = "ready",
        /// Sent to the partner.
        Sent = "sent",
        /// Not needed for this person.
        NotNeeded = "not_needed",
    }
}

impl PaperState {
    /// What may be said of it next.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Missing => &[Self::Ready, Self::Sent, Self::NotNeeded],
            Self::Ready => &[Self::Sent, Self::NotNeeded, Self::Missing],
            Self::Sent | Self::NotNeeded => &[Self::Missing],
        }
    }
}

/// A paper that a kind of referral asks for, with where that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The paper.
    pub document: ReferralDocument,
    /// Where it is written; "practice" where partners ask and no rule does.
    pub source: &'static str,
}

const fn wanted(document: ReferralDocument, source: &'static str) -> Wanted {
    Wanted { document, source }
}

const PRACTICE: &str = "practice";

const DME: &[Wanted] = &[
    wanted(ReferralDocument::WrittenOrder, "42 CFR 410.38(d)(1)"),
    wanted(ReferralDocument::FaceToFace, "42 CFR 410.38(d)(2)"),
    wanted(ReferralDocument::Coverage, PRACTICE),
    wanted(ReferralDocument::ProofOfDelivery, "42 CFR 424.57(c)(12)"),
];
const HOME_HEALTH: &[Wanted] = &[
    wanted(ReferralDocument::WrittenOrder, "42 CFR 424.22(a)(1)"),
    wanted(ReferralDocument::FaceToFace, "42 CFR 424.22(a)(1)(v)"),
    wanted(ReferralDocument::ClinicalSummary, PRACTICE),
    wanted(ReferralDocument::MedicationList, PRACTICE),
    wanted(ReferralDocument::Coverage, PRACTICE),
];
const PLACEMENT: &[Wanted] = &[
    wanted(ReferralDocument::ClinicalSummary, "42 CFR 482.43(b)"),
    wanted(ReferralDocument::MedicationList, "42 CFR 482.43(b)"),
    wanted(ReferralDocument::TherapyEvaluation, PRACTICE),
    wanted(ReferralDocument::PreadmissionScreening, "42 CFR 483.112"),
    wanted(ReferralDocument::Authorization, PRACTICE),
    wanted(ReferralDocument::Coverage, PRACTICE),
];
const THERAPY: &[Wanted] =
    &[wanted(ReferralDocument::WrittenOrder, PRACTICE), wanted(ReferralDocument::Coverage, PRACTICE)];

/// The papers that a kind of referral asks for; none for what is arranged without.
pub const fn documents(kind: ReferralKind) -> &'static [Wanted] {
    match kind {
        ReferralKind::Dme => DME,
        ReferralKind::HomeHealth => HOME_HEALTH,
        ReferralKind::Placement => PLACEMENT,
        ReferralKind::Therapy => THERAPY,
        ReferralKind::CommunityService
        | ReferralKind::Transport
        | ReferralKind::Benefit
        | ReferralKind::Housing
        | ReferralKind::Employment
        | ReferralKind::LegalAid => &[],
    }
}

/// What somebody said of a paper. It is never changed: the last word counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentMark {
    /// Id.
    pub id: Uuid,
    /// Always 1.
    pub version: i32,
    /// The referral.
    pub referral_id: Uuid,
    /// The person it is for.
    pub person_id: Uuid,
    /// The paper.
    pub document: ReferralDocument,
    /// What became of it.
    pub state: PaperState,
    /// What there is to say.
    pub note: Option<String>,
    /// Who said so.
    pub author_id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
}

/// What is said of a paper now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The paper.
    pub document: ReferralDocument,
    /// What became of it.
    pub state: PaperState,
    /// What there is to say.
    pub note: Option<String>,
}

impl Referral {
    /// Whether something may be said of its papers: while it goes on, and when the person has what was arranged, because the proof of
    /// that may come later.
    pub fn takes_papers(&self) -> bool {
        self.status.is_open() || self.status == ReferralStatus::Completed
    }

    /// Notes what became of a paper. `before` is what was said of it last.
    ///
    /// # Errors
    /// `referral_closed`, `referral_document_unknown` for a paper that this kind does not ask for, `referral_document_state` for a
    /// step that the table does not have, `referral_document_note` when one that is asked for should not be needed and nobody says why.
    pub fn note_document(
        &self,
        said: Said,
        before: Option<&DocumentMark>,
        (id, author_id, now): (Uuid, Uuid, DateTime<Utc>),
    ) -> Result<Change<DocumentMark>, Rule> {
        use PaperState as S;
        if !self.takes_papers() {
            return Err(Rule::new("referral_closed", format!("This referral is {}.", self.status)));
        }
        if !documents(self.kind).iter().any(|wanted| wanted.document == said.document) {
            let detail = "A referral of this kind does not ask for this paper.";
            return Err(Rule::at("referral_document_unknown", "/document", detail));
        }
        let from = before.map_or(S::Missing, |mark| mark.state);
        if !from.next().contains(&said.state) {
            return Err(Rule::at("referral_document_state", "/state", format!("This paper is {from}.")));
        }
        let note = said.note.filter(|text| !text.trim().is_empty());
        if said.state == S::NotNeeded && note.is_none() {
            return Err(Rule::at("referral_document_note", "/note", "Say why this paper is not needed."));
        }
        Ok(Change::created(DocumentMark {
            id,
            version: 1,
            referral_id: self.id,
            person_id: self.person_id,
            document: said.document,
            state: said.state,
            note,
            author_id,
            at: now,
        }))
    }
}
