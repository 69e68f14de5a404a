import "@mantine/spotlight/styles.layer.css";
import { MantineThemeProvider } from "@mantine/core";
import { Spotlight, spotlight, type SpotlightActionData } from "@mantine/spotlight";
import { IconListCheck, IconLock, IconPhonePlus, IconSearch, IconSettings } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { lock } from "@/api/session";
import { openContact } from "@/features/contact/open";
import { openTask } from "@/features/task/open";
import { keyFor } from "@/lib/shortcuts";
import { useCapability } from "./me";
import { useDestinations } from "./destinations";

export const show = () => spotlight.open();

/** Every screen and every action by name, with its key next to it. It never lists people. */
export function Palette({ onSettings }: { onSettings: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useCapability();
  const destinations = useDestinations();
  useEffect(() => show(), []);

  const screens: SpotlightActionData[] = destinations.map(({ to, label, Icon }) => ({
    id: to,
    label: t(`nav.${label}`),
    description: t("palette.go"),
    leftSection: <Icon size={20} aria-hidden />,
    onClick: () => void navigate({ to }),
  }));
  const acts: SpotlightActionData[] = [
    may("contact_write") && {
      id: "contact",
      label: t("contact.log"),
      description: t("contact.log_text"),
      leftSection: <IconPhonePlus size={20} aria-hidden />,
      rightSection: <kbd>{keyFor("contact")}</kbd>,
      onClick: () => openContact(),
    },
    may("task_write") && {
      id: "task",
      label: t("task.create"),
      description: t("task.create_text"),
      leftSection: <IconListCheck size={20} aria-hidden />,
      rightSection: <kbd>{keyFor("new_task")}</kbd>,
      onClick: () => openTask(),
    },
    {
      id: "settings",
      label: t("account.settings"),
      description: t("palette.settings_text"),
      leftSection: <IconSettings size={20} aria-hidden />,
      rightSection: <kbd>{keyFor("help")}</kbd>,
      onClick: onSettings,
    },
    {
      id: "lock",
      label: t("account.lock"),
      description: t("palette.lock_text"),
      leftSection: <IconLock size={20} aria-hidden />,
      onClick: lock,
    },
  ].filter((act) => act !== false);

  // Spotlight hands no name on to its dialog.
  const named = { components: { ModalContent: { defaultProps: { "aria-label": t("palette.open") } } } };
  return (
    <MantineThemeProvider theme={named} inherit>
      <Spotlight
        shortcut={null}
        nothingFound={t("palette.nothing")}
        highlightQuery
        scrollable
        maxHeight={420}
        scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
        searchProps={{
          leftSection: <IconSearch size={18} aria-hidden />,
          placeholder: t("palette.open"),
          "aria-label": t("palette.open"),
        }}
        actions={[
          { group: t("palette.acts"), actions: acts },
          { group: t("palette.screens"), actions: screens },
        ]}
      />
    </MantineThemeProvider>
  );
}
