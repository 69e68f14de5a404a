//! Which documents a payer usually wants, by service (R161). Ours: payers differ, so each line can be set aside.

use super::{Document, DocumentKind as D, DocumentState, ServiceCategory as S};

/// The checklist of a kind of service, nothing ticked.
pub(super) fn of(category: S) -> Vec<Document> {
    let kinds: &[D] = match category {
        S::HomeHealth => &[D::Order, D::PlanOfCare, D::FaceToFace, D::ClinicalNotes],
        S::PersonalCare => &[D::FunctionalAssessment, D::PlanOfCare, D::PayerForm],
        S::Dme => &[D::Order, D::FaceToFace, D::NecessityLetter],
        S::Specialist => &[D::Order, D::ClinicalNotes],
        S::Inpatient => &[D::ClinicalNotes, D::Results, D::DischargePlan],
        S::SkilledNursing => &[D::ClinicalNotes, D::TherapyEvaluation, D::DischargePlan],
        S::Therapy => &[D::Order, D::TherapyEvaluation, D::PlanOfCare],
        S::BehavioralHealth => &[D::ClinicalNotes, D::PlanOfCare],
        S::Imaging => &[D::Order, D::Results, D::ClinicalNotes],
        S::Drug => &[D::Order, D::MedicationHistory, D::PayerForm],
        S::Transport => &[D::FunctionalAssessment, D::PayerForm],
        S::Other => &[D::Order, D::ClinicalNotes],
    };
    kinds.iter().map(|kind| Document { kind: *kind, state: DocumentState::Missing, at: None, by: None }).collect()
}
