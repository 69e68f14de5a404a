import { Stack, Text, UnstyledButton } from "@mantine/core";
import { IconTemplate } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import type { CaseView, NoteTemplate } from "@/api/types";
import { usePreferences } from "@/lib/preferences";
import { Modal } from "@/ui/Modal";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";
import { useLabel } from "./label";
import classes from "./Note.module.css";

/** Begins a note with one of the templates that the program offers. One click, and what the record knows is filled in. */
export function StartDialog({ current, onClose }: { current: CaseView; onClose: () => void }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const label = useLabel();
  const navigate = useNavigate();
  const templates = useCall("note_template_list", { query: { program_id: current.program.id } });
  const create = useAct("note_create", {
    onSuccess: ({ id }) => void navigate({ to: "/notes/$noteId", params: { noteId: id } }),
  });
  const begin = ({ code, content }: NoteTemplate) =>
    create.mutate({
      path: { id: current.id },
      body: { kind: content.kind, title: label(content.title), body: "", template: code, language },
    });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("note_template.choose")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Stack gap="xs">
        {(templates.error ?? create.error) && <ProblemNotice error={templates.error ?? create.error} />}
        {templates.isPending && <Waiting />}
        {templates.data?.items.map((template) => (
          <UnstyledButton
            key={template.code}
            className={classes.choice}
            disabled={create.isPending}
            onClick={() => begin(template)}
          >
            <IconTemplate size={20} stroke={1.6} aria-hidden />
            <span>
              <Text fw={600} component="span" display="block">
                {label(template.content.title)}
              </Text>
              <Text size="sm" c="dimmed" component="span" display="block">
                {template.content.sections.map((section) => label(section.title)).join(" · ")}
              </Text>
            </span>
          </UnstyledButton>
        ))}
      </Stack>
    </Modal>
  );
}
