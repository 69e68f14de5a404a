"""One piece of work after the other by those who may do it, so that every operation succeeds and its answer is held to the document.

Generated requests seldom get as far as approving a plan; these do nothing else."""

import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import requests
import schemathesis
from callers import NEIGHBOUR, PASSWORD, TIMEOUT, Caller, patient_post
from document import operations
from schemathesis.checks import CHECKS

CHECKED = ("status_code_conformance", "content_type_conformance", "response_headers_conformance", "response_schema_conformance")
NEW_PASSWORD = "seven lanterns over quiet water"
# Collections that everybody sees.
OPEN = (
    "programs", "teams", "staff", "instruments", "instrument-policies", "measures", "community-services", "community-organizations", "insurance-plans",
)
COOKIE = "__Host-tend-refresh"
CALENDAR = ZoneInfo("America/New_York")


def at(**delta: float) -> str:
    """An instant from now."""
    return (datetime.now(UTC) + timedelta(**delta)).isoformat()


def day(days: int) -> str:
    """A day from now, by the calendar of the demo's programs: late in the evening it is tomorrow elsewhere."""
    return (datetime.now(CALENDAR).date() + timedelta(days=days)).isoformat()


class Story:
    """Calls operations by their id, and notes which ones succeeded."""

    def __init__(self, url: str, document: dict, emails: dict[str, str]):
        self.url = url
        self.paths = {operation["operationId"]: (method.upper(), path) for path, method, operation in operations(document)}
        self.schema = schemathesis.openapi.from_dict(document, config=schemathesis.Config())
        self.callers = {role: Caller(url, email) for role, email in emails.items()}
        self.callers["integrator"] = Caller(url, "integrator")
        self.callers["neighbour"] = Caller(url, NEIGHBOUR)
        self.succeeded: set[str] = set()
        # Ids of the records that the care manager worked with, by collection.
        self.touched: dict[str, set[str]] = {}
        # Of the records of the story: the last answer about each.
        self.person: dict = {}
        self.case: dict = {}

    def send(self, role: str | None, name: str, key: str | None = None, body: object = None, **more: object) -> requests.Response:
        """One request; `version` is sent as If-Match, the rest as it is."""
        method, path = self.paths[name]
        headers = dict(self.callers[role].headers() if role else {}, **more.pop("headers", {}))
        if "version" in more:
            headers["If-Match"] = f'"{more.pop("version")}"'
        if body is not None:
            more["json"] = body
        url = self.url + path.replace("{code}", str(more.pop("code", key))).replace("{id}", str(key))
        return requests.request(method, url, headers=headers, timeout=TIMEOUT, **more)

    def checked(self, name: str, response: requests.Response) -> dict:
        """The answer of an operation that succeeded as the document says it does."""
        assert response.ok, f"{name}: {response.status_code} {response.text[:500]}"
        method, path = self.paths[name]
        checks = CHECKS.get_by_names(list(CHECKED))
        keys = {key: "" for key in ("id", "code") if f"{{{key}}}" in path}
        self.schema[path][method].Case(path_parameters=keys).validate_response(response, checks=checks)
        self.succeeded.add(name)
        return response.json() if response.headers.get("Content-Type") == "application/json" else {}

    def do(self, role: str | None, name: str, key: str | None = None, body: object = None, **more: object) -> dict:
        """Sends and checks."""
        kind = self.paths[name][1].split("/")[3]
        if role == "care_manager" and key and kind not in OPEN:
            self.touched.setdefault(kind, set()).add(key)
        return self.checked(name, self.send(role, name, key, body, **more))

    def change(self, role: str, name: str, record: dict, body: object = None) -> dict:
        """A change of a record in the version last seen."""
        return self.do(role, name, record["id"], body, version=record["version"])

    def until(self, look: Callable[[], list[dict]]) -> list[dict]:
        """What the platform does by itself, as soon as it is there."""
        end = time.monotonic() + TIMEOUT
        while not (found := look()):
            assert time.monotonic() < end, "nothing came"
            time.sleep(0.2)
        return found

    def name(self, role: str) -> str:
        """The id of who has a role."""
        return self.do(role, "me_get")["id"]


def a_person_is_taken_in_and_found(story: Story) -> None:
    body = {"family_name": "Whitcombe", "given_name": "Odalys", "birth_date": "1958-04-02", "sex": "female", "language": "en"}
    person = story.do("care_manager", "person_create", body=body)
    programs = story.do("care_manager", "program_list")["items"]
    story.do("care_manager", "program_get", programs[0]["id"])
    teams = [team for team in story.do("care_manager", "team_list")["items"] if team["id"] in own_teams(story)]
    program = teams[0]["program"]["id"]
    case = {"person_id": person["id"], "program_id": program, "team_id": teams[0]["id"], "tier": "high", "enrolled_at": at(hours=-2)}
    story.case = story.do("care_manager", "case_create", body=case)
    story.person = story.do("care_manager", "person_get", person["id"])
    story.do("care_manager", "case_get", story.case["id"])
    story.do("care_manager", "case_list", params={"scope": "mine", "limit": 5})
    found = story.do("care_manager", "person_search", body={"text": "whitc"})
    assert person["id"] in [item["id"] for item in found["items"]], found
    story.person = story.change("care_manager", "person_update", story.person, {"phone": "+1 518 555 0147", "preferred_name": "Oda"})


def a_tier_is_judged_and_decided(story: Story) -> None:
    case = story.case["id"]
    story.do("care_manager", "acuity_model")
    story.do("care_manager", "acuity_list", params={"scope": "mine", "limit": 5})
    story.do("care_manager", "acuity_list", params={"standing": "agrees", "provisional": "true", "limit": 5})
    story.do("care_manager", "risk_score_list", case)
    judged = story.do("care_manager", "acuity_get", case)
    assert judged["judgement"]["provisional"], judged
    decision = {"kind": "adopted", "tier": judged["judgement"]["possible"][-1]}
    decided = story.change("care_manager", "tier_decide", story.do("care_manager", "case_get", case), decision)
    assert decided["judgement"]["tier"] == decision["tier"], decided
    story.case = story.do("care_manager", "case_get", case)


def own_teams(story: Story) -> list[str]:
    """The teams of the care manager."""
    return [team["id"] for team in story.do("care_manager", "me_get")["teams"]]


def their_surroundings_are_written_down(story: Story) -> None:
    person = story.person["id"]
    related = {"name": "Lena Whitcombe", "relationship": "daughter", "is_caregiver": True, "may_discuss": True}
    story.do("care_manager", "person_received", person)
    close = story.do("care_manager", "related_person_create", person, related)
    close = story.change("care_manager", "related_person_update", close, related | {"phone": "555-0133"})
    friend = story.do("care_manager", "related_person_create", person, related | {"name": "Lou Alder", "relationship": "friend"})
    story.change("care_manager", "related_person_end", friend)
    story.do("care_manager", "coverage_create", person, {"payer": "Capital Health", "kind": "medicare", "starts_on": day(-400)})
    member = {"staff_id": story.name("assistant"), "role": "assistant"}
    joined = story.do("care_manager", "case_member_create", story.case["id"], member)["members"]
    extra = {"staff_id": story.name("director"), "role": "consultant"}
    more = story.do("care_manager", "case_member_create", story.case["id"], extra)["members"]
    story.change("care_manager", "case_member_end", next(one for one in more if one not in joined))


def a_task_goes_through_its_life(story: Story) -> None:
    body = {"case_id": story.case["id"], "title": "Call the pharmacy", "kind": "call", "priority": "routine", "due_at": at(days=1)}
    task = story.do("care_manager", "task_create", body=body)
    task = story.change("care_manager", "task_update", task, {"priority": "urgent", "detail": "Ask for large print."})
    task = story.change("care_manager", "task_snooze", task, {"until": at(hours=3)})
    task = story.change("care_manager", "task_complete", task, {"note": "Done."})
    task = story.change("care_manager", "task_reopen", task)
    task = story.change("care_manager", "task_assign", task, {"owner_id": story.name("assistant")})
    story.do("care_manager", "task_get", task["id"])
    story.do("care_manager", "task_list", story.case["id"])
    story.change("care_manager", "task_cancel", task, {"reason": "The pharmacy called."})


def the_worklist_shows_and_counts_it(story: Story) -> None:
    listed = story.do("care_manager", "today_list", params={"limit": 2})
    story.do("care_manager", "today_list", params={"limit": 2, "cursor": listed["next"]})
    story.do("care_manager", "today_counts")
    for kind in ("deadline", "task", "alert"):
        story.do("care_manager", "today_counts", params={"kind": kind, "scope": "team"})
        story.do("care_manager", "today_search", body={"text": "a", "kind": kind, "scope": "mine"})


def a_deadline_is_snoozed_and_waived(story: Story) -> None:
    deadlines = story.do("care_manager", "deadline_list", story.case["id"])["items"]
    deadline = next(item for item in deadlines if item["status"] == "open")
    story.do("care_manager", "deadline_get", deadline["id"])
    deadline = story.change("care_manager", "deadline_snooze", deadline, {"until": at(minutes=30), "reason": "The records come then."})
    story.change("director", "deadline_waive", deadline, {"reason": "Seen by the hospital's own team."})


def an_answer_to_a_paper_that_came_by_mail_gets_more_time(story: Story) -> None:
    cases = story.do("director", "case_list", params={"scope": "team", "status": "active", "limit": 100})["items"]
    case = next(case for case in cases if case["setting"] == "legal")["id"]
    story.do("director", "milestone_create", case, {"kind": "motion_received", "occurred_on": day(-1)})
    deadlines = story.do("director", "deadline_list", case)["items"]
    deadline = next(item for item in deadlines if item["rule"]["code"] == "T-19.response_14" and item["status"] == "open")
    story.change("director", "deadline_extend", deadline, {"days": 3, "reason": "It came by mail."})
    hearing = {"kind": "hearing", "starts_at": at(minutes=60 * 24 * 45), "minutes": 30, "hears": "hearing_on_own_motion"}
    hearing = story.do("director", "appointment_create", case, hearing)["appointment"]
    hearing = story.change("director", "appointment_move", hearing, {"starts_at": at(minutes=60 * 24 * 60)})
    story.change("director", "appointment_cancel", hearing, {"by": "provider", "reason": "It was settled."})


def a_rule_is_previewed_and_changed(story: Story) -> None:
    program = story.do("director", "program_list")["items"][0]["id"]
    rules = story.do("director", "program_rule_list", program)["items"]
    rule = next(rule for rule in rules if "rule_revise" in rule["can"] and rule["clock"]["amount"] > 1)
    clock = {"type": rule["clock"]["type"], "amount": rule["clock"]["amount"] - 1}
    version = {"clock": clock, "valid_from": day(30), "reason": "Agreed with the county"}
    story.do("director", "rule_preview", rule["id"], version)
    story.change("director", "rule_revise", rule, version)


def closures_are_previewed_and_set(story: Story) -> None:
    program = story.do("director", "program_list")["items"][0]["id"]
    ours = next(one for one in story.do("director", "work_calendar_list")["items"] if (one["program"] or {}).get("id") == program)
    days = ours["days"] | {"closures": [*ours["days"]["closures"], day(40)], "school_years": [{"first": day(1), "last": day(200)}]}
    body = {"program_id": program, "days": days}
    story.do("director", "work_calendar_preview", body=body)
    story.do("director", "work_calendar_set", body=body, version=ours["version"])


def a_site_sets_the_version_of_an_instrument(story: Story) -> None:
    policy = story.do("care_manager", "instrument_policy_list")["items"][0]
    other = next(one["version"] for one in policy["editions"] if not one["usual"])
    story.do("director", "instrument_policy_set", policy["instrument"], {"instrument_version": other}, version=policy["version"])


def a_site_adds_the_wording_of_a_skeleton_and_takes_it_back(story: Story) -> None:
    skeleton = story.do("organization_admin", "instrument_get", "lawton")
    items = {
        str(item["number"]): {"text": f"Text {item['number']}", "options": {str(one["value"]): f"Answer {one['value']}" for one in item["options"]}}
        for item in skeleton["items"]
    }
    texts = {"instrument": "lawton", "instrument_version": skeleton["version"], "texts": {"en": {"title": "Household", "items": items}}}
    story.do("organization_admin", "instrument_wording_preview", body=texts)
    licence = {"licensor": "The society", "reference": "Letter 7", "valid_until": day(400), "confirmed": True}
    wording = story.do("organization_admin", "instrument_wording_create", body=texts | licence)
    story.do("director", "instrument_wording_list")
    story.do("director", "instrument_wording_get", wording["id"])
    story.do("care_manager", "instrument_get", "lawton", params={"language": "es"})
    story.change("organization_admin", "instrument_wording_withdraw", wording, {"reason": "The contract ended."})


def the_scope_of_practice_is_made_stricter_and_given_back(story: Story) -> None:
    table = story.do("care_manager", "scope_get")
    assert {"close_alert", "sign_note"} <= {row["activity"] for row in table["rows"]}, table
    limit = {"activity": "utilization_review", "level": "registered_nurse", "condition": "cosigned", "starts_on": day(2)}
    limit = story.do("director", "scope_limit_create", body=limit | {"reason": "Agreed with the accreditor"})
    story.change("director", "scope_limit_withdraw", limit, {"reason": "The survey is over."})


def an_answer_opens_an_alert_that_is_closed(story: Story) -> None:
    code = next(item["code"] for item in story.do("care_manager", "instrument_list")["items"] if item["code"] == "phq-9")
    story.do("care_manager", "instrument_get", code)
    story.do("care_manager", "instrument_score", code, {"answers": {"1": 2, "9": 1}})
    story.do("care_manager", "rule_list")
    story.do(
        "care_manager",
        "deadline_preview",
        body={"anchor": "2026-11-25T15:00:00-05:00", "time_zone": "America/New_York", "rule": "T-5.contact"},
    )
    body = {"instrument": code, "mode": "phone", "answers": {"1": 2}}
    draft = story.do("assistant", "assessment_create", story.case["id"], body)
    answers = {str(number): 1 for number in range(1, 10)}
    draft = story.change("assistant", "assessment_update", draft, {"answers": answers})
    waiting = story.change("assistant", "assessment_complete", draft)
    story.do("care_manager", "assessment_get", waiting["id"])
    story.do("care_manager", "assessment_list", story.person["id"], params={"instrument": code})
    story.change("director", "assessment_review", waiting)
    wrong = story.do("assistant", "assessment_create", story.case["id"], body)
    story.change("assistant", "assessment_withdraw", wrong, {"reason": "Begun for the wrong person."})
    alert = story.do("care_manager", "alert_list", story.person["id"])["items"][0]
    alert = story.do("care_manager", "alert_get", alert["id"])
    alert = story.change("care_manager", "alert_acknowledge", alert)
    outcome = {"outcome": "evaluated_no_imminent_risk", "detail": "Evaluated by phone with the clinician on call."}
    story.change("care_manager", "alert_close", alert, outcome)


def a_whole_picture_is_taken_in_sections_and_proposes_needs(story: Story) -> None:
    form = story.do("care_manager", "comprehensive_form_get")
    whole = story.do("assistant", "comprehensive_assessment_create", story.case["id"], {"initial": True})
    story.do("care_manager", "comprehensive_assessment_get", whole["id"])
    for section in form["sections"]:
        if section["section"] not in [asked["section"] for asked in whole["sections"]]:
            continue
        answers = [some_answer(question) for question in section["questions"] if question["required"]]
        body = {"section": section["section"], "mode": "video", "answers": answers}
        whole = story.change("assistant", "comprehensive_assessment_update", whole, body)
    assert whole["proposals"], "some last answers propose a need"
    accepted, declined = [proposal["code"] for proposal in whole["proposals"][:2]]
    whole = story.change("care_manager", "comprehensive_assessment_decide", whole, {"proposal": accepted, "accept": True})
    reason = {"proposal": declined, "accept": False, "reason": "Her sister sees to it."}
    whole = story.change("care_manager", "comprehensive_assessment_decide", whole, reason)
    whole = story.change("assistant", "comprehensive_assessment_complete", whole)
    whole = story.change("director", "comprehensive_assessment_review", whole)
    assert whole["status"] == "completed", whole
    story.do("care_manager", "comprehensive_assessment_list", story.person["id"])
    again = story.do("care_manager", "comprehensive_assessment_create", story.case["id"], {})
    compared = story.do("care_manager", "comprehensive_assessment_compare", again["id"])
    story.change("care_manager", "comprehensive_assessment_withdraw", again, {"reason": "Begun by mistake."})
    assert compared["before"]["id"] == whole["id"], compared


def some_answer(question: dict) -> dict:
    """The last choice, the lowest number, or a few words."""
    code = {"question": question["code"]}
    if question["choices"]:
        return code | {"codes": [question["choices"][-1]["code"]]}
    return code | ({"number": question["min"]} if question["form"] == "number" else {"text": "In her own words"})


def days_off_are_planned_and_given_back(story: Story) -> None:
    steps = story.do("organization_admin", "escalation_get")["steps"]
    assert [step["after_percent"] for step in steps] == [0, 25, 100], steps
    body = {"cover_id": story.name("senior_care_manager"), "first_on": day(700), "last_on": day(704)}
    absence = story.do("care_manager", "absence_create", body=body)
    listed = story.do("senior_care_manager", "absence_list", params={"limit": 200})["items"]
    assert absence["id"] in [item["id"] for item in listed], listed
    story.change("care_manager", "absence_cancel", absence)


def something_is_arranged_answered_through_a_link_and_confirmed(story: Story) -> None:
    person = story.person["id"]
    body = {"kind": "transport", "recipient": "County desk", "request": "A ride to the clinic"}
    referral = story.do("care_manager", "referral_create", story.case["id"], body)
    referral = story.change("care_manager", "referral_update", referral, body | {"note": "Uses a walker."})
    referral = story.change("care_manager", "referral_send", referral, {"channel": "link"})
    new = {"given_to": "Intake desk", "shares_contact": True, "days": 14}
    link = story.do("care_manager", "referral_link_create", referral["id"], new)
    token = {"token": story.do("care_manager", "referral_link_get", link["id"])["token"]}
    story.do(None, "partner_referral_open", body=token)
    told = story.do(None, "partner_referral_answer", body=token | {"answer": "accept"})
    assert told["person"]["name"], told
    referral = story.do("care_manager", "referral_get", referral["id"])
    referral = story.change("care_manager", "referral_answer", referral, {"answer": "serve", "on": day(0)})
    said = {"received": True, "on": day(0), "way": "phone", "with": "person"}
    referral = story.change("care_manager", "referral_confirm", referral, said)
    assert referral["status"] == "completed", referral
    story.change("care_manager", "referral_link_revoke", link)
    assert len(story.do("care_manager", "referral_history", referral["id"])["events"]) == 5
    for kind, course, dates in (
        ("benefit", "referral_benefit_update", {"benefit": "snap", "applied_on": day(-1)}),
        ("housing", "referral_housing_update", {"applied_on": day(-1)}),
        ("dme", "referral_equipment_update", {"item": "walking", "prescribed_on": day(-1), "ordered_on": day(-1)}),
    ):
        other = story.do("care_manager", "referral_create", story.case["id"], body | {"kind": kind})
        other = story.change("care_manager", course, other, dates)
        if kind == "dme":
            story.do("care_manager", "referral_document_note", other["id"], {"document": "written_order", "state": "ready"})
            papers = story.do("care_manager", "referral_document_list", other["id"])["items"]
            assert [paper["state"] for paper in papers] == ["ready", "missing", "missing", "missing"], papers
        story.change("care_manager", "referral_cancel", other, {"reason": "no_longer_needed"})
    story.do("care_manager", "referral_list", person)
    story.do("care_manager", "referral_worklist", params={"scope": "mine", "limit": 5})
    story.do("care_manager", "referral_summary")


def what_is_protected_goes_out_with_a_consent_and_is_accounted_for(story: Story) -> None:
    person = story.person["id"]
    consent = {
        "kind": "share", "decision": "permit", "purposes": ["treatment"], "recipient_class": "provider", "recipient_name": "Riverbend",
        "labels": ["substance_use"], "actions": ["share"], "from_on": day(-1), "form": "written", "form_version": "2026-1",
        "signed_by": "Odalys Whitcombe", "signer_role": "person",
    }
    body = {"kind": "therapy", "recipient": "Riverbend", "request": "Counselling", "labels": ["substance_use"]}
    referral = story.do("care_manager", "referral_create", story.case["id"], body)
    assert not story.do("care_manager", "referral_disclosure", referral["id"])["permitted"]
    given = story.do("care_manager", "consent_create", person, consent)
    question = {"purpose": "treatment", "recipient_class": "provider", "recipient_name": "Riverbend", "labels": ["substance_use"]}
    assert story.do("care_manager", "consent_check", person, question)["basis"] == "part2_consent"
    story.do("care_manager", "consent_simulate", person, {"labels": ["hiv"]})
    referral = story.change("care_manager", "referral_send", referral, {"channel": "fax"})
    assert story.do("care_manager", "disclosure_list", person, params={"limit": 5})["items"][0]["consent_id"] == given["id"]
    story.do("care_manager", "disclosure_export", person)
    given = story.change("care_manager", "consent_revoke", given, {"reason": "Changed her mind."})
    story.change("care_manager", "consent_withdraw", given, {"reason": "The form was another person's."})
    story.do("care_manager", "consent_list", person)
    story.change("care_manager", "referral_cancel", referral, {"reason": "person_declined"})
    outside = {"name": "Dr. Osei", "organization": "Valley Family Practice", "role": "primary_care", "since_on": day(-30)}
    member = story.do("care_manager", "external_member_create", person, outside)
    member = story.change("care_manager", "external_member_update", member, outside | {"phone": "+1 518 555 0101"})
    story.do("care_manager", "external_member_get", member["id"])
    assert story.do("care_manager", "care_team_get", person)["members"]
    story.change("care_manager", "external_member_end", member, {"until_on": day(-1)})


def a_plan_is_made_approved_revised_and_compared(story: Story) -> None:
    need = story.do("care_manager", "need_create", story.person["id"], {"kind": "functional", "title": "Can't walk far"})
    need = story.change("care_manager", "need_update", need, {"status": "active"})
    story.do("care_manager", "need_list", story.person["id"])
    goal = {"id": str(uuid.uuid4()), "need_id": need["id"], "text": "Walk to the corner and back", "measure": "distance", "unit": "m"}
    goal |= {"direction": "increase", "baseline": 40, "target": 200, "start_on": day(0), "due_on": day(60), "status": "active"}
    step = {"id": str(uuid.uuid4()), "goal_id": goal["id"], "text": "Walk together", "frequency": "weekly", "due_on": day(7), "status": "active"}
    barrier = {"id": str(uuid.uuid4()), "kind": "transportation", "severity": "low", "text": "No car", "status": "open"}
    content = {"goals": [goal], "interventions": [step], "barriers": [barrier]}
    story.do("care_manager", "care_plan_template_list", story.case["program"]["id"])
    shipped = story.do("director", "care_plan_template_editions")["items"][0]
    own = {"code": "first_weeks", "content": shipped["content"] | {"title": "The first weeks", "settings": []}}
    own = story.do("director", "care_plan_template_publish", body=own)
    story.change("director", "care_plan_template_withdraw", own)
    plan = story.do("care_manager", "care_plan_create", story.case["id"], {"kind": "comprehensive"})
    plan = story.change("care_manager", "care_plan_update", plan, {"content": content})
    story.do("care_manager", "care_plan_check", plan["id"])
    plan = story.change("care_manager", "care_plan_approve", plan)
    seen = {"goal_id": goal["id"], "value": 90, "achievement": "improving", "note": "To the mailbox and back."}
    seen = story.do("care_manager", "goal_progress_create", plan["id"], seen)
    assert story.do("care_manager", "goal_progress_list", plan["id"])["goals"][0]["current"] == 90
    story.change("care_manager", "goal_progress_retract", seen, {"reason": "Measured on another day."})
    due = story.do("care_manager", "occurrence_list", plan["id"])["interventions"][0]["occurrences"][-1]
    due = story.change("care_manager", "occurrence_settle", due, {"outcome": "excused", "reason": "It rained all week."})
    story.change("care_manager", "occurrence_reopen", due)
    agreed = {"participation": {"who": "person", "manner": "in_person", "stance": "agreed"}}
    story.do("care_manager", "plan_entry_create", plan["id"], agreed)
    copy = {"teach_back": {"given_to": "Odalys", "language": "en", "medium": "large_print", "understanding": "understood"}}
    copy = story.do("care_manager", "plan_entry_create", plan["id"], copy)
    story.change("care_manager", "plan_entry_retract", copy, {"reason": "Given to her daughter."})
    assert len(story.do("care_manager", "plan_entry_list", plan["id"])["items"]) == 2
    story.do("care_manager", "care_plan_print", plan["id"], params={"audience": "clinician"})
    plan = story.change("care_manager", "care_plan_revise", plan, {"reason": "Reached early."})
    plan = story.change("care_manager", "care_plan_update", plan, {"content": content | {"goals": [goal | {"target": 400}]}})
    story.do("care_manager", "care_plan_get", plan["id"])
    story.do("care_manager", "care_plan_list", story.case["id"])
    story.do("care_manager", "care_plan_revisions", plan["id"])
    compared = story.do("care_manager", "care_plan_compare", plan["id"], params={"from": 1, "to": 2})
    assert compared["items"], "the revisions differ"


def a_directory_is_brought_in_searched_and_kept(story: Story) -> None:
    name = f"Neighbors {uuid.uuid4()}"
    organization = story.do("director", "community_organization_create", body={"name": name})
    organization = story.change("director", "community_organization_update", organization, {"name": name, "phone": "518-555-0100"})
    agreed = {"contact": {"name": "Teresa Alvarado"}, "agreement": {"kind": "referral", "starts_on": "2026-01-01"}}
    organization = story.change("director", "community_organization_partner_update", organization, agreed)
    organization = story.change("director", "community_organization_close", organization)
    organization = story.change("director", "community_organization_reopen", organization)
    story.do("care_manager", "community_organization_get", organization["id"])
    story.do("care_manager", "community_organization_performance_get", organization["id"])
    past = story.do("care_manager", "community_organization_history", organization["id"])
    assert past["items"][0]["changed"] == ["status"], past
    content = {"name": "Pantry", "needs": ["social"], "time_zone": "America/New_York"}
    content |= {"eligibility": {"min_age": 18}, "schedule": [{"day": "TU", "opens": 600, "closes": 780}]}
    body = {"community_organization_id": organization["id"], "content": content}
    service = story.do("director", "community_service_create", body=body)
    changed = body | {"status": "active", "content": content | {"fees": "Free"}}
    service = story.change("director", "community_service_update", service, changed)
    story.change("care_manager", "community_service_report_capacity", service, {"status": "open", "said_by": "Front desk"})
    story.do("care_manager", "community_service_get", service["id"])
    story.do("care_manager", "community_service_history", service["id"])
    story.do("care_manager", "community_organization_list", params={"text": name[:12], "limit": 5})
    found = story.do("care_manager", "community_service_search", body={"text": name, "person_id": story.person["id"]})
    assert found["items"][0]["service"]["capacity"]["status"] == "open", found
    file = f"source_id,organization,name,needs\n{uuid.uuid4()},{name},Rides,social"
    report = story.do("director", "community_service_import", body={"format": "csv", "content": file, "dry_run": True})
    assert report["created"] == 1, report


def plan_of_the_payer(story: Story, coverage: dict, body: dict) -> None:
    organization = story.do("director", "community_organization_create", body={"name": f"Nurses {uuid.uuid4()}"})["id"]
    member = {"community_organization_id": organization, "status": "in", "from": "2020-01-01", "as_of": "2020-02-01"}
    limit = {"units": 40, "unit": "visit", "period": "year"}
    row = {"category": "home_health", "covered": True, "needs_authorization": True, "limit": limit, "from": "2020-01-01"}
    plan = {"payer": "Valley Shield", "name": f"Gold {uuid.uuid4()}", "status": "active", "benefits": [row], "network": [member]}
    written = story.do("organization_admin", "insurance_plan_create", body=plan)
    story.change("director", "insurance_plan_update", written, plan | {"benefits": [row | {"copay_cents": 1500}]})
    columns = "payer,plan,category,code,covered,needs_authorization,units,unit,period,copay,notes,organization,service,status,tier,as_of,from,to"
    file = f"{columns}\nValley Shield,{plan['name']},dme,,yes,no,,,,12.50,,,,,,,2020-01-01,\n"
    report = story.do("organization_admin", "insurance_plan_import", body={"content": file, "dry_run": True})
    assert (report["read"], report["created"], report["problems"]) == (1, 1, []), report
    story.do("care_manager", "insurance_plan_list")
    story.do("care_manager", "insurance_plan_get", written["id"])
    story.change("care_manager", "coverage_update", coverage, body | {"plan_id": written["id"]})
    asked = {"category": "home_health", "community_organization_id": organization}
    told = story.do("care_manager", "coverage_lookup", coverage["id"], asked)
    assert told["benefit"]["finding"] == "authorization_needed", told
    assert told["network"]["finding"] == "in_network", told


def a_payer_is_asked_reviews_decides_and_is_appealed_to(story: Story) -> None:
    case, person = story.case["id"], story.person["id"]
    body = {"payer": "Valley Shield", "kind": "medicare_advantage", "line": "medicare_advantage", "priority": 1}
    coverage = story.do("care_manager", "coverage_create", person, body)
    coverage = story.change("care_manager", "coverage_update", coverage, body | {"priority": 2})
    content = {"line": "medicare_advantage", "urgency": "standard", "kind": "concurrent", "category": "home_health", "unit": "visit"}
    plan_of_the_payer(story, coverage, body)
    content |= {"coverage_id": coverage["id"], "title": "Nursing visits", "units": 12, "from": day(-2), "to": day(50), "need": "Wound care"}

    def written(side: str) -> dict:
        return story.do("care_manager", "authorization_create", case, {"side": side, "content": content})

    def act(role: str, name: str, request: dict, body: object = None) -> dict:
        return story.change(role, f"authorization_{name}", request, body)

    request = written("reviewed")
    request = act("care_manager", "update", request, {"content": content | {"code": "G0299"}})
    request = act("care_manager", "submit", request, {"received_at": at(hours=-3)})
    story.do("care_manager", "authorization_list", params={"desk": "review", "limit": 5})
    request = act("director", "pend", request, {"reason": "The plan of care."})
    request = act("care_manager", "document", request, {"kind": "plan_of_care", "state": "received"})
    request = act("director", "review", request)
    request = act("director", "extend", request, {"days": 3, "ground": "member_interest", "reason": "The surgeon writes."})
    criteria = {"product": "InterQual", "version": "2026", "subset": "Home Care", "outcome": "not_met"}
    request = act("director", "criteria", request, criteria)
    request = act("director", "refer", request, {"advisor_id": story.name("physician_advisor"), "reason": "Not met."})
    talk = {"physician": "Dr. Lee", "outcome": "unchanged", "words": "The wound is closed."}
    request = act("physician_advisor", "peer_to_peer", request, talk)
    denial = {"verdict": "deny", "reason": "not_necessary", "words": "The wound has healed."}
    request = act("physician_advisor", "decide", request, denial)
    story.do("care_manager", "authorization_get", request["id"])
    story.do("care_manager", "authorization_disclosure", request["id"])
    story.do("care_manager", "authorization_of_person", person)

    asked = written("asked")
    for line in asked["documents"]:
        asked = act("care_manager", "document", asked, {"kind": line["kind"], "state": "received"})
    asked = act("care_manager", "submit", asked, {})
    asked = act("care_manager", "track", asked, {"name": "Availity", "reference": "A-1", "says": "Pending"})
    asked = act("care_manager", "decide", asked, {"verdict": "deny", "reason": "not_covered", "words": "No such benefit."})
    appeal = {"kind": "appeal", "authorization_id": asked["id"], "urgency": "standard", "words": "It is covered."}
    appeal = story.do("care_manager", "appeal_create", case, appeal)
    appeal = story.change("care_manager", "appeal_review", appeal)
    story.do("care_manager", "appeal_list", params={"desk": "open"})
    overturned = {"outcome": "overturned", "answer": "It is covered.", "next_review_on": day(20)}
    story.change("care_manager", "appeal_decide", appeal, overturned)
    asked = story.do("care_manager", "authorization_get", asked["id"])
    asked = act("care_manager", "use", asked, {"on": day(-1), "units": 2})
    asked = act("care_manager", "schedule", asked, {"next_review_on": day(15), "reason": "The payer asked for it sooner."})
    story.do("care_manager", "authorization_create", case, {"side": "asked", "content": content | {"continues_id": asked["id"]}})

    grievance = {"kind": "grievance", "line": "medicare_advantage", "urgency": "standard", "words": "Nobody called back."}
    grievance = story.do("care_manager", "appeal_create", case, grievance)
    grievance = story.change("director", "appeal_extend", grievance, {"days": 14, "ground": "member_asked", "reason": "She asked."})
    story.change("director", "appeal_withdraw", grievance, {"reason": "She was called back."})
    act("care_manager", "withdraw", written("asked"), {"reason": "Written twice."})
    story.do("director", "authorization_metrics")


def a_crisis_plan_is_written_signed_off_reviewed_revised_and_ended(story: Story) -> None:
    helper = {"name": "My sister", "phone": "518-555-0100", "hours": "evenings"}
    content = {"warning_signs": ["I stop eating."], "coping": ["Walk the dog."], "means_safety": ["My sister keeps my pills."]}
    person = story.person["id"]
    wrong = story.do("assistant", "crisis_plan_create", person, {})
    story.change("assistant", "crisis_plan_discard", wrong)
    plan = story.do("assistant", "crisis_plan_create", person, {"content": content})
    plan = story.change("assistant", "crisis_plan_update", plan, {"content": content | {"helpers": [helper]}})
    plan = story.change("assistant", "crisis_plan_submit", plan)
    plan = story.change("care_manager", "crisis_plan_approve", plan)
    plan = story.change("care_manager", "crisis_plan_review", plan)
    plan = story.change("care_manager", "crisis_plan_revise", plan, {"reason": "Somebody new to call."})
    plan = story.change("care_manager", "crisis_plan_approve", plan)
    story.do("care_manager", "crisis_plan_list", person)
    story.do("care_manager", "crisis_plan_print", plan["id"], params={"audience": "person", "language": "es"})
    story.do("care_manager", "crisis_plan_revisions", plan["id"])
    story.do("care_manager", "crisis_plan_compare", plan["id"], params={"from": 1, "to": 2})
    plan = story.do("care_manager", "crisis_plan_get", plan["id"])
    story.change("care_manager", "crisis_plan_end", plan, {"reason": "Moved to another state."})


def a_stay_ends_and_a_call_follows(story: Story) -> None:
    body = {"class": "inpatient", "facility": "Harbor General", "admitted_at": at(days=-3)}
    stay = story.do("care_manager", "stay_create", story.person["id"], body)
    stay = story.change("care_manager", "stay_discharge", stay, {"discharged_at": at(hours=-6), "destination": "home"})
    stay = story.change("care_manager", "stay_resume", stay)
    story.change("care_manager", "stay_discharge", stay, {"discharged_at": at(hours=-5), "destination": "home"})
    wrong = story.do("care_manager", "stay_create", story.person["id"], body | {"class": "emergency", "admitted_at": at(hours=-2)})
    wrong = story.change("care_manager", "stay_cause", wrong, {"cause": "mental_health"})
    story.change("care_manager", "stay_cancel", wrong, {"reason": "Entered for the wrong person."})
    story.do("care_manager", "stay_list", story.person["id"])
    way_home(story, stay["id"])
    candidates = {"program_id": story.case["program"]["id"], "tier": "high", "team_id": story.case["team"]["id"]}
    story.do("care_manager", "case_candidate_list", story.person["id"], params=candidates)
    contact = {"mode": "phone", "direction": "outbound", "outcome": "reached", "with": "person", "minutes": 12, "purpose": "outreach"}
    contact |= {"follow_up": {"title": "Check the new medication", "due_at": at(days=3)}, "note": {"body": "Doing well.", "sign": True}}
    logged = story.do("care_manager", "contact_create", story.case["id"], contact)
    story.do("care_manager", "contact_get", logged["contact"]["id"])
    wrong = story.do("care_manager", "contact_create", story.case["id"], {k: v for k, v in contact.items() if k not in ("follow_up", "note")})
    story.change("care_manager", "contact_withdraw", wrong["contact"], {"reason": "Entered for the wrong person."})
    story.do("care_manager", "contact_list", story.case["id"], params={"limit": 1})


def people_are_reached_by_the_cadence_of_their_program(story: Story) -> None:
    case = story.do("care_manager", "engagement_get", story.case["id"])
    assert case["next"]["reached"] and case["engagement"]["state"] == "engaged", case
    listed = story.do("care_manager", "engagement_list", params={"scope": "mine", "state": "engaged", "limit": 200})
    assert story.case["id"] in [item["case_id"] for item in listed["items"]], listed
    figures = story.do("care_manager", "engagement_figures", params={"scope": "mine"})
    assert figures["people_reached"] >= 1, figures
    programs = story.do("director", "contact_cadence_list")["items"]
    days = {"low": 60, "rising": 30, "high": 14, "complex": 7}
    body = {"program_id": programs[0]["program"]["id"], "valid_from": day(400), "days": days, "reason": "Agreed with the team."}
    story.do("director", "contact_cadence_set", body=body)


def readings_are_sent_written_down_judged_corrected_and_taken_back(story: Story) -> None:
    person = story.person["id"]
    limits = {"low": 86, "high": None, "second_low": None, "second_high": None}
    body = {"kind": "oxygen_saturation", "limits": limits, "reason": "COPD: her lungs are used to less."}
    story.do("care_manager", "reading_threshold_set", person, body)
    sent = {"person_id": person, "kind": "oxygen_saturation", "value": 88, "device": f"oximeter-{uuid.uuid4()}", "taken_at": at(hours=-1)}
    received = story.do("integrator", "reading_receive", body={"readings": [sent]})
    assert received["received"] == 1, received
    again = story.do("integrator", "reading_receive", body={"readings": [sent]})
    assert again["repeated"] == 1, again
    reading = story.do("care_manager", "reading_create", person, {"kind": "weight", "value": 180.5, "unit": "[lb_av]"})
    reading = story.change("care_manager", "reading_correct", reading, {"value": 81.2, "reason": "It was the other scale."})
    story.change("care_manager", "reading_withdraw", reading, {"reason": "Her sister stood on it."})
    listed = story.do("care_manager", "reading_list", person, params={"kind": "oxygen_saturation", "limit": 5})
    assert listed["items"][0]["finding"] is None, listed
    overview = story.do("care_manager", "reading_overview", person)
    watched = {kind["kind"]: kind for kind in overview["kinds"]}
    assert watched["oxygen_saturation"]["latest"]["value"] == 88 and watched["weight"]["latest"] is None, overview


def time_is_counted_and_billed(story: Story) -> None:
    case = story.case["id"]
    known = story.do("care_manager", "billing_month_get", case)
    body = {"families": ["chronic_staff"], "facts": {"consent_at": at(days=-40), "chronic_conditions": 2, "plan": True}}
    body["facts"] |= {"initiating_visit_on": day(-50), "round_the_clock": True}
    known = story.do("care_manager", "billing_month_update", case, body, version=known["version"])
    assert known["version"] == 1, known
    listed = story.do("care_manager", "billing_month_list", params={"scope": "mine", "limit": 200})["items"]
    assert case in [item["id"] for item in listed], listed
    story.do("lead", "billing_month_export", params={"program_id": story.case["program"]["id"]})
    staff, person = str(uuid.uuid4()), str(uuid.uuid4())
    span = {"staff_id": staff, "role": "clinical_staff", "person_id": person, "activity": "care_management", "live": True}
    span |= {"starts_at": "2026-03-02T10:00:00Z", "ends_at": "2026-03-02T10:20:00Z"}
    asked = {"month": "2026-03", "time_zone": "UTC", "person_id": person, "spans": [span]} | body
    counted = story.do("integrator", "billing_calculate", body=asked | {"facts": body["facts"] | {"consent_at": "2026-02-01T00:00:00Z"}})
    assert [line["code"] for line in counted["lines"]] == ["99490"], counted


def way_home(story: Story, stay: str) -> None:
    """What was promised at the discharge, and what became of it."""

    def change(name: str, body: dict) -> dict:
        version = story.do("care_manager", "transition_get", stay)["version"]
        return story.do("care_manager", name, stay, body, version=version)

    change("transition_update", {"destination": "home", "complexity": "high", "expected_days": 4.1, "summary": "Home with oxygen."})
    asked = story.do("care_manager", "transition_disclosure", stay, {"facility": "Cedar Point"})
    assert (asked["permitted"], asked["recipient_name"]) == (True, "Cedar Point"), asked
    made = change("transition_act", {"add_promise": {"kind": "follow_up_visit", "text": "Dr. Ito", "due_on": day(5)}})
    change("transition_act", {"settle_promise": {"id": made["promises"][0]["id"], "outcome": "kept"}})
    came = change("transition_act", {"note_receipt": {"what": "discharge_information", "sender": "Discharge desk", "way": "fax"}})
    assert [receipt["what"] for receipt in came["receipts"]] == ["discharge_information"], came
    coming = story.do("care_manager", "transition_list", params={"way": "receiving"})["items"]
    assert stay in [item["stay_id"] for item in coming], coming
    story.do("care_manager", "transition_figures")
    assert change("transition_act", {"close": {}})["phase"] == "closed"


def free(story: Story, first: int, last: int) -> str:
    """Who has time between these minutes from now: the demo has booked some of everybody's day."""
    now = datetime.now(UTC)
    # A minute on each side: the clock goes on between the question and the booking.
    begin, end = now + timedelta(minutes=first - 1), now + timedelta(minutes=last + 1)

    def has_time(role: str) -> bool:
        entries = story.do("care_manager", "appointment_calendar", params={"from": day(-1), "days": 4, "staff_id": story.name(role)})["items"]
        booked = [entry for entry in entries if entry["appointment"] is None or entry["appointment"]["status"] != "cancelled"]
        times = [[datetime.fromisoformat(entry[key]) for key in ("starts_at", "ends_at")] for entry in booked]
        return not any(starts < end and begin < ends for starts, ends in times)

    return next(role for role in ("senior_care_manager", "lead", "supervisor", "care_manager") if has_time(role))


def appointments_are_made_moved_kept_missed_and_cancelled(story: Story) -> None:
    case = story.case["id"]

    def made(minutes: int, kind: str = "phone_call", until: int | None = None, **more: object) -> dict:
        attendees = [story.name(free(story, minutes, until or minutes + 5))]
        body = {"kind": kind, "starts_at": at(minutes=minutes), "minutes": 5, "attendee_ids": attendees} | more
        return story.do("care_manager", "appointment_create", case, body)["appointment"]

    missed = story.change("care_manager", "appointment_miss", made(-4, "home_visit"), {"reason": "Nobody opened."})
    story.change("care_manager", "appointment_notify", missed)
    kept = made(-3)
    reached = {"contact": {"with": "person", "purpose": "follow_up", "summary": "Doing well."}}
    kept = story.change("care_manager", "appointment_keep", kept, reached)["appointment"]
    here = made(60, "office_visit", until=120, place="Room 4")
    here = story.change("care_manager", "appointment_remind", here)
    here = story.change("care_manager", "appointment_move", here, {"starts_at": at(minutes=90), "minutes": 30})
    story.change("care_manager", "appointment_arrive", here)
    plan = {"per_week": 2, "weeks": 2, "first_on": day(14), "time": "10:00", "minutes": 45}
    visits = story.do("care_manager", "visit_plan_create", case, plan)["items"]
    booked = story.change("care_manager", "appointment_book", visits[0])
    story.change("care_manager", "appointment_cancel", booked, {"by": "person", "reason": "Away that week.", "following": True})
    series = {"repeat": {"every": "month", "count": 3}, "link": "https://video.example.org/room", "title": "Check in"}
    made(60 * 24 * 40, "telehealth", **series)
    listed = story.do("care_manager", "appointment_list", story.person["id"], params={"from": day(-1), "days": 180})["items"]
    assert {"fulfilled", "noshow", "cancelled", "arrived", "booked"} <= {one["status"] for one in listed}, listed
    story.do("care_manager", "appointment_get", kept["id"])
    story.do("care_manager", "outreach_list", case, params={"on": day(0)})


def a_visit_is_checked_answered_made_and_driven(story: Story) -> None:
    case = story.case["id"]
    worker = free(story, 3, 8)
    body = {"kind": "home_visit", "starts_at": at(minutes=3), "minutes": 5, "attendee_ids": [story.name(worker)]}
    appointment = story.do("care_manager", "appointment_create", case, body)["appointment"]
    answers = {"violence": "known", "animals": "none", "infection": "none", "surroundings": "fine", "reception": "good", "alone": True}
    visit = story.do(worker, "visit_check", appointment["id"], {"answers": answers, "result": "not_alone"})
    out = story.do("care_manager", "visit_out_list")["items"]
    assert visit["id"] in [stop["visit"]["id"] for stop in out], out
    visit = story.change("director", "visit_decide", visit, {"answer": "accompanied", "companion_id": story.name("care_manager")})
    visit = story.change(worker, "visit_set_out", visit, {})
    visit = story.change(worker, "visit_arrive", visit, {"minutes": 20})
    visit = story.change(worker, "visit_extend", visit, {"minutes": 30})
    kept = {"contact": {"with": "person", "purpose": "follow_up", "minutes": 10}}
    way = {"unit": "mi", "odometer_start": 120034, "odometer_end": 120159}
    visit = story.change(worker, "visit_depart", visit, {"kept": kept, "mileage": way})["visit"]
    visit = story.change(worker, "visit_mileage", visit, {"unit": "mi", "tenths": 130})
    story.do("care_manager", "visit_get", visit["id"])
    on = datetime.fromisoformat(appointment["starts_at"]).astimezone(CALENDAR).date().isoformat()
    story.do(worker, "visit_day_get", params={"on": on})
    story.do(worker, "visit_day_order", body={"on": on, "appointment_ids": []})
    story.do(worker, "mileage_list", params={"on": on})


def a_note_is_written_signed_countersigned_and_amended(story: Story) -> None:
    body = {"kind": "progress", "title": "Visit", "body": "Saw her at home."}
    note = story.do("assistant", "note_create", story.case["id"], body)
    note = story.change("assistant", "note_update", note, {"title": "Home visit", "body": "Saw her at home with her daughter."})
    story.do("assistant", "note_queue", params={"status": "draft"})
    note = story.change("assistant", "note_sign", note)
    note = story.change("director", "note_countersign", note)
    note = story.change("assistant", "note_amend", note, {"body": "The nurse was there too.", "reason": "Left out."})
    story.do("care_manager", "note_get", note["id"])
    story.do("care_manager", "note_list", story.case["id"])
    other = story.do("care_manager", "note_create", story.case["id"], body)
    story.change("care_manager", "note_discard", other)


def a_note_from_a_template_comes_back_is_corrected_and_counts(story: Story) -> None:
    offered = story.do("organization_admin", "note_template_list")["items"]
    content = next(own["content"] for own in offered if own["code"] == "dap")
    own = story.do("organization_admin", "note_template_publish", body={"code": "visit_log", "content": content | {"settings": []}})
    draft = story.do("assistant", "note_create", story.case["id"], {"kind": "progress", "title": "Visit", "template": "visit_log"})
    answers = [{"field": field, "value": "Walked to the shop."} for field in ("data", "assessment", "plan")]
    written = {"title": "Visit", "body": "", "answers": answers}
    note = story.change("assistant", "note_update", draft, written)
    note = story.change("assistant", "note_sign", note)
    note = story.change("director", "note_return", note, {"comment": "Say with whom."})
    note = story.change("assistant", "note_update", note, written | {"body": "With her daughter."})
    note = story.change("assistant", "note_sign", note)
    note = story.change("director", "note_countersign", note)
    story.change("assistant", "note_correct", note, {"reason": "It was her son."})
    story.do("director", "note_turnaround")
    story.change("organization_admin", "note_template_withdraw", own)


def something_is_asked_for_somebody(story: Story) -> None:
    need = story.do("care_manager", "need_create", story.person["id"], {"kind": "social", "title": "No ramp at the door"})
    asked = {"kind": "request", "need_id": need["id"], "counterpart": "Landlord", "asked": "A ramp at the door"}
    asked = story.do("care_manager", "advocacy_create", story.case["id"], asked)
    asked = story.change("care_manager", "advocacy_settle", asked, {"result": "partly_granted", "note": "A rail for now."})
    story.do("care_manager", "advocacy_list", story.person["id"])
    story.change("care_manager", "advocacy_withdraw", asked, {"reason": "It was another person."})


def what_is_due_is_closed_with_what_shows_it(story: Story) -> None:
    gap = story.do("care_manager", "care_gap_create", story.case["id"], {"kind": "breast_cancer_screening"})
    other = story.do("care_manager", "care_gap_create", story.case["id"], {"kind": "other", "note": "Hearing test"})
    story.do("care_manager", "care_gap_evidence", other["id"])
    paper = {"kind": "document", "note": "Report of the radiologist, seen in the portal"}
    story.change("care_manager", "care_gap_close", gap, {"evidence": paper})
    listed = story.do("care_manager", "care_gap_open_list", params={"kind": "other", "limit": 200})["items"]
    assert other["id"] in [item["id"] for item in listed], listed
    story.change("care_manager", "care_gap_withdraw", other, {"reason": "It was another person."})
    story.do("care_manager", "care_gap_list", story.person["id"])


def dates_of_a_case_are_recorded(story: Story) -> None:
    enrolled = {"kind": "snp_enrolled", "occurred_on": "2026-11-01"}
    story.do("care_manager", "milestone_preview", story.case["id"], enrolled)
    made = story.do("care_manager", "milestone_create", story.case["id"], enrolled)["milestone"]
    story.do("care_manager", "milestone_list", story.case["id"])
    story.change("care_manager", "milestone_withdraw", made, {"reason": "It was another plan."})


def somebody_is_taught(story: Story) -> None:
    text = {"title": "Ramp", "body": "Walk slowly. Hold the rail."}
    item = {"code": "ramp", "topic": "self_care", "format": "handout", "conditions": ["ramp"], "en": text}
    item = story.do("organization_admin", "education_item_publish", body=item)
    story.do("care_manager", "education_item_list")
    story.do("care_manager", "education_suggestion_list", story.person["id"])
    taught = {"item": "ramp", "language": "en", "learner": "caregiver", "learner_name": "Ana", "way": "demonstration", "minutes": 10}
    goes_on = {"teach_back": "needs_more", "follow_up": {"title": "Try the ramp again", "due_at": at(days=2)}}
    taught = story.do("care_manager", "teaching_create", story.case["id"], taught | goes_on)
    story.do("care_manager", "teaching_list", story.person["id"])
    story.change("care_manager", "teaching_withdraw", taught, {"reason": "It was another person."})
    story.change("organization_admin", "education_item_withdraw", item)


def colleagues_write_to_each_other_and_say_that_they_know(story: Story) -> None:
    case, reader = story.case["id"], story.name("assistant")
    readers = story.do("care_manager", "message_recipient_list", case)["items"]
    assert reader in [one["staff"]["id"] for one in readers], readers
    body = {"subject": "Ramp", "member_ids": [reader], "body": "Is the ramp there?", "urgent": True}
    thread = story.do("care_manager", "message_thread_create", case, body)
    assert story.do("assistant", "message_counts")["to_acknowledge"] >= 1
    story.do("assistant", "message_thread_list", params={"unread": "true", "person_id": story.person["id"], "limit": 1})
    thread = story.do("assistant", "message_thread_get", thread["id"])
    story.change("assistant", "message_thread_read", thread)
    receipt = story.do("assistant", "message_thread_get", thread["id"])["messages"][0]["receipts"][0]
    story.change("assistant", "message_acknowledge", receipt)
    story.do("assistant", "message_send", thread["id"], {"body": "Since this morning."})
    thread = story.do("care_manager", "message_thread_get", thread["id"])
    assert thread["unread"] == 1, thread


def a_colleague_is_asked_answers_and_is_followed(story: Story) -> None:
    advisor = story.name("senior_care_manager")
    offered = story.do("care_manager", "consultant_list")["items"]
    assert advisor in [one["staff"]["id"] for one in offered], offered
    body = {"kind": "question", "consultant_id": advisor, "question": "Is going home safe?", "due_at": at(hours=6)}
    for role, step in (("senior_care_manager", "decline"), ("care_manager", "withdraw")):
        asked = story.do("care_manager", "consultation_create", story.case["id"], body | {"kind": "escalation"})
        story.change(role, f"consultation_{step}", asked, {"reason": "Solved by phone."})
    asked = story.do("care_manager", "consultation_create", story.case["id"], body)
    story.do("senior_care_manager", "consultation_list", params={"open": "true", "limit": 1})
    asked = story.do("senior_care_manager", "consultation_get", asked["id"])
    answer = {"answer": "With a ramp.", "recommendation": "Order one."}
    asked = story.change("senior_care_manager", "consultation_answer", asked, answer)
    asked = story.change("care_manager", "consultation_decide", asked, {"taken": True})
    assert asked["status"] == "taken", asked


def somebody_is_on_call_and_hands_the_night_back(story: Story) -> None:
    team, me = story.case["team"]["id"], story.name("care_manager")
    senior = story.name("senior_care_manager")
    turns = {"team_id": team, "staff_ids": [me, senior], "first_on": day(300), "hour": 17, "weeks": 2, "hours": "after_hours", "next_is_backup": True}
    first, second = story.do("director", "on_call_rotation_create", body=turns)["items"]
    first = story.change("director", "on_call_shift_swap", first, {"with_id": second["id"]})
    story.change("director", "on_call_shift_assign", first, {"staff_id": me, "backup_id": senior})
    shift = {"team_id": team, "staff_id": me, "backup_id": senior, "starts_at": at(days=-6), "ends_at": at(hours=9), "hours": "around_the_clock"}
    shift = story.do("director", "on_call_shift_create", body=shift)
    now = story.do("care_manager", "on_call_list")["items"]
    assert shift["id"] in [one["shift"]["id"] for one in now], now
    roster = story.do("care_manager", "on_call_shift_list", params={"team_id": team, "days": 30})
    assert shift["id"] in [one["id"] for one in roster["items"]], roster
    event = {"triage": "advice", "outcome": "settled", "summary": "Asked when the ramp comes.", "minutes": 5}
    # Whatever day it is, the office has opened since.
    earlier = {"case_id": story.case["id"], "happened_at": at(days=-5)}
    story.do("care_manager", "on_call_event_create", shift["id"], event | earlier)
    story.do("care_manager", "on_call_event_create", shift["id"], event | {"caller": "A neighbor"})
    assert len(story.do("care_manager", "on_call_event_list", shift["id"])["items"]) == 2
    handed_back = story.until(lambda: story.do("director", "hand_back_list", params={"person_id": story.person["id"]})["items"])
    story.change("director", "hand_back_acknowledge", handed_back[0])
    story.change("director", "on_call_shift_cancel", shift)


def a_team_talks_through_its_day(story: Story) -> None:
    team = story.case["team"]["id"]
    item = {"team_id": team, "on": day(2), "text": "Who takes her to dialysis?", "case_id": story.case["id"]}
    story.do("care_manager", "huddle_item_create", body=item)
    story.do("care_manager", "huddle_item_create", body=item | {"case_id": None})
    listed = story.do("care_manager", "huddle_get", params={"team_id": team, "on": day(2)})["items"]
    about, other = sorted(listed, key=lambda one: one["case_id"] is None)
    key = {"team_id": team, "on": day(2)}
    named = [key | {"kind": one["kind"], "record_id": one["record_id"]} for one in (about, other)]
    task = {"owner_id": story.name("care_manager"), "title": "Book the ride", "due_at": at(days=1)}
    story.do("director", "huddle_item_assign", body=named[0] | task)
    story.do("director", "huddle_item_mark", body=named[1] | {"carry_over": True})


def a_conference_is_planned_held_and_followed_by_the_next(story: Story) -> None:
    case, me = story.case["id"], story.name("care_manager")
    body = {"kind": "interdisciplinary_group", "scheduled_at": at(hours=1), "invited": [{"staff_id": me}, {"name": "Dr. Lin", "role": "Physician"}]}
    planned = story.do("care_manager", "conference_create", case, body)
    planned = story.do("care_manager", "conference_get", planned["id"])
    action = {"title": "Order a bed", "owner_id": me, "due_at": at(days=2)}
    minutes = {"attendees": [{"staff_id": me, "present": True}], "decisions": ["She stays at home."], "actions": [action], "next_at": at(days=14)}
    story.change("care_manager", "conference_hold", planned, minutes)
    following = story.do("care_manager", "conference_list", case)["items"][0]
    assert following["status"] == "planned", following
    story.change("care_manager", "conference_cancel", following, {"reason": "Moved to another day."})


def a_dispute_is_raised_reviewed_resolved_and_comes_back(story: Story) -> None:
    director = story.name("director")
    raised = {"kind": "family_dispute", "summary": "Her son wants a nursing home.", "reviewer_id": director, "due_at": at(hours=24)}
    raised = story.do("care_manager", "concern_create", story.case["id"], raised)
    sides = [{"party": "person", "who": "She", "says": "I stay."}, {"party": "family", "who": "Her son", "says": "Not alone."}]
    account = {"summary": "Home or a nursing home", "restricted": False, "positions": sides, "tried": "A week with the son."}
    raised = story.change("care_manager", "concern_update", raised, account)
    asked = story.change("director", "concern_appoint", raised, {"reviewer_id": director, "due_at": at(hours=30)})
    reviewed = story.change("director", "concern_review", asked)
    settled = {"resolution": "Home, with an aide at night.", "weighed": "Her wish; the falls.", "follow_up_on": day(14)}
    resolved = story.change("director", "concern_resolve", reviewed, settled)
    again = story.change("director", "concern_reopen", resolved, {"reason": "The aide left.", "due_at": at(hours=24)})
    assert again["status"] == "raised", again
    story.do("care_manager", "concern_list", story.person["id"])
    story.change("care_manager", "concern_withdraw", again, {"reason": "They agreed by themselves."})


def a_boundary_is_in_question_and_the_question_ends(story: Story) -> None:
    boundary = {"kind": "boundary", "detail": "She asks for a private phone number."}
    story.do("care_manager", "conflict_of_interest_create", story.person["id"], boundary)
    known = story.do("care_manager", "conflict_of_interest_list", params={"person_id": story.person["id"], "open": "true"})
    story.change("director", "conflict_of_interest_end", known["items"][0], {"reason": "It was talked through."})


def a_record_is_asked_for_and_the_answer_is_watched(story: Story) -> None:
    def asked(kind: str) -> dict:
        ask = {"kind": kind, "asked_on": day(-3), "way": "letter", "asked_for": "The notes of last year.", "case_id": story.case["id"]}
        return story.do("care_manager", "record_request_create", story.person["id"], ask)

    amendment = asked("amendment")
    assert amendment["due_on"] == day(57), amendment
    story.do("care_manager", "record_request_get", amendment["id"])
    waiting = story.do("privacy_officer", "record_request_list", params={"open": "true", "person_id": story.person["id"], "limit": 5})
    assert amendment["id"] in [item["id"] for item in waiting["items"]], waiting
    longer = {"told_on": day(0), "reason": "The paper files are in the archive."}
    amendment = story.change("privacy_officer", "record_request_extend", amendment, longer)
    denial = {"ground": "accurate_and_complete", "answered_on": day(0), "answer": "The note says what the person told us."}
    amendment = story.change("privacy_officer", "record_request_deny", amendment, denial)
    story.change("privacy_officer", "record_request_disagree", amendment, {"statement": "I never smoked."})
    story.change("privacy_officer", "record_request_fulfil", asked("accounting"), {"answered_on": day(0), "answer": "Sent by letter."})
    story.change("privacy_officer", "record_request_withdraw", asked("access"), {"reason": "The portal has all of it."})


def a_case_is_offered_declined_withdrawn_and_taken(story: Story) -> None:
    offer = {"to_id": story.name("senior_care_manager"), "summary": "Stable; calls on Mondays.", "risks": "Falls."}
    for role, name, body in (
        ("senior_care_manager", "hand_off_decline", {"reason": "On leave."}),
        ("care_manager", "hand_off_withdraw", {"reason": "Not needed."}),
        ("senior_care_manager", "hand_off_accept", None),
    ):
        hand_off = story.do("care_manager", "hand_off_create", story.case["id"], offer)
        hand_off = story.do(role, "hand_off_get", hand_off["id"])
        story.do(role, "hand_off_list", params={"status": "offered"})
        story.change(role, name, hand_off, body)


def everything_about_the_person_is_read_and_the_reading_is_seen(story: Story) -> None:
    person = story.person["id"]
    story.do("senior_care_manager", "person_overview", person)
    page = story.do("senior_care_manager", "person_timeline", person, params={"limit": 2})
    story.do("senior_care_manager", "person_timeline", person, params={"limit": 2, "cursor": page["next"]})
    story.do("privacy_officer", "person_access_log", person)
    page = story.do("privacy_officer", "audit_list", params={"limit": 2, "outcome": "allowed"})
    story.do("privacy_officer", "audit_list", params={"limit": 2, "cursor": page["next"]})


# What reads of one record must be asked with, by their verb.
WANTED: dict[str, dict[str, int | str]] = {
    "compare": {"from": 1, "to": 2},
    "print": {"audience": "person"},
    "comprehensive_assessment_compare": {},
    "appointment_list": {"from": day(0)},
    "outreach_list": {"on": day(0)},
    "strata": {"by": "language"},
    "case_candidate_list": {"program_id": "01980000-0000-7000-8000-000000000000", "tier": "low"},
}


def nobody_of_another_team_finds_any_of_it(story: Story) -> None:
    for kind, keys in story.touched.items():
        for name, (method, path) in story.paths.items():
            if path.startswith(f"/api/v1/{kind}/{{id}}") and method == "GET":
                for key in keys:
                    response = story.send("neighbour", name, key, params=WANTED.get(name, WANTED.get(name.rpartition("_")[2], {})))
                    assert response.status_code in (403, 404), f"{name} {key}: {response.status_code}"
    found = story.do("neighbour", "person_search", body={"text": "whitc"})
    assert story.person["id"] not in [item["id"] for item in found["items"]], found


def a_caseload_is_weighed_previewed_moved_and_moved_back(story: Story) -> None:
    me = story.name("care_manager")
    story.do("care_manager", "caseload_get", me)
    story.do("care_manager", "caseload_case_list", me, params={"limit": 2})
    board = story.do("director", "caseload_list")
    assert me in [worker["staff"]["id"] for worker in board["workers"]], board
    story.do("director", "caseload_strain_get")
    policy = next(item for item in story.do("director", "caseload_policy_list")["items"] if item["set"] == [])
    body = {"program_id": policy["program"]["id"], "valid_from": day(400), "content": policy["in_force"], "reason": "Agreed with the team."}
    story.do("director", "caseload_policy_set", body=body)
    hours = {"weekly_hours": 32, "direct_percent": 65, "travel_percent": 10, "duty_hours": 4, "grade": None, "grade_points": None}
    story.do("director", "capacity_set", me, {"valid_from": day(400), "content": hours})
    story.do("care_manager", "capacity_list", me)
    case = story.do("director", "case_get", story.case["id"])
    to = me if case["owner"]["id"] != me else story.name("senior_care_manager")
    moves = {"moves": [{"case_id": case["id"], "to_id": to}]}
    preview = story.do("director", "caseload_move_preview", body=moves)
    assert preview["refused"] == [], preview
    moved = story.do("director", "caseload_move_create", body=moves | {"mode": "immediate", "reason": "Balance"})
    story.do("director", "caseload_move_list", params={"limit": 1})
    proposal = story.do("director", "caseload_move_propose", body={"what_if": {"surges": [{"program_id": case["program"]["id"], "tier": "low", "cases": 2}]}})
    assert proposal["hypothetical"] and proposal["surges"][0]["cases"] == 2, proposal
    lock = story.do("director", "case_lock_create", case["id"], {"reason": "The same face until the surgery.", "ends_on": day(20)})
    assert lock["id"] in [item["id"] for item in story.do("director", "case_lock_list")["items"]]
    story.change("director", "case_lock_lift", lock)
    story.change("director", "caseload_move_undo", moved)
    assert story.do("director", "case_get", case["id"])["owner"] == case["owner"]


def what_people_answered_and_what_they_cost_is_brought_in(story: Story) -> None:
    case, person = story.case["id"], story.person["id"]
    answer = {"composite": "communication", "item": 3, "top_box": True, "answered_on": day(0)}
    answer = story.do("director", "survey_answer_create", case, answer)
    story.change("director", "survey_answer_withdraw", answer, {"reason": "It was another person."})
    story.do("director", "survey_answer_list", person)
    program = story.case["program"]["name"]
    file = f'person,program,composite,item,top_box,answered_on\n{person},"{program}",communication,3,no,{day(0)}\n'
    report = story.do("director", "survey_answer_import", body={"content": file, "dry_run": True})
    assert (report["read"], report["created"], report["problems"]) == (1, 1, []), report
    cost = {"starts_on": day(-30), "ends_on": day(-1), "expected_low": 900000, "expected": 1200000, "expected_high": 1500000}
    cost = story.do("director", "cost_create", case, cost | {"observed": 1050000, "program_cost": 60000})
    story.change("director", "cost_withdraw", cost, {"reason": "It was another person."})
    story.do("director", "cost_list", person)
    columns = "person,program,starts_on,ends_on,expected_low,expected,expected_high,observed,program_cost"
    file = f'{columns}\n{person},"{program}",{day(-30)},{day(0)},9000,12000,15000,10500.50,600\n'
    report = story.do("director", "cost_import", body={"content": file, "dry_run": False})
    assert (report["read"], report["created"], report["problems"]) == (1, 1, []), report


def measures_are_counted_and_proved(story: Story) -> None:
    for measure in story.do("director", "measure_list")["items"]:
        story.do("director", "measure_get", measure["code"])
        members = story.do("director", "measure_members", measure["code"], params={"limit": 5})["items"]
        if members:
            proof = story.do("director", "measure_proof", members[0]["id"], code=measure["code"])
            assert proof["proof"] == members[0]["proof"], proof
    story.do("director", "measure_strata", "note-48h", params={"by": "language"})
    story.do("director", "measure_trend", "note-48h")
    story.do("director", "measure_export", "note-48h")


def boards_show_numbers_with_targets_and_reports_are_kept(story: Story) -> None:
    boards = story.do("director", "measure_board_list")["items"]
    for board in boards:
        story.do("director", "measure_board_get", board["code"])
    owner, program = story.name("lead"), boards[0]["programs"][0]["id"]
    target = {"measure": "note-48h", "program_id": program, "value": 0.95, "owner_id": owner, "valid_from": day(1), "reason": "Agreed."}
    story.do("director", "measure_target_create", body=target)
    story.do("care_manager", "measure_target_list", params={"measure": "note-48h"})
    story.do("care_manager", "population_get", params={"scope": "mine"})
    story.do("care_manager", "population_without_contact", params={"limit": 5})
    report = {"name": "Monday round", "kind": "board", "subject": boards[0]["code"], "program_id": program}
    story.do("director", "draft_keep", body={"key": "message:story", "content": '"Half written"'})
    story.do("director", "draft_list")
    story.do("director", "draft_discard", body={"key": "message:story"})
    story.do("director", "preference_keep", body={"content": '{"language":"en"}'})
    story.do("director", "preference_get")
    kept = story.do("director", "saved_report_create", body=report)
    story.do("director", "saved_report_list")
    story.change("director", "saved_report_remove", kept)
    story.do("director", "digest_subscription_create", body={**report, "cadence": "weekly"})
    made = story.until(lambda: story.do("director", "digest_list", params={"limit": 5})["items"])
    assert (made[0]["unread"], made[0]["withheld"], story.do("director", "digest_counts")["unread"]) == (True, False, 1), made
    story.change("director", "digest_read", made[0])
    asked = story.do("director", "digest_subscription_list")["items"][0]
    story.change("director", "digest_subscription_end", asked)
    me = story.name("care_manager")
    pack = story.do("care_manager", "performance_pack_get", me)
    assert pack["measures"] and pack["months"], pack
    story.do("director", "performance_document_list", me, params={"document": "contact_note", "limit": 2})
    story.do("care_manager", "work_hours_get", me)
    hours = story.do("director", "work_hours_list", params={"limit": 5})
    assert len(hours["items"]) == 5 and hours["next"], hours
    story.do("director", "work_hours_list", params={"limit": 5, "cursor": hours["next"]})
    story.do("director", "work_hours_export")
    team = own_teams(story)[0]
    asked = story.do("care_manager", "throughput_target_list", params={"team_id": team})
    a_day = {"program_id": asked["program"]["id"], "team_id": team, "kind": "contacts", "per_day": 8, "valid_from": day(1), "reason": "Agreed."}
    story.do("director", "throughput_target_create", body=a_day)
    story.do("care_manager", "throughput_today")


def a_colleague_is_guided_and_meetings_are_written_down(story: Story) -> None:
    mentor, mentee = story.name("senior_care_manager"), story.name("care_manager")
    goal = {"text": "Leads a case conference", "status": "open"}
    body = {"mentor_id": mentor, "mentee_id": mentee, "starts_on": day(-30), "until_on": day(150), "goals": [goal], "next_meeting_on": day(3)}
    begun = story.do("director", "mentorship_create", body=body)
    plan = {"until_on": day(180), "goals": [goal | {"status": "reached"}], "next_meeting_on": day(4)}
    begun = story.change("senior_care_manager", "mentorship_update", begun, plan)
    met = {"held_on": day(-2), "minutes": 45, "agreed": "Two home visits together.", "next_meeting_on": day(14)}
    met = story.change("senior_care_manager", "mentorship_meeting_create", begun, met)
    assert story.do("care_manager", "mentorship_meeting_list", met["id"])["items"][0]["minutes"] == 45, met
    own = story.do("care_manager", "mentorship_list", params={"active": "true", "staff_id": mentee})["items"]
    assert met["id"] in [item["id"] for item in own], own
    story.change("director", "mentorship_end", met, {"reason": "She leads her own conferences."})


def an_outcome_closes_the_case(story: Story) -> None:
    case = story.do("senior_care_manager", "case_get", story.case["id"])
    story.change("senior_care_manager", "case_close", case, {"outcome": "goals_met", "reason": "She walks to the shop."})


def resources_are_imported(story: Story) -> None:
    patient = {"resourceType": "Patient", "id": "story", "name": [{"family": "Ibarra", "given": ["Noel"]}], "birthDate": "1970-01-01", "gender": "male"}
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": patient}]}
    headers = {"Content-Type": "application/fhir+json"}
    done = story.do("integrator", "import_create", body=bundle, headers=headers, params={"dry_run": "true"})
    done = story.do("integrator", "import_create", body=bundle, headers=headers)
    story.do("integrator", "import_get", done["id"])
    story.do("integrator", "import_list")


def adt(event: str, control: str, number: str, more: str) -> str:
    """An HL7 v2 ADT message about a patient's number."""
    now = datetime.now(UTC).strftime("%Y%m%d%H%M%S+0000")
    return (
        f"MSH|^~\\&|EPIC|STORY|TEND||{now}||ADT^{event}|{control}|P|2.5.1\rEVN|{event}|{now}\r"
        f"PID|1||{number}^^^STORY^MR||Quimby^Ada||19510305|F\r{more}\r"
    )


def the_hospital_sends_messages_and_people_say_whom_it_means(story: Story) -> None:
    run = uuid.uuid4().hex[:10]
    headers = {"Content-Type": "application/hl7-v2"}

    def send(text: str) -> None:
        story.do("integrator", "adt_receive", headers=headers, data=text.encode())

    first, second = f"{run}a", f"{run}b"
    send(adt("A01", f"{run}1", first, f"PV1|1|I|4W{'|' * 16}V{run}"))
    send(adt("A28", f"{run}2", second, ""))
    send("MSH|^~\\&|nothing else")
    story.do("lead", "adt_summary_get")
    dead = story.do("director", "adt_message_list", params={"state": "dead", "limit": 1})["items"][0]
    dead = story.do("director", "adt_message_get", dead["id"])
    story.change("director", "adt_message_replay", dead)
    entries, cursor = [], None
    while cursor or not entries:
        page = story.do("director", "adt_match_list", params={"cursor": cursor} if cursor else {"limit": 200})
        entries, cursor = entries + page["items"], page["next"]
    people = []
    for number in (first, second):
        entry = next(entry for entry in entries if entry["value"] == number)
        entry = story.do("director", "adt_match_get", entry["id"])
        people.append(story.change("director", "adt_match_confirm", entry, {"decision": "create"})["person_id"])
    send(adt("A40", f"{run}3", first, f"MRG|{second}^^^STORY^MR"))
    link = story.do("director", "person_link_list", people[0])["items"][0]
    assert link["retired"]["id"] == people[1], link
    story.change("director", "person_link_undo", link, {"reason": "Twins."})


def a_colleague_and_a_client_are_let_in(story: Story) -> None:
    email = f"{uuid.uuid4().hex}@harborvalley.example"
    body = {"name": "Noor Haddad", "email": email, "role": "care_manager", "languages": ["en", "pt-BR"], "password": PASSWORD}
    worker = story.do("organization_admin", "staff_create", body=body | {"supervisor_id": story.name("supervisor")})
    credential = {"kind": "rn", "state": "NY", "number": uuid.uuid4().hex[:12], "status": "active", "expires_on": day(300)}
    credential = story.do("organization_admin", "credential_create", worker["id"], credential)
    credential = story.change("organization_admin", "credential_update", credential, {"expires_on": day(40), "status": "active"})
    expiring = story.do("organization_admin", "credential_expiring", params={"within": 45})["items"]
    assert credential["id"] in [item["credential"]["id"] for item in expiring], expiring
    story.change("organization_admin", "credential_end", credential, {"reason": "Entered for the wrong colleague."})
    worker = story.do("organization_admin", "staff_get", worker["id"])
    change = {"title": "Registered nurse", "time_zone": "America/Chicago", "languages": ["en"], "supervisor_id": None}
    worker = story.change("organization_admin", "staff_update", worker, change)
    assert worker["supervisor"] is None and worker["time_zone"] == "America/Chicago", worker
    story.do("organization_admin", "staff_list", params={"limit": 3})
    client = story.do("organization_admin", "client_create", body={"name": f"Night {uuid.uuid4()}", "scopes": ["case_read"]})
    story.do("organization_admin", "client_list")
    client = story.change("organization_admin", "client_rotate", client)
    form = {"grant_type": "client_credentials", "client_id": client["id"], "client_secret": client["client_secret"]}
    story.do(None, "token_create", data=form)
    story.change("organization_admin", "client_revoke", client)
    story.callers["newcomer"] = Caller(story.url, email)


def a_program_is_added_with_its_site_its_team_and_somebody_on_it(story: Story) -> None:
    admin, run = "organization_admin", uuid.uuid4().hex[:8]
    site = story.do(admin, "site_create", body={"name": f"Hillside {run}", "city": "Troy", "state": "NY"})
    site = story.change(admin, "site_update", site, {"name": f"Hillside House {run}", "city": "Troy", "state": "NY"})
    assert site["id"] in [item["id"] for item in story.do(admin, "site_list")["items"]]
    program = {"site_id": site["id"], "name": f"Day care {run}", "setting": "aging", "time_zone": "America/New_York"}
    program = story.do(admin, "program_create", body=program)
    program = story.change(admin, "program_update", program, {"person_label": "guest"})
    team = story.do(admin, "team_create", body={"program_id": program["id"], "name": "Hill"})
    team = story.change(admin, "team_update", team, {"name": "Hillside", "phone": "+1 518 555 0140"})
    worker = {"name": "Ada Bloom", "email": f"{run}@harborvalley.example", "role": "senior_care_manager"}
    worker = story.do(admin, "staff_create", body=worker)
    team = story.do(admin, "team_member_create", team["id"], {"staff_id": worker["id"], "function": "member"})
    team = story.change(admin, "team_member_end", team, {"staff_id": worker["id"]})
    assert team["members"] == [], team
    given = story.change(admin, "staff_password_reset", worker)
    sign_in = {"email": worker["email"], "password": given["password"]}
    story.checked("session_create", patient_post(f"{story.url}/api/v1/sessions", json=sign_in))


def a_session_is_opened_refreshed_locked_unlocked_and_ended(story: Story) -> None:
    email = story.callers["newcomer"].name
    opened = patient_post(f"{story.url}/api/v1/sessions", json={"email": email, "password": PASSWORD})
    story.checked("session_create", opened)
    cookies = {"Cookie": f"{COOKIE}={opened.cookies[COOKIE]}", "X-Tend-Refresh": "1"}
    token = story.do(None, "session_refresh", headers=cookies)["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}
    story.do(None, "session_lock", headers=bearer)
    assert story.send(None, "me_get", headers=bearer).json()["code"] == "session_locked"
    story.do(None, "session_unlock", body={"password": PASSWORD}, headers=bearer)
    story.do(None, "password_update", body={"current": PASSWORD, "password": NEW_PASSWORD}, headers=bearer)
    story.do(None, "session_sign_out", headers=bearer)
    assert story.send(None, "me_get", headers=bearer).status_code == 401


CHAPTERS: tuple[Callable[[Story], None], ...] = (
    a_person_is_taken_in_and_found,
    a_tier_is_judged_and_decided,
    their_surroundings_are_written_down,
    a_task_goes_through_its_life,
    the_worklist_shows_and_counts_it,
    a_deadline_is_snoozed_and_waived,
    an_answer_to_a_paper_that_came_by_mail_gets_more_time,
    a_rule_is_previewed_and_changed,
    closures_are_previewed_and_set,
    the_scope_of_practice_is_made_stricter_and_given_back,
    a_site_sets_the_version_of_an_instrument,
    a_site_adds_the_wording_of_a_skeleton_and_takes_it_back,
    an_answer_opens_an_alert_that_is_closed,
    a_whole_picture_is_taken_in_sections_and_proposes_needs,
    days_off_are_planned_and_given_back,
    something_is_arranged_answered_through_a_link_and_confirmed,
    what_is_protected_goes_out_with_a_consent_and_is_accounted_for,
    a_plan_is_made_approved_revised_and_compared,
    a_directory_is_brought_in_searched_and_kept,
    a_payer_is_asked_reviews_decides_and_is_appealed_to,
    a_crisis_plan_is_written_signed_off_reviewed_revised_and_ended,
    a_stay_ends_and_a_call_follows,
    people_are_reached_by_the_cadence_of_their_program,
    readings_are_sent_written_down_judged_corrected_and_taken_back,
    time_is_counted_and_billed,
    appointments_are_made_moved_kept_missed_and_cancelled,
    a_visit_is_checked_answered_made_and_driven,
    a_note_is_written_signed_countersigned_and_amended,
    a_note_from_a_template_comes_back_is_corrected_and_counts,
    somebody_is_taught,
    something_is_asked_for_somebody,
    what_is_due_is_closed_with_what_shows_it,
    dates_of_a_case_are_recorded,
    colleagues_write_to_each_other_and_say_that_they_know,
    a_colleague_is_asked_answers_and_is_followed,
    somebody_is_on_call_and_hands_the_night_back,
    a_team_talks_through_its_day,
    a_conference_is_planned_held_and_followed_by_the_next,
    a_dispute_is_raised_reviewed_resolved_and_comes_back,
    a_boundary_is_in_question_and_the_question_ends,
    a_record_is_asked_for_and_the_answer_is_watched,
    a_case_is_offered_declined_withdrawn_and_taken,
    a_caseload_is_weighed_previewed_moved_and_moved_back,
    everything_about_the_person_is_read_and_the_reading_is_seen,
    nobody_of_another_team_finds_any_of_it,
    what_people_answered_and_what_they_cost_is_brought_in,
    measures_are_counted_and_proved,
    boards_show_numbers_with_targets_and_reports_are_kept,
    a_colleague_is_guided_and_meetings_are_written_down,
    an_outcome_closes_the_case,
    resources_are_imported,
    the_hospital_sends_messages_and_people_say_whom_it_means,
    a_colleague_and_a_client_are_let_in,
    a_program_is_added_with_its_site_its_team_and_somebody_on_it,
    a_session_is_opened_refreshed_locked_unlocked_and_ended,
)
