//! Keyset paging: opaque cursors and bounded limits.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::Problem;

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Cursor of the next page; null on the last one.
    #[schema(max_length = 400)]
    pub next: Option<String>,
}

/// How many items a page holds: 1 to 200, 50 when not given.
#[derive(Debug, Clone, Copy)]
pub struct Limit(i64);

impl Limit {
    const DEFAULT: i64 = 50;
    const MAX: i64 = 200;

    /// One more than asked for, to learn whether there is a next page.
    pub fn probe(self) -> i64 {
        self.0 + 1
    }

    fn len(self) -> usize {
        usize::try_from(self.0).unwrap_or(1)
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(Self::DEFAULT)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = i64::deserialize(deserializer)?;
        if (1..=Self::MAX).contains(&value) {
            Ok(Self(value))
        } else {
            Err(serde::de::Error::custom("limit must be between 1 and 200"))
        }
    }
}

impl PartialSchema for Limit {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(1))
            .maximum(Some(Self::MAX))
            .default(Some(Self::DEFAULT.into()))
            .into()
    }
}

impl ToSchema for Limit {}

/// An opaque position in a list: the sort key and id of the last item seen.
#[derive(Debug, Clone, Deserialize)]
pub struct Cursor(String);

impl Cursor {
    /// The key inside, when it is of the kind this list uses.
    ///
    /// # Errors
    /// 409 for a cursor of another list.
    pub fn key<K: DeserializeOwned>(cursor: Option<&Self>) -> Result<Option<K>, Problem> {
        let foreign = || {
            Problem::refused("cursor_unknown", "This cursor does not belong to this list. Begin without one.", vec![])
        };
        let Some(cursor) = cursor else { return Ok(None) };
        let key = URL_SAFE_NO_PAD.decode(&cursor.0).map_err(|_| foreign())?;
        serde_json::from_slice(&key).map(Some).map_err(|_| foreign())
    }

    fn encode<K: Serialize>(key: &K) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(key).unwrap_or_default())
    }
}

impl PartialSchema for Cursor {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).max_length(Some(400)).pattern(Some("^[A-Za-z0-9_-]+$")).into()
    }
}

impl ToSchema for Cursor {}

impl<T> Page<T> {
    /// Makes a page from one item more than asked for; `key` gives the position after an item.
    pub fn new<R, K: Serialize>(rows: Vec<R>, limit: Limit, key: impl Fn(&R) -> K, view: impl FnMut(R) -> T) -> Self {
        let more = rows.len() > limit.len();
        let next = more.then(|| rows.get(limit.len() - 1).map(|row| Cursor::encode(&key(row)))).flatten();
        Self { items: rows.into_iter().take(limit.len()).map(view).collect(), next }
    }

    /// Goes on behind `key`, where the items at hand do not say how: not everything was looked at.
    pub fn going_on<K: Serialize>(mut self, key: Option<K>) -> Self {
        self.next = self.next.or_else(|| key.map(|key| Cursor::encode(&key)));
        self
    }

    /// A list that is always whole.
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}

/// Query of a plain list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// Items in a page.
    #[serde(default)]
    pub limit: Limit,
    /// Where to go on.
    pub cursor: Option<Cursor>,
}
