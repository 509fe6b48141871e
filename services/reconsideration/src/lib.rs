//! 行政复议: the reconsideration case from its receipt to the service of the paper that ends it, and the registers of its
//! numbers.
//!
//! A case is the facts that were entered about it, in the law's order, and the periods these set running. It knows no other
//! service: organs and officers are named by the day's names, and what a place adopts for itself comes inside commands.
//! Performance, and what a superior orders, have their places in the table of [`case`] and their numbers in the messages,
//! and come later.

pub mod approval;
pub mod asks;
pub mod case;
pub mod clocks;
mod contract;
pub mod law;
pub mod money;
pub mod number;
pub mod refusal;
pub mod registers;
#[cfg(test)]
mod samples;
pub mod timers;

use case::Case;
use number::NumberRegister;
use runtime::Service;

/// The name of the service and of its log.
pub const NAME: &str = "reconsideration";

/// The service.
pub fn service() -> Service {
    Service::new(NAME)
        .aggregate::<Case>()
        .aggregate::<NumberRegister>()
        .layout(registers::layout())
        .projection(registers::open_clocks::OpenClocks)
        .recounted::<Case>()
        .question(asks::steps::Steps)
        .question(asks::preview::Preview)
        .question(asks::explain::Explain)
        .question(asks::entries::Entries)
        .timer(timers::DeemedAcceptances)
        .timer(timers::AnswerExpiries)
}
