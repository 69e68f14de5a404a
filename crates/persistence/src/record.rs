//! How a domain record becomes a row and back: one declaration per noun.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::query_builder::QueryFragment;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{Jsonb, Text};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::io::Write;
use uuid::Uuid;

/// A query whose parts live long enough to be combined with others.
pub type Fragment = Box<dyn QueryFragment<Pg> + Send>;

/// A noun that is stored as rows of one table.
pub trait Record: Sized {
    /// Table and noun.
    const KIND: &'static str;
    /// Id.
    fn id(&self) -> Uuid;
    /// Version.
    fn version(&self) -> i32;
    /// The person the record is about, when there is one.
    fn person_id(&self) -> Option<Uuid>;
    /// INSERT of the record.
    fn insert(self, org_id: Uuid) -> Fragment;
    /// UPDATE of the record, if it still has the version `before`.
    fn update(self, org_id: Uuid, before: i32) -> Fragment;
}

/// A column's type on the row side and on the domain side.
pub trait Column<D> {
    /// Row side from domain side.
    fn from_domain(value: D) -> Self;
    /// Domain side from row side.
    fn into_domain(self) -> D;
}

impl<D> Column<D> for D {
    fn from_domain(value: D) -> Self {
        value
    }
    fn into_domain(self) -> D {
        self
    }
}

/// A closed code stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromSqlRow, AsExpression, Serialize, Deserialize)]
#[diesel(sql_type = Text)]
#[serde(transparent)]
#[serde(bound(serialize = "T: Serialize", deserialize = "T: DeserializeOwned"))]
pub struct Coded<T: domain::Code + std::fmt::Debug>(pub T);

impl<T: domain::Code + std::fmt::Debug> ToSql<Text, Pg> for Coded<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.0.as_str().as_bytes())?;
        Ok(IsNull::No)
    }
}

impl<T: domain::Code + std::fmt::Debug> FromSql<Text, Pg> for Coded<T> {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        let code = std::str::from_utf8(bytes.as_bytes())?;
        T::from_code(code).map(Self).ok_or_else(|| format!("not a {}", T::NAME).into())
    }
}

impl<T: domain::Code + std::fmt::Debug> Column<T> for Coded<T> {
    fn from_domain(value: T) -> Self {
        Self(value)
    }
    fn into_domain(self) -> T {
        self.0
    }
}

impl<T: domain::Code + std::fmt::Debug> Column<Option<T>> for Option<Coded<T>> {
    fn from_domain(value: Option<T>) -> Self {
        value.map(Coded)
    }
    fn into_domain(self) -> Option<T> {
        self.map(|code| code.0)
    }
}

/// A part of a record stored as JSON.
#[derive(Debug, Clone, PartialEq, FromSqlRow, AsExpression, Serialize, Deserialize)]
#[diesel(sql_type = Jsonb)]
#[serde(transparent)]
#[serde(bound(serialize = "T: Serialize", deserialize = "T: DeserializeOwned"))]
pub struct Json<T: std::fmt::Debug>(pub T);

impl<T: Serialize + std::fmt::Debug> ToSql<Jsonb, Pg> for Json<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        // Version byte of PostgreSQL's binary jsonb format.
        out.write_all(&[1])?;
        serde_json::to_writer(out, &self.0)?;
        Ok(IsNull::No)
    }
}

impl<T: DeserializeOwned + std::fmt::Debug> FromSql<Jsonb, Pg> for Json<T> {
    fn from_sql(bytes: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let bytes = bytes.as_bytes();
        match bytes.split_first() {
            Some((1, json)) => Ok(Self(serde_json::from_slice(json)?)),
            _ => Err("unsupported jsonb version".into()),
        }
    }
}

impl<T: DeserializeOwned + std::fmt::Debug> FromSql<diesel::sql_types::Json, Pg> for Json<T> {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(serde_json::from_slice(bytes.as_bytes())?))
    }
}

impl<T: std::fmt::Debug> Column<T> for Json<T> {
    fn from_domain(value: T) -> Self {
        Self(value)
    }
    fn into_domain(self) -> T {
        self.0
    }
}

/// Declares the table, the row and the mapping of a domain record.
///
/// `name: Domain, Row { field: SqlType => RowType, ... }`; `id`, `org_id` and `version` are implied.
/// `person: |record| expression` gives the person that the record is about.
#[macro_export]
macro_rules! record {
    ($(#[$meta:meta])* $table:ident: $Domain:ty, $Row:ident, person: $person:expr, { $($field:ident: $Sql:ty => $Rust:ty),+ $(,)? }) => {
        diesel::table! {
            use diesel::sql_types::*;
            $(#[$meta])*
            $table (org_id, id) {
                org_id -> Uuid,
                id -> Uuid,
                version -> Int4,
                $($field -> $Sql,)+
            }
        }

        /// One row of the table.
        #[derive(Debug, Clone, diesel::Queryable, diesel::Selectable, diesel::Insertable, diesel::AsChangeset, serde::Deserialize)]
        #[diesel(table_name = $table, primary_key(org_id, id), treat_none_as_null = true, treat_none_as_default_value = false, check_for_backend(diesel::pg::Pg))]
        pub struct $Row {
            pub org_id: uuid::Uuid,
            pub id: uuid::Uuid,
            pub version: i32,
            $(pub $field: $Rust,)+
        }

        impl $Row {
            /// The row of a record of an organization.
            pub fn new(org_id: uuid::Uuid, record: $Domain) -> Self {
                Self { org_id, id: record.id, version: record.version, $($field: $crate::record::Column::from_domain(record.$field),)+ }
            }
        }

        impl From<$Row> for $Domain {
            fn from(row: $Row) -> Self {
                Self { id: row.id, version: row.version, $($field: $crate::record::Column::into_domain(row.$field),)+ }
            }
        }

        impl $crate::record::Record for $Domain {
            const KIND: &'static str = stringify!($table);
            fn id(&self) -> uuid::Uuid {
                self.id
            }
            fn version(&self) -> i32 {
                self.version
            }
            fn person_id(&self) -> Option<uuid::Uuid> {
                let person: fn(&$Domain) -> Option<uuid::Uuid> = $person;
                person(self)
            }
            fn insert(self, org_id: uuid::Uuid) -> $crate::record::Fragment {
                Box::new(diesel::insert_into($table::table).values($Row::new(org_id, self)))
            }
            fn update(self, org_id: uuid::Uuid, before: i32) -> $crate::record::Fragment {
                use diesel::prelude::*;
                let row = $Row::new(org_id, self);
                Box::new(
                    diesel::update($table::table.filter($table::id.eq(row.id)).filter($table::version.eq(before)))
                        .set(row),
                )
            }
        }
    };
}
