//! Links by which partners answer a referral without an account.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::access::cap;
use domain::referral::ReferralLink;
use domain::referral::link::NewLink;
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::consent::outward;
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};
use crate::program::Ref;

/// A link to a referral.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReferralLinkView {
    id: Uuid,
    version: i32,
    referral_id: Uuid,
    /// To whom it was given.
    given_to: String,
    /// Whether the person agreed that the partner gets their name and phone once they accept.
    shares_contact: bool,
    expires_at: DateTime<Utc>,
    revoked_at: Option<DateTime<Utc>>,
    /// True while it opens the referral.
    is_open: bool,
    author: Ref,
    created_at: DateTime<Utc>,
    /// The secret part of the address, given by `referral_link_get` alone, and only while the link is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    /// Operations the reader may do on this link now.
    can: Vec<&'static str>,
}

/// A new link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferralLinkCreate {
    /// To whom it is given.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S", example = "Intake desk")]
    given_to: String,
    /// True when the person agreed that the partner gets their name and phone once they accept; before that, and without it, the
    /// partner sees initials only.
    shares_contact: bool,
    /// For how many days it is good.
    #[schema(minimum = 1, maximum = 30, example = 14)]
    days: i64,
}

/// The view of a link, without its secret.
pub(super) fn link_view(tx: &Tx, link: ReferralLink) -> ReferralLinkView {
    let is_open = link.is_open(tx.now());
    let writes = tx.actor().may(domain::access::Capability::ReferralWrite);
    ReferralLinkView {
        is_open,
        can: if is_open && writes { vec!["referral_link_get", "referral_link_revoke"] } else { Vec::new() },
        author: Ref { id: link.author_id, name: tx.directory().name(link.author_id).to_owned() },
        token: None,
        id: link.id,
        version: link.version,
        referral_id: link.referral_id,
        given_to: link.given_to,
        shares_contact: link.shares_contact,
        expires_at: link.expires_at,
        revoked_at: link.revoked_at,
        created_at: link.created_at,
    }
}

/// Makes a link for one partner to one referral that was sent.
#[utoipa::path(tag = "referral", operation_id = "referral_link_create", params(("id" = Uuid, Path)), request_body = ReferralLinkCreate, responses((status = 201, body = ReferralLinkView)))]
#[post("/referrals/{id}/links")]
pub async fn referral_link_create(
    access: Allowed<cap::ReferralWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<ReferralLinkCreate>,
) -> Result<Answer<ReferralLinkView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let (referral, case) = tx.referral(*id).await?;
        let new = NewLink { given_to: body.given_to, shares_contact: body.shares_contact, days: body.days };
        let change = ReferralLink::create((Uuid::now_v7(), tx.actor().id), &referral, new, tx.now())?;
        let outgoing = outward::of_referral(tx, &referral, &case).await?;
        outward::require(tx, &outgoing).await?;
        let link = tx.apply(change)?;
        Ok(Answer::created(link.version, link_view(tx, link)))
    });
    Ok(answer.await?)
}

/// A link with its secret, to hand it on. It is made from the signing key each time and stored nowhere.
#[utoipa::path(tag = "referral", operation_id = "referral_link_get", params(("id" = Uuid, Path)), responses((status = 200, body = ReferralLinkView)))]
#[get("/referral-links/{id}")]
pub async fn referral_link_get(
    access: Allowed<cap::ReferralWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<ReferralLinkView>, Problem> {
    let org_id = access.actor().org_id;
    let answer = state.store.read(&access, async |tx| {
        let link = tx.referral_link(*id).await?;
        let issued =
            state.gate.tokens.issue_link(org_id, link.id, link.expires_at).map_err(persistence::Error::Internal)?;
        let mut view = link_view(tx, link);
        view.token = Some(issued).filter(|_| view.is_open);
        Ok(Answer::resource(view.version, view))
    });
    Ok(answer.await?)
}

/// Takes a link back: it opens nothing from now on.
#[utoipa::path(tag = "referral", operation_id = "referral_link_revoke", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = ReferralLinkView)))]
#[post("/referral-links/{id}/revoke")]
pub async fn referral_link_revoke(
    access: Allowed<cap::ReferralWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<ReferralLinkView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let link = tx.referral_link(*id).await?;
        tx.require_version(link.version, version.0)?;
        let change = link.revoke(tx.now())?;
        let link = tx.apply(change)?;
        Ok(Answer::resource(link.version, link_view(tx, link)))
    });
    Ok(answer.await?)
}
