//! Branch and bound: proves that an answer is best, or finds a better one, within a number of nodes.

use std::cmp::Reverse;

use super::dual::{Dual, at_level, best_level, cheapest};
use super::grid::{FINE, Grid};
use super::search::Answer;

struct Tree<'a> {
    grid: &'a Grid,
    prices: &'a [i64],
    /// Cases, the heaviest first.
    order: Vec<usize>,
    /// What the cases from a depth on cost at the prices at least, in fine units; and without prices.
    rest: Vec<(i128, i64)>,
    /// The utilisation that is cheapest at the prices.
    level: i64,
    nodes: u64,
    loads: Vec<i64>,
    workers: Vec<usize>,
    best: Answer,
}

/// Where a branch is: the costs of what it decided, at the prices and without.
#[derive(Clone, Copy)]
struct Branch {
    depth: usize,
    priced: i128,
    pairs: i64,
}

/// Looks through all answers that could be better than `best` and keeps the best; true when none was left out.
pub(super) fn prove(
    grid: &Grid,
    dual: &Dual<'_>,
    best: &mut Answer,
    nodes: u64,
    stop: &mut dyn FnMut() -> bool,
) -> bool {
    let mut order: Vec<usize> = (0..grid.cases()).collect();
    order.sort_by_key(|case| (Reverse(grid.weights[*case]), *case));
    let mut rest = vec![(0, 0); order.len() + 1];
    for (depth, case) in order.iter().enumerate().rev() {
        let least = (0..=grid.workers()).map(|worker| grid.cost(*case, worker)).min().unwrap_or(0);
        let (priced, pairs) = rest[depth + 1];
        rest[depth] = (priced + i128::from(cheapest(grid, *case, &dual.prices).1), pairs + least);
    }
    let mut tree = Tree {
        grid,
        prices: &dual.prices,
        order,
        rest,
        level: best_level(grid, &dual.prices),
        nodes,
        loads: vec![0; grid.workers() + 1],
        workers: vec![grid.workers(); grid.cases()],
        best: best.clone(),
    };
    let whole = tree.visit(Branch { depth: 0, priced: 0, pairs: 0 }, stop);
    *best = tree.best;
    whole
}

impl Tree<'_> {
    /// Looks through the answers below a branch; false when the nodes ran out.
    fn visit(&mut self, branch: Branch, stop: &mut dyn FnMut() -> bool) -> bool {
        let Some(case) = self.order.get(branch.depth).copied() else {
            let value = self.grid.value(branch.pairs, &self.loads);
            if value < self.best.value {
                self.best = Answer::new(self.grid, self.workers.clone());
            }
            return true;
        };
        if self.nodes == 0 || (self.nodes.is_multiple_of(4096) && stop()) {
            return false;
        }
        self.nodes -= 1;
        let weight = self.grid.weights[case];
        let mut children: Vec<(i64, usize)> = (0..=self.grid.workers())
            .filter(|worker| self.grid.may(case, *worker) && self.fits(*worker, weight))
            .map(|worker| (self.priced(case, worker), worker))
            .collect();
        children.sort_unstable();
        for (priced, worker) in children {
            let next = Branch {
                depth: branch.depth + 1,
                priced: branch.priced + i128::from(priced),
                pairs: branch.pairs + self.grid.cost(case, worker),
            };
            self.loads[worker] += weight;
            self.workers[case] = worker;
            let whole = !self.could_be_better(next) || self.visit(next, stop);
            self.loads[worker] -= weight;
            if !whole {
                return false;
            }
        }
        true
    }

    fn fits(&self, worker: usize, weight: i64) -> bool {
        let limit = || self.grid.limit[worker] - self.grid.fixed[worker];
        worker == self.grid.workers() || self.loads[worker] + weight <= limit()
    }

    /// What a case costs with a worker at the prices, in fine units.
    fn priced(&self, case: usize, worker: usize) -> i64 {
        let price = self.prices.get(worker).copied().unwrap_or(0);
        (self.grid.cost(case, worker) << FINE) + self.grid.weights[case] * price
    }

    fn could_be_better(&self, branch: Branch) -> bool {
        let (priced, pairs) = self.rest[branch.depth];
        let level = self.grid.level(&self.loads);
        let without = branch.pairs + pairs + self.grid.utilisation * level;
        if without >= self.best.value as i64 {
            return false;
        }
        let left = at_level(self.grid, self.prices, level.max(self.level));
        let fine = branch.priced + priced + left;
        -((-fine) >> FINE) < i128::from(self.best.value)
    }
}
