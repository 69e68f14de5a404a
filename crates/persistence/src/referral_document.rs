//! The papers that go with a referral.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::referral::{DocumentMark, PaperState, ReferralDocument};
use uuid::Uuid;

use crate::error::Result;
use crate::record::Coded;
use crate::tx::Tx;

crate::record! {
    referral_document: DocumentMark, DocumentMarkRow, person: |mark| Some(mark.person_id), {
        referral_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        document: Text => Coded<ReferralDocument>,
        state: Text => Coded<PaperState>,
        note: Nullable<Text> => Option<String>,
        author_id: Uuid => Uuid,
        at: Timestamptz => DateTime<Utc>,
    }
}

impl Tx {
    /// What was said last of each paper of a referral. The person must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn referral_documents_of(&mut self, referral_id: Uuid) -> Result<Vec<DocumentMark>> {
        let rows: Vec<DocumentMarkRow> = referral_document::table
            .select(DocumentMarkRow::as_select())
            .filter(referral_document::referral_id.eq(referral_id))
            .distinct_on(referral_document::document)
            .order((referral_document::document, referral_document::at.desc(), referral_document::id.desc()))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
