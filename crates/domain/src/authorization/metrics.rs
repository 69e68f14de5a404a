//! What a request counts for: the public metrics of a year (T-7) and the turnaround (K-11).

use chrono::{DateTime, Utc};

use super::{Authorization, LineOfBusiness, RequestUrgency, RequestVerdict, ReviewKind, ServiceCategory};
use crate::rulebook::prior_authorization::{Decision, Share};

/// A decided request with a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timed {
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// When it was first decided.
    pub decided_at: DateTime<Utc>,
    /// The last instant in time, with the extension that the law allowed.
    pub due_at: DateTime<Utc>,
}

/// How long decisions take (K-11).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Turnaround {
    /// Decided in time, of all decided that had a clock.
    pub in_time: Share,
    /// Mean in seconds, rounded down; `None` of nothing.
    pub mean_seconds: Option<i64>,
    /// Median in seconds; of an even number the mean of the two in the middle, rounded down.
    pub median_seconds: Option<i64>,
    /// The smallest time within which at least 9 of 10 were decided, in seconds (nearest rank).
    pub p90_seconds: Option<i64>,
}

/// The turnaround of decided requests (K-11).
pub fn turnaround(decided: &[Timed]) -> Turnaround {
    let mut seconds: Vec<i64> = decided.iter().map(|one| (one.decided_at - one.received_at).num_seconds()).collect();
    seconds.sort_unstable();
    let count = seconds.len();
    let at = |index: usize| seconds.get(index).copied();
    let middle = at(count / 2).zip(count.checked_sub(1).and_then(|last| at(last / 2)));
    let in_time = decided.iter().filter(|one| crate::clock::in_time(one.decided_at, one.due_at)).count();
    Turnaround {
        in_time: Share { count: whole(in_time), of: whole(count) },
        mean_seconds: i64::try_from(count).ok().and_then(|count| seconds.iter().sum::<i64>().checked_div_euclid(count)),
        median_seconds: middle.map(|(upper, lower)| (upper + lower).div_euclid(2)),
        p90_seconds: (count * 9).div_ceil(10).checked_sub(1).and_then(at),
    }
}

fn whole(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl Authorization {
    /// What the request counts for in the public metrics; `None` when it is not of their kind or not decided. What was approved in
    /// part counts as denied, so that the published share never looks better than it was. Plans of employers, drugs and reviews
    /// after the service are not in the metrics; issuers of qualified health plans are, although T-6 sets them no time.
    pub fn public_decision(&self) -> Option<Decision> {
        let counted = self.is_reviewed_here()
            && !matches!(self.line, LineOfBusiness::Erisa | LineOfBusiness::Other)
            && self.category != ServiceCategory::Drug
            && self.kind != ReviewKind::Retrospective;
        let first = self.course.determinations.first().filter(|_| counted)?;
        let approved = first.verdict == RequestVerdict::Approve;
        let later = self.course.determinations.iter().skip(1);
        Some(Decision {
            item: self.service.code.clone().unwrap_or_else(|| self.category.to_string()),
            expedited: self.urgency == RequestUrgency::Expedited,
            received_at: self.received_at?,
            decided_at: first.at,
            approved,
            extended: self.course.extension.is_some(),
            approved_on_appeal: !approved
                && later.filter(|one| one.on_appeal).any(|one| one.verdict == RequestVerdict::Approve),
        })
    }

    /// What the request counts for in the turnaround; `None` when it has no clock or is not decided.
    pub fn timed(&self) -> Option<Timed> {
        let first = self.course.determinations.first().filter(|_| self.is_reviewed_here())?;
        Some(Timed { received_at: self.received_at?, decided_at: first.at, due_at: self.due_at? })
    }
}
