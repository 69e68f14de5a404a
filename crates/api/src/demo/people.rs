//! Who the people are: names, languages, homes, families and coverage.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::authorization::LineOfBusiness;
use domain::person::{Address, Coverage, CoverageKind, Identifier, Person, RelatedPerson, Sex};
use domain::program::Setting;
use uuid::Uuid;

use super::insurance_plan;
use super::names::{ARRIVALS, From, REGION};
use super::profile;
use super::random::Random;

/// A person with family and coverage, as first recorded.
#[derive(Debug, Clone)]
pub struct Household {
    /// The person.
    pub person: Person,
    /// People close to them.
    pub related: Vec<RelatedPerson>,
    /// Payers.
    pub coverages: Vec<Coverage>,
}

const STREETS: &[&str] = &[
    "Quarry Street",
    "Tidewater Avenue",
    "Elm Court",
    "Gansevoort Road",
    "Lighthouse Lane",
    "Ropewalk Street",
    "Canal Street",
    "Beacon Terrace",
    "Mill Pond Road",
    "Foundry Row",
    "Harborview Drive",
    "Cobbler Hill",
    "Ferry Landing",
    "Sycamore Street",
    "Orchard Road",
    "Chapel Street",
    "North Wharf Street",
    "Linden Avenue",
];
const TOWNS: &[(&str, &str)] = &[
    ("Port Ellery", "13690"),
    ("Port Ellery", "13691"),
    ("Millrace", "13694"),
    ("Stonebridge", "13697"),
    ("Orchard Hill", "13698"),
    ("East Quay", "13692"),
    ("Fallow Creek", "13695"),
];
const WISCONSIN: &[(&str, &str)] = &[("Grand Marsh", "53936"), ("Point Bell", "53938")];
const AREA_CODES: &[&str] = &["315", "518", "607", "585", "716", "680"];

/// The household of the `index`-th person, first met at `at` in a setting.
pub fn household(
    random: &mut Random,
    index: u64,
    setting: Setting,
    contact_point: Uuid,
    at: DateTime<Utc>,
) -> Household {
    let from = random.weighted(if setting == Setting::Refugee { ARRIVALS } else { REGION });
    let birth_date = birth_date(random, setting, at.date_naive());
    let age = domain::age::age_on(birth_date, at.date_naive()).unwrap_or(0);
    let origin = from.origin();
    let sex = random.weighted(&[(Sex::Female, 52), (Sex::Male, 46), (Sex::Other, 1), (Sex::Unknown, 1)]);
    let woman = sex == Sex::Female || (sex != Sex::Male && random.chance(0.5));
    let given = *random.pick(if woman { origin.women } else { origin.men });
    let family = *random.pick(origin.families);
    let speaks = origin.language != "en" && random.chance(language_share(from, age));
    let phone = (age >= 14 && random.chance(0.95)).then(|| phone(random, setting));
    let email = (age >= 16 && random.chance(0.4)).then(|| mail(given, family, birth_date));
    let person = Person {
        id: random.id(at),
        version: 1,
        family_name: family.into(),
        given_name: given.into(),
        preferred_name: random.chance(0.25).then(|| short_name(given)).flatten(),
        pronouns: random.chance(0.3).then(|| pronouns(sex).into()),
        birth_date,
        deceased_on: None,
        sex,
        language: if speaks { origin.language } else { "en" }.into(),
        interpreter_needed: speaks && random.chance(origin.interpreter),
        phone,
        email,
        address: address(random, setting),
        identifiers: vec![Identifier {
            system: "urn:harborvalley:mrn".into(),
            value: format!("HV{:06}", 204_117 + index * 7),
        }],
        contact_point_id: Some(contact_point),
        source: None,
        created_at: at,
    };
    let related = related(random, &person, from, setting, age, at);
    let coverages = coverages(random, &person, setting, age, at);
    Household { person, related, coverages }
}

/// Children of immigrant families mostly prefer English.
fn language_share(from: From, age: u32) -> f64 {
    let share = from.origin().prefers;
    if age < 18 { share * 0.4 } else { share }
}

fn birth_date(random: &mut Random, setting: Setting, today: NaiveDate) -> NaiveDate {
    let (youngest, oldest) = profile::of(setting).ages;
    // Two draws make the middle of the range more common than its ends.
    let age = (random.between(youngest, oldest) + random.between(youngest, oldest)) / 2;
    let days = age * 365 + age / 4 + random.between(1, 360);
    today - Days::new(u64::try_from(days).unwrap_or(0))
}

fn short_name(given: &str) -> Option<String> {
    let short = match given {
        "Eleanor" => "Nell",
        "Margaret" => "Peg",
        "Dorothy" => "Dot",
        "Kathleen" => "Kathy",
        "Judith" => "Judy",
        "Susan" => "Sue",
        "Abigail" => "Abby",
        "Walter" => "Walt",
        "Raymond" => "Ray",
        "Gerald" => "Jerry",
        "Stephen" => "Steve",
        "Theodore" => "Teddy",
        "Nathan" => "Nate",
        "Reginald" => "Reggie",
        "Clarence" => "CJ",
        "Terrence" => "Terry",
        "Loretta" => "Retta",
        "Gwendolyn" => "Gwen",
        "Jacqueline" => "Jackie",
        "Esperanza" => "Espi",
        "Graciela" => "Chela",
        "Rafael" => "Rafa",
        "Santiago" => "Santi",
        "Ernesto" => "Neto",
        "Stanisław" => "Staszek",
        "Agnieszka" => "Aga",
        "Guoqiang" => "Greg",
        "Jianhua" => "James",
        "Mykola" => "Kolya",
        "Abdirahman" => "Abdi",
        "Emmanuel" => "Manno",
        _ => return None,
    };
    Some(short.to_owned())
}

fn pronouns(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "she/her",
        Sex::Male => "he/him",
        Sex::Other | Sex::Unknown => "they/them",
    }
}

/// Numbers 555-0100 to 555-0199 are set aside for fiction in every area code.
fn phone(random: &mut Random, setting: Setting) -> String {
    let area = if setting == Setting::Aging { "608" } else { random.pick(AREA_CODES) };
    format!("+1 {area}-555-01{:02}", random.between(0, 99))
}

fn mail(given: &str, family: &str, born: NaiveDate) -> String {
    let plain = |text: &str| text.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_lowercase();
    format!("{}.{}{}@postbox.example", plain(given), plain(family), born.format("%y"))
}

fn address(random: &mut Random, setting: Setting) -> Address {
    let (towns, state) = if setting == Setting::Aging { (WISCONSIN, "WI") } else { (TOWNS, "NY") };
    let (city, postal_code) = random.pick(towns);
    let mut line = format!("{} {}", random.between(3, 940), random.pick(STREETS));
    if random.chance(0.35) {
        line.push_str(&format!(", Apt {}{}", random.between(1, 9), random.pick(&["A", "B", "C", "D"])));
    }
    let (mut city, mut postal_code) = (*city, *postal_code);
    if setting == Setting::LongTermCare {
        (city, postal_code) = ("Orchard Hill", "13698");
        line = format!("1 Orchard Hill Road, Room {}", random.between(101, 248));
    }
    Address {
        line: Some(line),
        city: Some(city.into()),
        state: Some(state.into()),
        postal_code: Some(postal_code.into()),
    }
}

fn related(
    random: &mut Random,
    person: &Person,
    from: From,
    setting: Setting,
    age: u32,
    at: DateTime<Utc>,
) -> Vec<RelatedPerson> {
    let ties: &[(&str, u32)] = match age {
        0..18 => &[("mother", 50), ("father", 25), ("grandmother", 15), ("guardian", 10)],
        18..40 => &[("mother", 30), ("partner", 30), ("sister", 20), ("friend", 20)],
        40..68 => &[("spouse", 40), ("daughter", 20), ("brother", 15), ("friend", 15), ("partner", 10)],
        _ => &[("daughter", 38), ("son", 26), ("spouse", 20), ("niece", 8), ("neighbor", 8)],
    };
    let count = match (setting, age) {
        (Setting::School, _) | (Setting::Hospice, _) => random.between(1, 2),
        (_, 0..18) => 1,
        _ => i64::from(random.chance(0.62)) + i64::from(random.chance(0.18)),
    };
    let mut known: Vec<&str> = Vec::new();
    let mut people = Vec::new();
    for _ in 0..count {
        let relationship = random.weighted(ties);
        if known.contains(&relationship) {
            continue;
        }
        known.push(relationship);
        people.push(relative(random, person, from, relationship, setting, at));
    }
    people
}

fn relative(
    random: &mut Random,
    person: &Person,
    from: From,
    relationship: &str,
    setting: Setting,
    at: DateTime<Utc>,
) -> RelatedPerson {
    let origin = from.origin();
    let woman = match relationship {
        "mother" | "grandmother" | "sister" | "daughter" | "niece" => true,
        "father" | "brother" | "son" => false,
        _ => random.chance(0.5),
    };
    let family = if matches!(relationship, "neighbor" | "friend" | "partner" | "guardian") {
        random.pick(origin.families)
    } else {
        person.family_name.as_str()
    };
    let close = !matches!(relationship, "neighbor" | "friend");
    RelatedPerson {
        id: random.id(at),
        version: 1,
        person_id: person.id,
        name: format!("{} {family}", random.pick(if woman { origin.women } else { origin.men })),
        relationship: relationship.into(),
        phone: Some(phone(random, setting)),
        is_caregiver: close && random.chance(0.7),
        may_discuss: random.chance(0.8),
        ended_on: None,
    }
}

fn coverages(random: &mut Random, person: &Person, setting: Setting, age: u32, at: DateTime<Utc>) -> Vec<Coverage> {
    use CoverageKind as K;
    let kind = match (setting, age) {
        (Setting::ManagedCare, 65..) => K::MedicareAdvantage,
        (Setting::ManagedCare, _) => random.weighted(&[(K::Medicaid, 45), (K::Hmo, 35), (K::Ppo, 20)]),
        (Setting::Refugee | Setting::Corrections, _) => random.weighted(&[(K::Medicaid, 85), (K::None, 15)]),
        (_, 65..) => random.weighted(&[(K::Medicare, 60), (K::MedicareAdvantage, 40)]),
        (_, 0..19) => random.weighted(&[(K::Medicaid, 60), (K::Hmo, 25), (K::Ppo, 15)]),
        _ => random.weighted(&[(K::Medicaid, 45), (K::Hmo, 22), (K::Ppo, 20), (K::Other, 5), (K::None, 8)]),
    };
    let mut all = vec![coverage(random, person, kind, at)];
    if age >= 65 && kind != K::MedicareAdvantage && random.chance(0.25) {
        all.push(coverage(random, person, K::Medicaid, at));
    }
    all
}

fn coverage(random: &mut Random, person: &Person, kind: CoverageKind, at: DateTime<Utc>) -> Coverage {
    let payer = match kind {
        CoverageKind::Medicare => "Medicare",
        CoverageKind::MedicareAdvantage => *random.pick(&["Valley Shield Advantage", "Empire Meadow Advantage"]),
        CoverageKind::Medicaid => *random.pick(&["New York Medicaid", "Riverkeeper Community Plan (Medicaid)"]),
        CoverageKind::Hmo => *random.pick(&["Empire Meadow HMO", "Northlight Health HMO"]),
        CoverageKind::Ppo => *random.pick(&["Northlight Choice PPO", "Guildhall Benefit PPO"]),
        CoverageKind::Other => "Harbor Workers Benefit Fund",
        CoverageKind::None => "Uninsured",
    };
    let payer = if person.address.state.as_deref() == Some("WI") {
        payer.replace("New York Medicaid", "Wisconsin Medicaid")
    } else {
        payer.to_owned()
    };
    let insured = kind != CoverageKind::None;
    Coverage {
        id: random.id(at),
        version: 1,
        person_id: person.id,
        kind,
        member_id: insured.then(|| {
            format!("{}{:08}", random.pick(&["VS", "EM", "NY", "RK", "NL"]), random.between(10_450_000, 98_700_000))
        }),
        starts_on: insured.then(|| at.date_naive() - Days::new(u64::try_from(random.between(40, 1400)).unwrap_or(0))),
        ends_on: None,
        line: line_of(kind),
        priority: Some(1),
        plan_id: insurance_plan::of_payer(&payer),
        payer,
        source: None,
    }
}

/// Which law judges authorizations of a kind of coverage, in the demo's plans.
fn line_of(kind: CoverageKind) -> Option<LineOfBusiness> {
    match kind {
        CoverageKind::MedicareAdvantage => Some(LineOfBusiness::MedicareAdvantage),
        CoverageKind::Medicaid => Some(LineOfBusiness::MedicaidMco),
        CoverageKind::Hmo => Some(LineOfBusiness::Qhp),
        CoverageKind::Ppo => Some(LineOfBusiness::Erisa),
        CoverageKind::Other => Some(LineOfBusiness::Other),
        CoverageKind::Medicare | CoverageKind::None => None,
    }
}
