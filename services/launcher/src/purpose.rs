//! What a data folder is for. What is practised or made up never mixes with what is real.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::ensure;
use backing::{DataFolder, Failure};

/// The file in the data folder that says what it is for, and what is to be remembered of that.
const MARK: &str = "purpose";

/// What a data folder is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Real cases. Such a folder bears no mark.
    Work,
    /// To learn on, and for scenarios: its clock is moved.
    Practice,
    /// To show around in: a year that never was.
    Demonstration,
}

impl Purpose {
    const ALL: [Purpose; 3] = [Purpose::Work, Purpose::Practice, Purpose::Demonstration];

    fn word(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Practice => "practice",
            Self::Demonstration => "demo",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Work => "正式使用",
            Self::Practice => "练习",
            Self::Demonstration => "演示",
        }
    }

    /// Where a folder for this lies, beside the one for real cases.
    pub(crate) fn beside(self, work: PathBuf) -> PathBuf {
        match self {
            Self::Work => work,
            other => {
                let mut name = OsString::from(work.file_name().unwrap_or_default());
                name.push(format!("-{}", other.word()));
                work.with_file_name(name)
            }
        }
    }

    /// Takes hold of a folder for this purpose alone, with what an earlier start left to be remembered.
    pub(crate) fn claim(self, data: &Path) -> anyhow::Result<(DataFolder, Option<String>)> {
        let folder = DataFolder::open(data)?;
        let (found, memory) = match mark(folder.path()) {
            Some(mark) => {
                let (word, memory) =
                    mark.split_once(' ').map_or((mark.as_str(), None), |(w, m)| (w, Some(m.to_owned())));
                (Self::ALL.into_iter().find(|purpose| purpose.word() == word), memory)
            }
            None if folder.path().join("postgres").exists() => (Some(Self::Work), None),
            None => (Some(self), None),
        };
        let (is_for, path) = (found.map_or("别的用途", Self::title), folder.path().display());
        ensure!(
            found == Some(self),
            "数据目录 {path} 用于{is_for}，不能用来{}：两者不得混在一起。请用 --data 另指一个目录",
            self.title()
        );
        if self != Self::Work && memory.is_none() {
            self.mark(folder.path())?;
        }
        Ok((folder, memory))
    }

    /// Marks a folder as one for this, with nothing to remember yet.
    pub(crate) fn mark(self, data: &Path) -> anyhow::Result<()> {
        leave_mark(data, self.word())
    }

    /// Leaves something for the next start to remember.
    pub(crate) fn remember(self, data: &Path, memory: &str) -> anyhow::Result<()> {
        leave_mark(data, &format!("{} {memory}", self.word()))
    }
}

/// The mark of a data folder, to be carried along with a copy of it.
pub(crate) fn mark(data: &Path) -> Option<String> {
    fs::read_to_string(data.join(MARK)).ok().map(|mark| mark.trim().to_owned())
}

/// Marks a data folder.
pub(crate) fn leave_mark(data: &Path, mark: &str) -> anyhow::Result<()> {
    let (path, fresh) = (data.join(MARK), data.join(format!("{MARK}.new")));
    fs::write(&fresh, mark).map_err(|e| Failure::file(&fresh, e))?;
    fs::rename(&fresh, &path).map_err(|e| Failure::file(&path, e))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_serves_one_purpose_and_remembers() {
        let temp = tempfile::tempdir().unwrap();
        let data = temp.path().join("data");
        let (folder, memory) = Purpose::Practice.claim(&data).unwrap();
        assert_eq!(memory, None);
        Purpose::Practice.remember(folder.path(), "2026-03-02").unwrap();
        drop(folder);
        assert_eq!(Purpose::Practice.claim(&data).unwrap().1.as_deref(), Some("2026-03-02"));
        for other in [Purpose::Work, Purpose::Demonstration] {
            let said = other.claim(&data).unwrap_err().to_string();
            assert!(said.contains("用于练习") && said.contains("--data"), "{said}");
        }
    }

    #[test]
    fn a_folder_with_data_and_no_mark_is_real() {
        let temp = tempfile::tempdir().unwrap();
        let data = temp.path().join("data");
        drop(Purpose::Work.claim(&data).unwrap());
        fs::create_dir(data.join("postgres")).unwrap();
        assert!(Purpose::Work.claim(&data).is_ok());
        assert!(Purpose::Practice.claim(&data).unwrap_err().to_string().contains("用于正式使用"));
    }

    #[test]
    fn the_others_lie_beside_the_real_one() {
        let beside = |purpose: Purpose| purpose.beside(PathBuf::from("/srv/.songli"));
        assert_eq!(beside(Purpose::Work), Path::new("/srv/.songli"));
        assert_eq!(beside(Purpose::Practice), Path::new("/srv/.songli-practice"));
        assert_eq!(beside(Purpose::Demonstration), Path::new("/srv/.songli-demo"));
    }
}
