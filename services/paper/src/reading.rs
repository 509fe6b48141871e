//! From the message to what is set. Everything wrong with it is found at once and told in words.

use kernel::day::Day;
use proto::paper::{self, Alignment, Problem, ProblemKind, block};

use crate::sheet::{Attachment, Block, Cell, Row, Run, Sheet, Table};
use crate::table::{columns, first_ragged, fit, span};

/// A last paragraph up to here (six lines) goes to the next page together with the signature.
const SHORT: usize = 168;

/// Reads a document. `shows` tells whether any font at hand can show a character; a draft without a day is dated `today`.
pub(crate) fn read(document: paper::Document, today: Day, shows: &dyn Fn(char) -> bool) -> Result<Sheet, Vec<Problem>> {
    let mut reader = Reader { draft: document.draft, problems: Vec::new(), shows };
    let sheet = reader.sheet(document, today);
    if reader.problems.is_empty() { Ok(sheet) } else { Err(reader.problems) }
}

struct Reader<'a> {
    draft: bool,
    problems: Vec<Problem>,
    shows: &'a dyn Fn(char) -> bool,
}

/// A place in the document: for programs and for people.
#[derive(Clone)]
struct Place {
    field: String,
    name: String,
}

fn place(field: &str, name: &str) -> Place {
    Place { field: field.to_owned(), name: name.to_owned() }
}

impl Place {
    /// A part of it, counted from 1.
    fn part(&self, list: &str, number: usize, name: &str) -> Self {
        let field = format!("{}{list}[{}]", self.field, number - 1);
        Self { field, name: format!("{}{name}", self.name) }
    }
}

impl Reader<'_> {
    fn sheet(&mut self, it: paper::Document, today: Day) -> Sheet {
        let letterhead = self.line(it.letterhead, &place("letterhead", "发文机关标志"));
        self.needed(letterhead.is_empty(), &place("letterhead", "发文机关标志"));
        let number = self.line(it.number, &place("number", "发文字号"));
        self.needed(number.is_empty() && !self.draft, &place("number", "发文字号"));
        let title = self.lines(it.title, &place("title", "标题"));
        self.needed(title.is_empty(), &place("title", "标题"));
        let issuers = self.lines(it.issuers, &place("issuers", "发文机关署名"));
        self.needed(issuers.is_empty() && !self.draft, &place("issuers", "发文机关署名"));
        let day = self.day(&it.day, &place("day", "成文日期"));
        self.needed(it.day.is_empty() && !self.draft, &place("day", "成文日期"));
        let printed_on = self.day(&it.printed_on, &place("printed_on", "印发日期"));
        let mut body = self.blocks(it.body, &place("body", "正文"));
        self.needed(body.is_empty(), &place("body", "正文"));
        let is_short = |last: &mut Block| last.length().is_some_and(|length| length <= SHORT);
        let tail = body.pop_if(is_short).into_iter().collect();
        Sheet {
            draft: self.draft,
            letterhead,
            number,
            signer: self.line(it.signer, &place("signer", "签发人")),
            title,
            dated: day.unwrap_or(today).into(),
            addressee: self.line(it.addressee, &place("addressee", "主送机关")),
            body,
            tail,
            attachments: self.attachments(it.attachments),
            issuers,
            day: day.map_or_else(|| "　　年　　月　　日".to_owned(), Day::in_chinese),
            remark: self.line(it.remark, &place("remark", "附注")),
            copies: self.lines(it.copies, &place("copies", "抄送机关")),
            printer: self.line(it.printer, &place("printer", "印发机关")),
            printed_on: printed_on.map_or_else(|| "　　年　　月　　日".to_owned(), Day::in_chinese),
        }
    }

    fn attachments(&mut self, attachments: Vec<paper::Attachment>) -> Vec<Attachment> {
        let read = |(number, it): (usize, paper::Attachment)| {
            let at = Place { field: format!("attachments[{}]", number - 1), name: format!("附件{number}") };
            let title_at = Place { field: format!("{}.title", at.field), name: format!("{}的标题", at.name) };
            let title = self.lines(it.title, &title_at);
            self.needed(title.is_empty(), &title_at);
            let body_at = Place { field: format!("{}.body", at.field), name: at.name };
            Attachment { title, body: self.blocks(it.body, &body_at) }
        };
        (1..).zip(attachments).map(read).collect()
    }

    fn blocks(&mut self, blocks: Vec<paper::Block>, at: &Place) -> Vec<Block> {
        let read = |(number, it): (usize, paper::Block)| {
            let at = at.part("", number, &format!("第{number}段"));
            match it.block? {
                block::Block::Heading(it) => Some(self.heading(it, &at)),
                block::Block::Paragraph(it) => Some(self.paragraph(it, &at)),
                block::Block::Table(it) => self.table(it, &at).map(Block::Table),
            }
        };
        (1..).zip(blocks).filter_map(read).collect()
    }

    fn heading(&mut self, it: paper::Heading, at: &Place) -> Block {
        if !(1..=4).contains(&it.level) {
            let text = format!("{}是第{}级标题：公文的标题只有一至四级，请改正", at.name, it.level);
            self.wrong(ProblemKind::HeadingLevel, at, text);
        }
        self.needed(it.text.is_empty(), at);
        Block::Heading { level: it.level, text: self.line(it.text, at) }
    }

    fn paragraph(&mut self, it: paper::Paragraph, at: &Place) -> Block {
        let runs = it.runs.into_iter().map(|run| Run { text: self.line(run.text, at), strong: run.strong });
        Block::Paragraph { runs: runs.collect() }
    }

    fn table(&mut self, it: paper::Table, at: &Place) -> Option<Table> {
        let count = it.columns.len();
        for (part, name, rows) in [(".table.head", "表头", &it.head), (".table.rows", "表格", &it.rows)] {
            if let Some(number) = first_ragged(count, rows) {
                let at = at.part(part, number, &format!("的{name}第{number}行"));
                let text = format!("{}的单元格与{count}栏不相符：请补齐或删去", at.name);
                self.wrong(ProblemKind::TableShape, &at, text);
                return None;
            }
        }
        let (head, rows) = (self.rows(it.head, at), self.rows(it.rows, at));
        let Some(fit) = fit(count, &head, &rows) else {
            let text = format!("{}的表格有{count}栏，一页纸排不下：请分成两张表", at.name);
            self.wrong(ProblemKind::TableShape, at, text);
            return None;
        };
        let alignments = it.columns.iter().map(|column| match column.alignment() {
            Alignment::Left => "left",
            Alignment::Right => "right",
            Alignment::Center | Alignment::Unspecified => "center",
        });
        let columns = columns(&fit, alignments);
        Some(Table {
            caption: self.line(it.caption, at),
            unit: self.line(it.unit, at),
            size: fit.size,
            columns,
            head,
            rows,
            notes: self.lines(it.notes, at),
        })
    }

    fn rows(&mut self, rows: Vec<paper::Row>, at: &Place) -> Vec<Row> {
        let mut cell =
            |it: paper::Cell| Cell { text: self.line(it.text, at), columns: span(it.columns), rows: span(it.rows) };
        let row = |row: paper::Row| Row { strong: row.strong, cells: row.cells.into_iter().map(&mut cell).collect() };
        rows.into_iter().map(row).collect()
    }

    fn lines(&mut self, lines: Vec<String>, at: &Place) -> Vec<String> {
        lines.into_iter().filter(|line| !line.is_empty()).map(|line| self.line(line, at)).collect()
    }

    /// Plain text on one line, every character of which can be shown.
    fn line(&mut self, text: String, at: &Place) -> String {
        if let Some(control) = text.chars().find(|c| is_control(*c)) {
            let code = u32::from(control);
            let text = format!("{}中有换行或看不见的控制字符（U+{code:04X}）：请删去", at.name);
            self.wrong(ProblemKind::ControlCharacter, at, text);
        } else if let Some(rare) = text.chars().find(|c| !(self.shows)(*c)) {
            let code = u32::from(rare);
            let text = format!(
                "{}中的“{rare}”（U+{code:04X}）没有字体可以显示：请把含有该字的字体放入数据目录的 fonts 文件夹后重启，或改用他字",
                at.name
            );
            self.wrong(ProblemKind::NoGlyph, at, text);
        }
        text
    }

    fn day(&mut self, text: &str, at: &Place) -> Option<Day> {
        if text.is_empty() {
            return None;
        }
        match text.parse() {
            Ok(day) => Some(day),
            Err(error) => {
                self.wrong(ProblemKind::Day, at, format!("{}：{error}", at.name));
                None
            }
        }
    }

    fn needed(&mut self, is_missing: bool, at: &Place) {
        if is_missing {
            self.wrong(ProblemKind::Missing, at, format!("缺少{}：请填写后再排版", at.name));
        }
    }

    fn wrong(&mut self, kind: ProblemKind, at: &Place, text: String) {
        self.problems.push(Problem { kind: kind.into(), field: at.field.clone(), text });
    }
}

/// Line breaks, and marks that turn the direction of what follows.
fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
