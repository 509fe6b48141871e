//! The canonical document of a notice's figures: the figures, the unit tables and the lists, each number with the set it is
//! the size of. The same facts under the same manifest give the same bytes.

use proto::notices as messages;

use crate::facts::Fact;
use crate::facts::cases::Case;
use crate::facts::lawsuits::{Chain, Outcome, Party, instance_title};
use crate::figures::{self, Basis, Counting, Figure, Place, Placing, Scope, Which};
use crate::words;
use kernel::word::Word;

/// How many lines of a list are printed; the set behind it holds all.
const LISTED: usize = 300;

/// What a table's column shows of a figure.
#[derive(Clone, Copy)]
enum Shown {
    Size(Which),
    Printed,
}

/// A unit table: its leading figure decides which organs stand in it, and their rank.
struct Layout {
    code: &'static str,
    title: &'static str,
    leading: &'static str,
    columns: &'static [(&'static str, &'static str, Shown)],
}

const TABLES: &[Layout] = &[
    Layout {
        code: "Appearance",
        title: "行政机关负责人出庭应诉情况统计表",
        leading: "app.heard",
        columns: &[
            ("开庭件次", "app.heard", Shown::Size(Which::Denominator)),
            ("负责人出庭", "app.heard", Shown::Size(Which::Numerator)),
            ("其中正职", "app.principal", Shown::Size(Which::Numerator)),
            ("出庭应诉率", "app.heard", Shown::Printed),
            ("剔除正当理由", "app.due", Shown::Printed),
            ("未计入", "app.heard", Shown::Size(Which::Excluded)),
        ],
    },
    Layout {
        code: "Loss",
        title: "行政诉讼败诉情况统计表",
        leading: "loss.first.all",
        columns: &[
            ("一审审结", "loss.first.all", Shown::Size(Which::Denominator)),
            ("一审败诉", "loss.first.all", Shown::Size(Which::Numerator)),
            ("一审败诉率", "loss.first.all", Shown::Printed),
            ("生效裁判", "loss.effective", Shown::Size(Which::Denominator)),
            ("生效败诉", "loss.effective", Shown::Size(Which::Numerator)),
            ("生效败诉率", "loss.effective", Shown::Printed),
            ("未计入", "loss.first.all", Shown::Size(Which::Excluded)),
        ],
    },
    Layout {
        code: "Correction",
        title: "行政复议纠错情况统计表",
        leading: "corr.direct.concluded",
        columns: &[
            ("审结", "corr.direct.concluded", Shown::Size(Which::Denominator)),
            ("直接纠错", "corr.direct.concluded", Shown::Size(Which::Numerator)),
            ("直接纠错率", "corr.direct.concluded", Shown::Printed),
            ("综合纠错", "corr.comprehensive", Shown::Size(Which::Numerator)),
            ("综合纠错率", "corr.comprehensive", Shown::Printed),
        ],
    },
];

/// The document of a period.
#[must_use]
pub fn figure_document(kind: &str, basis: &Basis, scope: &Scope) -> messages::FigureDocument {
    let figures = basis.figures(&figures::ALL.iter().collect::<Vec<_>>(), scope);
    messages::FigureDocument {
        kind: kind.to_owned(),
        period: scope.period.to_string(),
        period_title: scope.period.title(),
        tables: tables(&figures, scope),
        lists: in_part(lists(basis, scope, None)),
        notes: notes_on(&figures, scope),
        figures,
    }
}

/// What must be said with the figures.
fn notes_on(figures: &[messages::Figure], scope: &Scope) -> Vec<String> {
    let mut notes = vec![
        "比率四舍五入到小数点后两位，百分点为两个所印比率之差；分母为零的印“无案件”。".to_owned(),
        "一案涉及多个单位的，各单位分别计算，合计只计一次；诉讼件次按被告分别计算。".to_owned(),
        "同比、环比所比各期，均按期满后经过同样天数时的情况计算。".to_owned(),
    ];
    let merged = scope.organs.iter().filter(|organ| !organ.predecessors.is_empty());
    notes.extend(merged.map(|organ| {
        let before: Vec<_> = organ.predecessors.iter().map(|before| before.name.as_str()).collect();
        format!("{}已撤销，其案件计入{}。", before.join("、"), organ.name)
    }));
    let excluded = figures.iter().filter(|figure| !figure.exclusions.is_empty());
    notes.extend(excluded.map(|figure| {
        let reasons: Vec<_> = figure.exclusions.iter().map(|exclusion| exclusion.reason.as_str()).collect();
        format!("{}未计入：{}。", figure.title, reasons.join("、"))
    }));
    notes
}

/// The unit tables.
#[must_use]
pub fn tables(figures: &[messages::Figure], scope: &Scope) -> Vec<messages::Table> {
    TABLES.iter().filter_map(|layout| layout.filled(figures, scope)).collect()
}

impl Layout {
    fn filled(&self, figures: &[messages::Figure], scope: &Scope) -> Option<messages::Table> {
        let find = |code: &str| figures.iter().find(|figure| figure.code == code);
        let leading = find(self.leading)?;
        let used: Vec<&messages::Figure> = self.columns.iter().filter_map(|(_, code, _)| find(code)).collect();
        let (mut with, without): (Vec<usize>, Vec<usize>) =
            (0..scope.organs.len()).partition(|organ| used.iter().any(|figure| has_any(figure, *organ)));
        with.sort_by_key(|organ| match leading.organs[*organ].rank {
            0 => u32::MAX,
            rank => rank,
        });
        let mut rows: Vec<messages::Row> = with
            .into_iter()
            .map(|organ| {
                let of = &scope.organs[organ];
                let tally = |figure: &messages::Figure| figure.organs[organ].tally.clone().unwrap_or_default();
                let name = if of.short_name.is_empty() { &of.name } else { &of.short_name };
                self.row(name, &of.id, leading.organs[organ].rank, &used, tally)
            })
            .collect();
        let total = |figure: &messages::Figure| figure.total.clone().unwrap_or_default();
        rows.push(self.row("合计", &[], 0, &used, total));
        let titles = ["单位"].into_iter().chain(self.columns.iter().map(|(title, ..)| *title)).chain(["位次"]);
        Some(messages::Table {
            code: self.code.to_owned(),
            title: self.title.to_owned(),
            columns: titles
                .map(|title| messages::Column { title: title.to_owned(), number: title != "单位" })
                .collect(),
            rows,
            without: without
                .into_iter()
                .map(|organ| &scope.organs[organ])
                .filter(|organ| administers(organ))
                .cloned()
                .collect(),
            formulas: std::iter::once(ranking(leading)).chain(beyond(leading)).chain(formulas(&used)).collect(),
        })
    }

    fn row(
        &self,
        name: &str,
        organ: &[u8],
        rank: u32,
        used: &[&messages::Figure],
        tally: impl Fn(&messages::Figure) -> messages::Tally,
    ) -> messages::Row {
        let plain = |text: String| messages::Cell { text, reference: None };
        let numbers = self.columns.iter().zip(used).map(|((.., shown), figure)| {
            let tally = tally(figure);
            let (text, which) = match shown {
                Shown::Size(which) => (size(&tally, *which).to_string(), *which),
                Shown::Printed => (tally.printed, Which::Denominator),
            };
            messages::Cell { text, reference: Some(reference(&figure.code, organ, which)) }
        });
        let rank = if rank == 0 { "—".to_owned() } else { rank.to_string() };
        messages::Row {
            organ: organ.to_vec(),
            total: organ.is_empty(),
            cells: [plain(name.to_owned())].into_iter().chain(numbers).chain([plain(rank)]).collect(),
        }
    }
}

/// What the rank says: of a rate of losses the first is the highest, not the best.
fn ranking(leading: &messages::Figure) -> String {
    format!("位次按{}由高到低排列，比率相同的位次相同。", leading.title)
}

/// An organ of the Party is sued by nobody: it stands in a table only where facts put it there (N-GEN-6).
fn administers(organ: &messages::Organ) -> bool {
    organ.kind != "PartyOrgan"
}

/// S34: why the rows do not add up to the total.
fn beyond(leading: &messages::Figure) -> Option<String> {
    let (count, unit) = (leading.of_no_organ, &leading.unit);
    (count > 0).then(|| format!("合计中有{count}{unit}的被申请人都不是本次统计的单位，不在各单位的行中。"))
}

/// The formulas under a table, each with its version and day of attribution.
fn formulas(used: &[&messages::Figure]) -> Vec<String> {
    let mut formulas = Vec::new();
    for line in used.iter().copied().map(formula) {
        if !formulas.contains(&line) {
            formulas.push(line);
        }
    }
    formulas
}

/// The formula of a figure as it is printed.
pub(crate) fn formula(figure: &messages::Figure) -> String {
    let messages::Figure { title, code, version, formula, attribution, .. } = figure;
    format!("{title}（{code} 第{version}版，按{attribution}归期）：{formula}。")
}

fn has_any(figure: &messages::Figure, organ: usize) -> bool {
    figure.organs[organ].tally.as_ref().is_some_and(|tally| tally.denominator > 0 || tally.excluded > 0)
}

/// The size of a set.
#[must_use]
pub fn size(tally: &messages::Tally, which: Which) -> u64 {
    match which {
        Which::Numerator => tally.numerator,
        Which::Denominator => tally.denominator,
        Which::Excluded => tally.excluded,
    }
}

/// The set behind a number.
#[must_use]
pub fn reference(figure: &str, organ: &[u8], which: Which) -> messages::Reference {
    messages::Reference {
        figure: figure.to_owned(),
        organ: organ.to_vec(),
        which: which.english().to_owned(),
        period: String::new(),
    }
}

/// Lists as they are printed: a very long one in part.
#[must_use]
pub fn in_part(mut lists: Vec<messages::List>) -> Vec<messages::List> {
    for list in &mut lists {
        list.rows.truncate(LISTED);
    }
    lists
}

/// The lost and the corrected cases; of one organ, if one is named.
#[must_use]
pub fn lists(basis: &Basis, scope: &Scope, organ: Option<&[u8]>) -> Vec<messages::List> {
    let lists = [losses(basis, scope, organ), effective_losses(basis, scope, organ), corrections(basis, scope, organ)];
    lists.into_iter().flatten().collect()
}

fn losses(basis: &Basis, scope: &Scope, organ: Option<&[u8]>) -> Option<messages::List> {
    let Figure { code, counting: Counting::Parties(placing), .. } = figures::named("loss.first.all")? else {
        return None;
    };
    let lost = counted(placing, &basis.now.parties, scope, organ);
    let (listing, columns) = (("Losses", "一审败诉案件清单"), ["案号", "单位", "案由", "审级", "裁判结果", "裁判日"]);
    let cells = |f: &Party| {
        vec![
            f.number.clone(),
            f.organ_names.join("、"),
            f.title.clone(),
            instance_title(&f.instance_kind).to_owned(),
            holding(&f.outcome),
            f.judged_on.clone().unwrap_or_default(),
        ]
    };
    Some(list(listing, &columns, (code, organ), &lost, |f| f.closed, cells))
}

/// N-Q-1: what was lost on appeal, or after a retrial, became a loss in its period too.
fn effective_losses(basis: &Basis, scope: &Scope, organ: Option<&[u8]>) -> Option<messages::List> {
    let Figure { code, counting: Counting::Chains(placing), .. } = figures::named("loss.effective")? else {
        return None;
    };
    let lost = counted(placing, &basis.now.chains, scope, organ);
    let listing = ("EffectiveLosses", "生效裁判败诉案件清单");
    let columns = ["案号", "单位", "案由", "裁判结果", "实体结果", "生效日"];
    let cells = |f: &Chain| {
        vec![
            f.number.clone(),
            f.organ_names.join("、"),
            f.title.clone(),
            words::outcome(&f.outcome.code).to_owned(),
            holding(&f.outcome),
            f.effective_on.clone().unwrap_or_default(),
        ]
    };
    Some(list(listing, &columns, (code, organ), &lost, |f| f.closed, cells))
}

/// Those corrected in whatever way, which the table counts beside those corrected by decision.
fn corrections(basis: &Basis, scope: &Scope, organ: Option<&[u8]>) -> Option<messages::List> {
    let Figure { code, counting: Counting::Cases(placing), .. } = figures::named("corr.comprehensive")? else {
        return None;
    };
    let corrected = counted(placing, &basis.now.cases, scope, organ);
    let listing = ("Corrections", "行政复议纠错案件清单");
    let columns = ["案号", "被申请人", "复议事项", "复议结果", "文书号", "审结日"];
    let cells = |f: &Case| {
        vec![
            f.number.clone(),
            f.organ_names.join("、"),
            words::matter(&f.matter).to_owned(),
            result(f),
            f.paper.clone(),
            f.concluded_on.clone().unwrap_or_default(),
        ]
    };
    Some(list(listing, &columns, (code, organ), &corrected, |f| f.non_public, cells))
}

/// 撤销、责令补救或者赔偿
fn holding(outcome: &Outcome) -> String {
    outcome.holding.iter().map(|code| words::outcome(code)).collect::<Vec<_>>().join("、")
}

/// How a corrected case ended; not every one by decision.
fn result(case: &Case) -> String {
    match case.conclusion.as_str() {
        "Decided" => case.outcomes.iter().map(|kind| words::decision(kind)).collect::<Vec<_>>().join("、"),
        "Mediated" if case.changes_act => "调解变更原行政行为".to_owned(),
        "Terminated" if !case.withdrawal.is_empty() => format!("{}后撤回申请", words::withdrawal(&case.withdrawal)),
        other => words::conclusion(other).to_owned(),
    }
}

/// The facts in the numerator, by day and number.
fn counted<'f, F: Fact + 'static>(
    placing: &Placing<F>,
    facts: &'f [F],
    scope: &Scope,
    organ: Option<&[u8]>,
) -> Vec<&'f F> {
    let concerns = |fact: &F| organ.is_none_or(|organ| scope.is_about(fact.organs(), organ));
    let placed = placing.placed(facts, scope).into_iter();
    let mut counted: Vec<_> =
        placed.filter(|placed| placed.place == Place::Numerator && concerns(placed.fact)).collect();
    counted.sort_by_key(|placed| (placed.on, placed.fact.number(), placed.fact.stream(), placed.fact.key()));
    counted.into_iter().map(|placed| placed.fact).collect()
}

/// N-GEN-5: what is not public, or was heard behind closed doors, is counted, and neither listed nor told as an example.
fn list<F: Fact>(
    (code, title): (&str, &str),
    columns: &[&str],
    (figure, organ): (&str, Option<&[u8]>),
    facts: &[&F],
    is_withheld: impl Fn(&F) -> bool,
    cells: impl Fn(&F) -> Vec<String>,
) -> messages::List {
    let row = |fact: &&F| messages::ListRow { item: Some(item(*fact)), cells: cells(fact) };
    let (withheld, listed): (Vec<&F>, Vec<&F>) = facts.iter().copied().partition(|fact| is_withheld(fact));
    messages::List {
        code: code.to_owned(),
        title: title.to_owned(),
        columns: columns.iter().map(|title| messages::Column { title: (*title).to_owned(), number: false }).collect(),
        rows: listed.iter().map(row).collect(),
        total: facts.len() as u64,
        reference: Some(reference(figure, organ.unwrap_or_default(), Which::Numerator)),
        withheld: withheld.len() as u64,
    }
}

/// A fact by name.
#[must_use]
pub fn item<F: Fact>(fact: &F) -> messages::Item {
    messages::Item { kind: F::KIND.to_owned(), stream: fact.stream().as_bytes().to_vec(), key: fact.key().to_owned() }
}

/// What changed between a document and the figures and whole lists of the same period: every total, every organ's number and
/// every line of a list that is printed otherwise now. What a figure is compared with belongs to another period, whose own
/// notice answers for it; and what another version of its formula comes to is another thing, no change.
#[must_use]
pub fn changes(
    before: &messages::FigureDocument,
    (after, lists): (&[messages::Figure], &[messages::List]),
    organs: &[messages::Organ],
) -> Vec<messages::Change> {
    let mut changes = Vec::new();
    let formula = |figures: &[messages::Figure], code: &str| {
        figures.iter().find(|figure| figure.code == code).map(|figure| figure.version)
    };
    let is_same = |code: &str| formula(&before.figures, code) == formula(after, code);
    for old in before.figures.iter().filter(|figure| is_same(&figure.code)) {
        let Some(new) = after.iter().find(|figure| figure.code == old.code) else { continue };
        let mut compare = |organ: &[u8], old_tally: Option<&messages::Tally>, new_tally: Option<&messages::Tally>| {
            if old_tally != new_tally {
                let named = organs.iter().find(|known| known.id == organ);
                changes.push(messages::Change {
                    figure: old.code.clone(),
                    organ: organ.to_vec(),
                    title: named.map_or_else(|| old.title.clone(), |organ| format!("{}（{}）", old.title, organ.name)),
                    before: old_tally.cloned(),
                    after: new_tally.cloned(),
                    ..messages::Change::default()
                });
            }
        };
        compare(&[], old.total.as_ref(), new.total.as_ref());
        for organ in &old.organs {
            let now = new.organs.iter().find(|other| other.organ == organ.organ);
            compare(&organ.organ, organ.tally.as_ref(), now.and_then(|now| now.tally.as_ref()));
        }
    }
    let of_figure = |list: &messages::List| list.reference.as_ref().is_none_or(|reference| is_same(&reference.figure));
    for old in before.lists.iter().filter(|list| of_figure(list)) {
        let new = lists.iter().find(|list| list.code == old.code && list.reference == old.reference);
        changes.extend(new.iter().flat_map(|new| changed_lines(old, new)));
    }
    changes
}

/// The lines of a list that are others now, or there no longer, and the new ones. What is new among those beyond a list that
/// was printed in part nobody can tell; its number says how many there are.
fn changed_lines(old: &messages::List, new: &messages::List) -> Vec<messages::Change> {
    let told = |list: &messages::List, row: &messages::ListRow| {
        let same = list.rows.iter().find(|other| other.item == row.item);
        same.map(|row| row.cells.join("，")).unwrap_or_default()
    };
    let was_whole = old.rows.len() as u64 + old.withheld >= old.total;
    let added = new.rows.iter().filter(|row| was_whole && told(old, row).is_empty());
    let lines = old.rows.iter().chain(added).map(|row| (told(old, row), told(new, row)));
    let changed = lines.filter(|(line_before, line_after)| line_before != line_after);
    let change = |(line_before, line_after)| messages::Change {
        figure: old.reference.as_ref().map(|reference| reference.figure.clone()).unwrap_or_default(),
        title: old.title.clone(),
        line_before,
        line_after,
        ..messages::Change::default()
    };
    changed.map(change).collect()
}

/// A tally with the sizes it was printed from: 91.03%（599/658）.
#[must_use]
pub fn with_sizes(tally: &messages::Tally) -> String {
    match tally.denominator {
        0 => tally.printed.clone(),
        _ => format!("{}（{}/{}）", tally.printed, tally.numerator, tally.denominator),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(rows: &[(&str, &str)]) -> messages::FigureDocument {
        let row = |(key, outcome): &(&str, &str)| messages::ListRow {
            item: Some(messages::Item { key: (*key).to_owned(), ..messages::Item::default() }),
            cells: vec![format!("{key}号"), (*outcome).to_owned()],
        };
        let list = messages::List {
            code: "Losses".to_owned(),
            title: "一审败诉案件清单".to_owned(),
            rows: rows.iter().map(row).collect(),
            reference: Some(reference("loss.first.all", &[], Which::Numerator)),
            ..messages::List::default()
        };
        messages::FigureDocument { lists: vec![list], ..messages::FigureDocument::default() }
    }

    #[test]
    fn a_line_that_is_printed_otherwise_is_a_change_though_the_numbers_stand() {
        // N-GEN-3, S36
        let changed = |after: &[(&str, &str)]| {
            let changes = changes(&list(&[("1", "撤销"), ("2", "撤销")]), (&[], &list(after).lists), &[]);
            changes.into_iter().map(|change| (change.line_before, change.line_after)).collect::<Vec<_>>()
        };
        let line = |before: &str, after: &str| (before.to_owned(), after.to_owned());
        assert_eq!(changed(&[("1", "撤销"), ("2", "撤销")]), []);
        assert_eq!(changed(&[("1", "确认违法"), ("2", "撤销")]), [line("1号，撤销", "1号，确认违法")]);
        assert_eq!(changed(&[("1", "撤销"), ("3", "撤销")]), [line("2号，撤销", ""), line("", "3号，撤销")]);
    }

    #[test]
    fn of_a_list_printed_in_part_only_the_printed_lines_are_compared() {
        // N-GEN-3, S36: a late fact moves lines beyond the printed part, and they stand where they stood
        let keys: Vec<String> = (1000..1000 + LISTED + 5).map(|key| key.to_string()).collect();
        let mut lines: Vec<(&str, &str)> = keys.iter().map(|key| (key.as_str(), "撤销")).collect();
        let whole = list(&lines);
        let mut before = whole.clone();
        before.lists[0].total = lines.len() as u64;
        before.lists = in_part(before.lists);
        assert_eq!(before.lists[0].rows.len(), LISTED);
        lines.insert(0, ("999", "撤销"));
        lines.last_mut().unwrap().1 = "变更";
        let changed = |lines: &[(&str, &str)]| changes(&before, (&[], &list(lines).lists), &[]).len();
        assert_eq!(changed(&lines), 0);
        lines[1].1 = "变更";
        assert_eq!(changed(&lines), 1, "a printed line");
        lines.remove(2);
        assert_eq!(changed(&lines), 2, "and one that is gone");
    }

    #[test]
    fn what_another_version_of_a_formula_comes_to_is_no_change() {
        // Invariants 16 and 17
        let of_version = |version: u32, printed: &str, outcome: &str| {
            let total = messages::Tally { printed: printed.to_owned(), ..messages::Tally::default() };
            let code = "loss.first.all".to_owned();
            let figure = messages::Figure { code, version, total: Some(total), ..messages::Figure::default() };
            messages::FigureDocument { figures: vec![figure], ..list(&[("1", outcome)]) }
        };
        let changed = |version| {
            let messages::FigureDocument { figures, lists, .. } = of_version(version, "2", "变更");
            changes(&of_version(1, "1", "撤销"), (&figures, &lists), &[]).len()
        };
        assert_eq!((changed(1), changed(2)), (2, 0));
    }
}
