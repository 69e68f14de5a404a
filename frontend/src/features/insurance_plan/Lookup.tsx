import { Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Coverage, CoverageLookup, Schemas } from "@/api/types";
import { money } from "@/features/measure_entry/entry";
import { formatDate } from "@/lib/dates";
import { fill, useTexts } from "@/lib/texts";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { texts } from "./texts";

interface LookupProps {
  coverage: Coverage;
  /** The kind of service that is needed. */
  category?: Schemas["ServiceCategory"] | undefined;
  code?: string | null | undefined;
  /** The service of the directory that would give it. */
  serviceId?: string | null | undefined;
  /** The organization of the directory that would, when no service is chosen. */
  organizationId?: string | null | undefined;
  /** On which day; today without it. */
  on?: string | undefined;
}

/** What the plan of a coverage says about what is being arranged. It warns, and stops nobody. */
export function Lookup({ coverage, category, code, serviceId, organizationId, on }: LookupProps) {
  const isAsked = Boolean(category ?? serviceId ?? organizationId);
  const asked = {
    ...(category && { category, ...(code?.trim() && { code: code.trim() }) }),
    ...(serviceId && { community_service_id: serviceId }),
    ...(organizationId && { community_organization_id: organizationId }),
    ...(on && { on }),
  };
  // As text, so that equal questions are asked once.
  const [question] = useDebouncedValue(JSON.stringify(asked), 300);
  const { data, error } = useCall(
    "coverage_lookup",
    { path: { id: coverage.id }, body: JSON.parse(question) as Schemas["CoverageLookup"] },
    { enabled: isAsked, placeholderData: keepPreviousData },
  );
  if (!isAsked) return null;
  if (error) return <ProblemNotice error={error} />;
  return data ? <LookupAnswer answer={data} payer={coverage.payer} /> : null;
}

/** An answer with what it rests on. */
export function LookupAnswer({ answer, payer }: { answer: CoverageLookup; payer: string }) {
  const { t, i18n } = useTranslation();
  const say = useTexts(texts);
  const { benefit, network } = answer;
  const plan = answer.plan?.name ?? payer;
  const row = benefit?.row;
  const terms = [
    row?.limit &&
      fill(say.limit, {
        amount: t("authorization.amount", {
          units: row.limit.units,
          unit: t(`authorization.unit.${row.limit.unit}`),
        }),
        period: say.periods[row.limit.period],
        used: String(benefit?.used ?? 0),
      }),
    row?.copay_cents != null && fill(say.copay_of, { amount: money(row.copay_cents, i18n.language) }),
  ].filter(Boolean);
  return (
    <Stack gap="xs" role="status">
      {benefit && (
        <Line
          warns={benefit.finding === "not_covered"}
          text={[say.finding[benefit.finding], ...terms].join("; ")}
          notes={row?.notes}
          why={fill(say.ground[benefit.ground], { plan })}
        />
      )}
      {network && (
        <Line
          warns={network.finding === "out_of_network"}
          text={[
            say.network_finding[network.finding],
            ...(network.row?.tier ? [fill(say.tier_of, { tier: network.row.tier })] : []),
          ].join("; ")}
          why={[
            fill(say.ground[network.ground], { plan }),
            ...(network.row ? [fill(say.looked_up, { on: formatDate(network.row.as_of) })] : []),
          ].join(" ")}
        />
      )}
    </Stack>
  );
}

interface LineProps {
  warns: boolean;
  text: string;
  /** What else the row says. */
  notes?: string | null | undefined;
  why: string;
}

function Line({ warns, text, notes, why }: LineProps) {
  return (
    <div>
      <Text size="sm" fw={600} c={warns ? "red" : undefined}>
        {text}
      </Text>
      {notes && <Text size="sm">{notes}</Text>}
      <Text size="sm" c="dimmed">
        {why}
      </Text>
    </div>
  );
}
