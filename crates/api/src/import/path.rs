//! Import of files: for the command line.

use domain::access::{Actor, Request, authorize, cap};
use domain::import::{Import, ImportOptions, Problem};
use persistence::{Error, Store};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use tokio::io::AsyncReadExt;
use uuid::Uuid;

use super::run::Run;
use super::source::{LONGEST, Lines};

/// Bytes read from a file at a time.
const CHUNK: usize = 256 << 10;

/// Imports a file, or every `.json` and `.ndjson` file of a folder in the order of their names. `progress` sees the import after
/// each of them.
///
/// # Errors
/// A sentence: the path holds nothing to import, the actor may not import, or the database is not there. What is wrong with a
/// single file is in the report instead.
pub async fn import_path(
    store: &Store,
    actor: Actor,
    path: &Path,
    options: ImportOptions,
    mut progress: impl FnMut(&Import),
) -> Result<Import, String> {
    let files = files_of(path)?;
    let request = Request {
        id: Uuid::now_v7(),
        operation: "import_create",
        now: chrono::Utc::now(),
        record_id: None,
        idempotency: None,
    };
    let access = authorize::<cap::ImportRun>(actor, request).map_err(|denied| denied.to_string())?;
    let mut run = Run::begin(store, &access, options).await.map_err(|error| in_words(&error))?;
    for file in files {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if let Err(error) = take(&mut run, &file, &name, &mut progress).await {
            let reason = in_words(&error);
            let problem = Problem {
                file: name,
                path: String::new(),
                reason: format!("is the first that was not read: {reason}"),
            };
            return run.finish(Some(problem)).await.map(|shown| shown.import).map_err(|_| reason);
        }
    }
    run.finish(None).await.map(|shown| shown.import).map_err(|error| in_words(&error))
}

fn files_of(path: &Path) -> Result<Vec<PathBuf>, String> {
    let cause = |error: std::io::Error| format!("can't read {}: {error}", path.display());
    if !std::fs::metadata(path).map_err(cause)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = std::fs::read_dir(path).map_err(cause)?.collect::<Result<Vec<_>, _>>().map_err(cause)?;
    let mut files: Vec<PathBuf> = entries
        .into_iter()
        .map(|entry| entry.path())
        .filter(|file| is_ndjson(file) || has_extension(file, "json"))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(format!("there is no .json or .ndjson file in {}", path.display()));
    }
    Ok(files)
}

fn has_extension(file: &Path, extension: &str) -> bool {
    file.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

fn is_ndjson(file: &Path) -> bool {
    has_extension(file, "ndjson")
}

async fn take(run: &mut Run, file: &Path, name: &str, progress: &mut impl FnMut(&Import)) -> Result<(), Error> {
    let outcome =
        if is_ndjson(file) { take_lines(run, file, name, progress).await } else { take_bundle(run, file, name).await };
    match outcome {
        Err(Unread::File(reason)) => {
            let problem = Problem { file: name.to_owned(), path: String::new(), reason };
            run.take_all(move || vec![Err(problem)]).await?;
        }
        Err(Unread::Database(error)) => return Err(error),
        Ok(()) => {}
    }
    progress(run.import());
    Ok(())
}

/// Why a file could not be taken: itself, or the database.
enum Unread {
    File(String),
    Database(Error),
}

impl From<Error> for Unread {
    fn from(error: Error) -> Self {
        Self::Database(error)
    }
}

impl From<std::io::Error> for Unread {
    fn from(error: std::io::Error) -> Self {
        Self::File(match error.kind() {
            ErrorKind::NotFound => "is gone".to_owned(),
            ErrorKind::PermissionDenied => "may not be read by this account".to_owned(),
            kind => format!("can't be read: {kind}"),
        })
    }
}

async fn take_bundle(run: &mut Run, file: &Path, name: &str) -> Result<(), Unread> {
    let file = tokio::fs::File::open(file).await?;
    let mut bytes = Vec::new();
    file.take(LONGEST as u64 + 1).read_to_end(&mut bytes).await?;
    if bytes.len() > LONGEST {
        return Err(Unread::File(format!(
            "is larger than {} MiB; send larger ones as .ndjson, one resource a line",
            LONGEST >> 20
        )));
    }
    Ok(run.take_file(name.to_owned(), bytes).await?)
}

async fn take_lines(run: &mut Run, file: &Path, name: &str, progress: &mut impl FnMut(&Import)) -> Result<(), Unread> {
    let mut file = tokio::fs::File::open(file).await?;
    let mut lines = Lines::default();
    let mut chunk = vec![0; CHUNK];
    loop {
        let length = file.read(&mut chunk).await?;
        let batches = if length == 0 { vec![lines.finish()] } else { lines.push(&chunk[..length]) };
        for batch in batches {
            run.take_lines(name.to_owned(), batch).await?;
            progress(run.import());
        }
        if length == 0 {
            return Ok(());
        }
    }
}

fn in_words(error: &Error) -> String {
    match error {
        Error::Unavailable(_) => {
            "the database does not answer; start the import again when it does, what is stored stays".to_owned()
        }
        other => other.to_string(),
    }
}
