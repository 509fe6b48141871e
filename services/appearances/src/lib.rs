//! 行政应诉、负责人出庭应诉: the lawsuit through its instances, its hearings, and who appeared in court for each organ.
//!
//! A lawsuit is a chain of instances, each with its clocks and one result for each organ that is sued; a hearing is a
//! stream of its own. What a hearing amounts to is judged where the duty lies, in the lawsuit: every command to a hearing
//! is told to its lawsuit first, and both are stored together. Posts, organs and courts are looked up in the service's own
//! copy of the directory before anything is decided. Which formula counts what is not known here.

pub mod asks;
pub mod clocks;
mod completion;
mod contract;
pub mod hearing;
pub mod law;
pub mod lawsuit;
pub mod outcome;
pub mod parties;
pub mod refusal;
pub mod registers;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod stored;
pub mod timers;

use hearing::Hearing;
use lawsuit::Lawsuit;
use runtime::Service;

/// The name of the service and of its log.
pub const NAME: &str = "appearances";

/// The service.
pub fn service() -> Service {
    Service::new(NAME)
        .aggregate_completed::<Lawsuit>(completion::OfLawsuits)
        .aggregate_completed::<Hearing>(completion::OfHearings)
        .layout(registers::layout())
        .projection(registers::open_clocks::OpenClocks)
        .recounted::<Lawsuit>()
        .projection(registers::directory::Directory)
        .projection(registers::case_numbers::CaseNumbers)
        .question(asks::lawsuit_steps::LawsuitSteps)
        .question(asks::hearing_steps::HearingSteps)
        .question(asks::preview::LawsuitPreview)
        .question(asks::preview::HearingPreview)
        .question(asks::explain::Explain)
        .question(asks::entries::LawsuitEntries)
        .timer(timers::AnswerExpiries)
        .timer(timers::Effects)
}
