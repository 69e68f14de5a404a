//! The interdisciplinary group of a hospice, which meets about everybody in time.

use chrono::Duration;
use domain::Change;
use domain::calendar::Calendar;
use domain::conference::{Attendee, Conference, ConferenceKind, ConferenceStatus, Minutes, Place};
use domain::program::Setting;
use persistence::Result;

use super::{Act, Life};
use crate::demo::hours;
use crate::demo::ledger::Ledger;

impl Life<'_> {
    /// The first meeting about a new case.
    pub(super) fn soon_group(&mut self, case: usize) {
        if self.stories[case].setting == Setting::Hospice {
            let at = self.meeting_after(case, (3, 10));
            self.soon(at, Act::MeetGroup(case));
        }
    }

    fn meeting_after(&mut self, case: usize, days: (i64, i64)) -> chrono::DateTime<chrono::Utc> {
        let (days, zone) = (self.group.between(days.0, days.1), self.zone(case));
        hours::after_days(&mut self.group, self.at, days, zone)
    }

    pub(super) fn meet_group<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        if !self.is_active(case) {
            return Ok(());
        }
        let owner_id = self.case(case).owner_id;
        let lead_id = self.world.workforce.lead(Setting::Hospice).staff.id;
        let next_at = self.meeting_after(case, (8, 11));
        let (id, next_id) = (self.group.id(self.at), self.group.id(next_at));
        let there = |staff_id| Attendee { staff_id: Some(staff_id), name: None, role: None, present: true };
        let mut attendees = vec![there(owner_id)];
        if lead_id != owner_id {
            attendees.push(there(lead_id));
        }
        let planned = Conference {
            id,
            version: 1,
            case_id: self.case(case).id,
            person_id: self.person_id(),
            kind: ConferenceKind::InterdisciplinaryGroup,
            status: ConferenceStatus::Planned,
            scheduled_at: self.at,
            attendees: attendees.clone(),
            agenda: Vec::new(),
            decisions: Vec::new(),
            actions: Vec::new(),
            held_at: None,
            next_by: None,
            reason: None,
            author_id: owner_id,
            created_at: self.at - Duration::days(2),
        };
        let minutes = Minutes {
            held_at: self.at,
            attendees,
            agenda: Vec::new(),
            decisions: vec!["The plan goes on as it is; comfort comes first.".into()],
            actions: Vec::new(),
            next_at: Some(next_at),
        };
        let calendar = Calendar::default();
        let place = Place { zone: self.zone(case), calendar: &calendar, rules: &[] };
        let planned = ledger.keep(Change::created(planned))?;
        let held = planned.hold(self.case(case), minutes, place, next_id, owner_id, self.at)?;
        ledger.keep_in(self.work(case), held.conference)?;
        let closes = self.agenda.values().any(|act| matches!(act, Act::Close(other) if *other == case));
        if let Some(next) = held.next.filter(|_| next_at > self.world.now && !closes) {
            ledger.keep(next)?;
        }
        self.soon(next_at, Act::MeetGroup(case));
        Ok(())
    }
}
