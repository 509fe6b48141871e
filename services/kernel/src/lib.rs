//! The words all services share: days as the law counts them, holidays, periods, rules, deadlines and their explanations.
//!
//! Everything here is pure. The kernel knows no database, no message, no clock and no other crate of this workspace:
//! instants and calendars are handed in.

pub mod actor;
pub mod aggregate;
pub mod amendment;
pub mod area;
pub mod article;
pub mod calendar;
pub mod case_number;
pub mod clocks;
pub mod day;
pub mod deadline;
pub mod explain;
pub mod field;
pub mod history;
pub mod id;
pub mod number;
pub mod paper;
pub mod period;
pub mod recount;
pub mod retelling;
pub mod rule;
pub mod rules;
pub mod spec;
pub mod word;
pub mod writing;
