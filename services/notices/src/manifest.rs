//! What figures follow from, looked up or taken up again: the same manifest gives the same document, byte for byte (N-GEN-3).

use kernel::day::Day;
use kernel::word::Word as _;
use proto::notices as messages;
use sqlx::{PgConnection, query_as, query_scalar};
use uuid::Uuid;

use crate::document::{figure_document, with_sizes};
use crate::facts::told::FACTS;
use crate::facts::{Asked, Facts, Positions};
use crate::figures::{self, Basis, Scope};
use crate::names;
use crate::notice::{Notice, Stage};
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
            as_of: as_of.to_string(),
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
                as_of: manifest.as_of.clone(),
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
            as_of: as_of.clone(),
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
        said_before(&mut document, &notice);
    }
    Ok(document)
}

/// Where the notice of a period with which the figures are compared printed otherwise, the document says so (S36); and
/// where that was computed by another version of a formula, the comparison does.
fn said_before(document: &mut messages::FigureDocument, notice: &Notice) {
    let (Some(frozen), Some(issued)) = (&notice.frozen, &notice.issued) else { return };
    let (printed, manifest) = (frozen.figures.message(), frozen.manifest.message());
    let mut changed = Vec::new();
    for figure in &mut document.figures {
        let Some(before) = printed.figures.iter().find(|before| before.code == figure.code) else { continue };
        let version =
            manifest.formulas.iter().find(|formula| formula.code == figure.code).map(|formula| formula.version);
        for comparison in figure.comparisons.iter_mut().filter(|comparison| comparison.period == manifest.period) {
            if version.is_some_and(|version| version != figure.version) {
                comparison.warning = format!("{}通报所用公式版本不同，比较时已按现行版本重算", comparison.period_title);
            }
            if let (Some(was), Some(is)) = (&before.total, &comparison.then)
                && was.printed != is.printed
            {
                changed.push(format!("{}由{}变为{}", figure.title, with_sizes(was), with_sizes(is)));
            }
        }
    }
    if !changed.is_empty() {
        document.notes.push(format!(
            "{}通报（{}）印发后有补录、更正，本通报按更正后的数据比较：{}。",
            printed.period_title,
            issued.number.text,
            changed.join("；")
        ));
    }
}
