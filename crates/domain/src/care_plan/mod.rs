//! Care plans: revisions of goals, interventions and barriers, with the SMART check, comparison in words,
//! the course of the goals, each time an intervention falls due, and the task that its review is.

pub mod agenda;
pub mod check;
pub mod compare;
pub mod entry;
pub mod goal;
pub mod occurrence;
pub mod plain;
pub mod plan;
pub mod progress;
pub mod review;
pub mod smart;
pub mod template;

pub use compare::{PlanChange, compare};
pub use entry::PlanEntry;
pub use goal::Goal;
pub use occurrence::Occurrence;
pub use plain::PlainWords;
pub use plan::{CarePlan, CarePlanRevision, PlanContent};
pub use progress::GoalProgress;
