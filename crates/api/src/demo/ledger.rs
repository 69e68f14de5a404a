//! Where a life is written down: the transaction of the store, or memory in tests.

use domain::{Change, Event};
use persistence::case::CaseWork;
use persistence::record::Record;
use persistence::{Result, Tx};

/// Takes changes the way [`Tx`] does.
pub trait Ledger {
    /// Stores a change without events.
    ///
    /// # Errors
    /// As [`Tx::apply`].
    fn keep<T: Record + Clone + std::fmt::Debug + Send + Sync + 'static>(&mut self, change: Change<T>) -> Result<T>;

    /// Stores a change and lets the deadlines of the cases follow its events.
    ///
    /// # Errors
    /// As [`Tx::apply_in`].
    fn keep_in<T: Record + Clone + std::fmt::Debug + Send + Sync + 'static>(
        &mut self,
        cases: &mut [CaseWork],
        change: Change<T>,
    ) -> Result<T>;

    /// Lets the deadlines of the cases follow an event that no record holds.
    ///
    /// # Errors
    /// As [`Tx::announce`].
    fn announce(&mut self, cases: &mut [CaseWork], event: &Event) -> Result<()>;

    /// How many changes were stored so far.
    fn written(&self) -> usize;
}

/// A transaction that counts what is written in it.
pub struct Counted<'a> {
    /// The transaction.
    pub tx: &'a mut Tx,
    /// How many changes were stored.
    pub written: usize,
}

impl Ledger for Counted<'_> {
    fn keep<T: Record + Clone + std::fmt::Debug + Send + Sync + 'static>(&mut self, change: Change<T>) -> Result<T> {
        self.written += 1;
        self.tx.apply(change)
    }

    fn keep_in<T: Record + Clone + std::fmt::Debug + Send + Sync + 'static>(
        &mut self,
        cases: &mut [CaseWork],
        change: Change<T>,
    ) -> Result<T> {
        // Each event may open or settle a deadline.
        self.written += 1 + change.events.len();
        self.tx.apply_in(cases, change)
    }

    fn announce(&mut self, cases: &mut [CaseWork], event: &Event) -> Result<()> {
        self.written += 1;
        self.tx.announce(cases, event)
    }

    fn written(&self) -> usize {
        self.written
    }
}
