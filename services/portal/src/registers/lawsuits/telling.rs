//! What an entry of a lawsuit or hearing says, in words for the timeline. A new event leads here: the matches have no arm
//! for the rest.

use proto::Message;
use proto::appearances::{
    Absence, Attendance, Clock, HearingEvent, HearingFact, Holding, LawsuitEvent, Observation, Outcome, Plan,
    hearing_event, hearing_fact, lawsuit_event,
};
use proto::common::{Amendment, MovedEntry};

use crate::registers::entries::Entry;
use crate::registers::telling::{RECOUNTED, arranged, cited, was};
use crate::words::{self, title};

/// An entry in words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    pub(crate) title: String,
    pub(crate) lines: Vec<String>,
    /// The periods it started or moved, in words.
    pub(crate) periods: Vec<String>,
    /// The entry that it puts right, and how.
    pub(crate) corrects: Option<(i64, String)>,
    /// Whether it takes that entry out.
    pub(crate) strikes: bool,
    /// The entries whose legal day is another because of it, with that day.
    pub(crate) moves: Vec<(i64, String)>,
    /// Whether it follows from others, with which alone it is put right.
    pub(crate) follows: bool,
}

impl Told {
    pub(crate) fn new(title: &str, lines: Vec<String>) -> Self {
        let lines = lines.into_iter().filter(|line| !line.is_empty()).collect();
        Self { title: title.to_owned(), lines, ..Self::default() }
    }

    /// Of an event that a newer version of the service has written.
    pub(crate) fn unknown(entry: &Entry) -> Self {
        Self::new(&entry.event, vec!["由较新版本的服务写入，升级本机程序后可以查看详情".to_owned()])
    }

    pub(crate) fn corrects(self, entry: i64, how: String) -> Self {
        Self { corrects: Some((entry, how)), ..self }
    }

    pub(crate) fn strikes(self, entry: i64) -> Self {
        Self { strikes: true, ..self.corrects(entry, "已撤除".to_owned()) }
    }

    pub(crate) fn follows(self) -> Self {
        Self { follows: true, ..self }
    }

    pub(crate) fn with_periods(self, periods: Vec<String>) -> Self {
        Self { periods, ..self }
    }
}

/// Says what an entry of a lawsuit says.
pub(crate) fn lawsuit(entry: &Entry) -> Told {
    let Ok(LawsuitEvent { event: Some(event), clocks, lawsuit: summary, .. }) =
        LawsuitEvent::decode(entry.payload.as_slice())
    else {
        return Told::unknown(entry);
    };
    let summary = summary.unwrap_or_default();
    let name = |number: u32| super::name_of(&summary, number);
    let periods = clocks.iter().filter_map(|clock| runs(clock, &name)).collect();
    lawsuit_in_words(event, &name).with_periods(periods)
}

fn lawsuit_in_words(event: lawsuit_event::Event, name: &impl Fn(u32) -> String) -> Told {
    use lawsuit_event::Event;
    match event {
        Event::Registered(e) => {
            let registration = e.registration.unwrap_or_default();
            let number = registration.case_number.map(|number| number.text).unwrap_or_default();
            let after = registration
                .after_reconsideration
                .map(|after| format!("{}（{}）", title(words::RECONSIDERED, &after.result), after.number));
            let court = registration.court.map(|court| court.name).unwrap_or_default();
            Told::new("登记应诉案件", vec![number, court, registration.act_title, after.unwrap_or_default()])
        }
        Event::CopyReceived(e) => Told::new("收到起诉状副本", vec![e.organ_name]),
        Event::AnswerFiled(e) => {
            let filing = e.filing.unwrap_or_default();
            let (title, evidence) = match (filing.evidence_only, filing.with_evidence) {
                (true, _) => ("提交证据、依据", ""),
                (false, true) => ("提交答辩状", "附证据和依据"),
                (false, false) => ("提交答辩状", "未附证据和依据"),
            };
            let late = if e.late { "逾期提交" } else { "" };
            Told::new(title, vec![e.organ_name, evidence.to_owned(), late.to_owned(), cited(filing.paper.as_ref())])
        }
        Event::AnswerExpired(e) => {
            let title = if e.evidence_only { "举证期限届满未举证" } else { "答辩期届满未答辩" };
            Told::new(title, vec![e.organ_name]).follows()
        }
        Event::HearingDispensed(e) => {
            let ground = e.without.map(|without| title(words::WITHOUT_HEARING, &without.ground));
            Told::new("不开庭审理", vec![ground.unwrap_or_default(), "不计入应出庭".to_owned()])
        }
        Event::Judged(e) => {
            let judgment = e.judgment.unwrap_or_default();
            let mut lines = vec![title(words::INSTANCES, &e.instance_kind), title(words::FORMS, &judgment.form)];
            lines.extend(judgment.outcomes.iter().map(|outcome| outcome_of(outcome, name)));
            lines.push(cited(judgment.paper.as_ref()));
            Told::new("裁判", lines)
        }
        Event::JudgmentServed(e) => {
            let proof = e.service.map(|service| service.proof).unwrap_or_default();
            Told::new("裁判文书送达", vec![e.party_name, proof])
        }
        Event::AppealFiled(e) => {
            let late = if e.late.is_empty() { "" } else { "有上诉人的上诉期限已经届满" };
            Told::new("提起上诉", vec![e.appellant_names.join("、"), late.to_owned()])
        }
        Event::InstanceOpened(e) => {
            let opening = e.opening.unwrap_or_default();
            let number = opening.case_number.map(|number| number.text).unwrap_or_default();
            let court = opening.court.map(|court| court.name).unwrap_or_default();
            Told::new(&format!("进入{}", title(words::INSTANCES, &opening.kind)), vec![number, court])
        }
        Event::TookEffect(e) => {
            let by = match e.by.as_str() {
                "Certificate" => "法院出具生效证明",
                "Service" => "送达即生效",
                _ => "上诉期限届满",
            };
            let is_certified = e.certificate.is_some();
            let told = Told::new("裁判生效", vec![e.case_number, by.to_owned(), cited(e.certificate.as_ref())]);
            if is_certified { told } else { told.follows() }
        }
        Event::Converted(e) => Told::new("简易程序转为普通程序", vec![cited(e.paper.as_ref())]),
        Event::DefendantJoined(e) => {
            let defendant = e.defendant.unwrap_or_default();
            let role = title(words::DEFENDANT_ROLES, &defendant.role);
            let kind = title(words::DEFENDANT_KINDS, &defendant.kind);
            Told::new("追加被告", vec![defendant.name, format!("{role}，{kind}"), cited(e.paper.as_ref())])
        }
        Event::LawsuitAmended(e) => moving(amended(e.amendment.as_ref(), &e.before, &e.after), e.moved),
        Event::LawsuitStruck(e) => moving(struck(e.amendment.as_ref()), e.moved),
        Event::AnswerExpiryWithdrawn(e) => Told::new("撤回答辩期届满", vec![e.reason]).strikes(e.entry),
        Event::EffectWithdrawn(e) => Told::new("撤回裁判生效", vec![e.reason]).strikes(e.entry),
        Event::DeadlinesRecounted(e) => {
            let before =
                e.before.iter().map(|clock| was(&called(clock, name), &clock.deadline.clone().unwrap_or_default()));
            Told::new(RECOUNTED, arranged(&e.because).chain(before).collect()).follows()
        }
        Event::HearingNoted(e) => {
            let presences = e.presences.iter().map(|presence| {
                let who = match presence.official_name.as_str() {
                    "" => String::new(),
                    name => format!("（{name}，{}）", presence.official_post),
                };
                format!("{}：{}{who}", presence.organ_name, title(words::ATTENDANCE, &presence.status))
            });
            let what = match e.state.as_str() {
                "Planned" => format!("登记开庭：{}", e.on),
                "Held" => "开庭".to_owned(),
                "Cancelled" => "取消开庭".to_owned(),
                _ => "撤除误录的开庭".to_owned(),
            };
            let lines = std::iter::once(title(words::INSTANCES, &e.instance_kind)).chain(presences).collect();
            Told::new(&what, lines).follows()
        }
    }
}

fn outcome_of(outcome: &Outcome, name: &impl Fn(u32) -> String) -> String {
    let who = if outcome.organ_name.is_empty() { name(outcome.defendant) } else { outcome.organ_name.clone() };
    let mut codes = vec![title(words::OUTCOMES, &outcome.code)];
    if !outcome.changed_to.is_empty() {
        codes.push(format!("改为{}", title(words::OUTCOMES, &outcome.changed_to)));
    }
    codes.extend(outcome.riders.iter().map(|rider| title(words::OUTCOMES, rider)));
    if !outcome.withdraw_reason.is_empty() {
        codes.push(title(words::WITHDRAWN, &outcome.withdraw_reason));
    }
    format!("{who}：{}", codes.join("，"))
}

/// Until when a period runs as of an entry; nothing for one that ended.
fn runs(clock: &Clock, name: &impl Fn(u32) -> String) -> Option<String> {
    let deadline = clock.deadline.as_ref().filter(|_| clock.ended_on.is_empty() && clock.name != "Trial")?;
    Some(format!("{}：至 {}", called(clock, name), deadline.due))
}

/// What a period is called, with whose it is.
fn called(clock: &Clock, name: &impl Fn(u32) -> String) -> String {
    let whose = if clock.party == 0 { String::new() } else { format!("（{}）", name(clock.party)) };
    format!("{}{whose}", title(words::TERMS, &clock.name))
}

/// Says what an entry of a hearing says.
pub(crate) fn hearing(entry: &Entry) -> Told {
    use hearing_event::Event;
    let Ok(HearingEvent { event: Some(event), of, .. }) = HearingEvent::decode(entry.payload.as_slice()) else {
        return Told::unknown(entry);
    };
    let defendants = of.unwrap_or_default().defendants;
    let name = |number: u32| {
        let found = defendants.iter().find(|defendant| defendant.number == number);
        found.map_or_else(|| format!("{number}号被告"), |defendant| defendant.name.clone())
    };
    match event {
        Event::HearingScheduled(plan) => Told::new("登记开庭", planned(&plan)),
        Event::HearingMoved(moved) => {
            let mut lines = planned(&moved.plan.unwrap_or_default());
            lines.push(moved.reason);
            Told::new("变更开庭", lines)
        }
        Event::HearingHeld(held) => {
            let holding = held.holding.unwrap_or_default();
            let mut lines: Vec<String> = held
                .presences
                .iter()
                .map(|presence| format!("{}：{}", presence.organ_name, title(words::ATTENDANCE, &presence.status)))
                .collect();
            lines.extend(came(&holding, &name));
            lines.push(cited(holding.record.as_ref()));
            lines.push(holding.summary);
            Told::new("开庭", lines)
        }
        Event::HearingCancelled(cancelled) => Told::new("取消开庭", vec![cancelled.reason]),
        Event::CourtObserved(observed) => Told::new("旁听庭审", watched(&observed)),
        Event::HearingAmended(e) => {
            let (before, after) = (said(e.before.as_ref(), &name), said(e.after.as_ref(), &name));
            match (only_in(&before, &after), only_in(&after, &before)) {
                (old, new) if old.is_empty() && new.is_empty() => {
                    let (entry, why) = reason(e.amendment.as_ref());
                    Told::new("更正", vec![format!("第 {entry} 号记录"), why]).corrects(entry, "已更正".to_owned())
                }
                (old, new) => amended(e.amendment.as_ref(), &old, &new),
            }
        }
        Event::HearingStruck(e) => struck(e.amendment.as_ref()),
    }
}

/// What an entry of a hearing says, for telling what is another after it was put right.
fn said(fact: Option<&HearingFact>, name: &impl Fn(u32) -> String) -> Vec<String> {
    let Some(fact) = fact.and_then(|fact| fact.fact.as_ref()) else { return Vec::new() };
    match fact {
        hearing_fact::Fact::Plan(plan) => arrangement(plan, name),
        hearing_fact::Fact::Move(moved) => {
            let plan = moved.plan.as_ref().map(|plan| arrangement(plan, name)).unwrap_or_default();
            plan.into_iter().chain([moved.reason.clone()]).collect()
        }
        hearing_fact::Fact::Holding(holding) => {
            let absences = holding.attendances.iter().filter_map(|attendance| {
                Some(format!("{}：{}", name(attendance.defendant), absent(attendance.absence.as_ref()?)))
            });
            let through = holding.attendances.iter().filter(|attendance| attendance.represented_by > 0);
            let through = through.map(|attendance| {
                format!("{}由{}的负责人一并代表", name(attendance.defendant), name(attendance.represented_by))
            });
            let people = came(holding, name).into_iter().chain(through).chain(absences);
            let rest = [cited(holding.record.as_ref()), holding.summary.clone()];
            std::iter::once(holding.on.clone()).chain(people).chain(rest).collect()
        }
        hearing_fact::Fact::Cancellation(cancelled) => vec![cancelled.on.clone(), cancelled.reason.clone()],
        hearing_fact::Fact::Observation(observed) => watched(observed),
    }
}

/// A plan with all that counts later: whom the court notified, and when summons and notices arrived.
fn arrangement(plan: &Plan, name: &impl Fn(u32) -> String) -> Vec<String> {
    let arrived = |day: &str| if day.is_empty() { String::new() } else { format!("，{day} 送达") };
    let notices = plan.notices.iter().map(|notice| {
        let served = arrived(&notice.served_on);
        format!("{}：{}{served}", name(notice.defendant), title(words::COURT_NOTICES, &notice.notice))
    });
    let summons =
        if plan.summoned_on.is_empty() { String::new() } else { format!("传票{}", arrived(&plan.summoned_on)) };
    let how = [title(words::HEARING_MODES, &plan.mode), if plan.closed { "不公开".to_owned() } else { String::new() }];
    planned(plan).into_iter().chain(how).chain(notices).chain([summons]).collect()
}

fn watched(observed: &Observation) -> Vec<String> {
    let count = format!("{}，{} 人", title(words::OBSERVED, &observed.mode), observed.headcount);
    vec![observed.unit_name.clone(), count, observed.material.clone()]
}

/// What one says and the other does not.
fn only_in(one: &[String], other: &[String]) -> String {
    let only: Vec<&str> =
        one.iter().filter(|line| !line.is_empty() && !other.contains(line)).map(String::as_str).collect();
    only.join("；")
}

/// Why no responsible person came, in words.
pub(crate) fn absent(absence: &Absence) -> String {
    let ground = title(words::ABSENCE_GROUNDS, &absence.ground);
    let paper = match &absence.paper {
        Some(paper) => format!("{} {}", paper.kind, paper.number),
        None if absence.stamped => "有书面说明".to_owned(),
        None => "没有书面说明".to_owned(),
    };
    let finding = title(words::FINDINGS, &absence.finding);
    let parts = [ground, absence.explanation.clone(), paper, finding];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("未出庭的理由：{}", parts.join("；"))
}

fn planned(plan: &Plan) -> Vec<String> {
    let when = format!("{} {}", plan.day, plan.time).trim().to_owned();
    vec![when, plan.room.clone(), plan.remark.clone()]
}

/// Who came for each defendant.
pub(crate) fn came(holding: &Holding, name: &impl Fn(u32) -> String) -> Vec<String> {
    holding
        .attendances
        .iter()
        .map(|attendance| {
            let who = people(attendance);
            let who = if who.is_empty() { "无人出庭".to_owned() } else { who.join("，") };
            format!("{}：{who}", name(attendance.defendant))
        })
        .collect()
}

/// Those who came for one defendant, each in words.
pub(crate) fn people(attendance: &Attendance) -> Vec<String> {
    let heads = attendance.heads.iter().map(|head| {
        let mut about = vec![head.post.clone(), title(words::SPOKE, &head.spoke)];
        if !head.counts && !head.of.is_empty() && head.of != "Own" {
            about.push(format!("{}，不计为负责人", title(words::HEADS_OF, &head.of)));
        }
        if head.identity_rejected {
            about.push("身份审查不合格".to_owned());
        }
        if head.left_early {
            about.push("中途退庭".to_owned());
        }
        about.retain(|part| !part.is_empty());
        format!("负责人 {}（{}）", head.name, about.join("，"))
    });
    let staff = attendance.staff.iter().map(|person| format!("工作人员 {}{}", person.name, bracketed(&person.post)));
    let lawyers = attendance.lawyers.iter().map(|person| format!("律师 {}{}", person.name, bracketed(&person.post)));
    heads.chain(staff).chain(lawyers).collect()
}

fn bracketed(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("（{text}）") }
}

fn reason(amendment: Option<&Amendment>) -> (i64, String) {
    let Some(amendment) = amendment else { return (0, String::new()) };
    (amendment.entry, format!("{}：{}", title(words::REASONS, &amendment.reason), amendment.explanation))
}

/// That a field was put right.
pub(crate) fn amended(amendment: Option<&Amendment>, before: &str, after: &str) -> Told {
    let (entry, why) = reason(amendment);
    let before = if before.is_empty() { "（空）" } else { before };
    let change = format!("“{before}”改为“{after}”");
    Told::new("更正", vec![format!("第 {entry} 号记录"), change, why])
        .corrects(entry, format!("已更正：{before} → {after}"))
}

fn moving(told: Told, moved: Vec<MovedEntry>) -> Told {
    Told { moves: moved.into_iter().map(|moved| (moved.entry, moved.on)).collect(), ..told }
}

/// That an entry was struck.
pub(crate) fn struck(amendment: Option<&Amendment>) -> Told {
    let (entry, why) = reason(amendment);
    Told::new("撤除误录", vec![format!("第 {entry} 号记录"), why]).strikes(entry)
}

#[cfg(test)]
mod tests {
    use proto::appearances::{Defendant, Head, HearingAmended, HearingOf};

    use super::*;

    fn put_right(before: Holding, after: Holding) -> Told {
        let of = |holding| Some(HearingFact { fact: Some(hearing_fact::Fact::Holding(holding)) });
        let amendment = Some(Amendment { entry: 2, ..Amendment::default() });
        let amended = HearingAmended { amendment, before: of(before), after: of(after), ..HearingAmended::default() };
        let bureau = Defendant { number: 2, name: "陇县公安局".to_owned(), ..Defendant::default() };
        let event = HearingEvent {
            event: Some(hearing_event::Event::HearingAmended(amended)),
            of: Some(HearingOf { defendants: vec![bureau], ..HearingOf::default() }),
            clocks: Vec::new(),
        };
        let [event_name, occurred_on, account, actor] =
            ["HearingAmended", "2026-03-03", "zhao.lin", "赵琳"].map(str::to_owned);
        let payload = event.encode_to_vec();
        hearing(&Entry { entry: 3, event: event_name, occurred_on, recorded_at: 0, account, actor, payload })
    }

    fn held(attendance: Attendance) -> Holding {
        let attendances = vec![Attendance { defendant: 2, ..attendance }];
        Holding { on: "2026-03-02".to_owned(), attendances, ..Holding::default() }
    }

    #[test] // S41
    fn a_hearing_put_right_tells_what_it_said_and_what_it_says() {
        let head = Head { name: "钱示例".to_owned(), post: "局长".to_owned(), ..Head::default() };
        let came = held(Attendance { heads: vec![head], ..Attendance::default() });
        let absence = Absence { ground: "Accident".to_owned(), finding: "Accepted".to_owned(), ..Absence::default() };
        let absent = held(Attendance { absence: Some(absence.clone()), ..Attendance::default() });
        let told = put_right(came, absent.clone());
        let (entry, how) = told.corrects.unwrap();
        assert!(entry == 2 && how.contains("陇县公安局：负责人 钱示例（局长） → 陇县公安局：无人出庭"), "{how}");
        assert!(how.contains("意外事件") && !how.contains("2026-03-02"), "only what is another: {how}");
        let rejected = Absence { finding: "Rejected".to_owned(), ..absence };
        let told = put_right(absent, held(Attendance { absence: Some(rejected), ..Attendance::default() }));
        let how = told.corrects.unwrap().1;
        assert!(how.contains("法院认可") && how.contains("→") && how.contains("法院不认可"), "{how}");
    }
}
