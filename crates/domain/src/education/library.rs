//! The items that ship: our own words, short sentences, a line for each point. They say what to do and when to call, never a dose. A test
//! holds every text at the target grade or below.

use std::sync::LazyLock;

use uuid::Uuid;

use super::EducationTopic as T;
use super::{EducationContent, EducationFormat as F, EducationItem, EducationText};
use crate::readability::ReadingLanguage;

static SHIPPED: LazyLock<Vec<EducationItem>> = LazyLock::new(|| body().into_iter().chain(life()).collect());

/// The items that ship, each in its one edition.
pub fn shipped() -> &'static [EducationItem] {
    &SHIPPED
}

fn item(code: &str, (topic, format): (T, F), conditions: &[&str], en: (&str, &str), es: (&str, &str)) -> EducationItem {
    let text = |(title, body): (&str, &str)| EducationText { title: title.into(), body: body.into() };
    let texts = [(ReadingLanguage::English, text(en)), (ReadingLanguage::Spanish, text(es))].into_iter().collect();
    let conditions = conditions.iter().map(|word| (*word).to_owned()).collect();
    EducationItem {
        id: Uuid::nil(),
        version: 1,
        code: code.into(),
        edition: 1,
        content: EducationContent { topic, format, conditions, texts },
        author_id: None,
        created_at: None,
        withdrawn_at: None,
    }
}

fn body() -> Vec<EducationItem> {
    vec![
        item(
            "heart_failure_weight",
            (T::Condition, F::Checklist),
            &["heart failure", "heart"],
            (
                "Weigh yourself each day",
                "Your heart is weak. Water can stay in your body.\nStep on the scale each day when you get up. Go to the toilet first.\nWrite the number down.\nCall us the same day if you gain 3 pounds in a day. Call if you gain 5 pounds in a week.\nCall if your legs swell. Call if you need more pillows to sleep.\nCall 911 if you can't get air or if your chest hurts.",
            ),
            (
                "Pésese cada día",
                "Su corazón está débil. El agua se queda en su cuerpo.\nPésese cada día al levantarse. Vaya antes al baño.\nAnote el peso.\nLlame el mismo día si sube 3 libras en un día. Llame si sube 5 libras en una semana.\nLlame si se le hinchan los pies. Llame si usa más almohadas.\nLlame al 911 si le falta el aire o le duele el pecho.",
            ),
        ),
        item(
            "insulin_low_sugar",
            (T::Medication, F::Handout),
            &["diabetes", "insulin", "sugar"],
            (
                "When your sugar is low",
                "Insulin can make your sugar too low.\nYou may shake, sweat, or feel weak. You may feel mixed up.\nCheck your sugar if you can. Under 70 is low.\nDrink half a cup of juice. Or take four sugar tablets.\nWait 15 minutes. Check again. Do it again if you are still low.\nThen eat a small meal.\nTell us each time. We may need to change your plan.\nIf you pass out, others must call 911. They must not give you food.",
            ),
            (
                "Cuando baja el azúcar",
                "La insulina puede bajar mucho el azúcar.\nPuede temblar, sudar o sentir poca fuerza.\nMida su azúcar si puede. Menos de 70 es bajo.\nTome media taza de jugo. O cuatro tabletas de azúcar.\nEspere 15 minutos. Mida otra vez. Repita si sigue bajo.\nLuego coma algo.\nAvise cada vez que pase.\nSi se desmaya, llamen al 911. Que no le den comida.",
            ),
        ),
        item(
            "falls_at_home",
            (T::Prevention, F::Checklist),
            &["fall", "fell", "balance", "unsteady"],
            (
                "Stay safe from falls at home",
                "Take loose rugs away. Keep cords off the floor.\nLeave a light on at night.\nPut a bar and a mat in the bath.\nWear shoes that fit. Do not walk in socks.\nStand up slowly. Sit first, then stand.\nUse your cane or walker each time.\nTell us if your pills make you dizzy.\nIf you fall and hit your head, call 911.",
            ),
            (
                "Evite las caídas en casa",
                "Quite las alfombras sueltas. No deje cables en el suelo.\nDeje una luz por la noche.\nPonga una barra en el baño.\nUse zapatos firmes. No ande en medias.\nLevántese poco a poco. Primero siéntese.\nUse siempre su bastón.\nAvise si sus pastillas le dan mareo.\nSi cae y se golpea la cabeza, llame al 911.",
            ),
        ),
        item(
            "medicines_list",
            (T::Medication, F::Checklist),
            &["medication", "medicine", "polypharmacy"],
            (
                "Keep a list of your pills",
                "Write down each pill you take. Add drops, creams, and herbs.\nWrite how much, and when.\nWrite why you take it. Ask if you do not know.\nKeep the list with you. Show it at each visit.\nCross out a pill that was stopped.\nDo not stop a pill on your own. Call us first.\nIf you miss one, do not take two.",
            ),
            (
                "Tenga una lista de sus pastillas",
                "Anote cada pastilla que toma. Anote gotas, cremas y hierbas.\nAnote cuánto y a qué hora.\nAnote para qué es. Pregunte si no sabe.\nLleve la lista. Muéstrela en cada cita.\nTache lo que ya no toma.\nNo deje una pastilla por su cuenta. Llame antes.\nSi olvida una, no tome dos.",
            ),
        ),
        item(
            "wound_signs",
            (T::SelfCare, F::Handout),
            &["wound", "ulcer", "surgery", "incision"],
            (
                "Look at your wound each day",
                "Wash your hands first.\nLook at the wound when you change the pad.\nCall us the same day if it is more red or warm. Call if it swells or hurts more.\nCall if it smells bad or pus comes out.\nCall if you have a fever or the wound opens.\nKeep it clean and dry.\nIf it bleeds and does not stop, press on it and call 911.",
            ),
            (
                "Mire su herida cada día",
                "Lávese antes las manos.\nMire la herida al cambiar la gasa.\nLlame el mismo día si está más roja o caliente. Llame si se hincha o duele más.\nLlame si huele mal o sale pus.\nLlame si tiene fiebre o se abre.\nMantenga la herida limpia y seca.\nSi sangra y no para, apriete y llame al 911.",
            ),
        ),
        item(
            "asthma_plan",
            (T::SelfCare, F::Handout),
            &["asthma", "copd", "breath"],
            (
                "When asthma acts up",
                "You have two kinds of spray. One is for each day. One is for help right now.\nUse the daily one even if you feel well.\nStay away from smoke and dust.\nUse the help spray when you cough or wheeze.\nCall us if you use it more than two days in a week.\nCall 911 if the spray does not help. Call if it is hard to talk or walk.",
            ),
            (
                "Cuando el asma molesta",
                "Tiene dos sprays. Uno es para cada día. El otro es de rescate.\nUse el de cada día aunque se sienta bien.\nEvite el humo y el polvo.\nUse el de rescate si tose o le silba el pecho.\nLlame si lo usa más de dos días por semana.\nLlame al 911 si el spray no ayuda. Llame si le cuesta hablar.",
            ),
        ),
    ]
}

fn life() -> Vec<EducationItem> {
    vec![
        item(
            "hospice_comfort",
            (T::EndOfLife, F::Handout),
            &["hospice", "comfort", "terminal"],
            (
                "Signs in the last days",
                "These signs are part of dying. They are not your fault.\nThey sleep more. They eat and drink less. Do not force food.\nBreath may stop and start. It may sound wet.\nHands and feet may feel cool.\nThey may see people who are not there. Stay calm with them.\nTalk to them. They may still hear you.\nWet their lips. Hold their hand.\nCall the hospice nurse, day or night, for pain or fear. You do not need to call 911.",
            ),
            (
                "Señales de los últimos días",
                "Son parte de morir. No es culpa de usted.\nDuerme más. Come y bebe menos. No le obligue a comer.\nA ratos deja de respirar. Puede sonar húmedo.\nLas manos y los pies se ponen fríos.\nPuede ver a gente que no está. Siga en calma.\nHáblele. Tal vez aún oye.\nMoje sus labios. Tome su mano.\nLlame a la enfermera de día o de noche si hay dolor o miedo. No hace falta el 911.",
            ),
        ),
        item(
            "crisis_numbers",
            (T::Prevention, F::Handout),
            &["suicid", "self-harm", "depress", "crisis"],
            (
                "Help when it is too much",
                "You are not alone. Help is there day and night.\nCall or text 988. It is free. Press 2 for Spanish.\nIn the US you can text HOME to 741741.\nCall 911 if you may hurt yourself or others now.\nGo where you are not alone.\nPut pills and guns out of reach. Ask a friend to keep them.\nTell us. We want to know.",
            ),
            (
                "Ayuda cuando no puede más",
                "No está solo. Hay ayuda de día y de noche.\nLlame al 988. Es gratis. Marque el 2 para hablar en español.\nLlame al 911 si puede hacerse daño ahora.\nVaya a donde haya gente.\nPonga lejos las armas y las pastillas. Pida a un amigo que las guarde.\nAvise. Queremos saber.",
            ),
        ),
        item(
            "appeal_rights",
            (T::Benefits, F::Handout),
            &["denied", "denial", "appeal", "insurance", "coverage"],
            (
                "When your plan says no",
                "Your plan may say no to care. You can ask them to look again. This is your right.\nKeep the letter. It says why, and by when you must ask.\nYou can ask by phone or mail. We can help.\nAsk your doctor for a note that says why you need it.\nIf you can't wait, ask for a fast answer.\nYou may keep your care while they look. Ask for this right away.\nIf they say no again, there are more steps.",
            ),
            (
                "Cuando su seguro dice que no",
                "Su seguro puede negar algo. Usted puede pedir que lo vean de nuevo. Es su derecho.\nGuarde la carta. Dice por qué y hasta qué día.\nPida por teléfono o por carta. Le ayudamos.\nPida a su doctor una nota que diga por qué.\nSi no puede esperar, pida algo rápido.\nTal vez siga con su cuidado mientras tanto. Pregunte ya.\nSi dicen que no otra vez, hay más pasos.",
            ),
        ),
        item(
            "snap_food",
            (T::Benefits, F::Checklist),
            &["food", "hunger", "snap", "nutrition"],
            (
                "Get help to buy food",
                "SNAP gives you a card to buy food.\nYou can ask even if you work.\nYou need proof of who you are. You need proof of what you earn and what you pay.\nAsk by phone, on the web, or at the office. We can help you fill it in.\nThey must answer in 30 days. If you have no money for food, ask for help in 7 days.\nIf they say no, you can ask for a hearing.",
            ),
            (
                "Ayuda para comprar comida",
                "SNAP le da una tarjeta para comprar comida.\nPuede pedir aunque tenga trabajo.\nLleve prueba de quién es. Lleve prueba de lo que gana y de lo que paga.\nPida por teléfono o en la oficina. Le ayudamos.\nDeben contestar en 30 días. Si no tiene para comer, pida ayuda en 7 días.\nSi dicen que no, puede pedir una audiencia.",
            ),
        ),
        item(
            "sleep_better",
            (T::SelfCare, F::Handout),
            &["sleep", "insomnia"],
            (
                "Sleep better",
                "Go to bed at the same time each night. Get up at the same time too.\nKeep the room dark and cool.\nPut the phone away one hour before bed.\nNo coffee or tea after lunch.\nWalk each day, but not late.\nIf you can't sleep, get up and read. Go back when you are tired.\nTell us if it lasts more than three weeks. Tell us if you snore and stop for breath.",
            ),
            (
                "Duerma mejor",
                "Vaya a la cama a la misma hora. Salga también a la misma hora.\nTenga el cuarto oscuro y fresco.\nDeje el teléfono una hora antes.\nNo tome café por la tarde.\nCamine cada día, pero no tarde.\nSi no duerme, levántese y lea. Vuelva cuando tenga sueño.\nAvise si dura más de tres semanas. Avise si ronca mucho.",
            ),
        ),
        item(
            "tobacco_quit",
            (T::Prevention, F::Handout),
            &["tobacco", "smok", "nicotine"],
            (
                "Quit smoking, one day at a time",
                "To quit is hard. Each try helps.\nPick a day. Tell a friend.\nThrow out smokes and ash trays.\nCall 1-800-QUIT-NOW. It is free. A coach will help you.\nAsk us about gum, patch, or pills. They help a lot.\nWhen you want to smoke, wait five minutes. Drink water. Walk.\nIf you slip, start again. You have not failed.",
            ),
            (
                "Deje de fumar, día a día",
                "Dejar de fumar cuesta. Cada intento ayuda.\nElija un día. Dígalo a un amigo.\nTire todo lo que sea de fumar.\nLlame al 1-855-DÉJELO-YA. Es gratis.\nPregunte por el chicle o el parche. Ayudan mucho.\nSi quiere fumar, espere cinco minutos. Tome agua. Camine.\nSi vuelve a fumar, empiece otra vez. No ha perdido.",
            ),
        ),
    ]
}
