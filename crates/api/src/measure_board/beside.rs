//! What colleagues reach together, beside one worker's numbers. Everybody of a program is too much to count for each look at a board,
//! so what each one's cases are worth is kept for some minutes. Whoever needs it first counts it for all; nobody waits for them, since
//! whoever waits keeps a connection to the database from others.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::measure::{Definition, MeasureKind, Member, Place};
use domain::measure_board::{MeasureBoard, Share};
use persistence::Tx;
use persistence::measure::MeasureScope;
use uuid::Uuid;

use super::count::{self, Frame};

/// For how long what colleagues reach is shown.
const SHOWN: TimeDelta = TimeDelta::minutes(10);
/// After this time the next one who looks counts it again; the others still see what is shown.
const FRESH: TimeDelta = TimeDelta::minutes(5);
/// Most questions that are remembered at once.
const MOST: usize = 200;

/// By code of the measure: what the cases of each owner are worth together.
pub type Shares = HashMap<&'static str, Vec<(Uuid, Share)>>;

/// Organization, program, board, first and last day.
type Key = (Uuid, Uuid, MeasureBoard, NaiveDate, NaiveDate);

/// What is known about one question.
#[derive(Clone)]
struct Slot {
    /// When it was counted, or asked first.
    at: DateTime<Utc>,
    shares: Option<Arc<Shares>>,
    /// Held by whoever counts.
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl Slot {
    /// What was counted less than `age` before `now`.
    fn younger(&self, age: TimeDelta, now: DateTime<Utc>) -> Option<Arc<Shares>> {
        self.shares.clone().filter(|_| (self.at..self.at + age).contains(&now))
    }
}

/// What was counted in the last minutes.
#[derive(Default)]
pub struct Together {
    counted: Mutex<HashMap<Key, Slot>>,
}

/// What surrounds one worker's numbers.
pub struct Beside {
    /// The worker.
    pub reader_id: Uuid,
    /// What everybody's cases are worth.
    pub shares: Arc<Shares>,
}

impl Together {
    /// What surrounds one worker's numbers in a program; nothing for a team's, for all programs, and while somebody else counts it for
    /// the first time.
    ///
    /// # Errors
    /// Database errors.
    pub async fn beside(
        &self,
        tx: &mut Tx,
        whose: &MeasureScope,
        board: MeasureBoard,
        frame: &Frame,
    ) -> persistence::Result<Option<Beside>> {
        let (Some(reader_id), Some(program_id)) = (whose.owner, whose.program) else { return Ok(None) };
        let now = tx.now();
        let key = (tx.actor().org_id, program_id, board, frame.from, frame.to);
        let slot = self.slot(key, now);
        let mut shares = slot.younger(FRESH, now);
        if shares.is_none() {
            shares = match slot.turn.try_lock() {
                Ok(_turn) => {
                    let fresh = Arc::new(count_all(tx, program_id, board, frame).await?);
                    self.remember(key, now, fresh.clone());
                    Some(fresh)
                }
                Err(_) => slot.younger(SHOWN, now),
            };
        }
        Ok(shares.map(|shares| Beside { reader_id, shares }))
    }

    /// What is known about a question.
    fn slot(&self, key: Key, now: DateTime<Utc>) -> Slot {
        let asked = || Slot { at: now, shares: None, turn: Arc::default() };
        let Ok(mut counted) = self.counted.lock() else { return asked() };
        make_room(&mut counted, &key);
        counted.entry(key).or_insert_with(asked).clone()
    }

    fn remember(&self, key: Key, at: DateTime<Utc>, shares: Arc<Shares>) {
        let Ok(mut counted) = self.counted.lock() else { return };
        make_room(&mut counted, &key);
        let slot = counted.entry(key).or_insert_with(|| Slot { at, shares: None, turn: Arc::default() });
        (slot.at, slot.shares) = (at, Some(shares));
    }
}

/// The eldest goes when another question needs its place.
fn make_room(counted: &mut HashMap<Key, Slot>, key: &Key) {
    if counted.len() >= MOST && !counted.contains_key(key) {
        let eldest = counted.iter().min_by_key(|(_, slot)| slot.at).map(|(key, _)| *key);
        if let Some(eldest) = eldest {
            counted.remove(&eldest);
        }
    }
}

/// Only shares can be put together from what each one's cases are worth.
async fn count_all(tx: &mut Tx, program_id: Uuid, board: MeasureBoard, frame: &Frame) -> persistence::Result<Shares> {
    let everybody = MeasureScope { program: Some(program_id), ..MeasureScope::default() };
    let shares = |definition: &&'static Definition| definition.kind == MeasureKind::Proportion;
    let definitions: Vec<&'static Definition> = board.definitions().into_iter().filter(shares).collect();
    let material = count::material(tx, &everybody, &definitions, frame.period().from).await?;
    let cases = tx.cases_in(&everybody, DateTime::<Utc>::UNIX_EPOCH).await?;
    let owners: HashMap<Uuid, Uuid> = cases.into_iter().map(|case| (case.id, case.owner_id)).collect();
    let of = |definition: &'static Definition| {
        (definition.code, by_owner(material.members(definition, frame.period(), tx.now()), &owners))
    };
    Ok(definitions.into_iter().map(of).collect())
}

/// What the cases of each owner are worth in a measure that is a share. `owners` are those of the cases.
pub fn by_owner(members: Vec<Member>, owners: &HashMap<Uuid, Uuid>) -> Vec<(Uuid, Share)> {
    let mut worth: BTreeMap<Uuid, Share> = BTreeMap::new();
    for member in members {
        let value = match member.place {
            Place::Numerator => 1.0,
            Place::Partial => 0.5,
            Place::Denominator => 0.0,
            Place::Excluded | Place::Pending => continue,
        };
        let Some(owner) = member.case_id.and_then(|id| owners.get(&id)) else { continue };
        let share = worth.entry(*owner).or_default();
        *share = Share { counted: share.counted + 1, worth: share.worth + value };
    }
    worth.into_iter().collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn key(program: u128) -> Key {
        let day = NaiveDate::default();
        (Uuid::nil(), Uuid::from_u128(program), MeasureBoard::Hospital, day, day)
    }

    fn minute(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    #[test]
    fn one_counts_a_question_while_others_are_not_held_up() {
        let together = Together::default();
        let one = together.slot(key(1), minute(0));
        let turn = one.turn.try_lock().unwrap();
        assert!(together.slot(key(1), minute(0)).turn.try_lock().is_err());
        assert!(together.slot(key(2), minute(0)).turn.try_lock().is_ok());
        drop(turn);
        assert!(together.slot(key(1), minute(0)).turn.try_lock().is_ok());
    }

    #[test]
    fn what_was_counted_is_fresh_for_five_minutes_and_shown_for_ten() {
        let together = Together::default();
        together.remember(key(1), minute(0), Arc::default());
        let known = |age, now| together.slot(key(1), minute(now)).younger(age, minute(now)).is_some();
        assert!(known(FRESH, 0) && known(FRESH, 4) && !known(FRESH, 5));
        assert!(known(SHOWN, 9) && !known(SHOWN, 10) && !known(SHOWN, -1));
    }

    #[test]
    fn the_eldest_question_makes_room_for_a_new_one() {
        let together = Together::default();
        for place in 0..=MOST {
            let at = minute(i64::try_from(place).unwrap());
            together.remember(key(place as u128), at, Arc::default());
        }
        let counted = together.counted.lock().unwrap();
        assert_eq!(counted.len(), MOST);
        assert!(!counted.contains_key(&key(0)) && counted.contains_key(&key(MOST as u128)));
    }
}
