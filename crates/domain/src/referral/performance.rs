//! How a partner does what it is asked (R148, N9): how many answer, how soon, and how often the person says that it came to them. With
//! a bound below which the true share hardly lies, so that three of three do not stand above ninety of a hundred.

use chrono::{DateTime, Utc};

use super::result::{Share, median};
use super::{CancelReason, Ending, Referral, ReferralStatus};

/// Fewer referrals than this tell nothing of a partner, and too much of the people: they are not shown. Source: the same five that
/// colleagues are told of together.
pub const FEWEST: usize = crate::measure_board::FEWEST_COLLEAGUES;
/// The quantile of the normal distribution for a bound of 95% on both sides.
const Z: f64 = 1.96;

/// What came of the referrals to a partner.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Performance {
    /// Sent to it.
    pub sent: usize,
    /// Accepted, of those that it answered.
    pub accepted: Share,
    /// Answered in any way, of those that were sent.
    pub answered: Share,
    /// Median of the days from sending to the answer.
    pub median_days_to_answer: Option<f64>,
    /// Received, as the person said, of those whose end lies with the partner: received, not received, declined, never answered.
    pub closed_loop: Share,
}

impl Performance {
    /// The lower bound of the share of closed loops, see [`lower_bound`].
    pub fn closed_loop_at_least(&self) -> Option<f64> {
        lower_bound(self.closed_loop)
    }
}

/// The lower end of Wilson's interval of 95% for a share, from 0 to 1; `None` of nothing. Source: E. B. Wilson, J. Am. Stat. Assoc. 22
/// (1927) 209-212.
pub fn lower_bound(share: Share) -> Option<f64> {
    if share.of == 0 {
        return None;
    }
    let of = share.of as f64;
    let (part, z2) = (share.count as f64 / of, Z * Z);
    let spread = Z * (part * (1.0 - part) / of + z2 / (4.0 * of * of)).sqrt();
    Some(((part + z2 / (2.0 * of) - spread) / (1.0 + z2 / of)).max(0.0))
}

/// When the partner said whether it takes the referral on.
fn answered_at(referral: &Referral) -> Option<DateTime<Utc>> {
    let declined = matches!(referral.ending, Some(Ending::Declined(_)));
    referral.accepted_at.or(referral.closed_at.filter(|_| declined))
}

/// True when the end of the referral lies with the partner, and not with what the person decided in the meantime.
fn is_its_end(referral: &Referral) -> bool {
    match referral.status {
        ReferralStatus::Completed | ReferralStatus::NotReceived | ReferralStatus::Declined => true,
        _ => referral.ending == Some(Ending::Cancelled(CancelReason::NoAnswer)),
    }
}

/// What came of these referrals; drafts and what was recorded by mistake are left out.
pub fn performance(referrals: &[Referral]) -> Performance {
    let mistaken = Some(Ending::Cancelled(CancelReason::EnteredInError));
    let sent: Vec<&Referral> =
        referrals.iter().filter(|referral| referral.sent_at.is_some() && referral.ending != mistaken).collect();
    let answers = sent.iter().filter_map(|referral| Some((referral.sent_at?, answered_at(referral)?)));
    let days: Vec<i64> = answers.map(|(sent_at, at)| (at - sent_at).num_days()).collect();
    let answered = days.len();
    let its_ends = sent.iter().filter(|referral| is_its_end(referral)).count();
    let received = sent.iter().filter(|referral| referral.status == ReferralStatus::Completed).count();
    Performance {
        sent: sent.len(),
        accepted: Share { count: sent.iter().filter(|referral| referral.accepted_at.is_some()).count(), of: answered },
        answered: Share { count: answered, of: sent.len() },
        median_days_to_answer: median(days),
        closed_loop: Share { count: received, of: its_ends },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn three_of_three_do_not_stand_above_ninety_of_a_hundred() {
        let bound = |count, of| lower_bound(Share { count, of }).unwrap_or_default();
        assert!((bound(8, 10) - 0.490_16).abs() < 1e-4);
        assert!((bound(3, 3) - 0.438_49).abs() < 1e-4);
        assert!(bound(3, 3) < bound(90, 100));
        assert_eq!(lower_bound(Share { count: 0, of: 0 }), None);
        assert!(bound(0, 10) < 1e-9);
    }

    proptest! {
        #[test]
        fn a_bound_lies_below_its_share_and_grows_with_what_is_known(count in 0usize..200, missed in 0usize..200, times in 2usize..20) {
            prop_assume!(count + missed > 0);
            let bound = |times: usize| lower_bound(Share { count: count * times, of: (count + missed) * times }).unwrap_or_default();
            let share = count as f64 / (count + missed) as f64;
            prop_assert!((0.0..=share + 1e-12).contains(&bound(1)));
            prop_assert!(bound(times) + 1e-12 >= bound(1));
        }
    }
}
