//! Data types shared by many resources: codeable concepts, quantities, references, and where a record came from.

use super::node::{At, LONGEST_NAME, Result};

/// Where an imported record came from, and whom it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Place of the resource among the entries given to [`plan`](super::plan), from 0.
    pub entry: usize,
    /// Id of the resource in the source.
    pub source_id: String,
    /// Id of the patient it is about, in the source; for a patient its own id.
    pub person: String,
}

/// A coded or written term (FHIR CodeableConcept).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concept {
    /// Code system URI.
    pub system: Option<String>,
    /// Code in that system.
    pub code: Option<String>,
    /// What people read: the text, else the display of the code, else the code itself.
    pub title: String,
}

impl<'a> At<'a> {
    /// A CodeableConcept member; `None` when it is not given or says nothing.
    pub fn concept(&self, member: &str) -> Result<Option<Concept>> {
        self.get(member)?.map_or(Ok(None), |at| at.as_concept())
    }

    /// The first CodeableConcept of a list member.
    pub fn first_concept(&self, member: &str) -> Result<Option<Concept>> {
        self.first(member)?.map_or(Ok(None), |at| at.as_concept())
    }

    /// A CodeableConcept member that must say something.
    pub fn needed_concept(&self, member: &str) -> Result<Concept> {
        self.concept(member)?.ok_or_else(|| self.fault_in(member, "is missing"))
    }

    /// The title of a CodeableConcept member.
    pub fn title(&self, member: &str) -> Result<Option<String>> {
        Ok(self.concept(member)?.map(|concept| concept.title))
    }

    /// The CodeableConcept here.
    pub fn as_concept(&self) -> Result<Option<Concept>> {
        let coding = self.first("coding")?;
        let part = |member| coding.as_ref().map_or(Ok(None), |coding| coding.name(member));
        let (system, code) = (part("system")?, part("code")?);
        let display = coding.as_ref().map_or(Ok(None), |coding| coding.prose("display"))?;
        let title = self.prose("text")?.or(display).or_else(|| code.clone());
        Ok(title.map(|title| Concept { system, code, title }))
    }

    /// Code of the first coding of a CodeableConcept member.
    pub fn coded(&self, member: &str) -> Result<Option<At<'a>>> {
        let Some(concept) = self.get(member)? else {
            return Ok(None);
        };
        concept.first("coding")?.map_or(Ok(None), |coding| coding.get("code"))
    }

    /// Value and unit of the Quantity here.
    pub fn quantity(&self) -> Result<Option<(f64, Option<String>)>> {
        let Some(value) = self.get("value")? else {
            return Ok(None);
        };
        let unit = match self.name("unit")? {
            None => self.name("code")?,
            unit => unit,
        };
        Ok(Some((value.number()?, unit)))
    }

    /// The literal reference of the Reference here.
    pub fn reference(&self) -> Result<Option<String>> {
        self.prose("reference")
    }
}

/// True for a FHIR id: up to 64 letters, digits, hyphens and dots.
pub(super) fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.')
}

/// True for what can be a resource type: a capital, then letters.
pub(super) fn is_resource_type(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Joins the strings of a list member with `separator`.
pub(super) fn joined(at: &At<'_>, member: &str, separator: &str) -> Result<Option<String>> {
    let parts: Vec<String> =
        at.list(member)?.iter().filter_map(|part| part.text(LONGEST_NAME).transpose()).collect::<Result<_>>()?;
    let text = parts.join(separator);
    if text.chars().count() > LONGEST_NAME {
        return Err(at.fault_in(member, format!("is longer than {LONGEST_NAME} characters")));
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}
