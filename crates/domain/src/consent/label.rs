//! What of a record is specially protected, kept beside it.

use uuid::Uuid;

use super::SensitiveLabel;
use crate::change::Change;

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
}
