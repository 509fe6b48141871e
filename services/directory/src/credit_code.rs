//! 统一社会信用代码.

use serde::{Deserialize, Serialize};

/// The signs a code is made of, each standing for its place: digits and letters without I, O, S, V and Z.
const SIGNS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A unified social credit code: eighteen signs, the last of which checks the others (modulo 31, LAW.md 6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CreditCode(String);

/// Why a text is not a [`CreditCode`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreditCodeError {
    /// Another length, or a sign that does not occur.
    #[error("“{0}”不是统一社会信用代码，应为18位数字和大写字母（不含I、O、S、V、Z）")]
    NotACode(String),
    /// One of the signs is wrong.
    #[error("统一社会信用代码{0}的校验位不符，请逐位核对")]
    Miswritten(String),
}

impl CreditCode {
    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for CreditCode {
    type Error = CreditCodeError;

    fn try_from(text: String) -> Result<Self, CreditCodeError> {
        let values: Option<Vec<usize>> = text.bytes().map(|b| SIGNS.iter().position(|sign| *sign == b)).collect();
        let Some(values) = values.filter(|values| values.len() == 18) else {
            return Err(CreditCodeError::NotACode(text));
        };
        // The weights are the powers of three, and the check sign has weight one in effect: all must add up to nothing.
        let (sum, _) = values[..17].iter().fold((0, 1), |(sum, weight), value| (sum + value * weight, weight * 3 % 31));
        if (sum + values[17]) % 31 == 0 { Ok(Self(text)) } else { Err(CreditCodeError::Miswritten(text)) }
    }
}

impl From<CreditCode> for String {
    fn from(code: CreditCode) -> String {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<CreditCode, CreditCodeError> {
        CreditCode::try_from(text.to_owned())
    }

    #[test]
    fn the_standards_own_example_and_a_synthetic_organ_are_codes() {
        assert!(read("91350100M000100Y43").is_ok());
        assert!(read("11610327000000000U").is_ok());
    }

    #[test]
    fn any_one_sign_changed_is_noticed() {
        let good = "11610327000000000U";
        for place in 0..18 {
            for sign in
                SIGNS.iter().map(|sign| char::from(*sign)).filter(|sign| *sign != char::from(good.as_bytes()[place]))
            {
                let text = format!("{}{sign}{}", &good[..place], &good[place + 1..]);
                assert_eq!(read(&text), Err(CreditCodeError::Miswritten(text.clone())), "{text}");
            }
        }
    }

    #[test]
    fn other_shapes_are_refused() {
        for text in ["", "11610327000000000", "11610327000000000u", "1161032700000000OU"] {
            assert_eq!(read(text), Err(CreditCodeError::NotACode(text.to_owned())));
        }
    }
}
