import { Badge, Button, Group, Stack, Text, Textarea, Title } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Message, MessageReceipt, MessageThread } from "@/api/types";
import { useMe } from "@/app/me";
import { atWork, onActivity } from "@/lib/activity";
import { formatInstant } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { useTitle } from "@/ui/title";
import { showDone } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";
import { AskFields, asking, newAsk } from "./AskFields";
import classes from "./Message.module.css";
import { othersOf, receiptWords, toAcknowledge } from "./receipts";

const route = getRouteApi("/messages/$threadId");

/** One conversation: what was said, who knows, and the reader's answer. Opening it notes that it was seen. */
export function ThreadScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.messages"));
  const { threadId } = route.useParams();
  const thread = useCall("message_thread_get", { path: { id: threadId } });
  if (thread.error && !thread.data) return <ProblemNotice error={thread.error} />;
  if (!thread.data) return <Waiting lines={4} height={90} />;
  return <Thread key={threadId} thread={thread.data} />;
}

/**
 * Tells the server once for each version that its unseen messages are on the screen, and only while somebody is there to see
 * them. True until the screen knows of it, too: receipts have another version from then on.
 */
function useSeen({ id, version, unread }: MessageThread): boolean {
  const { mutate, isPending, isSuccess } = useAct("message_thread_read");
  const told = useRef(0);
  useEffect(() => {
    if (unread === 0) return;
    let tried = false;
    const tell = () => {
      if (told.current === version || document.visibilityState !== "visible" || !atWork()) return;
      tried = true;
      told.current = version;
      // What could not be told is told when the reader comes back to the tab, not with each move of the mouse.
      mutate({ path: { id }, version }, { onError: () => (told.current = 0) });
    };
    tell();
    const stop = onActivity(() => tried || tell());
    document.addEventListener("visibilitychange", tell);
    return () => {
      stop();
      document.removeEventListener("visibilitychange", tell);
    };
  }, [id, version, unread, mutate]);
  return isPending || (isSuccess && unread > 0);
}

function Thread({ thread }: { thread: MessageThread }) {
  const { t } = useTranslation();
  const me = useMe();
  const telling = useSeen(thread);
  return (
    <Stack gap="md" maw={900}>
      <Link to="/messages">{t("message.back")}</Link>
      <div>
        <Title order={1}>{thread.subject}</Title>
        <Text c="dimmed">
          <Link
            to="/people/$personId"
            params={{ personId: thread.person.id }}
            search={{ tab: "team", case: thread.case_id }}
          >
            {thread.person.name}
          </Link>{" "}
          · {t("message.members", { names: othersOf(thread, me.id) })}
        </Text>
      </div>
      <ol className={classes.thread} aria-label={t("message.thread")}>
        {thread.messages.map((message) => (
          <Said key={message.id} message={message} own={message.author.id === me.id} />
        ))}
      </ol>
      <Acknowledging thread={thread} telling={telling} />
      <Reply thread={thread} />
    </Stack>
  );
}

function Said({ message, own }: { message: Message; own: boolean }) {
  const { t } = useTranslation();
  const { author, sent_at, body, urgent, acknowledge_by, receipts } = message;
  return (
    <li className={classes.message} data-own={own || undefined} data-urgent={urgent || undefined}>
      <Group gap="xs">
        <Text fw={650}>{author.name}</Text>
        <Text size="sm" c="dimmed">
          {formatInstant(sent_at)}
        </Text>
        {urgent && <Badge color="red">{t("message.urgent_badge")}</Badge>}
      </Group>
      <p className={classes.body}>{body}</p>
      {acknowledge_by && (
        <Text size="sm">{t("message.please", { when: formatInstant(acknowledge_by) })}</Text>
      )}
      <ul className={classes.receipts} aria-label={t("message.receipts")}>
        {receipts.map((receipt) => (
          <Receipt key={receipt.id} receipt={receipt} />
        ))}
      </ul>
    </li>
  );
}

function Receipt({ receipt }: { receipt: MessageReceipt }) {
  const { t } = useTranslation();
  const { staff, status, asked, acknowledged_by, acknowledged_at } = receipt;
  const late = status === "asked" || status === "raised";
  const name = (status === "acknowledged" ? acknowledged_by : asked)?.name ?? "";
  const when = acknowledged_at ? formatInstant(acknowledged_at) : "";
  return (
    <li className={late ? classes.late : undefined}>
      {staff.name}: {t(`message.receipt.${receiptWords(receipt)}`, { name, when })}
    </li>
  );
}

/** What the reader is to acknowledge, for themselves or in somebody's place. */
function Acknowledging({ thread, telling }: { thread: MessageThread; telling: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const acknowledge = useAct("message_acknowledge", { onSuccess: () => showDone(t("message.acknowledged")) });
  const open = toAcknowledge(thread);
  if (open.length === 0) return null;
  return (
    <Group gap="sm">
      {acknowledge.error && <ProblemNotice error={acknowledge.error} />}
      {open.map(({ id, version, staff }) => (
        <Button
          key={id}
          loading={telling || (acknowledge.isPending && acknowledge.variables.path.id === id)}
          onClick={() => acknowledge.mutate({ path: { id }, version })}
        >
          {staff.id === me.id ? t("message.acknowledge") : t("message.acknowledge_for", { name: staff.name })}
        </Button>
      ))}
    </Group>
  );
}

function Reply({ thread }: { thread: MessageThread }) {
  const { t } = useTranslation();
  const { time_zone } = useMe();
  const draft = useDraft(`reply:${thread.id}`, () => ({ body: "", ask: newAsk(time_zone) }));
  const { body, ask } = draft.value;
  const send = useAct("message_send", {
    onSuccess: () => {
      draft.change({ body: "", ask: newAsk(time_zone) });
      draft.discard();
      showDone(t("message.sent"));
    },
  });
  const errors = fieldErrors(send.error);
  return (
    <Section title={t("message.reply")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (body.trim())
            send.mutate({ path: { id: thread.id }, body: { body, ...asking(ask, time_zone) } });
        }}
      >
        <Stack gap="sm">
          {send.error && <ProblemNotice error={send.error} />}
          <Textarea
            aria-label={t("message.reply")}
            value={body}
            onChange={(event) => draft.change({ body: event.currentTarget.value, ask })}
            error={errors["body"]}
            autosize
            minRows={3}
            maxLength={4000}
          />
          <AskFields
            value={ask}
            onChange={(next) => draft.change({ body, ask: next })}
            errors={errors}
            zone={time_zone}
          />
          <ActionButton
            can={thread.can}
            operation="message_send"
            type="submit"
            loading={send.isPending}
            disabled={!body.trim()}
            w="fit-content"
          >
            {t("message.send")}
          </ActionButton>
        </Stack>
      </form>
    </Section>
  );
}
