//! Assessments.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::assessment::{Assessment, AssessmentMode, AssessmentStatus};
use domain::instrument::Context;
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::error::Result;
use crate::record::{Coded, Json};
use crate::tx::{Tx, person_reach};

crate::record! {
    assessment: Assessment, AssessmentRow, person: |assessment| Some(assessment.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        instrument: Text => String,
        instrument_version: Text => String,
        version_reason: Nullable<Text> => Option<String>,
        mode: Text => Coded<AssessmentMode>,
        initial: Bool => bool,
        status: Text => Coded<AssessmentStatus>,
        answers: Jsonb => Json<BTreeMap<String, i64>>,
        prefilled: Jsonb => Json<BTreeMap<String, String>>,
        context: Jsonb => Json<Context>,
        total: Nullable<Int4> => Option<i32>,
        band: Nullable<Text> => Option<String>,
        author_id: Uuid => Uuid,
        reviewer_id: Nullable<Uuid> => Option<Uuid>,
        performed_at: Timestamptz => DateTime<Utc>,
        completed_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        created_at: Timestamptz => DateTime<Utc>,
        error_reason: Nullable<Text> => Option<String>,
    }
}

impl Tx {
    /// An assessment of a person within reach, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn assessment(&mut self, id: Uuid) -> Result<Assessment> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(assessment::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: AssessmentRow = assessment::table
            .select(AssessmentRow::as_select())
            .filter(assessment::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// Assessments of a person within reach, newest first; of one instrument when given.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn assessments_of(&mut self, person_id: Uuid, instrument: Option<&str>) -> Result<Vec<Assessment>> {
        self.require_person(person_id).await?;
        let mut query = assessment::table
            .select(AssessmentRow::as_select())
            .filter(assessment::person_id.eq(person_id))
            .order((assessment::performed_at.desc(), assessment::id.desc()))
            .limit(500)
            .into_boxed();
        if let Some(code) = instrument {
            query = query.filter(assessment::instrument.eq(code.to_owned()));
        }
        let rows: Vec<AssessmentRow> = query.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
