import { Alert, List, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, fieldErrors } from "@/api/problem";

/** A refusal in the reader's language, where the app knows its code. */
function useRefusal() {
  const { t, i18n } = useTranslation();
  return ({ code, errors = [] }: ApiError["problem"]): string | undefined => {
    const key = [`problem.by_code.${code}`, `plan_says.refused.${code}`].find((known) => i18n.exists(known));
    // The server counts from 0; people count from 1.
    const place = /\/(\d+)(\/|$)/.exec(errors[0]?.pointer ?? "");
    return key && t(key as "plan_says.refused.plan_goal_not_smart", { number: Number(place?.[1] ?? 0) + 1 });
  };
}

/** Messages by form field name, like `fieldErrors`, in the reader's language where the app knows the refusal. */
export function useFieldErrors() {
  const refusal = useRefusal();
  return (error: unknown): Record<string, string> => {
    const known = error instanceof ApiError ? refusal(error.problem) : undefined;
    const fields = fieldErrors(error);
    return known ? Object.fromEntries(Object.keys(fields).map((name) => [name, known])) : fields;
  };
}

/** What went wrong, in plain words: what happened, that nothing is lost, and how to go on. */
export function useProblemText() {
  const { t } = useTranslation();
  const refusal = useRefusal();
  return (error: unknown): { title: string; detail: string } => {
    if (!(error instanceof ApiError)) return { title: t("problem.title"), detail: t("problem.unknown") };
    const { title, detail, status } = error.problem;
    const known = refusal(error.problem);
    if (known) return { title: t("problem.title"), detail: known };
    if (status >= 500) return { title: t("problem.title"), detail: t("problem.server") };
    return { title: t("problem.title"), detail: detail || title };
  };
}

interface ProblemNoticeProps {
  error: unknown;
  /** Ways to go on, for example a button that tries again. */
  children?: ReactNode;
}

export function ProblemNotice({ error, children }: ProblemNoticeProps) {
  const text = useProblemText()(error);
  const errors = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  // What the reader's language says already is not said again in the server's.
  const said = error instanceof ApiError ? [text.detail, error.problem.detail] : [];
  const places = errors.filter(({ detail }) => !said.includes(detail));
  return (
    <Alert role="alert" color="red" icon={<IconAlertTriangle aria-hidden />} title={text.title} radius="md">
      <Stack gap="xs">
        {text.detail && <Text size="sm">{text.detail}</Text>}
        {places.length > 0 && (
          <List size="sm">
            {places.map(({ pointer, detail }) => (
              <List.Item key={pointer + detail}>{detail}</List.Item>
            ))}
          </List>
        )}
        {children}
      </Stack>
    </Alert>
  );
}
