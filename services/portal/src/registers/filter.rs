//! What a list is filtered, sorted and paged by; it lives in the address (S46).

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use kernel::day::Day;
use sqlx::{PgPool, Postgres, QueryBuilder};

use crate::form::Entered;
use crate::{dates, normal};

/// How many lines a page holds.
pub(crate) const PAGE: i64 = 50;
/// An export holds them all: it is read line by line, and sent as it is read.
pub(crate) const EXPORT: i64 = i64::MAX;

/// How many lines are counted. Whether there are twenty or ninety thousand nobody needs to know who turns the pages of a
/// list, and counting them would take longer than showing the page.
const COUNTED: i64 = 10_000;
/// How many, where each has to be looked at for the words that are searched.
const SEARCHED: i64 = 1_000;

/// How many lines there are, counted so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Total {
    pub(crate) counted: i64,
    /// There are more than were counted.
    pub(crate) is_more: bool,
}

impl Total {
    /// All were counted.
    pub(crate) fn exactly(counted: i64) -> Self {
        Self { counted, is_more: false }
    }
}

impl Display for Total {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let head = if self.is_more { "超过 " } else { "" };
        write!(f, "{head}{}", self.counted)
    }
}

/// A filter: the parts that are set, by their names in the address.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Filter {
    set: BTreeMap<&'static str, String>,
    pub(crate) page: i64,
    /// What was meant as a day and is none.
    pub(crate) misread: Vec<String>,
}

impl Filter {
    /// Reads the parts of these names; those called `from` and `to` are days.
    pub(crate) fn read(query: &str, names: &[&'static str], today: Day) -> Self {
        let entered = Entered::read(query.as_bytes());
        let mut filter =
            Self { page: entered.text("page").parse().unwrap_or(1).clamp(1, 1_000_000), ..Self::default() };
        for name in names {
            let text: String = entered.text(name).trim().chars().take(100).collect();
            if text.is_empty() {
                continue;
            }
            match *name {
                "from" | "to" => match dates::typed(&text, today) {
                    Ok(day) => drop(filter.set.insert(name, day.to_string())),
                    Err(_) => filter.misread.push(format!("“{text}”不是日期，没有按它筛选")),
                },
                _ => drop(filter.set.insert(name, text)),
            }
        }
        filter
    }

    /// A part; nothing if it is not set.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.set.get(name).map_or("", String::as_str)
    }

    /// Whether a part is set to this.
    pub(crate) fn is(&self, name: &str, value: &str) -> bool {
        self.get(name) == value
    }

    /// Whether anything is left out.
    pub(crate) fn is_set(&self) -> bool {
        self.set.keys().any(|name| *name != "sort")
    }

    /// The same with one part set otherwise, as an address's query without the page.
    pub(crate) fn with(&self, name: &'static str, value: &str) -> String {
        let mut set = self.set.clone();
        set.insert(name, value.to_owned());
        let mut address = form_urlencoded::Serializer::new(String::new());
        for (name, value) in set.iter().filter(|(_, value)| !value.is_empty()) {
            address.append_pair(name, value);
        }
        address.finish()
    }

    /// As an address's query, without the page.
    pub(crate) fn address(&self) -> String {
        self.with("sort", self.get("sort"))
    }

    /// Counts the lines of a list: `push` appends what it is taken from, and what narrows it.
    pub(crate) async fn count(
        &self,
        pool: &PgPool,
        push: impl FnOnce(&mut QueryBuilder<Postgres>),
    ) -> sqlx::Result<Total> {
        let most = if self.get("q").is_empty() { COUNTED } else { SEARCHED };
        let mut query = QueryBuilder::new("SELECT count(*) FROM (SELECT FROM ");
        push(&mut query);
        query.push(" LIMIT ").push_bind(most + 1).push(") AS line");
        let found: i64 = query.build_query_scalar().fetch_one(pool).await?;
        Ok(Total { counted: found.min(most), is_more: found > most })
    }

    /// Narrows to lines that contain the words, by the columns `words` and `grams` of this table.
    pub(crate) fn push_words(&self, query: &mut QueryBuilder<Postgres>, table: &str) {
        let words = normal::alike(self.get("q"));
        if !words.is_empty() {
            query.push(format!(" AND {table}.grams @> ")).push_bind(normal::wanted(&words));
            query.push(format!(" AND {table}.words LIKE ")).push_bind(normal::inside(&words));
        }
    }

    /// Narrows to lines whose column has the value of a part.
    pub(crate) fn push_is(&self, query: &mut QueryBuilder<Postgres>, name: &str, column: &str) {
        if !self.get(name).is_empty() {
            query.push(format!(" AND {column} = ")).push_bind(self.get(name).to_owned());
        }
    }

    /// Narrows to lines whose list of ids has the one of a part.
    pub(crate) fn push_has(&self, query: &mut QueryBuilder<Postgres>, name: &str, column: &str) {
        if let Ok(id) = self.get(name).parse::<uuid::Uuid>() {
            query.push(format!(" AND {column} @> ARRAY[")).push_bind(id).push("]::uuid[]");
        }
    }

    /// Narrows to days from one to another.
    pub(crate) fn push_between(&self, query: &mut QueryBuilder<Postgres>, column: &str) {
        for (name, sign) in [("from", ">="), ("to", "<=")] {
            if !self.get(name).is_empty() {
                query.push(format!(" AND {column} {sign} ")).push_bind(self.get(name).to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::day::day;

    use super::*;

    const NAMES: [&str; 5] = ["q", "stage", "from", "to", "sort"];

    #[test] // S46
    fn the_filter_lives_in_the_address() {
        let filter = Filter::read("q=%E5%BC%A0&from=2026.1.1&sort=due&page=3&x=y", &NAMES, day(2026, 3, 2));
        assert_eq!((filter.get("q"), filter.get("from"), filter.page), ("张", "2026-01-01", 3));
        let again = Filter::read(&filter.address(), &NAMES, day(2026, 3, 2));
        assert_eq!(again, Filter { page: 1, ..filter.clone() });
        assert!(filter.is_set() && !Filter::read("sort=due&page=2", &NAMES, day(2026, 3, 2)).is_set());
    }

    #[test]
    fn what_is_no_day_is_said_and_not_filtered_by() {
        let filter = Filter::read("from=gestern", &NAMES, day(2026, 3, 2));
        assert!(filter.get("from").is_empty() && filter.misread[0].contains("gestern"));
    }
}
