//! The rules of Tend, pure: no IO, no clock, no randomness. `now` and new ids are arguments.

pub mod access;
pub mod acuity;
pub mod age;
pub mod alert;
pub mod assessment;
pub mod calendar;
pub mod care_plan;
pub mod case;
pub mod change;
pub mod clock;
pub mod code;
pub mod community_service;
pub mod contact;
pub mod crisis_plan;
pub mod deadline;
pub mod fhir;
pub mod hand_off;
pub mod import;
pub mod instrument;
pub mod measure;
pub mod need;
pub mod note;
pub mod person;
pub mod program;
pub mod rank;
pub mod readability;
pub mod readmission;
pub mod rulebook;
pub mod scope;
pub mod staff;
pub mod stay;
pub mod task;

pub use change::{Change, Event, EventKind, Rule};
pub use code::Code;
