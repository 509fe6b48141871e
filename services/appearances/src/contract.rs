//! Messages to commands, events to messages: the only place that knows both sides. What comes in is checked here, once.

pub(crate) mod clock;
pub(crate) mod hearing;
pub(crate) mod lawsuit;
pub(crate) mod parties;
pub(crate) mod read;
pub(crate) mod steps;
pub(crate) mod telling;

pub(crate) use runtime::write;
