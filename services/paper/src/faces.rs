//! The faces that a document is set in: the office's own fonts where there are any, else those that come along.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use serde::Serialize;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};

/// Shows what the other faces lack: rare characters in names, letters and digits.
const LAST: &str = "Noto Serif CJK SC";

/// By face, the families that are looked for, in the order of preference; the last of them comes along.
const TITLE: [&str; 5] = ["FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK", LAST];
const FANG: [&str; 5] = ["FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "FandolFang R"];
const HEI: [&str; 3] = ["SimHei", "黑体", "Noto Sans CJK SC"];
const KAI: [&str; 5] = ["KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "Songli Kai"];
const SONG: [&str; 4] = ["SimSun", "NSimSun", "宋体", LAST];

/// The families to use, as `official.typ` names them.
#[derive(Debug, Serialize)]
pub(crate) struct Faces {
    title: Vec<&'static str>,
    fang: Vec<&'static str>,
    hei: Vec<&'static str>,
    kai: Vec<&'static str>,
    song: Vec<&'static str>,
}

impl Faces {
    /// Chooses among the fonts there are.
    pub(crate) fn choose(book: &FontBook) -> anyhow::Result<Self> {
        let of = |families: &[&'static str]| -> anyhow::Result<Vec<_>> {
            let there = |family: &&str| book.contains_family(&family.to_lowercase());
            let mut chosen: Vec<_> = families.iter().copied().filter(there).collect();
            ensure!(!chosen.is_empty(), "没有找到 {} 中的任何一种字体", families.join("、"));
            if there(&LAST) && !chosen.contains(&LAST) {
                chosen.push(LAST);
            }
            Ok(chosen)
        };
        Ok(Self { title: of(&TITLE)?, fang: of(&FANG)?, hei: of(&HEI)?, kai: of(&KAI)?, song: of(&SONG)? })
    }
}

/// The fonts in a folder; a file that is none is passed over with a warning.
pub(crate) fn fonts_in(folder: &Path) -> anyhow::Result<Vec<Font>> {
    let entries = fs::read_dir(folder).with_context(|| format!("读不了字体目录 {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|p| is_font(p)).collect();
    files.sort();
    let mut fonts = Vec::new();
    for file in files {
        match fs::read(&file) {
            Ok(bytes) => {
                let before = fonts.len();
                fonts.extend(Font::iter(Bytes::new(bytes)));
                if fonts.len() == before {
                    tracing::warn!("{} 不是可用的字体文件，略过", file.display());
                }
            }
            Err(error) => tracing::warn!("读不了字体文件 {}，略过：{error}", file.display()),
        }
    }
    Ok(fonts)
}

fn is_font(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["otf", "ttf", "ttc", "otc"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Where the fonts lie that come along: beside the program, where programs share what they need, or in the source tree.
pub(crate) fn shipped(program: &Path) -> anyhow::Result<PathBuf> {
    let beside = program.parent().map(|folder| folder.join("fonts"));
    let further = program.ancestors().flat_map(|up| [up.join("share/songli/fonts"), up.join("services/paper/fonts")]);
    beside
        .into_iter()
        .chain(further)
        .find(|folder| folder.is_dir())
        .context("没有找到随程序提供的字体：它们应在 songli-paper 旁边的 fonts 目录，或上一级的 share/songli/fonts")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offices_own_font_goes_before_the_one_that_comes_along() {
        let fonts = fonts_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts")).unwrap();
        let mut infos: Vec<_> = fonts.iter().map(|font| font.info().clone()).collect();
        let mut own = infos[0].clone();
        "仿宋_GB2312".clone_into(&mut own.family);
        infos.push(own);
        let faces = Faces::choose(&FontBook::from_infos(infos)).unwrap();
        assert_eq!(faces.fang, ["仿宋_GB2312", "FandolFang R", LAST]);
        assert_eq!(faces.title, [LAST]);
        assert!(Faces::choose(&FontBook::new()).unwrap_err().to_string().contains("方正小标宋"));
    }
}
