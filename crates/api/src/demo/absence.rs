//! Who is off around this morning, and who covers for them.

use chrono::{DateTime, Days, Utc};
use domain::absence::{Absence, AbsenceStatus};
use domain::alert::escalation::{Colleague, Staffing};
use persistence::organization::TeamFunction;
use uuid::Uuid;

use super::random::Random;
use super::roster;
use super::staff::Workforce;

/// Name, who covers, first and last day counted from today, days since it was entered.
type Plan = (&'static str, Option<&'static str>, i64, i64, i64);

const PLANS: &[Plan] = &[
    ("Gloria Whitehorse", Some("Lucia Fontaine"), 0, 4, 19),
    (roster::KEVIN, Some(roster::MARIA), 9, 16, 6),
    ("Luis Arce", None, -1, 1, 1),
];

/// The absences as of `now`.
pub fn absences(seed: u64, workforce: &Workforce, now: DateTime<Utc>) -> Vec<Absence> {
    let mut random = Random::of(seed, 4);
    let plan = |(name, cover, first, last, entered): &Plan| {
        let worker = &workforce.named(name).staff;
        let zone = worker.time_zone.parse().unwrap_or(chrono_tz::UTC);
        let today = domain::clock::local_date(now, zone);
        let created_at = now - Days::new(entered.unsigned_abs());
        Absence {
            id: random.id(created_at),
            version: 1,
            staff_id: worker.id,
            cover_id: cover.map(|name| workforce.named(name).staff.id),
            first_on: today + chrono::Duration::days(*first),
            last_on: today + chrono::Duration::days(*last),
            status: AbsenceStatus::Planned,
            author_id: worker.id,
            created_at,
        }
    };
    PLANS.iter().map(plan).collect()
}

/// Everybody whom an alert of a team may ask.
pub fn staffing(workforce: &Workforce, absences: &[Absence], team_id: Uuid) -> Staffing {
    let colleagues = workforce.workers.iter().map(|worker| {
        let has = |function| worker.memberships.iter().any(|own| own.team_id == team_id && own.function == function);
        Colleague {
            id: worker.staff.id,
            role: worker.staff.role,
            supervisor_id: worker.staff.supervisor_id,
            zone: worker.staff.time_zone.parse().unwrap_or(chrono_tz::UTC),
            leads: has(TeamFunction::Lead),
            supervises: has(TeamFunction::Supervisor),
            active: worker.staff.active,
        }
    });
    Staffing { colleagues: colleagues.collect(), absences: absences.to_vec(), ..Staffing::default() }
}
