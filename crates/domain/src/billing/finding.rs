//! What is wrong with recorded time: a worker in two places, time recorded twice, days that nobody can have worked (rules.md 5, model 10).

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use uuid::Uuid;

use super::time::within;
use super::{BillingFindingKind, LONGEST, Question, Seconds, Span, bounds};
use crate::clock::{local_date, start_of_day};

/// Something that is wrong with the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// What.
    pub kind: BillingFindingKind,
    /// Whose time; none where it is several workers'.
    pub staff_id: Option<Uuid>,
    /// On which day.
    pub on: NaiveDate,
    /// Seconds concerned.
    pub seconds: i64,
}

/// What is wrong with the month, in order of kind and day; equal findings of a day are one.
pub(super) fn findings(question: &Question<'_>, seconds: &Seconds) -> Vec<Finding> {
    let mut found: BTreeMap<(BillingFindingKind, NaiveDate, Option<Uuid>), i64> = BTreeMap::new();
    let (from, until) = bounds(question.month, question.zone);
    let month: Vec<&Span> = question.spans.iter().filter(|span| within(span, from, until) > 0).collect();
    for (place, one) in month.iter().enumerate() {
        for other in &month[place + 1..] {
            if let Some((kind, staff_id, at, seconds)) = clash(question, one, other) {
                *found.entry((kind, local_date(at, question.zone), staff_id)).or_default() += seconds;
            }
        }
    }
    for ((staff_id, on), seconds) in days(&month, question.zone) {
        if seconds > LONGEST {
            found.insert((BillingFindingKind::ImpossibleDay, on, Some(staff_id)), seconds);
        }
        let worked = question.worked.iter().find(|worked| worked.staff_id == staff_id && worked.on == on);
        if let Some(worked) = worked.filter(|worked| worked.seconds < seconds) {
            found.insert((BillingFindingKind::MoreThanWorked, on, Some(staff_id)), seconds - worked.seconds);
        }
    }
    if seconds.before_consent > 0 {
        let consent = question.facts.consent_at.unwrap_or(until).clamp(from, until);
        let own = month.iter().filter(|span| span.person_id == question.person_id && span.starts_at < consent);
        let first = own.map(|span| local_date(span.starts_at.max(from), question.zone)).min().unwrap_or(question.month);
        found.insert((BillingFindingKind::BeforeConsent, first, None), seconds.before_consent);
    }
    found.into_iter().map(|((kind, on, staff_id), seconds)| Finding { kind, staff_id, on, seconds }).collect()
}

fn clash(
    question: &Question<'_>,
    one: &Span,
    other: &Span,
) -> Option<(BillingFindingKind, Option<Uuid>, DateTime<Utc>, i64)> {
    let from = one.starts_at.max(other.starts_at);
    let seconds = within(one, from, other.ends_at);
    if seconds == 0 {
        return None;
    }
    let (same_worker, same_person) = (one.staff_id == other.staff_id, one.person_id == other.person_id);
    let kind = match (same_worker, same_person) {
        (true, true) => BillingFindingKind::DoubleEntry,
        (true, false) => BillingFindingKind::Overlap,
        (false, true) if one.person_id == question.person_id => BillingFindingKind::Together,
        (false, _) => return None,
    };
    Some((kind, same_worker.then_some(one.staff_id), from, seconds))
}

/// Seconds of each worker on each day, as recorded.
fn days(spans: &[&Span], zone: Tz) -> BTreeMap<(Uuid, NaiveDate), i64> {
    let mut days = BTreeMap::new();
    for span in spans {
        let mut on = local_date(span.starts_at, zone);
        while start_of_day(on, zone) < span.ends_at {
            let next = on.succ_opt().unwrap_or(NaiveDate::MAX);
            *days.entry((span.staff_id, on)).or_default() +=
                within(span, start_of_day(on, zone), start_of_day(next, zone));
            on = next;
        }
    }
    days
}
