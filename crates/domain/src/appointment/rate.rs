//! How appointments are kept: the no-show rate (K-12) and visit adherence (K-16).

use super::{Appointment, AppointmentStatus, Cancellation};

/// How many appointments ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attendance {
    /// Kept.
    pub kept: u32,
    /// The person was not there.
    pub no_show: u32,
    /// Cancelled late by the person.
    pub late: u32,
    /// Cancelled in time by the person; in no rate.
    pub timely: u32,
    /// Cancelled by the provider; in no rate.
    pub provider: u32,
}

impl Attendance {
    /// Counts appointments. What is not settled counts nowhere.
    pub fn of<'a>(appointments: impl IntoIterator<Item = &'a Appointment>) -> Self {
        let mut all = Self::default();
        for appointment in appointments {
            match (appointment.status, appointment.cancellation) {
                (AppointmentStatus::Fulfilled, _) => all.kept += 1,
                (AppointmentStatus::Noshow, _) => all.no_show += 1,
                (AppointmentStatus::Cancelled, Some(Cancellation::Late)) => all.late += 1,
                (AppointmentStatus::Cancelled, Some(Cancellation::Timely)) => all.timely += 1,
                (AppointmentStatus::Cancelled, Some(Cancellation::Provider)) => all.provider += 1,
                _ => {}
            }
        }
        all
    }

    /// No-shows of all that the person kept, missed or cancelled late; with `late_counts` a late cancellation is a no-show too.
    /// None when there were none. Source: rules.md K-12.
    pub fn no_show_rate(self, late_counts: bool) -> Option<f64> {
        let all = self.kept + self.no_show + self.late;
        let missed = self.no_show + if late_counts { self.late } else { 0 };
        (all > 0).then(|| f64::from(missed) / f64::from(all))
    }
}

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
