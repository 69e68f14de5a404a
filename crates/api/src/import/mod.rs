//! Imports: FHIR R4 resources of another system become people, stays, contacts, needs, observations, medications, coverage.

mod path;
mod run;
mod source;
mod store;
mod write;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::web::{Bytes, Payload};
use actix_web::{HttpRequest, get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Access, cap};
use domain::import::{Import, ImportOptions, MOST_PROBLEMS, Problem as Flaw, Report};
use futures_util::StreamExt;
use persistence::{Reply, StoredReply, Tx};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::Semaphore;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::ImportStatusCode;
use crate::http::page::ListQuery;
use crate::http::{Allowed, Answer, Cursor, Page, Problem, Query};
use crate::program::Ref;

use run::Run;
use source::{LONGEST, Lines};

pub use path::import_path;

/// Imports that one process runs at a time, so that their bundles fit into its memory.
static ROOM: Semaphore = Semaphore::const_new(2);
/// How long a sender may pause.
const PATIENCE: Duration = Duration::from_secs(60);

/// An import and its report.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportView {
    id: Uuid,
    version: i32,
    status: ImportStatusCode,
    /// True when everything was tried and nothing stored.
    dry_run: bool,
    /// The day to which dates were moved.
    shift_to: Option<NaiveDate>,
    /// Bundles, files or lines read so far.
    #[schema(minimum = 0)]
    files: i32,
    report: ReportView,
    author: Ref,
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
    /// Operations the reader may do on this import now.
    #[schema(max_items = 10)]
    can: Vec<&'static str>,
}

/// What became of every resource.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportView {
    /// Counts by resource type.
    by_type: BTreeMap<String, TypeCountView>,
    /// The first problems, in the order of reading.
    #[schema(max_items = 200)]
    problems: Vec<ImportProblemView>,
    /// How many more problems there were.
    #[schema(minimum = 0)]
    more_problems: usize,
}

/// How many resources of a type there were: `read` is the sum of the others.
#[derive(Debug, Serialize, ToSchema)]
pub struct TypeCountView {
    /// Read.
    #[schema(minimum = 0)]
    read: usize,
    /// Became records, new or changed.
    #[schema(minimum = 0)]
    stored: usize,
    /// Kept as received, because no record holds them.
    #[schema(minimum = 0)]
    kept_raw: usize,
    /// Refused; see the problems.
    #[schema(minimum = 0)]
    refused: usize,
    /// The same as the last time.
    #[schema(minimum = 0)]
    unchanged: usize,
}

/// What could not be taken, or is worth knowing, and where it stands. Never repeats a received value.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportProblemView {
    /// File or line; empty for the body itself.
    #[schema(max_length = 500)]
    file: String,
    /// The element as a FHIRPath; empty for the whole.
    #[schema(max_length = 500, example = "Bundle.entry[12].resource.birthDate")]
    path: String,
    /// What is wrong, to be read after the path.
    #[schema(max_length = 2000, example = "is not a FHIR date")]
    reason: String,
}

/// A FHIR R4 bundle, or a single resource.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(title = "FhirResource", example = json!({ "resourceType": "Bundle", "type": "collection", "entry": [] }))]
pub struct FhirResource {
    /// `Bundle`, or the type of a single resource.
    #[serde(rename = "resourceType")]
    #[schema(rename = "resourceType", min_length = 1, max_length = 64)]
    pub resource_type: String,
    /// The entries of a bundle.
    #[schema(max_items = 100_000, nullable = false)]
    pub entry: Option<Vec<serde_json::Value>>,
}

/// How to import.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ImportQuery {
    /// Try everything, store nothing.
    #[serde(default)]
    dry_run: bool,
    /// Move the dates of each bundle so that the last thing that happened in it falls on this day. For demonstrations, and for
    /// people who were not imported before: what is here already stays where it is.
    shift_to: Option<NaiveDate>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(import_create).service(import_list).service(import_get);
}

/// The view of an import.
pub fn view(tx: &Tx, import: Import) -> ImportView {
    let status = import.status_at(tx.now());
    ImportView {
        id: import.id,
        version: import.version,
        status: status.into(),
        dry_run: import.dry_run,
        shift_to: import.shift_to,
        files: import.bundles,
        report: report_view(import.report),
        author: Ref { id: import.author_id, name: tx.directory().name(import.author_id).to_owned() },
        created_at: import.created_at,
        finished_at: import.finished_at,
        can: Vec::new(),
    }
}

fn report_view(report: Report) -> ReportView {
    let counts = |(name, count): (String, domain::import::TypeCount)| {
        let view = TypeCountView {
            read: count.read,
            stored: count.stored,
            kept_raw: count.kept_raw,
            refused: count.refused,
            unchanged: count.unchanged,
        };
        (name, view)
    };
    ReportView {
        by_type: report.by_type.into_iter().map(counts).collect(),
        problems: report
            .problems
            .into_iter()
            .take(MOST_PROBLEMS)
            .map(|flaw| ImportProblemView { file: flaw.file, path: flaw.path, reason: flaw.reason })
            .collect(),
        more_problems: report.more_problems,
    }
}

/// An import with its view. What is stored for a repeated request is that it has begun.
pub struct Shown {
    import: Import,
    view: ImportView,
}

impl Reply for Shown {
    fn stored(&self) -> StoredReply {
        StoredReply {
            status: 202,
            etag: Some(format!("\"{}\"", self.import.version)),
            body: serde_json::to_string(&self.view).unwrap_or_default(),
        }
    }
}

/// Imports FHIR R4 resources: one bundle, or one bundle or resource on every line.
///
/// The body is read while it arrives and may be sent again at any time: what is the same changes nothing. Each bundle is stored
/// whole or not at all. The answer is the finished report; meanwhile `import_get` shows how far it is. A repeated request with
/// the same Idempotency-Key is answered with 202 and the import that it belongs to.
#[utoipa::path(
    tag = "import", operation_id = "import_create", params(ImportQuery),
    request_body(content((FhirResource = "application/fhir+json"), (String = "application/fhir+ndjson"))),
    responses(
        (status = 201, description = "The finished import", body = ImportView),
        (status = 202, description = "The import of an earlier request with this Idempotency-Key, as it began", body = ImportView),
        (status = 429, description = "Other imports are running; see Retry-After", body = crate::http::problem::ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[post("/imports/fhir")]
pub async fn import_create(
    access: Allowed<cap::ImportRun>,
    state: web::Data<State>,
    query: Query<ImportQuery>,
    http: HttpRequest,
    payload: Payload,
) -> Result<Answer<ImportView>, Problem> {
    let is_lines = is_lines(&http)?;
    let room = ROOM.try_acquire().map_err(|_| {
        Problem::retry(
            StatusCode::TOO_MANY_REQUESTS,
            "import_busy",
            "Other imports are running. Wait for them, then send this again.",
            10,
        )
    })?;
    let options = ImportOptions { dry_run: query.dry_run, shift_to: query.shift_to };
    let access = Access::clone(&access);
    // A task of its own: it brings the import to an end even when the sender is gone and nobody waits for the answer.
    let work = actix_web::rt::spawn(async move {
        let _room = room;
        if is_lines {
            take_lines(&state, &access, options, payload).await
        } else {
            take_bundle(&state, &access, options, payload).await
        }
    });
    work.await.map_err(|error| persistence::Error::Internal(error.to_string()))?
}

/// True for lines, false for one bundle.
fn is_lines(http: &HttpRequest) -> Result<bool, Problem> {
    let unsupported = |detail: &str| Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "fhir_required", detail);
    let header = |name| http.headers().get(name).and_then(|value| value.to_str().ok());
    if header(CONTENT_ENCODING).is_some_and(|encoding| !encoding.eq_ignore_ascii_case("identity")) {
        return Err(unsupported("Send the body as it is, without a Content-Encoding."));
    }
    let media =
        header(CONTENT_TYPE).and_then(|value| value.split(';').next()).unwrap_or_default().trim().to_ascii_lowercase();
    let is_lines = match media.as_str() {
        "application/fhir+json" => false,
        "application/fhir+ndjson" => true,
        _ => {
            return Err(unsupported(
                "Send a bundle as application/fhir+json, or one bundle or resource a line as application/fhir+ndjson.",
            ));
        }
    };
    let length = header(CONTENT_LENGTH).and_then(|length| length.parse().ok()).unwrap_or(0);
    if !is_lines && length > LONGEST { Err(too_large()) } else { Ok(is_lines) }
}

fn too_large() -> Problem {
    let detail = format!(
        "A bundle may have {} MiB. Send larger ones as application/fhir+ndjson, one resource a line.",
        LONGEST >> 20
    );
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail)
}

async fn take_bundle(
    state: &State,
    access: &Access<cap::ImportRun>,
    options: ImportOptions,
    mut payload: Payload,
) -> Result<Answer<ImportView>, Problem> {
    let mut body = Vec::new();
    while let Some(chunk) = next(&mut payload).await.map_err(Problem::malformed)? {
        if body.len() + chunk.len() > LONGEST {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    let read = tokio::task::spawn_blocking(move || source::read("", &body))
        .await
        .map_err(|error| persistence::Error::Internal(error.to_string()))?;
    let unit = read.map_err(|reason| Problem::malformed(format!("The body {reason}. Nothing was stored.")))?;
    let mut run = Run::begin(&state.store, access, options).await?;
    let outcome = run.take_all(move || vec![Ok(unit)]).await;
    end(run, outcome.err().map(|_| "could not be stored: the database does not answer".to_owned())).await
}

async fn take_lines(
    state: &State,
    access: &Access<cap::ImportRun>,
    options: ImportOptions,
    mut payload: Payload,
) -> Result<Answer<ImportView>, Problem> {
    let mut run = Run::begin(&state.store, access, options).await?;
    let mut lines = Lines::default();
    let broken_off = loop {
        let (batches, is_end) = match next(&mut payload).await {
            Ok(Some(chunk)) => (lines.push(&chunk), false),
            Ok(None) => (vec![lines.finish()], true),
            Err(reason) => break Some(reason.to_owned()),
        };
        let mut outcome = Ok(());
        for batch in batches {
            outcome = run.take_lines(String::new(), batch).await;
            if outcome.is_err() {
                break;
            }
        }
        match outcome {
            Err(_) => break Some("The database does not answer.".to_owned()),
            Ok(()) if is_end => break None,
            Ok(()) => {}
        }
    };
    end(run, broken_off).await
}

async fn next(payload: &mut Payload) -> Result<Option<Bytes>, &'static str> {
    match tokio::time::timeout(PATIENCE, payload.next()).await {
        Ok(Some(Ok(chunk))) => Ok(Some(chunk)),
        Ok(None) => Ok(None),
        Ok(Some(Err(_))) => {
            Err("The connection ended before the body did. What was stored stays; send all of it again.")
        }
        Err(_) => Err("The body stopped arriving. What was stored stays; send all of it again."),
    }
}

async fn end(run: Run, broken_off: Option<String>) -> Result<Answer<ImportView>, Problem> {
    let flaw = broken_off.map(|reason| Flaw { file: String::new(), path: String::new(), reason });
    let Shown { import, view } = run.finish(flaw).await?;
    Ok(Answer::created(import.version, view))
}

/// Imports of the organization, newest first.
#[utoipa::path(tag = "import", operation_id = "import_list", params(ListQuery), responses((status = 200, body = Page<ImportView>)))]
#[get("/imports")]
pub async fn import_list(
    access: Allowed<cap::ImportRun>,
    state: web::Data<State>,
    query: Query<ListQuery>,
) -> Result<Answer<Page<ImportView>>, Problem> {
    let after: Option<Uuid> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            let imports = tx.import_list(after, query.limit.probe()).await?;
            Ok(Page::new(imports, query.limit, |import| import.id, |import| view(tx, import)))
        })
        .await?;
    Ok(Answer::ok(page))
}

/// One import, running or over.
#[utoipa::path(tag = "import", operation_id = "import_get", params(("id" = Uuid, Path)), responses((status = 200, body = ImportView)))]
#[get("/imports/{id}")]
pub async fn import_get(
    access: Allowed<cap::ImportRun>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<ImportView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let import = tx.import(*id).await?;
        Ok(Answer::resource(import.version, view(tx, import)))
    });
    Ok(answer.await?)
}
