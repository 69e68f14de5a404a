//! Whether an entry is in the directory already under nearly the same name. It warns; a person decides.

use super::OrganizationContent;

/// Words that tell no two organizations apart.
const EMPTY_WORDS: [&str; 8] = ["the", "of", "and", "inc", "llc", "corp", "co", "program"];
/// Digits of a phone number that are compared: those of North American numbers without the country's.
const PHONE_DIGITS: usize = 10;

/// A name by which two spellings of it are the same: its letters and digits in lower case, without words that tell nothing. A name
/// of such words only is itself.
pub fn name_key(name: &str) -> String {
    let lower = name.to_lowercase().replace(['\'', '\u{2019}', '.'], "");
    let words: Vec<&str> = lower.split(|mark: char| !mark.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let telling: String = words.iter().filter(|word| !EMPTY_WORDS.contains(word)).copied().collect();
    if telling.is_empty() { words.concat() } else { telling }
}

/// The last digits of a phone number; none when there are too few to tell one from another.
fn phone_key(phone: &str) -> Option<String> {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    let from = digits.len().checked_sub(PHONE_DIGITS)?;
    Some(digits[from..].iter().collect())
}

/// True when two organizations have nearly the same name or the same phone.
pub fn alike(one: &OrganizationContent, other: &OrganizationContent) -> bool {
    let phone = |content: &OrganizationContent| content.phone.as_deref().and_then(phone_key);
    let same_phone = phone(one).is_some_and(|number| Some(number) == phone(other));
    same_phone || name_key(&one.name) == name_key(&other.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, phone: Option<&str>) -> OrganizationContent {
        OrganizationContent { name: name.into(), phone: phone.map(Into::into), ..OrganizationContent::default() }
    }

    #[test]
    fn spellings_of_one_name_are_alike_and_other_names_are_not() {
        assert!(alike(&named("The Millrace Neighbors, Inc.", None), &named("Millrace neighbors", None)));
        assert!(alike(&named("St. Anne's Table", None), &named("St Annes Table", None)));
        assert!(!alike(&named("Millrace Neighbors", None), &named("Millrace Shelter", None)));
        assert!(!alike(&named("The Program", None), &named("Of Co", None)));
    }

    #[test]
    fn one_phone_is_one_organization_with_or_without_the_country_and_a_short_number_tells_nothing() {
        let (one, other) = (named("A", Some("+1 (518) 555-0142")), named("B", Some("518.555.0142")));
        assert!(alike(&one, &other));
        assert!(!alike(&named("A", Some("211")), &named("B", Some("211"))));
        assert!(!alike(&named("A", None), &named("B", None)));
    }
}
