//! The only crate of Tend that knows SQL.
//!
//! [`Store`] is the door: every query runs in a tenant transaction that a checked capability opened, every change goes
//! through [`Tx::apply`] or [`Tx::apply_in`], and every operation leaves an audit entry: a change in its own transaction, a read before
//! its result is returned.

// Tables and rows are declared by macros; their columns are documented on the domain records they map.
#![allow(missing_docs)]

pub mod absence;
pub mod acuity;
pub mod adt;
pub mod advocacy;
pub mod alert;
pub mod appointment;
pub mod assessment;
pub mod audit;
pub mod authorization;
pub mod backlog;
pub mod billing;
pub mod candidate;
pub mod care_gap;
pub mod care_plan;
pub mod care_team;
pub mod case;
mod case_work;
pub mod caseload;
pub mod community_service;
pub mod comprehensive_assessment;
pub mod concern;
pub mod conference;
pub mod conflict_of_interest;
mod conn;
pub mod consent;
pub mod constraint;
pub mod consultation;
pub mod contact;
pub mod contact_cadence;
pub mod cost;
pub mod crisis_plan;
pub mod deadline;
pub mod deadline_extension;
pub mod digest;
pub mod directory;
pub mod draft;
pub mod dump;
pub mod education;
pub mod engagement;
pub mod error;
pub mod huddle;
pub mod import;
pub mod instrument_policy;
pub mod instrument_wording;
pub mod insurance_plan;
pub mod job;
mod joins;
pub mod measure;
pub mod measure_board;
pub mod mentorship;
pub mod message;
pub mod migrate;
pub mod milestone;
pub mod need;
pub mod note;
pub mod on_call;
pub mod organization;
pub mod outbox;
pub mod overview;
pub mod person;
pub mod population;
pub mod preference;
pub mod program;
mod read_trail;
pub mod reading;
pub mod record;
pub mod record_request;
pub mod referral;
mod referral_document;
pub mod saved_report;
pub mod scope;
pub mod seal;
pub mod session;
pub mod sql;
pub mod staff;
pub mod stay;
pub mod store;
pub mod survey_answer;
pub mod task;
pub mod throughput;
pub mod today;
pub mod transition;
pub mod tx;
pub mod visit;
pub mod work_calendar;
pub mod work_hours;

pub use error::{Error, Result};
pub use store::Store;
pub use tx::{Reply, StoredReply, Tx};
