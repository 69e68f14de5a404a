//! Conflicts of interest: who never gets the case of whom.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::Code;
use domain::conflict_of_interest::{ConflictKind, ConflictOfInterest, ConflictStatus};
use uuid::Uuid;

use crate::error::Result;
use crate::person::person;
use crate::record::Coded;
use crate::tx::{Tx, person_reach};

// Announced as a record about nobody: those who see the person must not hear that there is one.
crate::record! {
    conflict_of_interest: ConflictOfInterest, ConflictOfInterestRow, person: |_| None, {
        person_id: Uuid => Uuid,
        staff_id: Uuid => Uuid,
        kind: Text => Coded<ConflictKind>,
        detail: Nullable<Text> => Option<String>,
        status: Text => Coded<ConflictStatus>,
        declared_by: Uuid => Uuid,
        declared_at: Timestamptz => DateTime<Utc>,
        ended_by: Nullable<Uuid> => Option<Uuid>,
        ended_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        end_reason: Nullable<Text> => Option<String>,
    }
}

/// Which conflicts of interest a list shows. All given parts must match.
#[derive(Debug, Clone)]
pub struct ConflictFilter {
    /// Toward this person.
    pub person_id: Option<Uuid>,
    /// Only those that hold.
    pub open: bool,
    /// Of these workers.
    pub staff_ids: Vec<Uuid>,
}

impl Tx {
    /// A conflict of interest of the actor, or about a person within reach; locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn conflict_of_interest(&mut self, id: Uuid) -> Result<ConflictOfInterest> {
        let me = self.actor().id;
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(conflict_of_interest::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: ConflictOfInterestRow = conflict_of_interest::table
            .select(ConflictOfInterestRow::as_select())
            .filter(conflict_of_interest::id.eq(id))
            .filter(diesel::dsl::exists(seen).or(conflict_of_interest::staff_id.eq(me)))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// Conflicts of interest of the actor, and about people within reach, with the names of the people; newest first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn conflict_of_interest_list(
        &mut self,
        filter: ConflictFilter,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<(ConflictOfInterest, String)>> {
        let me = self.actor().id;
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(conflict_of_interest::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let mut query = conflict_of_interest::table
            .inner_join(person::table.on(person::id.eq(conflict_of_interest::person_id)))
            .select((ConflictOfInterestRow::as_select(), person::given_name, person::family_name))
            .filter(diesel::dsl::exists(seen).or(conflict_of_interest::staff_id.eq(me)))
            .filter(conflict_of_interest::staff_id.eq_any(filter.staff_ids))
            .order(conflict_of_interest::id.desc())
            .limit(limit)
            .into_boxed();
        if let Some(person_id) = filter.person_id {
            query = query.filter(conflict_of_interest::person_id.eq(person_id));
        }
        if filter.open {
            query = query.filter(conflict_of_interest::status.eq(Coded(ConflictStatus::Open)));
        }
        if let Some(id) = after {
            query = query.filter(conflict_of_interest::id.lt(id));
        }
        let rows: Vec<(ConflictOfInterestRow, String, String)> = query.load(self.conn()).await?;
        self.list_people(rows.iter().map(|(row, ..)| row.person_id));
        Ok(rows.into_iter().map(|(row, given, family)| (row.into(), format!("{given} {family}"))).collect())
    }

    /// True when a colleague can't have the case of a person because of what is between them.
    ///
    /// # Errors
    /// Database errors.
    pub async fn is_conflicted(&mut self, staff_id: Uuid, person_id: Uuid) -> Result<bool> {
        if !self.conflicts.contains_key(&person_id) {
            self.note_conflicts(vec![person_id]).await?;
        }
        Ok(self.conflicted(person_id).is_some_and(|staff| staff.contains(&staff_id)))
    }

    /// Who can't have the case of a person, as far as that was looked up in this transaction.
    pub fn conflicted(&self, person_id: Uuid) -> Option<&HashSet<Uuid>> {
        self.conflicts.get(&person_id)
    }

    /// Looks up who can't have the cases of these people.
    pub(crate) async fn note_conflicts(&mut self, people: Vec<Uuid>) -> Result<()> {
        let barring: Vec<Coded<ConflictKind>> =
            ConflictKind::ALL.iter().copied().filter(|kind| kind.bars()).map(Coded).collect();
        let rows: Vec<(Uuid, Uuid)> = conflict_of_interest::table
            .select((conflict_of_interest::person_id, conflict_of_interest::staff_id))
            .filter(conflict_of_interest::person_id.eq_any(people.clone()))
            .filter(conflict_of_interest::status.eq(Coded(ConflictStatus::Open)))
            .filter(conflict_of_interest::kind.eq_any(barring))
            .load(self.conn())
            .await?;
        for person_id in people {
            self.conflicts.entry(person_id).or_default();
        }
        for (person_id, staff_id) in rows {
            self.conflicts.entry(person_id).or_default().insert(staff_id);
        }
        Ok(())
    }
}
