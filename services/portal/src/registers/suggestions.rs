//! Suggestions as people look for them, with their addressees.

mod projection;
pub(crate) mod telling;

use proto::Message;
use proto::suggestions::{Letter, Standing, SuggestionEvent, suggestion_event};
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder, query_scalar};
use uuid::Uuid;

use super::filter::{Filter, Total};
use crate::access::{Person, suggestions_within_reach};
use crate::{Portal, normal};

pub(crate) use projection::Suggestions;

/// A suggestion as a person may read it.
#[derive(Debug, Clone)]
pub(crate) struct Suggestion {
    pub(crate) line: Line,
    pub(crate) letter: Letter,
    /// The organs it is addressed to; an officer sees his own alone.
    pub(crate) standings: Vec<Standing>,
    /// Those that were taken for addressees by mistake, by number; an officer is not told of them.
    pub(crate) mistaken: Vec<(u32, String)>,
}

impl Suggestion {
    /// The addressees, by number.
    pub(crate) fn addressees(&self) -> Vec<(u32, String)> {
        let known = self.standings.iter().filter_map(|standing| standing.addressee.as_ref());
        known.map(|addressee| (addressee.number, addressee.name.clone())).collect()
    }

    /// The same, and those that were taken for addressees by mistake: what was entered about them is told.
    pub(crate) fn ever_addressed(&self) -> Vec<(u32, String)> {
        [self.addressees(), self.mistaken.clone()].concat()
    }

    pub(crate) fn name_of(&self, number: u32) -> String {
        let found = self.ever_addressed().into_iter().find(|(known, _)| *known == number);
        found.map_or_else(|| format!("{number}号单位"), |(_, name)| name)
    }
}

/// A line of the ledger.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Line {
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) kind: String,
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) issuer_name: String,
    pub(crate) issued_on: String,
    pub(crate) urgent: bool,
    pub(crate) stage: String,
    pub(crate) organs: String,
    pub(crate) lawsuit: Option<Uuid>,
    pub(crate) reconsidered: Option<Uuid>,
    /// The next reply that is due.
    pub(crate) due: Option<String>,
    pub(crate) working: Option<bool>,
    /// Whose that is.
    pub(crate) owed_by: Option<String>,
    /// How many replies are still owed.
    pub(crate) owed: i64,
}

impl Line {
    /// The number it goes by, or its title where it bears none.
    pub(crate) fn called(&self) -> &str {
        if self.number.is_empty() { &self.title } else { &self.number }
    }
}

/// What the list can be narrowed by.
pub(crate) const NAMES: [&str; 7] = ["q", "kind", "state", "organ", "from", "to", "sort"];

/// The orders there are: name in addresses, title, SQL. To an officer that is due which his own organ owes.
pub(crate) const SORTS: [(&str, &str, &str); 3] = [
    ("", "快到期的在前", "{due} NULLS LAST, s.issued_on DESC, s.id DESC"),
    ("issued", "新发出的在前", "s.issued_on DESC, s.id DESC"),
    ("changed", "新变动的在前", "s.changed_at DESC, s.id DESC"),
];

/// How it can be narrowed beside the kind; what is overdue depends on the day and is asked for with it.
pub(crate) const STATES: crate::words::Words = &[
    ("open", "未回复"),
    ("overdue", "逾期未回复"),
    ("replied", "已回复，未办结"),
    ("concluded", "已办结"),
    ("withdrawn", "已撤回"),
    ("struck", "误录"),
];

/// Begins a query for lines. An officer is told of what his organ owes, and not of what the others do.
fn lines(person: &Person) -> QueryBuilder<Postgres> {
    let mut query = QueryBuilder::new(
        "SELECT s.id, s.version, s.kind, s.number, s.title, s.issuer_name, s.issued_on, s.urgent, s.organs, s.lawsuit,
            s.reconsidered, next.due, next.working, next.name AS owed_by, coalesce(next.owed, 0) AS owed, ",
    );
    push_stage(&mut query, person);
    query.push(
        " AS stage FROM portal.suggestion s LEFT JOIN LATERAL (
            SELECT t.due, t.working, a.name, count(*) OVER () AS owed FROM portal.term t
            JOIN portal.addressee a ON a.suggestion = s.id AND a.number = t.party
            WHERE t.id = s.id AND t.ended_on IS NULL",
    );
    if let Some(organ) = person.only_organ() {
        query.push(" AND a.organ = ").push_bind(organ);
    }
    query.push(" ORDER BY t.due NULLS LAST, t.party LIMIT 1) AS next ON true WHERE true");
    query
}

/// How far a paper has come; for an officer, in his organ.
fn push_stage(query: &mut QueryBuilder<Postgres>, person: &Person) {
    let Some(organ) = person.only_organ() else {
        query.push("s.stage");
        return;
    };
    // The greatest of one, since PostgreSQL may read the whole table for what may be several.
    query.push(
        "CASE WHEN s.stage = 'Struck' THEN 'Struck' ELSE coalesce((SELECT max(CASE WHEN a.stage IN ('Replied', 'Withdrawn')
            THEN a.stage WHEN a.stage = 'Closed' THEN 'Concluded' ELSE 'Open' END)
            FROM portal.addressee a WHERE a.suggestion = s.id AND a.organ = ",
    );
    query.push_bind(organ).push("), 'Concluded') END");
}

fn push(filter: &Filter, query: &mut QueryBuilder<Postgres>, portal: &Portal, person: &Person) {
    suggestions_within_reach(query, person);
    filter.push_words(query, "s");
    match filter.get("kind") {
        "Judicial" => in_list(query, crate::words::JUDICIAL),
        "Procuratorial" => in_list(query, crate::words::PROCURATORIAL),
        _ => filter.push_is(query, "kind", "s.kind"),
    }
    filter.push_has(query, "organ", "s.organ_ids");
    filter.push_between(query, "s.issued_on");
    query.push(if filter.is("state", "struck") { " AND s.stage = 'Struck'" } else { " AND s.stage <> 'Struck'" });
    match filter.get("state") {
        state @ ("open" | "replied" | "concluded" | "withdrawn") => {
            query.push(" AND ");
            push_stage(query, person);
            query.push(match state {
                "open" => " = 'Open'",
                "replied" => " = 'Replied'",
                "concluded" => " = 'Concluded'",
                _ => " = 'Withdrawn'",
            });
        }
        "overdue" => {
            // An array, since those that are late are few and are looked up one by one.
            query.push(
                " AND s.id = ANY (ARRAY(SELECT t.id FROM portal.term t CROSS JOIN LATERAL (
                    SELECT a.organ FROM portal.addressee a WHERE a.suggestion = t.id AND a.number = t.party OFFSET 0) a
                  WHERE t.kind = 'Suggestion' AND t.ended_on IS NULL AND t.due < ",
            );
            query.push_bind(portal.inside.clock.today().to_string());
            if let Some(organ) = person.only_organ() {
                query.push(" AND a.organ = ").push_bind(organ);
            }
            query.push("))");
        }
        _ => {}
    }
}

fn in_list(query: &mut QueryBuilder<Postgres>, words: crate::words::Words) {
    let kinds: Vec<String> = words.iter().map(|(kind, _)| (*kind).to_owned()).collect();
    query.push(" AND s.kind = ANY (").push_bind(kinds).push(")");
}

/// How many there are.
pub(crate) async fn count(portal: &Portal, person: &Person, filter: &Filter) -> sqlx::Result<Total> {
    let lines = |query: &mut QueryBuilder<Postgres>| {
        query.push("portal.suggestion s WHERE true");
        push(filter, query, portal, person);
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
    some(portal, person, filter, limit, offset).build_query_as().fetch_all(portal.inside.pool()).await
}

/// The query for some of them, in order.
pub(crate) fn some(
    portal: &Portal,
    person: &Person,
    filter: &Filter,
    limit: i64,
    offset: i64,
) -> QueryBuilder<Postgres> {
    let mut query = lines(person);
    push(filter, &mut query, portal, person);
    let (.., order) = SORTS.iter().find(|(name, ..)| filter.is("sort", name)).unwrap_or(&SORTS[0]);
    let due = if person.only_organ().is_some() { "next.due" } else { "s.due" };
    query
        .push(" ORDER BY ")
        .push(order.replace("{due}", due))
        .push(" LIMIT ")
        .push_bind(limit)
        .push(" OFFSET ")
        .push_bind(offset);
    query
}

/// Suggestions that a lawsuit gave rise to.
pub(crate) async fn of_lawsuit(portal: &Portal, person: &Person, lawsuit: Uuid) -> sqlx::Result<Vec<Line>> {
    let mut query = lines(person);
    query.push(" AND s.stage <> 'Struck' AND s.lawsuit = ").push_bind(lawsuit);
    suggestions_within_reach(&mut query, person);
    query.build_query_as().fetch_all(portal.inside.pool()).await
}

/// A suggestion, if the person may read it.
pub(crate) async fn one(portal: &Portal, person: &Person, suggestion: Uuid) -> anyhow::Result<Option<Suggestion>> {
    let mut seen = lines(person);
    seen.push(" AND s.id = ").push_bind(suggestion);
    suggestions_within_reach(&mut seen, person);
    let mut db = portal.inside.pool().acquire().await?;
    let Some(line): Option<Line> = seen.build_query_as().fetch_optional(&mut *db).await? else { return Ok(None) };
    let standings: Vec<Vec<u8>> =
        query_scalar("SELECT standing FROM portal.addressee WHERE suggestion = $1 ORDER BY number")
            .bind(suggestion)
            .fetch_all(&mut *db)
            .await?;
    let entered = entered(&mut db, suggestion).await?;
    let standings = standings.iter().map(|standing| Standing::decode(standing.as_slice()));
    let mut standings: Vec<Standing> = standings.collect::<Result<_, _>>()?;
    if let Some(organ) = person.only_organ() {
        standings.retain(|standing| standing.addressee.as_ref().is_some_and(|a| a.organ == organ.as_bytes()));
    }
    let letter = letter_of(&entered, &line);
    let mut found = Suggestion { line, letter, standings, mistaken: Vec::new() };
    if person.only_organ().is_none() {
        found.mistaken = added(&entered);
        let addressed = found.addressees();
        found.mistaken.retain(|(number, _)| addressed.iter().all(|(known, _)| known != number));
    }
    Ok(Some(found))
}

/// What was entered about the letter and those it is addressed to.
async fn entered(db: &mut PgConnection, suggestion: Uuid) -> anyhow::Result<Vec<suggestion_event::Event>> {
    let payloads: Vec<Vec<u8>> = query_scalar(
        "SELECT payload FROM portal.entry WHERE id = $1 AND event IN ('Registered', 'AddresseeAdded', 'Amended')
         ORDER BY entry",
    )
    .bind(suggestion)
    .fetch_all(db)
    .await?;
    let events = payloads.iter().map(|payload| SuggestionEvent::decode(payload.as_slice()));
    Ok(events.filter_map(|event| event.map(|event| event.event).transpose()).collect::<Result<_, _>>()?)
}

/// The organs that were found to be addressed later.
fn added(entered: &[suggestion_event::Event]) -> Vec<(u32, String)> {
    let added = entered.iter().filter_map(|event| match event {
        suggestion_event::Event::AddresseeAdded(e) => e.addressee.as_ref(),
        _ => None,
    });
    added.map(|addressee| (addressee.number, addressee.name.clone())).collect()
}

/// The letter as it was entered, with what was put right since.
fn letter_of(entered: &[suggestion_event::Event], line: &Line) -> Letter {
    use suggestion_event::Event;
    let mut letter = Letter::default();
    for event in entered {
        match event {
            Event::Registered(e) => {
                letter =
                    e.registration.as_ref().and_then(|registration| registration.letter.clone()).unwrap_or_default();
            }
            Event::Amended(e) if e.amendment.as_ref().is_some_and(|a| a.entry == 1) => match e.field.as_str() {
                "limit" => letter.limit = telling::limit_of(&e.after),
                "remark" => letter.remark.clone_from(&e.after),
                _ => {}
            },
            _ => {}
        }
    }
    // Every event tells the rest of it as it is afterwards.
    let Line { kind, number, title, issued_on, urgent, .. } = line.clone();
    Letter { kind, number, title, issued_on, urgent, ..letter }
}

/// The suggestion of an address: its id, or its number in any usual writing.
pub(crate) async fn named(portal: &Portal, person: &Person, name: &str) -> sqlx::Result<Option<Uuid>> {
    if let Ok(id) = name.parse() {
        return Ok(Some(id));
    }
    let mut found = QueryBuilder::<Postgres>::new(
        "SELECT s.id FROM portal.suggestion s WHERE s.stage <> 'Struck' AND s.number_key = ",
    );
    found.push_bind(normal::alike(name));
    suggestions_within_reach(&mut found, person);
    found.push(" ORDER BY s.issued_on DESC LIMIT 1");
    found.build_query_scalar().fetch_optional(portal.inside.pool()).await
}
