//! A lawsuit with its hearings for tests, told step by step.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::actor::Actor;
use kernel::aggregate::{Aggregate, Occasion};
use kernel::calendar::Calendar;
use kernel::day::Day;
use kernel::paper::Paper;
use kernel::writing::Line;
use uuid::Uuid;

use crate::asks::preview::hearing_decided;
use crate::clocks::{Clock, ClockName};
use crate::hearing::attendance::*;
use crate::hearing::plan::*;
use crate::hearing::{self, Asked, Hearing, HearingEvent};
use crate::lawsuit::amendment::{Amend, Amendment, Reason};
use crate::lawsuit::answer::*;
use crate::lawsuit::duty::Duty;
use crate::lawsuit::further::*;
use crate::lawsuit::joining::Joining;
use crate::lawsuit::judgment::*;
use crate::lawsuit::registration::*;
use crate::lawsuit::result::InstanceResult;
use crate::lawsuit::{Command, InstanceKind, Lawsuit, LawsuitEvent};
use crate::outcome::{Cause, Code, Form};
use crate::parties::*;
use crate::refusal::Refusal;

pub const PLAINTIFF: PartyNumber = PartyNumber(1);
pub const BUREAU: PartyNumber = PartyNumber(2);
pub const GOVERNMENT: PartyNumber = PartyNumber(3);
pub const FIRST: InstanceNumber = InstanceNumber(1);
pub const SECOND: InstanceNumber = InstanceNumber(2);

pub fn d(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn line(text: &str) -> Line {
    Line::try_from(text.to_owned()).unwrap()
}

pub fn organ(of: PartyNumber) -> Uuid {
    Uuid::from_u128(0x100 + u128::from(of.0))
}

/// A lawsuit and its hearings as they are told, and the day on which they are.
#[derive(Debug, Clone)]
pub struct Play {
    pub lawsuit: Lawsuit,
    pub hearings: BTreeMap<u128, Hearing>,
    pub on: Occasion,
    pub events: Vec<LawsuitEvent>,
    pub heard: Vec<HearingEvent>,
    pub principal_required: bool,
}

impl Play {
    pub fn on(today: &str) -> Self {
        let calendar = Arc::new(Calendar::shipped());
        let on = Occasion { today: d(today), actor: Actor::person("zhao.min", "赵敏"), calendar };
        Self {
            lawsuit: Lawsuit::default(),
            hearings: BTreeMap::new(),
            on,
            events: Vec::new(),
            heard: Vec::new(),
            principal_required: false,
        }
    }

    pub fn today(mut self, today: &str) -> Self {
        self.on.today = d(today);
        self
    }

    pub fn tries(&self, command: Command) -> Result<Self, Refusal> {
        let mut play = self.clone();
        for event in self.lawsuit.decide(command, &self.on)? {
            play.lawsuit = play.lawsuit.evolve(&event);
            play.events.push(event);
        }
        Ok(play)
    }

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "a test names the command and is done with it")]
    pub fn does(self, command: Command) -> Self {
        match self.tries(command.clone()) {
            Ok(play) => play,
            Err(refusal) => panic!("{command:?} was refused: {refusal}"),
        }
    }

    #[track_caller]
    pub fn refuses(&self, command: Command) -> Refusal {
        self.tries(command).expect_err("it was not refused")
    }

    pub fn asked(&self, hearing: u128, instance: InstanceNumber, command: hearing::Command) -> Asked {
        Asked {
            hearing: Uuid::from_u128(hearing),
            lawsuit: Uuid::from_u128(0xA),
            instance,
            principal_required: self.principal_required,
            noted: None,
            command,
        }
    }

    /// A command to a hearing, which is told to the lawsuit first.
    pub fn tries_in(
        &self,
        hearing: u128,
        instance: InstanceNumber,
        command: hearing::Command,
    ) -> Result<Self, Refusal> {
        let mut play = self.clone();
        let old = play.hearings.remove(&hearing).unwrap_or_default();
        let (noted, events) = hearing_decided(&self.lawsuit, &old, self.asked(hearing, instance, command), &self.on)?;
        play.lawsuit = noted.iter().fold(play.lawsuit, Lawsuit::evolve);
        play.hearings.insert(hearing, events.iter().fold(old, Hearing::evolve));
        play.events.extend(noted);
        play.heard.extend(events);
        Ok(play)
    }

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "a test names the command and is done with it")]
    pub fn hears(self, hearing: u128, instance: InstanceNumber, command: hearing::Command) -> Self {
        match self.tries_in(hearing, instance, command.clone()) {
            Ok(play) => play,
            Err(refusal) => panic!("{command:?} was refused: {refusal}"),
        }
    }

    #[track_caller]
    pub fn refuses_in(&self, hearing: u128, instance: InstanceNumber, command: hearing::Command) -> Refusal {
        self.tries_in(hearing, instance, command).expect_err("it was not refused")
    }

    #[track_caller]
    pub fn clock(&self, name: ClockName, instance: InstanceNumber, party: Option<PartyNumber>) -> &Clock {
        self.lawsuit.clocks.find((name, instance, party)).unwrap()
    }

    #[track_caller]
    pub fn due(&self, name: ClockName, instance: InstanceNumber, party: Option<PartyNumber>) -> String {
        self.clock(name, instance, party).due().to_string()
    }

    /// The duties of an organ in an instance.
    pub fn duties(&self, instance: InstanceNumber, of: PartyNumber) -> Vec<Duty> {
        let all = self.lawsuit.chain.duties();
        all.into_iter().filter(|duty| duty.instance == instance && duty.of.number == of).collect()
    }

    #[track_caller]
    pub fn duty(&self, instance: InstanceNumber, of: PartyNumber) -> Duty {
        let mut duties = self.duties(instance, of);
        assert_eq!(duties.len(), 1, "{duties:?}");
        duties.remove(0)
    }

    #[track_caller]
    pub fn result(&self, instance: InstanceNumber, of: PartyNumber) -> InstanceResult {
        let all = self.lawsuit.chain.results();
        all.into_iter().find(|result| result.instance == instance && result.of.number == of).unwrap()
    }

    pub fn stage(&self) -> String {
        self.lawsuit.chain.stage().to_string()
    }
}

pub fn court() -> Court {
    Court { id: Some(Uuid::from_u128(0x200)), code: Some(line("陕0327")), name: line("陇县人民法院") }
}

pub fn defendant(number: PartyNumber, role: Role, kind: OrganKind, name: &str) -> Defendant {
    Defendant { number, role, kind, organ: Some(organ(number)), name: line(name), copy_received_on: None, joined: None }
}

pub fn bureau() -> Defendant {
    defendant(BUREAU, Role::Defendant, OrganKind::OriginalOrgan, "陇县市场监督管理局")
}

pub fn government() -> Defendant {
    defendant(GOVERNMENT, Role::CoDefendant, OrganKind::ReconsiderationOrgan, "陇县人民政府")
}

pub fn suit(docketed_on: &str) -> Registration {
    Registration {
        case_number: Some("（2024）陕0327行初12号".parse().unwrap()),
        court: court(),
        docketed_on: Some(d(docketed_on)),
        procedure: Procedure::Ordinary,
        plaintiffs: vec![Plaintiff { number: PLAINTIFF, kind: PlaintiffKind::Citizen, name: line("张三") }],
        defendants: vec![bureau()],
        cause: line("行政处罚"),
        field: Some(line("F02")),
        matter: Some(line("X01")),
        public_interest: false,
        compensation_only: false,
        classes: Vec::new(),
        after_reconsideration: None,
        act_title: None,
        claims: None,
        enterprise_related: false,
        non_public: false,
    }
}

pub fn register(suit: Registration) -> Command {
    Command::Register(Box::new(suit))
}

/// Both the original and the reconsideration organ are sued.
pub fn suit_of_two(docketed_on: &str) -> Registration {
    Registration { defendants: vec![bureau(), government()], ..suit(docketed_on) }
}

pub fn joins(instance: InstanceNumber, defendant: Defendant, on: &str) -> Command {
    Command::JoinDefendant(Box::new(Joining { instance, on: d(on), defendant, paper: None }))
}

pub fn copy(instance: InstanceNumber, of: PartyNumber, on: &str) -> Command {
    Command::RecordCopy(CopyReceipt { instance, defendant: of, on: d(on) })
}

pub fn answer(of: PartyNumber, on: &str) -> Command {
    Command::RecordAnswer(AnswerFiling {
        instance: FIRST,
        defendant: of,
        on: d(on),
        posted_on: None,
        with_evidence: true,
        paper: None,
        evidence_only: false,
    })
}

pub fn paper(kind: &str) -> Paper {
    Paper { kind: line(kind), number: None, on: None, title: None }
}

pub fn outcome(of: PartyNumber, code: Code) -> Outcome {
    let causes = if code.is_loss() { vec![Cause::FactsUnclear] } else { Vec::new() };
    Outcome { defendant: of, of: None, code, riders: Vec::new(), changed_to: None, withdraw_reason: None, causes }
}

pub fn judging(instance: InstanceNumber, form: Form, on: &str, outcomes: Vec<Outcome>) -> Command {
    Command::Judge(Judgment { instance, form, judged_on: d(on), outcomes, paper: None, services: Vec::new() })
}

pub fn judge(instance: InstanceNumber, on: &str, code: Code) -> Command {
    let forms = [Form::Judgment, Form::Ruling, Form::Mediation];
    let form = forms.into_iter().find(|form| code.is_in(*form)).unwrap();
    judging(instance, form, on, vec![outcome(BUREAU, code)])
}

pub fn serve(instance: InstanceNumber, party: PartyNumber, on: &str) -> Command {
    Command::ServeJudgment(JudgmentService { instance, party, on: d(on), proof: None, about: None })
}

pub fn appeal(on: &str, by: PartyNumber) -> Command {
    Command::FileAppeal(Appeal { instance: FIRST, appellants: vec![by], on: d(on), posted_on: None, paper: None })
}

pub fn open(kind: InstanceKind, on: &str) -> Command {
    Command::OpenInstance(InstanceOpening {
        kind,
        court: Court { id: None, code: Some(line("陕03")), name: line("宝鸡市中级人民法院") },
        case_number: None,
        docketed_on: d(on),
        procedure: Procedure::Ordinary,
        brought_by: vec![PLAINTIFF],
        copies: Vec::new(),
        follows: None,
        by_superior: false,
    })
}

pub fn take_effect(instance: InstanceNumber) -> Command {
    Command::TakeEffect(Effect { instance, certified: None })
}

/// The same on the court's certificate.
pub fn certified(instance: InstanceNumber, on: &str) -> Command {
    Command::TakeEffect(Effect { instance, certified: Some((d(on), paper("生效证明"))) })
}

pub fn amendment(entry: u64) -> Amendment {
    Amendment { entry, reason: Reason::EntryError, explanation: line("录入时看错") }
}

pub fn amend(entry: u64, field: &str, value: &str) -> Command {
    Command::Amend(Amend {
        amendment: amendment(entry),
        field: field.to_owned(),
        value: value.to_owned(),
        also: Vec::new(),
    })
}

pub fn strike(entry: u64) -> Command {
    Command::Strike(amendment(entry))
}

pub fn notice(of: PartyNumber, notice: Notice) -> NoticeTo {
    NoticeTo { defendant: of, notice, served_on: None }
}

pub fn plan(day: &str, notices: Vec<NoticeTo>) -> Plan {
    Plan {
        day: d(day),
        time: Some(line("09:30")),
        room: None,
        mode: Mode::OnSite,
        closed: false,
        notices,
        summoned_on: None,
        remark: None,
    }
}

/// The bureau's head or deputy, with the post of that day as the directory tells it.
pub fn head(level: PostLevel) -> Head {
    head_of(BUREAU, level)
}

pub fn head_of(of: PartyNumber, level: PostLevel) -> Head {
    let post = if level == PostLevel::Principal { "局长" } else { "副局长" };
    let held = PostThatDay { organ: organ(of), organ_name: line("机关"), post: line(post), level };
    Head {
        official: Some(Uuid::from_u128(0x300 + level as u128)),
        name: line("钱示例"),
        post: None,
        level: None,
        of: HeadOf::Own,
        statement: None,
        identity_rejected: None,
        spoke: Spoke::Yes,
        left_early: false,
        posts: vec![held],
        counts: false,
        remark: None,
    }
}

pub fn nobody(of: PartyNumber) -> Attendance {
    Attendance {
        defendant: of,
        heads: Vec::new(),
        staff: Vec::new(),
        lawyers: Vec::new(),
        absence: None,
        represented_by: None,
    }
}

pub fn companion(name: &str) -> Companion {
    Companion { name: line(name), post: None, organisation: None }
}

pub fn staff_of(of: PartyNumber) -> Attendance {
    Attendance { staff: vec![companion("科员甲")], ..nobody(of) }
}

pub fn led_by(of: PartyNumber, head: Head) -> Attendance {
    Attendance { heads: vec![head], ..nobody(of) }
}

pub fn absence(ground: AbsenceGround, proof: bool, finding: Finding) -> Absence {
    let proof = proof.then(|| paper("负责人不能出庭情况说明"));
    Absence { ground, explanation: None, paper: proof, stamped: true, finding }
}

pub fn holding(on: &str, attendances: Vec<Attendance>) -> Holding {
    Holding { on: d(on), attendances, record: None, summary: None }
}

/// A hearing entered when it was over.
pub fn recorded(on: &str, told: Notice, attendance: Attendance) -> hearing::Command {
    let plan = plan(on, vec![notice(attendance.defendant, told)]);
    hearing::Command::Record(plan, holding(on, vec![attendance]))
}

/// Registered and told on one day.
pub fn registered() -> Play {
    Play::on("2024-12-20").does(register(suit("2024-06-03")))
}
