//! Plans of payers as a file of comma-separated values: each line is a benefit of a plan, or a provider in its network.
//!
//! A line adds a row to its plan, or writes the row anew that is about the same from the same first day: so an end, a copay or a status is
//! put right. What a file said, it does not say otherwise further down. A file takes no row away, and leaves a plan offered or not.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{BenefitLimit, InsurancePlanStatus, NetworkMember, PlanBenefit, PlanContent, PlanRow, clash};
use crate::change::Rule;
use crate::csv::{Flaw, Line, Taken};

/// The columns of the file.
pub const COLUMNS: &[&str] = &[
    "payer",
    "plan",
    "category",
    "code",
    "covered",
    "needs_authorization",
    "units",
    "unit",
    "period",
    "copay",
    "notes",
    "organization",
    "service",
    "status",
    "tier",
    "as_of",
    "from",
    "to",
];
/// Those that only say something of a benefit.
const OF_BENEFITS: &[&str] =
    &["category", "code", "covered", "needs_authorization", "units", "unit", "period", "copay", "notes"];
/// Those that only say something of a provider.
const OF_NETWORK: &[&str] = &["organization", "service", "status", "tier", "as_of"];

/// The largest copay, in cents.
const MOST_COPAY: u32 = 100_000_000;

/// An organization of the directory, and the one service of it that is meant.
pub type Provider = (Uuid, Option<Uuid>);

/// What a line says, and of which plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanLine {
    /// Who pays.
    pub payer: String,
    /// Name of the plan.
    pub plan: String,
    row: Row,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Row {
    Benefit(PlanBenefit),
    Member(NetworkMember),
}

/// A plan into which the lines of a file are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanTaking {
    /// The plan with what was taken.
    pub content: PlanContent,
    /// Rows that the file said.
    said: PlanContent,
}

/// Reads a line; `provider` says whom its organization and its service name.
///
/// # Errors
/// What is wrong with it.
pub fn read(line: &Line, provider: impl FnOnce(&Line) -> Result<Provider, Flaw>) -> Result<PlanLine, Flaw> {
    let row = match (line.is_given("category"), line.is_given("organization")) {
        (true, false) => Row::Benefit(benefit(line)?),
        (false, true) => Row::Member(member(line, provider(line)?)?),
        _ => return Err(line.flaw("category", "is given for a benefit, or else the organization for a provider")),
    };
    let name = |column| line.short(column, 200).map(str::to_owned);
    Ok(PlanLine { payer: name("payer")?, plan: name("plan")?, row })
}

/// Refuses a line that says something of these columns.
fn require_empty(line: &Line, columns: &[&'static str], reason: &str) -> Result<(), Flaw> {
    match columns.iter().copied().find(|&column| line.is_given(column)) {
        Some(column) => Err(line.flaw(column, reason)),
        None => Ok(()),
    }
}

fn benefit(line: &Line) -> Result<PlanBenefit, Flaw> {
    require_empty(line, OF_NETWORK, "says something of a provider, and this line is about a benefit")?;
    Ok(PlanBenefit {
        category: line.code("category")?,
        code: line.maybe("code", |line, column| line.short(column, 20))?.map(str::to_owned),
        covered: line.yes("covered")?,
        needs_authorization: line.maybe("needs_authorization", Line::yes)?.unwrap_or(false),
        limit: limit(line)?,
        copay_cents: line.maybe("copay", copay)?,
        notes: line.maybe("notes", |line, column| line.short(column, 1_000))?.map(str::to_owned),
        from: line.date("from")?,
        to: line.maybe("to", Line::date)?,
    })
}

fn limit(line: &Line) -> Result<Option<BenefitLimit>, Flaw> {
    let Some(units) = line.maybe("units", |line, column| line.count(column, 1..=100_000))? else {
        require_empty(line, &["unit", "period"], "says of what, and the units are missing")?;
        return Ok(None);
    };
    Ok(Some(BenefitLimit { units, unit: line.code("unit")?, period: line.code("period")? }))
}

fn copay(line: &Line, column: &'static str) -> Result<u32, Flaw> {
    let cents = u32::try_from(line.cents(column)?).ok().filter(|cents| *cents <= MOST_COPAY);
    cents.ok_or_else(|| line.flaw(column, format!("must be at most {}", MOST_COPAY / 100)))
}

fn member(line: &Line, (organization_id, service_id): Provider) -> Result<NetworkMember, Flaw> {
    require_empty(line, OF_BENEFITS, "says something of a benefit, and this line is about a provider")?;
    Ok(NetworkMember {
        community_organization_id: organization_id,
        community_service_id: service_id,
        status: line.code("status")?,
        tier: line.maybe("tier", |line, column| line.short(column, 60))?.map(str::to_owned),
        from: line.date("from")?,
        to: line.maybe("to", Line::date)?,
        as_of: line.date("as_of")?,
    })
}

impl PlanTaking {
    /// Begins with a plan as it is known.
    pub fn of(content: PlanContent) -> Self {
        let said = PlanContent { benefits: Vec::new(), network: Vec::new(), ..content.clone() };
        Self { content, said }
    }

    /// Begins with a plan that nobody knows yet: it is offered, and says nothing.
    pub fn of_nothing(payer: String, name: String) -> Self {
        let (status, benefits, network) = (InsurancePlanStatus::Active, Vec::new(), Vec::new());
        Self::of(PlanContent { payer, name, status, benefits, network })
    }

    /// Takes what a line says of the plan. `today` is the last day that it is anywhere at the organization.
    ///
    /// # Errors
    /// `plan_row_days`, `plan_benefit_not_covered`, `plan_rows_clash`, `plan_network_as_of`, `plan_rows_too_many`.
    pub fn take(&mut self, line: PlanLine, today: NaiveDate) -> Result<Taken, Rule> {
        match line.row {
            Row::Benefit(row) => take(&mut self.content.benefits, &mut self.said.benefits, row, today),
            Row::Member(row) => take(&mut self.content.network, &mut self.said.network, row, today),
        }
    }
}

/// Takes a row among `rows`; those in `said` stay as they are.
fn take<T: PlanRow>(rows: &mut Vec<T>, said: &mut Vec<T>, row: T, today: NaiveDate) -> Result<Taken, Rule> {
    row.check(today, "")?;
    if rows.contains(&row) {
        said.push(row);
        return Ok(Taken::Unchanged);
    }
    let is_older = |other: &T| other.is_about_the_same(&row) && other.days().0 == row.days().0 && !said.contains(other);
    let place = rows.iter().position(is_older);
    if rows.iter().enumerate().any(|(at, other)| Some(at) != place && other.clashes(&row)) {
        return Err(clash(""));
    }
    if place.is_none() && rows.len() >= T::MOST {
        let detail = format!("The plan has {} rows of this kind already, and can't have more.", T::MOST);
        return Err(Rule::new("plan_rows_too_many", detail));
    }
    said.push(row.clone());
    if let Some(at) = place {
        rows[at] = row;
        return Ok(Taken::Updated);
    }
    rows.push(row);
    Ok(Taken::Created)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::csv::table;

    fn lines(text: &str) -> Vec<Result<PlanLine, Flaw>> {
        let all = table(&format!("{}\n{text}", COLUMNS.join(",")), COLUMNS).unwrap();
        let provider = |_: &Line| Ok((Uuid::from_u128(7), None));
        all.into_iter().map(|line| line.and_then(|line| read(&line, provider))).collect()
    }

    fn taken(plan: &mut PlanTaking, text: &str) -> Vec<Result<Taken, &'static str>> {
        let today = "2026-03-01".parse().unwrap();
        lines(text).into_iter().map(|line| plan.take(line.unwrap(), today).map_err(|rule| rule.code)).collect()
    }

    fn nothing() -> PlanTaking {
        PlanTaking::of_nothing("Valley".into(), "Gold".into())
    }

    #[test]
    fn the_same_file_again_changes_nothing_and_another_one_writes_a_row_anew() {
        let file = "Valley,Gold,dme,E0601,yes,no,1,item,year,15.5,,,,,,,2026-01-01,\n\
                    Valley,Gold,,,,,,,,,,Nurses,,in,2,2026-02-01,2026-01-01,\n";
        let mut plan = nothing();
        assert_eq!(taken(&mut plan, file), [Ok(Taken::Created), Ok(Taken::Created)]);
        let limit = plan.content.benefits[0].limit.unwrap();
        assert_eq!((limit.units, plan.content.benefits[0].copay_cents), (1, Some(1_550)));
        let mut again = PlanTaking::of(plan.content.clone());
        assert_eq!(taken(&mut again, file), [Ok(Taken::Unchanged), Ok(Taken::Unchanged)]);
        assert_eq!(again.content, plan.content);

        let ends = "Valley,Gold,dme,e0601,yes,,,,,,,,,,,,2026-01-01,2026-06-30\n\
                    Valley,Gold,dme,E0601,no,,,,,,,,,,,,2026-07-01,\n";
        assert_eq!(
            taken(&mut again, ends),
            [Err("plan_rows_clash"), Err("plan_rows_clash")],
            "it said otherwise above"
        );
        let mut next = PlanTaking::of(plan.content.clone());
        assert_eq!(taken(&mut next, ends), [Ok(Taken::Updated), Ok(Taken::Created)]);
        assert_eq!((next.content.benefits.len(), next.content.network), (2, plan.content.network));
    }

    #[test]
    fn a_file_is_bound_to_the_rules_of_a_plan() {
        let file = "Valley,Gold,dme,,no,yes,,,,,,,,,,,2026-01-01,\n\
                    Valley,Gold,dme,,yes,,,,,,,,,,,,2026-01-01,2025-01-01\n\
                    Valley,Gold,,,,,,,,,,Nurses,,in,,2026-03-02,2026-01-01,\n";
        let codes = ["plan_benefit_not_covered", "plan_row_days", "plan_network_as_of"];
        assert_eq!(taken(&mut nothing(), file), codes.map(Err));
        let row = |at: u32| format!("Valley,Gold,dme,E{at},yes,,,,,,,,,,,,2026-01-01,\n");
        let mut plan = nothing();
        assert!(taken(&mut plan, &(0..300).map(row).collect::<String>()).iter().all(|one| *one == Ok(Taken::Created)));
        assert_eq!(taken(&mut plan, &row(300)), [Err("plan_rows_too_many")]);
        assert_eq!(taken(&mut plan, &row(7)), [Ok(Taken::Unchanged)]);
    }

    #[test]
    fn a_line_is_about_a_benefit_or_a_provider_and_says_what_is_wrong() {
        let wrong = |text: &str| lines(text).remove(0).unwrap_err().column;
        assert_eq!(wrong("Valley,Gold,,,yes,,,,,,,,,,,,2026-01-01,"), "category");
        assert_eq!(wrong("Valley,Gold,dme,,yes,,,,,,,Nurses,,in,,2026-02-01,2026-01-01,"), "category");
        assert_eq!(wrong("Valley,Gold,dme,,yes,,,,,,,,,in,,,2026-01-01,"), "status");
        assert_eq!(wrong("Valley,Gold,,,,,,,,5,,Nurses,,in,,2026-02-01,2026-01-01,"), "copay");
        assert_eq!(wrong("Valley,Gold,dme,,yes,,,visit,,,,,,,,,2026-01-01,"), "unit");
        assert_eq!(wrong("Valley,Gold,dme,,yes,,0,visit,year,,,,,,,,2026-01-01,"), "units");
        assert_eq!(wrong("Valley,Gold,dme,,yes,,,,,1000001,,,,,,,2026-01-01,"), "copay");
        assert_eq!(wrong(",Gold,dme,,yes,,,,,,,,,,,,2026-01-01,"), "payer");
    }
}
