//! Notes.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::deadline::DeadlineStatus;
use domain::note::template::{NoteAnswer, NoteTemplate, TemplateContent};
use domain::note::turnaround::{DocumentType, Owed};
use domain::note::{Amendment, Note, NoteKind, NoteStatus, Return};
use domain::readability::ReadingLanguage;
use uuid::Uuid;

use crate::contact::contact;
use crate::deadline::deadline;
use crate::error::Result;
use crate::person::person;
use crate::record::{Coded, Json};
use crate::tx::{Tx, person_reach};

crate::record! {
    note: Note, NoteRow, person: |note| Some(note.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        contact_id: Nullable<Uuid> => Option<Uuid>,
        kind: Text => Coded<NoteKind>,
        title: Text => String,
        body: Text => String,
        text: Nullable<Text> => Option<String>,
        language: Text => Coded<ReadingLanguage>,
        template_code: Nullable<Text> => Option<String>,
        template_edition: Nullable<Int4> => Option<i32>,
        answers: Jsonb => Json<Vec<NoteAnswer>>,
        status: Text => Coded<NoteStatus>,
        author_id: Uuid => Uuid,
        occurred_at: Timestamptz => DateTime<Utc>,
        signed_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        countersigner_id: Nullable<Uuid> => Option<Uuid>,
        countersigned_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        amendments: Jsonb => Json<Vec<Amendment>>,
        is_late: Bool => bool,
        late_reason: Nullable<Text> => Option<String>,
        returns: Jsonb => Json<Vec<Return>>,
        supersedes_id: Nullable<Uuid> => Option<Uuid>,
        correction_reason: Nullable<Text> => Option<String>,
        created_at: Timestamptz => DateTime<Utc>,
        updated_at: Timestamptz => DateTime<Utc>,
    }
}

crate::record! {
    note_template: NoteTemplate, NoteTemplateRow, person: |_| None, {
        code: Text => String,
        edition: Int4 => i32,
        content: Jsonb => Json<TemplateContent>,
        author_id: Nullable<Uuid> => Option<Uuid>,
        created_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        withdrawn_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
    }
}

/// Editions of templates shown at once.
const EDITIONS: i64 = 500;

/// A note in a queue: with the name of the person, and when its countersignature is due.
#[derive(Debug)]
pub struct Queued {
    /// The note.
    pub note: Note,
    /// The person's name.
    pub person: String,
    /// When it is due; none while nothing waits for it.
    pub due_at: Option<DateTime<Utc>>,
}

impl Tx {
    /// A note on a person within reach, locked. A draft is visible to its author only.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn note(&mut self, id: Uuid) -> Result<Note> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(note::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let me = self.actor().id;
        let row: NoteRow = note::table
            .select(NoteRow::as_select())
            .filter(note::id.eq(id))
            .filter(
                note::author_id
                    .eq(me)
                    .or(note::status.ne_all(vec![Coded(NoteStatus::Draft), Coded(NoteStatus::Discarded)])),
            )
            .filter(diesel::dsl::exists(seen))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// Notes of a case, newest first, without other people's drafts.
    ///
    /// # Errors
    /// Database errors.
    pub async fn notes_of(
        &mut self,
        case_id: Uuid,
        after: Option<(DateTime<Utc>, Uuid)>,
        limit: i64,
    ) -> Result<Vec<Note>> {
        let me = self.actor().id;
        let mut query = note::table
            .select(NoteRow::as_select())
            .filter(note::case_id.eq(case_id))
            .filter(note::status.ne(Coded(NoteStatus::Discarded)))
            .filter(note::author_id.eq(me).or(note::status.ne(Coded(NoteStatus::Draft))))
            .order((note::occurred_at.desc(), note::id.desc()))
            .limit(limit)
            .into_boxed();
        if let Some((at, id)) = after {
            query = query.filter(note::occurred_at.le(at)).filter(note::occurred_at.lt(at).or(note::id.lt(id)));
        }
        let rows: Vec<NoteRow> = query.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The actor's own drafts, or notes within reach that wait for a countersignature: the oldest first, by when they were begun
    /// or signed.
    ///
    /// # Errors
    /// Database errors.
    pub async fn note_queue(
        &mut self,
        status: NoteStatus,
        after: Option<(DateTime<Utc>, Uuid)>,
        limit: i64,
    ) -> Result<Vec<Queued>> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(note::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let me = self.actor().id;
        let due = deadline::table
            .select(deadline::due_at)
            .filter(deadline::anchor_subject_id.eq(note::id))
            .filter(deadline::status.eq(Coded(DeadlineStatus::Open)))
            .order(deadline::due_at)
            .limit(1)
            .single_value();
        let mut query = note::table
            .inner_join(person::table.on(person::id.eq(note::person_id)))
            .select((NoteRow::as_select(), person::given_name, person::family_name, due))
            .filter(note::status.eq(Coded(status)))
            .filter(diesel::dsl::exists(seen))
            .limit(limit)
            .into_boxed();
        if status == NoteStatus::Draft || status == NoteStatus::Discarded {
            query = query.filter(note::author_id.eq(me)).order((note::created_at.asc(), note::id.asc()));
            if let Some((at, id)) = after {
                query = query.filter(note::created_at.ge(at)).filter(note::created_at.gt(at).or(note::id.gt(id)));
            }
        } else {
            query = query.order((note::signed_at.asc(), note::id.asc()));
            if let Some((at, id)) = after {
                query = query.filter(note::signed_at.ge(at)).filter(note::signed_at.gt(at).or(note::id.gt(id)));
            }
        }
        let rows: Vec<(NoteRow, String, String, Option<DateTime<Utc>>)> = query.load(self.conn()).await?;
        self.list_people(rows.iter().map(|(row, ..)| row.person_id));
        let queued = |(row, given, family, due_at): (NoteRow, String, String, Option<DateTime<Utc>>)| Queued {
            note: row.into(),
            person: format!("{given} {family}"),
            due_at,
        };
        Ok(rows.into_iter().map(queued).collect())
    }

    /// The correction of a note that is open or final. Of a draft only its author knows.
    ///
    /// # Errors
    /// Database errors.
    pub async fn correction_of(&mut self, id: Uuid) -> Result<Option<Uuid>> {
        let me = self.actor().id;
        let found = note::table
            .select(note::id)
            .filter(note::supersedes_id.eq(id))
            .filter(note::status.ne(Coded(NoteStatus::Discarded)))
            .filter(note::author_id.eq(me).or(note::status.ne(Coded(NoteStatus::Draft))))
            .first(self.conn())
            .await
            .optional()?;
        Ok(found)
    }

    /// Every edition of a template that the organization made, the newest first; of one code where it is named.
    ///
    /// # Errors
    /// Database errors.
    pub async fn note_templates(&mut self, code: Option<&str>) -> Result<Vec<NoteTemplate>> {
        let mut query = note_template::table
            .select(NoteTemplateRow::as_select())
            .order((note_template::code, note_template::edition.desc()))
            .limit(EDITIONS)
            .into_boxed();
        if let Some(code) = code {
            query = query.filter(note_template::code.eq(code.to_owned()));
        }
        let rows: Vec<NoteTemplateRow> = query.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// An edition that the organization made, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn note_template(&mut self, id: Uuid) -> Result<NoteTemplate> {
        let row: NoteTemplateRow = note_template::table
            .select(NoteTemplateRow::as_select())
            .filter(note_template::id.eq(id))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, None);
        Ok(row.into())
    }

    /// What these workers owed in documents whose clock started between two instants, the second not included. Whoever had the
    /// contact documents it; whoever a deadline belongs to does the rest.
    ///
    /// # Errors
    /// Database errors.
    pub async fn documents_owed(
        &mut self,
        staff_ids: &[Uuid],
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<Owed>> {
        use domain::Code;
        type Ids = (Uuid, Uuid, Uuid);
        type Columns = (Ids, String, Coded<DeadlineStatus>, DateTime<Utc>, DateTime<Utc>, Option<DateTime<Utc>>);
        let ids = (deadline::id, deadline::person_id, deadline::case_id);
        let columns =
            (ids, deadline::rule_code, deadline::status, deadline::anchor_at, deadline::due_at, deadline::met_at);
        let of_contact = DocumentType::ContactNote.rules().to_vec();
        let rules = DocumentType::ALL.iter().flat_map(|document| document.rules()).copied();
        let of_case: Vec<&str> = rules.filter(|code| !of_contact.contains(code)).collect();
        let mut rows: Vec<(Option<Uuid>, Columns)> = deadline::table
            .select((deadline::owner_id, columns))
            .filter(deadline::owner_id.eq_any(staff_ids.to_vec()))
            .filter(deadline::rule_code.eq_any(of_case))
            .filter(deadline::anchor_at.ge(from))
            .filter(deadline::anchor_at.lt(to))
            .load(self.conn())
            .await?;
        // The clock of a note starts with its contact.
        let notes: Vec<(Option<Uuid>, Columns)> = contact::table
            .inner_join(deadline::table.on(deadline::anchor_subject_id.eq(contact::id)))
            .select((contact::author_id, columns))
            .filter(contact::author_id.eq_any(staff_ids.to_vec()))
            .filter(contact::occurred_at.ge(from))
            .filter(contact::occurred_at.lt(to))
            .filter(deadline::rule_code.eq_any(of_contact))
            .load(self.conn())
            .await?;
        rows.extend(notes);
        let owed = |(staff_id, (ids, rule, status, from, due_at, met_at)): (Option<Uuid>, Columns)| {
            let (id, person_id, case_id) = ids;
            let (staff_id, document) = (staff_id?, DocumentType::of_rule(&rule)?);
            Some(Owed { id, person_id, case_id, staff_id, document, status: status.0, from, due_at, met_at })
        };
        Ok(rows.into_iter().filter_map(owed).collect())
    }
}
