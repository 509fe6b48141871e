//! Numbers typed into words that tell figures. A number of a notice opens the set it is the size of; one that was typed has
//! none, and so it is not printed (S38).
//!
//! What counts as such a number is kept to what can be said in a sentence: a share (12.5%, 百分之八十, 3个百分点) or a count in
//! the units in which figures are counted (12件, 十二件次, 30余人次). Articles, dates, numbers of documents and sums of money
//! are no such numbers, nor is what is told in words alone (过半数, 每一件).

use kernel::word::Word as _;

use super::draft::{BlockKey, Draft};
use crate::refusal::Refusal;
use crate::text::paragraphs;
use crate::words::without_blanks;

/// What makes the digits before it a share or a count; the longer first.
const MARKS: [&str; 14] =
    ["%", "％", "‰", "﹪", "个百分点", "百分点", "分之", "件次", "人次", "庭次", "场次", "件", "起", "宗"];

const NUMERALS: &str = "〇零一二两三四五六七八九十百千万亿";

/// Stands for a place in braces, whose number has its set.
const PLACE: char = '\u{1}';

impl BlockKey {
    /// Whether its numbers are the quarter's figures. A typical case has sums and counts of its own, and what is asked of
    /// the units has targets.
    fn tells_figures(self) -> bool {
        !matches!(self, Self::Typical | Self::Requirements)
    }
}

/// The numbers of a notice come from the frozen figures: whoever types one is told where, and how to put it instead.
pub(super) fn numbers_are_not_typed(draft: &Draft) -> Result<(), Refusal> {
    let title = draft.title.iter().map(|title| ("title", "标题".to_owned(), title.as_str()));
    let blocks = draft.blocks.iter().filter(|block| block.key.tells_figures()).flat_map(|block| {
        let part = block.key.chinese();
        let heading = block.heading.iter().map(move |line| ("blocks", format!("“{part}”的小标题"), line.as_str()));
        let lines = paragraphs(&block.text).enumerate();
        heading.chain(lines.map(move |(n, line)| ("blocks", format!("“{part}”第{}自然段", n + 1), line)))
    });
    for (field, part, text) in title.chain(blocks) {
        if let Some(number) = number_in(text) {
            return Err(Refusal::NumberTyped { field, part, number });
        }
    }
    Ok(())
}

/// The first typed share or count in a text.
fn number_in(text: &str) -> Option<String> {
    let text = without_places(&without_blanks(text));
    text.char_indices().find_map(|(at, _)| {
        let (before, behind) = text.split_at(at);
        let mark = MARKS.into_iter().find(|mark| behind.starts_with(mark))?;
        number_before(before, mark).map(|number| {
            let rest: String = behind[mark.len()..].chars().take_while(|c| mark == "分之" && is_digit(*c)).collect();
            format!("{number}{mark}{rest}")
        })
    })
}

/// The number right before a mark, if somebody typed any of it.
fn number_before(text: &str, mark: &str) -> Option<String> {
    let about = text.strip_suffix(['余', '多']).unwrap_or(text);
    let before = about.trim_end_matches(|c| is_digit(c) || matches!(c, '.' | '．' | PLACE));
    let number = &about[before.len()..];
    let is_ordinal = before.ends_with('第');
    // 每一件、一起 and 零件 are words.
    let is_a_word = matches!(number, "一" | "零") && matches!(mark, "件" | "起" | "宗");
    let is_typed = number.contains(is_digit) && !is_ordinal && !is_a_word;
    is_typed.then(|| text[before.len()..].replace(PLACE, "…"))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || NUMERALS.contains(c)
}

fn without_places(text: &str) -> String {
    let mut parts = text.split('{');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('}') {
            Some((_, behind)) => plain.extend([PLACE].into_iter().chain(behind.chars())),
            None => plain.extend(['{'].into_iter().chain(part.chars())),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_share_or_count_is_found_however_it_is_written() {
        // S38
        let typed = [
            ("负责人出庭应诉率99.00%。", "99.00%"),
            ("负责人出庭应诉率９９．００％。", "９９．００％"),
            ("败诉率 12 %，", "12%"),
            ("同比上升2.3个百分点", "2.3个百分点"),
            ("出庭率达百分之九十九点五", "百分之九十九"),
            ("约三分之二的案件", "三分之二"),
            ("负责人出庭12件次", "12件次"),
            ("败诉十二件", "十二件"),
            ("旁听30余人次", "30余人次"),
            ("共开庭1，234庭次", "234庭次"),
            ("败诉3起", "3起"),
            ("负责人出庭1{app.heard.numerator}件次", "1…件次"),
        ];
        for (text, number) in typed {
            assert_eq!(number_in(text).as_deref(), Some(number), "{text}");
        }
    }

    #[test]
    fn words_of_law_days_and_numbers_of_documents_are_free() {
        // S38
        for text in [
            "{period}，开庭审理{app.heard.denominator}件次，出庭{app.heard.numerator}件次，出庭应诉率{app.heard}（同比{app.heard.yoy}）。",
            "《中华人民共和国行政诉讼法》第三条第三款、第46条规定，",
            "现将2026年1月1日至3月31日的情况通报如下，自2026年4月1日起施行。",
            "《通报》（陇法治通报〔2026〕1号）、（2026）陕0327行初12号",
            "对每一件败诉案件逐案分析，一起纠正；第3件、第二起案件详见附件1。",
            "处罚款500元，符合条件的案件、证件、零件。",
        ] {
            assert_eq!(number_in(text), None, "{text}");
        }
    }
}
