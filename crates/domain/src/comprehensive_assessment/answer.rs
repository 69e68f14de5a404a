//! Answers: what a question takes, what is asked after the others, and what is still open.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::definition::{Phrase, Question, QuestionKind, Section};
use crate::change::Rule;

/// Most characters of a text.
pub const MAX_TEXT: usize = 4000;

crate::codes! {
    /// Why there is no answer (FHIR data-absent-reason).
    pub enum AbsentReason {
        /// The person was asked and did not want to answer (`asked-declined`).
        Declined = "declined",
        /// The person was asked and does not know (`asked-unknown`).
        Unknown = "unknown",
        /// Nobody has asked (`not-asked`). A question that must be answered stays open.
        NotAsked = "not_asked",
    }
}

/// An answer, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Codes of the choices.
    Codes(Vec<String>),
    /// A whole number.
    Number(i64),
    /// Text.
    Text(String),
    /// No answer.
    Absent(AbsentReason),
}

/// Answers of a section by the code of the question.
pub type Answers = BTreeMap<String, Answer>;

impl Answer {
    /// True for one of these choices.
    pub fn is_any_of(&self, codes: &[&str]) -> bool {
        matches!(self, Self::Codes(own) if own.iter().any(|code| codes.contains(&code.as_str())))
    }

    /// True when a question that must be answered is settled by it: an answer, or a person who was asked.
    fn settles(&self) -> bool {
        *self != Self::Absent(AbsentReason::NotAsked)
    }

    /// The answer in words.
    pub fn in_words(&self, question: &Question) -> Phrase {
        match self {
            Self::Codes(codes) => {
                let chosen = || question.choices().iter().filter(|choice| codes.iter().any(|code| code == choice.code));
                Phrase {
                    en: chosen().map(|choice| choice.label.en).collect::<Vec<_>>().join("; "),
                    es: chosen().map(|choice| choice.label.es).collect::<Vec<_>>().join("; "),
                }
            }
            Self::Number(number) => Phrase { en: number.to_string(), es: number.to_string() },
            Self::Text(text) => Phrase { en: text.clone(), es: text.clone() },
            Self::Absent(reason) => {
                let (en, es) = match reason {
                    AbsentReason::Declined => ("Did not want to answer", "No quiso contestar"),
                    AbsentReason::Unknown => ("Does not know", "No lo sabe"),
                    AbsentReason::NotAsked => ("Not asked", "No se preguntó"),
                };
                Phrase { en: en.into(), es: es.into() }
            }
        }
    }
}

impl Question {
    /// True when the question can have this answer.
    pub fn takes(&self, answer: &Answer) -> bool {
        match (self.kind, answer) {
            (_, Answer::Absent(_)) => true,
            (QuestionKind::One(_), Answer::Codes(codes)) => codes.len() == 1 && self.knows(codes),
            (QuestionKind::Many(choices), Answer::Codes(codes)) => {
                let alone = choices.iter().any(|choice| choice.alone && codes.iter().any(|code| code == choice.code));
                let distinct = (1..codes.len()).all(|index| !codes[..index].contains(&codes[index]));
                !codes.is_empty() && distinct && self.knows(codes) && (!alone || codes.len() == 1)
            }
            (QuestionKind::Number { min, max }, Answer::Number(number)) => (min..=max).contains(number),
            (QuestionKind::Text, Answer::Text(text)) => !text.trim().is_empty() && text.chars().count() <= MAX_TEXT,
            _ => false,
        }
    }

    fn knows(&self, codes: &[String]) -> bool {
        codes.iter().all(|code| self.choices().iter().any(|choice| choice.code == code))
    }
}

impl Section {
    /// Refuses answers that its questions can't have.
    ///
    /// # Errors
    /// `answer_invalid`, which points at the first of them.
    pub fn check(&self, answers: &Answers) -> Result<(), Rule> {
        let fits = |code: &str, answer| self.question(code).is_some_and(|question| question.takes(answer));
        match answers.iter().find(|(code, answer)| !fits(code, answer)) {
            None => Ok(()),
            Some((code, _)) => Err(Rule::at(
                "answer_invalid",
                format!("/answers/{code}"),
                "This section has no such question, or the question has no such answer.",
            )),
        }
    }

    /// The questions that are asked after these answers. One that depends on a question that is not asked is not asked either.
    pub fn asked(&self, answers: &Answers) -> Vec<&'static Question> {
        let mut asked: Vec<&'static Question> = Vec::new();
        for question in self.questions {
            let is_asked = question.ask_if.is_none_or(|when| {
                asked.iter().any(|before| before.code == when.question)
                    && answers.get(when.question).is_some_and(|answer| answer.is_any_of(when.any_of))
            });
            if is_asked {
                asked.push(question);
            }
        }
        asked
    }

    /// The questions that must be answered and are not.
    pub fn open(&self, answers: &Answers) -> Vec<&'static Question> {
        let settled = |question: &Question| answers.get(question.code).is_some_and(Answer::settles);
        self.asked(answers).into_iter().filter(|question| question.required && !settled(question)).collect()
    }

    /// The answers to questions that are asked.
    pub fn counted(&self, answers: &Answers) -> Answers {
        let asked = self.asked(answers);
        let counts = |code: &String| asked.iter().any(|question| question.code == code);
        answers.iter().filter(|(code, _)| counts(code)).map(|(code, answer)| (code.clone(), answer.clone())).collect()
    }
}
