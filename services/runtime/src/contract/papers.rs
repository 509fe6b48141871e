//! Papers and the numbers they bear, both ways.

use kernel::number::Number;
use kernel::paper::Paper;
use proto::common;

use super::{Malformed, read, write};

/// A paper.
pub fn read_paper(field: &str, m: common::Paper) -> Result<Paper, Malformed> {
    let paper = || {
        Ok(Paper {
            kind: read::value("kind", m.kind)?,
            number: read::value_if_any("number", m.number)?,
            on: read::day_if_any("on", &m.on)?,
            title: read::value_if_any("title", m.title)?,
        })
    };
    paper().map_err(|wrong: Malformed| wrong.at(field))
}

/// A paper that may be left out.
pub fn read_paper_if_any(field: &str, message: Option<common::Paper>) -> Result<Option<Paper>, Malformed> {
    message.map(|m| read_paper(field, m)).transpose()
}

/// A paper as messages carry it.
#[must_use]
pub fn write_paper(paper: &Paper) -> common::Paper {
    common::Paper {
        kind: write::text(&paper.kind),
        number: write::text_if_any(paper.number.as_ref()),
        on: write::text_if_any(paper.on.as_ref()),
        title: write::text_if_any(paper.title.as_ref()),
    }
}

/// A paper as messages carry it, where there is one.
#[must_use]
pub fn write_paper_if_any(paper: Option<&Paper>) -> Option<common::Paper> {
    paper.map(write_paper)
}

/// The number that a register gave out.
pub fn read_number(field: &str, message: Option<common::Number>) -> Result<Number, Malformed> {
    let m = read::part(field, message)?;
    let text = read::value("text", m.text).map_err(|wrong| wrong.at(field))?;
    Ok(Number { text, ordinal: (m.ordinal > 0).then_some(m.ordinal), existing: m.existing })
}

/// A number as messages carry it.
#[must_use]
pub fn write_number(number: &Number) -> common::Number {
    common::Number {
        text: write::text(&number.text),
        ordinal: number.ordinal.unwrap_or_default(),
        existing: number.existing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_may_bear_nothing_but_its_name_and_what_is_wrong_with_it_is_said_with_its_place() {
        let paper = common::Paper { kind: "复函".to_owned(), ..common::Paper::default() };
        assert_eq!(write_paper(&read_paper("certificate", paper.clone()).unwrap()), paper);
        assert_eq!(read_paper_if_any("certificate", None), Ok(None));
        let undated = common::Paper { on: "昨天".to_owned(), ..paper };
        assert!(
            read_paper_if_any("certificate", Some(undated)).unwrap_err().to_string().starts_with("certificate.on：")
        );
    }

    #[test]
    fn a_number_outside_the_count_has_no_place_in_it() {
        let number = common::Number { text: "陇复字第8号".to_owned(), ordinal: 0, existing: true };
        let read = read_number("number", Some(number.clone())).unwrap();
        assert_eq!((read.ordinal, write_number(&read)), (None, number));
        assert!(read_number("number", None).is_err());
    }
}
