//! ALL 84, JI-2018 105: a case that turns out not to be simple goes on by the ordinary procedure.

use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::paper::Paper;
use serde::{Deserialize, Serialize};

use super::further::trial_clock;
use super::registration::Procedure;
use super::{Fact, Lawsuit, LawsuitEvent};
use crate::clocks::{Clock, ClockName};
use crate::law;
use crate::parties::InstanceNumber;
use crate::refusal::Refusal;

/// The court turns a simplified instance into an ordinary one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conversion {
    /// Which instance.
    pub instance: InstanceNumber,
    /// The day of the ruling.
    pub on: Day,
    /// The ruling.
    pub paper: Option<Paper>,
}

/// A-TRI-6: the court's limit is that of the ordinary procedure, still counted from docketing.
pub fn convert(lawsuit: &Lawsuit, c: Conversion, on: &Occasion) -> Result<LawsuitEvent, Refusal> {
    law::has_come("on", c.on, on.today)?;
    let instance = lawsuit.chain.instance(c.instance)?;
    if let Some(docketed_on) = instance.docketed_on {
        law::not_before("on", c.on, "立案", docketed_on)?;
    }
    if instance.procedure == Procedure::Ordinary {
        return Err(Refusal::IsOrdinary { kind: instance.kind });
    }
    let judged_on = instance.judged_on().filter(|_| instance.is_judged(&lawsuit.chain));
    if let Some(judged_on) = judged_on.filter(|judged_on| *judged_on < c.on) {
        return Err(Refusal::AfterJudgment { on: c.on, judged_on });
    }
    let (number, kind, docketed_on) = (instance.number, instance.kind, instance.docketed_on);
    let ordinary = trial_clock(number, kind, Procedure::Ordinary, None, docketed_on, on);
    let before = lawsuit.clocks.find((ClockName::Trial, number, None));
    let clock = before.zip(ordinary).map(|(before, now)| Clock { deadline: now.deadline, ..before.clone() });
    Ok(Fact::Converted(c).with(clock))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lawsuit::Command;
    use crate::outcome::Code;
    use crate::samples::*;

    fn simplified() -> Play {
        let suit =
            crate::lawsuit::registration::Registration { procedure: Procedure::Simplified, ..suit("2024-06-03") };
        Play::on("2024-12-20").does(register(suit))
    }

    fn convert(on: &str) -> Command {
        Command::Convert(Conversion { instance: FIRST, on: d(on), paper: None })
    }

    fn trial(play: &Play) -> &Clock {
        play.lawsuit.clocks.find((ClockName::Trial, FIRST, None)).unwrap()
    }

    #[test]
    fn a_tri_6_once_converted_the_six_months_count_from_docketing() {
        let play = simplified();
        assert_eq!((trial(&play).deadline.rule(), trial(&play).due()), ("A-TRI-6", d("2024-07-18")));
        let play = play.does(convert("2024-07-10"));
        assert_eq!((trial(&play).deadline.rule(), trial(&play).due()), ("A-TRI-5", d("2024-12-03")));
        assert_eq!(play.lawsuit.summary().instances[0].procedure, Procedure::Ordinary);
        let kind = crate::lawsuit::InstanceKind::First;
        assert_eq!(play.refuses(convert("2024-07-10")), Refusal::IsOrdinary { kind });
        assert_eq!(play.clone().does(strike(2)).lawsuit.clocks, simplified().lawsuit.clocks);
        assert_eq!(trial(&play.does(amend(1, "docketed_on", "2024-06-04"))).due(), d("2024-12-04"));
    }

    #[test]
    fn a_tri_6_a_conversion_entered_after_the_judgment_leaves_it_met() {
        let in_order = simplified().does(convert("2024-07-10")).does(judge(FIRST, "2024-09-02", Code::J01));
        let judged = simplified().does(judge(FIRST, "2024-09-02", Code::J01));
        let late = judged.clone().does(convert("2024-07-10"));
        assert_eq!(trial(&late), trial(&in_order));
        let after = Refusal::AfterJudgment { on: d("2024-09-03"), judged_on: d("2024-09-02") };
        assert_eq!(judged.refuses(convert("2024-09-03")), after);
    }
}
