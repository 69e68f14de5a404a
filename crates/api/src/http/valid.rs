//! A request body checked against its own schema in the API document: the contract is the validation.

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpRequest};
use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};
use std::collections::{BTreeSet, HashMap};
use std::ops::Deref;
use std::sync::OnceLock;
use utoipa::ToSchema;

use super::envelope::Envelope;
use super::extract::AfterAdmission;
use super::problem::{Pointed, Problem};

/// Deepest nesting of a JSON body. Source: design, section 6.
const MAX_DEPTH: usize = 32;
/// Floating-point numbers below this are exact when they are whole: 2^53.
const MAX_WHOLE: f64 = 9_007_199_254_740_992.0;
/// Most errors named in one answer.
const MAX_ERRORS: usize = 50;

/// A valid body of type `T`.
#[derive(Debug)]
pub struct Valid<T>(pub T);

impl<T> Deref for Valid<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// Tells a member that was sent as null, to clear it, from one that was not sent.
///
/// # Errors
/// When what was sent is no `T`.
pub fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl<T: DeserializeOwned + ToSchema> FromRequest for Valid<T> {
    type Error = Problem;
    type Future = AfterAdmission<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        AfterAdmission::new(request, |request| read(request).map(Self))
    }
}

fn read<T: DeserializeOwned + ToSchema>(request: &HttpRequest) -> Result<T, Problem> {
    let envelope = Envelope::of(request)?;
    let is_json = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|value| {
        let media = value.split(';').next().unwrap_or_default().trim();
        media.eq_ignore_ascii_case("application/json")
    });
    if !is_json {
        return Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "json_required",
            "Send the body as application/json.",
        ));
    }
    parse(&envelope.body, &T::name())
}

/// Parses and validates a body against the named schema.
///
/// # Errors
/// 400 for text that is not JSON, 422 with pointers for anything the schema refuses.
pub fn parse<T: DeserializeOwned>(body: &[u8], schema: &str) -> Result<T, Problem> {
    let mut value: Value = serde_json::from_slice(body).map_err(|error| {
        Problem::malformed(format!("The body is not JSON: line {}, column {}.", error.line(), error.column()))
    })?;
    let mut errors = Vec::new();
    check_text(&value, &mut String::new(), 0, &mut errors);
    if errors.is_empty() {
        errors = violations(&value, schema);
    }
    if !errors.is_empty() {
        errors.truncate(MAX_ERRORS);
        return Err(Problem::invalid_members(errors));
    }
    shorten(&mut value);
    serde_path_to_error::deserialize(value).map_err(|error| {
        let pointer = format!("/{}", error.path().to_string().replace(['.', '['], "/").replace(']', ""));
        Problem::invalid(&pointer, "This value can't be used here.")
    })
}

fn violations(value: &Value, schema: &str) -> Vec<Pointed> {
    let Some(validator) = validator(schema) else { return Vec::new() };
    // Most bodies are right, and to say so takes no list of what is wrong.
    if validator.is_valid(value) {
        return Vec::new();
    }
    validator.iter_errors(value).take(MAX_ERRORS).flat_map(|error| pointed(&error)).collect()
}

/// What is wrong, where it is wrong: of a choice between shapes, what the only shape of this kind of value says.
fn pointed(error: &ValidationError<'_>) -> Vec<Pointed> {
    let of_this_kind = |branch: &&Vec<ValidationError<'static>>| {
        let other_kind = |inner: &ValidationError<'_>| {
            matches!(inner.kind(), ValidationErrorKind::Type { .. }) && inner.instance_path() == error.instance_path()
        };
        !branch.iter().any(other_kind)
    };
    if let ValidationErrorKind::OneOfNotValid { context } = error.kind()
        && let [branch] = context.iter().filter(of_this_kind).collect::<Vec<_>>()[..]
    {
        return branch.iter().flat_map(pointed).collect();
    }
    vec![Pointed { pointer: error.instance_path().to_string(), detail: describe(error) }]
}

/// A sentence about the violation that never repeats the value, which may be PHI.
pub(super) fn describe(error: &ValidationError<'_>) -> String {
    error.masked().to_string().replace("value ", "This ")
}

/// NUL can't be stored, and nesting is bounded.
fn check_text(value: &Value, pointer: &mut String, depth: usize, errors: &mut Vec<Pointed>) {
    if depth > MAX_DEPTH {
        errors.push(Pointed { pointer: pointer.clone(), detail: "This is nested too deeply.".into() });
        return;
    }
    let mut refuse = |pointer: &str| {
        errors.push(Pointed { pointer: pointer.to_owned(), detail: "The character U+0000 is not allowed.".into() })
    };
    match value {
        Value::String(text) if text.contains('\0') => refuse(pointer),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let length = pointer.len();
                pointer.push_str(&format!("/{index}"));
                check_text(item, pointer, depth + 1, errors);
                pointer.truncate(length);
            }
        }
        Value::Object(members) => {
            for (name, item) in members {
                let length = pointer.len();
                pointer.push_str(&format!("/{}", name.replace('~', "~0").replace('/', "~1")));
                check_text(item, pointer, depth + 1, errors);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
}

/// JSON has one kind of number: 2.0 is the integer 2, which integers of Rust do not take for one.
fn shorten(value: &mut Value) {
    match value {
        Value::Number(number) => {
            let whole =
                number.as_f64().filter(|float| number.is_f64() && float.fract() == 0.0 && float.abs() < MAX_WHOLE);
            if let Some(whole) = whole {
                *value = Value::from(whole as i64);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(shorten),
        Value::Object(members) => members.values_mut().for_each(shorten),
        _ => {}
    }
}

/// The validator of a request body's schema, made from the API document when it is first needed: together they take more
/// memory than everything else.
fn validator(schema: &str) -> Option<&'static Validator> {
    static VALIDATORS: OnceLock<HashMap<String, OnceLock<Option<Validator>>>> = OnceLock::new();
    let bodies = VALIDATORS.get_or_init(|| {
        let mut names = BTreeSet::new();
        crate::document::bodies().for_each(|body| references(&body, &mut names));
        names.into_iter().map(|name| (name, OnceLock::new())).collect()
    });
    bodies.get(schema)?.get_or_init(|| compile(schema)).as_ref()
}

/// A validator with only the schemas that its own one refers to.
fn compile(name: &str) -> Option<Validator> {
    let root = json!({ "$ref": format!("{SCHEMAS}{name}"), "components": { "schemas": closure(name) } });
    jsonschema::options().should_validate_formats(true).build(&root).ok()
}

pub(super) const SCHEMAS: &str = "#/components/schemas/";

/// A schema and everything it refers to.
fn closure(name: &str) -> Map<String, Value> {
    let mut known = Map::new();
    let mut open = BTreeSet::from([name.to_owned()]);
    while let Some(next) = open.pop_first() {
        let Some(schema) = crate::document::schema(&next) else { continue };
        let mut found = BTreeSet::new();
        references(&schema, &mut found);
        known.insert(next, schema);
        open.extend(found.into_iter().filter(|name| !known.contains_key(name)));
    }
    known
}

/// Names of the schemas that a value refers to.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(members) => {
            let named = members.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix(SCHEMAS));
            found.extend(named.map(str::to_owned));
            members.values().for_each(|member| references(member, found));
        }
        _ => {}
    }
}
