//! The holiday arrangements on which something rests, both ways.

use kernel::calendar::Notice;
use kernel::recount::Arranged;
use proto::common;

use super::{Malformed, read, write};

/// Holiday arrangements.
pub fn read_arrangements(field: &str, messages: Vec<common::Arrangement>) -> Result<Vec<Arranged>, Malformed> {
    read::each(messages, read_arrangement).map_err(|wrong| wrong.at(field))
}

/// Holiday arrangements as messages carry them.
#[must_use]
pub fn write_arrangements(arrangements: &[Arranged]) -> Vec<common::Arrangement> {
    let written = arrangements.iter().map(|arranged| common::Arrangement {
        year: arranged.year.into(),
        revision: arranged.revision.into(),
        notice: arranged.notice.as_ref().map(|notice| write::text(&notice.document)).unwrap_or_default(),
        published_on: arranged.notice.as_ref().map(|notice| write::text(&notice.published_on)).unwrap_or_default(),
    });
    written.collect()
}

fn read_arrangement(m: common::Arrangement) -> Result<Arranged, Malformed> {
    let published_on = read::day_if_any("published_on", &m.published_on)?;
    let document = read::value_if_any("notice", m.notice)?;
    Ok(Arranged {
        year: read::year("year", m.year)?,
        revision: u16::try_from(m.revision).map_err(|_| Malformed::field("revision", "数字过大"))?,
        notice: published_on.zip(document).map(|(published_on, document)| Notice { published_on, document }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrangement_is_read_as_it_was_written_with_its_paper_and_without() {
        let notice = common::Arrangement {
            year: 2027,
            revision: 1,
            notice: "国务院办公厅通知".to_owned(),
            published_on: "2026-11-25".to_owned(),
        };
        let bare = common::Arrangement { notice: String::new(), published_on: String::new(), ..notice.clone() };
        let both = vec![notice, bare];
        assert_eq!(write_arrangements(&read_arrangements("because", both.clone()).unwrap()), both);
    }
}
