//! Messages to commands, events to messages: the only place that knows both sides. What comes in is checked here, once.

pub(crate) mod case;
pub(crate) mod clock;
mod conclusion;
mod decision;
pub(crate) mod read;
mod reception;
mod register;
mod steps;
pub(crate) mod write;
