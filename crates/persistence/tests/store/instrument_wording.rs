//! The wording of an instrument is its organization's own, and the newest upload stands.

use domain::Change;
use domain::access::{Role, cap};
use domain::instrument::{Wording, find};
use domain::instrument_wording::InstrumentWording;
use domain::readability::ReadingLanguage;
use persistence::{Error, Reply, Store, StoredReply};
use testkit::{TestDb, World, monday};
use uuid::Uuid;

struct Done;

impl Reply for Done {
    fn stored(&self) -> StoredReply {
        StoredReply { status: 201, etag: None, body: "{}".into() }
    }
}

/// Uploads a wording with this title and gives its id.
async fn upload(store: &Store, world: &World, title: &str) -> Uuid {
    let text = Wording { title: Some(title.into()), ..Wording::default() };
    let wording = InstrumentWording {
        id: Uuid::now_v7(),
        version: 1,
        instrument: "lawton".into(),
        instrument_version: "1".into(),
        texts: [(ReadingLanguage::Spanish, text)].into(),
        licensor: "The owners".into(),
        reference: "Contract 12".into(),
        valid_until: None,
        uploaded_by: world.staff["organization_admin"],
        uploaded_at: monday(),
        withdrawn_at: None,
        withdrawn_by: None,
        withdrawn_reason: None,
    };
    let id = wording.id;
    let operation = "instrument_wording_create";
    let access = world.access::<cap::InstrumentWordingWrite>(Role::OrganizationAdmin, operation, monday());
    let stored = store.write(&access, async |tx| tx.apply(Change::created(wording.clone())).map(|_| Done));
    stored.await.unwrap();
    id
}

/// The title of the wording that an organization's directory holds.
async fn title(store: &Store, world: &World) -> Option<String> {
    let directory = store.directory(world.org_id).await.unwrap();
    let own = directory.wording_of(find("lawton").unwrap())?;
    own.texts[&ReadingLanguage::Spanish].title.clone()
}

#[tokio::test]
async fn the_wording_of_one_organization_is_never_shown_to_another() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let (one, two) = (World::build(&store, monday()).await, World::build(&store, monday()).await);
    let id = upload(&store, &one, "Ours").await;
    assert_eq!(title(&store, &one).await.as_deref(), Some("Ours"));
    assert_eq!(title(&store, &two).await, None);
    let access = two.access::<cap::InstrumentWordingRead>(Role::OrganizationAdmin, "instrument_wording_get", monday());
    let foreign = store.read(&access, async |tx| tx.instrument_wording(id).await).await;
    assert!(matches!(foreign, Err(Error::NotFound)));
    assert!(store.read(&access, async |tx| tx.instrument_wordings().await).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_newest_upload_stands_and_the_older_one_is_kept() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let world = World::build(&store, monday()).await;
    let first = upload(&store, &world, "First").await;
    let second = upload(&store, &world, "Second").await;
    assert_eq!(title(&store, &world).await.as_deref(), Some("Second"), "the directory heard of it at once");
    let access = world.access::<cap::InstrumentWordingRead>(Role::Director, "instrument_wording_list", monday());
    let all = store.read(&access, async |tx| tx.instrument_wordings().await).await.unwrap();
    assert_eq!(all.iter().map(|wording| wording.id).collect::<Vec<_>>(), [second, first]);
}
