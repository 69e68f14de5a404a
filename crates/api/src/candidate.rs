//! Candidates: who could own a case, ranked with reasons.

use std::collections::HashSet;

use actix_web::{get, web};
use domain::access::{Capability, cap};
use domain::candidate::{Candidate, Colleague, Part, Wanted, rank};
use domain::clock::local_date;
use domain::scope::Activity;
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{CandidateReasonCode, RoleCode, TierCode};
use crate::http::{Allowed, Answer, Page, Problem, Query};
use crate::program::Ref;

/// A colleague who could own a case, or could not.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseCandidateView {
    staff: Ref,
    title: String,
    role: RoleCode,
    /// Why they can't own it; null for those who can.
    refusal: Option<String>,
    /// The sum of the parts; the highest comes first.
    score: i32,
    parts: Vec<CaseCandidatePart>,
    /// Active cases that they own.
    #[schema(minimum = 0)]
    cases: u32,
    /// Those cases weighted: low 1, rising 1.75, high 3, complex 5.
    load: f64,
}

/// A part of a candidate's points.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseCandidatePart {
    reason: CandidateReasonCode,
    points: i32,
    /// Of what: the language, the specialisation, the state, the last day off, or the number of cases.
    of: Option<String>,
}

/// The case that needs an owner.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct CandidateQuery {
    /// The program.
    program_id: Uuid,
    /// Tier of the case.
    #[param(inline)]
    tier: TierCode,
    /// The team that has the case or would get it.
    team_id: Option<Uuid>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(case_candidate_list);
}

/// Colleagues who could own a case of a person, the best first, with the reasons in points; those whose scope of
/// practice does not cover it, or who may not work remotely from the person's state, follow, with why.
#[utoipa::path(tag = "case", operation_id = "case_candidate_list", params(("id" = Uuid, Path), CandidateQuery), responses((status = 200, body = Page<CaseCandidateView>)))]
#[get("/people/{id}/candidates")]
pub async fn case_candidate_list(
    access: Allowed<cap::HandOffWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<CandidateQuery>,
) -> Result<Answer<Page<CaseCandidateView>>, Problem> {
    let answer = state.store.read(&access, async |tx| Ok(Answer::ok(Page::whole(candidates(tx, *id, &query).await?))));
    Ok(answer.await?)
}

async fn candidates(
    tx: &mut Tx,
    person_id: Uuid,
    query: &CandidateQuery,
) -> persistence::Result<Vec<CaseCandidateView>> {
    let person = tx.person(person_id).await?;
    let program = tx.directory().program(query.program_id)?.clone();
    let today = local_date(tx.now(), program.zone());
    let ids = possible(tx);
    let (colleagues, loads) = (tx.colleagues(&ids).await?, tx.loads(&ids).await?);
    let known = tx.acquainted(vec![person.id]).await?.remove(&person.id).unwrap_or_default();
    let away = tx.away_until(&ids, today).await?;
    let activity = Activity::owning(program.setting, query.tier.0);
    let mut asked = Vec::with_capacity(colleagues.len());
    for staff in &colleagues {
        asked.push(Colleague {
            id: staff.id,
            verdict: tx.verdict_in(activity, staff.id, person_id, query.program_id).await?,
            languages: &staff.languages,
            profile: &staff.profile,
            away_until: away.get(&staff.id).copied(),
            knows: known.contains(&staff.id),
            in_team: query.team_id.is_some_and(|team| tx.directory().in_team(staff.id, team)),
            carries: loads.get(&staff.id).copied().unwrap_or_default(),
        });
    }
    let wanted = Wanted {
        language: &person.language,
        age: person.age(today),
        setting: program.setting,
        tier: query.tier.0,
        state: tx.state_known(person_id, query.program_id),
        site: tx.directory().state_of(query.program_id),
    };
    let of = |id| colleagues.iter().find(|staff| staff.id == id);
    let ranked = rank(&wanted, &asked).into_iter();
    Ok(ranked.filter_map(|candidate| of(candidate.id).map(|staff| view(candidate, staff))).collect())
}

/// Everybody whose role can accept a case.
fn possible(tx: &Tx) -> HashSet<Uuid> {
    let cards = tx.directory().staff.values();
    cards.filter(|card| card.active && card.role.grants(Capability::HandOffWrite)).map(|card| card.id).collect()
}

fn view(candidate: Candidate, staff: &domain::staff::Staff) -> CaseCandidateView {
    let part = |part: Part| CaseCandidatePart { reason: part.reason.into(), points: part.points, of: part.of };
    CaseCandidateView {
        staff: Ref { id: staff.id, name: staff.name.clone() },
        title: staff.title.clone(),
        role: staff.role.into(),
        refusal: candidate.refusal.map(|rule| rule.detail),
        score: candidate.score,
        parts: candidate.parts.into_iter().map(part).collect(),
        cases: candidate.carries.cases,
        load: candidate.carries.points(),
    }
}
