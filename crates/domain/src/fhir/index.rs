//! The resources of a bundle, found by the references to them.

use std::collections::{BTreeSet, HashMap};

use chrono_tz::Tz;

use super::element::{is_id, is_resource_type};
use super::node::{At, Node, Result};

/// Stands for the type of a resource that does not say what it is.
pub(super) const NO_TYPE: &str = "Resource";

/// One entry of a bundle, or one line of newline-delimited JSON.
#[derive(Debug, Clone)]
pub struct Entry {
    full_url: Option<String>,
    resource_type: String,
    resource: Option<Node>,
}

impl Entry {
    /// An entry with its `fullUrl`, if it has one, and its resource.
    pub fn new(full_url: Option<String>, resource: Node) -> Self {
        let named = resource.text_of("resourceType").filter(|name| is_resource_type(name));
        let resource_type = named.unwrap_or(NO_TYPE).to_owned();
        Self { full_url, resource_type, resource: Some(resource) }
    }

    /// An entry whose resource is missing or is no JSON that can be read; it is counted and refused.
    pub fn unreadable(full_url: Option<String>) -> Self {
        Self { full_url, resource_type: NO_TYPE.to_owned(), resource: None }
    }

    /// Type of the resource, as it is counted.
    pub fn resource_type(&self) -> &str {
        &self.resource_type
    }

    /// The id of the resource, when it has a valid one.
    pub fn source_id(&self) -> Option<&str> {
        self.resource.as_ref()?.text_of("id").filter(|id| is_id(id))
    }

    pub(super) fn root(&self) -> Option<At<'_>> {
        self.resource.as_ref().map(|node| At::new(node, self.resource_type.clone()))
    }

    pub(super) fn check(&self) -> Result<()> {
        self.resource.as_ref().map_or(Ok(()), |node| node.check(&self.resource_type))
    }
}

/// Finds entries by `fullUrl` and by `Type/id`, and knows which patients were accepted.
pub(super) struct Index<'a> {
    pub zone: Tz,
    entries: &'a [Entry],
    by_url: HashMap<&'a str, usize>,
    by_id: HashMap<(&'a str, &'a str), usize>,
    refused_people: BTreeSet<usize>,
}

/// Whom a record is about.
pub(super) enum Subject {
    /// A patient, by id.
    Patient(String),
    /// A patient in the bundle that was refused.
    Refused,
    /// A resource that is neither in the bundle nor named by type and id.
    Absent,
    /// Nobody, or something that is no patient.
    Other,
}

impl<'a> Index<'a> {
    pub fn new(entries: &'a [Entry], zone: Tz) -> Self {
        let mut by_url = HashMap::new();
        let mut by_id = HashMap::new();
        for (place, entry) in entries.iter().enumerate() {
            if let Some(url) = &entry.full_url {
                by_url.entry(url.as_str()).or_insert(place);
            }
            if let Some(id) = entry.source_id() {
                by_id.entry((entry.resource_type(), id)).or_insert(place);
            }
        }
        Self { zone, entries, by_url, by_id, refused_people: BTreeSet::new() }
    }

    /// The first entry with the type and id of this one.
    pub fn first_with_id_of(&self, entry: &Entry) -> Option<usize> {
        self.by_id.get(&(entry.resource_type(), entry.source_id()?)).copied()
    }

    /// Remembers that a patient was refused, and with them what is about them.
    pub fn refuse_person(&mut self, place: usize) {
        self.refused_people.insert(place);
    }

    /// Whom the Reference here is to.
    pub fn subject(&self, at: Option<&At<'_>>) -> Result<Subject> {
        let Some(at) = at else {
            return Ok(Subject::Other);
        };
        let Some(reference) = at.reference()? else {
            return Ok(Subject::Other);
        };
        let Some(place) = self.place(&reference) else {
            return Ok(match type_and_id(&reference) {
                Some(("Patient", id)) => Subject::Patient(id.to_owned()),
                Some(_) => Subject::Other,
                None => Subject::Absent,
            });
        };
        let entry = &self.entries[place];
        Ok(match entry.source_id() {
            _ if self.refused_people.contains(&place) => Subject::Refused,
            Some(id) if entry.resource_type == "Patient" => Subject::Patient(id.to_owned()),
            _ => Subject::Other,
        })
    }

    /// The id of the resource of this type that the Reference here names, in the bundle or outside it.
    pub fn id_of(&self, resource_type: &str, at: &At<'_>) -> Result<Option<String>> {
        let Some(reference) = at.reference()? else {
            return Ok(None);
        };
        let named = match self.place(&reference) {
            Some(place) => {
                let entry = &self.entries[place];
                entry.source_id().map(|id| (entry.resource_type(), id))
            }
            None => type_and_id(&reference),
        };
        Ok(named.filter(|(named, _)| *named == resource_type).map(|(_, id)| id.to_owned()))
    }

    /// The resource in the bundle that the Reference here names.
    pub fn resource(&self, at: &At<'_>) -> Result<Option<At<'a>>> {
        let Some(reference) = at.reference()? else {
            return Ok(None);
        };
        Ok(self.place(&reference).and_then(|place| self.entries[place].root()))
    }

    /// What the Reference here is called: its display, else the name of the resource it names.
    pub fn called(&self, at: &At<'_>) -> Result<Option<String>> {
        if let Some(display) = at.name("display")? {
            return Ok(Some(display));
        }
        Ok(self.resource(at)?.and_then(|resource| name_of(&resource)))
    }

    fn place(&self, reference: &str) -> Option<usize> {
        let url = self.by_url.get(reference).copied();
        url.or_else(|| self.by_id.get(&type_and_id(reference)?).copied())
    }
}

/// Name of an organization, location or practitioner; none when that resource is itself in disorder.
fn name_of(resource: &At<'_>) -> Option<String> {
    if let Ok(Some(name)) = resource.name("name") {
        return Some(name);
    }
    let name = resource.first("name").ok()??;
    if let Some(text) = name.name("text").ok()? {
        return Some(text);
    }
    let given = super::element::joined(&name, "given", " ").ok()?;
    let parts: Vec<String> = given.into_iter().chain(name.name("family").ok()?).collect();
    Some(parts.join(" ")).filter(|name| !name.is_empty())
}

/// `Type/id` at the end of a literal reference, relative or absolute, with or without version.
fn type_and_id(reference: &str) -> Option<(&str, &str)> {
    let unversioned = reference.split("/_history/").next()?;
    let mut parts = unversioned.rsplit('/');
    let (id, resource_type) = (parts.next()?, parts.next()?);
    (is_id(id) && is_resource_type(resource_type)).then_some((resource_type, id))
}
