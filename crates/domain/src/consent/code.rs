//! The closed codes of consent and disclosure.

use crate::program::Setting;
use crate::referral::ReferralKind;

crate::codes! {
    /// What a consent is about.
    pub enum ConsentKind {
        /// Sharing with somebody outside.
        Share = "share",
        /// Text messages to the person.
        TextContact = "text_contact",
        /// E-mail or letters to the person.
        MailContact = "mail_contact",
        /// How much a relative or caregiver may be told (R103).
        FamilyAccess = "family_access",
        /// Use for research.
        Research = "research",
    }
}

crate::codes! {
    /// What the person decided.
    pub enum ConsentDecision {
        /// They agree.
        Permit = "permit",
        /// They refuse; it wins over every agreement (45 CFR 164.522).
        Refuse = "refuse",
    }
}

crate::codes! {
    /// State of a consent.
    pub enum ConsentStatus {
        /// It holds.
        Active = "active",
        /// Its last day has passed.
        Expired = "expired",
        /// The person took it back.
        Revoked = "revoked",
        /// It was recorded by mistake.
        EnteredInError = "entered_in_error",
    }
}

crate::codes! {
    /// How much a relative or caregiver may be told.
    pub enum FamilyLevel {
        /// Nothing.
        None = "none",
        /// When and where, and what to bring.
        Logistics = "logistics",
        /// Everything that the labels name.
        Everything = "everything",
        /// Everything, and they decide with or for the person.
        Decides = "decides",
    }
}

crate::codes! {
    /// For what somebody learns something.
    pub enum DisclosurePurpose {
        /// Treatment.
        Treatment = "treatment",
        /// Payment.
        Payment = "payment",
        /// Operations of health care.
        Operations = "operations",
        /// Coordination with those who help beside treatment.
        CareCoordination = "care_coordination",
        /// A court, a lawyer, probation.
        Legal = "legal",
        /// School.
        Education = "education",
        /// A home, and homeless services.
        Housing = "housing",
        /// Danger to life or health.
        Emergency = "emergency",
    }
}

crate::codes! {
    /// What a recipient is.
    pub enum RecipientClass {
        /// The person.
        Person = "person",
        /// A relative or caregiver.
        Family = "family",
        /// Who treats: a practice, a clinician, a supplier.
        Provider = "provider",
        /// A hospital, a nursing home, a residence with care.
        Facility = "facility",
        /// Who pays.
        Payer = "payer",
        /// A service of the community, an agency.
        Community = "community",
        /// A school.
        School = "school",
        /// A court, a lawyer, probation.
        Legal = "legal",
    }
}

crate::codes! {
    /// What is specially protected (HL7 ActCode sensitivity: PSY, ETH, HIV, SDV).
    pub enum SensitiveLabel {
        /// Treatment of substance use (42 CFR Part 2).
        SubstanceUse = "substance_use",
        /// Notes of psychotherapy, kept apart (45 CFR 164.501).
        PsychotherapyNotes = "psychotherapy_notes",
        /// Behavioral health.
        Behavioral = "behavioral",
        /// HIV.
        Hiv = "hiv",
        /// Violence and abuse (34 U.S.C. 12291(b)(2)).
        DomesticViolence = "domestic_violence",
        /// Records of a school (FERPA), wherever they lie.
        EducationRecord = "education_record",
    }
}

crate::codes! {
    /// The law that governs a record where no label says more.
    pub enum Regime {
        /// 45 CFR 164.
        Hipaa = "hipaa",
        /// 34 CFR 99.
        Ferpa = "ferpa",
        /// HMIS data and technical standards of HUD (69 FR 45888).
        Hmis = "hmis",
    }
}

crate::codes! {
    /// What may be done.
    pub enum ConsentAction {
        /// Give it to them.
        Share = "share",
        /// Talk with them about it.
        Discuss = "discuss",
        /// Ask them for it.
        Receive = "receive",
    }
}

crate::codes! {
    /// How a consent was given.
    pub enum ConsentForm {
        /// On paper.
        Written = "written",
        /// Spoken, before a witness.
        Verbal = "verbal",
        /// Signed electronically.
        Electronic = "electronic",
    }
}

crate::codes! {
    /// Who gave it.
    pub enum SignerRole {
        /// The person.
        Person = "person",
        /// A parent of a minor.
        Parent = "parent",
        /// A guardian.
        Guardian = "guardian",
        /// A representative, by power of attorney or law.
        Representative = "representative",
    }
}

crate::codes! {
    /// The ground on which something goes out.
    pub enum DisclosureBasis {
        /// The person may see their own record: 45 CFR 164.524.
        RightOfAccess = "right_of_access",
        /// Treatment, payment, operations: 45 CFR 164.506(c).
        HipaaTpo = "hipaa_tpo",
        /// An authorization of the person: 45 CFR 164.508.
        HipaaAuthorization = "hipaa_authorization",
        /// Family that takes part, with agreement: 45 CFR 164.510(b).
        HipaaFamily = "hipaa_family",
        /// A serious and imminent threat: 45 CFR 164.512(j).
        HipaaEmergency = "hipaa_emergency",
        /// A written consent to tell of substance use treatment: 42 CFR 2.31 and 2.33.
        Part2Consent = "part2_consent",
        /// A medical emergency: 42 CFR 2.51.
        Part2Emergency = "part2_emergency",
        /// A school official with a legitimate interest: 34 CFR 99.31(a)(1).
        FerpaOfficial = "ferpa_official",
        /// A signed consent of the parent or eligible student: 34 CFR 99.30.
        FerpaConsent = "ferpa_consent",
        /// A health or safety emergency: 34 CFR 99.36.
        FerpaEmergency = "ferpa_emergency",
        /// Payment and administration: HMIS standards 4.1.3.
        HmisOperations = "hmis_operations",
        /// A consent of the client: HMIS standards 4.1.3.
        HmisConsent = "hmis_consent",
        /// A serious threat: HMIS standards 4.1.3.
        HmisEmergency = "hmis_emergency",
        /// A release about violence: 34 U.S.C. 12291(b)(2)(B).
        VawaRelease = "vawa_release",
    }
}

crate::codes! {
    /// What goes with a disclosure in writing.
    pub enum DisclosureNotice {
        /// The notice of 42 CFR 2.32: federal law prohibits further use or disclosure without consent.
        Part2 = "part2",
        /// 34 CFR 99.33: the recipient may not pass it on without consent.
        Ferpa = "ferpa",
    }
}

crate::codes! {
    /// Why something may not go out.
    pub enum DenyReason {
        /// The person refused this.
        Refused = "refused",
        /// The person refused this to somebody by name, and who gets it is not known by name.
        RecipientUnknown = "recipient_unknown",
        /// A consent is needed that is not there.
        ConsentRequired = "consent_required",
    }
}

crate::codes! {
    /// What was disclosed.
    pub enum DisclosedContent {
        /// A referral: what is asked, initials and language.
        Referral = "referral",
        /// Name and phone, to a partner who accepted.
        ContactData = "contact_data",
        /// A request for authorization with its documents.
        Authorization = "authorization",
        /// An appeal against a payer's decision.
        Appeal = "appeal",
        /// What a facility or whoever cares next is told of a hospital stay.
        Transition = "transition",
    }
}

impl ConsentForm {
    /// True for what is signed.
    pub fn is_written(self) -> bool {
        matches!(self, Self::Written | Self::Electronic)
    }
}

impl SensitiveLabel {
    /// The label of a coded condition, by chapters of ICD-10-CM: F10-F19 substance use, other F behavioral, B20, Z21 and R75 HIV,
    /// T74, T76 and Z63.0 violence. A code without a system is read as one of ICD; one of another system tells nothing here, and who
    /// writes the record says what it is. Whether a diagnosis came from a Part 2 program is not known, so it counts as if it did. Ours.
    pub fn of_code(code: &str, system: Option<&str>) -> Option<Self> {
        const ICD: [&str; 2] = ["http://hl7.org/fhir/sid/icd-10-cm", "http://hl7.org/fhir/sid/icd-10"];
        if system.is_some_and(|system| !system.trim().is_empty() && !ICD.contains(&system.trim())) {
            return None;
        }
        let code: String = code.chars().filter(|letter| *letter != '.').collect::<String>().to_uppercase();
        let starts = |chapters: &[&str]| chapters.iter().any(|chapter| code.starts_with(chapter));
        let is_letter_and_digit = code.chars().nth(1).is_some_and(|digit| digit.is_ascii_digit());
        if !is_letter_and_digit {
            None
        } else if starts(&["F1"]) {
            Some(Self::SubstanceUse)
        } else if starts(&["F"]) {
            Some(Self::Behavioral)
        } else if starts(&["B20", "Z21", "R75"]) {
            Some(Self::Hiv)
        } else if starts(&["T74", "T76", "Z630"]) {
            Some(Self::DomesticViolence)
        } else {
            None
        }
    }
}

impl DisclosurePurpose {
    /// For what a referral goes out.
    pub fn of_referral(kind: ReferralKind) -> Self {
        match kind {
            ReferralKind::Therapy | ReferralKind::HomeHealth | ReferralKind::Dme | ReferralKind::Placement => {
                Self::Treatment
            }
            ReferralKind::Housing => Self::Housing,
            ReferralKind::LegalAid => Self::Legal,
            ReferralKind::CommunityService
            | ReferralKind::Transport
            | ReferralKind::Benefit
            | ReferralKind::Employment => Self::CareCoordination,
        }
    }
}

impl RecipientClass {
    /// To whom a referral goes.
    pub fn of_referral(kind: ReferralKind) -> Self {
        match kind {
            ReferralKind::Therapy | ReferralKind::HomeHealth | ReferralKind::Dme => Self::Provider,
            ReferralKind::Placement => Self::Facility,
            ReferralKind::LegalAid => Self::Legal,
            ReferralKind::CommunityService
            | ReferralKind::Transport
            | ReferralKind::Benefit
            | ReferralKind::Housing
            | ReferralKind::Employment => Self::Community,
        }
    }
}

impl Regime {
    /// What governs what a program of a setting tells for a purpose: a school's records are education records, and what social
    /// services tell to find a home is kept in an HMIS.
    pub fn of(setting: Setting, purpose: DisclosurePurpose) -> Self {
        match (setting, purpose) {
            (Setting::School, _) => Self::Ferpa,
            (Setting::SocialServices, DisclosurePurpose::Housing) => Self::Hmis,
            _ => Self::Hipaa,
        }
    }
}
