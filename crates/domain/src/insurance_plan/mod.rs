//! What a payer's plan pays for and who is in its network (R165; FHIR InsurancePlan with its benefits and networks). It is kept by hand or
//! from a file ([`mod@file`]): no payer is asked, and what nobody wrote down is unknown. What follows for a person is in [`lookup`].
//!
//! | from    | to      |
//! |---------|---------|
//! | active  | retired |
//! | retired | active  |
//!
//! A plan that is no longer offered stays as retired: coverages that name it still find what it paid for.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::authorization::{ServiceCategory, UnitKind};
use crate::change::{Change, Rule};

pub mod file;
pub mod lookup;

/// The most benefits of a plan.
const MOST_BENEFITS: usize = 300;
/// The most providers in the network of a plan.
const MOST_MEMBERS: usize = 1_000;
/// Years in which its days may lie.
const YEARS: std::ops::Range<i32> = 1900..2200;

crate::codes! {
    /// Whether a plan is offered (FHIR PublicationStatus).
    pub enum InsurancePlanStatus {
        /// Offered.
        Active = "active",
        /// No longer.
        Retired = "retired",
    }
}

crate::codes! {
    /// For how long the units of a limit last.
    pub enum BenefitPeriod {
        /// A calendar month.
        Month = "month",
        /// A calendar year.
        Year = "year",
        /// All days on which the benefit holds.
        Benefit = "benefit",
    }
}

crate::codes! {
    /// Whether a provider is in the network of a plan.
    pub enum NetworkStatus {
        /// In it.
        In = "in",
        /// Not in it.
        Out = "out",
    }
}

/// How much of a service a plan pays for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BenefitLimit {
    /// How many.
    pub units: u32,
    /// Of what.
    pub unit: UnitKind,
    /// In which time.
    pub period: BenefitPeriod,
}

/// Whether a plan pays for a service, and on which terms (FHIR InsurancePlan.coverage.benefit).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanBenefit {
    /// Kind of service.
    pub category: ServiceCategory,
    /// Code of the one service that it is about; every service of the kind that has no row of its own when empty.
    pub code: Option<String>,
    /// True when the plan pays for it.
    pub covered: bool,
    /// True when the plan wants to be asked before.
    pub needs_authorization: bool,
    /// How much of it.
    pub limit: Option<BenefitLimit>,
    /// What the person pays each time, in cents.
    pub copay_cents: Option<u32>,
    /// What else there is to know.
    pub notes: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: Option<NaiveDate>,
}

/// Whether an organization of the directory, or one of its services, is in the network (FHIR InsurancePlan.network).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkMember {
    /// The organization.
    pub community_organization_id: Uuid,
    /// The one service of it that this is about; all that have no row of their own when empty.
    pub community_service_id: Option<Uuid>,
    /// In or out.
    pub status: NetworkStatus,
    /// The tier, in the words of the plan.
    pub tier: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// On which day it was looked up.
    pub as_of: NaiveDate,
}

/// What is said of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanContent {
    /// Who pays.
    pub payer: String,
    /// Name of the plan.
    pub name: String,
    /// State.
    pub status: InsurancePlanStatus,
    /// What it pays for.
    pub benefits: Vec<PlanBenefit>,
    /// Who is in its network.
    pub network: Vec<NetworkMember>,
}

/// A plan of a payer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsurancePlan {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Who pays.
    pub payer: String,
    /// Name of the plan.
    pub name: String,
    /// State.
    pub status: InsurancePlanStatus,
    /// What it pays for.
    pub benefits: Vec<PlanBenefit>,
    /// Who is in its network.
    pub network: Vec<NetworkMember>,
    /// Who changed it last.
    pub changed_by: Uuid,
    /// When.
    pub changed_at: DateTime<Utc>,
}

/// The code of a service as it is compared: without spaces, in capitals.
fn key(code: Option<&str>) -> Option<String> {
    code.map(|code| code.split_whitespace().collect::<String>().to_uppercase()).filter(|code| !code.is_empty())
}

/// True on the days from `from` to `to`.
fn holds(from: NaiveDate, to: Option<NaiveDate>, on: NaiveDate) -> bool {
    from <= on && to.is_none_or(|last| on <= last)
}

/// True when two spans of days have one in common.
fn meet(one: (NaiveDate, Option<NaiveDate>), other: (NaiveDate, Option<NaiveDate>)) -> bool {
    other.1.is_none_or(|last| one.0 <= last) && one.1.is_none_or(|last| other.0 <= last)
}

fn require_days(from: NaiveDate, to: Option<NaiveDate>, pointer: &str) -> Result<(), Rule> {
    let known = |day: NaiveDate| YEARS.contains(&day.year());
    if !known(from) {
        return Err(Rule::at("plan_row_days", format!("{pointer}/from"), "Choose a day between 1900 and 2199."));
    }
    if to.is_some_and(|last| last < from || !known(last)) {
        let detail = "The last day lies before the first, or too far away.";
        return Err(Rule::at("plan_row_days", format!("{pointer}/to"), detail));
    }
    Ok(())
}

/// What rows about benefits and about the network have in common.
trait PlanRow: Clone + PartialEq {
    /// The most of them in a plan.
    const MOST: usize;

    /// True when both are about the same service, or the same provider.
    fn is_about_the_same(&self, other: &Self) -> bool;

    /// The days on which it holds.
    fn days(&self) -> (NaiveDate, Option<NaiveDate>);

    /// Refuses a row that nobody can follow.
    fn check(&self, today: NaiveDate, pointer: &str) -> Result<(), Rule>;

    /// True when both are about the same on some day.
    fn clashes(&self, other: &Self) -> bool {
        self.is_about_the_same(other) && meet(self.days(), other.days())
    }
}

impl PlanRow for PlanBenefit {
    const MOST: usize = MOST_BENEFITS;

    fn is_about_the_same(&self, other: &Self) -> bool {
        self.category == other.category && key(self.code.as_deref()) == key(other.code.as_deref())
    }

    fn days(&self) -> (NaiveDate, Option<NaiveDate>) {
        (self.from, self.to)
    }

    fn check(&self, _today: NaiveDate, pointer: &str) -> Result<(), Rule> {
        require_days(self.from, self.to, pointer)?;
        if !self.covered && (self.needs_authorization || self.limit.is_some() || self.copay_cents.is_some()) {
            let detail = "What is not covered has no limit, no copay and no authorization.";
            return Err(Rule::at("plan_benefit_not_covered", format!("{pointer}/covered"), detail));
        }
        Ok(())
    }
}

impl PlanRow for NetworkMember {
    const MOST: usize = MOST_MEMBERS;

    fn is_about_the_same(&self, other: &Self) -> bool {
        self.community_organization_id == other.community_organization_id
            && self.community_service_id == other.community_service_id
    }

    fn days(&self) -> (NaiveDate, Option<NaiveDate>) {
        (self.from, self.to)
    }

    fn check(&self, today: NaiveDate, pointer: &str) -> Result<(), Rule> {
        require_days(self.from, self.to, pointer)?;
        if self.as_of > today || !YEARS.contains(&self.as_of.year()) {
            let detail = "Give the day on which it was looked up, today or before.";
            return Err(Rule::at("plan_network_as_of", format!("{pointer}/as_of"), detail));
        }
        Ok(())
    }
}

/// Refuses rows that say two things about the same day, or nothing that can be followed.
fn check_rows<T: PlanRow>(rows: &[T], name: &str, today: NaiveDate) -> Result<(), Rule> {
    for (index, row) in rows.iter().enumerate() {
        let pointer = format!("/{name}/{index}");
        row.check(today, &pointer)?;
        if rows[..index].iter().any(|other| other.clashes(row)) {
            return Err(clash(&pointer));
        }
    }
    Ok(())
}

impl PlanContent {
    /// Refuses rows that say two things about the same day, or nothing that can be followed. `today` is the last day that it is anywhere
    /// at the organization.
    ///
    /// # Errors
    /// `plan_row_days`, `plan_benefit_not_covered`, `plan_rows_clash`, `plan_network_as_of` at the row.
    fn check(&self, today: NaiveDate) -> Result<(), Rule> {
        check_rows(&self.benefits, "benefits", today)?;
        check_rows(&self.network, "network", today)
    }
}

fn clash(pointer: &str) -> Rule {
    let detail = "Another row says something about the same on these days. End that one first.";
    Rule::at("plan_rows_clash", format!("{pointer}/from"), detail)
}

impl InsurancePlan {
    /// What is said of it.
    pub fn content(&self) -> PlanContent {
        PlanContent {
            payer: self.payer.clone(),
            name: self.name.clone(),
            status: self.status,
            benefits: self.benefits.clone(),
            network: self.network.clone(),
        }
    }

    /// Writes a plan down.
    ///
    /// # Errors
    /// `plan_row_days`, `plan_benefit_not_covered`, `plan_rows_clash`, `plan_network_as_of` at the row.
    pub fn create(
        id: Uuid,
        content: PlanContent,
        today: NaiveDate,
        by: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        content.check(today)?;
        let PlanContent { payer, name, status, benefits, network } = content;
        let plan = Self { id, version: 1, payer, name, status, benefits, network, changed_by: by, changed_at: now };
        Ok(Change::created(plan))
    }

    /// Writes a plan anew.
    ///
    /// # Errors
    /// As [`Self::create`].
    pub fn rewrite(
        self,
        content: PlanContent,
        today: NaiveDate,
        by: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        content.check(today)?;
        let PlanContent { payer, name, status, benefits, network } = content;
        let (changed_by, version) = (by, self.version + 1);
        Ok(Change::updated(Self {
            version,
            payer,
            name,
            status,
            benefits,
            network,
            changed_by,
            changed_at: now,
            ..self
        }))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
