//! What a field that was put right means in the message that entered it, for all who read the entries of a case: the names
//! are those of `songli.common.v1.Amend`.

use crate::reconsideration::case_event::Event;
use crate::reconsideration::{Act, Decision, Party, Reception, Termination};

/// Puts a field's new value into what was entered about a case. A name from a newer list than this changes nothing.
pub fn amend(event: &mut Event, field: &str, value: &str) {
    let (name, number) = field.split_once('/').unwrap_or((field, ""));
    let number: u32 = number.parse().unwrap_or(0);
    match event {
        Event::Received(e) => e.reception.iter_mut().for_each(|reception| of_reception(reception, name, number, value)),
        Event::Decided(e) => e.decision.iter_mut().for_each(|decision| of_decision(decision, name, number, value)),
        Event::Terminated(e) => {
            e.termination.iter_mut().for_each(|termination| of_termination(termination, name, value));
        }
        Event::Accepted(e) => match name {
            "procedure" => e.procedure = procedure(value),
            _ => put_on(&mut e.on, name, value),
        },
        Event::ProcedureChosen(e) => match name {
            "procedure" => e.procedure = procedure(value),
            _ => put_on(&mut e.on, name, value),
        },
        Event::Mediated(e) => {
            let mediation = e.mediation.iter_mut().filter(|_| name == "changes_act");
            mediation.for_each(|mediation| mediation.changes_act = value == "Yes");
        }
        Event::ApplicationDismissed(e) => e.dismissal.iter_mut().for_each(|dismissal| match name {
            "dismissal_ground" => value.clone_into(&mut dismissal.ground),
            "dismissal_reasons" => value.clone_into(&mut dismissal.reasons),
            _ => put_on(&mut dismissal.on, name, value),
        }),
        Event::AcceptanceRefused(e) => match name {
            "non_acceptance_ground" => value.clone_into(&mut e.ground),
            "non_acceptance_reasons" => value.clone_into(&mut e.reasons),
            "competent_organ" => value.clone_into(&mut e.competent_organ),
            _ => put_on(&mut e.on, name, value),
        },
        Event::Withdrawn(e) => match name {
            "withdrawal_reason" => value.clone_into(&mut e.reason),
            _ => put_on(&mut e.on, name, value),
        },
        Event::DisputeResolved(e) => match name {
            "resolved_by" => value.clone_into(&mut e.by),
            "resolution_explanation" => value.clone_into(&mut e.explanation),
            _ => put_on(&mut e.on, name, value),
        },
        Event::Suspended(e) => match name {
            "suspension_ground" => value.clone_into(&mut e.ground),
            _ => put_on(&mut e.on, name, value),
        },
        _ => {}
    }
}

fn put_on(on: &mut String, name: &str, value: &str) {
    if name == "on" {
        value.clone_into(on);
    }
}

/// The simplified procedure is named by what allows it.
fn procedure(value: &str) -> String {
    if value == "Ordinary" { "Ordinary" } else { "Simplified" }.to_owned()
}

/// Words stand apart by a blank.
fn words(value: &str) -> impl Iterator<Item = &str> {
    value.split_whitespace()
}

fn of_reception(reception: &mut Reception, name: &str, number: u32, value: &str) {
    let is_so = value == "Yes";
    match name {
        "received_on" => value.clone_into(&mut reception.received_on),
        "posted_on" => value.clone_into(&mut reception.posted_on),
        "channel" => value.clone_into(&mut reception.channel),
        "field" => value.clone_into(&mut reception.field),
        "matter" => value.clone_into(&mut reception.matter),
        "facts_and_reasons" => value.clone_into(&mut reception.facts_and_reasons),
        "reconsideration_first" => reception.reconsideration_first = is_so,
        "compensation_asked" => reception.compensation_asked = is_so,
        "collateral_review_asked" => reception.collateral_review_asked = is_so,
        "legal_aid_asked" => reception.legal_aid_asked = is_so,
        "enterprise_related" => reception.enterprise_related = is_so,
        "non_public" => reception.non_public = is_so,
        "representatives" => {
            reception.representatives = words(value).filter_map(|person| person.parse().ok()).collect();
        }
        "claim_kind" | "claim_text" => {
            for claim in reception.claims.iter_mut().filter(|claim| claim.number == number) {
                value.clone_into(if name == "claim_kind" { &mut claim.kind } else { &mut claim.text });
            }
        }
        _ => {
            reception.act.iter_mut().for_each(|act| of_act(act, name, value));
            let own = reception.parties.iter_mut().filter(|party| party.number == number);
            own.for_each(|party| of_party(party, name, value));
            if name == "party_name" {
                let own = reception.respondents.iter_mut().filter(|respondent| respondent.number == number);
                own.for_each(|respondent| value.clone_into(&mut respondent.name));
            }
        }
    }
}

fn of_act(act: &mut Act, name: &str, value: &str) {
    match name {
        "act_kind" => value.clone_into(&mut act.kind),
        "act_title" => value.clone_into(&mut act.title),
        "document_number" => value.clone_into(&mut act.document_number),
        "made_on" => value.clone_into(&mut act.made_on),
        "known_on" => value.clone_into(&mut act.known_on),
        "known_by" => value.clone_into(&mut act.known_by),
        "amount" => value.clone_into(&mut act.amount),
        "act_served" => value.clone_into(&mut act.served),
        "remedies_told" => {
            act.remedies_told = value == "Yes";
            act.remedies_unclear = value == "Unknown";
        }
        _ => {}
    }
}

fn of_party(party: &mut Party, name: &str, value: &str) {
    let place = match name {
        "party_name" => &mut party.name,
        "id_kind" => &mut party.id_kind,
        "id_number" => &mut party.id_number,
        "phone" => &mut party.phone,
        "address" => &mut party.address,
        _ => return,
    };
    value.clone_into(place);
}

fn of_decision(decision: &mut Decision, name: &str, number: u32, value: &str) {
    put_on(&mut decision.on, name, value);
    let own = (1..).zip(&mut decision.items).find(|(known, _)| *known == number);
    let Some((_, item)) = own else { return };
    match name {
        "item_kind" => value.clone_into(&mut item.kind),
        "item_causes" => item.causes = words(value).map(str::to_owned).collect(),
        "item_text" => value.clone_into(&mut item.text),
        "redo_days" => {
            item.redo_ordered = !value.is_empty();
            item.redo_days = value.parse().unwrap_or(0);
        }
        "perform_by" => value.clone_into(&mut item.perform_by),
        _ => {}
    }
}

/// What was terminated for another reason was not withdrawn.
fn of_termination(termination: &mut Termination, name: &str, value: &str) {
    match (name, &mut termination.withdrawal) {
        ("termination_ground", withdrawal) => {
            value.clone_into(&mut termination.ground);
            if value != "Withdrawn" {
                *withdrawal = None;
            }
        }
        ("withdrawn_on", Some(withdrawal)) => value.clone_into(&mut withdrawal.on),
        ("withdrawal_reason", Some(withdrawal)) => value.clone_into(&mut withdrawal.reason),
        _ => put_on(&mut termination.on, name, value),
    }
}
