//! The API document: generated from the handlers, finished with what all operations share.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;
use utoipa::OpenApi;
use utoipa_actix_web::AppExt;

/// One operation, as the envelope needs it.
#[derive(Debug)]
pub struct Operation {
    /// Operation id.
    pub id: &'static str,
    /// True when the handler reads the body itself, piece by piece.
    pub streamed: bool,
    /// True when no [`crate::http::Allowed`] guards it: the operations of signing in, locking and signing out.
    pub public: bool,
}

/// All operations by path pattern and method.
#[derive(Debug, Default)]
pub struct Operations {
    paths: BTreeMap<String, BTreeMap<String, Operation>>,
    /// Patterns by how many segments they have, those with a fixed text before those with a parameter in its place.
    by_length: BTreeMap<usize, Vec<(Vec<String>, String)>>,
}

impl Operations {
    fn insert(&mut self, path: &str, method: &str, operation: Operation) {
        let methods = self.paths.entry(path.to_owned()).or_default();
        if methods.is_empty() {
            let segments: Vec<String> = path.split('/').map(str::to_owned).collect();
            let patterns = self.by_length.entry(segments.len()).or_default();
            patterns.push((segments, path.to_owned()));
            // A letter sorts before a brace.
            patterns.sort();
        }
        methods.insert(method.to_uppercase(), operation);
    }

    /// The pattern of a path as it was requested, and what it answers to by method. Cheaper than asking the router again,
    /// which tries one regular expression after the other.
    pub fn resolve(&self, path: &str) -> Option<(&str, &BTreeMap<String, Operation>)> {
        let segments: Vec<&str> = path.split('/').collect();
        let fits = |pattern: &[String]| {
            pattern.iter().zip(&segments).all(
                |(wanted, found)| {
                    if wanted.starts_with('{') { !found.is_empty() } else { wanted == found }
                },
            )
        };
        let (_, pattern) = self.by_length.get(&segments.len())?.iter().find(|(pattern, _)| fits(pattern))?;
        Some((pattern, self.paths.get(pattern)?))
    }

    /// Every operation: method, path pattern, id.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str, &'static str)> {
        self.paths.iter().flat_map(|(path, methods)| {
            methods.iter().map(move |(method, operation)| (method.as_str(), path.as_str(), operation.id))
        })
    }
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Tend", version = "1.0.0", description = "Care management: people, cases, plans, contacts, deadlines and measures.", license(name = "Proprietary", identifier = "LicenseRef-Tend")),
    servers((url = "/", description = "This server")),
    components(schemas(crate::http::problem::ProblemDocument, crate::http::code::TransitionWayCode))
)]
struct Base;

/// The document, made from the handlers.
fn made() -> Value {
    let (_, document) = actix_web::App::new()
        .into_utoipa_app()
        .openapi(Base::openapi())
        .configure(crate::routes::api)
        .split_for_parts();
    let mut document = serde_json::to_value(document).unwrap_or_default();
    finish(&mut document);
    document
}

/// The finished document. It takes some 20 MB: a server reads the parts of [`compact`] instead.
pub fn json() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(made)
}

/// The document as committed: pretty, with a final newline.
pub fn text() -> String {
    format!("{:#}\n", json())
}

/// The document as served. A thread of its own makes it, and only a copy of its text stays: what was taken meanwhile goes back to
/// the system whole, instead of lying as holes between what lives on.
pub fn compact() -> &'static str {
    static TEXT: OnceLock<Box<str>> = OnceLock::new();
    TEXT.get_or_init(|| {
        let text = std::thread::spawn(|| made().to_string()).join().unwrap_or_default();
        text.as_str().into()
    })
}

/// The parts of [`compact`] that requests are held to, each where it stands in the text.
#[derive(Deserialize)]
struct Parts<'a> {
    #[serde(borrow)]
    paths: BTreeMap<&'a str, BTreeMap<&'a str, Definition<'a>>>,
    #[serde(borrow)]
    components: Components<'a>,
}

#[derive(Deserialize)]
struct Definition<'a> {
    #[serde(rename = "operationId")]
    id: &'a str,
    #[serde(borrow, default)]
    parameters: Option<&'a RawValue>,
    #[serde(borrow, default, rename = "requestBody")]
    body: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Components<'a> {
    #[serde(borrow)]
    schemas: HashMap<&'a str, &'a RawValue>,
}

fn parts() -> &'static Parts<'static> {
    static PARTS: OnceLock<Parts<'static>> = OnceLock::new();
    #[allow(clippy::expect_used)]
    PARTS.get_or_init(|| serde_json::from_str(compact()).expect("the document has these parts"))
}

fn definitions() -> impl Iterator<Item = &'static Definition<'static>> {
    parts().paths.values().flat_map(BTreeMap::values)
}

fn parsed(text: &RawValue) -> Value {
    serde_json::from_str(text.get()).unwrap_or_default()
}

/// The schema of a name.
pub fn schema(name: &str) -> Option<Value> {
    parts().components.schemas.get(name).map(|text| parsed(text))
}

/// Definitions of the request bodies of all operations.
pub fn bodies() -> impl Iterator<Item = Value> {
    definitions().filter_map(|definition| definition.body).map(parsed)
}

/// The parameters of every operation, by operation id, each list as its text.
pub fn parameters() -> impl Iterator<Item = (&'static str, &'static str)> {
    definitions().map(|definition| (definition.id, definition.parameters.map_or("[]", RawValue::get)))
}

/// All operations.
pub fn operations() -> &'static Operations {
    static OPERATIONS: OnceLock<Operations> = OnceLock::new();
    OPERATIONS.get_or_init(|| {
        let mut operations = Operations::default();
        for (path, methods) in &parts().paths {
            for (method, &Definition { id, .. }) in methods {
                let (streamed, public) = (id == "import_create", UNGUARDED.contains(&id));
                operations.insert(path, method, Operation { id, streamed, public });
            }
        }
        operations
    })
}

/// Every operation of a document: path, method, definition.
pub fn each_operation(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths.flat_map(|(path, item)| {
        item.as_object()
            .into_iter()
            .flatten()
            .map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}

/// Operations that need no access token.
const PUBLIC: &[&str] =
    &["session_create", "session_refresh", "token_create", "partner_referral_open", "partner_referral_answer"];

/// Operations that check the session themselves, because they work on a locked one or before there is one, and those of partners,
/// who have a link.
const UNGUARDED: &[&str] = &[
    "session_create",
    "session_refresh",
    "token_create",
    "session_unlock",
    "session_lock",
    "session_sign_out",
    "partner_referral_open",
    "partner_referral_answer",
];

/// Operations that check a secret and slow down who guesses.
const THROTTLED: &[&str] = &[
    "session_create",
    "token_create",
    "session_unlock",
    "password_update",
    "partner_referral_open",
    "partner_referral_answer",
];

/// Adds what every operation shares: security, error answers, Idempotency-Key, ETag.
fn finish(document: &mut Value) {
    document["components"]["securitySchemes"] = json!({
        "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" },
        "refresh": { "type": "apiKey", "in": "cookie", "name": "__Host-tend-refresh" }
    });
    refuse_nul(document);
    let Some(paths) = document["paths"].as_object_mut() else { return };
    for (path, item) in paths.iter_mut() {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            finish_operation(path, method, operation);
        }
    }
    declare_headers(document);
}

/// Headers of answers: the version of a resource, how long to wait, how to authenticate.
fn declare_headers(document: &mut Value) {
    document["components"]["headers"] = json!({
        "Version": { "description": "Version of the resource, for If-Match.", "required": true, "schema": { "type": "string", "pattern": "^\"[0-9]{1,10}\"$" } },
        "Wait": { "description": "Seconds to wait before the next attempt.", "required": true, "schema": { "type": "integer", "minimum": 1 } },
        "Scheme": { "description": "How to authenticate.", "required": true, "schema": { "type": "string", "pattern": "^Bearer" } }
    });
    let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
    let resources: BTreeSet<String> = schemas
        .filter(|(_, schema)| schema["properties"]["version"]["type"] == "integer")
        .map(|(name, _)| name.clone())
        .collect();
    let is_resource = |answer: &Value| {
        let reference = answer["content"]["application/json"]["schema"]["$ref"].as_str().unwrap_or_default();
        reference.rsplit('/').next().is_some_and(|name| resources.contains(name))
    };
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    for operation in
        paths.flat_map(|(_, item)| item.as_object_mut().into_iter().flatten().map(|(_, operation)| operation))
    {
        for (status, answer) in operation["responses"].as_object_mut().into_iter().flatten() {
            let (name, header) = match status.as_str() {
                "429" | "503" => ("Retry-After", "Wait"),
                "401" => ("WWW-Authenticate", "Scheme"),
                _ if is_resource(answer) => ("ETag", "Version"),
                _ => continue,
            };
            answer["headers"][name] = json!({ "$ref": format!("#/components/headers/{header}") });
        }
    }
}

/// PostgreSQL stores any text but U+0000: says so in the pattern of every free text of a request body.
fn refuse_nul(document: &mut Value) {
    let mut names = BTreeSet::new();
    for (_, _, operation) in each_operation(document) {
        name_references(document, &operation["requestBody"], &mut names);
    }
    for name in names {
        refuse_nul_in(&mut document["components"]["schemas"][name]);
    }
}

fn name_references(document: &Value, value: &Value, names: &mut BTreeSet<String>) {
    if let Some(name) = value["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/components/schemas/"))
        && names.insert(name.to_owned())
    {
        name_references(document, &document["components"]["schemas"][name], names);
    }
    value.as_object().into_iter().flatten().for_each(|(_, member)| name_references(document, member, names));
    value.as_array().into_iter().flatten().for_each(|item| name_references(document, item, names));
}

fn refuse_nul_in(schema: &mut Value) {
    let is_text =
        schema["type"] == "string" || schema["type"].as_array().is_some_and(|types| types.contains(&json!("string")));
    if is_text && ["enum", "const", "format"].iter().all(|name| schema.get(name).is_none()) {
        match schema["pattern"].as_str() {
            None => schema["pattern"] = json!(r"^[^\x00]*$"),
            Some(r"\S") => schema["pattern"] = json!(r"^[^\x00]*[^\s\x00][^\x00]*$"),
            Some(_) => {}
        }
    }
    schema.as_object_mut().into_iter().flatten().for_each(|(_, member)| refuse_nul_in(member));
    schema.as_array_mut().into_iter().flatten().for_each(refuse_nul_in);
}

fn finish_operation(path: &str, method: &str, operation: &mut Value) {
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    let is_public = PUBLIC.contains(&id.as_str());
    let has_body = operation.get("requestBody").is_some();
    let needs_version = operation["parameters"]
        .as_array()
        .is_some_and(|list| list.iter().any(|parameter| parameter["name"] == "If-Match"));
    let has_query =
        operation["parameters"].as_array().is_some_and(|list| list.iter().any(|parameter| parameter["in"] == "query"));
    let has_parameters = operation["parameters"].as_array().is_some_and(|list| !list.is_empty());
    let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten().filter(|parameter| parameter["name"] == "If-Match") {
        parameter["schema"]["pattern"] = json!("^\"[0-9]{1,9}\"$");
        parameter["description"] = json!("The ETag of the version that was changed.");
    }
    operation["security"] = match id.as_str() {
        "session_refresh" => json!([{ "refresh": [] }]),
        _ if is_public => json!([]),
        _ => json!([{ "bearer": [] }]),
    };
    if method == "post" && !UNGUARDED.contains(&id.as_str()) {
        let key = json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "Repeating a request with the same key gives the stored answer and no second effect.",
            "schema": { "type": "string", "minLength": 8, "maxLength": 100, "pattern": "^[A-Za-z0-9._:-]+$" }
        });
        match operation.get_mut("parameters").and_then(Value::as_array_mut) {
            Some(list) => list.push(key),
            None => operation["parameters"] = json!([key]),
        }
    }
    let mut errors: Vec<(&str, &str)> =
        vec![("400", "Malformed request"), ("503", "Busy or restarting; see Retry-After")];
    errors.push(("401", "No valid session"));
    if THROTTLED.contains(&id.as_str()) {
        errors.push(("429", "Too many attempts; see Retry-After"));
    }
    if !is_public {
        errors.push(("403", "The role does not include this"));
    }
    if path.contains('{') {
        errors.push(("404", "Nothing here, or no access to it"));
    }
    if has_query {
        errors.push(("409", "A rule refuses this; see code"));
    }
    if method != "get" {
        errors.extend([
            ("404", "Nothing here, or no access to it"),
            ("409", "A rule refuses this; see code"),
            ("413", "Body too large"),
        ]);
    }
    if has_body {
        errors.push(("415", "Unsupported media type"));
    }
    if has_body || has_parameters || method == "post" {
        errors.push(("422", "Invalid; see errors"));
    }
    if needs_version {
        errors.extend([("412", "Changed by somebody else"), ("428", "If-Match is missing")]);
    }
    let responses = &mut operation["responses"];
    for (status, answer) in responses.as_object_mut().into_iter().flatten() {
        if answer["description"].as_str().is_none_or(str::is_empty) {
            answer["description"] = json!(if status == "201" { "Created" } else { "Done" });
        }
    }
    for (status, description) in errors {
        if responses.get(status).is_none() {
            responses[status] = json!({
                "description": description,
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/ProblemDocument" } } }
            });
        }
    }
}
