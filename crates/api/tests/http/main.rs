//! The API over HTTP, in process, on real databases. One binary, so that it links once.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod acuity;
mod audit;
mod calculators;
mod care_plan;
mod community_service;
mod contract;
mod crisis_plan;
mod errors;
mod idempotency;
mod import;
mod late_entries;
mod main_job;
mod matrix;
mod privacy;
mod rules;
mod scope;
mod session;
mod triggers;
