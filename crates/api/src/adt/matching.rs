//! The inbox: people whom the feed names and nobody knows here. Search first, propose, confirm.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Capability, cap};
use domain::adt::matching::{AdtMatch, Likeness, MatchDecision, MatchStatus, is_candidate, likeness, person_of};
use domain::clock::local_date;
use domain::person::Person;
use domain::{Change, Rule};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::take;
use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{LikenessCode, MatchDecisionCode, MatchStatusCode, SexCode};
use crate::http::page::Limit;
use crate::http::{Allowed, Answer, Cursor, IfMatch, Page, Problem, Query, Valid};
use crate::program::Ref;

/// Most people proposed for one entry.
const MOST_CANDIDATES: usize = 10;

/// Somebody whom the feed names and nobody knows here.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdtMatchView {
    id: Uuid,
    version: i32,
    status: MatchStatusCode,
    /// Who gave the number.
    authority: String,
    /// The number.
    value: String,
    family_name: String,
    given_name: String,
    birth_date: Option<NaiveDate>,
    sex: Option<SexCode>,
    phone: Option<String>,
    city: Option<String>,
    /// How many messages wait.
    #[schema(minimum = 0)]
    waiting: i64,
    /// People who may be meant, the likeliest first; in the answer about one entry only.
    #[schema(max_items = 10)]
    candidates: Vec<CandidateView>,
    /// Who it is.
    person_id: Option<Uuid>,
    /// Why it is nobody of ours.
    reason: Option<String>,
    decided_by: Option<Ref>,
    decided_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    /// Operations the reader may do on this entry now.
    can: Vec<&'static str>,
}

/// A person who may be meant.
#[derive(Debug, Serialize, ToSchema)]
pub struct CandidateView {
    person_id: Uuid,
    family_name: String,
    given_name: String,
    birth_date: NaiveDate,
    sex: SexCode,
    phone: Option<String>,
    city: Option<String>,
    /// In what they agree.
    #[schema(max_items = 10)]
    agreed: Vec<LikenessCode>,
}

/// Who it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdtMatchConfirm {
    /// What is decided.
    decision: MatchDecisionCode,
    /// The person, to link.
    person_id: Option<Uuid>,
    /// Why it is nobody of yours, to dismiss.
    #[schema(max_length = 500)]
    reason: Option<String>,
}

/// Which entries a list shows.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AdtMatchQuery {
    /// In this state; open ones when not given.
    status: Option<MatchStatusCode>,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(adt_match_list).service(adt_match_get).service(adt_match_confirm);
}

fn view(tx: &Tx, entry: AdtMatch, waiting: i64, candidates: Vec<CandidateView>) -> AdtMatchView {
    let open = matches!(entry.status, MatchStatus::Open | MatchStatus::Dismissed);
    let may = open && tx.actor().may(Capability::AdtWrite);
    let by = entry.decided_by.map(|id| Ref { id, name: tx.directory().name(id).to_owned() });
    AdtMatchView {
        id: entry.id,
        version: entry.version,
        status: entry.status.into(),
        authority: entry.authority,
        value: entry.value,
        family_name: entry.patient.family_name,
        given_name: entry.patient.given_name,
        birth_date: entry.patient.birth_date,
        sex: entry.patient.sex.map(Into::into),
        phone: entry.patient.phone,
        city: entry.patient.address.and_then(|address| address.city),
        waiting,
        candidates,
        person_id: entry.person_id,
        reason: entry.reason,
        decided_by: by,
        decided_at: entry.decided_at,
        created_at: entry.created_at,
        can: if may { vec!["adt_match_confirm"] } else { Vec::new() },
    }
}

/// People whom the feed names and nobody knows here, the longest waiting first.
#[utoipa::path(tag = "adt", operation_id = "adt_match_list", params(AdtMatchQuery), responses((status = 200, body = Page<AdtMatchView>)))]
#[get("/adt-matches")]
pub async fn adt_match_list(
    access: Allowed<cap::AdtWrite>,
    state: web::Data<State>,
    query: Query<AdtMatchQuery>,
) -> Result<Answer<Page<AdtMatchView>>, Problem> {
    let after: Option<Uuid> = Cursor::key(query.cursor.as_ref())?;
    let answer = state.store.read(&access, async |tx| {
        let status = query.status.map_or(MatchStatus::Open, |status| status.0);
        let entries = tx.adt_match_list(status, after, query.limit.probe()).await?;
        let page =
            Page::new(entries, query.limit, |(entry, _)| entry.id, |(entry, count)| view(tx, entry, count, vec![]));
        Ok(Answer::ok(page))
    });
    Ok(answer.await?)
}

/// One entry with the people who may be meant.
#[utoipa::path(tag = "adt", operation_id = "adt_match_get", params(("id" = Uuid, Path)), responses((status = 200, body = AdtMatchView)))]
#[get("/adt-matches/{id}")]
pub async fn adt_match_get(
    access: Allowed<cap::AdtWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<AdtMatchView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let entry = tx.adt_match(*id).await?;
        let candidates = candidates(tx, &entry).await?;
        tx.list_people(candidates.iter().map(|candidate| candidate.person_id));
        let numbers = [domain::person::Identifier { system: entry.authority.clone(), value: entry.value.clone() }];
        let waiting = tx.adt_waiting(&[domain::adt::key(&numbers[0])]).await?.len();
        Ok(Answer::resource(entry.version, view(tx, entry, i64::try_from(waiting).unwrap_or(i64::MAX), candidates)))
    });
    Ok(answer.await?)
}

async fn candidates(tx: &mut Tx, entry: &AdtMatch) -> persistence::Result<Vec<CandidateView>> {
    let patient = &entry.patient;
    let people = tx.people_like(patient.birth_date, &patient.family_name).await?;
    let mut found: Vec<(Vec<Likeness>, Person)> =
        people.into_iter().map(|person| (likeness(&person, patient), person)).collect();
    found.retain(|(agreed, _)| is_candidate(agreed));
    found.sort_by_key(|(agreed, person)| (std::cmp::Reverse(agreed.len()), person.id));
    found.truncate(MOST_CANDIDATES);
    let view = |(agreed, person): (Vec<Likeness>, Person)| CandidateView {
        person_id: person.id,
        family_name: person.family_name,
        given_name: person.given_name,
        birth_date: person.birth_date,
        sex: person.sex.into(),
        phone: person.phone,
        city: person.address.city,
        agreed: agreed.into_iter().map(Into::into).collect(),
    };
    Ok(found.into_iter().map(view).collect())
}

/// Says who it is: a person of yours, somebody new, or nobody of yours. What waited is taken into the record then.
#[utoipa::path(tag = "adt", operation_id = "adt_match_confirm", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = AdtMatchConfirm, responses((status = 200, body = AdtMatchView)))]
#[post("/adt-matches/{id}/confirm")]
pub async fn adt_match_confirm(
    access: Allowed<cap::AdtWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<AdtMatchConfirm>,
) -> Result<Answer<AdtMatchView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let entry = tx.adt_match(*id).await?;
        tx.require_version(entry.version, version.0)?;
        let settled = settle(tx, entry, body).await?;
        Ok(Answer::resource(settled.version, view(tx, settled, 0, vec![])))
    });
    Ok(answer.await?)
}

async fn settle(tx: &mut Tx, entry: AdtMatch, body: AdtMatchConfirm) -> persistence::Result<AdtMatch> {
    let (by, now) = (tx.actor().id, tx.now());
    let (to, person_id) = match body.decision.0 {
        MatchDecision::Dismiss => (MatchStatus::Dismissed, None),
        MatchDecision::Create => (MatchStatus::Created, Some(Uuid::now_v7())),
        MatchDecision::Link => {
            let missing = || Rule::at("match_person_required", "/person_id", "Say which person it is.");
            (MatchStatus::Linked, Some(body.person_id.ok_or_else(missing)?))
        }
    };
    let settled = entry.clone().settle(to, person_id, body.reason, by, now)?;
    // Messages that come meanwhile wait for the decision, or see it.
    tx.adt_turn(&entry.patient.identifiers.iter().map(domain::adt::key).collect::<Vec<_>>()).await?;
    let numbers = take::unknown(tx, &entry.patient.identifiers).await?;
    match (to, person_id) {
        (MatchStatus::Created, Some(id)) => {
            let today = local_date(now, tx.directory().main_zone());
            tx.apply(Change::created(person_of(&entry.patient, id, today, now)?))?;
            take::know(tx, id, &numbers, false).await?;
        }
        (_, Some(id)) => {
            tx.require_person(id).await?;
            take::know(tx, id, &numbers, true).await?;
        }
        (_, None) => take::ignore(tx, &entry.patient.identifiers).await?,
    }
    tx.apply(settled)
}
