//! Art. 55: a simplified case that turns out not to be simple goes on by the ordinary procedure.

use kernel::aggregate::Occasion;
use kernel::day::Day;
use serde::{Deserialize, Serialize};

use super::acceptance::Procedure;
use super::file::File;
use super::trial::Trial;
use super::{CaseEvent, Fact, suspension};
use crate::approval::Approval;
use crate::clocks::ClockName;
use crate::law;
use crate::refusal::Refusal;
use kernel::writing::Text;

/// Turns a simplified case into an ordinary one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conversion {
    /// The day of approval.
    pub on: Day,
    /// By the head of the reconsideration body.
    pub approval: Approval,
    /// Why.
    pub reason: Option<Text>,
}

/// Row 14, R-SIM-6: the sixty days run from the original acceptance. What the respondent has left to answer stays.
pub fn convert(file: &File, trial: &Trial, c: Conversion, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    law::has_come("on", c.on, on.today)?;
    law::not_before("on", c.on, "受理", trial.accepted_on)?;
    if trial.procedure == Procedure::Ordinary {
        return Err(Refusal::IsOrdinary);
    }
    let clock = file.clock(ClockName::Decision)?;
    if clock.due() < c.on {
        return Err(Refusal::ConvertedTooLate { on: c.on, due: clock.due() });
    }
    let sixty_days = law::run(&law::CONVERTED_DECISION, trial.accepted_on, &on.calendar)?;
    let ordinary = clock.with(suspension::standing(trial, sixty_days, on)?);
    Ok(vec![Fact::Converted(c).with([ordinary])])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{Play, accept_simplified, convert, d, extend, receive, resume, submit, suspend};

    fn simplified() -> Play {
        Play::on("2025-09-20").does(receive("2025-09-01")).does(accept_simplified("2025-09-03"))
    }

    #[test]
    fn r_sim_6_t07_sixty_days_from_the_original_acceptance() {
        let play = simplified();
        assert_eq!(play.due(ClockName::Decision), "2025-10-09");
        let play = play.does(convert("2025-09-20"));
        let decision = &play.clock(ClockName::Decision).deadline;
        assert_eq!((decision.start().on, decision.nominal()), (d("2025-09-03"), Some(d("2025-11-02"))));
        assert_eq!(play.due(ClockName::Decision), "2025-11-03");
    }

    #[test]
    fn r_sim_5_r_sim_6_only_a_simplified_case_and_before_its_thirty_days_end() {
        let due = d("2025-10-09");
        let (last, late) = (simplified().today("2025-10-09"), simplified().today("2025-10-10"));
        assert_eq!(last.does(convert("2025-10-09")).last(1), ["Converted"]);
        assert_eq!(late.refuses(convert("2025-10-10")), Refusal::ConvertedTooLate { on: d("2025-10-10"), due });
        assert_eq!(simplified().does(convert("2025-09-20")).refuses(convert("2025-09-20")), Refusal::IsOrdinary);
    }

    #[test]
    fn r_sim_6_the_steps_of_the_ordinary_procedure_become_due_and_it_may_be_extended() {
        let play = simplified().does(convert("2025-09-20"));
        assert!(matches!(play.refuses(submit("2025-09-20")), Refusal::TooFewHandlers { .. }));
        let play = play.does(crate::samples::assign("2025-09-20")).does(crate::samples::send_copy("2025-09-20"));
        let play = play.does(crate::samples::serve_copy("2025-09-20")).today("2025-10-20");
        let play = play.does(crate::samples::answer("2025-10-10"));
        assert!(matches!(play.refuses(submit("2025-10-20")), Refusal::NotHeard { .. }));
        assert_eq!(play.does(extend("2025-10-20", 30)).due(ClockName::Decision), "2025-12-02");
    }

    #[test]
    fn r_sus_3_the_days_on_which_it_stood_still_before_are_not_counted_afterwards_either() {
        let play = simplified().does(suspend("2025-09-10")).does(resume("2025-09-15")).does(convert("2025-09-20"));
        assert_eq!(play.clock(ClockName::Decision).deadline.nominal(), Some(d("2025-11-07")));
    }
}
