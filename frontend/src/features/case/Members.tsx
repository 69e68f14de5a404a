import { ActionIcon, Group, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { CaseView } from "@/api/types";
import { useWords } from "@/lib/words";
import { Dialog } from "@/ui/Dialog";

type Member = CaseView["members"][number];

/** The care team of a case; whoever may add a colleague may also take one off it. */
export function Members({ current }: { current: CaseView }) {
  const { t } = useTranslation();
  const words = useWords();
  const [leaving, setLeaving] = useState<Member>();
  if (current.members.length === 0) return t("state.none");
  const ends = current.can.includes("case_member_end");
  return (
    <>
      {current.members.map((member) => (
        <Group key={member.id} gap={4} wrap="nowrap">
          <Text>{`${member.staff.name} (${words(member.role).toLowerCase()})`}</Text>
          {ends && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("case.member_end", { name: member.staff.name })}
              onClick={() => setLeaving(member)}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          )}
        </Group>
      ))}
      {leaving && <LeaveDialog member={leaving} onClose={() => setLeaving(undefined)} />}
    </>
  );
}

function LeaveDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTranslation();
  const end = useAct("case_member_end", { onSuccess: onClose });
  const { id, version, staff } = member;
  return (
    <Dialog
      title={t("case.member_end", { name: staff.name })}
      submit={t("case.member_end_submit")}
      busy={end.isPending}
      error={end.error}
      danger
      onSubmit={() => end.mutate({ path: { id }, version })}
      onClose={onClose}
    >
      <Text>{t("case.member_end_text", { name: staff.name })}</Text>
    </Dialog>
  );
}
