//! Conferences about cases.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::care_plan::progress;
use domain::case::Case;
use domain::clock;
use domain::conference::agenda::{Facts, GoalLook};
use domain::conference::{AgendaItem, Attendee, Conference, ConferenceAction, ConferenceKind, ConferenceStatus};
use uuid::Uuid;

use crate::case::{CaseRow, case};
use crate::error::Result;
use crate::record::{Coded, Json};
use crate::tx::{Tx, person_reach};

crate::record! {
    conference: Conference, ConferenceRow, person: |conference| Some(conference.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        kind: Text => Coded<ConferenceKind>,
        status: Text => Coded<ConferenceStatus>,
        scheduled_at: Timestamptz => DateTime<Utc>,
        attendees: Jsonb => Json<Vec<Attendee>>,
        agenda: Jsonb => Json<Vec<AgendaItem>>,
        decisions: Jsonb => Json<Vec<String>>,
        actions: Jsonb => Json<Vec<ConferenceAction>>,
        held_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        next_by: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        reason: Nullable<Text> => Option<String>,
        author_id: Uuid => Uuid,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

impl Tx {
    /// A conference about a person within reach with its case, both locked: the case first, see [`crate::tx`].
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn conference(&mut self, id: Uuid) -> Result<(Conference, Case)> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(conference::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let (row, case_row): (ConferenceRow, CaseRow) = case::table
            .inner_join(conference::table.on(conference::case_id.eq(case::id)))
            .select((ConferenceRow::as_select(), CaseRow::as_select()))
            .filter(conference::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok((row.into(), case_row.into()))
    }

    /// The conferences of a case that was read before, the latest first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn conferences_of(&mut self, case_id: Uuid) -> Result<Vec<Conference>> {
        let rows: Vec<ConferenceRow> = conference::table
            .select(ConferenceRow::as_select())
            .filter(conference::case_id.eq(case_id))
            .order((conference::scheduled_at.desc(), conference::id.desc()))
            .limit(200)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// When the last conference of a case was held; its enrolment when none was.
    ///
    /// # Errors
    /// Database errors.
    pub async fn last_conference_of(&mut self, case: &Case) -> Result<DateTime<Utc>> {
        let last: Option<Option<DateTime<Utc>>> = conference::table
            .select(conference::held_at)
            .filter(conference::case_id.eq(case.id))
            .filter(conference::status.eq(Coded(ConferenceStatus::Held)))
            .order(conference::held_at.desc())
            .first(self.conn())
            .await
            .optional()?;
        Ok(last.flatten().unwrap_or(case.enrolled_at))
    }

    /// What the record says that a conference of a case looks at.
    ///
    /// # Errors
    /// Database errors.
    pub async fn conference_facts(&mut self, case: &Case) -> Result<Facts> {
        let mut alerts = self.alerts_of(case.person_id).await?;
        alerts.retain(|alert| alert.case_id == case.id);
        let deadlines = self.deadlines_of(case.id).await?;
        let stays = self.stays_of(case.person_id).await?;
        let needs = self.needs_of(case.person_id).await?;
        let today = clock::local_date(self.now(), self.directory().zone(case.program_id));
        let mut goals = Vec::new();
        for plan in self.care_plans_of(case.id).await? {
            let Some(content) = self.plan_in_force(&plan).await? else { continue };
            let entries = self.goal_progress_of(plan.id).await?;
            goals.extend(content.goals.into_iter().map(|goal| {
                let course = progress::course(&goal, &entries, today);
                let proposed = course.proposed.map(|proposal| proposal.achievement);
                GoalLook { goal, achievement: course.achievement.or(proposed) }
            }));
        }
        Ok(Facts { alerts, deadlines, stays, goals, needs })
    }
}
