//! Lists of the day: what the record says, and what was added or marked.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::alert::AlertStatus;
use domain::appointment::AppointmentStatus;
use domain::case::{Case, CaseStatus};
use domain::huddle::{HuddleFact, HuddleItem, HuddleKey, HuddleKind, HuddleMark};
use domain::stay::StayStatus;
use domain::transition::Parts;
use uuid::Uuid;

use crate::alert::alert;
use crate::appointment::appointment;
use crate::case::case;
use crate::error::Result;
use crate::record::{Coded, Json};
use crate::stay::stay;
use crate::transition::transition;
use crate::tx::{Tx, person_reach};

crate::record! {
    huddle_item: HuddleItem, HuddleItemRow, person: |item| item.person_id, {
        team_id: Uuid => Uuid,
        day: Date => NaiveDate,
        kind: Text => Coded<HuddleKind>,
        record_id: Uuid => Uuid,
        person_id: Nullable<Uuid> => Option<Uuid>,
        case_id: Nullable<Uuid> => Option<Uuid>,
        text: Nullable<Text> => Option<String>,
        mark: Text => Coded<HuddleMark>,
        task_id: Nullable<Uuid> => Option<Uuid>,
        author_id: Uuid => Uuid,
        marked_by: Nullable<Uuid> => Option<Uuid>,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

/// Most things of one kind that a list shows.
const SHOWN: i64 = 200;

/// The spans of time that a list asks about, in the zone of the team's program.
#[derive(Debug, Clone, Copy)]
pub struct HuddleDay {
    /// The day.
    pub day: NaiveDate,
    /// When it begins.
    pub from: DateTime<Utc>,
    /// When it ends.
    pub to: DateTime<Utc>,
    /// When the last business day before it began.
    pub since: DateTime<Utc>,
    /// The first day of which what was added and nobody marked stands on the list as well; the day itself for none.
    pub left_from: NaiveDate,
}

fn fact(kind: HuddleKind, (record_id, person_id, case_id): (Uuid, Uuid, Uuid), text: Option<String>) -> HuddleFact {
    HuddleFact { key: HuddleKey { kind, record_id }, person_id, case_id, text }
}

impl Tx {
    /// What the record says about the people of a team within reach for a day. `safety` is true for who reads alerts.
    ///
    /// # Errors
    /// Database errors.
    pub async fn huddle_facts(&mut self, team_id: Uuid, asked: HuddleDay, safety: bool) -> Result<Vec<HuddleFact>> {
        let mut facts = self.huddle_stays(team_id, asked).await?;
        facts.extend(self.huddle_no_shows(team_id, asked).await?);
        if safety {
            facts.extend(self.huddle_safety(team_id).await?);
        }
        Ok(facts)
    }

    /// Who leaves, who arrived, and what is in the way.
    async fn huddle_stays(&mut self, team_id: Uuid, asked: HuddleDay) -> Result<Vec<HuddleFact>> {
        type Columns = (
            Uuid,
            Coded<StayStatus>,
            DateTime<Utc>,
            Option<DateTime<Utc>>,
            Uuid,
            Uuid,
            Option<NaiveDate>,
            Option<Json<Parts>>,
        );
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(case::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let rows: Vec<Columns> = stay::table
            .inner_join(case::table.on(case::person_id.eq(stay::person_id)))
            .left_join(transition::table.on(transition::stay_id.eq(stay::id)))
            .select((
                stay::id,
                stay::status,
                stay::admitted_at,
                stay::discharged_at,
                case::person_id,
                case::id,
                transition::target_on.nullable(),
                transition::parts.nullable(),
            ))
            .filter(case::team_id.eq(team_id))
            .filter(case::status.eq(Coded(CaseStatus::Active)))
            .filter(stay::status.ne(Coded(StayStatus::Cancelled)))
            .filter(stay::status.eq(Coded(StayStatus::InProgress)).or(stay::discharged_at.ge(asked.from)))
            .filter(diesel::dsl::exists(seen))
            .order((stay::admitted_at, stay::id, case::id))
            .limit(SHOWN)
            .load(self.conn())
            .await?;
        let today = |at: DateTime<Utc>| asked.from <= at && at < asked.to;
        let mut facts = Vec::new();
        for (id, status, admitted_at, discharged_at, person_id, case_id, target_on, parts) in rows {
            let about = (id, person_id, case_id);
            let there = status.0 == StayStatus::InProgress;
            if discharged_at.is_some_and(today) || (there && target_on == Some(asked.day)) {
                facts.push(fact(HuddleKind::Leaving, about, None));
            }
            if today(admitted_at) {
                facts.push(fact(HuddleKind::Arrived, about, None));
            }
            let barriers = parts.map_or_else(Vec::new, |parts| parts.0.barriers);
            for barrier in barriers.into_iter().filter(|barrier| there && barrier.removed_at.is_none()) {
                facts.push(fact(HuddleKind::Barrier, (barrier.id, person_id, case_id), Some(barrier.text)));
            }
        }
        Ok(facts)
    }

    /// Who was not there since the last business day.
    async fn huddle_no_shows(&mut self, team_id: Uuid, asked: HuddleDay) -> Result<Vec<HuddleFact>> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(case::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let rows: Vec<(Uuid, Uuid, Uuid, Option<String>)> = appointment::table
            .inner_join(case::table.on(case::id.eq(appointment::case_id)))
            .select((appointment::id, case::person_id, case::id, appointment::title))
            .filter(case::team_id.eq(team_id))
            .filter(case::status.eq(Coded(CaseStatus::Active)))
            .filter(appointment::status.eq(Coded(AppointmentStatus::Noshow)))
            .filter(appointment::starts_at.ge(asked.since))
            .filter(appointment::starts_at.lt(asked.from))
            .filter(diesel::dsl::exists(seen))
            .order((appointment::starts_at, appointment::id))
            .limit(SHOWN)
            .load(self.conn())
            .await?;
        let missed = |(id, person_id, case_id, title)| fact(HuddleKind::NoShow, (id, person_id, case_id), title);
        Ok(rows.into_iter().map(missed).collect())
    }

    /// Alerts that are due and not closed.
    async fn huddle_safety(&mut self, team_id: Uuid) -> Result<Vec<HuddleFact>> {
        let now = self.now();
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(alert::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let rows: Vec<(Uuid, Uuid, Uuid, String)> = alert::table
            .select((alert::id, alert::person_id, alert::case_id, alert::trigger))
            .filter(alert::team_id.eq(team_id))
            .filter(alert::status.ne(Coded(AlertStatus::Closed)))
            .filter(alert::due_at.lt(now))
            .filter(diesel::dsl::exists(seen))
            .order((alert::due_at, alert::id))
            .limit(SHOWN)
            .load(self.conn())
            .await?;
        let overdue = |(id, person_id, case_id, text)| fact(HuddleKind::Safety, (id, person_id, case_id), Some(text));
        Ok(rows.into_iter().map(overdue).collect())
    }

    /// What was added to a team's list of a day or marked on it, and what was added from `left_from` on and nobody marked: about people
    /// within reach, and about nobody in care.
    ///
    /// # Errors
    /// Database errors.
    pub async fn huddle_items(
        &mut self,
        team_id: Uuid,
        day: NaiveDate,
        left_from: NaiveDate,
    ) -> Result<Vec<HuddleItem>> {
        let left = huddle_item::kind
            .eq(Coded(HuddleKind::Added))
            .and(huddle_item::mark.eq(Coded(HuddleMark::Open)))
            .and(huddle_item::day.ge(left_from))
            .and(huddle_item::day.lt(day));
        let seen = person_reach::table
            .filter(person_reach::person_id.nullable().eq(huddle_item::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let rows: Vec<HuddleItemRow> = huddle_item::table
            .select(HuddleItemRow::as_select())
            .filter(huddle_item::team_id.eq(team_id))
            .filter(huddle_item::day.eq(day).or(left))
            .filter(huddle_item::person_id.is_null().or(diesel::dsl::exists(seen)))
            .order((huddle_item::created_at, huddle_item::id))
            .limit(SHOWN)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The case of an item, locked before anything is done about it; none for an item about nobody.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] when it is out of reach.
    pub async fn huddle_case(&mut self, case_id: Option<Uuid>) -> Result<Option<Case>> {
        match case_id {
            Some(id) => Ok(Some(self.case(id).await?)),
            None => Ok(None),
        }
    }
}
