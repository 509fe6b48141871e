//! Cases that look like the one being registered (S01).

use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use crate::access::{Person, within_reach};
use crate::{Portal, normal};

/// A case that looks the same.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Twin {
    pub(crate) id: Uuid,
    pub(crate) number: String,
    pub(crate) received_on: String,
    pub(crate) applicants: String,
    pub(crate) respondents: String,
    pub(crate) act: String,
    /// What it came to, if it is closed.
    pub(crate) outcome: String,
}

/// Cases with the same applicant, respondent and act: open ones, and those that ended by settlement or withdrawal, after
/// which there is no new application on the same facts and reasons (R-TER-6). The act is the same if its number or its name
/// is.
pub(crate) async fn like(
    portal: &Portal,
    person: &Person,
    applicants: &[String],
    respondents: &[Uuid],
    document_number: &str,
    act: &str,
) -> sqlx::Result<Vec<Twin>> {
    let acts: Vec<String> =
        [document_number, act].into_iter().map(normal::alike).filter(|text| !text.is_empty()).collect();
    let applicants: Vec<String> =
        applicants.iter().map(|name| normal::alike(name)).filter(|name| !name.is_empty()).collect();
    let (Some(first), false, false) = (applicants.first(), acts.is_empty(), respondents.is_empty()) else {
        return Ok(Vec::new());
    };
    let mut query = QueryBuilder::<Postgres>::new(
        "SELECT c.id, c.number, c.received_on, c.applicants, c.respondents, c.act, c.outcome FROM portal.case_file c
         WHERE (c.is_open OR c.stage IN ('Terminated', 'Mediated')) AND c.respondent_ids && ",
    );
    query.push_bind(respondents.to_vec());
    query
        .push(" AND (c.grams @> ")
        .push_bind(normal::wanted(first))
        .push(" OR ")
        .push_bind(i32::try_from(applicants.len()).unwrap_or(1))
        .push(" > 1)");
    for (names, likes) in [(&applicants, " AND c.words LIKE ANY ("), (&acts, " AND c.words LIKE ANY (")] {
        query.push(likes).push_bind(names.iter().map(|name| normal::inside(name)).collect::<Vec<_>>()).push(")");
    }
    within_reach(&mut query, person);
    query.push(" ORDER BY c.received_on DESC LIMIT 5");
    query.build_query_as().fetch_all(portal.inside.pool()).await
}
