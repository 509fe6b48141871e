//! How values are written into fields.

use kernel::number::Number;
use kernel::paper::Paper;
use proto::reconsideration as messages;
pub(crate) use runtime::write::*;

use crate::approval::Approval;

pub(crate) fn paper(paper: Option<&Paper>) -> Option<messages::Paper> {
    paper.map(|paper| messages::Paper {
        kind: text(&paper.kind),
        number: text_if_any(paper.number.as_ref()),
        on: text_if_any(paper.on.as_ref()),
        title: text_if_any(paper.title.as_ref()),
    })
}

pub(crate) fn approval(approval: &Approval) -> messages::Approval {
    messages::Approval {
        account: text_if_any(approval.account.as_ref()),
        name: text(&approval.name),
        post: text_if_any(approval.post.as_ref()),
        on: text_if_any(approval.on.as_ref()),
    }
}

pub(crate) fn number(number: &Number) -> messages::Number {
    messages::Number {
        text: text(&number.text),
        ordinal: number.ordinal.unwrap_or_default(),
        existing: number.existing,
    }
}
