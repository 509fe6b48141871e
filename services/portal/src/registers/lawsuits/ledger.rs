//! The ledger of lawsuits: those a person may read, filtered, sorted, counted, in pages.

use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use crate::Portal;
use crate::access::{Door, Person, lawsuits_within_reach};
use crate::registers::filter::{Filter, Total};

/// What the list can be narrowed by.
pub(crate) const NAMES: [&str; 8] = ["q", "stage", "state", "organ", "instance", "from", "to", "sort"];

/// The orders there are: name in addresses, title, SQL.
pub(crate) const SORTS: [(&str, &str, &str); 3] = [
    ("", "新立案的在前", "coalesce(l.docketed_on, l.registered_on) DESC, l.id DESC"),
    ("due", "快到期的在前", "next.due NULLS LAST, coalesce(l.docketed_on, l.registered_on), l.id"),
    ("changed", "新变动的在前", "l.changed_at DESC, l.id DESC"),
];

/// How it can be narrowed beside the stage.
pub(crate) const STATES: crate::words::Words =
    &[("open", "在办"), ("closed", "已结"), ("lost", "败诉"), ("double", "复议后起诉"), ("struck", "误录")];

/// A line.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Line {
    pub(crate) id: Uuid,
    pub(crate) number: String,
    pub(crate) stage: String,
    pub(crate) is_open: bool,
    pub(crate) instance: String,
    pub(crate) court: String,
    pub(crate) plaintiffs: String,
    pub(crate) defendants: String,
    pub(crate) cause: String,
    pub(crate) act: String,
    pub(crate) docketed_on: Option<String>,
    pub(crate) effective_on: Option<String>,
    pub(crate) is_lost: bool,
    pub(crate) outcome: String,
    /// The next day on which an organ owes something; to an officer, his own.
    pub(crate) due: Option<String>,
}

fn push(filter: &Filter, query: &mut QueryBuilder<Postgres>, person: &Person) {
    query.push(" WHERE true");
    lawsuits_within_reach(query, person);
    filter.push_words(query, "l");
    filter.push_is(query, "stage", "l.stage");
    filter.push_is(query, "instance", "l.instance");
    filter.push_has(query, "organ", "l.organ_ids");
    filter.push_between(query, "coalesce(l.docketed_on, l.registered_on)");
    // What was entered by mistake is in no list but its own.
    query.push(if filter.is("state", "struck") { " AND l.stage = 'Struck'" } else { " AND l.stage <> 'Struck'" });
    query.push(match filter.get("state") {
        "open" => " AND l.is_open",
        "closed" => " AND NOT l.is_open",
        "lost" => " AND l.is_lost",
        "double" => " AND l.reconsidered IS NOT NULL",
        _ => "",
    });
}

/// How many there are.
pub(crate) async fn count(portal: &Portal, person: &Person, filter: &Filter) -> sqlx::Result<Total> {
    let lines = |query: &mut QueryBuilder<Postgres>| {
        query.push("portal.lawsuit l");
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
        "SELECT l.id, l.number, l.stage, l.is_open, l.instance, l.court, l.plaintiffs, l.defendants, l.cause, l.act,
            l.docketed_on, l.effective_on, l.is_lost, l.outcome, next.due
         FROM portal.lawsuit l LEFT JOIN LATERAL (
            SELECT t.due FROM portal.term t WHERE t.id = l.id AND t.ended_on IS NULL AND t.name IN ('Answer', 'Evidence', 'AppealAnswer')",
    );
    if let Some(organ) = person.only_organ_behind(Door::Lawsuits) {
        query.push(" AND t.organ = ").push_bind(organ);
    }
    query.push(" ORDER BY t.due NULLS LAST LIMIT 1) AS next ON l.is_open");
    push(filter, &mut query, person);
    let (.., order) = SORTS.iter().find(|(name, ..)| filter.is("sort", name)).unwrap_or(&SORTS[0]);
    query.push(" ORDER BY ").push(order).push(" LIMIT ").push_bind(limit).push(" OFFSET ").push_bind(offset);
    query
}
