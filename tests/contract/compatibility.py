"""What was published and is relied on: nothing of it is taken away or narrowed without a new major version (docs/api-design.md).

`openapi/published.json` holds as much of `openapi/tend.json` as a caller can break on, a line for each operation and schema.
Needs nothing but Python: `python3 tests/contract/compatibility.py` adds what is new, and refuses when something published changed in
a way that breaks callers; with `--deliberately` it says what breaks and publishes that too."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

OPENAPI = Path(__file__).parents[2] / "openapi"
DOCUMENT = OPENAPI / "tend.json"
PUBLISHED = OPENAPI / "published.json"
COMPONENT = "#/components/schemas/"
COMMAND = "python3 tests/contract/compatibility.py"
HOW = f"change it back; when it is meant and every caller is known: {COMMAND} --deliberately, and commit openapi/published.json"

# Bounds of what is sent, each with whether a greater value is the narrower one.
BOUNDS = {
    "maxLength": False,
    "maxItems": False,
    "maxProperties": False,
    "maximum": False,
    "minLength": True,
    "minItems": True,
    "minProperties": True,
    "minimum": True,
}
# What is compared as it stands.
FIXED = ("pattern", "format", "uniqueItems")
KEPT = (*BOUNDS, *FIXED, "type", "enum", "required", "$ref")
WITHIN = ("items", "additionalProperties", "propertyNames", "oneOf")
KINDS = ("operations", "schemas")
SENT, ANSWERED = "sent", "answered"
NULL = {"type": "null"}
REFUSAL = {"$ref": COMPONENT + "ProblemDocument"}

Schema = dict
Found = Iterator[str]


def short(schema: object) -> object:
    """A schema without what only people read."""
    if isinstance(schema, list):
        return [short(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: schema[name] for name in KEPT if name in schema}
    made |= {name: short(schema[name]) for name in WITHIN if name in schema}
    if "properties" in schema:
        made["properties"] = {name: short(member) for name, member in schema["properties"].items()}
    return made


class Named:
    """Gives what stands written out in a schema the name that it has elsewhere."""

    def __init__(self, schemas: dict[str, Schema]):
        self.names = {json.dumps(schema, sort_keys=True): COMPONENT + name for name, schema in schemas.items() if "properties" in schema}

    def within(self, schema: object) -> object:
        """The schema with names in it."""
        if isinstance(schema, list):
            return [self.within(one) for one in schema]
        if not isinstance(schema, dict):
            return schema
        return {name: self.named(member) for name, member in schema.items()}

    def named(self, schema: object) -> object:
        """The name of a schema, or the schema with names in it."""
        name = self.names.get(json.dumps(schema, sort_keys=True)) if isinstance(schema, dict) else None
        return {"$ref": name} if name else self.within(schema)


def compact(document: dict) -> dict:
    """As much of a document as a caller can break on."""
    schemas = {name: short(schema) for name, schema in document["components"]["schemas"].items()}
    named = Named(schemas)
    operations = {f"{method.upper()} {path}": operation_of(operation) for path, item in document["paths"].items() for method, operation in item.items()}
    return {
        "version": document["info"]["version"],
        "operations": named.within(operations),
        "schemas": {name: named.within(schema) for name, schema in schemas.items()},
    }


def operation_of(operation: dict) -> dict:
    """An operation: its name, who may call it, what is sent and what it answers when it succeeds."""
    body = operation.get("requestBody", {})
    return {
        "id": operation["operationId"],
        "security": sorted(name for one in operation["security"] for name in one),
        "parameters": {
            f"{one['in']} {one['name']}": {"required": one["required"], "schema": short(one["schema"])} for one in operation.get("parameters", [])
        },
        "body": {"required": body.get("required", False), "content": content_of(body)},
        "answers": {
            status: {"headers": sorted(answer.get("headers", {})), "content": content_of(answer)}
            for status, answer in operation["responses"].items()
            if status.startswith("2")
        },
    }


def content_of(body: dict) -> dict[str, Schema]:
    """The schema of each media type."""
    return {media: short(content.get("schema", {})) for media, content in body.get("content", {}).items()}


class Comparison:
    """What of the published contract is gone or narrower. A schema is compared once for what is sent and once for what is answered."""

    def __init__(self, old: dict, new: dict):
        self.old = old
        self.new = new
        self.seen: set[tuple[str | None, str | None, str]] = set()

    def breaks(self) -> Found:
        """A sentence for each thing on which a caller breaks."""
        for key, old in self.old["operations"].items():
            new = self.new["operations"].get(key)
            if new is None:
                yield f"{key} ({old['id']}) is gone"
            else:
                yield from self.operation(key, old, new)
        yield from self.schema("a refusal", REFUSAL, REFUSAL, ANSWERED)

    def operation(self, key: str, old: dict, new: dict) -> Found:
        name = old["id"]
        if new["id"] != name:
            yield f"{key} is called {new['id']}, no longer {name}"
        if old["security"] != new["security"] and new["security"]:
            yield f"{name} asks for {' or '.join(new['security'])}, before for {' or '.join(old['security']) or 'nothing'}"
        yield from self.parameters(name, old["parameters"], new["parameters"])
        if new["body"]["required"] and not old["body"]["required"]:
            yield f"{name} must now have a body"
        yield from self.content(f"{name} body", old["body"]["content"], new["body"]["content"], SENT)
        for status, answer in old["answers"].items():
            if status not in new["answers"]:
                yield f"{name} no longer answers {status}"
                continue
            now = new["answers"][status]
            yield from (f"{name} {status} no longer has the header {header}" for header in answer["headers"] if header not in now["headers"])
            yield from self.content(f"{name} {status}", answer["content"], now["content"], ANSWERED)

    def parameters(self, name: str, old: dict, new: dict) -> Found:
        for one, was in old.items():
            if one not in new:
                yield f"{name} no longer takes {one}"
                continue
            yield from self.schema(f"{name} {one}", was["schema"], new[one]["schema"], SENT)
        required = (one for one, now in new.items() if now["required"] and not old.get(one, {}).get("required"))
        yield from (f"{name} must now be sent with {one}" for one in required)

    def content(self, place: str, old: dict, new: dict, way: str) -> Found:
        for media, schema in old.items():
            if media in new:
                yield from self.schema(place, schema, new[media], way)
            else:
                yield f"{place} is no longer {media}"

    def schema(self, place: str, old: Schema, new: Schema, way: str) -> Found:
        """Compares two schemas, whichever forms they have."""
        before, after = forms(self.old, old), forms(self.new, new)
        if way == ANSWERED and NULL in after and NULL not in before:
            yield f"{place} may now be null where it is {way}"
        if way == SENT and NULL in before and NULL not in after:
            yield f"{place} may no longer be null where it is {way}"
        before, after = ([form for form in some if form != NULL] for some in (before, after))
        # What was sent in any form must still be taken; what is answered must have a form that it had before.
        for form in before if way == SENT else after:
            yield from self.form(place, form, after if way == SENT else before, way)

    def form(self, place: str, form: Schema, others: list[Schema], way: str) -> Found:
        """Compares a form with that of the others which takes it."""
        alike = [other for other in others if takes(other.get("type"), form.get("type"))]
        pairs = [(form, other) if way == SENT else (other, form) for other in alike]
        kind = form.get("type", "anything")
        if not pairs:
            yield f"{place} is no longer taken as {kind}" if way == SENT else f"{place} may now be answered as {kind}"
        elif len(pairs) == 1:
            yield from self.pair(place, *pairs[0], way)
        elif not any(self.fits(place, *pair, way) for pair in pairs):
            yield f"{place} has other forms where it is {way}"

    def fits(self, place: str, old: Schema, new: Schema, way: str) -> bool:
        """Whether nothing is lost, looked at apart: what is seen in a trial says nothing about other places."""
        return not list(Comparison(self.old, self.new).pair(place, old, new, way))

    def pair(self, place: str, old: Schema, new: Schema, way: str) -> Found:
        """Compares two forms of which one takes the kind of the other."""
        names = (old.get("name"), new.get("name"), way)
        if names[:2] != (None, None):
            if names in self.seen:
                return
            self.seen.add(names)
            place = names[0] or place
        if "type" not in (new if way == SENT else old):
            return
        if "enum" in new and "enum" not in old and way == SENT:
            yield f"{place} is now one of a closed set where it is {way}"
        gone = [value for value in old.get("enum", []) if value not in new.get("enum", old["enum"])]
        yield from (f"{place} no longer has the value {value} where it is {way}" for value in gone)
        yield from (self.bounds(place, old, new) if way == SENT else self.format(place, old, new))
        yield from self.members(place, old, new, way)

    def format(self, place: str, old: Schema, new: Schema) -> Found:
        if "format" in old and old["format"] != new.get("format"):
            yield f"{place} is now answered as {new.get('format', 'text of any format')}, not as {old['format']}"

    def bounds(self, place: str, old: Schema, new: Schema) -> Found:
        for bound, greater_is_narrower in BOUNDS.items():
            now, was = new.get(bound), old.get(bound)
            if now is not None and (was is None or (now > was if greater_is_narrower else now < was)):
                yield f"{place} has {bound} {now}, before {'none' if was is None else was}"
        for name in FIXED:
            if new.get(name) and new[name] != old.get(name):
                yield f"{place} has {name} {new[name]}, before {old.get(name) or 'none'}"

    def members(self, place: str, old: Schema, new: Schema, way: str) -> Found:
        before, after = old.get("properties", {}), new.get("properties", {})
        for name, member in before.items():
            if name not in after:
                yield f"{place}.{name} is {'no longer taken' if way == SENT else 'no longer answered'}"
            else:
                yield from self.schema(f"{place}.{name}", member, after[name], way)
        was, now = set(old.get("required", [])), set(new.get("required", []))
        if way == SENT:
            yield from (f"{place}.{name} must now be sent" for name in sorted(now - was))
        else:
            yield from (f"{place}.{name} may now be missing where it is answered" for name in sorted((was - now) & set(after)))
        if way == SENT and new.get("additionalProperties") is False and old.get("additionalProperties") is not False:
            yield f"{place} no longer takes other members"
        for name in ("items", "additionalProperties", "propertyNames"):
            if isinstance(old.get(name), dict) and isinstance(new.get(name), dict):
                yield from self.schema(f"{place}[]", old[name], new[name], way)


def takes(wide: str | None, narrow: str | None) -> bool:
    """Whether a type takes all of another; no type is any."""
    return wide in (None, narrow) or (wide, narrow) == ("number", "integer")


def forms(contract: dict, schema: Schema) -> list[Schema]:
    """The alternatives that a schema allows, each of one type, with the name under which it stands in the contract."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(COMPONENT)
        return [form if form == NULL else {"name": name} | form for form in forms(contract, contract["schemas"][name])]
    if "oneOf" in schema:
        return [form for one in schema["oneOf"] for form in forms(contract, one)]
    named = schema.get("type")
    if isinstance(named, list):
        return [NULL if one == "null" else schema | {"type": one} for one in named]
    return [schema]


def published() -> dict:
    """What is committed as published."""
    return json.loads(PUBLISHED.read_text())


def breaks(before: dict, document: dict) -> list[str]:
    """On what callers of the published contract break; a new major version may break anything."""
    new = compact(document)
    if major(new) > major(before):
        return []
    return list(dict.fromkeys(Comparison(before, new).breaks()))


def major(contract: dict) -> int:
    """The first number of its version."""
    return int(contract["version"].split(".")[0])


def missing(before: dict, document: dict) -> list[str]:
    """What of the document is not published, or otherwise than it is."""
    new = compact(document)
    changed = [name for kind in KINDS for name in new[kind] | before[kind] if new[kind].get(name) != before[kind].get(name)]
    return changed + (["version"] if new["version"] != before["version"] else [])


def text(contract: dict) -> str:
    """The contract with a line for each operation and schema, so that a difference can be read."""
    parts = [f'"version": {json.dumps(contract["version"])}']
    for kind in KINDS:
        lines = (f"{json.dumps(name)}: {json.dumps(one, sort_keys=True, separators=(',', ':'))}" for name, one in sorted(contract[kind].items()))
        parts.append(f'"{kind}": {{\n' + ",\n".join(lines) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main() -> int:
    """The number of the exit."""
    document = json.loads(DOCUMENT.read_text())
    found = breaks(published(), document) if PUBLISHED.exists() else []
    for sentence in found:
        print(sentence)
    if found and "--deliberately" not in sys.argv[1:]:
        print(f"Callers break on this: {HOW}.")
        return 1
    PUBLISHED.write_text(text(compact(document)))
    print(f"wrote {PUBLISHED.relative_to(OPENAPI.parent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
