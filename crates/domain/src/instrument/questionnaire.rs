//! The definition of an instrument as a FHIR R4 Questionnaire.

use serde::Serialize;

use super::{AskIf, Choice, Instrument, Item, NumberRange};
use crate::readability::ReadingLanguage;

const LOINC: &str = "http://loinc.org";
const UCUM: &str = "http://unitsofmeasure.org";
const TRANSLATION: &str = "http://hl7.org/fhir/StructureDefinition/translation";

/// A FHIR R4 Questionnaire, with the elements that an instrument fills.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Questionnaire {
    resource_type: &'static str,
    url: String,
    version: &'static str,
    language: ReadingLanguage,
    name: String,
    title: String,
    #[serde(rename = "_title", skip_serializing_if = "Option::is_none")]
    title_too: Option<Translated>,
    status: &'static str,
    subject_type: [&'static str; 1],
    copyright: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    code: Vec<Coding>,
    item: Vec<QuestionnaireItem>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct QuestionnaireItem {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    extension: Vec<Extension>,
    link_id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    code: Vec<Coding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prefix: Option<String>,
    text: String,
    #[serde(rename = "_text", skip_serializing_if = "Option::is_none")]
    text_too: Option<Translated>,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    enable_when: Vec<EnableWhen>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enable_behavior: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    required: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    answer_option: Vec<AnswerOption>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Coding {
    #[serde(skip_serializing_if = "Option::is_none")]
    system: Option<&'static str>,
    code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    display: Option<String>,
    #[serde(rename = "_display", skip_serializing_if = "Option::is_none")]
    display_too: Option<Translated>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct AnswerOption {
    /// The points, as the ordinal value of the answer.
    extension: Vec<Extension>,
    value_coding: Coding,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct EnableWhen {
    question: String,
    operator: &'static str,
    answer_coding: Coding,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Extension {
    url: &'static str,
    #[serde(flatten)]
    value: Value,
}

/// A text in other languages, beside the text itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Translated {
    extension: Vec<Extension>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
enum Value {
    #[serde(rename = "valueDecimal")]
    Decimal(i64),
    #[serde(rename = "valueInteger")]
    Integer(i64),
    #[serde(rename = "valueCoding")]
    Coding(Coding),
    #[serde(rename = "valueCode")]
    Language(ReadingLanguage),
    #[serde(rename = "valueString")]
    Text(String),
    #[serde(rename = "extension")]
    Parts(Vec<Extension>),
}

/// The definition as a Questionnaire whose canonical address begins with `base`. A skeleton is a draft while
/// text is missing. Link ids are item names; the code of an answer is the value that is recorded. `others` are the same instrument in
/// other languages. `permission` says by whose leave an organization added the text; empty for what is shipped.
pub fn questionnaire(instrument: &Instrument, others: &[Instrument], permission: &str, base: &str) -> Questionnaire {
    Questionnaire {
        resource_type: "Questionnaire",
        url: format!("{}/Questionnaire/{}", base.trim_end_matches('/'), instrument.code),
        version: instrument.version,
        language: instrument.language,
        name: computable(instrument.code),
        title: instrument.heading.clone().unwrap_or_else(|| instrument.title.to_owned()),
        title_too: too(others, |other| other.heading.clone()),
        status: if instrument.is_worded() { "active" } else { "draft" },
        subject_type: ["Patient"],
        copyright: format!("{} {permission}", instrument.notice).trim_end().to_owned(),
        code: loinc(instrument.loinc),
        item: stem(instrument, others)
            .into_iter()
            .chain(instrument.items.iter().map(|item| question(instrument, others, item)))
            .collect(),
    }
}

/// `ahc-hrsn` becomes `AhcHrsn`: FHIR wants a name that a program can use.
fn computable(code: &str) -> String {
    let capital = |word: &str| word.get(..1).unwrap_or_default().to_uppercase() + word.get(1..).unwrap_or_default();
    code.split('-').map(capital).collect()
}

/// What `text` gives of each of the others, each in its language; none where that is nothing.
fn too(others: &[Instrument], text: impl Fn(&Instrument) -> Option<String>) -> Option<Translated> {
    let part = |url, value| Extension { url, value };
    let translation = |other: &Instrument| {
        let content = Value::Text(text(other)?);
        let parts = vec![part("lang", Value::Language(other.language)), part("content", content)];
        Some(Extension { url: TRANSLATION, value: Value::Parts(parts) })
    };
    let extension: Vec<_> = others.iter().filter_map(translation).collect();
    (!extension.is_empty()).then_some(Translated { extension })
}

fn stem(instrument: &Instrument, others: &[Instrument]) -> Option<QuestionnaireItem> {
    (!instrument.stem.is_empty()).then(|| QuestionnaireItem {
        extension: Vec::new(),
        link_id: "stem".to_owned(),
        code: Vec::new(),
        prefix: None,
        text: instrument.stem.to_string(),
        text_too: too(others, |other| Some(other.stem.to_string())),
        kind: "display",
        enable_when: Vec::new(),
        enable_behavior: None,
        required: None,
        answer_option: Vec::new(),
    })
}

fn question(instrument: &Instrument, others: &[Instrument], item: &Item) -> QuestionnaireItem {
    let enable_when = enable_when(instrument, item);
    QuestionnaireItem {
        extension: item.range.as_ref().map(limits).unwrap_or_default(),
        link_id: item.name.to_owned(),
        code: loinc(item.loinc),
        prefix: Some(item.number.to_string()),
        text: item.text.to_string(),
        text_too: too(others, |other| Some(other.item_numbered(item.number)?.text.to_string())),
        kind: if item.range.is_some() { "integer" } else { "choice" },
        enable_behavior: (enable_when.len() > 1).then_some("any"),
        enable_when,
        required: Some(item.required),
        answer_option: item.options.iter().map(|choice| answer_option(others, item, choice)).collect(),
    }
}

fn loinc(code: Option<&'static str>) -> Vec<Coding> {
    code.map(|code| Coding { system: Some(LOINC), code: code.to_owned(), display: None, display_too: None })
        .into_iter()
        .collect()
}

fn limits(range: &NumberRange) -> Vec<Extension> {
    let unit = |code: &str| Coding { system: Some(UCUM), code: code.to_owned(), display: None, display_too: None };
    let unit = range.unit.map(|code| Extension {
        url: "http://hl7.org/fhir/StructureDefinition/questionnaire-unit",
        value: Value::Coding(unit(code)),
    });
    let ends = [
        Extension { url: "http://hl7.org/fhir/StructureDefinition/minValue", value: Value::Integer(range.min) },
        Extension { url: "http://hl7.org/fhir/StructureDefinition/maxValue", value: Value::Integer(range.max) },
    ];
    ends.into_iter().chain(unit).collect()
}

fn coding(choice: &Choice) -> Coding {
    Coding { system: None, code: choice.value.to_string(), display: Some(choice.label.to_string()), display_too: None }
}

fn answer_option(others: &[Instrument], item: &Item, choice: &Choice) -> AnswerOption {
    let label = |other: &Instrument| Some(other.item_numbered(item.number)?.choice(choice.value)?.label.to_string());
    let points =
        Extension { url: "http://hl7.org/fhir/StructureDefinition/ordinalValue", value: Value::Decimal(choice.points) };
    AnswerOption { extension: vec![points], value_coding: Coding { display_too: too(others, label), ..coding(choice) } }
}

fn enable_when(instrument: &Instrument, item: &Item) -> Vec<EnableWhen> {
    let when = |item: &Item, choice: &Choice| EnableWhen {
        question: item.name.to_owned(),
        operator: "=",
        answer_coding: coding(choice),
    };
    let leading = |items: &mut dyn Iterator<Item = &Item>| -> Vec<EnableWhen> {
        let choices = items.flat_map(|item| item.options.iter().map(move |choice| (item, choice)));
        choices.filter(|(_, choice)| choice.points > 0).map(|(item, choice)| when(item, choice)).collect()
    };
    match item.ask_if {
        None => Vec::new(),
        Some(AskIf::Answer { item: number, value }) => {
            let parent = instrument.item_numbered(number);
            parent.and_then(|parent| Some(when(parent, parent.choice(value)?))).into_iter().collect()
        }
        Some(AskIf::AnyPoints) => leading(&mut instrument.items.iter().filter(|item| item.scored)),
        Some(AskIf::PointsOf { items }) => {
            leading(&mut instrument.items.iter().filter(|item| items.contains(&item.number)))
        }
    }
}
