//! The messages one by one.

use kernel::period::Period;
use proto::suggestions as theirs;
use runtime::Malformed;

use super::field::{Field, read, required};
use crate::limit::Limit;
use crate::suggestion::amendment::{Amend, Amended, Struck};
use crate::suggestion::follow_up::{Closing, Rectification, Reminder};
use crate::suggestion::issue::{
    Addressee, Addressing, Brief, Extension, Letter, Link, Problem, Receipt, Registered, Registration,
};
use crate::suggestion::reply::{Objection, ObjectionResult, Reply, Withdrawal};
use crate::suggestion::standing::Standing;
use kernel::word::Word;

/// Reads and writes a message whose fields and ours correspond one by one; a part that must be there is marked so.
macro_rules! both_ways {
    ($($ours:ident { $($field:ident $(($must:ident))?),* })+) => { $(
        impl Field<theirs::$ours> for $ours {
            fn read(m: theirs::$ours) -> Result<Self, Malformed> {
                Ok(Self { $($field: both_ways!(@read stringify!($field), m.$field $(, $must)?)?),* })
            }
            fn write(&self) -> theirs::$ours {
                theirs::$ours { $($field: both_ways!(@write self.$field $(, $must)?)),* }
            }
        }
    )+ };
    (@read $name:expr, $value:expr) => { read($name, $value) };
    (@read $name:expr, $value:expr, required) => { required($name, $value) };
    (@write $value:expr) => { $value.write() };
    (@write $value:expr, required) => { Some($value.write()) };
}

both_ways! {
    Letter {
        kind, issuer, issuer_name, number, issued_on, title, problems, limit, urgent, lawsuit, reconsideration, copied_to,
        remark
    }
    Problem { number, problem, suggestion }
    Link { id, number }
    Brief { kind, issuer, issuer_name, number, title, issued_on, urgent, lawsuit, reconsideration }
    Addressee { number, organ, name, received_on }
    Registration { letter (required), addressees, area, default_months }
    Registered { registration (required), registered_on }
    Addressing { addressee (required), on }
    Receipt { addressee, on, proof }
    Extension { addressee, on, by (required), paper (required), reason }
    Reply { addressee, on, posted_on, delivered_on, number, title, adoption, summary, proof }
    Objection { addressee, on, reasons, paper }
    ObjectionResult { addressee, on, result, changed_received_on, limit, paper }
    Withdrawal { addressee, on, reason, paper }
    Rectification { addressee, on, status, planned_until, verified_by_issuer_on, summary, paper }
    Reminder { addressee, on, number, days_before, due }
    Closing { addressee, on, ground, explanation }
    Amended { amendment (required), on, field, before, after }
    Struck { amendment (required), on, event }
}

impl Field<theirs::Limit> for Limit {
    fn read(m: theirs::Limit) -> Result<Self, Malformed> {
        match (m.until.as_str(), m.months, m.days, m.working_days) {
            ("", months, 0, 0) if months > 0 => Ok(Self::Within(Period::Months(read("months", months)?))),
            ("", 0, days, 0) if days > 0 => Ok(Self::Within(Period::CalendarDays(read("days", days)?))),
            ("", 0, 0, days) if days > 0 => Ok(Self::Within(Period::WorkingDays(read("working_days", days)?))),
            (until, 0, 0, 0) if !until.is_empty() => read("until", m.until).map(Self::Until),
            _ => Err(Malformed::new("应当写明截止日期，或者几个月、几日、几个工作日，只写一项")),
        }
    }

    fn write(&self) -> theirs::Limit {
        let m = theirs::Limit::default();
        match self {
            Self::Until(day) => theirs::Limit { until: day.write(), ..m },
            Self::Within(Period::Months(months)) => theirs::Limit { months: months.write(), ..m },
            Self::Within(Period::CalendarDays(days)) => theirs::Limit { days: days.write(), ..m },
            Self::Within(Period::WorkingDays(days)) => theirs::Limit { working_days: days.write(), ..m },
        }
    }
}

impl Field<theirs::Standing> for Standing {
    fn read(m: theirs::Standing) -> Result<Self, Malformed> {
        Ok(Self {
            addressee: required("addressee", m.addressee)?,
            reply: read("reply", m.reply)?,
            rectification: read("rectification", m.rectification)?,
            reminders: m.reminders,
            objected_on: read("objected_on", m.objected_on)?,
            withdrawn_on: read("withdrawn_on", m.withdrawn_on)?,
            closed_on: read("closed_on", m.closed_on)?,
        })
    }

    fn write(&self) -> theirs::Standing {
        theirs::Standing {
            addressee: Some(self.addressee.write()),
            stage: self.stage().english().to_owned(),
            stage_title: self.stage().chinese().to_owned(),
            reply: self.reply.write(),
            rectification: self.rectification.write(),
            reminders: self.reminders,
            objected_on: self.objected_on.write(),
            withdrawn_on: self.withdrawn_on.write(),
            closed_on: self.closed_on.write(),
        }
    }
}

pub(super) fn read_amend(m: theirs::Amend) -> Result<Amend, Malformed> {
    let amendment = required("amendment", m.amendment)?;
    Ok(Amend { amendment, field: m.field, value: m.value })
}
