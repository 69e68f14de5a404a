//! How hard a text is to read, as a school grade of the United States: for what is handed to the person.
//!
//! English: the Flesch-Kincaid grade level, 0.39 words/sentences + 11.8 syllables/words - 15.59. Source: Kincaid, Fishburne, Rogers
//! and Chissom, Derivation of New Readability Formulas for Navy Enlisted Personnel, Research Branch Report 8-75 (1975).
//!
//! Spanish: Crawford's grade, -0.205 sentences/100 words + 0.049 syllables/100 words - 3.407. Source: Crawford, Fórmula y gráfico
//! para determinar la comprensibilidad de textos del nivel primario en castellano, Lectura y Vida 6(4) (1985). It was made for
//! primary school; above grade 6 it only says "harder than that".
//!
//! What counts as a word and a sentence follows Flesch, The Art of Readable Writing (1949): a sentence ends with a period,
//! question mark, exclamation mark, colon or semicolon; here also with its line, because a plan is a list. A token without a letter
//! is no word. Grades below 0 are given as 0.

use std::ops::Range;

mod syllable;

crate::codes! {
    /// A language whose texts are graded.
    pub enum ReadingLanguage {
        /// English.
        English = "en",
        /// Spanish.
        Spanish = "es",
    }
}

impl ReadingLanguage {
    /// The language of a BCP 47 tag: Spanish for `es` and its regions, English for every other, because nothing else can be
    /// printed.
    pub fn of(tag: &str) -> Self {
        match tag.split('-').next() {
            Some(primary) if primary.eq_ignore_ascii_case("es") => Self::Spanish,
            _ => Self::English,
        }
    }
}

/// The grade that a person's copy should not exceed. Source: requirement R178 and the issue, "target 6".
pub const TARGET_GRADE: f64 = 6.0;

/// What was counted in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Counts {
    words: u32,
    sentences: u32,
    syllables: u32,
}

/// A sentence that is harder than the target.
#[derive(Debug, Clone, PartialEq)]
pub struct HardSentence {
    /// The sentence.
    pub text: String,
    /// Its own grade.
    pub grade: f64,
}

/// The grade of a text, with one decimal; none when it has no word.
pub fn grade(text: &str, language: ReadingLanguage) -> Option<f64> {
    let counted = sentences(text).into_iter().map(|range| count(&text[range], language));
    let total = counted.filter(|counts| counts.words > 0).reduce(|sum, next| Counts {
        words: sum.words + next.words,
        sentences: sum.sentences + next.sentences,
        syllables: sum.syllables + next.syllables,
    })?;
    Some(formula(total, language))
}

/// The sentences above [`TARGET_GRADE`], the hardest first, at most `most` of them; each once.
pub fn hardest(text: &str, language: ReadingLanguage, most: usize) -> Vec<HardSentence> {
    let mut hard: Vec<HardSentence> = Vec::new();
    for range in sentences(text) {
        let sentence = text[range].trim();
        let grade = grade(sentence, language).filter(|grade| *grade > TARGET_GRADE);
        if let Some(grade) = grade
            && !hard.iter().any(|known| known.text == sentence)
        {
            hard.push(HardSentence { text: sentence.to_owned(), grade });
        }
    }
    hard.sort_by(|a, b| b.grade.total_cmp(&a.grade));
    hard.truncate(most);
    hard
}

fn formula(counts: Counts, language: ReadingLanguage) -> f64 {
    let (words, sentences, syllables) =
        (f64::from(counts.words), f64::from(counts.sentences), f64::from(counts.syllables));
    let grade = match language {
        ReadingLanguage::English => 0.39 * words / sentences + 11.8 * syllables / words - 15.59,
        ReadingLanguage::Spanish => -0.205 * 100.0 * sentences / words + 0.049 * 100.0 * syllables / words - 3.407,
    };
    (grade.max(0.0) * 10.0).round() / 10.0
}

/// Where the sentences of a text are, each with the mark that ends it. A mark within a number or an address ends nothing.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut begin = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((index, letter)) = letters.next() {
        let after = index + letter.len_utf8();
        let last = letters.peek().is_none_or(|(_, next)| !next.is_alphanumeric());
        if letter == '\n' || (matches!(letter, '.' | '!' | '?' | '…' | ':' | ';') && last) {
            found.push(begin..after);
            begin = after;
        }
    }
    found.push(begin..text.len());
    found.retain(|range| text[range.clone()].chars().any(char::is_alphabetic));
    found
}

/// Counts one sentence.
fn count(sentence: &str, language: ReadingLanguage) -> Counts {
    let mut counts = Counts { words: 0, sentences: 1, syllables: 0 };
    for word in words(sentence) {
        counts.words += 1;
        counts.syllables += match language {
            ReadingLanguage::English => syllable::english(&word),
            ReadingLanguage::Spanish => syllable::spanish(&word),
        };
    }
    counts
}

/// The words of a sentence in lower case, without what surrounds them.
fn words(sentence: &str) -> impl Iterator<Item = String> {
    sentence
        .split(|letter: char| letter.is_whitespace() || matches!(letter, '/' | '—' | '–' | '…'))
        .map(|token| token.trim_matches(|letter: char| !letter.is_alphabetic()).to_lowercase())
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
