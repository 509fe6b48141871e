use kernel::number::NumberRequest;
use proto::reconsideration as messages;
use runtime::Malformed;

use super::{read, write};
use crate::case::application::{
    Act, Agent, AgentChange, Claim, Party, Received, Reception, Respondent, ThirdPartyJoining, Twin,
};
use crate::case::fields::coded;
use kernel::writing::Line;

pub(super) fn read_reception(m: messages::Reception) -> Result<Reception, Malformed> {
    Ok(Reception {
        received_on: read::day("received_on", &m.received_on)?,
        posted_on: read::day_if_any("posted_on", &m.posted_on)?,
        channel: read::word("channel", &m.channel)?,
        number: read_request(m.number)?,
        parties: read::each(m.parties, read_party)?,
        respondents: read::each(m.respondents, read_respondent)?,
        representatives: read::each(m.representatives, |number| read::person("representatives", number))?,
        act: read_act(read::part("act", m.act)?)?,
        claims: read::each(m.claims, read_claim)?,
        facts_and_reasons: read::value_if_any("facts_and_reasons", m.facts_and_reasons)?,
        reconsideration_first: m.reconsideration_first,
        legal_aid_asked: m.legal_aid_asked,
        compensation_asked: m.compensation_asked,
        collateral_review_asked: m.collateral_review_asked,
        twin: m.twin.map(read_twin).transpose()?,
        organ_name: read::value_if_any("organ_name", m.organ_name)?,
        organ: read::uuid_if_any("organ", &m.organ)?,
        field: read_code("field", 'F', m.field)?,
        matter: read_code("matter", 'X', m.matter)?,
        enterprise_related: m.enterprise_related,
        non_public: m.non_public,
    })
}

pub(super) fn write_reception(r: &Reception) -> messages::Reception {
    messages::Reception {
        received_on: write::text(&r.received_on),
        posted_on: write::text_if_any(r.posted_on.as_ref()),
        channel: write::word(r.channel),
        number: Some(write_request(&r.number)),
        parties: r.parties.iter().map(write_party).collect(),
        respondents: r.respondents.iter().map(write_respondent).collect(),
        representatives: r.representatives.iter().map(|number| number.0).collect(),
        act: Some(write_act(&r.act)),
        claims: r.claims.iter().map(write_claim).collect(),
        facts_and_reasons: write::text_if_any(r.facts_and_reasons.as_ref()),
        reconsideration_first: r.reconsideration_first,
        legal_aid_asked: r.legal_aid_asked,
        compensation_asked: r.compensation_asked,
        collateral_review_asked: r.collateral_review_asked,
        twin: r.twin.as_ref().map(write_twin),
        organ_name: write::text_if_any(r.organ_name.as_ref()),
        organ: r.organ.map(write::uuid).unwrap_or_default(),
        field: write::text_if_any(r.field.as_ref()),
        matter: write::text_if_any(r.matter.as_ref()),
        enterprise_related: r.enterprise_related,
        non_public: r.non_public,
    }
}

pub(super) fn read_received(m: messages::Received) -> Result<Received, Malformed> {
    Ok(Received {
        reception: read_reception(read::part("reception", m.reception)?)?,
        number: read::number("number", m.number)?,
        registered_on: read::day("registered_on", &m.registered_on)?,
        application: read::word("application", &m.application)?,
    })
}

pub(super) fn write_received(r: &Received) -> messages::Received {
    messages::Received {
        reception: Some(write_reception(&r.reception)),
        number: Some(write::number(&r.number)),
        registered_on: write::text(&r.registered_on),
        application: write::word(r.application),
    }
}

fn read_code(field: &str, letter: char, code: String) -> Result<Option<Line>, Malformed> {
    coded(letter, &code).map_err(|why| Malformed::field(field, why))?;
    read::value_if_any(field, code)
}

pub(super) fn read_request(m: Option<messages::NumberRequest>) -> Result<NumberRequest, Malformed> {
    let m = read::part("number", m)?;
    Ok(NumberRequest {
        area: read::value("number.area", m.area)?,
        template: read::value_if_any("number.template", m.template)?,
        existing: read::value_if_any("number.existing", m.existing)?,
    })
}

pub(super) fn write_request(r: &NumberRequest) -> messages::NumberRequest {
    messages::NumberRequest {
        area: write::text(&r.area),
        template: write::text_if_any(r.template.as_ref()),
        existing: write::text_if_any(r.existing.as_ref()),
    }
}

fn read_party(m: messages::Party) -> Result<Party, Malformed> {
    let number = read::person("parties.number", m.number)?;
    let at = |field: &str| format!("parties/{}.{field}", m.number);
    Ok(Party {
        number,
        role: read::word(&at("role"), &m.role)?,
        kind: read::word(&at("kind"), &m.kind)?,
        name: read::value(&at("name"), m.name)?,
        id_kind: read::word_if_any(&at("id_kind"), &m.id_kind)?,
        id_number: read::value_if_any(&at("id_number"), m.id_number)?,
        address: read::value_if_any(&at("address"), m.address)?,
        phone: read::value_if_any(&at("phone"), m.phone)?,
        service_method: read::word_if_any(&at("service_method"), &m.service_method)?,
        service_address: read::value_if_any(&at("service_address"), m.service_address)?,
        agents: read::each(m.agents, read_agent)?,
        legal_representative: read::value_if_any(&at("legal_representative"), m.legal_representative)?,
        statutory_agent: read::value_if_any(&at("statutory_agent"), m.statutory_agent)?,
        remark: read::value_if_any(&at("remark"), m.remark)?,
    })
}

fn write_party(p: &Party) -> messages::Party {
    messages::Party {
        number: p.number.0,
        role: write::word(p.role),
        kind: write::word(p.kind),
        name: write::text(&p.name),
        id_kind: write::word_if_any(p.id_kind),
        id_number: write::text_if_any(p.id_number.as_ref()),
        address: write::text_if_any(p.address.as_ref()),
        phone: write::text_if_any(p.phone.as_ref()),
        service_method: write::word_if_any(p.service_method),
        service_address: write::text_if_any(p.service_address.as_ref()),
        agents: p.agents.iter().map(write_agent).collect(),
        legal_representative: write::text_if_any(p.legal_representative.as_ref()),
        statutory_agent: write::text_if_any(p.statutory_agent.as_ref()),
        remark: write::text_if_any(p.remark.as_ref()),
    }
}

fn read_agent(m: messages::Agent) -> Result<Agent, Malformed> {
    Ok(Agent {
        name: read::value("agents.name", m.name)?,
        kind: read::word("agents.kind", &m.kind)?,
        organisation: read::value_if_any("agents.organisation", m.organisation)?,
        phone: read::value_if_any("agents.phone", m.phone)?,
        authority: read::value_if_any("agents.authority", m.authority)?,
        until: read::day_if_any("agents.until", &m.until)?,
        has_power_of_attorney: m.has_power_of_attorney,
        has_identity_papers: m.has_identity_papers,
    })
}

fn write_agent(a: &Agent) -> messages::Agent {
    messages::Agent {
        name: write::text(&a.name),
        kind: write::word(a.kind),
        organisation: write::text_if_any(a.organisation.as_ref()),
        phone: write::text_if_any(a.phone.as_ref()),
        authority: write::text_if_any(a.authority.as_ref()),
        until: write::text_if_any(a.until.as_ref()),
        has_power_of_attorney: a.has_power_of_attorney,
        has_identity_papers: a.has_identity_papers,
    }
}

fn read_respondent(m: messages::Respondent) -> Result<Respondent, Malformed> {
    Ok(Respondent {
        number: read::person("respondents.number", m.number)?,
        organ: read::uuid("respondents.organ", &m.organ)?,
        name: read::value("respondents.name", m.name)?,
    })
}

fn write_respondent(r: &Respondent) -> messages::Respondent {
    messages::Respondent { number: r.number.0, organ: write::uuid(r.organ), name: write::text(&r.name) }
}

fn read_act(m: messages::Act) -> Result<Act, Malformed> {
    let known_on = read::day_if_any("act.known_on", &m.known_on)?;
    let known_by = read::word_if_any("act.known_by", &m.known_by)?;
    if known_on.is_some() && known_by.is_none() {
        return Err(Malformed::field("act.known_by", "填写了知道行政行为的日期，请注明知道的方式"));
    }
    Ok(Act {
        kind: read::word("act.kind", &m.kind)?,
        document_number: read::value_if_any("act.document_number", m.document_number)?,
        title: read::value("act.title", m.title)?,
        made_on: read::day_if_any("act.made_on", &m.made_on)?,
        known_on,
        known_by,
        amount: read::value_if_any("act.amount", m.amount)?,
        served: read::word("act.served", &m.served)?,
        remedies_told: (!m.remedies_unclear).then_some(m.remedies_told),
    })
}

fn write_act(a: &Act) -> messages::Act {
    messages::Act {
        kind: write::word(a.kind),
        document_number: write::text_if_any(a.document_number.as_ref()),
        title: write::text(&a.title),
        made_on: write::text_if_any(a.made_on.as_ref()),
        known_on: write::text_if_any(a.known_on.as_ref()),
        known_by: write::word_if_any(a.known_by),
        amount: write::text_if_any(a.amount.as_ref()),
        served: write::word(a.served),
        remedies_told: a.remedies_told == Some(true),
        remedies_unclear: a.remedies_told.is_none(),
    }
}

fn read_claim(m: messages::Claim) -> Result<Claim, Malformed> {
    Ok(Claim { number: m.number, kind: read::word("claims.kind", &m.kind)?, text: read::value("claims.text", m.text)? })
}

fn write_claim(c: &Claim) -> messages::Claim {
    messages::Claim { number: c.number, kind: write::word(c.kind), text: write::text(&c.text) }
}

fn read_twin(m: messages::Twin) -> Result<Twin, Malformed> {
    Ok(Twin {
        case: read::id("twin.case", &m.case)?,
        number: read::value_if_any("twin.number", m.number)?,
        reason: read::value("twin.reason", m.reason)?,
    })
}

fn write_twin(t: &Twin) -> messages::Twin {
    messages::Twin {
        case: write::uuid(t.case.uuid()),
        number: write::text_if_any(t.number.as_ref()),
        reason: write::text(&t.reason),
    }
}

pub(super) fn read_joining(m: messages::ThirdPartyJoining) -> Result<ThirdPartyJoining, Malformed> {
    Ok(ThirdPartyJoining {
        on: read::day("on", &m.on)?,
        party: read_party(read::part("party", m.party)?)?,
        by: read::word("by", &m.by)?,
    })
}

pub(super) fn write_joining(j: &ThirdPartyJoining) -> messages::ThirdPartyJoining {
    messages::ThirdPartyJoining { on: write::text(&j.on), party: Some(write_party(&j.party)), by: write::word(j.by) }
}

pub(super) fn read_agent_change(m: messages::AgentChange) -> Result<AgentChange, Malformed> {
    Ok(AgentChange {
        on: read::day("on", &m.on)?,
        party: read::person("party", m.party)?,
        agents: read::each(m.agents, read_agent)?,
    })
}

pub(super) fn write_agent_change(c: &AgentChange) -> messages::AgentChange {
    messages::AgentChange {
        on: write::text(&c.on),
        party: c.party.0,
        agents: c.agents.iter().map(write_agent).collect(),
    }
}
