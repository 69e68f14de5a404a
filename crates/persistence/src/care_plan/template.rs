//! Templates of care plans that an organization made.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::care_plan::template::{CarePlanTemplate, TemplateContent};
use uuid::Uuid;

use crate::error::Result;
use crate::record::Json;
use crate::tx::Tx;

crate::record! {
    care_plan_template: CarePlanTemplate, CarePlanTemplateRow, person: |_| None, {
        code: Text => String,
        edition: Int4 => i32,
        content: Jsonb => Json<TemplateContent>,
        author_id: Nullable<Uuid> => Option<Uuid>,
        created_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        withdrawn_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
    }
}

/// Rows shown at once.
const SHOWN: i64 = 500;

impl Tx {
    /// Every edition of a template that the organization made, the newest first; of one code where it is named.
    ///
    /// # Errors
    /// Database errors.
    pub async fn care_plan_templates(&mut self, code: Option<&str>) -> Result<Vec<CarePlanTemplate>> {
        let mut query = care_plan_template::table
            .select(CarePlanTemplateRow::as_select())
            .order((care_plan_template::code, care_plan_template::edition.desc()))
            .limit(SHOWN)
            .into_boxed();
        if let Some(code) = code {
            query = query.filter(care_plan_template::code.eq(code.to_owned()));
        }
        let rows: Vec<CarePlanTemplateRow> = query.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// An edition that the organization made, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn care_plan_template(&mut self, id: Uuid) -> Result<CarePlanTemplate> {
        let row: CarePlanTemplateRow = care_plan_template::table
            .select(CarePlanTemplateRow::as_select())
            .filter(care_plan_template::id.eq(id))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, None);
        Ok(row.into())
    }
}
