//! `/notices/{notice}/steps/draft`: the words around the figures. Words are free; a number stands as a placeholder and is
//! filled in from what is frozen (S38).

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::day::Day;
use proto::notices::notice_command::Command;
use proto::notices::{
    Block, Candidate, Drafting, Figure, FigureDocument, Item, NoticeAnswer, NoticeCommand, NoticeLine, TypicalCase,
};
use serde::Deserialize;
use uuid::Uuid;

use super::worked_on;
use crate::Portal;
use crate::access::Person;
use crate::asking::notices;
use crate::failure::Failure;
use crate::form::{Entered, Field, Reader, Section};
use crate::frame::{Frame, page};
use crate::pages::desk;
use crate::pages::forms::{self, Consequence, Form, Outcome, Submitted, Wrong};
use crate::words::{self, Words};

const COMMAND: &str = "draft";

const BLOCKS: Words = &[
    ("Opening", "引言"),
    ("Appearance", "负责人出庭应诉"),
    ("Loss", "行政诉讼败诉"),
    ("Correction", "行政复议纠错"),
    ("Typical", "典型案例"),
    ("Requirements", "工作要求"),
    ("Other", "其他"),
];

/// A number as a text may contain it, and what it will print.
#[derive(Debug, Clone, PartialEq)]
struct Placeholder {
    written: String,
    value: String,
    /// The figure it is of; empty: of none.
    figure: String,
    meaning: String,
}

/// A block with the numbers in it.
struct Written {
    section: Section,
    numbers: Vec<Placeholder>,
}

/// A case that can be told.
struct Example {
    section: Section,
    is_chosen: bool,
    kind: &'static str,
}

#[derive(Template)]
#[template(path = "notice_draft.html")]
struct Page {
    frame: Frame,
    form: Form,
    wrong: Vec<Wrong>,
    head: Section,
    blocks: Vec<Written>,
    examples: Vec<Example>,
    /// Each with whether it is the first of its figure.
    placeholders: Vec<(bool, Placeholder)>,
}

/// Everything the page needs.
struct Desk {
    id: Uuid,
    person: Person,
    notice: NoticeLine,
    version: i64,
    effect: Option<String>,
    draft: Drafting,
    /// Those that are written, and those that can be, in the order in which they are printed.
    blocks: Vec<Block>,
    placeholders: Vec<Placeholder>,
    /// Those chosen before, and then the others that can be.
    examples: Vec<(TypicalCase, bool, &'static str)>,
    today: Day,
}

impl Desk {
    async fn of(portal: &Portal, person: Person, id: Uuid) -> Result<Self, Failure> {
        let (answer, notice) = worked_on(portal, &person, id).await?;
        let steps = notices::steps(portal, id).await?;
        let step = steps.steps.into_iter().find(|step| step.command == COMMAND);
        let Some(draft) = answer.draft.clone() else {
            return Err(Failure::Changed("通报的数据还没有冻结，冻结以后再起草".to_owned()));
        };
        Ok(Self {
            id,
            person,
            notice,
            version: steps.version,
            effect: step.map(|step| step.effect),
            placeholders: answer.figures.as_ref().map(placeholders).unwrap_or_default(),
            examples: examples(&answer, &draft),
            blocks: blocks(&draft),
            draft,
            today: portal.inside.clock.today(),
        })
    }

    fn address(&self) -> String {
        format!("/notices/{}/steps/{COMMAND}", self.id)
    }

    /// What was sent off stands in the order of the form it was sent from, each text with its own case and part: the notice
    /// may have been drafted anew meanwhile, and the cases stand in another order then.
    fn arrange(&mut self, entered: &Entered) {
        let sent = |name: fn(usize) -> String| (0..).map_while(move |n| entered.get(&name(n)));
        let items = sent(|n| format!("case.{n}.item"));
        let example = |case: &(TypicalCase, bool, &'static str), item: &str| written(case.0.item.as_ref()) == item;
        let unknown = |item: &str| (TypicalCase { item: item_of(item), ..TypicalCase::default() }, false, "");
        self.examples = in_order(items, std::mem::take(&mut self.examples), example, unknown);
        let keys = sent(|n| format!("block.{n}.key"));
        let unwritten = |key: &str| Block { key: key.to_owned(), ..Block::default() };
        self.blocks = in_order(keys, std::mem::take(&mut self.blocks), |block, key| block.key == key, unwritten);
    }

    fn head(&self) -> Vec<Field> {
        vec![
            Field::line("title", "标题").or(&self.draft.title).if_any().wide().help("不填用通常的标题"),
            Field::line("addressees", "主送").or(&self.draft.addressees).wide(),
            Field::line("copies", "抄送").or(&self.draft.copies).if_any().wide(),
            Field::day("on", "起草日期").or(self.today),
        ]
    }

    fn block(n: usize, block: &Block) -> Vec<Field> {
        let part = words::title(BLOCKS, &block.key);
        vec![
            Field::hidden(format!("block.{n}.key"), &block.key),
            Field::line(format!("block.{n}.heading"), format!("小标题（{part}）")).or(&block.heading).if_any().wide(),
            Field::text(format!("block.{n}.text"), format!("正文（{part}）"))
                .or(&block.text)
                .if_any()
                .help("一行一个自然段；不写的部分不印"),
        ]
    }

    fn example(n: usize, (case, is_chosen, _): &(TypicalCase, bool, &'static str)) -> Vec<Field> {
        let flag = |on: bool| if on { "on" } else { "" };
        vec![
            Field::hidden(format!("case.{n}.item"), written(case.item.as_ref())),
            Field::flag(format!("case.{n}.chosen"), "写入通报").or(flag(*is_chosen)),
            Field::line(format!("case.{n}.title"), "案例标题").or(&case.title).if_any().wide(),
            Field::text(format!("case.{n}.text"), "案情和评析")
                .or(&case.text)
                .if_any()
                .help("一行一个自然段，公民姓名以某某代替"),
            Field::flag(format!("case.{n}.named"), "写出公民姓名").or(flag(case.named)),
            Field::line(format!("case.{n}.named_because"), "写出姓名的理由")
                .or(&case.named_because)
                .if_any()
                .wide()
                .help("写出姓名的必须填写"),
        ]
    }

    fn read(&self, entered: &Entered) -> Result<NoticeCommand, BTreeMap<String, String>> {
        let mut reader = Reader::new(entered, self.today);
        let on = reader.day("on");
        let (title, addressees) = (reader.line_if_any("title"), reader.line("addressees"));
        let copies = reader.line_if_any("copies");
        let block = |(n, block): (usize, &Block)| {
            let text = reader.text_if_any(&format!("block.{n}.text"));
            for number in numbers(&text, &self.placeholders).iter().filter(|number| number.value.is_empty()) {
                reader.wrong(&format!("block.{n}.text"), unknown(&number.written));
            }
            Block { key: block.key.clone(), heading: reader.line_if_any(&format!("block.{n}.heading")), text }
        };
        let blocks = self.blocks.iter().enumerate().map(block).filter(|block| !block.text.is_empty()).collect();
        let mut typical = Vec::new();
        for (n, (case, ..)) in self.examples.iter().enumerate() {
            if !reader.flag(&format!("case.{n}.chosen")) {
                continue;
            }
            let named = reader.flag(&format!("case.{n}.named"));
            let because = format!("case.{n}.named_because");
            typical.push(TypicalCase {
                item: case.item.clone(),
                title: reader.line(&format!("case.{n}.title")),
                text: reader.text(&format!("case.{n}.text")),
                named,
                named_because: if named { reader.line(&because) } else { String::new() },
                hidden_names: Vec::new(),
            });
        }
        let errors = reader.errors();
        let drafting = Drafting { on, blocks, typical, title, addressees, copies };
        if errors.is_empty() { Ok(NoticeCommand { command: Some(Command::Draft(drafting)) }) } else { Err(errors) }
    }

    fn form(&self, portal: &Portal, entered: &Entered) -> Form {
        let id = entered.command_id().unwrap_or_else(|_| portal.inside.clock.new_id());
        let hindered = "通报现在的阶段不能起草，请返回通报查看现在可以办理的";
        Form {
            title: "起草通报".to_owned(),
            effect: self.effect.clone().unwrap_or_default(),
            action: self.address(),
            save: "保存通报稿".to_owned(),
            back: format!("/notices/{}", self.id),
            parties: self.notice.title.clone(),
            command_id: id.to_string(),
            version: entered.version().unwrap_or(self.version).to_string(),
            is_command: true,
            said: if self.effect.is_none() { vec![hindered.to_owned().into()] } else { Vec::new() },
            ..Form::default()
        }
    }

    async fn page(
        &self,
        portal: &Portal,
        form: Form,
        entered: &Entered,
        errors: &BTreeMap<String, String>,
    ) -> Result<Response, Failure> {
        let section = |title: String, fields| Section::new(title, fields, entered, errors, self.today);
        let head = section("标题和收文机关".to_owned(), self.head());
        let block = |(n, block): (usize, &Block)| {
            let section = section(words::title(BLOCKS, &block.key), Self::block(n, block));
            let text = section.fields.iter().find(|field| field.kind == "text").map(|field| field.value.clone());
            Written { numbers: numbers(&text.unwrap_or_default(), &self.placeholders), section }
        };
        let example = |(n, example): (usize, &(TypicalCase, bool, &'static str))| {
            let section = section(example.0.title.clone(), Self::example(n, example));
            let is_chosen = section.fields.iter().any(|field| field.name.ends_with(".chosen") && field.value == "on");
            Example { is_chosen, kind: example.2, section }
        };
        let blocks: Vec<Written> = self.blocks.iter().enumerate().map(block).collect();
        let examples: Vec<Example> = self.examples.iter().enumerate().map(example).collect();
        let written = blocks.iter().map(|block| &block.section).chain(examples.iter().map(|example| &example.section));
        let sections: Vec<&Section> = std::iter::once(&head).chain(written).collect();
        let wrong = forms::wrong(&sections, errors);
        let status = forms::status(&wrong);
        let frame = Frame::of(portal, &self.person, "/notices").await?;
        let before = std::iter::once(None).chain(self.placeholders.iter().map(Some));
        let is_first = |(before, this): (Option<&Placeholder>, &Placeholder)| {
            (before.is_none_or(|before| before.figure != this.figure), this.clone())
        };
        let placeholders = before.zip(&self.placeholders).map(is_first).collect();
        let mut response = page(&Page { frame, form, wrong, head, blocks, examples, placeholders })?;
        *response.status_mut() = status;
        Ok(response)
    }
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    draft: Option<Uuid>,
}

/// `GET /notices/{notice}/steps/draft`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let mut desk = Desk::of(&portal, person, id).await?;
    let mut opened = desk::opened(&portal, &desk.person, &desk.address(), asked.draft).await?;
    let entered = opened.entered.take().unwrap_or_default();
    desk.arrange(&entered);
    let mut form = desk.form(&portal, &entered);
    opened.say(&mut form);
    desk.page(&portal, form, &entered, &BTreeMap::new()).await
}

/// `POST /notices/{notice}/steps/draft`
pub(crate) async fn save(
    State(portal): State<Portal>,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    mut entered: Entered,
) -> Result<Response, Failure> {
    let here = format!("/notices/{id}/steps/{COMMAND}");
    let person = match forms::sender(&portal, &headers, &entered, &here, "起草通报").await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut desk = match Desk::of(&portal, person.clone(), id).await {
        Err(Failure::Away(_)) => return forms::kept(&portal, &person, &entered, &here, "起草通报").await,
        desk => desk?,
    };
    desk.arrange(&entered);
    let (errors, said) = match desk.read(&entered) {
        Err(errors) => (errors, Vec::new()),
        Ok(_) if entered.get("do") == Some("check") => (BTreeMap::new(), Vec::new()),
        Ok(command) => {
            let title = format!("{} 起草", desk.notice.title);
            let submitted = Submitted { case: id, command: &command, entered: &entered, form: &here, title: &title };
            match forms::save(&portal, &desk.person, &submitted).await? {
                Outcome::Go(response) => return Ok(response),
                Outcome::Again { errors, said, version } => {
                    if let Some(version) = version {
                        entered.set("version", version.to_string());
                    }
                    (errors, said)
                }
            }
        }
    };
    let mut form = desk.form(&portal, &entered);
    form.said.extend(said);
    desk.page(&portal, form, &entered, &errors).await
}

/// `POST /notices/{notice}/steps/draft/consequence`: while somebody types.
pub(crate) async fn consequence(
    State(portal): State<Portal>,
    person: Person,
    Path(id): Path<Uuid>,
    entered: Entered,
) -> Result<Response, Failure> {
    entered.checked(&person)?;
    let mut desk = Desk::of(&portal, person, id).await?;
    desk.arrange(&entered);
    let errors = desk.read(&entered).err().unwrap_or_default();
    let moves = desk.effect.map(|effect| vec![("起草".to_owned(), effect)]).unwrap_or_default();
    forms::fragment(&Consequence {
        missing: errors.len(),
        moves,
        notes: errors.into_values().collect(),
        ..Consequence::default()
    })
}

/// The numbers a text may contain.
fn placeholders(document: &FigureDocument) -> Vec<Placeholder> {
    let one = |figure: &str, written: String, value: String, meaning: &str| Placeholder {
        written,
        value,
        figure: figure.to_owned(),
        meaning: meaning.to_owned(),
    };
    let period = one("", "{period}".to_owned(), document.period_title.clone(), "期间");
    let of = |figure: &Figure| {
        let (code, title) = (&figure.code, &figure.title);
        let total = figure.total.clone().unwrap_or_default();
        let mut all = vec![one(title, format!("{{{code}}}"), total.printed, "印出的数值")];
        let mut size = |part: &str, words: &str, size: u64| {
            all.push(one(title, format!("{{{code}.{part}}}"), size.to_string(), words));
        };
        if figure.measure == "Rate" {
            size("numerator", "分子", total.numerator);
            size("denominator", "分母", total.denominator);
        }
        size("excluded", "未计入", total.excluded);
        for comparison in &figure.comparisons {
            let part = if comparison.kind == "YearOnYear" { "yoy" } else { "qoq" };
            all.push(one(title, format!("{{{code}.{part}}}"), comparison.printed.clone(), &comparison.title));
        }
        all
    };
    std::iter::once(period).chain(document.figures.iter().flat_map(of)).collect()
}

/// The numbers in a text, each once; one that is not known has no value.
fn numbers(text: &str, known: &[Placeholder]) -> Vec<Placeholder> {
    let mut numbers: Vec<Placeholder> = Vec::new();
    for part in text.split('{').skip(1) {
        let Some((inside, _)) = part.split_once('}') else { continue };
        let written = format!("{{{inside}}}");
        let of = known.iter().find(|placeholder| placeholder.written == written).cloned();
        let of = of.unwrap_or_else(|| {
            let (figure, value) = (String::new(), String::new());
            Placeholder { meaning: unknown(&written), written, value, figure }
        });
        if !numbers.contains(&of) {
            numbers.push(of);
        }
    }
    numbers
}

fn unknown(written: &str) -> String {
    format!("没有“{written}”这个数字，请从右侧列表中选用")
}

/// The blocks of a draft, and empty ones for what it does not speak of.
fn blocks(draft: &Drafting) -> Vec<Block> {
    let known = BLOCKS.iter().filter(|(key, _)| *key != "Typical");
    let of = |(key, _): &(&str, &str)| {
        let written: Vec<Block> = draft.blocks.iter().filter(|block| block.key == *key).cloned().collect();
        if written.is_empty() { vec![Block { key: (*key).to_owned(), ..Block::default() }] } else { written }
    };
    known.flat_map(of).collect()
}

/// The cases that can be told: those already chosen as they were written, then the others.
fn examples(answer: &NoticeAnswer, draft: &Drafting) -> Vec<(TypicalCase, bool, &'static str)> {
    let kind = |item: Option<&Item>| {
        let candidate = answer.candidates.iter().find(|candidate| candidate.item.as_ref() == item);
        candidate.map_or("", |candidate| if candidate.kind == "Loss" { "败诉" } else { "纠错" })
    };
    let chosen = draft.typical.iter().map(|case| (case.clone(), true, kind(case.item.as_ref())));
    let is_new = |candidate: &&Candidate| draft.typical.iter().all(|case| case.item != candidate.item);
    let others = answer.candidates.iter().filter(is_new).map(|candidate| {
        let (item, title, text) = (candidate.item.clone(), candidate.title.clone(), candidate.text.clone());
        (TypicalCase { item, title, text, ..TypicalCase::default() }, false, kind(candidate.item.as_ref()))
    });
    chosen.chain(others).collect()
}

/// These in the order in which they are named, one that is not known as a new one, and the others behind them.
fn in_order<'n, T>(
    names: impl Iterator<Item = &'n str>,
    mut known: Vec<T>,
    is_it: impl Fn(&T, &str) -> bool,
    new: impl Fn(&str) -> T,
) -> Vec<T> {
    let placed = names.map(|name| match known.iter().position(|one| is_it(one, name)) {
        Some(place) => known.remove(place),
        None => new(name),
    });
    let mut ordered: Vec<T> = placed.collect();
    ordered.append(&mut known);
    ordered
}

/// The fact that a form names.
fn item_of(written: &str) -> Option<Item> {
    let (kind, rest) = written.split_once('/')?;
    let (stream, key) = rest.split_once('/')?;
    let stream = stream.parse::<Uuid>().ok()?.as_bytes().to_vec();
    Some(Item { kind: kind.to_owned(), stream, key: key.to_owned() })
}

fn written(item: Option<&Item>) -> String {
    let item = item.cloned().unwrap_or_default();
    format!("{}/{}/{}", item.kind, Uuid::from_slice(&item.stream).unwrap_or_default(), item.key)
}

#[cfg(test)]
mod tests {
    use proto::notices::{Comparison, Tally};

    use super::*;
    use crate::access::Role;
    use crate::access::tests::person;

    #[test] // S38
    fn a_number_in_a_text_shows_what_it_will_print() {
        let total = Tally { numerator: 11, denominator: 13, printed: "84.62%".to_owned(), ..Tally::default() };
        let comparison =
            Comparison { kind: "YearOnYear".to_owned(), printed: "持平".to_owned(), ..Comparison::default() };
        let figure = Figure {
            code: "app.heard".to_owned(),
            measure: "Rate".to_owned(),
            total: Some(total),
            comparisons: vec![comparison],
            ..Figure::default()
        };
        let known = placeholders(&FigureDocument { figures: vec![figure], ..FigureDocument::default() });
        let text = "出庭率{app.heard}（{app.heard.numerator}/{app.heard.denominator}），同比{app.heard.yoy}；{app.heard}；{app.herd}";
        let values: Vec<String> = numbers(text, &known).into_iter().map(|number| number.value).collect();
        assert_eq!(values, ["84.62%", "11", "13", "持平", ""]);
        assert!(numbers("没有{闭合", &known).is_empty());
    }

    #[test] // S48
    fn a_text_stays_with_its_case_and_part_though_another_tab_has_drafted_meanwhile() {
        let item = |stream: u128, key: &str| {
            let (kind, stream) = ("PartyInstance".to_owned(), Uuid::from_u128(stream).as_bytes().to_vec());
            Some(Item { kind, stream, key: key.to_owned() })
        };
        let case = |stream| (TypicalCase { item: item(stream, "1/2"), ..TypicalCase::default() }, false, "");
        let block = |key: &str| Block { key: key.to_owned(), ..Block::default() };
        let mut desk = Desk {
            id: Uuid::nil(),
            person: person(&[Role::NoticeEditor]),
            notice: NoticeLine::default(),
            version: 1,
            effect: None,
            draft: Drafting::default(),
            blocks: vec![block("Opening"), block("Loss"), block("Loss")],
            placeholders: Vec::new(),
            examples: vec![case(1), case(2)],
            today: kernel::day::day(2026, 4, 12),
        };
        let mut form = form_urlencoded::Serializer::new(String::new());
        for (n, stream) in [(0, 2), (1, 3), (2, 1)] {
            form.append_pair(&format!("case.{n}.item"), &written(item(stream, "1/2").as_ref()));
            form.append_pair(&format!("case.{n}.chosen"), if n < 2 { "on" } else { "" });
            form.append_pair(&format!("case.{n}.title"), &format!("案{stream}"));
            form.append_pair(&format!("case.{n}.text"), &format!("案情{stream}"));
        }
        for (n, key) in ["Loss", "Opening"].into_iter().enumerate() {
            form.append_pair(&format!("block.{n}.key"), key).append_pair(&format!("block.{n}.text"), key);
        }
        form.append_pair("on", "2026-04-12").append_pair("addressees", "各镇人民政府");
        let entered = Entered::read(form.finish().as_bytes());
        desk.arrange(&entered);
        let Some(Command::Draft(read)) = desk.read(&entered).unwrap().command else { panic!() };
        let told: Vec<_> = read.typical.into_iter().map(|case| (case.item, case.title)).collect();
        assert_eq!(told, [(item(2, "1/2"), "案2".to_owned()), (item(3, "1/2"), "案3".to_owned())]);
        let parts: Vec<_> = read.blocks.into_iter().map(|block| (block.key, block.text)).collect();
        assert_eq!(parts, ["Loss", "Opening"].map(|key| (key.to_owned(), key.to_owned())));
    }

    #[test]
    fn a_part_that_was_left_out_can_be_written_later() {
        let block = |key: &str| Block { key: key.to_owned(), text: "一".to_owned(), ..Block::default() };
        let draft = Drafting { blocks: vec![block("Requirements"), block("Opening")], ..Drafting::default() };
        let keys: Vec<(String, bool)> =
            blocks(&draft).into_iter().map(|block| (block.key, block.text.is_empty())).collect();
        assert_eq!(keys[0], ("Opening".to_owned(), false));
        assert_eq!(keys[1], ("Appearance".to_owned(), true));
        assert!(keys.contains(&("Requirements".to_owned(), false)));
    }
}
