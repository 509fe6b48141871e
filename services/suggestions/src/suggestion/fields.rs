//! What can be amended in an entry: its fields by name, as text.

use kernel::field::{Fields, Placed, written};

use super::Fact;
use super::issue::{Addressee, LetterNumber};
use crate::limit::Limit;

written! { LetterNumber Text, Limit Text }

impl Fields for Fact {
    fn places(&mut self) -> Vec<Placed<'_>> {
        match self {
            Self::Registered(e) => {
                let letter = &mut e.registration.letter;
                let mut places = vec![
                    Placed::new("kind", "种类", &mut letter.kind),
                    Placed::new("number", "文号", &mut letter.number),
                    Placed::new("issued_on", "制发日期", &mut letter.issued_on),
                    Placed::new("title", "标题", &mut letter.title),
                    Placed::new("limit", "建议书限定的期限", &mut letter.limit),
                    Placed::new("urgent", "是否紧急", &mut letter.urgent),
                    Placed::new("remark", "备注", &mut letter.remark),
                ];
                places.extend(e.registration.addressees.iter_mut().map(receipt));
                places
            }
            Self::AddresseeAdded(e) => vec![Placed::new("on", "查明日期", &mut e.on), receipt(&mut e.addressee)],
            Self::Received(e) => {
                vec![Placed::new("on", "签收日期", &mut e.on), Placed::new("proof", "凭证", &mut e.proof)]
            }
            Self::Extended(e) => vec![
                Placed::new("on", "同意延期的日期", &mut e.on),
                Placed::new("by", "延长（至）", &mut e.by),
                Placed::new("reason", "理由", &mut e.reason),
            ],
            Self::Replied(e) => vec![
                Placed::new("on", "回复文书日期", &mut e.on),
                Placed::new("posted_on", "交邮日期", &mut e.posted_on),
                Placed::new("delivered_on", "对方收到日期", &mut e.delivered_on),
                Placed::new("number", "回复文号", &mut e.number),
                Placed::new("title", "回复标题", &mut e.title),
                Placed::new("adoption", "采纳情况", &mut e.adoption),
                Placed::new("summary", "回复要点", &mut e.summary),
                Placed::new("proof", "凭证", &mut e.proof),
            ],
            Self::Objected(e) => {
                vec![Placed::new("on", "异议日期", &mut e.on), Placed::new("reasons", "异议理由", &mut e.reasons)]
            }
            Self::ObjectionSettled(e) => vec![
                Placed::new("on", "复核日期", &mut e.on),
                Placed::new("result", "复核结果", &mut e.result),
                Placed::new("changed_received_on", "变更后的建议书签收日期", &mut e.changed_received_on),
                Placed::new("limit", "变更后的建议书限定的期限", &mut e.limit),
            ],
            Self::Withdrawn(e) => {
                vec![Placed::new("on", "撤回日期", &mut e.on), Placed::new("reason", "撤回理由", &mut e.reason)]
            }
            Self::RectificationRecorded(e) => vec![
                Placed::new("on", "登记的日期", &mut e.on),
                Placed::new("status", "整改情况", &mut e.status),
                Placed::new("planned_until", "计划完成日期", &mut e.planned_until),
                Placed::new("verified_by_issuer_on", "制发机关核实日期", &mut e.verified_by_issuer_on),
                Placed::new("summary", "整改内容", &mut e.summary),
            ],
            Self::Closed(e) => vec![
                Placed::new("on", "办结日期", &mut e.on),
                Placed::new("ground", "办结依据", &mut e.ground),
                Placed::new("explanation", "说明", &mut e.explanation),
            ],
            Self::Reminded(_) | Self::Amended(_) | Self::Struck(_) | Self::DeadlinesRecounted(_) => Vec::new(),
        }
    }
}

/// Its name is what the directory calls it: another organ is another addressee.
fn receipt(addressee: &mut Addressee) -> Placed<'_> {
    Placed::new("received_on", "签收日期", &mut addressee.received_on).numbered(addressee.number.0)
}
