import { SegmentedControl } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCapability } from "@/app/me";

const route = getRouteApi("/cases");

/** Two looks at one's cases: the cases themselves, and whom to reach next. */
export function CaseViews() {
  const { t } = useTranslation();
  const { view } = route.useSearch();
  const navigate = route.useNavigate();
  if (!useCapability()("contact_read")) return null;
  return (
    <SegmentedControl
      aria-label={t("engagement.views")}
      value={view ?? "cases"}
      onChange={(next) =>
        void navigate({
          search: ({ scope }) => ({ scope, view: next === "reach" ? "reach" : undefined }),
          replace: true,
        })
      }
      data={[
        { value: "cases", label: t("engagement.view_cases") },
        { value: "reach", label: t("engagement.title") },
      ]}
      style={{ alignSelf: "flex-start" }}
    />
  );
}
