//! What the service does of itself when a day has passed. Only what the law says without anyone's judgment: that an
//! applicant has no legitimate reason, for example, is for a person to say.

use kernel::aggregate::Aggregate;
use kernel::day::Day;
use proto::Message;
use proto::reconsideration::{self as messages, case_command};
use runtime::{Order, Timer};
use sqlx::PgConnection;

use crate::case::Case;
use crate::clocks::ClockName;
use crate::registers::open_clocks::{Lapsed, lapsed_before};

/// R-ACC-4: the review ended without a decision, so the case is deemed accepted.
#[derive(Debug)]
pub struct DeemedAcceptances;

/// Row 10: the respondent's days ended without an answer.
#[derive(Debug)]
pub struct AnswerExpiries;

impl Timer for DeemedAcceptances {
    const NAME: &'static str = "deemed_acceptances";

    async fn due(&self, db: &mut PgConnection, day: Day) -> anyhow::Result<Vec<Order>> {
        let lapsed = lapsed_before(db, ClockName::Review, day).await?;
        let deem = |lapsed: &Lapsed| {
            case_command::Command::DeemAccepted(messages::DeemedAcceptance { on: lapsed.due.to_string() })
        };
        Ok(lapsed.iter().map(|lapsed| order(lapsed, day, deem(lapsed))).collect())
    }
}

impl Timer for AnswerExpiries {
    const NAME: &'static str = "answer_expiries";

    async fn due(&self, db: &mut PgConnection, day: Day) -> anyhow::Result<Vec<Order>> {
        let lapsed = lapsed_before(db, ClockName::Answer, day).await?;
        let expire = |lapsed: &Lapsed| {
            case_command::Command::RecordAnswerExpiry(messages::AnswerExpiry {
                respondent: lapsed.person.map_or(0, |person| person.0),
                on: lapsed.due.to_string(),
            })
        };
        Ok(lapsed.iter().map(|lapsed| order(lapsed, day, expire(lapsed))).collect())
    }
}

/// The order for one lapsed period. It bears the day it was found on: a lapse that was taken back because a date was
/// amended may have to be recorded once more, and an order given twice that day is carried out once.
fn order(lapsed: &Lapsed, day: Day, command: case_command::Command) -> Order {
    Order {
        kind: Case::KIND,
        stream: lapsed.case,
        area: String::new(),
        key: format!("{}/{}/{day}", lapsed.person.map_or(0, |person| person.0), lapsed.due),
        payload: messages::CaseCommand { command: Some(command) }.encode_to_vec(),
    }
}
