import { Badge, Group, Stack, Text, Title } from "@mantine/core";
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
import { MeasureNumber, MeasureTarget } from "./MeasureHead";
import { meets, toQuery } from "./period";
import { useMeasureTitle } from "./title";
import { useMeasureWords } from "./words";
import classes from "./Measure.module.css";

const route = getRouteApi("/measures");

type SettingCode = MeasureView["settings"][number];

/** Measures by the first setting they belong to; those of every setting first. */
export function bySetting(measures: MeasureView[]): [SettingCode | "", MeasureView[]][] {
  const groups = new Map<SettingCode | "", MeasureView[]>([["", []]]);
  for (const measure of measures) {
    const setting = measure.settings[0] ?? "";
    groups.set(setting, [...(groups.get(setting) ?? []), measure]);
  }
  return [...groups].filter(([, items]) => items.length > 0);
}

/** How the work goes: each measure with its number, target and definition, and a way to the people behind it. */
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
      {bySetting(items).map(([setting, group]) => (
        <section key={setting} aria-labelledby={`setting-${setting}`}>
          <Title order={2} size="h3" mb="sm" id={`setting-${setting}`}>
            {setting === "" ? t("measures.every_setting") : t(`code.${setting}`)}
          </Title>
          <div className={classes.tiles}>
            {group.map((measure) => (
              <Tile key={measure.code} measure={measure} search={search} />
            ))}
          </div>
        </section>
      ))}
    </Stack>
  );
}

function Tile({ measure, search }: { measure: MeasureView; search: MeasureSearch }) {
  const { t } = useTranslation();
  const { rate, target, kind } = measure;
  const title = useMeasureTitle()(measure);
  const words = useMeasureWords()(measure);
  return (
    <article className={classes.tile} aria-labelledby={`measure-${measure.code}`}>
      <Group justify="space-between" align="start" wrap="nowrap">
        <Title order={3} size="h4" id={`measure-${measure.code}`}>
          {title}
        </Title>
        {measure.uncertified && (
          <Badge variant="light" color="gray" style={{ flex: "none" }}>
            {t("measures.uncertified")}
          </Badge>
        )}
      </Group>
      <MeasureNumber measure={measure} />
      {rate != null && kind === "proportion" && (
        <div className={classes.bar} aria-hidden>
          <div
            className={classes.fill}
            data-met={target == null || meets(measure)}
            style={{ width: `${Math.min(100, rate * 100)}%` }}
          />
          {target != null && (
            <div className={classes.target} style={{ insetInlineStart: `${target * 100}%` }} />
          )}
        </div>
      )}
      <MeasureTarget measure={measure} />
      <Text size="sm" c="dimmed">
        {words.numerator} {words.denominator}
        {!!measure.pending && ` ${t("measure.pending", { count: measure.pending })}`}
        {!!measure.excluded && ` ${t("measure.excluded", { count: measure.excluded })}`}
      </Text>
      <Link to="/measures/$code" params={{ code: measure.code }} search={search} className={classes.people}>
        {t(measure.can.includes("measure_members") ? "measure.people" : "measures.open")}{" "}
        <IconArrowRight size={16} aria-hidden />
        <span className="visually-hidden">: {title}</span>
      </Link>
    </article>
  );
}
