//! Talking with people: attempts, two-way contacts, calls from the other side.

use chrono::Duration;
use domain::clock::local_date;
use domain::contact::{Contact, ContactMode, ContactOutcome, ContactPurpose, ContactStatus, ContactWith, Direction};
use domain::stay::StayStatus;
use domain::{Change, EventKind};
use persistence::Result;
use uuid::Uuid;

use super::{Act, Life};
use crate::demo::ledger::Ledger;
use crate::demo::{profile, text};

/// Attempts after which somebody stops trying for now.
const PATIENCE: u8 = 4;

/// A talk as it takes place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Talk {
    pub mode: ContactMode,
    pub direction: Direction,
    pub with: ContactWith,
    pub purpose: ContactPurpose,
}

impl Life<'_> {
    /// One attempt after a discharge or an enrolment; another one follows until somebody answers.
    pub(super) fn reach<L: Ledger>(
        &mut self,
        case: usize,
        purpose: ContactPurpose,
        tries: u8,
        ledger: &mut L,
    ) -> Result<()> {
        if !self.is_active(case) {
            return Ok(());
        }
        let author = self.performer(case);
        // After a discharge people are harder to find: at a daughter's home, asleep, with a new number.
        let ease = if purpose == ContactPurpose::Outreach { 0.72 } else { 1.0 };
        if self.attempt(case, purpose, author, ease, ledger)? {
            if purpose == ContactPurpose::Assessment {
                self.first_assessment(case);
            }
        } else if tries < PATIENCE {
            let days = self.random.between(1, 3);
            let at = self.after(case, days);
            self.soon(at, Act::Reach { case, purpose, tries: tries + 1 });
        }
        Ok(())
    }

    /// The lead sets aside what is overdue after a discharge and has no prospect. It stays a miss in the measures.
    pub(super) fn give_up<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        if !self.is_active(case) || self.random.chance(0.15) {
            return Ok(());
        }
        let now = self.at;
        for deadline in &mut self.works[case].deadlines {
            let kind = deadline.anchor_kind;
            let of_discharge = kind == EventKind::Discharged || kind.said_of() == Some(EventKind::Discharged);
            if of_discharge && deadline.is_overdue(now) {
                *deadline = ledger.keep(deadline.clone().waive(text::GIVEN_UP, now)?)?;
            }
        }
        Ok(())
    }

    /// The assistant of the case at times, its owner mostly.
    pub(super) fn performer(&mut self, case: usize) -> Uuid {
        match self.stories[case].assistant {
            Some(assistant) if self.random.chance(0.45) => assistant,
            _ => self.case(case).owner_id,
        }
    }

    /// Tries to talk with the person or a caregiver. True when somebody was reached.
    pub(super) fn attempt<L: Ledger>(
        &mut self,
        case: usize,
        purpose: ContactPurpose,
        author: Uuid,
        ease: f64,
        ledger: &mut L,
    ) -> Result<bool> {
        let first = purpose == ContactPurpose::Assessment && profile::seen_at_once(self.stories[case].setting);
        let mode = if first { ContactMode::InPerson } else { self.mode(case) };
        let style = self.world.workforce.get(author).style;
        let face_to_face = mode == ContactMode::InPerson;
        let odds = if face_to_face { 0.9 } else { style.reaches * ease };
        let reached = self.random.chance(odds) && !self.is_out_of_reach();
        let outcome = if reached {
            ContactOutcome::Reached
        } else {
            self.random.weighted(&[
                (ContactOutcome::NoAnswer, 45),
                (ContactOutcome::LeftMessage, 45),
                (ContactOutcome::WrongNumber, 4),
                (ContactOutcome::Refused, 6),
            ])
        };
        let with = self.partner();
        let talk = Talk { mode, direction: Direction::Outbound, with, purpose };
        self.talk(case, talk, outcome, author, ledger)?;
        Ok(reached)
    }

    /// The person or a caregiver calls.
    pub(super) fn inbound<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        if !self.is_active(case) || self.is_out_of_reach() {
            return Ok(());
        }
        let mode =
            self.random.weighted(&[(ContactMode::Phone, 70), (ContactMode::Portal, 18), (ContactMode::Text, 12)]);
        let talk =
            Talk { mode, direction: Direction::Inbound, with: self.partner(), purpose: ContactPurpose::FollowUp };
        self.talk(case, talk, ContactOutcome::Reached, self.case(case).owner_id, ledger)
    }

    /// A call with a clinic or an agency.
    pub(super) fn call_provider<L: Ledger>(&mut self, case: usize, author: Uuid, ledger: &mut L) -> Result<()> {
        let talk = Talk {
            mode: ContactMode::Phone,
            direction: Direction::Outbound,
            with: ContactWith::Provider,
            purpose: ContactPurpose::Coordination,
        };
        self.talk(case, talk, ContactOutcome::Reached, author, ledger)
    }

    fn mode(&mut self, case: usize) -> ContactMode {
        let in_stay = self.stays.iter().any(|stay| stay.status == StayStatus::InProgress);
        let modes = profile::of(self.stories[case].setting).modes;
        if in_stay && self.stories[case].setting == domain::program::Setting::Hospital {
            ContactMode::InPerson
        } else {
            self.random.weighted(modes)
        }
    }

    /// With whom one talks: mostly the person; a parent where the person is a child.
    fn partner(&mut self) -> ContactWith {
        let share = match self.age() {
            0..13 => 0.8,
            13..18 => 0.4,
            18..75 => 0.1,
            _ => 0.3,
        };
        if self.caregiver().is_some() && self.random.chance(share) {
            ContactWith::Caregiver
        } else {
            ContactWith::Person
        }
    }

    /// Logs a contact and, when somebody was reached, writes about it.
    pub(super) fn talk<L: Ledger>(
        &mut self,
        case: usize,
        talk: Talk,
        outcome: ContactOutcome,
        author: Uuid,
        ledger: &mut L,
    ) -> Result<()> {
        let reached = outcome == ContactOutcome::Reached;
        let minutes = match (reached, talk.mode) {
            (false, ContactMode::InPerson) => self.random.between(10, 25),
            (false, _) => self.random.between(1, 4),
            (true, ContactMode::InPerson) => self.random.between(25, 70),
            (true, ContactMode::Text | ContactMode::Portal | ContactMode::Letter) => self.random.between(3, 9),
            (true, _) => self.random.between(8, 34),
        };
        // It is logged when it is over.
        let begun_at = self.at - Duration::minutes(minutes);
        let occurred_at = begun_at.max(self.case(case).enrolled_at).max(self.talked_until);
        self.talked_until = self.at;
        let body = self.note_text(case, talk);
        let change = Contact::log(
            Contact {
                id: self.id(),
                version: 1,
                case_id: Some(self.case(case).id),
                person_id: self.person_id(),
                mode: talk.mode,
                direction: talk.direction,
                outcome,
                with: talk.with,
                minutes: i32::try_from(minutes).unwrap_or(0),
                purpose: talk.purpose,
                occurred_at,
                summary: Some(if reached { text::first_sentence(&body) } else { text::attempt(outcome).to_owned() }),
                author_id: Some(author),
                created_at: self.at,
                source: None,
                status: ContactStatus::Finished,
                error_reason: None,
            },
            self.at,
        )?;
        let day = local_date(occurred_at, self.zone(case));
        let held = self.world.workforce.get(author).credentials.iter().filter(|own| own.valid_on(day));
        let held: Vec<_> = held.map(|own| own.kind).collect();
        let change = change.record.seen_by(&held).into_iter().fold(change, Change::with);
        let contact = ledger.keep_in(self.work(case), change)?;
        self.stories[case].contacts.push(contact.clone());
        if !reached {
            return Ok(());
        }
        if talk.purpose == ContactPurpose::FollowUp && contact.is_two_way() {
            self.teach(case, &contact, ledger)?;
            self.look_for_gaps(case, &contact, ledger)?;
            self.settle_up(case, &contact, ledger)?;
        }
        self.document(case, &contact, author, body, ledger)
    }

    fn note_text(&mut self, case: usize, talk: Talk) -> String {
        let problem = *self.random.pick(&self.stories[case].problems);
        let observation = *self.random.pick(problem.progress);
        let first = self.person().map_or_else(String::new, |person| {
            person.preferred_name.clone().unwrap_or_else(|| person.given_name.clone())
        });
        let caregiver = self.caregiver().map(|related| (related.name.clone(), related.relationship.clone()));
        let interpreter =
            self.person().filter(|person| person.interpreter_needed).map(|person| person.language.clone());
        let next = problem.actions.first().map_or("", |action| action.text);
        let opening =
            text::opening(&mut self.random, talk.mode, talk.direction, talk.with, &first, caregiver, interpreter);
        let closing = text::closing(&mut self.random, talk.purpose, next);
        match talk.with {
            ContactWith::Provider | ContactWith::Other => format!("{opening} {closing}"),
            _ => format!("{opening} {observation} {closing}"),
        }
    }
}
