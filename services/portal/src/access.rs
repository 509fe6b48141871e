//! Who may see and do what: roles, and the one filter that stands before every list, page and call.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use sqlx::{Postgres, QueryBuilder};

use crate::Portal;
use crate::failure::Failure;
use crate::session;

/// What a person may be here; often several things at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Clerk,
    Handler,
    HeadOfBody,
    Administrator,
}

impl Role {
    pub(crate) const ALL: [Role; 4] = [Role::Clerk, Role::Handler, Role::HeadOfBody, Role::Administrator];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Role::Clerk => "Clerk",
            Role::Handler => "Handler",
            Role::HeadOfBody => "HeadOfBody",
            Role::Administrator => "Administrator",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Role::Clerk => "收案人员",
            Role::Handler => "承办人",
            Role::HeadOfBody => "机构负责人",
            Role::Administrator => "系统管理员",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) account: String,
    pub(crate) name: String,
    pub(crate) roles: Vec<Role>,
    pub(crate) session: Vec<u8>,
    pub(crate) csrf: String,
    /// The last position this person's own acts have come to.
    pub(crate) position: i64,
    pub(crate) must_change: bool,
}

/// Which cases a person may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    All,
    /// Those he handles, those he registered, and those that nobody handles yet.
    Own,
    None,
}

impl Person {
    pub(crate) fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    pub(crate) fn reach(&self) -> Reach {
        if self.is(Role::Clerk) || self.is(Role::HeadOfBody) {
            Reach::All
        } else if self.is(Role::Handler) {
            Reach::Own
        } else {
            Reach::None
        }
    }

    pub(crate) fn sees_cases(&self) -> bool {
        self.reach() != Reach::None
    }

    /// Who may take a step with a case; the law's own conditions are the service's to judge. Putting entries right has a
    /// rule of its own ([`Person::may_correct`]).
    pub(crate) fn may(&self, command: &str) -> bool {
        self.sees_cases() && (!takes_the_head(command) || self.is(Role::HeadOfBody))
    }

    /// S42: one's own slip within ten minutes, anything else with the head of the body.
    pub(crate) fn may_correct(&self, entered_by: &str, recorded_at: i64, now: i64) -> bool {
        const TEN_MINUTES: i64 = 10 * 60 * 1_000_000;
        let is_fresh = now.saturating_sub(recorded_at) <= TEN_MINUTES;
        self.is(Role::HeadOfBody) || (self.sees_cases() && is_fresh && entered_by == self.account)
    }

    pub(crate) fn titles(&self) -> String {
        self.roles.iter().map(|role| role.title()).collect::<Vec<_>>().join("、")
    }

    pub(crate) fn actor(&self) -> proto::common::Actor {
        proto::common::Actor { account: self.account.clone(), name: self.name.clone() }
    }
}

/// Steps that only the head of the reconsideration body takes.
pub(crate) fn takes_the_head(command: &str) -> bool {
    matches!(command, "assign_handlers" | "extend")
}

/// The one filter: appended to every query over `portal.case_file AS c`.
pub(crate) fn within_reach(query: &mut QueryBuilder<Postgres>, person: &Person) {
    match person.reach() {
        Reach::All => {}
        Reach::Own => {
            query.push(" AND (cardinality(c.handlers) = 0 OR c.handlers @> ARRAY[");
            query.push_bind(person.account.clone());
            query.push("]::text[] OR c.registered_by = ");
            query.push_bind(person.account.clone());
            query.push(")");
        }
        Reach::None => {
            query.push(" AND false");
        }
    }
}

impl FromRequestParts<Portal> for Person {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Failure> {
        let next = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let person = session::person(portal, &parts.headers).await?;
        match person {
            None => Err(Failure::NotSignedIn { next }),
            Some(person) if person.must_change && parts.uri.path() != "/password" => Err(Failure::PasswordToChange),
            Some(person) => Ok(person),
        }
    }
}

/// Somebody who works on cases.
pub(crate) struct CaseWorker(pub(crate) Person);

/// Somebody who keeps the accounts.
pub(crate) struct Administrator(pub(crate) Person);

impl FromRequestParts<Portal> for CaseWorker {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Failure> {
        let person = Person::from_request_parts(parts, portal).await?;
        if person.sees_cases() {
            Ok(Self(person))
        } else {
            Err(Failure::forbidden("系统管理员不办理案件，请用办案账号登录"))
        }
    }
}

impl FromRequestParts<Portal> for Administrator {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Failure> {
        let person = Person::from_request_parts(parts, portal).await?;
        if person.is(Role::Administrator) {
            Ok(Self(person))
        } else {
            Err(Failure::forbidden("账号由系统管理员管理"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(roles: &[Role]) -> Person {
        Person {
            account: "zhao".to_owned(),
            name: "赵".to_owned(),
            roles: roles.to_vec(),
            session: Vec::new(),
            csrf: String::new(),
            position: 0,
            must_change: false,
        }
    }

    #[test]
    fn an_administrator_sees_no_case_and_a_handler_his_own() {
        assert_eq!(person(&[Role::Administrator]).reach(), Reach::None);
        assert_eq!(person(&[Role::Handler]).reach(), Reach::Own);
        assert_eq!(person(&[Role::Handler, Role::Clerk]).reach(), Reach::All);
        assert_eq!(person(&[Role::HeadOfBody]).reach(), Reach::All);
    }

    #[test]
    fn only_the_head_extends() {
        assert!(!person(&[Role::Handler]).may("extend"));
        assert!(person(&[Role::HeadOfBody]).may("extend"));
        assert!(person(&[Role::Clerk]).may("accept"));
        assert!(!person(&[Role::Administrator]).may("accept"));
    }

    #[test] // S42
    fn a_slip_is_put_right_by_oneself_for_ten_minutes_and_then_by_the_head() {
        let (minute, now) = (60_000_000, 1_000 * 60_000_000);
        let zhao = person(&[Role::Clerk]);
        assert!(zhao.may_correct("zhao", now - 10 * minute, now));
        assert!(!zhao.may_correct("zhao", now - 11 * minute, now));
        assert!(!zhao.may_correct("qian", now, now));
        assert!(person(&[Role::HeadOfBody]).may_correct("qian", 0, now));
    }

    #[test]
    fn every_role_is_known_by_its_name() {
        for role in Role::ALL {
            assert_eq!(Role::named(role.name()), Some(role));
        }
        assert_eq!(Role::named("Root"), None);
    }
}
