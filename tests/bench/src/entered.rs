//! What is entered of a made-up case, lawsuit or suggestion: whole, as its service reads it.

use kernel::day::Day;
use kernel::id::Id;
use proto::appearances::{
    self as lawsuits, Attendance, CaseNumber, Court, Defendant, Head, Holding, Judgment, JudgmentService, NoticeTo,
    Outcome, Plaintiff, Plan,
};
use proto::reconsideration::{
    Acceptance, Act, Claim, Conditions, NumberRequest, Party, Reception, Respondent, Termination, Withdrawal,
};
use proto::suggestions::{self as letters, Addressee, Letter, Reply};

/// The court before which they sue, and which writes to organs: its code and name in the directory's seeds.
const COURT: (&str, &str) = ("陕0327", "陇县人民法院");

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

/// The end of a case that was settled.
pub fn termination(on: Day) -> Termination {
    let on = on.to_string();
    let withdrawal = Withdrawal { on: on.clone(), reason: "Settled".to_owned(), ..Withdrawal::default() };
    Termination {
        on,
        number: Some(number()),
        ground: "Withdrawn".to_owned(),
        withdrawal: Some(withdrawal),
        ..Termination::default()
    }
}

/// A lawsuit against an organ, which has received the complaint.
pub fn suit(nth: u32, on: Day, organ: Vec<u8>) -> lawsuits::Registration {
    let text = format!("（{}）{}行初{}号", on.year(), COURT.0, nth + 1);
    let defendant = Defendant {
        number: 2,
        role: "Defendant".to_owned(),
        kind: "OriginalOrgan".to_owned(),
        organ,
        copy_received_on: on.plus_days(1).to_string(),
        ..Defendant::default()
    };
    lawsuits::Registration {
        case_number: Some(CaseNumber { text, ..CaseNumber::default() }),
        court: Some(Court { code: COURT.0.to_owned(), ..Court::default() }),
        docketed_on: on.to_string(),
        plaintiffs: vec![Plaintiff { number: 1, kind: "Citizen".to_owned(), name: format!("王示{nth}") }],
        defendants: vec![defendant],
        cause: "行政处罚".to_owned(),
        act_title: "罚款500元的行政处罚决定".to_owned(),
        ..lawsuits::Registration::default()
    }
}

/// Its hearing.
pub fn plan(day: Day) -> Plan {
    let notice = NoticeTo { defendant: 2, notice: "ShallNotify".to_owned(), ..NoticeTo::default() };
    Plan { day: day.to_string(), time: "09:30".to_owned(), notices: vec![notice], ..Plan::default() }
}

/// The hearing held, with the organ's head.
pub fn holding(on: Day) -> Holding {
    let head = Head {
        name: "钱示例".to_owned(),
        post: "局长".to_owned(),
        level: "Principal".to_owned(),
        statement: "负责人身份证明书".to_owned(),
        spoke: "Yes".to_owned(),
        ..Head::default()
    };
    let attendance = Attendance { defendant: 2, heads: vec![head], ..Attendance::default() };
    Holding { on: on.to_string(), attendances: vec![attendance], ..Holding::default() }
}

/// The judgment, served on both.
pub fn judgment(on: Day) -> Judgment {
    let served = |party| JudgmentService { instance: 1, party, on: on.to_string(), ..JudgmentService::default() };
    Judgment {
        instance: 1,
        form: "Judgment".to_owned(),
        judged_on: on.to_string(),
        outcomes: vec![Outcome { defendant: 2, code: "J01".to_owned(), ..Outcome::default() }],
        services: vec![served(1), served(2)],
        ..Judgment::default()
    }
}

/// A letter of the court to an organ, which has received it.
pub fn letter(nth: u32, on: Day, organ: Vec<u8>, name: String) -> letters::Registration {
    let letter = Letter {
        kind: "Governance".to_owned(),
        issuer: Id::<()>::named("JudicialOrgan", COURT.0).uuid().as_bytes().to_vec(),
        issuer_name: COURT.1.to_owned(),
        number: format!("陇法建〔{}〕{}号", on.year(), nth + 1),
        issued_on: on.to_string(),
        title: "关于规范行政处罚程序的司法建议书".to_owned(),
        ..Letter::default()
    };
    let addressee = Addressee { number: 1, organ, name, received_on: on.plus_days(1).to_string() };
    letters::Registration {
        letter: Some(letter),
        addressees: vec![addressee],
        area: "610327".to_owned(),
        ..letters::Registration::default()
    }
}

/// The organ's reply.
pub fn reply(on: Day) -> Reply {
    let on = on.to_string();
    Reply {
        addressee: 1,
        on: on.clone(),
        delivered_on: on,
        adoption: "Adopted".to_owned(),
        summary: "完善告知程序".to_owned(),
        ..Reply::default()
    }
}
