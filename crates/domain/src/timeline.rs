//! What the timeline of a person says. Each entry has a code, so that the web app says it in the reader's language; many are put
//! together from a state of the record that it is about.

crate::codes! {
    /// What happened.
    pub enum TimelineEvent {
        /// The person was reached.
        ContactReached = "contact_reached",
        /// Nobody answered.
        ContactNoAnswer = "contact_no_answer",
        /// A message was left.
        ContactLeftMessage = "contact_left_message",
        /// The number was wrong.
        ContactWrongNumber = "contact_wrong_number",
        /// The person did not want to talk.
        ContactRefused = "contact_refused",
        /// A note.
        Note = "note",
        /// A note that was written late.
        NoteLate = "note_late",
        /// A note that another one replaced.
        NoteSuperseded = "note_superseded",
        /// An assessment.
        Assessment = "assessment",
        /// The comprehensive assessment was completed.
        ComprehensiveAssessmentCompleted = "comprehensive_assessment_completed",
        /// A stay began.
        StayBegan = "stay_began",
        /// A stay ended.
        StayEnded = "stay_ended",
        /// A care plan was approved.
        CarePlanApproved = "care_plan_approved",
        /// A crisis plan came into force.
        CrisisPlanInForce = "crisis_plan_in_force",
        /// A crisis plan ended.
        CrisisPlanEnded = "crisis_plan_ended",
        /// An alert.
        AlertOpened = "alert_opened",
        /// An alert was closed.
        AlertClosed = "alert_closed",
        /// A task was done.
        TaskDone = "task_done",
        /// Something was asked for.
        AdvocacyRequest = "advocacy_request",
        /// Terms were talked about.
        AdvocacyNegotiation = "advocacy_negotiation",
        /// The person chose.
        AdvocacyChoice = "advocacy_choice",
        /// Something was taught.
        Taught = "taught",
        /// The case was offered to a colleague.
        HandOffOffered = "hand_off_offered",
        /// The colleague took it.
        HandOffAccepted = "hand_off_accepted",
        /// The colleague did not.
        HandOffDeclined = "hand_off_declined",
        /// The offer was taken back.
        HandOffWithdrawn = "hand_off_withdrawn",
        /// The person was enrolled.
        Enrolled = "enrolled",
        /// Somebody else owns the case, without a hand-off.
        OwnerChanged = "owner_changed",
        /// The case was closed.
        CaseClosed = "case_closed",
        /// An appointment took place.
        AppointmentKept = "appointment_kept",
        /// The person was not there.
        AppointmentMissed = "appointment_missed",
        /// A referral was sent.
        ReferralSent = "referral_sent",
        /// The person received what it asks for.
        ReferralReceived = "referral_received",
        /// The person did not.
        ReferralNotReceived = "referral_not_received",
        /// The partner declined it.
        ReferralDeclined = "referral_declined",
        /// It was taken back after it was sent.
        ReferralTakenBack = "referral_taken_back",
        /// A service was approved.
        AuthorizationApproved = "authorization_approved",
        /// A part of it was.
        AuthorizationApprovedInPart = "authorization_approved_in_part",
        /// It was denied.
        AuthorizationDenied = "authorization_denied",
        /// It was approved on appeal.
        AuthorizationApprovedOnAppeal = "authorization_approved_on_appeal",
        /// A part of it was.
        AuthorizationApprovedInPartOnAppeal = "authorization_approved_in_part_on_appeal",
        /// It was denied on appeal.
        AuthorizationDeniedOnAppeal = "authorization_denied_on_appeal",
        /// A milestone.
        Milestone = "milestone",
        /// The tier that the model proposes was adopted.
        TierAdopted = "tier_adopted",
        /// Another tier was set for a time.
        TierOverridden = "tier_overridden",
        /// The person agreed to something.
        ConsentGiven = "consent_given",
        /// The person refused something.
        ConsentRefused = "consent_refused",
        /// The person took back what they had agreed to.
        ConsentTakenBack = "consent_taken_back",
        /// The person took back what they had refused.
        RefusalTakenBack = "refusal_taken_back",
        /// A conference was held.
        ConferenceHeld = "conference_held",
        /// A colleague was asked.
        ConsultationAsked = "consultation_asked",
        /// The colleague answered.
        ConsultationAnswered = "consultation_answered",
        /// The answer is followed.
        ConsultationTaken = "consultation_taken",
        /// The answer is not followed.
        ConsultationNotTaken = "consultation_not_taken",
        /// The colleague passed it on.
        ConsultationDeclined = "consultation_declined",
        /// The question was taken back.
        ConsultationWithdrawn = "consultation_withdrawn",
        /// A reading was below the range.
        ReadingBelow = "reading_below",
        /// A reading was above the range.
        ReadingAbove = "reading_above",
        /// The weight rose within a day.
        ReadingGainInDay = "reading_gain_in_day",
        /// The weight rose within a week.
        ReadingGainInWeek = "reading_gain_in_week",
        /// A concern was raised.
        ConcernRaised = "concern_raised",
        /// It was resolved.
        ConcernResolved = "concern_resolved",
        /// It was taken back.
        ConcernWithdrawn = "concern_withdrawn",
        /// A need was recorded.
        NeedRecorded = "need_recorded",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acuity::DecisionKind;
    use crate::advocacy::AdvocacyKind;
    use crate::code::Code;
    use crate::consultation::ConsultationStatus;
    use crate::contact::ContactOutcome;
    use crate::hand_off::HandOffStatus;
    use crate::reading::threshold::ReadingFinding;

    fn each<T: Code>(prefix: &str) {
        for value in T::ALL {
            let code = format!("{prefix}_{}", value.as_str());
            assert!(TimelineEvent::from_code(&code).is_some(), "{code}");
        }
    }

    #[test]
    fn every_code_that_is_put_together_from_a_state_is_one() {
        each::<ContactOutcome>("contact");
        each::<AdvocacyKind>("advocacy");
        each::<HandOffStatus>("hand_off");
        each::<DecisionKind>("tier");
        each::<ConsultationStatus>("consultation");
        each::<ReadingFinding>("reading");
    }
}
