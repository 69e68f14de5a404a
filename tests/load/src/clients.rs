//! Clients that ask without pause, each over its own connection.

use std::sync::Barrier;
use std::time::{Duration, Instant};

use testkit::wire::Connection;

use crate::workload::{Subject, TaskState, Workload};

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Most requests of one client in one run.
const MOST: usize = 200_000;

/// Who is asked.
#[derive(Debug, Clone, Copy)]
pub enum Target<'a> {
    /// The server, with an access token for each subject.
    Server {
        /// Tokens, in the order of the subjects.
        tokens: &'a [String],
        /// The password of everybody.
        password: &'a str,
    },
    /// The bare handler.
    Yardstick,
}

/// What came of a run.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Microseconds of each good answer, in ascending order.
    pub latencies: Vec<u64>,
    /// Answers that were not good.
    pub errors: u64,
    /// The first of them.
    pub first_error: Option<String>,
    /// Seconds that the run took.
    pub seconds: f64,
}

impl Asked {
    /// A part of the answers, 0 to 1, was not slower than this many milliseconds.
    pub fn percentile(&self, part: f64) -> f64 {
        let last = self.latencies.len().saturating_sub(1);
        let index = ((last as f64) * part).round() as usize;
        self.latencies.get(index).map_or(0.0, |micros| *micros as f64 / 1e3)
    }

    fn error(&mut self, what: String) {
        self.errors += 1;
        self.first_error.get_or_insert(what);
    }
}

/// One run: `clients` clients for `time`, each on subjects of its own. `before` is called when all are connected.
pub fn run(
    target: Target<'_>,
    port: u16,
    workload: Workload,
    subjects: &[Subject],
    clients: usize,
    time: Duration,
    before: impl FnOnce(),
) -> Asked {
    let barrier = Barrier::new(clients + 1);
    let mut all = Asked::default();
    std::thread::scope(|scope| {
        let ask = |number: usize| {
            let own: Vec<usize> = (number..subjects.len()).step_by(clients).collect();
            let barrier = &barrier;
            move || Client { target, port, workload, subjects, own }.run(barrier, time)
        };
        let handles: Vec<_> = (0..clients).map(|number| scope.spawn(ask(number))).collect();
        before();
        barrier.wait();
        let since = Instant::now();
        for handle in handles {
            match handle.join() {
                Ok(asked) => all.take(asked),
                Err(_) => all.error("a client panicked".into()),
            }
        }
        all.seconds = since.elapsed().as_secs_f64();
    });
    all.latencies.sort_unstable();
    all
}

impl Asked {
    fn take(&mut self, other: Self) {
        self.latencies.extend(other.latencies);
        self.errors += other.errors;
        self.first_error = self.first_error.take().or(other.first_error);
    }
}

struct Client<'a> {
    target: Target<'a>,
    port: u16,
    workload: Workload,
    subjects: &'a [Subject],
    own: Vec<usize>,
}

impl Client<'_> {
    fn run(&self, barrier: &Barrier, time: Duration) -> Asked {
        let mut asked = Asked::default();
        let ready = self.prepare();
        barrier.wait();
        let (mut connection, mut tasks) = match ready {
            Ok(ready) => ready,
            Err(cause) => {
                asked.error(cause);
                return asked;
            }
        };
        let since = Instant::now();
        for turn in 0..MOST {
            if since.elapsed() >= time || asked.errors > 100 {
                break;
            }
            let place = turn % self.own.len();
            let began = Instant::now();
            match self.ask(&mut connection, place, &mut tasks) {
                Ok(()) => asked.latencies.push(u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX)),
                Err(cause) => asked.error(cause),
            }
        }
        asked
    }

    /// Connects and learns the state of the tasks that will be changed.
    fn prepare(&self) -> Result<(Connection, Vec<TaskState>), String> {
        let mut connection = Connection::open(self.port, PATIENCE).map_err(|cause| cause.to_string())?;
        let mut tasks = vec![TaskState::default(); self.own.len()];
        if self.workload == Workload::Complete
            && let Target::Server { tokens, .. } = self.target
        {
            for (state, index) in tasks.iter_mut().zip(&self.own) {
                let path = format!("/api/v1/tasks/{}", self.subjects[*index].task_id);
                let bearer = format!("Bearer {}", tokens[*index]);
                let answer = connection.send("GET", &path, &[("Authorization", &bearer)], None);
                let task = answer.map_err(|cause| cause.to_string())?.json();
                *state = TaskState {
                    version: task["version"].as_i64().unwrap_or(0),
                    completed: task["status"] == "completed",
                };
            }
        }
        Ok((connection, tasks))
    }

    fn ask(&self, connection: &mut Connection, place: usize, tasks: &mut [TaskState]) -> Result<(), String> {
        let index = self.own[place];
        let answer = match self.target {
            Target::Yardstick => connection.send("GET", &format!("/{}/{index}", self.workload.name()), &[], None),
            Target::Server { tokens, password } => {
                let call = self.workload.call(&self.subjects[index], tasks[place], password);
                let bearer = format!("Bearer {}", tokens[index]);
                let etag = call.version.map(|version| format!("\"{version}\""));
                let mut headers = vec![("Authorization", bearer.as_str())];
                headers.extend(etag.as_deref().map(|etag| ("If-Match", etag)));
                headers.extend(call.key.as_deref().map(|key| ("Idempotency-Key", key)));
                connection.send(call.method, &call.path, &headers, call.body.as_deref())
            }
        };
        let answer = answer.map_err(|cause| cause.to_string())?;
        if !answer.is_success() {
            return Err(format!("{} {}", answer.status, answer.text()));
        }
        if self.workload == Workload::Complete {
            tasks[place] = TaskState { version: tasks[place].version + 1, completed: !tasks[place].completed };
        }
        Ok(())
    }
}
