//! A person at Chromium: finds what a page offers by its role and its label, as the browser itself names them to a screen
//! reader, types, presses keys, and waits for what should appear.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::until;

/// What sticks to an edge of the window covers what can be scrolled from under it: nobody is kept out by that.
const UNSTUCK: &str = "for (const element of document.querySelectorAll('body *')) {
    if (getComputedStyle(element).position === 'sticky') { element.style.position = 'static'; }
}";

/// The rules for pages that everyone can use, by Deque Systems; its licence lies beside it.
const AXE: &str = include_str!("../vendor/axe-core/axe.min.js");
/// Every rule there is, of every level, and all that breaks one.
const EVERY_RULE: &str = "
    var done = arguments[arguments.length - 1];
    axe.run(document, { runOnly: { type: 'rule', values: axe.getRules().map(function (rule) { return rule.ruleId; }) } })
        .then(function (found) {
            done(found.violations.map(function (broken) { return broken.id + ': ' + broken.nodes[0].html; }));
        });";
/// What the content policy would keep from working: style and script within the page.
const INLINE: &str = "
    return Array.from(document.querySelectorAll('[style], style, script:not([src]), [onclick], [onsubmit], [onchange]'))
        .map(function (element) { return element.outerHTML; });";
/// What is shown and may be what is looked for; the browser has the last word on its label.
const CANDIDATES: &str = "
    var label = arguments[1], within = arguments[2] || document;
    return Array.from(within.querySelectorAll(arguments[0])).filter(function (element) {
        var texts = [element.textContent, element.getAttribute('aria-label') || ''];
        Array.from(element.labels || []).forEach(function (said) { texts.push(said.textContent); });
        return element.getClientRects().length && texts.some(function (text) { return text.indexOf(label) >= 0; });
    });";
/// As the protocol names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Chromium with its driver; both end with it.
pub struct Chromium {
    /// The session, for what only one test needs.
    pub client: Client,
    base: String,
    driver: Child,
    _profile: TempDir,
}

impl Chromium {
    /// Opens the browser for the pages at an address.
    ///
    /// # Panics
    /// If Chromium or its driver is missing.
    pub async fn open(address: SocketAddr) -> Self {
        let profile = tempfile::tempdir().expect("a folder");
        let (driver, port) = driver();
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--lang=zh-CN",
            "--window-size=1366,768",
            // The browser ends when its driver does.
            "--remote-debugging-pipe",
            &format!("--user-data-dir={}", profile.path().display()),
        ];
        let options = json!({ "goog:chromeOptions": { "args": arguments } });
        let options = options.as_object().expect("an object").clone();
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(options)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("Chromium is missing or does not start: apt-get install chromium chromium-driver");
        Self { client, base: format!("http://{address}"), driver, _profile: profile }
    }

    /// Opens a page.
    pub async fn goes_to(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.base)).await.expect("a page");
    }

    /// Where the browser is, without the host.
    pub async fn address(&self) -> String {
        self.client.current_url().await.expect("an address").as_str().replace(&self.base, "")
    }

    /// The one thing of this role and label, once it is there.
    ///
    /// # Panics
    /// If it does not appear, or if several things bear the label.
    pub async fn find(&self, role: &str, label: &str) -> Element {
        until(&format!("there is a {role} “{label}”"), async || self.found(role, label, None).await).await
    }

    /// The one thing of this role and label among those that stand together under a label of their own.
    async fn find_in(&self, group: &str, role: &str, label: &str) -> Element {
        let group = self.find("group", group).await;
        until(&format!("there is a {role} “{label}”"), async || self.found(role, label, Some(&group)).await).await
    }

    async fn found(&self, role: &str, label: &str, within: Option<&Element>) -> Option<Element> {
        let looked_for = match role {
            "group" => "fieldset, [role=group]",
            "link" => "a[href]",
            "button" => "button",
            "combobox" => "select",
            "checkbox" => "input[type=checkbox]",
            "radio" => "input[type=radio]",
            _ => "input, textarea",
        };
        // While a page comes and another goes there is nothing to find.
        let within = serde_json::to_value(within).expect("an element");
        let candidates = self.client.execute(CANDIDATES, vec![looked_for.into(), label.into(), within]).await.ok()?;
        let mut found = Vec::new();
        for candidate in candidates.as_array()? {
            let id = ElementRef::from(candidate[ELEMENT].as_str()?.to_owned());
            let asked = |what| Asked { id: id.to_string(), what };
            if self.client.issue_cmd(asked("computedlabel")).await.ok()?.as_str()? == label {
                let is = self.client.issue_cmd(asked("computedrole")).await.ok()?;
                assert_eq!(is.as_str()?, role, "“{label}”");
                let element = Element::from_element_id(self.client.clone(), id);
                let address = element.prop("href").await.ok()?;
                found.push((address, element));
            }
        }
        // Links of one name may stand in several places if they lead to the same.
        found.dedup_by(|(one, _), (other, _)| one.is_some() && one == other);
        assert!(found.len() < 2, "{} of the role {role} are called “{label}”", found.len());
        found.pop().map(|(_, element)| element)
    }

    /// Clicks a link or a button.
    pub async fn clicks(&self, role: &str, label: &str) {
        self.clicks_on(&self.find(role, label).await).await;
    }

    /// Clicks on what was found otherwise than by its label.
    pub async fn clicks_on(&self, found: &Element) {
        let into_view = "arguments[0].scrollIntoView({ block: 'center' });";
        let element = serde_json::to_value(found).expect("an element");
        self.client.execute(into_view, vec![element]).await.expect("a page");
        found.click().await.expect("a click");
    }

    /// Opens everything that is folded.
    pub async fn unfolds_all(&self) {
        let folded = self.client.find_all(Locator::Css("details:not([open]) > summary")).await.expect("a page");
        for summary in folded {
            self.clicks_on(&summary).await;
        }
    }

    /// Puts this text in the place of what stands in a field.
    pub async fn types(&self, label: &str, text: &str) {
        types_into(&self.find("textbox", label).await, text).await;
    }

    /// The same in a field whose label only its group tells from others.
    pub async fn types_in(&self, group: &str, label: &str, text: &str) {
        types_into(&self.find_in(group, "textbox", label).await, text).await;
    }

    /// Chooses from a list.
    pub async fn chooses(&self, label: &str, option: &str) {
        let list = self.find("combobox", label).await;
        list.select_by_label(option).await.unwrap_or_else(|error| panic!("no “{option}” in “{label}”: {error}"));
    }

    /// Ticks a box, or takes one of several choices.
    pub async fn ticks(&self, role: &str, label: &str) {
        self.ticks_on(&self.find(role, label).await).await;
    }

    /// The same with one whose label only its group tells from others.
    pub async fn ticks_in(&self, group: &str, role: &str, label: &str) {
        self.ticks_on(&self.find_in(group, role, label).await).await;
    }

    async fn ticks_on(&self, field: &Element) {
        if !field.is_selected().await.expect("a state") {
            self.clicks_on(field).await;
        }
    }

    /// Presses a key on whatever has the focus.
    pub async fn presses(&self, key: Key) {
        self.writes(&char::from(key).to_string()).await;
    }

    /// Types on whatever has the focus.
    pub async fn writes(&self, text: &str) {
        let focused = self.client.active_element().await.expect("a focus");
        focused.send_keys(text).await.expect("keys");
    }

    /// The role and the label of what has the focus.
    pub async fn focus(&self) -> (String, String) {
        let focused = self.client.active_element().await.expect("a focus");
        let asked = |what| Asked { id: focused.element_id().to_string(), what };
        let role = self.client.issue_cmd(asked("computedrole")).await.expect("a role");
        let label = self.client.issue_cmd(asked("computedlabel")).await.expect("a label");
        (role.as_str().unwrap_or_default().to_owned(), label.as_str().unwrap_or_default().to_owned())
    }

    /// How many sheets the page takes when it is printed.
    pub async fn sheets(&self) -> usize {
        let printed = self.client.issue_cmd(Printed).await.expect("a print");
        let pdf = STANDARD.decode(printed["data"].as_str().expect("a document")).expect("base64");
        String::from_utf8_lossy(&pdf).matches("/Type /Page\n").count()
    }

    /// The text that the page shows.
    pub async fn text(&self) -> Result<String, CmdError> {
        let text = self.client.execute("return document.body.innerText;", Vec::new()).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the page shows all of this.
    ///
    /// # Panics
    /// If it does not.
    pub async fn sees(&self, texts: &[&str]) {
        for text in texts {
            until(&format!("the page shows “{text}”"), async || {
                self.text().await.ok().filter(|shown| shown.contains(text)).map(drop)
            })
            .await;
        }
    }

    /// What keeps somebody from using the page as it stands: whatever breaks one of axe's rules, and style or script within
    /// the page.
    pub async fn obstacles(&self) -> Vec<String> {
        let inline = self.client.execute(INLINE, Vec::new()).await.expect("an answer");
        self.client.execute(UNSTUCK, Vec::new()).await.expect("an answer");
        self.client.execute(AXE, Vec::new()).await.expect("axe");
        let broken = self.client.execute_async(EVERY_RULE, Vec::new()).await.expect("an answer of axe");
        [inline, broken].iter().filter_map(Value::as_array).flatten().map(ToString::to_string).collect()
    }
}

async fn types_into(field: &Element, text: &str) {
    field.clear().await.expect("an empty field");
    field.send_keys(text).await.expect("a text");
}

impl Drop for Chromium {
    fn drop(&mut self) {
        if let Ok(driver) = i32::try_from(self.driver.id()) {
            let _ = killpg(Pid::from_raw(driver), Signal::SIGKILL);
        }
        let _ = self.driver.wait();
    }
}

/// Starts a driver on a free port, which it tells.
fn driver() -> (Child, u16) {
    let mut command = Command::new("chromedriver");
    command.arg("--port=0").process_group(0).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut driver = command.spawn().expect("chromedriver is missing: apt-get install chromium chromium-driver");
    let mut said = BufReader::new(driver.stdout.take().expect("what it says"));
    let port = said.by_ref().lines().map_while(Result::ok).find_map(|line| {
        let (_, port) = line.strip_suffix('.')?.split_once("started successfully on port ")?;
        port.parse().ok()
    });
    // It goes on being listened to, or it would end at its next word.
    driver.stdout = Some(said.into_inner());
    (driver, port.expect("the port of chromedriver"))
}

/// The page on paper, of the size that its style asks for.
#[derive(Debug)]
struct Printed;

impl WebDriverCompatibleCommand for Printed {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let command = json!({ "cmd": "Page.printToPDF", "params": { "preferCSSPageSize": true } });
        (http::Method::POST, Some(command.to_string()))
    }
}

/// What the browser tells assistive programs about an element: `computedlabel`, `computedrole`.
#[derive(Debug)]
struct Asked {
    id: String,
    what: &'static str,
}

impl WebDriverCompatibleCommand for Asked {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/element/{}/{}", session.unwrap_or_default(), self.id, self.what))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::GET, None)
    }
}
