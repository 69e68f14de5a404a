//! A senior colleague who guides another one, and what the two wrote down.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::Change;
use domain::access::{authorize, cap};
use domain::clock::local_date;
use domain::mentorship::{
    Mentorship, MentorshipGoal, MentorshipGoalStatus, MentorshipMeeting, MentorshipReader, MentorshipStatus,
};
use persistence::{Error, Result, Store};

use super::random::Random;
use super::roster;
use super::world::World;
use super::{Told, request};

const LEAD: &str = "Marcus Tillery";
const MENTOR: &str = "Gloria Whitehorse";

/// Days since they met, minutes, what they agreed on.
const MEETINGS: &[(i64, i32, &str)] = &[
    (33, 60, "Two visits together next week. Kevin leads the second one and Gloria watches."),
    (12, 45, "The visits went well. Kevin prepares the next case conference and brings the agenda on Monday."),
];

/// Begins the mentorship and writes its meetings down, under the rules that everybody writes them by.
pub(super) async fn add(store: &Store, world: &World) -> Result<()> {
    let mut random = Random::of(world.seed, 47);
    let (lead, mentor) = (world.workforce.named(LEAD), world.workforce.named(MENTOR));
    let mentee = world.workforce.named(roster::KEVIN);
    let zone = mentee.staff.time_zone.parse().unwrap_or(chrono_tz::UTC);
    let day = |at: DateTime<Utc>| -> NaiveDate { local_date(at, zone) };
    let begun_at = world.now - Duration::days(40);
    let goal = |text: &str, status| MentorshipGoal { text: text.into(), status };
    let begun = Mentorship {
        id: random.id(begun_at),
        version: 1,
        mentor_id: mentor.staff.id,
        mentee_id: mentee.staff.id,
        status: MentorshipStatus::Active,
        starts_on: day(begun_at),
        until_on: Some(day(begun_at + Duration::days(180))),
        goals: vec![
            goal("Leads a home visit with a person at high risk", MentorshipGoalStatus::Reached),
            goal("Prepares and leads a case conference", MentorshipGoalStatus::Open),
        ],
        next_meeting_on: None,
        begun_by: lead.staff.id,
        begun_at,
        ended_by: None,
        ended_at: None,
        end_reason: None,
    };
    let leads = MentorshipReader { id: lead.staff.id, leads: true };
    let mut own = begun.begin(leads, mentor.staff.role, day(begun_at))?.record;
    let mut meetings = Vec::new();
    for (ago, minutes, agreed) in MEETINGS {
        let logged_at = world.now - Duration::days(*ago);
        let meeting = MentorshipMeeting {
            id: random.id(logged_at),
            version: 1,
            mentorship_id: own.id,
            held_on: day(logged_at),
            minutes: *minutes,
            agreed: (*agreed).into(),
            logged_by: mentor.staff.id,
            logged_at,
        };
        let by = MentorshipReader { id: mentor.staff.id, leads: false };
        let next = day(world.now + Duration::days(4));
        let (after, met) = own.meet(by, meeting, Some(next), day(logged_at))?;
        own = after.record;
        meetings.push(met);
    }
    let access = authorize::<cap::MentorshipWrite>(lead.actor(), request(begun_at))
        .map_err(|denied| Error::Internal(denied.to_string()))?;
    store
        .write(&access, async |tx| {
            // One row for all steps: it is new, whatever happened to it since.
            tx.apply(Change::created(Mentorship { version: 1, ..own }))?;
            for meeting in meetings {
                tx.apply(meeting)?;
            }
            Ok(Told::default())
        })
        .await?;
    Ok(())
}
