import { Group, Stack, Text, Title } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { IconArrowRight, IconChartBar } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { MeasureView } from "@/api/types";
import type { MeasureSearch } from "@/app/search";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { MeasureFilters } from "./MeasureFilters";
import { percent, toQuery } from "./period";
import classes from "./Measure.module.css";

const route = getRouteApi("/measures");

/** How the work goes: each rate with its fraction, target and definition, and a way to the people behind it. */
export function MeasureScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.measures"));
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const measures = useCall(
    "measure_list",
    { query: toQuery(search) },
    { placeholderData: (before) => before },
  );
  const items = measures.data?.items ?? [];
  return (
    <Stack gap="md">
      <Title order={1}>{t("nav.measures")}</Title>
      <MeasureFilters
        search={search}
        onChange={(change) => void navigate({ search: (now) => ({ ...now, ...change }), replace: true })}
      />
      {measures.error && <ProblemNotice error={measures.error} />}
      {measures.isPending && <Waiting lines={3} height={160} />}
      {measures.data && items.length === 0 && (
        <EmptyState
          icon={<IconChartBar size={36} stroke={1.5} aria-hidden />}
          title={t("measure.none")}
          text={t("measure.none_text")}
        />
      )}
      <div className={classes.tiles}>
        {items.map((measure) => (
          <Tile key={measure.code} measure={measure} search={search} />
        ))}
      </div>
    </Stack>
  );
}

function Tile({ measure, search }: { measure: MeasureView; search: MeasureSearch }) {
  const { t } = useTranslation();
  const { rate, target } = measure;
  const met = rate != null && target != null && rate >= target;
  return (
    <article className={classes.tile} aria-labelledby={`measure-${measure.code}`}>
      <Title order={2} size="h3" id={`measure-${measure.code}`}>
        {measure.title}
      </Title>
      <Group align="baseline" gap="sm">
        <span className={classes.rate} data-none={rate == null || undefined}>
          {rate == null ? t("measure.no_rate") : percent(rate)}
        </span>
        {rate != null && (
          <Text>
            {t("measure.fraction", { numerator: measure.numerator, denominator: measure.denominator })}
          </Text>
        )}
      </Group>
      {rate != null && (
        <div className={classes.bar} aria-hidden>
          <div className={classes.fill} data-met={met} style={{ width: `${Math.min(100, rate * 100)}%` }} />
          {target != null && (
            <div className={classes.target} style={{ insetInlineStart: `${target * 100}%` }} />
          )}
        </div>
      )}
      {target != null && (
        <Text
          size="sm"
          fw={600}
          c={rate == null ? "dimmed" : met ? "var(--tend-brand)" : "var(--tend-overdue)"}
        >
          {rate == null
            ? t("measure.target", { target: percent(target) })
            : t(met ? "measure.target_met" : "measure.target_missed", { target: percent(target) })}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {measure.definition}
        {measure.pending > 0 && ` ${t("measure.pending", { count: measure.pending })}`}
        {measure.excluded > 0 && ` ${t("measure.excluded", { count: measure.excluded })}`}
      </Text>
      <Link to="/measures/$code" params={{ code: measure.code }} search={search} className={classes.people}>
        {t("measure.people")} <IconArrowRight size={16} aria-hidden />
        <span className="visually-hidden">: {measure.title}</span>
      </Link>
    </article>
  );
}
