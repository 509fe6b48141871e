//! Fields that are kept in a form of their own: what each contains, and how that is put there.

use kernel::field::{Choice, Content, Field, FieldKind, Placed, parts, written};
use kernel::word::{Word, words};
use kernel::writing::Line;

use crate::case::acceptance::{Procedure, Simplification, SimplifiedGround, Track};
use crate::case::termination::TerminationGround;
use crate::clocks::PersonNumber;
use crate::money::Yuan;

written! { Yuan Number }

words! {
    /// Whether something is so, where that may not be known.
    IsKnown {
        Yes "是",
        No "否",
        Unknown "不清楚",
    }
}

/// Whether something is so; none: not known.
pub(super) fn known<'a>(name: &str, title: &str, place: &'a mut Option<bool>) -> Placed<'a> {
    let now = place.map_or(IsKnown::Unknown, |is_so| if is_so { IsKnown::Yes } else { IsKnown::No });
    Placed::by(name, title, &now, move |known| {
        *place = match known {
            IsKnown::Yes => Some(true),
            IsKnown::No => Some(false),
            IsKnown::Unknown => None,
        };
        Ok(())
    })
}

/// A code with the letter of its list, which is the directory's.
pub(super) fn code<'a>(name: &str, title: &str, place: &'a mut Option<Line>, letter: char) -> Placed<'a> {
    let now = place.clone();
    Placed::by(name, title, &now, move |code: Option<Line>| {
        coded(letter, &code.as_ref().map(Line::to_string).unwrap_or_default())?;
        *place = code;
        Ok(())
    })
}

/// A code of an adopted list: its letter and two digits. The list itself is the directory's.
pub(crate) fn coded(letter: char, code: &str) -> Result<&str, String> {
    let good = code.strip_prefix(letter).is_some_and(|n| n.len() == 2 && n.bytes().all(|b| b.is_ascii_digit()));
    if code.is_empty() || good {
        Ok(code)
    } else {
        Err(format!("“{code}”不是代码，应为{letter}和两位数字，如 {letter}01"))
    }
}

/// The procedure. What was explained stays.
pub(super) fn procedure(track: &mut Track) -> Placed<'_> {
    let now = track.clone();
    Placed::by("procedure", "适用的程序", &now, move |mut new| {
        if let (Track::Simplified(new), Track::Simplified(before)) = (&mut new, &*track) {
            new.explanation.clone_from(&before.explanation);
        }
        *track = new;
        Ok(())
    })
}

/// The procedure in one word: the simplified one by what allows it. Whoever names that says with it that the case is clear.
impl Content for Track {
    const KIND: FieldKind = FieldKind::Word;

    fn choices() -> Vec<Choice> {
        let simplified = SimplifiedGround::ALL.iter().map(|(ground, ..)| simplified_by(*ground));
        std::iter::once(ordinary()).chain(simplified).collect()
    }

    fn sent(&self) -> String {
        chosen(self).0
    }

    fn shown(&self) -> String {
        chosen(self).1
    }

    fn read(text: &str) -> Result<Self, String> {
        let (word, _) = one_of(&Self::choices(), text)?;
        if word == ordinary().0 {
            return Ok(Self::Ordinary);
        }
        let ground = SimplifiedGround::read(&word)?;
        Ok(Self::Simplified(Simplification { ground, is_clear: true, explanation: None }))
    }
}

fn chosen(track: &Track) -> Choice {
    match track {
        Track::Ordinary => ordinary(),
        Track::Simplified(simplified) => simplified_by(simplified.ground),
    }
}

fn ordinary() -> Choice {
    (Procedure::Ordinary.sent(), Procedure::Ordinary.shown())
}

fn simplified_by(ground: SimplifiedGround) -> Choice {
    (ground.sent(), format!("{}（{ground}）", Procedure::Simplified))
}

/// The ground of a termination, which a withdrawal can only be where one was entered.
pub(super) fn termination_ground(place: &mut TerminationGround, is_withdrawn: bool) -> Placed<'_> {
    let now = *place;
    Placed::by("termination_ground", "终止的事由", &now, move |ground| match ground {
        TerminationGround::Withdrawn if !is_withdrawn => Err(
            "还需要撤回申请的日期和原因，请撤除这条记录后重新登记；重新登记时在“已有编号”中填写原文书编号，编号不变"
                .to_owned(),
        ),
        ground => {
            *place = ground;
            Ok(())
        }
    })
}

/// Some of these, by their numbers.
pub(super) fn representatives(place: &mut Vec<PersonNumber>, among: Vec<Choice>) -> Placed<'_> {
    let numbers: Vec<String> = place.iter().map(|person| person.0.to_string()).collect();
    let named = |number: &String| among.iter().find(|(known, _)| known == number).map(|(_, name)| name.as_str());
    let field = Field {
        name: "representatives".to_owned(),
        title: "代表人".to_owned(),
        value: numbers.iter().filter_map(named).collect::<Vec<_>>().join("；"),
        kind: FieldKind::Words,
        choices: among.clone(),
    };
    Placed::of(field, numbers.join(" "), move |value| {
        *place = parts(value).map(|name| person(&among, name)).collect::<Result<_, _>>()?;
        Ok(())
    })
}

/// Somebody of these, by his number or name.
fn person(among: &[Choice], name: &str) -> Result<PersonNumber, String> {
    let (number, _) = one_of(among, name)?;
    number.parse().map(PersonNumber).map_err(|_| format!("“{number}”不是参加人序号"))
}

/// One of these, by either of its names.
fn one_of(choices: &[Choice], name: &str) -> Result<Choice, String> {
    let found = choices.iter().find(|(word, title)| word == name || title == name);
    found.cloned().ok_or_else(|| {
        let allowed: Vec<&str> = choices.iter().map(|(_, title)| title.as_str()).collect();
        format!("“{name}”不在可用的值之内，应为：{}", allowed.join("、"))
    })
}
