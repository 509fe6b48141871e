//! The ledger: all cases a person may read, filtered, sorted, counted, in pages. The filter lives in the address.

use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use crate::Portal;
use crate::access::{Person, within_reach};
use crate::form::Entered;
use crate::{dates, normal, words};

/// How many cases a page holds.
pub(crate) const PAGE: i64 = 50;
/// The most lines an export holds; more would not open in usual office programs either.
pub(crate) const EXPORT: i64 = 100_000;

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Filter {
    pub(crate) words: String,
    pub(crate) stage: String,
    pub(crate) act_kind: String,
    pub(crate) respondent: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) state: String,
    pub(crate) mine: bool,
    pub(crate) sort: String,
    pub(crate) page: i64,
}

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

impl Filter {
    /// From an address.
    pub(crate) fn read(query: &str, today: kernel::day::Day) -> Self {
        let entered = Entered::read(query.as_bytes());
        let text = |name: &str| entered.text(name).trim().to_owned();
        let day = |name: &str| dates::typed(entered.text(name), today).map(|day| day.to_string()).unwrap_or_default();
        Self {
            words: text("q").chars().take(100).collect(),
            stage: text("stage"),
            act_kind: text("act"),
            respondent: text("respondent"),
            from: day("from"),
            to: day("to"),
            state: text("state"),
            mine: entered.get("mine") == Some("on"),
            sort: text("sort"),
            page: text("page").parse().unwrap_or(1).clamp(1, 1_000_000),
        }
    }

    /// As an address's query, for another page of the same.
    pub(crate) fn address(&self, page: i64) -> String {
        let mine = if self.mine { "on" } else { "" };
        let page = if page > 1 { page.to_string() } else { String::new() };
        let parts = [
            ("q", &self.words),
            ("stage", &self.stage),
            ("act", &self.act_kind),
            ("respondent", &self.respondent),
            ("from", &self.from),
            ("to", &self.to),
            ("state", &self.state),
            ("mine", &mine.to_owned()),
            ("sort", &self.sort),
            ("page", &page),
        ];
        let mut address = form_urlencoded::Serializer::new(String::new());
        for (name, value) in parts.into_iter().filter(|(_, value)| !value.is_empty()) {
            address.append_pair(name, value);
        }
        address.finish()
    }

    /// Whether it leaves anything out.
    pub(crate) fn is_set(&self) -> bool {
        *self != Self { sort: self.sort.clone(), page: self.page, ..Self::default() }
    }

    fn push(&self, query: &mut QueryBuilder<Postgres>, person: &Person) {
        query.push(" WHERE true");
        within_reach(query, person);
        let looked_for = normal::alike(&self.words);
        if !looked_for.is_empty() {
            query.push(" AND c.grams @> ").push_bind(normal::wanted(&looked_for));
            query.push(" AND c.words LIKE ").push_bind(normal::inside(&looked_for));
        }
        if words::STAGES.iter().any(|(stage, _)| *stage == self.stage) {
            query.push(" AND c.stage = ").push_bind(self.stage.clone());
        }
        if !self.act_kind.is_empty() {
            query.push(" AND c.act_kind = ").push_bind(self.act_kind.clone());
        }
        if let Ok(respondent) = self.respondent.parse::<Uuid>() {
            query.push(" AND c.respondent_ids @> ARRAY[").push_bind(respondent).push("]");
        }
        if !self.from.is_empty() {
            query.push(" AND c.received_on >= ").push_bind(self.from.clone());
        }
        if !self.to.is_empty() {
            query.push(" AND c.received_on <= ").push_bind(self.to.clone());
        }
        // What was entered by mistake is in no list but its own.
        query.push(if self.state == "struck" { " AND c.stage = 'Struck'" } else { " AND c.stage <> 'Struck'" });
        match self.state.as_str() {
            "open" => query.push(" AND c.is_open"),
            "closed" => query.push(" AND NOT c.is_open"),
            "unacknowledged" => query.push(" AND c.is_open AND c.accepted_on IS NOT NULL AND NOT c.acknowledged"),
            _ => query,
        };
        if self.mine {
            query.push(" AND c.handlers @> ARRAY[").push_bind(person.account.clone()).push("]::text[]");
        }
    }
}

/// How many there are.
pub(crate) async fn count(portal: &Portal, person: &Person, filter: &Filter) -> sqlx::Result<i64> {
    let mut query = QueryBuilder::new("SELECT count(*) FROM portal.case_file c");
    filter.push(&mut query, person);
    query.build_query_scalar().fetch_one(portal.inside.pool()).await
}

/// Some of them, in order.
pub(crate) async fn list(
    portal: &Portal,
    person: &Person,
    filter: &Filter,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<Line>> {
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
    let (name, _, order) = SORTS.iter().find(|(name, ..)| *name == filter.sort).unwrap_or(&SORTS[0]);
    let page = |query: &mut QueryBuilder<Postgres>| {
        query.push(" ORDER BY ").push(order).push(" LIMIT ").push_bind(limit).push(" OFFSET ").push_bind(offset);
    };
    if *name == "due" {
        query.push("portal.case_file c").push(next);
        filter.push(&mut query, person);
        page(&mut query);
    } else {
        // What is due next is looked up for the lines of the page alone, however far behind it is.
        query.push("(SELECT * FROM portal.case_file c");
        filter.push(&mut query, person);
        page(&mut query);
        query.push(") c").push(next).push(" ORDER BY ").push(order);
    }
    query.build_query_as().fetch_all(portal.inside.pool()).await
}

#[cfg(test)]
mod tests {
    use kernel::day::day;

    use super::*;

    #[test] // S46
    fn the_filter_lives_in_the_address() {
        let written = "q=%E5%BC%A0%E4%B8%89&stage=Trial&from=2026.1.1&mine=on&sort=due&page=3";
        let filter = Filter::read(written, day(2026, 3, 2));
        assert_eq!(filter.words, "张三");
        assert_eq!(filter.from, "2026-01-01");
        assert_eq!(Filter::read(&filter.address(3), day(2026, 3, 2)), filter);
        assert!(filter.is_set() && !Filter::read("sort=due&page=2", day(2026, 3, 2)).is_set());
    }
}
