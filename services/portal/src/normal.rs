//! Text made alike for searching: widths, brackets and letter cases do not matter (S53).

/// The longest text whose pieces are kept; what follows is not found.
const LONGEST: usize = 2_000;

/// The text as it is searched: half-width, lower case, one kind of brackets, no blanks, and nothing that no database takes.
pub(crate) fn alike(text: &str) -> String {
    text.chars()
        .take(LONGEST)
        .map(narrow)
        .filter(|c| !c.is_whitespace() && *c != '\0')
        .flat_map(char::to_lowercase)
        .collect()
}

/// A full-width character as its half-width one; brackets of every kind as round ones.
pub(crate) fn narrow(c: char) -> char {
    match c {
        '〔' | '［' | '[' | '（' | '【' | '〈' => '(',
        '〕' | '］' | ']' | '）' | '】' | '〉' => ')',
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

/// Every character and every pair of neighbours in a text made alike.
pub(crate) fn grams(alike: &str) -> Vec<String> {
    let characters: Vec<char> = alike.chars().collect();
    let single = characters.iter().map(ToString::to_string);
    let pairs = characters.windows(2).map(|pair| pair.iter().collect());
    let mut grams: Vec<String> = single.chain(pairs).collect();
    grams.sort_unstable();
    grams.dedup();
    grams
}

/// The pieces that a text must have to contain the words: the pairs, or the one character.
pub(crate) fn wanted(alike: &str) -> Vec<String> {
    let characters: Vec<char> = alike.chars().collect();
    match characters.as_slice() {
        [one] => vec![one.to_string()],
        many => many.windows(2).map(|pair| pair.iter().collect()).collect(),
    }
}

/// For `LIKE`: the words anywhere inside.
pub(crate) fn inside(alike: &str) -> String {
    let escaped = alike.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test] // S53
    fn brackets_widths_and_cases_do_not_matter() {
        for number in ["陇政复〔2024〕12号", "陇政复[2024]12号", "陇政复（２０２４）１２号", "陇政复 (2024) 12号"]
        {
            assert_eq!(alike(number), "陇政复(2024)12号", "{number}");
        }
        assert_eq!(alike("ＡＢＣ有限公司"), "abc有限公司");
    }

    #[test]
    fn rare_characters_stay_what_they_are() {
        assert_eq!(alike("王喆彧䶮𬭚"), "王喆彧䶮𬭚");
        assert!(grams("王喆彧").contains(&"喆彧".to_owned()));
    }

    #[test]
    fn two_characters_are_looked_for_as_their_pair() {
        assert_eq!(wanted("张三"), ["张三"]);
        assert_eq!(wanted("张"), ["张"]);
        assert_eq!(wanted("张三丰"), ["张三", "三丰"]);
        assert_eq!(inside("100%"), "%100\\%%");
    }
}
