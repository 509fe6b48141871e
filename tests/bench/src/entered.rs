//! What is entered of a made-up case: whole, as the service reads it.

use kernel::day::Day;
use proto::reconsideration::{Acceptance, Act, Claim, Conditions, NumberRequest, Party, Reception, Respondent};

/// An application against an organ.
pub fn reception(case: u32, on: Day, organ: Vec<u8>, name: String) -> Reception {
    Reception {
        received_on: on.to_string(),
        channel: "InPerson".to_owned(),
        number: Some(number()),
        parties: vec![Party {
            number: 1,
            role: "Applicant".to_owned(),
            kind: "Citizen".to_owned(),
            name: format!("张示{case}"),
            ..Party::default()
        }],
        respondents: vec![Respondent { number: 2, organ, name }],
        act: Some(Act {
            kind: "Penalty".to_owned(),
            title: "罚款500元的行政处罚决定".to_owned(),
            document_number: format!("陇罚〔{}〕{case}号", on.year()),
            known_on: on.minus_days(9).to_string(),
            known_by: "DirectService".to_owned(),
            served: "Yes".to_owned(),
            ..Act::default()
        }),
        claims: vec![Claim { number: 1, kind: "Revoke".to_owned(), text: "撤销该处罚决定".to_owned() }],
        organ_name: "陇县人民政府".to_owned(),
        ..Reception::default()
    }
}

/// Its acceptance.
pub fn acceptance(on: Day) -> Acceptance {
    let conditions = Conditions {
        parties: true,
        interest: true,
        claims: true,
        in_time: true,
        in_scope: true,
        jurisdiction: true,
        not_pending: true,
    };
    Acceptance {
        on: on.to_string(),
        procedure: "Ordinary".to_owned(),
        conditions: Some(conditions),
        ..Acceptance::default()
    }
}

/// The next number of the county's register.
pub fn number() -> NumberRequest {
    NumberRequest { area: "610327".to_owned(), ..NumberRequest::default() }
}
