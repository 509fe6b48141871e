//! What a scenario is played on: the office, the cases it has begun, and the day it is there.

use std::collections::BTreeMap;

use kernel::day::Day;
use portal::{PRACTICE_PEOPLE, PracticePerson};
use serde_json::{Value, json};

use super::Stop;
use super::filling::{Begun, Directory, Entry, Instance, Known, Person};
use super::office::{Answer, Office};
use super::reading::{Step, person, unknown};
use super::vocabulary::{CASE, HEARING, LAWSUIT, NOTICE, SUGGESTION, Thing};

/// Who looks where nobody is named: a clerk, who may read every case.
const READER: &PracticePerson = &PRACTICE_PEOPLE[0];

/// The stage. Each scenario has its own: what was played before is no part of it.
pub(super) struct Stage<'a> {
    office: &'a mut Office,
    directory: Option<Directory>,
    today: Option<Day>,
    /// What was begun here, by what it is called; what nobody named is called by its number.
    begun: BTreeMap<String, Begun>,
    /// Which of each kind is meant: of cases, of lawsuits, of suggestions, of notices.
    meant: BTreeMap<&'static str, String>,
    /// What checks are about.
    focus: &'static Thing,
}

impl<'a> Stage<'a> {
    pub(super) fn new(office: &'a mut Office) -> Self {
        Self { office, directory: None, today: None, begun: BTreeMap::new(), meant: BTreeMap::new(), focus: &CASE }
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
        if let Some(begun) = self.begun.get(called) {
            self.focus = begun.thing;
            self.meant.insert(begun.thing.address, called.to_owned());
        }
    }

    /// Takes a step, and tells what came of it.
    pub(super) fn take(&mut self, step: &Step) -> Result<String, Stop> {
        self.comes(step.typed_on)?;
        let (to, command) = (step.verb.to, step.verb.command);
        // A hearing is one of the lawsuit that is meant.
        self.focus = if *to == HEARING { &LAWSUIT } else { to };
        let begins = to.begins.contains(&command);
        let mut body = json!({ command: self.filled(step, begins && *to != HEARING)? });
        let of = match (to, begins) {
            (&HEARING, _) => {
                let (lawsuit, instance) = (self.one()?.clone(), self.instances()?.last().map(|last| last.number));
                body["lawsuit"] = json!(lawsuit.bytes);
                body["instance"] = json!(instance);
                if begins { Some("new".to_owned()) } else { lawsuit.hearing }
            }
            (&NOTICE, _) => Some(self.notice_for(&mut body)?),
            (_, true) => Some("new".to_owned()),
            (_, false) => Some(self.id()?),
        };
        let of = of.ok_or_else(|| Stop::differs("前面已经登记开庭", "还没有开庭"))?;
        let address = format!("/api/{}/{of}/commands", to.address);
        let answer = self.office.send(step.person, &address, &json!({ "command": body }))?;
        let found = came_of(step, &answer)?;
        // Timers may find something to do in what was typed in.
        self.office.read(READER, "/api/settled")?;
        match &answer.body["id"] {
            Value::String(id) if begins && *to == HEARING => {
                let id = id.clone();
                let lawsuit = self.meant.get(LAWSUIT.address).and_then(|called| self.begun.get_mut(called));
                if let Some(lawsuit) = lawsuit {
                    lawsuit.hearing = Some(id);
                }
                Ok(found)
            }
            Value::String(id) if begins => self.take_up(to, id, step.called.as_deref()),
            _ => Ok(found),
        }
    }

    fn filled(&mut self, step: &Step, begins: bool) -> Result<Value, Stop> {
        if self.directory.is_none() {
            let mut found = self.office.read(READER, "/api/organs")?;
            found["courts"] = self.office.read(READER, "/api/courts")?["courts"].take();
            found["posts"] = self.office.read(READER, "/api/officials")?["posts"].take();
            self.directory = Some(read(found)?);
        }
        let corrects = matches!(step.verb.command, "amend" | "strike");
        let persons = if begins { Vec::new() } else { self.persons()? };
        let instances = if *self.focus == LAWSUIT && !begins { self.instances()? } else { Vec::new() };
        let entries: Vec<Entry> = match (corrects, *step.verb.to == HEARING) {
            (false, _) => Vec::new(),
            (true, false) => read(self.about("/entries")?["entries"].take())?,
            (true, true) => {
                let hearing = self.one()?.hearing.clone().unwrap_or_default();
                read(self.look(&format!("/api/hearings/{hearing}"))?["entries"].take())?
            }
        };
        let directory = self.directory.as_ref().ok_or_else(|| anyhow::anyhow!("no directory"))?;
        let mut known = Known { directory, begun: &self.begun, persons, instances, entries: &entries };
        let filled = known.fill(&step.content, 1);
        filled.map_err(|(line, text)| Stop::at(line, "名字指得出人、机关、案件或者记录", text))
    }

    /// To which notice a step goes: the stream of one that begins follows from its period. Its draft is begun with the
    /// words that are offered.
    fn notice_for(&mut self, body: &mut Value) -> Result<String, Stop> {
        let address = |said: &Value| format!("/api/notices/{}", said["period"].as_str().unwrap_or_default());
        let id = |steps: &Value, name: &str| steps[name].as_str().unwrap_or_default().to_owned();
        if let Some(collection) = body.get_mut("collect") {
            let steps = self.look(&format!("{}/steps", address(collection)))?;
            collection["ordinal"] = steps["ordinal"].clone();
            return Ok(id(&steps, "id"));
        }
        if let Some(mut collection) = body.get_mut("restate").map(Value::take) {
            let restated = self.look(&address(&collection))?;
            let steps = self.look(&format!("{}/steps", address(&collection)))?;
            collection["ordinal"] = json!(steps["ordinal"].as_u64().unwrap_or_default() + 1);
            collection["restates"] = json!({ "notice": restated["notice"]["id"] });
            *body = json!({ "collect": collection });
            return Ok(id(&steps, "restatement"));
        }
        if let Some(Value::Object(said)) = body.get_mut("draft") {
            let mut shown = self.shown()?;
            let typical = said.remove("typical").and_then(|count| usize::try_from(count.as_u64()?).ok());
            let candidates = shown["candidates"].as_array().into_iter().flatten().take(typical.unwrap_or_default());
            let told = |candidate: &Value| {
                let (item, title, text) = (&candidate["item"], &candidate["title"], &candidate["text"]);
                json!({ "item": item, "title": title, "text": text })
            };
            let typical = candidates.map(told).collect();
            let mut draft = shown["draft"].take();
            draft["typical"] = typical;
            for (name, content) in std::mem::take(said) {
                draft[name] = content;
            }
            body["draft"] = draft;
        }
        self.id()
    }

    fn take_up(&mut self, thing: &'static Thing, id: &str, called: Option<&str>) -> Result<String, Stop> {
        let shown = self.look(&format!("/api/{}/{id}", thing.address))?;
        let text = |name: &str| shown[name].as_str().unwrap_or_default().to_owned();
        let (bytes, number) = (text("bytes"), text("number"));
        let name = if number.is_empty() { id } else { &number };
        let called = called.unwrap_or(name).to_owned();
        let begun = Begun { thing, id: id.to_owned(), bytes, number: number.clone(), hearing: None };
        self.begun.insert(called.clone(), begun);
        self.meant.insert(thing.address, called);
        Ok(number)
    }

    /// What is meant.
    fn one(&self) -> Result<&Begun, Stop> {
        let meant = self.meant.get(self.focus.address).and_then(|called| self.begun.get(called));
        let word = self.focus.word;
        meant.ok_or_else(|| Stop::differs(format!("前面已经登记{word}"), format!("还没有{word}")))
    }

    /// The id of what is meant.
    pub(super) fn id(&self) -> Result<String, Stop> {
        self.one().map(|begun| begun.id.clone())
    }

    /// What is meant, as it is shown.
    pub(super) fn shown(&mut self) -> Result<Value, Stop> {
        self.about("")
    }

    /// Something about what is meant.
    pub(super) fn about(&mut self, what: &str) -> Result<Value, Stop> {
        let path = format!("/api/{}/{}{what}", self.focus.address, self.id()?);
        self.look(&path)
    }

    /// Something that those see whose things they are.
    fn look(&mut self, path: &str) -> Result<Value, Stop> {
        let reader = person(self.focus.reader).map_err(anyhow::Error::msg)?;
        Ok(self.office.read(reader, path)?)
    }

    /// Something about a quarter's notice or figures.
    pub(super) fn of_notices(&mut self, path: &str) -> Result<Value, Stop> {
        let reader = person(NOTICE.reader).map_err(anyhow::Error::msg)?;
        Ok(self.office.read(reader, path)?)
    }

    fn persons(&mut self) -> Result<Vec<Person>, Stop> {
        if *self.focus == NOTICE {
            return Ok(Vec::new());
        }
        let mut shown = self.shown()?;
        let persons = match *self.focus {
            LAWSUIT => shown["parties"].take(),
            SUGGESTION => {
                let addressees = shown["addressees"].as_array_mut().into_iter().flatten();
                addressees.map(|standing| standing["addressee"].take()).collect()
            }
            _ => shown["persons"].take(),
        };
        Ok(read(persons)?)
    }

    /// The instances of the lawsuit that is meant.
    fn instances(&mut self) -> Result<Vec<Instance>, Stop> {
        Ok(read(self.shown()?["lawsuit"]["instances"].take())?)
    }

    /// The number of somebody in what is meant.
    pub(super) fn person(&mut self, name: &str) -> Result<u32, Stop> {
        let persons = self.persons()?;
        let found = persons.iter().find(|person| person.name == name).map(|person| person.number);
        let names = || unknown(name, persons.iter().map(|person| person.name.as_str()));
        found.ok_or_else(|| Stop::differs(format!("本案有“{name}”"), names()))
    }

    /// What the timeline tells: title and day.
    pub(super) fn entries(&mut self) -> Result<Vec<(String, String)>, Stop> {
        let case = self.shown()?;
        let text = |entry: &Value, name: &str| entry[name].as_str().unwrap_or_default().to_owned();
        let entries = case["entries"].as_array().into_iter().flatten();
        Ok(entries.map(|entry| (text(entry, "title"), text(entry, "on"))).collect())
    }

    /// What somebody's work list has about what is meant: task and due day.
    pub(super) fn duties(&mut self, who: &'static PracticePerson) -> Result<Vec<(String, String)>, Stop> {
        let id = self.id()?;
        let text = |duty: &Value, name: &str| duty[name].as_str().unwrap_or_default().to_owned();
        let all = self.pages(who, "/api/work?", "duties")?;
        let ours = all.iter().filter(|duty| duty["case"] == id.as_str());
        Ok(ours.map(|duty| (text(duty, "task"), text(duty, "due"))).collect())
    }

    /// Those of the scenario's things that their ledger lists under these filters: id and number.
    pub(super) fn listed(
        &mut self,
        who: &'static PracticePerson,
        filters: &[(&str, &str)],
    ) -> Result<Vec<(String, String)>, Stop> {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(filters).finish();
        let address = self.focus.address;
        let all = self.pages(who, &format!("/api/{address}?{query}"), address)?;
        let text = |case: &Value, name: &str| case[name].as_str().unwrap_or_default().to_owned();
        let ours = all.iter().filter(|case| self.begun.values().any(|begun| case["id"] == begun.id.as_str()));
        Ok(ours.map(|case| (text(case, "id"), text(case, "number"))).collect())
    }

    /// What is meant, as somebody finds it by its address.
    pub(super) fn itself(&mut self, who: &'static PracticePerson) -> Result<Value, Stop> {
        let path = format!("/api/{}/{}", self.focus.address, self.id()?);
        self.seen(who, &path)
    }

    /// The hearings of the lawsuit that is meant in somebody's calendar.
    pub(super) fn calendar(&mut self, who: &'static PracticePerson) -> Result<Vec<Value>, Stop> {
        let id = self.id()?;
        let mut seen = self.seen(who, "/api/hearings?from=1900-01-01")?;
        let Value::Array(mut hearings) = seen["hearings"].take() else { return Ok(Vec::new()) };
        hearings.retain(|hearing| hearing["lawsuit"] == id.as_str());
        Ok(hearings)
    }

    /// What somebody is shown; a refusal is what was found instead.
    fn seen(&mut self, who: &'static PracticePerson, path: &str) -> Result<Value, Stop> {
        let answer = self.office.ask_as(who, path)?;
        match answer.status {
            403 | 404 => Err(Stop::differs("可以查阅", format!("不能查阅：{}", answer.error()))),
            _ => Ok(answer.found()?),
        }
    }

    /// Every page of a list.
    fn pages(&mut self, who: &'static PracticePerson, address: &str, list: &str) -> Result<Vec<Value>, Stop> {
        let mut all = Vec::new();
        for page in 1.. {
            let mut answer = self.seen(who, &format!("{address}&page={page}"))?;
            let Value::Array(some) = answer[list].take() else { break };
            let is_last = some.is_empty();
            all.extend(some);
            // A list that does not say how long it is has one page.
            if is_last || answer["total"].as_u64().is_none_or(|total| all.len() as u64 >= total) {
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
