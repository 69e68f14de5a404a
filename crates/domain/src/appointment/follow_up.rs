//! Which kept appointments are the visits that the clocks after a stay wait for (rules.md T-5, K-6).
//!
//! | program           | kinds                                  | with                       | event                |
//! |-------------------|----------------------------------------|----------------------------|----------------------|
//! | clinic            | office visit, home visit, video call   | a physician or practitioner | follow-up visit kept |
//! | behavioral health | office, home or community visit, video call | whoever it was with us | behavioral visit kept |
//!
//! T-5 counts a visit with a physician or practitioner only, so somebody must have said so. K-6 counts visits for mental health with a
//! widened circle of providers since measurement year 2025. Phone calls are left out of both: a contact meets the clock of its own.

use super::{Appointment, AppointmentKind};
use crate::change::{Event, EventKind};
use crate::program::Setting;

impl AppointmentKind {
    /// What a kept appointment of this kind in a program of a setting says to the clocks after a stay. `practitioner` is true when the
    /// person saw a physician or practitioner in it.
    pub fn follow_up(self, setting: Setting, practitioner: bool) -> Option<EventKind> {
        let seen = matches!(self, Self::OfficeVisit | Self::HomeVisit | Self::Telehealth);
        match setting {
            Setting::Clinic if seen && practitioner => Some(EventKind::FollowUpVisitKept),
            Setting::BehavioralHealth if seen || self == Self::CommunityVisit => Some(EventKind::BehavioralVisitKept),
            _ => None,
        }
    }
}

impl Appointment {
    /// The event of a kept appointment. It is about the contact that came of it where there is one: who takes back the contact takes
    /// back the visit.
    pub fn follow_up(&self, setting: Setting, practitioner: bool) -> Option<Event> {
        let kind = self.kind.follow_up(setting, practitioner)?;
        let at = self.arrived_at.unwrap_or(self.starts_at);
        Some(Event::new(kind, self.contact_id.unwrap_or(self.id), at))
    }
}
