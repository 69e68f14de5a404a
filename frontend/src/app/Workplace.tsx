import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { bringDraftsBack } from "@/api/drafts";
import { queryClient } from "@/api/hooks";
import { bringPreferencesBack } from "@/api/preferences";
import { showDone, ToastHost } from "@/ui/toast";
import { router } from "./router";

/** Everything behind the door: the screen of the URL in its frame; what the reader likes, and typed before and did not save, comes back into it. */
export function Workplace() {
  const { t } = useTranslation();
  useEffect(() => {
    const comeIn = async () => {
      const count = await bringDraftsBack();
      if (count > 0) showDone(t("session.drafts_back", { count }));
    };
    void bringPreferencesBack();
    void comeIn();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the reader comes in
  }, []);
  return (
    <QueryClientProvider client={queryClient}>
      <ToastHost />
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
