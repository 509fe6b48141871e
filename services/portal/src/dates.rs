//! Dates as people type them. Whatever is understood is echoed as 年月日, so that a slip is seen.

use kernel::day::Day;

use crate::normal::narrow;

/// The day somebody typed. Without a year, the nearest one that is not after today is meant.
pub(crate) fn typed(text: &str, today: Day) -> Result<Day, String> {
    understood(text, |month, day| year_of(month, day, today))
}

/// The day somebody typed of something that may be still to come. Without a year, the nearest one is meant.
pub(crate) fn coming(text: &str, today: Day) -> Result<Day, String> {
    let distance = |day: Day| if day > today { day.days_since(today) } else { today.days_since(day) };
    understood(text, |month, day| {
        let years = (today.year() - 1..=today.year() + 1).rev();
        let possible = years.filter_map(|year| in_year(year, month, day));
        possible.min_by_key(|day| distance(*day)).map_or(today.year(), Day::year).to_string()
    })
}

fn understood(text: &str, year_of: impl Fn(&str, &str) -> String) -> Result<Day, String> {
    let plain: String = text.trim().chars().map(narrow).collect();
    let numbers = numbers(&plain).ok_or_else(|| not_understood(text))?;
    let (year, month, day) = match numbers.as_slice() {
        [all] if all.len() == 8 => (all[..4].to_owned(), all[4..6].to_owned(), all[6..].to_owned()),
        [year, month, day] if year.len() == 4 => (year.clone(), month.clone(), day.clone()),
        [month, day] => (year_of(month, day), month.clone(), day.clone()),
        _ => return Err(not_understood(text)),
    };
    if month.len() > 2 || day.len() > 2 {
        return Err(not_understood(text));
    }
    format!("{year}-{month:0>2}-{day:0>2}").parse().map_err(|wrong: kernel::day::DayError| wrong.to_string())
}

/// This year, or the year before for a day that is still to come.
fn year_of(month: &str, day: &str, today: Day) -> String {
    let is_to_come = in_year(today.year(), month, day).is_some_and(|day| day > today);
    (today.year() - i16::from(is_to_come)).to_string()
}

fn in_year(year: i16, month: &str, day: &str) -> Option<Day> {
    format!("{year}-{month:0>2}-{day:0>2}").parse().ok()
}

/// The runs of digits, if nothing but signs and words between them stands there.
fn numbers(text: &str) -> Option<Vec<String>> {
    let mut numbers: Vec<String> = Vec::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '0'..='9' if inside => numbers.last_mut()?.push(c),
            '0'..='9' => {
                numbers.push(c.to_string());
                inside = true;
            }
            '-' | '/' | '.' | '年' | '月' | '日' | '号' | ' ' | '。' | '、' => inside = false,
            _ => return None,
        }
    }
    (!numbers.is_empty()).then_some(numbers)
}

fn not_understood(text: &str) -> String {
    let shown: String = text.chars().take(20).collect();
    format!("“{shown}”不是日期，请写成 2024-9-25、20240925 或 9月25日")
}

#[cfg(test)]
mod tests {
    use kernel::day::day;

    use super::*;

    const TODAY: Day = day(2024, 10, 8);

    #[test]
    fn every_usual_way_of_writing_a_date_is_understood() {
        let ways = [
            "2024.9.25",
            "20240925",
            "9月25日",
            "２０２４－９－２５",
            "2024年9月25日",
            "2024/09/25",
            " 2024-09-25 ",
            "9.25",
        ];
        for way in ways {
            assert_eq!(typed(way, TODAY), Ok(day(2024, 9, 25)), "{way}");
        }
    }

    #[test]
    fn a_day_without_a_year_is_not_taken_for_one_to_come() {
        assert_eq!(typed("10月9日", TODAY), Ok(day(2023, 10, 9)));
        assert_eq!(typed("10月8日", TODAY), Ok(day(2024, 10, 8)));
    }

    #[test]
    fn a_day_that_may_be_to_come_is_the_nearest_one() {
        assert_eq!(coming("10月9日", TODAY), Ok(day(2024, 10, 9)));
        assert_eq!(coming("1月5日", TODAY), Ok(day(2025, 1, 5)));
        assert_eq!(coming("9.25", TODAY), Ok(day(2024, 9, 25)));
        assert_eq!(coming("2023-1-5", TODAY), Ok(day(2023, 1, 5)));
    }

    #[test]
    fn an_impossible_day_is_refused_with_the_reason() {
        assert!(typed("2025-2-29", TODAY).unwrap_err().contains("只有28天"));
        assert!(typed("2024-13-1", TODAY).unwrap_err().contains("月份"));
        assert!(typed("昨天", TODAY).unwrap_err().contains("昨天"));
        assert!(typed("", TODAY).is_err());
        assert!(typed("24-9-25", TODAY).is_err());
        assert!(typed("2024-9-25<script>", TODAY).is_err());
    }
}
