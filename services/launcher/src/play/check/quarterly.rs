//! What must hold of a quarter: its latest notice, the numbers printed there, and the figures as they are now.

use kernel::word::Word as _;
use notices::figures;
use notices::notice::Stage as NoticeStage;
use serde_json::Value;

use super::{miswritten, same};
use crate::play::Stop;
use crate::play::reading::{quarter, unknown};
use crate::play::stage::Stage;

/// The words these checks begin with.
pub(super) const NOUNS: [&str; 4] = ["通报", "数字", "数据", "更正提示"];

/// A check of a quarter.
#[derive(Debug)]
pub(in super::super) struct Quarterly {
    quarter: String,
    what: What,
}

#[derive(Debug)]
enum What {
    /// Where its latest notice stands.
    Stage(NoticeStage),
    /// What is printed there of a figure.
    Printed(&'static str, String),
    /// What would be printed now.
    Running(&'static str, String),
    /// Whether a restatement is offered.
    Offered(bool),
}

impl Quarterly {
    /// `通报 2026Q1 已印发`, `数字 2026Q1 app.heard 50.00%`
    pub(super) fn read(noun: &str, rest: &[&str]) -> Result<Self, String> {
        let (of, what) = match (noun, rest) {
            ("通报", [of, stage]) => {
                let stage = NoticeStage::from_chinese(stage).map_err(|unknown| unknown.to_string())?;
                (of, What::Stage(stage))
            }
            ("数字", [of, code, printed]) => (of, What::Printed(figure(code)?, (*printed).to_owned())),
            ("数据", [of, code, printed]) => (of, What::Running(figure(code)?, (*printed).to_owned())),
            ("更正提示", [of, offered @ ("有" | "无")]) => (of, What::Offered(*offered == "有")),
            _ => return Err(miswritten(noun)),
        };
        Ok(Self { quarter: quarter(of)?, what })
    }

    /// What was found, if it holds.
    pub(super) fn holds(&self, on: &mut Stage<'_>) -> Result<String, Stop> {
        let notice = format!("/api/notices/{}", self.quarter);
        match &self.what {
            What::Stage(stage) => {
                let found = on.of_notices(&notice)?;
                same(stage.chinese(), found["notice"]["stage_title"].as_str().unwrap_or_default())
            }
            What::Printed(code, expected) => same(expected, &printed(code, &on.of_notices(&notice)?["figures"])),
            What::Running(code, expected) => {
                same(expected, &printed(code, &on.of_notices(&format!("/api/figures?period={}", self.quarter))?))
            }
            What::Offered(expected) => {
                let said = |offered: bool| if offered { "有更正提示" } else { "没有更正提示" };
                let found = on.of_notices(&notice)?["notice"]["restatement_offered"] == true;
                same(said(*expected), said(found))
            }
        }
    }
}

fn figure(code: &str) -> Result<&'static str, String> {
    let codes = || figures::ALL.iter().map(|figure| figure.code);
    codes().find(|known| *known == code).ok_or_else(|| unknown(code, codes()))
}

fn printed(code: &str, document: &Value) -> String {
    let figures = document["figures"].as_array().into_iter().flatten();
    let found = figures.clone().find(|figure| figure["code"] == code);
    found.and_then(|figure| figure["total"]["printed"].as_str()).unwrap_or("没有这项数字").to_owned()
}
