//! Finding a service: by need, words, language, room and distance; with a person, whether they fit and why.

use actix_web::{post, web};
use domain::access::{Capability, cap};
use domain::community_service::ServiceStatus;
use domain::community_service::capacity::FRESH_DAYS;
use domain::community_service::eligibility::{Facts, Fit, primary, short_postal_code};
use domain::community_service::offer::{Offer, Wish, ranked};
use persistence::Tx;
use persistence::community_service::{CommunityServiceFilter, MOST_CANDIDATES};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{CommunityServiceView, view};
use crate::app::State;
use crate::http::code::{
    CapacityStatusCode, FitCriterionCode, FitStandingCode, FitVerdictCode, NeedKindCode, OfferFactorCode,
    ServiceStatusCode,
};
use crate::http::{Allowed, Answer, Cursor, Limit, Page, Problem, Valid};

/// What to look for; all given members must match.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommunityServiceSearch {
    /// Beginnings of words in the name or description of a service or in the name of its organization.
    #[schema(max_length = 100, example = "food pantry")]
    text: Option<String>,
    /// It answers this kind of need.
    need: Option<NeedKindCode>,
    /// This language is spoken.
    #[schema(min_length = 2, max_length = 35, example = "es")]
    language: Option<String>,
    /// What may be believed of its room now.
    capacity: Option<CapacityStatusCode>,
    /// Whether it is offered; `active` when not given.
    status: Option<ServiceStatusCode>,
    /// For this person: whether they fit, and distances from their home.
    person_id: Option<Uuid>,
    /// Distances from this postal code, instead of the person's.
    #[schema(min_length = 1, max_length = 20, example = "13601")]
    postal_code: Option<String>,
    /// No farther than this many miles; a service of unknown distance stays, and says so.
    #[schema(minimum = 1, maximum = 500)]
    within_miles: Option<i32>,
    /// The person's county, when it was asked for.
    #[schema(max_length = 100)]
    county: Option<String>,
    /// The household income in percent of the federal poverty guideline, when it was asked for.
    #[schema(minimum = 0, maximum = 10000)]
    income_percent: Option<i32>,
    #[serde(default)]
    limit: Limit,
    cursor: Option<Cursor>,
}

/// Services in the order in which they are offered.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommunityServicePage {
    items: Vec<CommunityServiceOffer>,
    /// Cursor of the next page; null on the last one.
    #[schema(max_length = 400)]
    next: Option<String>,
    /// How many services match.
    #[schema(minimum = 0)]
    total: usize,
    /// True when more services match than one search ranks; narrow it down.
    is_cut: bool,
    /// True when it is known from where distances count.
    is_near_known: bool,
    /// For how many days a report of capacity is believed.
    #[schema(minimum = 1)]
    fresh_days: i64,
}

/// A service as it is offered.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommunityServiceOffer {
    service: CommunityServiceView,
    /// Whether the person fits; null without a person.
    fit: Option<FitView>,
    /// Miles to its nearest place as the crow flies; null when that is not known.
    miles: Option<f64>,
    /// The sum of the parts, 0 to 100.
    score: i32,
    /// What the points are for.
    parts: Vec<OfferPartView>,
}

/// Whether a person fits, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct FitView {
    verdict: FitVerdictCode,
    /// Every condition that the service sets.
    reasons: Vec<FitReasonView>,
}

/// How a person stands to one condition.
#[derive(Debug, Serialize, ToSchema)]
pub struct FitReasonView {
    criterion: FitCriterionCode,
    standing: FitStandingCode,
    /// What to say, or to ask when it is unknown.
    detail: &'static str,
}

/// Points for one factor.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferPartView {
    factor: OfferFactorCode,
    points: i32,
}

fn fit_view(fit: Fit) -> FitView {
    let reason = |reason: domain::community_service::eligibility::Reason| FitReasonView {
        criterion: reason.criterion.into(),
        standing: reason.standing.into(),
        detail: reason.tell(),
    };
    FitView { verdict: fit.verdict.into(), reasons: fit.reasons.into_iter().map(reason).collect() }
}

/// Finds services. A search is a POST, because it may be about a person.
#[utoipa::path(tag = "community_service", operation_id = "community_service_search", request_body = CommunityServiceSearch, responses((status = 200, body = CommunityServicePage)))]
#[post("/community-services/search")]
pub async fn community_service_search(
    access: Allowed<cap::CommunityServiceRead>,
    state: web::Data<State>,
    body: Valid<CommunityServiceSearch>,
) -> Result<Answer<CommunityServicePage>, Problem> {
    let body = body.0;
    let after: Option<(i32, Uuid)> = Cursor::key(body.cursor.as_ref())?;
    let page = state.store.read(&access, async |tx| search(tx, &body, after).await);
    Ok(Answer::ok(page.await?))
}

async fn search(
    tx: &mut Tx,
    body: &CommunityServiceSearch,
    after: Option<(i32, Uuid)>,
) -> persistence::Result<CommunityServicePage> {
    let filter = CommunityServiceFilter {
        text: body.text.clone(),
        need: body.need.map(|code| code.0),
        language: body.language.as_deref().map(primary),
        status: body.status.map_or(ServiceStatus::Active, |code| code.0),
    };
    let wish = wish(tx, body).await?;
    let mut found = tx.community_service_search(&filter).await?;
    let most = usize::try_from(MOST_CANDIDATES).unwrap_or(usize::MAX);
    let is_cut = found.len() > most;
    found.truncate(most);
    let mut offers = ranked(found, &wish, tx.now());
    offers
        .retain(|offer| body.capacity.is_none_or(|code| code.0 == offer.capacity) && is_near(offer, body.within_miles));
    let total = offers.len();
    let offers = rest(offers, after, usize::try_from(body.limit.probe()).unwrap_or(1));
    let ids: Vec<Uuid> = offers.iter().map(|offer| offer.service.community_organization_id).collect();
    let organizations = tx.community_organizations_of(&ids).await?;
    let name = |id| organizations.get(&id).map_or_else(String::new, |one| one.content.name.clone());
    let page = Page::new(
        offers,
        body.limit,
        |offer| (offer.score(), offer.service.id),
        |offer| CommunityServiceOffer {
            score: offer.score(),
            parts: offer
                .parts
                .iter()
                .map(|part| OfferPartView { factor: part.factor.into(), points: part.points })
                .collect(),
            fit: offer.fit.map(fit_view),
            miles: offer.miles,
            service: {
                let organization = name(offer.service.community_organization_id);
                view(tx, offer.service, organization)
            },
        },
    );
    Ok(CommunityServicePage {
        items: page.items,
        next: page.next,
        total,
        is_cut,
        is_near_known: wish.from.is_some(),
        fresh_days: FRESH_DAYS,
    })
}

fn is_near(offer: &Offer, within: Option<i32>) -> bool {
    within.zip(offer.miles).is_none_or(|(within, miles)| miles <= f64::from(within))
}

/// The offers behind the last one seen; when it is no longer among them, those with fewer points.
fn rest(offers: Vec<Offer>, after: Option<(i32, Uuid)>, most: usize) -> Vec<Offer> {
    let skip = match after {
        None => 0,
        Some((score, id)) => match offers.iter().position(|offer| offer.service.id == id) {
            Some(seen) => seen + 1,
            None => offers.iter().take_while(|offer| offer.score() >= score).count(),
        },
    };
    offers.into_iter().skip(skip).take(most).collect()
}

/// For whom and from where is looked.
async fn wish(tx: &mut Tx, body: &CommunityServiceSearch) -> persistence::Result<Wish> {
    let facts = match body.person_id {
        Some(id) => Some(facts(tx, id, body).await?),
        None => None,
    };
    let home = facts.as_ref().and_then(|facts| facts.postal_code.as_deref());
    let from = match body.postal_code.as_deref().or(home).map(short_postal_code).filter(|code| !code.is_empty()) {
        Some(code) => tx.place_of_postal_code(code).await?,
        None => None,
    };
    let spoken = facts.as_ref().and_then(|facts| facts.language.clone());
    Ok(Wish { facts, language: body.language.clone().or(spoken), from })
}

/// What is known of a person within reach, with what was asked for. Whether somebody fits tells of them: it needs the right to see
/// the person as well.
async fn facts(tx: &mut Tx, id: Uuid, body: &CommunityServiceSearch) -> persistence::Result<Facts> {
    if !tx.actor().may(Capability::PersonRead) {
        return Err(persistence::Error::Forbidden("role_forbids"));
    }
    let person = tx.person(id).await?;
    let today = tx.now().date_naive();
    Ok(Facts {
        age: person.age(tx.main_day()),
        sex: Some(person.sex),
        language: Some(person.language).filter(|language| !language.is_empty()),
        postal_code: person.address.postal_code,
        county: body.county.clone().filter(|county| !county.trim().is_empty()),
        income_percent: body.income_percent,
        coverages: tx.coverage_kinds_on(id, today).await?,
    })
}
