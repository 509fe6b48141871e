use kernel::number::NumberRequest;
use kernel::writing::Line;
use proto::Message;
use proto::notices::{self as messages, notice_command, notice_event};
use runtime::{Contract, Draft as Decided, First, Malformed, read, write};
use uuid::Uuid;

use super::register::write_taking;
use crate::kept::Kept;
use crate::notice::collection::{Collection, Restated};
use crate::notice::draft::{Approval, Block, Draft, Item, TypicalCase};
use crate::notice::freezing::{Freezing, Frozen, Unfreezing};
use crate::notice::issue::{Issue, Issued, Offer, Paper, Restating, Withdrawal};
use crate::notice::{Command, Event, Notice, notice_id};
use crate::number::{NoticeRegister, NumberTaking, RegisterEvent};
use kernel::aggregate::Aggregate as _;
use kernel::word::Word as _;

impl Contract for Notice {
    fn command(payload: &[u8]) -> Result<Command, Malformed> {
        use notice_command::Command as Message;
        let message = messages::NoticeCommand::decode(payload)?;
        Ok(match message.command.ok_or_else(Malformed::empty)? {
            Message::Collect(m) => Command::Collect(read_collection(m)?),
            Message::Freeze(m) => Command::Freeze(Box::new(Freezing {
                on: read::day("on", &m.on)?,
                notice: read::uuid("notice", &m.notice)?,
                found: match m.manifest {
                    Some(manifest) if !m.figures.is_empty() => Some((Kept::written(&manifest), Kept::read(m.figures)?)),
                    _ => None,
                },
                citizens: read_names(m.hidden_names)?,
            })),
            Message::Unfreeze(m) => Command::Unfreeze(read_unfreezing(m)?),
            Message::Draft(m) => Command::Draft(read_draft(m)?),
            Message::Approve(m) => Command::Approve(read_approval(m)?),
            Message::Issue(m) => Command::Issue(Issue {
                on: read::day("on", &m.on)?,
                signer: read::value("signer", m.signer)?,
                request: NumberRequest {
                    area: read::value("area", m.area)?,
                    template: read::value_if_any("template", m.template)?,
                    existing: read::value_if_any("existing", m.existing)?,
                },
                number: None,
            }),
            Message::KeepPaper(m) => Command::KeepPaper(read_paper(m)?),
            Message::OfferRestatement(m) => Command::OfferRestatement(read_offer(&m)?),
            Message::MarkRestated(m) => Command::MarkRestated(read_restating(m)?),
            Message::Withdraw(m) => Command::Withdraw(read_withdrawal(m)?),
        })
    }

    fn write(event: &Event) -> Vec<u8> {
        use notice_event::Event as Message;
        let event = match event {
            Event::Collected(e) => Message::Collected(write_collection(e)),
            Event::Frozen(e) => Message::Frozen(messages::Freezing {
                on: e.on.to_string(),
                manifest: Some(e.manifest.message()),
                figures: e.figures.bytes().to_vec(),
                notice: write::uuid(e.notice),
                hidden_names: e.citizens.iter().map(ToString::to_string).collect(),
            }),
            Event::Unfrozen(e) => {
                Message::Unfrozen(messages::Unfreezing { on: e.on.to_string(), reason: e.reason.to_string() })
            }
            Event::Drafted(e) => Message::Drafted(write_draft(e)),
            Event::Approved(e) => Message::Approved(write_approval(e)),
            Event::Issued(e) => Message::Issued(messages::Issued {
                on: e.on.to_string(),
                signer: e.signer.to_string(),
                number: Some(write::number(&e.number)),
                restates: write::uuid_if_any(e.restates),
            }),
            Event::PaperKept(e) => Message::PaperKept(messages::Paper {
                on: e.on.to_string(),
                pdf: e.pdf.clone(),
                sha256: e.sha256.clone(),
                pages: e.pages,
            }),
            Event::RestatementOffered(e) => Message::RestatementOffered(e.content.message()),
            Event::Restated(e) => Message::Restated(messages::Restating {
                on: e.on.to_string(),
                by: write::uuid(e.by),
                number: e.number.to_string(),
            }),
            Event::Withdrawn(e) => {
                Message::Withdrawn(messages::Withdrawal { on: e.on.to_string(), reason: e.reason.to_string() })
            }
        };
        messages::NoticeEvent { event: Some(event) }.encode_to_vec()
    }

    fn read(payload: &[u8]) -> Result<Event, Malformed> {
        use notice_event::Event as Message;
        let message = messages::NoticeEvent::decode(payload)?;
        Ok(match message.event.ok_or_else(Malformed::empty)? {
            Message::Collected(m) => Event::Collected(read_collection(m)?),
            Message::Frozen(m) => Event::Frozen(Box::new(Frozen {
                on: read::day("on", &m.on)?,
                notice: read::uuid("notice", &m.notice)?,
                manifest: Kept::written(&m.manifest.ok_or_else(|| Malformed::field("manifest", "缺少内容"))?),
                figures: Kept::read(m.figures)?,
                citizens: read_names(m.hidden_names)?,
            })),
            Message::Unfrozen(m) => Event::Unfrozen(read_unfreezing(m)?),
            Message::Drafted(m) => Event::Drafted(read_draft(m)?),
            Message::Approved(m) => Event::Approved(read_approval(m)?),
            Message::Issued(m) => Event::Issued(Issued {
                on: read::day("on", &m.on)?,
                signer: read::value("signer", m.signer)?,
                number: read::number("number", m.number)?,
                restates: read::uuid_if_any("restates", &m.restates)?,
            }),
            Message::PaperKept(m) => Event::PaperKept(read_paper(m)?),
            Message::RestatementOffered(m) => Event::RestatementOffered(read_offer(&m)?),
            Message::Restated(m) => Event::Restated(read_restating(m)?),
            Message::Withdrawn(m) => Event::Withdrawn(read_withdrawal(m)?),
        })
    }

    fn stream(command: &Command) -> Option<Uuid> {
        match command {
            Command::Collect(c) => Some(notice_id(c.kind, c.area.as_str(), c.period, c.ordinal).uuid()),
            Command::Freeze(c) => Some(c.notice),
            _ => None,
        }
    }

    fn first(_stream: Uuid, command: &Command) -> Option<First> {
        let Command::Issue(c) = command else { return None };
        let taking = NumberTaking::of(&c.request, c.on);
        Some(First { kind: NoticeRegister::KIND, stream: taking.register().uuid(), payload: write_taking(&taking) })
    }

    fn told(command: Command, first: &[Decided]) -> Result<Command, Malformed> {
        let Command::Issue(mut c) = command else { return Ok(command) };
        if let Some(decided) = first.first() {
            let RegisterEvent::Taken(taken) = NoticeRegister::read(&decided.payload)?;
            c.number = Some(taken.number);
        }
        Ok(Command::Issue(c))
    }
}

fn read_collection(m: messages::Collection) -> Result<Collection, Malformed> {
    let restated = |m: messages::Restated| {
        Ok::<_, Malformed>(Restated {
            notice: read::uuid("restates.notice", &m.notice)?,
            number: read::value_if_any("restates.number", m.number)?,
            issued_on: read::day_if_any("restates.issued_on", &m.issued_on)?,
        })
    };
    Ok(Collection {
        on: read::day("on", &m.on)?,
        kind: read::word("kind", &m.kind)?,
        period: read::value("period", m.period)?,
        area: read::value("area", m.area)?,
        ordinal: m.ordinal,
        restates: m.restates.map(restated).transpose()?,
        after: read::uuid_if_any("after", &m.after)?,
    })
}

fn write_collection(c: &Collection) -> messages::Collection {
    messages::Collection {
        on: c.on.to_string(),
        kind: c.kind.english().to_owned(),
        period: c.period.to_string(),
        area: write::text(&c.area),
        ordinal: c.ordinal,
        restates: c.restates.as_ref().map(|restated| messages::Restated {
            notice: write::uuid(restated.notice),
            number: write::text_if_any(restated.number.as_ref()),
            issued_on: write::text_if_any(restated.issued_on.as_ref()),
        }),
        after: write::uuid_if_any(c.after),
    }
}

fn read_unfreezing(m: messages::Unfreezing) -> Result<Unfreezing, Malformed> {
    Ok(Unfreezing { on: read::day("on", &m.on)?, reason: read::value("reason", m.reason)? })
}

fn read_draft(m: messages::Drafting) -> Result<Draft, Malformed> {
    let block = |m: messages::Block| {
        Ok(Block {
            key: read::word("blocks.key", &m.key)?,
            heading: read::value_if_any("blocks.heading", m.heading)?,
            text: read::value("blocks.text", m.text)?,
        })
    };
    Ok(Draft {
        on: read::day("on", &m.on)?,
        title: read::value_if_any("title", m.title)?,
        addressees: read::value("addressees", m.addressees)?,
        copies: read::value_if_any("copies", m.copies)?,
        blocks: read::each(m.blocks, block)?,
        typical: read::each(m.typical, read_typical)?,
    })
}

fn read_typical(m: messages::TypicalCase) -> Result<TypicalCase, Malformed> {
    let item = m.item.ok_or_else(|| Malformed::field("typical.item", "缺少所选的案件，请从清单中选取"))?;
    let named_because: Option<Line> = read::value_if_any("typical.named_because", m.named_because)?;
    if m.named && named_because.is_none() {
        return Err(Malformed::field("typical.named_because", "公开当事人姓名的，请写明理由"));
    }
    Ok(TypicalCase {
        item: Item { kind: item.kind, stream: read::uuid("typical.item.stream", &item.stream)?, key: item.key },
        title: read::value("typical.title", m.title)?,
        text: read::value("typical.text", m.text)?,
        named_because: named_because.filter(|_| m.named),
        hidden: read_names(m.hidden_names)?,
    })
}

fn read_names(names: Vec<String>) -> Result<Vec<Line>, Malformed> {
    names.into_iter().map(|name| read::value("hidden_names", name)).collect()
}

/// Words as messages carry them.
pub(crate) fn write_draft(draft: &Draft) -> messages::Drafting {
    let block = |block: &Block| messages::Block {
        key: block.key.english().to_owned(),
        heading: write::text_if_any(block.heading.as_ref()),
        text: block.text.to_string(),
    };
    messages::Drafting {
        on: draft.on.to_string(),
        blocks: draft.blocks.iter().map(block).collect(),
        typical: draft.typical.iter().map(write_typical).collect(),
        title: write::text_if_any(draft.title.as_ref()),
        addressees: draft.addressees.to_string(),
        copies: write::text_if_any(draft.copies.as_ref()),
    }
}

fn write_typical(case: &TypicalCase) -> messages::TypicalCase {
    messages::TypicalCase {
        item: Some(messages::Item {
            kind: case.item.kind.clone(),
            stream: write::uuid(case.item.stream),
            key: case.item.key.clone(),
        }),
        title: case.title.to_string(),
        text: case.text.to_string(),
        named: case.named_because.is_some(),
        named_because: write::text_if_any(case.named_because.as_ref()),
        hidden_names: case.hidden.iter().map(ToString::to_string).collect(),
    }
}

fn read_approval(m: messages::Approval) -> Result<Approval, Malformed> {
    Ok(Approval {
        on: read::day("on", &m.on)?,
        name: read::value("name", m.name)?,
        post: read::value_if_any("post", m.post)?,
        opinion: read::value_if_any("opinion", m.opinion)?,
    })
}

/// An approval as messages carry it.
pub(crate) fn write_approval(approval: &Approval) -> messages::Approval {
    messages::Approval {
        on: approval.on.to_string(),
        name: approval.name.to_string(),
        post: write::text_if_any(approval.post.as_ref()),
        opinion: write::text_if_any(approval.opinion.as_ref()),
    }
}

fn read_paper(m: messages::Paper) -> Result<Paper, Malformed> {
    Ok(Paper { on: read::day("on", &m.on)?, pdf: m.pdf, sha256: m.sha256, pages: m.pages })
}

fn read_offer(m: &messages::Offer) -> Result<Offer, Malformed> {
    Ok(Offer { on: read::day("on", &m.on)?, content: Kept::written(m) })
}

fn read_restating(m: messages::Restating) -> Result<Restating, Malformed> {
    Ok(Restating {
        on: read::day("on", &m.on)?,
        by: read::uuid("by", &m.by)?,
        number: read::value("number", m.number)?,
    })
}

fn read_withdrawal(m: messages::Withdrawal) -> Result<Withdrawal, Malformed> {
    Ok(Withdrawal { on: read::day("on", &m.on)?, reason: read::value("reason", m.reason)? })
}
