import { Anchor, Group, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import {
  IconAlertTriangle,
  IconArrowRight,
  IconCircleCheck,
  IconCircleDashed,
  IconTargetArrow,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { MeasureBoard, MeasureTile } from "@/api/types";
import { useMeasureTitle } from "@/features/measure/title";
import { useDefinition } from "@/features/measure/words";
import { useCapability } from "@/app/me";
import { formatDate } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { fromFirst, isDrawn, monthName, numberOf, peopleOf } from "./boards";
import { ControlChart } from "./ControlChart";
import { CourseTable, useNote } from "./CourseTable";
import classes from "./Board.module.css";

const standings = {
  on_target: IconCircleCheck,
  off_target: IconAlertTriangle,
  nothing_counted: IconCircleDashed,
  no_target: IconCircleDashed,
} as const;

interface BoardTileProps {
  tile: MeasureTile;
  board: MeasureBoard;
  asTable: boolean;
  onTarget: () => void;
}

/** One measure: its number against the target, its course, and the way to the people behind it. */
export function BoardTile({ tile, board, asTable, onTarget }: BoardTileProps) {
  const { t } = useTranslation();
  const may = useCapability();
  const title = useMeasureTitle()({ code: tile.measure, title: tile.title });
  const words = useDefinition()(tile);
  const id = `tile-${tile.measure}`;
  return (
    <article className={classes.tile} aria-labelledby={id}>
      <Title order={2} size="h3" id={id}>
        {title}
      </Title>
      <Group align="baseline" gap="sm">
        {tile.suppressed && <Text c="dimmed">{t("measures.hidden_few")}</Text>}
        {tile.lacking.length === 0 && !tile.suppressed && (
          <span className={classes.number} data-none={tile.value == null || undefined}>
            {tile.value == null ? t("measure.no_rate") : numberOf(tile.value, tile.share)}
          </span>
        )}
        {tile.value != null && tile.numerator != null && tile.share && (
          <Text>{t("measure.fraction", { numerator: tile.numerator, denominator: tile.denominator })}</Text>
        )}
      </Group>
      <Standing tile={tile} />
      <Course tile={tile} asTable={asTable} />
      <Beside tile={tile} />
      <Group gap="xs" justify="space-between" className={classes.owner}>
        <Owner tile={tile} />
        {may("measure_target_write") && (
          <ActionButton
            can={board.can}
            operation="measure_target_create"
            variant="subtle"
            size="compact-md"
            leftSection={<IconTargetArrow size={16} aria-hidden />}
            onClick={onTarget}
            data-noprint
          >
            {t("target.set")}
            <span className="visually-hidden">: {title}</span>
          </ActionButton>
        )}
      </Group>
      <div className={classes.foot}>
        <details className={classes.definition}>
          <summary>
            {t("board.definition")}
            <span className="visually-hidden">: {title}</span>
          </summary>
          <Text size="sm">
            {words} {t("board.source", { source: tile.source })}
            {!!tile.pending && ` ${t("measure.pending", { count: tile.pending })}`}
            {!!tile.excluded && ` ${t("measure.excluded", { count: tile.excluded })}`}
          </Text>
        </details>
        {tile.can.includes("measure_members") && (
          <Link
            to="/measures/$code"
            params={{ code: tile.measure }}
            search={peopleOf(board)}
            className={classes.people}
            data-noprint
          >
            {t("measure.people")} <IconArrowRight size={16} aria-hidden />
            <span className="visually-hidden">: {title}</span>
          </Link>
        )}
      </div>
    </article>
  );
}

/** The course as a chart or, with the same numbers, as a table. */
function Course({ tile, asTable }: { tile: MeasureTile; asTable: boolean }) {
  const { t } = useTranslation();
  const title = useMeasureTitle()({ code: tile.measure, title: tile.title });
  if (tile.lacking.length > 0) return null;
  if (fromFirst(tile.months).length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("board.no_course")}
      </Text>
    );
  }
  if (asTable) return <CourseTable tile={tile} />;
  if (!isDrawn(tile.months)) {
    return (
      <Text size="sm" c="dimmed">
        {t("board.few_course")}
      </Text>
    );
  }
  return (
    <>
      <ControlChart tile={tile} label={t("board.course_of", { title })} />
      <Signals tile={tile} />
    </>
  );
}

/** How the number stands to its target: by shape, word and colour. */
function Standing({ tile }: { tile: MeasureTile }) {
  const { t } = useTranslation();
  if (tile.suppressed) return null;
  const Icon = standings[tile.standing];
  if (tile.lacking.length > 0) {
    const facts = tile.lacking.map((kind) => t(`measures.facts.${kind}`)).join(", ");
    return <Text c="dimmed">{t("measures.lacking", { facts })}</Text>;
  }
  return (
    <div className={classes.standing} data-standing={tile.standing}>
      <Icon size={18} aria-hidden />
      <span>
        {tile.target == null
          ? t("board.no_target")
          : t(`board.standing.${tile.standing}`, { target: numberOf(tile.target, tile.share) })}
        {tile.lower_is_better && ` ${t("board.lower_is_better")}`}
        {tile.off_target_months > 1 && `. ${t("board.off_months", { count: tile.off_target_months })}`}
      </span>
    </div>
  );
}

/** The months that are more than chance, in words. */
function Signals({ tile }: { tile: MeasureTile }) {
  const { t } = useTranslation();
  const note = useNote();
  const told = tile.months.filter(({ signal }) => signal);
  if (told.length === 0) return null;
  const months = told.map((month) => `${monthName(month.from, false)}: ${note(month) ?? ""}`);
  return (
    <Text size="sm" c="dimmed">
      {t("board.signals", { months: months.join("; ") })}
    </Text>
  );
}

function Beside({ tile }: { tile: MeasureTile }) {
  const { t } = useTranslation();
  if (!tile.beside) return null;
  return (
    <Text size="sm">
      {t("board.beside", {
        value: numberOf(tile.beside.value, tile.share),
        count: tile.beside.colleagues,
      })}
    </Text>
  );
}

function Owner({ tile }: { tile: MeasureTile }) {
  const { t } = useTranslation();
  const set = tile.target_set;
  return (
    <Text size="sm" c="dimmed" className={classes.grow}>
      {set
        ? t("target.owned", { name: set.owner.name, on: formatDate(set.valid_from) })
        : t(tile.target == null ? "target.none" : "target.published")}
    </Text>
  );
}

/** Measures that were off their target for months in a row, with who answers for them. */
export function Attention({ tiles }: { tiles: MeasureTile[] }) {
  const { t } = useTranslation();
  const titleOf = useMeasureTitle();
  const off = tiles.filter(({ alert }) => alert);
  if (off.length === 0) return null;
  return (
    <section aria-labelledby="attention" className={classes.attention}>
      <Title order={2} size="h3" id="attention">
        {t("board.attention", { count: off.length })}
      </Title>
      <ul>
        {off.map((tile) => (
          <li key={tile.measure}>
            <Anchor href={`#tile-${tile.measure}`}>
              {titleOf({ code: tile.measure, title: tile.title })}
            </Anchor>
            : {t("board.off_months", { count: tile.off_target_months })}.{" "}
            {tile.target_set
              ? t("board.answers", { name: tile.target_set.owner.name })
              : t("board.answers_nobody")}
          </li>
        ))}
      </ul>
    </section>
  );
}
