//! 司法建议、检察建议: what a court or procuratorate suggests to organs, each addressee with a clock and a reply of its own.
//!
//! A suggestion is the facts that were entered about one paper, and the periods these set running. It knows no other service:
//! organs, courts and procuratorates are named by the day's names; what a place has adopted for letters without any limit
//! is looked up before a paper is entered. Assignment within an organ, follow-up with a new date, copies and escalation have
//! their numbers in the messages, and come later; so has the setting by which an objection stops the clock (S-PRO-6).

pub mod asks;
pub mod clocks;
pub mod completion;
mod contract;
pub mod law;
pub mod limit;
pub mod refusal;
pub mod registers;
#[cfg(test)]
mod samples;
pub mod suggestion;
pub mod timers;

use runtime::Service;
use suggestion::Suggestion;

/// The name of the service and of its log.
pub const NAME: &str = "suggestions";

/// The service.
pub fn service() -> Service {
    Service::new(NAME)
        .aggregate_completed::<Suggestion>(completion::LocalDefaults)
        .layout(registers::layout())
        .projection(registers::open_clocks::OpenClocks)
        .recounted::<Suggestion>()
        .projection(registers::reply_months::ReplyMonths)
        .question(asks::steps::Steps)
        .question(asks::preview::Preview)
        .question(asks::explain::Explain)
        .question(asks::entries::Entries)
        .timer(timers::Reminders)
}
