import { Button, Tooltip, type ButtonProps } from "@mantine/core";
import type { ComponentPropsWithoutRef } from "react";
import { useTranslation } from "react-i18next";
import type { OperationId } from "@/api/client";
import { session } from "@/api/session";
import { useStore } from "@/lib/store";

interface ActionButtonProps extends ButtonProps, Omit<ComponentPropsWithoutRef<"button">, keyof ButtonProps> {
  /** What the reader may do on the record, as the server said. */
  can: string[];
  operation: OperationId;
  /** Another reason why the action is not possible now, in plain words. */
  blocked?: string | undefined;
}

/** Why the reader's scope of practice allows none of what an operation is for; the server says so. */
function useScopeReason(operation: OperationId) {
  const { me } = useStore(session);
  const asked = me?.scope.filter(({ operations }) => operations.includes(operation)) ?? [];
  const allowed = asked.some(({ verdict }) => verdict === "allowed");
  return allowed ? undefined : (asked[0]?.reason ?? undefined);
}

/** A button for an operation on a record. When it is not allowed it stays readable and says why. */
export function ActionButton({ can, operation, blocked, children, onClick, ...rest }: ActionButtonProps) {
  const { t, i18n } = useTranslation();
  const specific = `why_not.${operation}`;
  const general = i18n.exists(specific) ? String(t(specific as "why_not.general")) : t("why_not.general");
  const forbidden = useScopeReason(operation) ?? general;
  const reason = can.includes(operation) ? blocked : forbidden;
  if (!reason) {
    return (
      <Button onClick={onClick} {...rest}>
        {children}
      </Button>
    );
  }
  return (
    <Tooltip label={reason}>
      <Button
        {...rest}
        type="button"
        data-disabled
        aria-disabled
        aria-description={reason}
        onClick={(event) => event.preventDefault()}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
