//! Syllables by spelling. The formulas count syllables as they are spoken and publish no rule for spelling: the English rules are
//! ours and right for most words; the Spanish ones are those of the orthography, which follows the pronunciation.

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// Syllables of an English word in lower case: groups of vowels, without a silent ending, and with the vowels that are spoken
/// apart in *being* and *diagnosis*. At least 1.
pub(super) fn english(word: &str) -> u32 {
    let letters: Vec<char> = word.chars().filter(|letter| *letter != '\'' && *letter != '’').collect();
    let groups = english_groups(&letters);
    let apart = u32::from(begins_apart(&letters)) + u32::from(ends_apart(&letters));
    let silent = u32::from(groups > 1 && ends_silent(&letters));
    (groups + apart - silent).max(1)
}

/// Groups of vowels. A `y` is a vowel of its own after a consonant (*try-ing*), part of a group after a vowel (*day*), and a
/// consonant before one (*yes*, *be-yond*).
fn english_groups(letters: &[char]) -> u32 {
    let mut groups = 0;
    let mut within = false;
    for (index, &letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).map(|place| letters[place]);
        let next_is_vowel = letters.get(index + 1).is_some_and(|next| is_vowel(*next));
        if is_vowel(letter) {
            groups += u32::from(!within);
            within = true;
        } else if letter == 'y' && before.is_some_and(|letter| !is_vowel(letter)) {
            groups += 1;
            within = false;
        } else {
            within = letter == 'y' && within && !next_is_vowel;
        }
    }
    groups
}

/// *di-agnosis*, *bi-ology*, *li-on*: an `i` before `a` or `o` as the first vowels, in front of a consonant.
fn begins_apart(letters: &[char]) -> bool {
    let first = letters.iter().position(|letter| is_vowel(*letter));
    first.is_some_and(|first| {
        first > 0
            && letters[first] == 'i'
            && matches!(letters.get(first + 1), Some('a' | 'o'))
            && letters.get(first + 2).is_some_and(|next| !is_vowel(*next))
    })
}

/// *be-ing*, *do-ing*, *see-ing*.
fn ends_apart(letters: &[char]) -> bool {
    matches!(letters, [.., before, 'i', 'n', 'g'] if is_vowel(*before))
}

/// *safe*, *makes*, *called*; but *ta-ble*, *hou-ses*, *want-ed*.
fn ends_silent(letters: &[char]) -> bool {
    let stop = |letter: &char| matches!(letter, 'b' | 'c' | 'd' | 'f' | 'g' | 'k' | 'p' | 's' | 't' | 'z');
    match letters {
        [.., before, 'l', 'e'] | [.., before, 'l', 'e', 's' | 'd'] if stop(before) => false,
        [.., before, 'e'] => !is_vowel(*before),
        [.., 'c' | 's', 'h', 'e', 's'] => false,
        [.., before, 'e', 's'] => !is_vowel(*before) && !matches!(before, 's' | 'x' | 'z' | 'c' | 'g'),
        [.., before, 'e', 'd'] => !is_vowel(*before) && !matches!(before, 't' | 'd'),
        _ => false,
    }
}

/// Syllables of a Spanish word in lower case: every strong or accented vowel is one; weak vowels without an accent join the vowel
/// beside them, and each other. A `y` at the end is a weak vowel. At least 1.
pub(super) fn spanish(word: &str) -> u32 {
    let letters: Vec<char> = word.chars().collect();
    let (mut count, mut strong, mut weak) = (0, 0, false);
    let mut close = |strong: &mut u32, weak: &mut bool| {
        count += if *strong > 0 { *strong } else { u32::from(*weak) };
        (*strong, *weak) = (0, false);
    };
    for (index, &letter) in letters.iter().enumerate() {
        match letter {
            'a' | 'e' | 'o' | 'á' | 'é' | 'ó' | 'í' | 'ú' => strong += 1,
            'i' | 'u' | 'ü' => weak = true,
            'y' if index + 1 == letters.len() => weak = true,
            _ => close(&mut strong, &mut weak),
        }
    }
    close(&mut strong, &mut weak);
    count.max(1)
}
