//! What the file of disclosures says to the person who asks for it, in English and in Spanish: for codes the words of the web app, which
//! `frontend/src/features/consent/words.test.ts` holds to these; the heads of the columns are the file's own.

use domain::consent::{DisclosedContent, DisclosureBasis, DisclosurePurpose, RecipientClass, SensitiveLabel};
use domain::readability::ReadingLanguage;

/// A text in English and in Spanish.
pub(super) type Words = (&'static str, &'static str);

/// The text in a language.
pub(super) fn say((english, spanish): Words, language: ReadingLanguage) -> &'static str {
    match language {
        ReadingLanguage::English => english,
        ReadingLanguage::Spanish => spanish,
    }
}

pub(super) const COLUMNS: [Words; 8] = [
    ("When", "Cuándo"),
    ("Who got it", "Quién lo recibió"),
    ("What they are", "Qué es"),
    ("What went out", "Qué salió"),
    ("Specially protected", "Especialmente protegido"),
    ("For what", "Para qué"),
    ("On which ground", "Con qué base"),
    ("The law wants it told", "La ley pide informarlo"),
];

pub(super) const YES: Words = ("yes", "sí");
pub(super) const NO: Words = ("no", "no");
pub(super) const CUT: Words =
    ("Older disclosures are not in this file. Ask for them.", "Lo que salió antes no está en este archivo. Pídalo.");

pub(super) fn content(code: DisclosedContent) -> Words {
    match code {
        DisclosedContent::Referral => ("Referral", "Derivación"),
        DisclosedContent::ContactData => ("Name and phone", "Nombre y teléfono"),
        DisclosedContent::Authorization => ("Request for authorization", "Solicitud de autorización"),
        DisclosedContent::Appeal => ("Appeal", "Apelación"),
        DisclosedContent::Transition => ("Hospital stay and what comes next", "Estancia en el hospital y lo que sigue"),
    }
}

pub(super) fn class(code: RecipientClass) -> Words {
    match code {
        RecipientClass::Person => ("The person", "La persona"),
        RecipientClass::Family => ("Family", "Familia"),
        RecipientClass::Provider => ("Provider", "Proveedor"),
        RecipientClass::Facility => ("Facility", "Centro"),
        RecipientClass::Payer => ("Payer", "Pagador"),
        RecipientClass::Community => ("Community service", "Servicio comunitario"),
        RecipientClass::School => ("School", "Escuela"),
        RecipientClass::Legal => ("Court or lawyer", "Tribunal o abogado"),
    }
}

pub(super) fn purpose(code: DisclosurePurpose) -> Words {
    match code {
        DisclosurePurpose::Treatment => ("Treatment", "Tratamiento"),
        DisclosurePurpose::Payment => ("Payment", "Pago"),
        DisclosurePurpose::Operations => ("Operations", "Operaciones"),
        DisclosurePurpose::CareCoordination => ("Coordination", "Coordinación"),
        DisclosurePurpose::Legal => ("Legal", "Legal"),
        DisclosurePurpose::Education => ("School", "Escuela"),
        DisclosurePurpose::Housing => ("Housing", "Vivienda"),
        DisclosurePurpose::Emergency => ("Emergency", "Emergencia"),
    }
}

pub(super) fn label(code: SensitiveLabel) -> Words {
    match code {
        SensitiveLabel::SubstanceUse => ("Substance use treatment", "Tratamiento por consumo de sustancias"),
        SensitiveLabel::PsychotherapyNotes => ("Psychotherapy notes", "Notas de psicoterapia"),
        SensitiveLabel::Behavioral => ("Behavioral health", "Salud mental"),
        SensitiveLabel::Hiv => ("HIV", "VIH"),
        SensitiveLabel::DomesticViolence => ("Violence and abuse", "Violencia y maltrato"),
        SensitiveLabel::EducationRecord => ("School records", "Expediente escolar"),
    }
}

pub(super) fn basis(code: DisclosureBasis) -> Words {
    match code {
        DisclosureBasis::RightOfAccess => {
            ("The person's own right (45 CFR 164.524)", "Derecho de la persona (45 CFR 164.524)")
        }
        DisclosureBasis::HipaaTpo => {
            ("Treatment, payment, operations (45 CFR 164.506)", "Tratamiento, pago, operaciones (45 CFR 164.506)")
        }
        DisclosureBasis::HipaaAuthorization => ("Authorization (45 CFR 164.508)", "Autorización (45 CFR 164.508)"),
        DisclosureBasis::HipaaFamily => {
            ("Family with agreement (45 CFR 164.510)", "Familia con acuerdo (45 CFR 164.510)")
        }
        DisclosureBasis::HipaaEmergency => ("Serious threat (45 CFR 164.512)", "Amenaza grave (45 CFR 164.512)"),
        DisclosureBasis::Part2Consent => ("Consent under 42 CFR part 2", "Consentimiento de 42 CFR parte 2"),
        DisclosureBasis::Part2Emergency => ("Medical emergency (42 CFR 2.51)", "Emergencia médica (42 CFR 2.51)"),
        DisclosureBasis::FerpaOfficial => ("School official (34 CFR 99.31)", "Personal escolar (34 CFR 99.31)"),
        DisclosureBasis::FerpaConsent => ("Consent (34 CFR 99.30)", "Consentimiento (34 CFR 99.30)"),
        DisclosureBasis::FerpaEmergency => ("Health or safety (34 CFR 99.36)", "Salud o seguridad (34 CFR 99.36)"),
        DisclosureBasis::HmisOperations => ("Administration (HMIS standards)", "Administración (normas HMIS)"),
        DisclosureBasis::HmisConsent => ("Consent (HMIS standards)", "Consentimiento (normas HMIS)"),
        DisclosureBasis::HmisEmergency => ("Serious threat (HMIS standards)", "Amenaza grave (normas HMIS)"),
        DisclosureBasis::VawaRelease => ("Written release (34 U.S.C. 12291)", "Permiso escrito (34 U.S.C. 12291)"),
    }
}
