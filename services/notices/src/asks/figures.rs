//! The figures of a period, of one organ, over time.

use proto::notices::{
    FiguresAnswer, FiguresQuestion, OrganCardAnswer, OrganCardQuestion, Trend, TrendPoint, TrendsAnswer, TrendsQuestion,
};
use runtime::{At, Question, Unanswered, read};
use uuid::Uuid;

use super::{figures_of, ground, organ_in, period_of};
use crate::document::{in_part, lists, tables};
use crate::facts::Facts;
use crate::figures::{ALL, Basis, Figure};
use crate::manifest::Ground;
use crate::period::Period;

/// How many quarters a trend shows.
const QUARTERS: usize = 8;

/// The figures of a period.
#[derive(Debug)]
pub struct Figures;

impl Question for Figures {
    const NAME: &'static str = "Figures";
    type Asked = FiguresQuestion;
    type Answer = FiguresAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: FiguresQuestion) -> Result<FiguresAnswer, Unanswered> {
        let period = period_of(at, asked.period)?;
        let organ = read::uuid_if_any("organ", &asked.organ)?;
        let figures = figures_of(&asked.figures)?;
        let (mut ground, positions) = ground(at, period, asked.area, &asked.positions, asked.policies).await?;
        let mut basis = ground.basis(&mut *at.db).await?;
        let mut ranks = Vec::new();
        if let Some(organ) = organ {
            ranks.extend(figures.iter().map(|figure| figure.rank_of(organ, &basis.now, &ground.scope)));
            narrow(&mut basis, &mut ground, organ);
        }
        let mut figures = basis.figures(&figures, &ground.scope);
        for (figure, rank) in figures.iter_mut().zip(ranks) {
            figure.organs.iter_mut().for_each(|own| own.rank = rank);
        }
        Ok(FiguresAnswer {
            period: period.to_string(),
            period_title: period.title(),
            from: period.first().to_string(),
            to: period.last().to_string(),
            positions,
            policies: ground.scope.policies.list().to_vec(),
            tables: tables(&figures, &ground.scope),
            organs: ground.scope.organs,
            figures,
        })
    }
}

/// Leaves what a question is about that names one organ.
fn narrow(basis: &mut Basis, ground: &mut Ground, organ: Uuid) {
    ground.scope.organs = vec![organ_in(ground, organ)];
    for facts in [&mut basis.now, &mut basis.a_year_before, &mut basis.before] {
        facts.keep_only(|organs| ground.scope.is_about(organs, organ.as_bytes()));
    }
}

/// One organ's period.
#[derive(Debug)]
pub struct OrganCard;

impl Question for OrganCard {
    const NAME: &'static str = "OrganCard";
    type Asked = OrganCardQuestion;
    type Answer = OrganCardAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: OrganCardQuestion) -> Result<OrganCardAnswer, Unanswered> {
        let period = period_of(at, asked.period)?;
        let organ = read::uuid("organ", &asked.organ)?;
        let (mut ground, _) = ground(at, period, asked.area, &[], Vec::new()).await?;
        let mut basis = ground.basis(&mut *at.db).await?;
        narrow(&mut basis, &mut ground, organ);
        Ok(OrganCardAnswer {
            organ: Some(organ_in(&ground, organ)),
            period: period.to_string(),
            period_title: period.title(),
            figures: basis.figures(&ALL.iter().collect::<Vec<_>>(), &ground.scope),
            lists: in_part(lists(&basis, &ground.scope, Some(organ.as_bytes()))),
        })
    }
}

/// Figures over the last quarters.
#[derive(Debug)]
pub struct Trends;

impl Question for Trends {
    const NAME: &'static str = "Trends";
    type Asked = TrendsQuestion;
    type Answer = TrendsAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: TrendsQuestion) -> Result<TrendsAnswer, Unanswered> {
        let figures = figures_of(&asked.figures)?;
        let last = period_of(at, asked.until)?;
        let organ = read::uuid_if_any("organ", &asked.organ)?;
        let (mut ground, _) = ground(at, last, asked.area, &[], Vec::new()).await?;
        if let Some(organ) = organ {
            ground.scope.organs = vec![organ_in(&ground, organ)];
        }
        let mut periods: Vec<Period> =
            std::iter::successors(Some(last), |period| Some(period.before())).take(QUARTERS).collect();
        periods.reverse();
        let mut trends: Vec<Trend> = figures.iter().map(|figure| begun(figure, &ground)).collect();
        for period in periods {
            let mut facts = Facts::placed_by(&mut *at.db, &ground.asked, period, &figures).await?;
            if let Some(organ) = organ {
                facts.keep_only(|organs| ground.scope.is_about(organs, organ.as_bytes()));
            }
            let scope = ground.scope.of(period);
            for (figure, trend) in figures.iter().zip(&mut trends) {
                trend.points.push(TrendPoint {
                    period: period.to_string(),
                    period_title: period.title(),
                    tally: figure.computed(&facts, &scope).total,
                });
            }
        }
        Ok(TrendsAnswer { trends })
    }
}

/// A figure, before any of its quarters.
fn begun(figure: &Figure, ground: &Ground) -> Trend {
    Trend {
        figure: figure.code.to_owned(),
        title: figure.title.to_owned(),
        formula: figure.in_words(&ground.scope.policies),
        version: figure.version,
        measure: figure.measure.english().to_owned(),
        points: Vec::with_capacity(QUARTERS),
    }
}
