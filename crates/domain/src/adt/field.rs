//! Fields of the data types that a message about a person uses. Source: HL7 v2.5.1, 2.A (CX, XPN, XAD, XTN).

use super::er7::{Er7, Field};
use super::refusal::{Flaw, Refusal};
use crate::person::{Address, Identifier, Sex};

/// Longest number or name of an authority.
const LONGEST_NUMBER: usize = 100;
/// Longest name of a person.
const LONGEST_NAME: usize = 200;
/// Identifier types (table 0203) that number a patient within an authority; an empty one is taken for one of them.
const PATIENT_NUMBERS: &[&str] = &["MR", "PI", "PT", "PN", "MA", "MC", "AN", "EPI", "EI", ""];

/// The numbers of a person in a CX field, each with the authority that gave it; `fallback` gave those that name none.
pub fn identifiers(field: Field<'_>, place: &'static str, fallback: &str) -> Result<Vec<Identifier>, Flaw> {
    let mut found: Vec<Identifier> = Vec::new();
    for repetition in field.repetitions() {
        let Some(identifier) = identifier(repetition, place, fallback)? else { continue };
        let kind = repetition.component(5).unwrap_or_default();
        if PATIENT_NUMBERS.contains(&kind.as_str()) && !found.contains(&identifier) {
            found.push(identifier);
        }
    }
    Ok(found)
}

/// One CX: a number and the authority that gave it.
pub fn identifier(field: Field<'_>, place: &'static str, fallback: &str) -> Result<Option<Identifier>, Flaw> {
    let Some(value) = field.component(1) else { return Ok(None) };
    let authority = field.part(4, 1).or_else(|| field.part(4, 2)).unwrap_or_else(|| fallback.to_owned());
    if value.chars().count() > LONGEST_NUMBER || authority.chars().count() > LONGEST_NUMBER {
        return Err(Flaw::new(Refusal::FieldTooLong, place));
    }
    Ok(Some(Identifier { system: authority, value }))
}

/// Family and given names of an XPN, cut to what a record holds.
pub fn name(field: Field<'_>) -> (String, String) {
    let cut = |text: String| cut(&text, LONGEST_NAME);
    let family = field.part(1, 1).map(cut).unwrap_or_default();
    let given: Vec<String> = [field.component(2), field.component(3)].into_iter().flatten().collect();
    (family, cut(given.join(" ")))
}

/// Administrative sex. Source: HL7 table 0001.
pub fn sex(field: Field<'_>) -> Option<Sex> {
    Some(match field.component(1)?.as_str() {
        "F" => Sex::Female,
        "M" => Sex::Male,
        "U" => Sex::Unknown,
        _ => Sex::Other,
    })
}

/// A postal address; `None` when it says nothing.
pub fn address(field: Field<'_>) -> Option<Address> {
    let short = |text: Option<String>, longest| text.map(|text| cut(&text, longest));
    let address = Address {
        line: short(field.part(1, 1), 200),
        city: short(field.component(3), 100),
        state: short(field.component(4), 60),
        postal_code: short(field.component(5), 20),
    };
    (address != Address::default()).then_some(address)
}

/// A phone number: as one text, or put together from its parts.
pub fn phone(field: Field<'_>) -> Option<String> {
    let parts = || {
        let parts: Vec<String> = [5, 6, 7].into_iter().filter_map(|number| field.component(number)).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    };
    field.component(1).or_else(|| field.component(12)).or_else(parts).map(|text| cut(&text, 40))
}

/// Where a patient is: facility, then unit, room and bed (PL).
pub fn place(er7: &Er7<'_>, fallback: &str) -> Option<String> {
    let field = er7.field("PV1", 3);
    let unit: Vec<String> = [1, 2, 3].into_iter().filter_map(|number| field.part(number, 1)).collect();
    let facility = field.part(4, 1).unwrap_or_else(|| fallback.to_owned());
    if unit.is_empty() && field.part(4, 1).is_none() {
        return None;
    }
    let all: Vec<String> = [facility, unit.join(" ")].into_iter().filter(|part| !part.is_empty()).collect();
    Some(cut(&all.join(", "), 200))
}

/// A code and its system.
pub type Coded = (Option<String>, Option<String>);

/// The code of a CE or CWE field.
pub fn coded(field: Field<'_>) -> Coded {
    (field.component(1), field.component(3))
}

/// The first `longest` characters.
pub fn cut(text: &str, longest: usize) -> String {
    text.chars().take(longest).collect()
}
