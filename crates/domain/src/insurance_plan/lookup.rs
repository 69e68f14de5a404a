//! What a plan means for a person who needs something: whether it pays, on which terms, what is used of it, and whether a provider is in
//! its network. What nobody wrote down is unknown, and never "not covered".
//!
//! The row that is about the one service or code counts before the one that is about all of its kind. Units count as used when they
//! were noted with a request for authorization of the same coverage ([`Authorization::use_units`]).

use chrono::{Datelike, Months, NaiveDate, TimeDelta};
use uuid::Uuid;

use super::{BenefitLimit, BenefitPeriod, InsurancePlan, NetworkMember, NetworkStatus, PlanBenefit, holds, key};
use crate::authorization::{Authorization, ServiceCategory};
use crate::person::Coverage;

crate::codes! {
    /// What a plan says about a service.
    pub enum BenefitFinding {
        /// It pays.
        Covered = "covered",
        /// It pays when it was asked before.
        AuthorizationNeeded = "authorization_needed",
        /// It does not pay.
        NotCovered = "not_covered",
        /// Nobody wrote down what it says.
        Unknown = "unknown",
    }
}

crate::codes! {
    /// What a plan says about a provider.
    pub enum NetworkFinding {
        /// In its network.
        InNetwork = "in_network",
        /// Not in its network.
        OutOfNetwork = "out_of_network",
        /// Nobody wrote down what it says.
        Unknown = "unknown",
    }
}

crate::codes! {
    /// What an answer rests on, or why there is none.
    pub enum LookupGround {
        /// A row about this code or this service of a provider.
        Exact = "exact",
        /// A row about all of the kind, or about the provider as a whole.
        General = "general",
        /// The coverage names no plan.
        NoPlan = "no_plan",
        /// The coverage is not in force on that day.
        CoverageNotInForce = "coverage_not_in_force",
        /// No row is about it.
        NoRow = "no_row",
        /// Rows are about it, on other days.
        OtherDays = "other_days",
    }
}

/// A service that is asked about.
#[derive(Debug, Clone, Copy)]
pub struct AskedService<'a> {
    /// Kind.
    pub category: ServiceCategory,
    /// Its code, when it is known.
    pub code: Option<&'a str>,
}

/// What a plan says about a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BenefitAnswer<'a> {
    /// In one word.
    pub finding: BenefitFinding,
    /// Why.
    pub ground: LookupGround,
    /// The row it rests on.
    pub row: Option<&'a PlanBenefit>,
    /// Units of its limit that were used.
    pub used: Option<u32>,
}

/// What a plan says about a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NetworkAnswer<'a> {
    /// In one word.
    pub finding: NetworkFinding,
    /// Why.
    pub ground: LookupGround,
    /// The row it rests on.
    pub row: Option<&'a NetworkMember>,
}

/// A row found, or why there is none.
type Found<'a, T> = Result<(&'a T, LookupGround), LookupGround>;

/// The first row of `exact` that holds, else of `general`; otherwise why none does.
fn found<'a, T>(exact: &[&'a T], general: &[&'a T], holds: impl Fn(&T) -> bool) -> Found<'a, T> {
    let first = |rows: &[&'a T]| rows.iter().copied().find(|row| holds(row));
    let exactly = first(exact).map(|row| (row, LookupGround::Exact));
    let any = exactly.or_else(|| first(general).map(|row| (row, LookupGround::General)));
    let known = !exact.is_empty() || !general.is_empty();
    any.ok_or(if known { LookupGround::OtherDays } else { LookupGround::NoRow })
}

/// The plan of a coverage, while that is in force.
fn plan_on<'a>(
    coverage: &Coverage,
    plan: Option<&'a InsurancePlan>,
    on: NaiveDate,
) -> Result<&'a InsurancePlan, LookupGround> {
    if !coverage.is_in_force(on) {
        return Err(LookupGround::CoverageNotInForce);
    }
    plan.ok_or(LookupGround::NoPlan)
}

impl InsurancePlan {
    fn benefit(&self, asked: AskedService<'_>, on: NaiveDate) -> Found<'_, PlanBenefit> {
        let of_kind: Vec<&PlanBenefit> = self.benefits.iter().filter(|row| row.category == asked.category).collect();
        let (exact, general): (Vec<&PlanBenefit>, Vec<&PlanBenefit>) =
            of_kind.into_iter().partition(|row| key(row.code.as_deref()).is_some());
        let code = key(asked.code);
        let exact: Vec<&PlanBenefit> =
            exact.into_iter().filter(|row| code.is_some() && key(row.code.as_deref()) == code).collect();
        found(&exact, &general, |row| holds(row.from, row.to, on))
    }

    fn member(&self, organization_id: Uuid, service_id: Option<Uuid>, on: NaiveDate) -> Found<'_, NetworkMember> {
        let theirs: Vec<&NetworkMember> =
            self.network.iter().filter(|row| row.community_organization_id == organization_id).collect();
        let (exact, general): (Vec<&NetworkMember>, Vec<&NetworkMember>) =
            theirs.into_iter().partition(|row| row.community_service_id.is_some());
        let exact: Vec<&NetworkMember> =
            exact.into_iter().filter(|row| service_id.is_some() && row.community_service_id == service_id).collect();
        found(&exact, &general, |row| holds(row.from, row.to, on))
    }

    /// Units of a row's limit that were noted as used with requests of the coverage, in its time around a day. What has a row of its own
    /// counts there.
    fn used(
        &self,
        row: &PlanBenefit,
        limit: BenefitLimit,
        requests: &[Authorization],
        coverage_id: Uuid,
        on: NaiveDate,
    ) -> u32 {
        let window = window(limit.period, row, on);
        let of_row = |request: &Authorization, day: NaiveDate| {
            let asked = AskedService { category: request.category, code: request.service.code.as_deref() };
            self.benefit(asked, day).is_ok_and(|(found, _)| std::ptr::eq(found, row))
        };
        let theirs = requests
            .iter()
            .filter(|request| request.coverage_id == Some(coverage_id) && request.service.unit == limit.unit);
        let uses = theirs.flat_map(|request| request.course.uses.iter().map(move |used| (request, used)));
        uses.filter(|(request, used)| holds(window.0, window.1, used.on) && of_row(request, used.on))
            .fold(0, |sum: u32, (_, used)| sum.saturating_add(used.units))
    }
}

/// The days in which the units of a limit are counted.
fn window(period: BenefitPeriod, row: &PlanBenefit, on: NaiveDate) -> (NaiveDate, Option<NaiveDate>) {
    let span = |first: Option<NaiveDate>, months: u32| {
        let first = first.unwrap_or(on);
        let next = first.checked_add_months(Months::new(months));
        (first, next.and_then(|next| next.checked_sub_signed(TimeDelta::days(1))))
    };
    match period {
        BenefitPeriod::Month => span(on.with_day(1), 1),
        BenefitPeriod::Year => span(NaiveDate::from_ymd_opt(on.year(), 1, 1), 12),
        BenefitPeriod::Benefit => (row.from, row.to),
    }
}

/// What the plan of a coverage says about a service on a day; `requests` are those about the person.
pub fn benefit<'a>(
    coverage: &Coverage,
    plan: Option<&'a InsurancePlan>,
    asked: AskedService<'_>,
    requests: &[Authorization],
    on: NaiveDate,
) -> BenefitAnswer<'a> {
    let answer = plan_on(coverage, plan, on).and_then(|plan| {
        let (row, ground) = plan.benefit(asked, on)?;
        Ok((row, ground, row.limit.map(|limit| plan.used(row, limit, requests, coverage.id, on))))
    });
    let (row, ground, used) = match answer {
        Ok(answer) => answer,
        Err(ground) => return BenefitAnswer { finding: BenefitFinding::Unknown, ground, row: None, used: None },
    };
    let finding = match (row.covered, row.needs_authorization) {
        (false, _) => BenefitFinding::NotCovered,
        (true, true) => BenefitFinding::AuthorizationNeeded,
        (true, false) => BenefitFinding::Covered,
    };
    BenefitAnswer { finding, ground, row: Some(row), used }
}

/// What the plan of a coverage says on a day about an organization of the directory, or one of its services.
pub fn network<'a>(
    coverage: &Coverage,
    plan: Option<&'a InsurancePlan>,
    organization_id: Uuid,
    service_id: Option<Uuid>,
    on: NaiveDate,
) -> NetworkAnswer<'a> {
    match plan_on(coverage, plan, on).and_then(|plan| plan.member(organization_id, service_id, on)) {
        Ok((row, ground)) => {
            let finding = match row.status {
                NetworkStatus::In => NetworkFinding::InNetwork,
                NetworkStatus::Out => NetworkFinding::OutOfNetwork,
            };
            NetworkAnswer { finding, ground, row: Some(row) }
        }
        Err(ground) => NetworkAnswer { finding: NetworkFinding::Unknown, ground, row: None },
    }
}
