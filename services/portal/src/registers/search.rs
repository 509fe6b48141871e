//! The one thing that bears a number, whichever register it stands in.

use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use crate::access::{Person, lawsuits_within_reach, suggestions_within_reach, within_reach};
use crate::{Portal, normal};

/// Something that bears a number.
#[derive(FromRow)]
struct Numbered {
    thing: String,
    id: Uuid,
}

/// Where the case, lawsuit or suggestion stands that alone bears this number, in whatever brackets and width it is written.
pub(crate) async fn numbered(portal: &Portal, person: &Person, number: &str) -> sqlx::Result<Option<String>> {
    let number = normal::alike(number);
    let mut found =
        QueryBuilder::<Postgres>::new("SELECT 'cases' AS thing, c.id FROM portal.case_file c WHERE c.number_key = ");
    found.push_bind(number.clone()).push(" AND c.stage <> 'Struck'");
    within_reach(&mut found, person);
    found.push(" UNION ALL SELECT 'lawsuits', l.id FROM portal.lawsuit l WHERE l.number_keys @> ARRAY[");
    found.push_bind(number.clone()).push("] AND l.stage <> 'Struck'");
    lawsuits_within_reach(&mut found, person);
    found.push(" UNION ALL SELECT 'suggestions', s.id FROM portal.suggestion s WHERE s.number_key = ");
    found.push_bind(number).push(" AND s.stage <> 'Struck'");
    suggestions_within_reach(&mut found, person);
    found.push(" LIMIT 2");
    let found: Vec<Numbered> = found.build_query_as().fetch_all(portal.inside.pool()).await?;
    Ok(match found.as_slice() {
        [one] => Some(format!("/{}/{}", one.thing, one.id)),
        _ => None,
    })
}
