//! Consents, and the accounting of what went out.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::case::Case;
use domain::code::Code;
use domain::consent::{
    Consent, ConsentAction, ConsentDecision, ConsentForm, ConsentKind, ConsentStatus, DisclosedContent, Disclosure,
    DisclosureBasis, DisclosureNotice, DisclosurePurpose, FamilyLevel, RecipientClass, RecordLabels, SensitiveLabel,
    SignerRole,
};
use domain::referral::{Referral, ReferralLink, ReferralStatus};
use uuid::Uuid;

use crate::case::{CaseRow, case};
use crate::error::Result;
use crate::need::need;
use crate::record::{Coded, Json};
use crate::referral::{ReferralLinkRow, ReferralRow, referral, referral_link};
use crate::tx::{Tx, person_reach};

crate::record! {
    consent: Consent, ConsentRow, person: |consent| Some(consent.person_id), {
        person_id: Uuid => Uuid,
        kind: Text => Coded<ConsentKind>,
        decision: Text => Coded<ConsentDecision>,
        status: Text => Coded<ConsentStatus>,
        level: Nullable<Text> => Option<Coded<FamilyLevel>>,
        purposes: Jsonb => Json<Vec<DisclosurePurpose>>,
        recipient_class: Text => Coded<RecipientClass>,
        recipient_name: Nullable<Text> => Option<String>,
        labels: Jsonb => Json<Vec<SensitiveLabel>>,
        actions: Jsonb => Json<Vec<ConsentAction>>,
        from_on: Date => NaiveDate,
        until_on: Nullable<Date> => Option<NaiveDate>,
        form: Text => Coded<ConsentForm>,
        form_version: Nullable<Text> => Option<String>,
        signed_by: Text => String,
        signer_role: Text => Coded<SignerRole>,
        witness: Nullable<Text> => Option<String>,
        revoked_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        reason: Nullable<Text> => Option<String>,
        author_id: Uuid => Uuid,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

crate::record! {
    disclosure: Disclosure, DisclosureRow, person: |disclosure| Some(disclosure.person_id), {
        person_id: Uuid => Uuid,
        at: Timestamptz => DateTime<Utc>,
        by_id: Uuid => Uuid,
        operation: Text => String,
        recipient_class: Text => Coded<RecipientClass>,
        recipient_name: Nullable<Text> => Option<String>,
        content: Text => Coded<DisclosedContent>,
        record_id: Uuid => Uuid,
        labels: Jsonb => Json<Vec<SensitiveLabel>>,
        purpose: Text => Coded<DisclosurePurpose>,
        basis: Text => Coded<DisclosureBasis>,
        notices: Jsonb => Json<Vec<DisclosureNotice>>,
        consent_id: Nullable<Uuid> => Option<Uuid>,
        consent_version: Nullable<Int4> => Option<i32>,
    }
}

crate::record! {
    record_labels: RecordLabels, RecordLabelsRow, person: |labels| Some(labels.person_id), {
        person_id: Uuid => Uuid,
        labels: Jsonb => Json<Vec<SensitiveLabel>>,
    }
}

impl Tx {
    /// A consent of a person within reach, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn consent(&mut self, id: Uuid) -> Result<Consent> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(consent::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: ConsentRow = consent::table
            .select(ConsentRow::as_select())
            .filter(consent::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// Every consent of a person within reach, newest first.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn consents_of(&mut self, person_id: Uuid) -> Result<Vec<Consent>> {
        self.require_person(person_id).await?;
        let rows: Vec<ConsentRow> = consent::table
            .select(ConsentRow::as_select())
            .filter(consent::person_id.eq(person_id))
            .order((consent::created_at.desc(), consent::id))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Every consent of a person, and what the same human refused on a linked record, to decide about something that goes out. The
    /// caller has checked that the actor works with the record that it is about; nothing of the consents is shown.
    ///
    /// # Errors
    /// Database errors.
    pub async fn consents_to_decide(&mut self, person_id: Uuid) -> Result<Vec<Consent>> {
        let linked = self.linked_people(person_id).await?;
        let refused = consent::person_id.eq_any(linked).and(consent::decision.eq(Coded(ConsentDecision::Refuse)));
        let rows: Vec<ConsentRow> = consent::table
            .select(ConsentRow::as_select())
            .filter(consent::person_id.eq(person_id).or(refused))
            .order((consent::created_at.desc(), consent::id))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// What of a record is specially protected. The caller has checked as above.
    ///
    /// # Errors
    /// Database errors.
    pub async fn labels_of(&mut self, record_id: Uuid) -> Result<Option<RecordLabels>> {
        let row: Option<RecordLabelsRow> = record_labels::table
            .select(RecordLabelsRow::as_select())
            .filter(record_labels::id.eq(record_id))
            .first(self.conn())
            .await
            .optional()?;
        Ok(row.map(Into::into))
    }

    /// The code of a need and its code system, to decide about something that goes out for it. The caller has checked as above.
    ///
    /// # Errors
    /// Database errors.
    pub async fn need_code(&mut self, id: Uuid) -> Result<Option<(String, Option<String>)>> {
        let found: Option<(Option<String>, Option<String>)> = need::table
            .select((need::code, need::code_system))
            .filter(need::id.eq(id))
            .first(self.conn())
            .await
            .optional()?;
        Ok(found.and_then(|(code, system)| Some((code?, system))))
    }

    /// True when this was written down as disclosed already. The caller has checked as above.
    ///
    /// # Errors
    /// Database errors.
    pub async fn is_disclosed(&mut self, record_id: Uuid, content: DisclosedContent) -> Result<bool> {
        let found = disclosure::table
            .filter(disclosure::record_id.eq(record_id))
            .filter(disclosure::content.eq(Coded(content)));
        Ok(diesel::select(diesel::dsl::exists(found)).get_result(self.conn()).await?)
    }

    /// What went out about a person within reach since an instant, newest first, before the time and id `before`.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn disclosures_of(
        &mut self,
        person_id: Uuid,
        since: DateTime<Utc>,
        before: Option<(DateTime<Utc>, Uuid)>,
        limit: i64,
    ) -> Result<Vec<Disclosure>> {
        self.require_person(person_id).await?;
        let mut query = disclosure::table
            .select(DisclosureRow::as_select())
            .filter(disclosure::person_id.eq(person_id))
            .filter(disclosure::at.ge(since))
            .order((disclosure::at.desc(), disclosure::id.desc()))
            .limit(limit)
            .into_boxed();
        if let Some((at, id)) = before {
            query = query.filter(disclosure::at.le(at)).filter(disclosure::at.lt(at).or(disclosure::id.lt(id)));
        }
        let rows: Vec<DisclosureRow> = query.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The links of a person that open something, with what they open; locked after their cases. The caller has checked as above, or
    /// shows nothing of them.
    ///
    /// # Errors
    /// Database errors.
    pub async fn open_links_of(&mut self, person_id: Uuid) -> Result<Vec<(ReferralLink, Referral, Case)>> {
        let open = ReferralStatus::ALL.iter().copied().filter(|status| status.is_open()).map(Coded);
        let rows: Vec<(CaseRow, ReferralRow)> = case::table
            .inner_join(referral::table.on(referral::case_id.eq(case::id)))
            .select((CaseRow::as_select(), ReferralRow::as_select()))
            .filter(referral::person_id.eq(person_id))
            .filter(referral::status.eq_any(open.collect::<Vec<_>>()))
            .order(referral::id)
            .for_no_key_update()
            .load(self.conn())
            .await?;
        let now = self.now();
        let links: Vec<ReferralLinkRow> = referral_link::table
            .select(ReferralLinkRow::as_select())
            .filter(referral_link::person_id.eq(person_id))
            .filter(referral_link::revoked_at.is_null())
            .filter(referral_link::expires_at.gt(now))
            .order(referral_link::id)
            .for_no_key_update()
            .load(self.conn())
            .await?;
        let of = |link: ReferralLinkRow| {
            let (case_row, row) = rows.iter().find(|(_, row)| row.id == link.referral_id)?;
            Some((link.into(), row.clone().into(), case_row.clone().into()))
        };
        Ok(links.into_iter().filter_map(of).collect())
    }
}
