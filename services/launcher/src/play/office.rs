//! The API of a practice system, called as the people who practise there.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context as _, bail};
use portal::{PRACTICE_PASSWORD, PracticePerson};
use serde_json::{Value, json};
use ureq::Agent;

/// How long an answer may take; moving the clock over years takes a while.
const PATIENCE: Duration = Duration::from_mins(3);

/// A practice system, and who has signed in there so far.
pub(super) struct Office {
    agent: Agent,
    at: String,
    tokens: BTreeMap<&'static str, String>,
}

/// What the system said.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Value,
}

impl Office {
    /// Finds out that it is a practice system. No other is played on: its cases are real.
    pub(super) fn open(at: &str) -> anyhow::Result<Self> {
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE)).proxy(None);
        let at = at.trim_end_matches('/');
        let at = if at.contains("://") { at.to_owned() } else { format!("http://{at}") };
        let office = Self { agent: config.build().into(), at, tokens: BTreeMap::new() };
        let clock = office.ask("/api/clock", "")?;
        if clock.status != 200 {
            bail!("{}不是讼理系统：没有应答 /api/clock", office.at);
        }
        if clock.body["practice"] != true {
            bail!(
                "{}不是练习系统，不在上面演练，以免写入真实案件：请用 songli up --practice 另启动一个练习系统",
                office.at
            );
        }
        Ok(office)
    }

    /// Asks for something that must be there.
    pub(super) fn read(&mut self, who: &'static PracticePerson, path: &str) -> anyhow::Result<Value> {
        self.ask_as(who, path)?.found().with_context(|| format!("{}查询{path}", who.name))
    }

    /// Asks for something that may be refused.
    pub(super) fn ask_as(&mut self, who: &'static PracticePerson, path: &str) -> anyhow::Result<Answer> {
        let token = self.token(who)?;
        self.ask(path, &token)
    }

    /// Sends something.
    pub(super) fn send(&mut self, who: &'static PracticePerson, path: &str, body: &Value) -> anyhow::Result<Answer> {
        let token = self.token(who)?;
        let sent =
            self.agent.post(format!("{}{path}", self.at)).header("Authorization", bearer(&token)).send_json(body);
        heard(sent, &self.at)
    }

    fn ask(&self, path: &str, token: &str) -> anyhow::Result<Answer> {
        let sent = self.agent.get(format!("{}{path}", self.at)).header("Authorization", bearer(token)).call();
        heard(sent, &self.at)
    }

    /// Signs in, the first time.
    fn token(&mut self, who: &'static PracticePerson) -> anyhow::Result<String> {
        if let Some(token) = self.tokens.get(who.account) {
            return Ok(token.clone());
        }
        let asked = json!({ "account": who.account, "password": PRACTICE_PASSWORD });
        let sent = self.agent.post(format!("{}/api/sign-in", self.at)).send_json(&asked);
        let answer =
            heard(sent, &self.at)?.found().with_context(|| format!("{}（{}）不能登录", who.name, who.account))?;
        let token = answer["token"].as_str().unwrap_or_default().to_owned();
        self.tokens.insert(who.account, token.clone());
        Ok(token)
    }
}

impl Answer {
    /// What was asked for, if it is there.
    pub(super) fn found(self) -> anyhow::Result<Value> {
        if self.status == 200 { Ok(self.body) } else { bail!("{}", self.error()) }
    }

    /// What the system says is wrong.
    pub(super) fn error(&self) -> &str {
        self.body["error"].as_str().unwrap_or("系统没有说明原因")
    }
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

fn heard(sent: Result<ureq::http::Response<ureq::Body>, ureq::Error>, at: &str) -> anyhow::Result<Answer> {
    let mut response = sent.with_context(|| format!("{at}没有应答，请确认练习系统已经启动（songli up --practice）"))?;
    let status = response.status().as_u16();
    Ok(Answer { status, body: response.body_mut().read_json().unwrap_or_default() })
}
