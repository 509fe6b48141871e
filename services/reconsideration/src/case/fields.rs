//! What can be amended in an entry: its fields by name, as text.

use kernel::day::Day;

use super::Fact;
use super::suspension::SuspensionGround;
use super::termination::{TerminationGround, WithdrawalReason};
use crate::money::Yuan;
use kernel::word::{Word, words};
use kernel::writing::{Line, Text};

words! {
    /// What a field contains.
    FieldKind {
        Day "日期",
        Number "数字",
        Text "文字",
        Word "选项",
    }

    /// Whether something is so.
    YesOrNo {
        Yes "是",
        No "否",
    }
}

/// A field as a form shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name in commands; for one of several persons with his number: `party_name/2`.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// What it contains now, a word by its name for people; nothing where it is empty.
    pub value: String,
    /// What sort of thing that is.
    pub kind: FieldKind,
}

/// The place a field is kept.
enum Place<'a> {
    Day(&'a mut Day),
    DayIfAny(&'a mut Option<Day>),
    Days(&'a mut u16),
    AmountIfAny(&'a mut Option<Yuan>),
    Line(&'a mut Line),
    LineIfAny(&'a mut Option<Line>),
    Text(&'a mut Text),
    Flag(&'a mut bool),
    Reason(&'a mut WithdrawalReason),
    Suspended(&'a mut SuspensionGround),
    /// With whether a withdrawal was entered, without which none can be the ground.
    Terminated(&'a mut TerminationGround, bool),
}

impl Place<'_> {
    fn kind(&self) -> FieldKind {
        match self {
            Self::Day(_) | Self::DayIfAny(_) => FieldKind::Day,
            Self::Days(_) | Self::AmountIfAny(_) => FieldKind::Number,
            Self::Line(_) | Self::LineIfAny(_) | Self::Text(_) => FieldKind::Text,
            Self::Flag(_) | Self::Reason(_) | Self::Suspended(_) | Self::Terminated(..) => FieldKind::Word,
        }
    }

    /// As messages carry it: other services count by its words.
    fn value(&self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::DayIfAny(day) => day.map(|day| day.to_string()).unwrap_or_default(),
            Self::Days(days) => days.to_string(),
            Self::AmountIfAny(amount) => amount.map(|amount| amount.to_string()).unwrap_or_default(),
            Self::Line(line) => line.to_string(),
            Self::LineIfAny(line) => line.as_ref().map(ToString::to_string).unwrap_or_default(),
            Self::Text(text) => text.to_string(),
            Self::Flag(flag) => YesOrNo::of(**flag).english().to_owned(),
            Self::Reason(reason) => reason.english().to_owned(),
            Self::Suspended(ground) => ground.english().to_owned(),
            Self::Terminated(ground, _) => ground.english().to_owned(),
        }
    }

    /// As people read it.
    fn shown(&self) -> String {
        match self {
            Self::Flag(flag) => YesOrNo::of(**flag).to_string(),
            Self::Reason(reason) => reason.to_string(),
            Self::Suspended(ground) => ground.to_string(),
            Self::Terminated(ground, _) => ground.to_string(),
            _ => self.value(),
        }
    }

    fn set(self, value: &str) -> Result<(), String> {
        match self {
            Self::Day(day) => *day = value.parse().map_err(said)?,
            Self::DayIfAny(day) => *day = if value.is_empty() { None } else { Some(value.parse().map_err(said)?) },
            Self::Days(days) => *days = value.parse().map_err(|_| "不是天数，请写成数字".to_owned())?,
            Self::AmountIfAny(amount) => *amount = if_any(value)?,
            Self::Line(line) => *line = Line::try_from(value.to_owned()).map_err(said)?,
            Self::LineIfAny(line) => *line = if_any(value)?,
            Self::Text(text) => *text = Text::try_from(value.to_owned()).map_err(said)?,
            Self::Flag(flag) => *flag = word::<YesOrNo>(value)? == YesOrNo::Yes,
            Self::Reason(reason) => *reason = word(value)?,
            Self::Suspended(ground) => *ground = word(value)?,
            Self::Terminated(ground, is_withdrawn) => match word(value)? {
                TerminationGround::Withdrawn if !is_withdrawn => {
                    return Err("还需要撤回申请的日期和原因，请撤除这条记录后重新登记，文书编号不变".to_owned());
                }
                new => *ground = new,
            },
        }
        Ok(())
    }
}

impl YesOrNo {
    fn of(is_so: bool) -> Self {
        if is_so { Self::Yes } else { Self::No }
    }
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn word<W: Word>(value: &str) -> Result<W, String> {
    W::from_either(value).map_err(said)
}

fn if_any<T: TryFrom<String, Error: std::fmt::Display>>(value: &str) -> Result<Option<T>, String> {
    if value.is_empty() { Ok(None) } else { T::try_from(value.to_owned()).map(Some).map_err(said) }
}

impl Fact {
    /// What can be amended in it.
    #[must_use]
    pub fn fields(&self) -> Vec<Field> {
        let mut fact = self.clone();
        let places = fact.places().into_iter();
        places.map(|(name, title, place)| Field { name, title, value: place.shown(), kind: place.kind() }).collect()
    }

    /// What a field contains, as messages carry it; none if there is no such field.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<String> {
        let mut fact = self.clone();
        fact.places().into_iter().find(|(name, ..)| name == field).map(|(_, _, place)| place.value())
    }

    /// Puts a value into a field. On failure the text says what is wrong with it.
    pub(crate) fn set(&mut self, field: &str, value: &str) -> Result<(), String> {
        let place = self.places().into_iter().find(|(name, ..)| name == field);
        place.map_or(Err("没有这一栏".to_owned()), |(_, _, place)| place.set(value.trim()))?;
        if let Self::Terminated(e) = self
            && e.termination.ground != TerminationGround::Withdrawn
        {
            e.termination.withdrawal = None;
        }
        Ok(())
    }

    #[expect(clippy::too_many_lines, reason = "a row for each fact")]
    fn places(&mut self) -> Vec<(String, String, Place<'_>)> {
        let title = self.described().1;
        let one = |name: &str, title: &str, place| vec![(name.to_owned(), title.to_owned(), place)];
        let on = |day| one("on", &format!("{title}的日期"), Place::Day(day));
        match self {
            Self::Received(e) => {
                let reception = &mut e.reception;
                let act = &mut reception.act;
                let mut places = one("received_on", "收到日期", Place::Day(&mut reception.received_on));
                places.extend(one("posted_on", "交邮日期", Place::DayIfAny(&mut reception.posted_on)));
                places.extend(one("known_on", "知道行政行为的日期", Place::DayIfAny(&mut act.known_on)));
                places.extend(one("made_on", "行政行为作出日期", Place::DayIfAny(&mut act.made_on)));
                places.extend(one("act_title", "行政行为名称", Place::Line(&mut act.title)));
                places.extend(one("document_number", "行政行为文号", Place::LineIfAny(&mut act.document_number)));
                places.extend(one("amount", "涉及款额（元）", Place::AmountIfAny(&mut act.amount)));
                for party in &mut reception.parties {
                    let name = format!("party_name/{}", party.number.0);
                    places.push((name, format!("{}名称", party.role), Place::Line(&mut party.name)));
                }
                // Respondents bear the name that the directory gives them: another organ is another case.
                places
            }
            Self::SupplementNoticeIssued(e) => {
                let mut places = on(&mut e.on);
                places.extend(one("items", "需要补正的内容", Place::Text(&mut e.items)));
                places
            }
            Self::SupplementNoticeServed(e)
            | Self::NonAcceptanceServed(e)
            | Self::CopyServed(e)
            | Self::DecisionServed(e)
            | Self::TerminationServed(e)
            | Self::DismissalServed(e) => on(&mut e.service.on),
            Self::SupplementsReceived(e) => {
                let mut places = one("received_on", "收到补正材料的日期", Place::Day(&mut e.received_on));
                places.extend(one("posted_on", "交邮日期", Place::DayIfAny(&mut e.posted_on)));
                places
            }
            Self::SupplementExtended(e) => {
                let mut places = on(&mut e.on);
                places.extend(one("until", "延长至", Place::Day(&mut e.until)));
                places
            }
            Self::AnswerReceived(e) => {
                let mut places = one("received_on", "收到答复的日期", Place::Day(&mut e.received_on));
                places.extend(one("posted_on", "交邮日期", Place::DayIfAny(&mut e.posted_on)));
                places
            }
            Self::Extended(e) => {
                let mut places = on(&mut e.on);
                places.extend(one("days", "延长天数", Place::Days(&mut e.days)));
                places
            }
            Self::DeemedAbandoned(e) => on(&mut e.on),
            Self::Accepted(e) => on(&mut e.on),
            Self::AcceptanceRefused(e) => on(&mut e.on),
            Self::ProcedureChosen(e) => on(&mut e.on),
            Self::AcknowledgementSent(e) => on(&mut e.on),
            Self::HandlersAssigned(e) => on(&mut e.on),
            Self::CopySent(e) => on(&mut e.on),
            Self::OpinionHeard(e) => on(&mut e.on),
            Self::OpinionExcused(e) => on(&mut e.on),
            Self::HearingSettled(e) => on(&mut e.on),
            Self::CommitteeSettled(e) => on(&mut e.on),
            Self::HearingHeld(e) => on(&mut e.on),
            Self::CommitteeOpinionReceived(e) => on(&mut e.on),
            Self::Converted(e) => on(&mut e.on),
            Self::Suspended(e) => {
                let mut places = on(&mut e.on);
                places.extend(one("suspension_ground", "中止的情形", Place::Suspended(&mut e.ground)));
                places
            }
            Self::Resumed(e) => on(&mut e.on),
            Self::Submitted(e) => on(&mut e.on),
            Self::Mediated(e) => {
                let mut places = one("sealed_on", "加盖印章日期", Place::Day(&mut e.paper.sealed_on));
                places.extend(one("changes_act", "调解书是否改变行政行为", Place::Flag(&mut e.paper.changes_act)));
                for signature in &mut e.paper.signatures {
                    let number = signature.party.0;
                    let title = format!("第{number}号参加人签字日期");
                    places.push((format!("signed_on/{number}"), title, Place::Day(&mut signature.on)));
                }
                places
            }
            Self::Withdrawn(e) => {
                let mut places = on(&mut e.on);
                places.extend(one("withdrawal_reason", "撤回的原因", Place::Reason(&mut e.reason)));
                places
            }
            Self::Terminated(e) => {
                let termination = &mut e.termination;
                let ground = Place::Terminated(&mut termination.ground, termination.withdrawal.is_some());
                let mut places = on(&mut termination.on);
                places.extend(one("termination_ground", "终止的事由", ground));
                if let Some(withdrawal) = &mut termination.withdrawal {
                    places.extend(one("withdrawn_on", "撤回申请的日期", Place::Day(&mut withdrawal.on)));
                    places.extend(one("withdrawal_reason", "撤回的原因", Place::Reason(&mut withdrawal.reason)));
                }
                places
            }
            Self::ApplicationDismissed(e) => on(&mut e.dismissal.on),
            Self::DisputeResolved(e) => on(&mut e.on),
            Self::Decided(e) => {
                let mut places = on(&mut e.decision.on);
                let approved_on = Place::DayIfAny(&mut e.decision.approved_by.on);
                places.extend(one("approved_on", "批准或者集体讨论的日期", approved_on));
                places
            }
            Self::ThirdPartyJoined(e) => on(&mut e.on),
            Self::AgentsChanged(e) => on(&mut e.on),
            Self::DeemedAccepted(_)
            | Self::AnswerExpired(_)
            | Self::Amended(_)
            | Self::Struck(_)
            | Self::DeemedAcceptanceWithdrawn(_)
            | Self::AnswerExpiryWithdrawn(_)
            | Self::AbandonmentWithdrawn(_)
            | Self::DeadlinesRecounted(_) => Vec::new(),
        }
    }
}
