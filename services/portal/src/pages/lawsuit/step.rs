//! `/lawsuits/{lawsuit}/steps/{command}`: one form for each step. Which steps there are now, the service says.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use proto::appearances::lawsuit_command::Command;
use proto::appearances::{
    AnswerExpiry, AnswerFiling, Appeal, Conversion, CopyReceipt, Defendant, DefendantJoining, Effect, InstanceOpening,
    JudgmentService, LawsuitCommand, Step, WithoutHearing,
};
use serde::Deserialize;
use uuid::Uuid;

use super::judgment::{Judging, papers};
use super::register::{read_court, read_number, read_organ};
use crate::access::Person;
use crate::failure::Failure;
use crate::form::{Entered, Field, Reader};
use crate::pages::desk::{self, Desk, Group};
use crate::pages::forms::{Form, Said};
use crate::registers::judicial::{self, JudicialOrgan};
use crate::registers::lawsuits::{self, Lawsuit};
use crate::registers::organs::{self, Organ};
use crate::words::{self, DEFENDANT_KINDS, DEFENDANT_ROLES, PROCEDURES, WITHOUT_HEARING, title};
use crate::{Portal, asking};

/// The step by which an organ is joined.
const JOIN: &str = "join_defendant";

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    instance: u32,
    #[serde(default)]
    party: u32,
    #[serde(default)]
    kind: String,
    draft: Option<Uuid>,
}

struct Stepping {
    person: Person,
    lawsuit: Lawsuit,
    command: String,
    asked: Asked,
    /// As the service offers it; with the service away the form still opens, so that what is written is kept.
    step: Step,
    version: i64,
    said: Vec<String>,
    courts: Vec<JudicialOrgan>,
    /// Those that may be joined.
    organs: Vec<Organ>,
    today: kernel::day::Day,
}

impl Stepping {
    async fn of(
        portal: &Portal,
        person: Person,
        lawsuit: Uuid,
        command: String,
        asked: Asked,
    ) -> Result<Self, Failure> {
        let lawsuit = lawsuits::lawsuit_of(portal, &person, lawsuit).await?.ok_or_else(Failure::no_such_thing)?;
        if !words::LAWSUIT_STEPS.iter().any(|(known, _)| *known == command && command != "register") {
            return Err(Failure::NotFound("没有这一步的表单".to_owned()));
        }
        let is_it = |step: &&Step| {
            step.command == command
                && (asked.instance == 0 || step.instance == 0 || step.instance == asked.instance)
                && (asked.party == 0 || step.party == 0 || step.party == asked.party)
                && (asked.kind.is_empty() || step.kind == asked.kind)
        };
        let (step, version, said) = match asking::lawsuit_steps(portal, lawsuit.id).await {
            Err(Failure::Away(_)) => (None, lawsuit.version, Vec::new()),
            Err(failure) => return Err(failure),
            Ok(answer) => {
                let step = answer.steps.iter().find(is_it).cloned();
                let why = answer.hindered.iter().find(is_it).map(|step| step.refusal.as_str());
                let why = why.unwrap_or("案件现在的阶段不能办理这一步");
                let said = if step.is_some() { Vec::new() } else { vec![format!("现在不能办理：{why}")] };
                (step, answer.version, said)
            }
        };
        let today = portal.inside.clock.today();
        let courts = judicial::courts(portal).await?;
        let organs = if command == JOIN { organs::ever(portal, today).await? } else { Vec::new() };
        let step = step.unwrap_or_default();
        Ok(Self { person, lawsuit, command, asked, step, version, said, courts, organs, today })
    }

    /// The instance the step belongs to: the one it was offered for, or else the latest.
    fn instance(&self) -> u32 {
        let offered = [self.step.instance, self.asked.instance].into_iter().find(|number| *number > 0);
        offered.unwrap_or(self.lawsuit.summary.instance)
    }

    /// The kind of a further instance.
    fn next_kind(&self) -> &str {
        let chosen = [self.asked.kind.as_str(), self.step.kind.as_str()].into_iter().find(|kind| !kind.is_empty());
        chosen.unwrap_or("Second")
    }

    /// Whether a result takes effect only as the court certifies.
    fn is_by_certificate(&self) -> bool {
        [&self.asked.kind, &self.step.kind].into_iter().any(|kind| kind == "Certificate")
    }

    fn address(&self) -> String {
        let parts = [
            ("instance", self.asked.instance.to_string()),
            ("party", self.asked.party.to_string()),
            ("kind", self.asked.kind.clone()),
        ];
        let set = parts.iter().filter(|(_, value)| !value.is_empty() && value != "0");
        let query = set.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
        let sign = if query.is_empty() { "" } else { "?" };
        format!("/lawsuits/{}/steps/{}{sign}{query}", self.lawsuit.id, self.command)
    }

    /// The day that stands in the form at first.
    fn usual(&self) -> String {
        if self.step.on.is_empty() { self.today.to_string() } else { self.step.on.clone() }
    }

    fn day(&self, name: &str, label: &str) -> Field {
        Field::day(name, label).or(self.usual())
    }

    fn whom(&self, label: &str, parties: Vec<(u32, String)>) -> Field {
        let party = if self.asked.party > 0 { self.asked.party.to_string() } else { String::new() };
        let first = if let [(only, _)] = parties.as_slice() { only.to_string() } else { party };
        let parties = parties.into_iter().map(|(number, name)| (number.to_string(), name));
        Field::select("party", label, parties).or(first)
    }

    fn paper(kind: &str) -> [Field; 2] {
        [
            Field::line("paper.number", format!("{kind}文号")).if_any(),
            Field::day("paper.on", format!("{kind}落款日期")).if_any(),
        ]
    }
}

/// Parties whose boxes were ticked.
fn ticked(r: &Reader<'_>, name: &str) -> Vec<u32> {
    r.entered().all(name).filter_map(|number| number.parse().ok()).collect()
}

impl Desk for Stepping {
    type Command = LawsuitCommand;

    fn person(&self) -> &Person {
        &self.person
    }

    fn here(&self) -> &'static str {
        "/lawsuits"
    }

    fn to(&self) -> Option<Uuid> {
        Some(self.lawsuit.id)
    }

    fn form(&self) -> Form {
        let name = if self.step.title.is_empty() {
            title(words::LAWSUIT_STEPS, &self.command)
        } else {
            self.step.title.clone()
        };
        Form {
            title: name,
            article: self.step.article.clone(),
            effect: self.step.effect.clone(),
            action: self.address(),
            back: format!("/lawsuits/{}", self.lawsuit.id),
            case: self.lawsuit.called(),
            parties: self.lawsuit.parties_in_short(),
            version: self.version.to_string(),
            said: Said::each(&self.said),
            ..Form::default()
        }
    }

    fn groups(&self, _: &Entered) -> Vec<Group> {
        let defendants = || self.lawsuit.defendants_in(self.instance());
        let parties = || self.lawsuit.parties_in(self.instance());
        let named = || parties().into_iter().map(|(number, name)| (number.to_string(), name));
        match self.command.as_str() {
            "record_copy" => vec![Group::new(
                "",
                [
                    self.whom("行政机关", defendants()),
                    self.day("on", "收到日期").help("以签收之日为准；答辩、举证、管辖异议期限都从这一天起算"),
                ],
            )],
            "record_answer" => {
                let mut fields = vec![
                    self.whom("行政机关", defendants()),
                    self.day("on", "提交日期"),
                    Field::day("posted_on", "交邮日期").if_any().help("邮寄的填写：以交邮日期判断是否逾期"),
                    Field::flag("with_evidence", "附证据、依据")
                        .or("on")
                        .help("没有附的不勾选：举证期限继续计算，补交时再登记一次"),
                    Field::flag("evidence_only", "只提交证据、依据")
                        .or(if self.step.kind == "Evidence" { "on" } else { "" })
                        .help("答辩状已经提交或者另行提交的勾选"),
                ];
                fields.extend(Self::paper("答辩状"));
                vec![Group::new("", fields)]
            }
            "record_answer_expiry" => vec![Group::new("", [self.whom("行政机关", defendants())]).note(
                "答辩期届满没有提交答辩状的，不影响法院审理；逾期提供证据的，视为没有证据。日期由系统按期限计算。",
            )],
            "decide_without_hearing" => vec![
                Group::new("", [self.day("on", "决定日期"), Field::choice("ground", "情形", WITHOUT_HEARING)])
                    .note("没有开庭的，不计入应当出庭的案件。"),
            ],
            "judge" => Judging::of(&self.lawsuit, self.instance()).groups(self.day("on", "裁判日期")),
            "serve_judgment" => {
                let mut fields = vec![
                    self.whom("受送达人", parties()),
                    self.day("on", "送达日期").help("上诉期限从送达之日起算"),
                    Field::line("proof", "送达证明").if_any(),
                ];
                let papers = papers(&self.lawsuit.results, self.instance());
                if papers.len() > 1 {
                    let help = "不选的，按送达日以前最近一份尚未送达的计算";
                    fields.push(Field::select("about", "哪一份文书", papers).if_any().help(help));
                }
                vec![Group::new("", fields)]
            }
            "file_appeal" => {
                vec![Group::new(
                    "",
                    [
                        Field::checks("appellants", "上诉人", named()).or(self.asked.party),
                        self.day("on", "上诉日期").help("法院收到上诉状的日期"),
                        Field::day("posted_on", "交邮日期").if_any().help("邮寄的填写：以交邮日期判断是否逾期"),
                    ],
                )]
            }
            "open_instance" => self.opening(named().collect()),
            JOIN => self.joining(),
            "convert" => {
                let mut fields = vec![self.day("on", "裁定日期").help("审理期限改为六个月，仍从立案之日起算")];
                fields.extend(Self::paper("裁定书"));
                vec![Group::new("", fields)]
            }
            _ => {
                let day = Field::day("on", "生效日期");
                let mut fields = vec![if self.is_by_certificate() {
                    day.help("法院生效证明上写明的日期；证明的文号、落款日期至少填写一项")
                } else {
                    day.if_any().help("不填的按上诉期限计算；以法院生效证明为准的，填写证明上的日期和文号")
                }];
                fields.extend(Self::paper("生效证明"));
                vec![Group::new("", fields)]
            }
        }
    }

    fn read(&self, r: &mut Reader<'_>) -> LawsuitCommand {
        let instance = self.instance();
        let command = match self.command.as_str() {
            "record_copy" => {
                Command::RecordCopy(CopyReceipt { instance, defendant: r.someone("party"), on: r.day("on") })
            }
            "record_answer" => Command::RecordAnswer(AnswerFiling {
                instance,
                defendant: r.someone("party"),
                on: r.day("on"),
                posted_on: r.day_if_any("posted_on"),
                with_evidence: r.flag("with_evidence") || r.flag("evidence_only"),
                paper: r.paper("答辩状"),
                evidence_only: r.flag("evidence_only"),
            }),
            "record_answer_expiry" => Command::RecordAnswerExpiry(AnswerExpiry {
                instance,
                defendant: r.someone("party"),
                ..AnswerExpiry::default()
            }),
            "decide_without_hearing" => Command::DecideWithoutHearing(WithoutHearing {
                instance,
                on: r.day("on"),
                ground: r.word("ground", WITHOUT_HEARING),
            }),
            "judge" => Command::Judge(Judging::of(&self.lawsuit, self.instance()).read(r)),
            "serve_judgment" => Command::ServeJudgment(JudgmentService {
                instance,
                party: r.someone("party"),
                on: r.day("on"),
                proof: r.line_if_any("proof"),
                about: r.entered().text("about").parse().unwrap_or_default(),
            }),
            "file_appeal" => {
                let appellants = ticked(r, "appellants");
                if appellants.is_empty() {
                    r.wrong("appellants", "请勾选上诉人");
                }
                let (on, posted_on) = (r.day("on"), r.day_if_any("posted_on"));
                Command::FileAppeal(Appeal { instance, appellants, on, posted_on, paper: None })
            }
            "open_instance" => Command::OpenInstance(self.read_opening(r)),
            JOIN => Command::JoinDefendant(self.read_joining(r)),
            "convert" => Command::Convert(Conversion { instance, on: r.day("on"), paper: r.paper("裁定书") }),
            _ => {
                let on = if self.is_by_certificate() { r.day("on") } else { r.day_if_any("on") };
                let certificate = r.paper("生效证明");
                if self.is_by_certificate() && certificate.is_none() {
                    r.wrong("paper.number", "请填写生效证明的文号或者落款日期");
                }
                Command::TakeEffect(Effect { instance, on, certificate })
            }
        };
        LawsuitCommand { command: Some(command) }
    }
}

impl Stepping {
    fn opening(&self, parties: Vec<(String, String)>) -> Vec<Group> {
        let courts = self.courts.iter().map(JudicialOrgan::choice);
        let first = if let [court] = self.courts.as_slice() { court.id.to_string() } else { String::new() };
        let mut fields = vec![
            Field::line("number", "案号").if_any().help("如（2026）陕03行终8号"),
            Field::select("court", "法院", courts).or(first).help("名录里没有的，请名录管理人员先登记"),
            self.day("docketed_on", "立案日期"),
        ];
        if self.next_kind() == "Remand" {
            fields.push(Field::choice("procedure", "审理程序", PROCEDURES).or("Ordinary"));
        }
        if self.next_kind() == "Retrial" {
            let help = "提审的，按第二审程序审理，裁判不能上诉；指令再审的，按原审的程序审理";
            fields.push(Field::flag("by_superior", "上级法院提审").help(help));
        }
        let by = if self.next_kind() == "Second" { "上诉人" } else { "申请人" };
        fields.push(Field::checks("brought_by", by, parties).if_any());
        let copies = self
            .lawsuit
            .defendants_in(self.instance())
            .into_iter()
            .map(|(number, name)| Field::day(format!("copy.{number}"), format!("{name}收到副本日期")).if_any());
        let copies = Group::new("副本", copies).note("收到上诉状、再审申请书副本的机关，15日内答辩。").folded();
        vec![Group::new("", fields), copies]
    }

    fn joining(&self) -> Vec<Group> {
        let taken = self.lawsuit.parties().into_iter().map(|(number, _)| number).max().unwrap_or_default();
        let mut fields = vec![
            Field::kept("number", taken + 1),
            Field::select("organ", "追加的机关", self.organs.iter().map(Organ::choice)),
            Field::choice("role", "诉讼地位", DEFENDANT_ROLES)
                .or("CoDefendant")
                .help("原告不同意追加为被告的，作为第三人参加诉讼；复议机关、原行政机关应当追加的，列为共同被告"),
            Field::choice("kind", "被告类型", DEFENDANT_KINDS).or("OriginalOrgan"),
            self.day("on", "追加日期").help("法院通知参加诉讼的日期"),
            Field::day("copy_on", "收到起诉状副本日期").if_any().help("答辩举证期限15日，从收到之日起算"),
        ];
        fields.extend(Self::paper("参加诉讼通知书"));
        vec![Group::new("", fields)]
    }

    /// Under the number after the last, as it was when the form was opened.
    fn read_joining(&self, r: &mut Reader<'_>) -> DefendantJoining {
        let (organ, name) = read_organ(r, "organ", &self.organs);
        let defendant = Defendant {
            number: r.number("number"),
            role: r.word("role", DEFENDANT_ROLES),
            kind: r.word("kind", DEFENDANT_KINDS),
            organ,
            name,
            copy_received_on: r.day_if_any("copy_on"),
            ..Defendant::default()
        };
        let (on, paper) = (r.day("on"), r.paper("参加诉讼通知书"));
        DefendantJoining { instance: self.instance(), on, defendant: Some(defendant), paper }
    }

    fn read_opening(&self, r: &mut Reader<'_>) -> InstanceOpening {
        let copies = self.lawsuit.defendants_in(self.instance()).into_iter().filter_map(|(defendant, _)| {
            let on = r.day_if_any(&format!("copy.{defendant}"));
            (!on.is_empty()).then_some(CopyReceipt { instance: 0, defendant, on })
        });
        let copies = copies.collect();
        InstanceOpening {
            kind: self.next_kind().to_owned(),
            court: read_court(r, &self.courts),
            case_number: read_number(r, "number"),
            docketed_on: r.day("docketed_on"),
            procedure: r.word_if_any("procedure", PROCEDURES),
            brought_by: ticked(r, "brought_by"),
            copies,
            follows: 0,
            by_superior: r.flag("by_superior"),
        }
    }
}

/// `GET /lawsuits/{lawsuit}/steps/{command}`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Path((lawsuit, command)): Path<(Uuid, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let draft = asked.draft;
    desk::show(&portal, &Stepping::of(&portal, person, lawsuit, command, asked).await?, draft).await
}

/// `POST /lawsuits/{lawsuit}/steps/{command}`
pub(crate) async fn save(
    State(portal): State<Portal>,
    Path((lawsuit, command)): Path<(Uuid, String)>,
    Query(asked): Query<Asked>,
    uri: Uri,
    headers: HeaderMap,
    entered: Entered,
) -> Result<Response, Failure> {
    let name = title(words::LAWSUIT_STEPS, &command);
    match desk::sender(&portal, &headers, &entered, &uri, &name).await? {
        Ok(person) => {
            desk::save(&portal, &Stepping::of(&portal, person, lawsuit, command, asked).await?, entered).await
        }
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// `POST /lawsuits/{lawsuit}/steps/{command}/consequence`
pub(crate) async fn consequence(
    State(portal): State<Portal>,
    person: Person,
    Path((lawsuit, command)): Path<(Uuid, String)>,
    Query(asked): Query<Asked>,
    entered: Entered,
) -> Result<Response, Failure> {
    desk::consequence(&portal, &Stepping::of(&portal, person, lawsuit, command, asked).await?, &entered).await
}
