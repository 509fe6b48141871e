//! The one filter: what a person may read of each kind of thing, appended to every query over it. What one post shows, no
//! other post hides.

use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::{Person, Role};

/// What one post shows.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    All,
    /// Those it handles, those it registered, and those that nobody handles yet.
    Own(String),
    /// Those whose column is this.
    Is(&'static str, Uuid),
    /// Those whose column has this among others.
    Has(&'static str, Uuid),
}

/// Appended to every query over `portal.case_file AS c`.
pub(crate) fn within_reach(query: &mut QueryBuilder<Postgres>, person: &Person) {
    push(
        query,
        &parts(person, |role| match role {
            Role::Clerk | Role::HeadOfBody | Role::NoticeEditor | Role::Leader => Some(Part::All),
            Role::Handler => Some(Part::Own(person.account.clone())),
            _ => None,
        }),
    );
}

/// Appended to every query over `portal.lawsuit AS l`.
pub(crate) fn lawsuits_within_reach(query: &mut QueryBuilder<Postgres>, person: &Person) {
    push(
        query,
        &parts(person, |role| match role {
            Role::OrganOfficer => Some(Part::Has("l.organ_ids", person.organ?)),
            role => of_all_organs(role),
        }),
    );
}

/// Appended to every query over `portal.hearing AS h`.
pub(crate) fn hearings_within_reach(query: &mut QueryBuilder<Postgres>, person: &Person) {
    push(
        query,
        &parts(person, |role| match role {
            Role::OrganOfficer => Some(Part::Has("h.organ_ids", person.organ?)),
            Role::Court => Some(Part::Is("h.court", person.judicial_organ?)),
            role => of_all_organs(role),
        }),
    );
}

/// Appended to every query over `portal.suggestion AS s`.
pub(crate) fn suggestions_within_reach(query: &mut QueryBuilder<Postgres>, person: &Person) {
    push(
        query,
        &parts(person, |role| match role {
            Role::OrganOfficer => Some(Part::Has("s.organ_ids", person.organ?)),
            Role::Court | Role::Procuratorate => Some(Part::Is("s.issuer", person.judicial_organ?)),
            role => of_all_organs(role),
        }),
    );
}

/// Those who see the lawsuits and suggestions of the whole area.
fn of_all_organs(role: Role) -> Option<Part> {
    matches!(role, Role::HeadOfBody | Role::Liaison | Role::NoticeEditor | Role::Leader).then_some(Part::All)
}

fn parts(person: &Person, part: impl Fn(Role) -> Option<Part>) -> Vec<Part> {
    let parts: Vec<Part> = person.roles.iter().filter_map(|role| part(*role)).collect();
    if parts.contains(&Part::All) { vec![Part::All] } else { parts }
}

fn push(query: &mut QueryBuilder<Postgres>, parts: &[Part]) {
    if *parts == [Part::All] {
        return;
    }
    query.push(" AND (false");
    for part in parts {
        match part {
            Part::All => query.push(" OR true"),
            Part::Own(account) => {
                query.push(" OR c.handlers = '{}' OR c.handlers @> ARRAY[").push_bind(account.clone());
                query.push("]::text[] OR c.registered_by = ").push_bind(account.clone())
            }
            Part::Is(column, id) => query.push(format!(" OR {column} = ")).push_bind(*id),
            Part::Has(column, id) => query.push(format!(" OR {column} @> ARRAY[")).push_bind(*id).push("]::uuid[]"),
        };
    }
    query.push(")");
}

#[cfg(test)]
mod tests {
    use super::super::tests::person;
    use super::*;

    fn filter(by: impl Fn(&mut QueryBuilder<Postgres>, &Person), person: &Person) -> String {
        let mut query = QueryBuilder::new("");
        by(&mut query, person);
        query.into_string()
    }

    #[test]
    fn an_administrator_sees_no_case_and_a_handler_his_own() {
        assert_eq!(filter(within_reach, &person(&[Role::Administrator])), " AND (false)");
        assert!(filter(within_reach, &person(&[Role::Handler])).contains("c.handlers"));
        assert_eq!(filter(within_reach, &person(&[Role::Handler, Role::Clerk])), "");
        assert_eq!(filter(within_reach, &person(&[Role::HeadOfBody])), "");
    }

    #[test] // S47
    fn an_account_without_its_organ_or_court_sees_nothing() {
        for role in [Role::OrganOfficer, Role::Court, Role::Procuratorate] {
            assert_eq!(filter(suggestions_within_reach, &person(&[role])), " AND (false)", "{role:?}");
            assert_eq!(filter(lawsuits_within_reach, &person(&[role])), " AND (false)", "{role:?}");
        }
        let court = Person { judicial_organ: Some(Uuid::from_u128(1)), ..person(&[Role::Court]) };
        assert_eq!(filter(hearings_within_reach, &court), " AND (false OR h.court = $1)");
        assert_eq!(filter(lawsuits_within_reach, &court), " AND (false)", "its hearings, and nothing else");
    }
}
