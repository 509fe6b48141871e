//! Forms: what somebody entered, the fields a page shows, and reading values out of them with every error at its field.

mod fields;
mod reader;

pub(crate) use fields::{Field, Section};
pub(crate) use reader::Reader;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use uuid::Uuid;

use crate::access::Person;
use crate::failure::Failure;

/// The most rows a repeated group may have.
const MOST_ROWS: usize = 60;

/// What somebody entered, in the order of the form; a name may come several times.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Entered(Vec<(String, String)>);

impl Entered {
    /// From a form's body or from an address, without the one character that no database takes.
    pub(crate) fn read(text: &[u8]) -> Self {
        Self(form_urlencoded::parse(text).map(|(name, value)| (name.into_owned(), value.replace('\0', ""))).collect())
    }

    /// As a form would send it, without what belongs to the sending and not to the content.
    pub(crate) fn kept(&self) -> String {
        let mut text = form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.0.iter().filter(|(name, _)| !matches!(name.as_str(), "csrf" | "do")) {
            text.append_pair(name, value);
        }
        text.finish()
    }

    /// Every name with its value.
    pub(crate) fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// The first value of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value, or nothing.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// All values of this name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Puts a value in the place of all of this name.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.to_owned(), value.into()));
    }

    /// Takes out what is of this name.
    pub(crate) fn drop(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    /// Whether nobody has entered anything yet.
    pub(crate) fn is_fresh(&self) -> bool {
        self.0.is_empty()
    }

    /// The id of the command this form becomes, minted when it was first shown.
    pub(crate) fn command_id(&self) -> Result<Uuid, Failure> {
        let id = self.text("command_id").parse().ok().filter(|id: &Uuid| !id.is_nil());
        id.ok_or_else(|| Failure::Malformed("表单缺少编号，请从页面重新打开这张表单".to_owned()))
    }

    /// The case as the person saw it.
    pub(crate) fn version(&self) -> Option<i64> {
        self.text("version").parse().ok()
    }

    /// Whether the form came from one of our own pages.
    pub(crate) fn checked(&self, person: &Person) -> Result<(), Failure> {
        if self.get("csrf") == Some(person.csrf.as_str()) {
            Ok(())
        } else {
            Err(Failure::Forbidden("表单已经失效，请回到上一页刷新后重新提交".to_owned()))
        }
    }

    /// How many rows a repeated group has: `applicant.rows=2`.
    pub(crate) fn rows(&self, group: &str) -> usize {
        self.text(&format!("{group}.rows")).parse().unwrap_or(1).clamp(1, MOST_ROWS)
    }

    /// Adds a row to the group whose button was pressed. Tells whether one was.
    pub(crate) fn add_row(&mut self) -> bool {
        let Some(group) = self.group().map(str::to_owned) else { return false };
        let rows = (self.rows(&group) + 1).min(MOST_ROWS);
        self.set(&format!("{group}.rows"), rows.to_string());
        true
    }

    /// What the names in the row just added begin with.
    pub(crate) fn added(&self) -> Option<String> {
        self.group().map(|group| format!("{group}.{}.", self.rows(group)))
    }

    /// The group whose button was pressed to add a row.
    fn group(&self) -> Option<&str> {
        self.get("do")?.strip_prefix("more:")
    }
}

impl<S: Send + Sync> FromRequest<S> for Entered {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let body = Bytes::from_request(request, state).await;
        let body = body.map_err(|_| Failure::too_heavy())?;
        Ok(Self::read(&body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_entered_is_kept_without_the_token() {
        let entered = Entered::read("csrf=x&do=save&name=%E5%BC%A0%E4%B8%89&name=b&empty=".as_bytes());
        assert_eq!(entered.all("name").collect::<Vec<_>>(), ["张三", "b"]);
        let kept = Entered::read(entered.kept().as_bytes());
        assert_eq!((kept.get("csrf"), kept.get("do"), kept.get("empty")), (None, None, Some("")));
        assert_eq!(kept.text("name"), "张三");
        assert_eq!(Entered::read(b"q=a%00b").text("q"), "ab");
    }

    #[test]
    fn a_row_more_is_a_row_more_and_not_a_thousand() {
        assert_eq!(Entered::read(b"").rows("applicant"), 1);
        let mut entered = Entered::read(b"applicant.rows=2&do=more:applicant");
        assert!(entered.add_row());
        assert_eq!((entered.rows("applicant"), entered.added()), (3, Some("applicant.3.".to_owned())));
        assert_eq!(Entered::read(b"applicant.rows=100000").rows("applicant"), MOST_ROWS);
    }
}
