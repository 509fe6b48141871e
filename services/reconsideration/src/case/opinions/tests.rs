use super::*;
use crate::case::Command;
use crate::samples::{
    APPLICANT, Play, THIRD, accept_simplified, answer, answered, assign, d, hear, line, no_committee, no_hearing,
    party, receive, send_copy, serve_copy, submit, text, tried,
};

fn hearing(on: &str, ground: Option<HearingGround>) -> Command {
    Command::SettleHearing(Requirement { on: d(on), ground, explanation: None })
}

fn hold_hearing(on: &str) -> Command {
    Command::RecordHearing(HearingRecord { on: d(on), summary: None, paper: None })
}

fn committee(on: &str, ground: Option<CommitteeGround>) -> Command {
    Command::SettleCommittee(Requirement { on: d(on), ground, explanation: None })
}

fn opinion(on: &str) -> Command {
    Command::RecordCommitteeOpinion(CommitteeOpinion { on: d(on), opinion: text("同意"), paper: None })
}

#[test]
fn r_ord_4_each_party_is_heard_or_excused_before_submission() {
    let play = answered().does(no_hearing("2024-12-18")).does(no_committee("2024-12-18")).today("2025-01-08");
    assert_eq!(play.refuses(submit("2025-01-08")), Refusal::NotHeard { name: line("张三") });
    let excuse = OpinionExcuse { party: APPLICANT, on: d("2024-12-18"), reason: line("拒绝接听") };
    assert_eq!(play.clone().does(Command::ExcuseOpinion(excuse)).does(submit("2025-01-08")).stage(), "Submitted");
    assert_eq!(play.does(hear(APPLICANT, "2024-12-18")).does(submit("2025-01-08")).stage(), "Submitted");
}

#[test]
fn r_ord_4_a_third_party_is_heard_too_and_not_before_it_joined() {
    let join = crate::case::application::ThirdPartyJoining {
        on: d("2024-12-18"),
        party: party(3, crate::case::application::Role::ThirdParty, "某公司"),
        by: crate::case::application::JoinedBy::Notice,
    };
    let play = tried().does(Command::JoinThirdParty(join));
    assert_eq!(play.refuses(submit("2024-12-20")), Refusal::NotHeard { name: line("某公司") });
    let early = Refusal::TooEarly { field: "on", on: d("2024-12-17"), fact: "参加案件", since: d("2024-12-18") };
    assert_eq!(play.refuses(hear(THIRD, "2024-12-17")), early);
    assert_eq!(play.does(hear(THIRD, "2024-12-18")).does(submit("2024-12-20")).stage(), "Submitted");
}

#[test]
fn r_hea_1_whether_a_hearing_is_required_is_answered_and_a_required_one_is_held() {
    let play = answered().does(hear(APPLICANT, "2024-12-17")).does(no_committee("2024-12-18"));
    assert_eq!(play.refuses(submit("2024-12-20")), Refusal::HearingNotSettled);
    assert_eq!(play.refuses(hold_hearing("2024-12-19")), Refusal::HearingNotRequired);
    let play = play.does(hearing("2024-12-18", Some(HearingGround::DisputedFacts)));
    assert_eq!(play.refuses(submit("2024-12-20")), Refusal::HearingNotHeld);
    let play = play.does(hold_hearing("2024-12-19"));
    let changed = Refusal::HearingWasHeld { on: d("2024-12-19") };
    assert_eq!(play.refuses(hearing("2024-12-20", None)), changed);
    assert_eq!(play.does(submit("2024-12-20")).stage(), "Submitted");
}

#[test]
fn r_hea_2_a_hearing_may_be_held_where_it_is_only_found_useful() {
    let play = answered().does(hearing("2024-12-18", Some(HearingGround::Optional))).does(hold_hearing("2024-12-19"));
    assert_eq!(play.last(1), ["HearingHeld"]);
}

#[test]
fn r_com_1_whether_the_committee_is_asked_is_answered_and_a_required_opinion_has_come() {
    let play = answered().does(hear(APPLICANT, "2024-12-17")).does(no_hearing("2024-12-18"));
    assert_eq!(play.refuses(submit("2024-12-20")), Refusal::CommitteeNotSettled);
    assert_eq!(play.refuses(opinion("2024-12-19")), Refusal::CommitteeNotRequired);
    let play = play.does(committee("2024-12-18", Some(CommitteeGround::Professional)));
    assert_eq!(play.refuses(submit("2024-12-20")), Refusal::CommitteeNotAsked);
    let play = play.does(opinion("2024-12-19"));
    let changed = Refusal::OpinionWasGiven { on: d("2024-12-19") };
    assert_eq!(play.refuses(committee("2024-12-20", None)), changed);
    assert_eq!(play.does(submit("2024-12-20")).stage(), "Submitted");
}

#[test]
fn r_sim_5_a_simplified_case_may_be_decided_on_paper() {
    let play = Play::on("2024-12-20").does(receive("2024-11-27")).does(accept_simplified("2024-12-02"));
    let play = play.does(assign("2024-12-03")).does(send_copy("2024-12-04")).does(serve_copy("2024-12-05"));
    assert_eq!(play.does(answer("2024-12-10")).does(submit("2024-12-20")).stage(), "Submitted");
}

#[test]
fn a_step_of_trial_lies_after_acceptance_and_assignment() {
    let early =
        Refusal::TooEarly { field: "on", on: d("2024-12-02"), fact: "确定承办人员", since: d("2024-12-03") };
    assert_eq!(answered().refuses(hear(APPLICANT, "2024-12-02")), early);
    let early = Refusal::TooEarly { field: "on", on: d("2024-12-01"), fact: "受理", since: d("2024-12-02") };
    assert_eq!(answered().refuses(hear(APPLICANT, "2024-12-01")), early);
}
