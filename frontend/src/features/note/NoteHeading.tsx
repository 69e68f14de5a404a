import { Badge, Group, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { NoteView } from "@/api/types";
import { PersonLink } from "@/features/person/PersonLink";
import { formatInstant } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { statusColors } from "./NoteSection";

/** Whom a note is about, its state, and when what it tells took place. */
export function NoteHeading({
  note,
  title,
  children,
}: {
  note: NoteView;
  title: string;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Group justify="space-between" align="flex-end" gap="sm">
      <div>
        <PersonLink personId={note.person_id} tab="contacts" caseId={note.case_id} />
        <Group gap="sm">
          <Title order={1}>{title}</Title>
          <Badge size="lg" variant="light" color={statusColors[note.status]}>
            {words(note.status)}
          </Badge>
          {note.is_late && (
            <Badge size="lg" variant="light" color="orange">
              {t("note_template.late")}
            </Badge>
          )}
        </Group>
        <Text c="dimmed" size="sm">
          {note.author.name}, {formatInstant(note.occurred_at)}
        </Text>
        {note.is_late && (
          <Text c="dimmed" size="sm">
            {t("note_template.written_on", { when: formatInstant(note.created_at) })}
          </Text>
        )}
      </div>
      <Group gap="sm">{children}</Group>
    </Group>
  );
}
