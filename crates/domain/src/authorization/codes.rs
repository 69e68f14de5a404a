//! The closed codes of authorizations.

crate::codes! {
    /// On which side of a request we are.
    pub enum AuthorizationSide {
        /// We ask a payer.
        Asked = "asked",
        /// We review for a plan.
        Reviewed = "reviewed",
    }
}

crate::codes! {
    /// State of a request.
    pub enum AuthorizationStatus {
        /// Being written.
        Draft = "draft",
        /// The payer has it.
        Submitted = "submitted",
        /// Waits for documents.
        Pended = "pended",
        /// Somebody reviews it.
        InReview = "in_review",
        /// With a physician advisor.
        SecondLevel = "second_level",
        /// Approved as asked.
        Approved = "approved",
        /// Approved in part.
        PartlyApproved = "partly_approved",
        /// Denied.
        Denied = "denied",
        /// Taken back.
        Withdrawn = "withdrawn",
        /// The last approved day has passed.
        Expired = "expired",
    }
}

crate::codes! {
    /// What can be done with a request.
    pub enum AuthorizationAction {
        /// Write a draft on.
        Update = "update",
        /// Hand in.
        Submit = "submit",
        /// Take up, or go on.
        Review = "review",
        /// Wait for documents.
        Pend = "pend",
        /// Tick a document.
        Document = "document",
        /// Note the outcome of criteria.
        Criteria = "criteria",
        /// Give to a physician advisor.
        Refer = "refer",
        /// Note a talk between physicians.
        PeerToPeer = "peer_to_peer",
        /// Take the time that the law allows.
        Extend = "extend",
        /// Decide, or note the payer's decision.
        Decide = "decide",
        /// Take back.
        Withdraw = "withdraw",
        /// Note used units.
        Use = "use",
        /// Set another day for the next review.
        Schedule = "schedule",
        /// Note where it stands in the payer's portal.
        Track = "track",
        /// Appeal.
        Appeal = "appeal",
    }
}

crate::codes! {
    /// Which law judges a request.
    pub enum LineOfBusiness {
        /// Medicare Advantage.
        MedicareAdvantage = "medicare_advantage",
        /// Medicaid managed care.
        MedicaidMco = "medicaid_mco",
        /// Medicaid fee-for-service.
        MedicaidFfs = "medicaid_ffs",
        /// Children's Health Insurance Program.
        Chip = "chip",
        /// A plan of an employer under ERISA.
        Erisa = "erisa",
        /// A qualified health plan of an exchange.
        Qhp = "qhp",
        /// Anything else.
        Other = "other",
    }
}

crate::codes! {
    /// How soon an answer is needed.
    pub enum RequestUrgency {
        /// In the ordinary time.
        Standard = "standard",
        /// At once, because waiting could harm the person.
        Expedited = "expedited",
    }
}

crate::codes! {
    /// When the review takes place.
    pub enum ReviewKind {
        /// Before the service.
        Prospective = "prospective",
        /// While the service runs.
        Concurrent = "concurrent",
        /// After the service.
        Retrospective = "retrospective",
    }
}

crate::codes! {
    /// Kind of service.
    pub enum ServiceCategory {
        /// Home health.
        HomeHealth = "home_health",
        /// Personal care at home.
        PersonalCare = "personal_care",
        /// Durable medical equipment.
        Dme = "dme",
        /// Referral to a specialist.
        Specialist = "specialist",
        /// Inpatient stay.
        Inpatient = "inpatient",
        /// Skilled nursing or rehabilitation facility.
        SkilledNursing = "skilled_nursing",
        /// Physical, occupational or speech therapy.
        Therapy = "therapy",
        /// Behavioral health.
        BehavioralHealth = "behavioral_health",
        /// Imaging.
        Imaging = "imaging",
        /// Drug.
        Drug = "drug",
        /// Transport.
        Transport = "transport",
        /// Other.
        Other = "other",
    }
}

crate::codes! {
    /// What is counted.
    pub enum UnitKind {
        /// Visits.
        Visit = "visit",
        /// Hours.
        Hour = "hour",
        /// Days.
        Day = "day",
        /// Items.
        Item = "item",
        /// Units of 15 minutes.
        QuarterHour = "quarter_hour",
        /// Trips.
        Trip = "trip",
    }
}

crate::codes! {
    /// A decision.
    pub enum RequestVerdict {
        /// As asked.
        Approve = "approve",
        /// Less than asked.
        ApprovePart = "approve_part",
        /// Not.
        Deny = "deny",
    }
}

crate::codes! {
    /// The specific reason of a denial, or of the part that was denied (CMS-0057-F asks for one each time).
    pub enum DenialReason {
        /// Not medically necessary by the criteria.
        NotNecessary = "not_necessary",
        /// A lower level of care would do.
        LowerLevel = "lower_level",
        /// Experimental or investigational.
        Experimental = "experimental",
        /// Frequency or amount beyond what the criteria support.
        Amount = "amount",
        /// Not a benefit of the plan.
        NotCovered = "not_covered",
        /// Not a member on these days.
        NotEligible = "not_eligible",
        /// The provider is not in the network.
        OutOfNetwork = "out_of_network",
        /// Documents that were asked for did not come.
        Documents = "documents",
        /// Asked twice.
        Duplicate = "duplicate",
    }
}

impl DenialReason {
    /// True for a judgement about what the person medically needs: a physician's alone (42 CFR 422.566(d), 438.210(b)(3)).
    pub fn is_medical(self) -> bool {
        matches!(self, Self::NotNecessary | Self::LowerLevel | Self::Experimental | Self::Amount)
    }
}

crate::codes! {
    /// Why the law allows more time.
    pub enum ExtensionGround {
        /// The member asked for it.
        MemberAsked = "member_asked",
        /// More information is needed and that is in the member's interest.
        MemberInterest = "member_interest",
        /// Matters beyond the plan's control.
        BeyondControl = "beyond_control",
    }
}

crate::codes! {
    /// What criteria came to.
    pub enum CriteriaOutcome {
        /// Met.
        Met = "met",
        /// Met in part.
        Partly = "partly",
        /// Not met.
        NotMet = "not_met",
    }
}

crate::codes! {
    /// What a talk between physicians came to.
    pub enum PeerOutcome {
        /// Offered, and did not take place.
        NotReached = "not_reached",
        /// The view stayed as it was.
        Unchanged = "unchanged",
        /// The view changed, in part or as a whole.
        Changed = "changed",
    }
}

crate::codes! {
    /// Documents that payers ask for.
    pub enum DocumentKind {
        /// Signed order.
        Order = "order",
        /// Clinical notes of the last weeks.
        ClinicalNotes = "clinical_notes",
        /// Plan of care or of treatment.
        PlanOfCare = "plan_of_care",
        /// Evidence of the face-to-face encounter.
        FaceToFace = "face_to_face",
        /// Letter of medical necessity.
        NecessityLetter = "necessity_letter",
        /// Assessment of what the person can do.
        FunctionalAssessment = "functional_assessment",
        /// Therapy evaluation.
        TherapyEvaluation = "therapy_evaluation",
        /// Test results and images.
        Results = "results",
        /// Medications tried so far.
        MedicationHistory = "medication_history",
        /// Discharge plan.
        DischargePlan = "discharge_plan",
        /// The payer's own form.
        PayerForm = "payer_form",
    }
}

crate::codes! {
    /// Where a document stands.
    pub enum DocumentState {
        /// Not there.
        Missing = "missing",
        /// There.
        Received = "received",
        /// This payer does not want it.
        NotNeeded = "not_needed",
    }
}
