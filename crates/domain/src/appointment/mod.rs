//! An appointment: anything scheduled with or about the person, with its outcome (FHIR Appointment).
//!
//! | from              | action                        | to        |
//! |-------------------|-------------------------------|-----------|
//! | -                 | propose                       | proposed  |
//! | -                 | create                        | booked    |
//! | proposed          | book                          | booked    |
//! | proposed, booked  | move                          | the same  |
//! | booked            | remind                        | booked    |
//! | booked            | arrive                        | arrived   |
//! | booked, arrived   | keep                          | fulfilled |
//! | booked, arrived   | miss (reason)                 | noshow    |
//! | noshow            | notify                        | noshow    |
//! | proposed, booked  | cancel (who, reason)          | cancelled |
//!
//! The names of the states are FHIR's; `fulfilled` is "kept". A proposed appointment holds nobody's time; a booked, arrived or
//! kept one does, see [`clash`].

pub mod clash;
pub mod follow_up;
pub mod missed;
pub mod plan;
pub mod rate;
pub mod repeat;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::case::Case;
use crate::change::{Change, Rule};
use crate::code::Code;
use crate::contact::ContactMode;

crate::codes! {
    /// What an appointment is.
    pub enum AppointmentKind {
        /// A visit at the person's home.
        HomeVisit = "home_visit",
        /// A visit elsewhere in the community: a shelter, a park, a school yard.
        CommunityVisit = "community_visit",
        /// The person comes to us.
        OfficeVisit = "office_visit",
        /// A video call.
        Telehealth = "telehealth",
        /// A planned phone call.
        PhoneCall = "phone_call",
        /// A specialist or a service that the person goes to.
        Specialist = "specialist",
        /// A court hearing.
        Hearing = "hearing",
        /// A meeting at school, for example about an individualized education program.
        SchoolMeeting = "school_meeting",
        /// A conference of the team about the person.
        Conference = "conference",
        /// Rounds on a ward.
        Rounds = "rounds",
    }
}

impl AppointmentKind {
    /// True for visits outside our own rooms, which need somebody who may do field visits.
    pub fn is_field_visit(self) -> bool {
        matches!(self, Self::HomeVisit | Self::CommunityVisit)
    }

    /// How the contact took place that comes of it; none where no contact with the person by us does.
    pub fn contact_mode(self) -> Option<ContactMode> {
        match self {
            Self::HomeVisit | Self::CommunityVisit | Self::OfficeVisit => Some(ContactMode::InPerson),
            Self::Telehealth => Some(ContactMode::Video),
            Self::PhoneCall => Some(ContactMode::Phone),
            Self::Specialist | Self::Hearing | Self::SchoolMeeting | Self::Conference | Self::Rounds => None,
        }
    }

    /// True for what the person must be at home, in town or with somebody else for: not a call, and not what others talk about.
    pub fn needs_person_there(self) -> bool {
        match self {
            Self::HomeVisit
            | Self::CommunityVisit
            | Self::OfficeVisit
            | Self::Specialist
            | Self::Hearing
            | Self::SchoolMeeting => true,
            Self::Telehealth | Self::PhoneCall | Self::Conference | Self::Rounds => false,
        }
    }

    /// The kind in words.
    pub fn words(self) -> String {
        self.to_string().replace('_', " ")
    }
}

crate::codes! {
    /// State of an appointment (FHIR appointmentstatus).
    pub enum AppointmentStatus {
        /// Planned, not agreed with the person yet.
        Proposed = "proposed",
        /// Agreed.
        Booked = "booked",
        /// The worker, or the person, is there.
        Arrived = "arrived",
        /// Kept.
        Fulfilled = "fulfilled",
        /// The person was not there.
        Noshow = "noshow",
        /// Cancelled.
        Cancelled = "cancelled",
    }
}

crate::codes! {
    /// What can be done with an appointment: the operations of the contract.
    pub enum AppointmentAction {
        /// Agree on it.
        Book = "appointment_book",
        /// To another time.
        Move = "appointment_move",
        /// Note that the person was reminded.
        Remind = "appointment_remind",
        /// Note that one is there.
        Arrive = "appointment_arrive",
        /// Note that it took place.
        Keep = "appointment_keep",
        /// Note that the person was not there.
        Miss = "appointment_miss",
        /// Note that the physician was told of the missed visit.
        Notify = "appointment_notify",
        /// Cancel.
        Cancel = "appointment_cancel",
    }
}

impl AppointmentStatus {
    /// The state after an action; none when the action is not allowed. The one table of all moves: operations and the web app's
    /// buttons follow it.
    pub fn after(self, action: AppointmentAction) -> Option<Self> {
        use AppointmentAction as A;
        match (self, action) {
            (Self::Proposed, A::Book) | (Self::Booked, A::Remind) => Some(Self::Booked),
            (Self::Proposed | Self::Booked, A::Move) | (Self::Noshow, A::Notify) => Some(self),
            (Self::Booked, A::Arrive) => Some(Self::Arrived),
            (Self::Booked | Self::Arrived, A::Keep) => Some(Self::Fulfilled),
            (Self::Booked | Self::Arrived, A::Miss) => Some(Self::Noshow),
            (Self::Proposed | Self::Booked, A::Cancel) => Some(Self::Cancelled),
            _ => None,
        }
    }

    /// True while the time of who takes part is taken.
    pub fn holds_time(self) -> bool {
        matches!(self, Self::Booked | Self::Arrived | Self::Fulfilled)
    }
}

crate::codes! {
    /// Who cancelled.
    pub enum CancelledBy {
        /// The person, or somebody for them.
        Person = "person",
        /// We, or the other provider.
        Provider = "provider",
    }
}

crate::codes! {
    /// How a cancellation counts (K-12).
    pub enum Cancellation {
        /// The person cancelled in time.
        Timely = "timely",
        /// The person cancelled late.
        Late = "late",
        /// The provider cancelled; never counted against the person.
        Provider = "provider",
    }
}

/// When a cancellation is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateRule {
    /// Real hours before the start; with less notice a cancellation is late.
    pub hours: i64,
    /// Where the number comes from.
    pub source: &'static str,
}

/// The rule in force. Source: ours; rules.md K-12 counts late cancellations and leaves the hours to the organization.
pub const LATE_CANCEL: LateRule = LateRule { hours: 24, source: "ours" };

/// Longest appointment in minutes: one working day. The number is ours.
pub const LONGEST_MINUTES: i64 = 480;

/// An appointment.
#[derive(Debug, Clone, PartialEq)]
pub struct Appointment {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// The series it belongs to.
    pub series_id: Option<Uuid>,
    /// Kind.
    pub kind: AppointmentKind,
    /// What for, in a line.
    pub title: Option<String>,
    /// State.
    pub status: AppointmentStatus,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End.
    pub ends_at: DateTime<Utc>,
    /// IANA zone in which it was agreed; a series keeps its time on the wall of this zone.
    pub time_zone: String,
    /// Where.
    pub place: Option<String>,
    /// Link of a video call, https only.
    pub link: Option<String>,
    /// Number to call.
    pub phone: Option<String>,
    /// The workers who take part; the first one leads it.
    pub attendee_ids: Vec<Uuid>,
    /// When the person was last reminded.
    pub reminded_at: Option<DateTime<Utc>>,
    /// When the worker, or the person, was there.
    pub arrived_at: Option<DateTime<Utc>>,
    /// How a cancellation counts.
    pub cancellation: Option<Cancellation>,
    /// Why it was missed or cancelled.
    pub reason: Option<String>,
    /// When the physician who ordered a missed visit was told.
    pub notified_at: Option<DateTime<Utc>>,
    /// When it was kept, missed or cancelled.
    pub settled_at: Option<DateTime<Utc>>,
    /// Who said so.
    pub settled_by: Option<Uuid>,
    /// The contact that came of it.
    pub contact_id: Option<Uuid>,
    /// Who made it.
    pub author_id: Uuid,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl Appointment {
    /// Makes an appointment on an active case, proposed or booked.
    ///
    /// # Errors
    /// `case_closed`, `appointment_attendee_required` at `/attendee_ids`, `appointment_in_past` at `/starts_at`.
    pub fn create(mut appointment: Self, case: &Case, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        case.require_active()?;
        appointment.set_attendees()?;
        appointment.require_ahead(now)?;
        Ok(Change::created(appointment))
    }

    /// Books what was proposed.
    ///
    /// # Errors
    /// `appointment_transition`, `appointment_in_past`.
    pub fn book(mut self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.act(AppointmentAction::Book)?;
        self.require_ahead(now)?;
        Ok(self.next())
    }

    /// Moves it to another time, and to other workers when given. A reminder of the old time does not count any more.
    ///
    /// # Errors
    /// `appointment_transition`, `appointment_attendee_required`, `appointment_in_past`.
    pub fn move_to(
        mut self,
        starts_at: DateTime<Utc>,
        length: TimeDelta,
        attendee_ids: Option<Vec<Uuid>>,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        self.act(AppointmentAction::Move)?;
        (self.starts_at, self.ends_at) = (starts_at, starts_at + length);
        self.reminded_at = None;
        self.attendee_ids = attendee_ids.unwrap_or(self.attendee_ids);
        self.set_attendees()?;
        self.require_ahead(now)?;
        Ok(self.next())
    }

    /// Notes that the person was reminded.
    ///
    /// # Errors
    /// `appointment_transition`, `appointment_in_past` once it is over.
    pub fn remind(mut self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.act(AppointmentAction::Remind)?;
        self.require_ahead(now)?;
        self.reminded_at = Some(now);
        Ok(self.next())
    }

    /// Notes that the worker, or the person, is there.
    ///
    /// # Errors
    /// `appointment_transition`, `appointment_not_yet` more than [`EARLY`] before the start.
    pub fn arrive(mut self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.act(AppointmentAction::Arrive)?;
        self.require_begun(now + EARLY)?;
        self.arrived_at = Some(now);
        Ok(self.next())
    }

    /// Notes that it took place, and the contact that came of it.
    ///
    /// # Errors
    /// `appointment_transition`, `appointment_not_yet` before the start, unless somebody has arrived.
    pub fn keep(mut self, contact_id: Option<Uuid>, by: Uuid, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        let arrived = self.status == AppointmentStatus::Arrived;
        self.act(AppointmentAction::Keep)?;
        if !arrived {
            self.require_begun(now)?;
        }
        self.contact_id = contact_id;
        Ok(self.settled(by, now))
    }

    /// Notes that the person was not there. Source of the reason: rules.md K-16.
    ///
    /// # Errors
    /// `appointment_transition`, `appointment_not_yet` before the start.
    pub fn miss(mut self, reason: String, notified: bool, by: Uuid, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.act(AppointmentAction::Miss)?;
        self.require_begun(now)?;
        self.reason = Some(reason);
        self.notified_at = notified.then_some(now);
        Ok(self.settled(by, now))
    }

    /// Notes that the physician who ordered the missed visit was told. Source: rules.md K-16.
    ///
    /// # Errors
    /// `appointment_transition`, `appointment_notified` when that is noted already.
    pub fn notify(mut self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.act(AppointmentAction::Notify)?;
        if self.notified_at.is_some() {
            return Err(Rule::new("appointment_notified", "It is noted already that the physician was told."));
        }
        self.notified_at = Some(now);
        Ok(self.next())
    }

    /// Cancels it. By the person it counts as timely or late, see [`LATE_CANCEL`].
    ///
    /// # Errors
    /// `appointment_transition`.
    pub fn cancel(
        mut self,
        by_whom: CancelledBy,
        reason: String,
        by: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        self.act(AppointmentAction::Cancel)?;
        self.cancellation = Some(match by_whom {
            CancelledBy::Provider => Cancellation::Provider,
            CancelledBy::Person if self.starts_at - now < TimeDelta::hours(LATE_CANCEL.hours) => Cancellation::Late,
            CancelledBy::Person => Cancellation::Timely,
        });
        self.reason = Some(reason);
        Ok(self.settled(by, now))
    }

    /// True for a missed visit of which the physician was not told. Source: rules.md K-16.
    pub fn needs_notice(&self) -> bool {
        self.status == AppointmentStatus::Noshow && self.kind.is_field_visit() && self.notified_at.is_none()
    }

    /// True when it can't take place as planned because the person is in a hospital: what lies within [`HOLD_AHEAD`]. Source: rules.md
    /// K-16 leaves weeks of such a hold out of what was to be done.
    pub fn is_held(&self, in_hospital: bool, now: DateTime<Utc>) -> bool {
        let is_open = matches!(self.status, AppointmentStatus::Proposed | AppointmentStatus::Booked);
        let is_near = self.ends_at > now && self.starts_at < now + HOLD_AHEAD;
        in_hospital && is_open && is_near && self.kind.needs_person_there()
    }

    /// True while the person is to be reminded (R101): of what is booked with them and begins within [`REMIND_AHEAD`].
    pub fn is_to_remind(&self, now: DateTime<Utc>) -> bool {
        let is_theirs = self.kind.needs_person_there() || self.kind.contact_mode().is_some();
        let is_near = now < self.starts_at && self.starts_at <= now + REMIND_AHEAD;
        is_theirs && is_near && self.status == AppointmentStatus::Booked && self.reminded_at.is_none()
    }

    /// True when it comes later in the same series.
    pub fn follows(&self, earlier: &Self) -> bool {
        self.series_id.is_some() && self.series_id == earlier.series_id && self.starts_at > earlier.starts_at
    }

    /// What may be done with it at `now`.
    pub fn actions(&self, now: DateTime<Utc>) -> impl Iterator<Item = AppointmentAction> {
        AppointmentAction::ALL.iter().copied().filter(move |action| self.allows(*action, now))
    }

    fn allows(&self, action: AppointmentAction, now: DateTime<Utc>) -> bool {
        use AppointmentAction as A;
        let in_time = match action {
            A::Book | A::Remind => now < self.ends_at,
            A::Arrive => self.starts_at <= now + EARLY,
            A::Keep => self.starts_at <= now || self.status == AppointmentStatus::Arrived,
            A::Miss => self.starts_at <= now,
            A::Notify => self.notified_at.is_none(),
            A::Move | A::Cancel => true,
        };
        in_time && self.status.after(action).is_some()
    }

    /// How long it is planned to take.
    pub fn length(&self) -> TimeDelta {
        self.ends_at - self.starts_at
    }

    fn act(&mut self, action: AppointmentAction) -> Result<(), Rule> {
        let detail = || format!("This appointment is {}: that can't be done with it any more.", self.status);
        self.status = self.status.after(action).ok_or_else(|| Rule::new("appointment_transition", detail()))?;
        Ok(())
    }

    /// Each worker once.
    fn set_attendees(&mut self) -> Result<(), Rule> {
        let mut known = Vec::new();
        self.attendee_ids.retain(|id| {
            !known.contains(id) && {
                known.push(*id);
                true
            }
        });
        if self.attendee_ids.is_empty() {
            return Err(Rule::at("appointment_attendee_required", "/attendee_ids", "Say who takes part for us."));
        }
        Ok(())
    }

    fn require_ahead(&self, now: DateTime<Utc>) -> Result<(), Rule> {
        if self.ends_at <= now {
            let detail = "This time is over. Log a contact for what took place already.";
            return Err(Rule::at("appointment_in_past", "/starts_at", detail));
        }
        Ok(())
    }

    fn require_begun(&self, at: DateTime<Utc>) -> Result<(), Rule> {
        if at < self.starts_at {
            return Err(Rule::new(
                "appointment_not_yet",
                "This appointment has not begun. Move it if it took place earlier.",
            ));
        }
        Ok(())
    }

    fn settled(mut self, by: Uuid, now: DateTime<Utc>) -> Change<Self> {
        self.settled_at = Some(now);
        self.settled_by = Some(by);
        self.next()
    }

    fn next(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}

/// How long before it a person is reminded. Ours: three days, so that a Friday reaches the Monday.
pub const REMIND_AHEAD: TimeDelta = TimeDelta::days(3);

/// How far ahead somebody who is in a hospital now is taken to be there still. Ours: most stays are shorter than a week.
pub const HOLD_AHEAD: TimeDelta = TimeDelta::days(7);

/// How early one may arrive. The number is ours: visits run early when another one falls through.
pub const EARLY: TimeDelta = TimeDelta::hours(2);

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
