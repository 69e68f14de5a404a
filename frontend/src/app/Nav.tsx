import { NavLink, Tooltip, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconArrowsExchange,
  IconBuildingCommunity,
  IconBuildingHospital,
  IconChartBar,
  IconDots,
  IconFileCheck,
  IconFileImport,
  IconFolders,
  IconListCheck,
  IconPhonePlus,
  IconSearch,
  IconShieldSearch,
  IconSignature,
  IconUsersGroup,
} from "@tabler/icons-react";
import { Link, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { openContact } from "@/features/contact/open";
import type { Capability } from "@/api/types";
import { useCapability } from "./me";
import classes from "./Nav.module.css";

const MoreDrawer = lazy(() => import("./MoreDrawer").then((m) => ({ default: m.MoreDrawer })));

interface Destination {
  to:
    | "/today"
    | "/people"
    | "/cases"
    | "/notes"
    | "/hand-offs"
    | "/services"
    | "/authorizations"
    | "/measures"
    | "/staff"
    | "/import"
    | "/hospital-feed"
    | "/audit";
  label:
    | "today"
    | "people"
    | "cases"
    | "notes"
    | "hand_offs"
    | "services"
    | "authorizations"
    | "measures"
    | "staff"
    | "import"
    | "feed"
    | "audit";
  needs: Capability;
  Icon: typeof IconListCheck;
}

const destinations: Destination[] = [
  { to: "/today", label: "today", needs: "today_read", Icon: IconListCheck },
  { to: "/people", label: "people", needs: "person_search", Icon: IconSearch },
  { to: "/cases", label: "cases", needs: "case_read", Icon: IconFolders },
  { to: "/notes", label: "notes", needs: "note_read", Icon: IconSignature },
  { to: "/hand-offs", label: "hand_offs", needs: "hand_off_read", Icon: IconArrowsExchange },
  { to: "/services", label: "services", needs: "community_service_read", Icon: IconBuildingCommunity },
  { to: "/authorizations", label: "authorizations", needs: "authorization_read", Icon: IconFileCheck },
  { to: "/measures", label: "measures", needs: "measure_read", Icon: IconChartBar },
  { to: "/staff", label: "staff", needs: "directory_read", Icon: IconUsersGroup },
  { to: "/import", label: "import", needs: "import_run", Icon: IconFileImport },
  { to: "/hospital-feed", label: "feed", needs: "adt_read", Icon: IconBuildingHospital },
  { to: "/audit", label: "audit", needs: "audit_read", Icon: IconShieldSearch },
];

/** The screens that the reader's role has. */
export function useDestinations(): Destination[] {
  const may = useCapability();
  return destinations.filter(({ needs }) => may(needs));
}

function useIsHere() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (to: string) => path === to || path.startsWith(`${to}/`);
}

export function NavList({ collapsed = false, onGo }: { collapsed?: boolean; onGo?: () => void }) {
  const { t } = useTranslation();
  const isHere = useIsHere();
  return (
    <div className={classes.list}>
      {useDestinations().map(({ to, label, Icon }) => (
        <Tooltip key={to} label={t(`nav.${label}`)} position="right" disabled={!collapsed}>
          <NavLink
            component={Link}
            to={to}
            active={isHere(to)}
            aria-current={isHere(to) ? "page" : undefined}
            label={collapsed ? undefined : t(`nav.${label}`)}
            aria-label={t(`nav.${label}`)}
            leftSection={<Icon size={20} stroke={1.7} aria-hidden />}
            className={classes.link}
            onClick={onGo}
          />
        </Tooltip>
      ))}
    </div>
  );
}

/** Navigation for a thumb: on phones, and where zoom leaves little room. */
export function BottomBar() {
  const { t } = useTranslation();
  const isHere = useIsHere();
  const may = useCapability();
  const [open, menu] = useDisclosure();
  const first = useDestinations().slice(0, 3);
  return (
    <nav className={classes.bottom} aria-label={t("nav.quick")}>
      {first.map(({ to, label, Icon }) => (
        <Link
          key={to}
          to={to}
          className={classes.tab}
          data-active={isHere(to)}
          aria-current={isHere(to) ? "page" : undefined}
        >
          <Icon size={22} stroke={1.7} aria-hidden />
          {t(`nav.short.${label}`)}
        </Link>
      ))}
      {may("contact_write") && (
        <UnstyledButton className={classes.tab} onClick={() => openContact()}>
          <IconPhonePlus size={22} stroke={1.7} aria-hidden />
          {t("nav.short.contact")}
        </UnstyledButton>
      )}
      <UnstyledButton className={classes.tab} onClick={menu.open} aria-expanded={open}>
        <IconDots size={22} stroke={1.7} aria-hidden />
        {t("nav.more")}
      </UnstyledButton>
      <Suspense>{open && <MoreDrawer onClose={menu.close} />}</Suspense>
    </nav>
  );
}
