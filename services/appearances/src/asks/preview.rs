//! What a command would do, without doing it.

use kernel::aggregate::{Aggregate, Occasion};
use kernel::case_number::CaseNumber;
use proto::appearances::PreviewAnswer;
use proto::common::{self, PreviewQuestion};
use runtime::{At, Completion, Contract, Malformed, Question, Unanswered};
use sqlx::PgConnection;
use uuid::Uuid;

use super::lawsuit_steps::unexplained;
use super::{found, tried, words};
use crate::completion::{OfHearings, OfLawsuits};
use crate::contract::{hearing, telling, write};
use crate::hearing::{Asked, Fact as HearingHappened, Hearing, HearingFact};
use crate::lawsuit::further::InstanceOpened;
use crate::lawsuit::registration::number_notes;
use crate::lawsuit::{Command, Fact, InstanceKind, Lawsuit, LawsuitEvent};
use crate::outcome::Form;
use crate::refusal::Refusal;
use crate::registers::case_numbers::is_borne_elsewhere;

/// While a lawsuit's form is filled in, and before a correction is made: what would follow.
#[derive(Debug)]
pub struct LawsuitPreview;

/// The same for a hearing's, with what the attendance would amount to.
#[derive(Debug)]
pub struct HearingPreview;

impl Question for LawsuitPreview {
    const NAME: &'static str = "LawsuitPreview";
    type Asked = PreviewQuestion;
    type Answer = PreviewAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: PreviewQuestion) -> Result<PreviewAnswer, Unanswered> {
        let (lawsuit, version) = found::<Lawsuit>(at, "stream", &asked.stream).await?;
        let on = at.previewing(asked.actor);
        let payload = OfLawsuits.complete(asked.payload, &mut *at.db).await?;
        let mut answer = match Lawsuit::command(&payload) {
            Ok(command) => {
                let new = new_numbers(&lawsuit, command.clone(), &on);
                let mut answer = previewed(&lawsuit, command, &on);
                answer.notes.extend(borne_elsewhere(&mut *at.db, &new, &asked.stream).await?);
                answer
            }
            Err(wrong) => malformed(&wrong),
        };
        answer.version = version;
        Ok(answer)
    }
}

/// The courts' numbers that a lawsuit would bear and does not bear yet.
fn new_numbers(lawsuit: &Lawsuit, command: Command, on: &Occasion) -> Vec<CaseNumber> {
    let numbers =
        |lawsuit: &Lawsuit| lawsuit.chain.instances.iter().filter_map(|one| one.case_number.clone()).collect();
    let known: Vec<CaseNumber> = numbers(lawsuit);
    let after: Vec<CaseNumber> = tried(lawsuit, command, on).map(|(after, _)| numbers(&after)).unwrap_or_default();
    after.into_iter().filter(|number| !known.contains(number)).collect()
}

/// A number that another lawsuit bears is pointed out, whoever may read that one (S01, S47).
async fn borne_elsewhere(db: &mut PgConnection, numbers: &[CaseNumber], stream: &[u8]) -> sqlx::Result<Vec<String>> {
    let mut notes = Vec::new();
    for number in numbers {
        if is_borne_elsewhere(&mut *db, number, Uuid::from_slice(stream).ok()).await? {
            notes.push(format!("案号{number}已经登记在另一个应诉案件中，请核对是否重复登记"));
        }
    }
    Ok(notes)
}

impl Question for HearingPreview {
    const NAME: &'static str = "HearingPreview";
    type Asked = PreviewQuestion;
    type Answer = PreviewAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: PreviewQuestion) -> Result<PreviewAnswer, Unanswered> {
        let (hearing, version) = found::<Hearing>(at, "stream", &asked.stream).await?;
        let on = at.previewing(asked.actor);
        let payload = OfHearings.complete(asked.payload, &mut *at.db).await?;
        let answer = match Hearing::command(&payload) {
            Ok(asked) => {
                let (lawsuit, _) = found::<Lawsuit>(at, "lawsuit", &write::uuid(asked.lawsuit)).await?;
                heard(&lawsuit, &hearing, asked, &on)
            }
            Err(wrong) => malformed(&wrong),
        };
        Ok(PreviewAnswer { version, ..answer })
    }
}

fn malformed(wrong: &Malformed) -> PreviewAnswer {
    PreviewAnswer { malformed: Some(common::Malformed { text: wrong.to_string() }), ..PreviewAnswer::default() }
}

fn refused(refusal: &Refusal) -> PreviewAnswer {
    PreviewAnswer { refused: Some(write::refused(refusal)), ..PreviewAnswer::default() }
}

/// What would follow from a lawsuit's command.
#[must_use]
pub fn previewed(lawsuit: &Lawsuit, command: Command, on: &Occasion) -> PreviewAnswer {
    let (after, events) = match tried(lawsuit, command, on) {
        Ok(tried) => tried,
        Err(refusal) => return refused(&refusal),
    };
    let moves = words::moves(&lawsuit.clocks, &after.clocks, &after.chain, on.today);
    let titles: Vec<&str> = events.iter().map(|event| event.fact.described().1).collect();
    let known = unexplained(&lawsuit.chain);
    let unexplained = unexplained(&after.chain).into_iter().filter(|note| !known.contains(note));
    PreviewAnswer {
        events: events.iter().map(|event| event.fact.described().0.to_owned()).collect(),
        words: words::sentence(&titles, &moves),
        notes: events.iter().flat_map(|event| notes(lawsuit, event)).chain(unexplained).collect(),
        duties: duties(&events),
        moves,
        ..PreviewAnswer::default()
    }
}

fn duties(events: &[LawsuitEvent]) -> Vec<proto::appearances::Duty> {
    events.iter().flat_map(|event| &event.told.duties).map(telling::write_duty).collect()
}

/// What would follow from a hearing's command: first in its lawsuit, then for itself.
#[must_use]
pub fn heard(lawsuit: &Lawsuit, hearing: &Hearing, asked: Asked, on: &Occasion) -> PreviewAnswer {
    let decided = hearing_decided(lawsuit, hearing, asked, on);
    let (noted, events) = match decided {
        Ok(decided) => decided,
        Err(refusal) => return refused(&refusal),
    };
    let after = events.iter().fold(hearing.clone(), Hearing::evolve);
    let moves = match &after.of {
        Some(of) => words::moves(&hearing.clocks, &after.clocks, of, on.today),
        None => Vec::new(),
    };
    let titles: Vec<&str> = events.iter().map(|event| event.fact.described().1).collect();
    let holdings = events.iter().filter_map(|event| match &event.fact {
        HearingHappened::Held(e) => Some((&e.holding, &e.presences)),
        HearingHappened::Amended(e) => match &e.after {
            HearingFact::Holding(holding) => Some((holding, &e.presences)),
            _ => None,
        },
        _ => None,
    });
    let pointed_out = holdings.flat_map(|(holding, presences)| {
        let pairs = holding.attendances.iter().filter_map(|attendance| {
            let presence = presences.iter().find(|presence| presence.of.number == attendance.defendant)?;
            Some(attendance.notes(presence))
        });
        pairs.flatten().collect::<Vec<_>>()
    });
    PreviewAnswer {
        events: events.iter().map(|event| event.fact.described().0.to_owned()).collect(),
        words: words::sentence(&titles, &moves),
        notes: pointed_out.collect(),
        duties: duties(&noted),
        presences: if noted.is_empty() {
            Vec::new()
        } else {
            after.presences.iter().map(telling::write_presence).collect()
        },
        moves,
        ..PreviewAnswer::default()
    }
}

/// What a hearing's command would come to, in the lawsuit and in the hearing.
pub(crate) fn hearing_decided(
    lawsuit: &Lawsuit,
    hearing: &Hearing,
    asked: Asked,
    on: &Occasion,
) -> Result<(Vec<LawsuitEvent>, Vec<crate::hearing::HearingEvent>), Refusal> {
    let noted = match hearing::note_of(&asked) {
        Some(note) => lawsuit.decide(Command::NoteHearing(Box::new(note)), on)?,
        None => Vec::new(),
    };
    let asked = noted.iter().fold(asked, hearing::noted);
    Ok((noted, hearing.decide(asked, on)?))
}

/// What nothing forbids, and somebody should look at.
fn notes(lawsuit: &Lawsuit, event: &LawsuitEvent) -> Vec<String> {
    match &event.fact {
        Fact::Registered(e) => e.registration.notes(),
        Fact::InstanceOpened(InstanceOpened { opening, .. }) => {
            number_notes(opening.case_number.as_ref(), &opening.court, opening.kind)
        }
        Fact::AnswerFiled(e) if e.late => {
            vec!["答辩和举证已经逾期，没有正当理由逾期提供的证据视为没有相应证据（行政诉讼法第三十四条）".to_owned()]
        }
        Fact::AnswerFiled(e) if !e.filing.with_evidence && !e.filing.evidence_only => {
            vec!["没有附证据、依据，举证期限继续计算；补交的请另行登记（行政诉讼法第三十四条）".to_owned()]
        }
        Fact::AppealFiled(e) if !e.late.is_empty() => {
            vec!["上诉期限已经届满，是否受理由法院审查".to_owned()]
        }
        Fact::Judged(e) if e.judgment.form == Form::Judgment => {
            let instance = lawsuit.chain.instance(e.judgment.instance);
            let unheard = |instance: &crate::lawsuit::chain::Instance| {
                instance.first_heard_on().is_none()
                    && instance.dispensed.is_none()
                    && matches!(instance.kind, InstanceKind::First | InstanceKind::Remand)
            };
            if instance.is_ok_and(unheard) {
                vec!["该审级没有开庭记录，也没有登记为不开庭审理，请核对是否漏登庭审".to_owned()]
            } else {
                Vec::new()
            }
        }
        _ => Vec::new(),
    }
}
