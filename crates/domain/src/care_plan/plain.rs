//! What a line of a plan says to the person in plain words, for their own copy.

use serde::{Deserialize, Serialize};

use crate::readability::ReadingLanguage;

/// A line of a plan in plain words, one text for each language in which copies are printed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlainWords {
    /// In English.
    pub en: Option<String>,
    /// In Spanish.
    pub es: Option<String>,
}

/// A line as the person's copy has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainLine<'a> {
    /// What is printed.
    pub text: &'a str,
    /// True when that is in the language of the copy.
    pub in_language: bool,
}

impl PlainWords {
    /// The line for a copy in a language: the plain words in that language, else the text as it was `written`. What was written
    /// counts as English, the language of the record: nobody says in which language a line of a plan is.
    pub fn line<'a>(&'a self, written: &'a str, language: ReadingLanguage) -> PlainLine<'a> {
        let said = match language {
            ReadingLanguage::English => &self.en,
            ReadingLanguage::Spanish => &self.es,
        };
        let said = said.as_deref().filter(|words| !words.trim().is_empty());
        PlainLine { text: said.unwrap_or(written), in_language: said.is_some() || language == ReadingLanguage::English }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use ReadingLanguage::{English, Spanish};

    fn words(en: Option<&str>, es: Option<&str>) -> PlainWords {
        PlainWords { en: en.map(Into::into), es: es.map(Into::into) }
    }

    fn line(words: &PlainWords, language: ReadingLanguage) -> (&str, bool) {
        let PlainLine { text, in_language } = words.line("Improve ambulation", language);
        (text, in_language)
    }

    #[test]
    fn plain_words_are_printed_in_their_own_language_only() {
        let both = words(Some("Walk more"), Some("Caminar más"));
        assert_eq!((line(&both, English), line(&both, Spanish)), (("Walk more", true), ("Caminar más", true)));
        let english = words(Some("Walk more"), None);
        assert_eq!(line(&english, Spanish), ("Improve ambulation", false));
    }

    #[test]
    fn without_plain_words_the_text_stands_as_it_was_written_which_is_english() {
        for none in [PlainWords::default(), words(Some(" "), Some(""))] {
            assert_eq!(line(&none, English), ("Improve ambulation", true));
            assert_eq!(line(&none, Spanish), ("Improve ambulation", false));
        }
    }
}
