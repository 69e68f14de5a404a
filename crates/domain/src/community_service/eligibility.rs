//! For whom a service is, as data, and whether a person fits by what is known of them.

use serde::{Deserialize, Serialize};

use crate::person::{CoverageKind, Sex};

crate::codes! {
    /// A condition that a service may set.
    pub enum FitCriterion {
        /// Age in years.
        Age = "age",
        /// Sex as recorded.
        Sex = "sex",
        /// The language somebody speaks.
        Language = "language",
        /// Where somebody lives.
        Area = "area",
        /// Household income against the federal poverty guideline.
        Income = "income",
        /// Coverage.
        Coverage = "coverage",
    }
}

crate::codes! {
    /// How a person stands to one condition.
    pub enum FitStanding {
        /// Met.
        Met = "met",
        /// Not met.
        NotMet = "not_met",
        /// The record does not say: ask.
        Unknown = "unknown",
    }
}

crate::codes! {
    /// Whether a person fits.
    pub enum FitVerdict {
        /// Every condition is met.
        Fits = "fits",
        /// No condition fails, and some must be asked for.
        Ask = "ask",
        /// At least one condition fails.
        DoesNotFit = "does_not_fit",
    }
}

/// For whom a service is. An empty member sets no condition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Eligibility {
    /// Lowest age in completed years.
    pub min_age: Option<i32>,
    /// Highest age in completed years.
    pub max_age: Option<i32>,
    /// For one sex only.
    pub sex: Option<Sex>,
    /// For speakers of these languages only, as primary subtags.
    pub speakers: Vec<String>,
    /// For people who live in these postal codes, or in one of the counties.
    pub postal_codes: Vec<String>,
    /// For people who live in these counties, or in one of the postal codes.
    pub counties: Vec<String>,
    /// Highest household income in percent of the federal poverty guideline.
    pub income_percent: Option<i32>,
    /// For people with one of these kinds of coverage.
    pub coverages: Vec<CoverageKind>,
    /// What else counts, in words.
    pub note: Option<String>,
}

/// What is known of a person. Nothing is guessed: what is not known is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Age in completed years.
    pub age: Option<u32>,
    /// Sex as recorded.
    pub sex: Option<Sex>,
    /// Preferred language (BCP 47).
    pub language: Option<String>,
    /// Postal code of the home.
    pub postal_code: Option<String>,
    /// County of the home.
    pub county: Option<String>,
    /// Household income in percent of the federal poverty guideline.
    pub income_percent: Option<i32>,
    /// Kinds of coverage in force; empty when none is recorded.
    pub coverages: Vec<CoverageKind>,
}

/// How a person stands to one condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// The condition.
    pub criterion: FitCriterion,
    /// How the person stands to it.
    pub standing: FitStanding,
}

impl Reason {
    /// What to say or to ask, in plain words. Repeats nothing of the person.
    pub fn tell(self) -> &'static str {
        use FitCriterion as C;
        match (self.standing, self.criterion) {
            (FitStanding::Met, C::Age) => "The age fits.",
            (FitStanding::Met, C::Sex) => "The service is for people of this sex.",
            (FitStanding::Met, C::Language) => "The service is for speakers of this language.",
            (FitStanding::Met, C::Area) => "The home is in the area served.",
            (FitStanding::Met, C::Income) => "The income is within the limit.",
            (FitStanding::Met, C::Coverage) => "The coverage is accepted.",
            (FitStanding::NotMet, C::Age) => "The age is outside the limits.",
            (FitStanding::NotMet, C::Sex) => "The service is for people of another sex.",
            (FitStanding::NotMet, C::Language) => "The service is for speakers of other languages.",
            (FitStanding::NotMet, C::Area) => "The home is outside the area served.",
            (FitStanding::NotMet, C::Income) => "The income is above the limit.",
            (FitStanding::NotMet, C::Coverage) => "The coverage is not accepted.",
            (FitStanding::Unknown, C::Age) => "How old is the person?",
            (FitStanding::Unknown, C::Sex) => "Does the person belong to the group that is served?",
            (FitStanding::Unknown, C::Language) => "Which languages does the person speak?",
            (FitStanding::Unknown, C::Area) => "In which postal code and county does the person live?",
            (FitStanding::Unknown, C::Income) => "What is the household income, in percent of the poverty guideline?",
            (FitStanding::Unknown, C::Coverage) => "Which coverage does the person have?",
        }
    }
}

/// Whether a person fits, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit {
    /// The verdict.
    pub verdict: FitVerdict,
    /// Every condition that the service sets.
    pub reasons: Vec<Reason>,
}

/// Whether a person fits: `does_not_fit` when one condition fails, else `ask` when one is not known, else `fits`.
pub fn fit(eligibility: &Eligibility, facts: &Facts) -> Fit {
    let all = [
        (FitCriterion::Age, age(eligibility, facts)),
        (FitCriterion::Sex, sex(eligibility, facts)),
        (FitCriterion::Language, language(eligibility, facts)),
        (FitCriterion::Area, area(eligibility, facts)),
        (FitCriterion::Income, income(eligibility, facts)),
        (FitCriterion::Coverage, coverage(eligibility, facts)),
    ];
    let reasons: Vec<Reason> = all
        .into_iter()
        .filter_map(|(criterion, standing)| standing.map(|standing| Reason { criterion, standing }))
        .collect();
    let has = |standing| reasons.iter().any(|reason| reason.standing == standing);
    let verdict = match (has(FitStanding::NotMet), has(FitStanding::Unknown)) {
        (true, _) => FitVerdict::DoesNotFit,
        (false, true) => FitVerdict::Ask,
        (false, false) => FitVerdict::Fits,
    };
    Fit { verdict, reasons }
}

/// The primary subtag of a language tag: `es` of `es-MX`.
pub fn primary(language: &str) -> String {
    language.split(['-', '_']).next().unwrap_or_default().to_lowercase()
}

/// The five digits by which a US postal code is compared: `13601` of `13601-2210`.
pub fn short_postal_code(code: &str) -> &str {
    let code = code.trim();
    code.split('-').next().unwrap_or(code)
}

fn stands(known: Option<bool>) -> FitStanding {
    match known {
        Some(true) => FitStanding::Met,
        Some(false) => FitStanding::NotMet,
        None => FitStanding::Unknown,
    }
}

fn age(eligibility: &Eligibility, facts: &Facts) -> Option<FitStanding> {
    let (min, max) = (eligibility.min_age, eligibility.max_age);
    min.or(max)?;
    let within = |age: u32| {
        let age = i64::from(age);
        min.is_none_or(|min| age >= i64::from(min)) && max.is_none_or(|max| age <= i64::from(max))
    };
    Some(stands(facts.age.map(within)))
}

fn sex(eligibility: &Eligibility, facts: &Facts) -> Option<FitStanding> {
    let wanted = eligibility.sex?;
    let known = facts.sex.filter(|sex| matches!(sex, Sex::Female | Sex::Male));
    Some(stands(known.map(|sex| sex == wanted)))
}

fn language(eligibility: &Eligibility, facts: &Facts) -> Option<FitStanding> {
    if eligibility.speakers.is_empty() {
        return None;
    }
    Some(stands(facts.language.as_deref().map(|language| eligibility.speakers.contains(&primary(language)))))
}

fn area(eligibility: &Eligibility, facts: &Facts) -> Option<FitStanding> {
    let same_code = |code: &str| {
        let listed = eligibility.postal_codes.iter();
        listed.map(|listed| short_postal_code(listed)).any(|listed| listed == short_postal_code(code))
    };
    let same_county = |county: &str| eligibility.counties.iter().any(|listed| same_name(listed, county));
    let by_code = (!eligibility.postal_codes.is_empty()).then(|| facts.postal_code.as_deref().map(same_code));
    let by_county = (!eligibility.counties.is_empty()).then(|| facts.county.as_deref().map(same_county));
    let asked: Vec<Option<bool>> = [by_code, by_county].into_iter().flatten().collect();
    if asked.is_empty() {
        return None;
    }
    let inside = asked.contains(&Some(true));
    let open = asked.contains(&None);
    Some(stands(if inside || !open { Some(inside) } else { None }))
}

fn same_name(one: &str, other: &str) -> bool {
    let plain = |name: &str| name.trim().to_lowercase().trim_end_matches(" county").to_owned();
    plain(one) == plain(other)
}

fn income(eligibility: &Eligibility, facts: &Facts) -> Option<FitStanding> {
    let limit = eligibility.income_percent?;
    Some(stands(facts.income_percent.map(|percent| percent <= limit)))
}

fn coverage(eligibility: &Eligibility, facts: &Facts) -> Option<FitStanding> {
    if eligibility.coverages.is_empty() {
        return None;
    }
    let accepted = |kinds: &[CoverageKind]| kinds.iter().any(|kind| eligibility.coverages.contains(kind));
    Some(stands((!facts.coverages.is_empty()).then(|| accepted(&facts.coverages))))
}
