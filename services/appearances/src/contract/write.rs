//! How values are written into fields.

use kernel::paper::Paper;
use proto::appearances as messages;
pub(crate) use runtime::write::*;


pub(crate) fn paper(paper: Option<&Paper>) -> Option<messages::Paper> {
    paper.map(|paper| messages::Paper {
        kind: text(&paper.kind),
        number: text_if_any(paper.number.as_ref()),
        on: text_if_any(paper.on.as_ref()),
        title: text_if_any(paper.title.as_ref()),
    })
}
