//! Templates of care plans: an organization publishes editions of what ships and templates of its own, and plans are begun with them.

use actix_web::http::Method;
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const ADMIN: &str = "organization_admin";
const CM: &str = "care_manager";
const PATH: &str = "/api/v1/care-plan-templates";

fn content(title: &str) -> Value {
    let step = json!({ "text": "Call every morning", "frequency": "daily", "days": 1 });
    let goal = json!({
        "need_kind": "social", "need_title": "Lives alone", "text": "Talk to somebody every day", "measure": "days with a talk",
        "unit": "per week", "direction": "increase", "baseline": 1, "target": 7, "days": 60, "steps": [step]
    });
    json!({ "title": title, "kind": "comprehensive", "review_days": 30, "goals": [goal] })
}

async fn publish(app: &TestApp, role: &str, body: Value) -> Answered {
    app.post(role, PATH, body).await
}

/// The id of a template that the organization published.
pub async fn published(app: &TestApp) -> String {
    let own = publish(app, ADMIN, json!({ "code": "company", "content": content("Company") })).await;
    assert_eq!(own.status, 201, "{}", own.text);
    own.json["id"].as_str().expect("an id").to_owned()
}

async fn offered(app: &TestApp) -> Vec<String> {
    let list = app.get(CM, &format!("/api/v1/programs/{}/care-plan-templates", app.world.program_id)).await;
    let items = list.json["items"].as_array().unwrap_or_else(|| panic!("{}", list.text)).clone();
    items.iter().map(|one| one["title"].as_str().expect("a title").to_owned()).collect()
}

#[actix_web::test]
async fn a_template_of_the_organization_begins_plans_until_it_is_taken_back() {
    let app = TestApp::new().await;
    assert_eq!(publish(&app, CM, json!({ "code": "company", "content": content("Company") })).await.status, 403);
    let mut vague = content("Company");
    vague["goals"][0]["target"] = json!(0);
    let refused = publish(&app, ADMIN, json!({ "code": "company", "content": vague })).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "template_goal_not_smart"));
    assert_eq!(refused.json["errors"][0]["pointer"], "/content/goals/0");

    let mut large = content("Sugar");
    for (member, value) in [("measure", json!("A1c")), ("direction", json!("decrease")), ("baseline", json!(11))] {
        large["goals"][0][member] = value;
    }
    let refused = publish(&app, ADMIN, json!({ "code": "sugar", "content": large })).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "template_goal_not_smart"));
    large["goals"][0]["achievable_reason"] = json!("Insulin begins on the first day.");
    let reasoned = publish(&app, ADMIN, json!({ "code": "sugar", "content": large })).await;
    let reason = &reasoned.json["content"]["goals"][0]["achievable_reason"];
    assert_eq!(
        (reasoned.status.as_u16(), reason),
        (201, &json!("Insulin begins on the first day.")),
        "{}",
        reasoned.text
    );

    let shipped = offered(&app).await;
    let own =
        publish(&app, ADMIN, json!({ "code": "company", "from_edition": 0, "content": content("Company") })).await;
    assert_eq!((own.status.as_u16(), &own.json["edition"]), (201, &json!(101)), "{}", own.text);
    let unseen =
        publish(&app, ADMIN, json!({ "code": "company", "from_edition": 0, "content": content("Again") })).await;
    assert_eq!((unseen.status.as_u16(), unseen.code()), (409, "template_published"));
    assert!(offered(&app).await.contains(&"Company".to_owned()));

    let begin = json!({ "kind": "comprehensive", "template": "company" });
    let plan = app.post(CM, &format!("/api/v1/cases/{}/care-plans", app.world.case_id), begin).await;
    let said = &plan.json["content"];
    assert_eq!(
        (plan.status.as_u16(), &said["goals"][0]["text"]),
        (201, &json!("Talk to somebody every day")),
        "{}",
        plan.text
    );
    assert_eq!(said["interventions"][0]["frequency"], "daily");
    assert_eq!(plan.json["smart"][0]["passes"], true);

    let path = format!("{PATH}/{}/withdraw", own.json["id"].as_str().unwrap());
    let gone = app.change(ADMIN, Method::POST, &path, &own.etag(), json!({})).await;
    assert_eq!((gone.status.as_u16(), &gone.json["is_current"]), (200, &json!(false)), "{}", gone.text);
    assert_eq!(offered(&app).await, shipped);
    let editions = app.get("director", PATH).await;
    let kept = editions.json["items"].as_array().unwrap().iter().find(|one| one["code"] == "company").unwrap();
    assert_ne!(kept["withdrawn_at"], Value::Null, "nothing is deleted");
    assert_eq!(editions.json["can"], json!(["care_plan_template_publish"]));
}
