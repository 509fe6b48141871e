use proto::Message as _;
use proto::suggestions::{StepsAnswer, SuggestionCommand, suggestion_command};
use runtime::Contract;

use super::entries::listed;
use super::explain::explained;
use super::preview::previewed;
use super::steps::offered;
use crate::samples::*;
use crate::suggestion::Suggestion;
use crate::suggestion::issue::Kind;

fn commands(answer: &StepsAnswer, addressee: u32) -> Vec<&str> {
    let of = answer.steps.iter().filter(|step| step.addressee == addressee);
    of.map(|step| step.command.as_str()).collect()
}

#[test]
fn each_addressee_is_offered_what_it_can_do_now() {
    let play = Play::on("2026-03-09");
    assert_eq!(commands(&offered(&play.suggestion, &play.on), 0), ["register"]);
    let received = [Some("2026-03-02"), None];
    let play = play.does(registration(letter(Kind::Governance, "2026-03-02"), &received));
    let answer = offered(&play.suggestion, &play.on);
    assert_eq!((answer.stage.as_str(), answer.stage_title.as_str()), ("Open", "办理中"));
    assert_eq!(commands(&answer, 0), ["add_addressee", "record_withdrawal"]);
    assert_eq!(
        commands(&answer, 1),
        ["record_withdrawal", "record_reply", "record_extension", "record_objection", "record_rectification", "remind"]
    );
    assert_eq!(commands(&answer, 2), ["record_withdrawal", "record_receipt"]);
    let receipt = answer.steps.iter().find(|step| step.command == "record_receipt").unwrap();
    assert_eq!(receipt.effect, "回复期限（陇县住房和城乡建设局）2个月（法定期限），从今天起算，至2026-05-09");
}

#[test] // S-PRO-6
fn the_procuratorates_own_rules_are_no_basis_for_what_becomes_of_a_courts_letter() {
    let basis = |kind| {
        let play = Play::on("2026-03-09").does(register(kind, "2026-03-02"));
        let steps = offered(&play.suggestion, &play.on).steps;
        steps.into_iter().find(|step| step.command == "record_objection").unwrap().article
    };
    assert_eq!(basis(Kind::SocialGovernance), "《人民检察院检察建议工作规定》");
    assert_eq!(basis(Kind::Governance), "");
}

#[test]
fn an_extension_is_still_offered_after_the_due_day_since_it_may_be_entered_late() {
    let play = Play::on("2026-06-01").does(register(Kind::Governance, "2026-03-02"));
    let offered = offered(&play.suggestion, &play.on);
    assert!(commands(&offered, 1).contains(&"record_extension"), "{:?}", commands(&offered, 1));
}

#[test]
fn steps_tell_each_addressees_clock_and_what_to_look_at() {
    let stated = crate::suggestion::issue::Letter {
        limit: Some(limit("3个月")),
        ..letter(Kind::PublicInterest, "2026-03-02")
    };
    let play = Play::on("2026-03-02").does(registration(stated, &[Some("2026-03-02")]));
    let standing = &offered(&play.suggestion, &play.on).standings[0];
    assert_eq!(standing.warnings, ["建议书限定的期限至2026-06-02，晚于法定期限2026-05-06，以较早者为准"]);
    let clock = standing.clock.as_ref().unwrap();
    assert_eq!((clock.origin.as_str(), clock.original_due.as_str()), ("Statute", "2026-05-06"));
}

#[test]
fn a_preview_tells_what_would_follow_and_changes_nothing() {
    let play = Play::on("2026-06-01").does(register(Kind::Governance, "2026-03-02"));
    let seen = previewed(&play.suggestion, delivered(FIRST, "2026-05-07"), &play.on);
    assert_eq!(
        (seen.events, seen.words.as_str()),
        (vec!["Replied".to_owned()], "回复：回复期限（陇县公安局）（至2026-05-06届满）已回复，逾期")
    );
    assert_eq!(seen.notes, ["回复期限（至2026-05-06届满）已经超过"]);
    let seen = previewed(&play.suggestion, receive(FIRST, "2026-03-02"), &play.on);
    assert_eq!(seen.refused.unwrap().code, "ReceivedBefore");
    let seen = previewed(&play.suggestion, amend(1, "received_on/1", "2026-03-09"), &play.on);
    assert_eq!(seen.moves[0].words, "回复期限（陇县公安局）由2026-05-06改为2026-05-09");
}

#[test]
fn an_explanation_names_the_article_or_the_letter() {
    let play = Play::on("2026-03-02").does(register(Kind::Governance, "2025-12-31"));
    let told = explained(&play.suggestion, FIRST, &play.on.calendar);
    assert_eq!(told.article, "《最高人民法院关于综合治理类司法建议工作若干问题的规定》第八条");
    assert_eq!((told.title.as_str(), told.mark.as_str()), ("回复期限（陇县公安局）", "Certain"));
    assert_eq!(told.days.last().unwrap().day, "2026-02-28");
    let stated =
        crate::suggestion::issue::Letter { limit: Some(limit("10日")), ..letter(Kind::CaseSpecific, "2026-03-02") };
    let play = Play::on("2026-03-02").does(registration(stated, &[Some("2026-03-02")]));
    let told = explained(&play.suggestion, FIRST, &play.on.calendar);
    assert_eq!((told.article.as_str(), told.mark.as_str()), ("建议书限定的期限", ""));
    assert!(!explained(&play.suggestion, SECOND, &play.on.calendar).found);
}

#[test] // S-JUD-4
fn where_no_law_sets_a_limit_the_place_is_named_and_no_article_of_another_matter() {
    for (kind, received_on) in [(Kind::RefusalToPerform, "2026-03-02"), (Kind::Governance, "2020-03-02")] {
        let play = Play::on(received_on).does(register(kind, received_on));
        let told = explained(&play.suggestion, FIRST, &play.on.calendar);
        assert_eq!((told.article.as_str(), told.mark.as_str()), ("本地规定的期限", "LocalPractice"));
        assert!(told.words.starts_with("依据本地规定，回复没有法定期限的司法建议的期限为2个月"), "{}", told.words);
        assert!(told.words.contains("国家层面没有统一规定") && !told.words.contains('《'), "{}", told.words);
    }
}

#[test]
fn what_can_be_amended_is_listed_as_it_can_be_typed_in() {
    let stated =
        crate::suggestion::issue::Letter { limit: Some(limit("2个月")), ..letter(Kind::Governance, "2026-03-02") };
    let play = Play::on("2026-03-02").does(registration(stated, &[Some("2026-03-02")]));
    let fields = &listed(&play.suggestion).entries[0].fields;
    let field = |name: &str| fields.iter().find(|field| field.field == name).unwrap();
    assert_eq!(field("kind").value, "综合治理类司法建议");
    assert_eq!((field("limit").value.as_str(), field("urgent").value.as_str()), ("2个月", "否"));
    assert_eq!((field("received_on/1").value.as_str(), field("received_on/1").kind.as_str()), ("2026-03-02", "Day"));
}

#[test]
fn a_message_that_lacks_something_is_answered_with_the_field_and_the_remedy() {
    let said = |command: suggestion_command::Command| -> String {
        let payload = SuggestionCommand { command: Some(command) }.encode_to_vec();
        Suggestion::command(&payload).unwrap_err().to_string()
    };
    let register = proto::suggestions::Registration::default();
    assert_eq!(said(suggestion_command::Command::Register(register)), "letter：缺少内容，请填写");
    let reply = proto::suggestions::Reply { addressee: 1, ..Default::default() };
    assert_eq!(said(suggestion_command::Command::RecordReply(reply)), "on：缺少日期，请写成 2024-09-25 这样的形式");
    let by = Some(proto::suggestions::Limit { months: 1, days: 2, ..Default::default() });
    let paper = Some(proto::common::Paper { kind: "函".to_owned(), ..Default::default() });
    let extension =
        proto::suggestions::Extension { addressee: 1, on: "2026-03-02".to_owned(), by, paper, reason: String::new() };
    assert!(said(suggestion_command::Command::RecordExtension(extension)).starts_with("by：应当写明截止日期"));
}
