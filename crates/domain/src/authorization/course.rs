//! What happened with a request: documents, criteria, talks, decisions, used units, the portal, and every state it was in.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Authorization, AuthorizationAction as A, AuthorizationSide, AuthorizationStatus, CriteriaOutcome, DenialReason,
    DocumentKind, DocumentState, ExtensionGround, PeerOutcome, RequestVerdict,
};
use crate::change::{Change, Rule};

/// All that happened with a request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Course {
    /// The checklist.
    pub documents: Vec<Document>,
    /// Criteria that were looked at, the first one first.
    pub criteria: Vec<CriteriaReference>,
    /// Talks between physicians.
    pub peer_to_peer: Vec<PeerToPeer>,
    /// The one extension.
    pub extension: Option<GrantedExtension>,
    /// Decisions, the first one first. The last one is in force.
    pub determinations: Vec<Determination>,
    /// Used units.
    pub uses: Vec<Use>,
    /// Where it stands in the payer's portal.
    pub portal: Option<Portal>,
    /// The task to ask the person whether to appeal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appeal_task_id: Option<Uuid>,
    /// The task of the next review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_task_id: Option<Uuid>,
    /// The states it was in.
    pub trail: Vec<Trail>,
}

/// A line of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// What.
    pub kind: DocumentKind,
    /// Where it stands.
    pub state: DocumentState,
    /// Since when.
    pub at: Option<DateTime<Utc>>,
    /// Who said so.
    pub by: Option<Uuid>,
}

/// Which criteria were looked at and what they came to. Never their text: that is licensed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriteriaReference {
    /// Product, for example InterQual or MCG.
    pub product: String,
    /// Its version or edition.
    pub version: String,
    /// Name of the subset or guideline.
    pub subset: String,
    /// Outcome.
    pub outcome: CriteriaOutcome,
    /// Who looked.
    pub reviewer_id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
}

/// A talk between the treating physician and a physician of the payer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeerToPeer {
    /// When.
    pub held_at: DateTime<Utc>,
    /// The treating physician.
    pub physician: String,
    /// What it came to.
    pub outcome: PeerOutcome,
    /// What was said.
    pub words: String,
    /// Who noted it.
    pub by: Uuid,
}

/// More time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantedExtension {
    /// Days.
    pub days: u32,
    /// On what ground.
    pub ground: ExtensionGround,
    /// Why, in words.
    pub words: String,
    /// Who took it.
    pub by: Uuid,
    /// When.
    pub at: DateTime<Utc>,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Determination {
    /// What was decided.
    pub verdict: RequestVerdict,
    /// Approved units.
    pub units: u32,
    /// First approved day.
    pub from: Option<NaiveDate>,
    /// Last approved day.
    pub to: Option<NaiveDate>,
    /// Why not, or not all.
    pub reason: Option<DenialReason>,
    /// The reason in words for the person.
    pub words: Option<String>,
    /// Who decided, or noted the payer's decision.
    pub by: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Number of the criteria it rests on, counted from 1.
    pub criteria: Option<u32>,
    /// True when it followed an appeal.
    pub on_appeal: bool,
}

/// Used units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// On which day.
    pub on: NaiveDate,
    /// How many.
    pub units: u32,
    /// Who noted it.
    pub by: Uuid,
    /// When it was noted.
    pub at: DateTime<Utc>,
}

/// Where a request stands in the payer's portal (R162).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Portal {
    /// Which portal.
    pub name: String,
    /// The payer's number of the request.
    pub reference: Option<String>,
    /// What the portal says, in its own words.
    pub says: Option<String>,
    /// Who looked.
    pub by: Uuid,
    /// When.
    pub at: DateTime<Utc>,
}

/// A state that was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trail<S = AuthorizationStatus> {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Uuid,
    /// Which.
    pub status: S,
    /// Why.
    pub words: Option<String>,
}

impl Course {
    /// True while something on the checklist is missing.
    pub fn is_missing_documents(&self) -> bool {
        self.documents.iter().any(|line| line.state == DocumentState::Missing)
    }

    /// The decision in force.
    pub fn in_force(&self) -> Option<&Determination> {
        self.determinations.last()
    }
}

/// How many criteria, talks and uses one request may hold: a guard against runaway clients. Ours.
pub const MOST_ENTRIES: usize = 500;

fn room<T>(entries: &[T]) -> Result<(), Rule> {
    if entries.len() < MOST_ENTRIES {
        Ok(())
    } else {
        Err(Rule::new("authorization_full", "This request holds as many entries as it can. Write a new one."))
    }
}

impl Authorization {
    /// Ticks a line of the checklist, or adds a document that was not on it.
    ///
    /// # Errors
    /// `authorization_transition`.
    pub fn document(
        mut self,
        kind: DocumentKind,
        state: DocumentState,
        by: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        self.require(A::Document)?;
        let line = Document { kind, state, at: Some(now), by: Some(by) };
        match self.course.documents.iter_mut().find(|known| known.kind == kind) {
            Some(known) => *known = line,
            None => self.course.documents.push(line),
        }
        Ok(self.next())
    }

    /// Notes what criteria came to.
    ///
    /// # Errors
    /// `authorization_transition`, `authorization_own_request`, `authorization_full`.
    pub fn criteria(mut self, reference: CriteriaReference) -> Result<Change<Self>, Rule> {
        self.require(A::Criteria)?;
        self.require_other(reference.reviewer_id)?;
        room(&self.course.criteria)?;
        self.course.criteria.push(reference);
        Ok(self.next())
    }

    /// Notes a talk between physicians.
    ///
    /// # Errors
    /// `authorization_transition`; `peer_to_peer_in_future` at `/held_at`; `authorization_full`.
    pub fn peer_to_peer(mut self, talk: PeerToPeer, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require(A::PeerToPeer)?;
        if talk.held_at > now {
            return Err(Rule::at("peer_to_peer_in_future", "/held_at", "Note the talk when it has taken place."));
        }
        room(&self.course.peer_to_peer)?;
        self.course.peer_to_peer.push(talk);
        Ok(self.next())
    }

    /// Notes where the request stands in the payer's portal.
    ///
    /// # Errors
    /// `authorization_transition`.
    pub fn track(mut self, portal: Portal) -> Result<Change<Self>, Rule> {
        self.require(A::Track)?;
        self.course.portal = Some(portal);
        Ok(self.next())
    }

    /// Notes used units.
    ///
    /// # Errors
    /// `authorization_transition`; `use_outside_period` at `/on`; `units_exhausted` at `/units`; `authorization_full`.
    pub fn use_units(mut self, used: Use, today: NaiveDate) -> Result<Change<Self>, Rule> {
        self.require(A::Use)?;
        room(&self.course.uses)?;
        let approved = self.course.in_force();
        let covers = |found: &Determination| found.from <= Some(used.on) && Some(used.on) <= found.to;
        if used.on > today || !approved.is_some_and(covers) {
            let detail = "Choose a day up to today on which the service is approved.";
            return Err(Rule::at("use_outside_period", "/on", detail));
        }
        if used.units > self.balance().left {
            let detail = "That is more than is left. Ask for more units first.";
            return Err(Rule::at("units_exhausted", "/units", detail));
        }
        self.course.uses.push(used);
        Ok(self.next())
    }

    /// True when the payer is us.
    pub fn is_reviewed_here(&self) -> bool {
        self.side == AuthorizationSide::Reviewed
    }
}
