use proto::common::{Amended, Struck};
use proto::reconsideration::{Acceptance, CopySending, Reception, Served, Service};

use super::*;

fn entry(number: i64, event: Event) -> Entry {
    Entry {
        number,
        name: String::new(),
        occurred_on: "2026-03-02".to_owned(),
        recorded_at: number,
        account: "zhao".to_owned(),
        actor: "赵".to_owned(),
        event: Some(event),
        late: None,
        application: String::new(),
        clocks: Vec::new(),
    }
}

fn received() -> Entry {
    let party = Party { number: 1, role: "Applicant".to_owned(), name: "张三".to_owned(), ..Party::default() };
    let reception = Reception { received_on: "2026-03-02".to_owned(), parties: vec![party], ..Reception::default() };
    let number = Some(Number { text: "陇政复〔2026〕1号".to_owned(), ordinal: 1, existing: false });
    entry(1, Event::Received(Received { reception: Some(reception), number, ..Received::default() }))
}

fn accepted(number: i64) -> Entry {
    let on = "2026-03-05".to_owned();
    entry(number, Event::Accepted(Acceptance { on, procedure: "Ordinary".to_owned(), ..Acceptance::default() }))
}

fn amendment(entry: i64) -> Amendment {
    Amendment { entry, ..Amendment::default() }
}

#[test] // S41
fn an_amended_name_is_shown_as_amended_and_the_entry_is_marked() {
    let amended = Amended {
        amendment: Some(amendment(1)),
        field: "party_name/1".to_owned(),
        before: "张三".to_owned(),
        after: "张叁".to_owned(),
        ..Amended::default()
    };
    let sheet = Sheet::of(&[received(), entry(2, Event::Amended(amended))]).unwrap();
    assert_eq!(sheet.names("Applicant"), "张叁");
    assert_eq!(sheet.marks[&1].len(), 1);
}

#[test] // S16, R-APP-1
fn whether_the_application_came_in_time_is_shown_as_the_last_amendment_left_it() {
    let amended = entry(2, Event::Amended(Amended { amendment: Some(amendment(1)), ..Amended::default() }));
    let amended = Entry { application: "Late".to_owned(), ..amended };
    assert_eq!(Sheet::of(&[received(), amended, accepted(3)]).unwrap().received.application, "Late");
}

#[test]
fn a_struck_acceptance_puts_the_case_back_under_review() {
    let struck = Struck { amendment: Some(amendment(2)), ..Struck::default() };
    let before = Sheet::of(&[received(), accepted(2)]).unwrap();
    assert_eq!((before.stage(), before.accepted_on.as_deref()), ("Accepted", Some("2026-03-05")));
    let sheet = Sheet::of(&[received(), accepted(2), entry(3, Event::Struck(struck))]).unwrap();
    assert_eq!((sheet.stage(), sheet.accepted_on.clone(), sheet.is_open()), ("UnderReview", None, true));
}

#[test] // R-ACC-5
fn an_acceptance_entered_late_stands_where_the_lapse_stood() {
    use proto::reconsideration::{Decided, DeemedAcceptance, RespondentAnswer};
    let lapsed = entry(2, Event::DeemedAccepted(DeemedAcceptance::default()));
    let copy = entry(3, Event::CopySent(CopySending::default()));
    let service = Some(Service { recipient: 2, ..Service::default() });
    let served = entry(4, Event::CopyServed(Served { service, ..Served::default() }));
    let answer = RespondentAnswer { respondent: 2, ..RespondentAnswer::default() };
    let answered = entry(5, Event::AnswerReceived(answer));
    let decided = entry(6, Event::Decided(Decided::default()));
    let withdrawn = Retraction { entry: 2, replaced: true, ..Retraction::default() };
    let withdrawn = |number| entry(number, Event::DeemedAcceptanceWithdrawn(withdrawn.clone()));
    let told = |told: &[Entry]| {
        let sheet = Sheet::of(told).unwrap();
        (sheet.stage(), sheet.is_open(), sheet.accepted_on.clone())
    };
    let began = [received(), lapsed, copy, served, answered];
    let on = Some("2026-03-05".to_owned());
    let open = [began.as_slice(), &[withdrawn(6), accepted(7)]].concat();
    assert_eq!(told(&open), ("Trial", true, on.clone()));
    let closed = [began.as_slice(), &[decided, withdrawn(7), accepted(8)]].concat();
    assert_eq!(told(&closed), ("Decided", false, on));
}

#[test] // S06, S41
fn of_two_assignments_or_changes_of_agents_the_later_holds_in_whatever_order_they_are_entered() {
    use proto::reconsideration::{AgentChange, Assignment};
    let assigned = |number, on: &str, name: &str| {
        let handlers = vec![Handler { account: name.to_owned(), name: name.to_owned() }];
        entry(number, Event::HandlersAssigned(Assignment { on: on.to_owned(), handlers }))
    };
    let changed = |number, on: &str, name: &str| {
        let agents = vec![Agent { name: name.to_owned(), ..Agent::default() }];
        entry(number, Event::AgentsChanged(AgentChange { on: on.to_owned(), party: 1, agents }))
    };
    let told = [
        received(),
        accepted(2),
        assigned(3, "2026-03-10", "甲"),
        assigned(4, "2026-03-06", "丙"),
        changed(5, "2026-03-10", "乙"),
        changed(6, "2026-03-06", "丁"),
    ];
    let sheet = Sheet::of(&told).unwrap();
    assert_eq!((sheet.handler_names().as_str(), sheet.parties[0].agents[0].name.as_str()), ("甲", "乙"));
    let struck = Struck { amendment: Some(amendment(3)), ..Struck::default() };
    let sheet = Sheet::of(&[told.as_slice(), &[entry(7, Event::Struck(struck))]].concat()).unwrap();
    assert_eq!(sheet.handler_names(), "丙");
}

#[test] // S41
fn what_is_entered_late_stands_in_its_place_and_marks_what_it_moves() {
    use proto::reconsideration::{AnswerExpiry, Decided, Resumption, Suspension};
    let expired = entry(3, Event::AnswerExpired(AnswerExpiry { respondent: 2, on: "2026-03-19".to_owned() }));
    let decided = entry(4, Event::Decided(Decided::default()));
    let moved = vec![MovedEntry { entry: 3, on: "2026-03-31".to_owned() }];
    let late = |number, event, moved| Entry { late: Some(Late { before: 4, moved }), ..entry(number, event) };
    let suspended = late(5, Event::Suspended(Suspension::default()), moved);
    let resumed = late(6, Event::Resumed(Resumption::default()), Vec::new());
    let sheet = Sheet::of(&[received(), accepted(2), expired, decided, suspended, resumed]).unwrap();
    assert_eq!(sheet.stage(), "Decided");
    assert_eq!(sheet.marks[&3], [Mark::Moved { on: "2026-03-31".to_owned(), by: 5 }]);
}

#[test] // S09
fn between_suspension_and_resumption_it_is_suspended() {
    use proto::reconsideration::{Resumption, Suspension};
    let suspended = entry(3, Event::Suspended(Suspension { on: "2026-03-09".to_owned(), ..Suspension::default() }));
    let mut told = vec![received(), accepted(2), suspended];
    assert_eq!((Sheet::of(&told).unwrap().stage(), Sheet::of(&told).unwrap().is_open()), ("Suspended", true));
    told.push(entry(4, Event::Resumed(Resumption::default())));
    assert_eq!(Sheet::of(&told).unwrap().stage(), "Accepted");
    let struck = Struck { amendment: Some(amendment(4)), ..Struck::default() };
    told.push(entry(5, Event::Struck(struck)));
    assert_eq!(Sheet::of(&told).unwrap().stage(), "Suspended");
}

#[test]
fn a_mediation_ends_it_on_the_day_on_which_it_became_effective_as_amended() {
    use proto::reconsideration::Mediated;
    let mediated = Mediated { effective_on: "2026-04-01".to_owned(), ..Mediated::default() };
    let mediated = Mediated { mediation: Some(Mediation::default()), ..mediated };
    let mut told = vec![received(), accepted(2), entry(3, Event::Mediated(mediated))];
    let ended = |told: &[Entry]| {
        let sheet = Sheet::of(told).unwrap();
        (sheet.stage(), sheet.is_open(), sheet.decided_on.clone().unwrap(), sheet.outcome())
    };
    assert_eq!(ended(&told), ("Mediated", false, "2026-04-01".to_owned(), "调解".to_owned()));
    let amendment = Some(amendment(3));
    let moved = vec![MovedEntry { entry: 3, on: "2026-04-02".to_owned() }];
    told.push(entry(
        4,
        Event::Amended(Amended { amendment, moved, field: "signed_on/1".to_owned(), ..Amended::default() }),
    ));
    assert_eq!(ended(&told).2, "2026-04-02");
    let moved = Mark::Moved { on: "2026-04-02".to_owned(), by: 4 };
    assert!(Sheet::of(&told).unwrap().marks[&3].contains(&moved), "S41");
}

#[test] // S41
fn why_a_case_was_terminated_is_shown_as_it_was_put_right() {
    use proto::reconsideration::Terminated;
    let withdrawal = Some(Withdrawal { reason: "Settled".to_owned(), ..Withdrawal::default() });
    let termination = Termination { ground: "Withdrawn".to_owned(), withdrawal, ..Termination::default() };
    let terminated = Terminated { termination: Some(termination), ..Terminated::default() };
    let mut told = vec![received(), accepted(2), entry(3, Event::Terminated(terminated))];
    let mut put_right = |field: &str, after: &str| {
        let (amendment, field, after) = (Some(amendment(3)), field.to_owned(), after.to_owned());
        let amended = Amended { amendment, field, after, ..Amended::default() };
        told.push(entry(i64::try_from(told.len()).unwrap() + 1, Event::Amended(amended)));
        Sheet::of(&told).unwrap().outcome()
    };
    assert_eq!(put_right("withdrawal_reason", "SelfCorrected"), "终止（被申请人自行纠正）");
    assert_eq!(put_right("termination_ground", "CriminalMeasure"), "终止（因同一违法行为被采取刑事强制措施）");
}

#[test] // S43
fn what_was_decided_is_shown_as_it_was_put_right() {
    use proto::reconsideration::{Decided, Decision, DecisionItem};
    let item = DecisionItem { kind: "Maintain".to_owned(), ..DecisionItem::default() };
    let decision = Some(Decision { on: "2026-04-01".to_owned(), items: vec![item], ..Decision::default() });
    let decided = Decided { decision, ..Decided::default() };
    let mut told = vec![received(), accepted(2), entry(3, Event::Decided(decided))];
    for (number, field, after) in [(4, "item_kind/1", "Revoke"), (5, "item_causes/1", "Procedure NoAnswer")] {
        let (amendment, field, after) = (Some(amendment(3)), field.to_owned(), after.to_owned());
        told.push(entry(number, Event::Amended(Amended { amendment, field, after, ..Amended::default() })));
    }
    let sheet = Sheet::of(&told).unwrap();
    assert_eq!((sheet.outcome().as_str(), sheet.is_open()), ("撤销", false));
    assert_eq!(sheet.decision.unwrap().items[0].causes, ["Procedure", "NoAnswer"]);
}

#[test]
fn a_case_entered_by_mistake_is_out_of_every_list() {
    let struck = Struck { amendment: Some(amendment(1)), ..Struck::default() };
    assert!(Sheet::of(&[received(), entry(2, Event::Struck(struck))]).unwrap().is_struck);
}

#[test]
fn it_is_tried_once_every_respondent_served_has_answered() {
    let copy = entry(3, Event::CopySent(CopySending::default()));
    let served = entry(
        4,
        Event::CopyServed(Served {
            service: Some(Service { recipient: 2, ..Service::default() }),
            ..Served::default()
        }),
    );
    let mut told = vec![received(), accepted(2), copy, served];
    assert_eq!(Sheet::of(&told).unwrap().stage(), "AwaitingAnswer");
    let answer = proto::reconsideration::RespondentAnswer { respondent: 2, ..Default::default() };
    told.push(entry(5, Event::AnswerReceived(answer)));
    assert_eq!(Sheet::of(&told).unwrap().stage(), "Trial");
}
