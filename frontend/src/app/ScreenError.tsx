import { Button, Stack, Title } from "@mantine/core";
import { Link, useRouter, type ErrorComponentProps } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNotice } from "@/ui/ProblemNotice";

/** A screen that failed: says so, keeps the rest of the app, offers to try again. */
export function ScreenError({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Stack gap="md" maw={640}>
      <Title order={1}>{t("problem.screen")}</Title>
      <ProblemNotice error={error}>
        <Button variant="default" onClick={again} w="fit-content">
          {t("action.try_again")}
        </Button>
      </ProblemNotice>
    </Stack>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <EmptyState order={1} title={t("problem.not_found")} text={t("problem.not_found_text")}>
      <Button component={Link} to="/today">
        {t("nav.today")}
      </Button>
    </EmptyState>
  );
}
