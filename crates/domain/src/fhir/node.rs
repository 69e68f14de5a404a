//! A received JSON value, and a cursor that reads it member by member and knows where it stands.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::code::Code;

/// Longest name, code or identifier, in characters.
pub const LONGEST_NAME: usize = 200;
/// Longest text that is read into a record, in characters.
pub const LONGEST_TEXT: usize = 2_000;
/// Longest string anywhere in a resource, in bytes, read or kept as received.
pub const LONGEST_STRING: usize = 1_000_000;
/// Most items of a list that is read into a record.
pub const MOST_ITEMS: usize = 500;

/// A received JSON value. Deserialise it from any self-describing format; it accepts every value.
#[derive(Debug, Clone, PartialEq)]
pub struct Node(Value);

#[derive(Debug, Clone, PartialEq)]
enum Value {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    Object(BTreeMap<String, Node>),
    /// The value of a member that was given more than once.
    Twice,
}

/// Why a resource is refused, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub path: String,
    pub reason: String,
}

pub(super) type Result<T, E = Fault> = std::result::Result<T, E>;

impl Node {
    /// The text of a member of this object, if both are what they should be.
    pub(super) fn text_of(&self, member: &str) -> Option<&str> {
        match &self.0 {
            Value::Object(members) => match &members.get(member)?.0 {
                Value::Text(text) => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// Refuses what no part of a resource may hold: NUL characters, strings beyond [`LONGEST_STRING`], members given twice.
    pub(super) fn check(&self, path: &str) -> Result<()> {
        match &self.0 {
            Value::Text(text) => match unstorable(text) {
                Some(reason) => Err(Fault::new(path, reason)),
                None => Ok(()),
            },
            Value::Twice => Err(Fault::new(path, "is given more than once")),
            Value::List(items) => items
                .iter()
                .enumerate()
                .try_for_each(|(at, item)| item.check("").map_err(|fault| fault.under(path, &format!("[{at}]")))),
            Value::Object(members) => members.iter().try_for_each(|(name, value)| {
                if name.len() > LONGEST_NAME || name.contains('\0') {
                    return Err(Fault::new(path, "has a member whose name is too long or has a NUL character"));
                }
                value.check("").map_err(|fault| fault.under(path, &format!(".{name}")))
            }),
            Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
        }
    }
}

fn unstorable(text: &str) -> Option<String> {
    if text.len() > LONGEST_STRING {
        return Some(format!("is longer than {LONGEST_STRING} bytes"));
    }
    text.contains('\0').then(|| "has a NUL character".to_owned())
}

impl Fault {
    pub fn new(path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { path: path.into(), reason: reason.into() }
    }

    fn under(mut self, path: &str, step: &str) -> Self {
        self.path = format!("{path}{step}{}", self.path);
        self
    }
}

/// A place in a resource: a value and the path to it.
#[derive(Debug, Clone)]
pub(super) struct At<'a> {
    node: &'a Node,
    path: String,
}

impl<'a> At<'a> {
    pub fn new(node: &'a Node, path: impl Into<String>) -> Self {
        Self { node, path: path.into() }
    }

    /// A refusal of the value here.
    pub fn fault(&self, reason: impl Into<String>) -> Fault {
        Fault::new(self.path.clone(), reason)
    }

    /// A refusal of a member of the object here.
    pub fn fault_in(&self, member: &str, reason: impl Into<String>) -> Fault {
        Fault::new(format!("{}.{member}", self.path), reason)
    }

    /// A member of the object here, when it is given.
    pub fn get(&self, member: &str) -> Result<Option<At<'a>>> {
        let Value::Object(members) = &self.node.0 else {
            return Err(self.fault("must be an object"));
        };
        Ok(members
            .get(member)
            .filter(|node| node.0 != Value::Null)
            .map(|node| At::new(node, format!("{}.{member}", self.path))))
    }

    /// A member of the object here that must be given.
    pub fn need(&self, member: &str) -> Result<At<'a>> {
        self.get(member)?.ok_or_else(|| self.fault_in(member, "is missing"))
    }

    /// The items of a list member; none when the member is not given. Nulls are skipped.
    pub fn list(&self, member: &str) -> Result<Vec<At<'a>>> {
        let Some(at) = self.get(member)? else {
            return Ok(Vec::new());
        };
        let Value::List(items) = &at.node.0 else {
            return Err(at.fault("must be a list"));
        };
        if items.len() > MOST_ITEMS {
            return Err(at.fault(format!("has more than {MOST_ITEMS} items")));
        }
        Ok(items
            .iter()
            .enumerate()
            .filter(|(_, node)| node.0 != Value::Null)
            .map(|(place, node)| At::new(node, format!("{}[{place}]", at.path)))
            .collect())
    }

    /// The first item of a list member.
    pub fn first(&self, member: &str) -> Result<Option<At<'a>>> {
        Ok(self.list(member)?.into_iter().next())
    }

    /// The string here.
    pub fn as_str(&self) -> Result<&'a str> {
        match &self.node.0 {
            Value::Text(text) => Ok(text),
            _ => Err(self.fault("must be a string")),
        }
    }

    /// The string here, at most `longest` characters long; `None` when it is blank.
    pub fn text(&self, longest: usize) -> Result<Option<String>> {
        let text = self.as_str()?;
        if text.len() > longest && text.chars().count() > longest {
            return Err(self.fault(format!("is longer than {longest} characters")));
        }
        Ok(Some(text).filter(|text| !text.trim().is_empty()).map(str::to_owned))
    }

    /// A short string member: a name, code or identifier.
    pub fn name(&self, member: &str) -> Result<Option<String>> {
        self.get(member)?.map_or(Ok(None), |at| at.text(LONGEST_NAME))
    }

    /// A long string member.
    pub fn prose(&self, member: &str) -> Result<Option<String>> {
        self.get(member)?.map_or(Ok(None), |at| at.text(LONGEST_TEXT))
    }

    /// A boolean member; false when it is not given.
    pub fn flag(&self, member: &str) -> Result<bool> {
        let Some(at) = self.get(member)? else {
            return Ok(false);
        };
        match at.node.0 {
            Value::Bool(value) => Ok(value),
            _ => Err(at.fault("must be true or false")),
        }
    }

    /// The number here.
    pub fn number(&self) -> Result<f64> {
        match self.node.0 {
            Value::Number(value) if value.is_finite() => Ok(value),
            _ => Err(self.fault("must be a number")),
        }
    }

    /// The value of a closed set here.
    pub fn code<C: Code>(&self) -> Result<C> {
        C::from_code(self.as_str()?).ok_or_else(|| {
            let codes: Vec<_> = C::ALL.iter().map(|value| value.as_str()).collect();
            self.fault(format!("must be one of {}", codes.join(", ")))
        })
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor).map(Node)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    #[allow(clippy::cast_precision_loss)]
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value as f64))
    }

    #[allow(clippy::cast_precision_loss)]
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = BTreeMap::new();
        while let Some((name, value)) = map.next_entry::<String, Node>()? {
            members.entry(name).and_modify(|known| *known = Node(Value::Twice)).or_insert(value);
        }
        Ok(Value::Object(members))
    }
}
