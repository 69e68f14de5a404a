"""How Schemathesis calls the server: as one caller whose token never runs out, who knows some of the records there are.

`CONTRACT_URL`, `CONTRACT_CALLER` and `CONTRACT_CALLED` (a file for the operations that were called) come from `run.py`."""

import atexit
import json
import os
import random
from typing import Any

import schemathesis
from callers import CLIENT, PASSWORD, Caller, sign_in, spare_email
from known import Known

URL = os.environ["CONTRACT_URL"]
CALLER = Caller(URL, os.environ["CONTRACT_CALLER"])
KNOWN = Known(CALLER)
KNOWN.fill()
SPARE = spare_email(CALLER)
CALLED: set[str] = set()

# After these the session is no longer what it was, so each call has one of its own.
SPENDING = ["session_lock", "session_sign_out", "session_unlock", "password_update"]


class Bearer:
    """An access token as a header."""

    def set(self, case: schemathesis.Case, data: str, context: schemathesis.AuthContext) -> None:
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.auth(refresh_interval=None).skip_for(operation_id=SPENDING)
class Lasting(Bearer):
    """The caller's token, renewed in time."""

    def get(self, case: schemathesis.Case, context: schemathesis.AuthContext) -> str:
        return CALLER.token()


@schemathesis.auth(refresh_interval=None).apply_to(operation_id=SPENDING)
class Spent(Bearer):
    """The token of a session that is opened for one call; a client has no sessions to spend."""

    def get(self, case: schemathesis.Case, context: schemathesis.AuthContext) -> str:
        return CALLER.token() if CALLER.name == "integrator" else sign_in(URL, SPARE)


def credentials(case: schemathesis.Case, chance: random.Random) -> dict[str, str]:
    """The right secret for an operation that checks one, every other time."""
    if chance.random() < 0.5:
        return {}
    name = case.operation.definition.raw["operationId"]
    if name == "session_create":
        return {"email": SPARE, "password": PASSWORD}
    if name == "session_unlock":
        return {"password": PASSWORD}
    if name == "token_create":
        return CLIENT
    return {}


# HL7 v2 is sent as the text that it is.
HL7 = "application/hl7-v2"
schemathesis.serializer.alias([HL7], "text/plain")


@schemathesis.hook
def filter_case(context: schemathesis.HookContext, case: schemathesis.Case) -> bool:
    """What is sent as text is text: an object that should violate the schema arrives as the string "{}", which does not."""
    return case.media_type != HL7 or not isinstance(case.body, (dict, list, int, float, type(None)))


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    """Most valid requests are about records that exist, in the version last seen. Invalid ones stay as they are."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    chance = random.Random(case.id)
    kind = case.path.removeprefix("/api/v1/").split("/")[0]
    for name, value in case.path_parameters.items():
        known = KNOWN.any(kind, chance)
        if known is not None and value not in KNOWN.ids[kind] and chance.random() < 0.8:
            case.path_parameters[name] = known
    if isinstance(case.body, dict):
        case.body = KNOWN.body(case.body, chance) | credentials(case, chance)
    version = KNOWN.versions.get(str(case.path_parameters.get("id")))
    if version is not None and "If-Match" in case.headers and chance.random() < 0.8:
        case.headers["If-Match"] = f'"{version}"'


@schemathesis.hook
def after_call(context: schemathesis.HookContext, case: schemathesis.Case, response: schemathesis.Response) -> None:
    """Learns from the answer."""
    CALLED.add(case.operation.definition.raw["operationId"])
    if response.status_code < 300 and response.headers.get("content-type", [""])[0] == "application/json":
        answer = response.json()
        KNOWN.learn(answer)
        if response.status_code == 201 and isinstance(answer.get("id"), str):
            KNOWN.keep(case.path.split("/")[-1], [answer])


@atexit.register
def write_called() -> None:
    """Leaves the operations for `run.py`."""
    with open(os.environ["CONTRACT_CALLED"], "w", encoding="utf-8") as file:
        json.dump(sorted(CALLED), file)
