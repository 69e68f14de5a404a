//! Access tokens: five-minute EdDSA JWTs that name a session and nothing else. Roles are read live.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use chrono::{DateTime, TimeDelta, Utc};
use domain::access::Principal;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Life of an access token. Source: security controls, 3.1.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(5);
const ISSUER: &str = "tend";
const AUDIENCE: &str = "tend-api";
const TYPE: &str = "at+jwt";

/// Audience and type of the token in a link by which a partner answers a referral; it is good for nothing else.
const LINK_AUDIENCE: &str = "tend-partner";
const LINK_TYPE: &str = "referral-link+jwt";

/// Claims of the token in a partner's link; all are required.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkClaims {
    iss: String,
    aud: String,
    /// The link.
    pub sub: Uuid,
    /// Tenant.
    pub org: Uuid,
    exp: i64,
}

/// Claims of an access token; all are required.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    iss: String,
    aud: String,
    /// Staff member or client.
    pub sub: Uuid,
    /// Session, or the client again.
    pub sid: Uuid,
    /// Tenant.
    pub org: Uuid,
    jti: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
    /// `staff` or `client`.
    pub kind: String,
}

impl Claims {
    /// Staff or client.
    pub fn principal(&self) -> Principal {
        if self.kind == "client" { Principal::Client } else { Principal::Staff }
    }
}

/// Why a token was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Its time is over: refresh.
    Expired,
    /// Not one of ours.
    Invalid,
}

/// Signs and checks access tokens.
pub struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
    link_validation: Validation,
}

impl Tokens {
    /// From an Ed25519 key in PKCS#8.
    ///
    /// # Errors
    /// A sentence when the key can't be read.
    pub fn new(pkcs8: &[u8]) -> Result<Self, String> {
        let pair = Ed25519KeyPair::from_pkcs8(pkcs8).map_err(|_| "the signing key is not an Ed25519 key in PKCS#8")?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        validation.validate_nbf = true;
        validation.leeway = 5;
        let mut link_validation = Validation::new(Algorithm::EdDSA);
        link_validation.set_issuer(&[ISSUER]);
        link_validation.set_audience(&[LINK_AUDIENCE]);
        link_validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        Ok(Self {
            encoding: EncodingKey::from_ed_der(pkcs8),
            decoding: DecodingKey::from_ed_der(pair.public_key().as_ref()),
            validation,
            link_validation,
        })
    }

    /// A new token.
    ///
    /// # Errors
    /// A sentence; only for a broken key.
    pub fn issue(
        &self,
        org: Uuid,
        sub: Uuid,
        sid: Uuid,
        principal: Principal,
        now: DateTime<Utc>,
    ) -> Result<String, String> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.into());
        let kind = if principal == Principal::Client { "client" } else { "staff" };
        let claims = Claims {
            iss: ISSUER.into(),
            aud: AUDIENCE.into(),
            sub,
            sid,
            org,
            jti: Uuid::now_v7(),
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: (now + LIFETIME).timestamp(),
            kind: kind.into(),
        };
        encode(&header, &claims, &self.encoding).map_err(|error| error.to_string())
    }

    /// Checks a token.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn check(&self, token: &str) -> Result<Claims, Refused> {
        if token.len() > 2048 {
            return Err(Refused::Invalid);
        }
        let data = decode::<Claims>(token, &self.decoding, &self.validation).map_err(|error| match error.kind() {
            jsonwebtoken::errors::ErrorKind::ExpiredSignature => Refused::Expired,
            _ => Refused::Invalid,
        })?;
        if data.header.typ.as_deref() == Some(TYPE) { Ok(data.claims) } else { Err(Refused::Invalid) }
    }

    /// The token of a partner's link, which ends with it.
    ///
    /// # Errors
    /// A sentence; only for a broken key.
    pub fn issue_link(&self, org: Uuid, link_id: Uuid, expires_at: DateTime<Utc>) -> Result<String, String> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(LINK_TYPE.into());
        let (iss, aud) = (ISSUER.into(), LINK_AUDIENCE.into());
        let claims = LinkClaims { iss, aud, sub: link_id, org, exp: expires_at.timestamp() };
        encode(&header, &claims, &self.encoding).map_err(|error| error.to_string())
    }

    /// Checks the token of a partner's link.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn check_link(&self, token: &str) -> Result<LinkClaims, Refused> {
        let data = decode::<LinkClaims>(token, &self.decoding, &self.link_validation).map_err(|_| Refused::Invalid)?;
        if data.header.typ.as_deref() == Some(LINK_TYPE) { Ok(data.claims) } else { Err(Refused::Invalid) }
    }
}
