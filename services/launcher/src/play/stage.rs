//! What a scenario is played on: the office, the cases it has begun, and the day it is there.

use std::collections::BTreeMap;

use kernel::day::Day;
use portal::{PRACTICE_PEOPLE, PracticePerson};
use serde_json::{Value, json};

use super::Stop;
use super::filling::{Begun, Directory, Entry, Known, Person};
use super::office::{Answer, Office};
use super::reading::{Step, unknown};

/// Who looks where nobody is named: a clerk, who may read every case.
const READER: &PracticePerson = &PRACTICE_PEOPLE[0];

/// The stage. Each scenario has its own: what was played before is no part of it.
pub(super) struct Stage<'a> {
    office: &'a mut Office,
    directory: Option<Directory>,
    today: Option<Day>,
    /// The cases begun here, by what they are called; those nobody named are called by their number.
    cases: BTreeMap<String, Begun>,
    /// Which of them is meant.
    case: Option<String>,
}

impl<'a> Stage<'a> {
    pub(super) fn new(office: &'a mut Office) -> Self {
        Self { office, directory: None, today: None, cases: BTreeMap::new(), case: None }
    }

    /// A day comes, at nine in the morning; the system has dealt with it when this returns.
    pub(super) fn comes(&mut self, day: Day) -> Result<(), Stop> {
        if self.today != Some(day) {
            let now = json!({ "now": format!("{day}T09:00:00+08:00") });
            self.office.send(READER, "/api/clock/move", &now)?.found()?;
            self.today = Some(day);
        }
        Ok(())
    }

    pub(super) fn turn_to(&mut self, called: &str) {
        self.case = Some(called.to_owned());
    }

    /// Takes a step, and tells what came of it.
    pub(super) fn take(&mut self, step: &Step) -> Result<String, Stop> {
        self.comes(step.typed_on)?;
        let begins = step.verb.command == "receive";
        let command = self.filled(step, begins)?;
        let path = if begins { "new".to_owned() } else { self.id()? };
        let body = json!({ "command": { step.verb.command: command } });
        let answer = self.office.send(step.person, &format!("/api/cases/{path}/commands"), &body)?;
        let found = came_of(step, &answer)?;
        // Timers may find something to do in what was typed in.
        self.office.read(READER, "/api/settled")?;
        match &answer.body["case"] {
            Value::String(id) if begins => self.begun(id, step.called.as_deref()),
            _ => Ok(found),
        }
    }

    fn filled(&mut self, step: &Step, begins: bool) -> Result<Value, Stop> {
        if self.directory.is_none() {
            self.directory = Some(read(self.office.read(READER, "/api/organs")?)?);
        }
        let corrects = matches!(step.verb.command, "amend" | "strike");
        let persons = if begins { Vec::new() } else { self.persons()? };
        let entries: Vec<Entry> = if corrects { read(self.about("/entries")?["entries"].take())? } else { Vec::new() };
        let directory = self.directory.as_ref().ok_or_else(|| anyhow::anyhow!("no directory"))?;
        let mut known = Known { directory, cases: &self.cases, persons, entries: &entries };
        let filled = known.fill(&step.content, 1);
        filled.map_err(|(line, text)| Stop::at(line, "名字指得出人、机关、案件或者记录", text))
    }

    fn begun(&mut self, id: &str, called: Option<&str>) -> Result<String, Stop> {
        let case: Begun = read(self.office.read(READER, &format!("/api/cases/{id}"))?)?;
        let number = case.number.clone();
        let called = called.unwrap_or(&number).to_owned();
        self.cases.insert(called.clone(), case);
        self.case = Some(called);
        Ok(number)
    }

    /// The id of the case that is meant.
    pub(super) fn id(&self) -> Result<String, Stop> {
        let case = self.case.as_ref().and_then(|called| self.cases.get(called));
        case.map(|case| case.id.clone()).ok_or_else(|| Stop::differs("前面已经登记案件", "还没有案件"))
    }

    /// The case as it is shown.
    pub(super) fn case(&mut self) -> Result<Value, Stop> {
        self.about("")
    }

    /// Something about the case that is meant.
    pub(super) fn about(&mut self, what: &str) -> Result<Value, Stop> {
        let path = format!("/api/cases/{}{what}", self.id()?);
        Ok(self.office.read(READER, &path)?)
    }

    fn persons(&mut self) -> Result<Vec<Person>, Stop> {
        Ok(read(self.case()?["persons"].take())?)
    }

    /// The number of somebody in the case.
    pub(super) fn person(&mut self, name: &str) -> Result<u32, Stop> {
        let persons = self.persons()?;
        let found = persons.iter().find(|person| person.name == name).map(|person| person.number);
        let names = || unknown(name, persons.iter().map(|person| person.name.as_str()));
        found.ok_or_else(|| Stop::differs(format!("本案有“{name}”"), names()))
    }

    /// What the timeline tells: title and day.
    pub(super) fn entries(&mut self) -> Result<Vec<(String, String)>, Stop> {
        let case = self.case()?;
        let text = |entry: &Value, name: &str| entry[name].as_str().unwrap_or_default().to_owned();
        let entries = case["entries"].as_array().into_iter().flatten();
        Ok(entries.map(|entry| (text(entry, "title"), text(entry, "on"))).collect())
    }

    /// What somebody's work list has about the case: task and due day.
    pub(super) fn duties(&mut self, who: &'static PracticePerson) -> Result<Vec<(String, String)>, Stop> {
        let id = self.id()?;
        let text = |duty: &Value, name: &str| duty[name].as_str().unwrap_or_default().to_owned();
        let all = self.pages(who, "/api/work?", "duties")?;
        let ours = all.iter().filter(|duty| duty["case"] == id.as_str());
        Ok(ours.map(|duty| (text(duty, "task"), text(duty, "due"))).collect())
    }

    /// Those of the scenario's cases that the ledger lists under these filters: id and number.
    pub(super) fn listed(
        &mut self,
        who: &'static PracticePerson,
        filters: &[(&str, &str)],
    ) -> Result<Vec<(String, String)>, Stop> {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(filters).finish();
        let all = self.pages(who, &format!("/api/cases?{query}"), "cases")?;
        let text = |case: &Value, name: &str| case[name].as_str().unwrap_or_default().to_owned();
        let ours = all.iter().filter(|case| self.cases.values().any(|begun| case["id"] == begun.id.as_str()));
        Ok(ours.map(|case| (text(case, "id"), text(case, "number"))).collect())
    }

    /// Every page of a list.
    fn pages(&mut self, who: &'static PracticePerson, address: &str, list: &str) -> Result<Vec<Value>, Stop> {
        let mut all = Vec::new();
        for page in 1.. {
            let mut answer = self.office.read(who, &format!("{address}&page={page}"))?;
            let Value::Array(some) = answer[list].take() else { break };
            let is_last = some.is_empty();
            all.extend(some);
            if is_last || answer["total"].as_u64().is_some_and(|total| all.len() as u64 >= total) {
                break;
            }
        }
        Ok(all)
    }
}

/// What came of a step, if it is what was to come of it.
fn came_of(step: &Step, answer: &Answer) -> Result<String, Stop> {
    match (&step.refused, answer.status) {
        (_, 500..) => Err(Stop::Fault(anyhow::Error::msg(answer.error().to_owned()))),
        (None, 200) => Ok("已办".to_owned()),
        (None, _) => Err(Stop::differs("办成", format!("拒绝：{}", answer.error()))),
        (Some(why), 200) => Err(Stop::differs(format!("拒绝：{why}"), "办成")),
        (Some(why), _) => {
            let code = answer.body["code"].as_str().unwrap_or_default();
            let found = format!("拒绝：{}", answer.error());
            let is_it = code == why || answer.error().contains(why.as_str());
            if is_it { Ok(found) } else { Err(Stop::differs(format!("拒绝：{why}"), found)) }
        }
    }
}

fn read<T: serde::de::DeserializeOwned>(answer: Value) -> anyhow::Result<T> {
    Ok(serde_json::from_value(answer)?)
}
