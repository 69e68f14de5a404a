"""A Tend server of its own: data in a temporary folder, a small demo organization, a free port; gone without a trace."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import requests

# Of these, only what says where PostgreSQL's programs are is meant for the server: it refuses settings it does not know.
KEPT = {"TEND_PG_BIN"}
# The weakest password hash that the server starts with: sessions are opened by the hundred.
CHEAP_PASSWORDS = {"TEND_PASSWORD_MEMORY_KIB": "19456", "TEND_PASSWORD_PASSES": "2"}
PEOPLE = 40
START_SECONDS = 60


class Server:
    """Use it in a `with`; `url` is the address without a final slash."""

    def __init__(self, program: Path):
        self.program = program
        self.folder = Path(tempfile.mkdtemp(prefix="tend-contract-"))
        # The account that runs PostgreSQL when we are root has to get in.
        self.folder.chmod(0o755)
        self.log = self.folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def __enter__(self) -> "Server":
        try:
            self.run("migrate")
            self.run("demo", "--people", str(PEOPLE))
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def environment(self) -> dict[str, str]:
        """Ours, without settings of Tend that are not meant for this server."""
        others = {name: value for name, value in os.environ.items() if not name.startswith("TEND_") or name in KEPT}
        others.pop("DATABASE_URL", None)
        return others | CHEAP_PASSWORDS

    def command(self, *arguments: str) -> list[str]:
        """The program with its data folder and `arguments`."""
        return [str(self.program), *arguments, "--data", str(self.folder / "data")]

    def sign_ins(self) -> dict[str, str]:
        """The e-mail of a colleague of each role, as the program prints them: role, e-mail, password."""
        rows = [line.split(maxsplit=2) for line in self.run("demo", "--sign-ins").splitlines()]
        return {row[0]: row[1] for row in rows if len(row) == 3 and "@" in row[1]}

    def run(self, *arguments: str) -> str:
        """What a command of the program prints."""
        done = subprocess.run(self.command(*arguments), env=self.environment(), capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"`tend {' '.join(arguments)}` failed: {done.stderr.strip()}")
        return done.stdout

    def start(self) -> None:
        """Starts it on a free port and waits until it is ready."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        with self.log.open("wb") as log:
            command = self.command("serve", "--port", str(port))
            self.process = subprocess.Popen(command, env=self.environment(), stdout=log, stderr=log)
        end = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"The server did not start:\n{self.tail()}")
            time.sleep(0.05)

    def is_ready(self) -> bool:
        """True when it answers and its database does."""
        try:
            return requests.get(f"{self.url}/ready", timeout=2).ok
        except requests.RequestException:
            return False

    def is_running(self) -> bool:
        """True when the process is alive."""
        return self.process is not None and self.process.poll() is None

    def tail(self, lines: int = 20) -> str:
        """The last lines of its log."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def stop(self) -> None:
        """Stops the server, which stops its database, and removes everything."""
        if self.is_running():
            assert self.process is not None
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
