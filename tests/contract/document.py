"""What the API document promises about itself: valid OpenAPI 3.1, nothing unnamed, nothing unbounded, no silent error."""

import json
from collections.abc import Iterator

import compatibility
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator, validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

METHODS = ("get", "put", "post", "delete", "patch")
BOUNDS = ("maxLength", "enum", "const", "format", "pattern")
# FHIR has its own schemas, and lines of it are a stream: the import bounds each line and reports what it can't read.
FOREIGN = ("import_create",)
PROBLEM = "#/components/schemas/ProblemDocument"
# What callers do most: each shows a whole body to begin with.
SHOWN = (
    "alert_close",
    "appointment_create",
    "assessment_create",
    "billing_calculate",
    "care_plan_update",
    "case_close",
    "case_create",
    "consent_create",
    "contact_create",
    "coverage_create",
    "deadline_preview",
    "deadline_snooze",
    "deadline_waive",
    "hand_off_create",
    "import_create",
    "instrument_score",
    "message_thread_create",
    "milestone_create",
    "need_create",
    "note_create",
    "note_update",
    "person_create",
    "person_search",
    "person_update",
    "reading_create",
    "reading_receive",
    "record_request_create",
    "referral_create",
    "related_person_create",
    "session_create",
    "session_unlock",
    "stay_create",
    "stay_discharge",
    "task_complete",
    "task_create",
    "task_update",
    "tier_decide",
    "today_search",
    "token_create",
)


def operations(document: dict) -> Iterator[tuple[str, str, dict]]:
    """Path, method and definition of every operation."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def by_id(document: dict) -> dict[str, dict]:
    """Operations by their id."""
    return {operation["operationId"]: operation for _, _, operation in operations(document)}


def target(document: dict, reference: str) -> dict:
    """What a `$ref` of the document points to."""
    found = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part.replace("~1", "/").replace("~0", "~")]
    return found


def subschemas(document: dict, schema: object, place: str, seen: set[str]) -> Iterator[tuple[str, dict]]:
    """Every schema within a schema, each referenced one once, with the place where it stands."""
    if isinstance(schema, list):
        for index, item in enumerate(schema):
            yield from subschemas(document, item, f"{place}/{index}", seen)
    if not isinstance(schema, dict):
        return
    reference = schema.get("$ref")
    if isinstance(reference, str):
        if reference not in seen:
            seen.add(reference)
            yield from subschemas(document, target(document, reference), reference, seen)
        return
    yield place, schema
    for name, value in schema.items():
        if name not in ("example", "examples", "default", "enum", "const"):
            yield from subschemas(document, value, f"{place}/{name}", seen)


def request_schemas(document: dict) -> Iterator[tuple[str, dict]]:
    """Every schema that a request is held to."""
    seen: set[str] = set()
    for _, _, operation in operations(document):
        name = operation["operationId"]
        if name in FOREIGN:
            continue
        for parameter in operation.get("parameters", []):
            yield from subschemas(document, parameter["schema"], f"{name} {parameter['name']}", seen)
        for media, content in operation.get("requestBody", {}).get("content", {}).items():
            yield from subschemas(document, content.get("schema", {}), f"{name} {media}", seen)


def types(schema: dict) -> list[str]:
    """The types of a schema, as a list."""
    named = schema.get("type", [])
    return [named] if isinstance(named, str) else named


def none(findings: list[str], rule: str) -> None:
    """Fails with the findings, if there are any."""
    assert not findings, f"{rule}: " + "; ".join(findings[:20]) + ("; ..." if len(findings) > 20 else "")


def the_document_is_valid_openapi_3_1(document: dict) -> None:
    assert document["openapi"].startswith("3.1."), document["openapi"]
    try:
        validate(document, cls=OpenAPIV31SpecValidator)
    except OpenAPIValidationError as error:
        raise AssertionError(str(error)[:2000]) from None


def the_server_publishes_the_committed_document(document: dict) -> None:
    assert document == json.loads(compatibility.DOCUMENT.read_text()), "openapi/tend.json differs from what the server publishes"


def nothing_published_is_taken_away_or_narrowed(document: dict) -> None:
    none(compatibility.breaks(compatibility.published(), document), f"callers break ({compatibility.HOW})")


def everything_is_published(document: dict) -> None:
    none(compatibility.missing(compatibility.published(), document), f"not in openapi/published.json, run `{compatibility.COMMAND}`")


def every_operation_has_an_id_a_tag_and_a_summary(document: dict) -> None:
    wanted = ("operationId", "tags", "summary")
    none([f"{method} {path} has no {name}" for path, method, operation in operations(document) for name in wanted if not operation.get(name)], "unnamed")
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    none(sorted({name for name in ids if ids.count(name) > 1}), "named twice")


def every_operation_declares_what_it_may_refuse(document: dict) -> None:
    none([f"{name} does not declare {status}" for name, operation in by_id(document).items() for status in expected_errors(operation) if status not in operation["responses"]], "undeclared")


def expected_errors(operation: dict) -> set[str]:
    """The refusals that an operation of this form can answer with."""
    parameters = {parameter["name"]: parameter for parameter in operation.get("parameters", [])}
    statuses = {"400", "503"}
    if operation.get("security"):
        statuses.add("401")
    if any(parameter["in"] == "path" for parameter in parameters.values()):
        statuses.add("404")
    if "If-Match" in parameters:
        statuses |= {"409", "412", "428"}
    if parameters:
        statuses.add("422")
    if "requestBody" in operation:
        statuses |= {"413", "415", "422"}
    return statuses


def every_refusal_is_a_problem_document(document: dict) -> None:
    findings = []
    for name, operation in by_id(document).items():
        for status, answer in operation["responses"].items():
            schema = answer.get("content", {}).get("application/problem+json", {}).get("schema", {})
            if status.startswith(("4", "5")) and schema.get("$ref") != PROBLEM:
                findings.append(f"{name} {status}")
    none(findings, "not a problem document")


def every_string_of_a_request_is_bounded(document: dict) -> None:
    none([place for place, schema in request_schemas(document) if "string" in types(schema) and not any(bound in schema for bound in BOUNDS)], "unbounded")


def every_list_of_a_request_is_bounded(document: dict) -> None:
    none([place for place, schema in request_schemas(document) if "array" in types(schema) and "maxItems" not in schema], "unbounded")


def every_object_of_a_request_is_closed(document: dict) -> None:
    open_ended = (place for place, schema in request_schemas(document) if "object" in types(schema) and schema.get("additionalProperties", True) is True)
    none(list(open_ended), "unknown members are let in")


def every_example_of_a_request_satisfies_its_schema(document: dict) -> None:
    findings = []
    for place, schema in request_schemas(document):
        held_to = Draft202012Validator(schema | {"components": document["components"]}, format_checker=FormatChecker())
        for example in [schema["example"]] if "example" in schema else schema.get("examples", []):
            findings += [f"{place}: {error.json_path} {error.message}" for error in held_to.iter_errors(example)]
    none(findings, "an example is refused")


def what_callers_do_most_shows_a_whole_body(document: dict) -> None:
    known = by_id(document)
    none([name for name in SHOWN if not shows_a_body(document, known[name])], "no example")


def shows_a_body(document: dict, operation: dict) -> bool:
    """Whether the schema of a body has an example of the whole."""
    schemas = [content["schema"] for content in operation["requestBody"]["content"].values()]
    return any("example" in (target(document, schema["$ref"]) if "$ref" in schema else schema) for schema in schemas)


def every_state_change_names_the_version_it_changes(document: dict) -> None:
    findings = []
    for path, method, operation in operations(document):
        names = [parameter["name"] for parameter in operation.get("parameters", [])]
        if method in ("patch", "put", "delete") and "If-Match" not in names:
            findings.append(operation["operationId"])
    none(findings, "no If-Match")


def every_post_that_creates_can_be_repeated_safely(document: dict) -> None:
    findings = []
    for _, method, operation in operations(document):
        names = [parameter["name"] for parameter in operation.get("parameters", [])]
        if method == "post" and operation["security"] and "session" not in operation["tags"] and "Idempotency-Key" not in names:
            findings.append(operation["operationId"])
    none(findings, "no Idempotency-Key")


CHECKS = (
    the_document_is_valid_openapi_3_1,
    the_server_publishes_the_committed_document,
    nothing_published_is_taken_away_or_narrowed,
    everything_is_published,
    every_operation_has_an_id_a_tag_and_a_summary,
    every_operation_declares_what_it_may_refuse,
    every_refusal_is_a_problem_document,
    every_string_of_a_request_is_bounded,
    every_list_of_a_request_is_bounded,
    every_object_of_a_request_is_closed,
    every_example_of_a_request_satisfies_its_schema,
    what_callers_do_most_shows_a_whole_body,
    every_state_change_names_the_version_it_changes,
    every_post_that_creates_can_be_repeated_safely,
)
