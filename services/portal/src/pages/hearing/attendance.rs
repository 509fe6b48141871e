//! Who came to a hearing: what is asked for and how it is read. What is seldom needed stays folded.

use proto::appearances::{Absence, Attendance, Companion, Defendant, Head, Holding};
use proto::common::Paper;
use uuid::Uuid;

use crate::failure::Failure;
use crate::form::{Entered, Field, Reader};
use crate::pages::desk::Group;
use crate::registers::lawsuits::Lawsuit;
use crate::registers::officials::{self, Post};
use crate::words::{ABSENCE_GROUNDS, FINDINGS, HEADS_OF, LEVELS, SPOKE, title};
use crate::{Portal, asking};

/// Nobody came as responsible person.
const NOBODY: &str = "nobody";
/// Somebody came who is not in the directory.
const UNLISTED: &str = "unlisted";
/// A co-defendant's head came for this organ too; his number follows.
const THROUGH: &str = "through:";
/// The head is the organ's own.
const OWN: &str = "Own";

/// The organs a hearing concerns, and those who hold posts in them.
#[derive(Clone)]
pub(super) struct Concerned {
    pub(super) defendants: Vec<Defendant>,
    /// When those of them were judged that have been.
    judged: Vec<(u32, String)>,
    posts: Vec<Post>,
    /// What was entered before, where it is put right: what no form shows of it stays.
    before: Holding,
}

impl Concerned {
    /// Of an instance those that were told of; all that take part in it, where none was.
    pub(super) async fn of(
        portal: &Portal,
        (lawsuit, instance): (&Lawsuit, u32),
        told: &[u32],
        before: Holding,
    ) -> Result<Self, Failure> {
        let is_told = |organ: &&Defendant| told.is_empty() || told.contains(&organ.number);
        let defendants: Vec<Defendant> = lawsuit.organs_in(instance).filter(is_told).cloned().collect();
        let judged = |organ: &Defendant| Some((organ.number, lawsuit.judged_on(instance, organ.number)?.to_owned()));
        let judged = defendants.iter().filter_map(judged).collect();
        let organs: Vec<Uuid> = defendants.iter().filter_map(|known| Uuid::from_slice(&known.organ).ok()).collect();
        let posts = if organs.is_empty() { Vec::new() } else { officials::posts(portal, &organs).await? };
        Ok(Self { defendants, judged, posts, before })
    }

    /// Those whom a hearing on a day concerns: not who was judged before (A-DEF-5), unless each was.
    pub(super) fn on(&self, day: &str) -> Self {
        let mut concerned = self.clone();
        let is_over = |organ: &Defendant| self.judged.iter().any(|(one, on)| *one == organ.number && on.as_str() < day);
        if !self.defendants.iter().all(is_over) {
            concerned.defendants.retain(|organ| !is_over(organ));
        }
        concerned
    }

    /// The day a form begins with: this one, or where each organ was judged before, that of the last judgment.
    pub(super) fn day_for(&self, today: &str) -> String {
        let is_over =
            |organ: &Defendant| self.judged.iter().find(|(one, on)| *one == organ.number && on.as_str() < today);
        let over: Vec<_> = self.defendants.iter().filter_map(is_over).map(|(_, on)| on).collect();
        let last = over.iter().max().filter(|_| over.len() == self.defendants.len());
        last.map_or_else(|| today.to_owned(), |on| (*on).clone())
    }

    /// Whose fields these are, where there are several organs.
    pub(super) fn whose(&self, defendant: &Defendant) -> String {
        if self.defendants.len() > 1 { format!("{}：", defendant.name) } else { String::new() }
    }

    /// What was entered before for an organ.
    fn before(&self, defendant: &Defendant) -> Attendance {
        let found = self.before.attendances.iter().find(|known| known.defendant == defendant.number);
        found.cloned().unwrap_or_default()
    }

    /// Everybody who holds or held a post in the organ, and who was entered before, once; then who is not listed.
    fn officials(&self, of: &Defendant) -> Vec<(String, String)> {
        let posts = self.posts.iter().filter(|post| post.organ.as_bytes() == of.organ.as_slice()).map(|post| {
            let until = post.to_day.as_ref().map(|to| format!("，至{to}")).unwrap_or_default();
            (post.official.to_string(), format!("{} {}（{}{until}）", post.name, post.post, title(LEVELS, &post.level)))
        });
        let before = self.before(of).heads.into_iter().filter_map(|head| {
            let official = Uuid::from_slice(&head.official).ok()?;
            Some((official.to_string(), format!("{} {}", head.name, head.post)))
        });
        let mut heads: Vec<(String, String)> = Vec::new();
        for (id, head) in posts.chain(before) {
            if heads.iter().all(|(known, _)| *known != id) {
                heads.push((id, head));
            }
        }
        heads.push((UNLISTED.to_owned(), "其他人员（名录中没有，在下面填写）".to_owned()));
        heads
    }

    /// Who can have come: besides them somebody of another organ, and nobody.
    fn heads(&self, of: &Defendant) -> Vec<(String, String)> {
        let others = self.defendants.iter().filter(|other| other.number != of.number);
        let others = others.map(|other| {
            (format!("{THROUGH}{}", other.number), format!("由{}的负责人一并代表（各被告已商定）", other.name))
        });
        let nobody = (NOBODY.to_owned(), "负责人未出庭".to_owned());
        self.officials(of).into_iter().chain(others).chain([nobody]).collect()
    }

    /// What is asked for on every hearing, for one organ.
    fn ordinary(&self, defendant: &Defendant, entered: &Entered) -> Group {
        let whose = self.whose(defendant);
        let title = if whose.is_empty() { "出庭人员".to_owned() } else { defendant.name.clone() };
        let head = |row: usize| {
            let of = |name: &str| format!("d{}.{row}.{name}", defendant.number);
            let spoke = |label| Field::choice(of("spoke"), label, SPOKE).or("Yes");
            if row == 1 {
                let who = Field::select(of("head"), format!("{whose}出庭负责人"), self.heads(defendant));
                return vec![who.help("职务和级别按开庭当日的任职确定"), spoke(format!("{whose}出庭出声"))];
            }
            let who = Field::select(of("head"), format!("{whose}第{row}位负责人"), self.officials(defendant));
            vec![who.if_any(), spoke(format!("{whose}第{row}位负责人出声")).if_any()]
        };
        let of = |name: &str| format!("d{}.{name}", defendant.number);
        Group::rows(&format!("d{}", defendant.number), title, "再加一位出庭负责人", entered, head).and([
            Field::line(of("staff"), format!("{whose}工作人员")).if_any().help("姓名 职务，几个人用顿号隔开"),
            Field::line(of("lawyers"), format!("{whose}律师")).if_any().help("姓名 律师事务所，一至二人"),
        ])
    }

    /// What is asked for only sometimes.
    fn seldom(&self, defendant: &Defendant, entered: &Entered) -> Group {
        let of = |name: &str| format!("d{}.{name}", defendant.number);
        let absence = [
            Field::choice(of("absence.ground"), "未出庭的理由", ABSENCE_GROUNDS).if_any(),
            Field::line(of("absence.explanation"), "具体说明").if_any(),
            Field::line(of("absence.paper"), "情况说明文号").if_any().help("没有文号的不填"),
            Field::flag(of("absence.stamped"), "有书面情况说明，盖有机关印章或者由主要负责人签字")
                .help("没有书面说明的，按无正当理由未出庭计算"),
            Field::choice(of("absence.finding"), "法院的认定", FINDINGS).if_any(),
        ];
        let heads = (1..=entered.rows(&format!("d{}", defendant.number))).flat_map(|row| {
            let of = |name: &str| format!("d{}.{row}.{name}", defendant.number);
            let called =
                |label: &str| if row == 1 { label.to_owned() } else { format!("第{row}位负责人：{label}") };
            [
                Field::flag(of("rejected"), called("身份证明未被法院认可")),
                Field::line(of("rejected.why"), called("未被认可的原因")).if_any(),
                Field::flag(of("left_early"), called("未经许可中途退庭")),
                Field::line(of("name"), called("其他人员姓名")).if_any(),
                Field::line(of("post"), called("其他人员职务")).if_any(),
                Field::choice(of("level"), called("其他人员级别"), LEVELS).if_any(),
                Field::choice(of("of"), called("是哪个机关的负责人"), HEADS_OF)
                    .if_any()
                    .or(OWN)
                    .help("下级机关、受委托组织的负责人不计为负责人出庭"),
                Field::line(of("statement"), called("身份依据")).if_any().help("名录中没有的，写明姓名、职务的来源"),
            ]
        });
        let title = format!("{}未出庭、身份问题、名录外人员", self.whose(defendant));
        Group::new(title, absence.into_iter().chain(heads)).folded()
    }

    /// The groups of fields on who came.
    pub(super) fn groups(&self, entered: &Entered) -> Vec<Group> {
        let ordinary = self.defendants.iter().map(|defendant| self.ordinary(defendant, entered));
        ordinary.chain(self.defendants.iter().map(|defendant| self.seldom(defendant, entered))).collect()
    }

    /// Who came for each organ.
    pub(super) fn read(&self, r: &mut Reader<'_>) -> Vec<Attendance> {
        self.defendants.iter().map(|defendant| self.read_one(r, defendant)).collect()
    }

    fn read_one(&self, r: &mut Reader<'_>, defendant: &Defendant) -> Attendance {
        let of = |name: &str| format!("d{}.{name}", defendant.number);
        let (first, before) = (of("1.head"), self.before(defendant));
        let chosen = r.entered().text(&first).to_owned();
        let mut attendance = Attendance {
            defendant: defendant.number,
            staff: read_people(&r.line_if_any(&of("staff")), &before.staff),
            lawyers: read_people(&r.line_if_any(&of("lawyers")), &before.lawyers),
            ..Attendance::default()
        };
        if chosen.is_empty() || self.heads(defendant).iter().all(|(known, _)| *known != chosen) {
            r.wrong(&first, "请选择出庭负责人；没有负责人出庭的，选择“负责人未出庭”");
        } else if let Some(other) = chosen.strip_prefix(THROUGH) {
            attendance.represented_by = other.parse().unwrap_or_default();
        }
        let somebody = self.officials(defendant);
        for row in 1..=r.entered().rows(&format!("d{}", defendant.number)) {
            let of = |name: &str| of(&format!("{row}.{name}"));
            let who = r.entered().text(&of("head")).to_owned();
            if somebody.iter().any(|(known, _)| *known == who) {
                let remark = before.heads.get(row - 1).map(|head| head.remark.clone()).unwrap_or_default();
                attendance.heads.push(Head { remark, ..read_head(r, &of, &who) });
            } else if row > 1 && !who.is_empty() {
                r.wrong(&of("head"), "没有这一项，请重新选择");
            }
        }
        if !attendance.heads.is_empty() && (chosen == NOBODY || attendance.represented_by > 0) {
            r.wrong(&first, "下面选了出庭的负责人，这里不能选没有负责人出庭或者由其他被告的负责人代表");
        }
        // Where one of the organ's own came, there is no absence.
        if attendance.heads.iter().all(|head| head.of != OWN) {
            attendance.absence = read_absence(r, &of, before.absence.as_ref());
        }
        attendance
    }
}

fn read_head(r: &mut Reader<'_>, of: &impl Fn(&str) -> String, chosen: &str) -> Head {
    let whose = r.word_if_any(&of("of"), HEADS_OF);
    let mut head = Head {
        of: if whose.is_empty() { OWN.to_owned() } else { whose },
        spoke: r.word(&of("spoke"), SPOKE),
        identity_rejected: r.flag(&of("rejected")),
        identity_reason: r.line_if_any(&of("rejected.why")),
        left_early: r.flag(&of("left_early")),
        ..Head::default()
    };
    if let Ok(official) = chosen.parse() {
        head.official = asking::bytes(official);
    } else {
        head.name = r.line(&of("name"));
        head.post = r.line(&of("post"));
        head.level = r.word(&of("level"), LEVELS);
        head.statement = r.line_if_any(&of("statement"));
    }
    head
}

/// What is said of an absence, if anything is or was.
fn read_absence(r: &mut Reader<'_>, of: &impl Fn(&str) -> String, before: Option<&Absence>) -> Option<Absence> {
    let or_not_stated = |word: String| if word.is_empty() { "NotStated".to_owned() } else { word };
    let number = r.line_if_any(&of("absence.paper"));
    let paper = match before.and_then(|before| before.paper.clone()) {
        Some(paper) if number.is_empty() && !paper.number.is_empty() => None,
        Some(paper) => Some(Paper { number, ..paper }),
        None if number.is_empty() => None,
        None => Some(Paper { kind: "负责人不能出庭情况说明".to_owned(), number, ..Paper::default() }),
    };
    let absence = Absence {
        ground: or_not_stated(r.word_if_any(&of("absence.ground"), ABSENCE_GROUNDS)),
        explanation: r.line_if_any(&of("absence.explanation")),
        stamped: r.flag(&of("absence.stamped")),
        finding: or_not_stated(r.word_if_any(&of("absence.finding"), FINDINGS)),
        paper,
    };
    let nothing = Absence { ground: "NotStated".to_owned(), finding: "NotStated".to_owned(), ..Absence::default() };
    (before.is_some() || absence != nothing).then_some(absence)
}

/// 张三 科长、李四 主任科员: each a name, and behind a blank his post. Where he comes from is known from before.
fn read_people(text: &str, before: &[Companion]) -> Vec<Companion> {
    let each = text.split(['、', '；', ';', '，', ',', '\n']).map(str::trim).filter(|person| !person.is_empty());
    each.map(|person| {
        let (name, post) = person.split_once([' ', '\u{3000}']).unwrap_or((person, ""));
        let known = before.iter().find(|known| known.name == name);
        let organisation = known.map(|known| known.organisation.clone()).unwrap_or_default();
        Companion { name: name.to_owned(), post: post.trim().to_owned(), organisation }
    })
    .collect()
}

fn people(companions: &[Companion]) -> String {
    let each = companions.iter().map(|person| format!("{} {}", person.name, person.post).trim().to_owned());
    each.collect::<Vec<_>>().join("、")
}

/// A holding as the form would have it, for putting it right.
pub(super) fn entered_of(holding: &Holding) -> Entered {
    let mut entered = Entered::default();
    entered.set("on", &holding.on);
    entered.set("summary", &holding.summary);
    let on = |flag: bool| if flag { "on" } else { "" };
    for attendance in &holding.attendances {
        let of = |name: &str| format!("d{}.{name}", attendance.defendant);
        entered.set(&of("staff"), people(&attendance.staff));
        entered.set(&of("lawyers"), people(&attendance.lawyers));
        entered.set(&of("rows"), attendance.heads.len().max(1).to_string());
        for (row, head) in (1..).zip(&attendance.heads) {
            let mut set = |name: &str, value: &str| entered.set(&of(&format!("{row}.{name}")), value);
            let official = Uuid::from_slice(&head.official).map(|official| official.to_string());
            set("head", &official.unwrap_or_else(|_| UNLISTED.to_owned()));
            set("spoke", &head.spoke);
            set("of", if head.of.is_empty() { OWN } else { &head.of });
            set("rejected", on(head.identity_rejected));
            set("rejected.why", &head.identity_reason);
            set("left_early", on(head.left_early));
            if head.official.is_empty() {
                set("name", &head.name);
                set("post", &head.post);
                set("level", &head.level);
                set("statement", &head.statement);
            }
        }
        if attendance.heads.is_empty() {
            let nobody = if attendance.represented_by > 0 {
                format!("{THROUGH}{}", attendance.represented_by)
            } else {
                NOBODY.to_owned()
            };
            entered.set(&of("1.head"), nobody);
            entered.set(&of("1.spoke"), "Yes");
            entered.set(&of("1.of"), OWN);
        }
        if let Some(absence) = &attendance.absence {
            let mut set = |name: &str, value: &str| entered.set(&of(&format!("absence.{name}")), value);
            set("ground", &absence.ground);
            set("explanation", &absence.explanation);
            set("paper", absence.paper.as_ref().map_or("", |paper| &paper.number));
            set("stamped", on(absence.stamped));
            set("finding", &absence.finding);
        }
    }
    entered
}

/// The day it was held, who came, and what was noted.
pub(super) fn holding_groups(concerned: &Concerned, entered: &Entered, on: &str) -> Vec<Group> {
    let mut groups = vec![Group::new("", [Field::day("on", "开庭日期").or(on)])];
    groups.extend(concerned.groups(entered));
    groups.push(Group::new("庭审情况", [Field::text("summary", "庭审情况").if_any()]).folded());
    groups
}

pub(super) fn read_holding(r: &mut Reader<'_>, concerned: &Concerned) -> Holding {
    let record = concerned.before.record.clone();
    Holding { on: r.day("on"), attendances: concerned.read(r), record, summary: r.text_if_any("summary") }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use kernel::day::day;

    use super::*;

    #[test]
    fn several_people_are_written_on_one_line() {
        let read = read_people("张三 科长、 李四　主任科员；王五", &[]);
        let named: Vec<(&str, &str)> = read.iter().map(|p| (p.name.as_str(), p.post.as_str())).collect();
        assert_eq!(named, [("张三", "科长"), ("李四", "主任科员"), ("王五", "")]);
        assert_eq!(read_people(&people(&read), &read), read);
    }

    fn concerned(before: Holding) -> Concerned {
        let defendant = Defendant { number: 2, name: "陇县公安局".to_owned(), ..Defendant::default() };
        Concerned { defendants: vec![defendant], judged: Vec::new(), posts: Vec::new(), before }
    }

    #[test] // A-DEF-5
    fn who_was_judged_before_the_day_of_a_hearing_is_not_asked_about() {
        let other = Defendant { number: 3, name: "陇县人民政府".to_owned(), ..Defendant::default() };
        let mut both = concerned(Holding::default());
        both.defendants.push(other);
        both.judged = vec![(3, "2026-03-02".to_owned())];
        let numbers = |concerned: Concerned| concerned.defendants.iter().map(|one| one.number).collect::<Vec<_>>();
        assert_eq!(numbers(both.on("2026-03-02")), [2, 3]);
        assert_eq!((numbers(both.on("2026-03-03")), both.day_for("2026-04-01")), (vec![2], "2026-04-01".to_owned()));
        both.judged.push((2, "2026-03-09".to_owned()));
        assert_eq!((both.day_for("2026-04-01"), numbers(both.on("2026-03-09"))), ("2026-03-09".to_owned(), vec![2]));
    }

    fn read_again(holding: &Holding, changes: &[(&str, &str)]) -> (Holding, BTreeMap<String, String>) {
        let mut entered = entered_of(holding);
        for (name, value) in changes {
            entered.set(name, *value);
        }
        let mut reader = Reader::new(&entered, day(2026, 3, 2));
        let read = read_holding(&mut reader, &concerned(holding.clone()));
        (read, reader.errors())
    }

    fn held(attendance: Attendance) -> Holding {
        let record = Paper { kind: "庭审笔录".to_owned(), number: "1".to_owned(), ..Paper::default() };
        let attendances = vec![Attendance { defendant: 2, ..attendance }];
        Holding {
            on: "2026-03-02".to_owned(), attendances, record: Some(record), summary: "未当庭宣判".to_owned()
        }
    }

    fn companion(name: &str, post: &str, organisation: &str) -> Companion {
        let [name, post, organisation] = [name, post, organisation].map(str::to_owned);
        Companion { name, post, organisation }
    }

    /// Two came: one in the directory, one who is not, and whom the court rejected.
    fn two_heads() -> Holding {
        let listed = Head {
            official: asking::bytes(Uuid::from_u128(7)),
            of: OWN.to_owned(),
            spoke: "Partly".to_owned(),
            remark: "庭前替换".to_owned(),
            ..Head::default()
        };
        let [name, post, level, statement] = ["李四", "副局长", "Deputy", "任职文件"].map(str::to_owned);
        let unlisted = Head {
            of: "LowerOrgan".to_owned(),
            spoke: "No".to_owned(),
            identity_rejected: true,
            identity_reason: "没有身份证明".to_owned(),
            left_early: true,
            name,
            post,
            level,
            statement,
            ..Head::default()
        };
        let staff = vec![companion("张三", "科长", "法制股"), companion("王五", "", "")];
        held(Attendance { heads: vec![listed, unlisted], staff, ..Attendance::default() })
    }

    fn absent() -> Holding {
        let [kind, number, on, title] =
            ["说明", "陇公函〔2026〕1号", "2026-03-01", "不能出庭的说明"].map(str::to_owned);
        let absence = Absence {
            ground: "Accident".to_owned(),
            finding: "Accepted".to_owned(),
            paper: Some(Paper { kind, number, on, title }),
            ..Absence::default()
        };
        held(Attendance { absence: Some(absence), ..Attendance::default() })
    }

    #[test]
    fn what_was_entered_comes_back_as_it_was_for_putting_it_right() {
        let through = held(Attendance { represented_by: 3, ..Attendance::default() });
        let other = Defendant { number: 3, name: "陇县人民政府".to_owned(), ..Defendant::default() };
        for holding in [two_heads(), absent(), held(Attendance::default())] {
            assert_eq!(read_again(&holding, &[]), (holding.clone(), BTreeMap::new()));
        }
        let mut both = concerned(through.clone());
        both.defendants.push(other);
        let mut entered = entered_of(&through);
        entered.set("d3.1.head", NOBODY);
        let mut reader = Reader::new(&entered, day(2026, 3, 2));
        assert_eq!(read_holding(&mut reader, &both).attendances[0], through.attendances[0]);
    }

    #[test]
    fn what_is_put_right_changes_and_nothing_beside_it() {
        let (read, _) = read_again(&absent(), &[("d2.absence.paper", "陇公函〔2026〕2号")]);
        let mut expected = absent();
        let paper = expected.attendances[0].absence.as_mut().and_then(|absence| absence.paper.as_mut());
        paper.unwrap().number = "陇公函〔2026〕2号".to_owned();
        assert_eq!(read, expected);
        let (read, errors) = read_again(&two_heads(), &[("d2.1.head", NOBODY)]);
        assert!(errors["d2.1.head"].contains("下面选了"), "{read:?}");
        let (read, _) = read_again(&two_heads(), &[("d2.2.head", "")]);
        assert_eq!(read.attendances[0].heads, two_heads().attendances[0].heads[..1]);
    }
}
