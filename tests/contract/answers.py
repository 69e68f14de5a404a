"""What the running server answers, stated one by one: what generated requests do not say clearly enough."""

import uuid
from collections.abc import Iterator

import requests
from callers import CARE_MANAGER, CLIENT_ID, TIMEOUT, Caller, sign_in, spare_email
from document import operations

NOBODY = str(uuid.UUID(int=0))
PROBLEM = "application/problem+json"
STREAM_SECONDS = 10


class Api:
    """The server, its document and its callers."""

    def __init__(self, url: str, document: dict, care_manager: Caller, integrator: Caller):
        self.url = url
        self.document = document
        self.care_manager = care_manager
        self.integrator = integrator

    def send(self, method: str, path: str, **request: object) -> requests.Response:
        """One request; `path` may be a template, whose ids are then those of nobody."""
        path = path.replace("{id}", NOBODY).replace("{code}", "none")
        return requests.request(method, self.url + path, timeout=TIMEOUT, **request)

    def guarded(self) -> Iterator[tuple[str, str, str]]:
        """Method, path and id of every operation that needs an access token."""
        for path, method, operation in operations(self.document):
            if {"bearer": []} in operation["security"]:
                yield method, path, operation["operationId"]


def refused(response: requests.Response, status: int, code: str | None = None) -> None:
    """Fails unless the answer is a problem document of this status and code that tells nothing else."""
    assert response.status_code == status, f"{response.request.method} {response.url}: {response.status_code}, not {status}"
    assert response.headers["content-type"] == PROBLEM, response.headers["content-type"]
    problem = response.json()
    assert problem["status"] == status and (code is None or problem["code"] == code), problem
    assert problem["instance"] == f"urn:uuid:{response.headers['x-request-id']}", problem


def nothing_is_answered_without_a_token(api: Api) -> None:
    for method, path, _ in api.guarded():
        refused(api.send(method, path), 401, "token_required")


def nothing_is_answered_to_a_malformed_token(api: Api) -> None:
    for authorization in ("Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic dXNlcjpwYXNz", "bearer", "Bearer " + "x" * 4000):
        refused(api.send("GET", "/api/v1/me", headers={"Authorization": authorization}), 401)


def a_changed_token_is_refused(api: Api) -> None:
    head, claims, signature = api.care_manager.token().split(".")
    for token in (f"{head}.{claims}.", f"{head}.{claims[:-2]}AA.{signature}", f"e30.{claims}.{signature}"):
        refused(api.send("GET", "/api/v1/me", headers={"Authorization": f"Bearer {token}"}), 401, "token_invalid")


def a_refusal_for_want_of_a_token_says_which_kind_is_wanted(api: Api) -> None:
    assert api.send("GET", "/api/v1/me").headers["www-authenticate"].startswith("Bearer")


def a_wrong_method_is_answered_with_the_ones_that_work(api: Api) -> None:
    for path, item in api.document["paths"].items():
        declared = {method.upper() for method in item}
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - declared:
            response = api.send(method, path, headers=api.care_manager.headers())
            refused(response, 405, "method_not_allowed")
            allowed = {name.strip() for name in response.headers["allow"].split(",")}
            assert allowed == declared, f"{method} {path}: Allow is {allowed}, not {declared}"


def an_unknown_address_is_answered_with_a_problem(api: Api) -> None:
    for path in ("/api/v1/nothing", "/api/v1/people/not-an-id", "/api/v1/tasks/1/complete/2", "/api/v1/"):
        refused(api.send("GET", path, headers=api.care_manager.headers()), 404, "not_found")


def what_may_not_be_seen_is_answered_like_what_is_not_there(api: Api) -> None:
    for method, path, _ in api.guarded():
        if method == "get" and "{id}" in path:
            response = api.send(method, path, headers=api.care_manager.headers(), params=required_query(api, path))
            assert response.status_code in (403, 404), f"{path}: {response.status_code}"


def required_query(api: Api, path: str) -> dict[str, str]:
    """A value for every query parameter that a read needs."""
    parameters = api.document["paths"][path]["get"].get("parameters", [])
    wanted = [parameter for parameter in parameters if parameter["in"] == "query" and parameter.get("required")]
    return {parameter["name"]: value_of(api, parameter["schema"]) for parameter in wanted}


def value_of(api: Api, schema: dict) -> str:
    """A value that the schema of a parameter takes: the first of a closed set, a day, an id, else a number."""
    named = api.document["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2], schema)
    by_format = {"date": "2026-03-02", "uuid": "01980000-0000-7000-8000-000000000000"}
    return named.get("enum", [by_format.get(named.get("format", ""), "1")])[0]


def a_body_of_another_media_type_is_refused(api: Api) -> None:
    for media in ("text/plain", "application/xml", "application/jsonx", "", "multipart/form-data; boundary=x"):
        headers = api.care_manager.headers() | {"Content-Type": media}
        refused(api.send("POST", "/api/v1/people/search", data=b"{}", headers=headers), 415)


def a_body_that_is_not_json_is_refused_with_its_place(api: Api) -> None:
    for body in (b"", b"{", b'{"limit": 1,}', b"\xff\xfe", b'{"limit": NaN}', b"[1, 2", b'"' + b"\xed\xa0\x80" + b'"'):
        headers = api.care_manager.headers() | {"Content-Type": "application/json"}
        refused(api.send("POST", "/api/v1/people/search", data=body, headers=headers), 400, "malformed")


def a_body_nested_too_deeply_is_refused(api: Api) -> None:
    headers = api.care_manager.headers() | {"Content-Type": "application/json"}
    for depth in (40, 100, 5000, 100_000):
        response = api.send("POST", "/api/v1/people/search", data=b"[" * depth + b"]" * depth, headers=headers)
        assert response.status_code in (400, 422), f"depth {depth}: {response.status_code}"


def a_body_over_one_mebibyte_is_refused(api: Api) -> None:
    body = b'{"text": "' + b"a" * (1 << 20) + b'"}'
    headers = api.care_manager.headers() | {"Content-Type": "application/json"}
    refused(api.send("POST", "/api/v1/people/search", data=body, headers=headers), 413, "too_large")


def an_unknown_member_is_refused_with_a_pointer(api: Api) -> None:
    response = api.send("POST", "/api/v1/today/search", json={"text": "a", "colour": "red"}, headers=api.care_manager.headers())
    refused(response, 422, "invalid")
    assert response.json()["errors"], response.json()


def an_unknown_query_parameter_is_refused(api: Api) -> None:
    refused(api.send("GET", "/api/v1/today?colour=red", headers=api.care_manager.headers()), 422, "invalid")


def a_wrong_password_and_an_unknown_account_are_answered_alike(api: Api) -> None:
    bodies = [{"email": CARE_MANAGER, "password": "wrong"}, {"email": "nobody@harborvalley.example", "password": "wrong"}]
    answers = [api.send("POST", "/api/v1/sessions", json=body) for body in bodies]
    for answer in answers:
        refused(answer, 401, "sign_in_failed")
    assert answers[0].json()["detail"] == answers[1].json()["detail"]


def a_client_with_a_wrong_secret_gets_no_token(api: Api) -> None:
    form = {"grant_type": "client_credentials", "client_id": CLIENT_ID, "client_secret": "wrong"}
    refused(api.send("POST", "/api/v1/oauth/token", data=form), 401, "client_refused")


def a_session_is_not_refreshed_from_a_foreign_page(api: Api) -> None:
    refused(api.send("POST", "/api/v1/sessions/refresh", headers={"Cookie": f"__Host-tend-refresh={NOBODY}.x"}), 401)


def the_integrator_has_no_screen(api: Api) -> None:
    refused(api.send("POST", "/api/v1/sessions/unlock", json={"password": "x"}, headers=api.integrator.headers()), 403)


def live_updates_begin_at_once_and_carry_kind_id_and_version_only(api: Api) -> None:
    headers = api.care_manager.headers() | {"Accept": "text/event-stream"}
    with requests.get(f"{api.url}/api/v1/events", headers=headers, stream=True, timeout=STREAM_SECONDS) as response:
        assert response.status_code == 200 and response.headers["content-type"] == "text/event-stream", response.headers
        lines = response.iter_lines(chunk_size=1, decode_unicode=True)
        assert next(lines) == ": connected"
        create_a_task(api)
        event = next(line for line in lines if line.startswith("data: "))
        members = set(requests.models.complexjson.loads(event.removeprefix("data: ")))
        assert members == {"kind", "id", "version"}, event


def live_updates_end_with_the_session(api: Api) -> None:
    headers = {"Authorization": f"Bearer {sign_in(api.url, spare_email(api.care_manager))}"}
    with requests.get(f"{api.url}/api/v1/events", headers=headers, stream=True, timeout=STREAM_SECONDS) as response:
        lines = response.iter_lines(chunk_size=1, decode_unicode=True)
        assert next(lines) == ": connected"
        assert api.send("POST", "/api/v1/sessions/sign-out", headers=headers).status_code == 204
        # A stream that goes on sends a sign of life only after the time of the test.
        assert not [line for line in lines if line.startswith("data: ")]


def create_a_task(api: Api) -> None:
    """A change that the care manager hears of."""
    headers = api.care_manager.headers()
    cases = api.send("GET", "/api/v1/cases?scope=mine&status=active", headers=headers).json()["items"]
    task = {"case_id": cases[0]["id"], "title": "Call the pharmacy", "kind": "call", "priority": "routine", "due_at": "2030-01-01T09:00:00Z"}
    response = api.send("POST", "/api/v1/tasks", json=task, headers=headers)
    assert response.status_code == 201, response.text


def every_answer_forbids_storing_framing_and_sniffing(api: Api) -> None:
    for path in ("/api/v1/me", "/api/v1/today", "/api/v1/nothing", "/api/openapi.json", "/health", "/ready", "/metrics"):
        headers = api.send("GET", path, headers=api.care_manager.headers()).headers
        assert headers.get("cache-control") == "no-store", (path, headers)
        assert headers.get("x-content-type-options") == "nosniff", (path, headers)
        assert "frame-ancestors 'none'" in headers.get("content-security-policy", ""), (path, headers)


CHECKS = (
    nothing_is_answered_without_a_token,
    nothing_is_answered_to_a_malformed_token,
    a_changed_token_is_refused,
    a_refusal_for_want_of_a_token_says_which_kind_is_wanted,
    a_wrong_method_is_answered_with_the_ones_that_work,
    an_unknown_address_is_answered_with_a_problem,
    what_may_not_be_seen_is_answered_like_what_is_not_there,
    a_body_of_another_media_type_is_refused,
    a_body_that_is_not_json_is_refused_with_its_place,
    a_body_nested_too_deeply_is_refused,
    a_body_over_one_mebibyte_is_refused,
    an_unknown_member_is_refused_with_a_pointer,
    an_unknown_query_parameter_is_refused,
    a_wrong_password_and_an_unknown_account_are_answered_alike,
    a_client_with_a_wrong_secret_gets_no_token,
    a_session_is_not_refreshed_from_a_foreign_page,
    the_integrator_has_no_screen,
    live_updates_begin_at_once_and_carry_kind_id_and_version_only,
    live_updates_end_with_the_session,
    every_answer_forbids_storing_framing_and_sniffing,
)
