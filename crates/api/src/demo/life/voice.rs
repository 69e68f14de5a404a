//! What people say to their plan, and whether they could say it in their own words.

use domain::care_plan::entry::{EntryContent, Manner, Medium, Participant, PlanEntry, Stance, Understanding};
use domain::clock::local_date;
use persistence::Result;
use uuid::Uuid;

use super::Life;
use crate::demo::ledger::Ledger;

impl Life<'_> {
    /// The person says what they think of an approved revision, and mostly gets a copy. Hangs on the number of the revision,
    /// so that what chance has in store for everybody stays as it is.
    pub(super) fn speak<L: Ledger>(&mut self, case: usize, revision_id: Uuid, ledger: &mut L) -> Result<()> {
        let Some(plan) = self.stories[case].plan.clone() else { return Ok(()) };
        let Some(person) = self.person().cloned() else { return Ok(()) };
        let chance = revision_id.as_u128() % 100;
        let (stance, words) = match chance {
            0..=2 => (Stance::Refused, Some("I don't want strangers in my home.")),
            3..=11 => (Stance::AgreedInPart, Some("The calls are fine. The rest is too much at once.")),
            _ => (Stance::Agreed, None),
        };
        let manner = if chance.is_multiple_of(2) { Manner::InPerson } else { Manner::Phone };
        let said = EntryContent::Participation {
            who: Participant::Person,
            name: None,
            manner,
            stance,
            words: words.map(str::to_owned),
            ethics_note: None,
            review_on: None,
        };
        let understood = EntryContent::TeachBack {
            given_to: person.given_name.clone(),
            language: person.language.clone(),
            medium: if chance.is_multiple_of(3) { Medium::LargePrint } else { Medium::Paper },
            understanding: if chance.is_multiple_of(7) { Understanding::Partly } else { Understanding::Understood },
            note: None,
        };
        let today = local_date(self.at, self.zone(case));
        let entries = [Some((1, said)), Some((2, understood)).filter(|_| !chance.is_multiple_of(5))];
        for (bit, content) in entries.into_iter().flatten() {
            let entry = PlanEntry {
                id: Uuid::from_u128(revision_id.as_u128() ^ bit),
                version: 1,
                care_plan_id: plan.id,
                person_id: plan.person_id,
                revision: plan.revision,
                happened_on: today,
                content,
                author_id: self.case(case).owner_id,
                created_at: self.at,
                retracted_at: None,
                retract_reason: None,
            };
            ledger.keep(PlanEntry::record(entry, today)?)?;
        }
        Ok(())
    }
}
