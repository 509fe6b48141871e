//! How values are read from fields.

use runtime::Malformed;
pub(crate) use runtime::read::*;

use crate::parties::{InstanceNumber, PartyNumber};

/// A party's number in the lawsuit.
pub(crate) fn party(field: &str, number: u32) -> Result<PartyNumber, Malformed> {
    if number == 0 {
        Err(Malformed::field(field, "缺少当事人序号（从1起）"))
    } else {
        Ok(PartyNumber(number))
    }
}

/// An instance's number in the lawsuit.
pub(crate) fn instance(field: &str, number: u32) -> Result<InstanceNumber, Malformed> {
    if number == 0 {
        Err(Malformed::field(field, "缺少审级序号（从1起）"))
    } else {
        Ok(InstanceNumber(number))
    }
}
