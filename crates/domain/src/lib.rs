//! The rules of Tend, pure: no IO, no clock, no randomness. `now` and new ids are arguments.

pub mod change;
pub mod code;

pub use change::{Change, Event, EventKind, Rule};
pub use code::Code;
