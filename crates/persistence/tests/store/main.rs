//! Persistence on a real PostgreSQL, as the application role.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod caseload;
mod catalogue;
mod engagement;
mod history;
mod instrument_wording;
mod job;
mod pool;
mod reach;
mod read_trail;
mod seal;
mod settling;
mod tenancy;
