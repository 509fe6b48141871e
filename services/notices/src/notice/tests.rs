use kernel::area::Area;
use kernel::number::{Number, NumberRequest};
use kernel::spec::given;
use kernel::writing::{Line, Text};
use proto::notices as messages;
use runtime::event_log::sha256;
use uuid::Uuid;

use super::collection::Restated;
use super::draft::{Block, BlockKey, Item, TypicalCase};
use super::*;
use crate::document::figure_document;
use crate::figures::{Basis, Scope};
use crate::kept::Kept;
use crate::period::Period;
use crate::policies::Policies;

const QUARTER: Period = Period::Quarter(2026, 1);
const AREA: &str = "610327";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn area() -> Area {
    AREA.to_owned().try_into().unwrap()
}

fn collection() -> Collection {
    let (kind, area) = (Kind::Quarterly, area());
    Collection { on: day("2026-03-30"), kind, period: QUARTER, area, ordinal: 1, restates: None, after: None }
}

fn id() -> Uuid {
    notice_id(Kind::Quarterly, AREA, QUARTER, 1).uuid()
}

/// Figures without any fact, and one lost case in the list.
fn figures() -> messages::FigureDocument {
    let scope = Scope {
        period: QUARTER,
        as_of: "2026-04-10".parse().unwrap(),
        policies: Policies::default(),
        organs: Vec::new(),
    };
    let mut document = figure_document("Quarterly", &Basis::default(), &scope);
    let item =
        messages::Item { kind: "Case".to_owned(), stream: Uuid::from_u128(7).as_bytes().to_vec(), key: String::new() };
    document.lists[0].rows.push(messages::ListRow { item: Some(item), cells: Vec::new() });
    document
}

fn manifest() -> messages::Manifest {
    messages::Manifest { period: QUARTER.to_string(), area: AREA.to_owned(), ..messages::Manifest::default() }
}

fn freezing(on: &str) -> Freezing {
    let found = Some((Kept::written(&manifest()), Kept::written(&figures())));
    Freezing { on: day(on), notice: id(), found, citizens: Vec::new() }
}

fn frozen() -> Event {
    Event::Frozen(Box::new(Frozen {
        on: day("2026-04-10"),
        notice: id(),
        manifest: Kept::written(&manifest()),
        figures: Kept::written(&figures()),
        citizens: vec![Line::known("李四")],
    }))
}

fn words(text: &str) -> Draft {
    Draft {
        on: day("2026-04-12"),
        title: None,
        addressees: Line::known("各镇人民政府"),
        copies: None,
        blocks: vec![Block { key: BlockKey::Opening, heading: None, text: Text::known(text) }],
        typical: Vec::new(),
    }
}

fn approval() -> Approval {
    Approval { on: day("2026-04-15"), name: Line::known("王示例"), post: None, opinion: None }
}

fn issue() -> Issue {
    let request = NumberRequest { area: area(), template: None, existing: None };
    let number = Number { text: Line::known("通报〔2026〕1号"), ordinal: Some(1), existing: false };
    Issue { on: day("2026-04-20"), signer: Line::known("王示例"), request, number: Some(number) }
}

fn drafted() -> Vec<Event> {
    vec![Event::Collected(collection()), frozen(), Event::Drafted(words("现通报如下。"))]
}

fn issued() -> Vec<Event> {
    let approved = [drafted(), vec![Event::Approved(approval())]].concat();
    let outcome = given::<Notice>(approved.clone()).on(day("2026-04-20")).when(Command::Issue(issue())).outcome();
    [approved, outcome.unwrap()].concat()
}

fn is_refused(history: Vec<Event>, command: Command) -> Refusal {
    given::<Notice>(history).on(day("2026-05-01")).when(command).outcome().unwrap_err()
}

fn freeze(on: &str) -> Command {
    Command::Freeze(Box::new(freezing(on)))
}

#[test]
fn figures_are_frozen_once_the_period_is_over() {
    // N-Q-1, N-GEN-3
    let collected = vec![Event::Collected(collection())];
    let runs = Refusal::PeriodRuns { period: "2026年第一季度".to_owned(), last: day("2026-03-31") };
    assert_eq!(is_refused(collected.clone(), freeze("2026-03-31")), runs);
    given::<Notice>(collected.clone()).on(day("2026-04-01")).when(freeze("2026-04-01")).outcome().unwrap();
    let unfound = Freezing { found: None, ..freezing("2026-04-10") };
    assert_eq!(is_refused(collected, Command::Freeze(Box::new(unfound))), Refusal::NoFigures);
}

#[test]
fn a_quarterly_notice_is_about_a_quarter() {
    let half = Collection { period: Period::Half(2026, 1), ..collection() };
    let refused = is_refused(Vec::new(), Command::Collect(half));
    assert_eq!(refused, Refusal::NotAQuarter { period: Period::Half(2026, 1) });
}

#[test]
fn no_step_lies_in_the_future_or_before_the_one_it_follows() {
    let tomorrow = Command::Draft(Draft { on: day("2026-05-02"), ..words("一") });
    let history = vec![Event::Collected(collection()), frozen()];
    assert_eq!(
        is_refused(history.clone(), tomorrow),
        Refusal::NotYetCome { on: day("2026-05-02"), today: day("2026-05-01") }
    );
    let before = Command::Draft(Draft { on: day("2026-04-09"), ..words("一") });
    assert_eq!(is_refused(history, before), Refusal::TooEarly { on: day("2026-04-09"), since: day("2026-04-10") });
}

#[test]
fn a_freeze_is_taken_back_with_a_reason_before_the_issue_only() {
    let unfreeze = || Command::Unfreeze(Unfreezing { on: day("2026-04-21"), reason: Text::known("漏录一案") });
    let taken_back = given::<Notice>(drafted()).on(day("2026-04-21")).when(unfreeze()).outcome().unwrap();
    let after = given::<Notice>([drafted(), taken_back].concat());
    assert_eq!((after.state().stage, after.state().draft.is_some()), (Stage::Collecting, true), "the words are kept");
    assert_eq!(is_refused(issued(), unfreeze()), Refusal::NotAtThisStage { stage: Stage::Issued });
}

#[test]
fn words_are_free_but_a_number_must_be_one_of_the_frozen() {
    // S38
    let draft = |text: &str| Command::Draft(words(text));
    let history = || vec![Event::Collected(collection()), frozen()];
    given::<Notice>(history()).on(day("2026-05-01")).when(draft("受理率{accept.rate}。")).outcome().unwrap();
    let unknown = Refusal::UnknownPlace(crate::text::UnknownPlace("accept.ratio".to_owned()));
    assert_eq!(is_refused(history(), draft("受理率{accept.ratio}。")), unknown);
}

#[test]
fn a_number_of_the_quarter_is_never_typed() {
    // S38
    let history = || vec![Event::Collected(collection()), frozen()];
    let block = |key, heading: Option<&str>, text: &str| {
        let block = Block { key, heading: heading.map(Line::known), text: Text::known(text) };
        Command::Draft(Draft { blocks: vec![block], ..words("一") })
    };
    let typed = |field, part: &str, number: &str| {
        let (part, number) = (part.to_owned(), number.to_owned());
        Refusal::NumberTyped { field, part, number }
    };
    let second = block(BlockKey::Appearance, None, "{period}，情况如下。\n负责人出庭应诉率99.00%。");
    let refused = is_refused(history(), second);
    assert_eq!(refused, typed("blocks", "“出庭应诉”第2自然段", "99.00%"));
    assert!(refused.to_string().contains("请改为花括号中的指标引用，如 {app.heard}"), "{refused}");
    let headed = block(BlockKey::Other, Some("败诉12件"), "一");
    assert_eq!(is_refused(history(), headed), typed("blocks", "“其他”的小标题", "12件"));
    let titled = Draft { title: Some(Line::known("关于败诉率百分之三的通报")), ..words("一") };
    assert_eq!(is_refused(history(), Command::Draft(titled)), typed("title", "标题", "百分之三"));

    let target = block(BlockKey::Requirements, None, "负责人出庭应诉率应达到100%。");
    let told = with_example(example("其中3件商品不合格，处货值金额20%的罚款。"));
    for free in [target, told] {
        given::<Notice>(history()).on(day("2026-05-01")).when(free).outcome().unwrap();
    }
}

fn example(text: &str) -> TypicalCase {
    TypicalCase {
        item: Item { kind: "Case".to_owned(), stream: Uuid::from_u128(7), key: String::new() },
        title: Line::known("某某诉县司法局案"),
        text: Text::known(text),
        named_because: None,
        hidden: vec![Line::known("张三")],
    }
}

fn with_example(case: TypicalCase) -> Command {
    Command::Draft(Draft { typical: vec![case], ..words("一") })
}

#[test]
fn a_citizen_is_not_named_unless_somebody_says_why() {
    // N-GEN-5
    let history = || vec![Event::Collected(collection()), frozen()];
    let shown = |field, part: &str, name: &str, hidden: &str| Refusal::NameShown {
        field,
        part: part.to_owned(),
        name: Line::known(name),
        hidden: hidden.to_owned(),
    };
    let in_example = shown("typical", "典型案例“某某诉县司法局案”", "张三", "张某");
    for text in ["张三不服处罚。", "张　三不服处罚。"] {
        assert_eq!(is_refused(history(), with_example(example(text))), in_example);
    }
    let because =
        TypicalCase { named_because: Some(Line::known("当事人书面同意")), ..example("张三不服处罚。") };
    for case in [example("张某不服处罚。"), because] {
        given::<Notice>(history()).on(day("2026-05-01")).when(with_example(case)).outcome().unwrap();
    }
    // A citizen in another listed case is named nowhere.
    let refused = is_refused(history(), Command::Draft(words("李四等人的案件败诉。")));
    assert_eq!(refused, shown("blocks", "引言", "李四", "李某"));
    let titled = Draft { title: Some(Line::known("关于李四案的通报")), ..words("一") };
    assert_eq!(is_refused(history(), Command::Draft(titled)), shown("title", "标题", "李四", "李某"));
    let addressed = Draft { addressees: Line::known("各镇人民政府、李　四"), ..words("一") };
    assert_eq!(is_refused(history(), Command::Draft(addressed)), shown("addressees", "主送", "李四", "李某"));
    let copied = Draft { copies: Some(Line::known("李四")), ..words("一") };
    assert_eq!(is_refused(history(), Command::Draft(copied)), shown("copies", "抄送", "李四", "李某"));
    let other = with_example(example("李四不服处罚。"));
    assert_eq!(is_refused(history(), other), shown("typical", "典型案例“某某诉县司法局案”", "李四", "李某"));
}

#[test]
fn an_example_is_among_the_frozen_cases() {
    let history = vec![Event::Collected(collection()), frozen()];
    let other = Item { stream: Uuid::from_u128(8), ..example("").item };
    let refused = is_refused(history, with_example(TypicalCase { item: other, ..example("一") }));
    assert_eq!(refused, Refusal::NotAmongCases { title: Line::known("某某诉县司法局案") });
}

#[test]
fn what_was_drafted_anew_is_approved_anew() {
    let redrafted = [drafted(), vec![Event::Approved(approval())], vec![Event::Drafted(words("二"))]].concat();
    assert_eq!(is_refused(redrafted, Command::Issue(issue())), Refusal::NotAtThisStage { stage: Stage::Drafted });
}

#[test]
fn an_issued_notice_is_withdrawn_or_restated_and_nothing_else() {
    // S39
    for step in
        [Command::Draft(words("一")), Command::Approve(approval()), Command::Issue(issue()), freeze("2026-04-20")]
    {
        assert_eq!(is_refused(issued(), step), Refusal::NotAtThisStage { stage: Stage::Issued });
    }
    let withdraw = Command::Withdraw(Withdrawal { on: day("2026-05-01"), reason: Text::known("有误") });
    given::<Notice>(issued()).on(day("2026-05-01")).when(withdraw).outcome().unwrap();
}

fn paper(pdf: &[u8]) -> Paper {
    Paper { on: day("2026-04-20"), pdf: pdf.to_vec(), sha256: sha256(pdf).to_vec(), pages: 3 }
}

#[test]
fn the_paper_is_kept_once_and_as_it_was_rendered() {
    given::<Notice>(issued()).when(Command::KeepPaper(paper(b"pdf"))).then([Event::PaperKept(paper(b"pdf"))]);
    let kept = [issued(), vec![Event::PaperKept(paper(b"pdf"))]].concat();
    assert_eq!(is_refused(kept, Command::KeepPaper(paper(b"pdf"))), Refusal::PaperKeptBefore);
    let restating =
        Restating { on: day("2026-05-01"), by: Uuid::from_u128(5), number: Line::known("通报〔2026〕2号") };
    let withdrawal = Withdrawal { on: day("2026-05-01"), reason: Text::known("有误") };
    for since in [Event::Restated(restating), Event::Withdrawn(withdrawal)] {
        let history = [issued(), vec![since]].concat();
        given::<Notice>(history).when(Command::KeepPaper(paper(b"pdf"))).then([Event::PaperKept(paper(b"pdf"))]);
    }
    let damaged = Paper { sha256: sha256(b"other").to_vec(), ..paper(b"pdf") };
    assert_eq!(is_refused(issued(), Command::KeepPaper(damaged)), Refusal::PaperDamaged);
    let large = vec![0; 900 * 1024 + 1];
    let refused = is_refused(issued(), Command::KeepPaper(paper(&large)));
    assert_eq!(refused, Refusal::PaperTooLarge { size: large.len(), most: 900 * 1024 });
}

#[test]
fn the_same_restatement_is_offered_once() {
    // S36
    let offer = |position: i64, figures: &[&str]| {
        let change = |figure: &&str| messages::Change { figure: (*figure).to_owned(), ..messages::Change::default() };
        let position = messages::LogPosition { position, ..messages::LogPosition::default() };
        let content = messages::Offer {
            on: "2026-04-25".to_owned(),
            positions: vec![position],
            changes: figures.iter().map(change).collect(),
        };
        Offer { on: day("2026-04-25"), content: Kept::written(&content) }
    };
    let first = offer(9, &["app.heard"]);
    let offered = [issued(), vec![Event::RestatementOffered(first)]].concat();
    given::<Notice>(offered.clone()).when(Command::OfferRestatement(offer(12, &["app.heard"]))).then([]);
    let more = offer(13, &["app.heard", "app.due"]);
    given::<Notice>(offered).when(Command::OfferRestatement(more.clone())).then([Event::RestatementOffered(more)]);
}

#[test]
fn a_restatement_is_of_the_notice_before_it_and_that_one_is_in_force() {
    let restates = |notice: Uuid, number: Option<&str>| {
        let (number, issued_on) = (number.map(Line::known), None);
        let restates = Some(Restated { notice, number, issued_on });
        Command::Collect(Collection { on: day("2026-04-30"), ordinal: 2, restates, ..collection() })
    };
    given::<Notice>([]).on(day("2026-05-01")).when(restates(id(), Some("通报〔2026〕1号"))).outcome().unwrap();
    assert_eq!(is_refused(Vec::new(), restates(id(), None)), Refusal::NothingToRestate);
    let another = restates(Uuid::from_u128(5), Some("通报〔2026〕1号"));
    assert_eq!(is_refused(Vec::new(), another), Refusal::AnotherNoticeRestated);
}

#[test]
fn another_notice_of_the_period_is_begun_only_after_a_withdrawn_one() {
    // S39
    let second = Collection { ordinal: 2, ..collection() };
    assert_eq!(is_refused(Vec::new(), Command::Collect(second.clone())), Refusal::NotWithdrawn);
    let after = Command::Collect(Collection { after: Some(id()), ..second });
    given::<Notice>([]).on(day("2026-05-01")).when(after).outcome().unwrap();
}
