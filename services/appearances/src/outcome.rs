//! What a court's paper says for one organ, by the codes of STATISTICS.md 4, and what that means.

use kernel::word::words;

use crate::lawsuit::InstanceKind;
use crate::parties::OrganKind;

words! {
    /// The code of an outcome.
    Code {
        J01 "驳回诉讼请求",
        J02 "撤销",
        J03 "部分撤销",
        J04 "撤销并责令重作",
        J05 "责令履行法定职责",
        J06 "履行给付义务",
        J07 "确认违法（利益重大不撤销）",
        J08 "确认违法（程序轻微）",
        J09 "确认违法（无可撤销内容等）",
        J10 "确认无效",
        J11 "责令补救、赔偿",
        J12 "变更",
        J13 "协议：继续履行、补救、赔偿",
        J14 "协议：补偿",
        J15 "撤销复议决定、确认复议决定违法",
        J16 "驳回赔偿请求",
        D01 "不予立案",
        D02 "驳回起诉",
        D03 "准许撤诉",
        D04 "按撤诉处理",
        D05 "移送、指定管辖",
        D06 "终结诉讼",
        D07 "中止诉讼",
        M01 "调解书",
        S01 "驳回上诉，维持原判",
        S02 "改判",
        S03 "发回重审",
        S04 "撤销裁定，指令立案、审理",
        S05 "准许撤回上诉",
        R01 "驳回再审申请",
        R02 "提审、指令再审",
        R03 "再审维持",
        R04 "再审改判",
        R05 "再审发回",
        R06 "终结再审",
    }

    /// In which form the court says it.
    Form {
        Judgment "判决",
        Ruling "裁定",
        Mediation "调解书",
    }

    /// Why a suit is withdrawn (ALL 62).
    WithdrawReason {
        SelfCorrected "被告改变或者履行",
        Settled "和解",
        OtherReason "其他",
    }

    /// Why an organ lost.
    Cause {
        FactsUnclear "主要事实不清、证据不足",
        Procedure "违反法定程序",
        WrongBasis "适用依据错误",
        ExcessOfPower "超越职权",
        AbuseOfPower "滥用职权",
        Improper "明显不当",
        Inaction "不履行职责",
        NoBasis "主体不适格、没有依据",
        NoAnswer "逾期不答复、不举证",
        OtherCause "其他",
    }
}

/// What an outcome leaves standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaves {
    /// Itself.
    Itself,
    /// The result that was examined.
    TheExamined,
    /// What it is changed to.
    TheChanged,
    /// Nothing yet: the suit goes on.
    Nothing,
}

impl Code {
    /// What it leaves standing in an instance of this kind. Who is deemed to have withdrawn in the second instance has withdrawn
    /// his appeal, as with leave (S05): what he appealed against stands.
    #[must_use]
    pub fn leaves(self, kind: InstanceKind) -> Leaves {
        match self {
            Self::D04 if kind == InstanceKind::Second => Leaves::TheExamined,
            Self::S01 | Self::S05 | Self::R01 | Self::R03 | Self::R06 => Leaves::TheExamined,
            _ if self.is_change() => Leaves::TheChanged,
            Self::S03 | Self::S04 | Self::R02 | Self::R05 | Self::D05 | Self::D07 => Leaves::Nothing,
            _ => Leaves::Itself,
        }
    }

    /// Whether it puts another result in place of the examined one.
    #[must_use]
    pub fn is_change(self) -> bool {
        matches!(self, Self::S02 | Self::R04)
    }

    /// Whether the organ has lost, unless a formula says otherwise (LAW.md 3.5). What only passes judgment on another
    /// result has none of its own.
    #[must_use]
    pub fn is_loss(self) -> bool {
        matches!(
            self,
            Self::J02
                | Self::J03
                | Self::J04
                | Self::J05
                | Self::J06
                | Self::J07
                | Self::J08
                | Self::J09
                | Self::J10
                | Self::J11
                | Self::J12
                | Self::J13
                | Self::J14
                | Self::J15
        )
    }

    /// Whether an instance of this kind can come to it. D07 is no outcome anywhere.
    #[must_use]
    pub fn is_for(self, kind: InstanceKind) -> bool {
        let letter = self.letter();
        match kind {
            InstanceKind::First | InstanceKind::Remand => matches!(letter, 'J' | 'D' | 'M') && self != Self::D07,
            InstanceKind::Second => letter == 'S' || matches!(self, Self::D03 | Self::D04 | Self::D06 | Self::M01),
            InstanceKind::RetrialExam => matches!(self, Self::R01 | Self::R02 | Self::R06),
            InstanceKind::Retrial => matches!(self, Self::R03 | Self::R04 | Self::R05 | Self::R06 | Self::M01),
        }
    }

    /// Whether a paper of this form can say it. An appeal or a retrial is decided in the form of what it examines.
    #[must_use]
    pub fn is_in(self, form: Form) -> bool {
        match self {
            // And one judgment may dismiss the suit against one organ and decide on another's act.
            Self::S01 | Self::S02 | Self::R03 | Self::R04 | Self::D02 => form != Form::Mediation,
            _ => {
                form == match self.letter() {
                    'J' => Form::Judgment,
                    'M' => Form::Mediation,
                    _ => Form::Ruling,
                }
            }
        }
    }

    /// Whether it only comes to one sort of organ: J15 strikes a reconsideration decision.
    #[must_use]
    pub fn fits(self, organ: OrganKind) -> bool {
        self != Self::J15 || organ == OrganKind::ReconsiderationOrgan
    }

    /// Whether a second instance or a retrial may put it in place of what it examines.
    #[must_use]
    pub fn can_be_changed_to(self) -> bool {
        self.letter() == 'J' || self == Self::D02
    }

    /// Whether one may appeal against it in this form (ALL 85, JI-2018 101).
    #[must_use]
    pub fn can_be_appealed(self, form: Form) -> bool {
        form == Form::Judgment || matches!(self, Self::D01 | Self::D02)
    }

    /// Whether it ends the suit by its withdrawal.
    #[must_use]
    pub fn is_withdrawal(self) -> bool {
        matches!(self, Self::D03 | Self::D04)
    }

    fn letter(self) -> char {
        kernel::word::Word::english(self).chars().next().unwrap_or(' ')
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::word::Word;

    #[test]
    fn every_code_but_suspension_ends_some_instance_in_some_form() {
        use InstanceKind::{First, Remand, Retrial, RetrialExam, Second};
        for (code, english, _) in Code::ALL {
            let kinds = [First, Second, RetrialExam, Retrial, Remand].into_iter().filter(|kind| code.is_for(*kind));
            assert_eq!(kinds.count() == 0, *code == Code::D07, "{english}");
            assert!(Form::ALL.iter().any(|(form, ..)| code.is_in(*form)), "{english}");
        }
    }

    #[test]
    fn a_loss_by_default_is_what_corrects_the_act() {
        let lost: Vec<&str> = Code::ALL.iter().filter(|(code, ..)| code.is_loss()).map(|(_, name, _)| *name).collect();
        let expected: Vec<String> = (2..=15).map(|number| format!("J{number:02}")).collect();
        assert_eq!(lost, expected);
    }

    #[test]
    fn a_apl_1_and_a_apl_2_one_appeals_against_judgments_and_few_rulings_only() {
        assert!(Code::J01.can_be_appealed(Form::Judgment));
        assert!(Code::D02.can_be_appealed(Form::Ruling));
        assert!(!Code::D03.can_be_appealed(Form::Ruling));
        assert!(!Code::M01.can_be_appealed(Form::Mediation));
    }
}
