use kernel::field::FieldKind;

use super::*;
use crate::case::acceptance::Procedure;
use crate::case::application::{ActKind, Channel, KnownBy};
use crate::case::decision::{Cause, DecisionKind};
use crate::clocks::{ClockName, PersonNumber};
use crate::refusal::Refusal;
use crate::samples::{
    APPLICANT, Play, accepted, amend, amend_all, answered, d, decided, dismiss, line, party, receive, receiving,
    reception, refuse, resolve, serve_decision, suspend,
};

fn decision(play: &Play) -> (u64, &Decided) {
    let entries = play.case.file.history.entries().iter();
    let mut found = entries.filter_map(|entry| match &entry.fact {
        Fact::Decided(e) => Some((entry.number, &**e)),
        _ => None,
    });
    found.next().unwrap()
}

#[test] // S43
fn the_result_of_a_closed_case_is_put_right_with_its_causes_and_the_case_stays_closed_and_served() {
    let play = decided().today("2025-02-10").does(serve_decision(APPLICANT, "2025-02-10"));
    let (entry, before) = decision(&play);
    assert_eq!((before.decision.items[0].kind, before.corrective), (DecisionKind::Maintain, false));
    let running = |play: &Play| play.case.file.clocks.iter().filter(|clock| clock.is_running()).count();

    let changes = [("item_kind/1", "撤销"), ("item_causes/1", "FactsUnclear；违反法定程序")];
    let right = play.clone().does(amend_all(entry, &changes));
    assert_eq!(right.last(2), ["Amended", "Amended"]);
    let (_, after) = decision(&right);
    assert_eq!((after.decision.items[0].kind, after.corrective), (DecisionKind::Revoke, true));
    assert_eq!(after.decision.items[0].causes, [Cause::FactsUnclear, Cause::Procedure]);
    assert_eq!((right.stage(), running(&right)), ("Decided", running(&play)));
    assert!(matches!(&right.case.stage, crate::case::Stage::Decided(judged) if judged.served.contains_key(&APPLICANT)));

    // What a decision has to be, it has to be as it is put right.
    let alone = play.refuses(amend(entry, "item_kind/1", "Revoke"));
    assert_eq!(alone, Refusal::CauseNotNamed { kind: DecisionKind::Revoke });
    let causes = play.refuses(amend(entry, "item_causes/1", "Procedure"));
    assert_eq!(causes, Refusal::CauseWithoutCorrection { kind: DecisionKind::Maintain });
    let answered = play.refuses(amend_all(entry, &[("item_kind/1", "Revoke"), ("item_causes/1", "NoAnswer")]));
    assert_eq!(answered, Refusal::EveryAnswerCame);
    let again = play.refuses(amend_all(entry, &[("item_text/1", "维持"), ("redo_days/1", "60")]));
    assert_eq!(again, Refusal::RedoWithoutRevocation { kind: DecisionKind::Maintain });
    let one_of_two = play.refuses(amend_all(entry, &[("item_text/1", "维持"), ("item_kind/1", "Maintain")]));
    assert_eq!(one_of_two, Refusal::NothingChanges);
}

#[test] // S43
fn the_words_of_other_endings_are_put_right_under_their_conditions() {
    let play = answered().today("2024-12-20").does(dismiss("2024-12-20"));
    let entry = play.case.file.history.last_number();
    let play = play.does(amend(entry, "dismissal_ground", "OutOfTime"));
    assert_eq!(play.stage(), "ApplicationDismissed");
    let play = Play::on("2024-12-02").does(receive("2024-11-27")).does(refuse("2024-12-02"));
    let elsewhere = play.refuses(amend(2, "non_acceptance_ground", "NoJurisdiction"));
    assert_eq!(elsewhere, Refusal::CompetentOrganNotNamed);
    let changes = [("non_acceptance_ground", "NoJurisdiction"), ("competent_organ", "宝鸡市人民政府")];
    assert_eq!(play.does(amend_all(2, &changes)).stage(), "NotAccepted");
    let play = decided().today("2025-02-10").does(resolve("2025-02-10"));
    let entry = play.case.file.history.last_number();
    assert_eq!(play.refuses(amend(entry, "resolved_by", "OtherMeans")), Refusal::ResolutionNotExplained);
    play.does(amend_all(entry, &[("resolved_by", "OtherMeans"), ("resolution_explanation", "庭外和解")]));
}

fn received(play: &Play) -> &Reception {
    match &play.case.file.history.entries()[0].fact {
        Fact::Received(e) => &e.reception,
        other => panic!("{other:?}"),
    }
}

#[test] // S41
fn everything_about_an_application_can_be_put_right() {
    let changes = [
        ("channel", "邮寄"),
        ("known_on", "2024-11-20"),
        ("known_by", "当场作出"),
        ("act_kind", "行政许可"),
        ("id_kind/1", ""),
        ("id_number/1", "G1234567"),
        ("phone/1", "13900000000"),
        ("address/1", "陇县东大街1号"),
        ("claim_kind/1", "确认违法"),
        ("field", "F02"),
        ("reconsideration_first", "是"),
        ("remedies_told", "不清楚"),
    ];
    let play = accepted().does(amend_all(1, &changes));
    let reception = received(&play);
    assert_eq!((reception.channel, reception.act.kind), (Channel::Post, ActKind::Licence));
    assert_eq!((reception.act.known_on, reception.act.known_by), (Some(d("2024-11-20")), Some(KnownBy::OnTheSpot)));
    let Party { id_kind, id_number, phone, address, .. } = &reception.parties[0];
    assert_eq!((id_kind, id_number.as_ref()), (&None, Some(&line("G1234567"))));
    assert_eq!((phone.as_ref(), address.as_ref()), (Some(&line("13900000000")), Some(&line("陇县东大街1号"))));
    assert_eq!((reception.field.as_ref(), reception.act.remedies_told), (Some(&line("F02")), None));
    assert!(reception.reconsideration_first && play.case.file.reconsideration_first);
    assert_eq!(play.due(ClockName::Application), "2025-01-20", "R-APP-1: the nineteenth is a Sunday");
    let told = play.does(amend(1, "remedies_told", "No"));
    assert_eq!(told.due(ClockName::Application), "2025-11-20", "R-APP-3");
    assert!(matches!(told.refuses(amend(1, "matter", "F02")), Refusal::WrongValue { .. }));
}

#[test]
fn a_field_that_is_chosen_tells_what_can_be() {
    let play = accepted();
    let fields = play.case.file.history.entries()[0].fact.fields();
    let field = |name: &str| fields.iter().find(|field| field.name == name).unwrap();
    let word = |word: &str, title: &str| (word.to_owned(), title.to_owned());
    assert_eq!((field("channel").kind, field("channel").value.as_str()), (FieldKind::Word, "当面"));
    assert_eq!(field("channel").choices[1], word("Post", "邮寄"));
    assert_eq!((field("known_by").kind, field("act_title").choices.len()), (FieldKind::WordIfAny, 0));
    assert_eq!(field("remedies_told").choices[2], word("Unknown", "不清楚"));
}

#[test] // R-ORD-4, R-MED-2
fn r_app_10_who_speaks_for_all_is_put_right_and_is_then_the_one_to_be_heard() {
    let mut many = reception("2024-11-27");
    many.parties = (11..=16).map(|n| party(n, Role::Applicant, &format!("申请人{n}"))).collect();
    many.representatives = vec![PersonNumber(11)];
    let play = Play::on("2024-12-02").does(receiving(many));
    let heard = |play: &Play| play.case.file.to_be_heard().map(|person| person.number.0).collect::<Vec<_>>();
    assert_eq!(heard(&play), [11]);
    let play = play.does(amend(1, "representatives", "12 16"));
    assert_eq!(heard(&play), [12, 16]);
    assert_eq!(play.refuses(amend(1, "representatives", "")), Refusal::Representatives { applicants: 6, has: 0 });
    let all = play.refuses(amend(1, "representatives", "11 12 13 14 15 16"));
    assert!(all.to_string().contains("超过五人的，推选一至五名代表人"), "{all}");
    let stranger = play.refuses(amend(1, "representatives", "2"));
    assert!(stranger.to_string().contains("申请人11"), "{stranger}");
}

#[test] // R-SIM-1
fn the_procedure_of_an_acceptance_is_put_right_with_its_periods() {
    let play = accepted();
    assert_eq!(play.due(ClockName::Decision), "2025-02-05");
    let simplified = play.clone().does(amend(2, "procedure", "简易程序（当事人各方同意）"));
    let trial = simplified.case.stage.trial().unwrap();
    assert_eq!((trial.procedure, simplified.due(ClockName::Decision).as_str()), (Procedure::Simplified, "2025-01-02"));
    assert_eq!(simplified.does(amend(2, "procedure", "Ordinary")).due(ClockName::Decision), "2025-02-05");
    let unknown = play.refuses(amend(2, "procedure", "速裁程序")).to_string();
    assert!(unknown.contains("普通程序、简易程序（当场作出的行政行为）"), "{unknown}");
    let suspended = play.does(suspend("2024-12-02"));
    assert_eq!(suspended.does(amend(2, "procedure", "Agreed")).stage(), "Suspended");
}
