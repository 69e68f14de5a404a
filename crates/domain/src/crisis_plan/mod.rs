//! A crisis plan: what the person wants to happen when a crisis comes, in their own words (R079, R251). It belongs to the
//! person, not to a case, and opens the work that keeps it current.

pub mod content;
pub mod plan;
pub mod work;

pub use content::{CrisisChange, CrisisContact, CrisisContent, compare};
pub use plan::{CrisisDraft, CrisisPlan, CrisisPlanRevision, CrisisPlanStatus};
pub use work::CrisisWork;
