//! What differs between two comprehensive assessments of the same person (R072).

use super::answer::Answer;
use super::definition::{AssessmentSection, Form, Question};
use super::response::ComprehensiveAssessment;

/// A question that is answered differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The section.
    pub section: AssessmentSection,
    /// The question.
    pub question: &'static Question,
    /// The answer before; none when it was not asked or not answered.
    pub was: Option<Answer>,
    /// The answer after.
    pub is: Option<Answer>,
}

/// Everything that is answered differently, section by section in the order asked.
pub fn compare(form: &Form, before: &ComprehensiveAssessment, after: &ComprehensiveAssessment) -> Vec<Difference> {
    let sections = form.sections.iter().flat_map(|section| {
        let (was, is) = (before.counted(section), after.counted(section));
        section.questions.iter().filter_map(move |question| {
            let (was, is) = (was.get(question.code).cloned(), is.get(question.code).cloned());
            (!same(was.as_ref(), is.as_ref())).then_some(Difference { section: section.code, question, was, is })
        })
    });
    sections.collect()
}

/// The order in which several choices were made says nothing.
fn same(was: Option<&Answer>, is: Option<&Answer>) -> bool {
    match (was, is) {
        (Some(Answer::Codes(was)), Some(Answer::Codes(is))) => {
            was.len() == is.len() && was.iter().all(|code| is.contains(code))
        }
        _ => was == is,
    }
}
