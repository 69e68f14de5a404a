//! Programs: the settings a program can work in.

crate::codes! {
    /// The kind of place or service a program works in; it decides the standard rulebook.
    pub enum Setting {
        /// Acute hospital case management.
        Hospital = "hospital",
        /// Health plan care management.
        ManagedCare = "managed_care",
        /// Outpatient or residential behavioral health.
        BehavioralHealth = "behavioral_health",
        /// Home health agency.
        HomeHealth = "home_health",
        /// Hospice.
        Hospice = "hospice",
        /// Social services agency.
        SocialServices = "social_services",
        /// Legal and court programs.
        Legal = "legal",
        /// Refugee resettlement.
        Refugee = "refugee",
        /// Corrections and reentry.
        Corrections = "corrections",
        /// School.
        School = "school",
        /// Clinic or primary care practice.
        Clinic = "clinic",
        /// Long-term care facility.
        LongTermCare = "long_term_care",
        /// Aging services.
        Aging = "aging",
    }
}
