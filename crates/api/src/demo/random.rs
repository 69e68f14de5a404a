//! The demo's own source of chance: SplitMix64, so that the same seed always tells the same story.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A stream of chance that depends on its seed only. Source: Steele, Lea and Flood, OOPSLA 2014 (SplitMix64).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The stream of one subject of a seeded world: person, staff member, program.
    pub fn of(seed: u64, subject: u64) -> Self {
        let mut random = Self(seed ^ subject.wrapping_mul(0xA24B_AED4_963E_E407));
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low).unwrap_or(0) + 1;
        low + i64::try_from(self.next() % span).unwrap_or(0)
    }

    /// A number from 0 up to, but not including, 1.
    pub fn share(&mut self) -> f64 {
        // 53 bits are exactly what a double holds.
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True with this probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// One of the items; the list is never empty.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        let last = i64::try_from(items.len()).unwrap_or(1) - 1;
        &items[usize::try_from(self.between(0, last.max(0))).unwrap_or(0)]
    }

    /// One of the items by weight.
    pub fn weighted<T: Copy>(&mut self, items: &[(T, u32)]) -> T {
        let total: u32 = items.iter().map(|(_, weight)| weight).sum();
        let mut left = self.between(1, i64::from(total.max(1)));
        for (item, weight) in items {
            left -= i64::from(*weight);
            if left <= 0 {
                return *item;
            }
        }
        items[items.len() - 1].0
    }

    /// Different items in random order, as many as asked for or as there are.
    pub fn sample<T: Copy>(&mut self, items: &[T], count: usize) -> Vec<T> {
        let mut left = items.to_vec();
        let mut chosen = Vec::new();
        while chosen.len() < count && !left.is_empty() {
            let last = i64::try_from(left.len()).unwrap_or(1) - 1;
            chosen.push(left.swap_remove(usize::try_from(self.between(0, last)).unwrap_or(0)));
        }
        chosen
    }

    /// A time-ordered id (UUID version 7) of something made at `at`.
    pub fn id(&mut self, at: DateTime<Utc>) -> Uuid {
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&self.next().to_be_bytes());
        bytes[8..].copy_from_slice(&self.next().to_be_bytes()[..2]);
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }
}
