//! Seconds that count: the spans of a person cut into pieces at their ends, each piece once, with all who may claim it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::{BillingActivity, BillingFamily, BillingRole, Question, Seconds, Span, bounds};
use crate::code::Code;

/// The time of a month.
pub(super) struct Time {
    /// Where the recorded time went.
    pub seconds: Seconds,
    /// True when somebody spoke with the person about remote monitoring.
    pub live: bool,
    /// Seconds by what was done in which role at the same moment.
    pieces: BTreeMap<BTreeSet<(BillingActivity, BillingRole)>, i64>,
}

impl Time {
    /// Counts the spans of the person.
    pub fn of(question: &Question<'_>) -> Self {
        let own: Vec<&Span> = question.spans.iter().filter(|span| span.person_id == question.person_id).collect();
        let (from, until) = bounds(question.month, question.zone);
        let consent = question.facts.consent_at.unwrap_or(until).clamp(from, until);
        let recorded: i64 = own.iter().map(|span| length(span.starts_at, span.ends_at)).sum();
        let clipped = |from, until| -> i64 { own.iter().map(|span| within(span, from, until)).sum() };
        let (in_month, after) = (clipped(from, until), clipped(consent, until));
        let pieces = pieces(&own, consent, until);
        let counted: i64 = pieces.values().sum();
        let spoke = |span: &&Span| {
            span.live && span.activity == BillingActivity::RemoteMonitoring && within(span, consent, until) > 0
        };
        Self {
            seconds: Seconds {
                recorded,
                counted,
                outside: recorded - in_month,
                before_consent: in_month - after,
                repeated: after - counted,
            },
            live: own.iter().any(spoke),
            pieces,
        }
    }

    /// Seconds that may serve each activity.
    pub fn by_activity(&self) -> BTreeMap<BillingActivity, i64> {
        let of = |activity: BillingActivity| {
            let with = self.pieces.iter().filter(|(claims, _)| claims.iter().any(|(one, _)| *one == activity));
            with.map(|(_, seconds)| seconds).sum()
        };
        let all = BillingActivity::ALL.iter().map(|activity| (*activity, of(*activity)));
        all.filter(|(_, seconds)| *seconds > 0).collect()
    }

    /// Seconds that may serve at least one of the families.
    pub fn serving(&self, families: &[BillingFamily]) -> i64 {
        let serves = |claims: &BTreeSet<(BillingActivity, BillingRole)>| {
            claims.iter().any(|(activity, role)| families.iter().any(|family| family.takes(*activity, *role)))
        };
        self.pieces.iter().filter(|(claims, _)| serves(claims)).map(|(_, seconds)| seconds).sum()
    }
}

/// Whole seconds between two instants, each of which is cut to its second first: pieces of a span add up to the span.
pub(super) fn length(from: DateTime<Utc>, until: DateTime<Utc>) -> i64 {
    (until.timestamp() - from.timestamp()).max(0)
}

/// Seconds of a span between two instants.
pub(super) fn within(span: &Span, from: DateTime<Utc>, until: DateTime<Utc>) -> i64 {
    length(span.starts_at.max(from), span.ends_at.min(until))
}

fn pieces(
    spans: &[&Span],
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> BTreeMap<BTreeSet<(BillingActivity, BillingRole)>, i64> {
    let ends = spans.iter().flat_map(|span| [span.starts_at, span.ends_at]).map(|at| at.clamp(from, until));
    let ends: Vec<DateTime<Utc>> = ends.collect::<BTreeSet<_>>().into_iter().collect();
    let mut pieces = BTreeMap::new();
    for pair in ends.windows(2) {
        let there = spans.iter().filter(|span| span.starts_at <= pair[0] && span.ends_at >= pair[1]);
        let claims: BTreeSet<_> = there.map(|span| (span.activity, span.role)).collect();
        if !claims.is_empty() {
            *pieces.entry(claims).or_default() += length(pair[0], pair[1]);
        }
    }
    pieces
}
