//! What changed from one version of an entry to the next.

use super::{CommunityOrganization, CommunityService, OrganizationContent, ServiceContent};

crate::codes! {
    /// A part of an entry of the directory.
    pub enum EntryPart {
        /// Name.
        Name = "name",
        /// What it does.
        Description = "description",
        /// The kinds of needs it answers.
        Needs = "needs",
        /// For whom it is.
        Eligibility = "eligibility",
        /// Languages.
        Languages = "languages",
        /// Where it is given.
        Locations = "locations",
        /// Opening hours.
        Schedule = "schedule",
        /// Time zone of the opening hours.
        TimeZone = "time_zone",
        /// Phone.
        Phone = "phone",
        /// E-mail.
        Email = "email",
        /// Web address.
        Url = "url",
        /// How to apply.
        HowToApply = "how_to_apply",
        /// What it costs.
        Fees = "fees",
        /// What to bring.
        Documents = "documents",
        /// Whether there is room.
        Capacity = "capacity",
        /// Whether it is offered, or there.
        Status = "status",
        /// Who offers it.
        Organization = "organization",
        /// Whom we call there.
        Contact = "contact",
        /// What was agreed.
        Agreement = "agreement",
    }
}

/// The parts that differ.
fn differing(parts: &[(EntryPart, bool)]) -> Vec<EntryPart> {
    parts.iter().filter(|(_, differs)| *differs).map(|(part, _)| *part).collect()
}

impl CommunityService {
    /// What changed since `before`, an earlier version of the same service.
    pub fn changes_since(&self, before: &Self) -> Vec<EntryPart> {
        // Taken apart, so that a new member can't be forgotten here.
        let ServiceContent {
            name,
            description,
            needs,
            eligibility,
            languages,
            locations,
            schedule,
            time_zone,
            phone,
            email,
            url,
            how_to_apply,
            fees,
            documents,
        } = &self.content;
        let old = &before.content;
        differing(&[
            (EntryPart::Name, *name != old.name),
            (EntryPart::Description, *description != old.description),
            (EntryPart::Needs, *needs != old.needs),
            (EntryPart::Eligibility, *eligibility != old.eligibility),
            (EntryPart::Languages, *languages != old.languages),
            (EntryPart::Locations, *locations != old.locations),
            (EntryPart::Schedule, *schedule != old.schedule),
            (EntryPart::TimeZone, *time_zone != old.time_zone),
            (EntryPart::Phone, *phone != old.phone),
            (EntryPart::Email, *email != old.email),
            (EntryPart::Url, *url != old.url),
            (EntryPart::HowToApply, *how_to_apply != old.how_to_apply),
            (EntryPart::Fees, *fees != old.fees),
            (EntryPart::Documents, *documents != old.documents),
            (EntryPart::Capacity, self.capacity != before.capacity),
            (EntryPart::Status, self.status != before.status),
            (EntryPart::Organization, self.community_organization_id != before.community_organization_id),
        ])
    }
}

impl CommunityOrganization {
    /// What changed since `before`, an earlier version of the same organization.
    pub fn changes_since(&self, before: &Self) -> Vec<EntryPart> {
        let OrganizationContent { name, description, url, email, phone } = &self.content;
        let old = &before.content;
        differing(&[
            (EntryPart::Name, *name != old.name),
            (EntryPart::Description, *description != old.description),
            (EntryPart::Phone, *phone != old.phone),
            (EntryPart::Email, *email != old.email),
            (EntryPart::Url, *url != old.url),
            (EntryPart::Contact, self.partner.contact != before.partner.contact),
            (EntryPart::Agreement, self.partner.agreement != before.partner.agreement),
            (EntryPart::Status, self.status != before.status),
        ])
    }
}
