"""The contract tests: the API document, stated answers, and Schemathesis on the running server as each caller.

`TEND_BIN` names the server's program. `TEND_LONG=1` takes many more examples. Nothing else is needed; nothing stays behind."""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import answers
import callers
import document
import requests
from generated import Generated
from server import Server


class Results:
    """Passed and failed tests, printed as they come."""

    def __init__(self) -> None:
        self.passed = 0
        self.failed = 0

    def add(self, sentence: str, failure: str | None) -> None:
        """One test and what was wrong, if anything."""
        if failure is None:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED  {sentence}\n        {failure}", flush=True)

    def check(self, checks: Iterable[Callable[..., None]], subject: object) -> None:
        """Runs checks that are named by a sentence."""
        for function in checks:
            sentence = function.__name__.replace("_", " ")
            try:
                function(subject)
                self.add(sentence, None)
            except (AssertionError, requests.RequestException, KeyError, IndexError, ValueError) as error:
                self.add(sentence, f"{type(error).__name__}: {error}")


# What no caller of these tests may do, or can be said to do without a browser's cookie.
OUT_OF_REACH = {
    "assessment_review",
    "audit_list",
    "client_create",
    "client_list",
    "credential_create",
    "deadline_waive",
    "note_countersign",
    "session_refresh",
    "staff_create",
    "staff_update",
}


def every_operation_was_accepted_at_least_once(subject: tuple[dict, list[Generated]]) -> None:
    published, runs = subject
    counts = [run.counts() for run in runs]
    missed = []
    for name in document.by_id(published):
        statuses = {status for count in counts for status in count.get(name, {})}
        if name not in OUT_OF_REACH and not any(200 <= status < 300 for status in statuses):
            missed.append(f"{name} {sorted(statuses)}")
    document.none(missed, "never reached its rules")


def test(server: Server, results: Results) -> None:
    """Everything, on a running server."""
    published = requests.get(f"{server.url}/api/openapi.json", timeout=callers.TIMEOUT).json()
    results.check(document.CHECKS, published)
    care_manager, integrator = (callers.Caller(server.url, name) for name in callers.NAMES)
    results.check(answers.CHECKS, answers.Api(server.url, published, care_manager, integrator))
    runs = [Generated(server, name, is_long="TEND_LONG" in os.environ) for name in callers.NAMES]
    for run in runs:
        run.start()
    for run in runs:
        for sentence, failure in run.results():
            results.add(sentence, failure)
    results.check([every_operation_was_accepted_at_least_once], (published, runs))
    results.add("the server survives", None if server.is_running() and server.is_ready() else server.tail())


def main() -> int:
    """The number of the exit."""
    program = os.environ.get("TEND_BIN", shutil.which("tend") or "")
    if not Path(program).is_file():
        print("Set TEND_BIN to the server's program, or run `cargo xtask test contract`.")
        return 2
    began = time.monotonic()
    results = Results()
    with Server(Path(program)) as server:
        test(server, results)
    print(f"{time.monotonic() - began:.0f} seconds")
    print(f"{results.passed} passed, {results.failed} failed")
    return 1 if results.failed else 0


if __name__ == "__main__":
    sys.exit(main())
