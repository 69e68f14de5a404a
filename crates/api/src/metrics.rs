//! How the server is doing, in Prometheus' text format: operations, ages and numbers, never whose. No authentication.

use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpResponse, get, web};
use chrono::{DateTime, Utc};
use persistence::backlog::Backlog;
use persistence::store::Connections;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Display;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use uuid::Uuid;

use crate::app::State;

/// Bounds between which answers are counted, in seconds.
const WITHIN: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];
/// Stands for the operation where a request names none, or did not arrive whole.
const NONE: &str = "none";

/// A time in what waits.
type Since = fn(&Backlog) -> Option<DateTime<Utc>>;

/// What was counted of one operation.
#[derive(Default)]
struct Counted {
    /// Answers by hundreds of their status.
    statuses: [AtomicU64; 6],
    /// Answers by the first bound that they kept; the last one counts those that kept none.
    kept: [AtomicU64; WITHIN.len() + 1],
    microseconds: AtomicU64,
}

fn counted() -> &'static BTreeMap<&'static str, Counted> {
    static COUNTED: OnceLock<BTreeMap<&'static str, Counted>> = OnceLock::new();
    COUNTED.get_or_init(|| {
        let ids = crate::document::operations().all().map(|(_, _, id)| id);
        ids.chain([NONE]).map(|id| (id, Counted::default())).collect()
    })
}

/// Counts an answer.
pub fn count(operation: Option<&str>, status: u16, elapsed: Duration) {
    let Some(counted) = counted().get(operation.unwrap_or(NONE)) else { return };
    if let Some(answers) = counted.statuses.get(usize::from(status / 100)) {
        answers.fetch_add(1, Ordering::Relaxed);
    }
    let bound = WITHIN.iter().position(|bound| elapsed.as_secs_f64() <= *bound).unwrap_or(WITHIN.len());
    counted.kept[bound].fetch_add(1, Ordering::Relaxed);
    counted.microseconds.fetch_add(u64::try_from(elapsed.as_micros()).unwrap_or(0), Ordering::Relaxed);
}

/// The text as it grows.
#[derive(Default)]
struct Page(String);

impl Page {
    fn about(&mut self, name: &str, kind: &str, help: &str) {
        self.0 += &format!("# HELP {name} {help}\n# TYPE {name} {kind}\n");
    }

    fn line(&mut self, name: &str, labels: &str, value: impl Display) {
        self.0 += &format!("{name}{labels} {value}\n");
    }

    fn gauge(&mut self, name: &str, help: &str, value: impl Display) {
        self.about(name, "gauge", help);
        self.line(name, "", value);
    }

    /// Answers by operation; those that nobody called take no line.
    fn requests(&mut self) {
        let name = "tend_http_requests_total";
        self.about(name, "counter", "Answers, by operation and class of their status.");
        for (operation, counted) in counted() {
            let classes = counted.statuses.iter().map(|answers| answers.load(Ordering::Relaxed)).enumerate();
            for (class, answers) in classes.filter(|(_, answers)| *answers > 0) {
                self.line(name, &format!("{{operation=\"{operation}\",status=\"{class}xx\"}}"), answers);
            }
        }
        self.about("tend_http_request_seconds", "histogram", "Time until the answer, by operation.");
        for (operation, counted) in counted() {
            self.histogram(operation, counted);
        }
    }

    fn histogram(&mut self, operation: &str, counted: &Counted) {
        let bounds = WITHIN.iter().map(f64::to_string).chain(["+Inf".to_owned()]);
        let kept = counted.kept.each_ref().map(|answers| answers.load(Ordering::Relaxed));
        let all: u64 = kept.iter().sum();
        if all == 0 {
            return;
        }
        let mut within = 0;
        for (bound, answers) in bounds.zip(kept) {
            within += answers;
            let labels = format!("{{operation=\"{operation}\",le=\"{bound}\"}}");
            self.line("tend_http_request_seconds_bucket", &labels, within);
        }
        let labels = format!("{{operation=\"{operation}\"}}");
        let seconds = counted.microseconds.load(Ordering::Relaxed) as f64 / 1e6;
        self.line("tend_http_request_seconds_sum", &labels, seconds);
        self.line("tend_http_request_seconds_count", &labels, all);
    }

    fn connections(&mut self, connections: Connections) {
        let Connections { most, open, idle, waiting } = connections;
        let name = "tend_database_connections";
        self.about(name, "gauge", "Connections to the database, of all workers.");
        self.line(name, "{state=\"in_use\"}", open.saturating_sub(idle));
        self.line(name, "{state=\"idle\"}", idle);
        self.gauge("tend_database_connections_max", "The most connections to the database.", most);
        self.gauge("tend_database_waiting", "Requests that wait for a connection.", waiting);
    }

    /// What waits, summed over the organizations; of ages the greatest.
    fn backlogs(&mut self, all: &[Backlog], now: DateTime<Utc>) {
        let sum = |number: fn(&Backlog) -> i64| -> i64 { all.iter().map(number).sum() };
        let age = |since: Since| {
            let oldest = all.iter().filter_map(since).min()?;
            Some((now - oldest).as_seconds_f64().max(0.0))
        };
        let waits = |since: Since| age(since).unwrap_or(0.0);
        self.gauge("tend_jobs_parked", "Jobs that failed five times.", sum(|one| one.parked_jobs));
        self.gauge("tend_job_due_seconds", "How long a job has been due, at most.", waits(|one| one.job_due_since));
        if let Some(seconds) = age(|one| one.sealed_at) {
            self.gauge("tend_audit_seal_age_seconds", "Time since the last seal of the audit trail, at most.", seconds);
        }
        let unsealed = waits(|one| one.unsealed_since);
        self.gauge(
            "tend_audit_unsealed_seconds",
            "How long an audit entry has waited for its seal, at most.",
            unsealed,
        );
        let untold = waits(|one| one.untold_since);
        self.gauge("tend_outbox_lag_seconds", "How long a live update has waited to be told here, at most.", untold);
        self.gauge("tend_imports_running", "Imports that go on.", sum(|one| one.imports));
    }
}

async fn backlogs(state: &State, now: DateTime<Utc>) -> persistence::Result<Vec<Backlog>> {
    let told: HashMap<Uuid, i64> =
        state.hub.positions().into_iter().map(|(org_id, position)| (org_id, position.newest())).collect();
    let mut all = Vec::new();
    for org_id in state.store.tenants().await? {
        all.push(state.store.backlog(org_id, told.get(&org_id).copied(), now).await?);
    }
    Ok(all)
}

/// Registers the page.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(metrics);
}

#[get("/metrics")]
async fn metrics(state: web::Data<State>) -> HttpResponse {
    let mut page = Page::default();
    page.requests();
    page.connections(state.store.connections());
    let now = Utc::now();
    let backlogs = backlogs(&state, now).await;
    page.gauge("tend_database_up", "1 when the database answered for this page.", u8::from(backlogs.is_ok()));
    if let Ok(all) = backlogs {
        page.backlogs(&all, now);
    }
    HttpResponse::Ok().insert_header((CONTENT_TYPE, "text/plain; version=0.0.4")).body(page.0)
}
