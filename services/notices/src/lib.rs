//! 通报: facts of all services, each from and to a position; figures that place them; the notices printed from these.
//!
//! What other services decide is told by their events and copied into facts; nothing is decided here about a case. A figure
//! is a set of facts, so every printed number can be opened. A notice is frozen with all that its figures follow from.
//!
//! [`figures`] and [`facts`] need no database: whoever has events can make facts of them and compute.

mod asks;
mod completion;
mod contract;
pub mod document;
pub mod facts;
pub mod figures;
pub mod kept;
mod manifest;
mod names;
pub mod notice;
mod notices;
pub mod number;
mod paper;
pub mod period;
pub mod policies;
pub mod rates;
pub mod refusal;
mod restatement;
pub mod text;
mod words;

use notice::Notice;
use number::NoticeRegister;
use runtime::Service;
use sqlx::migrate::Migrator;

/// The name of the service and of its log.
pub const NAME: &str = "notices";

/// The service.
pub fn service() -> Service {
    Service::new(NAME)
        .aggregate_completed::<Notice>(completion::NoticeCompletion)
        .aggregate::<NoticeRegister>()
        .layout(layout())
        .projection(facts::told::FactsTold)
        .projection(names::Names)
        .projection(notices::NoticesTold)
        .reaction(restatement::Restated)
        .timer(restatement::Offers::default())
        .question(asks::figures::Figures)
        .question(asks::figures::OrganCard)
        .question(asks::figures::Trends)
        .question(asks::members::Members)
        .question(asks::notices::Notices)
        .question(asks::notices::NoticeNow)
        .question(asks::notices::Recompute)
        .question(asks::notices::NoticePaper)
        .question(asks::notices::NoticeSteps)
        .door(|inside| async move { Ok(paper::keep(inside)) })
}

/// The tables of its read models.
fn layout() -> Migrator {
    sqlx::migrate!("./migrations")
}
