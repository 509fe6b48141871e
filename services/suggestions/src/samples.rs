//! A suggestion for tests, told step by step.

use std::sync::Arc;

use kernel::actor::Actor;
use kernel::aggregate::{Aggregate, Occasion};
use kernel::calendar::Calendar;
use kernel::day::Day;
use kernel::paper::Paper;
use kernel::writing::{Line, Text};
use uuid::Uuid;

use crate::clocks::{AddresseeNumber, Clock};
use crate::law;
use crate::limit::Limit;
use crate::refusal::Refusal;
use crate::suggestion::amendment::*;
use crate::suggestion::follow_up::*;
use crate::suggestion::issue::*;
use crate::suggestion::reply::*;
use crate::suggestion::standing::{Standing, StandingStage};
use crate::suggestion::{Command, Suggestion, SuggestionEvent};

pub const FIRST: AddresseeNumber = AddresseeNumber(1);
pub const SECOND: AddresseeNumber = AddresseeNumber(2);
pub const THIRD: AddresseeNumber = AddresseeNumber(3);

pub fn d(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn line(text: &str) -> Line {
    Line::try_from(text.to_owned()).unwrap()
}

pub fn text(text: &str) -> Text {
    Text::try_from(text.to_owned()).unwrap()
}

pub fn limit(text: &str) -> Limit {
    Limit::try_from(text.to_owned()).unwrap()
}

pub fn occasion(today: &str) -> Occasion {
    Occasion { today: d(today), actor: Actor::person("he.jing", "何静"), calendar: Arc::new(Calendar::shipped()) }
}

/// A suggestion as it is told, and the day on which it is told.
#[derive(Debug, Clone)]
pub struct Play {
    pub suggestion: Suggestion,
    pub on: Occasion,
    pub events: Vec<SuggestionEvent>,
}

impl Play {
    pub fn on(today: &str) -> Self {
        Self { suggestion: Suggestion::default(), on: occasion(today), events: Vec::new() }
    }

    pub fn today(mut self, today: &str) -> Self {
        self.on.today = d(today);
        self
    }

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "a test names the command and is done with it")]
    pub fn does(mut self, command: Command) -> Self {
        let events = match self.suggestion.decide(command.clone(), &self.on) {
            Ok(events) => events,
            Err(refusal) => panic!("{command:?} was refused: {refusal}"),
        };
        for event in &events {
            self.suggestion = self.suggestion.evolve(event);
        }
        self.events.extend(events);
        self
    }

    #[track_caller]
    pub fn refuses(&self, command: Command) -> Refusal {
        self.suggestion.decide(command, &self.on).expect_err("it should be refused")
    }

    #[track_caller]
    pub fn clock(&self, addressee: AddresseeNumber) -> &Clock {
        self.suggestion.clocks.find(addressee).expect("it has received the letter")
    }

    #[track_caller]
    pub fn due(&self, addressee: AddresseeNumber) -> String {
        self.clock(addressee).due().to_string()
    }

    #[track_caller]
    pub fn standing(&self, addressee: AddresseeNumber) -> &Standing {
        self.suggestion.standing(addressee).expect("it is addressed")
    }

    #[track_caller]
    pub fn stage(&self, addressee: AddresseeNumber) -> StandingStage {
        self.standing(addressee).stage()
    }
}

pub fn organ(number: u32) -> Uuid {
    Uuid::from_u128(0x018f_3b1e_0000_7000_8000_0000_0000_0100 + u128::from(number))
}

pub fn letter(kind: Kind, issued_on: &str) -> Letter {
    Letter {
        kind,
        issuer: organ(99),
        issuer_name: line(if kind.is_procuratorial() { "陇县人民检察院" } else { "陇县人民法院" }),
        number: Some(LetterNumber::try_from("陇法建〔2026〕3号".to_owned()).unwrap()),
        issued_on: d(issued_on),
        title: line("关于规范行政处罚程序的司法建议书"),
        problems: vec![Problem {
            number: 1, problem: text("未告知听证权利"), suggestion: text("规范告知程序")
        }],
        limit: None,
        urgent: false,
        lawsuit: None,
        reconsideration: None,
        copied_to: Vec::new(),
        remark: None,
    }
}

pub fn addressee(number: AddresseeNumber, received_on: Option<&str>) -> Addressee {
    let name = line(["陇县公安局", "陇县住房和城乡建设局", "陇县城关镇人民政府"][number.0 as usize - 1]);
    Addressee { number, organ: organ(number.0), name, received_on: received_on.map(d) }
}

pub fn address(number: AddresseeNumber, on: &str, received_on: Option<&str>) -> Command {
    Command::AddAddressee(Addressing { addressee: addressee(number, received_on), on: d(on) })
}

pub fn registration(letter: Letter, received: &[Option<&str>]) -> Command {
    let addressees = (1..).zip(received).map(|(number, on)| addressee(AddresseeNumber(number), *on)).collect();
    let default_months = law::DEFAULT_MONTHS;
    Command::Register(Box::new(Registration { letter, addressees, area: None, default_months }))
}

/// A letter that one organ received on the day it was issued.
pub fn register(kind: Kind, on: &str) -> Command {
    registration(letter(kind, on), &[Some(on)])
}

pub fn receive(addressee: AddresseeNumber, on: &str) -> Command {
    Command::RecordReceipt(Receipt { addressee, on: d(on), proof: Some(line("送达回证")) })
}

pub fn extend(addressee: AddresseeNumber, on: &str, by: &str) -> Command {
    let paper = Paper { kind: line("同意延期函"), number: None, on: Some(d(on)), title: None };
    Command::RecordExtension(Extension { addressee, on: d(on), by: limit(by), paper, reason: None })
}

pub fn reply(addressee: AddresseeNumber, posted_on: Option<&str>, delivered_on: Option<&str>) -> Command {
    let (posted_on, delivered_on) = (posted_on.map(d), delivered_on.map(d));
    Command::RecordReply(Reply {
        addressee,
        on: posted_on.or(delivered_on).unwrap_or(d("2026-01-01")),
        posted_on,
        delivered_on,
        number: Some(line("陇公函〔2026〕8号")),
        title: None,
        adoption: Adoption::Adopted,
        summary: None,
        proof: None,
    })
}

pub fn delivered(addressee: AddresseeNumber, on: &str) -> Command {
    reply(addressee, None, Some(on))
}

pub fn object(addressee: AddresseeNumber, on: &str) -> Command {
    Command::RecordObjection(Objection { addressee, on: d(on), reasons: text("事实有出入"), paper: None })
}

pub fn settle(addressee: AddresseeNumber, on: &str, changed: Option<(&str, Option<&str>)>) -> Command {
    Command::RecordObjectionResult(ObjectionResult {
        addressee,
        on: d(on),
        result: if changed.is_some() { Reviewed::Changed } else { Reviewed::Maintained },
        changed_received_on: changed.map(|(on, _)| d(on)),
        limit: changed.and_then(|(_, by)| by).map(limit),
        paper: None,
    })
}

pub fn withdraw(addressee: Option<AddresseeNumber>, on: &str) -> Command {
    Command::RecordWithdrawal(Withdrawal {
        addressee, on: d(on), reason: Some(text("事实认定有误")), paper: None
    })
}

pub fn rectify(addressee: AddresseeNumber, on: &str, status: RectificationStatus, verified: Option<&str>) -> Command {
    Command::RecordRectification(Rectification {
        addressee,
        on: d(on),
        status,
        planned_until: None,
        verified_by_issuer_on: verified.map(d),
        summary: None,
        paper: None,
    })
}

pub fn close(addressee: AddresseeNumber, on: &str) -> Command {
    Command::Close(Closing { addressee, on: d(on), ground: ClosingGround::IssuerConfirmed, explanation: None })
}

fn amendment(entry: u64) -> Amendment {
    Amendment { entry, reason: Reason::EntryError, explanation: line("录入有误") }
}

pub fn amend(entry: u64, field: &str, value: &str) -> Command {
    Command::Amend(Amend { amendment: amendment(entry), field: field.to_owned(), value: value.to_owned() })
}

pub fn strike(entry: u64) -> Command {
    Command::Strike(amendment(entry))
}
