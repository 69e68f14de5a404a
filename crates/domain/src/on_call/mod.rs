//! On call: who answers for the people of a team while the office is closed (R231, R236; FHIR Schedule).
//!
//! | from    | action                       | who    | to                                            |
//! |---------|------------------------------|--------|-----------------------------------------------|
//! | -       | plan, rotate                 | a lead | planned                                       |
//! | planned | assign, swap, before it runs | a lead | planned                                       |
//! | planned | assign, while it runs        | a lead | planned, ends now; another one has the rest   |
//! | planned | cancel, before it runs       | a lead | cancelled                                     |
//! | planned | cancel, while it runs        | a lead | planned, ends now                             |
//!
//! Who was on call up to now stays on record, and still writes down what happened. A team has one shift at a time; a database constraint
//! says so too. Hours that nobody has are shown as gaps. Who is on duty is
//! asked about alerts and urgent messages in the owner's place, see [`crate::alert::escalation::Staffing::on_call`]; what they did
//! is the night log, see [`event`], and goes back to the owners in the morning, see [`hand_back`].

pub mod event;
pub mod hand_back;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::appointment::repeat::at_wall;
use crate::calendar::Calendar;
use crate::change::{Change, Rule};
use crate::clock::local_date;

/// The hour on the wall at which an office opens on a business day. Ours.
pub const OFFICE_OPENS: u32 = 8;
/// The hour on the wall at which it closes. Ours.
pub const OFFICE_CLOSES: u32 = 17;
/// Most weeks of a rotation: a year. Ours.
pub const MOST_WEEKS: u32 = 53;
/// Longest shift in days. Ours: two weeks in a row are the most that anybody can be asked for.
pub const LONGEST_DAYS: i64 = 14;
/// How far ahead shifts are planned, in days. Ours: a year of weeks and a month to plan it in.
pub const AHEAD_DAYS: i64 = 400;
/// Hours after a shift in which who was on call still sees the people of the team, to write down what happened. Ours.
pub const WRITE_UP_HOURS: i64 = 12;

crate::codes! {
    /// The hours of a shift in which somebody is on duty.
    pub enum OnCallHours {
        /// At every hour.
        AroundTheClock = "around_the_clock",
        /// While the office is closed: before 8 and after 17 o'clock, and on days that are no business days.
        AfterHours = "after_hours",
    }
}

crate::codes! {
    /// State of a shift.
    pub enum OnCallShiftStatus {
        /// It holds.
        Planned = "planned",
        /// It does not hold any more.
        Cancelled = "cancelled",
    }
}

/// A shift on call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnCallShift {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// For whose people.
    pub team_id: Uuid,
    /// Who is on call.
    pub staff_id: Uuid,
    /// Who is asked while the first one is off.
    pub backup_id: Option<Uuid>,
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when; this instant is the next one's.
    pub ends_at: DateTime<Utc>,
    /// The hours of duty within it.
    pub hours: OnCallHours,
    /// State.
    pub status: OnCallShiftStatus,
    /// Who planned it.
    pub author_id: Uuid,
    /// When.
    pub created_at: DateTime<Utc>,
}

impl OnCallShift {
    /// Plans a shift beside the `known` ones of the team. `may_act` says whether somebody is here and closes alerts.
    ///
    /// # Errors
    /// `on_call_ends_before_it_begins`, `on_call_over`, `on_call_too_long` at `/ends_at`, `on_call_too_far`, `on_call_overlaps` at
    /// `/starts_at`, and those of who is on call: `on_call_may_not_act`, `on_call_backup_is_first`.
    pub fn plan(
        self,
        known: &[Self],
        may_act: impl Fn(Uuid) -> bool,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        self.require_period(now)?;
        self.require_people(may_act)?;
        if known.iter().any(|other| other.overlaps(&self)) {
            let detail = "Somebody is on call for this team already at this time. Cancel that shift first, or swap it.";
            return Err(Rule::at("on_call_overlaps", "/starts_at", detail));
        }
        Ok(Change::created(self))
    }

    fn require_period(&self, now: DateTime<Utc>) -> Result<(), Rule> {
        if self.ends_at <= self.starts_at {
            let detail = "The shift ends before it begins.";
            return Err(Rule::at("on_call_ends_before_it_begins", "/ends_at", detail));
        }
        if self.ends_at <= now {
            let detail = "This time is over: nobody can be on call then.";
            return Err(Rule::at("on_call_over", "/ends_at", detail));
        }
        if self.ends_at - self.starts_at > TimeDelta::days(LONGEST_DAYS) + TimeDelta::hours(1) {
            let detail = "A shift lasts two weeks at most. Plan two shifts.";
            return Err(Rule::at("on_call_too_long", "/ends_at", detail));
        }
        if self.starts_at - now > TimeDelta::days(AHEAD_DAYS) {
            let detail = "Shifts are planned for a year ahead at most.";
            return Err(Rule::at("on_call_too_far", "/starts_at", detail));
        }
        Ok(())
    }

    fn require_people(&self, may_act: impl Fn(Uuid) -> bool) -> Result<(), Rule> {
        if !may_act(self.staff_id) {
            return Err(may_not_act("/staff_id".into()));
        }
        if self.backup_id == Some(self.staff_id) {
            let detail = "Who is on call can't be their own backup.";
            return Err(Rule::at("on_call_backup_is_first", "/backup_id", detail));
        }
        if self.backup_id.is_some_and(|backup| !may_act(backup)) {
            return Err(may_not_act("/backup_id".into()));
        }
        Ok(())
    }

    /// Gives the shift to somebody else. While it runs it ends now, and what is left of it is a shift of its own with the id `rest_id`,
    /// planned by `by`.
    ///
    /// # Errors
    /// `on_call_cancelled`, `on_call_over`, and those of who is on call.
    pub fn assign(
        self,
        staff_id: Uuid,
        backup_id: Option<Uuid>,
        may_act: impl Fn(Uuid) -> bool,
        rest_id: Uuid,
        by: Uuid,
        now: DateTime<Utc>,
    ) -> Result<GivenAway, Rule> {
        self.require_open(now)?;
        let given = Self { staff_id, backup_id, ..self.clone() };
        given.require_people(may_act)?;
        if !self.has_begun(now) {
            return Ok(GivenAway { ended: None, shift: given.next() });
        }
        let rest = Self { id: rest_id, version: 1, starts_at: now, author_id: by, created_at: now, ..given };
        Ok(GivenAway { ended: Some(self.end(now)), shift: Change::created(rest) })
    }

    /// Two shifts of one team that have not begun change hands. Who is the backup of their own new shift changes places with who was on
    /// call.
    ///
    /// # Errors
    /// `on_call_cancelled`, `on_call_over`, `on_call_runs`, `on_call_swap_of_another_team` at `/with_id`.
    pub fn swap(mut self, mut other: Self, now: DateTime<Utc>) -> Result<(Change<Self>, Change<Self>), Rule> {
        self.require_open(now)?;
        other.require_open(now)?;
        if self.has_begun(now) || other.has_begun(now) {
            let detail = "A shift that runs is not swapped. Give what is left of it to somebody else.";
            return Err(Rule::new("on_call_runs", detail));
        }
        if self.team_id != other.team_id || self.id == other.id {
            let detail = "Choose another shift of the same team.";
            return Err(Rule::at("on_call_swap_of_another_team", "/with_id", detail));
        }
        let (mine, theirs) = (self.staff_id, other.staff_id);
        self.take_over(theirs);
        other.take_over(mine);
        Ok((self.next(), other.next()))
    }

    fn take_over(&mut self, staff_id: Uuid) {
        if self.backup_id == Some(staff_id) {
            self.backup_id = Some(self.staff_id).filter(|before| *before != staff_id);
        }
        self.staff_id = staff_id;
    }

    /// Cancels it: the hours are a gap until somebody else has them. While it runs it ends now.
    ///
    /// # Errors
    /// `on_call_cancelled`, `on_call_over`.
    pub fn cancel(mut self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require_open(now)?;
        if self.has_begun(now) {
            return Ok(self.end(now));
        }
        self.status = OnCallShiftStatus::Cancelled;
        Ok(self.next())
    }

    fn end(mut self, now: DateTime<Utc>) -> Change<Self> {
        self.ends_at = now;
        self.next()
    }

    /// True once somebody has been on call in it: what was is not changed any more.
    pub fn has_begun(&self, now: DateTime<Utc>) -> bool {
        self.starts_at < now
    }

    /// True while it can still be changed.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.status == OnCallShiftStatus::Planned && self.ends_at > now
    }

    fn require_open(&self, now: DateTime<Utc>) -> Result<(), Rule> {
        if self.status == OnCallShiftStatus::Cancelled {
            return Err(Rule::new("on_call_cancelled", "This shift is cancelled already."));
        }
        if self.ends_at <= now {
            return Err(Rule::new("on_call_over", "This shift is over; it stays on record."));
        }
        Ok(())
    }

    /// True when somebody is on call in it, first or as the backup.
    pub fn has(&self, staff_id: Uuid) -> bool {
        self.staff_id == staff_id || self.backup_id == Some(staff_id)
    }

    /// True while who is on call sees the people of the team: during the shift, and some hours longer to write it up.
    pub fn opens_team_to(&self, staff_id: Uuid, now: DateTime<Utc>) -> bool {
        let until = self.ends_at + TimeDelta::hours(WRITE_UP_HOURS);
        self.status == OnCallShiftStatus::Planned && self.has(staff_id) && self.starts_at <= now && now < until
    }

    /// True when the shift runs at an instant and its hours of duty include it.
    pub fn is_on_duty(&self, at: DateTime<Utc>, zone: Tz, calendar: &Calendar) -> bool {
        let runs = self.status == OnCallShiftStatus::Planned && self.starts_at <= at && at < self.ends_at;
        runs && (self.hours == OnCallHours::AroundTheClock || !office_is_open(at, zone, calendar))
    }

    /// For how long somebody is on call in it between two instants, beside the hours of the office, in which they work anyway.
    pub fn beside_office(&self, from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz, calendar: &Calendar) -> TimeDelta {
        let (begins, ends) = (self.starts_at.max(from), self.ends_at.min(to));
        if self.status != OnCallShiftStatus::Planned || begins >= ends {
            return TimeDelta::zero();
        }
        ends - begins - office_time(begins, ends, zone, calendar)
    }

    /// The spans of the shift in which its hours of duty run, in order.
    pub fn duty(&self, zone: Tz, calendar: &Calendar) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
        if self.status == OnCallShiftStatus::Cancelled {
            return Vec::new();
        }
        if self.hours == OnCallHours::AroundTheClock {
            return vec![(self.starts_at, self.ends_at)];
        }
        let (first, last) = (local_date(self.starts_at, zone), local_date(self.ends_at, zone));
        let offices = first.iter_days().take_while(|day| *day <= last).filter(|day| calendar.is_business_day(*day));
        let mut spans = Vec::new();
        let mut closed_from = self.starts_at;
        for day in offices {
            let hours = at_hour(day, OFFICE_OPENS, zone).zip(at_hour(day, OFFICE_CLOSES, zone));
            let Some((opens, closes)) = hours else { continue };
            spans.push((closed_from, opens.min(self.ends_at)));
            closed_from = closed_from.max(closes);
        }
        spans.push((closed_from, self.ends_at));
        spans.retain(|(from, to)| from < to);
        spans
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.status == OnCallShiftStatus::Planned
            && self.team_id == other.team_id
            && self.id != other.id
            && self.starts_at < other.ends_at
            && other.starts_at < self.ends_at
    }

    fn next(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}

/// A shift that is given to somebody else.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenAway {
    /// What was of it, when it has begun.
    pub ended: Option<Change<OnCallShift>>,
    /// What they have of it.
    pub shift: Change<OnCallShift>,
}

/// True while an office is open, in its own zone.
pub fn office_is_open(at: DateTime<Utc>, zone: Tz, calendar: &Calendar) -> bool {
    let wall = at.with_timezone(&zone);
    calendar.is_business_day(wall.date_naive()) && (OFFICE_OPENS..OFFICE_CLOSES).contains(&wall.hour())
}

/// For how long an office is open between two instants.
fn office_time(from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz, calendar: &Calendar) -> TimeDelta {
    let last = local_date(to, zone);
    let days = local_date(from, zone).iter_days().take_while(|day| *day <= last);
    let open = |day: NaiveDate| {
        let hours = at_hour(day, OFFICE_OPENS, zone).zip(at_hour(day, OFFICE_CLOSES, zone));
        hours.map_or(TimeDelta::zero(), |(opens, closes)| (closes.min(to) - opens.max(from)).max(TimeDelta::zero()))
    };
    days.filter(|day| calendar.is_business_day(*day)).map(open).fold(TimeDelta::zero(), |sum, time| sum + time)
}

/// From when an office is open at an instant or after it: the instant itself while it is open.
pub fn open_from(at: DateTime<Utc>, zone: Tz, calendar: &Calendar) -> DateTime<Utc> {
    if office_is_open(at, zone, calendar) { at } else { next_opening(at, zone, calendar) }
}

/// When an office next opens after an instant.
pub fn next_opening(after: DateTime<Utc>, zone: Tz, calendar: &Calendar) -> DateTime<Utc> {
    let first = after.with_timezone(&zone).date_naive();
    // No office is closed for a month; should one be, it is the next day.
    let days = (0..31).filter_map(|index| first.checked_add_days(Days::new(index)));
    let opens = days.filter(|day| calendar.is_business_day(*day)).filter_map(|day| at_hour(day, OFFICE_OPENS, zone));
    opens.into_iter().find(|opens| *opens > after).unwrap_or(after + TimeDelta::days(1))
}

/// The instant of an hour on the wall; one that the clocks skip is the first that exists after it, of two the first.
fn at_hour(day: NaiveDate, hour: u32, zone: Tz) -> Option<DateTime<Utc>> {
    at_wall(day.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?), zone)
}

/// The shifts of a team with what is needed to say who is on duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    /// Shifts of the team.
    pub shifts: Vec<OnCallShift>,
    /// Zone of the team's program.
    pub zone: Tz,
    /// Its business days.
    pub calendar: Calendar,
}

impl Default for Roster {
    /// A team without anybody on call.
    fn default() -> Self {
        Self { shifts: Vec::new(), zone: Tz::UTC, calendar: Calendar::default() }
    }
}

impl Roster {
    /// The shift on duty at an instant.
    pub fn on_duty(&self, at: DateTime<Utc>) -> Option<&OnCallShift> {
        self.shifts.iter().find(|shift| shift.is_on_duty(at, self.zone, &self.calendar))
    }

    /// For how long each of those who are asked first is on call between two instants, beside the hours of the office.
    pub fn beside_office(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> BTreeMap<Uuid, TimeDelta> {
        let mut times = BTreeMap::new();
        for shift in &self.shifts {
            let time = times.entry(shift.staff_id).or_insert_with(TimeDelta::zero);
            *time += shift.beside_office(from, to, self.zone, &self.calendar);
        }
        times
    }

    /// The shift that runs at an instant, whatever its hours of duty, or the next one.
    pub fn running_or_next(&self, at: DateTime<Utc>) -> Option<&OnCallShift> {
        let ahead = self.shifts.iter().filter(|shift| shift.is_open(at));
        ahead.min_by_key(|shift| shift.starts_at)
    }

    /// The last shift of somebody that is over and that they still write up.
    pub fn write_up(&self, staff_id: Uuid, at: DateTime<Utc>) -> Option<&OnCallShift> {
        let over = self.shifts.iter().filter(|shift| shift.ends_at <= at && shift.opens_team_to(staff_id, at));
        over.max_by_key(|shift| shift.ends_at)
    }

    /// The spans between two instants for which no shift is planned, in order. While the office is open nobody has to be on call: a span
    /// that lies in its hours is none.
    pub fn gaps(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
        let planned = self.shifts.iter().filter(|shift| shift.status == OnCallShiftStatus::Planned);
        let mut spans: Vec<_> = planned.map(|shift| (shift.starts_at, shift.ends_at)).collect();
        spans.sort_unstable();
        let mut gaps = Vec::new();
        let mut covered = from;
        for (starts_at, ends_at) in spans {
            if starts_at > covered && covered < to {
                gaps.push((covered, starts_at.min(to)));
            }
            covered = covered.max(ends_at);
        }
        if covered < to {
            gaps.push((covered, to));
        }
        gaps.retain(|(starts_at, ends_at)| !self.office_is_open_from(*starts_at, *ends_at));
        gaps
    }

    /// True when the office is open at every instant of a span.
    fn office_is_open_from(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> bool {
        let closes_at = at_hour(local_date(from, self.zone), OFFICE_CLOSES, self.zone);
        office_is_open(from, self.zone, &self.calendar) && closes_at.is_some_and(|closes_at| to <= closes_at)
    }
}

/// Weeks in which colleagues take turns: each from the same hour on the wall of the same weekday to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// The team.
    pub team_id: Uuid,
    /// Who takes turns, in order.
    pub staff_ids: Vec<Uuid>,
    /// The day of the first handover; its weekday is that of every one.
    pub first_on: NaiveDate,
    /// The hour on the wall at which they hand over, 0 to 23.
    pub hour: u32,
    /// How many weeks.
    pub weeks: u32,
    /// The hours of duty.
    pub hours: OnCallHours,
    /// True when who comes next is the backup.
    pub next_is_backup: bool,
}

impl Rotation {
    /// The shifts of the rotation, planned beside the `known` ones. An hour that the clocks skip or repeat neither leaves a gap nor
    /// an overlap: each shift ends when the next one begins.
    ///
    /// # Errors
    /// `on_call_nobody_takes_turns`, `on_call_may_not_act` at `/staff_ids`, `on_call_too_far` at `/first_on`, and those of [`OnCallShift::plan`].
    pub fn shifts(
        &self,
        zone: Tz,
        known: &[OnCallShift],
        may_act: impl Fn(Uuid) -> bool,
        author_id: Uuid,
        new_id: &mut dyn FnMut() -> Uuid,
        now: DateTime<Utc>,
    ) -> Result<Vec<Change<OnCallShift>>, Rule> {
        if self.staff_ids.is_empty() {
            return Err(Rule::at("on_call_nobody_takes_turns", "/staff_ids", "Choose who takes turns."));
        }
        if let Some(turn) = self.staff_ids.iter().position(|id| !may_act(*id)) {
            return Err(may_not_act(format!("/staff_ids/{turn}")));
        }
        let weeks = self.weeks.min(MOST_WEEKS);
        let handover = |week: u32| {
            let day = self.first_on.checked_add_days(Days::new(u64::from(week) * 7)).filter(|day| day.year() < 9999);
            day.and_then(|day| at_hour(day, self.hour, zone))
        };
        let too_far = || Rule::at("on_call_too_far", "/first_on", "Shifts are planned for a year ahead at most.");
        let handovers: Option<Vec<DateTime<Utc>>> = (0..=weeks).map(handover).collect();
        let handovers = handovers.ok_or_else(too_far)?;
        let turn = |week: usize| self.staff_ids[week % self.staff_ids.len()];
        let mut planned: Vec<Change<OnCallShift>> = Vec::new();
        for (week, span) in handovers.windows(2).enumerate() {
            let staff_id = turn(week);
            let shift = OnCallShift {
                id: new_id(),
                version: 1,
                team_id: self.team_id,
                staff_id,
                backup_id: Some(turn(week + 1)).filter(|next| self.next_is_backup && *next != staff_id),
                starts_at: span[0],
                ends_at: span[1],
                hours: self.hours,
                status: OnCallShiftStatus::Planned,
                author_id,
                created_at: now,
            };
            // Whatever else is wrong with a shift, its time is.
            let in_rotation = |rule: Rule| Rule { pointer: Some("/first_on".into()), ..rule };
            planned.push(shift.plan(known, &may_act, now).map_err(in_rotation)?);
        }
        Ok(planned)
    }
}

fn may_not_act(pointer: String) -> Rule {
    let detail = "The role of this colleague does not close alerts. Choose another one.";
    Rule::at("on_call_may_not_act", pointer, detail)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
