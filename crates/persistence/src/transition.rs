//! Transitions: the way from a hospital to whatever comes next.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::case::{Case, CaseStatus};
use domain::deadline::Deadline;
use domain::person::Coverage;
use domain::stay::{Stay, StayClass, StayStatus};
use domain::transition::{Complexity, Destination, Parts, Transition, covered_by_medicare};
use domain::{Event, EventKind};
use uuid::Uuid;

use crate::case::{CaseRow, CaseWork, case};
use crate::deadline::{DeadlineRow, deadline};
use crate::error::Result;
use crate::person::{CoverageRow, coverage, person};
use crate::record::{Coded, Json};
use crate::stay::{StayRow, stay};
use crate::tx::{Tx, person_reach};

crate::record! {
    transition: Transition, TransitionRow, person: |transition| Some(transition.person_id), {
        stay_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        class: Text => Coded<StayClass>,
        medicare: Bool => bool,
        psychiatric: Bool => bool,
        complexity: Nullable<Text> => Option<Coded<Complexity>>,
        destination: Nullable<Text> => Option<Coded<Destination>>,
        expected_days: Nullable<Double> => Option<f64>,
        summary: Nullable<Text> => Option<String>,
        target_on: Nullable<Date> => Option<NaiveDate>,
        parts: Jsonb => Json<Parts>,
        closed_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        closed_by: Nullable<Uuid> => Option<Uuid>,
    }
}

/// Which stays a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StayWindow {
    /// Those that go on.
    There,
    /// Those that ended between two instants.
    Left(DateTime<Utc>, DateTime<Utc>),
}

/// A stay of somebody with a case, as a list shows it.
#[derive(Debug)]
pub struct Followed {
    /// The stay.
    pub stay: Stay,
    /// The case.
    pub case: Case,
    /// The person's name.
    pub name: String,
}

/// The longest list of people in hospital.
const MOST_LISTED: i64 = 2_000;

impl Tx {
    /// A stay of a person within reach, to read it or to write beside it.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn stay_within_reach(&mut self, id: Uuid) -> Result<Stay> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(stay::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: StayRow = stay::table
            .select(StayRow::as_select())
            .filter(stay::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// The transition of a stay within reach; what it would begin with when nobody wrote anything yet.
    ///
    /// # Errors
    /// Database errors.
    pub async fn transition_of(&mut self, stay: &Stay) -> Result<Transition> {
        let known = self.transitions_of(&[stay.id]).await?.pop();
        match known {
            Some(known) => Ok(known),
            None => Ok(Transition::unwritten(Uuid::now_v7(), stay, self.medicare_covers(stay).await?)),
        }
    }

    /// Transitions of stays, as far as somebody wrote about them.
    ///
    /// # Errors
    /// Database errors.
    pub async fn transitions_of(&mut self, stays: &[Uuid]) -> Result<Vec<Transition>> {
        let rows: Vec<TransitionRow> = transition::table
            .select(TransitionRow::as_select())
            .filter(transition::stay_id.eq_any(stays.to_vec()))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Lets the transition of a stay begin with it, or follow what changed about it. The cases are those of its person; without one
    /// there is no transition.
    ///
    /// # Errors
    /// Database errors, and those of [`CaseWork::hear`].
    pub async fn transition_follows(&mut self, cases: &mut [CaseWork], stay: &Stay) -> Result<()> {
        if cases.is_empty() || !stay.anchors_deadlines() {
            return Ok(());
        }
        let known = self.transitions_of(&[stay.id]).await?.pop();
        let now = self.now();
        let change = match known {
            Some(known) => known.follow(stay, now),
            None if stay.status == StayStatus::Cancelled => None,
            None => {
                let medicare = self.medicare_covers(stay).await?;
                Some(Transition::unwritten(Uuid::now_v7(), stay, medicare).begin(now))
            }
        };
        if let Some(change) = change {
            self.apply_in(cases, change)?;
        }
        Ok(())
    }

    async fn medicare_covers(&mut self, stay: &Stay) -> Result<bool> {
        let rows: Vec<CoverageRow> = coverage::table
            .select(CoverageRow::as_select())
            .filter(coverage::person_id.eq(stay.person_id))
            .load(self.conn())
            .await?;
        let coverages: Vec<Coverage> = rows.into_iter().map(Into::into).collect();
        Ok(covered_by_medicare(&coverages, domain::clock::local_date(stay.admitted_at, self.directory().main_zone())))
    }

    /// Hospital stays of people within reach who have an active case in one of the programs, the longest first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn followed_stays(&mut self, programs: &[Uuid], window: StayWindow) -> Result<Vec<Followed>> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(case::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let mut query = stay::table
            .inner_join(case::table.on(case::person_id.eq(stay::person_id)))
            .inner_join(person::table.on(person::id.eq(stay::person_id)))
            .select((StayRow::as_select(), CaseRow::as_select(), person::given_name, person::family_name))
            .filter(stay::class.eq_any([Coded(StayClass::Inpatient), Coded(StayClass::Observation)]))
            .filter(case::program_id.eq_any(programs.to_vec()))
            .filter(diesel::dsl::exists(seen))
            .order((stay::admitted_at, stay::id, case::id))
            .into_boxed();
        query = match window {
            StayWindow::There => query
                .filter(stay::status.eq(Coded(StayStatus::InProgress)))
                .filter(case::status.eq(Coded(CaseStatus::Active)))
                .limit(MOST_LISTED),
            StayWindow::Left(from, to) => {
                query.filter(stay::status.eq(Coded(StayStatus::Finished))).filter(stay::discharged_at.between(from, to))
            }
        };
        let rows: Vec<(StayRow, CaseRow, String, String)> = query.load(self.conn()).await?;
        let followed = rows.into_iter().map(|(stay, case, given, family)| Followed {
            stay: stay.into(),
            case: case.into(),
            name: format!("{given} {family}"),
        });
        let followed: Vec<Followed> = followed.filter(|one| concerns(&one.case, &one.stay)).collect();
        self.list_people(followed.iter().map(|one| one.case.person_id));
        Ok(followed)
    }

    /// Hospital stays of people that ended after `since` or go on, to tell readmissions.
    ///
    /// # Errors
    /// Database errors.
    pub async fn stays_since(&mut self, people: &[Uuid], since: DateTime<Utc>) -> Result<Vec<Stay>> {
        let rows: Vec<StayRow> = stay::table
            .select(StayRow::as_select())
            .filter(stay::person_id.eq_any(people.to_vec()))
            .filter(stay::discharged_at.is_null().or(stay::discharged_at.ge(since)))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Deadlines that stays started, the next due first. The stays must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn deadlines_of_stays(&mut self, stays: &[Uuid]) -> Result<Vec<Deadline>> {
        let rows: Vec<DeadlineRow> = deadline::table
            .select(DeadlineRow::as_select())
            .filter(deadline::anchor_subject_id.eq_any(stays.to_vec()))
            .order((deadline::due_at, deadline::id))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}

/// True for a case that heard of the end of the stay, or may still hear of it.
fn concerns(case: &Case, stay: &Stay) -> bool {
    stay.discharged_at.is_none_or(|at| case.hears(&Event::new(EventKind::Discharged, stay.id, at)))
}

/// How far back a stay may have ended for another one to be its readmission, with room for the zone.
pub const READMISSION_LOOK_BACK: TimeDelta = TimeDelta::days(domain::stay::READMISSION_DAYS + 2);
