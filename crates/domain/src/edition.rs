//! Editions: what ships under a code, and what an organization makes of it or beside it. The newest edition that was not taken back is
//! the one in use; whatever was made with another one keeps that.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::change::Rule;

/// The first edition that an organization makes itself; what ships stays below. The number is ours.
pub const OWN_EDITIONS_FROM: i32 = 101;

/// An edition of something.
pub trait Edition {
    /// The refusal when somebody else published in the meantime.
    const PUBLISHED: &'static str;

    /// Code, the same in every edition.
    fn code(&self) -> &str;

    /// Its number.
    fn edition(&self) -> i32;

    /// When it was taken back.
    fn withdrawn_at(&self) -> Option<DateTime<Utc>>;
}

/// The number of the next edition of a code that the organization makes; `known` are all editions, shipped ones too. `from` is the
/// edition that was in use when somebody began it, 0 where there was none; it is not looked at where nobody says it.
///
/// # Errors
/// [`Edition::PUBLISHED`] at `/from_edition`, when another one is in use by now.
pub fn next_edition<T: Edition>(code: &str, from: Option<i32>, known: &[T]) -> Result<i32, Rule> {
    let editions = || known.iter().filter(move |own| own.code() == code);
    let in_use = editions().filter(|own| own.withdrawn_at().is_none()).map(T::edition).max().unwrap_or_default();
    if from.is_some_and(|from| from != in_use) {
        let detail = "Another edition is in use by now. Load it again, and begin with that one.";
        return Err(Rule::at(T::PUBLISHED, "/from_edition", detail));
    }
    let last = editions().map(T::edition).max().unwrap_or_default();
    Ok((last + 1).max(OWN_EDITIONS_FROM))
}

/// The editions of a code, or of every code: those of the organization, and those that ship.
pub fn editions<T: Edition + Clone>(own: Vec<T>, shipped: &[T], code: Option<&str>) -> Vec<T> {
    let wanted = shipped.iter().filter(|edition| code.is_none_or(|code| edition.code() == code));
    own.into_iter().chain(wanted.cloned()).collect()
}

/// Every edition by code, the newest first, and of each whether it is the one in use.
pub fn listed<T: Edition>(mut all: Vec<T>) -> Vec<(T, bool)> {
    all.sort_by(|one, other| (one.code(), other.edition()).cmp(&(other.code(), one.edition())));
    let mut met = BTreeSet::new();
    let marked = |own: T| {
        let is_current = own.withdrawn_at().is_none() && met.insert(own.code().to_owned());
        (own, is_current)
    };
    all.into_iter().map(marked).collect()
}

/// The editions in use, by code.
pub fn current<T: Edition>(all: Vec<T>) -> Vec<T> {
    listed(all).into_iter().filter_map(|(own, is_current)| is_current.then_some(own)).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    struct Page(&'static str, i32, Option<DateTime<Utc>>);

    impl Edition for Page {
        const PUBLISHED: &'static str = "page_published";

        fn code(&self) -> &str {
            self.0
        }

        fn edition(&self) -> i32 {
            self.1
        }

        fn withdrawn_at(&self) -> Option<DateTime<Utc>> {
            self.2
        }
    }

    fn pages() -> Vec<Page> {
        let gone = Some(DateTime::UNIX_EPOCH);
        vec![Page("b", 1, None), Page("a", 1, None), Page("a", 102, gone), Page("a", 101, None), Page("c", 101, gone)]
    }

    #[test]
    fn the_newest_that_was_not_taken_back_is_in_use() {
        let found: Vec<_> =
            listed(pages()).into_iter().map(|(page, is_current)| (page.0, page.1, is_current)).collect();
        assert_eq!(found, [("a", 102, false), ("a", 101, true), ("a", 1, false), ("b", 1, true), ("c", 101, false)]);
        assert_eq!(
            current(pages()).into_iter().map(|page| (page.0, page.1)).collect::<Vec<_>>(),
            [("a", 101), ("b", 1)]
        );
    }

    #[test]
    fn the_next_edition_follows_the_last_one_and_the_first_of_ones_own_stands_above_what_ships() {
        let next = |code: &str| next_edition(code, None, &pages()).unwrap();
        assert_eq!((next("a"), next("b"), next("c"), next("new")), (103, 101, 102, 101));
    }

    #[test]
    fn what_was_begun_with_an_edition_that_is_not_in_use_any_more_is_refused() {
        let next = |code: &str, from: i32| next_edition(code, Some(from), &pages());
        for (code, from) in [("a", 101), ("b", 1), ("c", 0), ("new", 0)] {
            assert!(next(code, from).is_ok(), "{code} {from}");
        }
        for (code, from) in [("a", 1), ("a", 102), ("a", 0), ("b", 0), ("c", 101), ("new", 1)] {
            let refused = next(code, from).unwrap_err();
            assert_eq!((refused.code, refused.pointer.as_deref()), ("page_published", Some("/from_edition")));
        }
    }
}
