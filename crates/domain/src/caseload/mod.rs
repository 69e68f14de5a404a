//! Caseload: what a worker carries against what they can carry, by the policy of each program (R217-R226, R229, R238).
//!
//! A number of cases says little: published averages go from 2 to 365, and the work group that collected them found "no magic
//! number" (rules.md section 5, 2). So a program chooses a range and one of four models, and everything is shown with its parts.
//! Nothing here stops anybody: a status is a word on a board, never a refusal.
//!
//! | model      | a case weighs                | all that fits                                             | source          |
//! |------------|------------------------------|-----------------------------------------------------------|-----------------|
//! | `hours`    | minutes a month by tier      | weekly hours x 4.33 x direct share                        | 5, 6 (default)  |
//! | `points`   | points by tier               | the policy's points x the worker's share of a full week   | 5, 7            |
//! | `workload` | points by tier               | floor(points of the grade x hours left / full week)       | 5, 3 (HMPPS)    |
//! | `mixed`    | 1 / limit of the tier        | the worker's share of a full week                         | 5, 4 (NAC 1973) |
//!
//! What being on call in the weeks ahead takes off the week is taken off its hours first, by the policy, in every model.
//!
//! Somebody who works in several programs is full when the shares add up to one, as mixed limits do (5, 4).

mod capacity;
mod fairness;
mod load;
pub mod lock;
mod policy;
pub mod shift;
pub mod strain;
mod weight;

pub use capacity::{Capacity, Reduction, ReductionKind, StaffCapacity};
pub use fairness::jain;
pub use load::{
    Ahead, Caseload, Facts, LoadMissing, LoadPart, LoadPartKind, LoadStanding, ProgramFacts, ProgramLoad, carry, fits,
    overhead, there, weight,
};
pub use policy::{
    Adjustment, AdjustmentKind, CaseloadBasis, CaseloadPolicy, LoadModel, ON_CALL_PERCENT, Policy, in_force, standard,
};
pub use weight::{Counts, PerTier, TIER_POINTS, Weighted};

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
