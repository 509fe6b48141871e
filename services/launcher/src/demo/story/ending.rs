//! What a case may come to between its trial and its decision, and instead of one.

use kernel::day::Day;
use kernel::deadline::Deadline;
use proto::reconsideration::case_command::Command;
use proto::reconsideration::{Dismissal, DisputeResolution, Mediation, Resumption, Signature, Suspension, Termination};
use reconsideration::law;

use super::{Teller, paper, service, withdrawal};
use crate::demo::plot::{Ending, Stop, last_day};
use crate::demo::words::{DISMISSALS, GIVEN_UP, SILENT, Told};

/// Within how many days what was agreed is to be done.
const PERFORMED_WITHIN: u32 = 30;

impl Teller<'_> {
    /// Ends the case, once the parties are heard.
    pub(super) fn conclude(&mut self, heard_on: Day, accepted_on: Day, answered: bool) -> anyhow::Result<()> {
        let rule = if self.plot.is_ordinary() { &law::ORDINARY_DECISION } else { &law::SIMPLIFIED_DECISION };
        let (since, period) = self.stand_still(heard_on, self.year.period(rule, accepted_on))?;
        if !self.goes_on_after(Stop::Suspended) {
            return Ok(());
        }
        let due = last_day(&period);
        match self.plot.ending {
            Ending::Decided if self.plot.extended => {
                let period = self.extend(since, &period)?;
                self.close(since, last_day(&period), answered);
            }
            Ending::Decided => self.close(since, due, answered),
            Ending::Mediated => self.mediate(since, due),
            Ending::Withdrawn(why) => self.withdraw(since, due, why),
            Ending::GivenUp => self.give_up(since),
            Ending::Silent => self.fall_silent(since),
            Ending::Dismissed => self.dismiss(since, due),
        }
        Ok(())
    }

    /// Has the case stand still, if it does, until it goes on or ends; gives the day of that, and the decision's period as it
    /// is then.
    fn stand_still(&mut self, since: Day, period: Deadline) -> anyhow::Result<(Day, Deadline)> {
        let Some(halt) = self.plot.halt else { return Ok((since, period)) };
        let (by, year) = (self.handlers[0], self.year);
        let from = self.some_after(since, 1, 2);
        let suspension = Suspension {
            on: from.to_string(),
            ground: halt.ground.to_owned(),
            explanation: halt.explanation.to_owned(),
            paper: Some(paper("中止审理通知书", from)),
            ..Suspension::default()
        };
        self.enter(from, by, Command::Suspend(suspension));
        let standing = period.paused(from, &year.calendar)?;
        if self.plot.ending != Ending::Decided || !self.goes_on_after(Stop::Suspended) {
            return Ok((from, standing));
        }
        let to = self.some_after(from, 8, 25);
        let resumption = Resumption {
            on: to.to_string(),
            explanation: halt.ended.to_owned(),
            paper: Some(paper("恢复审理通知书", to)),
        };
        self.enter(to, by, Command::Resume(resumption));
        Ok((to, standing.resumed(to, &year.calendar)?))
    }

    fn withdraw(&mut self, since: Day, due: Day, why: Told) {
        let withdrawn_on = self.some_after(since, 1, 4).min(due);
        let on = self.some_after(withdrawn_on, 0, 2).min(due);
        let withdrawal = Some(withdrawal(why, withdrawn_on));
        self.terminate(on, Termination { ground: "Withdrawn".to_owned(), withdrawal, ..Termination::default() });
    }

    fn give_up(&mut self, suspended_on: Day) {
        let on = self.some_after(suspended_on, 10, 20);
        let ground = self.plot.matter.loss().ground.to_owned();
        self.terminate(on, Termination { ground, explanation: GIVEN_UP.to_owned(), ..Termination::default() });
    }

    fn fall_silent(&mut self, suspended_on: Day) {
        let on = self.some_after(self.year.due(&law::SUSPENDED, suspended_on), 1, 5);
        let ground = "SuspendedSixtyDays".to_owned();
        self.terminate(on, Termination { ground, explanation: SILENT.to_owned(), ..Termination::default() });
    }

    /// Each signs on his day, and the organ seals it after the last.
    fn mediate(&mut self, since: Day, due: Day) {
        let (terms, changes_act) = self.plot.matter.terms;
        let mut on = self.some_after(since, 3, 6).min(due);
        let mut signatures = Vec::new();
        let mut signers = self.speakers();
        signers.extend(self.respondents.iter().map(|(number, ..)| *number));
        for party in signers {
            signatures.push(Signature { party, on: on.to_string() });
            on = self.some_after(on, 0, 1).min(due);
        }
        let mediation = Mediation {
            number: Some(self.number()),
            signatures,
            sealed_on: on.to_string(),
            changes_act,
            terms: terms.to_owned(),
            perform_by: on.plus_days(PERFORMED_WITHIN).to_string(),
        };
        self.enter(on, self.head, Command::Mediate(mediation));
    }

    fn terminate(&mut self, on: Day, termination: Termination) {
        let termination = Termination { on: on.to_string(), number: Some(self.number()), ..termination };
        self.enter(on, self.head, Command::Terminate(termination));
        let served_on = self.some_after(on, 1, 3);
        let is_lost = matches!(self.plot.ending, Ending::GivenUp | Ending::Silent);
        for recipient in self.everybody().skip(usize::from(is_lost)) {
            self.enter(served_on, self.handlers[1], Command::ServeTermination(service(recipient, served_on)));
        }
    }

    fn dismiss(&mut self, since: Day, due: Day) {
        let on = self.some_after(since, 2, 6).min(due);
        let (ground, reasons) = *self.chance.pick(&DISMISSALS);
        let dismissal = Dismissal {
            on: on.to_string(),
            number: Some(self.number()),
            ground: ground.to_owned(),
            reasons: reasons.to_owned(),
        };
        self.enter(on, self.head, Command::DismissApplication(dismissal));
        let served_on = self.some_after(on, 1, 3);
        for recipient in self.everybody() {
            self.enter(served_on, self.handlers[1], Command::ServeDismissal(service(recipient, served_on)));
        }
    }

    /// The dispute itself comes to an end, some time after the decision.
    pub(super) fn resolve(&mut self, served_on: Day, (by, explanation): Told) {
        let on = self.some_after(served_on, 8, 25);
        let (by, explanation) = (by.to_owned(), explanation.to_owned());
        self.enter(
            on,
            self.handlers[0],
            Command::ResolveDispute(DisputeResolution { on: on.to_string(), by, explanation }),
        );
    }
}
