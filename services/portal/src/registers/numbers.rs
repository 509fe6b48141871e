//! The numbers of things that somebody else has found, for whom they are to be read.

use std::collections::BTreeMap;

use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use crate::Portal;
use crate::access::{Person, lawsuits_within_reach, suggestions_within_reach, within_reach};
use crate::kinds::{CASE, Kind, LAWSUIT};

/// The numbers of those of one kind that a person may read.
pub(crate) async fn of(
    portal: &Portal,
    person: &Person,
    kind: &Kind,
    ids: &[Uuid],
) -> sqlx::Result<BTreeMap<Uuid, String>> {
    let (table, reach): (_, fn(&mut QueryBuilder<Postgres>, &Person)) = match kind {
        kind if *kind == CASE => ("SELECT c.id, c.number FROM portal.case_file c WHERE c.id = ANY (", within_reach),
        kind if *kind == LAWSUIT => {
            ("SELECT l.id, l.number FROM portal.lawsuit l WHERE l.id = ANY (", lawsuits_within_reach)
        }
        _ => ("SELECT s.id, s.number FROM portal.suggestion s WHERE s.id = ANY (", suggestions_within_reach),
    };
    let mut found = QueryBuilder::<Postgres>::new(table);
    found.push_bind(ids.to_vec()).push(")");
    reach(&mut found, person);
    let found: Vec<(Uuid, String)> = found.build_query_as().fetch_all(portal.inside.pool()).await?;
    Ok(found.into_iter().collect())
}
