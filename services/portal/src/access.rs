//! Who may see and do what. [`may_open`] says which posts open which door, and stands before every address; `reach` says
//! which of the things behind it a person may read, and is part of every query.

mod reach;

pub(crate) use reach::{hearings_within_reach, lawsuits_within_reach, suggestions_within_reach, within_reach};

use axum::Router;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use uuid::Uuid;

use crate::Portal;
use crate::failure::{Failure, Told};
use crate::session;

/// What a person may be here; often several things at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Clerk,
    Handler,
    HeadOfBody,
    Liaison,
    OrganOfficer,
    NoticeEditor,
    Leader,
    Court,
    Procuratorate,
    Administrator,
}

impl Role {
    pub(crate) const ALL: [Role; 10] = [
        Role::Clerk,
        Role::Handler,
        Role::HeadOfBody,
        Role::Liaison,
        Role::OrganOfficer,
        Role::NoticeEditor,
        Role::Leader,
        Role::Court,
        Role::Procuratorate,
        Role::Administrator,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Role::Clerk => "Clerk",
            Role::Handler => "Handler",
            Role::HeadOfBody => "HeadOfBody",
            Role::Liaison => "Liaison",
            Role::OrganOfficer => "OrganOfficer",
            Role::NoticeEditor => "NoticeEditor",
            Role::Leader => "Leader",
            Role::Court => "Court",
            Role::Procuratorate => "Procuratorate",
            Role::Administrator => "Administrator",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Role::Clerk => "收案人员",
            Role::Handler => "承办人",
            Role::HeadOfBody => "机构负责人",
            Role::Liaison => "应诉联络员",
            Role::OrganOfficer => "机关应诉人员",
            Role::NoticeEditor => "通报编写人员",
            Role::Leader => "领导",
            Role::Court => "法院",
            Role::Procuratorate => "检察院",
            Role::Administrator => "系统管理员",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether it is on the other side of the cases: such an account has no other post here.
    pub(crate) fn is_outside(self) -> bool {
        matches!(self, Role::Court | Role::Procuratorate)
    }
}

/// What an address leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// Signing in, and what the page for it is made of.
    Entrance,
    /// One's own password, and the way out.
    Everyone,
    /// The work list: what is to be done, for those who do it.
    Work,
    /// The drafts of those who write anything here.
    Desk,
    /// One search over everything a post may read.
    Search,
    Cases,
    CaseWork,
    Lawsuits,
    LawsuitWork,
    Hearings,
    Suggestions,
    SuggestionWork,
    /// 名录.
    Directory,
    /// What is entered in it here.
    DirectoryWork,
    Figures,
    Notices,
    NoticeWork,
    Accounts,
}

/// Which post opens which door: the one table for menus, pages and calls.
pub(crate) fn may_open(role: Role, door: Door) -> bool {
    use Role::{
        Administrator, Clerk, Court, Handler, HeadOfBody, Leader, Liaison, NoticeEditor, OrganOfficer, Procuratorate,
    };
    match door {
        Door::Entrance | Door::Everyone => true,
        Door::Work => matches!(role, Clerk | Handler | HeadOfBody | Liaison | OrganOfficer),
        Door::Desk => matches!(role, Clerk | Handler | HeadOfBody | Liaison | NoticeEditor),
        Door::Search => [Door::Cases, Door::Lawsuits, Door::Suggestions].iter().any(|door| may_open(role, *door)),
        Door::Cases => matches!(role, Clerk | Handler | HeadOfBody | NoticeEditor | Leader),
        Door::CaseWork => matches!(role, Clerk | Handler | HeadOfBody),
        Door::Lawsuits => matches!(role, HeadOfBody | Liaison | OrganOfficer | NoticeEditor | Leader),
        Door::Hearings => matches!(role, HeadOfBody | Liaison | OrganOfficer | NoticeEditor | Leader | Court),
        // The reconsideration body organises the government's own litigation (A-DEF-7).
        Door::LawsuitWork | Door::SuggestionWork => matches!(role, HeadOfBody | Liaison),
        Door::Suggestions => {
            matches!(role, HeadOfBody | Liaison | OrganOfficer | NoticeEditor | Leader | Court | Procuratorate)
        }
        Door::Directory => !role.is_outside(),
        Door::Figures | Door::Notices => {
            matches!(role, Clerk | HeadOfBody | Liaison | OrganOfficer | NoticeEditor | Leader)
        }
        Door::NoticeWork => matches!(role, NoticeEditor),
        Door::DirectoryWork | Door::Accounts => matches!(role, Administrator),
    }
}

/// The addresses, each behind its door: there is no other way to open one.
pub(crate) struct Doors {
    /// None while they are only listed.
    portal: Option<Portal>,
    router: Router<Portal>,
    listed: Vec<(&'static str, Door)>,
}

impl Doors {
    pub(crate) fn new(portal: Option<&Portal>) -> Self {
        Self { portal: portal.cloned(), router: Router::new(), listed: Vec::new() }
    }

    /// Opens an address.
    pub(crate) fn at(mut self, path: &'static str, door: Door, methods: MethodRouter<Portal>) -> Self {
        if let Some(portal) = &self.portal {
            let guard = middleware::from_fn_with_state((portal.clone(), door), guard);
            self.router = self.router.route(path, methods.route_layer(guard));
        }
        self.listed.push((path, door));
        self
    }

    pub(crate) fn router(self) -> Router<Portal> {
        self.router
    }

    pub(crate) fn listed(self) -> Vec<(&'static str, Door)> {
        self.listed
    }
}

/// Lets through who may. A form that somebody sends whose session has ended goes on to its page, which keeps it for him.
async fn guard(State((portal, door)): State<(Portal, Door)>, mut request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let refused = |failure: Failure| if is_api { Told(failure).into_response() } else { failure.into_response() };
    if door == Door::Entrance {
        return next.run(request).await;
    }
    if is_api && !request.headers().contains_key(header::AUTHORIZATION) {
        return refused(Failure::Malformed("请先登录，并在 Authorization 中带上 Bearer 令牌".to_owned()));
    }
    let headers = request.headers();
    let person = if is_api { session::caller(&portal, headers).await } else { session::person(&portal, headers).await };
    match person {
        Err(fault) => refused(fault.into()),
        Ok(None) if !is_api && *request.method() == Method::POST => next.run(request).await,
        Ok(None) => {
            let next = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
            refused(Failure::NotSignedIn { next })
        }
        Ok(Some(person)) if person.must_change && !matches!(request.uri().path(), "/password" | "/sign-out") => {
            refused(Failure::PasswordToChange)
        }
        Ok(Some(person)) if !person.may_open(door) => refused(Failure::forbidden("这一项不在您的岗位范围内")),
        Ok(Some(person)) => {
            request.extensions_mut().insert(person);
            next.run(request).await
        }
    }
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) account: String,
    pub(crate) name: String,
    pub(crate) roles: Vec<Role>,
    /// The organ an officer answers for.
    pub(crate) organ: Option<Uuid>,
    /// The court or procuratorate he belongs to.
    pub(crate) judicial_organ: Option<Uuid>,
    pub(crate) session: Vec<u8>,
    pub(crate) csrf: String,
    /// The last position this person's own acts have come to, by service.
    pub(crate) positions: Vec<(String, i64)>,
    pub(crate) must_change: bool,
}

impl Person {
    pub(crate) fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    pub(crate) fn may_open(&self, door: Door) -> bool {
        self.roles.iter().any(|role| may_open(*role, door))
    }

    pub(crate) fn sees_cases(&self) -> bool {
        self.may_open(Door::Cases)
    }

    /// Who may take a step with a case; the law's own conditions are the service's to judge. Putting entries right has a
    /// rule of its own ([`Person::may_correct`]).
    pub(crate) fn may(&self, command: &str) -> bool {
        self.may_open(Door::CaseWork) && (!takes_the_head(command) || self.is(Role::HeadOfBody))
    }

    /// S42: one's own slip within ten minutes, anything else with the head of the body.
    pub(crate) fn may_correct(&self, entered_by: &str, recorded_at: i64, now: i64) -> bool {
        const TEN_MINUTES: i64 = 10 * 60 * 1_000_000;
        let is_fresh = now.saturating_sub(recorded_at) <= TEN_MINUTES;
        self.is(Role::HeadOfBody) || (is_fresh && entered_by == self.account)
    }

    /// The one organ whose part of a suggestion a person sees; none: he is not confined to one.
    pub(crate) fn only_organ(&self) -> Option<Uuid> {
        self.only_organ_behind(Door::Suggestions)
    }

    /// The one organ whose part of what lies behind a door a person sees; none: another post of his shows him all of it.
    pub(crate) fn only_organ_behind(&self, door: Door) -> Option<Uuid> {
        let is_confined = self.is(Role::OrganOfficer)
            && !self.roles.iter().any(|role| *role != Role::OrganOfficer && may_open(*role, door));
        is_confined.then(|| self.organ.unwrap_or(Uuid::nil()))
    }

    /// Where a person begins who has no work list.
    pub(crate) fn first_address(&self) -> &'static str {
        let begins = [
            (Door::Work, "/"),
            (Door::NoticeWork, "/notices"),
            (Door::Figures, "/government"),
            (Door::Hearings, "/hearings"),
            (Door::Suggestions, "/suggestions"),
            (Door::Accounts, "/accounts"),
        ];
        begins.iter().find(|(door, _)| self.may_open(*door)).map_or("/password", |(_, address)| address)
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
    matches!(command, "assign_handlers" | "extend" | "convert")
}

impl FromRequestParts<Portal> for Person {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &Portal) -> Result<Self, Failure> {
        let next = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        parts.extensions.get::<Person>().cloned().ok_or(Failure::NotSignedIn { next })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn person(roles: &[Role]) -> Person {
        Person {
            account: "zhao".to_owned(),
            name: "赵".to_owned(),
            roles: roles.to_vec(),
            organ: None,
            judicial_organ: None,
            session: Vec::new(),
            csrf: String::new(),
            positions: Vec::new(),
            must_change: false,
        }
    }

    #[test]
    fn only_the_head_extends() {
        assert!(!person(&[Role::Handler]).may("extend"));
        assert!(person(&[Role::HeadOfBody]).may("extend"));
        assert!(person(&[Role::Clerk]).may("accept"));
        assert!(!person(&[Role::Leader]).may("accept"), "a leader reads");
        assert!(!person(&[Role::Administrator]).may("accept"));
    }

    #[test] // A-DEF-7
    fn the_reconsideration_body_organises_the_governments_own_litigation() {
        let may = |role| person(&[role]).may_open(Door::LawsuitWork);
        assert!(may(Role::HeadOfBody) && may(Role::Liaison));
        assert!(!may(Role::OrganOfficer) && !may(Role::Court) && !may(Role::Administrator));
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
    fn every_role_is_known_by_its_name_and_begins_somewhere_it_may_be() {
        for role in Role::ALL {
            assert_eq!(Role::named(role.name()), Some(role));
            assert_ne!(person(&[role]).first_address(), "/password", "{role:?}");
        }
        assert_eq!(Role::named("Root"), None);
    }

    #[test]
    fn an_officer_sees_the_figures_of_his_organ_and_without_one_of_none() {
        let organ = Uuid::from_u128(7);
        let officer = Person { organ: Some(organ), ..person(&[Role::OrganOfficer]) };
        assert_eq!(officer.only_organ(), Some(organ));
        assert_eq!(person(&[Role::OrganOfficer]).only_organ(), Some(Uuid::nil()));
        assert_eq!(person(&[Role::OrganOfficer, Role::Leader]).only_organ(), None);
        let clerk = Person { organ: Some(organ), ..person(&[Role::OrganOfficer, Role::Clerk]) };
        assert_eq!((clerk.only_organ(), clerk.only_organ_behind(Door::Figures)), (Some(organ), None));
    }
}
