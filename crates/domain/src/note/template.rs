//! Note templates (R170): sections with structured fields beside free text, as data. A note keeps the edition that it was written
//! with and its answers; the signed text is made from both and never again.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::NoteKind;
use crate::change::{Change, Rule};
use crate::edition::{Edition, next_edition};
use crate::program::Setting;
use crate::readability::ReadingLanguage;

/// Fields of one template, and so answers of one note. The number is ours.
pub const MOST_FIELDS: usize = 200;

crate::codes! {
    /// How a field of a note is filled.
    pub enum FieldKind {
        /// One of its options.
        Choice = "choice",
        /// A number, with its unit.
        Number = "number",
        /// A day.
        Date = "date",
        /// A line.
        Line = "line",
        /// Free text.
        Text = "text",
    }
}

crate::codes! {
    /// A fact of the record with which a field begins, so that nobody types what is known (N10).
    pub enum RecordFact {
        /// Needs that the plan must address.
        ActiveNeeds = "active_needs",
        /// Medicines in use, as ordered.
        Medications = "medications",
        /// The place of the stay that goes on, or of the last one.
        StayPlace = "stay_place",
        /// The day on which that stay began.
        AdmittedOn = "admitted_on",
        /// The day on which that stay ended.
        DischargedOn = "discharged_on",
        /// Minutes of the contact that the note documents.
        ContactMinutes = "contact_minutes",
        /// The latest scores of instruments.
        LatestScores = "latest_scores",
    }
}

crate::codes! {
    /// What keeps a draft from being signed.
    pub enum FlawKind {
        /// It must be filled.
        Missing = "missing",
        /// It is not one of the options.
        NoOption = "no_option",
        /// It is no number, or not in its range.
        NoNumber = "no_number",
        /// It is no day.
        NoDate = "no_date",
    }
}

/// A text in both languages of the app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// English.
    pub en: String,
    /// Spanish.
    pub es: String,
}

impl Label {
    /// The text in a language.
    pub fn text(&self, language: ReadingLanguage) -> &str {
        match language {
            ReadingLanguage::English => &self.en,
            ReadingLanguage::Spanish => &self.es,
        }
    }
}

/// An option of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldOption {
    /// Code, unique in its field.
    pub code: String,
    /// What people read.
    pub label: Label,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Code, unique in the template.
    pub code: String,
    /// What is asked.
    pub label: Label,
    /// How it is filled.
    pub kind: FieldKind,
    /// Options of a choice.
    #[serde(default)]
    pub options: Vec<FieldOption>,
    /// Unit of a number.
    #[serde(default)]
    pub unit: Option<Label>,
    /// Lowest number that makes sense.
    #[serde(default)]
    pub min: Option<f64>,
    /// Highest number that makes sense.
    #[serde(default)]
    pub max: Option<f64>,
    /// True when the note is not signed without it.
    #[serde(default)]
    pub required: bool,
    /// The fact of the record with which it begins.
    #[serde(default)]
    pub from_record: Option<RecordFact>,
}

/// A section: a heading and what belongs under it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateSection {
    /// Heading.
    pub title: Label,
    /// Fields in order.
    pub fields: Vec<Field>,
}

/// What a template asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateContent {
    /// Title.
    pub title: Label,
    /// Kind of the notes made from it.
    pub kind: NoteKind,
    /// Settings that offer it; every setting when empty.
    #[serde(default)]
    pub settings: Vec<Setting>,
    /// Sections in order.
    pub sections: Vec<TemplateSection>,
}

/// An edition of a template that ships or that an organization made.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteTemplate {
    /// Id of the record; none for what ships.
    pub id: Uuid,
    /// Version of the record.
    pub version: i32,
    /// Code, the same in every edition.
    pub code: String,
    /// Edition.
    pub edition: i32,
    /// What it asks.
    pub content: TemplateContent,
    /// Who made it; none for what ships.
    pub author_id: Option<Uuid>,
    /// When; none for what ships.
    pub created_at: Option<DateTime<Utc>>,
    /// When it was taken back: nobody begins a note with it any more.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// Where an answer comes from that the record gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerSource {
    /// Which fact.
    pub fact: RecordFact,
    /// The record, where it is one.
    pub record_id: Option<Uuid>,
    /// Since when it says so.
    pub at: Option<DateTime<Utc>>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteAnswer {
    /// The field.
    pub field: String,
    /// A code, a number, a day as `2026-11-22` or a text.
    pub value: String,
    /// Where it comes from; none once the writer changed it.
    pub source: Option<AnswerSource>,
}

/// What keeps a draft from being signed, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// The field.
    pub field: String,
    /// What is wrong.
    pub kind: FlawKind,
}

impl Field {
    /// What is wrong with a value, if anything is. An empty one is no answer.
    fn flaw(&self, value: &str) -> Option<FlawKind> {
        let value = value.trim();
        if value.is_empty() {
            return self.required.then_some(FlawKind::Missing);
        }
        match self.kind {
            FieldKind::Choice if !self.options.iter().any(|option| option.code == value) => Some(FlawKind::NoOption),
            FieldKind::Number if !self.holds(value) => Some(FlawKind::NoNumber),
            FieldKind::Date if value.parse::<NaiveDate>().is_err() => Some(FlawKind::NoDate),
            _ => None,
        }
    }

    fn holds(&self, value: &str) -> bool {
        let number = value.parse::<f64>().ok().filter(|number| number.is_finite());
        number
            .is_some_and(|number| self.min.is_none_or(|min| number >= min) && self.max.is_none_or(|max| number <= max))
    }

    /// The value as a person reads it.
    fn read(&self, value: &str, language: ReadingLanguage) -> String {
        match self.kind {
            FieldKind::Choice => self
                .options
                .iter()
                .find(|option| option.code == value)
                .map_or_else(|| value.to_owned(), |option| option.label.text(language).to_owned()),
            FieldKind::Number => match &self.unit {
                Some(unit) => format!("{value} {}", unit.text(language)),
                None => value.to_owned(),
            },
            _ => value.to_owned(),
        }
    }
}

impl TemplateContent {
    /// Every field in order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.sections.iter().flat_map(|section| &section.fields)
    }

    /// True when programs of a setting offer it.
    pub fn fits(&self, setting: Setting) -> bool {
        self.settings.is_empty() || self.settings.contains(&setting)
    }

    /// Refuses content that could not be filled.
    ///
    /// # Errors
    /// `template_too_long`, `template_field_twice`, `template_options`, `template_option_twice`, `template_range`, each at its member.
    pub fn check(&self) -> Result<(), Rule> {
        if self.fields().count() > MOST_FIELDS {
            let detail = "A template has at most 200 fields. Leave some out, or make two of it.";
            return Err(Rule::at("template_too_long", "/content/sections", detail));
        }
        let mut codes = BTreeSet::new();
        for (at, section) in self.sections.iter().enumerate() {
            for (index, field) in section.fields.iter().enumerate() {
                let pointer = |member: &str| format!("/content/sections/{at}/fields/{index}/{member}");
                if !codes.insert(field.code.as_str()) {
                    let detail = "Each field of a template has a code of its own.";
                    return Err(Rule::at("template_field_twice", pointer("code"), detail));
                }
                if (field.kind == FieldKind::Choice) == field.options.is_empty() {
                    let detail = "A choice has options, and nothing else has.";
                    return Err(Rule::at("template_options", pointer("options"), detail));
                }
                let options: BTreeSet<&str> = field.options.iter().map(|option| option.code.as_str()).collect();
                if options.len() != field.options.len() {
                    let detail = "Each option of a choice has a code of its own.";
                    return Err(Rule::at("template_option_twice", pointer("options"), detail));
                }
                if let (Some(min), Some(max)) = (field.min, field.max)
                    && min > max
                {
                    return Err(Rule::at("template_range", pointer("min"), "The lowest number is above the highest."));
                }
            }
        }
        Ok(())
    }

    /// Refuses answers to fields that there are not, and two to one. What is not filled yet is no refusal: a draft saves itself.
    ///
    /// # Errors
    /// `note_answer_unknown`, `note_answer_twice`, each at its answer.
    pub fn accept(&self, answers: &[NoteAnswer]) -> Result<(), Rule> {
        let mut seen = BTreeSet::new();
        for (index, answer) in answers.iter().enumerate() {
            let pointer = format!("/answers/{index}/field");
            if !self.fields().any(|field| field.code == answer.field) {
                return Err(Rule::at("note_answer_unknown", pointer, "The template of this note has no such field."));
            }
            if !seen.insert(answer.field.as_str()) {
                return Err(Rule::at("note_answer_twice", pointer, "This field is answered twice."));
            }
        }
        Ok(())
    }

    /// What keeps a note with these answers from being signed, in the order of the fields.
    pub fn flaws(&self, answers: &[NoteAnswer]) -> Vec<Flaw> {
        let value = |code: &str| answers.iter().find(|answer| answer.field == code).map_or("", |own| &own.value);
        let flaw = |field: &Field| {
            let kind = field.flaw(value(&field.code))?;
            Some(Flaw { field: field.code.clone(), kind })
        };
        self.fields().filter_map(flaw).collect()
    }

    /// The text of a note: each section with its answers, then what was written freely.
    pub fn render(&self, answers: &[NoteAnswer], body: &str, language: ReadingLanguage) -> String {
        let mut parts = Vec::new();
        for section in &self.sections {
            let line = |field: &Field| {
                let answer = answers.iter().find(|answer| answer.field == field.code)?;
                let value = answer.value.trim();
                let label = field.label.text(language);
                (!value.is_empty()).then(|| format!("{label}: {}", field.read(value, language)))
            };
            let lines: Vec<String> = section.fields.iter().filter_map(line).collect();
            if !lines.is_empty() {
                parts.push(format!("{}\n{}", section.title.text(language).to_uppercase(), lines.join("\n")));
            }
        }
        if !body.trim().is_empty() {
            parts.push(body.trim().to_owned());
        }
        parts.join("\n\n")
    }

    /// The answers with which a note begins: what the record says of the fields that ask it.
    pub fn prefilled(&self, known: &[(RecordFact, NoteAnswerValue)]) -> Vec<NoteAnswer> {
        let answer = |field: &Field| {
            let fact = field.from_record?;
            let (_, own) = known.iter().find(|(code, own)| *code == fact && field.flaw(&own.value).is_none())?;
            let source = AnswerSource { fact, record_id: own.record_id, at: own.at };
            Some(NoteAnswer { field: field.code.clone(), value: own.value.clone(), source: Some(source) })
        };
        self.fields().filter_map(answer).collect()
    }
}

/// What the record says of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteAnswerValue {
    /// What it says.
    pub value: String,
    /// The record, where it is one.
    pub record_id: Option<Uuid>,
    /// Since when.
    pub at: Option<DateTime<Utc>>,
}

/// Code of the field in which a note says how many minutes it was about.
pub const MINUTES: &str = "minutes";

/// The minutes that a note says; none when it says none, or no number.
pub fn minutes_spent(answers: &[NoteAnswer]) -> Option<i64> {
    let said = answers.iter().find(|own| own.field == MINUTES)?;
    let minutes: f64 = said.value.trim().parse().ok()?;
    (0.0..=1440.0).contains(&minutes).then_some(minutes as i64)
}

/// Answers as they are kept: those whose text the writer changed lose where it came from, and nobody makes a source up.
pub fn sourced(sent: Vec<(String, String)>, before: &[NoteAnswer]) -> Vec<NoteAnswer> {
    let keep = |(field, value): (String, String)| {
        let same = before.iter().find(|own| own.field == field && own.value == value);
        let source = same.and_then(|own| own.source.clone());
        NoteAnswer { field, value, source }
    };
    sent.into_iter().map(keep).collect()
}

impl Edition for NoteTemplate {
    const PUBLISHED: &'static str = "template_published";

    fn code(&self) -> &str {
        &self.code
    }

    fn edition(&self) -> i32 {
        self.edition
    }

    fn withdrawn_at(&self) -> Option<DateTime<Utc>> {
        self.withdrawn_at
    }
}

impl NoteTemplate {
    /// Makes the next edition of the organization, begun with `from`; `known` are all editions of the code, shipped ones too.
    ///
    /// # Errors
    /// Those of [`TemplateContent::check`] and [`next_edition`].
    pub fn publish(mut self, from: Option<i32>, known: &[Self]) -> Result<Change<Self>, Rule> {
        self.content.check()?;
        self.edition = next_edition(&self.code, from, known)?;
        Ok(Change::created(self))
    }

    /// Takes an edition of the organization back. Notes that were written with it keep it.
    ///
    /// # Errors
    /// `template_withdrawn`.
    pub fn withdraw(mut self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.withdrawn_at.is_some() {
            return Err(Rule::new("template_withdrawn", "This edition was taken back before."));
        }
        self.withdrawn_at = Some(now);
        self.version += 1;
        Ok(Change::updated(self))
    }
}
