//! One claimant of transitional care management: of the 30 days that begin with a discharge one claim is paid, whoever makes it.
//! Source: rules.md T-5; CMS MLN. Which of several discharges that is: the earliest; of one discharge, the month and the case that
//! come first (ours).

use chrono::NaiveDate;
use uuid::Uuid;

use super::code::{BillingFamily, CODES};
use super::{BillingMonth, FollowedDischarge};
use crate::transition::tcm::period_ends_on;

/// Where a claim stands among those of a person.
type Place = (NaiveDate, NaiveDate, Uuid);

fn place(month: &BillingMonth) -> Option<Place> {
    Some((month.facts.discharge?.discharged_on?, month.month, month.case_id))
}

/// The discharges of a person that are claimed before that of `own`: of the other months with the facts of a code of transitional care
/// those that lie in no service period of one claimed before.
pub fn before<'a>(own: &BillingMonth, others: impl IntoIterator<Item = &'a BillingMonth>) -> Vec<NaiveDate> {
    let Some(last) = place(own) else { return Vec::new() };
    let placed = others.into_iter().filter_map(|month| Some((place(month)?, month)));
    let mut earlier: Vec<(Place, &BillingMonth)> = placed.filter(|(place, _)| *place < last).collect();
    earlier.sort_unstable_by_key(|(place, _)| *place);
    let mut claimed = Vec::new();
    for ((discharged_on, ..), month) in earlier {
        if claims(month, &claimed) {
            claimed.push(discharged_on);
        }
    }
    claimed
}

fn claims(month: &BillingMonth, claimed: &[NaiveDate]) -> bool {
    let bills = month.families.is_empty() || month.families.contains(&BillingFamily::Transitional);
    let free = month.facts.discharge.is_some_and(|followed| !followed.is_anothers(claimed));
    let mut codes =
        CODES.iter().filter(|code| code.family == BillingFamily::Transitional && code.holds_in(month.month));
    bills && free && codes.any(|code| code.lacks(&month.facts, false).is_none())
}

impl FollowedDischarge {
    /// True when it lies in the service period of a discharge that is claimed already, by us or by somebody else.
    pub(super) fn is_anothers(&self, claimed: &[NaiveDate]) -> bool {
        let Some(on) = self.discharged_on else { return false };
        let holds = |other: &NaiveDate| *other <= on && period_ends_on(*other).is_some_and(|last| on <= last);
        self.other_claim_on.iter().chain(claimed).any(holds)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::billing::{DecisionMaking, Facts};
    use std::collections::BTreeSet;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A month of a case with a discharge that was followed up in time.
    fn month(case: u128, month: &str, discharged_on: &str) -> BillingMonth {
        let discharge = FollowedDischarge {
            contact_in_time: true,
            visit_after_days: Some(6),
            reconciled: true,
            discharged_on: Some(day(discharged_on)),
            other_claim_on: None,
        };
        BillingMonth {
            id: Uuid::nil(),
            version: 1,
            case_id: Uuid::from_u128(case),
            person_id: Uuid::nil(),
            month: day(month),
            families: BTreeSet::new(),
            facts: Facts {
                discharge: Some(discharge),
                decision_making: Some(DecisionMaking::Moderate),
                ..Facts::default()
            },
            author_id: Uuid::nil(),
            updated_at: chrono::DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_discharge_in_the_period_of_a_claimed_one_is_not_claimed_and_claims_nothing_itself() {
        let first = month(1, "2026-04-01", "2026-03-06");
        let second = month(1, "2026-05-01", "2026-04-04");
        let third = month(1, "2026-05-01", "2026-04-05");
        assert_eq!(before(&first, [&second, &third]), []);
        assert_eq!(before(&third, [&second, &first]), [day("2026-03-06")]);
        assert_eq!(before(&first, [&first]), [], "its own claim does not stand in its way");
        let again = month(1, "2026-05-01", "2026-03-06");
        assert_eq!(before(&again, [&first]), [day("2026-03-06")], "one discharge is claimed once");
        let elsewhere = month(2, "2026-04-01", "2026-03-06");
        assert_eq!(before(&elsewhere, [&first]), [day("2026-03-06")]);
    }

    #[test]
    fn what_is_not_claimed_stands_in_nobodys_way() {
        let own = month(1, "2026-05-01", "2026-04-02");
        let mut late = month(1, "2026-04-01", "2026-03-06");
        late.facts.discharge = late.facts.discharge.map(|one| FollowedDischarge { visit_after_days: Some(15), ..one });
        assert_eq!(before(&own, [&late]), []);
        let other = BTreeSet::from([BillingFamily::ChronicStaff]);
        assert_eq!(before(&own, [&BillingMonth { families: other, ..month(1, "2026-04-01", "2026-03-06") }]), []);
        let mut taken = month(1, "2026-04-01", "2026-03-06");
        let theirs = Some(day("2026-02-20"));
        taken.facts.discharge = taken.facts.discharge.map(|one| FollowedDischarge { other_claim_on: theirs, ..one });
        assert_eq!(before(&own, [&taken]), []);
    }
}
