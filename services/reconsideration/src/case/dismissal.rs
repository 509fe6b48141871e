//! Art. 33: an accepted case turns out not to meet the conditions of acceptance.

use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::number::{Number, NumberRequest};
use serde::{Deserialize, Serialize};

use super::acceptance::NonAcceptanceGround;
use super::decision::{Judged, suit_of};
use super::file::File;
use super::service::Service;
use super::trial::Trial;
use super::{CaseEvent, Fact};
use crate::law;
use crate::refusal::Refusal;
use kernel::writing::Text;

/// Dismisses the application. The number is taken from its register in the same commit.
#[derive(Debug, Clone, PartialEq)]
pub struct Dismiss {
    /// How.
    pub dismissal: Dismissal,
    /// Its number, once it is taken.
    pub number: Option<Number>,
}

/// The dismissal of an application (驳回行政复议申请), which is not that of a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dismissal {
    /// When.
    pub on: Day,
    /// From which register it takes its number.
    pub number: NumberRequest,
    /// Which condition is not met.
    pub ground: NonAcceptanceGround,
    /// In words.
    pub reasons: Text,
}

/// The application is dismissed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dismissed {
    /// How.
    pub dismissal: Dismissal,
    /// Its number.
    pub number: Number,
}

/// Row 20, R-ACC-6.
pub fn dismiss(file: &File, trial: &Trial, c: Dismiss, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    let Dismiss { dismissal, number } = c;
    law::has_come("on", dismissal.on, on.today)?;
    law::not_before("on", dismissal.on, "受理", trial.accepted_on)?;
    trial.not_before_the_last_pause(dismissal.on)?;
    let number = number.ok_or(Refusal::NumberNotTaken)?;
    let ended = file.ended(dismissal.on);
    Ok(vec![Fact::ApplicationDismissed(Box::new(Dismissed { dismissal, number })).with(ended)])
}

/// The dismissal reaches somebody, and whoever may sue has fifteen days (R-ACC-7 where reconsideration comes first).
pub fn serve(file: &File, judged: &Judged, c: Service, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    let person = judged.recipient(file, &c, "驳回申请", on)?;
    let served = c.served(&on.calendar);
    let rule = if file.reconsideration_first { &law::SUIT_AFTER_NON_ACCEPTANCE } else { &law::SUIT };
    let suit = suit_of(person, rule, served.served_on, on)?;
    Ok(vec![Fact::DismissalServed(served).with(suit)])
}

impl Dismissed {
    /// The command that would enter it again.
    pub(super) fn again(self) -> Dismiss {
        Dismiss { dismissal: self.dismissal, number: Some(self.number) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Command;
    use crate::clocks::ClockName;
    use crate::samples::{
        APPLICANT, Play, RESPONDENT, accept, accepted, d, dismiss, receive, receiving, reception, refuse, service,
        suspend,
    };

    #[test]
    fn r_acc_6_r_dec_t12_t04_who_refuses_too_late_dismisses_instead() {
        let play = Play::on("2024-09-25").does(receive("2024-09-25")).today("2024-10-09");
        let (on, due) = (d("2024-10-09"), d("2024-10-08"));
        assert_eq!(play.refuses(refuse("2024-10-09")), Refusal::RefusedTooLate { on, due });
        let play = play.does(dismiss("2024-10-09"));
        assert_eq!(play.last(2), ["DeemedAccepted", "ApplicationDismissed"]);
        assert_eq!((play.stage(), play.clock(ClockName::Decision).ended.unwrap().on), ("ApplicationDismissed", on));
    }

    #[test]
    fn r_acc_7_c37_from_its_receipt_the_applicant_has_fifteen_days_to_sue_and_the_respondent_none() {
        for (reconsideration_first, rule) in [(true, "R-ACC-7"), (false, "A-CAL-2")] {
            let reception = crate::case::application::Reception { reconsideration_first, ..reception("2024-12-02") };
            let play = Play::on("2024-12-30").does(receiving(reception)).does(accept("2024-12-09"));
            let play = play.does(dismiss("2024-12-27"));
            let play = play.does(Command::ServeDismissal(service(APPLICANT, "2024-12-30")));
            let play = play.does(Command::ServeDismissal(service(RESPONDENT, "2024-12-30")));
            let suit = play.clock_of(ClockName::Suit, APPLICANT);
            assert_eq!((suit.deadline.rule(), suit.due()), (rule, d("2025-01-14")));
            assert!(play.case.file.clocks.find((ClockName::Suit, Some(RESPONDENT))).is_none());
            let again = play.refuses(Command::ServeDismissal(service(APPLICANT, "2024-12-30")));
            assert!(matches!(again, Refusal::ServedBefore { .. }));
        }
    }

    #[test]
    fn r_acc_6_not_while_the_case_stands_still() {
        let play = accepted().does(suspend("2024-12-02"));
        let day = d("2024-12-02");
        assert_eq!(play.refuses(dismiss("2024-12-02")), Refusal::Suspended { on: day, since: day });
    }
}
