import {
  ActionIcon,
  Button,
  Group,
  Menu,
  Text,
  Tooltip,
  UnstyledButton,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconBeach,
  IconChevronsLeft,
  IconChevronsRight,
  IconKey,
  IconLock,
  IconLogout,
  IconMoon,
  IconPhonePlus,
  IconSearch,
  IconSettings,
} from "@tabler/icons-react";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { lock } from "@/api/session";
import { useLiveUpdates } from "@/api/live";
import { AppointmentHost } from "@/features/appointment/open";
import { ContactHost, openContact } from "@/features/contact/open";
import { TaskHost } from "@/features/task/open";
import { useIdleLock } from "@/features/session/idle";
import { PasswordNotice } from "@/features/session/PasswordNotice";
import { useSignOut } from "@/features/session/useSignOut";
import { prefer, usePreferences } from "@/lib/preferences";
import { useShortcuts } from "@/lib/shortcuts";
import { Announcer } from "@/ui/announce";
import { Brand } from "@/ui/Brand";
import { useCapability, useMe } from "./me";
import { BottomBar, NavList } from "./Nav";
import { OfflineBanner } from "./OfflineBanner";
import { openPalette, PaletteHost } from "./palette-host";
import classes from "./Shell.module.css";

const SettingsDialog = lazy(() =>
  import("@/features/session/SettingsDialog").then((m) => ({ default: m.SettingsDialog })),
);

const AbsencesDialog = lazy(() =>
  import("@/features/absence/AbsencesDialog").then((m) => ({ default: m.AbsencesDialog })),
);

const PasswordDialog = lazy(() =>
  import("@/features/session/PasswordDialog").then((m) => ({ default: m.PasswordDialog })),
);

/** Everything around a screen: navigation, search, the account, and what is reachable from anywhere. */
export function Shell() {
  const { t } = useTranslation();
  const me = useMe();
  const may = useCapability();
  const { navCollapsed } = usePreferences();
  const [settings, setSettings] = useDisclosure();
  const [password, setPassword] = useDisclosure();
  const [absences, setAbsences] = useDisclosure();
  useIdleLock(me.idle_minutes);
  useLiveUpdates();
  useShortcuts({ help: setSettings.open, contact: () => openContact() });
  useFocusOnNavigation();

  return (
    <>
      <a className="skip" href="#main">
        {t("nav.skip")}
      </a>
      <div className={classes.frame} data-collapsed={navCollapsed || undefined}>
        <header className={classes.header}>
          <Group h="100%" px="md" gap="sm" wrap="nowrap" justify="space-between">
            <Brand />
            <UnstyledButton className={classes.find} onClick={openPalette} aria-keyshortcuts="Control+K">
              <IconSearch size={17} aria-hidden />
              <span className={classes.findText}>{t("palette.open")}</span>
              <kbd className={classes.findKey}>Ctrl K</kbd>
            </UnstyledButton>
            <Group gap="xs" wrap="nowrap">
              {may("contact_write") && (
                <Button
                  className={classes.wide}
                  leftSection={<IconPhonePlus size={17} aria-hidden />}
                  onClick={() => openContact()}
                  size="sm"
                >
                  {t("contact.log")}
                </Button>
              )}
              <AccountMenu
                onSettings={setSettings.open}
                onPassword={setPassword.open}
                onAbsences={setAbsences.open}
              />
            </Group>
          </Group>
        </header>
        <nav className={classes.navbar} aria-label={t("nav.main")}>
          <NavList collapsed={navCollapsed} />
          <Tooltip label={t("nav.expand")} position="right" disabled={!navCollapsed}>
            <UnstyledButton
              className={classes.collapse}
              onClick={() => prefer({ navCollapsed: !navCollapsed })}
              aria-expanded={!navCollapsed}
              aria-label={navCollapsed ? t("nav.expand") : t("nav.collapse")}
            >
              {navCollapsed ? (
                <IconChevronsRight size={18} aria-hidden />
              ) : (
                <IconChevronsLeft size={18} aria-hidden />
              )}
              {!navCollapsed && <Text size="sm">{t("nav.collapse")}</Text>}
            </UnstyledButton>
          </Tooltip>
        </nav>
        <main className={classes.main} id="main" tabIndex={-1}>
          <OfflineBanner />
          {me.password_made && <PasswordNotice made={me.password_made} onChoose={setPassword.open} />}
          <div className={classes.page}>
            <Outlet />
          </div>
        </main>
      </div>
      <BottomBar />
      <Announcer />
      <PaletteHost onSettings={setSettings.open} />
      <ContactHost />
      <AppointmentHost />
      <TaskHost />
      <Suspense>
        {settings && <SettingsDialog onClose={setSettings.close} />}
        {absences && <AbsencesDialog onClose={setAbsences.close} />}
        {password && <PasswordDialog onClose={setPassword.close} />}
      </Suspense>
    </>
  );
}

interface AccountMenuProps {
  onSettings: () => void;
  onPassword: () => void;
  onAbsences: () => void;
}

function AccountMenu({ onSettings, onPassword, onAbsences }: AccountMenuProps) {
  const { t } = useTranslation();
  const me = useMe();
  const may = useCapability();
  const { setColorScheme } = useMantineColorScheme();
  const shown = useComputedColorScheme();
  const { leave, question } = useSignOut();
  const initials = me.name
    .split(/\s+/)
    .map((part) => part[0])
    .join("")
    .slice(0, 2);
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <ActionIcon size={44} radius="xl" variant="light" aria-label={t("account.menu", { name: me.name })}>
            <Text size="sm" fw={650} component="span">
              {initials}
            </Text>
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {me.name}
            <br />
            {me.title}, {me.organization.name}
          </Menu.Label>
          <Menu.Item leftSection={<IconSettings size={16} aria-hidden />} onClick={onSettings}>
            {t("account.settings")}
          </Menu.Item>
          {may("absence_write") && (
            <Menu.Item leftSection={<IconBeach size={16} aria-hidden />} onClick={onAbsences}>
              {t("absence.mine")}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={onPassword}>
            {t("account.password")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconMoon size={16} aria-hidden />}
            onClick={() => setColorScheme(shown === "dark" ? "light" : "dark")}
          >
            {t(shown === "dark" ? "account.light" : "account.dark")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconLock size={16} aria-hidden />} onClick={lock}>
            {t("account.lock")}
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={leave}>
            {t("account.sign_out")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {question}
    </>
  );
}

/** Moves the focus to the new screen after a navigation, as a page load would. */
function useFocusOnNavigation() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const seen = useRef<string>(undefined);
  useEffect(() => {
    if (seen.current && path !== seen.current)
      document.getElementById("main")?.focus({ preventScroll: true });
    seen.current = path;
  }, [path]);
}
