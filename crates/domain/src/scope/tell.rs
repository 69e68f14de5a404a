//! Why something is not allowed, in words: which licence, why it does not count, and what to do.

use chrono::NaiveDate;

use super::{Activity, Condition, Level, Practice, ScopeLimit, in_state, levels_of};
use crate::access::Role;
use crate::change::Rule;
use crate::staff::{Credential, CredentialStatus};

/// The licence that would allow it and does not count here: expired, restricted, or of another state.
pub(super) fn missing_licence(
    activity: Activity,
    worker: &Practice<'_>,
    state: Option<&str>,
    today: NaiveDate,
) -> Option<Rule> {
    if matches!(worker.role, Role::Assistant | Role::Coordinator) {
        return None;
    }
    let would_do = |own: &&Credential| {
        own.kind.is_licence()
            && own.status != CredentialStatus::Ended
            && levels_of(own.kind).iter().any(|level| activity.published(*level) <= Condition::Supervised)
    };
    let counts = |own: &&Credential| own.valid_on(today) && in_state(own, state);
    let mut ours = worker.credentials.iter().filter(would_do);
    let lost = ours.clone().find(|own| !counts(own))?;
    // One that counts and still does not allow it: the reason lies elsewhere.
    if ours.any(|own| counts(&own)) {
        return None;
    }
    Some(uncounted(activity, lost, state, today))
}

fn uncounted(activity: Activity, lost: &Credential, state: Option<&str>, today: NaiveDate) -> Rule {
    let licence = match &lost.state {
        Some(issuer) => format!("The {} license of {issuer}", lost.kind.label()),
        None => format!("The {} license", lost.kind.label()),
    };
    let until = "Until that is settled and recorded, a colleague with a license that counts must do it or co-sign it.";
    let needs = format!("{} needs one that counts.", activity.phrase());
    if lost.status != CredentialStatus::Active {
        let detail = format!("{licence} is {}. {needs} {until}", lost.status);
        return Rule::new("licence_restricted", detail);
    }
    if lost.expired_on(today) {
        let last = lost.expires_on.unwrap_or(today);
        return Rule::new("licence_expired", format!("{licence} ran out on {last}. {needs} {until}"));
    }
    let place = state.unwrap_or("another state");
    let detail = format!("{licence} does not count in {place}, where the person is. {needs} {until}");
    Rule::new("licence_other_state", detail)
}

/// None of what is held is enough.
pub(super) fn licence_required(activity: Activity) -> Rule {
    let detail = format!(
        "{} needs {}. Ask such a colleague, or have an administrator record what you hold.",
        activity.phrase(),
        holders(activity)
    );
    Rule::new("licence_required", detail)
}

/// What is held is enough with a colleague.
pub(super) fn cosignature_required(activity: Activity) -> Rule {
    let detail = format!(
        "{} alone needs {}. At this level a licensed colleague co-signs or oversees it.",
        activity.phrase(),
        holders(activity)
    );
    Rule::new("cosignature_required", detail)
}

fn holders(activity: Activity) -> String {
    let all: Vec<&str> = activity.levels().map(holder).collect();
    all.join(", or ")
}

fn holder(level: Level) -> &'static str {
    match level {
        Level::RegisteredNurse => "an active license as RN",
        Level::Clinician => "an active license as LCSW, LPC or LMHC",
        Level::SupervisedLicence => "an active license as LPN or LMSW with a licensed supervisor",
        Level::Bachelor => "a degree with a licensed supervisor",
        Level::Coordinator => "a coordinator with a licensed supervisor",
        Level::Assistant => "an assistant with a licensed supervisor",
    }
}

/// The organization is stricter than the published matrix.
pub(super) fn tightened(activity: Activity, limit: &ScopeLimit) -> Rule {
    let how = match limit.condition {
        Condition::Alone | Condition::Supervised => "needs a licensed supervisor on record",
        Condition::Cosigned => "needs a licensed colleague's co-signature or oversight",
        Condition::Not => "is left to colleagues of another level",
    };
    let detail = format!(
        "{} {how} in this organization since {}: {} Ask a colleague who may, or your director.",
        activity.phrase(),
        limit.starts_on,
        sentence(&limit.reason)
    );
    Rule::new("scope_tightened", detail)
}

fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

/// Nobody with an independent licence is on record as supervisor.
pub(super) fn supervision_required(activity: Activity) -> Rule {
    let detail = format!(
        "{} at this level needs a supervisor on record who holds an active license for independent practice. Ask an administrator to record one.",
        activity.phrase()
    );
    Rule::new("supervision_required", detail)
}

/// An onboarding check is not passed.
pub(super) fn open_check(check: &Credential) -> Rule {
    let detail = format!(
        "The {} is not passed. Cases and visits begin when every onboarding check is. Ask an administrator to record it.",
        check.kind.label()
    );
    Rule::new("onboarding_open", detail)
}

/// Neither a driver's licence nor another way to get there.
pub(super) fn transport_required() -> Rule {
    Rule::new(
        "transport_required",
        "A visit needs a valid driver's license or another way to get there on record. Give the visit to a colleague who has one, or have it recorded.",
    )
}
