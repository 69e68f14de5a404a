//! The statements of a request as a bare handler would run them: without the audit of reads, the announcements and the
//! idempotency record, and so that they can be run again and again.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::capture::{AUDIT, Logged};

/// A statement to be run again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Text, with `$1` for the first value.
    pub text: String,
    /// Its values.
    pub values: Vec<Value>,
}

/// A value of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// NULL, or this text.
    Same(Option<String>),
    /// An id that nothing has yet; equal numbers in one exchange are the same id.
    Fresh(usize),
    /// The version of the record, as the statement before has read it.
    Version,
    /// The version after that.
    NextVersion,
}

/// The statements of one request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// In their order.
    pub statements: Vec<Statement>,
}

/// The statements of a workload: for each subject those of the requests that are made in turns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Script {
    /// Name of the workload.
    pub workload: String,
    /// By subject, then by turn.
    pub subjects: Vec<Vec<Exchange>>,
}

/// Parts of a write that a bare handler does without.
const EXTRAS: [&str; 2] = ["INSERT INTO \"outbox\"", "INSERT INTO \"idempotency\""];
const BEGIN: &str = "WITH w0 AS (";
const END: &str = " RETURNING 1) SELECT 0";

impl Exchange {
    /// The bare statements of a transaction. `known` are the ids that were there before it.
    pub fn bare(transaction: &[Logged], known: &HashSet<String>) -> Self {
        let mut fresh: Vec<String> = Vec::new();
        let mut value = |text: &Option<String>| match text {
            Some(id) if is_id(id) && !known.contains(id) => {
                let number = fresh.iter().position(|seen| seen == id).unwrap_or_else(|| {
                    fresh.push(id.clone());
                    fresh.len() - 1
                });
                Value::Fresh(number)
            }
            other => Value::Same(other.clone()),
        };
        let statements = transaction.iter().filter_map(|logged| {
            let mut statement =
                Statement { text: logged.text.clone(), values: logged.values.iter().map(&mut value).collect() };
            if logged.text.starts_with(AUDIT) {
                return None;
            }
            if logged.text.starts_with(BEGIN) {
                statement = bare_write(&statement)?;
                follow_versions(&mut statement);
            }
            Some(statement)
        });
        Self { statements: statements.collect() }
    }

    /// Whether it changes anything, and so needs a transaction.
    pub fn writes(&self) -> bool {
        self.statements.iter().any(|statement| statement.text.starts_with(BEGIN))
    }
}

fn is_id(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::parse_str(text).is_ok()
}

/// The parts of a write that change the domain's records, with their audit entry; none when there are none.
fn bare_write(statement: &Statement) -> Option<Statement> {
    let body = statement.text.strip_prefix(BEGIN)?;
    let body = &body[..body.rfind(END)?];
    let mut parts: Vec<&str> = Vec::new();
    for (index, piece) in body.split(" RETURNING 1), w").enumerate() {
        // Each piece but the first begins with its number.
        parts.push(if index == 0 { piece } else { piece.split_once(" AS (")?.1 });
    }
    let kept: Vec<&str> =
        parts.into_iter().filter(|part| !EXTRAS.iter().any(|extra| part.starts_with(extra))).collect();
    if kept.iter().all(|part| part.starts_with(AUDIT)) {
        return None;
    }
    let mut text = String::new();
    let mut values = Vec::new();
    for (index, part) in kept.iter().enumerate() {
        text.push_str(&if index == 0 { BEGIN.to_owned() } else { format!(" RETURNING 1), w{index} AS (") });
        text.push_str(&renumber(part, &statement.values, &mut values));
    }
    text.push_str(END);
    for index in 0..kept.len() {
        text.push_str(&format!(" + (SELECT count(*) FROM w{index})"));
    }
    Some(Statement { text, values })
}

/// A part of a statement with its values numbered after those in `values`, to which they are added.
fn renumber(part: &str, all: &[Value], values: &mut Vec<Value>) -> String {
    map_places(part, |number| {
        values.push(all.get(number - 1).cloned().unwrap_or(Value::Same(None)));
        format!("${}", values.len())
    })
}

/// A text with every `$1`, `$2` … replaced by what `place` says.
pub fn map_places(text: &str, mut place: impl FnMut(usize) -> String) -> String {
    let mut pieces = text.split('$');
    let mut mapped = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let digits = piece.len() - piece.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
        match piece[..digits].parse() {
            Ok(number) => mapped.push_str(&place(number)),
            Err(_) => mapped.push('$'),
        }
        mapped.push_str(&piece[digits..]);
    }
    mapped
}

/// An update finds its record at the version that was just read, and gives it the next one.
fn follow_versions(statement: &mut Statement) {
    let Some((changes, rest)) = statement.text.split_once(" WHERE ") else { return };
    if !changes.contains("UPDATE ") {
        return;
    }
    let number = |text: &str| {
        let after = text.split_once("\"version\" = $")?.1;
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<usize>().ok()
    };
    for (place, value) in [(number(changes), Value::NextVersion), (number(rest), Value::Version)] {
        if let Some(found) = place.and_then(|place| statement.values.get_mut(place - 1)) {
            *found = value;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    const OLD: &str = "11111111-1111-7111-8111-111111111111";
    const NEW: &str = "22222222-2222-7222-8222-222222222222";

    fn logged(text: &str, values: &[&str]) -> Logged {
        let values = values.iter().map(|value| Some((*value).to_owned())).collect();
        Logged { connection: 1, text: text.into(), values }
    }

    fn bare(transaction: &[Logged]) -> Exchange {
        Exchange::bare(transaction, &HashSet::from([OLD.to_owned()]))
    }

    #[test]
    fn a_read_loses_its_audit_entry() {
        let audit = "INSERT INTO \"audit_event\" (\"id\") VALUES ($1)";
        let exchange = bare(&[logged("SELECT a FROM t WHERE id = $1", &[OLD]), logged(audit, &[NEW])]);
        assert_eq!(exchange.statements.len(), 1);
        assert_eq!(exchange.statements[0].values, [Value::Same(Some(OLD.into()))]);
        assert!(!exchange.writes());
    }

    #[test]
    fn a_write_keeps_its_audit_entry_and_can_be_run_again() {
        let write = "WITH w0 AS (UPDATE \"task\" SET \"version\" = $1, \"status\" = $2 WHERE ((\"task\".\"id\" = $3) AND (\"task\".\"version\" = $4)) RETURNING 1), \
            w1 AS (INSERT INTO \"outbox\" (\"record_id\") VALUES ($5) RETURNING 1), w2 AS (INSERT INTO \"audit_event\" (\"id\", \"record_id\") VALUES ($6, $7) RETURNING 1) \
            SELECT 0 + (SELECT count(*) FROM w0) + (SELECT count(*) FROM w1) + (SELECT count(*) FROM w2)";
        let exchange = bare(&[logged(write, &["4", "completed", OLD, "3", OLD, NEW, OLD])]);
        assert!(exchange.writes());
        assert_eq!(
            exchange.statements[0].text,
            "WITH w0 AS (UPDATE \"task\" SET \"version\" = $1, \"status\" = $2 WHERE ((\"task\".\"id\" = $3) AND (\"task\".\"version\" = $4)) RETURNING 1), \
            w1 AS (INSERT INTO \"audit_event\" (\"id\", \"record_id\") VALUES ($5, $6) RETURNING 1) \
            SELECT 0 + (SELECT count(*) FROM w0) + (SELECT count(*) FROM w1)"
        );
        let same = |text: &str| Value::Same(Some(text.into()));
        assert_eq!(
            exchange.statements[0].values,
            [Value::NextVersion, same("completed"), same(OLD), Value::Version, Value::Fresh(0), same(OLD)]
        );
    }

    #[test]
    fn a_new_id_stays_the_same_within_an_exchange() {
        let write = "WITH w0 AS (INSERT INTO \"contact\" (\"id\") VALUES ($1) RETURNING 1), w1 AS (INSERT INTO \"audit_event\" (\"record_id\") VALUES ($2) RETURNING 1) SELECT 0 + (SELECT count(*) FROM w0) + (SELECT count(*) FROM w1)";
        let exchange = bare(&[logged(write, &[NEW, NEW])]);
        assert_eq!(exchange.statements[0].values, [Value::Fresh(0), Value::Fresh(0)]);
    }
}
