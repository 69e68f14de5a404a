//! What is not so, in words of the record: somebody hired, somebody off, cases that come.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::Rule;
use domain::absence::{Absence, AbsenceStatus};
use domain::access::Role;
use domain::caseload::Capacity;
use domain::rebalance::fit::Wanted;
use domain::scope::Practice;
use domain::staff::{Credential, CredentialStatus};
use persistence::directory::Directory;
use uuid::Uuid;

use super::contract::{ProposalWhatIf, ProposedHire, ProposedLeave, ProposedSurge};
use super::facts::Surge;

/// A care manager who is not there yet.
pub struct Hired {
    /// Stands for them in this one answer.
    pub id: Uuid,
    /// Languages spoken.
    pub languages: Vec<String>,
    /// What they could carry: what is assumed of a colleague of whom only the hours are known.
    pub capacity: Capacity,
    credentials: Vec<Credential>,
}

impl Hired {
    /// Somebody with these hours, languages and licences.
    pub fn new(hire: &ProposedHire, today: NaiveDate) -> Self {
        let id = Uuid::now_v7();
        let credential = |licence: &super::contract::ProposedLicence| Credential {
            id: Uuid::now_v7(),
            version: 1,
            staff_id: id,
            kind: licence.kind.0,
            state: Some(licence.state.clone()),
            number: String::new(),
            status: CredentialStatus::Active,
            issued_on: Some(today),
            expires_on: today.succ_opt(),
            renewal_hours: None,
            hours_earned: None,
            ended_reason: None,
        };
        Self {
            id,
            languages: hire.languages.iter().map(|language| language.0.clone()).collect(),
            capacity: Capacity::assumed(hire.weekly_hours),
            credentials: hire.licences.iter().map(credential).collect(),
        }
    }

    /// As what they practice; whoever hires them sees to a supervisor with the same licences.
    pub fn practice(&self) -> Practice<'_> {
        Practice { role: Role::CareManager, credentials: &self.credentials, supervisor: Some(&self.credentials) }
    }
}

/// Refuses what names nobody or nothing.
///
/// # Errors
/// `proposal_leave_unknown` and `proposal_leave_reversed` at the leave, `unknown_program` where a program is named.
pub fn check(directory: &Directory, asked: &ProposalWhatIf, board: &HashSet<Uuid>) -> Result<(), Rule> {
    for (place, leave) in asked.leaves.iter().enumerate() {
        if !board.contains(&leave.staff_id) {
            let detail = "This colleague is not among those whom the proposal is about.";
            return Err(Rule::at("proposal_leave_unknown", format!("/what_if/leaves/{place}/staff_id"), detail));
        }
        if leave.until_on < leave.from_on {
            let detail = "The last day comes before the first.";
            return Err(Rule::at("proposal_leave_reversed", format!("/what_if/leaves/{place}/until_on"), detail));
        }
    }
    let surges = asked.surges.iter().enumerate();
    let surges = surges.map(|(place, surge)| (surge.program_id, format!("/what_if/surges/{place}/program_id")));
    let closed = asked.closed_program_ids.iter().enumerate();
    let closed = closed.map(|(place, id)| (*id, format!("/what_if/closed_program_ids/{place}")));
    match surges.chain(closed).find(|(id, _)| !directory.programs.contains_key(id)) {
        Some((_, pointer)) => Err(Rule::at("unknown_program", pointer, "There is no such program.")),
        None => Ok(()),
    }
}

/// A leave as if it began today.
pub fn absence(leave: &ProposedLeave, today: NaiveDate, now: DateTime<Utc>) -> Absence {
    let last_on = today.checked_add_signed(leave.until_on - leave.from_on).unwrap_or(NaiveDate::MAX);
    Absence {
        id: Uuid::now_v7(),
        version: 1,
        staff_id: leave.staff_id,
        cover_id: None,
        first_on: today,
        last_on,
        status: AbsenceStatus::Planned,
        author_id: leave.staff_id,
        created_at: now,
    }
}

/// Cases that come, with ids that stand for them in this one answer.
pub fn surge(asked: &ProposedSurge) -> Surge {
    let ids = (0..asked.cases).map(|_| Uuid::now_v7()).collect();
    Surge { program_id: asked.program_id, tier: asked.tier.0, ids }
}

/// A case that comes: nobody knows yet who the person is.
pub fn wanted(id: Uuid, program_id: Uuid, share: f64) -> Wanted {
    Wanted {
        id,
        program_id,
        team_id: None,
        owner: None,
        locked: false,
        share,
        language: None,
        populations: Vec::new(),
        postal_code: None,
        owned_days: 0,
        known_by: HashSet::new(),
    }
}
