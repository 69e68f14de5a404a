//! What processes use, from `/proc`.

use std::collections::HashMap;
use std::fs;

/// Microseconds in a tick of `/proc`; Linux shows 100 ticks a second on every machine.
const TICK: u64 = 10_000;

struct Stat {
    parent: u32,
    own: u64,
    ended_children: u64,
}

fn stat(pid: u32) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name of the program may hold anything; what follows its last parenthesis are numbers.
    let fields: Vec<&str> = text[text.rfind(')')? + 1..].split_whitespace().collect();
    let number = |index: usize| fields.get(index).and_then(|field| field.parse::<u64>().ok());
    Some(Stat {
        parent: fields.get(1)?.parse().ok()?,
        own: number(11)? + number(12)?,
        ended_children: number(13)? + number(14)?,
    })
}

/// Microseconds of CPU that a process and everything below it have used so far.
pub fn cpu(root: u32) -> u64 {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let stats: HashMap<u32, Stat> = pids.filter_map(|pid| Some((pid, stat(pid)?))).collect();
    let belongs = |mut pid: u32| {
        while pid != root {
            match stats.get(&pid) {
                Some(stat) if stat.parent > 1 => pid = stat.parent,
                _ => return false,
            }
        }
        true
    };
    let living: u64 = stats.iter().filter(|(pid, _)| belongs(**pid)).map(|(_, stat)| stat.own).sum();
    (living + stats.get(&root).map_or(0, |stat| stat.ended_children)) * TICK
}

/// Microseconds of CPU that the whole machine has used so far.
pub fn busy() -> u64 {
    let text = fs::read_to_string("/proc/stat").unwrap_or_default();
    let first = text.lines().next().unwrap_or_default();
    let fields: Vec<u64> = first.split_whitespace().skip(1).filter_map(|field| field.parse().ok()).collect();
    // user, nice, system, (idle, iowait), irq, softirq, steal
    fields.iter().take(8).enumerate().filter(|(index, _)| ![3, 4].contains(index)).map(|(_, ticks)| ticks).sum::<u64>()
        * TICK
}

/// Kibibytes of memory that a process holds.
pub fn memory(pid: u32) -> u64 {
    let text = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    #[test]
    fn work_of_this_process_and_of_the_machine_is_seen() {
        let (mine, all) = (cpu(std::process::id()), busy());
        let since = Instant::now();
        while since.elapsed() < Duration::from_millis(300) {
            std::hint::black_box(since.elapsed());
        }
        assert!(cpu(std::process::id()) - mine >= 50_000);
        assert!(busy() - all >= 50_000);
        assert!(memory(std::process::id()) > 100);
    }
}
