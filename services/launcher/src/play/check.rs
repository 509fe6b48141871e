//! What must hold: `应当 …`. Each kind of check asks the system once and compares with what its pages show.

mod cases;
mod lawsuits;
mod lists;
mod periods;
mod quarterly;
mod suggestions;

use kernel::day::Day;
use lists::Shown;
use periods::Period;
use portal::PracticePerson;
use portal::words::{self, Words};
use quarterly::Quarterly;
use serde_json::Value;

use super::Stop;
use super::reading::{day, person, plain, unknown, verb, word};
use super::stage::Stage;
use super::vocabulary::{LAWSUIT, NOTICE, SUGGESTION, Thing, Verb};

/// A check.
#[derive(Debug)]
pub(super) enum Check {
    /// Something on the sheet of what is meant.
    Sheet(&'static Item, String),
    /// Something of one organ there.
    Organ(&'static Facet, Whose, String),
    /// How often the lawsuit's hearings were observed.
    Observed(usize),
    /// A period of what is meant.
    Period(Period),
    /// What may be done now.
    May(Vec<&'static Verb>),
    /// What may not, and why.
    MayNot(&'static Verb, String),
    /// What somebody's work list has, or has not.
    Duty(&'static PracticePerson, String, Option<Day>),
    NoDuty(&'static PracticePerson, String),
    /// What somebody is shown.
    Shown(Shown),
    /// What the timeline tells, or does not.
    Told(String, Option<Day>),
    NotTold(String),
    /// What hangs over the case, or does not.
    Flag(&'static str),
    NoFlag(&'static str),
    /// A quarter's notice and figures.
    Quarterly(Quarterly),
}

/// An organ, in an instance of a lawsuit; empty: the latest.
#[derive(Debug)]
pub(super) struct Whose {
    organ: String,
    instance: &'static str,
}

/// A line of a sheet: its word, its name in the answer, and the list its content is a word of.
#[derive(Debug)]
pub(super) struct Item {
    word: &'static str,
    name: &'static str,
    words: Words,
}

const fn item(word: &'static str, name: &'static str) -> Item {
    Item { word, name, words: &[] }
}

/// What a thing's page shows beside its periods.
fn sheet(of: &Thing) -> &'static [Item] {
    match *of {
        LAWSUIT => &lawsuits::SHEET,
        SUGGESTION => &suggestions::SHEET,
        NOTICE => &[],
        _ => &cases::SHEET,
    }
}

/// Something told of each organ: its word, in which list of the answer, how the organ and it are named there.
#[derive(Debug)]
pub(super) struct Facet {
    word: &'static str,
    list: &'static str,
    organ: &'static str,
    name: &'static str,
    words: Words,
}

/// What is told of each organ of a thing.
fn facets(of: &Thing) -> &'static [Facet] {
    match *of {
        LAWSUIT => &lawsuits::FACETS,
        SUGGESTION => &suggestions::FACETS,
        _ => &[],
    }
}

/// The words checks begin with, beside those of the sheet.
const NOUNS: [&str; 10] = ["可办", "不可办", "待办", "无待办", "记载", "未记载", "提示", "无提示", "旁听", "拒绝"];

/// All of them.
fn nouns() -> impl Iterator<Item = &'static str> {
    NOUNS.into_iter().chain(lists::NOUNS).chain(periods::NOUNS).chain(quarterly::NOUNS)
}

/// `2次`
fn times(text: &str) -> Result<usize, String> {
    let count = text.strip_suffix('次').and_then(|count| count.parse().ok());
    count.ok_or_else(|| format!("“{text}”应为次数，如“1次”"))
}

fn miswritten(noun: &str) -> String {
    format!("“应当 {noun}”的写法不对，请看 tests/scenarios/README.md")
}

impl Check {
    /// Reads what stands behind `应当`, about a thing of this kind.
    pub(super) fn read(said: &[&str], of: &Thing) -> Result<Self, String> {
        let [noun, rest @ ..] = said else { return Err("“应当”后面没有内容".to_owned()) };
        if let Some(item) = sheet(of).iter().find(|item| item.word == *noun) {
            return Self::of_sheet(item, rest);
        }
        if let Some(facet) = facets(of).iter().find(|facet| facet.word == *noun) {
            return Self::of_organ(facet, rest);
        }
        let verb = |word: &str| verb(word, of);
        let known = |title: &str| on_the_timeline(title, of);
        match (*noun, rest) {
            ("旁听", [count]) if *of == LAWSUIT => times(count).map(Self::Observed),
            ("可办", [verbs]) => Ok(Self::May(verbs.split('、').map(verb).collect::<Result<_, _>>()?)),
            ("不可办", [step]) => Ok(Self::MayNot(verb(step)?, String::new())),
            ("不可办", [step, "理由", why @ ..]) if !why.is_empty() => Ok(Self::MayNot(verb(step)?, why.concat())),
            ("待办", [who, task]) => Ok(Self::Duty(person(who)?, known_task(task)?, None)),
            ("待办", [who, task, on]) => Ok(Self::Duty(person(who)?, known_task(task)?, Some(day(on)?))),
            ("无待办", [who]) => Ok(Self::NoDuty(person(who)?, String::new())),
            ("无待办", [who, task]) => Ok(Self::NoDuty(person(who)?, known_task(task)?)),
            ("记载", [title]) => Ok(Self::Told(known(title)?, None)),
            ("记载", [title, on]) => Ok(Self::Told(known(title)?, Some(day(on)?))),
            ("未记载", [title]) => Ok(Self::NotTold(known(title)?)),
            ("提示", [flag]) => Ok(Self::Flag(word(words::FLAGS, flag)?)),
            ("无提示", [flag]) => Ok(Self::NoFlag(word(words::FLAGS, flag)?)),
            (noun, rest) if lists::NOUNS.contains(&noun) => Shown::read(noun, rest, of).map(Self::Shown),
            (noun, rest) if periods::NOUNS.contains(&noun) => Period::read(noun, rest, of).map(Self::Period),
            (noun, rest) if quarterly::NOUNS.contains(&noun) => Quarterly::read(noun, rest).map(Self::Quarterly),
            ("拒绝", _) => Err("“应当拒绝：理由”写在那一步骤的下面".to_owned()),
            (noun, _) if NOUNS.contains(&noun) => Err(miswritten(noun)),
            (noun, _) => {
                let words = sheet(of).iter().map(|item| item.word).chain(facets(of).iter().map(|facet| facet.word));
                Err(unknown(noun, nouns().chain(words)))
            }
        }
    }

    fn of_sheet(item: &'static Item, rest: &[&str]) -> Result<Self, String> {
        let expected = rest.concat();
        if expected.is_empty() {
            return Err(format!("“应当 {}”后面没有内容，没有的写“没有”", item.word));
        }
        if !item.words.is_empty() {
            word(item.words, &expected)?;
        }
        let is_day = item.name.ends_with("_on") && expected != "没有";
        Ok(Self::Sheet(item, if is_day { day(&expected)?.to_string() } else { expected }))
    }

    /// `出庭 陇县公安局 已出庭`, `出庭 陇县公安局 已出庭 一审`
    fn of_organ(facet: &'static Facet, rest: &[&str]) -> Result<Self, String> {
        let (organ, expected, instance) = match rest {
            [organ, expected] => (organ, expected, ""),
            [organ, expected, instance] if !facet.list.starts_with("addressees") => {
                (organ, expected, word(words::INSTANCES, instance)?)
            }
            _ => return Err(format!("“应当 {}”应写成“机关 内容”，没有的写“没有”", facet.word)),
        };
        if !facet.words.is_empty() && *expected != "没有" {
            word(facet.words, expected)?;
        }
        let whose = Whose { organ: (*organ).to_owned(), instance };
        Ok(Self::Organ(facet, whose, (*expected).to_owned()))
    }

    /// What was found, if it holds.
    pub(super) fn holds(&self, on: &mut Stage<'_>) -> Result<String, Stop> {
        match self {
            Self::Sheet(item, expected) => {
                let shown = on.shown()?;
                let found = shown.pointer(&format!("/{}", item.name)).and_then(Value::as_str).unwrap_or_default();
                let found = if item.words.is_empty() { found.to_owned() } else { words::title(item.words, found) };
                same(expected, &if found.is_empty() { "没有".to_owned() } else { found })
            }
            Self::Organ(facet, whose, expected) => same(expected, &facet.of(whose, &on.shown()?)?),
            Self::Observed(count) => {
                let shown = on.shown()?;
                let hearings = shown["hearings"].as_array().into_iter().flatten();
                let observed: u64 = hearings.filter_map(|hearing| hearing["observed"].as_u64()).sum();
                same(&format!("{count}次"), &format!("{observed}次"))
            }
            Self::Period(check) => check.holds(on),
            Self::May(verbs) => may(verbs, on),
            Self::MayNot(verb, why) => may_not(verb, why, on),
            Self::Duty(person, task, due) => {
                let duties = on.duties(person)?;
                let is_it =
                    |duty: &&(String, String)| duty.0 == *task && due.is_none_or(|due| duty.1 == due.to_string());
                let due = due.map(|due| format!(" {due}")).unwrap_or_default();
                let found = duties.iter().find(is_it);
                found
                    .map(told)
                    .ok_or_else(|| Stop::differs(format!("{}待办：{task}{due}", person.name), listed(&duties)))
            }
            Self::NoDuty(person, task) => {
                let duties = on.duties(person)?;
                match duties.iter().find(|duty| task.is_empty() || duty.0 == *task) {
                    None => Ok(listed(&duties)),
                    Some(duty) => Err(Stop::differs(format!("{}没有这一待办", person.name), told(duty))),
                }
            }
            Self::Shown(check) => check.holds(on),
            Self::Told(title, day) => {
                let entries = on.entries()?;
                let is_it =
                    |entry: &&(String, String)| entry.0 == *title && day.is_none_or(|day| entry.1 == day.to_string());
                let day = day.map(|day| format!(" {day}")).unwrap_or_default();
                let found = entries.iter().find(is_it);
                found.map(told).ok_or_else(|| Stop::differs(format!("记载：{title}{day}"), listed(&entries)))
            }
            Self::NotTold(title) => {
                let entries = on.entries()?;
                match entries.iter().find(|entry| entry.0 == *title) {
                    None => Ok("没有记载".to_owned()),
                    Some(entry) => Err(Stop::differs(format!("没有记载：{title}"), told(entry))),
                }
            }
            Self::Flag(flag) => flagged(flag, true, on),
            Self::NoFlag(flag) => flagged(flag, false, on),
            Self::Quarterly(check) => check.holds(on),
        }
    }
}

impl Facet {
    /// What is told of an organ; of several instances, or duties in one, the latest.
    fn of(&self, Whose { organ, instance }: &Whose, shown: &Value) -> Result<String, Stop> {
        let text = |value: &Value, name: &str| match value.pointer(name) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Null) | None => String::new(),
            Some(other) => other.to_string(),
        };
        let all = shown[self.list].as_array().into_iter().flatten();
        let organs: Vec<String> = all.clone().map(|one| text(one, self.organ)).collect();
        let is_it = |one: &&Value| {
            text(one, self.organ) == *organ && (instance.is_empty() || one["instance_kind"] == *instance)
        };
        let place = |one: &&Value| (one["instance"].as_u64(), one["ordinal"].as_u64());
        let found = all.filter(is_it).max_by_key(place);
        let found = found.ok_or_else(|| {
            Stop::differs(format!("{organ}有{}", self.word), unknown(organ, organs.iter().map(String::as_str)))
        })?;
        Ok(match text(found, self.name) {
            found if found.is_empty() => "没有".to_owned(),
            found if self.words.is_empty() => found,
            found => words::title(self.words, &found),
        })
    }
}

fn known_task(task: &str) -> Result<String, String> {
    let lists = [words::DUTIES, words::TASKS, words::COURT_DUTIES];
    match lists.into_iter().find(|list| word(list, task).is_ok()) {
        Some(_) => Ok(task.to_owned()),
        None => Err(unknown(task, lists.into_iter().flatten().map(|(_, title)| *title))),
    }
}

fn on_the_timeline(title: &str, of: &Thing) -> Result<String, String> {
    let titles: &[&str] = match *of {
        LAWSUIT => &lawsuits::TIMELINE,
        SUGGESTION => &suggestions::TIMELINE,
        NOTICE => &[],
        _ => &cases::TIMELINE,
    };
    if titles.contains(&title) { Ok(title.to_owned()) } else { Err(unknown(title, titles.iter().copied())) }
}

fn may(verbs: &[&'static Verb], on: &mut Stage<'_>) -> Result<String, Stop> {
    let steps = on.about("/steps")?;
    let titles = titles(&steps["steps"]);
    let is_offered = |verb: &Verb| {
        let mut offered = steps["steps"].as_array().into_iter().flatten();
        offered.any(|step| step["command"] == verb.command)
    };
    match verbs.iter().find(|verb| !is_offered(verb)) {
        None => Ok(titles.join("、")),
        Some(verb) => {
            let why = why_not(&steps, verb).map(|why| format!("；{}：{why}", verb.word)).unwrap_or_default();
            Err(Stop::differs(format!("可办：{}", verb.word), format!("可办：{}{why}", titles.join("、"))))
        }
    }
}

fn may_not(verb: &'static Verb, why: &str, on: &mut Stage<'_>) -> Result<String, Stop> {
    let steps = on.about("/steps")?;
    let is_it = |step: &Value| step["command"] == verb.command;
    let effect = steps["steps"].as_array().and_then(|steps| steps.iter().find(|step| is_it(step)));
    if let Some(step) = effect {
        let found = format!("可办：{}", step["effect"].as_str().unwrap_or_default());
        return Err(Stop::differs(format!("不可办：{}", verb.word), found));
    }
    let found = why_not(&steps, verb).unwrap_or_else(|| "这一阶段没有这一步".to_owned());
    if plain(&found).contains(&plain(why)) {
        Ok(found)
    } else {
        Err(Stop::differs(format!("不可办，理由：{why}"), found))
    }
}

/// Why a step of this stage cannot be taken.
fn why_not(steps: &Value, verb: &Verb) -> Option<String> {
    let hindered = steps["hindered"].as_array()?;
    let step = hindered.iter().find(|step| step["command"] == verb.command)?;
    step["refusal"].as_str().map(str::to_owned)
}

/// The steps as they are offered, without whom they concern.
fn titles(steps: &Value) -> Vec<String> {
    let titles = steps.as_array().into_iter().flatten().filter_map(|step| step["title"].as_str());
    let mut titles: Vec<String> = titles.map(|title| title.split('（').next().unwrap_or(title).to_owned()).collect();
    titles.dedup();
    titles
}

fn flagged(flag: &str, wanted: bool, on: &mut Stage<'_>) -> Result<String, Stop> {
    let steps = on.about("/steps")?;
    let up: Vec<&str> = steps["flags"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let titles: Vec<String> = up.iter().map(|flag| words::title(words::FLAGS, flag)).collect();
    let found = if titles.is_empty() { "没有提示".to_owned() } else { titles.join("、") };
    let title = words::title(words::FLAGS, flag);
    let expected = if wanted { format!("提示：{title}") } else { format!("没有提示：{title}") };
    if up.contains(&flag) == wanted { Ok(found) } else { Err(Stop::differs(expected, found)) }
}

fn told((what, on): &(String, String)) -> String {
    format!("{what} {on}").trim().to_owned()
}

fn listed(all: &[(String, String)]) -> String {
    if all.is_empty() { "没有".to_owned() } else { all.iter().map(told).collect::<Vec<_>>().join("、") }
}

/// Whether what was found is what was expected; `…` stands for anything.
fn same(expected: &str, found: &str) -> Result<String, Stop> {
    if is_like(&plain(expected), &plain(found)) { Ok(found.to_owned()) } else { Err(Stop::differs(expected, found)) }
}

fn is_like(expected: &str, found: &str) -> bool {
    let Some((before, after)) = expected.split_once('…') else { return expected == found };
    let Some(rest) = found.strip_prefix(before) else { return false };
    let mut ends = (0..=rest.len()).filter(|at| rest.is_char_boundary(*at));
    ends.any(|at| is_like(after, &rest[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::play::vocabulary::CASE;

    #[test]
    fn dots_stand_for_anything() {
        assert!(is_like("陇政复〔2024〕…号", "陇政复〔2024〕12号"));
        assert!(is_like("…", ""));
        assert!(!is_like("陇政复〔2024〕…号", "陇政复〔2025〕1号"));
        assert!(!is_like("陇政复", "陇政复〔2025〕1号"));
    }

    #[test]
    fn a_check_that_could_never_fail_is_a_mistake() {
        for (wrong, said) in [
            ("未记载 视为授理", "视为受理"),
            ("无待办 李明 作出决定", "作出复议决定"),
            ("无提示 逾期", "被申请人逾期未答复"),
            ("不可办 延长期限", "延长审理期限"),
            ("状态 审理期限 完结", "办结"),
            ("审理程序 快速程序", "普通程序"),
            ("阶段 审判", "审理"),
            ("台账 钱芳 有 阶段=审", "审理"),
            ("台账 韩梅 不能", "拒绝"),
            ("庭审日历 韩梅 1次", "写法不对"),
            ("查阅 韩梅 能", "写法不对"),
            ("通报 2026Q1 已发", "已印发"),
            ("数字 2026Q1 app.herd 50.00%", "app.heard"),
            ("数据 2026 app.heard 50.00%", "2026Q1"),
        ] {
            let words: Vec<&str> = wrong.split(' ').collect();
            let mistake = Check::read(&words, &CASE).unwrap_err();
            assert!(mistake.contains(said), "{wrong}: {mistake}");
        }
    }

    #[test]
    fn the_document_has_every_check() {
        let document = include_str!("../../../../tests/scenarios/README.md");
        let things = [&CASE, &LAWSUIT, &SUGGESTION];
        let items = things.iter().flat_map(|of| sheet(of)).map(|item| item.word);
        let facets = things.iter().flat_map(|of| facets(of)).map(|facet| facet.word);
        let words = items.chain(facets).chain(cases::KEYS.iter().map(|key| key.word)).chain(nouns());
        let lists = [periods::STATES, words::STATES, words::CLOCKS, words::TERMS].into_iter().flatten();
        for word in words.chain(lists.map(|(_, title)| *title)) {
            assert!(document.contains(word), "{word}");
        }
    }
}
