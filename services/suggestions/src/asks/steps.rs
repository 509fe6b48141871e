//! What may be done now: each step is tried with the plainest content it can have.

use kernel::actor::Actor;
use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::paper::Paper;
use kernel::period::Period;
use kernel::word::Word;
use kernel::writing::{Line, Text};
use proto::suggestions::{AddresseeStanding, Step, StepsAnswer, StepsQuestion};
use runtime::{At, Question, Unanswered};
use uuid::Uuid;

use super::{suggestion_of, tried, words};
use crate::clocks::{AddresseeNumber, Clock};
use crate::contract::field::Field;
use crate::law;
use crate::limit::Limit;
use crate::suggestion::follow_up::{Closing, ClosingGround, Rectification, RectificationStatus, Reminding};
use crate::suggestion::issue::{Addressee, Addressing, Extension, Kind, Letter, Receipt, Registration};
use crate::suggestion::reply::{Adoption, Objection, ObjectionResult, Reply, Reviewed, Withdrawal};
use crate::suggestion::standing::Standing;
use crate::suggestion::{Command, Suggestion};

/// The steps that are lawful now.
#[derive(Debug)]
pub struct Steps;

impl Question for Steps {
    const NAME: &'static str = "Steps";
    type Asked = StepsQuestion;
    type Answer = StepsAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: StepsQuestion) -> Result<StepsAnswer, Unanswered> {
        let (suggestion, version) = suggestion_of(at, &asked.suggestion).await?;
        let on = at.occasion(Actor::system("steps"));
        Ok(StepsAnswer { version, ..offered(&suggestion, &on) })
    }
}

/// The steps a suggestion offers.
#[must_use]
pub fn offered(suggestion: &Suggestion, on: &Occasion) -> StepsAnswer {
    let whole = WHOLE.iter().filter_map(|attempt| attempt.offered(suggestion, None, on));
    // Withdrawn from the only addressee is withdrawn from all.
    let each = if suggestion.standings.len() > 1 { &EACH[..] } else { &EACH[1..] };
    let each = suggestion.standings.iter().flat_map(|standing| {
        each.iter().filter_map(|attempt| attempt.offered(suggestion, Some(&standing.addressee), on))
    });
    StepsAnswer {
        stage: suggestion.stage().write(),
        stage_title: suggestion.stage().chinese().to_owned(),
        steps: whole.chain(each).collect(),
        standings: suggestion.standings.iter().map(|standing| looked_at(suggestion, standing)).collect(),
        version: 0,
    }
}

fn looked_at(suggestion: &Suggestion, standing: &Standing) -> AddresseeStanding {
    let clock = suggestion.clocks.find(standing.addressee.number);
    AddresseeStanding {
        standing: Some(standing.write()),
        clock: clock.map(Field::write),
        warnings: clock.and_then(Clock::warning).into_iter().collect(),
    }
}

/// A step to be tried.
struct Attempt {
    command: &'static str,
    title: &'static str,
    article: &'static str,
    fields: &'static str,
    on: fn(Day, AddresseeNumber) -> Command,
}

impl Attempt {
    /// Withdrawal and objection are ruled on for procuratorial suggestions alone (PS-2019).
    fn article_for(&self, suggestion: &Suggestion) -> &'static str {
        let is_judicial = suggestion.letter.as_ref().is_some_and(|letter| !letter.kind.is_procuratorial());
        if is_judicial { "" } else { self.article }
    }

    /// The step, if it can be taken: today, or, as happens with what is entered late, on a day on which something else
    /// happened to the addressee.
    fn offered(&self, suggestion: &Suggestion, addressee: Option<&Addressee>, on: &Occasion) -> Option<Step> {
        let number = addressee.map_or(NEXT, |addressee| addressee.number);
        let days = [on.today].into_iter().chain(days_to_try(suggestion, number));
        let (after, _) = days.into_iter().find_map(|day| tried(suggestion, (self.on)(day, number), on).ok())?;
        let effects: Vec<String> =
            words::moves(&suggestion.clocks, &after, on.today).into_iter().map(|moved| moved.words).collect();
        Some(Step {
            command: self.command.to_owned(),
            title: addressee.map_or_else(|| self.title.to_owned(), |whom| format!("{}（{}）", self.title, whom.name)),
            article: self.article_for(suggestion).to_owned(),
            effect: if effects.is_empty() { "不影响期限".to_owned() } else { effects.join("；") },
            fields: self.fields.split_whitespace().map(str::to_owned).collect(),
            addressee: addressee.map_or(0, |addressee| addressee.number.0),
        })
    }
}

fn days_to_try(suggestion: &Suggestion, number: AddresseeNumber) -> Vec<Day> {
    let clock = suggestion.clocks.find(number);
    let standing = suggestion.standing(number).ok();
    let due = clock.map(Clock::due);
    let over = standing.and_then(|standing| standing.withdrawn_on.or(standing.closed_on));
    [due, over, due.min(over)].into_iter().flatten().collect()
}

/// A number that no addressee bears.
const NEXT: AddresseeNumber = AddresseeNumber(u32::MAX);

const WHOLE: [Attempt; 3] = [
    Attempt {
        command: "register",
        title: "登记建议",
        article: "",
        fields: "letter addressees area",
        on: |on, number| {
            let letter = Letter {
                kind: Kind::CaseSpecific,
                issuer: Uuid::max(),
                issuer_name: line(),
                number: None,
                issued_on: on,
                title: line(),
                problems: Vec::new(),
                limit: None,
                urgent: false,
                lawsuit: None,
                reconsideration: None,
                copied_to: Vec::new(),
                remark: None,
            };
            let addressees = vec![somebody(number)];
            let default_months = law::DEFAULT_MONTHS;
            Command::Register(Box::new(Registration { letter, addressees, area: None, default_months }))
        },
    },
    Attempt {
        command: "add_addressee",
        title: "增加被建议单位",
        article: "",
        fields: "addressee on",
        on: |on, number| Command::AddAddressee(Addressing { addressee: somebody(number), on }),
    },
    Attempt {
        command: "record_withdrawal",
        title: "撤回建议（全部被建议单位）",
        article: "《人民检察院检察建议工作规定》",
        fields: "on reason paper",
        on: |on, _| Command::RecordWithdrawal(Withdrawal { addressee: None, on, reason: None, paper: None }),
    },
];

const EACH: [Attempt; 9] = [
    Attempt {
        command: "record_withdrawal",
        title: "撤回建议",
        article: "《人民检察院检察建议工作规定》",
        fields: "addressee on reason paper",
        on: |on, addressee| {
            Command::RecordWithdrawal(Withdrawal { addressee: Some(addressee), on, reason: None, paper: None })
        },
    },
    Attempt {
        command: "record_receipt",
        title: "登记签收",
        article: "",
        fields: "addressee on proof",
        on: |on, addressee| Command::RecordReceipt(Receipt { addressee, on, proof: None }),
    },
    Attempt {
        command: "record_reply",
        title: "登记回复",
        article: "",
        fields: "addressee on posted_on delivered_on number title adoption summary proof",
        on: |on, addressee| {
            let (posted_on, delivered_on, adoption) = (None, Some(on), Adoption::Adopted);
            let (number, title, summary, proof) = (None, None, None, None);
            Command::RecordReply(Reply {
                addressee,
                on,
                posted_on,
                delivered_on,
                number,
                title,
                adoption,
                summary,
                proof,
            })
        },
    },
    Attempt {
        command: "record_extension",
        title: "延长回复期限",
        article: "",
        fields: "addressee on by paper reason",
        on: |on, addressee| {
            let paper = Paper { kind: line(), number: None, on: None, title: None };
            let by = Limit::Within(Period::days(1));
            Command::RecordExtension(Extension { addressee, on, by, paper, reason: None })
        },
    },
    Attempt {
        command: "record_objection",
        title: "提出异议",
        article: "《人民检察院检察建议工作规定》",
        fields: "addressee on reasons paper",
        on: |on, addressee| {
            Command::RecordObjection(Objection { addressee, on, reasons: Text::known("—"), paper: None })
        },
    },
    Attempt {
        command: "record_objection_result",
        title: "异议处理结果",
        article: "《人民检察院检察建议工作规定》",
        fields: "addressee on result changed_received_on limit paper",
        on: |on, addressee| {
            let (result, changed_received_on, limit, paper) = (Reviewed::Maintained, None, None, None);
            let result = ObjectionResult { addressee, on, result, changed_received_on, limit, paper };
            Command::RecordObjectionResult(result)
        },
    },
    Attempt {
        command: "record_rectification",
        title: "登记整改情况",
        article: "",
        fields: "addressee on status planned_until verified_by_issuer_on summary paper",
        on: |on, addressee| {
            let (planned_until, verified_by_issuer_on, summary, paper) = (None, None, None, None);
            let status = RectificationStatus::InProgress;
            let rectification =
                Rectification { addressee, on, status, planned_until, verified_by_issuer_on, summary, paper };
            Command::RecordRectification(rectification)
        },
    },
    Attempt {
        command: "remind",
        title: "发出提醒",
        article: "",
        fields: "addressee",
        on: |_, addressee| Command::Remind(Reminding { addressee, by_plan: false }),
    },
    Attempt {
        command: "close",
        title: "办结",
        article: "",
        fields: "addressee on ground explanation",
        on: |on, addressee| {
            Command::Close(Closing { addressee, on, ground: ClosingGround::IssuerConfirmed, explanation: None })
        },
    },
];

fn somebody(number: AddresseeNumber) -> Addressee {
    Addressee { number, organ: Uuid::max(), name: line(), received_on: None }
}

fn line() -> Line {
    Line::known("—")
}
