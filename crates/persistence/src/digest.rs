//! Digests: what somebody is told of every week or month, and what they were told.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::access::{Capability, Request};
use domain::digest::{Basis, Digest, DigestCadence, DigestLine, DigestSubscription, Told};
use domain::saved_report::{SavedReportKind, SavedReportScope};
use uuid::Uuid;

use crate::error::Result;
use crate::record::{Coded, Json};
use crate::store::Store;
use crate::tx::Tx;

crate::record! {
    digest_subscription: DigestSubscription, DigestSubscriptionRow, person: |_| None, {
        reader_id: Uuid => Uuid,
        name: Text => String,
        kind: Text => Coded<SavedReportKind>,
        subject: Nullable<Text> => Option<String>,
        scope: Nullable<Text> => Option<Coded<SavedReportScope>>,
        program_id: Nullable<Uuid> => Option<Uuid>,
        first_on: Nullable<Date> => Option<NaiveDate>,
        last_on: Nullable<Date> => Option<NaiveDate>,
        cadence: Text => Coded<DigestCadence>,
        next_at: Timestamptz => DateTime<Utc>,
        created_at: Timestamptz => DateTime<Utc>,
        ended_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
    }
}

crate::record! {
    digest: Digest, DigestRow, person: |_| None, {
        subscription_id: Uuid => Uuid,
        reader_id: Uuid => Uuid,
        name: Text => String,
        kind: Text => Coded<SavedReportKind>,
        subject: Nullable<Text> => Option<String>,
        cadence: Text => Coded<DigestCadence>,
        basis: Jsonb => Json<Option<Basis>>,
        first_on: Nullable<Date> => Option<NaiveDate>,
        last_on: Nullable<Date> => Option<NaiveDate>,
        lines: Jsonb => Json<Vec<DigestLine>>,
        made_at: Timestamptz => DateTime<Utc>,
        read_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
    }
}

/// Operation under which the audit trail lists that a digest was made.
const OPERATION: &str = "digest_make";

/// Digests made in one round.
const ROUND_LIMIT: i64 = 100;

impl Store {
    /// Subscriptions whose next digest is due, the longest wait first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn digests_due(&self, org_id: Uuid, now: DateTime<Utc>) -> Result<Vec<DigestSubscription>> {
        let mut conn = self.begin(org_id).await?;
        let rows: Vec<DigestSubscriptionRow> = digest_subscription::table
            .select(DigestSubscriptionRow::as_select())
            .filter(digest_subscription::ended_at.is_null())
            .filter(digest_subscription::next_at.le(now))
            .order((digest_subscription::next_at, digest_subscription::id))
            .limit(ROUND_LIMIT)
            .load(&mut conn)
            .await?;
        conn.rollback().await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Counts something as a worker would see it now; none when they left or may not ask for numbers any more. It changes nothing
    /// and leaves no entry of its own: what is made of it does.
    ///
    /// # Errors
    /// Those of the closure.
    pub async fn digest_count<F>(&self, org_id: Uuid, reader_id: Uuid, now: DateTime<Utc>, work: F) -> Result<Counting>
    where
        F: AsyncFnOnce(&mut Tx) -> Result<Option<Told>>,
    {
        let actor = self.directory(org_id).await?.actor(org_id, reader_id);
        let Some(actor) = actor.filter(|actor| actor.may(Capability::SavedReportWrite)) else {
            return Ok(Counting::ReaderGone);
        };
        let request = Request { id: Uuid::now_v7(), operation: OPERATION, now, record_id: None, idempotency: None };
        let mut tx = self.transaction(&actor, &request).await?;
        let outcome = work(&mut tx).await;
        tx.into_conn().rollback().await?;
        outcome.map(Counting::Told)
    }

    /// Keeps a digest that is due, or ends what nobody reads any more. Whichever server is first does it; false for the others.
    ///
    /// # Errors
    /// Database errors.
    pub async fn digest_make(
        &self,
        org_id: Uuid,
        subscription_id: Uuid,
        counting: Counting,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        self.run_system(org_id, OPERATION, now, async |tx| tx.digest_make(subscription_id, counting).await).await
    }
}

/// What came of counting for a digest.
#[derive(Debug)]
pub enum Counting {
    /// The reader left, or may not ask for numbers any more.
    ReaderGone,
    /// The numbers; none when the reader may be told none of them.
    Told(Option<Told>),
}

impl Tx {
    async fn digest_make(&mut self, subscription_id: Uuid, counting: Counting) -> Result<bool> {
        let now = self.now();
        let row: Option<DigestSubscriptionRow> = digest_subscription::table
            .select(DigestSubscriptionRow::as_select())
            .filter(digest_subscription::id.eq(subscription_id))
            .filter(digest_subscription::ended_at.is_null())
            .filter(digest_subscription::next_at.le(now))
            .for_update()
            .skip_locked()
            .first(self.conn())
            .await
            .optional()?;
        let Some(row) = row else { return Ok(false) };
        let subscription = DigestSubscription::from(row);
        match counting {
            Counting::ReaderGone => {
                self.apply(subscription.unsubscribe(now)?)?;
            }
            Counting::Told(told) => {
                let zone = self.zone_of(subscription.reader_id);
                let (subscription, digest) = subscription.make(Uuid::now_v7(), told, now, zone);
                self.apply(subscription)?;
                self.apply(digest)?;
            }
        }
        Ok(true)
    }

    /// The zone of a worker's days; UTC for an unknown one.
    pub fn zone_of(&self, staff_id: Uuid) -> chrono_tz::Tz {
        self.directory().staff.get(&staff_id).map_or(chrono_tz::UTC, |card| card.zone)
    }

    /// What the actor is told of, by name.
    ///
    /// # Errors
    /// Database errors.
    pub async fn digest_subscriptions(&mut self) -> Result<Vec<DigestSubscription>> {
        let rows: Vec<DigestSubscriptionRow> = digest_subscription::table
            .select(DigestSubscriptionRow::as_select())
            .filter(digest_subscription::reader_id.eq(self.actor().id))
            .filter(digest_subscription::ended_at.is_null())
            .order((digest_subscription::name, digest_subscription::id))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// A subscription of the actor's, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn digest_subscription(&mut self, id: Uuid) -> Result<DigestSubscription> {
        let row: DigestSubscriptionRow = digest_subscription::table
            .select(DigestSubscriptionRow::as_select())
            .filter(digest_subscription::id.eq(id))
            .filter(digest_subscription::reader_id.eq(self.actor().id))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, None);
        Ok(row.into())
    }

    /// Digests of the actor's, the newest first, behind `after`.
    ///
    /// # Errors
    /// Database errors.
    pub async fn digests(&mut self, after: Option<(DateTime<Utc>, Uuid)>, limit: i64) -> Result<Vec<Digest>> {
        let mut query = digest::table
            .select(DigestRow::as_select())
            .filter(digest::reader_id.eq(self.actor().id))
            .order((digest::made_at.desc(), digest::id.desc()))
            .limit(limit)
            .into_boxed();
        if let Some((at, id)) = after {
            query = query.filter(digest::made_at.lt(at).or(digest::made_at.eq(at).and(digest::id.lt(id))));
        }
        let rows: Vec<DigestRow> = query.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// A digest of the actor's, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn digest(&mut self, id: Uuid) -> Result<Digest> {
        let row: DigestRow = digest::table
            .select(DigestRow::as_select())
            .filter(digest::id.eq(id))
            .filter(digest::reader_id.eq(self.actor().id))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, None);
        Ok(row.into())
    }

    /// How many digests the actor has not looked at.
    ///
    /// # Errors
    /// Database errors.
    pub async fn digests_unread(&mut self) -> Result<i64> {
        let unread = digest::table.filter(digest::reader_id.eq(self.actor().id)).filter(digest::read_at.is_null());
        Ok(unread.count().get_result(self.conn()).await?)
    }
}
