//! The hospital's feed in the benchmark: messages over MLLP about people on record, from the first byte to the answer after the commit.

use std::time::Duration;

use uuid::Uuid;

use crate::capture::{Capture, Logged};
use crate::figures::{Figure, Who};
use crate::mllp::{Load, send_all};
use crate::seed::{SUBJECTS, Seeded};
use crate::site::Site;
use crate::workload::Subject;

/// Name in arguments and reports.
pub const NAME: &str = "adt";
/// Lines at a time: what a hospital opens, and more.
pub const LINES: [usize; 3] = [1, 8, 16];
/// The number of lines at which bars are judged.
pub const JUDGED: usize = 8;
/// Messages of one visit, whose statements are counted.
const VISIT: usize = 4;
/// Messages a second, at the least, for which a run is planned.
const PLANNED: f64 = 400.0;

/// Lets the feed know subjects by numbers of `LOAD`: as many for each line.
///
/// # Errors
/// What the database complains about.
pub fn number(site: &Site, seeded: &Seeded) -> Result<(), String> {
    let most = LINES.into_iter().max().unwrap_or(1);
    let row = |(index, subject): (usize, &Subject)| {
        let value = format!("{}-{}", index % most, index / most);
        format!("('{}', '{}', 1, 'LOAD', '{value}', '{}', now())", seeded.org_id, Uuid::now_v7(), subject.person_id)
    };
    let rows: Vec<String> = seeded.subjects.iter().enumerate().map(row).collect();
    let columns = "org_id, id, version, authority, value, person_id, created_at";
    site.psql(&format!("INSERT INTO adt_identity ({columns}) VALUES {};", rows.join(", "))).map(drop)
}

fn load(address: &str, lines: usize, messages: usize) -> Load<'_> {
    let most = LINES.into_iter().max().unwrap_or(1);
    Load { address, lines, messages, people: SUBJECTS / most }
}

/// How many statements a message costs beyond BEGIN and COMMIT: the mean of a visit, from admission to discharge.
///
/// # Errors
/// A sentence.
pub fn statements(site: &Site, address: &str) -> Result<usize, String> {
    // The first message asks what is asked once only.
    send_all(load(address, 1, VISIT))?;
    let url = site.owner_url();
    let capture = Capture::begin(&site.psql, &url)?;
    let (_, logged) = capture.during(|| send_all(load(address, 1, VISIT)))?;
    capture.end()?;
    let of_feed = |connection| logged.iter().any(|entry| entry.connection == connection && entry.text.contains("adt_"));
    let own: Vec<Logged> = logged.iter().filter(|entry| of_feed(entry.connection)).cloned().collect();
    Ok(crate::capture::count(&own).div_ceil(VISIT))
}

/// One run of `lines` lines for about `time`; `used` gives microseconds of CPU of the server and of the database since it was last
/// asked, and the cores that others kept busy.
///
/// # Errors
/// A sentence.
pub fn figure(
    address: &str,
    people: u32,
    lines: usize,
    time: Duration,
    mut used: impl FnMut(f64) -> (u64, u64, f64),
) -> Result<Figure, String> {
    used(1.0);
    let heard = send_all(load(address, lines, (PLANNED * time.as_secs_f64()) as usize))?;
    let (server, database, foreign_cores) = used(heard.seconds);
    let requests = heard.answers.len() as u64;
    let each = |micros: u64| micros as f64 / requests.max(1) as f64;
    Ok(Figure {
        people,
        workload: NAME,
        who: Who::Tend,
        clients: lines,
        requests,
        rate: heard.rate(),
        p50_ms: heard.percentile(0.5),
        p99_ms: heard.percentile(0.99),
        server_us: each(server),
        database_us: each(database),
        errors: 0,
        first_error: None,
        foreign_cores,
    })
}
