//! The periods that rest on a year whose holidays are not announced (R-CAL-7), over the registers of all kinds of things.

use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use super::work::of_own_organ;
use crate::Portal;
use crate::access::{Door, Person, lawsuits_within_reach, suggestions_within_reach, within_reach};

/// The most that are listed at once.
pub(crate) const MOST: i64 = 200;

/// A period that may still move.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Provisional {
    /// What it belongs to, as its pages' address has it.
    pub(crate) thing: String,
    pub(crate) id: Uuid,
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) rule: String,
    pub(crate) due: String,
    /// How many there are.
    pub(crate) total: i64,
}

/// Those a person may read, an officer his own organ's; the next one due first.
pub(crate) async fn all(portal: &Portal, person: &Person) -> sqlx::Result<Vec<Provisional>> {
    let mut query = QueryBuilder::<Postgres>::new(
        "SELECT listed.*, count(*) OVER () AS total FROM (
            SELECT 'cases' AS thing, c.id, c.number, k.name, k.rule, k.due::text AS due
            FROM portal.clock k JOIN portal.case_file c ON c.id = k.case_id
            WHERE k.provisional AND k.due IS NOT NULL AND k.ended_on IS NULL AND c.stage <> 'Struck'",
    );
    within_reach(&mut query, person);
    query.push(
        " UNION ALL SELECT 'lawsuits', l.id, l.number, t.name, t.rule, t.due::text
            FROM portal.term t JOIN portal.lawsuit l ON l.id = t.id
            WHERE t.provisional AND t.due IS NOT NULL AND t.ended_on IS NULL AND l.stage <> 'Struck'",
    );
    lawsuits_within_reach(&mut query, person);
    of_own_organ(&mut query, "t.organ", person, Door::Lawsuits);
    query.push(
        " UNION ALL SELECT 'suggestions', s.id, CASE WHEN s.number = '' THEN s.title ELSE s.number END, t.name, t.rule,
                t.due::text
            FROM portal.term t JOIN portal.suggestion s ON s.id = t.id
            JOIN portal.addressee a ON a.suggestion = s.id AND a.number = t.party
            WHERE t.provisional AND t.due IS NOT NULL AND t.ended_on IS NULL AND s.stage <> 'Struck'",
    );
    suggestions_within_reach(&mut query, person);
    of_own_organ(&mut query, "a.organ", person, Door::Suggestions);
    query.push(") AS listed ORDER BY due, thing, number, name LIMIT ").push_bind(MOST);
    query.build_query_as().fetch_all(portal.inside.pool()).await
}
