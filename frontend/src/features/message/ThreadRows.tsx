import { Badge } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { MessageThread } from "@/api/types";
import { useMe } from "@/app/me";
import { formatInstant } from "@/lib/dates";
import { Row, Rows } from "@/ui/Rows";
import { othersOf } from "./receipts";

interface ThreadRowsProps {
  threads: MessageThread[];
  /** Whether each line says whom it is about; not where all are about the same person. */
  named?: boolean;
}

/** Conversations, the last written first, with what waits for the reader in each. */
export function ThreadRows({ threads, named }: ThreadRowsProps) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Rows label={t("message.title")}>
      {threads.map((thread) => (
        <Row
          key={thread.id}
          title={
            <Link to="/messages/$threadId" params={{ threadId: thread.id }}>
              {named ? `${thread.person.name}: ${thread.subject}` : thread.subject}
            </Link>
          }
          detail={
            <>
              {t("message.members", { names: othersOf(thread, me.id) })} ·{" "}
              {t("message.last", { when: formatInstant(thread.last_message_at) })}
            </>
          }
          actions={<Marks thread={thread} />}
        />
      ))}
    </Rows>
  );
}

function Marks({ thread }: { thread: MessageThread }) {
  const { t } = useTranslation();
  return (
    <>
      {thread.urgent && <Badge color="red">{t("message.urgent_badge")}</Badge>}
      {thread.to_acknowledge > 0 && (
        <Badge variant="light" color="yellow">
          {t("message.to_acknowledge", { count: thread.to_acknowledge })}
        </Badge>
      )}
      {thread.unanswered > 0 && (
        <Badge variant="light" color="gray">
          {t("message.unanswered", { count: thread.unanswered })}
        </Badge>
      )}
      {thread.unread > 0 && <Badge>{t("message.unread", { count: thread.unread })}</Badge>}
    </>
  );
}
