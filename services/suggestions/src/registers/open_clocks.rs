//! The periods that run now, and of what each addressee was last reminded.

use kernel::aggregate::Aggregate;
use kernel::day::Day;
use runtime::event_log::Recorded;
use runtime::{Contract, Projection};
use sqlx::{FromRow, PgConnection, query, query_as};
use uuid::Uuid;

use crate::clocks::AddresseeNumber;
use crate::law;
use crate::suggestion::{Fact, Suggestion};

/// The register of running periods.
#[derive(Debug)]
pub struct OpenClocks;

/// A reminder whose day has come.
#[derive(Debug, Clone, PartialEq)]
pub struct DueReminder {
    /// Of which paper.
    pub suggestion: Uuid,
    /// Whom.
    pub addressee: AddresseeNumber,
    /// By when it should reply.
    pub due: Day,
    /// Which of [`law::REMINDERS`].
    pub days_before: i32,
}

const RUNS: &str = "INSERT INTO suggestions.open_clock (suggestion, addressee, due, registered_on)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (suggestion, addressee) DO UPDATE SET due = excluded.due, registered_on = excluded.registered_on";
const ENDED: &str = "DELETE FROM suggestions.open_clock WHERE suggestion = $1 AND addressee = $2";
const REMINDED: &str = "INSERT INTO suggestions.reminder (suggestion, addressee, due, days_before)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (suggestion, addressee) DO UPDATE SET due = excluded.due, days_before = excluded.days_before";
const APPROACHING: &str = "SELECT clock.suggestion, clock.addressee, clock.due,
        reminder.due AS reminded_due, reminder.days_before
    FROM suggestions.open_clock clock LEFT JOIN suggestions.reminder reminder USING (suggestion, addressee)
    WHERE clock.due <= $1 AND clock.registered_on < $2 ORDER BY clock.due, clock.suggestion, clock.addressee";

impl Projection for OpenClocks {
    const NAME: &'static str = "open_clocks";
    const READS: &'static [&'static str] = &[crate::NAME];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        if event.envelope.kind != Suggestion::KIND {
            return Ok(());
        }
        let suggestion = event.stream()?;
        let read = Suggestion::read(&event.envelope.payload)?;
        for clock in &read.clocks {
            let (addressee, due) = (i64::from(clock.addressee.0), clock.due().to_string());
            let change = match clock.ended {
                None => query(RUNS).bind(suggestion).bind(addressee).bind(due).bind(clock.registered_on.to_string()),
                Some(_) => query(ENDED).bind(suggestion).bind(addressee),
            };
            change.execute(&mut *db).await?;
        }
        if let Fact::Reminded(e) = &read.fact {
            let reminded = query(REMINDED).bind(suggestion).bind(i64::from(e.addressee.0));
            reminded.bind(e.due.to_string()).bind(e.days_before).execute(&mut *db).await?;
        }
        Ok(())
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        query("DELETE FROM suggestions.open_clock").execute(&mut *db).await?;
        query("DELETE FROM suggestions.reminder").execute(db).await?;
        Ok(())
    }
}

#[derive(FromRow)]
struct Row {
    suggestion: Uuid,
    addressee: i64,
    due: String,
    reminded_due: Option<String>,
    days_before: Option<i32>,
}

/// The reminders whose day has come and that were not sent. Nobody is reminded on the day on which the receipt is typed in:
/// with a letter that is entered late, the reply is entered next.
pub async fn reminders(db: &mut PgConnection, day: Day) -> anyhow::Result<Vec<DueReminder>> {
    let horizon = day.plus_days(law::REMINDERS[0].unsigned_abs());
    let rows: Vec<Row> = query_as(APPROACHING).bind(horizon.to_string()).bind(day.to_string()).fetch_all(db).await?;
    let mut reminders = Vec::new();
    for row in rows {
        let due: Day = row.due.parse()?;
        let Some(days_before) = law::reminder_by(due, day) else { continue };
        let sent =
            row.reminded_due.as_ref() == Some(&row.due) && row.days_before.is_some_and(|sent| sent <= days_before);
        if !sent {
            let addressee = AddresseeNumber(u32::try_from(row.addressee)?);
            reminders.push(DueReminder { suggestion: row.suggestion, addressee, due, days_before });
        }
    }
    Ok(reminders)
}
