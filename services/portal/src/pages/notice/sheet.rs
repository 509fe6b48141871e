//! A notice as it is read: numbered headings, paragraphs, attachments, each number with where its set is opened.

use proto::notices::{NoticeText, Part};

use crate::access::Person;
use crate::pages::figures::{self, Shown};
use crate::pages::members::Source;
use crate::pages::organ_card::{self, Listed};

/// The sheet.
pub(crate) struct Sheet {
    /// 发文机关标志, as it stands on the paper.
    pub(crate) letterhead: String,
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) addressees: String,
    pub(crate) parts: Vec<Paragraph>,
    pub(crate) notes: Vec<String>,
    pub(crate) signed_by: String,
    pub(crate) signed_on: String,
    pub(crate) attachments: Vec<(usize, Shown)>,
    pub(crate) lists: Vec<(usize, Listed)>,
    pub(crate) copies: String,
    pub(crate) printed_by: String,
}

/// A heading or paragraph; its pieces, those that are numbers with an address, and whether they compare with another period.
pub(crate) struct Paragraph {
    pub(crate) style: &'static str,
    pub(crate) numeral: String,
    pub(crate) pieces: Vec<(String, Option<String>, bool)>,
}

impl Sheet {
    /// The sheet of a notice for a person.
    pub(crate) fn of(text: &NoticeText, source: &Source, person: &Person) -> Self {
        let attachments = text.attachments.iter().map(|table| figures::shown(table, source, None));
        let lists = text.lists.iter().map(|list| organ_card::listed(list, source, person));
        let before = text.attachments.len();
        Self {
            letterhead: format!("{}文件", text.issuer),
            number: text.number.clone(),
            title: text.title.clone(),
            addressees: text.addressees.clone(),
            parts: paragraphs(&text.parts, source),
            notes: text.notes.clone(),
            signed_by: text.signed_by.clone(),
            signed_on: text.signed_on.clone(),
            attachments: attachments.enumerate().map(|(n, table)| (n + 1, table)).collect(),
            lists: lists.enumerate().map(|(n, list)| (before + n + 1, list)).collect(),
            copies: text.copies.clone(),
            printed_by: text.printed_by.clone(),
        }
    }
}

fn paragraphs(parts: &[Part], source: &Source) -> Vec<Paragraph> {
    let (mut headings, mut subheadings) = (0, 0);
    let paragraph = |part: &Part| {
        let (style, numeral) = match part.style.as_str() {
            "Heading" => {
                (headings, subheadings) = (headings + 1, 0);
                ("h3", format!("{}、", in_numerals(headings)))
            }
            "Subheading" => {
                subheadings += 1;
                ("h4", format!("（{}）", in_numerals(subheadings)))
            }
            _ => ("p", String::new()),
        };
        let piece = |run: &proto::notices::Run| {
            let compares = run.reference.as_ref().is_some_and(|reference| !reference.period.is_empty());
            (run.text.clone(), source.referred(run.reference.as_ref()), compares)
        };
        Paragraph { style, numeral, pieces: part.runs.iter().map(piece).collect() }
    };
    parts.iter().map(paragraph).collect()
}

/// 十二, up to 九十九.
fn in_numerals(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10 % 10, DIGITS[number % 10]);
    match tens {
        0 => ones.to_owned(),
        1 => format!("十{ones}"),
        tens => format!("{}十{ones}", DIGITS[tens]),
    }
}

#[cfg(test)]
mod tests {
    use proto::notices::{Reference, Run};

    use super::*;

    #[test]
    fn headings_are_counted_and_those_below_begin_again() {
        let part = |style: &str| Part { style: style.to_owned(), ..Part::default() };
        let parts = ["Heading", "Subheading", "Subheading", "Paragraph", "Heading", "Subheading"].map(part);
        let numerals: Vec<String> =
            paragraphs(&parts, &Source::default()).into_iter().map(|paragraph| paragraph.numeral).collect();
        assert_eq!(numerals, ["一、", "（一）", "（二）", "", "二、", "（一）"]);
        assert_eq!([10, 11, 20, 34].map(in_numerals), ["十", "十一", "二十", "三十四"]);
    }

    #[test] // S31
    fn a_number_leads_to_its_set_and_words_lead_nowhere() {
        let reference =
            Reference { figure: "app.heard".to_owned(), which: "Denominator".to_owned(), ..Reference::default() };
        let runs = vec![
            Run { text: "应诉率".to_owned(), reference: None },
            Run { text: "91.03%".to_owned(), reference: Some(reference) },
        ];
        let parts = [Part { style: "Paragraph".to_owned(), runs, ..Part::default() }];
        let source = Source { notice: Some(uuid::Uuid::nil()), ..Source::default() };
        let pieces = &paragraphs(&parts, &source)[0].pieces;
        assert_eq!(pieces[0].1, None);
        let address = pieces[1].1.as_deref().unwrap_or_default();
        assert!(address.contains("notice=00000000") && address.contains("figure=app.heard"), "{address}");
    }
}
