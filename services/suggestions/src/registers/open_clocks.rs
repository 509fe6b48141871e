//! The periods that run now, and of what each addressee was last reminded.

use std::collections::BTreeMap;

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

const BEFORE: &str = "DELETE FROM suggestions.open_clock c
    USING unnest($1::uuid[], $2::bigint[]) AS told (suggestion, addressee)
    WHERE (c.suggestion, c.addressee) = (told.suggestion, told.addressee)";
const RUNS: &str = "INSERT INTO suggestions.open_clock (suggestion, addressee, due, registered_on)
    SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[])";
const REMINDED: &str = "INSERT INTO suggestions.reminder (suggestion, addressee, due, days_before)
    SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::int[])
    ON CONFLICT (suggestion, addressee) DO UPDATE SET due = excluded.due, days_before = excluded.days_before";
const APPROACHING: &str = "SELECT clock.suggestion, clock.addressee, clock.due,
        reminder.due AS reminded_due, reminder.days_before
    FROM suggestions.open_clock clock LEFT JOIN suggestions.reminder reminder USING (suggestion, addressee)
    WHERE clock.due <= $1 AND clock.registered_on < $2 ORDER BY clock.due, clock.suggestion, clock.addressee";

impl Projection for OpenClocks {
    const NAME: &'static str = "open_clocks";
    const READS: &'static [&'static str] = &[crate::NAME];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        self.apply_all(db, std::slice::from_ref(event)).await
    }

    /// Each period is written once, as the last of the events about it left it; each addressee's last reminder likewise.
    async fn apply_all(&self, db: &mut PgConnection, events: &[Recorded]) -> anyhow::Result<()> {
        let (mut told, mut reminded) = (BTreeMap::new(), BTreeMap::new());
        for event in events.iter().filter(|event| event.envelope.kind == Suggestion::KIND) {
            let suggestion = event.stream()?;
            let read = Suggestion::read(&event.envelope.payload)?;
            for clock in &read.clocks {
                let runs = clock.is_running().then(|| (clock.due().to_string(), clock.registered_on.to_string()));
                told.insert((suggestion, i64::from(clock.addressee.0)), runs);
            }
            if let Fact::Reminded(e) = &read.fact {
                reminded.insert((suggestion, i64::from(e.addressee.0)), (e.due.to_string(), e.days_before));
            }
        }
        if !told.is_empty() {
            put(&mut *db, told).await?;
        }
        if !reminded.is_empty() {
            put_reminders(db, reminded).await?;
        }
        Ok(())
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        query("DELETE FROM suggestions.open_clock").execute(&mut *db).await?;
        query("DELETE FROM suggestions.reminder").execute(db).await?;
        Ok(())
    }
}

async fn put(db: &mut PgConnection, told: BTreeMap<(Uuid, i64), Option<(String, String)>>) -> sqlx::Result<()> {
    let (suggestions, addressees): (Vec<Uuid>, Vec<i64>) = told.keys().copied().unzip();
    query(BEFORE).bind(suggestions).bind(addressees).execute(&mut *db).await?;
    let running = told.into_iter().filter_map(|(key, runs)| Some((key, runs?)));
    let (of, runs): (Vec<_>, Vec<_>) = running.unzip();
    let (suggestions, addressees): (Vec<Uuid>, Vec<i64>) = of.into_iter().unzip();
    let (due, registered_on): (Vec<String>, Vec<String>) = runs.into_iter().unzip();
    query(RUNS).bind(suggestions).bind(addressees).bind(due).bind(registered_on).execute(db).await?;
    Ok(())
}

async fn put_reminders(db: &mut PgConnection, reminded: BTreeMap<(Uuid, i64), (String, i32)>) -> sqlx::Result<()> {
    let (of, sent): (Vec<_>, Vec<_>) = reminded.into_iter().unzip();
    let (suggestions, addressees): (Vec<Uuid>, Vec<i64>) = of.into_iter().unzip();
    let (due, days_before): (Vec<String>, Vec<i32>) = sent.into_iter().unzip();
    query(REMINDED).bind(suggestions).bind(addressees).bind(due).bind(days_before).execute(db).await?;
    Ok(())
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
