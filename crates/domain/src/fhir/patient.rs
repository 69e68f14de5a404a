//! Patient: becomes a person.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::element::{Origin, joined};
use super::index::Index;
use super::node::{At, LONGEST_NAME, Result};
use super::time::Shift;
use crate::person::{Address, Identifier, Sex};

const US_CORE: &str = "http://hl7.org/fhir/us/core/StructureDefinition/";
const INTERPRETER: &str = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired";

/// A person as a Patient describes them.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonImport {
    /// Source.
    pub origin: Origin,
    /// Identifiers that name both system and value.
    pub identifiers: Vec<Identifier>,
    /// Family name; the whole name when it is not divided.
    pub family_name: String,
    /// Given names.
    pub given_name: Option<String>,
    /// Usual name or nickname, when it is not the given name.
    pub preferred_name: Option<String>,
    /// Date of birth; the first day when the source knows only the month or year.
    pub birth_date: Option<NaiveDate>,
    /// True when the source knows only the month or year of birth.
    pub birth_date_estimated: bool,
    /// True for somebody who died, also when it is not known when.
    pub deceased: bool,
    /// Time of death.
    pub deceased_at: Option<DateTime<Utc>>,
    /// Sex.
    pub sex: Sex,
    /// Preferred language, else the first (BCP 47).
    pub language: Option<String>,
    /// True when the source says that an interpreter is needed.
    pub interpreter_needed: bool,
    /// Phone, mobile before others.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Current address.
    pub address: Address,
    /// Country of the address.
    pub country: Option<String>,
    /// Code of the marital status (HL7 v3 MaritalStatus).
    pub marital_status: Option<String>,
    /// Race in words (US Core).
    pub race: Option<String>,
    /// Ethnicity in words (US Core).
    pub ethnicity: Option<String>,
}

impl Shift for PersonImport {
    fn shift(&mut self, days: i16, zone: Tz) {
        self.birth_date.shift(days, zone);
        self.deceased_at.shift(days, zone);
    }
}

pub(super) fn read(at: &At<'_>, origin: Origin, index: &Index<'_>) -> Result<PersonImport> {
    let name = official_name(at)?;
    let (family_name, given_name) = names(at, &name)?;
    let (birth_date, birth_date_estimated) = match at.get("birthDate")? {
        Some(date) => date.date().map(|(first, estimated)| (Some(first), estimated))?,
        None => (None, false),
    };
    let deceased_at = at.instant_of("deceasedDateTime", index.zone)?;
    let died_on = at.day_of("deceasedDateTime", index.zone)?;
    if died_on.zip(birth_date).is_some_and(|(died, born)| died < born) {
        return Err(at.fault_in("deceasedDateTime", "lies before the date of birth"));
    }
    let (address, country) = address(at)?;
    Ok(PersonImport {
        identifiers: identifiers(at)?,
        preferred_name: preferred_name(at)?.filter(|usual| Some(usual) != given_name.as_ref()),
        family_name,
        given_name,
        birth_date,
        birth_date_estimated,
        deceased: deceased_at.is_some() || at.flag("deceasedBoolean")?,
        deceased_at,
        sex: at.get("gender")?.map_or(Ok(Sex::Unknown), |gender| gender.code())?,
        language: language(at)?,
        interpreter_needed: interpreter_needed(at)?,
        phone: telecom(at, "phone")?,
        email: telecom(at, "email")?,
        address,
        country,
        marital_status: at.coded("maritalStatus")?.map_or(Ok(None), |code| code.text(LONGEST_NAME))?,
        race: us_core_text(at, "us-core-race")?,
        ethnicity: us_core_text(at, "us-core-ethnicity")?,
        origin,
    })
}

/// The name by which the person is registered: official before unmarked ones before others; never a former one.
fn official_name<'a>(at: &At<'a>) -> Result<At<'a>> {
    let rank = |name: &At<'a>| -> Result<u8> {
        Ok(match name.name("use")?.as_deref() {
            Some("official") => 0,
            None => 1,
            Some("old" | "maiden") => 9,
            Some(_) => 2,
        })
    };
    best(at.list("name")?, rank)?.ok_or_else(|| at.fault_in("name", "is missing"))
}

fn names(at: &At<'_>, name: &At<'_>) -> Result<(String, Option<String>)> {
    let given = joined(name, "given", " ")?;
    match (name.name("family")?, given, name.name("text")?) {
        (Some(family), given, _) => Ok((family, given)),
        (None, Some(only), _) | (None, None, Some(only)) => Ok((only, None)),
        (None, None, None) => Err(at.fault_in("name", "has neither family name, given name nor text")),
    }
}

fn preferred_name(at: &At<'_>) -> Result<Option<String>> {
    for name in at.list("name")? {
        if matches!(name.name("use")?.as_deref(), Some("usual" | "nickname")) {
            return joined(&name, "given", " ");
        }
    }
    Ok(None)
}

fn identifiers(at: &At<'_>) -> Result<Vec<Identifier>> {
    let mut found = Vec::new();
    for identifier in at.list("identifier")? {
        if let (Some(system), Some(value)) = (identifier.name("system")?, identifier.name("value")?) {
            found.push(Identifier { system, value });
        }
    }
    Ok(found)
}

fn language(at: &At<'_>) -> Result<Option<String>> {
    let rank = |spoken: &At<'_>| Ok(u8::from(!spoken.flag("preferred")?));
    let Some(spoken) = best(at.list("communication")?, rank)? else {
        return Ok(None);
    };
    let code = spoken.coded("language")?.map_or(Ok(None), |code| code.text(LONGEST_NAME))?;
    Ok(code.filter(|code| is_language(code)))
}

fn is_language(tag: &str) -> bool {
    let subtag = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let first = tag.split('-').next().unwrap_or_default();
    tag.len() <= 35
        && (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && tag.split('-').all(subtag)
}

fn telecom(at: &At<'_>, system: &str) -> Result<Option<String>> {
    let mut points = Vec::new();
    for point in at.list("telecom")? {
        if point.name("system")?.as_deref() == Some(system) && point.name("use")?.as_deref() != Some("old") {
            points.push(point);
        }
    }
    let rank = |point: &At<'_>| Ok(u8::from(point.name("use")?.as_deref() != Some("mobile")));
    best(points, rank)?.map_or(Ok(None), |point| point.name("value"))
}

fn address(at: &At<'_>) -> Result<(Address, Option<String>)> {
    let rank = |address: &At<'_>| -> Result<u8> {
        Ok(match address.name("use")?.as_deref() {
            Some("home") => 0,
            Some("old") => 9,
            _ => 1,
        })
    };
    let Some(found) = best(at.list("address")?, rank)? else {
        return Ok((Address::default(), None));
    };
    let address = Address {
        line: joined(&found, "line", ", ")?,
        city: found.name("city")?,
        state: found.name("state")?,
        postal_code: found.name("postalCode")?,
    };
    Ok((address, found.name("country")?))
}

fn extension<'a>(at: &At<'a>, url: &str) -> Result<Option<At<'a>>> {
    for extension in at.list("extension")? {
        if extension.prose("url")?.as_deref() == Some(url) {
            return Ok(Some(extension));
        }
    }
    Ok(None)
}

fn us_core_text(at: &At<'_>, name: &str) -> Result<Option<String>> {
    let Some(found) = extension(at, &format!("{US_CORE}{name}"))? else {
        return Ok(None);
    };
    extension(&found, "text")?.map_or(Ok(None), |text| text.name("valueString"))
}

fn interpreter_needed(at: &At<'_>) -> Result<bool> {
    extension(at, INTERPRETER)?.map_or(Ok(false), |found| found.flag("valueBoolean"))
}

/// The item with the lowest rank, the first of them.
fn best<'a>(items: Vec<At<'a>>, rank: impl Fn(&At<'a>) -> Result<u8>) -> Result<Option<At<'a>>> {
    let mut best: Option<(u8, At<'a>)> = None;
    for item in items {
        let rank = rank(&item)?;
        if best.as_ref().is_none_or(|(lowest, _)| rank < *lowest) {
            best = Some((rank, item));
        }
    }
    Ok(best.map(|(_, item)| item))
}
