//! The API over HTTP, in process, on real databases. One binary, so that it links once.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod acuity;
mod adt;
mod adt_many;
mod audit;
mod calculators;
mod care_plan;
mod community_service;
mod comprehensive_assessment;
mod contract;
mod crisis_plan;
mod errors;
mod idempotency;
mod import;
mod instrument_wording;
mod late_entries;
mod main_job;
mod matrix;
mod mllp;
mod plan_in_force;
mod privacy;
mod rules;
mod safety;
mod scope;
mod session;
mod triggers;
