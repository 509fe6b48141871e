//! The figures of a period, of one organ, over time.

use proto::notices::{
    FiguresAnswer, FiguresQuestion, Organ, OrganCardAnswer, OrganCardQuestion, Trend, TrendPoint, TrendsAnswer,
    TrendsQuestion,
};
use runtime::{At, Question, Unanswered, read};
use uuid::Uuid;

use super::{figures_of, ground, organ_in, period_of};
use crate::document::{in_part, lists, tables};
use crate::facts::Facts;
use crate::figures::{ALL, Basis, Figure, Scope};
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

/// Figures over the last quarters, each quarter as `Figures` shows it.
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
        let (latest, positions) = ground(at, last, asked.area, &[], Vec::new()).await?;
        let mut periods: Vec<Period> =
            std::iter::successors(Some(last), |period| Some(period.before())).take(QUARTERS).collect();
        periods.reverse();
        let mut trends: Vec<Trend> = figures.iter().map(|figure| begun(figure, &latest)).collect();
        for period in periods {
            // Under what holds for the quarter itself, as its own figures are: a number is the same wherever it is shown.
            let (mut ground, _) = ground(at, period, latest.asked.area.clone(), &positions, Vec::new()).await?;
            let mut facts = Facts::placed_by(&mut *at.db, &ground.asked, period, &figures).await?;
            let mut apart = false;
            if let Some(organ) = organ {
                apart = stood_apart(&organ_in(&latest, organ), &ground);
                ground.scope.organs = vec![organ_in(&ground, organ)];
                facts.keep_only(|organs| ground.scope.is_about(organs, organ.as_bytes()));
            }
            for (figure, trend) in figures.iter().zip(&mut trends) {
                trend.points.push(point(figure, &facts, &ground.scope, &latest.scope, apart));
            }
        }
        Ok(TrendsAnswer { trends })
    }
}

/// Whether one that was merged into an organ since was still counted for itself.
fn stood_apart(organ: &Organ, then: &Ground) -> bool {
    organ.predecessors.iter().any(|gone| then.scope.organs.iter().any(|known| known.id == gone.id))
}

/// A figure's quarter, as it is known today.
fn point(figure: &Figure, facts: &Facts, scope: &Scope, latest: &Scope, apart: bool) -> TrendPoint {
    let period = scope.period;
    let otherwise = figure
        .is_settled_otherwise(&scope.policies, &latest.policies)
        .then(|| format!("该季所用的统计口径与{}不同，不宜直接比较", latest.period.title()));
    let apart = apart.then(|| "后来并入该机关的单位，该季另行计算".to_owned());
    TrendPoint {
        period: period.to_string(),
        period_title: period.title(),
        tally: figure.computed(facts, scope).total,
        runs: scope.as_of <= period.last(),
        warning: otherwise.into_iter().chain(apart).collect::<Vec<_>>().join("；"),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Asked;
    use crate::figures::named;
    use crate::policies::Policies;
    use proto::notices::Policy;

    fn organ(id: u8, predecessors: Vec<Organ>) -> Organ {
        Organ { id: vec![id], predecessors, ..Organ::default() }
    }

    fn ground(organs: Vec<Organ>) -> Ground {
        let period = Period::Quarter(2026, 1);
        let scope = Scope { period, as_of: period.last(), policies: Policies::default(), organs };
        Ground { asked: Asked { area: String::new(), positions: crate::manifest::of(&[]) }, scope }
    }

    #[test]
    fn a_quarter_before_a_merger_says_so() {
        // STATISTICS 1.5
        let merged = organ(1, vec![organ(2, Vec::new())]);
        assert!(stood_apart(&merged, &ground(vec![organ(1, Vec::new()), organ(2, Vec::new())])));
        assert!(!stood_apart(&merged, &ground(vec![merged.clone()])));
    }

    #[test]
    fn a_quarter_runs_to_its_last_day_and_says_what_sets_it_apart() {
        let figure = named("app.heard").unwrap();
        let Ground { scope: latest, .. } = ground(Vec::new());
        let of = |scope: &Scope, apart| point(figure, &Facts::default(), scope, &latest, apart);
        assert!(of(&latest, false).runs && of(&latest, false).warning.is_empty());
        let (name, value) = ("left_early".to_owned(), "appeared".to_owned());
        let policies = Policies::of([Policy { name, value, ..Policy::default() }]);
        let ended = Scope { as_of: latest.period.last().plus_days(1), policies, ..latest.clone() };
        let both = "该季所用的统计口径与2026年第一季度不同，不宜直接比较；后来并入该机关的单位，该季另行计算";
        assert_eq!((of(&ended, true).runs, of(&ended, true).warning.as_str()), (false, both));
    }
}
