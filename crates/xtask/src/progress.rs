//! Stage-by-stage progress with times.

use std::time::{Duration, Instant};

use crate::Outcome;

/// Counts the stages of one command.
pub struct Progress {
    total: usize,
    begun: usize,
    since: Instant,
}

impl Progress {
    /// Progress through `total` stages.
    pub fn new(total: usize) -> Self {
        Self { total, begun: 0, since: Instant::now() }
    }

    /// Runs the next stage and says how long it took.
    pub fn stage<T>(&mut self, title: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        self.begun += 1;
        println!("==> {}/{} {title}", self.begun, self.total);
        let since = Instant::now();
        let outcome = work();
        let word = if outcome.is_ok() { "done in" } else { "FAILED after" };
        println!("    {word} {}", readable(since.elapsed()));
        outcome
    }

    /// The time since the first stage.
    pub fn elapsed(&self) -> String {
        readable(self.since.elapsed())
    }
}

/// Tenths of a second below a minute, then minutes and seconds.
fn readable(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_readable() {
        assert_eq!(readable(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(readable(Duration::from_secs(125)), "2 min 5 s");
    }
}
