//! Announcements of what was written, for live updates.

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
    /// Position.
    pub position: i64,
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

impl Store {
    /// Where an organization's announcements stand now.
    ///
    /// # Errors
    /// Database errors.
    pub async fn outbox_newest(&self, org_id: Uuid) -> Result<i64> {
        let mut conn = self.begin(org_id).await?;
        let newest = Sql::<st::BigInt>::new("SELECT coalesce(max(id), 0) FROM outbox").get_result(&mut conn).await?;
        conn.commit().await?;
        Ok(newest)
    }

    /// The next announcements after a position, oldest first; empty when there are none.
    ///
    /// # Errors
    /// Database errors.
    pub async fn outbox_since(&self, org_id: Uuid, position: i64) -> Result<Vec<OutboxEvent>> {
        let mut conn = self.begin(org_id).await?;
        type Columns = (st::BigInt, st::Text, st::Uuid, st::Int4, st::Array<st::Uuid>);
        let events: Vec<OutboxEvent> = Sql::<Columns>::new(
            "SELECT o.id, o.kind, o.record_id, o.version,
               CASE WHEN o.person_id IS NULL THEN ARRAY[o.org_id]
                    ELSE coalesce((SELECT array_agg(r.scope_id) FROM person_reach r WHERE r.person_id = o.person_id), '{}') END
             FROM outbox o WHERE o.id > ",
        )
        .bind::<st::BigInt, _>(position)
        .sql(" ORDER BY o.id LIMIT ")
        .bind::<st::BigInt, _>(BATCH)
        .load(&mut conn)
        .await?;
        conn.commit().await?;
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
