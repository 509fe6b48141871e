use kernel::case_number::CaseNumber;
use proto::appearances as messages;
use runtime::Malformed;

use super::telling::{read_presence, some_party, write_presence};
use super::{hearing, parties, read, write};
use crate::lawsuit::answer::{AnswerExpired, AnswerFiled, AnswerFiling, CopyReceipt, CopyReceived, WithoutHearing};
use crate::lawsuit::conversion::Conversion;
use crate::lawsuit::further::{Appeal, AppealFiled, Effect, InstanceOpened, InstanceOpening, TookEffect};
use crate::lawsuit::judgment::{Judged, Judgment, JudgmentServed, JudgmentService, Outcome};
use crate::lawsuit::noting::HearingNoted;
use crate::lawsuit::registration::Procedure;
use crate::parties::{InstanceNumber, OrganNamed, PartyNumber};

fn read_organ(organ: &[u8], name: String) -> Result<OrganNamed, Malformed> {
    Ok(OrganNamed { organ: read::uuid_if_any("organ", organ)?, name: read::value("organ_name", name)? })
}

fn number_text(number: Option<&CaseNumber>) -> String {
    number.map(ToString::to_string).unwrap_or_default()
}

pub(crate) fn read_copy(m: &messages::CopyReceipt) -> Result<CopyReceipt, Malformed> {
    Ok(CopyReceipt {
        instance: read::instance("instance", m.instance)?,
        defendant: read::party("defendant", m.defendant)?,
        on: read::day("on", &m.on)?,
    })
}

fn write_receipt(receipt: &CopyReceipt) -> messages::CopyReceipt {
    messages::CopyReceipt { instance: receipt.instance.0, defendant: receipt.defendant.0, on: write::text(&receipt.on) }
}

pub(crate) fn write_copy(e: &CopyReceived) -> messages::CopyReceived {
    messages::CopyReceived {
        receipt: Some(write_receipt(&e.receipt)),
        organ: write::uuid_if_any(e.of.organ),
        organ_name: write::text(&e.of.name),
    }
}

pub(crate) fn read_received(m: messages::CopyReceived) -> Result<CopyReceived, Malformed> {
    Ok(CopyReceived {
        receipt: read_copy(&read::part("receipt", m.receipt)?)?,
        of: read_organ(&m.organ, m.organ_name)?,
    })
}

pub(crate) fn read_filing(m: messages::AnswerFiling) -> Result<AnswerFiling, Malformed> {
    Ok(AnswerFiling {
        instance: read::instance("instance", m.instance)?,
        defendant: read::party("defendant", m.defendant)?,
        on: read::day("on", &m.on)?,
        posted_on: read::day_if_any("posted_on", &m.posted_on)?,
        with_evidence: m.with_evidence,
        paper: read::paper_if_any("paper", m.paper)?,
        evidence_only: m.evidence_only,
    })
}

pub(crate) fn write_filed(e: &AnswerFiled) -> messages::AnswerFiled {
    let filing = &e.filing;
    messages::AnswerFiled {
        filing: Some(messages::AnswerFiling {
            instance: filing.instance.0,
            defendant: filing.defendant.0,
            on: write::text(&filing.on),
            posted_on: write::text_if_any(filing.posted_on.as_ref()),
            with_evidence: filing.with_evidence,
            paper: write::paper_if_any(filing.paper.as_ref()),
            evidence_only: filing.evidence_only,
        }),
        organ: write::uuid_if_any(e.of.organ),
        organ_name: write::text(&e.of.name),
        late: e.late,
    }
}

pub(crate) fn read_filed(m: messages::AnswerFiled) -> Result<AnswerFiled, Malformed> {
    let filing = read_filing(read::part("filing", m.filing)?)?;
    Ok(AnswerFiled { filing, of: read_organ(&m.organ, m.organ_name)?, late: m.late })
}

pub(crate) fn write_expired(e: &AnswerExpired) -> messages::AnswerExpired {
    messages::AnswerExpired {
        expiry: Some(messages::AnswerExpiry {
            instance: e.instance.0,
            defendant: e.defendant.0,
            on: write::text(&e.on),
        }),
        organ: write::uuid_if_any(e.of.organ),
        organ_name: write::text(&e.of.name),
        evidence_only: e.evidence_only,
    }
}

pub(crate) fn read_expired(m: messages::AnswerExpired) -> Result<AnswerExpired, Malformed> {
    let expiry = read::part("expiry", m.expiry)?;
    Ok(AnswerExpired {
        instance: read::instance("instance", expiry.instance)?,
        defendant: read::party("defendant", expiry.defendant)?,
        of: read_organ(&m.organ, m.organ_name)?,
        on: read::day("on", &expiry.on)?,
        evidence_only: m.evidence_only,
    })
}

pub(crate) fn read_without(m: &messages::WithoutHearing) -> Result<WithoutHearing, Malformed> {
    Ok(WithoutHearing {
        instance: read::instance("instance", m.instance)?,
        on: read::day("on", &m.on)?,
        ground: read::word("ground", &m.ground)?,
    })
}

pub(crate) fn write_without(e: &WithoutHearing) -> messages::HearingDispensed {
    let without =
        messages::WithoutHearing { instance: e.instance.0, on: write::text(&e.on), ground: write::word(e.ground) };
    messages::HearingDispensed { without: Some(without) }
}

pub(crate) fn read_conversion(m: messages::Conversion) -> Result<Conversion, Malformed> {
    Ok(Conversion {
        instance: read::instance("instance", m.instance)?,
        on: read::day("on", &m.on)?,
        paper: read::paper_if_any("paper", m.paper)?,
    })
}

pub(crate) fn write_conversion(e: &Conversion) -> messages::Conversion {
    let paper = write::paper_if_any(e.paper.as_ref());
    messages::Conversion { instance: e.instance.0, on: write::text(&e.on), paper }
}

pub(crate) fn read_judgment(m: messages::Judgment) -> Result<Judgment, Malformed> {
    let instance = read::instance("instance", m.instance)?;
    // Whatever is served at once belongs to this paper.
    let services = m.services.into_iter().map(|service| messages::JudgmentService { instance: instance.0, ..service });
    Ok(Judgment {
        instance,
        form: read::word("form", &m.form)?,
        judged_on: read::day("judged_on", &m.judged_on)?,
        outcomes: read::each(m.outcomes, read_outcome)?,
        paper: read::paper_if_any("paper", m.paper)?,
        services: read::each(services.collect(), read_service)?,
    })
}

fn read_outcome(m: messages::Outcome) -> Result<Outcome, Malformed> {
    let of = if m.organ_name.is_empty() { None } else { Some(read_organ(&m.organ, m.organ_name)?) };
    Ok(Outcome {
        defendant: read::party("outcomes.defendant", m.defendant)?,
        of,
        code: read::word("outcomes.code", &m.code)?,
        riders: read::words("outcomes.riders", &m.riders)?,
        changed_to: read::word_if_any("outcomes.changed_to", &m.changed_to)?,
        withdraw_reason: read::word_if_any("outcomes.withdraw_reason", &m.withdraw_reason)?,
        causes: read::words("outcomes.causes", &m.causes)?,
    })
}

fn write_outcome(outcome: &Outcome) -> messages::Outcome {
    let of = outcome.of.as_ref();
    messages::Outcome {
        defendant: outcome.defendant.0,
        code: write::word(outcome.code),
        riders: write::words(&outcome.riders),
        changed_to: write::word_if_any(outcome.changed_to),
        withdraw_reason: write::word_if_any(outcome.withdraw_reason),
        causes: write::words(&outcome.causes),
        organ: write::uuid_if_any(of.and_then(|of| of.organ)),
        organ_name: write::text_if_any(of.map(|of| &of.name)),
    }
}

pub(crate) fn write_judged(e: &Judged) -> messages::Judged {
    let judgment = &e.judgment;
    messages::Judged {
        judgment: Some(messages::Judgment {
            instance: judgment.instance.0,
            form: write::word(judgment.form),
            judged_on: write::text(&judgment.judged_on),
            outcomes: judgment.outcomes.iter().map(write_outcome).collect(),
            paper: write::paper_if_any(judgment.paper.as_ref()),
            services: Vec::new(),
        }),
        instance_kind: write::word(e.kind),
        case_number: number_text(e.case_number.as_ref()),
    }
}

pub(crate) fn read_judged(m: messages::Judged) -> Result<Judged, Malformed> {
    Ok(Judged {
        judgment: read_judgment(read::part("judgment", m.judgment)?)?,
        kind: read::word("instance_kind", &m.instance_kind)?,
        case_number: read::value_if_any("case_number", m.case_number)?,
    })
}

pub(crate) fn read_service(m: messages::JudgmentService) -> Result<JudgmentService, Malformed> {
    Ok(JudgmentService {
        instance: read::instance("instance", m.instance)?,
        party: read::party("party", m.party)?,
        on: read::day("on", &m.on)?,
        proof: read::value_if_any("proof", m.proof)?,
        about: some_party(m.about),
    })
}

pub(crate) fn write_served(e: &JudgmentServed) -> messages::JudgmentServed {
    let service = &e.service;
    messages::JudgmentServed {
        service: Some(messages::JudgmentService {
            instance: service.instance.0,
            party: service.party.0,
            on: write::text(&service.on),
            proof: write::text_if_any(service.proof.as_ref()),
            about: service.about.map_or(0, |organ| organ.0),
        }),
        organ: write::uuid_if_any(e.organ),
        party_name: write::text(&e.name),
        instance_kind: write::word(e.kind),
    }
}

pub(crate) fn read_served(m: messages::JudgmentServed) -> Result<JudgmentServed, Malformed> {
    Ok(JudgmentServed {
        service: read_service(read::part("service", m.service)?)?,
        organ: read::uuid_if_any("organ", &m.organ)?,
        name: read::value("party_name", m.party_name)?,
        kind: read::word("instance_kind", &m.instance_kind)?,
    })
}

fn read_parties(field: &str, numbers: Vec<u32>) -> Result<Vec<PartyNumber>, Malformed> {
    read::each(numbers, |number| read::party(field, number))
}

fn write_parties(numbers: &[PartyNumber]) -> Vec<u32> {
    numbers.iter().map(|number| number.0).collect()
}

pub(crate) fn read_appeal(m: messages::Appeal) -> Result<Appeal, Malformed> {
    Ok(Appeal {
        instance: read::instance("instance", m.instance)?,
        appellants: read_parties("appellants", m.appellants)?,
        on: read::day("on", &m.on)?,
        posted_on: read::day_if_any("posted_on", &m.posted_on)?,
        paper: read::paper_if_any("paper", m.paper)?,
    })
}

pub(crate) fn write_appealed(e: &AppealFiled) -> messages::AppealFiled {
    messages::AppealFiled {
        appeal: Some(messages::Appeal {
            instance: e.appeal.instance.0,
            appellants: write_parties(&e.appeal.appellants),
            on: write::text(&e.appeal.on),
            posted_on: write::text_if_any(e.appeal.posted_on.as_ref()),
            paper: write::paper_if_any(e.appeal.paper.as_ref()),
        }),
        appellant_names: e.names.iter().map(write::text).collect(),
        late: write_parties(&e.late),
    }
}

pub(crate) fn read_appealed(m: messages::AppealFiled) -> Result<AppealFiled, Malformed> {
    Ok(AppealFiled {
        appeal: read_appeal(read::part("appeal", m.appeal)?)?,
        names: read::each(m.appellant_names, |name| read::value("appellant_names", name))?,
        late: read_parties("late", m.late)?,
    })
}

pub(crate) fn read_opening(m: messages::InstanceOpening) -> Result<InstanceOpening, Malformed> {
    // What is received at once belongs to the instance that begins.
    let copies = m.copies.into_iter().map(|copy| read_copy(&messages::CopyReceipt { instance: 1, ..copy }));
    Ok(InstanceOpening {
        kind: read::word("kind", &m.kind)?,
        court: parties::read_court(m.court)?,
        case_number: parties::read_number(m.case_number)?,
        docketed_on: read::day("docketed_on", &m.docketed_on)?,
        procedure: read::word_if_any("procedure", &m.procedure)?.unwrap_or(Procedure::Ordinary),
        brought_by: read_parties("brought_by", m.brought_by)?,
        copies: copies.collect::<Result<_, _>>()?,
        follows: if m.follows == 0 { None } else { Some(InstanceNumber(m.follows)) },
        by_superior: m.by_superior,
    })
}

pub(crate) fn write_opened(e: &InstanceOpened) -> messages::InstanceOpened {
    let opening = &e.opening;
    messages::InstanceOpened {
        opening: Some(messages::InstanceOpening {
            kind: write::word(opening.kind),
            court: Some(parties::write_court(&opening.court)),
            case_number: opening.case_number.as_ref().map(parties::write_number),
            docketed_on: write::text(&opening.docketed_on),
            procedure: write::word(opening.procedure),
            brought_by: write_parties(&opening.brought_by),
            copies: Vec::new(),
            follows: opening.follows.map_or(0, |follows| follows.0),
            by_superior: opening.by_superior,
        }),
        number: e.number.0,
    }
}

pub(crate) fn read_opened(m: messages::InstanceOpened) -> Result<InstanceOpened, Malformed> {
    Ok(InstanceOpened {
        opening: read_opening(read::part("opening", m.opening)?)?,
        number: read::instance("number", m.number)?,
    })
}

pub(crate) fn read_effect(m: messages::Effect) -> Result<Effect, Malformed> {
    let certified = match (read::day_if_any("on", &m.on)?, read::paper_if_any("certificate", m.certificate)?) {
        (Some(on), Some(certificate)) => Some((on, certificate)),
        (None, None) => None,
        (Some(_), None) => return Err(Malformed::field("certificate", "填写生效日期的，请一并填写法院的证明文书")),
        (None, Some(_)) => return Err(Malformed::field("on", "填写证明文书的，请一并填写生效日期")),
    };
    Ok(Effect { instance: read::instance("instance", m.instance)?, certified })
}

pub(crate) fn write_effect(e: &TookEffect) -> messages::TookEffect {
    messages::TookEffect {
        instance: e.instance.0,
        on: write::text(&e.on),
        by: write::word(e.by),
        certificate: write::paper_if_any(e.certificate.as_ref()),
        instance_kind: write::word(e.kind),
        case_number: number_text(e.case_number.as_ref()),
    }
}

pub(crate) fn read_took_effect(m: messages::TookEffect) -> Result<TookEffect, Malformed> {
    Ok(TookEffect {
        instance: read::instance("instance", m.instance)?,
        on: read::day("on", &m.on)?,
        by: read::word("by", &m.by)?,
        certificate: read::paper_if_any("certificate", m.certificate)?,
        kind: read::word("instance_kind", &m.instance_kind)?,
        case_number: read::value_if_any("case_number", m.case_number)?,
    })
}

pub(crate) fn write_noted(e: &HearingNoted) -> messages::HearingNoted {
    messages::HearingNoted {
        hearing: write::uuid(e.hearing),
        instance: e.instance.0,
        instance_kind: write::word(e.kind),
        state: write::word(e.state),
        on: write::text(&e.on),
        presences: e.presences.iter().map(write_presence).collect(),
        notices: e.notices.iter().map(hearing::write_notice).collect(),
        principal_required: e.principal_required,
        closed: e.closed,
    }
}

pub(crate) fn read_noted(m: messages::HearingNoted) -> Result<HearingNoted, Malformed> {
    Ok(HearingNoted {
        hearing: read::uuid("hearing", &m.hearing)?,
        instance: read::instance("instance", m.instance)?,
        kind: read::word("instance_kind", &m.instance_kind)?,
        state: read::word("state", &m.state)?,
        on: read::day("on", &m.on)?,
        notices: m.notices.iter().map(hearing::read_notice).collect::<Result<_, _>>()?,
        presences: read::each(m.presences, read_presence)?,
        principal_required: m.principal_required,
        closed: m.closed,
    })
}
