//! Prices for the capacity of the workers, and the bound that they prove.
//!
//! With a price for each hundredth of a point of a worker's capacity the cases fall apart: each takes its cheapest worker. The
//! sum is never above the optimum, whatever the prices are, and with the best prices it is the linear bound. The prices follow
//! the smoothed excess of load over room (Held, Wolfe and Crowder 1974; Barahona and Anbil 2000, the volume algorithm).

use std::collections::BTreeMap;

use uuid::Uuid;

use super::grid::{FINE, Grid};

/// Rounds of prices between two answers.
pub(super) const BETWEEN_ANSWERS: u32 = 50;
/// The weight of the newest excess against the excess so far.
const NEWEST: f64 = 0.15;
/// Rounds without a better bound after which the steps get shorter.
const PATIENCE: u32 = 12;

/// The prices so far.
pub(super) struct Dual<'a> {
    grid: &'a Grid,
    /// The best prices, in fine units for each hundredth of a point; below zero where a floor is missed.
    pub prices: Vec<i64>,
    /// No answer is below it.
    pub bound: u64,
    /// The highest utilisation that the prices lead to on average, in thousandths.
    pub level: f64,
    fine_bound: i128,
    at: Vec<f64>,
    drift: Vec<f64>,
    pace: f64,
    waited: u32,
    begun: bool,
}

/// What prices lead to.
struct Reply {
    fine_bound: i128,
    loads: Vec<i64>,
    level: i64,
}

impl<'a> Dual<'a> {
    /// Starts at earlier prices, or at none.
    pub fn new(grid: &'a Grid, ids: &[Uuid], earlier: Option<&BTreeMap<Uuid, i64>>) -> Self {
        let price = |id: &Uuid| earlier.and_then(|prices| prices.get(id)).copied().unwrap_or(0);
        let prices: Vec<i64> =
            ids.iter().map(price).map(|price| price.clamp(-lowest(grid), grid.largest_price)).collect();
        let reply = reply(grid, &prices);
        Self {
            grid,
            bound: whole(reply.fine_bound),
            fine_bound: reply.fine_bound,
            level: reply.level as f64,
            at: prices.iter().map(|price| *price as f64).collect(),
            drift: vec![0.0; prices.len()],
            prices,
            pace: 1.0,
            waited: 0,
            begun: false,
        }
    }

    /// Moves the prices for some rounds; `value` is that of the best answer so far.
    pub fn ascend(&mut self, value: u64, rounds: u32) {
        let target = i128::from(value) << FINE;
        for _ in 0..rounds {
            let prices: Vec<i64> = self.at.iter().map(|price| price.round() as i64).collect();
            let reply = reply(self.grid, &prices);
            self.keep(&prices, &reply);
            self.level += NEWEST * (reply.level as f64 - self.level);
            let newest = if self.begun { NEWEST } else { 1.0 };
            self.begun = true;
            for (worker, drift) in self.drift.iter_mut().enumerate() {
                *drift += newest * (excess(self.grid, worker, prices[worker], &reply) as f64 - *drift);
            }
            let length: f64 = self.drift.iter().map(|drift| drift * drift).sum();
            if length < 1e-9 {
                self.begun = false;
                continue;
            }
            let step = self.pace * ((target - reply.fine_bound).max(0) as f64) / length;
            let (low, high) = (-lowest(self.grid) as f64, self.grid.largest_price as f64);
            for (price, drift) in self.at.iter_mut().zip(&self.drift) {
                *price = (*price + step * drift).clamp(low, high);
            }
        }
    }

    /// Remembers the best prices, and goes back to them with shorter steps when they have been the best for long.
    fn keep(&mut self, prices: &[i64], reply: &Reply) {
        if reply.fine_bound > self.fine_bound {
            self.fine_bound = reply.fine_bound;
            self.bound = self.bound.max(whole(reply.fine_bound));
            self.prices.copy_from_slice(prices);
            self.waited = 0;
            return;
        }
        self.waited += 1;
        if self.waited > PATIENCE {
            self.waited = 0;
            self.pace *= 0.7;
            self.at = self.prices.iter().map(|price| *price as f64).collect();
        }
    }
}

/// How far below zero a price may be: what a missed floor costs.
fn lowest(grid: &Grid) -> i64 {
    grid.largest_price.min(grid.shortfall << FINE)
}

/// The whole costs that a bound in fine units proves.
fn whole(fine: i128) -> u64 {
    u64::try_from(-((-fine) >> FINE)).unwrap_or(0)
}

/// The bound that prices prove, and the loads that they lead to.
fn reply(grid: &Grid, prices: &[i64]) -> Reply {
    let mut loads = vec![0; grid.workers() + 1];
    let mut sum = 0_i128;
    for case in 0..grid.cases() {
        let (worker, cost) = cheapest(grid, case, prices);
        loads[worker] += grid.weights[case];
        sum += i128::from(cost);
    }
    let level = best_level(grid, prices);
    Reply { fine_bound: sum + at_level(grid, prices, level), loads, level }
}

/// The cheapest worker of a case at these prices, and what it costs in fine units.
pub(super) fn cheapest(grid: &Grid, case: usize, prices: &[i64]) -> (usize, i64) {
    let weight = grid.weights[case];
    let mut best = (grid.workers(), grid.unplaced << FINE);
    for (worker, (cost, price)) in grid.row(case).iter().zip(prices).enumerate() {
        let cost = cost + weight * price;
        if cost < best.1 {
            best = (worker, cost);
        }
    }
    best
}

/// What the prices leave to pay for a highest utilisation: its cost, less the room that it gives, and the missed floors.
pub(super) fn at_level(grid: &Grid, prices: &[i64], level: i64) -> i128 {
    thousandfold(grid, prices, level).div_euclid(1000)
}

/// A thousand times what is left to pay: whole numbers, and convex in the utilisation.
fn thousandfold(grid: &Grid, prices: &[i64], level: i64) -> i128 {
    let mut sum = i128::from(1000 * grid.utilisation * level) << FINE;
    for (worker, price) in prices.iter().enumerate() {
        let most = (1000 * grid.limit[worker]).min(level * grid.capacity[worker]);
        let room = (most - 1000 * grid.fixed[worker]).max(0);
        let missing = 1000 * (grid.floor[worker] - grid.fixed[worker]);
        sum -= i128::from((*price).max(0)) * i128::from(room);
        sum += i128::from((-*price).max(0)) * i128::from(missing);
    }
    sum
}

/// The highest utilisation that is cheapest at these prices.
pub(super) fn best_level(grid: &Grid, prices: &[i64]) -> i64 {
    let (mut low, mut high) = grid.levels();
    while low < high {
        let middle = (low + high).div_euclid(2);
        if thousandfold(grid, prices, middle) <= thousandfold(grid, prices, middle + 1) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// The load above the room, or below the floor where the price is about the floor.
fn excess(grid: &Grid, worker: usize, price: i64, reply: &Reply) -> i64 {
    let above = reply.loads[worker] - grid.room(worker, reply.level);
    let below = reply.loads[worker] - (grid.floor[worker] - grid.fixed[worker]);
    match price {
        1.. => above,
        0 => above.max(0) + below.min(0),
        _ => below,
    }
}
