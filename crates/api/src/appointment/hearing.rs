//! Hearings: what is heard is a milestone with the day of its appointment, which starts the clocks and follows the calendar.

use chrono::{DateTime, Utc};
use domain::Rule;
use domain::access::Capability;
use domain::appointment::{Appointment, AppointmentKind};
use domain::case::Case;
use domain::clock::local_date;
use domain::milestone::{Milestone, MilestoneKind, MilestoneStatus};
use persistence::case::CaseWork;
use persistence::{Error, Result, Tx};
use uuid::Uuid;

use crate::milestone::blank;
use crate::scope::pointed;

/// Records what is heard in new hearings; one that was recorded for the day already follows its hearing from now on.
///
/// # Errors
/// [`Error::Forbidden`] for who records no milestones, those of [`Milestone::placed`] and [`Milestone::record`], database errors.
pub(super) async fn record(tx: &mut Tx, case: &Case, kind: MilestoneKind, hearings: &[Appointment]) -> Result<()> {
    if !tx.actor().may(Capability::MilestoneWrite) {
        return Err(Error::Forbidden("milestone_of_hearing"));
    }
    let at_hears = |rule: Rule| pointed(rule, Some("/hears"));
    let (setting, zone) = {
        let program = tx.directory().program(case.program_id)?;
        (program.setting, program.zone())
    };
    let known = tx.milestones_of(case.id).await?;
    let mut work = [tx.case_work_whole(case.id).await?];
    for hearing in hearings {
        let day = local_date(hearing.starts_at, zone);
        let placed = blank(tx, case, kind, day).placed(hearing, zone).map_err(at_hears)?;
        let is_it = |own: &&Milestone| {
            let stands = own.status == MilestoneStatus::Recorded && own.appointment_id.is_none();
            stands && (own.kind, own.occurred_on) == (kind, day)
        };
        let change = match known.iter().find(is_it) {
            Some(own) => own.clone().tied_to(hearing.id),
            None => placed.record(case, setting, zone, tx.now()).map_err(at_hears)?,
        };
        tx.apply_in(&mut work, change)?;
    }
    Ok(())
}

/// Lets what is heard follow hearings that were moved or cancelled, each with the time at which it was before.
///
/// # Errors
/// Database errors.
pub(super) async fn follow(tx: &mut Tx, case: &Case, changed: &[(Appointment, DateTime<Utc>)]) -> Result<()> {
    if !changed.iter().any(|(one, _)| one.kind == AppointmentKind::Hearing) {
        return Ok(());
    }
    let mut work = [tx.case_work_whole(case.id).await?];
    follow_in(tx, &mut work, changed).await
}

/// As [`follow`], in a case that hears of other things as well: all that is known of it was read.
///
/// # Errors
/// Database errors.
pub async fn follow_in(tx: &mut Tx, work: &mut [CaseWork; 1], changed: &[(Appointment, DateTime<Utc>)]) -> Result<()> {
    let case = work[0].case.clone();
    let (zone, now) = (tx.directory().zone(case.program_id), tx.now());
    let known = tx.milestones_of(case.id).await?;
    for (hearing, was) in changed.iter().filter(|(one, _)| one.kind == AppointmentKind::Hearing) {
        let was = local_date(*was, zone);
        for own in &known {
            if let Some(change) = own.clone().follow(hearing, was, Uuid::now_v7(), &case, zone, now) {
                tx.apply_in(work, change)?;
            }
        }
    }
    Ok(())
}
