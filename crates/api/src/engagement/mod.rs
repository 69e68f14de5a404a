//! Engagement: whom to reach next, how the reaching goes, and its numbers (R119, R125, R179).

mod case;
mod list;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::case::Case;
use domain::clock;
use domain::contact_cadence::{CadenceDays, ContactCadence, NextContact, STANDARD, in_force, next_contact};
use domain::engagement::{Engagement, Touch, engagement};
use persistence::Tx;
use persistence::case::CaseScope;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::ServiceConfig;
use crate::http::code::{ContactDueCode, ContactModeCode, ContactOutcomeCode, EngagementStateCode};
use crate::program::Ref;

/// When the person is to be reached next, and from what that follows.
#[derive(Debug, Serialize, ToSchema)]
pub struct NextContactView {
    /// By the end of this day in the program's zone.
    due_on: NaiveDate,
    due: ContactDueCode,
    /// The last two-way contact, or the enrolment.
    since: NaiveDate,
    /// False when nobody has reached the person since the enrolment.
    reached: bool,
    /// Days of the tier.
    days: u32,
    /// Since when the program has these days; null while the platform's own numbers count.
    cadence_since: Option<NaiveDate>,
}

/// How the reaching goes.
#[derive(Debug, Serialize, ToSchema)]
pub struct EngagementView {
    state: EngagementStateCode,
    /// The last two-way contact.
    last_reached_at: Option<DateTime<Utc>>,
    /// When the person refused, and nothing followed.
    refused_at: Option<DateTime<Utc>>,
    /// Attempts and refusals since then.
    tried: usize,
    /// Different days with attempts.
    days: usize,
    /// Ways that were tried.
    modes: Vec<ContactModeCode>,
    /// Further days with an attempt after which the person counts as hard to reach.
    days_left: usize,
    /// Further ways of contact which that takes.
    modes_left: usize,
}

/// An attempt or a refusal.
#[derive(Debug, Serialize, ToSchema)]
pub struct EngagementAttempt {
    /// The contact.
    id: Uuid,
    at: DateTime<Utc>,
    mode: ContactModeCode,
    outcome: ContactOutcomeCode,
    author: Option<Ref>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(list::engagement_list).service(list::engagement_figures).service(case::engagement_get);
}

/// What counts in a program today: the days, and since when when they were set.
fn cadence_of(tx: &Tx, known: &[ContactCadence], program_id: Uuid) -> (CadenceDays, Option<NaiveDate>) {
    let today = clock::local_date(tx.now(), tx.directory().zone(program_id));
    in_force(known, program_id, today).map_or((STANDARD, None), |own| (own.days, Some(own.valid_from)))
}

/// A case with how its reaching goes.
struct Reaching {
    case: Case,
    name: String,
    next: NextContact,
    cadence_since: Option<NaiveDate>,
    engagement: Engagement,
    touches: Vec<Touch>,
}

/// How the reaching of a case goes as of now.
fn reaching(tx: &Tx, known: &[ContactCadence], case: Case, name: String, touches: Vec<Touch>) -> Reaching {
    let (zone, now) = (tx.directory().zone(case.program_id), tx.now());
    let (days, cadence_since) = cadence_of(tx, known, case.program_id);
    let engagement = engagement(case.enrolled_at, &touches, zone);
    let next = next_contact(case.enrolled_at, engagement.last_reached_at, days.of(case.tier), zone, now);
    Reaching { case, name, next, cadence_since, engagement, touches }
}

/// Every active case of the reader, or of all that they reach.
async fn reachings(tx: &mut Tx, scope: CaseScope, program_id: Option<Uuid>) -> persistence::Result<Vec<Reaching>> {
    let known = tx.contact_cadences().await?;
    let mut cases = tx.cases_to_reach(scope, program_id).await?;
    let now = tx.now();
    cases.retain(|(case, _)| case.enrolled_at <= now);
    let people: BTreeSet<Uuid> = cases.iter().map(|(case, _)| case.person_id).collect();
    let touches = tx.touches_of(people.into_iter().collect(), figures_since(now)).await?;
    let of = |(case, name): (Case, String)| {
        let own = touches.get(&case.person_id).cloned().unwrap_or_default();
        reaching(tx, &known, case, name, own)
    };
    Ok(cases.into_iter().map(of).collect())
}

fn next_view(own: &Reaching) -> NextContactView {
    NextContactView {
        due_on: own.next.due_on,
        due: own.next.due.into(),
        since: own.next.since,
        reached: own.next.reached,
        days: own.next.days,
        cadence_since: own.cadence_since,
    }
}

fn engagement_view(own: &Engagement) -> EngagementView {
    EngagementView {
        state: own.state.into(),
        last_reached_at: own.last_reached_at,
        refused_at: own.refused_at,
        tried: own.tried.len(),
        days: own.days,
        modes: own.modes.iter().copied().map(Into::into).collect(),
        days_left: own.days_left(),
        modes_left: own.modes_left(),
    }
}

fn attempt_view(tx: &Tx, touch: &Touch) -> EngagementAttempt {
    EngagementAttempt {
        id: touch.id,
        at: touch.at,
        mode: touch.mode.into(),
        outcome: touch.outcome.into(),
        author: touch.author_id.map(|id| Ref { id, name: tx.directory().name(id).to_owned() }),
    }
}

/// Since when the numbers of reaching are counted.
fn figures_since(now: DateTime<Utc>) -> DateTime<Utc> {
    now - TimeDelta::days(domain::engagement::FIGURE_DAYS)
}
