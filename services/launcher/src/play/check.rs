//! What must hold: `应当 …`. Each kind of check asks the system once and compares with what its pages show.

mod quarterly;

use kernel::day::Day;
use portal::PracticePerson;
use portal::words::{self, Words};
use quarterly::Quarterly;
use serde_json::Value;

use super::Stop;
use super::reading::{day, person, plain, unknown, verb, word};
use super::stage::Stage;
use super::vocabulary::{CASE, LAWSUIT, NOTICE, SUGGESTION, Thing, Verb};

/// A check.
#[derive(Debug)]
pub(super) enum Check {
    /// Something on the sheet of what is meant.
    Sheet(&'static Item, String),
    /// Something of one organ there.
    Organ(&'static Facet, Whose, String),
    /// How often the lawsuit's hearings were observed.
    Observed(u64),
    Period(Which, Of),
    /// What may be done now.
    May(Vec<&'static Verb>),
    /// What may not, and why.
    MayNot(&'static Verb, String),
    /// What somebody's work list has, or has not.
    Duty(&'static PracticePerson, String, Option<Day>),
    NoDuty(&'static PracticePerson, String),
    /// How many of the scenario's cases the ledger lists: all that are wanted, the one that is meant, or not that one.
    Ledger(&'static PracticePerson, Listed, Vec<(&'static Key, String)>),
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

/// A period of what is meant, and whose it is.
#[derive(Debug)]
pub(super) struct Which {
    clock: &'static str,
    title: String,
    whose: Option<String>,
}

/// What is asked of a period.
#[derive(Debug)]
pub(super) enum Of {
    Due(Day, bool),
    Start(Day),
    Left(String),
    Explanation(String),
    State(&'static str, Option<Day>),
}

#[derive(Debug)]
pub(super) enum Listed {
    Count(usize),
    This(bool),
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

static SHEET: [Item; 11] = [
    Item { word: "阶段", name: "stage", words: words::STAGES },
    item("编号", "number"),
    Item { word: "审理程序", name: "procedure", words: words::PROCEDURES },
    item("收到日期", "received_on"),
    item("受理日期", "accepted_on"),
    item("决定日期", "decided_on"),
    item("决定文号", "decision_number"),
    item("结果", "outcome"),
    item("申请人", "applicants"),
    item("被申请人", "respondents"),
    item("承办人", "handlers"),
];

static LAWSUIT_SHEET: [Item; 3] = [
    Item { word: "阶段", name: "stage", words: words::LAWSUIT_STAGES },
    item("编号", "number"),
    item("生效日期", "lawsuit/effective_on"),
];

static SUGGESTION_SHEET: [Item; 3] = [
    Item { word: "阶段", name: "stage", words: words::SUGGESTION_STAGES },
    item("编号", "number"),
    item("制发日期", "issued_on"),
];

/// What a thing's page shows beside its periods.
fn sheet(of: &Thing) -> &'static [Item] {
    match *of {
        LAWSUIT => &LAWSUIT_SHEET,
        SUGGESTION => &SUGGESTION_SHEET,
        NOTICE => &[],
        _ => &SHEET,
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

const fn of_duty(word: &'static str, name: &'static str, words: Words) -> Facet {
    Facet { word, list: "duties", organ: "/organ_name", name, words }
}

const fn of_result(word: &'static str, name: &'static str, words: Words) -> Facet {
    Facet { word, list: "results", organ: "/organ_name", name, words }
}

const fn of_addressee(word: &'static str, name: &'static str, words: Words) -> Facet {
    Facet { word, list: "addressees", organ: "/addressee/name", name, words }
}

static LAWSUIT_FACETS: [Facet; 5] = [
    of_duty("出庭", "/state", words::DUTY_STATES),
    of_duty("出庭级别", "/level", words::LEVELS),
    of_duty("出庭人", "/official_name", &[]),
    of_result("结果", "/code", words::OUTCOMES),
    of_result("败诉", "/loss", &[("true", "是"), ("false", "否")]),
];

static SUGGESTION_FACETS: [Facet; 4] = [
    of_addressee("进展", "/stage", words::ADDRESSEE_STAGES),
    of_addressee("采纳情况", "/reply/adoption", words::ADOPTIONS),
    of_addressee("整改情况", "/rectification/status", words::RECTIFIED),
    of_addressee("提醒次数", "/reminders", &[]),
];

/// What is told of each organ of a thing.
fn facets(of: &Thing) -> &'static [Facet] {
    match *of {
        LAWSUIT => &LAWSUIT_FACETS,
        SUGGESTION => &SUGGESTION_FACETS,
        _ => &[],
    }
}

/// How a period stands: as messages say it, and in words.
const STATES: Words = &[
    ("", "计算中"),
    ("Paused", "中止"),
    ("Done", "办结"),
    ("Superseded", "停止计算"),
    ("Lapsed", "届满未办"),
    ("Withdrawn", "撤除"),
    ("Voided", "建议书撤回"),
    ("None", "没有"),
];

/// A filter of the ledger: its word, its name in the address, and its list.
#[derive(Debug)]
pub(super) struct Key {
    word: &'static str,
    name: &'static str,
    words: Words,
}

static KEYS: [Key; 8] = [
    Key { word: "检索", name: "q", words: &[] },
    Key { word: "阶段", name: "stage", words: words::STAGES },
    Key { word: "行为类型", name: "act", words: words::ACT_KINDS },
    Key { word: "收到自", name: "from", words: &[] },
    Key { word: "收到至", name: "to", words: &[] },
    Key { word: "状态", name: "state", words: words::STATES },
    Key { word: "承办", name: "mine", words: &[("on", "本人")] },
    Key { word: "排序", name: "sort", words: &[("due", "期限"), ("changed", "变动")] },
];

/// What the timelines call what happens.
const LAWSUIT_TIMELINE: [&str; 20] = [
    "登记应诉案件",
    "收到起诉状副本",
    "提交答辩状",
    "答辩期届满未答辩",
    "不开庭审理",
    "开庭",
    "取消开庭",
    "撤除误录的开庭",
    "裁判",
    "裁判文书送达",
    "提起上诉",
    "进入二审",
    "进入再审审查",
    "进入再审",
    "进入重审",
    "裁判生效",
    "更正",
    "撤除误录",
    "撤回答辩期届满",
    "撤回裁判生效",
];

const SUGGESTION_TIMELINE: [&str; 13] = [
    "登记建议",
    "增加被建议单位",
    "签收",
    "延长回复期限",
    "回复",
    "提出异议",
    "异议处理结果",
    "撤回建议",
    "整改情况",
    "提醒",
    "办结",
    "更正",
    "撤除误录",
];

const TIMELINE: [&str; 42] = [
    "收到申请",
    "通知补正",
    "补正通知送达",
    "收到补正材料",
    "延长补正期限",
    "视为放弃申请",
    "受理",
    "决定不予受理",
    "不予受理决定送达",
    "视为受理",
    "确定审理程序",
    "发送受理通知",
    "确定承办人员",
    "发送申请书副本",
    "申请书副本送达",
    "收到答复",
    "答复期限届满未答复",
    "听取意见",
    "不能听取意见",
    "确定是否听证",
    "确定是否提请咨询",
    "举行听证",
    "取得咨询意见",
    "延长审理期限",
    "转为普通程序",
    "中止审理",
    "恢复审理",
    "提请决定",
    "作出决定",
    "决定书送达",
    "调解书生效",
    "受理前撤回申请",
    "终止行政复议",
    "终止决定书送达",
    "驳回行政复议申请",
    "驳回申请决定书送达",
    "第三人参加",
    "变更代理人",
    "更正",
    "撤除误录",
    "撤回视为受理",
    "撤回答复期限届满",
];

/// The words checks begin with, beside those of the sheet.
const NOUNS: [&str; 16] = [
    "届满",
    "起算",
    "剩余",
    "状态",
    "解释",
    "可办",
    "不可办",
    "待办",
    "无待办",
    "台账",
    "记载",
    "未记载",
    "提示",
    "无提示",
    "旁听",
    "拒绝",
];

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
        let which = |text: &str| Which::read(text, of);
        match (*noun, rest) {
            ("旁听", [count]) if *of == LAWSUIT => match count.strip_suffix('次').map(str::parse) {
                Some(Ok(count)) => Ok(Self::Observed(count)),
                _ => Err(format!("“{count}”应为次数，如“1次”")),
            },
            ("届满", [period, on]) => Ok(Self::Period(which(period)?, Of::Due(day(on)?, false))),
            ("届满", [period, on, "暂定"]) => Ok(Self::Period(which(period)?, Of::Due(day(on)?, true))),
            ("起算", [period, on]) => Ok(Self::Period(which(period)?, Of::Start(day(on)?))),
            ("剩余", [period, left @ ..]) if !left.is_empty() => {
                Ok(Self::Period(which(period)?, Of::Left(left.concat())))
            }
            ("解释", [period, part @ ..]) if !part.is_empty() => {
                Ok(Self::Period(which(period)?, Of::Explanation(part.join(" "))))
            }
            ("状态", [period, state]) => Ok(Self::Period(which(period)?, Of::State(word(STATES, state)?, None))),
            ("状态", [period, state, on]) => {
                Ok(Self::Period(which(period)?, Of::State(word(STATES, state)?, Some(day(on)?))))
            }
            ("可办", [verbs]) => Ok(Self::May(verbs.split('、').map(verb).collect::<Result<_, _>>()?)),
            ("不可办", [step]) => Ok(Self::MayNot(verb(step)?, String::new())),
            ("不可办", [step, "理由", why @ ..]) if !why.is_empty() => Ok(Self::MayNot(verb(step)?, why.concat())),
            ("待办", [who, task]) => Ok(Self::Duty(person(who)?, known_task(task)?, None)),
            ("待办", [who, task, on]) => Ok(Self::Duty(person(who)?, known_task(task)?, Some(day(on)?))),
            ("无待办", [who]) => Ok(Self::NoDuty(person(who)?, String::new())),
            ("无待办", [who, task]) => Ok(Self::NoDuty(person(who)?, known_task(task)?)),
            ("台账", [who, listed, filters @ ..]) if *of != NOTICE => {
                let filters: Result<Vec<_>, String> = filters.iter().map(|filter| key(filter, of)).collect();
                Ok(Self::Ledger(person(who)?, Listed::read(listed)?, filters?))
            }
            ("记载", [title]) => Ok(Self::Told(known(title)?, None)),
            ("记载", [title, on]) => Ok(Self::Told(known(title)?, Some(day(on)?))),
            ("未记载", [title]) => Ok(Self::NotTold(known(title)?)),
            ("提示", [flag]) => Ok(Self::Flag(word(words::FLAGS, flag)?)),
            ("无提示", [flag]) => Ok(Self::NoFlag(word(words::FLAGS, flag)?)),
            (noun, rest) if quarterly::NOUNS.contains(&noun) => Quarterly::read(noun, rest).map(Self::Quarterly),
            ("拒绝", _) => Err("“应当拒绝：理由”写在那一步骤的下面".to_owned()),
            (noun, _) if NOUNS.contains(&noun) => {
                Err(format!("“应当 {noun}”的写法不对，请看 tests/scenarios/README.md"))
            }
            (noun, _) => {
                let words = sheet(of).iter().map(|item| item.word).chain(facets(of).iter().map(|facet| facet.word));
                Err(unknown(noun, NOUNS.into_iter().chain(quarterly::NOUNS).chain(words)))
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
            Self::Period(which, of) => of.holds(which, on),
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
            Self::Ledger(person, wanted, filters) => ledger(person, wanted, filters, on),
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

impl Which {
    /// `答复期限`, `答复期限（陇县公安局）`
    fn read(text: &str, of: &Thing) -> Result<Self, String> {
        let (title, whose) = match text.split_once(['（', '(']) {
            Some((title, whose)) => (title, Some(whose.trim_end_matches(['）', ')']).to_owned())),
            None => (text, None),
        };
        let names = match *of {
            CASE => words::CLOCKS,
            NOTICE => &[],
            _ => words::TERMS,
        };
        Ok(Self { clock: word(names, title)?, title: text.to_owned(), whose })
    }

    /// The period, if there is one.
    fn find(&self, on: &mut Stage<'_>) -> Result<Option<Value>, Stop> {
        let party = match &self.whose {
            None => None,
            Some(name) => Some(on.person(name)?),
        };
        let clocks = on.about("/deadlines")?;
        let clocks = clocks["deadlines"].as_array().cloned().unwrap_or_default();
        let is_it = |clock: &Value| {
            clock["name"] == self.clock && party.is_none_or(|party| clock["party"].as_u64() == Some(u64::from(party)))
        };
        // Of several instances the latest.
        let latest = clocks.iter().filter(|clock| is_it(clock)).filter_map(|clock| clock["instance"].as_u64()).max();
        let mut found = clocks
            .into_iter()
            .filter(|clock| is_it(clock) && (latest.is_none() || clock["instance"].as_u64() == latest));
        match (found.next(), found.next()) {
            (Some(_), Some(_)) => {
                Err(Stop::differs(format!("一个{}", self.title), "有几个，请注明是谁的，如“答复期限（陇县公安局）”"))
            }
            (first, _) => Ok(first),
        }
    }
}

impl Of {
    fn holds(&self, which: &Which, on: &mut Stage<'_>) -> Result<String, Stop> {
        let clock = which.find(on)?;
        if let (None, Self::State("None", _)) = (&clock, self) {
            return Ok("没有".to_owned());
        }
        let Some(clock) = clock else { return Err(Stop::differs(&which.title, "没有这个期限")) };
        let text = |name: &str| clock[name].as_str().unwrap_or_default().to_owned();
        let doubt = |provisional: bool| if provisional { "（暂定）" } else { "" };
        match self {
            Self::Due(day, provisional) => {
                let due = if text("due").is_empty() { "中止中，没有届满日".to_owned() } else { text("due") };
                let found = format!("{due}{}", doubt(clock["provisional"] == true));
                same(&format!("{day}{}", doubt(*provisional)), &found)
            }
            Self::Start(day) => same(&day.to_string(), &text("start")),
            Self::Left(left) => same(left, &text("left")),
            Self::State(state, day) => {
                let ended = if clock["paused"] == true { "Paused".to_owned() } else { text("ended") };
                let on = |day: String| if day.is_empty() { day } else { format!(" {day}") };
                let expected = format!(
                    "{}{}",
                    words::title(STATES, state),
                    on(day.map(|day| day.to_string()).unwrap_or_default())
                );
                let found_on = if day.is_some() { on(text("ended_on")) } else { String::new() };
                same(&expected, &format!("{}{found_on}", words::title(STATES, &ended)))
            }
            Self::Explanation(part) => {
                let party = clock["party"].as_u64().unwrap_or_default();
                let instance = clock["instance"].as_u64().unwrap_or_default();
                let asked = format!("/explain?clock={}&party={party}&instance={instance}", which.clock);
                let answer = on.about(&asked)?;
                let days = answer["days"].as_array().cloned().unwrap_or_default();
                let lines = days.iter().map(|day| day["text"].as_str().unwrap_or_default());
                let words = answer["words"].as_str().unwrap_or_default();
                let found = lines.chain([words]).find(|line| plain(line).contains(&plain(part)));
                found.map(str::to_owned).ok_or_else(|| Stop::differs(format!("怎么算的里有“{part}”"), words))
            }
        }
    }
}

impl Listed {
    fn read(text: &str) -> Result<Self, String> {
        match (text, text.strip_suffix('件').map(str::parse)) {
            ("有", _) => Ok(Self::This(true)),
            ("无", _) => Ok(Self::This(false)),
            (_, Some(Ok(count))) => Ok(Self::Count(count)),
            _ => Err(format!("“{text}”应为“有”“无”或者件数，如“2件”")),
        }
    }
}

/// `阶段=审理`; the ledgers of lawsuits and suggestions are only searched.
fn key(filter: &str, of: &Thing) -> Result<(&'static Key, String), String> {
    let Some((name, content)) = filter.split_once('=') else {
        return Err(format!("“{filter}”应写成“条件=内容”，如“检索=张某”"));
    };
    let keys = if *of == CASE { &KEYS[..] } else { &KEYS[..1] };
    let key = keys.iter().find(|key| key.word == name);
    let key = key.ok_or_else(|| unknown(name, keys.iter().map(|key| key.word)))?;
    let content = if key.words.is_empty() { content } else { word(key.words, content)? };
    Ok((key, content.to_owned()))
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
        LAWSUIT => &LAWSUIT_TIMELINE,
        SUGGESTION => &SUGGESTION_TIMELINE,
        NOTICE => &[],
        _ => &TIMELINE,
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

fn ledger(
    person: &'static PracticePerson,
    wanted: &Listed,
    filters: &[(&'static Key, String)],
    on: &mut Stage<'_>,
) -> Result<String, Stop> {
    let filters: Vec<(&str, &str)> = filters.iter().map(|(key, content)| (key.name, content.as_str())).collect();
    let found = on.listed(person, &filters)?;
    let numbers: Vec<&str> = found.iter().map(|(_, number)| number.as_str()).collect();
    let said = match numbers.as_slice() {
        [] => "本次登记的一件也没有列出".to_owned(),
        _ => format!("本次登记的列出{}件：{}", numbers.len(), numbers.join("、")),
    };
    let this = on.id()?;
    let (holds, expected) = match wanted {
        Listed::Count(count) => (found.len() == *count, format!("列出{count}件")),
        Listed::This(true) => (found.iter().any(|(id, _)| *id == this), "列出本案".to_owned()),
        Listed::This(false) => (found.iter().all(|(id, _)| *id != this), "不列出本案".to_owned()),
    };
    if holds { Ok(said) } else { Err(Stop::differs(expected, said)) }
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
        let words = items.chain(facets).chain(KEYS.iter().map(|key| key.word)).chain(NOUNS);
        let words = words.chain(quarterly::NOUNS);
        let lists = [STATES, words::STATES, words::CLOCKS, words::TERMS].into_iter().flatten();
        for word in words.chain(lists.map(|(_, title)| *title)) {
            assert!(document.contains(word), "{word}");
        }
    }
}
