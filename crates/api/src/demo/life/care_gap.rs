//! What a health plan finds open, and what of it turns out to be done. Hangs on the number of the contact, so that what chance has in
//! store for everybody stays as it is.

use chrono::Days;
use domain::Change;
use domain::care_gap::{CareGap, CareGapKind, CareGapStatus, Closing, Evidence, EvidenceKind};
use domain::clock::local_date;
use domain::contact::Contact;
use domain::program::Setting;
use persistence::Result;
use uuid::Uuid;

use super::Life;
use crate::demo::ledger::Ledger;

/// What is found, in turn.
const KINDS: &[CareGapKind] = &[
    CareGapKind::WellnessVisit,
    CareGapKind::ColorectalCancerScreening,
    CareGapKind::DiabetesEyeExam,
    CareGapKind::BloodPressureControl,
    CareGapKind::InfluenzaImmunization,
];

impl Life<'_> {
    /// In some follow-ups of a health plan a gap comes up; for half of them the paper that closes it is there already.
    pub(super) fn look_for_gaps<L: Ledger>(&mut self, case: usize, contact: &Contact, ledger: &mut L) -> Result<()> {
        let number = contact.id.as_u128() % 120;
        let (Setting::ManagedCare, 0..=29, Some(author_id)) = (self.stories[case].setting, number, contact.author_id)
        else {
            return Ok(());
        };
        let kind = KINDS[(number % KINDS.len() as u128) as usize];
        if self.stories.iter().any(|story| story.gaps.contains(&kind)) {
            return Ok(());
        }
        let today = local_date(self.at, self.zone(case));
        let opened_on = local_date(contact.occurred_at, self.zone(case)).min(today) - Days::new(20);
        let gap = CareGap {
            id: Uuid::from_u128(contact.id.as_u128() ^ 11),
            version: 1,
            case_id: self.case(case).id,
            person_id: self.person_id(),
            kind,
            note: None,
            opened_on,
            due_on: Some(opened_on + Days::new(180)),
            status: CareGapStatus::Open,
            evidence_kind: None,
            evidence_id: None,
            evidence_on: None,
            evidence_note: None,
            reason: None,
            closed_at: None,
            closed_by: None,
            author_id,
            created_at: self.at,
        };
        let mut gap = gap.open(&[], today)?.record;
        if number.is_multiple_of(2) {
            let paper = Evidence {
                kind: EvidenceKind::Document,
                record_id: None,
                on: opened_on,
                note: Some("Report in the clinic's portal".into()),
            };
            gap = CareGap { version: 1, ..gap.close(Closing::With(paper), author_id, today, self.at)?.record };
        }
        self.stories[case].gaps.push(kind);
        ledger.keep(Change::created(gap))?;
        Ok(())
    }
}
