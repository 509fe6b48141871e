//! Who takes part in an instance (LAW.md A-DEF-5, A-DEF-6): the plaintiffs, and the organs from the one in which they were
//! joined to the one in which the suit against them was withdrawn.

use kernel::writing::Line;

use super::chain::{Chain, Instance};
use crate::parties::{Defendant, InstanceNumber, PartyNumber};
use crate::refusal::Refusal;

impl Chain {
    /// The organs that are sued, and those joined as third party (A-PER-6).
    #[must_use]
    pub fn defendants(&self) -> &[Defendant] {
        self.registration.as_ref().map_or(&[], |registration| &registration.defendants)
    }

    /// Those of them that take part in an instance: whoever was joined later, from then on; and until the suit against it was
    /// withdrawn.
    pub(crate) fn taking_part(&self, instance: InstanceNumber) -> impl Iterator<Item = &Defendant> {
        let is_joined = move |defendant: &&Defendant| defendant.is_joined_by(instance);
        self.defendants().iter().filter(is_joined).filter(move |defendant| !self.has_left(instance, defendant.number))
    }

    /// Those against which the suit was withdrawn before an instance.
    pub(super) fn left_before(&self, instance: InstanceNumber) -> impl Iterator<Item = PartyNumber> {
        let numbers = self.defendants().iter().map(|defendant| defendant.number);
        numbers.filter(move |number| self.has_left(instance, *number))
    }

    /// Whether the suit against an organ was withdrawn in an instance behind this one, while it went on against others.
    fn has_left(&self, instance: InstanceNumber, organ: PartyNumber) -> bool {
        let behind = |later: &Instance| later.follows.and_then(|earlier| self.instance(earlier).ok());
        let first = self.instance(instance).ok().and_then(behind);
        std::iter::successors(first, |later| behind(later)).any(|earlier| self.goes_on_without(earlier, organ))
    }

    /// Whether the suit against an organ was withdrawn in an instance, and it goes on against others.
    pub(super) fn goes_on_without(&self, instance: &Instance, organ: PartyNumber) -> bool {
        let is_withdrawn = |given| self.stands(instance, given).is_some_and(|standing| standing.code.is_withdrawal());
        instance.outcomes.get(&organ).is_some_and(is_withdrawn) && !instance.outcomes.values().all(is_withdrawn)
    }

    /// The organs that are sued themselves, each of which gets a result in an instance.
    pub(crate) fn sued(&self, instance: InstanceNumber) -> impl Iterator<Item = &Defendant> {
        self.taking_part(instance).filter(|defendant| defendant.is_sued())
    }

    /// An organ that takes part.
    pub(crate) fn defendant(&self, number: PartyNumber) -> Result<&Defendant, Refusal> {
        let found = self.defendants().iter().find(|defendant| defendant.number == number);
        found.ok_or(Refusal::NoSuchDefendant { number: number.0 })
    }

    /// An organ that takes part in an instance.
    pub(super) fn defendant_in(&self, instance: &Instance, number: PartyNumber) -> Result<&Defendant, Refusal> {
        let defendant = self.defendant(number)?;
        let (name, kind) = (|| defendant.name.clone(), instance.kind);
        match (defendant.is_joined_by(instance.number), self.has_left(instance.number, number)) {
            (false, _) => Err(Refusal::JoinedLater { name: name(), kind }),
            (true, true) => Err(Refusal::LeftBefore { name: name(), kind }),
            (true, false) => Ok(defendant),
        }
    }

    /// The numbers of all who take part in an instance.
    pub fn parties(&self, instance: InstanceNumber) -> impl Iterator<Item = PartyNumber> {
        let plaintiffs = self.registration.iter().flat_map(|registration| &registration.plaintiffs);
        let plaintiffs = plaintiffs.map(|plaintiff| plaintiff.number);
        plaintiffs.chain(self.taking_part(instance).map(|defendant| defendant.number))
    }

    /// What one who takes part in an instance is called.
    pub(super) fn party_name_in(&self, instance: &Instance, number: PartyNumber) -> Result<&Line, Refusal> {
        match self.defendant(number) {
            Ok(_) => self.defendant_in(instance, number).map(|defendant| &defendant.name),
            Err(_) => self.party_name(number),
        }
    }

    /// What one who takes part is called.
    pub(crate) fn party_name(&self, number: PartyNumber) -> Result<&Line, Refusal> {
        let plaintiffs = self.registration.iter().flat_map(|registration| &registration.plaintiffs);
        let mut names = plaintiffs.map(|plaintiff| (plaintiff.number, &plaintiff.name));
        let plaintiff = names.find(|(one, _)| *one == number).map(|(_, name)| name);
        plaintiff.map_or_else(
            || match self.defendant(number) {
                Ok(defendant) => Ok(&defendant.name),
                Err(_) => Err(Refusal::NoSuchParty { number: number.0 }),
            },
            Ok,
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::clocks::ClockName;
    use crate::hearing::Command as Hear;
    use crate::hearing::attendance::{Notice, PostLevel};
    use crate::lawsuit::InstanceKind;
    use crate::lawsuit::duty::DutyState;
    use crate::lawsuit::judgment::Outcome;
    use crate::outcome::{Code, Form, WithdrawReason};
    use crate::parties::PartyNumber;
    use crate::refusal::Refusal;
    use crate::samples::*;

    fn withdrawn(of: PartyNumber) -> Outcome {
        Outcome { withdraw_reason: Some(WithdrawReason::OtherReason), ..outcome(of, Code::D03) }
    }

    /// The suit against the government was withdrawn; over the judgment on the bureau there is an appeal.
    fn appealed() -> Play {
        let play = Play::on("2024-12-20").does(register(suit_of_two("2024-05-06")));
        let play = play.does(judging(FIRST, Form::Ruling, "2024-06-10", vec![withdrawn(GOVERNMENT)]));
        let play = play.does(serve(FIRST, GOVERNMENT, "2024-06-12")).does(judge(FIRST, "2024-08-01", Code::J01));
        play.does(appeal("2024-08-09", PLAINTIFF)).does(open(InstanceKind::Second, "2024-08-20"))
    }

    #[test]
    fn a_def_5_a_cnt_1_an_organ_against_which_the_suit_was_withdrawn_takes_no_part_in_later_instances() {
        let play = appealed();
        assert_eq!(play.lawsuit.summary().instances[1].left, [GOVERNMENT]);
        let left = Refusal::LeftBefore { name: line("陇县人民政府"), kind: InstanceKind::Second };
        assert_eq!(play.refuses(copy(SECOND, GOVERNMENT, "2024-08-22")), left);
        let both = vec![notice(BUREAU, Notice::None), notice(GOVERNMENT, Notice::None)];
        assert_eq!(play.refuses_in(1, SECOND, Hear::Schedule(plan("2024-09-10", both))), left);
        let came = led_by(BUREAU, head(PostLevel::Deputy));
        let play = play.hears(1, SECOND, recorded("2024-09-10", Notice::MayNotify, came));
        let upheld = judging(SECOND, Form::Judgment, "2024-10-08", vec![outcome(BUREAU, Code::S01)]);
        let play = play.does(upheld).does(serve(SECOND, BUREAU, "2024-10-10"));
        assert_eq!((play.duty(SECOND, BUREAU).state, play.duties(SECOND, GOVERNMENT)), (DutyState::Fulfilled, vec![]));
        assert!(!play.clock(ClockName::Trial, SECOND, None).is_running());
        assert_eq!((play.stage().as_str(), play.result(SECOND, BUREAU).is_final), ("已生效", true));
        let ended = play.result(FIRST, GOVERNMENT);
        assert_eq!((ended.effective_on, ended.is_final), (Some(d("2024-06-12")), true));
    }

    #[test]
    fn a_def_5_a_remand_goes_on_without_it_too() {
        let remanded = judging(SECOND, Form::Ruling, "2024-10-08", vec![outcome(BUREAU, Code::S03)]);
        let play = appealed().does(remanded).does(open(InstanceKind::Remand, "2024-11-04"));
        assert_eq!(play.lawsuit.summary().instances[2].left, [GOVERNMENT]);
    }

    #[test]
    fn a_def_5_where_the_whole_suit_was_withdrawn_nobody_has_left_what_examines_that() {
        let play = Play::on("2024-12-20").does(register(suit_of_two("2024-05-06")));
        let both = vec![withdrawn(BUREAU), withdrawn(GOVERNMENT)];
        let play = play.does(judging(FIRST, Form::Ruling, "2024-06-10", both));
        let play = play.does(serve(FIRST, BUREAU, "2024-06-12")).does(serve(FIRST, GOVERNMENT, "2024-06-12"));
        let play = play.does(open(InstanceKind::RetrialExam, "2024-08-20"));
        assert_eq!(play.lawsuit.summary().instances[1].left, []);
    }
}
