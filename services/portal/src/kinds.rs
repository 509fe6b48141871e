//! What commands go to: the aggregates of the services, and what of them is kept here.

/// The services by name.
pub(crate) const DIRECTORY: &str = "directory";
pub(crate) const RECONSIDERATION: &str = "reconsideration";
pub(crate) const APPEARANCES: &str = "appearances";
pub(crate) const SUGGESTIONS: &str = "suggestions";
pub(crate) const NOTICES: &str = "notices";

/// One kind of thing that commands go to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    /// The service that keeps it.
    pub(crate) service: &'static str,
    /// Its name in subjects and envelopes.
    pub(crate) name: &'static str,
    /// The registers that show it.
    pub(crate) registers: &'static [&'static str],
    /// Where its pages are.
    pub(crate) address: &'static str,
    /// What people call one of them.
    pub(crate) title: &'static str,
}

pub(crate) const CASE: Kind = Kind {
    service: RECONSIDERATION,
    name: "ReconsiderationCase",
    registers: &["cases", "deadlines"],
    address: "/cases",
    title: "案件",
};

pub(crate) const LAWSUIT: Kind =
    Kind {
        service: APPEARANCES, name: "Lawsuit", registers: &["lawsuits"], address: "/lawsuits", title: "应诉案件"
    };

pub(crate) const HEARING: Kind = Kind { name: "Hearing", address: "/hearings", title: "庭审", ..LAWSUIT };

pub(crate) const SUGGESTION: Kind = Kind {
    service: SUGGESTIONS,
    name: "Suggestion",
    registers: &["suggestions"],
    address: "/suggestions",
    title: "建议",
};

/// What is shown of notices is asked for, not kept; their service waits for what somebody has written himself.
pub(crate) const NOTICE: Kind =
    Kind { service: NOTICES, name: "Notice", registers: &[], address: "/notices", title: "通报" };

/// What is shown of the directory's own is asked for too.
pub(crate) const HOLIDAY_YEAR: Kind =
    Kind {
        service: DIRECTORY, name: "HolidayYear", registers: &[], address: "/directory/holidays", title: "放假安排"
    };

/// All of them that somebody drafts, searches and puts right.
pub(crate) const ALL: [&Kind; 5] = [&CASE, &LAWSUIT, &HEARING, &SUGGESTION, &NOTICE];

/// The kind of this name.
pub(crate) fn named(name: &str) -> Option<&'static Kind> {
    ALL.into_iter().find(|kind| kind.name == name)
}
