"""Generated requests: Schemathesis as one caller, over all operations, with all checks, in all phases."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from callers import CARE_MANAGER, NEIGHBOUR, PASSWORD
from server import Server

HERE = Path(__file__).parent
EXAMPLES = {False: 5, True: 150}
SECONDS = {False: 1800, True: 7200}
SEED = 20_260_101
# Characters of a failure that are printed.
LONGEST = 6000


class Generated:
    """One run of Schemathesis, in a process of its own."""

    config = "schemathesis.toml"

    def __init__(self, server: Server, caller: str, *, is_long: bool):
        self.server = server
        self.caller = caller
        self.is_long = is_long
        name = caller.replace(" ", "-")
        self.report = server.folder / f"{name}.xml"
        self.called_file = server.folder / f"{name}.json"
        self.output = server.folder / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def settings(self) -> dict[str, str]:
        """The environment that the hooks read."""
        return {"CONTRACT_URL": self.server.url, "CONTRACT_CALLER": self.caller, "CONTRACT_CALLED": str(self.called_file)}

    def command(self) -> list[str]:
        """Schemathesis of this environment; the same examples each time, other ones in a long run."""
        command = [str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(HERE / self.config)]
        command += ["run", f"{self.server.url}/api/openapi.json", "--max-examples", str(EXAMPLES[self.is_long])]
        command += ["--report", "junit", "--report-junit-path", str(self.report)]
        return command if self.is_long else [*command, "--seed", str(SEED)]

    def start(self) -> None:
        """Begins."""
        environment = os.environ | self.settings() | {"PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1"}
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(self.command(), cwd=HERE, env=environment, stdout=output, stderr=output)

    def stop(self) -> None:
        """Ends it, if it still runs."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def results(self) -> Iterator[tuple[str, str | None]]:
        """Waits; gives each test with what was wrong, if anything."""
        assert self.process is not None
        try:
            code = self.process.wait(timeout=SECONDS[self.is_long])
        except subprocess.TimeoutExpired:
            self.stop()
            code = None
        yield f"the run as the {self.caller} ends in time", None if code in (0, 1) else self.output.read_text(errors="replace")[-4000:]
        if code in (0, 1):
            yield from self.cases()

    def cases(self) -> Iterator[tuple[str, str | None]]:
        """The test cases of the report."""
        for case in ElementTree.parse(self.report).iter("testcase"):
            findings = [*case.iter("failure"), *case.iter("error")]
            failure = "\n".join(finding.text or finding.get("message") or "" for finding in findings)[:LONGEST] or None
            yield f"as the {self.caller}: {case.get('name')}", failure

    def called(self) -> set[str]:
        """The operations that were called."""
        return set(json.loads(self.called_file.read_text())) if self.called_file.exists() else set()


class Neighbours(Generated):
    """Two care managers, each of whom tries to read what the other one reads."""

    config = "neighbours.toml"

    def __init__(self, server: Server, *, is_long: bool):
        super().__init__(server, "neighbours", is_long=is_long)
        self.peers = server.folder / "peers.json"
        self.peers.write_text(json.dumps({"auth": [peer("own", CARE_MANAGER), peer("neighbour", NEIGHBOUR)]}))

    def settings(self) -> dict[str, str]:
        return {"CONTRACT_PEERS": str(self.peers)}

    def command(self) -> list[str]:
        return [*super().command(), "--include-method", "GET"]


def peer(name: str, email: str) -> dict:
    """How one of the neighbours signs in, in the format of Web Fuzzing Commons."""
    token = {"extractFrom": "body", "extractSelector": "/access_token", "sendIn": "header", "sendName": "Authorization", "sendTemplate": "Bearer {token}"}
    login = {"verb": "POST", "endpoint": "/api/v1/sessions", "contentType": "application/json", "payloadRaw": json.dumps({"email": email, "password": PASSWORD})}
    return {"name": name, "loginEndpointAuth": login | {"token": token}}
