//! The words of a notice. They are free, its numbers are not (S38).

use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::word::{Word as _, words};
use kernel::writing::{Line, Text};
use proto::notices as messages;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::typed::numbers_are_not_typed;
use super::{Event, Notice};
use crate::refusal::Refusal;
use crate::{text, words};

words! {
    /// What a block of words is about.
    BlockKey {
        Opening "引言",
        Appearance "出庭应诉",
        Loss "败诉",
        Correction "纠错",
        Typical "典型案例",
        Requirements "工作要求",
        Other "其他",
    }
}

/// The words around the figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The day.
    pub on: Day,
    /// The title; none: the usual one.
    pub title: Option<Line>,
    /// 主送.
    pub addressees: Line,
    /// 抄送.
    pub copies: Option<Line>,
    /// The words, in the order in which they are printed.
    pub blocks: Vec<Block>,
    /// The cases told as examples.
    pub typical: Vec<TypicalCase>,
}

/// Words about one thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// What they are about.
    pub key: BlockKey,
    /// The heading, without its number.
    pub heading: Option<Line>,
    /// Paragraphs, one a line, with places for numbers in braces.
    pub text: Text,
}

/// A lost or corrected case, told as an example.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TypicalCase {
    /// Which fact.
    pub item: Item,
    /// Its title.
    pub title: Line,
    /// Paragraphs, one a line.
    pub text: Text,
    /// Why the citizens in it are named; none: they are not.
    pub named_because: Option<Line>,
    /// The citizens in it; looked up before it is decided.
    pub hidden: Vec<Line>,
}

/// A fact by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Case, PartyInstance …
    pub kind: String,
    /// The case, lawsuit or suggestion.
    pub stream: Uuid,
    /// Which part of it.
    pub key: String,
}

/// Somebody approved the notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Approval {
    /// The day.
    pub on: Day,
    /// Who.
    pub name: Line,
    /// In which post.
    pub post: Option<Line>,
    /// What was said.
    pub opinion: Option<Text>,
}

/// Saves the words. Every place for a number can be filled, no number is typed in its stead (S38), every example is a frozen
/// case, and no citizen is named unless somebody says why (N-GEN-5).
pub fn draft(notice: &Notice, c: Draft, on: &Occasion) -> Result<Event, Refusal> {
    notice.entered(c.on, on)?;
    if c.blocks.is_empty() {
        return Err(Refusal::NoWords);
    }
    let frozen = notice.frozen.as_ref().ok_or(Refusal::NotBegun)?;
    let figures = frozen.figures.message();
    text::parts(&c, &figures)?;
    numbers_are_not_typed(&c)?;
    for case in &c.typical {
        is_frozen(case, &figures)?;
    }
    names_nobody(&c, &frozen.citizens)?;
    Ok(Event::Drafted(c))
}

fn is_frozen(case: &TypicalCase, figures: &messages::FigureDocument) -> Result<(), Refusal> {
    let items = figures.lists.iter().flat_map(|list| &list.rows).filter_map(|row| row.item.as_ref());
    let mut items = items.map(|item| (&item.kind, item.stream.as_slice(), &item.key));
    if items.any(|item| item == (&case.item.kind, case.item.stream.as_bytes().as_slice(), &case.item.key)) {
        Ok(())
    } else {
        Err(Refusal::NotAmongCases { title: case.title.clone() })
    }
}

/// Neither a citizen in an example is named nor one in any other case of the period, but those for whom somebody says why.
fn names_nobody(draft: &Draft, citizens: &[Line]) -> Result<(), Refusal> {
    let named = draft.typical.iter().filter(|case| case.named_because.is_some()).flat_map(|case| &case.hidden);
    let named: Vec<&Line> = named.collect();
    let of_examples = draft.typical.iter().flat_map(|case| &case.hidden);
    let hidden: Vec<&Line> = citizens.iter().chain(of_examples).filter(|name| !named.contains(name)).collect();
    let line = |field, part: &str, line: Option<&Line>| line.map(|line| (field, part.to_owned(), line.to_string()));
    let lines = [
        line("title", "标题", draft.title.as_ref()),
        line("addressees", "主送", Some(&draft.addressees)),
        line("copies", "抄送", draft.copies.as_ref()),
    ];
    let blocks = draft.blocks.iter().map(|block| {
        let heading = block.heading.as_ref().map(ToString::to_string).unwrap_or_default();
        ("blocks", block.key.chinese().to_owned(), format!("{heading}\n{}", block.text))
    });
    let examples = draft
        .typical
        .iter()
        .map(|case| ("typical", format!("典型案例“{}”", case.title), format!("{}\n{}", case.title, case.text)));
    for (field, part, text) in lines.into_iter().flatten().chain(blocks).chain(examples) {
        let text = words::without_blanks(&text);
        if let Some(name) = hidden.iter().find(|name| text.contains(&words::without_blanks(name.as_str()))) {
            let hidden = words::hidden(name.as_str());
            return Err(Refusal::NameShown { field, part, name: (*name).clone(), hidden });
        }
    }
    Ok(())
}

/// Approves what was drafted last.
pub fn approve(notice: &Notice, c: Approval, on: &Occasion) -> Result<Event, Refusal> {
    notice.entered(c.on, on)?;
    Ok(Event::Approved(c))
}
