import { Badge, Group, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { MeasureView } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { figureIn, inUnit, meets, plain } from "./period";
import { useMeasureWords } from "./words";
import classes from "./Measure.module.css";

/** The number of a measure with what stands beside it. */
export function MeasureNumber({ measure }: { measure: MeasureView }) {
  const { t } = useTranslation();
  const { rate, lacking } = measure;
  if (lacking.length > 0) return <Lacking measure={measure} />;
  if (measure.suppressed) return <Text c="dimmed">{t("measures.hidden_few")}</Text>;
  return (
    <Group align="baseline" gap="sm">
      <span className={classes.rate} data-none={rate == null || undefined}>
        <Value measure={measure} />
      </span>
      {rate != null && measure.numerator != null && (
        <Text>
          <Fraction measure={measure} />
        </Text>
      )}
    </Group>
  );
}

function Value({ measure: { rate, kind, denominator } }: { measure: MeasureView }) {
  const { t } = useTranslation();
  const days = kind === "median_days";
  const some = (denominator ?? 0) > 0;
  if (rate == null) return days && some ? t("measures.median_none") : t("measure.no_rate");
  return days ? t("measures.days", { value: plain(rate) }) : inUnit(kind, rate);
}

function Fraction({ measure: { kind, numerator, denominator, base } }: { measure: MeasureView }) {
  const { t } = useTranslation();
  const counted = kind === "ratio" || kind === "per_100" || kind === "per_1000" ? base : denominator;
  const [numbers, of] = [plain(numerator ?? 0), plain(counted ?? 0)];
  const fraction = t("measure.fraction", { numerator: numbers, denominator: of });
  return kind === "proportion" || kind === "median_days"
    ? fraction
    : `${fraction} · ${t(`measures.kinds.${kind}`)}`;
}

/** What a measure cannot say because nobody records its facts. */
function Lacking({ measure }: { measure: MeasureView }) {
  const { t } = useTranslation();
  const facts = measure.lacking.map((kind) => t(`measures.facts.${kind}`)).join(", ");
  return <Text c="dimmed">{t("measures.lacking", { facts })}</Text>;
}

/** The target, and which way is better. */
export function MeasureTarget({ measure }: { measure: MeasureView }) {
  const { t } = useTranslation();
  const { rate, target, kind, better } = measure;
  if (target == null) return better === "lower" ? <Text size="sm">{t("measures.better_lower")}</Text> : null;
  const met = meets(measure);
  const words = rate == null ? "measure.target" : met ? "measure.target_met" : "measure.target_missed";
  return (
    <Text size="sm" fw={600} c={rate == null ? "dimmed" : met ? "var(--tend-brand)" : "var(--tend-overdue)"}>
      {t(words, { target: inUnit(kind, target) })}
      {better === "lower" && ` · ${t("measures.better_lower")}`}
    </Text>
  );
}

/** How a measure is counted, where it comes from, and what stands beside its number. */
export function MeasureHow({ measure }: { measure: MeasureView }) {
  const { t } = useTranslation();
  const said = useMeasureWords()(measure);
  const rows: [string, string][] = [
    [t("measures.reached"), said.numerator],
    [t("measures.counted"), said.denominator],
    ...(said.exclusions ? [[t("measures.left_out"), said.exclusions] as [string, string]] : []),
    [t("measures.number"), measure.source],
    [t("measures.source"), measure.published],
    ...(measure.aligns_with ? [[t("measures.aligns_with"), measure.aligns_with] as [string, string]] : []),
  ];
  return (
    <Stack gap="xs">
      <Title order={2} size="h3">
        {t("measures.how")}
      </Title>
      <dl className={classes.how}>
        {rows.map(([label, words]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      {measure.versions.map((version) => (
        <Text size="sm" key={version.words}>
          {t("measures.version_from", {
            day: version.valid_from ? formatDate(version.valid_from) : "",
            words: version.words,
          })}
        </Text>
      ))}
      {measure.uncertified && (
        <Group gap={8}>
          <Badge variant="light" color="yellow">
            {t("measures.uncertified")}
          </Badge>
          <Text size="sm">{t("measures.uncertified_text")}</Text>
        </Group>
      )}
    </Stack>
  );
}

/** The figures beside a measure's number. */
export function MeasureFigures({ measure }: { measure: MeasureView }) {
  const { t } = useTranslation();
  const figures = measure.figures.filter(({ value }) => value != null);
  if (figures.length === 0 || measure.lacking.length > 0) return null;
  return (
    <dl className={classes.figures}>
      {figures.map(({ code, value }) => (
        <div key={code}>
          <dt>{t(`measures.figures.${code}`)}</dt>
          <dd>{figureIn(code, value ?? 0)}</dd>
        </div>
      ))}
    </dl>
  );
}
