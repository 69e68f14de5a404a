"""What the comparison of contracts says of a change, shown on a small contract. `python3 tests/contract/breaking.py` runs it alone."""

import copy
from collections.abc import Callable

import compatibility

TASK = {
    "type": "object",
    "required": ["id", "status"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "status": {"$ref": "#/components/schemas/Status"},
        "owner": {"oneOf": [{"$ref": "#/components/schemas/Owner"}, {"type": "null"}]},
        "minutes": {"type": "integer"},
    },
}
CREATE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["title"],
    "properties": {
        "title": {"type": "string", "maxLength": 200},
        "detail": {"type": ["string", "null"]},
        "status": {"$ref": "#/components/schemas/Status"},
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 5},
    },
}
SMALL = {
    "info": {"version": "1.2.0"},
    "paths": {
        "tasks": {
            "post": {
                "operationId": "task_create",
                "security": [{"bearer": []}],
                "parameters": [{"name": "limit", "in": "query", "required": False, "schema": {"type": "integer", "maximum": 200}}],
                "requestBody": {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/TaskCreate"}}}},
                "responses": {
                    "201": {"headers": {"ETag": {}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Task"}}}},
                    "409": {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}}},
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Task": TASK,
            "TaskCreate": CREATE,
            "Status": {"type": "string", "enum": ["open", "done"]},
            "Owner": {"type": "object", "properties": {"name": {"type": "string"}, "deputy": {"oneOf": [{"$ref": "#/components/schemas/Owner"}, {"type": "null"}]}}},
            "ProblemDocument": {"type": "object", "required": ["code"], "properties": {"code": {"type": "string"}}},
        }
    },
}
OPERATION = "paths/tasks/post"
SENT, ANSWERED = "components/schemas/TaskCreate", "components/schemas/Task"


def place(document: dict, path: str) -> tuple[dict, str]:
    """Where the last name of a path stands."""
    found = document
    *way, last = path.split("/")
    for name in way:
        found = found[int(name) if isinstance(found, list) else name]
    return found, last


def said(path: str, value: object, old: dict = SMALL) -> list[str]:
    """What is said when a value takes the place of what stands at a path; None takes it away."""
    new = copy.deepcopy(SMALL)
    found, last = place(new, path)
    if value is None:
        del found[last]
    else:
        found[last] = value
    return compatibility.breaks(compatibility.compact(old), new)


def same(found: list[str], *wanted: str) -> None:
    """Fails unless exactly this was said."""
    assert found == list(wanted), found


def nothing_is_said_of_what_is_only_added(_: object) -> None:
    note = SMALL["paths"]["tasks"]["post"] | {"operationId": "note_create"}
    same(said("paths/notes", {"post": note}))
    same(said("components/schemas/Status/enum", ["open", "done", "waiting"]))
    same(said(f"{SENT}/properties/owner_id", {"type": "string"}))
    same(said(f"{ANSWERED}/properties/due_at", {"type": "string"}))
    same(said(f"{OPERATION}/parameters/0/schema/maximum", 500))
    same(said(f"{SENT}/properties/title/maxLength", 400))
    same(said(f"{SENT}/properties/title/type", ["string", "null"]))
    same(said(f"{ANSWERED}/required", ["id", "status", "minutes"]))
    same(said(f"{ANSWERED}/properties/owner", {"$ref": "#/components/schemas/Owner"}))
    same(said(f"{OPERATION}/security", []))


def an_operation_that_is_gone_or_has_another_name_is_said(_: object) -> None:
    same(said("paths/tasks", None), "POST tasks (task_create) is gone")
    same(said(f"{OPERATION}/operationId", "task_add"), "POST tasks is called task_add, no longer task_create")


def what_must_be_sent_now_is_said(_: object) -> None:
    same(said(f"{SENT}/required", ["title", "detail"]), "TaskCreate.detail must now be sent")
    same(said(f"{OPERATION}/parameters/0/required", True), "task_create must now be sent with query limit")
    asked = {"name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"}}
    limit = SMALL["paths"]["tasks"]["post"]["parameters"][0]
    same(said(f"{OPERATION}/parameters", [limit, asked]), "task_create must now be sent with header If-Match")
    same(said(f"{OPERATION}/security", [{"refresh": []}]), "task_create asks for refresh, before for bearer")


def what_is_no_longer_taken_is_said(_: object) -> None:
    same(said(f"{SENT}/properties/detail", None), "TaskCreate.detail is no longer taken")
    same(said(f"{OPERATION}/parameters", []), "task_create no longer takes query limit")
    same(said(f"{SENT}/properties/detail/type", "string"), "TaskCreate.detail may no longer be null where it is sent")
    same(said(f"{SENT}/properties/title/type", "integer"), "TaskCreate.title is no longer taken as string")
    body = {"application/xml": {"schema": {}}}
    same(said(f"{OPERATION}/requestBody/content", body), "task_create body is no longer application/json")


def a_bound_that_is_narrower_is_said(_: object) -> None:
    same(said(f"{SENT}/properties/title/maxLength", 100), "TaskCreate.title has maxLength 100, before 200")
    same(said(f"{SENT}/properties/title/minLength", 1), "TaskCreate.title has minLength 1, before none")
    same(said(f"{SENT}/properties/title/pattern", "^a"), "TaskCreate.title has pattern ^a, before none")
    same(said(f"{SENT}/properties/tags/maxItems", 3), "TaskCreate.tags has maxItems 3, before 5")
    same(said(f"{SENT}/properties/tags/items/maxLength", 3), "TaskCreate.tags[] has maxLength 3, before none")
    same(said(f"{OPERATION}/parameters/0/schema/maximum", 100), "task_create query limit has maximum 100, before 200")


def a_value_that_is_gone_is_said_both_ways(_: object) -> None:
    gone = "Status no longer has the value done where it is"
    same(said("components/schemas/Status/enum", ["open"]), f"{gone} sent", f"{gone} answered")


def what_an_answer_lost_is_said(_: object) -> None:
    same(said(f"{ANSWERED}/properties/minutes", None), "Task.minutes is no longer answered")
    same(said(f"{ANSWERED}/required", ["id"]), "Task.status may now be missing where it is answered")
    same(said(f"{ANSWERED}/properties/minutes/type", ["integer", "null"]), "Task.minutes may now be null where it is answered")
    same(said(f"{ANSWERED}/properties/minutes/type", "number"), "Task.minutes may now be answered as number")
    same(said(f"{ANSWERED}/properties/id/format", None), "Task.id is now answered as text of any format, not as uuid")
    same(said(f"{OPERATION}/responses/201/headers", {}), "task_create 201 no longer has the header ETag")
    same(said(f"{OPERATION}/responses/201/content", {}), "task_create 201 is no longer application/json")
    same(said(f"{OPERATION}/responses/201", None), "task_create no longer answers 201")
    same(said("components/schemas/Owner/properties/name", None), "Owner.name is no longer answered")
    same(said("components/schemas/ProblemDocument/properties/code", None), "ProblemDocument.code is no longer answered")


def a_new_major_version_may_break_anything(_: object) -> None:
    older = copy.deepcopy(SMALL) | {"info": {"version": "0.9.0"}}
    same(said("paths/tasks", None, older))


def what_is_not_published_yet_is_found(_: object) -> None:
    before = compatibility.compact(SMALL)
    assert compatibility.missing(before, SMALL) == []
    grown = copy.deepcopy(SMALL)
    grown["components"]["schemas"]["Task"]["properties"]["due_at"] = {"type": "string"}
    assert compatibility.missing(before, grown) == ["Task"]


def what_stands_written_out_has_the_name_of_its_schema(_: object) -> None:
    written_out = copy.deepcopy(SMALL)
    answer = written_out["paths"]["tasks"]["post"]["responses"]["201"]["content"]["application/json"]
    answer["schema"] = {"type": "array", "items": TASK | {"description": "A task."}}
    answers = compatibility.compact(written_out)["operations"]["POST tasks"]["answers"]
    assert answers["201"]["content"]["application/json"]["items"] == {"$ref": "#/components/schemas/Task"}, answers


CHECKS: tuple[Callable[[object], None], ...] = (
    nothing_is_said_of_what_is_only_added,
    an_operation_that_is_gone_or_has_another_name_is_said,
    what_must_be_sent_now_is_said,
    what_is_no_longer_taken_is_said,
    a_bound_that_is_narrower_is_said,
    a_value_that_is_gone_is_said_both_ways,
    what_an_answer_lost_is_said,
    a_new_major_version_may_break_anything,
    what_is_not_published_yet_is_found,
    what_stands_written_out_has_the_name_of_its_schema,
)

if __name__ == "__main__":
    for check in CHECKS:
        check(None)
    print(f"{len(CHECKS)} passed")
