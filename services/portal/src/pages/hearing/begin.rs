//! `/lawsuits/{lawsuit}/hearings/{instance}/{how}`: a hearing is planned, or entered at once with who came: an ordinary one
//! with its appearances is one short form.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use kernel::day::Day;
use proto::appearances::hearing_command::Command;
use proto::appearances::{HearingCommand, Holding, NoticeTo, Plan, Recording};
use serde::Deserialize;
use uuid::Uuid;

use super::attendance::{Concerned, holding_groups, read_holding};
use super::plan::{day_of, plan_fields, read_plan, read_time};
use crate::access::Person;
use crate::failure::Failure;
use crate::form::{Entered, Field, Reader};
use crate::pages::desk::{self, Desk, Group};
use crate::pages::forms::Form;
use crate::registers::lawsuits::{self, Lawsuit};
use crate::words::{COURT_NOTICES, HEARING_MODES, HEARING_STEPS, title};
use crate::{Portal, asking};

#[derive(Deserialize)]
pub(crate) struct Asked {
    draft: Option<Uuid>,
}

/// A hearing is entered: planned, or at once with who came.
struct Beginning {
    person: Person,
    lawsuit: Lawsuit,
    instance: u32,
    is_held: bool,
    concerned: Concerned,
    today: Day,
}

impl Beginning {
    async fn of(
        portal: &Portal,
        person: Person,
        (lawsuit, instance, how): (Uuid, u32, String),
    ) -> Result<Self, Failure> {
        let lawsuit = lawsuits::lawsuit_of(portal, &person, lawsuit).await?.ok_or_else(Failure::no_such_thing)?;
        if lawsuit.summary.instances.iter().all(|known| known.number != instance)
            || !matches!(how.as_str(), "new" | "record")
        {
            return Err(Failure::NotFound("没有这张表单".to_owned()));
        }
        let concerned = Concerned::of(portal, (&lawsuit, instance), &[], Holding::default()).await?;
        let today = portal.inside.clock.today();
        Ok(Self { person, lawsuit, instance, is_held: how == "record", concerned, today })
    }

    /// The day that stands in the form at first.
    fn usual(&self) -> String {
        self.concerned.day_for(&self.today.to_string())
    }

    /// The organs concerned on the day that was entered.
    fn concerned(&self, entered: &Entered) -> Concerned {
        self.concerned.on(&day_of(entered, if self.is_held { "on" } else { "day" }, self.today, self.usual()))
    }
}

impl Desk for Beginning {
    type Command = HearingCommand;

    fn person(&self) -> &Person {
        &self.person
    }

    fn here(&self) -> &'static str {
        "/lawsuits"
    }

    fn to(&self) -> Option<Uuid> {
        None
    }

    fn form(&self) -> Form {
        let how = if self.is_held { "record" } else { "new" };
        Form {
            title: title(HEARING_STEPS, if self.is_held { "record" } else { "schedule" }),
            article: "《行政诉讼法》第三条第三款；《最高人民法院关于行政机关负责人出庭应诉若干问题的规定》".to_owned(),
            action: format!("/lawsuits/{}/hearings/{}/{how}", self.lawsuit.id, self.instance),
            back: format!("/lawsuits/{}", self.lawsuit.id),
            case: self.lawsuit.called(),
            parties: self.lawsuit.parties_in_short(),
            version: "0".to_owned(),
            ..Form::default()
        }
    }

    fn groups(&self, entered: &Entered) -> Vec<Group> {
        let concerned = self.concerned(entered);
        if !self.is_held {
            return plan_fields(&concerned, &self.usual());
        }
        let mut groups = holding_groups(&concerned, entered, &self.usual());
        let notices = concerned.defendants.iter().map(|defendant| {
            let whose = concerned.whose(defendant);
            let name = format!("d{}.notice", defendant.number);
            Field::choice(name, format!("{whose}法院通知负责人出庭"), COURT_NOTICES).or("None")
        });
        let seldom = notices.chain([
            Field::line("time", "开庭时间").if_any(),
            Field::line("room", "法庭").if_any(),
            Field::choice("mode", "开庭方式", HEARING_MODES).or("OnSite"),
        ]);
        groups.push(Group::new("出庭通知、时间、法庭", seldom).folded());
        groups
    }

    fn read(&self, r: &mut Reader<'_>) -> HearingCommand {
        let concerned = self.concerned(r.entered());
        let command = if self.is_held {
            let holding = read_holding(r, &concerned);
            let notices = concerned.defendants.iter().map(|defendant| NoticeTo {
                defendant: defendant.number,
                notice: r.word(&format!("d{}.notice", defendant.number), COURT_NOTICES),
                served_on: String::new(),
            });
            let notices = notices.collect();
            let plan = Plan {
                day: holding.on.clone(),
                time: read_time(r),
                room: r.line_if_any("room"),
                mode: r.word("mode", HEARING_MODES),
                notices,
                ..Plan::default()
            };
            Command::Record(Recording { plan: Some(plan), holding: Some(holding) })
        } else {
            Command::Schedule(read_plan(r, &concerned))
        };
        HearingCommand {
            command: Some(command),
            lawsuit: asking::bytes(self.lawsuit.id),
            instance: self.instance,
            principal_required: false,
            // It begins under the id of the command that enters it.
            hearing: r.entered().command_id().map(asking::bytes).unwrap_or_default(),
        }
    }
}

/// `GET /lawsuits/{lawsuit}/hearings/{instance}/{how}`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Path(of): Path<(Uuid, u32, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    desk::show(&portal, &Beginning::of(&portal, person, of).await?, asked.draft).await
}

/// `POST /lawsuits/{lawsuit}/hearings/{instance}/{how}`
pub(crate) async fn save(
    State(portal): State<Portal>,
    Path(of): Path<(Uuid, u32, String)>,
    uri: Uri,
    headers: HeaderMap,
    entered: Entered,
) -> Result<Response, Failure> {
    match desk::sender(&portal, &headers, &entered, &uri, "登记开庭").await? {
        Ok(person) => desk::save(&portal, &Beginning::of(&portal, person, of).await?, entered).await,
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// `POST /lawsuits/{lawsuit}/hearings/{instance}/{how}/consequence`
pub(crate) async fn consequence(
    State(portal): State<Portal>,
    person: Person,
    Path(of): Path<(Uuid, u32, String)>,
    entered: Entered,
) -> Result<Response, Failure> {
    desk::consequence(&portal, &Beginning::of(&portal, person, of).await?, &entered).await
}
