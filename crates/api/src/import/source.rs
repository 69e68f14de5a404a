//! From received bytes to resources: a bundle, a single resource, or one of them on every line.

use domain::fhir::{Entry, Node};
use domain::import::Problem;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// Longest bundle or line, in bytes.
pub const LONGEST: usize = 50 << 20;
/// Longest resource, in bytes. Once read it takes many times that.
const LONGEST_RESOURCE: usize = 8 << 20;
/// Most entries of a bundle: it is stored in one transaction.
pub const MOST_ENTRIES: usize = 100_000;
/// Single resources on lines are stored together up to this many,
const MOST_TOGETHER: usize = 200;
/// and up to this many bytes.
const BYTES_TOGETHER: usize = 4 << 20;

/// Resources that are stored together or not at all.
#[derive(Debug, Default)]
pub struct Unit {
    /// Files or lines it was read from.
    pub bundles: i32,
    /// The resources.
    pub entries: Vec<Entry>,
    /// The JSON of each, without the blanks between its tokens.
    pub texts: Vec<String>,
    /// Where each stood.
    pub places: Vec<Place>,
}

/// Where a resource stood.
#[derive(Debug, Clone)]
pub struct Place {
    /// File or line.
    pub file: String,
    /// Its number in a bundle, from 0.
    pub number: Option<usize>,
    /// True when it was too long to be read.
    is_too_long: bool,
}

impl Place {
    fn new(file: &str, number: Option<usize>) -> Self {
        Self { file: file.to_owned(), number, is_too_long: false }
    }

    /// The problem of an element of the resource here. `path` begins with the resource's type.
    pub fn problem(&self, path: &str, reason: String) -> Problem {
        let path = match (self.number, path.split_once('.')) {
            (Some(number), Some((_, rest))) => format!("Bundle.entry[{number}].resource.{rest}"),
            (Some(number), None) => format!("Bundle.entry[{number}].resource"),
            (None, _) => path.to_owned(),
        };
        let reason = if self.is_too_long { format!("is longer than {} MiB", LONGEST_RESOURCE >> 20) } else { reason };
        Problem { file: self.file.clone(), path: shortened(path), reason }
    }
}

/// Names of members are the sender's; a path of them has no end.
fn shortened(mut path: String) -> String {
    if let Some((end, _)) = path.char_indices().nth(300) {
        path.truncate(end);
        path.push('…');
    }
    path
}

#[derive(Deserialize)]
struct Bundle<'a> {
    #[serde(borrow)]
    entry: Option<Vec<&'a RawValue>>,
}

#[derive(Deserialize)]
struct BundleEntry<'a> {
    #[serde(rename = "fullUrl")]
    full_url: Option<String>,
    #[serde(borrow)]
    resource: Option<&'a RawValue>,
}

/// The type alone, of a resource whose other members are none of our business yet.
#[derive(Deserialize)]
struct Typed<'a> {
    #[serde(rename = "resourceType", borrow)]
    resource_type: Cow<'a, str>,
}

/// Reads a bundle or a single resource.
///
/// # Errors
/// What is wrong with it as a whole, to be read after its name.
pub fn read(file: &str, bytes: &[u8]) -> Result<Unit, String> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes)
        .map_err(|error| format!("is not UTF-8 text: byte {} is wrong", error.valid_up_to()))?;
    let whole: &RawValue = serde_json::from_str(text).map_err(|error| unreadable(&error))?;
    if !whole.get().starts_with('{') {
        return Err("is not a JSON object, so it can't be a FHIR resource".to_owned());
    }
    let typed: Typed<'_> = serde_json::from_str(whole.get()).map_err(|_| "does not say its resourceType".to_owned())?;
    let mut unit = Unit { bundles: 1, ..Unit::default() };
    if typed.resource_type == "Bundle" {
        let bundle: Bundle<'_> =
            serde_json::from_str(whole.get()).map_err(|_| "is a Bundle whose entry is not a list".to_owned())?;
        let entries = bundle.entry.unwrap_or_default();
        if entries.len() > MOST_ENTRIES {
            return Err(format!("is a Bundle of more than {MOST_ENTRIES} entries; send its resources as lines"));
        }
        for (number, entry) in entries.into_iter().enumerate() {
            unit.add(Place::new(file, Some(number)), entry);
        }
    } else {
        unit.add_resource(Place::new(file, None), None, Some(whole));
    }
    Ok(unit)
}

/// Where the JSON ends or goes wrong, without any of it.
fn unreadable(error: &serde_json::Error) -> String {
    let what = if error.is_eof() { "ends too early" } else { "is not JSON" };
    format!("{what}: line {}, column {}", error.line(), error.column())
}

impl Unit {
    fn add(&mut self, place: Place, entry: &RawValue) {
        let is_object = entry.get().starts_with('{');
        match serde_json::from_str::<BundleEntry<'_>>(entry.get()).ok().filter(|_| is_object) {
            Some(entry) => self.add_resource(place, entry.full_url, entry.resource),
            None => self.add_resource(place, None, None),
        }
    }

    fn add_resource(&mut self, mut place: Place, full_url: Option<String>, resource: Option<&RawValue>) {
        place.is_too_long = resource.is_some_and(|raw| raw.get().len() > LONGEST_RESOURCE);
        let resource = resource.filter(|_| !place.is_too_long);
        let node = resource.and_then(|raw| serde_json::from_str::<Node>(raw.get()).ok());
        self.texts.push(node.as_ref().and(resource).map(|raw| compact(raw.get())).unwrap_or_default());
        self.entries.push(match node {
            Some(node) => Entry::new(full_url, node),
            None => Entry::unreadable(full_url),
        });
        self.places.push(place);
    }

    fn append(&mut self, mut other: Self) {
        self.bundles += other.bundles;
        self.entries.append(&mut other.entries);
        self.texts.append(&mut other.texts);
        self.places.append(&mut other.places);
    }

    fn is_bundle(&self) -> bool {
        self.places.first().is_none_or(|place| place.number.is_some())
    }
}

/// JSON without the blanks between its tokens.
fn compact(json: &str) -> String {
    let mut kept = Vec::with_capacity(json.len());
    let (mut in_string, mut is_escaped) = (false, false);
    for byte in json.bytes() {
        if !in_string && byte.is_ascii_whitespace() {
            continue;
        }
        kept.push(byte);
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            _ => {}
        }
    }
    String::from_utf8(kept).unwrap_or_default()
}

/// Some whole lines, by number from 1.
#[derive(Debug, Default)]
pub struct Batch(Vec<(u64, Vec<u8>)>);

/// What lines hold: resources, or a problem with the line.
pub type Piece = Result<Unit, Problem>;

impl Batch {
    /// Reads the lines. Bundles stand alone, single resources next to each other are put together.
    pub fn read(self, file: &str) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for (number, bytes) in self.0 {
            let name = if file.is_empty() { format!("line {number}") } else { format!("{file}, line {number}") };
            let outcome = if bytes.len() > LONGEST {
                Err(format!("is longer than {} MiB", LONGEST >> 20))
            } else {
                read(&name, &bytes)
            };
            match (outcome, pieces.last_mut()) {
                (Ok(unit), Some(Ok(last))) if !unit.is_bundle() && !last.is_bundle() => last.append(unit),
                (Ok(unit), _) => pieces.push(Ok(unit)),
                (Err(reason), _) => pieces.push(Err(Problem { file: name, path: String::new(), reason })),
            }
        }
        pieces
    }
}

/// Cuts a stream into lines. Holds one line and at most [`BYTES_TOGETHER`] of earlier ones.
#[derive(Debug, Default)]
pub struct Lines {
    number: u64,
    line: Vec<u8>,
    ready: Vec<(u64, Vec<u8>)>,
    ready_bytes: usize,
}

impl Lines {
    /// Adds what arrived; gives back lines when there are enough of them.
    pub fn push(&mut self, chunk: &[u8]) -> Vec<Batch> {
        let mut full = Vec::new();
        for part in chunk.split_inclusive(|byte| *byte == b'\n') {
            // What is beyond the longest line is only noted: one byte more than allowed.
            let room = (LONGEST + 1).saturating_sub(self.line.len());
            self.line.extend_from_slice(&part[..part.len().min(room)]);
            if part.ends_with(b"\n") {
                self.end_line();
            }
            if self.ready.len() >= MOST_TOGETHER || self.ready_bytes >= BYTES_TOGETHER {
                full.push(self.take());
            }
        }
        full
    }

    /// The last lines.
    pub fn finish(&mut self) -> Batch {
        self.end_line();
        self.take()
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        self.number += 1;
        if !line.iter().all(u8::is_ascii_whitespace) {
            self.ready_bytes += line.len();
            self.ready.push((self.number, line));
        }
    }

    fn take(&mut self) -> Batch {
        self.ready_bytes = 0;
        Batch(std::mem::take(&mut self.ready))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    const BUNDLE: &str = r#"{ "resourceType": "Bundle", "entry": [ { "fullUrl": "urn:a", "resource": { "resourceType": "Patient", "id": "a \" b" } }, 7, {} ] }"#;

    #[test]
    fn every_entry_of_a_bundle_is_accounted_for() {
        let unit = read("a.json", BUNDLE.as_bytes()).unwrap();
        assert_eq!(unit.entries.len(), 3);
        assert_eq!(unit.texts, [r#"{"resourceType":"Patient","id":"a \" b"}"#, "", ""]);
    }

    #[test]
    fn a_single_resource_is_read_too() {
        let unit = read("a.json", br#"{"resourceType":"Patient","id":"a"}"#).unwrap();
        assert_eq!(unit.entries[0].resource_type(), "Patient");
    }

    #[test]
    fn what_is_no_resource_is_refused_in_words() {
        let reason = |text: &str| read("x", text.as_bytes()).unwrap_err();
        assert_eq!(reason(&BUNDLE[..100]), "ends too early: line 1, column 100");
        assert_eq!(reason("{\"resourceType\": nonsense}"), "is not JSON: line 1, column 19");
        assert_eq!(reason("[1]"), "is not a JSON object, so it can't be a FHIR resource");
        assert_eq!(reason("{\"resourceType\": 5}"), "does not say its resourceType");
        assert_eq!(reason("{}"), "does not say its resourceType");
        assert_eq!(reason("{\"resourceType\": \"Bundle\", \"entry\": {}}"), "is a Bundle whose entry is not a list");
        assert!(reason("").starts_with("ends too early"));
        assert!(read("x", b"{\"a\": \"\xFF\"}").unwrap_err().starts_with("is not UTF-8"));
    }

    #[test]
    fn a_problem_names_the_entry_and_the_element() {
        let place = Place::new("a.json", Some(3));
        assert_eq!(
            place.problem("Patient.name[0].family", "is missing".into()).path,
            "Bundle.entry[3].resource.name[0].family"
        );
        assert_eq!(place.problem("Patient", "is missing".into()).path, "Bundle.entry[3].resource");
        assert!(place.problem(&format!("Patient.{}", "x".repeat(5000)), String::new()).path.len() < 400);
    }

    #[test]
    fn a_resource_beyond_the_limit_refuses_itself() {
        let text =
            format!(r#"{{"resourceType":"Bundle","entry":[{{"resource":{{"x":[{}1]}}}},{{}}]}}"#, "1,".repeat(5 << 20));
        let unit = read("a.json", text.as_bytes()).unwrap();
        assert_eq!((unit.entries.len(), unit.texts[0].len()), (2, 0));
        assert_eq!(unit.places[0].problem("Resource", "is missing".into()).reason, "is longer than 8 MiB");
        assert_eq!(unit.places[1].problem("Resource", "is missing".into()).reason, "is missing");
    }

    #[test]
    fn lines_are_the_same_however_the_stream_is_cut() {
        let text = format!(
            "{BUNDLE}\n\n{{\"resourceType\":\"Patient\",\"id\":\"1\"}}\n{{\"resourceType\":\"Patient\",\"id\":\"2\"}}\nbroken"
        );
        for size in [1, 7, 64, 5000] {
            let mut lines = Lines::default();
            let mut batches: Vec<Batch> = text.as_bytes().chunks(size).flat_map(|chunk| lines.push(chunk)).collect();
            batches.push(lines.finish());
            let pieces: Vec<Piece> = batches.into_iter().flat_map(|batch| batch.read("")).collect();
            let sizes: Vec<_> = pieces
                .iter()
                .map(|piece| {
                    piece
                        .as_ref()
                        .map(|unit| (unit.bundles, unit.entries.len()))
                        .map_err(|problem| problem.file.as_str())
                })
                .collect();
            assert_eq!(sizes, [Ok((1, 3)), Ok((2, 2)), Err("line 5")]);
        }
    }

    #[test]
    fn a_line_beyond_the_limit_is_refused_and_the_next_one_read() {
        let mut lines = Lines::default();
        let chunk = vec![b'x'; 1 << 20];
        let mut batches: Vec<Batch> = (0..60).flat_map(|_| lines.push(&chunk)).collect();
        batches.extend(lines.push(b"\n{\"resourceType\":\"Patient\"}\n"));
        batches.push(lines.finish());
        let pieces: Vec<Piece> = batches.into_iter().flat_map(|batch| batch.read("a.ndjson")).collect();
        assert_eq!(pieces[0].as_ref().unwrap_err().reason, "is longer than 50 MiB");
        assert_eq!(pieces[1].as_ref().unwrap().places[0].file, "a.ndjson, line 2");
    }
}
