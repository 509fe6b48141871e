//! Hearings as people look for them: one, those of a lawsuit, those of some days.

use proto::Message;
use proto::appearances::{Held, NoticeTo, Plan, Summary};
use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use super::{NO_NUMBER_YET, name_of};
use crate::Portal;
use crate::access::{Person, hearings_within_reach};

/// A hearing as lists show it.
#[derive(Debug, Clone, Default, FromRow)]
pub(crate) struct Hearing {
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) lawsuit: Uuid,
    pub(crate) instance: i64,
    pub(crate) state: String,
    pub(crate) day: String,
    pub(crate) time: String,
    pub(crate) room: String,
    pub(crate) court_name: String,
    pub(crate) number: String,
    pub(crate) defendants: String,
    pub(crate) statuses: String,
    pub(crate) observed: i64,
    plan: Vec<u8>,
    held: Vec<u8>,
    /// Of its lawsuit.
    summary: Vec<u8>,
    pub(crate) plaintiffs: String,
    pub(crate) cause: String,
}

impl Hearing {
    /// As it was planned last.
    pub(crate) fn plan(&self) -> anyhow::Result<Plan> {
        Ok(Plan::decode(self.plan.as_slice())?)
    }

    /// Each organ concerned, by name, and whether the court notified it.
    pub(crate) fn noticed(&self) -> anyhow::Result<Vec<(String, NoticeTo)>> {
        let summary = Summary::decode(self.summary.as_slice())?;
        let notices = self.plan()?.notices.into_iter();
        Ok(notices.map(|notice| (name_of(&summary, notice.defendant), notice)).collect())
    }

    /// Who came; nobody if it was not held.
    pub(crate) fn held(&self) -> anyhow::Result<Held> {
        Ok(Held::decode(self.held.as_slice())?)
    }

    /// The number it is heard under, or words for one that has none yet.
    pub(crate) fn called(&self) -> &str {
        if self.number.is_empty() { NO_NUMBER_YET } else { &self.number }
    }
}

/// The lawsuit of each is looked up: `OFFSET 0` keeps PostgreSQL from reading all lawsuits for a join.
const HEARINGS: &str = "SELECT h.id, h.version, h.lawsuit, h.instance, h.state, h.day, h.time, h.room, h.court_name, h.number,
        h.defendants, h.statuses, h.observed, h.plan, h.held, coalesce(l.summary, '') AS summary, coalesce(l.plaintiffs, '') AS plaintiffs, coalesce(l.cause, '') AS cause
    FROM portal.hearing h
    LEFT JOIN LATERAL (SELECT l.summary, l.plaintiffs, l.cause FROM portal.lawsuit l WHERE l.id = h.lawsuit OFFSET 0) l ON true
    WHERE ";

/// A hearing, if the person may read it.
pub(crate) async fn hearing_of(portal: &Portal, person: &Person, hearing: Uuid) -> sqlx::Result<Option<Hearing>> {
    let mut found = QueryBuilder::<Postgres>::new(HEARINGS);
    found.push("h.id = ").push_bind(hearing);
    hearings_within_reach(&mut found, person);
    found.build_query_as().fetch_optional(portal.inside.pool()).await
}

/// The hearings of a lawsuit, the first one first.
pub(crate) async fn hearings_of(portal: &Portal, person: &Person, lawsuit: Uuid) -> sqlx::Result<Vec<Hearing>> {
    let mut found = QueryBuilder::<Postgres>::new(HEARINGS);
    found.push("h.state <> 'Struck' AND h.lawsuit = ").push_bind(lawsuit);
    hearings_within_reach(&mut found, person);
    found.push(" ORDER BY h.day, h.time, h.id");
    found.build_query_as().fetch_all(portal.inside.pool()).await
}

/// The most hearings that are listed at once.
pub(crate) const MOST: usize = 1_000;

/// Hearings of some days.
pub(crate) struct Between {
    pub(crate) hearings: Vec<Hearing>,
    /// There are more of them, which are not listed.
    pub(crate) and_more: bool,
}

/// The hearings from one day to another, in their order; of one organ, if one is named. Those that were called off last.
pub(crate) async fn hearings_between(
    portal: &Portal,
    person: &Person,
    from: &str,
    to: &str,
    organ: Option<Uuid>,
) -> sqlx::Result<Between> {
    let mut found = QueryBuilder::<Postgres>::new(HEARINGS);
    found.push("h.state <> 'Struck' AND h.day >= ").push_bind(from.to_owned());
    found.push(" AND h.day <= ").push_bind(to.to_owned());
    if let Some(organ) = organ {
        found.push(" AND h.organ_ids @> ARRAY[").push_bind(organ).push("]::uuid[]");
    }
    hearings_within_reach(&mut found, person);
    found.push(" ORDER BY h.day, h.state = 'Cancelled', h.time = '', h.time, h.id LIMIT ");
    found.push_bind(i64::try_from(MOST + 1).unwrap_or(i64::MAX));
    let mut hearings: Vec<Hearing> = found.build_query_as().fetch_all(portal.inside.pool()).await?;
    let and_more = hearings.len() > MOST;
    hearings.truncate(MOST);
    Ok(Between { hearings, and_more })
}

/// Hearings whose day has passed and of which nobody has said who came, the earliest first.
pub(crate) async fn unrecorded(portal: &Portal, person: &Person, today: &str) -> sqlx::Result<Vec<Hearing>> {
    let mut found = QueryBuilder::<Postgres>::new(HEARINGS);
    found.push("h.state = 'Scheduled' AND h.day < ").push_bind(today.to_owned());
    hearings_within_reach(&mut found, person);
    found.push(" ORDER BY h.day, h.time, h.id LIMIT 50");
    found.build_query_as().fetch_all(portal.inside.pool()).await
}

/// The first day from this one on, or the last one before it, on which something is heard.
pub(crate) async fn court_day(
    portal: &Portal,
    person: &Person,
    day: &str,
    later: bool,
) -> sqlx::Result<Option<String>> {
    let (aggregate, sign) = if later { ("min", ">") } else { ("max", "<") };
    let mut found = QueryBuilder::<Postgres>::new(format!(
        "SELECT {aggregate}(h.day::text) FROM portal.hearing h WHERE h.state NOT IN ('Struck', 'Cancelled') AND h.day {sign} "
    ));
    found.push_bind(day.to_owned());
    hearings_within_reach(&mut found, person);
    found.build_query_scalar().fetch_one(portal.inside.pool()).await
}

#[cfg(test)]
mod tests {
    use proto::appearances::Defendant;

    use super::*;

    #[test]
    fn the_courts_notice_belongs_to_the_organ_it_is_for_in_whatever_order_they_come() {
        let defendants = [(2, "陇县公安局"), (3, "陇县人民政府")].map(|(number, name)| Defendant {
            number,
            name: name.to_owned(),
            ..Defendant::default()
        });
        let summary = Summary { defendants: defendants.to_vec(), ..Summary::default() };
        let notices = [(3, "ShallNotify"), (2, "None")].map(|(defendant, notice)| NoticeTo {
            defendant,
            notice: notice.to_owned(),
            ..NoticeTo::default()
        });
        let hearing = Hearing {
            plan: Plan { notices: notices.to_vec(), ..Plan::default() }.encode_to_vec(),
            summary: summary.encode_to_vec(),
            ..Hearing::default()
        };
        let whom = hearing.noticed().unwrap();
        let whom: Vec<(&str, &str)> = whom.iter().map(|(name, to)| (name.as_str(), to.notice.as_str())).collect();
        assert_eq!(whom, [("陇县人民政府", "ShallNotify"), ("陇县公安局", "None")]);
    }
}
