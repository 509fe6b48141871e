//! Stored events are history (`runtime::history`): every form in which one was ever written still reads (`tests/history.json`).
//!
//! A new event, or a new form of one, is told below; the test then tells the line to add.

use std::sync::Arc;

use kernel::calendar::{Calendar, Notice as Published};
use kernel::paper::Paper;
use kernel::spec::rearranged;
use runtime::history::{Form, History};

use crate::hearing::attendance::{
    AbsenceGround, Attendance, Companion, Finding, Head, HeadOf, Notice, PostLevel, Spoke,
};
use crate::hearing::plan::{Cancellation, Holding, Mode, Move, Observation, Observer, Plan};
use crate::hearing::{Command as Hear, Hearing, HearingFact};
use crate::lawsuit::answer::{AnswerFiling, NoHearing, WithoutHearing};
use crate::lawsuit::conversion::Conversion;
use crate::lawsuit::further::{Appeal, Effect};
use crate::lawsuit::joining::Joining;
use crate::lawsuit::judgment::{Judgment, Outcome};
use crate::lawsuit::registration::{AfterReconsideration, Procedure, Reconsidered, Registration};
use crate::lawsuit::{Command, InstanceKind, Lawsuit};
use crate::outcome::{Cause, Code, Form as PaperForm, WithdrawReason};
use crate::parties::{CaseClass, Defendant, PartyNumber, Role};
use crate::samples::*;

fn history() -> History {
    History::stored(include_str!("../tests/history.json"))
        .of::<Lawsuit>("songli.appearances.v1.LawsuitEvent")
        .of::<Hearing>("songli.appearances.v1.HearingEvent")
}

fn forms(play: &Play) -> Vec<Form> {
    let of_lawsuits = play.events.iter().map(Form::of::<Lawsuit>);
    of_lawsuits.chain(play.heard.iter().map(Form::of::<Hearing>)).collect()
}

fn full_paper(kind: &str) -> Paper {
    Paper { number: Some(line("1号")), on: Some(d("2024-07-01")), title: Some(line("题名")), ..paper(kind) }
}

fn full_plan(day: &str) -> Plan {
    let mut told = notice(BUREAU, Notice::ShallNotify);
    told.served_on = Some(d("2024-06-20"));
    Plan {
        room: Some(line("第三法庭")),
        mode: Mode::Mixed,
        closed: true,
        summoned_on: Some(d("2024-06-20")),
        remark: Some("涉及商业秘密".to_owned().try_into().unwrap()),
        ..plan(day, vec![told, notice(GOVERNMENT, Notice::None)])
    }
}

fn full_holding(on: &str) -> Holding {
    let companion =
        Companion { post: Some(line("科长")), organisation: Some(line("某单位")), ..companion("李四") };
    let outside = Head {
        official: None,
        post: Some(line("副镇长")),
        level: Some(PostLevel::DeputyRank),
        of: HeadOf::DelegatedOrganisation,
        statement: Some(line("身份证明")),
        identity_rejected: Some(line("未盖章")),
        spoke: Spoke::Partly,
        left_early: true,
        posts: Vec::new(),
        remark: Some(line("替换")),
        ..head(PostLevel::Deputy)
    };
    let mut absent = absence(AbsenceGround::IndispensableDuty, true, Finding::Accepted);
    absent.explanation = Some("防汛".to_owned().try_into().unwrap());
    let of_government = Attendance {
        heads: vec![outside],
        staff: vec![companion.clone()],
        lawyers: vec![companion],
        absence: Some(absent),
        represented_by: Some(BUREAU),
        ..nobody(GOVERNMENT)
    };
    Holding {
        record: Some(full_paper("庭审笔录")),
        summary: Some("当庭陈述".to_owned().try_into().unwrap()),
        ..holding(on, vec![led_by(BUREAU, head(PostLevel::Deputy)), of_government])
    }
}

fn full_observation() -> Observation {
    Observation {
        on: d("2024-07-10"),
        unit: Some(organ(BUREAU)),
        unit_name: line("陇县市场监督管理局"),
        observers: vec![Observer {
            name: line("孙样本"), post: Some(line("副局长")), level: Some(PostLevel::Deputy)
        }],
        headcount: 5,
        mode: Mode::Online,
        material: Some(line("心得")),
    }
}

/// Everything that can be said is said.
fn full() -> Play {
    let before = AfterReconsideration {
        case: Some(organ(GOVERNMENT)),
        number: Some(line("陇政复决字〔2024〕3号")),
        result: Reconsidered::Maintained,
        decided_on: Some(d("2024-05-20")),
    };
    let suit = Registration {
        public_interest: true,
        compensation_only: true,
        classes: vec![CaseClass::FoodDrugSafety],
        after_reconsideration: Some(before),
        act_title: Some(line("行政处罚决定书")),
        claims: Some("撤销".to_owned().try_into().unwrap()),
        enterprise_related: true,
        ..suit_of_two("2024-06-03")
    };
    let filing = AnswerFiling {
        instance: FIRST,
        defendant: BUREAU,
        on: d("2024-06-20"),
        posted_on: Some(d("2024-06-18")),
        with_evidence: true,
        paper: Some(full_paper("答辩状")),
        evidence_only: false,
    };
    let mut play = Play::on("2024-12-20").does(register(suit));
    play.principal_required = true;
    let play = play.does(copy(FIRST, BUREAU, "2024-06-05")).does(copy(FIRST, GOVERNMENT, "2024-06-05"));
    let play = play.does(Command::RecordAnswerExpiry(FIRST, BUREAU)).does(Command::RecordAnswer(filing));
    let moved = Move { plan: full_plan("2024-07-10"), on: d("2024-07-01"), reason: Some(line("法院通知")) };
    let play = play.hears(1, FIRST, Hear::Schedule(full_plan("2024-07-08"))).hears(1, FIRST, Hear::Move(moved));
    let play = play.hears(1, FIRST, Hear::Hold(full_holding("2024-07-10")));
    let play = play.hears(1, FIRST, Hear::Observe(full_observation()));
    let right = HearingFact::Holding(holding("2024-07-10", vec![staff_of(BUREAU), staff_of(GOVERNMENT)]));
    let play = play.hears(1, FIRST, Hear::Amend(amendment(3), right));
    let play = play.hears(1, FIRST, Hear::Strike(amendment(4)));
    let cancelled = Cancellation { on: d("2024-07-20"), reason: Some(line("法院通知")) };
    let play = play.hears(2, FIRST, Hear::Schedule(full_plan("2024-07-22"))).hears(2, FIRST, Hear::Cancel(cancelled));
    let mut lost = outcome(BUREAU, Code::J09);
    (lost.riders, lost.causes) = (vec![Code::J11], vec![Cause::Procedure]);
    let judgment = Judgment {
        instance: FIRST,
        form: PaperForm::Judgment,
        judged_on: d("2024-08-01"),
        outcomes: vec![lost, outcome(GOVERNMENT, Code::J15)],
        paper: Some(full_paper("行政判决书")),
        services: Vec::new(),
    };
    let mut play = play.does(Command::Judge(judgment));
    for party in [PLAINTIFF, BUREAU, GOVERNMENT] {
        play = play.does(serve(FIRST, party, "2024-08-05"));
    }
    let appeal = Appeal {
        instance: FIRST,
        appellants: vec![PLAINTIFF, BUREAU],
        on: d("2024-08-12"),
        posted_on: Some(d("2024-08-09")),
        paper: Some(full_paper("上诉状")),
    };
    let play = play.does(take_effect(FIRST)).does(Command::FileAppeal(appeal));
    let play = play.does(open(InstanceKind::Second, "2024-08-20")).does(copy(SECOND, BUREAU, "2024-08-22"));
    let changed = |of| Outcome { changed_to: Some(Code::J01), ..outcome(of, Code::S02) };
    let outcomes = vec![changed(BUREAU), changed(GOVERNMENT)];
    let play = play.does(judging(SECOND, PaperForm::Judgment, "2024-09-20", outcomes));
    let certified = Some((d("2024-09-30"), full_paper("生效证明")));
    let play = play.does(Command::TakeEffect(Effect { instance: SECOND, certified }));
    let certificate = play.lawsuit.history.last_number();
    play.does(amend(2, "on", "2024-06-06")).does(strike(certificate))
}

/// No more is said than must be.
fn bare() -> Play {
    let mut suit = suit("2024-06-03");
    (suit.case_number, suit.docketed_on, suit.field, suit.matter) = (None, None, None, None);
    (suit.court.id, suit.court.code, suit.defendants[0].organ) = (None, None, None);
    let play = Play::on("2024-12-20").does(register(suit)).does(copy(FIRST, BUREAU, "2024-06-05"));
    let play = play.does(Command::RecordAnswerExpiry(FIRST, BUREAU)).does(amend(2, "on", "2024-12-18"));
    let without = WithoutHearing { instance: FIRST, on: d("2024-12-18"), ground: NoHearing::WithdrawnBeforeHearing };
    let withdrawn = Outcome { withdraw_reason: Some(WithdrawReason::SelfCorrected), ..outcome(BUREAU, Code::D03) };
    let play = play.does(Command::DecideWithoutHearing(without));
    let play = play.does(judging(FIRST, PaperForm::Ruling, "2024-12-19", vec![withdrawn]));
    play.does(serve(FIRST, BUREAU, "2024-12-20"))
}

/// An answer without evidence; the days for that lapse, and it is handed in alone.
fn evidence() -> Play {
    let Command::RecordAnswer(filing) = answer(BUREAU, "2024-06-12") else { unreachable!() };
    let without = AnswerFiling { with_evidence: false, ..filing.clone() };
    let alone = AnswerFiling { on: d("2024-06-25"), with_evidence: true, evidence_only: true, ..filing };
    let play = registered().does(copy(FIRST, BUREAU, "2024-06-05")).does(Command::RecordAnswer(without));
    play.does(Command::RecordAnswerExpiry(FIRST, BUREAU)).does(Command::RecordAnswer(alone))
}

/// Nothing of it is told outside.
fn non_public() -> Play {
    Play::on("2024-12-20").does(register(Registration { non_public: true, ..suit("2024-06-03") }))
}

/// The suit against one organ was withdrawn before there was an appeal over the other.
fn left() -> Play {
    let withdrawn = Outcome { withdraw_reason: Some(WithdrawReason::Settled), ..outcome(GOVERNMENT, Code::D03) };
    let play = Play::on("2024-12-20").does(register(suit_of_two("2024-05-06")));
    let play = play.does(judging(FIRST, PaperForm::Ruling, "2024-06-10", vec![withdrawn]));
    let play = play.does(judge(FIRST, "2024-08-01", Code::J01)).does(appeal("2024-08-09", PLAINTIFF));
    play.does(open(InstanceKind::Second, "2024-08-20"))
}

/// One organ is joined with all that can be said, another with what must be.
fn joined() -> Play {
    let joining =
        Joining { instance: FIRST, on: d("2024-06-20"), defendant: government(), paper: Some(full_paper("通知书")) };
    let other = Defendant { organ: None, role: Role::ThirdPartyOrgan, number: PartyNumber(4), ..bureau() };
    let other = Defendant { name: line("某镇人民政府"), copy_received_on: Some(d("2024-06-28")), ..other };
    let play = registered().does(Command::JoinDefendant(Box::new(joining)));
    play.does(joins(FIRST, other, "2024-06-25"))
}

/// Tried by the simplified procedure and then by the ordinary one, twice, with the ruling and without.
fn converted() -> Play {
    let suit = Registration { procedure: Procedure::Simplified, ..suit("2024-06-03") };
    let convert = |paper| Command::Convert(Conversion { instance: FIRST, on: d("2024-07-01"), paper });
    let play = Play::on("2024-12-20").does(register(suit)).does(convert(Some(full_paper("行政裁定书"))));
    play.does(strike(2)).does(convert(None))
}

/// Its days end in a year that is announced, and announced otherwise.
fn recounted() -> Play {
    let mut play = Play::on("2026-12-22").does(register(suit("2026-12-14"))).does(copy(FIRST, BUREAU, "2026-12-21"));
    let announced = rearranged(&play.on.calendar, [d("2027-01-05")]);
    play.on.calendar = Arc::new(announced.clone());
    let mut play = play.does(Command::Recount);
    let amended = rearranged(&announced, [d("2027-01-06")]);
    let notice = Published { published_on: d("2026-12-21"), document: line("国务院办公厅通知") };
    let years = amended.years().cloned().map(|year| year.published_by(notice.clone()));
    play.on.calendar = Arc::new(Calendar::new(amended.version(), years));
    play.does(Command::Recount)
}

/// Hearings with nobody, entered by mistake.
fn struck() -> Play {
    let timeless = Plan { time: None, ..plan("2024-07-10", vec![notice(BUREAU, Notice::MayNotify)]) };
    let play = registered().hears(1, FIRST, Hear::Record(timeless, holding("2024-07-10", vec![nobody(BUREAU)])));
    play.hears(1, FIRST, Hear::Strike(amendment(1))).does(strike(1))
}

#[test]
fn every_form_still_says_what_it_said_and_is_written_as_it_was() {
    history().still_reads();
}

#[test]
fn every_event_of_every_kind_occurs_in_the_history() {
    history().is_complete();
}

#[test]
fn every_form_of_today_lies_in_the_history() {
    history().holds(
        [full(), bare(), evidence(), non_public(), left(), joined(), converted(), struck(), recounted()]
            .iter()
            .flat_map(forms),
    );
}

#[test]
fn what_was_written_by_a_newer_version_is_said_to_be_so() {
    history().tells_a_newer_version();
}
