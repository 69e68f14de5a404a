//! How ordered visits are kept: visit adherence (K-16).

/// The visits of one order week, Monday to Sunday in the program's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderWeek {
    /// Visits ordered.
    pub ordered: u32,
    /// Visits done in this week.
    pub done: u32,
    /// True when the person was in hospital: the week is left out.
    pub on_hold: bool,
}

/// Visits done in their own week and visits ordered, weeks on hold left out. More visits than ordered make up for no other week.
/// Source: rules.md K-16.
pub fn visit_adherence(weeks: &[OrderWeek]) -> (u32, u32) {
    let counted = weeks.iter().filter(|week| !week.on_hold);
    counted.fold((0, 0), |(done, ordered), week| (done + week.done.min(week.ordered), ordered + week.ordered))
}
