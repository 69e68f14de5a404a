//! A digest: the numbers of a report as they stood on the morning on which it was made, kept for the reader who asked for it.
//!
//! | record       | from    | action      | to      |
//! |--------------|---------|-------------|---------|
//! | subscription | -       | subscribe   | running |
//! | subscription | running | make        | running |
//! | subscription | running | unsubscribe | ended   |
//! | digest       | -       | make        | unread  |
//! | digest       | unread  | read        | read    |
//!
//! What was told then is shown for as long as the reader may be told as much: whose work was counted, in which program, and whether
//! small numbers were among it, is kept beside the numbers and held against what the reader may ask for now.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::Reach;
use crate::change::{Change, Rule};
use crate::clock::local_date;
use crate::measure_board::TargetStanding;
use crate::saved_report::{self, SavedReportKind, SavedReportScope};

/// The hour at which a digest is made, by the reader's own clock. The number is ours: it is there when the day begins.
pub const HOUR: u32 = 7;

/// How many digests somebody has coming at most. The number is ours: more are read by nobody.
pub const MOST: usize = 20;

crate::codes! {
    /// How often a digest is made.
    pub enum DigestCadence {
        /// Every Monday.
        Weekly = "weekly",
        /// On the first of each month.
        Monthly = "monthly",
    }
}

impl DigestCadence {
    fn falls_on(self, day: NaiveDate) -> bool {
        match self {
            Self::Weekly => day.weekday() == Weekday::Mon,
            Self::Monthly => day.day() == 1,
        }
    }

    /// The first morning after `now` on which a digest is made for somebody in `zone`.
    pub fn next_after(self, now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let mut days = local_date(now, zone).iter_days().filter(|day| self.falls_on(*day));
        days.find_map(|day| Some(morning(day, zone)).filter(|at| *at > now)).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }
}

/// [`HOUR`] of a local day; where the clocks skip it, the first minute after it.
fn morning(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let wall = day.and_time(NaiveTime::MIN) + Duration::hours(HOUR.into());
    (0..=180)
        .filter_map(|minute| wall.checked_add_signed(Duration::minutes(minute)))
        .find_map(|wall| zone.from_local_datetime(&wall).earliest())
        .map_or(DateTime::<Utc>::MAX_UTC, |at| at.with_timezone(&Utc))
}

/// What a digest tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestSubscription {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// For whom.
    pub reader_id: Uuid,
    /// Name.
    pub name: String,
    /// What it shows.
    pub kind: SavedReportKind,
    /// Code of the board or of the measure; none for the population.
    pub subject: Option<String>,
    /// Whose work.
    pub scope: Option<SavedReportScope>,
    /// Of this program.
    pub program_id: Option<Uuid>,
    /// First day; without days, the numbers move with time.
    pub first_on: Option<NaiveDate>,
    /// Last day.
    pub last_on: Option<NaiveDate>,
    /// How often.
    pub cadence: DigestCadence,
    /// When the next one is made.
    pub next_at: DateTime<Utc>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

impl DigestSubscription {
    /// Subscribes. `running` are the reader's own that have not ended. The first digest is made at once, so that the reader sees what
    /// will come; from then on it keeps to its mornings.
    ///
    /// # Errors
    /// Those of [`saved_report::shows`]; `digest_subscribed` at `/cadence`, `digest_too_many`.
    pub fn subscribe(mut self, running: &[Self]) -> Result<Change<Self>, Rule> {
        self.name = self.name.trim().to_owned();
        saved_report::shows(self.kind, self.subject.as_deref(), self.first_on.zip(self.last_on))?;
        if running.iter().any(|other| other.tells_the_same(&self)) {
            let detail = "This digest comes as often already. Choose another rhythm, or end that one first.";
            return Err(Rule::at("digest_subscribed", "/cadence", detail));
        }
        if running.len() >= MOST {
            let detail = format!("{MOST} digests come at most. End one first.");
            return Err(Rule::new("digest_too_many", detail));
        }
        self.next_at = self.created_at;
        Ok(Change::created(self))
    }

    fn tells_the_same(&self, other: &Self) -> bool {
        let what = |one: &Self| (one.kind, one.subject.clone(), one.scope, one.program_id, one.first_on, one.last_on);
        what(self) == what(other) && self.cadence == other.cadence
    }

    /// Ends it; what was made stays.
    ///
    /// # Errors
    /// `digest_ended`.
    pub fn unsubscribe(mut self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.ended_at.is_some() {
            return Err(Rule::new("digest_ended", "This digest does not come any more."));
        }
        self.ended_at = Some(now);
        self.version += 1;
        Ok(Change::updated(self))
    }

    /// Makes the digest that is due: the next one comes on the first morning after now, however long nobody made one.
    pub fn make(
        mut self,
        id: Uuid,
        told: Option<Told>,
        now: DateTime<Utc>,
        zone: Tz,
    ) -> (Change<Self>, Change<Digest>) {
        let (basis, days, lines) = match told {
            Some(Told { basis, days, lines }) => (Some(basis), Some(days), lines),
            None => (None, None, Vec::new()),
        };
        let digest = Digest {
            id,
            version: 1,
            subscription_id: self.id,
            reader_id: self.reader_id,
            name: self.name.clone(),
            kind: self.kind,
            subject: self.subject.clone(),
            cadence: self.cadence,
            basis,
            first_on: days.map(|(first, _)| first),
            last_on: days.map(|(_, last)| last),
            lines,
            made_at: now,
            read_at: None,
        };
        self.next_at = self.cadence.next_after(now, zone);
        self.version += 1;
        (Change::updated(self), Change::created(digest))
    }
}

/// Whose work was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// The reader's own.
    Own,
    /// That of these teams.
    Teams(Vec<Uuid>),
    /// Everybody's.
    Everybody,
}

/// What the numbers of a digest rest on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Whose work.
    pub counted: Counted,
    /// Of this program; none for all of them.
    pub program_id: Option<Uuid>,
    /// True when numbers that tell of few were among it.
    pub sees_people: bool,
}

/// What a reader may be told now.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// How far the role sees.
    pub reach: Reach,
    /// False for a role that sees numbers only.
    pub sees_people: bool,
    /// Teams that the reader leads or supervises.
    pub led_team_ids: &'a [Uuid],
    /// Programs that the reader works in or sees.
    pub program_ids: &'a [Uuid],
}

impl Basis {
    /// True when a reader may be told now what was told then.
    pub fn is_open_to(&self, reader: Reader<'_>) -> bool {
        let everybody = matches!(reader.reach, Reach::Organization | Reach::Nobody);
        let counted = match &self.counted {
            Counted::Own => true,
            Counted::Teams(ids) => {
                let leads = reader.reach == Reach::Teams && ids.iter().all(|id| reader.led_team_ids.contains(id));
                everybody || leads
            }
            Counted::Everybody => everybody,
        };
        let program = self.program_id.is_none_or(|id| reader.program_ids.contains(&id));
        counted && program && (reader.sees_people || !self.sees_people)
    }
}

/// One number of a digest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DigestLine {
    /// Code of the measure, or of what is counted of the population.
    pub code: String,
    /// The upper sum.
    pub numerator: Option<f64>,
    /// How many count.
    pub denominator: Option<u32>,
    /// The value; none when nothing is counted, or when it is hidden.
    pub value: Option<f64>,
    /// True when the numbers were hidden because they told of few.
    pub suppressed: bool,
    /// What was to be reached.
    pub target: Option<f64>,
    /// How the value stood to it.
    pub standing: TargetStanding,
}

/// What was counted for a digest.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// What the numbers rest on.
    pub basis: Basis,
    /// First and last day of the numbers.
    pub days: (NaiveDate, NaiveDate),
    /// The numbers.
    pub lines: Vec<DigestLine>,
}

/// A digest.
#[derive(Debug, Clone, PartialEq)]
pub struct Digest {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// What asked for it.
    pub subscription_id: Uuid,
    /// For whom.
    pub reader_id: Uuid,
    /// Name.
    pub name: String,
    /// What it shows.
    pub kind: SavedReportKind,
    /// Code of the board or of the measure; none for the population.
    pub subject: Option<String>,
    /// How often it came.
    pub cadence: DigestCadence,
    /// What the numbers rest on; none when the reader could be told nothing then.
    pub basis: Option<Basis>,
    /// First day of the numbers.
    pub first_on: Option<NaiveDate>,
    /// Last day of the numbers.
    pub last_on: Option<NaiveDate>,
    /// The numbers as they stood.
    pub lines: Vec<DigestLine>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When the reader first looked at it.
    pub read_at: Option<DateTime<Utc>>,
}

impl Digest {
    /// The numbers as far as the reader may be told them now; none when nothing may be told any more.
    pub fn lines_for(&self, reader: Reader<'_>) -> Option<&[DigestLine]> {
        self.basis.as_ref().filter(|basis| basis.is_open_to(reader)).map(|_| self.lines.as_slice())
    }

    /// Notes that the reader looked at it; the first look counts.
    ///
    /// # Errors
    /// `digest_read_already`.
    pub fn read(mut self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.read_at.is_some() {
            return Err(Rule::new("digest_read_already", "This digest was read already."));
        }
        self.read_at = Some(now);
        self.version += 1;
        Ok(Change::updated(self))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::code::Code;
    use chrono::Days;
    use chrono_tz::America::New_York;
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn subscription(cadence: DigestCadence) -> DigestSubscription {
        DigestSubscription {
            id: Uuid::from_u128(1),
            version: 1,
            reader_id: Uuid::from_u128(2),
            name: " Monday round ".into(),
            kind: SavedReportKind::Board,
            subject: Some("hospital".into()),
            scope: None,
            program_id: None,
            first_on: None,
            last_on: None,
            cadence,
            next_at: DateTime::<Utc>::MIN_UTC,
            created_at: at("2026-03-02T12:00:00Z"),
            ended_at: None,
        }
    }

    #[test]
    fn it_is_made_at_seven_by_the_readers_clock_whatever_the_clocks_do() {
        // 2026-03-02 is a Monday; summer time begins on the eighth.
        let mondays = ["2026-03-02T11:59:59Z", "2026-03-02T12:00:00Z", "2026-03-09T10:59:59Z"];
        let next = mondays.map(|now| DigestCadence::Weekly.next_after(at(now), New_York));
        let wanted = ["2026-03-02T12:00:00Z", "2026-03-09T11:00:00Z", "2026-03-09T11:00:00Z"].map(at);
        assert_eq!(next, wanted);
        // 23:30 on the last of the month in New York is the next month already in UTC.
        assert_eq!(DigestCadence::Monthly.next_after(at("2026-11-01T03:30:00Z"), New_York), at("2026-11-01T12:00:00Z"));
    }

    #[test]
    fn the_same_is_told_as_often_once_and_there_is_an_end_to_what_comes() {
        let running = subscription(DigestCadence::Weekly).subscribe(&[]).unwrap().record;
        assert_eq!((running.name.as_str(), running.next_at), ("Monday round", running.created_at));
        let refused =
            |one: DigestSubscription, running: &[DigestSubscription]| one.subscribe(running).unwrap_err().code;
        let all = [running.clone()];
        assert_eq!(refused(subscription(DigestCadence::Weekly), &all), "digest_subscribed");
        assert!(subscription(DigestCadence::Monthly).subscribe(&all).is_ok());
        let many: Vec<DigestSubscription> = (0..MOST)
            .map(|number| DigestSubscription { program_id: Some(Uuid::from_u128(number as u128)), ..running.clone() })
            .collect();
        assert_eq!(refused(subscription(DigestCadence::Weekly), &many), "digest_too_many");
        let nothing = DigestSubscription { subject: None, ..subscription(DigestCadence::Weekly) };
        assert_eq!(refused(nothing, &[]), "saved_report_subject");
        let ended = running.unsubscribe(at("2026-03-03T00:00:00Z")).unwrap().record;
        assert_eq!(ended.unsubscribe(at("2026-03-03T00:00:00Z")).unwrap_err().code, "digest_ended");
    }

    fn told(counted: Counted, program_id: Option<Uuid>, sees_people: bool) -> Told {
        let line = DigestLine {
            code: "note-48h".into(),
            numerator: Some(1.0),
            denominator: Some(2),
            value: Some(0.5),
            suppressed: false,
            target: None,
            standing: TargetStanding::NoTarget,
        };
        let day = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        Told { basis: Basis { counted, program_id, sees_people }, days: (day, day), lines: vec![line] }
    }

    #[test]
    fn a_number_is_shown_while_the_reader_may_be_told_it_and_not_when_the_team_or_the_role_is_gone() {
        let (team, program) = (Uuid::from_u128(7), Uuid::from_u128(8));
        let made = |told| {
            let now = at("2026-03-20T11:00:00Z");
            let (next, digest) = subscription(DigestCadence::Weekly).make(Uuid::from_u128(9), told, now, New_York);
            assert_eq!(
                next.record.next_at,
                at("2026-03-23T11:00:00Z"),
                "what nobody made meanwhile is not made up for"
            );
            digest.record
        };
        let lead = Reader { reach: Reach::Teams, sees_people: true, led_team_ids: &[team], program_ids: &[program] };
        let digest = made(Some(told(Counted::Teams(vec![team]), Some(program), true)));
        assert_eq!(digest.lines_for(lead).map(<[_]>::len), Some(1));
        let gone = [
            Reader { led_team_ids: &[], ..lead },
            Reader { program_ids: &[], ..lead },
            Reader { reach: Reach::Nobody, sees_people: false, ..lead },
            Reader { reach: Reach::Own, ..lead },
        ];
        assert!(gone.iter().all(|reader| digest.lines_for(*reader).is_none()));
        assert!(made(Some(told(Counted::Everybody, None, false))).lines_for(lead).is_none());
        assert!(made(Some(told(Counted::Own, None, true))).lines_for(lead).is_some());
        assert!(made(None).lines_for(lead).is_none(), "nothing could be told then");
        let read = digest.read(at("2026-03-20T12:00:00Z")).unwrap().record;
        assert_eq!(read.read(at("2026-03-20T12:00:00Z")).unwrap_err().code, "digest_read_already");
    }

    proptest! {
        #[test]
        fn the_next_one_is_a_morning_within_the_rhythm(minutes in 0i64..3_000_000, zone in 0usize..4) {
            let zone = [New_York, chrono_tz::UTC, chrono_tz::Pacific::Honolulu, chrono_tz::Asia::Kolkata][zone];
            let now = at("2024-01-01T00:00:00Z") + Duration::minutes(minutes);
            for cadence in DigestCadence::ALL {
                let next = cadence.next_after(now, zone);
                let most = if *cadence == DigestCadence::Weekly { 8 } else { 32 };
                prop_assert!(next > now && next <= now + Days::new(most));
                prop_assert!(cadence.falls_on(local_date(next, zone)));
                prop_assert_eq!(next.with_timezone(&zone).time(), NaiveTime::from_hms_opt(HOUR, 0, 0).unwrap());
            }
        }
    }
}
