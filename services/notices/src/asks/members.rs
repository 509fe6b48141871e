//! The facts behind a number, in pages.

use proto::notices::{EventReference, Member, MembersAnswer, MembersQuestion};
use runtime::{At, Malformed, Question, Unanswered, read, write};
use uuid::Uuid;

use super::{figure_of, ground, period_of};
use crate::document::item;
use crate::facts::rows::{Row, named};
use crate::facts::{Fact, Facts, Source};
use crate::figures::{Counting, Place, Placed, Placing, Which};
use crate::manifest::Ground;
use crate::notices::notice;
use crate::words;
use kernel::word::Word;

/// How many a page holds.
const PAGE: usize = 50;

/// The namespace of the marks by which pages go on.
const MARKS: Uuid = Uuid::from_u128(0x2c64_0d1b_7a95_5e38_b1f0_94ad_60c3_8e57);

/// The facts behind a number.
#[derive(Debug)]
pub struct Members;

/// Which of them are asked for.
struct Wanted {
    which: Which,
    organ: Option<Uuid>,
    after: String,
}

impl Question for Members {
    const NAME: &'static str = "Members";
    type Asked = MembersQuestion;
    type Answer = MembersAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: MembersQuestion) -> Result<MembersAnswer, Unanswered> {
        let figure = figure_of(&asked.figure)?;
        let which = if asked.which.is_empty() { Which::Denominator } else { read::word("which", &asked.which)? };
        let wanted = Wanted { which, organ: read::uuid_if_any("organ", &asked.organ)?, after: asked.after };
        let (mut ground, compared) = if asked.notice.is_empty() {
            let period = period_of(at, asked.period)?;
            (ground(at, period, asked.area, &asked.positions, asked.policies).await?.0, asked.compared)
        } else {
            (frozen(at, &asked.notice).await?, asked.period)
        };
        let is_compared = !compared.is_empty();
        if is_compared {
            ground.scope = ground.scope.of(read::value("compared", compared)?);
        }
        let facts = Facts::placed_by(&mut *at.db, &ground.asked, ground.scope.period, &[figure]).await?;
        let (size, members, next) = match &figure.counting {
            Counting::Cases(placing) => page(at, &ground, placing, &facts.cases, &wanted).await,
            Counting::Suits(placing) => page(at, &ground, placing, &facts.suits, &wanted).await,
            Counting::Parties(placing) => page(at, &ground, placing, &facts.parties, &wanted).await,
            Counting::Hearings(placing) => page(at, &ground, placing, &facts.hearings, &wanted).await,
            Counting::Chains(placing) => page(at, &ground, placing, &facts.chains, &wanted).await,
            Counting::Suggestions(placing) => page(at, &ground, placing, &facts.suggestions, &wanted).await,
        }?;
        Ok(MembersAnswer {
            figure: figure.code.to_owned(),
            title: figure.title.to_owned(),
            formula: figure.in_words(&ground.scope.policies),
            version: figure.version,
            period_title: ground.scope.period.title(),
            size,
            members,
            next,
            measure: figure.measure.english().to_owned(),
            as_of: if is_compared { ground.scope.as_of.to_string() } else { String::new() },
        })
    }
}

/// What a notice was frozen under.
async fn frozen(at: &mut At<'_>, id: &[u8]) -> Result<Ground, Unanswered> {
    let (notice, _) = notice(&mut *at.db, read::uuid("notice", id)?).await?;
    let frozen = notice.frozen.ok_or_else(|| Malformed::field("notice", "该通报尚未冻结数据，或者没有该通报"))?;
    Ok(Ground::frozen(&frozen.manifest.message()).map_err(anyhow::Error::from)?)
}

async fn page<F: Row + 'static>(
    at: &mut At<'_>,
    ground: &Ground,
    placing: &Placing<F>,
    facts: &[F],
    wanted: &Wanted,
) -> sqlx::Result<(u64, Vec<Member>, String)> {
    let concerns = |fact: &F| wanted.organ.is_none_or(|organ| ground.scope.is_about(fact.organs(), organ.as_bytes()));
    let placed = placing.placed(facts, &ground.scope).into_iter();
    let mut set: Vec<(String, Placed<F>)> = placed
        .filter(|placed| placed.place.is_in(wanted.which) && concerns(placed.fact))
        .map(|placed| (place_in_order(&placed), placed))
        .collect();
    set.sort_by(|(one, _), (other, _)| one.cmp(other));
    let size = set.len() as u64;
    let begin = behind(&set.iter().map(|(order, _)| order.as_str()).collect::<Vec<_>>(), &wanted.after);
    let mut rest = set.into_iter().skip(begin);
    let page: Vec<_> = rest.by_ref().take(PAGE).collect();
    let next = page.last().filter(|_| rest.next().is_some()).map(|(order, _)| mark(order)).unwrap_or_default();
    let streams: Vec<Uuid> = page.iter().map(|(_, placed)| placed.fact.stream()).collect();
    let whole: Vec<F> = named(&mut *at.db, &ground.asked, &streams).await?;
    let members = page.iter().map(|(_, placed)| {
        let is_this = |fact: &&F| fact.stream() == placed.fact.stream() && fact.key() == placed.fact.key();
        let sources = whole.iter().find(is_this).map(Fact::sources).unwrap_or_default();
        member(placed, placing, sources)
    });
    Ok((size, members.collect(), next))
}

/// By day and number; a page goes on behind the last place of the one before.
fn place_in_order<F: Row>(placed: &Placed<F>) -> String {
    let fact = placed.fact;
    [placed.on, fact.number(), &fact.stream().to_string(), fact.key()].join("\u{1}")
}

/// A place by its day and a digest: whoever turns the page may not be one who may read the number there (S47).
fn mark(order: &str) -> String {
    format!("{}/{}", day_of(order), Uuid::new_v5(&MARKS, order.as_bytes()))
}

fn day_of(order: &str) -> &str {
    order.split('\u{1}').next().unwrap_or_default()
}

/// Where a page begins: behind the marked place or, where what stood there has gone, with its day.
fn behind(orders: &[&str], after: &str) -> usize {
    let Some((day, _)) = after.split_once('/') else { return 0 };
    let first = orders.partition_point(|order| day_of(order) < day);
    let of_day = orders[first..].iter().take_while(|order| day_of(order) == day);
    let marked = of_day.into_iter().position(|order| mark(order) == after);
    first + marked.map_or(0, |place| place + 1)
}

fn member<F: Row>(placed: &Placed<F>, placing: &Placing<F>, sources: &[Source]) -> Member {
    let fact = placed.fact;
    let event = |source: &Source| EventReference {
        log: F::LOG.to_owned(),
        position: source.position,
        stream: write::uuid(source.stream),
        version: source.version,
        event: source.event.clone(),
        title: words::event(&source.event).to_owned(),
        on: source.on.clone(),
    };
    let reason = match placed.place {
        Place::Excluded(reason) => reason.to_owned(),
        _ => (placing.tell)(fact),
    };
    Member {
        item: Some(item(fact)),
        number: fact.number().to_owned(),
        title: fact.title(),
        organs: fact.organs().iter().copied().map(write::uuid).collect(),
        organ_names: fact.organ_names().to_vec(),
        on: placed.on.to_owned(),
        place: placed.place.which().english().to_owned(),
        reason,
        events: sources.iter().map(event).collect(),
        court: write::uuid_if_any(fact.court()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_on_behind_the_last_without_naming_it() {
        // S47
        let orders =
            ["2026-01-05\u{1}（2026）陕0327行初1号", "2026-01-05\u{1}（2026）陕0327行初2号", "2026-02-01\u{1}3号"];
        assert_eq!(behind(&orders, ""), 0);
        assert_eq!([0, 1, 2].map(|nth: usize| behind(&orders, &mark(orders[nth]))), [1, 2, 3]);
        assert!(!mark(orders[0]).contains("行初"));
        assert_eq!(behind(&orders, &mark("2026-01-05\u{1}gone")), 0);
        assert_eq!(behind(&orders, &mark("2026-01-20\u{1}gone")), 2);
    }
}
