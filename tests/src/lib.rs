//! The whole system as its users meet it: every service in one process, on real servers and on a clock that the test
//! moves.
#![expect(clippy::expect_used, reason = "what a test needs and cannot get ends the test")]

pub mod browser;
pub mod chance;
pub mod chromium;
pub mod jar;
pub mod pantry;
pub mod published;
mod servers;
mod system;
mod until;
pub mod wire;
pub mod writing;

pub use servers::{database, postgres};
pub use system::{Started, System, accepted, command, refused};
pub use until::until;
