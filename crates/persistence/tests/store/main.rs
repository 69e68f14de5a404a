//! Persistence on a real PostgreSQL, as the application role.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod catalogue;
mod history;
mod job;
mod pool;
mod reach;
mod settling;
mod tenancy;
