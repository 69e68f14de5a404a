//! A problem as numbers: the cases that can move in rows, the workers in columns, and one column more for no worker.

use super::{LARGEST_COST, Pair, Problem};

/// Prices and bounds are counted in 1/2^20 of a cost, so that a price for a hundredth of a point is fine enough.
pub(super) const FINE: u32 = 20;
/// What a forbidden pair costs, in fine units: above everything else, and far from overflow.
const FORBIDDEN: i64 = 1 << 61;
/// The largest product of a weight and a price, in fine units.
const LARGEST_CHARGE: i64 = 1 << 60;

/// The numbers.
pub(super) struct Grid {
    workers: usize,
    costs: Vec<i64>,
    /// Weight of each case.
    pub weights: Vec<i64>,
    /// Position of each case in the problem.
    pub places: Vec<usize>,
    /// What counts as full.
    pub capacity: Vec<i64>,
    /// What a worker may carry at most.
    pub limit: Vec<i64>,
    /// What they should carry at least.
    pub floor: Vec<i64>,
    /// What they carry anyway: outside, and locked.
    pub fixed: Vec<i64>,
    /// Cost of a thousandth of the highest utilisation.
    pub utilisation: i64,
    /// Cost of a hundredth below a floor.
    pub shortfall: i64,
    /// Cost of no worker.
    pub unplaced: i64,
    /// The largest price that can't overflow, in fine units.
    pub largest_price: i64,
}

impl Grid {
    /// The numbers of a problem.
    pub fn new(problem: &Problem) -> Self {
        let index = |id| problem.workers.iter().position(|worker| worker.id == id);
        let mut fixed: Vec<i64> = problem.workers.iter().map(|worker| worker.outside.into()).collect();
        let (mut costs, mut weights, mut places) = (Vec::new(), Vec::new(), Vec::new());
        for (place, case) in problem.cases.iter().enumerate() {
            match case.owner.filter(|_| case.locked).and_then(index) {
                Some(owner) => fixed[owner] += i64::from(case.weight),
                None => {
                    places.push(place);
                    weights.push(i64::from(case.weight));
                    costs.extend(case.pairs.iter().zip(&problem.workers).map(|(pair, worker)| match pair {
                        Pair::Allowed(cost) if worker.capacity > 0 => i64::from(cost.total().min(LARGEST_COST)) << FINE,
                        Pair::Allowed(_) | Pair::Refused(_) => FORBIDDEN,
                    }));
                }
            }
        }
        let of = |part: fn(&super::Worker) -> u32| problem.workers.iter().map(|one| part(one).into()).collect();
        let unplaced = i64::from(problem.weights.unplaced.min(LARGEST_COST));
        let heaviest = weights.iter().copied().max().unwrap_or(0).max(1);
        Self {
            workers: problem.workers.len(),
            costs,
            places,
            capacity: of(|worker| worker.capacity),
            limit: of(|worker| worker.limit),
            floor: of(|worker| worker.floor),
            fixed,
            utilisation: problem.weights.utilisation.into(),
            shortfall: problem.weights.shortfall.into(),
            unplaced,
            largest_price: (LARGEST_CHARGE / heaviest).min((unplaced + 1) << FINE),
            weights,
        }
    }

    /// How many cases can move.
    pub fn cases(&self) -> usize {
        self.weights.len()
    }

    /// How many workers there are; also the column of no worker.
    pub fn workers(&self) -> usize {
        self.workers
    }

    /// The costs of a case, in fine units.
    pub fn row(&self, case: usize) -> &[i64] {
        &self.costs[case * self.workers..(case + 1) * self.workers]
    }

    /// What a case costs with a worker, or with none.
    pub fn cost(&self, case: usize, worker: usize) -> i64 {
        if worker == self.workers { self.unplaced } else { self.costs[case * self.workers + worker] >> FINE }
    }

    /// True when the worker may own the case; no worker is always possible.
    pub fn may(&self, case: usize, worker: usize) -> bool {
        worker == self.workers || self.costs[case * self.workers + worker] < FORBIDDEN
    }

    /// What a worker may get of the movable cases while nobody is above a utilisation, in thousandths.
    pub fn room(&self, worker: usize, level: i64) -> i64 {
        let most = self.limit[worker].min(level * self.capacity[worker] / 1000);
        (most - self.fixed[worker]).max(0)
    }

    /// The lowest and the highest utilisation that an answer can have: what is fixed, and what the limits allow.
    pub fn levels(&self) -> (i64, i64) {
        let highest = |loads: &dyn Fn(usize) -> i64| {
            let level = |worker: usize| level(loads(worker), self.capacity[worker]);
            (0..self.workers).filter(|worker| self.capacity[*worker] > 0).map(level).max().unwrap_or(0)
        };
        (highest(&|worker| self.fixed[worker]), highest(&|worker| self.limit[worker].max(self.fixed[worker])))
    }

    /// The highest utilisation with these loads, in thousandths, rounded up. Who has no capacity has no utilisation.
    pub fn level(&self, loads: &[i64]) -> i64 {
        let workers = (0..self.workers).filter(|worker| self.capacity[*worker] > 0);
        workers.map(|worker| level(self.fixed[worker] + loads[worker], self.capacity[worker])).max().unwrap_or(0)
    }

    /// What it costs that a worker with this load of movable cases is below their floor.
    pub fn short(&self, worker: usize, load: i64) -> i64 {
        self.shortfall * (self.floor[worker] - self.fixed[worker] - load).max(0)
    }

    /// The value of loads and the costs of the pairs together.
    pub fn value(&self, pairs: i64, loads: &[i64]) -> u64 {
        let short: i64 = (0..self.workers).map(|worker| self.short(worker, loads[worker])).sum();
        u64::try_from(pairs + short + self.utilisation * self.level(loads)).unwrap_or(0)
    }
}

fn level(load: i64, capacity: i64) -> i64 {
    (1000 * load + capacity - 1) / capacity
}
