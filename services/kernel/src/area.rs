//! Administrative divisions by their code.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A division's code in GB/T 2260: `610327` for 陇县, or nine digits for a town of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Area(String);

/// Why a text is not an [`Area`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是行政区划代码，应为六位数字（乡镇九位），如 610327")]
pub struct AreaError(String);

impl Area {
    /// No division in particular, for what is tried and never stored.
    #[must_use]
    pub fn unknown() -> Self {
        Self("000000".to_owned())
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the codes of all divisions within it begin with: `6103` for 宝鸡市 (610300).
    #[must_use]
    pub fn beginning(&self) -> &str {
        let pairs = self.0.strip_suffix("0000").or_else(|| self.0.strip_suffix("00"));
        pairs.filter(|_| self.0.len() == 6).unwrap_or(&self.0)
    }

    /// The division of county rank or higher that it lies in: the first six digits.
    #[must_use]
    pub fn jurisdiction(&self) -> &str {
        &self.0[..6]
    }
}

impl TryFrom<String> for Area {
    type Error = AreaError;

    fn try_from(text: String) -> Result<Self, AreaError> {
        let digits = text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
        if digits && matches!(text.len(), 6 | 9) { Ok(Self(text)) } else { Err(AreaError(text)) }
    }
}

impl From<Area> for String {
    fn from(area: Area) -> String {
        area.0
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_province_and_a_city_contain_their_counties() {
        let beginning = |code: &str| Area::try_from(code.to_owned()).unwrap().beginning().to_owned();
        assert_eq!(["610000", "610300", "610327", "610327100"].map(beginning), ["61", "6103", "610327", "610327100"]);
    }

    #[test]
    fn six_digits_or_nine_are_an_area_and_nothing_else_is() {
        assert_eq!(Area::try_from("610327101".to_owned()).unwrap().jurisdiction(), "610327");
        for text in ["", "61032", "6103271", "010327", "61032七", "610327 "] {
            assert_eq!(Area::try_from(text.to_owned()), Err(AreaError(text.to_owned())));
        }
    }
}
