//! `songli play`: scenario files, played on a practice system through its API. `tests/scenarios/README.md` says how they
//! are written.

mod check;
mod filling;
mod office;
mod reading;
mod script;
mod stage;
mod vocabulary;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use office::Office;
pub use reading::{Scenario, read};
use reading::{Statement, What};
pub use script::Mistake;
use stage::Stage;

/// All held.
const PLAYED: u8 = 0;
/// Something was different.
const DIFFERENT: u8 = 1;
/// A file is malformed: nothing was played.
const MALFORMED: u8 = 2;

/// Plays files, one after the other, up to the first difference; returns the exit code. A malformed file plays nothing.
///
/// # Errors
/// Where there is no practice system, or it fails.
pub fn run(at: &str, files: &[PathBuf], mut stdout: impl Write, mut stderr: impl Write) -> anyhow::Result<u8> {
    let mut scenarios = Vec::new();
    for file in files {
        match scenario(file)? {
            Ok(scenario) => scenarios.push((file, scenario)),
            Err(mistakes) => {
                for Mistake { line, text } in mistakes {
                    writeln!(stderr, "{} 第{line}行：{text}", file.display())?;
                }
            }
        }
    }
    if scenarios.len() < files.len() {
        writeln!(stderr, "没有演练，请改正后重试")?;
        return Ok(MALFORMED);
    }
    let mut company = Company::at(at)?;
    for (file, scenario) in scenarios {
        writeln!(stdout, "{}", file.display())?;
        if let Err(difference) = company.play(&scenario, &mut stdout)? {
            writeln!(stdout, "{difference}")?;
            return Ok(DIFFERENT);
        }
    }
    Ok(PLAYED)
}

fn scenario(file: &Path) -> anyhow::Result<Result<Scenario, Vec<Mistake>>> {
    let bytes = std::fs::read(file).with_context(|| format!("无法读取{}，请核对路径", file.display()))?;
    let not_text =
        |_| vec![Mistake { line: 1, text: "文件不是UTF-8编码，请另存为UTF-8后重试".to_owned() }];
    Ok(String::from_utf8(bytes).map_err(not_text).and_then(|text| read(&text)))
}

/// Those who play scenarios on one system.
pub struct Company(Office);

impl Company {
    /// Goes to a practice system; any other is refused.
    ///
    /// # Errors
    /// Where there is none.
    pub fn at(address: &str) -> anyhow::Result<Self> {
        Ok(Self(Office::open(address)?))
    }

    /// Plays a scenario and writes down each step and check, up to the first that is not as it should be.
    ///
    /// # Errors
    /// Where the system does not answer, or what was found cannot be written down.
    pub fn play(&mut self, scenario: &Scenario, out: &mut impl Write) -> anyhow::Result<Result<(), Difference>> {
        let mut stage = Stage::new(&mut self.0);
        let (mut steps, mut checks) = (0, 0);
        for statement in &scenario.statements {
            match played(statement, &mut stage) {
                Ok(found) => wrote(out, statement, &found)?,
                Err(Stop::Differs { line, expected, found }) => {
                    let line = line.unwrap_or(statement.line);
                    return Ok(Err(Difference { line, statement: statement.written.clone(), expected, found }));
                }
                Err(Stop::Fault(fault)) => {
                    return Err(fault.context(format!("第{}行：{}", statement.line, statement.written)));
                }
            }
            match &statement.what {
                What::Step(_) => steps += 1,
                What::Check(_) => checks += 1,
                What::Day(_) | What::Case(_) => {}
            }
        }
        writeln!(out, "      全部相符：{steps} 个步骤，{checks} 项检查")?;
        Ok(Ok(()))
    }
}

fn played(statement: &Statement, stage: &mut Stage<'_>) -> Result<String, Stop> {
    match &statement.what {
        What::Day(day) => stage.comes(*day).map(|()| String::new()),
        What::Case(called) => {
            stage.turn_to(called);
            Ok(String::new())
        }
        What::Step(step) => stage.take(step),
        What::Check(check) => check.holds(stage),
    }
}

fn wrote(out: &mut impl Write, statement: &Statement, found: &str) -> io::Result<()> {
    let found = if found.is_empty() { String::new() } else { format!("  → {found}") };
    writeln!(out, "{:>5} ✓ {}{found}", statement.line, statement.written)
}

/// Where a scenario and the system part.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{line:>5} ✗ {statement}\n      应为：{expected}\n      实为：{found}")]
pub struct Difference {
    /// The line, from 1.
    pub line: usize,
    /// As it was written.
    pub statement: String,
    /// What should have been.
    pub expected: String,
    /// What was.
    pub found: String,
}

/// Why a play does not go on.
#[derive(Debug)]
enum Stop {
    Differs { line: Option<usize>, expected: String, found: String },
    Fault(anyhow::Error),
}

impl Stop {
    fn differs(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self::Differs { line: None, expected: expected.into(), found: found.into() }
    }

    /// On a line below the statement's own.
    fn at(line: usize, expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self::Differs { line: Some(line), expected: expected.into(), found: found.into() }
    }
}

impl From<anyhow::Error> for Stop {
    fn from(fault: anyhow::Error) -> Self {
        Self::Fault(fault)
    }
}
