//! Care plans: goals with their SMART check.

pub mod goal;
pub mod smart;
