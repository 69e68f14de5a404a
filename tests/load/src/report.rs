//! The report: every figure beside its bar.

use std::fmt::Write;

use serde::Serialize;

use crate::bench::{CLIENTS, JUDGED};
use crate::figures::{Figure, Size, Who};
use crate::workload::Workload;

/// A bar and what was measured against it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    /// What it is about.
    pub what: String,
    /// The figure.
    pub found: f64,
    /// The most it may be.
    pub most: f64,
}

impl Bar {
    /// A bar.
    pub fn new(what: String, found: f64, most: f64) -> Self {
        Self { what, found, most }
    }

    /// Whether the figure is within the bar.
    pub fn holds(&self) -> bool {
        self.found <= self.most
    }
}

/// Most CPU against the bare handler with the same statements.
fn ratio_bar(workload: Workload) -> Option<f64> {
    match workload {
        Workload::Today | Workload::Person | Workload::Search => Some(2.0),
        Workload::Complete => Some(2.5),
        Workload::Contact | Workload::SignIn | Workload::Board | Workload::Whole | Workload::Caseload => None,
    }
}

/// Most milliseconds for 95 of 100 answers, by the number of clients.
fn time_bars(workload: Workload) -> &'static [(usize, f64)] {
    match workload {
        Workload::Today | Workload::Board | Workload::Caseload => &[(JUDGED, 150.0)],
        // What a director sees of everybody, from kept results.
        Workload::Whole => &[(1, 100.0), (JUDGED, 150.0)],
        _ => &[],
    }
}

/// CPU of the server against the bare handler.
fn ratio(size: &Size, workload: Workload, clients: usize) -> Option<f64> {
    let tend = size.figure(Who::Tend, workload.name(), clients)?;
    let bare = size.figure(Who::Bare, workload.name(), clients)?;
    (bare.cpu_us() > 0.0).then(|| tend.cpu_us() / bare.cpu_us())
}

/// Every bar that what was measured can be held against.
pub fn bars(sizes: &[Size]) -> Vec<Bar> {
    let mut bars = Vec::new();
    for size in sizes {
        let people = size.people;
        for workload in Workload::ALL {
            let name = workload.name();
            if let (Some(most), Some(found)) = (ratio_bar(workload), ratio(size, workload, JUDGED)) {
                bars.push(Bar::new(format!("{name}, {people} people: CPU against a bare handler"), found, most));
            }
            if let (Workload::Contact, Some(figure)) = (workload, size.figure(Who::Tend, name, JUDGED)) {
                bars.push(Bar::new(format!("{name}, {people} people: CPU in us"), figure.cpu_us(), 350.0));
            }
            for (clients, most) in time_bars(workload) {
                if let Some(figure) = size.figure(Who::Tend, name, *clients) {
                    let what = format!("{name}, {people} people, {clients} clients: p95 in ms");
                    bars.push(Bar::new(what, figure.p95_ms, *most));
                }
            }
            if let (true, Some(count)) = (workload.has_yardstick(), size.statements.get(name)) {
                bars.push(Bar::new(format!("{name}, {people} people: statements in a request"), *count as f64, 3.0));
            }
        }
        bars.push(Bar::new(
            format!("{people} people: CPU in us until a changed person's measures are kept"),
            size.kept_us,
            300.0,
        ));
        bars.push(Bar::new(
            format!("{people} people: memory in MB after the run"),
            size.memory_kib as f64 / 1024.0,
            64.0,
        ));
        bars.push(Bar::new(format!("{people} people: start to first answer in ms"), size.start_ms(), 150.0));
    }
    bars.extend(growth(sizes));
    bars
}

/// What the largest organization costs against the smallest.
fn growth(sizes: &[Size]) -> Vec<Bar> {
    let smallest = sizes.iter().min_by_key(|size| size.people);
    let largest = sizes.iter().max_by_key(|size| size.people);
    let (Some(small), Some(large)) = (smallest, largest) else { return Vec::new() };
    if small.people == large.people {
        return Vec::new();
    }
    let cpu = |size: &Size, name: &str| size.figure(Who::Tend, name, JUDGED).map(Figure::cpu_us);
    let bar = |workload: Workload| {
        let (before, after) = (cpu(small, workload.name())?, cpu(large, workload.name())?);
        let what = format!("{}: CPU of {} people against {}", workload.name(), large.people, small.people);
        Some(Bar::new(what, after / before, 1.5))
    };
    // What a director asks about is the whole organization, and grows with it.
    Workload::ALL.into_iter().filter(|workload| !workload.is_a_directors()).filter_map(bar).collect()
}

/// The report as text in Markdown.
pub fn markdown(sizes: &[Size], bars: &[Bar]) -> String {
    let mut text = String::from("# Benchmark\n\n");
    let _ = writeln!(
        text,
        "CPU is that of the server and PostgreSQL together for each good answer, in microseconds. *bare* is an actix handler that \
         runs the same statements without sign-in, access decision, contract, audit of reads, announcements and idempotency; \
         *pgbench* runs them without any server and is answered in text rather than binary. Bars are judged at {JUDGED} clients. *others* are cores that other programs kept \
         busy: above 0.5, rates and times say little.\n"
    );
    for size in sizes {
        let _ = writeln!(text, "## {} people\n", size.people);
        text.push_str("| request | clients | req/s | p50 ms | p95 ms | p99 ms | CPU us | server | database | bare CPU | times | bare req/s | pgbench CPU | pgbench/s | statements | others | errors |\n");
        text.push_str("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        for workload in Workload::ALL {
            for clients in CLIENTS {
                if let Some(figure) = size.figure(Who::Tend, workload.name(), clients) {
                    text.push_str(&row(size, workload, figure));
                }
            }
        }
        let _ = writeln!(
            text,
            "\nMemory after the run {:.1} MB, start to first answer {:.0} ms (middle of {}).\n",
            size.memory_kib as f64 / 1024.0,
            size.start_ms(),
            size.starts_ms.len()
        );
    }
    text.push_str("## Bars\n\n| | found | at most | |\n|---|--:|--:|---|\n");
    for bar in bars {
        let verdict = if bar.holds() { "holds" } else { "**missed**" };
        let _ = writeln!(text, "| {} | {:.2} | {} | {verdict} |", bar.what, bar.found, bar.most);
    }
    text
}

fn row(size: &Size, workload: Workload, figure: &Figure) -> String {
    let name = workload.name();
    let none = || "-".to_owned();
    let bare = size.figure(Who::Bare, name, figure.clients);
    let alone = size.figure(Who::Pgbench, name, figure.clients);
    let whole = |value: f64| format!("{value:.0}");
    let cells = [
        name.to_owned(),
        figure.clients.to_string(),
        whole(figure.rate),
        format!("{:.2}", figure.p50_ms),
        format!("{:.2}", figure.p95_ms),
        format!("{:.2}", figure.p99_ms),
        whole(figure.cpu_us()),
        whole(figure.server_us),
        whole(figure.database_us),
        bare.map_or_else(none, |bare| whole(bare.cpu_us())),
        ratio(size, workload, figure.clients).map_or_else(none, |times| format!("{times:.2}")),
        bare.map_or_else(none, |bare| whole(bare.rate)),
        alone.map_or_else(none, |alone| whole(alone.cpu_us())),
        alone.map_or_else(none, |alone| whole(alone.rate)),
        size.statements.get(name).map_or_else(none, ToString::to_string),
        format!("{:.2}", figure.foreign_cores),
        figure.errors.to_string(),
    ];
    format!("| {} |\n", cells.join(" | "))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn figure(people: u32, who: Who, workload: &'static str, cpu: f64) -> Figure {
        Figure {
            people,
            workload,
            who,
            clients: JUDGED,
            requests: 1000,
            rate: 500.0,
            p50_ms: 1.0,
            p95_ms: 1.5,
            p99_ms: 2.0,
            server_us: cpu / 2.0,
            database_us: cpu / 2.0,
            errors: 0,
            first_error: None,
            foreign_cores: 0.0,
        }
    }

    fn size(people: u32, cpu: f64) -> Size {
        let figures = vec![figure(people, Who::Tend, "today", cpu), figure(people, Who::Bare, "today", 300.0)];
        Size {
            people,
            figures,
            statements: [("today", 2)].into(),
            kept_us: 250.0,
            memory_kib: 40 << 10,
            starts_ms: vec![90.0, 80.0, 200.0],
        }
    }

    fn missed(sizes: &[Size]) -> Vec<String> {
        bars(sizes).into_iter().filter(|bar| !bar.holds()).map(|bar| bar.what).collect()
    }

    #[test]
    fn twice_the_cost_of_a_bare_handler_is_the_most() {
        assert!(missed(&[size(1_000, 600.0)]).is_empty());
        assert_eq!(missed(&[size(1_000, 601.0)]), ["today, 1000 people: CPU against a bare handler"]);
    }

    #[test]
    fn a_large_organization_may_cost_half_as_much_again() {
        assert!(missed(&[size(1_000, 300.0), size(100_000, 450.0)]).is_empty());
        assert_eq!(missed(&[size(1_000, 300.0), size(100_000, 460.0)]), ["today: CPU of 100000 people against 1000"]);
    }

    #[test]
    fn every_figure_and_bar_is_in_the_report() {
        let sizes = [size(1_000, 700.0)];
        let text = markdown(&sizes, &bars(&sizes));
        assert!(
            text.contains(
                "| today | 16 | 500 | 1.00 | 1.50 | 2.00 | 700 | 350 | 350 | 300 | 2.33 | 500 | - | - | 2 | 0.00 | 0 |"
            ),
            "{text}"
        );
        assert!(text.contains("| today, 1000 people: CPU against a bare handler | 2.33 | 2 | **missed** |"), "{text}");
        assert!(text.contains("start to first answer in ms | 90.00 | 150 | holds |"), "{text}");
    }
}
