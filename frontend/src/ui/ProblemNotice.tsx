import { Alert, List, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/problem";

/** What went wrong, in plain words: what happened, that nothing is lost, and how to go on. */
export function useProblemText() {
  const { t, i18n } = useTranslation();
  return (error: unknown): { title: string; detail: string } => {
    if (!(error instanceof ApiError)) return { title: t("problem.title"), detail: t("problem.unknown") };
    const { code, title, detail, status } = error.problem;
    const byCode = `problem.by_code.${code}`;
    if (i18n.exists(byCode))
      return { title: t("problem.title"), detail: t(byCode as "problem.by_code.offline") };
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
  const places = errors.filter(({ detail }) => detail !== text.detail);
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
