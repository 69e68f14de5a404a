//! Passwords: Argon2id with a pepper, a length and strength policy, and a delay that grows with failures.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use chrono::{DateTime, TimeDelta, Utc};
use persistence::session::Failures;
use std::sync::Arc;
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

use crate::secrets::random_token;

/// Cost of a hash.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes.
    pub passes: u32,
}

impl Cost {
    /// The default: 64 MiB, 3 passes. Source: security controls, 3.1.
    pub const STANDARD: Self = Self { memory_kib: 65_536, passes: 3 };
    /// The floor below which the server does not start: 19 MiB, 2 passes.
    pub const FLOOR: Self = Self { memory_kib: 19_456, passes: 2 };
}

/// Hashes and checks passwords, at most two at a time so that a flood of sign-ins can't eat the memory.
#[derive(Clone)]
pub struct Passwords {
    pepper: Arc<[u8]>,
    params: Params,
    slots: Arc<Semaphore>,
}

impl Passwords {
    /// With a pepper from a key file.
    ///
    /// # Errors
    /// A sentence when the cost is below the floor.
    pub fn new(pepper: &[u8], cost: Cost) -> Result<Self, String> {
        if cost.memory_kib < Cost::FLOOR.memory_kib || cost.passes < Cost::FLOOR.passes {
            return Err(
                "the password hash is weaker than 19 MiB and 2 passes; raise password_memory_kib and password_passes"
                    .into(),
            );
        }
        let params = Params::new(cost.memory_kib, cost.passes, 1, Some(32)).map_err(|error| error.to_string())?;
        Ok(Self { pepper: pepper.into(), params, slots: Arc::new(Semaphore::new(2)) })
    }

    /// Hashes a password.
    ///
    /// # Errors
    /// A sentence; only when the system has no randomness.
    pub async fn hash(&self, password: &str) -> Result<String, String> {
        let (this, password) = (self.clone(), normalized(password));
        self.in_slot(move || {
            this.argon()?
                .hash_password(password.as_bytes())
                .map(|hash| hash.to_string())
                .map_err(|error| error.to_string())
        })
        .await?
    }

    /// True when the password is the one behind the hash. `None` hashes all the same, so that an unknown account costs as much time.
    pub async fn verify(&self, password: &str, hash: Option<String>) -> bool {
        let (this, password) = (self.clone(), normalized(password));
        self.in_slot(move || {
            let Ok(argon) = this.argon() else { return false };
            match hash.as_deref().map(PasswordHash::new) {
                Some(Ok(parsed)) => argon.verify_password(password.as_bytes(), &parsed).is_ok(),
                _ => {
                    let _ = argon.hash_password(password.as_bytes());
                    false
                }
            }
        })
        .await
        .unwrap_or(false)
    }

    fn argon(&self) -> Result<Argon2<'_>, String> {
        Argon2::new_with_secret(&self.pepper, Algorithm::Argon2id, Version::V0x13, self.params.clone())
            .map_err(|error| error.to_string())
    }

    async fn in_slot<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, String> {
        let slot = self.slots.clone().acquire_owned().await.map_err(|error| error.to_string())?;
        // The work keeps its slot to the end, even when nobody waits for the answer any more.
        let slotted = move || {
            let _slot = slot;
            work()
        };
        tokio::task::spawn_blocking(slotted).await.map_err(|error| error.to_string())
    }
}

/// NFC, so that composed and decomposed input is the same password.
fn normalized(password: &str) -> String {
    password.nfc().collect()
}

/// Why a new password is refused; none when it is good. `context` are words that must not carry it: names, organization.
///
/// 15 to 128 characters, any Unicode, no composition rules, zxcvbn score 3 or more. Source: NIST 800-63B-4, security controls 3.1.
pub fn weakness(password: &str, context: &[&str]) -> Option<&'static str> {
    let length = normalized(password).chars().count();
    if !(15..=128).contains(&length) {
        return Some("A password has 15 to 128 characters. A sentence is easy to remember.");
    }
    if zxcvbn::zxcvbn(password, context).score() < zxcvbn::Score::Three {
        return Some("This password is easy to guess. Use a few words that do not belong together.");
    }
    None
}

/// Letters of a generated password: 120 bits.
const GENERATED_LETTERS: usize = 20;

/// A password for somebody who can't choose one now.
///
/// # Errors
/// When the system has no randomness.
pub fn generated() -> Result<String, String> {
    Ok(random_token()?.chars().take(GENERATED_LETTERS).collect())
}

/// How failures slow the next attempt down.
#[derive(Debug, Clone, Copy)]
pub struct Slows {
    /// Failures that cost nothing.
    free: i32,
    /// Longest wait in seconds.
    most: i64,
}

/// Within one lane: nothing for three failures, then up to five minutes. Source: ours.
pub const ONE_LANE: Slows = Slows { free: 3, most: 300 };
/// Over all networks from which the owner never signed in: an owner with a new device waits a minute at most. Source: ours.
pub const STRANGERS: Slows = Slows { free: 20, most: 60 };

/// How long to wait before the next attempt counts: doubling from one second. Never a hard lock, so that strangers can't lock an
/// owner out.
pub fn wait(failures: Failures, Slows { free, most }: Slows, now: DateTime<Utc>) -> TimeDelta {
    let Some(last_at) = failures.last_at.filter(|_| failures.count > free) else { return TimeDelta::zero() };
    let seconds =
        1_i64.checked_shl(u32::try_from(failures.count - free - 1).unwrap_or(0).min(20)).unwrap_or(most).min(most);
    (last_at + TimeDelta::seconds(seconds) - now).max(TimeDelta::zero())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn composed_and_decomposed_passwords_are_the_same() {
        let passwords = Passwords::new(b"pepper", Cost::FLOOR).unwrap();
        let hash = passwords.hash("caf\u{e9} on the corner").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.verify("cafe\u{301} on the corner", Some(hash.clone())).await);
        assert!(!passwords.verify("cafe on the corner", Some(hash)).await);
        assert!(!passwords.verify("anything", None).await);
    }

    #[test]
    fn a_cost_below_the_floor_does_not_start() {
        assert!(Passwords::new(b"", Cost { memory_kib: 19_455, passes: 2 }).is_err());
    }

    #[test]
    fn short_and_guessable_passwords_are_refused() {
        assert!(weakness("short", &[]).is_some());
        assert!(weakness("passwordpassword", &[]).is_some());
        assert!(weakness("seven quiet otters borrow umbrellas", &[]).is_none());
        assert!(weakness(&generated().unwrap(), &[]).is_none());
    }

    #[test]
    fn the_delay_grows_and_is_bounded() {
        let now = Utc::now();
        let after = |slows, count| wait(Failures { count, last_at: Some(now) }, slows, now).num_seconds();
        assert_eq!([3, 4, 5, 6, 60].map(|count| after(ONE_LANE, count)), [0, 1, 2, 4, 300]);
        assert_eq!([20, 21, 22, 60].map(|count| after(STRANGERS, count)), [0, 1, 2, 60]);
    }
}
