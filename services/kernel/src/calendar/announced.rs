use std::collections::BTreeMap;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::CalendarVersion;
use crate::day::{Day, DayError, day};
use crate::writing::Line;

/// A year whose holiday arrangement the State Council's office has published.
///
/// Holding one means it was checked: each day is named once, lies in the year or right beside it, make-up days are
/// weekend days, and the fixed holidays are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnouncedYear {
    year: i16,
    revision: u16,
    days: BTreeMap<Day, ArrangedDay>,
    notice: Option<Notice>,
    since: CalendarVersion,
}

/// The paper that publishes an arrangement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The day it was published.
    pub published_on: Day,
    /// Its title or number.
    pub document: Line,
}

/// A day a notice names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArrangedDay {
    /// The day.
    pub day: Day,
    /// Rest or work.
    pub arrangement: Arrangement,
    /// The holiday it belongs to: `国庆节`.
    pub name: String,
}

/// What a notice makes of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arrangement {
    /// No work, whatever the weekday.
    Holiday,
    /// Work on a weekend day (调休上班).
    #[serde(rename = "makeup_workday")]
    MakeUpWorkday,
}

/// What is wrong with a year, and in which line of its file (0 where it was no file).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{fault}", if *.line > 0 { format!("第{line}行：") } else { String::new() })]
pub struct CalendarError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub fault: Fault,
}

/// What can be wrong with a holiday year.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The file begins with a byte order mark.
    #[error("文件以BOM开头，请另存为不带BOM的UTF-8")]
    ByteOrderMark,
    /// Not three fields.
    #[error("应为三列“日期,类别,名称”，实为“{0}”")]
    NotThreeFields(String),
    /// The date cannot be read.
    #[error("{0}")]
    Date(#[from] DayError),
    /// Neither holiday nor makeup_workday.
    #[error("类别“{0}”不认识，应为 holiday（放假）或 makeup_workday（上班）")]
    Kind(String),
    /// A day without the holiday it belongs to.
    #[error("缺少节日名称，请填写如“国庆节”")]
    NoName,
    /// One day, two rows.
    #[error("{0}出现了两次，请保留一行")]
    Twice(Day),
    /// A day of another year, other than the December before and the January after.
    #[error("{day}不属于{year}年的放假安排（只允许本年、上年12月和次年1月的日期），请核对年份")]
    OtherYear {
        /// The day.
        day: Day,
        /// The year announced.
        year: i16,
    },
    /// Only a weekend day can be made up.
    #[error("{0}不是周六或周日，不能是调休上班日，请核对日期")]
    MakeUpOnWeekday(Day),
    /// A holiday that the law fixes on a date is missing, so the file cannot be complete.
    #[error("缺少法定节日{0}，文件不完整，请补齐全年安排")]
    Incomplete(Day),
    /// A year that cannot be counted in.
    #[error("{0}年不在可计算的范围内")]
    Year(i16),
}

impl AnnouncedYear {
    /// A year from its days, checked.
    pub fn new(
        year: i16,
        revision: u16,
        days: impl IntoIterator<Item = ArrangedDay>,
    ) -> Result<AnnouncedYear, CalendarError> {
        let mut announced = AnnouncedYear::empty(year, revision)?;
        for day in days {
            announced.add(day).map_err(|fault| CalendarError { line: 0, fault })?;
        }
        announced.complete()
    }

    /// A year from a file of rows `2024-10-01,holiday,国庆节`, with or without a header.
    pub fn parse(year: i16, revision: u16, text: &str) -> Result<AnnouncedYear, CalendarError> {
        let mut announced = AnnouncedYear::empty(year, revision)?;
        for (row, line) in text.lines().zip(1..) {
            let read = match row.trim() {
                _ if row.starts_with('\u{feff}') => Err(Fault::ByteOrderMark),
                "" => continue,
                "date,kind,name" if line == 1 => continue,
                row => row.parse().and_then(|day| announced.add(day)),
            };
            read.map_err(|fault| CalendarError { line, fault })?;
        }
        announced.complete()
    }

    /// The year.
    #[must_use]
    pub fn year(&self) -> i16 {
        self.year
    }

    /// 1 for the notice as published, counted up with each amendment.
    #[must_use]
    pub fn revision(&self) -> u16 {
        self.revision
    }

    /// With the paper that publishes it.
    #[must_use]
    pub fn published_by(self, notice: Notice) -> AnnouncedYear {
        AnnouncedYear { notice: Some(notice), ..self }
    }

    /// As it came into the calendar with a version.
    #[must_use]
    pub fn holding_since(self, since: CalendarVersion) -> AnnouncedYear {
        AnnouncedYear { since, ..self }
    }

    /// The paper that publishes it, where that is known.
    #[must_use]
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// The version of the calendar from which on it holds; 0 for what comes with the program.
    #[must_use]
    pub fn since(&self) -> CalendarVersion {
        self.since
    }

    /// The first and the last day of which it says what sort of day they are.
    #[must_use]
    pub fn reach(&self) -> (Day, Day) {
        let (first, last) = (day(self.year, 1, 1), day(self.year, 12, 31));
        let own = |end: Option<(&Day, &ArrangedDay)>| end.map(|(day, _)| *day);
        let (earliest, latest) = (own(self.days.first_key_value()), own(self.days.last_key_value()));
        (earliest.map_or(first, |day| day.min(first)), latest.map_or(last, |day| day.max(last)))
    }

    /// The days it names, in order.
    pub fn days(&self) -> impl Iterator<Item = &ArrangedDay> {
        self.days.values()
    }

    fn empty(year: i16, revision: u16) -> Result<AnnouncedYear, CalendarError> {
        if !(Day::FIRST.year()..=Day::LAST.year()).contains(&year) {
            return Err(CalendarError { line: 0, fault: Fault::Year(year) });
        }
        Ok(AnnouncedYear { year, revision, days: BTreeMap::new(), notice: None, since: CalendarVersion(0) })
    }

    fn add(&mut self, arranged: ArrangedDay) -> Result<(), Fault> {
        let (day, year) = (arranged.day, self.year);
        let beside = (day.year() == year - 1 && day.month() == 12) || (day.year() == year + 1 && day.month() == 1);
        if day.year() != year && !beside {
            return Err(Fault::OtherYear { day, year });
        }
        if arranged.arrangement == Arrangement::MakeUpWorkday && !day.is_weekend() {
            return Err(Fault::MakeUpOnWeekday(day));
        }
        match self.days.insert(day, arranged) {
            Some(_) => Err(Fault::Twice(day)),
            None => Ok(()),
        }
    }

    /// A file that was cut short would turn the rest of the year's holidays into working days.
    fn complete(self) -> Result<AnnouncedYear, CalendarError> {
        let is_holiday = |day: &Day| self.days.get(day).is_some_and(|d| d.arrangement == Arrangement::Holiday);
        match [(1, 1), (5, 1), (10, 1)].map(|(month, d)| day(self.year, month, d)).iter().find(|day| !is_holiday(day)) {
            Some(missing) => Err(CalendarError { line: 0, fault: Fault::Incomplete(*missing) }),
            None => Ok(self),
        }
    }
}

impl FromStr for ArrangedDay {
    type Err = Fault;

    fn from_str(row: &str) -> Result<ArrangedDay, Fault> {
        let fields: Vec<&str> = row.split(',').map(str::trim).collect();
        let [day, kind, name] = fields[..] else { return Err(Fault::NotThreeFields(row.to_owned())) };
        let arrangement = match kind {
            "holiday" => Arrangement::Holiday,
            "makeup_workday" => Arrangement::MakeUpWorkday,
            other => return Err(Fault::Kind(other.to_owned())),
        };
        if name.is_empty() {
            return Err(Fault::NoName);
        }
        Ok(ArrangedDay { day: day.parse()?, arrangement, name: name.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIXED: &str = "2027-01-01,holiday,元旦\n2027-05-01,holiday,劳动节\n2027-10-01,holiday,国庆节\n";

    fn refused(text: &str) -> (usize, Fault) {
        let error = AnnouncedYear::parse(2027, 1, text).unwrap_err();
        (error.line, error.fault)
    }

    #[test]
    fn a_year_is_read_with_or_without_header_and_with_windows_line_ends() {
        let plain = AnnouncedYear::parse(2027, 1, FIXED).unwrap();
        let windows = format!("date,kind,name\r\n{}\r\n", FIXED.replace('\n', "\r\n"));
        assert_eq!(AnnouncedYear::parse(2027, 1, &windows), Ok(plain.clone()));
        assert_eq!(AnnouncedYear::new(2027, 1, plain.days().cloned()), Ok(plain));
    }

    #[test]
    fn a_bad_row_is_named_by_its_line() {
        assert_eq!(refused("\u{feff}date,kind,name\n"), (1, Fault::ByteOrderMark));
        assert_eq!(refused("2027-01-01,holiday\n").0, 1);
        assert_eq!(refused("date,kind,name\n2027-02-29,holiday,春节\n").0, 2);
        assert_eq!(refused("\n2027-01-01,rest,元旦\n"), (2, Fault::Kind("rest".to_owned())));
        assert_eq!(refused("2027-01-01,holiday,\n"), (1, Fault::NoName));
        assert_eq!(refused(&format!("{FIXED}2027-10-01,holiday,国庆节\n")), (4, Fault::Twice(day(2027, 10, 1))));
    }

    #[test]
    fn a_row_of_another_year_is_refused_unless_it_lies_right_beside() {
        let other = day(2026, 10, 1);
        assert_eq!(refused("2026-10-01,holiday,国庆节\n"), (1, Fault::OtherYear { day: other, year: 2027 }));
        assert!(AnnouncedYear::parse(2027, 1, &format!("2026-12-31,holiday,元旦\n{FIXED}")).is_ok());
    }

    #[test]
    fn a_make_up_day_is_a_weekend_day() {
        assert_eq!(refused("2027-01-29,makeup_workday,春节\n"), (1, Fault::MakeUpOnWeekday(day(2027, 1, 29))));
    }

    #[test]
    fn a_file_cut_short_is_refused() {
        assert_eq!(refused(FIXED.lines().next().unwrap()).1, Fault::Incomplete(day(2027, 5, 1)));
        assert_eq!(refused("").1, Fault::Incomplete(day(2027, 1, 1)));
    }

    #[test]
    fn what_is_wrong_is_said_with_line_and_remedy() {
        let error = AnnouncedYear::parse(2027, 1, "date,kind,name\n2027-02-29,holiday,春节\n").unwrap_err();
        assert_eq!(error.to_string(), "第2行：2027-02-29这一天不存在：2027年2月只有28天，请核对日期");
    }
}
