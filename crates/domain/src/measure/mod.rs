//! Measures: a number over facts, with a member list that proves it.
//!
//! A member belongs to a measure's period by the start of its clock (deadlines, discharges, referrals, ...) or its due date
//! (interventions). What is neither settled nor past due is *pending*: listed, but not in the denominator. The numbers are always
//! counted from the members, never beside them, and the proof of a member is written by the function that judges it.

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::care_plan::Occurrence;
use crate::clock::start_of_day;
use crate::program::Setting;

mod adherence;
mod catalogue;
pub mod facts;
mod figures;
mod judge;
pub mod kept;
mod proof;
pub mod strata;
mod timeliness;

pub use adherence::GRACE_DAYS;
pub use catalogue::DEFINITIONS;
pub use facts::{EmergencyCause, FactKind, Facts};
pub use figures::{Figure, FigureCode};
pub use proof::{FactRef, Predicate, Step};

/// What a measure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// Deadlines of the rule with this code.
    Deadlines(&'static str),
    /// Assessments with all their deadlines of this family of rules.
    DeadlineFamily(&'static str),
    /// Interventions of care plans that fell due.
    Interventions,
    /// Discharges, and whether the person came back.
    Readmissions,
    /// Days of stays, observed and expected.
    StayDays,
    /// Avoidable days among patient days.
    AvoidableDays,
    /// Discharges by their target day.
    TargetDays,
    /// Emergency visits of the covered.
    EmergencyVisits,
    /// Psychiatric discharges with a visit up to this day.
    PsychiatricFollowUp(i64),
    /// Emergency visits for a cause, with a visit up to this day.
    EmergencyFollowUp(EmergencyCause, i64),
    /// What must follow an admission or a discharge.
    Transition(TransitionPart),
    /// Gaps in care.
    Gaps,
    /// Requests for authorization.
    Authorizations,
    /// Appointments.
    Appointments,
    /// Scores of these instruments.
    Improvement(&'static [&'static str]),
    /// Crisis plans of those at risk.
    CrisisPlans,
    /// Visits ordered by the visit plan.
    OrderedVisits,
    /// Hospital admissions in the first 60 days of home health.
    EpisodeAdmissions,
    /// Hospital transfers among days in hospice.
    HospiceTransfers,
    /// Answers about experience.
    Experience,
    /// Symptoms assessed again.
    Symptoms,
    /// Applications for benefits.
    Benefits,
    /// Ways to a home.
    Housing,
    /// Cases after this many days.
    Retention(i64),
    /// Court milestones.
    CourtMilestones,
    /// Jobs after this many days.
    Jobs(i64),
    /// Referrals that were sent.
    Referrals,
    /// Cost against the cost of the program.
    Cost,
}

/// What must follow an admission or a discharge (K-8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TransitionPart {
    /// The notice of the admission.
    Notice,
    /// The discharge information.
    Information,
    /// A two-way contact.
    Engagement,
    /// The reconciliation of medicines.
    Reconciliation,
}

crate::codes! {
    /// How a measure's value is made of its members.
    pub enum MeasureKind {
        /// Numerator by denominator, from 0 to 1.
        Proportion = "proportion",
        /// One sum by another.
        Ratio = "ratio",
        /// One sum for 100 of another.
        Per100 = "per_100",
        /// One sum for 1,000 member-months, shown for 12,000 as well.
        Per1000 = "per_1000",
        /// The days after which half have arrived (Kaplan-Meier).
        MedianDays = "median_days",
        /// The mean of the shares of best answers to each item.
        MeanOfShares = "mean_of_shares",
    }
}

crate::codes! {
    /// Which way is better.
    pub enum Better {
        /// Higher values.
        Higher = "higher",
        /// Lower values.
        Lower = "lower",
    }
}

/// A version of a measure whose rule changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Version {
    /// First day in force: year, month, day.
    pub valid_from: (i32, u32, u32),
    /// What it says.
    pub words: &'static str,
}

impl Version {
    /// First day in force.
    pub fn first_day(&self) -> Option<NaiveDate> {
        let (year, month, day) = self.valid_from;
        NaiveDate::from_ymd_opt(year, month, day)
    }
}

/// The definition of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Definition {
    /// Code.
    pub code: &'static str,
    /// Number in the catalogue of public definitions.
    pub source: &'static str,
    /// Title.
    pub title: &'static str,
    /// Who is counted, in plain words.
    pub denominator: &'static str,
    /// Who is left out.
    pub exclusions: &'static str,
    /// What counts as reached.
    pub numerator: &'static str,
    /// Settings it belongs to; none for every setting.
    pub settings: &'static [Setting],
    /// Where the numbers come from.
    pub published: &'static str,
    /// The standard it is aligned with, when there is one (R281).
    pub aligns_with: Option<&'static str>,
    /// True for a look-alike of a licensed measure: it is not certified by its owner.
    pub uncertified: bool,
    /// How its value is made.
    pub kind: MeasureKind,
    /// Which way is better.
    pub better: Better,
    /// Its versions, where the rule changed.
    pub versions: &'static [Version],
    /// What is counted.
    pub counts: Counts,
    /// The facts it cannot do without.
    pub needs: &'static [FactKind],
    /// The value to reach unless a program sets another.
    pub target: Option<f64>,
}

impl Definition {
    /// Numerator, denominator and exclusions in one text.
    pub fn definition(&self) -> String {
        let parts = [self.numerator, self.denominator, self.exclusions];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The version in force on a day.
    pub fn version_on(&self, day: NaiveDate) -> Option<&'static Version> {
        let begun = self.versions.iter().filter(|version| version.first_day().is_some_and(|first| first <= day));
        begun.max_by_key(|version| version.valid_from)
    }
}

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

/// What a figure beside the value is made of.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Nothing more.
    Plain,
    /// A late cancellation (K-12).
    LateCancellation,
    /// A baseline without a follow-up (K-13).
    NotFollowed,
    /// The item of a survey (K-18).
    Item(u16),
    /// The second condition held as well: improved within 48 hours (K-19), approved at first (K-20).
    Also(bool),
    /// Days on the way to a home, and whether it ended there (K-21).
    Way(i64, bool),
    /// How a referral went (K-26).
    Loop {
        /// It ended.
        closed: bool,
        /// It waits for longer than it should.
        late: bool,
        /// Days from sending to acceptance.
        accepted: Option<i64>,
        /// Days from sending to the confirmed service.
        served: Option<i64>,
    },
    /// The lowest and the highest estimate of what was saved, in cents (K-28).
    Between(i64, i64),
}

/// One fact that a measure counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Member {
    /// The record that is counted.
    pub id: Uuid,
    /// The person in care.
    pub person_id: Uuid,
    /// The case.
    pub case_id: Option<Uuid>,
    /// Where it stands.
    pub place: Place,
    /// The instant by which it belongs to a period.
    pub counts_at: DateTime<Utc>,
    /// When its clock started.
    pub anchor_at: DateTime<Utc>,
    /// When it was due.
    pub due_at: Option<DateTime<Utc>>,
    /// When it was met, in time or late.
    pub met_at: Option<DateTime<Utc>>,
    /// What it adds to the upper sum.
    pub top: f64,
    /// What it adds to the lower sum.
    pub bottom: f64,
    /// What figures beside the value are made of.
    pub mark: Mark,
    /// Why it stands there; empty when only counted.
    pub proof: Vec<Step>,
}

/// A measure, counted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeasureResult {
    /// Code of the measure.
    pub code: &'static str,
    /// How its value is made.
    pub kind: MeasureKind,
    /// The upper sum: for proportions the members that count, with halves.
    pub numerator: f64,
    /// Members that are due or settled, and not excluded.
    pub denominator: u32,
    /// The lower sum: for proportions the same as the denominator.
    pub base: f64,
    /// Members that do not count.
    pub excluded: u32,
    /// Members that are neither settled nor due.
    pub pending: u32,
    /// The value; none when nothing is counted.
    pub value: Option<f64>,
    /// Figures beside it.
    pub figures: Vec<Figure>,
    /// Everything counted, earliest clock first.
    pub members: Vec<Member>,
}

impl MeasureResult {
    /// Counts members, whatever their order: the one place where numbers come from. Serves strata too.
    pub fn count(code: &'static str, kind: MeasureKind, mut members: Vec<Member>) -> Self {
        members.sort_by_key(|member| (member.anchor_at, member.id));
        let count = |place| members.iter().map(|member| u32::from(member.place == place)).sum::<u32>();
        let counted = || members.iter().filter(|member| !matches!(member.place, Place::Excluded | Place::Pending));
        // An empty sum of floats is -0, which nobody should read.
        let numerator = counted().fold(0.0, |sum, member| sum + member.top);
        let base = counted().fold(0.0, |sum, member| sum + member.bottom);
        let denominator = count(Place::Numerator) + count(Place::Partial) + count(Place::Denominator);
        let (excluded, pending) = (count(Place::Excluded), count(Place::Pending));
        let value = figures::value(kind, numerator, base, &members);
        let figures = figures::beside(code, numerator, base, &members);
        Self { code, kind, numerator, denominator, base, excluded, pending, value, figures, members }
    }

    /// The value: for proportions numerator by denominator, from 0 to 1; none when nothing is counted.
    pub fn rate(&self) -> Option<f64> {
        self.value
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

/// Counts a measure over people for a period, as it stands at `now`, with the proof of every member: what happened later is not
/// known yet.
pub fn evaluate(
    definition: &'static Definition,
    people: &[Facts],
    period: Period,
    now: DateTime<Utc>,
) -> MeasureResult {
    over(definition, people, period, now, true)
}

/// As [`evaluate`], without proofs.
pub fn count(definition: &'static Definition, people: &[Facts], period: Period, now: DateTime<Utc>) -> MeasureResult {
    over(definition, people, period, now, false)
}

fn over(
    definition: &'static Definition,
    people: &[Facts],
    period: Period,
    now: DateTime<Utc>,
    proof: bool,
) -> MeasureResult {
    let mut members = Vec::new();
    for facts in people {
        judge::person(definition, facts, period, now, proof, &mut members);
    }
    MeasureResult::count(definition.code, definition.kind, members)
}

/// The members of a measure that one person has, with or without their proofs.
pub fn members(
    definition: &'static Definition,
    facts: &Facts,
    period: Period,
    now: DateTime<Utc>,
    proof: bool,
) -> Vec<Member> {
    let mut members = Vec::new();
    judge::person(definition, facts, period, now, proof, &mut members);
    members
}

/// The adherence of a plan or an intervention over all its occurrences (K-25).
pub fn adherence(occurrences: &[Occurrence], now: DateTime<Utc>) -> MeasureResult {
    let members = occurrences.iter().filter_map(|one| adherence::member(one, None, now, true)).collect();
    MeasureResult::count("plan-adherence", MeasureKind::Proportion, members)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
