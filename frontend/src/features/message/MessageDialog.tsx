import { MultiSelect, Text, Textarea, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CaseView } from "@/api/types";
import { useDraft } from "@/lib/drafts";
import { useWords } from "@/lib/words";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { showDone } from "@/ui/toast";
import { AskFields, asking, newAsk } from "./AskFields";

/** Begins a conversation with colleagues who see the person. */
export function MessageDialog({ current, onClose }: { current: CaseView; onClose: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const navigate = useNavigate();
  const recipients = useCall("message_recipient_list", { path: { id: current.id } });
  const draft = useDraft(`message:${current.id}`, () => ({
    to: [] as string[],
    subject: "",
    body: "",
    ask: newAsk(current.time_zone),
  }));
  const form = draft.value;
  const change = (part: Partial<typeof form>) => draft.change({ ...form, ...part });
  const create = useAct("message_thread_create", {
    onSuccess: ({ id }) => {
      draft.discard();
      showDone(t("message.sent"));
      onClose();
      void navigate({ to: "/messages/$threadId", params: { threadId: id } });
    },
  });
  const errors = fieldErrors(create.error);
  const { to, subject, body, ask } = form;
  const options = (recipients.data?.items ?? []).map(({ staff, role }) => ({
    value: staff.id,
    label: `${staff.name}, ${words(role)}`,
  }));
  return (
    <Dialog
      title={t("message.about", { name: current.person.name })}
      submit={t("message.send")}
      busy={create.isPending}
      error={create.error}
      disabled={to.length === 0 || !subject.trim() || !body.trim()}
      onSubmit={() =>
        create.mutate({
          path: { id: current.id },
          body: { member_ids: to, subject, body, ...asking(ask, current.time_zone) },
        })
      }
      onClose={onClose}
      size="lg"
    >
      <Text c="dimmed">{t("message.text")}</Text>
      {recipients.error && <ProblemNotice error={recipients.error} />}
      <MultiSelect
        label={t("message.to")}
        description={recipients.data && options.length === 0 ? t("message.to_nobody") : t("message.to_text")}
        data={options}
        value={to}
        onChange={(next) => change({ to: next })}
        error={errors["member_ids"]}
        nothingFoundMessage={t("staff.nobody")}
        maxValues={20}
        searchable
        hidePickedOptions
        required
        data-autofocus
      />
      <TextInput
        label={t("message.subject")}
        value={subject}
        onChange={(event) => change({ subject: event.currentTarget.value })}
        error={errors["subject"]}
        maxLength={200}
        required
      />
      <Textarea
        label={t("message.body")}
        value={body}
        onChange={(event) => change({ body: event.currentTarget.value })}
        error={errors["body"]}
        autosize
        minRows={4}
        maxLength={4000}
        required
      />
      <AskFields
        value={ask}
        onChange={(next) => change({ ask: next })}
        errors={errors}
        zone={current.time_zone}
      />
    </Dialog>
  );
}
