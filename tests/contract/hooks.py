"""How Schemathesis calls the server: as one caller whose token never runs out, with the versions it has seen.

`CONTRACT_URL`, `CONTRACT_CALLER` and `CONTRACT_TALLY` (a file for the answers by operation and status) come from `run.py`."""

import atexit
import json
import os
import threading
from collections import Counter
from typing import Any

import schemathesis
from callers import Caller, sign_in, spare_email

URL = os.environ["CONTRACT_URL"]
CALLER = Caller(URL, os.environ["CONTRACT_CALLER"])

# After these the session is no longer what it was, so each call has one of its own.
SPENDING = ["session_lock", "session_sign_out", "session_unlock"]


@schemathesis.auth(refresh_interval=None).skip_for(operation_id=SPENDING)
class Lasting:
    """The caller's token, renewed in time."""

    def get(self, case: schemathesis.Case, context: schemathesis.AuthContext) -> str:
        return CALLER.token()

    def set(self, case: schemathesis.Case, data: str, context: schemathesis.AuthContext) -> None:
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.auth(refresh_interval=None).apply_to(operation_id=SPENDING)
class Spent:
    """The token of a session that is opened for one call; a client has no sessions to spend."""

    def get(self, case: schemathesis.Case, context: schemathesis.AuthContext) -> str:
        return CALLER.token() if CALLER.name == "integrator" else sign_in(URL, spare_email(CALLER))

    def set(self, case: schemathesis.Case, data: str, context: schemathesis.AuthContext) -> None:
        case.headers["Authorization"] = f"Bearer {data}"


VERSIONS: dict[str, int] = {}
TALLY: Counter[tuple[str, int]] = Counter()
LOCK = threading.Lock()


def remember(value: Any) -> None:
    """Keeps the version of every resource in an answer."""
    if isinstance(value, list):
        for item in value:
            remember(item)
    if isinstance(value, dict):
        if isinstance(value.get("id"), str) and isinstance(value.get("version"), int):
            VERSIONS[value["id"]] = value["version"]
        for item in value.values():
            remember(item)


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    """A generated version is nearly always stale; three of four are replaced by the one last seen, so that changes happen."""
    version = VERSIONS.get(str(case.path_parameters.get("id")))
    generated = case.headers.get("If-Match")
    is_positive = case.meta is not None and case.meta.generation.mode.is_positive
    if version is not None and generated is not None and is_positive and hash(generated) % 4:
        case.headers["If-Match"] = f'"{version}"'


@schemathesis.hook
def after_call(context: schemathesis.HookContext, case: schemathesis.Case, response: schemathesis.Response) -> None:
    """Counts the answer and learns the versions in it."""
    with LOCK:
        TALLY[case.operation.definition.raw["operationId"], response.status_code] += 1
        if response.status_code < 300 and "json" in response.headers.get("content-type", [""])[0]:
            remember(response.json())


@atexit.register
def write_tally() -> None:
    """Leaves the counts for `run.py`."""
    rows = [[operation, status, count] for (operation, status), count in sorted(TALLY.items())]
    with open(os.environ["CONTRACT_TALLY"], "w", encoding="utf-8") as file:
        json.dump(rows, file)
