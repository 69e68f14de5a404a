//! Query parameters checked against the API document: the contract is the validation.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use jsonschema::Validator;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::OnceLock;

use super::envelope::Envelope;
use super::extract::AfterAdmission;
use super::problem::{Pointed, Problem};
use super::valid::{SCHEMAS, describe};

/// The valid query of an operation, as a `T`.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T> Deref for Query<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Problem;
    type Future = AfterAdmission<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        AfterAdmission::new(request, |request| read(request).map(Self))
    }
}

fn read<T: DeserializeOwned>(request: &HttpRequest) -> Result<T, Problem> {
    let refused =
        |_| Problem::invalid("/query", "A query parameter is missing, unknown, given twice or not of the right kind.");
    let pairs = web::Query::<Vec<(String, String)>>::from_query(request.query_string()).map_err(refused)?;
    let errors = violations(Envelope::of(request)?.operation.id, &pairs);
    if !errors.is_empty() {
        return Err(Problem::invalid_members(errors));
    }
    web::Query::from_query(request.query_string()).map(web::Query::into_inner).map_err(refused)
}

/// What is wrong with each parameter, without repeating its value, which may be PHI.
fn violations(operation: &str, pairs: &[(String, String)]) -> Vec<Pointed> {
    let Some(validators) = validators(operation) else { return Vec::new() };
    let wrong = |(name, text): &(String, String)| {
        let detail = match validators.get(name) {
            Some(validator) => violation(validator, text)?,
            None => "There is no such query parameter.".into(),
        };
        Some(Pointed { pointer: format!("/{}", name.chars().take(100).collect::<String>()), detail })
    };
    pairs.iter().filter_map(wrong).take(50).collect()
}

/// A parameter is text, and may stand for a number or a truth value.
fn violation(validator: &Validator, text: &str) -> Option<String> {
    let meant = text.parse::<i64>().map(Value::from).or_else(|_| text.parse::<bool>().map(Value::from));
    let readings = [Value::from(text), meant.unwrap_or(Value::Null)];
    let errors = readings.iter().filter(|reading| !reading.is_null()).map(|reading| validator.validate(reading).err());
    errors.reduce(|first, second| first.and(second))?.map(|error| describe(&error))
}

type Parameters = HashMap<String, Validator>;

/// Validators of an operation's parameters, made from the API document when they are first needed.
fn validators(operation: &str) -> Option<&'static Parameters> {
    static VALIDATORS: OnceLock<HashMap<&str, (&str, OnceLock<Parameters>)>> = OnceLock::new();
    let operations = VALIDATORS.get_or_init(|| {
        crate::document::parameters().map(|(operation, text)| (operation, (text, OnceLock::new()))).collect()
    });
    let (text, parameters) = operations.get(operation)?;
    Some(parameters.get_or_init(|| {
        let all: Vec<Value> = serde_json::from_str(text).unwrap_or_default();
        all.iter().filter(|parameter| parameter["in"] == "query").filter_map(compile).collect()
    }))
}

fn compile(parameter: &Value) -> Option<(String, Validator)> {
    let schema = inlined(&parameter["schema"]);
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).ok()?;
    Some((parameter["name"].as_str()?.to_owned(), validator))
}

/// A schema that needs no other one. Schemas of parameters are small and never contain themselves.
fn inlined(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => match members.get("$ref").and_then(Value::as_str) {
            Some(reference) => {
                let name = reference.strip_prefix(SCHEMAS).unwrap_or_default();
                crate::document::schema(name).map_or(Value::Bool(true), |schema| inlined(&schema))
            }
            None => members.iter().map(|(name, member)| (name.clone(), inlined(member))).collect(),
        },
        Value::Array(items) => items.iter().map(inlined).collect(),
        other => other.clone(),
    }
}
