use proptest::prelude::*;

use super::ReadingLanguage::{English, Spanish};
use super::*;

#[test]
fn the_published_example_of_the_flesch_kincaid_grade_has_13_words_24_syllables_and_grade_11_3() {
    let text = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.";
    assert_eq!(count(text, English), Counts { words: 13, sentences: 1, syllables: 24 });
    assert_eq!(grade(text, English), Some(11.3));
}

#[test]
fn the_formulas_are_what_their_sources_print() {
    // 100 words, 5 sentences, 150 syllables: 0.39 * 20 + 11.8 * 1.5 - 15.59 = 9.91.
    assert_eq!(formula(Counts { words: 100, sentences: 5, syllables: 150 }, English), 9.9);
    // 100 words, 10 sentences, 190 syllables: -0.205 * 10 + 0.049 * 190 - 3.407 = 3.853.
    assert_eq!(formula(Counts { words: 100, sentences: 10, syllables: 190 }, Spanish), 3.9);
}

#[test]
fn english_syllables_are_those_that_are_spoken() {
    let words = [
        ("a", 1),
        ("the", 1),
        ("walk", 1),
        ("walked", 1),
        ("wanted", 2),
        ("called", 1),
        ("handled", 2),
        ("makes", 1),
        ("houses", 2),
        ("wishes", 2),
        ("table", 2),
        ("people", 2),
        ("crisis", 2),
        ("medicine", 3),
        ("doctor", 2),
        ("being", 2),
        ("trying", 2),
        ("beyond", 2),
        ("yes", 1),
        ("day", 1),
        ("family", 3),
        ("diagnosis", 4),
        ("lion", 2),
        ("safe", 1),
        ("someone", 2),
        ("don't", 1),
        ("hospital", 3),
        ("appointment", 3),
        ("hmm", 1),
    ];
    for (word, spoken) in words {
        assert_eq!(syllable::english(word), spoken, "{word}");
    }
}

#[test]
fn spanish_syllables_follow_the_orthography() {
    let words = [
        ("y", 1),
        ("yo", 1),
        ("hoy", 1),
        ("que", 1),
        ("día", 2),
        ("leer", 2),
        ("ahora", 3),
        ("ciudad", 2),
        ("guitarra", 3),
        ("aéreo", 4),
        ("uruguay", 3),
        ("pingüino", 3),
        ("hermana", 3),
        ("teléfono", 4),
        ("medicamento", 5),
        ("bueno", 2),
        ("país", 2),
        ("niño", 2),
        ("familia", 3),
        ("cuídate", 3),
    ];
    for (word, spoken) in words {
        assert_eq!(syllable::spanish(word), spoken, "{word}");
    }
}

#[test]
fn a_line_is_a_sentence_and_a_number_is_neither_an_end_nor_a_word() {
    let text = "Walk 2.5 miles\nCall 518-555-0100. Take it slow; rest";
    let found: Vec<&str> = sentences(text).into_iter().map(|range| text[range].trim()).collect();
    assert_eq!(found, ["Walk 2.5 miles", "Call 518-555-0100.", "Take it slow;", "rest"]);
    assert_eq!(count("Walk 2.5 miles", English).words, 2);
}

#[test]
fn a_text_without_words_has_no_grade() {
    assert_eq!(grade("", English), None);
    assert_eq!(grade("988 … 24/7\n", Spanish), None);
}

#[test]
fn the_hardest_sentences_come_first_and_easy_ones_are_not_named() {
    let text = "Walk each day.\nParticipate in cardiopulmonary rehabilitation.\nDiscontinue antihypertensive medication immediately \
                following hypotensive symptomatology.";
    let hard = hardest(text, English, 5);
    assert_eq!(hard.len(), 2, "{hard:?}");
    assert!(hard[0].grade >= hard[1].grade && hard[1].grade > TARGET_GRADE);
    assert!(hard.iter().all(|sentence| !sentence.text.contains("Walk")));
    assert_eq!(hardest(text, English, 1).len(), 1);
}

#[test]
fn a_tag_of_any_region_of_spanish_is_spanish_and_the_rest_is_printed_in_english() {
    assert_eq!(["es", "es-MX", "ES"].map(ReadingLanguage::of), [Spanish; 3]);
    assert_eq!(["en", "en-US", "pt-BR", ""].map(ReadingLanguage::of), [English; 4]);
}

proptest! {
    #[test]
    fn any_text_is_graded_without_failing_and_never_below_zero(text in "\\PC{0,120}") {
        for language in [English, Spanish] {
            if let Some(grade) = grade(&text, language) {
                prop_assert!(grade.is_finite() && grade >= 0.0);
            }
            for sentence in hardest(&text, language, 3) {
                prop_assert!(text.contains(&sentence.text) && sentence.grade > TARGET_GRADE);
            }
        }
    }

    #[test]
    fn saying_the_same_lines_twice_leaves_the_grade_as_it_was(lines in prop::collection::vec("[a-z]{1,9}( [a-z]{1,9}){0,8}", 1..6)) {
        let once = lines.join("\n");
        let twice = format!("{once}\n{once}");
        prop_assert_eq!(grade(&once, English), grade(&twice, English));
        prop_assert_eq!(grade(&once, Spanish), grade(&twice, Spanish));
    }

    #[test]
    fn cutting_a_sentence_in_two_never_makes_the_text_harder(left in "[a-z]{2,8}( [a-z]{2,8}){1,8}", right in "[a-z]{2,8}( [a-z]{2,8}){1,8}") {
        for language in [English, Spanish] {
            let whole = grade(&format!("{left} {right}."), language);
            let cut = grade(&format!("{left}. {right}."), language);
            prop_assert!(cut <= whole);
        }
    }

    #[test]
    fn a_word_has_at_least_one_syllable_and_at_most_one_for_each_letter_and_one(word in "[a-záéíóúüñ]{1,20}") {
        let letters = u32::try_from(word.chars().count()).unwrap();
        for syllables in [syllable::english(&word), syllable::spanish(&word)] {
            prop_assert!(syllables >= 1 && syllables <= letters + 1);
        }
    }
}
