//! The text form of HL7 v2 (ER7): bytes to text, text to segments, fields, repetitions, components.
//!
//! Reads any bytes in linear time without panicking. Source: HL7 v2.5.1, 2.5 to 2.7 (delimiters, escape sequences), table 0211
//! (character sets).

use std::borrow::Cow;

use super::refusal::{Flaw, Refusal};

/// What separates the parts of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Separators {
    /// Between fields.
    pub field: char,
    /// Between components of a field.
    pub component: char,
    /// Between repetitions of a field.
    pub repetition: char,
    /// Around escape sequences.
    pub escape: char,
    /// Between subcomponents.
    pub subcomponent: char,
}

impl Separators {
    /// The ones that nearly everybody uses, and that our answers use.
    pub const USUAL: Self = Self { field: '|', component: '^', repetition: '~', escape: '\\', subcomponent: '&' };

    fn read(line: &str) -> Option<Self> {
        let mut found = line.strip_prefix("MSH")?.chars();
        let mut next = || found.next().filter(|mark| mark.is_ascii_graphic() && !mark.is_ascii_alphanumeric());
        let field = next()?;
        let all = Self { field, component: next()?, repetition: next()?, escape: next()?, subcomponent: next()? };
        let marks = [all.field, all.component, all.repetition, all.escape, all.subcomponent];
        let distinct = marks.iter().enumerate().all(|(index, mark)| !marks[..index].contains(mark));
        distinct.then_some(all)
    }

    /// A value without its escape sequences, control characters and invisible marks, and without blanks around it.
    pub fn decode(&self, raw: &str) -> String {
        let mut text = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some(begin) = rest.find(self.escape) {
            text.push_str(&rest[..begin]);
            let after = &rest[begin + self.escape.len_utf8()..];
            let Some(end) = after.find(self.escape) else {
                rest = &rest[begin..];
                break;
            };
            self.unescape(&after[..end], &mut text);
            rest = &after[end + self.escape.len_utf8()..];
        }
        text.push_str(rest);
        text.retain(|mark| !is_invisible(mark));
        text.trim().to_owned()
    }

    fn unescape(&self, sequence: &str, text: &mut String) {
        match sequence {
            "F" => text.push(self.field),
            "S" => text.push(self.component),
            "T" => text.push(self.subcomponent),
            "R" => text.push(self.repetition),
            "E" => text.push(self.escape),
            ".br" | ".sp" => text.push(' '),
            other => {
                if let Some(bytes) = other.strip_prefix('X').and_then(hexadecimal) {
                    text.push_str(&String::from_utf8_lossy(&bytes));
                }
            }
        }
    }

    /// A value with escape sequences where it holds a separator.
    pub fn encode(&self, text: &str) -> String {
        let mut raw = String::with_capacity(text.len());
        for mark in text.chars().filter(|mark| !is_invisible(*mark)) {
            let sequence = match mark {
                _ if mark == self.field => 'F',
                _ if mark == self.component => 'S',
                _ if mark == self.subcomponent => 'T',
                _ if mark == self.repetition => 'R',
                _ if mark == self.escape => 'E',
                _ => {
                    raw.push(mark);
                    continue;
                }
            };
            raw.extend([self.escape, sequence, self.escape]);
        }
        raw
    }
}

fn hexadecimal(digits: &str) -> Option<Vec<u8>> {
    if !digits.is_ascii() || !digits.len().is_multiple_of(2) {
        return None;
    }
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()).collect()
}

/// Control characters, and marks that make one text look like another.
fn is_invisible(mark: char) -> bool {
    mark.is_control()
        || matches!(mark, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFD}')
}

/// The text of a message: in the character set that MSH-18 names; UTF-8, else Latin-1, where it names none or ASCII.
///
/// # Errors
/// `character_set` at MSH-18.
pub fn text_of(bytes: &[u8]) -> Result<Cow<'_, str>, Flaw> {
    let flaw = Flaw::new(Refusal::CharacterSet, "MSH-18");
    let utf8 = || std::str::from_utf8(bytes).map(|text| Cow::Borrowed(text.trim_start_matches('\u{FEFF}')));
    match named_set(bytes).as_str() {
        "" | "ASCII" => Ok(utf8().unwrap_or_else(|_| Cow::Owned(latin(bytes, |_| None)))),
        "UNICODE UTF-8" | "UTF-8" => utf8().map_err(|_| flaw),
        "8859/1" => Ok(Cow::Owned(latin(bytes, |_| None))),
        "8859/15" => Ok(Cow::Owned(latin(bytes, latin_9))),
        _ => Err(flaw),
    }
}

/// MSH-18 of the first line, in capitals. All sets of table 0211 that we read write it in ASCII.
fn named_set(bytes: &[u8]) -> String {
    let line = bytes.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    let Some(mark) = line.get(3) else { return String::new() };
    let field = line.split(|byte| byte == mark).nth(17).unwrap_or_default();
    let first = field.split(|byte| *byte == b'~').next().unwrap_or_default();
    String::from_utf8_lossy(first).trim().to_ascii_uppercase()
}

fn latin(bytes: &[u8], differs: fn(u8) -> Option<char>) -> String {
    bytes.iter().map(|byte| differs(*byte).unwrap_or(char::from(*byte))).collect()
}

/// Where ISO 8859-15 differs from ISO 8859-1.
fn latin_9(byte: u8) -> Option<char> {
    Some(match byte {
        0xA4 => '€',
        0xA6 => 'Š',
        0xA8 => 'š',
        0xB4 => 'Ž',
        0xB8 => 'ž',
        0xBC => 'Œ',
        0xBD => 'œ',
        0xBE => 'Ÿ',
        _ => return None,
    })
}

/// A message in parts.
#[derive(Debug, Clone)]
pub struct Er7<'a> {
    separators: Separators,
    segments: Vec<(&'a str, Vec<&'a str>)>,
}

impl<'a> Er7<'a> {
    /// Takes a text apart. Segments may end in CR, LF or both.
    ///
    /// # Errors
    /// `not_hl7` at MSH, `segment_unreadable` at the segment before.
    pub fn read(text: &'a str) -> Result<Self, Flaw> {
        let mut lines = text.split(['\r', '\n']).filter(|line| !line.trim().is_empty());
        let head = lines.next().unwrap_or_default();
        let not_hl7 = Flaw::new(Refusal::NotHl7, "MSH");
        let separators = Separators::read(head).ok_or(not_hl7)?;
        let mut segments = vec![("MSH", head.split(separators.field).collect::<Vec<_>>())];
        for line in lines {
            let fields: Vec<&str> = line.split(separators.field).collect();
            let name = fields.first().copied().unwrap_or_default();
            let is_name =
                name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
            if !is_name {
                return Err(Flaw::new(Refusal::SegmentUnreadable, "MSH"));
            }
            segments.push((name, fields));
        }
        Ok(Self { separators, segments })
    }

    /// The separators of the message.
    pub fn separators(&self) -> Separators {
        self.separators
    }

    /// True when there is such a segment.
    pub fn has(&self, segment: &str) -> bool {
        self.segments.iter().any(|(name, _)| *name == segment)
    }

    /// A field of the first segment of this name; empty where there is none.
    pub fn field(&self, segment: &str, number: usize) -> Field<'a> {
        let found = self.segments.iter().find(|(name, _)| *name == segment);
        // MSH-1 is the separator itself.
        let index = if segment == "MSH" { number - 1 } else { number };
        let raw = found.and_then(|(_, fields)| fields.get(index)).copied().unwrap_or_default();
        Field { raw, separators: self.separators }
    }
}

/// A field, or one repetition of it.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    raw: &'a str,
    separators: Separators,
}

impl<'a> Field<'a> {
    /// Its repetitions.
    pub fn repetitions(self) -> impl Iterator<Item = Field<'a>> {
        self.raw.split(self.separators.repetition).map(move |raw| Self { raw, ..self })
    }

    /// A component of the first repetition, by its number from 1; `None` when it is empty or the explicit null `""`.
    pub fn component(self, number: usize) -> Option<String> {
        self.part(number, 1)
    }

    /// A subcomponent of a component of the first repetition, both by their numbers from 1.
    pub fn part(self, component: usize, subcomponent: usize) -> Option<String> {
        let first = self.raw.split(self.separators.repetition).next()?;
        let raw = first.split(self.separators.component).nth(component - 1)?;
        let raw = raw.split(self.separators.subcomponent).nth(subcomponent - 1)?;
        Some(self.separators.decode(raw)).filter(|text| !text.is_empty() && text != "\"\"")
    }
}
