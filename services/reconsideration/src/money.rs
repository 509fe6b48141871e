//! Amounts of money.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount in fen, written in yuan: `3000`, `3000.50`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Yuan(pub u64);

/// Why a text is not an amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是金额，请以元为单位写成 3000 或者 3000.50 这样的形式")]
pub struct YuanError(String);

impl TryFrom<String> for Yuan {
    type Error = YuanError;

    fn try_from(text: String) -> Result<Self, YuanError> {
        let (yuan, fen) = text.split_once('.').unwrap_or((&text, "0"));
        let digits = |part: &str, most: usize| {
            let good = (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            if good { part.parse::<u64>().ok() } else { None }
        };
        match (digits(yuan, 15), digits(fen, 2)) {
            (Some(yuan), Some(parsed)) => Ok(Self(yuan * 100 + if fen.len() == 1 { parsed * 10 } else { parsed })),
            _ => Err(YuanError(text)),
        }
    }
}

impl From<Yuan> for String {
    fn from(amount: Yuan) -> String {
        amount.to_string()
    }
}

impl fmt::Display for Yuan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (yuan, fen) = (self.0 / 100, self.0 % 100);
        if fen == 0 { write!(f, "{yuan}") } else { write!(f, "{yuan}.{fen:02}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Yuan, YuanError> {
        text.to_owned().try_into()
    }

    #[test]
    fn yuan_are_kept_to_the_fen() {
        assert_eq!((read("3000"), read("3000.5"), read("0.05")), (Ok(Yuan(300_000)), Ok(Yuan(300_050)), Ok(Yuan(5))));
        assert_eq!([300_000, 300_050, 5].map(|fen| Yuan(fen).to_string()), ["3000", "3000.50", "0.05"]);
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "三千", "3,000", "-1", "1.005", ".5", "1.", "1234567890123456"] {
            assert_eq!(read(text), Err(YuanError(text.to_owned())));
        }
    }
}
