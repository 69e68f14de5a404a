//! Bringing in plans of payers as a CSV file, tried first or stored.

use actix_web::{post, web};
use chrono::NaiveDate;
use domain::access::cap;
use domain::community_service::{CommunityOrganization, CommunityService, ServiceStatus};
use domain::csv::{Flaw, Line, Taken};
use domain::insurance_plan::InsurancePlan;
use domain::insurance_plan::file::{self, PlanLine, PlanTaking, Provider};
use persistence::Tx;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

use crate::app::State;
use crate::http::{Allowed, Answer, Problem, Valid};
use crate::table::{self, Done, TableImport, TableImportView};

/// Brings in plans of payers as a CSV file with the columns payer, plan, category, code, covered, needs_authorization, units, unit, period,
/// copay, notes, organization, service, status, tier, as_of, from and to. Each line is a benefit, or a provider in the network: it is added
/// to the plan, or put in the place of what was about the same from the same day. Send it again at any time: what is the same changes
/// nothing. A plan that nobody knows yet is made.
#[utoipa::path(tag = "authorization", operation_id = "insurance_plan_import", request_body = TableImport, responses((status = 200, body = TableImportView)))]
#[post("/insurance-plans/imports")]
pub async fn insurance_plan_import(
    access: Allowed<cap::InsurancePlanWrite>,
    state: web::Data<State>,
    body: Valid<TableImport>,
) -> Result<Answer<TableImportView>, Problem> {
    table::try_or_store(&state.store, &access, body.0, take).await
}

async fn take(tx: &mut Tx, body: &TableImport) -> persistence::Result<Done> {
    let mut report = TableImportView::begun(body.dry_run);
    let lines = report.lines(&body.content, file::COLUMNS);
    let providers = Providers::of(tx, &lines).await?;
    let mut plans = Plans { known: tx.insurance_plans_of(&said(&lines, "payer")).await?, taken: Vec::new() };
    let today = tx.program_days().1;
    for line in lines {
        report.count(line.and_then(|line| {
            let read = file::read(&line, |line| providers.find(line))?;
            plans.take(&line, read, today)
        }));
    }
    if !body.dry_run {
        plans.store(tx)?;
    }
    Ok(Done(report))
}

/// What the lines say in a column, each once.
fn said(lines: &[Result<Line, Flaw>], column: &'static str) -> Vec<String> {
    let cells: BTreeSet<&str> = lines.iter().flatten().filter_map(|line| line.text(column).ok()).collect();
    cells.into_iter().map(str::to_owned).collect()
}

/// The organizations that a file may mean, with their services as far as it names any.
struct Providers {
    organizations: Vec<CommunityOrganization>,
    services: HashMap<Uuid, Vec<CommunityService>>,
}

impl Providers {
    async fn of(tx: &mut Tx, lines: &[Result<Line, Flaw>]) -> persistence::Result<Self> {
        let named = said(lines, "organization");
        let lowered = named.iter().map(|name| name.to_lowercase()).collect();
        let organizations = tx.community_organizations_named(named, lowered).await?;
        let mut found = Self { organizations, services: HashMap::new() };
        for line in lines.iter().flatten().filter(|line| line.is_given("service")) {
            if let Ok(name) = line.text("organization")
                && let Some(organization) = found.organization(name).map(|one| one.id)
                && !found.services.contains_key(&organization)
            {
                let offered = tx.community_services_by(organization).await?;
                found.services.insert(organization, offered);
            }
        }
        Ok(found)
    }

    fn organization(&self, name: &str) -> Option<&CommunityOrganization> {
        let is_it = |one: &&CommunityOrganization| is_named(name, &one.content.name, one.source.as_deref());
        only(self.organizations.iter().filter(is_it).collect(), |one| one.status)
    }

    /// Whom a line names.
    fn find(&self, line: &Line) -> Result<Provider, Flaw> {
        let organization = self.organization(line.text("organization")?);
        let Some(organization) = organization.map(|one| one.id) else {
            return Err(line.flaw("organization", "is none of the directory, or several"));
        };
        let Some(name) = line.maybe("service", Line::text)? else { return Ok((organization, None)) };
        let offered = self.services.get(&organization).map(Vec::as_slice).unwrap_or_default();
        let is_it = |one: &&CommunityService| is_named(name, &one.content.name, one.source.as_deref());
        match only(offered.iter().filter(is_it).collect(), |one| one.status) {
            Some(service) => Ok((organization, Some(service.id))),
            None => Err(line.flaw("service", "is none of this organization, or several")),
        }
    }
}

fn is_named(said: &str, name: &str, source: Option<&str>) -> bool {
    source == Some(said) || name.trim().to_lowercase() == said.to_lowercase()
}

/// The only one of these that is there, or else the only one at all.
fn only<'a, T>(found: Vec<&'a T>, status: impl Fn(&T) -> ServiceStatus) -> Option<&'a T> {
    let there: Vec<&'a T> = found.iter().copied().filter(|one| status(one) == ServiceStatus::Active).collect();
    match (there.as_slice(), found.as_slice()) {
        ([one], _) | ([], [one]) => Some(*one),
        _ => None,
    }
}

/// The plans of a file.
struct Plans {
    known: Vec<InsurancePlan>,
    taken: Vec<Taking>,
}

/// A plan with what was taken for it.
struct Taking {
    /// The plan as it was; none for one that nobody knew.
    known: Option<InsurancePlan>,
    plan: PlanTaking,
    /// True once a line changed it.
    differs: bool,
}

impl Taking {
    /// True for the plan of this name, however it is capitalized.
    fn is_of(&self, payer: &str, plan: &str) -> bool {
        is_named(payer, &self.plan.content.payer, None) && is_named(plan, &self.plan.content.name, None)
    }
}

impl Plans {
    fn take(&mut self, line: &Line, said: PlanLine, today: NaiveDate) -> Result<Taken, Flaw> {
        let place = self.place(&said);
        let taking = &mut self.taken[place];
        let taken = taking.plan.take(said, today).map_err(|rule| table::refused(line, rule))?;
        taking.differs |= taken != Taken::Unchanged;
        Ok(taken)
    }

    /// Where the plan of a line is; it is looked for among those that are known first.
    fn place(&mut self, said: &PlanLine) -> usize {
        if let Some(place) = self.taken.iter().position(|one| one.is_of(&said.payer, &said.plan)) {
            return place;
        }
        let is_it =
            |one: &InsurancePlan| is_named(&said.payer, &one.payer, None) && is_named(&said.plan, &one.name, None);
        let known = self.known.iter().find(|one| is_it(one)).cloned();
        let plan = match &known {
            Some(known) => PlanTaking::of(known.content()),
            None => PlanTaking::of_nothing(said.payer.clone(), said.plan.clone()),
        };
        self.taken.push(Taking { known, plan, differs: false });
        self.taken.len() - 1
    }

    /// Writes the plans that became different.
    fn store(self, tx: &mut Tx) -> persistence::Result<()> {
        let (today, by, now) = (tx.program_days().1, tx.actor().id, tx.now());
        for Taking { known, plan, .. } in self.taken.into_iter().filter(|one| one.differs) {
            tx.apply(match known {
                Some(known) => known.rewrite(plan.content, today, by, now)?,
                None => InsurancePlan::create(Uuid::now_v7(), plan.content, today, by, now)?,
            })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::file::COLUMNS;

    #[test]
    fn every_column_of_a_file_is_named_on_the_screen() {
        let named = include_str!("../../../../frontend/src/features/insurance_plan/plan.ts");
        assert!(named.contains(&format!("[\n  \"{}\",\n]", COLUMNS.join("\",\n  \""))), "the columns are not the same");
    }
}
