//! The words around the figures: what a draft begins with, and how its places for numbers are filled.
//!
//! Words are the editor's, numbers are not: a text names a figure in braces, `{app.heard.yoy}`, and what is printed there
//! comes from the frozen document.

use std::collections::BTreeSet;

use kernel::day::Day;
use kernel::writing::{Line, Text};
use proto::notices as messages;

use crate::document::{formula, reference};
use crate::figures::Which;
use crate::notice::Notice;
use crate::notice::draft::{Block, BlockKey, Draft};

/// A place for a number that cannot be filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "文中“{{{0}}}”不是可用的数字引用，应为指标代码或其后加 .numerator、.denominator、.excluded、.yoy、.qoq，如 {{app.heard.yoy}}；或者 {{period}}"
)]
pub struct UnknownPlace(pub String);

/// A text with its numbers, each with the set behind it.
pub fn filled(text: &str, document: &messages::FigureDocument) -> Result<Vec<messages::Run>, UnknownPlace> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some((words, behind)) = rest.split_once('{') {
        let Some((place, after)) = behind.split_once('}') else { break };
        runs.push(words_of(words));
        runs.push(number(place, document).ok_or_else(|| UnknownPlace(place.to_owned()))?);
        rest = after;
    }
    runs.push(words_of(rest));
    runs.retain(|run| !run.text.is_empty());
    Ok(runs)
}

fn words_of(text: &str) -> messages::Run {
    messages::Run { text: text.to_owned(), reference: None }
}

fn number(place: &str, document: &messages::FigureDocument) -> Option<messages::Run> {
    if place == "period" {
        return Some(words_of(&document.period_title));
    }
    let (figure, part) = document.figures.iter().find_map(|figure| {
        let part = place.strip_prefix(figure.code.as_str())?;
        (part.is_empty() || part.starts_with('.')).then_some((figure, part))
    })?;
    let tally = figure.total.as_ref()?;
    let is_count = figure.measure == "Count";
    let whole = if is_count { Which::Numerator } else { Which::Denominator };
    let (text, which) = match part {
        "" => (tally.printed.clone(), whole),
        ".numerator" => (tally.numerator.to_string(), Which::Numerator),
        ".denominator" if !is_count => (tally.denominator.to_string(), Which::Denominator),
        ".excluded" => (tally.excluded.to_string(), Which::Excluded),
        ".yoy" | ".qoq" => {
            let kind = if part == ".yoy" { "YearOnYear" } else { "PeriodOnPeriod" };
            let comparison = figure.comparisons.iter().find(|comparison| comparison.kind == kind)?;
            let then = messages::Reference { period: comparison.period.clone(), ..reference(&figure.code, &[], whole) };
            return Some(messages::Run { text: comparison.printed.clone(), reference: Some(then) });
        }
        _ => return None,
    };
    Some(messages::Run { text, reference: Some(reference(&figure.code, &[], which)) })
}

const APPEARANCE: &str = "行政机关被诉案件开庭审理{app.heard.denominator}件次，负责人出庭{app.heard.numerator}件次，负责人出庭应诉率{app.heard}（同比{app.heard.yoy}，环比{app.heard.qoq}）；其中主要负责人出庭{app.principal.numerator}件次，主要负责人出庭应诉率{app.principal}。按庭次计，开庭{app.hearings.denominator}庭次，负责人出庭{app.hearings.numerator}庭次，出庭应诉率{app.hearings}。";

/// The words a draft begins with.
#[must_use]
pub fn first_draft(notice: &Notice, on: Day) -> Draft {
    let manifest = notice.frozen.as_ref().map(|frozen| frozen.manifest.message()).unwrap_or_default();
    let Place { whole, addressees } = Place::of(&manifest.organs);
    let restated = notice.begun.as_ref().and_then(|begun| begun.restates.as_ref()?.number.as_ref());
    let opening = match restated {
        None => {
            format!("现将{{period}}{whole}行政机关负责人出庭应诉、行政诉讼败诉、行政复议纠错情况及典型案例通报如下。")
        }
        Some(number) => format!(
            "《通报》（{number}）印发后，有关事实经补录、更正，现将更正后的{{period}}{whole}行政机关负责人出庭应诉、行政诉讼败诉、行政复议纠错情况通报如下，以本通报为准。"
        ),
    };
    let block = |key, heading: &str, text: &str| Block {
        key,
        heading: (!heading.is_empty()).then(|| Line::known(heading)),
        text: Text::known(text),
    };
    Draft {
        on,
        title: None,
        addressees: Line::known(&addressees),
        copies: None,
        blocks: vec![
            block(BlockKey::Opening, "", &opening),
            block(BlockKey::Appearance, "行政机关负责人出庭应诉情况", &["{period}，", &whole, APPEARANCE].concat()),
            block(
                BlockKey::Loss,
                "行政诉讼败诉情况",
                "{period}，新收一审行政诉讼案件{inc.new_first}件（同比{inc.new_first.yoy}）。一审审结{loss.first.all.denominator}件次，败诉{loss.first.all.numerator}件次，一审败诉率{loss.first.all}（同比{loss.first.all.yoy}，环比{loss.first.all.qoq}）。生效裁判{loss.effective.denominator}件次，败诉{loss.effective.numerator}件次，生效裁判败诉率{loss.effective}。",
            ),
            block(
                BlockKey::Correction,
                "行政复议纠错情况",
                "{period}，收到行政复议申请{inc.recon}件（同比{inc.recon.yoy}），受理{accept.rate.numerator}件，受理率{accept.rate}。审结{corr.direct.concluded.denominator}件，直接纠错{corr.direct.concluded.numerator}件，直接纠错率{corr.direct.concluded}（同比{corr.direct.concluded.yoy}，环比{corr.direct.concluded.qoq}），综合纠错{corr.comprehensive.numerator}件，综合纠错率{corr.comprehensive}，调撤{med.rate.numerator}件，调撤率{med.rate}。",
            ),
            block(
                BlockKey::Requirements,
                "工作要求",
                "各单位要落实行政机关负责人出庭应诉制度，对败诉、被纠错的案件逐案分析原因，及时整改，依法履行生效裁判和行政复议决定。",
            ),
        ],
        typical: Vec::new(),
    }
}

/// How a place speaks of itself and of those below it.
struct Place {
    /// 全县
    whole: String,
    /// 各镇人民政府，县政府各工作部门、各直属机构
    addressees: String,
}

impl Place {
    /// By what its government and those of its towns are called.
    fn of(organs: &[messages::Organ]) -> Self {
        let of_kind = |kind: &'static str| organs.iter().filter(move |organ| organ.kind == kind);
        let governments = ["ProvincialGovernment", "MunicipalGovernment", "CountyGovernment"];
        let own = governments.into_iter().find_map(|kind| of_kind(kind).next());
        let name = own.and_then(|organ| organ.name.strip_suffix("人民政府")?.chars().last());
        let Some((own, name)) = own.zip(name) else {
            let addressees = "各级人民政府及其工作部门".to_owned();
            return Self { whole: "本地区".to_owned(), addressees };
        };
        let below = match own.kind.as_str() {
            "ProvincialGovernment" => "各市人民政府".to_owned(),
            "MunicipalGovernment" => "各县（市、区）人民政府".to_owned(),
            _ => {
                let has = |word: &&str| of_kind("Township").any(|town| town.name.contains(*word));
                let towns: String = ["乡", "镇"].into_iter().filter(has).collect();
                let towns = if towns.is_empty() { String::new() } else { format!("各{towns}人民政府") };
                let streets = if has(&"街道") { "各街道办事处" } else { "" };
                [towns.as_str(), streets].into_iter().filter(|some| !some.is_empty()).collect::<Vec<_>>().join("、")
            }
        };
        let departments = format!("{name}政府各工作部门、各直属机构");
        let addressees = [below, departments].into_iter().filter(|some| !some.is_empty()).collect::<Vec<_>>();
        Self { whole: format!("全{name}"), addressees: addressees.join("，") }
    }
}

/// The title, where the editor gave none.
fn usual_title(notice: &Notice, document: &messages::FigureDocument) -> String {
    let period = &document.period_title;
    let subject = format!("{period}行政机关负责人出庭应诉、行政诉讼败诉和行政复议纠错情况");
    match notice.begun.as_ref().and_then(|begun| begun.restates.as_ref()) {
        None => format!("关于{subject}的通报"),
        Some(_) => format!("关于更正{subject}的通报"),
    }
}

/// The notice as it is read, on the page and on paper.
pub fn whole(
    notice: &Notice,
    draft: &Draft,
    manifest: &messages::Manifest,
    document: &messages::FigureDocument,
) -> Result<messages::NoticeText, UnknownPlace> {
    let organ = issuer(manifest);
    let issued = notice.issued.as_ref();
    let parts = parts(draft, document)?;
    let copies = draft.copies.as_ref().map(ToString::to_string).unwrap_or_default();
    Ok(messages::NoticeText {
        number: issued.map(|issued| issued.number.text.to_string()).unwrap_or_default(),
        title: draft.title.as_ref().map_or_else(|| usual_title(notice, document), ToString::to_string),
        addressees: draft.addressees.as_str().trim_end_matches(['：', ':']).to_owned(),
        signed_by: organ.clone(),
        signed_on: issued.map(|issued| issued.on.in_chinese()).unwrap_or_default(),
        signer: issued.map(|issued| issued.signer.to_string()).unwrap_or_default(),
        attachments: document.tables.clone(),
        lists: document.lists.iter().filter(|list| list.total > 0).cloned().collect(),
        copies: copies.trim_end_matches(['。', '；', '，']).to_owned(),
        printed_by: organ.clone(),
        notes: document.notes.iter().cloned().chain(formulas_beside(&parts, document)).collect(),
        parts,
        issuer: organ,
    })
}

/// The formulas of the numbers in the words that stand under no table (invariant 17).
fn formulas_beside<'d>(
    parts: &[messages::Part],
    document: &'d messages::FigureDocument,
) -> impl Iterator<Item = String> + 'd {
    let runs = parts.iter().flat_map(|part| &part.runs).filter_map(|run| run.reference.as_ref());
    let named: BTreeSet<String> = runs.map(|reference| reference.figure.clone()).collect();
    let under_tables = || document.tables.iter().flat_map(|table| &table.formulas);
    let printed = document.figures.iter().filter(move |figure| named.contains(&figure.code)).map(formula);
    printed.filter(move |formula| under_tables().all(|known| known != formula))
}

/// The organ that issues notices here: the one the place has named, else its government.
fn issuer(manifest: &messages::Manifest) -> String {
    let named = manifest.policies.iter().find(|policy| policy.name == "issuer_org").map(|policy| &policy.value);
    let organs = || manifest.organs.iter();
    let organ = organs()
        .find(|organ| Some(&organ.code) == named)
        .or_else(|| organs().find(|organ| organ.kind.ends_with("Government")));
    organ.map(|organ| organ.name.clone()).unwrap_or_default()
}

/// The parts of the text as they are read. What must be said whatever the editor writes stands behind his words.
pub fn parts(draft: &Draft, document: &messages::FigureDocument) -> Result<Vec<messages::Part>, UnknownPlace> {
    let mut parts = Vec::new();
    for block in &draft.blocks {
        let key = kernel::word::Word::english(block.key);
        let part = |style: &str, runs| messages::Part { style: style.to_owned(), runs, block: key.to_owned() };
        if let Some(heading) = &block.heading {
            parts.push(part("Heading", vec![words_of(heading.as_str())]));
        }
        for paragraph in paragraphs(&block.text) {
            parts.push(part("Paragraph", filled(paragraph, document)?));
        }
    }
    if let Some(runs) = deputies(document) {
        let last = parts.iter().rposition(|part| part.block == "Appearance").map(|last| last + 1);
        let place = last.unwrap_or_else(|| before_requirements(&parts));
        let (style, block) = ("Paragraph".to_owned(), "Appearance".to_owned());
        parts.insert(place, messages::Part { style, runs, block });
    }
    if !draft.typical.is_empty() {
        let part = |style: &str, text: &str| messages::Part {
            style: style.to_owned(),
            runs: vec![words_of(text)],
            block: "Typical".to_owned(),
        };
        let mut typical = vec![part("Heading", "典型案例")];
        for case in &draft.typical {
            typical.push(part("Subheading", case.title.as_str()));
            typical.extend(paragraphs(&case.text).map(|paragraph| part("Paragraph", paragraph)));
        }
        let requirements = before_requirements(&parts);
        parts.splice(requirements..requirements, typical);
    }
    Ok(parts)
}

/// What is told ends where it is asked what is to be done.
fn before_requirements(parts: &[messages::Part]) -> usize {
    parts.iter().position(|part| part.block == "Requirements").unwrap_or(parts.len())
}

/// The paragraphs of a text, as they are printed.
pub(crate) fn paragraphs(text: &Text) -> impl Iterator<Item = &str> {
    text.as_str().lines().map(str::trim).filter(|paragraph| !paragraph.is_empty())
}

/// S22: where the principal was expected and only a deputy came, the notice says so.
fn deputies(document: &messages::FigureDocument) -> Option<Vec<messages::Run>> {
    let figure = document.figures.iter().find(|figure| figure.code == "app.deputy_in_listed")?;
    figure.total.as_ref().filter(|tally| tally.numerator > 0)?;
    let text = "涉及食品药品安全、生态环境和资源保护、公共卫生安全、重大生产安全事故等社会公共利益或者社会高度关注、可能引发群体性事件的案件，原则上应由主要负责人出庭，其中{app.deputy_in_listed}件次仅由其他负责人出庭。";
    filled(text, document).ok()
}

/// A lost or corrected case with the words to begin with: citizens are not named. What was lost at first instance and became
/// effective in one period is one case.
#[must_use]
pub fn candidates(document: &messages::FigureDocument) -> Vec<messages::Candidate> {
    let of = |code: &str, kind: &str, tell: fn([&str; 6]) -> (String, String)| {
        let list = document.lists.iter().find(|list| list.code == code);
        let rows = list.map(|list| list.rows.as_slice()).unwrap_or_default().iter();
        let kind = kind.to_owned();
        rows.map(move |row| {
            let (title, text) = tell(told(&row.cells));
            messages::Candidate { item: row.item.clone(), kind: kind.clone(), title, text }
        })
        .collect::<Vec<_>>()
    };
    let mut candidates = of("Losses", "Loss", |[number, organ, cause, instance, outcome, on]| {
        let title = format!("某某诉{organ}{cause}案");
        (title, format!("{}，人民法院以{number}{instance}裁判结案，结果为{outcome}。", in_words(on)))
    });
    let part = |item: &Option<messages::Item>| item.as_ref().map(|item| (item.stream.clone(), item.key.clone()));
    let lost: Vec<_> = candidates.iter().map(|candidate| part(&candidate.item)).collect();
    let effective = of("EffectiveLosses", "Loss", |[number, organ, cause, outcome, holding, on]| {
        let title = format!("某某诉{organ}{cause}案");
        let outcome = if outcome == holding { outcome.to_owned() } else { format!("{outcome}（{holding}）") };
        (title, format!("{}，人民法院{number}裁判生效，结果为{outcome}。", in_words(on)))
    });
    candidates.extend(effective.into_iter().filter(|candidate| !lost.contains(&part(&candidate.item))));
    candidates.extend(of("Corrections", "Correction", |[number, organ, matter, outcome, paper, on]| {
        let title = format!("某某不服{organ}{matter}申请行政复议案");
        let by = if paper.is_empty() { String::new() } else { format!("以{paper}") };
        (title, format!("{}，行政复议机关{by}审结{number}案，结果为{outcome}。", in_words(on)))
    }));
    candidates
}

/// 2025年12月2日
fn in_words(day: &str) -> String {
    day.parse().map_or_else(|_| day.to_owned(), Day::in_chinese)
}

fn told(cells: &[String]) -> [&str; 6] {
    std::array::from_fn(|nth| cells.get(nth).map_or("", String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Basis, Scope};
    use crate::period::Period;
    use crate::policies::Policies;

    fn document() -> messages::FigureDocument {
        let scope = Scope {
            period: Period::Quarter(2026, 1),
            as_of: "2026-04-10".parse().unwrap(),
            policies: Policies::default(),
            organs: Vec::new(),
        };
        crate::document::figure_document("Quarterly", &Basis::default(), &scope)
    }

    fn written(text: &str) -> String {
        filled(text, &document()).unwrap().into_iter().map(|run| run.text).collect()
    }

    #[test]
    fn a_place_is_filled_from_the_frozen_figures() {
        // S38
        assert_eq!(
            written("{period}新收{inc.recon}件，受理率{accept.rate}。"),
            "2026年第一季度新收0件，受理率无案件。"
        );
        let runs = filled("受理率{accept.rate}", &document()).unwrap();
        assert_eq!(runs[1].reference.as_ref().unwrap().figure, "accept.rate");
    }

    #[test] // N-GEN-1
    fn the_organ_issues_that_the_place_has_named_and_else_its_government() {
        let organ = |code: &str, name: &str, kind: &str| messages::Organ {
            code: code.to_owned(),
            name: name.to_owned(),
            kind: kind.to_owned(),
            ..messages::Organ::default()
        };
        let mut manifest = messages::Manifest {
            organs: vec![
                organ("610327-sfj", "陇县司法局", "Department"),
                organ("610327-xzf", "陇县人民政府", "CountyGovernment"),
            ],
            ..messages::Manifest::default()
        };
        assert_eq!(issuer(&manifest), "陇县人民政府");
        let (name, value) = ("issuer_org".to_owned(), "610327-sfj".to_owned());
        manifest.policies.push(messages::Policy { name, value, ..messages::Policy::default() });
        assert_eq!(issuer(&manifest), "陇县司法局");
    }

    #[test]
    fn a_place_that_means_nothing_is_named() {
        let wrong = |text| filled(text, &document()).unwrap_err().0;
        assert_eq!(wrong("{app.herd}"), "app.herd");
        assert_eq!(wrong("{inc.recon.denominator}"), "inc.recon.denominator");
        assert_eq!(written("一个{没有右括号"), "一个{没有右括号");
    }

    #[test]
    fn the_first_draft_can_be_filled_and_speaks_of_every_subject() {
        let draft = first_draft(&Notice::default(), "2026-04-10".parse().unwrap());
        let parts = parts(&draft, &document()).unwrap();
        let headings = parts.iter().filter(|part| part.style == "Heading").count();
        assert_eq!(headings, 4);
    }

    #[test]
    fn where_only_a_deputy_came_the_notice_says_so_whichever_blocks_it_has() {
        // S22
        let mut document = document();
        let deputies = |figure: &&mut messages::Figure| figure.code == "app.deputy_in_listed";
        let figure = document.figures.iter_mut().find(deputies).unwrap();
        figure.total = Some(messages::Tally { numerator: 2, printed: "2".to_owned(), ..messages::Tally::default() });
        let mut draft = first_draft(&Notice::default(), "2026-04-10".parse().unwrap());
        let place = |draft: &Draft| {
            let parts = parts(draft, &document).unwrap();
            let is_it =
                |part: &messages::Part| part.runs.iter().any(|run| run.text.contains("原则上应由主要负责人出庭"));
            let places: Vec<_> = (0..parts.len()).filter(|at| is_it(&parts[*at])).collect();
            assert_eq!(places.len(), 1);
            parts[places[0] - 1].block.clone()
        };
        assert_eq!(place(&draft), "Appearance");
        draft.blocks.retain(|block| block.key != BlockKey::Appearance);
        assert_eq!(place(&draft), "Correction", "before what is asked of the units");
        draft.blocks.retain(|block| block.key == BlockKey::Opening);
        assert_eq!(place(&draft), "Opening");
    }

    #[test]
    fn a_rate_in_the_words_has_its_counts_beside_it_and_its_formula_among_the_notes() {
        // S31; STATISTICS 2
        let (document, notice) = (document(), Notice::default());
        let draft = first_draft(&notice, "2026-04-10".parse().unwrap());
        let words: String = draft.blocks.iter().map(|block| block.text.as_str()).collect();
        let text = whole(&notice, &draft, &messages::Manifest::default(), &document).unwrap();
        let formulas: Vec<&String> =
            text.attachments.iter().flat_map(|table| &table.formulas).chain(&text.notes).collect();
        for figure in document.figures.iter().filter(|figure| words.contains(&format!("{{{}}}", figure.code))) {
            let code = &figure.code;
            assert!(figure.measure == "Count" || words.contains(&format!("{{{code}.numerator}}")), "{code}");
            let lines = formulas.iter().filter(|line| line.contains(&format!("（{code} 第"))).count();
            assert!(lines > 0, "{code}");
        }
        let once = text.notes.iter().filter(|note| note.contains("accept.rate")).count();
        assert_eq!((once, text.notes.iter().any(|note| note.contains("app.heard "))), (1, false));
    }

    #[test]
    fn what_the_editor_ends_with_a_mark_is_printed_with_one() {
        // GB/T 9704, 7.3.2 and 7.4.2: page and paper add the mark
        let mut draft = first_draft(&Notice::default(), "2026-04-10".parse().unwrap());
        (draft.addressees, draft.copies) = (Line::known("各镇人民政府："), Some(Line::known("县人大常委会。")));
        let text = whole(&Notice::default(), &draft, &messages::Manifest::default(), &document()).unwrap();
        assert_eq!((text.addressees.as_str(), text.copies.as_str()), ("各镇人民政府", "县人大常委会"));
    }

    #[test]
    fn a_list_of_nothing_is_no_attachment_and_one_of_what_is_withheld_is() {
        // S34, N-GEN-5: page and paper count them alike
        let mut document = document();
        (document.lists[0].total, document.lists[0].withheld) = (1, 1);
        let draft = first_draft(&Notice::default(), "2026-04-10".parse().unwrap());
        let text = whole(&Notice::default(), &draft, &messages::Manifest::default(), &document).unwrap();
        assert_eq!(text.lists.iter().map(|list| list.code.as_str()).collect::<Vec<_>>(), ["Losses"]);
    }

    #[test]
    fn a_draft_speaks_of_the_place_as_it_is_called() {
        let place = |organs: &[(&str, &str)]| {
            let organ = |(kind, name): &(&str, &str)| messages::Organ {
                kind: (*kind).to_owned(),
                name: (*name).to_owned(),
                ..messages::Organ::default()
            };
            let Place { whole, addressees } = Place::of(&organs.iter().map(organ).collect::<Vec<_>>());
            format!("{whole}：{addressees}")
        };
        let county = [("CountyGovernment", "陇县人民政府"), ("Township", "城关镇人民政府")];
        assert_eq!(place(&county), "全县：各镇人民政府，县政府各工作部门、各直属机构");
        let district = [("CountyGovernment", "金台区人民政府"), ("Township", "中山东路街道办事处")];
        assert_eq!(place(&district), "全区：各街道办事处，区政府各工作部门、各直属机构");
        let city = [("CountyGovernment", "陇县人民政府"), ("MunicipalGovernment", "宝鸡市人民政府")];
        assert_eq!(place(&city), "全市：各县（市、区）人民政府，市政府各工作部门、各直属机构");
        assert!(place(&[]).starts_with("本地区："));
    }
}
