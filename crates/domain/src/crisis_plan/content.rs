//! What a crisis plan says, and what differs between two revisions of it.
//!
//! The order of the sections follows the six steps of the safety planning intervention (Stanley and Brown, Cognitive and
//! Behavioral Practice 2012;19(2):256-264): from what the person can do alone to whom they can call. The steps are the
//! published idea; every word here and in the web app is ours.

use serde::{Deserialize, Serialize};

use crate::change::Rule;

crate::codes! {
    /// A section of a crisis plan, in the order in which it is read.
    pub enum CrisisSection {
        /// How the person notices that a crisis is coming.
        WarningSigns = "warning_signs",
        /// What the person can do without anybody else.
        Coping = "coping",
        /// People and places that take their mind off it.
        Distractions = "distractions",
        /// People the person can ask for help.
        Helpers = "helpers",
        /// Professionals and agencies to call in a crisis.
        Professionals = "professionals",
        /// What makes the surroundings safe.
        MeansSafety = "means_safety",
        /// What is worth living for.
        ReasonsForLiving = "reasons_for_living",
        /// Who has a copy of the plan.
        Copies = "copies",
    }
}

/// Somebody to call, or a place to go to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrisisContact {
    /// Who or where.
    pub name: String,
    /// Phone number, as people write it.
    pub phone: Option<String>,
    /// When they can be reached.
    pub hours: Option<String>,
}

impl CrisisContact {
    /// Phone and hours in one line; none when neither is known.
    fn reach(&self) -> Option<String> {
        let parts: Vec<&str> = [&self.phone, &self.hours].into_iter().flatten().map(String::as_str).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// Phone number of the 988 Suicide & Crisis Lifeline: it stands first among the professionals of every plan and can't be
/// taken out. Source: National Suicide Hotline Designation Act of 2020 (Pub. L. 116-172); call or text, at any hour.
pub const LIFELINE: &str = "988";

/// What a crisis plan says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CrisisContent {
    /// How the person notices that a crisis is coming.
    pub warning_signs: Vec<String>,
    /// What the person can do without anybody else.
    pub coping: Vec<String>,
    /// People and places that take their mind off it.
    pub distractions: Vec<CrisisContact>,
    /// People the person can ask for help.
    pub helpers: Vec<CrisisContact>,
    /// Professionals and agencies to call, beside the [`LIFELINE`].
    pub professionals: Vec<CrisisContact>,
    /// What makes the surroundings safe.
    pub means_safety: Vec<String>,
    /// What is worth living for.
    pub reasons_for_living: Vec<String>,
    /// Who has a copy.
    pub copies: Vec<String>,
}

impl CrisisContent {
    /// Checks that the plan says what nobody can do without: how a crisis is noticed, what the person does first, and how the
    /// surroundings are made safe. Everything else may stay empty, because not everybody has somebody to name. The choice of
    /// the three is ours.
    ///
    /// # Errors
    /// `crisis_plan_incomplete`, which points at the first section that is missing.
    pub fn require_complete(&self) -> Result<(), Rule> {
        let needed = [
            (CrisisSection::WarningSigns, &self.warning_signs, "Write down at least one warning sign."),
            (CrisisSection::Coping, &self.coping, "Write down at least one thing the person can do alone."),
            (
                CrisisSection::MeansSafety,
                &self.means_safety,
                "Write down how the surroundings are made safe, or that you talked about it and nothing is within reach.",
            ),
        ];
        match needed.into_iter().find(|(_, lines, _)| lines.is_empty()) {
            Some((section, _, detail)) => {
                Err(Rule::at("crisis_plan_incomplete", format!("/content/{section}"), detail))
            }
            None => Ok(()),
        }
    }

    /// The lines of a section, each with how to reach whom it names.
    pub fn lines(&self, section: CrisisSection) -> Vec<(&str, Option<String>)> {
        use CrisisSection as S;
        match section {
            S::WarningSigns => plain(&self.warning_signs),
            S::Coping => plain(&self.coping),
            S::Distractions => contacts(&self.distractions),
            S::Helpers => contacts(&self.helpers),
            S::Professionals => contacts(&self.professionals),
            S::MeansSafety => plain(&self.means_safety),
            S::ReasonsForLiving => plain(&self.reasons_for_living),
            S::Copies => plain(&self.copies),
        }
    }
}

fn plain(lines: &[String]) -> Vec<(&str, Option<String>)> {
    lines.iter().map(|line| (line.as_str(), None)).collect()
}

fn contacts(contacts: &[CrisisContact]) -> Vec<(&str, Option<String>)> {
    contacts.iter().map(|contact| (contact.name.as_str(), contact.reach())).collect()
}

crate::codes! {
    /// What happened to a line between two revisions.
    pub enum CrisisChangeKind {
        /// It is new.
        Added = "added",
        /// It is gone.
        Removed = "removed",
        /// Whom it names is reached in another way.
        Changed = "changed",
    }
}

/// One difference between two revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrisisChange {
    /// The section.
    pub section: CrisisSection,
    /// What happened.
    pub kind: CrisisChangeKind,
    /// The line.
    pub item: String,
    /// How to reach whom it names, before; where that changed.
    pub was: Option<String>,
    /// How to reach whom it names, after; where that changed.
    pub is: Option<String>,
}

/// Everything that differs between two revisions, section by section: what was added and changed, then what was removed.
pub fn compare(before: &CrisisContent, after: &CrisisContent) -> Vec<CrisisChange> {
    use crate::code::Code;
    CrisisSection::ALL
        .iter()
        .flat_map(|&section| compare_lines(section, &before.lines(section), &after.lines(section)))
        .collect()
}

fn compare_lines(
    section: CrisisSection,
    before: &[(&str, Option<String>)],
    after: &[(&str, Option<String>)],
) -> Vec<CrisisChange> {
    let change = |kind, item: &str, was: Option<&String>, is: Option<&String>| CrisisChange {
        section,
        kind,
        item: item.to_owned(),
        was: was.cloned(),
        is: is.cloned(),
    };
    let now = after.iter().filter_map(|(item, is)| match before.iter().find(|(known, _)| known == item) {
        None => Some(change(CrisisChangeKind::Added, item, None, None)),
        Some((_, was)) if was != is => Some(change(CrisisChangeKind::Changed, item, was.as_ref(), is.as_ref())),
        Some(_) => None,
    });
    let gone = before.iter().filter(|(item, _)| !after.iter().any(|(known, _)| known == item));
    now.chain(gone.map(|(item, _)| change(CrisisChangeKind::Removed, item, None, None))).collect()
}
