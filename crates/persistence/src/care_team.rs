//! Members of a person's care team outside of the organization.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::care_team::{CareTeamRole, ExternalMember};
use uuid::Uuid;

use crate::error::Result;
use crate::record::Coded;
use crate::tx::{Tx, person_reach};

crate::record! {
    external_member: ExternalMember, ExternalMemberRow, person: |member| Some(member.person_id), {
        person_id: Uuid => Uuid,
        name: Text => String,
        organization: Nullable<Text> => Option<String>,
        role: Text => Coded<CareTeamRole>,
        phone: Nullable<Text> => Option<String>,
        email: Nullable<Text> => Option<String>,
        fax: Nullable<Text> => Option<String>,
        since_on: Date => NaiveDate,
        until_on: Nullable<Date> => Option<NaiveDate>,
    }
}

impl Tx {
    /// A member outside of the team of a person within reach, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn external_member(&mut self, id: Uuid) -> Result<ExternalMember> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(external_member::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: ExternalMemberRow = external_member::table
            .select(ExternalMemberRow::as_select())
            .filter(external_member::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// Everybody outside who is or was on the team of a person within reach, who began last on top.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn external_members_of(&mut self, person_id: Uuid) -> Result<Vec<ExternalMember>> {
        self.require_person(person_id).await?;
        let rows: Vec<ExternalMemberRow> = external_member::table
            .select(ExternalMemberRow::as_select())
            .filter(external_member::person_id.eq(person_id))
            .order((external_member::since_on.desc(), external_member::id))
            .limit(200)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
