//! The life of an alert as a state machine: every sequence of a few actions, whoever takes them.

use super::*;
use crate::access::{Access, Actor, Capability, Principal, Request, Role, authorize, cap};
use crate::case::{CaseStatus, Stage, Tier};
use crate::code::Code;
use crate::instrument;
use escalation::Colleague;
use std::collections::HashMap;

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

const OWNER: Uuid = Uuid::from_u128(5);
const DIRECTOR: Uuid = Uuid::from_u128(6);
/// Whoever takes an action; the role is what differs.
const SOMEBODY: Uuid = Uuid::from_u128(100);

fn actor(role: Role) -> Actor {
    Actor {
        org_id: id(1),
        id: SOMEBODY,
        session_id: id(101),
        principal: Principal::Staff,
        role,
        team_ids: Vec::new(),
        led_team_ids: Vec::new(),
        client_scopes: Vec::new(),
        idle_locks_at: DateTime::<Utc>::MAX_UTC,
    }
}

/// What the API needs before it lets anybody close an alert.
fn proof(role: Role) -> Option<Access<cap::AlertClose>> {
    let request = Request { id: id(102), operation: "alert_close", now: at(0), record_id: None, idempotency: None };
    authorize(actor(role), request).ok()
}

fn case() -> Case {
    Case {
        id: id(2),
        version: 1,
        person_id: id(3),
        program_id: id(4),
        owner_id: OWNER,
        team_id: id(7),
        status: CaseStatus::Active,
        stage: Stage::Assess,
        tier: Tier::High,
        enrolled_at: at(0),
        closed_at: None,
        outcome: None,
        close_reason: None,
    }
}

fn colleague(id: Uuid, role: Role) -> Colleague {
    Colleague { id, role, supervisor_id: None, zone: chrono_tz::UTC, leads: false, supervises: false, active: true }
}

/// A care manager, somebody who leads, a director; and the same with the care manager gone.
fn staffings() -> [Staffing; 2] {
    let lead = Colleague { leads: true, ..colleague(SOMEBODY, Role::Lead) };
    let colleagues = vec![colleague(OWNER, Role::CareManager), lead, colleague(DIRECTOR, Role::Director)];
    let mut without = colleagues.clone();
    without[0].active = false;
    [colleagues, without].map(|colleagues| Staffing { colleagues, ..Staffing::default() })
}

/// The alerts that each trigger of the issue raises.
fn raised(code: &str, triggers: &[&str]) -> Vec<Alert> {
    let instrument = instrument::find(code).unwrap();
    let fired: Vec<String> = triggers.iter().map(|code| (*code).to_owned()).collect();
    let [staffing, _] = staffings();
    let changes = Alert::raise(&case(), id(8), instrument, &fired, &staffing, &mut || id(9), at(0));
    changes.into_iter().map(|change| change.record).collect()
}

#[derive(Debug, Clone)]
enum Action {
    Acknowledge(Role),
    Look(usize, i64),
    Close { role: Role, verdict: Verdict, outcome: AlertOutcome, planned: bool, detail: &'static str },
}

fn verdicts() -> [Verdict; 3] {
    let rule = || Rule::new("licence_required", "A licence is required.");
    [Verdict::Allowed, Verdict::WithCosignature(rule()), Verdict::Refused(rule())]
}

/// Everything that anybody can try.
fn actions() -> Vec<Action> {
    let mut all: Vec<Action> = Role::ALL.iter().map(|role| Action::Acknowledge(*role)).collect();
    all.extend([(0, 5), (0, 20), (1, 5), (0, 300)].map(|(staffing, minute)| Action::Look(staffing, minute)));
    for role in Role::ALL {
        for verdict in verdicts() {
            for outcome in AlertOutcome::ALL {
                for planned in [false, true] {
                    for detail in ["Spoke with them.", " \n"] {
                        let (role, verdict, outcome) = (*role, verdict.clone(), *outcome);
                        all.push(Action::Close { role, verdict, outcome, planned, detail });
                    }
                }
            }
        }
    }
    all
}

/// What an action makes of the alert, the way the API calls the rules; none when it is refused.
fn take(alert: &Alert, action: &Action, staffings: &[Staffing; 2]) -> Option<Alert> {
    let alert = alert.clone();
    match action.clone() {
        Action::Acknowledge(role) if actor(role).may(Capability::AlertAcknowledge) => {
            alert.acknowledge(SOMEBODY).ok().map(|change| change.record)
        }
        Action::Acknowledge(_) => None,
        Action::Look(index, minute) => alert.escalate(&staffings[index], at(minute)).map(|change| change.record),
        Action::Close { role, verdict, outcome, planned, detail } => {
            let access = proof(role)?;
            let by = access.actor().id;
            alert.close(outcome, detail.into(), by, verdict, planned, at(40)).ok().map(|change| change.record)
        }
    }
}

/// Whether the table in the file's head allows an action in a state.
fn allowed(alert: &Alert, action: &Action) -> bool {
    let (from, kind) = (alert.status, alert.kind);
    match action {
        Action::Acknowledge(role) => from == AlertStatus::Open && role.grants(Capability::AlertAcknowledge),
        Action::Look(..) => false,
        Action::Close { role, verdict, outcome, planned, detail } => {
            let plan = *planned || *outcome != AlertOutcome::SafetyPlanCompleted;
            let said = !detail.trim().is_empty();
            let may = role.grants(Capability::AlertClose) && (verdict.is_allowed() || kind.is_about_worker());
            from != AlertStatus::Closed && may && outcome.fits(kind) && plan && said
        }
    }
}

#[test]
fn what_another_instrument_found_leads_to_the_screener_until_the_alert_is_closed() {
    let evaluated = |alert: &Alert| alert.evaluated_by().map(|instrument| instrument.code);
    let [found] = &raised("phq-9", &[instrument::SUICIDE_RISK_ITEM])[..] else { panic!("one alert") };
    assert_eq!(evaluated(found), Some("c-ssrs"));
    assert_eq!(evaluated(&Alert { status: AlertStatus::Acknowledged, ..found.clone() }), Some("c-ssrs"));
    assert_eq!(evaluated(&Alert { status: AlertStatus::Closed, ..found.clone() }), None);
    let [screened] = &raised("c-ssrs", &["c_ssrs_high"])[..] else { panic!("one alert") };
    assert_eq!(evaluated(screened), None, "the screener was asked already");
    let [unsafe_home] = &raised("ahc-hrsn", &[instrument::UNSAFE_RELATIONSHIP])[..] else { panic!("one alert") };
    assert_eq!(evaluated(unsafe_home), None);
}

#[test]
fn no_path_closes_an_alert_without_a_coded_outcome_by_an_allowed_role() {
    let (actions, staffings) = (actions(), staffings());
    let key = |alert: &Alert| format!("{:?}", Alert { version: 0, ..alert.clone() });
    let [start] = &raised("phq-9", &[instrument::SUICIDE_RISK_ITEM])[..] else { panic!("one alert") };
    let mut seen = HashMap::from([(key(start), start.clone())]);
    let mut frontier = vec![start.clone()];
    let mut depth = 0;
    // The states are few, so the walk goes on until no sequence of any length leads to a new one.
    while !frontier.is_empty() {
        depth += 1;
        assert!(depth <= 8, "the states do not end");
        let mut next = Vec::new();
        for alert in &frontier {
            for action in &actions {
                let after = take(alert, action, &staffings);
                let looked = matches!(action, Action::Look(..));
                assert!(looked || after.is_some() == allowed(alert, action), "{action:?} in {:?}", alert.status);
                let Some(after) = after else { continue };
                assert_ne!(alert.status, AlertStatus::Closed, "a closed alert never changes: {action:?}");
                assert_eq!(after.version, alert.version + 1);
                let closes = matches!(action, Action::Close { .. });
                assert_eq!(after.status == AlertStatus::Closed, closes, "{action:?} closed it");
                require_whole(&after);
                if seen.insert(key(&after), after.clone()).is_none() {
                    next.push(after);
                }
            }
        }
        frontier = next;
    }
    let in_state = |status| seen.values().filter(|alert| alert.status == status).count();
    // Owner, supervisor and director; each also acknowledged; every outcome of each.
    assert!(in_state(AlertStatus::Open) >= 3 && in_state(AlertStatus::Acknowledged) >= 3);
    let fitting = AlertOutcome::ALL.iter().filter(|outcome| outcome.fits(start.kind)).count();
    assert!(in_state(AlertStatus::Closed) >= 6 * fitting);
}

/// A closed alert says what came of it, what was done, by whom and when; an open one says none of it.
fn require_whole(alert: &Alert) {
    let is_closed = alert.status == AlertStatus::Closed;
    assert_eq!(alert.outcome.is_some(), is_closed);
    assert_eq!(alert.detail.as_ref().is_some_and(|detail| !detail.trim().is_empty()), is_closed);
    assert_eq!(alert.closed_by, is_closed.then_some(SOMEBODY));
    assert_eq!(alert.closed_at, is_closed.then_some(at(40)));
    assert_eq!(alert.acknowledged_by.is_some(), alert.acknowledged_by == Some(SOMEBODY));
    if is_closed {
        assert_eq!(alert.escalates_at, None, "nobody is asked after the end");
    }
}

#[test]
fn the_roles_that_close_alerts_are_those_that_own_cases_and_above() {
    let closing: Vec<Role> = Role::ALL.iter().copied().filter(|role| proof(*role).is_some()).collect();
    let allowed = [Role::CareManager, Role::SeniorCareManager, Role::Lead, Role::Supervisor, Role::Director];
    assert_eq!(closing, allowed);
}

#[test]
fn the_triggers_of_the_instruments_open_alerts_with_their_clocks() {
    let clock = |code, triggers: &[&str]| {
        let alerts = raised(code, triggers);
        alerts.iter().map(|alert| (alert.kind, alert.due_at, alert.escalates_at)).collect::<Vec<_>>()
    };
    let suicide = |minutes: i64| (AlertKind::SuicideRisk, at(minutes), Some(at(minutes / 4)));
    assert_eq!(clock("phq-9", &[instrument::SUICIDE_RISK_ITEM]), [suicide(60)]);
    assert_eq!(clock("c-ssrs", &["c_ssrs_moderate"]), [suicide(240)]);
    assert_eq!(clock("c-ssrs", &["c_ssrs_moderate", "c_ssrs_high"]), [suicide(60)]);
    let unsafe_home = clock("ahc-hrsn", &[UNSAFE_RELATIONSHIP]);
    assert_eq!(unsafe_home, [(AlertKind::UnsafeRelationship, at(240), Some(at(60)))]);
}
