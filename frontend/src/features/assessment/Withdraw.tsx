import { Alert } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ActionButton } from "@/ui/ActionButton";
import { ReasonDialog } from "@/ui/ReasonDialog";

interface WithdrawProps {
  /** The assessment. */
  id: string;
  can: string[];
  operation: "assessment_withdraw" | "comprehensive_assessment_withdraw";
  /** True while nothing of it counts: then it is discarded rather than taken back. */
  unfinished: boolean;
  busy: boolean;
  error: unknown;
  onSubmit: (reason: string) => void;
}

/** Takes an assessment back, of either kind, with a reason. */
export function Withdraw({ id, can, operation, unfinished, busy, error, onSubmit }: WithdrawProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const title = t(unfinished ? "assessment.discard" : "assessment.withdraw");
  if (!can.includes(operation)) return null;
  return (
    <>
      <ActionButton can={can} operation={operation} variant="subtle" onClick={() => setAsking(true)}>
        {title}
      </ActionButton>
      {asking && (
        <ReasonDialog
          draft={`${operation}:${id}`}
          title={title}
          text={t(unfinished ? "assessment.discard_text" : "assessment.withdraw_text")}
          label={t("assessment.withdraw_reason")}
          submit={t(unfinished ? "assessment.discard_submit" : "assessment.withdraw_submit")}
          danger
          busy={busy}
          error={error}
          onSubmit={onSubmit}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

/** Says that an assessment counts for nothing, and why. */
export function ErrorNotice({ reason }: { reason: string | null | undefined }) {
  const { t } = useTranslation();
  return (
    <Alert color="gray" title={t("assessment.error_title")}>
      {t("assessment.error_reason", { reason })}
    </Alert>
  );
}
