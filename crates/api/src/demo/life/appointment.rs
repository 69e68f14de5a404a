//! Appointments: one that lies behind and one ahead for most people. Each person of an owner has a slot of their own, so that
//! nobody is booked twice.

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use domain::appointment::{Appointment, AppointmentKind, AppointmentStatus, CancelledBy, missed};
use domain::calendar::Calendar;
use domain::clock::local_date;
use domain::program::Setting;
use persistence::Result;
use uuid::Uuid;

use super::{Act, Life};
use crate::demo::hours;
use crate::demo::ledger::Ledger;

/// Slots of a day by the minute at which they begin.
const SLOTS: [i64; 4] = [9 * 60, 10 * 60 + 30, 13 * 60, 14 * 60 + 30];
const MINUTES: i64 = 45;
/// People beyond this number of an owner have no appointment: about two weeks of them.
const MOST: usize = 40;

impl Life<'_> {
    /// Puts the two appointments of this life on the agenda.
    pub(super) fn plan_appointments(&mut self) {
        if self.nth < MOST {
            self.soon(self.world.now - Duration::days(20), Act::Appoint { behind: true });
            self.soon(self.world.now - Duration::hours(30), Act::Appoint { behind: false });
        }
    }

    /// The slot of this person: on one of the business days behind today, or from today on.
    fn slot(&self, behind: bool) -> DateTime<Utc> {
        let (calendar, zone) = (Calendar::default(), self.zone(0));
        let today = local_date(self.world.now, zone);
        let open = |day: &NaiveDate| calendar.is_business_day(*day);
        let skipped = self.nth / SLOTS.len();
        let day = if behind {
            (1..).map(|back| today - Days::new(back)).filter(open).nth(skipped)
        } else {
            (0..).map(|ahead| today + Days::new(ahead)).filter(open).nth(skipped)
        };
        hours::at_minute(day.unwrap_or(today), SLOTS[self.nth % SLOTS.len()], zone)
    }

    pub(super) fn appoint<L: Ledger>(&mut self, behind: bool, ledger: &mut L) -> Result<()> {
        let is_theirs = self.works.first().is_some_and(|work| work.case.owner_id == self.first_owner);
        if !is_theirs || !self.is_active(0) {
            return Ok(());
        }
        let starts_at = self.slot(behind);
        if starts_at <= self.at {
            return Ok(());
        }
        let draft = self.draft_appointment(starts_at);
        let made = ledger.keep(Appointment::create(draft, self.case(0), self.at)?)?;
        if made.status == AppointmentStatus::Booked {
            self.plan_outcome(made);
        }
        Ok(())
    }

    fn draft_appointment(&mut self, starts_at: DateTime<Utc>) -> Appointment {
        let (kind, title) = self.kind_of_appointment();
        let place = match kind {
            AppointmentKind::HomeVisit => self.person().and_then(|person| {
                let address = &person.address;
                Some([address.line.clone()?, address.city.clone()?].join(", "))
            }),
            AppointmentKind::OfficeVisit => Some("Our office, room 4".into()),
            _ => None,
        };
        let proposed = starts_at > self.world.now && self.visits.chance(0.12);
        Appointment {
            id: self.visits.id(self.at),
            version: 1,
            case_id: self.case(0).id,
            person_id: self.person_id(),
            series_id: None,
            kind,
            title: Some(title.into()),
            status: if proposed { AppointmentStatus::Proposed } else { AppointmentStatus::Booked },
            starts_at,
            ends_at: starts_at + Duration::minutes(MINUTES),
            time_zone: self.zone(0).to_string(),
            place,
            link: (kind == AppointmentKind::Telehealth).then(|| "https://video.example.org/room".into()),
            phone: self.person().and_then(|person| person.phone.clone()).filter(|_| kind == AppointmentKind::PhoneCall),
            attendee_ids: vec![self.first_owner],
            reminded_at: None,
            arrived_at: None,
            cancellation: None,
            reason: None,
            notified_at: None,
            settled_at: None,
            settled_by: None,
            contact_id: None,
            author_id: self.first_owner,
            created_at: self.at,
        }
    }

    fn kind_of_appointment(&mut self) -> (AppointmentKind, &'static str) {
        use AppointmentKind as K;
        let usual = [
            ((K::HomeVisit, "Look at the home and the medication"), 40),
            ((K::PhoneCall, "Weekly call"), 20),
            ((K::Telehealth, "Review of the week"), 15),
            ((K::OfficeVisit, "Review of the plan"), 15),
            ((K::Specialist, "Cardiology, with us in the room"), 10),
        ];
        match self.stories[0].setting {
            Setting::Hospital => (K::Rounds, "Rounds before discharge"),
            Setting::LongTermCare | Setting::Hospice => {
                self.visits.weighted(&[((K::Conference, "Conference of the team"), 50), usual[0], usual[1]])
            }
            Setting::School => {
                self.visits.weighted(&[((K::SchoolMeeting, "Meeting about the plan at school"), 60), usual[1]])
            }
            Setting::Legal | Setting::Corrections => {
                self.visits.weighted(&[((K::Hearing, "Status hearing"), 40), usual[1], usual[3]])
            }
            _ => self.visits.weighted(&usual),
        }
    }

    /// When it is settled and how, by lot: most are kept.
    fn plan_outcome(&mut self, one: Appointment) {
        let lot = self.visits.between(1, 100);
        let at = match lot {
            ..=86 => one.ends_at + Duration::minutes(5),
            87..=90 => one.starts_at - Duration::hours(3),
            91..=94 => one.starts_at - Duration::hours(30),
            _ => one.starts_at - Duration::hours(20),
        };
        self.soon(at, Act::Settle { appointment: one.id, lot });
        self.appointments.push(one);
    }

    pub(super) fn settle_appointment<L: Ledger>(&mut self, id: Uuid, lot: i64, ledger: &mut L) -> Result<()> {
        let Some(index) = self.appointments.iter().position(|one| one.id == id) else { return Ok(()) };
        let one = self.appointments.swap_remove(index);
        let (by, now) = (self.first_owner, self.at);
        if lot <= 74 {
            self.visit_home(&one, ledger)?;
        }
        let change = match lot {
            ..=74 => one.keep(None, by, now)?,
            75..=86 => {
                let told = self.visits.chance(0.6);
                one.miss("Nobody was there, and the phone was off.".into(), told, by, now)?
            }
            87..=94 => one.cancel(CancelledBy::Person, "Not feeling well.".into(), by, now)?,
            _ => one.cancel(CancelledBy::Provider, "A colleague fell ill.".into(), by, now)?,
        };
        let settled = ledger.keep(change)?;
        let (zone, id) = (self.zone(0), self.visits.id(now));
        if let Some(task) = missed::reach_task(&settled, self.case(0), zone, &Calendar::default(), id) {
            self.to_reach = Some(ledger.keep(task)?);
            self.soon(now + Duration::hours(22), Act::ReachAgain);
        }
        Ok(())
    }

    /// After a missed appointment the person is reached a day later.
    pub(super) fn reach_again<L: Ledger>(&mut self, ledger: &mut L) -> Result<()> {
        let Some(task) = self.to_reach.take() else { return Ok(()) };
        ledger.keep(task.complete(Some("Reached by phone; a new time is agreed.".into()), self.at)?)?;
        Ok(())
    }
}
