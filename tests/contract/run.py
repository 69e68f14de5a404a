"""The contract tests: the API document, stated answers, a story through every operation, and Schemathesis on the running
server as each caller.

`TEND_BIN` names the server's program. `TEND_LONG=1` takes many more examples. Nothing else is needed; nothing stays behind."""

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import answers
import breaking
import callers
import document
import requests
from generated import Generated, Neighbours
from server import Server
from story import CHAPTERS, Story


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
            except Exception as error:  # A test may fail in any way; the others still run.
                self.add(sentence, f"{type(error).__name__}: {error}")


def every_operation_succeeded_in_the_story(story: Story) -> None:
    """All but the stream, which has a statement of its own."""
    document.none(sorted(set(story.paths) - story.succeeded - {"event_stream"}), "never succeeded")


def every_operation_was_called_with_generated_requests(subject: tuple[dict, Generated]) -> None:
    published, run = subject
    document.none(sorted(set(document.by_id(published)) - set(run.called())), f"never called as the {run.caller}")


def test(server: Server, results: Results) -> None:
    """Everything, on a running server."""
    published = requests.get(f"{server.url}/api/openapi.json", timeout=callers.TIMEOUT).json()
    results.check(breaking.CHECKS, None)
    results.check(document.CHECKS, published)
    care_manager, integrator = (callers.Caller(server.url, name) for name in callers.NAMES)
    results.check(answers.CHECKS, answers.Api(server.url, published, care_manager, integrator))
    story = Story(server.url, published, server.sign_ins())
    results.check(CHAPTERS, story)
    results.check([every_operation_succeeded_in_the_story], story)
    is_long = "TEND_LONG" in os.environ
    # The neighbours, who only read, come first: sooner or later a generated change puts one of them on a care team of the other.
    generate([Neighbours(server, is_long=is_long)], published, results)
    generate([Generated(server, name, is_long=is_long) for name in callers.NAMES], published, results)
    results.add("the server survives", None if server.is_running() and server.is_ready() else server.tail())


def generate(runs: list[Generated], published: dict, results: Results) -> None:
    """Generated requests of these callers at the same time."""
    try:
        for run in runs:
            run.start()
        for run in runs:
            for sentence, failure in run.results():
                results.add(sentence, failure)
            if run.caller in callers.NAMES:
                results.check([every_operation_was_called_with_generated_requests], (published, run))
    finally:
        for run in runs:
            run.stop()


def main() -> int:
    """The number of the exit."""
    program = os.environ.get("TEND_BIN", shutil.which("tend") or "")
    if not Path(program).is_file():
        print("Set TEND_BIN to the server's program, or run `cargo xtask test contract`.")
        return 2
    # Ended from outside, it still stops what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    began = time.monotonic()
    results = Results()
    with Server(Path(program)) as server:
        test(server, results)
    print(f"{time.monotonic() - began:.0f} seconds")
    print(f"{results.passed} passed, {results.failed} failed")
    return 1 if results.failed else 0


if __name__ == "__main__":
    sys.exit(main())
