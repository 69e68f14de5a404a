//! Care plans: revisions of goals, interventions and barriers, with the SMART check and comparison in words.

pub mod compare;
pub mod goal;
pub mod plan;
pub mod progress;
pub mod smart;

pub use compare::{PlanChange, compare};
pub use goal::Goal;
pub use plan::{CarePlan, CarePlanRevision, PlanContent};
pub use progress::GoalProgress;
