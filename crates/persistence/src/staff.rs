//! Staff and their credentials.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::Change;
use domain::access::Role;
use domain::staff::{Credential, CredentialKind, CredentialStatus, Profile, Staff};
use uuid::Uuid;

use crate::error::Result;
use crate::record::{Coded, Json};
use crate::session::{password, sign_in_directory};
use crate::tx::Tx;

crate::record! {
    staff: Staff, StaffRow, person: |_| None, {
        name: Text => String,
        email: Text => String,
        role: Text => Coded<Role>,
        title: Text => String,
        supervisor_id: Nullable<Uuid> => Option<Uuid>,
        time_zone: Text => String,
        languages: Jsonb => Json<Vec<String>>,
        active: Bool => bool,
        profile: Jsonb => Json<Profile>,
    }
}

crate::record! {
    credential: Credential, CredentialRow, person: |_| None, {
        staff_id: Uuid => Uuid,
        kind: Text => Coded<CredentialKind>,
        state: Nullable<Text> => Option<String>,
        number: Text => String,
        status: Text => Coded<CredentialStatus>,
        issued_on: Nullable<Date> => Option<chrono::NaiveDate>,
        expires_on: Nullable<Date> => Option<chrono::NaiveDate>,
        renewal_hours: Nullable<Int4> => Option<i32>,
        hours_earned: Nullable<Int4> => Option<i32>,
        ended_reason: Nullable<Text> => Option<String>,
    }
}

/// The password that a new worker signs in with first.
#[derive(Debug)]
pub struct FirstPassword {
    /// Its Argon2id hash in PHC form.
    pub hash: String,
    /// Who made it, when that is somebody else.
    pub made_by: Option<Uuid>,
}

impl Tx {
    /// A worker with credentials.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn staff(&mut self, id: Uuid) -> Result<(Staff, Vec<Credential>)> {
        let row: StaffRow =
            staff::table.select(StaffRow::as_select()).filter(staff::id.eq(id)).first(self.conn()).await?;
        let rows: Vec<CredentialRow> = credential::table
            .select(CredentialRow::as_select())
            .filter(credential::staff_id.eq(id))
            .order((credential::kind, credential::id))
            .load(self.conn())
            .await?;
        self.touch(id, None);
        Ok((row.into(), rows.into_iter().map(Into::into).collect()))
    }

    /// One credential, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn credential(&mut self, id: Uuid) -> Result<Credential> {
        let row: CredentialRow = credential::table
            .select(CredentialRow::as_select())
            .filter(credential::id.eq(id))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, None);
        Ok(row.into())
    }

    /// Stores a new worker with an optional first password. The e-mail becomes a sign-in name.
    pub fn staff_add(&mut self, change: Change<Staff>, first: Option<FirstPassword>) -> Result<Staff> {
        let (org_id, now) = (self.org_id(), self.now());
        let worker = self.apply(change)?;
        self.also(Box::new(diesel::insert_into(sign_in_directory::table).values((
            sign_in_directory::key.eq(worker.email.clone()),
            sign_in_directory::org_id.eq(org_id),
            sign_in_directory::principal_id.eq(worker.id),
        ))));
        if let Some(FirstPassword { hash, made_by }) = first {
            self.also(Box::new(diesel::insert_into(password::table).values((
                password::org_id.eq(org_id),
                password::staff_id.eq(worker.id),
                password::hash.eq(hash),
                password::changed_at.eq(now),
                password::made_by.eq(made_by),
            ))));
        }
        Ok(worker)
    }

    /// Stores a changed worker; another e-mail is the sign-in name from now on.
    ///
    /// # Errors
    /// Those of [`Tx::apply`].
    pub fn staff_change(&mut self, before: &Staff, change: Change<Staff>) -> Result<Staff> {
        let worker = self.apply(change)?;
        if worker.email != before.email {
            let known = sign_in_directory::table
                .filter(sign_in_directory::key.eq(before.email.clone()))
                .filter(sign_in_directory::org_id.eq(self.org_id()))
                .filter(sign_in_directory::principal_id.eq(worker.id));
            self.also(Box::new(diesel::update(known).set(sign_in_directory::key.eq(worker.email.clone()))));
        }
        Ok(worker)
    }

    /// Everybody who works here, by name, after `after`.
    ///
    /// # Errors
    /// Database errors.
    pub async fn staff_list(
        &mut self,
        after: Option<(String, Uuid)>,
        limit: i64,
    ) -> Result<Vec<(Staff, Vec<Credential>)>> {
        let mut query =
            staff::table.select(StaffRow::as_select()).order((staff::name, staff::id)).limit(limit).into_boxed();
        if let Some((name, id)) = after {
            query = query.filter(staff::name.ge(name.clone())).filter(staff::name.gt(name).or(staff::id.gt(id)));
        }
        let rows: Vec<StaffRow> = query.load(self.conn()).await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let found: Vec<CredentialRow> = credential::table
            .select(CredentialRow::as_select())
            .filter(credential::staff_id.eq_any(ids))
            .load(self.conn())
            .await?;
        let mut credentials: Vec<Credential> = found.into_iter().map(Into::into).collect();
        Ok(rows
            .into_iter()
            .map(|row| {
                let own = credentials.extract_if(.., |credential| credential.staff_id == row.id).collect();
                (row.into(), own)
            })
            .collect())
    }
}
