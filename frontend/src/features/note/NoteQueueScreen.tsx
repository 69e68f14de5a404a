import { Stack, Tabs, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { IconSignature } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import { noteStatuses } from "@/app/search";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Rows } from "@/ui/Rows";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { NoteRow } from "./NoteSection";

const route = getRouteApi("/notes");

/** Notes that wait for the reader: own drafts, and notes of others to countersign. */
export function NoteQueueScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.notes"));
  const { status = "draft" } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Stack gap="md" maw={900}>
      <Title order={1}>{t("nav.notes")}</Title>
      <Tabs
        value={status}
        keepMounted={false}
        onChange={(next) =>
          void navigate({ search: { status: noteStatuses.find((known) => known === next) }, replace: true })
        }
      >
        <Tabs.List aria-label={t("nav.notes")}>
          {noteStatuses.map((code) => (
            <Tabs.Tab key={code} value={code} mih={44}>
              {t(`note.queue.${code}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {noteStatuses.map((code) => (
          <Tabs.Panel key={code} value={code} pt="md">
            <Queue status={code} />
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
        {queue.items.map(({ note, person }) => (
          <NoteRow key={note.id} note={note} person={person.name} />
        ))}
      </Rows>
      <More {...queue} />
    </div>
  );
}
