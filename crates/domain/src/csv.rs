//! Files of comma-separated values: one record a line, the first line names the columns (RFC 4180, UTF-8).

use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::code::Code;

/// Most lines of a table that is brought in at once. A longer one is sent in parts.
pub const MOST_LINES: usize = 500;

/// Something that can't be taken, and where it stands. Never repeats what was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Line of the file; in a JSON document the number of the service. The first is 1.
    pub line: usize,
    /// Column; in a JSON document the path below the service. Empty for the whole line.
    pub column: String,
    /// What is wrong, to be read after the column.
    pub reason: String,
}

/// One record and the line on which it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub line: usize,
    pub cells: Vec<String>,
}

/// The records of a text, or the line of a quote that is never closed.
pub(crate) fn records(text: &str) -> Result<Vec<Record>, usize> {
    let mut all = Vec::new();
    let mut line = 1;
    let mut record = Record { line, cells: vec![String::new()] };
    let mut quoted = false;
    let mut letters = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '\n' {
            line += 1;
        }
        let last = record.cells.len() - 1;
        let cell = &mut record.cells[last];
        match (letter, quoted) {
            ('"', true) if letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            ('"', true) => quoted = false,
            ('"', false) if cell.is_empty() => quoted = true,
            (',', false) => record.cells.push(String::new()),
            ('\r', false) => {}
            ('\n', false) => {
                let begun = Record { line, cells: vec![String::new()] };
                all.push(std::mem::replace(&mut record, begun));
            }
            (other, _) => cell.push(other),
        }
    }
    if quoted {
        return Err(record.line);
    }
    all.push(record);
    all.retain(|record| record.cells.iter().any(|cell| !cell.trim().is_empty()));
    Ok(all)
}

/// What became of a line that can be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is new.
    Created,
    /// It says something else of what is known.
    Updated,
    /// It is known already.
    Unchanged,
}

/// A line of a table: its number in the file, and its cells by column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Number of the line; the first is 1.
    pub number: usize,
    cells: BTreeMap<&'static str, String>,
}

impl Line {
    /// What is wrong with a cell.
    pub fn flaw(&self, column: &str, reason: impl Into<String>) -> Flaw {
        Flaw { line: self.number, column: column.to_owned(), reason: reason.into() }
    }

    /// A text that must be given.
    ///
    /// # Errors
    /// It is missing.
    pub fn text(&self, column: &'static str) -> Result<&str, Flaw> {
        let cell = self.cells.get(column).map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        cell.ok_or_else(|| self.flaw(column, "is missing"))
    }

    /// A text of at most so many characters that must be given.
    ///
    /// # Errors
    /// It is missing, or too long.
    pub fn short(&self, column: &'static str, most: usize) -> Result<&str, Flaw> {
        let cell = self.text(column)?;
        if cell.chars().count() > most {
            return Err(self.flaw(column, format!("must have at most {most} characters")));
        }
        Ok(cell)
    }

    /// What a cell says, where it says anything.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn maybe<'a, T>(
        &'a self,
        column: &'static str,
        read: impl FnOnce(&'a Self, &'static str) -> Result<T, Flaw>,
    ) -> Result<Option<T>, Flaw> {
        if self.is_given(column) { read(self, column).map(Some) } else { Ok(None) }
    }

    /// True when a cell says anything.
    pub fn is_given(&self, column: &'static str) -> bool {
        self.text(column).is_ok()
    }

    fn read<T>(&self, column: &'static str, of: impl Fn(&str) -> Option<T>, reason: &str) -> Result<T, Flaw> {
        of(self.text(column)?).ok_or_else(|| self.flaw(column, reason))
    }

    /// A day.
    ///
    /// # Errors
    /// It is missing, or none.
    pub fn date(&self, column: &'static str) -> Result<NaiveDate, Flaw> {
        self.read(column, |cell| cell.parse().ok(), "must be a date like 2026-03-31")
    }

    /// A whole number.
    ///
    /// # Errors
    /// It is missing, or none.
    pub fn whole(&self, column: &'static str) -> Result<i32, Flaw> {
        self.read(column, |cell| cell.parse().ok(), "must be a whole number")
    }

    /// A whole number within a range.
    ///
    /// # Errors
    /// It is missing, or none of these.
    pub fn count(&self, column: &'static str, range: RangeInclusive<u32>) -> Result<u32, Flaw> {
        let reason = format!("must be a whole number from {} to {}", range.start(), range.end());
        self.read(column, |cell| cell.parse::<u32>().ok().filter(|number| range.contains(number)), &reason)
    }

    /// Yes or no.
    ///
    /// # Errors
    /// It is missing, or neither.
    pub fn yes(&self, column: &'static str) -> Result<bool, Flaw> {
        let of = |cell: &str| match cell.to_lowercase().as_str() {
            "yes" | "true" | "1" => Some(true),
            "no" | "false" | "0" => Some(false),
            _ => None,
        };
        self.read(column, of, "must be yes or no")
    }

    /// A code of a closed vocabulary.
    ///
    /// # Errors
    /// It is missing, or none.
    pub fn code<C: Code>(&self, column: &'static str) -> Result<C, Flaw> {
        let codes: Vec<_> = C::ALL.iter().map(|value| value.as_str()).collect();
        let reason = format!("must be one of {}", codes.join(", "));
        self.read(column, |cell| C::from_code(&cell.to_lowercase()), &reason)
    }

    /// An amount of money with at most two decimals, in cents.
    ///
    /// # Errors
    /// It is missing, or none.
    pub fn cents(&self, column: &'static str) -> Result<i64, Flaw> {
        self.read(column, cents, "must be an amount like 1250 or 1250.50")
    }
}

fn cents(cell: &str) -> Option<i64> {
    let (whole, part) = cell.split_once('.').unwrap_or((cell, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    whole.checked_mul(100)?.checked_add(part)
}

/// The lines of a table that has each of these columns once, in any order; a line with more or fewer cells is a flaw of its own.
///
/// # Errors
/// What makes the whole file unreadable.
pub fn table(text: &str, columns: &'static [&'static str]) -> Result<Vec<Result<Line, Flaw>>, Flaw> {
    let flaw = |line: usize, column: &str, reason: String| Flaw { line, column: column.to_owned(), reason };
    let all = records(text).map_err(|line| flaw(line, "", "has a quotation mark that is never closed".into()))?;
    let missing = || flaw(1, "", "is missing: the first line names the columns".into());
    let (head, lines) = all.split_first().ok_or_else(missing)?;
    let mut named: Vec<&'static str> = Vec::new();
    for (place, name) in head.cells.iter().enumerate() {
        let name = name.trim().to_lowercase();
        match columns.iter().find(|column| **column == name) {
            Some(column) if named.contains(column) => return Err(flaw(head.line, column, "stands twice".into())),
            Some(column) => named.push(column),
            None => return Err(flaw(head.line, &format!("#{}", place + 1), "is not a known column".into())),
        }
    }
    if let Some(column) = columns.iter().find(|column| !named.contains(column)) {
        return Err(flaw(head.line, column, "is missing".into()));
    }
    if let Some(line) = lines.get(MOST_LINES) {
        return Err(flaw(line.line, "", format!("is one too many: send {MOST_LINES} lines at a time")));
    }
    let line = |record: &Record| {
        if record.cells.len() != named.len() {
            let reason = format!("has {} cells where the first line has {}", record.cells.len(), named.len());
            return Err(flaw(record.line, "", reason));
        }
        let cells = named.iter().copied().zip(record.cells.iter().cloned()).collect();
        Ok(Line { number: record.line, cells })
    };
    Ok(lines.iter().map(line).collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const COLUMNS: &[&str] = &["person", "amount", "on"];

    #[test]
    fn a_table_has_its_columns_in_any_order_and_says_what_is_wrong_with_a_line() {
        let lines = table("on,Person,amount\n2026-03-31,\"A, 1\",12.5\nx\n\n,A-2,-1\n", COLUMNS).unwrap();
        let first = lines[0].as_ref().unwrap();
        assert_eq!((first.number, first.text("person").unwrap()), (2, "A, 1"));
        assert_eq!(
            (first.date("on").unwrap().to_string().as_str(), first.cents("amount").unwrap()),
            ("2026-03-31", 1_250)
        );
        assert_eq!(lines[1].as_ref().unwrap_err().line, 3);
        let last = lines[2].as_ref().unwrap();
        let wrong = |flaw: Flaw| (flaw.line, flaw.column);
        assert_eq!(wrong(last.date("on").unwrap_err()), (5, "on".to_owned()));
        assert_eq!(wrong(last.cents("amount").unwrap_err()), (5, "amount".to_owned()));
    }

    #[test]
    fn a_table_that_can_not_be_read_says_where() {
        let refused = |text: &str| table(text, COLUMNS).unwrap_err();
        assert_eq!(refused("person,amount").column, "on");
        assert_eq!(refused("person,amount,on,color").column, "#4");
        assert_eq!(refused("person,person").reason, "stands twice");
        assert_eq!(refused("").line, 1);
        assert_eq!(refused("person,amount,on\n\"A").line, 2);
        let long = format!("person,amount,on\n{}", "A,1,2026-03-31\n".repeat(MOST_LINES + 1));
        assert_eq!(refused(&long).line, MOST_LINES + 2);
    }

    #[test]
    fn an_amount_has_at_most_two_decimals() {
        for (text, amount) in [("12", Some(1_200)), ("12.5", Some(1_250)), ("0.05", Some(5)), ("12.", Some(1_200))] {
            assert_eq!(cents(text), amount, "{text}");
        }
        for text in ["", ".5", "-1", "1.234", "1,000", "$5", "99999999999999999999", "92233720368547758.08"] {
            assert_eq!(cents(text), None, "{text}");
        }
    }

    #[test]
    fn a_cell_may_be_empty_or_bounded() {
        let lines = table("person,amount,on\nAbc,4,", COLUMNS).unwrap();
        let line = lines[0].as_ref().unwrap();
        assert_eq!((line.short("person", 3), line.short("person", 2).unwrap_err().line), (Ok("Abc"), 2));
        assert_eq!((line.count("amount", 1..=4), line.count("amount", 5..=9).is_err()), (Ok(4), true));
        assert_eq!((line.maybe("on", Line::date), line.maybe("amount", Line::whole)), (Ok(None), Ok(Some(4))));
        assert!(line.maybe("person", Line::date).is_err() && !line.is_given("on"));
    }

    #[test]
    fn yes_and_no_are_read_in_the_usual_ways() {
        let lines = table("person,amount,on\nYES,0,maybe", COLUMNS).unwrap();
        let line = lines[0].as_ref().unwrap();
        assert_eq!((line.yes("person"), line.yes("amount")), (Ok(true), Ok(false)));
        assert!(line.yes("on").is_err() && line.whole("on").is_err());
        assert_eq!(line.whole("amount"), Ok(0));
    }
}
