//! What an import wants to store, what is wrong with it and where, and what becomes of it.

use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

use super::capacity::{Capacity, CapacityStatus};
use super::{CommunityService, OrganizationContent, ServiceContent, ServiceStatus};
use crate::change::{Change, Rule};
pub use crate::csv::Flaw;

/// Most services of one import. A larger directory is sent in parts.
pub const MOST_SERVICES: usize = 500;
/// Longest name, in characters.
pub const LONGEST_NAME: usize = 200;
/// Longest text, in characters.
pub const LONGEST_TEXT: usize = 4_000;
/// Longest list of languages, postal codes, counties.
pub const LONGEST_LIST: usize = 200;
/// Most places of a service.
pub const MOST_LOCATIONS: usize = 20;

/// An organization as an import names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrganizationDraft {
    /// Its id in the other directory.
    pub source: Option<String>,
    /// What is said of it.
    pub content: OrganizationContent,
}

impl OrganizationDraft {
    /// By what it is known: its id, or its name when it has none.
    pub fn key(&self) -> String {
        match &self.source {
            Some(source) => format!("#{source}"),
            None => self.content.name.to_lowercase(),
        }
    }
}

/// A service as an import names it.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Line of the file, or number of the service.
    pub line: usize,
    /// Its id in the other directory.
    pub source: String,
    /// Who offers it.
    pub organization: OrganizationDraft,
    /// What is said of it.
    pub content: ServiceContent,
    /// Whether it is offered.
    pub status: ServiceStatus,
    /// What is said of its room, when something is.
    pub capacity: Option<Capacity>,
}

/// What was read of a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// How many services there were.
    pub read: usize,
    /// Those that can be stored.
    pub drafts: Vec<Draft>,
    /// What is wrong with the others.
    pub flaws: Vec<Flaw>,
    /// Members that services had and that Tend has no place for, with how many services had them.
    pub not_read: BTreeMap<&'static str, usize>,
}

impl Reading {
    /// A file of which nothing can be read.
    pub fn nothing(line: usize, column: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { flaws: vec![Flaw { line, column: column.into(), reason: reason.into() }], ..Self::default() }
    }

    /// How many services were refused.
    pub fn refused(&self) -> usize {
        self.read - self.drafts.len()
    }

    /// The reading without what contradicts an earlier line: a source that comes twice, an organization described in two ways.
    pub fn consistent(mut self) -> Self {
        let mut sources = BTreeSet::new();
        let mut organizations: BTreeMap<String, OrganizationContent> = BTreeMap::new();
        let mut kept = Vec::with_capacity(self.drafts.len());
        for draft in std::mem::take(&mut self.drafts) {
            let known =
                organizations.entry(draft.organization.key()).or_insert_with(|| draft.organization.content.clone());
            let fault = if sources.contains(&draft.source) {
                Some(("source_id", "stands on an earlier line already"))
            } else if *known != draft.organization.content {
                Some(("organization", "is described in another way on an earlier line"))
            } else {
                None
            };
            match fault {
                Some((column, reason)) => {
                    self.flaws.push(Flaw { line: draft.line, column: column.into(), reason: reason.into() });
                }
                None => {
                    sources.insert(draft.source.clone());
                    kept.push(draft);
                }
            }
        }
        self.drafts = kept;
        self.flaws.sort_by_key(|flaw| flaw.line);
        self
    }
}

/// Collects the flaws of one line.
#[derive(Debug)]
pub(super) struct Faults {
    line: usize,
    pub flaws: Vec<Flaw>,
}

impl Faults {
    pub fn new(line: usize) -> Self {
        Self { line, flaws: Vec::new() }
    }

    pub fn add(&mut self, column: impl Into<String>, reason: impl Into<String>) {
        self.flaws.push(Flaw { line: self.line, column: column.into(), reason: reason.into() });
    }

    /// The value, or none with a flaw noted.
    pub fn take<T>(&mut self, column: &str, value: Result<T, String>) -> Option<T> {
        value.map_err(|reason| self.add(column, reason)).ok()
    }

    /// A text that may be missing, at most `longest` characters long.
    pub fn text(&mut self, column: &str, text: Option<&str>, longest: usize) -> Option<String> {
        let text = text.map(str::trim).filter(|text| !text.is_empty())?;
        if text.chars().count() > longest {
            self.add(column, format!("is longer than {longest} characters"));
        }
        if text.contains('\0') {
            self.add(column, "has a NUL character");
        }
        Some(text.to_owned())
    }

    /// A text that must be given.
    pub fn needed(&mut self, column: &str, text: Option<&str>, longest: usize) -> String {
        self.text(column, text, longest).unwrap_or_else(|| {
            self.add(column, "is missing");
            String::new()
        })
    }

    /// A web address.
    pub fn url(&mut self, column: &str, text: Option<&str>) -> Option<String> {
        let url = self.text(column, text, 500)?;
        if !(url.starts_with("https://") || url.starts_with("http://")) {
            self.add(column, "must begin with https:// or http://");
        }
        Some(url)
    }

    /// A language tag, as its primary subtag.
    pub fn language(&mut self, column: &str, tag: &str) -> String {
        let language = super::eligibility::primary(tag.trim());
        let is_subtag = (2..=3).contains(&language.len()) && language.bytes().all(|byte| byte.is_ascii_lowercase());
        if !is_subtag {
            self.add(column, "must be a language tag such as en or es");
        }
        language
    }

    /// A number within bounds, both included.
    pub fn within(&mut self, column: &str, value: Option<f64>, low: f64, high: f64) -> Option<f64> {
        let value = value?;
        if !(low..=high).contains(&value) {
            self.add(column, format!("must lie between {low} and {high}"));
        }
        Some(value)
    }

    /// What is said of the room at an instant.
    pub fn capacity(
        &mut self,
        column: &str,
        said: Option<(CapacityStatus, Option<DateTime<Utc>>)>,
        now: DateTime<Utc>,
    ) -> Option<Capacity> {
        let (status, as_of) = said?;
        match as_of {
            None => self.add(column, "is missing: say when the capacity was true"),
            Some(as_of) if as_of > now => self.add(column, "lies in the future"),
            Some(_) => {}
        }
        Some(Capacity { status, as_of, reported_by: None, said_by: None })
    }

    /// The content as it is stored; a refusal becomes a flaw in the column that `column` names for its pointer.
    pub fn checked(&mut self, content: ServiceContent, column: impl Fn(&str) -> String) -> ServiceContent {
        let needs = column("/needs");
        if content.needs.is_empty() && self.flaws.iter().all(|flaw| flaw.column != needs) {
            self.add(needs, "names no kind of need");
        }
        if content.locations.len() > MOST_LOCATIONS {
            self.add(column("/locations"), format!("has more than {MOST_LOCATIONS} places"));
        }
        content.clone().checked().unwrap_or_else(|Rule { pointer, detail, .. }| {
            self.add(column(pointer.as_deref().unwrap_or_default()), format!("can't be stored: {detail}"));
            content
        })
    }
}

/// What becomes of a draft of a service that is in the directory already: a change, or none when everything is the same. Of two
/// reports of capacity the later one stays, whoever made it.
///
/// # Errors
/// Those of [`ServiceContent::checked`].
pub fn renew(
    known: CommunityService,
    draft: Draft,
    organization_id: uuid::Uuid,
    (by, now): (uuid::Uuid, DateTime<Utc>),
) -> Result<Option<Change<CommunityService>>, Rule> {
    let capacity = match draft.capacity {
        Some(said) => known.capacity.clone().or_later(said),
        None => known.capacity.clone(),
    };
    let is_same = known.content == draft.content
        && known.status == draft.status
        && known.capacity == capacity
        && known.community_organization_id == organization_id;
    if is_same {
        return Ok(None);
    }
    let mut change = known.rewrite(organization_id, draft.content, draft.status, (by, now))?;
    change.record.capacity = capacity;
    Ok(Some(change))
}
