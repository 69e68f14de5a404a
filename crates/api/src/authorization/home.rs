//! Where a request is at home: the program whose zone, calendar and rules judge it, and who may review for it.

use chrono_tz::Tz;
use domain::authorization::appeal::Appeal;
use domain::authorization::clock::Place;
use domain::authorization::{Authorization, Decider};
use domain::rulebook::Rule;
use domain::scope::Activity;
use persistence::case::CaseWork;
use persistence::directory::Directory;
use persistence::{Result, Tx};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

use crate::http::IfMatch;

/// A program's zone, calendar and rules.
#[derive(Clone)]
pub(super) struct Home {
    pub zone: Tz,
    program_id: Uuid,
    directory: Arc<Directory>,
    rules: Arc<Vec<Rule>>,
}

impl Home {
    pub fn of(tx: &Tx, program_id: Uuid) -> Self {
        let directory = tx.directory().clone();
        Self { zone: directory.zone(program_id), program_id, rules: directory.rules(program_id), directory }
    }

    pub fn place(&self) -> Place<'_> {
        Place { zone: self.zone, calendar: self.directory.calendar_of(self.program_id), rules: &self.rules }
    }
}

/// The homes of the cases of people.
pub(super) async fn all(tx: &mut Tx, people: impl Iterator<Item = Uuid>) -> Result<HashMap<Uuid, Home>> {
    let people: Vec<Uuid> = people.collect();
    let cases = tx.cases_of(&people).await?;
    Ok(cases.into_iter().map(|case| (case.id, Home::of(tx, case.program_id))).collect())
}

/// The home of one case.
pub(super) async fn of_case(tx: &mut Tx, case_id: Uuid, person_id: Uuid) -> Result<Home> {
    all(tx, std::iter::once(person_id)).await?.remove(&case_id).ok_or(persistence::Error::NotFound)
}

/// A request of the expected version, locked.
pub(super) async fn locked(tx: &mut Tx, id: Uuid, version: &IfMatch) -> Result<Authorization> {
    let request = tx.authorization(id).await?;
    tx.require_version(request.version, version.0)?;
    Ok(request)
}

/// A request of the expected version with its case, which hears of what happens. The case is locked first.
pub(super) async fn in_case(tx: &mut Tx, id: Uuid, version: &IfMatch) -> Result<(Authorization, [CaseWork; 1])> {
    let (case_id, _) = tx.authorization_place(id).await?;
    let work = tx.case_work(case_id).await?;
    Ok((locked(tx, id, version).await?, [work]))
}

/// An appeal of the expected version with its case and the request it is about, locked in this order: case, appeal, request.
pub(super) async fn appeal_in_case(
    tx: &mut Tx,
    id: Uuid,
    version: &IfMatch,
) -> Result<(Appeal, Option<Authorization>, [CaseWork; 1])> {
    let (case_id, _) = tx.appeal_place(id).await?;
    let work = tx.case_work(case_id).await?;
    let appeal = tx.appeal(id).await?;
    tx.require_version(appeal.version, version.0)?;
    let about = match appeal.authorization_id {
        Some(id) => Some(tx.authorization(id).await?),
        None => None,
    };
    Ok((appeal, about, [work]))
}

/// Refuses utilization review of a request by somebody whose license does not cover it (R038). What another payer reviews is only
/// followed here.
///
/// # Errors
/// The reasons of [`domain::scope::judge`].
pub(super) async fn require_reviewer(tx: &mut Tx, request: &Authorization) -> Result<()> {
    if request.is_reviewed_here() {
        require_licence(tx, request.case_id, request.person_id).await?;
    }
    Ok(())
}

/// As [`require_reviewer`], of an appeal. A grievance is about service, which anybody may answer.
///
/// # Errors
/// The reasons of [`domain::scope::judge`].
pub(super) async fn require_reviewer_of_appeal(tx: &mut Tx, appeal: &Appeal) -> Result<()> {
    if appeal.is_utilization_review() {
        require_licence(tx, appeal.case_id, appeal.person_id).await?;
    }
    Ok(())
}

async fn require_licence(tx: &mut Tx, case_id: Uuid, person_id: Uuid) -> Result<()> {
    let (home, me) = (of_case(tx, case_id, person_id).await?, tx.actor().id);
    Ok(tx.verdict_in(Activity::UtilizationReview, me, person_id, home.program_id).await?.require()?)
}

/// The reader as somebody who decides now.
pub(super) fn decider(tx: &Tx) -> Decider {
    let actor = tx.actor();
    let is_physician = actor.role == domain::access::Role::PhysicianAdvisor;
    Decider { id: actor.id, is_physician, now: tx.now() }
}
