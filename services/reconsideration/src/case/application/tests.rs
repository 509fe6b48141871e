use super::*;
use crate::case::Command;
use crate::samples::{APPLICANT, Play, agent, d, party, receiving, reception};

fn received(change: impl FnOnce(&mut Reception)) -> Result<InTime, Refusal> {
    let mut reception = reception("2024-10-08");
    change(&mut reception);
    let play = Play::on("2024-10-20");
    match kernel::aggregate::Aggregate::decide(&play.case, receiving(reception), &play.on)?.remove(0).fact {
        Fact::Received(e) => Ok(e.application),
        other => panic!("{other:?}"),
    }
}

fn knew(reception: &mut Reception, known_on: &str) {
    reception.act.known_on = Some(d(known_on));
    reception.act.known_by = Some(KnownBy::DirectService);
}

#[test]
fn r_app_1_an_application_on_the_last_day_is_in_time_and_the_day_after_late() {
    // C01: known 2024-08-02, nominal 10-01, due 10-08.
    let on = |day: &str| {
        received(|r| {
            knew(r, "2024-08-02");
            r.received_on = d(day);
        })
    };
    assert_eq!(on("2024-10-07"), Ok(InTime::InTime));
    assert_eq!(on("2024-10-08"), Ok(InTime::InTime));
    assert_eq!(on("2024-10-09"), Ok(InTime::Late), "it is a warning: a person decides not to accept");
}

#[test]
fn r_app_1_the_way_through_the_post_does_not_count() {
    // T01 and T02, R-CAL-6.
    let posted = |day: &str| {
        received(|r| {
            knew(r, "2024-08-02");
            r.received_on = d("2024-10-12");
            r.posted_on = Some(d(day));
        })
    };
    assert_eq!((posted("2024-10-08"), posted("2024-10-09")), (Ok(InTime::InTime), Ok(InTime::Late)));
}

#[test]
fn r_app_3_who_was_not_told_of_the_remedies_may_have_up_to_a_year() {
    let not_told = |known_on: &str| {
        received(|r| {
            knew(r, known_on);
            r.act.remedies_told = Some(false);
        })
    };
    assert_eq!(not_told("2024-08-10"), Ok(InTime::InTime));
    assert_eq!(not_told("2023-10-01"), Ok(InTime::Unknown), "2024-10-01 is a holiday and rolls to 10-08");
    assert_eq!(not_told("2023-09-30"), Ok(InTime::Late));
}

#[test] // C13
fn r_app_4_five_years_after_the_act_a_person_judges_and_after_twenty_it_is_too_late() {
    let made = |on: &str, known_on: Option<&str>| {
        received(|r| {
            r.act.made_on = Some(d(on));
            r.act.known_on = known_on.map(d);
        })
    };
    assert_eq!(made("2019-10-08", Some("2024-09-02")), Ok(InTime::InTime));
    assert_eq!(made("2019-09-27", Some("2024-09-02")), Ok(InTime::Unknown), "unless it concerns real estate");
    assert_eq!(made("2004-10-08", Some("2024-09-02")), Ok(InTime::Unknown));
    assert_eq!(made("2004-09-27", Some("2024-09-02")), Ok(InTime::Late));
    assert_eq!(made("2004-09-27", None), Ok(InTime::Late), "whenever he knew of it");
    assert_eq!(made("2019-09-27", Some("2024-01-02")), Ok(InTime::Late), "by the sixty days");
}

#[test] // R-APP-1
fn r_app_3_whether_he_was_told_is_for_a_person_to_find_out_and_the_sixty_days_are_shown() {
    let received_on = |day: &str| {
        let mut reception = reception(day);
        knew(&mut reception, "2024-07-01");
        reception.act.remedies_told = None;
        let play = Play::on("2025-07-20").does(receiving(reception));
        let flags = crate::asks::steps::offered(&play.case, &play.on).flags;
        let Fact::Received(e) = &play.events[0].fact else { panic!("{:?}", play.events) };
        (e.application, play.due(ClockName::Application), flags.contains(&"ApplicationLate".to_owned()))
    };
    let sixty_days = || "2024-08-30".to_owned();
    assert_eq!(received_on("2024-08-30"), (InTime::InTime, sixty_days(), false));
    assert_eq!(received_on("2024-08-31"), (InTime::Unknown, sixty_days(), true));
    assert_eq!(received_on("2025-07-01"), (InTime::Unknown, sixty_days(), true));
    assert_eq!(received_on("2025-07-02"), (InTime::Late, sixty_days(), true));
}

#[test]
fn r_app_5_an_act_that_had_to_be_served_and_was_not_is_not_known() {
    let application = received(|r| {
        knew(r, "2024-01-02");
        r.act.known_by = Some(KnownBy::NotServed);
    });
    assert_eq!(application, Ok(InTime::Unknown));
}

#[test]
fn r_app_6_c34_after_inaction_the_sixty_days_run_from_the_end_of_the_duty() {
    let applied = |on: &str| {
        received(|r| {
            r.received_on = d(on);
            r.act.kind = ActKind::Inaction;
            r.act.known_on = Some(d("2024-05-30"));
            r.act.known_by = Some(KnownBy::DutyExpired);
        })
    };
    assert_eq!((applied("2024-07-29"), applied("2024-07-30")), (Ok(InTime::InTime), Ok(InTime::Late)));
}

#[test]
fn r_app_7_an_oral_application_is_received_like_a_written_one() {
    for channel in [Channel::Oral, Channel::Internet, Channel::Post, Channel::ThroughPenaltyOrgan] {
        assert!(received(|r| r.channel = channel).is_ok());
    }
}

#[test]
fn r_app_10_six_applicants_name_one_to_five_representatives_from_among_themselves() {
    let many = |count: u32, representatives: &[u32]| {
        received(|r| {
            r.parties = (1..=count).map(|n| party(n + 10, Role::Applicant, "某人")).collect();
            r.representatives = representatives.iter().map(|n| PersonNumber(*n)).collect();
        })
    };
    assert!(many(5, &[]).is_ok());
    assert_eq!(many(6, &[]), Err(Refusal::Representatives { applicants: 6, has: 0 }));
    assert!(many(6, &[11]).is_ok());
    assert!(many(6, &[11, 12, 13, 14, 15]).is_ok());
    assert_eq!(many(6, &[11, 12, 13, 14, 15, 16]), Err(Refusal::Representatives { applicants: 6, has: 6 }));
    assert_eq!(many(6, &[2]), Err(Refusal::RepresentativeIsNoApplicant { number: 2 }));
}

#[test]
fn r_app_11_a_party_has_one_or_two_agents() {
    let agents = |count: usize| received(|r| r.parties[0].agents = vec![agent("周律师"); count]);
    assert!(agents(2).is_ok());
    assert_eq!(agents(3), Err(Refusal::TooManyAgents { has: 3 }));
    let play = Play::on("2024-10-20").does(receiving(reception("2024-10-18")));
    let change = |count: usize| {
        let agents = vec![agent("周律师"); count];
        Command::ChangeAgents(AgentChange { on: d("2024-10-19"), party: APPLICANT, agents })
    };
    assert_eq!(play.refuses(change(3)), Refusal::TooManyAgents { has: 3 });
    assert_eq!(play.does(change(1)).case.file.person(APPLICANT).unwrap().agents.len(), 1);
}

#[test]
fn r_app_13_joint_acts_have_joint_respondents_and_none_is_no_application() {
    assert_eq!(received(|r| r.respondents.clear()), Err(Refusal::NoRespondent));
    let joint = received(|r| {
        let organ = uuid::Uuid::from_u128(8);
        r.respondents
            .push(Respondent { number: PersonNumber(9), organ, name: crate::samples::line("陇县林业局") });
    });
    assert!(joint.is_ok());
}

#[test]
fn there_is_an_applicant_and_a_claim_and_each_number_once() {
    assert_eq!(received(|r| r.parties.clear()), Err(Refusal::NoApplicant));
    assert_eq!(received(|r| r.claims.clear()), Err(Refusal::NoClaim));
    assert_eq!(received(|r| r.parties[0].number = PersonNumber(2)), Err(Refusal::NumberGivenTwice { number: 2 }));
    assert_eq!(received(|r| r.claims[0].number = 0), Err(Refusal::NumberGivenTwice { number: 0 }));
}

#[test]
fn s05_the_received_date_may_lie_before_today_not_after() {
    let on = |day: &str| received(|r| r.received_on = d(day));
    assert!(on("2024-10-20").is_ok());
    let refusal = Refusal::NotYetCome { field: "received_on", on: d("2024-10-21"), today: d("2024-10-20") };
    assert_eq!(on("2024-10-21"), Err(refusal));
}

#[test]
fn the_days_of_an_application_lie_in_their_order() {
    let early =
        |fact, since: &str| Refusal::TooEarly { field: "received_on", on: d("2024-10-08"), fact, since: d(since) };
    assert_eq!(received(|r| r.posted_on = Some(d("2024-10-09"))), Err(early("交邮", "2024-10-09")));
    assert_eq!(received(|r| r.act.made_on = Some(d("2024-10-09"))), Err(early("作出行政行为", "2024-10-09")));
    assert_eq!(received(|r| knew(r, "2024-10-09")), Err(early("知道行政行为", "2024-10-09")));
}

#[test]
fn a_third_party_joins_under_a_number_of_its_own() {
    let play = Play::on("2024-10-20").does(receiving(reception("2024-10-18")));
    let join = |number, role| {
        let party = party(number, role, "某公司");
        Command::JoinThirdParty(ThirdPartyJoining { on: d("2024-10-19"), party, by: JoinedBy::Application })
    };
    assert_eq!(play.refuses(join(2, Role::ThirdParty)), Refusal::NumberGivenTwice { number: 2 });
    assert!(matches!(play.refuses(join(3, Role::Applicant)), Refusal::InAnotherRole { .. }));
    assert_eq!(play.does(join(3, Role::ThirdParty)).case.file.persons.len(), 3);
}

#[test]
fn s01_the_reason_for_entering_a_twin_is_kept() {
    let mut reception = reception("2024-10-08");
    let case = kernel::id::Id::from_uuid(uuid::Uuid::from_u128(1));
    let twin = Twin { case, number: None, reason: crate::samples::line("另一处罚决定") };
    reception.twin = Some(twin.clone());
    let play = Play::on("2024-10-20").does(receiving(reception));
    assert!(matches!(&play.events[0].fact, Fact::Received(e) if e.reception.twin == Some(twin)));
}
