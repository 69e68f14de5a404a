//! Scope of practice: what a person may sign, complete or own follows from their credentials (R037-R045).
//!
//! The matrix is data ([`matrix`]); an organization may make it stricter and never looser ([`ScopeLimit`]). A licence counts in
//! its own state only (R037): no compact is modelled. It counts on its last day and not on the day after (T-22).

mod limit;
pub mod matrix;
mod place;
mod tell;

use chrono::NaiveDate;

use crate::access::Role;
use crate::change::Rule;
use crate::staff::{Credential, CredentialCategory, CredentialKind, CredentialStatus};
pub use limit::{ScopeLimit, condition};
pub use matrix::Activity;
pub use place::state_code;

crate::codes! {
    /// The level at which somebody practices; one person may hold several.
    pub enum Level {
        /// Registered nurse or physician (R038).
        RegisteredNurse = "registered_nurse",
        /// A licence for independent clinical practice: LCSW, LPC, LMHC, physician (R039).
        Clinician = "clinician",
        /// A licence that practices under supervision: LPN, LMSW.
        SupervisedLicence = "supervised_licence",
        /// A degree without a licence (R040).
        Bachelor = "bachelor",
        /// Coordinator (R041).
        Coordinator = "coordinator",
        /// Assistant, or nothing on record that counts (R042).
        Assistant = "assistant",
    }
}

crate::codes! {
    /// On which condition a level does an activity, the loosest first.
    pub enum Condition {
        /// Alone.
        Alone = "alone",
        /// Alone, with a licensed supervisor on record.
        Supervised = "supervised",
        /// With the co-signature or oversight of a licensed colleague, and a licensed supervisor on record.
        Cosigned = "cosigned",
        /// Not at all.
        Not = "not",
    }
}

/// What is known of somebody when they are judged.
#[derive(Debug, Clone, Copy)]
pub struct Practice<'a> {
    /// Role; an assistant or coordinator works as one, whatever they hold.
    pub role: Role,
    /// What they hold.
    pub credentials: &'a [Credential],
    /// What their supervisor holds; none without an active supervisor.
    pub supervisor: Option<&'a [Credential]>,
}

/// What somebody may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Alone.
    Allowed,
    /// With a licensed colleague; the rule says why.
    WithCosignature(Rule),
    /// Not; the rule says why, and what to do.
    Refused(Rule),
}

impl Verdict {
    /// True when nobody else is needed.
    pub fn is_allowed(&self) -> bool {
        *self == Self::Allowed
    }

    /// Why it is not allowed alone.
    pub fn reason(&self) -> Option<&Rule> {
        match self {
            Self::Allowed => None,
            Self::WithCosignature(rule) | Self::Refused(rule) => Some(rule),
        }
    }

    /// Whether it is done alone, for what waits for a colleague otherwise.
    ///
    /// # Errors
    /// The reason of a refusal.
    pub fn alone(self) -> Result<bool, Rule> {
        match self {
            Self::Allowed => Ok(true),
            Self::WithCosignature(_) => Ok(false),
            Self::Refused(rule) => Err(rule),
        }
    }

    /// Refuses what is not done alone, for acts that nobody can co-sign.
    ///
    /// # Errors
    /// The reason.
    pub fn require(self) -> Result<(), Rule> {
        match self {
            Self::Allowed => Ok(()),
            Self::WithCosignature(rule) | Self::Refused(rule) => Err(rule),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Allowed => 0,
            Self::WithCosignature(_) => 1,
            Self::Refused(_) => 2,
        }
    }
}

/// Says whether `worker` may do `activity` for a person in `state` (two letters; unknown: any licence counts) on `today`.
/// `limits` are the organization's own.
pub fn judge(
    activity: Activity,
    worker: &Practice<'_>,
    state: Option<&str>,
    limits: &[ScopeLimit],
    today: NaiveDate,
) -> Verdict {
    if let Some(rule) = open_gate(activity, worker, today) {
        return Verdict::Refused(rule);
    }
    let own = levels(worker, state, today);
    let verdicts = own.iter().map(|level| at_level(activity, *level, worker, limits, today));
    let Some(best) = verdicts.min_by_key(Verdict::rank) else {
        return Verdict::Refused(tell::licence_required(activity));
    };
    match best {
        Verdict::Allowed => Verdict::Allowed,
        Verdict::WithCosignature(rule) => {
            Verdict::WithCosignature(tell::missing_licence(activity, worker, state, today).unwrap_or(rule))
        }
        Verdict::Refused(rule) => {
            Verdict::Refused(tell::missing_licence(activity, worker, state, today).unwrap_or(rule))
        }
    }
}

/// What stands in the way whatever the licence: a check that is not passed (R045), no way to get to a visit (R044).
fn open_gate(activity: Activity, worker: &Practice<'_>, today: NaiveDate) -> Option<Rule> {
    let is_open = |own: &&Credential| {
        own.kind.category() == CredentialCategory::Check
            && own.status != CredentialStatus::Ended
            && !own.valid_on(today)
    };
    if activity.takes_over()
        && let Some(open) = worker.credentials.iter().find(is_open)
    {
        return Some(tell::open_check(open));
    }
    let travels = |own: &Credential| own.kind.category() == CredentialCategory::Transport && own.valid_on(today);
    (activity == Activity::FieldVisit && !worker.credentials.iter().any(travels)).then(tell::transport_required)
}

/// The levels that somebody holds for a person in `state`.
fn levels(worker: &Practice<'_>, state: Option<&str>, today: NaiveDate) -> Vec<Level> {
    let floor = match worker.role {
        Role::Assistant => return vec![Level::Assistant],
        Role::Coordinator => return vec![Level::Coordinator],
        _ => Level::Assistant,
    };
    let counts = |own: &&Credential| own.valid_on(today) && in_state(own, state);
    let held = worker.credentials.iter().filter(counts).flat_map(|own| levels_of(own.kind));
    let mut levels: Vec<Level> = held.copied().chain([floor]).collect();
    // The highest first: what it lacks is the reason that helps.
    levels.sort_unstable();
    levels
}

fn in_state(credential: &Credential, state: Option<&str>) -> bool {
    !credential.kind.is_licence() || state.is_none_or(|state| credential.state.as_deref() == Some(state))
}

/// The levels that a credential gives. A physician's licence covers what a nurse's and what a clinician's covers.
fn levels_of(kind: CredentialKind) -> &'static [Level] {
    match kind {
        CredentialKind::Rn => &[Level::RegisteredNurse],
        CredentialKind::Md => &[Level::RegisteredNurse, Level::Clinician],
        CredentialKind::Lcsw | CredentialKind::Lpc | CredentialKind::Lmhc => &[Level::Clinician],
        CredentialKind::Lpn | CredentialKind::Lmsw => &[Level::SupervisedLicence],
        kind if kind.category() == CredentialCategory::Degree => &[Level::Bachelor],
        _ => &[],
    }
}

fn at_level(
    activity: Activity,
    level: Level,
    worker: &Practice<'_>,
    limits: &[ScopeLimit],
    today: NaiveDate,
) -> Verdict {
    let (condition, limit) = limit::condition(activity, level, limits, today);
    let reason = |published: fn(Activity) -> Rule| {
        limit.map_or_else(|| published(activity), |limit| tell::tightened(activity, limit))
    };
    match condition {
        Condition::Alone => Verdict::Allowed,
        Condition::Not => Verdict::Refused(reason(tell::licence_required)),
        Condition::Supervised | Condition::Cosigned if !is_supervised(worker, today) => {
            Verdict::Refused(tell::supervision_required(activity))
        }
        Condition::Supervised => Verdict::Allowed,
        Condition::Cosigned => Verdict::WithCosignature(reason(tell::cosignature_required)),
    }
}

/// True with a supervisor whose licence is for independent practice and counts today (R021, R040). What an API client writes
/// waits for a colleague of the organization, who stands in for the supervisor.
fn is_supervised(worker: &Practice<'_>, today: NaiveDate) -> bool {
    let leads =
        |own: &Credential| own.valid_on(today) && levels_of(own.kind).iter().any(|level| level.is_independent());
    worker.role == Role::Integrator || worker.supervisor.is_some_and(|held| held.iter().any(leads))
}

impl Level {
    /// True for licences that practice without supervision, and supervise.
    pub fn is_independent(self) -> bool {
        matches!(self, Self::RegisteredNurse | Self::Clinician)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
