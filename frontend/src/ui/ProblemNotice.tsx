import { Alert, List, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, refusalText } from "@/api/problem";

/** What went wrong, in plain words: what happened, that nothing is lost, and how to go on. */
export function useProblemText() {
  const { t } = useTranslation();
  return (error: unknown): { title: string; detail: string } => {
    if (!(error instanceof ApiError)) return { title: t("problem.title"), detail: t("problem.unknown") };
    const { title, detail, status } = error.problem;
    const known = refusalText(error.problem);
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
