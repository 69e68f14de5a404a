//! Hours by type: one's own, and those of colleagues whom one leads, as a table and as a file.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use actix_web::{HttpResponse, get, web};
use chrono::{Days, NaiveDate};
use domain::Rule;
use domain::access::{Capability, Role, cap};
use domain::caseload::StaffCapacity;
use domain::clock::start_of_day;
use domain::work_hours::{DayHours, Hours, MOST_DAYS, Span, by_day, week_begins};
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::absence::leads;
use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::{Allowed, Answer, Cursor, Limit, Page, Problem, Query, csv};
use crate::program::Ref;
use crate::staff::credential::today_of;

/// Workers whose time is looked up at once.
const AT_ONCE: usize = 50;

const COLUMNS: &str = "staff_id,name,date,time_zone,exempt,regular_minutes,evening_minutes,weekend_minutes,on_call_minutes,called_out_minutes,overtime_minutes\r\n";

/// Whole minutes by type.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkMinutes {
    /// Work from 8 to 18 o'clock on a day from Monday to Friday.
    #[schema(minimum = 0)]
    regular: i64,
    /// Work before and after these hours.
    #[schema(minimum = 0)]
    evening: i64,
    /// Work on a Saturday or Sunday.
    #[schema(minimum = 0)]
    weekend: i64,
    /// On duty in a shift on call, called out or not.
    #[schema(minimum = 0)]
    on_call: i64,
    /// Work on duty in a shift on call; it is no other type.
    #[schema(minimum = 0)]
    called_out: i64,
    /// Work beyond 40 hours of a week from Monday to Sunday; null for who is exempt, or of whom it is not recorded.
    overtime: Option<i64>,
}

impl From<Hours> for WorkMinutes {
    fn from(own: Hours) -> Self {
        Self {
            regular: own.regular / 60,
            evening: own.evening / 60,
            weekend: own.weekend / 60,
            on_call: own.on_call / 60,
            called_out: own.called_out / 60,
            overtime: own.overtime.map(|seconds| seconds / 60),
        }
    }
}

/// The hours of a worker.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkerHours {
    staff: Ref,
    /// The zone whose days and hours count.
    time_zone: String,
    /// True for who has no claim to overtime pay, by the last day; null when nobody said.
    exempt: Option<bool>,
    minutes: WorkMinutes,
}

/// The hours of a worker, day by day. They are what the record holds, and no time card.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkHoursView {
    from: NaiveDate,
    to: NaiveDate,
    worker: WorkerHours,
    /// Days on which something is on record.
    days: Vec<WorkDay>,
}

/// The hours of a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkDay {
    on: NaiveDate,
    minutes: WorkMinutes,
}

/// Which days.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct WorkHoursQuery {
    /// First day; the Monday of the week before the last day's when absent.
    from: Option<NaiveDate>,
    /// Last day; today when absent.
    to: Option<NaiveDate>,
}

/// Whose hours, on which days.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct WorkHoursListQuery {
    /// Of this team only.
    team_id: Option<Uuid>,
    /// First day; the Monday of the week before the last day's when absent.
    from: Option<NaiveDate>,
    /// Last day; today when absent.
    to: Option<NaiveDate>,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Whose hours, on which days, as a file.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct WorkHoursExportQuery {
    /// Of this team only.
    team_id: Option<Uuid>,
    /// First day; the Monday of the week before the last day's when absent.
    from: Option<NaiveDate>,
    /// Last day; today when absent.
    to: Option<NaiveDate>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(work_hours_list).service(work_hours_export).service(work_hours_get);
}

/// What is known of the time of some workers.
struct Record {
    worked: HashMap<Uuid, Vec<Span>>,
    duty: HashMap<Uuid, Vec<Span>>,
    capacities: Vec<StaffCapacity>,
}

impl Record {
    /// Looks up the time of workers on some days, and on those before that count for the overtime of their week.
    async fn of(tx: &mut Tx, ids: &[Uuid], days: &RangeInclusive<NaiveDate>) -> persistence::Result<Self> {
        // A day more on each side holds the days of every zone.
        let from = start_of_day(week_begins(*days.start()) - Days::new(1), chrono_tz::UTC);
        let until = start_of_day(*days.end() + Days::new(2), chrono_tz::UTC).min(tx.now());
        let mut worked: HashMap<Uuid, Vec<Span>> = HashMap::new();
        for own in tx.worked(ids, from, until).await? {
            worked.entry(own.staff_id).or_default().push(own.span);
        }
        let mut duty: HashMap<Uuid, Vec<Span>> = HashMap::new();
        for shift in tx.on_call_shifts_of(ids, from, until).await? {
            let directory = tx.directory();
            let program_id = directory.teams.get(&shift.team_id).map(|team| team.program_id).unwrap_or_default();
            let spans = shift.duty(directory.zone(program_id), directory.calendar_of(program_id));
            // Hours that are still to come are none yet.
            let past = spans.into_iter().map(|(from, to)| (from, to.min(until)));
            duty.entry(shift.staff_id).or_default().extend(past);
        }
        Ok(Self { worked, duty, capacities: tx.staff_capacities(ids.to_vec()).await? })
    }

    fn exempt(&self, staff_id: Uuid, on: NaiveDate) -> Option<bool> {
        StaffCapacity::in_force(&self.capacities, staff_id, on)?.exempt
    }

    fn days(&self, tx: &Tx, staff_id: Uuid, days: &RangeInclusive<NaiveDate>) -> Vec<DayHours> {
        let zone = tx.directory().staff.get(&staff_id).map_or(chrono_tz::UTC, |card| card.zone);
        let of = |spans: &HashMap<Uuid, Vec<Span>>| spans.get(&staff_id).cloned().unwrap_or_default();
        let mut found = by_day(&of(&self.worked), &of(&self.duty), zone, days, |on| self.exempt(staff_id, on));
        found.retain(|day| !day.hours.is_nothing());
        found
    }

    fn worker(&self, tx: &Tx, staff_id: Uuid, found: &[DayHours], last: NaiveDate) -> WorkerHours {
        let whole = found.iter().fold(Hours::default(), |sum, day| sum.and(day.hours));
        WorkerHours {
            staff: Ref { id: staff_id, name: tx.directory().name(staff_id).to_owned() },
            time_zone: zone_name(tx, staff_id),
            exempt: self.exempt(staff_id, last),
            minutes: whole.into(),
        }
    }
}

fn zone_name(tx: &Tx, staff_id: Uuid) -> String {
    tx.directory().staff.get(&staff_id).map_or_else(|| "UTC".into(), |card| card.zone.name().to_owned())
}

/// The days of a question; by default up to the reader's today.
fn days(tx: &Tx, from: Option<NaiveDate>, to: Option<NaiveDate>) -> persistence::Result<RangeInclusive<NaiveDate>> {
    let last = to.unwrap_or_else(|| today_of(tx, tx.actor().id));
    let first = from.or_else(|| week_begins(last).checked_sub_days(Days::new(7))).unwrap_or(last);
    let known = first.checked_sub_days(Days::new(30)).zip(last.checked_add_days(Days::new(30)));
    match (known, (last - first).num_days()) {
        (Some(_), 0..MOST_DAYS) => Ok(first..=last),
        _ => {
            let detail = "Choose a first day that is not after the last one, and at most 92 days.";
            Err(Rule::at("work_hours_period", "/from", detail).into())
        }
    }
}

/// The reader, and colleagues whom they lead.
fn is_seen(tx: &Tx, staff_id: Uuid) -> bool {
    let works = |role: Role| role.grants(Capability::WorkHoursRead);
    let known = tx.directory().staff.get(&staff_id).is_some_and(|card| card.active && works(card.role));
    known && (staff_id == tx.actor().id || leads(tx, staff_id))
}

/// Whom the reader sees, by name.
fn seen(tx: &Tx, team_id: Option<Uuid>) -> Vec<(String, Uuid)> {
    let directory = tx.directory();
    let in_team = |id: Uuid| team_id.is_none_or(|team| directory.in_team(id, team));
    let cards = directory.staff.values().filter(|card| in_team(card.id) && is_seen(tx, card.id));
    let mut people: Vec<(String, Uuid)> = cards.map(|card| (card.name.clone(), card.id)).collect();
    people.sort();
    people
}

/// The hours by type of the reader and of colleagues whom they lead, by name: what the record holds of their work, and their hours on
/// call. They are no time card.
#[utoipa::path(tag = "staff", operation_id = "work_hours_list", params(WorkHoursListQuery), responses((status = 200, body = Page<WorkerHours>)))]
#[get("/work-hours")]
pub async fn work_hours_list(
    access: Allowed<cap::WorkHoursRead>,
    state: web::Data<State>,
    query: Query<WorkHoursListQuery>,
) -> Result<Answer<Page<WorkerHours>>, Problem> {
    let after: Option<(String, Uuid)> = Cursor::key(query.cursor.as_ref())?;
    let answer = state.store.read(&access, async |tx| {
        let days = days(tx, query.from, query.to)?;
        let mut people = seen(tx, query.team_id);
        people.retain(|own| after.as_ref().is_none_or(|key| own > key));
        people.truncate(usize::try_from(query.limit.probe()).unwrap_or(0));
        let ids: Vec<Uuid> = people.iter().map(|(_, id)| *id).collect();
        let record = Record::of(tx, &ids, &days).await?;
        let worker = |(_, id): (String, Uuid)| record.worker(tx, id, &record.days(tx, id, &days), *days.end());
        Ok(Answer::ok(Page::new(people, query.limit, Clone::clone, worker)))
    });
    Ok(answer.await?)
}

/// The hours by type of one worker, day by day in their own zone: one's own, or those of a colleague whom one leads.
#[utoipa::path(tag = "staff", operation_id = "work_hours_get", params(("id" = Uuid, Path), WorkHoursQuery), responses((status = 200, body = WorkHoursView)))]
#[get("/staff/{id}/work-hours")]
pub async fn work_hours_get(
    access: Allowed<cap::WorkHoursRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<WorkHoursQuery>,
) -> Result<Answer<WorkHoursView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        if !is_seen(tx, *id) {
            return Err(Error::NotFound);
        }
        let days = days(tx, query.from, query.to)?;
        let record = Record::of(tx, &[*id], &days).await?;
        let found = record.days(tx, *id, &days);
        let worker = record.worker(tx, *id, &found, *days.end());
        let days_worked = found.into_iter().map(|day| WorkDay { on: day.on, minutes: day.hours.into() }).collect();
        Ok(Answer::ok(WorkHoursView { from: *days.start(), to: *days.end(), worker, days: days_worked }))
    });
    Ok(answer.await?)
}

/// The hours by type of the reader and of colleagues whom they lead as a CSV file, a line for each worker and day, for differentials and
/// overtime.
#[utoipa::path(tag = "staff", operation_id = "work_hours_export", params(WorkHoursExportQuery), responses((status = 200, content((String = "text/csv")))))]
#[get("/work-hours/export")]
pub async fn work_hours_export(
    access: Allowed<cap::WorkHoursRead>,
    state: web::Data<State>,
    query: Query<WorkHoursExportQuery>,
) -> Result<HttpResponse, Problem> {
    let read = state.store.read(&access, async |tx| {
        let days = days(tx, query.from, query.to)?;
        let mut lines = String::new();
        for people in seen(tx, query.team_id).chunks(AT_ONCE) {
            let ids: Vec<Uuid> = people.iter().map(|(_, id)| *id).collect();
            let record = Record::of(tx, &ids, &days).await?;
            for (name, id) in people {
                let line = |day: &DayHours| line(name, *id, &zone_name(tx, *id), record.exempt(*id, day.on), day);
                lines.extend(record.days(tx, *id, &days).iter().map(line));
            }
        }
        Ok((days, lines))
    });
    let (days, lines) = read.await?;
    let name = format!("work-hours-{}-{}.csv", days.start(), days.end());
    Ok(csv::file(&name, format!("{COLUMNS}{lines}")))
}

fn line(name: &str, id: Uuid, zone: &str, exempt: Option<bool>, day: &DayHours) -> String {
    let minutes = WorkMinutes::from(day.hours);
    let exempt = match exempt {
        Some(true) => "exempt",
        Some(false) => "non_exempt",
        None => "",
    };
    csv::row([
        id.to_string(),
        name.to_owned(),
        day.on.to_string(),
        zone.to_owned(),
        exempt.to_owned(),
        minutes.regular.to_string(),
        minutes.evening.to_string(),
        minutes.weekend.to_string(),
        minutes.on_call.to_string(),
        minutes.called_out.to_string(),
        minutes.overtime.map(|own| own.to_string()).unwrap_or_default(),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, Utc};

    #[test]
    fn a_line_says_whether_overtime_is_owed_and_cuts_seconds_once() {
        let hours = Hours { regular: 3659, on_call: 60, overtime: Some(119), ..Hours::default() };
        let day = DayHours { on: DateTime::<Utc>::UNIX_EPOCH.date_naive(), hours };
        let told = line("Ana", Uuid::nil(), "UTC", Some(false), &day);
        assert!(
            told.ends_with("\"1970-01-01\",\"UTC\",\"non_exempt\",\"60\",\"0\",\"0\",\"1\",\"0\",\"1\"\r\n"),
            "{told}"
        );
    }
}
