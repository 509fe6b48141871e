//! The words of a notice. They are free, its numbers are not (S38).

use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::word::words;
use kernel::writing::{Line, Text};
use proto::notices as messages;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Event, Notice};
use crate::refusal::Refusal;
use crate::text;

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

/// Saves the words. Every place for a number can be filled, every example is a frozen case, and no citizen is named unless
/// somebody says why (N-GEN-5).
pub fn draft(notice: &Notice, c: Draft, on: &Occasion) -> Result<Event, Refusal> {
    notice.entered(c.on, on)?;
    if c.blocks.is_empty() {
        return Err(Refusal::NoWords);
    }
    let frozen = notice.frozen.as_ref().ok_or(Refusal::NotBegun)?;
    let figures = frozen.figures.message();
    text::parts(&c, &figures)?;
    for case in &c.typical {
        is_frozen(case, &figures)?;
        names_nobody(case)?;
    }
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

fn names_nobody(case: &TypicalCase) -> Result<(), Refusal> {
    let is_told =
        |name: &&Line| case.title.as_str().contains(name.as_str()) || case.text.as_str().contains(name.as_str());
    match case.hidden.iter().find(is_told) {
        Some(name) if case.named_because.is_none() => {
            let hidden = name.as_str().chars().take(1).chain("某".chars()).collect();
            Err(Refusal::NameShown { title: case.title.clone(), name: name.clone(), hidden })
        }
        _ => Ok(()),
    }
}

/// Approves what was drafted last.
pub fn approve(notice: &Notice, c: Approval, on: &Occasion) -> Result<Event, Refusal> {
    notice.entered(c.on, on)?;
    Ok(Event::Approved(c))
}
