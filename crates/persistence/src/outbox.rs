//! Announcements of what was written, for live updates.

use std::collections::BTreeSet;

use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use tokio::sync::mpsc;
use tokio_postgres::{AsyncMessage, NoTls};
use uuid::Uuid;

use crate::directory::DIRECTORY_KINDS;
use crate::error::{Error, Result};
use crate::sql::Sql;
use crate::store::Store;

/// One announcement, with the scopes that may hear of it.
#[derive(Debug, Clone, diesel::Queryable)]
pub struct OutboxEvent {
    /// Its number.
    pub number: i64,
    /// Kind of record.
    pub kind: String,
    /// Its id.
    pub record_id: Uuid,
    /// Its version.
    pub version: i32,
    /// Scopes of the person it is about; the organization for records about nobody.
    pub scopes: Vec<Uuid>,
}

/// Most announcements read at once.
const BATCH: i64 = 500;

/// How far back a reader who begins now looks for what is still to be committed, in numbers.
const BACK: i64 = 1_000;

/// So much is remembered as told while a transaction does not end; beyond it nobody waits for that one.
const MOST_TOLD: usize = 20_000;

/// How far an organization's announcements were told. A number is drawn before its transaction commits, so one may come after a higher
/// one was told.
#[derive(Debug, Clone, Default)]
pub struct OutboxPosition {
    /// Up to this number everything was told, or never comes.
    settled: i64,
    /// What was told above it.
    told: BTreeSet<i64>,
    /// A number that was told, and the first transaction that had not begun by then. When all before that one have ended, nothing up
    /// to the number is still to come.
    waiting: Option<(i64, i64)>,
}

impl OutboxPosition {
    /// The highest number that was told.
    pub fn newest(&self) -> i64 {
        self.told.last().copied().unwrap_or(self.settled)
    }

    /// Before a read: `next` is the first transaction that has not begun.
    fn look(&mut self, next: i64) {
        if self.waiting.is_none() {
            self.waiting = self.told.last().map(|last| (*last, next));
        }
    }

    /// After a read: what it found, whether that was everything, and the oldest transaction that had not ended before it.
    fn tell(&mut self, numbers: impl IntoIterator<Item = i64>, whole: bool, oldest: i64) {
        self.told.extend(numbers);
        let Some((last, next)) = self.waiting.filter(|_| whole) else { return };
        if oldest >= next || self.told.len() > MOST_TOLD {
            self.told = self.told.split_off(&(last + 1));
            self.settled = last;
            self.waiting = None;
        }
    }
}

impl Store {
    /// Where an organization's announcements stand now.
    ///
    /// # Errors
    /// Database errors.
    pub async fn outbox_newest(&self, org_id: Uuid) -> Result<OutboxPosition> {
        let mut conn = self.begin(org_id).await?;
        let newest: Vec<i64> = Sql::<st::Array<st::BigInt>>::new(
            "SELECT coalesce(array_agg(id), '{}') FROM outbox WHERE id > (SELECT coalesce(max(id), 0) FROM outbox) - ",
        )
        .bind::<st::BigInt, _>(BACK)
        .get_result(&mut conn)
        .await?;
        conn.commit().await?;
        let told: BTreeSet<i64> = newest.into_iter().collect();
        let settled = told.last().map_or(0, |last| last - BACK);
        Ok(OutboxPosition { settled, told, waiting: None })
    }

    /// The next announcements after a position, oldest first, and moves it on; empty when there are none.
    ///
    /// # Errors
    /// Database errors.
    pub async fn outbox_since(&self, org_id: Uuid, position: &mut OutboxPosition) -> Result<Vec<OutboxEvent>> {
        let mut conn = self.begin(org_id).await?;
        let (oldest, next): (i64, i64) = Sql::<(st::BigInt, st::BigInt)>::new(
            "SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint FROM pg_current_snapshot() s",
        )
        .get_result(&mut conn)
        .await?;
        position.look(next);
        type Columns = (st::BigInt, st::Text, st::Uuid, st::Int4, st::Array<st::Uuid>);
        let events: Vec<OutboxEvent> = Sql::<Columns>::new(
            "SELECT o.id, o.kind, o.record_id, o.version,
               CASE WHEN o.kind IN ('conflict_of_interest', 'digest', 'digest_subscription') THEN '{}'::uuid[]
                    WHEN o.person_id IS NULL THEN ARRAY[o.org_id]
                    ELSE coalesce((SELECT array_agg(r.scope_id) FROM person_reach r WHERE r.person_id = o.person_id), '{}') END
             FROM outbox o WHERE o.id > ",
        )
        .bind::<st::BigInt, _>(position.settled)
        .sql(" AND o.id NOT IN (SELECT unnest(")
        .bind::<st::Array<st::BigInt>, _>(position.told.iter().copied().collect::<Vec<i64>>())
        .sql(")) ORDER BY o.id LIMIT ")
        .bind::<st::BigInt, _>(BATCH)
        .load(&mut conn)
        .await?;
        conn.commit().await?;
        let whole = i64::try_from(events.len()).is_ok_and(|found| found < BATCH);
        position.tell(events.iter().map(|event| event.number), whole, oldest);
        if events.iter().any(|event| DIRECTORY_KINDS.contains(&event.kind.as_str())) {
            self.directory_changed(org_id);
        }
        Ok(events)
    }

    /// Every organization of the installation.
    ///
    /// # Errors
    /// Database errors.
    pub async fn tenants(&self) -> Result<Vec<Uuid>> {
        let mut conn = self.connection().await?;
        Ok(Sql::<st::Uuid>::new("SELECT org_id FROM tenant ORDER BY org_id").load(&mut conn).await?)
    }
}

/// What can be listened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// Something was announced.
    Outbox,
    /// A job was enqueued.
    Job,
}

/// Wakes up whenever something happens on a channel. The receiver closes when the connection is lost.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn listen(url: &str, channel: Channel) -> Result<mpsc::Receiver<()>> {
    let lost = |error: tokio_postgres::Error| Error::Unavailable(error.to_string());
    let (client, mut connection) = tokio_postgres::connect(url, NoTls).await.map_err(lost)?;
    let (sender, receiver) = mpsc::channel(1);
    let closed = sender.downgrade();
    tokio::spawn(async move {
        while let Some(Ok(message)) = std::future::poll_fn(|context| connection.poll_message(context)).await {
            if matches!(message, AsyncMessage::Notification(_)) {
                // A full channel means that a wake-up is already waiting.
                let _ = sender.try_send(());
            }
            if sender.is_closed() {
                break;
            }
        }
    });
    let statement = match channel {
        Channel::Outbox => "LISTEN tend_outbox",
        Channel::Job => "LISTEN tend_job",
    };
    client.batch_execute(statement).await.map_err(lost)?;
    // The connection lives as long as its client: until nobody listens any more.
    tokio::spawn(async move {
        while closed.upgrade().is_some_and(|sender| !sender.is_closed()) {
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        }
        drop(client);
    });
    Ok(receiver)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_settles_once_everybody_who_could_still_commit_a_lower_number_has_ended() {
        let mut position = OutboxPosition::default();
        position.look(40);
        position.tell([5, 7], true, 38);
        // 38 and 41 run: either may have drawn 6.
        position.look(42);
        position.tell([9], true, 38);
        assert_eq!((position.settled, position.waiting), (0, Some((7, 42))));
        position.look(50);
        position.tell([6], false, 45);
        assert_eq!(position.settled, 0, "not all was read that is there by now");
        position.look(50);
        position.tell([], true, 45);
        assert_eq!((position.settled, position.told.iter().copied().collect::<Vec<_>>()), (7, vec![9]));
    }
}
