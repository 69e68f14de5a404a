//! What is measured at home: codes, units, what is plausible, and the range outside which somebody is asked to look.

use serde::{Deserialize, Serialize};

use crate::change::Rule;

crate::codes! {
    /// What was measured.
    pub enum ReadingKind {
        /// Body weight.
        Weight = "weight",
        /// Systolic and diastolic blood pressure.
        BloodPressure = "blood_pressure",
        /// Heart rate.
        HeartRate = "heart_rate",
        /// Oxygen saturation by pulse oximetry.
        OxygenSaturation = "oxygen_saturation",
        /// Glucose in capillary blood.
        Glucose = "glucose",
        /// Body temperature.
        Temperature = "temperature",
        /// Pain from 0 to 10.
        Pain = "pain",
    }
}

crate::codes! {
    /// Unit of a value (UCUM).
    pub enum ReadingUnit {
        /// Kilograms.
        Kilogram = "kg",
        /// Pounds.
        Pound = "[lb_av]",
        /// Millimetres of mercury.
        Mercury = "mm[Hg]",
        /// Beats per minute.
        PerMinute = "/min",
        /// Percent.
        Percent = "%",
        /// Milligrams per decilitre.
        MilligramPerDecilitre = "mg/dL",
        /// Millimoles per litre.
        MillimolePerLitre = "mmol/L",
        /// Degrees Celsius.
        Celsius = "Cel",
        /// Degrees Fahrenheit.
        Fahrenheit = "[degF]",
        /// Points of a scale.
        Score = "{score}",
    }
}

/// Kilograms of a pound.
pub const POUND: f64 = 0.453_592_37;
/// Milligrams per decilitre of a millimole of glucose per litre.
const GLUCOSE: f64 = 18.016;

/// The range in which nobody is asked to look. A bound that is not there is not watched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// Lowest value; the systolic one of a blood pressure.
    pub low: Option<f64>,
    /// Highest value.
    pub high: Option<f64>,
    /// Lowest diastolic pressure.
    pub second_low: Option<f64>,
    /// Highest diastolic pressure.
    pub second_high: Option<f64>,
}

impl ReadingKind {
    /// LOINC code. Source: the vital signs of FHIR R4 and US Core; 41653-7 is glucose by glucometer, 72514-3 pain from 0 to 10.
    pub fn loinc(self) -> &'static str {
        match self {
            Self::Weight => "29463-7",
            Self::BloodPressure => "85354-9",
            Self::HeartRate => "8867-4",
            Self::OxygenSaturation => "59408-5",
            Self::Glucose => "41653-7",
            Self::Temperature => "8310-5",
            Self::Pain => "72514-3",
        }
    }

    /// The unit in which values are kept.
    pub fn unit(self) -> ReadingUnit {
        match self {
            Self::Weight => ReadingUnit::Kilogram,
            Self::BloodPressure => ReadingUnit::Mercury,
            Self::HeartRate => ReadingUnit::PerMinute,
            Self::OxygenSaturation => ReadingUnit::Percent,
            Self::Glucose => ReadingUnit::MilligramPerDecilitre,
            Self::Temperature => ReadingUnit::Celsius,
            Self::Pain => ReadingUnit::Score,
        }
    }

    /// True when it has two values.
    pub fn is_pair(self) -> bool {
        self == Self::BloodPressure
    }

    /// A value in the unit in which it is kept, to a hundredth.
    ///
    /// # Errors
    /// `reading_unit` at `/unit`.
    pub fn canonical(self, value: f64, unit: ReadingUnit) -> Result<f64, Rule> {
        use ReadingUnit as U;
        let value = match (self, unit) {
            (Self::Weight, U::Pound) => value * POUND,
            (Self::Glucose, U::MillimolePerLitre) => value * GLUCOSE,
            (Self::Temperature, U::Fahrenheit) => (value - 32.0) / 1.8,
            (_, unit) if unit == self.unit() => value,
            _ => return Err(Rule::at("reading_unit", "/unit", "This is not measured in that unit.")),
        };
        Ok((value * 100.0).round() / 100.0)
    }

    /// What a living person can have at home, first and second value. Ours: wide enough for the sickest, narrow enough to catch a
    /// wrong unit or a slipped digit.
    pub fn plausible(self) -> [(f64, f64); 2] {
        match self {
            Self::Weight => [(0.5, 400.0); 2],
            Self::BloodPressure => [(40.0, 300.0), (20.0, 200.0)],
            Self::HeartRate => [(20.0, 300.0); 2],
            Self::OxygenSaturation => [(40.0, 100.0); 2],
            Self::Glucose => [(10.0, 1000.0); 2],
            Self::Temperature => [(25.0, 45.0); 2],
            Self::Pain => [(0.0, 10.0); 2],
        }
    }

    /// The range of somebody for whom nothing was set. Sources: blood pressure above 180/120, AHA (hypertensive crisis, 2017
    /// guideline), below 90/60, NHLBI; heart rate below 50 and above 100 per minute, ACC/AHA/HRS (bradycardia 2018, tachycardia
    /// 2015); saturation below 90 %, WHO (hypoxaemia); glucose below 70 and above 250 mg/dL, ADA Standards of Care (hypoglycaemia
    /// level 1, hyperglycaemia level 2); temperature from 38.0 and below 35.0 °C, CDC (fever, hypothermia); pain from 7, severe on the
    /// numeric scale. Weight has no range, only its gain is watched.
    pub fn default_limits(self) -> Limits {
        let range = |low, high| Limits { low, high, ..Limits::default() };
        match self {
            Self::Weight => Limits::default(),
            Self::BloodPressure => {
                Limits { low: Some(90.0), high: Some(180.0), second_low: Some(60.0), second_high: Some(120.0) }
            }
            Self::HeartRate => range(Some(50.0), Some(100.0)),
            Self::OxygenSaturation => range(Some(90.0), None),
            Self::Glucose => range(Some(70.0), Some(250.0)),
            Self::Temperature => range(Some(35.0), Some(37.9)),
            Self::Pain => range(None, Some(6.0)),
        }
    }
}
