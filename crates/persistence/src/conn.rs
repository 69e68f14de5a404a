//! A pooled connection as everything in this crate uses it: one transaction at a time, and never back in the pool with one open.

use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use diesel::QueryResult;
use diesel::pg::Pg;
use diesel::query_builder::{AsQuery, QueryFragment, QueryId};
use diesel_async::pooled_connection::deadpool::Object;
use diesel_async::{
    AnsiTransactionManager, AsyncConnectionCore, AsyncPgConnection, SimpleAsyncConnection, TransactionManager,
};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use uuid::Uuid;

use crate::error::Result;

/// A connection out of the pool.
pub(crate) struct Conn {
    /// Shared with a BEGIN that is not answered yet.
    pooled: Arc<Object<AsyncPgConnection>>,
    begun: Option<BoxFuture<'static, QueryResult<()>>>,
    in_transaction: bool,
}

impl Conn {
    pub(crate) fn new(pooled: Object<AsyncPgConnection>) -> Self {
        Self { pooled: Arc::new(pooled), begun: None, in_transaction: false }
    }

    /// Begins a transaction of an organization: tenant context and BEGIN travel together, and the first statement right behind them.
    /// Should they fail, so does that statement: without its tenant nothing is seen and nothing written.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the connection is known to be dead.
    pub(crate) fn begin(&mut self, org_id: Uuid) -> Result<()> {
        let conn = self.pooled.clone();
        let begun =
            async move { (&mut &**conn).batch_execute(&format!("BEGIN; SET LOCAL tend.org = '{org_id}'")).await };
        self.in_transaction = true;
        self.begun = sent(begun.boxed())?;
        Ok(())
    }

    /// Ends the transaction and keeps what it wrote.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`], and the constraints that are checked at the end.
    pub(crate) async fn commit(&mut self) -> Result<()> {
        self.end("COMMIT").await
    }

    /// Ends the transaction as if it had never been.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`].
    pub(crate) async fn rollback(&mut self) -> Result<()> {
        self.end("ROLLBACK").await
    }

    async fn end(&mut self, how: &'static str) -> Result<()> {
        if let Some(begun) = self.begun.take() {
            begun.await?;
        }
        self.batch_execute(how).await?;
        self.in_transaction = false;
        Ok(())
    }

    /// Ends a transaction that read, without waiting for the answer: whatever uses the connection next comes after it.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the transaction never began: what was read is nothing.
    pub(crate) async fn done_reading(mut self) -> Result<()> {
        if let Some(begun) = self.begun.take() {
            begun.await?;
        }
        let conn = self.pooled.clone();
        let committed = sent(async move { (&mut &**conn).batch_execute("COMMIT").await }.boxed());
        self.in_transaction = committed.is_err();
        Ok(())
    }
}

impl Drop for Conn {
    /// The pool throws away one whose transaction is open: its request was given up, or its server died.
    fn drop(&mut self) {
        self.begun = None;
        if self.in_transaction
            && let Some(pooled) = Arc::get_mut(&mut self.pooled)
        {
            AnsiTransactionManager::transaction_manager_status_mut(&mut **pooled).set_in_error();
        }
    }
}

/// What is left to wait for of a statement that has been sent; nothing when it is answered.
fn sent(mut statement: BoxFuture<'static, QueryResult<()>>) -> Result<Option<BoxFuture<'static, QueryResult<()>>>> {
    match statement.poll_unpin(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => Ok(answer.map(|()| None)?),
        Poll::Pending => Ok(Some(statement)),
    }
}

impl SimpleAsyncConnection for Conn {
    async fn batch_execute(&mut self, query: &str) -> QueryResult<()> {
        (&mut &**self.pooled).batch_execute(query).await
    }
}

impl AsyncConnectionCore for Conn {
    type ExecuteFuture<'conn, 'query> = <&'conn AsyncPgConnection as AsyncConnectionCore>::ExecuteFuture<'conn, 'query>;
    type LoadFuture<'conn, 'query> = <&'conn AsyncPgConnection as AsyncConnectionCore>::LoadFuture<'conn, 'query>;
    type Stream<'conn, 'query> = <&'conn AsyncPgConnection as AsyncConnectionCore>::Stream<'conn, 'query>;
    type Row<'conn, 'query> = <&'conn AsyncPgConnection as AsyncConnectionCore>::Row<'conn, 'query>;
    type Backend = Pg;

    fn load<'conn, 'query, T>(&'conn mut self, source: T) -> Self::LoadFuture<'conn, 'query>
    where
        T: AsQuery + 'query,
        T::Query: QueryFragment<Pg> + QueryId + 'query,
    {
        (&mut &**self.pooled).load(source)
    }

    fn execute_returning_count<'conn, 'query, T>(&'conn mut self, source: T) -> Self::ExecuteFuture<'conn, 'query>
    where
        T: QueryFragment<Pg> + QueryId + 'query,
    {
        (&mut &**self.pooled).execute_returning_count(source)
    }
}
