//! Many cases: whom to reach next, and the numbers of reaching.

use actix_web::{get, web};
use chrono::NaiveDate;
use domain::access::cap;
use domain::code::Code;
use domain::contact_cadence::ContactDue;
use domain::engagement::{EngagementState, FIGURE_DAYS, OutreachFigures, Touch};
use persistence::case::CaseScope;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{EngagementView, NextContactView, Reaching, engagement_view, figures_since, next_view, reachings};
use crate::app::State;
use crate::http::code::{ContactDueCode, EngagementStateCode, TierCode};
use crate::http::{Allowed, Answer, Cursor, Limit, Page, Problem, Query};
use crate::program::Ref;
use crate::today::{Scope, ScopeCode};

/// Somebody to reach.
#[derive(Debug, Serialize, ToSchema)]
pub struct EngagementPerson {
    case_id: Uuid,
    person: Ref,
    program: Ref,
    owner: Ref,
    tier: TierCode,
    next: NextContactView,
    engagement: EngagementView,
    /// Zone of the program.
    time_zone: String,
}

/// Whom.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct EngagementListQuery {
    /// Whose cases; `mine` when absent.
    #[param(inline)]
    scope: Option<ScopeCode>,
    /// Of this program.
    program_id: Option<Uuid>,
    /// In this state.
    #[param(inline)]
    state: Option<EngagementStateCode>,
    /// Due like this.
    #[param(inline)]
    due: Option<ContactDueCode>,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Of whom.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct EngagementFiguresQuery {
    /// Whose cases; `mine` when absent.
    #[param(inline)]
    scope: Option<ScopeCode>,
    /// Of this program.
    program_id: Option<Uuid>,
}

/// How many cases are due like this.
#[derive(Debug, Serialize, ToSchema)]
pub struct DueFigure {
    due: ContactDueCode,
    cases: usize,
}

/// How many cases are in a state.
#[derive(Debug, Serialize, ToSchema)]
pub struct EngagementFigure {
    state: EngagementStateCode,
    cases: usize,
}

/// The numbers of reaching.
#[derive(Debug, Serialize, ToSchema)]
pub struct EngagementFigures {
    /// Active cases.
    cases: usize,
    due: Vec<DueFigure>,
    states: Vec<EngagementFigure>,
    /// Over so many days.
    days: i64,
    /// Times we tried to reach somebody, reached or not.
    tries: u32,
    /// Of these: two-way contacts.
    reached: u32,
    no_answer: u32,
    left_message: u32,
    wrong_number: u32,
    refused: u32,
    /// Times a person got in touch.
    inbound: u32,
    /// People whom we tried to reach.
    people_tried: u32,
    /// Of these: people who were reached.
    people_reached: u32,
}

fn scope(code: Option<ScopeCode>) -> CaseScope {
    if code.is_some_and(|code| code.0 == Scope::Team) { CaseScope::Team } else { CaseScope::Mine }
}

fn key(own: &Reaching) -> (NaiveDate, Uuid) {
    (own.next.due_on, own.case.id)
}

/// People to be reached, who is due first first.
#[utoipa::path(tag = "contact", operation_id = "engagement_list", params(EngagementListQuery), responses((status = 200, body = Page<EngagementPerson>)))]
#[get("/engagement")]
pub async fn engagement_list(
    access: Allowed<cap::ContactRead>,
    state: web::Data<State>,
    query: Query<EngagementListQuery>,
) -> Result<Answer<Page<EngagementPerson>>, Problem> {
    let after: Option<(NaiveDate, Uuid)> = Cursor::key(query.cursor.as_ref())?;
    let answer = state.store.read(&access, async |tx| {
        let mut rows = reachings(tx, scope(query.scope), query.program_id).await?;
        rows.retain(|own| query.state.is_none_or(|wanted| own.engagement.state == wanted.0));
        rows.retain(|own| query.due.is_none_or(|wanted| own.next.due == wanted.0));
        rows.retain(|own| after.is_none_or(|last| key(own) > last));
        rows.sort_by_key(key);
        rows.truncate(usize::try_from(query.limit.probe()).unwrap_or(0));
        tx.list_people(rows.iter().map(|own| own.case.person_id));
        let directory = tx.directory();
        let view = |own: Reaching| EngagementPerson {
            case_id: own.case.id,
            next: next_view(&own),
            engagement: engagement_view(&own.engagement),
            person: Ref { id: own.case.person_id, name: own.name },
            program: Ref {
                id: own.case.program_id,
                name: directory.programs.get(&own.case.program_id).map_or_else(String::new, |one| one.name.clone()),
            },
            owner: Ref { id: own.case.owner_id, name: directory.name(own.case.owner_id).to_owned() },
            tier: own.case.tier.into(),
            time_zone: directory.zone(own.case.program_id).name().to_owned(),
        };
        Ok(Answer::ok(Page::new(rows, query.limit, key, view)))
    });
    Ok(answer.await?)
}

/// How many cases are due and in which state, and what became of outreach in the last 30 days.
#[utoipa::path(tag = "contact", operation_id = "engagement_figures", params(EngagementFiguresQuery), responses((status = 200, body = EngagementFigures)))]
#[get("/engagement/figures")]
pub async fn engagement_figures(
    access: Allowed<cap::ContactRead>,
    state: web::Data<State>,
    query: Query<EngagementFiguresQuery>,
) -> Result<Answer<EngagementFigures>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let rows = reachings(tx, scope(query.scope), query.program_id).await?;
        let since = figures_since(tx.now());
        let mut people: std::collections::HashMap<Uuid, Vec<Touch>> = std::collections::HashMap::new();
        for own in &rows {
            let lately = own.touches.iter().copied().filter(|touch| touch.at >= since).collect();
            people.insert(own.case.person_id, lately);
        }
        let mut sums = OutreachFigures::default();
        people.values().for_each(|touches| sums.add(touches));
        let due = |due: &ContactDue| DueFigure {
            due: (*due).into(),
            cases: rows.iter().filter(|own| own.next.due == *due).count(),
        };
        let in_state = |state: &EngagementState| EngagementFigure {
            state: (*state).into(),
            cases: rows.iter().filter(|own| own.engagement.state == *state).count(),
        };
        Ok(Answer::ok(EngagementFigures {
            cases: rows.len(),
            due: ContactDue::ALL.iter().map(due).collect(),
            states: EngagementState::ALL.iter().map(in_state).collect(),
            days: FIGURE_DAYS,
            tries: sums.tries,
            reached: sums.reached,
            no_answer: sums.no_answer,
            left_message: sums.left_message,
            wrong_number: sums.wrong_number,
            refused: sums.refused,
            inbound: sums.inbound,
            people_tried: sums.people_tried,
            people_reached: sums.people_reached,
        }))
    });
    Ok(answer.await?)
}
