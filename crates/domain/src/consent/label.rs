//! What of a record is specially protected, kept beside it.

use uuid::Uuid;

use super::SensitiveLabel;
use crate::change::{Change, Rule};

/// The labels of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordLabels {
    /// Id of the record.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The person.
    pub person_id: Uuid,
    /// The labels, each once.
    pub labels: Vec<SensitiveLabel>,
}

impl RecordLabels {
    /// Says what of a record of a person is specially protected. Nothing changes when that is known.
    pub fn say(known: Option<Self>, of: (Uuid, Uuid), mut labels: Vec<SensitiveLabel>) -> Option<Change<Self>> {
        labels.sort_unstable();
        labels.dedup();
        match known {
            Some(known) if known.labels == labels => None,
            Some(known) => Some(Change::updated(Self { version: known.version + 1, labels, ..known })),
            None if labels.is_empty() => None,
            None => Some(Change::created(Self { id: of.0, version: 1, person_id: of.1, labels })),
        }
    }
}

/// Refuses that somebody who does not keep consents (`keeps`) takes a label off: that could let out what waits for a consent. Adding
/// one is free.
///
/// # Errors
/// `label_removal` at `pointer`.
pub fn require_labels_kept(
    known: &[SensitiveLabel],
    labels: &[SensitiveLabel],
    keeps: bool,
    pointer: &'static str,
) -> Result<(), Rule> {
    if keeps || known.iter().all(|label| labels.contains(label)) {
        return Ok(());
    }
    let detail = "What is marked as specially protected stays so. Ask a colleague who records consents to take it off.";
    Err(Rule::at("label_removal", pointer, detail))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use SensitiveLabel as L;

    #[test]
    fn labels_are_kept_once_and_saying_them_again_changes_nothing() {
        let of = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(RecordLabels::say(None, of, Vec::new()), None);
        let first = RecordLabels::say(None, of, vec![L::Hiv, L::SubstanceUse, L::Hiv]).unwrap();
        assert_eq!((first.created, first.record.labels.clone()), (true, vec![L::SubstanceUse, L::Hiv]));
        assert_eq!(RecordLabels::say(Some(first.record.clone()), of, vec![L::Hiv, L::SubstanceUse]), None);
        let none = RecordLabels::say(Some(first.record), of, Vec::new()).unwrap();
        assert_eq!((none.created, none.record.version, none.record.labels.len()), (false, 2, 0));
    }

    #[test]
    fn a_label_is_taken_off_by_who_keeps_consents_only_and_added_by_everybody() {
        let known = [L::SubstanceUse, L::Hiv];
        let kept = |labels: &[L], keeps| require_labels_kept(&known, labels, keeps, "/labels");
        assert!(kept(&[L::Hiv, L::SubstanceUse, L::Behavioral], false).is_ok());
        let refused = kept(&[L::Hiv], false).unwrap_err();
        assert_eq!((refused.code, refused.pointer.as_deref()), ("label_removal", Some("/labels")));
        assert!(kept(&[L::Hiv], true).is_ok());
    }
}
