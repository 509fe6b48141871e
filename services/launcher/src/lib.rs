//! The binary `songli`: one command starts everything, the others look after what it keeps.
//!
//! It knows every service by name and constructor (`services.rs`), and nothing of what they do; only the demonstration
//! (`demo.rs`), the scenarios (`play.rs`) and published figures (`reproduce.rs`) know what may happen to a case.

mod back_off;
mod backup;
mod cli;
mod demo;
mod door;
mod due;
mod output;
mod paper;
mod place;
pub mod play;
mod practice;
mod purpose;
mod reach;
mod report;
mod reproduce;
mod restore;
mod serve;
pub mod services;
mod supervise;
mod telemetry;
mod together;
mod tools;
mod until;
mod up;

pub use cli::run;
