use super::*;
use crate::clocks::End;
use crate::hearing::attendance::{Notice, PostLevel};
use crate::lawsuit::duty::DutyState;
use crate::lawsuit::result::InstanceResult;
use crate::outcome::{Code, Form};
use crate::parties::{PartyNumber, Role};
use crate::samples::*;

const REMAND: InstanceNumber = InstanceNumber(3);

fn sued() -> Play {
    Play::on("2024-12-20").does(register(suit("2024-06-03"))).does(copy(FIRST, BUREAU, "2024-06-05"))
}

fn due(play: &Play, name: ClockName, of: PartyNumber) -> Day {
    play.lawsuit.clocks.find((name, FIRST, Some(of))).unwrap().due()
}

#[test]
fn a_def_1_a_tri_2_whoever_is_joined_answers_from_its_own_receipt_on_and_has_a_duty_and_a_result_of_its_own() {
    let received = Defendant { copy_received_on: Some(d("2024-07-03")), ..government() };
    let play = sued().does(joins(FIRST, received, "2024-07-01"));
    let names: Vec<_> = play.events[2..].iter().map(|event| event.fact.described().0).collect();
    assert_eq!(names, ["DefendantJoined", "CopyReceived"]);
    assert_eq!(
        (due(&play, ClockName::Answer, BUREAU), due(&play, ClockName::Answer, GOVERNMENT)),
        (d("2024-06-20"), d("2024-07-18"))
    );
    let summary = play.lawsuit.summary();
    let joined = Some(Joined { instance: FIRST, on: d("2024-07-01") });
    assert_eq!((summary.defendants[1].joined, summary.defendants[1].copy_received_on), (joined, Some(d("2024-07-03"))));

    let notices = vec![notice(BUREAU, Notice::None), notice(GOVERNMENT, Notice::ShallNotify)];
    let came = vec![led_by(BUREAU, head(PostLevel::Deputy)), nobody(GOVERNMENT)];
    let play = play.hears(1, FIRST, crate::hearing::Command::Schedule(plan("2024-08-01", notices)));
    let play = play.hears(1, FIRST, crate::hearing::Command::Hold(holding("2024-08-01", came)));
    assert_eq!(play.duty(FIRST, GOVERNMENT).state, DutyState::Absent);

    let play = play.does(judge(FIRST, "2024-09-02", Code::J01));
    assert!(play.lawsuit.clocks.find((ClockName::Trial, FIRST, None)).unwrap().is_running(), "one is yet to be judged");
    let both = judging(FIRST, Form::Judgment, "2024-09-02", vec![outcome(GOVERNMENT, Code::J01)]);
    assert!(!play.does(both).lawsuit.clocks.find((ClockName::Trial, FIRST, None)).unwrap().is_running());
}

#[test]
fn a_per_6_an_organ_that_the_plaintiff_would_not_have_is_joined_as_third_party_and_gets_no_result() {
    let third = Defendant { role: Role::ThirdPartyOrgan, ..government() };
    let play = sued().does(joins(FIRST, third, "2024-07-01")).does(copy(FIRST, GOVERNMENT, "2024-07-03"));
    assert!(play.lawsuit.clocks.find((ClockName::Answer, FIRST, Some(GOVERNMENT))).is_none());
    let play = play.does(judge(FIRST, "2024-09-02", Code::J01));
    assert_eq!((play.stage().as_str(), play.duty(FIRST, GOVERNMENT).state), ("已裁判，未生效", DutyState::Voided));
}

#[test]
fn numbers_are_only_added_and_no_organ_takes_part_twice() {
    let play = sued();
    let taken = joins(FIRST, Defendant { number: PLAINTIFF, ..government() }, "2024-07-01");
    assert_eq!(play.refuses(taken), Refusal::NumberGivenTwice { number: 1 });
    let twice = joins(FIRST, Defendant { number: PartyNumber(9), ..bureau() }, "2024-07-01");
    assert_eq!(play.refuses(twice), Refusal::SuedTwice { name: line("陇县市场监督管理局") });
    let (on, since) = (d("2024-06-02"), d("2024-06-03"));
    let early = Refusal::TooEarly { field: "on", on, fact: "立案", since };
    assert_eq!(play.refuses(joins(FIRST, government(), "2024-06-02")), early);
    let joined = play.does(joins(FIRST, government(), "2024-07-01"));
    assert!(matches!(
        joined.refuses(joins(FIRST, government(), "2024-07-01")),
        Refusal::NumberGivenTwice { number: 3 }
    ));
    assert_eq!(joined.does(strike(3)).lawsuit.chain.defendants().len(), 1);
}

#[test]
fn joined_while_the_instance_is_tried_in_whatever_order_that_is_told() {
    let after = sued().does(judge(FIRST, "2024-09-02", Code::J01)).does(serve(FIRST, BUREAU, "2024-09-04"));
    let after = after.does(serve(FIRST, PLAINTIFF, "2024-09-05"));
    let late = Refusal::AfterJudgment { on: d("2024-09-03"), judged_on: d("2024-09-02") };
    assert_eq!(after.refuses(joins(FIRST, government(), "2024-09-03")), late);

    let in_time = sued().does(joins(FIRST, government(), "2024-07-01"));
    let in_time = in_time.does(judge(FIRST, "2024-09-02", Code::J01)).does(serve(FIRST, BUREAU, "2024-09-04"));
    let in_time = in_time.does(serve(FIRST, PLAINTIFF, "2024-09-05"));
    assert!(after.lawsuit.clocks.find((ClockName::Effect, FIRST, None)).is_some());
    let effective = after.clone().does(take_effect(FIRST));
    for late in [after, effective] {
        let late = late.does(joins(FIRST, government(), "2024-07-01"));
        assert!(late.lawsuit.clocks.find((ClockName::Effect, FIRST, None)).is_none());
        let unnumbered = |play: &Play| {
            let given = |result: InstanceResult| (result.of, result.given.map(|given| given.code), result.effective_on);
            play.lawsuit.chain.results().into_iter().map(given).collect::<Vec<_>>()
        };
        assert_eq!(unnumbered(&late), unnumbered(&in_time));
        assert_eq!((late.stage(), late.lawsuit.chain.duties()), (in_time.stage(), in_time.lawsuit.chain.duties()));
        for clock in late.lawsuit.clocks.iter() {
            let other = in_time.lawsuit.clocks.find(kernel::clocks::Clock::key(clock)).unwrap();
            let how = |clock: &Clock| clock.ended.map(|ended| ended.how == End::Lapsed);
            assert_eq!((clock.due(), how(clock)), (other.due(), how(other)));
        }
    }
}

#[test]
fn whoever_is_joined_when_the_case_was_remanded_has_no_part_in_what_came_before() {
    let second = sued().does(judge(FIRST, "2024-07-02", Code::J01)).does(appeal("2024-07-09", PLAINTIFF));
    let second = second.does(open(InstanceKind::Second, "2024-07-15")).does(judge(SECOND, "2024-08-20", Code::S03));
    let kind = InstanceKind::Second;
    assert_eq!(second.refuses(joins(SECOND, government(), "2024-08-01")), Refusal::NobodyIsJoined { kind });
    let remanded = second.does(open(InstanceKind::Remand, "2024-09-02"));
    assert!(matches!(remanded.refuses(joins(FIRST, government(), "2024-07-01")), Refusal::IsExamined { .. }));
    let play = remanded.does(joins(REMAND, government(), "2024-09-10")).does(copy(REMAND, GOVERNMENT, "2024-09-12"));
    assert!(play.lawsuit.chain.instances[0].is_judged(&play.lawsuit.chain));
    let earlier = Refusal::JoinedLater { name: line("陇县人民政府"), kind: InstanceKind::First };
    assert_eq!(play.refuses(copy(FIRST, GOVERNMENT, "2024-06-05")), earlier);
    assert_eq!(play.refuses(serve(FIRST, GOVERNMENT, "2024-07-05")), earlier);
    let duties: Vec<_> = play.lawsuit.chain.duties().into_iter().filter(|duty| duty.of.number == GOVERNMENT).collect();
    assert_eq!(duties, []);
    assert_eq!(play.lawsuit.summary().defendants[1].copy_received_on, Some(d("2024-09-12")));
}

#[test]
fn as_what_an_organ_takes_part_is_put_right() {
    let play = sued().does(joins(FIRST, government(), "2024-07-01"));
    let original = play.clone().does(amend(3, "kind/3", "原行政机关"));
    assert_eq!(original.lawsuit.chain.defendants()[1].kind, crate::parties::OrganKind::OriginalOrgan);
    let third = play.clone().does(copy(FIRST, GOVERNMENT, "2024-07-03")).does(amend(3, "role/3", "第三人"));
    assert!(third.lawsuit.clocks.find((ClockName::Answer, FIRST, Some(GOVERNMENT))).is_none(), "it need not answer");
    let sued_again = third.does(amend(3, "role/3", "CoDefendant"));
    assert_eq!(due(&sued_again, ClockName::Answer, GOVERNMENT), d("2024-07-18"));
    // The registration is put right in the same words; somebody must be sued.
    let registered = sued().does(amend(1, "role/2", "共同被告"));
    assert_eq!(registered.lawsuit.chain.defendants()[0].role, Role::CoDefendant);
    assert_eq!(registered.refuses(amend(1, "role/2", "第三人")), Refusal::NoDefendant);
    let joined_on = play.does(amend(3, "on", "2024-07-02"));
    assert_eq!(joined_on.lawsuit.chain.defendants()[1].joined.unwrap().on, d("2024-07-02"));
}
