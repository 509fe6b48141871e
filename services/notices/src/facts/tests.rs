//! What the events of other services come to.

use proto::Message;
use proto::appearances::lawsuit_event::Event as LawsuitFact;
use proto::appearances::{
    Defendant, DefendantJoining, HearingNoted, Instance, InstanceResult, LawsuitEvent, Plaintiff, Presence, Summary,
};
use proto::common::{Amended, Amendment, MovedEntry, Number, Retraction, Struck};
use proto::reconsideration::case_event::Event;
use proto::reconsideration::{
    Acceptance, Agent, AgentChange, CaseEvent, Decided, Decision, DecisionItem, Mediated, Mediation, Party, Received,
    Reception, Respondent, Terminated, Termination, ThirdPartyJoining, Withdrawal,
};
use proto::suggestions::suggestion_event::Event as SuggestionFact;
use proto::suggestions::{self as suggested, Addressee, Brief, Clock, Reply, Standing, SuggestionEvent};
use uuid::Uuid;

use super::cases::{self, Case};
use super::lawsuits::{self, Attendance, Made};
use super::suggestions;
use super::told::Told;
use super::{Facts, OnDay};
use crate::figures;

const CASE: Uuid = Uuid::from_u128(1);

fn told(version: i64, event: &str, on: &str, payload: Vec<u8>) -> Told {
    let (event, on, area) = (event.to_owned(), on.to_owned(), "610327".to_owned());
    Told { stream: CASE, version, position: 10 + version, event, on, area, payload }
}

fn of_case(version: i64, on: &str, event: Event) -> Told {
    told(version, "", on, CaseEvent { event: Some(event), ..CaseEvent::default() }.encode_to_vec())
}

fn number(text: &str) -> Number {
    Number { text: text.to_owned(), ..Number::default() }
}

fn received() -> Told {
    let reception = Reception {
        parties: vec![Party { number: 1, kind: "Citizen".to_owned(), name: "张三".to_owned(), ..Party::default() }],
        respondents: vec![Respondent {
            number: 2,
            organ: Uuid::from_u128(9).as_bytes().to_vec(),
            name: "县司法局".to_owned(),
        }],
        ..Reception::default()
    };
    let received =
        Received { reception: Some(reception), number: Some(number("陇政复〔2026〕1号")), ..Received::default() };
    of_case(1, "2026-01-05", Event::Received(received))
}

fn accepted() -> Told {
    of_case(2, "2026-01-09", Event::Accepted(Acceptance::default()))
}

fn decided(kind: &str) -> Told {
    let decision = Decision {
        items: vec![DecisionItem { kind: kind.to_owned(), ..DecisionItem::default() }],
        ..Decision::default()
    };
    let decided =
        Decided {
            decision: Some(decision), number: Some(number("陇政复决字〔2026〕1号")), ..Decided::default()
        };
    of_case(3, "2026-03-02", Event::Decided(decided))
}

fn amendment(entry: i64) -> Amendment {
    Amendment { entry, ..Amendment::default() }
}

fn case(history: &[Told]) -> Option<Case> {
    cases::made_of(history).unwrap()
}

#[test]
fn a_case_is_counted_by_the_days_of_its_steps() {
    // N-GEN-7
    let case = case(&[received(), accepted(), decided("Revoke")]).unwrap();
    let days = [&case.received_on, &case.accepted_on, &case.concluded_on].map(|day| day.clone().unwrap());
    assert_eq!(days, ["2026-01-05", "2026-01-09", "2026-03-02"]);
    assert_eq!((case.conclusion.as_str(), case.outcomes[0].as_str()), ("Decided", "Revoke"));
    assert_eq!((case.organs[0], case.names[0].as_str()), (Uuid::from_u128(9), "张三"));
    assert_eq!(case.sources.0.iter().map(|source| source.version).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn the_citizens_in_a_case_are_all_who_take_part() {
    // N-GEN-5
    let named = |name: &str| name.to_owned();
    let agent = |kind: &str, name: &str| Agent { kind: named(kind), name: named(name), ..Agent::default() };
    let third = Party {
        number: 3,
        kind: named("Citizen"),
        name: named("李四"),
        statutory_agent: named("李父"),
        agents: vec![agent("Lawyer", "王律"), agent("NearRelative", "李弟")],
        ..Party::default()
    };
    let joined = ThirdPartyJoining { party: Some(third), ..ThirdPartyJoining::default() };
    let agents = AgentChange { party: 1, agents: vec![agent("NearRelative", "张妻")], ..AgentChange::default() };
    let history = [
        received(),
        of_case(2, "2026-01-09", Event::ThirdPartyJoined(joined)),
        of_case(3, "2026-01-10", Event::AgentsChanged(agents)),
    ];
    assert_eq!(case(&history).unwrap().names, ["张三", "李四", "李父", "李弟", "张妻"]);
}

#[test]
fn an_amended_day_moves_the_case_and_those_that_follow_from_it() {
    let moved = vec![MovedEntry { entry: 2, on: "2026-04-02".to_owned() }];
    let amended = Amended {
        amendment: Some(amendment(1)),
        field: "received_on".to_owned(),
        after: "2026-03-30".to_owned(),
        moved,
        ..Amended::default()
    };
    let case = case(&[received(), accepted(), of_case(3, "2026-05-01", Event::Amended(amended))]).unwrap();
    assert_eq!((case.received_on.as_deref(), case.accepted_on.as_deref()), (Some("2026-03-30"), Some("2026-04-02")));
    assert_eq!(case.sources.0.last().unwrap().version, 3);
}

#[test]
fn a_struck_decision_was_none_and_a_struck_reception_is_no_case() {
    // S19
    let struck = |entry| {
        of_case(4, "2026-05-01", Event::Struck(Struck { amendment: Some(amendment(entry)), ..Struck::default() }))
    };
    let open = case(&[received(), accepted(), decided("Revoke"), struck(3)]).unwrap();
    assert_eq!((open.concluded_on, open.conclusion.as_str()), (None, ""));
    assert_eq!(case(&[received(), accepted(), decided("Revoke"), struck(1)]), None);
}

#[test]
fn r_med_3_s43_what_drives_the_comprehensive_correction_rate_counts_as_it_was_put_right() {
    let withdrawal = Some(Withdrawal { reason: "Settled".to_owned(), ..Withdrawal::default() });
    let termination = Some(Termination { ground: "Withdrawn".to_owned(), withdrawal, ..Termination::default() });
    let terminated = of_case(3, "2026-03-02", Event::Terminated(Terminated { termination, ..Terminated::default() }));
    let mediation = Some(Mediation { changes_act: true, ..Mediation::default() });
    let mediated = of_case(3, "2026-03-02", Event::Mediated(Mediated { mediation, ..Mediated::default() }));
    let counted = |ended: &Told, put_right: &[(&str, &str)]| {
        let amended = (4..).zip(put_right).map(|(version, (field, after))| {
            let (amendment, field, after) = (Some(amendment(3)), (*field).to_owned(), (*after).to_owned());
            of_case(version, "2026-05-01", Event::Amended(Amended { amendment, field, after, ..Amended::default() }))
        });
        let history: Vec<_> = [received(), accepted(), ended.clone()].into_iter().chain(amended).collect();
        let facts = Facts { cases: vec![case(&history).unwrap()], ..Facts::default() };
        figures::tests::printed("corr.comprehensive", &facts, &[])
    };
    assert_eq!(counted(&terminated, &[]), "0/1 0.00%");
    let corrected = ("withdrawal_reason", "SelfCorrected");
    assert_eq!(counted(&terminated, &[corrected]), "1/1 100.00%");
    assert_eq!(counted(&terminated, &[corrected, ("withdrawal_reason", "OtherReason")]), "0/1 0.00%");
    assert_eq!(counted(&terminated, &[corrected, ("termination_ground", "ApplicantDied")]), "0/1 0.00%");
    assert_eq!(counted(&mediated, &[]), "1/1 100.00%");
    assert_eq!(counted(&mediated, &[("changes_act", "No")]), "0/1 0.00%");
    assert_eq!(counted(&mediated, &[("changes_act", "No"), ("changes_act", "Yes")]), "1/1 100.00%");
    assert_eq!(counted(&decided("Maintain"), &[]), "0/1 0.00%");
    assert_eq!(counted(&decided("Maintain"), &[("item_kind/1", "Revoke")]), "1/1 100.00%");
}

#[test]
fn a_deemed_acceptance_that_was_taken_back_was_none() {
    let deemed = of_case(2, "2026-01-12", Event::DeemedAccepted(proto::reconsideration::DeemedAcceptance::default()));
    let retraction = Retraction { entry: 2, ..Retraction::default() };
    let taken_back = of_case(3, "2026-01-15", Event::DeemedAcceptanceWithdrawn(retraction));
    assert_eq!(case(&[received(), deemed.clone()]).unwrap().accepted_on.as_deref(), Some("2026-01-12"));
    assert_eq!(case(&[received(), deemed, taken_back]).unwrap().accepted_on, None);
}

#[test]
fn a_suggestion_is_as_its_last_event_says_for_each_organ() {
    // S27
    let registered = SuggestionEvent {
        about: Some(Brief { number: "陇法建〔2026〕3号".to_owned(), ..Brief::default() }),
        standings: vec![standing(1), standing(2)],
        clocks: vec![period(1, "2025-12-31", "2026-02-28"), period(2, "2026-01-05", "2026-03-05")],
        stage: "Open".to_owned(),
        ..SuggestionEvent::default()
    };
    let reply =
        Some(Reply { posted_on: "2026-02-28".to_owned(), delivered_on: "2026-03-03".to_owned(), ..Reply::default() });
    let replied = SuggestionEvent {
        standings: vec![Standing { reply, ..standing(1) }],
        stage: "Open".to_owned(),
        ..SuggestionEvent::default()
    };
    let event = |version, event: &SuggestionEvent| told(version, "", "2026-01-02", event.encode_to_vec());
    let made = suggestions::made_of(&[event(1, &registered), event(2, &replied)]).unwrap();
    let days: Vec<_> = made.iter().map(|fact| (fact.due_on.as_deref(), fact.replied_on.as_deref())).collect();
    assert_eq!(days, [(Some("2026-02-28"), Some("2026-02-28")), (Some("2026-03-05"), None)]);
    let struck = SuggestionEvent { stage: "Struck".to_owned(), ..SuggestionEvent::default() };
    assert_eq!(suggestions::made_of(&[event(1, &registered), event(2, &struck)]).unwrap(), []);
}

fn of_suggestion(version: i64, event: SuggestionEvent) -> Told {
    let event = SuggestionEvent { stage: "Open".to_owned(), ..event };
    told(version, "", "2026-01-02", event.encode_to_vec())
}

fn standing(number: u32) -> Standing {
    let name = format!("单位{number}");
    Standing { addressee: Some(Addressee { number, name, ..Addressee::default() }), ..Standing::default() }
}

/// A reply's period, from and to a day.
fn period(addressee: u32, start: &str, due: &str) -> Clock {
    let (start, due) = (start.to_owned(), due.to_owned());
    let deadline = Some(proto::common::Deadline { start, due: due.clone(), ..proto::common::Deadline::default() });
    Clock { addressee, original_due: due, deadline, ..Clock::default() }
}

/// The keys of the facts, with the days on which a reply was due.
fn due(history: &[Told]) -> Vec<(String, String)> {
    let made = suggestions::made_of(history).unwrap();
    made.into_iter().map(|fact| (fact.key, fact.due_on.unwrap_or_default())).collect()
}

#[test]
fn a_struck_addressee_or_receipt_was_none() {
    // S19, S-COM-1
    let (first, second) = (period(1, "2026-01-02", "2026-03-02"), period(2, "2026-01-05", "2026-03-05"));
    let registered =
        SuggestionEvent { standings: vec![standing(1)], clocks: vec![first], ..SuggestionEvent::default() };
    let added =
        SuggestionEvent { standings: vec![standing(2)], clocks: vec![second.clone()], ..SuggestionEvent::default() };
    let struck = |standings| SuggestionEvent {
        event: Some(SuggestionFact::Struck(suggested::Struck::default())),
        standings,
        clocks: vec![Clock { end: "Withdrawn".to_owned(), ended_on: "2026-01-05".to_owned(), ..second.clone() }],
        ..SuggestionEvent::default()
    };
    let told = |last| [of_suggestion(1, registered.clone()), of_suggestion(2, added.clone()), of_suggestion(3, last)];
    let only_first = [("1".to_owned(), "2026-03-02".to_owned())];
    assert_eq!(due(&told(struck(vec![standing(1)]))), only_first);
    // It is addressed all the same, and has not received the letter.
    assert_eq!(due(&told(struck(vec![standing(1), standing(2)]))), only_first);
    let amended = Some(SuggestionFact::Amended(suggested::Amended::default()));
    let emptied = SuggestionEvent { event: amended, ..struck(vec![standing(1), standing(2)]) };
    assert_eq!(due(&told(emptied)), only_first);
}

#[test]
fn a_reply_was_due_of_the_letter_as_it_was_and_is_due_of_the_changed_one() {
    // S-PRO-6, N-GEN-7
    let before =
        Clock { end: "Done".to_owned(), ended_on: "2026-03-04".to_owned(), ..period(1, "2026-01-05", "2026-03-05") };
    let anew = Clock { replaces: Some(Box::new(before.clone())), ..period(1, "2026-04-18", "2026-06-18") };
    let event =
        |clock| SuggestionEvent { standings: vec![standing(1)], clocks: vec![clock], ..SuggestionEvent::default() };
    let made = suggestions::made_of(&[of_suggestion(1, event(before)), of_suggestion(2, event(anew.clone()))]).unwrap();
    let mut days: Vec<_> = made
        .iter()
        .map(|fact| [&fact.due_on, &fact.replied_on, &fact.replaced_on].map(|day| day.as_deref().unwrap_or_default()))
        .collect();
    days.sort_unstable();
    assert_eq!(days, [["2026-03-05", "2026-03-04", "2026-04-18"], ["2026-06-18", "", ""]]);
    let keys: std::collections::BTreeSet<_> = made.iter().map(|fact| fact.key.as_str()).collect();
    assert_eq!(keys, ["1", "1/2"].into());
}

/// A lawsuit against the bureau (2) and the government (3), of these instances.
fn of_suit(version: i64, event: LawsuitEvent) -> Told {
    let defendant = |number, kind: &str, name: &str| Defendant {
        number,
        kind: kind.to_owned(),
        organ: Uuid::from_u128(number.into()).as_bytes().to_vec(),
        name: name.to_owned(),
        ..Defendant::default()
    };
    let instances = ["First", "Second", "RetrialExam", "Retrial"];
    let instances =
        (1..).zip(instances).map(|(number, kind)| Instance { number, kind: kind.to_owned(), ..Instance::default() });
    let lawsuit = Summary {
        defendants: vec![defendant(2, "OriginalOrgan", "县司法局"), defendant(3, "ReconsiderationOrgan", "县政府")],
        instances: instances.collect(),
        ..Summary::default()
    };
    told(version, "", "2026-01-02", LawsuitEvent { lawsuit: Some(lawsuit), ..event }.encode_to_vec())
}

fn present(defendant: u32, status: &str, level: &str) -> Presence {
    Presence {
        defendant,
        organ_name: "县局".to_owned(),
        status: status.to_owned(),
        level: level.to_owned(),
        ..Presence::default()
    }
}

fn noted(hearing: u128, on: &str, state: &str, presences: Vec<Presence>) -> LawsuitEvent {
    let noted = HearingNoted {
        hearing: Uuid::from_u128(hearing).as_bytes().to_vec(),
        instance: 1,
        instance_kind: "First".to_owned(),
        state: state.to_owned(),
        on: on.to_owned(),
        presences,
        ..HearingNoted::default()
    };
    LawsuitEvent { event: Some(LawsuitFact::HearingNoted(noted)), ..LawsuitEvent::default() }
}

fn suit(events: impl IntoIterator<Item = LawsuitEvent>) -> Made {
    let history: Vec<_> = (1..).zip(events).map(|(version, event)| of_suit(version, event)).collect();
    lawsuits::made_of(&history).unwrap()
}

#[test]
fn the_cause_of_a_lawsuit_names_no_citizen_in_it() {
    // N-GEN-5
    let heard = of_suit(1, noted(7, "2026-03-20", "Held", vec![present(2, "Appeared", "Deputy")]));
    let mut event = LawsuitEvent::decode(heard.payload.as_slice()).unwrap();
    let summary = event.lawsuit.as_mut().unwrap();
    let (kind, name) = ("Citizen".to_owned(), "周八".to_owned());
    summary.plaintiffs = vec![Plaintiff { number: 1, kind, name }];
    "周　八不服县司法局行政处罚".clone_into(&mut summary.cause);
    let made = lawsuits::made_of(&[told(1, "", "2026-01-02", event.encode_to_vec())]).unwrap();
    assert_eq!(made.parties[0].title, "周某不服县司法局行政处罚");
}

#[test]
fn who_came_to_each_hearing_of_an_instance_is_known_in_the_order_of_their_days() {
    // A-CNT-1, A-CNT-3
    let deputy = || vec![present(2, "Appeared", "Deputy")];
    let for_both =
        vec![present(2, "Appeared", "Principal"), Presence { represented_by: 2, ..present(3, "OnlyStaff", "") }];
    let later = noted(7, "2026-05-12", "Held", for_both.clone());
    let made = suit([later, noted(8, "2026-03-20", "Held", deputy()), noted(9, "2026-04-01", "Struck", deputy())]);
    let told = |attendance: &Attendance| {
        let Attendance { held_on, level, represented_level, .. } = attendance.clone();
        (held_on.unwrap(), level, represented_level)
    };
    let of = |nth: usize| made.parties[nth].attendances.0.iter().map(told).collect::<Vec<_>>();
    let expected = |on: &str, level: &str, other: &str| (on.to_owned(), level.to_owned(), other.to_owned());
    assert_eq!(of(0), [expected("2026-03-20", "Deputy", ""), expected("2026-05-12", "Principal", "")]);
    assert_eq!(of(1), [expected("2026-05-12", "", "Principal")]);
    assert_eq!(made.parties[0].first_heard_on.as_deref(), Some("2026-03-20"));
    let sources = |nth: usize| made.parties[nth].sources.0.iter().map(|source| source.version).collect::<Vec<_>>();
    assert_eq!((sources(0), sources(1)), (vec![1, 2], vec![1]));
    assert_eq!(made.hearings.len(), 3);
    assert_eq!(made.hearings[0].organ_names, ["县司法局"], "as the lawsuit names it now");
}

fn resulted(instance: u32, code: &str, holding: &str, effective_on: &str) -> LawsuitEvent {
    let result = InstanceResult {
        instance,
        defendant: 2,
        code: code.to_owned(),
        effective_code: holding.to_owned(),
        effective_on: effective_on.to_owned(),
        ..InstanceResult::default()
    };
    LawsuitEvent { results: vec![result], ..LawsuitEvent::default() }
}

/// The effective results: code, day, and since when another holds in its place.
fn chains(made: &Made) -> Vec<(&str, &str, &str)> {
    fn day(on: &OnDay) -> &str {
        on.as_deref().unwrap_or_default()
    }
    let told = made.chains.iter();
    told.map(|chain| (chain.outcome.code.as_str(), day(&chain.effective_on), day(&chain.replaced_on))).collect()
}

#[test]
fn a_retrial_leaves_an_effective_result_in_its_place_or_puts_another_there_from_its_own_day() {
    // LAW 3.7, row 11; N-GEN-7
    let lost = || resulted(1, "J02", "J02", "2025-03-20");
    let ordered = || resulted(3, "R02", "", "");
    let upheld = suit([lost(), ordered(), resulted(4, "R03", "J02", "2026-05-08")]);
    assert_eq!(chains(&upheld), [("J02", "2025-03-20", "")]);
    let ended = suit([lost(), ordered(), resulted(4, "R06", "J02", "2026-05-08")]);
    assert_eq!(chains(&ended), [("J02", "2025-03-20", "")]);
    let changed = suit([lost(), ordered(), resulted(4, "R04", "J01", "2026-05-08")]);
    assert_eq!(chains(&changed), [("J02", "2025-03-20", "2026-05-08"), ("R04", "2026-05-08", "")]);
    assert_ne!(changed.chains[0].key, changed.chains[1].key);
    let mut sent_back = resulted(4, "R05", "", "");
    sent_back.results[0].judged_on = "2026-04-30".to_owned();
    assert_eq!(chains(&suit([lost(), ordered(), sent_back])), [("J02", "2025-03-20", "2026-04-30")]);
}

#[test]
fn an_organ_joined_when_the_case_was_remanded_is_counted_from_then_on() {
    // A-DEF-6, A-CNT-2
    let instance = |number, kind: &str| Instance { number, kind: kind.to_owned(), ..Instance::default() };
    let summary = |joined_in| Summary {
        instances: vec![instance(1, "First"), instance(2, "Remand")],
        defendants: vec![
            Defendant { number: 2, name: "县司法局".to_owned(), ..Defendant::default() },
            Defendant { number: 3, name: "县政府".to_owned(), joined_in, ..Defendant::default() },
        ],
        ..Summary::default()
    };
    let result = |instance| InstanceResult {
        instance,
        defendant: 2,
        code: "J01".to_owned(),
        judged_on: "2026-03-02".to_owned(),
        ..InstanceResult::default()
    };
    let joined = LawsuitEvent {
        event: Some(LawsuitFact::DefendantJoined(DefendantJoining::default())),
        lawsuit: Some(summary(2)),
        results: vec![result(1), result(2)],
        ..LawsuitEvent::default()
    };
    let heard = noted(7, "2026-04-01", "Held", vec![present(2, "Appeared", "Deputy"), present(3, "OnlyStaff", "")]);
    let Some(LawsuitFact::HearingNoted(mut noted)) = heard.event else { panic!() };
    noted.instance = 2;
    let heard = LawsuitEvent {
        event: Some(LawsuitFact::HearingNoted(noted)),
        lawsuit: Some(summary(2)),
        ..LawsuitEvent::default()
    };
    let event = |version, event: &LawsuitEvent| told(version, "", "2026-01-02", event.encode_to_vec());
    let made = lawsuits::made_of(&[event(1, &joined), event(2, &heard)]).unwrap();
    let names: Vec<_> = made.suits.iter().map(|suit| suit.organ_names.join("、")).collect();
    assert_eq!(names, ["县司法局", "县司法局、县政府"]);
    let parties: Vec<_> = made.parties.iter().map(|party| (party.key.as_str(), party.outcome.defendants)).collect();
    assert_eq!(parties, [("1/2", 1), ("2/2", 2), ("2/3", 2)]);
}

#[test]
fn a_lawsuit_of_which_any_hearing_was_closed_is_a_closed_one_until_that_was_a_mistake() {
    // N-GEN-5
    let instance = |number| Instance { number, ..Instance::default() };
    let result = |instance| InstanceResult {
        instance,
        defendant: 2,
        code: "J01".to_owned(),
        judged_on: "2026-03-02".to_owned(),
        ..InstanceResult::default()
    };
    let summary = Summary {
        instances: vec![instance(1), instance(2)],
        defendants: vec![Defendant { number: 2, ..Defendant::default() }],
        ..Summary::default()
    };
    let hearing = |version, state: &str| {
        let noted = HearingNoted {
            hearing: Uuid::from_u128(7).as_bytes().to_vec(),
            instance: 1,
            state: state.to_owned(),
            closed: true,
            ..HearingNoted::default()
        };
        let event = LawsuitEvent {
            event: Some(LawsuitFact::HearingNoted(noted)),
            results: vec![result(1), result(2)],
            lawsuit: Some(summary.clone()),
            ..LawsuitEvent::default()
        };
        told(version, "HearingNoted", "2026-02-02", event.encode_to_vec())
    };
    let closed = |history: &[Told]| {
        let parties = lawsuits::made_of(history).unwrap().parties;
        parties.iter().map(|party| party.closed).collect::<Vec<_>>()
    };
    assert_eq!(closed(&[hearing(1, "Held")]), [true, true]);
    assert_eq!(closed(&[hearing(1, "Held"), hearing(2, "Struck")]), [false, false]);

    let amended = LawsuitEvent {
        event: Some(LawsuitFact::LawsuitAmended(Amended::default())),
        results: vec![result(1), result(2)],
        lawsuit: Some(Summary { non_public: true, ..summary.clone() }),
        ..LawsuitEvent::default()
    };
    let amended = told(3, "LawsuitAmended", "2026-02-02", amended.encode_to_vec());
    assert_eq!(closed(&[hearing(1, "Held"), hearing(2, "Struck"), amended]), [true, true]);
}
