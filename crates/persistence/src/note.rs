//! Notes.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::note::{Amendment, Note, NoteKind, NoteStatus};
use uuid::Uuid;

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
        status: Text => Coded<NoteStatus>,
        author_id: Uuid => Uuid,
        occurred_at: Timestamptz => DateTime<Utc>,
        signed_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        countersigner_id: Nullable<Uuid> => Option<Uuid>,
        countersigned_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        amendments: Jsonb => Json<Vec<Amendment>>,
        created_at: Timestamptz => DateTime<Utc>,
        updated_at: Timestamptz => DateTime<Utc>,
    }
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

    /// The actor's own drafts, or notes within reach that wait for a countersignature, oldest first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn note_queue(
        &mut self,
        status: NoteStatus,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<(Note, String)>> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(note::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let me = self.actor().id;
        let mut query = note::table
            .inner_join(person::table.on(person::id.eq(note::person_id)))
            .select((NoteRow::as_select(), person::given_name, person::family_name))
            .filter(note::status.eq(Coded(status)))
            .filter(diesel::dsl::exists(seen))
            .order(note::id)
            .limit(limit)
            .into_boxed();
        if status == NoteStatus::Draft || status == NoteStatus::Discarded {
            query = query.filter(note::author_id.eq(me));
        }
        if let Some(id) = after {
            query = query.filter(note::id.gt(id));
        }
        let rows: Vec<(NoteRow, String, String)> = query.load(self.conn()).await?;
        self.list_people(rows.iter().map(|(row, _, _)| row.person_id));
        Ok(rows.into_iter().map(|(row, given, family)| (row.into(), format!("{given} {family}"))).collect())
    }
}
