//! Which items fit a person: what the needs on record say, the language in which they want to be talked to, and how they read.

use super::EducationItem;
use crate::code::Code;
use crate::comprehensive_assessment::{Answer, Answers};
use crate::readability::{ReadingLanguage, TARGET_GRADE};

/// The grade above which a text is too hard for somebody who always wants help with letters and forms. The number is ours.
pub const GRADE_WITH_HELP: f64 = 4.0;

crate::codes! {
    /// Whether somebody wants help with letters and forms, as the assessment asks it (R062).
    pub enum ReadingHelp {
        /// No.
        No = "no",
        /// Sometimes.
        Sometimes = "sometimes",
        /// Always.
        Always = "always",
    }
}

crate::codes! {
    /// Why an item is offered, and what to mind.
    pub enum FitReason {
        /// A need on record says so.
        MatchesNeed = "matches_need",
        /// It is in the person's language.
        OwnLanguage = "own_language",
        /// There is none in the person's language: teach it with an interpreter.
        OtherLanguage = "other_language",
        /// The person reads this without trouble, as far as a school grade tells.
        EasyToRead = "easy_to_read",
        /// It is harder than what the person should get.
        HardToRead = "hard_to_read",
        /// The person wants help with letters and forms: go through it together.
        ReadTogether = "read_together",
        /// Nobody has asked yet how the person reads.
        LiteracyUnknown = "literacy_unknown",
    }
}

/// Whom an item is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Preferred language (BCP 47).
    pub language: String,
    /// Whether they want help with reading; none when nobody asked.
    pub help: Option<ReadingHelp>,
    /// Titles of the needs that are open.
    pub needs: Vec<String>,
}

/// An item that is offered.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Code of the item.
    pub code: String,
    /// The language in which it is offered.
    pub language: ReadingLanguage,
    /// The school grade of that text.
    pub grade: Option<f64>,
    /// Why, and what to mind.
    pub reasons: Vec<FitReason>,
}

/// What a person should get, the best first: what a need asks for, in their own language, the easier first.
pub fn offered(items: &[EducationItem], reader: &Reader) -> Vec<Fit> {
    let needs: Vec<String> = reader.needs.iter().map(|need| need.to_lowercase()).collect();
    let mut fits: Vec<Fit> = items.iter().filter_map(|item| fit(item, reader, &needs)).collect();
    fits.sort_by(|one, other| {
        let key = |fit: &Fit| {
            let lacks = |reason| !fit.reasons.contains(&reason);
            (lacks(FitReason::MatchesNeed), lacks(FitReason::OwnLanguage))
        };
        let grade = |fit: &Fit| fit.grade.unwrap_or(f64::MAX);
        key(one).cmp(&key(other)).then(grade(one).total_cmp(&grade(other))).then_with(|| one.code.cmp(&other.code))
    });
    fits
}

fn fit(item: &EducationItem, reader: &Reader, needs: &[String]) -> Option<Fit> {
    let wanted = ReadingLanguage::of(&reader.language);
    // Whoever prefers a language that nothing is written in has no text of their own, though English is at hand.
    let primary = reader.language.split('-').next().unwrap_or_default();
    let theirs = primary.eq_ignore_ascii_case(wanted.as_str());
    let texts = &item.content.texts;
    let language = if texts.contains_key(&wanted) { wanted } else { *texts.keys().next()? };
    let grade = item.grade(language);
    let mut reasons = Vec::new();
    let names = |condition: &String| needs.iter().any(|need| need.contains(condition.as_str()));
    if item.content.conditions.iter().any(names) {
        reasons.push(FitReason::MatchesNeed);
    }
    reasons.push(if theirs && language == wanted { FitReason::OwnLanguage } else { FitReason::OtherLanguage });
    let most = if reader.help == Some(ReadingHelp::Always) { GRADE_WITH_HELP } else { TARGET_GRADE };
    reasons.push(if grade.is_some_and(|grade| grade <= most) { FitReason::EasyToRead } else { FitReason::HardToRead });
    match reader.help {
        Some(ReadingHelp::Always | ReadingHelp::Sometimes) => reasons.push(FitReason::ReadTogether),
        Some(ReadingHelp::No) => {}
        None => reasons.push(FitReason::LiteracyUnknown),
    }
    Some(Fit { code: item.code.clone(), language, grade, reasons })
}

/// Whether somebody wants help with reading, as the section about language and reading of their assessment says it.
pub fn help_in(answers: &Answers) -> Option<ReadingHelp> {
    match answers.get("reading")? {
        Answer::Codes(codes) => codes.iter().find_map(|code| ReadingHelp::from_code(code)),
        _ => None,
    }
}
