//! Tables that are brought in as CSV files, tried first or stored. Most are of people: each line is about one of them in one program.

use chrono::{DateTime, NaiveDate, Utc};
use domain::case::Case;
use domain::clock::local_date;
use domain::csv::{Flaw, Line, Taken, table};
use domain::person::Identifier;
use domain::{Change, Rule};
use persistence::record::Record;
use persistence::{Error, Reply, Store, StoredReply, Tx};
use serde::{Deserialize, Serialize};
use std::collections::hash_map::Entry as Slot;
use std::collections::{BTreeSet, HashMap};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::{Allowed, Answer, Problem};

/// A table to bring in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TableImport {
    /// The file as text: the first line names the columns, at most 500 more. `person` is a number of the person's record, or its id;
    /// `program` is the name of the program; `organization` and `service` are names in the directory, or ids in the one they came from.
    #[schema(max_length = 200_000)]
    pub(crate) content: String,
    /// Try everything, store nothing.
    #[serde(default)]
    pub(crate) dry_run: bool,
}

/// What became of every line: `read` is the sum of created, updated, unchanged and refused.
#[derive(Debug, Serialize, ToSchema)]
pub struct TableImportView {
    /// True when everything was tried and nothing stored.
    dry_run: bool,
    #[schema(minimum = 0)]
    read: usize,
    #[schema(minimum = 0)]
    created: usize,
    /// What a file about people says is never changed by another one.
    #[schema(minimum = 0)]
    updated: usize,
    #[schema(minimum = 0)]
    unchanged: usize,
    #[schema(minimum = 0)]
    refused: usize,
    /// What can't be taken, in the order of the file.
    #[schema(max_items = 501)]
    problems: Vec<TableProblemView>,
}

/// What can't be taken, and where it stands. Never repeats a received value.
#[derive(Debug, Serialize, ToSchema)]
pub struct TableProblemView {
    /// Line of the file. The first is 1.
    #[schema(minimum = 1)]
    line: usize,
    /// Column. Empty for the whole line.
    #[schema(max_length = 200)]
    column: String,
    /// What is wrong with it.
    #[schema(max_length = 1000)]
    reason: String,
}

impl From<Flaw> for TableProblemView {
    fn from(Flaw { line, column, reason }: Flaw) -> Self {
        Self { line, column, reason }
    }
}

impl TableImportView {
    /// The report of a file of which nothing is taken yet.
    pub(crate) fn begun(dry_run: bool) -> Self {
        Self { dry_run, read: 0, created: 0, updated: 0, unchanged: 0, refused: 0, problems: Vec::new() }
    }

    /// The lines of the file; none when that can't be read, which is the only problem then.
    pub(crate) fn lines(&mut self, text: &str, columns: &'static [&'static str]) -> Vec<Result<Line, Flaw>> {
        table(text, columns).unwrap_or_else(|flaw| {
            self.problems.push(flaw.into());
            Vec::new()
        })
    }

    /// Counts a line.
    pub(crate) fn count(&mut self, line: Result<Taken, Flaw>) {
        self.read += 1;
        let count = match line {
            Ok(Taken::Created) => &mut self.created,
            Ok(Taken::Updated) => &mut self.updated,
            Ok(Taken::Unchanged) => &mut self.unchanged,
            Err(flaw) => {
                self.problems.push(flaw.into());
                &mut self.refused
            }
        };
        *count += 1;
    }
}

/// What a rule says of a line.
pub(crate) fn refused(line: &Line, rule: Rule) -> Flaw {
    line.flaw(rule.pointer.unwrap_or_default().trim_start_matches('/'), rule.detail)
}

/// A report, as the answer to a repeated request.
pub(crate) struct Done(pub(crate) TableImportView);

impl Reply for Done {
    fn stored(&self) -> StoredReply {
        StoredReply { status: 200, etag: None, body: serde_json::to_string(&self.0).unwrap_or_default() }
    }
}

/// A record about a person that a line makes.
pub(crate) trait Entry: Record + Clone {
    /// The columns of the file.
    const COLUMNS: &'static [&'static str];

    /// What a line says, of nobody yet, and the day on which the case must have begun.
    fn read(line: &Line, author_id: Uuid, now: DateTime<Utc>) -> Result<(Self, NaiveDate), Flaw>;

    /// The same about a case.
    fn about(self, case: &Case) -> Self;

    /// Those of a person that are there.
    async fn known(tx: &mut Tx, person_id: Uuid) -> persistence::Result<Vec<Self>>;

    /// True when one of these says the same.
    fn is_among(&self, others: &[Self]) -> bool;

    /// Records it.
    fn recorded(self, others: &[Self], today: NaiveDate) -> Result<Change<Self>, Rule>;
}

/// Brings a table of people in, or tries to. A line that can't be taken is refused with its place and reason, the others are stored
/// together.
pub(crate) async fn bring_in<T: Entry, C>(
    store: &Store,
    access: &Allowed<C>,
    body: TableImport,
) -> Result<Answer<TableImportView>, Problem> {
    try_or_store(store, access, body, take::<T>).await
}

/// Takes a table; a try can't store anything.
pub(crate) async fn try_or_store<C>(
    store: &Store,
    access: &Allowed<C>,
    body: TableImport,
    take: impl AsyncFn(&mut Tx, &TableImport) -> persistence::Result<Done>,
) -> Result<Answer<TableImportView>, Problem> {
    let Done(report) = if body.dry_run {
        store.read(access, async |tx| take(tx, &body).await).await?
    } else {
        store.write(access, async |tx| take(tx, &body).await).await?
    };
    Ok(Answer::ok(report))
}

async fn take<T: Entry>(tx: &mut Tx, body: &TableImport) -> persistence::Result<Done> {
    let mut report = TableImportView::begun(body.dry_run);
    let lines = report.lines(&body.content, T::COLUMNS);
    let mut told = Vec::with_capacity(lines.len());
    let mut people = BTreeSet::new();
    for line in lines {
        told.push(about::<T>(tx, line, &mut people).await?);
    }
    // Everybody whom a line names is looked up, also who has no such case.
    tx.list_people(people);
    // Who records about one of these cases meanwhile waits, or was waited for; in one order for everybody.
    let ids: BTreeSet<Uuid> = told.iter().flatten().map(|about| about.case_id).collect();
    let mut cases: HashMap<Uuid, Case> = HashMap::with_capacity(ids.len());
    for id in ids {
        cases.insert(id, tx.case(id).await?);
    }
    let mut known: HashMap<Uuid, Vec<T>> = HashMap::new();
    for about in told {
        let taken = match change(tx, about, &cases, &mut known).await? {
            Ok(None) => Ok(Taken::Unchanged),
            Ok(Some(change)) => {
                if !body.dry_run {
                    tx.apply(change)?;
                }
                Ok(Taken::Created)
            }
            Err(flaw) => Err(flaw),
        };
        report.count(taken);
    }
    Ok(Done(report))
}

/// What a line says, and of which case.
struct About<T> {
    line: Line,
    entry: T,
    case_id: Uuid,
}

/// Reads a line, and looks up whom it is about.
async fn about<T: Entry>(
    tx: &mut Tx,
    line: Result<Line, Flaw>,
    people: &mut BTreeSet<Uuid>,
) -> persistence::Result<Result<About<T>, Flaw>> {
    let (by, now) = (tx.actor().id, tx.now());
    let read = line.and_then(|line| T::read(&line, by, now).map(|(entry, day)| (line, entry, day)));
    let (line, entry, day) = match read {
        Ok(read) => read,
        Err(flaw) => return Ok(Err(flaw)),
    };
    let found = case_of(tx, &line, day, people).await?;
    Ok(found.map(|case| About { line, entry, case_id: case.id }))
}

/// What a line changes; nothing when it is known already.
async fn change<T: Entry>(
    tx: &mut Tx,
    about: Result<About<T>, Flaw>,
    cases: &HashMap<Uuid, Case>,
    known: &mut HashMap<Uuid, Vec<T>>,
) -> persistence::Result<Result<Option<Change<T>>, Flaw>> {
    let About { line, entry, case_id } = match about {
        Ok(about) => about,
        Err(flaw) => return Ok(Err(flaw)),
    };
    let case = cases.get(&case_id).ok_or(Error::NotFound)?;
    let others = match known.entry(case.person_id) {
        Slot::Occupied(others) => others.into_mut(),
        Slot::Vacant(slot) => slot.insert(T::known(tx, case.person_id).await?),
    };
    let entry = entry.about(case);
    if entry.is_among(others) {
        return Ok(Ok(None));
    }
    let today = local_date(tx.now(), tx.directory().zone(case.program_id));
    Ok(match entry.recorded(others, today) {
        Ok(change) => {
            others.push(change.record.clone());
            Ok(Some(change))
        }
        Err(rule) => Err(refused(&line, rule)),
    })
}

/// The case that a line is about: the person's newest in the program that had begun by a day. Adds the person to those looked up.
async fn case_of(
    tx: &mut Tx,
    line: &Line,
    day: NaiveDate,
    people: &mut BTreeSet<Uuid>,
) -> persistence::Result<Result<Case, Flaw>> {
    let (person, program) = match (line.text("person"), line.text("program")) {
        (Ok(person), Ok(program)) => (person, program),
        (Err(flaw), _) | (_, Err(flaw)) => return Ok(Err(flaw)),
    };
    let Some(person_id) = person_of(tx, person).await? else {
        return Ok(Err(line.flaw("person", "is a number of nobody, or of several people")));
    };
    people.insert(person_id);
    let cases = tx.cases_of(&[person_id]).await?;
    let directory = tx.directory();
    let is_it = |case: &Case| {
        directory
            .program(case.program_id)
            .is_ok_and(|one| one.name.eq_ignore_ascii_case(program) && local_date(case.enrolled_at, one.zone()) <= day)
    };
    let found = cases.into_iter().find(is_it);
    Ok(found.ok_or_else(|| line.flaw("program", "is none in which the person was enrolled by that day")))
}

async fn person_of(tx: &mut Tx, number: &str) -> persistence::Result<Option<Uuid>> {
    let id = match Uuid::parse_str(number) {
        Ok(id) => id,
        Err(_) => {
            let number = Identifier { system: String::new(), value: number.to_owned() };
            let mut found = tx.people_numbered(&[number]).await?.into_iter();
            match (found.next(), found.next()) {
                (Some(only), None) => only.id,
                _ => return Ok(None),
            }
        }
    };
    match tx.require_person(id).await {
        Ok(()) => Ok(Some(id)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
