//! The lines of a scenario file, by their indentation. What they mean is for [`super::reading`].

use std::iter::Peekable;

/// A line that begins at the margin, with what is indented under it.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) line: usize,
    /// Without the comment.
    pub(super) text: String,
    /// As it was written.
    pub(super) written: String,
    pub(super) fields: Vec<Node>,
}

/// `字段：值`, with what is indented under it.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) line: usize,
    pub(super) word: String,
    pub(super) content: String,
    pub(super) inner: Vec<Node>,
}

/// Something wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub text: String,
}

/// All mistakes of a file.
#[derive(Debug, Default)]
pub(super) struct Mistakes(pub(super) Vec<Mistake>);

impl Mistakes {
    pub(super) fn add(&mut self, line: usize, text: impl Into<String>) {
        self.0.push(Mistake { line, text: text.into() });
    }
}

type Lines<'a> = Peekable<std::vec::IntoIter<Line<'a>>>;

struct Line<'a> {
    number: usize,
    indent: usize,
    text: &'a str,
    written: &'a str,
}

/// Takes a file apart.
pub(super) fn blocks(file: &str, mistakes: &mut Mistakes) -> Vec<Block> {
    let lines: Vec<Line<'_>> = file.lines().zip(1..).filter_map(line).collect();
    let mut lines = lines.into_iter().peekable();
    let mut blocks = Vec::new();
    while let Some(line) = lines.next() {
        let fields = nodes(&mut lines, line.indent, mistakes);
        if line.indent > 0 {
            mistakes.add(line.number, "缩进的行应写在某一步骤的下面，请顶格书写或者补上步骤");
            continue;
        }
        let (text, written) = (line.text.to_owned(), line.written.trim().to_owned());
        blocks.push(Block { line: line.number, text, written, fields });
    }
    blocks
}

/// A line with something on it, without its comment: `#` at the beginning or after a blank.
fn line((written, number): (&str, usize)) -> Option<Line<'_>> {
    let written = written.trim_start_matches('\u{feff}');
    let is_comment = |(at, _): &(usize, &str)| written[..*at].chars().last().is_none_or(char::is_whitespace);
    let end = written.match_indices('#').find(is_comment).map_or(written.len(), |(at, _)| at);
    let text = written[..end].trim();
    let blanks = written.chars().take_while(|c| c.is_whitespace());
    let width = |c: char| match c {
        '\t' => 4,
        '\u{3000}' => 2,
        _ => 1,
    };
    (!text.is_empty()).then(|| Line { number, indent: blanks.map(width).sum(), text, written })
}

/// What is indented more than so much.
fn nodes(lines: &mut Lines<'_>, margin: usize, mistakes: &mut Mistakes) -> Vec<Node> {
    let mut nodes = Vec::new();
    while let Some(line) = lines.next_if(|line| line.indent > margin) {
        let inner = self::nodes(lines, line.indent, mistakes);
        match line.text.split_once(['：', ':']) {
            Some((word, content)) => nodes.push(Node {
                line: line.number,
                word: word.trim().to_owned(),
                content: content.trim().to_owned(),
                inner,
            }),
            None => mistakes.add(line.number, format!("“{}”应写成“字段：值”", line.text)),
        }
    }
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken_apart(file: &str) -> (Vec<Block>, Vec<Mistake>) {
        let mut mistakes = Mistakes::default();
        (blocks(file, &mut mistakes), mistakes.0)
    }

    #[test]
    fn what_is_indented_belongs_to_the_line_above() {
        let file = "# 说明\n2024-05-02 钱芳 登记收到申请 # 选定\n  申请人：张三\n    地址: 城关镇#1号\n  请求：撤销\n应当 阶段 受理审查\n";
        let (blocks, mistakes) = taken_apart(file);
        assert_eq!(mistakes, []);
        assert_eq!((blocks[0].line, blocks[0].text.as_str()), (2, "2024-05-02 钱芳 登记收到申请"));
        let [applicant, claim] = blocks[0].fields.as_slice() else { panic!("two fields") };
        assert_eq!((applicant.word.as_str(), applicant.content.as_str()), ("申请人", "张三"));
        assert_eq!((applicant.inner[0].line, applicant.inner[0].content.as_str()), (4, "城关镇#1号"));
        assert_eq!((claim.line, blocks[1].line), (5, 6));
    }

    #[test]
    fn a_line_that_belongs_nowhere_is_named() {
        let (_, mistakes) = taken_apart("  阶段：受理\n应当 阶段 受理\n   没有冒号\n");
        assert_eq!(mistakes.iter().map(|mistake| mistake.line).collect::<Vec<_>>(), [1, 3]);
    }
}
