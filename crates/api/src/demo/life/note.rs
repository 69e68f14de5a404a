//! Notes: begun at once or later, signed in time or late, countersigned where an assistant wrote.

use chrono::Duration;
use domain::Change;
use domain::access::Role;
use domain::contact::{Contact, ContactMode, ContactPurpose};
use domain::note::library::shipped;
use domain::note::template::{NoteAnswer, NoteTemplate};
use domain::note::{Note, NoteKind, NoteStatus};
use domain::scope::Activity;
use persistence::Result;
use uuid::Uuid;

use super::{Act, Life};
use crate::demo::ledger::Ledger;

/// The template that a note is written with.
fn template_of(note: &Note) -> Option<&'static NoteTemplate> {
    shipped().iter().find(|own| note.template_code.as_ref() == Some(&own.code))
}

/// Some follow-ups are written with a template. Hangs on the number of the contact, so that chance goes on as it would.
fn structured(note: &Note, contact: &Contact, body: &str) -> Option<(&'static NoteTemplate, Vec<NoteAnswer>)> {
    let chance = contact.id.as_u128() % 9;
    if note.kind != NoteKind::Progress || chance > 3 {
        return None;
    }
    let template = shipped().iter().find(|own| own.code == "soap")?;
    let (told, next) = body.trim_end_matches('.').rsplit_once(". ").unwrap_or((body, "Call again as agreed"));
    let seen = match contact.mode {
        ContactMode::InPerson => "Seen in person, dressed and awake.",
        ContactMode::Video => "Seen on video, at home.",
        _ => "Not seen. Spoke in whole sentences, not short of breath.",
    };
    let means = ["Steady since the last contact.", "A step toward the goal.", "Needs more support than planned."];
    let answers = [
        ("subjective", format!("{told}.")),
        ("objective", seen.to_owned()),
        ("assessment", means[usize::try_from(chance % 3).unwrap_or(0)].to_owned()),
        ("plan", format!("{next}.")),
        ("minutes", contact.minutes.to_string()),
    ];
    let answer = |(field, value): (&str, String)| NoteAnswer { field: field.into(), value, source: None };
    Some((template, answers.into_iter().map(answer).collect()))
}

impl Life<'_> {
    /// Writes about a contact; the signature follows at the author's pace.
    pub(super) fn document<L: Ledger>(
        &mut self,
        case: usize,
        contact: &Contact,
        author: Uuid,
        body: String,
        ledger: &mut L,
    ) -> Result<()> {
        let style = self.world.workforce.get(author).style;
        let (kind, title) = match contact.purpose {
            ContactPurpose::Outreach => (NoteKind::Transition, "After discharge"),
            ContactPurpose::Assessment => (NoteKind::Progress, "Assessment contact"),
            ContactPurpose::Crisis => (NoteKind::Contact, "Safety contact"),
            ContactPurpose::Coordination => (NoteKind::Contact, "Coordination"),
            ContactPurpose::FollowUp | ContactPurpose::Education => (NoteKind::Progress, "Progress note"),
        };
        let mut note = Note::begin(self.id(), self.case(case), author, kind, title.into(), self.at)
            .of(contact.occurred_at, self.at)?;
        note.contact_id = Some(contact.id);
        match structured(&note, contact, &body) {
            Some((template, answers)) => {
                (note.template_code, note.template_edition) = (Some(template.code.clone()), Some(template.edition));
                note.answers = answers;
            }
            None => note.body = body,
        }
        let note = ledger.keep(Change::created(note))?;
        let delay = if self.random.chance(style.notes_late) {
            Duration::minutes(self.random.between(49 * 60, 110 * 60))
        } else if self.random.chance(0.7) {
            Duration::minutes(self.random.between(1, 90))
        } else {
            Duration::minutes(self.random.between(4 * 60, 42 * 60))
        };
        let note_id = note.id;
        self.stories[case].notes.push(note);
        self.soon(self.at + delay, Act::SignNote { case, note: note_id });
        Ok(())
    }

    pub(super) fn sign_note<L: Ledger>(&mut self, case: usize, note: Uuid, ledger: &mut L) -> Result<()> {
        let Some(note) = self.take_note(case, note, NoteStatus::Draft) else { return Ok(()) };
        let author = self.world.workforce.get(note.author_id);
        let template = template_of(&note).map(|own| &own.content);
        let (id, alone) = (note.id, self.scope(Activity::SignNote, author.staff.id).alone()?);
        let change = note.sign(author.staff.id, alone, template, self.at)?;
        let note = ledger.keep_in(self.work(case), change)?;
        if !alone {
            self.stories[case].notes.push(note);
            let lead = self.world.workforce.lead(self.stories[case].setting);
            let days = if self.random.chance(lead.style.notes_late) {
                self.random.between(4, 6)
            } else {
                self.random.between(0, 2)
            };
            let at = self.after(case, days);
            self.soon(at, Act::Countersign { case, note: id });
        }
        Ok(())
    }

    pub(super) fn countersign<L: Ledger>(&mut self, case: usize, note: Uuid, ledger: &mut L) -> Result<()> {
        let Some(note) = self.take_note(case, note, NoteStatus::AwaitingCountersignature) else { return Ok(()) };
        let owner = self.owner(case);
        let senior = owner.staff.role == Role::SeniorCareManager;
        let signer = if senior { owner } else { self.world.workforce.lead(self.stories[case].setting) };
        let scope = self.scope(Activity::CountersignNote, signer.staff.id);
        let change = note.countersign(signer.staff.id, scope, self.at)?;
        ledger.keep_in(self.work(case), change)?;
        Ok(())
    }

    fn take_note(&mut self, case: usize, note: Uuid, status: NoteStatus) -> Option<Note> {
        let notes = &mut self.stories[case].notes;
        let index = notes.iter().position(|own| own.id == note && own.status == status)?;
        Some(notes.swap_remove(index))
    }
}
