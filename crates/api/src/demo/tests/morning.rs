//! The demo care manager's morning, on whatever day the demo is made.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use domain::alert::{Alert, AlertStatus};
use domain::case::Case;
use domain::clock::{end_of_day, local_date};
use domain::deadline::{Deadline, DeadlineStatus};
use domain::hand_off::{HandOff, HandOffStatus};
use domain::program::Setting;
use domain::rulebook;
use domain::task::{Task, TaskStatus};
use uuid::Uuid;

use super::told;
use crate::demo::roster;
use crate::demo::world::PEOPLE;

struct Morning {
    overdue: usize,
    today: usize,
    week: usize,
    later: usize,
    alerts: usize,
    offered: usize,
    rules: Vec<String>,
}

fn morning(now: &str) -> Morning {
    let (world, memory) = told(now, PEOPLE, &[Setting::ManagedCare]);
    let maria = world.workforce.named(roster::MARIA).staff.id;
    let deadlines = memory
        .all::<Deadline>()
        .into_iter()
        .filter(|item| item.status == DeadlineStatus::Open && item.owner_id == Some(maria));
    let tasks =
        memory.all::<Task>().into_iter().filter(|item| item.status == TaskStatus::Open && item.owner_id == maria);
    let alerts: Vec<Alert> = memory
        .all::<Alert>()
        .into_iter()
        .filter(|item| item.status != AlertStatus::Closed && item.owner_id == maria)
        .collect();
    let deadlines: Vec<Deadline> = deadlines.collect();
    // The review of the year is every case's, months ahead, and no part of a morning until then.
    let of_the_year = |item: &&Deadline| item.rule_code == "T-3.annual";
    let mut due: Vec<DateTime<Utc>> =
        deadlines.iter().filter(|item| !of_the_year(item)).map(|item| item.due_at).collect();
    due.extend(tasks.map(|item| item.due_at));
    due.extend(alerts.iter().map(|item| item.due_at));
    let zone = chrono_tz::America::New_York;
    let tonight = end_of_day(local_date(world.now, zone), zone);
    let week = tonight + Duration::days(7);
    let count = |from: DateTime<Utc>, to: DateTime<Utc>| due.iter().filter(|at| from < **at && **at <= to).count();
    let hand_offs: Vec<HandOff> = memory.all::<HandOff>();
    let cases: HashMap<Uuid, Case> = memory.all::<Case>().into_iter().map(|case| (case.id, case)).collect();
    assert!(
        hand_offs
            .iter()
            .filter(|item| item.status == HandOffStatus::Offered)
            .all(|item| cases[&item.case_id].owner_id == item.from_id)
    );
    Morning {
        overdue: count(DateTime::<Utc>::MIN_UTC, world.now),
        today: count(world.now, tonight),
        week: count(tonight, week),
        later: count(week, DateTime::<Utc>::MAX_UTC),
        alerts: alerts.len(),
        offered: hand_offs.iter().filter(|item| item.status == HandOffStatus::Offered && item.to_id == maria).count(),
        rules: deadlines.into_iter().map(|item| item.rule_code).collect(),
    }
}

#[test]
fn marias_morning_makes_sense_on_any_day() {
    for now in [
        "2026-03-16T13:10:00Z",
        "2026-03-22T15:00:00Z",
        "2026-11-04T13:30:00Z",
        "2026-07-03T23:50:00Z",
        "2026-12-25T04:00:00Z",
    ] {
        let morning = morning(now);
        let text = format!(
            "{now}: {} overdue, {} today, {} this week, {} later, {} alerts, {} offered",
            morning.overdue, morning.today, morning.week, morning.later, morning.alerts, morning.offered
        );
        let total = morning.overdue + morning.today + morning.week + morning.later;
        assert!((20..=45).contains(&total), "{text}");
        assert!((2..=9).contains(&morning.overdue), "{text}");
        assert!(morning.today >= 2 && morning.week >= 3, "{text}");
        assert_eq!((morning.alerts, morning.offered), (1, 1), "{text}");
        for rule in [rulebook::PLAN, rulebook::OUTREACH_7, rulebook::NOTE_SIGNED, rulebook::HAND_OFF] {
            assert!(morning.rules.iter().any(|own| own == rule), "{rule} {text}");
        }
    }
}
