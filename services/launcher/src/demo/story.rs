//! A plot told step by step: what is entered, on which day, by whom.

mod ending;
pub(super) mod lawsuit;
mod reception;
pub(super) mod suggestion;
#[cfg(test)]
mod tests;
mod trial;

use directory::organ::{OrganCode, organ_id};
use kernel::day::Day;
use portal::{PRACTICE_PEOPLE, PracticePerson};
use proto::appearances::{HearingCommand, lawsuit_command};
use proto::common::{Amend, Amendment as Putting, Paper, Strike};
use proto::reconsideration::case_command::Command;
use proto::reconsideration::{
    Abandonment, Acceptance, Approval, Conditions, NonAcceptance, NumberRequest, ProcedureChoice, Service,
    SimplifiedGround, SupplementExtension, SupplementNotice, Supplements, Withdrawal,
};
use proto::suggestions::suggestion_command;
use reconsideration::law;
use uuid::Uuid;

use super::chance::Chance;
use super::plot::{Amendment, Opening, Plot, Stop, Year};
use super::words::{NON_ACCEPTANCES, SECOND_RESPONDENT, TO_BE_SUPPLEMENTED, Told};

/// The namespace of the ids of streams and commands.
pub(super) const DEMONSTRATION: Uuid = Uuid::from_u128(0x8a51_6c3e_92f4_5d07_b1c8_4e60_73d2_95a1);

/// Something that is entered.
pub(super) struct Step {
    /// The day on which it is typed in.
    pub on: Day,
    pub by: &'static PracticePerson,
    /// The name of the stream.
    pub about: String,
    pub entry: Entered,
}

/// What.
#[derive(Debug)]
pub(super) enum Entered {
    Case(Command),
    Lawsuit(lawsuit_command::Command),
    Hearing(HearingCommand),
    Suggestion(suggestion_command::Command),
}

/// The id of the stream of a name.
pub(super) fn stream_of(name: &str) -> Vec<u8> {
    Uuid::new_v5(&DEMONSTRATION, name.as_bytes()).as_bytes().to_vec()
}

/// Tells a plot, up to today.
pub(super) fn tell(year: &Year, plot: &Plot, area: &str) -> anyhow::Result<Vec<Step>> {
    let mut teller = Teller::new(year, plot, area)?;
    teller.receive();
    if let Some(accepted) = teller.open() {
        teller.try_case(accepted)?;
    }
    let mut steps = teller.steps;
    steps.retain(|step| step.on <= year.today);
    Ok(steps)
}

/// How a case was accepted: its legal day, and the day on which the office goes on with it.
#[derive(Clone, Copy)]
struct Accepted {
    on: Day,
    next: Day,
}

struct Teller<'a> {
    year: &'a Year,
    plot: &'a Plot,
    area: &'a str,
    chance: Chance,
    clerk: &'static PracticePerson,
    handlers: [&'static PracticePerson; 2],
    head: &'static PracticePerson,
    applicants: u32,
    third_party: Option<u32>,
    /// Number, id and name of each.
    respondents: Vec<(u32, Vec<u8>, &'static str)>,
    steps: Vec<Step>,
}

/// The people of a post.
pub(super) fn people(title: &str) -> Vec<&'static PracticePerson> {
    PRACTICE_PEOPLE.iter().filter(|person| person.title() == title).collect()
}

fn organ(code: &str) -> anyhow::Result<Vec<u8>> {
    Ok(organ_id(&OrganCode::try_from(code.to_owned())?).uuid().as_bytes().to_vec())
}

impl<'a> Teller<'a> {
    fn new(year: &'a Year, plot: &'a Plot, area: &'a str) -> anyhow::Result<Self> {
        let mut chance = Chance::of(u64::from(plot.seed), plot.case);
        let (clerks, officers, heads) = (people("收案人员"), people("承办人"), people("机构负责人"));
        let first = plot.case as usize % officers.len();
        let turn = plot.case as usize / 12;
        let applicants = if plot.matter.act == "Expropriation" && turn % 4 == 1 { 6 } else { 1 };
        let third_party = (!plot.matter.third_party.is_empty()).then_some(applicants + 1);
        let mut organs = vec![(plot.matter.respondent, plot.matter.respondent_name)];
        if plot.matter.by_enterprise && plot.matter.act == "Penalty" && turn % 5 == 2 {
            organs.push(SECOND_RESPONDENT);
        }
        let numbered = (third_party.unwrap_or(applicants) + 1..).zip(organs);
        let respondents = numbered.map(|(number, (code, name))| Ok((number, organ(code)?, name)));
        Ok(Self {
            year,
            plot,
            area,
            clerk: *chance.pick(&clerks),
            handlers: [officers[first], officers[(first + 1) % officers.len()]],
            head: heads[0],
            chance,
            applicants,
            third_party,
            respondents: respondents.collect::<anyhow::Result<_>>()?,
            steps: Vec::new(),
        })
    }

    /// Enters something of a legal day; what is told later is typed in when the case is.
    fn enter(&mut self, on: Day, by: &'static PracticePerson, command: Command) {
        let (on, about) = (on.max(self.plot.entered_on), self.plot.case.to_string());
        self.steps.push(Step { on, by, about, entry: Entered::Case(command) });
    }

    /// Whether a case has come further than this.
    fn goes_on_after(&self, stop: Stop) -> bool {
        self.plot.stop > stop
    }

    /// Everybody in it, by number: applicants, third party, respondents.
    fn everybody(&self) -> impl Iterator<Item = u32> + use<> {
        1..=self.respondents.last().map_or(self.applicants, |(number, ..)| *number)
    }

    /// Who speaks and signs: the applicants, or the two who do so for all, and the third party.
    fn speakers(&self) -> Vec<u32> {
        (1..=self.applicants.min(2)).chain(self.third_party).collect()
    }

    fn after(&self, day: Day, working_days: u32) -> Day {
        self.year.on(day, working_days)
    }

    /// Some working days after a day, as chance will have it.
    fn some_after(&mut self, day: Day, least: u32, most: u32) -> Day {
        let working_days = self.chance.between(least, most);
        self.after(day, working_days)
    }

    fn receive(&mut self) {
        let reception = self.reception();
        self.enter(self.plot.received_on, self.clerk, Command::Receive(reception));
        match self.plot.amended {
            Amendment::Receipt => {
                let value = self.year.back(self.plot.received_on, 1).to_string();
                self.amend(self.after(self.plot.received_on, 1), "received_on", value, "收件章日期看错");
            }
            Amendment::Struck => {
                let amendment = Some(putting("与同日登记的另一件系同一申请，重复登记"));
                let strike = Command::Strike(Strike { amendment });
                self.enter(self.after(self.plot.received_on, 1), self.head, strike);
            }
            Amendment::Title | Amendment::Nothing => {}
        }
    }

    fn amend(&mut self, on: Day, field: &str, value: String, explanation: &str) {
        let amend = Amend { amendment: Some(putting(explanation)), field: field.to_owned(), value, also: Vec::new() };
        self.enter(on, self.head, Command::Amend(amend));
    }

    fn number(&self) -> NumberRequest {
        NumberRequest { area: self.area.to_owned(), ..NumberRequest::default() }
    }

    fn open(&mut self) -> Option<Accepted> {
        if !self.goes_on_after(Stop::Received) {
            return None;
        }
        let received_on = self.plot.received_on;
        match self.plot.opening {
            Opening::Accepted => Some(self.accept(received_on)),
            Opening::Supplemented => self.supplement(received_on).map(|supplemented_on| self.accept(supplemented_on)),
            Opening::Abandoned => {
                let served_on = self.notice(received_on);
                let on = self.some_after(self.year.due(&law::SUPPLEMENT, served_on), 1, 3);
                let explanation = "申请人逾期未补正，经联系未说明正当理由".to_owned();
                self.enter(
                    on,
                    self.handlers[0],
                    Command::DeemAbandoned(Abandonment { on: on.to_string(), explanation }),
                );
                None
            }
            Opening::Withdrawn(why) => {
                let on = self.after(received_on, 3);
                self.enter(on, self.clerk, Command::Withdraw(withdrawal(why, on)));
                None
            }
            Opening::NotAccepted => {
                self.refuse(received_on);
                None
            }
            Opening::Deemed => {
                let on = self.year.due(&law::REVIEW, received_on);
                if !self.goes_on_after(Stop::Accepted) {
                    return None;
                }
                let next = self.after(on, 1);
                if self.plot.simplified {
                    let choice = ProcedureChoice {
                        on: next.to_string(),
                        procedure: self.procedure(),
                        simplified: self.simplified(),
                    };
                    self.enter(next, self.handlers[0], Command::ChooseProcedure(choice));
                }
                Some(Accepted { on, next })
            }
        }
    }

    /// Asks the applicant to supplement, and hands the notice over; gives that day.
    fn notice(&mut self, received_on: Day) -> Day {
        let on = self.after(received_on, 2);
        let notice = SupplementNotice {
            on: on.to_string(),
            items: (*self.chance.pick(&TO_BE_SUPPLEMENTED)).to_owned(),
            paper: Some(paper("补正通知书", on)),
            service: Some(service(1, on)),
        };
        self.enter(on, self.clerk, Command::IssueSupplementNotice(notice));
        on
    }

    fn supplement(&mut self, received_on: Day) -> Option<Day> {
        let served_on = self.notice(received_on);
        if !self.goes_on_after(Stop::Noticed) {
            return None;
        }
        let mut supplemented_on = self.after(served_on, 5);
        if self.plot.case % 17 == 8 {
            let (on, until) = (self.after(served_on, 4), self.after(served_on, 15));
            let reason = "申请人住院，需家属代为取得材料".to_owned();
            let more = SupplementExtension { on: on.to_string(), until: until.to_string(), reason };
            self.enter(on, self.clerk, Command::ExtendSupplement(more));
            supplemented_on = self.after(served_on, 12);
        }
        let supplements = Supplements {
            received_on: supplemented_on.to_string(),
            items: "已按通知补正".to_owned(),
            ..Default::default()
        };
        self.enter(supplemented_on, self.clerk, Command::RecordSupplements(supplements));
        self.goes_on_after(Stop::Supplemented).then_some(supplemented_on)
    }

    fn non_acceptance(&self) -> (&'static str, &'static str, &'static str) {
        NON_ACCEPTANCES[self.plot.case as usize / 2 % NON_ACCEPTANCES.len()]
    }

    fn refuse(&mut self, received_on: Day) {
        let on = self.after(received_on, 3);
        let (ground, reasons, competent_organ) = self.non_acceptance();
        let refusal = NonAcceptance {
            on: on.to_string(),
            ground: ground.to_owned(),
            reasons: reasons.to_owned(),
            competent_organ: competent_organ.to_owned(),
            paper: Some(paper("不予受理决定书", on)),
        };
        self.enter(on, self.clerk, Command::RefuseAcceptance(refusal));
        if self.goes_on_after(Stop::NotAccepted) {
            let served_on = self.after(on, 1);
            for applicant in 1..=self.applicants {
                self.enter(served_on, self.clerk, Command::ServeNonAcceptance(service(applicant, served_on)));
            }
        }
    }

    fn procedure(&self) -> String {
        if self.plot.simplified { "Simplified" } else { "Ordinary" }.to_owned()
    }

    fn simplified(&self) -> Option<SimplifiedGround> {
        self.plot.simplified.then(|| SimplifiedGround {
            ground: self.plot.matter.simplified.to_owned(),
            facts_clear: true,
            explanation: "事实清楚、权利义务关系明确、争议不大".to_owned(),
        })
    }

    fn accept(&mut self, since: Day) -> Accepted {
        let on = self.after(since, self.plot.accepted_after);
        let acceptance = Acceptance {
            on: on.to_string(),
            procedure: self.procedure(),
            simplified: self.simplified(),
            conditions: Some(Conditions {
                parties: true,
                interest: true,
                claims: true,
                in_time: true,
                in_scope: true,
                jurisdiction: true,
                not_pending: true,
            }),
            paper: Some(paper("受理通知书", on)),
        };
        self.enter(on, self.clerk, Command::Accept(acceptance));
        if self.plot.amended == Amendment::Title {
            let title = self.plot.matter.title.to_owned();
            self.amend(self.after(on, 1), "act_title", title, "复印件字样误录入名称");
        }
        Accepted { on, next: on }
    }
}

fn paper(kind: &str, on: Day) -> Paper {
    Paper { kind: kind.to_owned(), on: on.to_string(), ..Paper::default() }
}

fn service(recipient: u32, on: Day) -> Service {
    Service { recipient, method: "Direct".to_owned(), on: on.to_string(), proof: "送达回证".to_owned() }
}

fn withdrawal((reason, explanation): Told, on: Day) -> Withdrawal {
    Withdrawal {
        on: on.to_string(),
        reason: reason.to_owned(),
        explanation: explanation.to_owned(),
        paper: Some(paper("撤回行政复议申请书", on)),
    }
}

fn approval(by: &PracticePerson, on: Day) -> Approval {
    Approval {
        account: by.account.to_owned(),
        name: by.name.to_owned(),
        post: by.title().to_owned(),
        on: on.to_string(),
    }
}

/// Of the first entry, which is the receipt.
fn putting(explanation: &str) -> Putting {
    Putting { entry: 1, reason: "EntryError".to_owned(), explanation: explanation.to_owned() }
}
