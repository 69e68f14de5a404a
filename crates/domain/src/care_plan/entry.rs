//! What is written down around a plan: who took part and what they said to it, who understood it and got a copy, how it was
//! reviewed, and why something scarce went where it went.
//!
//! | from     | action            | to                                        |
//! |----------|-------------------|-------------------------------------------|
//! | -        | record            | counts                                    |
//! | counts   | retract (reason)  | retracted: stays readable, counts no more |

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::change::{Change, Rule};
use crate::clock::local_date;

crate::codes! {
    /// Who takes part in making a plan (R073).
    pub enum Participant {
        /// The person in care.
        Person = "person",
        /// Family.
        Family = "family",
        /// Whoever gives care at home.
        Caregiver = "caregiver",
        /// Guardian or health care proxy.
        Representative = "representative",
        /// Primary care provider.
        PrimaryCare = "primary_care",
        /// Specialist.
        Specialist = "specialist",
        /// A colleague of the team.
        Team = "team",
        /// Somebody else, for example a school or a parole officer.
        Other = "other",
    }
}

crate::codes! {
    /// What somebody says to a plan.
    pub enum Stance {
        /// Took part, without being asked to agree.
        TookPart = "took_part",
        /// Agrees.
        Agreed = "agreed",
        /// Agrees with parts of it.
        AgreedInPart = "agreed_in_part",
        /// Does not agree.
        Disagreed = "disagreed",
        /// Refuses the plan or a part of it.
        Refused = "refused",
    }
}

crate::codes! {
    /// How somebody took part.
    pub enum Manner {
        /// In person.
        InPerson = "in_person",
        /// By phone.
        Phone = "phone",
        /// By video.
        Video = "video",
        /// In writing.
        Written = "written",
    }
}

crate::codes! {
    /// How well somebody could say the plan in their own words.
    pub enum Understanding {
        /// All of it.
        Understood = "understood",
        /// Parts; it was explained again.
        Partly = "partly",
        /// Not yet.
        NotUnderstood = "not_understood",
        /// They were not asked.
        NotAsked = "not_asked",
    }
}

crate::codes! {
    /// On what a copy was given.
    pub enum Medium {
        /// On paper.
        Paper = "paper",
        /// On paper in large print.
        LargePrint = "large_print",
        /// By e-mail or portal.
        Electronic = "electronic",
        /// Read aloud or recorded.
        Audio = "audio",
        /// No copy.
        None = "none",
    }
}

crate::codes! {
    /// What a plan did, as its review found.
    pub enum Effect {
        /// It does what it should.
        Effective = "effective",
        /// Parts of it do.
        PartlyEffective = "partly_effective",
        /// It does not.
        NotEffective = "not_effective",
        /// Too early to say.
        TooEarly = "too_early",
    }
}

/// What is written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum EntryContent {
    /// Who took part, and what they said (R073, R088).
    Participation {
        /// Who.
        who: Participant,
        /// Their name.
        name: Option<String>,
        /// How.
        manner: Manner,
        /// What they say to it.
        stance: Stance,
        /// In their own words; needed for a disagreement or a refusal.
        words: Option<String>,
        /// When a wish and safety pull apart: what was weighed, and by whom.
        ethics_note: Option<String>,
        /// When that is looked at again.
        review_on: Option<NaiveDate>,
    },
    /// Who got the plan and could say it in their own words (R086).
    TeachBack {
        /// Who.
        given_to: String,
        /// Language it was explained in, as a BCP 47 tag.
        language: String,
        /// The copy.
        medium: Medium,
        /// What came back.
        understanding: Understanding,
        /// What had to be explained again.
        note: Option<String>,
    },
    /// What the plan did (R087).
    Review {
        /// What it did.
        effect: Effect,
        /// What was found and what follows.
        finding: String,
        /// When it is reviewed next.
        next_on: Option<NaiveDate>,
    },
    /// Why something scarce went where it went (R089).
    Allocation {
        /// What was given, put off or not given.
        decision: String,
        /// Why, by which criteria.
        rationale: String,
    },
}

/// Something written down around a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanEntry {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The plan.
    pub care_plan_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// The revision it is about.
    pub revision: i32,
    /// The day it happened.
    pub happened_on: NaiveDate,
    /// What is written down.
    pub content: EntryContent,
    /// Who wrote it.
    pub author_id: Uuid,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it was taken back as recorded in error.
    pub retracted_at: Option<DateTime<Utc>>,
    /// Why.
    pub retract_reason: Option<String>,
}

impl PlanEntry {
    /// Writes an entry down.
    ///
    /// # Errors
    /// `entry_in_future`, `entry_words_required`, `entry_review_required`, `entry_review_not_ahead`.
    pub fn record(entry: Self, today: NaiveDate) -> Result<Change<Self>, Rule> {
        if entry.happened_on > today {
            return Err(Rule::at("entry_in_future", "/happened_on", "Give the day it happened, not one ahead."));
        }
        let blank = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
        match &entry.content {
            EntryContent::Participation { stance, words, ethics_note, review_on, .. } => {
                if matches!(stance, Stance::Disagreed | Stance::Refused) && blank(words) {
                    let detail = "Write down what they say, in their own words.";
                    return Err(Rule::at("entry_words_required", "/participation/words", detail));
                }
                if !blank(ethics_note) && review_on.is_none() {
                    let detail = "Say when this is looked at again.";
                    return Err(Rule::at("entry_review_required", "/participation/review_on", detail));
                }
                ahead(*review_on, entry.happened_on, "/participation/review_on")?;
            }
            EntryContent::Review { next_on, .. } => ahead(*next_on, entry.happened_on, "/review/next_on")?,
            EntryContent::TeachBack { .. } | EntryContent::Allocation { .. } => {}
        }
        Ok(Change::created(entry))
    }

    /// Takes the entry back as recorded in error.
    ///
    /// # Errors
    /// `entry_retracted`.
    pub fn retract(mut self, reason: String, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.retracted_at.is_some() {
            return Err(Rule::new("entry_retracted", "This entry was taken back already."));
        }
        self.retracted_at = Some(now);
        self.retract_reason = Some(reason);
        self.version += 1;
        Ok(Change::updated(self))
    }
}

fn ahead(day: Option<NaiveDate>, from: NaiveDate, pointer: &str) -> Result<(), Rule> {
    match day {
        Some(day) if day <= from => Err(Rule::at("entry_review_not_ahead", pointer, "Give a later day.")),
        _ => Ok(()),
    }
}

/// Days in which a plan is looked at again after the tier of its case was raised. Ours: a week.
const RAISE_DAYS: u64 = 7;

/// The tier of a case was raised after its plan was approved: what was planned may be too little now (R077).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raise {
    /// When.
    pub at: DateTime<Utc>,
    /// The day by which the plan is looked at again.
    pub look_by: NaiveDate,
}

impl Raise {
    /// What the last raise asks of a plan, in the zone of its program; nothing where the plan was approved after it.
    pub fn of(raised_at: Option<DateTime<Utc>>, approved_at: Option<DateTime<Utc>>, zone: Tz) -> Option<Self> {
        let at = raised_at.filter(|at| approved_at.is_none_or(|approved| approved < *at))?;
        Some(Self { at, look_by: local_date(at, zone) + Days::new(RAISE_DAYS) })
    }
}

/// The day of the plan's next review: what its last review says, else the plan itself; or the earlier day on which a
/// conflict of wish and safety, or the plan of a person whose tier was raised, is looked at again, unless a review has happened since.
pub fn next_review(planned_on: Option<NaiveDate>, raise: Option<Raise>, entries: &[PlanEntry]) -> Option<NaiveDate> {
    let counting = || entries.iter().filter(|entry| entry.retracted_at.is_none());
    let last = counting()
        .filter_map(|entry| match entry.content {
            EntryContent::Review { next_on, .. } => Some((entry.happened_on, entry.created_at, next_on)),
            _ => None,
        })
        .max();
    let reviewed_on = last.map(|(on, ..)| on);
    let conflicts = counting().filter_map(|entry| match entry.content {
        EntryContent::Participation { review_on, .. } => review_on,
        _ => None,
    });
    let regular = match last {
        Some((_, _, Some(next))) => Some(next),
        _ => planned_on,
    };
    let open = |day: &NaiveDate| reviewed_on.is_none_or(|reviewed| *day > reviewed);
    let raise = raise.filter(|raise| last.is_none_or(|(_, written_at, _)| written_at < raise.at));
    conflicts.chain(regular).filter(open).chain(raise.map(|raise| raise.look_by)).min()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn entry(happened_on: &str, content: EntryContent) -> PlanEntry {
        PlanEntry {
            id: Uuid::from_u128(1),
            version: 1,
            care_plan_id: Uuid::from_u128(2),
            person_id: Uuid::from_u128(3),
            revision: 1,
            happened_on: day(happened_on),
            content,
            author_id: Uuid::from_u128(4),
            created_at: Utc::now(),
            retracted_at: None,
            retract_reason: None,
        }
    }

    fn said(stance: Stance, words: Option<&str>, ethics_note: Option<&str>, review_on: Option<&str>) -> EntryContent {
        EntryContent::Participation {
            who: Participant::Person,
            name: None,
            manner: Manner::InPerson,
            stance,
            words: words.map(str::to_owned),
            ethics_note: ethics_note.map(str::to_owned),
            review_on: review_on.map(day),
        }
    }

    fn review(next_on: Option<&str>) -> EntryContent {
        EntryContent::Review { effect: Effect::Effective, finding: "Fewer falls.".into(), next_on: next_on.map(day) }
    }

    fn code(happened_on: &str, content: EntryContent) -> Option<&'static str> {
        PlanEntry::record(entry(happened_on, content), day("2026-03-10")).err().map(|rule| rule.code)
    }

    #[test]
    fn a_disagreement_needs_words_and_an_ethics_note_a_day_to_look_again() {
        assert_eq!(code("2026-03-10", said(Stance::Agreed, None, None, None)), None);
        assert_eq!(code("2026-03-11", said(Stance::Agreed, None, None, None)), Some("entry_in_future"));
        assert_eq!(code("2026-03-10", said(Stance::Refused, Some(" "), None, None)), Some("entry_words_required"));
        let weighed = Some("Home alone at night is what he wants.");
        assert_eq!(
            code("2026-03-10", said(Stance::Refused, Some("No."), weighed, None)),
            Some("entry_review_required")
        );
        assert_eq!(code("2026-03-10", said(Stance::Refused, Some("No."), weighed, Some("2026-04-10"))), None);
        assert_eq!(
            code("2026-03-10", said(Stance::Refused, Some("No."), weighed, Some("2026-03-10"))),
            Some("entry_review_not_ahead")
        );
        assert_eq!(code("2026-03-10", review(Some("2026-03-01"))), Some("entry_review_not_ahead"));
    }

    #[test]
    fn the_next_review_is_that_of_the_last_one_or_of_the_plan_or_of_a_conflict_that_comes_first() {
        let planned = Some(day("2026-06-01"));
        assert_eq!(next_review(planned, None, &[]), planned);
        let conflict = entry("2026-03-10", said(Stance::Refused, Some("No."), Some("Weighed."), Some("2026-04-10")));
        assert_eq!(next_review(planned, None, std::slice::from_ref(&conflict)), Some(day("2026-04-10")));
        let reviewed = entry("2026-04-11", review(Some("2026-07-01")));
        assert_eq!(next_review(planned, None, &[conflict, reviewed.clone()]), Some(day("2026-07-01")));
        let retracted = reviewed.retract("Another plan's.".into(), Utc::now()).unwrap().record;
        assert_eq!(next_review(planned, None, std::slice::from_ref(&retracted)), planned);
        assert_eq!(retracted.retract("Again.".into(), Utc::now()).unwrap_err().code, "entry_retracted");
    }

    #[test]
    fn what_is_stored_is_read_again() {
        for content in [review(None), said(Stance::Agreed, None, None, None)] {
            let json = serde_json::to_value(&content).unwrap();
            assert_eq!(serde_json::from_value::<EntryContent>(json).unwrap(), content);
        }
    }

    #[test]
    fn a_raised_tier_brings_the_review_forward_until_somebody_reviewed_or_approved_the_plan_since() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let zone = chrono_tz::America::New_York;
        let (approved_at, raised_at) = (Some(at("2026-02-01T15:00:00Z")), Some(at("2026-03-03T03:30:00Z")));
        // 22:30 on the day before in New York.
        let raise = Raise::of(raised_at, approved_at, zone);
        let planned = Some(day("2026-06-01"));
        assert_eq!(next_review(planned, raise, &[]), Some(day("2026-03-09")));
        assert_eq!(next_review(None, raise, &[]), Some(day("2026-03-09")));
        assert_eq!(next_review(Some(day("2026-03-05")), raise, &[]), Some(day("2026-03-05")));
        assert_eq!(Raise::of(raised_at, Some(at("2026-03-03T03:31:00Z")), zone), None, "approved since");
        assert_eq!(Raise::of(None, approved_at, zone), None);
        let written = |created_at: &str| PlanEntry { created_at: at(created_at), ..entry("2026-03-02", review(None)) };
        assert_eq!(next_review(planned, raise, &[written("2026-03-03T03:29:00Z")]), Some(day("2026-03-09")));
        assert_eq!(next_review(planned, raise, &[written("2026-03-03T03:31:00Z")]), planned, "reviewed since");
    }
}
