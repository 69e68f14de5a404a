//! What a case weighs by its tier.

use serde::{Deserialize, Serialize};

use crate::case::Tier;
use crate::code::Code;

/// A number for each tier.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct PerTier {
    /// Of a low tier.
    pub low: f64,
    /// Of a rising tier.
    pub rising: f64,
    /// Of a high tier.
    pub high: f64,
    /// Of a complex tier.
    pub complex: f64,
}

/// Weighted points: low 1, rising 1.75, high 3, complex 5. Source: rules.md section 5, 7; the numbers are ours.
pub const TIER_POINTS: PerTier = PerTier { low: 1.0, rising: 1.75, high: 3.0, complex: 5.0 };

impl PerTier {
    /// The number of a tier.
    pub fn of(&self, tier: Tier) -> f64 {
        match tier {
            Tier::Low => self.low,
            Tier::Rising => self.rising,
            Tier::High => self.high,
            Tier::Complex => self.complex,
        }
    }

    /// Every number, the lowest tier first.
    pub fn all(&self) -> [f64; 4] {
        [self.low, self.rising, self.high, self.complex]
    }
}

/// Cases by tier.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts([u32; 4]);

impl Counts {
    /// The count of a tier.
    pub fn of(self, tier: Tier) -> u32 {
        self.0[tier as usize]
    }

    /// With `count` cases of a tier more.
    #[must_use]
    pub fn with(mut self, tier: Tier, count: u32) -> Self {
        self.0[tier as usize] = self.0[tier as usize].saturating_add(count);
        self
    }

    /// With one case of a tier less.
    #[must_use]
    pub fn without(mut self, tier: Tier) -> Self {
        self.0[tier as usize] = self.0[tier as usize].saturating_sub(1);
        self
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Tier::ALL.iter().fold(self, |sum, tier| sum.with(*tier, other.of(*tier)))
    }

    /// All of them.
    pub fn total(self) -> u32 {
        self.0.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// High and complex ones: the hard cases (R229).
    pub fn hard(self) -> u32 {
        self.of(Tier::High).saturating_add(self.of(Tier::Complex))
    }

    /// Their weighted points, see [`TIER_POINTS`].
    pub fn points(self) -> f64 {
        Tier::ALL.iter().map(|tier| f64::from(self.of(*tier)) * TIER_POINTS.of(*tier)).sum()
    }
}

/// What somebody carries: active cases, weighed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Weighted {
    /// Active cases.
    pub cases: u32,
    /// Weighted points, in quarters: whole numbers compare exactly.
    pub(crate) quarters: u32,
}

impl Weighted {
    /// Adds `count` cases of a tier.
    #[must_use]
    pub fn with(self, tier: Tier, count: u32) -> Self {
        Self { cases: self.cases + count, quarters: self.quarters + count * quarters(tier) }
    }

    /// Weighted points, see [`TIER_POINTS`].
    pub fn points(self) -> f64 {
        f64::from(self.quarters) / 4.0
    }

    /// The points as a whole number, half up.
    pub(crate) fn whole(self) -> i32 {
        i32::try_from((self.quarters + 2) / 4).unwrap_or(i32::MAX)
    }
}

/// Every number of [`TIER_POINTS`] is a whole number of quarters.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn quarters(tier: Tier) -> u32 {
    (TIER_POINTS.of(tier) * 4.0) as u32
}
