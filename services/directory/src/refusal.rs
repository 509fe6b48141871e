//! Every reason to say no.

use kernel::calendar::CalendarError;
use kernel::day::Day;

use kernel::writing::Line;

/// Why the directory says no.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Something is said of what was never entered.
    #[error("尚未登记，请先登记（如要撤除登记，请先撤除其后的各项记录）")]
    NotRegistered,
    /// It was entered before.
    #[error("“{name}”已经登记，不能重复登记；如登记有误，请更正原登记")]
    AlreadyRegistered {
        /// Under this name.
        name: Line,
    },
    /// More than a year ahead.
    #[error("{day}晚于{latest}，最多提前一年登记，请核对日期")]
    TooFarAhead {
        /// The field.
        field: &'static str,
        /// The day named.
        day: Day,
        /// The last day that can be named today.
        latest: Day,
    },
    /// What has been done cannot lie in the future.
    #[error("{day}晚于今天（{today}），请核对日期")]
    NotYetCome {
        /// The field.
        field: &'static str,
        /// The day named.
        day: Day,
        /// Today.
        today: Day,
    },
    /// Before the entry begins to hold.
    #[error("{day}不晚于登记生效日{since}，请核对日期，或先更正登记生效日")]
    BeforeEntry {
        /// The field.
        field: &'static str,
        /// The day named.
        day: Day,
        /// The first day of the entry.
        since: Day,
    },
    /// Two names from one day.
    #[error("{from}起已使用名称“{name}”，同一天不能有两个名称；如有误，请更正原记录")]
    NamedThatDay {
        /// The day.
        from: Day,
        /// The name it already has from that day.
        name: Line,
    },
    /// The new name is the old one.
    #[error("{from}时名称已是“{name}”，没有变化")]
    BearsThatName {
        /// The day.
        from: Day,
        /// The name.
        name: Line,
    },
    /// It no longer stood then.
    #[error("该机关自{end}起已撤销，不能自{from}起更名，请核对日期")]
    NamedAfterItsEnd {
        /// The day of the name.
        from: Day,
        /// The first day on which the organ no longer stands.
        end: Day,
    },
    /// It has ended before.
    #[error("该机关自{on}起已撤销，不能再次撤销；如有误，请更正原记录")]
    AlreadyAbolished {
        /// From this day.
        on: Day,
    },
    /// An organ is its own predecessor or successor.
    #[error("机关不能是自己的前身或承继机关，请核对")]
    ItsOwnKin {
        /// The field.
        field: &'static str,
    },
    /// A court's code tells its level.
    #[error(
        "代码“{code}”与机关种类、级别不符：法院用案号中的法院代码（高级如“陕”，中级如“陕03”，基层如“陕0327”，最高法院为“最高法”），检察院用区划代码加“-jc”"
    )]
    CodeOfAnotherLevel {
        /// The code.
        code: String,
    },

    /// Ends before it begins.
    #[error("截止日{to}早于起始日{from}，请核对日期")]
    EndsBeforeItBegins {
        /// The first day.
        from: Day,
        /// The last day.
        to: Day,
    },
    /// The same person in the same post twice at a time.
    #[error("该人员自{from}起（至{}）已任“{post}”，与本次任职重叠，请先登记免职或核对日期", .to.map_or_else(|| "今".to_owned(), |to| to.to_string()))]
    HoldsThatPost {
        /// The post.
        post: Line,
        /// The first day of the other appointment.
        from: Day,
        /// Its last day, if there is one.
        to: Option<Day>,
    },
    /// JI-2020 art. 2(1) counts these two only for what they share charge of.
    #[error("“副职级别的负责人”和“其他参与分管的负责人”须写明分管事项")]
    InChargeOfNothing,
    /// The entry is no appointment.
    #[error("第{entry}号记录不是任职记录，请核对记录号")]
    NotAnAppointment {
        /// The number named.
        entry: u64,
    },
    /// The appointment has ended before.
    #[error("该任职已登记至{to}为止；如有误，请更正原任职记录")]
    AlreadyEnded {
        /// Its last day.
        to: Day,
    },

    /// No such entry, or it was struck.
    #[error("第{entry}号记录不存在、已被撤除，或是随其所更正、所终止的记录一并更正，请核对记录号")]
    NoSuchEntry {
        /// The number named.
        entry: u64,
    },
    /// An appointment cannot have been a person's name.
    #[error("第{entry}号记录是另一类事项，不能更正为此项；请撤除原记录后另行登记")]
    AnotherKindOfFact {
        /// The number named.
        entry: u64,
    },
    /// The key names the stream.
    #[error("代码、区划加名称等标识不能更正；请撤除原记录，按正确的标识另行登记")]
    KeyIsFixed,
    /// As before.
    #[error("与原记录相同，没有可更正的内容")]
    NothingChanges,
    /// What was so and is no longer so has ended.
    #[error("因新的事实不能撤除记录：请登记更名、撤销或免职，或更正原记录")]
    NewFactStrikesNothing,

    /// The year was announced before.
    #[error("{year}年放假安排已经公布，不能重复公布；如有调整，请更正")]
    AlreadyAnnounced {
        /// The year.
        year: i16,
    },
    /// The year was not announced yet.
    #[error("该年放假安排尚未公布，请先公布")]
    NotAnnounced,
    /// What the calendar says to the days.
    #[error(transparent)]
    Days(CalendarError),
    /// Published in another year.
    #[error("{year}年的放假安排不会在{published_on}发布，请核对年份和发布日")]
    PublishedInAnotherYear {
        /// The year announced.
        year: i16,
        /// The day named.
        published_on: Day,
    },
    /// The amendment is older than what it amends.
    #[error("调整通知的发布日{published_on}早于原通知的发布日{earlier}，请核对日期")]
    PublishedBeforeTheFirst {
        /// The day named.
        published_on: Day,
        /// The day on which the arrangement so far was published.
        earlier: Day,
    },

    /// The program knows no such setting.
    #[error("没有名为“{name}”的设置项，现有：{known}")]
    UnknownSetting {
        /// As it was written.
        name: String,
        /// What could have been written.
        known: String,
    },
    /// The setting cannot have this value.
    #[error("{title}（{name}）不能取“{value}”，应为{allowed}")]
    ValueNotAllowed {
        /// The setting.
        name: &'static str,
        /// Its Chinese name.
        title: &'static str,
        /// As it was written.
        value: String,
        /// What could have been written.
        allowed: String,
    },
    /// Two values from one day.
    #[error("{from}起已采用“{value}”，同一天不能采用两个值；如有误，请更正原记录")]
    AdoptedThatDay {
        /// The day.
        from: Day,
        /// The value adopted from that day.
        value: Line,
    },
}

impl kernel::aggregate::Refusal for Refusal {
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::TooFarAhead { field, .. }
            | Self::NotYetCome { field, .. }
            | Self::BeforeEntry { field, .. }
            | Self::ItsOwnKin { field } => Some(field),
            Self::NamedThatDay { .. }
            | Self::NamedAfterItsEnd { .. }
            | Self::HoldsThatPost { .. }
            | Self::AdoptedThatDay { .. } => Some("from"),
            Self::BearsThatName { .. } | Self::UnknownSetting { .. } => Some("name"),
            Self::AlreadyAbolished { .. } => Some("on"),
            Self::CodeOfAnotherLevel { .. } => Some("code"),
            Self::EndsBeforeItBegins { .. } | Self::AlreadyEnded { .. } => Some("to"),
            Self::InChargeOfNothing => Some("in_charge_of"),
            Self::NoSuchEntry { .. } | Self::NotAnAppointment { .. } | Self::AnotherKindOfFact { .. } => Some("entry"),
            Self::NewFactStrikesNothing => Some("reason"),
            Self::AlreadyAnnounced { .. } => Some("year"),
            Self::Days(_) => Some("days"),
            Self::PublishedInAnotherYear { .. } | Self::PublishedBeforeTheFirst { .. } => Some("published_on"),
            Self::ValueNotAllowed { .. } => Some("value"),
            Self::NotRegistered
            | Self::AlreadyRegistered { .. }
            | Self::KeyIsFixed
            | Self::NothingChanges
            | Self::NotAnnounced => None,
        }
    }
}
