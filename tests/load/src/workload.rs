//! What is asked of the server, and about whom.

use serde_json::json;
use uuid::Uuid;

/// One kind of request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Workload {
    /// Today's first page of a care manager.
    Today,
    /// Everything about a person.
    Person,
    /// Completing a task and reopening it, in turns.
    Complete,
    /// Logging a contact.
    Contact,
    /// Finding people by the begin of their name.
    Search,
    /// Signing in, the password hash included.
    SignIn,
    /// A care manager's board of measures.
    Board,
    /// The board of measures of everybody.
    Whole,
    /// The board of caseloads.
    Caseload,
}

/// A care manager, a person of theirs and a task about that person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// E-mail of the care manager.
    pub email: String,
    /// The person.
    pub person_id: String,
    /// Their case.
    pub case_id: String,
    /// An open task of the case.
    pub task_id: String,
    /// Begin of the person's name.
    pub prefix: String,
}

/// The task of a subject, as last answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TaskState {
    /// Version.
    pub version: i64,
    /// Whether it is completed.
    pub completed: bool,
}

/// A request to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Method.
    pub method: &'static str,
    /// Path.
    pub path: String,
    /// JSON body.
    pub body: Option<String>,
    /// Version for `If-Match`.
    pub version: Option<i64>,
    /// `Idempotency-Key`.
    pub key: Option<String>,
}

impl Workload {
    /// All of them, in the order of the report.
    pub const ALL: [Self; 9] = [
        Self::Today,
        Self::Person,
        Self::Search,
        Self::Complete,
        Self::Contact,
        Self::SignIn,
        Self::Board,
        Self::Whole,
        Self::Caseload,
    ];

    /// Name in arguments, addresses and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Person => "person",
            Self::Complete => "complete",
            Self::Contact => "contact",
            Self::Search => "search",
            Self::SignIn => "sign-in",
            Self::Board => "board",
            Self::Whole => "whole-board",
            Self::Caseload => "caseload",
        }
    }

    /// The workload of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|workload| workload.name() == name)
    }

    /// Whether the statements of this workload are also run by the bare handler and by pgbench. The statements of a sign-in
    /// are nothing beside its password hash; a board is a count, which a bare handler would have to make as well.
    pub fn has_yardstick(self) -> bool {
        matches!(self, Self::Today | Self::Person | Self::Search | Self::Complete | Self::Contact)
    }

    /// Whether a director asks, and not the care manager of a subject.
    pub fn is_a_directors(self) -> bool {
        matches!(self, Self::Whole | Self::Caseload)
    }

    /// The request about a subject.
    pub fn call(self, subject: &Subject, task: TaskState, password: &str) -> Call {
        let get = |path: String| Call { method: "GET", path, body: None, version: None, key: None };
        let post = |path: String, body: Option<serde_json::Value>| Call {
            method: "POST",
            path,
            body: body.map(|body| body.to_string()),
            version: None,
            key: None,
        };
        let fresh = || Some(Uuid::new_v4().to_string());
        match self {
            Self::Today => get("/api/v1/today".into()),
            Self::Person => get(format!("/api/v1/people/{}/overview", subject.person_id)),
            Self::Search => post("/api/v1/people/search".into(), Some(json!({ "text": subject.prefix, "limit": 20 }))),
            Self::Board => get("/api/v1/measure-boards/managed_care".into()),
            Self::Whole => get("/api/v1/measure-boards/cross_setting".into()),
            Self::Caseload => get("/api/v1/caseloads".into()),
            Self::SignIn => {
                post("/api/v1/sessions".into(), Some(json!({ "email": subject.email, "password": password })))
            }
            Self::Contact => {
                let body = json!({
                    "mode": "phone", "direction": "outbound", "outcome": "no_answer", "with": "person", "minutes": 5,
                    "purpose": "follow_up", "summary": "No answer, will try again in the afternoon",
                });
                Call { key: fresh(), ..post(format!("/api/v1/cases/{}/contacts", subject.case_id), Some(body)) }
            }
            Self::Complete => {
                let path = format!("/api/v1/tasks/{}", subject.task_id);
                let call = if task.completed {
                    post(format!("{path}/reopen"), None)
                } else {
                    post(format!("{path}/complete"), Some(json!({ "note": null })))
                };
                Call { version: Some(task.version), key: fresh(), ..call }
            }
        }
    }
}
