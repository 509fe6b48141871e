//! GB/T 9704-2012, measured on the pages as they were laid out; the numbers in comments are its clauses.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic too")]

#[path = "official/notice.rs"]
mod notice;
#[path = "official/seen.rs"]
mod seen;

use notice::{columns, heading, notice, paragraph, row, table};
use paper::Printed;
use proto::paper::{Alignment, Attachment, Document, ProblemKind, Table};
use seen::{PRESS, Seen, laid_out, line_of, lines, pages, problems, text};

const NEAR: f64 = 0.5;

fn near(measured: f64, wanted: f64) -> bool {
    (measured - wanted).abs() < NEAR
}

/// What is 3号 on a page.
fn body(page: &[Seen]) -> Vec<Vec<Seen>> {
    lines(&page.iter().filter(|seen| near(seen.size, 16.0)).cloned().collect::<Vec<_>>())
}

fn end(line: &[Seen]) -> f64 {
    line.iter().map(|seen| seen.x + seen.width).fold(0.0, f64::max)
}

fn plain() -> Document {
    Document { attachments: Vec::new(), copies: Vec::new(), printer: String::new(), ..notice() }
}

#[test]
fn a_full_page_has_22_lines_of_28_characters_and_fills_the_type_area() {
    // 5.2.1, 5.2.2
    let pages = pages(Document { body: vec![paragraph(&"政平讼理".repeat(600))], ..plain() });
    for (page, left) in [(&pages[1], 26.0), (&pages[2], 28.0)] {
        let lines = body(page);
        assert_eq!(lines.len(), 22);
        for line in &lines {
            assert_eq!(text(line).chars().count(), 28);
            assert!(near(line[0].x, left) && near(end(line), left + 156.0), "{} to {}", line[0].x, end(line));
        }
        // The character's square reaches 0.8 of its size above the baseline and 0.2 below.
        let em = 16.0 * 25.4 / 72.0;
        assert!(near(lines[0][0].y - 0.8 * em, 37.0) && near(lines[21][0].y + 0.2 * em, 37.0 + 225.0));
    }
}

#[test]
fn page_numbers_stand_between_dashes_at_the_outer_edge_7_mm_under_the_type_area() {
    // 7.5
    let pages = pages(notice());
    assert!(pages.len() >= 4);
    for (number, page) in (1..).zip(&pages) {
        let footer = line_of(page, &format!("— {number} —"));
        assert!(near(footer[0].size, 14.0));
        // A dash lies a third of the size above its baseline.
        assert!(near(footer[0].y - 14.0 * 0.33 * 25.4 / 72.0, 37.0 + 225.0 + 7.0), "{}", footer[0].y);
        let one = 14.0 * 25.4 / 72.0;
        let (left, right) = if number % 2 == 1 { (28.0, 184.0) } else { (26.0, 182.0) };
        let at = if number % 2 == 1 { near(end(&footer), right - one) } else { near(footer[0].x, left + one) };
        assert!(at, "{footer:?}");
    }
}

#[test]
fn the_red_head_begins_35_mm_under_the_type_areas_top_and_fits_its_width() {
    // 7.2.4
    for letterhead in ["陇县人民政府文件", "陇县行政复议与行政应诉工作领导小组办公室文件"]
    {
        let pages = pages(Document { letterhead: letterhead.to_owned(), ..plain() });
        let head = line_of(&pages[0], letterhead);
        let size = head[0].size * 25.4 / 72.0;
        assert!(near(head[0].y - 0.8 * size, 72.0), "{}", head[0].y);
        assert!(head[0].x >= 28.0 && end(&head) <= 184.0 + NEAR);
        assert!(near(head[0].x - 28.0, 184.0 - end(&head)), "it is not centred");
    }
}

#[test]
fn a_document_that_goes_upward_names_its_signer_beside_its_number() {
    // 7.2.6
    let pages = pages(Document { signer: "王喆彧".to_owned(), ..plain() });
    let line = line_of(&pages[0], "签发人：王喆彧");
    assert!(text(&line).starts_with("陇政发〔2026〕12号"));
    assert!(near(line[0].x, 28.0 + 156.0 / 28.0) && near(end(&line), 184.0 - 156.0 / 28.0));
}

#[test]
fn headings_are_counted_and_set_in_the_face_of_their_level() {
    // 7.3.3
    let body = vec![
        heading(1, "总体情况"),
        heading(2, "办理情况"),
        heading(3, "收案"),
        heading(4, "新收"),
        heading(4, "旧存"),
        heading(2, "应诉情况"),
        heading(3, "开庭"),
        heading(1, "存在问题"),
        paragraph("无。"),
    ];
    let pages = pages(Document { body, ..plain() });
    for (words, family) in [
        ("一、总体情况", "Noto Sans CJK SC"),
        ("（一）办理情况", "Songli Kai"),
        ("收案", "FandolFang R"),
        ("（1）新收", "FandolFang R"),
        ("（2）旧存", "FandolFang R"),
        ("（二）应诉情况", "Songli Kai"),
        ("1.开庭", "FandolFang R"),
        ("二、存在问题", "Noto Sans CJK SC"),
    ] {
        let line = pages.iter().flat_map(|page| lines(page)).find(|line| text(line).contains(words)).unwrap();
        assert!(line.iter().any(|seen| seen.family == family), "{line:?}");
    }
}

#[test]
fn a_character_that_the_face_lacks_is_shown_all_the_same() {
    let names = "王喆彧李䶮张㛃赵𬭚";
    let document = Document {
        title: vec![names.to_owned()],
        body: vec![heading(1, names), heading(2, names), paragraph(names)],
        ..plain()
    };
    for page in pages(document) {
        assert!(page.iter().all(|seen| seen.shown), "{page:?}");
    }
}

#[test]
fn text_that_looks_like_markup_is_printed_as_it_stands() {
    let hostile = [
        "#image(\"/etc/passwd\")",
        "#read(\"/etc/passwd\")",
        "#import \"@preview/a:1.0.0\"",
        "*bold* _em_ `raw`",
        "$x^2$ <label> @ref",
        "\\u{4e00} \\ // comment",
        "/* comment */ = a - b + c",
        "-- --- ... ~ [x] {x} #{x}",
        "\"a\" 'b' #sys.inputs",
    ];
    let cells = Table {
        columns: columns(&[Alignment::Left]),
        rows: hostile.iter().map(|text| row(&[text])).collect(),
        ..Table::default()
    };
    for words in hostile {
        let document = Document {
            letterhead: words.to_owned(),
            number: words.to_owned(),
            title: vec![words.to_owned()],
            addressee: words.to_owned(),
            body: vec![heading(1, words), paragraph(words), table(cells.clone())],
            attachments: vec![Attachment { title: vec![words.to_owned()], body: vec![paragraph(words)] }],
            issuers: vec![words.to_owned()],
            remark: words.to_owned(),
            copies: vec![words.to_owned()],
            ..notice()
        };
        let all: String = pages(document).iter().flat_map(|page| lines(page)).map(|line| text(&line)).collect();
        assert_eq!(all.matches(words).count(), 13, "{words} in {all}");
    }
}

#[test]
fn an_attachment_begins_a_page_and_its_table_repeats_its_head_on_the_next() {
    // 7.3.8
    let pages = pages(notice());
    let first = pages.iter().position(|page| text(&lines(page)[0]) == "附件1").unwrap();
    let second = pages.iter().position(|page| text(&lines(page)[0]) == "附件2").unwrap();
    assert_eq!(second - first, 2, "the table of thirty organs takes two pages");
    for page in &pages[first..second] {
        let words = lines(page).iter().map(|line| text(line)).collect::<String>();
        assert!(words.contains("负责人出庭应诉") && words.contains("单位") && words.contains("序号"));
    }
    let one = notice().attachments.remove(0);
    let pages = seen::pages(Document { attachments: vec![one], ..notice() });
    assert!(pages.iter().any(|page| text(&lines(page)[0]) == "附件"), "a single attachment has no number");
}

#[test]
fn the_signature_stands_on_a_page_with_text_and_the_day_ends_four_characters_from_the_edge() {
    // 7.3.5.1
    for filling in 0..24 {
        let body = vec![paragraph(&"政".repeat(28 * filling + 300)), paragraph("特此通报。")];
        let pages = pages(Document { body, ..plain() });
        let page = pages.iter().last().unwrap();
        line_of(page, "特此通报。");
        let (issuer, day) = (line_of(page, "陇县人民政府"), line_of(page, "2026年10月20日"));
        let edge = if pages.len() % 2 == 1 { 184.0 } else { 182.0 };
        assert!(near(end(&day), edge - 4.0 * 156.0 / 28.0), "{day:?}");
        assert!(near(issuer[0].x + end(&issuer), day[0].x + end(&day)), "the issuer is not centred over the day");
    }
}

#[test]
fn the_last_page_ends_with_whom_it_is_copied_to_and_who_printed_it() {
    // 7.4
    let pages = pages(notice());
    let last = pages.last().unwrap();
    let (copies, printed) = (line_of(last, "抄送：县委各部门，"), line_of(last, "2026年10月21日印发"));
    assert!(text(&printed).starts_with("陇县人民政府办公室"));
    assert!(copies[0].y < printed[0].y && (255.0..262.0).contains(&printed[0].y), "{printed:?}");
}

#[test]
fn a_draft_says_so_on_every_page_and_may_lack_number_and_day() {
    let is_marked = |page: &Vec<Seen>| lines(page).iter().any(|line| text(line) == "草　稿" && line[0].y < 37.0);
    let draft = Document { draft: true, number: String::new(), day: String::new(), ..notice() };
    assert!(pages(draft).iter().all(is_marked));
    assert!(!pages(notice()).iter().any(is_marked));
}

#[test]
fn everything_wrong_is_told_at_once_with_its_place() {
    let too_many =
        Table { columns: columns(&[Alignment::Center; 40]), rows: vec![row(&["1"; 40])], ..Table::default() };
    let ragged = Table { columns: columns(&[Alignment::Center; 2]), rows: vec![row(&["1"])], ..Table::default() };
    let wrong = Document {
        number: String::new(),
        title: vec!["两\n行".to_owned()],
        day: "2026-02-30".to_owned(),
        body: vec![heading(5, "五级"), paragraph("\u{10fffd}"), table(ragged), table(too_many)],
        ..plain()
    };
    let told: Vec<_> = problems(wrong).into_iter().map(|problem| (problem.kind(), problem.field)).collect();
    let places = [
        (ProblemKind::Missing, "number"),
        (ProblemKind::ControlCharacter, "title"),
        (ProblemKind::Day, "day"),
        (ProblemKind::HeadingLevel, "body[0]"),
        (ProblemKind::NoGlyph, "body[1]"),
        (ProblemKind::TableShape, "body[2].table.rows[0]"),
        (ProblemKind::TableShape, "body[3]"),
    ];
    assert_eq!(told, places.map(|(kind, field)| (kind, field.to_owned())));
}

#[test]
fn the_same_document_gives_the_same_bytes_as_an_archive_keeps_them() {
    let print = || match PRESS.print(notice(), "2026-11-22".parse().unwrap()).unwrap() {
        Printed::Paper(pdf, pages) => (pdf, pages),
        Printed::Problems(problems) => panic!("{problems:?}"),
    };
    let (pdf, pages) = print();
    assert_eq!(pages, laid_out(notice()).pages().len());
    assert!(pdf == print().0);
    let text = String::from_utf8_lossy(&pdf);
    assert!(
        text.contains("<pdfaid:part>2</pdfaid:part>") && text.contains("<pdfaid:conformance>B</pdfaid:conformance>")
    );
    assert!(pdf.len() < 500_000, "{} bytes", pdf.len());
}
