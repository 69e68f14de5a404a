//! The one reviewed place for SQL text. Text is `&'static str` only; every value is bound.

use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::QueryResult;
use std::marker::PhantomData;

use crate::record::Fragment;

enum Piece {
    Text(&'static str),
    Bound(Fragment),
}

/// A statement written by hand, with rows of the SQL type `ST`. Prepared once per connection and text.
pub struct Sql<ST> {
    pieces: Vec<Piece>,
    row: PhantomData<ST>,
}

impl<ST> Sql<ST> {
    /// Begins a statement.
    pub fn new(text: &'static str) -> Self {
        Self { pieces: vec![Piece::Text(text)], row: PhantomData }
    }

    /// Adds text.
    pub fn sql(mut self, text: &'static str) -> Self {
        self.pieces.push(Piece::Text(text));
        self
    }

    /// Adds a bound value of SQL type `T`.
    pub fn bind<T, V>(mut self, value: V) -> Self
    where
        T: diesel::sql_types::SqlType + diesel::expression::TypedExpressionType,
        V: diesel::expression::AsExpression<T>,
        V::Expression: QueryFragment<Pg> + Send + 'static,
    {
        self.pieces.push(Piece::Bound(Box::new(value.as_expression())));
        self
    }
}

impl<ST> QueryFragment<Pg> for Sql<ST> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.push_sql(text),
                Piece::Bound(value) => value.walk_ast(out.reborrow())?,
            }
        }
        Ok(())
    }
}

impl<ST> QueryId for Sql<ST> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<ST> Query for Sql<ST> {
    type SqlType = ST;
}

/// A part of a statement.
pub(crate) struct Part {
    pub(crate) write: Fragment,
    /// True when it may write fewer rows than it should; an INSERT of rows writes them all or fails.
    pub(crate) counts: bool,
}

/// Several changes as one statement: `WITH w0 AS (...), w1 AS (...) SELECT` the number of rows that the parts which count wrote. One
/// alone is itself, and gives the number of rows when it is executed.
pub(crate) struct Together {
    pub(crate) parts: Vec<Part>,
}

/// A statement of more parts than this is an import's or a hand-over's: its shape hardly comes again.
const PREPARED_PARTS: usize = 16;

impl QueryFragment<Pg> for Together {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        if let [alone] = self.parts.as_slice() {
            return alone.write.walk_ast(out);
        }
        for (index, part) in self.parts.iter().enumerate() {
            out.push_sql(if index == 0 { "WITH w" } else { "), w" });
            out.push_sql(&index.to_string());
            out.push_sql(" AS (");
            part.write.walk_ast(out.reborrow())?;
            if part.counts {
                out.push_sql(" RETURNING 1");
            }
        }
        out.push_sql(") SELECT 0::bigint");
        for (index, _) in self.parts.iter().enumerate().filter(|(_, part)| part.counts) {
            out.push_sql(" + (SELECT count(*) FROM w");
            out.push_sql(&index.to_string());
            out.push_sql(")");
        }
        Ok(())
    }

    // diesel prepares an UPDATE anew each time because the text of its SET may vary. Here it depends on the table alone.
    fn is_safe_to_cache_prepared(&self, _backend: &Pg) -> QueryResult<bool> {
        Ok(self.parts.len() <= PREPARED_PARTS)
    }
}

impl QueryId for Together {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Together {
    type SqlType = diesel::sql_types::BigInt;
}
