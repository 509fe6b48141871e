//! `songli due`: when a period ends, for one start or for a table of them.

use std::io::{self, Read, Write};

use kernel::calendar::Calendar;
use kernel::day::{Day, DayError};
use kernel::deadline::{Deadline, DeadlineError};
use kernel::explain::{Explanation, Line};
use kernel::rule::Rule;
use kernel::rules;

/// What was asked on the command line.
///
/// - `songli due R-ACC-1 2024-09-25` prints the due day and how it came about;
/// - `--paused 2024-03-20 2024-04-10` with it leaves out the days after the suspension, up to and including the resumption;
/// - `--list` prints every rule id with title, period and article;
/// - without arguments a table is read: `rule,start[,suspended_from,suspended_to]`, header optional, UTF-8.
#[derive(Debug, Default, Clone, Copy)]
pub struct Asked<'a> {
    /// Whether the rules are to be listed; the rest is then ignored.
    pub list: bool,
    /// A rule id.
    pub rule: Option<&'a str>,
    /// The day it is counted from.
    pub start: Option<&'a str>,
    /// Suspension and resumption.
    pub paused: Option<(&'a str, &'a str)>,
}

/// Done.
pub const DONE: u8 = 0;
/// The input was wrong: every mistake is on stderr, nothing on stdout.
pub const WRONG_INPUT: u8 = 2;

const INPUT_COLUMNS: [&str; 4] = ["rule", "start", "suspended_from", "suspended_to"];
const OUTPUT_HEADER: &str = "rule,start,suspended_from,suspended_to,due,nominal,provisional";
/// More mistakes than this are counted, not printed.
const MISTAKES_SHOWN: usize = 20;

/// Answers, by the holiday years that come with the program; returns the exit code.
///
/// # Errors
/// Only when reading or writing itself fails.
pub fn run(asked: &Asked, stdin: impl Read, mut stdout: impl Write, mut stderr: impl Write) -> io::Result<u8> {
    let calendar = Calendar::shipped();
    let answer = match *asked {
        Asked { list: true, .. } => Ok(list()),
        Asked { rule: None, start: None, paused: None, .. } => table(stdin, &calendar)?,
        Asked { rule, start, paused, .. } => {
            let (from, to) = paused.unwrap_or_default();
            Question::read([rule.unwrap_or_default(), start.unwrap_or_default(), from, to])
                .and_then(|question| question.deadline(&calendar))
                .map(|deadline| explained(&deadline, &calendar))
                .map_err(|mistake| format!("{mistake}\n用法：songli due R-ACC-1 2024-09-25 [--paused 中止日 恢复日]\n"))
        }
    };
    match answer {
        Ok(text) => stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map(|()| DONE),
        Err(text) => stderr.write_all(text.as_bytes()).map(|()| WRONG_INPUT),
    }
}

/// Why a question cannot be answered, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
enum Mistake {
    #[error("文件不是UTF-8编码，请另存为UTF-8（不带BOM）后重试")]
    NotUtf8,
    #[error("文件以BOM开头，请另存为不带BOM的UTF-8后重试")]
    ByteOrderMark,
    #[error("表头应为 rule,start 或者 rule,start,suspended_from,suspended_to，实为“{0}”，请改正或者删去表头")]
    Header(String),
    #[error("应为2列或者4列（rule,start[,suspended_from,suspended_to]），实为{0}列，请删去多余的列")]
    TooManyColumns(usize),
    #[error("各列之间应当用半角逗号“,”分隔，请改正")]
    Separator,
    #[error("{0} 没有填写，请补上")]
    Missing(&'static str),
    #[error("rule 填写的“{0}”不是已有规则，{near}；songli due --list 列出全部规则", near = nearest(.0))]
    UnknownRule(String),
    #[error("{column} 填写有误：{why}")]
    Date { column: &'static str, why: DayError },
    #[error("suspended_from 和 suspended_to 要么都填，要么都空；尚未恢复的期限没有届满日，请补上或者删去")]
    HalfPause,
    #[error("suspended_from 或 suspended_to 填写有误：{0}，请核对日期")]
    Pause(DeadlineError),
}

/// One rule, one start, perhaps one pause.
struct Question {
    rule: &'static Rule,
    start: Day,
    paused: Option<(Day, Day)>,
}

impl Question {
    fn read([rule, start, from, to]: [&str; 4]) -> Result<Question, Mistake> {
        if rule.is_empty() {
            return Err(Mistake::Missing("rule"));
        }
        let rule = rules::find(rule).ok_or_else(|| Mistake::UnknownRule(rule.to_owned()))?;
        let start = date("start", start)?;
        let paused = match (from.is_empty(), to.is_empty()) {
            (true, true) => None,
            (false, false) => Some((date("suspended_from", from)?, date("suspended_to", to)?)),
            _ => return Err(Mistake::HalfPause),
        };
        Ok(Question { rule, start, paused })
    }

    fn deadline(&self, calendar: &Calendar) -> Result<Deadline, Mistake> {
        let deadline = Deadline::run(self.rule, self.start, calendar);
        match self.paused {
            None => Ok(deadline),
            Some((from, to)) => {
                deadline.paused(from, calendar).and_then(|paused| paused.resumed(to, calendar)).map_err(Mistake::Pause)
            }
        }
    }

    fn row(&self, calendar: &Calendar) -> Result<String, Mistake> {
        let deadline = self.deadline(calendar)?;
        let text = |day: Option<Day>| day.map(String::from).unwrap_or_default();
        let (from, to) = self.paused.unzip();
        let (rule, start, provisional) = (self.rule.id(), self.start, deadline.is_provisional());
        let days = [from, to, deadline.due(), deadline.nominal()].map(text).join(",");
        Ok(format!("{rule},{start},{days},{provisional}\n"))
    }
}

fn date(column: &'static str, text: &str) -> Result<Day, Mistake> {
    if text.is_empty() {
        return Err(Mistake::Missing(column));
    }
    text.parse().map_err(|why| Mistake::Date { column, why })
}

/// The whole table, or all that is wrong with it: half a table would be taken for a whole one.
fn table(mut stdin: impl Read, calendar: &Calendar) -> io::Result<Result<String, String>> {
    let mut bytes = Vec::new();
    stdin.read_to_end(&mut bytes)?;
    Ok(answered(&bytes, calendar).map_err(|mistakes| report(&mistakes)))
}

fn answered(bytes: &[u8], calendar: &Calendar) -> Result<String, Vec<(usize, Mistake)>> {
    let text = text_of(bytes).map_err(|mistake| vec![mistake])?;
    let mut answer = format!("{OUTPUT_HEADER}\n");
    let mut mistakes = Vec::new();
    let rows = text.lines().zip(1..).map(|(row, line)| (fields(row), line));
    for (nth, (fields, line)) in rows.filter(|(fields, _)| !fields.is_empty()).enumerate() {
        let is_header = nth == 0 && fields[0].eq_ignore_ascii_case("rule");
        let row = if is_header { header(&fields) } else { answer_to(&fields, calendar) };
        match row {
            Ok(row) => answer += &row,
            Err(mistake) => mistakes.push((line, mistake)),
        }
    }
    if mistakes.is_empty() { Ok(answer) } else { Err(mistakes) }
}

fn text_of(bytes: &[u8]) -> Result<&str, (usize, Mistake)> {
    if bytes.starts_with("\u{feff}".as_bytes()) {
        return Err((1, Mistake::ByteOrderMark));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        (before.split(|byte| *byte == b'\n').count(), Mistake::NotUtf8)
    })
}

/// The fields of a row without blanks and quotes around them, up to the last that is not empty.
fn fields(row: &str) -> Vec<&str> {
    let mut fields: Vec<&str> = row.split(',').map(|field| unquoted(field.trim()).trim()).collect();
    while fields.last().is_some_and(|field| field.is_empty()) {
        fields.pop();
    }
    fields
}

fn unquoted(field: &str) -> &str {
    field.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(field)
}

fn header(fields: &[&str]) -> Result<String, Mistake> {
    let known =
        matches!(fields.len(), 2 | 4) && fields.iter().zip(INPUT_COLUMNS).all(|(a, b)| a.eq_ignore_ascii_case(b));
    if known { Ok(String::new()) } else { Err(Mistake::Header(fields.join(","))) }
}

fn answer_to(fields: &[&str], calendar: &Calendar) -> Result<String, Mistake> {
    if fields.len() > INPUT_COLUMNS.len() {
        return Err(Mistake::TooManyColumns(fields.len()));
    }
    if fields[0].contains(['，', '、', ';', '；', '\t']) {
        return Err(Mistake::Separator);
    }
    let field = |index: usize| fields.get(index).copied().unwrap_or_default();
    Question::read([field(0), field(1), field(2), field(3)])?.row(calendar)
}

fn report(mistakes: &[(usize, Mistake)]) -> String {
    let shown = mistakes.iter().take(MISTAKES_SHOWN).map(|(line, mistake)| format!("第{line}行：{mistake}"));
    let more = mistakes.len().saturating_sub(MISTAKES_SHOWN);
    let more = (more > 0).then(|| format!("另有{more}处错误未列出。"));
    let end = "没有输出任何结果，请改正后重试。\n".to_owned();
    shown.chain(more).chain([end]).collect::<Vec<_>>().join("\n")
}

fn nearest(id: &str) -> String {
    match rules::nearest(id)[..] {
        [] => "也没有相近的规则".to_owned(),
        ref near => format!("相近的有{}", near.iter().map(|rule| rule.id()).collect::<Vec<_>>().join("、")),
    }
}

fn explained(deadline: &Deadline, calendar: &Calendar) -> String {
    let Explanation { lines, words } = Explanation::of(deadline, calendar);
    let due = deadline.due().map(|day| format!("{day} {}", day.weekday_in_chinese())).unwrap_or_default();
    let provisional = if deadline.is_provisional() { "（暂定）" } else { "" };
    let lines: Vec<String> = lines.iter().map(Line::to_string).collect();
    format!("{due}{provisional}\n\n{words}\n\n{}\n", lines.join("\n"))
}

fn list() -> String {
    let row = |rule: &Rule| {
        let (shape, fact) = (rule.shape(), rule.start_fact());
        let period = shape.period;
        let counted = if shape.is_before() { format!("{fact}前{period}") } else { format!("{fact}起{period}") };
        format!("{}\t{}\t{counted}\t{}\n", rule.id(), rule.title(), rule.article())
    };
    rules::RULES.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What came out: exit code, stdout, stderr.
    fn ran(asked: Asked, stdin: &[u8]) -> (u8, String, String) {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let code = run(&asked, stdin, &mut stdout, &mut stderr).unwrap();
        (code, String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
    }

    fn asked<'a>(rule: &'a str, start: &'a str) -> Asked<'a> {
        Asked { rule: Some(rule), start: Some(start), ..Asked::default() }
    }

    fn rows(input: &str) -> String {
        let (code, stdout, stderr) = ran(Asked::default(), input.as_bytes());
        assert_eq!((code, stderr.as_str()), (DONE, ""));
        let (header, rows) = stdout.split_once('\n').unwrap();
        assert_eq!(header, OUTPUT_HEADER);
        rows.to_owned()
    }

    fn mistakes(input: &[u8]) -> Vec<(usize, Mistake)> {
        answered(input, &Calendar::shipped()).unwrap_err()
    }

    #[test]
    fn one_question_prints_the_day_and_how_it_came_about() {
        let (code, stdout, _) = ran(asked("R-ACC-1", "2024-09-25"), b"");
        assert_eq!(code, DONE);
        assert!(stdout.starts_with("2024-10-08 星期二\n\n依据《行政复议法》第三十条第一款"), "{stdout}");
        assert!(stdout.ends_with("2024-10-08 星期二 第5日 ← 届满日\n"), "{stdout}");
        let (_, provisional, _) = ran(asked("R-DEC-1", "2026-12-01"), b"");
        assert!(provisional.starts_with("2027-02-01 星期一（暂定）\n"), "{provisional}");
    }

    #[test]
    fn one_question_may_have_a_pause() {
        let paused = Some(("2025-08-01", "2025-08-29"));
        let (_, stdout, _) = ran(Asked { paused, ..asked("R-DEC-1", "2025-07-07") }, b"");
        assert!(stdout.starts_with("2025-10-09 星期四\n"), "{stdout}");
    }

    #[test]
    fn a_table_is_answered_row_by_row_in_order() {
        let answer = "R-ACC-1,2024-09-25,,,2024-10-08,,false\n\
                      R-DEC-1,2024-03-01,2024-03-20,2024-04-10,2024-05-21,2024-05-21,false\n\
                      A-HEA-2,2025-10-09,,,2025-10-06,,false\n\
                      R-DEC-1,2026-12-01,,,2027-02-01,2027-01-30,true\n";
        let table =
            "R-ACC-1,2024-09-25\nR-DEC-1,2024-03-01,2024-03-20,2024-04-10\nA-HEA-2,2025-10-09,,\nR-DEC-1,2026-12-01\n";
        assert_eq!(rows(table), answer);
        assert_eq!(rows(&format!("rule,start,suspended_from,suspended_to\n{table}")), answer);
    }

    #[test]
    fn a_table_may_come_from_windows_with_blank_lines_and_quotes() {
        let answer = "R-ACC-1,2024-09-25,,,2024-10-08,,false\n";
        assert_eq!(rows("\r\nRule,Start\r\n\r\n \"R-ACC-1\" , 2024-09-25 \r\n,,,\r\n"), answer);
        assert_eq!(rows("R-ACC-1,2024-09-25,,,,"), answer);
        assert_eq!(rows(""), "");
    }

    #[test]
    fn a_mistake_is_named_by_line_column_and_remedy_and_nothing_is_printed() {
        let input = "rule,start\nR-ACC-1,2024-09-25\nR-ACC1,2024-09-25\nR-ACC-1,2025-02-29\n";
        let (code, stdout, stderr) = ran(Asked::default(), input.as_bytes());
        assert_eq!((code, stdout.as_str()), (WRONG_INPUT, ""));
        let said: Vec<&str> = stderr.lines().collect();
        assert!(said[0].starts_with("第3行：rule 填写的“R-ACC1”不是已有规则，相近的有R-ACC-1"), "{stderr}");
        assert_eq!(said[1], "第4行：start 填写有误：2025-02-29这一天不存在：2025年2月只有28天，请核对日期");
        assert_eq!(said[2], "没有输出任何结果，请改正后重试。");
    }

    #[test]
    fn text_that_is_not_plain_utf_8_is_refused_with_its_line() {
        assert_eq!(mistakes(b"\xef\xbb\xbfrule,start\n"), [(1, Mistake::ByteOrderMark)]);
        assert_eq!(mistakes(b"rule,start\nR-ACC-1,2024-09-25\nR-\xb2\xe2,2024-09-25\n"), [(3, Mistake::NotUtf8)]);
        assert_eq!(mistakes(b"\xff\xfer\0u\0"), [(1, Mistake::NotUtf8)]);
    }

    #[test]
    fn a_pause_that_cannot_be_is_refused() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let reversed = DeadlineError::ResumedBeforePause { from: day("2024-04-10"), to: day("2024-03-20") };
        assert_eq!(mistakes(b"R-DEC-1,2024-03-01,2024-04-10,2024-03-20"), [(1, Mistake::Pause(reversed))]);
        assert_eq!(mistakes(b"\nR-DEC-1,2024-03-01,2024-04-10"), [(2, Mistake::HalfPause)]);
        let counted_back = Mistake::Pause(DeadlineError::CountedBack);
        assert_eq!(mistakes(b"R-HEA-3,2025-10-13,2025-10-13,2025-10-14"), [(1, counted_back)]);
    }

    #[test]
    fn a_row_or_header_of_another_form_is_refused() {
        assert_eq!(mistakes(b"R-ACC-1"), [(1, Mistake::Missing("start"))]);
        assert_eq!(mistakes(b",2024-09-25"), [(1, Mistake::Missing("rule"))]);
        assert_eq!(mistakes(b"R-ACC-1,2024-09-25,,,5"), [(1, Mistake::TooManyColumns(5))]);
        assert_eq!(mistakes(b"rule,from"), [(1, Mistake::Header("rule,from".to_owned()))]);
        assert_eq!(mistakes("R-ACC-1，2024-09-25".as_bytes()), [(1, Mistake::Separator)]);
    }

    #[test]
    fn many_mistakes_are_counted() {
        let (_, _, stderr) = ran(Asked::default(), "X,2024-09-25\n".repeat(25).as_bytes());
        assert_eq!(stderr.lines().count(), MISTAKES_SHOWN + 2);
        assert!(stderr.contains("另有5处错误未列出"), "{stderr}");
    }

    #[test]
    fn a_wrong_argument_shows_how_to_ask() {
        let (code, stdout, stderr) = ran(asked("R-ACC-1", "2025-02-29"), b"");
        assert_eq!((code, stdout.as_str()), (WRONG_INPUT, ""));
        assert!(stderr.contains("2025年2月只有28天") && stderr.contains("用法：songli due"), "{stderr}");
        let (code, _, stderr) = ran(Asked { rule: Some("R-ACC-1"), ..Asked::default() }, b"");
        assert_eq!(code, WRONG_INPUT);
        assert!(stderr.starts_with("start 没有填写"), "{stderr}");
    }

    #[test]
    fn every_rule_is_listed_and_answers() {
        let (_, listed, _) = ran(Asked { list: true, ..Asked::default() }, b"");
        assert_eq!(listed.lines().count(), rules::RULES.len());
        assert!(
            listed
                .contains("R-ACC-1\t行政复议申请审查期限\t收到行政复议申请起5个工作日\t《行政复议法》第三十条第一款\n")
        );
        assert!(listed.contains("R-HEA-3\t行政复议听证通知\t听证前5个工作日\t"));
        let table: Vec<String> = rules::RULES.iter().map(|rule| format!("{},2025-03-03", rule.id())).collect();
        assert_eq!(rows(&table.join("\n")).lines().count(), rules::RULES.len());
    }
}
