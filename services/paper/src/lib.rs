//! Papers: an official document that comes in as data goes out as PDF/A-2b, type-set after GB/T 9704-2012.
//!
//! A process of its own, because type-setting is heavy to build and nobody else should link it. It has no database, keeps
//! nothing, and knows neither cases nor figures: what is printed was decided by whoever asks.

mod answering;
mod faces;
mod press;
mod reading;
mod sheet;
mod table;

pub use answering::run;
pub use press::{Press, Printed};

/// Its part of the bus.
pub const NAME: &str = "paper";

/// The question it answers.
pub const RENDER: &str = "Render";
