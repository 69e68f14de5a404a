import { Button } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { Link, type LinkProps } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

/** The way to the sheet of a plan in force. */
export function PrintLink({ to, params }: Pick<LinkProps, "to" | "params">) {
  const { t } = useTranslation();
  return (
    <Button
      variant="default"
      leftSection={<IconPrinter size={17} aria-hidden />}
      renderRoot={(props) => <Link to={to} params={params} {...props} />}
    >
      {t("print.print")}
    </Button>
  );
}
