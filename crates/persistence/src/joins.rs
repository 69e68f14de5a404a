//! Which tables may be joined: a record with its case, its person and the person's reach; the sign-in tables.

use crate::alert::alert;
use crate::assessment::assessment;
use crate::authorization::{appeal, authorization};
use crate::care_plan::care_plan;
use crate::care_plan::entry::plan_entry;
use crate::care_plan::occurrence::occurrence;
use crate::care_plan::progress::goal_progress;
use crate::case::{case, case_member, hand_off};
use crate::comprehensive_assessment::comprehensive_assessment;
use crate::contact::contact;
use crate::crisis_plan::crisis_plan;
use crate::deadline::deadline;
use crate::need::need;
use crate::note::note;
use crate::person::{coverage, person};
use crate::session::{password, refresh_token, session};
use crate::staff::staff;
use crate::stay::stay;
use crate::task::task;
use crate::tx::person_reach;

diesel::allow_tables_to_appear_in_same_query!(
    alert,
    appeal,
    assessment,
    authorization,
    care_plan,
    case,
    case_member,
    comprehensive_assessment,
    contact,
    coverage,
    crisis_plan,
    deadline,
    goal_progress,
    hand_off,
    need,
    note,
    occurrence,
    person,
    person_reach,
    plan_entry,
    stay,
    task,
);
diesel::allow_tables_to_appear_in_same_query!(password, refresh_token, session, staff);
