//! The calculator: when something would fall due, for whoever asks.

use actix_web::{post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::cap;
use domain::calendar::{Calendar, SchoolCalendar, SchoolYear};
use domain::clock::Clock;
use domain::deadline::preview::{self, Anchor, By, Request, time_zone};
use domain::rulebook::catalogue::{self, Published};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::deadline::{StepView, step_view};
use crate::http::code::{CalendarNameCode, Coded, CountedCode, WayCode};
use crate::http::{Allowed, Answer, Problem, Valid};
use crate::work_calendar::unknown_program;

/// A question about a due time: by a rule or by a clock.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "rule": "T-5.contact", "anchor": "2026-03-06T14:00:00-05:00", "time_zone": "America/New_York"
}))]
pub struct DeadlinePreview {
    /// What starts the clock: a timestamp with its offset, or a date.
    #[schema(
        min_length = 10,
        max_length = 40,
        pattern = r"^\d{4}-\d{2}-\d{2}([Tt ][^\x00]+)?$",
        example = "2026-03-06T14:00:00-05:00"
    )]
    anchor: String,
    /// IANA time zone whose wall counts.
    #[schema(min_length = 1, max_length = 64, pattern = r"^[A-Za-z0-9_+/-]+$", example = "America/New_York")]
    time_zone: String,
    /// Closed days and school days: `us_federal`, `organization`, or one's own; `us_federal` when absent.
    calendar: Option<CalendarChoice>,
    /// Whose own days count as well where the calendar is that of the organization.
    program_id: Option<Uuid>,
    /// `US`, or a state's postal code; `US` when absent.
    #[schema(min_length = 2, max_length = 5, pattern = r"^(US|US-[A-Z]{2}|[A-Z]{2})$", example = "US")]
    jurisdiction: Option<String>,
    /// Code of a published rule.
    #[schema(min_length = 1, max_length = 80, example = "T-5.contact")]
    rule: Option<String>,
    /// A clock of one's own.
    clock: Option<ClockInput>,
}

/// A clock of one's own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockInput {
    /// What is counted.
    #[serde(rename = "type")]
    kind: CountedCode,
    /// How many.
    #[schema(minimum = 0, maximum = 1000000)]
    amount: u32,
    /// Which way; `forward` when absent.
    direction: Option<WayCode>,
    /// True when an event on the anchor's own day counts; it is day 0 either way and never moves the due date. True when absent.
    include_day0: Option<bool>,
}

domain::codes! {
    /// What a clock of one's own may count.
    pub enum Counted {
        /// Real hours.
        ElapsedHours = "elapsed_hours",
        /// Every day of the calendar.
        CalendarDays = "calendar_days",
        /// Days that are no weekend, federal holiday or closure.
        BusinessDays = "business_days",
        /// Days on which there is school.
        SchoolDays = "school_days",
        /// Days as a federal court counts them.
        CourtDays = "court_days",
    }
}

domain::codes! {
    /// Which way a clock counts.
    pub enum Way {
        /// From the anchor on.
        Forward = "forward",
        /// Back from the anchor.
        Back = "back",
    }
}

domain::codes! {
    /// A calendar with a name.
    pub enum CalendarName {
        /// Weekends and federal holidays alone.
        UsFederal = "us_federal",
        /// What the organization set as well, and the program where one is named.
        Organization = "organization",
    }
}

/// A calendar by its name, or one's own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum CalendarChoice {
    /// By name.
    Named(CalendarNameCode),
    /// One's own.
    Own(CalendarDays),
}

/// Closed days beyond weekends and federal holidays, and school days.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CalendarDays {
    /// Days the organization is closed.
    #[schema(max_items = 1000)]
    closures: BTreeSet<NaiveDate>,
    /// Days the court is closed.
    #[schema(max_items = 1000)]
    court_closures: BTreeSet<NaiveDate>,
    /// School years.
    #[schema(max_items = 50)]
    school_years: Vec<SchoolYearSpan>,
    /// Days without school within them.
    #[schema(max_items = 1000)]
    school_days_off: BTreeSet<NaiveDate>,
}

/// A school year.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SchoolYearSpan {
    /// First day of school.
    first: NaiveDate,
    /// Last day of school.
    last: NaiveDate,
}

/// A due time and how it was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeadlinePreviewed {
    /// First instant that counts, where it is not the anchor.
    opens_at: Option<DateTime<Utc>>,
    /// The last instant in time.
    due_at: DateTime<Utc>,
    /// Its local date.
    due_on: NaiveDate,
    /// The calculation in sentences.
    steps: Vec<StepView>,
    /// Code of the rule; null for a clock of one's own.
    rule: Option<&'static str>,
    /// Title of the rule.
    title: Option<&'static str>,
    /// The version that judges this anchor: its first day in force.
    version: Option<String>,
    /// Where the numbers come from.
    source: Option<&'static str>,
}

impl From<ClockInput> for Clock {
    fn from(input: ClockInput) -> Self {
        let clock = match input.kind.0 {
            Counted::ElapsedHours => Self::elapsed_hours(input.amount),
            Counted::CalendarDays => Self::calendar_days(input.amount),
            Counted::BusinessDays => Self::business_days(input.amount),
            Counted::SchoolDays => Self::school_days(input.amount),
            Counted::CourtDays => Self::court_days(input.amount),
        };
        let clock = if input.include_day0 == Some(false) { clock.without_day0() } else { clock };
        match input.direction.map(|code| code.0) {
            Some(Way::Back) => clock.back(),
            _ => clock,
        }
    }
}

impl From<CalendarDays> for Calendar {
    fn from(input: CalendarDays) -> Self {
        let years = input.school_years.iter().map(|year| SchoolYear { first: year.first, last: year.last }).collect();
        Self {
            closures: input.closures,
            court_closures: input.court_closures,
            school: SchoolCalendar { years, days_off: input.school_days_off },
        }
    }
}

impl From<&Calendar> for CalendarDays {
    fn from(calendar: &Calendar) -> Self {
        let span = |year: &SchoolYear| SchoolYearSpan { first: year.first, last: year.last };
        Self {
            closures: calendar.closures.clone(),
            court_closures: calendar.court_closures.clone(),
            school_years: calendar.school.years.iter().map(span).collect(),
            school_days_off: calendar.school.days_off.clone(),
        }
    }
}

/// When something would fall due, with the days that are skipped and why. Stores nothing.
#[utoipa::path(tag = "deadline", operation_id = "deadline_preview", request_body = DeadlinePreview, responses((status = 200, body = DeadlinePreviewed)))]
#[post("/deadlines/preview")]
pub async fn deadline_preview(
    access: Allowed<cap::RuleRead>,
    state: web::Data<State>,
    body: Valid<DeadlinePreview>,
) -> Result<Answer<DeadlinePreviewed>, Problem> {
    let body = body.0;
    let named = state.store.read(&access, async |tx| {
        let directory = tx.directory();
        let Some(id) = body.program_id else { return Ok(directory.organization_calendar().clone()) };
        directory.programs.get(&id).ok_or_else(unknown_program)?;
        Ok(directory.calendar_of(id).clone())
    });
    let organization = named.await?;
    let request = Request {
        anchor: Anchor::parse(&body.anchor)?,
        zone: time_zone(&body.time_zone)?,
        calendar: match body.calendar {
            Some(CalendarChoice::Own(calendar)) => calendar.into(),
            Some(CalendarChoice::Named(Coded(CalendarName::Organization))) => organization,
            Some(CalendarChoice::Named(Coded(CalendarName::UsFederal))) | None => Calendar::default(),
        },
        jurisdiction: body.jurisdiction.unwrap_or_else(|| catalogue::COUNTRY.into()),
        by: By::one_of(body.rule, body.clock.map(Into::into))?,
    };
    let found = preview::preview(&request)?;
    Ok(Answer::ok(DeadlinePreviewed {
        opens_at: found.due.opens_at,
        due_at: found.due.due_at,
        due_on: found.due.due_on,
        steps: found.steps.into_iter().map(step_view).collect(),
        rule: found.rule.map(|rule| rule.code),
        title: found.rule.map(|rule| rule.title),
        version: found.rule.map(Published::version),
        source: found.rule.map(|rule| rule.source),
    }))
}
