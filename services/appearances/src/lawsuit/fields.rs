//! What can be amended in an entry: its fields by name, as text.

use kernel::day::Day;
use kernel::field::{Fields, Placed};

use super::further::InstanceOpened;
use super::registration::{AfterReconsideration, Reconsidered};
use super::{Fact, InstanceKind};
use crate::parties::{Court, Defendant};

fn on<'a>(title: &str, day: &'a mut Day) -> Placed<'a> {
    Placed::new("on", format!("{title}的日期"), day)
}

impl Fields for Fact {
    /// Classes are each named once, and in order.
    fn settle(&mut self) {
        if let Self::Registered(e) = self {
            e.registration.classes.sort();
            e.registration.classes.dedup();
        }
    }

    fn places(&mut self) -> Vec<Placed<'_>> {
        let title = self.described().1;
        match self {
            Self::Registered(e) => {
                let suit = &mut e.registration;
                let mut places = vec![
                    Placed::new("case_number", "案号", &mut suit.case_number),
                    Placed::new("docketed_on", "立案日期", &mut suit.docketed_on),
                    Placed::new("procedure", "审理程序", &mut suit.procedure),
                    Placed::new("cause", "案由", &mut suit.cause),
                    Placed::new("field", "行政管理领域", &mut suit.field),
                    Placed::new("matter", "诉讼事项", &mut suit.matter),
                    Placed::new("act_title", "被诉行政行为", &mut suit.act_title),
                    Placed::new("classes", "重大公共利益等类别", &mut suit.classes),
                    Placed::new("public_interest", "行政公益诉讼", &mut suit.public_interest),
                    Placed::new("compensation_only", "单独提起行政赔偿", &mut suit.compensation_only),
                    Placed::new("non_public", "不公开的案件", &mut suit.non_public),
                    came_to(&mut suit.after_reconsideration),
                ];
                places.extend(name_of_court(&mut suit.court));
                for plaintiff in &mut suit.plaintiffs {
                    places
                        .push(Placed::new("party_name", "原告名称", &mut plaintiff.name).numbered(plaintiff.number.0));
                }
                places.extend(suit.defendants.iter_mut().flat_map(of_defendant));
                places
            }
            Self::CopyReceived(e) => vec![on(title, &mut e.receipt.on)],
            Self::AnswerFiled(e) => {
                let mut places =
                    vec![on(title, &mut e.filing.on), Placed::new("posted_on", "交邮日期", &mut e.filing.posted_on)];
                if !e.filing.evidence_only {
                    places.push(Placed::new("with_evidence", "附证据、依据", &mut e.filing.with_evidence));
                }
                places
            }
            Self::HearingDispensed(e) => vec![on(title, &mut e.on)],
            Self::Converted(e) => vec![on(title, &mut e.on)],
            Self::Judged(e) => {
                let mut places = vec![
                    Placed::new("judged_on", "裁判日期", &mut e.judgment.judged_on),
                    Placed::new("form", "文书种类", &mut e.judgment.form),
                ];
                for outcome in &mut e.judgment.outcomes {
                    let number = outcome.defendant.0;
                    let name = outcome.of.as_ref().map_or(String::new(), |of| of.name.to_string());
                    let of = |what: &str| format!("{what}（{name}）");
                    let fields = [
                        Placed::new("code", of("裁判结果"), &mut outcome.code),
                        Placed::new("riders", of("一并作出"), &mut outcome.riders),
                        Placed::new("changed_to", of("改判为"), &mut outcome.changed_to),
                        Placed::new("withdraw_reason", of("撤诉原因"), &mut outcome.withdraw_reason),
                        Placed::new("causes", of("败诉原因"), &mut outcome.causes),
                    ];
                    places.extend(fields.map(|field| field.numbered(number)));
                }
                places
            }
            Self::JudgmentServed(e) => vec![on(title, &mut e.service.on)],
            Self::AppealFiled(e) => vec![
                Placed::new("on", "提起上诉的日期", &mut e.appeal.on),
                Placed::new("posted_on", "交邮日期", &mut e.appeal.posted_on),
            ],
            Self::InstanceOpened(InstanceOpened { opening, .. }) => {
                let kind = opening.kind;
                let mut places = vec![
                    Placed::new("docketed_on", "立案日期", &mut opening.docketed_on),
                    Placed::new("case_number", "案号", &mut opening.case_number),
                    Placed::new("kind", "审级", &mut opening.kind),
                ];
                if kind == InstanceKind::Remand {
                    places.push(Placed::new("procedure", "审理程序", &mut opening.procedure));
                }
                if kind == InstanceKind::Retrial {
                    places.push(Placed::new("by_superior", "上级法院提审", &mut opening.by_superior));
                }
                places.extend(name_of_court(&mut opening.court));
                places
            }
            Self::DefendantJoined(e) => {
                let mut places = vec![on(title, &mut e.on)];
                places.extend(of_defendant(&mut e.defendant));
                places
            }
            Self::TookEffect(e) if e.certificate.is_some() => vec![on(title, &mut e.on)],
            Self::TookEffect(_)
            | Self::AnswerExpired(_)
            | Self::HearingNoted(_)
            | Self::Amended(_)
            | Self::Struck(_)
            | Self::AnswerExpiryWithdrawn(_)
            | Self::EffectWithdrawn(_)
            | Self::DeadlinesRecounted(_) => Vec::new(),
        }
    }
}

/// What a reconsideration came to, with what else is known of it; none: the suit was brought directly.
fn came_to(place: &mut Option<AfterReconsideration>) -> Placed<'_> {
    let now = place.as_ref().map(|after| after.result);
    Placed::by("after_reconsideration", "复议结果", &now, move |result: Option<Reconsidered>| {
        let before = place.take();
        *place = result.map(|result| {
            let unknown = AfterReconsideration { case: None, number: None, result, decided_on: None };
            AfterReconsideration { result, ..before.unwrap_or(unknown) }
        });
        Ok(())
    })
}

/// The directory names what it knows, so that a name never stands beside the id of another: a court or organ that was
/// mistaken for another is another entry.
fn name_of_court(court: &mut Court) -> Option<Placed<'_>> {
    court.id.is_none().then(|| Placed::new("court_name", "法院名称", &mut court.name))
}

/// As what an organ takes part, and its name where the directory does not give it.
fn of_defendant(defendant: &mut Defendant) -> Vec<Placed<'_>> {
    let Defendant { number, role, kind, organ, name, .. } = defendant;
    let [title, place, sort] = [format!("{role}名称"), format!("诉讼地位（{name}）"), format!("被告类型（{name}）")];
    let mut places = vec![Placed::new("role", place, role), Placed::new("kind", sort, kind)];
    if organ.is_none() {
        places.push(Placed::new("party_name", title, name));
    }
    places.into_iter().map(|field| field.numbered(number.0)).collect()
}
