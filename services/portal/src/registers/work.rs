//! The work list: one line for each duty, in buckets that do not overlap and add up (S14). Overdue is worked out when asked.

use kernel::day::Day;
use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use crate::Portal;
use crate::access::{
    Door, Person, Role, hearings_within_reach, lawsuits_within_reach, suggestions_within_reach, within_reach,
};
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
/// More than any list has.
const MOST_PAGES: i64 = 1_000_000;

/// A duty.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Duty {
    /// What it belongs to, as its pages' address has it: cases, lawsuits, hearings, suggestions.
    pub(crate) thing: String,
    pub(crate) id: Uuid,
    pub(crate) number: String,
    /// Who stands against whom.
    pub(crate) who: String,
    pub(crate) stage: String,
    pub(crate) handler_names: String,
    /// A clock's name, or a flag's.
    pub(crate) what: String,
    pub(crate) instance: i64,
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

/// What is due, which bucket it is in, and whether it is this person's own. Every open duty is in exactly one arm of the
/// `CASE`. The open cases are read once, however much each owes. A court's duties are few and what they belong to is much,
/// so that is looked up for each: `OFFSET 0` keeps PostgreSQL from reading all of it for a join.
fn duties(query: &mut QueryBuilder<Postgres>, portal: &Portal, person: &Person) {
    let today = portal.inside.clock.today();
    let soon = remaining::soon_until(&portal.inside.calendar(), today);
    let bucket = |query: &mut QueryBuilder<Postgres>, due: &str| {
        query.push(format!("CASE WHEN {due} IS NULL THEN 'paused' WHEN {due} < ")).push_bind(today.to_string());
        query.push(format!(" THEN 'overdue' WHEN {due} = ")).push_bind(today.to_string());
        query.push(format!(" THEN 'today' WHEN {due} <= ")).push_bind(soon.to_string());
        query.push(" THEN 'soon' ELSE 'later' END AS bucket");
    };
    query.push(
        "WITH opened AS MATERIALIZED (SELECT c.id, c.number, c.applicants || ' 不服 ' || c.respondents AS who, c.stage,
            c.handler_names, c.acknowledged, c.accepted_on, cardinality(c.handlers) AS handling,
            c.handlers @> ARRAY[",
    );
    query.push_bind(person.account.clone()).push("]::text[] OR (c.handlers = '{}' AND c.registered_by = ");
    query.push_bind(person.account.clone()).push(") AS mine FROM portal.case_file c WHERE c.is_open");
    within_reach(query, person);
    // Who reads cases without working on them owes nothing in them.
    query.push(if person.may_open(Door::CaseWork) { "" } else { " AND false" });
    query.push("), duty AS (SELECT k.case_id, k.name AS what, k.party, k.rule, k.due, k.working, k.provisional, ");
    bucket(query, "k.due");
    query.push(
        " FROM portal.clock k
          WHERE k.ended_on IS NULL AND k.name IN ('Review', 'Supplement', 'Copy', 'Answer', 'Decision')
          UNION ALL SELECT id, 'AcknowledgementNotSent', 0, '', NULL, false, false, 'undated' FROM opened
          WHERE NOT acknowledged AND accepted_on IS NOT NULL
          UNION ALL SELECT id, 'TooFewHandlers', 0, '', NULL, false, false, 'undated' FROM opened
          WHERE handling < 2 AND accepted_on IS NOT NULL
          UNION ALL SELECT k.case_id, 'SuspendedSixtyDays', 0, '', NULL, false, false, 'undated' FROM portal.clock k
          WHERE k.ended_on IS NULL AND k.name = 'Suspension' AND k.due < ",
    );
    query.push_bind(today.to_string()).push(
        "), listed AS (SELECT 'cases' AS thing, c.id, c.number, c.who, c.stage, c.handler_names, duty.what,
            0::bigint AS instance, duty.party, duty.rule, duty.due, duty.working, duty.provisional, c.mine, duty.bucket
          FROM duty JOIN opened c ON c.id = duty.case_id",
    );
    if person.may_open(Door::LawsuitWork) || person.is(Role::OrganOfficer) {
        court_duties(query, person, &today.to_string(), &bucket);
    }
    query.push(") ");
}

/// What is owed in lawsuits and on suggestions. Nobody handles these alone, so they are everybody's who sees them; an
/// officer's are those of his organ, and not what others owe beside it.
fn court_duties(
    query: &mut QueryBuilder<Postgres>,
    person: &Person,
    today: &str,
    bucket: &impl Fn(&mut QueryBuilder<Postgres>, &str),
) {
    query.push(
        " UNION ALL SELECT 'lawsuits', l.id, l.number, l.plaintiffs || ' 诉 ' || l.defendants, l.stage, '', t.name,
            t.instance, t.party, t.rule, t.due, t.working, t.provisional, true, ",
    );
    bucket(query, "t.due");
    query.push(
        " FROM portal.term t
          CROSS JOIN LATERAL (SELECT * FROM portal.lawsuit l WHERE l.id = t.id AND l.is_open",
    );
    lawsuits_within_reach(query, person);
    query.push(" OFFSET 0) l WHERE t.ended_on IS NULL AND t.kind = 'Lawsuit' AND t.name IN ('Answer', 'Evidence', 'AppealAnswer')");
    of_own_organ(query, "t.organ", person, Door::Lawsuits);
    query.push(
        " UNION ALL SELECT 'hearings', h.id, h.number, coalesce(
                (SELECT l.plaintiffs FROM portal.lawsuit l WHERE l.id = h.lawsuit), '') || ' 诉 ' || h.defendants, h.state, '',
            CASE WHEN h.day < ",
    );
    query.push_bind(today.to_owned());
    query.push(" THEN 'HearingPassed' ELSE 'HearingAhead' END, h.instance, 0, '', h.day, false, false, true, ");
    bucket(query, "h.day");
    query.push(" FROM portal.hearing h WHERE h.state = 'Scheduled'");
    hearings_within_reach(query, person);
    query.push(
        " UNION ALL SELECT 'suggestions', s.id, CASE WHEN s.number = '' THEN s.title ELSE s.number END,
            s.issuer_name || ' 致 ' || s.name, s.standing, '', 'Reply', 0, t.party, t.rule, t.due, t.working, t.provisional,
            true, ",
    );
    bucket(query, "t.due");
    query.push(
        " FROM portal.term t CROSS JOIN LATERAL (
            SELECT s.*, a.name, a.stage AS standing FROM portal.suggestion s
            JOIN portal.addressee a ON a.suggestion = s.id AND a.number = t.party WHERE s.id = t.id",
    );
    suggestions_within_reach(query, person);
    of_own_organ(query, "a.organ", person, Door::Suggestions);
    query.push(" OFFSET 0) s WHERE t.ended_on IS NULL AND t.kind = 'Suggestion'");
    query.push(
        " UNION ALL SELECT 'suggestions', s.id, CASE WHEN s.number = '' THEN s.title ELSE s.number END,
            s.issuer_name || ' 致 ' || a.name, a.stage, '', 'NotReceived', 0, a.number, '', NULL, false, false, true,
            'undated'
          FROM portal.addressee a CROSS JOIN LATERAL (
            SELECT * FROM portal.suggestion s WHERE s.id = a.suggestion AND s.stage = 'Open'",
    );
    suggestions_within_reach(query, person);
    query.push(" OFFSET 0) s WHERE a.stage = 'NotReceived'");
    of_own_organ(query, "a.organ", person, Door::Suggestions);
}

/// Of what the organs owe one by one, that which a person is told of.
pub(super) fn of_own_organ(query: &mut QueryBuilder<Postgres>, column: &str, person: &Person, door: Door) {
    if let Some(organ) = person.only_organ_behind(door) {
        query.push(format!(" AND {column} = ")).push_bind(organ);
    }
}

/// Counts every bucket: of what is this person's own, and of all.
pub(crate) async fn counts(portal: &Portal, person: &Person) -> sqlx::Result<(Counts, Counts)> {
    let mut query = QueryBuilder::new("");
    duties(&mut query, portal, person);
    query.push("SELECT bucket, count(*) FILTER (WHERE mine), count(*) FROM listed GROUP BY bucket");
    let found: Vec<(String, i64, i64)> = query.build_query_as().fetch_all(portal.inside.pool()).await?;
    let counted = |of: fn(&(String, i64, i64)) -> i64| {
        let count = |name: &str| found.iter().find(|(known, ..)| known == name).map_or(0, of);
        let each = BUCKETS.map(|(name, title)| (name, title, count(name))).to_vec();
        Counts { total: each.iter().map(|(_, _, count)| count).sum(), each }
    };
    Ok((counted(|(_, own, _)| *own), counted(|(_, _, all)| *all)))
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
    duties(&mut query, portal, person);
    query.push("SELECT * FROM listed WHERE ").push(if mine { "mine" } else { "true" });
    if !bucket.is_empty() {
        query.push(" AND bucket = ").push_bind(bucket.to_owned());
    }
    query.push(" ORDER BY due NULLS LAST, number, what, party LIMIT ").push_bind(PAGE);
    query.push(" OFFSET ").push_bind(PAGE * (page.clamp(1, MOST_PAGES) - 1));
    query.build_query_as().fetch_all(portal.inside.pool()).await
}

impl Duty {
    /// What is to be done.
    pub(crate) fn task(&self) -> String {
        if self.thing != "cases" {
            return crate::words::title(crate::words::COURT_DUTIES, &self.what);
        }
        if self.stage == "Suspended" && self.what == "Decision" && self.due.is_none() {
            return crate::words::title(crate::words::TASKS, "Suspended");
        }
        let tasks = if self.rule.is_empty() { crate::words::TASKS } else { crate::words::DUTIES };
        crate::words::title(tasks, &self.what)
    }

    /// How far it has come, in the words of its kind.
    pub(crate) fn stage_title(&self) -> String {
        let stages = match self.thing.as_str() {
            "cases" => crate::words::STAGES,
            "lawsuits" => crate::words::LAWSUIT_STAGES,
            "hearings" => crate::words::HEARING_STATES,
            _ => crate::words::ADDRESSEE_STAGES,
        };
        crate::words::title(stages, &self.stage)
    }

    pub(crate) fn address(&self) -> String {
        format!("/{}/{}", self.thing, self.id)
    }

    /// Where it is explained how the date came about.
    pub(crate) fn explained(&self) -> String {
        let Self { thing, id, what, instance, party, .. } = self;
        match thing.as_str() {
            "cases" => format!("/cases/{id}/deadlines/{what}/{party}"),
            "lawsuits" => format!("/lawsuits/{id}/deadlines/{what}/{instance}/{party}"),
            "suggestions" => format!("/suggestions/{id}/deadlines/{party}"),
            _ => self.address(),
        }
    }

    /// Whether it has a day, or had one before it was paused.
    pub(crate) fn is_dated(&self) -> bool {
        self.due.is_some() || !self.rule.is_empty()
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
