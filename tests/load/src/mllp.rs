//! The hospital's feed under load: lines that send without pause over MLLP to a server that listens, each of them waiting for its
//! answer as the protocol has it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How it is called.
pub const HELP: &str = "\
load mllp ADDRESS [LINES] [MESSAGES]
    sends admissions, moves and discharges over LINES connections (8), MESSAGES in all (3000), to a server that was started
    with `tend serve --mllp ADDRESS`: of a hundred people a line, whose numbers are `LINE-0` to `LINE-99` of `LOAD`. Who is not
    on record under that number waits in the inbox, which costs less than a stay";
/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Events of one visit, in their order.
const EVENTS: [&str; 4] = ["A01", "A02", "A08", "A03"];

/// Sends, and says how fast it was answered.
///
/// # Errors
/// A sentence.
pub fn run(arguments: &[String]) -> Result<String, String> {
    let address = arguments.first().ok_or(HELP)?;
    let number = |index: usize, usual: usize| match arguments.get(index) {
        Some(text) => text.parse().ok().filter(|count| *count > 0).ok_or(HELP),
        None => Ok(usual),
    };
    let (lines, messages) = (number(1, 8)?, number(2, 3000)?);
    let began = Instant::now();
    let answers: Vec<Result<Vec<Duration>, String>> = std::thread::scope(|scope| {
        let handles: Vec<_> =
            (0..lines).map(|line| scope.spawn(move || send(address, line, messages.div_ceil(lines)))).collect();
        handles.into_iter().map(|handle| handle.join().unwrap_or_else(|_| Err("a line panicked".into()))).collect()
    });
    let seconds = began.elapsed().as_secs_f64();
    let mut taken = Vec::new();
    for answered in answers {
        taken.extend(answered?);
    }
    taken.sort_unstable();
    let at = |part: f64| taken[((taken.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
    let rate = taken.len() as f64 / seconds;
    Ok(format!(
        "{} messages over {lines} lines in {seconds:.1} s: {rate:.0} a second, answers p50 {:.1} ms, p99 {:.1} ms",
        taken.len(),
        at(0.5),
        at(0.99)
    ))
}

fn send(address: &str, line: usize, messages: usize) -> Result<Vec<Duration>, String> {
    let failed = |cause: std::io::Error| format!("{address}: {cause}");
    let mut stream = TcpStream::connect(address).map_err(failed)?;
    stream.set_nodelay(true).map_err(failed)?;
    stream.set_read_timeout(Some(PATIENCE)).map_err(failed)?;
    let run = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let mut taken = Vec::with_capacity(messages);
    let mut buffer = vec![0; 4096];
    for index in 0..messages {
        let began = Instant::now();
        stream.write_all(&message(run, line, index)).map_err(failed)?;
        let mut answer = Vec::new();
        while !answer.ends_with(&[0x1C, 0x0D]) {
            let count = stream.read(&mut buffer).map_err(failed)?;
            if count == 0 {
                return Err(format!("{address}: the server ended the connection"));
            }
            answer.extend_from_slice(&buffer[..count]);
        }
        if !String::from_utf8_lossy(&answer).contains("\rMSA|AA|") {
            return Err("a message was not taken".into());
        }
        taken.push(began.elapsed());
    }
    Ok(taken)
}

/// The next event of one of a line's visits; a hundred people for each line.
fn message(run: u64, line: usize, index: usize) -> Vec<u8> {
    let (visit, event) = (index / EVENTS.len(), EVENTS[index % EVENTS.len()]);
    let (person, minute) = (visit % 100, index % EVENTS.len());
    let text = format!(
        "MSH|^~\\&|LOAD|LOAD|TEND||2026010212{minute:02}00+0000||ADT^{event}|{run}-{line}-{index}|P|2.5.1\r\
         EVN|{event}|2026010212{minute:02}00+0000\r\
         PID|1||{line}-{person}^^^LOAD^MR||Load^{line} {person}||19600101|F\r\
         PV1|1|I|4W^{minute}^1{}{run}-{line}-{visit}\r",
        "|".repeat(16)
    );
    [b"\x0B", text.as_bytes(), b"\x1C\x0D"].concat()
}
