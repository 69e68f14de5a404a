import { Badge, Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import { formatDay } from "@/lib/dates";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { useCodeWords } from "./words";

type Month = Schemas["BillingMonthView"];
type Document = Schemas["BillingDocumentView"];
type Proof = Schemas["BillingProofView"];

const color = { there: "teal", stated: "gray", missing: "yellow" } as const;

/** What must be in the record for each code: what is there, what somebody wrote down, and what is missing. */
export function Support({ data }: { data: Month }) {
  const { t } = useTranslation();
  const words = useCodeWords();
  if (data.support.length === 0) return null;
  return (
    <Section title={t("billing.support")}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t("billing.support_text")}
        </Text>
        {data.support.map(({ code, complete, documents }) => (
          <div key={code}>
            <Group gap="xs" mb={4}>
              <Text fw={600}>{code}</Text>
              <Text size="sm" c="dimmed">
                {words(code)}
              </Text>
              <Badge variant="light" color={complete ? "teal" : "yellow"} tt="none">
                {t(complete ? "billing.documented" : "billing.undocumented")}
              </Badge>
            </Group>
            <Rows label={t("billing.support_of", { code })}>
              {documents.map((one) => (
                <Line key={one.document} data={data} line={one} />
              ))}
            </Rows>
          </div>
        ))}
      </Stack>
    </Section>
  );
}

function Line({ data, line }: { data: Month; line: Document }) {
  const { t } = useTranslation();
  const { document, standing, records, source } = line;
  return (
    <Row
      title={t(`billing.document.${document}`)}
      detail={source}
      actions={
        <Badge variant="light" color={color[standing]} tt="none">
          {t(`billing.standing.${standing}`)}
        </Badge>
      }
    >
      {records.length > 0 && (
        <Group gap="xs">
          {standing === "missing" && <Text size="sm">{t("billing.lacks")}</Text>}
          {records.map((one) => (
            <ProofLink key={one.id} data={data} proof={one} />
          ))}
        </Group>
      )}
    </Row>
  );
}

/** Leads to the record: a note and a plan have a screen of their own, a contact and an appointment stand on the person's timeline. */
function ProofLink({ data, proof }: { data: Month; proof: Proof }) {
  const { t } = useTranslation();
  const { kind, id } = proof;
  const span = data.spans.find((one) => one.id === id);
  const text = t(`billing.proof.${kind}`, {
    day: span ? formatDay(span.starts_at, data.time_zone) : "",
  });
  if (kind === "note") {
    return (
      <Link to="/notes/$noteId" params={{ noteId: id }}>
        {text}
      </Link>
    );
  }
  if (kind === "care_plan") {
    return (
      <Link to="/care-plans/$carePlanId" params={{ carePlanId: id }}>
        {text}
      </Link>
    );
  }
  return (
    <Link
      to="/people/$personId"
      params={{ personId: data.person.id }}
      search={{ tab: "timeline", case: data.id }}
    >
      {text}
    </Link>
  );
}
