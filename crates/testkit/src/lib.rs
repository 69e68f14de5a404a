//! What tests share: a database of their own in about a tenth of a second, a small organization, the app in process.
//!
//! Tests run as the application role `tend_app`; what runs as the owner of the database proves nothing about access.

// A test kit that can't set up its world has nothing better to do than to stop.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod app;
mod database;
pub mod served;
pub mod wire;
mod world;

pub use app::{Answered, TestApp};
pub use database::TestDb;
pub use world::{World, instant, monday};
