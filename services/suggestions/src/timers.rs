//! What the service does of itself when a day has come.

use kernel::aggregate::Aggregate;
use kernel::day::Day;
use proto::Message;
use proto::suggestions::{ReminderOrder, SuggestionCommand, suggestion_command};
use runtime::{Order, Timer};
use sqlx::PgConnection;

use crate::registers::open_clocks;
use crate::suggestion::Suggestion;

/// S30: who has not replied is reminded, before the due day and after it.
#[derive(Debug)]
pub struct Reminders;

impl Timer for Reminders {
    const NAME: &'static str = "reminders";

    async fn due(&self, db: &mut PgConnection, day: Day) -> anyhow::Result<Vec<Order>> {
        let reminders = open_clocks::reminders(db, day).await?;
        let orders = reminders.into_iter().map(|reminder| {
            let addressee = reminder.addressee.0;
            let remind = suggestion_command::Command::Remind(ReminderOrder { addressee, by_plan: true });
            Order {
                kind: Suggestion::KIND,
                stream: reminder.suggestion,
                area: String::new(),
                key: format!("{addressee}/{}/{}/{day}", reminder.due, reminder.days_before),
                payload: SuggestionCommand { command: Some(remind) }.encode_to_vec(),
            }
        });
        Ok(orders.collect())
    }
}
