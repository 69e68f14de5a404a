//! What a form of sections is made of. Everything is data; the form itself is in [`super::form`].

use crate::program::Setting;

crate::codes! {
    /// A section of the comprehensive assessment, in the order asked.
    pub enum AssessmentSection {
        /// Clinical history and health now (R051).
        Clinical = "clinical",
        /// Medicines and allergies, as the person tells them (R051).
        Medicines = "medicines",
        /// What the person can do by themselves (R052).
        Functional = "functional",
        /// Mood, worry, sleep, alcohol and drugs (R054).
        Behavioral = "behavioral",
        /// Food, housing, transport, utilities (R055).
        SocialDeterminants = "social_determinants",
        /// The people around the person (R053).
        SocialSupport = "social_support",
        /// Who looks after the person, and how they are doing (R058).
        Caregivers = "caregivers",
        /// Home, its safety, and the neighbourhood (R056, R059).
        Home = "home",
        /// Coping and money (R057).
        PsychologicalFinancial = "psychological_financial",
        /// Culture, values and preferences (R061).
        Culture = "culture",
        /// Language and health literacy (R062).
        Literacy = "literacy",
        /// Strengths and goals in the person's own words (R061).
        Strengths = "strengths",
        /// Risks, and what could get in the way (R060, R063).
        Risks = "risks",
    }
}

/// A text in both languages in which the questions are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// English.
    pub en: &'static str,
    /// Spanish.
    pub es: &'static str,
}

/// A text in both languages that is put together from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// English.
    pub en: String,
    /// Spanish.
    pub es: String,
}

impl Words {
    pub(super) const fn new(en: &'static str, es: &'static str) -> Self {
        Self { en, es }
    }
}

impl From<Words> for Phrase {
    fn from(words: Words) -> Self {
        Self { en: words.en.into(), es: words.es.into() }
    }
}

/// A version of the form.
#[derive(Debug, PartialEq, Eq)]
pub struct Form {
    /// Version of questions and rules together.
    pub version: &'static str,
    /// Sections in the order asked.
    pub sections: &'static [Section],
}

impl Form {
    /// The sections that a program of a setting asks.
    pub fn asked_in(&self, setting: Setting) -> impl Iterator<Item = &'static Section> + use<> {
        self.sections.iter().filter(move |section| !section.left_out.contains(&setting))
    }

    /// A section, whether or not a setting asks it.
    pub fn section(&self, code: AssessmentSection) -> Option<&'static Section> {
        self.sections.iter().find(|section| section.code == code)
    }
}

/// A section (FHIR Questionnaire group).
#[derive(Debug, PartialEq, Eq)]
pub struct Section {
    /// Code.
    pub code: AssessmentSection,
    /// Version of its questions.
    pub version: &'static str,
    /// Title.
    pub title: Words,
    /// The requirements it answers.
    pub source: &'static str,
    /// Settings whose programs don't ask it: nobody is asked what a program does not need. The choice is ours.
    pub left_out: &'static [Setting],
    /// Codes of the scored instruments that go deeper; [`Section::offered_in`] says which of them a setting uses.
    pub instruments: &'static [&'static str],
    /// Questions in the order asked.
    pub questions: &'static [Question],
}

impl Section {
    /// The question with a code.
    pub fn question(&self, code: &str) -> Option<&'static Question> {
        self.questions.iter().find(|question| question.code == code)
    }

    /// Codes of the scored instruments that programs of a setting use. The symptom impact of HOPE is asked in hospices alone: its
    /// answers call for a visit within 2 days, by a rule that binds nobody else.
    pub fn offered_in(&self, setting: Setting) -> impl Iterator<Item = &'static str> + use<> {
        self.instruments.iter().copied().filter(move |code| *code != "hope" || setting == Setting::Hospice)
    }
}

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// Code, unique in its section (FHIR linkId).
    pub code: &'static str,
    /// The question, to the person.
    pub text: Words,
    /// How it is answered.
    pub kind: QuestionKind,
    /// True when the section is not complete without an answer.
    pub required: bool,
    /// True when the answer of the last assessment is shown until it is confirmed: what seldom changes.
    pub carried: bool,
    /// When it is asked; always where none.
    pub ask_if: Option<AskIf>,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionKind {
    /// One of the choices.
    One(&'static [Choice]),
    /// One or more of the choices.
    Many(&'static [Choice]),
    /// A whole number, both ends included.
    Number {
        /// Lowest.
        min: i64,
        /// Highest.
        max: i64,
    },
    /// Free text.
    Text,
}

/// An answer to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Code, unique in its question.
    pub code: &'static str,
    /// Wording.
    pub label: Words,
    /// True for "none of these": it stands alone.
    pub alone: bool,
}

/// A question is asked when an earlier one of its section has one of these answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskIf {
    /// Code of the earlier question.
    pub question: &'static str,
    /// Its answers.
    pub any_of: &'static [&'static str],
}

impl Question {
    const fn new(code: &'static str, text: Words, kind: QuestionKind) -> Self {
        Self { code, text, kind, required: false, carried: false, ask_if: None }
    }

    pub(super) const fn one(code: &'static str, text: Words, choices: &'static [Choice]) -> Self {
        Self::new(code, text, QuestionKind::One(choices))
    }

    pub(super) const fn many(code: &'static str, text: Words, choices: &'static [Choice]) -> Self {
        Self::new(code, text, QuestionKind::Many(choices))
    }

    pub(super) const fn number(code: &'static str, text: Words, min: i64, max: i64) -> Self {
        Self::new(code, text, QuestionKind::Number { min, max })
    }

    pub(super) const fn text(code: &'static str, text: Words) -> Self {
        Self::new(code, text, QuestionKind::Text)
    }

    pub(super) const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    pub(super) const fn carried(self) -> Self {
        Self { carried: true, ..self }
    }

    pub(super) const fn ask_if(self, question: &'static str, any_of: &'static [&'static str]) -> Self {
        Self { ask_if: Some(AskIf { question, any_of }), ..self }
    }

    /// The answers to choose from; empty for numbers and text.
    pub fn choices(&self) -> &'static [Choice] {
        match self.kind {
            QuestionKind::One(choices) | QuestionKind::Many(choices) => choices,
            QuestionKind::Number { .. } | QuestionKind::Text => &[],
        }
    }
}

impl Choice {
    pub(super) const fn new(code: &'static str, en: &'static str, es: &'static str) -> Self {
        Self { code, label: Words::new(en, es), alone: false }
    }

    pub(super) const fn alone(code: &'static str, en: &'static str, es: &'static str) -> Self {
        Self { alone: true, ..Self::new(code, en, es) }
    }
}
