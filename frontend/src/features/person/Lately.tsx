import { Text } from "@mantine/core";
import { IconBuildingHospital, IconClipboardHeart, IconPhone, IconPhoneOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AssessmentView, ContactView, PersonOverview, StayView } from "@/api/types";
import { useScoreWords } from "@/features/assessment/words";
import { formatInstant, formatRelative } from "@/lib/dates";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";

interface LatelyProps {
  overview: PersonOverview;
  zone: string | undefined;
}

const newestBy = <T,>(items: T[], at: (item: T) => string) =>
  items.toSorted((a, b) => at(b).localeCompare(at(a)));

/** The state of things in a few lines: when somebody last spoke with the person, the stay, and how the scores stand. */
export function Lately({ overview, zone }: LatelyProps) {
  const { t } = useTranslation();
  const contacts = newestBy(
    overview.contacts.filter(({ status }) => status === "finished"),
    ({ occurred_at }) => occurred_at,
  );
  const reached = contacts.find(({ outcome }) => outcome === "reached");
  const attempt = contacts[0] && contacts[0] !== reached ? contacts[0] : undefined;
  const stay = newestBy(
    overview.stays.filter(({ status }) => status !== "cancelled"),
    ({ admitted_at }) => admitted_at,
  )[0];
  const scored = newestBy(
    overview.assessments.filter(({ score }) => score?.total != null),
    ({ performed_at }) => performed_at,
  );
  const instruments = [...new Set(scored.map(({ instrument }) => instrument))];
  return (
    <Section title={t("person.lately")}>
      <Rows label={t("person.lately")}>
        {attempt && <Contact contact={attempt} zone={zone} />}
        {reached ? (
          <Contact contact={reached} zone={zone} />
        ) : (
          <Row icon={<IconPhoneOff size={18} stroke={1.7} aria-hidden />} title={t("person.never_reached")} />
        )}
        {stay && <Stay stay={stay} zone={zone} />}
        {instruments.map((instrument) => {
          const [last, before] = scored.filter((one) => one.instrument === instrument);
          return last && <Score key={instrument} last={last} before={before} zone={zone} />;
        })}
      </Rows>
    </Section>
  );
}

function Contact({ contact, zone }: { contact: ContactView; zone: string | undefined }) {
  const { t } = useTranslation();
  const { mode, outcome, occurred_at, author, summary } = contact;
  const Icon = outcome === "reached" ? IconPhone : IconPhoneOff;
  return (
    <Row
      icon={<Icon size={18} stroke={1.7} aria-hidden />}
      title={`${t(`contact.outcomes.${outcome}`)} ${formatRelative(occurred_at)}`}
      detail={[t(`contact.modes.${mode}`), formatInstant(occurred_at, zone), author?.name]
        .filter(Boolean)
        .join(", ")}
    >
      {summary && <Text size="sm">{summary}</Text>}
    </Row>
  );
}

function Stay({ stay, zone }: { stay: StayView; zone: string | undefined }) {
  const { t } = useTranslation();
  const { facility, admitted_at, discharged_at } = stay;
  return (
    <Row
      icon={<IconBuildingHospital size={18} stroke={1.7} aria-hidden />}
      title={
        discharged_at
          ? t("person.discharged", { when: formatRelative(discharged_at) })
          : t("person.admitted", { when: formatRelative(admitted_at) })
      }
      detail={`${t(`stay.classes.${stay.class}`)}, ${facility}, ${formatInstant(discharged_at ?? admitted_at, zone)}`}
    />
  );
}

interface ScoreProps {
  last: AssessmentView;
  before: AssessmentView | undefined;
  zone: string | undefined;
}

function Score({ last, before, zone }: ScoreProps) {
  const { t } = useTranslation();
  const words = useScoreWords();
  const total = last.score?.total ?? 0;
  const earlier = before?.score?.total;
  return (
    <Row
      icon={<IconClipboardHeart size={18} stroke={1.7} aria-hidden />}
      title={
        <Link to="/assessments/$assessmentId" params={{ assessmentId: last.id }}>
          {`${last.instrument.toUpperCase()} ${[total, ...(last.score?.bands.slice(0, 1).map(words.band) ?? [])].join(", ")}`}
        </Link>
      }
      detail={[
        formatInstant(last.performed_at, zone),
        earlier != null && before
          ? t("person.score_before", { total: earlier, when: formatInstant(before.performed_at, zone) })
          : t("person.score_first"),
      ].join(" · ")}
    />
  );
}
