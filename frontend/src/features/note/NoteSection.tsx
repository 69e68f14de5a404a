import { Badge, Group, Text } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { IconFileText } from "@tabler/icons-react";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { CaseView, NoteView } from "@/api/types";
import { useNotes } from "@/features/case/useWhole";
import { formatInstant } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { ActionButton } from "@/ui/ActionButton";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";

const StartDialog = lazy(() => import("./StartDialog").then((m) => ({ default: m.StartDialog })));

/** The notes of a person. A new note is a draft on the server before its first word. */
export function NoteSection({ notes, current }: { notes: NoteView[]; current: CaseView | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [choosing, setChoosing] = useState(false);
  const create = useAct("note_create", {
    onSuccess: ({ id }) => void navigate({ to: "/notes/$noteId", params: { noteId: id } }),
  });
  const write = () => {
    if (!current) return;
    create.mutate({
      path: { id: current.id },
      body: { kind: "progress", title: t("note.default_title"), body: "" },
    });
  };
  const whole = useNotes(notes, current?.id);
  const kept = whole.items.filter(({ status }) => status !== "discarded");
  return (
    <Section
      title={t("note.title")}
      actions={
        <Group gap="xs">
          <ActionButton
            can={current?.can ?? []}
            operation="note_create"
            variant="default"
            onClick={() => setChoosing(true)}
          >
            {t("note_template.start")}
          </ActionButton>
          <ActionButton
            can={current?.can ?? []}
            operation="note_create"
            variant="default"
            loading={create.isPending}
            onClick={write}
          >
            {t("note.create")}
          </ActionButton>
        </Group>
      }
    >
      {create.error && <ProblemNotice error={create.error} />}
      {whole.error && <ProblemNotice error={whole.error} />}
      {kept.length === 0 && <Text c="dimmed">{t("note.none")}</Text>}
      <Rows label={t("note.title")}>
        {kept.map((note) => (
          <NoteRow key={note.id} note={note} zone={current?.time_zone} />
        ))}
      </Rows>
      <More {...whole} />
      <Suspense>
        {choosing && current && <StartDialog current={current} onClose={() => setChoosing(false)} />}
      </Suspense>
    </Section>
  );
}

/** The color of each state of a note. */
export const statusColors = {
  draft: "yellow",
  awaiting_countersignature: "yellow",
  signed: "teal",
  discarded: "gray",
  superseded: "gray",
} as const;

export function NoteRow({
  note,
  zone,
  person,
  children,
}: {
  note: NoteView;
  zone?: string | undefined;
  person?: string;
  /** What else a list says of it. */
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Row
      icon={<IconFileText size={18} stroke={1.7} aria-hidden />}
      title={
        <Link to="/notes/$noteId" params={{ noteId: note.id }}>
          {person ? `${person}: ${note.title}` : note.title}
        </Link>
      }
      detail={`${note.author.name}, ${formatInstant(note.occurred_at, zone)}`}
      actions={
        <Group gap={6}>
          {note.is_late && (
            <Badge variant="light" color="orange">
              {t("note_template.late")}
            </Badge>
          )}
          <Badge variant="light" color={statusColors[note.status]}>
            {words(note.status)}
          </Badge>
        </Group>
      }
    >
      <Text size="sm" lineClamp={2} td={note.status === "superseded" ? "line-through" : undefined}>
        {note.text ?? (note.body || note.answers[0]?.value)}
      </Text>
      {children}
    </Row>
  );
}
