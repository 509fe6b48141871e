//! The court's paper: what it says for each organ, and whom it has reached. One that decides for some of the organs leaves
//! the others for a later one (A-DEF-5).

use proto::appearances::{InstanceResult, Judgment, JudgmentService, Outcome};

use super::register::pairs;
use crate::form::{Field, Reader};
use crate::pages::desk::Group;
use crate::registers::lawsuits::Lawsuit;
use crate::words::{FORMS, LOSS_CAUSES, OUTCOMES, WITHDRAWN, title};

/// What the form of a paper is filled in with the help of.
pub(super) struct Judging {
    instance: u32,
    kind: String,
    compensation_only: bool,
    /// The organs that are sued and for which nothing has been decided yet, by number.
    open: Vec<(u32, String)>,
    plaintiffs: Vec<u32>,
}

impl Judging {
    pub(super) fn of(lawsuit: &Lawsuit, instance: u32) -> Self {
        let summary = &lawsuit.summary;
        let known = summary.instances.iter().find(|known| known.number == instance);
        Self {
            instance,
            kind: known.map_or("First", |known| known.kind.as_str()).to_owned(),
            compensation_only: summary.compensation_only,
            open: lawsuit.awaiting(instance).map(|organ| (organ.number, organ.name.clone())).collect(),
            plaintiffs: summary.plaintiffs.iter().map(|plaintiff| plaintiff.number).collect(),
        }
    }

    /// The codes a paper of this instance can give.
    fn codes(&self) -> Vec<(String, String)> {
        let fits = |code: &str| match self.kind.as_str() {
            "Second" => code.starts_with('S') || matches!(code, "M01" | "D03" | "D04" | "D06"),
            "RetrialExam" => matches!(code, "R01" | "R02" | "R06"),
            "Retrial" => matches!(code, "R03" | "R04" | "R05" | "R06" | "M01"),
            _ => self.is_judgment(code) || code.starts_with('D') || code == "M01",
        };
        pairs(OUTCOMES).filter(|(code, _)| fits(code)).collect()
    }

    /// Compensation stands by itself only where nothing else is claimed.
    fn is_judgment(&self, code: &str) -> bool {
        code.starts_with('J') && (code != "J11" || self.compensation_only)
    }

    /// The fields of the paper, with its day, and those for each organ.
    pub(super) fn groups(&self, on: Field) -> Vec<Group> {
        let paper = vec![
            Field::choice("form", "文书种类", FORMS).or("Judgment"),
            on,
            Field::line("paper.number", "文书编号").if_any().help("不填则以案号为准"),
            Field::day("served_on_plaintiffs", "送达原告日期").if_any(),
        ];
        let mut paper = Group::new("", paper);
        if self.open.len() > 1 {
            paper = paper.note("这份文书没有处理的被告，结果一栏不选；以后收到另一份文书时再登记。");
        }
        std::iter::once(paper).chain(self.open.iter().map(|one| self.outcome(one))).collect()
    }

    fn outcome(&self, (number, name): &(u32, String)) -> Group {
        let of = |field: &str| format!("outcome.{number}.{field}");
        let changes = matches!(self.kind.as_str(), "Second" | "Retrial");
        let judgments = pairs(OUTCOMES).filter(|(code, _)| self.is_judgment(code) || code == "D02");
        let code = Field::select(of("code"), format!("{name}：结果"), self.codes()).help("计入败诉率");
        let mut fields = vec![if self.open.len() > 1 { code.if_any() } else { code }];
        if changes {
            let help = "改判的，选择改判后的结果";
            fields.push(Field::select(of("changed_to"), "改判为", judgments).if_any().help(help));
        }
        fields.extend([
            Field::day(of("served_on"), "送达日期").if_any().help("上诉期限从送达之日起算"),
            Field::flag(of("remedy"), "并判令补救或者赔偿"),
            Field::choice(of("withdraw_reason"), "撤诉原因", WITHDRAWN)
                .if_any()
                .help("撤诉的填写；被告改变或者履行的单独统计"),
            Field::checks(of("causes"), "败诉原因", pairs(LOSS_CAUSES)).if_any(),
        ]);
        Group::new(name.clone(), fields)
    }

    /// The paper, with what it says for the organs that were filled in.
    pub(super) fn read(&self, r: &mut Reader<'_>) -> Judgment {
        let instance = self.instance;
        let form = r.word("form", FORMS);
        let (mut outcomes, mut services) = (Vec::new(), Vec::new());
        for (number, _) in &self.open {
            let outcome = read_outcome(r, *number);
            let served = read_service(r, instance, *number, &format!("outcome.{number}.served_on"));
            let is_empty = outcome == Outcome { defendant: *number, ..Outcome::default() } && served.is_none();
            if self.open.len() > 1 && is_empty {
                continue;
            }
            if outcome.code.is_empty() {
                r.wrong(&format!("outcome.{number}.code"), "请选择结果");
            }
            outcomes.push(outcome);
            services.extend(served);
        }
        if let (true, Some((first, _))) = (outcomes.is_empty(), self.open.first()) {
            r.wrong(&format!("outcome.{first}.code"), "请至少选择一个被告的结果");
        }
        for plaintiff in &self.plaintiffs {
            services.extend(read_service(r, instance, *plaintiff, "served_on_plaintiffs"));
        }
        let kind = match form.as_str() {
            "Ruling" => "行政裁定书",
            "Mediation" => "行政调解书",
            _ => "行政判决书",
        };
        Judgment { instance, judged_on: r.day("on"), outcomes, paper: r.paper(kind), services, form }
    }
}

fn read_outcome(r: &mut Reader<'_>, number: u32) -> Outcome {
    let of = |field: &str| format!("outcome.{number}.{field}");
    let code = r.word_if_any(&of("code"), OUTCOMES);
    let is_withdrawn = matches!(code.as_str(), "D03" | "D04");
    Outcome {
        defendant: number,
        riders: if r.flag(&of("remedy")) { vec!["J11".to_owned()] } else { Vec::new() },
        changed_to: r.word_if_any(&of("changed_to"), OUTCOMES),
        withdraw_reason: if is_withdrawn { r.word_if_any(&of("withdraw_reason"), WITHDRAWN) } else { String::new() },
        causes: r.words(&of("causes"), LOSS_CAUSES),
        code,
        ..Outcome::default()
    }
}

fn read_service(r: &mut Reader<'_>, instance: u32, party: u32, field: &str) -> Option<JudgmentService> {
    let on = r.day_if_any(field);
    (!on.is_empty()).then_some(JudgmentService { instance, party, on, ..JudgmentService::default() })
}

/// The papers of an instance: one of the organs that each decides for, and what it is called.
pub(super) fn papers(results: &[InstanceResult], instance: u32) -> Vec<(String, String)> {
    let mut papers: Vec<(i64, String, String)> = Vec::new();
    for result in results.iter().filter(|result| result.instance == instance) {
        if let Some((_, _, called)) = papers.iter_mut().find(|(entry, ..)| *entry == result.entry) {
            *called = format!("{called}、{}", result.organ_name);
        } else {
            let (form, code) = (title(FORMS, &result.form), title(OUTCOMES, &result.code));
            let called = format!("{} {form}：{code}，{}", result.judged_on, result.organ_name);
            papers.push((result.entry, result.defendant.to_string(), called));
        }
    }
    papers.into_iter().map(|(_, organ, called)| (organ, called)).collect()
}

#[cfg(test)]
mod tests {
    use kernel::day::day;

    use super::*;
    use crate::form::Entered;

    const TWO: [(u32, &str); 2] = [(2, "陇县市场监督管理局"), (3, "陇县人民政府")];

    fn judging(open: &[(u32, &str)]) -> Judging {
        let open = open.iter().map(|(number, name)| (*number, (*name).to_owned())).collect();
        Judging { instance: 1, kind: "First".to_owned(), compensation_only: false, open, plaintiffs: vec![1] }
    }

    fn read(judging: &Judging, fields: &[(&str, &str)]) -> Result<Judgment, Vec<String>> {
        let mut entered = Entered::default();
        for (name, value) in [("form", "Ruling"), ("on", "2024-06-10")].iter().chain(fields) {
            entered.set(name, *value);
        }
        let mut reader = Reader::new(&entered, day(2024, 12, 20));
        let judgment = judging.read(&mut reader);
        let errors = reader.errors();
        if errors.is_empty() { Ok(judgment) } else { Err(errors.into_keys().collect()) }
    }

    #[test] // A-DEF-5
    fn a_paper_that_decides_for_one_organ_leaves_the_other_open() {
        let withdrawn = [
            ("outcome.3.code", "D03"),
            ("outcome.3.withdraw_reason", "Settled"),
            ("outcome.3.served_on", "2024-06-12"),
            ("served_on_plaintiffs", "2024-06-12"),
        ];
        let judgment = read(&judging(&TWO), &withdrawn).unwrap();
        let decided: Vec<_> = judgment.outcomes.iter().map(|one| (one.defendant, one.code.as_str())).collect();
        assert_eq!(decided, [(3, "D03")]);
        assert_eq!(judgment.services.iter().map(|served| served.party).collect::<Vec<_>>(), [3, 1]);
    }

    #[test]
    fn what_is_said_about_an_organ_says_what_it_came_to() {
        assert_eq!(read(&judging(&TWO), &[]).unwrap_err(), ["outcome.2.code"]);
        assert_eq!(read(&judging(&TWO[..1]), &[]).unwrap_err(), ["outcome.2.code"]);
        let served = [("outcome.2.code", "D02"), ("outcome.3.served_on", "2024-06-12")];
        assert_eq!(read(&judging(&TWO), &served).unwrap_err(), ["outcome.3.code"]);
    }

    #[test] // A-PER-6
    fn a_result_is_asked_for_from_whoever_is_sued_and_has_none() {
        let defendant = |number, role: &str| proto::appearances::Defendant {
            number,
            role: role.to_owned(),
            ..proto::appearances::Defendant::default()
        };
        let defendants = vec![defendant(2, "Defendant"), defendant(3, "CoDefendant"), defendant(4, "ThirdPartyOrgan")];
        let lawsuit = Lawsuit {
            id: uuid::Uuid::nil(),
            version: 1,
            stage: String::new(),
            is_open: true,
            number: String::new(),
            reconsidered: None,
            summary: proto::appearances::Summary { defendants, ..proto::appearances::Summary::default() },
            registration: proto::appearances::Registration::default(),
            duties: Vec::new(),
            results: vec![InstanceResult { instance: 1, defendant: 2, ..InstanceResult::default() }],
        };
        let asked = |instance| Judging::of(&lawsuit, instance).open.into_iter().map(|(number, _)| number);
        assert_eq!(asked(1).collect::<Vec<_>>(), [3]);
        assert_eq!(asked(2).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn every_result_an_instance_can_come_to_is_offered() {
        let offers = |kind: &str, compensation_only, code: &str| {
            let judging = Judging { kind: kind.to_owned(), compensation_only, ..judging(&TWO) };
            judging.codes().iter().any(|(known, _)| known == code)
        };
        assert!(
            offers("Second", false, "D03") && offers("Second", false, "D04") && offers("RetrialExam", false, "R06")
        );
        assert!(!offers("First", false, "J11") && offers("First", true, "J11"));
    }

    #[test]
    fn a_paper_is_named_once_however_many_organs_it_decides_for() {
        let result = |entry, defendant, organ_name: &str| InstanceResult {
            instance: 1,
            entry,
            defendant,
            organ_name: organ_name.to_owned(),
            form: "Judgment".to_owned(),
            code: "J01".to_owned(),
            judged_on: "2024-08-01".to_owned(),
            ..InstanceResult::default()
        };
        let both = [result(4, 2, "陇县市场监督管理局"), result(4, 3, "陇县人民政府")];
        let called = "2024-08-01 判决：驳回诉讼请求，陇县市场监督管理局、陇县人民政府".to_owned();
        assert_eq!(papers(&both, 1), [("2".to_owned(), called)]);
        assert_eq!(papers(&[both[0].clone(), result(7, 3, "陇县人民政府")], 1).len(), 2);
        assert!(papers(&both, 2).is_empty());
    }
}
