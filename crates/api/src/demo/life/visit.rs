//! What the kept home visits leave behind: the safety check, the way there and back, and how far it was.

use chrono::{DateTime, Duration, Utc};
use domain::appointment::{Appointment, AppointmentKind};
use domain::visit::mileage::{DistanceUnit, Mileage};
use domain::visit::safety::{AnimalRisk, InfectionRisk, PhoneReception, SafetyAnswers, SurroundingsRisk, ViolenceRisk};
use domain::visit::{Said, Visit};
use persistence::Result;

use super::Life;
use crate::demo::ledger::Ledger;

impl Life<'_> {
    /// The visit that led to an appointment which took place.
    pub(super) fn visit_home<L: Ledger>(&mut self, one: &Appointment, ledger: &mut L) -> Result<()> {
        if one.kind != AppointmentKind::HomeVisit {
            return Ok(());
        }
        let before = |minutes: i64| -> DateTime<Utc> { one.starts_at - Duration::minutes(minutes) };
        let answers = self.safety();
        let id = (self.ways.id(before(50)), self.first_owner);
        let visit = ledger.keep(Visit::begin(id, one, answers, answers.at_least(), None, before(50))?)?;
        let tenths = i32::try_from(self.ways.between(14, 230)).unwrap_or_default();
        let left_at = one.ends_at - Duration::minutes(self.ways.between(0, 9));
        let visit = ledger.keep(visit.set_out(one, Said::default(), before(25))?)?;
        let visit = ledger.keep(visit.arrive(one, Said::default(), None, before(1))?)?;
        let visit = ledger.keep(visit.depart(Said::default(), left_at)?)?;
        if self.ways.chance(0.85) {
            ledger.keep(visit.drive(Mileage::new(DistanceUnit::Mile, Some(tenths), None, None)?)?)?;
        }
        Ok(())
    }

    /// Answers that let somebody go: most homes are quiet, and where one is not a colleague comes along.
    fn safety(&mut self) -> SafetyAnswers {
        let ways = &mut self.ways;
        let violence =
            ways.weighted(&[(ViolenceRisk::None, 86), (ViolenceRisk::Unknown, 10), (ViolenceRisk::Known, 4)]);
        let answers = SafetyAnswers {
            violence,
            animals: ways.weighted(&[(AnimalRisk::None, 66), (AnimalRisk::Restrained, 24), (AnimalRisk::Loose, 10)]),
            infection: ways.weighted(&[(InfectionRisk::None, 92), (InfectionRisk::Precautions, 8)]),
            surroundings: ways.weighted(&[(SurroundingsRisk::Fine, 88), (SurroundingsRisk::Careful, 12)]),
            reception: ways.weighted(&[
                (PhoneReception::Good, 84),
                (PhoneReception::Poor, 12),
                (PhoneReception::None, 4),
            ]),
            alone: true,
        };
        let alone = answers.at_least() == domain::visit::safety::SafetyResult::Go;
        SafetyAnswers { alone, ..answers }
    }
}
