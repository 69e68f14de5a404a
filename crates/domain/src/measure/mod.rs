//! Measures: a rate over facts, with a member list that proves it.
//!
//! A member belongs to a measure's period by the start of its clock (deadlines) or its due date (interventions). What is
//! neither settled nor past due is *pending*: listed, but not in the denominator. The numbers are always counted from
//! the members, never beside them.

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use uuid::Uuid;

use crate::care_plan::Occurrence;
use crate::clock::start_of_day;
use crate::deadline::Deadline;
use crate::rulebook::{ASSESSMENT, NOTE_SIGNED, OUTREACH_7, OUTREACH_30, PLAN};

mod adherence;
mod timeliness;

pub use adherence::GRACE_DAYS;

/// What a measure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// Deadlines of the rule with this code.
    Deadlines(&'static str),
    /// Interventions of care plans that fell due.
    Interventions,
}

/// The definition of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Definition {
    /// Code.
    pub code: &'static str,
    /// Title.
    pub title: &'static str,
    /// Numerator, denominator and exclusions in plain words.
    pub definition: &'static str,
    /// What is counted.
    pub counts: Counts,
    /// Number in the catalogue of public definitions.
    pub source: &'static str,
    /// The share to reach unless a program sets another, from 0 to 1.
    pub target: f64,
}

/// Every measure, in the order shown to people.
pub const DEFINITIONS: &[Definition] = &[
    Definition {
        code: "initial-assessment-24h",
        title: "Initial assessment on time",
        definition: "Stays whose initial assessment was completed in time, of all stays admitted in the period. Published: within 24 elapsed hours of admission; where the organization changed the rule, the one in force on the day of admission counts. Stays that ended before it was due without an assessment are excluded, and those cancelled or waived before they were due.",
        counts: Counts::Deadlines(ASSESSMENT),
        source: "T-1",
        target: 0.95,
    },
    Definition {
        code: "plan-30d",
        title: "Care plan on time",
        definition: "Cases with a plan approved in time, of all cases enrolled in the period. Published: within 30 calendar days of enrolment; where the organization changed the rule, the one in force on the day of enrolment counts. Cases closed, and deadlines waived, before the plan was due are excluded.",
        counts: Counts::Deadlines(PLAN),
        source: "T-2",
        target: 0.90,
    },
    Definition {
        code: "outreach-7",
        title: "Reached soon after discharge",
        definition: "Discharges followed in time by a two-way contact with the person or a caregiver, of all live discharges in the period. Published: on day 1 to 7; where the organization changed the rule, the one in force on the day of discharge counts. Attempts and contacts on the day of discharge do not count. Discharges followed by death, admission or the end of the case before the deadline are excluded.",
        counts: Counts::Deadlines(OUTREACH_7),
        source: "K-10",
        target: 0.75,
    },
    Definition {
        code: "outreach-30",
        title: "Reached in the month after discharge",
        definition: "Discharges followed in time by a two-way contact with the person or a caregiver, of all live discharges in the period. Published: on day 1 to 30; where the organization changed the rule, the one in force on the day of discharge counts. Attempts and contacts on the day of discharge do not count. Discharges followed by death, admission or the end of the case before the deadline are excluded.",
        counts: Counts::Deadlines(OUTREACH_30),
        source: "K-10",
        target: 0.90,
    },
    Definition {
        code: "note-48h",
        title: "Notes signed on time",
        definition: "Contacts whose note was signed by its author in time, of all contacts in the period that need a note. Published: within 48 elapsed hours; where the organization changed the rule, the one in force on the day of the contact counts.",
        counts: Counts::Deadlines(NOTE_SIGNED),
        source: "K-27",
        target: 0.90,
    },
    Definition {
        code: "plan-adherence",
        title: "Plan adherence",
        definition: "Interventions of care plans that fell due in the period: done on time counts 1, done late within 7 days counts one half. Each time an intervention falls due counts by itself; what the person refused counts as not done. What was excused with a reason is excluded.",
        counts: Counts::Interventions,
        source: "K-25",
        target: 0.80,
    },
];

/// The measure with this code.
pub fn find(code: &str) -> Option<&'static Definition> {
    DEFINITIONS.iter().find(|definition| definition.code == code)
}

/// A span of time: from the first instant up to, but not including, the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First instant.
    pub from: DateTime<Utc>,
    /// The instant after the last.
    pub to: DateTime<Utc>,
}

impl Period {
    /// From the start of `first` to the end of `last` in a time zone.
    pub fn of_days(first: NaiveDate, last: NaiveDate, zone: Tz) -> Self {
        let after = last.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
        Self { from: start_of_day(first, zone), to: start_of_day(after, zone) }
    }

    /// True when `at` lies in the period.
    pub fn contains(&self, at: DateTime<Utc>) -> bool {
        (self.from..self.to).contains(&at)
    }
}

/// The facts a measure is counted from.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Deadlines.
    pub deadlines: &'a [Deadline],
    /// Occurrences of interventions.
    pub occurrences: &'a [Occurrence],
}

crate::codes! {
    /// Where a member stands in a measure.
    pub enum Place {
        /// Counts 1 of 1.
        Numerator = "numerator",
        /// Counts one half of 1.
        Partial = "partial",
        /// Counts 0 of 1.
        Denominator = "denominator",
        /// Does not count.
        Excluded = "excluded",
        /// Not settled and not yet due.
        Pending = "pending",
    }
}

/// Why a member stands where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// The fact, in plain words.
    pub statement: String,
    /// Code of the rule that makes it count.
    pub rule: String,
    /// When it happened.
    pub at: Option<DateTime<Utc>>,
}

impl Proof {
    fn new(statement: impl Into<String>, rule: &str, at: impl Into<Option<DateTime<Utc>>>) -> Self {
        Self { statement: statement.into(), rule: rule.to_owned(), at: at.into() }
    }
}

/// One fact that a measure counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Member {
    /// The deadline or the occurrence of an intervention.
    pub id: Uuid,
    /// The person in care.
    pub person_id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// Where it stands.
    pub place: Place,
    /// When its clock started.
    pub anchor_at: DateTime<Utc>,
    /// When it was due.
    pub due_at: DateTime<Utc>,
    /// When it was met, in time or late.
    pub met_at: Option<DateTime<Utc>>,
    /// Why it stands there.
    pub proof: Vec<Proof>,
}

/// A measure, counted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeasureResult {
    /// Code of the measure.
    pub code: &'static str,
    /// Members that count, with halves.
    pub numerator: f64,
    /// Members that are due or settled, and not excluded.
    pub denominator: u32,
    /// Members that do not count.
    pub excluded: u32,
    /// Members that are neither settled nor due.
    pub pending: u32,
    /// Everything counted, earliest clock first.
    pub members: Vec<Member>,
}

impl MeasureResult {
    fn count(code: &'static str, mut members: Vec<Member>) -> Self {
        members.sort_by_key(|member| (member.anchor_at, member.id));
        let count = |place| members.iter().map(|member| u32::from(member.place == place)).sum::<u32>();
        let (full, partial) = (count(Place::Numerator), count(Place::Partial));
        Self {
            code,
            numerator: f64::from(full) + f64::from(partial) / 2.0,
            denominator: full + partial + count(Place::Denominator),
            excluded: count(Place::Excluded),
            pending: count(Place::Pending),
            members,
        }
    }

    /// Numerator by denominator, from 0 to 1; none when nothing is due.
    pub fn rate(&self) -> Option<f64> {
        (self.denominator > 0).then(|| self.numerator / f64::from(self.denominator))
    }
}

/// How well something is kept, in numbers that add up: `due` is on time, late and missed together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tally {
    /// Not settled and not yet due.
    pub planned: u32,
    /// What was due or is settled, without what was excused.
    pub due: u32,
    /// Done on time.
    pub on_time: u32,
    /// Done late, within [`GRACE_DAYS`].
    pub late: u32,
    /// Not done, refused, or done later than that.
    pub missed: u32,
    /// Cancelled with a reason.
    pub excused: u32,
    /// Adherence by K-25, from 0 to 1; none while nothing was due.
    pub rate: Option<f64>,
}

impl MeasureResult {
    /// The numbers behind the rate.
    pub fn tally(&self) -> Tally {
        let count = |place| self.members.iter().map(|member| u32::from(member.place == place)).sum();
        Tally {
            planned: self.pending,
            due: self.denominator,
            on_time: count(Place::Numerator),
            late: count(Place::Partial),
            missed: count(Place::Denominator),
            excused: self.excluded,
            rate: self.rate(),
        }
    }
}

/// Counts a measure over `facts` for a period, as it stands at `now`: what happened later is not known yet.
pub fn evaluate(definition: &Definition, facts: Facts<'_>, period: Period, now: DateTime<Utc>) -> MeasureResult {
    let members = match definition.counts {
        Counts::Deadlines(rule) => timeliness::members(rule, facts.deadlines, period, now),
        Counts::Interventions => adherence::members(facts.occurrences, Some(period), now),
    };
    MeasureResult::count(definition.code, members)
}

/// The adherence of a plan or an intervention over all its occurrences (K-25).
pub fn adherence(occurrences: &[Occurrence], now: DateTime<Utc>) -> MeasureResult {
    MeasureResult::count("plan-adherence", adherence::members(occurrences, None, now))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
