//! A suggestion told step by step: from its receipt to the reply, and to what was put right.

use directory::judicial_organ::{JudicialCode, judicial_organ_id};
use kernel::day::Day;
use portal::PracticePerson;
use proto::common::Paper;
use proto::suggestions::suggestion_command::Command;
use proto::suggestions::{
    Addressee, Extension, Letter, Limit, Problem, Rectification, Registration, Reply, Withdrawal,
};

use super::{Entered, Step, organ, people};
use crate::demo::chance::Chance;
use crate::demo::plot::Year;
use crate::demo::words::{ADDRESSEES, ADVICE, Advice, COURT, PROCURATORATE};

/// One suggestion to so many cases.
const CASES_TO_A_SUGGESTION: u32 = 8;
/// Everything follows from it.
const SEED: u64 = 0x6100_3270_5a11;
/// Most letters want their answer within so many months, and none gives more.
const MONTHS: u16 = 2;

/// How many there are.
pub(in crate::demo) fn count(year: &Year) -> u32 {
    year.size.div_ceil(CASES_TO_A_SUGGESTION)
}

/// When one is received.
pub(in crate::demo) fn received_on(year: &Year, number: u32) -> Day {
    let span = u64::from(year.today.days_since(year.first)) * u64::from(number) / u64::from(count(year).max(1));
    year.calendar.roll_forward(year.first.plus_days(u32::try_from(span).unwrap_or(0)))
}

/// Tells one, up to today.
pub(in crate::demo) fn tell(year: &Year, number: u32, area: &str) -> anyhow::Result<Vec<Step>> {
    let mut teller = Teller {
        year,
        number,
        received_on: received_on(year, number),
        advice: &ADVICE[number as usize % ADVICE.len()],
        chance: Chance::of(SEED, number),
        liaison: people("应诉联络员")[0],
        steps: Vec::new(),
    };
    let addressees = teller.register(area)?;
    for addressee in 1..=addressees {
        teller.follow(addressee);
    }
    let mut steps = teller.steps;
    steps.retain(|step| step.on <= year.today);
    steps.sort_by_key(|step| step.on);
    Ok(steps)
}

struct Teller<'a> {
    year: &'a Year,
    number: u32,
    received_on: Day,
    advice: &'static Advice,
    chance: Chance,
    liaison: &'static PracticePerson,
    steps: Vec<Step>,
}

impl Teller<'_> {
    fn say(&mut self, on: Day, command: Command) {
        let about = format!("建{}", self.number);
        self.steps.push(Step { on, by: self.liaison, about, entry: Entered::Suggestion(command) });
    }

    /// Gives how many are addressed.
    fn register(&mut self, area: &str) -> anyhow::Result<u32> {
        let (code, issuer, short) = if self.advice.by_court { COURT } else { PROCURATORATE };
        let issued_on = self.year.back(self.received_on, 2);
        let many = if self.number % 5 == 3 { 3 } else { 1 };
        let first = self.number as usize;
        let addressees = (0..many).map(|place| {
            let (code, name) = ADDRESSEES[(first + place) % ADDRESSEES.len()];
            let received_on = self.received_on.to_string();
            Ok(Addressee { number: u32::try_from(place)? + 1, organ: organ(code)?, name: name.to_owned(), received_on })
        });
        let letter = Letter {
            kind: self.advice.kind.to_owned(),
            issuer: judicial_organ_id(&JudicialCode::try_from(code.to_owned())?).uuid().as_bytes().to_vec(),
            issuer_name: issuer.to_owned(),
            number: format!("{short}〔{}〕{}号", issued_on.year(), self.number + 1),
            issued_on: issued_on.to_string(),
            title: self.advice.title.to_owned(),
            problems: vec![Problem {
                number: 1,
                problem: self.advice.problem.to_owned(),
                suggestion: self.advice.suggestion.to_owned(),
            }],
            limit: Some(Limit { months: MONTHS.into(), ..Limit::default() }),
            ..Letter::default()
        };
        let registration = Registration {
            letter: Some(letter),
            addressees: addressees.collect::<anyhow::Result<_>>()?,
            area: area.to_owned(),
            ..Registration::default()
        };
        self.say(self.received_on, Command::Register(registration));
        Ok(u32::try_from(many)?)
    }

    /// What becomes of one addressee.
    fn follow(&mut self, addressee: u32) {
        let due = self.received_on.plus_months(MONTHS);
        match (self.number * 3 + addressee) % 9 {
            // Not answered yet; the reminders go out.
            0 => {}
            1 => {
                let late = self.year.on(due, 6);
                self.reply(addressee, late, "Adopted");
            }
            2 if addressee == 1 => {
                let on = self.year.back(due, 12);
                let reason = "涉及多个部门职责，需要会商".to_owned();
                let by = Some(Limit { months: 1, ..Limit::default() });
                let paper = Some(paper("同意延期函", on));
                self.say(on, Command::RecordExtension(Extension { addressee, on: on.to_string(), by, paper, reason }));
                let replied_on = self.year.back(due.plus_months(1), 5);
                self.reply(addressee, replied_on, "PartlyAdopted");
            }
            3 if self.number % 2 == 1 => {
                let on = self.year.on(self.received_on, 15);
                let reason = "经复核，所涉问题不属于该单位职责".to_owned();
                let paper = Some(paper("撤回通知书", on));
                self.say(on, Command::RecordWithdrawal(Withdrawal { addressee, on: on.to_string(), reason, paper }));
            }
            _ => {
                let early = self.chance.between(3, 20);
                let on = self.year.back(due, early);
                self.reply(addressee, on, "Adopted");
            }
        }
    }

    fn reply(&mut self, addressee: u32, on: Day, adoption: &str) {
        let reply = Reply {
            addressee,
            on: on.to_string(),
            delivered_on: on.to_string(),
            title: format!("关于《{}》的复函", self.advice.title),
            adoption: adoption.to_owned(),
            summary: "已逐项研究，制定整改措施并明确责任人员。".to_owned(),
            proof: "签收回执".to_owned(),
            ..Reply::default()
        };
        self.say(on, Command::RecordReply(reply));
        if !self.number.is_multiple_of(3) {
            let done_on = self.year.on(on, 18);
            let rectification = Rectification {
                addressee,
                on: done_on.to_string(),
                status: "Completed".to_owned(),
                verified_by_issuer_on: if self.number % 3 == 1 { done_on.to_string() } else { String::new() },
                summary: "整改措施已全部落实".to_owned(),
                ..Rectification::default()
            };
            self.say(done_on, Command::RecordRectification(rectification));
        }
    }
}

fn paper(kind: &str, on: Day) -> Paper {
    Paper { kind: kind.to_owned(), on: on.to_string(), ..Paper::default() }
}
