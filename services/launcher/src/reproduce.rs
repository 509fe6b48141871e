//! `songli reproduce`: figures that some government published, computed again by the formulas of the notices.
//!
//! From the counts printed beside them, facts are made through the events that would have told them; the figures place
//! these facts, and what comes out is laid beside what was printed. `tests/published/README.md` says how a file is written.

mod counts;
mod events;
mod measure;
mod publication;

use std::io::Write;
use std::path::Path;
use std::{fmt, fs};

use anyhow::Context as _;
use counts::Place;
use events::Made;
use measure::Finding;
use notices::period::Period;
use publication::{Mistake, Publication};

/// Every value that a formula covers came out as it was printed.
const SAME: u8 = 0;
/// One came out otherwise, or no formula covers any.
const DIFFERENT: u8 = 1;
/// The file is malformed, or contradicts itself: nothing was computed.
const MALFORMED: u8 = 2;

/// Computes the figures of a file again and prints both; returns the exit code.
///
/// # Errors
/// When reading or writing itself fails.
pub fn run(file: &Path, mut stdout: impl Write, mut stderr: impl Write) -> anyhow::Result<u8> {
    let bytes = fs::read(file).with_context(|| format!("无法读取{}，请核对路径", file.display()))?;
    match Reproduction::of(&bytes)? {
        Ok(reproduction) => {
            write!(stdout, "{reproduction}")?;
            Ok(reproduction.code())
        }
        Err(mistake) => {
            writeln!(stderr, "{}：{mistake}", file.display())?;
            Ok(MALFORMED)
        }
    }
}

/// A publication, and what came out of its counts.
struct Reproduction {
    publication: Publication,
    period: Period,
    made: Made,
    findings: Vec<Finding>,
}

impl Reproduction {
    fn of(bytes: &[u8]) -> anyhow::Result<Result<Self, Mistake>> {
        let read = || -> Result<_, Mistake> {
            let publication = Publication::read(bytes)?;
            let period = publication.period.moved()?;
            let places = Place::all(&publication.units)?;
            let plans = places.iter().map(Place::plan).collect::<Result<Vec<_>, _>>()?;
            Ok((publication, period, places, plans))
        };
        let (publication, period, places, plans) = match read() {
            Ok(read) => read,
            Err(mistake) => return Ok(Err(mistake)),
        };
        let made = events::made_of(&places, &plans, period)?;
        let ground = measure::Ground { places: &places, facts: &made.facts, period };
        let findings = publication.expected.iter().map(|expected| ground.finding(expected)).collect::<Result<_, _>>();
        Ok(findings.map(|findings| Self { publication, period, made, findings }))
    }

    fn code(&self) -> u8 {
        match (self.count(Finding::is_covered), self.count(Finding::differs)) {
            (1.., 0) => SAME,
            _ => DIFFERENT,
        }
    }

    fn count(&self, which: impl Fn(&Finding) -> bool) -> usize {
        self.findings.iter().filter(|finding| which(finding)).count()
    }
}

impl fmt::Display for Reproduction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Publication { title, issuer, source, period, units, .. } = &self.publication;
        let Made { cases, instances, .. } = self.made;
        writeln!(f, "《{title}》\n{issuer}，{}公布", source.published)?;
        let (then, now) = (&period.label, self.period.title());
        writeln!(
            f,
            "公布的是{then}；日历自2023年起，因此按同样的件数生成{now}的事实：复议申请{cases}件，诉讼审级{instances}件"
        )?;
        for unit in units.iter().filter(|unit| !unit.unused().is_empty()) {
            writeln!(f, "{}的{}没有公式用到", unit.name, unit.unused().join("、"))?;
        }
        for finding in &self.findings {
            write!(f, "\n{finding}")?;
        }
        let (covered, differing) = (self.count(Finding::is_covered), self.count(Finding::differs));
        let uncovered = self.findings.len() - covered;
        writeln!(f, "\n相符{}项，不符{differing}项，未涵盖{uncovered}项", covered - differing)
    }
}

#[cfg(test)]
mod tests;
