//! What every operation shares: the envelope of a request, answers, problems, validation, paging, codes, files.

pub mod answer;
pub mod code;
pub mod csv;
pub mod envelope;
pub mod extract;
pub mod headers;
pub mod page;
pub mod problem;
pub mod query;
pub mod service;
pub mod valid;

pub use answer::Answer;
pub use extract::{Allowed, IfMatch};
pub use page::{Cursor, Limit, Page};
pub use problem::Problem;
pub use query::Query;
pub use service::ServiceConfig;
pub use valid::{Valid, given};
