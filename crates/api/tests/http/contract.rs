//! The committed contract and the code are the same thing.

use serde_json::Value;
use std::collections::BTreeSet;

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi/tend.json");

#[test]
fn the_committed_contract_is_what_the_code_says() {
    let committed = std::fs::read_to_string(COMMITTED).expect("openapi/tend.json");
    assert!(
        committed == api::document::text(),
        "run `cargo xtask openapi` and `cargo xtask client`, and review the difference"
    );
}

#[test]
fn what_is_served_is_the_contract() {
    let served: Value = serde_json::from_str(api::document::compact()).expect("JSON");
    assert!(served == *api::document::json());
}

#[test]
fn operation_ids_are_unique_and_named_noun_verb() {
    let ids: Vec<&str> = api::document::operations().all().map(|(_, _, id)| id).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len());
    assert!(unique.iter().all(|id| id.contains('_')), "{unique:?}");
}

#[test]
fn every_string_of_a_request_is_bounded() {
    let document = api::document::json();
    let mut unbounded = Vec::new();
    for (name, schema) in document["components"]["schemas"].as_object().expect("schemas") {
        if schema["additionalProperties"] == Value::Bool(false) {
            for (member, property) in schema["properties"].as_object().into_iter().flatten() {
                let is_string = property["type"] == "string"
                    || property["type"].as_array().is_some_and(|types| types.contains(&"string".into()));
                let is_bounded =
                    ["maxLength", "format", "enum", "pattern"].iter().any(|key| property.get(key).is_some());
                if is_string && !is_bounded {
                    unbounded.push(format!("{name}.{member}"));
                }
            }
        }
    }
    assert!(unbounded.is_empty(), "{unbounded:?}");
}

#[test]
fn every_path_is_resolved_to_its_own_pattern_and_a_fixed_text_wins_over_a_parameter() {
    let id = uuid::Uuid::nil().to_string();
    for (_, pattern, _) in api::document::operations().all() {
        let segments = pattern.split('/').map(|segment| if segment.starts_with('{') { id.as_str() } else { segment });
        let path = segments.collect::<Vec<_>>().join("/");
        let found = api::document::operations().resolve(&path).map(|(pattern, _)| pattern);
        assert_eq!(found, Some(pattern), "{path}");
    }
    for unknown in ["/api/v1/people//cases", "/api/v1/nothing", "/api/v1/people/", "/", ""] {
        assert!(api::document::operations().resolve(unknown).is_none(), "{unknown}");
    }
}

/// Query parameters that take any text: codes of catalogues and names of services, never words about a person.
const WORDS: [&str; 6] = [
    "assessment_list.instrument",
    "audit_list.operation",
    "audit_list.outcome",
    "community_organization_list.text",
    "instrument_get.version",
    "measure_target_list.measure",
];

#[test]
fn no_free_text_about_a_person_stands_in_an_address() {
    let document = api::document::json();
    let mut free = BTreeSet::new();
    for operation in document["paths"].as_object().expect("paths").values().flat_map(|path| path.as_object()).flatten()
    {
        for parameter in operation.1["parameters"].as_array().into_iter().flatten().filter(|one| one["in"] == "query") {
            let schema = parameter["schema"]["$ref"].as_str().map_or(&parameter["schema"], |reference| {
                document.pointer(reference.trim_start_matches('#')).expect("a schema")
            });
            let item = schema.get("items").unwrap_or(schema);
            let is_text = item["type"] == "string"
                || item["type"].as_array().is_some_and(|types| types.contains(&"string".into()));
            let is_closed = ["enum", "format", "pattern"].iter().any(|key| item.get(key).is_some());
            if is_text && !is_closed {
                free.insert(format!("{}.{}", operation.1["operationId"], parameter["name"]).replace('"', ""));
            }
        }
    }
    assert_eq!(free, BTreeSet::from(WORDS.map(str::to_owned)));
}
