//! `/cases/{case}`: the facts in the law's order; beside them where it stands, what runs and what may be done now; below,
//! everything that was entered.

mod history;
mod periods;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use kernel::day::Day;
use proto::reconsideration::{Step, StepsAnswer};
use serde::Deserialize;
use uuid::Uuid;

use self::history::Happening;
use self::periods::{Bar, Period};
use super::step;
use crate::access::{CaseWorker, Person};
use crate::failure::Failure;
use crate::frame::{Frame, page};
use crate::registers::cases::{self, Sheet};
use crate::registers::deadlines;
use crate::{Portal, asking, words};

#[derive(Template)]
#[template(path = "case.html")]
struct Page {
    frame: Frame,
    case: Uuid,
    sheet: Sheet,
    stage: String,
    procedure: String,
    flags: Vec<String>,
    facts: Vec<Facts>,
    bar: Option<Bar>,
    running: Vec<Period>,
    ended: Vec<Period>,
    next: Option<String>,
    steps: Vec<Offered>,
    hindered: Vec<Step>,
    /// The service could not be asked.
    away: Option<String>,
    said: &'static str,
    happenings: Vec<Happening>,
    show: String,
}

/// A group of facts: heading, and rows of name and content.
struct Facts {
    title: &'static str,
    rows: Vec<(String, String)>,
}

/// A step as the page offers it.
struct Offered {
    step: Step,
    address: String,
    /// Lawful, and somebody else's to take.
    by_head: bool,
    /// This program has a form for it; the service may be newer.
    has_form: bool,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    saved: String,
    #[serde(default)]
    show: String,
}

#[derive(Template)]
#[template(path = "processing.html")]
struct Processing {
    frame: Frame,
}

/// `GET /cases/{case}`
pub(crate) async fn show(
    State(portal): State<Portal>,
    CaseWorker(person): CaseWorker,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let frame = Frame::of(&portal, &person, "/cases").await?;
    let case = cases::named(&portal, &person, &name).await?.ok_or_else(Failure::no_such_case)?;
    let Some((entries, sheet)) = cases::case(&portal, &person, case).await? else {
        // Just saved, and not in the register yet: it comes by itself.
        if frame.is_processing {
            return Ok(Html(Processing { frame }.render()?).into_response());
        }
        if !asked.saved.is_empty() {
            return Ok(Redirect::to("/cases").into_response());
        }
        return Err(Failure::no_such_case());
    };
    let steps = asking::steps(&portal, case).await;
    let (steps, away) = match steps {
        Ok(steps) => (steps, None),
        Err(failure @ Failure::Away(_)) => (StepsAnswer::default(), Some(failure.text())),
        Err(failure) => return Err(failure),
    };
    let (today, calendar) = (portal.inside.clock.today(), portal.inside.calendar());
    let clocks = deadlines::of(&portal, case).await?;
    let bar = clocks.iter().find(|clock| clock.name == "Decision").and_then(|clock| Bar::of(clock, today, &calendar));
    let bar = bar.or_else(|| {
        clocks.iter().find(|clock| clock.name == "Review").and_then(|clock| Bar::of(clock, today, &calendar))
    });
    let period = |clock: &deadlines::Running| Period::of(clock, &sheet, case, today, &calendar);
    let (running, ended): (Vec<_>, Vec<_>) = clocks.iter().partition(|clock| clock.is_running());
    let next = running.iter().find(|clock| clock.is_duty()).map(|clock| words::title(words::DUTIES, &clock.name));
    let now = portal.inside.clock.now().as_microsecond();
    let known = if asked.show.is_empty() { "all".to_owned() } else { asked.show };
    let page_of = Page {
        stage: if steps.stage_title.is_empty() {
            words::title(words::STAGES, sheet.stage())
        } else {
            steps.stage_title
        },
        procedure: words::title(words::PROCEDURES, &sheet.procedure),
        flags: steps.flags.iter().map(|flag| words::title(words::FLAGS, flag)).collect(),
        facts: facts(&sheet),
        bar,
        running: running.into_iter().map(period).collect(),
        ended: ended.into_iter().map(period).collect(),
        next,
        steps: steps.steps.into_iter().map(|step| offered(step, case, &sheet, &person, today)).collect(),
        hindered: steps.hindered,
        away,
        said: said(&asked.saved),
        happenings: history::told(&entries, &sheet, &person, now, &known),
        show: known,
        frame,
        case,
        sheet,
    };
    page(&page_of)
}

fn said(saved: &str) -> &'static str {
    match saved {
        "1" => "已保存。",
        "before" => "这张表单此前已经保存，没有重复登记。",
        _ => "",
    }
}

fn offered(step: Step, case: Uuid, sheet: &Sheet, person: &Person, today: Day) -> Offered {
    let party = if step.party == 0 { String::new() } else { format!("?party={}", step.party) };
    let by_head = !person.may(&step.command);
    let has_form = step::is_known(&step.command, sheet, person, today);
    Offered { address: format!("/cases/{case}/steps/{}{party}", step.command), step, by_head, has_form }
}

/// The facts in the law's order.
fn facts(sheet: &Sheet) -> Vec<Facts> {
    let reception = sheet.received.reception.clone().unwrap_or_default();
    let mut parties: Vec<(String, String)> = Vec::new();
    for party in &sheet.parties {
        let role = if party.role == "Applicant" { "申请人" } else { "第三人" };
        let kind = words::title(words::PARTY_KINDS, &party.kind);
        let papers = match party.id_number.as_str() {
            "" => String::new(),
            number => format!("，{}{}", words::title(words::ID_KINDS, &party.id_kind), masked(number)),
        };
        let reach: Vec<&str> =
            [&party.phone, &party.address].into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let reach = if reach.is_empty() { String::new() } else { format!("；{}", reach.join("，")) };
        parties.push((role.to_owned(), format!("{}（{kind}{papers}{reach}）", party.name)));
        for agent in &party.agents {
            let kind = words::title(words::AGENT_KINDS, &agent.kind);
            parties.push((format!("{role}的代理人"), format!("{}（{kind}）", agent.name)));
        }
    }
    parties.extend(sheet.respondents.iter().map(|(_, _, name)| ("被申请人".to_owned(), name.clone())));
    let act = &sheet.act;
    let known = match act.known_by.as_str() {
        "" => String::new(),
        by => format!("{}（{}）", act.known_on, words::title(words::KNOWN_BY, by)),
    };
    let timely = match sheet.received.application.as_str() {
        "InTime" => "在申请期限内",
        "Late" => "可能超过申请期限",
        _ => "尚不能判断",
    };
    let flags = [
        (reception.reconsideration_first, "复议前置"),
        (reception.compensation_asked, "一并请求赔偿"),
        (reception.collateral_review_asked, "一并请求审查规范性文件"),
        (reception.legal_aid_asked, "申请法律援助"),
        (reception.enterprise_related, "涉企"),
    ];
    let flags: Vec<&str> = flags.iter().filter(|(set, _)| *set).map(|(_, title)| *title).collect();
    let claims = sheet.claims.iter().map(|claim| (words::title(words::CLAIMS, &claim.kind), claim.text.clone()));
    let mut groups = vec![
        group("当事人", parties),
        group(
            "行政行为",
            pairs([
                ("名称", act.title.clone()),
                ("类型", words::title(words::ACT_KINDS, &act.kind)),
                ("文号", act.document_number.clone()),
                ("作出日期", act.made_on.clone()),
                ("知道日期", known),
                ("涉及款额", if act.amount.is_empty() { String::new() } else { format!("{} 元", act.amount) }),
            ]),
        ),
        group("请求", claims.chain(pairs([("事实和理由", reception.facts_and_reasons)])).collect()),
        group(
            "程序",
            pairs([
                ("收到", format!("{}，{}", sheet.received_on, words::title(words::CHANNELS, &reception.channel))),
                ("申请期限", timely.to_owned()),
                ("受理", sheet.accepted_on.clone().unwrap_or_default()),
                ("特别事项", flags.join("、")),
                (
                    "领域和事项",
                    join(
                        &words::title(words::FIELDS, &reception.field),
                        &words::title(words::MATTERS, &reception.matter),
                    ),
                ),
                ("登记人", sheet.registrar.clone()),
            ]),
        ),
    ];
    if let Some(decision) = &sheet.decision {
        let items = decision.items.iter().map(|item| {
            let redo = if item.redo_ordered { "，责令重新作出" } else { "" };
            (words::title(words::DECISIONS, &item.kind), format!("{}{redo}", item.text))
        });
        let on = sheet.decided_on.clone().unwrap_or_default();
        groups.push(group(
            "结果",
            pairs([("决定", format!("{} {on}", sheet.decision_number))]).into_iter().chain(items).collect(),
        ));
    }
    groups
}

fn group(title: &'static str, rows: Vec<(String, String)>) -> Facts {
    Facts { title, rows }
}

fn pairs<const N: usize>(rows: [(&str, String); N]) -> Vec<(String, String)> {
    rows.into_iter()
        .filter(|(_, content)| !content.trim().is_empty())
        .map(|(name, content)| (name.to_owned(), content))
        .collect()
}

fn join(first: &str, second: &str) -> String {
    [first, second].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The first and last digits of a number that names a person.
fn masked(number: &str) -> String {
    let characters: Vec<char> = number.chars().collect();
    if characters.len() < 10 {
        return number.to_owned();
    }
    let (first, last) = (&characters[..4], &characters[characters.len() - 4..]);
    format!(
        "{}{}{}",
        first.iter().collect::<String>(),
        "*".repeat(characters.len() - 8),
        last.iter().collect::<String>()
    )
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_citizens_number_is_shown_masked() {
        assert_eq!(masked("610327199003071234"), "6103**********1234");
        assert_eq!(masked("G1234567"), "G1234567");
    }
}
