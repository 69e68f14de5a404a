"""The callers of the contract tests: how each gets an access token, and a new one before it expires.

The credentials are those of the demo organization, which `tend demo --sign-ins` prints."""

import time
from dataclasses import dataclass, field

import requests

PASSWORD = "copper kettles drift past noon"
CARE_MANAGER = "maria.okafor@harborvalley.example"
# A care manager of another team.
NEIGHBOUR = "lucia.fontaine@harborvalley.example"
CLIENT_ID = "0198d3a1-6080-7c1e-b3d2-0f5897aa41e6"
CLIENT_SECRET = "demo-only-slow-green-ferry-returns-at-dusk"
CLIENT = {"grant_type": "client_credentials", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}

INTEGRATOR = "integrator"
NAMES = ("care manager", INTEGRATOR)
TIMEOUT = 30
# Signing in is throttled for who fails often, and the tests send many wrong passwords.
PATIENCE_SECONDS = 120
RENEW_BEFORE_SECONDS = 60


def patient_post(url: str, **request: object) -> requests.Response:
    """Posts, and waits as long as a throttled answer says."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        response = requests.post(url, timeout=TIMEOUT, **request)
        if response.status_code not in (429, 503) or time.monotonic() > end:
            return response
        time.sleep(float(response.headers.get("Retry-After", "1")))


def sign_in(url: str, email: str) -> str:
    """The access token of a new session."""
    response = patient_post(f"{url}/api/v1/sessions", json={"email": email, "password": PASSWORD})
    assert response.status_code == 201, f"{email} could not sign in: {response.status_code} {response.text}"
    return response.json()["access_token"]


def client_token(url: str) -> str:
    """An access token of the demo's API client."""
    response = patient_post(f"{url}/api/v1/oauth/token", data=CLIENT)
    assert response.status_code == 200, f"the client got no token: {response.status_code} {response.text}"
    return response.json()["access_token"]


def new_token(url: str, name: str) -> str:
    """A new access token of a caller: the integrator, the care manager, or the colleague with this e-mail."""
    if name == INTEGRATOR:
        return client_token(url)
    return sign_in(url, CARE_MANAGER if name == "care manager" else name)


@dataclass
class Caller:
    """One caller and its access token, which lives five minutes."""

    url: str
    name: str
    token_text: str = field(default="", repr=False)
    renew_at: float = 0.0

    def token(self) -> str:
        """A token that is good for another minute at least."""
        if time.monotonic() >= self.renew_at:
            self.token_text = new_token(self.url, self.name)
            self.renew_at = time.monotonic() + 300 - RENEW_BEFORE_SECONDS
        return self.token_text

    def headers(self) -> dict[str, str]:
        """The headers of a request by this caller."""
        return {"Authorization": f"Bearer {self.token()}"}


def spare_email(caller: Caller) -> str:
    """A care manager of the demo other than the caller, for sessions that are used up. The story hires nobody of that role."""
    response = requests.get(f"{caller.url}/api/v1/staff?limit=200", headers=caller.headers(), timeout=TIMEOUT)
    others = [worker["email"] for worker in response.json()["items"] if worker["role"] == "care_manager" and worker["email"] != CARE_MANAGER]
    return others[0]
