//! Conflicts of interest: who knows whom otherwise than through their work. The worker, those who lead them and the privacy officer
//! know of it.

use std::collections::HashSet;

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::Rule;
use domain::access::{Capability, Role, cap};
use domain::case::CaseStatus;
use domain::conflict_of_interest::{ConflictOfInterest, ConflictStatus};
use persistence::conflict_of_interest::ConflictFilter;
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::absence::leads;
use crate::app::State;
use crate::crisis_plan::leader;
use crate::http::ServiceConfig;
use crate::http::code::{ConflictKindCode, ConflictStatusCode};
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Query, Valid};
use crate::program::Ref;
use crate::task::Reason;

/// Something between a worker and a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConflictOfInterestView {
    id: Uuid,
    version: i32,
    person: Ref,
    /// The worker.
    staff: Ref,
    kind: ConflictKindCode,
    /// More about it.
    detail: Option<String>,
    status: ConflictStatusCode,
    /// True when the worker can't have the case while it holds.
    bars: bool,
    declared_by: Ref,
    declared_at: DateTime<Utc>,
    ended_by: Option<Ref>,
    ended_at: Option<DateTime<Utc>>,
    /// Why it holds no more.
    end_reason: Option<String>,
    /// Operations the reader may do on it now.
    can: Vec<&'static str>,
}

/// What is between a worker and a person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConflictOfInterestCreate {
    /// The worker: a colleague whom one leads; oneself when absent.
    staff_id: Option<Uuid>,
    /// What is between them.
    kind: ConflictKindCode,
    /// More about it; needed for something else.
    #[schema(max_length = 2000)]
    detail: Option<String>,
}

/// Filter of conflicts of interest.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ConflictOfInterestQuery {
    /// Toward this person; toward everybody when absent.
    person_id: Option<Uuid>,
    /// Only those that hold.
    #[serde(default)]
    open: bool,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(conflict_of_interest_list).service(conflict_of_interest_create).service(conflict_of_interest_end);
}

/// True for who knows what is between a worker and people.
fn knows(tx: &Tx, staff_id: Uuid) -> bool {
    staff_id == tx.actor().id || tx.actor().role == Role::PrivacyOfficer || leads(tx, staff_id)
}

fn view(tx: &Tx, conflict: ConflictOfInterest, person_name: String) -> ConflictOfInterestView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let may = tx.actor().may(Capability::ConflictOfInterestWrite);
    let ends = may && conflict.may_end(tx.actor().id, leads(tx, conflict.staff_id));
    ConflictOfInterestView {
        can: if ends { vec!["conflict_of_interest_end"] } else { Vec::new() },
        id: conflict.id,
        version: conflict.version,
        person: Ref { id: conflict.person_id, name: person_name },
        staff: name(conflict.staff_id),
        kind: conflict.kind.into(),
        detail: conflict.detail,
        status: conflict.status.into(),
        bars: conflict.kind.bars(),
        declared_by: name(conflict.declared_by),
        declared_at: conflict.declared_at,
        ended_by: conflict.ended_by.map(name),
        ended_at: conflict.ended_at,
        end_reason: conflict.end_reason,
    }
}

/// Who sees to a case that a worker should not have: who declares it and leads them, else their supervisor, else who leads the team;
/// where none of them sees the person, the worker.
fn sees_to_it(tx: &Tx, staff_id: Uuid, team_id: Uuid, readers: &HashSet<Uuid>) -> Uuid {
    let directory = tx.directory();
    let actor = Some(tx.actor().id).filter(|_| leads(tx, staff_id));
    let supervisor = directory.staff.get(&staff_id).and_then(|card| card.supervisor_id);
    let fits = |id: &Uuid| {
        let card = directory.staff.get(id);
        let assigns = card.is_some_and(|card| card.active && card.role.grants(Capability::CaseAssign));
        assigns && *id != staff_id && readers.contains(id)
    };
    [actor, supervisor, leader(tx, team_id)].into_iter().flatten().find(fits).unwrap_or(staff_id)
}

/// Asks whoever leads the worker to see to the cases of the person that the worker owns.
async fn ask(tx: &mut Tx, conflict: &ConflictOfInterest) -> persistence::Result<()> {
    let all = tx.cases_of(&[conflict.person_id]).await?;
    let mut active: Vec<Uuid> =
        all.iter().filter(|case| case.status == CaseStatus::Active).map(|case| case.id).collect();
    active.sort_unstable();
    let readers = tx.readers_for_good(conflict.person_id).await?;
    for id in active {
        // Locked and read anew: whoever is about to give the case to this worker comes before or after, and one of the two sees the other.
        let case = tx.case(id).await?;
        if case.owner_id != conflict.staff_id || case.status != CaseStatus::Active {
            continue;
        }
        let lead_id = sees_to_it(tx, conflict.staff_id, case.team_id, &readers);
        let zone = tx.directory().zone(case.program_id);
        let task = conflict.work(&case, lead_id, zone, Uuid::now_v7(), tx.now())?;
        tx.apply(task)?;
    }
    Ok(())
}

/// Conflicts of interest that the reader knows of: their own, those of colleagues whom they lead, and all for the privacy officer;
/// newest first.
#[utoipa::path(tag = "conflict_of_interest", operation_id = "conflict_of_interest_list", params(ConflictOfInterestQuery), responses((status = 200, body = Page<ConflictOfInterestView>)))]
#[get("/conflicts-of-interest")]
pub async fn conflict_of_interest_list(
    access: Allowed<cap::ConflictOfInterestRead>,
    state: web::Data<State>,
    query: Query<ConflictOfInterestQuery>,
) -> Result<Answer<Page<ConflictOfInterestView>>, Problem> {
    let after: Option<Uuid> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            let known = tx.directory().staff.keys().copied().filter(|id| knows(tx, *id)).collect();
            let filter = ConflictFilter { person_id: query.person_id, open: query.open, staff_ids: known };
            let rows = tx.conflict_of_interest_list(filter, after, query.limit.probe()).await?;
            let key = |(conflict, _): &(ConflictOfInterest, String)| conflict.id;
            Ok(Page::new(rows, query.limit, key, |(conflict, name)| view(tx, conflict, name)))
        })
        .await?;
    Ok(Answer::ok(page))
}

/// Declares that a worker knows a person otherwise than through their work. The worker never gets the case from then on; whoever
/// leads them is asked to see to one that they have.
#[utoipa::path(tag = "conflict_of_interest", operation_id = "conflict_of_interest_create", params(("id" = Uuid, Path)), request_body = ConflictOfInterestCreate, responses((status = 201, body = ConflictOfInterestView)))]
#[post("/people/{id}/conflicts-of-interest")]
pub async fn conflict_of_interest_create(
    access: Allowed<cap::ConflictOfInterestWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<ConflictOfInterestCreate>,
) -> Result<Answer<ConflictOfInterestView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        tx.require_person(*id).await?;
        let staff_id = body.staff_id.unwrap_or(tx.actor().id);
        if tx.directory().staff.get(&staff_id).is_none_or(|card| !card.active) {
            return Err(Rule::at("unknown_staff", "/staff_id", "There is no such colleague.").into());
        }
        let conflict = ConflictOfInterest {
            id: Uuid::now_v7(),
            version: 1,
            person_id: *id,
            staff_id,
            kind: body.kind.0,
            detail: body.detail,
            status: ConflictStatus::Open,
            declared_by: tx.actor().id,
            declared_at: tx.now(),
            ended_by: None,
            ended_at: None,
            end_reason: None,
        };
        let conflict = tx.apply(conflict.declare(leads(tx, staff_id))?)?;
        ask(tx, &conflict).await?;
        let name = tx.person_name(*id).await?;
        Ok(Answer::created(conflict.version, view(tx, conflict, name)))
    });
    Ok(answer.await?)
}

/// Ends a conflict of interest with a reason: it holds no more, or never did.
#[utoipa::path(tag = "conflict_of_interest", operation_id = "conflict_of_interest_end", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = ConflictOfInterestView)))]
#[post("/conflicts-of-interest/{id}/end")]
pub async fn conflict_of_interest_end(
    access: Allowed<cap::ConflictOfInterestWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<ConflictOfInterestView>, Problem> {
    let reason = body.0.reason;
    let answer = state.store.write(&access, async |tx| {
        let conflict = tx.conflict_of_interest(*id).await?;
        if !knows(tx, conflict.staff_id) {
            return Err(Error::NotFound);
        }
        tx.require_version(conflict.version, version.0)?;
        let led = leads(tx, conflict.staff_id);
        let conflict = tx.apply(conflict.end(tx.actor().id, led, reason, tx.now())?)?;
        let name = tx.person_name(conflict.person_id).await?;
        Ok(Answer::resource(conflict.version, view(tx, conflict, name)))
    });
    Ok(answer.await?)
}
