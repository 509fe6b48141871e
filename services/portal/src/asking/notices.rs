//! Questions to the service of the notices. The one filter stands here before figures, sets and notices: an officer asks
//! about his organ alone, and a notice that is not issued yet is seen by those who work on it.

use proto::notices::{
    FiguresAnswer, FiguresQuestion, Item, ListRow, Member, MembersAnswer, MembersQuestion, NoticeAnswer, NoticeLine,
    NoticePaperAnswer, NoticePaperQuestion, NoticeQuestion, NoticeStepsAnswer, NoticeStepsQuestion, NoticesAnswer,
    NoticesQuestion, OrganCardAnswer, OrganCardQuestion, Reference, Table, Trend, TrendsAnswer, TrendsQuestion,
};
use uuid::Uuid;

use super::{ask, bytes};
use crate::Portal;
use crate::access::{Door, Person};
use crate::failure::Failure;
use crate::kinds::NOTICES;
use crate::normal::alike;

/// How many pages of the list of notices are read: a county has a handful of notices a year.
const MOST_PAGES: usize = 50;

/// The figures of a period.
pub(crate) async fn figures(
    portal: &Portal,
    person: &Person,
    asked: &FiguresQuestion,
) -> Result<FiguresAnswer, Failure> {
    let organ = within(person, &asked.organ)?;
    let asked = FiguresQuestion { organ: organ.clone(), area: here(portal, &asked.area), ..asked.clone() };
    let mut answer: FiguresAnswer = ask(portal, NOTICES, "Figures", &asked).await?;
    if person.only_organ_behind(Door::Figures).is_some() {
        answer.figures.iter_mut().for_each(|figure| figure.organs.retain(|tally| tally.organ == organ));
        answer.organs.retain(|of| of.id == organ);
        for table in &mut answer.tables {
            table.rows.retain(|row| row.organ == organ && !row.total);
            table.without.retain(|of| of.id == organ);
        }
    }
    Ok(answer)
}

/// The facts behind a number.
pub(crate) async fn members(
    portal: &Portal,
    person: &Person,
    asked: &MembersQuestion,
) -> Result<MembersAnswer, Failure> {
    if let Ok(id) = Uuid::from_slice(&asked.notice) {
        notice(portal, person, id).await?;
    }
    let (organ, area) = (within(person, &asked.organ)?, here(portal, &asked.area));
    let asked = MembersQuestion { organ, area, ..asked.clone() };
    let mut answer: MembersAnswer = ask(portal, NOTICES, "Members", &asked).await?;
    answer.members.iter_mut().for_each(|member| close(person, member));
    Ok(answer)
}

/// Figures over eight quarters, in the order in which they are asked for.
pub(crate) async fn trends(portal: &Portal, person: &Person, asked: &TrendsQuestion) -> Result<Vec<Trend>, Failure> {
    let (organ, area) = (within(person, &asked.organ)?, here(portal, &asked.area));
    let asked = TrendsQuestion { organ, area, ..asked.clone() };
    let TrendsAnswer { trends } = ask(portal, NOTICES, "Trends", &asked).await?;
    Ok(trends)
}

/// One organ's quarter.
pub(crate) async fn organ_card(
    portal: &Portal,
    person: &Person,
    asked: &OrganCardQuestion,
) -> Result<OrganCardAnswer, Failure> {
    let (organ, area) = (within(person, &asked.organ)?, here(portal, &asked.area));
    let asked = OrganCardQuestion { organ, area, ..asked.clone() };
    let mut answer: OrganCardAnswer = ask(portal, NOTICES, "OrganCard", &asked).await?;
    let is_open = |row: &ListRow| row.item.as_ref().is_some_and(|item| opens(person, &item.kind));
    answer.lists.iter_mut().for_each(|list| list.rows.retain(is_open));
    Ok(answer)
}

/// The area a question is about: this one, unless it names another. The directory knows other places' governments too, and
/// the service would take the first of them.
fn here(portal: &Portal, area: &str) -> String {
    if area.is_empty() { portal.settings.area.clone() } else { area.to_owned() }
}

/// The door behind which a fact of a kind is looked at.
pub(crate) fn door_of(kind: &str) -> Option<Door> {
    match kind {
        "Case" => Some(Door::Cases),
        "Suit" | "PartyInstance" | "Chain" => Some(Door::Lawsuits),
        "Hearing" => Some(Door::Hearings),
        "Suggestion" => Some(Door::Suggestions),
        _ => None,
    }
}

fn opens(person: &Person, kind: &str) -> bool {
    door_of(kind).is_some_and(|door| person.may_open(door))
}

/// S47: what a person may not read stays a row, so that the set is as large as its number, and says nothing of itself.
fn close(person: &Person, member: &mut Member) {
    let kind = member.item.as_ref().map(|item| item.kind.clone()).unwrap_or_default();
    if !opens(person, &kind) {
        let Member { organs, organ_names, on, place, .. } = std::mem::take(member);
        *member = Member {
            item: Some(Item { kind, ..Item::default() }),
            organs,
            organ_names,
            on,
            place,
            ..Member::default()
        };
    }
}

/// The notices a person may read.
pub(crate) struct Listed {
    pub(crate) notices: Vec<NoticeLine>,
    /// What the person has just written is not among them yet (S49).
    pub(crate) is_behind: bool,
}

/// All notices a person may read, the latest period first, with what he has written himself.
pub(crate) async fn notices(portal: &Portal, person: &Person) -> Result<Listed, Failure> {
    let (mut notices, mut is_behind) = (Vec::new(), false);
    let written = person.positions.iter().find(|(service, _)| service == NOTICES).map_or(0, |(_, position)| *position);
    let mut asked = NoticesQuestion { area: portal.settings.area.clone(), after: String::new(), written };
    for _ in 0..MOST_PAGES {
        let answer: NoticesAnswer = ask(portal, NOTICES, "Notices", &asked).await?;
        notices.extend(answer.notices);
        is_behind |= answer.behind;
        if answer.next.is_empty() {
            break;
        }
        asked.after = answer.next;
    }
    notices.retain(|notice| may_read(person, notice));
    Ok(Listed { notices, is_behind })
}

/// The notice that an address names: by its id, its number, or its period, whose latest one it is then.
pub(crate) async fn named(portal: &Portal, person: &Person, name: &str) -> Result<Uuid, Failure> {
    if let Ok(id) = name.parse() {
        return Ok(id);
    }
    let wanted = alike(name);
    let known = notices(portal, person).await?.notices;
    let is_it = |notice: &&NoticeLine| alike(&notice.number) == wanted || alike(&notice.period) == wanted;
    let found = known.iter().filter(is_it).max_by_key(|notice| notice.ordinal);
    found.and_then(|notice| Uuid::from_slice(&notice.id).ok()).ok_or_else(no_such_notice)
}

/// A notice as it is now, as far as this person may read it.
pub(crate) async fn notice(portal: &Portal, person: &Person, id: Uuid) -> Result<NoticeAnswer, Failure> {
    let mut answer: NoticeAnswer = ask(portal, NOTICES, "Notice", &NoticeQuestion { id: bytes(id) }).await?;
    if !answer.notice.as_ref().is_some_and(|notice| may_read(person, notice)) {
        return Err(no_such_notice());
    }
    if !person.may_open(Door::NoticeWork) {
        answer.candidates.clear();
        answer.draft = None;
    }
    if let Some(own) = person.only_organ_behind(Door::Figures) {
        let own = bytes(own);
        answer.offer.iter_mut().for_each(|offer| offer.changes.retain(|change| change.organ == own));
        closed_but(&mut answer, &own);
    }
    Ok(answer)
}

/// The paper that is kept of a notice.
pub(crate) async fn paper(portal: &Portal, person: &Person, id: Uuid) -> Result<NoticePaperAnswer, Failure> {
    notice(portal, person, id).await?;
    ask(portal, NOTICES, "NoticePaper", &NoticePaperQuestion { id: bytes(id) }).await
}

/// What may be done with a notice now, or for a period.
pub(crate) async fn steps(portal: &Portal, id: Uuid) -> Result<NoticeStepsAnswer, Failure> {
    ask(portal, NOTICES, "NoticeSteps", &NoticeStepsQuestion { id: bytes(id), ..Default::default() }).await
}

/// What may be done for a period.
pub(crate) async fn steps_of_period(portal: &Portal, period: &str) -> Result<NoticeStepsAnswer, Failure> {
    let area = portal.settings.area.clone();
    ask(portal, NOTICES, "NoticeSteps", &NoticeStepsQuestion { id: Vec::new(), period: period.to_owned(), area }).await
}

fn no_such_notice() -> Failure {
    Failure::NotFound("没有这份通报，或者不在您可以查阅的范围内".to_owned())
}

/// A notice that was never issued is its editors' own.
fn may_read(person: &Person, notice: &NoticeLine) -> bool {
    person.may_open(Door::NoticeWork) || (person.may_open(Door::Notices) && !notice.number.is_empty())
}

/// The organ a question is about, as far as this person may ask about it; empty: all.
fn within(person: &Person, organ: &[u8]) -> Result<Vec<u8>, Failure> {
    match person.only_organ_behind(Door::Figures) {
        None => Ok(organ.to_vec()),
        Some(own) if own.is_nil() => Err(Failure::forbidden("您的账号还没有填写所属机关，请系统管理员在账号中补上")),
        Some(own) if organ.is_empty() || organ == own.as_bytes() => Ok(bytes(own)),
        Some(_) => Err(Failure::NotFound("没有这个机关的数据，或者不在您可以查阅的范围内".to_owned())),
    }
}

/// Leaves the numbers of a notice to be read, and lets only those of one organ be opened.
fn closed_but(answer: &mut NoticeAnswer, own: &[u8]) {
    let close = |reference: &mut Option<Reference>| {
        if reference.as_ref().is_some_and(|reference| reference.organ != own) {
            *reference = None;
        }
    };
    let in_tables = |tables: &mut Vec<Table>| {
        let cells = tables.iter_mut().flat_map(|table| &mut table.rows).flat_map(|row| &mut row.cells);
        cells.for_each(|cell| close(&mut cell.reference));
    };
    if let Some(text) = &mut answer.text {
        text.parts.iter_mut().flat_map(|part| &mut part.runs).for_each(|run| close(&mut run.reference));
        in_tables(&mut text.attachments);
        text.lists.iter_mut().for_each(|list| close(&mut list.reference));
    }
    if let Some(figures) = &mut answer.figures {
        in_tables(&mut figures.tables);
        figures.lists.iter_mut().for_each(|list| close(&mut list.reference));
        figures.figures.iter_mut().for_each(|figure| figure.organs.retain(|tally| tally.organ == own));
    }
}

#[cfg(test)]
mod tests {
    use proto::notices::{EventReference, NoticeText, Part, Run};

    use super::*;
    use crate::access::Role;
    use crate::access::tests::person;

    fn officer(organ: u128) -> Person {
        Person { organ: Some(Uuid::from_u128(organ)), ..person(&[Role::OrganOfficer]) }
    }

    #[test] // S47
    fn an_officer_asks_about_his_organ_alone() {
        let (own, other) = (bytes(Uuid::from_u128(7)), bytes(Uuid::from_u128(8)));
        assert_eq!(within(&officer(7), &[]).unwrap(), own);
        assert_eq!(within(&officer(7), &own).unwrap(), own);
        assert!(matches!(within(&officer(7), &other), Err(Failure::NotFound(_))));
        assert!(matches!(within(&person(&[Role::OrganOfficer]), &[]), Err(Failure::Forbidden(_))));
        assert_eq!(within(&person(&[Role::Leader]), &other).unwrap(), other);
        assert!(within(&person(&[Role::Leader]), &[]).unwrap().is_empty());
    }

    #[test] // S47
    fn a_member_says_no_more_than_the_persons_doors_open() {
        let member = |kind: &str| Member {
            item: Some(Item { kind: kind.to_owned(), stream: bytes(Uuid::from_u128(7)), key: "1/2".to_owned() }),
            number: "（2026）陕0327行初1号".to_owned(),
            title: "行政处罚决定书".to_owned(),
            organ_names: vec!["县司法局".to_owned()],
            on: "2026-02-03".to_owned(),
            place: "Numerator".to_owned(),
            reason: "负责人出庭：副局长钱示例".to_owned(),
            events: vec![EventReference::default()],
            ..Member::default()
        };
        let kinds = [
            ("Case", Door::Cases),
            ("Suit", Door::Lawsuits),
            ("PartyInstance", Door::Lawsuits),
            ("Chain", Door::Lawsuits),
            ("Hearing", Door::Hearings),
            ("Suggestion", Door::Suggestions),
        ];
        for (role, (kind, door)) in Role::ALL.into_iter().flat_map(|role| kinds.map(|kind| (role, kind))) {
            let (person, mut shown) = (person(&[role]), member(kind));
            close(&person, &mut shown);
            if person.may_open(door) {
                assert_eq!(shown, member(kind), "{role:?} {kind}");
            } else {
                let item = Some(Item { kind: kind.to_owned(), ..Item::default() });
                let Member { number, title, reason, events, .. } = Member::default();
                assert_eq!(shown, Member { item, number, title, reason, events, ..member(kind) }, "{role:?} {kind}");
            }
        }
        let mut unknown = member("Planet");
        close(&person(&[Role::Leader]), &mut unknown);
        assert!(unknown.number.is_empty());
    }

    #[test] // S47
    fn a_notice_that_is_not_issued_is_its_editors_own() {
        let drafted = NoticeLine { stage: "Drafted".to_owned(), ..NoticeLine::default() };
        let issued = NoticeLine { number: "通报〔2026〕1号".to_owned(), ..NoticeLine::default() };
        for role in Role::ALL {
            let person = person(&[role]);
            assert_eq!(may_read(&person, &drafted), role == Role::NoticeEditor, "{role:?}");
            assert_eq!(may_read(&person, &issued), person.may_open(Door::Notices), "{role:?}");
        }
    }

    #[test] // S47
    fn an_officer_opens_the_numbers_of_his_organ_and_reads_the_others() {
        let run = |organ: u128| Run {
            text: "3".to_owned(),
            reference: Some(Reference { organ: bytes(Uuid::from_u128(organ)), ..Reference::default() }),
        };
        let part = Part { runs: vec![run(7), run(8)], ..Part::default() };
        let text = Some(NoticeText { parts: vec![part], ..NoticeText::default() });
        let mut answer = NoticeAnswer { text, ..NoticeAnswer::default() };
        closed_but(&mut answer, Uuid::from_u128(7).as_bytes());
        let runs = &answer.text.unwrap().parts[0].runs;
        assert_eq!(runs.iter().map(|run| run.reference.is_some()).collect::<Vec<_>>(), [true, false]);
        assert!(runs.iter().all(|run| run.text == "3"));
    }
}
