//! `/lawsuits/new`: a lawsuit is registered; from a reconsideration case with what the case tells already filled in.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use proto::appearances::{
    AfterReconsideration, CaseNumber, Court, Defendant, LawsuitCommand, Plaintiff, Registration, lawsuit_command,
};
use proto::reconsideration::DecisionItem;
use serde::Deserialize;
use uuid::Uuid;

use crate::access::Person;
use crate::failure::Failure;
use crate::form::{Entered, Field, Reader};
use crate::pages::desk::{self, Desk, Group};
use crate::pages::forms::Form;
use crate::registers::cases::{self, Sheet};
use crate::registers::judicial::{self, JudicialOrgan};
use crate::registers::organs::{self, Organ};
use crate::words::{
    CASE_CLASSES, DEFENDANT_KINDS, FIELDS, MATTERS, NON_PUBLIC, PLAINTIFF_KINDS, PROCEDURES, RECONSIDERED,
};
use crate::{Portal, asking};

const HERE: &str = "/lawsuits/new";
const TITLE: &str = "登记应诉案件";

#[derive(Deserialize)]
pub(crate) struct Asked {
    draft: Option<Uuid>,
    /// The reconsideration case that is sued over.
    case: Option<Uuid>,
}

struct Registering {
    person: Person,
    organs: Vec<Organ>,
    courts: Vec<JudicialOrgan>,
    case: Option<(Uuid, Sheet)>,
}

impl Registering {
    async fn of(portal: &Portal, person: Person, case: Option<Uuid>) -> Result<Self, Failure> {
        let today = portal.inside.clock.today();
        let case = match case {
            Some(id) => {
                let (_, sheet) = cases::case(portal, &person, id).await?.ok_or_else(Failure::no_such_case)?;
                Some((id, sheet))
            }
            None => None,
        };
        let organs = organs::ever(portal, today).await?;
        let courts = judicial::courts(portal).await?;
        Ok(Self { person, organs, courts, case })
    }

    fn address(&self) -> String {
        self.case.as_ref().map_or_else(|| HERE.to_owned(), |(id, _)| format!("{HERE}?case={id}"))
    }

    /// The organ that decided the reconsideration.
    fn reconsideration_organ(&self) -> Option<Uuid> {
        let (_, sheet) = self.case.as_ref()?;
        Uuid::from_slice(&sheet.received.reception.as_ref()?.organ).ok()
    }
}

/// A-DEF-1, A-DEF-3: what a case came to for the lawsuit over it; nothing where it ended otherwise than by a decision or a
/// refusal.
fn came_to(stage: &str, is_open: bool, items: &[DecisionItem]) -> &'static str {
    match (stage, items) {
        ("NotAccepted" | "ApplicationDismissed", _) => "NotAccepted",
        (_, []) if is_open => "NoDecision",
        (_, []) => "",
        _ => result_of(items),
    }
}

/// A-DEF-1, 2, 4: what a decision is for the lawsuit over it. What the form begins with; the service says if it is unusual.
fn result_of(items: &[DecisionItem]) -> &'static str {
    let is_kept = |item: &DecisionItem| matches!(item.kind.as_str(), "Maintain" | "DismissClaim" | "CompensateRefused");
    let only_procedure = |item: &DecisionItem| {
        item.kind.starts_with("ConfirmIllegal")
            && !item.causes.is_empty()
            && item.causes.iter().all(|c| c == "Procedure")
    };
    match (items.iter().any(is_kept), items.iter().all(is_kept)) {
        (_, true) => "Maintained",
        (true, false) => "Mixed",
        _ if items.iter().all(only_procedure) => "IllegalProcedure",
        _ => "Changed",
    }
}

impl Desk for Registering {
    type Command = LawsuitCommand;

    fn person(&self) -> &Person {
        &self.person
    }

    fn here(&self) -> &'static str {
        HERE
    }

    fn to(&self) -> Option<Uuid> {
        None
    }

    fn form(&self) -> Form {
        Form {
            title: TITLE.to_owned(),
            article: "《行政诉讼法》第二十六条、第六十七条".to_owned(),
            action: self.address(),
            back: "/lawsuits".to_owned(),
            version: "0".to_owned(),
            ..Form::default()
        }
    }

    /// Who applied sues; who is sued follows from what was decided.
    fn beginning(&self) -> Entered {
        let mut entered = Entered::default();
        let Some((_, sheet)) = &self.case else { return entered };
        let applicants = sheet.parties.iter().filter(|party| party.role == "Applicant");
        let mut count = 0;
        for party in applicants {
            count += 1;
            entered.set(&format!("plaintiff.{count}.name"), &party.name);
            entered.set(&format!("plaintiff.{count}.kind"), &party.kind);
        }
        entered.set("plaintiff.rows", count.max(1).to_string());
        let items = sheet.decision.as_ref().map(|decision| decision.items.as_slice()).unwrap_or_default();
        let result = came_to(sheet.stage(), sheet.is_open(), items);
        let original = sheet.respondent_ids().into_iter().map(|organ| (Some(organ), "OriginalOrgan"));
        let body = || (self.reconsideration_organ(), "ReconsiderationOrgan");
        let defendants: Vec<(Option<Uuid>, &str)> = match result {
            "Changed" => vec![body()],
            "NoDecision" => original.collect(),
            // Sued over the act or over the refusal: that is for whoever registers it to say.
            "NotAccepted" | "" => Vec::new(),
            _ => original.chain([body()]).collect(),
        };
        entered.set("defendant.rows", defendants.len().max(1).to_string());
        for (n, (organ, kind)) in defendants.iter().enumerate() {
            let organ = organ.map(|organ| organ.to_string()).unwrap_or_default();
            entered.set(&format!("defendant.{}.organ", n + 1), organ);
            entered.set(&format!("defendant.{}.kind", n + 1), *kind);
        }
        if let [court] = self.courts.as_slice() {
            entered.set("court", court.id.to_string());
        }
        entered.set("procedure", "Ordinary");
        entered.set("act_title", &sheet.act.title);
        entered.set("after.result", result);
        entered.set("after.number", &sheet.decision_number);
        entered.set("after.on", sheet.decided_on.clone().unwrap_or_default());
        let reception = sheet.received.reception.clone().unwrap_or_default();
        entered.set("field", reception.field);
        entered.set("matter", reception.matter);
        entered
    }

    fn groups(&self, entered: &Entered) -> Vec<Group> {
        let courts = self.courts.iter().map(JudicialOrgan::choice);
        let first = if let [court] = self.courts.as_slice() { court.id.to_string() } else { String::new() };
        let after = Group::new(
            "经过复议的",
            [
                Field::choice("after.result", "复议结果", RECONSIDERED)
                    .if_any()
                    .help("决定由谁作被告：维持的为共同被告，改变的为复议机关"),
                Field::line("after.number", "复议决定书文号").if_any(),
                Field::day("after.on", "复议决定日期").if_any(),
            ],
        );
        vec![
            Group::new(
                "案件",
                [
                    Field::line("number", "案号")
                        .if_any()
                        .help("如（2026）陕0327行初12号，括号全角、半角都可以；还没有案号的先不填"),
                    Field::select("court", "法院", courts).or(first),
                    Field::day("docketed_on", "立案日期").if_any(),
                    Field::choice("procedure", "审理程序", PROCEDURES).or("Ordinary"),
                    Field::line("act_title", "被诉行政行为").help("名称和文号").wide(),
                    Field::line("cause", "案由").if_any().help("如：行政处罚、工伤认定"),
                ],
            ),
            Group::rows("plaintiff", "原告", "再加一名原告", entered, |n| {
                let label = |what: &str| if n == 1 { format!("原告{what}") } else { format!("原告{n}{what}") };
                vec![
                    Field::line(format!("plaintiff.{n}.name"), label("姓名或者名称")),
                    Field::choice(format!("plaintiff.{n}.kind"), label("类型"), PLAINTIFF_KINDS).or("Citizen"),
                ]
            }),
            Group::rows("defendant", "被告", "再加一个被告", entered, |n| self.defendant(n)),
            if self.case.is_some() { after } else { after.folded() },
            Group::new(
                "其他",
                [
                    Field::checks("classes", "应当通知负责人出庭的案件类别", pairs(CASE_CLASSES))
                        .if_any()
                        .help("《最高人民法院关于行政机关负责人出庭应诉若干问题的规定》第四条；原则上由主要负责人出庭"),
                    Field::choice("field", "行政管理领域", FIELDS)
                        .if_any()
                        .help("记在案卷里，在案件页面上显示；不影响统计数据"),
                    Field::choice("matter", "诉讼事项", MATTERS).if_any(),
                    Field::text("claims", "诉讼请求").if_any(),
                    Field::flag("public_interest", "行政公益诉讼"),
                    Field::flag("compensation_only", "单独提起行政赔偿"),
                    Field::flag("enterprise_related", "涉企案件"),
                    Field::flag("non_public", NON_PUBLIC.0).help(NON_PUBLIC.1),
                ],
            )
            .folded(),
        ]
    }

    fn read(&self, r: &mut Reader<'_>) -> LawsuitCommand {
        let plaintiffs: Vec<Plaintiff> =
            (1..=r.entered().rows("plaintiff")).filter_map(|n| read_plaintiff(r, n)).collect();
        let defendants = self.read_defendants(r, plaintiffs.len());
        let registration = Registration {
            case_number: read_number(r, "number"),
            court: read_court(r, &self.courts),
            docketed_on: r.day_if_any("docketed_on"),
            procedure: r.word("procedure", PROCEDURES),
            plaintiffs,
            defendants,
            cause: r.line_if_any("cause"),
            field: r.word_if_any("field", FIELDS),
            matter: r.word_if_any("matter", MATTERS),
            public_interest: r.flag("public_interest"),
            compensation_only: r.flag("compensation_only"),
            classes: r.words("classes", CASE_CLASSES),
            after_reconsideration: self.read_after(r),
            act_title: r.line("act_title"),
            claims: r.text_if_any("claims"),
            enterprise_related: r.flag("enterprise_related"),
            non_public: r.flag("non_public"),
        };
        LawsuitCommand { command: Some(lawsuit_command::Command::Register(registration)) }
    }
}

impl Registering {
    fn defendant(&self, n: usize) -> Vec<Field> {
        let of = |name: &str| format!("defendant.{n}.{name}");
        let label = |what: &str| if n == 1 { what.to_owned() } else { format!("{what}{n}") };
        let organs = self.organs.iter().map(Organ::choice);
        vec![
            Field::select(of("organ"), label("被告"), organs),
            Field::choice(of("kind"), label("被告类型"), DEFENDANT_KINDS).or("OriginalOrgan"),
            Field::day(of("copy_on"), label("收到起诉状副本日期")).if_any().help("答辩举证期限15日，从收到之日起算"),
            Field::flag(of("third"), label("作为第三人参加诉讼")).help("原告不同意追加为被告的行政机关"),
        ]
    }

    fn read_defendants(&self, r: &mut Reader<'_>, plaintiffs: usize) -> Vec<Defendant> {
        let mut defendants: Vec<Defendant> = Vec::new();
        for n in 1..=r.entered().rows("defendant") {
            let of = |name: &str| format!("defendant.{n}.{name}");
            if n > 1 && r.entered().text(&of("organ")).is_empty() {
                continue;
            }
            let (organ, name) = read_organ(r, &of("organ"), &self.organs);
            defendants.push(Defendant {
                number: u32::try_from(plaintiffs + defendants.len() + 1).unwrap_or(u32::MAX),
                role: if r.flag(&of("third")) { "ThirdPartyOrgan" } else { "Defendant" }.to_owned(),
                kind: r.word(&of("kind"), DEFENDANT_KINDS),
                organ,
                name,
                copy_received_on: r.day_if_any(&of("copy_on")),
                ..Defendant::default()
            });
        }
        if defendants.iter().filter(|defendant| defendant.role == "Defendant").count() > 1 {
            let sued = defendants.iter_mut().filter(|defendant| defendant.role == "Defendant");
            sued.for_each(|defendant| "CoDefendant".clone_into(&mut defendant.role));
        }
        defendants
    }

    fn read_after(&self, r: &mut Reader<'_>) -> Option<AfterReconsideration> {
        let result = r.word_if_any("after.result", RECONSIDERED);
        let (number, decided_on) = (r.line_if_any("after.number"), r.day_if_any("after.on"));
        if result.is_empty() && !number.is_empty() {
            r.wrong("after.result", "填了复议决定书的，请选择复议结果");
        }
        let case = self.case.as_ref().map(|(id, _)| asking::bytes(*id)).unwrap_or_default();
        (!result.is_empty()).then_some(AfterReconsideration { case, number, result, decided_on })
    }
}

/// A row left empty, but for the first, is none.
fn read_plaintiff(r: &mut Reader<'_>, n: usize) -> Option<Plaintiff> {
    let of = |name: &str| format!("plaintiff.{n}.{name}");
    if n > 1 && r.entered().text(&of("name")).trim().is_empty() {
        return None;
    }
    let number = u32::try_from(n).unwrap_or(u32::MAX);
    Some(Plaintiff { number, kind: r.word(&of("kind"), PLAINTIFF_KINDS), name: r.line(&of("name")) })
}

/// A closed list as checks take it.
pub(in crate::pages) fn pairs(words: crate::words::Words) -> impl Iterator<Item = (String, String)> {
    words.iter().map(|(name, title)| ((*name).to_owned(), (*title).to_owned()))
}

/// An organ that was chosen, as messages name it.
pub(in crate::pages) fn read_organ(r: &mut Reader<'_>, field: &str, organs: &[Organ]) -> (Vec<u8>, String) {
    let chosen = r.entered().text(field);
    if let Some(organ) = organs.iter().find(|organ| organ.id.to_string() == chosen) {
        return (asking::bytes(organ.id), organ.name.clone());
    }
    r.wrong(field, if chosen.is_empty() { "请选择机关" } else { "这个机关不在名录中，请重新选择" });
    (Vec::new(), String::new())
}

/// The court that was chosen.
pub(super) fn read_court(r: &mut Reader<'_>, courts: &[JudicialOrgan]) -> Option<Court> {
    let chosen = r.entered().text("court");
    let court = courts.iter().find(|court| court.id.to_string() == chosen);
    if court.is_none() {
        r.wrong("court", "请选择法院");
    }
    court.map(|court| Court { id: asking::bytes(court.id), code: court.code.clone(), name: court.name.clone() })
}

/// A court's number as it was typed; the service reads it.
pub(super) fn read_number(r: &mut Reader<'_>, field: &str) -> Option<CaseNumber> {
    let text = r.line_if_any(field);
    (!text.is_empty()).then(|| CaseNumber { text, ..CaseNumber::default() })
}

/// `GET /lawsuits/new`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let registering = Registering::of(&portal, person, asked.case).await?;
    desk::show(&portal, &registering, asked.draft).await
}

/// `POST /lawsuits/new`
pub(crate) async fn save(
    State(portal): State<Portal>,
    Query(asked): Query<Asked>,
    uri: Uri,
    headers: HeaderMap,
    entered: Entered,
) -> Result<Response, Failure> {
    match desk::sender(&portal, &headers, &entered, &uri, TITLE).await? {
        Ok(person) => desk::save(&portal, &Registering::of(&portal, person, asked.case).await?, entered).await,
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// `POST /lawsuits/new/consequence`
pub(crate) async fn consequence(
    State(portal): State<Portal>,
    person: Person,
    Query(asked): Query<Asked>,
    entered: Entered,
) -> Result<Response, Failure> {
    desk::consequence(&portal, &Registering::of(&portal, person, asked.case).await?, &entered).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(kind: &str, causes: &[&str]) -> DecisionItem {
        let causes = causes.iter().map(|cause| (*cause).to_owned()).collect();
        DecisionItem { kind: kind.to_owned(), causes, ..DecisionItem::default() }
    }

    #[test] // A-DEF-1 A-DEF-3
    fn a_refused_or_dismissed_application_is_not_one_that_was_left_undecided() {
        for stage in ["NotAccepted", "ApplicationDismissed"] {
            assert_eq!(came_to(stage, false, &[]), "NotAccepted", "{stage}");
        }
        assert_eq!((came_to("Trial", true, &[]), came_to("Terminated", false, &[])), ("NoDecision", ""));
        assert_eq!(came_to("Decided", false, &[item("Maintain", &[])]), "Maintained");
    }

    #[test] // A-DEF-1 A-DEF-2 A-DEF-4
    fn what_was_decided_tells_who_is_sued() {
        assert_eq!(result_of(&[item("Maintain", &[])]), "Maintained");
        assert_eq!(result_of(&[item("Maintain", &[]), item("DismissClaim", &[])]), "Maintained");
        assert_eq!(result_of(&[item("Revoke", &["FactsUnclear"])]), "Changed");
        assert_eq!(result_of(&[item("ConfirmIllegal", &["Procedure"])]), "IllegalProcedure");
        assert_eq!(result_of(&[item("ConfirmIllegal", &["Procedure", "WrongBasis"])]), "Changed");
        assert_eq!(result_of(&[item("Maintain", &[]), item("Revoke", &["FactsUnclear"])]), "Mixed");
    }
}
