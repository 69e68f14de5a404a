//! What people are taught in a follow-up. Hangs on the number of the contact, so that what chance has in store for everybody stays as it
//! is.

use domain::contact::{Contact, ContactWith};
use domain::education::fit::{Reader, ReadingHelp, offered};
use domain::education::library::shipped;
use domain::education::{Learner, TeachBack, Teaching, TeachingStatus, TeachingWay};
use domain::need::NeedStatus;
use persistence::Result;
use uuid::Uuid;

use super::Life;
use crate::demo::ledger::Ledger;

impl Life<'_> {
    /// In some contacts something is taught: what the needs ask for, in the person's language.
    pub(super) fn teach<L: Ledger>(&mut self, case: usize, contact: &Contact, ledger: &mut L) -> Result<()> {
        let chance = contact.id.as_u128() % 60;
        let (Some(person), 0..=5) = (self.person().cloned(), chance) else { return Ok(()) };
        let Some(author_id) = contact.author_id else { return Ok(()) };
        let open = self.stories[case].needs.iter().filter(|need| need.status == NeedStatus::Active);
        let reader = Reader {
            language: person.language,
            help: Some(ReadingHelp::Sometimes),
            needs: open.map(|need| need.title.clone()).collect(),
        };
        let Some(fit) = offered(shipped(), &reader).into_iter().next() else { return Ok(()) };
        let Some(item) = shipped().iter().find(|item| item.code == fit.code) else { return Ok(()) };
        let Some(text) = item.content.texts.get(&fit.language) else { return Ok(()) };
        let caregiver = self.caregiver().map(|related| related.name.clone());
        let (learner, learner_name) = match (contact.with, caregiver) {
            (ContactWith::Caregiver, Some(name)) => (Learner::Caregiver, Some(name)),
            _ => (Learner::Person, None),
        };
        let (teach_back, note) = match chance {
            0 => (TeachBack::CouldNot, Some("Too tired today. Goes through it again at the next contact.")),
            1 | 2 => (TeachBack::NeedsMore, Some("Knows when to call, not yet which numbers matter.")),
            _ => (TeachBack::Understood, None),
        };
        let teaching = Teaching {
            id: Uuid::from_u128(contact.id.as_u128() ^ 5),
            version: 1,
            case_id: self.case(case).id,
            person_id: self.person_id(),
            item_code: item.code.clone(),
            item_edition: item.edition,
            title: text.title.clone(),
            language: fit.language,
            learner,
            learner_name,
            way: if chance.is_multiple_of(2) { TeachingWay::ReadTogether } else { TeachingWay::Spoken },
            minutes: contact.minutes.min(15),
            teach_back,
            note: note.map(str::to_owned),
            readiness: (chance == 4).then_some(6),
            importance: (chance == 4).then_some(8),
            confidence: (chance == 4).then_some(5),
            task_id: None,
            status: TeachingStatus::Finished,
            error_reason: None,
            taught_at: contact.occurred_at,
            author_id,
            created_at: self.at,
        };
        ledger.keep(teaching.teach(self.at)?)?;
        Ok(())
    }
}
