//! `/password`: one's own.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::forms::{self, Form};
use crate::access::Person;
use crate::failure::Failure;
use crate::form::{Entered, Field, Section};
use crate::{Portal, accounts, passwords, session};

fn sections(portal: &Portal, entered: &Entered, errors: &BTreeMap<String, String>) -> Vec<Section> {
    let fields = [
        Field::password("old", "现在的口令"),
        Field::password("new", "新口令").help("至少8个字符，同时含有字母和数字（或符号），不能包含账号"),
        Field::password("again", "再输一遍新口令"),
    ];
    vec![Section::new("", fields, entered, errors, portal.inside.clock.today())]
}

fn form(person: &Person) -> Form {
    let note =
        if person.must_change { "这是初始口令，请先换成自己的口令再开始工作。" } else { "" };
    Form {
        title: "更换口令".to_owned(),
        note: note.to_owned(),
        action: "/password".to_owned(),
        save: "更换口令".to_owned(),
        ..Form::default()
    }
}

/// `GET /password`
pub(crate) async fn show(State(portal): State<Portal>, person: Person) -> Result<Response, Failure> {
    let sections = sections(&portal, &Entered::default(), &BTreeMap::new());
    forms::shown(&portal, &person, "/password", form(&person), sections, BTreeMap::new()).await
}

/// `POST /password`
pub(crate) async fn change(
    State(portal): State<Portal>,
    person: Person,
    entered: Entered,
) -> Result<Response, Failure> {
    entered.checked(&person)?;
    let (new, mut errors) = (entered.text("new"), BTreeMap::new());
    if !accounts::is_password(&portal, &person.account, entered.text("old")).await? {
        errors.insert("old".to_owned(), "不是现在的口令".to_owned());
    }
    if let Some(complaint) = passwords::complaint(new, &person.account) {
        errors.insert("new".to_owned(), complaint.to_owned());
    } else if new == entered.text("old") {
        errors.insert("new".to_owned(), "新口令与现在的相同".to_owned());
    } else if new != entered.text("again") {
        errors.insert("again".to_owned(), "两次输入的新口令不一样".to_owned());
    }
    if errors.is_empty() {
        accounts::set_password(&portal, &person.account, new, false).await?;
        session::end_all(&portal, &person.account, &person.session).await?;
        return Ok(Redirect::to(person.first_address()).into_response());
    }
    forms::shown(&portal, &person, "/password", form(&person), sections(&portal, &entered, &errors), errors).await
}
