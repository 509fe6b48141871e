//! Art. 55: a simplified case that turns out not to be simple goes on by the ordinary procedure.

use kernel::aggregate::Occasion;
use kernel::day::Day;
use serde::{Deserialize, Serialize};

use super::acceptance::Procedure;
use super::file::File;
use super::trial::Trial;
use super::{CaseEvent, Fact, suspension};
use crate::approval::Approval;
use crate::clocks::{ClockName, PersonNumber};
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

/// Row 14, R-SIM-6: the sixty days run from the original acceptance. What a respondent has left to answer stays; whom the
/// copy reached only then has the days of the ordinary procedure, also where the conversion is entered afterwards.
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
    let mut clocks = vec![clock.with(suspension::standing(trial, sixty_days, on)?)];
    let converted = Fact::Converted(c);
    let mut after = trial.clone();
    after.take_up(0, &converted);
    for (respondent, served_on) in &trial.served {
        let Some(answer) = file.clock_of(ClockName::Answer, *respondent) else { continue };
        let days = after.days_to_answer(*served_on, on)?;
        if days.rule() == answer.deadline.rule() {
            continue;
        }
        let longer = answer.with(answer.ended.map_or(Ok(days.clone()), |ended| suspension::until(days, ended.on, on))?);
        if let Some(entry) = lapse_before(file, *respondent, longer.due()) {
            return Err(Refusal::LapsedAccordingTo { entry });
        }
        clocks.push(longer);
    }
    Ok(vec![converted.with(clocks)])
}

/// The lapse of a respondent's answer that has not happened, since its days end later.
fn lapse_before(file: &File, respondent: PersonNumber, due: Day) -> Option<u64> {
    file.history.entries().iter().find_map(|entry| match &entry.fact {
        Fact::AnswerExpired(e) if e.respondent == respondent && e.on < due => Some(entry.number),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Command;
    use crate::samples::{
        Play, RESPONDENT, accept_simplified, convert, d, extend, receive, resume, send_copy, serve_copy, submit,
        suspend,
    };

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
    fn r_sim_4_r_sim_6_r_ord_2_the_day_on_which_the_copy_arrived_says_how_long_one_answers_in_whatever_order_it_is_told()
     {
        let converted_on = "2025-09-20";
        for (served_on, due) in
            [("2025-09-08", "2025-09-15"), ("2025-09-19", "2025-09-26"), (converted_on, "2025-10-10")]
        {
            let (conversion, service) = (convert(converted_on), serve_copy(served_on));
            let sent = simplified().does(send_copy("2025-09-04"));
            let in_time = sent.clone().does(service.clone()).does(conversion.clone());
            let late = sent.does(conversion).does(service);
            assert_eq!(in_time.case.file.clocks, late.case.file.clocks, "{served_on}");
            assert_eq!(late.clock_of(ClockName::Answer, RESPONDENT).due(), d(due), "{served_on}");
        }
    }

    #[test]
    fn r_sim_6_r_ord_3_a_conversion_entered_late_takes_back_the_lapse_of_five_days_that_were_ten() {
        let served = simplified().does(send_copy("2025-09-04")).does(serve_copy("2025-09-12")).today("2025-09-20");
        let lapsed = served.does(Command::RecordAnswerExpiry(RESPONDENT));
        assert_eq!(lapsed.clock_of(ClockName::Answer, RESPONDENT).due(), d("2025-09-19"));
        let play = lapsed.clone().does(convert("2025-09-11"));
        assert_eq!(play.last(2), ["AnswerExpiryWithdrawn", "Converted"]);
        assert_eq!(play.clock_of(ClockName::Answer, RESPONDENT).due(), d("2025-09-26"));
        assert_eq!(lapsed.does(convert("2025-09-15")).last(1), ["Converted"], "the five days stay");
    }

    #[test]
    fn r_dec_2_r_dec_3_before_its_conversion_it_was_not_extended() {
        let play = simplified().today("2025-09-25").does(convert("2025-09-20"));
        assert_eq!(play.refuses(extend("2025-09-19", 10)), Refusal::SimplifiedCaseExtended);
        assert_eq!(play.does(extend("2025-09-20", 10)).last(1), ["Extended"]);
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
