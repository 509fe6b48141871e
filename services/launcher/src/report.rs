//! What a supervised service says to its supervisor: lines of its standard output that reach no log.

use std::fmt;

use portal::Door;

/// A line.
#[derive(PartialEq)]
pub(crate) enum Report {
    /// Commands are answered.
    Ready,
    /// Browsers are answered.
    Open(Door),
}

impl Report {
    /// The report that a line is, if it is one.
    pub(crate) fn read(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        match (words.next()?, words.next(), words.next()) {
            ("ready", None, None) => Some(Self::Ready),
            ("open", Some(address), password) => {
                let (address, first_password) = (address.parse().ok()?, password.map(str::to_owned));
                Some(Self::Open(Door { address, first_password }))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ready => f.write_str("ready"),
            Self::Open(Door { address, first_password: None }) => write!(f, "open {address}"),
            Self::Open(Door { address, first_password: Some(password) }) => write!(f, "open {address} {password}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_read_as_it_was_written_and_another_line_is_none() {
        let address = ([127, 0, 0, 1], 8080).into();
        let opened = |password: Option<&str>| Door { address, first_password: password.map(str::to_owned) };
        for report in [Report::Ready, Report::Open(opened(None)), Report::Open(opened(Some("geheim-7")))] {
            assert!(Report::read(&report.to_string()) == Some(report));
        }
        for line in ["", "ready steady", "open door", "INFO ready"] {
            assert!(Report::read(line).is_none(), "{line}");
        }
    }
}
