//! The binary `songli`: one command starts everything, the others look after what it keeps.
//!
//! It knows every service by name and constructor (`services.rs`) and nothing of what they do.

mod back_off;
mod backup;
mod cli;
mod due;
mod output;
mod place;
mod reach;
mod restore;
mod serve;
pub mod services;
mod supervise;
mod telemetry;
mod tools;
mod until;
mod up;

pub use cli::run;
