use kernel::field::Fields as _;

use super::*;
use crate::case::Command;
use crate::case::suspension::SuspensionGround;
use crate::clocks::End;
use crate::samples::{
    APPLICANT, Play, accept, accepted, amend, answered, ask_supplement, assign, d, receive, resume, service, suspend,
    suspending, terminate, terminating, withdraw, withdrawal,
};

fn suspended(ground: SuspensionGround) -> Play {
    let play = Play::on("2025-03-10").does(receive("2024-12-30")).does(accept("2025-01-02"));
    play.does(suspending("2025-01-06", ground, None))
}

#[test]
fn r_ter_1_r_med_3_r_dec_t15_a_permitted_withdrawal_ends_the_case_and_keeps_its_reason() {
    for reason in [WithdrawalReason::Settled, WithdrawalReason::SelfCorrected, WithdrawalReason::OtherReason] {
        let withdrawal = Withdrawal { reason, ..withdrawal("2024-12-18") };
        let ground = TerminationGround::Withdrawn;
        let play = answered().does(terminating("2024-12-20", ground, Some(withdrawal.clone())));
        assert_eq!(play.stage(), "Terminated");
        let Fact::Terminated(e) = &play.events.last().unwrap().fact else { panic!("{:?}", play.last(1)) };
        assert_eq!(e.termination.withdrawal, Some(withdrawal));
        let ended = play.clock(ClockName::Decision).ended.unwrap();
        assert_eq!((ended.on, ended.how), (d("2024-12-20"), End::Done));
    }
}

#[test]
fn r_ter_1_it_is_permitted_after_it_came_in() {
    let ground = TerminationGround::Withdrawn;
    let before = |withdrawn: &str, ended: &str| {
        answered().refuses(terminating(ended, ground, Some(withdrawal(withdrawn)))).to_string()
    };
    assert!(before("2024-12-19", "2024-12-18").contains("早于撤回申请的日期2024-12-19"));
    assert!(before("2024-11-26", "2024-12-18").contains("早于收到申请的日期2024-11-27"));
}

#[test]
fn r_ter_2_to_r_ter_4_on_the_other_grounds_at_any_stage_of_trial() {
    use TerminationGround::{ApplicantDied, CriminalMeasure, OrganisationEnded};
    for ground in [ApplicantDied, OrganisationEnded, CriminalMeasure] {
        for play in [accepted(), answered(), answered().does(suspend("2024-12-18"))] {
            let day = play.on.today.to_string();
            assert_eq!(play.does(terminating(&day, ground, None)).stage(), "Terminated", "{ground}");
        }
    }
}

#[test]
fn what_has_not_run_out_is_counted_no_further() {
    let play = accepted().does(terminate("2024-12-02"));
    assert_eq!(play.clock(ClockName::Copy).ended.unwrap().how, End::Superseded);
    assert!(play.case.file.clocks.iter().all(|clock| !clock.is_running()));
    let refusal = play.today("2024-12-03").refuses(assign("2024-12-03"));
    assert_eq!(refusal, Refusal::AfterTheEnd { on: d("2024-12-03"), ended: d("2024-12-02") });
}

#[test]
fn r_ter_5_c27_from_the_day_after_the_sixtieth_day() {
    let ground = TerminationGround::SuspendedSixtyDays;
    for why in [SuspensionGround::ApplicantDied, SuspensionGround::CapacityLost, SuspensionGround::OrganisationEnded] {
        let play = suspended(why);
        assert_eq!(play.due(ClockName::Suspension), "2025-03-07");
        let on = d("2025-03-07");
        assert_eq!(
            play.refuses(terminating("2025-03-07", ground, None)),
            Refusal::SuspendedTooShortly { on, due: on },
            "{why}"
        );
        assert_eq!(play.does(terminating("2025-03-08", ground, None)).stage(), "Terminated");
    }
}

#[test]
fn r_ter_5_r_cal_4_sixty_days_that_end_on_a_saturday_end_on_the_monday_after() {
    let play = Play::on("2025-03-11").does(receive("2024-12-30")).does(accept("2025-01-02"));
    let play = play.does(suspending("2025-01-07", SuspensionGround::ApplicantDied, None));
    let sixty_days = &play.clock(ClockName::Suspension).deadline;
    assert_eq!((sixty_days.nominal(), sixty_days.due()), (Some(d("2025-03-08")), Some(d("2025-03-10"))));
    let terminating = |on| terminating(on, TerminationGround::SuspendedSixtyDays, None);
    for on in ["2025-03-09", "2025-03-10"] {
        let too_shortly = Refusal::SuspendedTooShortly { on: d(on), due: d("2025-03-10") };
        assert_eq!(play.refuses(terminating(on)), too_shortly);
    }
    assert_eq!(play.does(terminating("2025-03-11")).stage(), "Terminated");
}

#[test]
fn r_ter_5_not_on_the_other_grounds_and_not_once_the_case_went_on() {
    let sixty_days = || terminating("2025-03-10", TerminationGround::SuspendedSixtyDays, None);
    for why in [SuspensionGround::WhereaboutsUnknown, SuspensionGround::MediationAgreed] {
        assert_eq!(suspended(why).refuses(sixty_days()), Refusal::NotSuspendedSo, "{why}");
    }
    let went_on = suspended(SuspensionGround::ApplicantDied).does(resume("2025-03-09"));
    assert_eq!(went_on.clock(ClockName::Suspension).ended.unwrap().how, End::Superseded);
    assert_eq!(went_on.refuses(sixty_days()), Refusal::NotSuspendedSo);
    let again = went_on.does(suspending("2025-03-10", SuspensionGround::ApplicantDied, None));
    let (on, due) = (d("2025-03-10"), d("2025-05-09"));
    assert_eq!(again.refuses(sixty_days()), Refusal::SuspendedTooShortly { on, due }, "the sixty days begin anew");
}

#[test]
fn before_acceptance_a_withdrawal_is_not_a_termination() {
    let received = Play::on("2024-12-04").does(receive("2024-11-27"));
    let withdrawn = received.clone().does(withdraw("2024-12-04"));
    assert_eq!(
        (withdrawn.stage(), withdrawn.clock(ClockName::Review).ended.unwrap().how),
        ("Withdrawn", End::Superseded)
    );
    assert!(!withdrawn.case.stage.is_open());
    let asked = received.clone().does(ask_supplement("2024-11-28")).does(withdraw("2024-12-04"));
    assert_eq!(asked.stage(), "Withdrawn");
    let (on, since) = (d("2024-11-26"), d("2024-11-27"));
    let fact = "收到申请";
    assert_eq!(received.refuses(withdraw("2024-11-26")), Refusal::TooEarly { field: "on", on, fact, since });
}

#[test]
fn after_acceptance_and_after_the_review_had_ended_a_withdrawal_is_sent_to_termination() {
    let since = d("2024-12-02");
    assert_eq!(accepted().refuses(withdraw("2024-12-02")), Refusal::WithdrawnAfterAcceptance { since });
    let late = Play::on("2024-12-05").does(receive("2024-11-27"));
    let since = d("2024-12-04");
    assert_eq!(late.refuses(withdraw("2024-12-05")), Refusal::WithdrawnAfterAcceptance { since });
    let deemed = late.does(Command::DeemAccepted);
    assert_eq!(deemed.refuses(withdraw("2024-12-05")), Refusal::WithdrawnAfterAcceptance { since });
    let in_time = deemed.does(withdraw("2024-12-04"));
    assert_eq!(in_time.last(2), ["DeemedAcceptanceWithdrawn", "Withdrawn"]);
}

#[test]
fn the_termination_is_served_once_on_each() {
    let play = answered().does(terminate("2024-12-18"));
    let serve = || Command::ServeTermination(service(APPLICANT, "2024-12-20"));
    let play = play.does(serve());
    assert_eq!(play.last(1), ["TerminationServed"]);
    assert!(matches!(play.refuses(serve()), Refusal::ServedBefore { .. }));
}

#[test]
fn the_day_of_the_withdrawal_is_amended_under_the_same_conditions() {
    let play = answered().does(terminate("2024-12-18"));
    let entry = play.case.file.history.last_number();
    let refusal = play.refuses(amend(entry, "withdrawn_on", "2024-12-19"));
    assert!(matches!(refusal, Refusal::TooEarly { fact: "撤回申请", .. }), "{refusal}");
    let play = play.does(amend(entry, "withdrawn_on", "2024-12-16"));
    let value = play.case.file.history.get(entry).unwrap().fact.value("withdrawn_on");
    assert_eq!(value.as_deref(), Some("2024-12-16"));
}
