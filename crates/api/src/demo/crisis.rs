//! What people of the demo wrote into their crisis plans, in English and in Spanish.

use domain::crisis_plan::{CrisisContact, CrisisContent};

use super::random::Random;

struct Words {
    warning_signs: &'static [&'static str],
    coping: &'static [&'static str],
    distractions: &'static [&'static str],
    helpers: &'static [&'static str],
    professionals: &'static [(&'static str, &'static str)],
    means_safety: &'static [&'static str],
    reasons_for_living: &'static [&'static str],
    copies: &'static [&'static str],
}

const ENGLISH: Words = Words {
    warning_signs: &[
        "I stop answering the phone.",
        "I lie awake past three and my thoughts go in circles.",
        "I think everybody would be better off without me.",
        "I skip meals and don't open the curtains.",
        "I want to drink so that it goes quiet.",
        "I snap at the kids over nothing.",
    ],
    coping: &[
        "Cold water on my face, then slow breaths with the long exhale.",
        "Walk the dog around the block, even when it rains.",
        "Put on the old soul records and sing along.",
        "Write down three things I can see and hear.",
        "Crochet until my hands are calm.",
        "Read one psalm out loud.",
    ],
    distractions: &[
        "The library on Main Street",
        "My neighbor's porch",
        "The coffee shop by the bus stop",
        "Sunday choir",
        "My cousin, who always talks about baseball",
    ],
    helpers: &["My sister", "My friend from church", "My sponsor", "My brother-in-law", "My old foreman"],
    professionals: &[
        ("My therapist at Harbor Behavioral", "Mon to Fri, 9 am to 5 pm"),
        ("Mobile crisis team of the county", "24 hours"),
        ("My psychiatrist's office", "Mon to Thu, 8 am to 4 pm"),
        ("Emergency department, Harbor General", "24 hours"),
    ],
    means_safety: &[
        "My sister keeps my extra pills and gives me one week at a time.",
        "The gun is at my brother's place, locked, and he has the key.",
        "No alcohol in the house.",
        "The pharmacy fills two weeks at most.",
        "We talked about it; there is nothing within reach.",
    ],
    reasons_for_living: &[
        "My daughter's graduation in June",
        "My grandson, who wants to fish with me",
        "Nobody else would feed the cats",
        "I promised my mother",
        "The garden in spring",
    ],
    copies: &["My sister", "On my fridge", "My wallet", "My therapist"],
};

const SPANISH: Words = Words {
    warning_signs: &[
        "Dejo de contestar el teléfono.",
        "No duermo y pienso lo mismo toda la noche.",
        "Siento que soy una carga para todos.",
        "No como y no abro las cortinas.",
    ],
    coping: &[
        "Me lavo la cara con agua fría y respiro despacio.",
        "Salgo a caminar con el perro.",
        "Pongo música de mi tierra y canto.",
        "Rezo un rosario.",
    ],
    distractions: &[
        "La biblioteca del centro",
        "La casa de mi vecina",
        "El coro del domingo",
        "El parque con los niños",
    ],
    helpers: &["Mi hermana", "Mi comadre", "Mi hijo mayor", "Mi amiga de la iglesia"],
    professionals: &[
        ("Mi terapeuta de Harbor Behavioral", "Lunes a viernes, de 9 a 5"),
        ("Equipo móvil de crisis del condado", "24 horas"),
        ("Sala de emergencias, Harbor General", "24 horas"),
    ],
    means_safety: &[
        "Mi hermana guarda mis pastillas y me da las de una semana.",
        "No hay alcohol en la casa.",
        "Lo hablamos; no hay nada a mi alcance.",
    ],
    reasons_for_living: &["Mis hijos", "La boda de mi sobrina", "Quiero volver a ver mi pueblo", "Mi nieto"],
    copies: &["Mi hermana", "En el refrigerador", "Mi terapeuta"],
};

fn lines(random: &mut Random, words: &[&'static str], least: i64, most: i64) -> Vec<String> {
    let count = usize::try_from(random.between(least, most)).unwrap_or(1);
    random.sample(words, count).into_iter().map(str::to_owned).collect()
}

fn phone(random: &mut Random) -> Option<String> {
    Some(format!("+1 518-555-01{:02}", random.between(0, 99)))
}

/// A plan in the language of the person.
pub fn content(random: &mut Random, language: &str) -> CrisisContent {
    let words = if language.starts_with("es") { &SPANISH } else { &ENGLISH };
    let mut people = |words: &[&'static str], least, most, phones: f64| -> Vec<CrisisContact> {
        let names = lines(random, words, least, most);
        let contact =
            |name| CrisisContact { name, phone: if random.chance(phones) { phone(random) } else { None }, hours: None };
        names.into_iter().map(contact).collect()
    };
    let (distractions, helpers) = (people(words.distractions, 1, 3, 0.2), people(words.helpers, 1, 3, 1.0));
    let professionals = random.sample(words.professionals, 2).into_iter().map(|(name, hours)| CrisisContact {
        name: name.into(),
        phone: phone(random),
        hours: Some(hours.into()),
    });
    let professionals = professionals.collect();
    CrisisContent {
        warning_signs: lines(random, words.warning_signs, 2, 4),
        coping: lines(random, words.coping, 2, 3),
        distractions,
        helpers,
        professionals,
        means_safety: lines(random, words.means_safety, 1, 2),
        reasons_for_living: lines(random, words.reasons_for_living, 1, 3),
        copies: lines(random, words.copies, 1, 3),
    }
}

/// Somebody new whom the person can ask for help.
pub fn one_more_helper(random: &mut Random, language: &str) -> CrisisContact {
    let name = if language.starts_with("es") { "Mi compañero de trabajo" } else { "My friend from work" };
    CrisisContact { name: name.into(), phone: phone(random), hours: None }
}
