//! A browser in which somebody signed in before. Their attempts wait in a lane of their own, so that strangers who guess at the same
//! account slow down nobody who is known (security.md 3.1).
//!
//! The cookie holds a random name and a seal over it and the account: whoever has an account of their own can't make one for that of
//! somebody else.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::secrets::random_token;

/// Name of the cookie.
const COOKIE: &str = "__Host-tend-device";
/// How long a browser is known after a sign-in. Source: ours.
const KNOWN_FOR: Duration = Duration::days(90);
/// What the seal is for, so that no other use of the key makes one.
const PURPOSE: &[u8] = b"tend device cookie 1";

/// Seals the cookies of browsers.
#[derive(Clone)]
pub struct Devices {
    key: Hmac<Sha256>,
}

impl Devices {
    /// With a secret of this installation.
    ///
    /// # Errors
    /// A sentence when it is no key.
    pub fn new(secret: &[u8]) -> Result<Self, String> {
        let mut key = Hmac::<Sha256>::new_from_slice(secret).map_err(|error| error.to_string())?;
        key.update(PURPOSE);
        Ok(Self { key })
    }

    /// The lane of the browser, where somebody signed in to `account` in it before.
    pub fn lane(&self, request: &HttpRequest, account: &str) -> Option<String> {
        let cookie = request.cookie(COOKIE)?;
        let (name, seal) = cookie.value().split_once('.')?;
        self.sealing(name, account).verify_slice(&BASE64.decode(seal).ok()?).ok()?;
        Some(format!("device:{}", BASE64.encode(&Sha256::digest(name)[..9])))
    }

    /// The cookie by which the browser is known from now on.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn cookie(&self, account: &str) -> Result<Cookie<'static>, String> {
        let name = random_token()?;
        let seal = BASE64.encode(self.sealing(&name, account).finalize().into_bytes());
        let cookie = Cookie::build(COOKIE, format!("{name}.{seal}"));
        let cookie = cookie.path("/").secure(true).http_only(true).same_site(SameSite::Strict);
        Ok(cookie.max_age(KNOWN_FOR).finish())
    }

    fn sealing(&self, name: &str, account: &str) -> Hmac<Sha256> {
        let mut seal = self.key.clone();
        // Neither holds a zero byte, so no two pairs read alike.
        for part in [name, account] {
            seal.update(part.as_bytes());
            seal.update(&[0]);
        }
        seal
    }
}
