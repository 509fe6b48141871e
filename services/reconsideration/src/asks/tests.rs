use kernel::aggregate::Event as _;
use kernel::field::Fields as _;
use proto::reconsideration::{PreviewAnswer, Step, StepsAnswer};

use super::explain::explained;
use super::preview::previewed;
use super::steps::offered;
use crate::case::Command;
use crate::case::acceptance::Acknowledgement;
use crate::case::service::ServiceMethod;
use crate::case::suspension::SuspensionGround;
use crate::clocks::ClockName;
use crate::samples::{
    APPLICANT, Play, RESPONDENT, accept, accepted, amend, answered, assign, d, decided, dismiss, extend, hear, receive,
    receiving, reception, resume as resumption, send_copy, serve_copy, suspend, suspend_until, suspending, terminate,
    tried,
};

fn steps(play: &Play) -> StepsAnswer {
    offered(&play.case, &play.on)
}

fn commands(steps: &[Step]) -> Vec<&str> {
    steps.iter().map(|step| step.command.as_str()).collect()
}

fn step<'a>(steps: &'a [Step], command: &str) -> &'a Step {
    steps.iter().find(|step| step.command == command).unwrap()
}

fn preview(play: &Play, command: Command) -> PreviewAnswer {
    previewed(&play.case, command, &play.on)
}

#[test]
fn what_may_be_done_now_says_what_it_would_change() {
    let play = Play::on("2025-11-20").does(receive("2025-11-18"));
    let steps = steps(&play);
    let offered = commands(&steps.steps);
    assert_eq!(
        offered,
        ["accept", "refuse_acceptance", "issue_supplement_notice", "withdraw", "join_third_party", "change_agents"]
    );
    let accept = step(&steps.steps, "accept");
    assert_eq!((accept.title.as_str(), accept.article.as_str()), ("受理", "《行政复议法》第三十条"));
    assert!(accept.effect.contains("普通程序审理期限60日，从今天起算，至2026-01-19"), "{}", accept.effect);
    assert!(accept.effect.contains("案件进入“已受理，待发送副本”阶段"), "{}", accept.effect);
    assert!(accept.fields.contains(&"procedure".to_owned()));
    let hindered = step(&steps.hindered, "deem_accepted");
    assert!(hindered.refusal.contains("2025-11-25"), "{}", hindered.refusal);
}

#[test]
fn before_there_is_a_case_the_one_step_is_to_receive_it() {
    let steps = steps(&Play::on("2025-11-20"));
    assert_eq!((steps.stage.as_str(), commands(&steps.steps)), ("NotReceived", vec!["receive"]));
    assert!(steps.steps[0].effect.contains("行政复议申请审查期限5个工作日，从今天起算"), "{}", steps.steps[0].effect);
}

#[test]
fn a_case_entered_late_is_offered_the_steps_of_its_own_days() {
    let play = Play::on("2026-03-02").does(receive("2024-11-27"));
    let steps = steps(&play);
    let accept = step(&steps.steps, "accept");
    assert_eq!(accept.on, "2024-12-04");
}

#[test]
fn s17_a_second_extension_is_hindered_and_a_first_offered() {
    let play = accepted();
    assert!(commands(&steps(&play).steps).contains(&"extend"));
    let extended = steps(&play.does(extend("2024-12-02", 30)));
    assert!(!commands(&extended.steps).contains(&"extend"));
    assert!(step(&extended.hindered, "extend").refusal.contains("只能延长一次"));
}

#[test]
fn steps_of_several_persons_are_offered_one_by_one() {
    let play = accepted().today("2024-12-20").does(assign("2024-12-03")).does(send_copy("2024-12-04"));
    let offered = steps(&play);
    assert_eq!(step(&offered.steps, "serve_copy").party, RESPONDENT.0);
    let offered = steps(&play.does(serve_copy("2024-12-05")));
    assert_eq!(step(&offered.steps, "record_answer").title, "收到答复（陇县公安局）");
    assert_eq!(step(&offered.steps, "record_answer_expiry").party, RESPONDENT.0);
    assert_eq!(step(&offered.steps, "hear_opinion").party, APPLICANT.0);
    assert!(step(&offered.hindered, "submit").refusal.contains("尚未答复"));
    assert!(commands(&steps(&tried()).steps).contains(&"submit"));
    let served = steps(&decided());
    assert_eq!(commands(&served.steps).iter().filter(|command| **command == "serve_decision").count(), 2);
}

#[test]
fn nothing_offered_is_refused() {
    // Whatever the stage, an offered step can be taken: it was tried.
    for play in [accepted(), answered(), tried(), decided()] {
        for step in steps(&play).steps {
            assert!(step.refusal.is_empty() && !step.effect.is_empty(), "{step:?}");
        }
        for step in steps(&play).hindered {
            assert!(!step.refusal.is_empty(), "{step:?}");
        }
    }
}

#[test]
fn s08_what_hangs_over_a_case_is_flagged() {
    let play = Play::on("2024-11-27").does(receive("2024-11-27"));
    assert!(steps(&play).flags.is_empty(), "nothing is accepted yet");
    assert!(steps(&accepted()).flags.contains(&"AcknowledgementNotSent".to_owned()));
    let acknowledgement = Acknowledgement { on: d("2024-12-05"), method: ServiceMethod::Post, paper: None };
    let play = play.today("2024-12-05").does(Command::DeemAccepted).does(Command::SendAcknowledgement(acknowledgement));
    assert_eq!(steps(&play).flags, ["DeemedAccepted", "TooFewHandlers"]);
    let play = accepted().today("2024-12-20").does(send_copy("2024-12-04")).does(serve_copy("2024-12-05"));
    let play = play.does(Command::RecordAnswerExpiry(RESPONDENT));
    assert!(steps(&play).flags.contains(&"AnswerExpired".to_owned()));
}

#[test]
fn s16_a_correction_says_beforehand_which_deadlines_move() {
    let play = accepted().today("2024-12-10");
    let preview = preview(&play, amend(2, "on", "2024-11-28"));
    assert_eq!(preview.events, ["Amended"]);
    assert!(preview.words.starts_with("更正，将变动2个期限："), "{}", preview.words);
    assert!(preview.words.contains("普通程序审理期限由2025-02-05改为2025-01-27"), "{}", preview.words);
    let moved = preview.moves.iter().find(|moved| moved.title == "普通程序发送申请书副本").unwrap();
    assert_eq!(moved.words, "普通程序发送申请书副本由2024-12-11改为2024-12-09");
    assert!(play.case == accepted().case, "nothing was done");
}

#[test]
fn a_preview_of_what_would_be_refused_says_why() {
    let refused = preview(&accepted(), accept("2024-12-02")).refused.unwrap();
    assert_eq!(refused.code, "AcceptedBefore");
    assert!(refused.text.contains("2024-12-02"));
}

#[test]
fn a_reception_that_seems_late_is_pointed_out_and_not_refused() {
    let mut reception = reception("2024-10-09");
    reception.act.known_on = Some(d("2024-08-02"));
    reception.act.known_by = Some(crate::case::application::KnownBy::DirectService);
    let preview = preview(&Play::on("2024-10-09"), receiving(reception));
    assert_eq!(preview.events, ["Received"]);
    assert_eq!(preview.notes, ["申请可能超过法定申请期限，请在受理审查时判断"]);
}

#[test]
fn a_date_is_explained_day_by_day_and_in_words() {
    let play = Play::on("2024-09-25").does(receive("2024-09-25"));
    let answer = explained(&play.case, ClockName::Review, None, &play.on.calendar);
    assert!(answer.found && answer.words.contains("2024年10月8日"), "{}", answer.words);
    assert_eq!((answer.days[0].role.as_str(), answer.days[0].day.as_str()), ("Start", "2024-09-25"));
    let due = answer.days.last().unwrap();
    assert!(due.due && due.day == "2024-10-08" && due.nth == 5, "{due:?}");
    assert!(answer.days.iter().any(|day| day.role == "Skipped" && day.note == "国庆节休假"));
    assert!(!explained(&play.case, ClockName::Decision, None, &play.on.calendar).found);
}

#[test]
fn what_was_entered_is_listed_with_what_can_be_amended() {
    let listed = super::entries::listed(&accepted().case);
    assert_eq!(listed.entries.len(), 2);
    let received = listed.entries[0].fields.iter().find(|field| field.field == "received_on").unwrap();
    assert_eq!((received.value.as_str(), received.kind.as_str()), ("2024-11-27", "Day"));
    assert_eq!(listed.entries[1].title, "受理");
    assert_eq!(listed.clocks.len(), 3);
}

#[test]
fn every_field_that_is_listed_can_be_amended_to_what_it_contains() {
    for play in [answered(), tried(), decided()] {
        for event in &play.events {
            for field in event.fact.fields() {
                let mut fact = event.fact.clone();
                assert_eq!(fact.set(&field.name, &field.value), Ok(()), "{} {}", event.name(), field.name);
                assert_eq!(fact, event.fact);
            }
        }
    }
}

#[test]
fn s09_a_suspension_says_that_the_days_stand_still_and_a_resumption_until_when_they_run() {
    let play = answered().does(hear(APPLICANT, "2024-12-17"));
    let suspension = preview(&play, suspend("2024-12-20"));
    assert!(suspension.words.contains("普通程序审理期限中止计算"), "{}", suspension.words);
    let play = play.does(suspend("2024-12-20")).today("2025-01-04");
    let steps = steps(&play);
    assert_eq!(steps.stage_title, "已中止");
    let offered = commands(&steps.steps);
    assert!(["resume", "mediate", "terminate"].iter().all(|step| offered.contains(step)), "{offered:?}");
    assert!(!["hear_opinion", "extend", "suspend", "submit"].iter().any(|step| offered.contains(step)), "{offered:?}");
    let resume = step(&steps.steps, "resume");
    assert!(resume.effect.contains("普通程序审理期限恢复计算，至2025-02-17"), "{}", resume.effect);
    let play = play.does(resumption("2025-01-04"));
    let explained = explained(&play.case, ClockName::Decision, None, &play.on.calendar);
    let paused: Vec<&str> =
        explained.days.iter().filter(|day| day.role == "Paused").map(|day| day.day.as_str()).collect();
    assert_eq!((paused.first(), paused.last()), (Some(&"2024-12-21"), Some(&"2025-01-04")));
}

#[test]
fn r_sus_3_a_decided_case_offers_what_was_done_before_with_its_day_and_says_what_it_moves() {
    let play = decided().today("2025-01-20");
    let offered = steps(&play);
    let late = |command: &str| step(&offered.steps, command).on.clone();
    assert_eq!(
        (late("suspend"), late("extend"), late("settle_hearing")),
        ("2025-01-10".to_owned(), "2025-01-08".to_owned(), "2025-01-08".to_owned(),)
    );
    let preview = preview(&play, suspend_until("2024-12-20", "2024-12-30"));
    assert!(preview.refused.is_none() && preview.words.contains("将变动1个期限"), "{}", preview.words);
}

#[test]
fn r_ter_5_the_termination_is_offered_as_such_when_sixty_days_have_passed() {
    let died = suspending("2024-12-20", SuspensionGround::ApplicantDied, None);
    let play = answered().does(died).today("2025-02-18");
    let title = |play: &Play| step(&steps(play).steps, "terminate").title.clone();
    assert_eq!(
        (title(&play), steps(&play).flags.contains(&"SuspendedSixtyDays".to_owned())),
        ("终止行政复议".to_owned(), false)
    );
    let play = play.today("2025-02-19");
    assert_eq!(title(&play), "终止行政复议（中止已满六十日）");
    assert!(steps(&play).flags.contains(&"SuspendedSixtyDays".to_owned()));
}

#[test]
fn what_ended_is_served_on_each() {
    let commands_of = |play: Play| {
        let now = steps(&play).steps.into_iter().filter(|step| step.on.is_empty());
        now.map(|step| step.command).collect::<Vec<_>>()
    };
    let served = |step: &str| vec![step.to_owned(), step.to_owned()];
    assert_eq!(commands_of(answered().does(terminate("2024-12-20")))[..2], served("serve_termination"));
    assert_eq!(commands_of(answered().does(dismiss("2024-12-20")))[..2], served("serve_dismissal"));
}
