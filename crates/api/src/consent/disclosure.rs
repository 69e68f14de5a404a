//! The accounting of disclosures: what went out about a person, to whom, for what and on which ground.

use actix_web::{HttpResponse, get, web};
use chrono::{DateTime, Months, Utc};
use chrono_tz::Tz;
use domain::access::cap;
use domain::consent::{ACCOUNTING_YEARS, Disclosure};
use domain::readability::ReadingLanguage;
use persistence::Tx;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::words::{self, say};
use crate::app::State;
use crate::http::code::{
    DisclosedContentCode, DisclosureBasisCode, DisclosureNoticeCode, DisclosurePurposeCode, RecipientClassCode,
    SensitiveLabelCode,
};
use crate::http::page::ListQuery;
use crate::http::{Allowed, Answer, Cursor, Page, Problem, Query, csv};
use crate::program::Ref;

/// Something that went out.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisclosureView {
    id: Uuid,
    at: DateTime<Utc>,
    /// The colleague; null when a partner opened a link.
    by: Option<Ref>,
    recipient_class: RecipientClassCode,
    recipient_name: Option<String>,
    content: DisclosedContentCode,
    /// The record it was of; the link, when one was opened.
    record_id: Uuid,
    labels: Vec<SensitiveLabelCode>,
    purpose: DisclosurePurposeCode,
    basis: DisclosureBasisCode,
    notices: Vec<DisclosureNoticeCode>,
    consent_id: Option<Uuid>,
    consent_version: Option<i32>,
    /// True when the law wants it told to the person who asks.
    owed: bool,
}

fn view(tx: &Tx, disclosure: Disclosure) -> DisclosureView {
    let by_partner = disclosure.operation.starts_with("partner_");
    let by = Ref { id: disclosure.by_id, name: tx.directory().name(disclosure.by_id).to_owned() };
    DisclosureView {
        owed: disclosure.is_owed(),
        by: Some(by).filter(|_| !by_partner),
        id: disclosure.id,
        at: disclosure.at,
        recipient_class: disclosure.recipient_class.into(),
        recipient_name: disclosure.recipient_name,
        content: disclosure.content.into(),
        record_id: disclosure.record_id,
        labels: disclosure.labels.into_iter().map(Into::into).collect(),
        purpose: disclosure.purpose.into(),
        basis: disclosure.basis.into(),
        notices: disclosure.notices.into_iter().map(Into::into).collect(),
        consent_id: disclosure.consent_id,
        consent_version: disclosure.consent_version,
    }
}

/// Since when a person may ask.
fn since(now: DateTime<Utc>) -> DateTime<Utc> {
    now.checked_sub_months(Months::new(12 * ACCOUNTING_YEARS)).unwrap_or(DateTime::UNIX_EPOCH)
}

/// What went out about a person in the last six years, newest first.
#[utoipa::path(tag = "consent", operation_id = "disclosure_list", params(("id" = Uuid, Path), ListQuery), responses((status = 200, body = Page<DisclosureView>)))]
#[get("/people/{id}/disclosures")]
pub async fn disclosure_list(
    access: Allowed<cap::DisclosureRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<ListQuery>,
) -> Result<Answer<Page<DisclosureView>>, Problem> {
    let before: Option<(DateTime<Utc>, Uuid)> = Cursor::key(query.cursor.as_ref())?;
    let page = state.store.read(&access, async |tx| {
        let rows = tx.disclosures_of(*id, since(tx.now()), before, query.limit.probe()).await?;
        Ok(Page::new(rows, query.limit, |row| (row.at, row.id), |row| view(tx, row)))
    });
    Ok(Answer::ok(page.await?))
}

/// Bound of a file. Ours.
const MOST_LINES: i64 = 10_000;

fn line(disclosure: &Disclosure, zone: Tz, language: ReadingLanguage) -> String {
    let say = |words| say(words, language);
    let labels: Vec<&str> = disclosure.labels.iter().map(|code| say(words::label(*code))).collect();
    csv::row([
        disclosure.at.with_timezone(&zone).format("%Y-%m-%d %H:%M %Z").to_string().as_str(),
        disclosure.recipient_name.as_deref().unwrap_or_default(),
        say(words::class(disclosure.recipient_class)),
        say(words::content(disclosure.content)),
        labels.join(", ").as_str(),
        say(words::purpose(disclosure.purpose)),
        say(words::basis(disclosure.basis)),
        say(if disclosure.is_owed() { words::YES } else { words::NO }),
    ])
}

/// What went out about a person in the last six years as a CSV file in their language, for who asks for it (45 CFR 164.528).
#[utoipa::path(tag = "consent", operation_id = "disclosure_export", params(("id" = Uuid, Path)), responses((status = 200, content((String = "text/csv")))))]
#[get("/people/{id}/disclosures/export")]
pub async fn disclosure_export(
    access: Allowed<cap::DisclosureRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let read = state.store.read(&access, async |tx| {
        let language = ReadingLanguage::of(&tx.person(*id).await?.language);
        let rows = tx.disclosures_of(*id, since(tx.now()), None, MOST_LINES + 1).await?;
        Ok(file(&rows, tx.directory().main_zone(), language))
    });
    Ok(csv::file("disclosures.csv", read.await?))
}

/// The file, with times as the organization's clocks show them. One that is cut says so: it looks whole otherwise.
fn file(rows: &[Disclosure], zone: Tz, language: ReadingLanguage) -> String {
    let most = usize::try_from(MOST_LINES).unwrap_or(usize::MAX);
    let head = csv::row(words::COLUMNS.map(|words| say(words, language)));
    let lines: String = rows.iter().take(most).map(|row| line(row, zone, language)).collect();
    let cut = (rows.len() > most).then(|| csv::row([say(words::CUT, language)]));
    format!("{head}{lines}{}", cut.unwrap_or_default())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use domain::consent::{DisclosedContent, DisclosureBasis, DisclosurePurpose, RecipientClass, SensitiveLabel};

    use super::*;

    #[test]
    fn a_person_may_ask_for_six_years() {
        let now: DateTime<Utc> = "2026-03-10T15:00:00Z".parse().unwrap();
        assert_eq!(since(now).to_rfc3339(), "2020-03-10T15:00:00+00:00");
    }

    fn disclosure() -> Disclosure {
        Disclosure {
            id: Uuid::from_u128(1),
            version: 1,
            person_id: Uuid::from_u128(2),
            at: "2026-03-10T15:00:00Z".parse().unwrap(),
            by_id: Uuid::from_u128(3),
            operation: "referral_send".into(),
            recipient_class: RecipientClass::Provider,
            recipient_name: None,
            content: DisclosedContent::Referral,
            record_id: Uuid::from_u128(4),
            labels: Vec::new(),
            purpose: DisclosurePurpose::Treatment,
            basis: DisclosureBasis::HipaaTpo,
            notices: Vec::new(),
            consent_id: None,
            consent_version: None,
        }
    }

    #[test]
    fn a_file_says_everything_in_words_of_the_persons_language() {
        let told = Disclosure { labels: vec![SensitiveLabel::Hiv, SensitiveLabel::SubstanceUse], ..disclosure() };
        let said = |language| file(std::slice::from_ref(&told), chrono_tz::UTC, language);
        let english = said(ReadingLanguage::English);
        assert!(english.starts_with("\"When\",\"Who got it\""), "{english}");
        assert!(
            english.contains("\"Provider\",\"Referral\",\"HIV, Substance use treatment\",\"Treatment\""),
            "{english}"
        );
        let spanish = said(ReadingLanguage::Spanish);
        assert!(
            spanish.contains("\"Proveedor\",\"Derivación\",\"VIH, Tratamiento por consumo de sustancias\""),
            "{spanish}"
        );
        assert!(spanish.ends_with("\"sí\"\r\n"), "{spanish}");
    }

    #[test]
    fn a_file_tells_local_times_and_whether_it_is_cut() {
        let zone = chrono_tz::America::New_York;
        let whole = file(&vec![disclosure(); 10_000], zone, ReadingLanguage::English);
        assert!(whole.lines().nth(1).unwrap().starts_with("\"2026-03-10 11:00 EDT\""));
        assert_eq!(whole.lines().count(), 10_001);
        let cut = file(&vec![disclosure(); 10_001], zone, ReadingLanguage::English);
        assert_eq!(cut.lines().count(), 10_002);
        assert!(cut.ends_with("\"Older disclosures are not in this file. Ask for them.\"\r\n"));
    }
}
