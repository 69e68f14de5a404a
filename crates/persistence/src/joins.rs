//! Which tables may be joined: a record with its case, its person and the person's reach; the sign-in tables.

use crate::advocacy::advocacy;
use crate::alert::alert;
use crate::appointment::{appointment, appointment_attendee};
use crate::assessment::assessment;
use crate::authorization::{appeal, authorization};
use crate::billing::billing_month;
use crate::care_gap::care_gap;
use crate::care_plan::care_plan;
use crate::care_plan::entry::plan_entry;
use crate::care_plan::occurrence::occurrence;
use crate::care_plan::progress::goal_progress;
use crate::care_team::external_member;
use crate::case::{case, case_member, hand_off};
use crate::caseload::case_lock;
use crate::comprehensive_assessment::comprehensive_assessment;
use crate::concern::concern;
use crate::conference::conference;
use crate::conflict_of_interest::conflict_of_interest;
use crate::consent::consent;
use crate::consultation::consultation;
use crate::contact::contact;
use crate::cost::cost;
use crate::crisis_plan::crisis_plan;
use crate::deadline::deadline;
use crate::education::teaching;
use crate::huddle::huddle_item;
use crate::message::{message_receipt, message_thread};
use crate::milestone::milestone;
use crate::need::need;
use crate::note::note;
use crate::on_call::{on_call_event, on_call_hand_back};
use crate::person::{coverage, person, related_person};
use crate::reading::reading;
use crate::record_request::record_request;
use crate::referral::{referral, referral_link};
use crate::session::{password, refresh_token, session};
use crate::staff::staff;
use crate::stay::stay;
use crate::survey_answer::survey_answer;
use crate::task::task;
use crate::transition::transition;
use crate::tx::person_reach;
use crate::visit::visit;

diesel::allow_tables_to_appear_in_same_query!(
    advocacy,
    alert,
    appeal,
    appointment,
    appointment_attendee,
    assessment,
    authorization,
    billing_month,
    care_gap,
    care_plan,
    case,
    case_lock,
    case_member,
    comprehensive_assessment,
    concern,
    conference,
    conflict_of_interest,
    consent,
    consultation,
    contact,
    cost,
    coverage,
    crisis_plan,
    deadline,
    external_member,
    goal_progress,
    hand_off,
    huddle_item,
    message_receipt,
    message_thread,
    milestone,
    need,
    note,
    occurrence,
    on_call_event,
    on_call_hand_back,
    person,
    person_reach,
    plan_entry,
    reading,
    record_request,
    referral,
    referral_link,
    related_person,
    stay,
    survey_answer,
    task,
    teaching,
    transition,
    visit,
);
diesel::allow_tables_to_appear_in_same_query!(password, refresh_token, session, staff);
