//! What can be amended in an entry: its fields by name, as text.

mod place;

use kernel::day::Day;
use kernel::field::{Choice, Fields, Placed};

pub(crate) use place::coded;

use super::Fact;
use super::acceptance::NonAcceptance;
use super::application::{Act, Claim, Party, Reception, Role};
use super::decision::{Decided, Item};
use super::resolution::DisputeResolution;
use super::termination::TerminationGround;

fn on<'a>(title: &str, day: &'a mut Day) -> Placed<'a> {
    Placed::new("on", format!("{title}的日期"), day)
}

impl Fields for Fact {
    fn settle(&mut self) {
        match self {
            Self::Terminated(e) if e.termination.ground != TerminationGround::Withdrawn => {
                e.termination.withdrawal = None;
            }
            Self::Decided(e) => e.find(),
            _ => {}
        }
    }

    /// As messages carry it: other services count by its words.
    fn value(&self, field: &str) -> Option<String> {
        self.clone().place(field).map(Placed::sent)
    }

    fn places(&mut self) -> Vec<Placed<'_>> {
        let title = self.described().1;
        match self {
            Self::Received(e) => of_reception(&mut e.reception),
            Self::SupplementNoticeIssued(e) => {
                vec![on(title, &mut e.on), Placed::new("items", "需要补正的内容", &mut e.items)]
            }
            Self::SupplementNoticeServed(e)
            | Self::NonAcceptanceServed(e)
            | Self::CopyServed(e)
            | Self::DecisionServed(e)
            | Self::TerminationServed(e)
            | Self::DismissalServed(e) => vec![on(title, &mut e.service.on)],
            Self::SupplementsReceived(e) => vec![
                Placed::new("received_on", "收到补正材料的日期", &mut e.received_on),
                Placed::new("posted_on", "交邮日期", &mut e.posted_on),
            ],
            Self::SupplementExtended(e) => {
                vec![on(title, &mut e.on), Placed::new("until", "延长至", &mut e.until).coming()]
            }
            Self::AnswerReceived(e) => vec![
                Placed::new("received_on", "收到答复的日期", &mut e.received_on),
                Placed::new("posted_on", "交邮日期", &mut e.posted_on),
            ],
            Self::Extended(e) => vec![on(title, &mut e.on), Placed::new("days", "延长天数", &mut e.days)],
            Self::DeemedAbandoned(e) => vec![on(title, &mut e.on)],
            Self::Accepted(e) => vec![on(title, &mut e.on), place::procedure(&mut e.track)],
            Self::AcceptanceRefused(e) => of_non_acceptance(title, e),
            Self::ProcedureChosen(e) => vec![on(title, &mut e.on), place::procedure(&mut e.track)],
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
                vec![on(title, &mut e.on), Placed::new("suspension_ground", "中止的情形", &mut e.ground)]
            }
            Self::Resumed(e) => vec![on(title, &mut e.on)],
            Self::Submitted(e) => vec![on(title, &mut e.on)],
            Self::Mediated(e) => {
                let mut places = vec![
                    Placed::new("sealed_on", "加盖印章日期", &mut e.paper.sealed_on),
                    Placed::new("changes_act", "调解书是否改变行政行为", &mut e.paper.changes_act),
                ];
                for signature in &mut e.paper.signatures {
                    let number = signature.party.0;
                    let title = format!("第{number}号参加人签字日期");
                    places.push(Placed::new("signed_on", title, &mut signature.on).numbered(number));
                }
                places
            }
            Self::Withdrawn(e) => {
                vec![on(title, &mut e.on), Placed::new("withdrawal_reason", "撤回的原因", &mut e.reason)]
            }
            Self::Terminated(e) => {
                let termination = &mut e.termination;
                let ground = place::termination_ground(&mut termination.ground, termination.withdrawal.is_some());
                let mut places = vec![on(title, &mut termination.on), ground];
                if let Some(withdrawal) = &mut termination.withdrawal {
                    places.push(Placed::new("withdrawn_on", "撤回申请的日期", &mut withdrawal.on));
                    places.push(Placed::new("withdrawal_reason", "撤回的原因", &mut withdrawal.reason));
                }
                places
            }
            Self::ApplicationDismissed(e) => vec![
                on(title, &mut e.dismissal.on),
                Placed::new("dismissal_ground", "驳回申请的事由", &mut e.dismissal.ground),
                Placed::new("dismissal_reasons", "驳回申请的理由", &mut e.dismissal.reasons),
            ],
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
        Placed::new("received_on", "收到日期", &mut reception.received_on),
        Placed::new("posted_on", "交邮日期", &mut reception.posted_on),
        Placed::new("channel", "提交方式", &mut reception.channel),
    ];
    places.extend(of_act(&mut reception.act));
    places.extend(reception.parties.iter_mut().flat_map(of_party));
    if applicants.len() > 1 {
        places.push(place::representatives(&mut reception.representatives, applicants));
    }
    places.extend(reception.claims.iter_mut().flat_map(of_claim));
    places.extend([
        Placed::new("facts_and_reasons", "事实和理由", &mut reception.facts_and_reasons),
        place::code("field", "行政管理领域", &mut reception.field, 'F'),
        place::code("matter", "复议事项", &mut reception.matter, 'X'),
        Placed::new("reconsideration_first", "复议前置案件", &mut reception.reconsideration_first),
        Placed::new("compensation_asked", "一并请求行政赔偿", &mut reception.compensation_asked),
        Placed::new("collateral_review_asked", "一并请求审查规范性文件", &mut reception.collateral_review_asked),
        Placed::new("legal_aid_asked", "申请法律援助", &mut reception.legal_aid_asked),
        Placed::new("enterprise_related", "涉企案件", &mut reception.enterprise_related),
        Placed::new("non_public", "不公开的案件", &mut reception.non_public),
    ]);
    places
}

fn of_act(act: &mut Act) -> [Placed<'_>; 9] {
    [
        Placed::new("known_on", "知道行政行为的日期", &mut act.known_on),
        Placed::new("known_by", "怎样知道的", &mut act.known_by),
        place::known("remedies_told", "是否告知复议权利、机关和期限", &mut act.remedies_told),
        Placed::new("made_on", "行政行为作出日期", &mut act.made_on),
        Placed::new("act_kind", "行政行为类型", &mut act.kind),
        Placed::new("act_title", "行政行为名称", &mut act.title),
        Placed::new("document_number", "行政行为文号", &mut act.document_number),
        Placed::new("act_served", "是否已送达", &mut act.served),
        Placed::new("amount", "涉及款额（元）", &mut act.amount),
    ]
}

fn of_party(party: &mut Party) -> [Placed<'_>; 5] {
    let number = party.number.0;
    let title = format!("{}名称", party.role);
    let of = |what: &str| format!("{what}（{}）", party.name);
    let [id_kind, id_number, phone, address] = ["证件", "证件号码", "联系电话", "送达地址"].map(of);
    [
        Placed::new("party_name", title, &mut party.name).numbered(number),
        Placed::new("id_kind", id_kind, &mut party.id_kind).numbered(number),
        Placed::new("id_number", id_number, &mut party.id_number).numbered(number),
        Placed::new("phone", phone, &mut party.phone).numbered(number),
        Placed::new("address", address, &mut party.address).numbered(number),
    ]
}

fn of_claim(claim: &mut Claim) -> [Placed<'_>; 2] {
    let number = claim.number;
    [
        Placed::new("claim_kind", format!("第{number}项请求"), &mut claim.kind).numbered(number),
        Placed::new("claim_text", format!("第{number}项请求的内容"), &mut claim.text).numbered(number),
    ]
}

fn of_non_acceptance<'a>(title: &str, refusal: &'a mut NonAcceptance) -> Vec<Placed<'a>> {
    vec![
        on(title, &mut refusal.on),
        Placed::new("non_acceptance_ground", "不予受理的事由", &mut refusal.ground),
        Placed::new("competent_organ", "有管辖权的机关", &mut refusal.competent_organ),
        Placed::new("non_acceptance_reasons", "不予受理的理由", &mut refusal.reasons),
    ]
}

fn of_decision<'a>(title: &str, decided: &'a mut Decided) -> Vec<Placed<'a>> {
    let decision = &mut decided.decision;
    let mut places = vec![
        on(title, &mut decision.on),
        Placed::new("approved_on", "批准或者集体讨论的日期", &mut decision.approved_by.on),
    ];
    places.extend((1..).zip(&mut decision.items).flat_map(|(number, item)| of_item(number, item)));
    places
}

fn of_item(number: u32, item: &mut Item) -> [Placed<'_>; 5] {
    let of = |what: &str| format!("第{number}项决定{what}");
    [
        Placed::new("item_kind", of(""), &mut item.kind).numbered(number),
        Placed::new("item_causes", of("的纠错原因"), &mut item.causes).numbered(number),
        Placed::new("item_text", of("的内容"), &mut item.text).numbered(number),
        Placed::new("redo_days", of("责令重新作出的天数"), &mut item.redo_days).numbered(number),
        Placed::new("perform_by", of("的履行期限"), &mut item.perform_by).coming().numbered(number),
    ]
}

fn of_resolution<'a>(title: &str, resolution: &'a mut DisputeResolution) -> Vec<Placed<'a>> {
    vec![
        on(title, &mut resolution.on),
        Placed::new("resolved_by", "以何种方式化解", &mut resolution.by),
        Placed::new("resolution_explanation", "怎样化解", &mut resolution.explanation),
    ]
}

#[cfg(test)]
mod tests;
