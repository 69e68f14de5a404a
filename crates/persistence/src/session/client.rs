//! API clients: their secrets, scopes and live state.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::Code;
use domain::access::{Actor, ApiClient, Capability, Principal, Request, Role};
use uuid::Uuid;

use super::{audit, sign_in_directory};
use crate::error::Result;
use crate::record::Json;
use crate::store::Store;
use crate::tx::Tx;

diesel::table! {
    api_client (org_id, id) {
        org_id -> Uuid,
        id -> Uuid,
        version -> Int4,
        name -> Text,
        secret_hash -> Bytea,
        scopes -> Jsonb,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        revoked_at -> Nullable<Timestamptz>,
    }
}

type ClientColumns = (
    api_client::id,
    api_client::version,
    api_client::name,
    api_client::scopes,
    api_client::expires_at,
    api_client::revoked_at,
);

const COLUMNS: ClientColumns = (
    api_client::id,
    api_client::version,
    api_client::name,
    api_client::scopes,
    api_client::expires_at,
    api_client::revoked_at,
);

type ClientRow = (Uuid, i32, String, Json<Vec<String>>, DateTime<Utc>, Option<DateTime<Utc>>);

fn client((id, version, name, Json(scopes), expires_at, revoked_at): ClientRow) -> ApiClient {
    let scopes = scopes.iter().filter_map(|code| Capability::from_code(code)).collect();
    ApiClient { id, version, name, scopes, expires_at, revoked_at }
}

impl Store {
    /// The live API client behind an access token.
    ///
    /// # Errors
    /// Database errors.
    pub async fn client_live(&self, org_id: Uuid, client_id: Uuid, now: DateTime<Utc>) -> Result<Option<Actor>> {
        let mut conn = self.begin(org_id).await?;
        let found: Option<Json<Vec<String>>> = api_client::table
            .select(api_client::scopes)
            .filter(api_client::id.eq(client_id))
            .filter(api_client::revoked_at.is_null())
            .filter(api_client::expires_at.gt(now))
            .first(&mut conn)
            .await
            .optional()?;
        conn.commit().await?;
        Ok(found.map(|Json(scopes)| Actor {
            org_id,
            id: client_id,
            session_id: client_id,
            principal: Principal::Client,
            role: Role::Integrator,
            team_ids: Vec::new(),
            led_team_ids: Vec::new(),
            client_scopes: scopes.iter().filter_map(|code| Capability::from_code(code)).collect(),
            idle_locks_at: DateTime::<Utc>::MAX_UTC,
        }))
    }

    /// The live API client with this id, for a listener that acts as one; nobody signs in.
    ///
    /// # Errors
    /// Database errors.
    pub async fn client_identity(&self, client_id: Uuid, now: DateTime<Utc>) -> Result<Option<Actor>> {
        match self.client_organization(client_id).await? {
            Some(org_id) => self.client_live(org_id, client_id, now).await,
            None => Ok(None),
        }
    }

    async fn client_organization(&self, client_id: Uuid) -> Result<Option<Uuid>> {
        let mut conn = self.connection().await?;
        let found = sign_in_directory::table
            .select(sign_in_directory::org_id)
            .filter(sign_in_directory::key.eq(format!("client:{client_id}")))
            .first(&mut conn)
            .await
            .optional()?;
        Ok(found)
    }

    /// A client by its id and secret hash.
    ///
    /// # Errors
    /// Database errors.
    pub async fn client_sign_in(
        &self,
        client_id: Uuid,
        secret_hash: &[u8],
        request: &Request,
    ) -> Result<Option<Actor>> {
        let Some(org_id) = self.client_organization(client_id).await? else { return Ok(None) };
        let mut conn = self.begin(org_id).await?;
        let good: Option<(DateTime<Utc>, Option<DateTime<Utc>>)> = api_client::table
            .select((api_client::expires_at, api_client::revoked_at))
            .filter(api_client::id.eq(client_id))
            .filter(api_client::secret_hash.eq(secret_hash))
            .first(&mut conn)
            .await
            .optional()?;
        let (outcome, reason) = match good {
            None => ("denied", Some("wrong_secret")),
            Some((_, Some(_))) => ("denied", Some("client_revoked")),
            Some((expires_at, None)) if expires_at <= request.now => ("denied", Some("client_expired")),
            Some(_) => ("ok", None),
        };
        audit(&mut conn, org_id, Some(client_id), None, request, outcome, reason).await?;
        conn.commit().await?;
        drop(conn);
        match good {
            Some(_) => self.client_live(org_id, client_id, request.now).await,
            None => Ok(None),
        }
    }
}

impl Tx {
    /// All API clients, by name.
    ///
    /// # Errors
    /// Database errors.
    pub async fn client_list(&mut self) -> Result<Vec<ApiClient>> {
        let rows: Vec<ClientRow> = api_client::table.select(COLUMNS).order(api_client::name).load(self.conn()).await?;
        Ok(rows.into_iter().map(client).collect())
    }

    /// One API client, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn client(&mut self, id: Uuid) -> Result<ApiClient> {
        let row: ClientRow = api_client::table
            .select(COLUMNS)
            .filter(api_client::id.eq(id))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, None);
        Ok(client(row))
    }

    /// Changes until when an API client is good, and its secret where there is another one.
    pub fn client_change(&mut self, client: &ApiClient, secret_hash: Option<Vec<u8>>) {
        let before =
            api_client::table.filter(api_client::id.eq(client.id)).filter(api_client::version.eq(client.version - 1));
        let (version, expires_at, revoked_at) = (client.version, client.expires_at, client.revoked_at);
        let lasts = (
            api_client::version.eq(version),
            api_client::expires_at.eq(expires_at),
            api_client::revoked_at.eq(revoked_at),
        );
        self.also(match secret_hash {
            Some(hash) => Box::new(diesel::update(before).set((lasts, api_client::secret_hash.eq(hash)))),
            None => Box::new(diesel::update(before).set(lasts)),
        });
    }

    /// Adds an API client to the transaction.
    pub fn client_add(&mut self, client: &ApiClient, secret_hash: Vec<u8>) {
        let (org_id, now) = (self.org_id(), self.now());
        self.touch(client.id, None);
        self.also(Box::new(diesel::insert_into(api_client::table).values((
            api_client::org_id.eq(org_id),
            api_client::id.eq(client.id),
            api_client::version.eq(client.version),
            api_client::name.eq(client.name.clone()),
            api_client::secret_hash.eq(secret_hash),
            api_client::scopes.eq(Json(client.scopes.iter().map(ToString::to_string).collect::<Vec<_>>())),
            api_client::created_at.eq(now),
            api_client::expires_at.eq(client.expires_at),
        ))));
        self.also(Box::new(diesel::insert_into(sign_in_directory::table).values((
            sign_in_directory::key.eq(format!("client:{}", client.id)),
            sign_in_directory::org_id.eq(org_id),
            sign_in_directory::principal_id.eq(client.id),
        ))));
    }
}
