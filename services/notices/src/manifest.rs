//! What figures follow from, looked up or taken up again: the same manifest gives the same document, byte for byte (N-GEN-3).

use std::collections::{BTreeMap, BTreeSet};

use kernel::day::Day;
use kernel::word::Word as _;
use proto::notices as messages;
use sqlx::{PgConnection, query_as, query_scalar};
use uuid::Uuid;

use crate::document::{changes, figure_document, lists, with_sizes};
use crate::facts::told::FACTS;
use crate::facts::{Asked, Facts, Positions};
use crate::figures::{self, Basis, Scope};
use crate::names;
use crate::notice::Stage;
use crate::notice::freezing::Frozen;
use crate::notices;
use crate::period::{Period, PeriodError};
use crate::policies::Policies;

/// Whose figures, of when, under which rules, as of where.
#[derive(Debug, Clone)]
pub(crate) struct Ground {
    pub(crate) asked: Asked,
    pub(crate) scope: Scope,
}

impl Ground {
    /// What holds now for a period.
    pub(crate) async fn now(
        db: &mut PgConnection,
        area: &str,
        period: Period,
        as_of: Day,
    ) -> anyhow::Result<(Self, Vec<messages::LogPosition>)> {
        let positions = positions(db).await?;
        let asked = Asked { area: area.to_owned(), positions: of(&positions) };
        let scope = Scope {
            period,
            as_of,
            policies: names::policies(&mut *db, area, period).await?,
            organs: names::organs(db, &asked, period).await?,
        };
        Ok((Self { asked, scope }, positions))
    }

    /// What held when a notice was frozen.
    pub(crate) fn frozen(manifest: &messages::Manifest) -> Result<Self, PeriodError> {
        Ok(Self {
            asked: Asked { area: manifest.area.clone(), positions: of(&manifest.positions) },
            scope: Scope {
                period: manifest.period.clone().try_into()?,
                as_of: manifest.as_of.parse()?,
                policies: Policies::of(manifest.policies.iter().cloned()),
                organs: manifest.organs.clone(),
            },
        })
    }

    /// The manifest that says so.
    pub(crate) async fn manifest(
        &self,
        db: &mut PgConnection,
        kind: &str,
        positions: Vec<messages::LogPosition>,
    ) -> anyhow::Result<messages::Manifest> {
        let Scope { period, as_of, policies, organs } = &self.scope;
        let calendar: i64 =
            query_scalar("SELECT coalesce(sum(revision), 0)::bigint FROM log.holiday_year").fetch_one(&mut *db).await?;
        let compared = [period.before(), period.a_year_before()].map(|period| period.to_string());
        let lines = notices::all(db).await?;
        let in_force =
            lines.iter().filter(|line| line.stage == Stage::Issued.english() && line.area == self.asked.area);
        let compared_with = in_force.filter(|line| compared.contains(&line.period));
        let formula =
            |figure: &figures::Figure| messages::Formula { code: figure.code.to_owned(), version: figure.version };
        Ok(messages::Manifest {
            kind: kind.to_owned(),
            period: period.to_string(),
            area: self.asked.area.clone(),
            positions,
            formulas: figures::ALL.iter().map(formula).collect(),
            policies: policies.list().to_vec(),
            organs: organs.clone(),
            calendar: u32::try_from(calendar)?,
            as_of: as_of.to_string(),
            compared_with: compared_with.map(|line| line.id.as_bytes().to_vec()).collect(),
        })
    }

    /// The facts of the period and of those it is compared with.
    pub(crate) async fn basis(&self, db: &mut PgConnection) -> sqlx::Result<Basis> {
        let period = self.scope.period;
        Ok(Basis {
            now: Facts::of(&mut *db, &self.asked, period).await?,
            a_year_before: Facts::of(&mut *db, &self.asked, period.a_year_before()).await?,
            before: Facts::of(db, &self.asked, period.before()).await?,
        })
    }
}

/// How far each log was read.
pub(crate) async fn positions(db: &mut PgConnection) -> sqlx::Result<Vec<messages::LogPosition>> {
    let rows: Vec<(String, i64, Vec<u8>)> =
        query_as("SELECT log, position, last FROM log.reader WHERE name = $1 ORDER BY log")
            .bind(FACTS)
            .fetch_all(db)
            .await?;
    let position = |(log, position, event_hash)| messages::LogPosition { log, position, event_hash };
    Ok(rows.into_iter().map(position).collect())
}

/// The positions that messages carry.
pub(crate) fn of(positions: &[messages::LogPosition]) -> Positions {
    Positions::of(positions.iter().map(|position| (position.log.clone(), position.position)))
}

/// The document that follows from a manifest: the same bytes whenever it is asked for.
pub(crate) async fn document(
    db: &mut PgConnection,
    manifest: &messages::Manifest,
) -> anyhow::Result<messages::FigureDocument> {
    let ground = Ground::frozen(manifest)?;
    let basis = ground.basis(&mut *db).await?;
    let mut document = figure_document(&manifest.kind, &basis, &ground.scope);
    for id in &manifest.compared_with {
        let (notice, _) = notices::notice(&mut *db, Uuid::from_slice(id)?).await?;
        let (Some(frozen), Some(issued)) = (&notice.frozen, &notice.issued) else { continue };
        let changes = changes_since(&mut *db, frozen, ground.asked.positions.clone()).await?;
        let period = frozen.figures.message().period_title;
        document.notes.extend(corrected(&format!("{period}通报（{}）", issued.number.text), &changes));
        warn(&mut document.figures, &frozen.manifest.message(), &ground.scope);
    }
    document.notes.extend(warnings(&document.figures));
    Ok(document)
}

/// What a notice printed that is otherwise under the same manifest, as the facts are known at these positions.
pub(crate) async fn changes_since(
    db: &mut PgConnection,
    frozen: &Frozen,
    positions: Positions,
) -> anyhow::Result<Vec<messages::Change>> {
    let manifest = frozen.manifest.message();
    let mut ground = Ground::frozen(&manifest)?;
    ground.asked.positions = positions;
    let now = Basis { now: Facts::of(db, &ground.asked, ground.scope.period).await?, ..Basis::default() };
    let figures = now.figures(&figures::ALL.iter().collect::<Vec<_>>(), &ground.scope);
    let lists = lists(&now, &ground.scope, None);
    Ok(changes(&frozen.figures.message(), (&figures, &lists), &ground.scope.organs))
}

/// Where the notice of a period with which the figures are compared printed otherwise, the document says so (S36).
fn corrected(notice: &str, changes: &[messages::Change]) -> Option<String> {
    let totals = changes.iter().filter(|change| change.organ.is_empty());
    let printed = totals.filter_map(|change| {
        let (was, is) = (with_sizes(change.before.as_ref()?), with_sizes(change.after.as_ref()?));
        (was != is).then(|| format!("{}由{was}变为{is}", change.title))
    });
    let printed: Vec<String> = printed.collect();
    let told = || format!("{notice}印发后有补录、更正，本通报按更正后的数据比较：{}。", printed.join("；"));
    (!printed.is_empty()).then(told)
}

/// Where the notice of a period counted otherwise, the comparison with that period says so: it is counted anew for it.
fn warn(figures: &mut [messages::Figure], then: &messages::Manifest, scope: &Scope) {
    for figure in figures {
        let other = counted_otherwise(figure, then, scope);
        let compared = figure.comparisons.iter_mut().filter(|comparison| comparison.period == then.period);
        for comparison in compared.filter(|_| !other.is_empty()) {
            let (title, other) = (&comparison.period_title, other.join("、"));
            comparison.warning = format!("{title}通报所用的{other}与本期不同，比较时已按本期的重新计算");
        }
    }
}

/// In what an earlier notice counted otherwise: by another version of the formula, under other settings, for other organs.
fn counted_otherwise(figure: &messages::Figure, then: &messages::Manifest, scope: &Scope) -> Vec<&'static str> {
    let Some(known) = figures::named(&figure.code) else { return Vec::new() };
    let version = outdated(then).any(|formula| formula.code == figure.code);
    let settings = known.is_settled_otherwise(&Policies::of(then.policies.iter().cloned()), &scope.policies);
    let ids = |organs: &[messages::Organ]| organs.iter().map(|organ| organ.id.clone()).collect::<BTreeSet<_>>();
    let organs = known.counting.is_of_organs() && ids(&then.organs) != ids(&scope.organs);
    let otherwise = [(version, "公式版本"), (settings, "统计口径"), (organs, "机关名单")];
    otherwise.into_iter().filter_map(|(is, what)| is.then_some(what)).collect()
}

/// The formulas of a manifest that have another version now.
pub(crate) fn outdated(manifest: &messages::Manifest) -> impl Iterator<Item = &messages::Formula> {
    let has_changed = |formula: &&messages::Formula| {
        figures::named(&formula.code).is_none_or(|figure| figure.version != formula.version)
    };
    manifest.formulas.iter().filter(has_changed)
}

/// What the comparisons warn of, for those who read the document on paper.
fn warnings(figures: &[messages::Figure]) -> Vec<String> {
    let mut told: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for figure in figures {
        for comparison in figure.comparisons.iter().filter(|comparison| !comparison.warning.is_empty()) {
            told.entry(&comparison.warning).or_default().push(&figure.title);
        }
    }
    told.into_iter().map(|(warning, titles)| format!("{}：{warning}。", titles.join("、"))).collect()
}
