//! What stands out this morning: a few lives are arranged so that a worklist tells its story.

use chrono::{DateTime, Days, Duration, Utc};
use domain::clock::{end_of_day, local_date};
use domain::contact::{ContactMode, ContactOutcome, ContactPurpose, ContactWith, Direction};
use domain::stay::StayClass;
use domain::task::{TaskKind, TaskPriority};
use persistence::Result;

use super::contact::Talk;
use super::{Act, Life};
use crate::demo::hours;
use crate::demo::ledger::Ledger;
use crate::demo::roster;
use crate::demo::world::Feature;

impl Life<'_> {
    /// When the arranged moments of this life begin.
    pub(super) fn featured_moments(&mut self) {
        let Some(feature) = self.feature else { return };
        let before = match feature {
            Feature::Alert => Duration::minutes(44),
            Feature::AlertTaken => Duration::minutes(95),
            Feature::CallBack => Duration::minutes(70),
            Feature::Overdue => Duration::days(5),
            Feature::Unreached => Duration::days(9),
            Feature::Offered => Duration::minutes(130),
            Feature::OfferedToMaria => Duration::minutes(55),
            Feature::PlanWaiting => Duration::days(4),
            Feature::NoteWaiting => Duration::hours(43),
            Feature::DueToday => Duration::days(2),
            Feature::AssistantNote => Duration::hours(17),
            // The admission itself is the moment.
            Feature::JustAdmitted => return,
        };
        self.soon(self.world.now - before, Act::Feature(feature));
    }

    pub(super) fn arrange<L: Ledger>(&mut self, feature: Feature, ledger: &mut L) -> Result<()> {
        let zone = self.zone(0);
        let today = local_date(self.world.now, zone);
        let tonight = end_of_day(today, zone);
        match feature {
            Feature::Alert => self.alarming_screen(0, false, ledger),
            Feature::AlertTaken => self.alarming_screen(0, true, ledger),
            Feature::CallBack => {
                let detail = "Called at the desk: up three pounds since Friday and short of breath on the stairs.";
                let due_at = (self.world.now + Duration::hours(4)).min(tonight).max(self.world.now);
                self.open_task(
                    "Call back about weight gain",
                    detail,
                    TaskKind::Call,
                    TaskPriority::Urgent,
                    due_at,
                    ledger,
                )
            }
            Feature::Overdue => {
                let due_at = end_of_day(today - Days::new(1), zone);
                let detail = "The pharmacy says the plan needs a new prior authorization.";
                self.open_task(
                    "Follow up on the refused prior authorization",
                    detail,
                    TaskKind::General,
                    TaskPriority::Routine,
                    due_at,
                    ledger,
                )
            }
            Feature::DueToday => {
                let detail = "Transport must be booked two business days ahead.";
                self.open_task(
                    "Confirm ride to the cardiology visit",
                    detail,
                    TaskKind::Call,
                    TaskPriority::Routine,
                    tonight,
                    ledger,
                )
            }
            Feature::Unreached => {
                self.admit(StayClass::Inpatient, ledger)?;
                self.agenda.retain(|_, act| !matches!(act, Act::Discharge(_)));
                let home_at = hours::at_work(&mut self.random, today - Days::new(5), zone);
                self.soon(home_at, Act::Discharge(self.stays.len() - 1));
                self.out_of_reach = Some((home_at, DateTime::<Utc>::MAX_UTC));
                Ok(())
            }
            Feature::Offered => self.offer(0, ledger),
            Feature::OfferedToMaria => self.offer_to(0, self.world.workforce.named(roster::MARIA).staff.id, ledger),
            Feature::PlanWaiting => {
                self.assess_half(0, ledger)?;
                self.draft_plan(0, ledger)
            }
            Feature::NoteWaiting => self.write_and_leave(ledger),
            Feature::AssistantNote => self.assistant_writes(ledger),
            Feature::JustAdmitted => Ok(()),
        }
    }

    /// A task that nobody has done yet.
    fn open_task<L: Ledger>(
        &mut self,
        title: &str,
        detail: &str,
        kind: TaskKind,
        priority: TaskPriority,
        due_at: DateTime<Utc>,
        ledger: &mut L,
    ) -> Result<()> {
        let task = self.give_task(0, title, Some(detail.into()), kind, priority, due_at, ledger)?;
        self.agenda.retain(|_, act| !matches!(act, Act::DoTask { task: other, .. } if *other == task));
        Ok(())
    }

    /// A call by the assistant, with a note that is signed and waits for the lead.
    fn assistant_writes<L: Ledger>(&mut self, ledger: &mut L) -> Result<()> {
        let Some(assistant) = self.stories[0].assistant else { return Ok(()) };
        let talk = Talk {
            mode: ContactMode::Phone,
            direction: Direction::Outbound,
            with: ContactWith::Person,
            purpose: ContactPurpose::FollowUp,
        };
        self.talk(0, talk, ContactOutcome::Reached, assistant, ledger)?;
        if let Some(note) = self.stories[0].notes.last().map(|note| note.id) {
            self.sign_note(0, note, ledger)?;
        }
        self.agenda.retain(|_, act| !matches!(act, Act::SignNote { .. } | Act::Countersign { .. }));
        Ok(())
    }

    /// A visit whose note is begun and not yet signed.
    fn write_and_leave<L: Ledger>(&mut self, ledger: &mut L) -> Result<()> {
        self.inbound(0, ledger)?;
        self.agenda.retain(|_, act| !matches!(act, Act::SignNote { .. }));
        Ok(())
    }
}
