"""What the caller has seen: ids by kind, and the version of each, so that generated requests meet records that exist."""

import random
import threading
from typing import Any

import requests
from callers import TIMEOUT, Caller

# Kinds are the collections of the paths. The members of request bodies that name one of them:
MEMBERS = {
    "case_id": "cases",
    "person_id": "people",
    "program_id": "programs",
    "team_id": "teams",
    "owner_id": "staff",
    "staff_id": "staff",
    "to_id": "staff",
    "supervisor_id": "staff",
    "contact_id": "contacts",
    "contact_point_id": "staff",
    "need_id": "needs",
}
# Where the parts of a person's overview belong.
PARTS = ("needs", "care_plans", "crisis_plans", "assessments", "stays", "contacts", "tasks", "deadlines", "notes", "alerts")
PEOPLE = 8
# How many of one kind are remembered; new ones replace old ones.
KEPT = 60


class Known:
    """Filled with what the caller can see, then with every answer."""

    def __init__(self, caller: Caller):
        self.caller = caller
        self.ids: dict[str, list[str]] = {}
        self.versions: dict[str, int] = {}
        self.lock = threading.Lock()

    def read(self, path: str) -> Any:
        """The answer to a read, empty when it is refused."""
        response = requests.get(f"{self.caller.url}/api/v1/{path}", headers=self.caller.headers(), timeout=TIMEOUT)
        return response.json() if response.ok else {}

    def fill(self) -> None:
        """Looks around: the directory, the own cases, and all about some of the people."""
        for kind in ("programs", "teams", "staff", "cases", "hand-offs", "imports", "referrals"):
            self.keep(kind, self.read(kind).get("items", []))
        self.keep("notes", self.read("notes?status=draft").get("items", []))
        cases = self.read("cases?scope=mine&limit=200").get("items") or self.read("cases?limit=200").get("items", [])
        for case in cases[:PEOPLE]:
            overview = self.read(f"people/{case['person']['id']}/overview")
            self.keep("people", [overview.get("person", {})])
            self.keep("cases", overview.get("person", {}).get("cases", []))
            whole = self.read(f"people/{case['person']['id']}/comprehensive-assessments")
            self.keep("comprehensive-assessments", whole.get("items", []))
            for part in PARTS:
                self.keep(part.replace("_", "-"), overview.get(part, []))
        codes = [{"id": item["code"]} for item in self.read("instruments").get("items", [])]
        self.keep("instruments", codes)
        for kind in ("measures", "measure-boards"):
            self.keep(kind, [{"id": item["code"]} for item in self.read(kind).get("items", [])])
        self.keep("saved-reports", self.read("saved-reports").get("items", []))

    def keep(self, kind: str, items: list[dict]) -> None:
        """Remembers records of a kind."""
        with self.lock:
            ids = self.ids.setdefault(kind, [])
            for item in items:
                if "id" in item and item["id"] not in ids:
                    ids.append(item["id"])
            del ids[:-KEPT]
        for item in items:
            self.learn(item)

    def learn(self, value: Any) -> None:
        """Remembers the version of every record in an answer."""
        if isinstance(value, list):
            for item in value:
                self.learn(item)
        if isinstance(value, dict):
            if isinstance(value.get("id"), str) and isinstance(value.get("version"), int):
                self.versions[value["id"]] = value["version"]
            for item in value.values():
                self.learn(item)

    def any(self, kind: str, chance: random.Random) -> str | None:
        """The id of some record of a kind."""
        ids = self.ids.get(kind)
        return chance.choice(ids) if ids else None

    def body(self, value: Any, chance: random.Random) -> Any:
        """A body whose references mostly point to something."""
        if isinstance(value, list):
            return [self.body(item, chance) for item in value]
        if not isinstance(value, dict):
            return value
        return {name: self.member(name, item, chance) for name, item in value.items()}

    def member(self, name: str, value: Any, chance: random.Random) -> Any:
        """One member of a body."""
        kind = MEMBERS.get(name)
        known = self.any(kind, chance) if kind and isinstance(value, str) and chance.random() < 0.8 else None
        return known or self.body(value, chance)
