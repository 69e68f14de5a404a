//! The cases of a population: their tiers over time, and when their people were last reached.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::case::{Case, Tier};
use domain::contact::Contact;
use uuid::Uuid;

use crate::acuity::tier_decision;
use crate::case::{CaseRow, case};
use crate::contact::{ContactRow, contact};
use crate::error::Result;
use crate::measure::MeasureScope;
use crate::record::Coded;
use crate::tx::Tx;

impl Tx {
    /// The cases of a scope that were open at `since` or later.
    ///
    /// # Errors
    /// Database errors.
    pub async fn cases_in(&mut self, scope: &MeasureScope, since: DateTime<Utc>) -> Result<Vec<Case>> {
        let mut query = case::table
            .select(CaseRow::as_select())
            .filter(case::closed_at.is_null().or(case::closed_at.ge(since)))
            .order(case::id)
            .into_boxed();
        let MeasureScope { owner, teams, staff, team, program } = scope;
        for id in [owner, staff].into_iter().flatten() {
            query = query.filter(case::owner_id.eq(*id));
        }
        if let Some(ids) = teams {
            query = query.filter(case::team_id.eq_any(ids.clone()));
        }
        if let Some(id) = team {
            query = query.filter(case::team_id.eq(*id));
        }
        if let Some(id) = program {
            query = query.filter(case::program_id.eq(*id));
        }
        let rows: Vec<CaseRow> = query.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Decisions about the tiers of cases, the earliest first: when, and what held before.
    ///
    /// # Errors
    /// Database errors.
    pub async fn tier_changes(&mut self, cases: &[Case]) -> Result<HashMap<Uuid, Vec<(DateTime<Utc>, Tier)>>> {
        let rows: Vec<(Uuid, DateTime<Utc>, Coded<Tier>)> = tier_decision::table
            .select((tier_decision::case_id, tier_decision::decided_at, tier_decision::from_tier))
            .filter(tier_decision::case_id.eq_any(cases.iter().map(|case| case.id).collect::<Vec<_>>()))
            .order((tier_decision::decided_at, tier_decision::id))
            .load(self.conn())
            .await?;
        let mut changes: HashMap<Uuid, Vec<(DateTime<Utc>, Tier)>> = HashMap::new();
        for (case_id, at, before) in rows {
            changes.entry(case_id).or_default().push((at, before.0));
        }
        Ok(changes)
    }

    /// When each of these people was last reached by a two-way contact, as far back as `since`.
    ///
    /// # Errors
    /// Database errors.
    pub async fn last_reached(
        &mut self,
        person_ids: Vec<Uuid>,
        since: DateTime<Utc>,
    ) -> Result<HashMap<Uuid, DateTime<Utc>>> {
        let now = self.now();
        let rows: Vec<ContactRow> = contact::table
            .select(ContactRow::as_select())
            .filter(contact::person_id.eq_any(person_ids))
            .filter(contact::occurred_at.between(since, now))
            .order((contact::occurred_at, contact::id))
            .load(self.conn())
            .await?;
        let reached = rows.into_iter().map(Contact::from).filter(Contact::is_two_way);
        Ok(reached.map(|contact| (contact.person_id, contact.occurred_at)).collect())
    }
}
