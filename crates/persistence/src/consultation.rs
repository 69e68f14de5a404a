//! Consultations and escalations.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::case::Case;
use domain::consultation::{Consultation, ConsultationKind, ConsultationStatus};
use uuid::Uuid;

use crate::case::{CaseRow, case};
use crate::error::Result;
use crate::person::person;
use crate::record::Coded;
use crate::tx::{Tx, person_reach};

crate::record! {
    consultation: Consultation, ConsultationRow, person: |consultation| Some(consultation.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        kind: Text => Coded<ConsultationKind>,
        status: Text => Coded<ConsultationStatus>,
        asked_by: Uuid => Uuid,
        consultant_id: Uuid => Uuid,
        question: Text => String,
        due_at: Timestamptz => DateTime<Utc>,
        task_id: Uuid => Uuid,
        answer: Nullable<Text> => Option<String>,
        recommendation: Nullable<Text> => Option<String>,
        answered_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        reason: Nullable<Text> => Option<String>,
        settled_by: Nullable<Uuid> => Option<Uuid>,
        settled_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

/// Which consultations a list shows. All given parts must match.
#[derive(Debug, Clone, Copy, Default)]
pub struct ConsultationFilter {
    /// About this person; those the actor asked or is asked when none is given.
    pub person_id: Option<Uuid>,
    /// Only those that still wait for an answer, or for what follows from it.
    pub open: bool,
    /// Only those that the actor asked or is asked, whoever they are about.
    pub own: bool,
}

impl Tx {
    /// A consultation about a person within reach with its case, both locked: the case first, see [`crate::tx`].
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn consultation(&mut self, id: Uuid) -> Result<(Consultation, Case)> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(consultation::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let (row, case_row): (ConsultationRow, CaseRow) = case::table
            .inner_join(consultation::table.on(consultation::case_id.eq(case::id)))
            .select((ConsultationRow::as_select(), CaseRow::as_select()))
            .filter(consultation::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok((row.into(), case_row.into()))
    }

    /// Questions in a case that wait for an answer, locked.
    ///
    /// # Errors
    /// Database errors.
    pub async fn open_consultations_of(&mut self, case: &Case) -> Result<Vec<Consultation>> {
        let rows: Vec<ConsultationRow> = consultation::table
            .select(ConsultationRow::as_select())
            .filter(consultation::person_id.eq(case.person_id))
            .filter(consultation::case_id.eq(case.id))
            .filter(consultation::status.eq(Coded(ConsultationStatus::Asked)))
            .for_no_key_update()
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Consultations about people within reach with the names of the people and the owners of their cases, newest first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn consultation_list(
        &mut self,
        filter: ConsultationFilter,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<(Consultation, Uuid, String)>> {
        use ConsultationStatus as S;
        let me = self.actor().id;
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(consultation::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let mut query = consultation::table
            .inner_join(person::table.on(person::id.eq(consultation::person_id)))
            .inner_join(case::table.on(case::id.eq(consultation::case_id)))
            .select((ConsultationRow::as_select(), case::owner_id, person::given_name, person::family_name))
            .filter(diesel::dsl::exists(seen))
            .order(consultation::id.desc())
            .limit(limit)
            .into_boxed();
        if let Some(person_id) = filter.person_id {
            query = query.filter(consultation::person_id.eq(person_id));
        }
        if filter.own || filter.person_id.is_none() {
            query = query.filter(consultation::consultant_id.eq(me).or(consultation::asked_by.eq(me)));
        }
        if filter.open {
            query = query.filter(consultation::status.eq_any([Coded(S::Asked), Coded(S::Answered)]));
        }
        if let Some(id) = after {
            query = query.filter(consultation::id.lt(id));
        }
        let rows: Vec<(ConsultationRow, Uuid, String, String)> = query.load(self.conn()).await?;
        self.list_people(rows.iter().map(|(row, ..)| row.person_id));
        Ok(rows
            .into_iter()
            .map(|(row, owner, given, family)| (row.into(), owner, format!("{given} {family}")))
            .collect())
    }
}
