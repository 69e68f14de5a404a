//! Caseloads: policies, capacities, moves, and what is counted of workers.

mod facts;
mod fit;
mod lock;
mod shift;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::caseload::shift::{CaseloadMove, MoveMode, MoveStatus, Moved};
use domain::caseload::{Capacity, CaseloadPolicy, Policy, StaffCapacity};
use uuid::Uuid;

use crate::error::Result;
use crate::record::{Coded, Json};
use crate::tx::Tx;

pub use facts::{Booked, CaseGroup, ContactTime, Overdue, Strain};
pub use fit::CasePerson;
pub(crate) use lock::case_lock;
pub use shift::{Shift, Shifted};

crate::record! {
    caseload_policy: CaseloadPolicy, CaseloadPolicyRow, person: |_| None, {
        program_id: Uuid => Uuid,
        valid_from: Date => NaiveDate,
        content: Jsonb => Json<Policy>,
        reason: Text => String,
        set_by: Uuid => Uuid,
        set_at: Timestamptz => DateTime<Utc>,
    }
}

crate::record! {
    staff_capacity: StaffCapacity, StaffCapacityRow, person: |_| None, {
        staff_id: Uuid => Uuid,
        valid_from: Date => NaiveDate,
        content: Jsonb => Json<Capacity>,
        set_by: Uuid => Uuid,
        set_at: Timestamptz => DateTime<Utc>,
    }
}

crate::record! {
    caseload_move: CaseloadMove, CaseloadMoveRow, person: |_| None, {
        mode: Text => Coded<MoveMode>,
        status: Text => Coded<MoveStatus>,
        reason: Text => String,
        moved: Jsonb => Json<Vec<Moved>>,
        made_by: Uuid => Uuid,
        made_at: Timestamptz => DateTime<Utc>,
        undone_by: Nullable<Uuid> => Option<Uuid>,
        undone_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
    }
}

impl Tx {
    /// Every policy that was set, the newest first in each program.
    ///
    /// # Errors
    /// Database errors.
    pub async fn caseload_policies(&mut self) -> Result<Vec<CaseloadPolicy>> {
        let rows: Vec<CaseloadPolicyRow> = caseload_policy::table
            .select(CaseloadPolicyRow::as_select())
            .order((caseload_policy::program_id, caseload_policy::valid_from.desc()))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// What was set about the capacity of workers, the newest first for each.
    ///
    /// # Errors
    /// Database errors.
    pub async fn staff_capacities(&mut self, staff_ids: Vec<Uuid>) -> Result<Vec<StaffCapacity>> {
        let rows: Vec<StaffCapacityRow> = staff_capacity::table
            .select(StaffCapacityRow::as_select())
            .filter(staff_capacity::staff_id.eq_any(staff_ids))
            .order((staff_capacity::staff_id, staff_capacity::valid_from.desc()))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// One move, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn caseload_move(&mut self, id: Uuid) -> Result<CaseloadMove> {
        let row: CaseloadMoveRow = caseload_move::table
            .select(CaseloadMoveRow::as_select())
            .filter(caseload_move::id.eq(id))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, None);
        Ok(row.into())
    }

    /// The moves that the actor made, the newest first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn caseload_move_list(&mut self, after: Option<Uuid>, limit: i64) -> Result<Vec<CaseloadMove>> {
        let mut query = caseload_move::table
            .select(CaseloadMoveRow::as_select())
            .filter(caseload_move::made_by.eq(self.actor().id))
            .order(caseload_move::id.desc())
            .limit(limit)
            .into_boxed();
        if let Some(id) = after {
            query = query.filter(caseload_move::id.lt(id));
        }
        let rows: Vec<CaseloadMoveRow> = query.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
