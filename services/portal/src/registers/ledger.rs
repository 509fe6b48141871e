//! The ledger: all cases a person may read, filtered, sorted, counted, in pages. The filter lives in the address.

use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use super::filter::{Filter, Total};
use crate::Portal;
use crate::access::{Person, within_reach};

/// What the list can be narrowed by.
pub(crate) const NAMES: [&str; 9] = ["q", "stage", "act", "respondent", "from", "to", "state", "mine", "sort"];

/// How it can be narrowed beside the stage.
pub(crate) const STATES: crate::words::Words =
    &[("open", "在办"), ("closed", "已结"), ("unacknowledged", "受理通知未发送"), ("struck", "误录")];

/// A line.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Line {
    pub(crate) id: Uuid,
    pub(crate) number: String,
    pub(crate) stage: String,
    pub(crate) is_open: bool,
    pub(crate) procedure: String,
    pub(crate) received_on: String,
    pub(crate) accepted_on: Option<String>,
    pub(crate) decided_on: Option<String>,
    pub(crate) decision_number: String,
    pub(crate) outcome: String,
    pub(crate) applicants: String,
    pub(crate) respondents: String,
    pub(crate) act_kind: String,
    pub(crate) act: String,
    pub(crate) handler_names: String,
    pub(crate) acknowledged: bool,
    /// The next day something is due.
    pub(crate) due: Option<String>,
    pub(crate) due_in_working_days: Option<bool>,
    pub(crate) is_paused: bool,
}

/// The orders there are: name in addresses, title, SQL.
pub(crate) const SORTS: [(&str, &str, &str); 3] = [
    ("", "新收到的在前", "c.received_on DESC, c.id DESC"),
    ("due", "快到期的在前", "next.due NULLS LAST, c.received_on, c.id"),
    ("changed", "新变动的在前", "c.changed_at DESC, c.id DESC"),
];

fn push(filter: &Filter, query: &mut QueryBuilder<Postgres>, person: &Person) {
    query.push(" WHERE true");
    within_reach(query, person);
    filter.push_words(query, "c");
    filter.push_is(query, "stage", "c.stage");
    filter.push_is(query, "act", "c.act_kind");
    filter.push_has(query, "respondent", "c.respondent_ids");
    filter.push_between(query, "c.received_on");
    // What was entered by mistake is in no list but its own.
    query.push(if filter.is("state", "struck") { " AND c.stage = 'Struck'" } else { " AND c.stage <> 'Struck'" });
    query.push(match filter.get("state") {
        "open" => " AND c.is_open",
        "closed" => " AND NOT c.is_open",
        "unacknowledged" => " AND c.is_open AND c.accepted_on IS NOT NULL AND NOT c.acknowledged",
        _ => "",
    });
    if filter.is("mine", "on") {
        query.push(" AND c.handlers @> ARRAY[").push_bind(person.account.clone()).push("]::text[]");
    }
}

/// How many there are.
pub(crate) async fn count(portal: &Portal, person: &Person, filter: &Filter) -> sqlx::Result<Total> {
    let lines = |query: &mut QueryBuilder<Postgres>| {
        query.push("portal.case_file c");
        push(filter, query, person);
    };
    filter.count(portal.inside.pool(), lines).await
}

/// Some of them, in order.
pub(crate) async fn list(
    portal: &Portal,
    person: &Person,
    filter: &Filter,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<Line>> {
    lines(person, filter, limit, offset).build_query_as().fetch_all(portal.inside.pool()).await
}

/// The query for some of them, in order.
pub(crate) fn lines(person: &Person, filter: &Filter, limit: i64, offset: i64) -> QueryBuilder<Postgres> {
    let mut query = QueryBuilder::new(
        "SELECT c.id, c.number, c.stage, c.is_open, c.procedure, c.received_on, c.accepted_on, c.decided_on,
            c.decision_number, c.outcome, c.applicants, c.respondents, c.act_kind, c.act, c.handler_names, c.acknowledged,
            next.due, next.working AS due_in_working_days, coalesce(next.due IS NULL AND next.case_id IS NOT NULL, false) AS is_paused
         FROM ",
    );
    let next = " LEFT JOIN LATERAL (
            SELECT k.case_id, k.due, k.working FROM portal.clock k WHERE k.case_id = c.id AND k.ended_on IS NULL
                AND k.name IN ('Review', 'Supplement', 'Copy', 'Answer', 'Decision') ORDER BY k.due NULLS LAST LIMIT 1
         ) AS next ON c.is_open";
    let (name, _, order) = SORTS.iter().find(|(name, ..)| filter.is("sort", name)).unwrap_or(&SORTS[0]);
    let page = |query: &mut QueryBuilder<Postgres>| {
        query.push(" ORDER BY ").push(order).push(" LIMIT ").push_bind(limit).push(" OFFSET ").push_bind(offset);
    };
    if *name == "due" {
        query.push("portal.case_file c").push(next);
        push(filter, &mut query, person);
        page(&mut query);
    } else {
        // What is due next is looked up for the lines of the page alone, however far behind it is.
        query.push("(SELECT * FROM portal.case_file c");
        push(filter, &mut query, person);
        page(&mut query);
        query.push(") c").push(next).push(" ORDER BY ").push(order);
    }
    query
}
