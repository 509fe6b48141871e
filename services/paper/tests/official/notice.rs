//! A notice as an office issues it: four levels of headings, a table in the text, two attachments, thirty organs.

use proto::paper::{Alignment, Attachment, Block, Cell, Column, Document, Heading, Paragraph, Row, Run, Table, block};

const TOWNS: [&str; 10] =
    ["城关镇", "东风镇", "八渡镇", "东南镇", "温水镇", "天成镇", "曹家湾镇", "固关镇", "河北镇", "新集川镇"];

const OFFICES: [&str; 20] = [
    "县发展和改革局",
    "县教育体育局",
    "县公安局",
    "县民政局",
    "县司法局",
    "县财政局",
    "县人力资源和社会保障局",
    "县自然资源局",
    "市生态环境局陇县分局",
    "县住房和城乡建设局",
    "县交通运输局",
    "县水利局",
    "县农业农村局",
    "县文化和旅游局",
    "县卫生健康局",
    "县应急管理局",
    "县市场监督管理局",
    "县林业局",
    "县乡村振兴局",
    "县城市管理执法局",
];

pub fn heading(level: u32, text: &str) -> Block {
    Block { block: Some(block::Block::Heading(Heading { level, text: text.to_owned() })) }
}

pub fn paragraph(text: &str) -> Block {
    runs(&[(text, false)])
}

fn runs(runs: &[(&str, bool)]) -> Block {
    let runs = runs.iter().map(|(text, strong)| Run { text: (*text).to_owned(), strong: *strong }).collect();
    Block { block: Some(block::Block::Paragraph(Paragraph { runs })) }
}

pub fn table(table: Table) -> Block {
    Block { block: Some(block::Block::Table(table)) }
}

pub fn row<T: ToString>(cells: &[T]) -> Row {
    Row { cells: cells.iter().map(|cell| spanning(&cell.to_string(), 1, 1)).collect(), strong: false }
}

fn spanning(text: &str, columns: u32, rows: u32) -> Cell {
    Cell { text: text.to_owned(), columns, rows }
}

pub fn columns(alignments: &[Alignment]) -> Vec<Column> {
    alignments.iter().map(|alignment| Column { alignment: (*alignment).into() }).collect()
}

/// Numbers that look like a quarter's: the same for every run.
fn organs() -> Table {
    let names = TOWNS.iter().map(|town| format!("{town}人民政府")).chain(OFFICES.map(str::to_owned));
    let counted: Vec<(String, usize, usize, usize)> =
        names.enumerate().map(|(n, name)| (name, n * 7 % 9, n * 5 % 9, n % 3)).collect();
    let line = |(number, (name, heard, came, lost)): (usize, &(String, usize, usize, usize))| {
        let came = came.min(heard);
        let (rate, heard, came) = match heard {
            0 => ("无案件".to_owned(), "—".to_owned(), "—".to_owned()),
            heard => {
                let hundredths = (came * 20_000 + heard) / (heard * 2);
                (format!("{}.{:02}", hundredths / 100, hundredths % 100), heard.to_string(), came.to_string())
            }
        };
        row(&[number.to_string(), name.clone(), heard.clone(), came, rate, heard, lost.to_string(), "1".to_owned()])
    };
    let sum = |of: fn(&(String, usize, usize, usize)) -> usize| counted.iter().map(of).sum::<usize>().to_string();
    let (heard, lost) = (sum(|it| it.1), sum(|it| it.3));
    let mut rows: Vec<Row> = (1..).zip(&counted).map(line).collect();
    let totals = ["101", "84.17", &heard, &lost, "30"].map(|text| spanning(text, 1, 1));
    let labels = [spanning("合计", 2, 1), spanning(&heard, 1, 1)];
    rows.push(Row { cells: labels.into_iter().chain(totals).collect(), strong: true });
    let groups = [
        spanning("序号", 1, 2),
        spanning("单位", 1, 2),
        spanning("负责人出庭应诉", 3, 1),
        spanning("一审行政诉讼", 2, 1),
        spanning("行政复议纠错（件）", 1, 2),
    ];
    let parts = ["开庭案件数（件）", "负责人出庭数（件）", "出庭应诉率（%）", "案件数（件）", "败诉数（件）"];
    Table {
        columns: columns(&[
            Alignment::Center,
            Alignment::Left,
            Alignment::Center,
            Alignment::Center,
            Alignment::Center,
            Alignment::Center,
            Alignment::Center,
            Alignment::Center,
        ]),
        head: vec![Row { cells: groups.to_vec(), strong: false }, row(&parts)],
        rows,
        notes: vec![
            "出庭应诉率＝负责人出庭应诉的案件数÷开庭审理的案件数，以案件、审级、被告计。".to_owned(),
            "王喆彧、李䶮等负责人的职务以出庭当日为准。".to_owned(),
        ],
        ..Table::default()
    }
}

fn lost() -> Table {
    Table {
        caption: "表1　败诉案件".to_owned(),
        columns: columns(&[Alignment::Center, Alignment::Left, Alignment::Left, Alignment::Left]),
        head: vec![row(&["序号", "案号", "被告", "结果"])],
        rows: vec![
            row(&["1", "（2026）陕0327行初12号", "县市场监督管理局", "撤销行政处罚决定，责令重新作出"]),
            row(&["2", "（2026）陕0327行初15号", "县自然资源局", "确认强制拆除行为违法"]),
            row(&["3", "（2026）陕03行终31号", "城关镇人民政府", "二审改判：撤销不予受理告知书，责令限期作出答复"]),
        ],
        notes: vec!["以裁判文书生效日计。".to_owned()],
        ..Table::default()
    }
}

pub fn notice() -> Document {
    let cases =
        "2026年3月，某公司因标签标注不规范被处以罚款。法院认为，县市场监督管理局未告知听证权利，程序违法，判决撤销。";
    let body = vec![
        paragraph("为深入推进法治政府建设，压实行政机关负责人出庭应诉责任，现将2026年第三季度（7月1日至9月30日）全县行政复议和行政应诉工作情况通报如下。"),
        heading(1, "基本情况"),
        heading(2, "行政复议案件办理情况"),
        paragraph("全县新收行政复议案件42件，同比增长16.67%；审结38件，其中维持21件、撤销4件、确认违法2件、终止8件、驳回3件，直接纠错率15.79%，较上年同期上升2.31个百分点。"),
        heading(2, "行政应诉案件情况"),
        runs(&[
            ("全县行政机关一审行政应诉案件63件，开庭审理51件，负责人出庭应诉48件，", false),
            ("负责人出庭应诉率94.12%", true),
            ("，较上季度提高3.05个百分点。败诉5件，一审败诉率7.94%。“出庭不出声”的问题仍有发生；负责人王喆彧、李䶮出庭并发表了意见。", false),
        ]),
        heading(1, "存在的主要问题"),
        heading(2, "个别单位负责人出庭应诉意识不强"),
        heading(3, "委托工作人员出庭的情形"),
        paragraph("城关镇人民政府、县自然资源局共有3件案件负责人未出庭，其中2件仅委托律师出庭，未按照《最高人民法院关于行政机关负责人出庭应诉若干问题的规定》提交不能出庭的情况说明。"),
        heading(4, "需要说明的事项"),
        paragraph("新集川镇人民政府的1件案件因原告撤回起诉未开庭，不计入。"),
        heading(2, "行政行为程序不规范"),
        paragraph(&"败诉案件集中在行政处罚和行政强制两类，主要原因是未听取陈述申辩、送达程序不合法。".repeat(3)),
        table(lost()),
        heading(1, "下一步工作要求"),
        paragraph(&"各镇、各部门要认真落实“谁执法、谁出庭”的要求，对照附件查找差距，于2026年11月10日前将整改情况书面报送县司法局。".repeat(4)),
        paragraph("联系人及电话：县司法局行政复议与应诉股，0917-4601234。"),
    ];
    let statistics = Attachment {
        title: vec!["2026年第三季度各单位负责人出庭应诉".to_owned(), "和行政诉讼情况统计表".to_owned()],
        body: vec![table(organs())],
    };
    let typical = Attachment {
        title: vec!["典型案例".to_owned()],
        body: vec![
            heading(1, "某公司诉县市场监督管理局行政处罚案"),
            paragraph(&cases.repeat(3)),
            heading(1, "张某诉城关镇人民政府不履行法定职责案"),
            paragraph(&cases.repeat(2)),
        ],
    };
    Document {
        draft: false,
        letterhead: "陇县人民政府文件".to_owned(),
        number: "陇政发〔2026〕12号".to_owned(),
        signer: String::new(),
        title: ["陇县人民政府", "关于2026年第三季度行政复议和行政应诉", "工作情况的通报"].map(str::to_owned).to_vec(),
        addressee: "各镇人民政府，县政府各工作部门、直属机构，省、市驻陇各单位".to_owned(),
        body,
        attachments: vec![statistics, typical],
        issuers: vec!["陇县人民政府".to_owned()],
        day: "2026-10-20".to_owned(),
        remark: "此件公开发布".to_owned(),
        copies: ["县委各部门", "县人大常委会办公室", "县政协办公室", "县人民法院", "县人民检察院", "各人民团体"]
            .map(str::to_owned)
            .to_vec(),
        printer: "陇县人民政府办公室".to_owned(),
        printed_on: "2026-10-21".to_owned(),
    }
}
