import { Badge, Progress, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Authorization, Determination } from "@/api/types";
import { formatDate, formatInstant } from "@/lib/dates";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { statusColor } from "./fields";

/** The state that a decision leads to. */
const statusOf = { approve: "approved", approve_part: "partly_approved", deny: "denied" } as const;

/** What was decided, why, by whom, and on which criteria it rests. */
export function Decisions({ request }: { request: Authorization }) {
  const { t } = useTranslation();
  const { determinations, extension, appeal_by: appealBy } = request;
  return (
    <Section title={t("authorization.decisions")}>
      {determinations.length === 0 && <Text c="dimmed">{t("authorization.decisions_none")}</Text>}
      <Rows>
        {determinations.map((found, index) => (
          <Decision key={index} found={found} request={request} />
        ))}
      </Rows>
      {extension && (
        <Text size="sm" mt="xs">
          {t("authorization.extended", {
            count: extension.days,
            ground: t(`authorization.ground.${extension.ground}`),
            words: extension.words,
          })}
        </Text>
      )}
      {appealBy && <Text mt="xs">{t("authorization.appeal_by", { on: formatDate(appealBy) })}</Text>}
    </Section>
  );
}

function Decision({ found, request }: { found: Determination; request: Authorization }) {
  const { t } = useTranslation();
  const basis = found.criteria ? request.criteria[found.criteria - 1] : undefined;
  return (
    <Row
      title={
        found.reason
          ? t(`authorization.reason.${found.reason}`)
          : t("authorization.amount", {
              units: found.units,
              unit: t(`authorization.unit.${request.summary.unit}`),
            })
      }
      detail={[
        found.by.name,
        formatInstant(found.at),
        found.from &&
          found.to &&
          t("authorization.from_to", { from: formatDate(found.from), to: formatDate(found.to) }),
        found.on_appeal && t("authorization.on_appeal"),
      ]
        .filter(Boolean)
        .join(" · ")}
      actions={
        <Badge variant="light" color={statusColor[statusOf[found.verdict]]}>
          {t(`authorization.status.${statusOf[found.verdict]}`)}
        </Badge>
      }
    >
      {found.words && <Text size="sm">{found.words}</Text>}
      {basis && (
        <Text size="sm">
          {t("authorization.driven_by", {
            product: basis.product,
            version: basis.version,
            subset: basis.subset,
            outcome: t(`authorization.criteria_outcome.${basis.outcome}`),
          })}
        </Text>
      )}
    </Row>
  );
}

/** Approved against used units, and what to look at before the service stops. */
export function Units({ request }: { request: Authorization }) {
  const { t } = useTranslation();
  const { units, unit } = request.summary;
  const label = t("authorization.units_left", { left: units.left, of: units.authorized });
  return (
    <Section title={t("authorization.units")}>
      <Text>
        {label} ({t(`authorization.unit.${unit}`)})
      </Text>
      <Progress
        value={(units.used * 100) / units.authorized}
        my="xs"
        aria-label={label}
        color={units.warnings.length > 0 ? "yellow" : "teal"}
      />
      {units.warnings.map((warning) => (
        <Text key={warning} size="sm">
          {t(`authorization.warning.${warning}`)}
        </Text>
      ))}
      <Rows>
        {request.uses.map((use, index) => (
          <Row
            key={index}
            title={t("authorization.amount", { units: use.units, unit: t(`authorization.unit.${unit}`) })}
            detail={`${formatDate(use.on)} · ${use.by.name}`}
          />
        ))}
      </Rows>
    </Section>
  );
}
