//! What can be amended in an entry: its fields by name, as text.

mod place;

use kernel::day::Day;
use kernel::word::words;

pub use place::Choice;
pub(crate) use place::coded;
use place::{IfAny, One, Place, Several};

use super::Fact;
use super::acceptance::NonAcceptance;
use super::application::{Act, Claim, Party, Reception, Role};
use super::decision::{Decided, Item};
use super::resolution::DisputeResolution;
use super::termination::TerminationGround;

words! {
    /// What a field contains.
    FieldKind {
        Day "日期",
        ComingDay "可以在今天以后的日期",
        Number "数字",
        Text "文字",
        LongText "段落",
        Word "选项",
        WordIfAny "选项，可以不选",
        Words "多个选项",
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
    /// What can be chosen, where only that can.
    pub choices: Vec<Choice>,
}

/// A field's name in commands, its name for people, and where it is kept.
type Placed<'a> = (String, String, Place<'a>);

fn one<'a>(name: &str, title: &str, place: Place<'a>) -> Placed<'a> {
    (name.to_owned(), title.to_owned(), place)
}

fn numbered<'a>(name: &str, number: impl std::fmt::Display, title: String, place: Place<'a>) -> Placed<'a> {
    (format!("{name}/{number}"), title, place)
}

fn on<'a>(title: &str, day: &'a mut Day) -> Placed<'a> {
    one("on", &format!("{title}的日期"), Place::Day(day))
}

fn chosen<'a>(place: impl place::Chosen + 'a) -> Place<'a> {
    Place::Chosen(Box::new(place))
}

impl Fact {
    /// What can be amended in it.
    #[must_use]
    pub fn fields(&self) -> Vec<Field> {
        let mut fact = self.clone();
        let places = fact.places().into_iter();
        let field = |(name, title, place): Placed<'_>| Field {
            name,
            title,
            value: place.shown(),
            kind: place.kind(),
            choices: place.choices(),
        };
        places.map(field).collect()
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
        match self {
            Self::Terminated(e) if e.termination.ground != TerminationGround::Withdrawn => {
                e.termination.withdrawal = None;
            }
            Self::Decided(e) => e.find(),
            _ => {}
        }
        Ok(())
    }

    #[expect(clippy::too_many_lines, reason = "a row for each fact")]
    fn places(&mut self) -> Vec<Placed<'_>> {
        let title = self.described().1;
        match self {
            Self::Received(e) => of_reception(&mut e.reception),
            Self::SupplementNoticeIssued(e) => {
                let mut places = vec![on(title, &mut e.on)];
                places.push(one("items", "需要补正的内容", Place::Text(&mut e.items)));
                places
            }
            Self::SupplementNoticeServed(e)
            | Self::NonAcceptanceServed(e)
            | Self::CopyServed(e)
            | Self::DecisionServed(e)
            | Self::TerminationServed(e)
            | Self::DismissalServed(e) => vec![on(title, &mut e.service.on)],
            Self::SupplementsReceived(e) => {
                let mut places = vec![one("received_on", "收到补正材料的日期", Place::Day(&mut e.received_on))];
                places.push(one("posted_on", "交邮日期", Place::DayIfAny(&mut e.posted_on)));
                places
            }
            Self::SupplementExtended(e) => {
                let mut places = vec![on(title, &mut e.on)];
                places.push(one("until", "延长至", Place::ComingDay(&mut e.until)));
                places
            }
            Self::AnswerReceived(e) => {
                let mut places = vec![one("received_on", "收到答复的日期", Place::Day(&mut e.received_on))];
                places.push(one("posted_on", "交邮日期", Place::DayIfAny(&mut e.posted_on)));
                places
            }
            Self::Extended(e) => {
                let mut places = vec![on(title, &mut e.on)];
                places.push(one("days", "延长天数", Place::Days(&mut e.days)));
                places
            }
            Self::DeemedAbandoned(e) => vec![on(title, &mut e.on)],
            Self::Accepted(e) => {
                vec![on(title, &mut e.on), one("procedure", "适用的程序", Place::Track(&mut e.track))]
            }
            Self::AcceptanceRefused(e) => of_non_acceptance(title, e),
            Self::ProcedureChosen(e) => {
                vec![on(title, &mut e.on), one("procedure", "适用的程序", Place::Track(&mut e.track))]
            }
            Self::AcknowledgementSent(e) => vec![on(title, &mut e.on)],
            Self::HandlersAssigned(e) => vec![on(title, &mut e.on)],
            Self::CopySent(e) => vec![on(title, &mut e.on)],
            Self::OpinionHeard(e) => vec![on(title, &mut e.on)],
            Self::OpinionExcused(e) => vec![on(title, &mut e.on)],
            Self::HearingSettled(e) => vec![on(title, &mut e.on)],
            Self::CommitteeSettled(e) => vec![on(title, &mut e.on)],
            Self::HearingHeld(e) => vec![on(title, &mut e.on)],
            Self::CommitteeOpinionReceived(e) => vec![on(title, &mut e.on)],
            Self::Converted(e) => vec![on(title, &mut e.on)],
            Self::Suspended(e) => {
                let mut places = vec![on(title, &mut e.on)];
                places.push(one("suspension_ground", "中止的情形", chosen(One(&mut e.ground))));
                places
            }
            Self::Resumed(e) => vec![on(title, &mut e.on)],
            Self::Submitted(e) => vec![on(title, &mut e.on)],
            Self::Mediated(e) => {
                let mut places = vec![one("sealed_on", "加盖印章日期", Place::Day(&mut e.paper.sealed_on))];
                places.push(one("changes_act", "调解书是否改变行政行为", Place::Flag(&mut e.paper.changes_act)));
                for signature in &mut e.paper.signatures {
                    let number = signature.party.0;
                    let title = format!("第{number}号参加人签字日期");
                    places.push((format!("signed_on/{number}"), title, Place::Day(&mut signature.on)));
                }
                places
            }
            Self::Withdrawn(e) => {
                let mut places = vec![on(title, &mut e.on)];
                places.push(one("withdrawal_reason", "撤回的原因", chosen(One(&mut e.reason))));
                places
            }
            Self::Terminated(e) => {
                let termination = &mut e.termination;
                let ground = Place::Terminated(&mut termination.ground, termination.withdrawal.is_some());
                let mut places = vec![on(title, &mut termination.on)];
                places.push(one("termination_ground", "终止的事由", ground));
                if let Some(withdrawal) = &mut termination.withdrawal {
                    places.push(one("withdrawn_on", "撤回申请的日期", Place::Day(&mut withdrawal.on)));
                    places.push(one("withdrawal_reason", "撤回的原因", chosen(One(&mut withdrawal.reason))));
                }
                places
            }
            Self::ApplicationDismissed(e) => {
                let mut places = vec![on(title, &mut e.dismissal.on)];
                places.push(one("dismissal_ground", "驳回申请的事由", chosen(One(&mut e.dismissal.ground))));
                places.push(one("dismissal_reasons", "驳回申请的理由", Place::Text(&mut e.dismissal.reasons)));
                places
            }
            Self::DisputeResolved(e) => of_resolution(title, e),
            Self::Decided(e) => of_decision(title, e),
            Self::ThirdPartyJoined(e) => vec![on(title, &mut e.on)],
            Self::AgentsChanged(e) => vec![on(title, &mut e.on)],
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

/// Respondents bear the name that the directory gives them: another organ is another case.
fn of_reception(reception: &mut Reception) -> Vec<Placed<'_>> {
    let applicants = reception.parties.iter().filter(|party| party.role == Role::Applicant);
    let applicants: Vec<Choice> =
        applicants.map(|party| (party.number.0.to_string(), party.name.to_string())).collect();
    let mut places = vec![
        one("received_on", "收到日期", Place::Day(&mut reception.received_on)),
        one("posted_on", "交邮日期", Place::DayIfAny(&mut reception.posted_on)),
        one("channel", "提交方式", chosen(One(&mut reception.channel))),
    ];
    places.extend(of_act(&mut reception.act));
    places.extend(reception.parties.iter_mut().flat_map(of_party));
    if applicants.len() > 1 {
        places.push(one("representatives", "代表人", Place::Persons(&mut reception.representatives, applicants)));
    }
    places.extend(reception.claims.iter_mut().flat_map(of_claim));
    places.extend([
        one("facts_and_reasons", "事实和理由", Place::TextIfAny(&mut reception.facts_and_reasons)),
        one("field", "行政管理领域", Place::CodeIfAny(&mut reception.field, 'F')),
        one("matter", "复议事项", Place::CodeIfAny(&mut reception.matter, 'X')),
        one("reconsideration_first", "复议前置案件", Place::Flag(&mut reception.reconsideration_first)),
        one("compensation_asked", "一并请求行政赔偿", Place::Flag(&mut reception.compensation_asked)),
        one("collateral_review_asked", "一并请求审查规范性文件", Place::Flag(&mut reception.collateral_review_asked)),
        one("legal_aid_asked", "申请法律援助", Place::Flag(&mut reception.legal_aid_asked)),
        one("enterprise_related", "涉企案件", Place::Flag(&mut reception.enterprise_related)),
        one("non_public", "不公开的案件", Place::Flag(&mut reception.non_public)),
    ]);
    places
}

fn of_act(act: &mut Act) -> [Placed<'_>; 9] {
    [
        one("known_on", "知道行政行为的日期", Place::DayIfAny(&mut act.known_on)),
        one("known_by", "怎样知道的", chosen(IfAny(&mut act.known_by))),
        one("remedies_told", "是否告知复议权利、机关和期限", Place::IsKnown(&mut act.remedies_told)),
        one("made_on", "行政行为作出日期", Place::DayIfAny(&mut act.made_on)),
        one("act_kind", "行政行为类型", chosen(One(&mut act.kind))),
        one("act_title", "行政行为名称", Place::Line(&mut act.title)),
        one("document_number", "行政行为文号", Place::LineIfAny(&mut act.document_number)),
        one("act_served", "是否已送达", chosen(One(&mut act.served))),
        one("amount", "涉及款额（元）", Place::AmountIfAny(&mut act.amount)),
    ]
}

fn of_party(party: &mut Party) -> [Placed<'_>; 5] {
    let number = party.number.0;
    let title = format!("{}名称", party.role);
    let of = |what: &str| format!("{what}（{}）", party.name);
    let [id_kind, id_number, phone, address] = ["证件", "证件号码", "联系电话", "送达地址"].map(of);
    [
        numbered("party_name", number, title, Place::Line(&mut party.name)),
        numbered("id_kind", number, id_kind, chosen(IfAny(&mut party.id_kind))),
        numbered("id_number", number, id_number, Place::LineIfAny(&mut party.id_number)),
        numbered("phone", number, phone, Place::LineIfAny(&mut party.phone)),
        numbered("address", number, address, Place::LineIfAny(&mut party.address)),
    ]
}

fn of_claim(claim: &mut Claim) -> [Placed<'_>; 2] {
    let number = claim.number;
    [
        numbered("claim_kind", number, format!("第{number}项请求"), chosen(One(&mut claim.kind))),
        numbered("claim_text", number, format!("第{number}项请求的内容"), Place::Text(&mut claim.text)),
    ]
}

fn of_non_acceptance<'a>(title: &str, refusal: &'a mut NonAcceptance) -> Vec<Placed<'a>> {
    vec![
        on(title, &mut refusal.on),
        one("non_acceptance_ground", "不予受理的事由", chosen(One(&mut refusal.ground))),
        one("competent_organ", "有管辖权的机关", Place::LineIfAny(&mut refusal.competent_organ)),
        one("non_acceptance_reasons", "不予受理的理由", Place::Text(&mut refusal.reasons)),
    ]
}

fn of_decision<'a>(title: &str, decided: &'a mut Decided) -> Vec<Placed<'a>> {
    let decision = &mut decided.decision;
    let mut places = vec![
        on(title, &mut decision.on),
        one("approved_on", "批准或者集体讨论的日期", Place::DayIfAny(&mut decision.approved_by.on)),
    ];
    places.extend((1..).zip(&mut decision.items).flat_map(|(number, item)| of_item(number, item)));
    places
}

fn of_item(number: u32, item: &mut Item) -> [Placed<'_>; 5] {
    let of = |what: &str| format!("第{number}项决定{what}");
    [
        numbered("item_kind", number, of(""), chosen(One(&mut item.kind))),
        numbered("item_causes", number, of("的纠错原因"), chosen(Several(&mut item.causes))),
        numbered("item_text", number, of("的内容"), Place::TextIfAny(&mut item.text)),
        numbered("redo_days", number, of("责令重新作出的天数"), Place::DaysIfAny(&mut item.redo_days)),
        numbered("perform_by", number, of("的履行期限"), Place::ComingDayIfAny(&mut item.perform_by)),
    ]
}

fn of_resolution<'a>(title: &str, resolution: &'a mut DisputeResolution) -> Vec<Placed<'a>> {
    vec![
        on(title, &mut resolution.on),
        one("resolved_by", "以何种方式化解", chosen(One(&mut resolution.by))),
        one("resolution_explanation", "怎样化解", Place::TextIfAny(&mut resolution.explanation)),
    ]
}

#[cfg(test)]
mod tests;
