//! A set of small whole numbers: the values that something can still take.

use super::{Step, stepped};

/// A non-empty set of numbers from 0 to 127, one bit each. No total of the library is larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Values(u128);

impl Values {
    pub(super) const ZERO: Self = Self(1);

    pub(super) fn one(value: i64) -> Self {
        Self(1 << value.clamp(0, 127))
    }

    pub(super) fn min(self) -> i64 {
        i64::from(self.0.trailing_zeros())
    }

    pub(super) fn max(self) -> i64 {
        i64::from(127_u32.saturating_sub(self.0.leading_zeros()))
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Every sum of a value of each.
    pub(super) fn plus(self, other: Self) -> Self {
        Self(self.iter().fold(0, |sums, value| sums | other.0 << value))
    }

    /// Those above 0; all of them where there are none.
    pub(super) fn above_zero(self) -> Self {
        if self.0 == Self::ZERO.0 { self } else { Self(self.0 & !Self::ZERO.0) }
    }

    /// Every maximum of a value of each: what is in either set and not below the other's least.
    pub(super) fn highest(self, other: Self) -> Self {
        let from = |set: Self| !0_u128 << set.min();
        Self(self.0 & from(other) | other.0 & from(self))
    }

    /// The points of every value; the values themselves where there are no steps.
    pub(super) fn stepped(self, steps: &[Step]) -> Self {
        if steps.is_empty() { self } else { self.iter().map(|value| stepped(steps, value)).collect() }
    }

    /// True when a value lies in the range, both ends included.
    pub(super) fn any_in(self, min: i64, max: i64) -> bool {
        self.iter().any(|value| (min..=max).contains(&value))
    }

    fn iter(self) -> impl Iterator<Item = i64> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let value = (left != 0).then(|| i64::from(left.trailing_zeros()));
            left &= left.wrapping_sub(1);
            value
        })
    }
}

impl FromIterator<i64> for Values {
    fn from_iter<I: IntoIterator<Item = i64>>(values: I) -> Self {
        Self(values.into_iter().fold(0, |set, value| set | Self::one(value).0))
    }
}
