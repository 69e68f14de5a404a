//! The bare handler: actix and tokio-postgres, the application's statements, JSON of what they return. No sign-in, no access
//! decision, no contract, no audit of reads, no announcements, no idempotency.
//!
//! It connects as the application role with the organization set once for each connection: row-level security is what adds
//! the organization to every condition, and without it the same statements would miss their indexes.

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::{App, HttpResponse, HttpServer, get, web};
use bytes::BytesMut;
use chrono::{DateTime, Days, NaiveDate};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use tokio_postgres::types::{Format, FromSql, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, NoTls, Row};
use uuid::Uuid;

use crate::script::{Exchange, Script, Statement, Value};

/// What the bare handler needs to know; the benchmark writes it to a file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Instructions {
    /// Connection string of the application role.
    pub url: String,
    /// The organization.
    pub org_id: String,
    /// Port to listen on.
    pub port: u16,
    /// Database connections and, half as many, worker threads.
    pub connections: usize,
    /// What to run.
    pub scripts: Vec<Script>,
}

struct Connection {
    client: Client,
    prepared: HashMap<String, tokio_postgres::Statement>,
}

/// The exchanges about one subject, run in turns: completing and reopening, or always the same one.
struct Turns {
    exchanges: Vec<Exchange>,
    next: AtomicUsize,
}

struct State {
    scripts: HashMap<String, Vec<Turns>>,
    free: Mutex<Vec<Connection>>,
    permits: Semaphore,
}

/// Serves until it is killed.
///
/// # Errors
/// A sentence.
pub async fn serve(instructions: Instructions) -> Result<(), String> {
    let mut free = Vec::new();
    for _ in 0..instructions.connections {
        let connected = tokio_postgres::connect(&instructions.url, NoTls).await;
        let (client, connection) = connected.map_err(|cause| cause.to_string())?;
        tokio::spawn(connection);
        let set = format!("SET tend.org = '{}'", instructions.org_id);
        client.batch_execute(&set).await.map_err(|cause| cause.to_string())?;
        free.push(Connection { client, prepared: HashMap::new() });
    }
    let turns = |exchanges| Turns { exchanges, next: AtomicUsize::new(0) };
    let by_name = |script: Script| (script.workload, script.subjects.into_iter().map(turns).collect());
    let state = web::Data::new(State {
        scripts: instructions.scripts.into_iter().map(by_name).collect(),
        permits: Semaphore::new(free.len()),
        free: Mutex::new(free),
    });
    HttpServer::new(move || App::new().app_data(state.clone()).service(ready).service(answer))
        .workers(instructions.connections.div_ceil(2))
        .bind(("127.0.0.1", instructions.port))
        .map_err(|cause| cause.to_string())?
        .run()
        .await
        .map_err(|cause| cause.to_string())
}

#[get("/ready")]
async fn ready() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[get("/{workload}/{subject}")]
async fn answer(state: web::Data<State>, path: web::Path<(String, usize)>) -> HttpResponse {
    let (workload, subject) = path.into_inner();
    let Some(turns) = state.scripts.get(&workload).and_then(|subjects| subjects.get(subject)) else {
        return HttpResponse::NotFound().finish();
    };
    let turn = turns.next.fetch_add(1, Ordering::Relaxed) % turns.exchanges.len().max(1);
    match run(&state, &turns.exchanges[turn]).await {
        Ok(json) => HttpResponse::Ok().content_type("application/json").body(json),
        Err(cause) => HttpResponse::InternalServerError().body(cause.to_string()),
    }
}

async fn run(state: &State, exchange: &Exchange) -> Result<String, Box<dyn Error>> {
    let _permit = state.permits.acquire().await?;
    let taken = state.free.lock().map_err(|_| "poisoned")?.pop();
    let mut connection = taken.ok_or("no connection")?;
    let outcome = connection.run(exchange).await;
    state.free.lock().map_err(|_| "poisoned")?.push(connection);
    outcome
}

impl Connection {
    async fn run(&mut self, exchange: &Exchange) -> Result<String, Box<dyn Error>> {
        if !exchange.writes() {
            return self.statements(exchange).await;
        }
        self.client.batch_execute("BEGIN").await?;
        let outcome = self.statements(exchange).await;
        self.client.batch_execute(if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" }).await?;
        outcome
    }

    async fn statements(&mut self, exchange: &Exchange) -> Result<String, Box<dyn Error>> {
        let mut json = String::from("[");
        let mut version = 0;
        let mut fresh: Vec<String> = Vec::new();
        for statement in &exchange.statements {
            let rows = self.statement(statement, version, &mut fresh).await?;
            if let Some(read) = rows.first().and_then(|row| row.try_get::<_, i32>("version").ok()) {
                version = read;
            }
            if json.len() > 1 {
                json.push(',');
            }
            write_rows(&mut json, &rows)?;
        }
        json.push(']');
        Ok(json)
    }

    async fn statement(
        &mut self,
        statement: &Statement,
        version: i32,
        fresh: &mut Vec<String>,
    ) -> Result<Vec<Row>, Box<dyn Error>> {
        let values: Vec<Given> = statement.values.iter().map(|value| Given::of(value, version, fresh)).collect();
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        if !self.prepared.contains_key(&statement.text) {
            let prepared = self.client.prepare(&statement.text).await?;
            self.prepared.insert(statement.text.clone(), prepared);
        }
        let prepared = self.prepared.get(&statement.text).ok_or("not prepared")?;
        Ok(self.client.query(prepared, &values).await?)
    }
}

/// A value in PostgreSQL's text form.
#[derive(Debug)]
struct Given(Option<String>);

impl Given {
    fn of(value: &Value, version: i32, fresh: &mut Vec<String>) -> Self {
        Self(match value {
            Value::Same(text) => text.clone(),
            Value::Version => Some(version.to_string()),
            Value::NextVersion => Some((version + 1).to_string()),
            Value::Fresh(number) => {
                while fresh.len() <= *number {
                    fresh.push(Uuid::now_v7().to_string());
                }
                Some(fresh[*number].clone())
            }
        })
    }
}

impl ToSql for Given {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        let Some(text) = &self.0 else { return Ok(IsNull::Yes) };
        out.extend_from_slice(text.as_bytes());
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn encode_format(&self, _: &Type) -> Format {
        Format::Text
    }

    to_sql_checked!();
}

/// A value as PostgreSQL sends it.
struct Sent<'a>(Type, &'a [u8]);

impl<'a> FromSql<'a> for Sent<'a> {
    fn from_sql(kind: &Type, bytes: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(kind.clone(), bytes))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

impl Sent<'_> {
    fn write(&self, json: &mut String) -> Result<(), Box<dyn Error>> {
        let bytes = self.1;
        match self.0 {
            Type::UUID => write!(json, "\"{}\"", Uuid::from_slice(bytes)?.as_hyphenated())?,
            Type::INT4 => write!(json, "{}", i32::from_be_bytes(bytes.try_into()?))?,
            Type::INT8 => write!(json, "{}", i64::from_be_bytes(bytes.try_into()?))?,
            Type::BOOL => json.push_str(if bytes == [1] { "true" } else { "false" }),
            Type::DATE => write!(json, "\"{}\"", date(i32::from_be_bytes(bytes.try_into()?))?)?,
            Type::TIMESTAMPTZ => {
                write!(json, "\"{}\"", instant(i64::from_be_bytes(bytes.try_into()?))?.to_rfc3339())?;
            }
            // The first byte is the version of the format.
            Type::JSONB => json.push_str(std::str::from_utf8(bytes.get(1..).unwrap_or_default())?),
            _ => json.push_str(&serde_json::to_string(std::str::from_utf8(bytes)?)?),
        }
        Ok(())
    }
}

fn date(days: i32) -> Result<NaiveDate, &'static str> {
    let epoch = NaiveDate::from_ymd_opt(2000, 1, 1).ok_or("no epoch")?;
    let count = Days::new(u64::from(days.unsigned_abs()));
    if days < 0 { epoch.checked_sub_days(count) } else { epoch.checked_add_days(count) }.ok_or("no date")
}

fn instant(micros: i64) -> Result<DateTime<chrono::Utc>, &'static str> {
    /// From 1970 to 2000.
    const EPOCH: i64 = 946_684_800_000_000;
    DateTime::from_timestamp_micros(micros + EPOCH).ok_or("no instant")
}

fn write_rows(json: &mut String, rows: &[Row]) -> Result<(), Box<dyn Error>> {
    json.push('[');
    for (number, row) in rows.iter().enumerate() {
        json.push_str(if number == 0 { "{" } else { ",{" });
        for (index, column) in row.columns().iter().enumerate() {
            write!(json, "{}\"{}\":", if index == 0 { "" } else { "," }, column.name())?;
            match row.try_get::<_, Option<Sent<'_>>>(index)? {
                Some(sent) => sent.write(json)?,
                None => json.push_str("null"),
            }
        }
        json.push('}');
    }
    json.push(']');
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn days_and_microseconds_count_from_the_year_2000() {
        assert_eq!(date(-1).unwrap().to_string(), "1999-12-31");
        assert_eq!(date(9_821).unwrap().to_string(), "2026-11-21");
        assert_eq!(instant(0).unwrap().to_rfc3339(), "2000-01-01T00:00:00+00:00");
    }
}
