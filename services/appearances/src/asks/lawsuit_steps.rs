//! What may be done with a lawsuit now: each step is tried with the plainest content it can have.

use kernel::actor::Actor;
use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::paper::Paper;
use kernel::word::Word;
use kernel::writing::Line;
use proto::appearances::{LawsuitStepsAnswer, LawsuitStepsQuestion, Step};
use runtime::{At, Question, Unanswered};

use super::{found, step, tried, words};
use crate::clocks::{ClockName, End};
use crate::contract::{clock, telling};
use crate::lawsuit::answer::{AnswerFiling, CopyReceipt, NoHearing, WithoutHearing};
use crate::lawsuit::chain::{Chain, Instance, Stage};
use crate::lawsuit::conversion::Conversion;
use crate::lawsuit::further::{Appeal, Effect, InstanceOpening};
use crate::lawsuit::joining::Joining;
use crate::lawsuit::judgment::{Judgment, JudgmentService, Outcome};
use crate::lawsuit::registration::{Procedure, Registration, number_notes};
use crate::lawsuit::{Command, InstanceKind, Lawsuit};
use crate::outcome::{Code, Form};
use crate::parties::{Court, Defendant, InstanceNumber, OrganKind, PartyNumber, Plaintiff, PlaintiffKind, Role};
use crate::refusal::Refusal;

/// The steps that are lawful now, and those of this stage that are not yet.
#[derive(Debug)]
pub struct LawsuitSteps;

impl Question for LawsuitSteps {
    const NAME: &'static str = "LawsuitSteps";
    type Asked = LawsuitStepsQuestion;
    type Answer = LawsuitStepsAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: LawsuitStepsQuestion) -> Result<LawsuitStepsAnswer, Unanswered> {
        let (lawsuit, version) = found::<Lawsuit>(at, "lawsuit", &asked.lawsuit).await?;
        let on = at.occasion(Actor::system("steps"));
        Ok(LawsuitStepsAnswer { version, ..offered(&lawsuit, &on) })
    }
}

/// The kind of the step that takes effect as the court certifies, where it does not without.
const BY_CERTIFICATE: &str = "Certificate";

/// A step to be tried.
struct Attempt {
    step: Step,
    on: Box<dyn Fn(Day) -> Command>,
}

/// The steps a lawsuit offers.
#[must_use]
pub fn offered(lawsuit: &Lawsuit, on: &Occasion) -> LawsuitStepsAnswer {
    let summary = lawsuit.summary();
    let (flags, notes) = flags(lawsuit);
    let chain = &lawsuit.chain;
    let mut answer = LawsuitStepsAnswer {
        stage: summary.stage.english().to_owned(),
        stage_title: summary.stage.chinese().to_owned(),
        flags,
        notes,
        lawsuit: Some(telling::write_summary(&summary)),
        clocks: lawsuit.clocks.iter().map(clock::write).collect(),
        duties: chain.duties().iter().map(telling::write_duty).collect(),
        results: chain.results().iter().map(telling::write_result).collect(),
        ..LawsuitStepsAnswer::default()
    };
    let latest = chain.instances.last().map_or(0, |instance| instance.number.0);
    for Attempt { step, on: command } in attempts(lawsuit) {
        let takes_effect_without = || answer.steps.iter().any(|offered| offered.command == step.command);
        if step.kind == BY_CERTIFICATE && takes_effect_without() {
            continue;
        }
        match outcome(lawsuit, &command, on) {
            Ok((day, effect)) => {
                let on = if day == on.today { String::new() } else { day.to_string() };
                answer.steps.push(Step { effect, on, ..step });
            }
            Err(refusal) if step.instance < latest || is_out_of_place(&refusal) => {}
            Err(refusal) => answer.hindered.push(Step { refusal: refusal.to_string(), ..step }),
        }
    }
    answer
}

/// On which day an attempt succeeds, and what it would change. A lawsuit that is entered late may admit of a step only on an
/// earlier day: that of the last fact, or of a paper.
fn outcome(lawsuit: &Lawsuit, command: &dyn Fn(Day) -> Command, on: &Occasion) -> Result<(Day, String), Refusal> {
    let taken = |day: Day| effect(lawsuit, command(day), on).map(|effect| (day, effect));
    let entered = lawsuit.history.entries().iter().map(|entry| entry.fact.described().2);
    let mut days: Vec<Day> = entered.filter(|day| *day < on.today).collect();
    days.sort();
    days.dedup();
    taken(on.today).or_else(|refusal| days.into_iter().rev().find_map(|day| taken(day).ok()).ok_or(refusal))
}

fn effect(lawsuit: &Lawsuit, command: Command, on: &Occasion) -> Result<String, Refusal> {
    let (after, _) = tried(lawsuit, command, on)?;
    let moves = words::moves(&lawsuit.clocks, &after.clocks, &after.chain, on.today);
    let mut effects: Vec<String> = moves.into_iter().map(|moved| moved.words).collect();
    let (old, new) = (lawsuit.chain.stage(), after.chain.stage());
    if new != old {
        effects.push(format!("案件进入“{new}”阶段"));
    }
    Ok(if effects.is_empty() { "记入案卷，不影响期限".to_owned() } else { effects.join("；") })
}

/// Steps of other stages, and steps that are done, are not mentioned.
fn is_out_of_place(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::NotRegistered
            | Refusal::EnteredByMistake
            | Refusal::CopyReceivedBefore { .. }
            | Refusal::AnsweredBefore { .. }
            | Refusal::EvidenceBefore { .. }
            | Refusal::NoDaysToAnswer { .. }
            | Refusal::WasHeard { .. }
            | Refusal::DispensedBefore { .. }
            | Refusal::JudgedBefore { .. }
            | Refusal::NotJudged { .. }
            | Refusal::ServedBefore { .. }
            | Refusal::NoAppealAgainst { .. }
            | Refusal::AppealedBefore { .. }
            | Refusal::EffectiveBefore { .. }
            | Refusal::DoesNotFollow { .. }
            | Refusal::InstanceStillOpen { .. }
            | Refusal::IsExamined { .. }
            | Refusal::LeavesNothing { .. }
            | Refusal::LeavesTheExamined { .. }
            | Refusal::IsOrdinary { .. }
    )
}

fn attempts(lawsuit: &Lawsuit) -> Vec<Attempt> {
    let chain = &lawsuit.chain;
    let Some(instance) = chain.instances.last() else { return vec![registration()] };
    if lawsuit.is_struck {
        return Vec::new();
    }
    let mut attempts = Vec::new();
    for defendant in chain.taking_part(instance.number) {
        attempts.extend(of_defendant(instance, defendant));
    }
    let number = instance.number;
    attempts.push(Attempt {
        step: Step {
            instance: number.0,
            ..step("decide_without_hearing", "登记不开庭审理", "《行政诉讼法》第八十六条", "on ground")
        },
        on: Box::new(move |on| {
            Command::DecideWithoutHearing(WithoutHearing { instance: number, on, ground: NoHearing::PaperTrial })
        }),
    });
    attempts.push(judgment(lawsuit, instance));
    for party in chain.parties(instance.number) {
        let name = chain.party_name(party).map(ToString::to_string).unwrap_or_default();
        attempts.push(service(instance, party, &name));
        attempts.push(Attempt {
            step: Step {
                instance: number.0,
                party: party.0,
                ..step(
                    "file_appeal",
                    &format!("上诉（{name}）"),
                    "《行政诉讼法》第八十五条",
                    "appellants on posted_on paper",
                )
            },
            on: Box::new(move |on| {
                let appellants = vec![party];
                Command::FileAppeal(Appeal { instance: number, appellants, on, posted_on: None, paper: None })
            }),
        });
    }
    attempts.extend(effects(number));
    let further = [
        (InstanceKind::Second, "《行政诉讼法》第八十五条"),
        (InstanceKind::Remand, "《行政诉讼法》第八十九条"),
        (InstanceKind::RetrialExam, "《行政诉讼法》第九十条"),
        (InstanceKind::Retrial, "《行政诉讼法》第九十二条"),
    ];
    attempts.extend(further.map(|(kind, article)| opening(instance, kind, article)));
    if matches!(instance.kind, InstanceKind::First | InstanceKind::Remand) && !instance.is_judged(chain) {
        attempts.push(joining(chain, instance));
        attempts.push(conversion(instance));
    }
    let earlier = chain.instances.iter().filter(|earlier| earlier.number < number);
    attempts.extend(earlier.flat_map(|earlier| left_over(chain, earlier)));
    attempts
}

/// What may have been forgotten in an instance after which another was entered: who received what, and when.
fn left_over(chain: &Chain, instance: &Instance) -> Vec<Attempt> {
    let papers = chain.taking_part(instance.number).flat_map(|organ| of_defendant(instance, organ));
    let services = chain.parties(instance.number).map(|party| {
        let name = chain.party_name(party).map(ToString::to_string).unwrap_or_default();
        service(instance, party, &name)
    });
    let named = |attempt: Attempt| {
        let title = format!("{}：{}", instance.kind, attempt.step.title);
        Attempt { step: Step { title, ..attempt.step }, ..attempt }
    };
    papers.chain(services).map(named).collect()
}

fn service(instance: &Instance, party: PartyNumber, name: &str) -> Attempt {
    let instance = instance.number;
    Attempt {
        step: Step {
            instance: instance.0,
            party: party.0,
            ..step("serve_judgment", &format!("裁判文书送达（{name}）"), "《行政诉讼法》第八十五条", "on proof")
        },
        on: Box::new(move |on| {
            Command::ServeJudgment(JudgmentService { instance, party, on, proof: None, about: None })
        }),
    }
}

fn conversion(instance: &Instance) -> Attempt {
    let instance = instance.number;
    Attempt {
        step: Step {
            instance: instance.0,
            ..step("convert", "简易程序转为普通程序", "《行政诉讼法》第八十四条", "on paper")
        },
        on: Box::new(move |on| Command::Convert(Conversion { instance, on, paper: None })),
    }
}

/// Another organ, under the next number.
fn joining(chain: &Chain, instance: &Instance) -> Attempt {
    let plaintiffs = chain.registration.iter().flat_map(|suit| &suit.plaintiffs).map(|plaintiff| plaintiff.number.0);
    let taken = chain.defendants().iter().map(|organ| organ.number.0).chain(plaintiffs).max().unwrap_or_default();
    let (instance, defendant) = (instance.number, organ(taken + 1, Role::CoDefendant, "被追加的机关"));
    Attempt {
        step: Step {
            instance: instance.0,
            ..step("join_defendant", "追加被告", "《行政诉讼法》第二十六条", "on defendant paper")
        },
        on: Box::new(move |on| {
            Command::JoinDefendant(Box::new(Joining { instance, on, defendant: defendant.clone(), paper: None }))
        }),
    }
}

fn organ(number: u32, role: Role, name: &str) -> Defendant {
    Defendant {
        number: PartyNumber(number),
        role,
        kind: OrganKind::OriginalOrgan,
        organ: None,
        name: line(name),
        copy_received_on: None,
        joined: None,
    }
}

fn line(text: &str) -> Line {
    Line::known(text)
}

fn some_court() -> Court {
    Court { id: None, code: None, name: line("法院") }
}

fn registration() -> Attempt {
    let fields = "case_number court docketed_on procedure plaintiffs defendants cause field matter public_interest \
                  compensation_only classes after_reconsideration act_title claims enterprise_related non_public";
    let suit = |on| Registration {
        case_number: None,
        court: some_court(),
        docketed_on: Some(on),
        procedure: Procedure::Ordinary,
        plaintiffs: vec![Plaintiff { number: PartyNumber(1), kind: PlaintiffKind::Citizen, name: line("原告") }],
        defendants: vec![organ(2, Role::Defendant, "被告")],
        cause: line("案由"),
        field: None,
        matter: None,
        public_interest: false,
        compensation_only: false,
        classes: Vec::new(),
        after_reconsideration: None,
        act_title: None,
        claims: None,
        enterprise_related: false,
        non_public: false,
    };
    Attempt {
        step: step("register", "登记应诉案件", "《行政诉讼法》第六十七条", fields),
        on: Box::new(move |on| Command::Register(Box::new(suit(on)))),
    }
}

fn of_defendant(instance: &Instance, defendant: &Defendant) -> Vec<Attempt> {
    let has_answered = instance.answers.contains_key(&defendant.number);
    let (instance, party, name) = (instance.number, defendant.number, &defendant.name);
    let filing = move |on, evidence_only| {
        let (defendant, posted_on, with_evidence, paper) = (party, None, true, None);
        Command::RecordAnswer(AnswerFiling { instance, defendant, on, posted_on, with_evidence, paper, evidence_only })
    };
    // What is handed in alone has a step of its own once there is an answer; until then it is one of the form's boxes.
    let (filed, kind, lapsed) = if has_answered {
        ("提交证据、依据", "Evidence", "举证期限届满未举证")
    } else {
        ("提交答辩状", "", "答辩期限届满未答辩")
    };
    let of = |what: Step| Step { instance: instance.0, party: party.0, ..what };
    vec![
        Attempt {
            step: of(step("record_copy", &format!("收到副本（{name}）"), "《行政诉讼法》第六十七条第一款", "on")),
            on: Box::new(move |on| Command::RecordCopy(CopyReceipt { instance, defendant: party, on })),
        },
        Attempt {
            step: Step {
                kind: kind.to_owned(),
                ..of(step(
                    "record_answer",
                    &format!("{filed}（{name}）"),
                    "《行政诉讼法》第六十七条第一款",
                    "on posted_on with_evidence paper evidence_only",
                ))
            },
            on: Box::new(move |on| filing(on, has_answered)),
        },
        Attempt {
            step: of(step(
                "record_answer_expiry",
                &format!("{lapsed}（{name}）"),
                "《行政诉讼法》第三十四条第二款",
                "",
            )),
            on: Box::new(move |_| Command::RecordAnswerExpiry(instance, party)),
        },
    ]
}

/// The plainest outcome of an instance, for all organs that have none.
fn judgment(lawsuit: &Lawsuit, instance: &Instance) -> Attempt {
    let (code, form) = match instance.kind {
        InstanceKind::First | InstanceKind::Remand => (Code::J01, Form::Judgment),
        InstanceKind::Second => (Code::S01, Form::Judgment),
        InstanceKind::RetrialExam => (Code::R01, Form::Ruling),
        InstanceKind::Retrial => (Code::R03, Form::Judgment),
    };
    let open = lawsuit.chain.sued(instance.number).filter(|one| !instance.outcomes.contains_key(&one.number));
    let mut numbers: Vec<PartyNumber> = open.map(|defendant| defendant.number).collect();
    if numbers.is_empty() {
        numbers.extend(instance.outcomes.keys());
    }
    let number = instance.number;
    let outcome = move |defendant: &PartyNumber| Outcome {
        defendant: *defendant,
        of: None,
        code,
        riders: Vec::new(),
        changed_to: None,
        withdraw_reason: None,
        causes: Vec::new(),
    };
    Attempt {
        step: Step {
            instance: number.0,
            ..step(
                "judge",
                "收到裁判文书",
                "《行政诉讼法》第六十九条至第七十九条",
                "form judged_on outcomes paper services",
            )
        },
        on: Box::new(move |on| {
            Command::Judge(Judgment {
                instance: number,
                form,
                judged_on: on,
                outcomes: numbers.iter().map(outcome).collect(),
                paper: None,
                services: Vec::new(),
            })
        }),
    }
}

/// By the days for an appeal, or else as the court certifies.
fn effects(instance: InstanceNumber) -> [Attempt; 2] {
    let effect = |kind: &str, title: &str, certified: fn(Day) -> Option<(Day, Paper)>| Attempt {
        step: Step {
            kind: kind.to_owned(),
            instance: instance.0,
            ..step("take_effect", title, "《行政诉讼法》第八十五条", "on certificate")
        },
        on: Box::new(move |on| Command::TakeEffect(Effect { instance, certified: certified(on) })),
    };
    let certificate = |on: Day| Some((on, Paper { kind: line("生效证明"), number: None, on: None, title: None }));
    [effect("", "裁判生效", |_| None), effect(BY_CERTIFICATE, "凭生效证明登记生效", certificate)]
}

fn opening(instance: &Instance, kind: InstanceKind, article: &str) -> Attempt {
    let follows = Some(instance.number);
    let fields = "court case_number docketed_on procedure brought_by copies by_superior";
    let open = Step {
        kind: kind.english().to_owned(),
        instance: instance.number.0,
        ..step("open_instance", &format!("进入{kind}"), article, fields)
    };
    Attempt {
        step: open,
        on: Box::new(move |on| {
            Command::OpenInstance(InstanceOpening {
                kind,
                court: some_court(),
                case_number: None,
                docketed_on: on,
                procedure: Procedure::Ordinary,
                brought_by: Vec::new(),
                copies: Vec::new(),
                follows,
                by_superior: false,
            })
        }),
    }
}

/// The results that a correction has left without what has to be said about them.
pub(super) fn unexplained(chain: &Chain) -> Vec<String> {
    let results = chain.instances.iter().flat_map(|one| one.outcomes.values().map(move |given| (one.kind, given)));
    results.filter_map(|(kind, given)| Some(format!("{kind}：{}", given.outcome.is_explained().err()?))).collect()
}

/// What hangs over a lawsuit, by name and in words.
fn flags(lawsuit: &Lawsuit) -> (Vec<String>, Vec<String>) {
    if lawsuit.is_struck {
        return (Vec::new(), Vec::new());
    }
    let mut raised: Vec<(&str, String)> = Vec::new();
    let answers = lawsuit.clocks.iter().filter(|one| matches!(one.name, ClockName::Answer | ClockName::AppealAnswer));
    for clock in answers {
        let title = words::title(clock, &lawsuit.chain);
        match clock.ended {
            Some(ended) if ended.how == End::Lapsed => {
                raised.push(("AnswerExpired", format!("{title}已于{}届满，没有答辩", clock.due())));
            }
            Some(ended) if ended.how == End::Done && ended.on > clock.due() => {
                raised.push(("AnswerLate", format!("{title}已于{}届满，{}才提交", clock.due(), ended.on)));
            }
            _ => {}
        }
    }
    let evidence = lawsuit.clocks.iter().filter(|one| one.name == ClockName::Evidence);
    let lapsed = evidence.filter(|one| one.ended.is_some_and(|ended| ended.how == End::Lapsed));
    raised.extend(lapsed.map(|clock| {
        let title = words::title(clock, &lawsuit.chain);
        ("EvidenceExpired", format!("{title}已于{}届满，没有提交证据、依据", clock.due()))
    }));
    raised.extend(unexplained(&lawsuit.chain).into_iter().map(|why| ("OutcomeUnexplained", why)));
    let registered = lawsuit.chain.registration.iter().flat_map(Registration::notes);
    let later = lawsuit.chain.instances.iter().skip(1);
    let later = later.flat_map(|one| number_notes(one.case_number.as_ref(), &one.court, one.kind));
    for note in registered.chain(later) {
        let flag = if note.starts_with("案号") { "CaseNumberUnusual" } else { "DefendantsUnusual" };
        raised.push((flag, note));
    }
    if lawsuit.chain.stage() == Stage::Closed {
        raised.clear();
    }
    let (mut flags, notes): (Vec<String>, Vec<String>) =
        raised.into_iter().map(|(flag, note)| (flag.to_owned(), note)).unzip();
    flags.dedup();
    (flags, notes)
}
