import { Button, Select, Text } from "@mantine/core";
import { IconMail, IconMailOff } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { useCapability } from "@/app/me";
import { formatInstant } from "@/lib/dates";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";

const MessageDialog = lazy(() => import("./MessageDialog").then((m) => ({ default: m.MessageDialog })));
const states = ["dead", "waiting", "applied", "ignored"] as const;
type Message = Schemas["AdtMessageView"];

/** The messages themselves: first of all those that could not be taken, with the reason. */
export function MessageList() {
  const { t } = useTranslation();
  const may = useCapability();
  const [state, setState] = useState<Message["state"]>("dead");
  const [open, setOpen] = useState<string | null>(null);
  const messages = usePages("adt_message_list", { query: { state } });
  const title = ({ event, refusal }: Message) => {
    const about = t(`adt.events.${event}` as "adt.events.A01", { defaultValue: event || t("adt.no_event") });
    return refusal ? `${t(`adt.refusals.${refusal}`)} (${about})` : about;
  };
  const detail = (message: Message) =>
    [
      message.place,
      message.sender !== "|" && message.sender.replace("|", ", "),
      message.control_id && t("adt.control_id", { id: message.control_id }),
      formatInstant(message.received_at),
      message.attempts > 1 && t("adt.attempts", { count: message.attempts }),
    ]
      .filter(Boolean)
      .join(" · ");
  const Icon = state === "dead" ? IconMailOff : IconMail;
  return (
    <Section
      title={t("adt.list")}
      actions={
        <Select
          aria-label={t("adt.shown")}
          value={state}
          onChange={(next) => setState(states.find((known) => known === next) ?? "dead")}
          data={states.map((code) => ({ value: code, label: t(`adt.states.${code}`) }))}
          allowDeselect={false}
          w={190}
        />
      }
    >
      {messages.error && <ProblemNotice error={messages.error} />}
      {messages.isPending && <Waiting lines={3} />}
      {messages.data && messages.items.length === 0 && (
        <Text c="dimmed">{t(state === "dead" ? "adt.none_dead" : "adt.none")}</Text>
      )}
      <Rows label={t("adt.list")}>
        {messages.items.map((message) => (
          <Row
            key={message.id}
            icon={<Icon size={18} stroke={1.7} aria-hidden />}
            title={title(message)}
            detail={detail(message)}
            actions={
              may("adt_write") && (
                <Button
                  variant="subtle"
                  size="compact-md"
                  aria-label={t("adt.open_message", { when: formatInstant(message.received_at) })}
                  onClick={() => setOpen(message.id)}
                >
                  {t("adt.open")}
                </Button>
              )
            }
          />
        ))}
      </Rows>
      <More {...messages} />
      <Suspense>{open && <MessageDialog id={open} onClose={() => setOpen(null)} />}</Suspense>
    </Section>
  );
}
