//! The rules of Tend, pure: no IO, no clock, no randomness. `now` and new ids are arguments.

pub mod age;
pub mod calendar;
pub mod care_plan;
pub mod case;
pub mod clock;
pub mod deadline;
pub mod program;
pub mod rank;
pub mod rulebook;
pub mod task;
pub mod change;
pub mod code;

pub use change::{Change, Event, EventKind, Rule};
pub use code::Code;
