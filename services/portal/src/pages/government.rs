//! `/government`: where those begin who read figures: the quarter's headlines, the notices, and what waits.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use proto::notices::{FiguresAnswer, FiguresQuestion};

use super::figures::{self, Card};
use super::members::Source;
use super::notices::{Line, lines};
use super::periods;
use crate::Portal;
use crate::access::{Door, Person};
use crate::asking::notices;
use crate::failure::Failure;
use crate::frame::{Frame, page};
use crate::registers::organs;

/// What stands on the first page.
const HEADLINES: [&str; 6] =
    ["app.heard", "loss.first.all", "corr.direct.concluded", "sug.ontime", "inc.new_first", "inc.recon"];

#[derive(Template)]
#[template(path = "government.html")]
struct Page {
    frame: Frame,
    /// The organ whose figures these are, if of one.
    organ: Option<String>,
    card: Option<String>,
    period: String,
    title: String,
    days: String,
    quarters: Vec<(String, String)>,
    cards: Vec<Card>,
    waiting: Vec<Waiting>,
    notices: Vec<Line>,
    away: Option<String>,
}

/// Something an editor has to see to.
struct Waiting {
    words: String,
    address: String,
}

/// `GET /government`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Query(chosen): Query<figures::Asked>,
) -> Result<Response, Failure> {
    let mut frame = Frame::of(&portal, &person, "/government").await?;
    let today = portal.inside.clock.today();
    let asked = FiguresQuestion {
        period: chosen.period,
        figures: HEADLINES.map(str::to_owned).to_vec(),
        ..FiguresQuestion::default()
    };
    let own = person.only_organ_behind(Door::Figures);
    let known = organs::on(&portal, today).await?;
    let answers =
        futures::future::try_join(notices::figures(&portal, &person, &asked), notices::notices(&portal, &person));
    let (answer, all, away) = match answers.await {
        Ok((answer, all)) => {
            frame.is_processing |= all.is_behind;
            (answer, all.notices, None)
        }
        Err(failure @ Failure::Away(_)) => (FiguresAnswer::default(), Vec::new(), Some(failure.text())),
        Err(failure) => return Err(failure),
    };
    let source = Source { period: answer.period.clone(), ..Source::default() };
    let organ = own.map(crate::asking::bytes).unwrap_or_default();
    let lines = lines(&all);
    page(&Page {
        cards: figures::cards(&portal, &person, &answer.figures, &source, &organ).await?,
        waiting: if person.may_open(Door::NoticeWork) { waiting(&lines, today) } else { Vec::new() },
        notices: lines.into_iter().filter(|line| !line.notice.number.is_empty()).take(4).collect(),
        organ: known.into_iter().find(|organ| Some(organ.id) == own).map(|organ| organ.name),
        card: own.map(|organ| format!("/organs/{organ}/card?period={}", answer.period)),
        title: answer.period_title,
        days: format!("{} 至 {}", answer.from, answer.to),
        quarters: periods::quarters(today, 2),
        period: answer.period,
        away,
        frame,
    })
}

/// What waits for an editor: the quarter that is over and has no notice, notices on their way, and those to be put right.
fn waiting(lines: &[Line], today: kernel::day::Day) -> Vec<Waiting> {
    let (period, title) = periods::last_quarter(today);
    let missing = lines.iter().all(|line| line.notice.period != period).then(|| Waiting {
        words: format!("{title}已经结束，还没有编制通报"),
        address: format!("{}?period={period}", super::notices::NEW),
    });
    let on_their_way = lines.iter().filter(|line| line.notice.number.is_empty() && line.notice.stage != "Withdrawn");
    let on_their_way = on_their_way.map(|line| Waiting {
        words: format!("{}：{}", line.notice.title, line.notice.stage_title),
        address: line.address.clone(),
    });
    let to_be_put_right = lines.iter().filter(|line| line.notice.restatement_offered);
    let to_be_put_right = to_be_put_right.map(|line| Waiting {
        words: format!("{}印发以后有补录的事实，数字有变化，可以更正", line.notice.number),
        address: line.address.clone(),
    });
    missing.into_iter().chain(on_their_way).chain(to_be_put_right).collect()
}

#[cfg(test)]
mod tests {
    use kernel::day::day;
    use proto::notices::NoticeLine;

    use super::*;

    #[test] // S36
    fn a_quarter_without_a_notice_and_a_notice_to_be_put_right_wait() {
        let today = day(2026, 4, 7);
        assert_eq!(waiting(&[], today).len(), 1);
        let issued = NoticeLine {
            period: "2026Q1".to_owned(),
            number: "通报〔2026〕1号".to_owned(),
            stage: "Issued".to_owned(),
            ..NoticeLine::default()
        };
        assert!(waiting(&lines(std::slice::from_ref(&issued)), today).is_empty());
        let offered = NoticeLine { restatement_offered: true, ..issued };
        assert!(waiting(&lines(&[offered]), today)[0].words.contains("补录"));
    }
}
