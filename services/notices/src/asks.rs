//! Questions about figures and notices. Figures are computed when they are asked for, as of where the logs were read.

pub mod figures;
pub mod members;
pub mod notices;

use kernel::area::Area;
use runtime::{At, Malformed, Unanswered, read};
use sqlx::query_scalar;
use uuid::Uuid;

use crate::figures::{Figure, named};
use crate::manifest::{Ground, of};
use crate::period::Period;
use crate::policies::Policies;
use proto::notices::{LogPosition, Organ, Policy};

/// The period a question is about: the running quarter, if none is named.
fn period_of(at: &At<'_>, text: String) -> Result<Period, Malformed> {
    if text.is_empty() { Ok(Period::quarter_of(at.today)) } else { read::value("period", text) }
}

/// The area a question is about: that of the government here, if none is named.
async fn area_of(at: &mut At<'_>, text: String) -> Result<String, Unanswered> {
    if !text.is_empty() {
        return Ok(read::value::<Area>("area", text)?.into());
    }
    let here: Option<String> = query_scalar(
        "SELECT area FROM notices.organ WHERE kind LIKE '%Government' AND length(area) = 6 ORDER BY code LIMIT 1",
    )
    .fetch_optional(&mut *at.db)
    .await?;
    Ok(here.unwrap_or_default())
}

/// The figure of a code.
fn figure_of(code: &str) -> Result<&'static Figure, Malformed> {
    named(code).ok_or_else(|| {
        let all: Vec<_> = crate::figures::ALL.iter().map(|figure| figure.code).collect();
        Malformed::field("figure", format!("没有代码为“{code}”的指标，应为：{}", all.join("、")))
    })
}

/// The figures of these codes; all, if there are none.
fn figures_of(codes: &[String]) -> Result<Vec<&'static Figure>, Malformed> {
    if codes.is_empty() {
        return Ok(crate::figures::ALL.iter().collect());
    }
    codes.iter().map(|code| figure_of(code)).collect()
}

/// What holds for a period, as of where it is asked.
async fn ground(
    at: &mut At<'_>,
    period: Period,
    area: String,
    positions: &[LogPosition],
    policies: Vec<Policy>,
) -> Result<(Ground, Vec<LogPosition>), Unanswered> {
    can_be_supposed(&policies)?;
    let area = area_of(at, area).await?;
    let today = at.today;
    let (mut ground, mut known) = Ground::now(&mut *at.db, &area, period, today).await?;
    ground.scope.policies = ground.scope.policies.with(policies);
    if !positions.is_empty() {
        ground.asked.positions = of(positions);
        known = positions.to_vec();
    }
    Ok((ground, known))
}

/// Whether there are such settings, and they can have these values.
fn can_be_supposed(policies: &[Policy]) -> Result<(), Malformed> {
    match policies.iter().find(|policy| !Policies::allow(&policy.name, &policy.value)) {
        Some(Policy { name, value, .. }) => Err(Malformed::field(
            "policies",
            format!("没有名为“{name}”而取值为“{value}”的统计口径，请从所列口径中选择"),
        )),
        None => Ok(()),
    }
}

/// The organ of an id among those in scope, or as far as its facts name it.
fn organ_in(ground: &Ground, organ: Uuid) -> Organ {
    let known = ground.scope.organs.iter().find(|known| known.id == organ.as_bytes());
    known.cloned().unwrap_or_else(|| Organ { id: organ.as_bytes().to_vec(), ..Organ::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_place_could_adopt_can_be_supposed() {
        // S40
        let supposed = |name: &str, value: &str| {
            let (name, value) = (name.to_owned(), value.to_owned());
            can_be_supposed(&[Policy { name, value, ..Policy::default() }]).is_ok()
        };
        assert!(supposed("left_early", "appeared"));
        assert!(!supposed("left_early", "apeared") && !supposed("left_erly", "appeared"));
    }
}
