//! Stored events are history (`runtime::history`): every form in which one was ever written still reads (`history.json`).
//!
//! A new event, or a new form of one, is added to `forms`; the test then tells the line to add.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic too")]

use kernel::day::Day;
use kernel::number::Number;
use kernel::writing::{Line, Text};
use notices::kept::Kept;
use notices::notice::collection::{Collection, Restated};
use notices::notice::draft::{Approval, Block, BlockKey, Draft, Item, TypicalCase};
use notices::notice::freezing::{Frozen, Unfreezing};
use notices::notice::issue::{Issued, Offer, Paper, Restating, Withdrawal};
use notices::notice::{Event, Kind, Notice};
use notices::number::{NoticeRegister, NumberTaken, RegisterEvent};
use notices::period::Period;
use proto::notices as messages;
use runtime::history::{Form, History};
use uuid::Uuid;

fn history() -> History {
    History::stored(include_str!("history.json"))
        .of::<Notice>("songli.notices.v1.NoticeEvent")
        .of::<NoticeRegister>("songli.notices.v1.RegisterEvent")
}

#[test]
fn every_form_still_says_what_it_said_and_is_written_as_it_was() {
    history().still_reads();
}

#[test]
fn every_event_of_every_kind_occurs_in_the_history() {
    history().is_complete();
}

#[test]
fn every_form_of_today_lies_in_the_history() {
    history().holds(forms());
}

#[test]
fn what_was_written_by_a_newer_version_is_said_to_be_so() {
    history().tells_a_newer_version();
}

/// Each event with every field filled, and with those left out that may be.
fn forms() -> Vec<Form> {
    let on: Day = "2026-04-20".parse().unwrap();
    let id = Uuid::from_u128(0x018f_3b1e_0000_7000_8000_0000_0000_0001);
    let number = Number { text: Line::known("通报〔2026〕3号"), ordinal: Some(3), existing: false };
    let elsewhere = Number { text: Line::known("陇法治通〔2026〕1号"), ordinal: None, existing: true };
    let collection = Collection {
        on,
        kind: Kind::Quarterly,
        period: Period::Quarter(2026, 1),
        area: "610327".to_owned().try_into().unwrap(),
        ordinal: 1,
        restates: None,
        after: None,
    };
    let restated = Restated { notice: id, number: Some(number.text.clone()), issued_on: Some(on) };
    let manifest = messages::Manifest {
        period: "2026Q1".to_owned(),
        positions: vec![messages::LogPosition { log: "appearances".to_owned(), position: 7, event_hash: vec![1, 2] }],
        calendar: 4,
        ..messages::Manifest::default()
    };
    let figures = messages::FigureDocument { period: "2026Q1".to_owned(), ..messages::FigureDocument::default() };
    let frozen = Frozen {
        on,
        notice: id,
        manifest: Kept::written(&manifest),
        figures: Kept::written(&figures),
        citizens: Vec::new(),
    };
    let block = Block {
        key: BlockKey::Loss,
        heading: Some(Line::known("败诉情况")),
        text: Text::known("败诉率{loss.first.all}"),
    };
    let case = TypicalCase {
        item: Item { kind: "PartyInstance".to_owned(), stream: id, key: "1/2".to_owned() },
        title: Line::known("某某诉县司法局案"),
        text: Text::known("周某不服处罚。"),
        named_because: Some(Line::known("当事人书面同意")),
        hidden: vec![Line::known("周八")],
    };
    let draft = Draft {
        on,
        title: Some(Line::known("关于一季度情况的通报")),
        addressees: Line::known("各镇人民政府"),
        copies: Some(Line::known("县人民法院")),
        blocks: vec![block.clone(), Block { heading: None, ..block }],
        typical: vec![case.clone(), TypicalCase { named_because: None, ..case }],
    };
    let approval = Approval {
        on,
        name: Line::known("王示例"),
        post: Some(Line::known("局长")),
        opinion: Some(Text::known("同意印发")),
    };
    let issued = Issued { on, signer: Line::known("王示例"), number: number.clone(), restates: Some(id) };
    let change = messages::Change { figure: "app.heard".to_owned(), ..messages::Change::default() };
    let offer = messages::Offer { on: on.to_string(), changes: vec![change], ..messages::Offer::default() };
    let taken = NumberTaken {
        area: "610327".to_owned().try_into().unwrap(),
        year: 2026,
        template: Line::known("通报"),
        number,
        on,
        skipped: Some((1, 2)),
    };
    let events = [
        Event::Collected(collection.clone()),
        Event::Collected(Collection { ordinal: 2, after: Some(id), ..collection.clone() }),
        Event::Collected(Collection { ordinal: 2, restates: Some(restated), ..collection }),
        Event::Frozen(Box::new(frozen.clone())),
        Event::Frozen(Box::new(Frozen { citizens: vec![Line::known("周八")], ..frozen })),
        Event::Unfrozen(Unfreezing { on, reason: Text::known("漏录一案") }),
        Event::Drafted(draft.clone()),
        Event::Drafted(Draft { title: None, copies: None, typical: Vec::new(), ..draft }),
        Event::Approved(approval.clone()),
        Event::Approved(Approval { post: None, opinion: None, ..approval }),
        Event::Issued(issued.clone()),
        Event::Issued(Issued { restates: None, number: elsewhere, ..issued }),
        Event::PaperKept(Paper { on, pdf: b"%PDF".to_vec(), sha256: vec![3, 4], pages: 5 }),
        Event::RestatementOffered(Offer { on, content: Kept::written(&offer) }),
        Event::Restated(Restating { on, by: id, number: Line::known("通报〔2026〕4号") }),
        Event::Withdrawn(Withdrawal { on, reason: Text::known("数据有误") }),
    ];
    let registers = [RegisterEvent::Taken(taken.clone()), RegisterEvent::Taken(NumberTaken { skipped: None, ..taken })];
    let notices = events.iter().map(Form::of::<Notice>);
    notices.chain(registers.iter().map(Form::of::<NoticeRegister>)).collect()
}
