import { Button, Group, SegmentedControl, Select, Stack, Text, Title } from "@mantine/core";
import { IconLayoutDashboard, IconPrinter } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { MeasureBoard, MeasureTile } from "@/api/types";
import { useCapability, useMe } from "@/app/me";
import type { BoardSearch } from "@/app/search";
import { PeriodFields } from "@/features/measure/PeriodFields";
import { formatDate } from "@/lib/dates";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { Attention, BoardTile } from "./BoardTile";
import { toQuery, type BoardCode } from "./boards";
import { ChartKey } from "./ChartKey";
import { SavedReports } from "./SavedReports";
import classes from "./Board.module.css";

const TargetDialog = lazy(() => import("./TargetDialog").then((m) => ({ default: m.TargetDialog })));

const route = getRouteApi("/boards");

/** The measures of a setting: number, target with its owner, course, and the people behind each. */
export function BoardScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.boards"));
  const may = useCapability();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const boards = useCall("measure_board_list", {});
  const chosen = boards.data?.items.find(({ code }) => code === search.board) ?? boards.data?.items[0];
  const board = useCall(
    "measure_board_get",
    { path: { code: chosen?.code ?? "" }, query: toQuery(search) },
    { enabled: chosen !== undefined, placeholderData: (before) => before },
  );
  const change = (next: BoardSearch) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  const error = boards.error ?? board.error;
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={1}>{t("nav.boards")}</Title>
          <Text c="dimmed" maw={640}>
            {t("board.purpose")}
          </Text>
        </div>
        <Group gap="xs" data-noprint>
          {may("caseload_read") && <Link to="/performance">{t("performance.open")}</Link>}
          {(may("survey_answer_write") || may("cost_write")) && (
            <Link to="/boards/import">{t("entry.import")}</Link>
          )}
          {board.data && (
            <SavedReports
              can={board.data.can}
              now={{
                kind: "board",
                subject: board.data.code,
                search: { ...search, scope: board.data.scope },
              }}
            />
          )}
          <Button
            variant="default"
            leftSection={<IconPrinter size={17} aria-hidden />}
            onClick={() => window.print()}
          >
            {t("print.print")}
          </Button>
        </Group>
      </Group>
      {chosen && (
        <div data-noprint>
          <ChoiceChips<BoardCode>
            label={t("board.choose")}
            value={chosen.code}
            onChange={(code) => change({ board: code, program: undefined })}
            options={boards.data?.items.map(({ code }) => code) ?? []}
            text={(code) => t(`board.of.${code}`)}
          />
        </div>
      )}
      {board.data && <Filters board={board.data} search={search} onChange={change} />}
      {error && <ProblemNotice error={error} />}
      {!error && !board.data && <Waiting lines={3} height={220} />}
      {board.data && <Board board={board.data} asTable={search.as === "table"} />}
    </Stack>
  );
}

interface FiltersProps {
  board: MeasureBoard;
  search: BoardSearch;
  onChange: (change: BoardSearch) => void;
}

/** Whose work, which program, which days, as a picture or in numbers; all of it in the URL. */
function Filters({ board, search, onChange }: FiltersProps) {
  const { t } = useTranslation();
  const everywhere = board.code === "cross_setting";
  return (
    <Group gap="sm" align="flex-end" data-noprint>
      {(everywhere || board.programs.length > 1) && (
        <Select
          label={t("case.program")}
          value={board.program?.id ?? ""}
          onChange={(program) => onChange({ program: program || undefined })}
          data={[
            ...(everywhere ? [{ value: "", label: t("today.every_program") }] : []),
            ...board.programs.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          w={260}
        />
      )}
      {board.scopes.length > 1 && (
        <Select
          label={t("measure.scope")}
          value={board.scope}
          onChange={(next) => onChange({ scope: board.scopes.find((known) => known === next) })}
          data={board.scopes.map((code) => ({ value: code, label: t(`today.${code}`) }))}
          w={190}
        />
      )}
      <PeriodFields from={search.from ?? board.from} to={search.to ?? board.to} onChange={onChange} />
      <SegmentedControl
        aria-label={t("board.look")}
        value={search.as ?? "chart"}
        onChange={(as) => onChange({ as: as === "table" ? "table" : undefined })}
        data={[
          { value: "chart", label: t("board.as_chart") },
          { value: "table", label: t("board.as_table") },
        ]}
      />
    </Group>
  );
}

function Board({ board, asTable }: { board: MeasureBoard; asTable: boolean }) {
  const { t } = useTranslation();
  const [setting, set] = useState<MeasureTile>();
  const { sees_people } = useMe();
  const place = board.program?.name ?? t("today.every_program");
  return (
    <>
      <div className={classes.panel}>
        <Text fw={650}>
          {t(`board.of.${board.code}`)} · {place} ·{" "}
          {board.scope === "team" && board.scopes.length === 1
            ? t("board.everybody")
            : t(`today.${board.scope}`)}
        </Text>
        <Text size="sm" c="dimmed">
          {t("board.days", { from: formatDate(board.from), to: formatDate(board.to) })}
        </Text>
        <Text size="sm">
          {board.panel.cases == null
            ? t("board.panel_hidden")
            : t("board.panel", { count: board.panel.cases, load: board.panel.load })}{" "}
          {board.panel.tiers.map(({ tier, cases }) => `${t(`tier.${tier}`)} ${cases ?? "–"}`).join(" · ")}
        </Text>
        {!sees_people && <Text size="sm">{t("measures.in_steps")}</Text>}
      </div>
      <Attention tiles={board.tiles} />
      {!asTable && board.tiles.length > 0 && <ChartKey />}
      {board.tiles.length === 0 && (
        <EmptyState
          icon={<IconLayoutDashboard size={36} stroke={1.5} aria-hidden />}
          title={t("measure.none")}
          text={t("board.none_text")}
        />
      )}
      <div className={classes.tiles}>
        {board.tiles.map((tile) => (
          <BoardTile
            key={tile.measure}
            tile={tile}
            board={board}
            asTable={asTable}
            onTarget={() => set(tile)}
          />
        ))}
      </div>
      <Suspense>
        {setting && <TargetDialog tile={setting} program={board.program} onClose={() => set(undefined)} />}
      </Suspense>
    </>
  );
}
