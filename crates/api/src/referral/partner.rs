//! The partner's side: one referral through a signed link, without an account, with the least that they need. The token travels in
//! the body, so that no address and no log holds it; a link that is forged, over or taken back is refused in the same words.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, post, web};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::access::{Access, Actor, Request, authorize, cap};
use domain::case::Case;
use domain::referral::state::actions;
use domain::referral::{Days, Referral, ReferralAction, ReferralLink, ReferralParty};
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Mutex;
use utoipa::ToSchema;

use super::answer::{PartnerAnswer, act_of};
use super::entry;
use crate::app::State;
use crate::consent::outward;
use crate::http::code::{
    DeclineReasonCode, DisclosureNoticeCode, PartnerAnswerCode, ReferralKindCode, ReferralStatusCode,
};
use crate::http::envelope::Envelope;
use crate::http::{Answer, Problem, Valid};

/// Requests of one network in [`WINDOW`]. Ours: a person who fills in a form makes a handful.
const MOST_REQUESTS: u32 = 60;
/// How long requests are counted together.
const WINDOW: TimeDelta = TimeDelta::minutes(1);
/// Bound of the memory for networks.
const MOST_LANES: usize = 10_000;

/// Counts what each network asks through links, so that nobody floods or guesses.
#[derive(Debug, Default)]
pub struct Patience {
    asked: Mutex<HashMap<String, (DateTime<Utc>, u32)>>,
}

impl Patience {
    /// Counts a request of `lane`; the seconds to wait when there were too many.
    ///
    /// # Errors
    /// The seconds to wait.
    fn admit(&self, lane: String, now: DateTime<Utc>) -> Result<(), u64> {
        let Ok(mut asked) = self.asked.lock() else { return Ok(()) };
        if asked.len() >= MOST_LANES {
            asked.retain(|_, (since, _)| *since + WINDOW > now);
        }
        let (since, count) = asked.entry(lane).or_insert((now, 0));
        if *since + WINDOW <= now {
            (*since, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        if *count <= MOST_REQUESTS {
            return Ok(());
        }
        Err(u64::try_from((*since + WINDOW - now).num_seconds() + 1).unwrap_or(1))
    }
}

/// The secret of a link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartnerLink {
    /// The part of the address behind the sign `#`.
    #[schema(min_length = 1, max_length = 1000)]
    token: String,
}

/// What the partner says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartnerReply {
    /// The part of the address behind the sign `#`.
    #[schema(min_length = 1, max_length = 1000)]
    token: String,
    /// What they say.
    answer: PartnerAnswerCode,
    /// The day; needed with `schedule` and `serve`.
    on: Option<NaiveDate>,
    /// Why; needed with `decline`.
    reason: Option<DeclineReasonCode>,
    /// What else they say.
    #[schema(max_length = 1000)]
    note: Option<String>,
}

/// A referral as the partner sees it: what they need to answer it, and nothing else.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerReferralView {
    /// Who asks.
    organization: String,
    /// The care manager to ask back.
    contact: String,
    kind: ReferralKindCode,
    status: ReferralStatusCode,
    /// What is asked; null once the referral has ended.
    request: Option<String>,
    /// For whom, as far as they may know; null once the referral has ended.
    person: Option<PartnerPerson>,
    /// What the law says about passing it on.
    notices: Vec<DisclosureNoticeCode>,
    sent_at: Option<DateTime<Utc>>,
    scheduled_on: Option<NaiveDate>,
    served_on: Option<NaiveDate>,
    /// Until when the link is good.
    expires_at: DateTime<Utc>,
    /// Today where the person is cared for, for days that are given.
    today: NaiveDate,
    /// What they may say now.
    answers: Vec<PartnerAnswerCode>,
}

/// For whom it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerPerson {
    initials: String,
    /// Language (BCP 47).
    language: String,
    interpreter_needed: bool,
    /// Name; only for who has accepted, and when the person agreed.
    name: Option<String>,
    /// Phone; as the name.
    phone: Option<String>,
}

fn refused() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "link_not_valid",
        "This link is not valid any more. Ask the care team that gave it to you for a new one.",
    )
}

/// A link that opens nothing is refused like one that never was.
fn alike(error: Error) -> Problem {
    match error {
        Error::NotFound => refused(),
        other => other.into(),
    }
}

fn admit(http: &HttpRequest, state: &State, token: &str) -> Result<Access<cap::ReferralAnswer>, Problem> {
    let envelope = Envelope::of(http)?;
    let now = envelope.now;
    let claims = state.gate.tokens.check_link(token);
    // Each link counts by itself: partners behind one proxy don't shut each other out, nor does whoever guesses.
    let counted = claims.as_ref().map_or_else(|_| state.proxies.lane(http), |claims| claims.sub.to_string());
    state.partners.admit(counted, now).map_err(|seconds| {
        let detail = "Too many requests. Wait a moment; nothing is lost.";
        Problem::retry(StatusCode::TOO_MANY_REQUESTS, "partner_throttled", detail, seconds)
    })?;
    let claims = claims.map_err(|_| refused())?;
    let request =
        Request { id: envelope.id, operation: envelope.operation.id, now, record_id: None, idempotency: None };
    authorize(Actor::link(claims.org, claims.sub), request).map_err(|_| refused())
}

fn answer_of(action: ReferralAction) -> Option<PartnerAnswer> {
    match action {
        ReferralAction::Receive => Some(PartnerAnswer::Receive),
        ReferralAction::Accept => Some(PartnerAnswer::Accept),
        ReferralAction::Schedule => Some(PartnerAnswer::Schedule),
        ReferralAction::Serve => Some(PartnerAnswer::Serve),
        ReferralAction::Decline => Some(PartnerAnswer::Decline),
        _ => None,
    }
}

async fn view(
    tx: &mut Tx,
    link: &ReferralLink,
    referral: Referral,
    case: &Case,
) -> persistence::Result<PartnerReferralView> {
    let is_open = referral.status.is_open();
    let mut notices = Vec::new();
    let person = if is_open {
        notices = outward::open_link(tx, link, &referral, case).await?;
        Some(person(tx, link, &referral).await?)
    } else {
        None
    };
    let directory = tx.directory();
    let possible = actions(referral.status, ReferralParty::Partner).into_iter();
    Ok(PartnerReferralView {
        organization: directory.organization.clone(),
        contact: directory.name(case.owner_id).to_owned(),
        today: domain::clock::local_date(tx.now(), directory.zone(case.program_id)),
        person,
        notices: notices.into_iter().map(Into::into).collect(),
        answers: possible.filter_map(answer_of).map(Into::into).collect(),
        request: Some(referral.request).filter(|_| is_open),
        kind: referral.kind.into(),
        status: referral.status.into(),
        sent_at: referral.sent_at,
        scheduled_on: referral.scheduled_on,
        served_on: referral.served_on,
        expires_at: link.expires_at,
    })
}

async fn person(tx: &mut Tx, link: &ReferralLink, referral: &Referral) -> persistence::Result<PartnerPerson> {
    let known = tx.partner_contact(referral.person_id).await?;
    let tells = link.tells_contact(referral);
    let initial = |name: &str| name.chars().next().map(|letter| format!("{letter}.")).unwrap_or_default();
    let given = known.preferred_name.as_deref().unwrap_or(&known.given_name);
    Ok(PartnerPerson {
        initials: format!("{} {}", initial(given), initial(&known.family_name)),
        name: tells.then(|| format!("{given} {}", known.family_name)),
        phone: known.phone.filter(|_| tells),
        language: known.language,
        interpreter_needed: known.interpreter_needed,
    })
}

/// Opens the referral of a link. What it shows is decided each time, and the first time is written down as a disclosure.
#[utoipa::path(tag = "partner", operation_id = "partner_referral_open", request_body = PartnerLink, responses((status = 200, body = PartnerReferralView)))]
#[post("/partner/referrals/open")]
pub async fn partner_referral_open(
    http: HttpRequest,
    state: web::Data<State>,
    body: Valid<PartnerLink>,
) -> Result<Answer<PartnerReferralView>, Problem> {
    let access = admit(&http, &state, &body.token)?;
    let answer = state.store.write(&access, async |tx| {
        let (link, referral, case) = tx.linked_referral().await?;
        Ok(Answer::ok(view(tx, &link, referral, &case).await?))
    });
    answer.await.map_err(alike)
}

/// Answers the referral of a link. Saying again what is so already changes nothing.
#[utoipa::path(tag = "partner", operation_id = "partner_referral_answer", request_body = PartnerReply, responses((status = 200, body = PartnerReferralView)))]
#[post("/partner/referrals/answer")]
pub async fn partner_referral_answer(
    http: HttpRequest,
    state: web::Data<State>,
    body: Valid<PartnerReply>,
) -> Result<Answer<PartnerReferralView>, Problem> {
    let body = body.0;
    let access = admit(&http, &state, &body.token)?;
    let answer = state.store.write(&access, async |tx| {
        let (link, referral, case) = tx.linked_referral().await?;
        let act = act_of(body.answer.0, body.on, body.reason)?;
        if referral.is_already(&act) {
            return Ok(Answer::ok(view(tx, &link, referral, &case).await?));
        }
        let directory = tx.directory().clone();
        let days = Days { zone: directory.zone(case.program_id), calendar: directory.calendar_of(case.program_id) };
        let (change, event) = referral.act(act, entry(tx, body.note), days)?;
        let referral = tx.referral_apply(change, Some(event), &case).await?;
        Ok(Answer::ok(view(tx, &link, referral, &case).await?))
    });
    answer.await.map_err(alike)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn a_network_that_asks_too_much_waits_and_no_other_does() {
        let patience = Patience::default();
        let now: DateTime<Utc> = "2026-03-02T15:00:00Z".parse().unwrap();
        for _ in 0..MOST_REQUESTS {
            assert_eq!(patience.admit("one".into(), now), Ok(()));
        }
        assert_eq!(patience.admit("one".into(), now + TimeDelta::seconds(20)), Err(41));
        assert_eq!(patience.admit("two".into(), now), Ok(()));
        assert_eq!(patience.admit("one".into(), now + WINDOW), Ok(()));
    }
}
