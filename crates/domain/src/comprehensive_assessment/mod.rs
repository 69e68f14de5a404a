//! The comprehensive bio-psycho-social assessment (R050-R063): one record of sections, each with our own questions and a way to the
//! scored instruments that belong to it (FHIR Questionnaire and QuestionnaireResponse with one group for each section).

pub mod answer;
pub mod barrier;
pub mod compare;
pub mod definition;
mod form;
pub mod proposal;
pub mod response;
pub mod schedule;

pub use answer::{AbsentReason, Answer, Answers};
pub use barrier::{BarrierProposal, barriers};
pub use compare::{Difference, compare};
pub use definition::{AssessmentSection, Form, Phrase, Question, Section, Words};
pub use form::{current, find};
pub use proposal::{NeedRule, Proposal, proposals};
pub use response::{Carried, ComprehensiveAssessment, Decision, SectionState};

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
