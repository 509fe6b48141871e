//! What the lines of a scenario say: who does what on which day, and what must then hold. Whatever can be known to be wrong
//! without a system is found here, so that a malformed file plays nothing.

use std::collections::BTreeMap;

use kernel::day::{Day, DayError};
use notices::period::Period;
use portal::words::{INSTANCES, Words};
use portal::{PRACTICE_PEOPLE, PracticePerson};
use serde_json::{Value, json};

use super::check::Check;
use super::script::{self, Block, Mistake, Mistakes, Node};
use super::vocabulary::{self, CASE, Field, HEARING, Kind, LAWSUIT, Message, NOTICE, SUGGESTION, Thing, Verb};

/// A scenario, ready to be played.
#[derive(Debug)]
pub struct Scenario {
    pub(super) statements: Vec<Statement>,
}

/// A line at the margin, with what belongs to it.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) line: usize,
    pub(super) written: String,
    pub(super) what: What,
}

#[derive(Debug)]
pub(super) enum What {
    /// A day comes.
    Day(Day),
    /// From here on another case, lawsuit, suggestion or notice is meant.
    Case(String),
    /// Somebody does something.
    Step(Step),
    /// Something must hold.
    Check(Check),
}

/// What somebody does.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) person: &'static PracticePerson,
    /// The day it is typed in.
    pub(super) typed_on: Day,
    pub(super) verb: &'static Verb,
    pub(super) content: Part,
    /// What the thing that begins is called from here on.
    pub(super) called: Option<String>,
    /// What the refusal must say, if it is to be refused.
    pub(super) refused: Option<String>,
}

/// A message as it was written.
#[derive(Debug)]
pub(super) struct Part {
    /// The word it stands under.
    pub(super) label: String,
    pub(super) message: &'static Message,
    pub(super) said: Vec<Said>,
}

/// A field as it was written.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) line: usize,
    pub(super) field: &'static Field,
    pub(super) content: Content,
}

/// What a field contains.
#[derive(Debug)]
pub(super) enum Content {
    /// What is sent.
    Ready(Value),
    /// Names that only the system, or the case, can tell.
    Names(Vec<String>),
    /// A message of its own.
    Part(Part),
}

/// Fields that any step may have, and are not sent.
const TYPED_ON: &str = "录入于";
const REFUSED: &str = "应当拒绝";
const CALLED: &str = "称为";

/// Reads a file.
///
/// # Errors
/// All that is wrong with it, by line.
pub fn read(file: &str) -> Result<Scenario, Vec<Mistake>> {
    let mut mistakes = Mistakes::default();
    let blocks = script::blocks(file, &mut mistakes);
    let mut reading = Reading { mistakes, called: BTreeMap::new(), meant: &CASE, last: None };
    let statements: Vec<Statement> = blocks.into_iter().filter_map(|block| reading.statement(block)).collect();
    let mut mistakes = reading.mistakes.0;
    if mistakes.is_empty() && statements.is_empty() {
        mistakes.push(Mistake { line: 1, text: "文件里没有步骤".to_owned() });
    }
    mistakes.sort_by_key(|mistake| mistake.line);
    if mistakes.is_empty() { Ok(Scenario { statements }) } else { Err(mistakes) }
}

/// A day, as people write it.
pub(super) fn day(text: &str) -> Result<Day, String> {
    let plain: String = text.trim().trim_end_matches('日').replace(['年', '月', '.', '/'], "-");
    let parts: Vec<&str> = plain.split('-').collect();
    let is_number = |part: &&str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
    match parts.as_slice() {
        [year, month, day] if parts.iter().all(is_number) => {
            format!("{year}-{month:0>2}-{day:0>2}").parse().map_err(|wrong: DayError| wrong.to_string())
        }
        _ => Err(format!("“{text}”不是日期，请写成 2024-05-02 或者 2024年5月2日")),
    }
}

/// Somebody of the practice system, by name or account.
pub(super) fn person(name: &str) -> Result<&'static PracticePerson, String> {
    let found = PRACTICE_PEOPLE.iter().find(|person| person.name == name || person.account == name);
    found.ok_or_else(|| {
        let known = PRACTICE_PEOPLE.iter().map(|person| format!("{}（{}）", person.name, person.title()));
        format!("练习系统里没有“{name}”，有：{}", known.collect::<Vec<_>>().join("、"))
    })
}

/// A quarter.
pub(super) fn quarter(text: &str) -> Result<String, String> {
    match Period::try_from(text.to_owned()) {
        Ok(quarter @ Period::Quarter(..)) => Ok(quarter.to_string()),
        _ => Err(format!("“{text}”应为季度，如“2026Q1”")),
    }
}

/// A word of a closed list, by its title.
pub(super) fn word(words: Words, title: &str) -> Result<&'static str, String> {
    let found = words.iter().find(|(_, known)| plain(known) == plain(title));
    found.map(|(name, _)| *name).ok_or_else(|| unknown(title, words.iter().map(|(_, title)| *title)))
}

/// A verb; of those done with several things, the one that is done with what is meant.
pub(super) fn verb(word: &str, meant: &Thing) -> Result<&'static Verb, String> {
    vocabulary::verb(word, meant).ok_or_else(|| unknown(word, vocabulary::verbs().map(|verb| verb.word)))
}

/// That there is no such word, with those that are most like it.
pub(super) fn unknown<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let alike = |known: &str| known.chars().filter(|c| word.contains(*c)).count();
    let mut known: Vec<&str> = known.collect();
    known.sort_by_key(|known| std::cmp::Reverse(alike(known)));
    let near: Vec<&str> = known.iter().copied().take(4).filter(|known| alike(known) > 0).collect();
    let (said, shown) = if near.is_empty() { ("可用的有", known) } else { ("相近的有", near) };
    format!("没有“{word}”，{said}：{}", shown.join("、"))
}

/// Without blanks: `还剩 3 天` and `还剩3天` are the same.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

struct Reading {
    mistakes: Mistakes,
    /// The names cases, lawsuits, suggestions and notices go by.
    called: BTreeMap<String, &'static Thing>,
    /// What checks are about: what was last worked on, or turned to. Hearings are told of with their lawsuit.
    meant: &'static Thing,
    /// The day on which something was last typed in.
    last: Option<Day>,
}

/// Who takes a step, and on which day.
#[derive(Clone, Copy)]
struct By {
    person: &'static PracticePerson,
    on: Day,
}

impl Reading {
    /// The content, or a mistake on this line.
    fn right<T>(&mut self, line: usize, read: Result<T, String>) -> Option<T> {
        read.map_err(|text| self.mistakes.add(line, text)).ok()
    }

    fn statement(&mut self, block: Block) -> Option<Statement> {
        let words: Vec<&str> = block.text.split_whitespace().collect();
        let line = block.line;
        let what = match words.as_slice() {
            ["应当", rest @ ..] => Check::read(rest, self.meant).map(What::Check),
            [word, called] if is_thing(word) => match self.called.get(*called) {
                Some(thing) if thing.word == *word => {
                    self.meant = thing;
                    Ok(What::Case((*called).to_owned()))
                }
                _ => Err(format!("前面没有称为“{called}”的{word}，请在登记时写明“{CALLED}：{called}”")),
            },
            [date] if is_date(date) => day(date).map(What::Day),
            [date, who, verb] if is_date(date) => return self.step(&block, [date, who, verb]),
            [date, ..] if is_date(date) => Err("应写成“日期 姓名 做什么”，其他内容写在下面缩进的行里".to_owned()),
            _ => Err(format!("看不懂“{}”：应以日期、“应当”或者“案件”“诉讼”“建议”“通报”开头", block.text)),
        };
        if let Some(field) = block.fields.first() {
            self.mistakes.add(field.line, "只有步骤下面可以有缩进的行");
        }
        let what = self.right(line, what)?;
        if let What::Day(on) = what {
            self.comes(line, on);
        }
        Some(Statement { line, written: block.written, what })
    }

    /// Days come one after the other.
    fn comes(&mut self, line: usize, on: Day) {
        if let Some(last) = self.last.filter(|last| on < *last) {
            let text = format!("{on}早于前面已经到了的{last}：请按录入的先后排列，补录的写明“{TYPED_ON}”");
            self.mistakes.add(line, text);
        }
        self.last = self.last.max(Some(on));
    }

    fn step(&mut self, block: &Block, [date, who, word]: [&str; 3]) -> Option<Statement> {
        let (on, person, verb) = (day(date), person(who), verb(word, self.meant));
        let (on, person, verb) =
            (self.right(block.line, on), self.right(block.line, person), self.right(block.line, verb));
        let (on, person, verb) = (on?, person?, verb?);
        let (own, fields): (Vec<&Node>, Vec<&Node>) =
            block.fields.iter().partition(|node| [TYPED_ON, REFUSED, CALLED].contains(&node.word.as_str()));
        let own = |word: &str| own.iter().find(|node| node.word == word).map(|node| (node.line, node.content.clone()));
        let typed_on = own(TYPED_ON).and_then(|(line, content)| self.right(line, day(&content))).unwrap_or(on);
        self.comes(block.line, typed_on);
        let called = own(CALLED).map(|(_, content)| content);
        let content = self.part(&verb.message, word, (block.line, ""), &fields, By { person, on });
        self.meant = if *verb.to == HEARING { &LAWSUIT } else { verb.to };
        self.called.extend(called.clone().map(|called| (called, self.meant)));
        let refused = own(REFUSED).map(|(_, content)| content);
        let what = What::Step(Step { person, typed_on, verb, content, called, refused });
        Some(Statement { line: block.line, written: block.written.clone(), what })
    }

    /// A message from what stands beside its word and under it.
    fn part(
        &mut self,
        message: &'static Message,
        label: &str,
        (line, beside): (usize, &str),
        under: &[&Node],
        by: By,
    ) -> Part {
        let mut said: Vec<Said> = Vec::new();
        match message.head() {
            Some(field) if !beside.is_empty() => {
                said.extend(self.said(field, line, beside, &[], by));
            }
            None if !beside.is_empty() => self.mistakes.add(line, format!("“{label}”后面不写内容")),
            _ => {}
        }
        for node in under {
            let Some(field) = message.field(&node.word) else {
                let known = message.fields.iter().map(|field| field.word);
                self.mistakes.add(node.line, format!("“{label}”下{}", unknown(&node.word, known)));
                continue;
            };
            let is_there = said.iter().any(|said| said.field.word == field.word);
            if is_there && !matches!(field.kind, Kind::Many(_)) {
                self.mistakes.add(node.line, format!("“{}”写了两次", field.word));
            }
            let inner: Vec<&Node> = node.inner.iter().collect();
            said.extend(self.said(field, node.line, &node.content, &inner, by));
        }
        let unsaid = message.fields.iter().filter(|field| said.iter().all(|said| said.field.word != field.word));
        let meant: Vec<Said> = unsaid.filter_map(|field| meant(field, line, by)).collect();
        said.extend(meant);
        Part { label: label.to_owned(), message, said }
    }

    fn said(&mut self, field: &'static Field, line: usize, text: &str, under: &[&Node], by: By) -> Option<Said> {
        let content = match field.kind {
            _ if text.is_empty() && under.is_empty() => {
                self.mistakes.add(line, format!("“{}”没有填写", field.word));
                return None;
            }
            Kind::One(message) | Kind::Many(message) | Kind::Always(message) => {
                Content::Part(self.part(message, field.word, (line, text), under, by))
            }
            _ if !under.is_empty() => {
                self.mistakes.add(under[0].line, format!("“{}”下面不能再分项", field.word));
                return None;
            }
            kind => {
                let content = self.content(kind, text).map_err(|wrong| format!("{}：{wrong}", field.word));
                self.right(line, content)?
            }
        };
        Some(Said { line, field, content })
    }

    fn content(&self, kind: Kind, text: &str) -> Result<Content, String> {
        let each = |separators: &[char]| -> Vec<String> {
            text.split(separators).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
        };
        let ready = match kind {
            Kind::OwnDay | Kind::Day => json!(day(text)?.to_string()),
            Kind::OwnName | Kind::Text => json!(text),
            Kind::NewValue => day(text).map_or_else(|_| json!(text), |day| json!(day.to_string())),
            Kind::Number | Kind::Offered => json!(number(text)?),
            Kind::Quarter => json!(quarter(text)?),
            Kind::Claims => json!(each(&['、']).iter().map(|text| number(text)).collect::<Result<Vec<u32>, _>>()?),
            Kind::Flag => json!(yes(text)?),
            Kind::Word(words) => json!(word(words, text)?),
            Kind::Words(words) => {
                json!(each(&['；', ';']).iter().map(|title| word(words, title)).collect::<Result<Vec<_>, _>>()?)
            }
            Kind::Ticks(words) => ticked(words, text, &each(&['；', ';']))?,
            Kind::Handlers => {
                let each = each(&['、']);
                let handlers: Result<Vec<Value>, String> = each.iter().map(|name| handler(name)).collect();
                json!(handlers?)
            }
            Kind::Case if self.called.get(text) != Some(&&CASE) => return Err(format!("前面没有称为“{text}”的案件")),
            Kind::Lawsuit if self.called.get(text) != Some(&&LAWSUIT) => {
                return Err(format!("前面没有称为“{text}”的诉讼"));
            }
            Kind::Limit => limit(text)?,
            Kind::Texts => json!(each(&['、'])),
            Kind::Instance => return Ok(Content::Names(vec![word(INSTANCES, text)?.to_owned()])),
            Kind::Persons => return Ok(Content::Names(each(&['、']))),
            Kind::Organ
            | Kind::Unit(_)
            | Kind::Issuer
            | Kind::Official
            | Kind::Person
            | Kind::Case
            | Kind::Lawsuit
            | Kind::Entry
            | Kind::Column => return Ok(Content::Names(vec![text.to_owned()])),
            Kind::One(_) | Kind::Many(_) | Kind::Always(_) => return Err("应当分项填写".to_owned()),
        };
        Ok(Content::Ready(ready))
    }
}

/// What is meant where nothing is written.
fn meant(field: &'static Field, line: usize, by: By) -> Option<Said> {
    let ready = match field.kind {
        Kind::OwnDay => json!(by.on.to_string()),
        Kind::OwnName => json!(by.person.name),
        Kind::Always(message) => {
            let part = Part { label: field.word.to_owned(), message, said: Vec::new() };
            return Some(Said { line, field, content: Content::Part(part) });
        }
        _ if field.default.is_empty() => return None,
        Kind::Instance => return Some(Said { line, field, content: Content::Names(Vec::new()) }),
        Kind::Flag => json!(true),
        Kind::Number => json!(field.default.parse::<u32>().ok()?),
        _ => json!(field.default),
    };
    Some(Said { line, field, content: Content::Ready(ready) })
}

fn is_thing(word: &str) -> bool {
    [CASE, LAWSUIT, SUGGESTION, NOTICE].iter().any(|thing| thing.word == word)
}

/// How much time: a day, or so many months, days or working days.
fn limit(text: &str) -> Result<Value, String> {
    let units = [("个工作日", "working_days"), ("个月", "months"), ("日", "days"), ("天", "days")];
    let counted = units.into_iter().find_map(|(unit, name)| {
        let count: u32 = text.strip_suffix(unit)?.trim().parse().ok()?;
        Some(json!({ name: count }))
    });
    match counted {
        Some(limit) => Ok(limit),
        None => Ok(
            json!({ "until": day(text).map_err(|_| format!("“{text}”不是期限，请写成 2026-02-28、2个月、15日或者10个工作日"))?.to_string() }),
        ),
    }
}

fn is_date(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

fn number(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("“{text}”不是整数"))
}

fn yes(text: &str) -> Result<bool, String> {
    match text {
        "是" => Ok(true),
        "否" => Ok(false),
        _ => Err(format!("“{text}”应为“是”或者“否”")),
    }
}

/// All flags of a message: those named are up.
fn ticked(words: Words, text: &str, titles: &[String]) -> Result<Value, String> {
    let up: Vec<&str> = match text {
        "全部具备" => words.iter().map(|(name, _)| *name).collect(),
        _ => titles.iter().map(|title| word(words, title)).collect::<Result<_, _>>()?,
    };
    Ok(up.into_iter().map(|name| (name.to_owned(), Value::Bool(true))).collect::<serde_json::Map<_, _>>().into())
}

fn handler(name: &str) -> Result<Value, String> {
    let person = person(name)?;
    Ok(json!({ "account": person.account, "name": person.name }))
}

#[cfg(test)]
mod tests {
    use kernel::day::day as on;

    use super::*;

    fn mistakes(file: &str) -> Vec<(usize, String)> {
        read(file).unwrap_err().into_iter().map(|mistake| (mistake.line, mistake.text)).collect()
    }

    #[test]
    fn a_day_is_written_in_either_way() {
        for written in ["2024-05-02", "2024-5-2", "2024年5月2日", "2024.5.2"] {
            assert_eq!(day(written), Ok(on(2024, 5, 2)), "{written}");
        }
        assert!(day("2025-02-29").unwrap_err().contains("只有28天"));
        assert!(day("5月2日").is_err());
    }

    #[test]
    fn every_mistake_is_told_with_its_line_and_the_remedy() {
        let file = "2024-05-02 钱芳 登记收到申情\n\n2024-05-03 李明 受理\n  受理条件：全部具备\n  案由：工伤\n  审理程序：快速程序\n2024-05-03 张三 提请决定\n应当 期满 审理期限 2024-07-02\n随便写写\n";
        let found = mistakes(file);
        assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 5, 6, 7, 8, 9]);
        let said = |n: usize, part: &str| assert!(found[n].1.contains(part), "{}", found[n].1);
        said(0, "相近的有：登记收到申请");
        said(1, "“受理”下没有“案由”");
        said(2, "普通程序");
        said(3, "没有“张三”，有：钱芳（收案人员）");
        said(4, "没有“期满”");
        said(5, "应以日期、“应当”或者“案件”");
    }

    #[test]
    fn days_come_one_after_the_other_unless_typed_in_late() {
        let late = "2024-05-20 李明 提请决定\n2024-05-02 李明 提请决定\n";
        assert_eq!(mistakes(late)[0].0, 2);
        assert!(read(&format!("{late}  录入于：2024-05-21\n")).is_ok());
    }

    #[test]
    fn what_is_not_written_is_what_the_page_would_show() {
        let scenario = read("2024-05-20 李明 听取意见\n  听取谁的意见：张某\n  调解意愿：愿意调解\n").unwrap();
        let What::Step(step) = &scenario.statements[0].what else { panic!("a step") };
        let ready = |word: &str| match &step.content.said.iter().find(|said| said.field.word == word).unwrap().content {
            Content::Ready(value) => value.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(
            (ready("听取日期"), ready("方式"), ready("听取人")),
            (json!("2024-05-20"), json!("InPerson"), json!("李明"))
        );
    }

    #[test]
    fn a_field_is_written_once_and_only_a_part_has_parts() {
        let file = "2024-05-20 王军 延长审理期限\n  延长天数：30\n  延长天数：20\n  延长的理由：复杂\n    说明：多\n  批准人：\n";
        assert_eq!(mistakes(file).iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 5, 6]);
    }
}
