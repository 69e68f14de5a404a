//! The audit trail: one entry for every operation, reads and denials included.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::access::{Actor, Principal, Request};
use serde::Serialize;
use uuid::Uuid;

use crate::error::Result;
use crate::tx::Tx;

diesel::table! {
    audit_event (org_id, id) {
        org_id -> Uuid,
        id -> Uuid,
        at -> Timestamptz,
        actor_id -> Nullable<Uuid>,
        session_id -> Nullable<Uuid>,
        role -> Nullable<Text>,
        operation -> Text,
        outcome -> Text,
        reason -> Nullable<Text>,
        record_id -> Nullable<Uuid>,
        person_id -> Nullable<Uuid>,
        person_ids -> Array<Uuid>,
        request_id -> Uuid,
    }
}

/// The role under which the trail lists what the product did by itself.
pub const SYSTEM: &str = "system";
/// The role under which the trail lists what a partner did through a link.
pub const PARTNER: &str = "partner";

/// One entry.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = audit_event, treat_none_as_default_value = false, check_for_backend(diesel::pg::Pg))]
pub struct AuditEvent {
    /// Tenant.
    pub org_id: Uuid,
    /// Id.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; nobody for the product itself.
    pub actor_id: Option<Uuid>,
    /// In which session.
    pub session_id: Option<Uuid>,
    /// In which role.
    pub role: Option<String>,
    /// What: operation id of the API document.
    pub operation: String,
    /// `ok`, `denied`, `not_found` or `refused`.
    pub outcome: String,
    /// Code of the refusal.
    pub reason: Option<String>,
    /// The record.
    pub record_id: Option<Uuid>,
    /// The person the record is about.
    pub person_id: Option<Uuid>,
    /// People shown in a list.
    pub person_ids: Vec<Uuid>,
    /// The request.
    pub request_id: Uuid,
}

/// What a transaction touched, noted while it runs.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    pub(crate) record_id: Option<Uuid>,
    pub(crate) person_id: Option<Uuid>,
    pub(crate) person_ids: Vec<Uuid>,
}

impl AuditEvent {
    pub(crate) fn new(actor: &Actor, request: &Request, outcome: &str, reason: Option<&str>, touched: Touched) -> Self {
        let by_somebody = !actor.is_system();
        let role = match actor.principal {
            Principal::System => SYSTEM.to_owned(),
            Principal::Link => PARTNER.to_owned(),
            Principal::Staff | Principal::Client => actor.role.to_string(),
        };
        Self {
            org_id: actor.org_id,
            id: Uuid::now_v7(),
            at: request.now,
            actor_id: by_somebody.then_some(actor.id),
            session_id: by_somebody.then_some(actor.session_id),
            role: Some(role),
            operation: request.operation.to_owned(),
            outcome: outcome.to_owned(),
            reason: reason.map(str::to_owned),
            record_id: touched.record_id,
            person_id: touched.person_id,
            person_ids: touched.person_ids,
            request_id: request.id,
        }
    }
}

/// Filter of the audit list; all parts are optional and combined with AND.
#[derive(Debug, Default)]
pub struct AuditFilter {
    /// By actor.
    pub actor_id: Option<Uuid>,
    /// By operation.
    pub operation: Option<String>,
    /// By outcome.
    pub outcome: Option<String>,
    /// From this instant.
    pub from: Option<DateTime<Utc>>,
    /// Before this instant.
    pub to: Option<DateTime<Utc>>,
}

impl Tx {
    /// The audit trail, newest first, from before `after`.
    ///
    /// # Errors
    /// Database errors.
    pub async fn audit_list(
        &mut self,
        filter: &AuditFilter,
        after: Option<(DateTime<Utc>, Uuid)>,
        limit: i64,
    ) -> Result<Vec<AuditEvent>> {
        let mut query = newest_first(after, limit);
        if let Some(id) = filter.actor_id {
            query = query.filter(audit_event::actor_id.eq(id));
        }
        if let Some(operation) = &filter.operation {
            query = query.filter(audit_event::operation.eq(operation.clone()));
        }
        if let Some(outcome) = &filter.outcome {
            query = query.filter(audit_event::outcome.eq(outcome.clone()));
        }
        if let Some(from) = filter.from {
            query = query.filter(audit_event::at.ge(from));
        }
        if let Some(to) = filter.to {
            query = query.filter(audit_event::at.lt(to));
        }
        Ok(query.load(self.conn()).await?)
    }

    /// Who looked at or changed a person's record, newest first; what is [`CONFIDENTIAL`] stands in the trail alone.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] when the person is out of reach.
    pub async fn person_access_log(
        &mut self,
        person_id: Uuid,
        after: Option<(DateTime<Utc>, Uuid)>,
        limit: i64,
    ) -> Result<Vec<AuditEvent>> {
        self.require_person(person_id).await?;
        Ok(newest_first(after, limit)
            .filter(audit_event::person_id.eq(person_id))
            .filter(audit_event::operation.ne_all(CONFIDENTIAL))
            .load(self.conn())
            .await?)
    }

    /// Who was shown the person's name in a list during the last [`LISTS_KEPT_IN_VIEW`], newest first; not in a [`CONFIDENTIAL`] one.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] when the person is out of reach.
    pub async fn person_list_log(
        &mut self,
        person_id: Uuid,
        after: Option<(DateTime<Utc>, Uuid)>,
        limit: i64,
    ) -> Result<Vec<AuditEvent>> {
        self.require_person(person_id).await?;
        let since = self.now() - LISTS_KEPT_IN_VIEW;
        Ok(newest_first(after, limit)
            .filter(audit_event::person_ids.contains(vec![person_id]))
            .filter(audit_event::operation.ne_all(CONFIDENTIAL))
            .filter(audit_event::id.ge(first_id_at(since)))
            .filter(audit_event::at.ge(since))
            .load(self.conn())
            .await?)
    }
}

/// Operations that say something of a worker which only those who lead them and the privacy officer know.
const CONFIDENTIAL: [&str; 3] =
    ["conflict_of_interest_create", "conflict_of_interest_end", "conflict_of_interest_list"];

/// For how long the lists in which somebody was shown are looked through: there is no index of them, because it would make
/// every list dearer than the look that it records.
pub const LISTS_KEPT_IN_VIEW: TimeDelta = TimeDelta::days(7);

/// The smallest id that an entry can have which was made at `at` or later.
fn first_id_at(at: DateTime<Utc>) -> Uuid {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
}

type Entries = audit_event::BoxedQuery<
    'static,
    diesel::pg::Pg,
    diesel::dsl::SqlTypeOf<diesel::dsl::AsSelect<AuditEvent, diesel::pg::Pg>>,
>;

fn newest_first(after: Option<(DateTime<Utc>, Uuid)>, limit: i64) -> Entries {
    let query = audit_event::table
        .select(AuditEvent::as_select())
        .order((audit_event::at.desc(), audit_event::id.desc()))
        .limit(limit)
        .into_boxed();
    match after {
        Some((at, id)) => {
            query.filter(audit_event::at.le(at)).filter(audit_event::at.lt(at).or(audit_event::id.lt(id)))
        }
        None => query,
    }
}
