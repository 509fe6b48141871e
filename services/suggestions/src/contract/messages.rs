//! The messages one by one.

use kernel::period::Period;
use proto::suggestions as theirs;

use super::field::{Field, Wrong, required};
use crate::limit::Limit;
use crate::paper::Paper;
use crate::suggestion::amendment::{Amend, Amended, Amendment, Struck};
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
            fn read(m: theirs::$ours) -> Result<Self, Wrong> {
                Ok(Self { $($field: both_ways!(@read m.$field $(, $must)?).map_err(|wrong| wrong.at(stringify!($field)))?),* })
            }
            fn write(&self) -> theirs::$ours {
                theirs::$ours { $($field: both_ways!(@write self.$field $(, $must)?)),* }
            }
        }
    )+ };
    (@read $value:expr) => { Field::read($value) };
    (@read $value:expr, required) => { required($value) };
    (@write $value:expr) => { $value.write() };
    (@write $value:expr, required) => { Some($value.write()) };
}

both_ways! {
    Paper { kind, number, on, title }
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
    Amendment { entry, reason, explanation }
    Amended { amendment (required), on, field, before, after }
    Struck { amendment (required), on, event }
}

impl Field<theirs::Limit> for Limit {
    fn read(m: theirs::Limit) -> Result<Self, Wrong> {
        match (m.until.as_str(), m.months, m.days, m.working_days) {
            ("", months, 0, 0) if months > 0 => Ok(Self::Within(Period::Months(Field::read(months)?))),
            ("", 0, days, 0) if days > 0 => Ok(Self::Within(Period::CalendarDays(Field::read(days)?))),
            ("", 0, 0, days) if days > 0 => Ok(Self::Within(Period::WorkingDays(Field::read(days)?))),
            (until, 0, 0, 0) if !until.is_empty() => Field::read(m.until).map(Self::Until).map_err(|w| w.at("until")),
            _ => Err(Wrong::new("应当写明截止日期，或者几个月、几日、几个工作日，只写一项")),
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
    fn read(m: theirs::Standing) -> Result<Self, Wrong> {
        Ok(Self {
            addressee: required(m.addressee).map_err(|wrong| wrong.at("addressee"))?,
            reply: Field::read(m.reply).map_err(|wrong: Wrong| wrong.at("reply"))?,
            rectification: Field::read(m.rectification).map_err(|wrong: Wrong| wrong.at("rectification"))?,
            reminders: m.reminders,
            objected_on: Field::read(m.objected_on).map_err(|wrong: Wrong| wrong.at("objected_on"))?,
            withdrawn_on: Field::read(m.withdrawn_on).map_err(|wrong: Wrong| wrong.at("withdrawn_on"))?,
            closed_on: Field::read(m.closed_on).map_err(|wrong: Wrong| wrong.at("closed_on"))?,
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

pub(super) fn read_amend(m: theirs::Amend) -> Result<Amend, Wrong> {
    let amendment = required(m.amendment).map_err(|wrong| wrong.at("amendment"))?;
    Ok(Amend { amendment, field: m.field, value: m.value })
}
