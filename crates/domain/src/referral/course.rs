//! The dates of an application for a benefit (R152, T-20), of the way to a home (R150), and of equipment from the order to the
//! person (R110).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Days, Referral, ReferralKind, ReferralWait};
use crate::calendar::Calendar;
use crate::change::{Change, Rule};
use crate::clock;
use crate::rulebook::catalogue::{self, COUNTRY};

crate::codes! {
    /// Which benefit is applied for.
    pub enum Benefit {
        /// SNAP.
        Snap = "snap",
        /// SNAP, expedited.
        SnapExpedited = "snap_expedited",
        /// Medicaid.
        Medicaid = "medicaid",
        /// Medicaid on the basis of disability.
        MedicaidDisability = "medicaid_disability",
        /// SSI or SSDI of the Social Security Administration.
        SocialSecurity = "social_security",
        /// Another one, whose time is not published here.
        Other = "other",
    }
}

crate::codes! {
    /// What an agency decided.
    pub enum BenefitDecision {
        /// Granted.
        Approved = "approved",
        /// Not granted.
        Denied = "denied",
        /// The application was taken back before a decision.
        Withdrawn = "withdrawn",
    }
}

impl Benefit {
    /// The rule by which the agency decides.
    pub fn decision_rule(self) -> Option<&'static str> {
        match self {
            Self::Snap => Some("T-20.snap"),
            Self::SnapExpedited => Some("T-20.snap_expedited"),
            Self::Medicaid => Some("T-20.medicaid"),
            Self::MedicaidDisability => Some("T-20.medicaid_disability"),
            Self::SocialSecurity | Self::Other => None,
        }
    }

    /// The rule by which the person appeals, counted from the date of the notice.
    pub fn appeal_rule(self) -> Option<&'static str> {
        (self == Self::SocialSecurity).then_some("T-20.ssa_appeal")
    }
}

/// The dates of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BenefitCourse {
    /// Which benefit.
    pub benefit: Benefit,
    /// The day of the application.
    pub applied_on: Option<NaiveDate>,
    /// The date of the notice of the decision.
    pub decided_on: Option<NaiveDate>,
    /// What was decided.
    pub decision: Option<BenefitDecision>,
    /// The day of the appeal.
    pub appealed_on: Option<NaiveDate>,
    /// The date of the decision about the appeal.
    pub appeal_decided_on: Option<NaiveDate>,
    /// What was decided then.
    pub appeal_decision: Option<BenefitDecision>,
}

/// The dates on the way to a home.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HousingCourse {
    /// The day of the application; the day on which the time to housing begins (K-21).
    pub applied_on: Option<NaiveDate>,
    /// The day on which it was approved.
    pub approved_on: Option<NaiveDate>,
    /// The day on which a unit was found.
    pub unit_found_on: Option<NaiveDate>,
    /// The day on which the person moved in.
    pub moved_in_on: Option<NaiveDate>,
}

crate::codes! {
    /// What equipment is arranged. Source: the groups of HCPCS Level II in which it is ordered.
    pub enum EquipmentItem {
        /// Canes, crutches, walkers.
        Walking = "walking",
        /// Wheelchairs and scooters.
        Wheelchair = "wheelchair",
        /// Hospital beds and what belongs to them.
        Bed = "bed",
        /// Commodes, shower chairs, grab bars.
        Bathroom = "bathroom",
        /// Lifts and transfer aids.
        Lift = "lift",
        /// Oxygen.
        Oxygen = "oxygen",
        /// Breathing at night: CPAP and the like.
        Airway = "airway",
        /// Nebulizers.
        Nebulizer = "nebulizer",
        /// Diabetes supplies and glucose meters.
        Diabetes = "diabetes",
        /// Wound and incontinence supplies.
        Supplies = "supplies",
        /// Something else, said in the request.
        Other = "other",
    }
}

/// The dates of equipment on its way to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EquipmentCourse {
    /// What it is.
    pub item: EquipmentItem,
    /// The day of the written order; it comes before the delivery. Source: 42 CFR 410.38(d).
    pub prescribed_on: Option<NaiveDate>,
    /// The day on which it was ordered from the supplier.
    pub ordered_on: Option<NaiveDate>,
    /// The day on which it was sent.
    pub shipped_on: Option<NaiveDate>,
    /// The day on which it came.
    pub delivered_on: Option<NaiveDate>,
    /// The day on which it was set up and the person could use it.
    pub set_up_on: Option<NaiveDate>,
}

/// The dates of a referral of a kind that has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Course {
    /// Of an application for a benefit.
    Benefit(BenefitCourse),
    /// On the way to a home.
    Housing(HousingCourse),
    /// Of equipment.
    Equipment(EquipmentCourse),
}

/// A date of a course, with the member that says it.
type Said = (&'static str, Option<NaiveDate>);

/// Each date lies on or after all those before it, and none ahead.
fn in_order(dates: &[Said], today: NaiveDate) -> Result<(), Rule> {
    let mut last = NaiveDate::MIN;
    for (pointer, day) in dates {
        let Some(day) = *day else { continue };
        if day > today {
            return Err(Rule::at("referral_date_in_future", *pointer, "Only what has happened has a date here."));
        }
        if day < last {
            return Err(Rule::at("referral_dates_order", *pointer, "This lies before what must come first."));
        }
        last = day;
    }
    Ok(())
}

fn together(pointer: &'static str, day: Option<NaiveDate>, decision: Option<BenefitDecision>) -> Result<(), Rule> {
    if day.is_some() == decision.is_some() {
        return Ok(());
    }
    Err(Rule::at("referral_decision_incomplete", pointer, "A decision has a date and a result."))
}

impl BenefitCourse {
    /// Checks the dates against each other and against today.
    ///
    /// # Errors
    /// `referral_date_missing`, `referral_decision_incomplete`, `referral_appeal_without_denial`, `referral_dates_order`,
    /// `referral_date_in_future`.
    pub fn check(&self, today: NaiveDate) -> Result<(), Rule> {
        let missing = |pointer, detail: &str| Err(Rule::at("referral_date_missing", pointer, detail));
        if self.decided_on.is_some() && self.applied_on.is_none() {
            return missing("/applied_on", "Say when the application was made.");
        }
        together("/decision", self.decided_on, self.decision)?;
        together("/appeal_decision", self.appeal_decided_on, self.appeal_decision)?;
        if self.appealed_on.is_some() && self.decision != Some(BenefitDecision::Denied) {
            let detail = "Only a denial is appealed.";
            return Err(Rule::at("referral_appeal_without_denial", "/appealed_on", detail));
        }
        if self.appeal_decided_on.is_some() && self.appealed_on.is_none() {
            return missing("/appealed_on", "Say when the appeal was made.");
        }
        let dates = [
            ("/applied_on", self.applied_on),
            ("/decided_on", self.decided_on),
            ("/appealed_on", self.appealed_on),
            ("/appeal_decided_on", self.appeal_decided_on),
        ];
        in_order(&dates, today)
    }

    /// What comes next by a published rule, and its last day: the decision, or the appeal of a denial. `None` where no rule says.
    pub fn next_day(&self, calendar: &Calendar) -> Option<(ReferralWait, NaiveDate)> {
        let (wait, rule, anchor) = match (self.decision, self.appealed_on) {
            (None, _) => (ReferralWait::Decision, self.benefit.decision_rule()?, self.applied_on?),
            (Some(BenefitDecision::Denied), None) => {
                (ReferralWait::Appeal, self.benefit.appeal_rule()?, self.decided_on?)
            }
            _ => return None,
        };
        let published = catalogue::find(rule, anchor, COUNTRY).ok()?;
        Some((wait, clock::last_day(&published.clock, anchor, calendar)?))
    }

    /// The day on which it was granted, at first or after an appeal.
    pub fn approved_on(&self) -> Option<NaiveDate> {
        let granted = |decision, day: Option<NaiveDate>| day.filter(|_| decision == Some(BenefitDecision::Approved));
        granted(self.decision, self.decided_on).or_else(|| granted(self.appeal_decision, self.appeal_decided_on))
    }
}

impl HousingCourse {
    /// Checks the dates against each other and against today. A unit may be found before the approval.
    ///
    /// # Errors
    /// `referral_date_missing`, `referral_dates_order`, `referral_date_in_future`.
    pub fn check(&self, today: NaiveDate) -> Result<(), Rule> {
        let is_later = self.approved_on.or(self.unit_found_on).or(self.moved_in_on).is_some();
        if is_later && self.applied_on.is_none() {
            return Err(Rule::at("referral_date_missing", "/applied_on", "Say when the application was made."));
        }
        let (applied, moved) = (("/applied_on", self.applied_on), ("/moved_in_on", self.moved_in_on));
        in_order(&[applied, ("/approved_on", self.approved_on), moved], today)?;
        in_order(&[applied, ("/unit_found_on", self.unit_found_on), moved], today)
    }
}

impl EquipmentCourse {
    /// Checks the dates against each other and against today.
    ///
    /// # Errors
    /// `referral_date_missing`, `referral_dates_order`, `referral_date_in_future`.
    pub fn check(&self, today: NaiveDate) -> Result<(), Rule> {
        let is_later = self.shipped_on.or(self.delivered_on).or(self.set_up_on).is_some();
        if is_later && self.ordered_on.is_none() {
            return Err(Rule::at("referral_date_missing", "/ordered_on", "Say when it was ordered from the supplier."));
        }
        if self.set_up_on.is_some() && self.delivered_on.is_none() {
            return Err(Rule::at("referral_date_missing", "/delivered_on", "Say when it came."));
        }
        let (delivered, set_up) = (("/delivered_on", self.delivered_on), ("/set_up_on", self.set_up_on));
        in_order(&[("/ordered_on", self.ordered_on), ("/shipped_on", self.shipped_on), delivered, set_up], today)?;
        // It may be ordered on a word; the written order must be there before it is delivered.
        in_order(&[("/prescribed_on", self.prescribed_on), delivered], today)
    }
}

impl Course {
    /// The kind of referral that has these dates.
    pub fn kind(&self) -> ReferralKind {
        match self {
            Self::Benefit(_) => ReferralKind::Benefit,
            Self::Housing(_) => ReferralKind::Housing,
            Self::Equipment(_) => ReferralKind::Dme,
        }
    }

    fn check(&self, today: NaiveDate) -> Result<(), Rule> {
        match self {
            Self::Benefit(course) => course.check(today),
            Self::Housing(course) => course.check(today),
            Self::Equipment(course) => course.check(today),
        }
    }
}

impl Referral {
    /// The dates of an application for a benefit.
    pub fn benefit(&self) -> Option<BenefitCourse> {
        match self.course? {
            Course::Benefit(course) => Some(course),
            Course::Housing(_) | Course::Equipment(_) => None,
        }
    }

    /// The dates on the way to a home.
    pub fn housing(&self) -> Option<HousingCourse> {
        match self.course? {
            Course::Housing(course) => Some(course),
            Course::Benefit(_) | Course::Equipment(_) => None,
        }
    }

    /// The dates of equipment.
    pub fn equipment(&self) -> Option<EquipmentCourse> {
        match self.course? {
            Course::Equipment(course) => Some(course),
            Course::Benefit(_) | Course::Housing(_) => None,
        }
    }

    /// Keeps the dates of its course.
    ///
    /// # Errors
    /// `referral_kind` for dates of another kind, `referral_closed`, and those of [`BenefitCourse::check`],
    /// [`HousingCourse::check`] and [`EquipmentCourse::check`].
    pub fn follow(mut self, course: Course, days: Days<'_>, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.kind != course.kind() {
            return Err(Rule::new("referral_kind", "A referral of this kind does not have these dates."));
        }
        if !self.status.is_open() {
            return Err(Rule::new("referral_closed", format!("This referral is {}.", self.status)));
        }
        course.check(clock::local_date(now, days.zone))?;
        self.course = Some(course);
        self.version += 1;
        Ok(Change::updated(self.timed(days)))
    }
}
