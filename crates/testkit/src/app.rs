//! The application in process, called as a worker of some role.

use actix_http::Request;
use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::{Method, StatusCode, header::HeaderMap};
use actix_web::{test, web};
use api::app::State;
use api::config::Config;
use api::password::Cost;
use api::secrets::Secrets;
use chrono::Utc;
use domain::access::{Principal, Role};
use serde_json::Value;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use uuid::Uuid;

use crate::database::TestDb;
use crate::world::World;

type Called = Pin<Box<dyn Future<Output = ServiceResponse<BoxBody>>>>;

/// An answer of the app.
#[derive(Debug)]
pub struct Answered {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body as sent.
    pub text: String,
    /// Body as JSON; null when it is not.
    pub json: Value,
}

impl Answered {
    /// The ETag, for `If-Match`.
    pub fn etag(&self) -> String {
        self.headers.get("etag").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    }

    /// The code of a problem.
    pub fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or_default()
    }
}

/// The app on a database of its own with a [`World`] in it.
pub struct TestApp {
    /// The database.
    pub db: TestDb,
    /// The organization.
    pub world: World,
    /// The app's state.
    pub state: web::Data<State>,
    tokens: BTreeMap<&'static str, String>,
    call: Box<dyn Fn(Request) -> Called>,
}

impl TestApp {
    /// Starts the app as of now, with a session for every role.
    pub async fn new() -> Self {
        let db = TestDb::new().await;
        let store = db.store().await;
        let world = World::build(&store, Utc::now()).await;
        let data = std::env::temp_dir().join(format!("tend-test-{}", Uuid::now_v7().simple()));
        let config = Config {
            data: data.clone(),
            password_memory_kib: Cost::FLOOR.memory_kib,
            password_passes: Cost::FLOOR.passes,
            ..Config::default()
        };
        let secrets = Secrets::load(&data).expect("secrets");
        let state = web::Data::new(State::new(store, &config, &secrets).expect("state"));
        let mut tokens = BTreeMap::new();
        for (role, id) in world.staff.iter().filter(|(role, _)| **role != Role::Integrator.to_string()) {
            tokens.insert(*role, token(&state, &world, *id).await);
        }
        let client = world.staff["integrator"];
        let client = state.gate.tokens.issue(world.org_id, client, client, Principal::Client, Utc::now());
        tokens.insert("integrator", client.expect("token"));
        tokens.insert("stranger", token(&state, &world, world.stranger_id).await);
        let service = Rc::new(test::init_service(api::tend_app!(state)).await);
        let call = Box::new(move |request: Request| -> Called {
            let service = service.clone();
            Box::pin(async move {
                match service.call(request).await {
                    Ok(response) => response.map_into_boxed_body(),
                    Err(error) => panic!("the app failed: {error}"),
                }
            })
        });
        let _ = std::fs::remove_dir_all(data);
        Self { db, world, state, tokens, call }
    }

    /// The access token of a role's worker.
    pub fn token(&self, role: &str) -> &str {
        self.tokens.get(role).map_or("", String::as_str)
    }

    /// GET as a role.
    pub async fn get(&self, role: &str, path: &str) -> Answered {
        self.send(role, Method::GET, path, None, &[]).await
    }

    /// POST as a role.
    pub async fn post(&self, role: &str, path: &str, body: Value) -> Answered {
        self.send(role, Method::POST, path, Some(body), &[]).await
    }

    /// A state change of a known version as a role.
    pub async fn change(&self, role: &str, method: Method, path: &str, etag: &str, body: Value) -> Answered {
        self.send(role, method, path, Some(body), &[("If-Match", etag)]).await
    }

    /// Any request. An empty role sends no token.
    pub async fn send(
        &self,
        role: &str,
        method: Method,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answered {
        let mut request = test::TestRequest::with_uri(path).method(method);
        if !role.is_empty() {
            request = request.insert_header(("Authorization", format!("Bearer {}", self.token(role))));
        }
        for (name, value) in headers {
            request = request.insert_header((*name, *value));
        }
        if let Some(body) = body {
            request = request.set_json(body);
        }
        self.answered(request).await
    }

    /// POST of a body of any media type as a role.
    pub async fn post_as(&self, role: &str, path: &str, media: &str, body: Vec<u8>) -> Answered {
        let request = test::TestRequest::post()
            .uri(path)
            .insert_header(("Authorization", format!("Bearer {}", self.token(role))))
            .insert_header(("Content-Type", media))
            .set_payload(body);
        self.answered(request).await
    }

    async fn answered(&self, request: test::TestRequest) -> Answered {
        let response = (self.call)(request.to_request()).await;
        let (status, headers) = (response.status(), response.headers().clone());
        // A stream of events never ends: its status is its answer.
        let is_stream = headers.get("content-type").is_some_and(|value| value == "text/event-stream");
        let bytes = if is_stream { web::Bytes::new() } else { read(response.into_body()).await };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answered { status, headers, json: serde_json::from_str(&text).unwrap_or(Value::Null), text }
    }
}

async fn read(body: impl MessageBody) -> web::Bytes {
    to_bytes(body).await.ok().expect("a body")
}

async fn token(state: &State, world: &World, staff_id: Uuid) -> String {
    let session_id = world.session(&state.store, staff_id).await;
    state.gate.tokens.issue(world.org_id, staff_id, session_id, Principal::Staff, Utc::now()).expect("token")
}
