//! What puts right something entered earlier, both ways.

use kernel::amendment::{Amend, Amended, Amendment, MovedEntry, Retraction, Struck};
use kernel::day::Day;
use kernel::field::{Choice, Field};
use proto::common;

use super::{Malformed, read, write};

/// Which entry is put right, and why.
pub fn read_amendment(field: &str, message: Option<common::Amendment>) -> Result<Amendment, Malformed> {
    let m = read::part(field, message)?;
    let amendment = || {
        Ok(Amendment {
            entry: read::entry("entry", m.entry)?,
            reason: read::word("reason", &m.reason)?,
            explanation: read::value("explanation", m.explanation)?,
        })
    };
    amendment().map_err(|wrong: Malformed| wrong.at(field))
}

/// The same as messages carry it.
#[must_use]
pub fn write_amendment(amendment: &Amendment) -> common::Amendment {
    common::Amendment {
        entry: write::entry(amendment.entry),
        reason: write::word(amendment.reason),
        explanation: write::text(&amendment.explanation),
    }
}

/// Fields of an entry, each with what it should contain.
pub fn read_amend(m: common::Amend) -> Result<Amend, Malformed> {
    let amendment = read_amendment("amendment", m.amendment)?;
    let also = m.also.into_iter().map(|change| (change.field, change.value)).collect();
    Ok(Amend { amendment, field: m.field, value: m.value, also })
}

/// That a field was put right.
pub fn read_amended(m: common::Amended) -> Result<Amended, Malformed> {
    Ok(Amended {
        amendment: read_amendment("amendment", m.amendment)?,
        on: read::day("on", &m.on)?,
        field: m.field,
        before: m.before,
        after: m.after,
        moved: read_moved("moved", m.moved)?,
    })
}

/// That a field was put right, as messages carry it.
#[must_use]
pub fn write_amended(amended: &Amended) -> common::Amended {
    common::Amended {
        amendment: Some(write_amendment(&amended.amendment)),
        on: write::text(&amended.on),
        field: amended.field.clone(),
        before: amended.before.clone(),
        after: amended.after.clone(),
        moved: write_moved(&amended.moved),
    }
}

/// That an entry was struck.
pub fn read_struck(m: common::Struck) -> Result<Struck, Malformed> {
    Ok(Struck {
        amendment: read_amendment("amendment", m.amendment)?,
        on: read::day("on", &m.on)?,
        event: read::value("event", m.event)?,
        moved: read_moved("moved", m.moved)?,
    })
}

/// That an entry was struck, as messages carry it.
#[must_use]
pub fn write_struck(struck: &Struck) -> common::Struck {
    common::Struck {
        amendment: Some(write_amendment(&struck.amendment)),
        on: write::text(&struck.on),
        event: write::text(&struck.event),
        moved: write_moved(&struck.moved),
    }
}

/// That a lapse did not happen.
pub fn read_retraction(m: common::Retraction) -> Result<Retraction, Malformed> {
    Ok(Retraction {
        entry: read::entry("entry", m.entry)?,
        on: read::day("on", &m.on)?,
        reason: read::value("reason", m.reason)?,
        replaced: m.replaced,
        moved: read_moved("moved", m.moved)?,
    })
}

/// That a lapse did not happen, as messages carry it.
#[must_use]
pub fn write_retraction(retraction: &Retraction) -> common::Retraction {
    common::Retraction {
        entry: write::entry(retraction.entry),
        on: write::text(&retraction.on),
        reason: write::text(&retraction.reason),
        replaced: retraction.replaced,
        moved: write_moved(&retraction.moved),
    }
}

/// Entries whose legal day is another now.
pub fn read_moved(field: &str, messages: Vec<common::MovedEntry>) -> Result<Vec<MovedEntry>, Malformed> {
    let one =
        |m: common::MovedEntry| Ok(MovedEntry { entry: read::entry("entry", m.entry)?, on: read::day("on", &m.on)? });
    read::each(messages, one).map_err(|wrong| wrong.at(field))
}

/// The same as messages carry them.
#[must_use]
pub fn write_moved(moved: &[MovedEntry]) -> Vec<common::MovedEntry> {
    let one = |moved: &MovedEntry| common::MovedEntry { entry: write::entry(moved.entry), on: write::text(&moved.on) };
    moved.iter().map(one).collect()
}

/// Something entered, described by its event's name, its title and its day, with what can be put right in it.
#[must_use]
pub fn write_listed_entry(number: u64, (event, title, on): (&str, &str, Day), fields: Vec<Field>) -> common::Entry {
    common::Entry {
        entry: write::entry(number),
        event: event.to_owned(),
        title: title.to_owned(),
        on: on.to_string(),
        fields: fields.into_iter().map(write_field).collect(),
    }
}

fn write_field(field: Field) -> common::AmendableField {
    let choice = |(word, title): Choice| common::Choice { word, title };
    common::AmendableField {
        field: field.name,
        title: field.title,
        value: field.value,
        kind: write::word(field.kind),
        choices: field.choices.into_iter().map(choice).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amendment() -> common::Amendment {
        common::Amendment { entry: 2, reason: "EntryError".to_owned(), explanation: "看错日期".to_owned() }
    }

    #[test]
    fn an_amendment_is_read_as_it_was_written_and_what_is_wrong_with_it_is_said_with_its_place() {
        assert_eq!(write_amendment(&read_amendment("amendment", Some(amendment())).unwrap()), amendment());
        let silent = common::Amendment { explanation: String::new(), ..amendment() };
        let wrong = read_amendment("amendment", Some(silent)).unwrap_err().to_string();
        assert!(wrong.starts_with("amendment.explanation："), "{wrong}");
        assert!(read_amendment("amendment", None).unwrap_err().to_string().starts_with("amendment："));
    }

    #[test]
    fn what_was_put_right_is_read_as_it_was_written_with_what_moved_by_it() {
        let (amendment, on) = (Some(amendment()), "2026-03-02".to_owned());
        let moved = vec![common::MovedEntry { entry: 3, on: "2026-03-09".to_owned() }];
        let (field, before, after) = ("posted_on".to_owned(), String::new(), "2026-02-26".to_owned());
        let amended = common::Amended {
            amendment: amendment.clone(),
            on: on.clone(),
            field,
            before,
            after,
            moved: moved.clone(),
        };
        assert_eq!(write_amended(&read_amended(amended.clone()).unwrap()), amended);
        let struck = common::Struck { amendment, on: on.clone(), event: "Extended".to_owned(), moved: moved.clone() };
        assert_eq!(write_struck(&read_struck(struck.clone()).unwrap()), struck);
        let retraction =
            common::Retraction {
                entry: 4, on, reason: "更正后期限尚未届满".to_owned(), replaced: true, moved
            };
        assert_eq!(write_retraction(&read_retraction(retraction.clone()).unwrap()), retraction);
    }
}
