//! A step's words as the command that is sent: names become numbers and ids, and what nobody writes is filled in.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::reading::{Content, Part, Said, plain, unknown};
use super::vocabulary::{Fill, Kind, Thing};

/// What the system knows of organs, courts and officials, and the area whose registers give the numbers.
#[derive(Debug, Deserialize)]
pub(super) struct Directory {
    area: String,
    government: Option<Organ>,
    organs: Vec<Organ>,
    courts: Vec<Organ>,
    posts: Vec<Organ>,
}

/// An organ, a court, or somebody who holds a post.
#[derive(Debug, Deserialize)]
struct Organ {
    bytes: String,
    name: String,
}

/// A case, a lawsuit, a suggestion or a notice that this scenario began.
#[derive(Debug, Clone)]
pub(super) struct Begun {
    pub(super) thing: &'static Thing,
    pub(super) id: String,
    pub(super) bytes: String,
    pub(super) number: String,
    /// The last hearing of a lawsuit.
    pub(super) hearing: Option<String>,
}

/// An instance of a lawsuit.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Instance {
    pub(super) number: u32,
    pub(super) kind: String,
}

/// Somebody in a case.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Person {
    pub(super) number: u32,
    pub(super) name: String,
}

/// Something that was entered and stands, and what can be put right in it.
#[derive(Debug, Deserialize)]
pub(super) struct Entry {
    #[serde(rename = "entry")]
    number: i64,
    title: String,
    on: String,
    #[serde(default)]
    fields: Vec<Column>,
}

#[derive(Debug, Deserialize)]
struct Column {
    field: String,
    title: String,
}

/// What names may stand for.
pub(super) struct Known<'a> {
    pub(super) directory: &'a Directory,
    pub(super) begun: &'a BTreeMap<String, Begun>,
    pub(super) persons: Vec<Person>,
    pub(super) instances: Vec<Instance>,
    pub(super) entries: &'a [Entry],
}

/// The line of a name that stands for nothing, and what is wrong.
pub(super) type Unknown = (usize, String);

impl Known<'_> {
    /// The message. `nth` is its place among its like.
    pub(super) fn fill(&mut self, part: &Part, nth: usize) -> Result<Value, Unknown> {
        let mut message = Map::new();
        for (name, fill) in part.message.filled {
            if let Some(value) = self.filled(*fill, part, nth) {
                message.insert((*name).to_owned(), value);
            }
        }
        // In the order of the table: whoever is named later may refer to those before him.
        for field in part.message.fields {
            for said in part.said.iter().filter(|said| said.field.word == field.word) {
                self.say(&mut message, said)?;
            }
            if matches!(field.kind, Kind::Claims) {
                message.entry(field.name).or_insert_with(|| json!([nth]));
            }
        }
        if part.message.filled.iter().any(|(_, fill)| *fill == Fill::Free) {
            let name = message.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
            self.persons.push(Person { number: self.free(), name });
        }
        Ok(message.into())
    }

    fn filled(&self, fill: Fill, part: &Part, nth: usize) -> Option<Value> {
        let government = self.directory.government.as_ref();
        Some(match fill {
            Fill::Is(value) => json!(value),
            Fill::Label => json!(part.label),
            Fill::Nth => json!(nth),
            Fill::Free => json!(self.free()),
            Fill::Area => json!(self.directory.area),
            Fill::GovernmentName => json!(government?.name),
            Fill::GovernmentId => json!(government?.bytes),
            Fill::Follows => return None,
        })
    }

    fn free(&self) -> u32 {
        self.persons.iter().map(|person| person.number).max().unwrap_or(0) + 1
    }

    fn say(&mut self, message: &mut Map<String, Value>, said: &Said) -> Result<(), Unknown> {
        let field = said.field;
        let names = match &said.content {
            Content::Ready(value) => {
                message.insert(field.name.to_owned(), value.clone());
                return Ok(());
            }
            Content::Part(part) => return self.say_part(message, said, part),
            Content::Names(names) => names,
        };
        let name = names.first().map(String::as_str).unwrap_or_default();
        let at = |text: String| (said.line, text);
        let value = match field.kind {
            Kind::Organ => {
                let organs = &self.directory.organs;
                let organ = organs.iter().find(|organ| organ.name == name);
                let organ = organ.ok_or_else(|| {
                    at(format!("名录里{}", unknown(name, organs.iter().map(|organ| organ.name.as_str()))))
                })?;
                message.insert("name".to_owned(), json!(organ.name));
                json!(organ.bytes)
            }
            Kind::Unit(its_name) => {
                message.insert(its_name.to_owned(), json!(name));
                let Some(unit) = self.directory.organs.iter().find(|organ| organ.name == name) else { return Ok(()) };
                json!(unit.bytes)
            }
            Kind::Issuer => {
                let courts = &self.directory.courts;
                let court = courts.iter().find(|court| court.name == name);
                let court = court.ok_or_else(|| {
                    at(format!("名录里{}", unknown(name, courts.iter().map(|court| court.name.as_str()))))
                })?;
                message.insert("issuer_name".to_owned(), json!(court.name));
                json!(court.bytes)
            }
            Kind::Official => {
                message.insert("name".to_owned(), json!(name));
                let Some(post) = self.directory.posts.iter().find(|post| post.name == name) else { return Ok(()) };
                json!(post.bytes)
            }
            Kind::Instance => {
                let found = self.instances.iter().rfind(|instance| name.is_empty() || instance.kind == name);
                json!(found.ok_or_else(|| at("没有这一审级".to_owned()))?.number)
            }
            Kind::Case | Kind::Lawsuit => {
                let case = self.begun.get(name).ok_or_else(|| at(format!("没有称为“{name}”的案件")))?;
                message.insert("number".to_owned(), json!(case.number));
                json!(case.bytes)
            }
            Kind::Entry => json!(self.entry(name).map_err(at)?.number),
            Kind::Column => json!(self.column(message, name).map_err(at)?),
            Kind::Persons => {
                json!(names.iter().map(|name| self.person(name)).collect::<Result<Vec<u32>, String>>().map_err(at)?)
            }
            _ => json!(self.person(name).map_err(at)?),
        };
        message.insert(field.name.to_owned(), value);
        Ok(())
    }

    fn say_part(&mut self, message: &mut Map<String, Value>, said: &Said, part: &Part) -> Result<(), Unknown> {
        if !matches!(said.field.kind, Kind::Many(_)) {
            let value = self.fill(part, 1)?;
            message.insert(said.field.name.to_owned(), value);
            return Ok(());
        }
        let there = message.get(said.field.name).and_then(Value::as_array).map_or(0, Vec::len);
        let value = self.fill(part, there + 1)?;
        let all = message.entry(said.field.name).or_insert_with(|| json!([]));
        if let Some(all) = all.as_array_mut() {
            all.push(value);
        }
        Ok(())
    }

    /// The number of somebody in the case.
    pub(super) fn person(&self, name: &str) -> Result<u32, String> {
        let found = self.persons.iter().find(|person| person.name == name);
        let persons = self.persons.iter().map(|person| person.name.as_str());
        found.map(|person| person.number).ok_or_else(|| format!("本案{}", unknown(name, persons)))
    }

    /// The last entry of a title; with its day, where there are several.
    fn entry(&self, name: &str) -> Result<&Entry, String> {
        let is_it =
            |entry: &&Entry| entry.title == name || plain(&format!("{}{}", entry.title, entry.on)) == plain(name);
        let titles = self.entries.iter().map(|entry| entry.title.as_str());
        self.entries.iter().rev().find(is_it).ok_or_else(|| format!("本案的记录里{}", unknown(name, titles)))
    }

    /// A column of the entry that is amended.
    fn column(&self, message: &Map<String, Value>, title: &str) -> Result<&str, String> {
        let number = message.get("amendment").and_then(|amendment| amendment["entry"].as_i64());
        let entry = self.entries.iter().find(|entry| Some(entry.number) == number);
        let columns = entry.map(|entry| entry.fields.as_slice()).unwrap_or_default();
        let found = columns.iter().find(|column| column.title == title);
        let titles = columns.iter().map(|column| column.title.as_str());
        found.map(|column| column.field.as_str()).ok_or_else(|| format!("这条记录{}", unknown(title, titles)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::play::reading::{What, read};

    fn organ(name: &str) -> Organ {
        Organ { bytes: "AQ==".to_owned(), name: name.to_owned() }
    }

    fn filled(step: &str, persons: Vec<Person>) -> Result<Value, Unknown> {
        let directory = Directory {
            area: "610327".to_owned(),
            government: Some(organ("陇县人民政府")),
            organs: vec![organ("陇县公安局")],
            courts: Vec::new(),
            posts: Vec::new(),
        };
        let scenario = read(step).unwrap();
        let What::Step(step) = &scenario.statements[0].what else { panic!("a step") };
        let (begun, instances) = (BTreeMap::new(), Vec::new());
        let mut known = Known { directory: &directory, begun: &begun, persons, instances, entries: &[] };
        known.fill(&step.content, 1)
    }

    #[test]
    fn people_are_numbered_in_the_order_in_which_they_are_named() {
        let file = "2024-05-02 钱芳 登记收到申请\n  被申请人：陇县公安局\n  申请人：甲\n  第三人：丙\n  申请人：乙\n  代表人：乙\n  请求：撤销\n  请求：赔偿\n";
        let reception = filled(file, Vec::new()).unwrap();
        let numbers = |field: &str| -> Vec<(u64, String)> {
            let people = reception[field].as_array().unwrap().iter();
            people.map(|p| (p["number"].as_u64().unwrap(), p["name"].as_str().unwrap().to_owned())).collect()
        };
        let named = |people: &[(u64, &str)]| -> Vec<(u64, String)> {
            people.iter().map(|(number, name)| (*number, (*name).to_owned())).collect()
        };
        assert_eq!(numbers("parties"), named(&[(1, "甲"), (2, "乙"), (3, "丙")]));
        assert_eq!(numbers("respondents"), named(&[(4, "陇县公安局")]));
        assert_eq!(reception["representatives"], json!([2]));
        assert_eq!((&reception["claims"][1]["number"], &reception["number"]["area"]), (&json!(2), &json!("610327")));
        assert_eq!(
            (&reception["parties"][2]["role"], &reception["organ_name"]),
            (&json!("ThirdParty"), &json!("陇县人民政府"))
        );
    }

    #[test]
    fn each_item_answers_the_claim_at_its_place_and_a_paper_is_named_by_its_word() {
        let file = "2024-08-16 李明 作出行政复议决定\n  决定：维持\n  决定：驳回赔偿请求\n";
        let decision = filled(file, Vec::new()).unwrap();
        assert_eq!((&decision["items"][0]["claims"], &decision["items"][1]["claims"]), (&json!([1]), &json!([2])));
        let sent = filled("2024-05-20 钱芳 发送受理通知\n  受理通知书：陇政复受〔2024〕1号\n", Vec::new()).unwrap();
        assert_eq!(
            (&sent["paper"]["kind"], &sent["paper"]["number"]),
            (&json!("受理通知书"), &json!("陇政复受〔2024〕1号"))
        );
    }

    #[test]
    fn a_name_that_stands_for_nothing_is_told_with_its_line() {
        let there = vec![Person { number: 1, name: "张某".to_owned() }];
        let (line, text) = filled("2024-05-20 李明 听取意见\n  听取谁的意见：张三\n", there).unwrap_err();
        assert_eq!((line, text.as_str()), (2, "本案没有“张三”，相近的有：张某"));
    }
}
