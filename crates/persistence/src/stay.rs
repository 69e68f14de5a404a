//! Stays.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::stay::{EmergencyCause, Stay, StayClass, StayStatus};
use domain::{Event, EventKind};
use uuid::Uuid;

use crate::case::CaseWork;
use crate::error::Result;
use crate::record::Coded;
use crate::tx::{Tx, person_reach};

crate::record! {
    stay: Stay, StayRow, person: |stay| Some(stay.person_id), {
        person_id: Uuid => Uuid,
        class: Text => Coded<StayClass>,
        status: Text => Coded<StayStatus>,
        facility: Text => String,
        reason: Nullable<Text> => Option<String>,
        admitted_at: Timestamptz => DateTime<Utc>,
        discharged_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        destination: Nullable<Text> => Option<String>,
        cancel_reason: Nullable<Text> => Option<String>,
        source: Nullable<Text> => Option<String>,
        cause: Nullable<Text> => Option<Coded<EmergencyCause>>,
    }
}

impl Tx {
    /// A stay of a person within reach, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn stay(&mut self, id: Uuid) -> Result<Stay> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(stay::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: StayRow = stay::table
            .select(StayRow::as_select())
            .filter(stay::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// Every stay of a person within reach, newest first.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn stays_of(&mut self, person_id: Uuid) -> Result<Vec<Stay>> {
        self.require_person(person_id).await?;
        let rows: Vec<StayRow> = stay::table
            .select(StayRow::as_select())
            .filter(stay::person_id.eq(person_id))
            .order((stay::admitted_at.desc(), stay::id))
            .limit(500)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}

impl Tx {
    /// Lets a new case know of the person's recent stays, so that a discharge before the enrolment opens its outreach deadlines.
    ///
    /// # Errors
    /// Database errors.
    pub async fn anchor_recent_stays(&mut self, cases: &mut [CaseWork]) -> Result<()> {
        let [CaseWork { case, .. }, ..] = &*cases else { return Ok(()) };
        let stays = self.stays_of(case.person_id).await?;
        let anchors: Vec<_> = stays.into_iter().rev().filter_map(|stay| Some((stay.id, stay.anchors()?))).collect();
        let ids: Vec<Uuid> = anchors.iter().map(|(id, _)| *id).collect();
        let transitions = self.transitions_of(&ids).await?;
        for (id, (admitted_at, discharged_at)) in anchors {
            self.announce(cases, &Event::new(EventKind::Admitted, id, admitted_at))?;
            if let Some(at) = discharged_at {
                self.announce(cases, &Event::new(EventKind::Discharged, id, at))?;
            }
            let said = transitions.iter().filter(|transition| transition.stay_id == id);
            for event in said.flat_map(|transition| transition.said(self.now())).collect::<Vec<_>>() {
                self.announce(cases, &event)?;
            }
        }
        Ok(())
    }
}
