//! From the acceptance to the service of the decision.

use kernel::day::Day;
use kernel::deadline::{Deadline, Lengthening};
use proto::reconsideration::case_command::Command;
use proto::reconsideration::{
    Acknowledgement, Assignment, CommitteeOpinion, Conversion, CopySending, Decision, DecisionItem, Extension, Handler,
    HearingRecord, Opinion, OpinionExcuse, Requirement, RespondentAnswer, Service, Submission,
};
use reconsideration::law;

use super::{Accepted, Teller, approval, paper, service};
use crate::demo::plot::{Answer, Stop, last_day};
use crate::demo::words::{PROPOSALS, UNANSWERED};

impl Teller<'_> {
    pub(super) fn try_case(&mut self, accepted: Accepted) -> anyhow::Result<()> {
        if !self.goes_on_after(Stop::Accepted) {
            return Ok(());
        }
        let Accepted { on, next } = accepted;
        let acknowledged =
            Acknowledgement {
                on: next.to_string(), method: "Post".to_owned(), paper: Some(paper("受理通知书", on))
            };
        self.enter(next, self.clerk, Command::SendAcknowledgement(acknowledged));
        let handlers =
            self.handlers.map(|person| Handler { account: person.account.to_owned(), name: person.name.to_owned() });
        let assignment = Assignment { on: next.to_string(), handlers: handlers.to_vec() };
        self.enter(next, self.head, Command::AssignHandlers(assignment));
        if !self.goes_on_after(Stop::Assigned) {
            return Ok(());
        }
        let served_on = self.copy(next);
        if !self.goes_on_after(Stop::Copied) {
            return Ok(());
        }
        let (answered_on, answered) = self.answer(served_on);
        if !self.goes_on_after(Stop::Answered) {
            return Ok(());
        }
        let since = if self.plot.converted { self.convert(answered_on, on) } else { answered_on };
        let heard_on = if self.plot.is_ordinary() { self.hear(since) } else { since };
        if self.goes_on_after(Stop::Heard) { self.conclude(heard_on, on, answered) } else { Ok(()) }
    }

    fn copy(&mut self, next: Day) -> Day {
        let sent_on = self.after(next, self.plot.copied_after);
        let served_on = self.after(sent_on, self.plot.served_after);
        let services: Vec<Service> = self.respondents.iter().map(|(number, ..)| service(*number, served_on)).collect();
        let (at_once, later) = if served_on == sent_on { (services, Vec::new()) } else { (Vec::new(), services) };
        let method = if later.is_empty() { "Direct" } else { "Post" }.to_owned();
        let by = self.handlers[0];
        self.enter(sent_on, by, Command::SendCopy(CopySending { on: sent_on.to_string(), method, services: at_once }));
        for service in later {
            self.enter(served_on, by, Command::ServeCopy(service));
        }
        served_on
    }

    /// What becomes of the answers: the day by which that is settled, and whether every one came in time.
    fn answer(&mut self, served_on: Day) -> (Day, bool) {
        let rule = if self.plot.simplified { &law::SIMPLIFIED_ANSWER } else { &law::ANSWER };
        let due = self.year.due(rule, served_on);
        let received_on = match self.plot.answer {
            Answer::After(days) => self.after(served_on, days),
            Answer::Late => self.after(due, 2),
            Answer::Never => self.after(due, 1),
        };
        if self.plot.answer != Answer::Never {
            for (number, ..) in self.respondents.clone() {
                let answer = RespondentAnswer {
                    respondent: number,
                    received_on: received_on.to_string(),
                    with_evidence: true,
                    paper: Some(paper("行政复议答复书", received_on)),
                    ..RespondentAnswer::default()
                };
                self.enter(received_on, self.handlers[1], Command::RecordAnswer(answer));
            }
        }
        (received_on, self.plot.answer != Answer::Never)
    }

    /// Opinions, and whether a hearing or the committee is needed; gives the day by which that is done.
    fn hear(&mut self, answered_on: Day) -> Day {
        let on = self.some_after(answered_on, 1, 3);
        let by = self.handlers[0];
        for party in self.speakers() {
            let command = if self.plot.excused && party == 1 {
                let reason = "申请人明确表示不再当面陈述，以申请书为准".to_owned();
                Command::ExcuseOpinion(OpinionExcuse { party, on: on.to_string(), reason })
            } else {
                Command::HearOpinion(Opinion {
                    party,
                    on: on.to_string(),
                    method: (*self.chance.pick(&["InPerson", "Telephone", "Internet"])).to_owned(),
                    heard_by: self.handlers.map(|person| person.name).join("、"),
                    mediation: if self.plot.is_mediated() {
                        "Willing"
                    } else {
                        *self.chance.pick(&["Willing", "Unwilling", "NoAnswer"])
                    }
                    .to_owned(),
                    summary: "坚持申请书所述事实和理由。".to_owned(),
                })
            };
            self.enter(on, by, command);
        }
        let hearing = requirement(on, if self.plot.hearing { "DisputedFacts" } else { "" });
        self.enter(on, by, Command::SettleHearing(hearing));
        let committee = requirement(on, if self.plot.committee { "MajorDifficultComplex" } else { "" });
        self.enter(on, by, Command::SettleCommittee(committee));
        let mut done = on;
        if !self.goes_on_after(Stop::Heard) {
            return done;
        }
        if self.plot.hearing {
            done = self.after(done, 5);
            let summary = "双方到场陈述、质证，争议集中在主要事实的证据。".to_owned();
            let record = HearingRecord { on: done.to_string(), summary, paper: Some(paper("听证笔录", done)) };
            self.enter(done, by, Command::RecordHearing(record));
        }
        if self.plot.committee {
            done = self.after(done, 3);
            let opinion = "多数委员认为主要证据不足，建议予以纠正。".to_owned();
            let opinion = CommitteeOpinion { on: done.to_string(), opinion, paper: Some(paper("咨询意见", done)) };
            self.enter(done, by, Command::RecordCommitteeOpinion(opinion));
        }
        done
    }

    /// Goes on by the ordinary procedure; gives that day.
    fn convert(&mut self, answered_on: Day, accepted_on: Day) -> Day {
        let on = self.some_after(answered_on, 1, 2).min(self.year.due(&law::SIMPLIFIED_DECISION, accepted_on));
        let conversion = Conversion {
            on: on.to_string(),
            approval: Some(approval(self.head, on)),
            reason: "双方对主要事实争议较大，不宜适用简易程序。".to_owned(),
        };
        self.enter(on, self.head, Command::Convert(conversion));
        on
    }

    /// Gives more time, shortly before it is needed; gives the period as it is then.
    pub(super) fn extend(&mut self, since: Day, period: &Deadline) -> anyhow::Result<Deadline> {
        let due = last_day(period);
        let on = since.max(self.year.back(due, 8)).min(due);
        let extension = Extension {
            on: on.to_string(),
            days: law::LONGEST_EXTENSION.into(),
            approval: Some(approval(self.head, on)),
            reason: "案情复杂，需要进一步调查取证。".to_owned(),
        };
        self.enter(on, self.head, Command::Extend(extension));
        Ok(period.extended(Lengthening::By(law::LONGEST_EXTENSION), on, &self.year.calendar)?)
    }

    /// Submission, decision and its service.
    pub(super) fn close(&mut self, heard_on: Day, due: Day, answered: bool) {
        let last = self.year.back(due, 1);
        let wanted =
            self.some_after(heard_on, 3, 9).max(if self.plot.extended { self.year.back(due, 6) } else { heard_on });
        let submitted_on = wanted.min(last).max(heard_on);
        let proposal = (*self.chance.pick(&PROPOSALS)).to_owned();
        let submission = Submission { on: submitted_on.to_string(), proposal };
        self.enter(submitted_on, self.handlers[0], Command::Submit(submission));
        if !self.goes_on_after(Stop::Submitted) {
            return;
        }
        let decided_on = if self.plot.decided_late {
            self.after(due, 2)
        } else {
            self.some_after(submitted_on, 1, 4).min(last).max(submitted_on)
        };
        let decision = self.decision(decided_on, answered);
        self.enter(decided_on, self.head, Command::Decide(decision));
        if !self.goes_on_after(Stop::Decided) {
            return;
        }
        let served_on = self.some_after(decided_on, 1, 3);
        for recipient in self.everybody() {
            self.enter(served_on, self.handlers[1], Command::ServeDecision(service(recipient, served_on)));
        }
        if let Some(by) = self.plot.resolved {
            self.resolve(served_on, by);
        }
    }

    fn decision(&self, on: Day, answered: bool) -> Decision {
        let outcome = if answered { self.plot.outcome } else { &UNANSWERED };
        let first = DecisionItem {
            kind: outcome.kind.to_owned(),
            claims: vec![1],
            text: outcome.text.to_owned(),
            redo_ordered: outcome.redo,
            perform_by: if outcome.kind == "OrderPerform" { on.plus_days(30).to_string() } else { String::new() },
            causes: outcome.causes.iter().map(|cause| (*cause).to_owned()).collect(),
            ..DecisionItem::default()
        };
        let rider = if outcome.rider.is_empty() { "CompensateRefused" } else { outcome.rider };
        let rider = DecisionItem {
            kind: rider.to_owned(),
            claims: vec![2],
            text: if rider == "Compensate" {
                "由被申请人依法赔偿"
            } else {
                "赔偿请求没有事实依据，予以驳回"
            }
            .to_owned(),
            ..DecisionItem::default()
        };
        let items = std::iter::once(first).chain((self.plot.matter.claims.len() > 1).then_some(rider));
        Decision {
            on: on.to_string(),
            number: Some(self.number()),
            items: items.collect(),
            approval: if self.plot.committee { "CollectiveDiscussion" } else { "ResponsiblePerson" }.to_owned(),
            approved_by: Some(approval(self.head, on)),
            summary: outcome.text.to_owned(),
        }
    }
}

fn requirement(on: Day, ground: &str) -> Requirement {
    Requirement {
        on: on.to_string(),
        required: !ground.is_empty(),
        ground: ground.to_owned(),
        explanation: String::new(),
    }
}
