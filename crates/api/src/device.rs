//! A browser in which somebody signed in before. Their attempts wait in a lane of their own, so that strangers who guess at the same
//! account slow down nobody who is known (security.md 3.1).
//!
//! The cookie holds a random name and, for each of the last few who signed in, the day and a seal over it, the name and the account:
//! whoever has an account of their own can't make one for that of somebody else, and a copied cookie is good for no longer than the
//! browser keeps it.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::secrets::random_token;

/// Name of the cookie.
const COOKIE: &str = "__Host-tend-device";
/// Days for which a browser is known after a sign-in. Source: ours.
const KNOWN_FOR: i64 = 90;
/// For how many accounts one browser is known: colleagues share workstations. Source: ours.
const MOST: usize = 8;
/// Characters of a name and of a seal: 32 bytes each.
const LENGTH: usize = 43;
/// What the seal is for, so that no other use of the key makes one.
const PURPOSE: &[u8] = b"tend device cookie 2";

/// Seals the cookies of browsers.
#[derive(Clone)]
pub struct Devices {
    key: Hmac<Sha256>,
}

/// The day of a sign-in and its seal, as a cookie holds them.
type Seal<'a> = (i64, &'a str);

/// The name and the seals of a cookie.
fn parts(cookie: &str) -> Option<(&str, Vec<Seal<'_>>)> {
    let is_ours = |text: &str| {
        text.len() == LENGTH && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let mut parts = cookie.split('.');
    let name = parts.next().filter(|name| is_ours(name))?;
    let mut seals = Vec::new();
    while let (Some(day), Some(seal)) = (parts.next(), parts.next()) {
        if let Ok(day) = day.parse::<i32>()
            && is_ours(seal)
            && seals.len() < MOST
        {
            seals.push((i64::from(day), seal));
        }
    }
    Some((name, seals))
}

fn day_of(now: DateTime<Utc>) -> i64 {
    now.timestamp().div_euclid(86_400)
}

fn is_recent((day, _): Seal<'_>, now: DateTime<Utc>) -> bool {
    (0..=KNOWN_FOR).contains(&(day_of(now) - day))
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

    /// The lane of the browser, where somebody signed in to `account` in it not long ago.
    pub fn lane(&self, request: &HttpRequest, account: &str, now: DateTime<Utc>) -> Option<String> {
        let cookie = request.cookie(COOKIE)?;
        let (name, seals) = parts(cookie.value())?;
        let known = seals.into_iter().any(|seal| is_recent(seal, now) && self.is_of(name, account, seal));
        known.then(|| format!("device:{}", BASE64.encode(&Sha256::digest(name)[..9])))
    }

    /// The cookie by which the browser is known from now on, for `account` and for those it was known for before.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn cookie(&self, request: &HttpRequest, account: &str, now: DateTime<Utc>) -> Result<Cookie<'static>, String> {
        let sent = request.cookie(COOKIE);
        let known = sent.as_ref().and_then(|cookie| parts(cookie.value()));
        let (name, others) = match known {
            Some((name, seals)) => (name.to_owned(), seals),
            None => (random_token()?, Vec::new()),
        };
        let today = day_of(now);
        let seal = BASE64.encode(self.sealing(&name, account, today).finalize().into_bytes());
        let kept = others.into_iter().filter(|seal| is_recent(*seal, now) && !self.is_of(&name, account, *seal));
        let first = format!("{name}.{today}.{seal}");
        let value = kept.take(MOST - 1).fold(first, |value, (day, seal)| format!("{value}.{day}.{seal}"));
        let cookie = Cookie::build(COOKIE, value);
        let cookie = cookie.path("/").secure(true).http_only(true).same_site(SameSite::Strict);
        Ok(cookie.max_age(Duration::days(KNOWN_FOR)).finish())
    }

    fn is_of(&self, name: &str, account: &str, (day, seal): Seal<'_>) -> bool {
        BASE64.decode(seal).is_ok_and(|seal| self.sealing(name, account, day).verify_slice(&seal).is_ok())
    }

    fn sealing(&self, name: &str, account: &str, day: i64) -> Hmac<Sha256> {
        let mut seal = self.key.clone();
        // None holds a zero byte, so no two of them read alike.
        for part in [name, account, &day.to_string()] {
            seal.update(part.as_bytes());
            seal.update(&[0]);
        }
        seal
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;
    use chrono::TimeDelta;

    fn sending(cookie: Option<&Cookie<'static>>) -> HttpRequest {
        let request = TestRequest::default();
        match cookie {
            Some(cookie) => request.cookie(cookie.clone()).to_http_request(),
            None => request.to_http_request(),
        }
    }

    #[test]
    fn a_shared_browser_is_known_for_each_who_signed_in_in_it_and_for_nobody_else() {
        let (devices, now) = (Devices::new(b"secret").unwrap(), DateTime::UNIX_EPOCH + TimeDelta::days(20_000));
        let first = devices.cookie(&sending(None), "ann@example.org", now).unwrap();
        let both = devices.cookie(&sending(Some(&first)), "ben@example.org", now).unwrap();
        let lane = |account| devices.lane(&sending(Some(&both)), account, now);
        assert!(lane("ann@example.org").is_some());
        assert_eq!(lane("ann@example.org"), lane("ben@example.org"), "one browser");
        assert_eq!(lane("cleo@example.org"), None);
        let again = devices.cookie(&sending(Some(&both)), "ann@example.org", now).unwrap();
        assert_eq!(again.value().len(), both.value().len(), "one seal for each");
        let mut shared = again;
        for index in 0..20 {
            shared = devices.cookie(&sending(Some(&shared)), &format!("{index}@example.org"), now).unwrap();
        }
        assert!(shared.value().len() < 500);
        assert_eq!(devices.lane(&sending(Some(&shared)), "ann@example.org", now), None, "the last few");
    }

    #[test]
    fn a_copied_cookie_is_good_for_no_longer_than_the_browser_keeps_it() {
        let (devices, now) = (Devices::new(b"secret").unwrap(), DateTime::UNIX_EPOCH + TimeDelta::days(20_000));
        let cookie = devices.cookie(&sending(None), "ann@example.org", now).unwrap();
        let known = |after| devices.lane(&sending(Some(&cookie)), "ann@example.org", now + TimeDelta::days(after));
        assert!(known(90).is_some());
        assert_eq!(known(91), None);
        let later = cookie.value().replacen(".20000.", ".20001.", 1);
        let forged = Cookie::new(COOKIE, later);
        assert_eq!(devices.lane(&sending(Some(&forged)), "ann@example.org", now + TimeDelta::days(91)), None);
    }
}
