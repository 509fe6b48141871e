//! A person at a browser without script: opens pages, fills in forms as they are shown, sends them off.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A browser.
#[derive(Debug, Clone)]
pub struct Browser {
    address: SocketAddr,
    cookie: String,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Page {
    /// The status code.
    pub status: u16,
    /// The headers, by lower-case name.
    pub headers: BTreeMap<String, String>,
    /// The content as text.
    pub body: String,
    /// The content as it came.
    pub bytes: Vec<u8>,
    /// Where it was found.
    pub path: String,
}

impl Browser {
    /// A browser that goes to this address.
    #[must_use]
    pub fn at(address: SocketAddr) -> Self {
        Self { address, cookie: String::new() }
    }

    /// Sends a request and follows where it leads.
    async fn go(&mut self, method: &str, path: &str, kind: &str, authorization: &str, body: &str) -> Page {
        let mut page = self.once(method, path, kind, authorization, body).await;
        while let (301..=303 | 307 | 308, Some(next)) = (page.status, page.headers.get("location").cloned()) {
            page = self.once("GET", &next, kind, authorization, "").await;
        }
        page
    }

    /// Sends one request.
    async fn once(&mut self, method: &str, path: &str, kind: &str, authorization: &str, body: &str) -> Page {
        let (path, _) = path.split_once('#').unwrap_or((path, ""));
        let mut stream = TcpStream::connect(self.address).await.expect("a portal");
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: songli\r\nConnection: close\r\nCookie: {}\r\n{authorization}Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}",
            self.cookie,
            body.len()
        );
        stream.write_all(request.as_bytes()).await.expect("a request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.expect("an answer");
        let head = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let (head, bytes) = (String::from_utf8_lossy(&answer[..head]), answer[head + 4..].to_vec());
        let body = String::from_utf8_lossy(&bytes);
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
        let headers: BTreeMap<String, String> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        if let Some(set) = headers.get("set-cookie") {
            set.split(';').next().unwrap_or_default().clone_into(&mut self.cookie);
        }
        let body = if headers.contains_key("transfer-encoding") { joined(&body) } else { body.into_owned() };
        Page { status: status.expect("a status"), headers, body, bytes, path: path.to_owned() }
    }

    /// Opens a page.
    pub async fn open(&mut self, path: &str) -> Page {
        self.go("GET", path, "text/plain", "", "").await
    }

    /// Sends a form's fields.
    pub async fn post(&mut self, path: &str, fields: &[(String, String)]) -> Page {
        self.go("POST", path, "application/x-www-form-urlencoded", "", &encoded(fields)).await
    }

    /// Signs in.
    pub async fn sign_in(&mut self, account: &str, password: &str) -> Page {
        let fields = [("account", account), ("password", password), ("next", "/")];
        self.post("/sign-in", &fields.map(|(name, value)| (name.to_owned(), value.to_owned()))).await
    }

    /// Sends off the form of a page as it is shown, with these changes, by the button of this name.
    pub async fn submit(&mut self, page: &Page, changes: &[(&str, &str)], button: &str) -> Page {
        let (action, fields) = page.form(changes, button);
        self.post(&action, &fields).await
    }

    /// Calls the API.
    pub async fn call(
        &mut self,
        method: &str,
        path: &str,
        token: &str,
        body: &serde_json::Value,
    ) -> (u16, serde_json::Value) {
        let authorization = if token.is_empty() { String::new() } else { format!("Authorization: Bearer {token}\r\n") };
        let body = if method == "GET" { String::new() } else { body.to_string() };
        let page = self.once(method, path, "application/json", &authorization, &body).await;
        (page.status, serde_json::from_str(&page.body).unwrap_or_default())
    }
}

/// Chunks put together.
fn joined(mut body: &str) -> String {
    let mut whole = String::new();
    while let Some((size, rest)) = body.split_once("\r\n") {
        let size = usize::from_str_radix(size.trim(), 16).unwrap_or(0);
        if size == 0 || rest.len() < size {
            break;
        }
        whole.push_str(&rest[..size]);
        body = rest[size..].trim_start_matches("\r\n");
    }
    whole
}

/// As a browser encodes a form.
#[must_use]
pub fn encoded(fields: &[(String, String)]) -> String {
    let mut text = String::new();
    for (n, (name, value)) in fields.iter().enumerate() {
        let _ = write!(text, "{}{}={}", if n > 0 { "&" } else { "" }, escaped(name), escaped(value));
    }
    text
}

/// One part of an address or of a form.
#[must_use]
pub fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
        escaped
    })
}

impl Page {
    /// The text between two others, where it first stands.
    #[must_use]
    pub fn between(&self, before: &str, after: &str) -> Option<&str> {
        let (_, rest) = self.body.split_once(before)?;
        Some(rest.split_once(after)?.0)
    }

    /// The values of an attribute, each time it stands there.
    #[must_use]
    pub fn attributes(&self, name: &str) -> Vec<&str> {
        let before = format!(" {name}=\"");
        self.body.split(&before).skip(1).filter_map(|rest| rest.split_once('"').map(|(value, _)| value)).collect()
    }

    /// The sheet's address and its fields as they are shown, with changes; a change of a field replaces all its values.
    ///
    /// # Panics
    /// If there is no form with the class `sheet`.
    #[must_use]
    pub fn form(&self, changes: &[(&str, &str)], button: &str) -> (String, Vec<(String, String)>) {
        let form = self.body.split("<form ").find(|form| form.contains("class=\"sheet\""));
        let form = form.unwrap_or_else(|| panic!("no form on {} ({}): {}", self.path, self.status, self.body));
        let form = form.split("</form>").next().unwrap_or_default();
        let action = unescaped(attribute(form, "action").expect("an action"));
        let mut fields: Vec<(String, String)> = Vec::new();
        for tag in form.split('<').skip(1) {
            let name = || attribute(tag, "name").map(unescaped);
            if tag.starts_with("input") {
                let is_choice = tag.contains("type=\"radio\"") || tag.contains("type=\"checkbox\"");
                if is_choice && !tag.split('>').next().unwrap_or_default().contains(" checked") {
                    continue;
                }
                let value = attribute(tag, "value").map(unescaped).unwrap_or_default();
                fields.extend(name().map(|name| (name, value)));
            } else if tag.starts_with("textarea") {
                let value = tag.split_once('>').map(|(_, text)| unescaped(text)).unwrap_or_default();
                fields.extend(name().map(|name| (name, value)));
            } else if tag.starts_with("select") {
                fields.extend(name().map(|name| (name, String::new())));
            } else if tag.starts_with("option")
                && tag.split('>').next().unwrap_or_default().contains(" selected")
                && let (Some(last), Some(value)) = (fields.last_mut(), attribute(tag, "value"))
            {
                last.1 = unescaped(value);
            }
        }
        fields.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        fields.extend(changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        fields.push(("do".to_owned(), button.to_owned()));
        (action, fields)
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    Some(rest.split_once('"')?.0)
}

fn unescaped(text: &str) -> String {
    let named = [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ];
    named.iter().fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}
