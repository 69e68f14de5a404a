//! Comprehensive assessments.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::assessment::AssessmentStatus;
use domain::comprehensive_assessment::{AssessmentSection, Carried, ComprehensiveAssessment, Decision, SectionState};
use domain::program::Setting;
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::error::Result;
use crate::record::{Coded, Json};
use crate::tx::{Tx, person_reach};

/// What is carried over, by section and question.
type CarriedSections = BTreeMap<AssessmentSection, BTreeMap<String, Carried>>;

crate::record! {
    comprehensive_assessment: ComprehensiveAssessment, ComprehensiveAssessmentRow, person: |assessment| Some(assessment.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        form_version: Text => String,
        setting: Text => Coded<Setting>,
        initial: Bool => bool,
        status: Text => Coded<AssessmentStatus>,
        sections: Jsonb => Json<BTreeMap<AssessmentSection, SectionState>>,
        carried: Jsonb => Json<CarriedSections>,
        decisions: Jsonb => Json<BTreeMap<String, Decision>>,
        task_id: Nullable<Uuid> => Option<Uuid>,
        author_id: Uuid => Uuid,
        submitted_by: Nullable<Uuid> => Option<Uuid>,
        reviewer_id: Nullable<Uuid> => Option<Uuid>,
        created_at: Timestamptz => DateTime<Utc>,
        completed_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        error_reason: Nullable<Text> => Option<String>,
    }
}

impl Tx {
    /// A comprehensive assessment of a person within reach, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn comprehensive_assessment(&mut self, id: Uuid) -> Result<ComprehensiveAssessment> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(comprehensive_assessment::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: ComprehensiveAssessmentRow = comprehensive_assessment::table
            .select(ComprehensiveAssessmentRow::as_select())
            .filter(comprehensive_assessment::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// Comprehensive assessments of a person within reach, the newest first.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn comprehensive_assessments_of(&mut self, person_id: Uuid) -> Result<Vec<ComprehensiveAssessment>> {
        self.require_person(person_id).await?;
        let rows: Vec<ComprehensiveAssessmentRow> = comprehensive_assessment::table
            .select(ComprehensiveAssessmentRow::as_select())
            .filter(comprehensive_assessment::person_id.eq(person_id))
            .order((comprehensive_assessment::created_at.desc(), comprehensive_assessment::id.desc()))
            .limit(100)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
