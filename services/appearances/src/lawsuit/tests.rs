mod duties;
mod instances;

use duties::heard;

use super::InstanceKind;
use super::duty::DutyState;
use super::further::Appeal;
use super::judgment::JudgmentService;
use super::registration::{AfterReconsideration, Procedure, Reconsidered, Registration};
use crate::clocks::{ClockName, End};
use crate::hearing::attendance::{Notice, PostLevel};
use crate::outcome::{Code, Form, WithdrawReason};
use crate::parties::{Defendant, Role};
use crate::refusal::Refusal;
use crate::samples::*;

#[test]
fn a_tri_2_a_tri_3_and_a_tri_4_each_organs_days_begin_with_its_own_receipt() {
    let play = Play::on("2026-03-02").does(register(suit_of_two("2026-01-20")));
    let play = play.does(copy(FIRST, BUREAU, "2026-02-03")).does(copy(FIRST, GOVERNMENT, "2026-02-04"));
    for name in [ClockName::Answer, ClockName::LateEvidence, ClockName::Objection] {
        assert_eq!(play.due(name, FIRST, Some(BUREAU)), "2026-02-24"); // C08
        assert_eq!(play.due(name, FIRST, Some(GOVERNMENT)), "2026-02-24");
    }
    let older = Play::on("2024-01-08").does(register(suit("2023-09-20"))).does(copy(FIRST, BUREAU, "2023-09-21"));
    assert_eq!(older.due(ClockName::Answer, FIRST, Some(BUREAU)), "2023-10-07"); // C35
}

#[test]
fn copies_received_at_once_are_facts_of_their_own() {
    let mut suit = suit("2024-06-03");
    suit.defendants[0].copy_received_on = Some(d("2024-06-05"));
    let play = Play::on("2024-12-20").does(register(suit));
    let names: Vec<_> = play.events.iter().map(|event| event.fact.described().0).collect();
    assert_eq!(names, ["Registered", "CopyReceived"]);
    assert_eq!(play.due(ClockName::Answer, FIRST, Some(BUREAU)), "2024-06-20");
    assert_eq!(play.events[1].told.lawsuit.defendants[0].copy_received_on, Some(d("2024-06-05")));
}

#[test]
fn a_tri_5_and_a_tri_6_the_courts_limit_follows_the_procedure() {
    let play = Play::on("2025-04-08").does(register(suit("2025-04-08")));
    assert_eq!(play.due(ClockName::Trial, FIRST, None), "2025-10-09"); // C17
    let simplified = Registration { procedure: Procedure::Simplified, ..suit("2026-01-06") };
    let play = Play::on("2026-01-06").does(register(simplified));
    assert_eq!(play.due(ClockName::Trial, FIRST, None), "2026-02-24"); // C18
}

#[test]
fn an_answer_ends_the_days_and_a_late_one_is_recorded_as_late() {
    let received = registered().does(copy(FIRST, BUREAU, "2024-06-05"));
    let in_time = received.clone().does(answer(BUREAU, "2024-06-20"));
    let clock = in_time.clock(ClockName::Answer, FIRST, Some(BUREAU));
    assert_eq!(clock.ended.map(|ended| ended.how), Some(End::Done));
    assert!(matches!(&in_time.events.last().unwrap().fact, super::Fact::AnswerFiled(e) if !e.late));
    let late = received.does(answer(BUREAU, "2024-06-21"));
    assert!(matches!(&late.events.last().unwrap().fact, super::Fact::AnswerFiled(e) if e.late));
    assert!(matches!(late.refuses(answer(BUREAU, "2024-06-22")), Refusal::AnsweredBefore { .. }));
}

#[test]
fn an_answer_that_was_in_time_takes_back_the_lapse() {
    let play = registered().does(copy(FIRST, BUREAU, "2024-06-05"));
    let early = play.clone().today("2024-06-20");
    assert!(matches!(early.refuses(super::Command::RecordAnswerExpiry(FIRST, BUREAU)), Refusal::StillRuns { .. }));
    let lapsed = play.does(super::Command::RecordAnswerExpiry(FIRST, BUREAU));
    assert_eq!(lapsed.clock(ClockName::Answer, FIRST, Some(BUREAU)).ended.map(|ended| ended.how), Some(End::Lapsed));
    let late = lapsed.clone().does(answer(BUREAU, "2024-06-25"));
    assert_eq!(late.events.last().unwrap().fact.described().0, "AnswerFiled");
    let in_time = lapsed.does(answer(BUREAU, "2024-06-19"));
    let names: Vec<_> = in_time.events.iter().rev().take(2).map(|event| event.fact.described().0).collect();
    assert_eq!(names, ["AnswerFiled", "AnswerExpiryWithdrawn"]);
    assert_eq!(in_time.clock(ClockName::Answer, FIRST, Some(BUREAU)).ended.map(|e| e.on), Some(d("2024-06-19")));
}

#[test]
fn a_apl_1_and_a_apl_2_the_days_for_an_appeal_run_for_each_party_from_its_own_service() {
    let play = Play::on("2025-03-03").does(register(suit("2024-06-03"))).does(judge(FIRST, "2025-01-10", Code::J01));
    let play = play.does(serve(FIRST, BUREAU, "2025-01-15")).does(serve(FIRST, PLAINTIFF, "2025-01-16"));
    assert_eq!(play.due(ClockName::Appeal, FIRST, Some(BUREAU)), "2025-02-05"); // C15
    assert_eq!(play.due(ClockName::Appeal, FIRST, Some(PLAINTIFF)), "2025-02-05");
    let ruling = Play::on("2026-11-02").does(register(suit("2026-06-03"))).does(judge_by_ruling("2026-09-20"));
    let ruling = ruling.does(serve(FIRST, BUREAU, "2026-09-23"));
    assert_eq!(ruling.due(ClockName::Appeal, FIRST, Some(BUREAU)), "2026-10-08"); // C16
}

fn judge_by_ruling(on: &str) -> super::Command {
    judging(FIRST, Form::Ruling, on, vec![outcome(BUREAU, Code::D02)])
}

#[test]
fn a_result_takes_effect_the_day_after_the_last_partys_days_for_an_appeal() {
    let play = registered().does(judge(FIRST, "2024-09-10", Code::J02)).does(serve(FIRST, BUREAU, "2024-09-12"));
    assert!(
        matches!(play.refuses(take_effect(FIRST)), Refusal::NotServedOnAll { name: Some(name) } if name == line("张三"))
    );
    let play = play.does(serve(FIRST, PLAINTIFF, "2024-09-13")).today("2024-10-08");
    assert_eq!(
        play.due(ClockName::Effect, FIRST, None),
        "2024-09-29",
        "the 28th is a Saturday, the 29th a make-up day"
    );
    let early = play.clone().today("2024-09-29");
    assert!(matches!(early.refuses(take_effect(FIRST)), Refusal::StillRuns { .. }));
    let play = play.does(take_effect(FIRST));
    let result = play.result(FIRST, BUREAU);
    assert_eq!((result.effective_on, result.is_final), (Some(d("2024-09-30")), true));
    assert_eq!(play.stage(), "已生效");
}

#[test]
fn an_appeal_entered_late_takes_back_the_effect() {
    let play = registered().does(judge(FIRST, "2024-09-10", Code::J02)).does(serve(FIRST, BUREAU, "2024-09-12"));
    let play = play.does(serve(FIRST, PLAINTIFF, "2024-09-13")).does(take_effect(FIRST));
    let play = play.does(appeal("2024-09-20", BUREAU));
    let names: Vec<_> = play.events.iter().rev().take(2).map(|event| event.fact.described().0).collect();
    assert_eq!(names, ["AppealFiled", "EffectWithdrawn"]);
    assert_eq!((play.stage().as_str(), play.result(FIRST, BUREAU).effective_on), ("已上诉", None));
}

#[test]
fn an_appeal_that_came_to_nothing_leaves_what_the_court_certifies() {
    let play = registered().does(judge(FIRST, "2024-08-01", Code::J02));
    let play = play.does(serve(FIRST, BUREAU, "2024-08-05")).does(serve(FIRST, PLAINTIFF, "2024-08-05"));
    let appealed = play.clone().does(appeal("2024-08-09", PLAINTIFF));
    assert_eq!(appealed.refuses(take_effect(FIRST)), Refusal::IsAppealed { on: d("2024-08-09") });
    let in_order = appealed.does(certified(FIRST, "2024-09-10"));
    let late = play.does(certified(FIRST, "2024-09-10")).does(appeal("2024-08-09", PLAINTIFF));
    for play in [in_order, late] {
        let result = play.result(FIRST, BUREAU);
        assert_eq!((result.effective_on, result.is_final), (Some(d("2024-09-10")), true));
        assert_eq!(play.stage(), "已生效");
        assert_eq!(play.clock(ClockName::Appeal, FIRST, Some(PLAINTIFF)).ended.map(|e| e.on), Some(d("2024-08-09")));
        assert!(play.lawsuit.running(FIRST).next().is_none());
        let since = Refusal::EffectiveBefore { on: d("2024-09-10") };
        assert_eq!(play.refuses(appeal("2024-09-11", BUREAU)), since);
        assert_eq!(play.refuses(open(InstanceKind::Second, "2024-09-20")), since);
    }
    let examined = effective_in_second(Code::J02, Code::S01, None);
    assert_eq!(examined.refuses(certified(FIRST, "2024-09-10")), Refusal::IsExamined { kind: InstanceKind::Second });
}

#[test]
fn a_apl_1_a_service_entered_when_the_suit_has_gone_on_lets_no_days_run() {
    let judged = || registered().does(judge(FIRST, "2024-08-01", Code::J02)).does(serve(FIRST, BUREAU, "2024-08-05"));
    let (served, second) = (serve(FIRST, PLAINTIFF, "2024-08-06"), open(InstanceKind::Second, "2024-08-30"));
    let ends = |play: &Play| [BUREAU, PLAINTIFF].map(|of| play.clock(ClockName::Appeal, FIRST, Some(of)).ended);
    for further in
        [vec![appeal("2024-08-15", BUREAU), second.clone()], vec![second], vec![certified(FIRST, "2024-08-30")]]
    {
        let in_order = further.iter().cloned().fold(judged().does(served.clone()), Play::does);
        let late = further.iter().cloned().fold(judged(), Play::does).does(served.clone());
        assert_eq!(ends(&late), ends(&in_order), "{further:?}");
        assert!(late.lawsuit.running(FIRST).next().is_none(), "{further:?}");
    }
}

#[test]
fn r_cal_6_an_appeal_posted_in_time_is_in_time_and_takes_back_the_effect() {
    let play = registered().does(judge(FIRST, "2024-08-01", Code::J02)).does(serve(FIRST, BUREAU, "2024-08-05"));
    let play = play.does(serve(FIRST, PLAINTIFF, "2024-08-05")).does(take_effect(FIRST));
    let posted = |posted_on: &str, on: &str| {
        let (appellants, posted_on) = (vec![PLAINTIFF], Some(d(posted_on)));
        super::Command::FileAppeal(Appeal { instance: FIRST, appellants, on: d(on), posted_on, paper: None })
    };
    let appealed = play.clone().does(posted("2024-08-20", "2024-08-23"));
    assert!(matches!(&appealed.events.last().unwrap().fact, super::Fact::AppealFiled(e) if e.late.is_empty()));
    assert_eq!((appealed.stage().as_str(), appealed.result(FIRST, BUREAU).effective_on), ("已上诉", None));
    let on = appealed.clock(ClockName::Appeal, FIRST, Some(PLAINTIFF)).ended.map(|ended| ended.on);
    assert_eq!(on, Some(d("2024-08-20")));
    assert!(matches!(play.refuses(posted("2024-08-21", "2024-08-23")), Refusal::EffectiveBefore { .. }));
    assert!(matches!(play.refuses(posted("2024-08-20", "2024-08-19")), Refusal::TooEarly { fact: "交邮", .. }));
}

#[test]
fn a_apl_1_a_service_entered_when_the_lawsuit_has_gone_on_lets_no_days_run() {
    let judged = registered().does(judge(FIRST, "2024-08-01", Code::J02)).does(serve(FIRST, BUREAU, "2024-08-05"));
    let in_time = judged.clone().does(serve(FIRST, PLAINTIFF, "2024-08-06"));
    let in_time = in_time.does(appeal("2024-08-15", BUREAU)).does(open(InstanceKind::Second, "2024-08-20"));
    let late = judged.clone().does(appeal("2024-08-15", BUREAU)).does(open(InstanceKind::Second, "2024-08-20"));
    let late = late.does(serve(FIRST, PLAINTIFF, "2024-08-06"));
    let clock = |play: &Play, party| play.clock(ClockName::Appeal, FIRST, Some(party)).clone();
    for party in [BUREAU, PLAINTIFF] {
        let ended = clock(&in_time, party).ended;
        assert_eq!((clock(&late, party).ended, ended.is_some()), (ended, true));
    }
    // Without an appeal on record, too, nothing takes effect by itself any more.
    let without =
        judged.clone().does(open(InstanceKind::Second, "2024-08-20")).does(serve(FIRST, PLAINTIFF, "2024-08-06"));
    assert!(without.lawsuit.running(FIRST).next().is_none());
    let certified = super::Command::TakeEffect(super::further::Effect {
        instance: FIRST,
        certified: Some((d("2024-08-22"), paper("生效证明"))),
    });
    let certified = judged.does(certified).does(serve(FIRST, PLAINTIFF, "2024-08-06"));
    assert!(certified.lawsuit.running(FIRST).next().is_none());
}

/// Judged in the first instance, appealed, judged in the second and served.
fn effective_in_second(first: Code, second: Code, to: Option<Code>) -> Play {
    let play = registered().does(judge(FIRST, "2024-08-01", first)).does(appeal("2024-08-09", PLAINTIFF));
    let play = play.does(open(InstanceKind::Second, "2024-08-20"));
    let causes = to.filter(|code| code.is_loss()).map(|_| crate::outcome::Cause::Procedure);
    let changed =
        super::judgment::Outcome { changed_to: to, causes: causes.into_iter().collect(), ..outcome(BUREAU, second) };
    let form = if second.is_in(Form::Judgment) { Form::Judgment } else { Form::Ruling };
    play.does(judging(SECOND, form, "2024-09-20", vec![changed])).does(serve(SECOND, BUREAU, "2024-09-25"))
}

#[test]
fn a_def_5_and_a_def_6_each_organ_has_a_result_of_its_own() {
    let play = Play::on("2024-12-20").does(register(suit_of_two("2024-06-03")));
    let mut struck = outcome(GOVERNMENT, Code::J15);
    let outcomes = vec![outcome(BUREAU, Code::J01), struck.clone()];
    let play = play.does(judging(FIRST, Form::Judgment, "2024-09-10", outcomes));
    assert!(!play.result(FIRST, BUREAU).standing.unwrap().is_loss());
    assert!(play.result(FIRST, GOVERNMENT).standing.unwrap().is_loss());
    struck.defendant = BUREAU;
    let wrong = Play::on("2024-12-20").does(register(suit_of_two("2024-06-03")));
    let wrong = wrong.refuses(judging(FIRST, Form::Judgment, "2024-09-10", vec![struck]));
    assert_eq!(wrong, Refusal::OnlyForReconsideration { name: bureau().name });
}

/// The suit is withdrawn against the government, and decided for the bureau by another paper.
fn two_papers() -> [Vec<super::Command>; 2] {
    let withdrawn =
        super::judgment::Outcome { withdraw_reason: Some(WithdrawReason::Settled), ..outcome(GOVERNMENT, Code::D03) };
    let ruling = judging(FIRST, Form::Ruling, "2024-06-10", vec![withdrawn]);
    let judgment = judging(FIRST, Form::Judgment, "2024-08-01", vec![outcome(BUREAU, Code::J01)]);
    [
        vec![ruling, serve(FIRST, PLAINTIFF, "2024-06-12"), serve(FIRST, GOVERNMENT, "2024-06-12")],
        vec![judgment, serve(FIRST, BUREAU, "2024-08-05"), serve(FIRST, PLAINTIFF, "2024-08-09")],
    ]
}

fn told_of_two<'a>(papers: impl IntoIterator<Item = &'a Vec<super::Command>>) -> Play {
    let sued = Play::on("2024-12-20").does(register(suit_of_two("2024-03-04")));
    papers.into_iter().flatten().cloned().fold(sued, Play::does)
}

#[test]
fn a_def_5_and_a_apl_1_each_paper_reaches_its_parties_by_itself_in_whatever_order_they_are_entered() {
    let [ruling, judgment] = two_papers();
    for play in [told_of_two([&ruling, &judgment]), told_of_two([&judgment, &ruling])] {
        assert_eq!(play.due(ClockName::Appeal, FIRST, Some(PLAINTIFF)), "2024-08-26", "the 24th is a Saturday");
        assert_eq!(play.due(ClockName::Effect, FIRST, None), "2024-08-26");
        assert_eq!(play.result(FIRST, GOVERNMENT).served_on, Some(d("2024-06-12")));
        let early = play.clone().today("2024-08-26");
        assert!(matches!(early.refuses(take_effect(FIRST)), Refusal::StillRuns { .. }));
        let effective = play.clone().does(take_effect(FIRST));
        assert_eq!(effective.result(FIRST, BUREAU).effective_on, Some(d("2024-08-27")));
        let appealed = play.does(appeal("2024-08-22", PLAINTIFF));
        assert!(matches!(&appealed.events.last().unwrap().fact, super::Fact::AppealFiled(e) if e.late.is_empty()));
        let twice = appealed.refuses(serve(FIRST, PLAINTIFF, "2024-08-12"));
        assert_eq!(twice, Refusal::ServedBefore { name: line("张三"), on: d("2024-08-09") });
    }
}

#[test]
fn a_def_5_the_days_for_an_appeal_end_whichever_organ_is_served_last() {
    let [ruling, judgment] = two_papers();
    let in_order: Vec<_> = judgment.iter().chain(&ruling[..1]).cloned().collect();
    // The ruling against which nobody may appeal need not have reached anyone.
    assert_eq!(told_of_two([&in_order]).due(ClockName::Effect, FIRST, None), "2024-08-26");
    let unserved = told_of_two([&ruling, &judgment[..2].to_vec()]);
    let refusal = unserved.refuses(take_effect(FIRST));
    assert_eq!(refusal, Refusal::NotServedOnAll { name: Some(line("张三")) });
}

#[test]
fn a_def_5_which_of_two_papers_reached_a_party_can_be_said() {
    let [ruling, _] = two_papers();
    let judgment = judging(FIRST, Form::Judgment, "2024-06-11", vec![outcome(BUREAU, Code::J01)]);
    let play = told_of_two([&vec![ruling[0].clone(), judgment]]);
    let ruled = play.clone().does(serve(FIRST, PLAINTIFF, "2024-06-10"));
    let days = ruled.lawsuit.clocks.find((ClockName::Appeal, FIRST, Some(PLAINTIFF)));
    assert!(days.is_none(), "on that day only the ruling can have reached anyone");
    let served = |about, on: &str| {
        let (instance, party) = (FIRST, PLAINTIFF);
        super::Command::ServeJudgment(JudgmentService { instance, party, on: d(on), proof: None, about: Some(about) })
    };
    let play = play.does(served(GOVERNMENT, "2024-06-14")).does(served(BUREAU, "2024-06-25"));
    assert_eq!(play.due(ClockName::Appeal, FIRST, Some(PLAINTIFF)), "2024-07-10");
    assert_eq!(
        play.refuses(serve(FIRST, BUREAU, "2024-06-10")),
        Refusal::TooEarly { field: "on", on: d("2024-06-10"), fact: "裁判", since: d("2024-06-11") }
    );
}

#[test]
fn a_def_5_a_paper_only_comes_after_what_concerned_its_own_organ() {
    let [ruling, _] = two_papers();
    let sued = Play::on("2024-12-20").does(register(suit_of_two("2024-03-04")));
    let play = sued.does(copy(FIRST, BUREAU, "2024-06-20"));
    let play = play.hears(1, FIRST, recorded("2024-07-10", Notice::None, staff_of(BUREAU)));
    let play = play.does(ruling[0].clone());
    assert!(matches!(play.refuses(judge(FIRST, "2024-07-09", Code::J01)), Refusal::TooEarly { fact: "开庭", .. }));
    assert!(matches!(play.refuses(serve(FIRST, BUREAU, "2024-07-20")), Refusal::NotJudged { .. }), "not its paper");
}

#[test]
fn a_def_1_unusual_defendants_are_pointed_out_and_not_refused() {
    let before = AfterReconsideration { case: None, number: None, result: Reconsidered::Maintained, decided_on: None };
    let alone = Registration { after_reconsideration: Some(before.clone()), ..suit("2024-06-03") };
    assert!(alone.notes()[0].contains("原行政机关和复议机关"), "{:?}", alone.notes());
    let both = Registration { after_reconsideration: Some(before), ..suit_of_two("2024-06-03") };
    assert!(both.notes().is_empty(), "{:?}", both.notes());
    let mut odd = suit("2024-06-03");
    odd.case_number = Some("（2024）陕0303民初12号".parse().unwrap());
    assert_eq!(odd.notes().len(), 2, "type and court: {:?}", odd.notes());
}

#[test]
fn a_def_3_where_nothing_was_decided_on_the_act_one_of_the_two_organs_is_sued() {
    let over_silence = "诉复议机关未作决定的，被告为复议机关（行政诉讼法第二十六条第三款）";
    let over_refusal = "诉复议机关不予受理、驳回申请的，被告为复议机关（行政诉讼法解释第一百三十三条）";
    for (result, said) in [(Reconsidered::NoDecision, over_silence), (Reconsidered::NotAccepted, over_refusal)] {
        let before = AfterReconsideration { case: None, number: None, result, decided_on: None };
        let sued = |defendants| {
            let after_reconsideration = Some(before.clone());
            Registration { defendants, after_reconsideration, ..suit("2024-06-03") }.notes()
        };
        let both = sued(vec![bureau(), government()]);
        assert_eq!(both.len(), 1, "{both:?}");
        for said in ["诉原行政行为的，被告为原行政机关", said, "登记的被告两者都有，请核对"]
        {
            assert!(both[0].contains(said), "{both:?}");
        }
        let joined = Defendant { role: Role::ThirdPartyOrgan, ..government() };
        for one in [vec![bureau()], vec![government()], vec![bureau(), joined]] {
            assert_eq!(sued(one), [] as [String; 0], "{result}");
        }
    }
}

#[test]
fn a_withdrawal_says_why_and_needs_no_appeal_period() {
    let withdrawn = |reason| {
        let outcome = super::judgment::Outcome { withdraw_reason: reason, ..outcome(BUREAU, Code::D03) };
        judging(FIRST, Form::Ruling, "2024-07-10", vec![outcome])
    };
    assert_eq!(registered().refuses(withdrawn(None)), Refusal::WithdrawnWhy);
    let play =
        registered().does(withdrawn(Some(WithdrawReason::SelfCorrected))).does(serve(FIRST, BUREAU, "2024-07-15"));
    let result = play.result(FIRST, BUREAU);
    assert_eq!(result.effective_on, Some(d("2024-07-15")));
    assert!(!result.standing.unwrap().is_loss(), "L26: no loss");
    assert_eq!(play.stage(), "已结束");
    assert_eq!(play.duty(FIRST, BUREAU).state, DutyState::Voided);
}

#[test]
fn a_loss_names_its_causes_and_suspension_is_no_outcome() {
    let mut lost = outcome(BUREAU, Code::J02);
    lost.causes.clear();
    let refusal = registered().refuses(judging(FIRST, Form::Judgment, "2024-07-10", vec![lost]));
    assert_eq!(refusal, Refusal::LostWhy { number: 2 });
    let suspended = judging(FIRST, Form::Ruling, "2024-07-10", vec![outcome(BUREAU, Code::D07)]);
    assert_eq!(registered().refuses(suspended), Refusal::SuspensionIsNoOutcome);
    let wrong = judge(FIRST, "2024-07-10", Code::S01);
    assert_eq!(registered().refuses(wrong), Refusal::NotInThisInstance { code: Code::S01, kind: InstanceKind::First });
}

#[test]
fn a_out_compensation_is_ordered_beside_another_result_unless_nothing_else_is_claimed() {
    let compensated = judge(FIRST, "2024-07-10", Code::J11);
    assert_eq!(registered().refuses(compensated.clone()), Refusal::OnlyBeside { code: Code::J11 });
    let suit = Registration { compensation_only: true, ..suit("2024-06-03") };
    let play = Play::on("2024-12-20").does(register(suit)).does(compensated);
    assert!(play.result(FIRST, BUREAU).standing.unwrap().is_loss());
}

#[test]
fn every_event_tells_the_duties_and_results_that_it_changed() {
    let play = heard(registered(), 1, "2024-07-10", Notice::None, led_by(BUREAU, head(PostLevel::Principal)));
    let told = &play.events.last().unwrap().told;
    assert_eq!(told.duties.iter().map(|duty| duty.state).collect::<Vec<_>>(), [DutyState::Fulfilled]);
    let play = play.does(judge(FIRST, "2024-08-01", Code::J02));
    let told = &play.events.last().unwrap().told;
    assert!(told.duties.is_empty() && told.results.len() == 1 && told.results[0].given.is_some());
    let entry = play.events.len() as u64;
    let play = play.does(strike(entry));
    let told = &play.events.last().unwrap().told;
    assert!(told.results[0].given.is_none(), "the result was taken back");
}

#[test]
fn days_that_clash_are_refused_by_name() {
    let play = registered();
    let refusal = play.refuses(copy(FIRST, BUREAU, "2024-06-02"));
    assert_eq!(refusal, Refusal::TooEarly { field: "on", on: d("2024-06-02"), fact: "立案", since: d("2024-06-03") });
    assert!(matches!(play.refuses(copy(FIRST, BUREAU, "2024-12-21")), Refusal::NotYetCome { .. }));
    let judged = play.does(judge(FIRST, "2024-08-01", Code::J01));
    let hearing = recorded("2024-08-02", Notice::None, staff_of(BUREAU));
    let refusal = judged.refuses_in(1, FIRST, hearing);
    assert_eq!(refusal, Refusal::AfterJudgment { on: d("2024-08-02"), judged_on: d("2024-08-01") });
    // Entered late, and within its time.
    let late = judged.hears(1, FIRST, recorded("2024-07-02", Notice::None, staff_of(BUREAU)));
    assert_eq!(late.duty(FIRST, BUREAU).state, DutyState::Absent);
}
