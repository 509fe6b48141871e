//! How values are written into fields.

use proto::reconsideration as messages;
pub(crate) use runtime::write::*;

use crate::approval::Approval;

pub(crate) fn approval(approval: &Approval) -> messages::Approval {
    messages::Approval {
        account: text_if_any(approval.account.as_ref()),
        name: text(&approval.name),
        post: text_if_any(approval.post.as_ref()),
        on: text_if_any(approval.on.as_ref()),
    }
}
