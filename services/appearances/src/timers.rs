//! What the service does of itself when a day has passed: only what the law says without anyone's judgment, and only about
//! what was registered before the day.

use kernel::aggregate::Aggregate;
use kernel::day::Day;
use proto::Message;
use proto::appearances::{self as messages, lawsuit_command};
use runtime::{Order, Timer};
use sqlx::PgConnection;

use crate::clocks::ClockName;
use crate::lawsuit::Lawsuit;
use crate::registers::open_clocks::{Lapsed, lapsed_before};

/// Row 2: an organ's days ended without an answer, or without evidence.
#[derive(Debug)]
pub struct AnswerExpiries;

/// Row 9: every party's days for an appeal have ended.
#[derive(Debug)]
pub struct Effects;

impl Timer for AnswerExpiries {
    const NAME: &'static str = "answer_expiries";

    async fn due(&self, db: &mut PgConnection, day: Day) -> anyhow::Result<Vec<Order>> {
        let mut lapsed = lapsed_before(db, ClockName::Answer, day).await?;
        lapsed.extend(lapsed_before(db, ClockName::Evidence, day).await?);
        lapsed.extend(lapsed_before(db, ClockName::AppealAnswer, day).await?);
        let expire = |lapsed: &Lapsed| {
            lawsuit_command::Command::RecordAnswerExpiry(messages::AnswerExpiry {
                instance: lapsed.instance,
                defendant: lapsed.party,
                on: lapsed.due.to_string(),
            })
        };
        Ok(lapsed.iter().map(|lapsed| order(lapsed, day, expire(lapsed))).collect())
    }
}

impl Timer for Effects {
    const NAME: &'static str = "effects";

    async fn due(&self, db: &mut PgConnection, day: Day) -> anyhow::Result<Vec<Order>> {
        let lapsed = lapsed_before(db, ClockName::Effect, day).await?;
        let take_effect = |lapsed: &Lapsed| {
            let effect = messages::Effect { instance: lapsed.instance, ..messages::Effect::default() };
            lawsuit_command::Command::TakeEffect(effect)
        };
        Ok(lapsed.iter().map(|lapsed| order(lapsed, day, take_effect(lapsed))).collect())
    }
}

/// The order for one lapsed period. It bears the day it was found on: a lapse that was taken back because a date was
/// amended may have to be recorded once more, and an order given twice that day is carried out once.
fn order(lapsed: &Lapsed, day: Day, command: lawsuit_command::Command) -> Order {
    Order {
        kind: Lawsuit::KIND,
        stream: lapsed.lawsuit,
        area: String::new(),
        key: format!("{}/{}/{}/{day}", lapsed.instance, lapsed.party, lapsed.due),
        payload: messages::LawsuitCommand { command: Some(command) }.encode_to_vec(),
    }
}
