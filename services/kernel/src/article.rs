//! Where a rule is written.

use std::fmt;

/// A law, regulation or judicial interpretation in one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statute {
    /// As it is cited, without brackets: `行政复议法`.
    pub title: &'static str,
    /// The year of the version relied on.
    pub version: u16,
}

/// 行政复议法, revised 2023, in force from 2024-01-01.
pub const ARL_2023: Statute = Statute { title: "行政复议法", version: 2023 };
/// 行政复议法实施条例 of 2007. It was revised in 2026; its rules need checking for steps after 2026-06-30.
pub const ARR_2007: Statute = Statute { title: "行政复议法实施条例", version: 2007 };
/// 行政诉讼法, amended 2017.
pub const ALL_2017: Statute = Statute { title: "行政诉讼法", version: 2017 };
/// 法释〔2018〕1号, on the application of 行政诉讼法.
pub const JI_2018: Statute =
    Statute { title: "最高人民法院关于适用〈行政诉讼法〉的解释", version: 2018 };
/// 法释〔2020〕3号, on the appearance of responsible persons in court.
pub const JI_2020: Statute =
    Statute { title: "最高人民法院关于行政机关负责人出庭应诉若干问题的规定", version: 2020 };
/// 法释〔2023〕11号, on judicial suggestions of comprehensive governance.
pub const JS_2023: Statute =
    Statute { title: "最高人民法院关于综合治理类司法建议工作若干问题的规定", version: 2023 };
/// The two highest organs' interpretation on public-interest litigation.
pub const PIL_2020: Statute = Statute {
    title: "最高人民法院、最高人民检察院关于检察公益诉讼案件适用法律若干问题的解释",
    version: 2020,
};
/// The procuratorates' working rules on suggestions.
pub const PS_2019: Statute = Statute { title: "人民检察院检察建议工作规定", version: 2019 };
/// 民事诉讼法, amended 2023.
pub const CPL_2023: Statute = Statute { title: "民事诉讼法", version: 2023 };
/// 司规〔2024〕1号: guidance on mediation in reconsideration.
pub const MEDIATION_2024: Statute =
    Statute { title: "司法部关于行政复议调解工作的指导意见", version: 2024 };

/// Where a rule is written: a statute, an article, perhaps a paragraph or an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Article {
    /// The statute, in the version relied on.
    pub statute: Statute,
    /// The article; 0 where the statute as a whole is meant.
    number: u16,
    paragraph: u16,
    item: u16,
}

/// What a place has decided for itself, where no statute says anything.
pub const LOCAL: Article = whole(Statute { title: "本地规定", version: 0 });

/// An article of a statute.
#[must_use]
pub const fn art(statute: Statute, number: u16) -> Article {
    Article { statute, number, paragraph: 0, item: 0 }
}

/// A statute as a whole, where no article can be named.
#[must_use]
pub const fn whole(statute: Statute) -> Article {
    art(statute, 0)
}

impl Article {
    /// Its paragraph (款), counted from 1.
    #[must_use]
    pub const fn paragraph(self, paragraph: u16) -> Article {
        Article { paragraph, ..self }
    }

    /// Its item (项), counted from 1.
    #[must_use]
    pub const fn item(self, item: u16) -> Article {
        Article { item, ..self }
    }
}

impl fmt::Display for Article {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == LOCAL {
            return f.write_str(LOCAL.statute.title);
        }
        write!(f, "《{}》", self.statute.title)?;
        for (number, unit) in [(self.number, "条"), (self.paragraph, "款"), (self.item, "项")] {
            if number > 0 {
                write!(f, "第{}{unit}", in_chinese(number))?;
            }
        }
        Ok(())
    }
}

/// 1 to 999 in Chinese numerals, as articles are numbered: 一百零三, 一百一十.
fn in_chinese(number: u16) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u16| DIGITS[usize::from(n % 10)];
    let (hundreds, tens) = (number / 100, number / 10 % 10);
    let mut text = String::new();
    if hundreds > 0 {
        text += digit(hundreds);
        text += "百";
    }
    match tens {
        0 if hundreds > 0 && !number.is_multiple_of(10) => text += "零",
        0 => {}
        1 if hundreds == 0 => text += "十",
        _ => {
            text += digit(tens);
            text += "十";
        }
    }
    text + digit(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_cited_in_chinese_numerals() {
        assert_eq!(art(ARL_2023, 62).paragraph(1).to_string(), "《行政复议法》第六十二条第一款");
        assert_eq!(LOCAL.to_string(), "本地规定");
        assert_eq!(art(ARL_2023, 41).item(5).to_string(), "《行政复议法》第四十一条第五项");
        assert_eq!(whole(PS_2019).to_string(), "《人民检察院检察建议工作规定》");
    }

    #[test]
    fn numerals_are_written_as_statutes_write_them() {
        let written = [1, 10, 16, 20, 60, 88, 100, 103, 110, 153].map(in_chinese);
        assert_eq!(
            written,
            ["一", "十", "十六", "二十", "六十", "八十八", "一百", "一百零三", "一百一十", "一百五十三"]
        );
    }
}
