//! `/suggestions/new`: a paper of a court or procuratorate is registered, for all the organs it is addressed to.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use proto::suggestions::{
    Addressee, Letter, Limit, Link, Problem, Registration, SuggestionCommand, suggestion_command,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::Person;
use crate::failure::Failure;
use crate::form::{Entered, Field, Reader};
use crate::pages::desk::{self, Desk, Group};
use crate::pages::forms::Form;
use crate::pages::lawsuit::register::{pairs, read_organ};
use crate::registers::judicial::{self, JudicialOrgan};
use crate::registers::lawsuits::{self, Lawsuit};
use crate::registers::organs::{self, Organ};
use crate::words::{JUDICIAL, PROCURATORIAL, Words};
use crate::{Portal, asking, dates};

const HERE: &str = "/suggestions/new";
const TITLE: &str = "登记建议";

/// In which words a letter sets a limit.
pub(super) const UNITS: Words = &[("months", "个月"), ("days", "日"), ("working_days", "个工作日")];

#[derive(Deserialize)]
pub(crate) struct Asked {
    draft: Option<Uuid>,
    /// The lawsuit that gave rise to it.
    lawsuit: Option<Uuid>,
}

struct Registering {
    person: Person,
    organs: Vec<Organ>,
    issuers: Vec<JudicialOrgan>,
    lawsuit: Option<Lawsuit>,
    area: String,
    today: String,
}

impl Registering {
    /// Organs bear the names of the day of the letter.
    async fn of(portal: &Portal, person: Person, lawsuit: Option<Uuid>, entered: &Entered) -> Result<Self, Failure> {
        let today = portal.inside.clock.today();
        let lawsuit = match lawsuit {
            Some(id) => Some(lawsuits::lawsuit_of(portal, &person, id).await?.ok_or_else(Failure::no_such_thing)?),
            None => None,
        };
        let issuers = judicial::all(portal).await?;
        let day = dates::typed(entered.text("issued_on"), today).unwrap_or(today);
        let organs = organs::ever(portal, day).await?;
        let (area, today) = (portal.settings.area.clone(), today.to_string());
        Ok(Self { person, organs, issuers, lawsuit, area, today })
    }
}

/// How much time a letter gives, if it says so.
pub(super) fn limit_fields(prefix: &str) -> [Field; 3] {
    [
        Field::coming_day(format!("{prefix}.until"), "回复期限至").if_any().help("来函写明日期的填写"),
        Field::line(format!("{prefix}.count"), "或者回复期限").if_any().help("来函写明“两个月内”“30日内”的，填数字"),
        Field::choice(format!("{prefix}.unit"), "单位", UNITS).or("months"),
    ]
}

pub(super) fn read_limit(r: &mut Reader<'_>, prefix: &str) -> Option<Limit> {
    let until = r.coming_day_if_any(&format!("{prefix}.until"));
    if !until.is_empty() {
        return Some(Limit { until, ..Limit::default() });
    }
    let count = format!("{prefix}.count");
    if r.entered().text(&count).trim().is_empty() {
        return None;
    }
    let (count, unit) = (r.number(&count), r.word(&format!("{prefix}.unit"), UNITS));
    Some(match unit.as_str() {
        "days" => Limit { days: count, ..Limit::default() },
        "working_days" => Limit { working_days: count, ..Limit::default() },
        _ => Limit { months: count, ..Limit::default() },
    })
}

impl Desk for Registering {
    type Command = SuggestionCommand;

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
            action: self.lawsuit.as_ref().map_or_else(|| HERE.to_owned(), |l| format!("{HERE}?lawsuit={}", l.id)),
            back: "/suggestions".to_owned(),
            version: "0".to_owned(),
            note: self.lawsuit.as_ref().map(|l| format!("由应诉案件 {} 引起", l.called())).unwrap_or_default(),
            ..Form::default()
        }
    }

    fn groups(&self, entered: &Entered) -> Vec<Group> {
        let issuers = self.issuers.iter().map(JudicialOrgan::choice);
        let judicial = pairs(JUDICIAL).map(|(kind, title)| (kind, format!("司法建议：{title}")));
        let procuratorial = pairs(PROCURATORIAL).map(|(kind, title)| (kind, format!("检察建议：{title}")));
        let kind = if self.lawsuit.is_some() { "AppearanceDefault" } else { "" };
        vec![
            Group::new(
                "来函",
                [
                    Field::select("issuer", "制发机关", issuers),
                    Field::select("kind", "种类", judicial.chain(procuratorial))
                        .or(kind)
                        .help("不同种类的回复期限不同"),
                    Field::line("number", "文号").if_any().help("如：陇法建〔2026〕3号"),
                    Field::day("issued_on", "落款日期").or(&self.today),
                    Field::line("title", "标题").wide(),
                    Field::flag("urgent", "紧急（公益诉讼检察建议15日内回复）"),
                ],
            ),
            Group::rows("addressee", "被建议单位", "再加一个单位", entered, |n| {
                let organs = self.organs.iter().map(Organ::choice);
                let label = |what: &str| if n == 1 { what.to_owned() } else { format!("{what}{n}") };
                vec![
                    Field::select(format!("addressee.{n}.organ"), label("单位"), organs),
                    Field::day(format!("addressee.{n}.received_on"), label("签收日期"))
                        .if_any()
                        .help("回复期限从签收之日起算"),
                ]
            }),
            Group::new("来函限定的期限", limit_fields("limit")).note("来函和法律都有期限的，以较早的为准。").folded(),
            Group::rows("problem", "问题和建议", "再加一项", entered, |n| {
                vec![
                    Field::text(format!("problem.{n}.problem"), format!("问题{n}")).if_any(),
                    Field::text(format!("problem.{n}.suggestion"), format!("建议{n}")).if_any(),
                ]
            }),
            Group::new(
                "其他",
                [
                    Field::line("copied_to", "抄送").if_any().help("几个机关用顿号隔开"),
                    Field::line("remark", "备注").if_any(),
                ],
            )
            .folded(),
        ]
    }

    fn read(&self, r: &mut Reader<'_>) -> SuggestionCommand {
        let chosen = r.entered().text("issuer");
        let issuer = self.issuers.iter().find(|issuer| issuer.id.to_string() == chosen);
        if issuer.is_none() {
            r.wrong("issuer", "请选择制发机关");
        }
        let kind = {
            let chosen = r.entered().text("kind").to_owned();
            let known = JUDICIAL.iter().chain(PROCURATORIAL).any(|(kind, _)| *kind == chosen);
            if !known {
                r.wrong("kind", "请选择种类");
            }
            chosen
        };
        let is_court = JUDICIAL.iter().any(|(known, _)| *known == kind);
        if issuer.is_some_and(|issuer| (issuer.kind == "Court") != is_court) {
            r.wrong("kind", "司法建议由法院制发，检察建议由检察院制发，种类与制发机关不符");
        }
        let lawsuit = self.lawsuit.as_ref().map(|l| Link { id: asking::bytes(l.id), number: l.number.clone() });
        let letter = Letter {
            kind,
            issuer: issuer.map(|issuer| asking::bytes(issuer.id)).unwrap_or_default(),
            issuer_name: issuer.map(|issuer| issuer.name.clone()).unwrap_or_default(),
            number: r.line_if_any("number"),
            issued_on: r.day("issued_on"),
            title: r.line("title"),
            problems: read_problems(r),
            limit: read_limit(r, "limit"),
            urgent: r.flag("urgent"),
            lawsuit,
            reconsideration: None,
            copied_to: r
                .line_if_any("copied_to")
                .split('、')
                .map(str::trim)
                .filter(|to| !to.is_empty())
                .map(str::to_owned)
                .collect(),
            remark: r.line_if_any("remark"),
        };
        let registration = Registration {
            letter: Some(letter),
            addressees: self.read_addressees(r),
            area: self.area.clone(),
            default_months: 0,
        };
        SuggestionCommand { command: Some(suggestion_command::Command::Register(registration)) }
    }
}

impl Registering {
    fn read_addressees(&self, r: &mut Reader<'_>) -> Vec<Addressee> {
        let mut addressees = Vec::new();
        for n in 1..=r.entered().rows("addressee") {
            let field = format!("addressee.{n}.organ");
            if n > 1 && r.entered().text(&field).is_empty() {
                continue;
            }
            let (organ, name) = read_organ(r, &field, &self.organs);
            addressees.push(Addressee {
                number: u32::try_from(addressees.len() + 1).unwrap_or(u32::MAX),
                organ,
                name,
                received_on: r.day_if_any(&format!("addressee.{n}.received_on")),
            });
        }
        addressees
    }
}

/// Rows left empty are none.
fn read_problems(r: &mut Reader<'_>) -> Vec<Problem> {
    let mut problems: Vec<Problem> = Vec::new();
    for n in 1..=r.entered().rows("problem") {
        let problem = r.text_if_any(&format!("problem.{n}.problem"));
        let suggestion = r.text_if_any(&format!("problem.{n}.suggestion"));
        if !problem.is_empty() || !suggestion.is_empty() {
            let number = u32::try_from(problems.len() + 1).unwrap_or(u32::MAX);
            problems.push(Problem { number, problem, suggestion });
        }
    }
    problems
}

/// `GET /suggestions/new`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    desk::show(&portal, &Registering::of(&portal, person, asked.lawsuit, &Entered::default()).await?, asked.draft).await
}

/// `POST /suggestions/new`
pub(crate) async fn save(
    State(portal): State<Portal>,
    Query(asked): Query<Asked>,
    uri: Uri,
    headers: HeaderMap,
    entered: Entered,
) -> Result<Response, Failure> {
    match desk::sender(&portal, &headers, &entered, &uri, TITLE).await? {
        Ok(person) => {
            let registering = Registering::of(&portal, person, asked.lawsuit, &entered).await?;
            desk::save(&portal, &registering, entered).await
        }
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// `POST /suggestions/new/consequence`
pub(crate) async fn consequence(
    State(portal): State<Portal>,
    person: Person,
    Query(asked): Query<Asked>,
    entered: Entered,
) -> Result<Response, Failure> {
    desk::consequence(&portal, &Registering::of(&portal, person, asked.lawsuit, &entered).await?, &entered).await
}
