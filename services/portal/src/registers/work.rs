//! The work list: one line for each duty, in buckets that do not overlap and add up (S14). Overdue is worked out when asked.

use kernel::day::Day;
use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use crate::Portal;
use crate::access::{Person, within_reach};
use crate::remaining;

/// A bucket: its name in addresses, its title.
pub(crate) const BUCKETS: [(&str, &str); 6] = [
    ("overdue", "已逾期"),
    ("today", "今天到期"),
    ("soon", "5 个工作日内"),
    ("later", "以后到期"),
    ("paused", "中止中"),
    ("undated", "未设期限"),
];

/// The most lines a page shows of a bucket.
pub(crate) const PAGE: i64 = 50;

/// A duty.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Duty {
    pub(crate) case_id: Uuid,
    pub(crate) number: String,
    pub(crate) applicants: String,
    pub(crate) respondents: String,
    pub(crate) stage: String,
    pub(crate) handler_names: String,
    /// A clock's name, or a flag's.
    pub(crate) what: String,
    pub(crate) party: i64,
    pub(crate) rule: String,
    pub(crate) due: Option<String>,
    pub(crate) working: bool,
    pub(crate) provisional: bool,
}

/// How many duties there are in each bucket, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) each: Vec<(&'static str, &'static str, i64)>,
    pub(crate) total: i64,
}

/// What is due, and which bucket it is in. Every open duty is in exactly one arm of the `CASE`.
fn duties(query: &mut QueryBuilder<Postgres>, portal: &Portal, person: &Person, mine: bool) {
    let today = portal.inside.clock.today();
    let soon = remaining::soon_until(&portal.inside.calendar(), today);
    let dated = "SELECT k.case_id, k.name AS what, k.party, k.rule, k.due, k.working, k.provisional, ";
    query.push("WITH duty AS (").push(dated).push("CASE WHEN k.due IS NULL THEN 'paused' WHEN k.due < ");
    query.push_bind(today.to_string()).push(" THEN 'overdue' WHEN k.due = ").push_bind(today.to_string());
    query.push(" THEN 'today' WHEN k.due <= ").push_bind(soon.to_string());
    query.push(
        " THEN 'soon' ELSE 'later' END AS bucket FROM portal.clock k
          WHERE k.ended_on IS NULL AND k.name IN ('Review', 'Supplement', 'Copy', 'Answer', 'Decision')
          UNION ALL
          SELECT c.id, flag.what, 0, '', NULL, false, false, 'undated' FROM portal.case_file c
          CROSS JOIN LATERAL (
              SELECT 'AcknowledgementNotSent' AS what WHERE NOT c.acknowledged AND c.accepted_on IS NOT NULL
              UNION ALL SELECT 'TooFewHandlers' WHERE cardinality(c.handlers) < 2 AND c.accepted_on IS NOT NULL
          ) AS flag WHERE c.is_open)
        , listed AS (SELECT duty.*, c.number, c.applicants, c.respondents, c.stage, c.handler_names
          FROM duty JOIN portal.case_file c ON c.id = duty.case_id WHERE c.is_open",
    );
    within_reach(query, person);
    if mine {
        query.push(" AND (c.handlers @> ARRAY[").push_bind(person.account.clone());
        query
            .push("]::text[] OR (cardinality(c.handlers) = 0 AND c.registered_by = ")
            .push_bind(person.account.clone())
            .push("))");
    }
    query.push(") ");
}

/// Counts every bucket.
pub(crate) async fn counts(portal: &Portal, person: &Person, mine: bool) -> sqlx::Result<Counts> {
    let mut query = QueryBuilder::new("");
    duties(&mut query, portal, person, mine);
    query.push("SELECT bucket, count(*) FROM listed GROUP BY bucket");
    let found: Vec<(String, i64)> = query.build_query_as().fetch_all(portal.inside.pool()).await?;
    let count = |name: &str| found.iter().find(|(known, _)| known == name).map_or(0, |(_, count)| *count);
    let each = BUCKETS.map(|(name, title)| (name, title, count(name))).to_vec();
    Ok(Counts { total: each.iter().map(|(_, _, count)| count).sum(), each })
}

/// The duties of a bucket, the most pressing first; of all buckets if none is named.
pub(crate) async fn list(
    portal: &Portal,
    person: &Person,
    mine: bool,
    bucket: &str,
    page: i64,
) -> sqlx::Result<Vec<Duty>> {
    let mut query = QueryBuilder::new("");
    duties(&mut query, portal, person, mine);
    query.push("SELECT * FROM listed");
    if !bucket.is_empty() {
        query.push(" WHERE bucket = ").push_bind(bucket.to_owned());
    }
    query.push(" ORDER BY due NULLS LAST, number, what, party LIMIT ").push_bind(PAGE);
    query.push(" OFFSET ").push_bind(PAGE * (page - 1).max(0));
    query.build_query_as().fetch_all(portal.inside.pool()).await
}

impl Duty {
    /// What is to be done.
    pub(crate) fn task(&self) -> String {
        let tasks = if self.rule.is_empty() { crate::words::TASKS } else { crate::words::DUTIES };
        crate::words::title(tasks, &self.what)
    }

    /// The rule in words, for focus and print.
    pub(crate) fn basis(&self) -> String {
        let rule = kernel::rules::find(&self.rule);
        rule.map(|rule| format!("{}（{}）", rule.article(), rule.id())).unwrap_or_default()
    }

    pub(crate) fn due_day(&self) -> Option<Day> {
        self.due.as_ref().and_then(|due| due.parse().ok())
    }
}
