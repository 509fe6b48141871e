use kernel::calendar::{ArrangedDay, Arrangement};
use proto::Message;
use proto::directory::{self as messages, holiday_year_command, holiday_year_event};
use runtime::{Contract, Malformed, read, write};
use uuid::Uuid;

use super::{read_amendment, write_amendment};
use crate::holiday_year::{
    AmendYear, Announce, HolidayYear, HolidayYearCommand, HolidayYearEvent, Notice, holiday_year_id,
};
use kernel::writing::Line;

impl Contract for HolidayYear {
    fn command(payload: &[u8]) -> Result<HolidayYearCommand, Malformed> {
        use holiday_year_command::Command;
        let message = messages::HolidayYearCommand::decode(payload)?;
        Ok(match message.command.ok_or_else(Malformed::empty)? {
            Command::Announce(m) => HolidayYearCommand::Announce(Announce {
                year: read::year("year", m.year)?,
                notice: read_notice(&m.published_on, m.notice)?,
                days: read_days("days", &m.days)?,
            }),
            Command::Amend(m) => HolidayYearCommand::Amend(AmendYear {
                notice: read_notice(&m.published_on, m.notice)?,
                reason: read::word("reason", &m.reason)?,
                explanation: read::value("explanation", m.explanation)?,
                days: read_days("days", &m.days)?,
            }),
        })
    }

    fn stream(command: &Self::Command) -> Option<Uuid> {
        match command {
            HolidayYearCommand::Announce(announce) => Some(holiday_year_id(announce.year).uuid()),
            HolidayYearCommand::Amend(_) => None,
        }
    }

    fn write(event: &HolidayYearEvent) -> Vec<u8> {
        use holiday_year_event::Event;
        let event = match event {
            HolidayYearEvent::Announced { year, notice, days } => Event::Announced(messages::HolidayYearAnnounced {
                year: i32::from(*year),
                published_on: write::text(&notice.published_on),
                notice: write::text(&notice.document),
                days: write_days(days),
            }),
            HolidayYearEvent::Amended { year, notice, amendment, on, before, days } => {
                Event::Amended(messages::HolidayYearAmended {
                    year: i32::from(*year),
                    published_on: write::text(&notice.published_on),
                    notice: write::text(&notice.document),
                    amendment: Some(write_amendment(amendment)),
                    days: write_days(days),
                    before: write_days(before),
                    on: write::text(on),
                })
            }
        };
        messages::HolidayYearEvent { event: Some(event) }.encode_to_vec()
    }

    fn read(payload: &[u8]) -> Result<HolidayYearEvent, Malformed> {
        use holiday_year_event::Event;
        let message = messages::HolidayYearEvent::decode(payload)?;
        Ok(match message.event.ok_or_else(Malformed::empty)? {
            Event::Announced(e) => HolidayYearEvent::Announced {
                year: read::year("year", e.year)?,
                notice: read_notice(&e.published_on, e.notice)?,
                days: read_days("days", &e.days)?,
            },
            Event::Amended(e) => HolidayYearEvent::Amended {
                year: read::year("year", e.year)?,
                notice: read_notice(&e.published_on, e.notice)?,
                amendment: read_amendment(e.amendment)?,
                on: read::day("on", &e.on)?,
                before: read_days("before", &e.before)?,
                days: read_days("days", &e.days)?,
            },
        })
    }
}

fn read_notice(published_on: &str, document: String) -> Result<Notice, Malformed> {
    Ok(Notice { published_on: read::day("published_on", published_on)?, document: read::value("notice", document)? })
}

/// Each day is read by the calendar as a row of its file, so both doors have the same rules.
fn read_days(field: &str, days: &[messages::HolidayDay]) -> Result<Vec<ArrangedDay>, Malformed> {
    let rows = (1..).zip(days);
    rows.map(|(row, day)| {
        let wrong = |wrong: &dyn std::fmt::Display| Malformed::field(field, format!("第{row}天：{wrong}"));
        let name = Line::try_from(day.name.clone()).map_err(|e| wrong(&e))?;
        format!("{},{},{name}", day.day, day.kind).parse().map_err(|e| wrong(&e))
    })
    .collect()
}

fn write_days(days: &[ArrangedDay]) -> Vec<messages::HolidayDay> {
    let days = days.iter().map(|ArrangedDay { day, arrangement, name }| messages::HolidayDay {
        day: write::text(day),
        kind: kind(*arrangement).to_owned(),
        name: name.clone(),
    });
    days.collect()
}

/// What a notice makes of a day, as the calendar's files call it.
pub(crate) fn kind(arrangement: Arrangement) -> &'static str {
    match arrangement {
        Arrangement::Holiday => "holiday",
        Arrangement::MakeUpWorkday => "makeup_workday",
    }
}
