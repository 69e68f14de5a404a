//! What must be there before somebody leaves, by where they go: documents and acts, as data (R118).
//!
//! Sources: 42 CFR 482.43 (discharge planning), 482.24(c)(4)(vii) (summary and follow-up), 483.20(k) and 483.106 (screening before a
//! nursing facility), 412.622(a)(4)(i) (screening before rehabilitation), 418.24 (election of hospice); Joint Commission, transitions of
//! care. Which of them a hospital asks for is its policy: what does not apply is marked so.

use serde::Serialize;

use super::parts::Destination;

crate::codes! {
    /// An item of the checklist.
    pub enum CheckCode {
        /// Written instructions in the person's language.
        Instructions = "instructions",
        /// List of medicines with what changed.
        MedicineList = "medicine_list",
        /// The person said in their own words what to watch for and whom to call.
        TeachBack = "teach_back",
        /// A visit is booked.
        VisitBooked = "visit_booked",
        /// Who looks at results that are still awaited.
        PendingResults = "pending_results",
        /// Summary sent to whoever cares next.
        SummarySent = "summary_sent",
        /// The way there.
        Transport = "transport",
        /// Somebody at home knows and is ready.
        CaregiverReady = "caregiver_ready",
        /// Medicines in hand.
        MedicinesInHand = "medicines_in_hand",
        /// Order for services at home.
        HomeHealthOrder = "home_health_order",
        /// The agency confirmed its first visit.
        AgencyConfirmed = "agency_confirmed",
        /// Equipment is there.
        EquipmentThere = "equipment_there",
        /// Order and orders for the transfer.
        TransferOrders = "transfer_orders",
        /// Preadmission screening for a nursing facility.
        NursingScreening = "nursing_screening",
        /// Preadmission screening for rehabilitation.
        RehabScreening = "rehab_screening",
        /// The payer's authorization.
        Authorization = "authorization",
        /// Nurse to nurse report.
        NurseReport = "nurse_report",
        /// Advance directive goes along.
        AdvanceDirective = "advance_directive",
        /// Election of hospice.
        HospiceElection = "hospice_election",
        /// Medicines for comfort at the place.
        ComfortMedicines = "comfort_medicines",
        /// A bed in the shelter or medical respite is confirmed.
        BedConfirmed = "bed_confirmed",
        /// Somebody looks for housing.
        HousingReferral = "housing_referral",
    }
}

crate::codes! {
    /// What an item is.
    pub enum CheckKind {
        /// A document.
        Document = "document",
        /// Something to do.
        Act = "act",
    }
}

/// An item and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CheckItem {
    /// The item.
    pub code: CheckCode,
    /// Document or act.
    pub kind: CheckKind,
}

use CheckCode as C;

const EVERYWHERE: &[CheckItem] =
    &[document(C::MedicineList), document(C::SummarySent), act(C::PendingResults), act(C::Transport)];
const TO_A_HOME: &[CheckItem] =
    &[document(C::Instructions), act(C::TeachBack), act(C::VisitBooked), act(C::MedicinesInHand)];
const TO_A_FACILITY: &[CheckItem] =
    &[document(C::TransferOrders), document(C::Authorization), act(C::NurseReport), document(C::AdvanceDirective)];

const fn document(code: CheckCode) -> CheckItem {
    CheckItem { code, kind: CheckKind::Document }
}

const fn act(code: CheckCode) -> CheckItem {
    CheckItem { code, kind: CheckKind::Act }
}

/// The items for a destination; while none is chosen, those that every one has.
pub fn items(destination: Option<Destination>) -> Vec<CheckItem> {
    use Destination as D;
    let (common, own): (&[CheckItem], &[CheckItem]) = match destination {
        None => (&[], &[]),
        Some(D::Home) => (TO_A_HOME, &[act(C::CaregiverReady)]),
        Some(D::HomeWithServices) => (
            TO_A_HOME,
            &[act(C::CaregiverReady), document(C::HomeHealthOrder), act(C::AgencyConfirmed), act(C::EquipmentThere)],
        ),
        Some(D::Snf) => (TO_A_FACILITY, &[document(C::NursingScreening)]),
        Some(D::Rehab) => (TO_A_FACILITY, &[document(C::RehabScreening)]),
        Some(D::Ltac) => (TO_A_FACILITY, &[]),
        Some(D::Hospice) => (
            &[document(C::AdvanceDirective), act(C::CaregiverReady)],
            &[document(C::HospiceElection), act(C::ComfortMedicines), act(C::EquipmentThere)],
        ),
        Some(D::Shelter) => (TO_A_HOME, &[act(C::BedConfirmed), act(C::HousingReferral)]),
        Some(D::Other) => (TO_A_HOME, &[]),
    };
    [EVERYWHERE, common, own].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;

    #[test]
    fn no_item_is_asked_twice_and_every_item_is_asked_somewhere() {
        let mut asked = Vec::new();
        for destination in Destination::ALL {
            let codes: Vec<_> = items(Some(*destination)).into_iter().map(|item| item.code).collect();
            for (index, code) in codes.iter().enumerate() {
                assert!(!codes[..index].contains(code), "{destination} asks for {code} twice");
            }
            asked.extend(codes);
        }
        assert!(CheckCode::ALL.iter().all(|code| asked.contains(code)));
    }

    #[test]
    fn what_every_destination_asks_for_is_asked_before_one_is_chosen() {
        for item in items(None) {
            assert!(Destination::ALL.iter().all(|destination| items(Some(*destination)).contains(&item)));
        }
    }
}
