//! The contacts of many people, as far as they say how the reaching goes.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::case::{Case, CaseStatus};
use domain::contact::{ContactMode, ContactOutcome, ContactWith, Direction};
use domain::engagement::Touch;
use uuid::Uuid;

use crate::case::{CaseRow, CaseScope, case};
use crate::error::Result;
use crate::person::person;
use crate::record::Coded;
use crate::sql::Sql;
use crate::tx::{Tx, person_reach};

type TouchColumns =
    (st::Uuid, st::Uuid, st::Timestamptz, st::Text, st::Text, st::Text, st::Text, st::Nullable<st::Uuid>);

type TouchRow = (
    Uuid,
    Uuid,
    DateTime<Utc>,
    Coded<ContactMode>,
    Coded<Direction>,
    Coded<ContactOutcome>,
    Coded<ContactWith>,
    Option<Uuid>,
);

impl Tx {
    /// Active cases of people within reach with the names of the people. Those that are shown must be noted for the audit trail, see
    /// [`Tx::list_people`].
    ///
    /// # Errors
    /// Database errors.
    pub async fn cases_to_reach(&mut self, scope: CaseScope, program_id: Option<Uuid>) -> Result<Vec<(Case, String)>> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(case::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let mut query = case::table
            .inner_join(person::table.on(person::id.eq(case::person_id)))
            .select((CaseRow::as_select(), person::given_name, person::family_name))
            .filter(case::status.eq(Coded(CaseStatus::Active)))
            .filter(diesel::dsl::exists(seen))
            .order(case::id)
            .into_boxed();
        if scope == CaseScope::Mine {
            query = query.filter(case::owner_id.eq(self.actor().id));
        }
        if let Some(id) = program_id {
            query = query.filter(case::program_id.eq(id));
        }
        let rows: Vec<(CaseRow, String, String)> = query.load(self.conn()).await?;
        Ok(rows.into_iter().map(|(row, given, family)| (row.into(), format!("{given} {family}"))).collect())
    }

    /// Contacts that took place with these people since an instant, and before it those since their last two-way contact, which is
    /// one of them, in order of time. The people must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn touches_of(
        &mut self,
        person_ids: Vec<Uuid>,
        since: DateTime<Utc>,
    ) -> Result<HashMap<Uuid, Vec<Touch>>> {
        // What `last` finds is what `Touch::is_two_way` says; a test holds the two together.
        let sql = Sql::<TouchColumns>::new(
            "SELECT c.person_id, c.id, c.occurred_at, c.mode, c.direction, c.outcome, c.\"with\", c.author_id FROM unnest(",
        )
        .bind::<st::Array<st::Uuid>, _>(person_ids)
        .sql(
            ") AS p (id) LEFT JOIN LATERAL (SELECT l.occurred_at FROM contact l WHERE l.person_id = p.id AND l.status = 'finished'
               AND l.outcome = 'reached' AND l.\"with\" IN ('person', 'caregiver') ORDER BY l.occurred_at DESC LIMIT 1) last ON true
             JOIN contact c ON c.person_id = p.id AND c.status = 'finished'
               AND c.occurred_at >= LEAST(COALESCE(last.occurred_at, '-infinity'), ",
        )
        .bind::<st::Timestamptz, _>(since)
        .sql(") ORDER BY c.occurred_at, c.id");
        let rows: Vec<TouchRow> = sql.load(self.conn()).await?;
        let mut touches: HashMap<Uuid, Vec<Touch>> = HashMap::new();
        for (person_id, id, at, mode, direction, outcome, with, author_id) in rows {
            let touch =
                Touch { id, at, mode: mode.0, direction: direction.0, outcome: outcome.0, with: with.0, author_id };
            touches.entry(person_id).or_default().push(touch);
        }
        Ok(touches)
    }
}
