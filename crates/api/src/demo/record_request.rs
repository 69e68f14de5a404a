//! What some people asked of their own records, days ago.

use chrono::Days;
use domain::Change;
use domain::access::cap;
use domain::case::{Case, CaseStatus};
use domain::clock::local_date;
use domain::record_request::{Counting, RecordRequest, RecordRequestKind, RecordRequestStatus, RecordRequestWay};
use persistence::case::CaseScope;
use persistence::{Result, Store};

use super::Told;
use super::random::Random;
use super::referrals::access;
use super::world::World;

/// How many days ago, what, how it came, in words, and by which representative.
type Asked = (u64, RecordRequestKind, RecordRequestWay, &'static str, Option<&'static str>);

const ASKED: [Asked; 3] = [
    (26, RecordRequestKind::Access, RecordRequestWay::Letter, "A copy of all notes since the spring", None),
    (
        9,
        RecordRequestKind::Amendment,
        RecordRequestWay::InPerson,
        "The assessment says that I smoke. I never did.",
        None,
    ),
    (
        3,
        RecordRequestKind::Accounting,
        RecordRequestWay::Phone,
        "Who got something about her in the last two years",
        Some("Her daughter, who holds the health care proxy"),
    ),
];

/// Adds a request for each of the first active cases, written down by its owner.
pub(super) async fn add(store: &Store, world: &World) -> Result<()> {
    let director = world.workforce.named("Vivian Castellano").actor();
    let reading = access::<cap::CaseRead>(director.clone(), world.now)?;
    let cases =
        store.read(&reading, async |tx| tx.case_list(CaseScope::Team, Some(CaseStatus::Active), None, 3).await).await?;
    let mut random = Random::of(world.seed, 53);
    let writing = access::<cap::RecordRequestWrite>(director, world.now)?;
    store
        .write(&writing, async |tx| {
            let directory = tx.directory().clone();
            let zone = directory.main_zone();
            let today = local_date(world.now, zone);
            let counting = Counting { zone, calendar: directory.organization_calendar(), today };
            for ((case, _), asked) in cases.iter().zip(ASKED) {
                tx.apply(request(world, case, asked, counting, &mut random)?)?;
            }
            Ok(Told::default())
        })
        .await?;
    Ok(())
}

fn request(
    world: &World,
    case: &Case,
    (ago, kind, way, asked_for, representative): Asked,
    counting: Counting<'_>,
    random: &mut Random,
) -> Result<Change<RecordRequest>> {
    let asked_on = counting.today - Days::new(ago);
    let request = RecordRequest {
        id: random.id(world.now),
        version: 1,
        person_id: case.person_id,
        case_id: Some(case.id),
        kind,
        status: RecordRequestStatus::Received,
        asked_on,
        way,
        asked_for: asked_for.into(),
        representative: representative.map(Into::into),
        due_on: asked_on,
        extended_on: None,
        extension_reason: None,
        ground: None,
        answer: None,
        disagreement: None,
        settled_on: None,
        settled_by: None,
        author_id: case.owner_id,
        created_at: world.now,
    };
    Ok(request.receive(counting)?)
}
