//! Compares what clients were told with what the database holds: nothing lost, nothing doubled, nothing from nowhere.

use std::collections::{HashMap, HashSet};

use crate::ledger::Acknowledged;
use crate::stored::Stored;

/// What a task must look like.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Expected<'a> {
    key: &'a str,
    version: i64,
    status: &'static str,
}

/// Every difference, in words; none when all is well.
pub fn differences(told: &[Acknowledged], stored: &Stored) -> Vec<String> {
    [tasks(told, stored), history(stored), contacts(told, stored), keys(told, stored), audits(told, stored)].concat()
}

fn expected_tasks(told: &[Acknowledged]) -> HashMap<&str, Expected<'_>> {
    let mut expected: HashMap<&str, Expected<'_>> = HashMap::new();
    for write in told {
        let key = write.sent.key.as_str();
        let made = Expected { key, version: 1, status: "open" };
        match write.sent.operation {
            "task_create" => drop(expected.insert(&write.record_id, made)),
            "contact_create" => expected.extend(write.follow_up_id.as_deref().map(|id| (id, made))),
            operation => {
                if let Some(task) = expected.get_mut(write.record_id.as_str()) {
                    task.version = write.version;
                    task.status = if operation == "task_complete" { "completed" } else { "open" };
                }
            }
        }
    }
    expected
}

fn tasks(told: &[Acknowledged], stored: &Stored) -> Vec<String> {
    let mut missing = expected_tasks(told);
    let mut found = Vec::new();
    for task in &stored.tasks {
        match missing.remove(task.id.as_str()) {
            None => found.push(format!("task {} was acknowledged to nobody, or is there twice", task.id)),
            Some(expected)
                if (expected.key, expected.version, expected.status)
                    != (&task.title, task.version, task.status.as_str()) =>
            {
                let (version, status) = (expected.version, expected.status);
                found.push(format!(
                    "task {} is version {} {}, acknowledged was version {version} {status}",
                    task.id, task.version, task.status
                ));
            }
            Some(_) => {}
        }
        for version in 1..=task.version {
            let count = stored.announced.get(&(task.id.clone(), version)).copied().unwrap_or(0);
            if count != 1 {
                found.push(format!("version {version} of task {} was announced {count} times", task.id));
            }
        }
    }
    found.extend(missing.keys().map(|id| format!("task {id} was acknowledged and is lost")));
    found.extend(doubled("task", stored.tasks.iter().map(|task| task.title.as_str())));
    found
}

/// Every version of a task but the last is in its history, once.
fn history(stored: &Stored) -> Vec<String> {
    let wrong = stored.tasks.iter().filter(|task| {
        let earlier = task.version - 1;
        let expected = (earlier > 0).then_some((earlier, 1, earlier));
        stored.history.get(&task.id).copied() != expected
    });
    wrong.map(|task| format!("the history of task {} has holes or doubles", task.id)).collect()
}

fn contacts(told: &[Acknowledged], stored: &Stored) -> Vec<String> {
    let logged = || told.iter().filter(|write| write.sent.operation == "contact_create");
    let contacts = logged().map(|write| (write.record_id.as_str(), write.sent.key.as_str()));
    let notes = logged().filter_map(|write| Some((write.note_id.as_deref()?, write.sent.key.as_str())));
    let mut found = same("contact", contacts, &stored.contacts);
    found.extend(same("note", notes, &stored.notes));
    found
}

/// The same ids with the same keys on both sides, each once.
fn same<'a>(noun: &str, told: impl Iterator<Item = (&'a str, &'a str)>, stored: &'a [(String, String)]) -> Vec<String> {
    let mut missing: HashSet<(&str, &str)> = told.collect();
    let mut found = Vec::new();
    for (id, key) in stored {
        if !missing.remove(&(id.as_str(), key.as_str())) {
            found.push(format!("{noun} {id} was acknowledged to nobody, or is there twice"));
        }
    }
    found.extend(missing.iter().map(|(id, _)| format!("{noun} {id} was acknowledged and is lost")));
    found.extend(doubled(noun, stored.iter().map(|(_, key)| key.as_str())));
    found
}

fn doubled<'a>(noun: &str, keys: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = HashSet::new();
    keys.filter(|key| !seen.insert(*key)).map(|key| format!("the key {key} made more than one {noun}")).collect()
}

/// Every acknowledged key is stored with its record, and no other key is.
fn keys(told: &[Acknowledged], stored: &Stored) -> Vec<String> {
    let mut found = Vec::new();
    for write in told {
        let expected = (write.sent.operation.to_owned(), write.record_id.clone());
        if stored.keys.get(&write.sent.key) != Some(&expected) {
            found.push(format!("the key {} of a {} has no record", write.sent.key, write.sent.operation));
        }
    }
    let known: HashSet<&str> = told.iter().map(|write| write.sent.key.as_str()).collect();
    let strange = stored.keys.keys().filter(|key| !known.contains(key.as_str()));
    found.extend(strange.map(|key| format!("the key {key} was acknowledged to nobody")));
    found
}

/// One entry for every acknowledged write: by its request where the client saw that answer, and by number for all.
fn audits(told: &[Acknowledged], stored: &Stored) -> Vec<String> {
    let mut by_request: HashMap<(&str, &str), u32> = HashMap::new();
    let mut numbers: HashMap<(&str, &str), i64> = HashMap::new();
    for entry in &stored.audits {
        *by_request.entry((&entry.request_id, &entry.operation)).or_default() += 1;
        *numbers.entry((&entry.actor_id, &entry.operation)).or_default() += 1;
    }
    let mut found = Vec::new();
    for write in told {
        *numbers.entry((&write.actor_id, write.sent.operation)).or_default() -= 1;
        if let Some(request_id) = &write.request_id {
            let count = by_request.get(&(request_id, write.sent.operation)).copied().unwrap_or(0);
            if count != 1 {
                found.push(format!(
                    "the {} of request {request_id} is {count} times in the audit trail",
                    write.sent.operation
                ));
            }
        }
    }
    let unequal = numbers.iter().filter(|(_, difference)| **difference != 0);
    found.extend(unequal.map(|((actor, operation), difference)| {
        format!("the audit trail has {difference:+} entries of {operation} by {actor} against what was acknowledged")
    }));
    found
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::ledger::Sent;
    use crate::stored::{StoredAudit, StoredTask};

    fn write(operation: &'static str, key: &str, record_id: &str, version: i64) -> Acknowledged {
        let sent = Sent { operation, path: String::new(), version: None, body: String::new(), key: key.to_owned() };
        Acknowledged {
            sent,
            actor_id: "maria".into(),
            record_id: record_id.into(),
            version,
            follow_up_id: None,
            note_id: None,
            request_id: Some(format!("request {key}")),
        }
    }

    /// A task made and completed and a contact with a note, as told and as stored.
    fn morning() -> (Vec<Acknowledged>, Stored) {
        let mut contact = write("contact_create", "c", "call", 1);
        contact.note_id = Some("note".into());
        let told = vec![write("task_create", "a", "task", 1), write("task_complete", "b", "task", 2), contact];
        let audit = |write: &Acknowledged| StoredAudit {
            request_id: write.request_id.clone().unwrap(),
            operation: write.sent.operation.into(),
            actor_id: write.actor_id.clone(),
        };
        let key =
            |write: &Acknowledged| (write.sent.key.clone(), (write.sent.operation.to_owned(), write.record_id.clone()));
        let task = StoredTask { id: "task".into(), version: 2, status: "completed".into(), title: "a".into() };
        let stored = Stored {
            tasks: vec![task],
            contacts: vec![("call".into(), "c".into())],
            notes: vec![("note".into(), "c".into())],
            keys: told.iter().map(key).collect(),
            audits: told.iter().map(audit).collect(),
            announced: [(("task".into(), 1), 1), (("task".into(), 2), 1)].into(),
            history: [("task".into(), (1, 1, 1))].into(),
        };
        (told, stored)
    }

    /// The differences after something happened to what is stored.
    fn after(happened: impl FnOnce(&mut Stored)) -> String {
        let (told, mut stored) = morning();
        happened(&mut stored);
        differences(&told, &stored).join("; ")
    }

    #[test]
    fn a_whole_database_has_no_differences() {
        assert_eq!(after(|_| {}), "");
    }

    #[test]
    fn a_lost_record_is_found() {
        assert!(after(|stored| stored.tasks.clear()).contains("lost"));
        assert!(after(|stored| stored.contacts.clear()).contains("lost"));
        assert!(after(|stored| stored.notes.clear()).contains("lost"));
        assert!(after(|stored| stored.keys.clear()).contains("has no record"));
    }

    #[test]
    fn a_lost_or_repeated_change_is_found() {
        assert!(after(|stored| stored.tasks[0].version = 1).contains("is version 1"));
        assert!(after(|stored| stored.tasks[0].version = 3).contains("is version 3"));
        assert!(
            after(|stored| stored.tasks[0].status = "open".into()).contains("acknowledged was version 2 completed")
        );
        assert!(after(|stored| stored.history.clear()).contains("history"));
        let announced_twice = |stored: &mut Stored| stored.announced.extend([(("task".into(), 2), 2)]);
        assert!(after(announced_twice).contains("announced 2 times"));
    }

    #[test]
    fn a_doubled_record_is_found() {
        let second = |stored: &mut Stored| stored.contacts.push(("second call".into(), "c".into()));
        assert!(after(second).contains("more than one contact"));
        let second = |stored: &mut Stored| {
            let mut again = stored.tasks[0].clone();
            again.id = "second".into();
            stored.tasks.push(again);
        };
        assert!(after(second).contains("more than one task"));
    }

    #[test]
    fn a_missing_or_doubled_audit_entry_is_found() {
        assert!(after(|stored| drop(stored.audits.pop())).contains("0 times in the audit trail"));
        assert!(after(|stored| stored.audits.push(stored.audits[0].clone())).contains("2 times in the audit trail"));
    }

    #[test]
    fn a_write_that_nobody_asked_for_is_found() {
        let strange = |stored: &mut Stored| drop(stored.keys.insert("x".into(), ("task_create".into(), "y".into())));
        assert!(after(strange).contains("acknowledged to nobody"));
    }
}
