use kernel::word::Word;

use super::Stage;
use super::follow_up::{RectificationStatus, Reminding};
use super::issue::{Kind, LetterNumber};
use super::standing::StandingStage;
use crate::clocks::{AddresseeNumber, End, Origin};
use crate::refusal::Refusal;
use crate::samples::*;

#[test]
fn s_jud_1_s_pro_1_every_sort_of_suggestion_is_entered_and_gets_a_clock() {
    for (kind, ..) in Kind::ALL {
        let play = Play::on("2026-03-02").does(register(*kind, "2026-03-02"));
        assert_eq!(play.stage(FIRST), StandingStage::InProgress);
        let from = play.clock(FIRST).deadline.start().fact.clone();
        assert_eq!(from == "收到检察建议书", kind.is_procuratorial());
    }
}

#[test]
fn s_jud_6_the_year_of_a_number_stands_in_the_brackets_of_official_papers() {
    for text in ["陇法建(2026)3号", "陇法建（2026）3号", "陇法建[2026]3号", "陇法建【2026】3号", " 陇法建〔2026〕3号 "]
    {
        assert_eq!(LetterNumber::try_from(text.to_owned()).unwrap().to_string(), "陇法建〔2026〕3号");
    }
    assert_eq!(LetterNumber::try_from("法建第（三）号".to_owned()).unwrap().to_string(), "法建第（三）号");
}

#[test]
fn s_jud_6_each_problem_has_a_number_of_its_own() {
    let mut doubled = letter(Kind::Governance, "2026-03-02");
    doubled.problems.push(doubled.problems[0].clone());
    let refused = Play::on("2026-03-02").refuses(registration(doubled, &[Some("2026-03-02")]));
    assert_eq!(refused, Refusal::NumberGivenTwice { number: 1 });
}

#[test]
fn s_com_1_t08_the_clock_runs_from_the_receipt_and_not_from_the_day_of_the_letter() {
    let dated = letter(Kind::PublicInterest, "2024-08-01");
    let play = Play::on("2024-08-05").does(registration(dated, &[Some("2024-08-05")]));
    assert_eq!(play.clock(FIRST).deadline.start().on, d("2024-08-05"));
    assert_eq!(play.due(FIRST), "2024-10-08");
}

#[test]
fn s27_one_paper_to_three_agencies_has_three_clocks_and_three_replies() {
    let received = [Some("2026-03-02"), Some("2026-03-05"), None];
    let play = Play::on("2026-03-09").does(registration(letter(Kind::Governance, "2026-03-02"), &received));
    assert_eq!((play.due(FIRST), play.due(SECOND)), ("2026-05-06".to_owned(), "2026-05-06".to_owned()));
    assert_eq!(play.stage(THIRD), StandingStage::NotReceived);
    let play = play.does(receive(THIRD, "2026-03-09"));
    assert_eq!(play.due(THIRD), "2026-05-09");

    let play = play.today("2026-06-01").does(delivered(SECOND, "2026-05-06"));
    assert_eq!(play.stage(FIRST), StandingStage::InProgress);
    assert!(play.clock(FIRST).is_running() && !play.clock(SECOND).is_running());
    assert_eq!(play.suggestion.stage(), Stage::Open);
    let play = play.does(delivered(FIRST, "2026-05-08")).does(delivered(THIRD, "2026-05-09"));
    assert_eq!(play.suggestion.stage(), Stage::Replied);
    let closed = play.clone().does(close(FIRST, "2026-06-01")).does(close(SECOND, "2026-06-01"));
    assert_eq!(closed.suggestion.stage(), Stage::Replied);
    assert_eq!(closed.does(close(THIRD, "2026-06-01")).suggestion.stage(), Stage::Concluded);
    let late = [FIRST, SECOND, THIRD].map(|number| play.clock(number).is_late());
    assert_eq!(late, [true, false, false]);
}

#[test]
fn every_event_tells_whom_it_concerns_and_of_what_paper() {
    let received = [Some("2026-03-02"), Some("2026-03-02")];
    let play = Play::on("2026-03-09").does(registration(letter(Kind::Governance, "2026-03-02"), &received));
    let play = play.does(delivered(SECOND, "2026-03-09"));
    let numbers = |at: usize| -> Vec<AddresseeNumber> {
        play.events[at].standings.iter().map(|standing| standing.addressee.number).collect()
    };
    assert_eq!((numbers(0), numbers(1)), (vec![FIRST, SECOND], vec![SECOND]));
    assert_eq!(play.events[1].standings[0].stage(), StandingStage::Replied);
    assert_eq!(play.events[1].about.number.as_ref().unwrap().to_string(), "陇法建〔2026〕3号");
}

#[test]
fn an_organ_found_to_be_addressed_later_gets_a_clock_of_its_own() {
    let play = Play::on("2026-03-09").does(register(Kind::Governance, "2026-03-02"));
    assert_eq!(play.refuses(address(FIRST, "2026-03-09", None)), Refusal::NumberGivenTwice { number: 1 });
    let play = play.does(address(SECOND, "2026-03-09", Some("2026-03-03")));
    assert_eq!(play.due(SECOND), "2026-05-06");
    let mut twice = addressee(SECOND, None);
    twice.number = THIRD;
    let twice = super::Command::AddAddressee(super::Addressing { addressee: twice, on: d("2026-03-09") });
    assert_eq!(play.refuses(twice), Refusal::AddressedTwice { name: line("陇县住房和城乡建设局") });
}

#[test]
fn law_and_letter_differ_and_somebody_is_told() {
    let stated = super::issue::Letter { limit: Some(limit("1个月")), ..letter(Kind::PublicInterest, "2026-03-02") };
    let play = Play::on("2026-03-02").does(registration(stated, &[Some("2026-03-02")]));
    let clock = play.clock(FIRST);
    assert_eq!((clock.origin, clock.due()), (Origin::Letter, d("2026-04-02")));
    assert_eq!(clock.warning().unwrap(), "建议书限定的期限至2026-04-02，早于法定期限2026-05-06，以较早者为准");
}

#[test]
fn s28_r_cal_6_a_reply_is_in_time_on_the_due_day_and_by_the_day_of_posting() {
    let play = Play::on("2026-04-01").does(register(Kind::Governance, "2025-12-31"));
    assert_eq!(play.due(FIRST), "2026-02-28");
    let is_late =
        |posted_on, delivered_on| play.clone().does(reply(FIRST, posted_on, delivered_on)).clock(FIRST).is_late();
    assert!(!is_late(None, Some("2026-02-27")));
    assert!(!is_late(None, Some("2026-02-28")));
    assert!(is_late(None, Some("2026-03-01")));
    assert!(!is_late(Some("2026-02-28"), Some("2026-03-04")));
    assert!(is_late(Some("2026-03-01"), None));
}

#[test]
fn a_reply_is_proved_by_its_posting_or_its_delivery() {
    let play = Play::on("2026-03-09").does(register(Kind::Governance, "2026-03-02"));
    assert_eq!(play.refuses(reply(FIRST, None, None)), Refusal::NotSent);
    let backward = play.refuses(reply(FIRST, Some("2026-03-09"), Some("2026-03-08")));
    assert!(matches!(backward, Refusal::TooEarly { field: "delivered_on", .. }));
    let again = play.does(delivered(FIRST, "2026-03-09")).refuses(delivered(FIRST, "2026-03-09"));
    assert_eq!(again, Refusal::RepliedBefore { name: line("陇县公安局"), on: d("2026-03-09") });
}

#[test]
fn nothing_is_answered_that_was_not_received() {
    let play = Play::on("2026-03-09").does(registration(letter(Kind::Governance, "2026-03-02"), &[None]));
    assert_eq!(play.refuses(delivered(FIRST, "2026-03-09")), Refusal::NotReceived { name: line("陇县公安局") });
}

#[test]
fn s_com_2_an_extension_keeps_the_original_due_day_beside_the_extended_one() {
    let play = Play::on("2026-03-09").does(register(Kind::Governance, "2026-03-02"));
    let play = play.does(extend(FIRST, "2026-03-09", "1个月"));
    // Two months and one more from 2 March: the nominal days count, and the last day rolls once.
    assert_eq!((play.clock(FIRST).original_due, play.due(FIRST)), (d("2026-05-06"), "2026-06-02".to_owned()));
    let play = play.does(extend(FIRST, "2026-03-09", "2026-07-31"));
    assert_eq!((play.clock(FIRST).original_due, play.due(FIRST)), (d("2026-05-06"), "2026-07-31".to_owned()));
}

#[test]
fn s_com_2_an_extension_that_was_granted_earlier_is_entered_later_and_counts_all_the_same() {
    let play = Play::on("2026-03-31").does(register(Kind::Governance, "2026-03-02"));
    let (days, month) = (|| extend(FIRST, "2026-03-10", "15日"), || extend(FIRST, "2026-03-20", "1个月"));
    let (in_order, late) = (play.clone().does(days()).does(month()), play.does(month()).does(days()));
    // To 2 May, to the 17th, and another month.
    assert_eq!((in_order.due(FIRST), late.due(FIRST)), ("2026-06-17".to_owned(), "2026-06-17".to_owned()));
}

#[test]
fn s_com_2_an_extension_is_granted_before_the_period_ends_though_it_may_be_entered_after_the_reply() {
    let play = Play::on("2026-06-30").does(register(Kind::Governance, "2026-03-02"));
    let too_late = play.refuses(extend(FIRST, "2026-05-07", "1个月"));
    assert!(matches!(too_late, Refusal::Deadline(_)), "{too_late}");
    let play = play.does(delivered(FIRST, "2026-06-01"));
    assert!(play.clock(FIRST).is_late());
    let play = play.does(extend(FIRST, "2026-05-06", "1个月"));
    assert!(!play.clock(FIRST).is_late());
}

#[test]
fn s_pro_6_the_clock_runs_on_while_an_objection_is_reviewed() {
    let play = Play::on("2026-03-20").does(register(Kind::CorrectIllegality, "2026-03-02"));
    let play = play.does(object(FIRST, "2026-03-09"));
    assert_eq!(play.stage(FIRST), StandingStage::Objected);
    assert!(play.clock(FIRST).is_running());
    let again = play.refuses(object(FIRST, "2026-03-10"));
    assert_eq!(again, Refusal::ObjectedBefore { name: line("陇县公安局"), on: d("2026-03-09") });
    let play = play.does(settle(FIRST, "2026-03-16", None));
    assert_eq!((play.stage(FIRST), play.due(FIRST)), (StandingStage::InProgress, "2026-05-06".to_owned()));
}

#[test]
fn s_pro_6_a_changed_letter_starts_the_clock_anew_from_its_own_receipt() {
    let play = Play::on("2026-05-20").does(register(Kind::CorrectIllegality, "2026-03-02"));
    let play = play.does(delivered(FIRST, "2026-03-05")).does(object(FIRST, "2026-03-05"));
    assert_eq!(
        play.refuses(super::Command::RecordObjectionResult(super::ObjectionResult {
            addressee: FIRST,
            on: d("2026-03-16"),
            result: super::reply::Reviewed::Changed,
            changed_received_on: None,
            limit: None,
            paper: None,
        })),
        Refusal::ChangedLetterNotReceived
    );
    let play = play.does(settle(FIRST, "2026-03-16", Some(("2026-03-18", None))));
    // What was answered before the change is no answer to the changed letter.
    assert_eq!((play.stage(FIRST), play.due(FIRST)), (StandingStage::InProgress, "2026-05-18".to_owned()));
    assert!(play.clock(FIRST).is_running());
    let play = play.does(delivered(FIRST, "2026-05-18"));
    assert!(!play.clock(FIRST).is_late());
}

#[test]
fn s_pro_6_what_was_said_of_the_letter_before_it_was_changed_is_no_answer_though_it_is_entered_last() {
    let play = Play::on("2026-05-20").does(register(Kind::CorrectIllegality, "2026-03-02"));
    let play = play.does(object(FIRST, "2026-03-05")).does(settle(FIRST, "2026-03-16", Some(("2026-03-18", None))));
    let play = play.does(delivered(FIRST, "2026-03-05"));
    assert_eq!((play.stage(FIRST), play.due(FIRST)), (StandingStage::InProgress, "2026-05-18".to_owned()));
    assert!(play.clock(FIRST).is_running());
    let play = play.does(delivered(FIRST, "2026-05-18"));
    assert_eq!(play.stage(FIRST), StandingStage::Replied);
}

#[test]
fn s_pro_6_what_ran_until_the_letter_was_changed_is_kept_with_its_answer() {
    let play = Play::on("2026-05-20").does(register(Kind::CorrectIllegality, "2026-03-02"));
    let play = play.does(object(FIRST, "2026-03-05"));
    let kept = |play: &Play| {
        let before = play.clock(FIRST).replaces.clone().expect("it ran before");
        (before.due(), before.ended.map(|ended| (ended.how, ended.on)))
    };
    let change = || settle(FIRST, "2026-03-16", Some(("2026-03-18", None)));
    let answered = (d("2026-05-06"), Some((End::Done, d("2026-03-05"))));
    assert_eq!(kept(&play.clone().does(change())), (d("2026-05-06"), None));
    assert_eq!(kept(&play.clone().does(delivered(FIRST, "2026-03-05")).does(change())), answered);
    let late = play.does(change()).does(delivered(FIRST, "2026-03-05"));
    assert_eq!((kept(&late), late.clock(FIRST).ended), (answered, None));
    // Without the change there was one period, and the answer was its own.
    let one = late.does(strike(3));
    assert_eq!((one.clock(FIRST).replaces.clone(), one.stage(FIRST)), (None, StandingStage::Replied));
}

#[test]
fn s29_whoever_is_found_to_be_addressed_after_the_withdrawal_from_all_is_not_waited_for() {
    let play = Play::on("2026-03-20").does(register(Kind::SocialGovernance, "2026-03-02"));
    let play = play.does(withdraw(None, "2026-03-10"));
    let late = play.refuses(address(SECOND, "2026-03-12", Some("2026-03-11")));
    assert!(matches!(late, Refusal::AfterWithdrawal { .. }), "{late}");
    let play = play.does(address(SECOND, "2026-03-12", Some("2026-03-03")));
    assert_eq!((play.stage(SECOND), play.suggestion.stage()), (StandingStage::Withdrawn, Stage::Withdrawn));
    assert_eq!(play.clock(SECOND).ended.unwrap().how, End::Voided);
}

#[test]
fn s29_s_pro_7_a_withdrawn_letter_is_waited_for_no_longer_and_shows_as_withdrawn() {
    let received = [Some("2026-03-02"), Some("2026-03-02")];
    let play = Play::on("2026-03-20").does(registration(letter(Kind::SocialGovernance, "2026-03-02"), &received));
    let play = play.does(withdraw(Some(FIRST), "2026-03-10"));
    assert_eq!((play.stage(FIRST), play.stage(SECOND)), (StandingStage::Withdrawn, StandingStage::InProgress));
    assert_eq!(play.clock(FIRST).ended.unwrap().how, End::Voided);
    let refused = play.refuses(delivered(FIRST, "2026-03-11"));
    assert_eq!(refused, Refusal::AfterWithdrawal { name: line("陇县公安局"), on: d("2026-03-10") });

    let play = play.does(withdraw(None, "2026-03-20"));
    assert_eq!(play.standing(FIRST).withdrawn_on, Some(d("2026-03-10")));
    assert_eq!((play.stage(SECOND), play.suggestion.stage()), (StandingStage::Withdrawn, Stage::Withdrawn));
    assert_eq!(play.refuses(withdraw(None, "2026-03-20")), Refusal::WithdrawnBefore);
}

#[test]
fn s29_what_came_before_the_withdrawal_is_entered_after_it() {
    let play = Play::on("2026-03-20").does(registration(letter(Kind::SocialGovernance, "2026-03-02"), &[None]));
    let play = play.does(withdraw(None, "2026-03-10")).does(receive(FIRST, "2026-03-04"));
    let play = play.does(delivered(FIRST, "2026-03-09"));
    assert_eq!(play.stage(FIRST), StandingStage::Withdrawn);
    assert_eq!(play.clock(FIRST).ended.unwrap().how, End::Voided);
}

#[test]
fn s_pro_10_an_answer_in_time_is_not_yet_a_wrong_put_right() {
    use RectificationStatus::{Completed, LongTerm};
    let play = Play::on("2026-09-01").does(register(Kind::PublicInterest, "2026-03-02"));
    let play = play.does(delivered(FIRST, "2026-04-01"));
    assert_eq!(play.standing(FIRST).rectification, None);
    let play = play.does(rectify(FIRST, "2026-08-01", Completed, Some("2026-08-20")));
    // An earlier state that is entered later does not replace a later one.
    let play = play.does(rectify(FIRST, "2026-05-01", LongTerm, None));
    let kept = play.standing(FIRST).rectification.clone().unwrap();
    assert_eq!((kept.status, kept.verified_by_issuer_on), (Completed, Some(d("2026-08-20"))));
    let unfinished = play.refuses(rectify(FIRST, "2026-09-01", LongTerm, Some("2026-09-01")));
    assert_eq!(unfinished, Refusal::VerifiedBeforeCompletion);
}

#[test]
fn s_pro_9_a_long_rectification_leaves_the_reply_due() {
    let play = Play::on("2026-04-01").does(register(Kind::PublicInterest, "2026-03-02"));
    let play = play.does(rectify(FIRST, "2026-04-01", RectificationStatus::LongTerm, None));
    assert_eq!((play.due(FIRST), play.clock(FIRST).is_running()), ("2026-05-06".to_owned(), true));
}

fn remind() -> super::Command {
    super::Command::Remind(Reminding { addressee: FIRST, by_plan: true })
}

/// Somebody orders it.
fn urge() -> super::Command {
    super::Command::Remind(Reminding { addressee: FIRST, by_plan: false })
}

#[test]
fn s30_reminders_are_numbered_and_each_is_sent_once() {
    let play = Play::on("2026-03-02").does(register(Kind::Governance, "2026-03-02"));
    assert_eq!(play.refuses(remind()), Refusal::RemindedTooEarly { due: d("2026-05-06"), first: 15 });
    let play = play.today("2026-04-21").does(remind());
    let again = play.clone().today("2026-05-02").refuses(remind());
    assert_eq!(again, Refusal::RemindedBefore { name: line("陇县公安局"), number: 1, on: d("2026-04-21") });
    let play = play.today("2026-05-03").does(remind()).today("2026-05-07").does(remind());
    assert_eq!(play.standing(FIRST).reminders, 3);
    let sent: Vec<i32> = play
        .events
        .iter()
        .filter_map(|event| match &event.fact {
            super::Fact::Reminded(e) => Some(e.days_before),
            _ => None,
        })
        .collect();
    assert_eq!(sent, [15, 3, -1]);
}

#[test] // S-PRO-8
fn s30_whoever_has_not_replied_is_urged_as_often_as_somebody_orders_it() {
    let play = Play::on("2026-03-02").does(register(Kind::PublicInterest, "2026-03-02")).does(urge());
    // Those by plan go on.
    let play = play.today("2026-04-21").does(remind()).today("2026-05-07").does(remind());
    assert!(matches!(play.clone().today("2026-07-01").refuses(remind()), Refusal::RemindedBefore { number: 3, .. }));
    let play = play.today("2026-07-01").does(urge()).today("2026-08-01").does(urge());
    assert_eq!(play.standing(FIRST).reminders, 5);
    let super::Fact::Reminded(last) = &play.events.last().unwrap().fact else { panic!("a reminder") };
    assert_eq!((last.days_before, last.due), (-87, d("2026-05-06")));
    let ended = play.does(delivered(FIRST, "2026-08-01")).refuses(urge());
    assert!(matches!(ended, Refusal::NothingToRemindOf { .. }), "{ended}");
}

#[test]
fn s30_one_by_plan_that_somebody_ordered_that_day_is_not_sent_again() {
    let play = Play::on("2026-03-02").does(register(Kind::Governance, "2026-03-02"));
    let play = play.today("2026-05-03").does(urge());
    assert!(matches!(play.refuses(remind()), Refusal::RemindedBefore { number: 1, .. }));
    play.today("2026-05-07").does(remind());
}

#[test]
fn s30_reminders_stop_when_the_reply_is_entered_even_if_it_is_backdated() {
    let play = Play::on("2026-03-02").does(register(Kind::Governance, "2026-03-02"));
    let play = play.today("2026-04-21").does(remind());
    let play = play.today("2026-05-03").does(delivered(FIRST, "2026-04-01"));
    let ended = Refusal::NothingToRemindOf { name: line("陇县公安局"), end: End::Done, on: d("2026-04-01") };
    assert_eq!(play.refuses(remind()), ended);
    assert_eq!(play.standing(FIRST).reminders, 1);
    // What was sent was sent, and once the reply turns out to be a mistake the count goes on.
    assert_eq!(play.refuses(strike(2)), Refusal::ReminderStands);
    let play = play.does(strike(3)).does(remind());
    assert_eq!(play.standing(FIRST).reminders, 2);
}

#[test]
fn s30_another_due_day_begins_the_reminders_again_and_goes_on_with_their_numbers() {
    let play = Play::on("2026-03-02").does(register(Kind::Governance, "2026-03-02"));
    let play = play.today("2026-05-03").does(remind()).does(extend(FIRST, "2026-05-03", "1个月"));
    assert!(matches!(play.refuses(remind()), Refusal::RemindedTooEarly { .. }));
    let play = play.today("2026-05-18").does(remind());
    assert_eq!(play.standing(FIRST).reminders, 2);
}

#[test]
fn what_is_closed_was_answered_and_later_facts_are_not_entered() {
    let play = Play::on("2026-06-01").does(register(Kind::Governance, "2026-03-02"));
    assert_eq!(play.refuses(close(FIRST, "2026-05-01")), Refusal::NotReplied { name: line("陇县公安局") });
    let play = play.does(delivered(FIRST, "2026-04-01"));
    assert!(matches!(play.refuses(close(FIRST, "2026-03-31")), Refusal::TooEarly { .. }));
    let play = play.does(close(FIRST, "2026-05-01"));
    assert_eq!(play.stage(FIRST), StandingStage::Closed);
    assert_eq!(
        play.refuses(object(FIRST, "2026-05-02")),
        Refusal::AfterClosing { name: line("陇县公安局"), on: d("2026-05-01") }
    );
    // A look back finds out how far things were put right.
    play.does(rectify(FIRST, "2026-06-01", RectificationStatus::Completed, None));
}

#[test]
fn nothing_of_tomorrow_is_entered_and_nothing_before_the_letter() {
    let play = Play::on("2026-03-02");
    let tomorrow = play.refuses(register(Kind::Governance, "2026-03-03"));
    assert!(matches!(tomorrow, Refusal::NotYetCome { field: "issued_on", .. }));
    let early = play.refuses(registration(letter(Kind::Governance, "2026-03-02"), &[Some("2026-03-01")]));
    assert!(matches!(early, Refusal::TooEarly { field: "received_on", .. }));
    assert_eq!(play.refuses(registration(letter(Kind::Governance, "2026-03-02"), &[])), Refusal::NoAddressee);
    assert_eq!(play.refuses(delivered(FIRST, "2026-03-02")), Refusal::NotRegistered);
}

#[test]
fn an_amended_receipt_moves_the_clock_and_keeps_the_reply() {
    let play = Play::on("2026-06-01").does(register(Kind::Governance, "2026-03-02"));
    let play = play.does(delivered(FIRST, "2026-05-08"));
    assert!(play.clock(FIRST).is_late());
    let play = play.does(amend(1, "received_on/1", "2026-03-10"));
    assert_eq!(play.due(FIRST), "2026-05-11");
    assert!(!play.clock(FIRST).is_late());
    let moved = &play.events.last().unwrap().clocks;
    assert_eq!((moved.len(), moved[0].ended.unwrap().how), (1, End::Done));
}

#[test]
fn an_amendment_that_no_longer_fits_names_what_it_clashes_with() {
    let play = Play::on("2026-06-01").does(register(Kind::Governance, "2026-03-02"));
    let play = play.does(delivered(FIRST, "2026-05-08"));
    let clash = play.refuses(amend(1, "received_on/1", "2026-05-09"));
    assert!(matches!(clash, Refusal::Clash { entry: 2, title: "回复", .. }), "{clash}");
    assert_eq!(play.refuses(amend(2, "delivered_on", "2026-05-08")), Refusal::NothingChanges);
    assert!(matches!(play.refuses(amend(2, "adoption", "同意")), Refusal::WrongValue { .. }));
    // Nor is the name of an organ: it bears the one that the directory gives it.
    for (entry, field) in [(2, "weather"), (1, "name/1")] {
        assert!(matches!(play.refuses(amend(entry, field, "雨")), Refusal::NoSuchField { .. }));
    }
}

#[test]
fn an_amended_kind_and_limit_set_the_clock_by_another_rule() {
    let play = Play::on("2026-03-02").does(register(Kind::CaseSpecific, "2026-03-02"));
    let play = play.does(amend(1, "kind", "公益诉讼检察建议")).does(amend(1, "urgent", "是"));
    assert_eq!(
        (play.clock(FIRST).deadline.rule().to_owned(), play.due(FIRST)),
        ("S-PRO-3".to_owned(), "2026-03-17".to_owned())
    );
    let play = play.does(amend(1, "limit", "10日"));
    assert_eq!((play.clock(FIRST).origin, play.due(FIRST)), (Origin::Letter, "2026-03-12".to_owned()));
}

#[test]
fn a_struck_reply_lets_the_clock_run_and_a_struck_first_entry_takes_all_out() {
    let play = Play::on("2026-06-01").does(register(Kind::Governance, "2026-03-02"));
    let play = play.does(delivered(FIRST, "2026-05-08")).does(strike(2));
    assert!(play.clock(FIRST).is_running());
    assert_eq!(play.stage(FIRST), StandingStage::InProgress);
    let play = play.does(strike(1));
    assert_eq!((play.suggestion.stage(), play.suggestion.clocks.iter().count()), (Stage::Struck, 0));
    let told = play.events.last().unwrap();
    assert_eq!((told.standings.len(), told.clocks[0].ended.unwrap().how), (0, End::Withdrawn));
    assert_eq!(play.refuses(delivered(FIRST, "2026-05-08")), Refusal::EnteredByMistake);
}
