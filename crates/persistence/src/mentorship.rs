//! Mentorships: who guides whom, and when the two met.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::mentorship::{Mentorship, MentorshipGoal, MentorshipMeeting, MentorshipStatus};
use uuid::Uuid;

use crate::error::Result;
use crate::record::{Coded, Json};
use crate::tx::Tx;

crate::record! {
    mentorship: Mentorship, MentorshipRow, person: |_| None, {
        mentor_id: Uuid => Uuid,
        mentee_id: Uuid => Uuid,
        status: Text => Coded<MentorshipStatus>,
        starts_on: Date => NaiveDate,
        until_on: Nullable<Date> => Option<NaiveDate>,
        goals: Jsonb => Json<Vec<MentorshipGoal>>,
        next_meeting_on: Nullable<Date> => Option<NaiveDate>,
        begun_by: Uuid => Uuid,
        begun_at: Timestamptz => DateTime<Utc>,
        ended_by: Nullable<Uuid> => Option<Uuid>,
        ended_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        end_reason: Nullable<Text> => Option<String>,
    }
}

crate::record! {
    mentorship_meeting: MentorshipMeeting, MentorshipMeetingRow, person: |_| None, {
        mentorship_id: Uuid => Uuid,
        held_on: Date => NaiveDate,
        minutes: Int4 => i32,
        agreed: Text => String,
        logged_by: Uuid => Uuid,
        logged_at: Timestamptz => DateTime<Utc>,
    }
}

/// Meetings shown at once: those of many years.
const SHOWN: i64 = 500;

/// Which mentorships a list shows. All given parts must match.
#[derive(Debug, Clone)]
pub struct MentorshipFilter {
    /// Beside those of the actor, those of these mentees.
    pub mentee_ids: Vec<Uuid>,
    /// With this colleague, on either side.
    pub staff_id: Option<Uuid>,
    /// Only those that last.
    pub active: bool,
}

impl Tx {
    /// One mentorship, locked; a read waits for nobody. Who may know of it is for the caller to look at.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn mentorship(&mut self, id: Uuid) -> Result<Mentorship> {
        let found = mentorship::table.select(MentorshipRow::as_select()).filter(mentorship::id.eq(id));
        let row: MentorshipRow = if self.only_reads {
            found.first(self.conn()).await?
        } else {
            found.for_update().first(self.conn()).await?
        };
        self.touch(id, None);
        Ok(row.into())
    }

    /// Mentorships of the actor, and of mentees, newest first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn mentorship_list(
        &mut self,
        filter: MentorshipFilter,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Mentorship>> {
        let me = self.actor().id;
        let known = mentorship::mentor_id
            .eq(me)
            .or(mentorship::mentee_id.eq(me))
            .or(mentorship::mentee_id.eq_any(filter.mentee_ids));
        let mut query = mentorship::table
            .select(MentorshipRow::as_select())
            .filter(known)
            .order(mentorship::id.desc())
            .limit(limit)
            .into_boxed();
        if let Some(id) = filter.staff_id {
            query = query.filter(mentorship::mentor_id.eq(id).or(mentorship::mentee_id.eq(id)));
        }
        if filter.active {
            query = query.filter(mentorship::status.eq(Coded(MentorshipStatus::Active)));
        }
        if let Some(id) = after {
            query = query.filter(mentorship::id.lt(id));
        }
        let rows: Vec<MentorshipRow> = query.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The meetings of a mentorship, the latest first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn mentorship_meetings(&mut self, mentorship_id: Uuid) -> Result<Vec<MentorshipMeeting>> {
        let rows: Vec<MentorshipMeetingRow> = mentorship_meeting::table
            .select(MentorshipMeetingRow::as_select())
            .filter(mentorship_meeting::mentorship_id.eq(mentorship_id))
            .order((mentorship_meeting::held_on.desc(), mentorship_meeting::id.desc()))
            .limit(SHOWN)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Ends the mentorships of a colleague who leaves.
    ///
    /// # Errors
    /// Database errors.
    pub async fn mentorships_leave(&mut self, staff_id: Uuid) -> Result<()> {
        let rows: Vec<MentorshipRow> = mentorship::table
            .select(MentorshipRow::as_select())
            .filter(mentorship::mentor_id.eq(staff_id).or(mentorship::mentee_id.eq(staff_id)))
            .filter(mentorship::status.eq(Coded(MentorshipStatus::Active)))
            .order(mentorship::id)
            .for_update()
            .load(self.conn())
            .await?;
        let (by, now) = (self.actor().id, self.now());
        for own in rows.into_iter().map(Mentorship::from) {
            self.apply(own.leave(by, now)?)?;
        }
        Ok(())
    }
}
