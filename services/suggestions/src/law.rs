//! What the law says about a suggestion: by when an addressee replies, and its conditions in one sentence each.

use kernel::article::{Article, CPL_2023, JI_2018, JS_2023, LOCAL, PIL_2020, PS_2019, art};
use kernel::calendar::Calendar;
use kernel::day::{Day, day};
use kernel::deadline::Deadline;
use kernel::period::Period;
use kernel::rule::Rule;

use crate::clocks::Origin;
use crate::limit::Limit;
use crate::refusal::Refusal;
use crate::suggestion::issue::Kind;

const fn judicial(id: &'static str, title: &'static str, period: Period, article: Article) -> Rule {
    Rule::new(id, period, article).titled(title).counted_from("收到司法建议书")
}

const fn procuratorial(id: &'static str, title: &'static str, period: Period, article: Article) -> Rule {
    Rule::new(id, period, article).titled(title).counted_from("收到检察建议书")
}

/// A suggestion of comprehensive governance is answered within two months.
pub const GOVERNANCE: Rule =
    judicial("S-JUD-2", "回复综合治理类司法建议", Period::months(2), art(JS_2023, 8)).in_force_from(day(2023, 11, 16));

/// A suggestion on an unlawful normative document is answered within sixty days.
pub const NORMATIVE_DOCUMENT: Rule =
    judicial("S-JUD-3", "回复规范性文件司法建议", Period::days(60), art(JI_2018, 149).paragraph(4));

/// The law sets no limit for the other judicial suggestions; a place may.
pub const OTHER_JUDICIAL: Rule =
    judicial("S-JUD-4", "回复没有法定期限的司法建议", Period::months(DEFAULT_MONTHS), LOCAL).local_practice();

/// Before a public-interest suit the organ performs its duty and replies within two months.
pub const PUBLIC_INTEREST: Rule =
    procuratorial("S-PRO-2", "回复公益诉讼检察建议", Period::months(2), art(PIL_2020, 21).paragraph(2));

/// Where the harm is spreading it replies within fifteen days.
pub const URGENT_PUBLIC_INTEREST: Rule =
    procuratorial("S-PRO-3", "回复紧急公益诉讼检察建议", Period::days(15), art(PIL_2020, 21).paragraph(2));

/// The other procuratorial suggestions are answered within two months.
pub const OTHER_PROCURATORIAL: Rule =
    procuratorial("S-PRO-5", "回复其他检察建议", Period::months(2), art(PS_2019, 19)).likely();

/// Every period this service counts, except those that letters set.
pub const PERIODS: [&Rule; 6] = [
    &GOVERNANCE,
    &NORMATIVE_DOCUMENT,
    &OTHER_JUDICIAL,
    &PUBLIC_INTEREST,
    &URGENT_PUBLIC_INTEREST,
    &OTHER_PROCURATORIAL,
];

/// What the name of a period set by a letter is: like one set by law, it is counted from receipt and rolls.
pub const SET_BY_LETTER: &str = "S-COM-1";

/// Where nothing else is adopted: the months within which a letter is answered for which neither law nor letter sets a
/// limit (S-JUD-4).
pub const DEFAULT_MONTHS: u16 = 2;

/// A local default: so many days before the due day an addressee is reminded, and again on the day after it (S30).
pub const REMINDERS: [i32; 3] = [15, 3, -1];

/// By when an addressee replies, and who says so.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplyPeriod {
    /// The limit that counts.
    pub deadline: Deadline,
    /// Who set it.
    pub origin: Origin,
    /// The later one of two, which does not count.
    pub other: Option<Deadline>,
}

/// What the law itself says. Urgent letters other than those in the public interest are answered as they say (S-PRO-5).
fn statutory(kind: Kind, urgent: bool, received_on: Day) -> Option<&'static Rule> {
    let rule = match kind {
        Kind::Governance => &GOVERNANCE,
        Kind::NormativeDocument => &NORMATIVE_DOCUMENT,
        Kind::AppearanceDefault | Kind::AttendanceDefault | Kind::RefusalToPerform | Kind::CaseSpecific => return None,
        Kind::PublicInterest if urgent => &URGENT_PUBLIC_INTEREST,
        Kind::PublicInterest => &PUBLIC_INTEREST,
        Kind::SocialGovernance | Kind::CorrectIllegality | Kind::OtherProcuratorial => &OTHER_PROCURATORIAL,
    };
    rule.is_in_force_on(received_on).then_some(rule)
}

/// The period that a letter of this kind sets whoever receives it on a day: of law and letter the earlier; where neither
/// sets one, what the place has adopted.
pub fn reply_period(
    (kind, urgent): (Kind, bool),
    limit: Option<Limit>,
    default_months: u16,
    received_on: Day,
    calendar: &Calendar,
) -> Result<ReplyPeriod, Refusal> {
    let lawful = statutory(kind, urgent, received_on).map(|rule| Deadline::run(rule, received_on, calendar));
    let stated = match limit.map(|limit| stated(kind, limit, received_on, calendar)).transpose() {
        // Who signs for the letter after its last day has what the law gives everybody.
        Err(Refusal::LimitBeforeReceipt { .. }) if lawful.is_some() => None,
        stated => stated?,
    };
    let letter_alone = urgent && kind != Kind::PublicInterest && kind.is_procuratorial();
    let set = |deadline, origin, other| ReplyPeriod { deadline, origin, other };
    Ok(match (lawful, stated) {
        (_, Some(stated)) if letter_alone => set(stated, Origin::Letter, None),
        (Some(lawful), Some(stated)) if stated.due() < lawful.due() => set(stated, Origin::Letter, Some(lawful)),
        (Some(lawful), Some(stated)) if lawful.due() < stated.due() => set(lawful, Origin::Statute, Some(stated)),
        (Some(lawful), _) => set(lawful, Origin::Statute, None),
        (None, Some(stated)) => set(stated, Origin::Letter, None),
        (None, None) => {
            let rule = Rule::new(OTHER_JUDICIAL.id(), Period::months(default_months), OTHER_JUDICIAL.article());
            set(Deadline::run(&rule.counted_from(kind.receipt()), received_on, calendar), Origin::LocalDefault, None)
        }
    })
}

/// What the letter says. A period set by a court rolls as one set by law does (CPL 85).
fn stated(kind: Kind, limit: Limit, received_on: Day, calendar: &Calendar) -> Result<Deadline, Refusal> {
    let period = limit.period(received_on).ok_or(Refusal::LimitBeforeReceipt { limit, received_on })?;
    let rule = Rule::new(SET_BY_LETTER, period, art(CPL_2023, 85)).counted_from(kind.receipt());
    Ok(Deadline::run(&rule, received_on, calendar))
}

/// The last reminder whose day has come.
#[must_use]
pub fn reminder_by(due: Day, today: Day) -> Option<i32> {
    let day = |before: i32| match u32::try_from(before) {
        Ok(before) => due.minus_days(before),
        Err(_) => due.plus_days(before.unsigned_abs()),
    };
    REMINDERS.into_iter().rev().find(|before| day(*before) <= today)
}

/// How many days a day lies before the due day, below zero after it.
#[must_use]
pub fn days_before(due: Day, today: Day) -> i32 {
    let days = |from: Day, to: Day| i32::try_from(to.days_since(from)).unwrap_or(i32::MAX);
    if today <= due { days(today, due) } else { -days(due, today) }
}

/// A fact lies in the past, or is of today.
pub fn has_come(field: &'static str, on: Day, today: Day) -> Result<(), Refusal> {
    if on > today { Err(Refusal::NotYetCome { field, on, today }) } else { Ok(()) }
}

/// A fact does not come before another that it presupposes.
pub fn not_before(field: &'static str, on: Day, fact: &'static str, since: Day) -> Result<(), Refusal> {
    if on < since { Err(Refusal::TooEarly { field, on, fact, since }) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
