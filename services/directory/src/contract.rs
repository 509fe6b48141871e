//! Messages to commands, events to messages: the only place that knows both sides. What comes in is checked here, once.

mod holiday_year;
mod judicial_organ;
mod official;
mod organ;
mod setting;

pub(crate) use holiday_year::kind as holiday_kind;
use proto::directory as messages;
use runtime::{Malformed, read, write};

use crate::amendment::{Amend, Amendment};

fn read_amendment(amendment: Option<messages::Amendment>) -> Result<Amendment, Malformed> {
    let amendment = amendment.ok_or_else(|| Malformed::field("amendment", "缺少更正的对象和理由，请填写"))?;
    Ok(Amendment {
        entry: read::entry("amendment.entry", amendment.entry)?,
        reason: read::word("amendment.reason", &amendment.reason)?,
        explanation: read::value("amendment.explanation", amendment.explanation)?,
    })
}

/// What an amendment puts in the place of an entry.
fn read_amend<M, F>(
    amendment: Option<messages::Amendment>,
    fact: Option<M>,
    read: impl FnOnce(M) -> Result<F, Malformed>,
) -> Result<Amend<F>, Malformed> {
    let fact = fact.ok_or_else(|| Malformed::field("fact", "缺少更正后的内容，请填写"))?;
    Ok(Amend { amendment: read_amendment(amendment)?, fact: read(fact)? })
}

/// What stands in a stored event under a name.
fn stored<M>(field: &str, message: Option<M>) -> Result<M, Malformed> {
    message.ok_or_else(|| Malformed::field(field, "缺少内容，或由较新版本写成：请先升级本机程序"))
}

fn write_amendment(amendment: &Amendment) -> messages::Amendment {
    messages::Amendment {
        entry: write::entry(amendment.entry),
        reason: write::word(amendment.reason),
        explanation: write::text(&amendment.explanation),
    }
}

#[cfg(test)]
mod tests;
