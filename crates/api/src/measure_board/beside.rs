//! What colleagues reach together, beside one worker's numbers. Everybody of a program is too much to count for each look at a board,
//! so what each one's cases are worth is kept for some minutes; whoever needs it first counts it for all.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::measure::{Definition, MeasureKind, Place};
use domain::measure_board::{MeasureBoard, Share};
use persistence::Tx;
use persistence::measure::MeasureScope;
use tokio::sync::Mutex;
use uuid::Uuid;

use super::count::{self, Frame};

/// For how long what colleagues reach is shown before it is counted again.
const FRESH: TimeDelta = TimeDelta::minutes(10);
/// Most questions that are remembered at once.
const MOST: usize = 200;

/// By code of the measure: what the cases of each owner are worth together.
pub type Shares = HashMap<&'static str, Vec<(Uuid, Share)>>;

/// Organization, program, board, first and last day.
type Key = (Uuid, Uuid, MeasureBoard, NaiveDate, NaiveDate);

/// When it was counted, and what.
type Counted = (DateTime<Utc>, Arc<Shares>);

/// What was counted in the last minutes.
#[derive(Default)]
pub struct Together {
    counted: Mutex<HashMap<Key, Counted>>,
}

/// What surrounds one worker's numbers.
pub struct Beside {
    /// The worker.
    pub reader_id: Uuid,
    /// What everybody's cases are worth.
    pub shares: Arc<Shares>,
}

impl Together {
    /// What surrounds one worker's numbers in a program; nothing for a team's, and nothing for all programs.
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
        // Held while it is counted: who asks meanwhile waits for the answer instead of counting too.
        let mut counted = self.counted.lock().await;
        if let Some((_, shares)) = counted.get(&key).filter(|(at, _)| (*at..*at + FRESH).contains(&now)) {
            return Ok(Some(Beside { reader_id, shares: shares.clone() }));
        }
        let shares = Arc::new(count_all(tx, program_id, board, frame).await?);
        counted.retain(|_, (at, _)| (*at..*at + FRESH).contains(&now));
        if counted.len() < MOST {
            counted.insert(key, (now, shares.clone()));
        }
        Ok(Some(Beside { reader_id, shares }))
    }
}

/// Only shares can be put together from what each one's cases are worth.
async fn count_all(tx: &mut Tx, program_id: Uuid, board: MeasureBoard, frame: &Frame) -> persistence::Result<Shares> {
    let everybody = MeasureScope { program: Some(program_id), ..MeasureScope::default() };
    let shares = |definition: &&'static Definition| definition.kind == MeasureKind::Proportion;
    let definitions: Vec<&'static Definition> = board.definitions().into_iter().filter(shares).collect();
    let material = count::material(tx, &everybody, &definitions, frame).await?;
    let cases = tx.cases_in(&everybody, DateTime::<Utc>::UNIX_EPOCH).await?;
    let owners: HashMap<Uuid, Uuid> = cases.into_iter().map(|case| (case.id, case.owner_id)).collect();
    let of = |definition: &'static Definition| {
        let mut worth: BTreeMap<Uuid, Share> = BTreeMap::new();
        for member in material.members(definition, frame.period(), tx.now()) {
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
        (definition.code, worth.into_iter().collect())
    };
    Ok(definitions.into_iter().map(of).collect())
}
