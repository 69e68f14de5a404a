//! What if: the same problem with another team or other cases (R233).

use uuid::Uuid;

use super::{Barrier, Case, Pair, Problem, Worker};

impl Problem {
    /// Somebody is hired; `pair` says which cases they could own.
    #[must_use]
    pub fn hire(mut self, worker: Worker, pair: impl Fn(&Case) -> Pair) -> Self {
        for case in &mut self.cases {
            let verdict = pair(case);
            case.pairs.push(verdict);
        }
        self.workers.push(worker);
        self
    }

    /// Somebody is away or leaves: they may own nothing, and what was locked to them is free to move.
    #[must_use]
    pub fn leave(mut self, worker: Uuid) -> Self {
        let Some(place) = self.workers.iter().position(|one| one.id == worker) else { return self };
        for case in &mut self.cases {
            case.pairs[place] = Pair::Refused(Barrier::Away);
            case.locked &= case.owner != Some(worker);
        }
        self
    }

    /// More cases come.
    #[must_use]
    pub fn surge(mut self, cases: impl IntoIterator<Item = Case>) -> Self {
        self.cases.extend(cases);
        self
    }

    /// A program closes, and its cases end.
    #[must_use]
    pub fn close_program(mut self, program: Uuid) -> Self {
        self.cases.retain(|case| case.program_id != program);
        self
    }
}
