//! A directory as CSV: one service a line, the first line names the columns (RFC 4180, UTF-8).

use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;

use super::capacity::CapacityStatus;
use super::draft::{
    Draft, Faults, Flaw, LONGEST_LIST, LONGEST_NAME, LONGEST_TEXT, MOST_SERVICES, OrganizationDraft, Reading,
};
use super::eligibility::Eligibility;
use super::{Location, OrganizationContent, ServiceContent, ServiceStatus, schedule};
use crate::Code;
use crate::csv::{Record, records};

/// The columns that every file has.
pub const REQUIRED: &[&str] = &["source_id", "organization", "name", "needs"];

/// The columns that a file may have, with those that it must have. Lists have semicolons between their items.
pub const COLUMNS: &[&str] = &[
    "source_id",
    "organization",
    "organization_id",
    "organization_phone",
    "organization_url",
    "name",
    "description",
    "needs",
    "status",
    "min_age",
    "max_age",
    "sex",
    "speakers",
    "postal_codes",
    "counties",
    "income_percent",
    "coverages",
    "eligibility_note",
    "languages",
    "location",
    "address",
    "city",
    "state",
    "postal_code",
    "county",
    "latitude",
    "longitude",
    "hours",
    "time_zone",
    "phone",
    "email",
    "url",
    "how_to_apply",
    "fees",
    "documents",
    "capacity",
    "capacity_as_of",
];

/// Reads a directory. `zone` is the time zone of opening hours without one; reports of capacity after `now` are refused.
pub fn read(text: &str, zone: &str, now: DateTime<Utc>) -> Reading {
    let all = match records(text) {
        Ok(all) => all,
        Err(line) => return Reading::nothing(line, "", "has a quotation mark that is never closed"),
    };
    let Some((head, lines)) = all.split_first() else {
        return Reading::nothing(1, "", "is missing: the first line names the columns");
    };
    let columns = match columns(head) {
        Ok(columns) => columns,
        Err(flaws) => return Reading { flaws, ..Reading::default() },
    };
    if lines.len() > MOST_SERVICES {
        let reason = format!("is one too many: send {MOST_SERVICES} services at a time");
        return Reading::nothing(lines[MOST_SERVICES].line, "", reason);
    }
    let mut reading = Reading { read: lines.len(), ..Reading::default() };
    for record in lines {
        match service(record, &columns, zone, now) {
            Ok(draft) => reading.drafts.push(draft),
            Err(flaws) => reading.flaws.extend(flaws),
        }
    }
    reading.consistent()
}

/// The columns in the order of the file, or what is wrong with the first line.
fn columns(head: &Record) -> Result<Vec<&'static str>, Vec<Flaw>> {
    let mut faults = Faults::new(head.line);
    let mut known: Vec<&'static str> = Vec::new();
    for (place, name) in head.cells.iter().enumerate() {
        let name = name.trim().to_lowercase();
        match COLUMNS.iter().find(|column| **column == name) {
            Some(column) if known.contains(column) => faults.add(*column, "stands twice"),
            Some(column) => known.push(column),
            None => faults.add(format!("#{}", place + 1), "is not a known column"),
        }
    }
    for column in REQUIRED.iter().filter(|column| !known.contains(column)) {
        faults.add(*column, "is missing");
    }
    if faults.flaws.is_empty() { Ok(known) } else { Err(faults.flaws) }
}

/// The cells of a line by their columns, with the flaws found in them.
struct Line<'a> {
    cells: BTreeMap<&'static str, &'a str>,
    faults: Faults,
}

impl<'a> Line<'a> {
    fn cell(&self, column: &str) -> Option<&'a str> {
        self.cells.get(column).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    }

    fn text(&mut self, column: &'static str, longest: usize) -> Option<String> {
        let cell = self.cell(column);
        self.faults.text(column, cell, longest)
    }

    fn needed(&mut self, column: &'static str) -> String {
        let cell = self.cell(column);
        self.faults.needed(column, cell, LONGEST_NAME)
    }

    fn url(&mut self, column: &'static str) -> Option<String> {
        let cell = self.cell(column);
        self.faults.url(column, cell)
    }

    fn items(&mut self, column: &'static str) -> Vec<&'a str> {
        let items = self.cell(column).unwrap_or_default().split(';').map(str::trim);
        let items: Vec<&str> = items.filter(|item| !item.is_empty()).collect();
        if items.len() > LONGEST_LIST {
            self.faults.add(column, format!("has more than {LONGEST_LIST} items"));
        }
        items
    }

    fn names(&mut self, column: &'static str, longest: usize) -> Vec<String> {
        let items = self.items(column);
        items.into_iter().filter_map(|item| self.faults.text(column, Some(item), longest)).collect()
    }

    fn languages(&mut self, column: &'static str) -> Vec<String> {
        let items = self.items(column);
        items.into_iter().map(|item| self.faults.language(column, item)).collect()
    }

    fn code<C: Code>(&mut self, column: &'static str, text: &str) -> Option<C> {
        let found = C::from_code(&text.to_lowercase());
        if found.is_none() {
            let codes: Vec<_> = C::ALL.iter().map(|value| value.as_str()).collect();
            self.faults.add(column, format!("must be one of {}", codes.join(", ")));
        }
        found
    }

    fn codes<C: Code>(&mut self, column: &'static str) -> Vec<C> {
        let items = self.items(column);
        items.into_iter().filter_map(|item| self.code(column, item)).collect()
    }

    fn one_code<C: Code>(&mut self, column: &'static str) -> Option<C> {
        self.cell(column).and_then(|cell| self.code(column, cell))
    }

    fn number(&mut self, column: &'static str, low: f64, high: f64) -> Option<f64> {
        let cell = self.cell(column)?;
        let number = cell.parse::<f64>().ok().filter(|number| number.is_finite());
        let number = self.faults.take(column, number.ok_or_else(|| "must be a number".to_owned()));
        self.faults.within(column, number, low, high)
    }

    fn whole(&mut self, column: &'static str, low: i32, high: i32) -> Option<i32> {
        let cell = self.cell(column)?;
        let whole = cell.parse::<i32>().ok().filter(|whole| (low..=high).contains(whole));
        self.faults.take(column, whole.ok_or_else(|| format!("must be a whole number from {low} to {high}")))
    }

    fn instant(&mut self, column: &'static str) -> Option<DateTime<Utc>> {
        let cell = self.cell(column)?;
        let at = DateTime::parse_from_rfc3339(cell).map(|at| at.with_timezone(&Utc)).ok();
        let day = || cell.parse::<NaiveDate>().ok().map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc());
        self.faults.take(column, at.or_else(day).ok_or_else(|| "must be a date or an RFC 3339 instant".to_owned()))
    }
}

fn service(record: &Record, columns: &[&'static str], zone: &str, now: DateTime<Utc>) -> Result<Draft, Vec<Flaw>> {
    let mut faults = Faults::new(record.line);
    if record.cells.len() != columns.len() {
        let reason = format!("has {} cells where the first line has {}", record.cells.len(), columns.len());
        faults.add("", reason);
        return Err(faults.flaws);
    }
    let cells = columns.iter().copied().zip(record.cells.iter().map(String::as_str)).collect();
    let mut line = Line { cells, faults };
    let source = line.needed("source_id");
    let organization = OrganizationDraft {
        source: line.text("organization_id", LONGEST_NAME),
        content: OrganizationContent {
            name: line.needed("organization"),
            description: None,
            url: line.url("organization_url"),
            email: None,
            phone: line.text("organization_phone", 60),
        },
    };
    let content = content(&mut line, zone);
    let content = line.faults.checked(content, column_of);
    let status = line.one_code("status").unwrap_or(ServiceStatus::Active);
    let said = line.one_code::<CapacityStatus>("capacity");
    let as_of = line.instant("capacity_as_of");
    let capacity = line.faults.capacity("capacity_as_of", said.map(|said| (said, as_of)), now);
    if line.faults.flaws.is_empty() {
        Ok(Draft { line: record.line, source, organization, content, status, capacity })
    } else {
        Err(line.faults.flaws)
    }
}

fn content(line: &mut Line<'_>, zone: &str) -> ServiceContent {
    ServiceContent {
        name: line.needed("name"),
        description: line.text("description", LONGEST_TEXT),
        needs: line.codes("needs"),
        eligibility: Eligibility {
            min_age: line.whole("min_age", 0, 130),
            max_age: line.whole("max_age", 0, 130),
            sex: line.one_code("sex"),
            speakers: line.languages("speakers"),
            postal_codes: line.names("postal_codes", 20),
            counties: line.names("counties", 100),
            income_percent: line.whole("income_percent", 0, 10_000),
            coverages: line.codes("coverages"),
            note: line.text("eligibility_note", LONGEST_TEXT),
        },
        languages: line.languages("languages"),
        locations: location(line).into_iter().collect(),
        schedule: match line.cell("hours") {
            Some(hours) => {
                let week =
                    schedule::week(hours).ok_or_else(|| "must look like MO-FR 09:00-17:00; SA 10:00-14:00".to_owned());
                line.faults.take("hours", week).unwrap_or_default()
            }
            None => Vec::new(),
        },
        time_zone: line.text("time_zone", 60).unwrap_or_else(|| zone.to_owned()),
        phone: line.text("phone", 60),
        email: line.text("email", LONGEST_NAME),
        url: line.url("url"),
        how_to_apply: line.text("how_to_apply", LONGEST_TEXT),
        fees: line.text("fees", LONGEST_TEXT),
        documents: line.text("documents", LONGEST_TEXT),
    }
}

fn location(line: &mut Line<'_>) -> Option<Location> {
    let place = Location {
        name: line.text("location", LONGEST_NAME),
        line: line.text("address", LONGEST_NAME),
        city: line.text("city", 100),
        state: line.text("state", 100),
        postal_code: line.text("postal_code", 20),
        county: line.text("county", 100),
        latitude: line.number("latitude", -90.0, 90.0),
        longitude: line.number("longitude", -180.0, 180.0),
    };
    (place != Location::default()).then_some(place)
}

/// The column that holds what a pointer into the content points at.
fn column_of(pointer: &str) -> String {
    let column = match pointer.split('/').nth(1) {
        Some("needs") => "needs",
        Some("time_zone") => "time_zone",
        Some("eligibility") => "max_age",
        Some("schedule") => "hours",
        Some("locations") => "longitude",
        _ => "",
    };
    column.to_owned()
}
