//! `/lawsuits/{lawsuit}`: the facts in the law's order, instance by instance; beside them what runs and what may be done
//! now; below, everything that was entered.

pub(crate) mod correct;
mod judgment;
pub(crate) mod register;
pub(crate) mod step;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use proto::appearances::{Duty, ExplainQuestion, Instance, InstanceResult, LawsuitStepsAnswer, Step};
use serde::Deserialize;
use uuid::Uuid;

use super::beside::{self, Facts, Happening, Offered, Period};
use super::lawsuits::outcomes;
use super::{explain, saved};
use crate::access::{Door, Person};
use crate::failure::Failure;
use crate::frame::{Frame, page};
use crate::registers::lawsuits::{self, Hearing, Lawsuit, telling};
use crate::registers::{entries, suggestions, terms};
use crate::words::{self, title};
use crate::{Portal, asking};

#[derive(Template)]
#[template(path = "lawsuit.html")]
struct Page {
    frame: Frame,
    lawsuit: Lawsuit,
    stage: String,
    said: &'static str,
    notes: Vec<String>,
    facts: Vec<Facts>,
    instances: Vec<Court>,
    running: Vec<Period>,
    ended: Vec<Period>,
    steps: Vec<Offered>,
    hindered: Vec<(String, String)>,
    away: Option<String>,
    happenings: Vec<Happening>,
    suggestions: Vec<suggestions::Line>,
    may_work: bool,
    sees_case: bool,
}

/// An instance, with what it came to for each organ, and its hearings.
struct Court {
    title: String,
    number: String,
    facts: Vec<(String, String)>,
    organs: Vec<OfOrgan>,
    hearings: Vec<Listed>,
    /// Where its next hearing is entered, or one that was forgotten; empty: it has none.
    next_hearing: String,
    /// Whether it is over, so that a hearing can only have been forgotten.
    is_over: bool,
}

/// How one organ stands in an instance.
struct OfOrgan {
    name: String,
    role: String,
    duties: Vec<OfDuty>,
    result: String,
    is_loss: bool,
    dates: String,
}

/// What has become of a duty to appear.
struct OfDuty {
    /// 第1次, 第2次; empty: there is no other.
    which: String,
    state: String,
    class: &'static str,
    who: String,
}

/// A hearing in the list of its instance.
struct Listed {
    hearing: Hearing,
    state: String,
    who: Vec<String>,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    saved: String,
}

/// `GET /lawsuits/{lawsuit}`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let frame = Frame::of(&portal, &person, "/lawsuits").await?;
    let id = lawsuits::named(&portal, &person, &name).await?.ok_or_else(Failure::no_such_thing)?;
    let Some(lawsuit) = lawsuits::lawsuit_of(&portal, &person, id).await? else {
        return saved::not_yet(frame, &asked.saved, "/lawsuits");
    };
    let may_work = person.may_open(Door::LawsuitWork);
    let (steps, away) = match asking::lawsuit_steps(&portal, id).await {
        Ok(steps) => (steps, None),
        Err(failure @ Failure::Away(_)) => (LawsuitStepsAnswer::default(), Some(failure.text())),
        Err(failure) => return Err(failure),
    };
    let terms = terms::of(&portal, id).await?;
    let (running, ended) = beside::periods(
        &portal,
        &terms,
        |term| if term.party == 0 { String::new() } else { lawsuit.name_of(term.party) },
        |term| format!("/lawsuits/{id}/deadlines/{}/{}/{}", term.name, term.instance, term.party),
    );
    let told = entries::of(&portal, id).await?.into_iter().map(|entry| {
        let told = telling::lawsuit(&entry);
        (entry, told)
    });
    let correct = |entry| format!("/lawsuits/{id}/entries/{entry}");
    let happenings = beside::told(&portal, &person, told.collect(), may_work, correct);
    let hearings = lawsuits::hearings_of(&portal, &person, id).await?;
    let offered = |step: Step| offered(step, &lawsuit);
    page(&Page {
        stage: title(words::LAWSUIT_STAGES, &lawsuit.stage),
        said: saved::said(&asked.saved),
        notes: steps.notes,
        facts: facts(&lawsuit),
        instances: lawsuit
            .summary
            .instances
            .iter()
            .map(|i| court(i, &lawsuit, &hearings, may_work))
            .collect::<Result<_, _>>()?,
        running,
        ended,
        steps: if may_work { steps.steps.into_iter().map(offered).collect() } else { Vec::new() },
        hindered: steps.hindered.into_iter().map(|step| (step.title, step.refusal)).collect(),
        away,
        happenings,
        suggestions: suggestions::of_lawsuit(&portal, &person, id).await?,
        may_work,
        sees_case: person.sees_cases(),
        frame,
        lawsuit,
    })
}

fn offered(step: Step, lawsuit: &Lawsuit) -> Offered {
    let parts =
        [("instance", step.instance.to_string()), ("party", step.party.to_string()), ("kind", step.kind.clone())];
    let set = parts.iter().filter(|(_, value)| !value.is_empty() && value != "0");
    let query = set.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
    let sign = if query.is_empty() { "" } else { "?" };
    let whose = if step.party == 0 || step.title.contains(&lawsuit.name_of(step.party)) {
        String::new()
    } else {
        format!("（{}）", lawsuit.name_of(step.party))
    };
    Offered {
        of: format!("{}/{}/{}", step.instance, step.party, step.kind),
        title: format!("{}{whose}", step.title),
        article: step.article,
        effect: step.effect,
        on: step.on,
        address: format!("/lawsuits/{}/steps/{}{sign}{query}", lawsuit.id, step.command),
        command: step.command,
    }
}

/// The facts of the whole lawsuit, in the law's order.
fn facts(lawsuit: &Lawsuit) -> Vec<Facts> {
    let (summary, registration) = (&lawsuit.summary, &lawsuit.registration);
    let plaintiffs = summary
        .plaintiffs
        .iter()
        .map(|plaintiff| ("原告", format!("{}（{}）", plaintiff.name, title(words::PLAINTIFF_KINDS, &plaintiff.kind))));
    let defendants = summary.defendants.iter().map(|defendant| {
        let copy = match defendant.copy_received_on.as_str() {
            "" => String::new(),
            on => format!("，{on} 收到起诉状副本"),
        };
        let role = match defendant.role.as_str() {
            "CoDefendant" => "共同被告",
            "ThirdPartyOrgan" => "第三人",
            _ => "被告",
        };
        (role, format!("{}（{}{copy}）", defendant.name, title(words::DEFENDANT_KINDS, &defendant.kind)))
    });
    let after = summary.after_reconsideration.clone().unwrap_or_default();
    let special = [
        (summary.public_interest, "行政公益诉讼"),
        (summary.compensation_only, "单独提起行政赔偿"),
        (registration.enterprise_related, "涉企"),
        (summary.non_public, "不公开"),
    ];
    let special: Vec<&str> = special.iter().filter(|(set, _)| *set).map(|(_, title)| *title).collect();
    let classes: Vec<String> = summary.classes.iter().map(|class| title(words::CASE_CLASSES, class)).collect();
    let subject = [title(words::FIELDS, &summary.field), title(words::MATTERS, &summary.matter)];
    let subject = subject.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join("，");
    vec![
        Facts::new("当事人", plaintiffs.chain(defendants)),
        Facts::new(
            "被诉行政行为",
            [
                ("行政行为", registration.act_title.clone()),
                ("案由", summary.cause.clone()),
                ("诉讼请求", registration.claims.clone()),
                ("领域和事项", subject),
                ("案件类别", classes.join("、")),
                ("特别事项", special.join("、")),
            ],
        ),
        Facts::new(
            "复议",
            [
                ("结果", title(words::RECONSIDERED, &after.result)),
                ("决定书", after.number),
                ("决定日期", after.decided_on),
            ],
        ),
    ]
    .into_iter()
    .filter(|facts| !facts.rows.is_empty())
    .collect()
}

fn court(instance: &Instance, lawsuit: &Lawsuit, hearings: &[Hearing], may_work: bool) -> anyhow::Result<Court> {
    let rows = Facts::new(
        "",
        [
            ("法院", instance.court.as_ref().map(|court| court.name.clone()).unwrap_or_default()),
            ("立案", instance.docketed_on.clone()),
            ("审理程序", title(words::PROCEDURES, &instance.procedure)),
            ("开庭", if instance.hearing == "Dispensed" { "不开庭审理".to_owned() } else { String::new() }),
            ("裁判", instance.judged_on.clone()),
            ("生效", instance.effective_on.clone()),
        ],
    );
    let listed = |hearing: &Hearing| {
        let held = hearing.held()?;
        let name = |number: u32| lawsuit.name_of(number);
        let who = held.holding.map(|holding| telling::came(&holding, &name)).unwrap_or_default();
        Ok(Listed { state: title(words::HEARING_STATES, &hearing.state), hearing: hearing.clone(), who })
    };
    let own = hearings.iter().filter(|hearing| hearing.instance == i64::from(instance.number));
    let is_over = lawsuit.awaiting(instance.number).next().is_none();
    let is_dispensed = !instance.dispensed_on.is_empty() || (instance.hearing == "Dispensed" && !is_over);
    let may_be_heard = lawsuit.stage != "Struck" && !is_dispensed;
    Ok(Court {
        title: title(words::INSTANCES, &instance.kind),
        number: instance.case_number.as_ref().map(|number| number.text.clone()).unwrap_or_default(),
        facts: rows.rows,
        organs: lawsuit.organs_in(instance.number).map(|d| organ(d.number, instance, lawsuit)).collect(),
        hearings: own.map(listed).collect::<anyhow::Result<_>>()?,
        is_over,
        next_hearing: if may_be_heard && may_work {
            format!("/lawsuits/{}/hearings/{}", lawsuit.id, instance.number)
        } else {
            String::new()
        },
    })
}

fn organ(defendant: u32, instance: &Instance, lawsuit: &Lawsuit) -> OfOrgan {
    let own = |duty: &&Duty| duty.instance == instance.number && duty.defendant == defendant;
    let duties = duties(lawsuit.duties.iter().filter(own).collect());
    let own = |result: &&InstanceResult| result.instance == instance.number && result.defendant == defendant;
    let result = lawsuit.results.iter().find(own);
    let role = lawsuit.summary.defendants.iter().find(|known| known.number == defendant);
    let dates = result.map(|result| {
        let served =
            if result.served_on.is_empty() { String::new() } else { format!("，{} 送达", result.served_on) };
        let effective =
            if result.effective_on.is_empty() { String::new() } else { format!("，{} 生效", result.effective_on) };
        format!("{} 作出{served}{effective}", result.judged_on)
    });
    OfOrgan {
        name: lawsuit.name_of(defendant),
        role: role.map(|defendant| title(words::DEFENDANT_ROLES, &defendant.role)).unwrap_or_default(),
        duties,
        result: result.map(result_of).unwrap_or_default(),
        is_loss: result.is_some_and(|result| result.loss),
        dates: dates.unwrap_or_default(),
    }
}

/// A-CNT-1: each of an organ's duties in an instance; a notice after an appearance has made a further one.
fn duties(mut duties: Vec<&Duty>) -> Vec<OfDuty> {
    duties.sort_by_key(|duty| duty.ordinal);
    let is_only = duties.len() == 1;
    let told = |duty: &Duty| OfDuty {
        which: if is_only { String::new() } else { format!("第{}次", duty.ordinal) },
        state: match duty.status.as_str() {
            "" => title(words::DUTY_STATES, &duty.state),
            status => title(words::ATTENDANCE, status),
        },
        class: match duty.state.as_str() {
            "Fulfilled" => "tag-green",
            "Open" => "tag-amber",
            "Voided" => "tag-grey",
            "LawfullyAbsent" => "tag-plain",
            _ => "tag-red",
        },
        who: who(duty),
    };
    duties.into_iter().map(told).collect()
}

/// Who appeared for an organ, and what should be looked at.
fn who(duty: &Duty) -> String {
    let mut parts = Vec::new();
    if !duty.official_name.is_empty() {
        let level = title(words::LEVELS, &duty.level);
        parts.push(format!(
            "{} {}（{level}），{}",
            duty.official_name,
            duty.official_post,
            title(words::SPOKE, &duty.spoke)
        ));
    }
    if duty.notice == "ShallNotify" || duty.notice == "MayNotify" {
        parts.push(format!("法院已通知负责人出庭（{}）", title(words::COURT_NOTICES, &duty.notice)));
    }
    if duty.principal_expected && duty.state == "Fulfilled" && duty.level != "Principal" {
        parts.push("应当由主要负责人出庭的案件，出庭的是其他负责人".to_owned());
    }
    parts.join("；")
}

/// What an instance came to, with what holds in substance where that is another's result.
fn result_of(result: &InstanceResult) -> String {
    let mut parts = vec![title(words::OUTCOMES, &result.code)];
    parts.extend(result.riders.iter().map(|rider| title(words::OUTCOMES, rider)));
    if !result.effective_code.is_empty() && result.effective_code != result.code {
        parts.push(format!("实体结果：{}", outcomes(&result.effective_code)));
    }
    if !result.withdraw_reason.is_empty() {
        parts.push(title(words::WITHDRAWN, &result.withdraw_reason));
    }
    parts.join("；")
}

/// `GET /lawsuits/{lawsuit}/deadlines/{clock}/{instance}/{party}`
pub(crate) async fn explained(
    State(portal): State<Portal>,
    person: Person,
    Path((lawsuit, clock, instance, party)): Path<(Uuid, String, u32, u32)>,
) -> Result<Response, Failure> {
    let found = lawsuits::lawsuit_of(&portal, &person, lawsuit).await?.ok_or_else(Failure::no_such_thing)?;
    let asked = ExplainQuestion { lawsuit: asking::bytes(lawsuit), hearing: Vec::new(), clock, instance, party };
    let answer = asking::explain_appearance(&portal, &asked).await?;
    explain::shown(&portal, &person, "/lawsuits", format!("/lawsuits/{lawsuit}"), found.called(), answer).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test] // A-CNT-1 T10
    fn each_duty_that_a_further_notice_made_has_a_line_of_its_own() {
        let fulfilled = Duty {
            ordinal: 1,
            state: "Fulfilled".to_owned(),
            status: "Appeared".to_owned(),
            level: "Principal".to_owned(),
            official_name: "钱示例".to_owned(),
            official_post: "局长".to_owned(),
            spoke: "Yes".to_owned(),
            ..Duty::default()
        };
        let missed = Duty { ordinal: 2, state: "Absent".to_owned(), status: "OnlyStaff".to_owned(), ..Duty::default() };
        let lines = duties(vec![&missed, &fulfilled]);
        let shown: Vec<_> = lines.iter().map(|line| (line.which.as_str(), line.class)).collect();
        assert_eq!(shown, [("第1次", "tag-green"), ("第2次", "tag-red")]);
        assert_eq!(lines[1].state, title(words::ATTENDANCE, "OnlyStaff"));
        assert!(lines[0].who.starts_with("钱示例 局长"), "{}", lines[0].who);
        assert_eq!(duties(vec![&fulfilled])[0].which, "", "the only one needs no number");
    }
}
