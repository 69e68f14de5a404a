//! What can go wrong between a handler and the database.

use diesel::result::{DatabaseErrorKind, Error as Diesel};
use domain::Rule;

/// Outcome of a read or write. Each variant has one HTTP meaning, given by the API crate.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The record does not exist, or the actor may not know that it does.
    #[error("not found")]
    NotFound,
    /// The record exists and is visible, but the role does not allow this.
    #[error("forbidden: {0}")]
    Forbidden(&'static str),
    /// The record was changed by somebody else since it was read.
    #[error("stale version")]
    Stale,
    /// A rule of the domain or a constraint of the database refuses the change.
    #[error(transparent)]
    Rule(#[from] Rule),
    /// The same idempotency key was used for another request.
    #[error("idempotency key reused")]
    KeyReused,
    /// The request was already carried out: here is the stored answer.
    #[error("replayed")]
    Replay(Box<crate::tx::StoredReply>),
    /// The database is busy or gone; try again.
    #[error("database unavailable: {0}")]
    Unavailable(String),
    /// The installation is not ready: one plain sentence for whoever runs it. Never shown to clients.
    #[error("{0}")]
    Setup(String),
    /// A defect. Never shown to clients.
    #[error("internal: {0}")]
    Internal(String),
}

/// Result of the persistence crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// How messages begin with which a database goes away or comes back, or ends one of two transactions that wait for each other:
/// they have no kind of their own, and the same request succeeds a moment later.
const PASSING: &[&str] = &[
    "deadlock detected",
    "terminating connection",
    "the database system is",
    "server closed the connection",
    "canceling statement due to conflict with recovery",
];

impl From<Diesel> for Error {
    fn from(error: Diesel) -> Self {
        match error {
            Diesel::NotFound => Self::NotFound,
            Diesel::DatabaseError(kind, info) => {
                if let Some(name) = info.constraint_name()
                    && let Some((code, pointer, detail)) = crate::constraint::explain(name)
                {
                    return Self::Rule(Rule { code, detail: detail.to_owned(), pointer: pointer.map(str::to_owned) });
                }
                match kind {
                    _ if PASSING.iter().any(|start| info.message().starts_with(start)) => {
                        Self::Unavailable(info.message().to_owned())
                    }
                    DatabaseErrorKind::SerializationFailure
                    | DatabaseErrorKind::ClosedConnection
                    | DatabaseErrorKind::UnableToSendCommand => Self::Unavailable(info.message().to_owned()),
                    _ => Self::Internal(info.message().to_owned()),
                }
            }
            // What it was in the middle of failed already, and said so.
            Diesel::BrokenTransactionManager => Self::Unavailable("the connection was lost".into()),
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<diesel_async::pooled_connection::deadpool::PoolError> for Error {
    fn from(error: diesel_async::pooled_connection::deadpool::PoolError) -> Self {
        Self::Unavailable(error.to_string())
    }
}
