//! The form of the comprehensive assessment, as it is asked.

use actix_web::{get, web};
use domain::access::cap;
use domain::comprehensive_assessment::definition::{Choice, QuestionKind, Words};
use domain::comprehensive_assessment::{Form, Phrase, Question, Section, current};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::State;
use crate::http::code::{AssessmentSectionCode, SettingCode};
use crate::http::{Allowed, Answer, Problem};

domain::codes! {
    /// How a question of the comprehensive assessment is answered.
    pub enum QuestionForm {
        /// One of the choices.
        One = "one",
        /// One or more of the choices.
        Many = "many",
        /// A whole number.
        Number = "number",
        /// Text.
        Text = "text",
    }
}

/// A text in both languages in which the questions are asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct PhraseView {
    /// English.
    en: String,
    /// Spanish.
    es: String,
}

impl From<Words> for PhraseView {
    fn from(words: Words) -> Self {
        Phrase::from(words).into()
    }
}

impl From<Phrase> for PhraseView {
    fn from(phrase: Phrase) -> Self {
        Self { en: phrase.en, es: phrase.es }
    }
}

/// The sections and questions of the comprehensive assessment.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComprehensiveFormView {
    version: &'static str,
    sections: Vec<FormSection>,
}

/// A section of the form.
#[derive(Debug, Serialize, ToSchema)]
pub struct FormSection {
    section: AssessmentSectionCode,
    version: &'static str,
    title: PhraseView,
    /// The requirements that it answers.
    source: &'static str,
    /// Settings whose programs don't ask it.
    left_out: Vec<SettingCode>,
    questions: Vec<FormQuestion>,
}

/// A question of the form.
#[derive(Debug, Serialize, ToSchema)]
pub struct FormQuestion {
    code: &'static str,
    text: PhraseView,
    form: crate::http::code::QuestionFormCode,
    /// Answers to choose from; empty for numbers and text.
    choices: Vec<FormChoice>,
    /// Lowest number.
    min: Option<i64>,
    /// Highest number.
    max: Option<i64>,
    /// True when the section is not complete without it.
    required: bool,
    /// True when the answer of the last assessment is shown until it is confirmed.
    carried: bool,
    /// When it is asked; always where null.
    ask_if: Option<FormCondition>,
}

/// An answer to choose.
#[derive(Debug, Serialize, ToSchema)]
pub struct FormChoice {
    code: &'static str,
    label: PhraseView,
    /// True for "none of these": it stands alone.
    alone: bool,
}

/// A question is asked when an earlier one of its section has one of these answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct FormCondition {
    question: &'static str,
    any_of: &'static [&'static str],
}

fn form_view(form: &Form) -> ComprehensiveFormView {
    ComprehensiveFormView { version: form.version, sections: form.sections.iter().map(section_view).collect() }
}

fn section_view(section: &Section) -> FormSection {
    FormSection {
        section: section.code.into(),
        version: section.version,
        title: section.title.into(),
        source: section.source,
        left_out: section.left_out.iter().map(|setting| (*setting).into()).collect(),
        questions: section.questions.iter().map(question_view).collect(),
    }
}

fn question_view(question: &Question) -> FormQuestion {
    let (form, min, max) = match question.kind {
        QuestionKind::One(_) => (QuestionForm::One, None, None),
        QuestionKind::Many(_) => (QuestionForm::Many, None, None),
        QuestionKind::Number { min, max } => (QuestionForm::Number, Some(min), Some(max)),
        QuestionKind::Text => (QuestionForm::Text, None, None),
    };
    let choice = |choice: &Choice| FormChoice { code: choice.code, label: choice.label.into(), alone: choice.alone };
    FormQuestion {
        code: question.code,
        text: question.text.into(),
        form: form.into(),
        choices: question.choices().iter().map(choice).collect(),
        min,
        max,
        required: question.required,
        carried: question.carried,
        ask_if: question.ask_if.map(|when| FormCondition { question: when.question, any_of: when.any_of }),
    }
}

/// The sections and questions in which comprehensive assessments are begun now, in English and Spanish.
#[utoipa::path(tag = "comprehensive_assessment", operation_id = "comprehensive_form_get", responses((status = 200, body = ComprehensiveFormView)))]
#[get("/comprehensive-form")]
pub async fn comprehensive_form_get(
    access: Allowed<cap::InstrumentRead>,
    state: web::Data<State>,
) -> Result<Answer<ComprehensiveFormView>, Problem> {
    let read = state.store.read(&access, async |_| Ok(Answer::ok(form_view(current()))));
    Ok(read.await?)
}
