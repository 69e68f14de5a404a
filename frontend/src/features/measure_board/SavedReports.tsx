import { Button } from "@mantine/core";
import { IconStack2 } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { BoardSearch } from "@/app/search";

const SavedReportsDialog = lazy(() =>
  import("./SavedReportsDialog").then((m) => ({ default: m.SavedReportsDialog })),
);

/** What is on the screen now, to be kept under a name. */
export interface ShownNow {
  kind: "board" | "population";
  subject?: string;
  search: BoardSearch;
}

/** The way to reports that are kept, and to keeping this one. */
export function SavedReports({ can, now }: { can: string[]; now: ShownNow }) {
  const { t } = useTranslation();
  const [open, show] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconStack2 size={17} aria-hidden />}
        onClick={() => show(true)}
        aria-haspopup="dialog"
      >
        {t("saved_report.open")}
      </Button>
      <Suspense>{open && <SavedReportsDialog can={can} now={now} onClose={() => show(false)} />}</Suspense>
    </>
  );
}
