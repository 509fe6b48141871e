//! `/figures/members`: the facts behind a number. There are as many as the number says.

use askama::Template;
use axum::extract::{Query, RawQuery, State};
use axum::response::Response;
use proto::notices::{EventReference, Item, Member, MembersQuestion, Policy, Reference};
use serde::Deserialize;
use uuid::Uuid;

use super::figures::supposed;
use crate::Portal;
use crate::access::{Door, Person};
use crate::asking::{bytes, notices};
use crate::failure::Failure;
use crate::form::Entered;
use crate::frame::{Frame, page};
use crate::kinds::{APPEARANCES, CASE, DIRECTORY, HEARING, LAWSUIT, NOTICES, RECONSIDERATION, SUGGESTION, SUGGESTIONS};
use crate::registers::organs;

/// What a number was taken from: a period as it is known now, or a notice as it was frozen. With both, another period as it
/// was known for the notice.
#[derive(Debug, Clone, Default)]
pub(crate) struct Source {
    pub(crate) period: String,
    pub(crate) notice: Option<Uuid>,
    /// Of a period as it is known now: another one, as it is compared with that.
    pub(crate) compared: String,
    /// As if these had been adopted.
    pub(crate) policies: Vec<Policy>,
}

impl Source {
    /// Where a set is opened.
    pub(crate) fn address(&self, figure: &str, organ: &[u8], which: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(notice) = self.notice {
            query.append_pair("notice", &notice.to_string());
        }
        if !self.period.is_empty() {
            query.append_pair("period", &self.period);
        }
        if !self.compared.is_empty() {
            query.append_pair("compared", &self.compared);
        }
        query.append_pair("figure", figure).append_pair("which", which);
        if let Ok(organ) = Uuid::from_slice(organ) {
            query.append_pair("organ", &organ.to_string());
        }
        for policy in &self.policies {
            query.append_pair(&format!("if.{}", policy.name), &policy.value);
        }
        format!("/figures/members?{}", query.finish())
    }

    /// What a number from here is compared with: another period, counted as this one is.
    pub(crate) fn compared_with(&self, period: &str) -> Self {
        let period = period.to_owned();
        match self.notice {
            Some(_) => Self { period, ..self.clone() },
            None => Self { compared: period, ..self.clone() },
        }
    }

    /// Where the set behind a printed number is opened; none where there is nothing to open.
    pub(crate) fn referred(&self, reference: Option<&Reference>) -> Option<String> {
        let Reference { figure, organ, which, period } = reference.filter(|reference| !reference.figure.is_empty())?;
        let of = if period.is_empty() { self.clone() } else { self.compared_with(period) };
        Some(of.address(figure, organ, which))
    }
}

/// Which set of a figure, as an address names it.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    pub(crate) figure: String,
    #[serde(default)]
    pub(crate) period: String,
    #[serde(default)]
    pub(crate) compared: String,
    #[serde(default)]
    pub(crate) notice: Option<Uuid>,
    #[serde(default)]
    pub(crate) organ: Option<Uuid>,
    #[serde(default)]
    pub(crate) which: String,
    #[serde(default)]
    pub(crate) after: String,
}

impl Asked {
    pub(crate) fn question(&self, policies: Vec<Policy>) -> MembersQuestion {
        let with_period = self.notice.is_none();
        MembersQuestion {
            figure: self.figure.clone(),
            period: self.period.clone(),
            notice: self.notice.map(bytes).unwrap_or_default(),
            organ: self.organ.map(bytes).unwrap_or_default(),
            which: self.which.clone(),
            after: self.after.clone(),
            positions: Vec::new(),
            policies: if with_period { policies } else { Vec::new() },
            area: String::new(),
            compared: if with_period { self.compared.clone() } else { String::new() },
        }
    }
}

const OF_A_RATE: [(&str, &str); 3] = [("Numerator", "分子"), ("Denominator", "分母"), ("Excluded", "未计入")];
const OF_A_COUNT: [(&str, &str); 2] = [("Numerator", "计数"), ("Excluded", "未计入")];

#[derive(Template)]
#[template(path = "members.html")]
struct Page {
    frame: Frame,
    title: String,
    period: String,
    code: String,
    version: u32,
    formula: String,
    which: &'static str,
    size: u64,
    /// The organ, where the set is of one.
    organ: Option<String>,
    sets: Vec<(&'static str, String, bool)>,
    lines: Vec<Line>,
    next: Option<String>,
    is_first: bool,
    back: (String, &'static str),
    is_supposed: bool,
    /// Of what others are compared with: until when what happened is counted.
    as_of: String,
}

struct Line {
    member: Member,
    /// Where it is looked at, if the person may.
    address: Option<String>,
    /// Whether it is behind a door that is closed to him.
    is_closed: bool,
    place: &'static str,
    class: &'static str,
    events: Vec<Event>,
}

/// An event, and where it stands in the record.
struct Event {
    title: String,
    on: String,
    whence: String,
    address: Option<String>,
}

/// `GET /figures/members`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Query(asked): Query<Asked>,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let entered = Entered::read(query.unwrap_or_default().as_bytes());
    let policies = supposed(&entered);
    let answer = notices::members(&portal, &person, &asked.question(policies.clone())).await?;
    let known: &[(&str, &str)] = if answer.measure == "Count" { &OF_A_COUNT } else { &OF_A_RATE };
    let (name, which) = known.iter().copied().find(|(name, _)| *name == asked.which).unwrap_or(known[known.len() - 2]);
    let is_supposed = !policies.is_empty() && asked.notice.is_none();
    let (period, compared) = (asked.period.clone(), asked.compared.clone());
    let source = Source { period, notice: asked.notice, compared, policies };
    let organ = asked.organ.map(bytes).unwrap_or_default();
    let set = |(which, title): (&'static str, &'static str)| {
        (title, source.address(&asked.figure, &organ, which), which == name)
    };
    let next = (!answer.next.is_empty()).then(|| {
        let mut rest = form_urlencoded::Serializer::new(source.address(&asked.figure, &organ, name));
        rest.append_pair("after", &answer.next).finish()
    });
    let back = match asked.notice {
        Some(notice) => (format!("/notices/{notice}"), "返回通报"),
        None => (format!("/figures?{}", back_to(&asked.period, &source.policies)), "返回统计数据"),
    };
    let organs = organs::on(&portal, portal.inside.clock.today()).await?;
    let of = person.only_organ_behind(Door::Figures).or(asked.organ);
    let is_count = answer.measure == "Count";
    page(&Page {
        organ: organs.into_iter().find(|organ| Some(organ.id) == of).map(|organ| organ.name),
        sets: known.iter().copied().map(set).collect(),
        lines: answer.members.into_iter().map(|member| line(member, is_count, &person)).collect(),
        title: answer.title,
        period: answer.period_title,
        code: answer.figure,
        version: answer.version,
        formula: answer.formula,
        which,
        size: answer.size,
        next,
        is_first: asked.after.is_empty(),
        back,
        is_supposed,
        as_of: answer.as_of,
        frame: Frame::of(&portal, &person, "/figures").await?,
    })
}

fn back_to(period: &str, policies: &[Policy]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("period", period);
    for policy in policies {
        query.append_pair(&format!("if.{}", policy.name), &policy.value);
    }
    query.finish()
}

fn line(member: Member, is_count: bool, person: &Person) -> Line {
    let item = member.item.clone().unwrap_or_default();
    let (place, class) = match member.place.as_str() {
        "Numerator" => ("计入分子", "tag-green"),
        "Excluded" => ("未计入", "tag-grey"),
        _ => ("仅计入分母", "tag-plain"),
    };
    let place = if is_count && place == "计入分子" { "计入" } else { place };
    let events = member.events.iter().map(|event| self::event(event, &item, person)).collect();
    let is_closed = item.stream.is_empty();
    Line { address: address(&item.kind, &item.stream, person), is_closed, place, class, events, member }
}

/// Where a fact is looked at, if the person may open it.
pub(crate) fn address(kind: &str, stream: &[u8], person: &Person) -> Option<String> {
    let door = notices::door_of(kind)?;
    let kind = match door {
        Door::Cases => &CASE,
        Door::Lawsuits => &LAWSUIT,
        Door::Hearings => &HEARING,
        Door::Suggestions => &SUGGESTION,
        _ => return None,
    };
    let id = Uuid::from_slice(stream).ok().filter(|_| person.may_open(door))?;
    Some(format!("{}/{id}", kind.address))
}

/// What people call a log.
pub(crate) fn log_title(log: &str) -> String {
    let title = match log {
        RECONSIDERATION => "行政复议",
        APPEARANCES => "行政应诉",
        SUGGESTIONS => "建议",
        DIRECTORY => "名录",
        NOTICES => "通报",
        other => other,
    };
    format!("{title}日志")
}

fn event(event: &EventReference, item: &Item, person: &Person) -> Event {
    // A lawsuit and its hearings are streams of their own; what tells of one may stand in the other.
    let kind = match item.kind.as_str() {
        _ if event.stream == item.stream => &item.kind,
        "Hearing" => "PartyInstance",
        _ => "Hearing",
    };
    let page = address(kind, &event.stream, person);
    Event {
        title: if event.title.is_empty() { event.event.clone() } else { event.title.clone() },
        on: event.on.clone(),
        whence: format!("{}第 {} 号", log_title(&event.log), event.position),
        address: page.map(|page| format!("{page}#e{}", event.version)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use crate::access::tests::person;

    #[test]
    fn a_set_has_an_address_of_its_own() {
        let policies =
            vec![Policy { name: "left_early".to_owned(), value: "appeared".to_owned(), ..Policy::default() }];
        let source = Source { period: "2026Q1".to_owned(), policies, ..Source::default() };
        assert_eq!(
            source.address("app.heard", &[], "Numerator"),
            "/figures/members?period=2026Q1&figure=app.heard&which=Numerator&if.left_early=appeared"
        );
        assert_eq!(source.referred(Some(&Reference::default())), None);
        assert_eq!(source.referred(None), None);
        let before = source.compared_with("2025Q4").address("app.heard", &[], "Excluded");
        assert!(before.starts_with("/figures/members?period=2026Q1&compared=2025Q4&figure="), "{before}");
    }

    #[test] // S47
    fn a_member_leads_where_the_person_may_go() {
        let stream = bytes(Uuid::from_u128(7));
        assert!(address("Case", &stream, &person(&[Role::Leader])).is_some());
        assert_eq!(address("Case", &stream, &person(&[Role::Liaison])), None);
        assert_eq!(address("PartyInstance", &stream, &person(&[Role::Clerk])), None);
        assert_eq!(address("Suit", &stream, &person(&[Role::Clerk])), None);
        let suit = address("Suit", &stream, &person(&[Role::Leader]));
        assert_eq!(suit, address("PartyInstance", &stream, &person(&[Role::Leader])));
        assert!(suit.is_some());
        assert_eq!(address("Planet", &stream, &person(&[Role::Leader])), None);
    }
}
