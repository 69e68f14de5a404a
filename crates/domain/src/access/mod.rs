//! Who may do what: `allow = tenant AND function(role) AND relationship AND state`; deny wins, default deny.
//!
//! [`authorize`] turns an authenticated [`Actor`] into an [`Access`], the proof that a capability was checked.
//! Nothing reaches the database without such a proof; which records it reaches follows from [`Actor::scopes`].

mod capability;
mod client;
mod role;

use chrono::{DateTime, Utc};
use std::marker::PhantomData;
use uuid::Uuid;

pub use capability::{Capability, CapabilityMarker, cap};
pub use client::ApiClient;
pub use role::{Reach, Role};

/// The scope of people who have no case yet and wait for intake: the nil id.
pub const INTAKE_SCOPE: Uuid = Uuid::nil();

/// What kind of principal acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Principal {
    /// A human with a session.
    Staff,
    /// An API client with scopes.
    Client,
    /// The platform itself, for work that nobody asked for. It has no capability, reaches nobody by id, and no session.
    System,
    /// A partner with a link: it answers the one record that the link opens, and reaches nobody.
    Link,
}

/// An authenticated principal with everything the decision needs, read live from the database.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Tenant.
    pub org_id: Uuid,
    /// The staff member, or the API client.
    pub id: Uuid,
    /// Session or token family.
    pub session_id: Uuid,
    /// Staff or client.
    pub principal: Principal,
    /// Role on the ladder or beside it.
    pub role: Role,
    /// Teams the actor belongs to.
    pub team_ids: Vec<Uuid>,
    /// Teams the actor leads or supervises.
    pub led_team_ids: Vec<Uuid>,
    /// Capabilities an API client was granted; ignored for staff.
    pub client_scopes: Vec<Capability>,
    /// When the session locks if nothing happens.
    pub idle_locks_at: DateTime<Utc>,
}

/// A refusal by function: the role does not do this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the role does not allow {0}")]
pub struct Denied(pub Capability);

impl Actor {
    /// The product itself, at work in the background: it reaches everybody's records and may do nothing that is asked for.
    pub fn system(org_id: Uuid) -> Self {
        Self {
            org_id,
            id: Uuid::nil(),
            session_id: Uuid::nil(),
            principal: Principal::System,
            role: Role::Integrator,
            team_ids: Vec::new(),
            led_team_ids: Vec::new(),
            client_scopes: Vec::new(),
            idle_locks_at: DateTime::<Utc>::MAX_UTC,
        }
    }

    /// Whoever holds a link of an organization, to answer what it opens.
    pub fn link(org_id: Uuid, link_id: Uuid) -> Self {
        Self { id: link_id, session_id: link_id, principal: Principal::Link, ..Self::system(org_id) }
    }

    /// True for [`Actor::system`].
    pub fn is_system(&self) -> bool {
        self.principal == Principal::System
    }

    /// True when the actor's role (or, for a client, its scopes as well) includes the capability. A link includes one, and no role
    /// includes that one.
    pub fn may(&self, capability: Capability) -> bool {
        match self.principal {
            Principal::Staff => self.role.grants(capability),
            Principal::Client | Principal::System => {
                self.role.grants(capability) && self.client_scopes.contains(&capability)
            }
            Principal::Link => capability == Capability::ReferralAnswer,
        }
    }

    /// True when the actor leads or supervises a team, or everybody.
    pub fn leads(&self, team_id: Uuid) -> bool {
        self.role.reach() == Reach::Organization || self.led_team_ids.contains(&team_id)
    }

    /// The scopes through which this actor reaches people: own id, teams, the organization, the intake pool.
    /// A person is visible when one of their scopes is in this list.
    pub fn scopes(&self) -> Vec<Uuid> {
        let mut scopes = match self.role.reach() {
            _ if self.principal == Principal::Link => return Vec::new(),
            Reach::Nobody => return Vec::new(),
            Reach::Organization => return vec![self.org_id],
            Reach::Own => vec![self.id],
            Reach::Teams => {
                let mut scopes = vec![self.id];
                scopes.extend(&self.led_team_ids);
                scopes
            }
        };
        if self.may(Capability::CaseCreate) {
            scopes.push(INTAKE_SCOPE);
        }
        scopes
    }
}

/// What is asked, and when: facts of one request that go into its audit entry.
#[derive(Debug, Clone)]
pub struct Request {
    /// Request id, also in logs and in the answer.
    pub id: Uuid,
    /// Operation id of the API document.
    pub operation: &'static str,
    /// The instant that counts as now for every rule applied.
    pub now: DateTime<Utc>,
    /// The record that its address names: what it was about when it is refused before anything is read.
    pub record_id: Option<Uuid>,
    /// Idempotency key of the client, with the fingerprint of the request.
    pub idempotency: Option<Idempotency>,
}

/// A client's idempotency key and what it was used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotency {
    /// Key chosen by the client.
    pub key: String,
    /// Hash of operation, path and body.
    pub fingerprint: Vec<u8>,
}

/// Proof that the capability `C` was checked for [`Access::actor`]. Only [`authorize`] makes one:
///
/// ```compile_fail,E0451
/// # fn forge(actor: domain::access::Actor, request: domain::access::Request) {
/// let forged = domain::access::Access::<domain::access::cap::AuditRead> { actor, request, capability: std::marker::PhantomData };
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Access<C> {
    actor: Actor,
    request: Request,
    capability: PhantomData<C>,
}

impl<C> Access<C> {
    /// Who was authorized.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The request it was authorized for.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// The instant that counts as now.
    pub fn now(&self) -> DateTime<Utc> {
        self.request.now
    }
}

/// Checks the function part of the decision for capability `C`.
///
/// # Errors
/// [`Denied`] when the role (or the client's scopes) does not include it.
pub fn authorize<C: CapabilityMarker>(actor: Actor, request: Request) -> Result<Access<C>, Denied> {
    if actor.may(C::CAPABILITY) {
        Ok(Access { actor, request, capability: PhantomData })
    } else {
        Err(Denied(C::CAPABILITY))
    }
}

/// The whole decision for one record: function, then relationship. Deny wins, default deny.
/// `record_scopes` are the scopes of the person the record is about.
pub fn decide(actor: &Actor, record_org: Uuid, capability: Capability, record_scopes: &[Uuid]) -> Decision {
    if record_org != actor.org_id || !actor.scopes().iter().any(|scope| record_scopes.contains(scope)) {
        Decision::Unseen
    } else if actor.may(capability) {
        Decision::Allow
    } else {
        Decision::Forbidden
    }
}

/// Outcome of [`decide`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Do it.
    Allow,
    /// The actor may see the record but not do this to it: 403.
    Forbidden,
    /// The actor may not know that the record exists: 404.
    Unseen,
}

#[cfg(test)]
mod tests;
