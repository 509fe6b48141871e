//! A lawsuit told step by step: from the complaint to the effective judgment, with its hearings and who came to them.

use directory::judicial_organ::{JudicialCode, judicial_organ_id};
use directory::official::Official;
use kernel::aggregate::Aggregate as _;
use kernel::day::Day;
use kernel::id::Id;
use portal::PracticePerson;
use proto::appearances::hearing_command::Command as OfHearing;
use proto::appearances::lawsuit_command::Command as OfLawsuit;
use proto::appearances::{
    Absence, AfterReconsideration, AnswerFiling, Appeal, Attendance, Cancellation, CaseNumber, Companion, CopyReceipt,
    Court, Defendant, Head, HearingCommand, Holding, InstanceOpening, Judgment, JudgmentService, Move, NoticeTo,
    Observation, Observer, Outcome, Plaintiff, Plan, Registration, WithoutHearing,
};
use proto::common::Paper;

use super::{Entered, Step, organ, people, stream_of};
use crate::demo::chance::Chance;
use crate::demo::plot::Year;
use crate::demo::suits::{Before, Suit};
use crate::demo::words::{Decided, GIVEN, HIGHER_COURT, JUDGMENTS, LAW_FIRM, LOWER_COURT, ORGAN, SURNAMES, UPHELD};

/// The plaintiff's number; the organs follow.
const PLAINTIFF: u32 = 1;
/// What answers and judgments may take, in days of the calendar.
const ANSWER_WITHIN: u32 = 14;

/// Tells a lawsuit, up to today.
pub(in crate::demo) fn tell(year: &Year, suit: &Suit) -> anyhow::Result<Vec<Step>> {
    let mut teller = Teller::new(year, suit)?;
    teller.first_instance();
    let mut steps = teller.steps;
    steps.retain(|step| step.on <= year.today);
    Ok(steps)
}

/// An organ that is sued.
struct Sued {
    number: u32,
    code: &'static str,
    name: &'static str,
    id: Vec<u8>,
    reconsidered: bool,
}

struct Teller<'a> {
    year: &'a Year,
    suit: &'a Suit,
    chance: Chance,
    liaison: &'static PracticePerson,
    sued: Vec<Sued>,
    hearings: u32,
    steps: Vec<Step>,
}

impl<'a> Teller<'a> {
    fn new(year: &'a Year, suit: &'a Suit) -> anyhow::Result<Self> {
        let matter = suit.matter;
        let mut sued = vec![Sued {
            number: PLAINTIFF + 1,
            code: matter.respondent,
            name: matter.respondent_name,
            id: organ(matter.respondent)?,
            reconsidered: false,
        }];
        if suit.before.is_some() {
            let (code, name) = ORGAN;
            sued.push(Sued { number: PLAINTIFF + 2, code, name, id: organ(code)?, reconsidered: true });
        }
        let chance = Chance::of(suit.seed, suit.number);
        let liaison = people("应诉联络员")[0];
        Ok(Self { year, suit, chance, liaison, sued, hearings: 0, steps: Vec::new() })
    }

    fn name(&self) -> String {
        self.suit.name()
    }

    fn enter(&mut self, on: Day, entry: Entered, about: String) {
        let on = self.suit.told_on.map_or(on, |told_on| on.max(told_on));
        self.steps.push(Step { on, by: self.liaison, about, entry });
    }

    fn say(&mut self, on: Day, command: OfLawsuit) {
        self.enter(on, Entered::Lawsuit(command), self.name());
    }

    /// To the hearing that was entered last.
    fn say_of_hearing(&mut self, on: Day, instance: u32, command: OfHearing) {
        let about = format!("{}/庭{}", self.name(), self.hearings);
        let (lawsuit, hearing) = (stream_of(&self.name()), stream_of(&about));
        let command =
            HearingCommand { lawsuit, hearing, instance, command: Some(command), ..HearingCommand::default() };
        self.enter(on, Entered::Hearing(command), about);
    }

    fn some_after(&mut self, day: Day, least: u32, most: u32) -> Day {
        let working_days = self.chance.between(least, most);
        self.year.on(day, working_days)
    }

    fn turn(&self, of: u32) -> u32 {
        self.suit.number % of
    }

    fn first_instance(&mut self) {
        let copied_on = self.register();
        self.answers(copied_on);
        match self.turn(11) {
            6 => self.end_without_hearing(copied_on, "WithdrawnBeforeHearing", "D03"),
            9 => self.end_without_hearing(copied_on, "DismissedBeforeHearing", "D02"),
            _ => {
                let planned_on = self.some_after(copied_on, 8, 12);
                let heard_on = self.heard(planned_on, 1);
                let last = if self.turn(9) == 4 { self.heard_again(heard_on, 1) } else { heard_on };
                self.judged(last);
            }
        }
    }

    fn register(&mut self) -> Day {
        let suit = self.suit;
        let copied_on = self.some_after(suit.docketed_on, 2, 4);
        let together = self.sued.len() > 1;
        let defendants = self.sued.iter().map(|sued| Defendant {
            number: sued.number,
            role: if together { "CoDefendant" } else { "Defendant" }.to_owned(),
            kind: if sued.reconsidered { "ReconsiderationOrgan" } else { "OriginalOrgan" }.to_owned(),
            organ: sued.id.clone(),
            name: sued.name.to_owned(),
            copy_received_on: copied_on.to_string(),
            ..Defendant::default()
        });
        let after = suit.before.as_ref().map(|before| AfterReconsideration {
            case: stream_of(&before.case.to_string()),
            result: "Maintained".to_owned(),
            decided_on: before.decided_on.to_string(),
            ..AfterReconsideration::default()
        });
        let name = suit.before.as_ref().map_or_else(
            || format!("{}{}", self.chance.pick(&SURNAMES), self.chance.pick(&GIVEN)),
            |Before { plaintiff, .. }| plaintiff.clone(),
        );
        let kind = if suit.matter.by_enterprise { "LegalPerson" } else { "Citizen" }.to_owned();
        let registration = Registration {
            case_number: Some(number(suit.docketed_on, LOWER_COURT.0, "行初", suit.number + 1)),
            court: Some(court(LOWER_COURT)),
            docketed_on: suit.docketed_on.to_string(),
            procedure: if suit.matter.simplified.is_empty() { "Ordinary" } else { "Simplified" }.to_owned(),
            plaintiffs: vec![Plaintiff { number: PLAINTIFF, kind, name }],
            defendants: defendants.collect(),
            cause: suit.matter.cause().to_owned(),
            field: suit.matter.field.to_owned(),
            matter: suit.matter.subject.to_owned(),
            classes: self.class().into_iter().map(str::to_owned).collect(),
            after_reconsideration: after,
            act_title: suit.matter.title.to_owned(),
            claims: suit.matter.claims.iter().map(|(_, text)| *text).collect::<Vec<_>>().join("；"),
            enterprise_related: suit.matter.by_enterprise,
            non_public: false,
            ..Registration::default()
        };
        self.say(copied_on, OfLawsuit::Register(registration));
        copied_on
    }

    /// The class in which the court shall notify (A-HEA-1), if it is of one.
    fn class(&self) -> Option<&'static str> {
        match self.suit.matter.field {
            "F03" => Some("FoodDrugSafety"),
            "F06" if self.turn(2) == 0 => Some("MassIncident"),
            _ if self.turn(13) == 4 => Some("HighAttention"),
            _ => None,
        }
    }

    fn answers(&mut self, copied_on: Day) {
        for place in 0..self.sued.len() {
            // One that never answers: the timer notes it.
            if self.turn(13) == 5 && place == 0 {
                continue;
            }
            let on = self.some_after(copied_on, 4, 9).min(copied_on.plus_days(ANSWER_WITHIN));
            let filing = AnswerFiling {
                instance: 1,
                defendant: self.sued[place].number,
                on: on.to_string(),
                with_evidence: true,
                paper: Some(paper("答辩状", on)),
                ..AnswerFiling::default()
            };
            self.say(on, OfLawsuit::RecordAnswer(filing));
        }
    }

    fn end_without_hearing(&mut self, copied_on: Day, ground: &str, code: &str) {
        let on = self.some_after(copied_on, 12, 25);
        let without = WithoutHearing { instance: 1, on: on.to_string(), ground: ground.to_owned() };
        self.say(on, OfLawsuit::DecideWithoutHearing(without));
        let reason = if self.turn(2) == 0 { "SelfCorrected" } else { "Settled" };
        let outcomes = self.sued.iter().map(|sued| Outcome {
            defendant: sued.number,
            code: code.to_owned(),
            withdraw_reason: if code == "D03" { reason } else { "" }.to_owned(),
            ..Outcome::default()
        });
        let judgment = Judgment {
            instance: 1,
            form: "Ruling".to_owned(),
            judged_on: on.to_string(),
            outcomes: outcomes.collect(),
            paper: Some(paper("行政裁定书", on)),
            services: Vec::new(),
        };
        self.say(on, OfLawsuit::Judge(judgment));
        self.serve(on, 1);
    }

    /// A hearing that is planned and held, some of them moved or cancelled on the way; gives its day.
    fn heard(&mut self, planned_on: Day, instance: u32) -> Day {
        self.hearings += 1;
        let day = self.some_after(planned_on, 6, 18);
        let plan = self.plan(day, Some(planned_on));
        self.say_of_hearing(planned_on, instance, OfHearing::Schedule(plan.clone()));
        let known_on = self.year.back(day, 3).max(planned_on);
        if self.turn(17) == 9 && self.hearings == 1 {
            let reason = "合议庭成员变更，另行通知开庭时间".to_owned();
            let cancellation = Cancellation { on: known_on.to_string(), reason };
            self.say_of_hearing(known_on, instance, OfHearing::Cancel(cancellation));
            let planned_again_on = self.year.on(known_on, 4);
            return self.heard(planned_again_on, instance);
        }
        let mut held_on = day;
        if self.turn(7) == 3 {
            held_on = self.year.on(day, 5);
            let plan = Plan { day: held_on.to_string(), ..plan };
            let reason = "原告代理人申请延期".to_owned();
            let moved = Move { plan: Some(plan), on: known_on.to_string(), reason };
            self.say_of_hearing(known_on, instance, OfHearing::Move(moved));
        }
        self.hold(held_on, instance);
        held_on
    }

    fn heard_again(&mut self, heard_on: Day, instance: u32) -> Day {
        self.hearings += 1;
        let day = self.some_after(heard_on, 8, 15);
        let planned_on = self.year.on(heard_on, 2);
        let plan = self.plan(day, None);
        self.say_of_hearing(planned_on, instance, OfHearing::Schedule(plan));
        self.hold(day, instance);
        day
    }

    fn plan(&mut self, day: Day, notified_on: Option<Day>) -> Plan {
        let notice = match (notified_on, self.class()) {
            (Some(_), Some(_)) => "ShallNotify",
            (Some(_), None) if self.turn(3) > 0 => "MayNotify",
            _ => "None",
        };
        let served_on = notified_on.filter(|_| notice != "None").map_or_else(String::new, |on| on.to_string());
        let notices = self.sued.iter().map(|sued| NoticeTo {
            defendant: sued.number,
            notice: notice.to_owned(),
            served_on: served_on.clone(),
        });
        Plan {
            day: day.to_string(),
            time: (*self.chance.pick(&["09:00", "09:30", "14:30", "15:00"])).to_owned(),
            room: (*self.chance.pick(&["第一法庭", "第三法庭", "行政审判庭"])).to_owned(),
            mode: "OnSite".to_owned(),
            notices: notices.collect(),
            summoned_on: notified_on.map_or_else(String::new, |on| on.to_string()),
            ..Plan::default()
        }
    }

    fn hold(&mut self, on: Day, instance: u32) {
        let attendances = (0..self.sued.len()).map(|place| self.attendance(place, on)).collect();
        let holding = Holding {
            on: on.to_string(),
            attendances,
            record: Some(paper("庭审笔录", on)),
            summary: "双方围绕行政行为的合法性举证、质证和辩论。".to_owned(),
        };
        self.say_of_hearing(on, instance, OfHearing::Hold(holding));
        if self.turn(5) == 2 {
            self.observe(on, instance);
        }
    }

    fn observe(&mut self, on: Day, instance: u32) {
        let (code, name) = ("610327-sfj", "陇县司法局");
        let Ok(unit) = organ(code) else { return };
        let observer = |name: &str, post: &str, level: &str| Observer {
            name: name.to_owned(),
            post: post.to_owned(),
            level: level.to_owned(),
        };
        let observation = Observation {
            on: on.to_string(),
            unit,
            unit_name: name.to_owned(),
            observers: vec![observer("赵样本", "副局长", "Deputy"), observer("工作人员示例", "科员", "")],
            headcount: self.chance.between(4, 20),
            mode: "OnSite".to_owned(),
            ..Observation::default()
        };
        self.say_of_hearing(on, instance, OfHearing::Observe(observation));
    }

    /// Who comes for an organ.
    fn attendance(&mut self, place: usize, on: Day) -> Attendance {
        let Sued { number, code, name, reconsidered, .. } = &self.sued[place];
        let (number, code, name, reconsidered) = (*number, *code, *name, *reconsidered);
        let staff = vec![companion("工作人员示例", "法制审核人员", name)];
        let lawyers = vec![companion("律师示例", "", LAW_FIRM)];
        let came = Attendance { defendant: number, staff, lawyers, ..Attendance::default() };
        let chance = self.chance.between(0, 99);
        // The government seldom sends its first man, where its department is sued beside it.
        let chance = if reconsidered { [40, 40, 70, 82][chance as usize % 4] } else { chance };
        match chance {
            0..55 => Attendance { heads: vec![self.head(code, 1)], ..came },
            55..79 => Attendance { heads: vec![self.head(code, 2)], ..came },
            79..87 => came,
            87..92 => Attendance { absence: Some(absence(Some(on))), ..came },
            92..95 => Attendance { absence: Some(absence(None)), ..came },
            95..97 => {
                let reason = "身份证明未加盖公章，庭前未补正".to_owned();
                let head = Head { identity_rejected: true, identity_reason: reason, ..self.head(code, 2) };
                Attendance { heads: vec![head], ..came }
            }
            97..99 => Attendance { heads: vec![Head { left_early: true, ..self.head(code, 2) }], ..came },
            _ => Attendance { staff: Vec::new(), ..came },
        }
    }

    /// The first or the second of an organ.
    fn head(&mut self, code: &str, which: u32) -> Head {
        let official = Id::<Official>::named(Official::KIND, &format!("{code}-{which}")).uuid();
        let spoke = (*self.chance.pick(&["Yes", "Yes", "Partly", "No"])).to_owned();
        Head { official: official.as_bytes().to_vec(), of: "Own".to_owned(), spoke, ..Head::default() }
    }

    fn judged(&mut self, heard_on: Day) {
        let on = self.some_after(heard_on, 8, 25);
        let decided = *self.chance.pick(&JUDGMENTS);
        self.judge(on, 1, &decided);
        let served_on = self.serve(on, 1);
        if decided.form == "Judgment" && self.turn(4) == 1 {
            self.second_instance(served_on, &decided);
        }
    }

    fn judge(&mut self, on: Day, instance: u32, decided: &Decided) {
        let outcomes = self.sued.iter().map(|sued| {
            let code = if sued.reconsidered { decided.reconsidered } else { decided.code };
            let is_lost = !decided.causes.is_empty() && code != "J01";
            Outcome {
                defendant: sued.number,
                code: code.to_owned(),
                withdraw_reason: if code == "D03" { "SelfCorrected" } else { "" }.to_owned(),
                causes: decided.causes.iter().filter(|_| is_lost).map(|cause| (*cause).to_owned()).collect(),
                ..Outcome::default()
            }
        });
        let kind = match decided.form {
            "Judgment" => "行政判决书",
            "Mediation" => "行政调解书",
            _ => "行政裁定书",
        };
        let judgment = Judgment {
            instance,
            form: decided.form.to_owned(),
            judged_on: on.to_string(),
            outcomes: outcomes.collect(),
            paper: Some(paper(kind, on)),
            services: Vec::new(),
        };
        self.say(on, OfLawsuit::Judge(judgment));
    }

    /// The paper reaches everybody; gives the last day.
    fn serve(&mut self, judged_on: Day, instance: u32) -> Day {
        let parties: Vec<u32> = std::iter::once(PLAINTIFF).chain(self.sued.iter().map(|sued| sued.number)).collect();
        let mut last = judged_on;
        for party in parties {
            let on = self.some_after(judged_on, 1, 4);
            last = last.max(on);
            let proof = "送达回证".to_owned();
            let service = JudgmentService { instance, party, on: on.to_string(), proof, about: 0 };
            self.say(on, OfLawsuit::ServeJudgment(service));
        }
        last
    }

    fn second_instance(&mut self, served_on: Day, first: &Decided) {
        let on = self.year.on(served_on, 4);
        let appeal = Appeal {
            instance: 1,
            appellants: vec![PLAINTIFF],
            on: on.to_string(),
            posted_on: String::new(),
            paper: Some(paper("行政上诉状", on)),
        };
        self.say(on, OfLawsuit::FileAppeal(appeal));
        let docketed_on = self.some_after(on, 8, 15);
        let copied_on = self.year.on(docketed_on, 2);
        let copies = self.sued.iter().map(|sued| CopyReceipt {
            defendant: sued.number,
            on: copied_on.to_string(),
            ..CopyReceipt::default()
        });
        let opening = InstanceOpening {
            kind: "Second".to_owned(),
            court: Some(court(HIGHER_COURT)),
            case_number: Some(number(docketed_on, HIGHER_COURT.0, "行终", self.suit.number + 1)),
            docketed_on: docketed_on.to_string(),
            brought_by: vec![PLAINTIFF],
            copies: copies.collect(),
            ..InstanceOpening::default()
        };
        self.say(copied_on, OfLawsuit::OpenInstance(opening));
        let last = if self.turn(8) == 1 {
            let planned_on = self.year.on(copied_on, 10);
            self.heard(planned_on, 2)
        } else {
            let on = self.some_after(copied_on, 15, 25);
            let without = WithoutHearing { instance: 2, on: on.to_string(), ground: "PaperTrial".to_owned() };
            self.say(on, OfLawsuit::DecideWithoutHearing(without));
            on
        };
        let judged_on = self.some_after(last, 5, 15);
        let changed = self.turn(16) == 1 && first.causes.is_empty();
        let outcomes = self.sued.iter().map(|sued| {
            if changed && !sued.reconsidered {
                let (changed_to, causes) = ("J09".to_owned(), vec!["Procedure".to_owned()]);
                Outcome { defendant: sued.number, code: "S02".to_owned(), changed_to, causes, ..Outcome::default() }
            } else {
                Outcome { defendant: sued.number, code: UPHELD.to_owned(), ..Outcome::default() }
            }
        });
        let judgment = Judgment {
            instance: 2,
            form: "Judgment".to_owned(),
            judged_on: judged_on.to_string(),
            outcomes: outcomes.collect(),
            paper: Some(paper("行政判决书", judged_on)),
            services: Vec::new(),
        };
        self.say(judged_on, OfLawsuit::Judge(judgment));
        self.serve(judged_on, 2);
    }
}

fn court((code, name): (&str, &str)) -> Court {
    // Where the directory does not know it, the name is enough.
    let id = JudicialCode::try_from(code.to_owned())
        .ok()
        .filter(|_| code == LOWER_COURT.0)
        .map(|code| judicial_organ_id(&code).uuid().as_bytes().to_vec());
    Court { id: id.unwrap_or_default(), code: code.to_owned(), name: name.to_owned() }
}

fn number(docketed_on: Day, court: &str, kind: &str, serial: u32) -> CaseNumber {
    CaseNumber { text: format!("（{}）{court}{kind}{serial}号", docketed_on.year()), ..CaseNumber::default() }
}

fn paper(kind: &str, on: Day) -> Paper {
    Paper { kind: kind.to_owned(), on: on.to_string(), ..Paper::default() }
}

fn companion(name: &str, post: &str, organisation: &str) -> Companion {
    Companion { name: name.to_owned(), post: post.to_owned(), organisation: organisation.to_owned() }
}

/// Why nobody came; with a paper, the court accepts it.
fn absence(paper_of: Option<Day>) -> Absence {
    Absence {
        ground: "IndispensableDuty".to_owned(),
        explanation: "参加防汛应急处置，不能由他人代替".to_owned(),
        paper: paper_of.map(|on| paper("负责人不能出庭情况说明", on)),
        stamped: paper_of.is_some(),
        finding: if paper_of.is_some() { "Accepted" } else { "NotStated" }.to_owned(),
    }
}
