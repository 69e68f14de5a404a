import { Stack, Tabs, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { IconSignature } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import { useCapability } from "@/app/me";
import { noteDesks, type noteStatuses } from "@/app/search";
import { formatInstant, formatRelative } from "@/lib/dates";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Rows } from "@/ui/Rows";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { NoteRow } from "./NoteSection";

const TurnaroundPanel = lazy(() => import("./TurnaroundPanel").then((m) => ({ default: m.TurnaroundPanel })));

const route = getRouteApi("/notes");

/** Notes that wait for the reader: own drafts, and notes of others to countersign; and how fast one documents. */
export function NoteQueueScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.notes"));
  const { status = "draft" } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useCapability();
  const shown = noteDesks.filter((code) => code !== "turnaround" || may("note_turnaround_read"));
  return (
    <Stack gap="md" maw={900}>
      <Title order={1}>{t("nav.notes")}</Title>
      <Tabs
        value={status}
        keepMounted={false}
        onChange={(next) =>
          void navigate({ search: { status: noteDesks.find((known) => known === next) }, replace: true })
        }
      >
        <Tabs.List aria-label={t("nav.notes")}>
          {shown.map((code) => (
            <Tabs.Tab key={code} value={code} mih={44}>
              {code === "turnaround" ? t("turnaround.tab") : t(`note.queue.${code}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {shown.map((code) => (
          <Tabs.Panel key={code} value={code} pt="md">
            {code === "turnaround" ? (
              <Suspense fallback={<Waiting />}>
                <TurnaroundPanel />
              </Suspense>
            ) : (
              <Queue status={code} />
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Stack>
  );
}

function Queue({ status }: { status: (typeof noteStatuses)[number] }) {
  const { t } = useTranslation();
  const queue = usePages("note_queue", { query: { status } });
  if (queue.error) return <ProblemNotice error={queue.error} />;
  if (queue.isPending) return <Waiting />;
  if (queue.items.length === 0) {
    return (
      <EmptyState
        icon={<IconSignature size={36} stroke={1.5} aria-hidden />}
        title={t(`note.queue_none.${status}`)}
        text={t("note.queue_none_text")}
      />
    );
  }
  return (
    <div className="surface" style={{ padding: "1rem 1.15rem" }}>
      <Rows label={t(`note.queue.${status}`)}>
        {queue.items.map(({ note, person, due_at, is_overdue }) => (
          <NoteRow key={note.id} note={note} person={person.name}>
            {due_at && (
              <Text size="sm" fw={600} c={is_overdue ? "error" : "dimmed"}>
                {t("deadline.due", { when: formatInstant(due_at), relative: formatRelative(due_at) })}
              </Text>
            )}
            {note.returns.length > 0 && (
              <Text size="sm">{note.returns[note.returns.length - 1]?.comment}</Text>
            )}
          </NoteRow>
        ))}
      </Rows>
      <More {...queue} />
    </div>
  );
}
