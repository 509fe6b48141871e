use kernel::deadline::Deadline;
use kernel::rules;
use kernel::word::Word;
use proto::appearances::{PreviewAnswer, Step};
use uuid::Uuid;

use super::hearing_steps::{self, Place};
use super::lawsuit_steps;
use super::preview::{heard, previewed};
use crate::hearing::attendance::{Notice, PostLevel};
use crate::hearing::{Command, Hearing};
use crate::lawsuit::answer::{AnswerFiling, NoHearing, WithoutHearing};
use crate::lawsuit::conversion::Conversion;
use crate::lawsuit::registration::{Procedure, Registration};
use crate::lawsuit::{self, InstanceKind};
use crate::outcome::{Code, Form};
use crate::parties::{CaseClass, InstanceNumber, PartyNumber};
use crate::samples::*;

fn commands(steps: &[Step]) -> Vec<&str> {
    steps.iter().map(|step| step.command.as_str()).collect()
}

fn offered(play: &Play) -> proto::appearances::LawsuitStepsAnswer {
    lawsuit_steps::offered(&play.lawsuit, &play.on)
}

fn hearing_offers(play: &Play, hearing: u128) -> proto::appearances::HearingStepsAnswer {
    let place = Place { lawsuit: Uuid::from_u128(0xA), instance: FIRST, hearing: Uuid::from_u128(hearing) };
    let known = play.hearings.get(&hearing).cloned().unwrap_or_default();
    hearing_steps::offered(&play.lawsuit, &known, &place, &play.on)
}

#[test]
fn before_there_is_a_lawsuit_the_one_step_is_to_register_it() {
    let steps = offered(&Play::on("2024-12-20"));
    assert_eq!((steps.stage.as_str(), commands(&steps.steps)), ("NotRegistered", vec!["register"]));
}

#[test]
fn what_may_be_done_now_says_what_it_would_change() {
    let play = Play::on("2024-06-05").does(register(suit("2024-06-03")));
    let steps = offered(&play);
    assert_eq!(commands(&steps.steps), ["record_copy", "decide_without_hearing", "judge", "join_defendant"]);
    let copy = &steps.steps[0];
    assert_eq!((copy.party, copy.instance, copy.on.as_str()), (BUREAU.0, 1, ""));
    assert!(
        copy.effect.contains("被告答辩和举证（陇县市场监督管理局）15日，从今天起算，至2024-06-20"),
        "{}",
        copy.effect
    );
    assert!(steps.hindered.iter().any(|step| step.command == "record_answer" && step.refusal.contains("尚未收到副本")));
}

#[test]
fn after_judgment_service_appeal_and_the_second_instance_are_offered() {
    let play = registered().does(judge(FIRST, "2024-12-16", Code::J02));
    let steps = offered(&play);
    let offered = commands(&steps.steps);
    for command in ["serve_judgment", "file_appeal", "open_instance"] {
        assert!(offered.contains(&command), "{offered:?}");
    }
    let second = steps.steps.iter().find(|step| step.command == "open_instance").unwrap();
    assert_eq!(second.kind, "Second");
    assert!(!offered.contains(&"judge"));
    assert!(steps.hindered.iter().any(|step| step.command == "take_effect" && step.refusal.contains("尚未登记送达")));
}

#[test]
fn after_an_appeal_the_way_to_a_certified_effect_is_shown() {
    let play = registered().does(judge(FIRST, "2024-12-02", Code::J02)).does(appeal("2024-12-09", PLAINTIFF));
    let hindered = offered(&play).hindered;
    assert!(hindered.iter().any(|step| step.command == "take_effect" && step.refusal.contains("证明文书")));
    let further = play.does(open(InstanceKind::Second, "2024-12-16"));
    assert!(!offered(&further).hindered.iter().any(|step| step.command == "take_effect" && step.instance == 1));
}

#[test] // LAW 3.7, row 9
fn a_result_that_takes_no_effect_without_a_certificate_is_offered_to_take_it_by_one() {
    let effects = |play: &Play| {
        let steps = offered(play).steps.into_iter().filter(|step| step.command == "take_effect");
        steps.map(|step| (step.kind, step.title)).collect::<Vec<_>>()
    };
    let of = |kind: &str, title: &str| vec![(kind.to_owned(), title.to_owned())];
    let by_certificate = of("Certificate", "凭生效证明登记生效");
    let judged = registered().does(judge(FIRST, "2024-09-10", Code::J02)).does(serve(FIRST, BUREAU, "2024-09-12"));
    assert_eq!(effects(&judged), by_certificate, "nobody has said when the plaintiff was served");
    assert_eq!(effects(&judged.clone().does(appeal("2024-09-20", PLAINTIFF))), by_certificate);
    let lapsed = judged.does(serve(FIRST, PLAINTIFF, "2024-09-13"));
    assert_eq!(effects(&lapsed), of("", "裁判生效"), "the days for an appeal have ended");
    assert_eq!(effects(&lapsed.does(take_effect(FIRST))), []);
    assert_eq!(effects(&registered()), []);
}

#[test] // A-OUT
fn a_refused_application_for_retrial_is_not_said_to_await_its_effect() {
    let play = Play::on("2025-06-30").does(register(suit("2024-06-03"))).does(judge(FIRST, "2024-08-01", Code::J02));
    let play = play.does(certified(FIRST, "2024-09-02")).does(open(InstanceKind::RetrialExam, "2024-10-08"));
    let steps = offered(&play.does(judge(SECOND, "2024-12-02", Code::R01)));
    for said in [commands(&steps.steps), commands(&steps.hindered)] {
        assert!(!said.contains(&"take_effect"), "{said:?}");
    }
}

#[test] // A-APL-1
fn what_was_forgotten_in_an_instance_can_be_entered_when_a_further_one_is_open() {
    let play = registered().does(judge(FIRST, "2024-08-01", Code::J02)).does(appeal("2024-08-09", PLAINTIFF));
    let steps = offered(&play.does(open(InstanceKind::Second, "2024-08-20"))).steps;
    let of_the_first: Vec<&Step> = steps.iter().filter(|step| step.instance == 1).collect();
    let served = of_the_first.iter().find(|step| step.command == "serve_judgment" && step.party == BUREAU.0).unwrap();
    assert_eq!(served.title, "一审：裁判文书送达（陇县市场监督管理局）");
    assert!(of_the_first.iter().any(|step| step.command == "record_copy"));
    assert!(of_the_first.iter().all(|step| !matches!(step.command.as_str(), "judge" | "open_instance")));
}

#[test]
fn a_ret_4_after_a_refused_application_a_retrial_by_protest_is_offered_and_tried_as_what_it_examines() {
    let play = Play::on("2025-06-30").does(register(suit("2024-06-03"))).does(judge(FIRST, "2024-08-01", Code::J02));
    let play = play.does(serve(FIRST, BUREAU, "2024-08-02")).does(serve(FIRST, PLAINTIFF, "2024-08-02"));
    let play = play.does(take_effect(FIRST)).does(open(InstanceKind::RetrialExam, "2024-10-08"));
    let further = |play: &Play| {
        let steps = offered(play).steps.into_iter().filter(|step| step.command == "open_instance");
        steps.map(|step| step.kind).collect::<Vec<_>>()
    };
    let ordered = play.clone().does(judging(SECOND, Form::Ruling, "2024-12-02", vec![outcome(BUREAU, Code::R02)]));
    assert_eq!(further(&ordered), ["Retrial"]);
    let refused = play.does(judging(SECOND, Form::Ruling, "2024-12-02", vec![outcome(BUREAU, Code::R01)]));
    assert_eq!(further(&refused), ["RetrialExam", "Retrial"]);
    let third = InstanceNumber(3);
    let tried = refused.does(open(InstanceKind::Retrial, "2025-03-03"));
    assert_eq!(tried.clock(crate::clocks::ClockName::Trial, third, None).deadline.rule(), "A-RET-5");
    let upheld = tried.does(judging(third, Form::Judgment, "2025-05-06", vec![outcome(BUREAU, Code::R03)]));
    assert_eq!(upheld.result(third, BUREAU).standing.map(|standing| standing.code), Some(Code::J02));
    // The court's own days: for a ruling on the protest, and for its answer to a suggestion.
    let due = |rule| Deadline::run(rules::find(rule).unwrap(), d("2025-01-06"), &upheld.on.calendar).due();
    assert_eq!(due("A-RET-4"), Some(d("2025-02-05")), "thirty days");
    assert_eq!(due("A-RET-4-SUGGESTION"), Some(d("2025-04-07")), "three months, and the 6th is a Sunday");
}

/// The command of a step, with as little as it can be given.
fn plainly(play: &Play, step: &Step) -> lawsuit::Command {
    let on = if step.on.is_empty() { play.on.today.to_string() } else { step.on.clone() };
    let (instance, party) = (InstanceNumber(step.instance), PartyNumber(step.party));
    match step.command.as_str() {
        "record_copy" => copy(instance, party, &on),
        "record_answer" => lawsuit::Command::RecordAnswer(AnswerFiling {
            instance,
            defendant: party,
            on: d(&on),
            posted_on: None,
            with_evidence: false,
            paper: None,
            evidence_only: step.kind == "Evidence",
        }),
        "record_answer_expiry" => lawsuit::Command::RecordAnswerExpiry(instance, party),
        "decide_without_hearing" => {
            let ground = NoHearing::PaperTrial;
            lawsuit::Command::DecideWithoutHearing(WithoutHearing { instance, on: d(&on), ground })
        }
        "judge" => judge(instance, &on, if instance == FIRST { Code::J01 } else { Code::S01 }),
        "serve_judgment" => serve(instance, party, &on),
        "file_appeal" => appeal(&on, party),
        "open_instance" => open(InstanceKind::from_english(&step.kind).unwrap(), &on),
        "take_effect" if step.kind == "Certificate" => certified(instance, &on),
        "take_effect" => take_effect(instance),
        "join_defendant" => joins(instance, government(), &on),
        "convert" => lawsuit::Command::Convert(Conversion { instance, on: d(&on), paper: None }),
        other => panic!("{other}"),
    }
}

#[test]
fn s17_what_is_offered_is_accepted_and_what_is_hindered_is_refused_for_that_reason() {
    let received = registered().does(copy(FIRST, BUREAU, "2024-06-05"));
    let judged = received.clone().does(judge(FIRST, "2024-12-16", Code::J02));
    let served = judged.clone().does(serve(FIRST, BUREAU, "2024-12-18"));
    let second = judged.clone().does(appeal("2024-12-17", PLAINTIFF)).does(open(InstanceKind::Second, "2024-12-18"));
    let long_ago = registered().does(judge(FIRST, "2024-09-10", Code::J02)).does(serve(FIRST, BUREAU, "2024-09-12"));
    let lapsed = long_ago.does(serve(FIRST, PLAINTIFF, "2024-09-13"));
    let effective = lapsed.clone().does(take_effect(FIRST));
    let mut tried = std::collections::BTreeSet::new();
    let simple =
        Play::on("2024-06-20").does(register(Registration { procedure: Procedure::Simplified, ..suit("2024-06-03") }));
    for play in [registered(), simple, received, judged, served, second, lapsed, effective] {
        let answer = offered(&play);
        for step in answer.steps {
            play.clone().does(plainly(&play, &step));
            tried.insert(step.command);
        }
        for step in answer.hindered {
            assert_eq!(play.refuses(plainly(&play, &step)).to_string(), step.refusal);
        }
    }
    assert_eq!(tried.len(), 11, "{tried:?}");
}

#[test]
fn a_missed_answer_and_unusual_defendants_are_flagged() {
    let play = registered().does(copy(FIRST, BUREAU, "2024-06-05"));
    let play = play.does(lawsuit::Command::RecordAnswerExpiry(FIRST, BUREAU));
    assert_eq!(offered(&play).flags, ["AnswerExpired"]);
    let mut odd = suit("2024-06-03");
    odd.case_number = Some("（2024）陕0303行初12号".parse().unwrap());
    let play = Play::on("2024-12-20").does(register(odd));
    assert_eq!(offered(&play).flags, ["CaseNumberUnusual"]);
}

#[test]
fn a_result_put_right_into_a_loss_asks_for_its_causes() {
    let play = registered().does(judge(FIRST, "2024-12-16", Code::J01));
    assert!(offered(&play).flags.is_empty());
    let lost = amend(2, "code/2", "J02");
    let notes = previewed(&play.lawsuit, lost.clone(), &play.on).notes;
    assert!(notes.iter().any(|note| note.contains("败诉原因")), "{notes:?}");
    let play = play.does(lost);
    assert_eq!(offered(&play).flags, ["OutcomeUnexplained"]);
    let play = play.does(amend(2, "causes/2", "Procedure"));
    assert!(offered(&play).flags.is_empty());
}

#[test]
fn a_hearing_offers_the_steps_of_its_stage() {
    let play = registered();
    assert_eq!(commands(&hearing_offers(&play, 1).steps), ["schedule", "record"]);
    let play = play.hears(1, FIRST, Command::Schedule(plan("2024-12-18", vec![notice(BUREAU, Notice::None)])));
    let steps = hearing_offers(&play, 1);
    assert_eq!(commands(&steps.steps), ["move", "hold", "cancel", "observe"]);
    assert_eq!(steps.steps[1].on, "2024-12-18", "the day it was planned for");
    assert_eq!(steps.stage, crate::hearing::Stage::Scheduled.english());
    let play = play.hears(1, FIRST, Command::Hold(holding("2024-12-18", vec![staff_of(BUREAU)])));
    assert_eq!(commands(&hearing_offers(&play, 1).steps), ["observe"]);
}

fn preview(play: &Play, command: Command) -> PreviewAnswer {
    heard(&play.lawsuit, &Hearing::default(), play.asked(1, FIRST, command), &play.on)
}

#[test]
fn s22_a_preview_of_an_attendance_says_what_it_amounts_to_and_warns() {
    let mut listed = suit("2024-06-03");
    listed.classes = vec![CaseClass::EcologyResources];
    let play = Play::on("2024-12-20").does(register(listed));
    let preview = preview(&play, recorded("2024-07-10", Notice::ShallNotify, led_by(BUREAU, head(PostLevel::Deputy))));
    assert_eq!(preview.events, ["HearingScheduled", "HearingHeld"]);
    assert_eq!((preview.presences[0].status.as_str(), preview.duties[0].state.as_str()), ("Appeared", "Fulfilled"));
    assert!(preview.presences[0].principal_missing);
    assert!(preview.notes[0].contains("主要负责人"), "{:?}", preview.notes);
    assert!(play.hearings.is_empty(), "nothing was done");
}

#[test]
fn a_preview_of_what_would_be_refused_says_why() {
    let refused = preview(&registered(), recorded("2024-05-10", Notice::None, staff_of(BUREAU))).refused.unwrap();
    assert_eq!((refused.code.as_str(), refused.field.as_str()), ("TooEarly", "on"));
}

#[test]
fn s16_a_correction_says_beforehand_which_deadlines_move() {
    let play = registered().does(copy(FIRST, BUREAU, "2024-12-10"));
    let preview = previewed(&play.lawsuit, amend(2, "on", "2024-12-12"), &play.on);
    assert_eq!(preview.events, ["LawsuitAmended"]);
    assert!(preview.words.contains("由2024-12-25改为2024-12-27"), "{}", preview.words);
    assert_eq!(preview.moves.len(), 3);
}
