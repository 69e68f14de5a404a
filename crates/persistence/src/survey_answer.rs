//! Answers in surveys of experience.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::survey_answer::{SurveyAnswer, SurveyAnswerStatus, SurveyComposite};
use uuid::Uuid;

use crate::error::Result;
use crate::record::Coded;
use crate::tx::{Tx, person_reach};

crate::record! {
    survey_answer: SurveyAnswer, SurveyAnswerRow, person: |one| Some(one.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        composite: Text => Coded<SurveyComposite>,
        item: Int4 => i32,
        top_box: Bool => bool,
        answered_on: Date => NaiveDate,
        status: Text => Coded<SurveyAnswerStatus>,
        error_reason: Nullable<Text> => Option<String>,
        author_id: Uuid => Uuid,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

/// Those of a person that are shown at once.
const SHOWN: i64 = 500;

impl Tx {
    /// One of a person within reach, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn survey_answer(&mut self, id: Uuid) -> Result<SurveyAnswer> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(survey_answer::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: SurveyAnswerRow = survey_answer::table
            .select(SurveyAnswerRow::as_select())
            .filter(survey_answer::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// Those of a person within reach, the latest first.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn survey_answers_of(&mut self, person_id: Uuid) -> Result<Vec<SurveyAnswer>> {
        self.require_person(person_id).await?;
        let rows: Vec<SurveyAnswerRow> = survey_answer::table
            .select(SurveyAnswerRow::as_select())
            .filter(survey_answer::person_id.eq(person_id))
            .order((survey_answer::answered_on.desc(), survey_answer::id.desc()))
            .limit(SHOWN)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// All that count of a person within reach.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn recorded_survey_answers_of(&mut self, person_id: Uuid) -> Result<Vec<SurveyAnswer>> {
        self.require_person(person_id).await?;
        let rows: Vec<SurveyAnswerRow> = survey_answer::table
            .select(SurveyAnswerRow::as_select())
            .filter(survey_answer::person_id.eq(person_id))
            .filter(survey_answer::status.eq(Coded(SurveyAnswerStatus::Recorded)))
            .order(survey_answer::id)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
