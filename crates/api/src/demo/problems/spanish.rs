//! What plans say in plain Spanish, for the printed copies of people who speak it: the programs of managed care and of the clinic.

/// Each line as plans have it, and in plain Spanish.
const LINES: &[(&str, &str)] = &[
    ("Bring A1c down and feel less tired after meals", "Bajar el azúcar y tener más fuerza después de comer"),
    ("Review glucose log and meals by phone", "Hablar por teléfono de su azúcar y sus comidas"),
    ("Arrange diabetes education class", "Buscarle una clase de diabetes"),
    ("Renew order for glucose test strips", "Pedir más tiras para medir el azúcar"),
    ("Stay out of the hospital and walk to the corner store again", "Estar en casa y caminar otra vez a la tienda"),
    ("Check daily weights and swelling by phone", "Preguntar por teléfono su peso y si se le hinchan los pies"),
    ("Book cardiology follow-up", "Hacer su cita con el doctor del corazón"),
    ("Send low-sodium meal guide in preferred language", "Mandarle una guía de comidas con poca sal"),
    ("Manage breathing at home without a trip to the emergency room", "Respirar bien en casa, sin ir a emergencias"),
    (
        "Go through COPD action plan and inhaler use by phone",
        "Ver juntos cómo usa su inhalador y qué hacer si le falta el aire",
    ),
    ("Arrange pulmonary rehabilitation intake", "Buscarle ejercicios para sus pulmones"),
    ("Check refill dates of rescue and controller inhaler", "Ver que no se le acaben sus inhaladores"),
    ("Keep blood pressure where the doctor wants it", "Tener la presión donde la quiere el doctor"),
    ("Go over home blood pressure readings", "Ver juntos la presión que mide en casa"),
    ("Order home blood pressure cuff", "Pedir un aparato para medir la presión"),
    ("Schedule pharmacist visit for medication timing", "Hacer una cita para ver a qué hora toma cada pastilla"),
    ("Keep kidneys working and avoid dialysis", "Cuidar los riñones y no llegar a la diálisis"),
    ("Review fluid, diet and medication questions", "Hablar de lo que bebe, lo que come y sus pastillas"),
    ("Confirm nephrology appointment and lab order", "Confirmar su cita de los riñones y sus pruebas de sangre"),
    ("Take every medicine as agreed without the evening muddle", "Tomar cada pastilla a su hora, sin líos en la noche"),
    ("Count pill organizer together", "Contar juntos las pastillas de la semana"),
    ("Ask pharmacy for blister packs", "Pedir a la farmacia las pastillas ya separadas por día"),
    ("Have enough to eat every day of the month", "Tener comida todos los días del mes"),
    ("Ask about food and pantry visits", "Preguntar si le alcanza la comida"),
    ("Complete SNAP recertification", "Llenar los papeles de SNAP otra vez"),
    ("Arrange delivery from the food pantry", "Pedir que le lleven comida a la casa"),
    ("Carry to term and know when to call", "Llegar bien al parto y saber cuándo llamar"),
    ("Ask about warning signs and readings", "Preguntar por su presión y por señales de peligro"),
    ("Confirm prenatal visit and ultrasound", "Confirmar su cita y el ultrasonido del bebé"),
    ("Sleep without coughing and miss no more days", "Dormir sin tos y no faltar más"),
    ("Go through asthma action plan", "Ver juntos qué hacer si le da asma"),
    ("Send home trigger checklist", "Mandarle una lista de lo que le da asma en casa"),
    ("Book rides and supplies for the coming weeks", "Pedir el transporte y lo que necesita en casa"),
];

/// A line of a plan in plain Spanish; none where nobody wrote it yet.
pub fn spanish(text: &str) -> Option<&'static str> {
    LINES.iter().find(|(line, _)| *line == text).map(|(_, spanish)| *spanish)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use domain::program::Setting;
    use domain::readability::{ReadingLanguage, TARGET_GRADE, grade};

    use super::*;
    use crate::demo::problems;

    #[test]
    fn plans_of_managed_care_and_of_the_clinic_have_every_line_in_spanish_that_is_plain() {
        for problem in [Setting::ManagedCare, Setting::Clinic].into_iter().flat_map(problems::of) {
            let lines = std::iter::once(problem.goal).chain(problem.actions.iter().map(|action| action.text));
            for line in lines {
                assert!(spanish(line).is_some(), "{line}");
            }
        }
        let all: Vec<&str> = LINES.iter().map(|(_, spanish)| *spanish).collect();
        assert!(grade(&all.join("\n"), ReadingLanguage::Spanish).unwrap() <= TARGET_GRADE);
    }
}
