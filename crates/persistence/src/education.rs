//! What people are taught: the items of an organization, and what was taught.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::education::{EducationContent, EducationItem, Learner, TeachBack, Teaching, TeachingStatus, TeachingWay};
use domain::readability::ReadingLanguage;
use uuid::Uuid;

use crate::error::Result;
use crate::record::{Coded, Json};
use crate::tx::{Tx, person_reach};

crate::record! {
    education_item: EducationItem, EducationItemRow, person: |_| None, {
        code: Text => String,
        edition: Int4 => i32,
        content: Jsonb => Json<EducationContent>,
        author_id: Nullable<Uuid> => Option<Uuid>,
        created_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        withdrawn_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
    }
}

crate::record! {
    teaching: Teaching, TeachingRow, person: |teaching| Some(teaching.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        item_code: Text => String,
        item_edition: Int4 => i32,
        title: Text => String,
        language: Text => Coded<ReadingLanguage>,
        learner: Text => Coded<Learner>,
        learner_name: Nullable<Text> => Option<String>,
        way: Text => Coded<TeachingWay>,
        minutes: Int4 => i32,
        teach_back: Text => Coded<TeachBack>,
        note: Nullable<Text> => Option<String>,
        readiness: Nullable<Int4> => Option<i32>,
        importance: Nullable<Int4> => Option<i32>,
        confidence: Nullable<Int4> => Option<i32>,
        task_id: Nullable<Uuid> => Option<Uuid>,
        status: Text => Coded<TeachingStatus>,
        error_reason: Nullable<Text> => Option<String>,
        taught_at: Timestamptz => DateTime<Utc>,
        author_id: Uuid => Uuid,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

/// Rows shown at once.
const SHOWN: i64 = 500;

impl Tx {
    /// Every edition of an item that the organization added, the newest first; of one code where it is named.
    ///
    /// # Errors
    /// Database errors.
    pub async fn education_items(&mut self, code: Option<&str>) -> Result<Vec<EducationItem>> {
        let mut query = education_item::table
            .select(EducationItemRow::as_select())
            .order((education_item::code, education_item::edition.desc()))
            .limit(SHOWN)
            .into_boxed();
        if let Some(code) = code {
            query = query.filter(education_item::code.eq(code.to_owned()));
        }
        let rows: Vec<EducationItemRow> = query.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// An edition that the organization added, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn education_item(&mut self, id: Uuid) -> Result<EducationItem> {
        let row: EducationItemRow = education_item::table
            .select(EducationItemRow::as_select())
            .filter(education_item::id.eq(id))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, None);
        Ok(row.into())
    }

    /// Something that was taught to a person within reach or about them, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn teaching(&mut self, id: Uuid) -> Result<Teaching> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(teaching::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: TeachingRow = teaching::table
            .select(TeachingRow::as_select())
            .filter(teaching::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// What was taught about a person within reach, the latest first.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn teachings_of(&mut self, person_id: Uuid) -> Result<Vec<Teaching>> {
        self.require_person(person_id).await?;
        let rows: Vec<TeachingRow> = teaching::table
            .select(TeachingRow::as_select())
            .filter(teaching::person_id.eq(person_id))
            .order((teaching::taught_at.desc(), teaching::id.desc()))
            .limit(SHOWN)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
