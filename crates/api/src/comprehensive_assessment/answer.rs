//! An answer on the wire: one object with four members, of which exactly one is there.

use domain::Rule;
use domain::comprehensive_assessment::{Answer as Given, Answers};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::code::AbsentReasonCode;

/// A choice of a question.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, min_length = 1, max_length = 40, pattern = "^[a-z0-9_]+$", example = "yes")]
pub struct ChoiceCode(String);

/// The answer to a question: exactly one of `codes`, `number`, `text` and `absent`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenAnswer {
    /// Code of the question, unique in its section.
    #[schema(min_length = 1, max_length = 40, pattern = "^[a-z0-9_]+$", example = "doctor")]
    question: String,
    /// Codes of the choices.
    #[schema(max_items = 30)]
    codes: Option<Vec<ChoiceCode>>,
    /// A whole number.
    #[schema(minimum = -1000, maximum = 1000)]
    number: Option<i64>,
    /// Text.
    #[schema(min_length = 1, max_length = 4000, pattern = "\\S")]
    text: Option<String>,
    /// Why there is no answer.
    absent: Option<AbsentReasonCode>,
}

impl GivenAnswer {
    /// The answer to a question as it is sent.
    pub fn new(question: String, answer: Given) -> Self {
        let (mut codes, mut number, mut text, mut absent) = (None, None, None, None);
        match answer {
            Given::Codes(given) => codes = Some(given.into_iter().map(ChoiceCode).collect()),
            Given::Number(given) => number = Some(given),
            Given::Text(given) => text = Some(given),
            Given::Absent(given) => absent = Some(given.into()),
        }
        Self { question, codes, number, text, absent }
    }

    /// The answer, when there is exactly one.
    fn only(self) -> Option<(String, Given)> {
        let codes = self.codes.map(|codes| Given::Codes(codes.into_iter().map(|code| code.0).collect()));
        let all = [
            codes,
            self.number.map(Given::Number),
            self.text.map(Given::Text),
            self.absent.map(|reason| Given::Absent(reason.0)),
        ];
        let mut given = all.into_iter().flatten();
        let one = given.next()?;
        given.next().is_none().then_some((self.question, one))
    }
}

/// The answers by question.
///
/// # Errors
/// `answer_invalid` with a pointer to the first that can't be used.
pub fn by_question(given: Vec<GivenAnswer>) -> Result<Answers, Rule> {
    let mut answers = Answers::new();
    for (index, given) in given.into_iter().enumerate() {
        let once = given.only().is_some_and(|(question, answer)| answers.insert(question, answer).is_none());
        if !once {
            return Err(Rule::at(
                "answer_invalid",
                format!("/answers/{index}"),
                "Answer each question once, with exactly one of codes, number, text and absent.",
            ));
        }
    }
    Ok(answers)
}
