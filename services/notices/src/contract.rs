//! Messages to commands, events to messages: the only place that knows both sides. What comes in is checked here, once.

mod notice;
mod register;

pub(crate) use notice::{write_approval, write_draft};
