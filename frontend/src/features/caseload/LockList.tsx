import { useTranslation } from "react-i18next";
import { useAct, usePages } from "@/api/hooks";
import { formatDate } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { showDone } from "@/ui/toast";

/** Cases that leads keep with their owner, with why and until when. */
export function LockList() {
  const { t } = useTranslation();
  const locks = usePages("case_lock_list", { query: { limit: 10 } });
  const lift = useAct("case_lock_lift", { onSuccess: () => showDone(t("proposal.lifted")) });
  if (locks.error) return <ProblemNotice error={locks.error} />;
  if (locks.items.length === 0 && !locks.hasNextPage) return null;
  return (
    <Section title={t("proposal.locks")}>
      {lift.error && <ProblemNotice error={lift.error} />}
      <Rows label={t("proposal.locks")}>
        {locks.items.map((lock) => (
          <Row
            key={lock.id}
            title={lock.person.name}
            detail={t("proposal.lock_line", {
              day: formatDate(lock.ends_on),
              reason: lock.reason,
              name: lock.set_by.name,
            })}
            actions={
              <ActionButton
                can={lock.can}
                operation="case_lock_lift"
                variant="default"
                size="compact-md"
                mih={44}
                loading={lift.isPending && lift.variables.path.id === lock.id}
                aria-label={t("proposal.lift_of", { name: lock.person.name })}
                onClick={() => lift.mutate({ path: { id: lock.id }, version: lock.version })}
              >
                {t("proposal.lift")}
              </ActionButton>
            }
          />
        ))}
      </Rows>
      <More {...locks} />
    </Section>
  );
}
