//! Referrals to read: of a person, across the caseload, one with its history, and what came of them.

use actix_web::{get, web};
use chrono::{DateTime, Months, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::Rule;
use domain::access::cap;
use domain::clock;
use domain::measure::Period;
use domain::referral::result::{benefit_approval, loop_closure, median_days_to_home, ways_home};
use domain::referral::{ReferralEvent, ReferralLink, ReferralParty};
use persistence::Tx;
use persistence::referral::ReferralFilter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::link::{ReferralLinkView, link_view};
use super::{ReferralView, view};
use crate::app::State;
use crate::http::code::{ReferralActionCode, ReferralKindCode, ReferralPartyCode, ReferralStatusCode};
use crate::http::{Allowed, Answer, Cursor, Limit, Page, Problem, Query};
use crate::today::{Scope, ScopeCode};

/// One entry of the history of a referral.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReferralEventView {
    id: Uuid,
    at: DateTime<Utc>,
    /// Who did it.
    party: ReferralPartyCode,
    /// The colleague, or to whom the link was given; none for the platform.
    by: Option<String>,
    action: ReferralActionCode,
    /// The state from then on.
    status: ReferralStatusCode,
    /// The day that was said with it.
    day: Option<NaiveDate>,
    note: Option<String>,
}

/// What happened to a referral, and who has links to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReferralHistory {
    /// The first entry first.
    events: Vec<ReferralEventView>,
    /// The newest link first, without secrets.
    links: Vec<ReferralLinkView>,
}

/// Filter of the worklist; all parts must match.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ReferralQuery {
    /// In this state; every open one when absent.
    status: Option<ReferralStatusCode>,
    /// Of this kind.
    kind: Option<ReferralKindCode>,
    /// `true` for those for which something should have happened by now.
    overdue: Option<bool>,
    /// `true` for those that silence moved up.
    escalated: Option<bool>,
    /// Whose cases; `team` when absent.
    scope: Option<ScopeCode>,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Which referrals are counted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ReferralSummaryQuery {
    /// Sent from this day; a year before `to` when absent.
    from: Option<NaiveDate>,
    /// Sent up to this day; today when absent.
    to: Option<NaiveDate>,
}

/// A share of a number.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShareView {
    count: usize,
    of: usize,
    /// Null of nothing.
    percent: Option<f64>,
}

/// What came of the referrals within reach that were sent in a period (K-26, K-20, K-21).
#[derive(Debug, Serialize, ToSchema)]
pub struct ReferralSummary {
    from: NaiveDate,
    to: NaiveDate,
    /// Confirmed by the person, of all that were sent.
    served: ShareView,
    /// Ended in any way, of all that were sent.
    closed: ShareView,
    declined: usize,
    not_received: usize,
    cancelled: usize,
    open: usize,
    /// Open, and something should have happened by now.
    open_late: usize,
    /// Median from sending to acceptance.
    median_days_to_accept: Option<f64>,
    /// Median from sending to the service that the person confirmed.
    median_days_to_service: Option<f64>,
    /// Benefits granted in the end, of all decided.
    benefits_approved: ShareView,
    /// Benefits granted at once, of all decided.
    benefits_first_pass: ShareView,
    /// Applications that wait for a decision.
    benefits_pending: usize,
    /// Days until half of the people have a home; who still waits is not left out. Null while fewer than half have one.
    median_days_to_home: Option<i64>,
}

impl From<domain::referral::result::Share> for ShareView {
    fn from(share: domain::referral::result::Share) -> Self {
        Self { count: share.count, of: share.of, percent: share.percent() }
    }
}

/// Referrals of people within reach, across the caseload: what should have happened first on top.
#[utoipa::path(tag = "referral", operation_id = "referral_worklist", params(ReferralQuery), responses((status = 200, body = Page<ReferralView>)))]
#[get("/referrals")]
pub async fn referral_worklist(
    access: Allowed<cap::ReferralRead>,
    state: web::Data<State>,
    query: Query<ReferralQuery>,
) -> Result<Answer<Page<ReferralView>>, Problem> {
    let after: Option<(DateTime<Utc>, Uuid)> = Cursor::key(query.cursor.as_ref())?;
    let filter = ReferralFilter {
        status: query.status.map(|code| code.0),
        kind: query.kind.map(|code| code.0),
        due_before: query.overdue.filter(|wanted| *wanted).map(|_| access.now()),
        escalated: query.escalated.unwrap_or_default(),
        mine: query.scope.is_some_and(|scope| scope.0 == Scope::Mine),
    };
    let page = state
        .store
        .read(&access, async |tx| {
            let rows = tx.referral_worklist(filter, after, query.limit.probe()).await?;
            Ok(Page::new(
                rows,
                query.limit,
                |row| (row.referral.due_at, row.referral.id),
                |row| view(tx, row.referral, row.person, row.owner_id),
            ))
        })
        .await?;
    Ok(Answer::ok(page))
}

/// Every referral of a person, newest first.
#[utoipa::path(tag = "referral", operation_id = "referral_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<ReferralView>)))]
#[get("/people/{id}/referrals")]
pub async fn referral_list(
    access: Allowed<cap::ReferralRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<ReferralView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let referrals = tx.referrals_of(*id).await?;
        let person = tx.person_name(*id).await?;
        let views = referrals.into_iter().map(|(referral, owner)| view(tx, referral, person.clone(), owner));
        Ok(Answer::ok(Page::whole(views.collect())))
    });
    Ok(answer.await?)
}

/// One referral.
#[utoipa::path(tag = "referral", operation_id = "referral_get", params(("id" = Uuid, Path)), responses((status = 200, body = ReferralView)))]
#[get("/referrals/{id}")]
pub async fn referral_get(
    access: Allowed<cap::ReferralRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<ReferralView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (referral, case) = tx.referral(*id).await?;
        let person = tx.person_name(referral.person_id).await?;
        Ok(Answer::resource(referral.version, view(tx, referral, person, case.owner_id)))
    });
    Ok(answer.await?)
}

fn event_view(tx: &Tx, event: ReferralEvent, links: &[ReferralLink]) -> ReferralEventView {
    let by = match event.party {
        ReferralParty::Staff => event.actor_id.map(|id| tx.directory().name(id).to_owned()),
        ReferralParty::Partner => {
            links.iter().find(|link| Some(link.id) == event.actor_id).map(|link| link.given_to.clone())
        }
        ReferralParty::System => None,
    };
    ReferralEventView {
        by,
        id: event.id,
        at: event.at,
        party: event.party.into(),
        action: event.action.into(),
        status: event.status.into(),
        day: event.day,
        note: event.note,
    }
}

/// What happened to a referral, and who has links to it.
#[utoipa::path(tag = "referral", operation_id = "referral_history", params(("id" = Uuid, Path)), responses((status = 200, body = ReferralHistory)))]
#[get("/referrals/{id}/history")]
pub async fn referral_history(
    access: Allowed<cap::ReferralRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<ReferralHistory>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (referral, _) = tx.referral(*id).await?;
        let links = tx.referral_links_of(referral.id).await?;
        let events = tx.referral_events_of(referral.id).await?;
        Ok(Answer::ok(ReferralHistory {
            events: events.into_iter().map(|event| event_view(tx, event, &links)).collect(),
            links: links.into_iter().map(|link| link_view(tx, link)).collect(),
        }))
    });
    Ok(answer.await?)
}

/// The days that are counted: a year at most, none ahead.
fn period(query: &ReferralSummaryQuery, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Rule> {
    let to = query.to.unwrap_or(today);
    let refused = |pointer, detail: &str| Err(Rule::at("referral_period", pointer, detail));
    if to > today || to < NaiveDate::default() {
        return refused("/to", "Choose a day up to today.");
    }
    let year = to.checked_sub_months(Months::new(12)).unwrap_or(to);
    let from = query.from.unwrap_or(year);
    if from > to || from < year {
        return refused("/from", "Choose a day within the year before the last one.");
    }
    Ok((from, to))
}

/// What came of the referrals within reach that were sent in a period: loops closed, benefits granted, homes found.
#[utoipa::path(tag = "referral", operation_id = "referral_summary", params(ReferralSummaryQuery), responses((status = 200, body = ReferralSummary)))]
#[get("/referrals/summary")]
pub async fn referral_summary(
    access: Allowed<cap::ReferralRead>,
    state: web::Data<State>,
    query: Query<ReferralSummaryQuery>,
) -> Result<Answer<ReferralSummary>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let zone: Tz = tx.directory().staff.get(&tx.actor().id).map_or(chrono_tz::UTC, |card| card.zone);
        let today = clock::local_date(tx.now(), zone);
        let (from, to) = period(&query, today)?;
        let counted = Period::of_days(from, to, zone);
        let referrals = tx.referrals_sent(counted.from, counted.to).await?;
        let (closure, benefits) = (loop_closure(&referrals, zone, tx.now()), benefit_approval(&referrals));
        Ok(Answer::ok(ReferralSummary {
            from,
            to,
            served: closure.served.into(),
            closed: closure.closed.into(),
            declined: closure.declined,
            not_received: closure.not_received,
            cancelled: closure.cancelled,
            open: closure.open,
            open_late: closure.open_late,
            median_days_to_accept: closure.median_days_to_accept,
            median_days_to_service: closure.median_days_to_service,
            benefits_approved: benefits.approved.into(),
            benefits_first_pass: benefits.first_pass.into(),
            benefits_pending: benefits.pending,
            median_days_to_home: median_days_to_home(&ways_home(&referrals, zone, today)),
        }))
    });
    Ok(answer.await?)
}
