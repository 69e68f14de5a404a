import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CaseView } from "@/api/types";
import { StaffSelect } from "@/features/staff/StaffSelect";
import { useWords } from "@/lib/words";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";

const roles = ["assistant", "coordinator", "consultant", "cover", "reviewer"] as const;

/** Brings a colleague onto a case, which opens the record to them. */
export function MemberDialog({ current, onClose }: { current: CaseView; onClose: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const [staffId, setStaffId] = useState<string | null>(null);
  const [role, setRole] = useState<(typeof roles)[number]>("coordinator");
  const create = useAct("case_member_create", { onSuccess: onClose });
  const submit = () => {
    if (staffId) create.mutate({ path: { id: current.id }, body: { staff_id: staffId, role } });
  };
  return (
    <Dialog
      title={t("case.member_add")}
      submit={t("action.add")}
      busy={create.isPending}
      error={create.error}
      disabled={!staffId}
      onSubmit={submit}
      onClose={onClose}
    >
      <StaffSelect
        label={t("case.member")}
        value={staffId}
        onChange={setStaffId}
        error={fieldErrors(create.error)["staff_id"]}
        required
        data-autofocus
      />
      <ChoiceChips
        label={t("case.member_role")}
        value={role}
        onChange={setRole}
        options={roles}
        text={(code) => words(code)}
      />
    </Dialog>
  );
}
