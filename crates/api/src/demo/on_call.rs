//! The hospice is on call at every hour that its office is closed: its weeks, and what happened last night.

use chrono::{DateTime, Datelike, Days, Duration, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use domain::access::{Access, CapabilityMarker, authorize, cap};
use domain::case::{Case, CaseStatus};
use domain::clock::local_date;
use domain::contact::{Contact, ContactOutcome, ContactStatus, ContactWith, Direction};
use domain::on_call::event::{OnCallEvent, OnCallOutcome, OnCallTriage};
use domain::on_call::{OnCallHours, OnCallShift, Rotation};
use domain::program::Setting;
use persistence::case::CaseScope;
use persistence::{Error, Result, Store};

use super::random::Random;
use super::staff::Worker;
use super::world::World;
use super::{Told, request};

/// Who takes turns.
const TURNS: [&str; 3] = ["Beth Lindgren", "Carlos Mendizabal", "Ingrid Solheim"];

/// A call of last night: hours after 8 in the evening, how urgent, what came of it, what was said, minutes, with whom; `None` when
/// it was about somebody who is in nobody's care.
type Call = (i64, OnCallTriage, OnCallOutcome, &'static str, i32, Option<ContactWith>);

const CALLS: &[Call] = &[
    (
        2,
        OnCallTriage::Urgent,
        OnCallOutcome::WentThere,
        "Her daughter called: short of breath, could not lie down. The nurse went, raised the bed and gave the second dose. Asleep at eleven.",
        55,
        Some(ContactWith::Caregiver),
    ),
    (
        5,
        OnCallTriage::NextDay,
        OnCallOutcome::LeftForOwner,
        "He asks whether the night aide can come on weekends too. I said that his care manager calls him today.",
        10,
        Some(ContactWith::Person),
    ),
    (
        7,
        OnCallTriage::Advice,
        OnCallOutcome::Settled,
        "A neighbor asked how hospice begins. Gave the number of intake.",
        5,
        None,
    ),
];

fn access_of<C: CapabilityMarker>(worker: &Worker, at: DateTime<Utc>) -> Result<Access<C>> {
    authorize(worker.actor(), request(at)).map_err(|denied| Error::Internal(denied.to_string()))
}

/// Plans the weeks around this one and writes down the last night, under the rules that everybody plans and writes by.
pub(super) async fn add(store: &Store, world: &World) -> Result<()> {
    let mut random = Random::of(world.seed, 11);
    let place = world.network.place(Setting::Hospice);
    let zone = place.program.zone();
    let planned_at = world.now - Duration::days(15);
    let lead = world.workforce.lead(Setting::Hospice);
    let access = access_of::<cap::OnCallWrite>(lead, planned_at)?;
    let today = local_date(world.now, zone);
    // The week that runs has begun on a Monday before last night.
    let monday = today - Days::new(u64::from((today - Days::new(1)).weekday().num_days_from_monday()) + 8);
    let rotation = Rotation {
        team_id: place.teams[0].id,
        staff_ids: TURNS.iter().map(|name| world.workforce.named(name).staff.id).collect(),
        first_on: monday,
        hour: 17,
        weeks: 8,
        hours: OnCallHours::AfterHours,
        next_is_backup: true,
    };
    let new_id = &mut || random.id(planned_at);
    let planned = rotation.shifts(zone, &[], |_| true, lead.staff.id, new_id, planned_at)?;
    let shifts: Vec<OnCallShift> = planned.iter().map(|change| change.record.clone()).collect();
    store
        .write(&access, async |tx| {
            for change in planned.clone() {
                tx.apply(change)?;
            }
            Ok(Told::default())
        })
        .await?;
    for (number, call) in CALLS.iter().enumerate() {
        write_down(store, world, &shifts, call, number, &mut random).await?;
    }
    Ok(())
}

/// An hour of last evening or of the night after it.
fn last_night(world: &World, zone: Tz, hours: i64) -> DateTime<Utc> {
    let evening = (local_date(world.now, zone) - Days::new(1)).and_time(NaiveTime::MIN) + Duration::hours(20);
    let evening = zone.from_local_datetime(&evening).earliest().map_or(world.now, |at| at.to_utc());
    // Before dawn the night is not over yet: then it is what happened so far, a minute ago at the latest.
    (evening + Duration::hours(hours)).min(world.now - Duration::minutes(61))
}

async fn write_down(
    store: &Store,
    world: &World,
    shifts: &[OnCallShift],
    call: &Call,
    number: usize,
    random: &mut Random,
) -> Result<()> {
    let (hours, triage, outcome, summary, minutes, with) = *call;
    let zone = world.network.place(Setting::Hospice).program.zone();
    let happened_at = last_night(world, zone, hours);
    let at = happened_at + Duration::minutes(i64::from(minutes));
    let Some(shift) = shifts.iter().find(|shift| shift.starts_at <= happened_at && happened_at < shift.ends_at) else {
        return Ok(());
    };
    let worker = world.workforce.get(shift.staff_id);
    let owner = access_of::<cap::CaseRead>(world.workforce.named("Ingrid Solheim"), at)?;
    let cases =
        store.read(&owner, async |tx| tx.case_list(CaseScope::Mine, Some(CaseStatus::Active), None, 50).await).await?;
    let mut cases: Vec<Case> = cases.into_iter().map(|(case, _)| case).filter(|case| case.enrolled_at < at).collect();
    cases.sort_by_key(|case| (case.enrolled_at, case.id));
    let Some(case) = cases.get(number % cases.len().max(1)).filter(|case| case.team_id == shift.team_id) else {
        return Ok(());
    };
    let access = access_of::<cap::OnCallLog>(worker, at)?;
    let (contact_id, event_id) = (random.id(at), random.id(at));
    store
        .write(&access, async |tx| {
            let roster = tx.directory().roster(shift.team_id);
            let about = with.is_some().then_some(case);
            let event = OnCallEvent {
                id: event_id,
                version: 1,
                shift_id: shift.id,
                team_id: shift.team_id,
                author_id: worker.staff.id,
                case_id: None,
                person_id: None,
                contact_id: with.map(|_| contact_id),
                caller: with.is_none().then(|| "A neighbor".into()),
                triage,
                outcome,
                summary: summary.into(),
                minutes,
                happened_at,
                hand_back_at: None,
                hand_back_id: None,
                created_at: at,
            };
            let event = event.log(shift, about, &roster, at)?;
            if let Some(with) = with {
                let contact = Contact {
                    id: contact_id,
                    version: 1,
                    case_id: Some(case.id),
                    person_id: case.person_id,
                    mode: outcome.usual_mode(),
                    direction: Direction::Inbound,
                    outcome: ContactOutcome::Reached,
                    with,
                    minutes,
                    purpose: triage.purpose(),
                    occurred_at: happened_at,
                    summary: Some(summary.into()),
                    author_id: Some(worker.staff.id),
                    created_at: at,
                    source: None,
                    status: ContactStatus::Finished,
                    error_reason: None,
                };
                let mut work = [tx.case_work_for_new(case.id, happened_at).await?];
                tx.apply_in(&mut work, Contact::log_documented(contact, at)?)?;
            }
            tx.apply(event)?;
            Ok(Told::default())
        })
        .await?;
    Ok(())
}
