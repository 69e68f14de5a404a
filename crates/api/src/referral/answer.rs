//! What a partner answers, whoever records it.

use actix_web::{post, web};
use chrono::NaiveDate;
use domain::Rule;
use domain::access::cap;
use domain::referral::Act;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::ReferralView;
use super::write::acted;
use crate::app::State;
use crate::http::code::{DeclineReasonCode, PartnerAnswerCode};
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};

domain::codes! {
    /// What a partner says about a referral.
    pub enum PartnerAnswer {
        /// It was seen, and will be answered.
        Receive = "receive",
        /// They take it on.
        Accept = "accept",
        /// There is a day for it.
        Schedule = "schedule",
        /// It is done.
        Serve = "serve",
        /// They do not take it on.
        Decline = "decline",
    }
}

/// An answer of the partner, as they told it to a colleague.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferralAnswer {
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

/// The act that an answer stands for.
///
/// # Errors
/// `referral_day_required` at `/on`, `referral_reason_required` at `/reason`.
pub(super) fn act_of(
    answer: PartnerAnswer,
    on: Option<NaiveDate>,
    reason: Option<DeclineReasonCode>,
) -> Result<Act, Rule> {
    let day = || on.ok_or_else(|| Rule::at("referral_day_required", "/on", "Say on which day."));
    Ok(match answer {
        PartnerAnswer::Receive => Act::Receive,
        PartnerAnswer::Accept => Act::Accept,
        PartnerAnswer::Schedule => Act::Schedule { on: day()? },
        PartnerAnswer::Serve => Act::Serve { on: day()? },
        PartnerAnswer::Decline => {
            let missing = || Rule::at("referral_reason_required", "/reason", "Say why it is declined.");
            Act::Decline { reason: reason.ok_or_else(missing)?.0 }
        }
    })
}

/// Records what the partner answered by phone, fax or letter.
#[utoipa::path(tag = "referral", operation_id = "referral_answer", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ReferralAnswer, responses((status = 200, body = ReferralView)))]
#[post("/referrals/{id}/answer")]
pub async fn referral_answer(
    access: Allowed<cap::ReferralWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<ReferralAnswer>,
) -> Result<Answer<ReferralView>, Problem> {
    let body = body.0;
    let act = act_of(body.answer.0, body.on, body.reason);
    acted(&access, &state, *id, version, act, body.note).await
}
